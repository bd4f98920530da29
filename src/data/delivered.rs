//! The rows of one entity as its files gave them, until they stand in a table.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::RecordBatch;
use rayon::prelude::*;

use super::bind::{Origin, RowCounts};
use super::bitmap::Bitmap;
use super::cluster::{Order, starts_of};
use super::columns;
use super::input::{Conflict, EntityInput, FieldInput, Malformed, RowNumbers};
use super::table::{Column, NO_ROW, Table};
use super::task::{Chunk, Task, task};
use crate::check::tree::{EntityId, FieldId, Program};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// One file of an entity, its rows taken out.
pub(super) struct File {
    pub(super) name: String,
    pub(super) numbers: RowNumbers,
    /// Its first row among those of the entity.
    pub(super) start: usize,
    pub(super) rows: usize,
    pub(super) malformed: Vec<Malformed>,
}

/// The rows of one entity as they came.
#[derive(Default)]
pub(super) struct Delivered {
    pub(super) files: Vec<File>,
    pub(super) rows: usize,
    /// Columns and their names by the field's place.
    pub(super) columns: Vec<Option<(Column, String)>>,
    pub(super) rejected: Bitmap,
    /// The rows outside the universe; `None` where there are none.
    pub(super) outside: Option<Bitmap>,
    /// The cells whose copies differ: row, field, the two values.
    pub(super) conflicts: Vec<Conflict>,
    /// The input row of each row's parent, [`NO_ROW`] where there is none.
    pub(super) parents: Vec<u32>,
    /// The input row each `refers to` field leads to.
    pub(super) links: Vec<Link>,
}

/// The rows that a `refers to` field leads to.
pub(super) struct Link {
    pub(super) field: FieldId,
    pub(super) target: EntityId,
    pub(super) rows: Vec<u32>,
    /// The rows whose link is blank, and that says nothing; `None` where there are none.
    pub(super) blank: Option<Bitmap>,
}

impl Delivered {
    /// The file of a row, by its place, and the row's number there.
    pub(super) fn number(&self, row: u32) -> (u32, u64) {
        let row = row as usize;
        let after = self.files.partition_point(|file| file.start <= row);
        let file = after.saturating_sub(1);
        let number = self
            .files
            .get(file)
            .map_or(0, |it| it.numbers.of(row - it.start));
        (u32::try_from(file).unwrap_or(u32::MAX), number)
    }

    /// Where its rows came from.
    pub(super) fn origin(&self) -> Origin {
        let files = self.files.iter();
        let files = files.map(|it| (it.name.clone(), it.start, it.numbers.clone()));
        Origin::new(files.collect(), &self.left_out())
    }

    /// The rows that stand in no table: those rejected and those outside the universe.
    pub(super) fn left_out(&self) -> Cow<'_, Bitmap> {
        let Some(outside) = &self.outside else {
            return Cow::Borrowed(&self.rejected);
        };
        let rows = self.rejected.iter().zip(outside.iter());
        Cow::Owned(Bitmap::collect(
            rows.map(|(rejected, outside)| rejected || outside),
        ))
    }

    /// The row of a number in a file.
    pub(super) fn row_at(&self, file: &str, number: u64) -> Option<u32> {
        let file = self.files.iter().find(|it| it.name == file)?;
        let index = file
            .numbers
            .index(number)
            .filter(|index| *index < file.rows)?;
        u32::try_from(file.start + index).ok()
    }

    pub(super) fn malformed(&self) -> impl Iterator<Item = (u32, Malformed)> + '_ {
        self.files.iter().flat_map(|file| {
            file.malformed
                .iter()
                .filter(|it| it.index < file.rows)
                .filter_map(|it| Some((u32::try_from(file.start + it.index).ok()?, *it)))
        })
    }

    pub(super) fn is_malformed(&self, row: u32) -> bool {
        let row = row as usize;
        let after = self.files.partition_point(|file| file.start <= row);
        let file = after.checked_sub(1).and_then(|file| self.files.get(file));
        file.is_some_and(|file| {
            file.malformed
                .binary_search_by_key(&(row - file.start), |it| it.index)
                .is_ok()
        })
    }

    /// The table, given the order of its rows and of its parent's.
    pub(super) fn table(
        self,
        order: &Order,
        parent: Option<&Order>,
        orders: &BTreeMap<usize, Order>,
    ) -> (Table, RowCounts) {
        let (incomplete, unplaced) = self.incomplete(parent);
        let lost = self.lost(orders);
        let places = |rows: Vec<u32>, of: &Order| order.gather(of.places(rows));
        let parents = parent.map_or(Vec::new(), |parent| places(self.parents, parent));
        let offsets = parent.map_or(Vec::new(), |it| starts_of(&parents, it.len));
        let links = self.links.into_iter().filter_map(|link| {
            Some((
                link.field,
                places(link.rows, orders.get(&link.target.index())?),
            ))
        });
        let links = links.collect();
        let columns = self.columns.into_par_iter();
        let columns = columns.map(|column| column.map(|(column, _)| order.column(column)));
        let counts = RowCounts {
            read: self.rows as u64,
            evaluated: order.len as u64,
            rejected: self.rejected.count_ones() as u64,
            outside: self.outside.as_ref().map_or(0, |outside| {
                let rows = outside.iter().zip(self.rejected.iter());
                rows.filter(|(outside, rejected)| *outside && !rejected)
                    .count() as u64
            }),
            unplaced,
        };
        let table = Table {
            rows: order.len,
            columns: columns.collect(),
            parents,
            offsets,
            incomplete,
            links,
            lost,
            input_order: order.input_order(),
            delivered: true,
        };
        (table, counts)
    }

    /// By link, the rows that rejected rows lead to; [`NO_ROW`] where the link is blank.
    fn lost(&self, orders: &BTreeMap<usize, Order>) -> Vec<(FieldId, Vec<u32>)> {
        if self.rejected.count_ones() == 0 {
            return Vec::new();
        }
        let of = |link: &Link| {
            let order = orders.get(&link.target.index())?;
            let blank = |row: usize| link.blank.as_ref().is_some_and(|bits| bits.get(row));
            let rows = link.rows.iter().enumerate();
            let rows = rows.filter(|(row, _)| self.rejected.get(*row));
            let led = rows.filter_map(|(row, to)| {
                let to = order.place(*to);
                (to != NO_ROW || blank(row)).then_some(to)
            });
            Some((link.field, led.collect()))
        };
        self.links.iter().filter_map(of).collect()
    }

    /// The parents' rows of rejected rows, and how many rejected rows have none that could be told.
    fn incomplete(&self, parent: Option<&Order>) -> (Option<Bitmap>, u64) {
        let Some(parent) = parent.filter(|_| self.rejected.count_ones() > 0) else {
            return (None, 0);
        };
        let mut marked = Bitmap::zeros(parent.len);
        let mut unplaced = 0;
        for (row, above) in self.parents.iter().enumerate() {
            if !self.rejected.get(row) {
                continue;
            }
            if *above == NO_ROW {
                unplaced += 1;
            }
            marked.set(parent.place(*above) as usize, true);
        }
        ((marked.count_ones() > 0).then_some(marked), unplaced)
    }
}

