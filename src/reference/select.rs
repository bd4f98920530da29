//! `select`: rows taken in rank order while the limits that cover them are open.

use std::collections::BTreeMap;

use super::rank::Place;
use super::{Datum, Evaluator, Row};
use crate::check::tree::{Limit, Select, ValueId};
use crate::data::results::Rule;
use crate::number::{Fraction, Truth};

/// A row that competes, or may.
struct Competitor {
    index: usize,
    when: Truth,
    place: Option<Place>,
    /// For each limit that covers the row, or may.
    covers: Vec<Cover>,
}

/// A limit over a row.
struct Cover {
    limit: usize,
    /// The row of the limit's `per`.
    group: usize,
    /// It covers the row for sure.
    sure: bool,
    /// How many the limit allows; `None` if unknown.
    count: Option<i128>,
}

/// Rows counted against a limit in one group.
#[derive(Clone, Copy, Default)]
struct Taken {
    /// Known taken, surely covered, placed before.
    sure: i128,
    /// May be taken, may be covered.
    possible: i128,
}

type Counts = BTreeMap<(usize, usize), Taken>;

impl Evaluator<'_> {
    /// Decides a `select` for all rows and gives the outcome of one.
    pub(super) fn select_row(&mut self, id: ValueId, select: &Select, row: Row) -> Datum {
        for (index, taken) in self.select(id, select, row).into_iter().enumerate() {
            self.remember(id, Row { index, ..row }, taken.into());
        }
        self.remembered(id, row).unwrap_or(Datum::Unknown)
    }

    fn select(&mut self, id: ValueId, select: &Select, row: Row) -> Vec<Truth> {
        let rows = self.rows(row.entity);
        let mut outcome = vec![Truth::False; rows];
        let mut placed = Vec::new();
        let mut unplaced = Vec::new();
        for index in 0..rows {
            let row = Row { index, ..row };
            let it = self.for_rule(Rule::Value(id), row, |it| it.competitor(select, row));
            match (&it.when, &it.place) {
                (Truth::False, _) => {}
                (_, Some(_)) => placed.push(it),
                (_, None) => unplaced.push(it),
            }
        }
        placed.sort_by(|left, right| match (&left.place, &right.place) {
            (Some(a), Some(b)) => a.order(b, &select.rank).then(left.index.cmp(&right.index)),
            (_, _) => left.index.cmp(&right.index),
        });
        for (index, taken) in pass(&placed, &unplaced) {
            if let Some(slot) = outcome.get_mut(index) {
                *slot = taken;
            }
        }
        outcome
    }

    fn competitor(&mut self, select: &Select, row: Row) -> Competitor {
        Competitor {
            index: row.index,
            when: self.truth(&select.when, row),
            place: self.place(&select.rank, row),
            covers: select
                .limits
                .iter()
                .enumerate()
                .filter_map(|(number, limit)| self.cover(number, limit, row))
                .collect(),
        }
    }

    fn cover(&mut self, number: usize, limit: &Limit, row: Row) -> Option<Cover> {
        let count = self.exact(&limit.count, row).number();
        let condition = limit.condition.as_ref();
        let covered = condition.map_or(Truth::True, |condition| self.truth(condition, row));
        let group = self.ancestor(row, limit.per)?.index;
        (covered != Truth::False).then_some(Cover {
            limit: number,
            group,
            sure: covered == Truth::True,
            count: count.map(rounded_down),
        })
    }
}

/// A count rounded down, at least 0.
pub(super) fn rounded_down(count: Fraction) -> i128 {
    count.num().div_euclid(count.den()).max(0)
}

/// Decides the placed rows in their order, then the others.
fn pass(placed: &[Competitor], unplaced: &[Competitor]) -> Vec<(usize, Truth)> {
    let mut counts = Counts::new();
    let mut outcome = Vec::new();
    for it in unplaced {
        // Their place is unknown: they may stand before any other row.
        count(&mut counts, it, Truth::Unknown);
    }
    for it in placed {
        let taken = decide(it, |cover| found(&counts, cover));
        count(&mut counts, it, taken);
        outcome.push((it.index, taken));
    }
    for it in unplaced {
        let taken = decide(it, |cover| {
            // All rows but itself may stand before it, and none does for sure.
            let others = found(&counts, cover).possible - 1;
            Taken {
                sure: 0,
                possible: others,
            }
        });
        outcome.push((it.index, taken));
    }
    outcome
}

fn decide(it: &Competitor, taken: impl Fn(&Cover) -> Taken) -> Truth {
    let open = |cover: &Cover| {
        cover
            .count
            .is_some_and(|count| taken(cover).possible < count)
    };
    let closed =
        |cover: &Cover| cover.sure && cover.count.is_some_and(|count| taken(cover).sure >= count);
    if it.when == Truth::True && it.covers.iter().all(open) {
        Truth::True
    } else if it.covers.iter().any(closed) {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn found(counts: &Counts, cover: &Cover) -> Taken {
    counts
        .get(&(cover.limit, cover.group))
        .copied()
        .unwrap_or_default()
}

fn count(counts: &mut Counts, it: &Competitor, taken: Truth) {
    for cover in &it.covers {
        let counted = counts.entry((cover.limit, cover.group)).or_default();
        counted.possible += i128::from(taken != Truth::False);
        counted.sure += i128::from(taken == Truth::True && cover.sure);
    }
}
