//! Look-ups in the tables of keyed parameters.

use crate::eval::register::{TextView, View};
use crate::plan::table::{Dimension, Table};

/// A key to read.
#[derive(Clone, Copy, Debug)]
pub(in crate::eval) enum KeyView<'a> {
    /// Codes.
    Enum(View<'a, u16>),
    /// Whole numbers.
    Integer(View<'a, i64>),
    /// Texts.
    Text(TextView<'a>),
    /// Of a storage that is no key.
    None,
}

/// The cell of a row; nothing where a key is unknown.
#[inline]
pub(in crate::eval) fn place(table: &Table, keys: &[KeyView<'_>], row: usize) -> Option<usize> {
    let mut place = 0;
    for (dimension, key) in table.dimensions.iter().zip(keys) {
        let places = dimension.places();
        let inner = match (dimension, key) {
            (Dimension::Enum(_), KeyView::Enum(view)) => usize::from(view.get(row)?),
            (Dimension::Integer(listed), KeyView::Integer(view)) => {
                in_order(listed, view.get(row)?).unwrap_or(usize::MAX)
            }
            (Dimension::Text(listed), KeyView::Text(view)) => {
                listed.get(view.get(row)?).copied().unwrap_or(usize::MAX)
            }
            // An entity whose key is a number.
            (Dimension::Text(listed), KeyView::Integer(view)) => listed
                .get(&view.get(row)?.to_string())
                .copied()
                .unwrap_or(usize::MAX),
            (Dimension::Enum(_) | Dimension::Integer(_) | Dimension::Text(_), _) => return None,
        };
        // The last place is for keys not listed.
        place = place * places + inner.min(places - 1);
    }
    Some(place)
}

/// The place of a key in a list in order; most lists are without gaps.
#[inline]
fn in_order(listed: &[i64], key: i64) -> Option<usize> {
    if let [first, .., last] = listed
        && let (Some(span), Some(at)) = (last.checked_sub(*first), key.checked_sub(*first))
        && usize::try_from(span).is_ok_and(|span| span + 1 == listed.len())
    {
        return usize::try_from(at).ok().filter(|at| *at < listed.len());
    }
    listed.binary_search(&key).ok()
}
