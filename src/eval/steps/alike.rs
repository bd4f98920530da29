//! Plans alike: which node of one does what a node of another does, whatever their constants are.

use std::mem::discriminant;

use crate::plan::op::{NodeId, Op};
use crate::plan::{Plan, Way};

/// By node of the model, the node of another plan in its place; none for nodes that figures do not need.
pub(super) type Pairs = Vec<Option<NodeId>>;

/// Pairs the nodes of two plans; nothing where they are not alike.
pub(super) fn pair(model: &Plan, other: &Plan) -> Option<Pairs> {
    let (own, theirs) = (Roots::new(model), Roots::new(other));
    if own.marks != theirs.marks || own.nodes.len() != theirs.nodes.len() {
        return None;
    }
    let mut pairs: Pairs = vec![None; model.nodes.len()];
    let mut open: Vec<(NodeId, NodeId)> = own.nodes.into_iter().zip(theirs.nodes).collect();
    while let Some((id, other_id)) = open.pop() {
        let slot = pairs.get_mut(id.index())?;
        match slot {
            Some(known) if *known == other_id => continue,
            Some(_) => return None,
            None => *slot = Some(other_id),
        }
        let (node, other_node) = (model.node(id)?, other.node(other_id)?);
        let same = node.level == other_node.level
            && node.storage == other_node.storage
            && of_one_kind(&node.op, &other_node.op);
        let (inputs, other_inputs) = (inputs(&node.op), inputs(&other_node.op));
        if !same || inputs.len() != other_inputs.len() {
            return None;
        }
        open.extend(inputs.into_iter().zip(other_inputs));
    }
    Some(pairs)
}

/// What an operation reads, in its order.
pub(super) fn inputs(op: &Op) -> Vec<NodeId> {
    let mut found = Vec::new();
    op.inputs(&mut |id| found.push(id));
    found
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what reads the data is told apart from all others"
)]
fn of_one_kind(left: &Op, right: &Op) -> bool {
    match left {
        Op::Field(_) | Op::Filled(_) | Op::Link(..) | Op::Allocated(..) | Op::RoleRow { .. } => {
            discriminant(left) == discriminant(right) && source(left) == source(right)
        }
        left => discriminant(left) == discriminant(right),
    }
}

/// What of the data an operation reads.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what reads the data is told apart from all others"
)]
fn source(op: &Op) -> (u8, u32) {
    match op {
        Op::Field(id) | Op::Filled(id) | Op::Link(id, _) => (0, id.0),
        Op::Allocated(id, part) => (1 + *part as u8, id.0),
        Op::RoleRow { of, .. } => (0, of.0),
        _ => (0, 0),
    }
}

/// The nodes that figures are made of, and those whose overflow would be found.
struct Roots {
    nodes: Vec<NodeId>,
    /// What stands where; equal for plans alike.
    marks: Vec<usize>,
}

impl Roots {
    fn new(plan: &Plan) -> Self {
        let mut it = Self {
            nodes: Vec::new(),
            marks: Vec::new(),
        };
        for value in &plan.values {
            it.mark(value.iter().map(|it| it.node));
        }
        for aid in &plan.aids {
            it.mark(aid.iter().flat_map(|it| [it.status, it.amount]));
            let allocation = aid.iter().filter_map(|it| it.allocation.as_ref());
            let mut read = Vec::new();
            allocation.for_each(|it| it.inputs(&mut |id| read.push(id)));
            it.mark(read);
        }
        for register in &plan.registers {
            it.mark(register.iter().flat_map(|it| [it.outcome, it.current]));
        }
        for rule in &plan.rules {
            it.mark(rule.faults.iter().map(|(_, id)| *id));
        }
        it.mark(plan.paths.iter().flatten().filter_map(|way| match way {
            Way::Role(node) => Some(*node),
            Way::Into { .. } | Way::Parent(_) | Way::Link(_) | Way::Blank(_) => None,
        }));
        it
    }

    fn mark(&mut self, nodes: impl IntoIterator<Item = NodeId>) {
        self.nodes.extend(nodes);
        self.marks.push(self.nodes.len());
    }
}
