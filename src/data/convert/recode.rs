//! Codes and missing-value marks of a column, put in place of its cells before the schema is applied.

use std::collections::{BTreeMap, BTreeSet};

use super::Reading;
use super::cell::{Cell, written};

/// Puts values in place of codes and blanks in place of missing-value marks.
pub(in crate::data) struct Recoder<'a> {
    texts: BTreeMap<&'a str, &'a str>,
    /// The same codes for cells that hold whole numbers.
    numbers: BTreeMap<i128, &'a str>,
    missing: BTreeSet<&'a str>,
    missing_numbers: BTreeSet<i128>,
}

impl<'a> Recoder<'a> {
    pub(in crate::data) fn new(reading: &'a Reading) -> Self {
        let codes = reading.codes.iter();
        let missing = reading.missing.iter();
        Self {
            texts: codes
                .clone()
                .map(|(code, value)| (code.as_str(), value.as_str()))
                .collect(),
            numbers: codes
                .filter_map(|(code, value)| Some((code.parse().ok()?, value.as_str())))
                .collect(),
            missing: missing.clone().map(String::as_str).collect(),
            missing_numbers: missing.filter_map(|mark| mark.parse().ok()).collect(),
        }
    }

    /// Whether every cell stands for itself.
    #[inline]
    pub(in crate::data) fn is_plain(&self) -> bool {
        self.texts.is_empty() && self.missing.is_empty()
    }

    /// The cell that stands for this one.
    #[inline]
    pub(in crate::data) fn apply<'c>(&self, cell: Cell<'c>) -> Cell<'c>
    where
        'a: 'c,
    {
        if self.is_plain() {
            cell
        } else {
            self.look_up(cell)
        }
    }

    fn look_up<'c>(&self, cell: Cell<'c>) -> Cell<'c>
    where
        'a: 'c,
    {
        let (missing, code) = match cell {
            Cell::Blank => (false, None),
            Cell::Text(text) => {
                let text = text.trim_ascii();
                (self.missing.contains(text), self.texts.get(text))
            }
            Cell::Whole(value) => (
                self.missing_numbers.contains(&value),
                self.numbers.get(&value),
            ),
            Cell::Decimal(..) | Cell::Float(_) | Cell::Boolean(_) | Cell::Day(_) => {
                let text = written(cell);
                (
                    self.missing.contains(text.as_str()),
                    self.texts.get(text.as_str()),
                )
            }
        };
        match code {
            _ if missing => Cell::Blank,
            Some(value) => Cell::text(value),
            None => cell,
        }
    }
}
