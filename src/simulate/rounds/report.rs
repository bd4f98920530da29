//! The figures of two rounds side by side, as they are written out.

use serde::Serialize;

/// A count; `None` where it is hidden because the cell is small.
pub type Count = Option<u64>;

/// What changed between two rounds of data.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Compared {
    /// Rows by level.
    pub levels: Vec<LevelRounds>,
    /// The rules that are different on the day of the later round.
    pub rules: Vec<RuleChange>,
    /// Registers.
    pub registers: Vec<RegisterRounds>,
    /// Classifications.
    pub classes: Vec<ClassRounds>,
}

/// Rows of one level: before - vanished + new = after.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct LevelRounds {
    /// The entity.
    pub entity: String,
    /// Its title.
    pub label: String,
    /// Evaluated rows of the earlier round.
    pub before: Count,
    /// Rows of the earlier round whose key the later one does not have.
    pub vanished: Count,
    /// Rows of the later round whose key the earlier one does not have.
    pub new: Count,
    /// Evaluated rows of the later round.
    pub after: Count,
    /// Rows of both rounds that stand under another row than before; none of the top level do.
    pub moved: Count,
}

/// A parameter with another value, or another version of a rule.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct RuleChange {
    /// `parameter` or `version`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its value on the day of the earlier round; `None` for several values and for versions.
    pub before: Option<String>,
    /// Its value on the day of the later round.
    pub after: Option<String>,
    /// `per month`, … of money.
    pub period: Option<String>,
    /// Whether a register or a classification follows from it.
    pub reached: bool,
}

/// A stock and its movements: before + entries - exits = after.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Stock {
    /// At the end of the earlier round.
    pub before: Count,
    /// On it at the end of the later round alone.
    pub entries: Count,
    /// On it at the end of the earlier round alone.
    pub exits: Count,
    /// At the end of the later round.
    pub after: Count,
}

/// A register over two rounds.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct RegisterRounds {
    /// The register.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// Its rows.
    pub stock: Stock,
    /// Rows above them (families of persons) with at least one row on it.
    pub homes: Option<Homes>,
    /// The ways out.
    pub exits: Exits,
    /// The ways in.
    pub entries: Entries,
    /// Changes of rows of both rounds, by their cause.
    pub causes: Vec<CauseCount>,
    /// What made them: what, put back to what it was, would undo a change.
    pub made_by: Vec<MadeBy>,
    /// By row of the top level.
    pub areas: Vec<AreaStock>,
}

/// A stock of rows above.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Homes {
    /// Their level.
    pub entity: String,
    /// Its title.
    pub label: String,
    /// The rows with at least one row on the register.
    #[serde(flatten)]
    pub stock: Stock,
}

/// The ways out of a register; together they are the exits.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Exits {
    /// Left in the later round, by ground.
    pub left: Vec<Ground>,
    /// In the later data, but not on the register at its start, and not let in.
    pub unlisted: Count,
    /// Not in the later data any more.
    pub vanished: Count,
}

/// The ways into a register; together they are the entries.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Entries {
    /// In both rounds, let in by the later one.
    pub entered: Count,
    /// New in the data, let in.
    pub entered_new: Count,
    /// In both rounds, on the register at the start of the later one without having been let in.
    pub listed: Count,
    /// New in the data, on the register at the start.
    pub listed_new: Count,
    /// What kept out in the earlier round those who are in both; a row with two counts under both.
    pub kept_out_by: Vec<Ground>,
    /// Of all entries, those that were on the register at some time before the end of the earlier round.
    pub returns: Count,
    /// Of these, by the ground on which they had left.
    pub had_left: Vec<Ground>,
}

/// Rows by a clause.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Ground {
    /// Its code.
    pub ground: String,
    /// Its words.
    pub label: String,
    /// Rows.
    pub rows: Count,
}

/// Changes with one cause.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct CauseCount {
    /// `data`, `rule`, `both`, `either`.
    pub cause: &'static str,
    /// Entries, or rows that move.
    pub entries: Count,
    /// Exits; `None` for classifications.
    pub exits: Count,
}

/// Changes that one field, parameter or rule made.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct MadeBy {
    /// `field`, `parameter`, `version`, `date`, `members`, `together`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Entries, or rows that move.
    pub entries: Count,
    /// Exits; `None` for classifications.
    pub exits: Count,
}

/// A register in one row of the top level: before + entries + arrived - exits - departed = after.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AreaStock {
    /// Its key.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// The stock.
    #[serde(flatten)]
    pub stock: Stock,
    /// On the register in both rounds, from another area.
    pub arrived: Count,
    /// On the register in both rounds, now in another area.
    pub departed: Count,
}

/// A classification over two rounds.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ClassRounds {
    /// The classification.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// The classes in order, then `unknown`.
    pub classes: Vec<ClassStock>,
    /// Rows by class before (lines; the last is rows that are new) and after (columns; the last is rows
    /// that vanished).
    pub moves: Vec<Vec<Count>>,
    /// Rows of both rounds that are in another class.
    pub moved: Count,
    /// The moves by their cause.
    pub causes: Vec<CauseCount>,
    /// What made them.
    pub made_by: Vec<MadeBy>,
    /// By row of the top level.
    pub areas: Vec<AreaClasses>,
}

/// One class: before + came + new - went - vanished = after.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ClassStock {
    /// The class.
    pub class: String,
    /// Its title.
    pub label: String,
    /// Rows before.
    pub before: Count,
    /// Rows from other classes.
    pub came: Count,
    /// Rows that the earlier round does not have.
    pub new: Count,
    /// Rows to other classes.
    pub went: Count,
    /// Rows that the later round does not have.
    pub vanished: Count,
    /// Rows after.
    pub after: Count,
    /// Rows of the lowest level under them, before.
    pub members_before: Count,
    /// Rows of the lowest level under them, after.
    pub members_after: Count,
}

/// The classes of one row of the top level.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AreaClasses {
    /// Its key.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// Rows by class before, unknown last.
    pub before: Vec<Count>,
    /// Rows by class after.
    pub after: Vec<Count>,
}
