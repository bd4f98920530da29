//! The order of work for data of a given shape: streaming stages, chunk by chunk, and barriers.
//!
//! Levels fall into *zones*: a zone is an entity, its top, and the descendants that are few under each
//! row; it is worked on in chunks of rows of the top with everything below. Within a zone values pass
//! from node to node in registers. Between zones, along links and across allocations they pass in
//! full-length columns, so that the reader stands in a later stage.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use super::Plan;
use super::op::{NodeId, Op};
use crate::check::tree::{AidId, EntityId};

/// The stages for one division into zones.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// The top of the zone of each entity.
    pub tops: Vec<EntityId>,
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// The nodes kept as full-length columns.
    pub kept: Vec<bool>,
    /// By stage, the kept nodes that nothing reads after it and that no result shows.
    pub finished: Vec<Vec<NodeId>>,
}

impl Arrangement {
    /// Keeps a node's column to the end.
    pub fn keep(&mut self, id: NodeId) {
        let streamed = self.stages.iter().any(|stage| match stage {
            Stage::Stream(stream) => stream.nodes.contains(&id),
            Stage::Allocate(_) | Stage::Place(_) => false,
        });
        if let Some(kept) = self.kept.get_mut(id.index()).filter(|_| streamed) {
            *kept = true;
        }
        self.finished
            .iter_mut()
            .for_each(|list| list.retain(|it| *it != id));
    }
}

/// A piece of work that needs all before it finished.
#[derive(Clone, Debug)]
pub enum Stage {
    /// Nodes computed chunk by chunk.
    Stream(Stream),
    /// An aid's allocation.
    Allocate(AidId),
    /// The places of all rows of a level.
    Place(NodeId),
}

/// Nodes computed chunk by chunk.
#[derive(Clone, Debug)]
pub struct Stream {
    /// The level whose rows are cut into chunks.
    pub top: EntityId,
    /// In order, each after what it reads.
    pub nodes: Vec<NodeId>,
}

/// When and where a node is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    step: usize,
    /// The zone's place in the order of zones.
    zone: usize,
}

/// Cuts the plan into stages; `tops` names the top of the zone of each entity.
pub fn arrange(plan: &Plan, tops: &[EntityId]) -> Arrangement {
    let zones = Zones::new(plan, tops);
    let mut slots: Vec<Option<Slot>> = vec![None; plan.nodes.len()];
    let mut allocations: Vec<(usize, AidId)> = Vec::new();
    for (index, node) in plan.nodes.iter().enumerate() {
        if !plan.live.get(index).copied().unwrap_or(false) {
            continue;
        }
        let Some(level) = node.level else { continue };
        slots[index] = match &node.op {
            Op::Field(_) => None,
            Op::Allocated(aid, _) => {
                let step = allocation_step(plan, *aid, &slots);
                if !allocations.contains(&(step, *aid)) {
                    allocations.push((step, *aid));
                }
                Some(Slot {
                    step: step + 1,
                    zone: zones.of(level),
                })
            }
            Op::Position(it) => Some(Slot {
                step: last_step(&slots, |visit| it.inputs(visit)) + 1,
                zone: zones.of(level),
            }),
            op => {
                let zone = zones.of(if let Op::Select(it) = op {
                    it.within
                } else {
                    level
                });
                let mut step = 0;
                op.inputs(&mut |input| {
                    if let Some(Some(from)) = slots.get(input.index()) {
                        let allocated = is_allocated(plan, input);
                        step = step.max(from.step + wait(op, zone, *from, allocated));
                    }
                });
                Some(Slot { step, zone })
            }
        };
    }
    let kept = kept(plan, &slots);
    let stages = stages(plan, &zones, &slots, &allocations);
    Arrangement {
        tops: tops.to_vec(),
        finished: finished(plan, &stages, &kept),
        stages,
        kept,
    }
}

/// The entities that are tops, ancestors first.
struct Zones {
    order: Vec<EntityId>,
    by_entity: Vec<usize>,
}

impl Zones {
    fn new(plan: &Plan, tops: &[EntityId]) -> Self {
        let mut order: Vec<EntityId> = tops.to_vec();
        order.sort_by_key(|top| (plan.upwards(*top).len(), *top));
        order.dedup();
        let place = |top: &EntityId| order.iter().position(|it| it == top).unwrap_or(0);
        let by_entity = tops.iter().map(place).collect();
        Self { order, by_entity }
    }

    fn of(&self, level: EntityId) -> usize {
        self.by_entity.get(level.index()).copied().unwrap_or(0)
    }
}

/// Whether a node is computed at a barrier, for all rows together.
fn at_barrier(op: &Op) -> bool {
    matches!(op, Op::Allocated(..) | Op::Position(_))
}

fn is_allocated(plan: &Plan, node: NodeId) -> bool {
    plan.node(node).is_some_and(|it| at_barrier(&it.op))
}

/// How many steps after its input a node can be computed.
fn wait(op: &Op, zone: usize, from: Slot, allocated: bool) -> usize {
    // What an allocation gave stands before the step begins, whichever the zone.
    if allocated {
        return 0;
    }
    let in_registers = zone == from.zone && !matches!(op, Op::Link(..));
    usize::from(!in_registers && from.zone >= zone)
}

