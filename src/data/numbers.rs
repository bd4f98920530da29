//! Columns of raw numbers, as narrow as their values allow: most ages, counts and amounts need a fraction of
//! 64 bits, and what is small stays in the caches.

use std::borrow::Cow;
use std::ops::Range;

use super::bitmap::Bitmap;

/// Amounts in whole units of currency are raw multiples of this.
const UNIT: i64 = 10_000;
/// Values that are widened at a time.
const BLOCK: usize = 512;

/// Raw numbers, one per row. Two are equal if their values are, however they are stored.
#[derive(Clone)]
pub struct Numbers(Stored);

/// How numbers are stored.
#[derive(Clone)]
enum Stored {
    Same(i64, usize),
    Bytes(Vec<i8>),
    Shorts(Vec<i16>),
    Ints(Vec<i32>),
    Units(Vec<i32>),
    Wide(Vec<i64>),
}

/// Access to numbers by row, in the form in which they are stored, for loops that are made once per form.
pub trait Loop {
    /// What the loop gives.
    type Out;

    /// Runs over `len` rows.
    fn run(self, len: usize, value: impl Fn(usize) -> i64) -> Self::Out;
}

impl Default for Numbers {
    fn default() -> Self {
        Self(Stored::Wide(Vec::new()))
    }
}

impl From<Vec<i64>> for Numbers {
    fn from(values: Vec<i64>) -> Self {
        Self(Stored::Wide(values))
    }
}

impl FromIterator<i64> for Numbers {
    fn from_iter<I: IntoIterator<Item = i64>>(values: I) -> Self {
        Self(Stored::Wide(values.into_iter().collect()))
    }
}

impl PartialEq for Numbers {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Numbers {}

impl std::fmt::Debug for Numbers {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}

impl Numbers {
    /// One value in all rows.
    pub fn same(value: i64, rows: usize) -> Self {
        Self(Stored::Same(value, rows))
    }

    /// Values stored as narrow as they allow.
    pub fn packed(values: Vec<i64>) -> Self {
        narrowed(&values).unwrap_or(Self(Stored::Wide(values)))
    }

    /// A copy of values, stored as narrow as they allow.
    pub fn packed_from(values: &[i64]) -> Self {
        narrowed(values).unwrap_or_else(|| Self(Stored::Wide(values.to_vec())))
    }

