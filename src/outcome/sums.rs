//! What the rows of a group add up to, and between which bounds.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use crate::check::tree::AggregateOp;
use crate::data::table::{Column, Values};
use crate::number::{Rational, Truth};

use super::figure::Exact;

/// What is known of one row of a term.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) condition: Truth,
    /// Raw number, or 0 / 1 for a truth value.
    pub(super) value: Option<i64>,
}

/// Sums over the rows of one group.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    /// Rows that count for sure.
    rows: i128,
    /// The sum of their values.
    sum: i128,
    lowest_open: i128,
    highest_open: i128,
    unbounded: bool,
    unknown: u64,
    extreme: Option<(i64, i64)>,
    /// Of a share: rows of sure condition and value, and the four kinds of open rows.
    open_value: i128,
    open_condition_true: i128,
    open_condition_false: i128,
    open_both: i128,
}

impl Sums {
    pub(super) fn add(&mut self, row: Row) {
        match (row.condition, row.value) {
            (Truth::False, _) => return,
            (Truth::True, Some(value)) => {
                self.rows += 1;
                self.sum += i128::from(value);
                let (low, high) = self.extreme.unwrap_or((value, value));
                self.extreme = Some((low.min(value), high.max(value)));
                return;
            }
            (Truth::Unknown, Some(value)) => {
                self.lowest_open += i128::from(value.min(0));
                self.highest_open += i128::from(value.max(0));
                if value == 0 {
                    self.open_condition_false += 1;
                } else {
                    self.open_condition_true += 1;
                }
            }
            (Truth::True, None) => {
                self.unbounded = true;
                self.open_value += 1;
            }
            (Truth::Unknown, None) => {
                self.unbounded = true;
                self.open_both += 1;
            }
        }
        self.unknown += 1;
    }

    pub(super) fn figure(&self, op: AggregateOp, scale: i128) -> Exact {
        let ratio = |num: i128, den: i128| {
            if den == 0 {
                None
            } else {
                Rational::new(num, den)
            }
        };
        let open = i128::from(self.unknown);
        let sure = |value: Option<Rational>| Exact {
            decided: value,
            lowest: value.filter(|_| self.unknown == 0),
            highest: value.filter(|_| self.unknown == 0),
            unknown: self.unknown,
        };
        match op {
            AggregateOp::Count => Exact {
                decided: ratio(self.rows, 1),
                lowest: ratio(self.rows, 1),
                highest: ratio(self.rows + open, 1),
                unknown: self.unknown,
            },
            AggregateOp::Sum => Exact {
                decided: ratio(self.sum, scale),
                lowest: ratio(self.sum + self.lowest_open, scale).filter(|_| !self.unbounded),
                highest: ratio(self.sum + self.highest_open, scale).filter(|_| !self.unbounded),
                unknown: self.unknown,
            },
            AggregateOp::Average => sure(ratio(self.sum, self.rows * scale)),
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
        let ratio = |num: i128, den: i128| {
            if den == 0 {
                None
            } else {
                Rational::new(num, den)
            }
        };
        let worst = self.open_value + self.open_condition_false + self.open_both;
        let best = self.open_value + self.open_condition_true + self.open_both;
        Exact {
            decided: ratio(self.sum, self.rows),
            lowest: ratio(self.sum, self.rows + worst),
            highest: ratio(self.sum + best, self.rows + best),
            unknown: self.unknown,
        }
    }
}

pub(super) fn truth_at(column: &Column, row: usize) -> Truth {
    match &column.values {
        Values::Boolean(bits) if column.is_valid(row) => Truth::from(bits.get(row)),
        _ => Truth::Unknown,
    }
}

pub(super) fn number_at(column: &Column, row: usize) -> Option<i64> {
    if !column.is_valid(row) {
        return None;
    }
    match &column.values {
        Values::Number(raws) => raws.get(row).copied(),
        Values::Boolean(bits) => Some(i64::from(bits.get(row))),
        Values::Date(days) => days.get(row).copied().map(i64::from),
        Values::Enum(codes) => codes.get(row).copied().map(i64::from),
        Values::Text(_) => None,
    }
}
