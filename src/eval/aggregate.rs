//! Aggregates over the rows below a row: loops over segments, three-valued throughout.
//!
//! Conditions are read 64 rows at a time, so that most families cost one word.

use std::cmp::Ordering;

use super::cells::{Cells, Part, key_part, order};
use super::kernels::bits;
use super::kernels::number::Overflows;
use super::register::{Known, Plain, TruthView, Truths, View};
use crate::check::tree::AggregateOp;
use crate::data::bitmap::Bitmap;
use crate::number::{Fault, Fraction};
use crate::plan::op::{Direction, Key};

/// The segments of one aggregate in a chunk.
#[derive(Clone, Copy)]
pub(super) struct Segments<'a> {
    /// The first row below each row of the chunk, one more than there are rows.
    pub(super) offsets: &'a [u32],
    /// Rows with one more row below, of which everything is unknown; by row of the table.
    pub(super) incomplete: Option<&'a Bitmap>,
    /// The first row of the chunk at the level of the aggregate.
    pub(super) start: usize,
    /// Which rows; all where `None`.
    pub(super) condition: Option<TruthView<'a>>,
}

/// At most 64 neighbouring rows of a segment, by bits.
#[derive(Clone, Copy)]
struct Block {
    /// The first row, in the chunk.
    start: usize,
    /// How many.
    count: usize,
    /// The condition is true.
    sure: u64,
    /// The condition is unknown.
    unsure: u64,
}

impl<'a> Segments<'a> {
    /// How many rows there are at the level of the aggregate.
    pub(super) fn rows(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Rows below the `index`th row, in the chunk.
    #[inline]
    fn segment(&self, index: usize) -> std::ops::Range<usize> {
        let base = self.offsets[0];
        (self.offsets[index] - base) as usize..(self.offsets[index + 1] - base) as usize
    }

    /// Whether nothing can make a segment unknown: conditions are known and no row was rejected.
    fn is_plain(&self) -> bool {
        self.incomplete.is_none() && self.condition.is_none_or(|it| it.known.0.is_none())
    }

    #[inline]
    fn blocks(&self, index: usize) -> impl Iterator<Item = Block> + use<'a> {
        let condition = self.condition;
        let range = self.segment(index);
        let end = range.end;
        range.step_by(64).map(move |start| {
            let count = (end - start).min(64);
            let (sure, unsure) = match condition {
                None => (bits::low(count), 0),
                Some(it) => (
                    bits::take(it.words, start, count),
                    unknown(it.known, start, count),
                ),
            };
            Block {
                start,
                count,
                sure,
                unsure,
            }
        })
    }

    /// One more row is there, with everything unknown.
    fn one_more(&self, index: usize) -> bool {
        self.incomplete
            .is_some_and(|bits| bits.get(self.start + index))
    }
}

fn unknown(known: Known<'_>, start: usize, count: usize) -> u64 {
    known.0.map_or(0, |words| {
        !bits::take(words, start, count) & bits::low(count)
    })
}

/// How many rows meet the condition.
pub(super) fn count(it: &Segments<'_>, out: &mut Plain<i64>) {
    if it.is_plain() {
        out.values.clear();
        match it.condition {
            None => {
                let sizes = it
                    .offsets
                    .windows(2)
                    .map(|pair| i64::from(pair[1] - pair[0]));
                out.values.extend(sizes);
            }
            Some(condition) => {
                let mut before = 0;
                let ends = it.offsets.iter().map(|end| (end - it.offsets[0]) as usize);
                let mut counted = Counted::new(condition.words);
                out.values.extend(ends.skip(1).map(|end| {
                    let count = counted.up_to(end);
                    count - std::mem::replace(&mut before, count)
                }));
            }
        }
        return out.known.set_all();
    }
    super::kernels::date::numbers(it.rows(), out, |index| {
        let (mut sure, mut unsure) = (0, 0);
        for block in it.blocks(index) {
            sure += block.sure.count_ones();
            unsure |= block.unsure;
        }
        (unsure == 0 && !it.one_more(index)).then(|| i64::from(sure))
    });
}

/// Set bits counted from the front, up to places that do not fall.
struct Counted<'a> {
    words: &'a [u64],
    word: usize,
    /// Before the word.
    before: i64,
}

impl<'a> Counted<'a> {
    fn new(words: &'a [u64]) -> Self {
        Self {
            words,
            word: 0,
            before: 0,
        }
    }

    #[inline]
    fn up_to(&mut self, end: usize) -> i64 {
        while self.word < end / 64 {
            let word = self.words.get(self.word).copied().unwrap_or(0);
            self.before += i64::from(word.count_ones());
            self.word += 1;
        }
        let word = self.words.get(self.word).copied().unwrap_or(0);
        self.before + i64::from((word & bits::low(end % 64)).count_ones())
    }
}

