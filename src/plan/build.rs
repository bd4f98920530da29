//! Building the graph: equal nodes are shared, and each rule remembers where it can fault.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::aid::{AidPlan, RegisterPlan};
use super::op::{Node, NodeId, Op, Scalar, Storage};
use super::table::{Table, TableId};
use super::{Level, Outputs, Place, Plan, RulePlan, ValuePlan, Way};
use crate::check::tree::Rule;
use crate::check::tree::{EntityId, FieldId, ParameterId, Program, Type};
use crate::number::Date;

use super::chain::Chain;
use super::parameter::TableForm;

/// Collects nodes while a policy is lowered.
pub(super) struct Builder<'a> {
    pub(super) program: &'a Program,
    pub(super) date: Date,
    pub(super) nodes: Vec<Node>,
    pub(super) tables: Vec<Table>,
    pub(super) values: Vec<Option<Lowered>>,
    pub(super) aids: Vec<Option<AidPlan>>,
    pub(super) registers: Vec<Option<RegisterPlan>>,
    /// The tables of keyed parameters that stand.
    pub(super) parameters: BTreeMap<(ParameterId, TableForm), TableId>,
    shared: HashMap<Node, NodeId>,
    paths: Vec<Vec<Way>>,
    path_ids: BTreeMap<Vec<Way>, usize>,
    path: Vec<Way>,
    rules: Vec<Draft>,
    /// The rule being lowered, an index into `rules`.
    current: Option<usize>,
}

/// A lowered value.
#[derive(Clone, Debug)]
pub(super) struct Lowered {
    pub(super) plan: ValuePlan,
    /// The exact form, where consumers use it.
    pub(super) exact: Option<Chain>,
}

/// A rule while it is collected.
struct Draft {
    plan: RulePlan,
    /// The rules it reads.
    reads: BTreeSet<Rule>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(program: &'a Program, date: Date) -> Self {
        Self {
            program,
            date,
            nodes: Vec::new(),
            tables: Vec::new(),
            values: vec![None; program.values.len()],
            aids: vec![None; program.aids.len()],
            registers: vec![None; program.registers.len()],
            parameters: BTreeMap::new(),
            shared: HashMap::new(),
            paths: vec![Vec::new()],
            path_ids: BTreeMap::from([(Vec::new(), 0)]),
            path: Vec::new(),
            rules: Vec::new(),
            current: None,
        }
    }

    /// Lowers a rule; what can fault in it is its own.
    pub(super) fn rule<T>(
        &mut self,
        rule: Rule,
        entity: EntityId,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let plan = RulePlan {
            rule,
            entity,
            faults: BTreeSet::new(),
        };
        self.current = Some(self.rules.len());
        self.rules.push(Draft {
            plan,
            reads: BTreeSet::new(),
        });
        let result = lower(self);
        self.current = None;
        result
    }

    /// Whether this aid is being lowered.
    pub(super) fn is_deciding(&self, id: crate::check::tree::AidId) -> bool {
        let draft = self.current.and_then(|it| self.rules.get(it));
        draft.is_some_and(|draft| draft.plan.rule == Rule::Aid(id))
    }

    /// Notes that the rule being lowered reads another.
    pub(super) fn reads(&mut self, rule: Rule) {
        if let Some(draft) = self.current.and_then(|it| self.rules.get_mut(it)) {
            draft.reads.insert(rule);
        }
    }

    /// Lowers what stands one step away from the present row.
    pub(super) fn step<T>(&mut self, way: Way, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(way);
        let result = lower(self);
        self.path.pop();
        result
    }

    /// The node of an operation at a level, shared where it stands already.
    pub(super) fn emit(&mut self, op: Op, at: EntityId, storage: Storage) -> NodeId {
        let faults = op.can_fault();
        let id = self.share(Node {
            op,
            level: Some(at),
            storage,
        });
        if faults {
            self.note_fault(id);
        }
        id
    }

    /// The node of a constant.
    pub(super) fn constant(&mut self, scalar: Scalar, storage: Storage) -> NodeId {
        self.share(Node {
            op: Op::Constant(scalar),
            level: None,
            storage,
        })
    }

