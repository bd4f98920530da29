//! Margins: how many rows stand near a threshold, and what a misreported field does to the figures.

use serde::Serialize;

use super::figures::NamedFigure;
use crate::check::tree::{Constant, Field, FieldId, Program, Type, ValueId};
use crate::data::numbers::Numbers;
use crate::data::results::Results;
use crate::data::table::{Column, Values};
use crate::number::Rational;
use crate::outcome::Amount;

/// What a margin shows.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Margins {
    /// The margin in percent.
    pub percent: Amount,
    /// Rows near each threshold.
    pub thresholds: Vec<NearThreshold>,
    /// What fields do that are all misreported by the margin.
    pub fields: Vec<Misreported>,
}

/// Rows near a threshold.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct NearThreshold {
    /// Title of the rule.
    pub rule: String,
    /// The comparison as written.
    pub condition: String,
    /// The level of the compared rows.
    pub entity: String,
    /// Its title.
    pub label: String,
    /// Rows below, by at most the margin.
    pub below: u64,
    /// Rows at the threshold or above it, by at most the margin.
    pub above: u64,
}

/// A field of which every answer is too high or too low by the margin.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Misreported {
    /// The field.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// The figures that move.
    pub figures: Vec<MovedFigure>,
}

/// A figure at three values of a field.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct MovedFigure {
    /// The figure: `welfare.poor`, `pkh.cost`.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Which figure of an aid or a register.
    pub part: Option<&'static str>,
    /// Whether it is money, and its period.
    pub money: Option<String>,
    /// Where every answer is lower by the margin.
    pub lower: Option<Amount>,
    /// As reported.
    pub as_reported: Option<Amount>,
    /// Where every answer is higher by the margin.
    pub higher: Option<Amount>,
}

/// How many rows meet a value.
pub fn rows_that(results: &Results, value: ValueId) -> u64 {
    let column = results.values.get(value.index()).and_then(Option::as_ref);
    column.map_or(0, |it| match &it.values {
        Values::Boolean(bits) => {
            let rows = bits.iter().enumerate();
            rows.filter(|(row, bit)| *bit && it.is_valid(*row)).count() as u64
        }
        Values::Number(_) | Values::Date(_) | Values::Enum(_) | Values::Text(_) => 0,
    })
}

/// The fields that can be misreported by a part of themselves: amounts and decimals.
pub fn amounts<'a>(
    program: &'a Program,
    fields: impl IntoIterator<Item = &'a FieldId>,
) -> Vec<(FieldId, &'a Field)> {
    let all = fields.into_iter();
    all.filter_map(|id| Some((*id, program.fields.get(id.index())?)))
        .filter(|(_, field)| matches!(field.ty, Type::Money(_) | Type::Decimal))
        .collect()
}

/// A column with every number multiplied, kept within the range of its field; `None` where one grows
/// beyond what the type holds.
pub fn scaled(column: &Column, field: &Field, factor: Rational) -> Option<Column> {
    let Values::Number(all) = &column.values else {
        return None;
    };
    let (low, high) = range(field);
    let (num, den) = (factor.num(), factor.den());
    let numbers: Option<Vec<i64>> = all
        .iter()
        .map(|raw| {
            let product = i128::from(raw).checked_mul(num)?;
            let scaled = i64::try_from(half_even(product, den)).ok()?;
            Some(scaled.clamp(low.min(raw), high.max(raw)))
        })
        .collect();
    Some(Column {
        values: Values::Number(Numbers::packed(numbers?)),
        valid: column.valid.clone(),
    })
}

/// The allowed values of a field, raw.
fn range(field: &Field) -> (i64, i64) {
    let raw = |it: &Option<Constant>| match (it, field.ty.scale()) {
        (Some(Constant::Number(number)), Some(scale)) => number.round_to_scale(scale),
        _ => None,
    };
    let range = field.range.as_ref();
    let high = range.and_then(|it| Some(raw(&it.high)? - i64::from(it.exclusive)));
    (
        range.and_then(|it| raw(&it.low)).unwrap_or(i64::MIN),
        high.unwrap_or(i64::MAX),
    )
}

fn half_even(number: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (number.div_euclid(divisor), number.rem_euclid(divisor));
    let up = rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 != 0);
    quotient + i128::from(up)
}

/// The figures that are not the same in all three evaluations.
pub fn moved_figures(
    lower: &[NamedFigure],
    as_reported: &[NamedFigure],
    higher: &[NamedFigure],
) -> Vec<MovedFigure> {
    let value = |all: &[NamedFigure], name: &str| {
        let found = all.iter().find(|it| it.name == name);
        found.and_then(|it| it.value.clone())
    };
    let figures = as_reported.iter().map(|it| MovedFigure {
        name: it.name.clone(),
        label: it.label.clone(),
        part: it.part,
        money: it.money.clone(),
        lower: value(lower, &it.name),
        as_reported: it.value.clone(),
        higher: value(higher, &it.name),
    });
    figures
        .filter(|it| it.lower != it.as_reported || it.higher != it.as_reported)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_number() {
        let of = |number| half_even(number, 2);
        assert_eq!(
            [of(1), of(3), of(5), of(-1), of(-3), of(4)],
            [0, 2, 2, 0, -2, 2]
        );
    }
}
