//! The parts of indicators and measurements as values, for the evaluators to compute with the rest.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use crate::check::tree::{
    About, EntityId, Expr, ExprKind, FieldId, Hop, Poverty, Program, Step, Term, TermFigure, Value,
    ValueId, ValueKind,
};

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
#[derive(Clone, Debug)]
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
#[derive(Clone, Copy, Debug)]
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