    /// The constant a node holds, if it is one.
    pub(super) fn scalar(&self, id: NodeId) -> Option<&Scalar> {
        match &self.nodes.get(id.index())?.op {
            Op::Constant(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// How a node is stored.
    pub(super) fn storage(&self, id: NodeId) -> Storage {
        self.nodes
            .get(id.index())
            .map_or(Storage::Number, |node| node.storage)
    }

    /// The level of a node.
    pub(super) fn level(&self, id: NodeId) -> Option<EntityId> {
        self.nodes.get(id.index()).and_then(|node| node.level)
    }

    /// The finished plan: what the outputs need, and nothing else.
    pub(super) fn finish(self, outputs: &Outputs) -> Plan {
        let needed = self.needed_rules(outputs);
        let live = self.live(&needed);
        let keep = |rule: Rule| needed.contains(&rule);
        let values = numbered(self.values, |id| {
            keep(Rule::Value(crate::check::tree::ValueId(id)))
        });
        let registers = numbered(self.registers, |id| {
            keep(Rule::Register(crate::check::tree::RegisterId(id)))
        });
        let aids = numbered(self.aids, |id| {
            keep(Rule::Aid(crate::check::tree::AidId(id)))
        });
        let mut rules: Vec<RulePlan> = self.rules.into_iter().map(|draft| draft.plan).collect();
        rules.retain(|rule| keep(rule.rule));
        Plan {
            date: self.date,
            entities: self
                .program
                .entities
                .iter()
                .map(|it| Level {
                    parent: it.parent.map(|(parent, _)| parent),
                    key: it.key,
                })
                .collect(),
            fields: places(self.program),
            enums: self
                .program
                .enums
                .iter()
                .map(|it| it.values.iter().map(|(name, _)| name.clone()).collect())
                .collect(),
            nodes: self.nodes,
            tables: self.tables,
            values: values.into_iter().map(|it| it.map(|it| it.plan)).collect(),
            aids,
            registers,
            rules,
            paths: self.paths,
            live,
        }
    }

    fn share(&mut self, node: Node) -> NodeId {
        if let Some(id) = self.shared.get(&node) {
            return *id;
        }
        // More than u32::MAX nodes would need more text than a source map holds.
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.shared.insert(node.clone(), id);
        self.nodes.push(node);
        id
    }

    fn note_fault(&mut self, id: NodeId) {
        let path = if let Some(path) = self.path_ids.get(&self.path) {
            *path
        } else {
            let path = self.paths.len();
            self.paths.push(self.path.clone());
            self.path_ids.insert(self.path.clone(), path);
            path
        };
        if let Some(draft) = self.current.and_then(|it| self.rules.get_mut(it)) {
            draft.plan.faults.insert((path, id));
        }
    }

    fn needed_rules(&self, outputs: &Outputs) -> BTreeSet<Rule> {
        let mut needed = BTreeSet::new();
        // A rule stands after those it reads.
        for draft in self.rules.iter().rev() {
            if outputs.wants(draft.plan.rule) || needed.contains(&draft.plan.rule) {
                needed.insert(draft.plan.rule);
                needed.extend(draft.reads.iter().copied());
            }
        }
        needed
    }

    fn live(&self, needed: &BTreeSet<Rule>) -> Vec<bool> {
        let mut live = vec![false; self.nodes.len()];
        let mut open: Vec<NodeId> = Vec::new();
        for draft in self
            .rules
            .iter()
            .filter(|draft| needed.contains(&draft.plan.rule))
        {
            open.extend(draft.plan.faults.iter().map(|(_, node)| *node));
            self.outputs_of(draft.plan.rule, &mut |node| open.push(node));
        }
        // The paths of faults through roles need the row that plays the role.
        for way in self.paths.iter().flatten() {
            if let Way::Role(node) = way {
                open.push(*node);
            }
        }
        while let Some(id) = open.pop() {
            let Some(seen) = live.get_mut(id.index()) else {
                continue;
            };
            if !std::mem::replace(seen, true)
                && let Some(node) = self.nodes.get(id.index())
            {
                node.op.inputs(&mut |input| open.push(input));
            }
        }
        live
    }

    fn outputs_of(&self, rule: Rule, visit: &mut dyn FnMut(NodeId)) {
        match rule {
            Rule::Value(id) => {
                let value = self.values.get(id.index()).and_then(Option::as_ref);
                value.map(|it| it.plan.node).into_iter().for_each(visit);
            }
            Rule::Aid(id) => {
                if let Some(Some(aid)) = self.aids.get(id.index()) {
                    aid.inputs(visit);
                }
            }
            Rule::Register(id) => {
                if let Some(Some(register)) = self.registers.get(id.index()) {
                    register.inputs(visit);
                }
            }
        }
    }
}

/// How values of a type are stored.
pub(super) fn storage_of(ty: Type) -> Storage {
    match ty {
        Type::Integer | Type::Decimal | Type::Money(_) => Storage::Number,
        Type::Boolean => Storage::Truth,
        Type::Date => Storage::Date,
        Type::Enum(_) => Storage::Enum,
        Type::Text => Storage::Text,
    }
}

fn numbered<T>(items: Vec<Option<T>>, keep: impl Fn(u32) -> bool) -> Vec<Option<T>> {
    (0..)
        .zip(items)
        .map(|(id, item)| item.filter(|_| keep(id)))
        .collect()
}

fn places(program: &Program) -> Vec<Place> {
    let place = |id: usize, field: &crate::check::tree::Field| {
        let entity = program.entities.get(field.entity.index());
        let fields = entity.map(|it| it.fields.as_slice()).unwrap_or_default();
        Place {
            entity: field.entity,
            column: fields
                .iter()
                .position(|it| it.index() == id)
                .unwrap_or(usize::MAX),
            ty: field.ty,
            target: field.refers_to,
        }
    };
    program
        .fields
        .iter()
        .enumerate()
        .map(|(id, field)| place(id, field))
        .collect()
}

impl Builder<'_> {
    /// The declaration of a field.
    pub(super) fn field(&self, id: FieldId) -> Option<&crate::check::tree::Field> {
        self.program.fields.get(id.index())
    }
}
