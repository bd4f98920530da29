//! Result files: Parquet, CSV or a sheet, whole under their name or not there at all.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int32Type, Int64Type, UInt32Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use aturan::check::tree::Program;
use aturan::data::bind::Bound;
use aturan::data::output::{Personal, Sheet};
use aturan::data::reject::mask;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::{Diagnostic, Language};
use aturan::number::{Date, format_decimal};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, compute_leaves};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;

use super::coded::{self, Coded};
use super::{passing, tally};

/// Rows of one row group: what is held encoded at once.
const GROUP_ROWS: usize = 1 << 18;

/// A file that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its name within the folder.
    pub(crate) name: String,
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub(crate) hash: String,
    /// Its size in bytes.
    pub(crate) bytes: u64,
}

/// The form of the result tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableForm {
    /// `ENTITY.parquet`
    Parquet,
    /// `ENTITY.csv`
    Csv,
    /// `ENTITY.xlsx`
    Xlsx,
}

/// A table whose columns are made, or cut, as they are asked for.
pub(crate) trait Columns: Sync {
    /// The names and types of the columns; the first is the key.
    fn schema(&self) -> &SchemaRef;
    /// The number of rows.
    fn rows(&self) -> usize;
    /// Some rows of a column, by its place.
    fn column(&self, place: usize, rows: Range<usize>) -> Result<ArrayRef, ArrowError>;
}

impl Columns for Sheet<'_> {
    fn schema(&self) -> &SchemaRef {
        self.schema()
    }

    fn rows(&self) -> usize {
        self.rows()
    }

    fn column(&self, place: usize, rows: Range<usize>) -> Result<ArrayRef, ArrowError> {
        self.column(place, rows)
    }
}

impl Columns for RecordBatch {
    fn schema(&self) -> &SchemaRef {
        self.schema_ref()
    }

    fn rows(&self) -> usize {
        self.num_rows()
    }

    fn column(&self, place: usize, rows: Range<usize>) -> Result<ArrayRef, ArrowError> {
        let rows = rows.start..rows.end.min(self.num_rows());
        Ok(self.column(place).slice(rows.start, rows.len()))
    }
}

/// Some rows of all columns.
pub(super) fn batch(table: &impl Columns, rows: Range<usize>) -> Result<RecordBatch, ArrowError> {
    let rows = rows.start..rows.end.min(table.rows());
    let columns = (0..table.schema().fields().len()).into_par_iter();
    let columns: Vec<ArrayRef> = columns
        .map(|place| table.column(place, rows.clone()))
        .collect::<Result<_, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(table.schema().clone(), columns, &options)
}

/// Writes the results of an entity as `NAME.parquet`, `NAME.csv` or `NAME.xlsx`.
pub(crate) fn table(
    folder: &Path,
    name: &str,
    sheet: &impl Columns,
    form: TableForm,
) -> Result<Written, Diagnostic> {
    match form {
        TableForm::Parquet => {
            let mut file = Fresh::create(folder, &format!("{name}.parquet"))?;
            write_parquet(&mut file, sheet).map_err(|error| file.failed(&error.to_string()))?;
            file.finish()
        }
        TableForm::Csv => {
            let mut file = Fresh::create(folder, &format!("{name}.csv"))?;
            write_csv(&mut file, sheet).map_err(|error| file.failed(&error.to_string()))?;
            file.finish()
        }
        TableForm::Xlsx => {
            let mut file = Fresh::create(folder, &format!("{name}.xlsx"))?;
            super::xlsx::write(&mut file, name, sheet)
                .map_err(|error| file.failed(&error.to_string()))?;
            file.finish()
        }
    }
}

/// Writes a text file.
pub(crate) fn text(folder: &Path, name: &str, text: &str) -> Result<Written, Diagnostic> {
    bytes(folder, name, text.as_bytes())
}

/// Writes a file of bytes.
pub(crate) fn bytes(folder: &Path, name: &str, bytes: &[u8]) -> Result<Written, Diagnostic> {
    let mut file = Fresh::create(folder, name)?;
    file.write_all(bytes)
        .map_err(|error| file.failed(&error.to_string()))?;
    file.finish()
}

