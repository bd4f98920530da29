//! Field verification comes back: a run lists what to find out, the list is filled in and given back, and
//! the families are decided.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::{Desk, Done};
use serde_json::Value;

/// The lines of a list, cell by cell.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let all = reader.records().map(|row| {
        let row = row.unwrap();
        row.iter().map(str::to_owned).collect()
    });
    all.collect()
}

/// Fills in the list of the last run as an officer would.
fn fill(desk: &Desk, answers: &[(&str, &str, &str)]) {
    let text = desk.read("out/to_verify.csv");
    let head = text.lines().next().unwrap().to_owned();
    let mut filled = csv::Writer::from_writer(Vec::new());
    filled.write_record(head.split(',')).unwrap();
    for mut row in rows(&text) {
        let answer = answers
            .iter()
            .find(|(key, field, _)| row[1] == *key && row[2] == *field);
        if let Some((_, _, value)) = answer {
            let found = [*value, "kunjungan rumah", "2023-12-04", "petugas 7"];
            row.splice(3..7, found.map(str::to_owned));
        }
        filled.write_record(&row).unwrap();
    }
    desk.write("filled.csv", filled.into_inner().unwrap());
}

fn status(desk: &Desk, family: &str) -> String {
    let table = desk.read("out/family.csv");
    let head: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let place = head.iter().position(|it| *it == "pkh_status").unwrap();
    let row = rows(&table).into_iter().find(|row| row[0] == family);
    row.unwrap()[place].clone()
}

fn sound(done: &Done) {
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
}

#[test]
fn a_list_filled_in_decides_its_families() {
    let desk = Desk::glance();
    sound(&desk.run(&[]));
    insta::assert_snapshot!("list", desk.read("out/to_verify.csv"));
    assert_eq!(status(&desk, "F04"), "needs_verification");
    assert_eq!(status(&desk, "F09"), "needs_verification");
    fill(
        &desk,
        &[
            ("F04", "expenditure", "1400000"),
            ("F09", "pkh.verify_1", "checked"),
            ("P28", "is_pregnant", "ya"),
        ],
    );
    let done = desk.run(&["--verified", "filled.csv"]);
    sound(&done);
    assert_eq!(
        status(&desk, "F04"),
        "not_eligible",
        "no component of the aid"
    );
    assert_eq!(status(&desk, "F09"), "granted");
    assert_eq!(
        rows(&desk.read("out/to_verify.csv")).len(),
        0,
        "nothing is left open"
    );
    insta::assert_snapshot!("taken", desk.read("out/verified.csv"));
    assert!(
        done.out
            .contains("Field verification (filled.csv): 2 filled in, 1 checks made"),
        "{}",
        done.out
    );
    let why = [
        "explain",
        "policy.aturan",
        "--data",
        "data",
        "F09",
        "pkh",
        "--verified",
        "filled.csv",
    ];
    let done = desk.aturan(&why);
    sound(&done);
    let named = done.out.split("From field verification").nth(1);
    insta::assert_snapshot!("explained", named.unwrap());
    let receipt: Value = serde_json::from_str(&desk.read("out/run.json")).unwrap();
    let verified = &receipt["verified"];
    assert_eq!(
        (&verified["lines"], &verified["filled"]),
        (&3.into(), &2.into())
    );
    assert_eq!(verified["hash"].as_str().unwrap().len(), 64);
    let outputs = receipt["outputs"].as_array().unwrap();
    assert!(outputs.iter().any(|it| it["name"] == "verified.csv"));
}

#[test]
fn an_answer_that_contradicts_the_data_counts_and_is_reported() {
    let desk = Desk::glance();
    sound(&desk.run(&[]));
    assert_eq!(status(&desk, "F01"), "granted");
    // From a spreadsheet in Indonesia: semicolons between the cells.
    desk.write(
        "filled.csv",
        "entity;key;field;value\nfamily;F01;expenditure;9000000\nfamily;F02;expenditure;2384736\n\
         member;P27;wage_reported;2900000\n",
    );
    let done = desk.run(&["--verified", "filled.csv"]);
    sound(&done);
    assert_eq!(status(&desk, "F01"), "not_eligible");
    insta::assert_snapshot!(done.err.trim_end());
    let effects: Vec<_> = rows(&desk.read("out/verified.csv"))
        .into_iter()
        .map(|row| row[5].clone())
        .collect();
    assert_eq!(effects, ["changed", "confirmed", "changed"]);
}

#[test]
fn lines_that_cannot_be_taken_over_are_named() {
    let desk = Desk::glance();
    desk.write(
        "filled.csv",
        "entity,key,field,value\nfamli,F01,expenditure,1\nfamily,F01,expenditur,1\nfamily,F99,expenditure,1\n\
         family,F01,expenditure,sejuta\nfamily,F02,floor,ceramik\nfamily,F03,expenditure,1\n\
         family,F03,expenditure,2\nfamily,F09,pkh.verify_1,tidak\nfamily,F09,pkh.verify_2,checked\n\
         family,F01,family_id,F02\nfamily,F01,member_rejected,x\nmember,6.27199E+15,school,none\n\
         member,P02,nik,12\nfamily,F05,floor_area,\nfamily,F04,floor_area,20000\n",
    );
    let done = desk.run(&["--verified", "filled.csv"]);
    assert_eq!(done.code, Some(2));
    // Names are looked up before the data are read.
    insta::assert_snapshot!("names", done.err.trim_end());
    desk.write(
        "filled.csv",
        "entity,key,field,value\nfamily,F99,expenditure,1\nfamily,F01,expenditure,sejuta\n\
         family,F02,floor,ceramik\nfamily,F03,expenditure,1\nfamily,F03,expenditure,2\n\
         member,6.27199E+15,school,none\nmember,P02,nik,12\nfamily,F04,floor_area,20000\n",
    );
    let done = desk.run(&["--verified", "filled.csv"]);
    assert_eq!(done.code, Some(2));
    insta::assert_snapshot!("values", done.err.trim_end());
    assert!(!desk.path("out").exists(), "nothing is written");
}

