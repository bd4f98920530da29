//! Indicators: aggregates over the population, by group, as decided and between bounds.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::check::tree::{
    About, AggregateOp, AidId, EntityId, Expr, ExprKind, FieldId, Hop, Indicator, IndicatorId,
    Program, Step, Term, TermExpr, Value, ValueId, ValueKind,
};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::number::{MONEY, Rational, Truth};

use super::aid::granted_rows;
use super::bounds;
use super::constant::constant_number;
use super::figure::Exact;
use super::groups::{GroupKey, group};
use super::levels::Levels;
use super::summary::{IndicatorGroup, IndicatorSummary};
use super::sums::{Row, Sums, number_at, truth_at};
use super::title::{key_text, title_field, title_text};

/// A program whose indicators' terms stand as values, for the evaluators to compute with the rest.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The program, with one more value per condition, value and computed key of a term.
    pub program: Program,
    terms: Vec<Vec<TermPlan>>,
    /// How many values the policy itself declares; the added ones follow.
    pub declared_values: usize,
}

/// Where the parts of a term are computed.
#[derive(Clone, Debug)]
struct TermPlan {
    condition: Option<ValueId>,
    value: Option<ValueId>,
    by: Vec<GroupKey>,
}

/// Adds the parts of all indicators' terms to the values of a program.
pub fn prepare(program: &Program) -> Prepared {
    let mut it = Prepared {
        program: without_tests(program),
        terms: Vec::new(),
        declared_values: program.values.len(),
    };
    for indicator in &program.indicators {
        let terms = indicator
            .terms
            .iter()
            .map(|term| plan_term(&mut it.program, indicator, term))
            .collect();
        it.terms.push(terms);
    }
    it
}

/// A copy of a program; the rows of its tests, which can be many, stay behind.
fn without_tests(program: &Program) -> Program {
    Program {
        name: program.name.clone(),
        label: program.label.clone(),
        currency: program.currency.clone(),
        enums: program.enums.clone(),
        entities: program.entities.clone(),
        fields: program.fields.clone(),
        parameters: program.parameters.clone(),
        roles: program.roles.clone(),
        values: program.values.clone(),
        criteria: program.criteria.clone(),
        aids: program.aids.clone(),
        registers: program.registers.clone(),
        indicators: program.indicators.clone(),
        targets: program.targets.clone(),
        tests: Vec::new(),
        in_force: program.in_force.clone(),
        order: program.order.clone(),
    }
}

fn plan_term(program: &mut Program, indicator: &Indicator, term: &Term) -> TermPlan {
    let over = term.aggregate.over;
    let mut add = |expr: &Expr| add_value(program, indicator, over, expr);
    let condition = term.aggregate.condition.as_ref().map(&mut add);
    let value = term.aggregate.value.as_ref().map(&mut add);
    let by = term
        .by
        .iter()
        .map(|key| plan_key(program, indicator, over, key))
        .collect();
    TermPlan {
        condition,
        value,
        by,
    }
}

fn plan_key(program: &mut Program, indicator: &Indicator, over: EntityId, key: &Expr) -> GroupKey {
    let (mut at, mut expr) = (over, key);
    while let ExprKind::At(Hop::Parent, inner) = &expr.kind {
        let Some((parent, _)) = program
            .entities
            .get(at.index())
            .and_then(|entity| entity.parent)
        else {
            break;
        };
        (at, expr) = (parent, inner);
    }
    match expr.kind {
        ExprKind::Field(field)
            if program
                .fields
                .get(field.index())
                .is_some_and(|it| it.entity == at) =>
        {
            GroupKey::Field(at, field)
        }
        _ => GroupKey::Value(add_value(program, indicator, over, key)),
    }
}

fn add_value(program: &mut Program, indicator: &Indicator, over: EntityId, expr: &Expr) -> ValueId {
    let id = ValueId(u32::try_from(program.values.len()).unwrap_or(u32::MAX));
    program.values.push(Value {
        about: About {
            name: format!("{}#{}", indicator.about.name, id.0),
            ..About::default()
        },
        entity: over,
        ty: expr.ty,
        kind: ValueKind::Define(expr.clone()),
        exact: false,
    });
    program.order.push(Step::Value(id));
    id
}

