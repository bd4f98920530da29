//! Two policies mixed: each change laid alone over the older policy, so that its own effect can be told.

use super::report::{Change, Difference, ItemChange, Kind, Weight};
use crate::resolve::{Layered, replaced};
use crate::syntax::ast::{Declaration, DeclarationKind as D, Entity, EntityRow, TypeDeclaration};

/// Two policies over one description of the data, to be evaluated over the same rows.
#[derive(Clone, Debug)]
pub struct Mixed {
    /// The rules of the older policy.
    pub old: Layered,
    /// The rules of the newer policy.
    pub new: Layered,
    /// Each change that can move someone, alone over the older policy.
    pub edits: Vec<Edit>,
    /// Whether types or entities changed: both policies are taken with the newer ones.
    pub data_changed: bool,
}

/// One change alone.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Its place among the changes.
    pub change: usize,
    /// The older policy with it, and with what is new and moves no one by itself; `None` where it cannot
    /// stand alone: a rule that goes on under another name, and says something else.
    pub layered: Option<Layered>,
}

/// Mixes two policies. Types and entities are those of the newer one, with what only the older one has
/// after them.
pub fn mixed(old: &Layered, new: &Layered, difference: &Difference) -> Mixed {
    let schema = schema(old, new);
    let with = |rules: Vec<Declaration>| {
        let all = schema.iter().cloned().chain(rules).collect();
        replaced(new, all)
    };
    let rules = |of: &Layered| -> Vec<Declaration> {
        of.declarations
            .iter()
            .filter(|it| is_rule(it))
            .cloned()
            .collect()
    };
    let edits = difference.changes.iter().enumerate();
    let edits = edits.filter(|(_, it)| moves(it)).map(|(place, it)| Edit {
        change: place,
        layered: alone(old, new, difference, it).map(&with),
    });
    Mixed {
        edits: edits.collect(),
        old: with(rules(old)),
        new: with(rules(new)),
        data_changed: difference
            .changes
            .iter()
            .any(|it| matches!(it.kind, Kind::Type | Kind::Entity) && it.changes_meaning()),
    }
}

/// Whether a change can move someone: a change of how things are counted cannot, nor a new name.
fn moves(it: &ItemChange) -> bool {
    let says_else = it.change != Change::Renamed
        || it
            .parts
            .iter()
            .any(|part| part.weight == Weight::Meaning && part.change != Change::Renamed);
    let only_names = it.change == Change::Changed
        && it
            .parts
            .iter()
            .all(|part| part.weight == Weight::Words || part.change == Change::Renamed);
    // What is only there to be used moves no one by itself; a version of a rule takes its place.
    let is_whole = matches!(it.change, Change::Added | Change::Removed);
    let whole = [Kind::Aid, Kind::Register, Kind::Uprate, Kind::Shift];
    let gives = whole.contains(&it.kind) || !it.version.is_empty();
    let acts = gives || !is_whole;
    it.changes_meaning() && says_else && !only_names && acts && decides(it.kind)
}

/// Whether results of rows follow from such a declaration.
fn decides(kind: Kind) -> bool {
    match kind {
        Kind::Role
        | Kind::Parameter
        | Kind::Brackets
        | Kind::Define
        | Kind::Criteria
        | Kind::Classify
        | Kind::Decide
        | Kind::Select
        | Kind::Aid
        | Kind::Uprate
        | Kind::Shift
        | Kind::Register => true,
        Kind::Policy
        | Kind::Type
        | Kind::Entity
        | Kind::Indicator
        | Kind::Poverty
        | Kind::Target
        | Kind::Assertion
        | Kind::Universe
        | Kind::Scenario
        | Kind::Example
        | Kind::Test => false,
    }
}

/// The rules of the older policy with one change.
fn alone(
    old: &Layered,
    new: &Layered,
    difference: &Difference,
    change: &ItemChange,
) -> Option<Vec<Declaration>> {
    let newer = change.new_place.and_then(|it| new.declarations.get(it));
    let mut out = Vec::new();
    for (place, declaration) in old.declarations.iter().enumerate() {
        if !is_rule(declaration) {
            continue;
        }
        match (change.old_place == Some(place), change.change) {
            (false, _) => out.push(declaration.clone()),
            (true, Change::Removed) => {}
            (true, Change::Changed | Change::Added) => out.extend(newer.cloned()),
            (true, Change::Renamed) => return None,
        }
    }
    // What is new and gives nothing by itself stands there for the change to use.
    for other in &difference.changes {
        let is_new = matches!(other.change, Change::Added | Change::Renamed);
        let gives = matches!(other.kind, Kind::Aid | Kind::Register);
        if is_new && (other == change || (decides(other.kind) && !gives)) {
            let place = other.new_place.and_then(|it| new.declarations.get(it));
            out.extend(place.cloned());
        }
    }
    Some(out)
}

fn is_rule(declaration: &Declaration) -> bool {
    !matches!(
        declaration.kind,
        D::Type(_) | D::Entity(_) | D::Universe(_) | D::Test(_) | D::Assert(_) | D::Scenario(_)
    )
}

/// The types and entities of both.
fn schema(old: &Layered, new: &Layered) -> Vec<Declaration> {
    let described = |of: &Layered| -> Vec<Declaration> {
        let all = of.declarations.iter();
        all.filter(|it| matches!(it.kind, D::Type(_) | D::Entity(_)))
            .cloned()
            .collect()
    };
    let mut out = described(new);
    for mut older in described(old) {
        if !out.iter_mut().any(|newer| joined(newer, &mut older)) {
            out.push(older);
        }
    }
    out
}

/// Adds what only the older one has, if both declare the same.
fn joined(newer: &mut Declaration, older: &mut Declaration) -> bool {
    if let (D::Type(newer), D::Type(older)) = (&mut newer.kind, &mut older.kind) {
        let is_same = newer.name == older.name;
        if is_same {
            add_values(newer, older);
        }
        return is_same;
    }
    if let (D::Entity(newer), D::Entity(older)) = (&mut newer.kind, &mut older.kind) {
        let is_same = newer.name == older.name;
        if is_same {
            add_fields(newer, older);
        }
        return is_same;
    }
    false
}

fn add_values(newer: &mut TypeDeclaration, older: &mut TypeDeclaration) {
    for value in older.values.drain(..) {
        if !newer.values.iter().any(|it| it.name == value.name) {
            newer.values.push(value);
        }
    }
}

fn add_fields(newer: &mut Entity, older: &mut Entity) {
    for row in older.rows.drain(..) {
        let name = field_name(&row).map(str::to_owned);
        let is_there = newer
            .rows
            .iter()
            .any(|it| field_name(it) == name.as_deref());
        if name.is_some() && !is_there {
            newer.rows.push(row);
        }
    }
}

/// The name of a field or a link; the key and the parent are those of the newer policy.
fn field_name(row: &EntityRow) -> Option<&str> {
    match row {
        EntityRow::Field(field) => Some(&field.name.node),
        EntityRow::RefersTo { name, .. } | EntityRow::Period { name, .. } => Some(&name.node),
        EntityRow::Key(_)
        | EntityRow::Keys { .. }
        | EntityRow::RowKey(_)
        | EntityRow::BelongsTo { .. }
        | EntityRow::CompleteSince { .. } => None,
    }
}
