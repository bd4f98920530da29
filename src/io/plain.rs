//! CSV whose lines are its rows, with nothing quoted in a cell: pieces of a file are read side by side.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, SchemaRef};
use aturan::data::input::{Malformed, RowNumbers};
use memchr::Memchr3;
use rayon::prelude::*;

/// Bytes of one piece, and of one batch.
const PIECE: usize = 4 << 20;

/// What the rows of a file are read for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) delimiter: u8,
    /// The wanted columns of the header, in the order of the schema.
    pub(super) places: &'a [usize],
    pub(super) schema: &'a SchemaRef,
    /// The number of cells of the header.
    pub(super) cells: usize,
}

/// The rows of a file.
pub(super) struct Rows {
    pub(super) batches: Vec<RecordBatch>,
    pub(super) malformed: Vec<Malformed>,
    pub(super) numbers: RowNumbers,
}

/// Reads the rows that stand behind the header; `None` where they are not plain: a quotation
/// mark or a line end inside a cell, a carriage return that ends no line.
pub(super) fn read(rows: &[u8], wanted: Wanted<'_>) -> Option<Result<Rows, ArrowError>> {
    let pieces: Vec<Piece> = cut(rows)
        .into_par_iter()
        .map(|range| Piece::read(rows.get(range).unwrap_or_default(), wanted))
        .collect::<Option<_>>()?;
    Some(joined(pieces))
}

/// Ranges of whole lines, of about so many bytes.
fn cut(rows: &[u8]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let least = rows.len().min(start.saturating_add(PIECE));
        let rest = rows.get(least..).unwrap_or_default();
        let line = rest.iter().position(|byte| *byte == b'\n');
        let end = line.map_or(rows.len(), |line| least + line + 1);
        out.push(start..end);
        start = end;
    }
    out
}

/// Some whole lines, read.
struct Piece {
    batch: Result<RecordBatch, ArrowError>,
    rows: usize,
    malformed: Vec<Malformed>,
    /// How many lines it has.
    lines: u64,
    /// The line of each row, counted from 0, where some line is blank.
    places: Option<Vec<u64>>,
}

/// The cells of one column.
#[derive(Default)]
struct Cells {
    ends: Vec<i32>,
    bytes: Vec<u8>,
}

impl Piece {
    fn read(text: &[u8], wanted: Wanted<'_>) -> Option<Self> {
        let share = text.len() / wanted.cells.max(1);
        let cells = wanted.places.iter().map(|_| Cells::with_capacity(share));
        let mut columns: Vec<Cells> = cells.collect();
        let mut found: Vec<Range<usize>> = Vec::with_capacity(wanted.cells);
        let mut it = Self {
            batch: Ok(RecordBatch::new_empty(wanted.schema.clone())),
            rows: 0,
            malformed: Vec::new(),
            lines: 0,
            places: None,
        };
        let mut lines = Lines::new(text, wanted.delimiter);
        while lines.next(&mut found)? {
            if matches!(found.as_slice(), [only] if lines.is_blank(only)) {
                it.part();
                it.lines += 1;
                continue;
            }
            if found.len() != wanted.cells {
                it.malformed.push(Malformed {
                    index: it.rows,
                    found: found.len(),
                    expected: wanted.cells,
                });
            }
            for (column, place) in columns.iter_mut().zip(wanted.places) {
                let cell = found.get(*place).cloned().unwrap_or(0..0);
                column.push(text.get(cell).unwrap_or_default())?;
            }
            if let Some(places) = &mut it.places {
                places.push(it.lines);
            }
            it.rows += 1;
            it.lines += 1;
        }
        let options = RecordBatchOptions::new().with_row_count(Some(it.rows));
        let columns: Result<Vec<ArrayRef>, _> = columns.into_iter().map(Cells::finish).collect();
        it.batch = columns.and_then(|columns| {
            RecordBatch::try_new_with_options(wanted.schema.clone(), columns, &options)
        });
        Some(it)
    }

    /// From here on rows and lines are counted apart.
    fn part(&mut self) {
        if self.places.is_none() {
            self.places = Some((0..self.rows as u64).collect());
        }
    }
}

