//! The tree of a policy as written: every node with its span, names not yet resolved.

use crate::number::{Date, Period, Rational};
use crate::source::{Span, Spanned};

/// A name as written: `poverty_line`.
pub type Name = Spanned<String>;

/// One parsed file: `policy …` (in one file of a policy) and declarations.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct File {
    /// Declarations in the order of the text.
    pub declarations: Vec<Declaration>,
    /// Spans of all comments, `#` included, in order; the formatter puts them back.
    pub comments: Vec<Span>,
}

/// A declaration: one provision.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// From the first letter to the end of the last row.
    pub span: Span,
    /// The head line alone.
    pub head: Span,
    /// What it declares.
    pub kind: DeclarationKind,
    /// Clauses that every declaration may take.
    pub common: Common,
}

/// Clauses that every declaration may take.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Common {
    /// `source "…" [url "…"]`, repeatable.
    pub sources: Vec<Source>,
    /// `note "…"`, repeatable.
    pub notes: Vec<Spanned<String>>,
    /// `in force from DATE [until DATE]`.
    pub in_force: Option<InForce>,
    /// `allow CODE because "…"`.
    pub allows: Vec<Allow>,
}

/// `source "Permensos 1/2018" [url "…"]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The legal source.
    pub text: Spanned<String>,
    /// Its address.
    pub url: Option<Spanned<String>>,
}

/// `in force from DATE [until DATE]`, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InForce {
    /// First day.
    pub from: Spanned<Date>,
    /// Last day.
    pub until: Option<Spanned<Date>>,
}

/// `allow CODE because "…"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Allow {
    /// The silenced code.
    pub code: Spanned<String>,
    /// Why.
    pub because: Spanned<String>,
}

/// `"Miskin" (en "Poor")`.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The title.
    pub text: Spanned<String>,
    /// The title in further languages, by code.
    pub translations: Vec<(Name, Spanned<String>)>,
}

/// What a declaration declares.
#[derive(Clone, Debug, PartialEq)]
pub enum DeclarationKind {
    /// `policy NAME "…"` with `edition`, `currency`, `extends`.
    Policy(Policy),
    /// `type livelihood fishing, farming` or one value a row.
    Type(TypeDeclaration),
    /// `entity family "Keluarga"`.
    Entity(Entity),
    /// `role family_head of family = only(member where …)`.
    Role(Role),
    /// `parameter poverty_line : money per month`.
    Parameter(Parameter),
    /// `define size of family = count(member)`.
    Define(Define),
    /// `criteria bps14 of family`.
    Criteria(Criteria),
    /// `classify welfare of family`.
    Classify(Classify),
    /// `decide component of member : component, largest …`.
    Decide(Decide),
    /// `select counted of member`.
    Select(Select),
    /// `aid pkh of family`.
    Aid(Aid),
    /// `register dtks of member`.
    Register(Register),
    /// `indicator NAME = AGGREGATE by …`.
    Indicator(Indicator),
    /// `poverty NAME of LEVEL = EXPR below EXPR`.
    Poverty(Poverty),
    /// `target NAME INDICATOR = 0 by DATE`.
    Target(Target),
    /// `assert "…" EXPR`.
    Assert(Assert),
    /// `universe member where …`.
    Universe(Universe),
    /// `uprate FIELD of LEVEL by PARAMETER from DATE`, `shift FIELD of LEVEL from DATE`.
    Update(Update),
    /// `test "…"`.
    Test(Test),
    /// `amend KIND NAME`.
    Amend(Amend),
    /// `scenario NAME "…"`.
    Scenario(Scenario),
}

/// `policy palangka_raya "…"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// `edition 1`.
    pub edition: Option<Spanned<u32>>,
    /// `currency IDR`.
    pub currency: Option<Name>,
    /// `extends "../nasional"`.
    pub extends: Vec<Spanned<String>>,
}

/// `type sex male, female`.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDeclaration {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The values in their order.
    pub values: Vec<EnumValue>,
}

/// `early_childhood "Anak usia dini"`.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
}

/// `entity member "Anggota keluarga"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// Its key, belonging and fields, in the order of the text.
    pub rows: Vec<EntityRow>,
}

/// One row of an entity.
#[derive(Clone, Debug, PartialEq)]
pub enum EntityRow {
    /// `key family_id : text`.
    Key(Field),
    /// `key family_card, month : text`: rows are told apart by several columns together.
    Keys {
        /// The columns, all of one type.
        fields: Vec<Field>,
        /// The whole row.
        span: Span,
    },
    /// `key row`: rows are told apart by their number in the file.
    RowKey(Span),
    /// `belongs to family by family_id`.
    BelongsTo {
        /// The parent entity.
        parent: Name,
        /// The field that holds the parent's key; declared by this row.
        field: Name,
        /// The whole row.
        span: Span,
    },
    /// `mother : refers to member by mother_nik optional [, blank means none]`.
    RefersTo {
        /// The name of the link.
        name: Name,
        /// The title.
        label: Option<Label>,
        /// The entity referred to.
        target: Name,
        /// The field that holds its key; declared by this row.
        field: Name,
        /// Whether it may be blank, and what a blank means.
        optional: Option<Optional>,
        /// `reverse supported_children`: what the rows that lead to a row are called there.
        reverse: Option<Name>,
        /// The whole row.
        span: Span,
    },
    /// `floor_area "…" : decimal 1..10_000 optional`.
    Field(Field),
    /// `period : from start_date until end_date`: a row holds from one day until another.
    Period {
        /// The name of the row.
        name: Name,
        /// The field of the first day; declared by this row.
        from: Name,
        /// The field of the last day, blank while it goes on; declared by this row.
        until: Name,
        /// The whole row.
        span: Span,
    },
    /// `complete since 2020-01-01`: from that day on, what has no row did not happen.
    CompleteSince {
        /// The day.
        day: Spanned<Date>,
        /// The whole row.
        span: Span,
    },
}

