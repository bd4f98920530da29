//! The row-by-row evaluator: short, obviously right, the judge of the columnar one.
//!
//! It walks the typed tree, one row at a time, and follows `docs/language/unknown.md` line by line.
//!
//! | file | holds |
//! |---|---|
//! | `datum` | the value of an expression for a row, or unknown |
//! | `rows` | parents, children, links, roles |
//! | `expression` | fields, parameters, arithmetic, logic |
//! | `choice` | `if`, `classify`, `decide` |
//! | `function` | functions |
//! | `aggregate` | aggregates over child rows |
//! | `operands` | what an expression is computed from |
//! | `rank`, `position` | the order of rows, and the place of a row in it |
//! | `select` | `select` |
//! | `aid`, `allocate`, `groups` | statuses of aids, and who is granted |
//! | `register` | registers |
//! | `trace` | how a value came about |
//! | `ruling` | what decided an aid or a register, for a trace |

mod aggregate;
mod aid;
mod allocate;
mod choice;
mod expression;
mod function;
mod groups;
mod operands;
mod position;
mod rank;
mod register;
mod rows;
mod ruling;
mod select;

pub mod datum;
pub mod trace;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::tree::{
    AidId, EntityId, Expr, Position, Program, RegisterId, Step, ValueId, ValueKind,
};
use crate::data::results::{AidResult, RegisterResult, Results, RowFault, Rule};
use crate::data::table::Dataset;
use crate::number::Date;

pub use datum::Datum;
pub use operands::operands;
pub use trace::Trace;

use position::Standings;

/// Evaluates a policy over its data on a day: every value, aid and register, for every row.
pub fn evaluate(program: &Program, dataset: &Dataset, date: Date) -> Results {
    let program = &*program.on(date);
    let mut evaluator = Evaluator::new(program, dataset, date);
    for step in &program.order {
        match *step {
            Step::Value(id) => evaluator.compute_value(id),
            Step::Aid(id) => evaluator.decide_aid(id),
            Step::Register(id) => evaluator.decide_register(id),
        }
    }
    evaluator.into_results()
}

/// A row of an entity's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// The entity.
    pub entity: EntityId,
    /// The row in the entity's [`crate::data::table::Table`].
    pub index: usize,
}

impl From<(EntityId, usize)> for Row {
    fn from((entity, index): (EntityId, usize)) -> Self {
        Self { entity, index }
    }
}

/// How values that have an exact form are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    /// Exact, as rules do.
    Exact,
    /// Rounded, as in the results.
    Stored,
}

/// Evaluates expressions row by row and remembers what it has computed.
#[derive(Debug)]
pub struct Evaluator<'a> {
    program: &'a Program,
    dataset: &'a Dataset,
    date: Date,
    given: Option<&'a Results>,
    /// Whether exact values are read as they are stored.
    reads: Reads,
    /// Whether traces show what identifies a person.
    shows_personal: bool,
    /// What traces call a row, where it is not called by its key.
    names: BTreeMap<Row, String>,
    /// Exact where the value is marked so, else stored, by value and row.
    values: Vec<BTreeMap<usize, Datum>>,
    aids: Vec<Option<AidResult>>,
    registers: Vec<Option<RegisterResult>>,
    /// The aid that is being decided: its amount and service are those before allocation.
    deciding: Option<AidId>,
    /// How the rows stand that meet under a `rank`, `decile` or the like.
    standings: Vec<(Position, EntityId, Standings)>,
    /// A number was too large since the evaluation of the present row began.
    overflowed: bool,
    faults: BTreeSet<RowFault>,
}

impl<'a> Evaluator<'a> {
    /// An evaluator of a checked policy over data bound to it, on a day; of a declaration with
    /// versions it takes the first, so give it [`Program::on`] that day.
    pub fn new(program: &'a Program, dataset: &'a Dataset, date: Date) -> Self {
        Self {
            program,
            dataset,
            date,
            given: None,
            reads: Reads::Exact,
            shows_personal: false,
            names: BTreeMap::new(),
            values: vec![BTreeMap::new(); program.values.len()],
            aids: vec![None; program.aids.len()],
            registers: vec![None; program.registers.len()],
            deciding: None,
            standings: Vec::new(),
            overflowed: false,
            faults: BTreeSet::new(),
        }
    }

    /// Takes stored values and the outcomes of aids and registers from an evaluation of the same
    /// policy, data and day, so that single rows are explained without deciding everything anew.
    #[must_use]
    pub fn with_results(mut self, results: &'a Results) -> Self {
        self.given = Some(results);
        self
    }

    /// Reads every value of the given results as it is stored: what expectations and outputs compare.
    #[must_use]
    pub fn reading_stored(mut self) -> Self {
        self.reads = Reads::Stored;
        self
    }

    /// Traces show fields marked `personal` instead of masking them.
    #[must_use]
    pub fn showing_personal(mut self) -> Self {
        self.shows_personal = true;
        self
    }

    /// Traces call these rows by a name.
    #[must_use]
    pub fn naming(mut self, names: BTreeMap<Row, String>) -> Self {
        self.names = names;
        self
    }

