//! The order of rows by their rank keys.

use std::cmp::Ordering;

use super::{Datum, Evaluator, Row};
use crate::check::tree::RankKey;
use crate::number::Truth;

/// The values of the keys of one row.
#[derive(Clone, Debug)]
pub(super) struct Place(Vec<Part>);

/// A row's place on one key.
#[derive(Clone, Debug)]
enum Part {
    Value(Datum),
    /// A blank that is a known fact: after all values.
    Last,
}

impl Evaluator<'_> {
    /// The place of a row, unless a key is unknown. All keys are evaluated.
    pub(super) fn place(&mut self, keys: &[RankKey], row: Row) -> Option<Place> {
        let parts: Vec<Option<Part>> = keys.iter().map(|key| self.part(key, row)).collect();
        parts.into_iter().collect::<Option<_>>().map(Place)
    }

    fn part(&mut self, key: &RankKey, row: Row) -> Option<Part> {
        let value = self.exact(&key.value, row);
        let filled = key.filled.as_ref();
        match filled.map_or(Truth::True, |filled| self.truth(filled, row)) {
            Truth::True => value.is_known().then_some(Part::Value(value)),
            Truth::False => Some(Part::Last),
            Truth::Unknown => None,
        }
    }
}

impl Place {
    /// The order of two places under the same keys: blanks last, whichever way the key goes.
    pub(super) fn order(&self, other: &Self, keys: &[RankKey]) -> Ordering {
        let pairs = self.0.iter().zip(&other.0);
        let mut orders = keys.iter().zip(pairs).map(|(key, pair)| match pair {
            (Part::Value(left), Part::Value(right)) if key.descending => right.cmp(left),
            (Part::Value(left), Part::Value(right)) => left.cmp(right),
            (Part::Value(_), Part::Last) => Ordering::Less,
            (Part::Last, Part::Value(_)) => Ordering::Greater,
            (Part::Last, Part::Last) => Ordering::Equal,
        });
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}
