//! Which sides of each condition the tests of a policy have seen.

use crate::check::tree::{EntityId, Expr, ExprKind, Ground, Program, ValueKind};
use crate::number::Truth;
use crate::reference::{Evaluator, Row};
use crate::source::Span;

/// The conditions of a policy's rules and how often each was true, false, unknown.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// In the order of the tree: values, aids, registers.
    pub conditions: Vec<Covered>,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The rule it belongs to.
    pub rule: String,
    /// What it is in the rule: the code of a ground, `row 2` of a class or table, `when`.
    pub name: String,
    /// Its place.
    pub span: Span,
    /// Rows for which it was true.
    pub seen_true: u32,
    /// Rows for which it was false.
    pub seen_false: u32,
    /// Rows for which it was unknown.
    pub seen_unknown: u32,
    entity: EntityId,
    condition: Expr,
}

impl Covered {
    /// Whether it was seen true and seen false.
    pub fn both_sides(&self) -> bool {
        self.seen_true > 0 && self.seen_false > 0
    }
}

impl Coverage {
    /// The conditions of a policy, none seen yet; those that are constant are left out.
    pub fn new(program: &Program) -> Self {
        let mut it = Self::default();
        let later = program.versions.iter().flat_map(|it| &it.values);
        for value in program.values.iter().chain(later.map(|(_, it)| it)) {
            let rule = value.about.name.as_str();
            match &value.kind {
                ValueKind::Criterion { condition, .. } => {
                    it.add(rule, "when".to_owned(), value.entity, condition);
                }
                ValueKind::Class(expr) | ValueKind::Decide(expr) => {
                    it.add_rows(rule, value.entity, expr);
                }
                ValueKind::Select(select) => {
                    it.add(rule, "when".to_owned(), value.entity, &select.when);
                }
                ValueKind::Define(_) => {}
            }
        }
        let later = program.versions.iter().filter_map(|it| it.aid.as_ref());
        for aid in program.aids.iter().chain(later.map(|(_, it)| &**it)) {
            for grounds in [&aid.when, &aid.unless, &aid.verify] {
                it.add_grounds(&aid.about.name, aid.entity, grounds);
            }
        }
        for register in &program.registers {
            for grounds in [&register.enter, &register.leave] {
                it.add_grounds(&register.about.name, register.entity, grounds);
            }
        }
        it
    }

    /// Counts the conditions for every row of the evaluator's data.
    pub fn note(&mut self, evaluator: &mut Evaluator) {
        for it in &mut self.conditions {
            let table = evaluator.dataset().table(it.entity);
            for index in 0..table.map_or(0, |table| table.rows) {
                let row = Row {
                    entity: it.entity,
                    index,
                };
                let seen = match evaluator.evaluate(&it.condition, row).truth() {
                    Truth::True => &mut it.seen_true,
                    Truth::False => &mut it.seen_false,
                    Truth::Unknown => &mut it.seen_unknown,
                };
                *seen = seen.saturating_add(1);
            }
        }
    }

    fn add(&mut self, rule: &str, name: String, entity: EntityId, condition: &Expr) {
        if matches!(condition.kind, ExprKind::Constant(_)) {
            return;
        }
        self.conditions.push(Covered {
            rule: rule.to_owned(),
            name,
            span: condition.span,
            seen_true: 0,
            seen_false: 0,
            seen_unknown: 0,
            entity,
            condition: condition.clone(),
        });
    }

    fn add_rows(&mut self, rule: &str, entity: EntityId, expr: &Expr) {
        let conditions: Vec<&Expr> = if let ExprKind::FirstMatch { rows, .. } = &expr.kind {
            rows.iter().map(|(condition, _)| condition).collect()
        } else if let ExprKind::BestMatch { rows, .. } = &expr.kind {
            rows.iter().map(|row| &row.condition).collect()
        } else {
            Vec::new()
        };
        for (number, condition) in (1..).zip(conditions) {
            self.add(rule, format!("row {number}"), entity, condition);
        }
    }

    fn add_grounds(&mut self, rule: &str, entity: EntityId, grounds: &[Ground]) {
        for ground in grounds {
            self.add(rule, ground.code.clone(), entity, &ground.condition);
        }
    }
}
