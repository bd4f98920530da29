//! The rows that a policy leaves out of what is evaluated and counted, without rejecting them.

use super::asked::Asked;
use super::bitmap::Bitmap;
use super::rows::{Rows, by_depth, entity_id};
use crate::check::tree::FieldId;
use crate::number::{Date, Truth};

impl Rows<'_> {
    /// Marks the rows that are known to be outside; what is odd about them is no one's concern.
    pub(super) fn leave_out(&mut self, date: Date) {
        for (entity, conditions) in &self.program.universe {
            let Some(Some(delivered)) = self.entities.get(entity.index()) else {
                continue;
            };
            let column = |field: FieldId| self.column(*entity, field);
            let asked = Asked::new(self.program, delivered.rows, date, &column);
            let mut outside = Bitmap::zeros(delivered.rows);
            for condition in conditions {
                let truths = asked.truth(condition).unwrap_or_default();
                for (row, truth) in truths.iter().enumerate() {
                    if *truth == Truth::False {
                        outside.set(row, true);
                    }
                }
            }
            let is_outside = |row: u32| outside.get(row as usize);
            self.reasons
                .retain(|(of, row, _, _)| of != entity || !is_outside(*row));
            if let Some(Some(delivered)) = self.entities.get_mut(entity.index()) {
                for row in (0..delivered.rows).filter(|row| outside.get(*row)) {
                    delivered.rejected.set(row, false);
                }
                delivered.outside = Some(outside);
            }
        }
    }

    /// Marks the rows below those that are outside.
    pub(super) fn leave_out_below(&mut self) {
        for index in by_depth(self.program) {
            let parent = self.program.entities.get(index).and_then(|it| it.parent);
            let above = parent.and_then(|(parent, _)| {
                let parent = self.entities.get(parent.index())?.as_ref()?;
                parent.outside.clone()
            });
            let (Some(above), Some(Some(delivered))) = (above, self.entities.get_mut(index)) else {
                continue;
            };
            let mut outside = delivered
                .outside
                .take()
                .unwrap_or_else(|| Bitmap::zeros(delivered.rows));
            let mut reached = Vec::new();
            for (row, parent) in (0_u32..).zip(&delivered.parents) {
                let parent = *parent as usize;
                if parent < above.len() && above.get(parent) && !outside.get(row as usize) {
                    outside.set(row as usize, true);
                    reached.push(row);
                }
            }
            for row in &reached {
                delivered.rejected.set(*row as usize, false);
            }
            delivered.outside = Some(outside);
            let entity = entity_id(index);
            self.reasons
                .retain(|(of, row, _, _)| *of != entity || reached.binary_search(row).is_err());
        }
    }
}
