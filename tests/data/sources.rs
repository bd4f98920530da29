//! Kinds of files: whatever holds the rows, the same data come out; each refuses what it cannot read.

use std::fs;
use std::io::Write as _;
use std::sync::Arc;

use arrow_array::{RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use aturan::data::bind::Bound;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tempfile::TempDir;

use super::{FAMILY, MEMBER, VILLAGE, csv_folder, folder, load, refusal, schema};

/// Header and rows of a small CSV text.
fn rows(csv: &str) -> (Vec<&str>, Vec<Vec<&str>>) {
    let mut lines = csv.lines().map(|line| line.split(',').collect());
    (lines.next().unwrap(), lines.collect())
}

/// One JSON object for each row; numbers and truth values as JSON has them.
fn objects(csv: &str) -> Vec<String> {
    let (head, rows) = rows(csv);
    let value = |name: &str, cell: &str| match (name, cell) {
        (_, "") => "null".to_owned(),
        ("expenditure" | "floor_area" | "meals", cell) => cell.to_owned(),
        ("refuses_aid", "0" | "false") => "false".to_owned(),
        (_, cell) => serde_json::to_string(cell).unwrap(),
    };
    let object = |row: Vec<&str>| {
        let left_out = row.first() == Some(&"P3");
        let cells = head.iter().zip(row);
        // A blank answer may also be left out.
        let cells = cells.filter(|(name, cell)| !(left_out && **name == "card" && cell.is_empty()));
        let cells = cells.map(|(name, cell)| format!("\"{name}\": {}", value(name, cell)));
        format!("{{{}}}", cells.collect::<Vec<_>>().join(", "))
    };
    rows.into_iter().map(object).collect()
}

fn batch(csv: &str) -> RecordBatch {
    let (head, rows) = rows(csv);
    let fields: Vec<Field> = head
        .iter()
        .map(|name| Field::new(*name, DataType::Utf8, true))
        .collect();
    let columns = (0..head.len()).map(|place| {
        let cells = rows.iter().map(|row| Some(row[place]));
        Arc::new(cells.collect::<StringArray>()) as arrow_array::ArrayRef
    });
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.collect()).unwrap()
}

fn arrow(csv: &str, stream: bool) -> Vec<u8> {
    let batch = batch(csv);
    let mut bytes = Vec::new();
    if stream {
        let mut out =
            arrow_ipc::writer::StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        out.write(&batch).unwrap();
        out.finish().unwrap();
    } else {
        let mut out = arrow_ipc::writer::FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        out.write(&batch).unwrap();
        out.finish().unwrap();
    }
    bytes
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

/// A sheet as people make it: numbers, dates and truth values as such, the header in row 1.
fn sheet(sheet: &mut rust_xlsxwriter::Worksheet, csv: &str) {
    let (head, rows) = rows(csv);
    for (column, name) in (0..).zip(&head) {
        sheet.write_string(0, column, *name).unwrap();
    }
    for (row, cells) in (1..).zip(rows) {
        for ((column, name), cell) in (0..).zip(&head).zip(cells) {
            match (*name, cell) {
                (_, "") => continue,
                ("expenditure" | "floor_area" | "meals", cell) => {
                    sheet.write_number(row, column, cell.parse::<f64>().unwrap())
                }
                ("refuses_aid", cell) => sheet.write_boolean(row, column, cell == "1"),
                ("birth_date", cell) => {
                    let date = ExcelDateTime::parse_from_str(cell).unwrap();
                    let format = Format::new().set_num_format("dd/mm/yyyy");
                    sheet.write_datetime_with_format(row, column, &date, &format)
                }
                (_, cell) => sheet.write_string(row, column, cell),
            }
            .unwrap();
        }
    }
}

fn book(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, csv) in sheets {
        sheet(book.add_worksheet().set_name(*name).unwrap(), csv);
    }
    book.save_to_buffer().unwrap()
}

/// What was bound, without the names of files and the numbers of rows.
fn rows_of(bound: &Bound) -> String {
    format!("{:?} {:?}", bound.dataset, bound.counts)
}

fn same(folder: &TempDir) {
    let plain = load(csv_folder(&[]).path()).unwrap();
    let (findings, bound) = match load(folder.path()) {
        Ok(bound) => (String::new(), bound),
        Err((findings, sources)) => (
            super::shown(&findings, &sources, folder.path()),
            Bound::default(),
        ),
    };
    assert_eq!(findings, "");
    assert_eq!(rows_of(&bound), rows_of(&plain));
}

