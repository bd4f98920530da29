//! Why a row stands elsewhere: its data, the rules, or both.

use super::subject::{Subject, places};
use crate::check::tree::Program;
use crate::data::results::Results;

/// Why a row stands elsewhere than in the round before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The data alone do it; the rules alone would not have.
    Data,
    /// The rules alone do it; the data alone would not have.
    Rule,
    /// Neither does it alone.
    Both,
    /// Each does it alone.
    Either,
}

impl Cause {
    /// All.
    pub const ALL: [Self; 4] = [Self::Data, Self::Rule, Self::Both, Self::Either];

    /// The word in results.
    pub fn word(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Rule => "rule",
            Self::Both => "both",
            Self::Either => "either",
        }
    }
}

/// Tells the causes apart: `ruled` holds the earlier data under the later rules, `kept` the later data
/// under the earlier rules.
pub(super) fn tell(subject: &mut Subject, program: &Program, ruled: &Results, kept: &Results) {
    let ruled = places(subject.of, program, ruled);
    let kept = places(subject.of, program, kept);
    let after = &subject.after;
    for it in &mut subject.changed {
        let there = after.get(it.new);
        let by_rule = ruled.get(it.old) == there;
        let by_data = kept.get(it.new) == there;
        it.cause = match (by_data, by_rule) {
            (true, false) => Cause::Data,
            (false, true) => Cause::Rule,
            (false, false) => Cause::Both,
            (true, true) => Cause::Either,
        };
    }
}