/// A field: `wage_reported "Upah" : money per month optional, blank means not_listed`.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// Its type.
    pub ty: TypeExpr,
    /// `1..10_000`.
    pub range: Option<Range>,
    /// `matching "…" [otherwise unknown]`.
    pub matching: Option<Matching>,
    /// Whether it may be blank, and what a blank means.
    pub optional: Option<Optional>,
    /// `unique`.
    pub unique: Option<Span>,
    /// `personal`.
    pub personal: Option<Span>,
    /// `stratum`, `cluster`: how the rows of a sample were drawn.
    pub design: Option<Spanned<Design>>,
    /// `weight`: how many rows of the population the row stands for.
    pub weight: Option<Span>,
    /// The whole row.
    pub span: Span,
}

/// `universe member where presence = present`: the rows that are evaluated and counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Universe {
    /// Whose rows.
    pub entity: Name,
    /// Which rows.
    pub condition: Expr,
}

/// What a field says about how the rows of a sample were drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Design {
    /// Rows of different values were drawn apart.
    Stratum,
    /// Rows of one value were drawn together.
    Cluster,
}

/// `matching "[0-9]{16}" otherwise unknown`.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    /// The regular expression; it must match the whole text.
    pub pattern: Spanned<String>,
    /// Whether a value that breaks it becomes unknown instead of rejecting the row.
    pub otherwise_unknown: bool,
}

/// `optional` and what follows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Optional {
    /// The word `optional`.
    pub span: Span,
    /// What a blank means.
    pub blank: Blank,
}

/// What a blank means.
#[derive(Clone, Debug, PartialEq)]
pub enum Blank {
    /// Asked and not answered: unknown.
    Unknown,
    /// `asked when CONDITION otherwise VALUE`.
    AskedWhen {
        /// When the question is asked.
        condition: Expr,
        /// The value where it is not.
        otherwise: Expr,
    },
    /// `blank means not_listed "Tidak terdaftar"`.
    Means {
        /// The name of the fact.
        marker: Name,
        /// Its title.
        label: Option<Label>,
    },
}

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeExpr {
    /// Which type.
    pub kind: TypeKind,
    /// Where.
    pub span: Span,
}

/// Which type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `integer`.
    Integer,
    /// `decimal`.
    Decimal,
    /// `money [per month]`.
    Money(Option<Period>),
    /// `boolean`.
    Boolean,
    /// `date`.
    Date,
    /// `text`.
    Text,
    /// A named enumeration.
    Named(String),
    /// A place whose text could not be parsed; reported already, no further findings.
    Broken,
}

/// `18..45`, `60..`, `..5`, `8 ..< 20`.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The lower end, included.
    pub low: Option<Box<Expr>>,
    /// The upper end.
    pub high: Option<Box<Expr>>,
    /// `..<`: the upper end is excluded.
    pub exclusive: bool,
    /// The whole range.
    pub span: Span,
}

/// `role family_head "…" of family = only(member where relation = head)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The level that has it.
    pub level: Name,
    /// `only(member where …)`.
    pub value: Expr,
}

/// `parameter pkh_amount "…" by component : money per year`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// `by KEY {, KEY}`.
    pub keys: Vec<ParameterKey>,
    /// Its type.
    pub ty: TypeExpr,
    /// Its dated values.
    pub values: Vec<DatedValue>,
    /// `from file "…"` of the parameter itself: dates and values stand in the file.
    pub files: Vec<RowsFile>,
    /// A progressive scale rather than a parameter: `brackets NAME : TYPE [to TYPE]`.
    pub brackets: Option<Brackets>,
}

/// `from file "livelihood.csv"`.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsFile {
    /// The path as written, from the folder of the policy.
    pub path: Spanned<String>,
    /// The row.
    pub span: Span,
    /// Under `amend`: the text of the file, to be read once the keys and the type are known.
    pub content: Option<FileContent>,
}

/// The text of a file, and the global offset of its first byte.
#[derive(Clone, Debug, PartialEq)]
pub struct FileContent {
    /// The text.
    pub text: String,
    /// Where it begins.
    pub base: u32,
}

/// What makes a parameter a progressive scale: [`Parameter::ty`] is the type of its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Brackets {
    /// `to TYPE`: the type of the values of its bands; a rate where it is left out.
    pub to: Option<TypeExpr>,
}

/// A key of a parameter: an enumeration, an entity, or `persons 1..8`.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterKey {
    /// The enumeration or entity, or the name of an integer key.
    pub name: Name,
    /// `1..8` of an integer key.
    pub range: Option<Range>,
}

