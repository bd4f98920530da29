//! How people call a row: its key, and its title where it has one.

use arrow_array::Array as _;

use crate::check::tree::{EntityId, FieldId, Program, Type};
use crate::data::table::{Dataset, Values};
use crate::number::format_decimal;

use super::groups::column_of;

/// The field that names the rows of an entity to people: its first text field that is not a key, not
/// a reference and not personal.
pub fn title_field(program: &Program, entity: EntityId) -> Option<FieldId> {
    let entity = program.entities.get(entity.index())?;
    let parent = entity.parent.map(|(_, field)| field);
    entity.fields.iter().copied().find(|id| {
        program.fields.get(id.index()).is_some_and(|field| {
            field.ty == Type::Text && !field.personal && field.refers_to.is_none()
        }) && *id != entity.key
            && Some(*id) != parent
    })
}

/// The title of a row, where the data give one.
pub fn title_text(
    program: &Program,
    dataset: &Dataset,
    entity: EntityId,
    row: usize,
) -> Option<String> {
    let field = title_field(program, entity)?;
    let column = column_of(program, dataset, entity, field)?;
    text(&column.values, Type::Text, row).filter(|_| column.is_valid(row))
}

/// The key of a row as text.
pub(super) fn key_text(
    program: &Program,
    dataset: &Dataset,
    entity: EntityId,
    row: usize,
) -> String {
    let Some(key) = program.entities.get(entity.index()).map(|it| it.key) else {
        return String::new();
    };
    let ty = program
        .fields
        .get(key.index())
        .map_or(Type::Text, |field| field.ty);
    column_of(program, dataset, entity, key)
        .and_then(|column| text(&column.values, ty, row))
        .unwrap_or_default()
}

fn text(values: &Values, ty: Type, row: usize) -> Option<String> {
    match values {
        Values::Text(texts) => (row < texts.len()).then(|| texts.value(row).to_owned()),
        Values::Number(raws) => raws
            .get(row)
            .map(|raw| format_decimal(raw, ty.scale().unwrap_or(1))),
        Values::Date(_) | Values::Enum(_) | Values::Boolean(_) => None,
    }
}
