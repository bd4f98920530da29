//! Plans over the same data that differ by a number, one after another: only rows that change are
//! computed anew.
//!
//! | file | holds |
//! |---|---|
//! | `alike` | which node of one plan does what a node of another does |
//! | `schedule` | in which order what differs is computed |
//! | `crossing` | in which rows a comparison with a number that moves may come out otherwise |
//! | `turn`, `barrier` | from one plan to the next |
//! | `queue` | who has a place under a quota |
//! | `told` | what a step changed |
//! | `excerpt`, `rows` | some rows of the data; of a column |
//!
//! **Invariant:** what a step gives is what [`super::run`] gives. Held by `tests/steps.rs`.

mod alike;
mod barrier;
mod crossing;
mod excerpt;
mod queue;
mod rows;
mod schedule;
mod told;
mod turn;

use std::collections::BTreeMap;

use rayon::ThreadPool;

use alike::{Pairs, pair};
use crossing::{Crossing, factors};
use schedule::{Part, Schedule};
use turn::Turn;

use super::Settings;
use super::allocate;
use super::outcome;
use super::rank::Ranked;
use super::run::{self, Ran};
use super::shape::Shape;
use super::store::Store;
use crate::check::tree::{AidId, EntityId, ValueId};
use crate::data::results::Results;
use crate::data::table::{Column, Dataset};
use crate::plan::Plan;
use crate::plan::op::{Node, NodeId, Op, Scalar};
use crate::plan::print::{alone, fingerprints};
use crate::plan::stage::{self, Arrangement, Stage as Piece};

/// Plans alike over the same data, and how far they have been run.
#[derive(Debug)]
pub struct Steps<'d> {
    shape: Shape<'d>,
    settings: Settings,
    /// The plans, and what differs between them, in nodes of the model.
    stages: Vec<Stage>,
    /// The model: the plan with the most nodes.
    model: Plan,
    tops: Vec<EntityId>,
    /// What is known of each node of the model.
    parts: Vec<Part>,
    schedule: Schedule,
    crossings: Vec<Crossing>,
    /// The columns that are held, by node of the model.
    columns: Vec<Option<Column>>,
    /// The orders of allocations whose keys have not changed.
    orders: BTreeMap<AidId, Ranked>,
    at: usize,
}

/// One of the plans.
#[derive(Debug)]
struct Stage {
    plan: Plan,
    pairs: Pairs,
    /// By node of the model: what it gives, and it alone.
    prints: Vec<Option<u128>>,
    alone: Vec<Option<u128>>,
}

/// What a step changed.
#[derive(Debug)]
pub enum Change {
    /// So much that all is to be read anew.
    Most,
    /// Some rows.
    Rows(Box<Rows>),
}

/// Rows in which something that figures show changed, or may have, before the step and after it.
#[derive(Debug)]
pub struct Rows {
    /// By entity, ascending: the places of the rows in its table.
    pub places: Vec<Vec<u32>>,
    /// Their results before: values, statuses and amounts of aids, outcomes of registers.
    pub before: Results,
    /// The same after.
    pub after: Results,
}

impl<'d> Steps<'d> {
    /// Makes ready to run plans one after another; nothing where they are not alike.
    ///
    /// Of the results, values are kept, statuses and amounts of aids, and outcomes of registers.
    pub fn new(plans: Vec<Plan>, data: &'d Dataset, settings: Settings) -> Option<Self> {
        let model = plans.iter().max_by_key(|it| it.nodes.len())?.clone();
        let shape = Shape::new(&model, data);
        let stages: Option<Vec<Stage>> = plans
            .into_iter()
            .map(|plan| Stage::new(&model, plan))
            .collect();
        let stages = stages?;
        let tops = run::tops(&model, &shape);
        let mut parts = parts(&model, &stages);
        let crossings = crossings(&model, &stages, &mut parts);
        let schedule = Schedule::new(&model, &parts, &tops);
        Some(Self {
            shape,
            settings,
            stages,
            columns: vec![None; model.nodes.len()],
            model,
            tops,
            parts,
            schedule,
            crossings,
            orders: BTreeMap::new(),
            at: 0,
        })
    }

    /// Runs the first plan; nothing where a number overflows.
    pub fn first(&mut self, pool: &ThreadPool) -> Option<Results> {
        let stage = self.stages.first()?;
        let (plan, pairs) = (&stage.needed(), &stage.pairs);
        let mut arrangement = stage::arrange(plan, &self.tops);
        let held: Vec<(usize, NodeId)> = held(&self.schedule, pairs).collect();
        for (_, id) in &held {
            arrangement.keep(*id);
        }
        let mut store = Store::new(plan, &self.shape);
        for (stage, finished) in arrangement.stages.iter().zip(&arrangement.finished) {
            if let Piece::Allocate(id) = stage {
                let order = self.allocate(plan, &mut store, (*id, pool));
                self.orders.extend(order.map(|it| (*id, it)));
                continue;
            }
            let piece = Arrangement {
                tops: arrangement.tops.clone(),
                stages: vec![stage.clone()],
                finished: vec![finished.clone()],
                kept: arrangement.kept.clone(),
            };
            let work = (plan, &self.shape);
            let ran = run::stages(work, &piece, &mut store, (pool, self.settings));
            if !ran.overflows.is_empty() {
                return None;
            }
        }
        for (_, id) in &held {
            if let Some(column) = store.take(*id) {
                store.give(*id, column);
            }
        }
        let ran = Ran::default();
        let results = pool.install(|| outcome::results(plan, &self.shape, &mut store, ran));
        restore(&mut self.columns, held, store.given());
        pool.install(|| self.look(0));
        Some(results)
    }

