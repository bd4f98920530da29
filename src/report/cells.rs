//! Small cells: which counts of a table may be shown so that nobody can be told from them.

use crate::simulate::suppress::{Fate, Place, Sign, Suppression};

/// Whether a count may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// It may.
    Shown,
    /// It is small.
    Few,
    /// It is not small, but with it a small one could be worked out from the total.
    Kept,
}

/// Settles a table of counts whose rows and columns have totals that the reader may know.
///
/// Counts from 1 to below `min` are hidden, and as many others as it takes until the totals leave each of
/// them open.
pub fn settle(table: &[Vec<u64>], min: u64) -> Vec<Vec<Cell>> {
    let mut plan = Suppression::new(min, Sign::Small);
    let places: Vec<Vec<Place>> = table
        .iter()
        .map(|row| row.iter().map(|count| plan.count(*count)).collect())
        .collect();
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let column = |at: usize| {
        places
            .iter()
            .filter_map(|row| row.get(at).copied())
            .collect()
    };
    let lines: Vec<Vec<Place>> = places
        .iter()
        .cloned()
        .chain((0..width).map(column))
        // A line of one cell has no total of its own.
        .filter(|line: &Vec<Place>| line.len() > 1)
        .collect();
    for line in lines {
        let total: u64 = line.iter().map(|it| plan.value(*it)).sum();
        // A small total is hidden itself.
        if total >= min {
            let total = plan.known(total);
            plan.sum(&[total], &line);
        }
    }
    plan.settle();
    let cells = |row: Vec<Place>| row.into_iter().map(|it| plan.fate(it).into()).collect();
    places.into_iter().map(cells).collect()
}

impl From<Fate> for Cell {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Shown => Self::Shown,
            Fate::Small => Self::Few,
            Fate::Withheld => Self::Kept,
        }
    }
}

/// Settles counts of one line that add up to a known total.
pub(super) fn line(counts: &[u64], min: u64) -> Vec<Cell> {
    settle(&[counts.to_vec()], min).pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Cell::{Few, Kept, Shown};
    use super::{line, settle};

    #[test]
    fn one_small_count_takes_the_smallest_other_with_it() {
        assert_eq!(line(&[3, 40, 900, 0], 5), [Few, Kept, Shown, Shown]);
    }

    #[test]
    fn small_counts_that_add_up_to_enough_stand_for_each_other() {
        assert_eq!(line(&[2, 3, 1, 4, 900], 5), [Few, Few, Few, Few, Shown]);
        // 3 + 4 = 7 is one of 3 and 4, 1 + 1 = 2 can only be 1 and 1, and so can five that make 5.
        assert_eq!(line(&[3, 4, 900], 5), [Few, Few, Kept]);
        assert_eq!(line(&[1, 1, 900], 5), [Few, Few, Kept]);
        assert_eq!(
            line(&[1, 1, 1, 1, 1, 0, 9], 5),
            [Few, Few, Few, Few, Few, Shown, Kept]
        );
    }

    #[test]
    fn nothing_is_hidden_without_a_least_cell() {
        assert_eq!(line(&[1, 2, 3], 1), [Shown, Shown, Shown]);
        assert_eq!(line(&[1, 2, 3], 0), [Shown, Shown, Shown]);
    }

    #[test]
    fn rows_and_columns_are_both_safe() {
        let table = [vec![2, 30, 40], vec![50, 60, 70], vec![80, 90, 100]];
        let cells = settle(&table, 5);
        assert_eq!(
            cells,
            [
                vec![Few, Kept, Shown],
                vec![Kept, Kept, Shown],
                vec![Shown, Shown, Shown],
            ]
        );
    }
}
