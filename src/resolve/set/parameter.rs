//! `set` of a parameter: at every date and for every key, or from a date, or under one key.

use super::{Own, Setting, unchanged};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::scenario as codes;
use crate::number::Date;
use crate::resolve::amend::key_text;
use crate::resolve::keys::{holds, is_further, last, pattern_of, without};
use crate::source::Spanned;
use crate::syntax::ast::{
    BinaryOp, DatedValue, Expr, ExprKind, KeyedValue, Parameter, ParameterValue, Set,
};

impl Setting<'_> {
    pub(super) fn fits_parameter(&mut self, set: &Set, parameter: &Parameter) -> bool {
        let form = |what: &str, span, help| {
            let finding = Diagnostic::at(&codes::SET_FORM, span);
            finding
                .with("what", what)
                .with("name", &set.name.node)
                .help(help)
        };
        let finding = match (&set.keys, &set.of, &set.months) {
            (Some(_), ..) if parameter.keys.is_empty() => form("`[…]`", set.name.span, "help.keys"),
            (Some(keys), ..) if keys.len() != parameter.keys.len() => {
                form("`[…]`", set.name.span, "help.one_key")
            }
            (_, Some(of), _) => form("`of`", of.span, "help.of"),
            (.., Some(months)) => form("`for … months`", months.span, "help.months"),
            _ => return true,
        };
        self.findings.push(finding);
        false
    }

    pub(super) fn parameter(&mut self, place: usize, parameter: &mut Parameter, set: &Set) {
        if set.value.kind == ExprKind::Name(set.name.node.clone()) {
            self.findings.push(unchanged(set));
            return;
        }
        let mut rows = std::mem::take(&mut parameter.values);
        rows.sort_by_key(|row| row.from.node);
        let mut touched = false;
        let mut next: Option<Date> = None;
        let mut out = Vec::new();
        for mut row in rows.into_iter().rev() {
            let end = row.until.map(|it| it.node);
            let end = end.or(next.and_then(|next| next.add_days(-1)));
            next = Some(row.from.node);
            match set.from {
                Some(from) if end.is_some_and(|end| end < from.node) => out.push(row),
                Some(from) if row.from.node < from.node => {
                    let mut later = row.clone();
                    later.from = from;
                    touched |= self.row(place, &mut later, set);
                    row.until = row
                        .until
                        .and_then(|until| Some(Spanned::new(from.node.add_days(-1)?, until.span)));
                    out.extend([later, row]);
                }
                _ => {
                    touched |= self.row(place, &mut row, set);
                    out.push(row);
                }
            }
        }
        out.reverse();
        parameter.values = out;
        if let (false, Some(from)) = (touched, set.from) {
            self.findings
                .push(unchanged(set).with("date", from.node).help("help.from"));
        }
    }

    /// Sets the values of a dated row. `true` where the row was meant.
    fn row(&mut self, place: usize, row: &mut DatedValue, set: &Set) -> bool {
        let day = row.from.node;
        match &mut row.value {
            ParameterValue::Single(value) => {
                if self.admits(place, format!("the value from {day}"), set) {
                    *value = self.parameter_value(set, day, "");
                }
            }
            ParameterValue::Keyed(rows) => {
                if let Some(keys) = set.keys.as_deref() {
                    self.key(place, rows, keys, set, day);
                } else {
                    self.every_key(place, rows, set, day);
                }
            }
            // Without its rows the policy has an error already.
            ParameterValue::File(_) => {}
        }
        row.span = set.span;
        if let Some(sources) = self.sources_of(set) {
            row.sources = sources;
        }
        true
    }

    fn every_key(&mut self, place: usize, rows: &mut [KeyedValue], set: &Set, day: Date) {
        if !self.admits(place, every_key(day), set) {
            return;
        }
        let ends: Vec<Option<String>> = rows
            .iter()
            .map(|row| last(rows, &row.key).map(|row| key_text(&row.key)))
            .collect();
        for (keyed, last) in rows.iter_mut().zip(ends) {
            let key = key_text(&keyed.key);
            if !self.admits(place, format!("`{key}` from {day}"), set) {
                break;
            }
            keyed.value = match last {
                Some(last) => self.further(set, day, &key, &last),
                None => self.parameter_value(set, day, &key),
            };
            keyed.span = set.span;
        }
    }

    /// What each further number adds to the new value of the last: the new value of the next less it.
    fn further(&mut self, set: &Set, day: Date, further: &str, last: &str) -> Expr {
        let before = self.before;
        let old = |key: &str| before.value(&set.name.node, day, key);
        let binary = |op, left: Expr, right: Expr| Expr {
            span: set.span,
            kind: ExprKind::Binary(op, Box::new(left), Box::new(right)),
        };
        let each = old(further).map(|it| self.rewritten(it, Own::None));
        let here = old(last).map(|it| self.rewritten(it, Own::None));
        let next = here.clone().zip(each);
        let next = next.map(|(here, each)| binary(BinaryOp::Add, here, each));
        let mut new = |old: Option<&Expr>| {
            self.rewritten(&set.value, Own::Parameter(&set.name.node, last, old))
        };
        let (next, here) = (new(next.as_ref()), new(here.as_ref()));
        binary(BinaryOp::Subtract, next, here)
    }

    /// Sets the value under the keys; a row that holds more keys is cut.
    fn key(
        &mut self,
        place: usize,
        rows: &mut Vec<KeyedValue>,
        keys: &[Expr],
        set: &Set,
        day: Date,
    ) {
        let pattern = pattern_of(keys);
        let text = key_text(&pattern);
        let all = self.seen.contains_key(&(place, every_key(day)));
        let clause = if all {
            every_key(day)
        } else {
            format!("`{text}` from {day}")
        };
        if !self.admits(place, clause, set) {
            return;
        }
        let new = KeyedValue {
            key: pattern,
            value: self.parameter_value(set, day, &text),
            span: set.span,
        };
        let Some(at) = rows.iter().position(|row| holds(&row.key, &text)) else {
            if rows.iter().any(|row| is_further(&row.key)) {
                let finding = Diagnostic::at(&codes::SET_FORM, set.name.span);
                let finding = finding.with("what", format!("`[{text}]`"));
                self.findings
                    .push(finding.with("name", &set.name.node).help("help.further"));
            } else {
                rows.push(new);
            }
            return;
        };
        let old = rows.remove(at);
        let rest = without(&old.key, keys);
        rows.extend(
            rest.into_iter()
                .map(|key| KeyedValue { key, ..old.clone() }),
        );
        rows.push(new);
    }

    fn parameter_value(&mut self, set: &Set, day: Date, key: &str) -> Expr {
        let before = self.before;
        let old = before.value(&set.name.node, day, key);
        let old = old.map(|old| self.rewritten(old, Own::None));
        self.rewritten(
            &set.value,
            Own::Parameter(&set.name.node, key, old.as_ref()),
        )
    }
}

/// The words for all rows of a date at once.
fn every_key(day: Date) -> String {
    format!("every value from {day}")
}
