//! From the rows as delivered to tables whose rows stand by their parents, and the rejected rows.

use rayon::prelude::*;

use super::bitmap::Bitmap;
use super::input::{EntityInput, RowNumbers};
use super::reject::{Note, Rejected};
use super::rows::Rows;
use super::table::Dataset;
use super::verified::{Taken, Verified, overlay};
use crate::check::tree::{EntityId, Program};
use crate::diagnostic::catalogue::data as words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::number::Date;

/// Data bound to a policy, with everything that was not taken and why.
#[derive(Debug, Default)]
pub struct Bound {
    /// The tables.
    pub dataset: Dataset,
    /// Why rows were rejected, by entity, file, row and column.
    pub rejected: Vec<Rejected>,
    /// Rows by [`EntityId`].
    pub counts: Vec<RowCounts>,
    /// What was changed or odd in cells, by entity and field.
    pub notes: Vec<Note>,
    /// The names of the files by [`EntityId`].
    pub files: Vec<Vec<String>>,
    /// Where rows came from, by [`EntityId`].
    pub origins: Vec<Origin>,
    /// The values of field verification that were taken over, in the order of their lines.
    pub verified: Vec<Taken>,
}

/// Where the rows of an entity came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The files: name, first row among those of the entity, numbers of the rows.
    files: Vec<(String, usize, RowNumbers)>,
    /// The rejected rows among them, ascending.
    rejected: Vec<u32>,
}

impl Origin {
    pub(super) fn new(files: Vec<(String, usize, RowNumbers)>, rejected: &Bitmap) -> Self {
        let rows = (0_u32..).zip(rejected.iter());
        let rejected = rows.filter(|(_, bit)| *bit).map(|(row, _)| row).collect();
        Self { files, rejected }
    }

    /// The file of an evaluated row, by its place among those in the order of the input, and the row's
    /// number there.
    pub fn place(&self, position: usize) -> Option<(&str, u64)> {
        // Of the rejected rows, those before the row: each moves it on by one.
        let before = |count: usize| {
            let row = self
                .rejected
                .get(count)
                .map_or(usize::MAX, |row| *row as usize);
            row - count <= position
        };
        let (mut low, mut high) = (0, self.rejected.len());
        while low < high {
            let middle = low.midpoint(high);
            if before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let row = position + low;
        let after = self.files.partition_point(|(_, start, _)| *start <= row);
        let (name, start, numbers) = self.files.get(after.checked_sub(1)?)?;
        Some((name, numbers.of(row - start)))
    }
}

/// The rows of an entity. **Invariant:** `read = evaluated + rejected + outside`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RowCounts {
    /// Rows of the files.
    pub read: u64,
    /// Rows of the table.
    pub evaluated: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// Rows outside the universe of the policy.
    pub outside: u64,
    /// Rejected rows that no parent row is marked for, since none could be told.
    pub unplaced: u64,
}

/// Binds delivered rows to a policy at an evaluation date.
///
/// # Errors
/// Findings about whole files and columns: an entity delivered without its parent, a column of
/// another kind than its field. Faults of single rows reject those rows.
pub fn bind(program: &Program, inputs: Vec<EntityInput>, date: Date) -> Result<Bound, Diagnostics> {
    bind_verified(program, inputs, date, &Verified::default())
}

/// Binds delivered rows, values of field verification laid over them.
///
/// # Errors
/// As [`bind`], and findings about lines that cannot be taken over.
pub fn bind_verified(
    program: &Program,
    inputs: Vec<EntityInput>,
    date: Date,
    verified: &Verified,
) -> Result<Bound, Diagnostics> {
    let mut findings = Diagnostics::new();
    check_deliveries(program, &inputs, &mut findings);
    let mut rows = Rows::new(program);
    let tasks = rows.take_inputs(inputs, &mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    let converted: Vec<_> = tasks
        .into_par_iter()
        .map(|task| task.run(program, date))
        .collect();
    let mut columns = Vec::with_capacity(converted.len());
    for result in converted {
        match result {
            Ok(column) => columns.push(column),
            Err(finding) => findings.push(finding),
        }
    }
    super::made_key::add(&rows, &mut columns);
    let taken = overlay(&rows, &mut columns, verified, date, &mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    for (task, converted) in columns {
        rows.put(&task, converted);
    }
    rows.reject_malformed();
    rows.reject_reversed();
    rows.leave_out(date);
    rows.link();
    rows.leave_out_below();
    rows.cascade();
    rows.note_unasked(date);
    let mut bound = rows.finish();
    bound.verified = taken;
    Ok(bound)
}

/// An entity needs its parent, and what its fields refer to.
fn check_deliveries(program: &Program, inputs: &[EntityInput], findings: &mut Diagnostics) {
    let delivered = |entity: EntityId| inputs.iter().any(|input| input.entity == entity);
    let name = |entity: EntityId| {
        program
            .entities
            .get(entity.index())
            .map_or("", |entity| entity.about.name.as_str())
    };
    for input in inputs {
        let Some(entity) = program.entities.get(input.entity.index()) else {
            continue;
        };
        let parent = entity.parent.map(|(parent, _)| parent);
        let targets = entity.fields.iter().filter_map(|field| {
            program
                .fields
                .get(field.index())
                .and_then(|field| field.refers_to)
        });
        for other in parent.into_iter().chain(targets) {
            if !delivered(other) {
                findings.push(
                    Diagnostic::new(&words::PARENT_NOT_DELIVERED)
                        .with("entity", &entity.about.name)
                        .with("other", name(other)),
                );
            }
        }
    }
}
