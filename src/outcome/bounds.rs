//! What an aid's count and cost can be once the unknowns are settled: outer bounds.
//!
//! Every row that needs verification may turn out granted or not, other aids as decided. Where no
//! quota, budget or limit binds, the granted rows are certain and each open row adds to the highest.
//! Where one may bind, an open row can push out a decided one, so the lowest cost takes the cheapest
//! rows that could fill the places, and the highest the dearest.

use crate::check::tree::{Aid, Benefit, Status};
use crate::data::results::AidResult;
use crate::number::{Grouping, format_money};

use super::aid::ByStatus;
use super::summary::{Amount, Bounds};

/// The rows that take part in the bounds, counted; their amounts one by one are gathered where places
/// are few.
pub(super) struct Rows {
    granted: usize,
    /// Waiting for a place; they come in if a decided row falls out.
    waiting: usize,
    pub(super) open: usize,
    /// What the granted rows get.
    pub(super) decided: i128,
}

/// The rows that take part in the bounds, by the rows and the money of each status.
pub(super) fn rows(sums: &ByStatus) -> Rows {
    let of = |status: Status| sums.get(status as usize).copied().unwrap_or_default();
    let count = |status: Status| usize::try_from(of(status).0).unwrap_or(usize::MAX);
    Rows {
        granted: count(Status::Granted),
        waiting: count(Status::Waitlisted),
        open: count(Status::NeedsVerification),
        decided: of(Status::Granted).1,
    }
}

/// The amounts of the rows with a status.
fn amounts(result: &AidResult, status: Status) -> impl Iterator<Item = i64> + '_ {
    let rows = result.status.iter().enumerate();
    let rows = rows.filter(move |(_, it)| **it == status);
    rows.map(|(row, _)| result.amount.get(row).unwrap_or(0))
}

/// The amounts of the rows that need verification; nothing where one is unknown.
fn open_amounts(result: &AidResult) -> impl Iterator<Item = Option<i64>> + '_ {
    let rows = result.status.iter().enumerate();
    let open = rows.filter(|(_, it)| **it == Status::NeedsVerification);
    open.map(|(row, _)| {
        let known = result.amount_known.get(row).is_some_and(|known| *known);
        result.amount.get(row).filter(|amount| known && *amount > 0)
    })
}

/// Whether allocation can push a row out.
pub(super) fn contested(aid: &Aid) -> bool {
    aid.quota.is_some() || aid.budget.is_some() || !aid.limits.is_empty()
}

/// All places of the quota, where every group has one.
fn places(result: &AidResult) -> Option<usize> {
    let mut sum = 0usize;
    for group in &result.groups {
        sum = sum.saturating_add(usize::try_from(group.quota?).ok()?);
    }
    (!result.groups.is_empty()).then_some(sum)
}

pub(super) fn count(aid: &Aid, result: &AidResult, it: &Rows) -> Bounds<u64> {
    let decided = it.granted;
    let could_be = decided + it.open + it.waiting * usize::from(it.open > 0);
    let highest = match places(result).filter(|_| aid.quota.is_some()) {
        Some(places) => could_be.min(places.max(decided)),
        None => could_be,
    };
    // A dear row that a budget or a limit lets in can keep several decided ones out.
    let pushed_out = aid.budget.is_some() || !aid.limits.is_empty();
    let lowest = if pushed_out && it.open > 0 {
        0
    } else {
        decided
    };
    Bounds {
        decided: decided as u64,
        lowest: Some(lowest as u64),
        highest: Some(highest as u64),
    }
}

pub(super) fn cost(aid: &Aid, result: &AidResult, it: &Rows) -> Bounds<Amount> {
    let decided = it.decided;
    let (lowest, highest) = if it.open == 0 {
        (decided, Some(decided))
    } else if contested(aid) {
        contested_cost(aid, result, it)
    } else {
        let open: Option<i128> = open_amounts(result).map(|it| it.map(i128::from)).sum();
        (decided, open.map(|open| decided + open))
    };
    let show = |raw: i128| format_money(raw, Grouping::Plain);
    Bounds {
        decided: show(decided),
        lowest: Some(show(lowest)),
        highest: highest.map(show),
    }
}

fn contested_cost(aid: &Aid, result: &AidResult, it: &Rows) -> (i128, Option<i128>) {
    let decided = it.decided;
    let open: Vec<Option<i64>> = open_amounts(result).collect();
    let mut known: Vec<i64> = amounts(result, Status::Granted).collect();
    known.extend(amounts(result, Status::Waitlisted));
    known.extend(open.iter().flatten());
    known.sort_unstable();
    // An amount that is not known is above zero where it is granted.
    let unknown = open.iter().filter(|it| it.is_none()).count();
    let places = places(result)
        .filter(|_| aid.quota.is_some())
        .unwrap_or(known.len());
    let taken = places.min(it.granted);
    let lowest = if aid.budget.is_some() || !aid.limits.is_empty() {
        0
    } else {
        known
            .iter()
            .take(taken.saturating_sub(unknown))
            .copied()
            .map(i128::from)
            .sum::<i128>()
            .min(decided)
    };
    let ceiling = result
        .groups
        .iter()
        .map(|group| group.budget)
        .sum::<Option<i128>>();
    let dearest = (!open.contains(&None)).then(|| {
        known
            .iter()
            .rev()
            .take(places)
            .copied()
            .map(i128::from)
            .sum::<i128>()
    });
    let highest = match (dearest, ceiling.filter(|_| aid.budget.is_some())) {
        (Some(dearest), Some(ceiling)) => Some(dearest.min(ceiling.max(decided))),
        (Some(dearest), None) => Some(dearest),
        (None, ceiling) => ceiling,
    };
    (lowest, highest)
}

/// The cost of the rows of each group, raw: as decided, lowest, highest. An aid whose places are few
/// may move money from one group to another, so nothing bounds it while a row is open.
pub(super) fn cost_by_group(
    aid: &Aid,
    result: &AidResult,
    of_row: &[u32],
    groups: usize,
) -> Vec<GroupCost> {
    let any_open = (0..result.status.len()).any(|row| is_open(result, row));
    let is_bounded = !(any_open && contested(aid));
    let mut found = vec![
        GroupCost {
            decided: 0,
            more: Some(0),
            is_bounded,
            open: 0,
        };
        groups
    ];
    for (row, group) in of_row.iter().enumerate() {
        let Some(cost) = found.get_mut(*group as usize) else {
            continue;
        };
        let amount = i128::from(result.amount.get(row).unwrap_or(0));
        if result.status.get(row) == Some(&Status::Granted) {
            cost.decided += amount;
        } else if is_open(result, row) {
            cost.open += 1;
            let known = result.amount_known.get(row).is_some_and(|known| *known);
            cost.more = cost.more.filter(|_| known).map(|more| more + amount.max(0));
        }
    }
    found
}

/// What an aid costs in a group, raw money.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroupCost {
    pub(super) decided: i128,
    /// What open rows may add; `None` where an amount is unknown.
    pub(super) more: Option<i128>,
    /// Whether rows elsewhere cannot change it.
    pub(super) is_bounded: bool,
    /// Rows that need verification.
    pub(super) open: u64,
}

/// Whether a row needs verification.
pub(super) fn is_open(result: &AidResult, row: usize) -> bool {
    result.status.get(row) == Some(&Status::NeedsVerification)
}

/// Whether the aid pays money.
pub(super) fn pays(aid: &Aid) -> bool {
    matches!(aid.benefit, Benefit::Amount { .. })
}
