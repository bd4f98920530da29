//! Parameters: keys, dated values computed exactly, gaps and overlaps in time.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Constant, Expr, Interval, Key, ParameterId, ParameterKey, Type};
use super::{Checker, Earlier, Progress, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::number::Date;
use crate::source::Span;
use crate::syntax::ast::{
    self, DatedValue, DeclarationKind, KeyPattern, Parameter, ParameterValue,
};

impl Checker<'_> {
    /// What each parameter is looked up by.
    pub(super) fn parameter_keys(&mut self) {
        for (index, declaration) in self.declarations() {
            let DeclarationKind::Parameter(it) = &declaration.kind else {
                continue;
            };
            let Some(Slot::Parameter(id)) = self.slots_of(index).first().copied() else {
                continue;
            };
            let keys: Option<Vec<ParameterKey>> =
                it.keys.iter().map(|key| self.parameter_key(key)).collect();
            match keys {
                Some(keys) => {
                    if let Some(parameter) = self.program.parameters.get_mut(id.index()) {
                        parameter.keys = keys;
                    }
                }
                None => self.set_parameter(id, Progress::Failed),
            }
        }
    }

    fn parameter_key(&mut self, key: &ast::ParameterKey) -> Option<ParameterKey> {
        if let Some(range) = &key.range {
            let low = self.whole_bound(range.low.as_deref(), range.span)?;
            let high = match &range.high {
                Some(high) => {
                    Some(self.whole_bound(Some(high), range.span)? - i64::from(range.exclusive))
                }
                None => None,
            };
            return Some(ParameterKey::Integer { low, high });
        }
        if let Some(id) = self.names.entities.get(&key.name.node) {
            return Some(ParameterKey::Entity(*id));
        }
        if let Some(id) = self.names.types.get(&key.name.node) {
            return Some(ParameterKey::Enum(*id));
        }
        if self.poisoned.contains(&key.name.node) {
            return None;
        }
        let known = self
            .names
            .types
            .keys()
            .chain(self.names.entities.keys())
            .map(String::as_str);
        let near = crate::diagnostic::suggest::near(&key.name.node, known);
        let finding =
            Diagnostic::at(&codes::UNKNOWN_KEY_KIND, key.name.span).with("name", &key.name.node);
        self.report(super::scope::suggested(finding, key.name.span, near));
        None
    }

    pub(super) fn whole_bound(&mut self, bound: Option<&ast::Expr>, span: Span) -> Option<i64> {
        let Some(bound) = bound else {
            self.report(Diagnostic::at(&codes::OPEN_KEY_RANGE, span));
            return None;
        };
        match self.constant(bound, Type::Integer)? {
            Constant::Number(value) => super::fold::whole(value),
            Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => {
                None
            }
        }
    }

    /// Computes the values of all parameters, those first that others name.
    pub(super) fn parameters(&mut self) {
        let all: Vec<(ParameterId, &Parameter)> = self
            .declarations()
            .filter_map(|(index, declaration)| {
                match (&declaration.kind, self.slots_of(index).first()) {
                    (DeclarationKind::Parameter(it), Some(Slot::Parameter(id))) => Some((*id, it)),
                    _ => None,
                }
            })
            .collect();
        let needs: Vec<Vec<usize>> = all
            .iter()
            .map(|(_, it)| self.parameters_named(it))
            .collect();
        let (order, cycles) = super::order::sort(&needs);
        for cycle in cycles {
            let path: Vec<(String, Span)> = cycle
                .iter()
                .filter_map(|it| all.get(*it))
                .map(|(_, it)| (it.name.node.clone(), it.name.span))
                .collect();
            self.report_cycle(&path);
            for (id, _) in cycle.iter().filter_map(|it| all.get(*it)) {
                self.set_parameter(*id, Progress::Failed);
            }
        }
        for (id, it) in order.iter().filter_map(|it| all.get(*it)) {
            if self.parameter_progress.get(id.index()) == Some(&Progress::Open) {
                self.set_parameter(*id, Progress::Typed);
                self.intervals(*id, it);
            }
        }
    }

    pub(super) fn parameters_named(&self, it: &Parameter) -> Vec<usize> {
        let mut named = Vec::new();
        let mut visit = |expr: &ast::Expr| {
            super::define::ast_names(expr, &mut |name| {
                named.extend(self.names.parameters.get(name).map(|id| id.index()));
            });
        };
        for dated in &it.values {
            match &dated.value {
                ParameterValue::Single(value) => visit(value),
                ParameterValue::Keyed(rows) => rows.iter().for_each(|row| {
                    if let KeyPattern::UpTo(limit) | KeyPattern::Below(limit) = &row.key {
                        visit(limit);
                    }
                    visit(&row.value);
                }),
                ParameterValue::File(_) => {}
            }
        }
        named
    }

    fn set_parameter(&mut self, id: ParameterId, progress: Progress) {
        if let Some(it) = self.parameter_progress.get_mut(id.index()) {
            *it = progress;
        }
    }

    fn intervals(&mut self, id: ParameterId, it: &Parameter) {
        for file in &it.files {
            self.report_no_file(file);
        }
        if it.values.is_empty() && it.files.is_empty() {
            // A value that could not be read is reported where it stands.
            if self.earlier == Earlier::Sound {
                let finding = Diagnostic::at(&codes::NO_VALUES, it.name.span);
                self.report(finding.with("name", &it.name.node));
            }
            return;
        }
        let mut dated: Vec<&DatedValue> = it.values.iter().collect();
        dated.sort_by_key(|row| row.from.node);
        let mut spans = Vec::new();
        for (place, row) in dated.iter().enumerate() {
            let next = dated.get(place + 1).copied();
            let until = self.interval_end(it, row, next);
            spans.push((*row, until));
        }
        if it.brackets.is_some() {
            self.bands(id, it, &spans);
        } else {
            self.tables(id, &spans);
        }
    }

    /// A file of values that was not found when the policy was read.
    pub(super) fn report_no_file(&mut self, file: &ast::RowsFile) {
        let finding = Diagnostic::at(&names::NO_SUCH_FILE, file.path.span);
        self.report(finding.with("path", &file.path.node));
    }

    /// The last day of a row: as written, or the day before the next.
    fn interval_end(
        &mut self,
        it: &Parameter,
        row: &DatedValue,
        next: Option<&DatedValue>,
    ) -> Option<Date> {
        if let Some(until) = &row.until
            && until.node < row.from.node
        {
            self.report(
                Diagnostic::at(&codes::UNTIL_BEFORE_FROM, until.span)
                    .label(row.from.span, "label.first"),
            );
        }
        let Some(next) = next else {
            return row.until.map(|it| it.node);
        };
        let before = next.from.node.add_days(-1);
        if next.from.node == row.from.node {
            let finding =
                Diagnostic::at(&codes::SAME_DATE, next.from.span).with("name", &it.name.node);
            self.report(
                finding
                    .with("date", next.from.node)
                    .label(row.from.span, "label.first"),
            );
        } else if let (Some(until), Some(before)) = (row.until, before) {
            let finding = match until.node.cmp(&before) {
                Ordering::Greater => Some(
                    Diagnostic::at(&codes::DATES_OVERLAP, until.span).with("next", next.from.node),
                ),
                Ordering::Less => {
                    let gap = until.node.add_days(1).unwrap_or(until.node);
                    let finding = Diagnostic::at(&codes::DATES_GAP, until.span);
                    Some(finding.with("from", gap).with("until", before))
                }
                Ordering::Equal => None,
            };
            if let Some(finding) = finding {
                self.report(
                    finding
                        .with("name", &it.name.node)
                        .label(next.from.span, "label.next"),
                );
            }
        }
        row.until.map(|it| it.node).or(before)
    }

    /// The constants of a row on each stretch over which the parameters it names stay the same.
    pub(super) fn split(
        &mut self,
        rows: &[(Vec<Key>, Expr)],
        otherwise: Option<&Expr>,
        row: &DatedValue,
        until: Option<Date>,
    ) -> Vec<Interval> {
        let start = row.from.node;
        let mut cuts: BTreeSet<Date> = BTreeSet::from([start]);
        for expr in rows.iter().map(|(_, expr)| expr).chain(otherwise) {
            for (named, _) in Self::parameters_in(expr) {
                let others = self
                    .program
                    .parameters
                    .get(named.index())
                    .map_or(&[][..], |it| it.intervals.as_slice());
                let inside = |day: &Date| *day > start && until.is_none_or(|until| *day <= until);
                cuts.extend(others.iter().map(|it| it.from).filter(inside));
            }
        }
        let cuts: Vec<Date> = cuts.into_iter().collect();
        let mut intervals = Vec::new();
        for (place, from) in cuts.iter().enumerate() {
            let until = cuts
                .get(place + 1)
                .and_then(|next| next.add_days(-1))
                .or(until);
            let mut values = BTreeMap::new();
            for (key, expr) in rows {
                let Some(value) = self.stored_on(expr, *from) else {
                    return intervals;
                };
                values.insert(key.clone(), value);
            }
            let otherwise = match otherwise {
                Some(expr) => match self.stored_on(expr, *from) {
                    Some(value) => Some(value),
                    None => return intervals,
                },
                None => None,
            };
            intervals.push(Interval {
                from: *from,
                until,
                values,
                otherwise,
                span: row.span,
                sources: row.sources.clone(),
            });
        }
        intervals
    }

    /// The value on a day, or a finding where it has none or is too large.
    fn stored_on(&mut self, expr: &Expr, day: Date) -> Option<Constant> {
        let Some(value) = self.fold_on(expr, day) else {
            if Self::parameters_in(expr)
                .iter()
                .any(|(id, _)| self.parameter_progress.get(id.index()) == Some(&Progress::Failed))
            {
                return None;
            }
            let finding = match self.without_value(expr, day) {
                Some((name, at)) => Diagnostic::at(&codes::NO_VALUE_AT, at)
                    .with("name", name)
                    .with("date", day),
                None => Diagnostic::at(&codes::NOT_FIXED, expr.span),
            };
            self.report(finding);
            return None;
        };
        let fits = match (&value, expr.ty.scale()) {
            (Constant::Number(number), Some(scale)) => number.round_to_scale(scale).is_some(),
            _ => true,
        };
        if !fits {
            self.report(Diagnostic::at(&codes::TOO_LARGE, expr.span));
            return None;
        }
        Some(value)
    }

    fn without_value(&self, expr: &Expr, day: Date) -> Option<(String, Span)> {
        let named = Self::parameters_in(expr);
        let (id, at) = named.iter().find(|(id, _)| {
            self.program
                .parameters
                .get(id.index())
                .is_some_and(|it| it.on(day).is_none())
        })?;
        Some((
            self.program.parameters.get(id.index())?.about.name.clone(),
            *at,
        ))
    }
}
