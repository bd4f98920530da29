//! A text as its rows and words, for work on the text itself: formatting and translation.

use std::cell::RefCell;

use super::{parser, rows};
use crate::diagnostic::Diagnostics;
use crate::words::{self, Pair, Role};

/// What words at the beginning of a row do.
const LEADING: &[Role] = &[Role::Declaration, Role::Clause, Role::Link];

/// A text cut into rows, with the words whose part in the grammar is known. Offsets are of the text.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The rows in the order of the text, the heads of declarations among them.
    pub rows: Vec<RowPlace>,
    /// Start and end of every comment, `#` included, in order.
    pub comments: Vec<(usize, usize)>,
    /// The words in order. Numbers, texts and signs are not among them.
    pub words: Vec<Word>,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowPlace {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset after its last byte; the rows under it come later.
    pub end: usize,
    /// How many rows it stands under: 0 for the head of a declaration.
    pub level: usize,
    /// The word of its declaration in English; `None` where it is no known one.
    pub declaration: Option<&'static str>,
    /// The row it stands under, as a place in the list; its own place for a head.
    pub parent: usize,
}

/// A word and its part in the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset after its last byte. A word that is left out (`is` of `x kosong`) takes none.
    pub end: usize,
    /// What it is.
    pub kind: WordKind,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// A word of the language, by its pair.
    Keyword(&'static Pair),
    /// The name of a function or an aggregation that is called here, by its pair.
    Function(&'static Pair),
    /// `Rp`, `IDR` before a number.
    Currency,
    /// A name that is declared here, or that is no part of an expression.
    Declared,
    /// A name that is used here.
    Name,
    /// A name after a dot.
    Part,
}

/// What the parser notes down on its way, where it is asked to.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The words, not sorted, some of them twice.
    pub(super) words: Vec<Word>,
    /// Where the grammar began to read: what stands before it in its row are leading words.
    pub(super) reads: Vec<usize>,
}

/// Cuts a text into rows and words. The findings are those of [`parse`](super::parse).
pub fn layout(source: &str, base: u32) -> (Layout, Diagnostics) {
    let mut split = rows::split(source, base);
    let findings = std::mem::take(&mut split.findings);
    let notes = RefCell::new(Notes::default());
    let (_, findings) = parser::declarations(source, base, &split.blocks, findings, Some(&notes));
    let mut layout = Layout {
        comments: split.comments,
        ..Layout::default()
    };
    for block in &split.blocks {
        let declaration = block.word.map(|word| word.english);
        let parent = layout.rows.len();
        add_rows(&block.head, 0, declaration, parent, &mut layout.rows);
    }
    let mut notes = notes.into_inner();
    notes.reads.sort_unstable();
    for row in &layout.rows {
        notes.words.extend(leading(source, row, &notes.reads));
    }
    notes.words.sort_by_key(|word| (word.start, word.end));
    notes.words.dedup_by_key(|word| (word.start, word.end));
    layout.words = notes.words;
    (layout, findings)
}

fn add_rows(
    row: &rows::Row,
    level: usize,
    declaration: Option<&'static str>,
    parent: usize,
    out: &mut Vec<RowPlace>,
) {
    let own = out.len();
    out.push(RowPlace {
        start: row.start,
        end: row.end,
        level,
        declaration,
        parent,
    });
    for child in &row.children {
        add_rows(child, level + 1, declaration, own, out);
    }
}

/// The words a row begins with, which the parser takes off before the grammar reads the rest:
/// `verify when`, `add unless`, `amend aid`.
fn leading(source: &str, row: &RowPlace, reads: &[usize]) -> Vec<Word> {
    let first = reads.partition_point(|read| *read < row.start);
    let until = reads.get(first).copied().unwrap_or(row.end).min(row.end);
    let mut out = Vec::new();
    let mut at = row.start;
    while at < until {
        let text = source.get(at..row.end).unwrap_or_default();
        let Some((pair, len)) = words::leading(text, LEADING) else {
            break;
        };
        out.push(Word {
            start: at,
            end: at + len,
            kind: WordKind::Keyword(pair),
        });
        let rest = text.get(len..).unwrap_or_default();
        at += text.len() - rest.trim_start().len();
    }
    out
}
