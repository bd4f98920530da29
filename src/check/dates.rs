//! What the date of a run asks of a policy: parameters with a value then, definitions in force.

use std::collections::BTreeSet;

use super::order::{aid_expressions, indicator_expressions, value_expressions};
use super::tree::{Aid, Blank, Expr, ExprKind, FieldId, Hop, ParameterId, Program, ValueId};
use super::walk::walk;
use crate::diagnostic::catalogue::check as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::number::Date;
use crate::source::Span;

/// The findings of a run on a day: parameters that are used and have no value, definitions that are
/// used and not in force.
pub fn dates(program: &Program, day: Date) -> Diagnostics {
    let program = &*program.on(day);
    let mut findings = Diagnostics::new();
    let mut seen: BTreeSet<ValueId> = BTreeSet::new();
    // Several parameters of the tree may stand for one of the text.
    let mut named: BTreeSet<&str> = BTreeSet::new();
    used(program, day, &mut |expr| match &expr.kind {
        ExprKind::Parameter(id, _) => {
            let name = program.parameters.get(id.index());
            if named.insert(name.map_or("", |it| it.about.name.as_str())) {
                findings.append(parameter(program, *id, expr.span, day));
            }
        }
        ExprKind::Value(id) if seen.insert(*id) => {
            findings.append(value(program, *id, expr.span, day));
        }
        _ => {}
    });
    for (id, days) in &program.registers_in_force {
        if !in_force(Some(days), day)
            && let Some(about) = program.registers.get(id.index()).map(|it| &it.about)
        {
            findings.push(
                Diagnostic::at(&codes::NOT_IN_FORCE, about.span)
                    .with("name", &about.name)
                    .with("date", day),
            );
        }
    }
    findings
}

/// The fields that the rules of a day name, and those that their skip patterns name.
pub fn fields(program: &Program, day: Date) -> BTreeSet<FieldId> {
    let program = &*program.on(day);
    let mut open: Vec<FieldId> = Vec::new();
    let note = |expr: &Expr, open: &mut Vec<FieldId>| {
        if let ExprKind::Field(id) | ExprKind::Filled(id) | ExprKind::At(Hop::Link(id), _) =
            expr.kind
        {
            open.push(id);
        }
    };
    rules(program, day, &mut |expr| note(expr, &mut open));
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let field = program.fields.get(id.index());
        if found.insert(id)
            && let Some(Blank::AskedWhen { condition, .. }) = field.map(|field| &field.blank)
        {
            walk(condition, &mut |it| note(it, &mut open));
        }
    }
    found
}

/// Calls `visit` for every expression that a run on the day evaluates.
fn used(program: &Program, day: Date, visit: &mut dyn FnMut(&Expr)) {
    rules(program, day, visit);
    for field in &program.fields {
        if let Blank::AskedWhen { condition, .. } = &field.blank {
            walk(condition, &mut |it| visit(it));
        }
    }
    let mut each = |expr: &Expr| walk(expr, &mut |it| visit(it));
    program
        .indicators
        .iter()
        .for_each(|it| indicator_expressions(it, &mut each));
    program.targets.iter().for_each(|it| each(&it.value));
}

/// The same for values, aids, registers and roles: what is decided for single rows.
fn rules(program: &Program, day: Date, visit: &mut dyn FnMut(&Expr)) {
    let mut each = |expr: &Expr| walk(expr, &mut |it| visit(it));
    for (id, value) in (0_u32..).zip(&program.values) {
        if in_force(program.in_force.get(&ValueId(id)), day) {
            value_expressions(&value.kind, &mut each);
        }
    }
    for aid in program
        .aids
        .iter()
        .filter(|aid: &&Aid| in_force(aid.in_force.as_ref(), day))
    {
        aid_expressions(aid, &mut each);
    }
    for register in &program.registers {
        each(&register.current);
        register
            .enter
            .iter()
            .chain(&register.leave)
            .for_each(|it| each(&it.condition));
    }
    program.roles.iter().for_each(|it| each(&it.condition));
}

fn in_force(dates: Option<&(Date, Option<Date>)>, day: Date) -> bool {
    dates.is_none_or(|(from, until)| *from <= day && until.is_none_or(|until| day <= until))
}

fn parameter(program: &Program, id: ParameterId, at: Span, day: Date) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let Some(parameter) = program.parameters.get(id.index()) else {
        return findings;
    };
    if parameter.on(day).is_none() && !parameter.intervals.is_empty() {
        let finding = Diagnostic::at(&codes::NO_VALUE_AT, at)
            .with("name", &parameter.about.name)
            .with("date", day)
            .label(parameter.about.span, "label.declared");
        findings.push(finding);
    }
    findings
}

fn value(program: &Program, id: ValueId, at: Span, day: Date) -> Diagnostics {
    let mut findings = Diagnostics::new();
    if !in_force(program.in_force.get(&id), day) {
        let about = program.values.get(id.index()).map(|it| &it.about);
        let finding = Diagnostic::at(&codes::NOT_IN_FORCE, at)
            .with("name", about.map_or("", |it| it.name.as_str()))
            .with("date", day);
        findings.push(match about {
            Some(about) => finding.label(about.span, "label.declared"),
            None => finding,
        });
    }
    findings
}