/// Takes one entity's batches apart into columns to convert.
pub(super) fn take_input(
    program: &Program,
    input: EntityInput,
    findings: &mut Diagnostics,
) -> (Delivered, Vec<Task>) {
    let entity = program.entities.get(input.entity.index());
    check_columns(program, &input, findings);
    let mut delivered = Delivered::default();
    let fields = entity.map_or(0, |entity| entity.fields.len());
    delivered.columns = (0..fields).map(|_| None).collect();
    let mut chunks: Vec<Vec<Chunk>> = input.columns.iter().map(|_| Vec::new()).collect();
    let file = input
        .parts
        .first()
        .map_or(String::new(), |part| part.name.clone());
    for part in input.parts {
        let start = delivered.rows;
        for batch in part.batches {
            delivered.rows += batch.num_rows();
            for (column, chunks) in input.columns.iter().zip(&mut chunks) {
                match batch.column_by_name(&column.column) {
                    Some(cells) => chunks.push(Chunk::Here(cells.clone())),
                    None => findings.push(absent(program, &part.name, column, &batch)),
                }
            }
        }
        if let Some(stored) = part.stored {
            for (piece, rows) in stored.pieces().iter().enumerate() {
                delivered.rows += rows;
                for chunks in &mut chunks {
                    let stored = Arc::clone(&stored);
                    chunks.push(Chunk::Stored(stored, piece));
                }
            }
        }
        delivered.files.push(File {
            name: part.name,
            numbers: part.numbers,
            start,
            rows: delivered.rows - start,
            malformed: part.malformed,
        });
    }
    delivered.rejected = Bitmap::zeros(delivered.rows);
    delivered.conflicts = input.conflicts;
    let columns = input.columns.into_iter().zip(chunks);
    let tasks =
        columns.filter_map(|(column, chunks)| task(program, input.entity, &file, column, chunks));
    (delivered, tasks.collect())
}

fn absent(program: &Program, file: &str, input: &FieldInput, batch: &RecordBatch) -> Diagnostic {
    let schema = batch.schema();
    let available: Vec<_> = schema.fields().iter().map(|it| it.name().clone()).collect();
    let field = program.fields.get(input.field.index());
    let field = field.map_or("", |field| field.about.name.as_str());
    columns::missing(file, &input.column, field, &available)
}

/// Keys and references are always read.
fn check_columns(program: &Program, input: &EntityInput, findings: &mut Diagnostics) {
    for field in columns::wanted(program, input.entity, &BTreeSet::new()) {
        let read = input.columns.iter().any(|column| column.field == field);
        if let Some(field) = program.fields.get(field.index()).filter(|_| !read) {
            let file = input.parts.first().map_or("", |part| part.name.as_str());
            findings.push(columns::missing(
                file,
                &field.about.name,
                &field.about.name,
                &[],
            ));
        }
    }
}
