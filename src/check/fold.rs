//! Values of constant expressions, exactly, on a day.

use std::cmp::Ordering;

use super::Checker;
use super::tree::{Constant, Expr, ExprKind, Function, Key, ParameterId};
use crate::number::{Date, Rational};
use crate::source::Span;

/// The order of two constants of one type; `None` where they have none.
pub(super) fn order(a: &Constant, b: &Constant) -> Option<Ordering> {
    match (a, b) {
        (Constant::Number(a), Constant::Number(b)) => Some(a.cmp(b)),
        (Constant::Boolean(a), Constant::Boolean(b)) => Some(a.cmp(b)),
        (Constant::Date(a), Constant::Date(b)) => Some(a.cmp(b)),
        (Constant::Text(a), Constant::Text(b)) => Some(a.cmp(b)),
        (Constant::Enum(a), Constant::Enum(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

impl Checker<'_> {
    /// The value where it hangs on no parameter and no date.
    pub(super) fn fold_constant(&self, expr: &Expr) -> Option<Constant> {
        self.fold(expr, None)
    }

    /// The value on a day; `None` where it is no constant then.
    pub(super) fn fold_on(&self, expr: &Expr, day: Date) -> Option<Constant> {
        self.fold(expr, Some(day))
    }

    fn fold(&self, expr: &Expr, day: Option<Date>) -> Option<Constant> {
        let number = |expr: &Expr| match self.fold(expr, day)? {
            Constant::Number(number) => Some(number),
            Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => {
                None
            }
        };
        let both = |a: &Expr, b: &Expr, with: fn(Rational, Rational) -> Option<Rational>| {
            with(number(a)?, number(b)?).map(Constant::Number)
        };
        match &expr.kind {
            ExprKind::Constant(constant) => Some(constant.clone()),
            ExprKind::EvaluationDate => day.map(Constant::Date),
            ExprKind::Retype(inner) => self.fold(inner, day),
            ExprKind::Negate(inner) => number(inner)?.checked_neg().map(Constant::Number),
            ExprKind::Add(a, b) => both(a, b, Rational::checked_add),
            ExprKind::Subtract(a, b) => both(a, b, Rational::checked_sub),
            ExprKind::Multiply(a, b) => both(a, b, Rational::checked_mul),
            ExprKind::Divide(a, b) => both(a, b, Rational::checked_div),
            ExprKind::Parameter(id, keys) => {
                let keys: Option<Vec<Constant>> =
                    keys.iter().map(|it| self.fold(it, day)).collect();
                self.parameter_on(*id, &keys?, day)
            }
            ExprKind::OneOf(value, all) => {
                Some(Constant::Boolean(all.contains(&self.fold(value, day)?)))
            }
            ExprKind::Compare(op, a, b) => {
                let order = order(&self.fold(a, day)?, &self.fold(b, day)?)?;
                Some(Constant::Boolean(op.holds(order)))
            }
            ExprKind::Not(inner) => match self.fold(inner, day)? {
                Constant::Boolean(value) => Some(Constant::Boolean(!value)),
                Constant::Number(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => {
                    None
                }
            },
            ExprKind::If(condition, then, other) => match self.fold(condition, day)? {
                Constant::Boolean(true) => self.fold(then, day),
                Constant::Boolean(false) => self.fold(other, day),
                Constant::Number(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => {
                    None
                }
            },
            ExprKind::Call(function, arguments) => self.fold_call(*function, arguments, day),
            _ => None,
        }
    }

    fn fold_call(
        &self,
        function: Function,
        arguments: &[Expr],
        day: Option<Date>,
    ) -> Option<Constant> {
        let values: Option<Vec<Constant>> = arguments.iter().map(|it| self.fold(it, day)).collect();
        match (function, values?.as_slice()) {
            (Function::Min, [a, b]) => Some(if order(a, b)?.is_le() {
                a.clone()
            } else {
                b.clone()
            }),
            (Function::Max, [a, b]) => Some(if order(a, b)?.is_ge() {
                a.clone()
            } else {
                b.clone()
            }),
            (Function::Abs, [Constant::Number(value)]) => {
                let value = if *value < Rational::zero() {
                    value.checked_neg()?
                } else {
                    *value
                };
                Some(Constant::Number(value))
            }
            (Function::AddDays, [Constant::Date(date), Constant::Number(by)]) => {
                date.add_days(whole(*by)?).map(Constant::Date)
            }
            (Function::AddMonths, [Constant::Date(date), Constant::Number(by)]) => {
                date.add_months(whole(*by)?).map(Constant::Date)
            }
            (Function::AddYears, [Constant::Date(date), Constant::Number(by)]) => {
                date.add_years(whole(*by)?).map(Constant::Date)
            }
            _ => None,
        }
    }

    /// The entry of a parameter; without a day, where all days have the same.
    fn parameter_on(
        &self,
        id: ParameterId,
        keys: &[Constant],
        day: Option<Date>,
    ) -> Option<Constant> {
        let parameter = self.program.parameters.get(id.index())?;
        let keys: Option<Vec<Key>> = keys.iter().map(key_of).collect();
        let day = day.or_else(|| match parameter.intervals.as_slice() {
            [only] if only.from == Date::MIN => Some(only.from),
            _ => None,
        });
        let interval = parameter.on(day?)?;
        let value = interval.values.get(&keys?);
        value.or(interval.otherwise.as_ref()).cloned()
    }

    /// The parameters that an expression names, with the places.
    pub(super) fn parameters_in(expr: &Expr) -> Vec<(ParameterId, Span)> {
        let mut all = Vec::new();
        super::walk::walk(expr, &mut |it| {
            if let ExprKind::Parameter(id, _) = &it.kind {
                all.push((*id, it.span));
            }
        });
        all
    }
}

/// A whole number that fits 64 bits.
pub(super) fn whole(value: Rational) -> Option<i64> {
    if value.is_integer() {
        i64::try_from(value.num()).ok()
    } else {
        None
    }
}

/// A constant as the key of a parameter.
fn key_of(constant: &Constant) -> Option<Key> {
    match constant {
        Constant::Enum(code) => Some(Key::Enum(*code)),
        Constant::Text(text) => Some(Key::Text(text.clone())),
        Constant::Number(number) => whole(*number).map(Key::Integer),
        Constant::Boolean(_) | Constant::Date(_) => None,
    }
}
