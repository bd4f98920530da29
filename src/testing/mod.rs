//! The `test` declarations of a policy: their data, their expectations, what they cover.

mod assume;
mod blank;
pub mod coverage;
pub mod fixture;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::tree::{
    About, Blank, CompareOp, Expr, ExprKind, FieldId, Program, Test, TestExpect, Type,
};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::test as words;
use crate::number::{Date, Truth};
use crate::outcome::{self, Cause, Missing, causes_of};
use crate::plan::Outputs;
use crate::reference::{Evaluator, Row, Trace, operands};
use crate::source::Span;

pub use coverage::{Coverage, Covered, CoveredKind};
pub use fixture::Fixture;

/// An evaluator of whole data sets.
pub type Evaluate<'e> = &'e dyn Fn(&Program, &Dataset, Date) -> Results;

/// What became of one test.
#[derive(Clone, Debug)]
pub struct TestReport {
    /// Its title.
    pub name: String,
    /// Its place.
    pub span: Span,
    /// Whether every expectation was met.
    pub passed: bool,
    /// The expectations that were not.
    pub failures: Vec<Failure>,
}

/// An expectation that was not met.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The expectation.
    pub span: Span,
    /// Why it was not met.
    pub kind: FailureKind,
    /// How the value came about.
    pub trace: Trace,
}

/// Why an expectation was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// Another value was found; both in words.
    Unmet {
        /// What is expected, with its comparison where it is not `=`.
        expected: String,
        /// What was found.
        found: String,
    },
    /// The expectation needs a field that must be present and that the test does not give.
    MissingField {
        /// The field.
        field: FieldId,
        /// Where the row that lacks it stands in the test.
        row: Option<Span>,
    },
}

impl Failure {
    /// The words of the failure, at the expectation.
    pub fn finding(&self, program: &Program) -> Diagnostic {
        match &self.kind {
            FailureKind::Unmet { expected, found } => Diagnostic::at(&words::UNMET, self.span)
                .with("expected", expected)
                .with("found", found),
            FailureKind::MissingField { field: id, row } => {
                let field = program.fields.get(id.index());
                let entity = field.and_then(|field| program.entities.get(field.entity.index()));
                let name =
                    |about: Option<&About>| about.map_or(String::new(), |it| it.name.clone());
                let finding = Diagnostic::at(&words::MISSING_FIELD, self.span)
                    .with("field", name(field.map(|it| &it.about)))
                    .with("entity", name(entity.map(|it| &it.about)));
                match row {
                    Some(row) => finding.label(*row, "label.row"),
                    None => finding,
                }
            }
        }
    }
}

/// Runs the tests of a policy whose title `wanted` takes, in the order of the text.
///
/// `evaluate` is the evaluator that is tested; a test without a date stands on `date`.
pub fn run(
    program: &Program,
    date: Date,
    evaluate: Evaluate,
    wanted: &dyn Fn(&str) -> bool,
) -> (Vec<TestReport>, Coverage) {
    let mut coverage = Coverage::new(program);
    let mut reports = Vec::new();
    for test in program.tests.iter().filter(|test| wanted(&test.title)) {
        let date = test.on.map_or(date, |(on, _)| on);
        let program = &*program.on(date);
        let fixture = fixture::dataset(program, &test.rows);
        let program = &*assume::assumed(program, test, &fixture);
        let settle = |program: &Program, _: &Outputs| evaluate(program, &fixture.dataset, date);
        let settled = outcome::settled(program, &fixture.dataset, date, &settle);
        let program = settled.as_ref().unwrap_or(program);
        let results = evaluate(program, &fixture.dataset, date);
        let mut evaluator = Evaluator::new(program, &fixture.dataset, date).with_results(&results);
        coverage.note(&mut evaluator);
        let mut evaluator = Evaluator::new(program, &fixture.dataset, date)
            .with_results(&results)
            .reading_stored()
            .showing_personal()
            .naming(names(test, &fixture));
        let mut failures: Vec<Failure> = test
            .expects
            .iter()
            .flat_map(|expect| failures(&mut evaluator, test, &fixture, expect))
            .collect();
        once_per_field(&mut failures);
        reports.push(TestReport {
            name: test.title.clone(),
            span: test.span,
            passed: failures.is_empty(),
            failures,
        });
    }
    (reports, coverage)
}

/// The small data set of a test, laid out and evaluated.
#[derive(Debug)]
pub struct Staged {
    /// The policy on the day of the test, with what the test assumes.
    pub program: Program,
    /// Its rows as data.
    pub dataset: Dataset,
    /// What the policy makes of them.
    pub results: Results,
    /// The day.
    pub date: Date,
    /// The rows that the test names.
    pub names: BTreeMap<Row, String>,
}

/// Lays a test out and evaluates it, so that its rows can be asked about; without a date of its own it
/// stands on `date`.
pub fn stage(program: &Program, test: &Test, date: Date, evaluate: Evaluate) -> Staged {
    let date = test.on.map_or(date, |(on, _)| on);
    let program = &*program.on(date);
    let fixture = fixture::dataset(program, &test.rows);
    let program = assume::assumed(program, test, &fixture).into_owned();
    let results = evaluate(&program, &fixture.dataset, date);
    let names = names(test, &fixture);
    Staged {
        program,
        dataset: fixture.dataset,
        results,
        date,
        names,
    }
}

/// What a test calls its rows.
fn names(test: &Test, fixture: &Fixture) -> BTreeMap<Row, String> {
    let named = test.names.iter().filter_map(|(name, place)| {
        let (row, index) = test.rows.get(*place).zip(fixture.places.get(*place))?;
        let row = Row {
            entity: row.entity,
            index: *index,
        };
        Some((row, name.clone()))
    });
    named.collect()
}

