//! In which order the operations that differ between plans are computed anew.
//!
//! An operation that itself differs between two plans is computed for all rows, unless it is known in which
//! it may come out otherwise; what reads it, only for the rows where it came out otherwise. So there are rounds of two phases each, the first over whole
//! columns, the second over rows.

use super::alike::inputs;
use crate::check::tree::EntityId;
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op};
use crate::plan::stage::{Arrangement, arrange};

/// What is known of a node over all plans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four facts, each of its own")]
pub(super) struct Part {
    /// Figures need it.
    pub(super) live: bool,
    /// What it gives is not the same in all plans.
    pub(super) moved: bool,
    /// It itself, or a constant that it reads, is not the same in all plans.
    pub(super) origin: bool,
    /// It is known in which rows it may come out otherwise, as of a comparison with a number.
    pub(super) crossing: bool,
}

/// Nodes that are computed together.
#[derive(Debug)]
pub(super) struct Phase {
    /// For all rows, rather than those whose inputs changed.
    pub(super) whole: bool,
    /// In nodes of the model.
    pub(super) arrangement: Arrangement,
}

/// The order of work.
#[derive(Debug)]
pub(super) struct Schedule {
    pub(super) phases: Vec<Phase>,
    /// The nodes whose columns stay from plan to plan.
    pub(super) held: Vec<bool>,
}

impl Schedule {
    /// Orders the nodes of the model.
    pub(super) fn new(model: &Plan, parts: &[Part], tops: &[EntityId]) -> Self {
        let places = places(model, parts);
        let mut held = held(model, parts, &places);
        let last = places.iter().flatten().max().copied();
        let mut phases = Vec::new();
        for place in 0..=last.unwrap_or(0) {
            let live: Vec<bool> = places.iter().map(|it| *it == Some(place)).collect();
            if !live.contains(&true) {
                continue;
            }
            let plan = Plan {
                live,
                ..model.clone()
            };
            let arrangement = arrange(&plan, tops);
            let kept = arrangement.kept.iter().zip(&places);
            for (held, (kept, own)) in held.iter_mut().zip(kept) {
                *held |= *kept && *own == Some(place);
            }
            phases.push(Phase {
                whole: place % 2 == 0,
                arrangement,
            });
        }
        Self { phases, held }
    }
}

/// The place of each moved node: twice its round, and one more for what is computed by rows.
fn places(model: &Plan, parts: &[Part]) -> Vec<Option<usize>> {
    let mut places: Vec<Option<usize>> = vec![None; model.nodes.len()];
    for (index, part) in parts.iter().enumerate().filter(|(_, it)| it.moved) {
        let own = usize::from(!part.origin || part.crossing);
        let mut place = own;
        for input in read_by(model, index) {
            if let Some(Some(of)) = places.get(input.index()) {
                // A whole column waits for the rows that it reads.
                let next = of + usize::from(*of % 2 == 1 && own == 0);
                place = place.max(next - next % 2 + own);
            }
        }
        if let Some(slot) = places.get_mut(index) {
            *slot = Some(place);
        }
    }
    places
}

/// What a node reads, an allocation included.
pub(super) fn read_by(model: &Plan, index: usize) -> Vec<NodeId> {
    let Some(node) = model.nodes.get(index) else {
        return Vec::new();
    };
    if let Op::Allocated(aid, _) = node.op {
        let aid = model.aids.get(aid.index()).and_then(Option::as_ref);
        let mut found = Vec::new();
        if let Some(it) = aid.and_then(|it| it.allocation.as_ref()) {
            it.inputs(&mut |id| found.push(id));
        }
        return found;
    }
    inputs(&node.op)
}

/// What figures show, what a barrier gives, and what is read in another phase than it is computed.
fn held(model: &Plan, parts: &[Part], places: &[Option<usize>]) -> Vec<bool> {
    let mut held = vec![false; model.nodes.len()];
    let mut hold = |id: NodeId| {
        if let Some(held) = held.get_mut(id.index()) {
            *held = true;
        }
    };
    for (id, part) in (0..).map(NodeId).zip(parts).filter(|(_, it)| it.moved) {
        let place = places.get(id.index()).copied().flatten();
        for input in read_by(model, id.index()) {
            if part.crossing || places.get(input.index()).copied().flatten() != place {
                hold(input);
            }
        }
        let op = model.node(id).map(|it| &it.op);
        if matches!(op, Some(Op::Allocated(..) | Op::Position(_))) && part.live {
            hold(id);
        }
    }
    model.values.iter().flatten().for_each(|it| hold(it.node));
    for aid in model.aids.iter().flatten() {
        [aid.status, aid.amount].into_iter().for_each(&mut hold);
        if let Some(it) = &aid.allocation {
            it.inputs(&mut hold);
        }
    }
    for it in model.registers.iter().flatten() {
        [it.outcome, it.current].into_iter().for_each(&mut hold);
    }
    let computed = model.nodes.iter().zip(parts).map(|(node, part)| {
        let given = matches!(node.op, Op::Field(_) | Op::Constant(_));
        part.live && node.level.is_some() && !given
    });
    held.into_iter()
        .zip(computed)
        .map(|(held, it)| held && it)
        .collect()
}
