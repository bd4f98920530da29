//! Rows that are made: parents from the rows of their members, rows from columns, answers from lists.

use aturan::check::tree::{EntityId, Program};
use aturan::data::bind::Bound;
use aturan::data::table::{Column, Values};
use aturan::diagnostic::Language;
use aturan::number::Period;
use aturan::source::SourceMap;

use super::io::{dataset, read};
use super::{MEMBER, VILLAGE, all_fields, csv_folder, folder, load_with, reasons, shown};
use crate::schema::{self, FAMILY, MEMBER as MEMBER_ID, MONTH, VILLAGE as VILLAGE_ID};

fn column(bound: &Bound, entity: EntityId, place: usize) -> &Column {
    bound.dataset.table(entity).unwrap().columns[place]
        .as_ref()
        .unwrap()
}

fn texts(bound: &Bound, entity: EntityId, place: usize) -> Vec<&str> {
    let Values::Text(texts) = &column(bound, entity, place).values else {
        unreachable!("a column of texts")
    };
    texts.iter().flatten().collect()
}

fn numbers(bound: &Bound, entity: EntityId, place: usize) -> Vec<Option<i64>> {
    let column = column(bound, entity, place);
    let Values::Number(numbers) = &column.values else {
        unreachable!("a column of numbers")
    };
    let known = |row: usize| column.is_valid(row).then(|| numbers.get(row)).flatten();
    (0..numbers.len()).map(known).collect()
}

fn truths(bound: &Bound, entity: EntityId, place: usize) -> Vec<Option<bool>> {
    let column = column(bound, entity, place);
    let Values::Boolean(bits) = &column.values else {
        unreachable!("a column of truth values")
    };
    let known = |(row, bit)| column.is_valid(row).then_some(bit);
    bits.iter().enumerate().map(known).collect()
}

fn notes(program: &Program, bound: &Bound) -> Vec<String> {
    let notes = bound.notes.iter();
    notes
        .map(|it| it.finding(program).message(Language::English))
        .collect()
}

/// One wide file: what is known of the family stands with each member.
const WIDE: &str = "person_id,family_id,nik,birth_date,sex,meals,mother,card,village_code,spend,area,floor,refuses_aid\n\
    P1,F1,,1985-01-01,male,3,,K-1,V1,19200000,36,wood,false\n\
    P2,F1,,1988-01-01,female,3,,K-2,V1,,36,wood,false\n\
    P4,F2,,1990-05-05,female,,,,V1,1000,40,,false\n\
    P5,F2,,2010-05-05,female,3,P4,,V1,1000,41,,false\n\
    P6,F3,,1990-05-05,male,,,,V1,,,,false\n\
    P7,F3,,1990-05-05,male,,,,V2,,,,false\n";

const DERIVED: &str = "[village]\nfile = \"village.csv\"\n[member]\nfile = \"member.csv\"\n\
    [family]\nfrom = \"member\"\ndistinct = true\n[family.columns]\n\
    expenditure = { column = \"spend\", per = \"year\" }\nfloor_area = \"area\"\n";

#[test]
fn families_are_taken_from_the_rows_of_their_members() {
    let villages = format!("{VILLAGE}V2,Bereng,farming\n");
    let data = folder(&[
        ("village.csv", villages.as_bytes()),
        ("member.csv", WIDE.as_bytes()),
        ("dataset.toml", DERIVED.as_bytes()),
    ]);
    let program = schema::program();
    let bound = load_with(&program, data.path()).unwrap();
    assert_eq!(texts(&bound, FAMILY, 0), ["F1", "F2"]);
    // 19.2 juta a year is 1.6 juta a month; a blank copy beside an answer is no difference.
    assert_eq!(
        numbers(&bound, FAMILY, 2),
        [Some(16_000_000_000), Some(833_333)]
    );
    // 40 and 41 differ: unknown, and said so.
    assert_eq!(numbers(&bound, FAMILY, 3), [Some(36_000_000), None]);
    assert_eq!(
        notes(&program, &bound),
        [
            "`expenditure` of `family`: decimals beyond those kept were rounded, cells: 1",
            "`floor_area` of `family`: copies differ and count as unknown, cells: 1",
        ]
    );
    assert_eq!(bound.dataset.table(MEMBER_ID).unwrap().offsets, [0, 2, 4]);
    insta::assert_snapshot!(reasons(&program, &bound));
    assert_eq!(bound.counts[FAMILY.index()].read, 3);
    assert_eq!(bound.counts[FAMILY.index()].rejected, 1);
}

#[test]
fn copies_are_found_across_files_and_malformed_rows_are_left_out() {
    let (first, second) = WIDE.split_at(WIDE.find("P2,").unwrap());
    let header = WIDE.lines().next().unwrap();
    let second = format!("{header}\nP9,F9\n{second}");
    let description = DERIVED.replace("\"member.csv\"", "[\"a.csv\", \"b.csv\"]");
    let data = csv_folder(&[
        ("a.csv", first),
        ("b.csv", &second),
        ("dataset.toml", &description),
    ]);
    let program = schema::program();
    let bound = load_with(&program, data.path()).unwrap();
    assert_eq!(texts(&bound, FAMILY, 0), ["F1", "F2"]);
    let place = |row| bound.origins[FAMILY.index()].place(row);
    assert_eq!(place(0), Some(("a.csv", 2)));
    assert_eq!(place(1), Some(("b.csv", 4)));
}

