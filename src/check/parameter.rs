//! Parameters: keys, dated values computed exactly, gaps and overlaps in time, references to them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::scope::{Level, Scope};
use super::tree::{
    Constant, EntityId, Expr, ExprKind, Interval, Key, ParameterId, ParameterKey, Type,
};
use super::{Checker, Progress, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::number::Date;
use crate::source::Span;
use crate::syntax::ast::{
    self, DatedValue, DeclarationKind, KeyPattern, KeyedValue, Parameter, ParameterValue,
};

/// Whole-number keys are listed one by one up to this many.
const MOST_KEYS: i64 = 10_000;

/// Values by key, the empty key for a single value.
type Rows = Vec<(Vec<Key>, Expr)>;

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
        let near = crate::diagnostic::suggest::nearest(&key.name.node, known).map(str::to_owned);
        let finding =
            Diagnostic::at(&codes::UNKNOWN_KEY_KIND, key.name.span).with("name", &key.name.node);
        self.report(super::scope::suggested(finding, key.name.span, near));
        None
    }

    fn whole_bound(&mut self, bound: Option<&ast::Expr>, span: Span) -> Option<i64> {
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
                ParameterValue::Keyed(rows) => rows.iter().for_each(|row| visit(&row.value)),
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
        if it.values.is_empty() {
            self.report(
                Diagnostic::at(&codes::NO_VALUES, it.name.span).with("name", &it.name.node),
            );
            return;
        }
        let mut dated: Vec<&DatedValue> = it.values.iter().collect();
        dated.sort_by_key(|row| row.from.node);
        let mut intervals = Vec::new();
        for (place, row) in dated.iter().enumerate() {
            let next = dated.get(place + 1).copied();
            let until = self.interval_end(it, row, next);
            if let Some(found) = self.interval(id, row, until) {
                intervals.extend(found);
            }
        }
        if let Some(parameter) = self.program.parameters.get_mut(id.index()) {
            parameter.intervals = intervals;
        }
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

    /// The values of a row; several intervals where a parameter it names changes within it.
    fn interval(
        &mut self,
        id: ParameterId,
        row: &DatedValue,
        until: Option<Date>,
    ) -> Option<Vec<Interval>> {
        let parameter = self.program.parameters.get(id.index())?;
        let (ty, keys, name) = (
            parameter.ty,
            parameter.keys.clone(),
            parameter.about.name.clone(),
        );
        let rows: Rows;
        let mut otherwise = None;
        match &row.value {
            ParameterValue::Single(value) => {
                if !keys.is_empty() {
                    let finding =
                        Diagnostic::at(&codes::VALUE_WITHOUT_KEYS, row.span).with("name", name);
                    self.report(finding.with("keys", self.key_words(&keys)));
                    return None;
                }
                rows = vec![(Vec::new(), self.typed(value, &Scope::constant(), ty)?)];
            }
            // A date without a value was reported when it was read.
            ParameterValue::Keyed(keyed) if keyed.is_empty() => return None,
            ParameterValue::Keyed(keyed) => {
                let [key] = keys.as_slice() else {
                    if keys.is_empty() {
                        self.report(
                            Diagnostic::at(&codes::KEYS_WITHOUT_BY, row.span).with("name", name),
                        );
                    } else {
                        self.not_supported("a parameter with two keys", row.span);
                    }
                    return None;
                };
                let found = self.keyed_rows(key, keyed, ty, row)?;
                rows = found.0;
                otherwise = found.1;
            }
        }
        Some(self.split(&rows, otherwise.as_ref(), row, until))
    }

    fn key_words(&self, keys: &[ParameterKey]) -> String {
        let word = |key: &ParameterKey| match key {
            ParameterKey::Enum(id) => self.type_word(Type::Enum(*id)),
            ParameterKey::Entity(id) => self.entity_name(*id),
            ParameterKey::Integer { .. } => "integer".to_owned(),
        };
        keys.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    /// Keyed rows: each key once, every value of an enumeration and whole number of a range covered.
    fn keyed_rows(
        &mut self,
        key: &ParameterKey,
        keyed: &[KeyedValue],
        ty: Type,
        row: &DatedValue,
    ) -> Option<(Rows, Option<Expr>)> {
        let mut rows = Rows::new();
        let mut first: BTreeMap<Key, Span> = BTreeMap::new();
        let mut otherwise: Option<(Expr, Span)> = None;
        let mut failed = false;
        for it in keyed {
            let value = self.typed(&it.value, &Scope::constant(), ty);
            if let KeyPattern::Otherwise(span) = &it.key {
                if let Some((_, earlier)) = &otherwise {
                    let finding = Diagnostic::at(&codes::SAME_KEY, *span).with("key", "otherwise");
                    self.report(finding.label(*earlier, "label.first"));
                }
                otherwise = value.map(|value| (value, *span));
                failed |= otherwise.is_none();
                continue;
            }
            let Some((found, rest)) = self.key_values(key, &it.key) else {
                failed = true;
                continue;
            };
            for found in found {
                if let Some(earlier) = first.get(&found) {
                    let finding = Diagnostic::at(&codes::SAME_KEY, it.span)
                        .with("key", self.one_key(key, &found));
                    self.report(finding.label(*earlier, "label.first"));
                    continue;
                }
                first.insert(found.clone(), it.span);
                if let Some(value) = &value {
                    rows.push((vec![found], value.clone()));
                }
            }
            if let (true, Some(value)) = (rest, &value) {
                otherwise = Some((value.clone(), it.span));
            }
            failed |= value.is_none();
        }
        if failed {
            return None;
        }
        self.cover(
            key,
            &first,
            &mut rows,
            otherwise.as_ref().map(|(value, _)| value),
            row,
        )?;
        let otherwise = otherwise.filter(|_| !matches!(key, ParameterKey::Enum(_)));
        Some((rows, otherwise.map(|(value, _)| value)))
    }

    /// Holds that every key has a value; fills those that `otherwise` covers.
    fn cover(
        &mut self,
        key: &ParameterKey,
        first: &BTreeMap<Key, Span>,
        rows: &mut Rows,
        otherwise: Option<&Expr>,
        row: &DatedValue,
    ) -> Option<()> {
        let all: Vec<Key> = match key {
            ParameterKey::Enum(id) => (0_u32..)
                .take(self.enum_words(*id).len())
                .map(Key::Enum)
                .collect(),
            ParameterKey::Integer {
                low,
                high: Some(high),
            } => (*low..=*high)
                .take(usize::try_from(MOST_KEYS).unwrap_or(0))
                .map(Key::Integer)
                .collect(),
            ParameterKey::Integer { .. } | ParameterKey::Entity(_) => Vec::new(),
        };
        let missing: Vec<Key> = all
            .into_iter()
            .filter(|it| !first.contains_key(it))
            .collect();
        if let Some(otherwise) = otherwise {
            if matches!(key, ParameterKey::Enum(_)) {
                rows.extend(missing.into_iter().map(|it| (vec![it], otherwise.clone())));
            }
            return Some(());
        }
        if missing.is_empty() {
            return Some(());
        }
        let words: Vec<String> = missing
            .iter()
            .take(5)
            .map(|it| format!("`{}`", self.one_key(key, it)))
            .collect();
        let finding =
            Diagnostic::at(&codes::MISSING_KEY, row.from.span).with("date", row.from.node);
        let more = if missing.len() > words.len() {
            " …"
        } else {
            ""
        };
        self.report(finding.with("keys", format!("{}{more}", words.join(", "))));
        None
    }

    fn one_key(&self, key: &ParameterKey, value: &Key) -> String {
        match (key, value) {
            (ParameterKey::Enum(id), Key::Enum(code)) => self
                .enum_words(*id)
                .get(*code as usize)
                .cloned()
                .unwrap_or_default(),
            (_, Key::Enum(code)) => code.to_string(),
            (_, Key::Text(text)) => text.clone(),
            (_, Key::Integer(value)) => value.to_string(),
        }
    }

    /// The keys a row stands for, and whether it also covers all above them.
    fn key_values(&mut self, key: &ParameterKey, pattern: &KeyPattern) -> Option<(Vec<Key>, bool)> {
        match pattern {
            KeyPattern::Values(values) => {
                let found: Vec<Option<Key>> =
                    values.iter().map(|it| self.key_value(key, it)).collect();
                Some((found.into_iter().collect::<Option<Vec<_>>>()?, false))
            }
            KeyPattern::Range(range) => match key {
                ParameterKey::Integer { low, high } => self.key_range(*low, *high, range),
                ParameterKey::Enum(_) | ParameterKey::Entity(_) => {
                    self.report(Diagnostic::at(&codes::KEY_RANGE, range.span));
                    None
                }
            },
            KeyPattern::Otherwise(_) => Some((Vec::new(), false)),
        }
    }

    fn key_range(
        &mut self,
        low: i64,
        high: Option<i64>,
        range: &ast::Range,
    ) -> Option<(Vec<Key>, bool)> {
        let from = match &range.low {
            Some(bound) => self.whole_bound(Some(bound), range.span)?,
            None => low,
        };
        let to = match &range.high {
            Some(bound) => {
                Some(self.whole_bound(Some(bound), range.span)? - i64::from(range.exclusive))
            }
            None => high,
        };
        let outside = from < low || to.zip(high).is_some_and(|(to, high)| to > high);
        if outside || to.is_some_and(|to| to < from || to.saturating_sub(from) >= MOST_KEYS) {
            self.report(
                Diagnostic::at(&codes::KEY_OUT_OF_RANGE, range.span)
                    .with("range", range_word(low, high)),
            );
            return None;
        }
        Some(match to {
            Some(to) => ((from..=to).map(Key::Integer).collect(), false),
            None => (vec![Key::Integer(from)], true),
        })
    }

    fn key_value(&mut self, key: &ParameterKey, value: &ast::Expr) -> Option<Key> {
        let ty = match key {
            ParameterKey::Enum(id) => Type::Enum(*id),
            ParameterKey::Entity(id) => self.key_type(*id)?,
            ParameterKey::Integer { .. } => Type::Integer,
        };
        match self.constant(value, ty)? {
            Constant::Enum(code) => Some(Key::Enum(code)),
            Constant::Text(text) => Some(Key::Text(text)),
            Constant::Number(number) => {
                let number = super::fold::whole(number)?;
                if let ParameterKey::Integer { low, high } = key
                    && (number < *low || high.is_some_and(|high| number > high))
                {
                    let finding = Diagnostic::at(&codes::KEY_OUT_OF_RANGE, value.span);
                    self.report(finding.with("range", range_word(*low, *high)));
                    return None;
                }
                Some(Key::Integer(number))
            }
            Constant::Boolean(_) | Constant::Date(_) => None,
        }
    }

    pub(super) fn key_type(&self, entity: EntityId) -> Option<Type> {
        let key = self.program.entities.get(entity.index())?.key;
        Some(self.program.fields.get(key.index())?.ty)
    }

    /// The constants of a row on each stretch over which the parameters it names stay the same.
    fn split(
        &mut self,
        rows: &[(Vec<Key>, Expr)],
        otherwise: Option<&Expr>,
        row: &DatedValue,
        until: Option<Date>,
    ) -> Vec<Interval> {
        let start = row.from.node;
        let mut cuts: BTreeSet<Date> = BTreeSet::from([start]);
        for (_, expr) in rows {
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

    /// `packages[village]`: a parameter by its keys.
    pub(super) fn index(
        &mut self,
        base: &ast::Expr,
        keys: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let ast::ExprKind::Name(name) = &base.kind else {
            if base.kind != ast::ExprKind::Broken {
                self.report(Diagnostic::at(&codes::INDEX_OF_VALUE, base.span));
            }
            return None;
        };
        if let Some(id) = self.names.parameters.get(name).copied() {
            return self.parameter_reference(id, keys, span, scope);
        }
        if self.poisoned.contains(name) {
            return None;
        }
        if self.attribute(name, scope.level).is_some() {
            self.report(Diagnostic::at(&codes::INDEX_OF_VALUE, base.span));
            return None;
        }
        let near = crate::diagnostic::suggest::nearest(
            name,
            self.names.parameters.keys().map(String::as_str),
        )
        .map(str::to_owned);
        let finding = Diagnostic::at(&names::UNKNOWN_NAME, base.span)
            .with("name", name)
            .with("place", "among parameters");
        self.report(super::scope::suggested(finding, base.span, near));
        None
    }

    pub(super) fn parameter_reference(
        &mut self,
        id: ParameterId,
        keys: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let parameter = self.program.parameters.get(id.index())?;
        let (ty, wanted, name) = (
            parameter.ty,
            parameter.keys.clone(),
            parameter.about.name.clone(),
        );
        if self.parameter_progress.get(id.index()) == Some(&Progress::Failed) {
            return None;
        }
        if wanted.len() != keys.len() {
            let code = if wanted.is_empty() {
                &codes::KEYS_OF_SINGLE
            } else {
                &codes::KEY_COUNT
            };
            let finding = Diagnostic::at(code, span)
                .with("name", &name)
                .with("keys", self.key_words(&wanted));
            let unsaid = !wanted.is_empty() && keys.is_empty();
            self.report(if unsaid {
                finding.help("help.missing")
            } else {
                finding
            });
            return None;
        }
        let mut typed = Vec::new();
        for (key, want) in keys.iter().zip(&wanted) {
            typed.push(self.key_argument(key, want, scope));
        }
        let typed: Option<Vec<Expr>> = typed.into_iter().collect();
        Some(Expr {
            kind: ExprKind::Parameter(id, typed?),
            ty,
            span,
        })
    }

    fn key_argument(
        &mut self,
        key: &ast::Expr,
        want: &ParameterKey,
        scope: &Scope,
    ) -> Option<Expr> {
        match want {
            ParameterKey::Enum(id) => self.typed(key, scope, Type::Enum(*id)),
            ParameterKey::Integer { .. } => self.typed(key, scope, Type::Integer),
            ParameterKey::Entity(entity) => {
                if let (ast::ExprKind::Name(name), Level::Row(level)) = (&key.kind, scope.level)
                    && self.names.entities.get(name) == Some(entity)
                {
                    return self.key_of(*entity, level, key.span);
                }
                let ty = self.key_type(*entity)?;
                self.typed(key, scope, ty)
            }
        }
    }

    /// The key of an ancestor, from a row below it.
    pub(super) fn key_of(&mut self, entity: EntityId, from: EntityId, span: Span) -> Option<Expr> {
        let Some(height) = self.height(from, entity) else {
            let finding =
                Diagnostic::at(&codes::NOT_ABOVE, span).with("entity", self.entity_name(entity));
            self.report(finding.with("level", self.entity_name(from)));
            return None;
        };
        let key = self.program.entities.get(entity.index())?.key;
        let ty = self.program.fields.get(key.index())?.ty;
        let inner = Expr {
            kind: ExprKind::Field(key),
            ty,
            span,
        };
        Some(super::scope::along(
            &vec![super::tree::Hop::Parent; height],
            inner,
            span,
        ))
    }
}

fn range_word(low: i64, high: Option<i64>) -> String {
    high.map_or_else(|| format!("{low}.."), |high| format!("{low}..{high}"))
}
