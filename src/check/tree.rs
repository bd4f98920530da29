//! The typed tree: a checked policy, with names resolved, types known and sugar gone.
//!
//! Both evaluators work from it: the reference walks it row by row, the planner turns it into columns.
//! What is sugar in the text is spelled out here: ranges and `in` over ranges are comparisons, table
//! cells are conditions, `family.welfare` is a [`Hop`], the row outside an aggregation is reached by
//! hops too, a comparison with a field whose blank is a known fact is `filled and comparison`.
//!
//! **Exactness.** An expression has an *exact form* if it is a constant, a parameter, a field, a
//! [`ExprKind::Value`] that is stored or itself exact, or a chain of [`ExprKind::Multiply`],
//! [`ExprKind::Divide`], [`ExprKind::Negate`] and [`ExprKind::Retype`] over such. Comparisons,
//! `round`, `steps` and rank keys use the exact form; everything else rounds an operand half-even to
//! the scale of its type first.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::wording::Given;
use crate::number::{Date, Period, Rational};
use crate::source::Span;
use crate::syntax::ast;

pub use crate::measure::Convention;
pub use crate::syntax::ast::{CompareOp, Design, MeasureKind, RoundMode};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Its place in the arena.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// An enumeration in [`Program::enums`].
    EnumId;
    /// An entity in [`Program::entities`].
    EntityId;
    /// A field in [`Program::fields`].
    FieldId;
    /// A parameter in [`Program::parameters`].
    ParameterId;
    /// A role in [`Program::roles`].
    RoleId;
    /// A computed value in [`Program::values`].
    ValueId;
    /// A criteria set in [`Program::criteria`].
    CriteriaId;
    /// An aid in [`Program::aids`].
    AidId;
    /// A register in [`Program::registers`].
    RegisterId;
    /// An indicator in [`Program::indicators`].
    IndicatorId;
}

/// The enumeration of aid statuses: first in [`Program::enums`], in the order of [`Status`].
pub const STATUS: EnumId = EnumId(0);
/// The enumeration of register outcomes: second in [`Program::enums`], in the order of [`Outcome`].
pub const OUTCOME: EnumId = EnumId(1);

/// What an aid decides for a row, in the order of `language.md` section 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// `not_in_force`
    NotInForce,
    /// `not_eligible`
    NotEligible,
    /// `excluded`
    Excluded,
    /// `not_taken_up`: nothing keeps the row out, but it does not ask for the aid.
    NotTakenUp,
    /// `needs_verification`
    NeedsVerification,
    /// `waitlisted`
    Waitlisted,
    /// `granted`
    Granted,
}

impl Status {
    /// All, by code.
    pub const ALL: [Self; 7] = [
        Self::NotInForce,
        Self::NotEligible,
        Self::Excluded,
        Self::NotTakenUp,
        Self::NeedsVerification,
        Self::Waitlisted,
        Self::Granted,
    ];

    /// The word in policies and result files.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotInForce => "not_in_force",
            Self::NotEligible => "not_eligible",
            Self::Excluded => "excluded",
            Self::NotTakenUp => "not_taken_up",
            Self::NeedsVerification => "needs_verification",
            Self::Waitlisted => "waitlisted",
            Self::Granted => "granted",
        }
    }
}

/// What a register decides for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Outcome {
    /// `outside`: not on it, does not enter.
    Outside,
    /// `stays`
    Stays,
    /// `enters`
    Enters,
    /// `leaves`
    Leaves,
    /// `needs_verification`
    NeedsVerification,
}

impl Outcome {
    /// All, by code.
    pub const ALL: [Self; 5] = [
        Self::Outside,
        Self::Stays,
        Self::Enters,
        Self::Leaves,
        Self::NeedsVerification,
    ];

    /// The word in policies and result files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Stays => "stays",
            Self::Enters => "enters",
            Self::Leaves => "leaves",
            Self::NeedsVerification => "needs_verification",
        }
    }
}