/// Lines of a CSV text, with its header, a few at a time; without the last column.
fn cut(csv: &str, lines: std::ops::Range<usize>, columns: usize) -> String {
    let mut all = csv.lines();
    let head = all.next().unwrap();
    let rows = all.skip(lines.start).take(lines.len());
    let kept = std::iter::once(head).chain(rows).map(|line| {
        let cells: Vec<&str> = line.split(',').take(columns).collect();
        cells.join(",") + "\n"
    });
    kept.collect()
}

/// Writes files, with the folders they stand in.
fn nested(files: &[(&str, Vec<u8>)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

#[test]
fn folders_name_values_of_the_rows_inside() {
    // `card`, the last column of members, is what the folders say; blank for some.
    let member = |lines| cut(MEMBER, lines, 7).into_bytes();
    let village = crate::properties::parquet_of(&schema::program(), VILLAGE, |_, text| {
        crate::properties::texts(text)
    });
    let files = vec![
        ("village/a/b/part.parquet", village),
        ("village/_SUCCESS.csv", b"not read".to_vec()),
        ("family.csv", FAMILY.as_bytes().to_vec()),
        ("member/card=K%2D1/0.csv", member(0..1)),
        ("member/card=K-2/0.csv", member(1..2)),
        ("member/card=__HIVE_DEFAULT_PARTITION__/0.csv.gz", {
            gzip(&cut(MEMBER, 2..5, 7))
        }),
    ];
    same(&nested(&files));
    let mut named = files.clone();
    named.push((
        "dataset.toml",
        b"[village]\nfile = \"village\"\n[family]\nfile = \"f*.csv\"\n\
          [member]\nfile = \"member/card=*/0.*\"\n"
            .to_vec(),
    ));
    same(&nested(&named));
    let stored = |lines| {
        let text = cut(MEMBER, lines, 7);
        crate::properties::parquet_of(&schema::program(), &text, |_, text| {
            crate::properties::texts(text)
        })
    };
    same(&nested(&[
        ("village.csv", VILLAGE.as_bytes().to_vec()),
        ("family.csv", FAMILY.as_bytes().to_vec()),
        ("member/card=K-1/0.parquet", stored(0..1)),
        ("member/card=K-2/0.parquet", stored(1..2)),
        (
            "member/card=__HIVE_DEFAULT_PARTITION__/0.parquet",
            stored(2..5),
        ),
    ]));
}

#[test]
fn csv_with_and_without_quotation_marks_is_read_alike() {
    let quoted = MEMBER.replacen("P1,", "\"P1\",", 1);
    same(&csv_folder(&[("member.csv", &quoted)]));
    let windows = MEMBER.replace('\n', "\r\n");
    same(&csv_folder(&[("member.csv", &windows)]));
    let old = MEMBER.replace('\n', "\r");
    same(&csv_folder(&[("member.csv", &old)]));
    let unended = MEMBER.trim_end().to_owned();
    same(&csv_folder(&[("member.csv", &unended)]));
    // Blank lines are passed over and counted; rows with other cells are rejected at their line.
    let odd = |quote: &str| {
        let odd = MEMBER.replacen("P2,F1", "\n\nP2,F1", 1);
        odd.replacen("P4,F2", &format!("{quote}P9{quote},F2\n\nP4,F2"), 1)
    };
    let reasons = |text: &str| {
        let bound = load(csv_folder(&[("member.csv", text)]).path()).unwrap();
        super::reasons(&schema::program(), &bound)
    };
    assert_eq!(reasons(&odd("")), reasons(&odd("\"")));
    assert!(reasons(&odd("")).contains('7'), "{}", reasons(&odd("")));
}

#[test]
fn packed_csv_holds_the_same_rows() {
    same(&folder(&[
        ("village.csv.gz", &gzip(VILLAGE)),
        (
            "family.csv.zst",
            &zstd::stream::encode_all(FAMILY.as_bytes(), 3).unwrap(),
        ),
        ("member.csv", MEMBER.as_bytes()),
    ]));
}

#[test]
fn json_holds_the_same_rows() {
    let list = |csv| format!("\u{feff}[{}]", objects(csv).join(",\n"));
    same(&folder(&[
        ("village.json", list(VILLAGE).as_bytes()),
        (
            "family.jsonl",
            (objects(FAMILY).join("\r\n\n") + "\n").as_bytes(),
        ),
        ("member.ndjson", objects(MEMBER).join("\n").as_bytes()),
    ]));
}

#[test]
fn arrow_holds_the_same_rows() {
    same(&folder(&[
        ("village.arrow", &arrow(VILLAGE, false)),
        ("family.feather", &arrow(FAMILY, false)),
        ("member.arrow", &arrow(MEMBER, true)),
    ]));
}

#[test]
fn sheets_hold_the_same_rows() {
    let all = book(&[
        ("Catatan", "note\n"),
        ("Village", VILLAGE),
        ("keluarga", FAMILY),
    ]);
    let description = "[village]\nfile = \"all.xlsx\"\n[family]\nfile = \"all.xlsx\"\nsheet = \"keluarga\"\n\
                       [member]\nfile = \"member.xlsx\"\n";
    same(&folder(&[
        ("all.xlsx", &all),
        ("member.xlsx", &book(&[("Sheet1", MEMBER)])),
        ("dataset.toml", description.as_bytes()),
    ]));
}

#[test]
fn parts_of_several_kinds_follow_one_another() {
    let (head, rest) = MEMBER.split_at(MEMBER.find("P3,").unwrap());
    let columns = MEMBER.lines().next().unwrap();
    let description = "[village]\nfile = \"village.csv\"\n[family]\nfile = \"family.csv\"\n\
                       [member]\nfile = [\"member_1.*\", \"member_2.jsonl\"]\n";
    same(&folder(&[
        ("village.csv", VILLAGE.as_bytes()),
        ("family.csv", FAMILY.as_bytes()),
        ("member_1.csv.gz", &gzip(head)),
        (
            "member_2.jsonl",
            objects(&format!("{columns}\n{rest}")).join("\n").as_bytes(),
        ),
        ("dataset.toml", description.as_bytes()),
    ]));
}

#[test]
fn files_that_break_off_or_hold_something_else() {
    let whole = gzip(&FAMILY.repeat(50));
    let stream = arrow(MEMBER, false);
    let folder = folder(&[
        ("village.xlsx", b"not a spreadsheet"),
        ("family.csv.gz", &whole[..whole.len() / 2]),
        ("member.arrow", &stream[..stream.len() / 2]),
    ]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn json_that_cannot_be_read() {
    let broken = |village: &str, family: &str, member: &str| {
        refusal(
            folder(&[
                ("village.json", village.as_bytes()),
                ("family.jsonl", family.as_bytes()),
                ("member.jsonl", member.as_bytes()),
            ])
            .path(),
        )
    };
    let family = objects(FAMILY).join("\n");
    let nested = family.replace("1600000", "[800000, 800000]");
    let told = [
        broken(
            "[{\"village_code\": \"V1\"",
            &family.replace("\"F2\",", "\"F2\""),
            "\n \n",
        ),
        broken(
            &format!("[{}]", objects(VILLAGE)[0]),
            &nested,
            "{\"person_id\": \"P1\"}\n",
        ),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn sheets_that_are_not_there() {
    let description = "[village]\nfile = \"all.xlsx\"\nsheet = \"Vilage\"\n[family]\nfile = \"all.xlsx\"\n\
                       [member]\nfile = \"empty.xlsx\"\n";
    let all = book(&[("Village", VILLAGE), ("Keluarga", FAMILY)]);
    let mut empty = Workbook::new();
    empty.add_worksheet();
    let folder = folder(&[
        ("all.xlsx", &all),
        ("empty.xlsx", &empty.save_to_buffer().unwrap()),
        ("dataset.toml", description.as_bytes()),
    ]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn damaged_files_never_panic() {
    let silent = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let kinds = [
        ("family.xlsx", book(&[("family", FAMILY)])),
        ("family.arrow", arrow(FAMILY, false)),
        ("family.csv.gz", gzip(FAMILY)),
        ("family.jsonl", objects(FAMILY).join("\n").into_bytes()),
    ];
    let mut refused = 0;
    for (name, whole) in kinds {
        let folder = csv_folder(&[]);
        fs::remove_file(folder.path().join("family.csv")).unwrap();
        for place in (0..whole.len()).step_by(1 + whole.len() / 150) {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x55;
            fs::write(folder.path().join(name), bytes).unwrap();
            refused += usize::from(load(folder.path()).is_err());
        }
    }
    std::panic::set_hook(silent);
    assert!(refused > 100, "{refused}");
}
