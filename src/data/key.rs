//! Keys of rows: which stand twice, and which row has a key.

use std::fmt;
use std::ops::Range;

use arrow_array::Array;
use rayon::prelude::*;

use super::numbers::{Loop, Numbers};
use super::table::{Column, NO_ROW, Values};

/// Rows by key, over a column of keys.
#[derive(Debug)]
pub(super) struct Index<'a> {
    keys: Keys<'a>,
    rows: usize,
    /// Rows by fingerprint, with linear probing; [`NO_ROW`] where free. A power of two long, or
    /// empty where the keys ascend and are searched instead.
    slots: Vec<u32>,
}

/// A column of keys, read by row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys<'a>(&'a Column);

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    Number(i64),
    Text(&'a str),
}

impl<'a> Keys<'a> {
    /// The keys of a column.
    pub(super) fn new(column: &'a Column) -> Self {
        Self(column)
    }

    /// The keys where all are known numbers.
    pub(super) fn numbers(self) -> Option<&'a Numbers> {
        match &self.0.values {
            Values::Number(values) if self.0.valid.is_none() => Some(values),
            Values::Number(_)
            | Values::Date(_)
            | Values::Enum(_)
            | Values::Boolean(_)
            | Values::Text(_) => None,
        }
    }

    /// The key of a row; `None` where blank.
    #[inline]
    pub(super) fn get(self, row: usize) -> Option<Key<'a>> {
        if !self.0.is_valid(row) {
            return None;
        }
        match &self.0.values {
            Values::Number(values) => values.get(row).map(Key::Number),
            Values::Date(values) => values.get(row).map(|it| Key::Number(i64::from(*it))),
            Values::Enum(values) => values.get(row).map(|it| Key::Number(i64::from(*it))),
            Values::Boolean(bits) => Some(Key::Number(i64::from(bits.get(row)))),
            Values::Text(texts) => (row < texts.len()).then(|| Key::Text(texts.value(row))),
        }
    }
}

/// Whether each of some numbers is larger than the one before.
struct Ascends(Range<usize>);

impl Loop for Ascends {
    type Out = bool;