/// A checked policy.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The policy's name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// The currency code.
    pub currency: String,
    /// Enumerations; the first two are [`STATUS`] and [`OUTCOME`].
    pub enums: Vec<Enum>,
    /// Entities.
    pub entities: Vec<Entity>,
    /// Fields of all entities.
    pub fields: Vec<Field>,
    /// The entities, after all that the text declares, whose rows are those of another, seen from
    /// where a link leads.
    pub views: BTreeMap<EntityId, View>,
    /// The first and the last day for which the rows of an entity hold.
    pub periods: BTreeMap<EntityId, (FieldId, FieldId)>,
    /// Parameters.
    pub parameters: Vec<Parameter>,
    /// Parameters that have a value only once a figure of the population is known, with that figure; in
    /// the order of their needs.
    pub settled: Vec<(ParameterId, IndicatorId)>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Computed values.
    pub values: Vec<Value>,
    /// Criteria sets.
    pub criteria: Vec<CriteriaSet>,
    /// Fields made current, each as a computed value of the same name.
    pub updates: Vec<Update>,
    /// Aids.
    pub aids: Vec<Aid>,
    /// Registers.
    pub registers: Vec<Register>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Measurements of poverty.
    pub poverty: Vec<Poverty>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Tests.
    pub tests: Vec<Test>,
    /// First and last day in force of the computed values that say so.
    pub in_force: BTreeMap<ValueId, (Date, Option<Date>)>,
    /// First and last day in force of the registers that say so.
    pub registers_in_force: BTreeMap<RegisterId, (Date, Option<Date>)>,
    /// An order of evaluation in which everything stands after what it needs.
    pub order: Vec<Step>,
    /// How the rows of a sample were drawn: its strata and its clusters, each by one field.
    pub design: Vec<(Design, FieldId)>,
    /// The keys that no single column holds.
    pub made_keys: BTreeMap<EntityId, MadeKey>,
    /// How many rows of the population a row of a level stands for, where a survey says it.
    pub weights: BTreeMap<EntityId, FieldId>,
    /// Which rows are evaluated and counted: conditions over fields of the
    /// row, of which none is known to be false.
    pub universe: BTreeMap<EntityId, Vec<Expr>>,
    /// What must hold over the population.
    pub assertions: Vec<Assertion>,
    /// What takes the place of a rule where the rule itself is not in force: see [`Program::on`].
    pub versions: Vec<Version>,
    /// What declarations say may stand: their place and the code of `allow CODE because "…"`.
    pub allows: Vec<(Span, String)>,
}

/// A field made current: rules mean the value where they name the field.
#[derive(Clone, Debug)]
pub struct Update {
    /// What was answered.
    pub field: FieldId,
    /// What rules see.
    pub value: ValueId,
    /// The factor of a number, or the days by which a date moves; of a row.
    pub by: Expr,
}

/// A later version of a declaration, with the days on which it is in force.
#[derive(Clone, Debug)]
pub struct Version {
    /// First day.
    pub from: Date,
    /// Last day; `None` while it is in force.
    pub until: Option<Date>,
    /// The values it computes, in the place of those with these ids.
    pub values: Vec<(ValueId, Value)>,
    /// The aid that it is, in the place of the one with this id.
    pub aid: Option<(AidId, Box<Aid>)>,
    /// The register that it is, in the place of the one with this id.
    pub register: Option<(RegisterId, Box<Register>)>,
}

impl Program {
    /// The enumeration of a type, if it is one.
    pub fn enumeration(&self, ty: Type) -> Option<&Enum> {
        match ty {
            Type::Enum(id) => self.enums.get(id.index()),
            Type::Integer
            | Type::Decimal
            | Type::Money(_)
            | Type::Boolean
            | Type::Date
            | Type::Text => None,
        }
    }

    /// A type in the words of the language.
    pub fn type_word(&self, ty: Type) -> String {
        match ty {
            Type::Integer => "integer".to_owned(),
            Type::Decimal => "decimal".to_owned(),
            Type::Money(None) => "money".to_owned(),
            Type::Money(Some(period)) => format!("money per {}", period.word()),
            Type::Boolean => "boolean".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Enum(id) => self
                .enums
                .get(id.index())
                .map_or_else(String::new, |it| it.about.name.clone()),
        }
    }

    /// A type as an argument of a message: the words of the language in those of the policy.
    pub fn type_given(&self, ty: Type) -> Given {
        match ty {
            Type::Enum(_) => Given::Text(self.type_word(ty)),
            Type::Integer
            | Type::Decimal
            | Type::Money(_)
            | Type::Boolean
            | Type::Date
            | Type::Text => Given::Code(self.type_word(ty)),
        }
    }

    /// The entities that the text declares, views left out.
    pub fn declared(&self) -> impl Iterator<Item = (&Entity, EntityId)> {
        let all = self.entities.iter().zip((0..).map(EntityId));
        all.filter(|(_, id)| !self.views.contains_key(id))
    }

    /// The policy as it is on a day: of several versions of a declaration the one in force, else the
    /// first. Evaluators take it first; on a policy without versions nothing is done.
    pub fn on(&self, date: Date) -> Cow<'_, Self> {
        if self.versions.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut program = self.clone();
        for version in std::mem::take(&mut program.versions) {
            let over = version.until.is_some_and(|until| until < date);
            if version.from > date || over {
                continue;
            }
            for (id, value) in version.values {
                if let Some(place) = program.values.get_mut(id.index()) {
                    *place = value;
                    program.in_force.insert(id, (version.from, version.until));
                }
            }
            if let Some((id, aid)) = version.aid
                && let Some(place) = program.aids.get_mut(id.index())
            {
                *place = *aid;
            }
            if let Some((id, register)) = version.register
                && let Some(place) = program.registers.get_mut(id.index())
            {
                *place = *register;
                let days = (version.from, version.until);
                program.registers_in_force.insert(id, days);
            }
        }
        Cow::Owned(program)
    }
}

