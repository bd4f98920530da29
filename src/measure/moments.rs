//! Sums over the poor from which the head-count, the gap and the severity follow for any line: rows can
//! be added and taken away again, and no order is needed.

use std::collections::BTreeMap;

use super::poverty::Case;
use super::sum::{finite, float, sum};
use crate::number::Rational;

/// Sums over rows that are measured against their lines; exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    weight: i128,
    /// The poor by line.
    poor: BTreeMap<i64, Sums>,
    /// A sum was too large.
    overflowed: bool,
}

/// The weight of rows, their weighted values, and the weighted squares of their values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    weight: i128,
    values: i128,
    squares: i128,
}

impl Moments {
    /// Adds a row; one without a positive weight counts for nothing.
    pub fn add(&mut self, row: &Case) {
        let weight = i128::from(row.weight.max(0));
        if row.poor {
            self.add_poor((row.value, row.line), weight);
        } else {
            self.add_others(weight);
        }
    }

    /// Adds poor rows of one value and line.
    pub(super) fn add_poor(&mut self, (value, line): (i64, i64), weight: i128) {
        let value = i128::from(value);
        let values = weight.checked_mul(value);
        match values.and_then(|it| Some((it, it.checked_mul(value)?))) {
            None => self.overflowed = true,
            Some((values, squares)) => {
                let sums = Sums {
                    weight,
                    values,
                    squares,
                };
                self.put(weight, Some(line), sums);
            }
        }
    }

    /// Adds poor rows of one line: their weight, their weighted values and the weighted squares of these.
    pub fn add_sums(&mut self, line: i64, (weight, values, squares): (i128, i128, i128)) {
        let sums = Sums {
            weight,
            values,
            squares,
        };
        self.put(weight, Some(line), sums);
    }

    /// The weight of all rows.
    pub fn weight(&self) -> i128 {
        self.weight
    }

    /// Adds the weight of rows that are not poor.
    pub fn add_others(&mut self, weight: i128) {
        self.put(weight, None, Sums::default());
    }

    fn put(&mut self, weight: i128, line: Option<i64>, sums: Sums) {
        let all = self.weight.checked_add(weight);
        let own = line.map(|line| self.poor.get(&line).copied().unwrap_or_default());
        let own = own.map(|own| own.plus(sums));
        match (all, line.zip(own)) {
            (None, _) | (_, Some((_, None))) => self.overflowed = true,
            (Some(all), Some((line, Some(own)))) => {
                self.weight = all;
                if own.weight == 0 {
                    self.poor.remove(&line);
                } else {
                    self.poor.insert(line, own);
                }
            }
            (Some(all), None) => self.weight = all,
        }
    }

    /// Adds the rows of another; takes them away where they count `-1` each.
    #[must_use]
    pub fn with(mut self, other: &Self, times: i128) -> Self {
        self.overflowed |= other.overflowed;
        self.put(other.weight * times, None, Sums::default());
        for (line, sums) in &other.poor {
            self.put(0, Some(*line), sums.times(times));
        }
        self
    }

    /// The same rows against one line for all; who is poor stays.
    #[must_use]
    pub fn at_line(&self, line: i64) -> Self {
        let mut it = Self {
            weight: self.weight,
            poor: BTreeMap::new(),
            overflowed: self.overflowed,
        };
        for sums in self.poor.values() {
            it.put(0, Some(line), *sums);
        }
        it
    }

    /// Whether shares and gaps are undefined: there is no row, or a poor row has a line of zero or less.
    pub fn undefined(&self) -> bool {
        self.weight == 0 || self.poor.keys().any(|line| *line <= 0)
    }

    /// Whether a sum was too large, so that nothing holds.
    pub fn overflowed(&self) -> bool {
        self.overflowed
    }

    /// The share of the poor, exact.
    pub fn headcount(&self) -> Option<Rational> {
        if self.weight == 0 {
            return None;
        }
        let poor = self.poor.values().map(|it| it.weight).sum();
        Rational::new(poor, self.weight)
    }

    /// The mean of `(line - y) / line` over all, the not poor counting as zero; none where it is
    /// undefined or too large.
    pub fn gap(&self) -> Option<f64> {
        self.mean(|line, it| {
            let distance = line.checked_mul(it.weight)?.checked_sub(it.values)?;
            Some(float(distance) / float(line))
        })
    }

    /// The mean of the squares of `(line - y) / line`.
    pub fn severity(&self) -> Option<f64> {
        self.mean(|line, it| {
            let square = line.checked_mul(line)?;
            let twice = line.checked_mul(2)?.checked_mul(it.values)?;
            let distance = square.checked_mul(it.weight)?.checked_sub(twice)?;
            Some(float(distance.checked_add(it.squares)?) / float(square))
        })
    }

    fn mean(&self, term: impl Fn(i128, &Sums) -> Option<f64>) -> Option<f64> {
        if self.overflowed || self.undefined() {
            return None;
        }
        let terms = self.poor.iter();
        let terms: Option<Vec<f64>> = terms
            .map(|(line, it)| term(i128::from(*line), it))
            .collect();
        finite(sum(terms?.into_iter()) / float(self.weight))
    }
}

impl Sums {
    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            weight: self.weight.checked_add(other.weight)?,
            values: self.values.checked_add(other.values)?,
            squares: self.squares.checked_add(other.squares)?,
        })
    }

    fn times(self, times: i128) -> Self {
        Self {
            weight: self.weight * times,
            values: self.values * times,
            squares: self.squares * times,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::poverty::Poverty;

    fn case(value: i64, line: i64, weight: i64) -> Case {
        Case {
            value,
            line,
            weight,
            poor: value < line,
        }
    }

    fn of(rows: &[Case]) -> Moments {
        let mut it = Moments::default();
        for row in rows {
            it.add(row);
        }
        it
    }

    #[test]
    fn moments_say_what_the_rows_say() {
        // Gaps: 1/4 with weight 2, 1/2 with weight 1, over a weight of 8: 1/8, and (2/16 + 1/4) / 8.
        let rows = [case(9, 8, 5), case(5, 10, 1), case(3, 4, 2), case(1, 2, 0)];
        let (it, poverty) = (of(&rows), Poverty::new(rows));
        assert_eq!(it.headcount(), poverty.headcount());
        assert_eq!(it.gap(), Some(0.125));
        assert_eq!(it.severity(), Some(0.375 / 8.0));
        assert_eq!(
            (it.gap(), it.severity()),
            (poverty.gap(), poverty.severity())
        );
    }

    #[test]
    fn rows_taken_away_leave_no_trace() {
        let (stay, go) = (
            [case(4, 10, 3), case(12, 10, 1)],
            [case(7, 9, 2), case(5, 10, 1)],
        );
        let all = of(&[stay, go].concat());
        assert_eq!(all.with(&of(&go), -1), of(&stay));
    }

    #[test]
    fn a_line_moves_without_the_rows() {
        // 4 and 9 below 10, then below 20 with the same poor: gaps 0.6 and 0.1, then 0.8 and 0.55.
        let it = of(&[case(4, 10, 1), case(9, 10, 1), case(30, 10, 2)]);
        assert_eq!(it.at_line(20).gap(), Some(1.35 / 4.0));
        assert_eq!(it.at_line(0).gap(), None);
        assert_eq!(it.at_line(20).headcount(), it.headcount());
    }

    #[test]
    fn what_is_too_large_is_said() {
        let it = of(&[case(-i64::MAX, 1, i64::MAX)]);
        assert!(it.overflowed());
        assert_eq!(it.gap(), None);
    }
}
