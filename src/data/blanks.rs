//! How often answers are blank among the rows that are asked.

use super::asked::Asked;
use super::bind::Bound;
use super::rows::place_of;
use crate::check::tree::{Blank, EntityId, FieldId, Program};
use crate::number::Date;

/// The blank answers of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blanks {
    /// The field; a blank in it is unknown.
    pub field: FieldId,
    /// Rows without an answer that should have one.
    pub blank: u64,
    /// Rows that are asked, as far as can be told.
    pub asked: u64,
}

/// The fields that were read and may be unknown, in the order of the policy.
pub fn blanks(program: &Program, bound: &Bound, date: Date) -> Vec<Blanks> {
    let mut found = Vec::new();
    for (entity, id) in program.declared() {
        let Some(table) = bound.dataset.table(id).filter(|table| table.delivered) else {
            continue;
        };
        let column = |field: FieldId| column(program, bound, id, field);
        let asked = Asked::new(program, table.rows, date, &column);
        for field in &entity.fields {
            let open = program.fields.get(field.index());
            let open =
                open.is_some_and(|it| matches!(it.blank, Blank::Unknown | Blank::AskedWhen { .. }));
            let Some(cells) = column(*field).filter(|_| open) else {
                continue;
            };
            let rows = asked.asked(*field);
            let rows: Vec<usize> = match rows {
                Some(rows) => rows,
                None => (0..table.rows).collect(),
            };
            let blank = rows.iter().filter(|row| !cells.is_valid(**row)).count();
            found.push(Blanks {
                field: *field,
                blank: blank as u64,
                asked: rows.len() as u64,
            });
        }
    }
    found
}

fn column<'a>(
    program: &Program,
    bound: &'a Bound,
    entity: EntityId,
    field: FieldId,
) -> Option<&'a super::table::Column> {
    let place = place_of(program, entity, field)?;
    bound.dataset.table(entity)?.columns.get(place)?.as_ref()
}
