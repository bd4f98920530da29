//! Lints of whole rules: aids and lists of criteria.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::expressions;
use crate::check::order::{aid_expressions, value_expressions};
use crate::check::tree::{AidId, ExprKind as Typed, ParameterId, ValueId};
use crate::check::walk::walk;
use crate::check::{Checker, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::lint as codes;
use crate::number::Rational;
use crate::source::Span;
use crate::syntax::ast::{
    Aid, AidClauseKind, Declaration, DeclarationKind, Expr, ExprKind, QuotaCount,
};

impl Checker<'_> {
    /// Conditions said twice, aids that select nobody or everybody, numbers without a name.
    pub(super) fn rule_lints(&mut self, index: usize, declaration: &Declaration) {
        match &declaration.kind {
            DeclarationKind::Criteria(it) => {
                let rows = it.rows.iter();
                self.same_conditions(rows.map(|row| row.condition.span).collect());
            }
            DeclarationKind::Aid(it) => {
                self.aid_clauses(it);
                if let Some(Slot::Aid(id)) = self.slots_of(index).first().copied() {
                    self.begins_late(declaration, id);
                }
            }
            _ => {}
        }
        self.bare_amounts(declaration);
    }

    fn same_conditions(&mut self, places: Vec<Span>) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for place in places {
            let text = self.even_text(place);
            match first.get(&text) {
                Some(before) if *before != place && !text.is_empty() => self.report(
                    Diagnostic::at(&codes::rules::SAME_CONDITION, place)
                        .label(*before, "label.first"),
                ),
                Some(_) => {}
                None => {
                    first.insert(text, place);
                }
            }
        }
    }

    fn aid_clauses(&mut self, it: &Aid) {
        let name = &it.name;
        let (mut whens, mut unlesses) = (Vec::new(), Vec::new());
        let (mut has_agency, mut rank, mut is_scarce) = (false, None, false);
        for clause in &it.clauses {
            match &clause.kind {
                AidClauseKind::Agency(_) => has_agency = true,
                AidClauseKind::When(condition) => whens.push(condition.span),
                AidClauseKind::Unless { condition, .. } => unlesses.push(condition.span),
                AidClauseKind::Amount { value, .. } | AidClauseKind::Service(value) => {
                    self.none_granted(value, clause.span, &name.node);
                    self.bare_number(value, "amount");
                }
                AidClauseKind::Quota { count, .. } => {
                    is_scarce = true;
                    if let QuotaCount::Number(count) = count {
                        self.none_granted(count, clause.span, &name.node);
                        self.bare_number(count, "quota");
                    }
                }
                AidClauseKind::Budget { ceiling, .. } => {
                    is_scarce = true;
                    self.none_granted(ceiling, clause.span, &name.node);
                    self.bare_number(ceiling, "budget");
                }
                AidClauseKind::Limit(_) => is_scarce = true,
                AidClauseKind::RankBy(_) => rank = Some(clause.span),
                AidClauseKind::Verify { .. }
                | AidClauseKind::TakeUp { .. }
                | AidClauseKind::NotTogether { .. } => {}
            }
        }
        if whens.is_empty() {
            self.report(
                Diagnostic::at(&codes::rules::NO_CONDITION, name.span).with("name", &name.node),
            );
        }
        if !has_agency {
            self.report(
                Diagnostic::at(&codes::rules::NO_AGENCY, name.span).with("name", &name.node),
            );
        }
        if let (Some(rank), false) = (rank, is_scarce) {
            self.report(Diagnostic::at(&codes::rules::RANK_UNUSED, rank).with("name", &name.node));
        }
        self.same_conditions(whens);
        self.same_conditions(unlesses);
    }

    fn none_granted(&mut self, value: &Expr, place: Span, name: &str) {
        let (ExprKind::Number(amount) | ExprKind::Money { amount, .. }) = &value.kind else {
            return;
        };
        if *amount <= Rational::zero() {
            self.report(Diagnostic::at(&codes::rules::GRANTS_NOTHING, place).with("name", name));
        }
    }

    /// A number in a clause, which no date and no source stand by.
    fn bare_number(&mut self, value: &Expr, clause: &str) {
        if matches!(value.kind, ExprKind::Number(_) | ExprKind::Money { .. }) {
            let finding = Diagnostic::at(&codes::rules::BARE_NUMBER, value.span);
            self.report(
                finding
                    .with_code("clause", clause)
                    .with("text", self.even_text(value.span)),
            );
        }
    }

    /// Amounts of money in comparisons.
    fn bare_amounts(&mut self, declaration: &Declaration) {
        let mut found = Vec::new();
        expressions(declaration, &mut |expr| {
            if let ExprKind::Compare(_, left, right) = &expr.kind {
                for side in [left, right] {
                    if let ExprKind::Money { amount, .. } = &side.kind
                        && *amount != Rational::zero()
                    {
                        found.push(side.span);
                    }
                }
            }
        });
        for place in found {
            let finding = Diagnostic::at(&codes::rules::BARE_NUMBER, place);
            let text = self.even_text(place);
            self.report(finding.with_noun("clause", "threshold").with("text", text));
        }
    }

    /// An aid in force before a parameter has its first value.
    fn begins_late(&mut self, declaration: &Declaration, id: AidId) {
        let Some(time) = declaration.common.in_force else {
            return;
        };
        for parameter in self.parameters_of(id) {
            let Some(it) = self.program.parameters.get(parameter.index()) else {
                continue;
            };
            let Some(first) = it.intervals.first().filter(|it| it.from > time.from.node) else {
                continue;
            };
            let finding = Diagnostic::at(&codes::rules::BEGINS_LATE, time.from.span)
                .with("name", &it.about.name)
                .with("from", time.from.node)
                .with("first", first.from)
                .label(first.span, "label.first");
            self.report(finding);
        }
    }

    /// The parameters that an aid needs, also through values.
    fn parameters_of(&self, id: AidId) -> BTreeSet<ParameterId> {
        let mut parameters = BTreeSet::new();
        let mut seen: BTreeSet<ValueId> = BTreeSet::new();
        let mut open: Vec<ValueId> = Vec::new();
        let mut note = |expr: &crate::check::tree::Expr, open: &mut Vec<ValueId>| {
            walk(expr, &mut |it| match &it.kind {
                Typed::Parameter(id, _) => {
                    let owner = self.hidden.get(id).copied().unwrap_or(*id);
                    parameters.insert(owner);
                }
                Typed::Value(id) => open.push(*id),
                _ => {}
            });
        };
        if let Some(aid) = self.program.aids.get(id.index()) {
            aid_expressions(aid, &mut |expr| note(expr, &mut open));
        }
        while let Some(value) = open.pop() {
            if !seen.insert(value) {
                continue;
            }
            if let Some(it) = self.program.values.get(value.index()) {
                value_expressions(&it.kind, &mut |expr| note(expr, &mut open));
            }
        }
        parameters
    }
}