    /// Whole numbers times a scale, stored as narrow as they allow; `low` and `high` are the least and the
    /// greatest of them. Nothing where neither 32 bits nor whole units are wide enough.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the width is chosen by the values"
    )]
    pub fn scaled<T: Copy + Into<i64>>(
        values: &[T],
        scale: i64,
        (low, high): (i64, i64),
    ) -> Option<Self> {
        let (least, most) = (low.checked_mul(scale)?, high.checked_mul(scale)?);
        let values = values.iter();
        if low == high {
            return Some(Self::same(least, values.len()));
        }
        let raw = |it: &T| (*it).into() * scale;
        Some(Self(match bits(least.min(most), most.max(least)) {
            8 => Stored::Bytes(values.map(|it| raw(it) as i8).collect()),
            16 => Stored::Shorts(values.map(|it| raw(it) as i16).collect()),
            32 => Stored::Ints(values.map(|it| raw(it) as i32).collect()),
            _ => {
                let fits = |it: i64| it % UNIT == 0 && i32::try_from(it / UNIT).is_ok();
                if scale % UNIT != 0 || !fits(least) || !fits(most) {
                    return None;
                }
                let units = scale / UNIT;
                Stored::Units(values.map(|it| ((*it).into() * units) as i32).collect())
            }
        }))
    }

    /// The values of all parts, one after the other.
    pub fn joined(parts: &[Self]) -> Self {
        if let [only] = parts {
            return only.clone();
        }
        let rows = parts.iter().map(Self::len).sum();
        let mut filled = parts.iter().filter(|part| !part.is_empty());
        let first = filled.next().and_then(|part| part.0.same());
        if let Some(value) = first
            && filled.all(|part| part.0.same() == Some(value))
        {
            return Self::same(value, rows);
        }
        let widest = parts.iter().map(|part| part.0.bits()).max().unwrap_or(64);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "every part fits the width of the widest"
        )]
        Self(match widest {
            8 => Stored::Bytes(spread(parts, rows, Stored::bytes, |it| it as i8)),
            16 => Stored::Shorts(spread(parts, rows, Stored::shorts, |it| it as i16)),
            32 => Stored::Ints(spread(parts, rows, Stored::ints, |it| it as i32)),
            _ if parts.iter().all(|part| part.0.fits_units()) => {
                let unit = |it: i64| (it / UNIT) as i32;
                Stored::Units(spread(parts, rows, Stored::units, unit))
            }
            _ => Stored::Wide(spread(parts, rows, Stored::wide, |it| it)),
        })
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        match &self.0 {
            Stored::Same(_, rows) => *rows,
            Stored::Bytes(values) => values.len(),
            Stored::Shorts(values) => values.len(),
            Stored::Ints(values) | Stored::Units(values) => values.len(),
            Stored::Wide(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        match &self.0 {
            Stored::Same(value, rows) => (row < *rows).then_some(*value),
            Stored::Bytes(values) => values.get(row).map(|it| i64::from(*it)),
            Stored::Shorts(values) => values.get(row).map(|it| i64::from(*it)),
            Stored::Ints(values) => values.get(row).map(|it| i64::from(*it)),
            Stored::Units(values) => values.get(row).map(|it| i64::from(*it) * UNIT),
            Stored::Wide(values) => values.get(row).copied(),
        }
    }

    /// The values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = i64> + '_ {
        (0..self.len()).map(|row| self.get(row).unwrap_or_default())
    }

    /// Runs a loop over the values as they are stored.
    pub fn visit<L: Loop>(&self, it: L) -> L::Out {
        let len = self.len();
        match &self.0 {
            Stored::Same(value, _) => it.run(len, |_| *value),
            Stored::Bytes(values) => {
                it.run(len, |row| values.get(row).map_or(0, |it| (*it).into()))
            }
            Stored::Shorts(values) => {
                it.run(len, |row| values.get(row).map_or(0, |it| (*it).into()))
            }
            Stored::Ints(values) => it.run(len, |row| values.get(row).map_or(0, |it| (*it).into())),
            Stored::Units(values) => it.run(len, |row| {
                values.get(row).map_or(0, |it| i64::from(*it) * UNIT)
            }),
            Stored::Wide(values) => it.run(len, |row| values.get(row).copied().unwrap_or(0)),
        }
    }

    /// The values themselves, where they are stored in full width.
    pub fn as_wide(&self) -> Option<&[i64]> {
        self.0.wide()
    }

    /// The values in full width, copied only where they stand narrower.
    pub fn to_wide(&self) -> Cow<'_, [i64]> {
        match self.as_wide() {
            Some(values) => Cow::Borrowed(values),
            None => Cow::Owned(self.to_vec(0..self.len())),
        }
    }

    /// Puts the values of some rows, in full width, in the place of what `out` holds.
    pub fn read(&self, rows: Range<usize>, out: &mut Vec<i64>) {
        out.clear();
        match &self.0 {
            Stored::Same(value, all) => {
                let count = rows.end.min(*all).saturating_sub(rows.start);
                out.resize(count, *value);
            }
            Stored::Bytes(values) => {
                let values = values.get(rows).unwrap_or_default();
                out.extend(values.iter().map(|it| i64::from(*it)));
            }
            Stored::Shorts(values) => {
                let values = values.get(rows).unwrap_or_default();
                out.extend(values.iter().map(|it| i64::from(*it)));
            }
            Stored::Ints(values) => {
                let values = values.get(rows).unwrap_or_default();
                out.extend(values.iter().map(|it| i64::from(*it)));
            }
            Stored::Units(values) => {
                let values = values.get(rows).unwrap_or_default();
                out.extend(values.iter().map(|it| i64::from(*it) * UNIT));
            }
            Stored::Wide(values) => out.extend_from_slice(values.get(rows).unwrap_or_default()),
        }
    }

    /// The values of some rows in full width.
    pub fn to_vec(&self, rows: Range<usize>) -> Vec<i64> {
        let mut out = Vec::with_capacity(rows.len());
        self.read(rows, &mut out);
        out
    }

    /// All values in full width.
    pub fn into_vec(self) -> Vec<i64> {
        if let Stored::Wide(values) = self.0 {
            return values;
        }
        self.to_vec(0..self.len())
    }

    /// Puts a value behind those that are there, all of which then stand in full width.
    pub fn push(&mut self, value: i64) {
        if let Stored::Wide(values) = &mut self.0 {
            return values.push(value);
        }
        let mut values = std::mem::take(self).into_vec();
        values.push(value);
        self.0 = Stored::Wide(values);
    }

    /// Zero in all rows but some.
    pub fn scattered(rows: usize, some: &[(u32, i64)]) -> Self {
        let ends = some
            .iter()
            .fold((0, 0), |(low, high), (_, it)| (low.min(*it), high.max(*it)));
        let mut all = Self::zeros(rows, bits(ends.0, ends.1));
        for (row, value) in some {
            all.set(*row as usize, *value);
        }
        all
    }

    /// Zeros with room for values of so many bits.
    fn zeros(rows: usize, bits: u32) -> Self {
        Self(match bits {
            8 => Stored::Bytes(vec![0; rows]),
            16 => Stored::Shorts(vec![0; rows]),
            32 => Stored::Ints(vec![0; rows]),
            _ => Stored::Wide(vec![0; rows]),
        })
    }

    /// Changes the value of a row, of all rows to a wider form where it needs one; nothing past the end.
    pub fn set(&mut self, row: usize, value: i64) {
        if row >= self.len() || self.0.put(row, value) {
            return;
        }
        let (low, high) = match &self.0 {
            Stored::Same(same, _) => (value.min(*same), value.max(*same)),
            Stored::Bytes(_) | Stored::Shorts(_) | Stored::Ints(_) => (value, value),
            Stored::Units(_) | Stored::Wide(_) => (i64::MIN, i64::MAX),
        };
        let mut wider = Self::zeros(self.len(), bits(low, high));
        for (row, value) in self.iter().enumerate().filter(|(_, it)| *it != 0) {
            wider.0.put(row, value);
        }
        wider.0.put(row, value);
        *self = wider;
    }

    /// Changes values; they are stored as narrow as they then allow.
    pub fn change(&mut self, by: impl FnOnce(&mut [i64])) {
        let mut values = std::mem::take(self).into_vec();
        by(&mut values);
        *self = Self::packed(values);
    }

    /// The values of some rows, in their order; zero for a row that is none.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        fn taken<T: Copy + Default>(values: &[T], rows: &[u32]) -> Vec<T> {
            let value = |row: &u32| values.get(*row as usize).copied().unwrap_or_default();
            rows.iter().map(value).collect()
        }
        Self(match &self.0 {
            Stored::Same(value, _) => Stored::Same(*value, rows.len()),
            Stored::Bytes(values) => Stored::Bytes(taken(values, rows)),
            Stored::Shorts(values) => Stored::Shorts(taken(values, rows)),
            Stored::Ints(values) => Stored::Ints(taken(values, rows)),
            Stored::Units(values) => Stored::Units(taken(values, rows)),
            Stored::Wide(values) => Stored::Wide(taken(values, rows)),
        })
    }

    /// The same with zero in the rows that are not known.
    #[must_use]
    pub fn cleared(mut self, known: &Bitmap) -> Self {
        let filled = |row: &usize| !known.get(*row) && self.get(*row) != Some(0);
        let rows: Vec<usize> = (0..self.len()).filter(filled).collect();
        if !rows.is_empty() {
            self.change(|values| {
                for row in rows {
                    values.get_mut(row).into_iter().for_each(|it| *it = 0);
                }
            });
        }
        self
    }
}

