//! Old answers made current, counted: what the receipt says about `uprate` and `shift`.

use serde::Serialize;

use crate::check::tree::{Constant, Expr, ExprKind, Program, Update};
use crate::data::results::Results;
use crate::data::table::{Column, Dataset, Values};
use crate::number::{DECIMAL, Date, Rational, format_decimal};

/// A field made current in a run.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct MadeCurrent {
    /// The entity.
    pub entity: String,
    /// The field.
    pub field: String,
    /// Rows with an answer.
    pub answers: u64,
    /// Answers that became another value.
    pub moved: u64,
    /// The index on the evaluation date over that on the day of the answers, to six digits; `None`
    /// where each row has its own, and for dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
    /// The days by which every date moved; `None` where each row has its own, and for numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
}

/// What was made current, in the order of the text.
pub fn made_current(program: &Program, dataset: &Dataset, results: &Results) -> Vec<MadeCurrent> {
    let all = program.updates.iter();
    all.filter_map(|it| counted(program, dataset, results, it))
        .collect()
}

fn counted(
    program: &Program,
    dataset: &Dataset,
    results: &Results,
    it: &Update,
) -> Option<MadeCurrent> {
    let field = program.fields.get(it.field.index())?;
    let entity = program.entities.get(field.entity.index())?;
    let table = dataset.table(field.entity)?;
    let place = entity.fields.iter().position(|id| *id == it.field)?;
    let answers = table.columns.get(place)?.as_ref()?;
    let value = results.values.get(it.value.index())?.as_ref()?;
    let filled = |row: &usize| answers.is_valid(*row);
    let moved = |row: &usize| raw(answers, *row) != raw(value, *row);
    Some(MadeCurrent {
        entity: entity.about.name.clone(),
        field: field.about.name.clone(),
        answers: (0..table.rows).filter(filled).count() as u64,
        moved: (0..table.rows).filter(filled).filter(moved).count() as u64,
        factor: factor(program, &it.by, results.date),
        days: days(&it.by, results.date),
    })
}

/// The number or day of a row; `None` where it is unknown.
fn raw(column: &Column, row: usize) -> Option<i64> {
    if !column.is_valid(row) {
        return None;
    }
    match &column.values {
        Values::Number(all) => all.get(row),
        Values::Date(all) => all.get(row).map(|day| i64::from(*day)),
        Values::Enum(_) | Values::Boolean(_) | Values::Text(_) => None,
    }
}

/// The factor of an index without keys, both days fixed.
fn factor(program: &Program, by: &Expr, date: Date) -> Option<String> {
    let ExprKind::Divide(now, then) = &by.kind else {
        return None;
    };
    let ExprKind::Parameter(id, keys) = &now.kind else {
        return None;
    };
    let interval = program.parameters.get(id.index())?.on(date)?;
    let now = number(
        interval
            .values
            .get(&Vec::new())
            .filter(|_| keys.is_empty())?,
    )?;
    let ExprKind::Constant(then) = &then.kind else {
        return None;
    };
    let ratio = now.checked_div(number(then)?)?;
    Some(format_decimal(ratio.round_to_scale(DECIMAL)?, DECIMAL))
}

fn number(constant: &Constant) -> Option<Rational> {
    match constant {
        Constant::Number(number) => Some(*number),
        Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => None,
    }
}

/// The days from a fixed day to that of the run.
fn days(by: &Expr, date: Date) -> Option<i64> {
    let ExprKind::Call(_, operands) = &by.kind else {
        return None;
    };
    match operands.as_slice() {
        [
            _,
            Expr {
                kind: ExprKind::Constant(Constant::Date(from)),
                ..
            },
        ] => Some(i64::from(date.days()) - i64::from(from.days())),
        _ => None,
    }
}
