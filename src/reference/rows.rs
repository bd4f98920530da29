//! From a row to others: parents, children at any depth, links, roles.

use std::ops::Range;

use super::{Evaluator, Row};
use crate::check::tree::{EntityId, Hop, Role};
use crate::data::table::{NO_ROW, Table};
use crate::number::Truth;

/// The rows of a descendant entity below a row.
#[derive(Clone, Debug)]
pub(crate) struct Below {
    /// Their places; neighbours, since rows stand in the order of their parents.
    pub(crate) rows: Range<usize>,
    /// Some rows were rejected: there is one more, with everything unknown.
    pub(crate) incomplete: bool,
}

impl Evaluator<'_> {
    pub(crate) fn rows(&self, entity: EntityId) -> usize {
        self.dataset.table(entity).map_or(0, |table| table.rows)
    }

    /// The row that a hop reaches.
    pub(crate) fn reach(&mut self, hop: Hop, row: Row) -> Option<Row> {
        match hop {
            Hop::Parent => self.parent(row),
            Hop::Link(field) => {
                let target = self.program.fields.get(field.index())?.refers_to?;
                let links = &self.dataset.table(row.entity)?.links;
                let (_, rows) = links.iter().find(|(link, _)| *link == field)?;
                Some(Row {
                    entity: target,
                    index: linked(rows, row.index)?,
                })
            }
            Hop::Role(role) => {
                let role = self.program.roles.get(role.index())?;
                self.player(role, row)
            }
        }
    }

    /// The row itself or the one above it that is of an entity.
    pub(crate) fn ancestor(&self, row: Row, entity: EntityId) -> Option<Row> {
        let mut at = row;
        while at.entity != entity {
            at = self.parent(at)?;
        }
        Some(at)
    }

    /// The rows of a descendant entity; `None` where a file on the way was not delivered.
    pub(crate) fn below(&self, row: Row, over: EntityId) -> Option<Below> {
        let mut way = Vec::new();
        let mut entity = over;
        while entity != row.entity {
            way.push(entity);
            entity = self.program.entities.get(entity.index())?.parent?.0;
        }
        if way.is_empty() {
            return None;
        }
        let mut below = Below {
            rows: row.index..row.index + 1,
            incomplete: false,
        };
        for entity in way.into_iter().rev() {
            below = children(self.dataset.table(entity)?, &below)?;
        }
        Some(below)
    }

    fn parent(&self, row: Row) -> Option<Row> {
        let (entity, _) = self.program.entities.get(row.entity.index())?.parent?;
        let parents = &self.dataset.table(row.entity)?.parents;
        Some(Row {
            entity,
            index: linked(parents, row.index)?,
        })
    }

    /// The one row that plays a role, if exactly one does for sure.
    fn player(&mut self, role: &Role, row: Row) -> Option<Row> {
        let below = self.below(row, role.of)?;
        let mut players = Vec::new();
        let mut unsure = below.incomplete;
        for index in below.rows {
            let player = Row {
                entity: role.of,
                index,
            };
            match self.truth(&role.condition, player) {
                Truth::True => players.push(player),
                Truth::Unknown => unsure = true,
                Truth::False => {}
            }
        }
        match players.as_slice() {
            [player] if !unsure => Some(*player),
            _ => None,
        }
    }
}

fn linked(rows: &[u32], index: usize) -> Option<usize> {
    let row = rows.get(index).copied().filter(|row| *row != NO_ROW)?;
    usize::try_from(row).ok()
}

fn children(table: &Table, parents: &Below) -> Option<Below> {
    if !table.delivered {
        return None;
    }
    let bound = |parent: usize| {
        table
            .offsets
            .get(parent)
            .and_then(|row| usize::try_from(*row).ok())
    };
    let incomplete = table
        .incomplete
        .as_ref()
        .is_some_and(|bits| parents.rows.clone().any(|parent| bits.get(parent)));
    Some(Below {
        rows: bound(parents.rows.start)?..bound(parents.rows.end)?,
        incomplete: parents.incomplete || incomplete,
    })
}
