//! Constants of a policy text: exact rationals, always reduced.

use std::cmp::Ordering;
use std::fmt;

use super::{Fraction, exact};

/// Digits after the point up to which a terminating value is shown as a decimal.
const SHOWN_DIGITS: usize = 12;
/// Ten to the power of [`SHOWN_DIGITS`].
const SHOWN_SCALE: i128 = 1_000_000_000_000;

/// An exact constant in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rational {
    /// Never `i128::MIN`, so that every constant can be negated.
    num: i128,
    /// Positive, and without a common divisor with `num`.
    den: i128,
}

impl Rational {
    /// `num / den`, of any signs; nothing for a zero denominator or terms beyond 128 bits.
    pub fn new(num: i128, den: i128) -> Option<Rational> {
        Fraction::new(num, den).ok().map(Fraction::to_rational)
    }

    /// A whole number.
    pub const fn from_integer(value: i64) -> Rational {
        Rational {
            num: value as i128,
            den: 1,
        }
    }

    /// Zero.
    pub const fn zero() -> Rational {
        Rational::from_integer(0)
    }

    /// One.
    pub const fn one() -> Rational {
        Rational::from_integer(1)
    }

    /// The number written in plain digits, as `123.45` or `-0.5`: no grouping, no exponent, digits on
    /// both sides of the point; nothing for other text or more than 128 bits of digits.
    pub fn parse_decimal(text: &str) -> Option<Rational> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, part)) => (whole, part.trim_end_matches('0')),
            None => (digits, ""),
        };
        let whole_digits = Some(whole).filter(|digits| !digits.is_empty())?;
        let num = append_digits(append_digits(0, whole_digits)?, part)?;
        let den = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
        Rational::new(if negative { -num } else { num }, den)
    }

    /// The numerator in lowest terms.
    pub const fn num(self) -> i128 {
        self.num
    }

    /// The denominator in lowest terms; positive.
    pub const fn den(self) -> i128 {
        self.den
    }

    /// Whether the value is a whole number.
    pub const fn is_integer(self) -> bool {
        self.den == 1
    }

    /// The sum, if its terms fit 128 bits on the way.
    pub fn checked_add(self, other: Rational) -> Option<Rational> {
        let (left, right) = exact::reduced(self.den, other.den);
        let num = self
            .num
            .checked_mul(right)?
            .checked_add(other.num.checked_mul(left)?)?;
        Rational::new(num, left.checked_mul(other.den)?)
    }

    /// The difference, if its terms fit 128 bits on the way.
    pub fn checked_sub(self, other: Rational) -> Option<Rational> {
        self.checked_add(other.checked_neg()?)
    }

    /// The product, if its terms fit 128 bits.
    pub fn checked_mul(self, other: Rational) -> Option<Rational> {
        let product = Fraction::from(self).mul(Fraction::from(other));
        product.ok().map(Fraction::to_rational)
    }

    /// The quotient, if there is one and its terms fit 128 bits.
    pub fn checked_div(self, other: Rational) -> Option<Rational> {
        let quotient = Fraction::from(self).div(Fraction::from(other));
        quotient.ok().map(Fraction::to_rational)
    }

    /// The value with the other sign.
    pub fn checked_neg(self) -> Option<Rational> {
        let num = self.num.checked_neg()?;
        Some(Rational { num, den: self.den })
    }

    /// The raw to store at `scale`, a half going to the even neighbour; nothing beyond `i64`.
    pub fn round_to_scale(self, scale: i64) -> Option<i64> {
        Fraction::from(self).to_raw(scale).ok()
    }

    /// The reduced form of the terms of a [`Fraction`], which keeps the same signs.
    pub(super) fn from_terms(num: i128, den: i128) -> Rational {
        let (num, den) = exact::reduced(num, den);
        Rational { num, den }
    }
}

impl Ord for Rational {
    /// Exact, also where the cross products leave 128 bits.
    fn cmp(&self, other: &Rational) -> Ordering {
        exact::compare((self.num, self.den), (other.num, other.den))
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Rational {
    /// A plain decimal if it ends within twelve digits, else `n/d`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if SHOWN_SCALE % self.den != 0 {
            return write!(f, "{}/{}", self.num, self.den);
        }
        let sign = if self.num < 0 { "-" } else { "" };
        let magnitude = self.num.unsigned_abs();
        let den = self.den.unsigned_abs();
        let (whole, rest) = (magnitude / den, magnitude % den);
        write!(f, "{sign}{whole}")?;
        if rest == 0 {
            return Ok(());
        }
        // `rest < den <= SHOWN_SCALE`, so the product is far below 128 bits.
        let part = rest * (SHOWN_SCALE.unsigned_abs() / den);
        let digits = format!("{part:0SHOWN_DIGITS$}");
        write!(f, ".{}", digits.trim_end_matches('0'))
    }
}

