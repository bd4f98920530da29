//! Rows measured against a line, as sums: who counts and who is poor is read 64 rows at a time.

use crate::data::bitmap::Bitmap;
use crate::measure::moments::Moments;
use crate::measure::poverty::Case;

use super::columns::{Columns, LineColumns};
use super::measure::{Gathered, Lined, Open, take};

/// Rows that are read at a time, in words of 64.
const WORDS: usize = 64;

/// What the head-count, the gap and the severity of each group need; of all rows together without
/// groups. Nothing where a sum is too large, so that the rows have to be taken one by one.
pub(super) fn sum_up(
    columns: &Columns<'_>,
    rows: usize,
    groups: Option<(&[u32], usize)>,
) -> Option<Vec<Gathered>> {
    let mut found = vec![Group::default(); groups.map_or(1, |(_, groups)| groups)];
    let of_row = groups.map(|(of_row, _)| of_row);
    match columns.lined() {
        Some(it) => Blocks::default().sum(&it, (columns, rows, of_row), &mut found),
        None => by_row(columns, rows, of_row, &mut found),
    }
    found.into_iter().map(Group::gathered).collect()
}

/// The sums of a group.
#[derive(Clone, Default)]
struct Group {
    sums: Moments,
    open: Open,
    /// The line of the poor that are not in the sums yet.
    line: i64,
    weight: i128,
    values: i128,
    squares: i128,
    /// The weight of the others, not in the sums yet.
    others: i128,
}

impl Group {
    /// Adds a poor row of a positive weight.
    #[inline]
    fn add(&mut self, value: i64, line: i64, weight: i64) {
        /// Up to here a product of three has room for many more.
        const SMALL: u64 = 1 << 36;
        if line != self.line {
            self.flush();
            self.line = line;
        }
        if value.unsigned_abs() >= SMALL || weight.unsigned_abs() >= SMALL {
            return self.sums.add(&Case {
                value,
                line,
                weight,
                poor: true,
            });
        }
        let (value, weight) = (i128::from(value), i128::from(weight));
        let values = value * weight;
        let squares = values * value;
        let squares = self.squares.checked_add(squares).unwrap_or_else(|| {
            self.flush();
            squares
        });
        self.squares = squares;
        self.values += values;
        self.weight += weight;
    }

    /// Puts what was added into the sums.
    fn flush(&mut self) {
        let poor = (self.weight, self.values, self.squares);
        if poor.0 > 0 {
            self.sums.add_sums(self.line, poor);
        }
        self.sums.add_others(self.others);
        (self.weight, self.values, self.squares, self.others) = (0, 0, 0, 0);
    }

    fn gathered(mut self) -> Option<Gathered> {
        self.flush();
        let sums = self.sums;
        let told = sums.gap().is_some() && sums.severity().is_some();
        (told || sums.undefined() && !sums.overflowed()).then_some(Gathered {
            lined: Lined::Summed(sums),
            open: self.open,
        })
    }
}

/// What is read of a block of rows.
#[derive(Default)]
struct Blocks {
    values: Vec<i64>,
    weights: Vec<i64>,
    lines: Vec<i64>,
}

impl Blocks {
    fn sum(
        mut self,
        it: &LineColumns<'_>,
        (columns, rows, of_row): (&Columns<'_>, usize, Option<&[u32]>),
        found: &mut [Group],
    ) {
        for start in (0..rows).step_by(WORDS * 64) {
            let end = rows.min(start + WORDS * 64);
            it.value.read(start..end, &mut self.values);
            it.line.read(start..end, &mut self.lines);
            match it.weight {
                Some(weights) => weights.read(start..end, &mut self.weights),
                None => self.weights.resize(end - start, 1),
            }
            for word in start / 64..end.div_ceil(64) {
                let rows_there = u64::MAX >> (64 - (rows - word * 64).min(64));
                let counted = it.condition.map_or(u64::MAX, |it| word_of(it, word)) & rows_there;
                let known = it.known.iter().flatten();
                let known = known.fold(counted, |known, it| known & word_of(it, word));
                let group = |row: usize| match of_row {
                    Some(of_row) => of_row.get(row).map_or(usize::MAX, |it| *it as usize),
                    None => 0,
                };
                for row in ones(counted & !known, word) {
                    if let Some(found) = found.get_mut(group(row)) {
                        found.open.add(columns.weight(row));
                    }
                }
                let poor = word_of(it.poor, word);
                for row in ones(known, word) {
                    if let Some(found) = found.get_mut(group(row)) {
                        self.add(row - start, poor >> (row % 64) & 1 == 1, found);
                    }
                }
            }
        }
    }

    #[inline]
    fn add(&self, row: usize, poor: bool, found: &mut Group) {
        let of = |list: &[i64]| list.get(row).copied().unwrap_or(0);
        let weight = of(&self.weights);
        if weight < 0 {
            found.open.add(None);
        } else if poor && weight > 0 {
            found.add(of(&self.values), of(&self.lines), weight);
        } else {
            found.others = found.others.saturating_add(i128::from(weight));
        }
    }
}

fn word_of(bits: &Bitmap, word: usize) -> u64 {
    bits.words().get(word).copied().unwrap_or(0)
}

/// The rows of the set bits of a word.
fn ones(mut left: u64, word: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (left != 0).then(|| word * 64 + left.trailing_zeros() as usize);
        left &= left.wrapping_sub(1);
        place
    })
}

fn by_row(columns: &Columns<'_>, rows: usize, of_row: Option<&[u32]>, found: &mut [Group]) {
    for row in 0..rows {
        let group = of_row.map_or(0, |it| it.get(row).copied().unwrap_or(u32::MAX) as usize);
        if let Some(Group { sums, open, .. }) = found.get_mut(group) {
            take(columns, row, open, |case, _| sums.add(&case));
        }
    }
}
