//! Registers: the chunk-local buffers that nodes write, and views of columns, registers and constants.

use arrow_array::{Array, StringArray};

use super::kernels::bits;

/// Which rows are known; `None` where all are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a>(pub(super) Option<&'a [u64]>);

impl Known<'_> {
    /// 64 rows.
    #[inline]
    pub(super) fn word(self, index: usize) -> u64 {
        self.0
            .map_or(u64::MAX, |words| words.get(index).copied().unwrap_or(0))
    }

    /// One row.
    #[inline]
    pub(super) fn get(self, row: usize) -> bool {
        self.0.is_none_or(|words| bits::get(words, row))
    }
}

/// The known rows of a register; the words count only where not all are.
#[derive(Clone, Debug, Default)]
pub(super) struct Mask {
    all: bool,
    words: Vec<u64>,
}

impl Mask {
    /// Reads it.
    pub(super) fn known(&self) -> Known<'_> {
        Known((!self.all).then_some(self.words.as_slice()))
    }

    /// All rows known.
    pub(super) fn set_all(&mut self) {
        self.all = true;
    }

    /// No row known, of `rows`.
    pub(super) fn set_none(&mut self, rows: usize) {
        self.all = false;
        self.words.clear();
        self.words.resize(bits::words(rows), 0);
    }

    /// The rows known in all of these.
    pub(super) fn set_all_of(&mut self, rows: usize, of: &[Known<'_>]) {
        self.all = true;
        for words in of.iter().filter_map(|known| known.0) {
            if std::mem::replace(&mut self.all, false) {
                self.words.clear();
                self.words.extend_from_slice(&words[..bits::words(rows)]);
            } else {
                self.words
                    .iter_mut()
                    .zip(words)
                    .for_each(|(own, other)| *own &= other);
            }
        }
    }

    /// The words to fill, all clear at first.
    pub(super) fn clear(&mut self, rows: usize) -> &mut [u64] {
        self.set_none(rows);
        &mut self.words
    }

    /// Takes a row out.
    pub(super) fn forget(&mut self, row: usize, rows: usize) {
        if std::mem::replace(&mut self.all, false) {
            self.words.clear();
            self.words.resize(bits::words(rows), u64::MAX);
            bits::clear_tail(&mut self.words, rows);
        }
        bits::clear(&mut self.words, row);
    }

    /// Says that all are known where the words do.
    pub(super) fn settle(&mut self, rows: usize) {
        self.all = self.all || bits::all(&self.words, rows);
    }
}

/// A register of numbers, dates or codes.
#[derive(Clone, Debug, Default)]
pub(super) struct Plain<T> {
    pub(super) values: Vec<T>,
    pub(super) known: Mask,
}

impl<T> Plain<T> {
    /// Reads it.
    pub(super) fn view(&self) -> View<'_, T> {
        View {
            values: &self.values,
            known: self.known.known(),
        }
    }
}

impl<T: Copy + Default> Plain<T> {
    /// `rows` zeros to fill.
    pub(super) fn reset(&mut self, rows: usize) {
        self.values.clear();
        self.values.resize(rows, T::default());
    }
}

/// A register of truth: the true rows are among the known ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Truths {
    pub(super) words: Vec<u64>,
    pub(super) known: Mask,
}

impl Truths {
    /// Reads it.
    pub(super) fn view(&self) -> TruthView<'_> {
        TruthView {
            words: &self.words,
            known: self.known.known(),
        }
    }

    /// Clears the bits of rows that are not known or do not exist.
    pub(super) fn settle(&mut self, rows: usize) {
        bits::clear_tail(&mut self.words, rows);
        if let Some(known) = self.known.known().0 {
            self.words
                .iter_mut()
                .zip(known)
                .for_each(|(own, known)| *own &= known);
        }
    }
}

/// A register of texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    bytes: String,
    ends: Vec<usize>,
    pub(super) known: Mask,
}

impl Texts {
    /// Empties it.
    pub(super) fn reset(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Adds the text of the next row.
    pub(super) fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    /// Reads it.
    pub(super) fn view(&self) -> TextView<'_> {
        TextView {
            texts: TextSource::Register(self),
            known: self.known.known(),
        }
    }

    fn get(&self, row: usize) -> &str {
        let start = row
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied();
        let end = self.ends.get(row).copied().unwrap_or(0);
        self.bytes.get(start.unwrap_or(0)..end).unwrap_or_default()
    }
}

/// Numbers, dates or codes to read; as many as there are rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a, T> {
    pub(super) values: &'a [T],
    pub(super) known: Known<'a>,
}

impl<T: Copy> View<'_, T> {
    /// The value of a row, if known.
    #[inline]
    pub(super) fn get(self, row: usize) -> Option<T> {
        self.values
            .get(row)
            .copied()
            .filter(|_| self.known.get(row))
    }
}

/// Truth to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct TruthView<'a> {
    pub(super) words: &'a [u64],
    pub(super) known: Known<'a>,
}

impl TruthView<'_> {
    /// No rows.
    pub(super) const NOTHING: Self = Self {
        words: &[],
        known: Known(Some(&[])),
    };

    /// The truth of a row, if known.
    #[inline]
    pub(super) fn get(self, row: usize) -> Option<bool> {
        self.known.get(row).then(|| bits::get(self.words, row))
    }

    /// The true rows among 64.
    #[inline]
    pub(super) fn yes(self, index: usize) -> u64 {
        self.words.get(index).copied().unwrap_or(0)
    }

    /// The unknown rows among 64; bits past the last row mean nothing.
    #[inline]
    pub(super) fn unknown(self, index: usize) -> u64 {
        !self.known.word(index)
    }
}

/// Texts to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextView<'a> {
    pub(super) texts: TextSource<'a>,
    pub(super) known: Known<'a>,
}

/// Where texts stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum TextSource<'a> {
    /// A column from a row on.
    Column(&'a StringArray, usize),
    /// A register.
    Register(&'a Texts),
    /// The same everywhere.
    Constant(&'a str),
    /// No column.
    Nothing,
}

impl<'a> TextView<'a> {
    /// No rows.
    pub(super) const NOTHING: Self = Self {
        texts: TextSource::Nothing,
        known: Known(Some(&[])),
    };

    /// The text of a row, if known.
    pub(super) fn get(self, row: usize) -> Option<&'a str> {
        if !self.known.get(row) {
            return None;
        }
        match self.texts {
            TextSource::Column(array, start) => {
                let row = start + row;
                (row < array.len()).then(|| array.value(row))
            }
            TextSource::Register(texts) => Some(texts.get(row)),
            TextSource::Constant(text) => Some(text),
            TextSource::Nothing => None,
        }
    }
}
