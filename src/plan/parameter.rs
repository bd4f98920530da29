//! Lowering of parameters: constants at the date, keyed ones as tables.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::collections::BTreeMap;

use super::build::{Builder, storage_of};
use super::chain::Tree;
use super::fold;
use super::op::{NodeId, Op, Scalar, Storage};
use super::table::{Cells, Dimension, Table, TableId};
use crate::check::tree::{
    Constant, EntityId, Expr, Interval, Key, Parameter, ParameterId, ParameterKey, Type,
};
use crate::number::{INTEGER, Rational};

/// Which number of a keyed parameter stands in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TableForm {
    /// The stored value.
    Stored,
    /// The numerator of the exact one.
    Numerator,
    /// The denominator of the exact one.
    Denominator,
}

/// More cells than this are never laid out densely; such parameters are unknown to the planner's
/// bounds and refused by the checker long before.
const CELLS: usize = 1 << 24;

impl Builder<'_> {
    pub(super) fn exact_parameter(&mut self, id: ParameterId, keys: &[Expr], at: EntityId) -> Tree {
        let program = self.program;
        let Some(parameter) = program.parameters.get(id.index()) else {
            return Tree::Unknown;
        };
        let Some(scale) = parameter.ty.scale() else {
            return Tree::Unknown;
        };
        let interval = parameter.on(self.date);
        if keys.is_empty() {
            return match interval
                .and_then(|it| it.values.get(&Vec::new()).or(it.otherwise.as_ref()))
            {
                Some(Constant::Number(value)) => Tree::Constant(*value),
                _ => Tree::Unknown,
            };
        }
        let exact = interval.is_none_or(|it| numbers(it).all(|value| fits(value, scale)));
        if exact {
            let node = self.parameter(id, keys, at, TableForm::Stored);
            return self.leaf(node, scale);
        }
        let above = self.parameter(id, keys, at, TableForm::Numerator);
        let below = self.parameter(id, keys, at, TableForm::Denominator);
        Tree::divide(self.leaf(above, INTEGER), self.leaf(below, INTEGER))
    }

    pub(super) fn parameter(
        &mut self,
        id: ParameterId,
        keys: &[Expr],
        at: EntityId,
        form: TableForm,
    ) -> NodeId {
        let program = self.program;
        let Some(parameter) = program.parameters.get(id.index()) else {
            return self.constant(Scalar::Unknown, Storage::Number);
        };
        let storage = storage_of(parameter.ty);
        let keys: Vec<NodeId> = keys.iter().map(|key| self.stored(key, at)).collect();
        let Some(interval) = parameter.on(self.date) else {
            return self.constant(Scalar::Unknown, storage);
        };
        if keys.is_empty() {
            let value = interval
                .values
                .get(&Vec::new())
                .or(interval.otherwise.as_ref());
            let scalar = value.and_then(|it| fold::scalar(it, parameter.ty));
            return self.constant(scalar.unwrap_or(Scalar::Unknown), storage);
        }
        if let Some(scalar) = self.constant_cell(parameter, interval, &keys, form) {
            return self.constant(scalar, storage);
        }
        let table = self.table(id, parameter, interval, &keys, form);
        self.look_up(table, keys, storage, at)
    }

    /// A look-up, made at the parent's level where all keys come from there.
    pub(super) fn look_up(
        &mut self,
        table: TableId,
        keys: Vec<NodeId>,
        storage: Storage,
        at: EntityId,
    ) -> NodeId {
        let above = |node: &NodeId| match &self.nodes.get(node.index())?.op {
            Op::Lift(inner) => Some(*inner),
            Op::Constant(_) => Some(*node),
            _ => None,
        };
        let lifted: Option<Vec<NodeId>> = keys.iter().map(above).collect();
        let level = lifted
            .as_ref()
            .and_then(|it| it.iter().find_map(|key| self.level(*key)));
        match lifted.zip(level) {
            Some((keys, level)) => {
                let inner = self.look_up(table, keys, storage, level);
                self.emit(Op::Lift(inner), at, storage)
            }
            None => self.emit(Op::Lookup(table, keys), at, storage),
        }
    }

    /// The cell, where all keys are constants.
    pub(super) fn constant_cell(
        &self,
        parameter: &Parameter,
        interval: &Interval,
        keys: &[NodeId],
        form: TableForm,
    ) -> Option<Scalar> {
        let keys: Option<Vec<Option<Key>>> = keys
            .iter()
            .zip(&parameter.keys)
            .map(|(key, _)| {
                let scale = INTEGER;
                Some(match self.scalar(*key)? {
                    Scalar::Enum(code) => Some(Key::Enum(u32::from(*code))),
                    Scalar::Number(raw) => Some(Key::Integer(raw / scale)),
                    Scalar::Text(text) => Some(Key::Text(text.clone())),
                    Scalar::Unknown | Scalar::Truth(_) | Scalar::Date(_) => None,
                })
            })
            .collect();
        let keys: Option<Vec<Key>> = keys?.into_iter().collect();
        let Some(keys) = keys else {
            return Some(Scalar::Unknown);
        };
        let value = interval.values.get(&keys).or(interval.otherwise.as_ref());
        Some(value.map_or(Scalar::Unknown, |it| cell(it, parameter.ty, form)))
    }

    pub(super) fn table(
        &mut self,
        id: ParameterId,
        parameter: &Parameter,
        interval: &Interval,
        keys: &[NodeId],
        form: TableForm,
    ) -> TableId {
        if let Some(table) = self.parameters.get(&(id, form)) {
            return *table;
        }
        let dimensions = (0..parameter.keys.len())
            .map(|place| self.dimension(parameter, interval, place, keys))
            .collect();
        let storage = storage_of(parameter.ty);
        let table = filled(dimensions, storage, interval, |it| {
            cell(it, parameter.ty, form)
        });
        let place = TableId(u32::try_from(self.tables.len()).unwrap_or(u32::MAX));
        self.tables.push(table);
        self.parameters.insert((id, form), place);
        place
    }

    pub(super) fn dimension(
        &self,
        parameter: &Parameter,
        interval: &Interval,
        place: usize,
        _keys: &[NodeId],
    ) -> Dimension {
        let used = interval.values.keys().filter_map(|key| key.get(place));
        match parameter.keys.get(place) {
            Some(ParameterKey::Enum(id)) => Dimension::Enum(
                self.program
                    .enums
                    .get(id.index())
                    .map_or(0, |it| it.values.len()),
            ),
            Some(ParameterKey::Integer { .. } | ParameterKey::Entity(_))
                if used.clone().any(|key| matches!(key, Key::Integer(_))) =>
            {
                let mut integers: Vec<i64> = used
                    .filter_map(|key| {
                        if let Key::Integer(value) = key {
                            Some(*value)
                        } else {
                            None
                        }
                    })
                    .collect();
                integers.sort_unstable();
                integers.dedup();
                Dimension::Integer(integers)
            }
            Some(ParameterKey::Integer { .. }) => Dimension::Integer(Vec::new()),
            Some(ParameterKey::Entity(_)) | None => {
                let mut texts = BTreeMap::new();
                for key in used {
                    if let Key::Text(text) = key {
                        let next = texts.len();
                        texts.entry(text.clone()).or_insert(next);
                    }
                }
                Dimension::Text(texts)
            }
        }
    }
}

