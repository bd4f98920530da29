//! One column to convert: its cells, its field, and the words when it cannot be read at all.

use std::sync::Arc;

use arrow_array::ArrayRef;
use rayon::prelude::*;

use super::convert::{self, Converted, Unreadable};
use super::input::{FieldInput, StoredRows};
use super::rows::place_of;
use crate::check::tree::{EntityId, Field, FieldId, MadeKey, Program};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::data as words;
use crate::number::Date;

/// Rows of a column that are converted together, about.
const SEGMENT_ROWS: usize = 1 << 16;

/// One column to convert.
pub(super) struct Task {
    pub(super) entity: usize,
    pub(super) place: usize,
    pub(super) field: FieldId,
    pub(super) input: FieldInput,
    /// The first file, for messages about the whole column.
    pub(super) file: String,
    pub(super) required: bool,
    pub(super) chunks: Vec<Chunk>,
}

/// Cells of a column.
pub(super) enum Chunk {
    /// At hand.
    Here(ArrayRef),
    /// To be read: a piece of stored rows.
    Stored(Arc<dyn StoredRows>, usize),
}

impl Chunk {
    fn rows(&self) -> usize {
        match self {
            Self::Here(array) => array.len(),
            Self::Stored(rows, piece) => rows.pieces().get(*piece).copied().unwrap_or(0),
        }
    }
}

/// Chunks that are converted together: parts of a column of about equal size, so that no more of it
/// than there are threads stands as it was read.
fn segments(chunks: Vec<Chunk>) -> Vec<Vec<Chunk>> {
    let mut segments = vec![Vec::new()];
    let mut rows = 0;
    for chunk in chunks {
        if rows >= SEGMENT_ROWS {
            segments.push(Vec::new());
            rows = 0;
        }
        rows += chunk.rows();
        if let Some(last) = segments.last_mut() {
            last.push(chunk);
        }
    }
    segments
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
        let parts: Vec<_> = segments(chunks)
            .into_par_iter()
            .map(|chunks| self.part(chunks, program, field, date))
            .collect();
        let parts: Vec<Converted> = parts.into_iter().collect::<Result<_, _>>()?;
        match Converted::joined(parts) {
            Ok(converted) => Ok((self, converted)),
            Err(why) => Err(self.unreadable(program, field, why)),
        }
    }

    /// Reads and converts some chunks.
    fn part(
        &self,
        chunks: Vec<Chunk>,
        program: &Program,
        field: &Field,
        date: Date,
    ) -> Result<Converted, Diagnostic> {
        let mut cells = Vec::with_capacity(chunks.len());
        for chunk in chunks {
            match chunk {
                Chunk::Here(array) => cells.push(array),
                Chunk::Stored(rows, piece) => {
                    cells.extend(rows.cells(piece, &self.input.column)?);
                }
            }
        }
        let reading = &self.input.reading;
        convert::convert(program, field, reading, self.required, &cells, date)
            .map_err(|why| self.unreadable(program, field, why))
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
    chunks: Vec<Chunk>,
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
