//! A figure with its bounds, and the arithmetic of bounds.

use crate::check::tree::{FigureRound, Program, RoundWay};
use crate::number::{DECIMAL, Date, Rational, format_decimal};
use crate::syntax::ast::BinaryOp;

use super::constant::constant_number;
use super::summary::Figure;

/// A figure as decided and between which values it lies; exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exact {
    /// Unknown rows left out; `None` where undefined.
    pub(super) decided: Option<Rational>,
    /// `None`: no bound known.
    pub(super) lowest: Option<Rational>,
    /// `None`: no bound known.
    pub(super) highest: Option<Rational>,
    /// Unknown rows left out.
    pub(super) unknown: u64,
    /// Known rows that a measure cannot take.
    pub(super) left_out: u64,
}

impl Exact {
    /// A figure about which nothing is open.
    pub(super) fn certain(value: Option<Rational>) -> Self {
        Self {
            decided: value,
            lowest: value,
            highest: value,
            unknown: 0,
            left_out: 0,
        }
    }

    /// Applies an operator to figure and bounds.
    pub(super) fn combine(op: BinaryOp, left: &Self, right: &Self) -> Self {
        let (lowest, highest) = ends(op, left, right);
        Self {
            decided: apply(op, left.decided, right.decided),
            lowest,
            highest,
            unknown: left.unknown.max(right.unknown),
            left_out: left.left_out.max(right.left_out),
        }
    }

    /// Rounds figure and bounds, which keeps their order.
    pub(super) fn rounded(self, round: impl Fn(Rational) -> Option<Rational>) -> Self {
        Self {
            decided: self.decided.and_then(&round),
            lowest: self.lowest.and_then(&round),
            highest: self.highest.and_then(&round),
            ..self
        }
    }

    /// As it is written out: rounded half to even at six decimals.
    pub(super) fn shown(&self) -> Figure {
        let text = |value: Option<Rational>| {
            value
                .and_then(|it| it.round_to_scale(DECIMAL))
                .map(|raw| format_decimal(raw, DECIMAL))
        };
        Figure {
            decided: text(self.decided),
            lowest: text(self.lowest),
            highest: text(self.highest),
            unknown: self.unknown,
            left_out: self.left_out,
            standard_error: None,
            interval: None,
        }
    }

    /// The same with a standard error, and the interval of 95 % that follows from it.
    pub(super) fn sampled(&self, error: Option<f64>) -> Figure {
        let shown = self.shown();
        let Some((error, decided)) = super::measure::rational(error).zip(self.decided) else {
            return shown;
        };
        let reach = Rational::new(1_959_964, 1_000_000).and_then(|it| it.checked_mul(error));
        let text = |value: Option<Rational>| {
            let raw = value?.round_to_scale(DECIMAL)?;
            Some(format_decimal(raw, DECIMAL))
        };
        let low = text(reach.and_then(|reach| decided.checked_sub(reach)));
        let high = text(reach.and_then(|reach| decided.checked_add(reach)));
        Figure {
            standard_error: text(Some(error)),
            interval: low.zip(high),
            ..shown
        }
    }
}

/// An operator on two figures, where both are defined and it is.
pub(super) fn apply(
    op: BinaryOp,
    left: Option<Rational>,
    right: Option<Rational>,
) -> Option<Rational> {
    let (left, right) = (left?, right?);
    match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Subtract => left.checked_sub(right),
        BinaryOp::Multiply => left.checked_mul(right),
        BinaryOp::Divide => left.checked_div(right),
    }
}

/// The lowest and highest result over two intervals.
fn ends(op: BinaryOp, left: &Exact, right: &Exact) -> (Option<Rational>, Option<Rational>) {
    match op {
        BinaryOp::Add => (
            apply(op, left.lowest, right.lowest),
            apply(op, left.highest, right.highest),
        ),
        BinaryOp::Subtract => (
            apply(op, left.lowest, right.highest),
            apply(op, left.highest, right.lowest),
        ),
        BinaryOp::Multiply | BinaryOp::Divide => corners(op, left, right),
    }
}

fn corners(op: BinaryOp, left: &Exact, right: &Exact) -> (Option<Rational>, Option<Rational>) {
    let zero = Rational::zero();
    let around_zero = match (right.lowest, right.highest) {
        (Some(low), Some(high)) => low <= zero && zero <= high,
        (None, _) | (_, None) => true,
    };
    if op == BinaryOp::Divide && around_zero {
        return (None, None);
    }
    let mut found = Vec::new();
    for l in [left.lowest, left.highest] {
        for r in [right.lowest, right.highest] {
            match apply(op, l, r) {
                Some(value) => found.push(value),
                None => return (None, None),
            }
        }
    }
    (found.iter().min().copied(), found.iter().max().copied())
}

/// How a figure is rounded on a day.
pub(super) fn rounding(
    program: &Program,
    date: Date,
    how: &FigureRound,
) -> impl Fn(Rational) -> Option<Rational> {
    let (way, step) = match how {
        FigureRound::Stored(ty) => (None, ty.scale().and_then(|it| Rational::new(1, it.into()))),
        FigureRound::To(way, step) => (Some(*way), constant_number(program, step, date)),
    };
    move |value| {
        if let Some(way) = way {
            return to_step(value, way, step?);
        }
        let scale = i64::try_from(step?.den()).ok()?;
        let raw = value.round_to_scale(scale)?;
        Rational::new(i128::from(raw), i128::from(scale))
    }
}

/// To a multiple of a step: the nearest (half away from zero), the next above or the next below.
fn to_step(value: Rational, way: RoundWay, step: Rational) -> Option<Rational> {
    let steps = value.checked_div(step)?;
    let (num, den) = (steps.num(), steps.den());
    let below = num.div_euclid(den);
    let rest = num.rem_euclid(den);
    let whole = match way {
        RoundWay::Down => below,
        RoundWay::Up => below + i128::from(rest > 0),
        RoundWay::Nearest => {
            let twice = rest.checked_mul(2)?;
            let is_more = twice > den || (twice == den && num > 0);
            below + i128::from(is_more)
        }
    };
    Rational::new(whole, 1)?.checked_mul(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: i64, high: i64) -> Exact {
        Exact {
            decided: Some(Rational::from_integer(low)),
            lowest: Some(Rational::from_integer(low)),
            highest: Some(Rational::from_integer(high)),
            unknown: 1,
            left_out: 0,
        }
    }

    #[test]
    fn a_quotient_is_lowest_over_the_highest_divisor() {
        let it = Exact::combine(BinaryOp::Divide, &between(10, 20), &between(2, 5));
        assert_eq!(it.shown().lowest.as_deref(), Some("2"));
        assert_eq!(it.shown().highest.as_deref(), Some("10"));
        assert_eq!(it.shown().decided.as_deref(), Some("5"));
    }

    #[test]
    fn a_divisor_that_may_be_zero_gives_no_bound() {
        let it = Exact::combine(BinaryOp::Divide, &between(10, 20), &between(0, 5));
        assert_eq!((it.decided, it.lowest, it.highest), (None, None, None));
    }
}
