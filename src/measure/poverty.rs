//! Poverty against a line: head-count, gap, severity and all of FGT, Watts, Sen, Sen-Shorrocks-Thon.

use crate::number::Rational;

use super::moments::Moments;
use super::sum::{finite, float, sum};
use super::{Convention, Measured};

/// A row that is measured against its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// What the row has.
    pub value: i64,
    /// Its line, of the same scale.
    pub line: i64,
    /// Its weight; a row without a positive one counts for nothing.
    pub weight: i64,
    /// Whether it is poor. The caller decides, by exact comparison, whether a row on the line is.
    pub poor: bool,
}

/// Poor rows of one value and line.
#[derive(Clone, Copy, Debug)]
struct Poor {
    value: i64,
    line: i64,
    weight: i128,
    /// The weight of the poor up to and with these, ascending by value over line.
    cumulative: i128,
    rows: u64,
}

/// The poor of a population, ascending by value over line.
#[derive(Clone, Debug, Default)]
pub struct Poverty {
    poor: Vec<Poor>,
    weight: i128,
    /// Whether a poor row has a line of zero or less, to which nothing can be related.
    no_line: bool,
}

impl Poverty {
    /// Keeps what the measures need of the rows.
    pub fn new(rows: impl IntoIterator<Item = Case>) -> Self {
        let mut it = Self::default();
        let mut poor: Vec<Case> = Vec::new();
        for row in rows.into_iter().filter(|row| row.weight > 0) {
            it.weight = it.weight.saturating_add(i128::from(row.weight));
            if row.poor {
                it.no_line |= row.line <= 0;
                poor.push(row);
            }
        }
        poor.sort_unstable_by(|a, b| {
            let left = i128::from(a.value).saturating_mul(i128::from(b.line));
            let right = i128::from(b.value).saturating_mul(i128::from(a.line));
            left.cmp(&right)
                .then(a.line.cmp(&b.line))
                .then(a.value.cmp(&b.value))
        });
        for row in poor {
            it.push(row);
        }
        it
    }

    /// The poor, and the weight of all others.
    pub fn with_others(poor: impl IntoIterator<Item = Case>, others: i128) -> Self {
        let mut it = Self::new(poor);
        it.weight = it.weight.saturating_add(others);
        it
    }

    fn push(&mut self, row: Case) {
        let weight = i128::from(row.weight);
        let cumulative = self.poor_weight().saturating_add(weight);
        let same = |last: &&mut Poor| last.value == row.value && last.line == row.line;
        match self.poor.last_mut().filter(same) {
            Some(last) => {
                last.weight = last.weight.saturating_add(weight);
                last.cumulative = cumulative;
                last.rows += 1;
            }
            None => self.poor.push(Poor {
                value: row.value,
                line: row.line,
                weight,
                cumulative,
                rows: 1,
            }),
        }
    }

    /// The weight of all rows.
    pub fn weight(&self) -> i128 {
        self.weight
    }

    fn poor_weight(&self) -> i128 {
        self.poor.last().map_or(0, |last| last.cumulative)
    }

    /// The share of the poor, exact.
    pub fn headcount(&self) -> Option<Rational> {
        if self.weight == 0 {
            return None;
        }
        Rational::new(self.poor_weight(), self.weight)
    }

    /// Foster-Greer-Thorbecke: the mean of `((line - y) / line)^alpha` over all, the not poor counting as
    /// zero. 0 is the head-count, 1 the gap, 2 the severity; undefined for an `alpha` of less than 0.
    pub fn fgt(&self, alpha: Rational) -> Option<f64> {
        let headcount = self.headcount()?;
        if alpha == Rational::zero() {
            return Some(float(headcount.num()) / float(headcount.den()));
        }
        if alpha < Rational::zero() {
            return None;
        }
        let (one, two) = (Rational::one(), Rational::from_integer(2));
        let exact = match alpha {
            alpha if alpha == one => self.moments().gap(),
            alpha if alpha == two => self.moments().severity(),
            _ => None,
        };
        if exact.is_some() {
            return exact;
        }
        let power = float(alpha.num()) / float(alpha.den());
        self.mean(|poor| match poor.gap() {
            gap if alpha == one => gap,
            gap if alpha == two => gap * gap,
            gap => libm::pow(gap, power),
        })
    }

