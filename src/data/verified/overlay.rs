//! The values of a list laid over converted columns, before rows are rejected and linked.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef, StringArray};

use super::key::{Lost, Rows as KeyRows};
use super::{Answer, Effect, Taken, Verified, show};
use crate::check::tree::{EntityId, Field, FieldId, Program};
use crate::data::bitmap::Bitmap;
use crate::data::convert::{self, Converted};
use crate::data::input::{FieldInput, Reading};
use crate::data::reject::Rejected;
use crate::data::rows::{Rows, place_of};
use crate::data::table::{Column, Values};
use crate::data::task::Task;
use crate::diagnostic::catalogue::data as words;
use crate::diagnostic::{Diagnostic, Diagnostics, Language};
use crate::number::Date;

/// The columns of all entities, with what they came from.
type Columns = Vec<(Task, Converted)>;

/// Lays the answers over the columns; what cannot be taken over is reported.
pub(in crate::data) fn overlay(
    rows: &Rows<'_>,
    columns: &mut Columns,
    verified: &Verified,
    date: Date,
    findings: &mut Diagnostics,
) -> Vec<Taken> {
    let mut it = Overlay {
        program: rows.program,
        verified,
        date,
        cells: BTreeMap::new(),
        taken: Vec::new(),
    };
    it.find_rows(rows, columns, findings);
    for ((entity, field), cells) in std::mem::take(&mut it.cells) {
        let delivered = rows.entities.get(entity.index()).and_then(Option::as_ref);
        let count = delivered.map_or(0, |it| it.rows);
        it.field(entity, field, &cells, count, columns, findings);
    }
    it.taken.sort_by_key(|taken| taken.answer);
    it.taken
}

/// A cell that a line fills: its row, the line's place, the key.
struct Cell {
    row: u32,
    answer: usize,
    key: String,
}

struct Overlay<'a> {
    program: &'a Program,
    verified: &'a Verified,
    date: Date,
    /// By field, ascending by row.
    cells: BTreeMap<(EntityId, FieldId), Vec<Cell>>,
    taken: Vec<Taken>,
}