fn allocation_step(plan: &Plan, aid: AidId, slots: &[Option<Slot>]) -> usize {
    allocation(plan, aid).map_or(0, |it| last_step(slots, |visit| it.inputs(visit)))
}

/// The last step in which something that a barrier reads is computed.
fn last_step(slots: &[Option<Slot>], inputs: impl FnOnce(&mut dyn FnMut(NodeId))) -> usize {
    let mut step = 0;
    inputs(&mut |input| {
        if let Some(Some(slot)) = slots.get(input.index()) {
            step = step.max(slot.step);
        }
    });
    step
}

fn allocation(plan: &Plan, aid: AidId) -> Option<&super::aid::Allocation> {
    plan.aids.get(aid.index())?.as_ref()?.allocation.as_ref()
}

/// The nodes read from another stage, by an allocation or by the results.
fn kept(plan: &Plan, slots: &[Option<Slot>]) -> Vec<bool> {
    let mut kept = vec![false; plan.nodes.len()];
    let mut keep = |node: NodeId| {
        if let Some(place) = kept.get_mut(node.index()) {
            *place = true;
        }
    };
    for (index, node) in plan.nodes.iter().enumerate() {
        let Some(Some(own)) = slots.get(index) else {
            continue;
        };
        node.op.inputs(&mut |input| {
            let elsewhere = slots
                .get(input.index())
                .copied()
                .flatten()
                .is_some_and(|it| it != *own);
            if elsewhere || matches!(node.op, Op::Link(..)) {
                keep(input);
            }
        });
    }
    shown(plan, &mut keep);
    plan.aids
        .iter()
        .flatten()
        .for_each(|aid| aid.inputs(&mut keep));
    // Fields stand in the data, constants need no column.
    for (place, slot) in kept.iter_mut().zip(slots) {
        *place &= slot.is_some();
    }
    kept
}

/// The nodes that results show, and those by which faults are traced to rules.
fn shown(plan: &Plan, visit: &mut dyn FnMut(NodeId)) {
    plan.values
        .iter()
        .flatten()
        .for_each(|value| visit(value.node));
    plan.aids
        .iter()
        .flatten()
        .for_each(|aid| aid.outputs(visit));
    plan.registers
        .iter()
        .flatten()
        .for_each(|register| register.inputs(visit));
    for way in plan.paths.iter().flatten() {
        if let super::Way::Role(node) = way {
            visit(*node);
        }
    }
}

/// Where each kept column that no result shows is read for the last time.
fn finished(plan: &Plan, stages: &[Stage], kept: &[bool]) -> Vec<Vec<NodeId>> {
    let mut last: Vec<Option<usize>> = vec![None; plan.nodes.len()];
    for (place, stage) in stages.iter().enumerate() {
        let mut read = |node: NodeId| {
            if let Some(last) = last.get_mut(node.index()) {
                *last = Some(place);
            }
        };
        match stage {
            Stage::Stream(stream) => {
                let nodes = stream.nodes.iter().filter_map(|id| plan.node(*id));
                nodes.for_each(|node| node.op.inputs(&mut read));
            }
            Stage::Allocate(aid) => {
                if let Some(it) = allocation(plan, *aid) {
                    it.inputs(&mut read);
                }
            }
            Stage::Place(id) => {
                if let Some(node) = plan.node(*id) {
                    node.op.inputs(&mut read);
                }
            }
        }
    }
    shown(plan, &mut |node| {
        if let Some(last) = last.get_mut(node.index()) {
            *last = None;
        }
    });
    let mut finished = vec![Vec::new(); stages.len()];
    for ((id, last), kept) in (0..).map(NodeId).zip(last).zip(kept) {
        if let Some(list) = last.filter(|_| *kept).and_then(|it| finished.get_mut(it)) {
            list.push(id);
        }
    }
    finished
}

fn stages(
    plan: &Plan,
    zones: &Zones,
    slots: &[Option<Slot>],
    allocations: &[(usize, AidId)],
) -> Vec<Stage> {
    let last = slots.iter().flatten().map(|slot| slot.step).max();
    let mut stages = Vec::new();
    for step in 0..=last.unwrap_or(0) {
        for (zone, top) in zones.order.iter().enumerate() {
            let nodes: Vec<NodeId> = (0..)
                .map(NodeId)
                .zip(slots.iter().zip(&plan.nodes))
                .filter(|(_, (slot, node))| {
                    **slot == Some(Slot { step, zone }) && !at_barrier(&node.op)
                })
                .map(|(id, _)| id)
                .collect();
            if !nodes.is_empty() {
                stages.push(Stage::Stream(Stream { top: *top, nodes }));
            }
        }
        let here = allocations.iter().filter(|(at, _)| *at == step);
        stages.extend(here.map(|(_, aid)| Stage::Allocate(*aid)));
        let placed = (0..).map(NodeId).zip(slots.iter().zip(&plan.nodes));
        let placed = placed.filter(|(_, (slot, node))| {
            // Its slot is the step in which it can be read.
            matches!(node.op, Op::Position(_)) && slot.is_some_and(|it| it.step == step + 1)
        });
        stages.extend(placed.map(|(id, _)| Stage::Place(id)));
    }
    stages
}
