//! Rows of a child entity brought next to their parents.

use arrow_array::{Array, builder::StringBuilder};
use rayon::prelude::*;

use super::bitmap::Bitmap;
use super::table::{Column, NO_ROW, Values};

/// The order in which rows stand in a table.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The input row of each row of the table; `None` where all input rows stand as they came.
    pub rows: Option<Vec<u32>>,
    /// The row of the table of each input row, [`NO_ROW`] for rejected ones; `None` as above.
    pub places: Option<Vec<u32>>,
    /// The number of rows of the table.
    pub len: usize,
}

impl Order {
    /// All rows as they came.
    pub(super) fn as_given(len: usize) -> Self {
        Self {
            rows: None,
            places: None,
            len,
        }
    }

    /// The rows that are not rejected, as they came.
    pub(super) fn without(rejected: &Bitmap) -> Self {
        if rejected.count_ones() == 0 {
            return Self::as_given(rejected.len());
        }
        let kept = (0..rejected.len())
            .zip(0_u32..)
            .filter(|(row, _)| !rejected.get(*row));
        Self::of(kept.map(|(_, id)| id).collect(), rejected.len())
    }

    /// The rows that are not rejected, by their parents (rows of the parent's table), then as they
    /// came: a counting sort, unless they stand so already.
    pub(super) fn by_parent(parents: &[u32], rejected: &Bitmap, parent_rows: usize) -> Self {
        if rejected.count_ones() == 0 && ascends(parents) {
            return Self::as_given(parents.len());
        }
        let kept = || {
            (0_u32..)
                .zip(parents)
                .filter(|(row, _)| !rejected.get(*row as usize))
        };
        if kept().is_sorted_by_key(|(_, parent)| *parent) {
            return Self::without(rejected);
        }
        let mut next = starts(kept().map(|(_, parent)| *parent), parent_rows);
        let mut rows = vec![0; kept().count()];
        for (row, parent) in kept() {
            let Some(place) = next.get_mut(*parent as usize) else {
                continue;
            };
            if let Some(slot) = rows.get_mut(*place as usize) {
                *slot = row;
            }
            *place += 1;
        }
        Self::of(rows, parents.len())
    }

    fn of(rows: Vec<u32>, inputs: usize) -> Self {
        let mut places = vec![NO_ROW; inputs];
        for (row, place) in rows.iter().zip(0_u32..) {
            if let Some(slot) = places.get_mut(*row as usize) {
                *slot = place;
            }
        }
        Self {
            len: rows.len(),
            rows: Some(rows),
            places: Some(places),
        }
    }

    /// The row of the table of an input row; [`NO_ROW`] for a rejected one and for [`NO_ROW`].
    #[inline]
    pub(super) fn place(&self, row: u32) -> u32 {
        match &self.places {
            Some(places) => places.get(row as usize).copied().unwrap_or(NO_ROW),
            None => row,
        }
    }

    /// The rows of the table of some input rows.
    pub(super) fn places(&self, rows: Vec<u32>) -> Vec<u32> {
        if self.places.is_none() {
            return rows;
        }
        rows.into_iter().map(|row| self.place(row)).collect()
    }

    /// Values by input row as values by row of the table.
    pub(super) fn gather<T: Copy + Default>(&self, values: Vec<T>) -> Vec<T> {
        match &self.rows {
            Some(rows) => rows
                .iter()
                .map(|row| values.get(*row as usize).copied().unwrap_or_default())
                .collect(),
            None => values,
        }
    }

    /// The values of the input rows that stand in the table, in its order.
    pub(super) fn gather_kept<T: Copy + Default>(&self, values: &[T]) -> Vec<T> {
        match &self.rows {
            Some(rows) => {
                let rows = rows.iter();
                rows.map(|row| values.get(*row as usize).copied().unwrap_or_default())
                    .collect()
            }
            None => values.to_vec(),
        }
    }

