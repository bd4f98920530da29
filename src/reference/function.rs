//! Functions of numbers, dates and texts.

use super::{Datum, Evaluator, Row};
use crate::check::tree::{Expr, Function, RoundWay, Type};
use crate::number::{Date, Fault, Fraction, INTEGER, Mode};

impl Evaluator<'_> {
    /// A function of its operands, all of them evaluated.
    pub(super) fn call(
        &mut self,
        function: Function,
        operands: &[Expr],
        ty: Type,
        row: Row,
    ) -> Datum {
        let takes_exact = matches!(function, Function::Round(_) | Function::Steps);
        let operands: Vec<Datum> = operands
            .iter()
            .map(|expr| {
                if takes_exact {
                    self.exact(expr, row)
                } else {
                    self.stored(expr, row)
                }
            })
            .collect();
        if !operands.iter().all(Datum::is_known) {
            return Datum::Unknown;
        }
        let result = match function {
            Function::Min => Ok(extreme(&operands, false)),
            Function::Max => Ok(extreme(&operands, true)),
            Function::Abs => absolute(&operands),
            Function::Round(_) | Function::Steps => stepped(function, &operands),
            Function::Age | Function::AgeMonths => Ok(self.age(function, &operands)),
            Function::Year | Function::Month | Function::Day => Ok(part(function, &operands)),
            Function::AddDays | Function::AddMonths | Function::AddYears => {
                moved(function, &operands)
            }
            Function::DaysBetween => Ok(days_between(&operands)),
            Function::Lower | Function::Length | Function::StartsWith | Function::Contains => {
                Ok(of_text(function, &operands))
            }
        };
        let result = self.unless_fault(result);
        self.store(result, ty)
    }

    fn age(&self, function: Function, operands: &[Datum]) -> Datum {
        let birth = operands.first().and_then(Datum::date);
        let on = operands.get(1).map_or(Some(self.date), Datum::date);
        let age = birth.zip(on).and_then(|(birth, on)| match function {
            Function::AgeMonths => Date::age_months(birth, on),
            _ => Date::age_years(birth, on),
        });
        age.map_or(Datum::Unknown, Datum::integer)
    }
}

/// The smallest or the largest of known operands.
fn extreme(operands: &[Datum], largest: bool) -> Datum {
    let found = if largest {
        operands.iter().max()
    } else {
        operands.iter().min()
    };
    found.cloned().unwrap_or(Datum::Unknown)
}

fn absolute(operands: &[Datum]) -> Result<Datum, Fault> {
    let number = operands.first().and_then(Datum::number);
    Ok(number.map_or(Datum::Unknown, |number| {
        Datum::Number(if number < Fraction::ZERO {
            number.neg()
        } else {
            number
        })
    }))
}

/// `round` and `steps`, of whole units where no step is written.
fn stepped(function: Function, operands: &[Datum]) -> Result<Datum, Fault> {
    let one = Some(Fraction::from_raw(1, INTEGER));
    let number = operands.first().and_then(Datum::number);
    let step = operands.get(1).map_or(one, Datum::number);
    let Some((number, step)) = number.zip(step) else {
        return Ok(Datum::Unknown);
    };
    let mode = match function {
        Function::Round(RoundWay::Nearest) => Mode::Nearest,
        Function::Round(RoundWay::Up) => Mode::Up,
        Function::Round(RoundWay::Down) => Mode::Down,
        _ => return number.steps(step).map(Datum::integer),
    };
    number.round(mode, step).map(Datum::Number)
}

fn part(function: Function, operands: &[Datum]) -> Datum {
    let part = operands
        .first()
        .and_then(Datum::date)
        .map(|date| match function {
            Function::Year => i64::from(date.year()),
            Function::Month => i64::from(date.month()),
            _ => i64::from(date.day()),
        });
    part.map_or(Datum::Unknown, Datum::integer)
}

/// A date so many days, months or years later; outside the calendar is an overflow.
fn moved(function: Function, operands: &[Datum]) -> Result<Datum, Fault> {
    let date = operands.first().and_then(Datum::date);
    let Some((date, by)) = date.zip(operands.get(1).and_then(Datum::number)) else {
        return Ok(Datum::Unknown);
    };
    let by = by.to_raw(INTEGER)?;
    let moved = match function {
        Function::AddDays => date.add_days(by),
        Function::AddMonths => date.add_months(by),
        _ => date.add_years(by),
    };
    moved.map(Datum::Date).ok_or(Fault::Overflow)
}

fn days_between(operands: &[Datum]) -> Datum {
    let dates = operands
        .first()
        .and_then(Datum::date)
        .zip(operands.get(1).and_then(Datum::date));
    dates.map_or(Datum::Unknown, |(late, early)| {
        Datum::integer(i64::from(late.days()) - i64::from(early.days()))
    })
}

fn of_text(function: Function, operands: &[Datum]) -> Datum {
    let text = operands.first().and_then(Datum::text);
    let other = operands.get(1).and_then(Datum::text);
    match (function, text, other) {
        (Function::Lower, Some(text), _) => Datum::Text(text.to_lowercase()),
        (Function::Length, Some(text), _) => super::expression::count_of(text.chars()),
        (Function::StartsWith, Some(text), Some(start)) => Datum::Boolean(text.starts_with(start)),
        (Function::Contains, Some(text), Some(piece)) => Datum::Boolean(text.contains(piece)),
        _ => Datum::Unknown,
    }
}
