//! Result files: their columns, their order, the same bytes each time.

use std::fs;

use aturan::check::tree::{
    About, Aid, Benefit, Constant, Expr, ExprKind, Ground, Outcome, Program, Register, Status,
    Type, Value, ValueKind,
};
use aturan::data::bind::Bound;
use aturan::data::bitmap::Bitmap;
use aturan::data::output::{Personal, Sheet};
use aturan::data::results::{AidResult, RegisterResult, Results, UNKNOWN};
use aturan::data::table::{Column, Values};
use aturan::diagnostic::Language;
use aturan::number::{Period, Rational};
use aturan::source::Span;

use super::{MEMBER as MEMBER_ROWS, csv_folder, date, io, load_with};
use crate::io::verify::{TakenRow, VerifyRow};
use crate::io::write::TableForm;
use crate::schema::{self, FAMILY, MEMBER};

fn truth() -> Expr {
    constant(Constant::Boolean(true), Type::Boolean)
}

fn constant(constant: Constant, ty: Type) -> Expr {
    Expr {
        kind: ExprKind::Constant(constant),
        ty,
        span: Span::default(),
    }
}

fn about(name: &str) -> About {
    About {
        name: name.to_owned(),
        label: name.to_owned(),
        ..About::default()
    }
}

fn ground(code: &str) -> Ground {
    Ground {
        code: code.to_owned(),
        label: code.to_owned(),
        condition: truth(),
        sources: Vec::new(),
        span: Span::default(),
    }
}

/// The schema with computed values, an aid and a register.
fn program() -> Program {
    let mut it = schema::program();
    let floor = it
        .fields
        .iter()
        .find(|field| field.about.name == "floor")
        .unwrap()
        .ty;
    let money = Type::Money(Some(Period::Month));
    for (name, ty) in [
        ("per_capita", money),
        ("share", Type::Decimal),
        ("class", floor),
        ("poor", Type::Boolean),
        ("size", Type::Integer),
    ] {
        let zero = constant(Constant::Number(Rational::zero()), ty);
        it.values.push(Value {
            about: about(name),
            entity: FAMILY,
            ty,
            kind: ValueKind::Define(zero),
            exact: false,
        });
    }
    it.aids.push(Aid {
        about: about("pkh"),
        entity: FAMILY,
        agency: None,
        in_force: None,
        when: vec![ground("when_1"), ground("when_2")],
        unless: vec![ground("refuses")],
        verify: vec![ground("verify_1")],
        benefit: Benefit::Amount {
            value: constant(Constant::Number(Rational::zero()), money),
            months: None,
        },
        quota: None,
        budget: None,
        take_up: None,
        limits: Vec::new(),
        rank: Vec::new(),
        not_together: Vec::new(),
    });
    it.registers.push(Register {
        about: about("dtks"),
        entity: MEMBER,
        current: truth(),
        enter: Vec::new(),
        leave: vec![ground("leave_1"), ground("leave_2")],
    });
    it
}

fn results() -> Results {
    let column = |values, valid: Option<[bool; 2]>| {
        Some(Column {
            values,
            valid: valid.map(Bitmap::collect),
        })
    };
    Results {
        date: date(),
        values: vec![
            column(Values::Number(vec![3_200_000_000, 12_345].into()), None),
            column(Values::Number(vec![500_000, 0].into()), Some([true, false])),
            column(Values::Enum(vec![3, 0]), None),
            column(
                Values::Boolean(Bitmap::collect([true, false])),
                Some([false, true]),
            ),
            column(Values::Number(vec![3, 2].into()), None),
        ],
        aids: vec![AidResult {
            status: vec![Status::NeedsVerification, Status::NotEligible],
            amount: vec![0, 0].into(),
            amount_known: vec![false, true],
            grounds: [UNKNOWN | 1, 0b11].into_iter().collect(),
            ..AidResult::default()
        }],
        registers: vec![RegisterResult {
            outcome: vec![
                Outcome::Leaves,
                Outcome::Stays,
                Outcome::Outside,
                Outcome::Enters,
                Outcome::NeedsVerification,
            ],
            ground: vec![2, 0, 0, 0, 0],
            ..RegisterResult::default()
        }],
        faults: Vec::new(),
    }
}

fn bound(program: &Program, member: &str) -> Bound {
    load_with(program, csv_folder(&[("member.csv", member)]).path()).unwrap()
}

fn written(form: TableForm) -> Vec<(String, Vec<u8>, String)> {
    let (program, results) = (program(), results());
    let bound = bound(&program, MEMBER_ROWS);
    let out = tempfile::tempdir().unwrap();
    [(FAMILY, "family"), (MEMBER, "member")]
        .into_iter()
        .map(|(entity, name)| {
            let missing = |_, _| "expenditure".to_owned();
            let sheet = Sheet::new(
                &program,
                &bound.dataset,
                &results,
                entity,
                Personal::Masked,
                &missing,
            )
            .unwrap();
            let file = io::write::table(out.path(), name, &sheet, form).unwrap();
            let bytes = fs::read(out.path().join(&file.name)).unwrap();
            assert_eq!(file.bytes, bytes.len() as u64);
            assert_eq!(file.hash, blake3::hash(&bytes).to_hex().to_string());
            (file.name, bytes, file.hash)
        })
        .collect()
}

#[test]
fn results_as_csv() {
    let files = written(TableForm::Csv);
    let texts = files
        .iter()
        .map(|(name, bytes, _)| format!("{name}\n{}", String::from_utf8_lossy(bytes)));
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"));
}

