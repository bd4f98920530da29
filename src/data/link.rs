//! Where keys lead: copies of keys, parents, links, and the rows that fall with a rejected one.

use std::collections::{BTreeSet, VecDeque};

use rayon::prelude::*;

use super::bitmap::Bitmap;
use super::cluster::starts;
use super::delivered::{Delivered, Link};
use super::key::{Index, Key, Keys};
use super::numbers::{Loop, Numbers};
use super::reject::Problem;
use super::rows::{Rows, entity_id};
use super::table::{Column, NO_ROW};
use crate::check::tree::{Blank, EntityId, FieldId};

impl Rows<'_> {
    /// Finds copies of keys, and the rows that parents' keys and links lead to.
    pub(super) fn link(&mut self) {
        let keys: Vec<_> = (0..self.entities.len())
            .into_par_iter()
            .map(|it| self.index_of(it))
            .collect();
        let found: Vec<_> = (0..self.entities.len())
            .into_par_iter()
            .map(|entity| self.links_of(entity, &keys))
            .collect();
        let copies: Vec<Vec<u32>> = keys
            .into_iter()
            .map(|it| it.map_or(Vec::new(), |it| it.1))
            .collect();
        for (index, links) in found.into_iter().enumerate() {
            let entity = entity_id(index);
            if let Some(Some(delivered)) = self.entities.get_mut(index) {
                delivered.parents = links.parents;
                delivered.links = links.sideways;
            }
            let key = self.program.entities.get(index).map(|entity| entity.key);
            for row in copies.get(index).into_iter().flatten() {
                let value = key.map_or(String::new(), |key| self.key_text(entity, key, *row));
                self.reject(entity, *row, key, value, Problem::DuplicateKey);
            }
            for (row, field, problem) in links.problems {
                let value = self.key_text(entity, field, row);
                self.reject(entity, row, Some(field), value, problem);
            }
        }
    }

    /// The rows of an entity by key, and all rows whose key stands twice.
    fn index_of(&self, entity: usize) -> Option<(Index<'_>, Vec<u32>)> {
        let delivered = self.entities.get(entity)?.as_ref()?;
        let key = self.program.entities.get(entity)?.key;
        let column = self.column(entity_id(entity), key)?;
        let (index, shared) = Index::new(Keys::new(column), delivered.rows);
        Some((index, copies(&shared)))
    }

    fn links_of(&self, entity: usize, keys: &[Option<(Index<'_>, Vec<u32>)>]) -> Links {
        let mut links = Links::default();
        let it = self.program.entities.get(entity);
        let delivered = self.entities.get(entity).and_then(Option::as_ref);
        let (Some(it), Some(delivered)) = (it, delivered) else {
            return links;
        };
        let index = |target: EntityId| keys.get(target.index()).and_then(Option::as_ref);
        let id = entity_id(entity);
        if let Some((parent, field)) = it.parent
            && let (Some(column), Some((index, _))) = (self.column(id, field), index(parent))
        {
            let missing = Problem::ParentMissing(parent);
            links.parents = links.follow(delivered, column, index, (field, missing));
        }
        for field in &it.fields {
            let Some(of) = self.program.fields.get(field.index()) else {
                continue;
            };
            let Some(column) = self.column(id, *field) else {
                continue;
            };
            if let Some(target) = of.refers_to
                && let Some((index, _)) = index(target)
            {
                let missing = Problem::TargetMissing(target);
                let known = links.problems.len();
                let rows = links.follow(delivered, column, index, (*field, missing));
                if it.parent == Some((target, *field)) {
                    // One mistake, one reason: the missing parent is reported already.
                    links.problems.truncate(known);
                }
                let open = !matches!(of.blank, Blank::Means { .. });
                let blank = column.valid.as_ref().filter(|_| open);
                links.sideways.push(Link {
                    field: *field,
                    target,
                    rows,
                    blank: blank.map(|valid| Bitmap::collect(valid.iter().map(|it| !it))),
                });
            }
            if of.unique && *field != it.key {
                let (_, shared) = Index::new(Keys::new(column), delivered.rows);
                let copies = copies(&shared).into_iter();
                links
                    .problems
                    .extend(copies.map(|row| (row, *field, Problem::DuplicateValue)));
            }
        }
        links
    }

    /// Rejects the rows that stand under, or refer to, a rejected row.
    pub(super) fn cascade(&mut self) {
        let edges = self.edges();
        let mut queue: VecDeque<(EntityId, u32)> = edges
            .iter()
            .map(|edge| edge.target)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .flat_map(|target| self.rejected_rows(target).map(move |row| (target, row)))
            .collect();
        while let Some((target, row)) = queue.pop_front() {
            for edge in edges.iter().filter(|edge| edge.target == target) {
                for dependent in edge.dependents(row) {
                    if self.is_rejected(edge.entity, *dependent) {
                        continue;
                    }
                    let value = self.key_text(edge.entity, edge.field, *dependent);
                    self.reject(
                        edge.entity,
                        *dependent,
                        Some(edge.field),
                        value,
                        edge.problem,
                    );
                    queue.push_back((edge.entity, *dependent));
                }
            }
        }
    }

    /// The dependents of rows, of all entities; empty where no row is rejected.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        let any = self
            .entities
            .iter()
            .flatten()
            .any(|it| it.rejected.count_ones() > 0);
        for (index, delivered) in self.entities.iter().enumerate().filter(|_| any) {
            let Some(delivered) = delivered else { continue };
            let entity = entity_id(index);
            let parent = self
                .program
                .entities
                .get(index)
                .and_then(|entity| entity.parent);
            let up = parent.map(|(target, field)| {
                (
                    target,
                    field,
                    Problem::ParentRejected(target),
                    &delivered.parents,
                )
            });
            let links = delivered.links.iter();
            let sideways = links.map(|link| {
                (
                    link.target,
                    link.field,
                    Problem::TargetRejected(link.target),
                    &link.rows,
                )
            });
            for (target, field, problem, rows) in up.into_iter().chain(sideways) {
                let targets = self.entities.get(target.index()).and_then(Option::as_ref);
                let count = targets.map_or(0, |it| it.rows);
                edges.push(Edge::new(entity, field, target, problem, rows, count));
            }
        }
        edges
    }

    fn rejected_rows(&self, entity: EntityId) -> impl Iterator<Item = u32> + '_ {
        let delivered = self.entities.get(entity.index()).and_then(Option::as_ref);
        delivered.into_iter().flat_map(|it| {
            (0..it.rows)
                .zip(0_u32..)
                .filter(|(row, _)| it.rejected.get(*row))
                .map(|(_, id)| id)
        })
    }

    fn is_rejected(&self, entity: EntityId, row: u32) -> bool {
        let delivered = self.entities.get(entity.index()).and_then(Option::as_ref);
        delivered.is_none_or(|it| it.rejected.get(row as usize))
    }
}

