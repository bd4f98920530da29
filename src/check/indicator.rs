//! Indicators and targets: figures over the population, by group.

use super::scope::{Attribute, Level, Scope};
use super::tree::{
    About, Aggregate, AggregateOp, AidId, AidPart, EntityId, Expr, ExprKind, FigureRound,
    IndicatorId, Target, Term, TermExpr, TermFigure, Type,
};
use super::types::{integer, is_money};
use super::{Checker, Progress, Slot, about};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::source::Span;
use crate::syntax::ast::{self, BinaryOp, DeclarationKind, Indicator};
use crate::words;

/// The figure being typed.
pub(super) struct Figure<'a> {
    terms: Vec<Term>,
    by: &'a [ast::Expr],
    /// Rows count with their weight in the survey.
    surveyed: bool,
}

impl Figure<'_> {
    fn term(&mut self, term: Term) -> (TermExpr, Type) {
        let ty = term.ty;
        self.terms.push(term);
        (TermExpr::Term(self.terms.len() - 1), ty)
    }
}

impl Checker<'_> {
    pub(super) fn indicators(&mut self) {
        let all: Vec<(IndicatorId, &Indicator)> = self
            .declarations()
            .filter_map(|(index, declaration)| {
                match (&declaration.kind, self.slots_of(index).first()) {
                    (DeclarationKind::Indicator(it), Some(Slot::Indicator(id))) => Some((*id, it)),
                    _ => None,
                }
            })
            .collect();
        let needs: Vec<Vec<usize>> = all
            .iter()
            .map(|(_, it)| {
                let mut named = Vec::new();
                figures_named(&it.value, &mut |name| {
                    named.extend(self.names.indicators.get(name).map(|id| id.index()));
                });
                named
            })
            .collect();
        let (order, cycles) = super::order::sort(&needs);
        for cycle in &cycles {
            let path: Vec<(String, Span)> = cycle
                .iter()
                .filter_map(|it| all.get(*it))
                .map(|(_, it)| (it.name.node.clone(), it.name.span))
                .collect();
            self.report_cycle(&path);
        }
        for (id, _) in order.iter().filter_map(|it| all.get(*it)) {
            self.typed_figure(*id);
        }
        for (_, declaration) in self.declarations() {
            if let DeclarationKind::Target(it) = &declaration.kind {
                self.target(it, about(&it.name, it.label.as_ref(), declaration));
            } else if let DeclarationKind::Poverty(it) = &declaration.kind {
                self.poverty(it, about(&it.name, it.label.as_ref(), declaration));
            } else if let DeclarationKind::Assert(it) = &declaration.kind {
                self.assertion(it, declaration);
            }
        }
    }

    pub(super) fn indicator(&mut self, id: IndicatorId, it: &Indicator, surveyed: bool) {
        self.figure_progress.insert(id, Progress::Running);
        let typed = self.figure_of(id, it, surveyed);
        let progress = typed.map_or(Progress::Failed, |()| Progress::Typed);
        self.figure_progress.insert(id, progress);
        if typed.is_none() {
            self.poisoned.insert(it.name.node.clone());
        }
    }

    fn figure_of(&mut self, id: IndicatorId, it: &Indicator, surveyed: bool) -> Option<()> {
        let mut figure = Figure {
            terms: Vec::new(),
            by: &it.by,
            surveyed,
        };
        let (value, ty) = self.figure(&it.value, &mut figure)?;
        let (value, ty) = match &it.ty {
            None => (value, ty),
            Some(written) => self.stored_figure(written, value, ty)?,
        };
        if figure.terms.is_empty() && !names_figures(&value) {
            self.report(
                Diagnostic::at(&codes::NO_AGGREGATE, it.value.span).with("name", &it.name.node),
            );
        }
        let by = it
            .by
            .iter()
            .map(|key| self.text.text(key.span).to_owned())
            .collect();
        let convention = self.convention(it.convention.as_ref());
        if let Some(indicator) = self.program.indicators.get_mut(id.index()) {
            indicator.ty = ty;
            indicator.terms = figure.terms;
            indicator.value = value;
            indicator.by = by;
            indicator.convention = convention;
        }
        Some(())
    }

    /// A term over the rows of a level, with its keys and weight; all are typed before one that fails
    /// ends it. The last of `typed` says that whole numbers stay whole only without a weight.
    pub(super) fn term(
        &mut self,
        typed: Option<(TermFigure, Type, bool)>,
        over: EntityId,
        weight: Option<&ast::Expr>,
        figure: &mut Figure<'_>,
    ) -> Option<(TermExpr, Type)> {
        let by: Vec<Option<Expr>> = figure
            .by
            .iter()
            .map(|key| self.group_key(key, over))
            .collect();
        let by: Option<Vec<Expr>> = by.into_iter().collect();
        let weight = match weight {
            None if figure.surveyed => Ok(self.survey_weight(over, Span::default())),
            named => self.weight(named, over),
        };
        let ((made, ty, whole), by, weight) = (typed?, by?, weight.ok()?);
        let ty = match ty {
            Type::Integer if whole && weight.is_some() => Type::Decimal,
            ty => ty,
        };
        Some(figure.term(Term {
            over,
            figure: made,
            weight,
            by,
            ty,
        }))
    }

    fn figure(&mut self, expr: &ast::Expr, figure: &mut Figure<'_>) -> Option<(TermExpr, Type)> {
        match &expr.kind {
            ast::ExprKind::Aggregate(it) => {
                let over = self.entity_named(&it.entity)?;
                let typed = self.aggregate_over(it, over, expr.span);
                let typed = typed.map(|(it, ty)| {
                    let whole = it.op == AggregateOp::Count || it.op == AggregateOp::Sum;
                    (TermFigure::Aggregate(it), ty, whole)
                });
                self.term(typed, over, it.weight.as_ref(), figure)
            }
            ast::ExprKind::Measure(it) => {
                let over = self.entity_named(&it.entity)?;
                let typed = self.measure(it, over, expr.span);
                let typed = typed.map(|(it, ty)| (TermFigure::Measure(it), ty, false));
                self.term(typed, over, it.weight.as_ref(), figure)
            }
            ast::ExprKind::AlkireFoster(it) => self.alkire_foster(it, figure, expr.span),
            ast::ExprKind::Binary(op, left, right) => {
                let left_typed = self.figure(left, figure);
                let right_typed = self.figure(right, figure);
                let ((left, left_ty), (right, right_ty)) = (left_typed?, right_typed?);
                let ty = self.figure_type(*op, left_ty, right_ty, expr.span)?;
                Some((TermExpr::Binary(*op, Box::new(left), Box::new(right)), ty))
            }
            ast::ExprKind::Negate(inner) => {
                let (inner, ty) = self.figure(inner, figure)?;
                let zero = super::types::retype(integer(0, expr.span), ty);
                Some((
                    TermExpr::Binary(
                        BinaryOp::Subtract,
                        Box::new(TermExpr::Constant(zero)),
                        Box::new(inner),
                    ),
                    ty,
                ))
            }
            ast::ExprKind::Name(name) if self.names.indicators.contains_key(name) => {
                self.other_figure(name, expr.span, figure)
            }
            ast::ExprKind::Dot(owner, part)
                if words::part(&part.node).is_some_and(|it| it.english == "cost") =>
            {
                self.cost(owner, part, figure)
            }
            ast::ExprKind::Round { mode, value, to } => {
                self.rounded(*mode, value, to.as_deref(), figure, expr.span)
            }
            ast::ExprKind::Broken => None,
            _ => {
                let scope = Scope {
                    level: Level::Population,
                    ..Scope::constant()
                };
                let constant = self.expr(expr, &scope, None)?;
                let ty = constant.ty;
                if !super::types::is_number(ty) {
                    self.report_not_number(&constant);
                    return None;
                }
                if !is_constant(&constant) {
                    self.report(Diagnostic::at(&codes::FIGURE_FORM, expr.span));
                    return None;
                }
                Some((TermExpr::Constant(constant), ty))
            }
        }
    }

    /// `round(x, to Rp 1_000)`, of a figure.
    fn rounded(
        &mut self,
        mode: ast::RoundMode,
        value: &ast::Expr,
        to: Option<&ast::Expr>,
        figure: &mut Figure<'_>,
        span: Span,
    ) -> Option<(TermExpr, Type)> {
        let (value, ty) = self.figure(value, figure)?;
        if !super::types::is_number(ty) {
            self.report(Diagnostic::at(&codes::FIGURE_FORM, span));
            return None;
        }
        let one = super::types::retype(integer(1, span), ty);
        let scope = Scope {
            level: Level::Population,
            ..Scope::constant()
        };
        let step = match to {
            Some(to) => self.step(to, Some(&one), &scope)?,
            None => one,
        };
        if !is_constant(&step) {
            self.report(Diagnostic::at(&codes::FIGURE_FORM, step.span));
            return None;
        }
        let how = FigureRound::To(super::call::way(mode), step);
        Some((TermExpr::Rounded(Box::new(value), how), ty))
    }

    /// The figure of a `define … of population` with a written type: stored at its scale.
    fn stored_figure(
        &mut self,
        written: &ast::TypeExpr,
        value: TermExpr,
        ty: Type,
    ) -> Option<(TermExpr, Type)> {
        let wanted = self.type_of(written)?;
        let fits = match (wanted, ty) {
            (Type::Integer | Type::Decimal, Type::Integer | Type::Decimal) => true,
            (wanted, ty) => wanted == ty && super::types::is_number(ty),
        };
        if !fits {
            self.report(self.mismatch(written.span, wanted, ty));
            return None;
        }
        let stored = TermExpr::Rounded(Box::new(value), FigureRound::Stored(wanted));
        Some((stored, wanted))
    }

    fn other_figure(
        &mut self,
        name: &str,
        span: Span,
        figure: &Figure<'_>,
    ) -> Option<(TermExpr, Type)> {
        if self.poisoned.contains(name) {
            return None;
        }
        let id = self.names.indicators.get(name).copied()?;
        self.typed_figure(id)?;
        let other = self.program.indicators.get(id.index())?;
        let (ty, theirs) = (other.ty, other.by.clone());
        let ours: Vec<String> = figure
            .by
            .iter()
            .map(|key| self.text.text(key.span).to_owned())
            .collect();
        if !theirs.is_empty() && ours != theirs || theirs.is_empty() && !ours.is_empty() {
            let finding = Diagnostic::at(&codes::OTHER_GROUPS, span).with("name", name);
            let word = |keys: &[String]| {
                if keys.is_empty() {
                    "nothing".to_owned()
                } else {
                    keys.join(", ")
                }
            };
            self.report(
                finding
                    .with("theirs", word(&theirs))
                    .with("ours", word(&ours)),
            );
            return None;
        }
        Some((TermExpr::Indicator(id), ty))
    }

    /// `AID.cost`.
    fn cost(
        &mut self,
        owner: &ast::Expr,
        part: &ast::Name,
        figure: &mut Figure<'_>,
    ) -> Option<(TermExpr, Type)> {
        let ast::ExprKind::Name(name) = &owner.kind else {
            self.report(Diagnostic::at(&codes::FIGURE_FORM, owner.span));
            return None;
        };
        let found = self
            .names
            .attributes
            .iter()
            .find_map(|level| match level.get(name) {
                Some(Attribute::Aid(id)) => Some(*id),
                _ => None,
            });
        let Some(id) = found else {
            if !self.poisoned.contains(name) {
                let aids: Vec<String> = self
                    .program
                    .aids
                    .iter()
                    .map(|it| it.about.name.clone())
                    .collect();
                let near = crate::diagnostic::suggest::near(name, aids.iter().map(String::as_str));
                let finding = Diagnostic::at(&names::UNKNOWN_NAME, owner.span)
                    .with("name", name)
                    .with_noun("place", "among the aids");
                self.report(super::scope::suggested(finding, owner.span, near));
            }
            return None;
        };
        let owner = super::expression::spanned(name, owner.span);
        let ty = self.benefit_type(id, super::tree::AidPart::Amount, &owner, part)?;
        let over = self.program.aids.get(id.index())?.entity;
        let weight = self
            .survey_weight(over, part.span)
            .filter(|_| figure.surveyed);
        if weight.is_none() && figure.by.is_empty() {
            return Some((TermExpr::Cost(id), ty));
        }
        let by: Vec<Option<Expr>> = figure
            .by
            .iter()
            .map(|key| self.group_key(key, over))
            .collect();
        let by: Option<Vec<Expr>> = by.into_iter().collect();
        Some(figure.term(Term {
            over,
            figure: match weight {
                Some(_) => TermFigure::Aggregate(amounts(id, over, ty, part.span)),
                None => TermFigure::Cost(id),
            },
            weight,
            by: by?,
            ty,
        }))
    }

    fn figure_type(&mut self, op: BinaryOp, left: Type, right: Type, span: Span) -> Option<Type> {
        let ty = match (op, left, right) {
            (BinaryOp::Divide, Type::Money(_), Type::Money(_)) if left == right => {
                Some(Type::Decimal)
            }
            (BinaryOp::Multiply, money @ Type::Money(_), other)
            | (BinaryOp::Multiply, other, money @ Type::Money(_))
                if !is_money(other) =>
            {
                Some(money)
            }
            (BinaryOp::Divide, money @ Type::Money(_), other) if !is_money(other) => Some(money),
            (BinaryOp::Divide, Type::Integer | Type::Decimal, Type::Integer | Type::Decimal) => {
                Some(Type::Decimal)
            }
            (_, a, b) if a == b && !(is_money(a) && op == BinaryOp::Multiply) => Some(a),
            (_, Type::Integer | Type::Decimal, Type::Integer | Type::Decimal) => {
                Some(Type::Decimal)
            }
            _ => None,
        };
        if ty.is_none() {
            self.report(self.mismatch(span, left, right));
        }
        ty
    }

    /// A key of the groups, at the level of the aggregated rows: an entity's name means its key.
    fn group_key(&mut self, key: &ast::Expr, over: super::tree::EntityId) -> Option<Expr> {
        if let ast::ExprKind::Name(name) = &key.kind
            && let Some(entity) = self.names.entities.get(name).copied()
        {
            return self.key_of(entity, over, key.span);
        }
        let typed = self.raw(key, &Scope::row(over), None)?;
        if matches!(typed.ty, Type::Decimal | Type::Money(_) | Type::Date) {
            let finding = Diagnostic::at(&codes::GROUP_KEY, key.span)
                .given("found", self.type_given(typed.ty));
            self.report(finding);
            return None;
        }
        Some(typed)
    }

    fn target(&mut self, it: &ast::Target, about: About) {
        let Some(id) = self.names.indicators.get(&it.indicator.node).copied() else {
            let near = crate::diagnostic::suggest::near(
                &it.indicator.node,
                self.names.indicators.keys().map(String::as_str),
            );
            let finding = Diagnostic::at(&names::UNKNOWN_NAME, it.indicator.span)
                .with("name", &it.indicator.node);
            let finding = finding.with_noun("place", "among the indicators");
            self.report(super::scope::suggested(finding, it.indicator.span, near));
            return;
        };
        if self.poisoned.contains(&it.indicator.node) {
            return;
        }
        let Some(ty) = self.program.indicators.get(id.index()).map(|it| it.ty) else {
            return;
        };
        let Some(value) = self.expr(&it.value, &Scope::constant(), Some(ty)) else {
            return;
        };
        let value = if ty == Type::Integer && value.ty == Type::Decimal {
            Some(value)
        } else {
            self.coerce(value, ty)
        };
        let Some(value) = value else { return };
        let by_groups = self
            .program
            .indicators
            .get(id.index())
            .is_some_and(|it| !it.by.is_empty());
        if let (Some(each), false) = (it.each, by_groups) {
            self.report(
                Diagnostic::at(&codes::EACH_WITHOUT_GROUPS, each).with("name", &it.indicator.node),
            );
        }
        self.program.targets.push(Target {
            about,
            indicator: id,
            each: it.each.is_some(),
            op: it.op,
            value,
            by: it.by.node,
        });
    }
}

