//! Standard errors of indicators, where the data say how their rows were drawn.

use std::collections::BTreeMap;

use crate::check::tree::{
    Aggregate, AggregateOp, Design, EntityId, Indicator, Measure, MeasureKind, Program, Term,
    TermExpr, TermFigure,
};
use crate::measure::sampling::{Sample, Statistic, Weighted};
use crate::number::{Rational, Truth};

use super::columns::Columns;
use super::constant::constant_number;
use super::groups::{GroupKey, group};
use super::indicator::Context;
use super::prepare::TermPlan;

/// The standard errors of an indicator.
#[derive(Default)]
pub(super) struct Errors {
    pub(super) total: Option<f64>,
    groups: BTreeMap<Vec<String>, f64>,
}

impl Errors {
    /// That of a group.
    pub(super) fn of(&self, keys: &[String]) -> Option<f64> {
        self.groups.get(keys).copied()
    }
}

/// The standard errors of an indicator that is one share, mean, total, quantile, FGT or Gini index; none for
/// other figures, and none where no field is marked `stratum` or `cluster`.
pub(super) fn errors(context: &Context<'_>, indicator: &Indicator, plans: &[TermPlan]) -> Errors {
    let found = found(context, indicator, plans);
    found.unwrap_or_default()
}

fn found(context: &Context<'_>, indicator: &Indicator, plans: &[TermPlan]) -> Option<Errors> {
    let (TermExpr::Term(0), [term], [plan]) = (&indicator.value, indicator.terms.as_slice(), plans)
    else {
        return None;
    };
    let sample = sample(context, term.over)?;
    let of = Of::new(context, term, plan)?;
    let rows: Vec<(usize, Weighted)> = (0..context.levels.rows(term.over))
        .filter_map(|row| Some((row, of.case(row)?)))
        .collect();
    let mut errors = Errors {
        total: sample.standard_error(of.statistic, &rows),
        groups: BTreeMap::new(),
    };
    if plan.by.is_empty() {
        return Some(errors);
    }
    let program = &context.prepared.program;
    let (dataset, results) = (context.dataset, context.results);
    let groups = group(
        program,
        dataset,
        results,
        context.levels,
        term.over,
        &plan.by,
    );
    let mut members = vec![Vec::new(); groups.keys.len()];
    for (row, case) in rows {
        let place = groups.of_row.get(row).map(|group| *group as usize);
        if let Some(members) = place.and_then(|place| members.get_mut(place)) {
            members.push((row, case));
        }
    }
    for (keys, members) in groups.keys.into_iter().zip(members) {
        if let Some(error) = sample.standard_error(of.statistic, &members) {
            errors.groups.insert(keys, error);
        }
    }
    Some(errors)
}

/// The sample that the rows of a level are; without a cluster each row was drawn by itself.
pub(super) fn sample(context: &Context<'_>, over: EntityId) -> Option<Sample> {
    let program = &context.prepared.program;
    let keys = |wanted: &[Design]| -> Vec<GroupKey> {
        let fields = program.design.iter();
        let fields = fields.filter(|(design, _)| wanted.contains(design));
        fields
            .filter_map(|(_, id)| {
                let entity = program.fields.get(id.index())?.entity;
                is_above(program, over, entity).then_some(GroupKey::Field(entity, *id))
            })
            .collect()
    };
    let strata = keys(&[Design::Stratum]);
    let clusters = keys(&[Design::Cluster]);
    if strata.is_empty() && clusters.is_empty() {
        return None;
    }
    let codes = |keys: &[GroupKey]| {
        let (dataset, results) = (context.dataset, context.results);
        group(program, dataset, results, context.levels, over, keys).of_row
    };
    let stratum_of_row = codes(&strata);
    let unit_of_row = if clusters.is_empty() {
        (0_u32..).take(stratum_of_row.len()).collect()
    } else {
        // A cluster's name may stand again in another stratum.
        codes(&strata.into_iter().chain(clusters).collect::<Vec<_>>())
    };
    Some(Sample::new(unit_of_row, &stratum_of_row))
}

