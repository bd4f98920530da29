//! Some rows of the data with all that stands below them, as a shape of its own.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::alike::inputs;
use super::rows::{bits_of, gather, taken};
use crate::check::tree::{EntityId, FieldId};
use crate::data::bitmap::Bitmap;
use crate::data::table::Column;
use crate::eval::shape::{LevelShape, Shape, Span};
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op};

/// What is asked of the rows.
pub(super) struct Asked {
    /// Levels, with all those between them and the tops of their zones.
    pub(super) levels: BTreeSet<EntityId>,
    pub(super) fields: BTreeSet<FieldId>,
}

/// Rows of the tops of zones and of all levels of these zones; other zones are as they were.
pub(super) struct Excerpt {
    /// By entity, in the rows of the whole; none for a level that is whole.
    rows: Vec<Option<Vec<u32>>>,
    /// Of levels below a top, in the rows of the excerpt; of a top, in those of the whole.
    parents: Vec<Vec<u32>>,
    offsets: Vec<Vec<u32>>,
    incomplete: Vec<Option<Bitmap>>,
    /// By field.
    columns: Vec<Option<Column>>,
}

impl Asked {
    /// The levels and fields that nodes are or read.
    pub(super) fn new(plan: &Plan, tops: &[EntityId], nodes: &[NodeId]) -> Self {
        let mut fields = BTreeSet::new();
        let mut levels: Vec<EntityId> = Vec::new();
        let read = nodes.iter().filter_map(|id| plan.node(*id));
        let read = read.flat_map(|node| inputs(&node.op));
        for id in read.chain(nodes.iter().copied()) {
            let Some(node) = plan.node(id) else { continue };
            levels.extend(node.level);
            if let Op::Field(field) | Op::Filled(field) = &node.op {
                fields.insert(*field);
            }
            levels.extend(named(&node.op));
        }
        Self {
            levels: with_upper(plan, tops, levels.into_iter()),
            fields,
        }
    }
}

impl Excerpt {
    /// Takes the rows of some tops, ascending, and of these the fields; levels below that are not asked
    /// for stay empty.
    pub(super) fn new(
        plan: &Plan,
        shape: &Shape<'_>,
        tops: &[EntityId],
        (chosen, asked): (&BTreeMap<EntityId, Vec<u32>>, &Asked),
    ) -> Self {
        let levels = plan.entities.len();
        let mut excerpt = Self {
            rows: vec![None; levels],
            parents: vec![Vec::new(); levels],
            offsets: vec![Vec::new(); levels],
            incomplete: vec![None; levels],
            columns: vec![None; plan.fields.len()],
        };
        let mut order: Vec<(EntityId, EntityId)> =
            (0..).map(EntityId).zip(tops.iter().copied()).collect();
        order.sort_by_key(|(id, _)| plan.upwards(*id).len());
        for (id, top) in order {
            if let Some(rows) = chosen.get(&top) {
                let none = Vec::new();
                let own = (id == top).then_some(rows);
                let own = own.or((!asked.levels.contains(&id)).then_some(&none));
                excerpt.take(plan, shape, id, own);
            }
        }
        for field in &asked.fields {
            let rows = plan.fields.get(field.index());
            let rows = rows.and_then(|it| rows_of(&excerpt.rows, it.entity));
            if let (Some(rows), Some(whole)) = (rows, shape.column(*field))
                && let Some(slot) = excerpt.columns.get_mut(field.index())
            {
                *slot = Some(gather(whole, rows));
            }
        }
        excerpt
    }

