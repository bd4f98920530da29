//! Numbers read off a date, such as an age: a comparison with a constant is a comparison of the date.

use super::super::formula::{NO, NodeId, YES};
use super::super::linear::{Linear, Relation, ceil, floor};
use super::{Encoder, Limit, Number};
use crate::check::tree::CompareOp;
use crate::number::{Date, Rational};

/// What is read off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DateFunction {
    /// Completed years until a day: the later the date, the fewer.
    Age(Date),
    /// Completed months until a day.
    AgeMonths(Date),
    /// The year.
    Year,
    /// So many months later.
    AddMonths(i64),
    /// So many years later.
    AddYears(i64),
}

impl DateFunction {
    pub(super) fn of(self, date: Date) -> Option<i64> {
        match self {
            Self::Age(on) => Date::age_years(date, on),
            Self::AgeMonths(on) => Date::age_months(date, on),
            Self::Year => Some(i64::from(date.year())),
            Self::AddMonths(months) => Some(i64::from(date.add_months(months)?.days())),
            Self::AddYears(years) => Some(i64::from(date.add_years(years)?.days())),
        }
    }

    /// Whether a later date gives a smaller number.
    fn falls(self) -> bool {
        matches!(self, Self::Age(_) | Self::AgeMonths(_))
    }

    /// The dates of which it is known.
    fn limits(self) -> (i32, i32) {
        let first = Date::new(1, 1, 1).map_or(0, Date::days);
        let last = Date::new(9999, 12, 31).map_or(0, Date::days);
        match self {
            Self::Age(on) | Self::AgeMonths(on) => (first, on.days()),
            Self::Year => (first, last),
            Self::AddMonths(_) | Self::AddYears(_) => {
                let known = |days: i32| Date::from_days(days).and_then(|it| self.of(it)).is_some();
                // The calendar ends on one side only.
                if known(first) {
                    (first, last_where(first, last, known))
                } else {
                    let before = last_where(first, last, |days| !known(days));
                    (before + 1, last)
                }
            }
        }
    }

    /// The last day, of those of which it is known, on which `value(day) >= bound` where it falls,
    /// `< bound` where it rises; the day before the first if there is none.
    fn turn(self, bound: i64) -> i32 {
        let (first, last) = self.limits();
        last_where(first, last, |days| {
            let value = Date::from_days(days).and_then(|it| self.of(it));
            value.is_some_and(|value| (value >= bound) == self.falls())
        })
    }
}

/// The last day from `first` to `last` up to which a condition holds; `first - 1` if nowhere.
fn last_where(first: i32, last: i32, holds: impl Fn(i32) -> bool) -> i32 {
    let (mut low, mut high) = (first - 1, last);
    while low < high {
        let middle = low + (high - low + 1) / 2;
        if holds(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

impl Encoder<'_> {
    /// A number read off a date.
    pub(super) fn read_off(&mut self, function: DateFunction, date: &Number) -> Number {
        if let Some(day) = date.linear.as_constant() {
            let day = i64::try_from(day.num()).ok().and_then(Date::from_days);
            let value = day.and_then(|it| function.of(it));
            return match value {
                Some(value) => {
                    Number::plain(Linear::constant(Rational::from_integer(value)), date.side)
                }
                None => Number::unknown(),
            };
        }
        let (first, last) = function.limits();
        let whole = |days: i32| Number::constant(Rational::from_integer(i64::from(days)));
        let after = self.relate(&whole(first), Relation::AtMost, date);
        let before = self.relate(date, Relation::AtMost, &whole(last));
        let mut ends = [first, last].map(|days| {
            let value = Date::from_days(days).and_then(|it| function.of(it));
            value.map(Rational::from_integer)
        });
        ends.sort();
        let info = super::NumberInfo {
            grid: Some(1),
            low: ends[0],
            high: ends[1],
        };
        let what = format!("{function:?} {:?}", date.linear);
        let mut number = self.free_number(what, info);
        number.side = self.formulas.and([after, before]);
        number.date = Some((function, date.linear.clone()));
        number
    }

    /// `function(date) OP bound`, as a comparison of the date.
    pub(super) fn date_compared(
        &mut self,
        function: DateFunction,
        date: &Linear,
        op: CompareOp,
        bound: Rational,
    ) -> NodeId {
        let ends = (floor(bound, 1), ceil(bound, 1));
        let (Some(low), Some(high)) = ends else {
            return YES;
        };
        let whole = |it: Rational| i64::try_from(it.num()).ok();
        let (Some(low), Some(high)) = (whole(low), whole(high)) else {
            return YES;
        };
        match op {
            CompareOp::GreaterOrEqual => self.from(function, date, high, true),
            CompareOp::Greater => self.from(function, date, low.saturating_add(1), true),
            CompareOp::Less => self.from(function, date, high, false),
            CompareOp::LessOrEqual => self.from(function, date, low.saturating_add(1), false),
            CompareOp::Equal if low != high => NO,
            CompareOp::Equal => {
                let from = self.from(function, date, low, true);
                let until = self.from(function, date, low.saturating_add(1), false);
                self.formulas.and([from, until])
            }
            CompareOp::NotEqual => YES,
        }
    }

    /// The number is at least a bound, or below it.
    fn from(
        &mut self,
        function: DateFunction,
        date: &Linear,
        bound: i64,
        at_least: bool,
    ) -> NodeId {
        let turn = Linear::constant(Rational::from_integer(i64::from(function.turn(bound))));
        // At or before the turn the value is at least the bound where it falls, below where it rises.
        let before = function.falls() == at_least;
        let compared = if before {
            date.minus(&turn)
                .map(|it| self.formulas.compare(it, Relation::AtMost))
        } else {
            turn.minus(date)
                .map(|it| self.formulas.compare(it, Relation::Below))
        };
        compared.unwrap_or_else(|| {
            self.gives_up(Limit::Size);
            YES
        })
    }
}
