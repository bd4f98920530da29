//! One column to convert: its cells, its field, and the words when it cannot be read at all.

use arrow_array::ArrayRef;

use super::convert::{self, Converted, Unreadable};
use super::input::FieldInput;
use super::rows::place_of;
use crate::check::tree::{EntityId, Field, FieldId, MadeKey, Program};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::data as words;
use crate::number::Date;

/// One column to convert.
pub(super) struct Task {
    pub(super) entity: usize,
    pub(super) place: usize,
    pub(super) field: FieldId,
    pub(super) input: FieldInput,
    /// The first file, for messages about the whole column.
    pub(super) file: String,
    pub(super) required: bool,
    pub(super) chunks: Vec<ArrayRef>,
}

impl Task {
    /// Converts the column and lets go of the cells.
    pub(super) fn run(
        mut self,
        program: &Program,
        date: Date,
    ) -> Result<(Self, Converted), Diagnostic> {
        let chunks = std::mem::take(&mut self.chunks);
        let Some(field) = program.fields.get(self.field.index()) else {
            return Err(Diagnostic::new(&words::WRONG_TYPE));
        };
        let converted = convert::convert(
            program,
            field,
            &self.input.reading,
            self.required,
            &chunks,
            date,
        );
        match converted {
            Ok(converted) => Ok((self, converted)),
            Err(why) => Err(self.unreadable(program, field, why)),
        }
    }

    fn unreadable(&self, program: &Program, field: &Field, why: Unreadable) -> Diagnostic {
        let it = match why {
            Unreadable::Shape(shape) => {
                let (found, found_id) = shape.words();
                let it = Diagnostic::new(&words::WRONG_TYPE);
                it.with("found", found).with("found_id", found_id)
            }
            Unreadable::Pattern => Diagnostic::new(&words::BAD_PATTERN).with(
                "pattern",
                field.matching.as_ref().map_or("", |(pattern, _)| pattern),
            ),
            Unreadable::TooMuchText => Diagnostic::new(&words::TOO_MUCH_TEXT),
        };
        it.with("file", &self.file)
            .with("column", &self.input.column)
            .with("field", &field.about.name)
            .with("expected", program.type_word(field.ty))
    }
}

pub(super) fn task(
    program: &Program,
    id: EntityId,
    file: &str,
    input: FieldInput,
    chunks: Vec<ArrayRef>,
) -> Option<Task> {
    let entity = program.entities.get(id.index())?;
    let field = program.fields.get(input.field.index())?;
    let parent = entity.parent.is_some_and(|(_, field)| field == input.field);
    let required = convert::refuses_blank(field)
        || parent
        || entity.key == input.field
        || is_key_part(program, id, input.field);
    let place = place_of(program, id, input.field)?;
    let field = input.field;
    Some(Task {
        entity: id.index(),
        place,
        field,
        input,
        file: file.to_owned(),
        required,
        chunks,
    })
}

/// Whether a field is one of the columns that a key is made of.
fn is_key_part(program: &Program, entity: EntityId, field: FieldId) -> bool {
    matches!(program.made_keys.get(&entity), Some(MadeKey::Columns(parts)) if parts.contains(&field))
}