impl Stored {
    /// Puts a value in the place of a row, if it fits as the others are stored.
    fn put(&mut self, row: usize, value: i64) -> bool {
        fn put<T: TryFrom<i64>>(values: &mut [T], row: usize, value: i64) -> bool {
            let (Some(place), Ok(value)) = (values.get_mut(row), T::try_from(value)) else {
                return false;
            };
            *place = value;
            true
        }
        match self {
            Self::Same(same, _) => *same == value,
            Self::Bytes(values) => put(values, row, value),
            Self::Shorts(values) => put(values, row, value),
            Self::Ints(values) => put(values, row, value),
            Self::Units(values) => value % UNIT == 0 && put(values, row, value / UNIT),
            Self::Wide(values) => put(values, row, value),
        }
    }

    fn same(&self) -> Option<i64> {
        if let Self::Same(value, _) = self {
            Some(*value)
        } else {
            None
        }
    }

    fn bytes(&self) -> Option<&[i8]> {
        if let Self::Bytes(values) = self {
            Some(values)
        } else {
            None
        }
    }

    fn shorts(&self) -> Option<&[i16]> {
        if let Self::Shorts(values) = self {
            Some(values)
        } else {
            None
        }
    }

    fn ints(&self) -> Option<&[i32]> {
        if let Self::Ints(values) = self {
            Some(values)
        } else {
            None
        }
    }

