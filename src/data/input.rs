//! What the shell hands to [`super::bind`]: Arrow batches by entity and file, and how columns are read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};

use crate::check::tree::{EntityId, FieldId};
use crate::diagnostic::Diagnostic;
use crate::number::Period;

/// The rows of one entity as delivered.
#[derive(Clone, Debug)]
pub struct EntityInput {
    /// Which entity.
    pub entity: EntityId,
    /// Its files, in the order of the data set.
    pub parts: Vec<Part>,
    /// The fields that were read; the columns stand in every batch under these names.
    pub columns: Vec<FieldInput>,
    /// Where the rows were made from several copies: cells in which the copies differ.
    pub conflicts: Vec<Conflict>,
}

/// A cell whose copies differ, in the file that a row was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The row, counted from 0 over all parts.
    pub row: usize,
    /// The field.
    pub field: FieldId,
    /// The first two values that differ, as written.
    pub values: [String; 2],
}

/// One file of an entity.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file's name, as messages and `rejected.csv` show it.
    pub name: String,
    /// The number of each row in the file.
    pub numbers: RowNumbers,
    /// The rows, all batches of the same columns.
    pub batches: Vec<RecordBatch>,
    /// Rows that are read when their columns are converted; they follow those of the batches.
    pub stored: Option<Arc<dyn StoredRows>>,
    /// Rows whose number of cells is not that of the header; they are rejected. Ascending.
    pub malformed: Vec<Malformed>,
}

impl Part {
    /// The number of its rows.
    pub fn rows(&self) -> usize {
        let here = self.batches.iter().map(RecordBatch::num_rows);
        let stored = self.stored.iter().flat_map(|it| it.pieces());
        here.chain(stored.copied()).sum()
    }
}

/// Rows that stay in their file until a column of them is converted, piece by piece.
pub trait StoredRows: std::fmt::Debug + Send + Sync {
    /// How many rows each piece has.
    fn pieces(&self) -> &[usize];

    /// The cells of a column in a piece: as many as it has rows.
    ///
    /// # Errors
    /// What is wrong with the file.
    fn cells(&self, piece: usize, column: &str) -> Result<Vec<ArrayRef>, Diagnostic>;
}

/// How the rows of a file are numbered for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowNumbers {
    /// One by one from this number: 1 for Parquet; 2 for CSV, whose first line is the header.
    From(u64),
    /// The line each row starts on, where lines and rows differ.
    Lines(Vec<u64>),
}

impl RowNumbers {
    /// The number of the row at `index`, counted from 0.
    pub fn of(&self, index: usize) -> u64 {
        match self {
            Self::From(first) => first.saturating_add(index as u64),
            Self::Lines(lines) => lines.get(index).copied().unwrap_or(0),
        }
    }

    /// The index of the row that has a number.
    pub fn index(&self, number: u64) -> Option<usize> {
        match self {
            Self::From(first) => usize::try_from(number.checked_sub(*first)?).ok(),
            Self::Lines(lines) => lines.binary_search(&number).ok(),
        }
    }
}

/// A row with too few or too many cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Its index in the file, counted from 0.
    pub index: usize,
    /// Its number of cells.
    pub found: usize,
    /// The number of cells of the header.
    pub expected: usize,
}

/// A field and the column that fills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldInput {
    /// The field.
    pub field: FieldId,
    /// The name of the column.
    pub column: String,
    /// How its cells are read.
    pub reading: Reading,
}

/// How the cells of a column are read before the schema is applied.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reading {
    /// Codes in the file and the values they stand for.
    pub codes: BTreeMap<String, String>,
    /// Cells that count as blank, besides empty ones.
    pub missing: Vec<String>,
    /// The value of the bit to read, of a sum of bits (1, 2, 4, …).
    pub bit: Option<u64>,
    /// Numbers in text are written `3,44`.
    pub decimal_comma: bool,
    /// The period that amounts are counted in, where it is not that of the field.
    pub per: Option<Period>,
    /// The field is true where the cell stands on this list, false where not.
    pub list: Option<OutsideList>,
}

/// A list from outside the data set: civil servants, the dead, the pensioners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideList {
    /// The name of its file.
    pub name: String,
    /// What stands on it, without spaces around.
    pub keys: Arc<BTreeSet<String>>,
}
