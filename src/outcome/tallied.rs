//! What rows count for in each total: read off the results of all rows, or of some.

use super::aid::granted_rows;
use super::columns::Columns;
use super::constant::constant_number;
use super::levels::Levels;
use super::measure::moments;
use super::prepare::{Prepared, TermPlan};
use super::sums::Sums;
use super::tally::tally;
use crate::check::tree::{
    AggregateOp, EntityId, MeasureKind, Outcome, Program, Status, Term, TermFigure, ValueId,
    ValueKind,
};
use crate::data::results::{AidResult, RegisterResult, Results};
use crate::data::table::{Column, Values};
use crate::measure::moments::Moments;
use crate::number::{Date, Rational, Truth};

/// The rows that results are of.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) levels: &'a Levels<'a>,
    /// By entity, their places in its table; all rows where there is none.
    pub(super) some: Option<&'a [Vec<u32>]>,
}

/// Counts and sums; exact, so that rows can be taken away.
#[derive(Debug)]
pub(super) struct Tallied {
    pub(super) aids: Vec<OfAid>,
    /// By value, the rows of each class; empty for what is no classification.
    pub(super) classes: Vec<Vec<i128>>,
    pub(super) registers: Vec<OfRegister>,
    /// By indicator and term; none for what does not add up, and for costs, which aids have.
    pub(super) terms: Vec<Vec<Option<OfTerm>>>,
}

/// Rows and money of an aid.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OfAid {
    pub(super) granted: i128,
    pub(super) members: i128,
    pub(super) waitlisted: i128,
    pub(super) not_taken_up: i128,
    pub(super) needs_verification: i128,
    /// Raw money.
    pub(super) cost: i128,
}

/// Rows of a register.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OfRegister {
    pub(super) start: i128,
    pub(super) enters: i128,
    pub(super) leaves: i128,
}

/// Rows of a term.
#[derive(Clone, Debug)]
pub(super) enum OfTerm {
    /// The weight of the rows that count for sure, and the sum of their values.
    Sums(i128, i128),
    /// Measured against a line.
    Line(Moments),
}

impl Places<'_> {
    pub(super) fn len(&self, entity: EntityId) -> usize {
        match self.some {
            None => self.levels.rows(entity),
            Some(rows) => rows.get(entity.index()).map_or(0, Vec::len),
        }
    }

    /// The place in its table of a row of the results.
    fn place(&self, entity: EntityId, row: usize) -> usize {
        let Some(rows) = self.some else { return row };
        let place = rows.get(entity.index()).and_then(|it| it.get(row));
        place.map_or(row, |place| *place as usize)
    }
}

/// Whether a term adds up over rows at a date.
pub(super) fn adds_up(program: &Program, term: &Term, date: Date) -> bool {
    match &term.figure {
        TermFigure::Cost(_) => true,
        TermFigure::Aggregate(it) => matches!(
            it.op,
            AggregateOp::Count | AggregateOp::Sum | AggregateOp::Average | AggregateOp::Share
        ),
        TermFigure::Measure(it) => match it.kind {
            MeasureKind::Gap | MeasureKind::Severity => true,
            MeasureKind::Fgt => {
                let alpha = it.parameter.as_ref();
                let alpha = alpha.and_then(|it| constant_number(program, it, date));
                let whole = [0, 1, 2].map(|it| Some(Rational::from_integer(it)));
                whole.contains(&alpha)
            }
            MeasureKind::Watts
            | MeasureKind::Sen
            | MeasureKind::Sst
            | MeasureKind::Gini
            | MeasureKind::Mld
            | MeasureKind::Theil
            | MeasureKind::Atkinson
            | MeasureKind::Quantile
            | MeasureKind::Lorenz
            | MeasureKind::QuintileRatio
            | MeasureKind::Concentration => false,
        },
    }
}

impl Tallied {
    /// Reads results; nothing where a sum is too large. `one_line` says of which values all rows have
    /// the same.
    pub(super) fn read(
        prepared: &Prepared,
        results: &Results,
        places: Places<'_>,
        one_line: &(dyn Fn(ValueId) -> bool + Sync),
    ) -> Option<Self> {
        let program = &prepared.program;
        let aids = program.aids.iter().zip(&results.aids);
        let aids = aids.map(|(aid, result)| of_aid(aid.entity, result, places));
        let values = program.values.iter().zip(&results.values);
        let classes = values.map(|(value, column)| match (&value.kind, column) {
            (ValueKind::Class(_), Some(column)) => of_class(column),
            _ => Vec::new(),
        });
        let mut terms = Vec::with_capacity(prepared.terms.len());
        // Terms that take the same rows alike, as the head-count and the gap do, are read once.
        let mut seen: Vec<(EntityId, &TermPlan, OfTerm)> = Vec::new();
        for (indicator, plans) in program.indicators.iter().zip(&prepared.terms) {
            let mut own = Vec::with_capacity(plans.len());
            for (term, plan) in indicator.terms.iter().zip(plans) {
                let read = adds_up(program, term, results.date)
                    && !matches!(term.figure, TermFigure::Cost(_));
                if !read {
                    own.push(None);
                    continue;
                }
                let mut known = seen.iter();
                let known = known.find(|it| it.0 == term.over && it.1 == plan);
                let found = match known {
                    Some((_, _, found)) => found.clone(),
                    None => of_term((term, plan), results, places, one_line)?,
                };
                if known.is_none() {
                    seen.push((term.over, plan, found.clone()));
                }
                own.push(Some(found));
            }
            terms.push(own);
        }
        Some(Self {
            aids: aids.collect(),
            classes: classes.collect(),
            registers: results.registers.iter().map(of_register).collect(),
            terms,
        })
    }

