//! Inequality of a distribution: Gini, S80/S20, mean log deviation, Theil, Atkinson.

use crate::number::Rational;

use super::distribution::{Distribution, Point, Share};
use super::sum::{finite, float, sum};
use super::{Convention, Measured};

impl Distribution {
    /// The Gini coefficient, `sum w y (2 C - w) / (W sum w y) - 1` over ascending values with `C` the
    /// cumulative weight: the formula of laeken and the World Bank, without small-sample correction.
    /// `None` where the values do not add up to something positive.
    pub fn gini(&self) -> Option<f64> {
        let total = self.total();
        if total <= 0.0 {
            return None;
        }
        let ranked = sum(self.points.iter().map(|point| {
            point.product()
                * float(
                    point
                        .cumulative
                        .saturating_mul(2)
                        .saturating_sub(point.weight),
                )
        }));
        finite(ranked / (float(self.weight()) * total) - 1.0)
    }

    /// S80/S20: what the richest fifth has over what the poorest fifth has.
    ///
    /// Laeken and convey sum the whole rows above the 80 % quantile and up to the 20 % quantile; where no
    /// row lies above, the ratio is an artefact and given as undefined.
    pub fn quintile_ratio(&self, convention: Convention) -> Option<f64> {
        let (low, high) = (Share::of(1, 5), Share::of(4, 5));
        let (rich, poor) = match convention {
            Convention::Eurostat | Convention::Pip => (1.0 - self.lorenz(high)?, self.lorenz(low)?),
            Convention::Laeken | Convention::Convey => {
                let (low, high) = (
                    self.quantile(low, convention)?,
                    self.quantile(high, convention)?,
                );
                let value = |point: &Point| Rational::from_integer(point.value);
                let above = self.points.iter().filter(|point| value(point) > high);
                above.clone().next()?;
                let below = self.points.iter().filter(|point| value(point) <= low);
                (
                    sum(above.map(Point::product)),
                    sum(below.map(Point::product)),
                )
            }
        };
        if poor <= 0.0 {
            return None;
        }
        finite(rich / poor)
    }

    /// The mean log deviation, the mean of `ln(mean / y)`. Values of zero or less have no logarithm; see
    /// [`Convention`]. `unit` is one unit of money in raw terms, which stands for them in `Pip`.
    pub fn mean_log_deviation(&self, convention: Convention, unit: i64) -> Measured {
        let replaced = convention == Convention::Pip;
        let (kept, left_out) = if replaced {
            (self.clone(), self.rows_where(|value| value <= 0))
        } else {
            self.without(|value| value <= 0)
        };
        let undefined = convention == Convention::Convey && left_out > 0;
        let mean = kept.mean().filter(|mean| *mean > 0.0 && !undefined);
        let value = mean.and_then(|mean| {
            let logs = sum(kept.points.iter().map(|point| {
                let value = if point.value > 0 {
                    point.amount()
                } else {
                    float(i128::from(unit))
                };
                float(point.weight) * libm::log(mean / value)
            }));
            finite(logs / float(kept.weight()))
        });
        Measured { value, left_out }
    }

    /// Theil's index, the mean of `y / mean * ln(y / mean)`; a value of zero adds nothing, a negative one
    /// is left out.
    pub fn theil(&self, convention: Convention) -> Measured {
        let (kept, left_out) = self.without(|value| value < 0);
        let undefined = convention == Convention::Convey && self.rows_where(|it| it <= 0) > 0;
        let mean = kept.mean().filter(|mean| *mean > 0.0 && !undefined);
        let value = mean.and_then(|mean| {
            let positive = kept.points.iter().filter(|point| point.value > 0);
            let terms = sum(positive.map(|point| {
                let ratio = point.amount() / mean;
                float(point.weight) * ratio * libm::log(ratio)
            }));
            finite(terms / float(kept.weight()))
        });
        Measured { value, left_out }
    }

