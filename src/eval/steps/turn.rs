//! From one plan to the next: what differs is computed for all rows, what reads it for those that changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::alike::inputs;
use super::excerpt::Excerpt;
use super::rows::{differing, gather, scatter};
use super::schedule::{Phase, Schedule, read_by};
use super::{Change, Rows, Stage as Plans, restore};
use crate::check::tree::{AidId, EntityId, FieldId};
use crate::data::bitmap::Bitmap;
use crate::data::results::Results;
use crate::data::table::Column;
use crate::eval::chunk::Job;
use crate::eval::layout::Layout;
use crate::eval::rank::Ranked;
use crate::eval::run::{self, Ran};
use crate::eval::shape::Shape;
use crate::eval::store::Store;
use crate::eval::{Settings, allocate, outcome, position};
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op};
use crate::plan::stage::{Stage, Stream};

/// Above a third of the rows it is quicker to compute all, unless there are few.
fn most(some: usize, all: usize) -> bool {
    all > 1024 && some * 3 > all
}

/// A step from one plan to another.
#[derive(Clone, Copy)]
pub(super) struct Turn<'t, 'd> {
    pub(super) shape: &'t Shape<'d>,
    pub(super) model: &'t Plan,
    pub(super) tops: &'t [EntityId],
    pub(super) schedule: &'t Schedule,
    pub(super) before: &'t Plans,
    pub(super) after: &'t Plans,
    pub(super) settings: Settings,
    pub(super) pool: &'t ThreadPool,
}

/// What a column was before.
enum Old {
    Whole(Column),
    Rows(Arc<Vec<u32>>, Column),
}

/// A step under way.
struct Going<'t, 'd, 'c> {
    turn: Turn<'t, 'd>,
    /// By node of the model.
    columns: &'c mut [Option<Column>],
    orders: &'c mut BTreeMap<AidId, Ranked>,
    /// By top of a zone, the rows under which anything changed.
    changed: BTreeMap<EntityId, Bitmap>,
    /// The columns that changed.
    old: BTreeMap<usize, Old>,
}

impl Turn<'_, '_> {
    /// Makes the step; nothing where a number overflows.
    pub(super) fn run(
        &self,
        columns: &mut [Option<Column>],
        orders: &mut BTreeMap<AidId, Ranked>,
    ) -> Option<Change> {
        let mut going = Going {
            turn: *self,
            columns,
            orders,
            changed: BTreeMap::new(),
            old: BTreeMap::new(),
        };
        for phase in &self.schedule.phases {
            for stage in &phase.arrangement.stages {
                going.stage(phase, stage)?;
            }
        }
        Some(going.change())
    }

    fn top(&self, level: EntityId) -> EntityId {
        self.tops.get(level.index()).copied().unwrap_or(level)
    }

    fn level(&self, id: NodeId) -> Option<EntityId> {
        self.model.node(id)?.level
    }

    fn held(&self, id: NodeId) -> bool {
        self.schedule.held.get(id.index()).copied().unwrap_or(false)
    }

    /// Whether the operation of a node, or a constant that it reads, is another than before.
    fn differs(&self, index: usize) -> bool {
        let alone = |it: &Plans| it.alone.get(index).copied().flatten();
        alone(self.before) != alone(self.after)
    }

    /// The nodes of the plan after that stand in the places of these, in order.
    fn after(&self, nodes: &[NodeId]) -> Vec<NodeId> {
        let mut seen = BTreeSet::new();
        let own = nodes
            .iter()
            .filter_map(|id| self.after.pairs.get(id.index()).copied()?);
        own.filter(|id| seen.insert(*id)).collect()
    }

    /// Whether rows of a zone alone are enough to compute a node.
    fn stays_in(&self, top: EntityId, id: NodeId) -> bool {
        let inside = |level: EntityId| self.top(level) == top;
        match self.model.node(id).map(|it| &it.op) {
            Some(Op::Link(..) | Op::Whole(_, _, Some(_)) | Op::Position(_)) | None => false,
            Some(Op::Aggregate(it)) => inside(it.at) && inside(it.over),
            Some(Op::RoleRow { of, .. }) => inside(*of),
            Some(Op::Select(it)) => inside(it.within) && self.level(id).is_some_and(inside),
            Some(_) => true,
        }
    }
}

