//! Poverty, inequality and targeting measures over plain numbers: numbers in, a number out.
//!
//! | file | holds |
//! |---|---|
//! | [`convention`] | where the field's tools disagree, and whose rule is taken |
//! | [`distribution`] | values with weights, sorted and pooled; quantiles, Lorenz ordinates |
//! | [`inequality`] | Gini, S80/S20, mean log deviation, Theil, Atkinson |
//! | [`poverty`] | head-count, gap, severity and all of FGT, Watts, Sen, Sen-Shorrocks-Thon |
//! | [`moments`] | sums from which head-count, gap and severity follow for any line |
//! | [`concentration`] | who gets a thing, from the poorest to the richest: curve and index |
//! | [`sampling`] | standard errors of the figures of a sample |
//! | [`targeting`] | coverage, errors, leakage and what a transfer does to the gap |
//!
//! Values and weights are raw fixed-point numbers; values of one call share a scale, and weights share
//! one. Rows without a positive weight count for nothing. Every sum runs over rows sorted by value and
//! pooled where they are equal, so that no result follows the order of the rows. Counts and weights are
//! added exactly; sums of products are 64-bit floats with compensation. What a formula leaves undefined
//! is `None`, never zero.

pub mod concentration;
pub mod convention;
pub mod distribution;
pub mod inequality;
pub mod moments;
pub mod poverty;
pub mod sampling;
pub mod targeting;

mod sum;

pub use convention::Convention;
pub use distribution::{Distribution, Share};

/// A measure that cannot take every row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The figure; `None` where it is undefined.
    pub value: Option<f64>,
    /// Rows that it had to leave out, wholly or from its sum.
    pub left_out: u64,
}
