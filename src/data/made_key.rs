//! Keys that no single column holds: the number of a row, or the texts of several columns.

use arrow_array::{Array as _, StringArray};

use super::bitmap::Bitmap;
use super::convert::Converted;
use super::input::{FieldInput, Reading};
use super::rows::{Rows, place_of};
use super::table::{Column, Values};
use super::task::Task;
use crate::check::tree::{EntityId, FieldId, MadeKey, Program, Type};
use crate::number::{Date, format_decimal};

/// Adds the column of each made key to those that were converted.
pub(super) fn add(rows: &Rows<'_>, columns: &mut Vec<(Task, Converted)>) {
    let program = rows.program;
    for (entity, made) in &program.made_keys {
        let Some(Some(delivered)) = rows.entities.get(entity.index()) else {
            continue;
        };
        let column = match made {
            MadeKey::Row => numbers(delivered.rows),
            MadeKey::Columns(parts) => joined(program, *entity, parts, delivered.rows, columns),
        };
        columns.extend(task(program, *entity).map(|task| {
            let converted = Converted {
                column,
                bad: Vec::new(),
                notes: Vec::new(),
            };
            (task, converted)
        }));
    }
}

fn task(program: &Program, entity: EntityId) -> Option<Task> {
    let field = program.entities.get(entity.index())?.key;
    let column = program.fields.get(field.index())?.about.name.clone();
    Some(Task {
        entity: entity.index(),
        place: place_of(program, entity, field)?,
        field,
        input: FieldInput {
            field,
            column,
            reading: Reading::default(),
        },
        file: String::new(),
        required: true,
        chunks: Vec::new(),
    })
}

fn numbers(rows: usize) -> Column {
    Column {
        values: Values::Number((1_i64..).take(rows).collect()),
        valid: None,
    }
}

/// `K1/2023`; blank where one of the columns is.
fn joined(
    program: &Program,
    entity: EntityId,
    parts: &[FieldId],
    rows: usize,
    columns: &[(Task, Converted)],
) -> Column {
    let found: Vec<Option<(&Column, Type)>> = parts
        .iter()
        .map(|part| {
            let of = |(task, _): &&(Task, Converted)| {
                task.entity == entity.index() && task.field == *part
            };
            let (_, converted) = columns.iter().find(of)?;
            Some((&converted.column, program.fields.get(part.index())?.ty))
        })
        .collect();
    let key = |row: usize| -> Option<String> {
        let cells = found.iter().map(|it| {
            let (column, ty) = (*it)?;
            text(program, column, ty, row)
        });
        let cells: Option<Vec<String>> = cells.collect();
        Some(cells?.join("/"))
    };
    let keys: Vec<Option<String>> = (0..rows).map(key).collect();
    let valid = Bitmap::collect(keys.iter().map(Option::is_some));
    let texts = keys.iter().map(|it| it.as_deref().unwrap_or_default());
    Column {
        values: Values::Text(StringArray::from_iter_values(texts)),
        valid: (valid.count_ones() < rows).then_some(valid),
    }
}

/// A cell as the policy writes its value; a `/` within it as `\/`, so that no two keys read alike.
fn text(program: &Program, column: &Column, ty: Type, row: usize) -> Option<String> {
    if !column.is_valid(row) {
        return None;
    }
    match &column.values {
        Values::Number(values) => Some(format_decimal(values.get(row)?, ty.scale()?)),
        Values::Date(days) => Some(Date::from_days(*days.get(row)?)?.to_string()),
        Values::Enum(codes) => {
            let code = usize::from(*codes.get(row)?);
            let (name, _) = program.enumeration(ty)?.values.get(code)?;
            Some(name.clone())
        }
        Values::Boolean(bits) => Some(bits.get(row).to_string()),
        Values::Text(texts) => {
            (row < texts.len()).then(|| texts.value(row).replace('\\', "\\\\").replace('/', "\\/"))
        }
    }
}
