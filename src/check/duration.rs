//! How long an aid lasts: `AID.total`, and a budget for all of its months.

use super::Checker;
use super::tree::{AidId, AidPart, Expr, ExprKind, Function, RoundWay, Type};
use super::types::{integer, number, retype};
use super::walk::same;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::{Period, Rational};
use crate::source::Span;
use crate::syntax::ast::{AidClauseKind, DeclarationKind, Name};

impl Checker<'_> {
    /// `AID.total`: what the row is given over all months.
    pub(super) fn total_part(
        &mut self,
        id: AidId,
        owner: &Name,
        part: &Name,
        span: Span,
    ) -> Option<Expr> {
        let ty = self.benefit_type(id, AidPart::Amount, owner, part)?;
        let amount = Expr {
            kind: ExprKind::Aid(id, AidPart::Amount),
            ty,
            span,
        };
        let Type::Money(Some(period)) = ty else {
            return Some(amount);
        };
        let Some((months, in_period)) = self.duration(id).zip(months_in(period)) else {
            self.report(Diagnostic::at(&codes::NO_DURATION, part.span).with("name", &owner.node));
            return None;
        };
        let all = scaled(amount, ExprKind::Multiply, &months, span);
        let all = scaled(all, ExprKind::Divide, &integer(in_period, span), span);
        Some(retype(all, Type::Money(None)))
    }

    /// The months of an aid, the same in all of its versions.
    fn duration(&mut self, id: AidId) -> Option<Expr> {
        let name = self.program.aids.get(id.index())?.about.name.clone();
        let mut written = Vec::new();
        for (_, declaration) in self.declarations() {
            let DeclarationKind::Aid(aid) = &declaration.kind else {
                continue;
            };
            if aid.name.node == name {
                let months = aid.clauses.iter().find_map(|clause| match &clause.kind {
                    AidClauseKind::Amount { months, .. } => months.as_ref(),
                    _ => None,
                });
                written.push(months?);
            }
        }
        let typed: Option<Vec<Expr>> = written
            .into_iter()
            .map(|months| self.fixed(months, Type::Integer))
            .collect();
        let mut typed = typed?.into_iter();
        let first = typed.next()?;
        typed.all(|it| same(&it, &first)).then_some(first)
    }
}

/// A budget for all months as one for each period of the amount, rounded down to the last digit of
/// money: their sums stay within it under the same conditions.
pub(super) fn in_each_period(ceiling: Expr, months: &Expr, amount: Type) -> Option<Expr> {
    let Type::Money(Some(period)) = amount else {
        return None;
    };
    let span = ceiling.span;
    let all = scaled(
        ceiling,
        ExprKind::Multiply,
        &integer(months_in(period)?, span),
        span,
    );
    let each = retype(scaled(all, ExprKind::Divide, months, span), amount);
    let digit = number(Rational::new(1, 10_000)?, amount, span);
    Some(Expr {
        kind: ExprKind::Call(Function::Round(RoundWay::Down), vec![each, digit]),
        ty: amount,
        span,
    })
}

fn scaled(value: Expr, how: fn(Box<Expr>, Box<Expr>) -> ExprKind, by: &Expr, span: Span) -> Expr {
    let ty = value.ty;
    Expr {
        kind: how(Box::new(value), Box::new(by.clone())),
        ty,
        span,
    }
}

/// How many months a period has; none for days and weeks.
fn months_in(period: Period) -> Option<i64> {
    match period {
        Period::Month => Some(1),
        Period::Quarter => Some(3),
        Period::Year => Some(12),
        Period::Day | Period::Week => None,
    }
}
