//! Small cells: which counts of a table may be shown so that nobody can be told from them.

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
/// Counts from 1 to below `min` are hidden. A line in which one count alone is hidden, or in which the
/// hidden ones add up to less than `min`, gives them away: the smallest of its other counts goes too.
pub fn settle(table: &[Vec<u64>], min: u64) -> Vec<Vec<Cell>> {
    let mut cells: Vec<Vec<Cell>> = table
        .iter()
        .map(|row| {
            let few = |count: &u64| *count > 0 && *count < min;
            row.iter()
                .map(|count| if few(count) { Cell::Few } else { Cell::Shown })
                .collect()
        })
        .collect();
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let rows = 0..table.len();
    let lines: Vec<Vec<(usize, usize)>> = rows
        .clone()
        .map(|row| (0..width).map(|column| (row, column)).collect())
        .chain((0..width).map(|column| rows.clone().map(|row| (row, column)).collect()))
        // A line of one cell has no total of its own.
        .filter(|line: &Vec<_>| line.len() > 1)
        .collect();
    // Every round hides at least one more cell, so it ends.
    while let Some((row, column)) = lines
        .iter()
        .find_map(|line| gives_away(table, &cells, line, min))
    {
        match cells.get_mut(row).and_then(|row| row.get_mut(column)) {
            Some(cell) => *cell = Cell::Kept,
            None => break,
        }
    }
    cells
}

/// Settles counts of one line that add up to a known total.
pub(super) fn line(counts: &[u64], min: u64) -> Vec<Cell> {
    settle(&[counts.to_vec()], min).pop().unwrap_or_default()
}

/// The cell to hide next in a line that gives a small count away.
fn gives_away(
    table: &[Vec<u64>],
    cells: &[Vec<Cell>],
    line: &[(usize, usize)],
    min: u64,
) -> Option<(usize, usize)> {
    let (mut hidden, mut sum) = (0u64, 0u64);
    let mut next: Option<(u64, (usize, usize))> = None;
    for (row, column) in line {
        let cell = cells.get(*row).and_then(|cells| cells.get(*column));
        let count = table.get(*row).and_then(|counts| counts.get(*column));
        let (Some(cell), Some(count)) = (cell, count) else {
            continue;
        };
        match cell {
            Cell::Few | Cell::Kept => {
                hidden += 1;
                sum = sum.saturating_add(*count);
            }
            Cell::Shown if *count > 0 && next.is_none_or(|(least, _)| *count < least) => {
                next = Some((*count, (*row, *column)));
            }
            Cell::Shown => {}
        }
    }
    let open = hidden == 1 || hidden > 0 && sum < min;
    next.filter(|_| open).map(|(_, place)| place)
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
        assert_eq!(line(&[3, 4, 900], 5), [Few, Few, Shown]);
        // 1 + 1 = 2 can only be 1 and 1.
        assert_eq!(line(&[1, 1, 900], 5), [Few, Few, Kept]);
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
