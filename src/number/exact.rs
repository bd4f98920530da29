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

/// Compares `a / b` with `c / d` exactly, whatever the size of the four.
pub(super) fn compare((a, b): (i128, i128), (c, d): (i128, i128)) -> Ordering {
    match (a.checked_mul(d), c.checked_mul(b)) {
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
    let rounded = match num.checked_mul(i128::from(scale)) {
        Some(product) => half_even(product, den),
        None => scaled_by_parts(num, den, scale)?,
    };
    i64::try_from(rounded).map_err(|_| Fault::Overflow)
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
fn scaled_by_parts(num: i128, den: i128, scale: i64) -> Result<i128, Fault> {
    let (whole, part) = divide(num, den);
    let whole = whole
        .checked_mul(i128::from(scale))
        .ok_or(Fault::Overflow)?;
    let (part, rest) = multiply_divide(
        part.unsigned_abs(),
        scale.unsigned_abs(),
        den.unsigned_abs(),
    );
    let floor = whole.checked_add(i128::from(part)).ok_or(Fault::Overflow)?;
    // `rest` is below `den`, so it fits an `i128`.
    let up = rounds_up(floor, rest.cast_signed(), den);
    floor.checked_add(i128::from(up)).ok_or(Fault::Overflow)
}

/// Quotient and rest of `rest * scale / den` by binary long multiplication; `rest < den < 2^127`, so
/// no sum of two rests leaves 128 bits.
fn multiply_divide(rest: u128, scale: u64, den: u128) -> (u64, u128) {
    let (mut quotient, mut left) = (0_u64, 0_u128);
    for bit in (0..u64::BITS).rev() {
        let doubled = left + left;
        let carry = u64::from(doubled >= den);
        left = doubled - u128::from(carry) * den;
        quotient = quotient * 2 + carry;
        if scale >> bit & 1 == 1 {
            let sum = left + rest;
            let carry = u64::from(sum >= den);
            left = sum - u128::from(carry) * den;
            quotient += carry;
        }
    }
    (quotient, left)
}