    /// The mean distance to the line as a part of the line: [`Self::fgt`] of 1.
    pub fn gap(&self) -> Option<f64> {
        self.fgt(Rational::one())
    }

    /// The mean squared distance: [`Self::fgt`] of 2.
    pub fn severity(&self) -> Option<f64> {
        self.fgt(Rational::from_integer(2))
    }

    /// Watts: the mean of `ln(line / y)` over all, the not poor counting as zero. Values of zero or less
    /// are left out of the sum and kept in the denominator; undefined by convey where there are any.
    pub fn watts(&self, convention: Convention) -> Measured {
        let without = self.poor.iter().filter(|poor| poor.value <= 0);
        let left_out = without.map(|poor| poor.rows).sum();
        let value = if convention == Convention::Convey && left_out > 0 {
            None
        } else {
            self.mean(|poor| {
                if poor.value > 0 {
                    -libm::log(poor.ratio())
                } else {
                    0.0
                }
            })
        };
        Measured { value, left_out }
    }

    /// Sen: `H (I + (1 - I) G)` with `H` the head-count, `I` the mean gap of the poor and `G` the
    /// uncorrected Gini of the poor's values over their lines.
    pub fn sen(&self) -> Option<f64> {
        let headcount = self.fgt(Rational::zero())?;
        if self.no_line {
            return None;
        }
        if self.poor.is_empty() {
            return Some(0.0);
        }
        let poor = float(self.poor_weight());
        let mean = sum(self.poor.iter().map(|it| float(it.weight) * it.ratio())) / poor;
        // (1 - I) G, without dividing by the mean, which may be zero.
        let ranked = sum(self
            .poor
            .iter()
            .map(|it| float(it.weight) * it.ratio() * it.twice_rank()));
        finite(headcount * (1.0 - mean + (ranked / (poor * poor) - mean)))
    }

    /// Sen-Shorrocks-Thon: the gaps of the poor weighted by how many stand above them,
    /// `sum w (2 (W - C) + w) (line - y) / line / W^2` ascending, `C` the cumulative weight.
    pub fn sst(&self) -> Option<f64> {
        self.headcount()?;
        if self.no_line {
            return None;
        }
        let all = float(self.weight);
        let terms = self
            .poor
            .iter()
            .map(|it| float(it.weight) * (2.0 * all - it.twice_rank()) * it.gap());
        finite(sum(terms) / (all * all))
    }

    /// What adds up exactly, unless it is too large.
    fn moments(&self) -> Moments {
        let mut it = Moments::default();
        for poor in &self.poor {
            it.add_poor((poor.value, poor.line), poor.weight);
        }
        it.add_others(self.weight.saturating_sub(self.poor_weight()));
        it
    }

    fn mean(&self, term: impl Fn(&Poor) -> f64) -> Option<f64> {
        if self.no_line {
            return None;
        }
        let terms = self.poor.iter().map(|it| float(it.weight) * term(it));
        finite(sum(terms) / float(self.weight))
    }
}

impl Poor {
    fn ratio(&self) -> f64 {
        float(i128::from(self.value)) / float(i128::from(self.line))
    }

    fn gap(&self) -> f64 {
        float(i128::from(self.line) - i128::from(self.value)) / float(i128::from(self.line))
    }

