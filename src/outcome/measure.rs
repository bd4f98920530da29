//! Measures of poverty and inequality over the rows of each group.

use crate::check::tree::{Measure, MeasureKind};
use crate::measure::concentration::Concentration;
use crate::measure::moments::Moments;
use crate::measure::poverty::{Case, Poverty};
use crate::measure::{Convention, Distribution, Measured, Share};
use crate::number::{Rational, Truth};

use super::columns::Columns;
use super::figure::Exact;

/// A measure, and what it is asked with.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) measure: &'a Measure,
    pub(super) convention: Convention,
    /// The number that comes first, at the date of the run.
    pub(super) number: Option<Rational>,
}

/// The rows of a group of which all is known.
#[derive(Clone, Default)]
struct Known {
    cases: Vec<Case>,
    /// What ranks each row of `concentration`, in the order of the cases.
    ranks: Vec<i64>,
}

/// The rows of a group of which something is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) rows: u64,
    weight: i128,
    /// A weight is unknown.
    unweighted: bool,
}

impl Open {
    pub(super) fn add(&mut self, weight: Option<i64>) {
        self.rows += 1;
        match weight {
            Some(weight) => self.weight = self.weight.saturating_add(i128::from(weight)),
            None => self.unweighted = true,
        }
    }

    /// The same rows, of which nothing bounds a figure.
    pub(super) fn unbounded(self) -> Self {
        Self {
            unweighted: true,
            ..self
        }
    }
}

impl Asked<'_> {
    /// Of a measure that takes no line.
    pub(super) fn by_group(
        &self,
        columns: &Columns<'_>,
        of_row: impl Iterator<Item = u32>,
        groups: usize,
    ) -> Vec<Exact> {
        let mut found = vec![(Known::default(), Open::default()); groups];
        for (row, group) in of_row.enumerate() {
            let Some((known, open)) = found.get_mut(group as usize) else {
                continue;
            };
            take(columns, row, open, |case, rank| {
                known.ranks.push(rank);
                known.cases.push(case);
            });
        }
        found
            .into_iter()
            .map(|(known, open)| self.figure(known, open))
            .collect()
    }

    fn figure(&self, known: Known, open: Open) -> Exact {
        if self.measure.kind == MeasureKind::Concentration {
            let ranked = known.ranks.into_iter().zip(known.cases);
            let along =
                Concentration::new(ranked.map(|(rank, case)| (rank, case.value, case.weight)));
            return sure(rational(along.index()), open, 0);
        }
        let spread = Distribution::new(known.cases.iter().map(|it| (it.value, it.weight)));
        let scale = self.measure.value.ty.scale().unwrap_or(1);
        let (value, left_out) = self.of_spread(&spread, scale);
        sure(value, open, left_out)
    }

    /// The value, and the rows that it leaves out.
    fn of_spread(&self, spread: &Distribution, scale: i64) -> (Option<Rational>, u64) {
        let convention = self.convention;
        let share = || self.number.and_then(Share::new);
        let measured = |it: Measured| (rational(it.value), it.left_out);
        match self.measure.kind {
            MeasureKind::Gini => (rational(spread.gini()), 0),
            MeasureKind::QuintileRatio => (rational(spread.quintile_ratio(convention)), 0),
            MeasureKind::Mld => measured(spread.mean_log_deviation(convention, scale)),
            MeasureKind::Theil => measured(spread.theil(convention)),
            MeasureKind::Atkinson => match self.number {
                Some(aversion) => measured(spread.atkinson(aversion, convention)),
                None => (None, 0),
            },
            MeasureKind::Lorenz => (share().and_then(|it| rational(spread.lorenz(it))), 0),
            MeasureKind::Quantile => {
                let raw = share().and_then(|it| spread.quantile(it, convention));
                let value = raw.and_then(|it| it.checked_div(Rational::from_integer(scale)));
                (value, 0)
            }
            MeasureKind::Fgt
            | MeasureKind::Gap
            | MeasureKind::Severity
            | MeasureKind::Watts
            | MeasureKind::Sen
            | MeasureKind::Sst
            | MeasureKind::Concentration => (None, 0),
        }
    }

    /// Of a measure against a line.
    pub(super) fn against_line(&self, rows: &Gathered) -> Exact {
        match &rows.lined {
            Lined::Each(poverty) => self.of_each(poverty, rows.open),
            Lined::Summed(sums) => self.of_sums(sums, rows.open),
        }
    }

    /// The figures that follow from sums, where all that is asked of the rows does.
    fn of_sums(&self, sums: &Moments, open: Open) -> Exact {
        let is_fgt = self.measure.kind == MeasureKind::Fgt;
        let alpha = |alpha| is_fgt && self.number == Some(Rational::from_integer(alpha));
        if alpha(0) {
            return headcount(sums.weight(), sums.headcount(), open);
        }
        let value = if alpha(1) || self.measure.kind == MeasureKind::Gap {
            sums.gap()
        } else {
            sums.severity()
        };
        mean(sums.weight(), rational(value), open, 0)
    }

    fn of_each(&self, poverty: &Poverty, open: Open) -> Exact {
        let convention = self.convention;
        let weight = poverty.weight();
        match self.measure.kind {
            MeasureKind::Fgt if self.number == Some(Rational::zero()) => {
                headcount(weight, poverty.headcount(), open)
            }
            MeasureKind::Fgt => {
                let value = self.number.and_then(|alpha| poverty.fgt(alpha));
                mean(weight, rational(value), open, 0)
            }
            MeasureKind::Gap => mean(weight, rational(poverty.gap()), open, 0),
            MeasureKind::Severity => mean(weight, rational(poverty.severity()), open, 0),
            MeasureKind::Watts => {
                let watts = poverty.watts(convention);
                mean(weight, rational(watts.value), open, watts.left_out)
            }
            MeasureKind::Sen => sure(rational(poverty.sen()), open, 0),
            MeasureKind::Sst => sure(rational(poverty.sst()), open, 0),
            MeasureKind::Gini
            | MeasureKind::Mld
            | MeasureKind::Theil
            | MeasureKind::Atkinson
            | MeasureKind::Quantile
            | MeasureKind::Lorenz
            | MeasureKind::QuintileRatio
            | MeasureKind::Concentration => Exact::certain(None),
        }
    }
}

