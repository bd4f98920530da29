//! The parts of indicators and measurements as values, for the evaluators to compute with the rest.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use std::collections::{BTreeMap, BTreeSet};

use crate::check::tree::{
    About, AidId, EntityId, Expr, ExprKind, FieldId, Hop, Poverty, Program, RegisterId, Step, Term,
    TermFigure, Value, ValueId, ValueKind,
};

use crate::number::Date;
use crate::plan::op::NodeId;
use crate::plan::{Outputs, Plan, plan};

use super::groups::GroupKey;
use super::title::title_field;

/// A program whose indicators' terms stand as values, for the evaluators to compute with the rest.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The program, with one more value per condition, value and computed key of a term.
    pub program: Program,
    pub(super) terms: Vec<Vec<TermPlan>>,
    pub(super) poverty: Vec<PovertyPlan>,
    /// How many values the policy itself declares; the added ones follow.
    pub declared_values: usize,
}

/// Where the parts of a term are computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TermPlan {
    pub(super) condition: Option<ValueId>,
    pub(super) value: Option<ValueId>,
    pub(super) weight: Option<ValueId>,
    pub(super) line: Option<LinePlan>,
    /// What ranks the rows of `concentration`.
    pub(super) rank: Option<ValueId>,
    pub(super) by: Vec<GroupKey>,
}

/// Where a line and the comparison with it are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LinePlan {
    pub(super) value: ValueId,
    pub(super) poor: ValueId,
}

/// Where the parts of a measurement of poverty are computed.
#[derive(Clone, Copy, Debug)]
pub(super) struct PovertyPlan {
    pub(super) value: ValueId,
    pub(super) line: LinePlan,
    pub(super) persons: Option<ValueId>,
}

impl TermPlan {
    pub(super) fn values(&mut self, mut visit: impl FnMut(&mut ValueId)) {
        let line = self
            .line
            .iter_mut()
            .flat_map(|it| [&mut it.value, &mut it.poor]);
        let keys = self.by.iter_mut().filter_map(|key| match key {
            GroupKey::Value(id) => Some(id),
            GroupKey::Field(..) => None,
        });
        let parts = [
            &mut self.condition,
            &mut self.value,
            &mut self.weight,
            &mut self.rank,
        ];
        let parts = parts.into_iter().flatten();
        parts.chain(line).chain(keys).for_each(&mut visit);
    }
}

impl PovertyPlan {
    fn values(&mut self, mut visit: impl FnMut(&mut ValueId)) {
        let line = [&mut self.line.value, &mut self.line.poor];
        let parts = line.into_iter().chain(&mut self.persons);
        parts.chain([&mut self.value]).for_each(&mut visit);
    }
}

/// Adds the parts of all indicators' terms to the values of a program.
pub fn prepare(program: &Program) -> Prepared {
    let mut it = Prepared {
        // The rows of tests, which can be many, stay behind.
        program: Program {
            tests: Vec::new(),
            ..program.clone()
        },
        terms: Vec::new(),
        poverty: Vec::new(),
        declared_values: program.values.len(),
    };
    for indicator in &program.indicators {
        let terms = indicator
            .terms
            .iter()
            .map(|term| plan_term(&mut it.program, &indicator.about.name, term))
            .collect();
        it.terms.push(terms);
    }
    for poverty in &program.poverty {
        let plan = plan_poverty(&mut it.program, poverty);
        it.poverty.push(plan);
    }
    it
}

fn plan_poverty(program: &mut Program, poverty: &Poverty) -> PovertyPlan {
    let mut add = |expr: &Expr| add_value(program, &poverty.about.name, poverty.entity, expr);
    PovertyPlan {
        value: add(&poverty.value),
        line: LinePlan {
            value: add(&poverty.line.value),
            poor: add(&poverty.line.poor),
        },
        persons: poverty.persons.as_ref().map(&mut add),
    }
}

fn plan_term(program: &mut Program, owner: &str, term: &Term) -> TermPlan {
    let over = term.over;
    let mut add = |expr: &Expr| add_value(program, owner, over, expr);
    let (line, rank) = match &term.figure {
        TermFigure::Aggregate(_) | TermFigure::Cost(_) => (None, None),
        TermFigure::Measure(it) => (it.line.as_ref(), it.rank.as_ref()),
    };
    let condition = term.figure.condition().map(&mut add);
    let value = term.figure.value().map(&mut add);
    let weight = term.weight.as_ref().map(&mut add);
    let line = line.map(|line| LinePlan {
        value: add(&line.value),
        poor: add(&line.poor),
    });
    let rank = rank.map(&mut add);
    let by = term
        .by
        .iter()
        .map(|key| plan_key(program, owner, over, key))
        .collect();
    TermPlan {
        condition,
        value,
        weight,
        line,
        rank,
        by,
    }
}

fn plan_key(program: &mut Program, owner: &str, over: EntityId, key: &Expr) -> GroupKey {
    let (mut at, mut expr) = (over, key);
    while let ExprKind::At(Hop::Parent, inner) = &expr.kind {
        let Some((parent, _)) = program
            .entities
            .get(at.index())
            .and_then(|entity| entity.parent)
        else {
            break;
        };
        (at, expr) = (parent, inner);
    }
    match expr.kind {
        ExprKind::Field(field)
            if program
                .fields
                .get(field.index())
                .is_some_and(|it| it.entity == at) =>
        {
            GroupKey::Field(at, field)
        }
        _ => GroupKey::Value(add_value(program, owner, over, key)),
    }
}

fn add_value(program: &mut Program, owner: &str, over: EntityId, expr: &Expr) -> ValueId {
    let id = ValueId(u32::try_from(program.values.len()).unwrap_or(u32::MAX));
    program.values.push(Value {
        about: About {
            name: format!("{owner}#{}", id.0),
            ..About::default()
        },
        entity: over,
        ty: expr.ty,
        kind: ValueKind::Define(expr.clone()),
        exact: false,
    });
    program.order.push(Step::Value(id));
    id
}