/// Writes `rejected.csv`: one line per reason.
pub(crate) fn rejected(
    folder: &Path,
    program: &Program,
    bound: &Bound,
    personal: Personal,
    language: Language,
) -> Result<Written, Diagnostic> {
    let head = ["file", "row", "column", "value", "code", "reason"];
    let rows = bound.rejected.iter().map(|it| {
        let files = bound.files.get(it.entity.index());
        let file = files.and_then(|files| files.get(it.file as usize));
        let mut shown = it.clone();
        shown.personal = it.personal && personal == Personal::Masked;
        let finding = shown.finding(program);
        let value = if shown.personal {
            mask(&it.value)
        } else {
            it.value.clone()
        };
        [
            file.cloned().unwrap_or_default(),
            it.number.to_string(),
            it.column.clone(),
            value,
            finding.code.name().to_owned(),
            finding.message(language),
        ]
    });
    list(folder, "rejected.csv", &head, rows)
}

/// A file that could not be written.
pub(crate) fn failed(folder: &Path, name: &str, cause: &impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(&words::WRITE_FAILED)
        .with("file", folder.join(name).display())
        .with("cause", cause)
}

/// Writes a list as CSV.
pub(super) fn list<const N: usize>(
    folder: &Path,
    name: &str,
    head: &[&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<Written, Diagnostic> {
    let mut file = Fresh::create(folder, name)?;
    write_rows(&mut file, head, rows.into_iter())
        .map_err(|error| file.failed(&error.to_string()))?;
    file.finish()
}

fn write_rows<const N: usize>(
    file: &mut Fresh,
    head: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(file);
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(&row)?;
    }
    Ok(writer.flush()?)
}

/// Makes and encodes the columns of each row group in parallel, so that no more of them than there
/// are threads stand side by side; the bytes do not depend on the threads.
fn write_parquet(file: &mut Fresh, sheet: &impl Columns) -> Result<(), ParquetError> {
    let schema = sheet.schema();
    let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties(schema)))?;
    let (mut writer, factory) = writer.into_serialized_writer()?;
    let leaves = writer.schema_descr().columns().to_vec();
    tally::to_do(sheet.rows() * leaves.len());
    for (group, rows) in row_groups(sheet).enumerate() {
        let columns = factory.create_column_writers(group)?;
        let fields = schema.fields().iter().zip(&leaves);
        let tasks: Vec<_> = columns.into_iter().zip(fields).enumerate().collect();
        let chunks: Vec<Chunk> = tasks
            .into_par_iter()
            .map(|(place, (column, (field, leaf)))| {
                let cells = sheet.column(place, rows.clone())?;
                tally::done(cells.len());
                match coded::encode(leaf, &cells) {
                    Some(chunk) => Ok(Chunk::Coded(chunk?)),
                    None => Ok(Chunk::Plain(encode(column, field, &cells)?)),
                }
            })
            .collect::<Result<_, ParquetError>>()?;
        let mut out = writer.next_row_group()?;
        for chunk in chunks {
            match chunk {
                Chunk::Coded(chunk) => chunk.append(&mut out)?,
                Chunk::Plain(chunk) => chunk.append_to_row_group(&mut out)?,
            }
        }
        out.close()?;
    }
    writer.close()?;
    Ok(())
}

/// An encoded column of a row group.
enum Chunk {
    /// Of codes.
    Coded(Coded),
    /// Of anything else.
    Plain(ArrowColumnChunk),
}

/// Keys differ from row to row, all else repeats: a dictionary for the rest, figures of least and
/// most, by which readers find rows, for the key.
fn properties(schema: &Schema) -> WriterProperties {
    let mut it = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_created_by(format!("aturan {}", env!("CARGO_PKG_VERSION")));
    if let Some(key) = schema.fields().first() {
        let key = ColumnPath::new(vec![key.name().clone()]);
        it = it
            .set_column_dictionary_enabled(key.clone(), false)
            .set_column_statistics_enabled(key, EnabledStatistics::Chunk);
    }
    it.build()
}

pub(super) fn row_groups(sheet: &impl Columns) -> impl Iterator<Item = Range<usize>> {
    let rows = sheet.rows();
    let starts = (0..rows).step_by(GROUP_ROWS);
    starts.map(move |start| start..rows.min(start + GROUP_ROWS))
}

