//! JSON files: a list of objects, or one object after the other (JSON Lines); numbers keep their digits.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use aturan::data::input::{FieldInput, Part};
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;
use serde_json::value::RawValue;

use super::form::damaged;
use super::table::TextTable;

/// A row: names of columns and what they hold, not looked into yet.
type Row<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

/// A JSON file in memory.
#[derive(Debug)]
pub(super) struct JsonFile<'a> {
    name: &'a str,
    /// Rows with their numbers: the place in the list, or the line.
    rows: Vec<(u64, Row<'a>)>,
    header: Vec<String>,
}

impl<'a> JsonFile<'a> {
    /// Reads the rows and the names of all columns.
    pub(super) fn new(name: &'a str, bytes: &'a [u8]) -> Result<Self, Diagnostic> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let rows = match bytes.trim_ascii_start().first() {
            None => return Err(Diagnostic::new(&words::EMPTY_FILE).with("file", name)),
            Some(b'[') => list(name, bytes)?,
            Some(_) => lines(name, bytes)?,
        };
        let mut seen = BTreeSet::new();
        let mut header = Vec::new();
        for column in rows.iter().flat_map(|(_, row)| row.keys()) {
            if seen.insert(column.as_ref()) {
                header.push(column.clone().into_owned());
            }
        }
        Ok(Self { name, rows, header })
    }

    /// The names of the columns: all that any row has.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// Reads the columns of some fields.
    pub(super) fn read(&self, columns: &[FieldInput]) -> Result<Part, Diagnostic> {
        let mut table = TextTable::new(columns);
        for (number, row) in &self.rows {
            let mut cells = Vec::with_capacity(columns.len());
            for column in columns {
                let cell = row.get(column.column.as_str()).map(|raw| text(raw.get()));
                let cell = cell.unwrap_or(Ok(None));
                cells.push(cell.map_err(|Nested| {
                    Diagnostic::new(&words::JSON_NESTED)
                        .with("file", self.name)
                        .with("row", number)
                        .with("column", &column.column)
                })?);
            }
            let pushed = table.push(*number, cells);
            pushed.map_err(|error| damaged(self.name, &error))?;
        }
        table.finish(self.name)
    }
}

fn list<'a>(name: &str, bytes: &'a [u8]) -> Result<Vec<(u64, Row<'a>)>, Diagnostic> {
    let rows: Vec<Row<'a>> =
        serde_json::from_slice(bytes).map_err(|error| wrong(name, error.line() as u64, &error))?;
    Ok((1..).zip(rows).collect())
}

fn lines<'a>(name: &str, bytes: &'a [u8]) -> Result<Vec<(u64, Row<'a>)>, Diagnostic> {
    let mut rows = Vec::new();
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let row = serde_json::from_slice(line).map_err(|error| wrong(name, number, &error))?;
        rows.push((number, row));
    }
    Ok(rows)
}

fn wrong(name: &str, line: u64, error: &serde_json::Error) -> Diagnostic {
    // The library says the line too, counted within what it was given.
    let cause = error.to_string();
    let cause = cause
        .rsplit_once(" at line ")
        .map_or(cause.as_str(), |(cause, _)| cause);
    Diagnostic::new(&words::BAD_JSON)
        .with("file", name)
        .with("row", line)
        .with("cause", cause)
}

/// A list or an object in a cell.
struct Nested;

/// The text of a cell; blank for `null`.
fn text(raw: &str) -> Result<Option<Cow<'_, str>>, Nested> {
    match raw.as_bytes().first() {
        Some(b'"') => Ok(serde_json::from_str::<String>(raw).ok().map(Cow::Owned)),
        Some(b'{' | b'[') => Err(Nested),
        Some(b'n') | None => Ok(None),
        Some(_) if raw.contains(['e', 'E']) && !raw.starts_with(['t', 'f']) => {
            // `1.5e6`, as some exports write it.
            let number: Option<f64> = raw.parse().ok();
            Ok(number.map(|number| Cow::Owned(number.to_string())))
        }
        Some(_) => Ok(Some(Cow::Borrowed(raw))),
    }
}