/// `start` with the decimal digits of `text` written after it.
fn append_digits(start: i128, text: &str) -> Option<i128> {
    text.bytes().try_fold(start, |value, byte| {
        let digit = byte.is_ascii_digit().then(|| i128::from(byte - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a missing value in a test is a failed test"
)]
mod tests {
    use super::*;

    fn rational(num: i128, den: i128) -> Rational {
        Rational::new(num, den).unwrap()
    }

    #[test]
    fn terms_are_lowest_and_the_sign_is_on_top() {
        let half = rational(-3, -6);
        assert_eq!((half.num(), half.den()), (1, 2));
        assert_eq!(rational(0, -7), Rational::zero());
        assert_eq!(Rational::new(1, 0), None);
        assert!(rational(8, -4).is_integer());
        assert!(!half.is_integer());
    }

    #[test]
    fn eighteenths_add_up_to_one() {
        let weight = rational(1, 18);
        let total = (0..18).try_fold(Rational::zero(), |sum, _| sum.checked_add(weight));
        assert_eq!(total, Some(Rational::one()));
        assert_eq!(Rational::one().checked_sub(weight), Some(rational(17, 18)));
    }

    #[test]
    fn operations_end_where_the_terms_do() {
        let big = rational(i128::MAX, 1);
        assert_eq!(big.checked_add(Rational::one()), None);
        assert_eq!(big.checked_mul(rational(2, 1)), None);
        assert_eq!(big.checked_sub(big), Some(Rational::zero()));
        assert_eq!(big.checked_div(big), Some(Rational::one()));
        assert_eq!(big.checked_div(Rational::zero()), None);
        assert_eq!(Rational::new(i128::MIN, 1), None);
    }

    #[test]
    fn plain_decimals_are_read_exactly() {
        let read = Rational::parse_decimal;
        assert_eq!(read("123.45"), Some(rational(2_469, 20)));
        assert_eq!(read("-0.5"), Some(rational(-1, 2)));
        assert_eq!(read("007"), Some(rational(7, 1)));
        assert_eq!(read("1.5000"), Some(rational(3, 2)));
        assert_eq!(
            read(&format!("1.5{}", "0".repeat(100))),
            Some(rational(3, 2))
        );
        assert_eq!(read(&format!("1{}", "0".repeat(39))), None);
        assert_eq!(read(&format!("0.{}1", "0".repeat(38))), None);
        for text in [
            "", "-", ".", ".5", "5.", "1_000", "1,5", "1.2.3", "1e3", "+1", "--1", " 1", "1 ", "٣",
            "-.5", "1.-5", "0x1",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_decimal_is_shown_where_it_ends() {
        assert_eq!(rational(-5, 2).to_string(), "-2.5");
        assert_eq!(rational(1, 18).to_string(), "1/18");
        assert_eq!(rational(-1, 3).to_string(), "-1/3");
        assert_eq!(rational(42, 1).to_string(), "42");
        assert_eq!(rational(1, 1 << 12).to_string(), "0.000244140625");
        assert_eq!(rational(1, 1 << 13).to_string(), "1/8192");
        assert_eq!(rational(i128::MAX, 1).to_string(), i128::MAX.to_string());
        assert_eq!(rational(-1, 1_000).to_string(), "-0.001");
    }

    #[test]
    fn storing_rounds_halves_to_even() {
        assert_eq!(rational(5, 100_000).round_to_scale(10_000), Some(0));
        assert_eq!(rational(15, 100_000).round_to_scale(10_000), Some(2));
        assert_eq!(rational(-15, 100_000).round_to_scale(10_000), Some(-2));
        assert_eq!(
            Rational::from_integer(i64::MAX).round_to_scale(1),
            Some(i64::MAX)
        );
        assert_eq!(
            Rational::from_integer(i64::MAX).round_to_scale(10_000),
            None
        );
    }
}
