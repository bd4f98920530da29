//! The figures of indicators' terms: each distinct grouping and each distinct measurement is made once.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use rayon::prelude::*;

use crate::check::tree::{
    Aggregate, AggregateOp, AidId, AidPart, EntityId, ExprKind, Indicator, Term, TermFigure,
};
use crate::number::{MONEY, Rational, Truth};

use super::aid::{by_status, granted_rows};
use super::bounds;
use super::columns::{Columns, Conditions};
use super::constant::constant_number;
use super::figure::Exact;
use super::groups::{GroupKey, Groups, group};
use super::indicator::Context;
use super::lined::sum_up;
use super::measure::{Asked, Gathered, gather};
use super::prepare::TermPlan;
use super::sums::{Scales, Sums};
use super::tallied::adds_up;
use super::tally::{counts, tally};

/// The figures of all terms, by indicator.
pub(super) struct Terms<'a>(Vec<Vec<TermFigures<'a>>>);

/// The figures of a term.
pub(super) struct TermFigures<'a> {
    /// Over all rows.
    pub(super) total: Exact,
    /// The keys of its groups; none where it is not grouped.
    pub(super) keys: &'a [Vec<String>],
    /// The figures of the groups, and the known rows that each counts.
    pub(super) groups: Vec<(Exact, u64)>,
}

/// A term, where its parts are computed, and whose it is.
#[derive(Clone, Copy)]
struct Part<'a> {
    indicator: &'a Indicator,
    term: &'a Term,
    plan: &'a TermPlan,
}

/// The groups of rows that terms share.
pub(super) struct Groupings<'a>(Vec<(EntityId, &'a [GroupKey], Groups)>);

/// The rows that measures against a line share, over all and by group.
struct Lines<'a>(Vec<(EntityId, &'a TermPlan, Option<Gathered>, Vec<Gathered>)>);

fn parts<'a>(context: &Context<'a>) -> Vec<Vec<Part<'a>>> {
    let indicators = context.prepared.program.indicators.iter();
    let plans = context.prepared.terms.iter();
    let part = |(indicator, plans): (&'a Indicator, &'a Vec<TermPlan>)| {
        let terms = indicator.terms.iter().zip(plans);
        let part = terms.map(|(term, plan)| Part {
            indicator,
            term,
            plan,
        });
        part.collect()
    };
    indicators.zip(plans).map(part).collect()
}

impl<'a> Groupings<'a> {
    /// Groups the rows by the keys of all terms.
    pub(super) fn new(context: &Context<'a>) -> Self {
        let mut wanted: Vec<(EntityId, &'a [GroupKey])> = Vec::new();
        for part in parts(context).iter().flatten() {
            let keys = (part.term.over, part.plan.by.as_slice());
            if !keys.1.is_empty() && !wanted.contains(&keys) {
                wanted.push(keys);
            }
        }
        let made = wanted.into_par_iter().map(|(over, by)| {
            let program = &context.prepared.program;
            let (dataset, results) = (context.dataset, context.results);
            let groups = group(program, dataset, results, context.levels, over, by);
            (over, by, groups)
        });
        Self(made.collect())
    }

    fn of(&self, part: &Part<'_>) -> Option<&Groups> {
        let found = self.0.iter();
        let found = found.filter(|(over, by, _)| *over == part.term.over && *by == part.plan.by);
        found.map(|(_, _, groups)| groups).next()
    }
}

impl<'a> Lines<'a> {
    fn new(context: &Context<'a>, groupings: &Groupings<'_>) -> Self {
        Self::of_parts(context, groupings, parts(context).into_iter().flatten())
    }

