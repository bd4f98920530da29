//! What would have to be different for a condition to come out the other way.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is no condition of these forms is shown as it is"
)]

use crate::check::tree::{
    Aggregate, AggregateOp, CompareOp, Constant, Expr, ExprKind, Type, ValueKind,
};
use crate::number::Truth;
use crate::reference::{Datum, Evaluator, Row};
use crate::source::Span;

use super::clause::{ClauseKind, Judged};

/// How many steps of definitions are followed.
const DEPTH: usize = 16;

/// How many rows of an aggregate are shown.
const ROWS: usize = 10;

/// One thing that would have to change, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// All of these.
    All(Vec<Need>),
    /// One of these.
    Any(Vec<Need>),
    /// So many more of these.
    More {
        /// How many.
        count: i64,
        /// Of which.
        of: Vec<Need>,
    },
    /// A value would have to be another.
    Value {
        /// The words of the value in the policy.
        span: Span,
        /// What it is called, where the text names only the set it belongs to.
        name: Option<String>,
        /// The key of the row, where it is another row and its key is not personal.
        row: Option<String>,
        /// What it is.
        now: String,
        /// What it would have to be: `< Rp 596,184 per month`, `= poor`.
        wanted: String,
        /// What that would take in turn, where the value is computed.
        through: Vec<Need>,
    },
}

/// What the deciding clauses ask for, each by itself; all of them must be met.
pub(super) fn of_clauses(evaluator: &mut Evaluator, clauses: &[Judged], row: Row) -> Vec<Need> {
    let mut needs = Vec::new();
    for it in clauses.iter().filter(|it| it.clause.decided) {
        if matches!(it.clause.kind, ClauseKind::Current | ClauseKind::Amount) {
            continue;
        }
        let found = need(evaluator, &it.condition, it.wanted, row, DEPTH);
        needs.extend(found.filter(|it| !needs.contains(it)));
    }
    needs
}

/// What makes a condition come out as wanted; nothing where it does already.
fn need(
    evaluator: &mut Evaluator,
    expr: &Expr,
    wanted: bool,
    row: Row,
    depth: usize,
) -> Option<Need> {
    let truth = evaluator.evaluate(expr, row).truth();
    if truth == Truth::from(wanted) {
        return None;
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Some(leaf(evaluator, expr, row, word(wanted), Vec::new()));
    };
    match &expr.kind {
        ExprKind::Not(inner) => need(evaluator, inner, !wanted, row, depth),
        ExprKind::Retype(inner) => need(evaluator, inner, wanted, row, depth),
        ExprKind::And(of) if wanted => group(evaluator, of, true, row, depth).map(all),
        ExprKind::Or(of) if !wanted => group(evaluator, of, false, row, depth).map(all),
        ExprKind::And(of) => group(evaluator, of, false, row, depth).map(any),
        ExprKind::Or(of) => group(evaluator, of, true, row, depth).map(any),
        ExprKind::At(hop, inner) => {
            let reached = evaluator.reach(*hop, row)?;
            need(evaluator, inner, wanted, reached, depth)
        }
        ExprKind::Value(id) => {
            let kind = evaluator
                .program()
                .values
                .get(id.index())
                .map(|it| &it.kind);
            match kind {
                Some(ValueKind::Define(condition) | ValueKind::Criterion { condition, .. })
                    if condition.ty == Type::Boolean =>
                {
                    let through = need(evaluator, condition, wanted, row, depth);
                    let through = through.into_iter().collect();
                    Some(leaf(evaluator, expr, row, word(wanted), through))
                }
                _ => Some(leaf(evaluator, expr, row, word(wanted), Vec::new())),
            }
        }
        ExprKind::Compare(op, left, right) => {
            Some(compare(evaluator, (*op, left, right), wanted, row, depth))
        }
        ExprKind::OneOf(value, constants) => {
            Some(one_of(evaluator, (value, constants), wanted, row, depth))
        }
        ExprKind::AtLeast { count, most, of } => {
            at_least(evaluator, (count, *most, of), wanted, row, depth)
        }
        ExprKind::Aggregate(it) if it.op == AggregateOp::Any => {
            let through = rows(evaluator, it, wanted, row, depth);
            Some(leaf(evaluator, expr, row, word(wanted), through))
        }
        _ => Some(leaf(evaluator, expr, row, word(wanted), Vec::new())),
    }
}

