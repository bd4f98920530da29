//! Arrow files (IPC, also known as Feather) and streams: the wanted columns as they are stored.

use std::io::Cursor;

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};
use aturan::data::input::{FieldInput, Part, RowNumbers};
use aturan::diagnostic::Diagnostic;

use super::form::{damaged, guarded};

/// The first bytes of a file; a stream has none of its own.
const MAGIC: &[u8] = b"ARROW1";

/// An Arrow file or stream in memory.
#[derive(Debug)]
pub(super) struct ArrowFile<'a> {
    name: &'a str,
    bytes: &'a [u8],
    names: Vec<String>,
}

impl<'a> ArrowFile<'a> {
    /// Reads what the file says about its columns.
    pub(super) fn new(name: &'a str, bytes: &'a [u8]) -> Result<Self, Diagnostic> {
        let mut it = Self {
            name,
            bytes,
            names: Vec::new(),
        };
        let (schema, _) = it.open(None, false)?;
        for (place, field) in schema.fields().iter().enumerate() {
            let column = field.name();
            if let Some(first) = it.names.iter().position(|it| it == column) {
                return Err(super::csv::duplicate(name, column, first, place));
            }
            it.names.push(column.clone());
        }
        Ok(it)
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Reads the columns of some fields.
    pub(super) fn read(&self, columns: &[FieldInput]) -> Result<Part, Diagnostic> {
        let place = |it: &FieldInput| self.names.iter().position(|name| *name == it.column);
        let places: Vec<usize> = columns.iter().filter_map(place).collect();
        let (_, batches) = self.open(Some(places), true)?;
        Ok(Part {
            name: self.name.to_owned(),
            numbers: RowNumbers::From(1),
            batches,
            stored: None,
            malformed: Vec::new(),
        })
    }

    /// The schema and, if `rows` are wanted, the batches.
    fn open(
        &self,
        places: Option<Vec<usize>>,
        rows: bool,
    ) -> Result<(SchemaRef, Vec<RecordBatch>), Diagnostic> {
        let most = if rows { usize::MAX } else { 0 };
        let bytes = Cursor::new(self.bytes);
        guarded(self.name, || {
            let read = || -> Result<(SchemaRef, Vec<RecordBatch>), ArrowError> {
                if self.bytes.starts_with(MAGIC) {
                    let mut file = FileReader::try_new(bytes, places)?;
                    Ok((
                        file.schema(),
                        file.by_ref().take(most).collect::<Result<_, _>>()?,
                    ))
                } else {
                    let mut stream = StreamReader::try_new(bytes, places)?;
                    Ok((
                        stream.schema(),
                        stream.by_ref().take(most).collect::<Result<_, _>>()?,
                    ))
                }
            };
            read().map_err(|error| damaged(self.name, &error))
        })
    }
}
