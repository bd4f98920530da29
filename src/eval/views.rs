//! How a worker reads nodes: registers, columns cut to the chunk or whole, constants.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use super::cells::{Cells, Part};
use super::chunk::Worker;
use super::family::Family;
use super::kernels::bits;
use super::kernels::chain::Operands;
use super::layout::Source;
use super::register::{Known, TextSource, TextView, TruthView, View};
use crate::check::tree::FieldId;
use crate::data::table::{Column, NO_ROW, Values};
use crate::plan::op::{NodeId, Op, Scalar, Storage};

impl<'a> Worker<'a> {
    /// The first parent row of what [`Op::Lift`] reads, and whether it reads the whole column.
    pub(super) fn above(&self, id: NodeId, from: NodeId) -> (usize, bool) {
        let plan = self.job.plan;
        let level = plan.node(id).and_then(|node| node.level);
        let parent = level
            .and_then(|level| plan.entities.get(level.index()))
            .and_then(|level| level.parent);
        let readable = self.job.layout.source(from).is_some();
        match parent {
            Some(parent) if readable && self.job.layout.has(parent) => {
                (self.level(parent).start, false)
            }
            _ => (0, true),
        }
    }

    /// The parent's place, counted from `base`, of each row.
    pub(super) fn parents(&self, id: NodeId, base: usize) -> impl Fn(usize) -> Option<usize> {
        let level = self.job.plan.node(id).and_then(|node| node.level);
        let parents = level.map_or(&[][..], |level| self.job.shape.parents(level));
        let start = self.range(id).start;
        move |row| {
            let parent = *parents.get(start + row)?;
            (parent != NO_ROW).then(|| (parent as usize).wrapping_sub(base))
        }
    }