fn encode(
    mut column: ArrowColumnWriter,
    field: &Field,
    cells: &ArrayRef,
) -> Result<ArrowColumnChunk, ParquetError> {
    for leaf in compute_leaves(field, cells)? {
        column.write(&leaf)?;
    }
    column.close()
}

fn write_csv(file: &mut Fresh, sheet: &impl Columns) -> Result<(), Box<dyn std::error::Error>> {
    let mut writer = csv::Writer::from_writer(file);
    writer.write_record(sheet.schema().fields().iter().map(|field| field.name()))?;
    let mut text = String::new();
    for rows in row_groups(sheet) {
        let batch = batch(sheet, rows)?;
        for row in 0..batch.num_rows() {
            for column in batch.columns() {
                text.clear();
                write_cell(column, row, &mut text);
                writer.write_field(&text)?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// A cell of the types that [`aturan::data::output`] makes; blank where null.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "result tables have no other of Arrow's types"
)]
fn write_cell(column: &ArrayRef, row: usize, text: &mut String) {
    use std::fmt::Write as _;
    if column.is_null(row) {
        return;
    }
    // Writing to a text cannot fail.
    let _ = match column.data_type() {
        DataType::Boolean => write!(text, "{}", column.as_boolean().value(row)),
        DataType::Int64 => write!(text, "{}", column.as_primitive::<Int64Type>().value(row)),
        DataType::UInt32 => write!(text, "{}", column.as_primitive::<UInt32Type>().value(row)),
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            Date::from_days(days).map_or(Ok(()), |date| write!(text, "{date}"))
        }
        DataType::Decimal128(_, scale) => {
            let raw = column.as_primitive::<Decimal128Type>().value(row);
            let one = 10_i64.pow(u32::from(scale.unsigned_abs()));
            i64::try_from(raw).map_or(Ok(()), |raw| text.write_str(&format_decimal(raw, one)))
        }
        DataType::Utf8 => text.write_str(column.as_string::<i32>().value(row)),
        DataType::Dictionary(_, _) => {
            let words = column.as_dictionary::<Int32Type>();
            let word = words.key(row).filter(|key| *key < words.values().len());
            word.map_or(Ok(()), |key| {
                text.write_str(words.values().as_string::<i32>().value(key))
            })
        }
        _ => Ok(()),
    };
}

/// A file under a passing name, moved to its own when it is whole.
struct Fresh {
    name: String,
    target: PathBuf,
    passing: PathBuf,
    out: BufWriter<File>,
    hasher: blake3::Hasher,
    /// It stands under its own name.
    whole: bool,
}

impl Fresh {
    fn create(folder: &Path, name: &str) -> Result<Self, Diagnostic> {
        let failed = |error: std::io::Error| failed(folder, name, &error);
        std::fs::create_dir_all(folder).map_err(failed)?;
        let passing = folder.join(format!(".{name}.part"));
        passing::begun(&passing);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&passing)
            .map_err(failed)?;
        Ok(Self {
            name: name.to_owned(),
            target: folder.join(name),
            passing,
            out: BufWriter::new(file),
            hasher: blake3::Hasher::new(),
            whole: false,
        })
    }

    fn failed(&self, cause: &str) -> Diagnostic {
        Diagnostic::new(&words::WRITE_FAILED)
            .with("file", self.target.display())
            .with("cause", cause)
    }

    /// Gives the file its name.
    fn finish(mut self) -> Result<Written, Diagnostic> {
        let moved = self
            .out
            .flush()
            .and_then(|()| std::fs::rename(&self.passing, &self.target));
        moved.map_err(|error| self.failed(&error.to_string()))?;
        self.whole = true;
        passing::done(&self.passing);
        Ok(Written {
            name: self.name.clone(),
            hash: self.hasher.finalize().to_hex().to_string(),
            bytes: self.hasher.count(),
        })
    }
}

impl Write for Fresh {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if !self.whole {
            // Nothing can be done about a passing file that cannot be removed.
            let _ = std::fs::remove_file(&self.passing);
            passing::done(&self.passing);
        }
    }
}
