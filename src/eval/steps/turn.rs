//! From one plan to the next: what differs is computed for all rows, what reads it for those that changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::crossing::Crossing;
use super::excerpt::{Asked, Excerpt};
use super::rows::{differing, gather, scatter};
use super::schedule::{Phase, Schedule, read_by};
use super::{Change, Stage as Plans, column_of, restore};
use crate::check::tree::{AidId, EntityId};
use crate::data::bitmap::Bitmap;
use crate::data::table::Column;
use crate::eval::Settings;
use crate::eval::chunk::Job;
use crate::eval::layout::Layout;
use crate::eval::rank::Ranked;
use crate::eval::run;
use crate::eval::shape::Shape;
use crate::eval::store::Store;
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op};
use crate::plan::stage::{Stage, Stream};

/// Above a third of the rows it is quicker to compute all, unless there are few.
pub(super) fn most(some: usize, all: usize) -> bool {
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
    /// The place of the plan after.
    pub(super) at: usize,
    pub(super) settings: Settings,
    pub(super) pool: &'t ThreadPool,
}

/// What a column was before.
pub(super) enum Old {
    Whole(Column),
    Rows(Arc<Vec<u32>>, Column),
}

/// A step under way.
pub(super) struct Going<'t, 'd, 'c> {
    pub(super) turn: Turn<'t, 'd>,
    /// By node of the model.
    pub(super) columns: &'c mut [Option<Column>],
    pub(super) orders: &'c mut BTreeMap<AidId, Ranked>,
    pub(super) crossings: &'c mut [Crossing],
    /// The comparisons that may come out otherwise in rows that are marked.
    pub(super) crossed: BTreeSet<NodeId>,
    /// By top of a zone, the rows under which anything changed.
    pub(super) changed: BTreeMap<EntityId, Bitmap>,
    /// The columns that changed.
    pub(super) old: BTreeMap<usize, Old>,
}

/// What stays from step to step: columns by node of the model, orders, comparisons.
type State<'c> = (
    &'c mut [Option<Column>],
    &'c mut BTreeMap<AidId, Ranked>,
    &'c mut [Crossing],
);

impl Turn<'_, '_> {
    /// Makes the step; nothing where a number overflows.
    pub(super) fn run(&self, (columns, orders, crossings): State<'_>) -> Option<Change> {
        let mut going = Going {
            turn: *self,
            columns,
            orders,
            crossings,
            crossed: BTreeSet::new(),
            changed: BTreeMap::new(),
            old: BTreeMap::new(),
        };
        going.cross();
        for phase in &self.schedule.phases {
            for stage in &phase.arrangement.stages {
                going.stage(phase, stage)?;
            }
        }
        going.look_again();
        Some(going.change())
    }

    pub(super) fn top(&self, level: EntityId) -> EntityId {
        self.tops.get(level.index()).copied().unwrap_or(level)
    }

    pub(super) fn level(&self, id: NodeId) -> Option<EntityId> {
        self.model.node(id)?.level
    }

    pub(super) fn held(&self, id: NodeId) -> bool {
        self.schedule.held.get(id.index()).copied().unwrap_or(false)
    }

    /// Whether the operation of a node, or a constant that it reads, is another than before.
    pub(super) fn differs(&self, index: usize) -> bool {
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

    /// Marks the rows in which comparisons may come out otherwise.
    fn cross(&mut self) {
        let turn = self.turn;
        for place in 0..self.crossings.len() {
            let Some(crossing) = self.crossings.get_mut(place) else {
                continue;
            };
            let (id, rows) = (crossing.node, crossing.take(turn.at));
            let Some(level) = turn.level(id).filter(|_| turn.differs(id.index())) else {
                continue;
            };
            if !rows.is_empty() {
                self.crossed.insert(id);
                self.mark_rows(level, &rows);
            }
        }
    }

    /// Looks again for rows in which comparisons may come out otherwise, where what they read changed.
    fn look_again(&mut self) {
        let turn = self.turn;
        for crossing in &mut *self.crossings {
            let mut rows: Vec<u32> = Vec::new();
            for id in &crossing.read {
                let places = match self.old.get(&id.index()) {
                    None => continue,
                    Some(Old::Rows(places, _)) => places.as_slice().to_vec(),
                    Some(Old::Whole(old)) => match self.columns.get(id.index()) {
                        Some(Some(column)) => places_of(&differing(old, column)),
                        Some(None) | None => continue,
                    },
                };
                rows.extend(places);
            }
            rows.sort_unstable();
            rows.dedup();
            if !rows.is_empty() {
                let columns = &*self.columns;
                crossing.look_again(&rows, turn.at, |id| {
                    column_of(turn.model, turn.shape, columns, id)
                });
            }
        }
    }

    pub(super) fn reads_changed(&self, id: NodeId) -> bool {
        let read = read_by(self.turn.model, id.index());
        read.iter().any(|it| self.old.contains_key(&it.index()))
    }

    /// Computes nodes for the rows that changed, or for all where that is quicker or needed.
    fn rows(&mut self, stream: &Stream) -> Option<()> {
        let stirs = |id: &NodeId| self.crossed.contains(id) || self.reads_changed(*id);
        if !stream.nodes.iter().any(stirs) {
            return Some(());
        }
        let turn = self.turn;
        let inside = stream.nodes.iter().all(|id| turn.stays_in(stream.top, *id));
        if !inside || !self.mark_from_above(stream) {
            return self.compute(stream);
        }
        let all = turn.shape.rows(stream.top);
        let changed = self.changed.get(&stream.top);
        let rows: Vec<u32> = changed.map_or(Vec::new(), places_of);
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
        let asked = Asked::new(plan, turn.tops, &own.nodes);
        let excerpt = Excerpt::new(plan, turn.shape, turn.tops, (&chosen, &asked));
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
    pub(super) fn replace(&mut self, index: usize, column: Column) {
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
        let top = self.turn.top(level);
        if top == level {
            self.changed_of(top).join(marks);
        } else {
            self.mark_each(level, marks.places());
        }
    }

    pub(super) fn mark_rows(&mut self, level: EntityId, places: &[u32]) {
        self.mark_each(level, places.iter().map(|row| *row as usize));
    }

    fn mark_each(&mut self, level: EntityId, places: impl Iterator<Item = usize>) {
        let turn = self.turn;
        let top = turn.top(level);
        let changed = self.changed_of(top);
        for row in places {
            if let Some(row) = turn.shape.ancestor(turn.model, (level, row), top) {
                changed.set(row, true);
            }
        }
    }

    /// The changed rows of the top of a zone.
    fn changed_of(&mut self, top: EntityId) -> &mut Bitmap {
        let rows = self.turn.shape.rows(top);
        let changed = self.changed.entry(top);
        changed.or_insert_with(|| Bitmap::zeros(rows))
    }

    /// The columns that nodes read.
    fn read(&self, nodes: impl Iterator<Item = usize>) -> BTreeSet<usize> {
        let read = nodes.flat_map(|index| read_by(self.turn.model, index));
        read.map(NodeId::index)
            .filter(|index| self.columns.get(*index).is_some_and(Option::is_some))
            .collect()
    }

    pub(super) fn lend(
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
}

/// The places of the bits that are set.
pub(super) fn places_of(marks: &Bitmap) -> Vec<u32> {
    let places = marks.places();
    places
        .filter_map(|place| u32::try_from(place).ok())
        .collect()
}
