//! The one layout of a policy's text, and the translation of its keywords; meaning stays as it is.
//!
//! The text is laid out again row by row from its tokens, not printed from the tree: comments keep
//! their place, and a construct needs no code here to be formatted. Line breaks are the writer's;
//! indentation, blanks, columns and empty lines between declarations are not.

mod align;
mod lines;
mod space;
mod token;
mod translate;

pub use translate::{Names, Target};

use crate::diagnostic::Diagnostics;
use crate::syntax::{self, Layout};
use token::{Kind, Token};

/// Why a text was not formatted.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be read; what is wrong with it.
    Unreadable(Diagnostics),
    /// The new text would not read as the old one did: a mistake of the formatter, not of the text.
    Changed,
}

/// Lays a text out in the one form, its keywords in the language asked for. `base` is the global
/// offset of its first byte, for findings. What is formatted already comes back as it is.
///
/// # Errors
///
/// The text cannot be read, or the new one would mean something else.
pub fn format(source: &str, base: u32, target: Target, names: &Names) -> Result<String, Refusal> {
    let (layout, findings) = syntax::layout(source, base);
    if findings.has_errors() {
        return Err(Refusal::Unreadable(findings));
    }
    let mut tokens = token::tokens(source, &layout);
    translate::translate(&mut tokens, target, names);
    let before = meaning(&layout, &tokens);
    let text = write(source, &layout, tokens);
    let (layout, findings) = syntax::layout(&text, base);
    let is_same = !findings.has_errors() && {
        let mut tokens = token::tokens(&text, &layout);
        translate::translate(&mut tokens, target, names);
        meaning(&layout, &tokens) == before
    };
    if is_same {
        Ok(text)
    } else {
        Err(Refusal::Changed)
    }
}

/// The rows of a text by their depth, and its tokens: texts that agree in both are read alike.
fn meaning(layout: &Layout, tokens: &[Token<'_>]) -> (Vec<(usize, usize)>, Vec<String>) {
    let rows = layout.rows.iter().map(|row| {
        let tokens = tokens.partition_point(|token| token.start < row.start);
        (row.level, tokens)
    });
    let words = tokens.iter().map(|token| match token.kind {
        Kind::Keyword(pair) | Kind::Function(pair) => pair.english.to_owned(),
        Kind::Declared
        | Kind::Name
        | Kind::Part
        | Kind::Literal
        | Kind::Text
        | Kind::Open
        | Kind::Close
        | Kind::Comma
        | Kind::Dot
        | Kind::Dots
        | Kind::Percent
        | Kind::Minus
        | Kind::Bar
        | Kind::Equals
        | Kind::Colon
        | Kind::Operator => token.text.to_string(),
    });
    (rows.collect(), words.collect())
}

/// The text of all lines.
fn write(source: &str, layout: &Layout, tokens: Vec<Token<'_>>) -> String {
    let end = if source
        .split_inclusive('\n')
        .next()
        .is_some_and(|line| line.ends_with("\r\n"))
    {
        "\r\n"
    } else {
        "\n"
    };
    let lines = lines::lines(source, layout, tokens);
    let texts = align::texts(&lines, layout);
    let columns = align::comment_columns(&lines, &texts);
    let mut out = String::with_capacity(source.len());
    for ((line, text), column) in lines.iter().zip(&texts).zip(columns) {
        if text.is_empty() && line.comment.is_none() {
            continue;
        }
        if line.after_blank {
            out.push_str(end);
        }
        out.push_str(&" ".repeat(line.indent));
        out.push_str(text);
        if let Some(comment) = line.comment {
            let blanks = match text.is_empty() {
                true => 0,
                false => column.saturating_sub(line.indent + text.chars().count()),
            };
            out.push_str(&" ".repeat(blanks));
            out.push_str(comment);
        }
        out.push_str(end);
    }
    out
}
