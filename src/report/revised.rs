//! Parameters in figures: the line that a measurement uses, and what a variation makes of its parameters.

use super::{Edition, Reporter};
use crate::check::tree::{Constant, Parameter, Program, Type};
use crate::number::{DECIMAL, Date, MONEY, Rational, format_decimal};
use crate::outcome::constant_number;

/// A parameter of one value that a variation changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revised {
    /// Its title.
    pub label: String,
    /// Its value as it is, in plain digits.
    pub before: String,
    /// Its value under the variation.
    pub after: String,
    /// Whether it is money.
    pub is_money: bool,
    /// `per month`, … of money.
    pub period: Option<String>,
}

/// The parameters of one value that are not the same on a day.
pub fn revised(before: &Program, after: &Program, day: Date) -> Vec<Revised> {
    let pairs = before.parameters.iter().filter_map(|old| {
        let named = |it: &&Parameter| it.about.name == old.about.name;
        let (was, is) = (
            plain(old, day)?,
            plain(after.parameters.iter().find(named)?, day)?,
        );
        (was != is).then(|| Revised {
            label: old.about.label.clone(),
            before: was,
            after: is,
            is_money: matches!(old.ty, Type::Money(_)),
            period: old.ty.period().map(|it| format!("per {it}")),
        })
    });
    pairs.collect()
}

/// The plain digits of a number without keys.
fn plain(it: &Parameter, day: Date) -> Option<String> {
    let scale = it.ty.scale()?;
    match it.on(day)?.values.get(&Vec::new())? {
        Constant::Number(number) => digits(*number, scale),
        Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => None,
    }
}

fn digits(number: Rational, scale: i64) -> Option<String> {
    Some(format_decimal(number.round_to_scale(scale)?, scale))
}

impl Revised {
    /// `Line Rp 500.000 → Rp 600.000 per month`.
    pub(super) fn words(&self, edition: &Edition<'_>) -> String {
        let show = |plain: &str| {
            if self.is_money {
                edition.money(plain)
            } else {
                edition.digits(plain)
            }
        };
        let (before, after) = (show(&self.before), show(&self.after));
        let period = self.period.as_deref().map(|it| edition.period(it));
        let period = period.map_or_else(String::new, |it| format!(" {it}"));
        format!("{} {before} → {after}{period}", self.label)
    }
}

impl Reporter<'_> {
    /// The line of a measurement, where one number stands for all rows: `Rp 500.000 per month`.
    pub(super) fn line_of(&self, measurement: &str, date: &str) -> Option<String> {
        let program = self.sources.program;
        let mut all = program.poverty.iter();
        let found = all.find(|it| it.about.name == measurement)?;
        let day = Date::parse_iso(date)?;
        let value = constant_number(&program.on(day), &found.line.value, day)?;
        let plain = digits(value, MONEY).or_else(|| digits(value, DECIMAL))?;
        let period = self.edition.period(&format!("per {}", found.period));
        Some(format!("{} {period}", self.edition.money(&plain)))
    }
}
