//! What makes an unknown value unknown: blank fields, rejected rows, grounds of other kinds.
//!
//! Only operands that matter count: where a known one decides (by Kleene's logic, or because it
//! cannot change an aggregate), the unknown ones beside it are left out.

use std::collections::BTreeSet;

use crate::check::tree::{
    Aggregate, AggregateOp, AidId, AidPart, Benefit, Blank, EntityId, Expr, ExprKind, FieldId,
    Function, Ground, Group, Hop, Outcome, ParameterId, RankKey, RegisterId, RoleId, Select,
    Status, ValueId, ValueKind,
};
use crate::data::results::{UNKNOWN, UNKNOWN_RANK};
use crate::number::Truth;
use crate::reference::{Datum, Evaluator, Row, operands};

/// One thing that makes a value unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// A blank answer, or a blank link.
    Field(FieldId),
    /// Rows of this entity were rejected.
    RejectedRows(EntityId),
    /// The file of this entity was not delivered.
    NotDelivered(EntityId),
    /// Something else, in a few words: `division by zero`.
    Ground(&'static str),
}

/// One thing that makes a value unknown, and the row where it is to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// What.
    pub what: Missing,
    /// The row whose answer is blank, below which rows were rejected, or where the ground arose.
    pub at: Row,
}

/// What makes an expression unknown for a row; nothing where it is known.
///
/// Of an aid's status that is `needs_verification`, and of a register's outcome that is so, what makes
/// it so, although such a status is known.
pub fn missing(evaluator: &mut Evaluator, expr: &Expr, row: impl Into<Row>) -> BTreeSet<Missing> {
    kinds(&causes_of(evaluator, expr, row))
}

/// As [`missing`], each with its row.
pub fn causes_of(evaluator: &mut Evaluator, expr: &Expr, row: impl Into<Row>) -> BTreeSet<Cause> {
    causes(evaluator, |it, row| it.expr(expr, row), row)
}

/// What makes an aid need verification for a row; nothing where it does not.
pub fn missing_for_aid(
    evaluator: &mut Evaluator,
    aid: AidId,
    row: impl Into<Row>,
) -> BTreeSet<Missing> {
    kinds(&causes_for_aid(evaluator, aid, row))
}

/// What makes the outcome of a register unknown for a row; nothing where it is not.
pub fn missing_for_register(
    evaluator: &mut Evaluator,
    register: RegisterId,
    row: impl Into<Row>,
) -> BTreeSet<Missing> {
    kinds(&causes_for_register(evaluator, register, row))
}

/// As [`missing_for_aid`], each with its row.
pub fn causes_for_aid(
    evaluator: &mut Evaluator,
    aid: AidId,
    row: impl Into<Row>,
) -> BTreeSet<Cause> {
    causes(evaluator, |it, row| it.aid(aid, row), row)
}

/// As [`missing_for_register`], each with its row.
pub fn causes_for_register(
    evaluator: &mut Evaluator,
    register: RegisterId,
    row: impl Into<Row>,
) -> BTreeSet<Cause> {
    causes(evaluator, |it, row| it.register(register, row), row)
}

fn causes(
    evaluator: &mut Evaluator,
    search: impl FnOnce(&mut Search, Row),
    row: impl Into<Row>,
) -> BTreeSet<Cause> {
    let mut it = Search {
        evaluator,
        found: BTreeSet::new(),
    };
    search(&mut it, row.into());
    it.found
}

fn kinds(causes: &BTreeSet<Cause>) -> BTreeSet<Missing> {
    causes.iter().map(|it| it.what).collect()
}

struct Search<'s, 'a> {
    evaluator: &'s mut Evaluator<'a>,
    found: BTreeSet<Cause>,
}

