//! Standard errors of figures of a sample: linearised, first-stage units taken with replacement.
//!
//! `V = sum over strata of n / (n - 1) sum over units of (t - mean t)²`, where `t` sums the weighted
//! influences of a unit's rows, and `n` is the number of units of the stratum.

use super::sum::sum;

/// Which rows were drawn together: the unit of each row, and the stratum of each unit.
#[derive(Clone, Debug)]
pub struct Sample {
    unit_of_row: Vec<u32>,
    stratum_of_unit: Vec<u32>,
}

/// A row of a figure: its value and how many rows it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    /// The value.
    pub value: f64,
    /// The weight.
    pub weight: f64,
}

/// How a figure answers to its rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// `sum w x`
    Total,
    /// `sum w x / sum w`
    Mean,
    /// The Gini index.
    Gini,
    /// The value below which a share of the weight lies.
    Quantile(f64),
}

impl Sample {
    /// A sample of rows by their units; a unit is in the stratum of its first row.
    pub fn new(unit_of_row: Vec<u32>, stratum_of_row: &[u32]) -> Self {
        let units = unit_of_row.iter().max().map_or(0, |it| *it as usize + 1);
        let mut stratum_of_unit = vec![u32::MAX; units];
        for (unit, stratum) in unit_of_row.iter().zip(stratum_of_row) {
            if let Some(slot) = stratum_of_unit.get_mut(*unit as usize)
                && *slot == u32::MAX
            {
                *slot = *stratum;
            }
        }
        Self {
            unit_of_row,
            stratum_of_unit,
        }
    }

    /// The standard error of a statistic of some of the rows; `None` where a stratum has one unit
    /// alone, and where the statistic itself has no value.
    pub fn standard_error(&self, statistic: Statistic, rows: &[(usize, Weighted)]) -> Option<f64> {
        let cases: Vec<Weighted> = rows.iter().map(|(_, case)| *case).collect();
        let influences = statistic.influences(&cases)?;
        let mut parts: Vec<(u32, f64)> = rows
            .iter()
            .zip(influences)
            .filter_map(|((row, case), influence)| {
                let unit = self.unit_of_row.get(*row)?;
                Some((*unit, case.weight * influence))
            })
            .collect();
        // The order of the rows must not show in the last digit.
        parts.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut totals: Vec<(u32, f64)> =
            self.stratum_of_unit.iter().map(|it| (*it, 0.0)).collect();
        for of_unit in parts.chunk_by(|a, b| a.0 == b.0) {
            let unit = of_unit.first().map_or(0, |(unit, _)| *unit as usize);
            if let Some((_, total)) = totals.get_mut(unit) {
                *total = sum(of_unit.iter().map(|(_, part)| *part));
            }
        }
        totals.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let strata = totals.chunk_by(|a, b| a.0 == b.0);
        let variances: Option<Vec<f64>> = strata.map(of_stratum).collect();
        Some(libm::sqrt(sum(variances?.into_iter())))
    }
}

/// What a stratum adds to the variance.
#[expect(clippy::cast_precision_loss, reason = "a count of units")]
fn of_stratum(totals: &[(u32, f64)]) -> Option<f64> {
    if totals.len() < 2 {
        return None;
    }
    let units = totals.len() as f64;
    let mean = sum(totals.iter().map(|(_, total)| *total)) / units;
    let squares = sum(totals
        .iter()
        .map(|(_, total)| (total - mean) * (total - mean)));
    Some(units / (units - 1.0) * squares)
}

