//! `+ - * /`, signs and conversions: what types and periods allow.

use super::Checker;
use super::scope::Scope;
use super::tree::{Expr, ExprKind, Function, Type};
use super::types::{integer, is_money, is_number, number, number_of, retype};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::Period;
use crate::source::Span;
use crate::syntax::ast::{self, BinaryOp, DurationUnit};

impl Checker<'_> {
    pub(super) fn negate(
        &mut self,
        inner: &ast::Expr,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let inner = self.expr(inner, scope, want)?;
        if !is_number(inner.ty) {
            self.report_not_number(&inner);
            return None;
        }
        if let Some(value) =
            number_of(&inner).and_then(super::super::number::rational::Rational::checked_neg)
        {
            return Some(number(value, inner.ty, span));
        }
        let ty = inner.ty;
        Some(Expr {
            kind: ExprKind::Negate(Box::new(inner)),
            ty,
            span,
        })
    }

    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        if let (BinaryOp::Add | BinaryOp::Subtract, ast::ExprKind::Duration(amount, unit)) =
            (op, &right.kind)
        {
            return self.shift_date(op, left, amount, *unit, span, scope);
        }
        let hint = match op {
            BinaryOp::Add | BinaryOp::Subtract => want,
            // A factor has its own type; only an amount can pass on its period.
            BinaryOp::Multiply | BinaryOp::Divide => want.filter(|it| is_money(*it)),
        };
        let left = self.expr(left, scope, hint);
        let right_hint = if op == BinaryOp::Divide { None } else { hint };
        let right = self.expr(right, scope, right_hint);
        let (left, right) = (left?, right?);
        match op {
            BinaryOp::Add => self.sum(left, right, span, ExprKind::Add),
            BinaryOp::Subtract if (left.ty, right.ty) == (Type::Date, Type::Date) => Some(Expr {
                kind: ExprKind::Call(Function::DaysBetween, vec![left, right]),
                ty: Type::Integer,
                span,
            }),
            BinaryOp::Subtract => self.sum(left, right, span, ExprKind::Subtract),
            BinaryOp::Multiply => self.product(left, right, span),
            BinaryOp::Divide => self.quotient(left, right, span),
        }
    }

    fn sum(
        &mut self,
        left: Expr,
        right: Expr,
        span: Span,
        kind: fn(Box<Expr>, Box<Expr>) -> ExprKind,
    ) -> Option<Expr> {
        if left.ty == Type::Date && is_number(right.ty) {
            self.report(Diagnostic::at(&codes::DATE_WITHOUT_UNIT, right.span));
            return None;
        }
        self.numbers(&left, &right)?;
        let (left, right) = self.unify(left, right)?;
        let ty = left.ty;
        Some(Expr {
            kind: kind(Box::new(left), Box::new(right)),
            ty,
            span,
        })
    }

    pub(super) fn product(&mut self, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        self.numbers(&left, &right)?;
        let ty = match (left.ty, right.ty) {
            (Type::Money(_), Type::Money(_)) => {
                self.report(Diagnostic::at(&codes::MONEY_TIMES_MONEY, span));
                return None;
            }
            (money @ Type::Money(_), _) | (_, money @ Type::Money(_)) => money,
            (Type::Integer, Type::Integer) => Type::Integer,
            _ => Type::Decimal,
        };
        Some(Expr {
            kind: ExprKind::Multiply(Box::new(left), Box::new(right)),
            ty,
            span,
        })
    }

    fn quotient(&mut self, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        self.numbers(&left, &right)?;
        if number_of(&right).is_some_and(|it| it == crate::number::Rational::zero()) {
            self.report(Diagnostic::at(&codes::DIVISION_BY_ZERO, right.span));
            return None;
        }
        let (left, right) = if is_money(left.ty) && is_money(right.ty) {
            self.unify(left, right)?
        } else {
            (left, right)
        };
        let ty = match (left.ty, right.ty) {
            (money @ Type::Money(_), other) if !is_money(other) => money,
            (other, Type::Money(_)) if !is_money(other) => {
                let finding = Diagnostic::at(&codes::NUMBER_BY_MONEY, span);
                self.report(finding);
                return None;
            }
            _ => Type::Decimal,
        };
        Some(Expr {
            kind: ExprKind::Divide(Box::new(left), Box::new(right)),
            ty,
            span,
        })
    }

    fn numbers(&mut self, left: &Expr, right: &Expr) -> Option<()> {
        let bad = [left, right].into_iter().find(|it| !is_number(it.ty));
        match bad {
            None => Some(()),
            Some(bad) => {
                self.report_not_number(bad);
                None
            }
        }
    }

    pub(super) fn report_not_number(&mut self, expr: &Expr) {
        let finding = Diagnostic::at(&codes::NOT_A_NUMBER, expr.span)
            .given("found", self.type_given(expr.ty));
        self.report(match expr.ty {
            Type::Boolean => finding.help("help.boolean"),
            Type::Date => finding.help("help.date"),
            Type::Integer | Type::Decimal | Type::Money(_) | Type::Text | Type::Enum(_) => finding,
        });
    }

    /// `date + 3 months`.
    fn shift_date(
        &mut self,
        op: BinaryOp,
        date: &ast::Expr,
        amount: &ast::Expr,
        unit: DurationUnit,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let date = self.typed(date, scope, Type::Date);
        let amount = self.typed(amount, scope, Type::Integer);
        let (date, amount) = (date?, amount?);
        let amount = match (
            op,
            number_of(&amount).and_then(super::super::number::rational::Rational::checked_neg),
        ) {
            (BinaryOp::Subtract, Some(value)) => number(value, Type::Integer, amount.span),
            (BinaryOp::Subtract, None) => {
                let at = amount.span;
                Expr {
                    kind: ExprKind::Negate(Box::new(amount)),
                    ty: Type::Integer,
                    span: at,
                }
            }
            (BinaryOp::Add | BinaryOp::Multiply | BinaryOp::Divide, _) => amount,
        };
        let function = match unit {
            DurationUnit::Days => Function::AddDays,
            DurationUnit::Months => Function::AddMonths,
            DurationUnit::Years => Function::AddYears,
        };
        Some(Expr {
            kind: ExprKind::Call(function, vec![date, amount]),
            ty: Type::Date,
            span,
        })
    }

    /// `x as money per month`: the convention stated in the open, the number unchanged.
    pub(super) fn convert(
        &mut self,
        value: &ast::Expr,
        ty: &ast::TypeExpr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let want = self.type_of(ty);
        let value = self.expr(value, scope, None);
        let (value, want) = (value?, want?);
        let allowed = match (value.ty, want) {
            (found, want) if found == want => true,
            (Type::Integer, Type::Decimal)
            | (Type::Money(None | Some(Period::Day | Period::Week)), Type::Money(Some(_))) => true,
            _ => false,
        };
        if !allowed {
            let finding = Diagnostic::at(&codes::BAD_CONVERSION, span)
                .given("found", self.type_given(value.ty))
                .given("wanted", self.type_given(want));
            let flows = matches!(
                (value.ty, want),
                (Type::Money(Some(_)), Type::Money(Some(_)))
            );
            self.report(if flows {
                finding.help("help.period")
            } else {
                finding
            });
            return None;
        }
        Some(Expr {
            span,
            ..retype(value, want)
        })
    }

    /// `yearly(x)`, `quarterly(x)`, `monthly(x)`: the same flow per another period, exactly.
    pub(super) fn per(
        &mut self,
        period: Period,
        value: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.expr(value, scope, None)?;
        let factor = match value.ty {
            Type::Money(Some(from)) => Period::convert_factor(from, period),
            Type::Money(None)
            | Type::Integer
            | Type::Decimal
            | Type::Boolean
            | Type::Date
            | Type::Text
            | Type::Enum(_) => None,
        };
        let Some((times, by)) = factor else {
            let finding = Diagnostic::at(&codes::NO_PERIOD, value.span);
            self.report(
                finding
                    .given("found", self.type_given(value.ty))
                    .with("wanted", format!("money per {}", period.word())),
            );
            return None;
        };
        let ty = Type::Money(Some(period));
        if times == 1 && by == 1 {
            return Some(Expr { span, ..value });
        }
        let kind = if by == 1 {
            ExprKind::Multiply(Box::new(value), Box::new(integer(times, span)))
        } else {
            ExprKind::Divide(Box::new(value), Box::new(integer(by, span)))
        };
        Some(Expr { kind, ty, span })
    }
}