#[test]
fn results_as_parquet_have_the_promised_types_and_the_same_bytes_each_time() {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let files = written(TableForm::Parquet);
    assert_eq!(files, written(TableForm::Parquet));
    let out = tempfile::NamedTempFile::new().unwrap();
    fs::write(out.path(), &files[0].1).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(out.reopen().unwrap()).unwrap();
    let types: Vec<_> = reader
        .schema()
        .fields()
        .iter()
        .map(|field| format!("{}: {}", field.name(), field.data_type()))
        .collect();
    insta::assert_snapshot!(types.join("\n"));
    let rows: usize = reader
        .build()
        .unwrap()
        .map(|batch| batch.unwrap().num_rows())
        .sum();
    assert_eq!(rows, 2);
}

#[test]
fn results_as_sheets_have_typed_cells_and_the_same_bytes_each_time() {
    use calamine::Reader as _;
    let files = written(TableForm::Xlsx);
    assert_eq!(files, written(TableForm::Xlsx));
    let csv = written(TableForm::Csv);
    for ((name, bytes, _), (_, text, _)) in files.iter().zip(&csv) {
        let book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes.clone())).unwrap();
        let mut book = book;
        let sheet = book
            .worksheet_range(name.trim_end_matches(".xlsx"))
            .unwrap();
        let text = String::from_utf8_lossy(text);
        let lines: Vec<Vec<&str>> = text.lines().map(|it| it.split(',').collect()).collect();
        assert_eq!(sheet.height(), lines.len());
        for (row, line) in sheet.rows().zip(&lines) {
            for (cell, wanted) in row.iter().zip(line) {
                let same = match cell {
                    calamine::Data::Empty => wanted.is_empty(),
                    calamine::Data::Float(number) => wanted.parse() == Ok(*number),
                    calamine::Data::Bool(truth) => *wanted == truth.to_string(),
                    calamine::Data::DateTime(_) => wanted.len() == 10,
                    calamine::Data::String(text) => text == wanted || wanted.contains('"'),
                    calamine::Data::Int(_)
                    | calamine::Data::DateTimeIso(_)
                    | calamine::Data::DurationIso(_)
                    | calamine::Data::Error(_) => false,
                };
                assert!(same, "{cell:?} for `{wanted}`");
            }
        }
    }
}

#[test]
fn keys_stand_in_the_order_of_the_input() {
    let program = program();
    let mut lines: Vec<&str> = MEMBER_ROWS.lines().collect();
    lines[1..].reverse();
    let bound = bound(&program, &lines.join("\n"));
    let (results, missing) = (results(), |_, _| String::new());
    let sheet = Sheet::new(
        &program,
        &bound.dataset,
        &results,
        MEMBER,
        Personal::Masked,
        &missing,
    );
    let out = tempfile::tempdir().unwrap();
    io::write::table(out.path(), "member", &sheet.unwrap(), TableForm::Csv).unwrap();
    let text = fs::read_to_string(out.path().join("member.csv")).unwrap();
    let keys: Vec<&str> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(keys, ["P5", "P4", "P3", "P2", "P1"]);
}

#[test]
fn rejected_rows_and_rows_to_verify() {
    let program = program();
    let member = format!(
        "{MEMBER_ROWS}P6,F1,,2020-01-01,male,1,,628111222333\nP7,F9,,2020-01-01,\"ma,le\",1,,\n"
    );
    let bound = bound(&program, &member);
    let out = tempfile::tempdir().unwrap();
    let read = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    io::write::rejected(
        out.path(),
        &program,
        &bound,
        Personal::Masked,
        Language::English,
    )
    .unwrap();
    let masked = read("rejected.csv");
    io::write::rejected(
        out.path(),
        &program,
        &bound,
        Personal::Shown,
        Language::Indonesian,
    )
    .unwrap();
    let row = VerifyRow {
        entity: "family".to_owned(),
        key: "F1".to_owned(),
        field: "expenditure".to_owned(),
        title: "Pengeluaran, sebulan".to_owned(),
        answers: "IDR per month, digits only".to_owned(),
        decisions: "pkh;pip".to_owned(),
        waiting: "family F1".to_owned(),
        rows: 1,
        at_stake: "3000000".to_owned(),
    };
    io::verify::to_verify(out.path(), [row]).unwrap();
    let (lines, file) = io::verify::read(&out.path().join("to_verify.csv")).unwrap();
    assert_eq!((lines.len(), file.rows), (1, 1));
    let taken = TakenRow {
        line: lines.into_iter().next().unwrap(),
        before: "1600000".to_owned(),
        effect: "changed",
    };
    io::verify::taken(out.path(), [taken]).unwrap();
    io::write::text(out.path(), "summary.json", "{}\n").unwrap();
    let lists = ["rejected.csv", "to_verify.csv", "verified.csv"].map(read);
    let all = format!("{masked}\n{}", lists.join("\n"));
    insta::assert_snapshot!(all);
    let mut names: Vec<_> = fs::read_dir(out.path())
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "rejected.csv",
            "summary.json",
            "to_verify.csv",
            "verified.csv"
        ],
        "nothing is left behind"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_reported() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let failed = io::write::text(&file.path().join("out"), "summary.json", "{}").unwrap_err();
    assert_eq!(failed.code.name(), "data::write_failed");
}