/// What keys lead to, and which lead nowhere.
#[derive(Default)]
struct Links {
    parents: Vec<u32>,
    sideways: Vec<Link>,
    problems: Vec<(u32, FieldId, Problem)>,
}

impl Links {
    /// The row of each key; a key that no row has is a problem, a blank leads nowhere.
    fn follow(
        &mut self,
        delivered: &Delivered,
        column: &Column,
        index: &Index<'_>,
        (field, missing): (FieldId, Problem),
    ) -> Vec<u32> {
        let keys = Keys::new(column);
        if let (Some(numbers), Some(targets)) = (keys.numbers(), index.numbers())
            && numbers.len() == delivered.rows
        {
            let mut rows = vec![NO_ROW; numbers.len()];
            let parts = rows.par_chunks_mut(PART_ROWS).enumerate();
            let all = parts.map(|(part, rows)| {
                let at = part * PART_ROWS;
                let from = numbers.get(at);
                let first = from.and_then(|from| index.find(Key::Number(from)));
                first.is_some_and(|first| {
                    follow_steps((numbers, at), (targets, first), rows)
                        || follow_numbers((numbers, at), (index, targets), rows)
                })
            });
            if all.all(|it| it) {
                return rows;
            }
        }
        let mut last = 0;
        let mut rows = Vec::with_capacity(delivered.rows);
        for (row, id) in (0..delivered.rows).zip(0_u32..) {
            let key = keys.get(row);
            let found = key.and_then(|key| index.find_near(key, last));
            if key.is_some() && found.is_none() && !delivered.is_malformed(id) {
                self.problems.push((id, field, missing));
            }
            last = found.unwrap_or(last);
            rows.push(found.unwrap_or(NO_ROW));
        }
        rows
    }
}

