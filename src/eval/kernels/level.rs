//! Steps between levels: a value carried to other rows.

use super::bits;
use crate::eval::register::{Plain, TextView, Texts, TruthView, Truths, View};

/// Values of the rows that `row_of` names.
pub(in crate::eval) fn plain<T: Copy + Default>(
    rows: usize,
    from: impl Fn(usize) -> Option<T>,
    out: &mut Plain<T>,
    row_of: impl Fn(usize) -> Option<usize>,
) {
    out.reset(rows);
    let known = out.known.clear(rows);
    for (index, (known, values)) in known.iter_mut().zip(out.values.chunks_mut(64)).enumerate() {
        for (place, value) in values.iter_mut().enumerate() {
            if let Some(row) = row_of(index * 64 + place)
                && let Some(found) = from(row)
            {
                *value = found;
                *known |= 1 << place;
            }
        }
    }
    out.known.settle(rows);
}

/// Truth of the rows that `row_of` names.
pub(in crate::eval) fn truth(
    rows: usize,
    from: TruthView<'_>,
    out: &mut Truths,
    row_of: impl Fn(usize) -> Option<usize>,
) {
    super::compare::by_row(rows, out, |row| from.get(row_of(row)?));
}

/// Texts of the rows that `row_of` names.
pub(in crate::eval) fn text(
    rows: usize,
    from: TextView<'_>,
    out: &mut Texts,
    row_of: impl Fn(usize) -> Option<usize>,
) {
    let find = |row| Some(std::borrow::Cow::Borrowed(from.get(row_of(row)?)?));
    super::choice::texts_by_row(rows, out, find);
}

/// A blank cell: unknown where the question was asked or that is unknown, else `otherwise`.
pub(in crate::eval) fn otherwise<T: Copy + Default>(
    rows: usize,
    (field, asked, otherwise): (View<'_, T>, TruthView<'_>, View<'_, T>),
    out: &mut Plain<T>,
) {
    out.values.clear();
    out.values.extend_from_slice(&field.values[..rows]);
    if field.known.0.is_none() {
        return out.known.set_all();
    }
    let known = out.known.clear(rows);
    for (index, known) in known.iter_mut().enumerate() {
        let filled = field.known.word(index) & bits::tail(rows, index);
        let skipped =
            !filled & asked.known.word(index) & !asked.yes(index) & bits::tail(rows, index);
        for place in bits::ones(skipped) {
            out.values[index * 64 + place] = otherwise.values[index * 64 + place];
        }
        *known = filled | skipped & otherwise.known.word(index);
    }
    out.known.settle(rows);
}

/// As [`otherwise`], of truth.
pub(in crate::eval) fn otherwise_truth(
    rows: usize,
    (field, asked, otherwise): (TruthView<'_>, TruthView<'_>, TruthView<'_>),
    out: &mut Truths,
) {
    super::compare::by_row(rows, out, |row| match field.get(row) {
        Some(truth) => Some(truth),
        None if asked.get(row) == Some(false) => otherwise.get(row),
        None => None,
    });
}
