//! The rules of one day, for an evaluation on another: what parameters, versions and dates in force say.

use std::collections::BTreeSet;

use super::tree::{
    Blank, Expr, ExprKind, FieldId, Interval, Parameter, ParameterId, Program, RegisterId, Role,
    Select, Value, ValueId, ValueKind,
};
use super::walk::{keys, walk};
use crate::number::Date;

impl Program {
    /// The policy as it is on the day of `rules`, to be evaluated on `date`: parameters keep the value
    /// of that day, of several versions the one of that day stands, aids are in force or not as on that
    /// day. What asks for the evaluation date itself, such as an age, follows `date`.
    #[must_use]
    pub fn ruled(&self, rules: Date, date: Date) -> Self {
        let mut program = self.on(rules).into_owned();
        for parameter in &mut program.parameters {
            parameter.intervals = frozen(parameter, rules, date);
        }
        program.registers_in_force.clear();
        for aid in &mut program.aids {
            let stands = aid.in_force.is_none_or(|(from, until)| {
                from <= rules && until.is_none_or(|until| rules <= until)
            });
            aid.in_force = if stands {
                None
            } else {
                // A time without a day.
                date.add_days(-1).map(|before| (date, Some(before)))
            };
        }
        program
    }

    /// What values and registers follow from, directly or through other rules.
    pub fn behind(
        &self,
        values: impl IntoIterator<Item = ValueId>,
        registers: impl IntoIterator<Item = RegisterId>,
    ) -> Behind {
        let mut reach = Reach {
            program: self,
            found: Behind::default(),
            values: BTreeSet::new(),
            fields: BTreeSet::new(),
            registers: BTreeSet::new(),
        };
        for id in values {
            reach.value(id);
        }
        for id in registers {
            reach.register(id);
        }
        reach.found
    }
}

/// What rules follow from.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    /// The parameters; all of them where an aid is among the rules.
    pub parameters: BTreeSet<ParameterId>,
    /// Whether an aid is among the rules.
    pub aids: bool,
}

/// The interval of a day alone, so that it holds on the other.
fn frozen(parameter: &Parameter, rules: Date, date: Date) -> Vec<Interval> {
    let mut kept = parameter.on(rules).cloned();
    if let Some(it) = &mut kept {
        it.from = it.from.min(date);
        it.until = None;
    }
    kept.into_iter().collect()
}

/// What was reached so far.
struct Reach<'a> {
    program: &'a Program,
    found: Behind,
    values: BTreeSet<ValueId>,
    fields: BTreeSet<FieldId>,
    registers: BTreeSet<RegisterId>,
}

impl<'a> Reach<'a> {
    fn value(&mut self, id: ValueId) {
        if !self.values.insert(id) {
            return;
        }
        let program = self.program;
        if let Some(value) = program.values.get(id.index()) {
            self.kind(value);
        }
    }

    fn kind(&mut self, value: &'a Value) {
        match &value.kind {
            ValueKind::Define(expr) | ValueKind::Class(expr) | ValueKind::Decide(expr) => {
                self.expr(expr);
            }
            ValueKind::Criterion { condition, .. } => self.expr(condition),
            ValueKind::Select(select) => self.select(select),
        }
    }

    fn select(&mut self, select: &'a Select) {
        self.expr(&select.when);
        keys(&select.rank, &mut |it| self.expr(it));
        for limit in &select.limits {
            self.expr(&limit.count);
            if let Some(condition) = &limit.condition {
                self.expr(condition);
            }
        }
    }

    fn register(&mut self, id: RegisterId) {
        if !self.registers.insert(id) {
            return;
        }
        let program = self.program;
        if let Some(register) = program.registers.get(id.index()) {
            self.expr(&register.current);
            for ground in register.enter.iter().chain(&register.leave) {
                self.expr(&ground.condition);
            }
        }
    }

    fn field(&mut self, id: FieldId) {
        if !self.fields.insert(id) {
            return;
        }
        let program = self.program;
        let blank = program.fields.get(id.index()).map(|it| &it.blank);
        if let Some(Blank::AskedWhen { condition, .. }) = blank {
            self.expr(condition);
        }
    }

    fn role(&mut self, role: Option<&Role>) {
        if let Some(role) = role {
            self.expr(&role.condition);
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what names no rule is passed by"
    )]
    fn expr(&mut self, expr: &Expr) {
        walk(expr, &mut |part| match &part.kind {
            ExprKind::Value(id) => self.value(*id),
            ExprKind::Register(id) => self.register(*id),
            ExprKind::Field(id) | ExprKind::Filled(id) => self.field(*id),
            ExprKind::Parameter(id, _) => {
                self.found.parameters.insert(*id);
            }
            ExprKind::At(super::tree::Hop::Role(id), _) => {
                let program = self.program;
                self.role(program.roles.get(id.index()));
            }
            // An aid may follow from any of them.
            ExprKind::Aid(..) => {
                let all = self.program.parameters.len();
                self.found.aids = true;
                let ids = (0..).take(all).map(ParameterId);
                self.found.parameters.extend(ids);
            }
            _ => {}
        });
    }
}
