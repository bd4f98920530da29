//! The order of rows by their rank keys.

use std::cmp::Ordering;

use super::{Datum, Evaluator, Row};
use crate::check::tree::RankKey;
use crate::number::Truth;

/// The values of the keys of one row; `None` on a key for a blank that is a known fact.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place(Vec<Option<Datum>>);

impl Evaluator<'_> {
    /// The place of a row, unless a key is unknown. All keys are evaluated.
    pub(super) fn place(&mut self, keys: &[RankKey], row: Row) -> Option<Place> {
        let parts: Vec<Option<Option<Datum>>> =
            keys.iter().map(|key| self.place_on(key, row)).collect();
        parts.into_iter().collect::<Option<Vec<_>>>().map(Place)
    }

    fn place_on(&mut self, key: &RankKey, row: Row) -> Option<Option<Datum>> {
        let value = self.exact(&key.value, row);
        let filled = key
            .filled
            .as_ref()
            .map_or(Truth::True, |filled| self.truth(filled, row));
        match filled {
            Truth::True => value.is_known().then_some(Some(value)),
            Truth::False => Some(None),
            Truth::Unknown => None,
        }
    }
}

impl Place {
    /// The order of two places under the same keys: blanks last, whichever way the key goes.
    pub(super) fn order(&self, other: &Self, keys: &[RankKey]) -> Ordering {
        let pairs = self.0.iter().zip(&other.0);
        let mut orders = keys.iter().zip(pairs).map(|(key, pair)| match pair {
            (Some(left), Some(right)) if key.descending => right.cmp(left),
            (Some(left), Some(right)) => left.cmp(right),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        orders
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}
