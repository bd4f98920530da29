//! Field verification in files: the list to fill in, the list that comes back, what was taken over.

use std::io::Read as _;
use std::path::Path;

use arrow_array::Array as _;
use arrow_array::cast::AsArray;
use aturan::check::tree::{EntityId, FieldId};
use aturan::data::input::{FieldInput, Part, Reading};
use aturan::data::verified::Line;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::{Diagnostic, Diagnostics};

use super::csv::CsvFile;
use super::form::{self, Form};
use super::parquet::unreadable;
use super::read::FileReceipt;
use super::sheets::SheetFile;
use super::write::{self, Written};

/// The columns of a list: those that come back, then what the officer should know.
const LIST: [&str; 13] = [
    "entity",
    "key",
    "field",
    "value",
    "source",
    "date",
    "officer",
    "title",
    "answers",
    "decisions",
    "waiting",
    "rows",
    "at_stake",
];
/// The columns by which a line that comes back is understood.
const NEEDED: [&str; 4] = ["entity", "key", "field", "value"];
/// Those that it may have besides.
const OPTIONAL: [&str; 3] = ["source", "date", "officer"];
/// The columns of what was taken over.
const TAKEN: [&str; 9] = [
    "entity", "key", "field", "before", "value", "effect", "source", "date", "officer",
];

/// One line of the list to verify.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct VerifyRow {
    /// The entity.
    pub(crate) entity: String,
    /// The key of the row.
    pub(crate) key: String,
    /// The field; `AID.CODE` of a check; a word for what is settled in the data.
    pub(crate) field: String,
    /// Its title.
    pub(crate) title: String,
    /// What may be filled in.
    pub(crate) answers: String,
    /// The aids and registers that wait, joined by `;`.
    pub(crate) decisions: String,
    /// The row that waits, or the first of them: entity and key.
    pub(crate) waiting: String,
    /// How many rows wait.
    pub(crate) rows: u64,
    /// What a year of it would pay, where it is known.
    pub(crate) at_stake: String,
}

/// A value that was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TakenRow {
    /// The line, with the key as people may see it.
    pub(crate) line: Line,
    /// What stood in the data.
    pub(crate) before: String,
    /// What the line did.
    pub(crate) effect: &'static str,
}

/// Writes `to_verify.csv`, in the order given, to be filled in.
pub(crate) fn to_verify(
    folder: &Path,
    rows: impl IntoIterator<Item = VerifyRow>,
) -> Result<Written, Diagnostic> {
    let blank = String::new;
    let rows = rows.into_iter().map(|it| {
        [
            it.entity,
            it.key,
            it.field,
            blank(),
            blank(),
            blank(),
            blank(),
            it.title,
            it.answers,
            it.decisions,
            it.waiting,
            it.rows.to_string(),
            it.at_stake,
        ]
    });
    write::list(folder, "to_verify.csv", &LIST, rows)
}

/// Writes `verified.csv`: the values that were taken over, with those before.
pub(crate) fn taken(
    folder: &Path,
    rows: impl IntoIterator<Item = TakenRow>,
) -> Result<Written, Diagnostic> {
    let rows = rows.into_iter().map(|it| {
        let line = it.line;
        [
            line.entity,
            line.key,
            line.field,
            it.before,
            line.value,
            it.effect.to_owned(),
            line.source,
            line.date,
            line.officer,
        ]
    });
    write::list(folder, "verified.csv", &TAKEN, rows)
}

/// Reads a list that comes back, as CSV or a sheet.
pub(crate) fn read(path: &Path) -> Result<(Vec<Line>, FileReceipt), Diagnostics> {
    let name = path.display().to_string().replace('\\', "/");
    let bytes = bytes(path).map_err(|error| only(unreadable(&name, &error)))?;
    let (part, columns) = match form::of(&name) {
        Some((Form::Sheets, _)) => {
            let file = SheetFile::new(&name, &bytes, None, "to_verify").map_err(only)?;
            let columns = columns(&name, file.header())?;
            (file.read(&columns).map_err(only)?, columns)
        }
        _ => csv(&name, &bytes)?,
    };
    cut_short(&part)?;
    let lines = lines(&part, &columns);
    let receipt = FileReceipt {
        entity: EntityId(u32::MAX),
        name,
        hash: blake3::hash(&bytes).to_hex().to_string(),
        bytes: bytes.len() as u64,
        rows: lines.len() as u64,
    };
    Ok((lines, receipt))
}

/// The bytes of a file; of the standard input for `-`.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.as_os_str() != "-" {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A spreadsheet may have saved the list with another delimiter.
fn csv(name: &str, bytes: &[u8]) -> Result<(Part, Vec<FieldInput>), Diagnostics> {
    let mut file = CsvFile::new(name, bytes, b',').map_err(only)?;
    if let Some(other) = file.other_delimiter().and_then(|it| u8::try_from(it).ok()) {
        file = CsvFile::new(name, bytes, other).map_err(only)?;
    }
    let columns = columns(name, file.header())?;
    Ok((file.read(&columns).map_err(only)?, columns))
}

fn columns(file: &str, header: &[String]) -> Result<Vec<FieldInput>, Diagnostics> {
    let mut findings = Diagnostics::new();
    for name in NEEDED {
        if !header.iter().any(|column| column == name) {
            findings.push(
                Diagnostic::new(&words::VERIFIED_NO_COLUMN)
                    .with("file", file)
                    .with("column", name)
                    .with("available", header.join(", ")),
            );
        }
    }
    if findings.has_errors() {
        return Err(findings);
    }
    let there = NEEDED.into_iter().chain(OPTIONAL);
    let there = there.filter(|name| header.iter().any(|column| column == name));
    let column = |name: &str| FieldInput {
        field: FieldId(u32::MAX),
        column: name.to_owned(),
        reading: Reading::default(),
    };
    Ok(there.map(column).collect())
}

/// A line with too few or too many cells may hold its value in the wrong column.
fn cut_short(part: &Part) -> Result<(), Diagnostics> {
    let mut findings = Diagnostics::new();
    for it in &part.malformed {
        findings.push(
            Diagnostic::new(&words::VERIFIED_CELLS)
                .with("file", &part.name)
                .with("row", part.numbers.of(it.index))
                .with("found", it.found)
                .with("expected", it.expected),
        );
    }
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(())
    }
}

fn lines(part: &Part, columns: &[FieldInput]) -> Vec<Line> {
    let mut lines = Vec::new();
    for batch in &part.batches {
        for row in 0..batch.num_rows() {
            let mut line = Line {
                number: part.numbers.of(lines.len()),
                ..Line::default()
            };
            for (column, cells) in columns.iter().zip(batch.columns()) {
                let text = cells
                    .as_string_opt::<i32>()
                    .map_or("", |it| if it.is_valid(row) { it.value(row) } else { "" });
                let text = text.trim().to_owned();
                match column.column.as_str() {
                    "entity" => line.entity = text,
                    "key" => line.key = text,
                    "field" => line.field = text,
                    "value" => line.value = text,
                    "source" => line.source = text,
                    "date" => line.date = text,
                    _ => line.officer = text,
                }
            }
            lines.push(line);
        }
    }
    lines
}

fn only(finding: Diagnostic) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(finding);
    findings
}
