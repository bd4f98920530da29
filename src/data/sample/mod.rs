//! A made-up data set for a policy: rows that fit its schema, spread around its own figures.
//!
//! Nothing in it is taken from a real person: keys are counted, numbers that identify begin with 99,
//! which no Indonesian province has. The same seed gives the same rows.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a cell of another kind than its column is none of it"
)]

mod draw;
mod levels;
mod pattern;

use super::asked::Asked;
use super::bitmap::Bitmap;
use super::rows::place_of;
use super::table::{Column, Values};
use crate::check::tree::{Blank, Entity, EntityId, Field, FieldId, MadeKey, Program, Type};
use crate::number::Date;

use draw::{Cell, Draw};
use levels::Levels;

/// The rows of one entity, as the cells of a CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleTable {
    /// The name of the entity.
    pub entity: String,
    /// The names of the columns: those of the fields.
    pub header: Vec<String>,
    /// The cells by row.
    pub rows: Vec<Vec<String>>,
}

/// Of a hundred answers that may be unknown, so many are blank.
const BLANK_PERCENT: u32 = 3;

/// So far may a question hang on a question that hangs on a question.
const QUESTIONS_DEEP: u32 = 4;

/// Rows for every entity that a policy declares, so many at the level of most aids.
pub fn sample(program: &Program, rows: u32, seed: u64, date: Date) -> Vec<SampleTable> {
    let mut draw = Draw::new(program, seed, date);
    let levels = Levels::new(program, rows, &mut draw);
    let entities = program.declared().map(|(entity, id)| (entity.clone(), id));
    let entities: Vec<(Entity, EntityId)> = entities.collect();
    let tables = entities.iter().map(|(entity, id)| {
        let columns = entity
            .fields
            .iter()
            .map(|field| cells(&mut draw, &levels, *id, *field));
        let mut columns: Vec<Vec<Cell>> = columns.collect();
        // Whether one question is asked may hang on the answer to another.
        for _ in 0..QUESTIONS_DEEP {
            leave_out_unasked(program, *id, &mut columns, date);
        }
        table(program, (entity, *id), &columns, levels.rows(*id))
    });
    tables.collect()
}

/// The cells of one field in all rows of its entity.
fn cells(draw: &mut Draw<'_>, levels: &Levels, id: EntityId, field: FieldId) -> Vec<Cell> {
    let program = draw.program;
    let rows = levels.rows(id);
    let (Some(entity), Some(it)) = (
        program.entities.get(id.index()),
        program.fields.get(field.index()),
    ) else {
        return Vec::new();
    };
    if field == entity.key || is_counted(program, id, field) {
        return levels.keys(id).iter().cloned().map(Cell::Text).collect();
    }
    if let Some((parent, _)) = entity.parent.filter(|(_, by)| *by == field) {
        let key = |row: usize| {
            levels
                .parent_key(id, parent, row)
                .map_or(Cell::Blank, Cell::Text)
        };
        return (0..rows).map(key).collect();
    }
    let cells = (0..rows).map(|row| match it.refers_to {
        Some(target) => draw.reference(it, levels.keys(target)),
        None => draw.answer(it, field, row, levels.first_child(id, row)),
    });
    let cells: Vec<Cell> = cells.collect();
    let blank = |cell: Cell, draw: &mut Draw<'_>| match it.blank {
        Blank::Unknown | Blank::AskedWhen { .. } if draw.chance(BLANK_PERCENT) => Cell::Blank,
        Blank::Means { .. } if draw.chance(60) => Cell::Blank,
        _ => cell,
    };
    cells.into_iter().map(|cell| blank(cell, draw)).collect()
}

/// Whether a text is the first column of a made key: it tells the rows apart, whatever the others hold.
fn is_counted(program: &Program, id: EntityId, field: FieldId) -> bool {
    let Some(MadeKey::Columns(parts)) = program.made_keys.get(&id) else {
        return false;
    };
    let of = program.fields.get(field.index());
    parts.first() == Some(&field) && of.is_some_and(|it| it.ty == Type::Text)
}

/// Questions that are not asked have no answer.
fn leave_out_unasked(program: &Program, id: EntityId, columns: &mut [Vec<Cell>], date: Date) {
    let Some(entity) = program.entities.get(id.index()) else {
        return;
    };
    let typed = entity
        .fields
        .iter()
        .zip(columns.iter())
        .map(|(field, cells)| {
            let ty = program.fields.get(field.index())?.ty;
            column(ty, cells)
        });
    let typed: Vec<Option<Column>> = typed.collect();
    let of = |field: FieldId| typed.get(place_of(program, id, field)?)?.as_ref();
    let rows = columns.first().map_or(0, Vec::len);
    let asked = Asked::new(program, rows, date, &of);
    for (field, cells) in entity.fields.iter().zip(columns) {
        for row in asked.unasked(*field, |_| false) {
            if let Some(cell) = cells.get_mut(row) {
                *cell = Cell::Blank;
            }
        }
    }
}

/// Cells as a column of the field's type; texts are asked by no skip pattern.
fn column(ty: Type, cells: &[Cell]) -> Option<Column> {
    let number = |cell: &Cell| match cell {
        Cell::Number(raw) => *raw,
        _ => 0,
    };
    let values = match ty {
        Type::Integer | Type::Decimal | Type::Money(_) => {
            Values::Number(cells.iter().map(number).collect())
        }
        Type::Boolean => {
            let yes = |cell: &Cell| matches!(cell, Cell::Boolean(true));
            Values::Boolean(Bitmap::collect(cells.iter().map(yes)))
        }
        Type::Date => {
            let day = |cell: &Cell| match cell {
                Cell::Day(day) => *day,
                _ => 0,
            };
            Values::Date(cells.iter().map(day).collect())
        }
        Type::Enum(_) => {
            let code = |cell: &Cell| match cell {
                Cell::Code(code) => *code,
                _ => 0,
            };
            Values::Enum(cells.iter().map(code).collect())
        }
        Type::Text => return None,
    };
    let filled = cells.iter().map(|cell| !matches!(cell, Cell::Blank));
    Some(Column {
        values,
        valid: Some(Bitmap::collect(filled)),
    })
}

fn table(
    program: &Program,
    (entity, id): (&Entity, EntityId),
    columns: &[Vec<Cell>],
    rows: usize,
) -> SampleTable {
    // A made key has no column.
    let made = program.made_keys.contains_key(&id).then_some(entity.key);
    let all = entity.fields.iter().zip(columns);
    let kept = all.filter(|(field, _)| Some(**field) != made);
    let (fields, columns): (Vec<&Field>, Vec<&Vec<Cell>>) = kept
        .filter_map(|(id, cells)| Some((program.fields.get(id.index())?, cells)))
        .unzip();
    let cell = |row: usize| {
        let cells = fields.iter().zip(&columns);
        cells
            .map(|(field, cells)| draw::text(program, field.ty, cells.get(row)))
            .collect()
    };
    SampleTable {
        entity: entity.about.name.clone(),
        header: fields.iter().map(|it| it.about.name.clone()).collect(),
        rows: (0..rows).map(cell).collect(),
    }
}