    /// The rows of a level: those of a top as chosen, else those below the rows of the level above.
    fn take(&mut self, plan: &Plan, shape: &Shape<'_>, id: EntityId, chosen: Option<&Vec<u32>>) {
        let (mut rows, mut parents, mut offsets) = (Vec::new(), Vec::new(), vec![0]);
        if let Some(chosen) = chosen {
            rows.clone_from(chosen);
            parents = match shape.parents(id) {
                [] => Vec::new(),
                whole => taken(whole, &rows),
            };
        } else {
            let parent = plan.entities.get(id.index()).and_then(|it| it.parent);
            let above = parent.and_then(|parent| rows_of(&self.rows, parent));
            let span = parent.and_then(|parent| shape.span(parent, id));
            for (place, row) in (0..).zip(above.into_iter().flatten()) {
                let below = span.map_or(0..0, |span| span.below(*row as usize));
                parents.extend(below.clone().map(|_| place));
                rows.extend(below.filter_map(|row| u32::try_from(row).ok()));
                offsets.push(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            }
            let incomplete = span.and_then(|span| span.incomplete.as_ref()).zip(above);
            if let Some(slot) = self.incomplete.get_mut(id.index()) {
                *slot = incomplete.map(|(whole, above)| bits_of(whole, above));
            }
        }
        let place = id.index();
        let slots = (self.rows.get_mut(place), self.parents.get_mut(place));
        if let ((Some(of_rows), Some(of_parents)), Some(of_offsets)) =
            (slots, self.offsets.get_mut(place))
        {
            (*of_rows, *of_parents, *of_offsets) = (Some(rows), parents, offsets);
        }
    }

    /// The rows of the level of a node; none where it is whole.
    pub(super) fn of(&self, plan: &Plan, index: usize) -> Option<&Vec<u32>> {
        let level = plan.nodes.get(index)?.level?;
        rows_of(&self.rows, level)
    }

    /// The rows of each level that is not whole.
    pub(super) fn into_rows(self) -> BTreeMap<EntityId, Arc<Vec<u32>>> {
        let levels = (0..).map(EntityId).zip(self.rows);
        levels
            .filter_map(|(id, rows)| Some((id, Arc::new(rows?))))
            .collect()
    }

    /// The rows of each level.
    pub(super) fn into_places(self) -> Vec<Vec<u32>> {
        self.rows
            .into_iter()
            .map(Option::unwrap_or_default)
            .collect()
    }

    /// The shape of the data with these rows alone.
    pub(super) fn shape<'a>(
        &'a self,
        plan: &Plan,
        tops: &[EntityId],
        whole: &Shape<'a>,
    ) -> Shape<'a> {
        let levels = whole.levels.iter().zip(&self.rows).zip(&self.parents);
        let levels = levels.map(|((whole, rows), parents)| match rows {
            None => *whole,
            Some(rows) => LevelShape {
                rows: rows.len(),
                delivered: whole.delivered,
                parents,
            },
        });
        let columns = whole.columns.iter().zip(&self.columns).zip(&plan.fields);
        let columns =
            columns.map(
                |((whole, own), field)| match rows_of(&self.rows, field.entity) {
                    None => *whole,
                    Some(_) => own.as_ref(),
                },
            );
        let mut shape = Shape {
            levels: levels.collect(),
            columns: columns.collect(),
            links: BTreeMap::new(),
            spans: BTreeMap::new(),
        };
        for (id, top) in (0..).map(EntityId).zip(tops) {
            self.add_spans(plan, whole, &mut shape, (id, *top));
        }
        shape
    }

    /// The spans to a level from those above it in its zone.
    fn add_spans<'a>(
        &'a self,
        plan: &Plan,
        whole: &Shape<'a>,
        shape: &mut Shape<'a>,
        (id, top): (EntityId, EntityId),
    ) {
        let mut way = plan.upwards(id);
        let in_zone = way.iter().position(|it| *it == top).unwrap_or(0);
        way.truncate(in_zone + 1);
        let (Some(parent), Some(offsets)) = (way.get(1), self.offsets.get(id.index())) else {
            return;
        };
        let Some(span) = whole.span(*parent, id) else {
            return;
        };
        if rows_of(&self.rows, id).is_none() {
            return;
        }
        let span = Span {
            offsets: Cow::Borrowed(offsets),
            incomplete: self.incomplete.get(id.index()).cloned().flatten(),
            delivered: span.delivered,
        };
        shape.spans.insert((*parent, id), span);
        shape.join_spans(&way);
    }
}

/// The rows of a level in an excerpt; none where it is whole.
fn rows_of(rows: &[Option<Vec<u32>>], id: EntityId) -> Option<&Vec<u32>> {
    rows.get(id.index())?.as_ref()
}

/// Levels with all those between them and the tops of their zones.
pub(super) fn with_upper(
    plan: &Plan,
    tops: &[EntityId],
    levels: impl Iterator<Item = EntityId>,
) -> BTreeSet<EntityId> {
    let top = |level: &EntityId| tops.get(level.index()).copied();
    let upwards = |level: EntityId| {
        let way = plan.upwards(level).into_iter();
        way.take_while(move |it| top(it) == top(&level))
    };
    levels.flat_map(upwards).collect()
}

/// The levels that an operation names, besides those of what it reads.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what reads other levels is told apart from all others"
)]
fn named(op: &Op) -> Vec<EntityId> {
    match op {
        Op::Aggregate(it) => vec![it.at, it.over],
        Op::Select(it) => {
            let limits = it.limits.iter().map(|it| it.per);
            limits.chain([it.within]).collect()
        }
        Op::RoleRow { of, .. } => vec![*of],
        _ => Vec::new(),
    }
}
