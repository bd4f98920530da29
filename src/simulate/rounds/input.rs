//! What can be put back to what it was in the earlier round: fields, parameters, versions, the date.

use super::report::RuleChange;
use crate::check::tree::{
    Aid, AidId, Constant, FieldId, Parameter, ParameterId, Program, RegisterId, Type, ValueId,
};
use crate::number::{Date, format_decimal};
use crate::reference::Datum;

/// Something that may have made a change.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) what: What,
    /// `field`, `parameter`, `version`, `date`.
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) label: String,
}

/// What is put back.
#[derive(Debug)]
pub(super) enum What {
    Field(FieldId),
    /// A parameter and those that stand for its parts.
    Parameters(Vec<ParameterId>),
    /// Other versions of rules.
    Versions(Vec<ValueId>, Vec<AidId>, Vec<RegisterId>),
    /// The evaluation date: ages, and whatever else asks for it.
    Date,
}

/// A rule that is different on the later day.
#[derive(Debug)]
pub(super) struct Differs {
    pub(super) change: RuleChange,
    pub(super) what: What,
}

/// The rules that are different on the later day. `old` and `new` are the policy on both days.
pub(super) fn rules(
    program: &Program,
    (old, from): (&Program, Date),
    (new, to): (&Program, Date),
) -> Vec<Differs> {
    let mut found = parameters(program, from, to);
    found.extend(versions(program, old, from, to));
    let aids = old.aids.iter().zip(&new.aids).zip((0..).map(AidId));
    for ((before, after), id) in aids {
        let stands = |it: &Aid, day: Date| {
            it.in_force
                .is_none_or(|(first, last)| first <= day && last.is_none_or(|last| day <= last))
        };
        let words =
            |stands: bool| Some(if stands { "in_force" } else { "not_in_force" }.to_owned());
        let (was, is) = (stands(before, from), stands(after, to));
        if was != is {
            found.push(Differs {
                change: RuleChange {
                    kind: "aid",
                    name: after.about.name.clone(),
                    label: after.about.label.clone(),
                    before: words(was),
                    after: words(is),
                    period: None,
                    reached: false,
                },
                what: What::Versions(Vec::new(), vec![id], Vec::new()),
            });
        }
    }
    found
}

fn parameters(program: &Program, from: Date, to: Date) -> Vec<Differs> {
    let mut found: Vec<Differs> = Vec::new();
    let all = program.parameters.iter().zip((0..).map(ParameterId));
    for (it, id) in all.filter(|(it, _)| differs(it, from, to)) {
        let name = &it.about.name;
        let known = found.iter_mut().find(|known| known.change.name == *name);
        if let Some(known) = known {
            if let What::Parameters(ids) = &mut known.what {
                ids.push(id);
            }
            // Several parts: no one value.
            (known.change.before, known.change.after) = (None, None);
            continue;
        }
        found.push(Differs {
            change: RuleChange {
                kind: "parameter",
                name: name.clone(),
                label: it.about.label.clone(),
                before: single(program, it, from),
                after: single(program, it, to),
                period: period(it.ty),
                reached: false,
            },
            what: What::Parameters(vec![id]),
        });
    }
    found
}

fn differs(it: &Parameter, from: Date, to: Date) -> bool {
    match (it.on(from), it.on(to)) {
        (Some(a), Some(b)) => a.values != b.values || a.otherwise != b.otherwise,
        (None, None) => false,
        (Some(_), None) | (None, Some(_)) => true,
    }
}

/// The value of a parameter without keys: plain digits where it is a number.
fn single(program: &Program, it: &Parameter, day: Date) -> Option<String> {
    let value = it.on(day)?.values.get(&Vec::new())?;
    if let (Constant::Number(number), Some(scale)) = (value, it.ty.scale()) {
        let raw = number.round_to_scale(scale)?;
        return Some(format_decimal(raw, scale));
    }
    Some(Datum::from_constant(value).describe(it.ty, program))
}

fn period(ty: Type) -> Option<String> {
    ty.period().map(|it| format!("per {it}"))
}

fn versions(program: &Program, old: &Program, from: Date, to: Date) -> Vec<Differs> {
    let mut found: Vec<Differs> = Vec::new();
    for version in &program.versions {
        let stands =
            |day: Date| version.from <= day && version.until.is_none_or(|until| day <= until);
        if stands(from) == stands(to) {
            continue;
        }
        let values: Vec<ValueId> = version.values.iter().map(|(id, _)| *id).collect();
        let aids: Vec<AidId> = version.aid.iter().map(|(id, _)| *id).collect();
        let registers: Vec<RegisterId> = version.register.iter().map(|(id, _)| *id).collect();
        let register = registers
            .first()
            .and_then(|id| old.registers.get(id.index()));
        let first = values.first().and_then(|id| old.values.get(id.index()));
        let aid = aids.first().and_then(|id| old.aids.get(id.index()));
        let Some(about) = first
            .map(|it| &it.about)
            .or(aid.map(|it| &it.about))
            .or(register.map(|it| &it.about))
        else {
            continue;
        };
        // A criteria set by its own name.
        let name = about.name.split('.').next().unwrap_or_default().to_owned();
        let known = found.iter_mut().find(|known| known.change.name == name);
        if let Some(What::Versions(known_values, known_aids, known_registers)) =
            known.map(|it| &mut it.what)
        {
            known_values.extend(
                values
                    .into_iter()
                    .filter(|id| !known_values.contains(id))
                    .collect::<Vec<_>>(),
            );
            known_aids.extend(
                aids.into_iter()
                    .filter(|id| !known_aids.contains(id))
                    .collect::<Vec<_>>(),
            );
            known_registers.extend(registers);
            continue;
        }
        let set = program.criteria.iter().find(|it| it.about.name == name);
        found.push(Differs {
            change: RuleChange {
                kind: "version",
                label: set.map_or(&about.label, |it| &it.about.label).clone(),
                name,
                before: None,
                after: None,
                period: None,
                reached: false,
            },
            what: What::Versions(values, aids, registers),
        });
    }
    found
}