/// Something evaluated for every row of a level, in [`Program::order`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A computed value.
    Value(ValueId),
    /// An aid, all its rows together.
    Aid(AidId),
    /// A register.
    Register(RegisterId),
}

/// Name, title, sources and place of a declaration.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its title; the name where none is written.
    pub label: String,
    /// Its legal sources.
    pub sources: Vec<ast::Source>,
    /// Its notes.
    pub notes: Vec<String>,
    /// Its head in the text.
    pub span: Span,
}

/// A type of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// Whole numbers, i64.
    Integer,
    /// i64 in millionths.
    Decimal,
    /// i64 in ten-thousandths; a one-off amount or a flow per period.
    Money(Option<Period>),
    /// Kleene truth.
    Boolean,
    /// Civil days.
    Date,
    /// UTF-8 text.
    Text,
    /// The code of an enumeration's value, from 0 in the order of the text.
    Enum(EnumId),
}

impl Type {
    /// Raw units per one, for numbers: 1, 1,000,000 or 10,000.
    pub fn scale(self) -> Option<i64> {
        match self {
            Self::Integer => Some(crate::number::INTEGER),
            Self::Decimal => Some(crate::number::DECIMAL),
            Self::Money(_) => Some(crate::number::MONEY),
            Self::Boolean | Self::Date | Self::Text | Self::Enum(_) => None,
        }
    }

    /// The period of a flow of money.
    pub fn period(self) -> Option<Period> {
        match self {
            Self::Money(period) => period,
            Self::Integer
            | Self::Decimal
            | Self::Boolean
            | Self::Date
            | Self::Text
            | Self::Enum(_) => None,
        }
    }

    /// How often an amount counts in a year: once where it is one-off.
    pub fn times_a_year(self) -> i128 {
        self.period().map_or(1, |it| i128::from(it.times_a_year()))
    }
}

/// An enumeration.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Name and title.
    pub about: About,
    /// Name and title of each value, in order.
    pub values: Vec<(String, String)>,
}

/// A level of the data.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Name and title.
    pub about: About,
    /// The key field.
    pub key: FieldId,
    /// The home: the parent entity and the field that holds its key.
    pub parent: Option<(EntityId, FieldId)>,
    /// All fields, key and references too, in the order of the text.
    pub fields: Vec<FieldId>,
}

/// A key that is made when the rows are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MadeKey {
    /// The number of the row among those of its files, from 1.
    Row,
    /// The texts of several columns, `/` between them.
    Columns(Vec<FieldId>),
}

/// The rows of an entity under the rows that a link leads to: `count(supported_children)` at the
/// level of a member is an aggregate over the view of the members by their link `supporter`. The
/// parent of a view is what the link leads to; its only field leads to the row that is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The entity whose rows are seen.
    pub of: EntityId,
    /// The link, of that entity or of one above it.
    pub link: FieldId,
    /// The view's own field: from its row to the row that is seen.
    pub origin: FieldId,
}

/// A field of an entity.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name and title.
    pub about: About,
    /// Its entity.
    pub entity: EntityId,
    /// Its type; references have the type of the key referred to.
    pub ty: Type,
    /// Lowest and highest allowed value, exact, the upper end included unless `exclusive`.
    pub range: Option<FieldRange>,
    /// A pattern for the whole text, and whether a value that breaks it becomes unknown.
    pub matching: Option<(String, bool)>,
    /// What a blank means.
    pub blank: Blank,
    /// No value may stand twice.
    pub unique: bool,
    /// Masked in everything people read.
    pub personal: bool,
    /// `refers to`: the entity it points at.
    pub refers_to: Option<EntityId>,
}

/// Allowed values of a field.
#[derive(Clone, Debug)]
pub struct FieldRange {
    /// Lowest.
    pub low: Option<Constant>,
    /// Highest.
    pub high: Option<Constant>,
    /// The highest is excluded.
    pub exclusive: bool,
}

/// What a blank in a field means.
#[derive(Clone, Debug)]
pub enum Blank {
    /// Not allowed: the row is rejected.
    Rejected,
    /// Unknown.
    Unknown,
    /// The question is asked where the condition holds; elsewhere a blank is the stated value.
    AskedWhen {
        /// At the level of the field's entity.
        condition: Expr,
        /// Of the field's type.
        otherwise: Constant,
    },
    /// A known fact with this name and title: see [`ExprKind::Filled`].
    Means {
        /// The name of the fact.
        marker: String,
        /// Its title.
        label: String,
    },
}

