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
                listed.binary_search(&view.get(row)?).unwrap_or(usize::MAX)
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

/// The cells of all rows; nothing where a key is unknown.
pub(in crate::eval) fn each(
    rows: usize,
    table: &Table,
    keys: &[KeyView<'_>],
    mut put: impl FnMut(usize, usize),
) {
    if let ([Dimension::Integer(listed)], [KeyView::Integer(view)]) = (&*table.dimensions, keys)
        && let (Some(first), true) = (listed.first(), has_no_gaps(listed))
    {
        // As far from the first as its place is; the last place is for keys not listed.
        let most = listed.len() as u64;
        for (row, key) in view.values.iter().enumerate().take(rows) {
            if view.known.get(row) {
                let place = key.wrapping_sub(*first).cast_unsigned().min(most);
                put(row, usize::try_from(place).unwrap_or(usize::MAX));
            }
        }
        return;
    }
    for row in 0..rows {
        if let Some(place) = place(table, keys, row) {
            put(row, place);
        }
    }
}

fn has_no_gaps(listed: &[i64]) -> bool {
    let ends = listed.first().zip(listed.last());
    let span = ends.and_then(|(first, last)| last.checked_sub(*first));
    span.is_some_and(|span| usize::try_from(span).is_ok_and(|span| span + 1 == listed.len()))
}
