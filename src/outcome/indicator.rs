//! Indicators: aggregates over the population, by group, as decided and between bounds.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::check::tree::{
    Aggregate, AggregateOp, AidId, Indicator, IndicatorId, Term, TermExpr, TermFigure,
};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::number::{MONEY, Rational, Truth};

use super::aid::granted_rows;
use super::bounds;
use super::columns::Columns;
use super::constant::constant_number;
use super::figure::Exact;
use super::groups::{GroupKey, group};
use super::levels::Levels;
use super::measure::Asked;
use super::prepare::{Prepared, TermPlan};
use super::summary::{IndicatorGroup, IndicatorSummary};
use super::sums::{Row, Scales, Sums};
use super::title::{key_text, title_text};

/// An indicator's exact figures.
pub(super) struct Exacts {
    pub(super) total: Exact,
    pub(super) groups: Vec<(Vec<String>, Exact)>,
    /// The rows that each group counts, in the same order.
    pub(super) rows: Vec<u64>,
}

struct Context<'a> {
    prepared: &'a Prepared,
    dataset: &'a Dataset,
    results: &'a Results,
    levels: &'a Levels<'a>,
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
    let mut done: Vec<Option<Exacts>> = prepared.program.indicators.iter().map(|_| None).collect();
    for at in 0..done.len() {
        figures(&context, &mut done, at, 0);
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
    let titles: Vec<_> = by.iter().map(|key| titles(context, key)).collect();
    let group = |((keys, figure), rows): (&(Vec<String>, Exact), &u64)| IndicatorGroup {
        rows: *rows,
        keys: keys.clone(),
        names: keys
            .iter()
            .zip(&titles)
            .map(|(key, titles)| titles.get(key).unwrap_or(key).clone())
            .collect(),
        figure: figure.shown(),
    };
    IndicatorSummary {
        name: indicator.about.name.clone(),
        label: indicator.about.label.clone(),
        population: indicator.of_population,
        by: indicator.by.clone(),
        convention: measured(indicator).then(|| indicator.convention.word()),
        total: exacts.total.shown(),
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
fn figures(context: &Context<'_>, done: &mut Vec<Option<Exacts>>, at: usize, depth: usize) {
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
        figures(context, done, other.index(), depth + 1);
    }
    let plans = context
        .prepared
        .terms
        .get(at)
        .map_or(&[][..], Vec::as_slice);
    let totals: Vec<Exact> = indicator
        .terms
        .par_iter()
        .zip(plans)
        .map(|part| total_of(context, indicator, part))
        .collect();
    let total = evaluate(context, &indicator.value, &totals, done, None);
    let (groups, rows) = if indicator.by.is_empty() {
        (Vec::new(), Vec::new())
    } else {
        by_group(context, indicator, plans, done)
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
        TermExpr::Term(_) | TermExpr::Constant(_) | TermExpr::Cost(_) => {}
    }
}

fn total_of(context: &Context<'_>, indicator: &Indicator, part: (&Term, &TermPlan)) -> Exact {
    if let TermFigure::Cost(id) = part.0.figure {
        return cost(context, id);
    }
    let everything = vec![0u32; context.levels.rows(part.0.over)];
    let mut found = term_by_group(context, indicator, part, &everything, 1);
    found.pop().unwrap_or(Exact::certain(None))
}

fn by_group(
    context: &Context<'_>,
    indicator: &Indicator,
    plans: &[TermPlan],
    done: &[Option<Exacts>],
) -> (Vec<(Vec<String>, Exact)>, Vec<u64>) {
    let mut terms: Vec<BTreeMap<Vec<String>, (Exact, u64)>> = Vec::new();
    let mut order: Vec<Vec<String>> = Vec::new();
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    for (term, plan) in indicator.terms.iter().zip(plans) {
        let program = &context.prepared.program;
        let over = term.over;
        let groups = group(
            program,
            context.dataset,
            context.results,
            context.levels,
            over,
            &plan.by,
        );
        let figures = term_by_group(
            context,
            indicator,
            (term, plan),
            &groups.of_row,
            groups.keys.len(),
        );
        // A group that has rows of a later term alone stands after those of the first.
        for keys in &groups.keys {
            if seen.insert(keys.clone()) {
                order.push(keys.clone());
            }
        }
        let rows = counted(context, (term, plan), &groups.of_row, groups.keys.len());
        let figures = figures.into_iter().zip(rows);
        terms.push(groups.keys.into_iter().zip(figures).collect());
    }
    order
        .into_iter()
        .map(|keys| {
            let here: Vec<(Exact, u64)> = terms
                .iter()
                .zip(&indicator.terms)
                .map(|(found, term)| found.get(&keys).copied().unwrap_or((of_nothing(term), 0)))
                .collect();
            let rows = here.iter().map(|(_, rows)| *rows).min().unwrap_or(0);
            let here: Vec<Exact> = here.into_iter().map(|(figure, _)| figure).collect();
            let figure = evaluate(context, &indicator.value, &here, done, Some(&keys));
            ((keys, figure), rows)
        })
        .unzip()
}

/// The known rows that a term counts, by group: those of its condition, or those granted.
fn counted(
    context: &Context<'_>,
    (term, plan): (&Term, &TermPlan),
    of_row: &[u32],
    groups: usize,
) -> Vec<u64> {
    let mut found = vec![0; groups];
    let mut count = |row: usize| {
        let group = of_row.get(row).map(|group| *group as usize);
        if let Some(found) = group.and_then(|group| found.get_mut(group)) {
            *found += 1;
        }
    };
    if let TermFigure::Cost(id) = term.figure {
        let result = context.results.aids.get(id.index());
        result.into_iter().flat_map(granted_rows).for_each(count);
        return found;
    }
    let columns = Columns::new(context.results, plan);
    (0..of_row.len())
        .filter(|row| columns.condition(*row) == Truth::True)
        .for_each(&mut count);
    found
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
        TermExpr::Binary(op, left, right) => {
            let left = evaluate(context, left, terms, done, group);
            Exact::combine(*op, &left, &evaluate(context, right, terms, done, group))
        }
    }
}

