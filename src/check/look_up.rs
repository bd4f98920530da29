//! Looking up parameters: by their keys, beyond the last key, and on another day.

use std::collections::BTreeSet;

use super::scope::{Level, Scope};
use super::tree::{
    CompareOp, Constant, EntityId, Expr, ExprKind, Function, Interval, Key, ParameterId,
    ParameterKey, Type,
};
use super::values_by_key::key_number;
use super::{Checker, Progress};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::number::Date;
use crate::source::Span;
use crate::syntax::ast;

/// The last listed whole number of a key that goes on beyond it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Last {
    /// The same at all times.
    Always(i64),
    /// By date, as a parameter.
    Dated(ParameterId),
}

/// How the keys of a parameter become those of its table.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    /// By place: the key to which higher ones are taken down.
    last: Vec<Option<Last>>,
    /// By place: the keys that are listed, all others being one.
    others: Vec<Option<BTreeSet<Key>>>,
    /// What each whole number beyond the last adds, and at which place.
    further: Option<(usize, ParameterId)>,
}

impl Lookup {
    /// Of a parameter with so many keys: every key stands for itself.
    pub(super) fn of(keys: usize) -> Self {
        Self {
            last: vec![None; keys],
            others: vec![None; keys],
            further: None,
        }
    }

    pub(super) fn set_last(&mut self, place: usize, last: Last) {
        if let Some(it) = self.last.get_mut(place) {
            *it = Some(last);
        }
    }

    pub(super) fn set_others(&mut self, place: usize, listed: BTreeSet<Key>) {
        if let Some(it) = self.others.get_mut(place) {
            *it = Some(listed);
        }
    }

    pub(super) fn set_further(&mut self, place: usize, step: ParameterId) {
        self.further = Some((place, step));
    }

    /// The keys that may stand in the table at a place, the one for all others among them.
    pub(super) fn others(&self, place: usize) -> Vec<Key> {
        let listed = self.others.get(place).and_then(Option::as_ref);
        listed.map_or_else(Vec::new, |listed| {
            listed.iter().cloned().chain([other(listed)]).collect()
        })
    }

    /// The same without the key at a place.
    pub(super) fn without(&self, place: usize) -> Self {
        let mut it = self.clone();
        it.last.remove(place);
        it.others.remove(place);
        it
    }
}

/// A key that is not listed, for all that are not.
fn other(listed: &BTreeSet<Key>) -> Key {
    match listed.first() {
        Some(Key::Integer(first)) => Key::Integer(first - 1),
        _ => Key::Text(String::new()),
    }
}

