//! From columns to figures: what a run says about the whole population.
//!
//! [`prepare`] turns the terms of indicators into values that the evaluators compute with the rest;
//! [`summarize`] counts and adds up their results. Totals are 128-bit.

mod agency;
mod aid;
mod assertion;
mod bounds;
mod class;
mod columns;
mod constant;
mod figure;
mod groups;
mod indicator;
mod levels;
mod lined;
mod measure;
mod missing;
mod poverty;
mod prepare;
mod register;
mod sampling;
mod settle;
mod summary;
mod sums;
mod take_up;
mod tallied;
mod tally;
mod target;
mod term;
mod title;
mod to_verify;
mod totals;
mod update;
mod verification;
mod verify_first;

pub use aid::period;
#[cfg(feature = "report")]
pub(crate) use constant::constant_number;
pub use levels::Levels;
pub use missing::{
    Cause, Missing, causes_for_aid, causes_for_register, causes_of, missing, missing_for_aid,
    missing_for_register,
};
pub use prepare::{Prepared, prepare};
pub use settle::{fields_to_settle, settled};
pub use summary::{
    AgencySummary, AidSummary, Amount, AreaSummary, AssertionSummary, BlockingField, Bounds,
    ClassCount, ClassSummary, CriteriaSummary, CriterionCount, Figure, GroundCount, IndicatorGroup,
    IndicatorSummary, LevelSummary, PovertyAid, PovertyFigures, PovertySummary, RegisterSummary,
    ServedRow, ServedSummary, StatusCount, Summary, TargetState, TargetSummary,
};
pub use take_up::{DrawnTakeUp, drawn_take_up};
pub use title::{title_field, title_text};
pub use to_verify::{Question, ToVerify, to_verify};
pub use totals::Totals;
pub use update::{MadeCurrent, made_current};
pub use verification::{Decision, OpenRow, Verification, verification};
pub use verify_first::{AnswerFirst, VerifyFirst, verify_first};

use crate::data::results::Results;
use crate::data::table::Dataset;

/// The figures of one evaluation.
///
/// `blocking` gives, for an aid, the fields whose absence makes rows need verification.
pub fn summarize(
    prepared: &Prepared,
    dataset: &Dataset,
    results: &Results,
    blocking: &(dyn Fn(crate::check::tree::AidId) -> Vec<BlockingField> + Sync),
) -> Summary {
    let program = &prepared.program;
    let levels = Levels::new(program, dataset);
    let ((mut indicators, exacts), (aids, (agencies, served))) = rayon::join(
        || indicator::summarize(prepared, dataset, results, &levels),
        || {
            rayon::join(
                || aid::summarize(program, dataset, results, &levels, blocking),
                || {
                    let agencies = agency::summarize(program, results, &levels);
                    (agencies, agency::served(program, results, &levels))
                },
            )
        },
    );
    let assertions = assertion::summarize(prepared, dataset, results, &exacts);
    Summary {
        format_version: "1.0",
        policy: program.name.clone(),
        label: program.label.clone(),
        date: results.date.to_string(),
        currency: program.currency.clone(),
        what_if: Vec::new(),
        verify_first: None,
        levels: levels.summary(program),
        classes: class::summarize_classes(program, results, &levels),
        criteria: class::summarize_criteria(program, results),
        aids,
        registers: register::summarize(program, results),
        targets: target::summarize(program, results.date, &indicators, &exacts),
        assertions,
        indicators: {
            indicators.truncate(assertion::declared_indicators(prepared));
            indicators
        },
        poverty: poverty::summarize(&indicator::Context {
            prepared,
            dataset,
            results,
            levels: &levels,
        }),
        agencies,
        served,
    }
}
