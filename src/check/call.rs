//! Functions: `min(a, b)`, `age(birth_date)`, `round(x, to Rp 1_000)`, `steps(x, of Rp 1_000)`.

use super::Checker;
use super::scope::Scope;
use super::tree::{Expr, ExprKind, Function, RoundMode, RoundWay, Type};
use super::types::{integer, is_money, is_number, number_of, retype};
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::diagnostic::suggest::near;
use crate::diagnostic::{Diagnostic, Label};
use crate::number::{Period, Rational};
use crate::source::Span;
use crate::syntax::ast::{self, Name};
use crate::words;

/// The functions that are called by name, for suggestions.
const FUNCTIONS: [&str; 20] = [
    "min",
    "max",
    "clamp",
    "abs",
    "age",
    "age_months",
    "year",
    "month",
    "day",
    "lower",
    "length",
    "yearly",
    "quarterly",
    "monthly",
    "round",
    "steps",
    "count",
    "marginal",
    "flat",
    "score",
];

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        match words::english_name(&function.node).unwrap_or(&function.node) {
            "min" => self.extreme(Function::Min, function, arguments, span, scope, want),
            "max" => self.extreme(Function::Max, function, arguments, span, scope, want),
            "clamp" => self.clamp(function, arguments, span, scope, want),
            "abs" => self.absolute(function, arguments, span, scope, want),
            "age" => self.age(Function::Age, function, arguments, span, scope),
            "age_months" => self.age(Function::AgeMonths, function, arguments, span, scope),
            "year" => self.plain(
                Function::Year,
                function,
                arguments,
                Type::Date,
                Type::Integer,
                span,
                scope,
            ),
            "month" => self.plain(
                Function::Month,
                function,
                arguments,
                Type::Date,
                Type::Integer,
                span,
                scope,
            ),
            "day" => self.plain(
                Function::Day,
                function,
                arguments,
                Type::Date,
                Type::Integer,
                span,
                scope,
            ),
            "lower" => self.plain(
                Function::Lower,
                function,
                arguments,
                Type::Text,
                Type::Text,
                span,
                scope,
            ),
            "length" => self.plain(
                Function::Length,
                function,
                arguments,
                Type::Text,
                Type::Integer,
                span,
                scope,
            ),
            "yearly" => self.per_call(Period::Year, function, arguments, span, scope),
            "quarterly" => self.per_call(Period::Quarter, function, arguments, span, scope),
            "score" => self.score(function, arguments, span, scope),
            "marginal" => self.marginal(function, arguments, span, scope),
            "flat" => self.flat(function, arguments, span, scope),
            "monthly" => self.per_call(Period::Month, function, arguments, span, scope),
            "evaluation_date" if arguments.is_empty() => Some(Expr {
                kind: ExprKind::EvaluationDate,
                ty: Type::Date,
                span,
            }),
            _ => self.unknown_function(function, arguments, span, scope),
        }
    }

    fn unknown_function(
        &mut self,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let near = near(&function.node, FUNCTIONS);
        let finding = Diagnostic::at(&names::UNKNOWN_FUNCTION, function.span)
            .with("name", &function.node)
            .with_code("all", FUNCTIONS.join(", "));
        if let Some(instead) = self.instead_of(function, arguments, scope) {
            let finding = finding.with_code("instead", &instead.text);
            let mut finding = finding.help("help.instead");
            if instead.is_whole {
                finding = finding.fix_code(span, instead.text);
                finding.labels = vec![Label {
                    span,
                    slot: "label",
                }];
            }
            self.report(finding);
            return None;
        }
        self.report(super::scope::suggested(finding, function.span, near));
        None
    }

    /// The arguments, where their number is right.
    pub(super) fn counted<'e>(
        &mut self,
        function: &Name,
        arguments: &'e [ast::Expr],
        allowed: std::ops::RangeInclusive<usize>,
        takes: &str,
        span: Span,
    ) -> Option<&'e [ast::Expr]> {
        if allowed.contains(&arguments.len()) {
            return Some(arguments);
        }
        let finding = Diagnostic::at(&codes::ARGUMENTS, span)
            .with("name", &function.node)
            .with_noun("takes", takes)
            .with("found", arguments.len());
        self.report(finding);
        None
    }

    fn extreme(
        &mut self,
        which: Function,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let arguments = self.counted(function, arguments, 2..=64, "two or more values", span)?;
        let typed: Vec<Option<Expr>> = arguments
            .iter()
            .map(|it| self.expr(it, scope, want))
            .collect();
        let typed: Option<Vec<Expr>> = typed.into_iter().collect();
        let mut rest = typed?.into_iter();
        let mut all = rest.next()?;
        for next in rest {
            all = self.pair(which, all, next, span)?;
        }
        Some(all)
    }

    fn pair(&mut self, which: Function, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        for side in [&left, &right] {
            if !is_number(side.ty) && side.ty != Type::Date {
                self.report_not_number(side);
                return None;
            }
        }
        let (left, right) = self.unify(left, right)?;
        let ty = left.ty;
        Some(Expr {
            kind: ExprKind::Call(which, vec![left, right]),
            ty,
            span,
        })
    }

    fn clamp(
        &mut self,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let [value, low, high] = self.counted(
            function,
            arguments,
            3..=3,
            "a value, a lowest and a highest",
            span,
        )?
        else {
            return None;
        };
        let value = self.expr(value, scope, want);
        let hint = value.as_ref().map(|it| it.ty).or(want);
        let (low, high) = (self.expr(low, scope, hint), self.expr(high, scope, hint));
        let raised = self.pair(Function::Max, value?, low?, span)?;
        self.pair(Function::Min, raised, high?, span)
    }

    /// `x but not less than y`, `x but not more than y`.
    pub(super) fn bound(
        &mut self,
        which: Function,
        value: &ast::Expr,
        bound: &ast::Expr,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let typed = self.expr(value, scope, want);
        let bound = self.expr(bound, scope, typed.as_ref().map(|it| it.ty).or(want));
        let (typed, bound) = (typed?, bound?);
        if self.report_bound_of_factor(value, &typed, &bound) {
            return None;
        }
        self.pair(which, typed, bound, span)
    }

    /// `amount * children but not more than 2`: the bound is one of a factor, and says so only in
    /// parentheses.
    fn report_bound_of_factor(&mut self, value: &ast::Expr, typed: &Expr, bound: &Expr) -> bool {
        let ast::ExprKind::Binary(ast::BinaryOp::Multiply, first, last) = &value.kind else {
            return false;
        };
        let is_count = matches!(bound.ty, Type::Integer | Type::Decimal);
        // A large number without a currency is an amount more likely than a count.
        let most = Rational::from_integer(99);
        let is_amount = number_of(bound).is_some_and(|it| it > most);
        if !matches!(typed.ty, Type::Money(_)) || !is_count || is_amount {
            return false;
        }
        let between = Span::new(value.span.end, bound.span.start);
        let instead = format!(
            "{} * ({} {} {})",
            self.written(first.span),
            self.written(last.span),
            self.written(between).trim(),
            self.written(bound.span),
        );
        let finding = self.mismatch(bound.span, typed.ty, bound.ty);
        let finding = finding.with_code("instead", &instead).help("help.factor");
        self.report(finding);
        true
    }

    fn absolute(
        &mut self,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let [value] = self.counted(function, arguments, 1..=1, "one number", span)? else {
            return None;
        };
        let value = self.expr(value, scope, want)?;
        if !is_number(value.ty) {
            self.report_not_number(&value);
            return None;
        }
        let ty = value.ty;
        Some(Expr {
            kind: ExprKind::Call(Function::Abs, vec![value]),
            ty,
            span,
        })
    }

    fn age(
        &mut self,
        which: Function,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let arguments = self.counted(
            function,
            arguments,
            1..=2,
            "a date, and optionally the day it is counted on",
            span,
        )?;
        let typed: Vec<Option<Expr>> = arguments
            .iter()
            .map(|it| self.typed(it, scope, Type::Date))
            .collect();
        let typed: Option<Vec<Expr>> = typed.into_iter().collect();
        let mut typed = typed?;
        if let [date] = typed.as_slice() {
            let on = self.counted_on(date, scope);
            typed.push(on.unwrap_or(Expr {
                kind: ExprKind::EvaluationDate,
                ty: Type::Date,
                span,
            }));
        }
        Some(Expr {
            kind: ExprKind::Call(which, typed),
            ty: Type::Integer,
            span,
        })
    }

    #[expect(clippy::too_many_arguments, reason = "one row of a table of functions")]
    fn plain(
        &mut self,
        which: Function,
        function: &Name,
        arguments: &[ast::Expr],
        takes: Type,
        gives: Type,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let word = format!("one {}", self.type_word(takes));
        let [value] = self.counted(function, arguments, 1..=1, &word, span)? else {
            return None;
        };
        let value = self.typed(value, scope, takes)?;
        Some(Expr {
            kind: ExprKind::Call(which, vec![value]),
            ty: gives,
            span,
        })
    }

    fn per_call(
        &mut self,
        period: Period,
        function: &Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let [value] = self.counted(function, arguments, 1..=1, "one amount", span)? else {
            return None;
        };
        self.per(period, value, span, scope)
    }

    pub(super) fn texts(
        &mut self,
        which: Function,
        text: &ast::Expr,
        part: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let text = self.typed(text, scope, Type::Text);
        let part = self.typed(part, scope, Type::Text);
        Some(Expr {
            kind: ExprKind::Call(which, vec![text?, part?]),
            ty: Type::Boolean,
            span,
        })
    }

    pub(super) fn round(
        &mut self,
        mode: RoundMode,
        value: &ast::Expr,
        to: Option<&ast::Expr>,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let way = way(mode);
        let value = self.number(value, scope, want);
        let step = match (to, &value) {
            (Some(to), _) => self.step(to, value.as_ref(), scope),
            (None, Some(value)) => Some(retype(integer(1, span), value.ty)),
            (None, None) => None,
        };
        let (value, step) = (value?, step?);
        let ty = value.ty;
        Some(Expr {
            kind: ExprKind::Call(Function::Round(way), vec![value, step]),
            ty,
            span,
        })
    }

    pub(super) fn steps(
        &mut self,
        value: &ast::Expr,
        of: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.number(value, scope, None);
        let step = self.step(of, value.as_ref(), scope);
        Some(Expr {
            kind: ExprKind::Call(Function::Steps, vec![value?, step?]),
            ty: Type::Integer,
            span,
        })
    }

    fn number(&mut self, value: &ast::Expr, scope: &Scope, want: Option<Type>) -> Option<Expr> {
        let value = self.expr(value, scope, want)?;
        if is_number(value.ty) {
            return Some(value);
        }
        self.report_not_number(&value);
        None
    }

    /// A step of rounding: an amount needs no period of its own, and zero is none.
    pub(super) fn step(
        &mut self,
        step: &ast::Expr,
        value: Option<&Expr>,
        scope: &Scope,
    ) -> Option<Expr> {
        let want = value.map(|it| it.ty);
        let step = self.number(step, &scope.clone().declared(), want)?;
        if let Some(known) = number_of(&step)
            && known <= crate::number::Rational::zero()
        {
            self.report(Diagnostic::at(&codes::STEP_NOT_POSITIVE, step.span));
            return None;
        }
        let value = value?;
        if is_money(value.ty) && step.ty == Type::Money(None) {
            return Some(retype(step, value.ty));
        }
        if value.ty == Type::Integer && step.ty == Type::Integer || value.ty == step.ty {
            return Some(step);
        }
        self.coerce(step, value.ty)
    }
}

/// Which way a written `round` goes.
pub(super) fn way(mode: RoundMode) -> RoundWay {
    match mode {
        RoundMode::Nearest => RoundWay::Nearest,
        RoundMode::Up => RoundWay::Up,
        RoundMode::Down => RoundWay::Down,
    }
}
