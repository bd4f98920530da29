//! The totals of figures, kept up to date while rows change: what a row counted is taken away, and what
//! it counts now is added.
//!
//! Counts, sums, shares and gaps add up exactly, so that the result is that of a count of all rows. What
//! does not add up (a Gini coefficient, a largest value) is measured anew where one of its rows changed.

use super::constant::constant_number;
use super::figure::{Exact, apply};
use super::indicator::Context;
use super::levels::Levels;
use super::prepare::{Prepared, TermPlan};
use super::summary::{
    AidSummary, Bounds, ClassCount, ClassSummary, IndicatorSummary, RegisterSummary, StatusCount,
    Summary,
};
use super::sums::Sums;
use super::tallied::{OfAid, OfRegister, OfTerm, Places, Tallied, adds_up};
use super::{aid, assertion, term};
use crate::check::tree::{
    Aid, Benefit, Indicator, MeasureKind, Register, Status, Term, TermExpr, TermFigure, Type,
    Value, ValueId, ValueKind,
};
use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::eval::{Change, Rows, Steps};
use crate::measure::moments::Moments;
use crate::number::{DECIMAL, Date, Grouping, MONEY, Rational, format_money};
use crate::plan::op::Scalar;

/// Totals over the rows of a data set under one policy after another.
#[derive(Debug)]
pub struct Totals {
    tallied: Tallied,
    /// By indicator and term, those that do not add up.
    others: Vec<Vec<Option<Rational>>>,
}

/// The figure of a term is too large for exact sums.
struct TooLarge;

impl Totals {
    /// The totals of the step that was made last; nothing where a sum is too large.
    pub fn new(
        prepared: &Prepared,
        dataset: &Dataset,
        results: &Results,
        steps: &Steps<'_>,
    ) -> Option<Self> {
        let levels = Levels::new(&prepared.program, dataset);
        let places = Places {
            levels: &levels,
            some: None,
        };
        let one_line = |id| steps.constant(id).is_some();
        let tallied = Tallied::read(prepared, results, places, &one_line)?;
        let mut it = Self {
            tallied,
            others: Vec::new(),
        };
        for (indicator, plans) in prepared.program.indicators.iter().zip(&prepared.terms) {
            let context = context(prepared, dataset, results, &levels);
            let terms = indicator.terms.iter().zip(plans);
            let terms =
                terms.map(
                    |(term, plan)| match adds_up(&prepared.program, term, results.date) {
                        true => None,
                        false => term::total(&context, (indicator, term), plan).decided,
                    },
                );
            it.others.push(terms.collect());
        }
        Some(it)
    }

    /// Follows a step; nothing where a sum is too large.
    pub fn follow(
        &mut self,
        prepared: &Prepared,
        dataset: &Dataset,
        change: &Change,
        steps: &mut Steps<'_>,
    ) -> Option<()> {
        let rows = match change {
            Change::Rows(rows) if !constants_moved(prepared, steps) => rows,
            Change::Rows(_) | Change::Most => {
                let results = steps.results()?;
                *self = Self::new(prepared, dataset, &results, steps)?;
                return Some(());
            }
        };
        let levels = Levels::new(&prepared.program, dataset);
        let places = Places {
            levels: &levels,
            some: Some(&rows.places),
        };
        let one_line = |id| steps.constant(id).is_some();
        let read = |results| Tallied::read(prepared, results, places, &one_line);
        let (before, after) = rayon::join(|| read(&rows.before), || read(&rows.after));
        self.tallied.change(&before?, &after?)?;
        self.measure_anew(prepared, dataset, rows, steps)
    }

    /// Measures what does not add up where its rows changed.
    fn measure_anew(
        &mut self,
        prepared: &Prepared,
        dataset: &Dataset,
        rows: &Rows,
        steps: &mut Steps<'_>,
    ) -> Option<()> {
        let levels = Levels::new(&prepared.program, dataset);
        let mut whole: Option<Results> = None;
        let indicators = prepared.program.indicators.iter().zip(&prepared.terms);
        for ((indicator, plans), others) in indicators.zip(&mut self.others) {
            let terms = indicator.terms.iter().zip(plans);
            for ((term, plan), other) in terms.zip(others) {
                if adds_up(&prepared.program, term, rows.after.date) || !is_stale(plan, rows, steps)
                {
                    continue;
                }
                if whole.is_none() {
                    whole = steps.results();
                }
                let context = context(prepared, dataset, whole.as_ref()?, &levels);
                *other = term::total(&context, (indicator, term), plan).decided;
            }
        }
        Some(())
    }

    /// The same with the levels of the data.
    pub fn summary_with_levels(
        &self,
        prepared: &Prepared,
        dataset: &Dataset,
        steps: &Steps<'_>,
        date: Date,
    ) -> Option<Summary> {
        let program = &prepared.program;
        Some(Summary {
            levels: Levels::new(program, dataset).summary(program),
            ..self.summary(prepared, steps, date)?
        })
    }

