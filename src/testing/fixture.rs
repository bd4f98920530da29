//! The small data set of a test: rows as written, keys and missing parents made up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::StringArray;

use crate::check::tree::{Constant, Entity, EntityId, FieldId, Program, TestRow, Type};
use crate::data::bitmap::Bitmap;
use crate::data::table::{Column, Dataset, NO_ROW, Table, Values};
use crate::data::view::add_views;

/// A bound data set made from written rows.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// The data.
    pub dataset: Dataset,
    /// For each written row, its row in the table of its entity.
    pub places: Vec<usize>,
}

/// One row before it is laid out in its table.
struct Draft<'r> {
    /// Its place among all rows.
    written: usize,
    /// The parent's row in its table.
    parent: Option<usize>,
    cells: &'r BTreeMap<FieldId, Option<Constant>>,
    key: Constant,
}

/// Lays rows out as data.
///
/// A key that is not given is made up. So is the parent of a row that has none: the written row with
/// the parent's key, where the row gives it, else a new row with that key, else one new row for all;
/// its other cells are blank. Every entity counts as delivered.
pub fn dataset(program: &Program, rows: &[TestRow]) -> Fixture {
    let written = rows.len();
    let order = top_down(program);
    let rows = with_parents(program, rows, &order);
    let mut dataset = Dataset {
        tables: vec![Table::default(); program.entities.len()],
    };
    let mut places = vec![0; rows.len()];
    let mut keys: Vec<Vec<Constant>> = vec![Vec::new(); program.entities.len()];
    for id in order {
        let Some(entity) = program.entities.get(id.index()) else {
            continue;
        };
        let drafts = drafts(program, &rows, id, &places);
        for (row, draft) in drafts.iter().enumerate() {
            if let Some(place) = places.get_mut(draft.written) {
                *place = row;
            }
        }
        let parent_keys = entity
            .parent
            .and_then(|(parent, _)| keys.get(parent.index()));
        let table = table(
            program,
            entity,
            &drafts,
            parent_keys.map_or(&[], Vec::as_slice),
        );
        if let Some(place) = dataset.tables.get_mut(id.index()) {
            *place = table;
        }
        if let Some(place) = keys.get_mut(id.index()) {
            *place = drafts.into_iter().map(|draft| draft.key).collect();
        }
    }
    link(program, &rows, &places, &keys, &mut dataset);
    add_views(program, &mut dataset);
    places.truncate(written);
    Fixture { dataset, places }
}

/// The rows and the made-up parents of those without, every row but the outermost with its parent.
fn with_parents(program: &Program, rows: &[TestRow], order: &[EntityId]) -> Vec<TestRow> {
    let mut rows = rows.to_vec();
    for id in order.iter().rev() {
        let Some((parent, field)) = program.entities.get(id.index()).and_then(|it| it.parent)
        else {
            continue;
        };
        let Some(key) = program.entities.get(parent.index()).map(|it| it.key) else {
            continue;
        };
        // The one parent of all rows that do not name theirs.
        let mut unnamed = None;
        for at in 0..rows.len() {
            let row = rows
                .get(at)
                .filter(|row| row.entity == *id && row.parent.is_none());
            let Some(row) = row else { continue };
            let wanted: BTreeMap<FieldId, Option<Constant>> = row
                .cells
                .get(&field)
                .into_iter()
                .map(|cell| (key, cell.clone()))
                .collect();
            let span = row.span;
            let named =
                |it: &TestRow| it.entity == parent && it.cells.get(&key) == wanted.get(&key);
            let found = if wanted.is_empty() {
                unnamed
            } else {
                rows.iter().position(named)
            };
            let parent_at = found.unwrap_or(rows.len());
            if wanted.is_empty() {
                unnamed = Some(parent_at);
            }
            if found.is_none() {
                rows.push(TestRow {
                    entity: parent,
                    parent: None,
                    cells: Arc::new(wanted),
                    span,
                });
            }
            if let Some(row) = rows.get_mut(at) {
                row.parent = Some(parent_at);
            }
        }
    }
    rows
}

impl<'r> Draft<'r> {
    fn cell(&self, field: FieldId) -> Option<&'r Constant> {
        self.cells.get(&field)?.as_ref()
    }
}

/// Entities, parents before children.
fn top_down(program: &Program) -> Vec<EntityId> {
    let depth = |id: EntityId| {
        let mut depth = 0;
        let mut at = program.entities.get(id.index());
        // A cycle of homes is an error of the checker; the bound keeps this finite all the same.
        while let Some((parent, _)) = at.and_then(|entity| entity.parent)
            && depth <= program.entities.len()
        {
            depth += 1;
            at = program.entities.get(parent.index());
        }
        depth
    };
    let mut ids: Vec<EntityId> = (0..).map(EntityId).take(program.entities.len()).collect();
    ids.sort_by_key(|id| (depth(*id), *id));
    ids
}

/// The rows of an entity in the order of their parents.
fn drafts<'r>(
    program: &Program,
    rows: &'r [TestRow],
    id: EntityId,
    places: &[usize],
) -> Vec<Draft<'r>> {
    let own = rows.iter().enumerate().filter(|(_, row)| row.entity == id);
    let mut drafts: Vec<Draft> = own
        .map(|(written, row)| Draft {
            written,
            parent: row.parent.and_then(|parent| places.get(parent)).copied(),
            cells: &row.cells,
            key: Constant::Boolean(false),
        })
        .collect();
    drafts.sort_by_key(|draft| draft.parent);
    if let Some(entity) = program.entities.get(id.index()) {
        name(program, entity, &mut drafts);
    }
    drafts
}

