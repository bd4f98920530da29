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
        let sets: Vec<_> = self.slots_of(index).to_vec();
        for slot in sets {
            if let Slot::Criteria(set) = slot {
                self.points_of(set);
            }
        }
        for (row, id) in it.rows.iter().zip(rows) {
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