    fn of_parts(
        context: &Context<'a>,
        groupings: &Groupings<'_>,
        parts: impl Iterator<Item = Part<'a>>,
    ) -> Self {
        let (program, date) = (&context.prepared.program, context.results.date);
        // Parts of one plan, and whether sums are enough for all of them.
        let mut wanted: Vec<(Part<'a>, bool)> = Vec::new();
        for part in parts {
            let same = |it: &Part<'_>| it.term.over == part.term.over && it.plan == part.plan;
            let against =
                matches!(&part.term.figure, TermFigure::Measure(it) if it.kind.takes_line());
            if !against {
                continue;
            }
            let sums = adds_up(program, part.term, date);
            match wanted.iter_mut().find(|(it, _)| same(it)) {
                Some((_, enough)) => *enough &= sums,
                None => wanted.push((part, sums)),
            }
        }
        let made = wanted.into_par_iter().map(|(part, sums)| {
            let columns = Columns::new(context.results, part.plan);
            let rows = context.levels.rows(part.term.over);
            let summed = |groups| sums.then(|| sum_up(&columns, rows, groups)).flatten();
            let total = summed(None);
            let total = total.unwrap_or_else(|| gather(&columns, (0..rows).map(|_| 0), 1));
            let groups = groupings.of(&part).map_or(Vec::new(), |it| {
                let summed = summed(Some((&it.of_row, it.keys.len())));
                summed.unwrap_or_else(|| gather(&columns, it.of_row.iter().copied(), it.keys.len()))
            });
            (part.term.over, part.plan, total.into_iter().next(), groups)
        });
        Self(made.collect())
    }

    fn of(&self, part: &Part<'_>) -> Option<(&Gathered, &[Gathered])> {
        let mut found = self.0.iter();
        let same = found.find(|it| it.0 == part.term.over && it.1 == part.plan)?;
        Some((same.2.as_ref()?, &same.3))
    }
}

impl<'a> Terms<'a> {
    /// Computes all terms.
    pub(super) fn new(context: &Context<'a>, groupings: &'a Groupings<'a>) -> Self {
        let lines = Lines::new(context, groupings);
        let figures = |part: &Part<'_>| {
            let groups = groupings.of(part);
            let keys = groups.map_or(&[][..], |it| &it.keys);
            let (total, figures, counts) = part.figures(context, groups, &lines);
            let counts = counts
                .or_else(|| Some(part.counted(context, groups?)))
                .unwrap_or_default();
            TermFigures {
                total,
                keys,
                groups: figures.into_iter().zip(counts).collect(),
            }
        };
        let found = parts(context).into_par_iter();
        Self(found.map(|it| it.iter().map(figures).collect()).collect())
    }

    /// Those of an indicator.
    pub(super) fn of_indicator(&self, at: usize) -> &[TermFigures<'a>] {
        self.0.get(at).map_or(&[], Vec::as_slice)
    }
}

/// The total of one term.
pub(super) fn total(
    context: &Context<'_>,
    (indicator, term): (&Indicator, &Term),
    plan: &TermPlan,
) -> Exact {
    let part = Part {
        indicator,
        term,
        plan,
    };
    let lines = Lines::of_parts(context, &Groupings(Vec::new()), std::iter::once(part));
    part.figures(context, None, &lines).0
}

impl Part<'_> {
    /// The figures, over all and by group, and the rows that each group counts where that is told on the way.
    fn figures(
        &self,
        context: &Context<'_>,
        groups: Option<&Groups>,
        lines: &Lines<'_>,
    ) -> (Exact, Vec<Exact>, Option<Vec<u64>>) {
        let columns = Columns::new(context.results, self.plan);
        let rows = context.levels.rows(self.term.over);
        match &self.term.figure {
            TermFigure::Aggregate(it) => {
                let (mut total, mut by, counted) = aggregate(it, &columns, rows, groups);
                if let Some(id) = self.granted(it) {
                    within_places(context, id, &mut total, &mut by);
                }
                (total, by, counted)
            }
            TermFigure::Cost(id) => {
                let by = groups.map(|it| cost_by_group(context, *id, &it.of_row, it.keys.len()));
                (cost(context, *id), by.unwrap_or_default(), None)
            }
            TermFigure::Measure(it) => {
                let number = it.parameter.as_ref().map(|expr| {
                    constant_number(&context.prepared.program, expr, context.results.date)
                });
                let asked = Asked {
                    measure: it,
                    convention: self.indicator.convention,
                    number: number.flatten(),
                };
                if let Some((total, groups)) = lines.of(self) {
                    let figure = |it: &Gathered| asked.against_line(it);
                    return (figure(total), groups.iter().map(figure).collect(), None);
                }
                let total = asked.by_group(&columns, (0..rows).map(|_| 0), 1).pop();
                let by = groups
                    .map(|it| asked.by_group(&columns, it.of_row.iter().copied(), it.keys.len()));
                let total = total.unwrap_or(Exact::certain(None));
                (total, by.unwrap_or_default(), None)
            }
        }
    }
}