impl Checker<'_> {
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
        let id = self.parameter_named(name, base.span, scope, &codes::INDEX_OF_VALUE)?;
        self.parameter_reference(id, keys, span, scope)
    }

    /// `poverty_line on birth_date`, `packages[village] on birth_date`.
    pub(super) fn on_date(
        &mut self,
        value: &ast::Expr,
        date: &ast::Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let (base, keys) = match &value.kind {
            ast::ExprKind::Index(base, keys) => (base.as_ref(), keys.as_slice()),
            _ => (value, &[][..]),
        };
        let date = self.typed(date, scope, Type::Date);
        let ast::ExprKind::Name(name) = &base.kind else {
            if base.kind != ast::ExprKind::Broken {
                self.report(Diagnostic::at(&codes::ON_OF_VALUE, base.span));
            }
            return None;
        };
        let id = self.parameter_named(name, base.span, scope, &codes::ON_OF_VALUE)?;
        let keys = self.keys_of(id, keys, span, scope)?;
        self.on_day(id, &keys, &date?, span)
    }

    /// The parameter of a name, or a finding.
    fn parameter_named(
        &mut self,
        name: &str,
        at: Span,
        scope: &Scope,
        of_value: &'static crate::diagnostic::Entry,
    ) -> Option<ParameterId> {
        if let Some(id) = self.names.parameters.get(name).copied() {
            return Some(id);
        }
        if self.poisoned.contains(name) {
            return None;
        }
        if self.attribute(name, scope.level).is_some() {
            self.report(Diagnostic::at(of_value, at));
            return None;
        }
        let known = self.names.parameters.keys().map(String::as_str);
        let near = crate::diagnostic::suggest::near(name, known);
        let finding = Diagnostic::at(&names::UNKNOWN_NAME, at)
            .with("name", name)
            .with_noun("place", "among the parameters");
        self.report(super::scope::suggested(finding, at, near));
        None
    }

    pub(super) fn parameter_reference(
        &mut self,
        id: ParameterId,
        keys: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let keys = self.keys_of(id, keys, span, scope)?;
        self.looked_up(id, &keys, None, span)
    }

    /// The keys of a reference, of the types that the parameter wants.
    fn keys_of(
        &mut self,
        id: ParameterId,
        keys: &[ast::Expr],
        span: Span,
        scope: &Scope,
    ) -> Option<Vec<Expr>> {
        let parameter = self.program.parameters.get(id.index())?;
        let (wanted, name) = (parameter.keys.clone(), parameter.about.name.clone());
        if self.parameter_progress.get(id.index()) == Some(&Progress::Failed) {
            return None;
        }
        if self.brackets.contains_key(&id) {
            self.report(Diagnostic::at(&codes::BRACKETS_FORM, span).with("name", name));
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
        typed.into_iter().collect()
    }

    /// The value by typed keys, on the day of the run or on a fixed one.
    fn looked_up(
        &mut self,
        id: ParameterId,
        keys: &[Expr],
        day: Option<Date>,
        span: Span,
    ) -> Option<Expr> {
        let ty = self.program.parameters.get(id.index())?.ty;
        let lookup = self.lookups.get(&id).cloned().unwrap_or_default();
        let mut own = Vec::new();
        for (place, key) in keys.iter().enumerate() {
            own.push(self.own_key(&lookup, place, key, day, span)?);
        }
        let value = self.dated(id, own.clone(), ty, day, span)?;
        let Some((place, step)) = lookup.further else {
            return Some(value);
        };
        let last = self.last(&lookup, place, day, span)?;
        let beyond = integer_call(
            Function::Max,
            integer(
                ExprKind::Subtract(boxed(keys.get(place)?), boxed(&last)),
                span,
            ),
            key_number(0, span),
            span,
        );
        own.remove(place);
        let step = self.dated(step, own, ty, day, span)?;
        let added = Expr {
            kind: ExprKind::Multiply(Box::new(step), Box::new(beyond)),
            ty,
            span,
        };
        Some(Expr {
            kind: ExprKind::Add(Box::new(value), Box::new(added)),
            ty,
            span,
        })
    }

    /// A key as the table lists it.
    fn own_key(
        &mut self,
        lookup: &Lookup,
        place: usize,
        key: &Expr,
        day: Option<Date>,
        span: Span,
    ) -> Option<Expr> {
        if lookup.last.get(place).is_some_and(Option::is_some) {
            let last = self.last(lookup, place, day, span)?;
            return Some(integer_call(Function::Min, key.clone(), last, span));
        }
        let Some(Some(listed)) = lookup.others.get(place) else {
            return Some(key.clone());
        };
        let known = listed.iter().map(constant_of).collect();
        let is_listed = Expr {
            kind: ExprKind::OneOf(boxed(key), known),
            ty: Type::Boolean,
            span,
        };
        let other = Expr {
            kind: ExprKind::Constant(constant_of(&other(listed))),
            ty: key.ty,
            span,
        };
        Some(Expr {
            kind: ExprKind::If(Box::new(is_listed), boxed(key), Box::new(other)),
            ty: key.ty,
            span,
        })
    }

    fn last(
        &mut self,
        lookup: &Lookup,
        place: usize,
        day: Option<Date>,
        span: Span,
    ) -> Option<Expr> {
        match (*lookup.last.get(place)?)? {
            Last::Always(last) => Some(key_number(last, span)),
            Last::Dated(id) => self.dated(id, Vec::new(), Type::Integer, day, span),
        }
    }

    /// A parameter of the table's own keys, on the day of the run or on a fixed one.
    fn dated(
        &mut self,
        id: ParameterId,
        keys: Vec<Expr>,
        ty: Type,
        day: Option<Date>,
        span: Span,
    ) -> Option<Expr> {
        let Some(day) = day else {
            let kind = ExprKind::Parameter(id, keys);
            return Some(Expr { kind, ty, span });
        };
        let interval = self.program.parameters.get(id.index())?.on(day)?.clone();
        let kind = if keys.is_empty() {
            ExprKind::Constant(interval.values.get(&Vec::new())?.clone())
        } else {
            ExprKind::Parameter(self.pinned(id, interval)?, keys)
        };
        Some(Expr { kind, ty, span })
    }

    /// A parameter that has the values of one interval at all times.
    fn pinned(&mut self, id: ParameterId, interval: Interval) -> Option<ParameterId> {
        let place = (id, interval.from);
        if let Some(found) = self.pinned.get(&place) {
            return Some(*found);
        }
        let parameter = self.program.parameters.get(id.index())?;
        let (ty, keys) = (parameter.ty, parameter.keys.clone());
        let always = Interval {
            from: Date::MIN,
            until: None,
            ..interval
        };
        let owner = self.hidden.get(&id).copied().unwrap_or(id);
        let hidden = self.hidden_parameter(owner, ty, keys, vec![always])?;
        self.pinned.insert(place, hidden);
        Some(hidden)
    }

    /// The value on a day that a row says: of the first stretch that holds it.
    fn on_day(&mut self, id: ParameterId, keys: &[Expr], date: &Expr, span: Span) -> Option<Expr> {
        let ty = self.program.parameters.get(id.index())?.ty;
        self.asked_on.insert(id);
        if let Some(Constant::Date(day)) = self.fold_constant(date) {
            if self.program.parameters.get(id.index())?.on(day).is_none() {
                let name = self.program.parameters.get(id.index())?.about.name.clone();
                let finding = Diagnostic::at(&codes::NO_VALUE_AT, span);
                self.report(finding.with("name", name).with("date", day));
                return None;
            }
            return self.looked_up(id, keys, Some(day), span);
        }
        let mut rows = Vec::new();
        for (from, until) in self.time_stretches(id) {
            let value = self.looked_up(id, keys, Some(from), span)?;
            let mut all = vec![compared(CompareOp::GreaterOrEqual, date, from, span)];
            if let Some(until) = until {
                all.push(compared(CompareOp::LessOrEqual, date, until, span));
            }
            let kind = ExprKind::And(all);
            rows.push((super::expression::truth(kind, span), value));
        }
        let kind = ExprKind::FirstMatch {
            rows,
            otherwise: None,
        };
        Some(Expr { kind, ty, span })
    }

    /// The stretches of time over which a parameter, and what its look-up needs, stays the same.
    fn time_stretches(&self, id: ParameterId) -> Vec<(Date, Option<Date>)> {
        let mut all = vec![id];
        if let Some(lookup) = self.lookups.get(&id) {
            all.extend(lookup.further.map(|(_, step)| step));
            all.extend(lookup.last.iter().filter_map(|last| match last {
                Some(Last::Dated(id)) => Some(*id),
                Some(Last::Always(_)) | None => None,
            }));
        }
        let mut cuts = BTreeSet::new();
        for it in all
            .iter()
            .filter_map(|it| self.program.parameters.get(it.index()))
        {
            for interval in &it.intervals {
                cuts.insert(interval.from);
                cuts.extend(interval.until.and_then(|until| until.add_days(1)));
            }
        }
        let cuts: Vec<Date> = cuts.into_iter().collect();
        let main = self.program.parameters.get(id.index());
        let stretch = |(place, from): (usize, &Date)| {
            main?.on(*from)?;
            let until = cuts.get(place + 1).and_then(|next| next.add_days(-1));
            Some((*from, until))
        };
        cuts.iter().enumerate().filter_map(stretch).collect()
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

fn boxed(expr: &Expr) -> Box<Expr> {
    Box::new(expr.clone())
}

pub(super) fn integer(kind: ExprKind, span: Span) -> Expr {
    Expr {
        kind,
        ty: Type::Integer,
        span,
    }
}

fn integer_call(function: Function, left: Expr, right: Expr, span: Span) -> Expr {
    integer(ExprKind::Call(function, vec![left, right]), span)
}

fn constant_of(key: &Key) -> Constant {
    match key {
        Key::Enum(code) => Constant::Enum(*code),
        Key::Text(text) => Constant::Text(text.clone()),
        Key::Integer(value) => Constant::Number(crate::number::Rational::from_integer(*value)),
    }
}

pub(super) fn compared(op: CompareOp, date: &Expr, day: Date, span: Span) -> Expr {
    let day = Expr {
        kind: ExprKind::Constant(Constant::Date(day)),
        ty: Type::Date,
        span,
    };
    super::expression::truth(ExprKind::Compare(op, boxed(date), Box::new(day)), span)
}
