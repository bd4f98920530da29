//! Aggregates over a chunk in which nothing is unknown: one walk along the rows, and no question asked at each.

use std::borrow::Cow;
use std::ops::Range;

use super::aggregate::Segments;
use super::kernels::bits;
use super::register::{Known, Plain, Truths};
use crate::plan::op::Direction;

/// How many bits of a byte are set, for all bytes.
const ONES: [u8; 256] = {
    let mut ones = [0; 256];
    let mut byte = 1;
    while byte < 256 {
        ones[byte] = ones[byte / 2] + if byte % 2 == 1 { 1 } else { 0 };
        byte += 1;
    }
    ones
};

/// So many values are taken away one by one rather than sorted out.
const FEW: usize = 8;
/// So many values are looked at in one go.
const WINDOW: usize = 8;

/// Segments of which all rows are there, and of each it is known whether it counts.
pub(super) struct Sure<'a> {
    /// The first row below each row, and the end.
    offsets: &'a [u32],
    /// The first row below of the chunk.
    base: usize,
    /// The rows that count; all where `None`.
    counts: Option<Cow<'a, [u64]>>,
}

impl<'a> Sure<'a> {
    /// Nothing where a row may be missing, a condition is unknown, or a value that counts is.
    pub(super) fn new(it: &Segments<'a>, known: Known<'_>) -> Option<Self> {
        let counts = match it.condition {
            None => None,
            Some(condition) if condition.known.0.is_none() => Some(condition.words),
            Some(_) => return None,
        };
        match (counts, known.0) {
            (_, None) => {}
            (None, Some(_)) => return None,
            (Some(counts), Some(_)) => {
                let mut words = counts.iter().enumerate();
                if !words.all(|(index, word)| word & !known.word(index) == 0) {
                    return None;
                }
            }
        }
        if let Some(missing) = &it.span.incomplete {
            let part =
                |at: usize| bits::take(missing.words(), it.start + at, (it.rows - at).min(64));
            if (0..it.rows).step_by(64).any(|at| part(at) != 0) {
                return None;
            }
        }
        Some(Self {
            offsets: it.span.offsets.get(it.start..=it.start + it.rows)?,
            base: it.base,
            counts: counts.map(Cow::Borrowed),
        })
    }

    /// The same, of the rows that are marked too.
    pub(super) fn and(mut self, marked: &'a [u64]) -> Self {
        self.counts = Some(match self.counts {
            None => Cow::Borrowed(marked),
            Some(counts) => counts.iter().zip(marked).map(|(a, b)| a & b).collect(),
        });
        self
    }

    /// Whether a row counts below each row.
    pub(super) fn any(&self, out: &mut Truths) {
        out.words.clear();
        out.known.set_all();
        let (mut word, mut place) = (0, 0);
        self.each(|rows| {
            word |= u64::from(self.has(rows)) << place;
            place += 1;
            if place == 64 {
                out.words.push(word);
                (word, place) = (0, 0);
            }
        });
        if place > 0 {
            out.words.push(word);
        }
    }

    /// How many rows count below each row.
    pub(super) fn count(&self, out: &mut Plain<i64>) {
        out.values.clear();
        out.known.set_all();
        let values = &mut out.values;
        match self.counts.as_deref() {
            None => self.each(|rows| values.push(signed(rows.len()))),
            Some(words) => self.each(|rows| values.push(ones(words, rows))),
        }
    }

    /// The total of the rows that count below each row.
    pub(super) fn totals(&self, values: &[i64], mut put: impl FnMut(i128)) {
        let small = are_small(values);
        self.each(|rows| put(self.total((values, small), rows)));
    }

    /// The totals of the best so many that count below each row.
    pub(super) fn best(
        &self,
        values: &[i64],
        (mut count, direction): (impl FnMut() -> Option<usize>, Direction),
        mut put: impl FnMut(Option<i128>),
    ) {
        let mut buffer = Vec::new();
        let small = are_small(values);
        self.each(|rows| {
            let Some(count) = count() else {
                return put(None);
            };
            let past = if rows.len() <= count {
                0
            } else {
                self.counted(rows.clone()).saturating_sub(count)
            };
            let total = self.total((values, small), rows.clone());
            if past == 0 {
                return put(Some(total));
            }
            if past > FEW {
                buffer.clear();
                self.each_value(values, rows, |it, counts| {
                    if counts {
                        buffer.push(it);
                    }
                });
                return put(Some(best_of(&mut buffer, count, direction)));
            }
            if past == 1 {
                let worst = self.worst(values, rows, direction);
                return put(Some(total - i128::from(worst)));
            }
            // The worst are taken away: each value goes down the line as far as it is worse.
            let mut worst = match direction {
                Direction::Largest => [i64::MAX; FEW],
                Direction::Smallest => [i64::MIN; FEW],
            };
            let line = &mut worst[..past];
            match direction {
                Direction::Largest => self.each_value(values, rows, |it, counts| {
                    let it = if counts { it } else { i64::MAX };
                    line.iter_mut().fold(it, |it, at| {
                        let rest = it.max(*at);
                        *at = it.min(*at);
                        rest
                    });
                }),
                Direction::Smallest => self.each_value(values, rows, |it, counts| {
                    let it = if counts { it } else { i64::MIN };
                    line.iter_mut().fold(it, |it, at| {
                        let rest = it.min(*at);
                        *at = it.max(*at);
                        rest
                    });
                }),
            }
            let taken: i128 = line.iter().map(|it| i128::from(*it)).sum();
            put(Some(total - taken));
        });
    }

