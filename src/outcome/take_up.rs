//! Who takes an aid up, counted: what the receipt says about `take up`.

use serde::Serialize;

use crate::check::tree::{Program, Status};
use crate::data::results::Results;

/// An aid whose take-up is drawn.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct DrawnTakeUp {
    /// The aid.
    pub aid: String,
    /// Where its draws start.
    pub seed: u32,
    /// Rows that nothing keeps out and that ask for it, or may once they are verified.
    pub taken_up: u64,
    /// Rows that nothing keeps out and that do not ask for it.
    pub not_taken_up: u64,
}

/// What was drawn, in the order of the text; aids that are not in force are left out.
pub fn drawn_take_up(program: &Program, results: &Results) -> Vec<DrawnTakeUp> {
    let all = program.aids.iter().zip(&results.aids);
    let drawn = all.filter_map(|(aid, result)| {
        let take_up = aid.take_up.as_ref()?;
        let (mut taken_up, mut not_taken_up) = (0, 0);
        for status in &result.status {
            match status {
                Status::NotInForce => return None,
                Status::NotTakenUp => not_taken_up += 1,
                Status::NeedsVerification | Status::Waitlisted | Status::Granted => taken_up += 1,
                Status::NotEligible | Status::Excluded => {}
            }
        }
        Some(DrawnTakeUp {
            aid: aid.about.name.clone(),
            seed: take_up.seed,
            taken_up,
            not_taken_up,
        })
    });
    drawn.collect()
}