impl Overlay<'_> {
    fn answer(&self, place: usize) -> Option<&Answer> {
        self.verified.answers.get(place)
    }

    /// The row of each answer; two answers to one question must be the same.
    fn find_rows(&mut self, rows: &Rows<'_>, columns: &Columns, findings: &mut Diagnostics) {
        for (index, entity) in self.program.entities.iter().enumerate() {
            let key = columns
                .iter()
                .find(|(task, _)| task.entity == index && task.field == entity.key);
            let delivered = rows.entities.get(index).and_then(Option::as_ref);
            let answers = self.verified.answers.iter().enumerate();
            let mut answers = answers
                .filter(|(_, it)| it.entity.index() == index)
                .peekable();
            if answers.peek().is_none() {
                continue;
            }
            let keys = delivered
                .zip(key)
                .map(|(delivered, (_, key))| KeyRows::new(delivered, &key.column));
            for (place, answer) in answers {
                let found = keys.as_ref().map_or(Err(Lost::Unknown), |keys| {
                    let row = keys.find(&answer.line.key)?;
                    Ok((row, keys.text(row)))
                });
                match found {
                    Ok((row, key)) => {
                        let cells = self.cells.entry((answer.entity, answer.field)).or_default();
                        cells.push(Cell {
                            row,
                            answer: place,
                            key,
                        });
                    }
                    Err(lost) => findings.push(self.lost(answer, lost)),
                }
            }
        }
        for cells in self.cells.values_mut() {
            cells.sort_by_key(|cell| (cell.row, cell.answer));
        }
        let twice: Vec<_> = self.cells.values().flat_map(|it| self.copies(it)).collect();
        for it in twice {
            findings.push(it);
        }
        for cells in self.cells.values_mut() {
            cells.dedup_by_key(|cell| cell.row);
        }
    }

    fn lost(&self, answer: &Answer, lost: Lost) -> Diagnostic {
        let code = match lost {
            Lost::Unknown | Lost::Rounded => &words::VERIFIED_UNKNOWN_KEY,
            Lost::Masked => &words::VERIFIED_MASKED_KEY,
        };
        let it = self.verified.at(&answer.line, code);
        let it = it.with("key", answer.line.key.trim());
        match lost {
            Lost::Rounded => it.help("help.rounded"),
            Lost::Unknown | Lost::Masked => it,
        }
    }

    /// Lines that give a cell another value than a line before.
    fn copies(&self, cells: &[Cell]) -> Vec<Diagnostic> {
        let pairs = cells.iter().zip(cells.iter().skip(1));
        let twice = pairs.filter(|(a, b)| a.row == b.row);
        let found = twice.filter_map(|(a, b)| {
            let (first, second) = (&self.answer(a.answer)?.line, &self.answer(b.answer)?.line);
            if first.value.trim() == second.value.trim() {
                return None;
            }
            let it = self.verified.at(second, &words::VERIFIED_TWICE);
            Some(it.with("first", first.number))
        });
        found.collect()
    }

    /// Takes over the values of one field.
    fn field(
        &mut self,
        entity: EntityId,
        id: FieldId,
        cells: &[Cell],
        rows: usize,
        columns: &mut Columns,
        findings: &mut Diagnostics,
    ) {
        let Some(field) = self.program.fields.get(id.index()) else {
            return;
        };
        if self.verified.is_check(id) {
            columns.extend(self.checked(entity, field, id, cells, rows));
            self.take(cells, |_| (String::new(), Effect::Checked));
            return;
        }
        let place = columns
            .iter()
            .position(|(task, _)| task.entity == entity.index() && task.field == id);
        let Some((_, known)) = place.and_then(|place| columns.get_mut(place)) else {
            self.take(cells, |_| (String::new(), Effect::Unused));
            return;
        };
        let Some(values) = self.values(field, id, cells, findings) else {
            return;
        };
        let text = |column: &Column, row| show::text(self.program, field.ty, column, row);
        let effects: Vec<_> = cells
            .iter()
            .enumerate()
            .map(|(place, cell)| {
                let before = text(&known.column, cell.row as usize);
                let effect = match (before.is_empty(), before == text(&values, place)) {
                    (true, _) => Effect::Filled,
                    (false, true) => Effect::Confirmed,
                    (false, false) => Effect::Changed,
                };
                (before, effect)
            })
            .collect();
        patch(&mut known.column, cells, &values);
        let patched = |row: u32| cells.binary_search_by_key(&row, |cell| cell.row).is_ok();
        known.bad.retain(|cell| !patched(cell.row));
        self.take(cells, |place| {
            effects
                .get(place)
                .cloned()
                .unwrap_or((String::new(), Effect::Filled))
        });
    }

    fn take(&mut self, cells: &[Cell], effect: impl Fn(usize) -> (String, Effect)) {
        for (place, cell) in cells.iter().enumerate() {
            let (before, effect) = effect(place);
            self.taken.push(Taken {
                answer: cell.answer,
                before,
                effect,
                key: cell.key.clone(),
            });
        }
    }

    /// The values of lines, read as cells of the field's column; bad ones are reported.
    fn values(
        &self,
        field: &Field,
        id: FieldId,
        cells: &[Cell],
        findings: &mut Diagnostics,
    ) -> Option<Column> {
        let line = |cell: &Cell| self.answer(cell.answer).map(|it| &it.line);
        let texts = cells
            .iter()
            .map(|cell| line(cell).map(|it| it.value.trim()));
        let texts: ArrayRef = Arc::new(texts.collect::<StringArray>());
        let reading = Reading::default();
        let read = convert::convert(self.program, field, &reading, true, &[texts], self.date);
        let mut read = read.ok()?;
        let mut sound = true;
        for (place, cell) in cells.iter().enumerate() {
            let bad = read.bad.iter().find(|bad| bad.row as usize == place);
            // A text that would count as unknown is no answer.
            let unknown = !read.column.is_valid(place);
            let problem = bad.map(|bad| bad.problem);
            let problem =
                problem.or_else(|| unknown.then_some(crate::data::reject::Problem::Pattern));
            if let (Some(problem), Some(line)) = (problem, line(cell)) {
                sound = false;
                let reason = Rejected {
                    entity: field.entity,
                    file: 0,
                    number: line.number,
                    field: Some(id),
                    column: "value".to_owned(),
                    value: line.value.trim().to_owned(),
                    personal: field.personal,
                    problem,
                };
                let reason = reason.finding(self.program);
                let it = self.verified.at(line, &words::VERIFIED_VALUE);
                findings.push(because(it, &reason));
            }
        }
        read.bad.clear();
        sound.then_some(read.column)
    }

    /// The column of a check: filled where the check was made.
    fn checked(
        &self,
        entity: EntityId,
        field: &Field,
        id: FieldId,
        cells: &[Cell],
        rows: usize,
    ) -> Option<(Task, Converted)> {
        let mut bits = Bitmap::zeros(rows);
        for cell in cells {
            bits.set(cell.row as usize, true);
        }
        let task = Task {
            entity: entity.index(),
            place: place_of(self.program, entity, id)?,
            field: id,
            input: FieldInput {
                field: id,
                column: field.about.name.clone(),
                reading: Reading::default(),
            },
            file: self.verified.file.clone(),
            required: false,
            chunks: Vec::new(),
        };
        let column = Column {
            values: Values::Boolean(bits.clone()),
            valid: Some(bits),
        };
        let converted = Converted {
            column,
            bad: Vec::new(),
            notes: Vec::new(),
        };
        Some((task, converted))
    }
}

