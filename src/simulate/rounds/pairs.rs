//! Which row of the one round is which row of the other.

use crate::check::tree::{EntityId, Program};
use crate::data::matching::by_key;
use crate::data::table::{Dataset, NO_ROW};
use crate::outcome::Levels;

/// Rows of all levels in two rounds.
#[derive(Debug)]
pub(super) struct Pairs {
    levels: Vec<Level>,
}

/// The rows of one level, [`NO_ROW`] where the other round has none.
#[derive(Debug, Default)]
struct Level {
    old_of: Vec<u32>,
    new_of: Vec<u32>,
}

impl Pairs {
    /// Pairs rows by their keys.
    pub(super) fn new(program: &Program, old: &Dataset, new: &Dataset) -> Self {
        let all = (0..).take(program.entities.len()).map(EntityId);
        let levels = all
            .map(|entity| {
                let old_of = by_key(program, entity, old, new);
                let mut new_of = vec![NO_ROW; old.table(entity).map_or(0, |it| it.rows)];
                for (row, at) in (0_u32..).zip(&old_of) {
                    if let Some(place) = new_of.get_mut(*at as usize) {
                        *place = row;
                    }
                }
                Level { old_of, new_of }
            })
            .collect();
        Self { levels }
    }

    /// The earlier row of a later one.
    pub(super) fn old_of(&self, entity: EntityId, row: usize) -> Option<usize> {
        self.levels
            .get(entity.index())
            .and_then(|level| row_at(&level.old_of, row))
    }

    /// The later row of an earlier one.
    pub(super) fn new_of(&self, entity: EntityId, row: usize) -> Option<usize> {
        self.levels
            .get(entity.index())
            .and_then(|level| row_at(&level.new_of, row))
    }

    /// All rows of a level: of both rounds and of the later one alone in its order, then those of the
    /// earlier one alone.
    pub(super) fn rows(
        &self,
        entity: EntityId,
    ) -> impl Iterator<Item = (Option<usize>, Option<usize>)> + '_ {
        let level = self.levels.get(entity.index());
        let old_of = level.map_or(&[][..], |it| &it.old_of);
        let new_of = level.map_or(&[][..], |it| &it.new_of);
        let later = (0..old_of.len()).map(|row| (row_at(old_of, row), Some(row)));
        let vanished = (0..new_of.len()).filter(|row| row_at(new_of, *row).is_none());
        later.chain(vanished.map(|row| (Some(row), None)))
    }

    /// Rows of both rounds that stand under another row than before.
    pub(super) fn moved(&self, entity: EntityId, old: &Levels<'_>, new: &Levels<'_>) -> u64 {
        let Some(parent) = new.parent(entity) else {
            return 0;
        };
        let both = self.rows(entity).filter_map(|(a, b)| Some((a?, b?)));
        both.filter(|(a, b)| {
            let before = old.ancestor_row(entity, *a, parent);
            let after = new.ancestor_row(entity, *b, parent);
            before.and_then(|row| self.new_of(parent, row)) != after
        })
        .count() as u64
    }
}

fn row_at(rows: &[u32], row: usize) -> Option<usize> {
    let at = rows.get(row).copied().filter(|at| *at != NO_ROW)?;
    Some(at as usize)
}
