//! Fixed-point values as `i64` raws: their scales and their checked arithmetic.

use super::{Fault, exact};

/// Raws of whole numbers: the number itself.
pub const INTEGER: i64 = 1;
/// Raws of decimals: millionths.
pub const DECIMAL: i64 = 1_000_000;
/// Raws of money: ten-thousandths of the currency's unit, up to ± 922 337 203 685 477.5807.
pub const MONEY: i64 = 10_000;

/// The sum of two raws of one scale.
pub const fn add(left: i64, right: i64) -> Result<i64, Fault> {
    match left.checked_add(right) {
        Some(sum) => Ok(sum),
        None => Err(Fault::Overflow),
    }
}

/// The difference of two raws of one scale.
pub const fn sub(left: i64, right: i64) -> Result<i64, Fault> {
    match left.checked_sub(right) {
        Some(difference) => Ok(difference),
        None => Err(Fault::Overflow),
    }
}

/// `left * right / div_scale`, a half going to the even neighbour.
///
/// With `div_scale` the scale of `right`, the result has the scale of `left`.
pub fn mul_raw(left: i64, right: i64, div_scale: i64) -> Result<i64, Fault> {
    quotient(i128::from(left) * i128::from(right), div_scale)
}

/// `left * mul_scale / right`, a half going to the even neighbour.
///
/// With `mul_scale` the scale of `right`, the result has the scale of `left`.
pub fn div_raw(left: i64, right: i64, mul_scale: i64) -> Result<i64, Fault> {
    quotient(i128::from(left) * i128::from(mul_scale), right)
}

/// A product of two `i64` (so far from the ends of `i128`) over a divisor of any sign.
fn quotient(product: i128, divisor: i64) -> Result<i64, Fault> {
    let rounded = match divisor {
        0 => return Err(Fault::DivisionByZero),
        1.. => exact::half_even(product, i128::from(divisor)),
        ..0 => exact::half_even(-product, -i128::from(divisor)),
    };
    i64::try_from(rounded).map_err(|_| Fault::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_stop_at_the_ends() {
        assert_eq!(add(i64::MAX - 1, 1), Ok(i64::MAX));
        assert_eq!(add(i64::MAX, 1), Err(Fault::Overflow));
        assert_eq!(sub(i64::MIN + 1, 1), Ok(i64::MIN));
        assert_eq!(sub(i64::MIN, 1), Err(Fault::Overflow));
    }

    #[test]
    fn halves_go_to_the_even_neighbour() {
        assert_eq!(mul_raw(5, 1, 10), Ok(0));
        assert_eq!(mul_raw(15, 1, 10), Ok(2));
        assert_eq!(mul_raw(25, 1, 10), Ok(2));
        assert_eq!(mul_raw(-15, 1, 10), Ok(-2));
        assert_eq!(mul_raw(-25, 1, 10), Ok(-2));
        assert_eq!(div_raw(5, 2, 1), Ok(2));
        assert_eq!(div_raw(7, -2, 1), Ok(-4));
    }

    #[test]
    fn ends_of_the_range_hold() {
        assert_eq!(mul_raw(i64::MAX, DECIMAL, DECIMAL), Ok(i64::MAX));
        assert_eq!(mul_raw(i64::MIN, DECIMAL, DECIMAL), Ok(i64::MIN));
        assert_eq!(mul_raw(i64::MIN, i64::MIN, i64::MIN), Ok(i64::MIN));
        assert_eq!(mul_raw(i64::MIN, -1, 1), Err(Fault::Overflow));
        assert_eq!(div_raw(i64::MIN, -1, 1), Err(Fault::Overflow));
        assert_eq!(div_raw(i64::MIN, i64::MIN, MONEY), Ok(MONEY));
    }

    #[test]
    fn a_divisor_of_zero_is_its_own_fault() {
        assert_eq!(div_raw(1, 0, MONEY), Err(Fault::DivisionByZero));
        assert_eq!(div_raw(0, 0, MONEY), Err(Fault::DivisionByZero));
    }
}