/// The row of each number where it is always that of the one before or the row after it, without a jump.
fn follow_steps(
    (numbers, start): (&Numbers, usize),
    (targets, first): (&Numbers, u32),
    rows: &mut [u32],
) -> bool {
    let mut block = Vec::with_capacity(BLOCK);
    let mut last = first;
    for (part, rows) in rows.chunks_mut(BLOCK).enumerate() {
        let start = start + part * BLOCK;
        numbers.read(start..start + rows.len(), &mut block);
        let numbers = block.as_slice();
        let steps = Steps {
            numbers,
            last,
            rows,
        };
        match targets.visit(steps) {
            Some(row) => last = row,
            None => return false,
        }
    }
    true
}

/// Numbers that are read at a time.
const BLOCK: usize = 1024;

/// Rows that are followed together.
const PART_ROWS: usize = 1 << 17;

/// Some numbers followed from a row on.
struct Steps<'a> {
    numbers: &'a [i64],
    last: u32,
    rows: &'a mut [u32],
}

impl Loop for Steps<'_> {
    /// The last row; nothing where one was not found.
    type Out = Option<u32>;

    fn run(self, len: usize, value: impl Fn(usize) -> i64) -> Option<u32> {
        let mut last = self.last;
        let mut right = true;
        for (number, row) in self.numbers.iter().zip(self.rows) {
            last += u32::from(value(last as usize) != *number);
            right &= value(last as usize) == *number;
            *row = last;
        }
        let inside = (last as usize) < len;
        (right && inside).then_some(last)
    }
}

/// The row of each number: often that of the one before, or the row after it; false where one has none.
fn follow_numbers(
    (numbers, start): (&Numbers, usize),
    (index, targets): (&Index<'_>, &Numbers),
    rows: &mut [u32],
) -> bool {
    let mut block = Vec::with_capacity(BLOCK);
    let at = |row: u32| targets.get(row as usize);
    let (mut last, mut here, mut next) = (0, at(0), at(1));
    for (part, rows) in rows.chunks_mut(BLOCK).enumerate() {
        let start = start + part * BLOCK;
        numbers.read(start..start + rows.len(), &mut block);
        for (number, row) in block.iter().zip(rows) {
            if here != Some(*number) {
                let found = if next == Some(*number) {
                    Some(last + 1)
                } else {
                    index.find(Key::Number(*number))
                };
                let Some(found) = found else {
                    return false;
                };
                (last, here, next) = (found, Some(*number), at(found.saturating_add(1)));
            }
            *row = last;
        }
    }
    true
}

/// The rows of an entity that depend on rows of another.
struct Edge {
    entity: EntityId,
    field: FieldId,
    target: EntityId,
    problem: Problem,
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Edge {
    fn new(
        entity: EntityId,
        field: FieldId,
        target: EntityId,
        problem: Problem,
        targets: &[u32],
        target_rows: usize,
    ) -> Self {
        let starts = starts(
            targets.iter().copied().filter(|it| *it != NO_ROW),
            target_rows,
        );
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().map_or(0, |count| *count as usize)];
        for (row, target) in (0_u32..)
            .zip(targets)
            .filter(|(_, target)| **target != NO_ROW)
        {
            let Some(place) = next.get_mut(*target as usize) else {
                continue;
            };
            if let Some(slot) = rows.get_mut(*place as usize) {
                *slot = row;
            }
            *place += 1;
        }
        Self {
            entity,
            field,
            target,
            problem,
            starts,
            rows,
        }
    }

    fn dependents(&self, row: u32) -> &[u32] {
        let bound = |row: usize| self.starts.get(row).map_or(0, |it| *it as usize);
        self.rows
            .get(bound(row as usize)..bound(row as usize + 1))
            .unwrap_or_default()
    }
}

/// All rows of groups of copies, ascending.
fn copies(shared: &[(u32, u32)]) -> Vec<u32> {
    let mut rows: Vec<u32> = shared
        .iter()
        .flat_map(|(first, other)| [*first, *other])
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