    /// Atkinson's index with aversion `e`: `1 - (mean of (y / mean)^(1 - e))^(1 / (1 - e))`, and one less
    /// the geometric over the arithmetic mean for `e = 1`. Undefined for an `e` of less than 0.
    ///
    /// Negative values are left out, and zeros too from `e = 1` on.
    pub fn atkinson(&self, aversion: Rational, convention: Convention) -> Measured {
        let one = Rational::one();
        let no_zeros = aversion >= one;
        let (kept, left_out) = self.without(|value| value < 0 || no_zeros && value == 0);
        let undefined = aversion < Rational::zero()
            || convention == Convention::Convey && self.rows_where(|it| it <= 0) > 0;
        let mean = kept.mean().filter(|mean| *mean > 0.0 && !undefined);
        let value = mean.and_then(|mean| {
            let weight = float(kept.weight());
            let over = |term: &dyn Fn(f64) -> f64| {
                let terms = kept
                    .points
                    .iter()
                    .map(|point| float(point.weight) * term(point.amount() / mean));
                sum(terms) / weight
            };
            if aversion == one {
                return finite(1.0 - libm::exp(over(&libm::log)));
            }
            let power = 1.0 - float(aversion.num()) / float(aversion.den());
            let equal = libm::pow(over(&|ratio| libm::pow(ratio, power)), 1.0 / power);
            finite(1.0 - equal)
        });
        Measured { value, left_out }
    }

    fn rows_where(&self, is_out: impl Fn(i64) -> bool) -> u64 {
        let out = self.points.iter().filter(|point| is_out(point.value));
        out.map(|point| point.rows).sum()
    }

