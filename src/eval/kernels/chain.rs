//! Chains of `*` and `/`: machine words where they fit, fractions for the other rows.

use std::cmp::Ordering;

use super::number::{Overflows, forget};
use super::{bits, compare};
use crate::check::tree::{CompareOp, RoundWay};
use crate::eval::cells::{Cells, exact, quiet};
use crate::eval::register::{Known, Plain, Truths, View};
use crate::number::{Fault, Fraction, INTEGER, Mode};
use crate::plan::chain::{Chain, Comparison, Cross, Flat};
use crate::plan::op::{NodeId, Whole};

/// What a chain kernel reads: whole registers for the fast path, single rows for the slow one.
pub(in crate::eval) trait Operands: Cells {
    /// So many rows of a register of numbers.
    fn numbers(&self, node: NodeId, rows: usize) -> View<'_, i64>;
    /// The known rows of a register of any storage.
    fn known_rows(&self, node: NodeId) -> Known<'_>;
}

/// A chain rounded half-even to a scale.
pub(in crate::eval) fn stored(
    rows: usize,
    (chain, scale): (&Chain, i64),
    cells: &impl Operands,
    out: &mut Plain<i64>,
) -> Overflows {
    let Some(fast) = chain.flat.as_ref().and_then(|flat| Fast::new(flat, scale)) else {
        return by_row(rows, out, |row| to_raw(chain, scale, row, cells));
    };
    let views = |nodes: &[NodeId]| -> Vec<&[i64]> {
        nodes
            .iter()
            .map(|node| cells.numbers(*node, rows).values)
            .collect()
    };
    let (num, den) = (views(&fast.flat.num), views(&fast.flat.den));
    known(rows, &fast.flat.known, cells, &mut out.known);
    out.values.clear();
    let mut slow = Vec::new();
    match (num.as_slice(), den.as_slice()) {
        ([x], []) if fast.below == 1 => {
            for (row, x) in x.iter().enumerate() {
                let value = x.checked_mul(fast.above);
                out.values.push(value.unwrap_or(0));
                if value.is_none() {
                    slow.push(row);
                }
            }
        }
        ([x], []) => {
            let pairs = x.iter().map(|x| (*x, 1));
            fast.divided(pairs, &mut out.values, &mut slow);
        }
        ([x], [y]) => {
            let pairs = x.iter().zip(*y).map(|(x, y)| (*x, *y));
            fast.divided(pairs, &mut out.values, &mut slow);
        }
        _ => {
            for row in 0..rows {
                let value = fast.value(&num, &den, row);
                out.values.push(value.unwrap_or(0));
                if value.is_none() {
                    slow.push(row);
                }
            }
        }
    }
    // Products too large for a word, and divisors of zero.
    let mut over = Overflows::new();
    for row in slow {
        if out.known.known().get(row) {
            match to_raw(chain, scale, row, cells) {
                Ok(Some(value)) => out.values[row] = value,
                Ok(None) => out.known.forget(row, rows),
                Err(_) => over.push(row),
            }
        }
    }
    forget(&mut out.known, &over, rows);
    over
}

/// Whether a chain is known.
pub(in crate::eval) fn is_known(
    rows: usize,
    chain: &Chain,
    cells: &impl Operands,
    out: &mut Truths,
) -> Overflows {
    let Some(flat) = &chain.flat else {
        let mut over = Overflows::new();
        compare::by_row(rows, out, |row| {
            Some(value(chain, row, cells, &mut over).is_some())
        });
        return over;
    };
    known(rows, &flat.known, cells, &mut out.known);
    let all = out.known.known();
    out.words.clear();
    out.words
        .extend((0..bits::words(rows)).map(|index| all.word(index)));
    bits::clear_tail(&mut out.words, rows);
    let views = |nodes: &[NodeId]| -> Vec<&[i64]> {
        nodes
            .iter()
            .map(|node| cells.numbers(*node, rows).values)
            .collect()
    };
    let (num, den) = (views(&flat.num), views(&flat.den));
    let mut over = Overflows::new();
    // One factor on a side cannot overflow; only zeros below the line matter.
    let simple = num.len() <= 1 && den.len() <= 1;
    let whole = simple && den.iter().all(|it| positive(it));
    for row in (0..rows).filter(|_| !whole) {
        let zero = den.iter().any(|it| it[row] == 0);
        let fits = simple || product(&num, row).is_some() && product(&den, row).is_some();
        if (zero || !fits) && bits::get(&out.words, row) {
            let found = if fits {
                None
            } else {
                value(chain, row, cells, &mut over)
            };
            if found.is_none() {
                bits::clear(&mut out.words, row);
            }
        }
    }
    out.known.set_all();
    over
}

