//! Full-length columns, read by row: what barriers work on.

use super::cells::{Cells, Part};
use super::store::Store;
use crate::data::bitmap::Bitmap;
use crate::data::table::{Column, Values};
use crate::plan::Plan;
use crate::plan::op::{NodeId, Scalar};

/// The columns of all nodes that are kept.
pub(super) struct Whole<'a> {
    plan: &'a Plan,
    store: &'a Store<'a>,
}

/// One node, found once and read for many rows; texts have no numbers.
#[derive(Clone, Copy)]
pub(super) enum Access<'a> {
    /// The same for all rows.
    Constant(Option<i64>),
    /// Numbers.
    Numbers(&'a [i64], Option<&'a Bitmap>),
    /// Codes.
    Codes(&'a [u16], Option<&'a Bitmap>),
    /// Dates or truth.
    Other(&'a Column),
}

impl<'a> Whole<'a> {
    /// Reads the columns of a store.
    pub(super) fn new(plan: &'a Plan, store: &'a Store<'a>) -> Self {
        Self { plan, store }
    }

    /// Finds a node.
    pub(super) fn access(&self, node: NodeId) -> Access<'a> {
        if let Some(scalar) = self.scalar(node) {
            return Access::Constant(match scalar {
                Scalar::Number(raw) => Some(*raw),
                Scalar::Truth(truth) => Some(i64::from(*truth)),
                Scalar::Date(days) => Some(i64::from(*days)),
                Scalar::Enum(code) => Some(i64::from(*code)),
                Scalar::Text(_) | Scalar::Unknown => None,
            });
        }
        match self.store.column(node) {
            None => Access::Constant(None),
            Some(column) => match &column.values {
                Values::Number(values) => Access::Numbers(values, column.valid.as_ref()),
                Values::Enum(values) => Access::Codes(values, column.valid.as_ref()),
                Values::Date(_) | Values::Boolean(_) | Values::Text(_) => Access::Other(column),
            },
        }
    }

    /// Whether a node has no value anywhere: an unknown constant, or a column that was not read.
    pub(super) fn is_unknown(&self, node: NodeId) -> bool {
        matches!(self.access(node), Access::Constant(None))
    }

    /// All codes of a node that is known everywhere.
    pub(super) fn codes(&self, node: NodeId, rows: usize) -> Vec<u16> {
        let access = self.access(node);
        if let Access::Codes(codes, None) = access {
            return codes.to_vec();
        }
        (0..rows).map(|row| code(access.get(row))).collect()
    }

    /// All numbers of a node, 0 where unknown.
    pub(super) fn raws(&self, node: NodeId, rows: usize) -> Vec<i64> {
        let access = self.access(node);
        if let Access::Numbers(raws, None) = access {
            return raws.to_vec();
        }
        (0..rows).map(|row| access.get(row).unwrap_or(0)).collect()
    }

    /// The text of a row, where the node is a text.
    pub(super) fn is_text(&self, node: NodeId) -> bool {
        let text = |column: &Column| matches!(column.values, Values::Text(_));
        matches!(self.scalar(node), Some(Scalar::Text(_)))
            || self.store.column(node).is_some_and(text)
    }

    fn scalar(&self, node: NodeId) -> Option<&'a Scalar> {
        self.plan.node(node)?.constant()
    }
}

impl Access<'_> {
    /// The number of a row: raw, days, code or 0 and 1.
    #[inline]
    pub(super) fn get(self, row: usize) -> Option<i64> {
        let known = |valid: Option<&Bitmap>| valid.is_none_or(|valid| valid.get(row));
        match self {
            Self::Constant(value) => value,
            Self::Numbers(values, valid) => values.get(row).copied().filter(|_| known(valid)),
            Self::Codes(values, valid) => values
                .get(row)
                .map(|code| i64::from(*code))
                .filter(|_| known(valid)),
            Self::Other(column) => match part_in(column, row)? {
                Part::Number(value) => Some(value),
                Part::Text(_) | Part::Fraction(_) | Part::Last => None,
            },
        }
    }
}

impl Cells for Whole<'_> {
    fn raw(&self, node: NodeId, row: usize) -> Option<i64> {
        self.access(node).get(row)
    }

    fn truth(&self, node: NodeId, row: usize) -> Option<bool> {
        self.raw(node, row).map(|raw| raw != 0)
    }

    fn known(&self, node: NodeId, row: usize) -> bool {
        self.part(node, row).is_some()
    }

    fn part(&self, node: NodeId, row: usize) -> Option<Part<'_>> {
        match self.scalar(node) {
            Some(Scalar::Text(text)) => Some(Part::Text(text)),
            Some(_) => self.raw(node, row).map(Part::Number),
            None => part_in(self.store.column(node)?, row),
        }
    }
}

fn code(raw: Option<i64>) -> u16 {
    raw.and_then(|raw| u16::try_from(raw).ok()).unwrap_or(0)
}

/// The value of a row of a column, if known.
pub(super) fn part_in(column: &Column, row: usize) -> Option<Part<'_>> {
    if !column.is_valid(row) {
        return None;
    }
    Some(match &column.values {
        Values::Number(values) => Part::Number(*values.get(row)?),
        Values::Date(values) => Part::Number(i64::from(*values.get(row)?)),
        Values::Enum(values) => Part::Number(i64::from(*values.get(row)?)),
        Values::Boolean(truth) => Part::Number(i64::from(truth.get(row))),
        Values::Text(texts) => {
            (row < arrow_array::Array::len(texts)).then(|| Part::Text(texts.value(row)))?
        }
    })
}
