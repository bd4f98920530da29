//! Values of the population that rules read: settled one after the other, and put into the policy as
//! numbers before its rules are evaluated.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::tree::{
    AidId, Constant, Expr, ExprKind, FieldId, IndicatorId, Interval, Parameter, Program, TermExpr,
    TermFigure,
};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::number::{Date, Rational};
use crate::plan::{Outputs, plan};

use super::indicator;
use super::levels::Levels;
use super::prepare::prepare;

/// The policy with the values that its rules read of the population; nothing where they read none.
///
/// `run` evaluates a policy over the rows, as far as the outputs are wanted. A figure that no row makes
/// stays unknown.
pub fn settled(
    program: &Program,
    dataset: &Dataset,
    date: Date,
    run: &dyn Fn(&Program, &Outputs) -> Results,
) -> Option<Program> {
    if program.settled.is_empty() {
        return None;
    }
    let mut program = program.clone();
    for (parameter, figure) in program.settled.clone() {
        let value = value(&program, figure, dataset, run);
        if let (Some(parameter), Some(value)) =
            (program.parameters.get_mut(parameter.index()), value)
        {
            hold(parameter, value, date);
        }
    }
    Some(program)
}

/// The fields that a policy reads once its values of the population are settled: before, what waits for
/// them is left out of its plan. None where its rules read no such value.
pub fn fields_to_settle(program: &Program, date: Date) -> BTreeSet<FieldId> {
    if program.settled.is_empty() {
        return BTreeSet::new();
    }
    let mut program = prepare(program).program;
    for (parameter, _) in program.settled.clone() {
        if let Some(parameter) = program.parameters.get_mut(parameter.index()) {
            hold(parameter, Rational::one(), date);
        }
    }
    plan(&program, date, &Outputs::All).needed_fields()
}

fn hold(parameter: &mut Parameter, value: Rational, date: Date) {
    parameter.intervals = vec![Interval {
        from: date,
        until: None,
        values: BTreeMap::from([(Vec::new(), Constant::Number(value))]),
        otherwise: None,
        span: parameter.about.span,
        sources: parameter.about.sources.clone(),
    }];
}

/// The figure as decided, at the digits of its type: rows of which something is unknown are left out,
/// as they are of a decile.
fn value(
    program: &Program,
    figure: IndicatorId,
    dataset: &Dataset,
    run: &dyn Fn(&Program, &Outputs) -> Results,
) -> Option<Rational> {
    let scale = program.indicators.get(figure.index())?.ty.scale()?;
    let mut prepared = prepare(&alone(program, figure));
    prepared.leave_groups_out();
    let outputs = Outputs::Some {
        values: prepared.in_terms(),
        aids: costs(&prepared.program),
        registers: BTreeSet::new(),
    };
    let results = run(&prepared.program, &outputs);
    let levels = Levels::new(&prepared.program, dataset);
    let (_, exacts) = indicator::summarize(&prepared, dataset, &results, &levels);
    let decided = exacts.get(figure.index())?.total.decided?;
    let raw = decided.round_to_scale(scale)?;
    Rational::new(i128::from(raw), i128::from(scale))
}

/// The policy with that figure, those that it is made of, and no other.
fn alone(program: &Program, figure: IndicatorId) -> Program {
    let mut kept = BTreeSet::new();
    let mut open = vec![figure];
    while let Some(id) = open.pop() {
        if let Some(it) = program.indicators.get(id.index())
            && kept.insert(id)
        {
            named(&it.value, &mut open);
        }
    }
    let mut program = Program {
        tests: Vec::new(),
        poverty: Vec::new(),
        targets: Vec::new(),
        assertions: Vec::new(),
        ..program.clone()
    };
    for (it, id) in program.indicators.iter_mut().zip((0..).map(IndicatorId)) {
        if !kept.contains(&id) {
            it.terms.clear();
            it.by.clear();
            it.value = TermExpr::Constant(Expr {
                kind: ExprKind::Constant(Constant::Number(Rational::zero())),
                ty: it.ty,
                span: it.about.span,
            });
        }
    }
    program
}

fn named(value: &TermExpr, found: &mut Vec<IndicatorId>) {
    match value {
        TermExpr::Indicator(id) => found.push(*id),
        TermExpr::Binary(_, left, right) => {
            named(left, found);
            named(right, found);
        }
        TermExpr::Rounded(inner, _) => named(inner, found),
        TermExpr::Term(_) | TermExpr::Constant(_) | TermExpr::Cost(_) => {}
    }
}

/// The aids whose cost a figure counts.
fn costs(program: &Program) -> BTreeSet<AidId> {
    let mut found = BTreeSet::new();
    for indicator in &program.indicators {
        for term in &indicator.terms {
            if let TermFigure::Cost(id) = term.figure {
                found.insert(id);
            }
        }
        cost(&indicator.value, &mut found);
    }
    found
}

fn cost(value: &TermExpr, found: &mut BTreeSet<AidId>) {
    match value {
        TermExpr::Cost(id) => {
            found.insert(*id);
        }
        TermExpr::Binary(_, left, right) => {
            cost(left, found);
            cost(right, found);
        }
        TermExpr::Rounded(inner, _) => cost(inner, found),
        TermExpr::Term(_) | TermExpr::Constant(_) | TermExpr::Indicator(_) => {}
    }
}
