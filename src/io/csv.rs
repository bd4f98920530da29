//! CSV files: every cell as text, every row kept or named.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use aturan::data::input::{FieldInput, Malformed, Part, RowNumbers};
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;
use csv::{ByteRecord, ReaderBuilder};

use super::plain;

/// Rows of one batch.
const BATCH_ROWS: usize = 65_536;
/// Bytes of one batch at which it is closed; texts in it stand behind 32-bit offsets.
const BATCH_BYTES: usize = 1 << 30;
/// The first bytes of a file that says it is UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A CSV file in memory, known to be UTF-8.
#[derive(Debug)]
pub(super) struct CsvFile<'a> {
    name: &'a str,
    bytes: &'a [u8],
    delimiter: u8,
    header: Vec<String>,
}

impl<'a> CsvFile<'a> {
    /// Checks the bytes and reads the header.
    pub(super) fn new(name: &'a str, bytes: &'a [u8], delimiter: u8) -> Result<Self, Diagnostic> {
        let kind = match bytes {
            [] => return Err(Diagnostic::new(&words::EMPTY_FILE).with("file", name)),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(wide(name, bytes)),
            [b'P', b'A', b'R', b'1', ..] => Some(("Parquet", "Parquet")),
            [b'P', b'K', 3, 4, ..] => Some((
                "an Excel file or another archive",
                "berkas Excel atau arsip lain",
            )),
            [0x1f, 0x8b, ..] => Some(("compressed data", "data terkompresi")),
            _ => None,
        };
        if let Some((kind, kind_id)) = kind {
            let it = Diagnostic::new(&words::NOT_CSV).with("file", name);
            return Err(it.with("kind", kind).with("kind_id", kind_id));
        }
        let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let mut it = Self {
            name,
            bytes,
            delimiter,
            header: Vec::new(),
        };
        if let Err(error) = std::str::from_utf8(bytes) {
            return Err(it.bad_byte(error.valid_up_to()));
        }
        it.header = it.read_header()?;
        Ok(it)
    }

    /// The names of the columns.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// A delimiter that the one line of the header holds, where it has but one column.
    pub(super) fn other_delimiter(&self) -> Option<char> {
        let [only] = self.header.as_slice() else {
            return None;
        };
        [';', ',', '\t', '|']
            .into_iter()
            .find(|it| only.contains(*it))
    }

    /// Reads the columns of some fields.
    pub(super) fn read(&self, columns: &[FieldInput]) -> Result<Part, Diagnostic> {
        let places: Vec<usize> = columns
            .iter()
            .filter_map(|it| self.header.iter().position(|name| *name == it.column))
            .collect();
        let mut rows = Gathered::new(columns);
        if let Some(part) = self.plain(&places, &rows.schema) {
            return part;
        }
        let mut reader = self.reader();
        let mut record = ByteRecord::new();
        let mut lines = Lines::new(self.bytes);
        let mut last = (0, None);
        let mut first = true;
        while reader
            .read_byte_record(&mut record)
            .map_err(|error| self.broken(&error))?
        {
            // The header is the first record; its line was read before.
            if std::mem::take(&mut first) {
                continue;
            }
            let line = lines.of(&record);
            rows.push(&record, &places, line, self.header.len())
                .map_err(|place| self.too_long(place))?;
            last = (line, record.iter().position(|cell| cell.contains(&b'\n')));
        }
        if let (line, Some(place)) = last
            && self.bytes.split(|byte| *byte == b'"').count() % 2 == 0
        {
            let it = Diagnostic::new(&words::OPEN_QUOTE).with("file", self.name);
            return Err(it.with("row", line).with("column", self.column(place)));
        }
        rows.finish(self.name)
            .map_err(|error| self.damaged(&error.to_string()))
    }