    fn units(&self) -> Option<&[i32]> {
        if let Self::Units(values) = self {
            Some(values)
        } else {
            None
        }
    }

    fn wide(&self) -> Option<&[i64]> {
        if let Self::Wide(values) = self {
            Some(values)
        } else {
            None
        }
    }

    /// How many bits each value needs.
    fn bits(&self) -> u32 {
        match self {
            Self::Same(value, _) => bits(*value, *value),
            Self::Bytes(_) => 8,
            Self::Shorts(_) => 16,
            Self::Ints(_) => 32,
            Self::Wide(values) if values.is_empty() => 8,
            Self::Units(_) | Self::Wide(_) => 64,
        }
    }

    /// Whether all values are whole units of currency, and not too many of them.
    fn fits_units(&self) -> bool {
        match self {
            Self::Units(_) => true,
            Self::Same(value, _) => whole_units(&[*value]),
            Self::Bytes(values) => values.iter().all(|it| *it == 0),
            Self::Shorts(values) => values.iter().all(|it| i64::from(*it) % UNIT == 0),
            Self::Ints(values) => values.iter().all(|it| i64::from(*it) % UNIT == 0),
            Self::Wide(values) => values.is_empty(),
        }
    }
}

/// The bits that two values need.
fn bits(low: i64, high: i64) -> u32 {
    let fits = |bits: u32| low >= i64::MIN >> (64 - bits) && high <= i64::MAX >> (64 - bits);
    [8, 16, 32].into_iter().find(|it| fits(*it)).unwrap_or(64)
}

fn whole_units(values: &[i64]) -> bool {
    let fits = |it: &i64| it % UNIT == 0 && i32::try_from(it / UNIT).is_ok();
    values.iter().all(fits)
}

/// The values in a form narrower than full width, where there is one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the width is chosen by the values"
)]
fn narrowed(values: &[i64]) -> Option<Numbers> {
    let first = *values.first()?;
    // The bits in which values differ, and those that they have past their signs.
    let (other, past) = values.iter().fold((0, 0), |(other, past), it| {
        (other | (it ^ first), past | (it ^ (it >> 63)))
    });
    if other == 0 {
        return Some(Numbers::same(first, values.len()));
    }
    let all = values.iter();
    Some(Numbers(match bits(past, past) {
        8 => Stored::Bytes(all.map(|it| *it as i8).collect()),
        16 => Stored::Shorts(all.map(|it| *it as i16).collect()),
        32 => Stored::Ints(all.map(|it| *it as i32).collect()),
        _ => Stored::Units(units(values)?),
    }))
}

/// The values in whole units of currency, if all are, and not too many.
fn units(values: &[i64]) -> Option<Vec<i32>> {
    let mut out = Vec::with_capacity(values.len());
    for block in values.chunks(BLOCK) {
        // What is left of each value when its units are taken away, and what 32 bits have no room for.
        let mut rest = 0;
        out.extend(block.iter().map(|it| {
            let units = it / UNIT;
            #[expect(clippy::cast_possible_truncation, reason = "what is lost is noted")]
            let narrow = units as i32;
            rest |= (it - units * UNIT) | (units - i64::from(narrow));
            narrow
        }));
        if rest != 0 {
            return None;
        }
    }
    Some(out)
}

