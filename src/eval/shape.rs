//! The data as the evaluator reads them: columns and links of proved length, spans between levels.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check::tree::{EntityId, FieldId};
use crate::data::bitmap::Bitmap;
use crate::data::table::{Column, Dataset, NO_ROW, Table, Values};
use crate::plan::Plan;
use crate::plan::op::Storage;

/// Data checked against a plan.
///
/// **Invariant:** every column has as many values as its table has rows, of the field's storage;
/// offsets ascend and end at the number of rows. Tables that break this are not delivered and columns
/// that break it not read, so that kernels never index past an end.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    pub(super) levels: Vec<LevelShape<'a>>,
    pub(super) columns: Vec<Option<&'a Column>>,
    pub(super) links: BTreeMap<FieldId, &'a [u32]>,
    pub(super) spans: BTreeMap<(EntityId, EntityId), Span<'a>>,
}

/// The rows of a level.
#[derive(Clone, Copy, Debug)]
pub(super) struct LevelShape<'a> {
    pub(super) rows: usize,
    pub(super) delivered: bool,
    pub(super) parents: &'a [u32],
}

/// From the rows of a level to those of a descendant.
#[derive(Debug)]
pub(super) struct Span<'a> {
    /// The first row below each row, one more than there are rows.
    pub(super) offsets: Cow<'a, [u32]>,
    /// Rows with a rejected row somewhere below on the way.
    pub(super) incomplete: Option<Bitmap>,
    /// Whether all tables on the way were delivered.
    pub(super) delivered: bool,
}

impl<'a> Shape<'a> {
    /// Checks the data.
    pub(super) fn new(plan: &Plan, data: &'a Dataset) -> Self {
        let levels = (0..).map(EntityId).take(plan.entities.len());
        let levels: Vec<LevelShape<'a>> = levels.map(|id| level(plan, data, id)).collect();
        let columns = plan.fields.iter().map(|field| {
            let table = data.table(field.entity)?;
            let column = table.columns.get(field.column)?.as_ref()?;
            let rows = levels.get(field.entity.index())?.rows;
            let storage = crate::plan::storage(field.ty);
            fits(column, storage, rows).then_some(column)
        });
        let columns = columns.collect();
        let mut shape = Self {
            levels,
            columns,
            links: BTreeMap::new(),
            spans: BTreeMap::new(),
        };
        for table in &data.tables {
            for (field, rows) in &table.links {
                let entity = plan.fields.get(field.index()).map(|it| it.entity);
                if entity.is_some_and(|it| shape.rows(it) == rows.len()) {
                    shape.links.insert(*field, rows);
                }
            }
        }
        for id in (0..).map(EntityId).take(plan.entities.len()) {
            shape.add_spans(plan, data, id);
        }
        shape
    }

    /// The number of rows of a level.
    pub(super) fn rows(&self, level: EntityId) -> usize {
        self.levels.get(level.index()).map_or(0, |it| it.rows)
    }

    /// Whether a level's file was delivered.
    pub(super) fn delivered(&self, level: EntityId) -> bool {
        self.levels
            .get(level.index())
            .is_some_and(|it| it.delivered)
    }