    fn run(self, len: usize, value: impl Fn(usize) -> i64) -> bool {
        let rows = self.0.start.max(1)..self.0.end.min(len);
        rows.fold(true, |so, row| so & (value(row - 1) < value(row)))
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl<'a> Index<'a> {
    /// Files the rows by their keys; of equal keys the first row stands for all. The second part of
    /// the answer are the copies, as `(first, other)`, ascending by the other.
    pub(super) fn new(keys: Keys<'a>, rows: usize) -> (Self, Vec<(u32, u32)>) {
        let mut it = Self {
            keys,
            rows,
            slots: Vec::new(),
        };
        let mut shared = Vec::new();
        if it.ascends() {
            return (it, shared);
        }
        it.slots = vec![NO_ROW; (rows * 2).next_power_of_two().max(8)];
        for (row, id) in (0..rows).zip(0_u32..) {
            let Some(key) = keys.get(row) else { continue };
            let slot = it.slot(key);
            match it.slots.get_mut(slot) {
                Some(free) if *free == NO_ROW => *free = id,
                Some(first) => shared.push((*first, id)),
                None => {}
            }
        }
        (it, shared)
    }

    /// The row that has the key.
    pub(super) fn find(&self, key: Key<'_>) -> Option<u32> {
        if self.slots.is_empty() {
            return self.search(key);
        }
        self.slots
            .get(self.slot(key))
            .copied()
            .filter(|row| *row != NO_ROW)
    }

    /// The row that has the key; `near` is asked first, and the row after it: files often stand in
    /// the order of their parents.
    #[inline]
    pub(super) fn find_near(&self, key: Key<'_>, near: u32) -> Option<u32> {
        let is = |row: &u32| self.keys.get(*row as usize) == Some(key);
        let next = near.wrapping_add(1);
        Some(near)
            .filter(is)
            .or_else(|| Some(next).filter(is))
            .or_else(|| self.find(key))
    }

    /// The keys where all are known numbers.
    pub(super) fn numbers(&self) -> Option<&'a Numbers> {
        self.keys.numbers()
    }

    /// Whether all keys are there, each larger than the one before.
    fn ascends(&self) -> bool {
        if let Some(numbers) = self.numbers().filter(|it| it.len() == self.rows) {
            /// Rows that are looked at together.
            const PART: usize = 1 << 14;
            let parts = (0..self.rows.div_ceil(PART)).into_par_iter();
            let ascends = |part| numbers.visit(Ascends(part * PART..(part + 1) * PART));
            return parts.all(ascends);
        }
        let mut last = None;
        (0..self.rows).all(|row| {
            let key = self.keys.get(row);
            let larger = key.is_some() && key > last;
            last = key;
            larger
        })
    }

    fn search(&self, key: Key<'_>) -> Option<u32> {
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low.midpoint(high);
            if self.keys.get(middle) < Some(key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let row = Some(low).filter(|low| *low < self.rows && self.keys.get(*low) == Some(key))?;
        u32::try_from(row).ok()
    }

    /// The slot that holds the key or is free for it: at most half of the slots are taken.
    fn slot(&self, key: Key<'_>) -> usize {
        let mask = self.slots.len() - 1;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "only the low bits choose a slot"
        )]
        let mut slot = fingerprint(key) as usize & mask;
        while let Some(&row) = self.slots.get(slot) {
            if row == NO_ROW || self.keys.get(row as usize) == Some(key) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Sixty-four well mixed bits of a key.
fn fingerprint(key: Key<'_>) -> u64 {
    match key {
        Key::Number(number) => mix(number.cast_unsigned(), 8),
        Key::Text(text) => {
            let bytes = text.as_bytes();
            let (words, rest) = bytes.as_chunks::<8>();
            let whole = words
                .iter()
                .fold(0, |state, word| mix(u64::from_le_bytes(*word), state));
            let last = rest
                .iter()
                .fold(0, |last, byte| last << 8 | u64::from(*byte));
            mix(last, whole ^ (bytes.len() as u64).rotate_left(32))
        }
    }
}

/// The two halves of a wide product, folded: every bit of the input reaches every bit of the result.
fn mix(word: u64, state: u64) -> u64 {
    let a = u128::from(word ^ 0x9e37_79b9_7f4a_7c15);
    let b = u128::from(state ^ 0xd6e8_feb8_6659_fd93);
    let product = a * b;
    #[expect(clippy::cast_possible_truncation, reason = "the two halves are meant")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

#[cfg(test)]
mod tests {
    use arrow_array::StringArray;

    use super::*;

    #[test]
    fn rows_are_found_and_copies_reported() {
        let texts: Vec<String> = (0..1_000).map(|n| format!("62{:014}", n % 997)).collect();
        let column = Column {
            values: Values::Text(StringArray::from(texts)),
            valid: None,
        };
        let (index, shared) = Index::new(Keys::new(&column), 1_000);
        assert_eq!(shared, [(0, 997), (1, 998), (2, 999)]);
        assert_eq!(index.find(Key::Text("6200000000000500")), Some(500));
        assert_eq!(index.find(Key::Text("6200000000000998")), None);
        assert_eq!(
            index.find_near(Key::Text("6200000000000500"), 499),
            Some(500)
        );
    }

    #[test]
    fn ascending_keys_are_searched() {
        let column = Column {
            values: Values::Number(vec![-3, 0, 8, 9].into()),
            valid: None,
        };
        let (index, shared) = Index::new(Keys::new(&column), 4);
        assert!(shared.is_empty() && index.slots.is_empty());
        assert_eq!(index.find(Key::Number(8)), Some(2));
        assert_eq!(index.find(Key::Number(7)), None);
        assert_eq!(index.find_near(Key::Number(9), 2), Some(3));
    }

    #[test]
    fn no_rows_have_no_keys() {
        let column = Column {
            values: Values::Number(Vec::new().into()),
            valid: None,
        };
        let (index, shared) = Index::new(Keys::new(&column), 0);
        assert!(shared.is_empty());
        assert_eq!(index.find(Key::Number(1)), None);
    }
}
