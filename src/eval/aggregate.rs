//! Aggregates over the rows below a row: loops over segments, three-valued throughout.
//!
//! Conditions are read 64 rows at a time, so that most families cost one word.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::cmp::Ordering;

use super::cells::{Cells, Part, key_part, order};
use super::kernels::bits;
use super::kernels::number::Overflows;
use super::register::{Known, Mask, Plain, TruthView, Truths, View};
use super::shape::Span;
use super::sure::Sure;
use crate::check::tree::AggregateOp;
use crate::number::{Fault, Fraction};
use crate::plan::op::{Direction, Key};

/// The segments of one aggregate in a chunk.
#[derive(Clone, Copy)]
pub(super) struct Segments<'a> {
    /// From the level of the aggregate to the rows.
    pub(super) span: &'a Span<'a>,
    /// The first row of the chunk at the level of the aggregate.
    pub(super) start: usize,
    /// How many rows there.
    pub(super) rows: usize,
    /// The first row below of the chunk.
    pub(super) base: usize,
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
    /// Rows below the `index`th row, in the chunk.
    fn segment(&self, index: usize) -> std::ops::Range<usize> {
        let below = self.span.below(self.start + index);
        below.start - self.base..below.end - self.base
    }

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
        self.span
            .incomplete
            .as_ref()
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
    if let Some(sure) = Sure::new(it, Known(None)) {
        return sure.count(out);
    }
    super::kernels::date::numbers(it.rows, out, |index| {
        let (mut sure, mut unsure) = (0, 0);
        for block in it.blocks(index) {
            sure += block.sure.count_ones();
            unsure |= block.unsure;
        }
        (unsure == 0 && !it.one_more(index)).then(|| i64::from(sure))
    });
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
    if op == AggregateOp::Sum
        && let Some(sure) = Sure::new(it, values.known)
    {
        let mut found = Found::new(scales, out);
        sure.totals(values.values, |total| found.put(Some(total)));
        return found.finish(it.rows);
    }
    super::kernels::chain::by_row(it.rows, out, |index| {
        let Some((total, count)) = total(it, values, index, op) else {
            return Ok(None);
        };
        match op {
            AggregateOp::Sum => at_scale(total, 1, scales).map(Some),
            _ if count == 0 => Ok(None),
            _ => at_scale(total, count, scales).map(Some),
        }
    })
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

/// Totals put one by one where the results of the rows stand.
struct Found<'a> {
    scales: (i64, i64),
    values: &'a mut Vec<i64>,
    known: &'a mut Mask,
    unknown: Vec<usize>,
    over: Overflows,
}

impl<'a> Found<'a> {
    fn new(scales: (i64, i64), out: &'a mut Plain<i64>) -> Self {
        out.values.clear();
        Self {
            scales,
            values: &mut out.values,
            known: &mut out.known,
            unknown: Vec::new(),
            over: Overflows::new(),
        }
    }

    #[inline]
    fn put(&mut self, total: Option<i128>) {
        let value = match total.map(|total| at_scale(total, 1, self.scales)) {
            Some(Ok(value)) => value,
            Some(Err(_)) => {
                self.over.push(self.values.len());
                0
            }
            None => {
                self.unknown.push(self.values.len());
                0
            }
        };
        self.values.push(value);
    }

    fn finish(self, rows: usize) -> Overflows {
        self.known.set_all();
        for row in self.unknown.iter().chain(&self.over) {
            self.known.forget(*row, rows);
        }
        self.over
    }
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
    if let Some(sure) = Sure::new(it, values.known) {
        let mut rows = 0..it.rows;
        let next = || usize::try_from(count.get(rows.next()?)?.max(0)).ok();
        let mut found = Found::new(scales, out);
        sure.best(values.values, (next, direction), |total| found.put(total));
        return found.finish(it.rows);
    }
    let (mut sure, mut unsure) = (Vec::new(), Vec::new());
    super::kernels::chain::by_row(it.rows, out, |index| {
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
            let value = |place: usize| values.values[block.start + place];
            sure.extend(bits::ones(block.sure).map(value));
            unsure.extend(bits::ones(block.unsure).map(value));
        }
        if it.one_more(index) {
            return Ok(None);
        }
        let better = |a: &i64, b: &i64| match direction {
            Direction::Largest => b.cmp(a),
            Direction::Smallest => a.cmp(b),
        };
        sure.sort_unstable_by(better);
        let unchanged = match sure.get(count - 1) {
            Some(last) => !unsure
                .iter()
                .any(|value| better(value, last) == Ordering::Less),
            None => {
                unsure.is_empty()
                    || unsure.iter().all(|value| *value == 0)
                        && !sure.iter().any(|value| better(&0, value) == Ordering::Less)
            }
        };
        if !unchanged {
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

/// The smallest or largest value.
pub(super) fn extreme<T: Copy + Ord + Default>(
    it: &Segments<'_>,
    values: View<'_, T>,
    direction: Direction,
    out: &mut Plain<T>,
) {
    if let Some(sure) = Sure::new(it, values.known) {
        return sure.extreme(values.values, direction, out);
    }
    out.reset(it.rows);
    let known = out.known.clear(it.rows);
    for index in 0..it.rows {
        if let Some(best) = best_value(it, values, direction, index) {
            out.values[index] = best;
            bits::set(known, index);
        }
    }
    out.known.settle(it.rows);
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
    let known = value.is_none_or(|it| it.known.0.is_none());
    if let Some(sure) = Sure::new(it, Known(None)).filter(|_| known) {
        return match value {
            None => sure.any(out),
            Some(value) => sure.and(value.words).any(out),
        };
    }
    super::kernels::compare::by_row(it.rows, out, |index| {
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

/// Whether every row that meets the condition has the value true.
pub(super) fn every(
    it: &Segments<'_>,
    value: Option<TruthView<'_>>,
    no_rows: Option<bool>,
    out: &mut Truths,
) {
    super::kernels::compare::by_row(it.rows, out, |index| {
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
