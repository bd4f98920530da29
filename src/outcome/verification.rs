//! What must be found out before every row is decided, and what hangs on it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::check::tree::{AidId, EntityId, Outcome, Program, RegisterId, Status};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::reference::{Evaluator, Row};

use super::missing::{Cause, Missing, causes_for_aid, causes_for_register};
use super::summary::BlockingField;

/// Rows that one evaluator follows; what it remembers is dropped between them.
const ROWS: usize = 512;

/// Which decision a row waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// The status of an aid.
    Aid(AidId),
    /// The outcome of a register.
    Register(RegisterId),
}

/// A row that needs verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRow {
    /// The row in the table of its level.
    pub row: u32,
    /// What is missing; empty where everything is known and a ground asks for a check.
    pub causes: Vec<Cause>,
}

/// All rows that need verification, by decision.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    open: BTreeMap<Decision, Vec<OpenRow>>,
}

/// Finds what is missing for every row that an evaluation could not decide.
pub fn verification(program: &Program, dataset: &Dataset, results: &Results) -> Verification {
    let find = |rows: Vec<u32>, entity: EntityId, decision: Decision| -> Vec<OpenRow> {
        rows.par_chunks(ROWS)
            .flat_map_iter(|rows| {
                let mut evaluator =
                    Evaluator::new(program, dataset, results.date).with_results(results);
                let open = |row: &u32| {
                    let at = Row {
                        entity,
                        index: *row as usize,
                    };
                    let found = match decision {
                        Decision::Aid(id) => causes_for_aid(&mut evaluator, id, at),
                        Decision::Register(id) => causes_for_register(&mut evaluator, id, at),
                    };
                    OpenRow {
                        row: *row,
                        causes: found.into_iter().collect(),
                    }
                };
                rows.iter().map(open).collect::<Vec<_>>()
            })
            .collect()
    };
    let mut it = Verification::default();
    for ((aid, result), id) in program.aids.iter().zip(&results.aids).zip((0..).map(AidId)) {
        let rows = matching(&result.status, &Status::NeedsVerification);
        let decision = Decision::Aid(id);
        it.open.insert(decision, find(rows, aid.entity, decision));
    }
    for ((register, result), id) in program
        .registers
        .iter()
        .zip(&results.registers)
        .zip((0..).map(RegisterId))
    {
        let rows = matching(&result.outcome, &Outcome::NeedsVerification);
        let decision = Decision::Register(id);
        it.open
            .insert(decision, find(rows, register.entity, decision));
    }
    it
}

fn matching<T: PartialEq>(list: &[T], wanted: &T) -> Vec<u32> {
    (0u32..)
        .zip(list)
        .filter(|(_, it)| *it == wanted)
        .map(|(row, _)| row)
        .collect()
}

impl Verification {
    /// The open rows of a decision, ascending.
    pub fn open(&self, decision: Decision) -> &[OpenRow] {
        self.open.get(&decision).map_or(&[], Vec::as_slice)
    }

    /// All decisions with their open rows: aids, then registers.
    pub fn iter(&self) -> impl Iterator<Item = (Decision, &[OpenRow])> {
        self.open
            .iter()
            .map(|(decision, rows)| (*decision, rows.as_slice()))
    }

    /// What is missing for an aid in a row, joined by `;`; empty where nothing is.
    pub fn missing_names(&self, program: &Program, aid: AidId, row: usize) -> String {
        let open = self.open(Decision::Aid(aid));
        let found = u32::try_from(row)
            .ok()
            .and_then(|row| open.binary_search_by_key(&row, |it| it.row).ok())
            .and_then(|at| open.get(at));
        found.map_or_else(String::new, |it| names(program, &it.kinds()))
    }

    /// What blocks an aid, most rows first.
    pub fn blocking(&self, program: &Program, aid: AidId) -> Vec<BlockingField> {
        let mut counts: BTreeMap<Missing, u64> = BTreeMap::new();
        for open in self.open(Decision::Aid(aid)) {
            for it in open.kinds() {
                *counts.entry(it).or_default() += 1;
            }
        }
        let mut list: Vec<BlockingField> = counts
            .into_iter()
            .map(|(it, rows)| BlockingField {
                field: it.name(program),
                label: it.label(program),
                rows,
            })
            .collect();
        list.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.field.cmp(&b.field)));
        list
    }
}

/// Names of what is missing, joined by `;`.
fn names(program: &Program, missing: &BTreeSet<Missing>) -> String {
    let names: Vec<String> = missing.iter().map(|it| it.name(program)).collect();
    names.join(";")
}

impl OpenRow {
    /// What is missing, whatever the row.
    fn kinds(&self) -> BTreeSet<Missing> {
        self.causes.iter().map(|it| it.what).collect()
    }
}

impl Missing {
    /// `member.income`; a ground in one word: `division_by_zero`.
    pub fn name(self, program: &Program) -> String {
        let entity = |id: EntityId| {
            let it = program.entities.get(id.index());
            it.map_or("", |it| it.about.name.as_str())
        };
        match self {
            Self::Field(id) => {
                let field = program.fields.get(id.index());
                field.map_or_else(String::new, |field| {
                    format!("{}.{}", entity(field.entity), field.about.name)
                })
            }
            Self::RejectedRows(id) => format!("{}_rejected", entity(id)),
            Self::NotDelivered(id) => format!("{}_not_delivered", entity(id)),
            Self::Ground(words) => words.replace(' ', "_"),
        }
    }

    /// The title of the field or level; a ground in words.
    pub fn label(self, program: &Program) -> String {
        let entity = |id: EntityId| {
            let it = program.entities.get(id.index());
            it.map_or("", |it| it.about.label.as_str())
        };
        match self {
            Self::Field(id) => {
                let field = program.fields.get(id.index());
                field.map_or_else(String::new, |field| field.about.label.clone())
            }
            Self::RejectedRows(id) => format!("{}: rejected", entity(id)),
            Self::NotDelivered(id) => format!("{}: not delivered", entity(id)),
            Self::Ground(words) => words.to_owned(),
        }
    }
}
