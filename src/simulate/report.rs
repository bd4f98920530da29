//! The figures of a comparison, as they are written out: before, after, change.

use serde::Serialize;

use crate::outcome::{Amount, GroundCount, TargetState};

/// A variation of a policy against the policy as it is.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Classifications.
    pub classes: Vec<ClassChange>,
    /// Aids.
    pub aids: Vec<AidChange>,
    /// Registers.
    pub registers: Vec<RegisterChange>,
    /// Indicators.
    pub indicators: Vec<IndicatorChange>,
    /// Targets.
    pub targets: Vec<TargetChange>,
    /// Who gains and who loses money; `None` where no aid gives any.
    pub effect: Option<Effect>,
}

/// A count on both sides.
#[derive(Clone, Copy, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct CountChange {
    /// Under the policy as it is.
    pub before: u64,
    /// Under the variation.
    pub after: u64,
    /// After less before.
    pub change: i128,
}

impl CountChange {
    /// The change from one count to another.
    pub fn new(before: u64, after: u64) -> Self {
        Self {
            before,
            after,
            change: i128::from(after) - i128::from(before),
        }
    }
}

/// An amount or a figure on both sides.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AmountChange {
    /// Under the policy as it is; `None` where it is undefined or not measured.
    pub before: Option<Amount>,
    /// Under the variation.
    pub after: Option<Amount>,
    /// After less before, where both are there.
    pub change: Option<Amount>,
}

/// A classification.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ClassChange {
    /// The classification.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// The classes in order, then `unknown`.
    pub classes: Vec<ClassRow>,
    /// How many rows move from which class to which.
    pub moves: Matrix,
}

/// One class.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ClassRow {
    /// The class.
    pub class: String,
    /// Its title.
    pub label: String,
    /// Rows.
    pub rows: CountChange,
    /// Rows of the lowest level under them.
    pub members: CountChange,
}

/// Rows by where they are before and after; both in the order of the classes, unknown last.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Matrix {
    /// Names before, one for each row.
    pub from: Vec<String>,
    /// Names after, one for each column.
    pub to: Vec<String>,
    /// Counts, row by row.
    pub rows: Vec<Vec<u64>>,
}

impl Matrix {
    /// Rows that are elsewhere after.
    pub fn moved(&self) -> u64 {
        let each = self.from.iter().zip(&self.rows);
        each.flat_map(|(from, row)| {
            let elsewhere = self.to.iter().zip(row);
            elsewhere.filter(move |(to, _)| *to != from)
        })
        .map(|(_, count)| count)
        .sum()
    }
}

/// An aid.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AidChange {
    /// The aid.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// `one-off`, `per month`, …; `None` for a service.
    pub period: Option<String>,
    /// Rows granted.
    pub granted: CountChange,
    /// Members of the granted rows.
    pub members: CountChange,
    /// Cost as decided; `None` for a service.
    pub cost: Option<AmountChange>,
    /// Rows by status.
    pub statuses: Vec<StatusChange>,
    /// Rows whose status changes, by both statuses.
    pub moves: Vec<Move>,
    /// Rows that come to be granted or to wait and were kept out before, by what kept them out.
    pub newly_eligible: Newly,
    /// Rows that are kept out and were granted or waiting before, by what keeps them out.
    pub no_longer_eligible: Newly,
    /// Rows and money granted by row of the top level.
    pub areas: Vec<AreaChange>,
}

/// Rows with one status.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct StatusChange {
    /// The status.
    pub status: &'static str,
    /// Rows.
    pub rows: CountChange,
}

/// Rows that move from one outcome to another.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Move {
    /// Before.
    pub from: &'static str,
    /// After.
    pub to: &'static str,
    /// Rows.
    pub rows: u64,
}

/// Rows on one side of a door alone, and the clauses that are the door.
#[derive(Clone, Debug, Default, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Newly {
    /// Rows.
    pub rows: u64,
    /// Clauses; a row with two counts under both.
    pub because: Vec<GroundCount>,
}

/// An aid in one row of the top level.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AreaChange {
    /// The key of the area.
    pub key: String,
    /// Its title, where the data give one.
    pub name: Option<String>,
    /// Rows granted.
    pub granted: CountChange,
    /// Money granted.
    pub amount: AmountChange,
}

/// A register.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct RegisterChange {
    /// The register.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// Rows that enter.
    pub enters: CountChange,
    /// Rows that leave.
    pub leaves: CountChange,
    /// Rows on it at the end, as decided.
    pub end: CountChange,
    /// Rows that need verification.
    pub needs_verification: CountChange,
    /// Why rows leave, by their first ground.
    pub grounds: Vec<GroundChange>,
    /// Rows whose outcome changes, by both outcomes.
    pub moves: Vec<Move>,
}

/// Why rows leave a register, on both sides.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct GroundChange {
    /// The ground, by its name.
    pub ground: String,
    /// Its words.
    pub label: String,
    /// Rows.
    pub rows: CountChange,
}

/// An indicator.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct IndicatorChange {
    /// The indicator.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Names of the group keys.
    pub by: Vec<String>,
    /// Over all rows, as decided.
    pub total: AmountChange,
    /// The groups whose figure changes.
    pub groups: Vec<IndicatorGroupChange>,
}

/// An indicator in one group.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct IndicatorGroupChange {
    /// The values of the keys.
    pub keys: Vec<String>,
    /// What people call the group.
    pub names: Vec<String>,
    /// The figure as decided.
    #[serde(flatten)]
    pub figure: AmountChange,
}

/// A target.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct TargetChange {
    /// The target.
    pub name: String,
    /// Its title.
    pub label: String,
    /// `= 0`.
    pub goal: String,
    /// The figure.
    pub figure: AmountChange,
    /// How it stands under the policy as it is.
    pub before: Option<TargetState>,
    /// How it stands under the variation.
    pub after: Option<TargetState>,
}

/// Who gains and who loses money, at the household level, as decided.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Effect {
    /// The household level: the lowest at or above all aids.
    pub entity: String,
    /// Its title.
    pub label: String,
    /// Rows that gain in some period and lose in none.
    pub winners: u64,
    /// Rows that lose in some period and gain in none.
    pub losers: u64,
    /// Rows that gain in one period and lose in another.
    pub mixed: u64,
    /// Rows that get what they got.
    pub unchanged: u64,
    /// By period: one-off money never adds to a flow.
    pub periods: Vec<PeriodEffect>,
    /// The classification of [`Effect::by_class`].
    pub classification: Option<String>,
    /// By class under the policy as it is; groups without a change are left out.
    pub by_class: Vec<GroupEffect>,
    /// By row of the top level; groups without a change are left out.
    pub by_area: Vec<GroupEffect>,
    /// The measurement of poverty by which [`Effect::by_tenth`] ranks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranked_by: Option<String>,
    /// By tenth of persons under the policy as it is, from the poorest, `1` to `10`, then `unknown`;
    /// groups without a change are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_tenth: Vec<GroupEffect>,
}

/// Gains and losses in one period.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PeriodEffect {
    /// `one-off`, `per month`, ….
    pub period: String,
    /// Rows that gain.
    pub winners: u64,
    /// What they gain together.
    pub gain: Amount,
    /// Rows that lose.
    pub losers: u64,
    /// What they lose together.
    pub loss: Amount,
    /// Gain less loss.
    pub change: Amount,
}

/// Gains and losses in one group.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct GroupEffect {
    /// The class, or the key of the area.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// Rows that gain in some period.
    pub winners: u64,
    /// Rows that lose in some period.
    pub losers: u64,
    /// The change by period.
    pub change: Vec<(String, Amount)>,
}