    /// Allocates an aid of the first plan; the order of its candidates.
    fn allocate(
        &self,
        plan: &Plan,
        store: &mut Store<'_>,
        (id, pool): (AidId, &ThreadPool),
    ) -> Option<Ranked> {
        let allocation = plan.aids.get(id.index())?.as_ref()?.allocation.as_ref()?;
        let mut ranked = Ranked::new(self.shape.rows(allocation.entity));
        let own = (allocation, &mut ranked);
        let outcome = pool.install(|| allocate::allocate_in(plan, &self.shape, store, own));
        run::put(plan, store, id, outcome);
        Some(ranked)
    }

    /// Looks for the rows in which comparisons may come out otherwise, from one plan on.
    fn look(&mut self, from: usize) {
        let (columns, shape, model) = (&self.columns, &self.shape, &self.model);
        for crossing in &mut self.crossings {
            let level = model.node(crossing.node).and_then(|it| it.level);
            let rows = level.map_or(0, |level| shape.rows(level));
            crossing.look(rows, from, |id| column_of(model, shape, columns, id));
        }
    }

    /// Puts a plan after those there are. Nothing where it is not like them, or differs from them in what
    /// is the same in all of them: it cannot be run by a step then.
    pub fn push(&mut self, plan: Plan) -> Option<()> {
        let stage = Stage::new(&self.model, plan)?;
        let first = self.stages.first()?;
        let parts = self.parts.iter().zip(&self.model.nodes).enumerate();
        let fits = parts.into_iter().all(|(index, (part, node))| {
            let same = |of: fn(&Stage) -> &[Option<u128>]| {
                let print = |it: &Stage| of(it).get(index).copied().flatten();
                print(&stage).is_some() && print(&stage) == print(first)
            };
            !part.live
                || !is_computed(node)
                || (part.moved || same(|it| &it.prints)) && (part.origin || same(|it| &it.alone))
        });
        if !fits {
            return None;
        }
        let crossings = self.crossings.iter();
        let by = crossings.map(|it| factors(&self.model, it.node, (&stage.plan, &stage.pairs)));
        let by: Vec<(f64, f64)> = by.collect::<Option<_>>()?;
        for (crossing, by) in self.crossings.iter_mut().zip(by) {
            crossing.push(by);
        }
        self.stages.push(stage);
        self.look(self.stages.len() - 2);
        Some(())
    }

    /// Runs the next plan; nothing where there is none or a number overflows, after which no more can
    /// be run.
    pub fn advance(&mut self, pool: &ThreadPool) -> Option<Change> {
        let (before, after) = (self.at, self.at + 1);
        self.at = after;
        let turn = Turn {
            shape: &self.shape,
            model: &self.model,
            tops: &self.tops,
            schedule: &self.schedule,
            before: self.stages.get(before)?,
            after: self.stages.get(after)?,
            at: after,
            settings: self.settings,
            pool,
        };
        let change = turn.run((&mut *self.columns, &mut self.orders, &mut *self.crossings));
        if change.is_none() {
            self.at = self.stages.len();
        }
        change
    }

    /// The results of the plan that was run last, over all rows.
    pub fn results(&mut self) -> Option<Results> {
        let stage = self.stages.get(self.at)?;
        let mut store = Store::new(&stage.plan, &self.shape);
        let mut lent = Vec::new();
        for (index, id) in held(&self.schedule, &stage.pairs) {
            if let Some(column) = self.columns.get_mut(index).and_then(Option::take) {
                lent.push((index, id));
                store.give(id, column);
            }
        }
        let results = outcome::results(&stage.plan, &self.shape, &mut store, Ran::default());
        restore(&mut self.columns, lent, store.given());
        Some(results)
    }

    /// A value that is the same for all rows under the plan that was run last.
    pub fn constant(&self, id: ValueId) -> Option<&Scalar> {
        self.stages.get(self.at)?.constant(id)
    }

    /// Whether a status or an amount of an aid, or an outcome of a register, is a constant and another than
    /// before the step.
    pub fn outcome_constants_moved(&self) -> bool {
        let aids = self.model.aids.iter().flatten();
        let aids = aids.flat_map(|it| [it.status, it.amount]);
        let registers = self.model.registers.iter().flatten();
        let registers = registers.flat_map(|it| [it.outcome, it.current]);
        let before = self.at.checked_sub(1).and_then(|at| self.stages.get(at));
        let Some((before, after)) = before.zip(self.stages.get(self.at)) else {
            return false;
        };
        let moved = |id: NodeId| {
            let constant = self
                .model
                .node(id)
                .map(|it| matches!(it.op, Op::Constant(_)));
            let print = |it: &Stage| it.prints.get(id.index()).copied().flatten();
            constant == Some(true) && print(before) != print(after)
        };
        aids.chain(registers).any(moved)
    }

