//! Aggregates: the rows below each row of a chunk, by storage.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use super::aggregate::{self, Segments};
use super::chunk::Worker;
use super::family::Family;
use super::kernels::number::Overflows;
use super::kernels::{compare, level};
use super::register::{Plain, Truths, View};
use crate::check::tree::{AggregateOp, EntityId};
use crate::plan::op::{self, Direction, NodeId, Storage};

impl Worker<'_> {
    pub(super) fn number_aggregate(
        &self,
        id: NodeId,
        it: &op::Aggregate,
        rows: usize,
        out: &mut Plain<i64>,
    ) -> Overflows {
        let below = self.level(it.over).len();
        let Some(segments) = self.segments(id, it.over, it.condition) else {
            out.reset(rows);
            out.known.set_none(rows);
            return Overflows::new();
        };
        let converted;
        let values = match it.value {
            Some(value) if self.storage(value) == Storage::Truth => {
                converted = aggregate::as_numbers(below, self.truths_of(value, below));
                Some(converted.view())
            }
            Some(value) => Some(self.plain::<i64>(value, below)),
            None => None,
        };
        match (it.op, values) {
            (AggregateOp::Count, _) => aggregate::count(&segments, out),
            (AggregateOp::Sum, Some(values)) => {
                if let Some((count, direction)) = it.best {
                    let best = (self.plain(count, rows), direction);
                    return aggregate::best_sum(&segments, values, best, it.scales, out);
                }
                return aggregate::sum(&segments, values, (it.op, it.scales), out);
            }
            (AggregateOp::Average | AggregateOp::Share, Some(values)) => {
                return aggregate::sum(&segments, values, (it.op, it.scales), out);
            }
            _ => self.plain_aggregate(id, it, rows, out),
        }
        Overflows::new()
    }

    pub(super) fn plain_aggregate<T: Family>(
        &self,
        id: NodeId,
        it: &op::Aggregate,
        rows: usize,
        out: &mut Plain<T>,
    ) {
        out.reset(rows);
        out.known.set_none(rows);
        let below = self.level(it.over).len();
        let (Some(value), Some(segments)) = (it.value, self.segments(id, it.over, it.condition))
        else {
            return;
        };
        let values: View<'_, T> = self.plain(value, below);
        match it.op {
            AggregateOp::Min => aggregate::extreme(&segments, values, Direction::Smallest, out),
            AggregateOp::Max => aggregate::extreme(&segments, values, Direction::Largest, out),
            _ => {
                let picks = self.picks(id, it, rows, |a, b| values.get(a) == values.get(b));
                level::plain(rows, |row| values.get(row), out, |row| picks[row]);
            }
        }
    }

    pub(super) fn truth_aggregate(
        &self,
        id: NodeId,
        it: &op::Aggregate,
        rows: usize,
        out: &mut Truths,
    ) {
        let below = self.level(it.over).len();
        let value = it.value.map(|value| self.truths_of(value, below));
        let Some(segments) = self.segments(id, it.over, it.condition) else {
            return compare::by_row(rows, out, |_| None);
        };
        match it.op {
            AggregateOp::Any => aggregate::any(&segments, value, out),
            AggregateOp::Every => aggregate::every(&segments, value, it.no_rows, out),
            AggregateOp::Min | AggregateOp::Max => {
                // Of truth values: false before true.
                let numbers = value.map(|value| aggregate::as_numbers(below, value));
                let mut best = Plain::default();
                if let Some(numbers) = &numbers {
                    let largest = it.op == AggregateOp::Max;
                    let direction = if largest {
                        Direction::Largest
                    } else {
                        Direction::Smallest
                    };
                    aggregate::extreme(&segments, numbers.view(), direction, &mut best);
                }
                compare::by_row(rows, out, |row| best.view().get(row).map(|it: i64| it != 0));
            }
            _ => {
                let picks = self.picks(id, it, rows, |a, b| {
                    value.is_some_and(|value| value.get(a) == value.get(b))
                });
                compare::by_row(rows, out, |row| value?.get(picks[row]?));
            }
        }
    }

    /// The row that `first` or `only` takes for each row, in the chunk.
    pub(super) fn picks(
        &self,
        id: NodeId,
        it: &op::Aggregate,
        rows: usize,
        same: impl Fn(usize, usize) -> bool,
    ) -> Vec<Option<usize>> {
        let below = self.level(it.over).len();
        let segments = self.segments(id, it.over, it.condition);
        let (Some(segments), Some(value)) = (segments, it.value) else {
            return vec![None; rows];
        };
        let known = self.known_of(value, below);
        let pick = |row| match it.op {
            AggregateOp::First => {
                aggregate::first(&segments, row, &it.by, self, &same, |row| known.get(row))
            }
            AggregateOp::Only => aggregate::only(&segments, row),
            _ => None,
        };
        (0..rows).map(pick).collect()
    }

    pub(super) fn segments(
        &self,
        id: NodeId,
        over: EntityId,
        condition: Option<NodeId>,
    ) -> Option<Segments<'_>> {
        let at = self.job.plan.node(id)?.level?;
        let span = self.job.shape.span(at, over).filter(|it| it.delivered)?;
        let range = self.level(at);
        let below = self.level(over);
        Some(Segments {
            span,
            start: range.start,
            rows: range.len(),
            base: below.start,
            condition: condition.map(|it| self.truths_of(it, below.len())),
        })
    }
}
