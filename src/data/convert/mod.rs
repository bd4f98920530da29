//! From the cells of a column to the values of a field.

mod boolean;
mod bulk;
mod cell;
mod date;
mod join;
mod list;
mod number;
mod recode;
mod text;
mod word;

use arrow_array::{Array, ArrayRef, array::AnyDictionaryArray, cast::AsArray};

pub(super) use self::cell::{Cell, each, keys, written};
pub(super) use self::recode::Recoder;
use super::bitmap::Bitmap;
use super::input::Reading;
use super::numbers::Numbers;
use super::reject::{NoteKind, Problem};
use super::table::{Column, Values};
use crate::check::tree::{Blank, Field, Program, Type};
use crate::number::Date;

pub(super) use self::cell::{Shape, shown};

/// A column converted: one value per row, the cells that were bad, what was changed on the way.
#[derive(Debug)]
pub(super) struct Converted {
    /// The values; unknown where the cell is blank or bad.
    pub column: Column,
    /// The bad cells, ascending by row.
    pub bad: Vec<BadCell>,
    /// Counts of what was changed, by [`NoteKind`], with the first row.
    pub notes: Vec<(NoteKind, u64, u32)>,
}

impl Converted {
    /// A column in which nothing is blank, bad or changed.
    fn whole(values: Values) -> Self {
        let valid = None;
        Self::of(Column { values, valid })
    }

    /// A column in which nothing is bad or changed.
    fn of(column: Column) -> Self {
        Self {
            column,
            bad: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// A cell that breaks the schema.
#[derive(Debug)]
pub(super) struct BadCell {
    /// Its row.
    pub row: u32,
    /// What it holds.
    pub value: String,
    /// What is wrong.
    pub problem: Problem,
}

/// Why a whole column cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// The file holds another kind of value than the field.
    Shape(Shape),
    /// The pattern of the field is not one.
    Pattern,
    /// More than 2 GiB of text.
    TooMuchText,
}

/// What one cell gives: a value or a blank, perhaps with a note.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Read<V> {
    value: Option<V>,
    note: Option<NoteKind>,
}

impl<V> Read<V> {
    const BLANK: Self = Self {
        value: None,
        note: None,
    };

    fn value(value: V) -> Self {
        Self {
            value: Some(value),
            note: None,
        }
    }
}

/// The conversion of one field, ready for its cells.
struct Conversion<'a> {
    field: &'a Field,
    recoder: Recoder<'a>,
    /// Blanks are refused.
    required: bool,
    /// The evaluation date.
    date: Date,
}

/// Converts the chunks of a column, in order, to the values of a field.
pub(super) fn convert(
    program: &Program,
    field: &Field,
    reading: &Reading,
    required: bool,
    chunks: &[ArrayRef],
    date: Date,
) -> Result<Converted, Unreadable> {
    for chunk in chunks {
        let shape = Shape::of(chunk.data_type());
        if !shape.fits(field.ty, reading) {
            return Err(Unreadable::Shape(shape));
        }
    }
    let recoder = Recoder::new(reading);
    let it = Conversion {
        field,
        recoder,
        required,
        date,
    };
    match field.ty {
        Type::Integer | Type::Decimal | Type::Money(_) => {
            let reader = number::Reader::new(field, reading.decimal_comma, reading.per);
            let scaled = reader.scaled();
            if let ([chunk], Some(scaled)) = (chunks, scaled)
                && it.recoder.is_plain()
                && !(required && chunk.null_count() > 0)
                && let Some((numbers, valid)) = bulk::packed(scaled, chunk)
            {
                let values = Values::Number(numbers);
                return Ok(Converted::of(Column { values, valid }));
            }
            let bulk = |chunk: &ArrayRef, out: &mut Vec<i64>| {
                scaled.is_some_and(|it| bulk::numbers(it, chunk, out))
            };
            let pack = |values| Values::Number(Numbers::packed(values));
            Ok(it.column(chunks, |cell| reader.read(cell), bulk, pack))
        }
        Type::Boolean => {
            let pack = |values: Vec<bool>| Values::Boolean(Bitmap::of_slice(&values));
            if let Some(list) = &reading.list {
                let listed = |cell: Cell<'_>| Ok(list::look_up(cell, list));
                return Ok(it.column(chunks, listed, no_bulk, pack));
            }
            if let Some(bit) = reading.bit {
                let read = |cell: Cell<'_>| boolean::read_bit(cell, bit);
                return Ok(it.column(chunks, read, no_bulk, pack));
            }
            match bulk::truths(chunks).filter(|_| it.recoder.is_plain()) {
                Some(bits) => Ok(Converted::whole(Values::Boolean(bits))),
                None => Ok(it.column(chunks, boolean::read, no_bulk, pack)),
            }
        }
        Type::Date => {
            let reader = date::Reader::new(field, it.date);
            Ok(it.column(chunks, |cell| reader.read(cell), no_bulk, Values::Date))
        }
        Type::Enum(id) => {
            let reader = word::Reader::new(program.enums.get(id.index()), field);
            Ok(it.column(chunks, |cell| reader.read(cell), no_bulk, Values::Enum))
        }
        Type::Text => text::column(&it, chunks),
    }
}