/// The rows of a group as measures against a line take them.
#[derive(Clone)]
pub(super) struct Gathered {
    pub(super) lined: Lined,
    pub(super) open: Open,
}

/// Rows measured against a line.
#[derive(Clone)]
pub(super) enum Lined {
    /// The poor one by one.
    Each(Poverty),
    /// What the head-count, the gap and the severity need of them.
    Summed(Moments),
}

/// Gathers the rows of each group: the poor one by one, the others by their weight alone.
pub(super) fn gather(
    columns: &Columns<'_>,
    of_row: impl Iterator<Item = u32>,
    groups: usize,
) -> Vec<Gathered> {
    let mut found = vec![(Vec::new(), 0_i128, Open::default()); groups];
    for (row, group) in of_row.enumerate() {
        let Some((poor, others, open)) = found.get_mut(group as usize) else {
            continue;
        };
        take(columns, row, open, |case, _| {
            if case.poor {
                poor.push(case);
            } else {
                *others = others.saturating_add(i128::from(case.weight));
            }
        });
    }
    let gathered = |(poor, others, open)| Gathered {
        lined: Lined::Each(Poverty::with_others(poor, others)),
        open,
    };
    found.into_iter().map(gathered).collect()
}

/// Sums over rows from which the head-count, the gap and the severity follow.
pub(super) fn moments(columns: &Columns<'_>, rows: usize) -> Moments {
    let mut found = Moments::default();
    let mut open = Open::default();
    for row in 0..rows {
        take(columns, row, &mut open, |case, _| found.add(&case));
    }
    found
}

pub(super) fn take(
    columns: &Columns<'_>,
    row: usize,
    open: &mut Open,
    whole: impl FnOnce(Case, i64),
) {
    let condition = columns.condition(row);
    if condition == Truth::False {
        return;
    }
    let weight = columns.weight(row);
    let known = weight
        .zip(columns.value(row))
        .zip(columns.line(row))
        .zip(columns.rank(row))
        .filter(|_| condition == Truth::True);
    let Some((((weight, value), (line, poor)), rank)) = known else {
        open.add(weight);
        return;
    };
    let case = Case {
        value,
        line,
        weight,
        poor,
    };
    whole(case, rank);
}

/// A figure of which nothing is known to hold once the unknowns are settled.
pub(super) fn sure(value: Option<Rational>, open: Open, left_out: u64) -> Exact {
    let bound = value.filter(|_| open.rows == 0);
    Exact {
        decided: value,
        lowest: bound,
        highest: bound,
        unknown: open.rows,
        left_out,
    }
}

/// A mean over all rows of what is zero or more: open rows of zero make it lowest.
pub(super) fn mean(weight: i128, value: Option<Rational>, open: Open, left_out: u64) -> Exact {
    let it = sure(value, open, left_out);
    if open.rows == 0 || open.unweighted {
        return it;
    }
    Exact {
        lowest: value.and_then(|value| {
            let all = weight.saturating_add(open.weight);
            value.checked_mul(Rational::new(weight, all)?)
        }),
        ..it
    }
}

/// The share of the poor: lowest if no open row is poor, highest if all are.
pub(super) fn headcount(weight: i128, value: Option<Rational>, open: Open) -> Exact {
    let it = mean(weight, value, open, 0);
    if open.rows == 0 || open.unweighted {
        return it;
    }
    let all = weight.saturating_add(open.weight);
    let not_poor = value.and_then(|poor| {
        let others = Rational::one().checked_sub(poor)?;
        others.checked_mul(Rational::new(weight, all)?)
    });
    Exact {
        highest: not_poor.and_then(|others| Rational::one().checked_sub(others)),
        ..it
    }
}

/// A measured figure to twelve decimals, for exact arithmetic with other figures.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the size is checked before"
)]
pub(super) fn rational(value: Option<f64>) -> Option<Rational> {
    const DIGITS: i128 = 1_000_000_000_000;
    const SCALE: f64 = 1e12;
    let raw = libm::rint(value? * SCALE);
    if raw.abs() < 1e30 {
        Rational::new(raw as i128, DIGITS)
    } else {
        None
    }
}