/// Truth values as the numbers 0 and 1.
pub(super) fn as_numbers(rows: usize, of: TruthView<'_>) -> Plain<i64> {
    let mut out = Plain::default();
    super::kernels::date::numbers(rows, &mut out, |row| of.get(row).map(i64::from));
    out
}

/// The sum or the average of the rows that meet the condition.
pub(super) fn sum(
    it: &Segments<'_>,
    values: View<'_, i64>,
    (op, scales): (AggregateOp, (i64, i64)),
    out: &mut Plain<i64>,
) -> Overflows {
    if op == AggregateOp::Sum && plain_sum(it, values, scales, out) {
        return Overflows::new();
    }
    super::kernels::chain::by_row(it.rows(), out, |index| {
        let Some((total, count)) = total(it, values, index, op) else {
            return Ok(None);
        };
        if op == AggregateOp::Sum {
            return at_scale(total, 1, scales).map(Some);
        }
        if count == 0 {
            return Ok(None);
        }
        at_scale(total, count, scales).map(Some)
    })
}

/// All rows, all known, in words; says whether that was so and nothing overflowed.
fn plain_sum(
    it: &Segments<'_>,
    values: View<'_, i64>,
    scales: (i64, i64),
    out: &mut Plain<i64>,
) -> bool {
    let plain = it.is_plain() && it.condition.is_none() && values.known.0.is_none();
    if !plain || scales.0 != scales.1 {
        return false;
    }
    out.values.clear();
    let mut overflows = false;
    out.values.extend((0..it.rows()).map(|index| {
        let mut rows = values.values[it.segment(index)].iter();
        let total = rows.try_fold(0_i64, |total, value| total.checked_add(*value));
        overflows |= total.is_none();
        total.unwrap_or(0)
    }));
    out.known.set_all();
    !overflows
}

/// The total and the number of rows, if no unknown can change it.
#[inline]
fn total(
    it: &Segments<'_>,
    values: View<'_, i64>,
    index: usize,
    op: AggregateOp,
) -> Option<(i128, i128)> {
    if it.one_more(index) {
        return None;
    }
    let (mut total, mut count) = (0_i128, 0_u32);
    for block in it.blocks(index) {
        let blank = unknown(values.known, block.start, block.count);
        if (block.sure | block.unsure) & blank != 0 {
            return None;
        }
        let zero = |place| values.values[block.start + place] == 0;
        if block.unsure != 0 && (op != AggregateOp::Sum || !bits::ones(block.unsure).all(zero)) {
            return None;
        }
        count += block.sure.count_ones();
        let rows = &values.values[block.start..block.start + block.count];
        for place in bits::ones(block.sure) {
            total += i128::from(rows[place]);
        }
    }
    Some((total, i128::from(count)))
}

/// A total of raws over a count, from one scale to another, rounded half-even.
#[inline]
fn at_scale(total: i128, count: i128, (from, to): (i64, i64)) -> Result<i64, Fault> {
    if count == 1 && from == to {
        return i64::try_from(total).map_err(|_| Fault::Overflow);
    }
    let by = count.checked_mul(i128::from(from)).ok_or(Fault::Overflow)?;
    Fraction::new(total, by)?.to_raw(to)
}

