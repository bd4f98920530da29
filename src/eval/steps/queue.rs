//! An allocation followed from plan to plan: a quota that all rows share, of whose order only the part is
//! walked in which places change hands.

use super::rows::taken;
use crate::check::tree::Status;
use crate::data::table::{Column, Values};
use crate::eval::allocate::Whole;
use crate::eval::cells::Cells as _;
use crate::eval::rank::Ranked;
use crate::plan::aid::Allocation;

const GRANTED: u16 = Status::Granted as u16;
const WAITLISTED: u16 = Status::Waitlisted as u16;

/// Whether an allocation can be followed: a quota without groups, and nothing else.
pub(super) fn can_follow(it: &Allocation) -> bool {
    it.limits.is_empty() && it.budget.is_none() && matches!(it.quota, Some((_, None)))
}

/// Follows rows whose status before the allocation changed, ascending. Gives the rows whose status after it
/// changed, ascending, and what it was; nothing, and no change, where more must be known than the order.
pub(super) fn follow(
    whole: &Whole<'_>,
    (it, ranked): (&Allocation, &mut Ranked),
    changed: &[u32],
    last: &mut Column,
) -> Option<(Vec<u32>, Vec<u16>)> {
    let (count, _) = it.quota?;
    let before = whole.store.column(it.status)?;
    let (Values::Enum(codes), None) = (&before.values, &before.valid) else {
        return None;
    };
    let (Values::Enum(last), None) = (&mut last.values, &last.valid) else {
        return None;
    };
    let is_candidate = |row: usize| codes.get(row) == Some(&GRANTED);
    let candidates = changed.iter().map(|row| *row as usize);
    let candidates: Vec<usize> = candidates.filter(|row| is_candidate(*row)).collect();
    ranked.add(&candidates, &it.rank, whole);
    // A row without a place is granted or not by what all others ask for.
    if !ranked.all_placed() || last.len() != codes.len() {
        return None;
    }
    // The first candidate says how many places there are.
    let mut left = match codes.iter().position(|code| *code == GRANTED) {
        Some(first) => usize::try_from(whole.raw(count, first)?.max(0)).ok()?,
        None => 0,
    };
    let mut moved = changed.to_vec();
    let mut were = taken(last, changed);
    for row in changed {
        let row = *row as usize;
        if let (Some(last), Some(code)) = (last.get_mut(row), codes.get(row)) {
            *last = if *code == GRANTED { WAITLISTED } else { *code };
        }
    }
    // Those who had a place before and still might.
    let mut holders = last.iter().filter(|code| **code == GRANTED).count();
    for row in ranked.rows().filter(|row| is_candidate(*row)) {
        if left == 0 && holders == 0 {
            break;
        }
        let Some(code) = last.get_mut(row) else {
            continue;
        };
        let had = *code == GRANTED;
        holders -= usize::from(had);
        let has = left > 0;
        left -= usize::from(has);
        if had != has {
            moved.push(u32::try_from(row).ok()?);
            were.push(*code);
            *code = if has { GRANTED } else { WAITLISTED };
        }
    }
    Some(sorted(moved, were))
}

/// The rows in ascending order, each once with what it was first.
fn sorted(rows: Vec<u32>, were: Vec<u16>) -> (Vec<u32>, Vec<u16>) {
    let mut pairs: Vec<(u32, usize, u16)> = rows
        .into_iter()
        .zip(were)
        .enumerate()
        .map(|(place, (row, was))| (row, place, was))
        .collect();
    pairs.sort_unstable();
    pairs.dedup_by_key(|(row, _, _)| *row);
    pairs.into_iter().map(|(row, _, was)| (row, was)).unzip()
}
