//! Whose fault an overflow is: from rows of nodes back to rows of rules.
//!
//! Runs only after something overflowed, which well-made data never do.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::collections::{BTreeMap, BTreeSet};

use super::shape::Shape;
use super::store::Store;
use crate::data::results::RowFault;
use crate::data::table::{NO_ROW, Values};
use crate::plan::op::NodeId;
use crate::plan::{Plan, Way};

/// The faults of all rules, sorted, each once.
pub(super) fn attribute(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &Store<'_>,
    overflows: &[(NodeId, usize)],
) -> Vec<RowFault> {
    let mut by_node: BTreeMap<NodeId, BTreeSet<usize>> = BTreeMap::new();
    for (node, row) in overflows {
        by_node.entry(*node).or_default().insert(*row);
    }
    let mut faults = BTreeSet::new();
    for rule in &plan.rules {
        for (path, node) in &rule.faults {
            let Some(rows) = by_node.get(node) else {
                continue;
            };
            let ways = plan.paths.get(*path).map(Vec::as_slice).unwrap_or_default();
            let mut rows = rows.clone();
            for way in ways.iter().rev() {
                rows = back(plan, shape, store, *way, &rows);
            }
            for row in rows {
                if let Ok(row) = u32::try_from(row) {
                    faults.insert(RowFault {
                        rule: rule.rule,
                        entity: rule.entity,
                        row,
                    });
                }
            }
        }
    }
    faults.into_iter().collect()
}

/// The rows from which a step leads to one of these.
fn back(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &Store<'_>,
    way: Way,
    rows: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    match way {
        Way::Into { at, over } => {
            let above = |row: &usize| shape.ancestor(plan, (over, *row), at);
            let delivered = shape.span(at, over).is_some_and(|span| span.delivered);
            rows.iter()
                .filter(|_| delivered)
                .filter_map(above)
                .collect()
        }
        Way::Parent(at) => from_rows(shape.parents(at).iter().map(|row| i64::from(*row)), rows),
        Way::Link(field) => {
            let links = shape.link(field).iter();
            from_rows(
                links.map(|row| if *row == NO_ROW { -1 } else { i64::from(*row) }),
                rows,
            )
        }
        Way::Role(node) => match store.column(node) {
            Some(column) => match &column.values {
                Values::Number(players) => {
                    let known = |row| column.is_valid(row);
                    let players = players.iter().enumerate();
                    from_rows(
                        players.map(|(row, it)| if known(row) { it } else { -1 }),
                        rows,
                    )
                }
                _ => BTreeSet::new(),
            },
            None => BTreeSet::new(),
        },
        Way::Blank(field) => {
            let column = shape.column(field);
            let blank = |row: &&usize| column.is_none_or(|column| !column.is_valid(**row));
            rows.iter().filter(blank).copied().collect()
        }
    }
}

fn from_rows(targets: impl Iterator<Item = i64>, rows: &BTreeSet<usize>) -> BTreeSet<usize> {
    let hit = |target: i64| usize::try_from(target).is_ok_and(|target| rows.contains(&target));
    targets
        .enumerate()
        .filter(|(_, target)| hit(*target))
        .map(|(row, _)| row)
        .collect()
}
