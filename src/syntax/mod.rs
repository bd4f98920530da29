//! Text to tree: the split into rows, the grammar, and the lowering of rows to declarations.

pub mod ast;
mod files;
mod layout;
mod parser;
mod rows;
pub(crate) mod walk;

pub(crate) use files::filled;
pub use files::{fill, wanted_files};
pub use layout::{Layout, RowPlace, Word, WordKind, layout};

use crate::diagnostic::Diagnostics;
use crate::source::Span;

/// Parses one file. Never fails: what could not be read is reported and left out, or stands in the
/// tree as a broken place, and everything else is there. Spans are global: `base` is the offset of
/// the file's first byte.
pub fn parse(source: &str, base: u32) -> (ast::File, Diagnostics) {
    let mut split = rows::split(source, base);
    let findings = std::mem::take(&mut split.findings);
    let comments = split
        .comments
        .iter()
        .map(|&(start, end)| span(base, start, end))
        .collect();
    let (declarations, findings) =
        parser::declarations(source, base, &split.blocks, findings, None);
    (
        ast::File {
            declarations,
            comments,
        },
        findings,
    )
}

/// Parses one change as a scenario states it after `set`: `poverty_line = poverty_line * 110%`. `None`
/// where it cannot be read. `base` is the global offset of its first byte.
pub fn parse_set(source: &str, base: u32) -> (Option<ast::Set>, Diagnostics) {
    parser::setting(source, base)
}

/// Parses one expression. `None` where it cannot be read.
pub fn parse_expression(source: &str, base: u32) -> (Option<ast::Expr>, Diagnostics) {
    parser::lone_expression(source, base)
}

/// The global span of bytes `start..end` of a file; texts past 4 GiB never reach the parser.
fn span(base: u32, start: usize, end: usize) -> Span {
    let global = |at: usize| base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    Span::new(global(start), global(end))
}