    /// The worst value of the rows that count, of which there are some.
    #[inline]
    fn worst(&self, values: &[i64], rows: Range<usize>, direction: Direction) -> i64 {
        match direction {
            Direction::Largest => {
                let mut worst = i64::MAX;
                self.each_value(values, rows, |it, counts| {
                    worst = worst.min(if counts { it } else { i64::MAX });
                });
                worst
            }
            Direction::Smallest => {
                let mut worst = i64::MIN;
                self.each_value(values, rows, |it, counts| {
                    worst = worst.max(if counts { it } else { i64::MIN });
                });
                worst
            }
        }
    }

    /// The smallest or the largest value of the rows that count below each row; unknown where none does.
    pub(super) fn extreme<T: Copy + Ord + Default>(
        &self,
        values: &[T],
        direction: Direction,
        out: &mut Plain<T>,
    ) {
        let rows = self.offsets.len().saturating_sub(1);
        out.values.clear();
        let known = out.known.clear(rows);
        let all = &mut out.values;
        self.each(|below| {
            let (mut best, mut none) = (T::default(), true);
            match direction {
                Direction::Largest => self.each_value(values, below, |it, counts| {
                    best = if counts && (none || it > best) {
                        it
                    } else {
                        best
                    };
                    none &= !counts;
                }),
                Direction::Smallest => self.each_value(values, below, |it, counts| {
                    best = if counts && (none || it < best) {
                        it
                    } else {
                        best
                    };
                    none &= !counts;
                }),
            }
            if let Some(word) = known.get_mut(all.len() / 64) {
                *word |= u64::from(!none) << (all.len() % 64);
            }
            all.push(best);
        });
        out.known.settle(rows);
    }

    #[inline]
    fn each(&self, mut run: impl FnMut(Range<usize>)) {
        let Some((first, ends)) = self.offsets.split_first() else {
            return;
        };
        let mut start = *first as usize - self.base;
        for end in ends {
            let end = *end as usize - self.base;
            run(start..end);
            start = end;
        }
    }

    #[inline]
    fn has(&self, rows: Range<usize>) -> bool {
        match self.counts.as_deref() {
            None => !rows.is_empty(),
            Some(words) if rows.len() <= 64 => bits::take(words, rows.start, rows.len()) != 0,
            Some(words) => {
                let end = rows.end;
                let part = |at: usize| bits::take(words, at, (end - at).min(64));
                rows.step_by(64).any(|at| part(at) != 0)
            }
        }
    }

    #[inline]
    fn counted(&self, rows: Range<usize>) -> usize {
        let Some(words) = self.counts.as_deref() else {
            return rows.len();
        };
        usize::try_from(ones(words, rows)).unwrap_or(0)
    }

    #[inline]
    fn total(&self, (values, small): (&[i64], bool), rows: Range<usize>) -> i128 {
        if small {
            let mut total = 0_i64;
            self.each_value(values, rows, |it, counts| {
                total = total.wrapping_add(if counts { it } else { 0 });
            });
            return total.into();
        }
        let mut total = 0;
        self.each_value(values, rows, |it, counts| {
            total += i128::from(if counts { it } else { 0 });
        });
        total
    }

    /// Values with whether they count, among them all of the rows. Most families are one window, so that
    /// the same steps are taken for all.
    #[inline]
    fn each_value<T: Copy>(&self, values: &[T], rows: Range<usize>, mut run: impl FnMut(T, bool)) {
        for start in rows.clone().step_by(WINDOW) {
            let len = (rows.end - start).min(WINDOW);
            let counts = match self.counts.as_deref() {
                None => bits::low(len),
                Some(words) => bits::take(words, start, len),
            };
            let rest = values.get(start..).unwrap_or_default();
            if let Some(window) = rest.first_chunk::<WINDOW>() {
                for (place, value) in window.iter().enumerate() {
                    run(*value, counts >> place & 1 == 1);
                }
            } else {
                for (place, value) in rest.iter().take(len).enumerate() {
                    run(*value, counts >> place & 1 == 1);
                }
            }
        }
    }
}

/// Whether no sum of them can leave a word, of as many as there are.
fn are_small(values: &[i64]) -> bool {
    let bits: i64 = values.iter().fold(0, |bits, it| bits | (it ^ (it >> 63)));
    let rows = i64::try_from(values.len()).ok();
    let most = bits.checked_add(1).zip(rows);
    most.is_some_and(|(most, rows)| most.checked_mul(rows).is_some())
}