impl Prepared {
    /// Fields that groups read besides those of the plan: their keys, and the titles of the levels.
    pub fn group_fields(&self) -> impl Iterator<Item = FieldId> + '_ {
        self.terms
            .iter()
            .flatten()
            .flat_map(|term| &term.by)
            .filter_map(|key| match key {
                GroupKey::Field(_, field) => Some(*field),
                GroupKey::Value(_) => None,
            })
            .chain(
                self.parents()
                    .filter_map(|entity| title_field(&self.program, entity)),
            )
    }

    /// The entities that others belong to.
    fn parents(&self) -> impl Iterator<Item = EntityId> + '_ {
        let homes = self
            .program
            .entities
            .iter()
            .filter_map(|entity| entity.parent);
        homes.map(|(parent, _)| parent)
    }
}

/// An indicator's exact figures.
pub(super) struct Exacts {
    pub(super) total: Exact,
    pub(super) groups: Vec<(Vec<String>, Exact)>,
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
    let group = |(keys, figure): &(Vec<String>, Exact)| IndicatorGroup {
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
        by: indicator.by.clone(),
        total: exacts.total.shown(),
        groups: exacts.groups.iter().map(group).collect(),
    }
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
        .map(|(term, plan)| total_of(context, term, plan))
        .collect();
    let total = evaluate(context, &indicator.value, &totals, done, None);
    let groups = if indicator.by.is_empty() {
        Vec::new()
    } else {
        by_group(context, indicator, plans, done)
    };
    if let Some(slot) = done.get_mut(at) {
        *slot = Some(Exacts { total, groups });
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

fn total_of(context: &Context<'_>, term: &Term, plan: &TermPlan) -> Exact {
    let everything = std::iter::repeat_n(0, context.levels.rows(term.aggregate.over));
    let mut found = term_by_group(context, term, plan, everything, 1);
    found.pop().unwrap_or(Exact::certain(None))
}

fn by_group(
    context: &Context<'_>,
    indicator: &Indicator,
    plans: &[TermPlan],
    done: &[Option<Exacts>],
) -> Vec<(Vec<String>, Exact)> {
    let mut terms: Vec<BTreeMap<Vec<String>, Exact>> = Vec::new();
    let mut order: Vec<Vec<String>> = Vec::new();
    for (term, plan) in indicator.terms.iter().zip(plans) {
        let program = &context.prepared.program;
        let over = term.aggregate.over;
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
            term,
            plan,
            groups.of_row.iter().copied(),
            groups.keys.len(),
        );
        if order.is_empty() {
            order.clone_from(&groups.keys);
        }
        terms.push(groups.keys.into_iter().zip(figures).collect());
    }
    order
        .into_iter()
        .map(|keys| {
            let here: Vec<Exact> = terms
                .iter()
                .map(|term| {
                    term.get(&keys)
                        .copied()
                        .unwrap_or(Exact::certain(Some(Rational::zero())))
                })
                .collect();
            let figure = evaluate(context, &indicator.value, &here, done, Some(&keys));
            (keys, figure)
        })
        .collect()
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
    }
}

fn term_by_group(
    context: &Context<'_>,
    term: &Term,
    plan: &TermPlan,
    of_row: impl Iterator<Item = u32>,
    groups: usize,
) -> Vec<Exact> {
    let column = |id: Option<ValueId>| {
        id.and_then(|id| context.results.values.get(id.index()))
            .and_then(Option::as_ref)
    };
    let (condition, value) = (column(plan.condition), column(plan.value));
    let mut sums = vec![Sums::default(); groups];
    for (row, group) in of_row.enumerate() {
        if let Some(sums) = sums.get_mut(group as usize) {
            let condition = condition.map_or(Truth::True, |column| truth_at(column, row));
            let value = match value {
                Some(column) => number_at(column, row),
                None => Some(1),
            };
            sums.add(Row { condition, value });
        }
    }
    let scale = match term.aggregate.op {
        AggregateOp::Count | AggregateOp::Share => 1,
        _ => term
            .aggregate
            .value
            .as_ref()
            .and_then(|value| value.ty.scale())
            .unwrap_or(1),
    };
    sums.iter()
        .map(|sums| sums.figure(term.aggregate.op, i128::from(scale)))
        .collect()
}
