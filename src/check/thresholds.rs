//! The thresholds of a policy: comparisons of an amount of a row with a number that the policy sets.

use super::tree::{
    About, CompareOp, Constant, EntityId, Expr, ExprKind, Hop, Program, Step, Type, Value, ValueId,
    ValueKind,
};
use super::walk::{children, same};
use crate::number::Rational;
use crate::source::Span;

/// A threshold, and the rows near it as computed values.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// The level of the compared rows.
    pub entity: EntityId,
    /// Title of the first rule that compares.
    pub rule: String,
    /// The comparison in the text.
    pub span: Span,
    /// Whether a row is below, by at most the margin.
    pub below: ValueId,
    /// Whether a row is at the threshold or above it, by at most the margin.
    pub above: ValueId,
}

impl Program {
    /// The policy with a value for each side of each threshold: whether a row is within the margin, such
    /// as 5 % of the threshold. Amounts and decimals alone have a margin, counts and ages do not.
    pub fn with_thresholds(&self, margin: Rational) -> (Self, Vec<Threshold>) {
        let mut search = Search {
            program: self,
            found: Vec::new(),
        };
        search.all();
        let found = search.found;
        let mut program = Self {
            tests: Vec::new(),
            ..self.clone()
        };
        let one = Rational::from_integer(1);
        let factors = one.checked_sub(margin).zip(one.checked_add(margin));
        let Some((low, high)) = factors else {
            return (program, Vec::new());
        };
        let thresholds = found
            .into_iter()
            .map(|it| {
                let side = |op, bound: Expr| compare(op, &it.value, bound);
                let times = |factor| times(&it.bound, factor);
                let below = [
                    side(CompareOp::GreaterOrEqual, times(low)),
                    side(CompareOp::Less, it.bound.clone()),
                ];
                let above = [
                    side(CompareOp::GreaterOrEqual, it.bound.clone()),
                    side(CompareOp::LessOrEqual, times(high)),
                ];
                Threshold {
                    entity: it.entity,
                    span: it.span,
                    below: add(&mut program, it.entity, below),
                    above: add(&mut program, it.entity, above),
                    rule: it.rule,
                }
            })
            .collect();
        (program, thresholds)
    }
}

fn compare(op: CompareOp, value: &Expr, bound: Expr) -> Expr {
    Expr {
        kind: ExprKind::Compare(op, Box::new(value.clone()), Box::new(bound)),
        ty: Type::Boolean,
        span: value.span,
    }
}

fn times(bound: &Expr, factor: Rational) -> Expr {
    let factor = Expr {
        kind: ExprKind::Constant(Constant::Number(factor)),
        ty: Type::Decimal,
        span: bound.span,
    };
    Expr {
        kind: ExprKind::Multiply(Box::new(bound.clone()), Box::new(factor)),
        ty: bound.ty,
        span: bound.span,
    }
}

fn add(program: &mut Program, entity: EntityId, both: [Expr; 2]) -> ValueId {
    let id = ValueId(u32::try_from(program.values.len()).unwrap_or(u32::MAX));
    let span = both.first().map_or_else(Span::default, |it| it.span);
    program.values.push(Value {
        about: About {
            name: format!("margin#{}", id.0),
            ..About::default()
        },
        entity,
        ty: Type::Boolean,
        kind: ValueKind::Define(Expr {
            kind: ExprKind::And(both.into()),
            ty: Type::Boolean,
            span,
        }),
        exact: false,
    });
    program.order.push(Step::Value(id));
    id
}

/// A comparison found.
struct Found {
    entity: EntityId,
    rule: String,
    span: Span,
    value: Expr,
    bound: Expr,
}

struct Search<'a> {
    program: &'a Program,
    found: Vec<Found>,
}

impl Search<'_> {
    fn all(&mut self) {
        let program = self.program;
        for it in &program.values {
            let label = &it.about.label;
            match &it.kind {
                ValueKind::Define(expr) | ValueKind::Class(expr) | ValueKind::Decide(expr) => {
                    self.expr(expr, it.entity, label);
                }
                ValueKind::Criterion { condition, .. } => self.expr(condition, it.entity, label),
                ValueKind::Select(select) => self.expr(&select.when, it.entity, label),
            }
        }
        for it in &program.registers {
            for ground in it.enter.iter().chain(&it.leave) {
                self.expr(&ground.condition, it.entity, &it.about.label);
            }
        }
        for it in &program.aids {
            for ground in it.when.iter().chain(&it.unless).chain(&it.verify) {
                self.expr(&ground.condition, it.entity, &it.about.label);
            }
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all other expressions stand at the level of their parts"
    )]
    fn expr(&mut self, expr: &Expr, at: EntityId, rule: &str) {
        match &expr.kind {
            ExprKind::Compare(op, left, right) => {
                self.compared(expr.span, *op, (left, right), at, rule);
            }
            ExprKind::At(hop, inner) => {
                if let Some(there) = self.reached(*hop, at) {
                    self.expr(inner, there, rule);
                }
                return;
            }
            ExprKind::Aggregate(it) => {
                for part in it.condition.iter().chain(&it.value) {
                    self.expr(part, it.over, rule);
                }
                return;
            }
            _ => {}
        }
        children(expr, &mut |part| self.expr(part, at, rule));
    }

    fn reached(&self, hop: Hop, at: EntityId) -> Option<EntityId> {
        match hop {
            Hop::Parent => self
                .program
                .entities
                .get(at.index())?
                .parent
                .map(|(it, _)| it),
            Hop::Link(field) => self.program.fields.get(field.index())?.refers_to,
            Hop::Role(role) => self.program.roles.get(role.index()).map(|it| it.of),
        }
    }

    fn compared(
        &mut self,
        span: Span,
        op: CompareOp,
        (left, right): (&Expr, &Expr),
        entity: EntityId,
        rule: &str,
    ) {
        let ordered = !matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        let has_margin = matches!(left.ty, Type::Money(_) | Type::Decimal)
            || matches!(right.ty, Type::Money(_) | Type::Decimal);
        if !ordered || !has_margin {
            return;
        }
        let (value, bound) = match (is_set(left), is_set(right)) {
            (false, true) => (left, right),
            (true, false) => (right, left),
            (true, true) | (false, false) => return,
        };
        let known =
            |it: &Found| it.entity == entity && same(&it.value, value) && same(&it.bound, bound);
        if !self.found.iter().any(known) {
            self.found.push(Found {
                entity,
                rule: rule.to_owned(),
                span,
                value: value.clone(),
                bound: bound.clone(),
            });
        }
    }
}

/// Whether the policy sets a number: constants and parameters, whatever a parameter is looked up by.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else there is follows from the row"
)]
fn is_set(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(_) | ExprKind::Parameter(..) => true,
        ExprKind::Retype(inner) | ExprKind::Negate(inner) => is_set(inner),
        ExprKind::Add(a, b)
        | ExprKind::Subtract(a, b)
        | ExprKind::Multiply(a, b)
        | ExprKind::Divide(a, b) => is_set(a) && is_set(b),
        _ => false,
    }
}
