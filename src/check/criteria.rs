//! Criteria sets: one condition a row.

use super::scope::Scope;
use super::tree::ValueKind;
use super::{Checker, Slot};
use crate::syntax::ast::Criteria;

impl Checker<'_> {
    pub(super) fn criteria(&mut self, index: usize, it: &Criteria) {
        let rows: Vec<_> = self
            .slots_of(index)
            .iter()
            .filter_map(|slot| match slot {
                Slot::Value(id) => Some(*id),
                _ => None,
            })
            .collect();
        for (row, id) in it.rows.iter().zip(rows) {
            if let Some(weight) = &row.weight {
                self.not_supported("the weight of a criterion", weight.span);
            }
            let Some(entity) = self.program.values.get(id.index()).map(|it| it.entity) else {
                continue;
            };
            let Some(typed) = self.condition(&row.condition, &Scope::row(entity)) else {
                continue;
            };
            if let Some(ValueKind::Criterion { condition, .. }) = self
                .program
                .values
                .get_mut(id.index())
                .map(|it| &mut it.kind)
            {
                *condition = typed;
            }
        }
    }
}
