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

/// The bits of a byte, each in a byte of its own.
const SPREAD: [u64; 256] = {
    let mut spread = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            spread[byte] |= (byte as u64 >> bit & 1) << (8 * bit);
            bit += 1;
        }
        byte += 1;
    }
    spread
};

/// How many words have each of 64 bits.
fn sums(words: impl Iterator<Item = u64>) -> [u32; 64] {
    let mut sums = [0; 64];
    let mut words = words.peekable();
    while words.peek().is_some() {
        // Digits of the sums, the lowest first: so many words need no more.
        let mut digits = [0_u64; 8];
        for word in words.by_ref().take(255) {
            let mut carry = word;
            for digit in &mut digits {
                if carry == 0 {
                    break;
                }
                (*digit, carry) = (*digit ^ carry, *digit & carry);
            }
        }
        let high = digits
            .iter()
            .rposition(|it| *it != 0)
            .map_or(0, |it| it + 1);
        for (byte, sums) in sums.chunks_mut(8).enumerate() {
            let digits = digits.iter().take(high).enumerate();
            let of =
                |(at, digit): (usize, &u64)| SPREAD[usize::from(digit.to_le_bytes()[byte])] << at;
            let eight: u64 = digits.map(of).fold(0, |all, it| all | it);
            for (sum, one) in sums.iter_mut().zip(eight.to_le_bytes()) {
                *sum += u32::from(one);
            }
        }
    }
    sums
}

/// How many conditions hold; unknown if any is.
pub(in crate::eval) fn count_true(rows: usize, of: &[TruthView<'_>], out: &mut Plain<i64>) {
    let known: Vec<Known<'_>> = of.iter().map(|it| it.known).collect();
    out.known.set_all_of(rows, &known);
    out.values.clear();
    for index in 0..bits::words(rows) {
        let sums = sums(of.iter().map(|it| it.yes(index)));
        let count = (rows - index * 64).min(64);
        out.values
            .extend(sums.iter().take(count).map(|it| i64::from(*it)));
    }
}

/// Whether at least (at most) so many conditions hold.
pub(in crate::eval) fn at_least(
    rows: usize,
    count: impl Fn(usize) -> Option<i64>,
    most: bool,
    of: &[TruthView<'_>],
    out: &mut Truths,
) {
    out.words.clear();
    let known = out.known.clear(rows);
    for (index, known) in known.iter_mut().enumerate() {
        let tail = bits::tail(rows, index);
        let yes = sums(of.iter().map(|it| it.yes(index)));
        let vague = if of.iter().any(|it| it.unknown(index) & tail != 0) {
            sums(of.iter().map(|it| it.unknown(index) & tail))
        } else {
            [0; 64]
        };
        let (mut sure, mut never) = (0, 0);
        for (place, (yes, vague)) in yes.iter().zip(vague).enumerate().take(rows - index * 64) {
            let Some(count) = count(index * 64 + place) else {
                continue;
            };
            let (least, highest) = (i64::from(*yes), i64::from(yes + vague));
            let (holds, fails) = if most {
                (highest <= count, least > count)
            } else {
                (least >= count, highest < count)
            };
            sure |= u64::from(holds) << place;
            never |= u64::from(fails) << place;
        }
        out.words.push(sure);
        *known = sure | never;
    }
    out.known.settle(rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_bits() {
        for count in [0, 1, 3, 14, 255, 256, 700] {
            let word = |it: u64| it.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let sums = sums((0..count).map(word));
            for (place, sum) in sums.iter().enumerate() {
                let bits = (0..count).map(|it| word(it) >> place & 1);
                assert_eq!(
                    u64::from(*sum),
                    bits.sum::<u64>(),
                    "{count} words, bit {place}"
                );
            }
        }
    }
}
