//! What several plans over the same data have in common: computed with the first, read by the others.
//!
//! A parameter that moves changes the operations that it reaches and no others. Those that all plans
//! share are told by their fingerprints; the columns on the border, which the others read, are kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::store::Store;
use crate::data::table::Column;
use crate::plan::op::{Node, NodeId, Op};
use crate::plan::print::fingerprints;
use crate::plan::stage::Arrangement;
use crate::plan::{Plan, Way};

/// Columns that plans over the same data have in common.
#[derive(Debug, Default)]
pub struct Shared {
    /// What all plans compute.
    common: BTreeSet<u128>,
    /// What of it is read by anything else.
    border: BTreeSet<u128>,
    columns: BTreeMap<u128, Column>,
    /// The first run has been made.
    ran: bool,
}

impl Shared {
    /// Finds what the plans have in common; nothing where there are fewer than two.
    pub fn new<'p>(plans: impl IntoIterator<Item = &'p Plan>) -> Self {
        let plans: Vec<_> = plans.into_iter().map(|it| (it, fingerprints(it))).collect();
        let mut it = Self::default();
        if plans.len() < 2 {
            return it;
        }
        for (place, (plan, prints)) in plans.iter().enumerate() {
            let own = computed(plan).filter_map(|id| print(prints, id));
            let own: BTreeSet<u128> = own.collect();
            it.common = if place == 0 {
                own
            } else {
                it.common.intersection(&own).copied().collect()
            };
        }
        for (plan, prints) in &plans {
            let mut read = |id: NodeId| {
                let common = print(prints, id).filter(|print| it.common.contains(print));
                it.border.extend(common);
            };
            let others = computed(plan)
                .filter(|id| !print(prints, *id).is_some_and(|print| it.common.contains(&print)));
            let others: Vec<&Node> = others.filter_map(|id| plan.node(id)).collect();
            for node in others {
                node.op.inputs(&mut read);
            }
            results(plan, &mut read);
        }
        it
    }

    /// Whether nothing has been kept.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The plan without what has been computed before.
    pub(super) fn cut<'p>(&self, plan: &'p Plan, prints: &[Option<u128>]) -> Cow<'p, Plan> {
        if self.columns.is_empty() {
            return Cow::Borrowed(plan);
        }
        let mut live = vec![false; plan.nodes.len()];
        let mut open: Vec<NodeId> = Vec::new();
        results(plan, &mut |id| open.push(id));
        for rule in &plan.rules {
            // What all share has been seen not to overflow.
            let own = rule.faults.iter().map(|(_, id)| *id);
            open.extend(own.filter(|id| {
                !print(prints, *id).is_some_and(|print| self.common.contains(&print))
            }));
        }
        while let Some(id) = open.pop() {
            if print(prints, id).is_some_and(|print| self.columns.contains_key(&print)) {
                continue;
            }
            if let (Some(seen), Some(node)) = (live.get_mut(id.index()), plan.node(id))
                && !std::mem::replace(seen, true)
            {
                node.op.inputs(&mut |input| open.push(input));
            }
        }
        Cow::Owned(Plan {
            live,
            ..plan.clone()
        })
    }

    /// Hands over the columns that a plan reads; in the first run, says which are to be kept.
    pub(super) fn lend(
        &mut self,
        plan: &Plan,
        prints: &[Option<u128>],
        (arrangement, store): (&mut Arrangement, &mut Store<'_>),
    ) {
        for id in computed_or_given(plan) {
            let Some(print) = print(prints, id) else {
                continue;
            };
            if let Some(column) = self.columns.remove(&print) {
                store.give(id, column);
            } else if !self.ran && self.border.contains(&print) {
                arrangement.keep(id);
            }
        }
    }

    /// Keeps the columns of the border once all stages have run, so that results copy them.
    pub(super) fn keep(&mut self, plan: &Plan, prints: &[Option<u128>], store: &mut Store<'_>) {
        for id in computed(plan).filter(|_| !self.ran) {
            if print(prints, id).is_some_and(|print| self.border.contains(&print))
                && let Some(column) = store.take(id)
            {
                store.give(id, column);
            }
        }
    }

    /// Takes the columns back; those of a run that overflowed are no use, since it says where.
    pub(super) fn take_back(
        &mut self,
        prints: &[Option<u128>],
        store: &mut Store<'_>,
        overflowed: bool,
    ) {
        let drop = overflowed && !self.ran;
        for (id, column) in store.given() {
            if let Some(print) = print(prints, id).filter(|_| !drop) {
                self.columns.insert(print, column);
            }
        }
        self.ran = true;
    }
}

fn print(prints: &[Option<u128>], id: NodeId) -> Option<u128> {
    prints.get(id.index()).copied().flatten()
}

fn computed_or_given(plan: &Plan) -> impl Iterator<Item = NodeId> + '_ {
    let nodes = (0..).map(NodeId).zip(&plan.nodes);
    let of_rows = nodes.filter(|(_, node)| {
        node.level.is_some() && !matches!(node.op, Op::Field(_) | Op::Constant(_))
    });
    of_rows.map(|(id, _)| id)
}

/// The nodes that a run computes for rows.
fn computed(plan: &Plan) -> impl Iterator<Item = NodeId> + '_ {
    let live = |id: &NodeId| plan.live.get(id.index()).copied().unwrap_or(false);
    computed_or_given(plan).filter(live)
}

/// The nodes that results, allocations and the tracing of faults read.
fn results(plan: &Plan, visit: &mut dyn FnMut(NodeId)) {
    plan.values.iter().flatten().for_each(|it| visit(it.node));
    plan.aids.iter().flatten().for_each(|it| it.inputs(visit));
    let registers = plan.registers.iter().flatten();
    registers.for_each(|it| it.inputs(visit));
    for way in plan.paths.iter().flatten() {
        if let Way::Role(node) = way {
            visit(*node);
        }
    }
}
