//! The workbook: its sheets, and figures that are numbers.

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};

use super::{DATA, Desk, POLICY};

fn open(bytes: Vec<u8>) -> Xlsx<std::io::Cursor<Vec<u8>>> {
    open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap()
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        Data::Int(number) => f64::from(i32::try_from(*number).unwrap()),
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn a_run_has_its_sheets_and_their_figures() {
    let desk = Desk::new();
    let (_, summary) = desk.run(&[]);
    let out = desk.path("out");
    let arguments = [
        "run",
        POLICY,
        "--data",
        DATA,
        "--out",
        out.to_str().unwrap(),
        "--min-cell",
        "0",
    ];
    let bytes = desk.report("run.xlsx", &arguments);
    assert_eq!(
        bytes,
        desk.report("run.xlsx", &arguments),
        "the same figures, other bytes"
    );
    let mut book = open(bytes);
    let names = book.sheet_names();
    for name in [
        "Summary",
        "Classes",
        "Aid",
        "Registers",
        "Indicators",
        "To verify",
        "Areas",
    ] {
        assert!(names.iter().any(|it| it == name), "{names:?} has no {name}");
    }
    let sheet = book.worksheet_range("Aid").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let head = |title: &str| rows[0].iter().position(|it| *it == title).unwrap();
    for (row, aid) in rows[1..].iter().zip(summary["aids"].as_array().unwrap()) {
        let cost: f64 = aid["cost"]["decided"].as_str().unwrap().parse().unwrap();
        assert!((number(&row[head("cost")]) - cost).abs() < 1e-6);
        let granted = aid["count"]["decided"].as_f64().unwrap();
        assert!((number(&row[head("granted")]) - granted).abs() < 1e-6);
    }
}

#[test]
fn small_groups_are_hidden_there_too() {
    let desk = Desk::new();
    let out = desk.path("out");
    let arguments = [
        "run",
        POLICY,
        "--data",
        DATA,
        "--out",
        out.to_str().unwrap(),
        "--min-cell",
        "6",
    ];
    let mut book = open(desk.report("run.xlsx", &arguments));
    let sheet = book.worksheet_range("Classes").unwrap();
    let counts: Vec<&Data> = sheet.rows().skip(1).map(|row| &row[2]).collect();
    assert!(
        counts
            .iter()
            .any(|it| **it == Data::String("< 6".to_owned())),
        "{counts:?}"
    );
    for count in counts {
        if let Data::Float(count) = count {
            assert!(*count == 0.0 || *count >= 6.0, "{count}");
        }
    }
}

#[test]
fn a_simulation_and_a_sweep_are_books_too() {
    let desk = Desk::new();
    let book = desk.report(
        "s.xlsx",
        &["simulate", POLICY, "--data", DATA, "--language", "id"],
    );
    let names = open(book).sheet_names();
    assert!(names.contains(&"Perpindahan".to_owned()), "{names:?}");
    let range = "line = Rp 400_000 .. Rp 600_000 step Rp 50_000";
    let book = desk.report("w.xlsx", &["sweep", POLICY, range, "--data", DATA]);
    let sheet = open(book).worksheet_range("Values").unwrap();
    let values: Vec<f64> = sheet.rows().skip(1).map(|row| number(&row[0])).collect();
    assert_eq!(
        values,
        [400_000.0, 450_000.0, 500_000.0, 550_000.0, 600_000.0]
    );
}

#[test]
fn result_tables_are_sheets_if_asked_for() {
    let desk = Desk::new();
    let out = desk.path("out");
    let base = [
        "run",
        POLICY,
        "--data",
        DATA,
        "--out",
        out.to_str().unwrap(),
    ];
    let run = |form: &str| {
        let done = super::aturan(&[&base[..], &["--out-format", form]].concat());
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    run("csv");
    run("xlsx");
    let text = std::fs::read_to_string(out.join("family.csv")).unwrap();
    let bytes = std::fs::read(out.join("family.xlsx")).unwrap();
    let sheet = open(bytes.clone()).worksheet_range("family").unwrap();
    let shown = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::Bool(truth) => truth.to_string(),
        other => other.to_string(),
    };
    let rows: Vec<String> = sheet
        .rows()
        .map(|row| row.iter().map(shown).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(rows, text.lines().collect::<Vec<_>>());
    // The receipt holds a hash of each file, so a second run must give the same one.
    run("xlsx");
    assert_eq!(std::fs::read(out.join("family.xlsx")).unwrap(), bytes);
}