/// A constant of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// A number in whole units (rupiah, not raw), exact.
    Number(Rational),
    /// A truth value.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A text.
    Text(String),
    /// The code of an enumeration's value.
    Enum(u32),
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name, title, sources.
    pub about: About,
    /// Its type.
    pub ty: Type,
    /// Its keys; none for a single value.
    pub keys: Vec<ParameterKey>,
    /// Its values over time, ascending, disjoint.
    pub intervals: Vec<Interval>,
}

/// What a parameter is looked up by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterKey {
    /// A value of an enumeration.
    Enum(EnumId),
    /// The key of an entity.
    Entity(EntityId),
    /// A whole number in a range.
    Integer {
        /// Lowest key.
        low: i64,
        /// Highest key.
        high: Option<i64>,
    },
}

/// The values of a parameter from a day until a day.
#[derive(Clone, Debug)]
pub struct Interval {
    /// First day in force.
    pub from: Date,
    /// Last day in force; `None` while nothing follows.
    pub until: Option<Date>,
    /// The values by key; the empty key for a single value.
    pub values: BTreeMap<Vec<Key>, Constant>,
    /// The value of keys not listed, of entity and integer keys.
    pub otherwise: Option<Constant>,
    /// The row, or the first of its rows.
    pub span: Span,
    /// Sources of the interval.
    pub sources: Vec<ast::Source>,
}

/// One key value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The code of an enumeration's value.
    Enum(u32),
    /// An entity's key.
    Text(String),
    /// A whole number.
    Integer(i64),
}

impl Parameter {
    /// The interval in force on a day.
    pub fn on(&self, date: Date) -> Option<&Interval> {
        self.intervals
            .iter()
            .find(|it| it.from <= date && it.until.is_none_or(|until| date <= until))
    }
}

/// `role family_head of family = only(member where …)`: the one row of `of` that meets it.
#[derive(Clone, Debug)]
pub struct Role {
    /// Name and title.
    pub about: About,
    /// The level that has the role.
    pub entity: EntityId,
    /// The descendant entity that plays it.
    pub of: EntityId,
    /// Which row, at the level `of`; none or two is a data fault and gives unknown.
    pub condition: Expr,
}

/// A value computed for every row of a level.
#[derive(Clone, Debug)]
pub struct Value {
    /// Name (`per_capita`, `bps14.narrow_floor`), title, sources.
    pub about: About,
    /// The level.
    pub entity: EntityId,
    /// Its type.
    pub ty: Type,
    /// How it is computed.
    pub kind: ValueKind,
    /// Its consumers use the exact form of its expression (a `define` without a written type whose
    /// expression is a chain); others use the stored value.
    pub exact: bool,
}

/// How a value is computed.
#[derive(Clone, Debug)]
pub enum ValueKind {
    /// `define`.
    Define(Expr),
    /// A row of `criteria`.
    Criterion {
        /// Its set.
        set: CriteriaId,
        /// When it is met.
        condition: Expr,
    },
    /// `classify`: a [`ExprKind::FirstMatch`].
    Class(Expr),
    /// An output of `decide`: [`ExprKind::FirstMatch`] or [`ExprKind::BestMatch`].
    Decide(Expr),
    /// `select`.
    Select(Select),
}

/// A criteria set.
#[derive(Clone, Debug)]
pub struct CriteriaSet {
    /// Name, title, sources.
    pub about: About,
    /// The level.
    pub entity: EntityId,
    /// Its criteria in order, each a [`ValueKind::Criterion`].
    pub criteria: Vec<ValueId>,
}

/// Rows taken in rank order while every limit that covers them is open.
#[derive(Clone, Debug)]
pub struct Select {
    /// Which rows compete.
    pub when: Expr,
    /// Their order.
    pub rank: Vec<RankKey>,
    /// The limits.
    pub limits: Vec<Limit>,
}

/// `limit N per LEVEL [where CONDITION]`.
#[derive(Clone, Debug)]
pub struct Limit {
    /// How many: a whole number from constants and parameters.
    pub count: Expr,
    /// Per which ancestor.
    pub per: EntityId,
    /// Which rows it covers, at the level of the rows.
    pub condition: Option<Expr>,
    /// The clause.
    pub span: Span,
}

/// One key of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct RankKey {
    /// The value; compared in its exact form.
    pub value: Expr,
    /// Larger first.
    pub descending: bool,
    /// Where this is known and false the row ranks last on this key (a blank that is a known fact).
    pub filled: Option<Expr>,
}

