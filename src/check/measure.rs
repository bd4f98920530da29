//! Measures of the population in indicators, and `poverty` declarations.

use super::scope::{Level, Scope};
use super::tree::{
    About, CompareOp, Constant, Convention, EntityId, Expr, ExprKind, Line, Measure, MeasureKind,
    Poverty, Type,
};
use super::types::{is_number, retype};
use super::{Checker, Reported};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::diagnostic::suggest::near;
use crate::number::{Period, Rational};
use crate::source::Span;
use crate::syntax::ast;

impl Checker<'_> {
    /// A measure over all rows of an entity, and the type of its figure.
    pub(super) fn measure(
        &mut self,
        it: &ast::Measure,
        over: EntityId,
        span: Span,
    ) -> Option<(Measure, Type)> {
        let inner = Scope::row(over);
        let parameter = match &it.parameter {
            Some(parameter) => self.measure_number(it.kind, parameter).map(Some),
            None => Some(None),
        };
        let condition = match &it.condition {
            Some(condition) => self.condition(condition, &inner).map(Some),
            None => Some(None),
        };
        let value = self.number_of_row(&it.value, &inner);
        let (value, line) = match (&it.line, value) {
            (Some(line), value) => {
                let (value, line) = self.line(value?, line, &inner, span)?;
                (value, Some(line))
            }
            (None, value) => (value?, None),
        };
        let rank = match &it.by {
            Some(by) => self.number_of_row(by, &inner).map(Some),
            None => Some(None),
        };
        let ty = match (it.kind, value.ty) {
            (MeasureKind::Quantile, Type::Money(_)) => value.ty,
            _ => Type::Decimal,
        };
        let measure = Measure {
            kind: it.kind,
            parameter: parameter?,
            condition: condition?,
            value,
            line,
            rank: rank?,
        };
        Some((measure, ty))
    }

    fn number_of_row(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Expr> {
        let typed = self.expr(expr, scope, None)?;
        if is_number(typed.ty) {
            return Some(typed);
        }
        self.report_not_number(&typed);
        None
    }

    /// The value and the line in one type, and the comparison that says who is poor.
    fn line(
        &mut self,
        value: Expr,
        line: &ast::Line,
        scope: &Scope,
        span: Span,
    ) -> Option<(Expr, Line)> {
        let below = self.expr(&line.value, scope, Some(value.ty))?;
        let (value, below) = self.unify(value, below)?;
        if !is_number(below.ty) {
            self.report_not_number(&below);
            return None;
        }
        let op = if line.at {
            CompareOp::LessOrEqual
        } else {
            CompareOp::Less
        };
        let poor = self.comparison(op, value.clone(), below.clone(), span)?;
        Some((value, Line { value: below, poor }))
    }

    /// The number that comes first: made of constants, and of the range that the measure takes.
    fn measure_number(&mut self, kind: MeasureKind, expr: &ast::Expr) -> Option<Expr> {
        let scope = Scope {
            level: Level::Population,
            ..Scope::constant()
        };
        let typed = self.typed(expr, &scope, Type::Decimal)?;
        let is_share = matches!(kind, MeasureKind::Quantile | MeasureKind::Lorenz);
        let fits = match self.fold_constant(&typed) {
            Some(Constant::Number(number)) => {
                number >= Rational::zero() && (!is_share || number <= Rational::one())
            }
            Some(_) => false,
            None => super::indicator::is_constant(&typed),
        };
        if !fits {
            let wanted = if is_share { "0% .. 100%" } else { "0 .." };
            let finding = Diagnostic::at(&codes::MEASURE_NUMBER, expr.span)
                .with("name", kind.form().0)
                .with("wanted", wanted);
            self.report(finding);
            return None;
        }
        Some(typed)
    }

    /// `weighted by w`.
    pub(super) fn weight(
        &mut self,
        weight: Option<&ast::Expr>,
        over: EntityId,
    ) -> Result<Option<Expr>, Reported> {
        let Some(weight) = weight else {
            return Ok(None);
        };
        let typed = self.expr(weight, &Scope::row(over), None).ok_or(Reported)?;
        match typed.ty {
            Type::Integer | Type::Decimal => Ok(Some(retype(typed, Type::Decimal))),
            _ => {
                self.report_mismatch(&typed, Type::Decimal);
                Err(Reported)
            }
        }
    }

    /// `convention laeken`; the default where it is left out or reported.
    pub(super) fn convention(&mut self, name: Option<&ast::Name>) -> Convention {
        let Some(name) = name else {
            return Convention::default();
        };
        let all = Convention::ALL;
        if let Some(found) = all.iter().find(|it| it.word() == name.node) {
            return *found;
        }
        let near = near(&name.node, all.map(Convention::word));
        let finding = Diagnostic::at(&codes::UNKNOWN_CONVENTION, name.span)
            .with("name", &name.node)
            .with("all", all.map(Convention::word).join(", "));
        self.report(super::scope::suggested(finding, name.span, near));
        Convention::default()
    }

    /// A measure of the population where a rule of one row is wanted.
    pub(super) fn measure_in_rule(&mut self, name: &str, span: Span) {
        let finding = Diagnostic::at(&codes::MEASURE_IN_RULE, span).with("name", name);
        self.report(finding);
    }

    pub(super) fn poverty(&mut self, it: &ast::Poverty, about: About) {
        let convention = self.convention(it.convention.as_ref());
        let Some(entity) = self.entity_named(&it.level) else {
            return;
        };
        let scope = Scope::row(entity);
        let persons = self.weight(it.persons.as_ref(), entity);
        let surveyed = self.survey_weight(entity, it.name.span);
        let persons = persons.map(|own| both(own, surveyed));
        let Some(value) = self.number_of_row(&it.value, &scope) else {
            return;
        };
        let Type::Money(Some(period @ (Period::Month | Period::Quarter | Period::Year))) = value.ty
        else {
            let finding = Diagnostic::at(&codes::POVERTY_VALUE, it.value.span)
                .given("found", self.type_given(value.ty));
            self.report(finding);
            return;
        };
        let typed = self.line(value, &it.line, &scope, it.value.span);
        let (Some((value, line)), Ok(persons)) = (typed, persons) else {
            return;
        };
        self.program.poverty.push(Poverty {
            about,
            entity,
            value,
            period,
            line,
            at: it.line.at,
            persons,
            convention,
        });
    }
}

/// The product of two weights, either of which may be missing.
fn both(left: Option<Expr>, right: Option<Expr>) -> Option<Expr> {
    match (left, right) {
        (Some(left), Some(right)) => Some(Expr {
            span: left.span,
            ty: Type::Decimal,
            kind: ExprKind::Multiply(Box::new(left), Box::new(right)),
        }),
        (one, other) => one.or(other),
    }
}