impl Part<'_> {
    /// The aid whose granted rows are counted, and nothing besides.
    fn granted(&self, it: &Aggregate) -> Option<AidId> {
        let ExprKind::Aid(id, AidPart::Granted) = it.condition.as_ref()?.kind else {
            return None;
        };
        (it.op == AggregateOp::Count && self.term.weight.is_none()).then_some(id)
    }

    /// The known rows that it counts, by group: those of its condition, or those granted.
    fn counted(&self, context: &Context<'_>, groups: &Groups) -> Vec<u64> {
        let of_row = groups.of_row.as_slice();
        if let TermFigure::Cost(id) = self.term.figure {
            let result = context.results.aids.get(id.index());
            let granted = result.into_iter().flat_map(granted_rows);
            return counts(granted, of_row, groups.keys.len());
        }
        let columns = Columns::new(context.results, self.plan);
        match columns.conditions() {
            Conditions::Always => counts(0..of_row.len(), of_row, groups.keys.len()),
            Conditions::Bits(bits) => counts(bits.places(), of_row, groups.keys.len()),
            Conditions::Open => {
                let sure = |row: &usize| columns.condition(*row) == Truth::True;
                counts((0..of_row.len()).filter(sure), of_row, groups.keys.len())
            }
        }
    }
}

/// The raw units of the values and weights of an aggregate.
pub(super) fn scales(it: &Aggregate, weight: i128) -> Scales {
    let value = match it.op {
        AggregateOp::Count | AggregateOp::Share => 1,
        _ => it
            .value
            .as_ref()
            .and_then(|value| value.ty.scale())
            .unwrap_or(1),
    };
    Scales {
        value: i128::from(value),
        weight,
    }
}

/// An aggregate over all rows and by group: all is the sum of the groups where there are any.
fn aggregate(
    it: &Aggregate,
    columns: &Columns<'_>,
    rows: usize,
    groups: Option<&Groups>,
) -> (Exact, Vec<Exact>, Option<Vec<u64>>) {
    let scales = scales(it, columns.weight_scale());
    let of_row = groups.map(|it| (it.of_row.as_slice(), it.keys.len()));
    let sums = tally(columns, rows, of_row);
    let mut total = Sums::default();
    for group in &sums {
        total.merge(group);
    }
    let by = sums.iter().filter(|_| groups.is_some());
    let all_known = columns.plain().filter(|_| groups.is_some());
    let counted = |sums: &Sums| u64::try_from(sums.certain().map_or(0, |(rows, _)| rows));
    let counts = all_known.map(|_| sums.iter().map(|it| counted(it).unwrap_or(0)).collect());
    (
        total.figure(it.op, scales),
        by.map(|sums| sums.figure(it.op, scales)).collect(),
        counts,
    )
}

/// Of the granted rows of an aid with few places: all have the bounds of the aid, since an open row takes
/// the place of another; one group has none.
fn within_places(context: &Context<'_>, id: AidId, total: &mut Exact, by: &mut [Exact]) {
    let (Some(aid), Some(result)) = (
        context.prepared.program.aids.get(id.index()),
        context.results.aids.get(id.index()),
    ) else {
        return;
    };
    let rows = bounds::rows(&by_status(result));
    if rows.open == 0 || !bounds::contested(aid) {
        return;
    }
    let bounds = bounds::count(aid, result, &rows);
    let number = |it: Option<u64>| Some(Rational::from_integer(i64::try_from(it?).ok()?));
    (total.lowest, total.highest) = (number(bounds.lowest), number(bounds.highest));
    for group in by {
        (group.lowest, group.highest) = (None, None);
    }
}

/// What an aid costs.
pub(super) fn cost(context: &Context<'_>, id: AidId) -> Exact {
    let program = &context.prepared.program;
    let (Some(aid), Some(result)) = (
        program.aids.get(id.index()),
        context.results.aids.get(id.index()),
    ) else {
        return Exact::certain(None);
    };
    let rows = bounds::rows(&by_status(result));
    let number = |text: &String| Rational::parse_decimal(text);
    let bounds = bounds::cost(aid, result, &rows);
    Exact {
        decided: Rational::new(rows.decided, i128::from(MONEY)),
        lowest: bounds.lowest.as_ref().and_then(number),
        highest: bounds.highest.as_ref().and_then(number),
        unknown: rows.open as u64,
        left_out: 0,
    }
}

fn cost_by_group(context: &Context<'_>, id: AidId, of_row: &[u32], groups: usize) -> Vec<Exact> {
    let (Some(aid), Some(result)) = (
        context.prepared.program.aids.get(id.index()),
        context.results.aids.get(id.index()),
    ) else {
        return vec![Exact::certain(None); groups];
    };
    let money = |raw: i128| Rational::new(raw, i128::from(MONEY));
    bounds::cost_by_group(aid, result, of_row, groups)
        .into_iter()
        .map(|it| Exact {
            decided: money(it.decided),
            lowest: money(it.decided).filter(|_| it.is_bounded),
            highest: it
                .more
                .filter(|_| it.is_bounded)
                .and_then(|more| money(it.decided + more)),
            unknown: it.open,
            left_out: 0,
        })
        .collect()
}