    /// The parent row of each row; empty for a root.
    pub(super) fn parents(&self, level: EntityId) -> &'a [u32] {
        self.levels.get(level.index()).map_or(&[], |it| it.parents)
    }

    /// The column of a field, if it was read.
    pub(super) fn column(&self, field: FieldId) -> Option<&'a Column> {
        self.columns.get(field.index()).copied().flatten()
    }

    /// The rows that a link leads to.
    pub(super) fn link(&self, field: FieldId) -> &'a [u32] {
        self.links.get(&field).copied().unwrap_or(&[])
    }

    /// From a level to a descendant.
    pub(super) fn span(&self, at: EntityId, over: EntityId) -> Option<&Span<'a>> {
        self.spans.get(&(at, over))
    }

    /// The row of an ancestor (or of the level itself) above a row.
    pub(super) fn ancestor(
        &self,
        plan: &Plan,
        (level, row): (EntityId, usize),
        ancestor: EntityId,
    ) -> Option<usize> {
        let (mut level, mut row) = (level, row);
        let mut steps = 0;
        while level != ancestor {
            let parent = *self.parents(level).get(row)?;
            if parent == NO_ROW || steps > plan.entities.len() {
                return None;
            }
            row = usize::try_from(parent).ok()?;
            level = plan.entities.get(level.index())?.parent?;
            steps += 1;
        }
        Some(row)
    }

    /// The spans from all ancestors of a level to it.
    fn add_spans(&mut self, plan: &Plan, data: &'a Dataset, over: EntityId) {
        let way = plan.upwards(over);
        let Some(table) = data.table(over) else {
            return;
        };
        let Some(parent) = way.get(1) else { return };
        let delivered = self.delivered(over);
        let parent_rows = self.rows(*parent);
        let usable = offsets_hold(table, parent_rows, self.rows(over));
        let offsets: Cow<'a, [u32]> = if usable {
            Cow::Borrowed(&table.offsets)
        } else {
            Cow::Owned(vec![0; parent_rows + 1])
        };
        let incomplete = table
            .incomplete
            .clone()
            .filter(|bits| bits.count_ones() > 0);
        let direct = Span {
            offsets,
            incomplete,
            delivered: delivered && usable,
        };
        self.spans.insert((*parent, over), direct);
        self.join_spans(&way);
    }

    /// Joins the span that ends at the first level of the way with those above it.
    pub(super) fn join_spans(&mut self, way: &[EntityId]) {
        let Some(over) = way.first().copied() else {
            return;
        };
        for pair in way.windows(2).skip(1) {
            let [below, at] = *pair else { continue };
            let Some(span) = self.joined(at, below, over) else {
                return;
            };
            self.spans.insert((at, over), span);
        }
    }

    /// The span from `at` over `below` to `over`.
    fn joined(&self, at: EntityId, below: EntityId, over: EntityId) -> Option<Span<'a>> {
        let (upper, lower) = (self.span(at, below)?, self.span(below, over)?);
        let first = |row: &u32| {
            let row = usize::try_from(*row).unwrap_or(usize::MAX);
            lower.offsets.get(row).copied().unwrap_or(0)
        };
        let offsets: Vec<u32> = upper.offsets.iter().map(first).collect();
        let mut incomplete = upper.incomplete.clone();
        if let Some(bits) = &lower.incomplete {
            let rows = self.rows(at);
            let own = incomplete.get_or_insert_with(|| Bitmap::zeros(rows));
            for row in 0..rows {
                let range = bounds(&upper.offsets, row);
                if range.clone().any(|child| bits.get(child)) {
                    own.set(row, true);
                }
            }
        }
        let delivered = upper.delivered && lower.delivered;
        Some(Span {
            offsets: Cow::Owned(offsets),
            incomplete,
            delivered,
        })
    }
}

impl Span<'_> {
    /// The rows below a row.
    #[inline]
    pub(super) fn below(&self, row: usize) -> std::ops::Range<usize> {
        bounds(&self.offsets, row)
    }
}

#[inline]
fn bounds(offsets: &[u32], row: usize) -> std::ops::Range<usize> {
    let bound = |row: usize| offsets.get(row).map_or(0, |it| *it as usize);
    bound(row)..bound(row + 1)
}

fn level<'a>(plan: &Plan, data: &'a Dataset, id: EntityId) -> LevelShape<'a> {
    let Some(table) = data.table(id) else {
        return LevelShape {
            rows: 0,
            delivered: false,
            parents: &[],
        };
    };
    let parent = plan.entities.get(id.index()).and_then(|it| it.parent);
    let parents: &[u32] = if table.parents.len() == table.rows {
        &table.parents
    } else {
        &[]
    };
    let rows = u32::try_from(table.rows).map_or(0, |_| table.rows);
    let _ = parent;
    LevelShape {
        rows,
        delivered: table.delivered,
        parents,
    }
}

fn offsets_hold(table: &Table, parent_rows: usize, rows: usize) -> bool {
    let ends = table
        .offsets
        .last()
        .is_some_and(|last| *last as usize == rows);
    table.offsets.len() == parent_rows + 1 && ends && table.offsets.is_sorted()
}

fn fits(column: &Column, storage: Storage, rows: usize) -> bool {
    let length = match (&column.values, storage) {
        (Values::Number(values), Storage::Number) => values.len(),
        (Values::Date(values), Storage::Date) => values.len(),
        (Values::Enum(values), Storage::Enum) => values.len(),
        (Values::Boolean(bits), Storage::Truth) => bits.len(),
        (Values::Text(texts), Storage::Text) => arrow_array::Array::len(texts),
        _ => return false,
    };
    length == rows
        && column
            .valid
            .as_ref()
            .is_none_or(|valid| valid.len() == rows)
}
