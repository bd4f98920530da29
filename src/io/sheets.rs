//! Sheets of spreadsheet files: the header in the first row, cells as text.

use std::borrow::Cow;
use std::io::Cursor;

use aturan::data::input::{FieldInput, Part};
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::suggest::nearest;
use calamine::{Data, Range, Reader as _, open_workbook_auto_from_rs};

use super::form::{damaged, guarded};
use super::table::TextTable;

/// One sheet of a file.
#[derive(Debug)]
pub(super) struct SheetFile<'a> {
    name: &'a str,
    header: Vec<String>,
    /// Where the columns of the header stand in a row.
    places: Vec<usize>,
    cells: Range<Data>,
}

impl<'a> SheetFile<'a> {
    /// Opens the sheet that is named; else the only one, or that with the entity's name.
    pub(super) fn new(
        name: &'a str,
        bytes: &[u8],
        sheet: Option<&str>,
        entity: &str,
    ) -> Result<Self, Diagnostic> {
        let cells = guarded(name, || {
            let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))
                .map_err(|error| damaged(name, &error))?;
            let sheets = book.sheet_names();
            let chosen = choose(name, sheet, entity, &sheets)?;
            book.worksheet_range(&chosen)
                .map_err(|error| damaged(name, &error))
        })?;
        let mut it = Self {
            name,
            header: Vec::new(),
            places: Vec::new(),
            cells,
        };
        it.read_header()?;
        Ok(it)
    }

    fn read_header(&mut self) -> Result<(), Diagnostic> {
        let Some(first) = self.cells.rows().next() else {
            return Err(Diagnostic::new(&words::EMPTY_FILE).with("file", self.name));
        };
        let names = first.iter().map(text);
        let names: Vec<_> = names
            .map(|name| name.map(|name| name.trim().to_owned()).unwrap_or_default())
            .collect();
        for (place, name) in names.into_iter().enumerate() {
            // Sheets often have columns of notes, or empty ones that once held something.
            if name.is_empty() {
                continue;
            }
            if let Some(first) = self.header.iter().position(|it| *it == name) {
                let first = self.places.get(first).copied().unwrap_or_default();
                return Err(super::csv::duplicate(self.name, &name, first, place));
            }
            self.header.push(name);
            self.places.push(place);
        }
        Ok(())
    }

    /// The names of the columns.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// Reads the columns of some fields; rows without any cell are passed over.
    pub(super) fn read(&self, columns: &[FieldInput]) -> Result<Part, Diagnostic> {
        let place = |it: &FieldInput| {
            let column = self.header.iter().position(|name| *name == it.column)?;
            self.places.get(column).copied()
        };
        let places: Vec<usize> = columns.iter().filter_map(place).collect();
        let start = self.cells.start().map_or(0, |(row, _)| u64::from(row));
        let mut table = TextTable::new(columns);
        for (row, number) in self.cells.rows().zip(start + 1..).skip(1) {
            if row.iter().all(|cell| *cell == Data::Empty) {
                continue;
            }
            let cells = places.iter().map(|place| row.get(*place).and_then(text));
            let pushed = table.push(number, cells);
            pushed.map_err(|error| damaged(self.name, &error))?;
        }
        table.finish(self.name)
    }
}

/// The sheet to read.
fn choose(
    file: &str,
    named: Option<&str>,
    entity: &str,
    sheets: &[String],
) -> Result<String, Diagnostic> {
    let finding = || {
        Diagnostic::new(&words::NO_SHEET)
            .with("file", file)
            .with("available", sheets.join(", "))
    };
    let found = match (named, sheets) {
        (Some(named), _) => sheets.iter().find(|it| *it == named),
        (None, [only]) => Some(only),
        (None, _) => sheets.iter().find(|it| it.eq_ignore_ascii_case(entity)),
    };
    found.cloned().ok_or_else(|| match named {
        Some(named) => {
            let it = finding().with("sheet", named);
            match nearest(named, sheets.iter().map(String::as_str)) {
                Some(near) => it.with("near", near).help("help.near"),
                None => it,
            }
        }
        None => finding().with("sheet", entity).help("help.which"),
    })
}

/// The text of a cell: numbers as digits, dates as `2023-11-30`; blank where there is nothing.
fn text(cell: &Data) -> Option<Cow<'_, str>> {
    match cell {
        Data::Empty => None,
        Data::String(text) | Data::DurationIso(text) => Some(Cow::Borrowed(text.as_str())),
        Data::Int(number) => Some(Cow::Owned(number.to_string())),
        Data::Float(number) => Some(Cow::Owned(number.to_string())),
        Data::Bool(value) => Some(Cow::Owned(value.to_string())),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            Some(Cow::Owned(format!("{year:04}-{month:02}-{day:02}")))
        }
        Data::DateTime(time) => Some(Cow::Owned(time.as_f64().to_string())),
        Data::DateTimeIso(text) => Some(Cow::Borrowed(text.get(..10).unwrap_or(text))),
        Data::Error(error) => Some(Cow::Owned(error.to_string())),
    }
}