impl Prepared {
    /// The values of each measurement of poverty: what each person has, and how many persons a row
    /// stands for.
    pub fn measured(&self) -> impl Iterator<Item = (ValueId, Option<ValueId>)> + '_ {
        self.poverty.iter().map(|it| (it.value, it.persons))
    }

    /// The plan of the program at a date. Parts of terms that come out as one operation stand in one
    /// value from here on, so that no column is kept twice.
    pub fn plan(&mut self, date: Date) -> Plan {
        self.plan_for(date, &Outputs::All)
    }

    /// The plan of what figures are made of: classes, criteria, aids, registers and parts of terms, and
    /// no value that only a list of rows would show.
    pub fn plan_of_figures(&mut self, date: Date) -> Plan {
        self.plan_showing(date, &BTreeSet::new())
    }

    /// The same with some values that are shown by row.
    pub fn plan_showing(&mut self, date: Date, shown: &BTreeSet<ValueId>) -> Plan {
        let mut values = self.figured();
        values.extend(shown);
        let aids = (0..).map(AidId).take(self.program.aids.len());
        let registers = (0..).map(RegisterId).take(self.program.registers.len());
        let outputs = Outputs::Some {
            values,
            aids: aids.collect(),
            registers: registers.collect(),
        };
        let mut plan = self.plan_for(date, &outputs);
        let mut kept = self.figured();
        kept.extend(shown);
        for (value, id) in plan.values.iter_mut().zip((0..).map(ValueId)) {
            if !kept.contains(&id) {
                *value = None;
            }
        }
        plan
    }

    /// The plan with what totals are made of alone: terms and classes; no criteria and no measurements.
    pub fn of_totals(&self, plan: &Plan) -> Plan {
        let mut kept: BTreeSet<ValueId> = BTreeSet::new();
        for term in self.terms.iter().flatten() {
            term.clone().values(|id| {
                kept.insert(*id);
            });
        }
        let mut plan = plan.clone();
        let values = plan.values.iter_mut().zip(&self.program.values);
        for ((value, it), id) in values.zip((0..).map(ValueId)) {
            if !matches!(it.kind, ValueKind::Class(_)) && !kept.contains(&id) {
                *value = None;
            }
        }
        plan
    }

    /// Leaves the groups of indicators out: their totals alone are asked for.
    pub fn leave_groups_out(&mut self) {
        for indicator in &mut self.program.indicators {
            indicator.by.clear();
        }
        for term in self.terms.iter_mut().flatten() {
            term.by.clear();
        }
    }

    /// The values that the terms of indicators are made of.
    pub(super) fn in_terms(&mut self) -> BTreeSet<ValueId> {
        let mut found = BTreeSet::new();
        let terms = self.terms.iter_mut().flatten();
        terms.for_each(|it| {
            it.values(|id| {
                found.insert(*id);
            });
        });
        found
    }

    /// The values that figures are made of.
    fn figured(&mut self) -> BTreeSet<ValueId> {
        let kinds = self.program.values.iter().zip((0..).map(ValueId));
        let mut found: BTreeSet<ValueId> = kinds
            .filter(|(it, _)| matches!(it.kind, ValueKind::Class(_) | ValueKind::Criterion { .. }))
            .map(|(_, id)| id)
            .collect();
        let mut add = |id: &mut ValueId| {
            found.insert(*id);
        };
        let terms = self.terms.iter_mut().flatten();
        terms.for_each(|it| it.values(&mut add));
        self.poverty.iter_mut().for_each(|it| it.values(&mut add));
        found
    }

    fn plan_for(&mut self, date: Date, outputs: &Outputs) -> Plan {
        let mut plan = plan(&self.program, date, outputs);
        let mut first: BTreeMap<(NodeId, EntityId), Vec<ValueId>> = BTreeMap::new();
        let mut same: BTreeMap<ValueId, ValueId> = BTreeMap::new();
        let ty = |id: &ValueId| self.program.values.get(id.index()).map(|it| it.ty);
        for (value, id) in plan.values.iter_mut().zip((0..).map(ValueId)) {
            let Some(it) = value else { continue };
            let known = first.entry((it.node, it.entity)).or_default();
            match known.iter().find(|known| ty(known) == ty(&id)) {
                Some(known) if id.index() >= self.declared_values => {
                    same.insert(id, *known);
                    *value = None;
                }
                Some(_) => {}
                None => known.push(id),
            }
        }
        let point = |id: &mut ValueId| *id = same.get(id).copied().unwrap_or(*id);
        self.terms
            .iter_mut()
            .flatten()
            .for_each(|it| it.values(point));
        self.poverty.iter_mut().for_each(|it| it.values(point));
        plan
    }

    /// Fields that groups read besides those of the plan: their keys, and the titles of the levels.
    pub fn group_fields(&self) -> impl Iterator<Item = FieldId> + '_ {
        self.terms
            .iter()
            .flatten()
            .flat_map(|term| &term.by)
            .filter_map(|key| match key {
                GroupKey::Field(_, field) => Some(*field),
                GroupKey::Value(_) => None,
            })
            .chain(self.program.design.iter().map(|(_, field)| *field))
            .chain(
                self.parents()
                    .filter_map(|entity| title_field(&self.program, entity)),
            )
    }

    /// The entities that others belong to.
    fn parents(&self) -> impl Iterator<Item = EntityId> + '_ {
        let homes = self
            .program
            .declared()
            .filter_map(|(entity, _)| entity.parent);
        homes.map(|(parent, _)| parent)
    }
}