/// `from DATE [until DATE] = VALUE`, or keyed rows under `from DATE`.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedValue {
    /// First day in force.
    pub from: Spanned<Date>,
    /// Last day in force.
    pub until: Option<Spanned<Date>>,
    /// The value or the rows.
    pub value: ParameterValue,
    /// The row.
    pub span: Span,
    /// `source "…"` rows under this interval.
    pub sources: Vec<Source>,
}

/// The value of a parameter over an interval.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterValue {
    /// `= Rp 548_816`.
    Single(Expr),
    /// Rows under the opener.
    Keyed(Vec<KeyedValue>),
    /// `from file "…"` under the opener, until the rows of the file stand in its place.
    File(RowsFile),
}

/// `primary = Rp 900 ribu`, `"62.71.04.1004" = fishery`, `otherwise = Rp 0`.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyedValue {
    /// The key.
    pub key: KeyPattern,
    /// The value.
    pub value: Expr,
    /// The row.
    pub span: Span,
}

/// The left side of a keyed row.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyPattern {
    /// `primary`, or `primary, junior` for several.
    Values(Vec<Expr>),
    /// `1..2`, `4..`.
    Range(Range),
    /// `otherwise`.
    Otherwise(Span),
    /// `each further`: what is added for each whole number after the last.
    EachFurther(Span),
    /// One pattern for each key, of a table or file.
    Several(Vec<KeyPattern>),
    /// The text of a cell in a file, read as the key wants it.
    Text(Spanned<String>),
    /// `up to Rp 5 juta`: a band of `brackets`, its end included.
    UpTo(Expr),
    /// `below Rp 5 juta`: a band of `brackets`, its end left out.
    Below(Expr),
    /// `above`: the last band of `brackets`.
    Above(Span),
}

/// `define per_capita "…" of family [: TYPE] = EXPR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The level; `population` for one value.
    pub level: Name,
    /// The written type: the value is then stored (rounded) at its scale.
    pub ty: Option<TypeExpr>,
    /// The value.
    pub value: Expr,
}

/// `criteria bps14 "…" of family`.
#[derive(Clone, Debug, PartialEq)]
pub struct Criteria {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The level.
    pub level: Name,
    /// The criteria.
    pub rows: Vec<Criterion>,
}

/// `narrow_floor "…" when floor_area / size < 8 [source "…"]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// `weight EXPR`.
    pub weight: Option<Expr>,
    /// `times EXPR` after the weight.
    pub times: Option<Expr>,
    /// When it is met; always, where only a weight is written.
    pub condition: Expr,
    /// Its own source.
    pub sources: Vec<Source>,
    /// The row.
    pub span: Span,
}

/// `classify welfare "…" of family`.
#[derive(Clone, Debug, PartialEq)]
pub struct Classify {
    /// Its name, and that of the ordered type it declares.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The level.
    pub level: Name,
    /// The rows; first match wins.
    pub rows: Vec<ClassRow>,
}

/// `poor "Miskin" when per_capita < poverty_line` or `not_poor otherwise`.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassRow {
    /// The class.
    pub class: Name,
    /// Its title.
    pub label: Option<Label>,
    /// `None` for `otherwise`.
    pub condition: Option<Expr>,
    /// Its own source.
    pub sources: Vec<Source>,
    /// The row.
    pub span: Span,
}

/// `decide component of member : component, largest pkh_amount[component]` and its table.
#[derive(Clone, Debug, PartialEq)]
pub struct Decide {
    /// The outputs' names; one in most tables.
    pub names: Vec<Name>,
    /// Its title.
    pub label: Option<Label>,
    /// The level.
    pub level: Name,
    /// The outputs' types.
    pub types: Vec<TypeExpr>,
    /// How one row is taken.
    pub policy: HitPolicy,
    /// The header cells left of `||`.
    pub inputs: Vec<Expr>,
    /// The header cells right of `||`: names of outputs.
    pub outputs: Vec<Name>,
    /// The body.
    pub rows: Vec<TableRow>,
}

/// How a decision table takes a row.
#[derive(Clone, Debug, PartialEq)]
pub enum HitPolicy {
    /// `first match`.
    First(Span),
    /// `one match`.
    One(Span),
    /// `largest EXPR`.
    Largest(Expr),
    /// `smallest EXPR`.
    Smallest(Expr),
}

/// `| true | - | || pregnancy |`.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Cells left of `||`.
    pub inputs: Vec<Cell>,
    /// Cells right of `||`.
    pub outputs: Vec<Expr>,
    /// The row.
    pub span: Span,
}

/// A cell of a decision table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub kind: CellKind,
    /// Where.
    pub span: Span,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum CellKind {
    /// `-`: any value, unknown too.
    Any,
    /// `missing`.
    Missing,
    /// `a, 18..45, < 8`: one of these.
    OneOf(Vec<CellTest>),
    /// `not a, b`: none of these.
    NoneOf(Vec<CellTest>),
}

/// One alternative in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellTest {
    /// `primary`, `true`, `3`.
    Value(Expr),
    /// `18..45`.
    Range(Range),
    /// `< 8`.
    Compare(CompareOp, Expr),
}

/// `select counted "…" of member`.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The level.
    pub level: Name,
    /// `when EXPR`, all must hold.
    pub when: Vec<Expr>,
    /// `rank by …`.
    pub rank: Vec<RankKey>,
    /// `limit …`.
    pub limits: Vec<Limit>,
}