/// A condition with the words that state it.
#[derive(Clone, Debug)]
pub struct Ground {
    /// A stable name for result files: the criterion's name, or `unless_1`, `verify_2`, `leave_1`.
    pub code: String,
    /// The words for people.
    pub label: String,
    /// The condition.
    pub condition: Expr,
    /// Its sources.
    pub sources: Vec<ast::Source>,
    /// The clause.
    pub span: Span,
}

/// A programme of aid.
#[derive(Clone, Debug)]
pub struct Aid {
    /// Name, title, sources, notes.
    pub about: About,
    /// The level.
    pub entity: EntityId,
    /// Who gives it.
    pub agency: Option<String>,
    /// First and last day in force.
    pub in_force: Option<(Date, Option<Date>)>,
    /// All must hold.
    pub when: Vec<Ground>,
    /// None may hold; `unless any of SET` gives one per criterion.
    pub unless: Vec<Ground>,
    /// To be checked in the field first.
    pub verify: Vec<Ground>,
    /// Who of those that could have it asks for it; everyone where `None`.
    pub take_up: Option<TakeUp>,
    /// What is given.
    pub benefit: Benefit,
    /// How many.
    pub quota: Option<Quota>,
    /// For how much.
    pub budget: Option<Budget>,
    /// How many per parent row.
    pub limits: Vec<Limit>,
    /// The order of allocation.
    pub rank: Vec<RankKey>,
    /// Aids that exclude this one where granted, with the words; they are decided first.
    pub not_together: Vec<(AidId, String, Span)>,
}

impl Aid {
    /// How often its amount counts in a year: once where it is one-off, never where no money is given.
    pub fn times_a_year(&self) -> i128 {
        match &self.benefit {
            Benefit::Amount { value, .. } => value.ty.times_a_year(),
            Benefit::Service(_) | Benefit::Nothing => 0,
        }
    }
}

/// `take up SHARE seed N`.
#[derive(Clone, Debug)]
pub struct TakeUp {
    /// The share of a row, from 0 to 1.
    pub share: Expr,
    /// Where the draws start.
    pub seed: u32,
    /// Whether the row asks for the aid: its draw, a [`Function::Draw`], is below the share.
    pub takes: Expr,
    /// The clause.
    pub span: Span,
}

/// What an aid gives.
#[derive(Clone, Debug)]
pub enum Benefit {
    /// Money, one-off or a flow, for a number of months where that is said.
    Amount {
        /// The amount of a row.
        value: Expr,
        /// `for N months`.
        months: Option<Expr>,
    },
    /// An aid in kind; counted, not paid.
    Service(Expr),
    /// Neither said: eligibility alone, counted.
    Nothing,
}

/// `quota EXPR [per …]`.
#[derive(Clone, Debug)]
pub struct Quota {
    /// How many, at the level of the aid: constants, parameters and the group's own value only, so
    /// that it is the same for all rows of a group. Rounded down.
    pub count: Expr,
    /// A share of the evaluated rows of this entity, instead of a number.
    pub share_of: Option<EntityId>,
    /// One pass per group.
    pub per: Option<Group>,
    /// The clause.
    pub span: Span,
}

/// `budget EXPR [per …]`.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The ceiling, under the same rule as [`Quota::count`], in the period of the amount.
    pub ceiling: Expr,
    /// One pass per group.
    pub per: Option<Group>,
    /// The clause.
    pub span: Span,
}

/// What a quota or budget is counted per.
#[derive(Clone, Debug)]
pub enum Group {
    /// The rows of an ancestor.
    Ancestor(EntityId),
    /// Equal values of an expression.
    Value(Expr),
}

/// A register.
#[derive(Clone, Debug)]
pub struct Register {
    /// Name, title, sources.
    pub about: About,
    /// The level.
    pub entity: EntityId,
    /// Is it on the register now.
    pub current: Expr,
    /// All must hold to enter.
    pub enter: Vec<Ground>,
    /// The first true one is the ground of leaving; a true one bars entry.
    pub leave: Vec<Ground>,
}

/// A figure over the population.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Name, title, sources.
    pub about: About,
    /// Its type.
    pub ty: Type,
    /// Aggregates over the population.
    pub terms: Vec<Term>,
    /// The figure from the terms.
    pub value: TermExpr,
    /// The names of the groups' keys, as written (`village`).
    pub by: Vec<String>,
    /// Whose rules are followed where the field's tools disagree.
    pub convention: Convention,
    /// A value of the population, a `define`.
    pub of_population: bool,
}

/// One aggregate or measure of an indicator.
#[derive(Clone, Debug)]
pub struct Term {
    /// The entity all whose rows are taken; the expressions below stand at its level.
    pub over: EntityId,
    /// What is made of them.
    pub figure: TermFigure,
    /// `weighted by w`, of type [`Type::Decimal`].
    pub weight: Option<Expr>,
    /// The group keys at the level of the aggregated rows, one per [`Indicator::by`].
    pub by: Vec<Expr>,
    /// Type of the term.
    pub ty: Type,
}

