//! The figures of aids: rows and money by status, grounds, areas.

use rayon::prelude::*;

use crate::check::tree::{Aid, AidId, Benefit, Ground, Program, Status, Type};
use crate::data::numbers::Loop;
use crate::data::results::{AidResult, Results, TIED};
use crate::data::table::Dataset;
use crate::number::{Grouping, format_money};

use super::bounds;
use super::levels::Levels;
use super::summary::{AidSummary, AreaSummary, BlockingField, GroundCount, StatusCount};
use super::title::{key_text, title_text};

pub(super) fn summarize(
    program: &Program,
    dataset: &Dataset,
    results: &Results,
    levels: &Levels<'_>,
    blocking: &(dyn Fn(AidId) -> Vec<BlockingField> + Sync),
) -> Vec<AidSummary> {
    let ids: Vec<AidId> = (0u32..).map(AidId).take(program.aids.len()).collect();
    program
        .aids
        .par_iter()
        .zip(&results.aids)
        .zip(ids)
        .map(|((aid, result), id)| {
            let mut it = one(program, aid, result, levels);
            it.areas = areas(program, dataset, aid, result, levels);
            it.blocking = blocking(id);
            it
        })
        .collect()
}

/// `one-off`, `per month`; `None` for a service.
pub fn period(aid: &Aid) -> Option<String> {
    match &aid.benefit {
        Benefit::Amount { value, .. } => match value.ty {
            Type::Money(Some(period)) => Some(format!("per {}", period.word())),
            Type::Money(None)
            | Type::Integer
            | Type::Decimal
            | Type::Boolean
            | Type::Date
            | Type::Text
            | Type::Enum(_) => Some("one-off".to_owned()),
        },
        Benefit::Service(_) | Benefit::Nothing => None,
    }
}

fn one(program: &Program, aid: &Aid, result: &AidResult, levels: &Levels<'_>) -> AidSummary {
    let paid = matches!(aid.benefit, Benefit::Amount { .. });
    let members_of = levels.members(aid.entity);
    let members = granted_rows(result).map(members_of).sum();
    let sums = by_status(result);
    let rows = bounds::rows(&sums);
    let any = |status: Status| sums.get(status as usize).is_some_and(|(rows, _)| *rows > 0);
    let by_ground = |status: Status| {
        if any(status) {
            by_ground(result, status)
        } else {
            [0; 64]
        }
    };
    AidSummary {
        name: aid.about.name.clone(),
        label: aid.about.label.clone(),
        agency: aid.agency.clone(),
        entity: program
            .entities
            .get(aid.entity.index())
            .map_or_else(String::new, |entity| entity.about.name.clone()),
        period: period(aid),
        statuses: statuses(aid, &sums, paid),
        members,
        count: bounds::count(aid, result, &rows),
        cost: paid.then(|| bounds::cost(aid, result, &rows)),
        quota: total(
            result
                .groups
                .iter()
                .map(|group| group.quota.map(u128::from)),
        )
        .and_then(|places| u64::try_from(places).ok()),
        budget: budget(result),
        exclusions: exclusions(program, aid, &by_ground(Status::Excluded)),
        verifications: grounds(&aid.verify, &by_ground(Status::NeedsVerification)),
        blocking: Vec::new(),
        tied: if any(Status::Waitlisted) {
            count_bits(result, Status::Waitlisted, TIED)
        } else {
            0
        },
        areas: Vec::new(),
    }
}

/// The rows that are granted, ascending.
pub(super) fn granted_rows(result: &AidResult) -> impl Iterator<Item = usize> + '_ {
    let rows = result.status.iter().enumerate();
    rows.filter(|(_, status)| **status == Status::Granted)
        .map(|(row, _)| row)
}

/// Rows and known money by status.
pub(super) type ByStatus = [(u64, i128); Status::ALL.len()];

/// Adds up rows and known money by status.
struct Adding<'a> {
    statuses: &'a [Status],
    known: &'a [bool],
}

impl Loop for Adding<'_> {
    type Out = ByStatus;

    fn run(self, _: usize, value: impl Fn(usize) -> i64) -> Self::Out {
        let mut sums = [(0, 0); Status::ALL.len()];
        for (row, (status, known)) in self.statuses.iter().zip(self.known).enumerate() {
            if let Some(sum) = sums.get_mut(*status as usize) {
                sum.0 += 1;
                sum.1 += i128::from(if *known { value(row) } else { 0 });
            }
        }
        sums
    }
}

