//! Entities whose rows are made from the files of another.

use aturan::check::tree::{EntityId, Field, FieldId, Program};
use aturan::data::columns as data_columns;
use aturan::data::derive::{self, Expansion};
use aturan::data::input::{EntityInput, FieldInput, Reading};
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;

use super::dataset::{ColumnRows, EntitySpec};
use super::read::Reader;
use super::source::Wanted;

/// One row for each key that stands in the files of another entity.
pub(super) fn distinct(
    reader: &mut Reader<'_>,
    own: &EntitySpec,
    source: &EntitySpec,
    fields: &[FieldId],
) -> Option<EntityInput> {
    let mut lent = lent(own, source);
    if source.decimal_comma {
        for field in fields {
            let choice = lent.columns.entry(*field).or_default();
            choice.reading.decimal_comma = true;
        }
    }
    let (input, _) = reader.rows(&lent, Wanted::Fields(fields));
    let key = reader.program.entities.get(own.entity.index())?.key;
    match derive::once(key, input) {
        Ok(input) => Some(input),
        Err(error) => {
            mixed(reader, own.entity, &error.to_string());
            None
        }
    }
}

/// One row for each of some columns of the files of another entity.
pub(super) fn columns(
    reader: &mut Reader<'_>,
    own: &EntitySpec,
    source: &EntitySpec,
    rows: &ColumnRows,
    fields: &[FieldId],
) -> Option<EntityInput> {
    let program = reader.program;
    let entity = program.entities.get(own.entity.index())?;
    let (_, parent) = entity.parent?;
    let value = rows.value?;
    let choice = own.columns.get(&value).cloned().unwrap_or_default();
    let mut reading = choice.reading;
    reading.decimal_comma |= source.decimal_comma;
    let how = Expansion {
        columns: rows.columns.clone(),
        parent: key_column(program, source)?,
        link: name(program, parent),
        key: name(program, entity.key),
        value: name(program, value),
        reading,
        number: rows.number.map(|field| name(program, field)),
        skip_blank: rows.skip_blank,
    };
    let wanted = wanted(&how, parent, value);
    let (mut input, _) = reader.rows(&lent(own, source), Wanted::Columns(&wanted));
    for part in &mut input.parts {
        match derive::expand(part, &how) {
            Ok(made) => *part = made,
            Err(error) => mixed(reader, own.entity, &error.to_string()),
        }
    }
    input.columns = filled(
        reader,
        &how,
        (entity.key, parent, value, rows.number),
        fields,
    );
    Some(input)
}

/// An entity that reads the files of another.
fn lent(own: &EntitySpec, source: &EntitySpec) -> EntitySpec {
    EntitySpec {
        entity: own.entity,
        files: source.files.clone(),
        delimiter: source.delimiter,
        sheet: source.sheet.clone(),
        columns: own.columns.clone(),
        ..EntitySpec::new(own.entity)
    }
}

/// The column that holds the key of an entity.
fn key_column(program: &Program, source: &EntitySpec) -> Option<String> {
    let key = program.entities.get(source.entity.index())?.key;
    let choice = source.columns.get(&key);
    let column = choice.and_then(|choice| choice.column.clone());
    Some(column.unwrap_or_else(|| name(program, key)))
}

fn name(program: &Program, field: FieldId) -> String {
    let field = program.fields.get(field.index());
    field.map_or(String::new(), |it: &Field| it.about.name.clone())
}

/// The columns to read: the key of the parent, and those that become rows.
fn wanted(how: &Expansion, parent: FieldId, value: FieldId) -> Vec<FieldInput> {
    let cells = how.columns.iter().map(|column| (value, column));
    let wanted = std::iter::once((parent, &how.parent)).chain(cells);
    wanted
        .map(|(field, column)| FieldInput {
            field,
            column: column.clone(),
            reading: Reading::default(),
        })
        .collect()
}

/// The fields that the made columns fill; whatever else is needed is missing.
fn filled(
    reader: &mut Reader<'_>,
    how: &Expansion,
    (key, parent, value, number): (FieldId, FieldId, FieldId, Option<FieldId>),
    fields: &[FieldId],
) -> Vec<FieldInput> {
    let mut made = vec![
        (key, how.key.clone(), Reading::default()),
        (parent, how.link.clone(), Reading::default()),
        (value, how.value.clone(), how.reading.clone()),
    ];
    if let (Some(field), Some(column)) = (number, &how.number) {
        made.push((field, column.clone(), Reading::default()));
    }
    let names: Vec<String> = made.iter().map(|(_, name, _)| name.clone()).collect();
    for field in fields {
        if made.iter().all(|(known, _, _)| known != field) {
            let field = name(reader.program, *field);
            let file = how.columns.join(", ");
            let finding = data_columns::missing(&file, &field, &field, &names);
            reader.findings.push(finding);
        }
    }
    let needed = |field: &FieldId| fields.contains(field);
    let made = made.into_iter().filter(|(field, _, _)| needed(field));
    made.map(|(field, column, reading)| FieldInput {
        field,
        column,
        reading,
    })
    .collect()
}

fn mixed(reader: &mut Reader<'_>, entity: EntityId, cause: &str) {
    let entity = reader.program.entities.get(entity.index());
    let it = Diagnostic::new(&words::MIXED_KINDS)
        .with("entity", entity.map_or("", |it| it.about.name.as_str()))
        .with("cause", cause);
    reader.findings.push(it);
}