/// The sum of the best so many values.
pub(super) fn best_sum(
    it: &Segments<'_>,
    values: View<'_, i64>,
    (count, direction): (View<'_, i64>, Direction),
    scales: (i64, i64),
    out: &mut Plain<i64>,
) -> Overflows {
    if plain_best(it, values, (count, direction), scales, out) {
        return Overflows::new();
    }
    let (mut sure, mut unsure) = (Vec::new(), Vec::new());
    super::kernels::chain::by_row(it.rows(), out, |index| {
        let Some(count) = count.get(index) else {
            return Ok(None);
        };
        let Ok(count) = usize::try_from(count.max(0)) else {
            return Ok(None);
        };
        if count == 0 {
            return Ok(Some(0));
        }
        sure.clear();
        unsure.clear();
        for block in it.blocks(index) {
            let blank = unknown(values.known, block.start, block.count);
            if (block.sure | block.unsure) & blank != 0 {
                return Ok(None);
            }
            let rows = &values.values[block.start..block.start + block.count];
            if block.sure == bits::low(block.count) {
                sure.extend_from_slice(rows);
            } else {
                sure.extend(bits::ones(block.sure).map(|place| rows[place]));
                unsure.extend(bits::ones(block.unsure).map(|place| rows[place]));
            }
        }
        if it.one_more(index) {
            return Ok(None);
        }
        let better = |a: &i64, b: &i64| match direction {
            Direction::Largest => b.cmp(a),
            Direction::Smallest => a.cmp(b),
        };
        // With as many rows as are taken or fewer, their order does not matter.
        if sure.len() > count {
            sure.sort_unstable_by(better);
        }
        if !unsure.is_empty() && !unchanged(&sure, &unsure, count, better) {
            return Ok(None);
        }
        let total = sure
            .iter()
            .take(count)
            .map(|value| i128::from(*value))
            .sum();
        at_scale(total, 1, scales).map(Some)
    })
}

/// All rows, all known, the same number of them everywhere; says whether that was so and nothing
/// overflowed.
fn plain_best(
    it: &Segments<'_>,
    values: View<'_, i64>,
    (count, direction): (View<'_, i64>, Direction),
    scales: (i64, i64),
    out: &mut Plain<i64>,
) -> bool {
    let known = values.known.0.is_none() && count.known.0.is_none();
    let plain = it.is_plain() && it.condition.is_none() && known && scales.0 == scales.1;
    let many = count
        .values
        .first()
        .and_then(|it| usize::try_from((*it).max(0)).ok());
    let same = count
        .values
        .iter()
        .all(|it| Some(it) == count.values.first());
    let (true, true, Some(many)) = (plain, same, many) else {
        return false;
    };
    out.values.clear();
    let mut overflows = false;
    let mut best: Vec<i64> = Vec::new();
    out.values.extend((0..it.rows()).map(|index| {
        let mut rows = &values.values[it.segment(index)];
        if rows.len() > many {
            best.clear();
            best.extend_from_slice(rows);
            match direction {
                Direction::Largest => best.sort_unstable_by(|a, b| b.cmp(a)),
                Direction::Smallest => best.sort_unstable(),
            }
            rows = &best[..many];
        }
        let total = rows
            .iter()
            .try_fold(0_i64, |total, value| total.checked_add(*value));
        overflows |= total.is_none();
        total.unwrap_or(0)
    }));
    out.known.set_all();
    !overflows
}

/// Whether rows that may not count cannot change the sum of the best so many.
fn unchanged(
    sure: &[i64],
    unsure: &[i64],
    count: usize,
    better: impl Fn(&i64, &i64) -> Ordering,
) -> bool {
    if sure.len() >= count {
        let mut best = sure.to_vec();
        best.sort_unstable_by(&better);
        let last = best.get(count - 1);
        return last.is_some_and(|last| {
            !unsure
                .iter()
                .any(|value| better(value, last) == Ordering::Less)
        });
    }
    unsure.iter().all(|value| *value == 0)
        && !sure.iter().any(|value| better(&0, value) == Ordering::Less)
}

/// The smallest or largest value.
pub(super) fn extreme<T: Copy + Ord + Default>(
    it: &Segments<'_>,
    values: View<'_, T>,
    direction: Direction,
    out: &mut Plain<T>,
) {
    out.reset(it.rows());
    let known = out.known.clear(it.rows());
    for index in 0..it.rows() {
        if let Some(best) = best_value(it, values, direction, index) {
            out.values[index] = best;
            bits::set(known, index);
        }
    }
    out.known.settle(it.rows());
}

fn best_value<T: Copy + Ord>(
    it: &Segments<'_>,
    values: View<'_, T>,
    direction: Direction,
    index: usize,
) -> Option<T> {
    if it.one_more(index) {
        return None;
    }
    let pick = |a: T, b: T| match direction {
        Direction::Largest => a.max(b),
        Direction::Smallest => a.min(b),
    };
    let (mut best, mut rival): (Option<T>, Option<T>) = (None, None);
    for block in it.blocks(index) {
        let blank = unknown(values.known, block.start, block.count);
        if (block.sure | block.unsure) & blank != 0 {
            return None;
        }
        for place in bits::ones(block.sure) {
            let value = values.values[block.start + place];
            best = Some(best.map_or(value, |best| pick(best, value)));
        }
        for place in bits::ones(block.unsure) {
            let value = values.values[block.start + place];
            rival = Some(rival.map_or(value, |rival| pick(rival, value)));
        }
    }
    // A row that may not count must not be better.
    best.filter(|best| rival.is_none_or(|rival| pick(*best, rival) == *best))
}

/// Whether any row that meets the condition has the value true.
pub(super) fn any(it: &Segments<'_>, value: Option<TruthView<'_>>, out: &mut Truths) {
    if it.is_plain() && value.is_none_or(|value| value.known.0.is_none()) {
        return plain_any(it, value, out);
    }
    super::kernels::compare::by_row(it.rows(), out, |index| {
        let mut possible = it.one_more(index);
        for block in it.blocks(index) {
            let (yes, vague) = truth(value, block);
            if block.sure & yes != 0 {
                return Some(true);
            }
            possible |= (block.sure | block.unsure) & (yes | vague) != 0;
        }
        (!possible).then_some(false)
    });
}

/// With everything known: the rows above the true ones.
fn plain_any(it: &Segments<'_>, value: Option<TruthView<'_>>, out: &mut Truths) {
    out.words.clear();
    out.words.resize(bits::words(it.rows()), 0);
    let base = it.offsets[0];
    let last = it.offsets[it.rows()] - base;
    let mut segment = 0;
    let mut end = 0;
    for index in 0..bits::words(last as usize) {
        let all = bits::tail(last as usize, index);
        let sure = it.condition.map_or(u64::MAX, |it| it.yes(index));
        let mut found = all & sure & value.map_or(u64::MAX, |it| it.yes(index));
        let start = index * 64;
        while found != 0 {
            let place = start + found.trailing_zeros() as usize;
            // The segment that holds the place; places rise.
            while end <= place {
                segment += 1;
                end = (it.offsets[segment] - base) as usize;
            }
            bits::set(&mut out.words, segment - 1);
            // Further rows of the segment say nothing new.
            found &= !bits::low(end.saturating_sub(start).min(64));
        }
    }
    out.known.set_all();
}

/// Whether every row that meets the condition has the value true.
pub(super) fn every(
    it: &Segments<'_>,
    value: Option<TruthView<'_>>,
    no_rows: Option<bool>,
    out: &mut Truths,
) {
    super::kernels::compare::by_row(it.rows(), out, |index| {
        let one_more = it.one_more(index);
        let (mut sure, mut unsure) = (false, one_more);
        let (mut fails, mut vague_any) = (false, one_more);
        let (mut unsure_true, mut unsure_false) = (!one_more, !one_more);
        for block in it.blocks(index) {
            let (yes, vague) = truth(value, block);
            let no = !yes & !vague & bits::low(block.count);
            sure |= block.sure != 0;
            unsure |= block.unsure != 0;
            fails |= block.sure & no != 0;
            vague_any |= block.sure & vague != 0 || block.unsure & !yes != 0;
            unsure_true &= block.unsure & !yes == 0;
            unsure_false &= block.unsure & !no == 0;
        }
        match (sure, unsure) {
            (true, _) if fails => Some(false),
            (true, _) => (!vague_any).then_some(true),
            (false, false) => no_rows,
            (false, true) => {
                no_rows.filter(|truth| if *truth { unsure_true } else { unsure_false })
            }
        }
    });
}

/// The true and the unknown values of a block's rows.
fn truth(value: Option<TruthView<'_>>, block: Block) -> (u64, u64) {
    let all = bits::low(block.count);
    value.map_or((all, 0), |it| {
        let yes = bits::take(it.words, block.start, block.count);
        (yes, unknown(it.known, block.start, block.count))
    })
}

/// The one row that meets the condition, if it is sure: its place in the chunk.
pub(super) fn only(it: &Segments<'_>, index: usize) -> Option<usize> {
    if it.one_more(index) {
        return None;
    }
    let mut found = None;
    for block in it.blocks(index) {
        if block.unsure != 0 || block.sure.count_ones() > 1 {
            return None;
        }
        if block.sure != 0 {
            if found.is_some() {
                return None;
            }
            found = Some(block.start + block.sure.trailing_zeros() as usize);
        }
    }
    found
}

/// The first row in an order, if all rows that may stand before it have an equal value: its place.
pub(super) fn first(
    it: &Segments<'_>,
    index: usize,
    keys: &[Key],
    cells: &impl Cells,
    same: impl Fn(usize, usize) -> bool,
    is_known: impl Fn(usize) -> bool,
) -> Option<usize> {
    if it.one_more(index) {
        return None;
    }
    let mut entries: Vec<(usize, bool, Option<Vec<Part<'_>>>)> = Vec::new();
    for block in it.blocks(index) {
        for place in bits::ones(block.sure | block.unsure) {
            let row = block.start + place;
            let parts = keys.iter().map(|key| key_part(key, row, cells)).collect();
            entries.push((row, block.sure >> place & 1 == 1, parts));
        }
    }
    let before = |a: &[Part<'_>], b: &[Part<'_>]| order(a, b, keys) == Ordering::Less;
    let mut leading: Option<(usize, &Vec<Part<'_>>)> = None;
    for (row, sure, place) in &entries {
        if let (true, Some(place)) = (sure, place)
            && leading.is_none_or(|(_, best)| before(place, best))
        {
            leading = Some((*row, place));
        }
    }
    let (leader, best) = leading?;
    let settled = entries.iter().all(|(row, _, place)| {
        let ahead = match place {
            None => true,
            Some(place) => {
                let order = order(place, best, keys);
                order == Ordering::Less || order == Ordering::Equal && *row < leader
            }
        };
        !ahead || is_known(*row) && same(*row, leader)
    });
    (settled && is_known(leader)).then_some(leader)
}
