//! Exact numbers: rationals, fractions, fixed-point amounts, periods, truth with unknown, civil days.
//!
//! | file | holds |
//! |---|---|
//! | [`fault`] | the two ways arithmetic can fail |
//! | [`scale`] | fixed-point values as `i64` raws, and their checked arithmetic |
//! | [`fraction`] | a chain of `*` and `/`, kept whole until it is stored |
//! | [`rational`] | constants, always reduced |
//! | [`period`] | the period of a flow of money |
//! | [`truth`] | true, false, unknown |
//! | [`date`] | civil days, ages |
//! | [`draw`] | draws by key |
//! | [`mod@format`] | digits for files and for people |

mod exact;

pub mod date;
pub mod draw;
pub mod fault;
pub mod format;
pub mod fraction;
pub mod period;
pub mod rational;
pub mod scale;
pub mod truth;

pub use date::{AgeOn, Date};
pub use draw::Draws;
pub use fault::Fault;
pub use format::{Grouping, format_decimal, format_grouped, format_money, with_thousands};
pub use fraction::{Fraction, Mode};
pub use period::Period;
pub use rational::Rational;
pub use scale::{DECIMAL, INTEGER, MONEY};
pub use truth::Truth;
