//! Data in and out: every fault has its message, nothing is lost, order does not matter.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

mod faults;
// The shell is not part of the library; its files are compiled into this test as well.
#[path = "../../src/io/mod.rs"]
mod io;
mod made;
mod output;
mod properties;
mod rows;
mod schema;
mod sources;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use aturan::check::tree::{FieldId, Program};
use aturan::data::bind::{Bound, bind};
use aturan::diagnostic::{Diagnostic, Diagnostics, Language};
use aturan::number::Date;
use aturan::source::SourceMap;
use tempfile::TempDir;

/// A village of two families and five members.
const VILLAGE: &str = "village_code,name,livelihood\nV1,Kameloh Baru,fishing\n";
const FAMILY: &str = "family_id,village_code,expenditure,floor_area,floor,refuses_aid\n\
    F1,V1,1600000,36,wood,false\n\
    F2,V1,2500000.5,,cement,0\n";
const MEMBER: &str = "person_id,family_id,nik,birth_date,sex,meals,mother,card\n\
    P1,F1,6271990101850001,1985-01-01,male,3,,K-1\n\
    P2,F1,6271994101880002,1988-01-01,female,3,,K-2\n\
    P3,F1,,2015-01-01,male,2,P2,\n\
    P4,F2,12345,1990-05-05,female,,,\n\
    P5,F2,6271994505100005,2010-05-05,female,3,P4,\n";

/// A folder of files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn all_fields(program: &Program) -> BTreeSet<FieldId> {
    (0..program.fields.len())
        .map(|it| FieldId(u32::try_from(it).unwrap()))
        .collect()
}

fn date() -> Date {
    Date::new(2023, 11, 30).unwrap()
}

/// Opens, reads and binds a data set, all fields wanted.
fn load(path: &Path) -> Result<Bound, (Diagnostics, SourceMap)> {
    load_with(&schema::program(), path)
}

fn load_with(program: &Program, path: &Path) -> Result<Bound, (Diagnostics, SourceMap)> {
    let mut sources = SourceMap::new();
    let done = io::dataset::open(path, program, &mut sources).and_then(|spec| {
        let memory = (spec.memory.limit, spec.memory.per_row.len());
        assert_eq!(memory, (None, 0), "a data set says no limit");
        let loaded = io::read::read(&spec, program, &all_fields(program))?;
        bind(program, loaded.inputs, spec.date.unwrap_or_else(date))
    });
    done.map_err(|findings| (findings, sources))
}

/// The three CSV files, with other content for some.
fn csv_folder(other: &[(&str, &str)]) -> TempDir {
    let mut files = vec![
        ("village.csv", VILLAGE),
        ("family.csv", FAMILY),
        ("member.csv", MEMBER),
    ];
    for (name, text) in other {
        match files.iter_mut().find(|(known, _)| known == name) {
            Some(file) => file.1 = text,
            None => files.push((name, text)),
        }
    }
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    folder(&files)
}

/// Findings as plain text: code, place, message, label, advice; the folder's path left out.
fn shown(findings: &Diagnostics, sources: &SourceMap, root: &Path) -> String {
    let mut text = String::new();
    for it in findings.sorted() {
        writeln!(
            text,
            "{}: {}",
            it.code.name(),
            it.message(Language::English)
        )
        .unwrap();
        for label in &it.labels {
            let (file, at) = sources.line_column(label.span.start).unwrap();
            let slot = it.text(label.slot, Language::English).unwrap_or_default();
            let under = sources.text(label.span);
            writeln!(
                text,
                "  {}:{}:{} `{under}` {slot}",
                file.name, at.line, at.column
            )
            .unwrap();
        }
        if let Some(help) = it.advice(Language::English) {
            writeln!(text, "  help: {help}").unwrap();
        }
    }
    text.replace(&root.display().to_string(), "DATA")
        .replace('\u{5c}', "/")
}

/// The findings of a data set that cannot be used.
fn refusal(path: &Path) -> String {
    let (findings, sources) = load(path).unwrap_err();
    shown(&findings, &sources, path)
}

/// The reasons of rejected rows as plain text.
fn reasons(program: &Program, bound: &Bound) -> String {
    let mut text = String::new();
    for it in &bound.rejected {
        let file = &bound.files[it.entity.index()][it.file as usize];
        let finding: Diagnostic = it.finding(program);
        let column = if it.column.is_empty() {
            "-"
        } else {
            &it.column
        };
        let message = finding.message(Language::English);
        writeln!(
            text,
            "{file} {} {column} {}: {message}",
            it.number,
            finding.code.name()
        )
        .unwrap();
        writeln!(
            text,
            "  help: {}",
            finding.advice(Language::English).unwrap_or_default()
        )
        .unwrap();
    }
    text
}

/// Whether every text of the findings names all its arguments.
#[test]
fn texts_of_the_catalogue_are_whole() {
    for entry in aturan::diagnostic::catalogue::data::ENTRIES {
        assert!(entry.code.starts_with("data::"), "{}", entry.code);
        assert!(
            entry.texts.iter().any(|(slot, _, _)| *slot == "message"),
            "{}",
            entry.code
        );
        for (slot, english, indonesian) in entry.texts {
            assert!(
                !english.is_empty() && !indonesian.is_empty(),
                "{} {slot}",
                entry.code
            );
            let names = |text: &str| -> BTreeSet<String> {
                text.split('{')
                    .skip(1)
                    .filter_map(|it| Some(it.split_once('}')?.0.trim_end_matches("_id").to_owned()))
                    .collect()
            };
            assert_eq!(names(english), names(indonesian), "{} {slot}", entry.code);
        }
    }
}