/// `birth_date descending`.
#[derive(Clone, Debug, PartialEq)]
pub struct RankKey {
    /// The value.
    pub value: Expr,
    /// The word `descending`, where it stands.
    pub descending: Option<Span>,
}

/// `limit N per PARENT [where CONDITION]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// How many.
    pub count: Expr,
    /// Per which level.
    pub per: Name,
    /// Which rows it covers.
    pub condition: Option<Expr>,
    /// The clause.
    pub span: Span,
}

/// `aid pkh "…" of family`.
#[derive(Clone, Debug, PartialEq)]
pub struct Aid {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The level.
    pub level: Name,
    /// Its clauses.
    pub clauses: Vec<AidClause>,
}

/// A clause of an aid.
#[derive(Clone, Debug, PartialEq)]
pub struct AidClause {
    /// The whole clause.
    pub span: Span,
    /// Which clause.
    pub kind: AidClauseKind,
}

/// Which clause of an aid.
#[derive(Clone, Debug, PartialEq)]
pub enum AidClauseKind {
    /// `agency "Dinas Sosial"`.
    Agency(Spanned<String>),
    /// `when EXPR`.
    When(Expr),
    /// `unless EXPR because "…"`; `unless any of SET` is the expression [`ExprKind::AnyOf`].
    Unless {
        /// The exclusion.
        condition: Expr,
        /// The ground.
        because: Option<Spanned<String>>,
    },
    /// `verify when EXPR because "…"`.
    Verify {
        /// When to check first.
        condition: Expr,
        /// The ground.
        because: Option<Spanned<String>>,
    },
    /// `take up EXPR seed N`.
    TakeUp {
        /// The share.
        share: Expr,
        /// Where the draws start.
        seed: Option<Spanned<Rational>>,
    },
    /// `amount EXPR [for N months]`.
    Amount {
        /// Money, one-off or a flow.
        value: Expr,
        /// The number of months.
        months: Option<Expr>,
    },
    /// `service EXPR`.
    Service(Expr),
    /// `quota EXPR [per LEVEL or EXPR]`.
    Quota {
        /// How many.
        count: QuotaCount,
        /// Per which value.
        per: Option<Expr>,
    },
    /// `budget EXPR [per …]`.
    Budget {
        /// The ceiling.
        ceiling: Expr,
        /// Per which value.
        per: Option<Expr>,
    },
    /// `limit N per LEVEL`.
    Limit(Limit),
    /// `rank by …`.
    RankBy(Vec<RankKey>),
    /// `not together with AID because "…"`.
    NotTogether {
        /// The other aid.
        other: Name,
        /// Why.
        because: Option<Spanned<String>>,
    },
}

/// `3_171` or `10% of family`.
#[derive(Clone, Debug, PartialEq)]
pub enum QuotaCount {
    /// A number.
    Number(Expr),
    /// A share of the rows of an entity.
    ShareOf(Expr, Name),
}

/// `register dtks "…" of member`.
#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The level.
    pub level: Name,
    /// `current FIELD`.
    pub current: Option<Expr>,
    /// `enter when EXPR`, all must hold.
    pub enter: Vec<Expr>,
    /// `leave when …`, the first true one is the ground.
    pub leave: Vec<Leave>,
}

/// `leave when EXPR because "…"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Leave {
    /// The ground.
    pub condition: Expr,
    /// Its words; `None` with a criteria set.
    pub because: Option<Spanned<String>>,
    /// The clause.
    pub span: Span,
}

/// `indicator poor_persons "…" = count(member where …) by village`.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// An aggregate over the population, or arithmetic over aggregates and indicators.
    pub value: Expr,
    /// `by village, sex`.
    pub by: Vec<Expr>,
    /// `convention laeken`.
    pub convention: Option<Name>,
    /// It is written as a `define … of population`.
    pub of_population: bool,
    /// Its written type: the figure is stored at its scale.
    pub ty: Option<TypeExpr>,
}

/// `poverty consumption "…" of family = per_capita below poverty_line, persons size`.
#[derive(Clone, Debug, PartialEq)]
pub struct Poverty {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// `of LEVEL`.
    pub level: Name,
    /// What a row has.
    pub value: Expr,
    /// `below poverty_line`.
    pub line: Line,
    /// `persons size`.
    pub persons: Option<Expr>,
    /// `convention pip`.
    pub convention: Option<Name>,
}

/// An old answer made current: rules see the field as it would be on the evaluation date.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// The field.
    pub field: Name,
    /// `of LEVEL`: the entity that has it.
    pub level: Name,
    /// What becomes of it.
    pub how: UpdateKind,
}

impl Update {
    /// The word that begins it.
    pub fn word(&self) -> &'static str {
        match self.how {
            UpdateKind::Uprate { .. } => "uprate",
            UpdateKind::Shift { .. } => "shift",
        }
    }

    /// What it is made current by and from.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let (first, second) = match &self.how {
            UpdateKind::Uprate { by, from } => (by, Some(from)),
            UpdateKind::Shift { from } => (from, None),
        };
        std::iter::once(first).chain(second)
    }
}

/// What becomes of an old answer.
#[derive(Clone, Debug, PartialEq)]
pub enum UpdateKind {
    /// `uprate FIELD of LEVEL by PARAMETER from DATE`: times the parameter now over the parameter then.
    Uprate {
        /// The index: a parameter, with its keys where it has some.
        by: Expr,
        /// The day of the answer, or the field that holds it.
        from: Expr,
    },
    /// `shift FIELD of LEVEL from DATE`: a date moved by the days since then.
    Shift {
        /// The day of the answer, or the field that holds it.
        from: Expr,
    },
}

