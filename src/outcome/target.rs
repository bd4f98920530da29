//! How targets stand: met only if they hold for every possible value.

use crate::check::tree::{CompareOp, Program, Target};
use crate::number::{Date, Rational};

use super::constant::constant_number;
use super::figure::Exact;
use super::indicator::Exacts;
use super::summary::{IndicatorSummary, TargetState, TargetSummary};

pub(super) fn summarize(
    program: &Program,
    date: Date,
    indicators: &[IndicatorSummary],
    exacts: &[Exacts],
) -> Vec<TargetSummary> {
    program
        .targets
        .iter()
        .filter_map(|target| one(program, target, date, indicators, exacts))
        .collect()
}

fn one(
    program: &Program,
    target: &Target,
    date: Date,
    indicators: &[IndicatorSummary],
    exacts: &[Exacts],
) -> Option<TargetSummary> {
    let indicator = indicators.get(target.indicator.index())?;
    let exact = exacts.get(target.indicator.index())?;
    let goal = constant_number(program, &target.value, date)?;
    let figures: Vec<&Exact> = if target.each && !exact.groups.is_empty() {
        exact.groups.iter().map(|(_, figure)| figure).collect()
    } else {
        vec![&exact.total]
    };
    let state = figures
        .iter()
        .map(|figure| state(figure, target.op, goal))
        .max_by_key(|state| match state {
            TargetState::Met => 0,
            TargetState::Open => 1,
            TargetState::NotMet => 2,
        })?;
    Some(TargetSummary {
        name: target.about.name.clone(),
        label: target.about.label.clone(),
        indicator: indicator.name.clone(),
        goal: format!("{} {goal}", target.op.sign()),
        by: target.by.to_string(),
        figure: indicator.total.decided.clone(),
        state,
    })
}

pub(super) fn state(figure: &Exact, op: CompareOp, goal: Rational) -> TargetState {
    let holds = |value: Option<Rational>| value.is_some_and(|it| op.holds(it.cmp(&goal)));
    if !holds(figure.decided) {
        TargetState::NotMet
    } else if holds(figure.lowest) && holds(figure.highest) {
        TargetState::Met
    } else {
        TargetState::Open
    }
}
