//! Parquet files: the wanted columns, row groups and columns in parallel.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use aturan::check::tree::{Program, Type};
use aturan::data::input::{FieldInput, Part, RowNumbers, StoredRows};
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use rayon::prelude::*;

use super::tally;

/// The first and last bytes of a Parquet file.
const MAGIC: &[u8; 4] = b"PAR1";
/// Rows of one batch at most: whatever a damaged file claims, no more is set aside at once.
const BATCH_ROWS: usize = 1 << 20;

/// A Parquet file whose description has been read.
#[derive(Debug)]
pub(super) struct ParquetFile<'a> {
    name: &'a str,
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    names: Vec<String>,
}

impl<'a> ParquetFile<'a> {
    /// Checks that it is a whole Parquet file and reads what it says about itself.
    pub(super) fn open(name: &'a str, path: &Path) -> Result<Self, Diagnostic> {
        let mut file = File::open(path).map_err(|error| unreadable(name, &error))?;
        check_ends(name, &mut file)?;
        let metadata = guarded(name, || {
            ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())
        })?;
        let names: Vec<String> = metadata
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        for (place, column) in names.iter().enumerate() {
            if let Some(first) = names.iter().take(place).position(|it| it == column) {
                return Err(super::csv::duplicate(name, column, first, place));
            }
        }
        Ok(Self {
            name,
            path: path.to_path_buf(),
            metadata,
            names,
        })
    }

    /// The names of the columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Reads the columns of some fields.
    pub(super) fn read(
        &self,
        program: &Program,
        columns: &[FieldInput],
    ) -> Result<Part, Diagnostic> {
        let metadata = self.with_dictionaries(program, columns)?;
        let places: Vec<usize> = columns
            .iter()
            .filter_map(|it| self.names.iter().position(|name| *name == it.column))
            .collect();
        let fields: Vec<Field> = places
            .iter()
            .filter_map(|place| metadata.schema().fields().get(*place))
            .map(|field| field.as_ref().clone().with_nullable(true))
            .collect();
        let schema: SchemaRef = Arc::new(Schema::new(fields));
        let groups = metadata.metadata().num_row_groups();
        let tasks: Vec<(usize, usize)> = (0..groups)
            .flat_map(|group| places.iter().map(move |place| (group, *place)))
            .collect();
        let cells: Vec<Vec<ArrayRef>> = tasks
            .into_par_iter()
            .map(|(group, place)| self.column(&metadata, group, place))
            .collect::<Result<_, _>>()?;
        let mut batches = Vec::new();
        for group in cells.chunks(places.len().max(1)) {
            batches.extend(self.zip(&schema, group)?);
        }
        Ok(Part {
            name: self.name.to_owned(),
            numbers: RowNumbers::From(1),
            batches,
            stored: None,
            malformed: Vec::new(),
        })
    }

    /// Leaves the columns of some fields in the file until they are converted.
    pub(super) fn later(
        self,
        program: &Program,
        columns: &[FieldInput],
    ) -> Result<Part, Diagnostic> {
        let metadata = self.with_dictionaries(program, columns)?;
        let groups = metadata.metadata().row_groups().iter();
        let rows = groups.map(|it| usize::try_from(it.num_rows()).unwrap_or(0));
        let rows = rows.collect();
        let name = self.name.to_owned();
        let stored = Stored {
            name: name.clone(),
            path: self.path,
            metadata,
            names: self.names,
            rows,
        };
        Ok(Part {
            name,
            numbers: RowNumbers::From(1),
            batches: Vec::new(),
            stored: Some(Arc::new(stored)),
            malformed: Vec::new(),
        })
    }

    /// One column of one row group.
    fn column(
        &self,
        metadata: &ArrowReaderMetadata,
        group: usize,
        place: usize,
    ) -> Result<Vec<ArrayRef>, Diagnostic> {
        column((self.name, &self.path), metadata, group, place)
    }

    /// The columns of a row group, side by side.
    fn zip(
        &self,
        schema: &SchemaRef,
        columns: &[Vec<ArrayRef>],
    ) -> Result<Vec<RecordBatch>, Diagnostic> {
        let count = columns.first().map_or(0, Vec::len);
        if columns.iter().any(|column| column.len() != count) {
            return Err(damaged(self.name, "its columns differ in length"));
        }
        (0..count)
            .map(|batch| {
                let arrays = columns
                    .iter()
                    .filter_map(|column| column.get(batch).cloned());
                RecordBatch::try_new(schema.clone(), arrays.collect())
                    .map_err(|error| damaged(self.name, &error.to_string()))
            })
            .collect()
    }

    /// Texts of enumerations and truth values come as dictionaries: each word is looked up once.
    fn with_dictionaries(
        &self,
        program: &Program,
        columns: &[FieldInput],
    ) -> Result<ArrowReaderMetadata, Diagnostic> {
        let few = |name: &str| {
            let input = columns.iter().find(|it| it.column == name);
            let field = input.and_then(|it| program.fields.get(it.field.index()));
            field.is_some_and(|field| matches!(field.ty, Type::Enum(_) | Type::Boolean))
        };
        let schema = self.metadata.schema();
        let mut changed = false;
        let fields: Vec<_> = schema
            .fields()
            .iter()
            .map(|field| {
                let text = matches!(
                    field.data_type(),
                    DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
                );
                if !text || !few(field.name()) {
                    return field.as_ref().clone();
                }
                changed = true;
                let words =
                    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
                field.as_ref().clone().with_data_type(words)
            })
            .collect();
        if !changed {
            return Ok(self.metadata.clone());
        }
        let schema = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
        let options = ArrowReaderOptions::new().with_schema(schema);
        let metadata = Arc::clone(self.metadata.metadata());
        guarded(self.name, || {
            ArrowReaderMetadata::try_new(metadata, options)
        })
    }
}

