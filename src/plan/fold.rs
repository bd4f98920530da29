//! Constants as they are stored, and operations on constants folded before the run.

use super::op::{Arithmetic, DatePart, DateSpan, DateStep, Scalar};
use crate::check::tree::{Constant, Type};
use crate::number::Date;

/// A constant in the storage of a type; `None` for a number that does not fit (a fault of the rows).
pub fn scalar(constant: &Constant, ty: Type) -> Option<Scalar> {
    match (constant, ty.scale()) {
        (Constant::Number(value), Some(scale)) => value.round_to_scale(scale).map(Scalar::Number),
        (Constant::Number(_), None) => Some(Scalar::Unknown),
        (Constant::Boolean(truth), _) => Some(Scalar::Truth(*truth)),
        (Constant::Date(date), _) => Some(Scalar::Date(date.days())),
        (Constant::Text(text), _) => Some(Scalar::Text(text.clone())),
        (Constant::Enum(code), _) => {
            Some(u16::try_from(*code).map_or(Scalar::Unknown, Scalar::Enum))
        }
    }
}

/// Arithmetic on two constants; `None` where it overflows.
pub fn arithmetic(op: Arithmetic, left: &Scalar, right: &Scalar) -> Option<Scalar> {
    match (left, right) {
        (Scalar::Number(a), Scalar::Number(b)) => Some(Scalar::Number(match op {
            Arithmetic::Add => a.checked_add(*b)?,
            Arithmetic::Subtract => a.checked_sub(*b)?,
            Arithmetic::Min => *a.min(b),
            Arithmetic::Max => *a.max(b),
        })),
        (Scalar::Date(a), Scalar::Date(b)) => match op {
            Arithmetic::Min => Some(Scalar::Date(*a.min(b))),
            Arithmetic::Max => Some(Scalar::Date(*a.max(b))),
            Arithmetic::Add | Arithmetic::Subtract => None,
        },
        (Scalar::Unknown, _) | (_, Scalar::Unknown) => Some(Scalar::Unknown),
        _ => None,
    }
}

/// A part of a constant date.
pub fn date_part(part: DatePart, date: Date) -> i64 {
    match part {
        DatePart::Year => i64::from(date.year()),
        DatePart::Month => i64::from(date.month()),
        DatePart::Day => i64::from(date.day()),
    }
}

/// The distance between two constant dates.
pub fn date_span(span: DateSpan, first: Date, second: Date) -> Option<i64> {
    match span {
        DateSpan::Years => Date::age_years(first, second),
        DateSpan::Months => Date::age_months(first, second),
        DateSpan::Days => Some(i64::from(first.days()) - i64::from(second.days())),
    }
}

/// A constant date so many steps later.
pub fn date_step(step: DateStep, date: Date, by: i64) -> Option<Date> {
    match step {
        DateStep::Days => date.add_days(by),
        DateStep::Months => date.add_months(by),
        DateStep::Years => date.add_years(by),
    }
}
