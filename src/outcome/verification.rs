//! What must be found out before every row is decided, and what hangs on it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::check::tree::{AidId, EntityId, Outcome, Program, RegisterId, Status};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::reference::{Evaluator, Row};

use super::aid::period;
use super::missing::{Missing, missing_for_aid, missing_for_register};
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
    pub missing: Vec<Missing>,
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
                        Decision::Aid(id) => missing_for_aid(&mut evaluator, id, at),
                        Decision::Register(id) => missing_for_register(&mut evaluator, id, at),
                    };
                    OpenRow {
                        row: *row,
                        missing: found.into_iter().collect(),
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
        found.map_or_else(String::new, |it| names(program, &it.missing))
    }

    /// What blocks an aid, most rows first.
    pub fn blocking(&self, program: &Program, aid: AidId) -> Vec<BlockingField> {
        let mut counts: BTreeMap<Missing, u64> = BTreeMap::new();
        for open in self.open(Decision::Aid(aid)) {
            for it in open.missing.iter().collect::<BTreeSet<_>>() {
                *counts.entry(*it).or_default() += 1;
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
pub fn names(program: &Program, missing: &[Missing]) -> String {
    let names: Vec<String> = missing.iter().map(|it| it.name(program)).collect();
    names.join(";")
}

/// One decision that a row waits for, as the list to verify shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToVerify {
    /// Which decision.
    pub decision: Decision,
    /// Its level.
    pub entity: EntityId,
    /// The row.
    pub row: u32,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// The bits of [`crate::data::results::AidResult::grounds`]; 0 for a register.
    pub grounds: u64,
    /// The amount that hangs on it, raw money in the aid's own period, where it is known.
    pub amount: Option<i64>,
}

/// The list to verify: rows with the most money at stake in a year first, all decisions of a row
/// together.
pub fn to_verify(
    program: &Program,
    results: &Results,
    verification: &Verification,
) -> Vec<ToVerify> {
    let mut list: Vec<(i128, ToVerify)> = Vec::new();
    for (decision, open) in verification.iter() {
        for it in open {
            if let Some(found) = line(program, results, decision, it) {
                list.push(found);
            }
        }
    }
    let mut stakes: BTreeMap<(EntityId, u32), i128> = BTreeMap::new();
    for (yearly, it) in &list {
        *stakes.entry((it.entity, it.row)).or_default() += yearly;
    }
    let stake = |it: &ToVerify| stakes.get(&(it.entity, it.row)).copied().unwrap_or(0);
    list.sort_by_cached_key(|(yearly, it)| (-stake(it), it.entity, it.row, -*yearly, it.decision));
    list.into_iter().map(|(_, it)| it).collect()
}

fn line(
    program: &Program,
    results: &Results,
    decision: Decision,
    open: &OpenRow,
) -> Option<(i128, ToVerify)> {
    let row = open.row as usize;
    let mut it = ToVerify {
        decision,
        entity: EntityId(0),
        row: open.row,
        missing: open.missing.clone(),
        grounds: 0,
        amount: None,
    };
    let mut yearly = 0;
    match decision {
        Decision::Aid(id) => {
            let aid = program.aids.get(id.index())?;
            let result = results.aids.get(id.index())?;
            it.entity = aid.entity;
            it.grounds = result.grounds.get(row).copied()?;
            let period = period(aid);
            let known = result.amount_known.get(row).copied().unwrap_or(false);
            it.amount = result
                .amount
                .get(row)
                .copied()
                .filter(|_| known && period.is_some());
            yearly = i128::from(it.amount.unwrap_or(0)) * times_a_year(period.as_deref());
        }
        Decision::Register(id) => it.entity = program.registers.get(id.index())?.entity,
    }
    Some((yearly, it))
}

/// How often an amount is paid in a year, for the order of the list only.
fn times_a_year(period: Option<&str>) -> i128 {
    match period {
        Some("per day") => 365,
        Some("per week") => 52,
        Some("per month") => 12,
        Some("per quarter") => 4,
        Some(_) | None => 1,
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
