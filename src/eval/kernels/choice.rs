//! Choices: first match, best match, `if missing`; known where all rows that may be taken agree.

use std::cmp::Ordering;

use super::bits;
use crate::eval::cells::Part;
use crate::eval::register::{Plain, TextView, Texts, TruthView, Truths, View};
use crate::plan::op::Direction;

/// The results of a choice, by storage.
pub(in crate::eval) trait Results {
    /// Whether a result of a row is known.
    fn known(&self, result: usize, row: usize) -> bool;
    /// Whether two known results of a row are equal.
    fn equal(&self, a: usize, b: usize, row: usize) -> bool;
}

impl<T: Copy + PartialEq> Results for [View<'_, T>] {
    fn known(&self, result: usize, row: usize) -> bool {
        self[result].known.get(row)
    }

    fn equal(&self, a: usize, b: usize, row: usize) -> bool {
        self[a].values[row] == self[b].values[row]
    }
}

impl Results for [TruthView<'_>] {
    fn known(&self, result: usize, row: usize) -> bool {
        self[result].known.get(row)
    }

    fn equal(&self, a: usize, b: usize, row: usize) -> bool {
        bits::get(self[a].words, row) == bits::get(self[b].words, row)
    }
}

impl Results for [TextView<'_>] {
    fn known(&self, result: usize, row: usize) -> bool {
        self[result].known.get(row)
    }

    fn equal(&self, a: usize, b: usize, row: usize) -> bool {
        self[a].get(row) == self[b].get(row)
    }
}

