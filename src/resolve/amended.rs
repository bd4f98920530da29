//! What an amendment does to a rule: rows take the place of those of their name, clauses of all of
//! their kind, a new expression of the old one.

use super::amend::Once;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::resolve as codes;
use crate::number::Date;
use crate::source::Spanned;
use crate::syntax::ast::{
    AmendRule, ClassRow, Classify, Criteria, Decide, Declaration, DeclarationKind, Entity,
    EntityRow, Indicator, Label, Name, Parameter, Poverty, Register, Select, Source, Target,
};

/// Changes a rule by an amendment of its kind.
pub(super) fn change(rule: &mut DeclarationKind, by: &AmendRule, once: &mut Once<'_>) {
    use DeclarationKind as K;
    match (rule, &by.replace) {
        (K::Criteria(it), K::Criteria(new)) => criteria(it, new, once),
        (K::Classify(it), K::Classify(new)) => classes(it, new, once),
        (K::Select(it), K::Select(new)) => select(it, new, by.add.as_ref(), once),
        (K::Register(it), K::Register(new)) => register(it, new, by.add.as_ref(), once),
        (K::Decide(it), K::Decide(new)) => decide(it, new, by, once),
        (K::Parameter(it), K::Parameter(new)) => bands(it, new, once),
        (K::Entity(it), K::Entity(new)) => fields(it, new, once),
        (K::Define(it), K::Define(new)) => {
            relabel(&mut it.label, new.label.as_ref());
            if once.admits("the value".to_owned(), new.value.span) {
                it.value.clone_from(&new.value);
                it.ty = new.ty.clone().or(it.ty.take());
            }
        }
        (K::Role(it), K::Role(new)) => {
            relabel(&mut it.label, new.label.as_ref());
            if once.admits("the row".to_owned(), new.value.span) {
                it.value.clone_from(&new.value);
            }
        }
        (K::Indicator(it), K::Indicator(new)) => indicator(it, new, once),
        (K::Poverty(it), K::Poverty(new)) => poverty(it, new, once),
        (K::Target(it), K::Target(new)) => target(it, new, once),
        _ => {}
    }
}

/// The sources of a declaration go down to its rows that have none of their own, before those of an
/// amendment take their place.
pub(super) fn keep_sources(rule: &mut Declaration) {
    let sources = &rule.common.sources;
    let keep = |own: &mut Vec<Source>| {
        if own.is_empty() {
            own.clone_from(sources);
        }
    };
    match &mut rule.kind {
        DeclarationKind::Parameter(it) => it.values.iter_mut().for_each(|it| keep(&mut it.sources)),
        DeclarationKind::Criteria(it) => it.rows.iter_mut().for_each(|it| keep(&mut it.sources)),
        DeclarationKind::Classify(it) => it.rows.iter_mut().for_each(|it| keep(&mut it.sources)),
        _ => {}
    }
}

fn relabel(label: &mut Option<Label>, new: Option<&Label>) {
    if let Some(new) = new {
        *label = Some(new.clone());
    }
}

fn indicator(it: &mut Indicator, new: &Indicator, once: &mut Once<'_>) {
    if once.admits("the figure".to_owned(), new.value.span) {
        let label = new.label.clone().or(it.label.take());
        let convention = new.convention.clone().or(it.convention.take());
        it.clone_from(new);
        (it.label, it.convention) = (label, convention);
    }
}

fn poverty(it: &mut Poverty, new: &Poverty, once: &mut Once<'_>) {
    if once.admits("the measurement".to_owned(), new.value.span) {
        let label = new.label.clone().or(it.label.take());
        it.clone_from(new);
        it.label = label;
    }
}

fn target(it: &mut Target, new: &Target, once: &mut Once<'_>) {
    if once.admits("the goal".to_owned(), new.value.span) {
        let label = new.label.clone().or(it.label.take());
        it.clone_from(new);
        it.label = label;
    }
}

/// A criterion takes the place of that of its name, or is added.
fn criteria(set: &mut Criteria, new: &Criteria, once: &mut Once<'_>) {
    relabel(&mut set.label, new.label.as_ref());
    for row in &new.rows {
        if !once.admits(format!("`{}`", row.name.node), row.span) {
            continue;
        }
        match set.rows.iter_mut().find(|it| it.name.node == row.name.node) {
            Some(old) => {
                let label = row.label.clone().or(old.label.take());
                old.clone_from(row);
                old.label = label;
            }
            None => set.rows.push(row.clone()),
        }
    }
}

/// The rows of a class take the place of all its rows; its place in the order stays.
fn classes(it: &mut Classify, new: &Classify, once: &mut Once<'_>) {
    relabel(&mut it.label, new.label.as_ref());
    let mut done: Vec<&str> = Vec::new();
    for row in &new.rows {
        let class = row.class.node.as_str();
        if done.contains(&class) {
            continue;
        }
        done.push(class);
        let same = |it: &&ClassRow| it.class.node == class;
        let Some(place) = it.rows.iter().position(|it| same(&it)) else {
            unknown_row(&row.class, once);
            continue;
        };
        if !once.admits(format!("`{class}`"), row.span) {
            continue;
        }
        let label = it.rows.get(place).and_then(|old| old.label.clone());
        it.rows.retain(|it| it.class.node != class);
        let rows = new.rows.iter().filter(same).cloned().map(|mut row| {
            row.label = row.label.or_else(|| label.clone());
            row
        });
        it.rows.splice(place..place, rows);
    }
}

