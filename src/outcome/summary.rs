//! The figures of a run, as they are written to `summary.json`.
//!
//! Counts are whole numbers; money and decimals are plain digits in a text, so that nothing is lost.

use serde::Serialize;

use super::verify_first::VerifyFirst;
#[expect(unused_imports, reason = "named in the documentation")]
use crate::check::tree::EntityId;
use crate::data::bind::RowCounts;

/// A money amount or decimal as plain digits: `"1234.5"`.
pub type Amount = String;

/// All figures of a run.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Minor: additions; major: changes.
    pub format_version: &'static str,
    /// The policy's name.
    pub policy: String,
    /// Its title.
    pub label: String,
    /// The evaluation date.
    pub date: String,
    /// The currency of all money.
    pub currency: String,
    /// Scenarios and settings under which the figures hold; empty for the policy as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub what_if: Vec<String>,
    /// Which answers to find out first; `None` where nothing is open, or it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify_first: Option<VerifyFirst>,
    /// Rows by level.
    pub levels: Vec<LevelSummary>,
    /// Distribution over the classes.
    pub classes: Vec<ClassSummary>,
    /// How many rows meet each criterion.
    pub criteria: Vec<CriteriaSummary>,
    /// Aids.
    pub aids: Vec<AidSummary>,
    /// Registers.
    pub registers: Vec<RegisterSummary>,
    /// Indicators.
    pub indicators: Vec<IndicatorSummary>,
    /// Measurements of poverty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub poverty: Vec<PovertySummary>,
    /// Targets.
    pub targets: Vec<TargetSummary>,
    /// Assertions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assertions: Vec<AssertionSummary>,
    /// Who serves whom.
    pub agencies: Vec<AgencySummary>,
    /// How many aids reach a row of the household level, by class.
    pub served: Option<ServedSummary>,
}

impl Summary {
    /// Takes over how many rows the files held and how many of them were rejected, by [`EntityId`].
    pub fn count_rows(&mut self, counts: &[RowCounts]) {
        for (level, counts) in self.levels.iter_mut().zip(counts) {
            (level.read, level.rejected) = (counts.read, counts.rejected);
            level.outside = counts.outside;
        }
    }
}

/// Rows of one level.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct LevelSummary {
    /// The entity.
    pub entity: String,
    /// Its title.
    pub label: String,
    /// Rows of the files.
    pub read: u64,
    /// Evaluated rows.
    pub evaluated: u64,
    /// Rows that were rejected: read = evaluated + rejected + outside.
    pub rejected: u64,
    /// Rows outside the universe of the policy.
    #[serde(skip_serializing_if = "is_zero")]
    pub outside: u64,
}

/// The distribution of a classification.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ClassSummary {
    /// The classification.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// The classes in order.
    pub classes: Vec<ClassCount>,
    /// Rows whose class is unknown.
    pub unknown: u64,
    /// Members of those rows.
    pub unknown_members: u64,
}

/// Rows of one class.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ClassCount {
    /// The class.
    pub class: String,
    /// Its title.
    pub label: String,
    /// Rows.
    pub rows: u64,
    /// Rows of the lowest level under them.
    pub members: u64,
}

/// The counts of a criteria set.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct CriteriaSummary {
    /// The set.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its criteria in order.
    pub criteria: Vec<CriterionCount>,
}

/// The counts of one criterion.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct CriterionCount {
    /// The criterion.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Rows that meet it.
    pub met: u64,
    /// Rows of which it is unknown.
    pub unknown: u64,
}

/// The figures of an aid.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AidSummary {
    /// The aid.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Who gives it.
    pub agency: Option<String>,
    /// Its level.
    pub entity: String,
    /// `one-off`, `per month`, …; `None` for a service.
    pub period: Option<String>,
    /// Rows and money by status.
    pub statuses: Vec<StatusCount>,
    /// Members of the granted rows.
    pub members: u64,
    /// Rows granted: as decided, lowest, highest.
    pub count: Bounds<u64>,
    /// Cost: as decided, lowest, highest.
    pub cost: Option<Bounds<Amount>>,
    /// Places in all, where a quota limits them.
    pub quota: Option<u64>,
    /// Money in all, where a budget limits it.
    pub budget: Option<Amount>,
    /// Why rows are excluded.
    pub exclusions: Vec<GroundCount>,
    /// Why rows need verification although everything is known.
    pub verifications: Vec<GroundCount>,
    /// Missing fields that make rows need verification, most rows first.
    pub blocking: Vec<BlockingField>,
    /// Rows that wait and are equal to the last granted on all rank keys but the last.
    pub tied: u64,
    /// Rows and money by row of the top level.
    pub areas: Vec<AreaSummary>,
}

