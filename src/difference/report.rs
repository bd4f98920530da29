//! What changed between two policies, as it is written out.

use serde::Serialize;

/// What changed between two policies.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The declarations that changed, in the order of the newer policy, what is removed at its old place.
    pub changes: Vec<ItemChange>,
}

impl Difference {
    /// Whether anything changed that a result may follow from.
    pub fn changes_meaning(&self) -> bool {
        self.changes.iter().any(ItemChange::changes_meaning)
    }
}

/// A declaration that changed.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct ItemChange {
    /// What it is.
    pub kind: Kind,
    /// Its name; its title where it has none; the older name where it was removed.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its first day, where several declarations have the name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// What happened to it.
    pub change: Change,
    /// The name it had, where it was renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its parts that changed; all parts of what was added or removed.
    pub parts: Vec<PartChange>,
    /// Where it stands among the declarations of the older policy.
    #[serde(skip)]
    pub old_place: Option<usize>,
    /// Where it stands among the declarations of the newer policy.
    #[serde(skip)]
    pub new_place: Option<usize>,
}

impl ItemChange {
    /// Whether a result may follow from the change: tests, titles and sources move nobody.
    pub fn changes_meaning(&self) -> bool {
        let is_rule = !matches!(self.kind, Kind::Test | Kind::Example);
        let weighs = |it: &PartChange| it.weight == Weight::Meaning;
        is_rule && (self.change != Change::Changed || self.parts.iter().any(weighs))
    }
}

/// A part of a declaration that changed.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct PartChange {
    /// Which part.
    pub part: Part,
    /// What tells it from others of its kind: a date, a name, the left side of a row.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// What happened to it.
    pub change: Change,
    /// Whether a result may follow.
    pub weight: Weight,
    /// What it said; the older name where it was renamed.
    pub before: Option<String>,
    /// What it says.
    pub after: Option<String>,
}

/// What happened.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It says the same under another name.
    Renamed,
}

/// Whether a result may follow from a change.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It may.
    Meaning,
    /// Titles, grounds and sources: what people read.
    Words,
}

/// Kinds of declarations.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the word that begins the declaration")]
pub enum Kind {
    Policy,
    Type,
    Entity,
    Role,
    Parameter,
    Brackets,
    Define,
    Criteria,
    Classify,
    Decide,
    Select,
    Aid,
    Register,
    Indicator,
    Poverty,
    Target,
    Uprate,
    Shift,
    Assertion,
    Universe,
    Scenario,
    Example,
    Test,
}

impl Kind {
    /// The English word that begins such a declaration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Type => "type",
            Self::Entity => "entity",
            Self::Role => "role",
            Self::Parameter => "parameter",
            Self::Brackets => "brackets",
            Self::Define => "define",
            Self::Criteria => "criteria",
            Self::Classify => "classify",
            Self::Decide => "decide",
            Self::Select => "select",
            Self::Aid => "aid",
            Self::Register => "register",
            Self::Indicator => "indicator",
            Self::Poverty => "poverty",
            Self::Target => "target",
            Self::Uprate => "uprate",
            Self::Shift => "shift",
            Self::Assertion => "assert",
            Self::Universe => "universe",
            Self::Scenario => "scenario",
            Self::Example => "example",
            Self::Test => "test",
        }
    }
}

/// Parts of declarations.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is named by the word of the language that leads it"
)]
pub enum Part {
    Name,
    Title,
    Edition,
    Currency,
    InForce,
    Source,
    Note,
    Allow,
    /// The level of a rule.
    Level,
    Type,
    /// `by KEY` of a parameter, groups of an indicator.
    By,
    /// What a declaration is equal to; of a parameter, from a date on.
    Value,
    /// A parameter's `from file`.
    File,
    /// A value of a type.
    Member,
    Key,
    BelongsTo,
    RefersTo,
    Field,
    /// A criterion.
    Criterion,
    /// A row of a classification.
    Class,
    /// How a table takes its row.
    HitPolicy,
    /// The head of a table.
    Columns,
    /// A row of a table.
    Row,
    /// The order of rows, where the first that fits is taken, or of values.
    Order,
    Agency,
    When,
    Unless,
    VerifyWhen,
    TakeUp,
    Amount,
    Service,
    Quota,
    Budget,
    Limit,
    RankBy,
    NotTogetherWith,
    Current,
    EnterWhen,
    LeaveWhen,
    Convention,
    Below,
    Persons,
    /// `by DATE` of a target.
    Deadline,
    /// `from DATE` of what is made current.
    From,
    Set,
    Repeal,
    Amend,
    /// A part of a declaration inside a scenario.
    Inside,
    On,
    Each,
    Fixture,
    Like,
    Assume,
    Expect,
}

impl Part {
    /// The English word that leads it; empty where nothing does.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Title => "title",
            Self::Edition => "edition",
            Self::Currency => "currency",
            Self::InForce => "in force",
            Self::Source => "source",
            Self::Note => "note",
            Self::Allow => "allow",
            Self::Level => "of",
            Self::Type => "type",
            Self::By => "by",
            Self::Value => "=",
            Self::File => "from file",
            Self::Key => "key",
            Self::Columns => "columns",
            Self::HitPolicy => "takes",
            Self::Order => "order",
            Self::Agency => "agency",
            Self::When => "when",
            Self::Unless => "unless",
            Self::VerifyWhen => "verify when",
            Self::TakeUp => "take up",
            Self::Amount => "amount",
            Self::Service => "service",
            Self::Quota => "quota",
            Self::Budget => "budget",
            Self::Limit => "limit",
            Self::RankBy => "rank by",
            Self::NotTogetherWith => "not together with",
            Self::Current => "current",
            Self::EnterWhen => "enter when",
            Self::LeaveWhen => "leave when",
            Self::Convention => "convention",
            Self::Persons => "persons",
            Self::Deadline => "deadline",
            Self::From => "from",
            Self::Set => "set",
            Self::Repeal => "repeal",
            Self::Amend => "amend",
            Self::On => "on",
            Self::Each => "each",
            Self::Like => "like",
            Self::Assume => "assume",
            Self::Expect => "expect",
            Self::BelongsTo
            | Self::Below
            | Self::RefersTo
            | Self::Field
            | Self::Member
            | Self::Criterion
            | Self::Class
            | Self::Row
            | Self::Inside
            | Self::Fixture => "",
        }
    }
}