pub(super) fn numbers(interval: &Interval) -> impl Iterator<Item = Rational> {
    let values = interval.values.values().chain(&interval.otherwise);
    values.filter_map(|it| {
        if let Constant::Number(value) = it {
            Some(*value)
        } else {
            None
        }
    })
}

/// Whether a number is stored without rounding.
pub(super) fn fits(value: Rational, scale: i64) -> bool {
    i128::from(scale) % value.den() == 0 && value.round_to_scale(scale).is_some()
}

/// A cell of a table.
pub(super) fn cell(constant: &Constant, ty: Type, form: TableForm) -> Scalar {
    let integer = |value: i128| i64::try_from(value).map_or(Scalar::Unknown, Scalar::Number);
    match (constant, form) {
        (Constant::Number(value), TableForm::Numerator) => integer(value.num()),
        (Constant::Number(value), TableForm::Denominator) => integer(value.den()),
        _ => fold::scalar(constant, ty).unwrap_or(Scalar::Unknown),
    }
}

/// A table laid out over its dimensions; keys not listed have the place after the last.
pub(super) fn filled(
    dimensions: Vec<Dimension>,
    storage: Storage,
    interval: &Interval,
    cell: impl Fn(&Constant) -> Scalar,
) -> Table {
    let size = dimensions
        .iter()
        .try_fold(1_usize, |size, it| size.checked_mul(it.places()));
    let size = size.filter(|size| *size <= CELLS).unwrap_or(0);
    let other = interval.otherwise.as_ref().map_or(Scalar::Unknown, &cell);
    let mut scalars = vec![other; size];
    for (key, value) in &interval.values {
        let place = dimensions
            .iter()
            .zip(key)
            .try_fold(0_usize, |place, (dimension, key)| {
                let inner = match (dimension, key) {
                    (Dimension::Enum(_), Key::Enum(code)) => usize::try_from(*code).ok()?,
                    (Dimension::Integer(keys), Key::Integer(value)) => {
                        keys.binary_search(value).ok()?
                    }
                    (Dimension::Text(keys), Key::Text(text)) => *keys.get(text)?,
                    _ => return None,
                };
                Some(place * dimension.places() + inner)
            });
        if let Some(scalar) = place.and_then(|place| scalars.get_mut(place)) {
            *scalar = cell(value);
        }
    }
    Table {
        dimensions,
        storage,
        cells: Cells::of(storage, &scalars),
    }
}
