//! Values of single rows: what the slow paths, orders and barriers read.

use std::cmp::Ordering;

use crate::number::{Fault, Fraction};
use crate::plan::chain::Tree;
use crate::plan::op::{Key, KeyValue, NodeId};

/// Access to the value of a node for a row.
pub(super) trait Cells {
    /// The raw number, if known.
    fn raw(&self, node: NodeId, row: usize) -> Option<i64>;
    /// The truth, if known.
    fn truth(&self, node: NodeId, row: usize) -> Option<bool>;
    /// Whether a value of any storage is known.
    fn known(&self, node: NodeId, row: usize) -> bool;
    /// The value as a part of an order, if known; texts are borrowed.
    fn part(&self, node: NodeId, row: usize) -> Option<Part<'_>>;
}

/// The value of one key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// Numbers, dates, codes, truth.
    Number(i64),
    /// A text, by bytes.
    Text(&'a str),
    /// A fraction.
    Fraction(Fraction),
    /// A blank that is a known fact: last whichever way the key goes.
    Last,
}

/// The exact value of a chain for a row: unknown, or too large at some step.
pub(super) fn exact(
    tree: &Tree,
    row: usize,
    cells: &(impl Cells + ?Sized),
) -> Result<Option<Fraction>, Fault> {
    match tree {
        Tree::Leaf(node, scale) => Ok(cells
            .raw(*node, row)
            .map(|raw| Fraction::from_raw(raw, *scale))),
        Tree::Constant(value) => Ok(Some(Fraction::from(*value))),
        Tree::Multiply(left, right) => {
            let (left, right) = (exact(left, row, cells), exact(right, row, cells));
            both(left?, right?, Fraction::mul)
        }
        Tree::Divide(left, right) => {
            let (left, right) = (exact(left, row, cells), exact(right, row, cells));
            both(left?, right?, Fraction::div)
        }
        Tree::Negate(of) => Ok(exact(of, row, cells)?.map(Fraction::neg)),
        Tree::Guard(node, of) if cells.known(*node, row) => exact(of, row, cells),
        Tree::Unknown | Tree::Guard(..) => Ok(None),
    }
}

fn both(
    left: Option<Fraction>,
    right: Option<Fraction>,
    apply: fn(Fraction, Fraction) -> Result<Fraction, Fault>,
) -> Result<Option<Fraction>, Fault> {
    let Some((left, right)) = left.zip(right) else {
        return Ok(None);
    };
    quiet(apply(left, right))
}

/// Division by zero is unknown without a fault.
pub(super) fn quiet<T>(result: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Fault::DivisionByZero) => Ok(None),
        Err(Fault::Overflow) => Err(Fault::Overflow),
    }
}

/// The value of a key for a row, if the row has a place on it.
pub(super) fn key_part<'a>(
    key: &Key,
    row: usize,
    cells: &'a (impl Cells + ?Sized),
) -> Option<Part<'a>> {
    match key.filled.map(|filled| cells.truth(filled, row)) {
        Some(None) => None,
        Some(Some(false)) => Some(Part::Last),
        Some(Some(true)) | None => value_part(&key.value, row, cells),
    }
}

/// The value of a key, if known.
pub(super) fn value_part<'a>(
    value: &KeyValue,
    row: usize,
    cells: &'a (impl Cells + ?Sized),
) -> Option<Part<'a>> {
    match value {
        KeyValue::Node(node) => cells.part(*node, row),
        KeyValue::Chain(chain, _) => exact(&chain.tree, row, cells)
            .ok()
            .flatten()
            .map(Part::Fraction),
    }
}

impl Part<'_> {
    /// The order of two values of one key.
    pub(super) fn order(&self, other: &Part<'_>, descending: bool) -> Ordering {
        let order = match (self, other) {
            (Part::Last, Part::Last) => return Ordering::Equal,
            (Part::Last, _) => return Ordering::Greater,
            (_, Part::Last) => return Ordering::Less,
            (Part::Number(a), Part::Number(b)) => a.cmp(b),
            (Part::Text(a), Part::Text(b)) => a.cmp(b),
            (Part::Fraction(a), Part::Fraction(b)) => a.cmp(b),
            // The values of one key are of one kind.
            (Part::Number(_) | Part::Text(_) | Part::Fraction(_), _) => Ordering::Equal,
        };
        if descending { order.reverse() } else { order }
    }
}

/// The order of two rows by all keys.
pub(super) fn order(a: &[Part<'_>], b: &[Part<'_>], keys: &[Key]) -> Ordering {
    let mut orders = a
        .iter()
        .zip(b)
        .zip(keys)
        .map(|((a, b), key)| a.order(b, key.descending));
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
