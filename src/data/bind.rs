//! From the rows as delivered to tables whose rows stand by their parents, and the rejected rows.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use arrow_array::{ArrayRef, RecordBatch};
use rayon::prelude::*;

use super::bitmap::Bitmap;
use super::cluster::{Order, starts};
use super::convert::{self, Converted, Unreadable};
use super::input::{EntityInput, FieldInput, Malformed, RowNumbers};
use super::key::{Index, Keys};
use super::reject::{Note, Problem, Rejected};
use super::table::{Column, Dataset, NO_ROW, Table};
use crate::check::tree::{EntityId, Field, FieldId, Program};
use crate::diagnostic::catalogue::data as words;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::number::Date;

/// Data bound to a policy, with everything that was not taken and why.
#[derive(Debug, Default)]
pub struct Bound {
    /// The tables.
    pub dataset: Dataset,
    /// Why rows were rejected, by entity, file, row and column.
    pub rejected: Vec<Rejected>,
    /// Rows by [`EntityId`].
    pub counts: Vec<RowCounts>,
    /// What was changed or odd in cells, by entity and field.
    pub notes: Vec<Note>,
    /// The names of the files by [`EntityId`].
    pub files: Vec<Vec<String>>,
}

/// The rows of an entity. **Invariant:** `read = evaluated + rejected`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RowCounts {
    /// Rows of the files.
    pub read: u64,
    /// Rows of the table.
    pub evaluated: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// Rejected rows that no parent row is marked for, since none could be told.
    pub unplaced: u64,
}