fn unknown_row(name: &Name, once: &mut Once<'_>) {
    let finding = Diagnostic::at(&codes::AMEND_UNKNOWN_ROW, name.span)
        .with("name", &name.node)
        .with("rule", &once.name.node);
    once.findings.push(finding);
}

fn select(it: &mut Select, new: &Select, add: Option<&DeclarationKind>, once: &mut Once<'_>) {
    relabel(&mut it.label, new.label.as_ref());
    if let Some(span) = new.when.first().map(|it| it.span)
        && once.admits("`when`".to_owned(), span)
    {
        it.when.clone_from(&new.when);
    }
    if let Some(span) = new.rank.first().map(|it| it.value.span)
        && once.admits("`rank by`".to_owned(), span)
    {
        it.rank.clone_from(&new.rank);
    }
    if let Some(span) = new.limits.first().map(|it| it.span)
        && once.admits("`limit`".to_owned(), span)
    {
        it.limits.clone_from(&new.limits);
    }
    if let Some(DeclarationKind::Select(add)) = add {
        it.when.extend(add.when.iter().cloned());
        it.rank.extend(add.rank.iter().cloned());
        it.limits.extend(add.limits.iter().cloned());
    }
}

fn register(it: &mut Register, new: &Register, add: Option<&DeclarationKind>, once: &mut Once<'_>) {
    relabel(&mut it.label, new.label.as_ref());
    if let Some(current) = &new.current
        && once.admits("`current`".to_owned(), current.span)
    {
        it.current = Some(current.clone());
    }
    if let Some(first) = new.enter.first()
        && once.admits("`enter when`".to_owned(), first.span)
    {
        it.enter.clone_from(&new.enter);
    }
    if let Some(first) = new.leave.first()
        && once.admits("`leave when`".to_owned(), first.span)
    {
        it.leave.clone_from(&new.leave);
    }
    if let Some(DeclarationKind::Register(add)) = add {
        it.enter.extend(add.enter.iter().cloned());
        it.leave.extend(add.leave.iter().cloned());
    }
}

/// A table takes the place of the whole table.
fn decide(it: &mut Decide, new: &Decide, by: &AmendRule, once: &mut Once<'_>) {
    relabel(&mut it.label, new.label.as_ref());
    if let Some(policy) = &by.hit_policy
        && once.admits("which row counts".to_owned(), once.name.span)
    {
        it.policy.clone_from(policy);
    }
    if !new.rows.is_empty() && once.admits("the table".to_owned(), once.name.span) {
        it.inputs.clone_from(&new.inputs);
        it.outputs.clone_from(&new.outputs);
        it.rows.clone_from(&new.rows);
    }
}

/// The bands from a date take the place of all bands from it.
fn bands(it: &mut Parameter, new: &Parameter, once: &mut Once<'_>) {
    for row in &new.values {
        if !once.admits(format!("the bands from {}", row.from.node), row.span) {
            continue;
        }
        match it.values.iter_mut().find(|old| old.from == row.from) {
            Some(old) => old.clone_from(row),
            None => it.values.push(row.clone()),
        }
    }
}

/// A field takes the place of that of its name, or is added; the key and the home stay.
fn fields(it: &mut Entity, new: &Entity, once: &mut Once<'_>) {
    relabel(&mut it.label, new.label.as_ref());
    for row in &new.rows {
        let (name, span) = match row {
            EntityRow::Field(field) => (&field.name, field.span),
            EntityRow::RefersTo { name, span, .. } | EntityRow::Period { name, span, .. } => {
                (name, *span)
            }
            EntityRow::CompleteSince { day, .. } => {
                since(it, *day, row, once);
                continue;
            }
            EntityRow::Key(field) => {
                fixed(&field.name, once);
                continue;
            }
            EntityRow::BelongsTo { field, .. } => {
                fixed(field, once);
                continue;
            }
            EntityRow::Keys { fields, .. } => {
                for field in fields {
                    fixed(&field.name, once);
                }
                continue;
            }
            EntityRow::RowKey(span) => {
                fixed(&Name::new("row".to_owned(), *span), once);
                continue;
            }
        };
        if !once.admits(format!("`{}`", name.node), span) {
            continue;
        }
        let old = it.rows.iter_mut().find(|it| match it {
            EntityRow::Field(field) => field.name.node == name.node,
            EntityRow::RefersTo { name: own, .. } => own.node == name.node,
            EntityRow::Period { .. } => matches!(row, EntityRow::Period { .. }),
            EntityRow::Key(_)
            | EntityRow::Keys { .. }
            | EntityRow::RowKey(_)
            | EntityRow::BelongsTo { .. }
            | EntityRow::CompleteSince { .. } => false,
        });
        match old {
            Some(old) => old.clone_from(row),
            None => it.rows.push(row.clone()),
        }
    }
}

/// The day since which rows are complete, said anew.
fn since(it: &mut Entity, day: Spanned<Date>, row: &EntityRow, once: &mut Once<'_>) {
    if once.admits("`complete since`".to_owned(), day.span) {
        it.rows
            .retain(|it| !matches!(it, EntityRow::CompleteSince { .. }));
        it.rows.push(row.clone());
    }
}

fn fixed(name: &Name, once: &mut Once<'_>) {
    let finding = Diagnostic::at(&codes::AMEND_KEY, name.span)
        .with("name", &name.node)
        .with("entity", &once.name.node);
    once.findings.push(finding);
}