/// A number of rows, where it is known.
type Times = Option<i64>;

/// The factors of a side of a comparison, one slice of rows each.
type Factors<'f> = &'f [&'f [i64]];

/// A chain as a whole number, times a number of rows; unknown if that is.
pub(in crate::eval) fn whole(
    rows: usize,
    (chain, whole, times): (&Chain, Whole, Option<Times>),
    cells: &impl Operands,
    out: &mut Plain<i64>,
) -> Overflows {
    let find = |row| {
        let found = exact(&chain.tree, row, cells)?;
        let found = match times {
            None => found,
            Some(times) => match found.zip(times) {
                Some((found, times)) => Some(found.mul(Fraction::from_raw(times, INTEGER))?),
                None => None,
            },
        };
        Ok(found.map(|it| whole_number(it, whole)))
    };
    // Of a constant every row is the first.
    if rows > 0
        && chain.flat.as_ref().is_some_and(Flat::is_constant)
        && let Ok(Some(value)) = find(0)
    {
        out.values.clear();
        out.values.resize(rows, value);
        out.known.set_all();
        return Overflows::new();
    }
    by_row(rows, out, find)
}

/// A chain rounded to a multiple of another.
pub(in crate::eval) fn round_to(
    rows: usize,
    (way, chain, to, scale): (RoundWay, &Chain, &Chain, i64),
    cells: &impl Operands,
    out: &mut Plain<i64>,
) -> Overflows {
    let mode = match way {
        RoundWay::Nearest => Mode::Nearest,
        RoundWay::Up => Mode::Up,
        RoundWay::Down => Mode::Down,
    };
    by_row(rows, out, |row| {
        let (of, to) = (exact(&chain.tree, row, cells), exact(&to.tree, row, cells));
        let Some((of, to)) = of?.zip(to?) else {
            return Ok(None);
        };
        match quiet(of.round(mode, to))? {
            Some(rounded) => rounded.to_raw(scale).map(Some),
            None => Ok(None),
        }
    })
}

/// The number of full steps of the second chain in the first.
pub(in crate::eval) fn steps(
    rows: usize,
    (chain, step, scale): (&Chain, &Chain, i64),
    cells: &impl Operands,
    out: &mut Plain<i64>,
) -> Overflows {
    by_row(rows, out, |row| {
        let (of, step) = (
            exact(&chain.tree, row, cells),
            exact(&step.tree, row, cells),
        );
        let Some((of, step)) = of?.zip(step?) else {
            return Ok(None);
        };
        match quiet(of.steps(step))? {
            Some(steps) => steps.checked_mul(scale).map(Some).ok_or(Fault::Overflow),
            None => Ok(None),
        }
    })
}

/// Two chains compared.
pub(in crate::eval) fn compared(
    rows: usize,
    comparison: &Comparison,
    cells: &impl Operands,
    out: &mut Truths,
) -> Overflows {
    let Some(cross) = &comparison.cross else {
        let mut over = Overflows::new();
        compare::by_row(rows, out, |row| {
            compare_row(comparison, row, cells, &mut over)
        });
        return over;
    };
    known(rows, &cross.known, cells, &mut out.known);
    let views = |nodes: &[NodeId]| -> Vec<&[i64]> {
        nodes
            .iter()
            .map(|node| cells.numbers(*node, rows).values)
            .collect()
    };
    let (left, right, divisors) = (
        views(&cross.left),
        views(&cross.right),
        views(&cross.divisors),
    );
    let slow = if fast_cross(comparison.op, cross, (&left, &right, &divisors), out) {
        zeros(rows, &divisors)
    } else {
        slow_cross(rows, comparison.op, cross, (&left, &right, &divisors), out)
    };
    let mut over = Overflows::new();
    for row in slow {
        if out.known.known().get(row) {
            bits::clear(&mut out.words, row);
            match compare_row(comparison, row, cells, &mut over) {
                Some(true) => bits::set(&mut out.words, row),
                Some(false) => {}
                None => out.known.forget(row, rows),
            }
        }
    }
    out.settle(rows);
    over
}

/// One factor a side, small enough for the whole chunk, no negative divisor.
fn fast_cross(
    op: CompareOp,
    cross: &Cross,
    (left, right, divisors): (Factors<'_>, Factors<'_>, Factors<'_>),
    out: &mut Truths,
) -> bool {
    let ([left], [right]) = (left, right) else {
        return false;
    };
    if !fits(left, cross.left_by) || !fits(right, cross.right_by) {
        return false;
    }
    let negative = |values: &&[i64]| values.iter().fold(0, |sign, value| sign | value) < 0;
    if divisors.iter().any(negative) {
        return false;
    }
    let (a, b) = (cross.left_by, cross.right_by);
    let maps = (
        |value: i64| value.wrapping_mul(a),
        |value: i64| value.wrapping_mul(b),
    );
    compare::pairs(op, (left, right), maps, &mut out.words);
    true
}

/// Row by row; gives the rows whose products do not fit or where a divisor is zero.
fn slow_cross(
    rows: usize,
    op: CompareOp,
    cross: &Cross,
    (left, right, divisors): (Factors<'_>, Factors<'_>, Factors<'_>),
    out: &mut Truths,
) -> Vec<usize> {
    out.words.clear();
    out.words.resize(bits::words(rows), 0);
    let mut slow = Vec::new();
    for row in 0..rows {
        let negative = divisors.iter().filter(|it| it[row] < 0).count() % 2 == 1;
        let zero = divisors.iter().any(|it| it[row] == 0);
        match product(left, row)
            .zip(product(right, row))
            .filter(|_| !zero)
        {
            Some((a, b)) => {
                let a = i128::from(a) * i128::from(cross.left_by);
                let b = i128::from(b) * i128::from(cross.right_by);
                let order = if negative { b.cmp(&a) } else { a.cmp(&b) };
                if op.holds(order) {
                    bits::set(&mut out.words, row);
                }
            }
            None => slow.push(row),
        }
    }
    slow
}

/// Whether each value times a number fits a word.
fn fits(values: &[i64], by: i64) -> bool {
    // All bits that the values have past their signs: at least as much as the largest, and one less than it
    // where that is negative.
    let bits: i64 = values.iter().fold(0, |bits, it| bits | (it ^ (it >> 63)));
    let most = bits.checked_add(1).zip(by.checked_abs());
    if most.is_some_and(|(most, by)| most.checked_mul(by).is_some()) {
        return true;
    }
    let fold = |(low, high): (i64, i64), value: &i64| (low.min(*value), high.max(*value));
    let (low, high) = values.iter().fold((0, 0), fold);
    low.checked_mul(by).is_some() && high.checked_mul(by).is_some()
}

/// Whether all values are above zero.
fn positive(values: &[i64]) -> bool {
    let sign = |sign: i64, value: &i64| sign | value | value.wrapping_sub(1);
    values.iter().fold(0, sign) >= 0
}

fn zeros(rows: usize, divisors: &[&[i64]]) -> Vec<usize> {
    let mut zero = Vec::new();
    let mut words = Vec::new();
    for divisor in divisors.iter().filter(|it| !positive(it)) {
        bits::pack(divisor, &mut words, |value| value == 0);
        for (index, word) in words.iter().enumerate().filter(|(_, word)| **word != 0) {
            zero.extend(bits::ones(*word).map(|place| index * 64 + place));
        }
    }
    zero.retain(|row| *row < rows);
    zero
}

/// The product of a row's factors, if it fits a word with its zeros counted as ones.
fn product(factors: &[&[i64]], row: usize) -> Option<i64> {
    let mut size = 1_i64;
    let mut product = 1_i64;
    for factor in factors {
        let value = factor[row];
        size = size.checked_mul(value.checked_abs()?.max(1))?;
        product = product.wrapping_mul(value);
    }
    Some(product)
}

/// A flat chain at a scale: `above * product(num) / (below * product(den))`.
struct Fast<'a> {
    flat: &'a Flat,
    above: i64,
    below: i64,
}

impl<'a> Fast<'a> {
    fn new(flat: &'a Flat, scale: i64) -> Option<Self> {
        let scale = crate::number::Rational::from_integer(scale);
        let factor = flat.factor.checked_mul(scale)?;
        let above = i64::try_from(factor.num()).ok()?;
        Some(Self {
            flat,
            above,
            below: i64::try_from(factor.den()).ok()?,
        })
    }

    /// One factor a side; rows that do not fit are noted.
    fn divided(
        &self,
        pairs: impl Iterator<Item = (i64, i64)>,
        values: &mut Vec<i64>,
        slow: &mut Vec<usize>,
    ) {
        values.extend(pairs.enumerate().map(|(row, (num, den))| {
            let value = self.of(num, den);
            if value.is_none() {
                slow.push(row);
            }
            value.unwrap_or(0)
        }));
    }

    #[inline]
    fn value(&self, num: &[&[i64]], den: &[&[i64]], row: usize) -> Option<i64> {
        self.of(product(num, row)?, product(den, row)?)
    }

    #[inline]
    fn of(&self, num: i64, den: i64) -> Option<i64> {
        match (num.checked_mul(self.above), den.checked_mul(self.below)) {
            (Some(num), Some(den)) if den > 0 && num > i64::MIN => Some(half_even(num, den)),
            _ => None,
        }
    }
}

/// `num / den` to the nearest, a half to the even one; `den` is positive.
#[inline]
fn half_even(num: i64, den: i64) -> i64 {
    let whole = truncated(num, den);
    let rest = num - whole * den;
    let rest = rest.abs();
    match rest.cmp(&(den - rest)) {
        Ordering::Less => whole,
        Ordering::Equal if whole & 1 == 0 => whole,
        Ordering::Equal | Ordering::Greater => whole + num.signum(),
    }
}

/// `num / den` without its fraction. Below 2^52 the quotient of floats, which takes a fraction of the time,
/// never reaches the next whole number: it is at least `1 / den` away, more than the rounding.
#[inline]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "both are whole below 2^52"
)]
fn truncated(num: i64, den: i64) -> i64 {
    const EXACT: u64 = 1 << 52;
    if num.unsigned_abs() < EXACT && den.unsigned_abs() < EXACT {
        (num as f64 / den as f64) as i64
    } else {
        num / den
    }
}

