//! What of a policy its tests exercise: the sides of conditions, table rows that decide, exclusions.

use std::collections::BTreeSet;

use super::blank::may_be_unknown;
use crate::check::tree::{
    Benefit, Constant, EntityId, Expr, ExprKind, Ground, Program, Type, Value, ValueKind,
};
use crate::number::Truth;
use crate::reference::{Evaluator, Row, operands};
use crate::source::Span;

/// The conditions of a policy's rules and how often each was true, false, unknown.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// In the order of the tree: values, aids, registers.
    pub conditions: Vec<Covered>,
}

/// What a condition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoveredKind {
    /// Of a criterion, a definition, an aid, a register.
    Condition,
    /// A row of a class or a table.
    Row,
    /// What keeps people out: `unless` of an aid, `leave when` of a register.
    Exclusion,
}

impl CoveredKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Condition, Self::Row, Self::Exclusion];
}

/// One condition.
#[derive(Clone, Debug)]
pub struct Covered {
    /// The rule it belongs to.
    pub rule: String,
    /// What it is in the rule: the code of a ground, `row 2` of a class or table, `when`.
    pub name: String,
    /// What it is.
    pub kind: CoveredKind,
    /// Its place.
    pub span: Span,
    /// Rows for which it was true; of a row of a table, for which it decided.
    pub seen_true: u32,
    /// Rows for which it was false.
    pub seen_false: u32,
    /// Rows for which it was unknown.
    pub seen_unknown: u32,
    /// Whether it can be false: the last row of a table takes all that is left.
    pub can_fail: bool,
    /// Whether it rests on an answer that may be blank.
    pub can_be_unknown: bool,
    entity: EntityId,
    condition: Expr,
    /// Which table it is a row of, where the first row that fits decides.
    table: Option<usize>,
}

impl Covered {
    /// The sides that tests should see: true, false, unknown; `None` where it has no such side.
    pub fn sides(&self) -> [Option<bool>; 3] {
        [
            Some(self.seen_true > 0),
            self.can_fail.then_some(self.seen_false > 0),
            self.can_be_unknown.then_some(self.seen_unknown > 0),
        ]
    }

    /// Whether each of its sides was seen.
    pub fn whole(&self) -> bool {
        self.sides().iter().all(|it| *it != Some(false))
    }
}

impl Coverage {
    /// The conditions of a policy, none seen yet; those that are constant are left out.
    pub fn new(program: &Program) -> Self {
        let mut it = Self::default();
        let later = program.versions.iter().flat_map(|it| &it.values);
        for value in program.values.iter().chain(later.map(|(_, it)| it)) {
            it.add_value(value);
        }
        let later = program.versions.iter().filter_map(|it| it.aid.as_ref());
        for aid in program.aids.iter().chain(later.map(|(_, it)| &**it)) {
            let (rule, entity) = (&aid.about.name, aid.entity);
            it.add_grounds(rule, entity, &aid.when, CoveredKind::Condition);
            it.add_grounds(rule, entity, &aid.unless, CoveredKind::Exclusion);
            it.add_grounds(rule, entity, &aid.verify, CoveredKind::Condition);
            if let Benefit::Amount { value, .. } | Benefit::Service(value) = &aid.benefit {
                it.add_choices(rule, entity, value);
            }
        }
        for register in &program.registers {
            let (rule, entity) = (&register.about.name, register.entity);
            it.add_grounds(rule, entity, &register.enter, CoveredKind::Condition);
            it.add_grounds(rule, entity, &register.leave, CoveredKind::Exclusion);
        }
        for covered in &mut it.conditions {
            let mut seen = BTreeSet::new();
            covered.can_be_unknown = may_be_unknown(program, &covered.condition, &mut seen);
        }
        it
    }

    /// Counts the conditions for every row of the evaluator's data.
    pub fn note(&mut self, evaluator: &mut Evaluator) {
        let mut table = None;
        // Rows of the data for which a row of the table above decided, or may have.
        let mut decided: BTreeSet<usize> = BTreeSet::new();
        for it in &mut self.conditions {
            if it.table != table {
                table = it.table;
                decided.clear();
            }
            let rows = evaluator.dataset().table(it.entity);
            for index in 0..rows.map_or(0, |table| table.rows) {
                let row = Row {
                    entity: it.entity,
                    index,
                };
                let truth = evaluator.evaluate(&it.condition, row).truth();
                let is_first = truth == Truth::False || decided.insert(index);
                let seen = match truth {
                    Truth::True if it.table.is_some() && !is_first => continue,
                    Truth::True => &mut it.seen_true,
                    Truth::False => &mut it.seen_false,
                    Truth::Unknown => &mut it.seen_unknown,
                };
                *seen = seen.saturating_add(1);
            }
        }
    }

