//! A measurement of poverty: figures before and after aid, and how well each aid finds the poor.

use crate::check::tree::{Aid, AidId, EntityId, Poverty, Program};
use crate::data::results::{AidResult, Results};
use crate::measure::poverty::{Case, Poverty as Poor};
use crate::measure::sampling::{Sample, Statistic, Weighted};
use crate::measure::targeting::{Recipient, Targeting};
use crate::measure::{Distribution, Share};
use crate::number::{Period, Rational};

use super::aid::granted_rows;
use super::columns::Columns;
use super::figure::Exact;
use super::indicator::Context;
use super::levels::Levels;
use super::measure::{Open, headcount, mean, rational, sure};
use super::prepare::PovertyPlan;
use super::sampling::sample;
use super::summary::{PovertyAid, PovertyFigures, PovertySummary};

pub(super) fn summarize(context: &Context<'_>) -> Vec<PovertySummary> {
    let (prepared, results, levels) = (context.prepared, context.results, context.levels);
    let program = &prepared.program;
    let both = program.poverty.iter().zip(&prepared.poverty);
    both.map(|(subject, plan)| {
        let rows = Rows {
            sample: sample(context, subject.entity),
            ..Rows::new(subject, plan, results, levels)
        };
        rows.summary(program, results, levels)
    })
    .collect()
}

/// The measured rows of a subject.
struct Rows<'a> {
    subject: &'a Poverty,
    /// Rows of which all is known, ascending by value, so that no aid has to sort them again.
    before: Vec<(usize, Case)>,
    open: Open,
    weight_scale: i128,
    /// How the rows were drawn, where the data say it.
    sample: Option<Sample>,
}

/// What an aid gives to each row, in raw money a year.
struct Given {
    reached: Vec<bool>,
    yearly: Vec<i128>,
}

impl<'a> Rows<'a> {
    fn new(
        subject: &'a Poverty,
        plan: &PovertyPlan,
        results: &Results,
        levels: &Levels<'_>,
    ) -> Self {
        let columns = Columns::of(results, Some(plan.value), Some(plan.line), plan.persons);
        let mut it = Self {
            subject,
            before: Vec::new(),
            open: Open::default(),
            weight_scale: columns.weight_scale(),
            sample: None,
        };
        for row in 0..levels.rows(subject.entity) {
            let weight = columns.weight(row);
            let whole = weight.zip(columns.value(row)).zip(columns.line(row));
            match whole {
                Some(((weight, value), (line, poor))) => {
                    let case = Case {
                        value,
                        line,
                        weight,
                        poor,
                    };
                    it.before.push((row, case));
                }
                None => it.open.add(weight),
            }
        }
        it.before.sort_by_key(|(_, case)| case.value);
        it
    }

    fn summary(&self, program: &Program, results: &Results, levels: &Levels<'_>) -> PovertySummary {
        let subject = self.subject;
        let mut total = Given::nothing(levels.rows(subject.entity));
        let (mut aids, mut elsewhere) = (Vec::new(), Vec::new());
        for (id, aid) in (0u32..).map(AidId).zip(&program.aids) {
            let Some(result) = results.aids.get(id.index()) else {
                continue;
            };
            if !levels.path(aid.entity).contains(&subject.entity) {
                elsewhere.push(aid.about.name.clone());
                continue;
            }
            let given = Given::of(aid, result, subject.entity, levels);
            aids.push(self.aid(aid, &given));
            for (sum, more) in total.yearly.iter_mut().zip(&given.yearly) {
                *sum = sum.saturating_add(*more);
            }
        }
        let before: Vec<Case> = self.before.iter().map(|(_, case)| *case).collect();
        let after: Vec<Case> = self.after(&total);
        PovertySummary {
            name: subject.about.name.clone(),
            label: subject.about.label.clone(),
            entity: program
                .entities
                .get(subject.entity.index())
                .map_or_else(String::new, |it| it.about.name.clone()),
            line: if subject.at { "at or below" } else { "below" },
            convention: subject.convention.word(),
            rows: before.len() as u64,
            persons: self.persons(&before, |_| true),
            unknown: self.open.rows,
            before: self.figures(&before, self.open),
            // What unknown rows would get is not known, so nothing bounds the figures after aid.
            after: self.figures(&after, self.open.unbounded()),
            aids,
            elsewhere,
        }
    }

