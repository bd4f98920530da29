//! The place of a row among others: `rank(x of family)`, `decile(x)`, `quantile_group(x, 4)`.

use super::Reader;
use super::call::{Argument, Parts};
use crate::source::Span;
use crate::syntax::ast::{ExprKind, Position, PositionKind, RankKey};

impl Reader<'_> {
    /// A place of fitting parts; reported and `None` where one is missing or has no place in it.
    pub(super) fn position(
        &self,
        kind: PositionKind,
        parts: Parts,
        span: Span,
    ) -> Option<ExprKind> {
        if let Some(position) = build(kind, parts) {
            return Some(ExprKind::Position(Box::new(position)));
        }
        let (name, form) = kind.form();
        self.misfit(span, self.shown(name), form)
    }
}

fn build(kind: PositionKind, parts: Parts) -> Option<Position> {
    let extra = parts.no_rows.is_some()
        || parts.to.is_some()
        || parts.of.is_some()
        || parts.on.is_some()
        || parts.those.is_some()
        || parts.line.is_some();
    if extra || parts.values.is_empty() {
        return None;
    }
    let mut position = Position {
        kind,
        keys: Vec::new(),
        groups: None,
        entity: None,
        condition: None,
        weight: None,
        within: None,
    };
    for argument in parts.values {
        add(&mut position, argument)?;
    }
    if kind == PositionKind::QuantileGroup {
        let groups = position.keys.pop()?;
        position.groups = Some(groups.value).filter(|_| groups.descending.is_none());
        position.groups.as_ref()?;
    }
    let grouped = kind != PositionKind::Rank;
    let fits = if grouped {
        let mut keys = position.keys.iter();
        keys.next()?.descending.is_none() && keys.next().is_none()
    } else {
        position.weight.is_none()
    };
    fits.then_some(position)
}

/// Adds an argument; what comes after it may stand once, after any of them.
fn add(position: &mut Position, argument: Argument) -> Option<()> {
    if argument.best.is_some() || argument.has.is_some() || argument.by.is_some() {
        return None;
    }
    let mut descending = argument.falling;
    let fits = [
        once(&mut descending, argument.descending),
        once(&mut position.entity, argument.entity),
        once(&mut position.condition, argument.condition),
        once(&mut position.weight, argument.weight),
        once(&mut position.within, argument.within),
    ];
    position.keys.push(RankKey {
        value: argument.value,
        descending,
    });
    fits.iter().all(|it| *it).then_some(())
}

/// Takes what is there; whether nothing stood in its place.
fn once<T>(slot: &mut Option<T>, found: Option<T>) -> bool {
    let is_free = slot.is_none() || found.is_none();
    *slot = found.or(slot.take());
    is_free
}
