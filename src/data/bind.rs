//! From the rows as delivered to tables whose rows stand by their parents, and the rejected rows.

use rayon::prelude::*;

use super::input::EntityInput;
use super::reject::{Note, Rejected};
use super::rows::Rows;
use super::table::Dataset;
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
}

/// The rows of an entity. **Invariant:** `read = evaluated + rejected`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RowCounts {
    /// Rows of the files.
    pub read: u64,
    /// Rows of the table.
    pub evaluated: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// Rejected rows that no parent row is marked for, since none could be told.
    pub unplaced: u64,
}

/// Binds delivered rows to a policy at an evaluation date.
///
/// # Errors
/// Findings about whole files and columns: an entity delivered without its parent, a column of
/// another kind than its field. Faults of single rows reject those rows.
pub fn bind(program: &Program, inputs: Vec<EntityInput>, date: Date) -> Result<Bound, Diagnostics> {
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
    for result in converted {
        match result {
            Ok((task, converted)) => rows.put(&task, converted),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.has_errors() {
        return Err(findings);
    }
    rows.reject_malformed();
    rows.link();
    rows.cascade();
    rows.note_unasked(date);
    Ok(rows.finish())
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