    /// The distribution without some values, and how many rows those are.
    fn without(&self, is_out: impl Fn(i64) -> bool) -> (Self, u64) {
        let left_out = self.rows_where(&is_out);
        if left_out == 0 {
            return (self.clone(), 0);
        }
        let mut kept = Self::default();
        let mut cumulative = 0i128;
        for point in self.points.iter().filter(|point| !is_out(point.value)) {
            cumulative = cumulative.saturating_add(point.weight);
            kept.points.push(Point {
                cumulative,
                ..*point
            });
        }
        (kept, left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(values: &[i64]) -> Distribution {
        Distribution::new(values.iter().map(|value| (*value, 1)))
    }

    fn near(found: Option<f64>, wanted: f64) {
        assert!(
            found.is_some_and(|it| (it - wanted).abs() < 1e-12),
            "{found:?} is not {wanted}"
        );
    }

    #[test]
    fn gini_of_one_to_four() {
        // Mean absolute difference over all 16 pairs: 20/16 = 1.25; over twice the mean 2.5: 0.25.
        near(plain(&[4, 1, 3, 2]).gini(), 0.25);
        // All to one of four: 1 - 1/4.
        near(plain(&[0, 0, 8, 0]).gini(), 0.75);
        near(plain(&[5, 5, 5]).gini(), 0.0);
        near(plain(&[5]).gini(), 0.0);
    }

    #[test]
    fn gini_of_weighted_rows_is_that_of_repeated_rows() {
        // 1, 1, 1, 5: pairs that differ: 2 * 3 = 6 of 16, by 4: 24/16 = 1.5; over 2 * 2: 0.375.
        near(plain(&[1, 1, 5, 1]).gini(), 0.375);
        near(Distribution::new([(5, 7), (1, 21)]).gini(), 0.375);
        near(Distribution::new([(1, 10), (5, 7), (1, 11)]).gini(), 0.375);
    }

    #[test]
    fn gini_takes_negative_values_while_the_sum_is_positive() {
        // -1, 3: mean difference 2 * 4 / 4 = 2; over 2 * 1: 1.
        near(plain(&[-1, 3]).gini(), 1.0);
        assert_eq!(plain(&[-3, 3]).gini(), None);
        assert_eq!(plain(&[0, 0]).gini(), None);
        assert_eq!(plain(&[]).gini(), None);
    }

    #[test]
    fn quintile_ratio_of_one_to_ten() {
        let it = plain(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        // (9 + 10) / (1 + 2); laeken: 10 / (1 + 2 + 3).
        near(it.quintile_ratio(Convention::Eurostat), 19.0 / 3.0);
        near(it.quintile_ratio(Convention::Convey), 19.0 / 3.0);
        near(it.quintile_ratio(Convention::Laeken), 10.0 / 6.0);
    }

    #[test]
    fn quintile_ratio_of_few_or_equal_rows() {
        // Three rows: the poorest fifth is 3/5 of the first row: (1.8) / (0.6).
        near(plain(&[1, 2, 3]).quintile_ratio(Convention::Eurostat), 3.0);
        near(plain(&[4, 4, 4]).quintile_ratio(Convention::Eurostat), 1.0);
        assert_eq!(plain(&[1, 2, 3]).quintile_ratio(Convention::Laeken), None);
        assert_eq!(plain(&[4, 4, 4]).quintile_ratio(Convention::Convey), None);
        assert_eq!(
            plain(&[0, 0, 0, 0, 9]).quintile_ratio(Convention::Eurostat),
            None
        );
    }

    #[test]
    fn mean_log_deviation_and_theil_of_two_rows() {
        // 1, 3, mean 2. MLD: (ln 2 + ln(2/3)) / 2 = ln(4/3) / 2.
        let it = plain(&[1, 3]);
        near(
            it.mean_log_deviation(Convention::Eurostat, 1).value,
            libm::log(4.0 / 3.0) / 2.0,
        );
        // Theil: (0.5 ln 0.5 + 1.5 ln 1.5) / 2.
        near(
            it.theil(Convention::Eurostat).value,
            0.25 * libm::log(0.5) + 0.75 * libm::log(1.5),
        );
        // Three rows of 1 to one of 5: mean 2; (3 ln 2 + ln(2/5)) / 4 = ln(16/5) / 4.
        near(
            Distribution::new([(1, 3), (5, 1)])
                .mean_log_deviation(Convention::Eurostat, 1)
                .value,
            libm::log(3.2) / 4.0,
        );
    }

    #[test]
    fn a_zero_has_no_logarithm_and_is_counted() {
        let it = plain(&[0, 1, 3]);
        let left = it.mean_log_deviation(Convention::Eurostat, 1);
        near(left.value, libm::log(4.0 / 3.0) / 2.0);
        assert_eq!(left.left_out, 1);
        // PIP: the mean is 4/3, then the zero counts as 1: (2 ln(4/3) + ln(4/9)) / 3.
        let pip = it.mean_log_deviation(Convention::Pip, 1);
        near(
            pip.value,
            (2.0 * libm::log(4.0 / 3.0) + libm::log(4.0 / 9.0)) / 3.0,
        );
        assert_eq!(pip.left_out, 1);
        assert_eq!(it.mean_log_deviation(Convention::Convey, 1).value, None);
        // Theil takes zero in the limit: 1 of mean 4/3 and 3 of it.
        let theil = it.theil(Convention::Eurostat);
        near(
            theil.value,
            (0.75 * libm::log(0.75) + 2.25 * libm::log(2.25)) / 3.0,
        );
        assert_eq!(theil.left_out, 0);
        assert_eq!(plain(&[-1, 1, 3]).theil(Convention::Eurostat).left_out, 1);
    }

    #[test]
    fn atkinson_by_aversion() {
        let it = plain(&[1, 4]);
        let of = |num: i128, den: i128| {
            let aversion = Rational::new(num, den).unwrap_or(Rational::zero());
            it.atkinson(aversion, Convention::Eurostat).value
        };
        // e = 1/2: mean root 1.5, squared 2.25, over the mean 2.5: 1 - 0.9.
        near(of(1, 2), 0.1);
        // e = 1: geometric mean 2: 1 - 2/2.5.
        near(of(1, 1), 0.2);
        // e = 2: harmonic mean 1.6: 1 - 1.6/2.5.
        near(of(2, 1), 0.36);
        near(of(0, 1), 0.0);
        assert_eq!(of(-1, 2), None);
        let zero = plain(&[0, 1, 4]).atkinson(Rational::one(), Convention::Eurostat);
        near(zero.value, 0.2);
        assert_eq!(zero.left_out, 1);
    }

    #[test]
    fn nothing_is_undefined() {
        let none = plain(&[]);
        assert_eq!(none.mean_log_deviation(Convention::Eurostat, 1).value, None);
        assert_eq!(none.theil(Convention::Eurostat).value, None);
        assert_eq!(none.atkinson(Rational::one(), Convention::Pip).value, None);
        assert_eq!(none.quintile_ratio(Convention::Eurostat), None);
        near(plain(&[7]).theil(Convention::Eurostat).value, 0.0);
    }
}