#[test]
fn columns_become_rows_of_a_child() {
    let member = "person_id,family_id,nik,birth_date,sex,meals,mother,card,m1,m2,m3\n\
        P1,F1,,1985-01-01,male,,,,1,0,9\n\
        P2,F1,,1988-01-01,female,,,,,1,1\n";
    let description = "[village]\nfile = \"village.csv\"\n[family]\nfile = \"family.csv\"\n\
        [member]\nfile = \"member.csv\"\n\
        [work_month]\nfrom = \"member\"\nvalue = \"worked\"\nnumber = \"month\"\ncolumns = \"m1..m3\"\n";
    let program = schema::program_with_months();
    let load = |description: &str| {
        let data = csv_folder(&[("member.csv", member), ("dataset.toml", description)]);
        load_with(&program, data.path())
    };
    let bound = load(description).unwrap();
    assert_eq!(
        texts(&bound, MONTH, 0),
        ["P1/m1", "P1/m2", "P2/m1", "P2/m2", "P2/m3"]
    );
    assert_eq!(
        truths(&bound, MONTH, 2),
        [Some(true), Some(false), None, Some(true), Some(true)]
    );
    let places = numbers(&bound, MONTH, 3);
    assert_eq!(places, [Some(1), Some(2), Some(1), Some(2), Some(3)]);
    // A cell that is no truth value rejects the row of its month only.
    insta::assert_snapshot!(reasons(&program, &bound));

    let skipping = format!("{description}skip_blank = true\n");
    let bound = load(&skipping).unwrap();
    assert_eq!(
        texts(&bound, MONTH, 0),
        ["P1/m1", "P1/m2", "P2/m2", "P2/m3"]
    );

    // The column of the members' key may be called like the key of the months.
    let called = member.replace("person_id", "month_key");
    let named = description.replace(
        "[work_month]",
        "[member.columns]\nperson_id = \"month_key\"\n[work_month]",
    );
    let data = csv_folder(&[("member.csv", &called), ("dataset.toml", &named)]);
    let bound = load_with(&program, data.path()).unwrap();
    assert_eq!(
        texts(&bound, MONTH, 0),
        ["P1/m1", "P1/m2", "P2/m1", "P2/m2", "P2/m3"]
    );

    let beyond = description.replace("m1..m3", "m1..m4");
    let (findings, _) = load(&beyond).unwrap_err();
    let messages: Vec<_> = findings
        .iter()
        .map(|it| it.message(Language::English))
        .collect();
    assert_eq!(
        messages,
        ["`member.csv` has no column `m4`, which the policy reads as `worked`"]
    );
}

/// A description in which `refuses_aid` is read from a list of families.
fn listed(column: &str) -> String {
    format!(
        "[village]\nfile = \"village.csv\"\n[member]\nfile = \"member.csv\"\n[family]\nfile = \"family.csv\"\n\
         [family.columns]\nrefuses_aid = {{ list = \"menolak.csv\", on = \"family_id\"{column} }}\n"
    )
}

#[test]
fn an_outside_list_says_who_is_on_it() {
    let program = schema::program();
    for (list, column) in [
        ("no_kk\nF2\nF7\n", ""),
        ("name,family_id\nBudi, F2 \n", ""),
        ("name,kk\nBudi,F2\n", ", list_column = \"kk\""),
    ] {
        let data = csv_folder(&[("menolak.csv", list), ("dataset.toml", &listed(column))]);
        let bound = load_with(&program, data.path()).unwrap();
        assert_eq!(
            truths(&bound, FAMILY, 5),
            [Some(false), Some(true)],
            "{list}"
        );
    }
}

#[test]
fn the_receipt_holds_the_list_and_no_file_twice() {
    let program = schema::program();
    let data = csv_folder(&[
        ("menolak.csv", "no_kk\nF2\n"),
        ("dataset.toml", &listed("")),
    ]);
    let mut sources = SourceMap::new();
    let spec = dataset::open(data.path(), &program, &mut sources).unwrap();
    let loaded = read::read(&spec, &program, &all_fields(&program)).unwrap();
    let files: Vec<_> = loaded
        .files
        .iter()
        .map(|it| (it.name.as_str(), it.rows))
        .collect();
    assert_eq!(
        files,
        [
            ("village.csv", 1),
            ("family.csv", 2),
            ("menolak.csv", 1),
            ("member.csv", 5)
        ]
    );
}

#[test]
fn a_list_without_the_column_is_refused() {
    let program = schema::program();
    let data = csv_folder(&[
        ("menolak.csv", "name,no_kk\nBudi,F2\n"),
        ("dataset.toml", &listed("")),
        ("member.csv", MEMBER),
    ]);
    let (findings, sources) = load_with(&program, data.path()).unwrap_err();
    insta::assert_snapshot!(shown(&findings, &sources, data.path()));
}

#[test]
fn amounts_of_every_period_are_read() {
    for (per, cell, raw) in [
        ("year", "12", 10_000),
        ("quarter", "3", 10_000),
        ("month", "1", 10_000),
    ] {
        assert!(Period::ALL.iter().any(|it| it.word() == per));
        let family = format!(
            "family_id,village_code,expenditure,floor_area,floor,refuses_aid\nF1,V1,{cell},,,false\nF2,V1,,,,false\n"
        );
        let description = format!(
            "[village]\nfile = \"village.csv\"\n[member]\nfile = \"member.csv\"\n[family]\nfile = \"family.csv\"\n\
             [family.columns]\nexpenditure = {{ per = \"{per}\" }}\n"
        );
        let data = csv_folder(&[("family.csv", &family), ("dataset.toml", &description)]);
        let bound = load_with(&schema::program(), data.path()).unwrap();
        assert_eq!(numbers(&bound, FAMILY, 2), [Some(raw), None], "{per}");
        assert_eq!(bound.dataset.table(VILLAGE_ID).unwrap().rows, 1);
    }
}
