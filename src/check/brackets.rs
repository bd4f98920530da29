//! Progressive scales: bands over a number, taken by parts (`marginal`) or as a whole (`flat`).

use super::scope::Scope;
use super::tree::{
    CompareOp, Constant, Expr, ExprKind, Function, Interval, Key, ParameterId, ParameterKey, Type,
};
use super::types::is_number;
use super::values_by_key::key_number;
use super::{Checker, Progress};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::number::{Date, Rational};
use crate::source::Span;
use crate::syntax::ast::{self, DatedValue, KeyPattern, KeyedValue, ParameterValue};

/// What stands for a limit that no value lies below: far under every amount.
const LOWEST: i64 = -900_000_000_000;

/// How a band ends at a date.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// `up to`: its limit belongs to it.
    Included,
    /// `below`: its limit does not, or there is no such band at the date.
    Excluded,
}

/// The bands of a scale: the parameter itself holds their values by number, from 1.
#[derive(Clone, Debug)]
pub(super) struct Bands {
    /// The type of what is put into bands.
    of: Type,
    /// The upper limit by number, but for the last.
    limits: ParameterId,
    /// By number: whether the limit belongs to the band; a parameter where that changes in time.
    included: Vec<Included>,
}

#[derive(Clone, Copy, Debug)]
enum Included {
    Yes,
    No,
    Dated(ParameterId),
}

/// The bands of one date.
struct Scale {
    limits: Vec<(Expr, End, Span)>,
    values: Vec<Expr>,
}

