//! Field verification that comes back: single values, and checks that were made, laid over the data.
//!
//! ```text
//! lines ──► resolve (names to fields and checks) ──► program with a field per check ──► overlay, in bind
//! ```

mod answers;
mod checks;
mod key;
mod overlay;
mod report;
mod resolve;
mod show;

use crate::check::tree::{AidId, EntityId, FieldId};

pub use self::answers::{answers, check_answer};
pub(super) use self::overlay::overlay;
pub use self::report::shown;

/// One line of a list that came back, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file.
    pub number: u64,
    /// The entity, by name.
    pub entity: String,
    /// The key of the row.
    pub key: String,
    /// The field, or `AID.CODE` for a check.
    pub field: String,
    /// What was found; blank where nothing was yet.
    pub value: String,
    /// Where it is from.
    pub source: String,
    /// When it was found.
    pub date: String,
    /// Who found it.
    pub officer: String,
}

/// A list that came back, its names looked up in the policy.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// The file.
    pub file: String,
    /// The lines that say something, in their order.
    pub answers: Vec<Answer>,
    /// The checks that lines speak of, with the fields that [`Verified::program`] adds for them.
    pub checks: Vec<Check>,
    /// Lines without a value: not filled in yet.
    pub open: u64,
}

/// A line that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The line.
    pub line: Line,
    /// Whose row.
    pub entity: EntityId,
    /// The field, or the one added for a check.
    pub field: FieldId,
}

/// A `verify` clause of an aid that was settled in the field, for some rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// The aid.
    pub aid: AidId,
    /// The place of the clause.
    pub clause: usize,
    /// The field that says for which rows.
    pub field: FieldId,
}

/// A value that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The line, by its place in [`Verified::answers`].
    pub answer: usize,
    /// What stood in the data; blank where nothing did.
    pub before: String,
    /// What it did.
    pub effect: Effect,
    /// The key of the row, unmasked.
    pub key: String,
}

/// What a value that was taken over did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing was known before.
    Filled,
    /// The same was known before.
    Confirmed,
    /// Something else was known before.
    Changed,
    /// A check was made.
    Checked,
    /// The policy does not ask for the field.
    Unused,
}

impl Effect {
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Confirmed => "confirmed",
            Self::Changed => "changed",
            Self::Checked => "checked",
            Self::Unused => "unused",
        }
    }
}