/// The columns of a file that are read when they are converted, a row group a piece.
#[derive(Debug)]
struct Stored {
    name: String,
    path: PathBuf,
    metadata: ArrowReaderMetadata,
    names: Vec<String>,
    rows: Vec<usize>,
}

impl StoredRows for Stored {
    fn pieces(&self) -> &[usize] {
        &self.rows
    }

    fn cells(&self, piece: usize, wanted: &str) -> Result<Vec<ArrayRef>, Diagnostic> {
        let place = self.names.iter().position(|name| name == wanted);
        let place = place.ok_or_else(|| damaged(&self.name, "a column is gone"))?;
        let cells = column((&self.name, &self.path), &self.metadata, piece, place)?;
        let rows: usize = cells.iter().map(Array::len).sum();
        tally::done(rows);
        if self.rows.get(piece) == Some(&rows) {
            Ok(cells)
        } else {
            Err(damaged(&self.name, "its columns differ in length"))
        }
    }
}

/// One column of one row group.
fn column(
    (name, path): (&str, &Path),
    metadata: &ArrowReaderMetadata,
    group: usize,
    place: usize,
) -> Result<Vec<ArrayRef>, Diagnostic> {
    // A file handle of its own: clones of one would share its position between threads.
    let file = File::open(path).map_err(|error| unreadable(name, &error))?;
    guarded(name, || {
        let mask = ProjectionMask::roots(metadata.parquet_schema(), [place]);
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
            .with_row_groups(vec![group])
            .with_projection(mask)
            .with_batch_size(BATCH_ROWS)
            .build()?;
        let mut arrays = Vec::new();
        for batch in reader {
            arrays.extend(batch?.columns().first().cloned());
        }
        Ok(arrays)
    })
}

/// Runs the reader's code; whatever it makes of a damaged file becomes a finding.
fn guarded<T>(
    name: &str,
    read: impl FnOnce() -> parquet::errors::Result<T>,
) -> Result<T, Diagnostic> {
    // The reader panics on some damaged files. Nothing it was working on is used afterwards.
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(damaged(name, &error.to_string())),
        Err(_) => Err(damaged(name, "its contents make no sense")),
    }
}

fn damaged(name: &str, cause: &str) -> Diagnostic {
    Diagnostic::new(&words::DAMAGED)
        .with("file", name)
        .with("cause", cause)
}

/// A file that the system refuses to give.
pub(super) fn unreadable(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(&words::UNREADABLE_FILE)
        .with("file", name)
        .with("cause", error)
}

/// Tells an empty file, another kind of file and a cut-off one apart.
fn check_ends(name: &str, file: &mut File) -> Result<(), Diagnostic> {
    let mut ends = || -> std::io::Result<(u64, [u8; 4], [u8; 4])> {
        let size = file.metadata()?.len();
        let (mut first, mut last) = ([0; 4], [0; 4]);
        if size >= 4 {
            file.read_exact(&mut first)?;
            file.seek(SeekFrom::End(-4))?;
            file.read_exact(&mut last)?;
            file.rewind()?;
        }
        Ok((size, first, last))
    };
    let (size, first, last) = ends().map_err(|error| unreadable(name, &error))?;
    if size == 0 {
        return Err(Diagnostic::new(&words::EMPTY_FILE).with("file", name));
    }
    if &first != MAGIC {
        return Err(Diagnostic::new(&words::NOT_PARQUET).with("file", name));
    }
    if size < 12 || &last != MAGIC {
        let it = Diagnostic::new(&words::TRUNCATED).with("file", name);
        return Err(it.with("size", size));
    }
    Ok(())
}