fn whole_number(value: Fraction, whole: Whole) -> i64 {
    let floor = value.num().div_euclid(value.den());
    let exact = value.num().rem_euclid(value.den()) == 0;
    let number = match whole {
        Whole::Down => floor,
        Whole::Up => floor + i128::from(!exact),
    };
    // Counts of rows lie far inside.
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

fn known(
    rows: usize,
    nodes: &[NodeId],
    cells: &impl Operands,
    out: &mut crate::eval::register::Mask,
) {
    let known: Vec<Known<'_>> = nodes.iter().map(|node| cells.known_rows(*node)).collect();
    out.set_all_of(rows, &known);
}

fn to_raw(chain: &Chain, scale: i64, row: usize, cells: &impl Cells) -> Result<Option<i64>, Fault> {
    exact(&chain.tree, row, cells)?
        .map(|value| value.to_raw(scale))
        .transpose()
}

/// The exact value; an overflow is noted.
fn value(chain: &Chain, row: usize, cells: &impl Cells, over: &mut Overflows) -> Option<Fraction> {
    exact(&chain.tree, row, cells).unwrap_or_else(|_| {
        over.push(row);
        None
    })
}

fn compare_row(
    comparison: &Comparison,
    row: usize,
    cells: &impl Cells,
    over: &mut Overflows,
) -> Option<bool> {
    let left = value(&comparison.left, row, cells, over);
    let right = value(&comparison.right, row, cells, over);
    let (left, right) = left.zip(right)?;
    Some(comparison.op.holds(left.cmp(&right)))
}

/// A number found row by row.
pub(in crate::eval) fn by_row(
    rows: usize,
    out: &mut Plain<i64>,
    mut find: impl FnMut(usize) -> Result<Option<i64>, Fault>,
) -> Overflows {
    out.reset(rows);
    let mut over = Overflows::new();
    let known = out.known.clear(rows);
    for row in 0..rows {
        match find(row) {
            Ok(Some(value)) => {
                out.values[row] = value;
                bits::set(known, row);
            }
            Ok(None) => {}
            Err(_) => over.push(row),
        }
    }
    out.known.settle(rows);
    over
}
