//! Selections and limits: rows taken in an order while there is room.

use super::aggregate::all;
use super::scope::Scope;
use super::tree::{EntityId, Limit, Select, Type, ValueKind};
use super::{Checker, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::syntax::ast;

impl Checker<'_> {
    pub(super) fn select(&mut self, index: usize, it: &ast::Select) {
        let Some(Slot::Value(id)) = self.slots_of(index).first().copied() else {
            return;
        };
        let Some(entity) = self.program.values.get(id.index()).map(|it| it.entity) else {
            return;
        };
        let scope = Scope::row(entity);
        let when = self.conditions(&it.when, &scope);
        let rank = self.rank_keys(&it.rank, &scope);
        if it.limits.is_empty() {
            self.report(
                Diagnostic::at(&codes::SELECT_WITHOUT_LIMIT, it.name.span)
                    .with("name", &it.name.node),
            );
        }
        if let Some(rank) = &rank {
            self.tie_break(rank, entity, it.name.span, "select");
        }
        let limits = self.limits(&it.limits, entity);
        let (Some(when), Some(rank), Some(limits)) = (when, rank, limits) else {
            return;
        };
        if let Some(value) = self.program.values.get_mut(id.index()) {
            value.kind = ValueKind::Select(Select {
                when: all(when, it.name.span),
                rank,
                limits,
            });
        }
    }

    pub(super) fn limits(&mut self, limits: &[ast::Limit], entity: EntityId) -> Option<Vec<Limit>> {
        let typed: Vec<Option<Limit>> = limits.iter().map(|it| self.limit(it, entity)).collect();
        typed.into_iter().collect()
    }

    pub(super) fn limit(&mut self, it: &ast::Limit, entity: EntityId) -> Option<Limit> {
        let count = self.fixed(&it.count, Type::Integer);
        let per = self.entity_named(&it.per);
        let condition = match &it.condition {
            Some(condition) => self.condition(condition, &Scope::row(entity)).map(Some),
            None => Some(None),
        };
        let (count, per, condition) = (count?, per?, condition?);
        if self.height(entity, per).is_none_or(|height| height == 0) {
            let finding = Diagnostic::at(&codes::NOT_ABOVE, it.per.span)
                .with("entity", self.entity_name(per));
            self.report(finding.with("level", self.entity_name(entity)));
            return None;
        }
        Some(Limit {
            count,
            per,
            condition,
            span: it.span,
        })
    }
}