    /// What each row has once all aids are paid.
    fn after(&self, given: &Given) -> Vec<Case> {
        let rows = self.before.iter();
        rows.map(|(row, before)| self.paid(*before, given.yearly(*row)))
            .collect()
    }

    /// A row with money added: the value to the nearest raw unit, the comparison exact.
    fn paid(&self, before: Case, yearly: i128) -> Case {
        let Some(each) = self.each(before, yearly) else {
            return before;
        };
        let after = Rational::from_integer(before.value).checked_add(each);
        let line = Rational::from_integer(before.line);
        Case {
            value: after
                .and_then(|it| it.round_to_scale(1))
                .unwrap_or(before.value),
            poor: after.is_some_and(|it| it < line || self.subject.at && it == line),
            ..before
        }
    }

    /// What one person of the row gets in the period of the value; `None` where nobody gets anything.
    fn each(&self, before: Case, yearly: i128) -> Option<Rational> {
        let parts = match self.subject.period {
            Period::Year => 1,
            Period::Quarter => 4,
            Period::Month | Period::Week | Period::Day => 12,
        };
        let persons = i128::from(before.weight).checked_mul(parts)?;
        let persons = Some(persons).filter(|it| *it != 0 && yearly != 0)?;
        Rational::new(yearly.checked_mul(self.weight_scale)?, persons)
    }

    fn persons(&self, rows: &[Case], counts: impl Fn(&Case) -> bool) -> String {
        let counted = rows.iter().filter(|row| counts(row));
        let sum = counted.fold(0i128, |sum, row| sum.saturating_add(row.weight.into()));
        shown(Rational::new(sum, self.weight_scale)).unwrap_or_default()
    }

    fn figures(&self, rows: &[Case], open: Open) -> PovertyFigures {
        let poverty = Poor::new(rows.iter().copied());
        let watts = poverty.watts(self.subject.convention);
        let spread = Distribution::new(rows.iter().map(|row| (row.value, row.weight)));
        let error = |statistic, of: &dyn Fn(&Case) -> f64| self.error(rows, statistic, of);
        let average = |of: &dyn Fn(&Case) -> f64| error(Statistic::Mean, of);
        let over_all = |value, left_out| mean(poverty.weight(), rational(value), open, left_out);
        let of_known = |value| sure(rational(value), open, 0).shown();
        PovertyFigures {
            poor_rows: rows.iter().filter(|row| row.poor).count() as u64,
            poor_persons: self.persons(rows, |row| row.poor),
            headcount: headcount(poverty.weight(), poverty.headcount(), open)
                .sampled(average(&|it| distance(it, 0))),
            gap: over_all(poverty.gap(), 0).sampled(average(&|it| distance(it, 1))),
            severity: over_all(poverty.severity(), 0).sampled(average(&|it| distance(it, 2))),
            watts: over_all(watts.value, watts.left_out).sampled(average(&logarithm)),
            sen: of_known(poverty.sen()),
            gini: sure(rational(spread.gini()), open, 0)
                .sampled(error(Statistic::Gini, &|it| float(it.value))),
            lorenz: (1..=20)
                .map(|part| shown(rational(spread.lorenz(Share::twentieths(part)))))
                .collect(),
        }
    }

    /// The standard error of a figure of the rows, in the order in which they were measured.
    fn error(&self, rows: &[Case], statistic: Statistic, of: &dyn Fn(&Case) -> f64) -> Option<f64> {
        let sample = self.sample.as_ref()?;
        let drawn = self.before.iter().zip(rows).map(|((row, _), case)| {
            let weighted = Weighted {
                value: of(case),
                weight: float(case.weight),
            };
            (*row, weighted)
        });
        sample.standard_error(statistic, &drawn.collect::<Vec<_>>())
    }