impl Conversion<'_> {
    /// Reads all cells, whole chunks where they allow it; each value of a dictionary once.
    fn column<V: Copy + Default>(
        &self,
        chunks: &[ArrayRef],
        read: impl Fn(Cell<'_>) -> Result<Read<V>, Problem>,
        bulk: impl Fn(&ArrayRef, &mut Vec<V>) -> bool,
        pack: impl FnOnce(Vec<V>) -> Values,
    ) -> Converted {
        let mut sink = Sink::with_capacity(chunks.iter().map(Array::len).sum());
        let read = |cell: Cell<'_>| self.checked(read(self.recoder.apply(cell)));
        for chunk in chunks {
            let start = sink.values.len();
            let blanks_fit = !self.required || chunk.null_count() == 0;
            if blanks_fit && self.recoder.is_plain() && bulk(chunk, &mut sink.values) {
                sink.blank(chunk, start);
                continue;
            }
            match chunk.as_any_dictionary_opt() {
                Some(dictionary) => read_dictionary(dictionary, &read, &mut sink),
                None => cell::each(chunk, |cell| sink.push(read(cell))),
            }
            sink.show_bad(chunk, start);
        }
        sink.finish(pack)
    }

    /// Refuses a blank where the field must be filled.
    fn checked<V>(&self, read: Result<Read<V>, Problem>) -> Result<Read<V>, Problem> {
        match read {
            Ok(Read {
                value: None,
                note: None,
            }) if self.required => Err(Problem::Blank),
            other => other,
        }
    }
}

/// Of values that are read one by one.
fn no_bulk<V>(_: &ArrayRef, _: &mut Vec<V>) -> bool {
    false
}

/// Whether a blank in a field rejects its row.
pub(super) fn refuses_blank(field: &Field) -> bool {
    matches!(field.blank, Blank::Rejected)
}

fn read_dictionary<V: Copy + Default>(
    dictionary: &dyn AnyDictionaryArray,
    read: &impl Fn(Cell<'_>) -> Result<Read<V>, Problem>,
    sink: &mut Sink<V>,
) {
    let mut words = Vec::with_capacity(dictionary.values().len());
    cell::each(dictionary.values(), |cell| words.push(read(cell)));
    let blank = read(Cell::Blank);
    let sure = |read: &Result<Read<V>, Problem>| match read {
        Ok(Read { value, note: None }) => *value,
        Ok(Read { .. }) | Err(_) => None,
    };
    let table: Option<Vec<V>> = words.iter().map(sure).collect();
    let blanks_fit = blank.is_ok() || dictionary.null_count() == 0;
    if let Some(table) = table.filter(|_| blanks_fit) {
        let start = sink.values.len();
        if bulk::words(dictionary, &table, &mut sink.values) {
            sink.blank(dictionary, start);
            return;
        }
    }
    let keys = cell::keys(dictionary.keys());
    for (index, key) in keys.into_iter().enumerate() {
        let known = !dictionary.keys().is_null(index);
        sink.push(words.get(key).copied().filter(|_| known).unwrap_or(blank));
    }
}

/// Gathers values, blanks, bad cells and notes.
struct Sink<V> {
    values: Vec<V>,
    /// The rows without a value.
    blanks: Vec<usize>,
    bad: Vec<BadCell>,
    notes: Vec<(NoteKind, u64, u32)>,
}

impl<V: Copy + Default> Sink<V> {
    fn with_capacity(rows: usize) -> Self {
        Self {
            values: Vec::with_capacity(rows),
            blanks: Vec::new(),
            bad: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[inline]
    fn push(&mut self, read: Result<Read<V>, Problem>) {
        let row = self.values.len();
        let value = match read {
            Ok(Read { value, note: None }) => value,
            Ok(Read {
                value,
                note: Some(note),
            }) => {
                count(&mut self.notes, note, row);
                value
            }
            Err(problem) => {
                self.bad.push(BadCell {
                    row: row_id(row),
                    value: String::new(),
                    problem,
                });
                None
            }
        };
        if value.is_none() {
            self.blanks.push(row);
        }
        self.values.push(value.unwrap_or_default());
    }

    /// Blanks the rows from `start` on that are null.
    fn blank(&mut self, chunk: &dyn Array, start: usize) {
        let Some(nulls) = chunk.nulls().filter(|it| it.null_count() > 0) else {
            return;
        };
        for (row, known) in (start..).zip(nulls.iter()) {
            if let Some(value) = self.values.get_mut(row).filter(|_| !known) {
                *value = V::default();
                self.blanks.push(row);
            }
        }
    }

    /// Fills in what the bad cells of a chunk hold, while it is at hand.
    fn show_bad(&mut self, chunk: &ArrayRef, start: usize) {
        show_bad(&mut self.bad, chunk, start);
    }

    fn finish(self, pack: impl FnOnce(Vec<V>) -> Values) -> Converted {
        let rows = self.values.len();
        let valid = (!self.blanks.is_empty()).then(|| {
            let mut valid = Bitmap::ones(rows);
            for row in &self.blanks {
                valid.set(*row, false);
            }
            valid
        });
        let column = Column {
            values: pack(self.values),
            valid,
        };
        Converted {
            column,
            bad: self.bad,
            notes: self.notes,
        }
    }
}

/// Counts one more note of a kind.
fn count(notes: &mut Vec<(NoteKind, u64, u32)>, kind: NoteKind, row: usize) {
    match notes.iter_mut().find(|(known, _, _)| *known == kind) {
        Some((_, count, _)) => *count += 1,
        None => notes.push((kind, 1, row_id(row))),
    }
}

fn show_bad(bad: &mut [BadCell], chunk: &ArrayRef, start: usize) {
    for cell in bad
        .iter_mut()
        .rev()
        .take_while(|cell| cell.row as usize >= start)
    {
        cell.value = shown(chunk, cell.row as usize - start);
    }
}

/// Rows are counted in 32 bits; [`super::bind`] refuses more before anything is converted.
fn row_id(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