/// Gives every row its key.
fn name(program: &Program, entity: &Entity, drafts: &mut [Draft]) {
    let given: BTreeSet<String> = drafts
        .iter()
        .filter_map(|it| it.cell(entity.key))
        .map(text)
        .collect();
    let integer = program
        .fields
        .get(entity.key.index())
        .is_some_and(|field| field.ty == Type::Integer);
    let mut number = 0;
    for draft in drafts {
        if let Some(key) = draft.cell(entity.key) {
            draft.key = key.clone();
            continue;
        }
        draft.key = loop {
            number += 1;
            let key = if integer {
                Constant::Number(crate::number::Rational::from_integer(number))
            } else {
                Constant::Text(format!("{}-{number}", entity.about.name))
            };
            if !given.contains(&text(&key)) {
                break key;
            }
        };
    }
}

fn table(program: &Program, entity: &Entity, drafts: &[Draft], parent_keys: &[Constant]) -> Table {
    let columns = entity.fields.iter().map(|id| {
        let cells = drafts.iter().map(|draft| match entity.parent {
            _ if *id == entity.key => Some(&draft.key),
            Some((_, field)) if field == *id => parent_keys.get(draft.parent?),
            _ => draft.cell(*id),
        });
        let ty = program.fields.get(id.index())?.ty;
        Some(column(&cells.collect::<Vec<_>>(), ty))
    });
    let parents: Vec<u32> = drafts
        .iter()
        .filter_map(|it| u32::try_from(it.parent?).ok())
        .collect();
    Table {
        rows: drafts.len(),
        columns: columns.collect(),
        offsets: entity
            .parent
            .map_or_else(Vec::new, |_| offsets(&parents, parent_keys.len())),
        parents,
        delivered: true,
        ..Table::default()
    }
}

/// Where the children of each parent begin, and the end of the last.
fn offsets(parents: &[u32], rows: usize) -> Vec<u32> {
    let below = |row: usize| {
        parents
            .iter()
            .filter(|parent| **parent as usize <= row)
            .count()
    };
    let ends = (0..rows).map(|row| u32::try_from(below(row)).unwrap_or(u32::MAX));
    [0].into_iter().chain(ends).collect()
}

fn column(cells: &[Option<&Constant>], ty: Type) -> Column {
    let cells = || cells.iter().copied();
    let values = match ty {
        Type::Integer | Type::Decimal | Type::Money(_) => {
            let scale = ty.scale().unwrap_or(crate::number::INTEGER);
            Values::Number(cells().map(|cell| raw(cell, scale)).collect())
        }
        Type::Boolean => {
            let truth = Constant::Boolean(true);
            Values::Boolean(Bitmap::collect(cells().map(|cell| cell == Some(&truth))))
        }
        Type::Date => Values::Date(cells().map(days).collect()),
        Type::Text => {
            let texts = cells().map(|cell| cell.map(text).unwrap_or_default());
            Values::Text(StringArray::from_iter_values(texts))
        }
        Type::Enum(_) => Values::Enum(cells().map(code).collect()),
    };
    let valid = cells().any(|cell| cell.is_none());
    let valid = valid.then(|| Bitmap::collect(cells().map(|cell| cell.is_some())));
    Column { values, valid }
}

fn raw(cell: Option<&Constant>, scale: i64) -> i64 {
    let Some(Constant::Number(number)) = cell else {
        return 0;
    };
    number.round_to_scale(scale).unwrap_or(0)
}

fn days(cell: Option<&Constant>) -> i32 {
    if let Some(Constant::Date(date)) = cell {
        date.days()
    } else {
        0
    }
}

fn code(cell: Option<&Constant>) -> u16 {
    let Some(Constant::Enum(code)) = cell else {
        return 0;
    };
    u16::try_from(*code).unwrap_or(0)
}

fn text(constant: &Constant) -> String {
    match constant {
        Constant::Number(number) => number.to_string(),
        Constant::Boolean(truth) => truth.to_string(),
        Constant::Date(date) => date.to_string(),
        Constant::Text(text) => text.clone(),
        Constant::Enum(code) => code.to_string(),
    }
}

/// Follows the `refers to` fields.
fn link(
    program: &Program,
    rows: &[TestRow],
    places: &[usize],
    keys: &[Vec<Constant>],
    dataset: &mut Dataset,
) {
    for (id, field) in (0..).map(FieldId).zip(&program.fields) {
        let Some(target) = field.refers_to else {
            continue;
        };
        let Some(table) = dataset.tables.get_mut(field.entity.index()) else {
            continue;
        };
        let mut links = vec![NO_ROW; table.rows];
        for (row, place) in rows.iter().zip(places) {
            let cell = row.cells.get(&id).filter(|_| row.entity == field.entity);
            let found = cell
                .and_then(Option::as_ref)
                .and_then(|key| keys.get(target.index())?.iter().position(|it| it == key));
            if let (Some(slot), Some(found)) = (links.get_mut(*place), found) {
                *slot = u32::try_from(found).unwrap_or(NO_ROW);
            }
        }
        table.links.push((id, links));
    }
}