/// Calls `visit` for each name of another figure; inside an aggregate names are those of the row.
fn figures_named<'e>(expr: &'e ast::Expr, visit: &mut dyn FnMut(&'e str)) {
    match &expr.kind {
        ast::ExprKind::Name(name) => visit(name),
        ast::ExprKind::Dot(..)
        | ast::ExprKind::Aggregate(_)
        | ast::ExprKind::Measure(_)
        | ast::ExprKind::AlkireFoster(_)
        | ast::ExprKind::Position(_) => {}
        _ => super::define::ast_parts(expr, &mut |part| figures_named(part, visit)),
    }
}

/// Whether a figure rests on another or on the cost of an aid.
fn names_figures(value: &TermExpr) -> bool {
    match value {
        TermExpr::Indicator(_) | TermExpr::Cost(_) => true,
        TermExpr::Binary(_, a, b) => names_figures(a) || names_figures(b),
        TermExpr::Rounded(inner, _) => names_figures(inner),
        TermExpr::Term(_) | TermExpr::Constant(_) => false,
    }
}

/// Whether an expression holds constants and parameters alone.
pub(super) fn is_constant(expr: &Expr) -> bool {
    let mut constant = true;
    super::walk::walk(expr, &mut |it| {
        let rests_on_rows = matches!(
            it.kind,
            super::tree::ExprKind::Field(_)
                | super::tree::ExprKind::Value(_)
                | super::tree::ExprKind::Aggregate(_)
                | super::tree::ExprKind::Position(_)
                | super::tree::ExprKind::Aid(..)
                | super::tree::ExprKind::Register(_)
                | super::tree::ExprKind::At(..)
        );
        constant = constant && !rests_on_rows;
    });
    constant
}

/// The sum of what an aid gives to each row.
fn amounts(id: AidId, over: EntityId, ty: Type, span: Span) -> Aggregate {
    let amount = Expr {
        kind: ExprKind::Aid(id, AidPart::Amount),
        ty,
        span,
    };
    Aggregate {
        op: AggregateOp::Sum,
        over,
        condition: None,
        value: Some(amount),
        best: None,
        no_rows: None,
        by: Vec::new(),
    }
}