/// `target zero "…" each? INDICATOR = 0 by DATE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// The word `each`: every group must meet it.
    pub each: Option<Span>,
    /// The indicator.
    pub indicator: Name,
    /// The comparison.
    pub op: CompareOp,
    /// The goal.
    pub value: Expr,
    /// The day.
    pub by: Spanned<Date>,
}

/// `assert "…" EXPR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assert {
    /// What is promised.
    pub text: Spanned<String>,
    /// The condition over the population.
    pub condition: Expr,
}

/// `test "…"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its title.
    pub title: Spanned<String>,
    /// `on DATE`.
    pub on: Option<Spanned<Date>>,
    /// `each member FIELD = VALUE, …`.
    pub each: Vec<EachRow>,
    /// The fixture's outermost rows.
    pub fixtures: Vec<Fixture>,
    /// `expect …`.
    pub expects: Vec<Expect>,
    /// `example` rather than `test`: a fixture that tests start from.
    pub is_example: bool,
    /// `like "keluarga dasar"`.
    pub like: Option<Spanned<String>>,
    /// `assume X = V`.
    pub assumes: Vec<Assume>,
    /// The table of `test "…" each row`.
    pub table: Option<TestTable>,
}

/// `assume per_capita = Rp 300_000 per month`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assume {
    /// What is computed otherwise; before its dot the name of a row, where it is of one row alone.
    pub target: Expr,
    /// The value; `None` for `missing`.
    pub value: Option<Expr>,
    /// The row.
    pub span: Span,
}

/// Cases of a test, one a row: `| "di garis" | Rp 500_000 || poor |`.
#[derive(Clone, Debug, PartialEq)]
pub struct TestTable {
    /// The header cells left of `||`: fields of the outermost row, the first may name the cases.
    pub inputs: Vec<Name>,
    /// The header cells right of `||`.
    pub outputs: Vec<Expr>,
    /// The cases.
    pub rows: Vec<TestCase>,
}

/// One case of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestCase {
    /// Cells left of `||`; nothing for `-`, where the fixture's own value stands.
    pub inputs: Vec<Option<Expr>>,
    /// Cells right of `||`.
    pub outputs: Vec<Cell>,
    /// The row.
    pub span: Span,
}

/// `each member job_status = none, school = none`.
#[derive(Clone, Debug, PartialEq)]
pub struct EachRow {
    /// The entity.
    pub entity: Name,
    /// The values.
    pub values: Vec<Assignment>,
    /// The row.
    pub span: Span,
}

/// `3 member ani relation = child, sex = male` and the rows nested under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixture {
    /// How many alike rows.
    pub count: Option<Spanned<u32>>,
    /// The entity.
    pub entity: Name,
    /// The name to expect on.
    pub name: Option<Name>,
    /// The values.
    pub values: Vec<Assignment>,
    /// Rows one level deeper.
    pub children: Vec<Fixture>,
    /// The row.
    pub span: Span,
}

/// `expenditure = Rp 1_600_000`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The field.
    pub field: Name,
    /// The value; `None` for `missing`.
    pub value: Option<Expr>,
    /// Both.
    pub span: Span,
}

/// `expect X = V`, `expect X is missing`, `expect X < V`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// A condition, whose left side names the row where that is not the outermost one.
    pub condition: Expr,
    /// Whether it is a cell of a table, where an amount takes the period of its column.
    pub is_cell: bool,
    /// The row.
    pub span: Span,
}

/// `amend parameter poverty_line` / `amend aid pkh` and its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Amend {
    /// What is amended: its kind, name and changed clauses, as a declaration whose left-out
    /// clauses are empty.
    pub target: AmendTarget,
    /// The name amended.
    pub name: Name,
}

/// The clauses that an amendment replaces.
#[derive(Clone, Debug, PartialEq)]
pub enum AmendTarget {
    /// `amend parameter NAME` with `from DATE …` rows: a row replaces the one of its date.
    Parameter {
        /// The rows.
        values: Vec<DatedValue>,
        /// `from file "…"`: rows whose dates stand in the file.
        files: Vec<RowsFile>,
    },
    /// `amend aid NAME`: a clause replaces all of its kind; those marked `add` are added.
    Aid {
        /// Clauses that replace.
        replace: Vec<AidClause>,
        /// Clauses after `add`.
        add: Vec<AidClause>,
    },
    /// `amend criteria NAME`, `amend define NAME = EXPR` and the other rules.
    Rule(Box<AmendRule>),
}

/// An amendment as a declaration of its kind that holds what is said anew: rows that replace those
/// of their names, clauses that replace all of their kind, or a new expression.
#[derive(Clone, Debug, PartialEq)]
pub struct AmendRule {
    /// What is replaced.
    pub replace: DeclarationKind,
    /// Clauses after `add`, of a selection or a register.
    pub add: Option<DeclarationKind>,
    /// `, largest EXPR` of a decision table, where it is said anew.
    pub hit_policy: Option<HitPolicy>,
}

