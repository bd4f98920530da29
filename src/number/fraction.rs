//! A chain of `*` and `/`, kept as one fraction until it is stored, compared or rounded.

use std::cmp::Ordering;

use super::{Fault, Rational, exact};

/// An exact quotient with a positive denominator, not necessarily reduced.
///
/// Reducing costs a greatest common divisor, so it waits until a product would leave 128 bits. Two
/// fractions are equal when their values are, whatever their terms.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    /// Never `i128::MIN`, so that every fraction can be negated.
    num: i128,
    /// Positive.
    den: i128,
}

/// Which multiple a written rounding takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// `round(x)`: the nearest, a half away from zero.
    Nearest,
    /// `round up(x)`: the next towards plus infinity.
    Up,
    /// `round down(x)`: the next towards minus infinity.
    Down,
}

impl Fraction {
    /// Zero.
    pub const ZERO: Fraction = Fraction { num: 0, den: 1 };

    /// `num / den`, of any signs.
    pub fn new(num: i128, den: i128) -> Result<Fraction, Fault> {
        match den {
            0 => Err(Fault::DivisionByZero),
            1.. => Fraction::with_positive(num, den),
            ..0 => match (num.checked_neg(), den.checked_neg()) {
                (Some(num), Some(den)) => Fraction::with_positive(num, den),
                // One of the two is `i128::MIN`; halving both may still give the value.
                (None, _) | (_, None) if num % 2 == 0 && den % 2 == 0 => {
                    Fraction::new(num / 2, den / 2)
                }
                (None, _) | (_, None) => Err(Fault::Overflow),
            },
        }
    }

    /// The value of a stored raw; `scale` is one of the constants of [`scale`](super::scale).
    pub const fn from_raw(raw: i64, scale: i64) -> Fraction {
        debug_assert!(scale > 0, "a scale is positive");
        Fraction {
            num: raw as i128,
            den: scale as i128,
        }
    }

    /// The numerator as it stands.
    pub const fn num(self) -> i128 {
        self.num
    }

    /// The denominator as it stands; positive.
    pub const fn den(self) -> i128 {
        self.den
    }

    /// The product; reduces only where the terms would leave 128 bits.
    #[expect(
        clippy::should_implement_trait,
        reason = "an operator would hide that it can fail"
    )]
    pub fn mul(self, other: Fraction) -> Result<Fraction, Fault> {
        match (
            exact::product(self.num, other.num),
            exact::product(self.den, other.den),
        ) {
            (Some(num), Some(den)) if num != i128::MIN => Ok(Fraction { num, den }),
            _ => self.mul_reduced(other),
        }
    }

    /// The quotient; a divisor of zero is [`Fault::DivisionByZero`].
    #[expect(
        clippy::should_implement_trait,
        reason = "an operator would hide that it can fail"
    )]
    pub fn div(self, other: Fraction) -> Result<Fraction, Fault> {
        let inverse = match other.num.cmp(&0) {
            Ordering::Equal => return Err(Fault::DivisionByZero),
            Ordering::Greater => Fraction {
                num: other.den,
                den: other.num,
            },
            Ordering::Less => Fraction {
                num: -other.den,
                den: -other.num,
            },
        };
        self.mul(inverse)
    }

    /// The value with the other sign.
    #[must_use]
    pub const fn neg(self) -> Fraction {
        Fraction {
            num: -self.num,
            den: self.den,
        }
    }

    /// The raw to store at `scale`: rounded once, a half to the even neighbour.
    pub fn to_raw(self, scale: i64) -> Result<i64, Fault> {
        debug_assert!(scale > 0, "a scale is positive");
        exact::scaled_half_even(self.num, self.den, scale)
    }

    /// The multiple of `to` that `mode` takes; exact.
    ///
    /// A step that is not positive is [`Fault::DivisionByZero`].
    pub fn round(self, mode: Mode, to: Fraction) -> Result<Fraction, Fault> {
        let steps = self.div_by_step(to)?;
        let (floor, rest) = exact::divide(steps.num, steps.den);
        let up = match mode {
            Mode::Down => false,
            Mode::Up => rest > 0,
            Mode::Nearest => match rest.cmp(&(steps.den - rest)) {
                Ordering::Less => false,
                // Away from zero: up above it, down below it.
                Ordering::Equal => steps.num > 0,
                Ordering::Greater => true,
            },
        };
        let num = floor + i128::from(up);
        Fraction::with_positive(num, 1)?.mul(to)
    }

    /// The number of full steps of `of` in the value: the largest whole number not above the quotient.
    ///
    /// A step that is not positive is [`Fault::DivisionByZero`].
    pub fn steps(self, of: Fraction) -> Result<i64, Fault> {
        let steps = self.div_by_step(of)?;
        let (full, _) = exact::divide(steps.num, steps.den);
        i64::try_from(full).map_err(|_| Fault::Overflow)
    }

    /// The same value as a reduced constant.
    pub fn to_rational(self) -> Rational {
        Rational::from_terms(self.num, self.den)
    }

    /// The terms of a [`Rational`], which keeps the same invariants.
    pub(super) const fn from_terms(num: i128, den: i128) -> Fraction {
        Fraction { num, den }
    }

    fn with_positive(num: i128, den: i128) -> Result<Fraction, Fault> {
        if num != i128::MIN {
            return Ok(Fraction { num, den });
        }
        match exact::reduced(num, den) {
            (i128::MIN, _) => Err(Fault::Overflow),
            (num, den) => Ok(Fraction { num, den }),
        }
    }

    /// The product of the reduced terms: it fails only if the reduced product does not fit.
    fn mul_reduced(self, other: Fraction) -> Result<Fraction, Fault> {
        let ((a, b), (c, d)) = (
            exact::reduced(self.num, self.den),
            exact::reduced(other.num, other.den),
        );
        let ((a, d), (c, b)) = (exact::reduced(a, d), exact::reduced(c, b));
        let num = a.checked_mul(c).ok_or(Fault::Overflow)?;
        let den = b.checked_mul(d).ok_or(Fault::Overflow)?;
        Fraction::with_positive(num, den)
    }

    fn div_by_step(self, step: Fraction) -> Result<Fraction, Fault> {
        if step.num <= 0 {
            return Err(Fault::DivisionByZero);
        }
        self.div(step)
    }
}

