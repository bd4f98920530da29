//! The list to verify: one line for each answer to find out and each check to make, with what hangs on it.

use std::collections::BTreeMap;

use crate::check::tree::{AidId, EntityId, FieldId, Program};
use crate::data::results::Results;
use crate::reference::Row;

use super::missing::Missing;
use super::verification::{Decision, OpenRow, Verification};

/// One answer to find out or check to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToVerify {
    /// The row whose answer or check it is.
    pub at: Row,
    /// What.
    pub what: Question,
    /// The decisions that wait for it, in the order of the policy.
    pub decisions: Vec<Decision>,
    /// The row with the most at stake that waits for it.
    pub waiting: Row,
    /// How many rows wait for it.
    pub rows: u64,
    /// What one year of the waiting decisions would pay, raw money, where it is known.
    pub at_stake: Option<i128>,
}

/// What is to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// The answer of a field.
    Field(FieldId),
    /// Whether a `verify` clause of an aid, by its place, still holds the row back.
    Check(AidId, usize),
    /// Something that is settled in the data.
    Other(Missing),
}

/// A decision that one row waits for.
struct Open<'a> {
    row: Row,
    decision: Decision,
    found: &'a OpenRow,
    /// What it pays in a year, for the order of the list.
    yearly: Option<i128>,
}

/// The list to verify: what a row with the most money at stake waits for comes first, all lines of a
/// row together. What several rows wait for stands once, with the first of them.
pub fn to_verify(
    program: &Program,
    results: &Results,
    verification: &Verification,
) -> Vec<ToVerify> {
    let mut open: Vec<Open<'_>> = Vec::new();
    for (decision, rows) in verification.iter() {
        open.extend(rows.iter().filter_map(|it| {
            let (entity, yearly) = stake(program, results, decision, it)?;
            let row = Row {
                entity,
                index: it.row as usize,
            };
            Some(Open {
                row,
                decision,
                found: it,
                yearly,
            })
        }));
    }
    let mut stakes: BTreeMap<Row, i128> = BTreeMap::new();
    for it in &open {
        *stakes.entry(it.row).or_default() += it.yearly.unwrap_or(0);
    }
    let of = |row: Row| stakes.get(&row).copied().unwrap_or(0);
    open.sort_by_cached_key(|it| (-of(it.row), it.row, -it.yearly.unwrap_or(0), it.decision));
    gather(program, results, &open)
}

/// The lines in the order of the decisions that wait.
fn gather(program: &Program, results: &Results, open: &[Open<'_>]) -> Vec<ToVerify> {
    let mut list: Vec<ToVerify> = Vec::new();
    let mut places: BTreeMap<(Row, Question), (usize, Row)> = BTreeMap::new();
    for it in open {
        for (at, what) in questions(program, results, it) {
            let (place, last) = *places.entry((at, what)).or_insert_with(|| {
                list.push(ToVerify {
                    at,
                    what,
                    decisions: Vec::new(),
                    waiting: it.row,
                    rows: 1,
                    at_stake: None,
                });
                (list.len() - 1, it.row)
            });
            let Some(line) = list.get_mut(place) else {
                continue;
            };
            if last != it.row {
                // Rows come one after the other, all decisions of one together.
                line.rows += 1;
                places.insert((at, what), (place, it.row));
            }
            if let Err(gap) = line.decisions.binary_search(&it.decision) {
                line.decisions.insert(gap, it.decision);
            }
            if let Some(yearly) = it.yearly {
                line.at_stake = Some(line.at_stake.unwrap_or(0) + yearly);
            }
        }
    }
    list
}

/// What a decision waits for: checks first, they stand with the row itself.
fn questions(program: &Program, results: &Results, open: &Open<'_>) -> Vec<(Row, Question)> {
    let mut found = Vec::new();
    if let Decision::Aid(id) = open.decision {
        let aid = program.aids.get(id.index());
        let result = results.aids.get(id.index());
        let bits = result.and_then(|it| it.grounds.get(open.row.index));
        let bits = bits.unwrap_or(0);
        for clause in 0..aid.map_or(0, |aid| aid.verify.len()) {
            let set =
                u32::try_from(clause).is_ok_and(|it| bits.checked_shr(it).unwrap_or(0) & 1 == 1);
            if set {
                found.push((open.row, Question::Check(id, clause)));
            }
        }
    }
    found.extend(open.found.causes.iter().map(|cause| {
        let what = match cause.what {
            Missing::Field(id) => Question::Field(id),
            other @ (Missing::RejectedRows(_) | Missing::NotDelivered(_) | Missing::Ground(_)) => {
                Question::Other(other)
            }
        };
        (cause.at, what)
    }));
    found
}

/// The level of a decision, and what it would pay in a year.
fn stake(
    program: &Program,
    results: &Results,
    decision: Decision,
    open: &OpenRow,
) -> Option<(EntityId, Option<i128>)> {
    let row = open.row as usize;
    match decision {
        Decision::Aid(id) => {
            let aid = program.aids.get(id.index())?;
            let result = results.aids.get(id.index())?;
            let times = aid.times_a_year();
            let known = result.amount_known.get(row).copied().unwrap_or(false) && times > 0;
            let amount = result.amount.get(row).filter(|_| known);
            let yearly = amount.map(|it| i128::from(it) * times);
            Some((aid.entity, yearly))
        }
        Decision::Register(id) => Some((program.registers.get(id.index())?.entity, None)),
    }
}
