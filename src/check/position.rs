//! The place of a row among others: `rank(x)`, `decile(x of family weighted by size within village)`.

use super::look_up::integer;
use super::scope::{Level, Scope};
use super::tree::{Constant, EntityId, Expr, ExprKind, Hop, Position, RankKey, Type};
use super::types::is_number;
use super::{Checker, Reported};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::Rational;
use crate::source::Span;
use crate::syntax::ast;

impl Checker<'_> {
    pub(super) fn position(
        &mut self,
        it: &ast::Position,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let (name, _) = it.kind.form();
        let Level::Row(level) = scope.level else {
            self.report(Diagnostic::at(&codes::PLACE_OF_NO_ROW, span).with("name", name));
            return None;
        };
        let over = match &it.entity {
            Some(entity) => self.entity_named(entity)?,
            None => level,
        };
        let Some(height) = self.height(level, over) else {
            let finding = Diagnostic::at(&codes::PLACE_OF_OTHER_ROW, span)
                .with("name", name)
                .with("entity", self.entity_name(over));
            self.report(finding.with("level", self.entity_name(level)));
            return None;
        };
        let inner = Scope::row(over);
        let keys = self.position_keys(it, &inner);
        let condition = match &it.condition {
            Some(condition) => self.condition(condition, &inner).map(Some),
            None => Some(None),
        };
        let weight = self.weight(it.weight.as_ref(), over);
        let within = self.within_level(it, over);
        let groups = self.groups(it, span);
        let position = Position {
            keys: keys?,
            condition: condition?,
            weight: weight.ok()?,
            within: within.ok()?,
            groups: groups.ok()?,
        };
        let place = integer(ExprKind::Position(Box::new(position)), span);
        Some(super::scope::along(&vec![Hop::Parent; height], place, span))
    }

    /// The keys; what is put into groups is a number, and a blank that is a known fact has none.
    fn position_keys(&mut self, it: &ast::Position, inner: &Scope) -> Option<Vec<RankKey>> {
        let mut keys = self.rank_keys(&it.keys, inner)?;
        if it.kind == ast::PositionKind::Rank {
            return Some(keys);
        }
        for key in &mut keys {
            key.filled = None;
            if !is_number(key.value.ty) {
                self.report_not_number(&key.value);
                return None;
            }
        }
        Some(keys)
    }

    fn within_level(
        &mut self,
        it: &ast::Position,
        over: EntityId,
    ) -> Result<Option<EntityId>, Reported> {
        let Some(within) = &it.within else {
            return Ok(None);
        };
        let ancestor = self.entity_named(within).ok_or(Reported)?;
        if self.height(over, ancestor).is_some_and(|height| height > 0) {
            return Ok(Some(ancestor));
        }
        let finding = Diagnostic::at(&codes::NOT_ABOVE, within.span)
            .with("entity", self.entity_name(ancestor));
        self.report(finding.with("level", self.entity_name(over)));
        Err(Reported)
    }

    /// Into how many groups, where it makes any.
    fn groups(&mut self, it: &ast::Position, span: Span) -> Result<Option<Expr>, Reported> {
        if let Some(count) = it.kind.groups() {
            return Ok(Some(super::types::integer(count, span)));
        }
        let Some(groups) = &it.groups else {
            return Ok(None);
        };
        let typed = self.fixed(groups, Type::Integer).ok_or(Reported)?;
        let fits = match self.fold_constant(&typed) {
            Some(Constant::Number(number)) => number >= Rational::one(),
            Some(_) => false,
            None => super::indicator::is_constant(&typed),
        };
        if fits {
            return Ok(Some(typed));
        }
        let finding = Diagnostic::at(&codes::MEASURE_NUMBER, groups.span)
            .with("name", it.kind.form().0)
            .with("wanted", "1 ..");
        self.report(finding);
        Err(Reported)
    }
}
