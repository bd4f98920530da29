//! Values with weights, sorted and pooled: cumulative weights, quantiles, Lorenz ordinates.

use crate::number::Rational;

use super::Convention;
use super::sum::{finite, float, sum};

/// Equal values of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) value: i64,
    /// The weight of all rows of this value.
    pub(super) weight: i128,
    /// The weight of all rows up to and with this value.
    pub(super) cumulative: i128,
    pub(super) rows: u64,
}

/// A distribution of values over weights, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    pub(super) points: Vec<Point>,
}

/// A share of the population, `0..=1`, as a fraction of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(Rational);

impl Share {
    /// The share; `None` outside 0 to 1.
    pub fn new(value: Rational) -> Option<Self> {
        (value >= Rational::zero() && value <= Rational::one()).then_some(Self(value))
    }

    /// A fifth of the population.
    pub fn fifth() -> Self {
        Self::of(1, 5)
    }

    /// `part` of `whole` equal parts; all of them where `part` is the larger.
    pub(super) fn of(part: u8, whole: u8) -> Self {
        let part = i128::from(part.min(whole));
        Self(Rational::new(part, i128::from(whole)).unwrap_or(Rational::one()))
    }

    /// How the cumulative weight compares with this share of the whole: exact.
    fn compare(self, cumulative: i128, whole: i128) -> std::cmp::Ordering {
        let reached = Rational::new(cumulative, whole).unwrap_or(Rational::zero());
        reached.cmp(&self.0)
    }

    /// `part` twentieths of the population.
    pub fn twentieths(part: u8) -> Self {
        Self::of(part, 20)
    }

    pub(super) fn float(self) -> f64 {
        float(self.0.num()) / float(self.0.den())
    }
}

impl Distribution {
    /// Sorts rows of value and weight and pools those of equal value.
    pub fn new(rows: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut rows: Vec<(i64, i64)> = rows.into_iter().filter(|row| row.1 > 0).collect();
        // Weights are added exactly, so that the order of equal values does not matter.
        rows.sort_unstable_by_key(|row| row.0);
        let mut points: Vec<Point> = Vec::new();
        let mut cumulative = 0i128;
        for (value, weight) in rows {
            let weight = i128::from(weight);
            cumulative = cumulative.saturating_add(weight);
            match points.last_mut().filter(|last| last.value == value) {
                Some(last) => {
                    last.weight = last.weight.saturating_add(weight);
                    last.cumulative = cumulative;
                    last.rows += 1;
                }
                None => points.push(Point {
                    value,
                    weight,
                    cumulative,
                    rows: 1,
                }),
            }
        }
        Self { points }
    }

    /// The weight of all rows.
    pub(super) fn weight(&self) -> i128 {
        self.points.last().map_or(0, |last| last.cumulative)
    }

    /// The weighted sum of the values.
    pub(super) fn total(&self) -> f64 {
        sum(self.points.iter().map(Point::product))
    }

    /// The weighted mean, in raw units.
    pub fn mean(&self) -> Option<f64> {
        finite(self.total() / float(self.weight()))
    }

    /// The value below which a share of the weight lies, in raw units, by the convention's rule.
    pub fn quantile(&self, share: Share, convention: Convention) -> Option<Rational> {
        let (at, order) = self.reach(share)?;
        let here = self.points.get(at)?.value;
        let next = self.points.get(at + 1).map_or(here, |point| point.value);
        let on_the_bound = order == std::cmp::Ordering::Equal;
        match convention {
            Convention::Eurostat | Convention::Pip if on_the_bound => {
                Rational::new(i128::from(here) + i128::from(next), 2)
            }
            Convention::Laeken if on_the_bound => Some(Rational::from_integer(next)),
            Convention::Eurostat | Convention::Pip | Convention::Laeken | Convention::Convey => {
                Some(Rational::from_integer(here))
            }
        }
    }

    /// The first point whose cumulative share is at least `share`, and whether it is equal to it.
    fn reach(&self, share: Share) -> Option<(usize, std::cmp::Ordering)> {
        let whole = self.weight();
        let at = self.points.partition_point(|point| {
            share.compare(point.cumulative, whole) == std::cmp::Ordering::Less
        });
        let point = self.points.get(at)?;
        Some((at, share.compare(point.cumulative, whole)))
    }

