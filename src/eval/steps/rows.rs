//! Some rows of a column: taken out, put back, compared.

use arrow_array::{Array as _, StringArray};

use crate::data::bitmap::Bitmap;
use crate::data::table::{Column, Values};

/// The rows of a column.
pub(super) fn gather(column: &Column, rows: &[u32]) -> Column {
    let values = match &column.values {
        Values::Number(values) => Values::Number(values.gather(rows)),
        Values::Date(values) => Values::Date(taken(values, rows)),
        Values::Enum(values) => Values::Enum(taken(values, rows)),
        Values::Boolean(bits) => Values::Boolean(bits_of(bits, rows)),
        Values::Text(texts) => Values::Text(StringArray::from_iter_values(
            rows.iter().map(|row| text(texts, *row as usize)),
        )),
    };
    let valid = column.valid.as_ref().map(|valid| bits_of(valid, rows));
    Column {
        valid: valid.filter(|valid| valid.count_ones() < valid.len()),
        values,
    }
}

/// The bits of some rows.
pub(super) fn bits_of(bits: &Bitmap, rows: &[u32]) -> Bitmap {
    let word = |rows: &[u32]| {
        let bits = rows.iter().rev().map(|row| bits.get(*row as usize));
        bits.fold(0, |word, bit| word << 1 | u64::from(bit))
    };
    Bitmap::from_words(rows.chunks(64).map(word).collect(), rows.len())
}

/// The numbers of some rows.
pub(super) fn taken<T: Copy + Default>(values: &[T], rows: &[u32]) -> Vec<T> {
    let value = |row: &u32| values.get(*row as usize).copied().unwrap_or_default();
    rows.iter().map(value).collect()
}

/// Puts the values of some rows in the places of a whole column.
pub(super) fn scatter(column: &mut Column, rows: &[u32], part: &Column) {
    match (&mut column.values, &part.values) {
        (Values::Number(whole), Values::Number(part)) => {
            let pairs = rows.iter().zip(part.iter());
            pairs.for_each(|(row, value)| whole.set(*row as usize, value));
        }
        (Values::Date(whole), Values::Date(part)) => put(whole, rows, part),
        (Values::Enum(whole), Values::Enum(part)) => put(whole, rows, part),
        (Values::Boolean(whole), Values::Boolean(part)) => put_bits(whole, rows, part),
        (Values::Text(whole), Values::Text(part)) => *whole = put_texts(whole, rows, part),
        (
            Values::Number(_)
            | Values::Date(_)
            | Values::Enum(_)
            | Values::Boolean(_)
            | Values::Text(_),
            _,
        ) => {}
    }
    match (&mut column.valid, &part.valid) {
        (None, None) => {}
        (Some(whole), Some(part)) => put_bits(whole, rows, part),
        (Some(whole), None) => rows.iter().for_each(|row| whole.set(*row as usize, true)),
        (None, Some(part)) => {
            let mut whole = Bitmap::ones(column.values.len());
            put_bits(&mut whole, rows, part);
            column.valid = Some(whole);
        }
    }
}

fn put<T: Copy>(whole: &mut [T], rows: &[u32], part: &[T]) {
    for (row, value) in rows.iter().zip(part) {
        if let Some(slot) = whole.get_mut(*row as usize) {
            *slot = *value;
        }
    }
}

fn put_bits(whole: &mut Bitmap, rows: &[u32], part: &Bitmap) {
    for (row, bit) in rows.iter().zip(part.iter()) {
        whole.set(*row as usize, bit);
    }
}

fn put_texts(whole: &StringArray, rows: &[u32], part: &StringArray) -> StringArray {
    let mut texts: Vec<&str> = (0..whole.len()).map(|row| text(whole, row)).collect();
    for (place, row) in rows.iter().enumerate() {
        if let Some(slot) = texts.get_mut(*row as usize) {
            *slot = text(part, place);
        }
    }
    StringArray::from_iter_values(texts)
}

fn text(texts: &StringArray, row: usize) -> &str {
    if row < texts.len() {
        texts.value(row)
    } else {
        ""
    }
}

/// The rows in which two columns of one length differ; what stands where neither is known is no matter.
pub(super) fn differing(left: &Column, right: &Column) -> Bitmap {
    let rows = left.values.len();
    let mut words: Vec<u64> = match (&left.values, &right.values) {
        (Values::Number(a), Values::Number(b)) => unequal(&a.to_wide(), &b.to_wide()),
        (Values::Date(a), Values::Date(b)) => unequal(a, b),
        (Values::Enum(a), Values::Enum(b)) => unequal(a, b),
        (Values::Boolean(a), Values::Boolean(b)) => {
            let pairs = a.words().iter().zip(b.words());
            pairs.map(|(a, b)| a ^ b).collect()
        }
        (Values::Text(a), Values::Text(b)) => {
            let rows: Vec<bool> = (0..rows).map(|row| text(a, row) != text(b, row)).collect();
            Bitmap::of_slice(&rows).words().to_vec()
        }
        (
            Values::Number(_)
            | Values::Date(_)
            | Values::Enum(_)
            | Values::Boolean(_)
            | Values::Text(_),
            _,
        ) => vec![u64::MAX; rows.div_ceil(64)],
    };
    if left.valid.is_some() || right.valid.is_some() {
        let known = |column: &Column, index: usize| {
            let valid = column.valid.as_ref();
            valid.map_or(u64::MAX, |it| it.words().get(index).copied().unwrap_or(0))
        };
        for (index, word) in words.iter_mut().enumerate() {
            let (left, right) = (known(left, index), known(right, index));
            *word = *word & left & right | (left ^ right);
        }
    }
    Bitmap::from_words(words, rows)
}

fn unequal<T: PartialEq>(left: &[T], right: &[T]) -> Vec<u64> {
    let chunks = left.chunks(64).zip(right.chunks(64));
    let word = |(left, right): (&[T], &[T])| {
        let pairs = left.iter().zip(right).rev();
        pairs.fold(0, |word, (left, right)| {
            word << 1 | u64::from(left != right)
        })
    };
    chunks.map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[i64], known: &[bool]) -> Column {
        let all = known.iter().all(|known| *known);
        Column {
            values: Values::Number(values.to_vec().into()),
            valid: (!all).then(|| Bitmap::of_slice(known)),
        }
    }

    #[test]
    fn rows_taken_out_and_put_back_are_the_same() {
        let whole = column(&[5, 0, 7, 8], &[true, false, true, true]);
        let part = gather(&whole, &[1, 3]);
        assert_eq!(part, column(&[0, 8], &[false, true]));
        let mut other = column(&[5, 6, 7, 9], &[true; 4]);
        assert_eq!(
            differing(&whole, &other).places().collect::<Vec<_>>(),
            [1, 3]
        );
        scatter(&mut other, &[1, 3], &part);
        assert_eq!(other, whole);
    }

    #[test]
    fn what_is_unknown_in_both_is_equal() {
        let one = column(&[5, 1], &[true, false]);
        let two = column(&[5, 2], &[true, false]);
        assert_eq!(differing(&one, &two).count_ones(), 0);
    }
}
