//! Functions of numbers, dates and texts.

use super::expression::count_of;
use super::{Datum, Evaluator, Row};
use crate::check::tree::{Expr, Function, RoundWay, Type};
use crate::number::{DECIMAL, Date, Draws, Fault, Fraction, INTEGER, Mode};

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
        let mut data = Vec::new();
        for expr in operands {
            data.push(if takes_exact {
                self.exact(expr, row)
            } else {
                self.stored(expr, row)
            });
        }
        if !data.iter().all(Datum::is_known) {
            return Datum::Unknown;
        }
        let result = apply(function, &data, self.date);
        let result = self.unless_fault(result.map(|datum| datum.unwrap_or(Datum::Unknown)));
        self.store(result, ty)
    }
}

/// The result for known operands; `None` where there is none.
fn apply(function: Function, data: &[Datum], on: Date) -> Result<Option<Datum>, Fault> {
    let known = |datum: Option<Datum>| Ok(datum);
    match function {
        Function::Min => known(data.iter().min().cloned()),
        Function::Max => known(data.iter().max().cloned()),
        Function::Abs => known(number(data, 0).map(absolute)),
        Function::Age => known(age(data, on, Date::age_years)),
        Function::AgeMonths => known(age(data, on, Date::age_months)),
        Function::Year => known(part(data, |date| i64::from(date.year()))),
        Function::Month => known(part(data, |date| i64::from(date.month()))),
        Function::Day => known(part(data, |date| i64::from(date.day()))),
        Function::AddDays => moved(data, Date::add_days),
        Function::AddMonths => moved(data, Date::add_months),
        Function::AddYears => moved(data, Date::add_years),
        Function::DaysBetween => known(days_between(data)),
        Function::Round(RoundWay::Nearest) => rounded(data, Mode::Nearest),
        Function::Round(RoundWay::Up) => rounded(data, Mode::Up),
        Function::Round(RoundWay::Down) => rounded(data, Mode::Down),
        Function::Steps => stepped(data, |it, of| it.steps(of).map(Datum::integer)),
        Function::Lower => known(text(data, 0).map(|it| Datum::Text(it.to_lowercase()))),
        Function::Length => known(text(data, 0).map(|it| count_of(it.chars()))),
        Function::StartsWith => known(of_texts(data, |it, start| it.starts_with(start))),
        Function::Draw => known(drawn(data)),
        Function::Contains => known(of_texts(data, |it, piece| it.contains(piece))),
    }
}

fn number(data: &[Datum], place: usize) -> Option<Fraction> {
    data.get(place).and_then(Datum::number)
}

fn date(data: &[Datum], place: usize) -> Option<Date> {
    data.get(place).and_then(Datum::date)
}

fn text(data: &[Datum], place: usize) -> Option<&str> {
    data.get(place).and_then(Datum::text)
}

fn absolute(number: Fraction) -> Datum {
    Datum::Number(number.max(number.neg()))
}

/// Completed years or months up to the second operand, or the evaluation date where there is none.
fn age(data: &[Datum], on: Date, count: fn(Date, Date) -> Option<i64>) -> Option<Datum> {
    let on = data.get(1).map_or(Some(on), Datum::date)?;
    count(date(data, 0)?, on).map(Datum::integer)
}

fn part(data: &[Datum], part: fn(Date) -> i64) -> Option<Datum> {
    date(data, 0).map(|date| Datum::integer(part(date)))
}

/// A date so many days, months or years later; outside the calendar is an overflow.
fn moved(data: &[Datum], add: fn(Date, i64) -> Option<Date>) -> Result<Option<Datum>, Fault> {
    let Some((date, by)) = date(data, 0).zip(number(data, 1)) else {
        return Ok(None);
    };
    let moved = add(date, by.to_raw(INTEGER)?).ok_or(Fault::Overflow)?;
    Ok(Some(Datum::Date(moved)))
}

fn days_between(data: &[Datum]) -> Option<Datum> {
    let (late, early) = (date(data, 0)?, date(data, 1)?);
    Some(Datum::integer(
        i64::from(late.days()) - i64::from(early.days()),
    ))
}

fn rounded(data: &[Datum], mode: Mode) -> Result<Option<Datum>, Fault> {
    stepped(data, |it, to| it.round(mode, to).map(Datum::Number))
}

/// Something done in steps: of whole units where no step is written.
fn stepped(
    data: &[Datum],
    step: impl Fn(Fraction, Fraction) -> Result<Datum, Fault>,
) -> Result<Option<Datum>, Fault> {
    let of = data
        .get(1)
        .map_or(Some(Fraction::from_raw(1, INTEGER)), Datum::number);
    let Some((it, of)) = number(data, 0).zip(of) else {
        return Ok(None);
    };
    step(it, of).map(Some)
}

/// The draw of a key for a name, from a seed.
fn drawn(data: &[Datum]) -> Option<Datum> {
    let seed = u32::try_from(number(data, 2)?.to_raw(INTEGER).ok()?).ok()?;
    let mut draws = Draws::new(seed, text(data, 1)?);
    let raw = match text(data, 0) {
        Some(key) => draws.of_text(key),
        None => draws.of_number(number(data, 0)?.to_raw(INTEGER).ok()?),
    };
    Some(Datum::Number(Fraction::from_raw(raw, DECIMAL)))
}

fn of_texts(data: &[Datum], test: fn(&str, &str) -> bool) -> Option<Datum> {
    Some(Datum::Boolean(test(text(data, 0)?, text(data, 1)?)))
}
