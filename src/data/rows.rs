//! The rows of all entities on their way from files to tables.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::asked::Asked;
use super::bind::{Bound, Origin, RowCounts};
use super::cluster::Order;
use super::convert::Converted;
use super::delivered::{Delivered, take_input};
use super::input::{Conflict, EntityInput};
use super::key::Keys;
use super::reject::{Note, NoteKind, Problem, Rejected};
use super::table::{Column, NO_ROW, Table, Values};
use super::task::Task;
use crate::check::tree::{EntityId, FieldId, Program};
use crate::diagnostic::catalogue::data as words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::number::Date;

/// The rows of all entities on their way into tables.
pub(super) struct Rows<'a> {
    pub(super) program: &'a Program,
    /// By [`EntityId`]; `None` where not delivered.
    pub(super) entities: Vec<Option<Delivered>>,
    /// Reasons with the row and the place of the field they are sorted by.
    pub(super) reasons: Vec<(EntityId, u32, usize, Rejected)>,
    pub(super) notes: Vec<(EntityId, usize, Note)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(program: &'a Program) -> Self {
        let entities = program.entities.iter().map(|_| None).collect();
        Self {
            program,
            entities,
            reasons: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Takes the inputs apart into columns to convert.
    pub(super) fn take_inputs(
        &mut self,
        inputs: Vec<EntityInput>,
        findings: &mut Diagnostics,
    ) -> Vec<Task> {
        let mut tasks = Vec::new();
        for input in inputs {
            let index = input.entity.index();
            let Some(entity) = self.program.entities.get(index) else {
                continue;
            };
            let (delivered, found) = take_input(self.program, input, findings);
            tasks.extend(found);
            if delivered.rows >= NO_ROW as usize {
                let name = &entity.about.name;
                findings.push(Diagnostic::new(&words::TOO_MANY_ROWS).with("entity", name));
            }
            if let Some(slot) = self.entities.get_mut(index) {
                *slot = Some(delivered);
            }
        }
        tasks
    }

    /// Files a converted column and its bad cells.
    pub(super) fn put(&mut self, task: &Task, converted: Converted) {
        let Some(Some(delivered)) = self.entities.get_mut(task.entity) else {
            return;
        };
        if let Some(slot) = delivered.columns.get_mut(task.place) {
            *slot = Some((converted.column, task.input.column.clone()));
        }
        let entity = entity_id(task.entity);
        for (kind, count, row) in converted.notes {
            let (file, number) = delivered.number(row);
            let note = Note {
                field: task.field,
                kind,
                count,
                file,
                number,
            };
            self.notes.push((entity, task.place, note));
        }
        let conflicts = delivered.conflicts.iter();
        let conflicts: Vec<_> = conflicts
            .filter(|it| it.field == task.field)
            .cloned()
            .collect();
        // The cells of a malformed row may stand in the wrong columns; one reason is enough.
        let mut bad = converted.bad;
        bad.retain(|cell| !delivered.is_malformed(cell.row));
        bad.retain(|cell| conflicts.iter().all(|it| it.row != cell.row as usize));
        for cell in bad {
            self.reject(entity, cell.row, Some(task.field), cell.value, cell.problem);
        }
        self.take_conflicts(task, &conflicts);
    }

    /// Copies that differ reject the row where the field must be filled, and are noted elsewhere.
    fn take_conflicts(&mut self, task: &Task, conflicts: &[Conflict]) {
        let entity = entity_id(task.entity);
        let row = |it: &Conflict| u32::try_from(it.row).unwrap_or(u32::MAX);
        if task.required {
            for it in conflicts {
                let value = it.values.join(" | ");
                let field = Some(task.field);
                self.reject(entity, row(it), field, value, Problem::CopiesDiffer);
            }
            return;
        }
        let Some(first) = conflicts.first() else {
            return;
        };
        let Some(Some(delivered)) = self.entities.get(task.entity) else {
            return;
        };
        let (file, number) = delivered.number(row(first));
        let note = Note {
            field: task.field,
            kind: NoteKind::CopiesDiffer,
            count: conflicts.len() as u64,
            file,
            number,
        };
        self.notes.push((entity, task.place, note));
    }

    pub(super) fn reject_malformed(&mut self) {
        for index in 0..self.entities.len() {
            let Some(Some(delivered)) = self.entities.get(index) else {
                continue;
            };
            let rows: Vec<_> = delivered.malformed().collect();
            for (row, it) in rows {
                let problem = Problem::Cells {
                    found: it.found,
                    expected: it.expected,
                };
                self.reject(entity_id(index), row, None, String::new(), problem);
            }
        }
    }

    /// Rejects rows whose period ends before it starts.
    pub(super) fn reject_reversed(&mut self) {
        for (entity, (from, until)) in &self.program.periods {
            let (Some(first), Some(last)) =
                (self.column(*entity, *from), self.column(*entity, *until))
            else {
                continue;
            };
            let (Values::Date(starts), Values::Date(ends)) = (&first.values, &last.values) else {
                continue;
            };
            let days = (0_u32..).zip(starts.iter().zip(ends));
            let known = |row: u32| first.is_valid(row as usize) && last.is_valid(row as usize);
            let reversed = days.filter(|(row, (start, end))| end < start && known(*row));
            let found: Vec<(u32, i32)> = reversed.map(|(row, (_, end))| (row, *end)).collect();
            for (row, end) in found {
                let value = Date::from_days(end).map_or(String::new(), |day| day.to_string());
                self.reject(*entity, row, Some(*until), value, Problem::PeriodReversed);
            }
        }
    }

    /// Rejects a row, or adds a reason.
    pub(super) fn reject(
        &mut self,
        entity: EntityId,
        row: u32,
        field: Option<FieldId>,
        value: String,
        problem: Problem,
    ) {
        let Some(Some(delivered)) = self.entities.get_mut(entity.index()) else {
            return;
        };
        delivered.rejected.set(row as usize, true);
        let place = field.and_then(|field| place_of(self.program, entity, field));
        let column = place.and_then(|place| delivered.columns.get(place)?.as_ref());
        let personal = field.and_then(|field| self.program.fields.get(field.index()));
        let (file, number) = delivered.number(row);
        let reason = Rejected {
            entity,
            file,
            number,
            field,
            column: column.map_or(String::new(), |(_, name)| name.clone()),
            value,
            personal: personal.is_some_and(|field| field.personal),
            problem,
        };
        self.reasons.push((entity, row, place.unwrap_or(0), reason));
    }

    pub(super) fn column(&self, entity: EntityId, field: FieldId) -> Option<&Column> {
        let place = place_of(self.program, entity, field)?;
        let delivered = self.entities.get(entity.index())?.as_ref()?;
        delivered
            .columns
            .get(place)?
            .as_ref()
            .map(|(column, _)| column)
    }

    pub(super) fn key_text(&self, entity: EntityId, field: FieldId, row: u32) -> String {
        let column = self.column(entity, field);
        let key = column.and_then(|column| Keys::new(column).get(row as usize));
        key.map_or(String::new(), |key| key.to_string())
    }

    /// Counts answers to questions that were not asked, of the rows that are left.
    pub(super) fn note_unasked(&mut self, date: Date) {
        let entities = self.program.entities.iter().enumerate();
        let fields: Vec<_> = entities
            .flat_map(|(entity, it)| it.fields.iter().map(move |field| (entity, *field)))
            .collect();
        let this = &*self;
        let found = fields.into_par_iter().filter_map(|(entity, field)| {
            let delivered = this.entities.get(entity)?.as_ref()?;
            let left_out = delivered.left_out();
            let column = |field| this.column(entity_id(entity), field);
            let asked = Asked::new(this.program, delivered.rows, date, &column);
            let rows = asked.unasked(field, |row| left_out.get(row));
            let (file, number) = delivered.number(u32::try_from(*rows.first()?).ok()?);
            let place = place_of(this.program, entity_id(entity), field)?;
            let count = rows.len() as u64;
            let kind = NoteKind::NotAsked;
            Some((
                entity_id(entity),
                place,
                Note {
                    field,
                    kind,
                    count,
                    file,
                    number,
                },
            ))
        });
        let found: Vec<_> = found.collect();
        self.notes.extend(found);
    }

    /// Puts the rows that are left into tables.
    pub(super) fn finish(mut self) -> Bound {
        let orders = self.orders();
        let none = Order::default();
        let mut bound = Bound::default();
        for (index, entity) in self.program.entities.iter().enumerate() {
            let delivered = self.entities.get_mut(index).and_then(Option::take);
            let order = orders.get(&index).unwrap_or(&none);
            let parent = entity
                .parent
                .and_then(|(parent, _)| orders.get(&parent.index()));
            let files = delivered
                .iter()
                .flat_map(|it| &it.files)
                .map(|file| file.name.clone());
            bound.files.push(files.collect());
            bound.origins.push(
                delivered
                    .as_ref()
                    .map_or_else(Origin::default, Delivered::origin),
            );
            let (table, counts) = if let Some(delivered) = delivered {
                delivered.table(order, parent, &orders)
            } else {
                let offsets = parent.map_or(Vec::new(), |parent| vec![0; parent.len + 1]);
                let columns = entity.fields.iter().map(|_| None).collect();
                (
                    Table {
                        columns,
                        offsets,
                        ..Table::default()
                    },
                    RowCounts::default(),
                )
            };
            bound.dataset.tables.push(table);
            bound.counts.push(counts);
        }
        super::view::add_views(self.program, &mut bound.dataset);
        self.reasons
            .sort_by_key(|(entity, row, place, _)| (*entity, *row, *place));
        bound.rejected = self
            .reasons
            .into_iter()
            .map(|(_, _, _, reason)| reason)
            .collect();
        self.notes
            .sort_by_key(|(entity, place, note)| (*entity, *place, note.kind));
        bound.notes = self.notes.into_iter().map(|(_, _, note)| note).collect();
        bound
    }

    /// The order of each delivered entity's rows, parents first.
    fn orders(&self) -> BTreeMap<usize, Order> {
        let mut orders: BTreeMap<usize, Order> = BTreeMap::new();
        for index in by_depth(self.program) {
            let Some(Some(delivered)) = self.entities.get(index) else {
                continue;
            };
            let parent = self
                .program
                .entities
                .get(index)
                .and_then(|entity| entity.parent);
            let above = parent.and_then(|(parent, _)| orders.get(&parent.index()));
            let order = match above {
                Some(above) => {
                    let parents = if above.places.is_some() {
                        let rows = delivered.parents.iter();
                        Cow::Owned(rows.map(|row| above.place(*row)).collect())
                    } else {
                        Cow::Borrowed(delivered.parents.as_slice())
                    };
                    Order::by_parent(&parents, &delivered.left_out(), above.len)
                }
                None => Order::without(&delivered.left_out()),
            };
            orders.insert(index, order);
        }
        orders
    }
}

pub(super) fn place_of(program: &Program, entity: EntityId, field: FieldId) -> Option<usize> {
    program
        .entities
        .get(entity.index())?
        .fields
        .iter()
        .position(|it| *it == field)
}

pub(super) fn entity_id(index: usize) -> EntityId {
    EntityId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// Entities, parents before their children.
pub(super) fn by_depth(program: &Program) -> Vec<usize> {
    let depth = |mut index: usize| {
        // A tree no deeper than it has entities: the checker excludes circles.
        let mut depth = 0;
        while let Some((parent, _)) = program.entities.get(index).and_then(|it| it.parent)
            && depth < program.entities.len()
        {
            index = parent.index();
            depth += 1;
        }
        depth
    };
    let mut order: Vec<usize> = (0..program.entities.len()).collect();
    order.sort_by_key(|index| (depth(*index), *index));
    order
}