    /// The totals as a summary of nothing else: no bounds, groups, grounds or areas. Nothing where a
    /// figure is too large for exact sums.
    pub fn summary(&self, prepared: &Prepared, steps: &Steps<'_>, date: Date) -> Option<Summary> {
        let program = &prepared.program;
        let aids = program.aids.iter().zip(&self.tallied.aids);
        let values = program.values.iter().zip(&self.tallied.classes);
        let classes = values.filter(|(value, _)| matches!(value.kind, ValueKind::Class(_)));
        let registers = program.registers.iter().zip(&self.tallied.registers);
        let reading = Reading {
            totals: self,
            prepared,
            steps,
            date,
        };
        let shown = assertion::declared_indicators(prepared);
        let mut indicators = Vec::with_capacity(shown);
        for (at, indicator) in program.indicators.iter().enumerate().take(shown) {
            let total = reading.indicator(at, 0).ok()?;
            indicators.push(of_indicator(indicator, total));
        }
        Some(Summary {
            format_version: "1.0",
            policy: program.name.clone(),
            label: program.label.clone(),
            date: date.to_string(),
            currency: program.currency.clone(),
            what_if: Vec::new(),
            verify_first: None,
            levels: Vec::new(),
            classes: classes
                .filter_map(|(value, counts)| of_class(prepared, value, counts))
                .collect(),
            criteria: Vec::new(),
            aids: aids.map(|(aid, it)| of_aid(aid, it)).collect(),
            registers: registers.map(|(of, it)| of_register(of, it)).collect(),
            indicators,
            poverty: Vec::new(),
            targets: Vec::new(),
            assertions: Vec::new(),
            agencies: Vec::new(),
            served: None,
        })
    }
}

fn context<'a>(
    prepared: &'a Prepared,
    dataset: &'a Dataset,
    results: &'a Results,
    levels: &'a Levels<'a>,
) -> Context<'a> {
    Context {
        prepared,
        dataset,
        results,
        levels,
    }
}

/// Whether a constant that rows count by is another than before: then no row tells what changed.
fn constants_moved(prepared: &Prepared, steps: &Steps<'_>) -> bool {
    let moved = |id: Option<ValueId>| id.is_some_and(|id| steps.constant_moved(id));
    let terms = prepared.terms.iter().flatten();
    let mut terms = terms.filter(|it| {
        let poor = it.line.map(|line| line.poor);
        [it.condition, it.value, it.weight, poor]
            .into_iter()
            .any(moved)
    });
    terms.next().is_some() || steps.outcome_constants_moved()
}

fn is_stale(plan: &TermPlan, rows: &Rows, steps: &Steps<'_>) -> bool {
    let mut stale = false;
    plan.clone().values(|id| {
        let column = |results: &'_ Results| results.values.get(id.index()).cloned().flatten();
        stale |= steps.constant_moved(*id) || column(&rows.before) != column(&rows.after);
    });
    stale
}

/// The figures of indicators as they are read.
struct Reading<'a> {
    totals: &'a Totals,
    prepared: &'a Prepared,
    steps: &'a Steps<'a>,
    date: Date,
}

