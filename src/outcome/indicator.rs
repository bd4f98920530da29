//! Indicators: aggregates over the population, by group, as decided and between bounds.

use arrow_array::Array as _;

use crate::check::tree::{
    About, AggregateOp, AidId, Constant, EntityId, Expr, ExprKind, Hop, Indicator, IndicatorId,
    Program, Step, Term, TermExpr, Type, Value, ValueId, ValueKind,
};
use crate::data::results::Results;
use crate::data::table::{Column, Dataset, Values};
use crate::number::{Date, MONEY, Rational, Truth, format_decimal};

use super::aid::granted_rows;
use super::bounds;
use super::figure::Exact;
use super::groups::{GroupKey, column_of, group};
use super::levels::Levels;
use super::summary::{IndicatorGroup, IndicatorSummary};

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
        program: program.clone(),
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

/// The fields that grouping reads besides those of the plan.
impl Prepared {
    /// Fields that the keys of indicators read.
    pub fn key_fields(&self) -> impl Iterator<Item = crate::check::tree::FieldId> + '_ {
        self.terms
            .iter()
            .flatten()
            .flat_map(|term| &term.by)
            .filter_map(|key| match key {
                GroupKey::Field(_, field) => Some(*field),
                GroupKey::Value(_) => None,
            })
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
    let shown = prepared.program.indicators.iter().zip(&exacts);
    (
        shown
            .map(|(indicator, exacts)| show(indicator, exacts))
            .collect(),
        exacts,
    )
}