    /// What part of the sum of all values the poorest `share` of the weight has; the row on the bound
    /// is split. `None` where the values add up to nothing.
    pub fn lorenz(&self, share: Share) -> Option<f64> {
        let total = self.total();
        if total == 0.0 {
            return None;
        }
        let (at, _) = self.reach(share)?;
        let below = self.points.get(..at)?;
        let last = self.points.get(at)?;
        let before = below.last().map_or(0, |point| point.cumulative);
        let rest = share.float() * float(self.weight()) - float(before);
        let part = sum(below
            .iter()
            .map(Point::product)
            .chain([rest * float(i128::from(last.value))]));
        finite(part / total)
    }
}

impl Point {
    pub(super) fn product(&self) -> f64 {
        self.amount() * float(self.weight)
    }

    /// The value as a float.
    pub(super) fn amount(&self) -> f64 {
        float(i128::from(self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(num: i128, den: i128) -> Share {
        Share::new(Rational::new(num, den).unwrap_or(Rational::zero())).unwrap_or(Share::of(0, 1))
    }

    fn plain(values: &[i64]) -> Distribution {
        Distribution::new(values.iter().map(|value| (*value, 1)))
    }

    fn halves(value: Option<Rational>) -> Option<i128> {
        value.map(|it| it.num() * 2 / it.den())
    }

    #[test]
    fn the_median_of_one_to_ten_differs_by_convention() {
        // F(5) = 0.5 exactly: the mean of 5 and 6; the first above, 6; the first at least, 5.
        let it = plain(&[10, 2, 3, 4, 5, 6, 7, 8, 9, 1]);
        let median = |convention| halves(it.quantile(share(1, 2), convention));
        assert_eq!(median(Convention::Eurostat), Some(11));
        assert_eq!(median(Convention::Pip), Some(11));
        assert_eq!(median(Convention::Laeken), Some(12));
        assert_eq!(median(Convention::Convey), Some(10));
    }

    #[test]
    fn a_quantile_between_two_steps_is_the_same_in_all_conventions() {
        // F(2) = 2/3 > 1/2, F(1) = 1/3 < 1/2.
        let it = plain(&[3, 1, 2]);
        for convention in Convention::ALL {
            assert_eq!(halves(it.quantile(share(1, 2), convention)), Some(4));
        }
    }

    #[test]
    fn weights_stand_for_repeated_rows() {
        // 1, 1, 1, 5: F(1) = 3/4 = p: the mean of 1 and 5.
        let it = Distribution::new([(5, 1), (1, 3)]);
        assert_eq!(
            halves(it.quantile(share(3, 4), Convention::Eurostat)),
            Some(6)
        );
        // Weights in millionths give the same.
        let it = Distribution::new([(5, 1_000_000), (1, 3_000_000)]);
        assert_eq!(
            halves(it.quantile(share(3, 4), Convention::Eurostat)),
            Some(6)
        );
    }

    #[test]
    fn ends_of_the_distribution_are_its_first_and_last_values() {
        let it = plain(&[4, 9]);
        assert_eq!(
            halves(it.quantile(share(0, 1), Convention::Laeken)),
            Some(8)
        );
        assert_eq!(
            halves(it.quantile(share(1, 1), Convention::Laeken)),
            Some(18)
        );
        assert_eq!(
            halves(it.quantile(share(1, 1), Convention::Eurostat)),
            Some(18)
        );
    }

    #[test]
    fn nothing_has_no_quantile_and_no_lorenz_ordinate() {
        let none = Distribution::new([(7, 0), (8, -1)]);
        assert_eq!(none.quantile(share(1, 2), Convention::Eurostat), None);
        assert_eq!(none.lorenz(share(1, 2)), None);
        assert_eq!(none.mean(), None);
        assert_eq!(plain(&[0, 0]).lorenz(share(1, 2)), None);
        assert!(Share::new(Rational::from_integer(2)).is_none());
    }

    #[test]
    fn the_lorenz_curve_splits_the_row_on_the_bound() {
        // 1..10 sum to 55. L(0.2) = 3/55; L(0.25) = (3 + 0.5 * 3)/55 = 4.5/55.
        let it = plain(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        let near = |found: Option<f64>, wanted: f64| {
            assert!(
                found.is_some_and(|it| (it - wanted).abs() < 1e-15),
                "{found:?}"
            );
        };
        near(it.lorenz(share(1, 5)), 3.0 / 55.0);
        near(it.lorenz(share(1, 4)), 4.5 / 55.0);
        near(it.lorenz(share(0, 1)), 0.0);
        near(it.lorenz(share(1, 1)), 1.0);
    }
}