impl Reading<'_> {
    fn indicator(&self, at: usize, depth: usize) -> Result<Option<Rational>, TooLarge> {
        let indicators = &self.prepared.program.indicators;
        match indicators.get(at) {
            Some(it) if depth <= indicators.len() => self.evaluate(at, &it.value, depth),
            Some(_) | None => Ok(None),
        }
    }

    fn evaluate(
        &self,
        at: usize,
        expr: &TermExpr,
        depth: usize,
    ) -> Result<Option<Rational>, TooLarge> {
        let program = &self.prepared.program;
        Ok(match expr {
            TermExpr::Term(term) => self.term(at, *term)?,
            TermExpr::Constant(expr) => constant_number(program, expr, self.date),
            TermExpr::Indicator(id) => self.indicator(id.index(), depth + 1)?,
            TermExpr::Cost(id) => self.cost(id.index()),
            TermExpr::Rounded(inner, how) => {
                let round = super::figure::rounding(program, self.date, how);
                self.evaluate(at, inner, depth)?.and_then(round)
            }
            TermExpr::Binary(op, left, right) => {
                let left = self.evaluate(at, left, depth)?;
                apply(*op, left, self.evaluate(at, right, depth)?)
            }
        })
    }

    fn cost(&self, aid: usize) -> Option<Rational> {
        let it = self.totals.tallied.aids.get(aid)?;
        Rational::new(it.cost, i128::from(MONEY))
    }

    fn term(&self, at: usize, place: usize) -> Result<Option<Rational>, TooLarge> {
        let of = |list: &[Vec<Option<Rational>>]| list.get(at)?.get(place).copied().flatten();
        let indicator = self.prepared.program.indicators.get(at);
        let Some(term) = indicator.and_then(|it| it.terms.get(place)) else {
            return Ok(None);
        };
        let tallied = self
            .totals
            .tallied
            .terms
            .get(at)
            .and_then(|it| it.get(place));
        match (&term.figure, tallied.and_then(Option::as_ref)) {
            (TermFigure::Cost(id), _) => Ok(self.cost(id.index())),
            (TermFigure::Aggregate(it), Some(OfTerm::Sums(rows, sum))) => {
                let sums = Sums::of_known(*rows, *sum, None);
                let weight = term.weight.as_ref().map_or(1, |_| DECIMAL);
                let scales = term::scales(it, i128::from(weight));
                Ok(sums.figure(it.op, scales).decided)
            }
            (TermFigure::Measure(_), Some(OfTerm::Line(moments))) => {
                self.measured(term, (at, place), moments)
            }
            (TermFigure::Aggregate(_) | TermFigure::Measure(_), _) => Ok(of(&self.totals.others)),
        }
    }

    fn measured(
        &self,
        term: &Term,
        (at, place): (usize, usize),
        moments: &Moments,
    ) -> Result<Option<Rational>, TooLarge> {
        let plan = self.prepared.terms.get(at).and_then(|it| it.get(place));
        let line = plan.and_then(|it| it.line);
        let line = line.and_then(|it| self.steps.constant(it.value));
        let moments = match line.and_then(Scalar::number) {
            Some(line) => &moments.at_line(line),
            None => moments,
        };
        let TermFigure::Measure(it) = &term.figure else {
            return Ok(None);
        };
        let number = || {
            let expr = it.parameter.as_ref()?;
            constant_number(&self.prepared.program, expr, self.date)
        };
        let (one, two) = (Rational::one(), Rational::from_integer(2));
        let value = match (it.kind, number()) {
            (MeasureKind::Fgt, Some(alpha)) if alpha == Rational::zero() => {
                return Ok(moments.headcount());
            }
            (MeasureKind::Fgt, Some(alpha)) if alpha == one => moments.gap(),
            (MeasureKind::Fgt, Some(alpha)) if alpha == two => moments.severity(),
            (MeasureKind::Gap, _) => moments.gap(),
            (MeasureKind::Severity, _) => moments.severity(),
            _ => return Err(TooLarge),
        };
        match value {
            None if !moments.undefined() => Err(TooLarge),
            value => Ok(super::measure::rational(value)),
        }
    }
}

fn of_indicator(indicator: &Indicator, total: Option<Rational>) -> IndicatorSummary {
    let mut shown = Exact::certain(total).shown();
    (shown.lowest, shown.highest) = (None, None);
    IndicatorSummary {
        name: indicator.about.name.clone(),
        label: indicator.about.label.clone(),
        population: indicator.of_population,
        by: Vec::new(),
        convention: None,
        total: shown,
        groups: Vec::new(),
    }
}

fn of_aid(aid: &Aid, it: &OfAid) -> AidSummary {
    let paid = matches!(aid.benefit, Benefit::Amount { .. });
    let status = |status: Status, rows: i128| StatusCount {
        status: status.word(),
        rows: count(rows),
        amount: None,
    };
    let mut statuses = vec![
        status(Status::Granted, it.granted),
        status(Status::Waitlisted, it.waitlisted),
        status(Status::NeedsVerification, it.needs_verification),
    ];
    if aid.take_up.is_some() {
        statuses.push(status(Status::NotTakenUp, it.not_taken_up));
    }
    AidSummary {
        name: aid.about.name.clone(),
        label: aid.about.label.clone(),
        agency: aid.agency.clone(),
        entity: String::new(),
        period: aid::period(aid),
        statuses,
        members: count(it.members),
        count: decided(count(it.granted)),
        cost: paid.then(|| decided(format_money(it.cost, Grouping::Plain))),
        quota: None,
        budget: None,
        exclusions: Vec::new(),
        verifications: Vec::new(),
        blocking: Vec::new(),
        tied: 0,
        areas: Vec::new(),
    }
}

fn decided<T>(decided: T) -> Bounds<T> {
    Bounds {
        decided,
        lowest: None,
        highest: None,
    }
}

fn of_class(prepared: &Prepared, value: &Value, counts: &[i128]) -> Option<ClassSummary> {
    let Type::Enum(id) = value.ty else {
        return None;
    };
    let names = &prepared.program.enums.get(id.index())?.values;
    let rows = counts.iter().copied().chain(std::iter::repeat(0));
    let classes = names
        .iter()
        .zip(rows)
        .map(|((class, label), rows)| ClassCount {
            class: class.clone(),
            label: label.clone(),
            rows: count(rows),
            members: 0,
        });
    Some(ClassSummary {
        name: value.about.name.clone(),
        label: value.about.label.clone(),
        entity: String::new(),
        classes: classes.collect(),
        unknown: 0,
        unknown_members: 0,
    })
}

fn of_register(register: &Register, it: &OfRegister) -> RegisterSummary {
    RegisterSummary {
        name: register.about.name.clone(),
        label: register.about.label.clone(),
        entity: String::new(),
        start: count(it.start),
        enters: count(it.enters),
        leaves: count(it.leaves),
        end: count(it.start + it.enters - it.leaves),
        stays: 0,
        unverified_on: 0,
        unverified_off: 0,
        grounds: Vec::new(),
    }
}

fn count(rows: i128) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}