    fn add_value(&mut self, value: &Value) {
        let (rule, entity) = (value.about.name.as_str(), value.entity);
        match &value.kind {
            ValueKind::Criterion { condition, .. } => {
                self.add(rule, "when".to_owned(), entity, condition);
            }
            ValueKind::Class(expr) | ValueKind::Decide(expr) => {
                self.add_rows(rule, entity, expr);
            }
            ValueKind::Select(select) => {
                self.add(rule, "when".to_owned(), entity, &select.when);
            }
            ValueKind::Define(expr) => {
                if expr.ty == Type::Boolean {
                    self.add(rule, "value".to_owned(), entity, expr);
                }
                self.add_choices(rule, entity, expr);
            }
        }
    }

    fn add(&mut self, rule: &str, name: String, entity: EntityId, condition: &Expr) {
        if !matches!(condition.kind, ExprKind::Constant(_)) {
            let covered = Covered::new(rule, name, entity, condition);
            self.conditions.push(covered);
        }
    }

    /// The conditions of `if`, those at rows below or beside left out: they are counted where they stand
    /// in a rule of their own.
    fn add_choices(&mut self, rule: &str, entity: EntityId, expr: &Expr) {
        if let ExprKind::If(condition, ..) = &expr.kind {
            self.add(rule, "if".to_owned(), entity, condition);
        }
        for operand in operands(expr) {
            self.add_choices(rule, entity, operand);
        }
    }

    fn add_rows(&mut self, rule: &str, entity: EntityId, expr: &Expr) {
        let (mut conditions, mut is_first): (Vec<&Expr>, bool) = (Vec::new(), false);
        if let ExprKind::FirstMatch { rows, .. } = &expr.kind {
            (conditions, is_first) = (rows.iter().map(|(it, _)| it).collect(), true);
        } else if let ExprKind::BestMatch { rows, .. } = &expr.kind {
            conditions = rows.iter().map(|row| &row.condition).collect();
        }
        let table = is_first.then_some(self.conditions.len());
        for (number, condition) in (1..).zip(conditions) {
            let takes_all = ExprKind::Constant(Constant::Boolean(true));
            let can_fail = condition.kind != takes_all;
            if can_fail && matches!(condition.kind, ExprKind::Constant(_)) {
                continue;
            }
            let mut covered = Covered::new(rule, format!("row {number}"), entity, condition);
            covered.kind = CoveredKind::Row;
            (covered.can_fail, covered.table) = (can_fail, table);
            self.conditions.push(covered);
        }
        if let ExprKind::FirstMatch {
            otherwise: Some(rest),
            ..
        } = &expr.kind
        {
            let always = Expr {
                kind: ExprKind::Constant(Constant::Boolean(true)),
                ty: Type::Boolean,
                span: rest.span,
            };
            let mut covered = Covered::new(rule, "otherwise".to_owned(), entity, &always);
            covered.kind = CoveredKind::Row;
            (covered.can_fail, covered.table) = (false, table);
            self.conditions.push(covered);
        }
    }

    fn add_grounds(&mut self, rule: &str, entity: EntityId, grounds: &[Ground], kind: CoveredKind) {
        for ground in grounds {
            if !matches!(ground.condition.kind, ExprKind::Constant(_)) {
                let name = ground.code.clone();
                let mut covered = Covered::new(rule, name, entity, &ground.condition);
                covered.kind = kind;
                self.conditions.push(covered);
            }
        }
    }
}

impl Covered {
    fn new(rule: &str, name: String, entity: EntityId, condition: &Expr) -> Self {
        Self {
            rule: rule.to_owned(),
            name,
            kind: CoveredKind::Condition,
            span: condition.span,
            seen_true: 0,
            seen_false: 0,
            seen_unknown: 0,
            can_fail: true,
            can_be_unknown: false,
            entity,
            condition: condition.clone(),
            table: None,
        }
    }
}
