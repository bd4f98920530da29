//! CSV whose lines are its rows, with nothing quoted in a cell: pieces of a file are read side by side.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, SchemaRef};
use aturan::data::input::{Malformed, RowNumbers};
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
        let mut columns: Vec<Cells> = wanted.places.iter().map(|_| Cells::new()).collect();
        let mut found: Vec<Range<usize>> = Vec::with_capacity(wanted.cells);
        let mut it = Self {
            batch: Ok(RecordBatch::new_empty(wanted.schema.clone())),
            rows: 0,
            malformed: Vec::new(),
            lines: 0,
            places: None,
        };
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        for line in text.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                it.part();
                it.lines += 1;
                continue;
            }
            if !split(line, wanted.delimiter, &mut found) {
                return None;
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
                column.push(line.get(cell).unwrap_or_default())?;
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

/// The ranges of the cells of a line; `false` where a byte in it is not plain.
fn split(line: &[u8], delimiter: u8, out: &mut Vec<Range<usize>>) -> bool {
    out.clear();
    let mut start = 0;
    loop {
        let rest = line.get(start..).unwrap_or_default();
        // Marks around a whole cell; doubled ones and those inside one are for the patient reader.
        let (cell, end) = if let Some(inside) = rest.strip_prefix(b"\"") {
            let Some(len) = inside.iter().position(|byte| *byte == b'"') else {
                return false;
            };
            (start + 1..start + 1 + len, start + len + 2)
        } else {
            let len = rest.iter().position(|byte| *byte == delimiter);
            let end = start + len.unwrap_or(rest.len());
            (start..end, end)
        };
        let text = line.get(cell.clone()).unwrap_or_default();
        if text.iter().any(|byte| matches!(byte, b'"' | b'\r')) {
            return false;
        }
        out.push(cell);
        match line.get(end) {
            None => return true,
            Some(byte) if *byte == delimiter => start = end + 1,
            Some(_) => return false,
        }
    }
}

impl Cells {
    fn new() -> Self {
        Self {
            ends: vec![0],
            bytes: Vec::new(),
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
    use super::{PIECE, cut, split};

    #[test]
    fn marks_stand_around_whole_cells() {
        let cells = |line: &str| -> Option<Vec<String>> {
            let mut out = Vec::new();
            let plain = split(line.as_bytes(), b',', &mut out);
            let cells = out.into_iter().map(|it| line[it].to_owned());
            plain.then(|| cells.collect())
        };
        let some = |all: &[&str]| Some(all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(cells("1,\"a,b\",,\"\""), some(&["1", "a,b", "", ""]));
        assert_eq!(cells("a,"), some(&["a", ""]));
        assert_eq!(cells("\"a\",b"), some(&["a", "b"]));
        for odd in ["\"a", "\"a\"b", "a\"b", "\"a\"\"b\"", "a\rb"] {
            assert_eq!(cells(odd), None, "{odd}");
        }
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