/// Binds delivered rows to a policy at an evaluation date.
///
/// # Errors
/// Findings about whole files and columns: an entity delivered without its parent, a column of
/// another kind than its field. Faults of single rows reject those rows.
pub fn bind(program: &Program, inputs: Vec<EntityInput>, date: Date) -> Result<Bound, Diagnostics> {
    let mut findings = Diagnostics::new();
    check_deliveries(program, &inputs, &mut findings);
    let mut rows = Rows::new(program);
    let tasks = rows.take_inputs(inputs, &mut findings);
    if findings.has_errors() {
        return Err(findings);
    }
    let converted: Vec<_> = tasks.into_par_iter().map(|task| task.run(program, date)).collect();
    for result in converted {
        match result {
            Ok((task, converted)) => rows.put(&task, converted),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.has_errors() {
        return Err(findings);
    }
    rows.reject_malformed();
    rows.link();
    rows.cascade();
    Ok(rows.finish())
}

/// An entity needs its parent, and what its fields refer to.
fn check_deliveries(program: &Program, inputs: &[EntityInput], findings: &mut Diagnostics) {
    let delivered = |entity: EntityId| inputs.iter().any(|input| input.entity == entity);
    let name = |entity: EntityId| {
        program.entities.get(entity.index()).map_or("", |entity| entity.about.name.as_str())
    };
    for input in inputs {
        let Some(entity) = program.entities.get(input.entity.index()) else { continue };
        let parent = entity.parent.map(|(parent, _)| parent);
        let targets = entity.fields.iter().filter_map(|field| {
            program.fields.get(field.index()).and_then(|field| field.refers_to)
        });
        for other in parent.into_iter().chain(targets) {
            if !delivered(other) {
                findings.push(
                    Diagnostic::new(&words::PARENT_NOT_DELIVERED)
                        .with("entity", &entity.about.name)
                        .with("other", name(other)),
                );
            }
        }
    }
}

/// One column to convert.
struct Task {
    entity: usize,
    place: usize,
    field: FieldId,
    input: FieldInput,
    /// The first file, for messages about the whole column.
    file: String,
    required: bool,
    chunks: Vec<ArrayRef>,
}

impl Task {
    /// Converts the column and lets go of the cells.
    fn run(mut self, program: &Program, date: Date) -> Result<(Self, Converted), Diagnostic> {
        let chunks = std::mem::take(&mut self.chunks);
        let Some(field) = program.fields.get(self.field.index()) else {
            return Err(Diagnostic::new(&words::WRONG_TYPE));
        };
        let converted =
            convert::convert(program, field, &self.input.reading, self.required, &chunks, date);
        match converted {
            Ok(converted) => Ok((self, converted)),
            Err(why) => Err(self.unreadable(program, field, why)),
        }
    }

    fn unreadable(&self, program: &Program, field: &Field, why: Unreadable) -> Diagnostic {
        let it = match why {
            Unreadable::Shape(shape) => {
                Diagnostic::new(&words::WRONG_TYPE).with("found", shape.word())
            }
            Unreadable::Pattern => Diagnostic::new(&words::BAD_PATTERN)
                .with("pattern", field.matching.as_ref().map_or("", |(pattern, _)| pattern)),
            Unreadable::TooMuchText => Diagnostic::new(&words::TOO_MUCH_TEXT),
        };
        it.with("file", &self.file)
            .with("column", &self.input.column)
            .with("field", &field.about.name)
            .with("expected", type_word(program, field))
    }
}

fn type_word(program: &Program, field: &Field) -> String {
    use crate::check::tree::Type;
    match field.ty {
        Type::Integer => "integer".to_owned(),
        Type::Decimal => "decimal".to_owned(),
        Type::Money(None) => "money".to_owned(),
        Type::Money(Some(period)) => format!("money per {}", period.word()),
        Type::Boolean => "boolean".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Enum(id) => {
            program.enums.get(id.index()).map_or(String::new(), |it| it.about.name.clone())
        }
    }
}

/// One file of an entity, its rows taken out.
struct File {
    name: String,
    numbers: RowNumbers,
    /// Its first row among those of the entity.
    start: usize,
    rows: usize,
    malformed: Vec<Malformed>,
}

/// The rows of one entity as they came.
#[derive(Default)]
struct Delivered {
    files: Vec<File>,
    rows: usize,
    /// Columns and their names by the field's place.
    columns: Vec<Option<(Column, String)>>,
    rejected: Bitmap,
    /// The input row of each row's parent, [`NO_ROW`] where there is none.
    parents: Vec<u32>,
    /// The input row each `refers to` field leads to.
    links: Vec<Link>,
}

/// The rows that a `refers to` field leads to.
struct Link {
    field: FieldId,
    target: EntityId,
    rows: Vec<u32>,
}

/// The rows of all entities on their way into tables.
struct Rows<'a> {
    program: &'a Program,
    /// By [`EntityId`]; `None` where not delivered.
    entities: Vec<Option<Delivered>>,
    /// Reasons with the row and the place of the field they are sorted by.
    reasons: Vec<(EntityId, u32, usize, Rejected)>,
    notes: Vec<(EntityId, usize, Note)>,
}

impl<'a> Rows<'a> {
    fn new(program: &'a Program) -> Self {
        let entities = program.entities.iter().map(|_| None).collect();
        Self { program, entities, reasons: Vec::new(), notes: Vec::new() }
    }

    /// Takes the inputs apart into columns to convert.
    fn take_inputs(&mut self, inputs: Vec<EntityInput>, findings: &mut Diagnostics) -> Vec<Task> {
        let mut tasks = Vec::new();
        for input in inputs {
            let index = input.entity.index();
            let Some(entity) = self.program.entities.get(index) else { continue };
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
    fn put(&mut self, task: &Task, converted: Converted) {
        let Some(Some(delivered)) = self.entities.get_mut(task.entity) else { return };
        if let Some(slot) = delivered.columns.get_mut(task.place) {
            *slot = Some((converted.column, task.input.column.clone()));
        }
        let entity = entity_id(task.entity);
        for (kind, count, row) in converted.notes {
            let (file, number) = delivered.number(row);
            let note = Note { field: task.field, kind, count, file, number };
            self.notes.push((entity, task.place, note));
        }
        // The cells of a malformed row may stand in the wrong columns; one reason is enough.
        let mut bad = converted.bad;
        bad.retain(|cell| !delivered.is_malformed(cell.row));
        for cell in bad {
            self.reject(entity, cell.row, Some(task.field), cell.value, cell.problem);
        }
    }

    fn reject_malformed(&mut self) {
        for index in 0..self.entities.len() {
            let Some(Some(delivered)) = self.entities.get(index) else { continue };
            let rows: Vec<_> = delivered.malformed().collect();
            for (row, it) in rows {
                let problem = Problem::Cells { found: it.found, expected: it.expected };
                self.reject(entity_id(index), row, None, String::new(), problem);
            }
        }
    }

    /// Rejects a row, or adds a reason.
    fn reject(
        &mut self,
        entity: EntityId,
        row: u32,
        field: Option<FieldId>,
        value: String,
        problem: Problem,
    ) {
        let Some(Some(delivered)) = self.entities.get_mut(entity.index()) else { return };
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

    /// Finds copies of keys, and the rows that parents' keys and links lead to.
    fn link(&mut self) {
        let keys: Vec<_> =
            (0..self.entities.len()).into_par_iter().map(|it| self.index_of(it)).collect();
        let found: Vec<_> = (0..self.entities.len())
            .into_par_iter()
            .map(|entity| self.links_of(entity, &keys))
            .collect();
        let copies: Vec<Vec<u32>> = keys.into_iter().map(|it| it.map_or(Vec::new(), |it| it.1)).collect();
        for (index, links) in found.into_iter().enumerate() {
            let entity = entity_id(index);
            if let Some(Some(delivered)) = self.entities.get_mut(index) {
                delivered.parents = links.parents;
                delivered.links = links.links;
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
        let (Some(it), Some(delivered)) = (it, delivered) else { return links };
        let index = |target: EntityId| keys.get(target.index()).and_then(Option::as_ref);
        let id = entity_id(entity);
        if let Some((parent, field)) = it.parent
            && let (Some(column), Some((index, _))) = (self.column(id, field), index(parent))
        {
            let missing = Problem::ParentMissing(parent);
            links.parents = links.follow(delivered, column, index, (field, missing));
        }
        for field in &it.fields {
            let Some(of) = self.program.fields.get(field.index()) else { continue };
            let Some(column) = self.column(id, *field) else { continue };
            if let Some(target) = of.refers_to
                && let Some((index, _)) = index(target)
            {
                let missing = Problem::TargetMissing(target);
                let rows = links.follow(delivered, column, index, (*field, missing));
                links.links.push(Link { field: *field, target, rows });
            }
            if of.unique && *field != it.key {
                let (_, shared) = Index::new(Keys::new(column), delivered.rows);
                let copies = copies(&shared).into_iter();
                links.problems.extend(copies.map(|row| (row, *field, Problem::DuplicateValue)));
            }
        }
        links
    }

    fn column(&self, entity: EntityId, field: FieldId) -> Option<&Column> {
        let place = place_of(self.program, entity, field)?;
        let delivered = self.entities.get(entity.index())?.as_ref()?;
        delivered.columns.get(place)?.as_ref().map(|(column, _)| column)
    }

    fn key_text(&self, entity: EntityId, field: FieldId, row: u32) -> String {
        let column = self.column(entity, field);
        let key = column.and_then(|column| Keys::new(column).get(row as usize));
        key.map_or(String::new(), |key| key.to_string())
    }

    /// Rejects the rows that stand under, or refer to, a rejected row.
    fn cascade(&mut self) {
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
                    self.reject(edge.entity, *dependent, Some(edge.field), value, edge.problem);
                    queue.push_back((edge.entity, *dependent));
                }
            }
        }
    }

    /// The dependents of rows, of all entities; empty where no row is rejected.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = Vec::new();
        let any = self.entities.iter().flatten().any(|it| it.rejected.count_ones() > 0);
        for (index, delivered) in self.entities.iter().enumerate().filter(|_| any) {
            let Some(delivered) = delivered else { continue };
            let entity = entity_id(index);
            let parent = self.program.entities.get(index).and_then(|entity| entity.parent);
            let up = parent.map(|(target, field)| {
                (target, field, Problem::ParentRejected(target), &delivered.parents)
            });
            let links = delivered.links.iter();
            let sideways = links.map(|link| {
                (link.target, link.field, Problem::TargetRejected(link.target), &link.rows)
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
            (0..it.rows).zip(0_u32..).filter(|(row, _)| it.rejected.get(*row)).map(|(_, id)| id)
        })
    }

    fn is_rejected(&self, entity: EntityId, row: u32) -> bool {
        let delivered = self.entities.get(entity.index()).and_then(Option::as_ref);
        delivered.is_none_or(|it| it.rejected.get(row as usize))
    }

    /// Puts the rows that are left into tables.
    fn finish(mut self) -> Bound {
        let orders = self.orders();
        let none = Order::default();
        let mut bound = Bound::default();
        for (index, entity) in self.program.entities.iter().enumerate() {
            let delivered = self.entities.get_mut(index).and_then(Option::take);
            let order = orders.get(&index).unwrap_or(&none);
            let parent = entity.parent.and_then(|(parent, _)| orders.get(&parent.index()));
            let files = delivered.iter().flat_map(|it| &it.files).map(|file| file.name.clone());
            bound.files.push(files.collect());
            let (table, counts) = match delivered {
                Some(delivered) => delivered.table(order, parent, &orders),
                None => {
                    let offsets = parent.map_or(Vec::new(), |parent| vec![0; parent.len + 1]);
                    let columns = entity.fields.iter().map(|_| None).collect();
                    (Table { columns, offsets, ..Table::default() }, RowCounts::default())
                }
            };
            bound.dataset.tables.push(table);
            bound.counts.push(counts);
        }
        self.reasons.sort_by_key(|(entity, row, place, _)| (*entity, *row, *place));
        bound.rejected = self.reasons.into_iter().map(|(_, _, _, reason)| reason).collect();
        self.notes.sort_by_key(|(entity, place, note)| (*entity, *place, note.kind));
        bound.notes = self.notes.into_iter().map(|(_, _, note)| note).collect();
        bound
    }

    /// The order of each delivered entity's rows, parents first.
    fn orders(&self) -> BTreeMap<usize, Order> {
        let mut orders: BTreeMap<usize, Order> = BTreeMap::new();
        for index in by_depth(self.program) {
            let Some(Some(delivered)) = self.entities.get(index) else { continue };
            let parent = self.program.entities.get(index).and_then(|entity| entity.parent);
            let above = parent.and_then(|(parent, _)| orders.get(&parent.index()));
            let order = match above {
                Some(above) => {
                    let parents: Vec<u32> =
                        delivered.parents.iter().map(|row| above.place(*row)).collect();
                    Order::by_parent(&parents, &delivered.rejected, above.len)
                }
                None => Order::without(&delivered.rejected),
            };
            orders.insert(index, order);
        }
        orders
    }
}

impl Delivered {
    /// The file of a row, by its place, and the row's number there.
    fn number(&self, row: u32) -> (u32, u64) {
        let row = row as usize;
        let after = self.files.partition_point(|file| file.start <= row);
        let file = after.saturating_sub(1);
        let number = self.files.get(file).map_or(0, |it| it.numbers.of(row - it.start));
        (u32::try_from(file).unwrap_or(u32::MAX), number)
    }

    fn malformed(&self) -> impl Iterator<Item = (u32, Malformed)> + '_ {
        self.files.iter().flat_map(|file| {
            file.malformed.iter().filter(|it| it.index < file.rows).filter_map(|it| {
                Some((u32::try_from(file.start + it.index).ok()?, *it))
            })
        })
    }

    fn is_malformed(&self, row: u32) -> bool {
        let row = row as usize;
        let after = self.files.partition_point(|file| file.start <= row);
        let file = after.checked_sub(1).and_then(|file| self.files.get(file));
        file.is_some_and(|file| {
            file.malformed.binary_search_by_key(&(row - file.start), |it| it.index).is_ok()
        })
    }

    /// The table, given the order of its rows and of its parent's.
    fn table(
        self,
        order: &Order,
        parent: Option<&Order>,
        orders: &BTreeMap<usize, Order>,
    ) -> (Table, RowCounts) {
        let (incomplete, unplaced) = self.incomplete(parent);
        let places = |rows: Vec<u32>, of: &Order| {
            let rows = rows.into_iter().map(|row| of.place(row)).collect();
            order.gather(rows)
        };
        let parents = parent.map_or(Vec::new(), |parent| places(self.parents, parent));
        let offsets = parent.map_or(Vec::new(), |it| starts(parents.iter().copied(), it.len));
        let links = self.links.into_iter().filter_map(|link| {
            Some((link.field, places(link.rows, orders.get(&link.target.index())?)))
        });
        let links = links.collect();
        let columns = self.columns.into_par_iter();
        let columns = columns.map(|column| column.map(|(column, _)| order.column(column)));
        let counts = RowCounts {
            read: self.rows as u64,
            evaluated: order.len as u64,
            rejected: self.rejected.count_ones() as u64,
            unplaced,
        };
        let table = Table {
            rows: order.len,
            columns: columns.collect(),
            parents,
            offsets,
            incomplete,
            links,
            input_order: order.input_order(),
            delivered: true,
        };
        (table, counts)
    }

    /// The parents' rows of rejected rows, and how many rejected rows have none that could be told.
    fn incomplete(&self, parent: Option<&Order>) -> (Option<Bitmap>, u64) {
        let Some(parent) = parent.filter(|_| self.rejected.count_ones() > 0) else {
            return (None, 0);
        };
        let mut marked = Bitmap::zeros(parent.len);
        let mut unplaced = 0;
        for (row, above) in self.parents.iter().enumerate() {
            if !self.rejected.get(row) {
                continue;
            }
            if *above == NO_ROW {
                unplaced += 1;
            }
            marked.set(parent.place(*above) as usize, true);
        }
        ((marked.count_ones() > 0).then_some(marked), unplaced)
    }
}

/// What keys lead to, and which lead nowhere.
#[derive(Default)]
struct Links {
    parents: Vec<u32>,
    links: Vec<Link>,
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
        let starts = starts(targets.iter().copied().filter(|it| *it != NO_ROW), target_rows);
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().map_or(0, |count| *count as usize)];
        for (row, target) in (0_u32..).zip(targets).filter(|(_, target)| **target != NO_ROW) {
            let Some(place) = next.get_mut(*target as usize) else { continue };
            if let Some(slot) = rows.get_mut(*place as usize) {
                *slot = row;
            }
            *place += 1;
        }
        Self { entity, field, target, problem, starts, rows }
    }

    fn dependents(&self, row: u32) -> &[u32] {
        let bound = |row: usize| self.starts.get(row).map_or(0, |it| *it as usize);
        self.rows.get(bound(row as usize)..bound(row as usize + 1)).unwrap_or_default()
    }
}