fn is_above(program: &Program, from: EntityId, wanted: EntityId) -> bool {
    let mut at = Some(from);
    let mut steps = 0;
    while let Some(entity) = at
        && steps <= program.entities.len()
    {
        if entity == wanted {
            return true;
        }
        let here = program.entities.get(entity.index());
        at = here.and_then(|it| it.parent).map(|(parent, _)| parent);
        steps += 1;
    }
    false
}

/// What a term takes of each row.
struct Of<'a> {
    columns: Columns<'a>,
    statistic: Statistic,
    /// Raw units of the value and of the weight per one.
    scale: f64,
    weight_scale: f64,
    /// The power of the gaps of an FGT measure.
    power: Option<f64>,
    /// Every row counts as one.
    counts: bool,
}

impl<'a> Of<'a> {
    #[expect(clippy::cast_precision_loss, reason = "scales are small")]
    fn new(context: &Context<'a>, term: &Term, plan: &TermPlan) -> Option<Self> {
        let columns = Columns::new(context.results, plan);
        let (statistic, power, scale) = match &term.figure {
            TermFigure::Aggregate(it) => (of_aggregate(it)?, None, it.value.as_ref()),
            TermFigure::Measure(it) => {
                let (statistic, power) = of_measure(context, it)?;
                (statistic, power, Some(&it.value))
            }
            TermFigure::Cost(_) => return None,
        };
        let scale = scale.and_then(|value| value.ty.scale()).unwrap_or(1);
        Some(Self {
            columns,
            statistic,
            scale: scale as f64,
            weight_scale: columns.weight_scale() as f64,
            power,
            counts: matches!(&term.figure, TermFigure::Aggregate(it) if it.op == AggregateOp::Count),
        })
    }

    /// The row, where all of it is known and the condition holds.
    #[expect(clippy::cast_precision_loss, reason = "a figure of a sample")]
    fn case(&self, row: usize) -> Option<Weighted> {
        if self.columns.condition(row) != Truth::True {
            return None;
        }
        let weight = self.columns.weight(row)? as f64 / self.weight_scale;
        let value = if self.counts {
            1
        } else {
            self.columns.value(row)?
        };
        let (line, poor) = self.columns.line(row)?;
        let value = match self.power {
            Some(_) if !poor => 0.0,
            Some(power) => libm::pow((line as f64 - value as f64) / line as f64, power),
            None => value as f64 / self.scale,
        };
        Some(Weighted { value, weight })
    }
}

fn of_aggregate(it: &Aggregate) -> Option<Statistic> {
    match it.op {
        AggregateOp::Count | AggregateOp::Sum if it.best.is_none() => Some(Statistic::Total),
        AggregateOp::Average | AggregateOp::Share => Some(Statistic::Mean),
        AggregateOp::Count
        | AggregateOp::Sum
        | AggregateOp::Min
        | AggregateOp::Max
        | AggregateOp::Any
        | AggregateOp::Every
        | AggregateOp::First
        | AggregateOp::Only => None,
    }
}

/// The statistic of a measure, and the power of the gaps.
fn of_measure(context: &Context<'_>, it: &Measure) -> Option<(Statistic, Option<f64>)> {
    let program = &context.prepared.program;
    let number = it.parameter.as_ref();
    let number = number.and_then(|it| constant_number(program, it, context.results.date));
    match it.kind {
        MeasureKind::Fgt => Some((Statistic::Mean, Some(float(number?)))),
        MeasureKind::Gap => Some((Statistic::Mean, Some(1.0))),
        MeasureKind::Severity => Some((Statistic::Mean, Some(2.0))),
        MeasureKind::Gini => Some((Statistic::Gini, None)),
        MeasureKind::Quantile => Some((Statistic::Quantile(float(number?)), None)),
        MeasureKind::Watts
        | MeasureKind::Sen
        | MeasureKind::Sst
        | MeasureKind::Mld
        | MeasureKind::Theil
        | MeasureKind::Atkinson
        | MeasureKind::Lorenz
        | MeasureKind::QuintileRatio
        | MeasureKind::Concentration => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a power of the text")]
fn float(number: Rational) -> f64 {
    number.num() as f64 / number.den() as f64
}