impl Search<'_, '_> {
    fn expr(&mut self, expr: &Expr, row: Row) {
        if let ExprKind::Aid(aid, AidPart::Status) = expr.kind {
            self.aid(aid, row);
        } else if let ExprKind::Register(register) = expr.kind {
            self.register(register, row);
        } else if !self.evaluator.evaluate(expr, row).is_known() {
            self.causes(|it| it.unknown(expr, row), ground(expr), row);
        }
    }

    /// Searches, and gives a ground where nothing is found.
    fn causes(&mut self, search: impl FnOnce(&mut Self), ground: &'static str, row: Row) {
        let outer = std::mem::take(&mut self.found);
        search(self);
        if self.found.is_empty() {
            self.add(Missing::Ground(ground), row);
        }
        self.found.extend(outer);
    }

    fn add(&mut self, what: Missing, at: Row) {
        self.found.insert(Cause { what, at });
    }

    /// The causes in the parts of an unknown expression.
    fn unknown(&mut self, expr: &Expr, row: Row) {
        match &expr.kind {
            ExprKind::Field(field) => self.field(*field, row),
            ExprKind::Value(value) => self.value(*value, row),
            ExprKind::Aid(aid, part) => self.aid_part(*aid, *part, row),
            ExprKind::At(hop, inner) => match self.evaluator.reach(*hop, row) {
                Some(reached) => self.expr(inner, reached),
                None => self.unreached(*hop, row),
            },
            ExprKind::Parameter(parameter, keys) => self.parameter(*parameter, keys, row),
            ExprKind::If(condition, then, otherwise) => {
                let truth = self.truth(condition, row);
                self.expr(condition, row);
                if truth != Truth::False {
                    self.expr(then, row);
                }
                if truth != Truth::True {
                    self.expr(otherwise, row);
                }
            }
            ExprKind::FirstMatch { rows, otherwise } => {
                for (condition, result) in rows {
                    let truth = self.truth(condition, row);
                    self.expr(condition, row);
                    if truth != Truth::False {
                        self.expr(result, row);
                    }
                    if truth == Truth::True {
                        return;
                    }
                }
                if let Some(otherwise) = otherwise {
                    self.expr(otherwise, row);
                }
            }
            ExprKind::BestMatch { rows, .. } => {
                for it in rows {
                    if self.truth(&it.condition, row) != Truth::False {
                        self.all([&it.condition, &it.key, &it.result], row);
                    }
                }
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, row),
            ExprKind::Constant(_)
            | ExprKind::EvaluationDate
            | ExprKind::Filled(_)
            | ExprKind::Register(_)
            | ExprKind::Negate(_)
            | ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Divide(..)
            | ExprKind::Retype(_)
            | ExprKind::Compare(..)
            | ExprKind::OneOf(..)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::IsKnown(_)
            | ExprKind::IfMissing(..)
            | ExprKind::AtLeast { .. }
            | ExprKind::CountTrue(_)
            | ExprKind::Position(_)
            | ExprKind::Call(..) => self.all(operands(expr), row),
        }
    }

    fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, row: Row) {
        for expr in exprs {
            self.expr(expr, row);
        }
    }

    fn truth(&mut self, expr: &Expr, row: Row) -> Truth {
        self.evaluator.evaluate(expr, row).truth()
    }

    fn field(&mut self, id: FieldId, row: Row) {
        let field = self.evaluator.program().fields.get(id.index());
        if let Some(Blank::AskedWhen { condition, .. }) = field.map(|field| &field.blank) {
            self.expr(condition, row);
        }
        self.add(Missing::Field(id), row);
    }

    fn value(&mut self, id: ValueId, row: Row) {
        let Some(value) = self.evaluator.program().values.get(id.index()) else {
            return;
        };
        match &value.kind {
            ValueKind::Define(expr)
            | ValueKind::Criterion {
                condition: expr, ..
            }
            | ValueKind::Class(expr)
            | ValueKind::Decide(expr) => self.expr(expr, row),
            ValueKind::Select(select) => self.select(select, row),
        }
    }

    /// Conditions and keys that are unknown among the rows that share a limit with this one.
    fn select(&mut self, select: &Select, row: Row) {
        let groups = select.limits.iter().map(|limit| limit.per).min();
        let above = groups.and_then(|per| self.evaluator.ancestor(row, per));
        let rows = above.and_then(|above| self.evaluator.below(above, row.entity));
        for index in rows.map_or(row.index..row.index + 1, |below| below.rows) {
            let row = Row { index, ..row };
            if self.truth(&select.when, row) == Truth::False {
                continue;
            }
            self.expr(&select.when, row);
            self.rank(&select.rank, row);
            for limit in &select.limits {
                self.all(&limit.condition, row);
                self.expr(&limit.count, row);
            }
        }
    }

    fn rank(&mut self, keys: &[RankKey], row: Row) {
        for key in keys {
            self.all(&key.filled, row);
            let last = key.filled.as_ref().map(|filled| self.truth(filled, row));
            if last != Some(Truth::False) {
                self.expr(&key.value, row);
            }
        }
    }

    fn unreached(&mut self, hop: Hop, row: Row) {
        match hop {
            Hop::Parent => {}
            Hop::Link(field) => {
                self.add(Missing::Field(field), row);
            }
            Hop::Role(role) => self.role(role, row),
        }
    }

    fn role(&mut self, id: RoleId, row: Row) {
        let Some(role) = self.evaluator.program().roles.get(id.index()) else {
            return;
        };
        let search = |it: &mut Self| {
            for child in it.rows_below(role.of, row).unwrap_or_default() {
                it.expr(&role.condition, child);
            }
        };
        self.causes(search, "not exactly one row plays the role", row);
    }

    fn parameter(&mut self, id: ParameterId, keys: &[Expr], row: Row) {
        self.all(keys, row);
        let on = self.evaluator.date();
        let parameter = self.evaluator.program().parameters.get(id.index());
        if parameter.is_some_and(|parameter| parameter.on(on).is_none()) {
            self.add(Missing::Ground("a parameter not in force on the day"), row);
        }
    }

    /// The rows below, and a cause where some of them are not there.
    fn rows_below(&mut self, over: EntityId, row: Row) -> Option<Vec<Row>> {
        let Some(below) = self.evaluator.below(row, over) else {
            self.add(Missing::NotDelivered(over), row);
            return None;
        };
        if below.incomplete {
            self.add(Missing::RejectedRows(over), row);
        }
        Some(
            below
                .rows
                .map(|index| Row {
                    entity: over,
                    index,
                })
                .collect(),
        )
    }

    fn aggregate(&mut self, it: &Aggregate, row: Row) {
        self.all(it.best.as_ref().map(|best| &best.count), row);
        for child in self.rows_below(it.over, row).unwrap_or_default() {
            let condition = it
                .condition
                .as_ref()
                .map(|all| self.evaluator.evaluate(all, child));
            let value = it
                .value
                .as_ref()
                .map(|value| self.evaluator.evaluate(value, child));
            if condition == Some(Datum::Boolean(false)) || harmless(it.op, value.as_ref()) {
                continue;
            }
            self.all(&it.condition, child);
            self.all(&it.value, child);
            self.rank(&it.by, child);
        }
    }

    fn aid_part(&mut self, id: AidId, part: AidPart, row: Row) {
        let Some(aid) = self.evaluator.program().aids.get(id.index()) else {
            return;
        };
        match (part, &aid.benefit) {
            (AidPart::Service, Benefit::Service(service)) => self.expr(service, row),
            (AidPart::Eligible, _) => {
                self.grounds(&aid.when, row);
                self.grounds(&aid.unless, row);
                self.others(id, row);
            }
            (AidPart::Rank, _) => {
                self.aid(id, row);
                self.add(Missing::Ground("no part in the order of allocation"), row);
            }
            (AidPart::Status | AidPart::Amount | AidPart::Service | AidPart::Granted, _) => {
                self.aid(id, row);
            }
        }
    }

    fn aid(&mut self, id: AidId, row: Row) {
        let Some(aid) = self.evaluator.program().aids.get(id.index()) else {
            return;
        };
        let result = self.evaluator.aid_result(id);
        let found = result.and_then(|it| it.status.get(row.index).zip(it.grounds.get(row.index)));
        let Some((Status::NeedsVerification, bits)) = found.map(|(status, bits)| (*status, bits))
        else {
            return;
        };
        if bits & UNKNOWN != 0 {
            self.grounds(&aid.when, row);
            self.grounds(&aid.unless, row);
            self.grounds(&aid.verify, row);
            self.all(aid.take_up.iter().map(|it| &it.takes), row);
            self.others(id, row);
            match &aid.benefit {
                Benefit::Amount { value, .. } => self.expr(value, row),
                Benefit::Service(service) => self.expr(service, row),
                Benefit::Nothing => {}
            }
        }
        if bits & UNKNOWN_RANK != 0 {
            self.rank(&aid.rank, row);
            let quota = aid.quota.as_ref().map(|quota| (&quota.count, &quota.per));
            let budget = aid
                .budget
                .as_ref()
                .map(|budget| (&budget.ceiling, &budget.per));
            for (allowed, per) in quota.into_iter().chain(budget) {
                self.expr(allowed, row);
                if let Some(Group::Value(value)) = per {
                    self.expr(value, row);
                }
            }
            self.all(aid.limits.iter().map(|limit| &limit.count), row);
        }
    }

    fn grounds(&mut self, grounds: &[Ground], row: Row) {
        self.all(grounds.iter().map(|ground| &ground.condition), row);
    }

    fn others(&mut self, id: AidId, row: Row) {
        let Some(aid) = self.evaluator.program().aids.get(id.index()) else {
            return;
        };
        for (other, _, _) in &aid.not_together {
            self.aid(*other, row);
        }
    }

    fn register(&mut self, id: RegisterId, row: Row) {
        let Some(register) = self.evaluator.program().registers.get(id.index()) else {
            return;
        };
        let outcome = self.evaluator.register_result(id);
        let outcome = outcome.and_then(|it| it.outcome.get(row.index));
        if outcome == Some(&Outcome::NeedsVerification) {
            let current = self.truth(&register.current, row);
            self.expr(&register.current, row);
            self.grounds(&register.leave, row);
            if current != Truth::True {
                self.grounds(&register.enter, row);
            }
        }
    }
}