/// Rows with one status.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct StatusCount {
    /// The status.
    pub status: &'static str,
    /// Rows.
    pub rows: u64,
    /// What these rows get, or would get if granted, where it is known.
    pub amount: Option<Amount>,
}

/// A figure as decided, and what it can be once the unknowns are settled; outer bounds.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemas", schemars(rename = "BoundsOf{T}"))]
pub struct Bounds<T> {
    /// As decided.
    pub decided: T,
    /// Lowest.
    pub lowest: Option<T>,
    /// Highest; `None`: no upper bound.
    pub highest: Option<T>,
}

/// Rows by ground.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct GroundCount {
    /// The ground's code.
    pub ground: String,
    /// Its words.
    pub label: String,
    /// Rows; a row with two grounds counts under both.
    pub rows: u64,
}

/// A field whose absence blocks rows.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct BlockingField {
    /// `member.income`.
    pub field: String,
    /// Its title.
    pub label: String,
    /// Rows that need verification because of it.
    pub rows: u64,
}

/// An aid in one row of the top level.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AreaSummary {
    /// The key of the area.
    pub key: String,
    /// Its title, where the data give one.
    pub name: Option<String>,
    /// Rows granted.
    pub granted: u64,
    /// Money granted.
    pub amount: Amount,
}

/// The movements of a register.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct RegisterSummary {
    /// The register.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// Rows on it at the start.
    pub start: u64,
    /// Rows that enter.
    pub enters: u64,
    /// Rows that leave.
    pub leaves: u64,
    /// Rows on it at the end, as decided: start + enters - leaves.
    pub end: u64,
    /// Rows that stay, decided.
    pub stays: u64,
    /// Rows on it that need verification; they stay on it until then.
    pub unverified_on: u64,
    /// Rows not on it, or not known to be, that need verification.
    pub unverified_off: u64,
    /// Why rows leave, by their first ground.
    pub grounds: Vec<GroundCount>,
}

/// An indicator.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct IndicatorSummary {
    /// The indicator.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Whether it is a `define … of population`.
    #[serde(skip_serializing_if = "is_false")]
    pub population: bool,
    /// Names of the group keys.
    pub by: Vec<String>,
    /// Whose rules a measure follows where the field's tools disagree; `None` without a measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convention: Option<&'static str>,
    /// Over all rows.
    pub total: Figure,
    /// By group, in ascending order of the keys; empty without `by`.
    pub groups: Vec<IndicatorGroup>,
}

/// One figure.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Figure {
    /// As decided; unknown rows left out. `None`: undefined (a share of nothing).
    pub decided: Option<Amount>,
    /// Lowest.
    pub lowest: Option<Amount>,
    /// Highest; `None`: no bound known.
    pub highest: Option<Amount>,
    /// Rows left out because they are unknown.
    pub unknown: u64,
    /// Rows left out because the measure has no value for them: a logarithm of zero or less.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: u64,
    /// Its standard error, where the data are a sample and the figure has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<Amount>,
    /// The interval of 95 % around it: 1.96 standard errors to either side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<(Amount, Amount)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(truth: &bool) -> bool {
    !truth
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// An indicator in one group.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct IndicatorGroup {
    /// The values of the keys; `unknown` where a row's key is unknown.
    pub keys: Vec<String>,
    /// What people call the group: the title of a level's row, else the key.
    pub names: Vec<String>,
    /// Known rows that it counts, of the term that counts fewest.
    pub rows: u64,
    /// The figure.
    #[serde(flatten)]
    pub figure: Figure,
}

/// A measurement of poverty. Persons are the unit of all shares; rows are ranked by what they have
/// before aid, which is taken as the data give it.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PovertySummary {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// The level whose rows are measured.
    pub entity: String,
    /// `below` or `at or below`: whether a row on the line is poor.
    pub line: &'static str,
    /// Whose rules are followed where the field's tools disagree.
    pub convention: &'static str,
    /// Measured rows.
    pub rows: u64,
    /// Their persons.
    pub persons: Amount,
    /// Rows left out because something about them is unknown.
    pub unknown: u64,
    /// As the data give it.
    pub before: PovertyFigures,
    /// With all granted money added, per person: monthly, a one-off as a twelfth.
    pub after: PovertyFigures,
    /// How well each aid finds the poor.
    pub aids: Vec<PovertyAid>,
    /// Aids of levels above, which are nobody's in particular and not counted.
    pub elsewhere: Vec<String>,
}