impl From<Rational> for Fraction {
    fn from(constant: Rational) -> Fraction {
        Fraction::from_terms(constant.num(), constant.den())
    }
}

impl Ord for Fraction {
    /// Exact beyond 128 bits; a pair of multiplications where the products fit.
    fn cmp(&self, other: &Fraction) -> Ordering {
        exact::compare((self.num, self.den), (other.num, other.den))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Fraction) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a fault in a test is a failed test")]
mod tests {
    use super::super::scale;
    use super::*;

    fn fraction(num: i128, den: i128) -> Fraction {
        Fraction::new(num, den).unwrap()
    }

    #[test]
    fn a_hair_above_half_is_above_half() {
        let share = Fraction::from_raw(500_001, 1)
            .div(Fraction::from_raw(1_000_001, 1))
            .unwrap();
        assert!(share > fraction(50, 100));
        // What a stored decimal would say:
        assert_eq!(share.to_raw(scale::DECIMAL), Ok(500_000));
    }

    #[test]
    fn signs_move_to_the_numerator() {
        assert_eq!(fraction(1, -2).num(), -1);
        assert_eq!(fraction(-1, -2), fraction(1, 2));
        assert_eq!(fraction(-6, 4), fraction(3, -2));
        assert_eq!(Fraction::new(1, 0), Err(Fault::DivisionByZero));
        assert_eq!(Fraction::new(0, 0), Err(Fault::DivisionByZero));
    }

    #[test]
    fn the_smallest_terms_are_halved_or_refused() {
        assert_eq!(fraction(i128::MIN, 2).num(), i128::MIN / 2);
        assert_eq!(fraction(i128::MIN, -2).num(), 1 << 126);
        assert_eq!(fraction(i128::MIN, i128::MIN), fraction(1, 1));
        assert_eq!(fraction(2, i128::MIN).den(), 1 << 126);
        assert_eq!(Fraction::new(i128::MIN, 1), Err(Fault::Overflow));
        assert_eq!(Fraction::new(i128::MIN, -1), Err(Fault::Overflow));
        assert_eq!(Fraction::new(1, i128::MIN), Err(Fault::Overflow));
        assert_eq!(Fraction::new(i128::MIN, -3), Err(Fault::Overflow));
    }