    /// The rows, where no cell holds a quotation mark or a line end.
    fn plain(&self, places: &[usize], schema: &SchemaRef) -> Option<Result<Part, Diagnostic>> {
        let end = self.bytes.iter().position(|byte| *byte == b'\n')?;
        let (head, rows) = self.bytes.split_at_checked(end + 1)?;
        // Blank lines may stand before the header, and a name in it may hold a line end.
        let mut records = self.reader_of(head).into_byte_records();
        let cells = records.next()?.ok()?.len();
        if cells != self.header.len() || records.next().is_some() {
            return None;
        }
        let wanted = plain::Wanted {
            delimiter: self.delimiter,
            places,
            schema,
            cells: self.header.len(),
        };
        let rows = plain::read(rows, wanted)?;
        let part = rows.map(|rows| Part {
            name: self.name.to_owned(),
            numbers: rows.numbers,
            batches: rows.batches,
            stored: None,
            malformed: rows.malformed,
        });
        Some(part.map_err(|error| self.damaged(&error.to_string())))
    }

    fn reader(&self) -> csv::Reader<&'a [u8]> {
        self.reader_of(self.bytes)
    }

    fn reader_of(&self, bytes: &'a [u8]) -> csv::Reader<&'a [u8]> {
        ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(bytes)
    }

    fn read_header(&self) -> Result<Vec<String>, Diagnostic> {
        let mut record = ByteRecord::new();
        let found = self
            .reader()
            .read_byte_record(&mut record)
            .map_err(|error| self.broken(&error))?;
        if !found {
            return Err(Diagnostic::new(&words::EMPTY_FILE).with("file", self.name));
        }
        let names: Vec<String> = record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
            .collect();
        for (place, name) in names.iter().enumerate() {
            if name.is_empty() {
                return Err(Diagnostic::new(&words::NO_HEADER)
                    .with("file", self.name)
                    .with("place", place + 1)
                    .with("delimiter", char::from(self.delimiter)));
            }
            if let Some(first) = names.iter().take(place).position(|it| it == name) {
                return Err(duplicate(self.name, name, first, place));
            }
        }
        Ok(names)
    }

    fn column(&self, place: usize) -> String {
        let name = self.header.get(place).cloned();
        name.unwrap_or_else(|| (place + 1).to_string())
    }

    /// Names row and column of the first byte that is not UTF-8.
    fn bad_byte(&self, offset: usize) -> Diagnostic {
        let byte = self.bytes.get(offset).copied().unwrap_or_default();
        // One letter stands for the bad byte, so that a cell beginning with it is a cell.
        let mut before = self.bytes.get(..offset).unwrap_or_default().to_vec();
        before.push(b'x');
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .from_reader(before.as_slice());
        let mut record = ByteRecord::new();
        let mut lines = Lines::new(&before);
        let (mut line, mut place, mut header) = (1, 0, Vec::new());
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            line = lines.of(&record);
            place = record.len().saturating_sub(1);
            if header.is_empty() {
                let names = record.iter();
                header = names
                    .map(|cell| String::from_utf8_lossy(cell).trim().to_owned())
                    .collect();
            }
        }
        let column = header.get(place).filter(|_| line > 1).cloned();
        Diagnostic::new(&words::BAD_BYTE)
            .with("file", self.name)
            .with("row", line)
            .with("column", column.unwrap_or_else(|| (place + 1).to_string()))
            .with("byte", format!("{byte:02X}"))
    }

    fn too_long(&self, place: usize) -> Diagnostic {
        let column = self.column(place);
        Diagnostic::new(&words::TOO_MUCH_TEXT)
            .with("file", self.name)
            .with("column", column)
    }

    fn broken(&self, error: &csv::Error) -> Diagnostic {
        self.damaged(&error.to_string())
    }

    fn damaged(&self, cause: &str) -> Diagnostic {
        Diagnostic::new(&words::DAMAGED)
            .with("file", self.name)
            .with("cause", cause)
    }
}