    /// The value of an expression for a row: in its exact form if it has one, else stored.
    pub fn evaluate(&mut self, expr: &Expr, row: impl Into<Row>) -> Datum {
        self.exact(expr, row.into())
    }

    /// The value of an expression for a row, rounded to the scale of its type.
    pub fn evaluate_stored(&mut self, expr: &Expr, row: impl Into<Row>) -> Datum {
        self.stored(expr, row.into())
    }

    /// The policy.
    pub fn program(&self) -> &'a Program {
        self.program
    }

    /// The data.
    pub fn dataset(&self) -> &'a Dataset {
        self.dataset
    }

    /// The evaluation date.
    pub fn date(&self) -> Date {
        self.date
    }

    /// Computes a value for every row of its level.
    fn compute_value(&mut self, id: ValueId) {
        let Some(value) = self.program.values.get(id.index()) else {
            return;
        };
        for index in 0..self.rows(value.entity) {
            self.value_at(
                id,
                Row {
                    entity: value.entity,
                    index,
                },
            );
        }
    }

    /// A value for a row, computed where it is not known yet.
    fn value_at(&mut self, id: ValueId, row: Row) -> Datum {
        if let Some(datum) = self.remembered(id, row) {
            return datum;
        }
        let Some(value) = self.program.values.get(id.index()) else {
            return Datum::Unknown;
        };
        let given = self
            .given
            .and_then(|results| results.values.get(id.index())?.as_ref());
        let datum = match (&value.kind, given) {
            (_, Some(column)) if !value.exact || self.reads == Reads::Stored => {
                return Datum::from_column(column, row.index, value.ty);
            }
            (ValueKind::Select(select), _) => return self.select_row(id, select, row),
            (
                ValueKind::Define(expr)
                | ValueKind::Criterion {
                    condition: expr, ..
                }
                | ValueKind::Class(expr)
                | ValueKind::Decide(expr),
                _,
            ) => self.for_rule(Rule::Value(id), row, |it| it.compute(expr, id, row)),
        };
        self.remember(id, row, datum.clone());
        datum
    }

    /// The exact or stored form of a value; a value that cannot be stored is unknown in both.
    fn compute(&mut self, expr: &Expr, id: ValueId, row: Row) -> Datum {
        let Some(value) = self.program.values.get(id.index()) else {
            return Datum::Unknown;
        };
        let exact = self.exact(expr, row);
        let stored = self.store(exact.clone(), value.ty);
        if value.exact && stored.is_known() {
            exact
        } else {
            stored
        }
    }

    fn remembered(&self, id: ValueId, row: Row) -> Option<Datum> {
        self.values.get(id.index())?.get(&row.index).cloned()
    }

    fn remember(&mut self, id: ValueId, row: Row, datum: Datum) {
        if let Some(rows) = self.values.get_mut(id.index()) {
            rows.insert(row.index, datum);
        }
    }

    /// Runs one row of a rule and lists it among the faults if a number was too large.
    fn for_rule<T>(&mut self, rule: Rule, row: Row, run: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::take(&mut self.overflowed);
        let result = run(self);
        if std::mem::replace(&mut self.overflowed, outer)
            && let Ok(index) = u32::try_from(row.index)
        {
            self.faults.insert(RowFault {
                rule,
                entity: row.entity,
                row: index,
            });
        }
        result
    }

    /// The outcome of an aid, decided where it was not given.
    pub fn aid_result(&mut self, id: AidId) -> Option<&AidResult> {
        if self.given.is_some() {
            return self.given?.aids.get(id.index());
        }
        if self.aids.get(id.index())?.is_none() {
            self.decide_aid(id);
        }
        self.aids.get(id.index())?.as_ref()
    }

    /// The outcome of a register, decided where it was not given.
    pub fn register_result(&mut self, id: RegisterId) -> Option<&RegisterResult> {
        if self.given.is_some() {
            return self.given?.registers.get(id.index());
        }
        if self.registers.get(id.index())?.is_none() {
            self.decide_register(id);
        }
        self.registers.get(id.index())?.as_ref()
    }

    fn into_results(mut self) -> Results {
        let program = self.program;
        for id in (0..).map(ValueId).take(program.values.len()) {
            self.compute_value(id);
        }
        let values = program.values.iter().zip(&self.values);
        let values = values.map(|(value, found)| {
            let rows = 0..self.rows(value.entity);
            let cells = rows.map(|row| found.get(&row).cloned().unwrap_or(Datum::Unknown));
            Some(datum::column(cells, value.ty))
        });
        let values = values.collect();
        for id in (0..).map(AidId).take(program.aids.len()) {
            self.aid_result(id);
        }
        for id in (0..).map(RegisterId).take(program.registers.len()) {
            self.register_result(id);
        }
        Results {
            date: self.date,
            values,
            aids: self
                .aids
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect(),
            registers: self
                .registers
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect(),
            faults: self.faults.into_iter().collect(),
        }
    }
}
