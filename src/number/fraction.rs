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
            self.num.checked_mul(other.num),
            self.den.checked_mul(other.den),
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
        exact::scaled_half_even(self.num, self.den, scale)
    }

    /// The multiple of `to` that `mode` takes; exact.
    ///
    /// A step that is not positive is [`Fault::DivisionByZero`].
    pub fn round(self, mode: Mode, to: Fraction) -> Result<Fraction, Fault> {
        let steps = self.div_by_step(to)?;
        let (floor, rest) = (
            steps.num.div_euclid(steps.den),
            steps.num.rem_euclid(steps.den),
        );
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
        i64::try_from(steps.num.div_euclid(steps.den)).map_err(|_| Fault::Overflow)
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
