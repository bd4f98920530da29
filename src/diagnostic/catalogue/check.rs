//! Words of the `check` findings, in tables by subject.

mod allow;
mod draw;
mod entity;
mod expression;
mod measure;
mod parameter;
mod rule;
mod test;
mod update;

pub use allow::*;
pub use draw::*;
pub use entity::*;
pub use expression::*;
pub use measure::*;
pub use parameter::*;
pub use rule::*;
pub use test::*;
pub use update::*;

use super::error;
use crate::diagnostic::Entry;

/// The entries of this phase.
pub const TABLES: [&[&Entry]; 9] = [
    allow::ENTRIES,
    draw::ENTRIES,
    entity::ENTRIES,
    expression::ENTRIES,
    measure::ENTRIES,
    parameter::ENTRIES,
    rule::ENTRIES,
    test::ENTRIES,
    update::ENTRIES,
];