/// All rows of groups of copies, ascending.
fn copies(shared: &[(u32, u32)]) -> Vec<u32> {
    let mut rows: Vec<u32> = shared.iter().flat_map(|(first, other)| [*first, *other]).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Takes one entity's batches apart into columns to convert.
fn take_input(
    program: &Program,
    input: EntityInput,
    findings: &mut Diagnostics,
) -> (Delivered, Vec<Task>) {
    let entity = program.entities.get(input.entity.index());
    check_columns(program, &input, findings);
    let mut delivered = Delivered::default();
    let fields = entity.map_or(0, |entity| entity.fields.len());
    delivered.columns = (0..fields).map(|_| None).collect();
    let mut chunks: Vec<Vec<ArrayRef>> = input.columns.iter().map(|_| Vec::new()).collect();
    let file = input.parts.first().map_or(String::new(), |part| part.name.clone());
    for part in input.parts {
        let start = delivered.rows;
        for batch in part.batches {
            delivered.rows += batch.num_rows();
            for (column, chunks) in input.columns.iter().zip(&mut chunks) {
                match batch.column_by_name(&column.column) {
                    Some(cells) => chunks.push(cells.clone()),
                    None => findings.push(absent(program, &part.name, column, &batch)),
                }
            }
        }
        delivered.files.push(File {
            name: part.name,
            numbers: part.numbers,
            start,
            rows: delivered.rows - start,
            malformed: part.malformed,
        });
    }
    delivered.rejected = Bitmap::zeros(delivered.rows);
    let columns = input.columns.into_iter().zip(chunks);
    let tasks = columns.filter_map(|(column, chunks)| {
        task(program, input.entity, &file, column, chunks)
    });
    (delivered, tasks.collect())
}

fn absent(program: &Program, file: &str, input: &FieldInput, batch: &RecordBatch) -> Diagnostic {
    let schema = batch.schema();
    let available: Vec<_> = schema.fields().iter().map(|it| it.name().clone()).collect();
    let field = program.fields.get(input.field.index());
    let field = field.map_or("", |field| field.about.name.as_str());
    super::columns::missing(file, &input.column, field, &available)
}

/// Keys and references are always read.
fn check_columns(program: &Program, input: &EntityInput, findings: &mut Diagnostics) {
    for field in super::columns::wanted(program, input.entity, &BTreeSet::new()) {
        let read = input.columns.iter().any(|column| column.field == field);
        if let Some(field) = program.fields.get(field.index()).filter(|_| !read) {
            let file = input.parts.first().map_or("", |part| part.name.as_str());
            findings.push(super::columns::missing(file, &field.about.name, &field.about.name, &[]));
        }
    }
}

fn task(
    program: &Program,
    id: EntityId,
    file: &str,
    input: FieldInput,
    chunks: Vec<ArrayRef>,
) -> Option<Task> {
    let entity = program.entities.get(id.index())?;
    let field = program.fields.get(input.field.index())?;
    let parent = entity.parent.is_some_and(|(_, field)| field == input.field);
    let required = convert::refuses_blank(field) || parent || entity.key == input.field;
    let place = place_of(program, id, input.field)?;
    let field = input.field;
    Some(Task { entity: id.index(), place, field, input, file: file.to_owned(), required, chunks })
}

fn place_of(program: &Program, entity: EntityId, field: FieldId) -> Option<usize> {
    program.entities.get(entity.index())?.fields.iter().position(|it| *it == field)
}

fn entity_id(index: usize) -> EntityId {
    EntityId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// Entities, parents before their children.
fn by_depth(program: &Program) -> Vec<usize> {
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
