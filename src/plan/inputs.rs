//! What operations read, and which of them can overflow.

use super::op::{
    Aggregate, Arithmetic, Clauses, Key, KeyValue, Limit, NodeId, Op, Position, Roll, Select,
};
use crate::check::tree::AggregateOp;

impl Key {
    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        self.value.inputs(visit);
        self.filled.iter().copied().for_each(visit);
    }
}

impl KeyValue {
    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        match self {
            Self::Node(node) => visit(*node),
            Self::Chain(chain, known) => {
                chain.inputs(visit);
                visit(*known);
            }
        }
    }
}

impl Limit {
    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        visit(self.count);
        self.condition.iter().copied().for_each(visit);
    }
}

impl Clauses {
    fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        let lists = [&self.when, &self.unless, &self.verify];
        lists.into_iter().flatten().copied().for_each(&mut *visit);
        let single = [self.takes, self.amount, self.service];
        single.into_iter().flatten().for_each(visit);
    }
}

impl Roll {
    fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        visit(self.current);
        self.enter
            .iter()
            .chain(&self.leave)
            .copied()
            .for_each(visit);
    }
}

impl Aggregate {
    fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        let count = self.best.map(|(count, _)| count);
        self.condition
            .into_iter()
            .chain(self.value)
            .chain(count)
            .for_each(&mut *visit);
        self.by.iter().for_each(|key| key.inputs(visit));
    }
}

impl Select {
    fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        visit(self.when);
        self.rank.iter().for_each(|key| key.inputs(visit));
        self.limits.iter().for_each(|limit| limit.inputs(visit));
    }
}

impl Position {
    /// The nodes it reads.
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        self.keys.iter().for_each(|key| key.inputs(visit));
        let parts = [self.condition, self.weight, self.groups];
        parts.into_iter().flatten().for_each(visit);
    }
}

impl Op {
    /// The nodes it reads; those of an allocation stand in its [`super::aid::Allocation`].
    pub fn inputs(&self, visit: &mut dyn FnMut(NodeId)) {
        match self {
            Self::Constant(_) | Self::Field(_) | Self::Filled(_) | Self::Allocated(..) => {}
            Self::Otherwise {
                field,
                asked,
                otherwise,
            } => {
                [*field, *asked, *otherwise].into_iter().for_each(visit);
            }
            Self::Stored(chain, _) | Self::ChainKnown(chain) | Self::Whole(chain, ..) => {
                chain.inputs(visit);
            }
            Self::RoundTo(_, left, right, _) | Self::Steps(left, right, _) => {
                left.inputs(visit);
                right.inputs(visit);
            }
            Self::Compare(comparison) => comparison.inputs(visit),
            Self::Arithmetic(_, left, right)
            | Self::CompareRaw(_, left, right)
            | Self::CompareText(_, left, right)
            | Self::SameTruth(left, right)
            | Self::IfMissing(left, right)
            | Self::DateSpan(_, left, right)
            | Self::DateStep(_, left, right)
            | Self::TextTest(_, left, right)
            | Self::Role(left, right)
            | Self::AidAmount(left, right) => [*left, *right].into_iter().for_each(visit),
            Self::Absolute(node)
            | Self::CompareConstant(_, node, _)
            | Self::EnumIn(node, _)
            | Self::TextIn(node, _)
            | Self::Not(node)
            | Self::IsKnown(node)
            | Self::DatePart(_, node)
            | Self::Lower(node)
            | Self::Length(node)
            | Self::Draw(node, ..)
            | Self::Lift(node)
            | Self::Link(_, node)
            | Self::RoleRow {
                condition: node, ..
            }
            | Self::AidGranted(node) => visit(*node),
            Self::And(nodes)
            | Self::Or(nodes)
            | Self::CountTrue(nodes)
            | Self::Lookup(_, nodes) => {
                nodes.iter().copied().for_each(visit);
            }
            Self::FirstMatch {
                conditions,
                results,
                otherwise,
            } => {
                conditions
                    .iter()
                    .chain(results)
                    .chain(otherwise)
                    .copied()
                    .for_each(visit);
            }
            Self::BestMatch {
                conditions,
                keys,
                results,
                ..
            } => {
                conditions
                    .iter()
                    .chain(results)
                    .copied()
                    .for_each(&mut *visit);
                for key in keys {
                    key.inputs(visit);
                }
            }
            Self::AtLeast { count, of, .. } => {
                visit(*count);
                of.iter().copied().for_each(visit);
            }
            Self::Aggregate(aggregate) => aggregate.inputs(visit),
            Self::Select(select) => select.inputs(visit),
            Self::Position(position) => position.inputs(visit),
            Self::AidStatus(clauses) => clauses.inputs(visit),
            Self::AidGrounds(status, clauses) => {
                visit(*status);
                clauses.inputs(visit);
            }
            Self::RegisterOutcome(roll) => roll.inputs(visit),
            Self::RegisterGround(outcome, roll) => {
                visit(*outcome);
                roll.inputs(visit);
            }
        }
    }

    /// Whether a row of it can overflow.
    pub fn can_fault(&self) -> bool {
        match self {
            Self::Stored(..)
            | Self::ChainKnown(_)
            | Self::Whole(..)
            | Self::Absolute(_)
            | Self::RoundTo(..)
            | Self::Steps(..)
            | Self::Compare(_)
            | Self::DateStep(..) => true,
            Self::Arithmetic(op, ..) => matches!(op, Arithmetic::Add | Arithmetic::Subtract),
            Self::Aggregate(aggregate) => {
                matches!(aggregate.op, AggregateOp::Sum | AggregateOp::Average)
            }
            Self::BestMatch { keys, .. } => {
                keys.iter().any(|key| matches!(key, KeyValue::Chain(..)))
            }
            Self::Constant(_)
            | Self::Field(_)
            | Self::Filled(_)
            | Self::Otherwise { .. }
            | Self::CompareRaw(..)
            | Self::CompareConstant(..)
            | Self::CompareText(..)
            | Self::SameTruth(..)
            | Self::EnumIn(..)
            | Self::TextIn(..)
            | Self::Not(_)
            | Self::And(_)
            | Self::Or(_)
            | Self::FirstMatch { .. }
            | Self::IsKnown(_)
            | Self::IfMissing(..)
            | Self::AtLeast { .. }
            | Self::CountTrue(_)
            | Self::Lookup(..)
            | Self::DatePart(..)
            | Self::DateSpan(..)
            | Self::Lower(_)
            | Self::Length(_)
            | Self::Draw(..)
            | Self::TextTest(..)
            | Self::Lift(_)
            | Self::Link(..)
            | Self::RoleRow { .. }
            | Self::Role(..)
            | Self::Select(_)
            | Self::Position(_)
            | Self::AidStatus(_)
            | Self::AidGrounds(..)
            | Self::AidAmount(..)
            | Self::AidGranted(_)
            | Self::Allocated(..)
            | Self::RegisterOutcome(_)
            | Self::RegisterGround(..) => false,
        }
    }
}