impl Checker<'_> {
    /// The values of a scale over time.
    pub(super) fn bands(
        &mut self,
        id: ParameterId,
        it: &ast::Parameter,
        dated: &[(&DatedValue, Option<Date>)],
    ) {
        let Some(of) = self.type_of(&it.ty) else {
            return self.fail(id);
        };
        if !is_number(of) {
            let finding = Diagnostic::at(&codes::BANDS_OF, it.ty.span);
            self.report(finding.given("found", self.type_given(of)));
            return self.fail(id);
        }
        let mut scales = Vec::new();
        for (row, until) in dated {
            if let ParameterValue::Keyed(rows) = &row.value
                && let Some(scale) = self.scale(id, of, rows)
            {
                scales.push((*row, *until, scale));
            }
        }
        let count = scales.iter().map(|(_, _, it)| it.values.len()).max();
        let Some(count) = count.filter(|_| scales.len() == dated.len()) else {
            return self.fail(id);
        };
        let key = ParameterKey::Integer { low: 1, high: None };
        let (mut values, mut limits) = (Vec::new(), Vec::new());
        for (row, until, scale) in &scales {
            let span = row.span;
            values.extend(self.split(&scale.all_values(count), None, row, *until));
            let found = self.split(&scale.all_limits(count, of, span), None, row, *until);
            self.ascending(&found, scale);
            limits.extend(found);
        }
        if let Some(parameter) = self.program.parameters.get_mut(id.index()) {
            parameter.keys = vec![key.clone()];
            parameter.intervals = values;
        }
        let Some(limits) = self.hidden_parameter(id, of, vec![key], limits) else {
            return;
        };
        let included = (1..count)
            .map(|number| self.included(id, number, &scales))
            .collect();
        let bands = Bands {
            of,
            limits,
            included,
        };
        self.brackets.insert(id, bands);
    }

    fn fail(&mut self, id: ParameterId) {
        if let Some(it) = self.parameter_progress.get_mut(id.index()) {
            *it = Progress::Failed;
        }
    }

    /// The bands of one date, of which the last, and only it, has no limit.
    fn scale(&mut self, id: ParameterId, of: Type, rows: &[KeyedValue]) -> Option<Scale> {
        let ty = self.program.parameters.get(id.index())?.ty;
        let (mut limits, mut values, mut failed) = (Vec::new(), Vec::new(), rows.is_empty());
        let last = rows.len().saturating_sub(1);
        for (place, row) in rows.iter().enumerate() {
            let (limit, end) = match &row.key {
                KeyPattern::UpTo(limit) => (Some(limit), End::Included),
                KeyPattern::Below(limit) => (Some(limit), End::Excluded),
                _ => (None, End::Excluded),
            };
            if limit.is_none() != (place == last) {
                self.report(Diagnostic::at(&codes::LAST_BAND, row.span));
                failed = true;
            }
            match limit.map(|limit| self.fixed(limit, of)) {
                Some(Some(limit)) => limits.push((limit, end, row.span)),
                Some(None) => failed = true,
                None => {}
            }
            match self.fixed(&row.value, ty) {
                Some(value) => values.push(value),
                None => failed = true,
            }
        }
        (!failed).then_some(Scale { limits, values })
    }

    /// Holds that each limit lies above the one before.
    fn ascending(&mut self, intervals: &[Interval], scale: &Scale) {
        for interval in intervals {
            let limit = |number: usize| {
                let key = Key::Integer(i64::try_from(number).ok()?);
                match interval.values.get(&vec![key])? {
                    Constant::Number(value) => Some(*value),
                    Constant::Boolean(_)
                    | Constant::Date(_)
                    | Constant::Text(_)
                    | Constant::Enum(_) => None,
                }
            };
            for (place, (_, _, span)) in scale.limits.iter().enumerate().skip(1) {
                if let (Some(before), Some(this)) = (limit(place), limit(place + 1))
                    && this <= before
                {
                    let mut finding = Diagnostic::at(&codes::BAND_ORDER, *span);
                    if let Some((_, _, first)) = scale.limits.get(place - 1) {
                        finding = finding.label(*first, "label.first");
                    }
                    self.report(finding);
                    return;
                }
            }
        }
    }

    /// Whether the limit of a band belongs to it, which may change in time.
    fn included(
        &mut self,
        id: ParameterId,
        number: usize,
        scales: &[(&DatedValue, Option<Date>, Scale)],
    ) -> Included {
        let end = |scale: &Scale| {
            let limit = scale.limits.get(number - 1);
            limit.map_or(End::Excluded, |(_, end, _)| *end)
        };
        let mut ends = scales.iter().map(|(_, _, scale)| end(scale));
        if ends.clone().all(|it| it == End::Excluded) {
            return Included::No;
        }
        if ends.all(|it| it == End::Included) {
            return Included::Yes;
        }
        let intervals = scales.iter().map(|(row, until, scale)| {
            let value = Constant::Boolean(end(scale) == End::Included);
            super::values_by_key::constant_interval(row, *until, value)
        });
        let intervals = intervals.collect();
        match self.hidden_parameter(id, Type::Boolean, Vec::new(), intervals) {
            Some(id) => Included::Dated(id),
            None => Included::No,
        }
    }

    /// `marginal(NAME, x)`: each part of the value at the rate of its band, the parts summed.
    pub(super) fn marginal(
        &mut self,
        function: &ast::Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let (id, bands, value) = self.banded(function, arguments, span, scope)?;
        let rate = self.program.parameters.get(id.index())?.ty;
        if !is_number(rate) {
            let finding = Diagnostic::at(&codes::MARGINAL_VALUES, span);
            self.report(finding.given("found", self.type_given(rate)));
            return None;
        }
        let mut sum: Option<Expr> = None;
        for number in 1..=bands.included.len() + 1 {
            let width = bands.width(number, &value, span);
            let part = self.product(width, band_value(id, number, rate, span), span)?;
            let ty = part.ty;
            sum = Some(match sum {
                Some(sum) => Expr {
                    kind: ExprKind::Add(Box::new(sum), Box::new(part)),
                    ty,
                    span,
                },
                None => part,
            });
        }
        sum
    }

    /// `flat(NAME, x)`: the value of the band in which x lies.
    pub(super) fn flat(
        &mut self,
        function: &ast::Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let (id, bands, value) = self.banded(function, arguments, span, scope)?;
        let ty = self.program.parameters.get(id.index())?.ty;
        let rows = (1..=bands.included.len())
            .map(|number| {
                let inside = bands.inside(number, &value, span);
                (inside, band_value(id, number, ty, span))
            })
            .collect();
        let last = band_value(id, bands.included.len() + 1, ty, span);
        let kind = ExprKind::FirstMatch {
            rows,
            otherwise: Some(Box::new(last)),
        };
        Some(Expr { kind, ty, span })
    }

    /// The scale that a call names, and the value to be put into its bands.
    fn banded(
        &mut self,
        function: &ast::Name,
        arguments: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<(ParameterId, Bands, Expr)> {
        let takes = "the name of `brackets` and a value";
        let [name, value] = self.counted(function, arguments, 2..=2, takes, span)? else {
            return None;
        };
        let ast::ExprKind::Name(word) = &name.kind else {
            self.report(Diagnostic::at(&codes::NOT_BRACKETS, name.span));
            return None;
        };
        let Some(id) = self.names.parameters.get(word).copied() else {
            if self.attribute(word, scope.level).is_some() {
                self.report(Diagnostic::at(&codes::NOT_BRACKETS, name.span));
            } else if !self.poisoned.contains(word) {
                let known: Vec<&str> = self.bracket_names().collect();
                let near = crate::diagnostic::suggest::near(word, known);
                let finding = Diagnostic::at(&names::UNKNOWN_NAME, name.span)
                    .with("name", word)
                    .with_noun("place", "among the brackets");
                self.report(super::scope::suggested(finding, name.span, near));
            }
            return None;
        };
        if self.parameter_progress.get(id.index()) == Some(&Progress::Failed) {
            return None;
        }
        let Some(bands) = self.brackets.get(&id).cloned() else {
            self.report(Diagnostic::at(&codes::NOT_BRACKETS, name.span));
            return None;
        };
        let value = self.typed(value, scope, bands.of)?;
        Some((id, bands, value))
    }

    fn bracket_names(&self) -> impl Iterator<Item = &str> {
        let named = self.names.parameters.iter();
        let scales = named.filter(|(_, id)| self.brackets.contains_key(id));
        scales.map(|(name, _)| name.as_str())
    }
}

