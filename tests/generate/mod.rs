//! Generated policies and data: well-typed, interesting, and shrinking towards the simple.
//!
//! A case is built from a sequence of choices (an exhausted sequence chooses the simplest), so that
//! any code can generate, proptest shrinks it, and a fuzzer can feed it bytes.

mod choices;
mod data;
mod expression;
mod rules;
mod schema;
mod show;

use aturan::check::tree::Program;
use aturan::data::table::Dataset;
use aturan::number::Date;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::build::day;
use choices::Choices;
pub(crate) use data::Draft;
use schema::Schema;

/// A policy, its data and a day.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) program: Program,
    /// The rows, before they are bound.
    pub(crate) draft: Draft,
    pub(crate) dataset: Dataset,
    pub(crate) date: Date,
}

/// Cases from two sequences of choices, one for the policy and one for the data.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    (vec(any::<u32>(), 0..1500), vec(any::<u32>(), 0..1500))
        .prop_map(|(policy, data)| Case::from_choices(policy, data))
}

impl Case {
    /// The case that two sequences of choices stand for.
    pub(crate) fn from_choices(policy: Vec<u32>, data: Vec<u32>) -> Self {
        let mut choices = Choices::new(policy);
        let mut schema = Schema::new(&mut choices);
        rules::add(&mut schema, &mut choices);
        let mut choices = Choices::new(data);
        let draft = Draft::new(&schema, &mut choices);
        let days = ["2023-06-01", "2023-02-28", "2024-02-29"];
        let date = day(choices.pick(&days));
        let program = schema.policy.program;
        let dataset = draft.bind(&program);
        Self {
            program,
            draft,
            dataset,
            date,
        }
    }
}

impl std::fmt::Debug for Case {
    /// What a person needs to see of a failure.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "on {}", self.date)?;
        f.write_str(&show::program(&self.program))?;
        f.write_str(&show::rows(&self.draft.rows))?;
        let (incomplete, absent) = (&self.draft.incomplete, self.draft.absent);
        writeln!(f, "incomplete {incomplete:?}, absent {absent:?}")
    }
}
