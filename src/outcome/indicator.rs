//! Indicators: aggregates over the population, by group, as decided and between bounds.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::check::tree::{AggregateOp, Indicator, IndicatorId, Term, TermExpr, TermFigure};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::number::Rational;

use super::constant::constant_number;
use super::figure::{Exact, rounding};
use super::groups::GroupKey;
use super::levels::Levels;
use super::prepare::{Prepared, TermPlan};
use super::sampling;
use super::summary::{IndicatorGroup, IndicatorSummary};
use super::term::{Groupings, TermFigures, Terms, cost};
use super::title::{key_text, title_text};

/// An indicator's exact figures.
pub(super) struct Exacts {
    pub(super) total: Exact,
    pub(super) groups: Vec<(Vec<String>, Exact)>,
    /// The rows that each group counts, in the same order.
    pub(super) rows: Vec<u64>,
}

/// What all indicators are computed from.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) prepared: &'a Prepared,
    pub(super) dataset: &'a Dataset,
    pub(super) results: &'a Results,
    pub(super) levels: &'a Levels<'a>,
}

pub(super) fn summarize(
    prepared: &Prepared,
    dataset: &Dataset,
    results: &Results,
    levels: &Levels<'_>,
) -> (Vec<IndicatorSummary>, Vec<Exacts>) {
    let context = Context {
        prepared,
        dataset,
        results,
        levels,
    };
    let groupings = Groupings::new(&context);
    let terms = Terms::new(&context, &groupings);
    let mut done: Vec<Option<Exacts>> = prepared.program.indicators.iter().map(|_| None).collect();
    for at in 0..done.len() {
        figures(&context, &terms, &mut done, at, 0);
    }
    let exacts: Vec<Exacts> = done.into_iter().flatten().collect();
    let shown = prepared
        .program
        .indicators
        .par_iter()
        .zip(&exacts)
        .zip(&prepared.terms)
        .map(|((indicator, exacts), plans)| show(&context, indicator, exacts, plans))
        .collect();
    (shown, exacts)
}

fn show(
    context: &Context<'_>,
    indicator: &Indicator,
    exacts: &Exacts,
    plans: &[TermPlan],
) -> IndicatorSummary {
    let by = plans.first().map_or(&[][..], |plan| &plan.by);
    let errors = sampling::errors(context, indicator, plans);
    let titles: Vec<_> = by.iter().map(|key| titles(context, key)).collect();
    let group = |((keys, figure), rows): (&(Vec<String>, Exact), &u64)| IndicatorGroup {
        rows: *rows,
        keys: keys.clone(),
        names: keys
            .iter()
            .zip(&titles)
            .map(|(key, titles)| titles.get(key).unwrap_or(key).clone())
            .collect(),
        figure: figure.sampled(errors.of(keys)),
    };
    IndicatorSummary {
        name: indicator.about.name.clone(),
        label: indicator.about.label.clone(),
        population: indicator.of_population,
        by: indicator.by.clone(),
        convention: measured(indicator).then(|| indicator.convention.word()),
        total: exacts.total.sampled(errors.total),
        groups: exacts.groups.iter().zip(&exacts.rows).map(group).collect(),
    }
}

fn measured(indicator: &Indicator) -> bool {
    let mut terms = indicator.terms.iter();
    terms.any(|term| matches!(term.figure, TermFigure::Measure(_)))
}

/// The titles of a level's rows by their keys; none for other keys.
fn titles(context: &Context<'_>, key: &GroupKey) -> BTreeMap<String, String> {
    let program = &context.prepared.program;
    match key {
        GroupKey::Field(entity, field)
            if program
                .entities
                .get(entity.index())
                .is_some_and(|it| it.key == *field) =>
        {
            (0..context.levels.rows(*entity))
                .filter_map(|row| {
                    let title = title_text(program, context.dataset, *entity, row)?;
                    Some((key_text(program, context.dataset, *entity, row), title))
                })
                .collect()
        }
        GroupKey::Field(..) | GroupKey::Value(_) => BTreeMap::new(),
    }
}

