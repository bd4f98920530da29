//! Comparisons: raw values, constants, texts, cross-multiplied chains.

use super::bits;
use crate::check::tree::CompareOp;
use crate::eval::register::{TextView, Truths, View};
use crate::plan::fold::holds;

/// A raw value compared with a constant.
pub(in crate::eval) fn with_constant<T: Copy + Ord + TryFrom<i64>>(
    rows: usize,
    op: CompareOp,
    of: View<'_, T>,
    bound: i64,
    out: &mut Truths,
) {
    let words = &mut out.words;
    if let Ok(bound) = T::try_from(bound) {
        match op {
            CompareOp::Equal => bits::pack(of.values, words, |value| value == bound),
            CompareOp::NotEqual => bits::pack(of.values, words, |value| value != bound),
            CompareOp::Less => bits::pack(of.values, words, |value| value < bound),
            CompareOp::LessOrEqual => bits::pack(of.values, words, |value| value <= bound),
            CompareOp::Greater => bits::pack(of.values, words, |value| value > bound),
            CompareOp::GreaterOrEqual => bits::pack(of.values, words, |value| value >= bound),
        }
    } else {
        // All values lie on the same side of it.
        let holds = holds(op, 0.cmp(&bound));
        words.clear();
        words.resize(bits::words(rows), if holds { u64::MAX } else { 0 });
    }
    out.known.set_all_of(rows, &[of.known]);
    out.settle(rows);
}

/// Two raw values of one storage compared.
pub(in crate::eval) fn raw<T: Copy + Ord>(
    rows: usize,
    op: CompareOp,
    (a, b): (View<'_, T>, View<'_, T>),
    out: &mut Truths,
) {
    pairs(
        op,
        (a.values, b.values),
        (|value| value, |value| value),
        &mut out.words,
    );
    out.known.set_all_of(rows, &[a.known, b.known]);
    out.settle(rows);
}

/// Two mapped values compared.
pub(in crate::eval) fn pairs<T: Copy, U: Ord>(
    op: CompareOp,
    (a, b): (&[T], &[T]),
    (f, g): (impl Fn(T) -> U, impl Fn(T) -> U),
    words: &mut Vec<u64>,
) {
    match op {
        CompareOp::Equal => bits::pack_pairs((a, b), words, |a, b| f(a) == g(b)),
        CompareOp::NotEqual => bits::pack_pairs((a, b), words, |a, b| f(a) != g(b)),
        CompareOp::Less => bits::pack_pairs((a, b), words, |a, b| f(a) < g(b)),
        CompareOp::LessOrEqual => bits::pack_pairs((a, b), words, |a, b| f(a) <= g(b)),
        CompareOp::Greater => bits::pack_pairs((a, b), words, |a, b| f(a) > g(b)),
        CompareOp::GreaterOrEqual => bits::pack_pairs((a, b), words, |a, b| f(a) >= g(b)),
    }
}

/// Two texts compared by code point.
pub(in crate::eval) fn texts(
    rows: usize,
    op: CompareOp,
    (a, b): (TextView<'_>, TextView<'_>),
    out: &mut Truths,
) {
    by_row(rows, out, |row| {
        a.get(row).zip(b.get(row)).map(|(a, b)| holds(op, a.cmp(b)))
    });
}

/// A truth found row by row.
pub(in crate::eval) fn by_row(
    rows: usize,
    out: &mut Truths,
    mut test: impl FnMut(usize) -> Option<bool>,
) {
    out.words.clear();
    out.words.resize(bits::words(rows), 0);
    let known = out.known.clear(rows);
    for row in 0..rows {
        if let Some(truth) = test(row) {
            bits::set(known, row);
            if truth {
                bits::set(&mut out.words, row);
            }
        }
    }
    out.known.settle(rows);
}

/// Whether the code is marked.
pub(in crate::eval) fn enum_in(rows: usize, of: View<'_, u16>, marks: &[bool], out: &mut Truths) {
    let words = &mut out.words;
    let marked = |code: u16| marks.get(usize::from(code)).copied().unwrap_or(false);
    match range(marks) {
        None => {
            words.clear();
            words.resize(bits::words(rows), 0);
        }
        // Neighbours, as most lists are: one comparison.
        Some((first, more))
            if marks.iter().filter(|mark| **mark).count() == usize::from(more) + 1 =>
        {
            bits::pack(of.values, words, |code| code.wrapping_sub(first) <= more);
        }
        Some(_) => bits::pack(of.values, words, marked),
    }
    out.known.set_all_of(rows, &[of.known]);
    out.settle(rows);
}

/// The first marked code, and how far the last lies behind it.
fn range(marks: &[bool]) -> Option<(u16, u16)> {
    let first = marks.iter().position(|mark| *mark)?;
    let last = marks.iter().rposition(|mark| *mark)?;
    Some((
        u16::try_from(first).ok()?,
        u16::try_from(last - first).ok()?,
    ))
}