#[test]
fn a_list_of_another_form_is_refused() {
    let desk = Desk::glance();
    desk.write("filled.csv", "entity,kunci,field\nfamily,F01,expenditure\n");
    let done = desk.run(&["--verified", "filled.csv"]);
    assert_eq!(done.code, Some(2));
    insta::assert_snapshot!(done.err.trim_end());
    assert_eq!(desk.run(&["--verified", "none.csv"]).code, Some(2));
}

/// A policy whose members are known by a number that identifies them.
fn by_nik() -> Desk {
    let desk = Desk::glance();
    desk.edit(
        "policy.aturan",
        "key person_id : text",
        "key nik : text personal",
    );
    desk.edit(
        "policy.aturan",
        "  nik                          : text optional personal matching \"[0-9]{16}\" otherwise unknown\n",
        "",
    );
    desk.edit(
        "policy.aturan",
        "birth_date descending, person_id",
        "birth_date descending, nik",
    );
    desk.edit("data/member.csv", "P26;F08;;", "P26;F08;6271995212480026;");
    // Rows out of order, and one rejected before: places are those of the file all the same.
    let text = desk.read("data/member.csv");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let text = lines.join("\n").replace("1990-07-21", "21-07");
    desk.write("data/member.csv", text);
    desk
}

#[test]
fn masked_keys_find_their_rows_by_their_place() {
    let desk = by_nik();
    sound(&desk.run(&[]));
    let list = desk.read("out/to_verify.csv");
    assert!(!list.contains("6271995402930028"), "{list}");
    let masked = rows(&list)
        .into_iter()
        .find(|row| row[2] == "is_pregnant")
        .unwrap();
    assert_eq!(masked[1], "6271••••••••0028#member.csv:15");
    fill(
        &desk,
        &[
            ("F09", "pkh.verify_1", "diperiksa"),
            (&masked[1], "is_pregnant", "yes"),
        ],
    );
    sound(&desk.run(&["--verified", "filled.csv"]));
    assert_eq!(status(&desk, "F09"), "granted");
    assert!(!desk.read("out/verified.csv").contains("6271995402930028"));
    // The same list over newer files: the place holds somebody else.
    desk.edit(
        "data/member.csv",
        "P41;F12;6271992703010041;2001-03-27;male;head;employee;;senior;2950000\n",
        "",
    );
    let done = desk.run(&["--verified", "filled.csv"]);
    assert_eq!(done.code, Some(2));
    insta::assert_snapshot!(done.err.trim_end());
}

#[test]
fn an_answer_saves_a_row_that_would_be_rejected() {
    let desk = Desk::glance();
    desk.edit("data/member.csv", "1990-07-21", "");
    sound(&desk.run(&[]));
    assert_eq!(status(&desk, "F03"), "needs_verification");
    desk.write(
        "filled.csv",
        "entity,key,field,value\nmember,P10,birth_date,1990-07-21\n",
    );
    sound(&desk.run(&["--verified", "filled.csv"]));
    assert_eq!(status(&desk, "F03"), "granted");
    assert_eq!(rows(&desk.read("out/rejected.csv")).len(), 0);
}

#[test]
fn a_list_comes_back_as_a_sheet() {
    let desk = Desk::glance();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["entity", "key", "field", "value"],
        ["family", "F09", "pkh.verify_1", "checked"],
        ["member", "P28", "is_pregnant", "ya"],
    ];
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    desk.write("filled.xlsx", book.save_to_buffer().unwrap());
    sound(&desk.run(&["--verified", "filled.xlsx"]));
    assert_eq!(status(&desk, "F09"), "granted");
}

/// The head of a table and its rows, sorted.
fn whole_table(desk: &Desk, name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = desk.read(name);
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect());
    let head = lines.next().unwrap_or_default();
    (head, lines.collect())
}

#[test]
fn a_narrowed_table_holds_what_is_asked_for_as_it_was() {
    let desk = Desk::glance();
    assert_eq!(desk.run(&[]).code, Some(0));
    let (all, whole) = whole_table(&desk, "out/family.csv");
    let summary = desk.read("out/summary.json");
    let narrowed = [
        "--out",
        "few",
        "--outputs",
        "welfare,bps14,pkh_status",
        "--outputs",
        "pkh_rank",
    ];
    assert_eq!(desk.run(&narrowed).code, Some(0));
    let (head, rows) = whole_table(&desk, "few/family.csv");
    assert_eq!(
        head,
        [
            "family_id",
            "bps14.narrow_floor",
            "bps14.poor_floor",
            "welfare",
            "pkh_status",
            "pkh_rank"
        ]
    );
    for (place, name) in head.iter().enumerate() {
        let before = all.iter().position(|it| it == name);
        for (row, whole) in rows.iter().zip(&whole) {
            assert_eq!(
                before.and_then(|it| whole.get(it)),
                row.get(place),
                "{name}"
            );
        }
    }
    assert_eq!(rows.len(), whole.len());
    assert_eq!(desk.read("few/summary.json"), summary);
    assert!(!desk.path("few/member.csv").exists(), "nothing asked of it");
}

#[test]
fn a_name_that_nothing_has_is_refused() {
    let desk = Desk::glance();
    let done = desk.run(&["--outputs", "welfaer"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("`welfaer`"), "{}", done.err);
    assert!(done.err.contains("did you mean `welfare`?"), "{}", done.err);
}
