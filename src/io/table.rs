//! Rows of text cells on their way to Arrow: what JSON and sheets give.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{DataType, Field, Schema};
use aturan::data::input::{FieldInput, Part, RowNumbers};
use aturan::diagnostic::Diagnostic;

use super::form::damaged;

/// Rows of one batch.
const BATCH_ROWS: usize = 65_536;

/// Columns of texts that grow row by row.
pub(super) struct TextTable {
    schema: Arc<Schema>,
    texts: Vec<StringBuilder>,
    rows: usize,
    batches: Vec<RecordBatch>,
    numbers: Vec<u64>,
}

impl TextTable {
    pub(super) fn new(columns: &[FieldInput]) -> Self {
        let field = |it: &FieldInput| Field::new(&it.column, DataType::Utf8, true);
        let fields: Vec<Field> = columns.iter().map(field).collect();
        Self {
            texts: fields.iter().map(|_| StringBuilder::new()).collect(),
            schema: Arc::new(Schema::new(fields)),
            rows: 0,
            batches: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Takes a row: its number, and its cells in the order of the columns; blank where `None`.
    pub(super) fn push<'c>(
        &mut self,
        number: u64,
        cells: impl IntoIterator<Item = Option<std::borrow::Cow<'c, str>>>,
    ) -> Result<(), String> {
        for (texts, cell) in self.texts.iter_mut().zip(cells) {
            texts.append_option(cell);
        }
        self.numbers.push(number);
        self.rows += 1;
        if self.rows == BATCH_ROWS {
            self.close()?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let texts = self.texts.iter_mut();
        let columns: Vec<ArrayRef> = texts.map(|it| Arc::new(it.finish()) as ArrayRef).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows));
        let batch = RecordBatch::try_new_with_options(self.schema.clone(), columns, &options);
        self.batches.push(batch.map_err(|error| error.to_string())?);
        self.rows = 0;
        Ok(())
    }

    pub(super) fn finish(mut self, name: &str) -> Result<Part, Diagnostic> {
        self.close().map_err(|error| damaged(name, &error))?;
        Ok(Part {
            name: name.to_owned(),
            numbers: RowNumbers::Lines(self.numbers),
            batches: self.batches,
            stored: None,
            malformed: Vec::new(),
        })
    }
}