/// Computes an indicator after those it refers to; the checker has excluded cycles.
fn figures(
    context: &Context<'_>,
    terms: &Terms<'_>,
    done: &mut Vec<Option<Exacts>>,
    at: usize,
    depth: usize,
) {
    let program = &context.prepared.program;
    let (Some(indicator), Some(None)) = (program.indicators.get(at), done.get(at)) else {
        return;
    };
    if depth > program.indicators.len() {
        return;
    }
    let mut needed = Vec::new();
    referred(&indicator.value, &mut needed);
    for other in needed {
        figures(context, terms, done, other.index(), depth + 1);
    }
    let found = terms.of_indicator(at);
    let totals: Vec<Exact> = found.iter().map(|it| it.total).collect();
    let total = evaluate(context, &indicator.value, &totals, done, None);
    let (groups, rows) = if indicator.by.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        by_group(context, indicator, found, done)
    };
    if let Some(slot) = done.get_mut(at) {
        *slot = Some(Exacts {
            total,
            groups,
            rows,
        });
    }
}

fn referred(expr: &TermExpr, found: &mut Vec<IndicatorId>) {
    match expr {
        TermExpr::Indicator(id) => found.push(*id),
        TermExpr::Binary(_, left, right) => {
            referred(left, found);
            referred(right, found);
        }
        TermExpr::Rounded(inner, _) => referred(inner, found),
        TermExpr::Term(_) | TermExpr::Constant(_) | TermExpr::Cost(_) => {}
    }
}

fn by_group(
    context: &Context<'_>,
    indicator: &Indicator,
    found: &[TermFigures<'_>],
    done: &[Option<Exacts>],
) -> (Vec<(Vec<String>, Exact)>, Vec<u64>) {
    let mut terms: Vec<BTreeMap<&[String], (Exact, u64)>> = Vec::new();
    let mut order: Vec<Vec<String>> = Vec::new();
    let mut seen: BTreeSet<&[String]> = BTreeSet::new();
    for term in found {
        // A group that has rows of a later term alone stands after those of the first.
        for keys in term.keys {
            if seen.insert(keys) {
                order.push(keys.clone());
            }
        }
        let keys = term.keys.iter().map(Vec::as_slice);
        terms.push(keys.zip(term.groups.iter().copied()).collect());
    }
    order
        .into_iter()
        .map(|keys| {
            let here: Vec<(Exact, u64)> = terms
                .iter()
                .zip(&indicator.terms)
                .map(|(found, term)| {
                    let figure = found.get(keys.as_slice()).copied();
                    figure.unwrap_or((of_nothing(term), 0))
                })
                .collect();
            let rows = here.iter().map(|(_, rows)| *rows).min().unwrap_or(0);
            let here: Vec<Exact> = here.into_iter().map(|(figure, _)| figure).collect();
            let figure = evaluate(context, &indicator.value, &here, done, Some(&keys));
            ((keys, figure), rows)
        })
        .unzip()
}

fn evaluate(
    context: &Context<'_>,
    expr: &TermExpr,
    terms: &[Exact],
    done: &[Option<Exacts>],
    group: Option<&[String]>,
) -> Exact {
    let undefined = Exact::certain(None);
    match expr {
        TermExpr::Term(at) => terms.get(*at).copied().unwrap_or(undefined),
        TermExpr::Constant(expr) => Exact::certain(constant_number(
            &context.prepared.program,
            expr,
            context.results.date,
        )),
        TermExpr::Indicator(id) => match done.get(id.index()).and_then(Option::as_ref) {
            Some(other) => match group {
                None => other.total,
                Some(keys) => other
                    .groups
                    .iter()
                    .find(|(theirs, _)| theirs.as_slice() == keys)
                    .map_or(other.total, |(_, figure)| *figure),
            },
            None => undefined,
        },
        TermExpr::Cost(id) => cost(context, *id),
        TermExpr::Rounded(inner, how) => {
            let figure = evaluate(context, inner, terms, done, group);
            let round = rounding(&context.prepared.program, context.results.date, how);
            figure.rounded(round)
        }
        TermExpr::Binary(op, left, right) => {
            let left = evaluate(context, left, terms, done, group);
            Exact::combine(*op, &left, &evaluate(context, right, terms, done, group))
        }
    }
}

/// What a group without a row has: nothing to count, or nothing to measure.
fn of_nothing(term: &Term) -> Exact {
    match &term.figure {
        TermFigure::Aggregate(it) if matches!(it.op, AggregateOp::Count | AggregateOp::Sum) => {
            Exact::certain(Some(Rational::zero()))
        }
        TermFigure::Cost(_) => Exact::certain(Some(Rational::zero())),
        TermFigure::Aggregate(_) | TermFigure::Measure(_) => Exact::certain(None),
    }
}
