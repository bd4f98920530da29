//! Who moves: between classes, between statuses, through the doors of an aid.

use std::collections::BTreeMap;

use super::report::{Matrix, Move, Newly};
use super::{Side, clause};
use crate::check::tree::{Aid, Outcome, Program, Status, Type, ValueKind};
use crate::data::output::reason_codes;
use crate::data::results::{AidResult, RegisterResult};
use crate::data::table::{Column, Values};
use crate::outcome::{GroundCount, Levels};

/// The class of every row: its place among the names, the number of names for unknown.
pub(super) struct Classes<'a> {
    pub(super) names: &'a [(String, String)],
    codes: &'a [u16],
    column: &'a Column,
}

impl<'a> Classes<'a> {
    /// The classification of a name.
    pub(super) fn find(side: Side<'a>, name: &str) -> Option<Self> {
        let mut values = side.program.values.iter().zip(&side.results.values);
        let (value, column) = values.find(|(value, _)| {
            matches!(value.kind, ValueKind::Class(_)) && value.about.name == name
        })?;
        let column = column.as_ref()?;
        let (Type::Enum(id), Values::Enum(codes)) = (value.ty, &column.values) else {
            return None;
        };
        Some(Self {
            names: &side.program.enums.get(id.index())?.values,
            codes,
            column,
        })
    }

    pub(super) fn rows(&self) -> usize {
        self.codes.len()
    }

    /// The place of a row's class.
    pub(super) fn place(&self, row: usize) -> usize {
        match self.codes.get(row) {
            Some(code) if self.column.is_valid(row) => usize::from(*code),
            _ => self.names.len(),
        }
    }

    fn words(&self) -> Vec<String> {
        let names = self.names.iter().map(|(name, _)| name.clone());
        names.chain(["unknown".to_owned()]).collect()
    }
}

/// How many rows move from which class to which; empty where one side has no such classification.
pub(super) fn class_moves(before: Side<'_>, after: Side<'_>, name: &str) -> Matrix {
    let (Some(old), Some(new)) = (Classes::find(before, name), Classes::find(after, name)) else {
        return Matrix::default();
    };
    let (from, to) = (old.words(), new.words());
    let mut rows = vec![vec![0; to.len()]; from.len()];
    for row in 0..old.rows() {
        let cell = rows
            .get_mut(old.place(row))
            .and_then(|line| line.get_mut(new.place(row)));
        if let Some(cell) = cell {
            *cell += 1;
        }
    }
    Matrix { from, to, rows }
}

/// An aid and its results on one side.
pub(super) fn aid_of<'a>(side: Side<'a>, name: &str) -> Option<(&'a Aid, &'a AidResult)> {
    let mut all = side.program.aids.iter().zip(&side.results.aids);
    all.find(|(aid, _)| aid.about.name == name)
}

/// The status of a row; what a side does not have is not in force there.
pub(super) fn status_at(of: Option<(&Aid, &AidResult)>, row: usize) -> Status {
    of.and_then(|(_, result)| result.status.get(row).copied())
        .unwrap_or(Status::NotInForce)
}

/// Rows whose status changes.
pub(super) fn status_moves(
    before: Side<'_>,
    after: Side<'_>,
    name: &str,
    levels: &Levels<'_>,
) -> Vec<Move> {
    let (old, new) = (aid_of(before, name), aid_of(after, name));
    let Some((aid, _)) = old.or(new) else {
        return Vec::new();
    };
    let rows = 0..levels.rows(aid.entity);
    let pairs = rows.map(|row| (status_at(old, row) as usize, status_at(new, row) as usize));
    let words: Vec<&'static str> = Status::ALL.into_iter().map(Status::word).collect();
    moved(pairs, &words)
}

/// A register's results on one side.
pub(super) fn register_of<'a>(side: Side<'a>, name: &str) -> Option<&'a RegisterResult> {
    let mut all = side.program.registers.iter().zip(&side.results.registers);
    all.find(|(register, _)| register.about.name == name)
        .map(|(_, result)| result)
}