impl Statistic {
    /// How much the statistic moves with the weight of each row.
    fn influences(self, cases: &[Weighted]) -> Option<Vec<f64>> {
        if self == Self::Total {
            return Some(cases.iter().map(|case| case.value).collect());
        }
        let mut order: Vec<usize> = (0..cases.len()).collect();
        let at = |place: &usize| cases.get(*place).copied();
        order.sort_unstable_by(|a, b| {
            let key = |place| at(place).map_or((0.0, 0.0), |it| (it.value, it.weight));
            let (a, b) = (key(a), key(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let sorted: Vec<Weighted> = order.iter().filter_map(at).collect();
        let weight = sum(sorted.iter().map(|it| it.weight));
        let total = sum(sorted.iter().map(|it| it.weight * it.value));
        if weight <= 0.0 {
            return None;
        }
        if self == Self::Mean {
            let mean = total / weight;
            return Some(cases.iter().map(|it| (it.value - mean) / weight).collect());
        }
        if let Self::Quantile(share) = self {
            return of_quantile(cases, &sorted, (weight, total), share);
        }
        (total > 0.0).then(|| of_gini(&order, &sorted, weight, total))
    }
}

/// The influences on a quantile: `(q - [y <= x]) / (W f(x))` at the quantile `x`, with the density `f`
/// by a Gaussian kernel of the bandwidth `s W^(-1/5)`, where `s` is the standard deviation of the values.
fn of_quantile(
    cases: &[Weighted],
    sorted: &[Weighted],
    (weight, total): (f64, f64),
    share: f64,
) -> Option<Vec<f64>> {
    let mean = total / weight;
    let squares = sorted
        .iter()
        .map(|it| it.weight * (it.value - mean) * (it.value - mean));
    let deviation = libm::sqrt(sum(squares) / weight);
    let width = deviation * libm::pow(weight, -0.2);
    if width <= 0.0 {
        return None;
    }
    let at = quantile(sorted, weight, share)?;
    let bells = sorted.iter().map(|it| {
        let far = (at - it.value) / width;
        it.weight * libm::exp(-far * far / 2.0)
    });
    let density = sum(bells) / (weight * width * libm::sqrt(2.0 * std::f64::consts::PI));
    let below = |it: &Weighted| if it.value <= at { 1.0 } else { 0.0 };
    let influences = cases
        .iter()
        .map(|it| (share - below(it)) / (weight * density));
    Some(influences.collect())
}

/// The value at which the share is reached; midway to the next where it is met exactly.
fn quantile(sorted: &[Weighted], weight: f64, share: f64) -> Option<f64> {
    const NEAR: f64 = 1e-12;
    let mut reached = 0.0;
    let mut rows = sorted.chunk_by(|a, b| a.value.total_cmp(&b.value).is_eq());
    while let Some(equal) = rows.next() {
        let here = equal.first()?.value;
        reached += sum(equal.iter().map(|it| it.weight)) / weight;
        if (reached - share).abs() <= NEAR {
            let next = rows.next().and_then(<[Weighted]>::first);
            return Some(next.map_or(here, |it| f64::midpoint(here, it.value)));
        }
        if reached > share {
            return Some(here);
        }
    }
    sorted.last().map(|it| it.value)
}

/// The influences on the Gini index: `(2 (N y - Y) + T - W y - G (T + W y)) / (W T)`, where `N` and
/// `Y` sum weights and weighted values up to the row, half of its own included.
fn of_gini(order: &[usize], sorted: &[Weighted], weight: f64, total: f64) -> Vec<f64> {
    let mut below = (0.0, 0.0);
    let mut parts = Vec::with_capacity(sorted.len());
    let mut twice = 0.0;
    for equal in sorted.chunk_by(|a, b| a.value.total_cmp(&b.value).is_eq()) {
        let own = sum(equal.iter().map(|it| it.weight));
        let value = equal.first().map_or(0.0, |it| it.value);
        let (n, y) = (below.0 + own / 2.0, below.1 + own * value / 2.0);
        twice += own * value * (2.0 * n);
        parts.extend(equal.iter().map(|_| (n, y)));
        below = (below.0 + own, below.1 + own * value);
    }
    let gini = twice / (weight * total) - 1.0;
    let mut found = vec![0.0; order.len()];
    for ((place, case), (n, y)) in order.iter().zip(sorted).zip(parts) {
        let y_all = weight * case.value;
        let influence = (2.0 * (n * case.value - y) + total - y_all - gini * (total + y_all))
            / (weight * total);
        if let Some(slot) = found.get_mut(*place) {
            *slot = influence;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, wanted: f64) -> bool {
        found.is_some_and(|found| (found - wanted).abs() < 1e-9)
    }

    fn rows(all: &[(f64, f64)]) -> Vec<(usize, Weighted)> {
        let case = |(value, weight): &(f64, f64)| Weighted {
            value: *value,
            weight: *weight,
        };
        all.iter().map(case).enumerate().collect()
    }

    #[test]
    fn a_mean_of_two_strata_with_two_units_each() {
        // Rows (x, w): unit 0 of stratum 0: (1, 2), (3, 2); unit 1: (5, 2); stratum 1: (2, 1); (4, 1).
        // W = 8, sum w x = 24, mean 3; unit totals of w (x - 3) / 8: -4/8, 4/8; -1/8, 1/8.
        // V = 2 (2 (1/2)^2) + 2 (2 (1/8)^2) = 1 + 1/16.
        let sample = Sample::new(vec![0, 0, 1, 2, 3], &[0, 0, 0, 1, 1]);
        let all = rows(&[(1.0, 2.0), (3.0, 2.0), (5.0, 2.0), (2.0, 1.0), (4.0, 1.0)]);
        let error = sample.standard_error(Statistic::Mean, &all);
        assert!(close(error, libm::sqrt(1.0625)), "{error:?}");
        // Totals of w x: 8, 10; 2, 4: V = 2 (1 + 1) + 2 (1 + 1) = 8.
        let error = sample.standard_error(Statistic::Total, &all);
        assert!(close(error, libm::sqrt(8.0)), "{error:?}");
    }

    #[test]
    fn the_median_of_four_rows() {
        // Rows 1, 2, 4, 7 of weight 1, each drawn by itself: mean 3.5, variance 21/4, deviation
        // 2.2912878475, width 2.2912878475 * 4^(-1/5) = 1.7364714745, median 3. Density f at 3: bells at
        // the distances 2, 1, 1, 4 of 0.5151605807, 0.8471994322 twice, 0.0704320771, their sum over
        // 4 * 1.7364714745 * sqrt(2 pi) = 0.1309530606. Influences +-0.5 / (4 f), their mean zero:
        // V = 4/3 * 4 * (0.5 / (4 f))^2 = 4.8594536880.
        let sample = Sample::new(vec![0, 1, 2, 3], &[0, 0, 0, 0]);
        let all = rows(&[(1.0, 1.0), (2.0, 1.0), (4.0, 1.0), (7.0, 1.0)]);
        let error = sample.standard_error(Statistic::Quantile(0.5), &all);
        assert!(close(error, 2.204_416_858_949_767), "{error:?}");
    }

    #[test]
    fn a_stratum_of_one_unit_has_no_error() {
        let sample = Sample::new(vec![0, 0, 1], &[0, 0, 1]);
        let all = rows(&[(1.0, 1.0), (3.0, 1.0), (5.0, 1.0)]);
        assert_eq!(sample.standard_error(Statistic::Mean, &all), None);
    }

    #[test]
    fn the_influence_on_the_gini_index_is_its_derivative_by_the_weight() {
        let gini = |cases: &[Weighted]| {
            let weight: f64 = cases.iter().map(|it| it.weight).sum();
            let total: f64 = cases.iter().map(|it| it.weight * it.value).sum();
            let apart = |a: &Weighted| -> f64 {
                let each = |b: &Weighted| b.weight * (a.value - b.value).abs();
                a.weight * cases.iter().map(each).sum::<f64>()
            };
            cases.iter().map(apart).sum::<f64>() / (2.0 * weight * total)
        };
        let cases: Vec<Weighted> = [(1.0, 2.0), (4.0, 1.0), (4.0, 3.0), (9.0, 1.5)]
            .map(|(value, weight)| Weighted { value, weight })
            .into();
        let found = Statistic::Gini.influences(&cases).unwrap_or_default();
        for (place, influence) in found.iter().enumerate() {
            let mut more = cases.clone();
            more[place].weight += 1e-6;
            let slope = (gini(&more) - gini(&cases)) / 1e-6;
            assert!(
                (slope - influence).abs() < 1e-5,
                "{place}: {slope} {influence}"
            );
        }
    }
}
