//! One row for each of some columns: twelve months of a questionnaire as twelve rows of a child entity.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{ArrowError, Field, Schema};
use arrow_select::interleave::interleave;
use arrow_select::take::take;

use super::{same_kind, texts};
use crate::data::input::{Part, Reading, RowNumbers};

/// What becomes of columns, and the names of the columns that are made.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The columns, in order.
    pub columns: Vec<String>,
    /// The column of the parent's key.
    pub parent: String,
    /// The made column that leads to the parent. A made column is named as its field, so that no
    /// two are alike whatever the columns of the file are called.
    pub link: String,
    /// The made column of keys: the key of the parent, `/`, and the name of the column.
    pub key: String,
    /// The made column of the cells.
    pub value: String,
    /// How the cells are read, to tell which are blank.
    pub reading: Reading,
    /// The made column of places, counted from 1.
    pub number: Option<String>,
    /// Blank cells make no row.
    pub skip_blank: bool,
}

/// The rows of the child: for each row of a part, and each column, one.
///
/// Rows with too few or too many cells are left out: they are rejected where they belong.
///
/// # Errors
/// Columns that are stored as different kinds of values.
pub fn expand(part: &Part, how: &Expansion) -> Result<Part, ArrowError> {
    let mut batches = Vec::new();
    let mut numbers = Vec::new();
    let mut start = 0;
    for batch in &part.batches {
        let rows = how.rows(batch, |row| {
            let malformed = &part.malformed;
            let found = malformed.binary_search_by_key(&(start + row), |bad| bad.index);
            found.is_err()
        });
        let places = rows.iter().map(|(row, _)| part.numbers.of(start + row));
        numbers.extend(places);
        batches.push(how.batch(batch, &rows)?);
        start += batch.num_rows();
    }
    Ok(Part {
        name: part.name.clone(),
        numbers: RowNumbers::Lines(numbers),
        batches,
        stored: None,
        malformed: Vec::new(),
    })
}

impl Expansion {
    /// The rows to make: row of the batch and place among the columns.
    fn rows(&self, batch: &RecordBatch, whole: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let cells = self.columns.iter().map(|column| {
            let array = batch.column_by_name(column)?;
            self.skip_blank.then(|| texts(array, &self.reading))
        });
        let cells: Vec<Option<Vec<Option<String>>>> = cells.collect();
        let mut rows = Vec::with_capacity(batch.num_rows() * cells.len());
        for row in (0..batch.num_rows()).filter(|row| whole(*row)) {
            let filled = cells.iter().enumerate().filter(|(_, cells)| {
                let blank = cells.as_ref().and_then(|cells| cells.get(row));
                !blank.is_some_and(Option::is_none)
            });
            rows.extend(filled.map(|(place, _)| (row, place)));
        }
        rows
    }

    fn batch(
        &self,
        batch: &RecordBatch,
        rows: &[(usize, usize)],
    ) -> Result<RecordBatch, ArrowError> {
        let lacking = |column: &str| ArrowError::SchemaError(format!("no column `{column}`"));
        let column = |name: &String| {
            let array = batch.column_by_name(name);
            array.ok_or_else(|| lacking(name))
        };
        let parent = column(&self.parent)?;
        let cells = self
            .columns
            .iter()
            .map(column)
            .collect::<Result<Vec<_>, _>>()?;
        let cells: Vec<&dyn Array> = cells
            .into_iter()
            .map(|it| it.as_ref() as &dyn Array)
            .collect();
        same_kind(self.columns.first().map_or("", String::as_str), &cells)?;
        let places: Vec<(usize, usize)> = rows.iter().map(|(row, place)| (*place, *row)).collect();
        let repeated: UInt64Array = rows.iter().map(|(row, _)| Some(*row as u64)).collect();
        let mut made: Vec<(&str, ArrayRef)> = vec![
            (&self.key, Arc::new(self.keys(parent, rows))),
            (&self.link, take(parent, &repeated, None)?),
            (&self.value, interleave(&cells, &places)?),
        ];
        if let Some(number) = &self.number {
            let places = rows.iter().map(|(_, place)| i64::try_from(*place + 1).ok());
            made.push((number, Arc::new(places.collect::<Int64Array>())));
        }
        let fields = made
            .iter()
            .map(|(name, cells)| Field::new(*name, cells.data_type().clone(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        RecordBatch::try_new(schema, made.into_iter().map(|(_, cells)| cells).collect())
    }

    /// `P1/m03` for the third column of the row `P1`; blank where the row has no key.
    fn keys(&self, parent: &ArrayRef, rows: &[(usize, usize)]) -> StringArray {
        let parents = texts(parent, &Reading::default());
        let key = |(row, place): &(usize, usize)| {
            let parent = parents.get(*row)?.as_ref()?;
            Some(format!("{parent}/{}", self.columns.get(*place)?))
        };
        rows.iter().map(key).collect()
    }
}