    /// A column by input row as a column by row of the table.
    pub(super) fn column(&self, column: Column) -> Column {
        let Some(rows) = &self.rows else {
            return column;
        };
        let bits = |bits: &Bitmap| Bitmap::collect(rows.iter().map(|row| bits.get(*row as usize)));
        let valid = column
            .valid
            .as_ref()
            .map(bits)
            .filter(|it| it.count_ones() < it.len());
        let values = match column.values {
            Values::Number(values) => Values::Number(values.gather(rows)),
            Values::Date(values) => Values::Date(self.gather(values)),
            Values::Enum(values) => Values::Enum(self.gather(values)),
            Values::Boolean(values) => Values::Boolean(bits(&values)),
            Values::Text(texts) => {
                let bytes = texts.value_data().len();
                let mut kept = StringBuilder::with_capacity(rows.len(), bytes);
                rows.iter()
                    .map(|row| *row as usize)
                    .filter(|row| *row < texts.len())
                    .for_each(|row| kept.append_value(texts.value(row)));
                Values::Text(kept.finish())
            }
        };
        Column { values, valid }
    }

    /// For each input row that was not rejected its row in the table; `None` where they stand as
    /// they came.
    pub(super) fn input_order(&self) -> Option<Vec<u32>> {
        let moved = self.rows.as_ref().is_some_and(|rows| !rows.is_sorted());
        let places = self.places.as_ref().filter(|_| moved)?;
        Some(
            places
                .iter()
                .copied()
                .filter(|place| *place != NO_ROW)
                .collect(),
        )
    }
}

/// The first row of each parent, one more than there are parents, from the parents of all rows.
pub(super) fn starts(parents: impl Iterator<Item = u32>, parent_rows: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; parent_rows + 1];
    for parent in parents {
        if let Some(count) = starts.get_mut(parent as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// The same from a list, which is read once where it ascends.
pub(super) fn starts_of(parents: &[u32], parent_rows: usize) -> Vec<u32> {
    let inside = parents.last().is_none_or(|it| (*it as usize) < parent_rows);
    if !inside || !ascends(parents) {
        return starts(parents.iter().copied(), parent_rows);
    }
    let mut found = vec![0; parent_rows + 1];
    let parts = found.par_chunks_mut(PART).enumerate();
    parts.for_each(|(part, found)| {
        let first = part * PART;
        let mut row = parents.partition_point(|it| (*it as usize) < first);
        for (parent, found) in (first..).zip(found) {
            while parents.get(row).is_some_and(|it| (*it as usize) < parent) {
                row += 1;
            }
            *found = u32::try_from(row).unwrap_or(u32::MAX);
        }
    });
    found
}

/// Rows that are looked at together.
const PART: usize = 1 << 15;

/// Whether each is at least the one before.
fn ascends(parents: &[u32]) -> bool {
    let parts = (0..parents.len().div_ceil(PART)).into_par_iter();
    let sorted = |part: usize| {
        // With the first of the next part.
        let end = parents.len().min((part + 1) * PART + 1);
        let part = parents.get(part * PART..end).unwrap_or_default();
        let pairs = part.iter().zip(part.iter().skip(1));
        pairs.filter(|(a, b)| a > b).count() == 0
    };
    parts.all(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scattered_rows_are_brought_together() {
        let rejected = Bitmap::collect([false, false, true, false, false]);
        let order = Order::by_parent(&[1, 0, 1, 1, 0], &rejected, 2);
        assert_eq!(order.rows, Some(vec![1, 4, 0, 3]));
        assert_eq!(order.places, Some(vec![2, 0, NO_ROW, 3, 1]));
        assert_eq!(order.input_order(), Some(vec![2, 0, 3, 1]));
        assert_eq!(starts([0, 0, 1, 1].into_iter(), 2), [0, 2, 4]);
        for parents in [&[][..], &[1, 1, 3], &[0, 4], &[3, 0, 3], &[0, 0, 7]] {
            assert_eq!(starts_of(parents, 5), starts(parents.iter().copied(), 5));
        }
    }

    #[test]
    fn rows_that_stand_right_stay() {
        let order = Order::by_parent(&[0, 0, 2], &Bitmap::zeros(3), 3);
        assert_eq!(order.rows, None);
        let order = Order::by_parent(&[0, 0, 2], &Bitmap::collect([true, false, false]), 3);
        assert_eq!(order.rows, Some(vec![1, 2]));
        assert_eq!(order.input_order(), None);
    }
}
