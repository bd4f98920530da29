//! The computed columns of a term, read row by row.

use crate::check::tree::ValueId;
use crate::data::bitmap::Bitmap;
use crate::data::numbers::Numbers;
use crate::data::results::Results;
use crate::data::table::{Column, Values};
use crate::number::{DECIMAL, Truth};

use super::prepare::{LinePlan, TermPlan};

/// The columns that the evaluator made of a term.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a> {
    condition: Option<&'a Column>,
    value: Option<&'a Column>,
    weight: Option<&'a Column>,
    line: Option<&'a Column>,
    poor: Option<&'a Column>,
    rank: Option<&'a Column>,
}

/// The condition of all rows.
#[derive(Clone, Copy)]
pub(super) enum Conditions<'a> {
    /// There is none: all rows count.
    Always,
    /// Known for all rows.
    Bits(&'a Bitmap),
    /// It may be unknown.
    Open,
}

/// Values of which all are known.
#[derive(Clone, Copy)]
pub(super) enum Plain<'a> {
    /// One a row.
    One,
    /// Raw numbers.
    Numbers(&'a Numbers),
    /// Truth values.
    Bits(&'a Bitmap),
}

/// The columns of a comparison with a line.
pub(super) struct LineColumns<'a> {
    pub(super) condition: Option<&'a Bitmap>,
    pub(super) value: &'a Numbers,
    pub(super) weight: Option<&'a Numbers>,
    pub(super) line: &'a Numbers,
    pub(super) poor: &'a Bitmap,
    /// The known rows of each, all where there is none.
    pub(super) known: [Option<&'a Bitmap>; 4],
}

impl<'a> Columns<'a> {
    /// Condition and value where nothing is unknown and no row weighs more than another.
    pub(super) fn plain(&self) -> Option<(Option<&'a Bitmap>, Plain<'a>)> {
        let known = |column: &&Column| column.valid.is_none();
        if self.weight.is_some() {
            return None;
        }
        let condition = match self.conditions() {
            Conditions::Always => None,
            Conditions::Bits(bits) => Some(bits),
            Conditions::Open => return None,
        };
        let Some(value) = self.value else {
            return Some((condition, Plain::One));
        };
        match &Some(value).filter(known)?.values {
            Values::Number(values) => Some((condition, Plain::Numbers(values))),
            Values::Boolean(bits) => Some((condition, Plain::Bits(bits))),
            Values::Date(_) | Values::Enum(_) | Values::Text(_) => None,
        }
    }

    /// What a comparison with a line is made of, where all of it stands in columns of its kind and no
    /// row is ranked.
    pub(super) fn lined(&self) -> Option<LineColumns<'a>> {
        fn numbers(column: &Column) -> Option<&Numbers> {
            match &column.values {
                Values::Number(values) => Some(values),
                Values::Boolean(_) | Values::Date(_) | Values::Enum(_) | Values::Text(_) => None,
            }
        }
        let condition = match self.conditions() {
            Conditions::Always => None,
            Conditions::Bits(bits) => Some(bits),
            Conditions::Open => return None,
        };
        let (value, line, poor) = (self.value?, self.line?, self.poor?);
        let Values::Boolean(bits) = &poor.values else {
            return None;
        };
        let weight = match self.weight {
            Some(weight) => Some(numbers(weight)?),
            None => None,
        };
        let valid = |column: Option<&'a Column>| column.and_then(|it| it.valid.as_ref());
        let found = LineColumns {
            condition,
            value: numbers(value)?,
            weight,
            line: numbers(line)?,
            poor: bits,
            known: [Some(value), Some(line), Some(poor), self.weight].map(valid),
        };
        self.rank.is_none().then_some(found)
    }

    pub(super) fn new(results: &'a Results, plan: &TermPlan) -> Self {
        Self {
            condition: column(results, plan.condition),
            rank: column(results, plan.rank),
            ..Self::of(results, plan.value, plan.line, plan.weight)
        }
    }

    /// Of a value, with line and weight where there are any.
    pub(super) fn of(
        results: &'a Results,
        value: Option<ValueId>,
        line: Option<LinePlan>,
        weight: Option<ValueId>,
    ) -> Self {
        Self {
            condition: None,
            value: column(results, value),
            weight: column(results, weight),
            line: column(results, line.map(|it| it.value)),
            poor: column(results, line.map(|it| it.poor)),
            rank: None,
        }
    }

    /// The condition of all rows at once.
    pub(super) fn conditions(&self) -> Conditions<'a> {
        let Some(column) = self.condition else {
            return Conditions::Always;
        };
        match &column.values {
            Values::Boolean(bits) if column.valid.is_none() => Conditions::Bits(bits),
            Values::Boolean(_)
            | Values::Number(_)
            | Values::Date(_)
            | Values::Enum(_)
            | Values::Text(_) => Conditions::Open,
        }
    }

    pub(super) fn condition(&self, row: usize) -> Truth {
        self.condition
            .map_or(Truth::True, |column| truth_at(column, row))
    }

    /// The raw value; 1 where the term takes none.
    pub(super) fn value(&self, row: usize) -> Option<i64> {
        self.value.map_or(Some(1), |column| number_at(column, row))
    }

    /// The raw weight; 1 without weights, unknown where it is negative.
    pub(super) fn weight(&self, row: usize) -> Option<i64> {
        match self.weight {
            Some(column) => number_at(column, row).filter(|weight| *weight >= 0),
            None => Some(1),
        }
    }

    pub(super) fn weight_scale(&self) -> i128 {
        if self.weight.is_some() {
            i128::from(DECIMAL)
        } else {
            1
        }
    }

    /// The line and whether the row is poor; 0 and not poor where the term takes none.
    pub(super) fn line(&self, row: usize) -> Option<(i64, bool)> {
        let (Some(line), Some(poor)) = (self.line, self.poor) else {
            return Some((0, false));
        };
        let poor = match truth_at(poor, row) {
            Truth::True => true,
            Truth::False => false,
            Truth::Unknown => return None,
        };
        Some((number_at(line, row)?, poor))
    }

    /// What ranks the row; 0 where the term takes none.
    pub(super) fn rank(&self, row: usize) -> Option<i64> {
        self.rank.map_or(Some(0), |column| number_at(column, row))
    }
}

fn column(results: &Results, id: Option<ValueId>) -> Option<&Column> {
    id.and_then(|id| results.values.get(id.index()))
        .and_then(Option::as_ref)
}

fn truth_at(column: &Column, row: usize) -> Truth {
    match &column.values {
        Values::Boolean(bits) if column.is_valid(row) => Truth::from(bits.get(row)),
        Values::Boolean(_)
        | Values::Number(_)
        | Values::Date(_)
        | Values::Enum(_)
        | Values::Text(_) => Truth::Unknown,
    }
}

pub(super) fn number_at(column: &Column, row: usize) -> Option<i64> {
    if !column.is_valid(row) {
        return None;
    }
    match &column.values {
        Values::Number(raws) => raws.get(row),
        Values::Boolean(bits) => Some(i64::from(bits.get(row))),
        Values::Date(days) => days.get(row).copied().map(i64::from),
        Values::Enum(codes) => codes.get(row).copied().map(i64::from),
        Values::Text(_) => None,
    }
}
