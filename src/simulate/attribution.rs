//! How much each of several edits contributes to a change: its Shapley value, exactly.
//!
//! An edit's contribution is the mean, over all orders in which the edits could be made, of what it adds
//! to a figure when its turn comes. The contributions add up to the whole change.

use serde::Serialize;

use super::digits::{plain, raw};
use super::figures::NamedFigure;
use crate::outcome::Amount;

/// The largest number of edits: each subset of them is evaluated.
pub const EDITS: usize = 8;

/// What a contribution is a multiple of, in millionths: a hundredth.
const UNIT: i128 = 10_000;

/// The contributions of edits to all figures that they move.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Attribution {
    /// The edits as written, in the order in which they apply.
    pub edits: Vec<String>,
    /// The figures.
    pub figures: Vec<Contributions>,
}

/// The contributions of edits to a figure.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Contributions {
    /// The figure: `welfare.poor`, `pkh.cost`.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Which figure of an aid or a register.
    pub part: Option<&'static str>,
    /// Whether it is money, and its period.
    pub money: Option<String>,
    /// The whole change.
    pub change: Amount,
    /// The contribution of each edit, of two decimals where the change has no more; they add up to the
    /// change.
    pub edits: Vec<Amount>,
}

/// Attributes the changes of all figures to edits. `subsets` holds the figures under each subset of the
/// edits, by the bits of its place. What a subset does not have, such as an aid that an edit brings, is
/// zero there; a figure that is undefined in some subset is left out.
pub fn attribute(edits: Vec<String>, subsets: &[Vec<NamedFigure>]) -> Attribution {
    let mut about: Vec<&NamedFigure> = Vec::new();
    for it in subsets.iter().rev().flatten() {
        if about.iter().all(|known| known.name != it.name) {
            about.push(it);
        }
    }
    let figures = about.into_iter().filter_map(|it| {
        let values: Option<Vec<i128>> = subsets.iter().map(|all| value(all, &it.name)).collect();
        let values = values?;
        let shares = shares(edits.len(), &values)?;
        if shares.iter().all(|share| *share == 0) {
            return None;
        }
        Some(Contributions {
            name: it.name.clone(),
            label: it.label.clone(),
            part: it.part,
            money: it.money.clone(),
            change: plain(shares.iter().sum()),
            edits: shares.into_iter().map(plain).collect(),
        })
    });
    let figures = figures.collect();
    Attribution { edits, figures }
}

/// A figure in millionths; zero where there is none, `None` where it is undefined.
fn value(figures: &[NamedFigure], name: &str) -> Option<i128> {
    match figures.iter().find(|it| it.name == name) {
        Some(it) => raw(it.value.as_deref()?),
        None => Some(0),
    }
}

/// The Shapley values of so many edits, rounded so that they add up; `values` by subset.
fn shares(edits: usize, values: &[i128]) -> Option<Vec<i128>> {
    let whole = factorial(edits)?;
    let total = values.last()?.checked_sub(*values.first()?)?;
    let mut exact = Vec::with_capacity(edits);
    for edit in 0..edits {
        let mut sum: i128 = 0;
        for (subset, value) in values.iter().enumerate() {
            if subset >> edit & 1 == 1 {
                continue;
            }
            let with = values.get(subset | 1 << edit)?;
            let size = usize::try_from(subset.count_ones()).ok()?;
            let weight = factorial(size)?.checked_mul(factorial(edits - size - 1)?)?;
            let adds = with.checked_sub(*value)?.checked_mul(weight)?;
            sum = sum.checked_add(adds)?;
        }
        exact.push(sum);
    }
    let unit = if total % UNIT == 0 { UNIT } else { 1 };
    Some(
        rounded(&exact, whole.checked_mul(unit)?, total / unit)
            .into_iter()
            .map(|it| it * unit)
            .collect(),
    )
}

/// Quotients rounded down, and the rest given to those that lost most, so that they add up to `total`.
fn rounded(exact: &[i128], divisor: i128, total: i128) -> Vec<i128> {
    let mut found: Vec<i128> = exact.iter().map(|it| it.div_euclid(divisor)).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let lost = |place: &usize| exact.get(*place).map_or(0, |it| it.rem_euclid(divisor));
    order.sort_by_key(|place| std::cmp::Reverse(lost(place)));
    let rest = total - found.iter().sum::<i128>();
    let rest = usize::try_from(rest).unwrap_or(0);
    for place in order.into_iter().take(rest) {
        if let Some(it) = found.get_mut(place) {
            *it += 1;
        }
    }
    found
}

fn factorial(of: usize) -> Option<i128> {
    let of = i128::try_from(of).ok()?;
    (1..=of).try_fold(1_i128, i128::checked_mul)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean over all orders, edit by edit, as the definition says it.
    fn by_orders(edits: usize, values: &[i128]) -> Vec<(i128, i128)> {
        let mut orders = vec![Vec::new()];
        for _ in 0..edits {
            let longer = orders.iter().flat_map(|order: &Vec<usize>| {
                let next = (0..edits).filter(|edit| !order.contains(edit));
                next.map(|edit| [&order[..], &[edit]].concat())
                    .collect::<Vec<_>>()
            });
            orders = longer.collect();
        }
        let count = i128::try_from(orders.len()).unwrap_or(1);
        let mut sums = vec![0; edits];
        for order in &orders {
            let mut subset = 0;
            for edit in order {
                let with = subset | 1 << edit;
                sums[*edit] += values[with] - values[subset];
                subset = with;
            }
        }
        sums.into_iter().map(|sum| (sum, count)).collect()
    }

    #[test]
    fn contributions_are_the_mean_over_all_orders_and_add_up() {
        let mut state: i128 = 7;
        for edits in 1..=5 {
            let values: Vec<i128> = (0..1 << edits)
                .map(|_| {
                    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
                    (state % 20_001 - 10_000) * 1_000_000
                })
                .collect();
            let found = shares(edits, &values).unwrap_or_default();
            let total = values.last().copied().unwrap_or(0) - values[0];
            assert_eq!(found.iter().sum::<i128>(), total);
            for (share, (sum, count)) in found.iter().zip(by_orders(edits, &values)) {
                // Within the hundredth to which they are rounded.
                assert!(
                    (share * count - sum).abs() <= count * UNIT,
                    "{share} {sum}/{count}"
                );
            }
        }
    }

    #[test]
    fn an_even_half_goes_to_the_first() {
        // Two edits of which either does it alone: half of 0.01 each cannot be told.
        let found = shares(2, &[0, 10_000, 10_000, 10_000]);
        assert_eq!(found, Some(vec![10_000, 0]));
        let found = shares(2, &[0, 1_000_000, 1_000_000, 1_000_000]);
        assert_eq!(found, Some(vec![500_000, 500_000]));
    }
}
