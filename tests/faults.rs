//! Faults of data as a user meets them: each message names the file, the place and the cure; exit code 2
//! where the data cannot be used, rejected rows where some of them cannot.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads the files that a run wrote"
)]

mod command;

use command::{Desk, Done};

/// What was said about data that cannot be used.
fn refused(done: &Done) -> &str {
    assert_eq!(done.code, Some(2), "{}{}", done.out, done.err);
    assert!(!done.err.contains("panicked"), "{}", done.err);
    assert_eq!(done.out, "");
    done.err.trim_end()
}

#[test]
fn a_missing_column() {
    let desk = Desk::glance();
    desk.edit("data/family.csv", "pengeluaran", "pengeluaran_rp");
    insta::assert_snapshot!(refused(&desk.run(&[])));
}

#[test]
fn an_empty_file() {
    let desk = Desk::glance();
    desk.write("data/member.csv", "");
    insta::assert_snapshot!(refused(&desk.run(&[])));
}

#[test]
fn a_bad_byte() {
    let desk = Desk::glance();
    let mut bytes = desk.read("data/village.csv").into_bytes();
    let place = bytes.windows(7).position(|it| it == b"Menteng");
    if let Some(byte) = place.and_then(|place| bytes.get_mut(place + 1)) {
        *byte = 0xe9;
    }
    desk.write("data/village.csv", bytes);
    insta::assert_snapshot!(refused(&desk.run(&[])));
}

#[test]
fn a_parquet_file_that_is_cut_off() {
    let desk = Desk::glance();
    desk.aturan(&["run", "policy.aturan", "--data", "data", "--quiet"]);
    let whole = std::fs::read(desk.path("out/village.parquet")).unwrap_or_default();
    desk.write(
        "data/village.parquet",
        whole.get(..whole.len() / 2).unwrap_or_default(),
    );
    desk.edit("data/dataset.toml", "village.csv", "village.parquet");
    // The number of bytes depends on the encoder.
    let said = refused(&desk.run(&[])).replace(&(whole.len() / 2).to_string(), "N");
    insta::assert_snapshot!(said);
}

#[test]
fn a_column_of_another_type() {
    let desk = Desk::glance();
    // A result table has the columns `village_code` and `extreme_poor_persons`; a truth value is no text.
    desk.aturan(&["run", "policy.aturan", "--data", "data", "--quiet"]);
    let family = std::fs::read(desk.path("out/family.parquet")).unwrap_or_default();
    desk.write("data/family.parquet", family);
    desk.edit("data/dataset.toml", "family.csv", "family.parquet");
    desk.edit("data/dataset.toml", "\"no_keluarga\"", "\"family_id\"");
    desk.edit(
        "data/dataset.toml",
        "\"kode_kelurahan\"",
        "\"bps14.poor_floor\"",
    );
    desk.edit(
        "data/dataset.toml",
        "\"pengeluaran\"",
        "\"bps14.poor_floor\"",
    );
    desk.edit("data/dataset.toml", "\"b3r302\"", "\"per_capita\"");
    desk.edit("data/dataset.toml", "\"b3r303\"", "\"welfare\"");
    desk.edit("data/dataset.toml", "\"menolak\"", "\"size\"");
    insta::assert_snapshot!(refused(&desk.run(&[])));
}

#[test]
fn an_unknown_key_in_the_description() {
    let desk = Desk::glance();
    desk.edit(
        "data/dataset.toml",
        "decimal_comma = true",
        "decimal_coma = true",
    );
    desk.edit("data/dataset.toml", "floor_area", "flor_area");
    insta::assert_snapshot!(refused(&desk.run(&[])));
}

#[test]
fn a_description_that_names_no_file_there_is() {
    let desk = Desk::glance();
    desk.edit("data/dataset.toml", "member.csv", "members.csv");
    insta::assert_snapshot!(refused(&desk.run(&[])));
}

/// Rows with faults of their own: they are left out, listed and counted, and the run is clean.
fn desk_with_bad_rows() -> Desk {
    let desk = Desk::glance();
    // A family that is not there; a number that is none; a blank where an answer must stand; a row cut short.
    desk.edit("data/member.csv", "P06;F02", "P06;F99");
    desk.edit("data/family.csv", "F10;V03;2700000", "F10;V03;dua juta");
    desk.edit("data/member.csv", "P26;F08;;1948-12-12", "P26;F08;;");
    desk.edit(
        "data/family.csv",
        "F12;V03;1450000;;98;tidak",
        "F12;V03;1450000",
    );
    desk
}

#[test]
fn rows_that_break_the_schema_are_listed() {
    let desk = desk_with_bad_rows();
    let done = desk.run(&[]);
    assert_eq!(done.code, Some(0), "{}{}", done.out, done.err);
    insta::assert_snapshot!(desk.read("out/rejected.csv"));
    assert!(
        done.out.contains("rejected, see rejected.csv"),
        "{}",
        done.out
    );
}

#[test]
fn strict_stops_at_rows_that_break_the_schema() {
    let desk = desk_with_bad_rows();
    let done = desk.run(&["--strict"]);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    assert!(
        !desk.path("out/summary.json").exists(),
        "nothing is evaluated"
    );
    insta::assert_snapshot!(done.err.trim_end());
}