/// Says why, in both languages.
fn because(it: Diagnostic, reason: &Diagnostic) -> Diagnostic {
    let cure = |language| reason.advice(language).unwrap_or_default();
    it.with("reason", reason.message(Language::English))
        .with("reason_id", reason.message(Language::Indonesian))
        .with("code", reason.code.name())
        .with("cure", cure(Language::English))
        .with("cure_id", cure(Language::Indonesian))
}

/// Puts values into the rows of cells, which ascend.
fn patch(column: &mut Column, cells: &[Cell], values: &Column) {
    fn put<T: Copy>(into: &mut [T], cells: &[Cell], from: &[T]) {
        for (cell, value) in cells.iter().zip(from) {
            if let Some(slot) = into.get_mut(cell.row as usize) {
                *slot = *value;
            }
        }
    }
    match (&mut column.values, &values.values) {
        (Values::Number(into), Values::Number(from)) => {
            into.change(|into| put(into, cells, &from.to_wide()));
        }
        (Values::Date(into), Values::Date(from)) => put(into, cells, from),
        (Values::Enum(into), Values::Enum(from)) => put(into, cells, from),
        (Values::Boolean(into), Values::Boolean(from)) => {
            for (place, cell) in cells.iter().enumerate() {
                into.set(cell.row as usize, from.get(place));
            }
        }
        (Values::Text(into), Values::Text(from)) => *into = texts(into, cells, from),
        // Columns of one field are stored alike.
        (
            Values::Number(_)
            | Values::Date(_)
            | Values::Enum(_)
            | Values::Boolean(_)
            | Values::Text(_),
            _,
        ) => {}
    }
    if let Some(valid) = &mut column.valid {
        for cell in cells {
            valid.set(cell.row as usize, true);
        }
    }
}

fn texts(known: &StringArray, cells: &[Cell], from: &StringArray) -> StringArray {
    let mut out = StringBuilder::with_capacity(known.len(), known.value_data().len());
    let mut next = cells.iter().enumerate().peekable();
    for row in 0..known.len() {
        match next.next_if(|(_, cell)| cell.row as usize == row) {
            Some((place, _)) if place < from.len() => out.append_value(from.value(place)),
            _ => out.append_value(known.value(row)),
        }
    }
    out.finish()
}
