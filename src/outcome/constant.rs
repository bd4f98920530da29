//! Numbers that stand for all rows: constants and parameters at a date.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use crate::check::tree::{Constant, Expr, ExprKind, Program};
use crate::number::{Date, Rational};

/// The number of an expression of constants and unkeyed parameters at a date.
pub(crate) fn constant_number(program: &Program, expr: &Expr, date: Date) -> Option<Rational> {
    let both = |left: &Expr, right: &Expr| {
        Some((
            constant_number(program, left, date)?,
            constant_number(program, right, date)?,
        ))
    };
    match &expr.kind {
        ExprKind::Constant(Constant::Number(number)) => Some(*number),
        ExprKind::Parameter(id, keys) if keys.is_empty() => {
            let interval = program.parameters.get(id.index())?.on(date)?;
            match interval.values.values().next()? {
                Constant::Number(number) => Some(*number),
                Constant::Boolean(_)
                | Constant::Date(_)
                | Constant::Text(_)
                | Constant::Enum(_) => None,
            }
        }
        ExprKind::Retype(inner) => constant_number(program, inner, date),
        ExprKind::Negate(inner) => constant_number(program, inner, date)?.checked_neg(),
        ExprKind::Add(left, right) => both(left, right).and_then(|(l, r)| l.checked_add(r)),
        ExprKind::Subtract(left, right) => both(left, right).and_then(|(l, r)| l.checked_sub(r)),
        ExprKind::Multiply(left, right) => both(left, right).and_then(|(l, r)| l.checked_mul(r)),
        ExprKind::Divide(left, right) => both(left, right).and_then(|(l, r)| l.checked_div(r)),
        _ => None,
    }
}