    #[test]
    fn a_product_reduces_before_it_overflows() {
        let big = fraction(i128::MAX, 3);
        assert_eq!(big.mul(fraction(3, i128::MAX)), Ok(fraction(1, 1)));
        assert_eq!(big.div(big), Ok(fraction(1, 1)));
        assert_eq!(big.div(big.neg()), Ok(fraction(-1, 1)));
        assert_eq!(big.mul(big), Err(Fault::Overflow));
        // The product of the terms is i128::MIN, which has no negative.
        let edge = fraction(-(1 << 126), 1).mul(fraction(2, 1));
        assert_eq!(edge, Err(Fault::Overflow));
        let halved = fraction(-(1 << 126), 1).mul(fraction(2, 4));
        assert_eq!(halved, Ok(fraction(-(1 << 125), 1)));
    }

    #[test]
    fn division_by_zero_is_its_own_fault() {
        let zero = Fraction::ZERO;
        assert_eq!(fraction(1, 2).div(zero), Err(Fault::DivisionByZero));
        assert_eq!(zero.div(zero), Err(Fault::DivisionByZero));
        assert_eq!(zero.div(fraction(1, -2)), Ok(zero));
        for step in [zero, fraction(-1, 1)] {
            assert_eq!(fraction(1, 2).steps(step), Err(Fault::DivisionByZero));
            for mode in [Mode::Nearest, Mode::Up, Mode::Down] {
                let rounded = fraction(1, 2).round(mode, step);
                assert_eq!(rounded, Err(Fault::DivisionByZero));
            }
        }
    }

    #[test]
    fn storing_rounds_halves_to_even_at_the_ends_too() {
        assert_eq!(fraction(1, 2).to_raw(1), Ok(0));
        assert_eq!(fraction(3, 2).to_raw(1), Ok(2));
        assert_eq!(fraction(-3, 2).to_raw(1), Ok(-2));
        let twice_max = i128::from(i64::MAX) * 2;
        assert_eq!(fraction(twice_max, 2).to_raw(1), Ok(i64::MAX));
        assert_eq!(fraction(twice_max + 1, 2).to_raw(1), Err(Fault::Overflow));
        let twice_min = i128::from(i64::MIN) * 2;
        assert_eq!(fraction(twice_min - 1, 2).to_raw(1), Ok(i64::MIN));
        assert_eq!(fraction(twice_min - 2, 2).to_raw(1), Err(Fault::Overflow));
        // Beyond 128 bits on the way, and small at the end.
        assert_eq!(
            fraction(i128::MAX - 1, i128::MAX).to_raw(10_000),
            Ok(10_000)
        );
        assert_eq!(fraction(i128::MAX, 1).to_raw(10_000), Err(Fault::Overflow));
        assert_eq!(fraction(-i128::MAX, 1).to_raw(10_000), Err(Fault::Overflow));
    }

    #[test]
    fn written_rounding_is_half_away_from_zero() {
        let thousand = fraction(1_000, 1);
        for (value, nearest, up, down) in [
            (1_500, 2_000, 2_000, 1_000),
            (-1_500, -2_000, -1_000, -2_000),
            (1_499, 1_000, 2_000, 1_000),
            (-1_501, -2_000, -1_000, -2_000),
            (-1_499, -1_000, -1_000, -2_000),
            (2_000, 2_000, 2_000, 2_000),
            (-2_000, -2_000, -2_000, -2_000),
            (0, 0, 0, 0),
        ] {
            let rounded = |mode| fraction(value, 1).round(mode, thousand).unwrap();
            assert_eq!(rounded(Mode::Nearest), fraction(nearest, 1), "{value}");
            assert_eq!(rounded(Mode::Up), fraction(up, 1), "{value}");
            assert_eq!(rounded(Mode::Down), fraction(down, 1), "{value}");
        }
    }

    #[test]
    fn steps_count_full_ones() {
        let of = fraction(1_000, 1);
        assert_eq!(fraction(2_999, 1).steps(of), Ok(2));
        assert_eq!(fraction(3_000, 1).steps(of), Ok(3));
        assert_eq!(fraction(-1, 1).steps(of), Ok(-1));
        // A third of 9 000 is three full steps, though no decimal of a third says so.
        let third = fraction(1, 3).mul(fraction(9_000, 1)).unwrap();
        assert_eq!(third.steps(of), Ok(3));
        let tiny = fraction(1, 1 << 70);
        assert_eq!(fraction(1, 1).steps(tiny), Err(Fault::Overflow));
    }
}