/// The lines on which records start: the reader passes over blank lines without counting them.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line of a record, which stands after those asked for before.
    fn of(&mut self, record: &ByteRecord) -> u64 {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let rest = self.bytes.get(start..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let start = start.saturating_add(blank.count());
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        let next = passed.iter().skip(1).chain([&b' ']);
        let ends = passed
            .iter()
            .zip(next)
            .filter(|(byte, next)| **byte == b'\n' || (**byte == b'\r' && **next != b'\n'));
        self.line += ends.count() as u64;
        self.at = start;
        self.line
    }
}

/// Two columns of one name.
pub(super) fn duplicate(file: &str, name: &str, first: usize, second: usize) -> Diagnostic {
    Diagnostic::new(&words::DUPLICATE_COLUMN)
        .with("file", file)
        .with("column", name)
        .with("first", first + 1)
        .with("second", second + 1)
}

fn wide(name: &str, bytes: &[u8]) -> Diagnostic {
    let byte = bytes.first().copied().unwrap_or_default();
    Diagnostic::new(&words::BAD_BYTE)
        .with("file", name)
        .with("row", 1)
        .with("column", 1)
        .with("byte", format!("{byte:02X}"))
        .help("help.wide")
}

/// Gathers the wanted cells of rows.
struct Gathered {
    schema: SchemaRef,
    texts: Vec<StringBuilder>,
    rows: usize,
    bytes: usize,
    batches: Vec<Result<RecordBatch, ArrowError>>,
    malformed: Vec<Malformed>,
    /// Rows seen in all, and the line of each from the first that is not where it would be expected.
    seen: usize,
    lines: Option<Vec<u64>>,
}

impl Gathered {
    fn new(columns: &[FieldInput]) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        for column in columns {
            fields.push(Field::new(&column.column, DataType::Utf8, true));
        }
        Self {
            texts: fields.iter().map(|_| StringBuilder::new()).collect(),
            schema: Arc::new(Schema::new(fields)),
            rows: 0,
            bytes: 0,
            batches: Vec::new(),
            malformed: Vec::new(),
            seen: 0,
            lines: None,
        }
    }

    /// Takes the cells at `places`; a cell too long for a batch is refused by its place.
    fn push(
        &mut self,
        record: &ByteRecord,
        places: &[usize],
        line: u64,
        expected: usize,
    ) -> Result<(), usize> {
        if self.rows == BATCH_ROWS || self.bytes > BATCH_BYTES {
            self.close();
        }
        if record.len() != expected {
            self.malformed.push(Malformed {
                index: self.seen,
                found: record.len(),
                expected,
            });
        }
        for (place, texts) in places.iter().zip(&mut self.texts) {
            let cell = record.get(*place).unwrap_or_default();
            if cell.len() > BATCH_BYTES {
                return Err(*place);
            }
            self.bytes += cell.len();
            // The whole file was found to be UTF-8, and cells end at ASCII marks.
            texts.append_value(std::str::from_utf8(cell).unwrap_or_default());
        }
        self.number(line);
        self.rows += 1;
        self.seen += 1;
        Ok(())
    }

    /// Keeps the line of the row where rows and lines have parted.
    fn number(&mut self, line: u64) {
        let usual = self.seen as u64 + 2;
        if self.lines.is_none() && line != usual {
            self.lines = Some((2..usual).collect());
        }
        if let Some(lines) = &mut self.lines {
            lines.push(line);
        }
    }

    fn close(&mut self) {
        let columns: Vec<ArrayRef> = self
            .texts
            .iter_mut()
            .map(|texts| Arc::new(texts.finish()) as ArrayRef)
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        let batch = RecordBatch::try_new_with_options(self.schema.clone(), columns, &options);
        self.batches.push(batch);
        (self.rows, self.bytes) = (0, 0);
    }

    fn finish(mut self, name: &str) -> Result<Part, ArrowError> {
        self.close();
        Ok(Part {
            name: name.to_owned(),
            numbers: self.lines.map_or(RowNumbers::From(2), RowNumbers::Lines),
            batches: self.batches.into_iter().collect::<Result<_, _>>()?,
            stored: None,
            malformed: self.malformed,
        })
    }
}