impl Scale {
    /// The values of so many bands: where there are fewer, the last one fills the rest.
    fn all_values(&self, count: usize) -> Vec<(Vec<Key>, Expr)> {
        let value = |number: usize| {
            let own = self.values.get(number - 1).or(self.values.last())?;
            Some((key(number)?, own.clone()))
        };
        (1..=count).filter_map(value).collect()
    }

    /// The limits of all bands but the last: bands that are not there are empty.
    fn all_limits(&self, count: usize, of: Type, span: Span) -> Vec<(Vec<Key>, Expr)> {
        let lowest = super::types::number(Rational::from_integer(LOWEST), of, span);
        let limit = |number: usize| {
            let own = self.limits.get(number - 1).or(self.limits.last());
            let own = own.map_or(&lowest, |(limit, _, _)| limit);
            Some((key(number)?, own.clone()))
        };
        (1..count).filter_map(limit).collect()
    }
}

impl Bands {
    /// How much of the value lies in a band; what is under zero lies in none.
    fn width(&self, number: usize, value: &Expr, span: Span) -> Expr {
        let zero = || super::types::number(Rational::zero(), self.of, span);
        let low = match number {
            1 => zero(),
            _ => self.pair(Function::Max, self.limit(number - 1, span), zero(), span),
        };
        let top = if number > self.included.len() {
            value.clone()
        } else {
            self.pair(Function::Min, value.clone(), self.limit(number, span), span)
        };
        let over = Expr {
            kind: ExprKind::Subtract(Box::new(top), Box::new(low)),
            ty: self.of,
            span,
        };
        self.pair(Function::Max, over, zero(), span)
    }

    /// Whether the value lies in a band or one before it.
    fn inside(&self, number: usize, value: &Expr, span: Span) -> Expr {
        let compared = |op: CompareOp| {
            let limit = Box::new(self.limit(number, span));
            super::expression::truth(ExprKind::Compare(op, Box::new(value.clone()), limit), span)
        };
        match self.included.get(number - 1) {
            Some(Included::Yes) => compared(CompareOp::LessOrEqual),
            Some(Included::No) | None => compared(CompareOp::Less),
            Some(Included::Dated(id)) => {
                let included = ExprKind::Parameter(*id, Vec::new());
                let included = super::expression::truth(included, span);
                let at_end = ExprKind::And(vec![compared(CompareOp::Equal), included]);
                let at_end = super::expression::truth(at_end, span);
                let all = vec![compared(CompareOp::Less), at_end];
                super::expression::truth(ExprKind::Or(all), span)
            }
        }
    }

    fn limit(&self, number: usize, span: Span) -> Expr {
        band_value(self.limits, number, self.of, span)
    }

    fn pair(&self, function: Function, left: Expr, right: Expr, span: Span) -> Expr {
        Expr {
            kind: ExprKind::Call(function, vec![left, right]),
            ty: self.of,
            span,
        }
    }
}

fn key(number: usize) -> Option<Vec<Key>> {
    Some(vec![Key::Integer(i64::try_from(number).ok()?)])
}

/// The entry of a band.
fn band_value(id: ParameterId, number: usize, ty: Type, span: Span) -> Expr {
    let key = key_number(i64::try_from(number).unwrap_or(i64::MAX), span);
    Expr {
        kind: ExprKind::Parameter(id, vec![key]),
        ty,
        span,
    }
}