impl Going<'_, '_, '_> {
    fn stage(&mut self, phase: &Phase, stage: &Stage) -> Option<()> {
        match stage {
            Stage::Stream(it) if phase.whole => {
                let mut nodes = it.nodes.iter();
                if nodes.any(|id| self.turn.differs(id.index()) || self.reads_changed(*id)) {
                    self.compute(it)?;
                }
                Some(())
            }
            Stage::Stream(it) => self.rows(it),
            Stage::Allocate(id) => self.allocate(*id),
            Stage::Place(id) => self.place(*id),
        }
    }

    fn reads_changed(&self, id: NodeId) -> bool {
        let read = read_by(self.turn.model, id.index());
        read.iter().any(|it| self.old.contains_key(&it.index()))
    }

    /// Computes nodes for the rows that changed, or for all where that is quicker or needed.
    fn rows(&mut self, stream: &Stream) -> Option<()> {
        if !stream.nodes.iter().any(|id| self.reads_changed(*id)) {
            return Some(());
        }
        let turn = self.turn;
        let inside = stream.nodes.iter().all(|id| turn.stays_in(stream.top, *id));
        if !inside || !self.mark_from_above(stream) {
            return self.compute(stream);
        }
        let all = turn.shape.rows(stream.top);
        let changed = self.changed.get(&stream.top);
        let rows: Vec<u32> = changed
            .into_iter()
            .flat_map(Bitmap::places)
            .filter_map(|row| u32::try_from(row).ok())
            .collect();
        if most(rows.len(), all) {
            return self.compute(stream);
        }
        self.compute_rows(stream, rows)
    }

    /// Marks the rows below those of other zones that changed; false where more is read of other zones
    /// than what stands above.
    fn mark_from_above(&mut self, stream: &Stream) -> bool {
        let (turn, top) = (self.turn, stream.top);
        let mut above: BTreeSet<EntityId> = BTreeSet::new();
        for id in &stream.nodes {
            let op = turn.model.node(*id).map(|it| &it.op);
            for input in read_by(turn.model, id.index()) {
                let Some(level) = turn.level(input) else {
                    continue;
                };
                if turn.top(level) == top || !self.old.contains_key(&input.index()) {
                    continue;
                }
                if !matches!(op, Some(Op::Lift(_))) {
                    return false;
                }
                above.insert(turn.top(level));
            }
        }
        for zone in above {
            let Some(changed) = self.changed.get(&zone) else {
                continue;
            };
            let rows = turn.shape.rows(top);
            let under = |row: usize| {
                let row = turn.shape.ancestor(turn.model, (top, row), zone);
                row.is_some_and(|row| changed.get(row))
            };
            let marks = Bitmap::collect((0..rows).map(under));
            self.mark(top, &marks);
        }
        true
    }

    /// Computes nodes for all rows.
    fn compute(&mut self, stream: &Stream) -> Option<()> {
        let turn = self.turn;
        let plan = &turn.after.plan;
        let own = Stream {
            top: stream.top,
            nodes: turn.after(&stream.nodes),
        };
        let mut store = Store::new(plan, turn.shape);
        let lent = self.lend(stream.nodes.iter().map(|id| id.index()), &mut store);
        let kept = self.kept(&stream.nodes, &own);
        let layout = Layout::new(plan, turn.shape, &own);
        let job = Job {
            plan,
            shape: turn.shape,
            store: &store,
            stream: &own,
            layout: &layout,
            kept: &kept,
        };
        let (columns, overflows) = run::stream(job, turn.pool, turn.settings);
        restore(self.columns, lent, store.given());
        if !overflows.is_empty() {
            return None;
        }
        let found: BTreeMap<NodeId, Column> = kept.into_iter().zip(columns).collect();
        for id in stream.nodes.iter().filter(|id| turn.held(**id)) {
            let column = turn.after.pairs.get(id.index()).copied().flatten();
            if let Some(column) = column.and_then(|it| found.get(&it)) {
                self.replace(id.index(), column.clone());
            }
        }
        Some(())
    }

    /// The nodes of the plan after whose columns are kept.
    fn kept(&self, nodes: &[NodeId], own: &Stream) -> Vec<NodeId> {
        let turn = self.turn;
        let held = nodes.iter().filter(|id| turn.held(**id));
        let held = held.filter_map(|id| turn.after.pairs.get(id.index()).copied()?);
        let held: BTreeSet<NodeId> = held.collect();
        own.nodes
            .iter()
            .copied()
            .filter(|id| held.contains(id))
            .collect()
    }

    /// Computes nodes for some rows of a zone.
    fn compute_rows(&mut self, stream: &Stream, rows: Vec<u32>) -> Option<()> {
        let turn = self.turn;
        let plan = &turn.after.plan;
        let own = Stream {
            top: stream.top,
            nodes: turn.after(&stream.nodes),
        };
        let chosen = BTreeMap::from([(stream.top, rows)]);
        let fields = fields(plan, &own.nodes);
        let excerpt = Excerpt::new(plan, turn.shape, turn.tops, (&chosen, &fields));
        let shape = excerpt.shape(plan, turn.tops, turn.shape);
        let mut store = Store::new(plan, &shape);
        let (near, far): (BTreeSet<usize>, BTreeSet<usize>) = self
            .read(stream.nodes.iter().map(|id| id.index()))
            .into_iter()
            .partition(|index| excerpt.of(turn.model, *index).is_some());
        let lent = self.lend_these(far, &mut store);
        let columns = &*self.columns;
        let parts: Vec<(NodeId, Column)> = turn.pool.install(|| {
            let part = |index: &usize| {
                let rows = excerpt.of(turn.model, *index)?;
                let id = turn.after.pairs.get(*index).copied()??;
                Some((id, gather(columns.get(*index)?.as_ref()?, rows)))
            };
            near.par_iter().filter_map(part).collect()
        });
        let near: BTreeSet<NodeId> = parts.iter().map(|(id, _)| *id).collect();
        for (id, part) in parts {
            store.give(id, part);
        }
        let kept = self.kept(&stream.nodes, &own);
        let layout = Layout::new(plan, &shape, &own);
        let job = Job {
            plan,
            shape: &shape,
            store: &store,
            stream: &own,
            layout: &layout,
            kept: &kept,
        };
        let (columns, overflows) = run::stream(job, turn.pool, turn.settings);
        let given = store.given().filter(|(id, _)| !near.contains(id));
        restore(self.columns, lent, given);
        if !overflows.is_empty() {
            return None;
        }
        let found: BTreeMap<NodeId, Column> = kept.into_iter().zip(columns).collect();
        let rows: BTreeMap<EntityId, Arc<Vec<u32>>> = excerpt.into_rows();
        for id in stream.nodes.iter().filter(|id| turn.held(**id)) {
            let part = turn.after.pairs.get(id.index()).copied().flatten();
            let part = part.and_then(|it| found.get(&it));
            let rows = turn.level(*id).and_then(|level| rows.get(&level));
            if let (Some(part), Some(rows)) = (part, rows) {
                self.patch(id.index(), rows, part);
            }
        }
        Some(())
    }

    fn patch(&mut self, index: usize, rows: &Arc<Vec<u32>>, part: &Column) {
        let Some(Some(column)) = self.columns.get_mut(index) else {
            return;
        };
        let old = gather(column, rows);
        if differing(&old, part).count_ones() > 0 {
            scatter(column, rows, part);
            self.old.insert(index, Old::Rows(Arc::clone(rows), old));
        }
    }

    /// Puts a whole column in the place of another, and marks the rows that differ.
    fn replace(&mut self, index: usize, column: Column) {
        let Some(slot) = self.columns.get_mut(index) else {
            return;
        };
        let Some(old) = slot.take() else {
            *slot = Some(column);
            return;
        };
        let marks = differing(&old, &column);
        *slot = Some(column);
        let id = u32::try_from(index).map(NodeId);
        let level = id.ok().and_then(|id| self.turn.level(id));
        if let Some(level) = level.filter(|_| marks.count_ones() > 0) {
            self.mark(level, &marks);
            self.old.insert(index, Old::Whole(old));
        }
    }

    /// Marks rows of a level, by the rows of the top of their zone.
    fn mark(&mut self, level: EntityId, marks: &Bitmap) {
        let turn = self.turn;
        let top = turn.top(level);
        let rows = turn.shape.rows(top);
        let changed = self
            .changed
            .entry(top)
            .or_insert_with(|| Bitmap::zeros(rows));
        if top == level {
            changed.join(marks);
            return;
        }
        for row in marks.places() {
            if let Some(row) = turn.shape.ancestor(turn.model, (level, row), top) {
                changed.set(row, true);
            }
        }
    }

    fn allocate(&mut self, id: AidId) -> Option<()> {
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
        let rows = turn.shape.rows(allocation.entity);
        let mut ranked = self
            .order_of(id, first)
            .unwrap_or_else(|| Ranked::new(rows));
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

    fn place(&mut self, id: NodeId) -> Option<()> {
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

    /// The columns that nodes read.
    fn read(&self, nodes: impl Iterator<Item = usize>) -> BTreeSet<usize> {
        let read = nodes.flat_map(|index| read_by(self.turn.model, index));
        read.map(NodeId::index)
            .filter(|index| self.columns.get(*index).is_some_and(Option::is_some))
            .collect()
    }

    fn lend(
        &mut self,
        nodes: impl Iterator<Item = usize>,
        store: &mut Store<'_>,
    ) -> Vec<(usize, NodeId)> {
        let read = self.read(nodes);
        self.lend_these(read, store)
    }

    fn lend_these(&mut self, read: BTreeSet<usize>, store: &mut Store<'_>) -> Vec<(usize, NodeId)> {
        let mut lent = Vec::new();
        for index in read {
            let id = self.turn.after.pairs.get(index).copied().flatten();
            let column = self.columns.get_mut(index);
            if let (Some(id), Some(column)) = (id, column)
                && let Some(column) = column.take()
            {
                lent.push((index, id));
                store.give(id, column);
            }
        }
        lent
    }

    /// What changed in all.
    fn change(self) -> Change {
        let turn = self.turn;
        let many =
            |(top, marks): (&EntityId, &Bitmap)| most(marks.count_ones(), turn.shape.rows(*top));
        if self.changed.iter().any(many) {
            return Change::Most;
        }
        let mut chosen: BTreeMap<EntityId, Vec<u32>> = BTreeMap::new();
        for top in turn.tops {
            let marks = self.changed.get(top).into_iter();
            let rows = marks.flat_map(Bitmap::places);
            chosen.insert(
                *top,
                rows.filter_map(|row| u32::try_from(row).ok()).collect(),
            );
        }
        let shown = shown(turn.model);
        let fields = fields(turn.model, &shown);
        let excerpt = Excerpt::new(turn.model, turn.shape, turn.tops, (&chosen, &fields));
        let shape = excerpt.shape(turn.model, turn.tops, turn.shape);
        let (before, after): (Vec<_>, Vec<_>) = turn.pool.install(|| {
            let both = |id: &NodeId| self.both(id.index(), &excerpt);
            shown.par_iter().filter_map(both).unzip()
        });
        let results = |stage: &Plans, columns: Vec<(usize, Column)>| -> Results {
            let mut store = Store::new(&stage.plan, &shape);
            for (index, column) in columns {
                if let Some(Some(id)) = stage.pairs.get(index) {
                    store.give(*id, column);
                }
            }
            outcome::results(&stage.plan, &shape, &mut store, Ran::default())
        };
        let (before, after) = turn.pool.install(|| {
            rayon::join(
                || results(turn.before, before),
                || results(turn.after, after),
            )
        });
        Change::Rows(Box::new(Rows {
            places: excerpt.into_places(),
            before,
            after,
        }))
    }

    /// Some rows of a column as they were and as they are.
    fn both(&self, index: usize, excerpt: &Excerpt) -> Option<((usize, Column), (usize, Column))> {
        let rows = excerpt.of(self.turn.model, index)?;
        let now = gather(self.columns.get(index)?.as_ref()?, rows);
        let before = match self.old.get(&index) {
            None => now.clone(),
            Some(Old::Whole(old)) => gather(old, rows),
            Some(Old::Rows(places, old)) => {
                let at = |row: &u32| rows.binary_search(row).ok();
                let at = places.iter().filter_map(at);
                let at: Vec<u32> = at.filter_map(|row| u32::try_from(row).ok()).collect();
                let mut before = now.clone();
                scatter(&mut before, &at, old);
                before
            }
        };
        Some(((index, before), (index, now)))
    }
}

/// The nodes that figures show.
fn shown(plan: &Plan) -> Vec<NodeId> {
    let values = plan.values.iter().flatten().map(|it| it.node);
    let aids = plan.aids.iter().flatten();
    let aids = aids.flat_map(|it| [it.status, it.amount]);
    let registers = plan.registers.iter().flatten();
    let registers = registers.flat_map(|it| [it.outcome, it.current]);
    let all: BTreeSet<NodeId> = values.chain(aids).chain(registers).collect();
    all.into_iter().collect()
}

/// The fields that nodes are or read.
fn fields(plan: &Plan, nodes: &[NodeId]) -> BTreeSet<FieldId> {
    let mut found = BTreeSet::new();
    let read = nodes.iter().filter_map(|id| plan.node(*id));
    let read = read.flat_map(|node| inputs(&node.op));
    for id in read.chain(nodes.iter().copied()) {
        if let Some(Op::Field(field) | Op::Filled(field)) = plan.node(id).map(|it| &it.op) {
            found.insert(*field);
        }
    }
    found
}