/// Whether a row with this value cannot change the result, whatever its condition.
fn harmless(op: AggregateOp, value: Option<&Datum>) -> bool {
    match op {
        AggregateOp::Sum => value == Some(&Datum::integer(0)),
        AggregateOp::Any => value == Some(&Datum::Boolean(false)),
        AggregateOp::Every => value == Some(&Datum::Boolean(true)),
        AggregateOp::Count
        | AggregateOp::Min
        | AggregateOp::Max
        | AggregateOp::Average
        | AggregateOp::First
        | AggregateOp::Only
        | AggregateOp::Share => false,
    }
}

/// Why an expression can be unknown though its parts are known.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind that can fail otherwise is added above"
)]
fn ground(expr: &Expr) -> &'static str {
    use ExprKind::{Aggregate as Over, BestMatch, Call, Divide, FirstMatch, Parameter};
    match &expr.kind {
        Divide(..) | Call(Function::Round(_) | Function::Steps, _) => "division by zero",
        Call(Function::Age | Function::AgeMonths, _) => "date after evaluation",
        Over(it) if it.op == AggregateOp::Only => "not exactly one row",
        Over(it) if it.op != AggregateOp::Sum => "no rows",
        FirstMatch { .. } | BestMatch { .. } => "no row of the table matches",
        Parameter(..) => "a key that is not listed",
        // Every other expression of known parts fails only by its size.
        _ => "number too large",
    }
}
