//! Comparisons: raw values, constants, texts, cross-multiplied chains.

use super::bits;
use crate::check::tree::CompareOp;
use crate::eval::register::{TextView, Truths, View};

/// A raw value compared with a constant.
pub(in crate::eval) fn with_constant<T: Copy + Into<i64>>(
    rows: usize,
    op: CompareOp,
    of: View<'_, T>,
    bound: i64,
    out: &mut Truths,
) {
    let words = &mut out.words;
    match op {
        CompareOp::Equal => bits::pack(of.values, words, |value| value.into() == bound),
        CompareOp::NotEqual => bits::pack(of.values, words, |value| value.into() != bound),
        CompareOp::Less => bits::pack(of.values, words, |value| value.into() < bound),
        CompareOp::LessOrEqual => bits::pack(of.values, words, |value| value.into() <= bound),
        CompareOp::Greater => bits::pack(of.values, words, |value| value.into() > bound),
        CompareOp::GreaterOrEqual => bits::pack(of.values, words, |value| value.into() >= bound),
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
        CompareOp::Equal => pack(a, b, words, |a, b| f(a) == g(b)),
        CompareOp::NotEqual => pack(a, b, words, |a, b| f(a) != g(b)),
        CompareOp::Less => pack(a, b, words, |a, b| f(a) < g(b)),
        CompareOp::LessOrEqual => pack(a, b, words, |a, b| f(a) <= g(b)),
        CompareOp::Greater => pack(a, b, words, |a, b| f(a) > g(b)),
        CompareOp::GreaterOrEqual => pack(a, b, words, |a, b| f(a) >= g(b)),
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
        a.get(row).zip(b.get(row)).map(|(a, b)| op.holds(a.cmp(b)))
    });
}

/// A truth found row by row.
pub(in crate::eval) fn by_row(
    rows: usize,
    out: &mut Truths,
    mut test: impl FnMut(usize) -> Option<bool>,
) {
    out.words.clear();
    let known = out.known.clear(rows);
    for (index, known) in known.iter_mut().enumerate() {
        let start = index * 64;
        let mut word = 0;
        for place in 0..(rows - start).min(64) {
            if let Some(truth) = test(start + place) {
                *known |= 1 << place;
                word |= u64::from(truth) << place;
            }
        }
        out.words.push(word);
    }
    out.known.settle(rows);
}

/// Whether the code is marked.
pub(in crate::eval) fn enum_in(rows: usize, of: View<'_, u16>, marks: &[bool], out: &mut Truths) {
    let small = marks.iter().take(64).enumerate();
    let set = small.fold(0_u64, |set, (code, mark)| set | u64::from(*mark) << code);
    if marks.len() <= 64 {
        // A shift by a code past 63 must not wrap round to a marked one.
        bits::pack(of.values, &mut out.words, |code| {
            code < 64 && set >> (code & 63) & 1 == 1
        });
    } else {
        let marked = |code: u16| marks.get(usize::from(code)).copied().unwrap_or(false);
        bits::pack(of.values, &mut out.words, marked);
    }
    out.known.set_all_of(rows, &[of.known]);
    out.settle(rows);
}

#[inline]
fn pack<T: Copy>(a: &[T], b: &[T], words: &mut Vec<u64>, test: impl Fn(T, T) -> bool) {
    words.clear();
    for (a, b) in a.chunks(64).zip(b.chunks(64)) {
        let mut word = 0;
        for (place, (a, b)) in a.iter().zip(b).enumerate() {
            word |= u64::from(test(*a, *b)) << place;
        }
        words.push(word);
    }
}
