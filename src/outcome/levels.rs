//! How the levels of the data nest, and how many members stand under a row.

use std::ops::Range;

use crate::check::tree::{EntityId, Program};
use crate::data::table::{Dataset, Table};

use super::summary::LevelSummary;

/// The levels of a run.
#[derive(Debug)]
pub struct Levels<'a> {
    dataset: &'a Dataset,
    parents: Vec<Option<EntityId>>,
    /// The lowest level: the deepest entity, the first declared among equals.
    lowest: Option<EntityId>,
}

impl<'a> Levels<'a> {
    /// Reads the nesting off the program.
    pub fn new(program: &Program, dataset: &'a Dataset) -> Self {
        let parents: Vec<_> = program
            .declared()
            .map(|(entity, _)| entity.parent.map(|(parent, _)| parent))
            .collect();
        let mut it = Self {
            dataset,
            parents,
            lowest: None,
        };
        let mut deepest = 0;
        for entity in it.all() {
            let depth = it.path(entity).len();
            if depth > deepest {
                deepest = depth;
                it.lowest = Some(entity);
            }
        }
        it
    }

    /// All levels in the order of declaration.
    pub fn all(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0u32..).take(self.parents.len()).map(EntityId)
    }

    /// The lowest level: persons, in most policies.
    pub fn lowest(&self) -> Option<EntityId> {
        self.lowest
    }

    /// The parent level.
    pub fn parent(&self, entity: EntityId) -> Option<EntityId> {
        self.parents.get(entity.index()).copied().flatten()
    }

    /// The level itself and those above it, upwards.
    pub fn path(&self, entity: EntityId) -> Vec<EntityId> {
        let mut path = vec![entity];
        let mut at = entity;
        while let Some(parent) = self.parent(at)
            && path.len() <= self.parents.len()
        {
            path.push(parent);
            at = parent;
        }
        path
    }

    /// The lowest level that stands at or above all of these.
    pub fn common(&self, of: &[EntityId]) -> Option<EntityId> {
        let (first, rest) = of.split_first()?;
        self.path(*first)
            .into_iter()
            .find(|level| rest.iter().all(|other| self.path(*other).contains(level)))
    }

    /// The table of a level.
    pub fn table(&self, entity: EntityId) -> Option<&'a Table> {
        self.dataset.table(entity)
    }

    /// The number of evaluated rows.
    pub fn rows(&self, entity: EntityId) -> usize {
        self.table(entity).map_or(0, |table| table.rows)
    }

    /// The row of `ancestor` above (or at) a row of `entity`.
    pub fn ancestor_row(&self, entity: EntityId, row: usize, ancestor: EntityId) -> Option<usize> {
        let (mut at, mut row) = (entity, row);
        while at != ancestor {
            row = *self.table(at)?.parents.get(row)? as usize;
            at = self.parent(at)?;
        }
        Some(row)
    }

    /// For each row of `entity`, the row of `ancestor` it stands under.
    pub fn ancestor_rows(&self, entity: EntityId, ancestor: EntityId) -> Vec<u32> {
        let rows = u32::try_from(self.rows(entity)).unwrap_or(u32::MAX);
        let mut found: Vec<u32> = (0..rows).collect();
        let mut at = entity;
        while at != ancestor {
            let (Some(table), Some(parent)) = (self.table(at), self.parent(at)) else {
                break;
            };
            for row in &mut found {
                *row = table
                    .parents
                    .get(*row as usize)
                    .copied()
                    .unwrap_or(u32::MAX);
            }
            at = parent;
        }
        found
    }

    /// The rows of `below` that stand under each row of `entity`.
    pub fn under(&self, entity: EntityId, below: EntityId) -> impl Fn(usize) -> Range<usize> + 'a {
        let mut path = self.path(below);
        path.truncate(path.iter().position(|level| *level == entity).unwrap_or(0));
        let offsets = |level| self.table(level).map_or(&[][..], |table| &table.offsets);
        let way: Vec<&'a [u32]> = path.into_iter().rev().map(offsets).collect();
        move |row| {
            let (mut start, mut end) = (row, row + 1);
            for offsets in &way {
                start = offsets.get(start).map_or(0, |at| *at as usize);
                end = offsets.get(end).map_or(start, |at| *at as usize);
            }
            start..end
        }
    }

    /// How many rows of the lowest level stand under each row; 1 for a row of that level or of a
    /// level that is not above it.
    pub fn members(&self, entity: EntityId) -> impl Fn(usize) -> u64 + 'a {
        let above = |lowest: &EntityId| *lowest != entity && self.path(*lowest).contains(&entity);
        let under = self.lowest.filter(above).map(|it| self.under(entity, it));
        let above_it = self.lowest.and_then(|it| self.parent(it)) == Some(entity);
        let table = self.lowest.and_then(|it| self.table(it));
        let offsets = table.map(|it| it.offsets.as_slice()).filter(|_| above_it);
        move |row| match (offsets, &under) {
            (Some(offsets), Some(_)) => {
                let at = |row: usize| offsets.get(row).copied().unwrap_or(0);
                u64::from(at(row + 1).saturating_sub(at(row)))
            }
            (None, Some(under)) => under(row).len() as u64,
            (_, None) => 1,
        }
    }

    pub(super) fn summary(&self, program: &Program) -> Vec<LevelSummary> {
        self.all()
            .zip(&program.entities)
            .map(|(id, entity)| LevelSummary {
                entity: entity.about.name.clone(),
                label: entity.about.label.clone(),
                read: self.rows(id) as u64,
                evaluated: self.rows(id) as u64,
                rejected: 0,
                outside: 0,
            })
            .collect()
    }
}