fn cost(context: &Context<'_>, id: AidId) -> Exact {
    let program = &context.prepared.program;
    let (Some(aid), Some(result)) = (
        program.aids.get(id.index()),
        context.results.aids.get(id.index()),
    ) else {
        return Exact::certain(None);
    };
    let raw: i128 = granted_rows(result)
        .filter_map(|row| result.amount.get(row))
        .copied()
        .map(i128::from)
        .sum();
    let number = |text: &String| Rational::parse_decimal(text);
    let bounds = bounds::cost(aid, result);
    Exact {
        decided: Rational::new(raw, i128::from(MONEY)),
        lowest: bounds.lowest.as_ref().and_then(number),
        highest: bounds.highest.as_ref().and_then(number),
        unknown: (0..result.status.len())
            .filter(|row| bounds::is_open(result, *row))
            .count() as u64,
        left_out: 0,
    }
}

fn cost_by_group(context: &Context<'_>, id: AidId, of_row: &[u32], groups: usize) -> Vec<Exact> {
    let (Some(aid), Some(result)) = (
        context.prepared.program.aids.get(id.index()),
        context.results.aids.get(id.index()),
    ) else {
        return vec![Exact::certain(None); groups];
    };
    let money = |raw: i128| Rational::new(raw, i128::from(MONEY));
    bounds::cost_by_group(aid, result, of_row, groups)
        .into_iter()
        .map(|it| Exact {
            decided: money(it.decided),
            lowest: money(it.decided).filter(|_| it.is_bounded),
            highest: it
                .more
                .filter(|_| it.is_bounded)
                .and_then(|more| money(it.decided + more)),
            unknown: it.open,
            left_out: 0,
        })
        .collect()
}

fn term_by_group(
    context: &Context<'_>,
    indicator: &Indicator,
    (term, plan): (&Term, &TermPlan),
    of_row: &[u32],
    groups: usize,
) -> Vec<Exact> {
    let columns = Columns::new(context.results, plan);
    match &term.figure {
        TermFigure::Aggregate(it) => aggregate_by_group(it, &columns, of_row, groups),
        TermFigure::Cost(id) => cost_by_group(context, *id, of_row, groups),
        TermFigure::Measure(it) => {
            let number = it
                .parameter
                .as_ref()
                .map(|expr| constant_number(&context.prepared.program, expr, context.results.date));
            let asked = Asked {
                measure: it,
                convention: indicator.convention,
                number: number.flatten(),
            };
            asked.by_group(&columns, of_row, groups)
        }
    }
}

fn aggregate_by_group(
    aggregate: &Aggregate,
    columns: &Columns<'_>,
    of_row: &[u32],
    groups: usize,
) -> Vec<Exact> {
    let mut sums = vec![Sums::default(); groups];
    for (row, group) in of_row.iter().enumerate() {
        if let Some(sums) = sums.get_mut(*group as usize) {
            sums.add(Row {
                condition: columns.condition(row),
                value: columns.value(row),
                weight: columns.weight(row),
            });
        }
    }
    let value = match aggregate.op {
        AggregateOp::Count | AggregateOp::Share => 1,
        _ => aggregate
            .value
            .as_ref()
            .and_then(|value| value.ty.scale())
            .unwrap_or(1),
    };
    let scales = Scales {
        value: i128::from(value),
        weight: columns.weight_scale(),
    };
    sums.iter()
        .map(|sums| sums.figure(aggregate.op, scales))
        .collect()
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