    /// Takes rows away and adds others; nothing where a sum is too large.
    pub(super) fn change(&mut self, before: &Self, after: &Self) -> Option<()> {
        let both = before.aids.iter().zip(&after.aids);
        for (own, (before, after)) in self.aids.iter_mut().zip(both) {
            own.granted += after.granted - before.granted;
            own.members += after.members - before.members;
            own.waitlisted += after.waitlisted - before.waitlisted;
            own.not_taken_up += after.not_taken_up - before.not_taken_up;
            own.needs_verification += after.needs_verification - before.needs_verification;
            own.cost += after.cost - before.cost;
        }
        let both = before.classes.iter().zip(&after.classes);
        for (own, (before, after)) in self.classes.iter_mut().zip(both) {
            let length = own.len().max(after.len());
            own.resize(length, 0);
            for (place, own) in own.iter_mut().enumerate() {
                let count = |list: &[i128]| list.get(place).copied().unwrap_or(0);
                *own += count(after) - count(before);
            }
        }
        let both = before.registers.iter().zip(&after.registers);
        for (own, (before, after)) in self.registers.iter_mut().zip(both) {
            own.start += after.start - before.start;
            own.enters += after.enters - before.enters;
            own.leaves += after.leaves - before.leaves;
        }
        let both = before
            .terms
            .iter()
            .flatten()
            .zip(after.terms.iter().flatten());
        for (own, (before, after)) in self.terms.iter_mut().flatten().zip(both) {
            if let (Some(own), Some(before), Some(after)) = (own, before, after) {
                own.change(before, after)?;
            }
        }
        Some(())
    }
}

impl OfTerm {
    fn change(&mut self, before: &Self, after: &Self) -> Option<()> {
        match (self, before, after) {
            (Self::Sums(rows, sum), Self::Sums(less_rows, less), Self::Sums(more_rows, more)) => {
                *rows = rows.checked_sub(*less_rows)?.checked_add(*more_rows)?;
                *sum = sum.checked_sub(*less)?.checked_add(*more)?;
            }
            (Self::Line(own), Self::Line(before), Self::Line(after)) => {
                *own = std::mem::take(own).with(before, -1).with(after, 1);
                if own.overflowed() {
                    return None;
                }
            }
            (Self::Sums(..) | Self::Line(_), _, _) => return None,
        }
        Some(())
    }
}

fn of_aid(entity: EntityId, result: &AidResult, places: Places<'_>) -> OfAid {
    let members = places.levels.members(entity);
    let mut it = OfAid::default();
    for row in granted_rows(result) {
        it.granted += 1;
        it.members += i128::from(members(places.place(entity, row)));
        it.cost += i128::from(result.amount.get(row).unwrap_or(0));
    }
    for status in &result.status {
        it.waitlisted += i128::from(*status == Status::Waitlisted);
        it.not_taken_up += i128::from(*status == Status::NotTakenUp);
        it.needs_verification += i128::from(*status == Status::NeedsVerification);
    }
    it
}

fn of_class(column: &Column) -> Vec<i128> {
    let mut counts = Vec::new();
    let Values::Enum(codes) = &column.values else {
        return counts;
    };
    for (row, code) in codes.iter().enumerate() {
        let place = usize::from(*code);
        if column.is_valid(row) {
            if counts.len() <= place {
                counts.resize(place + 1, 0);
            }
            counts
                .iter_mut()
                .skip(place)
                .take(1)
                .for_each(|it| *it += 1);
        }
    }
    counts
}

fn of_register(result: &RegisterResult) -> OfRegister {
    let current = result.current.iter().filter(|it| **it == Truth::True);
    let count = |wanted: Outcome| {
        let found = result.outcome.iter().filter(|it| **it == wanted);
        found.count() as i128
    };
    OfRegister {
        start: current.count() as i128,
        enters: count(Outcome::Enters),
        leaves: count(Outcome::Leaves),
    }
}

fn of_term(
    (term, plan): (&Term, &TermPlan),
    results: &Results,
    places: Places<'_>,
    one_line: &(dyn Fn(ValueId) -> bool + Sync),
) -> Option<OfTerm> {
    let columns = Columns::new(results, plan);
    let rows = places.len(term.over);
    if let Some(line) = plan.line {
        let found = moments(&columns, rows);
        let found = match one_line(line.value) {
            true => found.at_line(0),
            false => found,
        };
        return (!found.overflowed()).then_some(OfTerm::Line(found));
    }
    let sums = tally(&columns, rows, None);
    let (weight, sum) = sums.first().map_or(Some((0, 0)), Sums::certain)?;
    Some(OfTerm::Sums(weight, sum))
}