/// First match of numbers, dates or codes; the result after the last condition's is `otherwise`.
pub(in crate::eval) fn first_plain<T: Copy + PartialEq + Default>(
    rows: usize,
    conditions: &[TruthView<'_>],
    results: &[View<'_, T>],
    out: &mut Plain<T>,
) {
    if first_sure(rows, conditions, results, out) {
        return;
    }
    out.reset(rows);
    let values = &mut out.values;
    let known = out.known.clear(rows);
    let mut vague = Vec::new();
    for_words(rows, conditions, &mut vague, |index, rows_of, result| {
        let Some(from) = results.get(result) else {
            return;
        };
        known[index] |= rows_of & from.known.word(index);
        let start = index * 64;
        if rows_of == u64::MAX {
            values[start..start + 64].copy_from_slice(&from.values[start..start + 64]);
        } else {
            for place in bits::ones(rows_of) {
                values[start + place] = from.values[start + place];
            }
        }
    });
    for row in vague {
        if let Some(result) = agreed(row, conditions, results) {
            values[row] = results[result].values[row];
            bits::set(known, row);
        }
    }
    out.known.settle(rows);
}

/// First match where nothing is unknown: the last first, each over what it comes before.
fn first_sure<T: Copy>(
    rows: usize,
    conditions: &[TruthView<'_>],
    results: &[View<'_, T>],
    out: &mut Plain<T>,
) -> bool {
    let known = conditions.iter().all(|it| it.known.0.is_none());
    let [before @ .., otherwise] = results else {
        return false;
    };
    let whole = |it: &View<'_, T>| it.known.0.is_none() && it.values.len() >= rows;
    if !known || before.len() != conditions.len() || !results.iter().all(whole) {
        return false;
    }
    out.values.clear();
    out.values.extend_from_slice(&otherwise.values[..rows]);
    out.known.set_all();
    for (condition, result) in conditions.iter().zip(before).rev() {
        let blocks = out.values.chunks_mut(64).zip(result.values.chunks(64));
        for (index, (out, from)) in blocks.enumerate() {
            let taken = condition.yes(index);
            if taken == u64::MAX {
                out.iter_mut()
                    .zip(from)
                    .for_each(|(out, from)| *out = *from);
                continue;
            }
            for place in bits::ones(taken) {
                if let (Some(out), Some(from)) = (out.get_mut(place), from.get(place)) {
                    *out = *from;
                }
            }
        }
    }
    true
}

/// First match of truth values.
pub(in crate::eval) fn first_truth(
    rows: usize,
    conditions: &[TruthView<'_>],
    results: &[TruthView<'_>],
    out: &mut Truths,
) {
    out.words.clear();
    out.words.resize(bits::words(rows), 0);
    let words = &mut out.words;
    let known = out.known.clear(rows);
    let mut vague = Vec::new();
    for_words(rows, conditions, &mut vague, |index, rows_of, result| {
        let Some(from) = results.get(result) else {
            return;
        };
        known[index] |= rows_of & from.known.word(index);
        words[index] |= rows_of & from.yes(index);
    });
    for row in vague {
        if let Some(result) = agreed(row, conditions, results) {
            if bits::get(results[result].words, row) {
                bits::set(words, row);
            }
            bits::set(known, row);
        }
    }
    out.known.settle(rows);
    out.settle(rows);
}

/// First match of texts.
pub(in crate::eval) fn first_text(
    rows: usize,
    conditions: &[TruthView<'_>],
    results: &[TextView<'_>],
    out: &mut Texts,
) {
    out.reset();
    let mut known = vec![0; bits::words(rows)];
    for row in 0..rows {
        let result = agreed(row, conditions, results);
        let text = result.and_then(|result| results[result].get(row));
        out.push(text.unwrap_or_default());
        if text.is_some() {
            bits::set(&mut known, row);
        }
    }
    out.known.clear(rows).copy_from_slice(&known);
    out.known.settle(rows);
}

/// Says for each word which rows take which result; rows with an unknown condition before the first
/// true one are listed instead.
fn for_words(
    rows: usize,
    conditions: &[TruthView<'_>],
    vague: &mut Vec<usize>,
    mut take: impl FnMut(usize, u64, usize),
) {
    for index in 0..bits::words(rows) {
        let mut open = bits::tail(rows, index);
        for (result, condition) in conditions.iter().enumerate() {
            let unknown = condition.unknown(index) & open;
            if unknown != 0 {
                vague.extend(bits::ones(unknown).map(|place| index * 64 + place));
                open &= !unknown;
            }
            let taken = open & condition.yes(index);
            if taken != 0 {
                take(index, taken, result);
                open &= !taken;
            }
            if open == 0 {
                break;
            }
        }
        if open != 0 {
            take(index, open, conditions.len());
        }
    }
}

/// The result that all rows that may be first agree on.
fn agreed<R: Results + ?Sized>(
    row: usize,
    conditions: &[TruthView<'_>],
    results: &R,
) -> Option<usize> {
    let mut found: Option<usize> = None;
    let mut agree = |result: usize| {
        let fits = results.known(result, row)
            && found.is_none_or(|before| results.equal(before, result, row));
        found = Some(result);
        fits
    };
    for (result, condition) in conditions.iter().enumerate() {
        match condition.get(row) {
            Some(false) => {}
            Some(true) => return agree(result).then_some(result),
            None if agree(result) => {}
            None => return None,
        }
    }
    agree(conditions.len()).then_some(conditions.len())
}

/// The result of the matching row with the best key.
pub(in crate::eval) fn best<R: Results + ?Sized>(
    row: usize,
    conditions: &[TruthView<'_>],
    keys: &[Option<Part<'_>>],
    direction: Direction,
    results: &R,
) -> Option<usize> {
    let better = |a: &Part<'_>, b: &Part<'_>| match direction {
        Direction::Largest => a.order(b, false) == Ordering::Greater,
        Direction::Smallest => a.order(b, false) == Ordering::Less,
    };
    let mut best: Option<(usize, &Part<'_>)> = None;
    for (place, (condition, key)) in conditions.iter().zip(keys).enumerate() {
        if let (Some(true), Some(key)) = (condition.get(row), key)
            && best.is_none_or(|(_, best)| better(key, best))
        {
            best = Some((place, key));
        }
    }
    let (best, best_key) = best?;
    let agrees = |place: usize| results.known(place, row) && results.equal(place, best, row);
    let may_win = |place: usize, key: &Option<Part<'_>>| match key {
        None => true,
        Some(key) => {
            better(key, best_key) || place < best && key.order(best_key, false) == Ordering::Equal
        }
    };
    let mut rows = conditions.iter().zip(keys).enumerate();
    let settled = rows.all(|(place, (condition, key))| {
        condition.get(row) == Some(false) || !may_win(place, key) || agrees(place)
    });
    (settled && results.known(best, row)).then_some(best)
}

/// The second where the first is unknown.
pub(in crate::eval) fn if_missing<T: Copy + Default>(
    rows: usize,
    (of, supplied): (View<'_, T>, View<'_, T>),
    out: &mut Plain<T>,
) {
    out.values.clear();
    let known = out.known.clear(rows);
    for (index, known) in known.iter_mut().enumerate() {
        let tail = bits::tail(rows, index);
        *known = (of.known.word(index) | supplied.known.word(index)) & tail;
        let start = index * 64;
        let end = rows.min(start + 64);
        let own = of.known.word(index);
        let pairs = of.values[start..end]
            .iter()
            .zip(&supplied.values[start..end]);
        out.values.extend(
            pairs
                .enumerate()
                .map(|(place, (a, b))| if own >> place & 1 == 1 { *a } else { *b }),
        );
    }
    out.known.settle(rows);
}

/// The second truth where the first is unknown.
pub(in crate::eval) fn if_missing_truth(
    rows: usize,
    (of, supplied): (TruthView<'_>, TruthView<'_>),
    out: &mut Truths,
) {
    out.words.clear();
    let known = out.known.clear(rows);
    for (index, known) in known.iter_mut().enumerate() {
        let own = of.known.word(index);
        *known = (own | supplied.known.word(index)) & bits::tail(rows, index);
        out.words
            .push(of.yes(index) & own | supplied.yes(index) & !own);
    }
    out.known.settle(rows);
    out.settle(rows);
}

/// Texts found row by row.
pub(in crate::eval) fn texts_by_row<'a>(
    rows: usize,
    out: &mut Texts,
    mut find: impl FnMut(usize) -> Option<std::borrow::Cow<'a, str>>,
) {
    out.reset();
    let mut known = vec![0; bits::words(rows)];
    for row in 0..rows {
        let text = find(row);
        out.push(text.as_deref().unwrap_or_default());
        if text.is_some() {
            bits::set(&mut known, row);
        }
    }
    out.known.clear(rows).copy_from_slice(&known);
    out.known.settle(rows);
}
