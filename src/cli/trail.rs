//! Variations of a policy evaluated one after another, none of them known before: by steps from the first.

use aturan::Checked;
use aturan::data::table::Dataset;
use aturan::diagnostic::Diagnostics;
use aturan::eval::{Settings, Steps};
use aturan::outcome::{Prepared, Totals};
use aturan::plan::Plan;
use aturan::simulate::{NamedFigure, figures};

use super::bench::Bench;

/// Evaluations that go on from the one before.
pub(super) struct Trail<'b, 'a> {
    bench: &'b Bench<'a>,
    dataset: &'b Dataset,
    steps: Steps<'b>,
    totals: Totals,
}

/// A trail, and the figures of the first variation and of the second.
pub(super) type Started<'b, 'a> = (Trail<'b, 'a>, [Vec<NamedFigure>; 2]);

impl<'b, 'a> Trail<'b, 'a> {
    /// Starts with two variations: what is the same in both must be the same in all that follow. Nothing
    /// where there is no way by steps.
    pub(super) fn start(
        bench: &'b mut Bench<'a>,
        both: &[Checked; 2],
    ) -> Result<Option<Started<'b, 'a>>, Diagnostics> {
        // A value of the population that rules read makes every step a new policy.
        if both.iter().any(|it| !it.settled.is_empty()) {
            return Ok(None);
        }
        let date = bench.date();
        let mut prepared = both.each_ref().map(|it| bench.prepare(it));
        let plans: Vec<Plan> = prepared
            .iter_mut()
            .map(|it| it.plan_of_figures(date))
            .collect();
        bench.read_plans(&prepared, &plans)?;
        let bench: &'b Bench<'a> = bench;
        Ok(Self::walk(bench, &prepared, &plans))
    }

    fn walk(
        bench: &'b Bench<'a>,
        prepared: &[Prepared; 2],
        plans: &[Plan],
    ) -> Option<Started<'b, 'a>> {
        let [first, second] = prepared;
        let dataset = &bench.bound()?.dataset;
        let lean = prepared.iter().zip(plans);
        let lean = lean.map(|(it, plan)| it.of_totals(plan)).collect();
        let mut steps = Steps::new(lean, dataset, Settings::default())?;
        let results = steps.first(bench.pool())?;
        let read = || {
            let totals = Totals::new(first, dataset, &results, &steps)?;
            let summary = totals.summary(first, &steps, bench.date())?;
            Some((totals, figures(&summary)))
        };
        let (totals, of_first) = bench.pool().install(read)?;
        drop(results);
        let mut trail = Self {
            bench,
            dataset,
            steps,
            totals,
        };
        let of_second = trail.advance(second)?;
        Some((trail, [of_first, of_second]))
    }

    /// The figures of the next variation; nothing where no step leads to it, and then to none after it.
    pub(super) fn next(&mut self, checked: &Checked) -> Option<Vec<NamedFigure>> {
        let mut prepared = self.bench.prepare(checked);
        let plan = prepared.plan_of_figures(self.bench.date());
        let (pool, lean) = (self.bench.pool(), prepared.of_totals(&plan));
        pool.install(|| self.steps.push(lean))?;
        self.advance(&prepared)
    }

    fn advance(&mut self, prepared: &Prepared) -> Option<Vec<NamedFigure>> {
        let pool = self.bench.pool();
        pool.install(|| {
            let change = self.steps.advance(pool)?;
            let steps = &mut self.steps;
            self.totals.follow(prepared, self.dataset, &change, steps)?;
            let date = self.bench.date();
            let summary = self.totals.summary(prepared, &self.steps, date)?;
            Some(figures(&summary))
        })
    }
}
