//! A number that is moved: the literal in a change, which takes one value after another.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a literal is told apart from all other expressions"
)]

use crate::number::{Period, Rational};
use crate::syntax::ast::{Expr, ExprKind, Set};

/// A change with one number left open: all of `line = Rp 500_000`, the last of `line = line * 90%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    set: Set,
    unit: Unit,
}

/// What kind of number it is.
#[derive(Clone, Debug, PartialEq)]
enum Unit {
    Number,
    Percent,
    Money(String, Option<Period>),
}

impl Moved {
    /// The change, and the value that is written in it; `None` where it does not end with a number.
    pub fn new(set: Set) -> Option<(Self, Rational)> {
        let (unit, value) = literal(place(&set.value))?;
        Some((Self { set, unit }, value))
    }

    /// The value of another literal of the same kind: a period may be left out.
    pub fn read(&self, expr: &Expr) -> Option<Rational> {
        let (unit, value) = literal(expr)?;
        let fits = match (&self.unit, &unit) {
            (Unit::Money(own, period), Unit::Money(other, given)) => {
                own == other && (given.is_none() || given == period)
            }
            (own, other) => own == other,
        };
        fits.then_some(value)
    }

    /// The change with a value put in.
    pub fn at(&self, value: Rational) -> Set {
        let mut set = self.set.clone();
        let span = place(&set.value).span;
        let kind = match &self.unit {
            Unit::Number => ExprKind::Number(value),
            Unit::Percent => ExprKind::Percent(value),
            Unit::Money(currency, period) => ExprKind::Money {
                amount: value,
                currency: currency.clone(),
                period: *period,
            },
        };
        let number = Expr { kind, span };
        match &mut set.value.kind {
            ExprKind::Binary(_, _, right) => **right = number,
            _ => set.value = number,
        }
        set
    }

    /// The value in the words of the language, its digits as given.
    pub fn shown(&self, digits: &str) -> String {
        match &self.unit {
            Unit::Number => digits.to_owned(),
            Unit::Percent => format!("{digits}%"),
            Unit::Money(currency, period) => {
                let period = period.map_or_else(String::new, |it| format!(" per {}", it.word()));
                format!("{currency} {digits}{period}")
            }
        }
    }
}

/// The place of the number: the whole, or the right side of its outermost operator.
fn place(value: &Expr) -> &Expr {
    match &value.kind {
        ExprKind::Binary(_, _, right) => right,
        _ => value,
    }
}

fn literal(expr: &Expr) -> Option<(Unit, Rational)> {
    match &expr.kind {
        ExprKind::Number(value) => Some((Unit::Number, *value)),
        ExprKind::Percent(value) => Some((Unit::Percent, *value)),
        ExprKind::Money {
            amount,
            currency,
            period,
        } => Some((Unit::Money(currency.clone(), *period), *amount)),
        ExprKind::Negate(inner) => {
            let (unit, value) = literal(inner)?;
            Some((unit, value.checked_neg()?))
        }
        _ => None,
    }
}
