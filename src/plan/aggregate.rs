//! Lowering of aggregates, roles, orders and `select`.

use super::Way;
use super::build::{Builder, storage_of};
use super::op::{self, Direction, Key, NodeId, Op, Scalar, Storage, Whole};
use crate::check::tree::{Aggregate, AggregateOp, EntityId, Position, RankKey, Role, Select, Type};
use crate::number::INTEGER;

impl Builder<'_> {
    /// An aggregate whose result has a type.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate, ty: Type, at: EntityId) -> NodeId {
        let over = aggregate.over;
        let best = aggregate.best.as_ref().map(|best| {
            let direction = if best.smallest {
                Direction::Smallest
            } else {
                Direction::Largest
            };
            (self.whole(&best.count, Whole::Down, None, at), direction)
        });
        let scale = aggregate
            .value
            .as_ref()
            .and_then(|it| it.ty.scale())
            .unwrap_or(INTEGER);
        let (condition, value, by) = self.step(Way::Into { at, over }, |it| {
            let condition = aggregate.condition.as_ref().map(|expr| it.node(expr, over));
            let value = aggregate.value.as_ref().map(|expr| it.stored(expr, over));
            (condition, value, it.keys(&aggregate.by, over))
        });
        let condition = condition.filter(|it| self.scalar(*it) != Some(&Scalar::Truth(true)));
        let result = ty.scale().unwrap_or(INTEGER);
        let lowered = op::Aggregate {
            op: aggregate.op,
            at,
            over,
            condition,
            value: if aggregate.op == AggregateOp::Count {
                None
            } else {
                value
            },
            best,
            no_rows: aggregate.no_rows,
            by,
            scales: (scale, result),
        };
        self.emit(Op::Aggregate(Box::new(lowered)), at, storage_of(ty))
    }

    /// The row that plays a role.
    pub(super) fn role(&mut self, role: &Role, at: EntityId) -> NodeId {
        let of = role.of;
        let condition = self.step(Way::Into { at, over: of }, |it| {
            it.node(&role.condition, of)
        });
        self.emit(Op::RoleRow { of, condition }, at, Storage::Number)
    }

    /// The keys of an order.
    pub(super) fn keys(&mut self, keys: &[RankKey], at: EntityId) -> Vec<Key> {
        keys.iter()
            .map(|key| Key {
                value: self.key_value(&key.value, at),
                descending: key.descending,
                filled: key.filled.as_ref().map(|filled| self.node(filled, at)),
            })
            .collect()
    }

    /// The limits of a `select` or an aid.
    pub(super) fn limits(
        &mut self,
        limits: &[crate::check::tree::Limit],
        at: EntityId,
    ) -> Vec<op::Limit> {
        limits
            .iter()
            .map(|limit| op::Limit {
                count: self.whole(&limit.count, Whole::Down, None, at),
                per: limit.per,
                condition: limit.condition.as_ref().map(|it| self.node(it, at)),
            })
            .collect()
    }

    /// A `select` at a level.
    pub(super) fn lower_select(&mut self, select: &Select, at: EntityId) -> NodeId {
        let when = self.node(&select.when, at);
        let rank = self.keys(&select.rank, at);
        let limits = self.limits(&select.limits, at);
        let within = self.highest(select.limits.iter().map(|it| it.per), at);
        let lowered = op::Select {
            when,
            rank,
            limits,
            within,
        };
        self.emit(Op::Select(Box::new(lowered)), at, Storage::Truth)
    }

    /// The place of each row among all rows of its level.
    pub(super) fn position(&mut self, it: &Position, at: EntityId) -> NodeId {
        let keys = self.keys(&it.keys, at);
        let condition = it.condition.as_ref().map(|expr| self.node(expr, at));
        let weight = it.weight.as_ref().map(|expr| self.stored(expr, at));
        let groups = it.groups.as_ref();
        let groups = groups.map(|expr| self.whole(expr, Whole::Down, None, at));
        let lowered = op::Position {
            keys,
            condition,
            weight,
            within: it.within,
            groups,
        };
        self.emit(Op::Position(Box::new(lowered)), at, Storage::Number)
    }

    /// The highest of some ancestors of a level, itself if there are none.
    fn highest(&self, of: impl Iterator<Item = EntityId>, at: EntityId) -> EntityId {
        let wanted: Vec<EntityId> = of.collect();
        let mut highest = at;
        let mut next = Some(at);
        let mut steps = 0;
        while let Some(entity) = next
            && steps <= self.program.entities.len()
        {
            if wanted.contains(&entity) {
                highest = entity;
            }
            let above = self.program.entities.get(entity.index());
            next = above.and_then(|it| it.parent).map(|(parent, _)| parent);
            steps += 1;
        }
        highest
    }
}
