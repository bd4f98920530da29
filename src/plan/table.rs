//! Parameters with keys, at the date of the run, as tables looked up by place.

use std::collections::BTreeMap;

use super::op::{Scalar, Storage};

/// A table of [`super::Plan::tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);

impl TableId {
    /// Its place in the arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A look-up table: the keys give a place in each dimension, the places one cell.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Table {
    /// Dimensions, one per key.
    pub dimensions: Vec<Dimension>,
    /// How the cells are stored.
    pub storage: Storage,
    /// Cells in row-major order of the dimensions; the last place of each is for keys not listed.
    pub cells: Cells,
}

/// How a key is turned into a place.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Dimension {
    /// The code of an enumeration with so many values.
    Enum(usize),
    /// One of these whole numbers, raw as stored, in order.
    Integer(Vec<i64>),
    /// One of these texts.
    Text(BTreeMap<String, usize>),
}

impl Dimension {
    /// The number of places, the one for keys not listed included.
    pub fn places(&self) -> usize {
        1 + match self {
            Self::Enum(values) => *values,
            Self::Integer(keys) => keys.len(),
            Self::Text(keys) => keys.len(),
        }
    }
}

/// The cells by storage; `None` is unknown.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Cells {
    /// Raw numbers.
    Number(Vec<Option<i64>>),
    /// Truth.
    Truth(Vec<Option<bool>>),
    /// Dates.
    Date(Vec<Option<i32>>),
    /// Codes.
    Enum(Vec<Option<u16>>),
    /// Texts.
    Text(Vec<Option<String>>),
}

impl Cells {
    /// Cells of one storage; a scalar of another is unknown.
    pub fn of(storage: Storage, scalars: &[Scalar]) -> Self {
        match storage {
            Storage::Number => Self::Number(scalars.iter().map(Scalar::number).collect()),
            Storage::Truth => Self::Truth(scalars.iter().map(Scalar::truth).collect()),
            Storage::Date => Self::Date(scalars.iter().map(Scalar::date).collect()),
            Storage::Enum => Self::Enum(scalars.iter().map(Scalar::code).collect()),
            Storage::Text => Self::Text(
                scalars
                    .iter()
                    .map(|it| it.text().map(str::to_owned))
                    .collect(),
            ),
        }
    }
}
