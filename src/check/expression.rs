//! Expressions: every form of the text, with the type of each.
//!
//! `None` means that a finding was made further down; nothing more is said about the expression.

use super::Checker;
use super::scope::{Attribute, Level, Money, Scope};
use super::tree::{Constant, Expr, ExprKind, FieldId, Type};
use super::types::{boolean, number};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::number::{Period, Rational};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Name};

impl Checker<'_> {
    /// A value of the wanted type.
    pub(super) fn typed(&mut self, expr: &ast::Expr, scope: &Scope, want: Type) -> Option<Expr> {
        let typed = self.expr(expr, scope, Some(want))?;
        self.coerce(typed, want)
    }

    /// A condition.
    pub(super) fn condition(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Expr> {
        self.typed(expr, scope, Type::Boolean)
    }

    /// A value of any type, a hint given. A field whose blank is a known fact cannot stand here.
    pub(super) fn expr(
        &mut self,
        expr: &ast::Expr,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let typed = self.raw(expr, scope, want)?;
        let Some(field) = self.fact_field(&typed) else {
            return Some(typed);
        };
        let marker = self.marker(field)?;
        let name = self
            .program
            .fields
            .get(field.index())
            .map_or("", |it| it.about.name.as_str())
            .to_owned();
        self.report(
            Diagnostic::at(&codes::BLANK_FACT, expr.span)
                .with("name", name)
                .with("marker", marker),
        );
        None
    }

    /// The same, where a field whose blank is a known fact may stand.
    pub(super) fn raw(
        &mut self,
        expr: &ast::Expr,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        self.money = scope.money;
        if !super::elsewhere::is_question(&expr.kind) {
            return self.raw_part(expr, scope, want);
        }
        let outer = self.asked.replace((expr.span, scope.level));
        let typed = self.raw_part(expr, scope, want);
        self.asked = outer;
        typed
    }

    fn raw_part(&mut self, expr: &ast::Expr, scope: &Scope, want: Option<Type>) -> Option<Expr> {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Number(value) => Some(number(*value, number_type(*value, want), span)),
            ast::ExprKind::Percent(value) => self.percent(*value, span),
            ast::ExprKind::Money {
                amount,
                currency,
                period,
            } => self.money(*amount, currency, *period, span, scope, want),
            ast::ExprKind::Date(date) => Some(constant(Constant::Date(*date), Type::Date, span)),
            ast::ExprKind::Text(text) => {
                if self.text.text(span) == "\"\"" {
                    self.empty_text(span);
                    return None;
                }
                Some(constant(Constant::Text(text.clone()), Type::Text, span))
            }
            ast::ExprKind::Boolean(value) => Some(boolean(*value, span)),
            ast::ExprKind::Name(name) => self.name(name, span, scope, want),
            ast::ExprKind::Dot(..) => self.path(expr, scope),
            ast::ExprKind::Index(base, keys) => self.index(base, keys, span, scope),
            ast::ExprKind::Not(inner) => self.not(inner, span, scope),
            ast::ExprKind::And(parts) => self
                .conditions(parts, scope)
                .map(|it| truth(ExprKind::And(it), span)),
            ast::ExprKind::Or(parts) if self.values_joined(parts, scope) => None,
            ast::ExprKind::Or(parts) => self
                .conditions(parts, scope)
                .map(|it| truth(ExprKind::Or(it), span)),
            ast::ExprKind::Negate(inner) => self.negate(inner, span, scope, want),
            ast::ExprKind::Binary(op, left, right) => {
                self.binary(*op, left, right, span, scope, want)
            }
            ast::ExprKind::Compare(op, left, right) => self.compare(*op, left, right, span, scope),
            ast::ExprKind::In {
                value,
                set,
                negated,
            } => self.within(value, set, *negated, span, scope),
            ast::ExprKind::Is {
                value,
                missing,
                negated,
            } => self.is_known(value, *missing == *negated, span, scope),
            ast::ExprKind::IfMissing(value, instead) => {
                self.if_missing(value, instead, span, scope, want)
            }
            ast::ExprKind::If(condition, then, other) => {
                self.choice(condition, then, other, span, scope, want)
            }
            ast::ExprKind::As(value, ty) => self.convert(value, ty, span, scope),
            ast::ExprKind::NotLessThan(value, bound) => {
                self.bound(super::tree::Function::Max, value, bound, span, scope, want)
            }
            ast::ExprKind::NotMoreThan(value, bound) => {
                self.bound(super::tree::Function::Min, value, bound, span, scope, want)
            }
            ast::ExprKind::StartsWith(text, part) => {
                self.texts(super::tree::Function::StartsWith, text, part, span, scope)
            }
            ast::ExprKind::Contains(text, part) => {
                self.texts(super::tree::Function::Contains, text, part, span, scope)
            }
            ast::ExprKind::Aggregate(it) => self.aggregate(it, span, scope),
            ast::ExprKind::AlkireFoster(it) => {
                self.measure_in_rule(it.kind.form().0, span);
                None
            }
            ast::ExprKind::Position(it) => self.position(it, span, scope),
            ast::ExprKind::Measure(it) => {
                self.measure_in_rule(it.kind.form().0, span);
                None
            }
            ast::ExprKind::Call {
                function,
                arguments,
            } => self.call(function, arguments, span, scope, want),
            ast::ExprKind::Round { mode, value, to } => {
                self.round(*mode, value, to.as_deref(), span, scope, want)
            }
            ast::ExprKind::Steps { value, of } => self.steps(value, of, span, scope),
            ast::ExprKind::AnyOf(set) => self.any_of(set, span, scope),
            ast::ExprKind::MonthsIn(it) => self.months_in(it, span, scope),
            ast::ExprKind::AtLeast {
                count,
                most,
                points,
                of,
            } => self.at_least(count, *most, *points, of, span, scope),
            ast::ExprKind::On(value, date) => self.on_date(value, date, span, scope),
            ast::ExprKind::Duration(..) => {
                self.report(Diagnostic::at(&codes::LOOSE_DURATION, span));
                None
            }
            ast::ExprKind::Missing => {
                self.report(Diagnostic::at(&codes::LOOSE_MISSING, span));
                None
            }
            ast::ExprKind::Broken => None,
        }
    }

    fn percent(&mut self, value: Rational, span: Span) -> Option<Expr> {
        if let Some(value) = value.checked_div(Rational::from_integer(100)) {
            Some(number(value, Type::Decimal, span))
        } else {
            self.report(Diagnostic::at(&codes::TOO_LARGE, span));
            None
        }
    }

    fn money(
        &mut self,
        amount: Rational,
        currency: &str,
        period: Option<Period>,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let code = if currency.eq_ignore_ascii_case("rp") {
            "IDR"
        } else if currency.is_empty() {
            // In a file of values, an amount may stand without its currency.
            self.program.currency.as_str()
        } else {
            currency
        };
        if code != self.program.currency {
            let finding = Diagnostic::at(&codes::OTHER_CURRENCY, span).with("found", code);
            self.report(finding.with("currency", &self.program.currency));
            return None;
        }
        let declared = match (period, want, scope.money) {
            (None, Some(Type::Money(wanted)), Money::AsDeclared) => wanted,
            _ => period,
        };
        Some(number(amount, Type::Money(declared), span))
    }

    fn not(&mut self, inner: &ast::Expr, span: Span, scope: &Scope) -> Option<Expr> {
        let inner = self.condition(inner, scope)?;
        Some(truth(ExprKind::Not(Box::new(inner)), span))
    }

    /// All of them, so that each that fails is reported.
    pub(super) fn conditions(&mut self, parts: &[ast::Expr], scope: &Scope) -> Option<Vec<Expr>> {
        let typed: Vec<Option<Expr>> = parts.iter().map(|it| self.condition(it, scope)).collect();
        typed.into_iter().collect()
    }

    fn if_missing(
        &mut self,
        value: &ast::Expr,
        instead: &ast::Expr,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let typed = self.raw(value, scope, want);
        let ty = typed.as_ref().map(|it| it.ty);
        let instead = self.expr(instead, scope, ty.or(want));
        let (typed, instead) = (typed?, instead?);
        let (typed, instead) = self.unify(typed, instead)?;
        let ty = typed.ty;
        let kind = if self.fact_field(&typed).is_some() {
            let filled = self.filled(&typed);
            ExprKind::If(Box::new(filled), Box::new(typed), Box::new(instead))
        } else {
            ExprKind::IfMissing(Box::new(typed), Box::new(instead))
        };
        Some(Expr { kind, ty, span })
    }

    fn choice(
        &mut self,
        condition: &ast::Expr,
        then: &ast::Expr,
        other: &ast::Expr,
        span: Span,
        scope: &Scope,
        want: Option<Type>,
    ) -> Option<Expr> {
        let condition = self.condition(condition, scope);
        let open = self.is_open(then, scope) && want.is_none();
        let (then, other) = if open {
            let other = self.expr(other, scope, want);
            let then = self.expr(then, scope, want.or(other.as_ref().map(|it| it.ty)));
            (then, other)
        } else {
            let then = self.expr(then, scope, want);
            let other = self.expr(other, scope, want.or(then.as_ref().map(|it| it.ty)));
            (then, other)
        };
        let (condition, then, other) = (condition?, then?, other?);
        let (then, other) = self.unify(then, other)?;
        let ty = then.ty;
        Some(Expr {
            kind: ExprKind::If(Box::new(condition), Box::new(then), Box::new(other)),
            ty,
            span,
        })
    }

    /// `any of SET`.
    fn any_of(&mut self, set: &Name, span: Span, scope: &Scope) -> Option<Expr> {
        let of = self.set_conditions(set, scope)?;
        Some(truth(ExprKind::Or(of), span))
    }

    fn at_least(
        &mut self,
        count: &ast::Expr,
        most: bool,
        points: bool,
        of: &ast::CriteriaList,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        if points {
            return self.at_least_points(count, most, of, span, scope);
        }
        let count = self.fixed(count, Type::Integer);
        let of = match of {
            ast::CriteriaList::Set(set) => self.set_conditions(set, scope),
            ast::CriteriaList::List(list) => self.conditions(list, scope),
        };
        let (count, of) = (count?, of?);
        let available = i64::try_from(of.len()).unwrap_or(i64::MAX);
        if let Some(wanted) = super::types::number_of(&count) {
            let too_many = wanted > Rational::from_integer(available) || wanted <= Rational::zero();
            if too_many && !most {
                let finding = Diagnostic::at(&codes::COUNT_OUT_OF_REACH, count.span);
                self.report(finding.with("count", wanted).with("available", available));
                return None;
            }
        }
        Some(truth(
            ExprKind::AtLeast {
                count: Box::new(count),
                most,
                of,
            },
            span,
        ))
    }

    /// The criteria of a set at the level, as conditions.
    pub(super) fn set_conditions(&mut self, set: &Name, scope: &Scope) -> Option<Vec<Expr>> {
        match self.attribute(&set.node, scope.level) {
            Some(Attribute::Criteria(id)) => {
                let rows = self.program.criteria.get(id.index())?.criteria.clone();
                let condition = |id| Expr {
                    kind: ExprKind::Value(id),
                    ty: Type::Boolean,
                    span: set.span,
                };
                Some(rows.into_iter().map(condition).collect())
            }
            Some(found) => {
                self.wrong_kind(
                    &set.node,
                    set.span,
                    Self::kind_word(found),
                    "a criteria set",
                    (
                        "the name of a `criteria` declaration",
                        "nama ketentuan `criteria`",
                    ),
                );
                None
            }
            None => {
                self.report_unknown_set(set, scope);
                None
            }
        }
    }

    fn report_unknown_set(&mut self, set: &Name, scope: &Scope) {
        if self.poisoned.contains(&set.node) {
            return;
        }
        let elsewhere = (0_u32..)
            .map(super::tree::EntityId)
            .take(self.program.entities.len())
            .find(|it| {
                matches!(
                    self.attribute(&set.node, Level::Row(*it)),
                    Some(Attribute::Criteria(_))
                )
            });
        if let (Some(home), Level::Row(level)) = (elsewhere, scope.level) {
            let finding =
                Diagnostic::at(&codes::SET_OF_OTHER_LEVEL, set.span).with("name", &set.node);
            self.report(
                finding
                    .with("entity", self.entity_name(home))
                    .with("level", self.entity_name(level)),
            );
            return;
        }
        let known: Vec<String> = match scope.level {
            Level::Row(entity) => {
                let sets = self
                    .attributes_of(entity)
                    .filter(|(_, it)| matches!(it, Attribute::Criteria(_)));
                sets.map(|(name, _)| name.clone()).collect()
            }
            Level::Population | Level::Constant => Vec::new(),
        };
        let near = crate::diagnostic::suggest::near(&set.node, known.iter().map(String::as_str));
        let finding = Diagnostic::at(&names::UNKNOWN_NAME, set.span)
            .with("name", &set.node)
            .with_noun("place", "among the criteria sets");
        self.report(super::scope::suggested(finding, set.span, near));
    }

    /// A value of constants and parameters alone.
    pub(super) fn fixed(&mut self, expr: &ast::Expr, want: Type) -> Option<Expr> {
        self.typed(expr, &Scope::constant(), want)
    }

    /// Whether the expression is a bare name whose meaning hangs on the wanted type.
    pub(super) fn is_open(&self, expr: &ast::Expr, scope: &Scope) -> bool {
        match &expr.kind {
            ast::ExprKind::Name(name) => {
                !self.is_bound(name, scope) && self.attribute(name, scope.level).is_none()
            }
            _ => false,
        }
    }

    /// Whether a bare name stands for nothing at any level and is a value of no type.
    pub(super) fn is_nowhere(&self, expr: &ast::Expr) -> bool {
        let ast::ExprKind::Name(name) = &expr.kind else {
            return false;
        };
        let is_value = |it: &super::tree::Enum| it.values.iter().any(|(value, _)| value == name);
        let mut fields = (0_u32..).map(FieldId).take(self.program.fields.len());
        !self.program.enums.iter().any(is_value)
            && !fields.any(|it| self.marker(it).is_some_and(|it| it == *name))
            && !self.names.attributes.iter().any(|it| it.contains_key(name))
    }
}

/// A condition of a kind.
pub(super) fn truth(kind: ExprKind, span: Span) -> Expr {
    Expr {
        kind,
        ty: Type::Boolean,
        span,
    }
}

fn constant(value: Constant, ty: Type, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Constant(value),
        ty,
        span,
    }
}

/// Whole numbers are integers unless a decimal is wanted.
fn number_type(value: Rational, want: Option<Type>) -> Type {
    if value.is_integer() && want != Some(Type::Decimal) {
        Type::Integer
    } else {
        Type::Decimal
    }
}

/// A name with its place.
pub(super) fn spanned(name: &str, span: Span) -> Name {
    Spanned::new(name.to_owned(), span)
}
