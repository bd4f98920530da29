//! How many rows each level has, their keys, and which rows belong together.

use std::collections::BTreeMap;

use super::draw::Draw;
use crate::check::tree::{EntityId, Key, ParameterKey, Program, Type};

/// Families of one kelurahan, on average.
const PER_ANCESTOR: u32 = 50;
/// Of a hundred families, so many live in the first kelurahan, so that a quota for each is reached there.
const CROWDED_PERCENT: u32 = 50;
/// Members of a family at most.
const MOST_MEMBERS: u32 = 6;
/// Rows of any other child at most.
const MOST_OTHERS: u32 = 3;

/// The rows of all levels.
#[derive(Default)]
pub(super) struct Levels {
    keys: BTreeMap<EntityId, Vec<String>>,
    parents: BTreeMap<EntityId, Vec<u32>>,
}

impl Levels {
    pub(super) fn new(program: &Program, rows: u32, draw: &mut Draw<'_>) -> Self {
        let unit = unit(program);
        let mut levels = Self::default();
        let mut open: Vec<EntityId> = program.declared().map(|(_, id)| id).collect();
        open.sort_by_key(|id| ancestors(program, *id).len());
        for id in open {
            levels.add(program, id, unit, rows, draw);
        }
        levels
    }

    fn add(
        &mut self,
        program: &Program,
        id: EntityId,
        unit: Option<EntityId>,
        rows: u32,
        draw: &mut Draw<'_>,
    ) {
        let above = ancestors(program, id);
        let of_unit = unit.map_or(Vec::new(), |unit| ancestors(program, unit));
        let step = of_unit.iter().position(|it| *it == id);
        let parents = match (above.first(), step) {
            _ if Some(id) == unit => self.spread(&above, rows, CROWDED_PERCENT, draw),
            (_, Some(step)) => {
                let by = PER_ANCESTOR.saturating_pow(u32::try_from(step + 1).unwrap_or(1));
                self.spread(&above, rows.div_ceil(by), 0, draw)
            }
            (Some(parent), None) => {
                let (least, most) = if Some(*parent) == unit {
                    (1, MOST_MEMBERS)
                } else {
                    (0, MOST_OTHERS)
                };
                let children = (0_u32..).zip(self.keys(*parent));
                let children = children.map(|(row, _)| (row, draw.between(least, most)));
                children
                    .flat_map(|(row, count)| (0..count).map(move |_| row))
                    .collect()
            }
            (None, None) => vec![0; rows.div_ceil(20) as usize],
        };
        let keys = keys(program, id, parents.len(), draw);
        self.keys.insert(id, keys);
        self.parents.insert(id, parents);
    }

    /// So many rows, each under a parent drawn at random, so many of a hundred under the first; in the
    /// order of their parents.
    fn spread(&self, above: &[EntityId], rows: u32, crowded: u32, draw: &mut Draw<'_>) -> Vec<u32> {
        let most = above.first().map_or(1, |parent| self.rows(*parent));
        let last = u32::try_from(most).unwrap_or(1).saturating_sub(1);
        let mut parent = || {
            if draw.chance(crowded) {
                0
            } else {
                draw.between(0, last)
            }
        };
        let mut parents: Vec<u32> = (0..rows).map(|_| parent()).collect();
        parents.sort_unstable();
        parents
    }

    pub(super) fn rows(&self, id: EntityId) -> usize {
        self.keys(id).len()
    }

    pub(super) fn keys(&self, id: EntityId) -> &[String] {
        self.keys.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The key of the row that a row belongs to.
    pub(super) fn parent_key(&self, id: EntityId, parent: EntityId, row: usize) -> Option<String> {
        let parents = self.parents.get(&id)?;
        let place = *parents.get(row)? as usize;
        self.keys(parent).get(place).cloned()
    }

    /// Whether a row is the first of its parent.
    pub(super) fn first_child(&self, id: EntityId, row: usize) -> bool {
        let Some(parents) = self.parents.get(&id) else {
            return false;
        };
        let before = row.checked_sub(1).and_then(|before| parents.get(before));
        before != parents.get(row)
    }
}

/// The level of most aids; without aids, the first that others belong to.
fn unit(program: &Program) -> Option<EntityId> {
    let aids = |id: EntityId| program.aids.iter().filter(|aid| aid.entity == id).count();
    let parents = program.declared().filter_map(|(entity, _)| entity.parent);
    let parents: Vec<EntityId> = parents.map(|(parent, _)| parent).collect();
    let mut all = program.declared().map(|(_, id)| id).collect::<Vec<_>>();
    all.sort_by_key(|id| (std::cmp::Reverse(aids(*id)), !parents.contains(id), *id));
    all.first().copied()
}

/// The levels above an entity, the nearest first.
fn ancestors(program: &Program, id: EntityId) -> Vec<EntityId> {
    let mut above = Vec::new();
    let mut at = id;
    while let Some((parent, _)) = program.entities.get(at.index()).and_then(|it| it.parent) {
        // A tree no deeper than it has entities: the checker excludes circles.
        if above.len() >= program.entities.len() {
            break;
        }
        above.push(parent);
        at = parent;
    }
    above
}

/// Keys: those that parameters are looked up by, then counted ones, or such as fit the pattern.
fn keys(program: &Program, id: EntityId, rows: usize, draw: &mut Draw<'_>) -> Vec<String> {
    let Some(entity) = program.entities.get(id.index()) else {
        return Vec::new();
    };
    let key = program.fields.get(entity.key.index());
    let number = key.is_some_and(|key| key.ty == Type::Integer);
    let letter = entity.about.name.chars().next().unwrap_or('k');
    let letter = letter.to_uppercase().to_string();
    let known = if number {
        Vec::new()
    } else {
        named(program, id)
    };
    let left = rows.saturating_sub(known.len());
    let counted = (1..=left).map(|row| match key.filter(|key| key.matching.is_some()) {
        Some(key) => draw.text(key, entity.key, row),
        None if number => row.to_string(),
        None => format!("{letter}{row:06}"),
    });
    let counted: Vec<String> = counted.collect();
    known.into_iter().chain(counted).take(rows).collect()
}

/// The keys that parameters of the policy name.
fn named(program: &Program, id: EntityId) -> Vec<String> {
    let mut found = Vec::new();
    for parameter in &program.parameters {
        let place = parameter
            .keys
            .iter()
            .position(|it| *it == ParameterKey::Entity(id));
        let Some(place) = place else { continue };
        let values = parameter.intervals.iter().flat_map(|it| it.values.keys());
        for keys in values {
            if let Some(Key::Text(key)) = keys.get(place)
                && !found.contains(key)
            {
                found.push(key.clone());
            }
        }
    }
    found
}
