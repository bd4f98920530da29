//! Whether the assertions of a policy hold, and the rows that break them.

use crate::check::tree::{Assertion, EntityId, ValueId};
use crate::data::reject::mask;
use crate::data::results::Results;
use crate::data::table::{Dataset, Values};
use crate::number::Rational;

use super::indicator::Exacts;
use super::prepare::Prepared;
use super::summary::{AssertionSummary, TargetState};
use super::target::state;
use super::title::key_text;

/// At most so many rows that break an assertion are named.
const NAMED: usize = 20;

pub(super) fn summarize(
    prepared: &Prepared,
    dataset: &Dataset,
    results: &Results,
    exacts: &[Exacts],
) -> Vec<AssertionSummary> {
    let assertions = prepared.program.assertions.iter();
    assertions
        .map(|it| one(prepared, dataset, results, exacts, it))
        .collect()
}

/// How many indicators the text declares: those of assertions stand after them.
pub(super) fn declared_indicators(prepared: &Prepared) -> usize {
    let parts = prepared.program.assertions.iter().flat_map(|it| &it.parts);
    let first = parts.map(|it| it.indicator.index()).min();
    first.unwrap_or(prepared.program.indicators.len())
}

fn one(
    prepared: &Prepared,
    dataset: &Dataset,
    results: &Results,
    exacts: &[Exacts],
    assertion: &Assertion,
) -> AssertionSummary {
    let mut summary = AssertionSummary {
        text: assertion.text.clone(),
        state: TargetState::Met,
        breaches: 0,
        broken_by: Vec::new(),
    };
    for part in &assertion.parts {
        let place = part.indicator.index();
        let Some(figure) = exacts.get(place).map(|it| &it.total) else {
            continue;
        };
        let found = state(figure, part.op, Rational::zero());
        summary.state = summary.state.worse(found);
        if found != TargetState::NotMet || !part.counts_breaches {
            continue;
        }
        let indicator = prepared.program.indicators.get(place);
        let term = indicator.and_then(|it| it.terms.first());
        let plan = prepared.terms.get(place).and_then(|it| it.first());
        let condition = plan.and_then(|it| it.condition);
        if let (Some(term), Some(condition)) = (term, condition) {
            let rows = (term.over, condition);
            breaches(prepared, dataset, results, rows, &mut summary);
        }
    }
    summary
}

/// Names the rows for which the condition is true.
fn breaches(
    prepared: &Prepared,
    dataset: &Dataset,
    results: &Results,
    (entity, condition): (EntityId, ValueId),
    summary: &mut AssertionSummary,
) {
    let column = results.values.get(condition.index());
    let Some(column) = column.and_then(Option::as_ref) else {
        return;
    };
    let Values::Boolean(truths) = &column.values else {
        return;
    };
    let program = &prepared.program;
    let key = program.entities.get(entity.index()).map(|it| it.key);
    let field = key.and_then(|key| program.fields.get(key.index()));
    let personal = field.is_some_and(|it| it.personal);
    let broken = (0..truths.len()).filter(|row| truths.get(*row) && column.is_valid(*row));
    for row in broken {
        summary.breaches += 1;
        if summary.broken_by.len() < NAMED {
            let key = key_text(program, dataset, entity, row);
            let shown = if personal { mask(&key) } else { key };
            summary.broken_by.push(shown);
        }
    }
}
