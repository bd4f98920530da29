//! What needs all rows before it, from one plan to the next: allocations and places.

use std::sync::Arc;

use super::queue;
use super::restore;
use super::schedule::read_by;
use super::turn::{Going, Old};
use crate::check::tree::AidId;
use crate::data::table::Values;
use crate::eval::allocate::{self, Whole};
use crate::eval::rank::Ranked;
use crate::eval::store::{Store, column};
use crate::eval::{position, run};
use crate::plan::aid::Allocation;
use crate::plan::op::{Allocated, NodeId, Op};

impl Going<'_, '_, '_> {
    pub(super) fn allocate(&mut self, id: AidId) -> Option<()> {
        let turn = self.turn;
        let of_aid =
            |node: &crate::plan::op::Node| matches!(node.op, Op::Allocated(it, _) if it == id);
        let nodes = turn.model.nodes.iter().enumerate();
        let parts: Vec<usize> = nodes
            .filter(|(index, node)| {
                of_aid(node) && self.columns.get(*index).is_some_and(Option::is_some)
            })
            .map(|(index, _)| index)
            .collect();
        let Some(first) = parts.first().copied() else {
            return Some(());
        };
        let read = read_by(turn.model, first);
        if !turn.differs(first) && !read.iter().any(|it| self.old.contains_key(&it.index())) {
            return Some(());
        }
        let plan = &turn.after.plan;
        let allocation = plan.aids.get(id.index())?.as_ref()?.allocation.as_ref()?;
        let mut store = Store::new(plan, turn.shape);
        let lent = self.lend([first].into_iter(), &mut store);
        let kept = self.order_of(id, first);
        let (mut ranked, follows) = match kept {
            Some(ranked) => (ranked, parts == [first] && self.is_status(first)),
            None => (Ranked::new(turn.shape.rows(allocation.entity)), false),
        };
        if follows && self.follow((id, first), &store, (allocation, &mut ranked)) {
            self.orders.insert(id, ranked);
            restore(self.columns, lent, store.given());
            return Some(());
        }
        let outcome = turn
            .pool
            .install(|| allocate::allocate_in(plan, turn.shape, &store, (allocation, &mut ranked)));
        self.orders.insert(id, ranked);
        run::put(plan, &mut store, id, outcome);
        for index in parts {
            let own = turn.after.pairs.get(index).copied().flatten();
            if let Some(column) = own.and_then(|id| store.take(id)) {
                self.replace(index, column);
            }
        }
        restore(self.columns, lent, store.given());
        Some(())
    }

    fn is_status(&self, index: usize) -> bool {
        let node = self.turn.model.nodes.get(index);
        matches!(
            node.map(|it| &it.op),
            Some(Op::Allocated(_, Allocated::Status))
        )
    }

    /// Follows the rows that changed before an allocation of which nothing else did; whether that is enough.
    fn follow(
        &mut self,
        (id, index): (AidId, usize),
        store: &Store<'_>,
        (allocation, ranked): (&Allocation, &mut Ranked),
    ) -> bool {
        let turn = self.turn;
        let model = turn.model.aids.get(id.index()).and_then(Option::as_ref);
        let model = model.and_then(|it| it.allocation.as_ref());
        let Some(model) = model.filter(|it| queue::can_follow(it)) else {
            return false;
        };
        let changed = match self.old.get(&model.status.index()) {
            None => Arc::default(),
            Some(Old::Rows(rows, _)) => Arc::clone(rows),
            Some(Old::Whole(_)) => return false,
        };
        let Some(mut last) = self.columns.get_mut(index).and_then(Option::take) else {
            return false;
        };
        let whole = Whole {
            plan: &turn.after.plan,
            store,
        };
        let moved = turn
            .pool
            .install(|| queue::follow(&whole, (allocation, ranked), &changed, &mut last));
        if let Some(slot) = self.columns.get_mut(index) {
            *slot = Some(last);
        }
        let Some((rows, were)) = moved else {
            return false;
        };
        if let Some(level) = turn.level(NodeId(u32::try_from(index).unwrap_or(u32::MAX)))
            && !rows.is_empty()
        {
            self.mark_rows(level, &rows);
            let were = column(Values::Enum(were), None);
            self.old.insert(index, Old::Rows(Arc::new(rows), were));
        }
        true
    }

    /// The order that was kept, unless a key changed.
    fn order_of(&mut self, id: AidId, node: usize) -> Option<Ranked> {
        let kept = self.orders.remove(&id)?;
        let aid = self.turn.model.aids.get(id.index())?.as_ref()?;
        let mut same = !self.turn.differs(node);
        for key in &aid.allocation.as_ref()?.rank {
            key.inputs(&mut |it| same &= !self.old.contains_key(&it.index()));
        }
        same.then_some(kept)
    }

    pub(super) fn place(&mut self, id: NodeId) -> Option<()> {
        let turn = self.turn;
        if !turn.differs(id.index()) && !self.reads_changed(id) {
            return Some(());
        }
        let plan = &turn.after.plan;
        let own = turn.after.pairs.get(id.index()).copied().flatten()?;
        let mut store = Store::new(plan, turn.shape);
        let lent = self.lend([id.index()].into_iter(), &mut store);
        let places = turn
            .pool
            .install(|| position::places(plan, turn.shape, &store, own));
        restore(self.columns, lent, store.given());
        if let Some(column) = places {
            self.replace(id.index(), column);
        }
        Some(())
    }
}
