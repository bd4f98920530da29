//! Spells: rows that hold from one day until another, and since when all of them are there.

use super::Checker;
use super::expression::truth;
use super::scope::{Level, Scope, along};
use super::tree::{
    Aggregate, AggregateOp, CompareOp, Constant, EntityId, Expr, ExprKind, FieldId, Function, Type,
};
use super::types::boolean;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::{Date, Rational};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, DurationUnit};

/// How many months back may be asked for.
const MOST: i64 = 600;

impl Checker<'_> {
    /// Notes `complete since DAY`, of an entity whose rows have a period.
    pub(super) fn complete_since(&mut self, entity: EntityId, day: Spanned<Date>) {
        if self.program.periods.contains_key(&entity) {
            self.complete.insert(entity, day.node);
        } else {
            let finding = Diagnostic::at(&codes::COMPLETE_WITHOUT_PERIOD, day.span);
            self.report(finding.with("entity", self.entity_name(entity)));
        }
    }

    /// Of rows that are complete since a day only, those before it cannot be aggregated.
    pub(super) fn known_since(&mut self, entity: EntityId, it: &ast::Aggregate) -> Option<()> {
        let Some(day) = self.complete.get(&entity).copied() else {
            return Some(());
        };
        let (from, _) = self.program.periods.get(&entity).copied()?;
        let from = self.field_name(from);
        let is_bounded = it
            .condition
            .as_ref()
            .is_some_and(|it| starts_after(it, &from, day));
        if is_bounded {
            return Some(());
        }
        let finding = Diagnostic::at(&codes::KNOWN_SINCE, it.entity.span)
            .with("entity", self.entity_name(entity))
            .with("day", day)
            .with("from", from);
        self.report(finding);
        None
    }

    fn field_name(&self, field: FieldId) -> String {
        let field = self.program.fields.get(field.index());
        field.map_or_else(String::new, |it| it.about.name.clone())
    }

    /// `months in (work_spell where …) within last 24 months`: each of these months is a question
    /// whether any spell lies in it, so that overlaps count once.
    pub(super) fn months_in(
        &mut self,
        it: &ast::MonthsIn,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let count = self.months_back(&it.last);
        let Level::Row(_) = scope.level else {
            self.report(Diagnostic::at(&codes::AGGREGATE_IN_CONSTANT, span));
            return None;
        };
        let rows = ast::Aggregate {
            op: ast::AggregateOp::Any,
            value: None,
            best: None,
            entity: it.entity.clone(),
            condition: None,
            has: None,
            no_rows: None,
            by: Vec::new(),
            weight: None,
        };
        let over = self.aggregated(&rows, span, scope)?;
        let (seen, way) = self.seen(over);
        let Some(period) = self.program.periods.get(&seen).copied() else {
            let finding = Diagnostic::at(&codes::NO_PERIOD_OF_ROWS, it.entity.span);
            self.report(finding.with("entity", self.entity_name(seen)));
            return None;
        };
        let condition = match &it.condition {
            Some(condition) => Some(self.condition(condition, &Scope::row(seen))?),
            None => None,
        };
        let complete = self.complete.get(&seen).copied();
        let month = |back: i64| {
            let window = (
                day_after(months_before(back, span), span),
                months_before(back - 1, span),
            );
            let lies_in = lies_in(period, &window, condition.as_ref(), span);
            let any = Aggregate {
                op: AggregateOp::Any,
                over,
                condition: None,
                value: Some(along(&way, lies_in, span)),
                best: None,
                no_rows: None,
                by: Vec::new(),
            };
            let any = truth(ExprKind::Aggregate(Box::new(any)), span);
            match complete {
                Some(day) => truth(
                    ExprKind::Or(vec![any, unknown_before(&window.0, day, span)]),
                    span,
                ),
                None => any,
            }
        };
        Some(Expr {
            kind: ExprKind::CountTrue((1..=count?).map(month).collect()),
            ty: Type::Integer,
            span,
        })
    }

    /// `24 months`, `2 years`: a number that is written out.
    fn months_back(&mut self, last: &ast::Expr) -> Option<i64> {
        let months = match &last.kind {
            ast::ExprKind::Duration(count, unit) => match (&count.kind, unit) {
                (ast::ExprKind::Number(count), DurationUnit::Months) => Some((*count, 1)),
                (ast::ExprKind::Number(count), DurationUnit::Years) => Some((*count, 12)),
                _ => None,
            },
            ast::ExprKind::Broken => return None,
            _ => None,
        };
        let months = months
            .filter(|(count, _)| count.is_integer())
            .and_then(|(count, by)| i64::try_from(count.num()).ok()?.checked_mul(by))
            .filter(|count| (1..=MOST).contains(count));
        if months.is_none() {
            let finding = Diagnostic::at(&codes::MONTHS_BACK, last.span);
            self.report(finding.with("most", MOST));
        }
        months
    }
}

