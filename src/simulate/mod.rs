//! What-ifs in figures: two evaluations of the same data compared, as a whole and row by row.
//!
//! Everything is matched by name: what one side does not have counts as not in force there.

mod attribution;
mod change;
mod changed;
mod clause;
mod digits;
mod effect;
mod figures;
mod marginal;
mod margins;
mod moved;
mod moves;
mod report;
pub mod rounds;
mod solve;
pub mod suppress;
mod tenths;

pub use attribution::{Attribution, Contributions, EDITS, attribute};
pub use changed::changed_rows;
pub use digits::difference;
pub use figures::{NamedFigure, figures};
pub use marginal::{Cliff, Marginal, MarginalBand, MarginalClass, marginal, raised};
pub use margins::{
    Margins, Misreported, MovedFigure, NearThreshold, amounts, moved_figures, rows_that, scaled,
};
pub use moved::Moved;
pub use report::{
    AidChange, AmountChange, AreaChange, ClassChange, ClassRow, Comparison, CountChange, Effect,
    GroundChange, GroupEffect, IndicatorChange, IndicatorGroupChange, Matrix, Move, Newly,
    PeriodEffect, RegisterChange, StatusChange, TargetChange,
};
pub use solve::{Goal, Probe, Solved, Unsolved, solve};

use crate::check::tree::Program;
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::outcome::{Levels, Prepared, Summary};

/// One evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The policy, or a variation of it, with the values that its figures need.
    pub prepared: &'a Prepared,
    /// Its program.
    pub program: &'a Program,
    /// Its results.
    pub results: &'a Results,
    /// Its figures.
    pub summary: &'a Summary,
}

/// Compares a variation with the policy as it is, over the same data.
pub fn compare(before: Side<'_>, after: Side<'_>, dataset: &Dataset) -> Comparison {
    let levels = Levels::new(before.program, dataset);
    let (aids, effect) = rayon::join(
        || change::aids(before, after, &levels),
        || effect::effect(before, after, dataset, &levels),
    );
    Comparison {
        classes: change::classes(before, after),
        aids,
        registers: change::registers(before, after),
        indicators: change::indicators(before.summary, after.summary),
        targets: change::targets(before.summary, after.summary),
        effect,
    }
}
