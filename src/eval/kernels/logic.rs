//! Kleene logic on 64 rows at a time.

use super::bits;
use crate::eval::register::{Known, Plain, TruthView, Truths};

/// `not`.
pub(in crate::eval) fn not(rows: usize, of: TruthView<'_>, out: &mut Truths) {
    out.words.clear();
    out.words.extend(of.words.iter().map(|word| !word));
    out.known.set_all_of(rows, &[of.known]);
    out.settle(rows);
}

/// `and` of all: false where one is, true where all are.
pub(in crate::eval) fn and(rows: usize, of: &[TruthView<'_>], out: &mut Truths) {
    fold(rows, of, out, Which::And);
}

/// `or` of all: true where one is, false where all are.
pub(in crate::eval) fn or(rows: usize, of: &[TruthView<'_>], out: &mut Truths) {
    fold(rows, of, out, Which::Or);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    And,
    Or,
}

fn fold(rows: usize, of: &[TruthView<'_>], out: &mut Truths, which: Which) {
    out.words.clear();
    let all_known = of.iter().all(|it| it.known.0.is_none());
    if all_known {
        out.words
            .extend((0..bits::words(rows)).map(|index| match which {
                Which::And => of.iter().fold(u64::MAX, |word, it| word & it.yes(index)),
                Which::Or => of.iter().fold(0, |word, it| word | it.yes(index)),
            }));
        out.known.set_all();
        return out.settle(rows);
    }
    let known = out.known.clear(rows);
    for (index, known) in known.iter_mut().enumerate() {
        // The rows true in all and in one, false in all and in one.
        let (mut all_yes, mut some_yes, mut all_no, mut some_no) = (u64::MAX, 0, u64::MAX, 0);
        for it in of {
            let yes = it.yes(index);
            let no = it.known.word(index) & !yes;
            all_yes &= yes;
            some_yes |= yes;
            all_no &= no;
            some_no |= no;
        }
        let (yes, no) = match which {
            Which::And => (all_yes, some_no),
            Which::Or => (some_yes, all_no),
        };
        out.words.push(yes);
        *known = (yes | no) & bits::tail(rows, index);
    }
    out.known.settle(rows);
    out.settle(rows);
}

/// Whether two truth values are equal.
pub(in crate::eval) fn same(rows: usize, a: TruthView<'_>, b: TruthView<'_>, out: &mut Truths) {
    out.words.clear();
    out.words
        .extend(a.words.iter().zip(b.words).map(|(a, b)| !(a ^ b)));
    out.known.set_all_of(rows, &[a.known, b.known]);
    out.settle(rows);
}

/// Whether a value is known.
pub(in crate::eval) fn is_known(rows: usize, of: Known<'_>, out: &mut Truths) {
    out.words.clear();
    out.words
        .extend((0..bits::words(rows)).map(|index| of.word(index)));
    out.known.set_all();
    out.settle(rows);
}

/// How many of the conditions are true and how many unknown, by row.
fn counts(rows: usize, of: &[TruthView<'_>]) -> (Vec<u32>, Vec<u32>) {
    let yes = count_bits(rows, of, |it, index| it.yes(index));
    if of.iter().all(|it| it.known.0.is_none()) {
        return (yes, vec![0; rows]);
    }
    (yes, count_bits(rows, of, |it, index| it.unknown(index)))
}

/// Counts of up to 2^16 conditions, 64 rows at a time: the digits of 64 binary numbers stand in
/// words, and a condition is added to all of them at once.
fn count_bits(
    rows: usize,
    of: &[TruthView<'_>],
    bits_of: impl Fn(&TruthView<'_>, usize) -> u64,
) -> Vec<u32> {
    let mut counts = vec![0_u32; rows];
    let mut digits: Vec<u64> = Vec::new();
    for (index, counts) in counts.chunks_mut(64).enumerate() {
        digits.clear();
        for it in of {
            let mut carry = bits_of(it, index);
            for digit in &mut digits {
                (*digit, carry) = (*digit ^ carry, *digit & carry);
            }
            if carry != 0 {
                digits.push(carry);
            }
        }
        for (digit, value) in digits.iter().zip(0..) {
            for (place, count) in counts.iter_mut().enumerate() {
                *count |= u32::from(digit >> place & 1 == 1) << value;
            }
        }
    }
    counts
}

/// How many conditions hold; unknown if any is.
pub(in crate::eval) fn count_true(rows: usize, of: &[TruthView<'_>], out: &mut Plain<i64>) {
    let known: Vec<Known<'_>> = of.iter().map(|it| it.known).collect();
    out.known.set_all_of(rows, &known);
    let (yes, _) = counts(rows, of);
    out.values.clear();
    out.values.extend(yes.into_iter().map(i64::from));
}

/// Whether at least (at most) so many conditions hold.
pub(in crate::eval) fn at_least(
    rows: usize,
    count: impl Fn(usize) -> Option<i64>,
    most: bool,
    of: &[TruthView<'_>],
    out: &mut Truths,
) {
    let (yes, vague) = counts(rows, of);
    out.words.clear();
    out.words.resize(bits::words(rows), 0);
    let known = out.known.clear(rows);
    for row in 0..rows {
        let Some(count) = count(row) else { continue };
        let (least, highest) = (
            i64::from(yes[row]),
            i64::from(yes[row]) + i64::from(vague[row]),
        );
        let (holds, fails) = if most {
            (highest <= count, least > count)
        } else {
            (least >= count, highest < count)
        };
        if holds {
            bits::set(&mut out.words, row);
        }
        if holds || fails {
            bits::set(known, row);
        }
    }
    out.known.settle(rows);
}