    /// The row at the end of a link of each row; the first for a constant, which is as long as the chunk.
    pub(super) fn linked(
        &self,
        field: FieldId,
        id: NodeId,
        from: NodeId,
    ) -> impl Fn(usize) -> Option<usize> + use<'a> {
        let constant = self.is_constant(from);
        let links = self.job.shape.link(field);
        let start = self.range(id).start;
        move |row| {
            let target = *links.get(start + row)?;
            (target != NO_ROW).then_some(if constant { 0 } else { target as usize })
        }
    }

    /// The place in the chunk of the row that plays a role.
    pub(super) fn players(
        &self,
        row: NodeId,
        from: NodeId,
        rows: usize,
    ) -> impl Fn(usize) -> Option<usize> + use<'_, 'a> {
        let players: View<'_, i64> = self.plain(row, rows);
        let of = self.job.plan.node(row).and_then(|node| match &node.op {
            Op::RoleRow { of, .. } => Some(*of),
            _ => None,
        });
        let _ = from;
        let base = of.map_or(0, |of| self.level(of).start);
        move |row| usize::try_from(players.get(row)?).ok()?.checked_sub(base)
    }

    /// A plain node over the rows of the chunk.
    pub(super) fn plain<T: Family>(&self, id: NodeId, rows: usize) -> View<'_, T> {
        match self.job.layout.source(id) {
            Some(Source::Register(place)) => T::registers(&self.registers)[*place].view(),
            Some(Source::Column(place)) => {
                let range = self.range(id);
                let column = self.job.store.column(id);
                let values = column.and_then(|column| match T::values(&column.values) {
                    Some(values) => values.get(range),
                    None => T::widened(&column.values, &self.cuts[*place].numbers),
                });
                match values {
                    Some(values) => View {
                        values,
                        known: self.cuts[*place].known.known(),
                    },
                    None => View {
                        values: &[],
                        known: Known(Some(&[])),
                    },
                }
            }
            Some(Source::Constant(place)) => {
                let all = T::constants(&self.registers)[*place].view();
                let rows = rows.min(all.values.len());
                View {
                    values: &all.values[..rows],
                    known: all.known,
                }
            }
            None => View {
                values: &[],
                known: Known(Some(&[])),
            },
        }
    }

    /// A truth node over the rows of the chunk.
    pub(super) fn truths_of(&self, id: NodeId, rows: usize) -> TruthView<'_> {
        match self.job.layout.source(id) {
            Some(Source::Register(place)) => self.registers.truths[*place].view(),
            Some(Source::Column(place)) => {
                let cut = &self.cuts[*place];
                TruthView {
                    words: &cut.truth,
                    known: cut.known.known(),
                }
            }
            Some(Source::Constant(place)) => {
                let all = self.registers.constant_truths[*place].view();
                let words = bits::words(rows).min(all.words.len());
                TruthView {
                    words: &all.words[..words],
                    known: all.known,
                }
            }
            None => TruthView {
                words: &[],
                known: Known(Some(&[])),
            },
        }
    }

    pub(super) fn truths(&self, ids: &[NodeId], rows: usize) -> Vec<TruthView<'_>> {
        ids.iter().map(|id| self.truths_of(*id, rows)).collect()
    }

    /// A text node over the rows of the chunk.
    pub(super) fn text(&self, id: NodeId) -> TextView<'_> {
        match self.job.layout.source(id) {
            Some(Source::Register(place)) => self.registers.texts[*place].view(),
            Some(Source::Column(place)) => {
                let known = self.cuts[*place].known.known();
                match self.job.store.column(id).map(|column| &column.values) {
                    Some(Values::Text(texts)) => TextView {
                        texts: TextSource::Column(texts, self.range(id).start),
                        known,
                    },
                    _ => TextView {
                        texts: TextSource::Nothing,
                        known: Known(Some(&[])),
                    },
                }
            }
            Some(Source::Constant(place)) => {
                let scalar = self.job.layout.constants.get(*place);
                match scalar.and_then(|(scalar, _)| scalar.text()) {
                    Some(text) => TextView {
                        texts: TextSource::Constant(text),
                        known: Known(None),
                    },
                    None => TextView {
                        texts: TextSource::Nothing,
                        known: Known(Some(&[])),
                    },
                }
            }
            None => TextView {
                texts: TextSource::Nothing,
                known: Known(Some(&[])),
            },
        }
    }

    /// The known rows of a node of any storage.
    pub(super) fn known_of(&self, id: NodeId, rows: usize) -> Known<'_> {
        match self.storage(id) {
            Storage::Number => self.plain::<i64>(id, rows).known,
            Storage::Date => self.plain::<i32>(id, rows).known,
            Storage::Enum => self.plain::<u16>(id, rows).known,
            Storage::Truth => self.truths_of(id, rows).known,
            Storage::Text => match self.job.layout.source(id) {
                Some(Source::Constant(place)) => match self.job.layout.constants.get(*place) {
                    Some((Scalar::Text(_), _)) => Known(None),
                    _ => self.registers.constant_truths[*place].known.known(),
                },
                _ => self.text(id).known,
            },
        }
    }

    /// The cells of a plain node over the whole of its table.
    pub(super) fn whole<T: Family>(&self, id: NodeId) -> impl Fn(usize) -> Option<T> + use<'_, T> {
        let constant = self.is_constant(id);
        let constant: Option<View<'_, T>> = constant.then(|| self.plain(id, usize::MAX));
        let column = self.job.store.column(id);
        move |row| match (constant, column) {
            (Some(view), _) => view.get(row),
            (None, Some(column)) if column.is_valid(row) => T::cell(&column.values, row),
            (None, _) => None,
        }
    }

    pub(super) fn whole_truth(&self, id: NodeId) -> TruthView<'_> {
        if self.is_constant(id) {
            return self.truths_of(id, usize::MAX);
        }
        match self.job.store.column(id) {
            Some(column) => match &column.values {
                Values::Boolean(bits) => TruthView {
                    words: bits.words(),
                    known: whole_known(column),
                },
                _ => TruthView {
                    words: &[],
                    known: Known(Some(&[])),
                },
            },
            None => TruthView {
                words: &[],
                known: Known(Some(&[])),
            },
        }
    }

    pub(super) fn whole_text(&self, id: NodeId) -> TextView<'_> {
        if self.is_constant(id) {
            return self.text(id);
        }
        match self.job.store.column(id) {
            Some(column) => match &column.values {
                Values::Text(texts) => TextView {
                    texts: TextSource::Column(texts, 0),
                    known: whole_known(column),
                },
                _ => TextView {
                    texts: TextSource::Nothing,
                    known: Known(Some(&[])),
                },
            },
            None => TextView {
                texts: TextSource::Nothing,
                known: Known(Some(&[])),
            },
        }
    }

    pub(super) fn is_constant(&self, id: NodeId) -> bool {
        self.job
            .plan
            .node(id)
            .is_some_and(|node| matches!(node.op, Op::Constant(_)))
    }

    pub(super) fn storage(&self, id: NodeId) -> Storage {
        self.job
            .plan
            .node(id)
            .map_or(Storage::Number, |node| node.storage)
    }
}

impl Cells for Worker<'_> {
    fn raw(&self, node: NodeId, row: usize) -> Option<i64> {
        self.plain::<i64>(node, usize::MAX).get(row)
    }

    fn truth(&self, node: NodeId, row: usize) -> Option<bool> {
        self.truths_of(node, usize::MAX).get(row)
    }

    fn known(&self, node: NodeId, row: usize) -> bool {
        match self.storage(node) {
            Storage::Text => self.text(node).get(row).is_some(),
            _ => self.known_of(node, usize::MAX).get(row),
        }
    }

    fn part(&self, node: NodeId, row: usize) -> Option<Part<'_>> {
        Some(match self.storage(node) {
            Storage::Number => Part::Number(self.plain::<i64>(node, usize::MAX).get(row)?),
            Storage::Date => Part::Number(self.plain::<i32>(node, usize::MAX).get(row)?.into()),
            Storage::Enum => Part::Number(self.plain::<u16>(node, usize::MAX).get(row)?.into()),
            Storage::Truth => Part::Number(self.truth(node, row)?.into()),
            Storage::Text => Part::Text(self.text(node).get(row)?),
        })
    }
}

impl Operands for Worker<'_> {
    fn numbers(&self, node: NodeId, rows: usize) -> View<'_, i64> {
        self.plain(node, rows)
    }

    fn known_rows(&self, node: NodeId) -> Known<'_> {
        self.known_of(node, usize::MAX)
    }
}

pub(super) fn whole_known(column: &Column) -> Known<'_> {
    Known(
        column
            .valid
            .as_ref()
            .map(crate::data::bitmap::Bitmap::words),
    )
}
