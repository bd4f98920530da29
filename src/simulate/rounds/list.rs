//! The rows of a level that stand elsewhere in the later round, as an Arrow batch.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};

use super::Settled;
use super::subject::{Changed, Of, Subject, names};
use crate::check::tree::EntityId;
use crate::data::output::{Personal, key_text};
use crate::data::reject::mask;
use crate::data::table::Dataset;

/// Both rows, the earlier and the later.
type Both = (Option<usize>, Option<usize>);

impl Settled<'_> {
    /// The rows of a level that changed: the key, masked where it is personal; for every register and
    /// classification `NAME_before`, `NAME_after`, `NAME_change`, `NAME_because`, `NAME_cause`,
    /// `NAME_made_by`. `None` where no row changed.
    ///
    /// # Errors
    /// Only if columns do not belong together, which they do.
    pub fn rows(
        &self,
        entity: EntityId,
        personal: Personal,
    ) -> Result<Option<RecordBatch>, ArrowError> {
        let subjects: Vec<&Subject> = self
            .subjects
            .iter()
            .filter(|it| it.entity == entity)
            .collect();
        let rows: Vec<Both> = self
            .pairs
            .rows(entity)
            .filter(|(old, new)| subjects.iter().any(|it| differs(it, *old, *new)))
            .collect();
        if rows.is_empty() {
            return Ok(None);
        }
        let mut names = Vec::new();
        let mut columns: Vec<ArrayRef> = Vec::new();
        names.push(self.key_name(entity));
        let keys = rows.iter().map(|row| self.key(entity, *row, personal));
        columns.push(Arc::new(keys.collect::<StringArray>()));
        for subject in subjects {
            self.columns(subject, &rows, &mut names, &mut columns);
        }
        let fields: Vec<Field> = names
            .into_iter()
            .map(|name| Field::new(name, DataType::Utf8, true))
            .collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
            .map(Some)
    }

    fn columns(
        &self,
        subject: &Subject,
        rows: &[Both],
        names: &mut Vec<String>,
        columns: &mut Vec<ArrayRef>,
    ) {
        let name = self.name(subject.of);
        let changed = |new: Option<usize>| {
            let at = subject
                .changed
                .binary_search_by_key(&new?, |it| it.new)
                .ok()?;
            subject.changed.get(at)
        };
        let mut add = |ending: &str, cells: Vec<Option<String>>| {
            names.push(format!("{name}_{ending}"));
            columns.push(Arc::new(cells.into_iter().collect::<StringArray>()));
        };
        let word = |place: u16| Some(self.word(subject.of, place));
        let each = |of: &dyn Fn(&Both) -> Option<String>| rows.iter().map(of).collect::<Vec<_>>();
        add(
            "before",
            each(&|(old, _)| old.and_then(|row| word(subject.was(row)))),
        );
        add(
            "after",
            each(&|(_, new)| new.and_then(|row| word(subject.is(row)))),
        );
        add("change", each(&|row| self.change(subject, *row)));
        if let Of::Register(id) = subject.of {
            add(
                "because",
                each(&|(old, new)| {
                    let was = old.is_some_and(|row| subject.was(row) == 1);
                    let ground = new.and_then(|row| self.left_on(id, row));
                    ground.filter(|_| was).map(str::to_owned)
                }),
            );
        }
        add(
            "cause",
            each(&|(_, new)| changed(*new).map(|it| it.cause.word().to_owned())),
        );
        add(
            "made_by",
            each(&|(_, new)| changed(*new).and_then(|it| self.made(it))),
        );
    }

    fn made(&self, it: &Changed) -> Option<String> {
        let names = it.by.iter().filter_map(|place| self.inputs.get(*place));
        let names: Vec<&str> = names.map(|it| it.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(";"))
    }

    /// `enters`, `returns`, `leaves`, `moves`, `new`, `vanished`.
    fn change(&self, subject: &Subject, (old, new): Both) -> Option<String> {
        let was = old.map(|row| subject.was(row));
        let is = new.map(|row| subject.is(row));
        if !differs(subject, old, new) {
            return None;
        }
        let word = match subject.of {
            Of::Register(_) if was == Some(1) => match is {
                None => "vanished",
                Some(_) => "leaves",
            },
            Of::Register(_) => match new {
                Some(row) if self.returns(subject.of, row) => "returns",
                _ => "enters",
            },
            Of::Class(_) => match (was, is) {
                (None, _) => "new",
                (_, None) => "vanished",
                _ => "moves",
            },
        };
        Some(word.to_owned())
    }

    fn name(&self, of: Of) -> String {
        let program = &self.rounds.program;
        let about = match of {
            Of::Register(id) => program.registers.get(id.index()).map(|it| &it.about),
            Of::Class(id) => program.values.get(id.index()).map(|it| &it.about),
        };
        about.map_or_else(String::new, |it| it.name.clone())
    }

    fn word(&self, of: Of, place: u16) -> String {
        let word = match of {
            Of::Register(_) => {
                if place == 1 {
                    "on"
                } else {
                    "off"
                }
            }
            Of::Class(id) => names(id, &self.rounds.program)
                .get(usize::from(place))
                .map_or("unknown", |(name, _)| name.as_str()),
        };
        word.to_owned()
    }

    fn key_name(&self, entity: EntityId) -> String {
        let program = &self.rounds.program;
        let key = program.entities.get(entity.index()).map(|it| it.key);
        let field = key.and_then(|key| program.fields.get(key.index()));
        field.map_or_else(String::new, |it| it.about.name.clone())
    }

    fn key(&self, entity: EntityId, (old, new): Both, personal: Personal) -> Option<String> {
        let program = &self.rounds.program;
        let text = |data: &Dataset, row: usize| key_text(program, data, entity, row);
        let key = match (old, new) {
            (_, Some(row)) => text(&self.to, row),
            (Some(row), None) => text(&self.from, row),
            (None, None) => return None,
        };
        let key_field = program.entities.get(entity.index()).map(|it| it.key);
        let field = key_field.and_then(|key| program.fields.get(key.index()));
        let masked = personal == Personal::Masked && field.is_some_and(|it| it.personal);
        Some(if masked { mask(&key) } else { key })
    }
}

/// Whether a row stands elsewhere; a row that is not there is off a register and in no class.
fn differs(subject: &Subject, old: Option<usize>, new: Option<usize>) -> bool {
    let was = old.map(|row| subject.was(row));
    let is = new.map(|row| subject.is(row));
    match subject.of {
        Of::Register(_) => was.unwrap_or(0) != is.unwrap_or(0),
        Of::Class(_) => was != is,
    }
}
