//! A policy and its variations one after another: by steps where they differ by numbers, else each alone.

use aturan::Checked;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::eval::{Settings, Steps};
use aturan::outcome::{Prepared, Summary, Totals};
use aturan::plan::Plan;
use aturan::simulate::{NamedFigure, figures};

use super::bench::{Bench, Evaluation};

/// What is read of one of them.
pub(super) struct Read {
    pub(super) figures: Vec<NamedFigure>,
    /// What figures need; of the first, the levels too.
    pub(super) summary: Summary,
    /// Rules that overflowed.
    pub(super) faults: Vec<Diagnostic>,
}

impl From<Evaluation> for Read {
    fn from(it: Evaluation) -> Self {
        Self {
            figures: figures(&it.summary),
            summary: it.summary,
            faults: it.faults,
        }
    }
}

impl From<Summary> for Read {
    /// Of a step, in which nothing overflows.
    fn from(summary: Summary) -> Self {
        Self {
            figures: figures(&summary),
            summary,
            faults: Vec::new(),
        }
    }
}

impl Bench<'_> {
    /// Reads figures of policies in order, each handed over with its place.
    pub(super) fn series(
        &mut self,
        all: &[Checked],
        mut each: impl FnMut(usize, Read),
    ) -> Result<(), Diagnostics> {
        // A value of the population that rules read makes every step a new policy.
        let steps = all.iter().all(|it| it.settled.is_empty());
        let done = if all.len() > 1 && steps {
            self.stepwise(all, &mut each)?
        } else {
            0
        };
        if done < all.len() {
            self.read_for(all)?;
        }
        for (place, checked) in all.iter().enumerate().skip(done) {
            each(place, self.evaluate(checked)?.into());
        }
        Ok(())
    }

    /// Makes as many steps as can be made from the first policy on; how many policies were read.
    fn stepwise(
        &mut self,
        all: &[Checked],
        each: &mut impl FnMut(usize, Read),
    ) -> Result<usize, Diagnostics> {
        let mut prepared: Vec<Prepared> = all.iter().map(|it| self.prepare(it)).collect();
        let date = self.date();
        let plans: Vec<Plan> = prepared
            .iter_mut()
            .map(|it| it.plan_of_figures(date))
            .collect();
        self.read_plans(&prepared, &plans)?;
        let Some(bound) = self.bound() else {
            return Ok(0);
        };
        let both = prepared.iter().zip(&plans);
        let lean = both
            .map(|(prepared, plan)| prepared.of_totals(plan))
            .collect();
        let (dataset, pool) = (&bound.dataset, self.pool());
        let Some(mut steps) = Steps::new(lean, dataset, Settings::default()) else {
            return Ok(0);
        };
        let Some((first, others)) = prepared.split_first() else {
            return Ok(0);
        };
        let read = pool.install(|| {
            let results = steps.first(pool)?;
            let totals = Totals::new(first, dataset, &results, &steps)?;
            let summary = totals.summary_with_levels(first, dataset, &steps, date)?;
            Some((totals, summary))
        });
        let Some((mut totals, mut summary)) = read else {
            return Ok(0);
        };
        summary.count_rows(&bound.counts);
        each(0, summary.into());
        for (place, prepared) in (1..).zip(others) {
            let read = pool.install(|| {
                let change = steps.advance(pool)?;
                totals.follow(prepared, dataset, &change, &mut steps)?;
                totals.summary(prepared, &steps, date)
            });
            let Some(summary) = read else {
                return Ok(place);
            };
            each(place, summary.into());
        }
        Ok(all.len())
    }
}