/// What is made of the rows of a term.
#[derive(Clone, Debug)]
pub enum TermFigure {
    /// An aggregate over all rows of an entity.
    Aggregate(Aggregate),
    /// A measure of poverty or inequality.
    Measure(Measure),
    /// `AID.cost` by groups: the sum of granted amounts.
    Cost(AidId),
}

impl TermFigure {
    /// Which rows; all where `None`.
    pub fn condition(&self) -> Option<&Expr> {
        match self {
            Self::Aggregate(it) => it.condition.as_ref(),
            Self::Measure(it) => it.condition.as_ref(),
            Self::Cost(_) => None,
        }
    }

    /// What each row has, where it takes that.
    pub fn value(&self) -> Option<&Expr> {
        match self {
            Self::Aggregate(it) => it.value.as_ref(),
            Self::Measure(it) => Some(&it.value),
            Self::Cost(_) => None,
        }
    }
}

/// A measure of the population.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Which.
    pub kind: MeasureKind,
    /// The number that comes first: constants and parameters.
    pub parameter: Option<Expr>,
    /// Which rows; all where `None`.
    pub condition: Option<Expr>,
    /// What each row has, a number.
    pub value: Expr,
    /// The line of a measure of poverty.
    pub line: Option<Line>,
    /// The number that ranks the rows of `concentration`.
    pub rank: Option<Expr>,
}

/// A line below which a row is poor.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line, of the type of the value.
    pub value: Expr,
    /// Whether the row is poor: the exact comparison of value and line.
    pub poor: Expr,
}

/// A subject of measurement, of which all figures of poverty and targeting follow.
#[derive(Clone, Debug)]
pub struct Poverty {
    /// Name, title, sources.
    pub about: About,
    /// The level whose rows are measured.
    pub entity: EntityId,
    /// What each person of the row has: money per month, quarter or year.
    pub value: Expr,
    /// The period of value and line.
    pub period: Period,
    /// The line.
    pub line: Line,
    /// Whether a row on the line is poor too.
    pub at: bool,
    /// How many persons the row stands for; one where `None`. Of type [`Type::Decimal`].
    pub persons: Option<Expr>,
    /// Whose rules are followed where the field's tools disagree.
    pub convention: Convention,
}

/// How a figure is rounded.
#[derive(Clone, Debug)]
pub enum FigureRound {
    /// To a multiple of a number of constants and parameters.
    To(RoundWay, Expr),
    /// Half to even at the scale of a type.
    Stored(Type),
}

/// Arithmetic over terms.
#[derive(Clone, Debug)]
pub enum TermExpr {
    /// A term by its place in [`Indicator::terms`].
    Term(usize),
    /// A constant or parameter.
    Constant(Expr),
    /// Another indicator, with the same groups.
    Indicator(IndicatorId),
    /// `AID.cost` without groups: the sum of granted amounts.
    Cost(AidId),
    /// Arithmetic; division is exact, rounded when shown.
    Binary(ast::BinaryOp, Box<TermExpr>, Box<TermExpr>),
    /// `round(x, to …)`, or stored at the scale of a written type.
    Rounded(Box<TermExpr>, FigureRound),
}

/// A goal for an indicator.
#[derive(Clone, Debug)]
pub struct Target {
    /// Name, title, sources.
    pub about: About,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Every group must meet it, not the total.
    pub each: bool,
    /// The comparison.
    pub op: CompareOp,
    /// The goal: constants and parameters.
    pub value: Expr,
    /// The day.
    pub by: Date,
}

/// `assert "…" EXPR`: all its parts must hold.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The promise in words.
    pub text: String,
    /// Its sources.
    pub sources: Vec<ast::Source>,
    /// The parts.
    pub parts: Vec<AssertionPart>,
    /// Its head in the text.
    pub span: Span,
}

/// A comparison of a figure with zero.
#[derive(Clone, Copy, Debug)]
pub struct AssertionPart {
    /// The figure: an indicator that stands after all that the text declares.
    pub indicator: IndicatorId,
    /// The comparison with zero.
    pub op: CompareOp,
    /// Whether the figure counts the rows that break the promise.
    pub counts_breaches: bool,
}

/// A test of the policy.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its title.
    pub title: String,
    /// Its place.
    pub span: Span,
    /// The evaluation date.
    pub on: Option<(Date, Span)>,
    /// The rows of its small data set, parents before children; `N member` is spelled out.
    pub rows: Vec<TestRow>,
    /// The rows that have a name: their places in `rows`.
    pub names: BTreeMap<String, usize>,
    /// What is expected.
    pub expects: Vec<TestExpect>,
    /// Values that stand instead of those that the policy computes.
    pub assumes: Vec<TestAssume>,
}

