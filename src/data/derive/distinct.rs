//! One row for each key: a parent whose columns are repeated in every row of its members.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow_schema::{ArrowError, Field, Schema};
use arrow_select::concat::concat;
use arrow_select::take::take;

use super::{same_kind, texts};
use crate::check::tree::FieldId;
use crate::data::input::{Conflict, EntityInput, FieldInput, Part, RowNumbers};

/// The rows of an entity, each key once, where it first stands.
///
/// Of the copies of a cell those count that are filled; where they differ, the cell is blank and the
/// conflict is listed. Rows without a key, and rows with too few or too many cells, are left out: they
/// are rejected where they belong.
///
/// # Errors
/// Parts whose columns are stored as different kinds of values.
pub fn once(key: FieldId, input: EntityInput) -> Result<EntityInput, ArrowError> {
    let Some(key) = input.columns.iter().find(|column| column.field == key) else {
        return Ok(input);
    };
    let copies = Copies::of(key, &input.parts);
    let mut conflicts = Vec::new();
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for column in &input.columns {
        let arrays = column_of(&input.parts, &column.column);
        same_kind(&column.column, &arrays)?;
        if arrays.is_empty() {
            continue;
        }
        let (sources, found) = copies.sources(column, &input.parts);
        conflicts.extend(found);
        let cells = take(&concat(&arrays)?, &UInt64Array::from(sources), None)?;
        if columns.iter().all(|(name, _)| *name != column.column) {
            columns.push((&column.column, cells));
        }
    }
    let parts = copies.parts(&input.parts, &columns)?;
    conflicts.sort_by_key(|it| (it.row, it.field));
    Ok(EntityInput {
        entity: input.entity,
        parts,
        conflicts,
        columns: input.columns,
    })
}

fn column_of<'a>(parts: &'a [Part], column: &str) -> Vec<&'a dyn Array> {
    let batches = parts.iter().flat_map(|part| &part.batches);
    let arrays = batches.filter_map(|batch| batch.column_by_name(column));
    arrays.map(|array| array.as_ref() as &dyn Array).collect()
}

/// Which rows are copies of each other.
struct Copies {
    /// The group of each row; `None` for one that is left out.
    groups: Vec<Option<usize>>,
    /// The first row of each group, ascending.
    first: Vec<usize>,
}

impl Copies {
    fn of(key: &FieldInput, parts: &[Part]) -> Self {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut it = Self {
            groups: Vec::new(),
            first: Vec::new(),
        };
        for part in parts {
            let start = it.groups.len();
            for text in cells(key, std::slice::from_ref(part)) {
                let row = it.groups.len();
                let whole = part
                    .malformed
                    .binary_search_by_key(&(row - start), |bad| bad.index)
                    .is_err();
                let group = text.filter(|_| whole).map(|text| {
                    *known.entry(text).or_insert_with(|| {
                        it.first.push(row);
                        it.first.len() - 1
                    })
                });
                it.groups.push(group);
            }
        }
        it
    }

    /// The row that gives the cell of each group, `None` where all copies are blank or some differ.
    fn sources(&self, column: &FieldInput, parts: &[Part]) -> (Vec<Option<u64>>, Vec<Conflict>) {
        let mut sources: Vec<Option<u64>> = vec![None; self.first.len()];
        let mut seen: Vec<Option<String>> = vec![None; self.first.len()];
        let mut conflicts: BTreeMap<usize, Conflict> = BTreeMap::new();
        for ((row, group), text) in (0_u64..).zip(&self.groups).zip(cells(column, parts)) {
            let (Some(group), Some(text)) = (*group, text) else {
                continue;
            };
            match seen.get_mut(group) {
                Some(Some(other)) if *other != text => {
                    conflicts.entry(group).or_insert_with(|| Conflict {
                        row: group,
                        field: column.field,
                        values: [other.clone(), text],
                    });
                }
                Some(Some(_)) | None => {}
                Some(blank @ None) => {
                    *blank = Some(text);
                    if let Some(source) = sources.get_mut(group) {
                        *source = Some(row);
                    }
                }
            }
        }
        for group in conflicts.keys() {
            if let Some(source) = sources.get_mut(*group) {
                *source = None;
            }
        }
        (sources, conflicts.into_values().collect())
    }

    /// The rows by the file in which each first stands.
    fn parts(&self, parts: &[Part], columns: &[(&str, ArrayRef)]) -> Result<Vec<Part>, ArrowError> {
        let fields = columns
            .iter()
            .map(|(name, cells)| Field::new(*name, cells.data_type().clone(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let mut start = 0;
        let mut made = Vec::new();
        for part in parts {
            let rows: usize = part.batches.iter().map(RecordBatch::num_rows).sum();
            let end = start + rows;
            let low = self.first.partition_point(|row| *row < start);
            let high = self.first.partition_point(|row| *row < end);
            let own = self.first.get(low..high).unwrap_or_default();
            let numbers = own.iter().map(|row| part.numbers.of(row - start));
            let cells = columns.iter().map(|(_, cells)| cells.slice(low, own.len()));
            let options = RecordBatchOptions::new().with_row_count(Some(own.len()));
            let batch =
                RecordBatch::try_new_with_options(schema.clone(), cells.collect(), &options)?;
            made.push(Part {
                name: part.name.clone(),
                numbers: RowNumbers::Lines(numbers.collect()),
                batches: vec![batch],
                stored: None,
                malformed: Vec::new(),
            });
            start = end;
        }
        Ok(made)
    }
}

/// The cells of a column in all parts, blank where a batch lacks it.
fn cells<'a>(
    column: &'a FieldInput,
    parts: &'a [Part],
) -> impl Iterator<Item = Option<String>> + 'a {
    let batches = parts.iter().flat_map(|part| &part.batches);
    batches.flat_map(|batch| match batch.column_by_name(&column.column) {
        Some(array) => texts(array, &column.reading),
        None => vec![None; batch.num_rows()],
    })
}