/// What the rows below would take: any of them for `any`, all that hold against it.
fn rows(
    evaluator: &mut Evaluator,
    it: &Aggregate,
    wanted: bool,
    row: Row,
    depth: usize,
) -> Vec<Need> {
    let below = evaluator.below(row, it.over);
    let conditions = [it.condition.as_ref(), it.value.as_ref()];
    let mut needs = Vec::new();
    for index in below.map(|it| it.rows).into_iter().flatten() {
        let child = Row {
            entity: it.over,
            index,
        };
        let conditions = conditions.iter().copied().flatten();
        let found: Vec<Need> = match wanted {
            true => conditions
                .filter_map(|it| need(evaluator, it, true, child, depth))
                .collect(),
            false if holds(evaluator, it, child) => conditions
                .filter_map(|it| need(evaluator, it, false, child, depth))
                .collect(),
            false => Vec::new(),
        };
        if !found.is_empty() && needs.len() < ROWS {
            needs.push(if wanted { all(found) } else { any(found) });
        }
    }
    match (needs.len(), wanted) {
        (0 | 1, _) => needs,
        (_, true) => vec![Need::Any(needs)],
        (_, false) => vec![Need::All(needs)],
    }
}

/// Whether a row counts, or may.
fn holds(evaluator: &mut Evaluator, it: &Aggregate, row: Row) -> bool {
    let mut conditions = it.condition.iter().chain(&it.value);
    conditions.all(|it| evaluator.evaluate(it, row).truth() != Truth::False)
}

fn word(wanted: bool) -> String {
    format!("= {wanted}")
}

fn all(mut of: Vec<Need>) -> Need {
    match (of.len(), of.pop()) {
        (1, Some(one)) => one,
        (_, last) => Need::All(of.into_iter().chain(last).collect()),
    }
}

fn any(mut of: Vec<Need>) -> Need {
    match (of.len(), of.pop()) {
        (1, Some(one)) => one,
        (_, last) => Need::Any(of.into_iter().chain(last).collect()),
    }
}

fn group(
    evaluator: &mut Evaluator,
    of: &[Expr],
    wanted: bool,
    row: Row,
    depth: usize,
) -> Option<Vec<Need>> {
    let needs: Vec<Need> = of
        .iter()
        .filter_map(|it| need(evaluator, it, wanted, row, depth))
        .collect();
    (!needs.is_empty()).then_some(needs)
}

/// A value that would have to be another.
fn leaf(
    evaluator: &mut Evaluator,
    expr: &Expr,
    row: Row,
    wanted: String,
    through: Vec<Need>,
) -> Need {
    // The value stands where the way to it ends, and is read there.
    let (expr, at) = arrive(evaluator, expr, row);
    let trace = evaluator.trace(expr, at);
    let (name, now) = (trace.name, trace.value);
    Need::Value {
        span: expr.span,
        name,
        row: evaluator.row_key(at),
        now,
        wanted,
        through,
    }
}

/// Follows the steps to another row.
fn arrive<'e>(evaluator: &mut Evaluator, expr: &'e Expr, row: Row) -> (&'e Expr, Row) {
    match &expr.kind {
        ExprKind::Retype(inner) => arrive(evaluator, inner, row),
        ExprKind::At(hop, inner) => match evaluator.reach(*hop, row) {
            Some(reached) => arrive(evaluator, inner, reached),
            None => (expr, row),
        },
        _ => (expr, row),
    }
}

fn compare(
    evaluator: &mut Evaluator,
    (op, left, right): (CompareOp, &Expr, &Expr),
    wanted: bool,
    row: Row,
    depth: usize,
) -> Need {
    let op = if wanted { op } else { op.negated() };
    // A constant or parameter on the left: the value on the right is what can change.
    let (op, value, bound) = if is_fixed(left) && !is_fixed(right) {
        (op.flipped(), right, left)
    } else {
        (op, left, right)
    };
    let found = evaluator.evaluate_stored(bound, row);
    let program = evaluator.program();
    let mut goal = format!("{} {}", op.sign(), found.told(bound.ty, program));
    if !matches!(bound.kind, ExprKind::Constant(_))
        && let ExprKind::Parameter(id, _) = &bound.kind
        && let Some(parameter) = program.parameters.get(id.index())
    {
        goal = format!("{goal} ({})", parameter.about.label);
    }
    let through = match (&found, op) {
        (Datum::Enum(code), CompareOp::Equal) => class(evaluator, value, &[*code], row, depth),
        _ => Vec::new(),
    };
    leaf(evaluator, value, row, goal, through)
}

