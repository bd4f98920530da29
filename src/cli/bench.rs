//! Data read and bound once, under which a policy and its variations are evaluated one by one.

use std::collections::BTreeSet;

use aturan::Checked;
use aturan::check::tree::{EntityId, FieldId, Program, ValueId};
use aturan::data::bind::Bound;
use aturan::data::output::Personal;
use aturan::data::results::Results;
use aturan::data::table::Column;
use aturan::data::verified::Verified;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::eval::{self, Settings, Shared};
use aturan::number::Date;
use aturan::outcome::{self, Prepared, Summary};
use aturan::plan::{Outputs, Plan, plan};
use aturan::simulate::{NamedFigure, figures};
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
    /// Figures of groups are not asked for.
    totals: bool,
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
            totals: false,
        }
    }

    /// The same without the groups of indicators.
    pub(super) fn of_totals(mut self) -> Self {
        self.totals = true;
        self
    }

    pub(super) fn prepare(&self, checked: &Program) -> Prepared {
        let mut prepared = outcome::prepare(checked);
        if self.totals {
            prepared.leave_groups_out();
        }
        prepared
    }

    /// The day of the evaluation.
    pub(super) fn date(&self) -> Date {
        self.date
    }

    /// Where evaluations run.
    pub(super) fn pool(&self) -> &'a ThreadPool {
        self.pool
    }

    /// Reads what plans and the figures of their policies need.
    pub(super) fn read_plans(
        &mut self,
        prepared: &[Prepared],
        plans: &[Plan],
    ) -> Result<(), Diagnostics> {
        let mut needed = self.read.clone();
        for (prepared, plan) in prepared.iter().zip(plans) {
            needed.extend(plan.needed_fields());
            needed.extend(prepared.group_fields());
        }
        self.read(needed)
    }

    /// Reads what all of these need, so that nothing is read twice.
    pub(super) fn read_for<'p>(
        &mut self,
        all: impl IntoIterator<Item = &'p Checked>,
    ) -> Result<(), Diagnostics> {
        let mut all: Vec<Prepared> = all.into_iter().map(|it| self.prepare(it)).collect();
        let date = self.date;
        let plans = all.iter_mut().map(|it| it.plan_of_figures(date));
        let plans: Vec<Plan> = plans.collect();
        self.read_plans(&all, &plans)?;
        self.shared = Shared::new(&plans);
        self.last = None;
        Ok(())
    }

    /// The rows, once they were read.
    pub(super) fn bound(&self) -> Option<&Bound> {
        self.bound.as_ref()
    }

    /// Evaluates a policy; columns that it needs and no one before are read now.
    pub(super) fn evaluate(&mut self, checked: &Checked) -> Result<Evaluation, Diagnostics> {
        let mut prepared = self.prepare(checked);
        let mut plan = prepared.plan_of_figures(self.date);
        let mut needed = plan.needed_fields();
        needed.extend(prepared.group_fields());
        needed.extend(outcome::fields_to_settle(checked, self.date));
        self.read(needed)?;
        let settled = self.settled(checked);
        let checked: &Program = settled.as_ref().unwrap_or(checked);
        if settled.is_some() {
            prepared = self.prepare(checked);
            plan = prepared.plan_of_figures(self.date);
        }
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

    /// The columns that were read.
    pub(super) fn columns_read(&self) -> BTreeSet<FieldId> {
        self.read.clone()
    }

    /// A policy with the values that its rules read of the population, where they read any.
    fn settled(&self, program: &Program) -> Option<Program> {
        let dataset = &self.bound.as_ref()?.dataset;
        outcome::settled(program, dataset, self.date, &|program, outputs| {
            eval::run(&plan(program, self.date, outputs), dataset, self.pool)
        })
    }

    /// The column of a field.
    pub(super) fn column(&self, id: FieldId) -> Option<&Column> {
        let (entity, place) = self.place(id)?;
        let table = self.bound.as_ref()?.dataset.table(entity)?;
        table.columns.get(place)?.as_ref()
    }

    fn place(&self, id: FieldId) -> Option<(EntityId, usize)> {
        let entity = self.program.fields.get(id.index())?.entity;
        let fields = &self.program.entities.get(entity.index())?.fields;
        Some((entity, fields.iter().position(|field| *field == id)?))
    }

    /// Some values of a program over the rows at hand.
    pub(super) fn values(
        &mut self,
        program: &Program,
        values: BTreeSet<ValueId>,
    ) -> Result<Option<Results>, Diagnostics> {
        let outputs = Outputs::Some {
            values,
            aids: BTreeSet::new(),
            registers: BTreeSet::new(),
        };
        let before = plan(program, self.date, &outputs);
        let mut needed = before.needed_fields();
        needed.extend(outcome::fields_to_settle(program, self.date));
        self.read(needed)?;
        let settled = self.settled(program);
        let plan = settled.map_or(before, |it| plan(&it, self.date, &outputs));
        let bound = self.bound.as_ref();
        Ok(bound.map(|it| eval::run(&plan, &it.dataset, self.pool)))
    }

    /// The figures of a policy if a field had other values; the rows are as before afterwards.
    pub(super) fn figures_with(
        &mut self,
        checked: &Checked,
        id: FieldId,
        column: Column,
    ) -> Option<Vec<NamedFigure>> {
        let found = self.evaluate_with(checked, id, column).ok()??;
        Some(figures(&found.summary))
    }

    /// A policy evaluated as if a field had other values; the rows are as before afterwards.
    pub(super) fn evaluate_with(
        &mut self,
        checked: &Checked,
        id: FieldId,
        column: Column,
    ) -> Result<Option<Evaluation>, Diagnostics> {
        let mut column = Some(column);
        if self.swap(id, &mut column).is_none() {
            return Ok(None);
        }
        let found = self.evaluate(checked);
        self.swap(id, &mut column);
        found.map(Some)
    }

    fn swap(&mut self, id: FieldId, column: &mut Option<Column>) -> Option<()> {
        let (entity, place) = self.place(id)?;
        let dataset = &mut self.bound.as_mut()?.dataset;
        let table = dataset.tables.get_mut(entity.index())?;
        std::mem::swap(table.columns.get_mut(place)?, column);
        // What was remembered is of the other column.
        self.shared = Shared::default();
        self.last = None;
        Some(())
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
