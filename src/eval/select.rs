//! `select`: rows taken in rank order while the limits that cover them are open.

use std::cmp::Ordering;

use super::cells::{Cells, Part, key_part, order};
use super::kernels::bits;
use super::register::{TruthView, Truths, View};
use crate::plan::op::Key;

/// The rows of a chunk that compete.
pub(super) struct Contest<'a> {
    /// Rows that do not meet under others: ranges of rows of the chunk.
    pub(super) groups: Vec<std::ops::Range<usize>>,
    /// How many rows there are.
    pub(super) rows: usize,
    /// Which rows compete.
    pub(super) when: TruthView<'a>,
    /// The order.
    pub(super) keys: &'a [Key],
    /// The limits.
    pub(super) limits: Vec<Bound<'a>>,
}

/// A limit over the rows of a chunk.
pub(super) struct Bound<'a> {
    /// How many, by row.
    pub(super) count: View<'a, i64>,
    /// Which rows it covers.
    pub(super) condition: Option<TruthView<'a>>,
    /// The row of its `per` above each row; none leaves the row uncovered.
    pub(super) group: Vec<Option<usize>>,
}

/// A row that competes, or may.
struct Entry<'a> {
    row: usize,
    sure: bool,
    place: Option<Vec<Part<'a>>>,
}

/// Rows counted against a limit in one group.
#[derive(Clone, Copy, Default)]
struct Taken {
    sure: i64,
    possible: i64,
}

/// Counts by limit, then group; few of each within one contest.
type Counts = Vec<Vec<(usize, Taken)>>;

/// Decides the rows.
pub(super) fn select(contest: &Contest<'_>, cells: &impl Cells, out: &mut Truths) {
    let mut result: Vec<Option<bool>> = vec![Some(false); contest.rows];
    for range in &contest.groups {
        decide_group(contest, range.clone(), cells, &mut result);
    }
    super::kernels::compare::by_row(contest.rows, out, |row| result[row]);
}

fn decide_group(
    contest: &Contest<'_>,
    range: std::ops::Range<usize>,
    cells: &impl Cells,
    result: &mut [Option<bool>],
) {
    let competes = |row: &usize| contest.when.get(*row) != Some(false);
    let entry = |row: usize| Entry {
        row,
        sure: bits::get(contest.when.words, row),
        place: contest
            .keys
            .iter()
            .map(|key| key_part(key, row, cells))
            .collect(),
    };
    let entries = range.filter(competes).map(entry);
    let (mut placed, unplaced): (Vec<Entry<'_>>, Vec<Entry<'_>>) =
        entries.partition(|it| it.place.is_some());
    placed.sort_by(|a, b| match (&a.place, &b.place) {
        (Some(left), Some(right)) => order(left, right, contest.keys),
        (None, _) | (_, None) => Ordering::Equal,
    });
    let mut counts: Counts = vec![Vec::new(); contest.limits.len()];
    for it in &unplaced {
        count(contest, &mut counts, it.row, None);
    }
    for it in &placed {
        let taken = decide(contest, &counts, it, None);
        count(contest, &mut counts, it.row, taken);
        result[it.row] = taken;
    }
    for it in &unplaced {
        result[it.row] = decide(contest, &counts, it, Some(()));
    }
}

/// Taken, not taken or unknown; for a row without a place all others may stand before it.
fn decide(
    contest: &Contest<'_>,
    counts: &Counts,
    it: &Entry<'_>,
    unplaced: Option<()>,
) -> Option<bool> {
    let (mut open, mut closed) = (true, false);
    for (limit, counts) in contest.limits.iter().zip(counts) {
        let Some((group, sure)) = limit.covers(it.row) else {
            continue;
        };
        let found = counts.iter().find(|(own, _)| *own == group);
        let mut taken = found.map(|(_, taken)| *taken).unwrap_or_default();
        if unplaced.is_some() {
            taken = Taken {
                sure: 0,
                possible: taken.possible - 1,
            };
        }
        match limit.count.get(it.row).map(|count| count.max(0)) {
            Some(count) => {
                open &= taken.possible < count;
                closed |= sure && taken.sure >= count;
            }
            None => open = false,
        }
    }
    match (it.sure && open, closed) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

fn count(contest: &Contest<'_>, counts: &mut Counts, row: usize, taken: Option<bool>) {
    for (limit, counts) in contest.limits.iter().zip(counts) {
        let Some((group, sure)) = limit.covers(row) else {
            continue;
        };
        let place = counts
            .iter()
            .position(|(own, _)| *own == group)
            .unwrap_or_else(|| {
                counts.push((group, Taken::default()));
                counts.len() - 1
            });
        if let Some((_, counted)) = counts.get_mut(place) {
            counted.possible += i64::from(taken != Some(false));
            counted.sure += i64::from(taken == Some(true) && sure);
        }
    }
}

impl Bound<'_> {
    /// The group in which it covers a row, and whether for sure.
    fn covers(&self, row: usize) -> Option<(usize, bool)> {
        let covered = self.condition.map_or(Some(true), |it| it.get(row));
        let group = self.group.get(row).copied().flatten()?;
        (covered != Some(false)).then_some((group, covered == Some(true)))
    }
}
