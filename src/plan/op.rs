//! The plan's operations: a graph in single-assignment form, each node computed for all rows of a level.

use crate::check::tree::{AggregateOp, AidId, CompareOp, EntityId, FieldId, RoundWay};

use super::chain::{Chain, Comparison};
use super::table::TableId;

/// A node of [`super::Plan::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// Its place in the arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One operation and where its result stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// What is computed.
    pub op: Op,
    /// For the rows of which entity; constants have no level.
    pub level: Option<EntityId>,
    /// How the result is stored.
    pub storage: Storage,
}

/// How values are stored in columns and registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Storage {
    /// Raw numbers, i64.
    Number,
    /// Kleene truth: bits of the true rows, bits of the known rows.
    Truth,
    /// Days since 1970-01-01, i32.
    Date,
    /// Codes of an enumeration, u16.
    Enum,
    /// Texts.
    Text,
}

/// A constant in storage.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// No value.
    Unknown,
    /// A raw number.
    Number(i64),
    /// A truth value.
    Truth(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// The code of an enumeration's value.
    Enum(u16),
    /// A text.
    Text(String),
}

/// Two-operand arithmetic on values of one storage and scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// Sum; can overflow.
    Add,
    /// Difference; can overflow.
    Subtract,
    /// The smaller; also of dates.
    Min,
    /// The larger; also of dates.
    Max,
}

/// A part of a date, or a distance between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatePart {
    /// Year.
    Year,
    /// Month.
    Month,
    /// Day of the month.
    Day,
}

/// What is measured between two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateSpan {
    /// Completed years from the first to the second; unknown before.
    Years,
    /// Completed months from the first to the second; unknown before.
    Months,
    /// Days from the second to the first.
    Days,
}

/// Steps on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateStep {
    /// Days.
    Days,
    /// Months, clamped to the end of the month.
    Months,
    /// Years, clamped to the end of the month.
    Years,
}

/// Which way a count is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whole {
    /// Up.
    Up,
    /// Down.
    Down,
}

/// A question about two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// The first starts with the second.
    StartsWith,
    /// The first contains the second.
    Contains,
}

/// One key of an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The value.
    pub value: KeyValue,
    /// Larger first.
    pub descending: bool,
    /// Where known false, the row ranks last on this key.
    pub filled: Option<NodeId>,
}

/// The value of a key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum KeyValue {
    /// A stored value, itself exact.
    Node(NodeId),
    /// A fraction, and whether it is known.
    Chain(Chain, NodeId),
}

/// An aggregate over the rows of a descendant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Aggregate {
    /// Which.
    pub op: AggregateOp,
    /// The level of the aggregate.
    pub at: EntityId,
    /// The level of the rows.
    pub over: EntityId,
    /// Which rows.
    pub condition: Option<NodeId>,
    /// The value.
    pub value: Option<NodeId>,
    /// Only the best so many: how many (a raw whole number), and whether the smallest.
    pub best: Option<(NodeId, Direction)>,
    /// What `every` is over no rows.
    pub no_rows: Option<bool>,
    /// The order of `first`.
    pub by: Vec<Key>,
    /// Raw units per one of the value, and of the result.
    pub scales: (i64, i64),
}

/// Which values are best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
}

/// How many rows of a group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// How many, exact.
    pub count: Count,
    /// Per row of which entity.
    pub per: EntityId,
    /// Which rows it covers.
    pub condition: Option<NodeId>,
}

/// A count rounded down: a raw whole number at the level of the rows, unknown where it is.
pub type Count = NodeId;

/// Rows taken in rank order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Select {
    /// Which rows compete.
    pub when: NodeId,
    /// Their order.
    pub rank: Vec<Key>,
    /// The limits.
    pub limits: Vec<Limit>,
    /// The highest `per`: rows under different rows of it do not meet.
    pub within: EntityId,
}

/// The place of each row among the rows of its level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// The order.
    pub keys: Vec<Key>,
    /// Which rows take part.
    pub condition: Option<NodeId>,
    /// How much each row weighs, a decimal.
    pub weight: Option<NodeId>,
    /// Rows under different rows of it do not meet.
    pub within: Option<EntityId>,
    /// Into how many groups, a raw whole number; the place in the order where `None`.
    pub groups: Option<NodeId>,
}

/// The clauses that decide the status of an aid before allocation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clauses {
    /// All must hold.
    pub when: Vec<NodeId>,
    /// None may hold: `unless`, then `not together with`.
    pub unless: Vec<NodeId>,
    /// To be checked first.
    pub verify: Vec<NodeId>,
    /// Whether the row asks for it, where that is said.
    pub takes: Option<NodeId>,
    /// The amount, where one is said.
    pub amount: Option<NodeId>,
    /// The service, where one is said.
    pub service: Option<NodeId>,
}

/// A part of an allocation's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Allocated {
    /// The final status.
    Status,
    /// The final grounds.
    Grounds,
    /// The place in the order; unknown for rows that took no part.
    Rank,
}

/// The clauses of a register.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Roll {
    /// Is the row on the register now.
    pub current: NodeId,
    /// All must hold to enter.
    pub enter: Vec<NodeId>,
    /// One that holds removes the row or bars it.
    pub leave: Vec<NodeId>,
}