/// `assume per_capita = Rp 300_000 per month`.
#[derive(Clone, Debug)]
pub struct TestAssume {
    /// The computed value.
    pub value: ValueId,
    /// Of which row, an index into [`Test::rows`]; of all rows where `None`.
    pub row: Option<usize>,
    /// What it is; `None` for `missing`.
    pub constant: Option<Constant>,
}

/// One row of a test's data.
#[derive(Clone, Debug)]
pub struct TestRow {
    /// Its entity.
    pub entity: EntityId,
    /// The index of its parent in [`Test::rows`]; `None` where the parent is made up.
    pub parent: Option<usize>,
    /// Given values; `None` is `missing`. Keys and references that are not given are made up.
    pub cells: Arc<BTreeMap<FieldId, Option<Constant>>>,
    /// The row in the text.
    pub span: Span,
}

/// One expectation.
#[derive(Clone, Debug)]
pub struct TestExpect {
    /// The row it is about, an index into [`Test::rows`].
    pub row: usize,
    /// The row that the right side is about, where that is another one.
    pub other: Option<usize>,
    /// The condition, at that row's level, comparing *stored* values.
    pub condition: Expr,
    /// The left and right side where it is a comparison, for the message.
    pub sides: Option<(Expr, Expr)>,
    /// The row in the text.
    pub span: Span,
}

/// A typed expression, evaluated for a row of some level.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// The text it came from.
    pub span: Span,
}

/// A step from a row to another row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hop {
    /// To the parent row.
    Parent,
    /// Along a `refers to` field; a blank link gives unknown.
    Link(FieldId),
    /// To the one row that plays a role; none or two gives unknown.
    Role(RoleId),
}

/// Which typed expression. Every operand is evaluated for every row (no short cuts), so that an
/// overflow is found by both evaluators or by none.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Constant(Constant),
    /// The date of the run.
    EvaluationDate,
    /// The row's field, its blank read by [`Field::blank`].
    Field(FieldId),
    /// Whether the cell of a field with [`Blank::Means`] is filled: always known.
    Filled(FieldId),
    /// The row's computed value.
    Value(ValueId),
    /// An outcome of an aid for the row.
    Aid(AidId, AidPart),
    /// The [`Outcome`] of a register for the row.
    Register(RegisterId),
    /// The expression at the row reached by the hop.
    At(Hop, Box<Expr>),
    /// A parameter at the evaluation date, by its keys; an unknown key gives unknown, and so does an
    /// entity or integer key that is not listed where there is no `otherwise`.
    Parameter(ParameterId, Vec<Expr>),
    /// Minus.
    Negate(Box<Expr>),
    /// `+`, of two numbers of the same type.
    Add(Box<Expr>, Box<Expr>),
    /// `-`, of two numbers of the same type.
    Subtract(Box<Expr>, Box<Expr>),
    /// `*`, of numbers of any type.
    Multiply(Box<Expr>, Box<Expr>),
    /// `/`, of numbers of any type; by zero is unknown.
    Divide(Box<Expr>, Box<Expr>),
    /// The same number under another type: widening, `as money per month`.
    Retype(Box<Expr>),
    /// A comparison: numbers in exact form, dates, texts by code point, enumerations by order,
    /// truth values by `=` and `!=`.
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// Whether the value is one of these constants.
    OneOf(Box<Expr>, Vec<Constant>),
    /// Kleene `not`.
    Not(Box<Expr>),
    /// Kleene `and` of all.
    And(Vec<Expr>),
    /// Kleene `or` of all.
    Or(Vec<Expr>),
    /// Known, or both branches agree: `if c then a else b`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// The result of the first row whose condition is true, else the last; known as soon as all rows
    /// that may be first agree.
    FirstMatch {
        /// Condition and result.
        rows: Vec<(Expr, Expr)>,
        /// The result where no row matches; `None` leaves it unknown (the checker shows gaps).
        otherwise: Option<Box<Expr>>,
    },
    /// The result of the matching row with the best key, ties to the first row.
    BestMatch {
        /// The rows.
        rows: Vec<BestRow>,
        /// The smallest key rather than the largest.
        smallest: bool,
    },
    /// Whether the value is known: always known itself.
    IsKnown(Box<Expr>),
    /// The second where the first is unknown.
    IfMissing(Box<Expr>, Box<Expr>),
    /// At least (`most`: at most) so many of the conditions hold; decided as soon as the known ones
    /// suffice; unknown where the count is unknown.
    AtLeast {
        /// The number.
        count: Box<Expr>,
        /// At most, rather than at least.
        most: bool,
        /// The conditions.
        of: Vec<Expr>,
    },
    /// How many of the conditions hold; unknown if any is.
    CountTrue(Vec<Expr>),
    /// An aggregate over the rows of a descendant level (of the whole population in a [`Term`]).
    Aggregate(Box<Aggregate>),
    /// The place of the row among the rows of its level; a barrier.
    Position(Box<Position>),
    /// A function.
    Call(Function, Vec<Expr>),
}

