//! The integer kernels under [`Fraction`](super::Fraction), [`Rational`](super::Rational) and the scales.
//!
//! Every denominator here is positive; the callers' constructors see to it.

use std::cmp::Ordering;

use super::Fault;

/// The greatest common divisor; `gcd(0, n)` is `n`.
pub(super) fn gcd(left: u128, right: u128) -> u128 {
    let (mut a, mut b) = (left, right);
    while b != 0 {
        // Most values fit a machine word, where a division costs a tenth of a 128-bit one.
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_word(a, b));
        }
        (a, b) = (b, a % b);
    }
    a
}

/// Divides both sides by their greatest common divisor; `den` is positive.
pub(super) fn reduced(num: i128, den: i128) -> (i128, i128) {
    // The divisor is at most `den`, so it fits an `i128` again.
    let divisor = gcd(num.unsigned_abs(), den.unsigned_abs()).cast_signed();
    (num / divisor, den / divisor)
}

/// The product, if it fits.
pub(super) fn product(left: i128, right: i128) -> Option<i128> {
    // Two machine words need one multiplication and cannot overflow; most terms are such.
    match (i64::try_from(left), i64::try_from(right)) {
        (Ok(left), Ok(right)) => Some(i128::from(left) * i128::from(right)),
        (Err(_), _) | (_, Err(_)) => left.checked_mul(right),
    }
}

/// Compares `a / b` with `c / d` exactly, whatever the size of the four.
pub(super) fn compare((a, b): (i128, i128), (c, d): (i128, i128)) -> Ordering {
    match (product(a, d), product(c, b)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (None, _) | (_, None) => compare_by_parts((a, b), (c, d)),
    }
}

/// The largest integer not above `num / den`, and what is left of `num`; `den` is positive.
pub(super) fn divide(num: i128, den: i128) -> (i128, i128) {
    if let (Ok(num), Ok(den)) = (i64::try_from(num), i64::try_from(den)) {
        let (floor, rest) = (num.div_euclid(den), num.rem_euclid(den));
        return (i128::from(floor), i128::from(rest));
    }
    let towards_zero = num / den;
    let rest = num - towards_zero * den;
    if rest < 0 {
        (towards_zero - 1, rest + den)
    } else {
        (towards_zero, rest)
    }
}

/// Rounds `num / den` to the nearest integer, a half to the even one; `den` is positive.
pub(super) fn half_even(num: i128, den: i128) -> i128 {
    let (floor, rest) = divide(num, den);
    floor + i128::from(rounds_up(floor, rest, den))
}

/// Rounds `num * scale / den` half-even into a raw value; overflows only if the result does.
pub(super) fn scaled_half_even(num: i128, den: i128, scale: i64) -> Result<i64, Fault> {
    let scale = i128::from(scale);
    let rounded = if let Some(den) = words_ratio(den, scale) {
        half_even(num, den)
    } else if let Some(product) = product(num, scale) {
        half_even(product, den)
    } else {
        scaled_by_parts(num, den, scale)?
    };
    i64::try_from(rounded).map_err(|_| Fault::Overflow)
}

/// `den / scale` where it is a whole number and both are machine words: a value of that scale over a
/// whole number, the usual case, then needs no 128-bit division.
fn words_ratio(den: i128, scale: i128) -> Option<i128> {
    let (den, scale) = (u64::try_from(den).ok()?, u64::try_from(scale).ok()?);
    (den.checked_rem(scale)? == 0).then(|| i128::from(den / scale))
}

const fn gcd_word(left: u64, right: u64) -> u64 {
    let (mut a, mut b) = (left, right);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Compares two fractions as continued fractions: whole parts first, then the inverted rests, which
/// are always smaller numbers than before.
fn compare_by_parts(left: (i128, i128), right: (i128, i128)) -> Ordering {
    let ((mut a, mut b), (mut c, mut d)) = (left, right);
    loop {
        let ((whole_left, rest_left), (whole_right, rest_right)) = (divide(a, b), divide(c, d));
        if whole_left != whole_right {
            return whole_left.cmp(&whole_right);
        }
        if rest_left == 0 || rest_right == 0 {
            return rest_left.cmp(&rest_right);
        }
        // rest_left / b < rest_right / d exactly when d / rest_right < b / rest_left.
        (a, b, c, d) = (d, rest_right, b, rest_left);
    }
}

/// Whether `floor + rest / den` rounds to `floor + 1`, a half going to the even neighbour.
fn rounds_up(floor: i128, rest: i128, den: i128) -> bool {
    match rest.cmp(&(den - rest)) {
        Ordering::Less => false,
        Ordering::Equal => floor & 1 == 1,
        Ordering::Greater => true,
    }
}

/// As [`scaled_half_even`] where `num * scale` is beyond 128 bits.
fn scaled_by_parts(num: i128, den: i128, scale: i128) -> Result<i128, Fault> {
    let (whole, part) = divide(num, den);
    let whole = whole.checked_mul(scale).ok_or(Fault::Overflow)?;
    let (part, rest) = multiply_divide(
        part.unsigned_abs(),
        scale.unsigned_abs(),
        den.unsigned_abs(),
    );
    // `part` is below `scale`, and `rest` below `den`: both fit an `i128`.
    let floor = whole
        .checked_add(part.cast_signed())
        .ok_or(Fault::Overflow)?;
    let up = rounds_up(floor, rest.cast_signed(), den);
    floor.checked_add(i128::from(up)).ok_or(Fault::Overflow)
}

/// Quotient and rest of `rest * scale / den` by binary long multiplication; `rest < den < 2^127`, so
/// no sum of two rests leaves 128 bits.
fn multiply_divide(rest: u128, scale: u128, den: u128) -> (u128, u128) {
    let (mut quotient, mut left) = (0, 0);
    for bit in (0..u64::BITS).rev() {
        quotient *= 2;
        let addends = if scale >> bit & 1 == 1 {
            [left, rest]
        } else {
            [left, 0]
        };
        for addend in addends {
            left += addend;
            if left >= den {
                left -= den;
                quotient += 1;
            }
        }
    }
    (quotient, left)
}