/// The figures of poverty.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PovertyFigures {
    /// Poor rows.
    pub poor_rows: u64,
    /// Poor persons.
    pub poor_persons: Amount,
    /// The share of poor persons.
    pub headcount: Figure,
    /// The mean distance to the line as a part of it.
    pub gap: Figure,
    /// The mean squared distance.
    pub severity: Figure,
    /// Watts.
    pub watts: Figure,
    /// Sen.
    pub sen: Figure,
    /// The Gini coefficient of all.
    pub gini: Figure,
    /// The Lorenz curve: what part of all the poorest twentieth has, the poorest two, … all twenty.
    pub lorenz: Option<Vec<Amount>>,
}

/// Incidence and targeting of an aid; shares as decimals, `None` where undefined.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PovertyAid {
    /// The aid.
    pub aid: String,
    /// Its title.
    pub label: String,
    /// Measured rows that it reaches.
    pub rows: u64,
    /// Their persons.
    pub persons: Amount,
    /// The share of poor persons whom it reaches.
    pub coverage: Option<Amount>,
    /// The share of other persons whom it reaches.
    pub coverage_of_others: Option<Amount>,
    /// The share of poor persons whom it does not reach.
    pub exclusion_error: Option<Amount>,
    /// The share of those reached who are not poor.
    pub inclusion_error: Option<Amount>,
    /// The share of poor persons whom it reaches, less that of others.
    pub differential: Option<Amount>,
    /// The share of the money that goes to those who are not poor.
    pub leakage: Option<Amount>,
    /// The share of the money that goes to the poor: vertical efficiency.
    pub share_to_poor: Option<Amount>,
    /// The share of the poor's money beyond what brings them to the line.
    pub spillover: Option<Amount>,
    /// What a unit of the money takes off the gap.
    pub reduction_efficiency: Option<Amount>,
    /// The share of the gap that it closes alone.
    pub gap_efficiency: Option<Amount>,
    /// The concentration index of the money over persons.
    pub concentration: Option<Amount>,
    /// The share of the money that the poorest fifth gets, over a fifth.
    pub lowest_fifth_ratio: Option<Amount>,
    /// The share of the money that the poorest two fifths get, over two fifths.
    pub lowest_two_fifths_ratio: Option<Amount>,
    /// The mean of line over value before aid, over the money: what a unit of it is worth where a unit is
    /// worth less the richer its receiver.
    pub distributional_characteristic: Option<Amount>,
    /// The share of the money by fifths of persons, from the poorest.
    pub by_fifth: Option<Vec<Amount>>,
    /// The share of the money by tenths of persons, from the poorest.
    pub by_tenth: Option<Vec<Amount>>,
}

/// A target.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct TargetSummary {
    /// The target.
    pub name: String,
    /// Its title.
    pub label: String,
    /// The indicator.
    pub indicator: String,
    /// `= 0`.
    pub goal: String,
    /// The day.
    pub by: String,
    /// The figure.
    pub figure: Option<Amount>,
    /// How it stands.
    pub state: TargetState,
}

/// An assertion.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AssertionSummary {
    /// The promise in words.
    pub text: String,
    /// How it stands.
    pub state: TargetState,
    /// How many rows break it, where it is about rows.
    pub breaches: u64,
    /// The keys of the first of them; personal keys are masked.
    pub broken_by: Vec<String>,
}

impl TargetState {
    /// The worse of the two.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotMet, _) | (_, Self::NotMet) => Self::NotMet,
            (Self::Open, _) | (_, Self::Open) => Self::Open,
            (Self::Met, Self::Met) => Self::Met,
        }
    }
}

/// How a target stands on the evaluation date.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// It holds for the lowest and the highest possible value.
    Met,
    /// It holds as decided, not for every possible value.
    Open,
    /// It does not hold as decided.
    NotMet,
}

/// Whom an agency serves.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AgencySummary {
    /// The agency.
    pub agency: String,
    /// Its aids.
    pub aids: Vec<String>,
    /// Rows of the household level that get any of them.
    pub families: u64,
    /// Members reached: all of a family that gets a family aid, or those granted one themselves.
    pub members: u64,
    /// Money by period: `one-off`, `per month`, ….
    pub amounts: Vec<(String, Amount)>,
}

/// Rows of the household level by how many aids reach them.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ServedSummary {
    /// The household level: the lowest level above or at all aids.
    pub entity: String,
    /// The classification of the rows.
    pub classification: Option<String>,
    /// One line per class, then of unknown class, then in all.
    pub rows: Vec<ServedRow>,
}

/// Served rows of one class.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ServedRow {
    /// The class; `unknown`; `all`.
    pub class: String,
    /// Its title.
    pub label: String,
    /// Rows that no aid reaches.
    pub none: u64,
    /// Rows that one aid reaches.
    pub one: u64,
    /// Rows that two or more aids reach.
    pub several: u64,
    /// Rows that two or more agencies reach.
    pub several_agencies: u64,
}