/// The values of all parts in one form: those that are stored so as they are, others made so.
fn spread<T: Copy>(
    parts: &[Numbers],
    rows: usize,
    own: fn(&Stored) -> Option<&[T]>,
    made: fn(i64) -> T,
) -> Vec<T> {
    let mut out = Vec::with_capacity(rows);
    let mut block = Vec::with_capacity(BLOCK);
    for part in parts {
        if let Some(values) = own(&part.0) {
            out.extend_from_slice(values);
            continue;
        }
        for start in (0..part.len()).step_by(BLOCK) {
            part.read(start..part.len().min(start + BLOCK), &mut block);
            out.extend(block.iter().map(|it| made(*it)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: [&[i64]; 8] = [
        &[],
        &[7, 7, 7],
        &[-128, 127],
        &[-129, 0, 5],
        &[1 << 20, -3],
        &[30_000_000_000, 10_000, 0],
        &[30_000_000_001, 0],
        &[i64::MIN, i64::MAX],
    ];

    #[test]
    fn narrow_numbers_are_the_numbers() {
        for values in SHAPES {
            let packed = Numbers::packed(values.to_vec());
            assert_eq!(packed, Numbers::from(values.to_vec()));
            assert_eq!(packed.clone().into_vec(), values);
            assert_eq!(packed.get(values.len()), None);
            let mut some = vec![9];
            packed.read(1..2, &mut some);
            assert_eq!(some, values.get(1..2).unwrap_or_default());
        }
    }

    #[test]
    fn scaled_numbers_are_the_products() {
        for values in SHAPES {
            let (low, high) = (values.iter().min(), values.iter().max());
            let (Some(low), Some(high)) = (low, high) else {
                continue;
            };
            for scale in [1, 100, UNIT] {
                let Some(scaled) = Numbers::scaled(values, scale, (*low, *high)) else {
                    continue;
                };
                let products: Vec<i64> = values.iter().map(|it| it * scale).collect();
                assert_eq!(scaled, Numbers::from(products));
            }
        }
    }

    #[test]
    fn parts_of_any_form_are_joined() {
        for first in SHAPES {
            for second in SHAPES {
                let parts = [first, second].map(Numbers::packed_from);
                let joined = Numbers::joined(&parts);
                assert_eq!(joined.into_vec(), [first, second].concat());
            }
        }
        let units = [&[30_000_000_000, 0][..], &[0, 0], &[50_000, -50_000]];
        let joined = Numbers::joined(&units.map(Numbers::packed_from));
        assert!(joined.0.units().is_some());
    }

    #[test]
    fn values_are_put_whatever_the_form() {
        for values in SHAPES.iter().filter(|it| !it.is_empty()) {
            for value in [
                0,
                7,
                -129,
                40_000,
                30_000,
                i64::from(i32::MAX) * UNIT,
                i64::MIN,
            ] {
                for row in [0, values.len() - 1, values.len()] {
                    let mut wanted = values.to_vec();
                    wanted.get_mut(row).into_iter().for_each(|it| *it = value);
                    let mut packed = Numbers::packed_from(values);
                    packed.set(row, value);
                    assert_eq!(packed.into_vec(), wanted);
                }
            }
        }
        for some in [&[][..], &[(1, 5)], &[(0, -3), (2, 1 << 40)]] {
            let mut wanted = [0; 3];
            for (row, value) in some {
                wanted[*row as usize] = *value;
            }
            assert_eq!(Numbers::scattered(3, some).into_vec(), wanted);
        }
    }

    #[test]
    fn rows_are_gathered_and_cleared() {
        for values in SHAPES {
            let packed = Numbers::packed_from(values);
            let rows = [2, 0, 5];
            let taken = rows.map(|row: u32| values.get(row as usize).copied().unwrap_or(0));
            let same = values.first() == values.last();
            assert!(same || packed.gather(&rows).into_vec() == taken);
            let known = Bitmap::collect(values.iter().map(|it| *it > 0));
            let cleared: Vec<i64> = values.iter().map(|it| (*it).max(0)).collect();
            assert_eq!(packed.cleared(&known).into_vec(), cleared);
        }
    }
}
