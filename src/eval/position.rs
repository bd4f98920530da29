//! The places of all rows of a level: `rank`, `decile` and the like, at a barrier.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::allocate::{Whole, rank_column};
use super::cells::{Cells, Part, key_part, order};
use super::shape::Shape;
use super::store::Store;
use crate::data::table::Column;
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op, Position};

/// A row that takes part.
struct Entry<'a> {
    row: usize,
    /// The row of the level within which it stands.
    home: usize,
    weight: i128,
    place: Vec<Part<'a>>,
}

/// The places of the rows of a node's level, unknown for those that take no part.
pub(super) fn places(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &Store<'_>,
    id: NodeId,
) -> Option<Column> {
    let node = plan.node(id)?;
    let level = node.level?;
    let Op::Position(it) = &node.op else {
        return None;
    };
    let whole = Whole { plan, store };
    let entry = |row: usize| {
        let meets = it
            .condition
            .is_none_or(|it| whole.truth(it, row) == Some(true));
        let weight = it.weight.map_or(Some(1), |it| whole.raw(it, row));
        let home = match it.within {
            Some(within) => shape.ancestor(plan, (level, row), within)?,
            None => 0,
        };
        let place: Option<Vec<Part<'_>>> = it
            .keys
            .iter()
            .map(|key| key_part(key, row, &whole))
            .collect();
        Some(Entry {
            row,
            home,
            weight: weight.filter(|it| *it > 0 && meets).map(i128::from)?,
            place: place?,
        })
    };
    let rows = shape.rows(level);
    let mut entries: Vec<Entry<'_>> = (0..rows).into_par_iter().filter_map(entry).collect();
    entries.par_sort_unstable_by(|a, b| a.home.cmp(&b.home).then_with(|| along(a, b, it)));
    let mut found = vec![0; rows];
    for meeting in entries.chunk_by(|a, b| a.home == b.home) {
        number(meeting, it, &whole, &mut found);
    }
    let found = (0_u32..).zip(found).filter(|(_, place)| *place > 0);
    Some(rank_column(rows, &found.collect::<Vec<_>>()))
}

fn along(a: &Entry<'_>, b: &Entry<'_>, it: &Position) -> Ordering {
    order(&a.place, &b.place, &it.keys)
}

/// Numbers rows that meet, in their order: equal ones alike, by what stands before them.
fn number(entries: &[Entry<'_>], it: &Position, whole: &Whole<'_>, found: &mut [i64]) {
    let total: i128 = entries.iter().map(|entry| entry.weight).sum();
    let mut below: i128 = 0;
    for equal in entries.chunk_by(|a, b| along(a, b, it).is_eq()) {
        for entry in equal {
            let place = match it.groups.map(|groups| whole.raw(groups, entry.row)) {
                None => Some(below),
                Some(groups) => groups
                    .filter(|groups| *groups > 0)
                    .and_then(|groups| below.checked_mul(i128::from(groups))?.checked_div(total)),
            };
            let place = place.and_then(|place| i64::try_from(place + 1).ok());
            if let Some((slot, place)) = found.get_mut(entry.row).zip(place) {
                *slot = place;
            }
        }
        below += equal.iter().map(|entry| entry.weight).sum::<i128>();
    }
}