/// The lines of a text, cut into cells in one pass over its marks: delimiters, line ends and
/// quotation marks.
struct Lines<'a> {
    text: &'a [u8],
    delimiter: u8,
    marks: Memchr3<'a>,
    /// Whether carriage returns are in it.
    returns: bool,
    /// Where the next line begins.
    start: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a [u8], delimiter: u8) -> Self {
        Self {
            text,
            delimiter,
            marks: Memchr3::new(delimiter, b'\n', b'"', text),
            returns: memchr::memchr(b'\r', text).is_some(),
            start: 0,
        }
    }

    /// The ranges of the cells of the next line; `false` behind the last line, `None` where a byte
    /// is not plain.
    fn next(&mut self, out: &mut Vec<Range<usize>>) -> Option<bool> {
        out.clear();
        if self.start >= self.text.len() {
            return Some(false);
        }
        loop {
            let mark = self.marks.next().unwrap_or(self.text.len());
            let (cell, end) = if self.text.get(mark) == Some(&b'"') {
                // Marks around a whole cell; doubled ones and those inside one are for the patient
                // reader.
                if mark != self.start {
                    return None;
                }
                let close = self.closing()?;
                let end = self.marks.next().unwrap_or(self.text.len());
                let between = self.text.get(close + 1..end)?;
                let is_last = self.text.get(end) != Some(&self.delimiter);
                let is_doubled = self.text.get(end) == Some(&b'"');
                let is_end = between.is_empty() || is_last && between == b"\r";
                if is_doubled || !is_end {
                    return None;
                }
                (mark + 1..close, end)
            } else {
                (self.start..self.without_return(mark), mark)
            };
            if self.returns && self.text.get(cell.clone())?.contains(&b'\r') {
                return None;
            }
            out.push(cell);
            self.start = end + 1;
            if self.text.get(end) != Some(&self.delimiter) {
                return Some(true);
            }
        }
    }

    /// The mark that ends a quoted cell; `None` where its line ends first.
    fn closing(&mut self) -> Option<usize> {
        loop {
            let mark = self.marks.next()?;
            match self.text.get(mark)? {
                b'"' => return Some(mark),
                b'\n' => return None,
                _ => {}
            }
        }
    }

    /// The end of a cell that stops at a mark: a carriage return before a line end is part of it.
    fn without_return(&self, mark: usize) -> usize {
        let ends_line = self.text.get(mark) != Some(&self.delimiter);
        let before = self.text.get(self.start..mark).unwrap_or_default();
        mark - usize::from(ends_line && before.ends_with(b"\r"))
    }

    /// Whether a cell that is alone on its line stands for nothing at all.
    fn is_blank(&self, cell: &Range<usize>) -> bool {
        let before = cell.start.checked_sub(1).and_then(|at| self.text.get(at));
        cell.is_empty() && before != Some(&b'"')
    }
}

impl Cells {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            ends: vec![0],
            bytes: Vec::with_capacity(bytes),
        }
    }

    /// Takes a cell; `None` past what a batch can hold.
    fn push(&mut self, cell: &[u8]) -> Option<()> {
        self.bytes.extend_from_slice(cell);
        self.ends.push(i32::try_from(self.bytes.len()).ok()?);
        Some(())
    }

    fn finish(self) -> Result<ArrayRef, ArrowError> {
        let ends = OffsetBuffer::new(ScalarBuffer::from(self.ends));
        let texts = StringArray::try_new(ends, Buffer::from_vec(self.bytes), None)?;
        Ok(Arc::new(texts))
    }
}

fn joined(pieces: Vec<Piece>) -> Result<Rows, ArrowError> {
    let plain = pieces.iter().all(|it| it.places.is_none());
    let (mut batches, mut malformed, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut rows, mut line) = (0, 2);
    for piece in pieces {
        batches.push(piece.batch?);
        malformed.extend(piece.malformed.into_iter().map(|it| Malformed {
            index: it.index + rows,
            ..it
        }));
        if !plain {
            let places = piece.places;
            let places = places.unwrap_or_else(|| (0..piece.rows as u64).collect());
            numbers.extend(places.into_iter().map(|it| it + line));
        }
        rows += piece.rows;
        line += piece.lines;
    }
    Ok(Rows {
        batches,
        malformed,
        numbers: if plain {
            RowNumbers::From(2)
        } else {
            RowNumbers::Lines(numbers)
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{Lines, PIECE, cut};

    #[test]
    fn marks_stand_around_whole_cells() {
        let cells = |line: &str| -> Option<Vec<String>> {
            let mut out = Vec::new();
            let plain = Lines::new(line.as_bytes(), b',').next(&mut out)?;
            let cells = out.into_iter().map(|it| line[it].to_owned());
            plain.then(|| cells.collect())
        };
        let some = |all: &[&str]| Some(all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(cells("1,\"a,b\",,\"\""), some(&["1", "a,b", "", ""]));
        assert_eq!(cells("a,"), some(&["a", ""]));
        assert_eq!(cells("\"a\",b"), some(&["a", "b"]));
        assert_eq!(cells("a,b\r\nc"), some(&["a", "b"]));
        assert_eq!(cells("a,\"b\"\r\n"), some(&["a", "b"]));
        assert_eq!(cells("a,\r\n"), some(&["a", ""]));
        assert_eq!(cells("a,b\r"), some(&["a", "b"]));
        for odd in [
            "\"a",
            "\"a\nb\"",
            "\"a\"b",
            "a\"b",
            "\"a\"\"b\"",
            "a\rb",
            "a\r,b",
            "\"a\"\r,b",
            "\"a\rb\"",
            "a\r\r\n",
        ] {
            assert_eq!(cells(odd), None, "{odd}");
        }
    }

    #[test]
    fn lines_follow_each_other() {
        let text = "a,b\n\n\"\"\r\n\r\nc,\"d\n";
        let mut lines = Lines::new(text.as_bytes(), b',');
        let mut found = Vec::new();
        for blank in [false, true, false, true] {
            assert_eq!(lines.next(&mut found), Some(true));
            let is_blank = matches!(found.as_slice(), [only] if lines.is_blank(only));
            assert_eq!(is_blank, blank, "{found:?}");
        }
        // The quotation mark of the last line is not closed.
        assert_eq!(lines.next(&mut found), None);
    }

    #[test]
    fn pieces_are_whole_lines() {
        let line = b"1,2,3\n".repeat(PIECE / 3);
        let pieces = cut(&line);
        assert!(pieces.len() > 1, "{}", pieces.len());
        assert_eq!(pieces.first().map(|it| it.start), Some(0));
        assert_eq!(pieces.last().map(|it| it.end), Some(line.len()));
        for pair in pieces.windows(2) {
            assert_eq!(pair[0].end, pair[1].start);
            assert_eq!(line[pair[0].end - 1], b'\n');
        }
    }
}
