//! The two ways in which arithmetic on known values can fail.

use thiserror::Error;

/// Why an operation on known values has no value.
///
/// The evaluators give each its meaning: overflow stops the run and names rule and row, division by
/// zero makes the value unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Error)]
pub enum Fault {
    /// The result does not fit the type that should hold it.
    #[error("the result is too large")]
    Overflow,
    /// The divisor, or the step of a rounding, is not a number one can divide by.
    #[error("division by zero")]
    DivisionByZero,
}