#[inline]
fn ones(words: &[u64], rows: Range<usize>) -> i64 {
    let count = |word: u64| match u8::try_from(word) {
        Ok(byte) => i64::from(ONES[usize::from(byte)]),
        Err(_) => i64::from(word.count_ones()),
    };
    if rows.len() <= 64 {
        return count(bits::take(words, rows.start, rows.len()));
    }
    let end = rows.end;
    let part = |at: usize| count(bits::take(words, at, (end - at).min(64)));
    rows.step_by(64).map(part).sum()
}

/// The total of the best so many of more values than that.
fn best_of(values: &mut [i64], count: usize, direction: Direction) -> i128 {
    if count < values.len() {
        values.select_nth_unstable_by(count, |a, b| match direction {
            Direction::Largest => b.cmp(a),
            Direction::Smallest => a.cmp(b),
        });
    }
    values.iter().take(count).map(|it| i128::from(*it)).sum()
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::bitmap::Bitmap;
    use crate::eval::register::TruthView;
    use crate::eval::shape::Span;

    const LENGTHS: [u32; 12] = [0, 1, 3, 8, 9, 0, 63, 64, 65, 200, 7, 2];

    /// The rows that count below each row, and their values.
    fn naive(values: &[i64], counts: Option<&Bitmap>) -> Vec<Vec<i64>> {
        let mut start = 0;
        let below = |len: &u32| {
            let rows = start..start + *len as usize;
            start = rows.end;
            let rows = rows.filter(|row| counts.is_none_or(|it| it.get(*row)));
            rows.map(|row| values[row]).collect()
        };
        LENGTHS.iter().map(below).collect()
    }

    fn check(values: &[i64], counts: Option<&Bitmap>) {
        let mut offsets = vec![0];
        offsets.extend(LENGTHS.iter().scan(0, |end, len| {
            *end += len;
            Some(*end)
        }));
        let span = Span {
            offsets: Cow::Owned(offsets),
            incomplete: None,
            delivered: true,
        };
        let condition = counts.map(|it| TruthView {
            words: it.words(),
            known: Known(None),
        });
        let segments = Segments {
            span: &span,
            start: 0,
            rows: LENGTHS.len(),
            base: 0,
            condition,
        };
        let Some(it) = Sure::new(&segments, Known(None)) else {
            unreachable!("nothing is unknown");
        };
        let wanted = naive(values, counts);
        let sum = |list: &[i64]| list.iter().map(|it| i128::from(*it)).sum::<i128>();
        let (mut truths, mut numbers) = (Truths::default(), Plain::default());
        it.any(&mut truths);
        let any: Vec<bool> = (0..wanted.len())
            .map(|row| bits::get(&truths.words, row))
            .collect();
        assert_eq!(
            any,
            wanted.iter().map(|it| !it.is_empty()).collect::<Vec<_>>()
        );
        it.count(&mut numbers);
        let count: Vec<i64> = wanted.iter().map(|it| signed(it.len())).collect();
        assert_eq!(numbers.values, count);
        let mut totals = Vec::new();
        it.totals(values, |total| totals.push(total));
        assert_eq!(totals, wanted.iter().map(|it| sum(it)).collect::<Vec<_>>());
        for (direction, pick) in [
            (
                Direction::Largest,
                i64::cmp as fn(&i64, &i64) -> std::cmp::Ordering,
            ),
            (Direction::Smallest, |a, b| b.cmp(a)),
        ] {
            it.extreme(values, direction, &mut numbers);
            for (row, list) in wanted.iter().enumerate() {
                let best = list.iter().copied().max_by(pick);
                assert_eq!(numbers.view().get(row), best);
            }
            for most in [0, 1, 4, 7, 60, 300] {
                let mut best = Vec::new();
                it.best(values, (|| Some(most), direction), |total| best.push(total));
                for (list, best) in wanted.iter().zip(best) {
                    let mut list = list.clone();
                    list.sort_by(|a, b| pick(b, a));
                    list.truncate(most);
                    assert_eq!(best, Some(sum(&list)), "{most} of the best");
                }
            }
        }
    }

    #[test]
    fn aggregates_are_those_of_the_rows() {
        let rows = LENGTHS.iter().sum::<u32>();
        let mixed = |row: u32| i64::from(row).wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed());
        let small: Vec<i64> = (0..rows).map(|row| mixed(row) % 50).collect();
        let large: Vec<i64> = (0..rows).map(mixed).collect();
        let ends = [i64::MIN, i64::MAX].into_iter().cycle();
        let ends: Vec<i64> = ends.take(rows as usize).collect();
        for every in [1, 2, 5, 300] {
            let counts = Bitmap::collect((0..rows).map(|row| row % every == 0));
            for values in [&small, &large, &ends] {
                check(values, Some(&counts));
                check(values, None);
            }
        }
    }
}
