//! Faults of whole data sets: each names the file, the place and the cure.

use std::fs;

use super::{FAMILY, MEMBER, VILLAGE, csv_folder, folder, refusal};
use crate::properties::parquet_of;
use crate::schema;

fn with_description(text: &str) -> String {
    let folder = csv_folder(&[("dataset.toml", text)]);
    refusal(folder.path())
}

#[test]
fn a_folder_that_is_not_there() {
    let folder = folder(&[]);
    insta::assert_snapshot!(refusal(&folder.path().join("none")).replace("DATA/none", "DATA"));
}

#[test]
fn a_folder_without_data() {
    let folder = folder(&[("notes.txt", b"x")]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn a_missing_column() {
    let text = FAMILY
        .replace("expenditure", "pengeluaran")
        .replace("floor_area", "flor_area");
    let folder = csv_folder(&[("family.csv", &text)]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn a_wrong_type() {
    let folder = csv_folder(&[]);
    let program = schema::program();
    let batch = parquet_of(&program, FAMILY, |name, text| match name {
        "expenditure" => crate::properties::booleans(text.len()),
        "refuses_aid" => crate::properties::dates(text.len()),
        _ => crate::properties::texts(text),
    });
    fs::remove_file(folder.path().join("family.csv")).unwrap();
    fs::write(folder.path().join("family.parquet"), batch).unwrap();
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn a_bad_byte() {
    let mut bytes = MEMBER.replace("K-2", "K-2?").into_bytes();
    let place = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[place] = 0xe9;
    let folder = csv_folder(&[]);
    fs::write(folder.path().join("member.csv"), bytes).unwrap();
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn a_file_in_utf_16() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(MEMBER.encode_utf16().flat_map(u16::to_le_bytes));
    let folder = csv_folder(&[]);
    fs::write(folder.path().join("member.csv"), bytes).unwrap();
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn parquet_that_is_cut_off_or_not_parquet() {
    let program = schema::program();
    let whole = parquet_of(&program, FAMILY, |_, text| crate::properties::texts(text));
    let folder = folder(&[
        ("village.parquet", b"this is not Parquet at all"),
        ("family.parquet", &whole[..whole.len() / 2]),
        ("member.parquet", b""),
    ]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn damaged_parquet_never_panics() {
    let program = schema::program();
    let whole = parquet_of(&program, FAMILY, |_, text| crate::properties::texts(text));
    let folder = csv_folder(&[]);
    fs::remove_file(folder.path().join("family.csv")).unwrap();
    let mut refused = 0;
    let silent = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for place in 4..whole.len() - 8 {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x55;
        fs::write(folder.path().join("family.parquet"), bytes).unwrap();
        refused += usize::from(super::load(folder.path()).is_err());
    }
    std::panic::set_hook(silent);
    assert!(refused > whole.len() / 4, "{refused} of {}", whole.len());
}

#[test]
fn an_empty_file() {
    let folder = csv_folder(&[("family.csv", ""), ("member.csv", "\n\n")]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn headers() {
    let folder = csv_folder(&[
        ("village.csv", "village_code,name,name\nV1,a,b\n"),
        ("family.csv", "family_id,,floor\nF1,,wood\n"),
        ("member.csv", &MEMBER.replace(',', ";")),
    ]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn a_quotation_mark_that_is_never_closed() {
    let folder = csv_folder(&[(
        "village.csv",
        "village_code,name,livelihood\nV1,\"Kameloh,fishing\nV2,b,trade\n",
    )]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn files_that_are_not_csv() {
    let folder = csv_folder(&[
        ("village.csv", "PAR1xxxx"),
        ("family.csv", "PK\u{3}\u{4}xxxx"),
    ]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn two_files_for_one_entity_and_a_parent_without_file() {
    let both = csv_folder(&[("village.parquet", "x")]);
    insta::assert_snapshot!("two_files", refusal(both.path()));
    let orphans = folder(&[
        ("village.csv", VILLAGE.as_bytes()),
        ("member.csv", MEMBER.as_bytes()),
    ]);
    insta::assert_snapshot!("parent_not_delivered", refusal(orphans.path()));
}

#[test]
fn unknown_keys_in_the_description() {
    insta::assert_snapshot!(with_description(
        "lable = \"x\"\ndate = 2023-11-30\n\n[village]\nfile = \"village.csv\"\n\n[famly]\nfile = \"x.csv\"\n\n\
         [family]\nfile = \"family.csv\"\ndelimeter = \";\"\n[family.columns]\nflor = \"b3r303\"\n\
         floor = { colum = \"b3r303\", codes = { 2 = \"ceramik\" } }\nregion = \"r101\"\n"
    ));
}

#[test]
fn wrong_values_in_the_description() {
    insta::assert_snapshot!(with_description(
        "label = 7\ndate = \"30/11/2023\"\nvillage = \"village.csv\"\n[family]\nfile = 3\ndelimiter = \";;\"\n\
         decimal_comma = \"yes\"\n[family.columns]\nfloor = 4\n\
         refuses_aid = { bit = 3, missing = \"x\", codes = [] }\n[member]\n"
    ));
}

#[test]
fn keys_that_need_others_or_fit_elsewhere() {
    insta::assert_snapshot!(with_description(
        "[village]\nfrom = \"member\"\n[family]\nfile = \"family.csv\"\ndistinct = true\n\
         [family.columns]\nfloor_area = { per = \"year\" }\nexpenditure = { per = \"day\" }\n\
         floor = { list = \"bkn.csv\", on = \"nik\" }\nrefuses_aid = { list = \"bkn.csv\" }\n\
         [member]\nfrom = \"family\"\ncolumns = \"m01-m12\"\nvalue = \"meals\"\n"
    ));
}

#[test]
fn rows_are_made_from_another_entity_or_not_at_all() {
    insta::assert_snapshot!(with_description(
        "[village]\nfrom = \"vilage\"\ndistinct = true\n[family]\nfrom = \"family\"\ndistinct = true\n\
         [member]\nfrom = \"village\"\ncolumns = [\"m01\"]\n"
    ));
}

#[test]
fn kinds_of_files() {
    let folder = csv_folder(&[
        ("village.xlsx", "x"),
        ("family.doc", "x"),
        (
            "dataset.toml",
            "[village]\nfile = \"village.xlsx\"\n[family]\nfile = \"family.doc\"\n[member]\nfile = \"membr.csv\"\n",
        ),
    ]);
    insta::assert_snapshot!(refusal(folder.path()));
}

#[test]
fn a_description_that_is_not_toml() {
    insta::assert_snapshot!(with_description("label = \"x\n[family]\n"));
}

#[test]
fn patterns_of_file_names() {
    let text = "[village]\nfile = \"village.csv\"\n[family]\nfile = \"family_*.csv\"\n[member]\nfile = \"member.csv\"\n";
    insta::assert_snapshot!(with_description(text));
}
