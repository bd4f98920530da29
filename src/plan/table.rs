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
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Dimensions, one per key.
    pub dimensions: Vec<Dimension>,
    /// How the cells are stored.
    pub storage: Storage,
    /// Cells in row-major order of the dimensions; the last place of each is for keys not listed.
    pub cells: Cells,
}

/// How a key is turned into a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Dimension {
    /// The code of an enumeration with so many values.
    Enum(usize),
    /// So many whole numbers from the first on.
    Range(i64, usize),
    /// One of these whole numbers, in order.
    Integer(Vec<i64>),
    /// One of these texts.
    Text(BTreeMap<String, usize>),
}

impl Dimension {
    /// Whole numbers, sorted, each once.
    pub fn integers(keys: Vec<i64>) -> Self {
        let neighbours = |pair: &[i64]| pair[1].checked_sub(pair[0]) == Some(1);
        match keys.first() {
            Some(first) if keys.windows(2).all(neighbours) => Self::Range(*first, keys.len()),
            _ => Self::Integer(keys),
        }
    }

    /// The place of a whole number.
    pub fn place(&self, key: i64) -> Option<usize> {
        match self {
            Self::Range(first, count) => {
                let place = usize::try_from(key.checked_sub(*first)?).ok()?;
                (place < *count).then_some(place)
            }
            Self::Integer(keys) => keys.binary_search(&key).ok(),
            Self::Enum(_) | Self::Text(_) => None,
        }
    }

    /// The number of places, the one for keys not listed included.
    pub fn places(&self) -> usize {
        1 + match self {
            Self::Enum(values) | Self::Range(_, values) => *values,
            Self::Integer(keys) => keys.len(),
            Self::Text(keys) => keys.len(),
        }
    }
}

/// The cells by storage; `None` is unknown.
#[derive(Clone, Debug, PartialEq)]
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