fn one_of(
    evaluator: &mut Evaluator,
    (value, constants): (&Expr, &[Constant]),
    wanted: bool,
    row: Row,
    depth: usize,
) -> Need {
    let program = evaluator.program();
    let names: Vec<String> = constants
        .iter()
        .map(|it| Datum::from_constant(it).told(value.ty, program))
        .collect();
    let sign = match (names.len(), wanted) {
        (1, true) => "=",
        (1, false) => "!=",
        (_, true) => "in",
        (_, false) => "not in",
    };
    let list = names.join(", ");
    let goal = match names.len() {
        1 => format!("{sign} {list}"),
        _ => format!("{sign} ({list})"),
    };
    let codes: Vec<u32> = constants
        .iter()
        .filter_map(|it| match it {
            Constant::Enum(code) => Some(*code),
            _ => None,
        })
        .collect();
    let through = match wanted {
        true => class(evaluator, value, &codes, row, depth),
        false => Vec::new(),
    };
    leaf(evaluator, value, row, goal, through)
}

/// What a class would take: the conditions of its rows, any of them.
fn class(
    evaluator: &mut Evaluator,
    value: &Expr,
    codes: &[u32],
    row: Row,
    depth: usize,
) -> Vec<Need> {
    let (value, at) = arrive(evaluator, value, row);
    let ExprKind::Value(id) = value.kind else {
        return Vec::new();
    };
    let kind = evaluator
        .program()
        .values
        .get(id.index())
        .map(|it| &it.kind);
    let Some(ValueKind::Class(rule)) = kind else {
        return Vec::new();
    };
    let ExprKind::FirstMatch { rows, .. } = &rule.kind else {
        return Vec::new();
    };
    let is_wanted = |result: &Expr| match result.kind {
        ExprKind::Constant(Constant::Enum(code)) => codes.contains(&code),
        _ => false,
    };
    let needs: Vec<Need> = rows
        .iter()
        .filter(|(_, result)| is_wanted(result))
        .filter_map(|(condition, _)| need(evaluator, condition, true, at, depth))
        .collect();
    match needs.len() {
        0 | 1 => needs,
        _ => vec![Need::Any(needs)],
    }
}

fn at_least(
    evaluator: &mut Evaluator,
    (count, most, of): (&Expr, bool, &[Expr]),
    wanted: bool,
    row: Row,
    depth: usize,
) -> Option<Need> {
    let limit = evaluator.evaluate(count, row);
    let limit = limit.number().and_then(|it| it.to_raw(1).ok())?;
    let held = of
        .iter()
        .filter(|it| evaluator.evaluate(it, row).truth() == Truth::True)
        .count();
    let held = i64::try_from(held).ok()?;
    // More of them are needed, or fewer.
    let more = most != wanted;
    let count = match (most, wanted) {
        (false, true) => limit - held,
        (true, false) => limit + 1 - held,
        (false, false) => held - limit + 1,
        (true, true) => held - limit,
    };
    let of = group(evaluator, of, more, row, depth)?;
    Some(Need::More {
        count: count.max(1),
        of,
    })
}

/// Whether an expression is the same for every row.
fn is_fixed(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(_) | ExprKind::EvaluationDate => true,
        ExprKind::Parameter(_, keys) => keys.iter().all(is_fixed),
        ExprKind::Retype(inner) | ExprKind::Negate(inner) => is_fixed(inner),
        ExprKind::Add(a, b)
        | ExprKind::Subtract(a, b)
        | ExprKind::Multiply(a, b)
        | ExprKind::Divide(a, b) => is_fixed(a) && is_fixed(b),
        _ => false,
    }
}