/// The condition that a spell lies in a window: starts before it ends, and ends, if it does, after it
/// starts.
fn lies_in(
    (from, until): (FieldId, FieldId),
    (first, last): &(Expr, Expr),
    condition: Option<&Expr>,
    span: Span,
) -> Expr {
    let day = |field| Expr {
        kind: ExprKind::Field(field),
        ty: Type::Date,
        span,
    };
    let compare = |op, left, right: &Expr| {
        let kind = ExprKind::Compare(op, Box::new(left), Box::new(right.clone()));
        truth(kind, span)
    };
    let filled = truth(ExprKind::Filled(until), span);
    let goes_on = truth(ExprKind::Not(Box::new(filled.clone())), span);
    let ends_later = compare(CompareOp::GreaterOrEqual, day(until), first);
    let ends_later = truth(ExprKind::And(vec![filled, ends_later]), span);
    let mut all: Vec<Expr> = condition.cloned().into_iter().collect();
    all.push(compare(CompareOp::LessOrEqual, day(from), last));
    all.push(truth(ExprKind::Or(vec![goes_on, ends_later]), span));
    truth(ExprKind::And(all), span)
}

/// Unknown for a window that begins before a day, else false.
fn unknown_before(first: &Expr, day: Date, span: Span) -> Expr {
    let day = Expr {
        kind: ExprKind::Constant(Constant::Date(day)),
        ty: Type::Date,
        span,
    };
    let since = ExprKind::Compare(
        CompareOp::GreaterOrEqual,
        Box::new(first.clone()),
        Box::new(day),
    );
    truth(
        ExprKind::FirstMatch {
            rows: vec![(truth(since, span), boolean(false, span))],
            otherwise: None,
        },
        span,
    )
}

/// The evaluation date so many months earlier.
fn months_before(count: i64, span: Span) -> Expr {
    let today = date(ExprKind::EvaluationDate, span);
    if count == 0 {
        return today;
    }
    let count = whole(-count, span);
    date(
        ExprKind::Call(Function::AddMonths, vec![today, count]),
        span,
    )
}

fn day_after(day: Expr, span: Span) -> Expr {
    let one = whole(1, span);
    date(ExprKind::Call(Function::AddDays, vec![day, one]), span)
}

fn date(kind: ExprKind, span: Span) -> Expr {
    Expr {
        kind,
        ty: Type::Date,
        span,
    }
}

fn whole(value: i64, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Constant(Constant::Number(Rational::from_integer(value))),
        ty: Type::Integer,
        span,
    }
}

/// Whether a condition holds only for rows that start on a day or later.
fn starts_after(condition: &ast::Expr, from: &str, day: Date) -> bool {
    match &condition.kind {
        ast::ExprKind::And(all) => all.iter().any(|it| starts_after(it, from, day)),
        ast::ExprKind::Compare(op, left, right) => {
            let named = matches!(&left.kind, ast::ExprKind::Name(name) if name == from);
            let ast::ExprKind::Date(bound) = &right.kind else {
                return false;
            };
            let later = matches!(op, CompareOp::Greater | CompareOp::GreaterOrEqual);
            named && later && *bound >= day
        }
        _ => false,
    }
}
