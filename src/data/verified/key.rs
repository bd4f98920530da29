//! The row that a line speaks of: by its key, or by a masked key with the row's place in its file.
//!
//! A list for many hands masks personal keys. `6271••••••••0001#member.csv:27` still finds its row in
//! the same files: the place says which, and the open digits prove that the file is the same.

use super::super::bind::Origin;
use super::super::delivered::Delivered;
use super::super::key::{Index, Key, Keys};
use super::super::reject::mask;
use super::super::table::{Column, Values};
use crate::number::{DECIMAL, Rational};

/// Why no row was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// No row has the key.
    Unknown,
    /// A spreadsheet wrote the key as a rounded number.
    Rounded,
    /// The key is masked, and its place is missing or holds another key.
    Masked,
}

/// The keys of an entity's rows as they came.
pub(super) struct Rows<'a> {
    delivered: &'a Delivered,
    keys: Keys<'a>,
    index: Index<'a>,
    column: &'a Column,
}

impl<'a> Rows<'a> {
    pub(super) fn new(delivered: &'a Delivered, column: &'a Column) -> Self {
        let keys = Keys::new(column);
        let (index, _) = Index::new(keys, delivered.rows);
        Self {
            delivered,
            keys,
            index,
            column,
        }
    }

    /// The row of a key as a list writes it.
    pub(super) fn find(&self, text: &str) -> Result<u32, Lost> {
        let text = text.trim();
        if text.contains('•') {
            return self.masked(text).ok_or(Lost::Masked);
        }
        let key = match &self.column.values {
            Values::Text(_) => Some(Key::Text(text)),
            // Keys are texts or whole numbers; dates and others are looked up as they are stored.
            Values::Number(_) | Values::Date(_) | Values::Enum(_) | Values::Boolean(_) => {
                text.parse().ok().map(Key::Number)
            }
        };
        let found = key.and_then(|key| self.index.find(key));
        let lost = if rounded(text) {
            Lost::Rounded
        } else {
            Lost::Unknown
        };
        found.ok_or(lost)
    }

    fn masked(&self, text: &str) -> Option<u32> {
        let (shown, place) = text.rsplit_once('#')?;
        let (file, number) = place.rsplit_once(':')?;
        let row = self.delivered.row_at(file, number.parse().ok()?)?;
        let key = self.keys.get(row as usize)?.to_string();
        (mask(&key) == shown).then_some(row)
    }

    /// The key of a row.
    pub(super) fn text(&self, row: u32) -> String {
        let key = self.keys.get(row as usize);
        key.map_or(String::new(), |key| key.to_string())
    }
}

/// `6,27199E+15`: what a spreadsheet makes of a long number.
fn rounded(text: &str) -> bool {
    let upper = text.to_ascii_uppercase().replace(',', ".");
    let Some((digits, power)) = upper.split_once('E') else {
        return false;
    };
    let number = Rational::parse_decimal(digits).and_then(|it| it.round_to_scale(DECIMAL));
    number.is_some() && power.trim_start_matches('+').parse::<u8>().is_ok()
}

impl Origin {
    /// A personal key as a list for many hands shows it: masked, with the row's place.
    pub fn masked(&self, key: &str, position: usize) -> String {
        let place = self.place(position);
        let place = place.map_or(String::new(), |(file, number)| format!("#{file}:{number}"));
        format!("{}{place}", mask(key))
    }
}