fn show(indicator: &Indicator, exacts: &Exacts) -> IndicatorSummary {
    IndicatorSummary {
        name: indicator.about.name.clone(),
        label: indicator.about.label.clone(),
        by: indicator.by.clone(),
        total: exacts.total.shown(),
        groups: exacts
            .groups
            .iter()
            .map(|(keys, figure)| IndicatorGroup {
                keys: keys.clone(),
                figure: figure.shown(),
            })
            .collect(),
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
        .iter()
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
    let everything = vec![0u32; context.levels.rows(term.aggregate.over)];
    let mut found = term_by_group(context, term, plan, &everything, 1);
    found.pop().unwrap_or(Exact::certain(None))
}

fn by_group(
    context: &Context<'_>,
    indicator: &Indicator,
    plans: &[TermPlan],
    done: &[Option<Exacts>],
) -> Vec<(Vec<String>, Exact)> {
    let mut terms: Vec<std::collections::BTreeMap<Vec<String>, Exact>> = Vec::new();
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
        let figures = term_by_group(context, term, plan, &groups.of_row, groups.keys.len());
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

/// What is known of one row of a term.
#[derive(Clone, Copy)]
struct Row {
    condition: Truth,
    /// Raw number, or 0 / 1 for a truth value.
    value: Option<i64>,
}

/// Sums over the rows of one group.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Rows that count for sure.
    rows: i128,
    /// The sum of their values.
    sum: i128,
    lowest_open: i128,
    highest_open: i128,
    unbounded: bool,
    unknown: u64,
    extreme: Option<(i64, i64)>,
    /// Of a share: rows of sure condition and value, and the four kinds of open rows.
    open_value: i128,
    open_condition_true: i128,
    open_condition_false: i128,
    open_both: i128,
}

fn term_by_group(
    context: &Context<'_>,
    term: &Term,
    plan: &TermPlan,
    of_row: &[u32],
    groups: usize,
) -> Vec<Exact> {
    let column = |id: Option<ValueId>| {
        id.and_then(|id| context.results.values.get(id.index()))
            .and_then(Option::as_ref)
    };
    let (condition, value) = (column(plan.condition), column(plan.value));
    let mut sums = vec![Sums::default(); groups];
    for (row, group) in of_row.iter().enumerate() {
        if let Some(sums) = sums.get_mut(*group as usize) {
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

fn truth_at(column: &Column, row: usize) -> Truth {
    match &column.values {
        Values::Boolean(bits) if column.is_valid(row) => Truth::from(bits.get(row)),
        _ => Truth::Unknown,
    }
}

fn number_at(column: &Column, row: usize) -> Option<i64> {
    if !column.is_valid(row) {
        return None;
    }
    match &column.values {
        Values::Number(raws) => raws.get(row).copied(),
        Values::Boolean(bits) => Some(i64::from(bits.get(row))),
        Values::Date(days) => days.get(row).copied().map(i64::from),
        Values::Enum(codes) => codes.get(row).copied().map(i64::from),
        Values::Text(_) => None,
    }
}

impl Sums {
    fn add(&mut self, row: Row) {
        match (row.condition, row.value) {
            (Truth::False, _) => return,
            (Truth::True, Some(value)) => {
                self.rows += 1;
                self.sum += i128::from(value);
                let (low, high) = self.extreme.unwrap_or((value, value));
                self.extreme = Some((low.min(value), high.max(value)));
                return;
            }
            (Truth::Unknown, Some(value)) => {
                self.lowest_open += i128::from(value.min(0));
                self.highest_open += i128::from(value.max(0));
                if value == 0 {
                    self.open_condition_false += 1
                } else {
                    self.open_condition_true += 1
                }
            }
            (Truth::True, None) => {
                self.unbounded = true;
                self.open_value += 1;
            }
            (Truth::Unknown, None) => {
                self.unbounded = true;
                self.open_both += 1;
            }
        }
        self.unknown += 1;
    }

    fn figure(&self, op: AggregateOp, scale: i128) -> Exact {
        let ratio = |num: i128, den: i128| {
            if den == 0 {
                None
            } else {
                Rational::new(num, den)
            }
        };
        let open = i128::from(self.unknown);
        let sure = |value: Option<Rational>| Exact {
            decided: value,
            lowest: value.filter(|_| self.unknown == 0),
            highest: value.filter(|_| self.unknown == 0),
            unknown: self.unknown,
        };
        match op {
            AggregateOp::Count => Exact {
                decided: ratio(self.rows, 1),
                lowest: ratio(self.rows, 1),
                highest: ratio(self.rows + open, 1),
                unknown: self.unknown,
            },
            AggregateOp::Sum => Exact {
                decided: ratio(self.sum, scale),
                lowest: ratio(self.sum + self.lowest_open, scale).filter(|_| !self.unbounded),
                highest: ratio(self.sum + self.highest_open, scale).filter(|_| !self.unbounded),
                unknown: self.unknown,
            },
            AggregateOp::Average => sure(ratio(self.sum, self.rows * scale)),
            AggregateOp::Min => sure(
                self.extreme
                    .and_then(|(low, _)| ratio(i128::from(low), scale)),
            ),
            AggregateOp::Max => sure(
                self.extreme
                    .and_then(|(_, high)| ratio(i128::from(high), scale)),
            ),
            AggregateOp::Share => self.share(),
            // Truth values over the population are asked by targets and assertions, not shown.
            AggregateOp::Any | AggregateOp::Every | AggregateOp::First | AggregateOp::Only => {
                sure(None)
            }
        }
    }

    /// A share is lowest when open rows swell the base alone, highest when they swell both.
    fn share(&self) -> Exact {
        let ratio = |num: i128, den: i128| {
            if den == 0 {
                None
            } else {
                Rational::new(num, den)
            }
        };
        let worst = self.open_value + self.open_condition_false + self.open_both;
        let best = self.open_value + self.open_condition_true + self.open_both;
        Exact {
            decided: ratio(self.sum, self.rows),
            lowest: ratio(self.sum, self.rows + worst),
            highest: ratio(self.sum + best, self.rows + best),
            unknown: self.unknown,
        }
    }
}

/// The number of an expression of constants and unkeyed parameters at a date.
pub(super) fn constant_number(program: &Program, expr: &Expr, date: Date) -> Option<Rational> {
    let both = |left: &Expr, right: &Expr| {
        Some((
            constant_number(program, left, date)?,
            constant_number(program, right, date)?,
        ))
    };
    match &expr.kind {
        ExprKind::Constant(Constant::Number(number)) => Some(*number),
        ExprKind::Parameter(id, keys) if keys.is_empty() => {
            let interval = program.parameters.get(id.index())?.on(date)?;
            match interval.values.values().next()? {
                Constant::Number(number) => Some(*number),
                Constant::Boolean(_)
                | Constant::Date(_)
                | Constant::Text(_)
                | Constant::Enum(_) => None,
            }
        }
        ExprKind::Retype(inner) => constant_number(program, inner, date),
        ExprKind::Negate(inner) => constant_number(program, inner, date)?.checked_neg(),
        ExprKind::Add(left, right) => both(left, right).and_then(|(l, r)| l.checked_add(r)),
        ExprKind::Subtract(left, right) => both(left, right).and_then(|(l, r)| l.checked_sub(r)),
        ExprKind::Multiply(left, right) => both(left, right).and_then(|(l, r)| l.checked_mul(r)),
        ExprKind::Divide(left, right) => both(left, right).and_then(|(l, r)| l.checked_div(r)),
        _ => None,
    }
}

/// The key of a row as text.
pub(super) fn key_text(
    program: &Program,
    dataset: &Dataset,
    entity: EntityId,
    row: usize,
) -> String {
    let Some(key) = program.entities.get(entity.index()).map(|it| it.key) else {
        return String::new();
    };
    let ty = program
        .fields
        .get(key.index())
        .map_or(Type::Text, |field| field.ty);
    match column_of(program, dataset, entity, key).map(|column| &column.values) {
        Some(Values::Text(texts)) if row < texts.len() => texts.value(row).to_owned(),
        Some(Values::Number(raws)) => raws.get(row).map_or_else(String::new, |raw| {
            format_decimal(*raw, ty.scale().unwrap_or(1))
        }),
        _ => String::new(),
    }
}
