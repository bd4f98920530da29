//! Rows added up by group: in tight loops where all is known, row by row where it is not.

use crate::data::bitmap::Bitmap;
use crate::data::numbers::Loop;

use super::columns::{Columns, Plain};
use super::sums::{Row, Sums};

/// The sums of each group; of all rows together without groups.
pub(super) fn tally(
    columns: &Columns<'_>,
    rows: usize,
    groups: Option<(&[u32], usize)>,
) -> Vec<Sums> {
    let of_row = groups.map(|(of_row, _)| of_row);
    let mut counts = vec![Known::default(); groups.map_or(1, |(_, groups)| groups)];
    match columns.plain() {
        None => return by_row(columns, rows, of_row, counts.len()),
        Some((condition, Plain::One)) => count((condition, rows, of_row), |_| 1, &mut counts),
        Some((condition, Plain::Numbers(values))) => values.visit(Counting {
            rows: (condition, rows, of_row),
            counts: &mut counts,
        }),
        Some((condition, Plain::Bits(bits))) => {
            let value = |row: usize| i64::from(bits.get(row));
            count((condition, rows, of_row), value, &mut counts);
        }
    }
    counts.iter().map(Known::sums).collect()
}

/// What rows of which all is known add up to.
#[derive(Clone, Copy)]
struct Known {
    rows: u64,
    sum: i128,
    /// The smallest and the largest, where there is a row.
    low: i64,
    high: i64,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            rows: 0,
            sum: 0,
            low: i64::MAX,
            high: i64::MIN,
        }
    }
}

impl Known {
    #[inline]
    fn add(&mut self, value: i64) {
        self.rows += 1;
        self.sum += i128::from(value);
        self.low = self.low.min(value);
        self.high = self.high.max(value);
    }

    fn sums(&self) -> Sums {
        let extreme = (self.rows > 0).then_some((self.low, self.high));
        Sums::of_known(i128::from(self.rows), self.sum, extreme)
    }
}

/// The condition of rows, how many there are, and the group of each.
type Counted<'a> = (Option<&'a Bitmap>, usize, Option<&'a [u32]>);

/// The adding up of numbers, in whichever width they stand.
struct Counting<'a> {
    rows: Counted<'a>,
    counts: &'a mut [Known],
}

impl Loop for Counting<'_> {
    type Out = ();

    fn run(self, _: usize, value: impl Fn(usize) -> i64) {
        count(self.rows, value, self.counts);
    }
}

/// Adds up the rows for which the condition holds.
fn count(
    (condition, rows, of_row): Counted<'_>,
    value: impl Fn(usize) -> i64,
    counts: &mut [Known],
) {
    let add = |row: usize| {
        let group = of_row.map_or(0, |it| it.get(row).copied().unwrap_or(u32::MAX) as usize);
        if let Some(known) = counts.get_mut(group) {
            known.add(value(row));
        }
    };
    let Some(condition) = condition else {
        (0..rows).for_each(add);
        return;
    };
    condition.places().for_each(add);
}

/// How many of some rows stand in each group.
pub(super) fn counts(rows: impl Iterator<Item = usize>, of_row: &[u32], groups: usize) -> Vec<u64> {
    let mut found = vec![0; groups];
    for row in rows {
        let group = of_row.get(row).map(|group| *group as usize);
        if let Some(found) = group.and_then(|group| found.get_mut(group)) {
            *found += 1;
        }
    }
    found
}

fn by_row(columns: &Columns<'_>, rows: usize, of_row: Option<&[u32]>, groups: usize) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); groups];
    for row in 0..rows {
        let group = of_row.map_or(0, |it| it.get(row).copied().unwrap_or(u32::MAX) as usize);
        if let Some(sums) = sums.get_mut(group) {
            sums.add(Row {
                condition: columns.condition(row),
                value: columns.value(row),
                weight: columns.weight(row),
            });
        }
    }
    sums
}