/// Which operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// A constant.
    Constant(Scalar),
    /// The cells of a field.
    Field(FieldId),
    /// Whether a field's cell is filled.
    Filled(FieldId),
    /// The cell, or where it is blank: unknown if it was asked (or that is unknown), else a constant.
    Otherwise {
        /// The cells.
        field: NodeId,
        /// Whether the question is asked.
        asked: NodeId,
        /// What a blank means where it is not.
        otherwise: NodeId,
    },
    /// A fraction rounded half-even to a scale.
    Stored(Chain, i64),
    /// Whether a fraction is known.
    ChainKnown(Chain),
    /// A fraction (times the number of rows of an entity) rounded to a whole number.
    Whole(Chain, Whole, Option<EntityId>),
    /// Arithmetic on stored values.
    Arithmetic(Arithmetic, NodeId, NodeId),
    /// The absolute value.
    Absolute(NodeId),
    /// A fraction rounded to a multiple of another, stored at a scale.
    RoundTo(RoundWay, Chain, Chain, i64),
    /// The number of full steps of the second fraction in the first, stored at a scale.
    Steps(Chain, Chain, i64),
    /// Two fractions compared.
    Compare(Comparison),
    /// Raw numbers, dates or codes of one storage compared.
    CompareRaw(CompareOp, NodeId, NodeId),
    /// Raw numbers, dates or codes compared with a constant.
    CompareConstant(CompareOp, NodeId, i64),
    /// Texts compared by code point.
    CompareText(CompareOp, NodeId, NodeId),
    /// Whether two truth values are equal.
    SameTruth(NodeId, NodeId),
    /// Whether the code is one of those marked.
    EnumIn(NodeId, Vec<bool>),
    /// Whether the text is one of these.
    TextIn(NodeId, Vec<String>),
    /// Kleene `not`.
    Not(NodeId),
    /// Kleene `and` of all.
    And(Vec<NodeId>),
    /// Kleene `or` of all.
    Or(Vec<NodeId>),
    /// The result of the first row whose condition is true.
    FirstMatch {
        /// Conditions.
        conditions: Vec<NodeId>,
        /// Results.
        results: Vec<NodeId>,
        /// The result where no row matches.
        otherwise: Option<NodeId>,
    },
    /// The result of the matching row with the best key.
    BestMatch {
        /// Conditions.
        conditions: Vec<NodeId>,
        /// Keys.
        keys: Vec<KeyValue>,
        /// Results.
        results: Vec<NodeId>,
        /// Which keys are best.
        direction: Direction,
    },
    /// Whether a value is known.
    IsKnown(NodeId),
    /// The second where the first is unknown.
    IfMissing(NodeId, NodeId),
    /// Whether at least (at most) so many conditions hold.
    AtLeast {
        /// The number, a whole one.
        count: NodeId,
        /// At most, rather than at least.
        most: bool,
        /// The conditions.
        of: Vec<NodeId>,
    },
    /// How many conditions hold.
    CountTrue(Vec<NodeId>),
    /// A cell of a table.
    Lookup(TableId, Vec<NodeId>),
    /// A part of a date.
    DatePart(DatePart, NodeId),
    /// A distance between two dates.
    DateSpan(DateSpan, NodeId, NodeId),
    /// A date so many steps later.
    DateStep(DateStep, NodeId, NodeId),
    /// A text in lower case.
    Lower(NodeId),
    /// Characters of a text.
    Length(NodeId),
    /// The draw of a key for a name, from a seed.
    Draw(NodeId, Box<str>, u32),
    /// A question about two texts.
    TextTest(TextTest, NodeId, NodeId),
    /// The value of the parent row.
    Lift(NodeId),
    /// The value of the row at the end of a link.
    Link(FieldId, NodeId),
    /// The row of a descendant entity that plays a role: its place in the table.
    RoleRow {
        /// The descendant.
        of: EntityId,
        /// Which row.
        condition: NodeId,
    },
    /// The value at the row that plays a role.
    Role(NodeId, NodeId),
    /// An aggregate.
    Aggregate(Box<Aggregate>),
    /// Rows taken in rank order.
    Select(Box<Select>),
    /// The place of each row among all rows: a barrier.
    Position(Box<Position>),
    /// The status of an aid before allocation: candidates are `granted`.
    AidStatus(Box<Clauses>),
    /// The grounds of that status, as bits.
    AidGrounds(NodeId, Box<Clauses>),
    /// The granted amount by final status.
    AidAmount(NodeId, NodeId),
    /// A truth by status: true where granted, unknown where it needs verification.
    AidGranted(NodeId),
    /// A part of the result of an allocation.
    Allocated(AidId, Allocated),
    /// The outcome of a register.
    RegisterOutcome(Box<Roll>),
    /// The ground of leaving, from 1.
    RegisterGround(NodeId, Box<Roll>),
}

impl Scalar {
    /// The raw number, if it is one.
    pub fn number(&self) -> Option<i64> {
        if let Self::Number(raw) = self {
            Some(*raw)
        } else {
            None
        }
    }

    /// The truth value, if it is one.
    pub fn truth(&self) -> Option<bool> {
        if let Self::Truth(truth) = self {
            Some(*truth)
        } else {
            None
        }
    }

    /// The days, if it is a date.
    pub fn date(&self) -> Option<i32> {
        if let Self::Date(days) = self {
            Some(*days)
        } else {
            None
        }
    }

    /// The code, if it is one.
    pub fn code(&self) -> Option<u16> {
        if let Self::Enum(code) = self {
            Some(*code)
        } else {
            None
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }
}
