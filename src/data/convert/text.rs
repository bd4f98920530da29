//! Texts.

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, ArrayRef, cast::AsArray};
use regex::Regex;

use super::cell::{self, Cell, written};
use super::{
    BadCell, Bitmap, Column, Conversion, Converted, NoteKind, Problem, Unreadable, Values, count,
    row_id, show_bad,
};

/// Texts are kept behind 32-bit offsets.
const MOST_BYTES: usize = i32::MAX as usize;

/// A column of texts.
pub(super) fn column(it: &Conversion<'_>, chunks: &[ArrayRef]) -> Result<Converted, Unreadable> {
    let mut sink = Sink::new(it, chunks)?;
    for chunk in chunks {
        let start = sink.row;
        match chunk.as_any_dictionary_opt() {
            Some(dictionary) => {
                let mut cells = Vec::with_capacity(dictionary.values().len());
                cell::each(dictionary.values(), |cell| cells.push(cell));
                for (index, key) in cell::keys(dictionary.keys()).into_iter().enumerate() {
                    let known = !dictionary.keys().is_null(index);
                    sink.take(
                        cells
                            .get(key)
                            .copied()
                            .filter(|_| known)
                            .unwrap_or(Cell::Blank),
                    );
                }
            }
            None => cell::each(chunk, |cell| sink.take(cell)),
        }
        show_bad(&mut sink.bad, chunk, start);
    }
    sink.finish()
}

struct Sink<'a> {
    conversion: &'a Conversion<'a>,
    pattern: Option<Regex>,
    /// A text that breaks the pattern counts as unknown.
    forgiving: bool,
    row: usize,
    texts: StringBuilder,
    bytes: usize,
    valid: Bitmap,
    bad: Vec<BadCell>,
    notes: Vec<(NoteKind, u64, u32)>,
}

impl<'a> Sink<'a> {
    fn new(conversion: &'a Conversion<'a>, chunks: &[ArrayRef]) -> Result<Self, Unreadable> {
        let matching = conversion.field.matching.as_ref();
        let pattern = matching
            .map(|(pattern, _)| Regex::new(&format!("^(?:{pattern})$")))
            .transpose()
            .map_err(|_| Unreadable::Pattern)?;
        let rows = chunks.iter().map(Array::len).sum();
        let bytes = chunks.iter().map(text_bytes).sum::<usize>().min(MOST_BYTES);
        Ok(Self {
            conversion,
            pattern,
            forgiving: matching.is_some_and(|(_, otherwise_unknown)| *otherwise_unknown),
            row: 0,
            texts: StringBuilder::with_capacity(rows, bytes),
            bytes: 0,
            valid: Bitmap::ones(rows),
            bad: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn take(&mut self, cell: Cell<'_>) {
        match self.conversion.recoder.apply(cell) {
            Cell::Blank if self.conversion.required => self.refuse(Problem::Blank),
            Cell::Blank => self.push(None),
            Cell::Text(text) => self.check(text),
            other @ (Cell::Whole(_)
            | Cell::Decimal(..)
            | Cell::Float(_)
            | Cell::Boolean(_)
            | Cell::Day(_)) => self.check(&written(other)),
        }
    }

    fn check(&mut self, text: &str) {
        let fits = self
            .pattern
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(text));
        if fits {
            self.push(Some(text));
        } else if self.forgiving {
            count(&mut self.notes, NoteKind::TurnedUnknown, self.row);
            self.push(None);
        } else {
            self.refuse(Problem::Pattern);
        }
    }

    fn refuse(&mut self, problem: Problem) {
        self.bad.push(BadCell {
            row: row_id(self.row),
            value: String::new(),
            problem,
        });
        self.push(None);
    }

    /// Appends; past [`MOST_BYTES`] texts are only counted, and [`Sink::finish`] refuses the column.
    fn push(&mut self, text: Option<&str>) {
        let text = text.unwrap_or_else(|| {
            self.valid.set(self.row, false);
            ""
        });
        self.bytes = self.bytes.saturating_add(text.len());
        self.texts
            .append_value(if self.bytes <= MOST_BYTES { text } else { "" });
        self.row += 1;
    }

    fn finish(mut self) -> Result<Converted, Unreadable> {
        if self.bytes > MOST_BYTES {
            return Err(Unreadable::TooMuchText);
        }
        let all = self.valid.count_ones() == self.valid.len();
        let values = Values::Text(self.texts.finish());
        let column = Column {
            values,
            valid: (!all).then_some(self.valid),
        };
        Ok(Converted {
            column,
            bad: self.bad,
            notes: self.notes,
        })
    }
}

/// About how many bytes of text a chunk holds.
fn text_bytes(chunk: &ArrayRef) -> usize {
    match (chunk.as_string_opt::<i32>(), chunk.as_string_opt::<i64>()) {
        (Some(texts), _) => texts.value_data().len(),
        (_, Some(texts)) => texts.value_data().len(),
        (None, None) => chunk.len().saturating_mul(16),
    }
}
