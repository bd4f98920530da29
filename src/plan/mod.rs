//! From the typed tree to a graph of columnar operations at one evaluation date.
//!
//! | file | holds |
//! |---|---|
//! | `op`, `inputs` | the operations, what they read |
//! | `chain` | fractions and their fast forms |
//! | `table` | keyed parameters as look-up tables |
//! | `fold` | constants, parameters at the date |
//! | `build` | sharing of equal nodes, faults and whose they are |
//! | `lower` | expressions: values, fields, hops, logic |
//! | `parameter`, `compare`, `choice`, `call` | parameters, comparisons, choices, functions |
//! | `aggregate` | aggregates, roles, orders, `select` |
//! | `aid` | aids and their allocation, registers |
//! | `print` | fingerprints of operations, by which plans are compared |
//! | `stage` | the order of work: stages and barriers for data of a given shape |
//!
//! **Invariant:** a plan depends on the policy, the date and the outputs asked for, never on data.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

mod aggregate;
mod build;
mod call;
mod choice;
mod compare;
mod inputs;
mod lower;
mod parameter;

pub mod aid;
pub mod chain;
pub mod fold;
pub mod op;
pub mod print;
pub mod stage;
pub mod table;

use std::collections::BTreeSet;

use crate::check::tree::Rule;
use crate::check::tree::{AidId, EntityId, FieldId, Program, RegisterId, Step, Type, ValueId};
use crate::number::Date;

use aid::{AidPlan, Allocation, RegisterPlan};
use build::Builder;
use op::{Node, NodeId, Op};
use table::Table;

/// What a run is asked for; what it needs on the way is computed too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outputs {
    /// Every value, aid and register.
    All,
    /// These.
    Some {
        /// Values.
        values: BTreeSet<ValueId>,
        /// Aids.
        aids: BTreeSet<AidId>,
        /// Registers.
        registers: BTreeSet<RegisterId>,
    },
}

impl Outputs {
    fn wants(&self, rule: Rule) -> bool {
        match (self, rule) {
            (Self::All, _) => true,
            (Self::Some { values, .. }, Rule::Value(id)) => values.contains(&id),
            (Self::Some { aids, .. }, Rule::Aid(id)) => aids.contains(&id),
            (Self::Some { registers, .. }, Rule::Register(id)) => registers.contains(&id),
        }
    }
}

/// A policy made ready to run on data at one date.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The evaluation date.
    pub date: Date,
    /// The levels.
    pub entities: Vec<Level>,
    /// The fields.
    pub fields: Vec<Place>,
    /// The names of the values of each enumeration, for the keys of groups.
    pub enums: Vec<Vec<String>>,
    /// The operations; every node stands after what it reads, save through an allocation.
    pub nodes: Vec<Node>,
    /// Keyed parameters.
    pub tables: Vec<Table>,
    /// Values by [`ValueId`], `None` where not needed.
    pub values: Vec<Option<ValuePlan>>,
    /// Aids by [`AidId`], `None` where not needed.
    pub aids: Vec<Option<AidPlan>>,
    /// Registers by [`RegisterId`], `None` where not needed.
    pub registers: Vec<Option<RegisterPlan>>,
    /// The rules in use and where their faults can arise.
    pub rules: Vec<RulePlan>,
    /// Ways from a rule's row to the rows of a node.
    pub paths: Vec<Vec<Way>>,
    /// The nodes that are computed.
    pub live: Vec<bool>,
}

/// One step from a row of a rule to the rows where a part of it is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// To all rows of a descendant.
    Into {
        /// From the rows of.
        at: EntityId,
        /// To the rows of.
        over: EntityId,
    },
    /// To the parent row.
    Parent(EntityId),
    /// Along a link.
    Link(FieldId),
    /// To the row that plays a role, by the node that finds it.
    Role(NodeId),
    /// Only where the field is blank.
    Blank(FieldId),
}

/// A level of the data.
#[derive(Clone, Debug)]
pub struct Level {
    /// The level above.
    pub parent: Option<EntityId>,
    /// Its key.
    pub key: FieldId,
}

/// Where a field stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its entity.
    pub entity: EntityId,
    /// Its place among the columns of the entity's table.
    pub column: usize,
    /// Its type.
    pub ty: Type,
    /// The entity that a link leads to.
    pub target: Option<EntityId>,
}

/// A computed value.
#[derive(Clone, Copy, Debug)]
pub struct ValuePlan {
    /// Its level.
    pub entity: EntityId,
    /// Its stored form.
    pub node: NodeId,
}

/// A rule and where its faults can arise.
#[derive(Clone, Debug)]
pub struct RulePlan {
    /// Which rule.
    pub rule: Rule,
    /// Its level.
    pub entity: EntityId,
    /// Nodes that can overflow, by the way (an index into [`Plan::paths`]) from the rule's row.
    pub faults: BTreeSet<(usize, NodeId)>,
}

/// Plans a checked policy for a date: folds constants and parameters, shares what is computed twice,
/// and leaves out what the outputs do not need.
pub fn plan(program: &Program, date: Date, outputs: &Outputs) -> Plan {
    let program = &*program.on(date);
    let mut builder = Builder::new(program, date);
    for step in &program.order {
        match *step {
            Step::Value(id) => builder.lower_value(id),
            Step::Aid(id) => builder.lower_aid(id),
            Step::Register(id) => builder.lower_register(id),
        }
    }
    builder.finish(outputs)
}

impl Plan {
    /// The fields whose columns are read, keys that name the groups of an allocation included.
    pub fn needed_fields(&self) -> BTreeSet<FieldId> {
        let mut fields = BTreeSet::new();
        for (node, live) in self.nodes.iter().zip(&self.live) {
            match &node.op {
                Op::Field(field) | Op::Filled(field) | Op::Link(field, _) if *live => {
                    fields.insert(*field);
                }
                _ => {}
            }
        }
        let allocations = self
            .aids
            .iter()
            .flatten()
            .filter_map(|aid| aid.allocation.as_ref());
        for ancestor in allocations.flat_map(Allocation::ancestors) {
            fields.extend(self.entities.get(ancestor.index()).map(|level| level.key));
        }
        fields
    }

    /// The node behind an id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The entities from a level up to the root, the level first.
    pub fn upwards(&self, from: EntityId) -> Vec<EntityId> {
        let mut way = Vec::new();
        let mut next = Some(from);
        while let Some(entity) = next
            && way.len() <= self.entities.len()
        {
            way.push(entity);
            next = self
                .entities
                .get(entity.index())
                .and_then(|level| level.parent);
        }
        way
    }
}

/// How values of a type are stored.
pub fn storage(ty: Type) -> op::Storage {
    build::storage_of(ty)
}
