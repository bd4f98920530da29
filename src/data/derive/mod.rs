//! Rows that stand in no file of their own: a parent taken from the rows of its members, the rows of a
//! child from the columns of its parent; and the keys of an outside list.

mod distinct;
mod expand;

use std::collections::BTreeSet;

use arrow_array::{Array, ArrayRef, array::AnyDictionaryArray, cast::AsArray};
use arrow_schema::ArrowError;

pub use self::distinct::once;
pub use self::expand::{Expansion, expand};
use super::convert::{Cell, Recoder, each, keys, written};
use super::input::{Part, Reading};

/// What stands in the cells of a column, as written, without spaces around; blanks left out.
pub fn values(parts: &[Part], column: &str) -> BTreeSet<String> {
    let batches = parts.iter().flat_map(|part| &part.batches);
    let cells = batches.filter_map(|batch| batch.column_by_name(column));
    cells
        .flat_map(|array| texts(array, &Reading::default()))
        .flatten()
        .collect()
}

/// The cells of a column as written, codes put right; blanks are `None`.
fn texts(array: &ArrayRef, reading: &Reading) -> Vec<Option<String>> {
    let recoder = Recoder::new(reading);
    let mut texts = Vec::with_capacity(array.len());
    match array.as_any_dictionary_opt() {
        Some(dictionary) => dictionary_texts(dictionary, &recoder, &mut texts),
        None => each(array, |cell| texts.push(text(recoder.apply(cell)))),
    }
    texts
}

fn dictionary_texts(
    dictionary: &dyn AnyDictionaryArray,
    recoder: &Recoder<'_>,
    texts: &mut Vec<Option<String>>,
) {
    let mut words = Vec::with_capacity(dictionary.values().len());
    each(dictionary.values(), |cell| {
        words.push(text(recoder.apply(cell)));
    });
    let places = keys(dictionary.keys()).into_iter().enumerate();
    texts.extend(places.map(|(row, place)| {
        let known = !dictionary.keys().is_null(row);
        words.get(place).filter(|_| known).cloned().flatten()
    }));
}

fn text(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Blank => None,
        Cell::Text(text) => Some(text.trim().to_owned()),
        Cell::Whole(_) | Cell::Decimal(..) | Cell::Float(_) | Cell::Boolean(_) | Cell::Day(_) => {
            Some(written(cell))
        }
    }
}

/// Columns of different files can be joined only where they are stored alike.
fn same_kind(column: &str, arrays: &[&dyn Array]) -> Result<(), ArrowError> {
    let mut kinds = arrays.iter().map(|array| array.data_type());
    let Some(first) = kinds.next() else {
        return Ok(());
    };
    match kinds.find(|kind| *kind != first) {
        Some(other) => Err(ArrowError::SchemaError(format!(
            "`{column}` is stored as {first} and as {other}"
        ))),
        None => Ok(()),
    }
}
