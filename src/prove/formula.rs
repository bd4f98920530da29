//! Formulas over atoms: what must hold, with every part stored once.
//!
//! A formula has no `not`: a condition of the policy gives one formula for *it is true* and another
//! for *it is false*, because a condition that hangs on a blank answer is neither.

use std::collections::HashMap;

use super::linear::{Constraint, Linear, Relation};
use crate::number::Rational;

/// A formula in [`Formulas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(pub(super) u32);

/// Always holds.
pub(super) const YES: NodeId = NodeId(0);
/// Never holds.
pub(super) const NO: NodeId = NodeId(1);

/// A variable with at most 128 values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct CodeVar(pub(super) u32);

/// A variable that is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NumberVar(pub(super) u32);

/// A claim about all rows below a row: its formula grows with the rows that are spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ForallId(pub(super) u32);

/// One formula.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// Always holds.
    Yes,
    /// Never holds.
    No,
    /// The variable has one of these values.
    In(CodeVar, u128),
    /// A linear comparison with zero.
    Linear(Constraint),
    /// All hold.
    And(Vec<NodeId>),
    /// One holds.
    Or(Vec<NodeId>),
    /// It holds of every row below a row.
    Forall(ForallId),
}

/// What is known of a number before any condition.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberInfo {
    /// It is a multiple of one over this.
    pub(super) grid: Option<i64>,
    /// Lowest value.
    pub(super) low: Option<Rational>,
    /// Highest value.
    pub(super) high: Option<Rational>,
}

/// All formulas and variables of some problems.
#[derive(Debug)]
pub(super) struct Formulas {
    nodes: Vec<Node>,
    known: HashMap<Node, NodeId>,
    numbers: Vec<NumberInfo>,
    codes: Vec<u128>,
    foralls: Vec<NodeId>,
}

impl Formulas {
    pub(super) fn new() -> Self {
        let mut it = Self {
            nodes: Vec::new(),
            known: HashMap::new(),
            numbers: Vec::new(),
            codes: Vec::new(),
            foralls: Vec::new(),
        };
        it.node(Node::Yes);
        it.node(Node::No);
        it
    }

    fn node(&mut self, node: Node) -> NodeId {
        if let Some(id) = self.known.get(&node) {
            return *id;
        }
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node.clone());
        self.known.insert(node, id);
        id
    }

    /// The formula of an id.
    pub(super) fn get(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&Node::No)
    }

    /// A new number.
    pub(super) fn new_number(&mut self, info: NumberInfo) -> NumberVar {
        self.numbers.push(info);
        NumberVar(u32::try_from(self.numbers.len() - 1).unwrap_or(u32::MAX))
    }

    /// What is known of a number.
    pub(super) fn number(&self, var: NumberVar) -> Option<&NumberInfo> {
        self.numbers.get(var.0 as usize)
    }

    /// A new variable with `size` values, at most 128.
    pub(super) fn new_code(&mut self, size: usize) -> CodeVar {
        self.codes.push(all_of(size));
        CodeVar(u32::try_from(self.codes.len() - 1).unwrap_or(u32::MAX))
    }

    /// All values of a variable.
    pub(super) fn domain(&self, var: CodeVar) -> u128 {
        self.codes.get(var.0 as usize).copied().unwrap_or(0)
    }

    /// A claim about all rows below a row, so far without any.
    pub(super) fn new_forall(&mut self) -> (ForallId, NodeId) {
        let id = ForallId(u32::try_from(self.foralls.len()).unwrap_or(u32::MAX));
        self.foralls.push(YES);
        (id, self.node(Node::Forall(id)))
    }

    /// Adds a row to a claim about all.
    pub(super) fn add_instance(&mut self, id: ForallId, instance: NodeId) {
        let before = self.forall(id);
        let both = self.and([before, instance]);
        if let Some(place) = self.foralls.get_mut(id.0 as usize) {
            *place = both;
        }
    }

    /// The rows of a claim about all.
    pub(super) fn forall(&self, id: ForallId) -> NodeId {
        self.foralls.get(id.0 as usize).copied().unwrap_or(YES)
    }

    /// The variable has one of these values.
    pub(super) fn within(&mut self, var: CodeVar, values: u128) -> NodeId {
        let domain = self.domain(var);
        match values & domain {
            0 => NO,
            values if values == domain => YES,
            values => self.node(Node::In(var, values)),
        }
    }

    /// A comparison of a linear form with zero.
    pub(super) fn compare(&mut self, linear: Linear, relation: Relation) -> NodeId {
        if linear.terms.is_empty() {
            return if relation.holds(linear.constant) {
                YES
            } else {
                NO
            };
        }
        let Some(constraint) = Constraint::new(linear, relation) else {
            return YES;
        };
        self.node(Node::Linear(constraint))
    }

    /// All hold.
    pub(super) fn and(&mut self, parts: impl IntoIterator<Item = NodeId>) -> NodeId {
        let mut all = Vec::new();
        for part in parts {
            match self.get(part) {
                Node::Yes => {}
                Node::No => return NO,
                Node::And(inner) => all.extend(inner.iter().copied()),
                Node::In(..) | Node::Linear(_) | Node::Or(_) | Node::Forall(_) => all.push(part),
            }
        }
        let mut seen = std::collections::HashSet::new();
        all.retain(|it| seen.insert(*it));
        match all.as_slice() {
            [] => YES,
            [one] => *one,
            _ => self.node(Node::And(all)),
        }
    }

    /// One holds.
    pub(super) fn or(&mut self, parts: impl IntoIterator<Item = NodeId>) -> NodeId {
        let mut all = Vec::new();
        for part in parts {
            match self.get(part) {
                Node::No => {}
                Node::Yes => return YES,
                Node::Or(inner) => all.extend(inner.iter().copied()),
                Node::In(..) | Node::Linear(_) | Node::And(_) | Node::Forall(_) => all.push(part),
            }
        }
        let mut seen = std::collections::HashSet::new();
        all.retain(|it| seen.insert(*it));
        match all.as_slice() {
            [] => NO,
            [one] => *one,
            _ => self.node(Node::Or(all)),
        }
    }
}

/// The first `size` values.
pub(super) fn all_of(size: usize) -> u128 {
    if size >= 128 {
        u128::MAX
    } else {
        (1 << size) - 1
    }
}