/// A row of a [`ExprKind::BestMatch`].
#[derive(Clone, Debug, PartialEq)]
pub struct BestRow {
    /// When it matches.
    pub condition: Expr,
    /// Its key.
    pub key: Expr,
    /// Its result.
    pub result: Expr,
}

/// An outcome of an aid for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AidPart {
    /// The [`Status`], of type [`STATUS`].
    Status,
    /// Granted amount; zero where nothing is given, unknown under needs verification.
    Amount,
    /// The service of the row, whatever its status.
    Service,
    /// Whether it is granted; unknown under needs verification.
    Granted,
    /// All `when` and no `unless`, three-valued.
    Eligible,
    /// The place in the order of allocation, from 1; unknown for rows that took no part.
    Rank,
}

/// An aggregate.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which.
    pub op: AggregateOp,
    /// The descendant entity whose rows are taken; the expressions below stand at its level.
    pub over: EntityId,
    /// Which rows; all where `None`.
    pub condition: Option<Expr>,
    /// The value; of `any` and `every`, the condition itself.
    pub value: Option<Expr>,
    /// Only the best so many values of `sum`.
    pub best: Option<Best>,
    /// What `every` is over no rows.
    pub no_rows: Option<bool>,
    /// The order of `first`; ends in the key of `over`.
    pub by: Vec<RankKey>,
}

/// The place of a row among the rows of its level that meet the condition, where all the keys are
/// known and the weight is above zero; unknown for every other row.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The order of the rows; rows equal on all keys have one place.
    pub keys: Vec<RankKey>,
    /// Which rows take part; all where `None`.
    pub condition: Option<Expr>,
    /// How much each row weighs, of type [`Type::Decimal`]; one where `None`.
    pub weight: Option<Expr>,
    /// Rows under different rows of this ancestor do not meet.
    pub within: Option<EntityId>,
    /// Into how many groups of equal weight: constants and parameters. The group, from 1, is that of
    /// the weight that stands before the row. `None` is the number of rows before it, plus one.
    pub groups: Option<Expr>,
}

/// `4 largest`.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// How many: constants and parameters.
    pub count: Expr,
    /// The smallest rather than the largest.
    pub smallest: bool,
}

/// Which aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AggregateOp {
    /// Rows that meet the condition; 0 over none.
    Count,
    /// Sum of the values; 0 over no rows.
    Sum,
    /// Smallest value; unknown over no rows.
    Min,
    /// Largest value; unknown over no rows.
    Max,
    /// Sum over count; unknown over no rows.
    Average,
    /// Whether any row that meets the condition has the value true; false over none.
    Any,
    /// Whether every row that meets the condition has the value true.
    Every,
    /// The value of the first row in the order; unknown over no rows.
    First,
    /// The value of the one row that meets the condition; unknown unless there is exactly one.
    Only,
    /// In indicators: rows with the value true over the rows that meet the condition.
    Share,
}

/// A function of its operands; unknown if any is, unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// Smaller of two numbers or dates of one type.
    Min,
    /// Larger of two numbers or dates of one type.
    Max,
    /// Absolute value.
    Abs,
    /// Completed years from the first date to the second; unknown before birth.
    Age,
    /// Completed months from the first date to the second; unknown before birth.
    AgeMonths,
    /// Year of a date.
    Year,
    /// Month of a date.
    Month,
    /// Day of a date.
    Day,
    /// Date plus days (an integer).
    AddDays,
    /// Date plus months; the end of the month clamps.
    AddMonths,
    /// Date plus years; the end of the month clamps.
    AddYears,
    /// Days from the second date to the first.
    DaysBetween,
    /// Rounds the exact form to a multiple of the second operand.
    Round(RoundWay),
    /// The exact number of full steps of the second operand in the first.
    Steps,
    /// Lower case.
    Lower,
    /// Characters of a text.
    Length,
    /// Whether the first text starts with the second.
    StartsWith,
    /// Whether the first text contains the second.
    Contains,
    /// The draw of a key (a text or a whole number) for a name, from a seed: see
    /// [`crate::number::draw`].
    Draw,
}

/// Which way `round` goes; ordered for use in keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundWay {
    /// Half away from zero.
    Nearest,
    /// To the larger number.
    Up,
    /// To the smaller number.
    Down,
}

/// A rule that can raise a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A computed value.
    Value(ValueId),
    /// An aid.
    Aid(AidId),
    /// A register.
    Register(RegisterId),
}