    /// Twice the cumulative weight up to the middle of these rows.
    fn twice_rank(&self) -> f64 {
        float(
            self.cumulative
                .saturating_mul(2)
                .saturating_sub(self.weight),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows against one line; the poor stand strictly below.
    fn below(line: i64, values: &[i64]) -> Poverty {
        Poverty::new(values.iter().map(|value| case(*value, line, 1)))
    }

    fn case(value: i64, line: i64, weight: i64) -> Case {
        Case {
            value,
            line,
            weight,
            poor: value < line,
        }
    }

    fn near(found: Option<f64>, wanted: f64) {
        assert!(
            found.is_some_and(|it| (it - wanted).abs() < 1e-12),
            "{found:?} is not {wanted}"
        );
    }

    fn ratio(num: i128, den: i128) -> Rational {
        Rational::new(num, den).unwrap_or(Rational::zero())
    }

    #[test]
    fn fgt_of_four_rows_below_ten() {
        // 4, 10, 9, 20 below 10: gaps 0.6 and 0.1 (10 is not below).
        let it = below(10, &[20, 10, 9, 4]);
        assert_eq!(it.headcount(), Some(ratio(1, 2)));
        near(it.gap(), 0.7 / 4.0);
        near(it.severity(), 0.37 / 4.0);
        near(
            it.fgt(ratio(1, 2)),
            (libm::sqrt(0.6) + libm::sqrt(0.1)) / 4.0,
        );
        assert_eq!(it.fgt(ratio(-1, 1)), None);
    }

    #[test]
    fn at_or_below_takes_the_row_on_the_line() {
        let rows = (1..=10).map(|value| Case {
            poor: value <= 4,
            ..case(value, 4, 1)
        });
        assert_eq!(Poverty::new(rows).headcount(), Some(ratio(2, 5)));
        let rows = (1..=10).map(|value| case(value, 4, 1));
        assert_eq!(Poverty::new(rows).headcount(), Some(ratio(3, 10)));
    }

    #[test]
    fn weights_and_lines_by_row() {
        // 3 of 4 with weight 2 (gap 1/4), 5 of 10 with weight 1 (gap 1/2), 9 of 8 with weight 5.
        let rows = [case(9, 8, 5), case(5, 10, 1), case(3, 4, 2), case(1, 2, 0)];
        let it = Poverty::new(rows);
        assert_eq!(it.headcount(), Some(ratio(3, 8)));
        near(it.gap(), (2.0 * 0.25 + 0.5) / 8.0);
        // Watts: (2 ln(4/3) + ln 2) / 8.
        near(
            it.watts(Convention::Eurostat).value,
            (2.0 * libm::log(4.0 / 3.0) + libm::log(2.0)) / 8.0,
        );
    }

    #[test]
    fn watts_counts_the_rows_without_a_logarithm() {
        // 0 and -2 are left out of the sum, not of the 4 rows: ln(10/5) / 4.
        let it = below(10, &[0, -2, 5, 12]);
        let found = it.watts(Convention::Pip);
        near(found.value, libm::log(2.0) / 4.0);
        assert_eq!(found.left_out, 2);
        assert_eq!(it.watts(Convention::Convey).value, None);
        // Their gaps are 1 and 1.2.
        near(it.gap(), (1.0 + 1.2 + 0.5) / 4.0);
    }

    #[test]
    fn sen_of_the_example_economy() {
        // Below 20: 6, 8, 11, 15: H 0.4, mean 10, I 0.5; Gini of the poor: sum i*y = 6+16+33+60 = 115,
        // 2*115/(4*40) - 5/4 = 0.1875; 0.4 (0.5 + 0.5 * 0.1875) = 0.2375.
        near(
            below(20, &[6, 8, 11, 15, 21, 25, 30, 40, 50, 100]).sen(),
            0.2375,
        );
    }

    #[test]
    fn sen_where_the_poor_have_nothing() {
        // All poor at zero: H * I = H.
        near(below(5, &[0, 0, 9, 9]).sen(), 0.5);
        near(below(5, &[6, 7]).sen(), 0.0);
    }

    #[test]
    fn sst_of_four_rows() {
        // n 4, line 10: gaps 0.6 (i = 1, factor 7) and 0.1 (i = 2, factor 5): (4.2 + 0.5) / 16.
        let it = below(10, &[20, 10, 9, 4]);
        near(it.sst(), 4.7 / 16.0);
        // The same rows twice, as rows or as weights.
        let twice = below(10, &[4, 4, 9, 9, 10, 10, 20, 20]);
        let weighted = Poverty::new([case(9, 10, 2), case(4, 10, 2), case(15, 10, 4)]);
        near(twice.sst(), 4.7 / 16.0);
        near(weighted.sst(), 4.7 / 16.0);
    }

    #[test]
    fn nothing_and_lines_of_nothing_are_undefined() {
        let none = below(10, &[]);
        assert_eq!(
            (none.headcount(), none.gap(), none.sen()),
            (None, None, None)
        );
        assert_eq!(
            (none.sst(), none.watts(Convention::Pip).value),
            (None, None)
        );
        let no_line = below(0, &[-1, 3]);
        assert_eq!(no_line.headcount(), Some(ratio(1, 2)));
        assert_eq!(
            (no_line.gap(), no_line.sen(), no_line.sst()),
            (None, None, None)
        );
        near(below(10, &[4]).gap(), 0.6);
    }
}
