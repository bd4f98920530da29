//! What the rows of a group add up to, and between which bounds.

use crate::check::tree::AggregateOp;
use crate::number::{Rational, Truth};

use super::figure::Exact;

/// What is known of one row of a term.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) condition: Truth,
    /// Raw number, or 0 / 1 for a truth value.
    pub(super) value: Option<i64>,
    /// Raw weight; 1 without weights.
    pub(super) weight: Option<i64>,
}

/// The raw units of values and weights.
#[derive(Clone, Copy)]
pub(super) struct Scales {
    pub(super) value: i128,
    pub(super) weight: i128,
}

/// Weighted sums over the rows of one group.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    /// The weight of the rows that count for sure.
    rows: i128,
    /// The sum of their values.
    sum: i128,
    lowest_open: i128,
    highest_open: i128,
    /// A value is unknown, so that a sum has no bounds.
    unbounded: bool,
    /// A weight is unknown, so that nothing has bounds.
    unweighted: bool,
    unknown: u64,
    extreme: Option<(i64, i64)>,
    /// Of a share: rows of sure condition and value, and the four kinds of open rows.
    open_value: i128,
    open_condition_true: i128,
    open_condition_false: i128,
    open_both: i128,
}

impl Sums {
    /// Of rows of which all is known, each of weight one.
    pub(super) fn of_known(rows: i128, sum: i128, extreme: Option<(i64, i64)>) -> Self {
        Self {
            rows,
            sum,
            extreme,
            ..Self::default()
        }
    }

    /// Adds the rows of another group.
    pub(super) fn merge(&mut self, other: &Self) {
        self.rows = self.rows.saturating_add(other.rows);
        self.sum = self.sum.saturating_add(other.sum);
        self.lowest_open = self.lowest_open.saturating_add(other.lowest_open);
        self.highest_open = self.highest_open.saturating_add(other.highest_open);
        self.unbounded |= other.unbounded;
        self.unweighted |= other.unweighted;
        self.unknown += other.unknown;
        self.extreme = match (self.extreme, other.extreme) {
            (Some((low, high)), Some((lower, higher))) => Some((low.min(lower), high.max(higher))),
            (one, other) => one.or(other),
        };
        self.open_value += other.open_value;
        self.open_condition_true += other.open_condition_true;
        self.open_condition_false += other.open_condition_false;
        self.open_both += other.open_both;
    }

    pub(super) fn add(&mut self, row: Row) {
        if row.condition == Truth::False {
            return;
        }
        let Some(weight) = row.weight.map(i128::from) else {
            self.unweighted = true;
            self.unknown += 1;
            return;
        };
        match (row.condition, row.value) {
            (Truth::False, _) => return,
            (Truth::True, Some(value)) => {
                self.rows = self.rows.saturating_add(weight);
                let product = weight.saturating_mul(i128::from(value));
                self.sum = self.sum.saturating_add(product);
                let (low, high) = self.extreme.unwrap_or((value, value));
                self.extreme = Some((low.min(value), high.max(value)));
                return;
            }
            (Truth::Unknown, Some(value)) => {
                let product = weight.saturating_mul(i128::from(value));
                self.lowest_open = self.lowest_open.saturating_add(product.min(0));
                self.highest_open = self.highest_open.saturating_add(product.max(0));
                if value == 0 {
                    self.open_condition_false += weight;
                } else {
                    self.open_condition_true += weight;
                }
            }
            (Truth::True, None) => {
                self.unbounded = true;
                self.open_value += weight;
            }
            (Truth::Unknown, None) => {
                self.unbounded = true;
                self.open_both += weight;
            }
        }
        self.unknown += 1;
    }

    /// The weight of the rows that count for sure, and the sum of their values; nothing where it is too
    /// large.
    pub(super) fn certain(&self) -> Option<(i128, i128)> {
        let fits = |it: i128| it != i128::MAX && it != i128::MIN;
        (fits(self.rows) && fits(self.sum)).then_some((self.rows, self.sum))
    }

    pub(super) fn figure(&self, op: AggregateOp, scales: Scales) -> Exact {
        let figure = self.bounded(op, scales);
        if self.unweighted {
            return Exact {
                lowest: None,
                highest: None,
                ..figure
            };
        }
        figure
    }

    fn bounded(&self, op: AggregateOp, scales: Scales) -> Exact {
        let open =
            self.open_condition_true + self.open_condition_false + self.open_value + self.open_both;
        let (scale, product) = (scales.value, scales.value.saturating_mul(scales.weight));
        let sure = |value: Option<Rational>| Exact {
            decided: value,
            lowest: value.filter(|_| self.unknown == 0),
            highest: value.filter(|_| self.unknown == 0),
            unknown: self.unknown,
            left_out: 0,
        };
        match op {
            AggregateOp::Count => Exact {
                decided: ratio(self.rows, scales.weight),
                lowest: ratio(self.rows, scales.weight),
                highest: ratio(self.rows + open, scales.weight),
                unknown: self.unknown,
                left_out: 0,
            },
            AggregateOp::Sum => {
                let ends = [self.lowest_open, self.highest_open].map(|open| {
                    ratio(self.sum.saturating_add(open), product).filter(|_| !self.unbounded)
                });
                Exact {
                    decided: ratio(self.sum, product),
                    lowest: ends[0],
                    highest: ends[1],
                    unknown: self.unknown,
                    left_out: 0,
                }
            }
            AggregateOp::Average => sure(ratio(self.sum, self.rows.saturating_mul(scale))),
            AggregateOp::Min => sure(
                self.extreme
                    .and_then(|(low, _)| ratio(i128::from(low), scale)),
            ),
            AggregateOp::Max => sure(
                self.extreme
                    .and_then(|(_, high)| ratio(i128::from(high), scale)),
            ),
            AggregateOp::Share => self.share(),
            // Truth values over the population are asked by targets and assertions, not shown.
            AggregateOp::Any | AggregateOp::Every | AggregateOp::First | AggregateOp::Only => {
                sure(None)
            }
        }
    }

    /// A share is lowest when open rows swell the base alone, highest when they swell both.
    fn share(&self) -> Exact {
        let worst = self.open_value + self.open_condition_false + self.open_both;
        let best = self.open_value + self.open_condition_true + self.open_both;
        Exact {
            decided: ratio(self.sum, self.rows),
            lowest: ratio(self.sum, self.rows + worst),
            highest: ratio(self.sum + best, self.rows + best),
            unknown: self.unknown,
            left_out: 0,
        }
    }
}

fn ratio(num: i128, den: i128) -> Option<Rational> {
    if den == 0 {
        None
    } else {
        Rational::new(num, den)
    }
}