/// Rows whose outcome changes.
pub(super) fn outcome_moves(before: Side<'_>, after: Side<'_>, name: &str) -> Vec<Move> {
    let (Some(old), Some(new)) = (register_of(before, name), register_of(after, name)) else {
        return Vec::new();
    };
    let pairs = old.outcome.iter().zip(&new.outcome);
    let words: Vec<&'static str> = Outcome::ALL.into_iter().map(Outcome::word).collect();
    moved(
        pairs.map(|(old, new)| (*old as usize, *new as usize)),
        &words,
    )
}

/// Counts pairs of places that differ, in the order of the places.
fn moved(pairs: impl Iterator<Item = (usize, usize)>, words: &[&'static str]) -> Vec<Move> {
    let mut counts: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for pair in pairs.filter(|(old, new)| old != new) {
        *counts.entry(pair).or_default() += 1;
    }
    let word = |place: usize| words.get(place).copied().unwrap_or_default();
    let moves = counts.into_iter().map(|((from, to), rows)| Move {
        from: word(from),
        to: word(to),
        rows,
    });
    moves.collect()
}

/// Whether a status is within the door, outside it, or open.
fn inside(status: Status) -> Option<bool> {
    match status {
        Status::Granted | Status::Waitlisted => Some(true),
        Status::NotInForce | Status::NotEligible | Status::Excluded | Status::NotTakenUp => {
            Some(false)
        }
        Status::NeedsVerification => None,
    }
}

/// Rows that come in, by what kept them out before, and rows that drop out, by what keeps them out.
pub(super) fn eligibility(before: Side<'_>, after: Side<'_>, name: &str) -> (Newly, Newly) {
    let (old, new) = (aid_of(before, name), aid_of(after, name));
    let rows = [old, new]
        .into_iter()
        .flatten()
        .map(|(_, result)| result.status.len())
        .max();
    let (mut come, mut go) = (Counted::default(), Counted::default());
    for row in 0..rows.unwrap_or(0) {
        let (was, is) = (status_at(old, row), status_at(new, row));
        match (inside(was), inside(is)) {
            (Some(false), Some(true)) => come.count(before.program, old, was, row),
            (Some(true), Some(false)) => go.count(after.program, new, is, row),
            _ => {}
        }
    }
    (
        come.finish(before.program, old),
        go.finish(after.program, new),
    )
}

/// Rows by the clauses that keep them out, in the order in which the clauses were met.
#[derive(Default)]
struct Counted {
    rows: u64,
    by_code: BTreeMap<String, u64>,
}

impl Counted {
    fn count(
        &mut self,
        program: &Program,
        of: Option<(&Aid, &AidResult)>,
        status: Status,
        row: usize,
    ) {
        self.rows += 1;
        let codes = match of {
            Some((aid, result)) if status != Status::NotInForce => {
                let bits = result.grounds.get(row).unwrap_or(0);
                reason_codes(program, aid, status, bits)
            }
            _ => vec![Status::NotInForce.word().to_owned()],
        };
        for code in codes {
            *self.by_code.entry(code).or_default() += 1;
        }
    }

    /// Most rows first.
    fn finish(self, program: &Program, of: Option<(&Aid, &AidResult)>) -> Newly {
        let mut because: Vec<GroundCount> = self
            .by_code
            .into_iter()
            .map(|(ground, rows)| GroundCount {
                label: label(program, of.map(|(aid, _)| aid), &ground),
                ground,
                rows,
            })
            .collect();
        because.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.ground.cmp(&b.ground)));
        Newly {
            rows: self.rows,
            because,
        }
    }
}

/// The words of a clause by its code; the code itself where it has none.
fn label(program: &Program, aid: Option<&Aid>, code: &str) -> String {
    let found = aid.and_then(|aid| {
        let mut grounds = aid.when.iter().chain(&aid.unless).chain(&aid.verify);
        grounds
            .find(|it| it.code == code)
            .map(|it| clause::words(program, it))
    });
    found.unwrap_or_else(|| code.replace('_', " "))
}