/// What is wrong with an expectation; nothing if it is met.
fn failures(
    evaluator: &mut Evaluator,
    test: &Test,
    fixture: &Fixture,
    expect: &TestExpect,
) -> Vec<Failure> {
    let row = test
        .rows
        .get(expect.row)
        .zip(fixture.places.get(expect.row));
    let Some(row) = row.map(|(row, place)| Row {
        entity: row.entity,
        index: *place,
    }) else {
        return Vec::new();
    };
    let mut absent = absent(evaluator, &expect.condition, row);
    let mut expect = Cow::Borrowed(expect);
    if let (Some(other), Some((_, right))) = (expect.other, &expect.sides) {
        let place = test.rows.get(other).zip(fixture.places.get(other));
        let Some((found, place)) = place else {
            return Vec::new();
        };
        let other = Row {
            entity: found.entity,
            index: *place,
        };
        absent = sides_absent(evaluator, &expect, row, other);
        let right = assume::constant(&evaluator.evaluate_stored(right, other), right);
        expect = Cow::Owned(with_right(&expect, right));
    }
    let lacking = |(field, at)| FailureKind::MissingField {
        field,
        row: written(test, fixture, at),
    };
    let mut kinds: Vec<FailureKind> = absent.into_iter().map(lacking).collect();
    let met = evaluator.evaluate(&expect.condition, row).truth() == Truth::True;
    if kinds.is_empty() && !met {
        kinds.push(unmet(evaluator, &expect, row));
    }
    let subject = expect
        .sides
        .as_ref()
        .map_or(&expect.condition, |(left, _)| left);
    kinds
        .into_iter()
        .map(|kind| Failure {
            span: expect.span,
            kind,
            trace: evaluator.trace(subject, row),
        })
        .collect()
}

/// A field that a row lacks is told once, at the first expectation that hangs on it.
fn once_per_field(failures: &mut Vec<Failure>) {
    let mut told = Vec::new();
    failures.retain(|it| match &it.kind {
        FailureKind::Unmet { .. } => true,
        FailureKind::MissingField { .. } => {
            let first = !told.contains(&it.kind);
            told.push(it.kind.clone());
            first
        }
    });
}

/// Where a row stands in the text of a test.
fn written(test: &Test, fixture: &Fixture, at: Row) -> Option<Span> {
    let mut rows = test.rows.iter().zip(&fixture.places);
    let found = rows.find(|(row, place)| row.entity == at.entity && **place == at.index);
    found.map(|(row, _)| row.span)
}

/// The expectation with another right side.
fn with_right(expect: &TestExpect, right: Expr) -> TestExpect {
    let mut expect = expect.clone();
    if let ExprKind::Compare(_, _, side) = &mut expect.condition.kind {
        **side = right.clone();
    }
    expect.sides = expect.sides.map(|(left, _)| (left, right));
    expect
}

/// Required fields that are blank and that either side hangs on, each at its own row.
fn sides_absent(
    evaluator: &mut Evaluator,
    expect: &TestExpect,
    row: Row,
    other: Row,
) -> Vec<(FieldId, Row)> {
    let Some((left, right)) = &expect.sides else {
        return Vec::new();
    };
    let mut fields = absent(evaluator, left, row);
    fields.extend(absent(evaluator, right, other));
    fields
}

fn unmet(evaluator: &mut Evaluator, expect: &TestExpect, row: Row) -> FailureKind {
    let program = evaluator.program();
    let Some((left, right)) = &expect.sides else {
        let found = evaluator.evaluate(&expect.condition, row);
        return FailureKind::Unmet {
            expected: "true".to_owned(),
            found: found.describe(Type::Boolean, program),
        };
    };
    let expected = evaluator
        .evaluate_stored(right, row)
        .told(right.ty, program);
    let found = evaluator.evaluate_stored(left, row).told(left.ty, program);
    FailureKind::Unmet {
        expected: format!("{}{expected}", comparison(&expect.condition)),
        found,
    }
}

/// The comparison of an expectation as a prefix, left out where it is `=`.
fn comparison(condition: &Expr) -> String {
    if let ExprKind::Compare(op, ..) = condition.kind
        && op != CompareOp::Equal
    {
        return format!("{} ", op.sign());
    }
    String::new()
}

/// Fields without `optional` that the test leaves blank, though the expectation hangs on them.
fn absent(evaluator: &mut Evaluator, condition: &Expr, row: Row) -> Vec<(FieldId, Row)> {
    let mut causes = BTreeSet::new();
    unknowns(evaluator, condition, row, &mut causes);
    let program = evaluator.program();
    let required = |(id, _): &(FieldId, Row)| {
        let field = program.fields.get(id.index());
        field.is_some_and(|field| matches!(field.blank, Blank::Rejected))
    };
    let fields = causes.into_iter().filter_map(|cause| match cause.what {
        Missing::Field(id) => Some((id, cause.at)),
        Missing::RejectedRows(_) | Missing::NotDelivered(_) | Missing::Ground(_) => None,
    });
    fields.filter(required).collect()
}

/// Why the operands of an expectation are unknown, those that it asks about being unknown included.
fn unknowns(evaluator: &mut Evaluator, expr: &Expr, row: Row, causes: &mut BTreeSet<Cause>) {
    causes.extend(causes_of(evaluator, expr, row));
    if let ExprKind::At(hop, inner) = &expr.kind
        && let Some(reached) = evaluator.reach(*hop, row)
    {
        unknowns(evaluator, inner, reached, causes);
    }
    let asks = matches!(
        expr.kind,
        ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Compare(..)
            | ExprKind::OneOf(..)
            | ExprKind::IsKnown(_)
    );
    for operand in operands(expr).into_iter().filter(|_| asks) {
        unknowns(evaluator, operand, row, causes);
    }
}
