//! The rows of two data sets that have the same key.

use super::key::{Index, Keys};
use super::table::{Column, Dataset, NO_ROW};
use crate::check::tree::{EntityId, Program};

/// For each row of a level in `new` the row of the same key in `old`, [`NO_ROW`] where there is none.
pub fn by_key(program: &Program, entity: EntityId, old: &Dataset, new: &Dataset) -> Vec<u32> {
    let rows = |of: &Dataset| of.table(entity).map_or(0, |table| table.rows);
    let mut found = vec![NO_ROW; rows(new)];
    let (Some(old_keys), Some(new_keys)) = (
        key_column(program, entity, old),
        key_column(program, entity, new),
    ) else {
        return found;
    };
    let (index, _) = Index::new(Keys::new(old_keys), rows(old));
    let keys = Keys::new(new_keys);
    let mut near = 0;
    for (row, place) in found.iter_mut().enumerate() {
        let Some(key) = keys.get(row) else { continue };
        if let Some(at) = index.find_near(key, near) {
            (*place, near) = (at, at);
        }
    }
    found
}

fn key_column<'a>(program: &Program, entity: EntityId, dataset: &'a Dataset) -> Option<&'a Column> {
    let of = program.entities.get(entity.index())?;
    let place = of.fields.iter().position(|field| *field == of.key)?;
    dataset.table(entity)?.columns.get(place)?.as_ref()
}