/// `scenario line_up_10 "Garis kemiskinan naik 10 persen"` and what it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// `set …`, in the order of the text.
    pub sets: Vec<Set>,
    /// `repeal NAME`.
    pub repeals: Vec<Name>,
    /// `amend KIND NAME` and its rows.
    pub amendments: Vec<Declaration>,
    /// Whole new declarations.
    pub declarations: Vec<Declaration>,
}

/// `set poverty_line = poverty_line * 110%`, `set pkh_amount[primary] from 2024-01-01 = Rp 1 juta`,
/// `set pip.quota = 500`.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The parameter, or the aid.
    pub name: Name,
    /// `.quota`, `.amount`, `.budget` of an aid.
    pub part: Option<Name>,
    /// `[primary]`: one key alone.
    pub keys: Option<Vec<Expr>>,
    /// `from DATE`: from that day on.
    pub from: Option<Spanned<Date>>,
    /// The new value; names in it mean what they mean before the change.
    pub value: Expr,
    /// `of family`, after a percentage that is a quota.
    pub of: Option<Name>,
    /// `for N months`, after an amount.
    pub months: Option<Expr>,
    /// `source "…"`.
    pub sources: Vec<Source>,
    /// The row.
    pub span: Span,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// Which expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `1_000`, `0.75`, `3 juta`.
    Number(Rational),
    /// `70%`.
    Percent(Rational),
    /// `Rp 200_000 [per month]`; the number in whole units of the currency.
    Money {
        /// The amount.
        amount: Rational,
        /// `Rp` or an ISO code, as written.
        currency: String,
        /// `per month`.
        period: Option<Period>,
    },
    /// `2023-03-01`.
    Date(Date),
    /// `3 months`, in sums with dates.
    Duration(Box<Expr>, DurationUnit),
    /// `months in (work_spell where formal) within last 24 months`.
    MonthsIn(Box<MonthsIn>),
    /// `"…"`.
    Text(String),
    /// `true`, `false`.
    Boolean(bool),
    /// `missing`, on the right of `=` in tests and in cells.
    Missing,
    /// `poverty_line`.
    Name(String),
    /// `family.welfare`.
    Dot(Box<Expr>, Name),
    /// `pkh_amount[component]`.
    Index(Box<Expr>, Vec<Expr>),
    /// `poverty_line on birth_date`.
    On(Box<Expr>, Box<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// `-a`.
    Negate(Box<Expr>),
    /// `a and b and c`.
    And(Vec<Expr>),
    /// `a or b or c`.
    Or(Vec<Expr>),
    /// `a + b`.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a < b`.
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `x [not] in 18..45`, `x [not] in (a, b)`.
    In {
        /// The value.
        value: Box<Expr>,
        /// The set.
        set: InSet,
        /// `not in`.
        negated: bool,
    },
    /// `x is [not] missing` (`missing: true`), `x is [not] known`.
    Is {
        /// The value.
        value: Box<Expr>,
        /// `missing` rather than `known`.
        missing: bool,
        /// `is not`.
        negated: bool,
    },
    /// `x if missing y`.
    IfMissing(Box<Expr>, Box<Expr>),
    /// `if c then a else b`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `x as money per month`.
    As(Box<Expr>, TypeExpr),
    /// `x but not less than y`.
    NotLessThan(Box<Expr>, Box<Expr>),
    /// `x but not more than y`.
    NotMoreThan(Box<Expr>, Box<Expr>),
    /// `name starts with "x"`.
    StartsWith(Box<Expr>, Box<Expr>),
    /// `name contains "x"`.
    Contains(Box<Expr>, Box<Expr>),
    /// `count(member where …)` and the other aggregations.
    Aggregate(Box<Aggregate>),
    /// `alkire_foster(k, SET of E)`.
    AlkireFoster(Box<AlkireFoster>),
    /// `decile(x of E within L)`: the place of a row among others.
    Position(Box<Position>),
    /// `gini(per_capita of family)` and the other measures of the population.
    Measure(Box<Measure>),
    /// `min(a, b)`, `age(birth_date)`, `yearly(x)` and the other functions, by name as written.
    Call {
        /// The function.
        function: Name,
        /// The arguments.
        arguments: Vec<Expr>,
    },
    /// `round(x, to Rp 1_000)`, `round up(x)`, `round down(x)`.
    Round {
        /// Which way.
        mode: RoundMode,
        /// The value.
        value: Box<Expr>,
        /// `to STEP`.
        to: Option<Box<Expr>>,
    },
    /// `steps(x, of Rp 1_000)`.
    Steps {
        /// The value.
        value: Box<Expr>,
        /// The step.
        of: Box<Expr>,
    },
    /// `any of grounds`.
    AnyOf(Name),
    /// `at least N of SET`, `at most N of (a, b)`, `at least N points of SET`.
    AtLeast {
        /// The number.
        count: Box<Expr>,
        /// `at most` rather than `at least`.
        most: bool,
        /// `points of`: weights are summed instead of counted.
        points: bool,
        /// What is counted.
        of: CriteriaList,
    },
    /// A place whose text could not be parsed; reported already, no further findings.
    Broken,
}

/// What `at least N of` counts.
#[derive(Clone, Debug, PartialEq)]
pub enum CriteriaList {
    /// A criteria set.
    Set(Name),
    /// `(a < 1, b, not c)`.
    List(Vec<Expr>),
}