    fn aid(&self, aid: &Aid, given: &Given) -> PovertyAid {
        let rows: Vec<Recipient> = self
            .before
            .iter()
            .map(|(row, before)| {
                let each = self.each(*before, given.yearly(*row));
                Recipient {
                    before: *before,
                    reached: given.reached.get(*row).is_some_and(|reached| *reached),
                    transfer: each.and_then(|it| it.round_to_scale(1)).unwrap_or(0),
                }
            })
            .collect();
        let reached: Vec<Case> = rows
            .iter()
            .filter(|row| row.reached)
            .map(|row| row.before)
            .collect();
        let it = Targeting::new(rows);
        let show = |value: Option<f64>| shown(rational(value));
        PovertyAid {
            aid: aid.about.name.clone(),
            label: aid.about.label.clone(),
            rows: reached.len() as u64,
            persons: self.persons(&reached, |_| true),
            coverage: show(it.coverage()),
            coverage_of_others: show(it.coverage_of_others()),
            exclusion_error: show(it.exclusion_error()),
            inclusion_error: show(it.inclusion_error()),
            differential: show(it.differential()),
            leakage: show(it.leakage()),
            share_to_poor: show(it.share_to_poor()),
            spillover: show(it.spillover()),
            reduction_efficiency: show(it.reduction_efficiency()),
            gap_efficiency: show(it.gap_efficiency()),
            concentration: show(it.along().index()),
            lowest_fifth_ratio: show(it.cgh(Share::fifth())),
            lowest_two_fifths_ratio: show(it.cgh(Share::twentieths(8))),
            distributional_characteristic: show(it.characteristic(Rational::one())),
            by_fifth: it.along().by_fifth().map(|parts| all_shown(&parts)),
            by_tenth: it.along().by_tenth().map(|parts| all_shown(&parts)),
        }
    }
}

impl Given {
    fn nothing(rows: usize) -> Self {
        Self {
            reached: vec![false; rows],
            yearly: vec![0; rows],
        }
    }

    fn yearly(&self, row: usize) -> i128 {
        self.yearly.get(row).copied().unwrap_or(0)
    }

    /// What was granted to the rows of a level, or to rows under them.
    fn of(aid: &Aid, result: &AidResult, entity: EntityId, levels: &Levels<'_>) -> Self {
        let mut it = Self::nothing(levels.rows(entity));
        let above = levels.ancestor_rows(aid.entity, entity);
        let times = aid.times_a_year();
        for row in granted_rows(result) {
            let Some(at) = above.get(row).map(|at| *at as usize) else {
                continue;
            };
            if let Some(reached) = it.reached.get_mut(at) {
                *reached = true;
            }
            if let (Some(sum), Some(amount)) = (it.yearly.get_mut(at), result.amount.get(row)) {
                let money = i128::from(amount).saturating_mul(times);
                *sum = sum.saturating_add(money);
            }
        }
        it
    }
}

/// How far a poor row is below its line, as a part of it, to a power; zero for the others.
fn distance(case: &Case, power: i32) -> f64 {
    if !case.poor {
        return 0.0;
    }
    let gap = (float(case.line) - float(case.value)) / float(case.line);
    (0..power).fold(1.0, |of, _| of * gap)
}

/// The logarithm of the line over the value of a poor row; zero where there is none.
fn logarithm(case: &Case) -> f64 {
    if case.poor && case.value > 0 {
        libm::log(float(case.line) / float(case.value))
    } else {
        0.0
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure of a sample")]
fn float(raw: i64) -> f64 {
    raw as f64
}

fn all_shown(parts: &[f64]) -> Vec<String> {
    parts
        .iter()
        .map(|part| shown(rational(Some(*part))).unwrap_or_default())
        .collect()
}

fn shown(value: Option<Rational>) -> Option<String> {
    Exact::certain(value).shown().decided
}