    /// Whether a value is another constant than before the step.
    pub fn constant_moved(&self, id: ValueId) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.stages.get(at));
        before.and_then(|it| it.constant(id)) != self.constant(id)
    }
}

impl Stage {
    fn new(model: &Plan, plan: Plan) -> Option<Self> {
        let pairs = pair(model, &plan)?;
        let all = fingerprints(&plan);
        let mut names: Vec<Option<u128>> = vec![None; plan.nodes.len()];
        for (index, id) in pairs.iter().enumerate().rev() {
            let place = id.and_then(|id| names.get_mut(id.index()));
            if let Some(name) = place {
                *name = Some(index as u128);
            }
        }
        for ((name, node), print) in names.iter_mut().zip(&plan.nodes).zip(&all) {
            if matches!(node.op, Op::Constant(_)) {
                *name = *print;
            }
        }
        let own = alone(&plan, &names);
        let of = |list: &[Option<u128>]| -> Vec<Option<u128>> {
            let print = |id: &Option<NodeId>| list.get(id.as_ref()?.index()).copied().flatten();
            pairs.iter().map(print).collect()
        };
        Some(Self {
            prints: of(&all),
            alone: of(&own),
            plan,
            pairs,
        })
    }

    /// The plan with what figures are made of alone.
    fn needed(&self) -> Plan {
        let mut live = vec![false; self.plan.nodes.len()];
        for id in self.pairs.iter().flatten() {
            if let Some(live) = live.get_mut(id.index()) {
                *live = true;
            }
        }
        Plan {
            live,
            ..self.plan.clone()
        }
    }

    fn constant(&self, id: ValueId) -> Option<&Scalar> {
        let value = self.plan.values.get(id.index())?.as_ref()?;
        let node = self.plan.node(value.node)?;
        if let Op::Constant(scalar) = &node.op {
            Some(scalar)
        } else {
            None
        }
    }
}

/// Puts lent columns back; nodes that are one in a plan have one column in it.
fn restore(
    columns: &mut [Option<Column>],
    lent: Vec<(usize, NodeId)>,
    given: impl Iterator<Item = (NodeId, Column)>,
) {
    let mut given: BTreeMap<NodeId, Column> = given.collect();
    let mut homes: BTreeMap<NodeId, usize> = BTreeMap::new();
    for (index, id) in lent {
        let column = match given.remove(&id) {
            Some(column) => Some(column),
            None => homes.get(&id).and_then(|home| columns.get(*home)?.clone()),
        };
        homes.entry(id).or_insert(index);
        if let Some(slot) = columns.get_mut(index) {
            *slot = column;
        }
    }
}

/// The nodes whose columns are held: of the model, and of a plan.
fn held<'a>(
    schedule: &'a Schedule,
    pairs: &'a Pairs,
) -> impl Iterator<Item = (usize, NodeId)> + 'a {
    let nodes = schedule.held.iter().zip(pairs).enumerate();
    nodes.filter_map(|(index, (held, id))| id.filter(|_| *held).map(|id| (index, id)))
}

/// The column of a node of the model: of the data, or held.
fn column_of<'c>(
    model: &Plan,
    shape: &Shape<'c>,
    columns: &'c [Option<Column>],
    id: NodeId,
) -> Option<&'c Column> {
    if let Op::Field(field) = model.node(id)?.op {
        shape.column(field)
    } else {
        columns.get(id.index())?.as_ref()
    }
}

/// The comparisons that move, each told to its part.
fn crossings(model: &Plan, stages: &[Stage], parts: &mut [Part]) -> Vec<Crossing> {
    let mut found = Vec::new();
    for (id, part) in (0..).map(NodeId).zip(parts).filter(|(_, it)| it.origin) {
        let plans = stages.iter().map(|it| (&it.plan, &it.pairs));
        let crossing = Crossing::new(model, id, plans);
        part.crossing = crossing.is_some();
        found.extend(crossing);
    }
    found
}

fn is_computed(node: &Node) -> bool {
    node.level.is_some() && !matches!(node.op, Op::Field(_) | Op::Constant(_))
}

fn parts(model: &Plan, stages: &[Stage]) -> Vec<Part> {
    let mut parts = vec![Part::default(); model.nodes.len()];
    let Some(first) = stages.first() else {
        return parts;
    };
    for (index, (part, node)) in parts.iter_mut().zip(&model.nodes).enumerate() {
        part.live = first.pairs.get(index).copied().flatten().is_some();
        if !part.live || !is_computed(node) {
            continue;
        }
        let same = |of: fn(&Stage) -> &[Option<u128>]| {
            let print = |it: &Stage| of(it).get(index).copied().flatten();
            let own = print(first);
            own.is_some() && stages.iter().all(|it| print(it) == own)
        };
        part.moved = !same(|it| &it.prints);
        part.origin = part.moved && !same(|it| &it.alone);
    }
    parts
}
