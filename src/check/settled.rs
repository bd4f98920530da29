//! Values of the population that rules of a row read: settled once, before those rules are evaluated.

use super::order::indicator_expressions;
use super::scope::{Level, Scope};
use super::tree::{
    AidId, Expr, ExprKind, IndicatorId, Parameter, ParameterId, TermExpr, TermFigure,
};
use super::{Checker, Progress, Reported, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::source::Span;
use crate::syntax::ast::DeclarationKind;

impl Checker<'_> {
    /// A `define … of population` as each row reads it; nothing where the name is of no such value.
    pub(super) fn population_value(
        &mut self,
        name: &str,
        span: Span,
        scope: &Scope,
    ) -> Option<Result<Expr, Reported>> {
        let Level::Row(_) = scope.level else {
            return None;
        };
        let id = self.names.indicators.get(name).copied()?;
        let indicator = self.program.indicators.get(id.index())?;
        indicator
            .of_population
            .then(|| self.settled(id, name, span).ok_or(Reported))
    }

    fn settled(&mut self, id: IndicatorId, name: &str, span: Span) -> Option<Expr> {
        if self.figure_progress.get(&id) == Some(&Progress::Running) {
            self.report_figure_cycle(id);
            return None;
        }
        self.typed_figure(id)?;
        let indicator = self.program.indicators.get(id.index())?;
        if !matches!(indicator.value, TermExpr::Rounded(..)) {
            let finding = Diagnostic::at(&codes::FIGURE_IN_RULE, span).with("name", name);
            self.report(finding.help("help.round"));
            return None;
        }
        let ty = indicator.ty;
        let parameter = self.parameter_of(id)?;
        Some(Expr {
            kind: ExprKind::Parameter(parameter, Vec::new()),
            ty,
            span,
        })
    }

    /// Types a figure, unless that is done or under way; nothing where it failed.
    pub(super) fn typed_figure(&mut self, id: IndicatorId) -> Option<()> {
        match self.figure_progress.get(&id) {
            Some(Progress::Typed) => return Some(()),
            Some(Progress::Running | Progress::Failed) => return None,
            Some(Progress::Open) | None => {}
        }
        let mut all = self.declarations();
        let it = all.find_map(|(index, declaration)| match &declaration.kind {
            DeclarationKind::Indicator(it) => {
                (self.slots_of(index).first() == Some(&Slot::Indicator(id))).then_some(it)
            }
            _ => None,
        })?;
        self.indicator(id, it, true);
        (self.figure_progress.get(&id) == Some(&Progress::Typed)).then_some(())
    }

    /// The parameter that holds a value of the population once it is settled: it has no value before.
    fn parameter_of(&mut self, id: IndicatorId) -> Option<ParameterId> {
        if let Some((parameter, _)) = self.program.settled.iter().find(|(_, of)| *of == id) {
            return Some(*parameter);
        }
        let indicator = self.program.indicators.get(id.index())?;
        let parameter = ParameterId(u32::try_from(self.program.parameters.len()).ok()?);
        self.program.parameters.push(Parameter {
            about: indicator.about.clone(),
            ty: indicator.ty,
            keys: Vec::new(),
            intervals: Vec::new(),
        });
        self.parameter_progress.push(Progress::Typed);
        self.program.settled.push((parameter, id));
        Some(parameter)
    }

    fn report_figure_cycle(&mut self, id: IndicatorId) {
        let figure = self.program.indicators.get(id.index());
        let values = self.pending.iter();
        let values = values.filter_map(|it| self.program.values.get(it.index()));
        let abouts = figure.map(|it| &it.about).into_iter();
        let abouts = abouts.chain(values.map(|it| &it.about));
        let path: Vec<_> = abouts.map(|it| (it.name.clone(), it.span)).collect();
        self.report_cycle(&path);
    }

    /// Calls `visit` for each expression of a figure and of those that it is made of, and `paid` for each
    /// aid whose cost it counts.
    pub(super) fn behind_figure(
        &self,
        id: IndicatorId,
        visit: &mut dyn FnMut(&Expr),
        paid: &mut dyn FnMut(AidId),
    ) {
        let mut open = vec![id];
        let mut seen = Vec::new();
        while let Some(id) = open.pop() {
            let Some(indicator) = self.program.indicators.get(id.index()) else {
                continue;
            };
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            indicator_expressions(indicator, visit);
            for term in &indicator.terms {
                if let TermFigure::Cost(aid) = term.figure {
                    paid(aid);
                }
            }
            made_of(&indicator.value, &mut open, paid);
        }
    }
}

/// The other figures and the costs that a figure names.
fn made_of(it: &TermExpr, figures: &mut Vec<IndicatorId>, paid: &mut dyn FnMut(AidId)) {
    match it {
        TermExpr::Indicator(id) => figures.push(*id),
        TermExpr::Cost(id) => paid(*id),
        TermExpr::Binary(_, left, right) => {
            made_of(left, figures, paid);
            made_of(right, figures, paid);
        }
        TermExpr::Rounded(inner, _) => made_of(inner, figures, paid),
        TermExpr::Term(_) | TermExpr::Constant(_) => {}
    }
}