/// `months in (ENTITY where CONDITION) within last DURATION`.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthsIn {
    /// The entity of the spells.
    pub entity: Name,
    /// Which spells.
    pub condition: Option<Expr>,
    /// How far back.
    pub last: Expr,
}

/// The right side of `in`.
#[derive(Clone, Debug, PartialEq)]
pub enum InSet {
    /// `18..45`.
    Range(Range),
    /// `(earth, wood)`; an item may be a range.
    List(Vec<InItem>),
}

/// One item of `in (…)`.
#[derive(Clone, Debug, PartialEq)]
pub enum InItem {
    /// `earth`.
    Value(Expr),
    /// `1..3`.
    Range(Range),
}

/// `+ - * /`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// `= != < <= > >=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl CompareOp {
    /// As policies write it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The comparison that holds with the sides exchanged.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }

    /// The comparison that holds where this one does not.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// Whether it holds between two values in this order.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// `days`, `months`, `years`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationUnit {
    /// `days`
    Days,
    /// `months`
    Months,
    /// `years`
    Years,
}

/// `round`, `round up`, `round down`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundMode {
    /// Half away from zero.
    Nearest,
    /// To the larger number.
    Up,
    /// To the smaller number.
    Down,
}

/// `count(member where age >= 60)`, `sum(4 largest x of member)`, `every(member where C has D, if no rows true)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which.
    pub op: AggregateOp,
    /// `X of`, where the aggregation takes a value.
    pub value: Option<Expr>,
    /// `4 largest` / `4 smallest`.
    pub best: Option<Best>,
    /// The entity whose rows are taken, or a reverse link's name.
    pub entity: Name,
    /// `where C`.
    pub condition: Option<Expr>,
    /// `has D` of `every`.
    pub has: Option<Expr>,
    /// `if no rows B` of `every`.
    pub no_rows: Option<Expr>,
    /// `by K [descending], …` of `first`.
    pub by: Vec<RankKey>,
    /// `weighted by w`.
    pub weight: Option<Expr>,
}

/// `fgt(2, x, below z, of family where C weighted by size)`, `concentration(x of family by y)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Which.
    pub kind: MeasureKind,
    /// The number that comes first: of `fgt`, `atkinson`, `quantile`, `lorenz`.
    pub parameter: Option<Expr>,
    /// `x`: what each row has.
    pub value: Expr,
    /// `below z` of the measures of poverty.
    pub line: Option<Line>,
    /// The entity whose rows are measured.
    pub entity: Name,
    /// `where C`.
    pub condition: Option<Expr>,
    /// `by y` of `concentration`.
    pub by: Option<Expr>,
    /// `weighted by w`.
    pub weight: Option<Expr>,
}

/// `alkire_foster(k, SET of E where C weighted by w)`: multidimensional poverty.
#[derive(Clone, Debug, PartialEq)]
pub struct AlkireFoster {
    /// Which figure.
    pub kind: AlkireFosterKind,
    /// `k`: the share of all weights from which a row is poor.
    pub cutoff: Expr,
    /// The criteria set, or one criterion of it: `mpi.schooling`.
    pub set: Expr,
    /// The entity whose rows are measured.
    pub entity: Name,
    /// `where C`.
    pub condition: Option<Expr>,
    /// `weighted by w`.
    pub weight: Option<Expr>,
}

/// Which figure of multidimensional poverty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlkireFosterKind {
    /// `alkire_foster(…)`: M0, the adjusted headcount.
    Adjusted,
    /// `alkire_foster_headcount(…)`: H; of one criterion, the censored headcount.
    Headcount,
    /// `alkire_foster_intensity(…)`: A, the mean share of deprivations of the poor.
    Intensity,
    /// `alkire_foster_contribution(…)`: what one criterion contributes to M0.
    Contribution,
}

impl AlkireFosterKind {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 4] = [
        Self::Adjusted,
        Self::Headcount,
        Self::Intensity,
        Self::Contribution,
    ];

    /// The English word and how it is written.
    pub fn form(self) -> (&'static str, &'static str) {
        match self {
            Self::Adjusted => (
                "alkire_foster",
                "alkire_foster(1/3, mpi of family weighted by size)",
            ),
            Self::Headcount => (
                "alkire_foster_headcount",
                "alkire_foster_headcount(1/3, mpi of family weighted by size)",
            ),
            Self::Intensity => (
                "alkire_foster_intensity",
                "alkire_foster_intensity(1/3, mpi of family weighted by size)",
            ),
            Self::Contribution => (
                "alkire_foster_contribution",
                "alkire_foster_contribution(1/3, mpi.schooling of family weighted by size)",
            ),
        }
    }

    /// Whether it is asked of the whole set, and whether of one criterion.
    pub fn takes(self) -> (bool, bool) {
        match self {
            Self::Adjusted | Self::Intensity => (true, false),
            Self::Headcount => (true, true),
            Self::Contribution => (false, true),
        }
    }
}

/// `rank(x descending, y of E where C within L)`, `decile(x of E weighted by w)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Which.
    pub kind: PositionKind,
    /// What orders the rows; one key where they are put into groups.
    pub keys: Vec<RankKey>,
    /// `n` of `quantile_group`.
    pub groups: Option<Expr>,
    /// `of E`: whose rows; those of the rule's level where it is left out.
    pub entity: Option<Name>,
    /// `where C`.
    pub condition: Option<Expr>,
    /// `weighted by w`.
    pub weight: Option<Expr>,
    /// `within L`: only among the rows of the same row of `L`.
    pub within: Option<Name>,
}