/// Rows and known money by status, in one pass.
pub(super) fn by_status(result: &AidResult) -> ByStatus {
    result.amount.visit(Adding {
        statuses: &result.status,
        known: &result.amount_known,
    })
}

/// Rows and known money by status, in words; who does not take the aid up only where it says so.
fn statuses(aid: &Aid, sums: &ByStatus, paid: bool) -> Vec<StatusCount> {
    let counts = |status: Status| {
        matches!(
            status,
            Status::Granted | Status::Waitlisted | Status::NeedsVerification
        )
    };
    let has = |status: &Status| *status != Status::NotTakenUp || aid.take_up.is_some();
    let lines = Status::ALL.into_iter().filter(has).map(|status| {
        let (rows, amount) = sums.get(status as usize).copied().unwrap_or_default();
        StatusCount {
            status: status.word(),
            rows,
            amount: (paid && counts(status)).then(|| format_money(amount, Grouping::Plain)),
        }
    });
    lines.collect()
}

/// The sum, if every part is given and there is one.
fn total(parts: impl Iterator<Item = Option<u128>>) -> Option<u128> {
    let mut sum = None;
    for part in parts {
        sum = Some(sum.unwrap_or(0u128).saturating_add(part?));
    }
    sum
}

fn budget(result: &AidResult) -> Option<String> {
    let mut sum = None;
    for group in &result.groups {
        sum = Some(sum.unwrap_or(0i128).saturating_add(group.budget?));
    }
    sum.map(|raw| format_money(raw, Grouping::Plain))
}

fn exclusions(program: &Program, aid: &Aid, rows: &[u64]) -> Vec<GroundCount> {
    let mut counts = grounds(&aid.unless, rows);
    for (place, (other, because, _)) in aid.not_together.iter().enumerate() {
        let name = program
            .aids
            .get(other.index())
            .map_or("", |other| other.about.name.as_str());
        counts.push(GroundCount {
            ground: format!("not_together_{name}"),
            label: because.clone(),
            rows: rows.get(aid.unless.len() + place).copied().unwrap_or(0),
        });
    }
    counts
}

fn grounds(list: &[Ground], rows: &[u64]) -> Vec<GroundCount> {
    list.iter()
        .enumerate()
        .map(|(bit, ground)| GroundCount {
            ground: ground.code.clone(),
            label: ground.label.clone(),
            rows: rows.get(bit).copied().unwrap_or(0),
        })
        .collect()
}

/// Rows with a status by the bit of a ground.
fn by_ground(result: &AidResult, status: Status) -> [u64; 64] {
    let mut counts = [0; 64];
    let statuses = result.status.iter().enumerate();
    for (row, _) in statuses.filter(|(_, it)| **it == status) {
        let mut left = result.grounds.get(row).unwrap_or(0);
        while left != 0 {
            let bit = left.trailing_zeros() as usize;
            counts.iter_mut().skip(bit).take(1).for_each(|it| *it += 1);
            left &= left - 1;
        }
    }
    counts
}

fn count_bits(result: &AidResult, status: Status, mask: u64) -> u64 {
    let rows = result.status.iter().enumerate();
    let rows = rows.filter(|(_, it)| **it == status);
    let grounds = rows.filter_map(|(row, _)| result.grounds.get(row));
    grounds.filter(|it| it & mask != 0).count() as u64
}

/// Rows and money granted by row of the topmost level, in the order of its rows; areas without any
/// are left out.
fn areas(
    program: &Program,
    dataset: &Dataset,
    aid: &Aid,
    result: &AidResult,
    levels: &Levels<'_>,
) -> Vec<AreaSummary> {
    let Some(top) = levels
        .path(aid.entity)
        .last()
        .copied()
        .filter(|top| *top != aid.entity)
    else {
        return Vec::new();
    };
    let up = levels.ancestor_rows(aid.entity, top);
    let mut sums = vec![(0u64, 0i128); levels.rows(top)];
    for row in granted_rows(result) {
        if let Some(sum) = up.get(row).and_then(|area| sums.get_mut(*area as usize)) {
            sum.0 += 1;
            sum.1 += i128::from(result.amount.get(row).unwrap_or(0));
        }
    }
    sums.into_iter()
        .enumerate()
        .filter(|(_, (granted, _))| *granted > 0)
        .map(|(row, (granted, amount))| AreaSummary {
            key: key_text(program, dataset, top, row),
            name: title_text(program, dataset, top, row),
            granted,
            amount: format_money(amount, Grouping::Plain),
        })
        .collect()
}
