//! Which fields a run reads, and the columns that fill them.

use std::collections::{BTreeMap, BTreeSet};

use super::input::{FieldInput, Reading};
use crate::check::tree::{Blank, EntityId, Expr, ExprKind, FieldId, MadeKey, Program};
use crate::check::walk::walk;
use crate::diagnostic::catalogue::data as words;
use crate::diagnostic::suggest::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// What a data set says about the column of a field.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ColumnChoice {
    /// The name of the column; that of the field where `None`.
    pub column: Option<String>,
    /// How its cells are read.
    pub reading: Reading,
}

/// The fields of an entity that are read: those needed, its key, and what points at other rows.
pub fn wanted(program: &Program, entity: EntityId, needed: &BTreeSet<FieldId>) -> Vec<FieldId> {
    let Some(it) = program.entities.get(entity.index()) else {
        return Vec::new();
    };
    let parent = it.parent.map(|(_, field)| field);
    let points = |field: FieldId| {
        let field = program.fields.get(field.index());
        field.is_some_and(|field| field.refers_to.is_some())
    };
    // A key that is made has no column of its own; those that it is made of are read.
    let made = program.made_keys.get(&entity);
    let part =
        |field: FieldId| matches!(made, Some(MadeKey::Columns(parts)) if parts.contains(&field));
    let bounds = universe_fields(program, entity);
    let is_made = |field: FieldId| made.is_some() && field == it.key;
    let always = |field: FieldId| {
        field == it.key
            || Some(field) == parent
            || points(field)
            || part(field)
            || bounds.contains(&field)
    };
    it.fields
        .iter()
        .copied()
        .filter(|field| !is_made(*field) && (needed.contains(field) || always(*field)))
        .collect()
}

/// The fields that tell which rows of an entity are evaluated, those that skip patterns ask too.
fn universe_fields(program: &Program, entity: EntityId) -> BTreeSet<FieldId> {
    let mut found = BTreeSet::new();
    let all = program.universe.get(&entity).into_iter().flatten();
    all.for_each(|it| note_fields(program, it, &mut found));
    found
}

fn note_fields(program: &Program, condition: &Expr, found: &mut BTreeSet<FieldId>) {
    walk(condition, &mut |it| {
        if let ExprKind::Field(field) | ExprKind::Filled(field) = &it.kind
            && found.insert(*field)
            && let Some(Blank::AskedWhen { condition, .. }) =
                program.fields.get(field.index()).map(|it| &it.blank)
        {
            note_fields(program, condition, found);
        }
    });
}

/// Finds the column of each wanted field among those of a file; what is missing is reported.
pub fn locate(
    program: &Program,
    fields: &[FieldId],
    choices: &BTreeMap<FieldId, ColumnChoice>,
    file: &str,
    available: &[String],
    findings: &mut Diagnostics,
) -> Vec<FieldInput> {
    let mut found = Vec::new();
    for id in fields {
        let Some(field) = program.fields.get(id.index()) else {
            continue;
        };
        let choice = choices.get(id).cloned().unwrap_or_default();
        let name = choice.column.as_deref().unwrap_or(&field.about.name);
        if available.iter().any(|column| column == name) {
            found.push(FieldInput {
                field: *id,
                column: name.to_owned(),
                reading: choice.reading,
            });
        } else {
            findings.push(missing(file, name, &field.about.name, available));
        }
    }
    found
}

/// A column that is not there: names the nearest, lists all.
pub fn missing(file: &str, column: &str, field: &str, available: &[String]) -> Diagnostic {
    let it = Diagnostic::new(&words::MISSING_COLUMN)
        .with("file", file)
        .with("column", column)
        .with("field", field)
        .with("available", available.join(", "));
    match nearest(column, available.iter().map(String::as_str)) {
        Some(near) => it.with("near", near).help("help.near"),
        None => it,
    }
}