/// Which place of a row among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PositionKind {
    /// `rank(x)`: the place in the order, from 1.
    Rank,
    /// `decile(x)`: ten groups, the lowest first.
    Decile,
    /// `quintile(x)`: five groups.
    Quintile,
    /// `quantile_group(x, n)`: so many groups.
    QuantileGroup,
}

impl PositionKind {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 4] = [
        Self::Rank,
        Self::Decile,
        Self::Quintile,
        Self::QuantileGroup,
    ];

    /// The English word and how it is written.
    pub fn form(self) -> (&'static str, &'static str) {
        match self {
            Self::Rank => (
                "rank",
                "rank(income descending, size of family within village)",
            ),
            Self::Decile => ("decile", "decile(income of family weighted by size)"),
            Self::Quintile => ("quintile", "quintile(income of family weighted by size)"),
            Self::QuantileGroup => (
                "quantile_group",
                "quantile_group(income of family weighted by size, 4)",
            ),
        }
    }

    /// Into how many groups it puts the rows, where its name says it.
    pub fn groups(self) -> Option<i64> {
        match self {
            Self::Decile => Some(10),
            Self::Quintile => Some(5),
            Self::Rank | Self::QuantileGroup => None,
        }
    }
}

/// `below z`, `at or below z`.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Whether a row on the line is poor too.
    pub at: bool,
    /// The line.
    pub value: Expr,
}

/// Which measure of the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MeasureKind {
    /// `fgt(alpha, x, below z, of E)`
    Fgt,
    /// `gap(x, below z, of E)`
    Gap,
    /// `severity(x, below z, of E)`
    Severity,
    /// `watts(x, below z, of E)`
    Watts,
    /// `sen(x, below z, of E)`
    Sen,
    /// `sst(x, below z, of E)`
    Sst,
    /// `gini(x of E)`
    Gini,
    /// `mld(x of E)`
    Mld,
    /// `theil(x of E)`
    Theil,
    /// `atkinson(e, x of E)`
    Atkinson,
    /// `quantile(q, x of E)`
    Quantile,
    /// `lorenz(q, x of E)`
    Lorenz,
    /// `quintile_ratio(x of E)`
    QuintileRatio,
    /// `concentration(x of E by y)`
    Concentration,
}

impl MeasureKind {
    /// The English word and how it is written.
    pub fn form(self) -> (&'static str, &'static str) {
        match self {
            Self::Fgt => ("fgt", "fgt(2, income, below line, of family where …)"),
            Self::Gap => ("gap", "gap(income, below line, of family where …)"),
            Self::Severity => (
                "severity",
                "severity(income, below line, of family where …)",
            ),
            Self::Watts => ("watts", "watts(income, below line, of family where …)"),
            Self::Sen => ("sen", "sen(income, below line, of family where …)"),
            Self::Sst => ("sst", "sst(income, below line, of family where …)"),
            Self::Gini => ("gini", "gini(income of family where … weighted by size)"),
            Self::Mld => ("mld", "mld(income of family where … weighted by size)"),
            Self::Theil => ("theil", "theil(income of family where … weighted by size)"),
            Self::Atkinson => ("atkinson", "atkinson(0.5, income of family where …)"),
            Self::Quantile => ("quantile", "quantile(50%, income of family where …)"),
            Self::Lorenz => ("lorenz", "lorenz(40%, income of family where …)"),
            Self::QuintileRatio => ("quintile_ratio", "quintile_ratio(income of family where …)"),
            Self::Concentration => (
                "concentration",
                "concentration(benefit of family where … by income)",
            ),
        }
    }

    /// All, in the order of the documentation.
    pub const ALL: [Self; 14] = [
        Self::Fgt,
        Self::Gap,
        Self::Severity,
        Self::Watts,
        Self::Sen,
        Self::Sst,
        Self::Gini,
        Self::Mld,
        Self::Theil,
        Self::Atkinson,
        Self::Quantile,
        Self::Lorenz,
        Self::QuintileRatio,
        Self::Concentration,
    ];

    /// Whether it relates to a line: `below z, of E`.
    pub fn takes_line(self) -> bool {
        match self {
            Self::Fgt | Self::Gap | Self::Severity | Self::Watts | Self::Sen | Self::Sst => true,
            Self::Gini
            | Self::Mld
            | Self::Theil
            | Self::Atkinson
            | Self::Quantile
            | Self::Lorenz
            | Self::QuintileRatio
            | Self::Concentration => false,
        }
    }

    /// Whether a number comes first.
    pub fn takes_parameter(self) -> bool {
        matches!(
            self,
            Self::Fgt | Self::Atkinson | Self::Quantile | Self::Lorenz
        )
    }
}

/// `4 largest`.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// How many.
    pub count: Expr,
    /// `smallest` rather than `largest`.
    pub smallest: bool,
}

/// Which aggregation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AggregateOp {
    /// `count`
    Count,
    /// `sum`
    Sum,
    /// `min`
    Min,
    /// `max`
    Max,
    /// `average`
    Average,
    /// `any`
    Any,
    /// `every`
    Every,
    /// `first`
    First,
    /// `only`
    Only,
    /// `share`: rows that meet `has`-like condition among those of `where`.
    Share,
}
