//! Data read and bound once, under which a policy and its variations are evaluated one by one.

use std::collections::BTreeSet;

use aturan::Checked;
use aturan::check::tree::{FieldId, Program};
use aturan::data::bind::Bound;
use aturan::data::output::Personal;
use aturan::data::results::Results;
use aturan::data::verified::Verified;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::eval::{self, Settings, Shared};
use aturan::number::Date;
use aturan::outcome::{self, Prepared, Summary};
use aturan::plan::Plan;
use rayon::ThreadPool;

use super::evaluate::read_and_bind;
use super::faults::overflows;
use crate::io::dataset::DatasetSpec;

/// A data set at hand.
pub(super) struct Bench<'a> {
    spec: &'a DatasetSpec,
    /// The policy as it is: its variations have the same entities and fields.
    program: &'a Program,
    date: Date,
    pool: &'a ThreadPool,
    /// The columns that were read.
    read: BTreeSet<FieldId>,
    bound: Option<Bound>,
    /// What the plans have in common, once there were two.
    shared: Shared,
    /// The plan before, while nothing is shared.
    last: Option<Plan>,
}

/// One evaluation.
pub(super) struct Evaluation {
    pub(super) prepared: Prepared,
    pub(super) results: Results,
    pub(super) summary: Summary,
    /// Rules that overflowed.
    pub(super) faults: Vec<Diagnostic>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(
        spec: &'a DatasetSpec,
        program: &'a Program,
        date: Date,
        pool: &'a ThreadPool,
    ) -> Self {
        Self {
            spec,
            program,
            date,
            pool,
            read: BTreeSet::new(),
            bound: None,
            shared: Shared::default(),
            last: None,
        }
    }

    /// Reads what all of these need, so that nothing is read twice.
    pub(super) fn read_for<'p>(
        &mut self,
        all: impl IntoIterator<Item = &'p Checked>,
    ) -> Result<(), Diagnostics> {
        let mut needed = self.read.clone();
        let mut plans = Vec::new();
        for checked in all {
            let mut prepared = outcome::prepare(checked);
            let plan = prepared.plan_of_figures(self.date);
            needed.extend(plan.needed_fields());
            needed.extend(prepared.group_fields());
            plans.push(plan);
        }
        self.read(needed)?;
        self.shared = Shared::new(&plans);
        self.last = None;
        Ok(())
    }

    /// The policy as it is.
    pub(super) fn program(&self) -> &Program {
        self.program
    }

    /// The rows, once they were read.
    pub(super) fn bound(&self) -> Option<&Bound> {
        self.bound.as_ref()
    }

    /// Evaluates a policy; columns that it needs and no one before are read now.
    pub(super) fn evaluate(&mut self, checked: &Checked) -> Result<Evaluation, Diagnostics> {
        let mut prepared = outcome::prepare(checked);
        let plan = prepared.plan_of_figures(self.date);
        let mut needed = plan.needed_fields();
        needed.extend(prepared.group_fields());
        self.read(needed)?;
        let Some(bound) = &self.bound else {
            return Err(Diagnostics::new());
        };
        if let Some(last) = self.last.take() {
            self.shared = Shared::new([&last, &plan]);
        }
        let settings = Settings::default();
        let shared = &mut self.shared;
        let results = eval::run_shared(&plan, &bound.dataset, self.pool, settings, shared);
        if shared.is_empty() {
            self.last = Some(plan);
        }
        let mut summary = self
            .pool
            .install(|| outcome::summarize(&prepared, &bound.dataset, &results, &|_| Vec::new()));
        summary.count_rows(&bound.counts);
        let faults = overflows(checked, &bound.dataset, &results, Personal::Masked);
        Ok(Evaluation {
            prepared,
            results,
            summary,
            faults,
        })
    }

    fn read(&mut self, needed: BTreeSet<FieldId>) -> Result<(), Diagnostics> {
        if self.bound.is_some() && needed.is_subset(&self.read) {
            return Ok(());
        }
        self.read.extend(needed);
        let (spec, program, date) = (self.spec, self.program, self.date);
        let read = &self.read;
        let (bound, _) = self
            .pool
            .install(|| read_and_bind(spec, program, read, date, &Verified::default()))?;
        self.bound = Some(bound);
        self.shared = Shared::default();
        self.last = None;
        Ok(())
    }
}
