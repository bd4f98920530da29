//! Source texts of a policy and the spans that point into them.

use std::fmt;

/// A half-open range of bytes in the [`SourceMap`], by global offsets: eight bytes, no file inside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Global offset of the first byte.
    pub start: u32,
    /// Global offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, without, `end`.
    pub fn new(start: u32, end: u32) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The number of bytes covered.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether no byte is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A value and the text it came from. Comparisons look at the value alone.
#[derive(Clone, Copy, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub node: T,
    /// Where it is written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(node: T, span: Span) -> Self {
        Self { node, span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// One file of a [`SourceMap`].
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The name shown in messages, with `/` between folders.
    pub name: String,
    /// The text, as read.
    pub text: String,
    /// Global offset of its first byte.
    pub base: u32,
}

/// Position in a file as people count: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// All texts of a policy, laid end to end in one space of offsets.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text and returns the global offset of its first byte, or `None` past 4 GiB in all.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> Option<u32> {
        let base = match self.files.last() {
            // One byte apart, so that the end of a file is not the start of the next.
            Some(last) => last
                .base
                .checked_add(u32::try_from(last.text.len()).ok()?)?
                .checked_add(1)?,
            None => 0,
        };
        let text = text.into();
        base.checked_add(u32::try_from(text.len()).ok()?)?
            .checked_add(1)?;
        self.files.push(SourceFile {
            name: name.into(),
            text,
            base,
        });
        Some(base)
    }

    /// The files, in the order they were added.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file that holds a global offset.
    pub fn file_at(&self, offset: u32) -> Option<&SourceFile> {
        let after = self.files.partition_point(|file| file.base <= offset);
        self.files.get(after.checked_sub(1)?)
    }

    /// The text under a span; empty where the span fits no file.
    pub fn text(&self, span: Span) -> &str {
        self.file_at(span.start)
            .and_then(|file| {
                let start = (span.start - file.base) as usize;
                file.text.get(start..start + span.len() as usize)
            })
            .unwrap_or_default()
    }

    /// Line and column of a global offset in its file.
    pub fn line_column(&self, offset: u32) -> Option<(&SourceFile, LineColumn)> {
        let file = self.file_at(offset)?;
        let mut end = ((offset - file.base) as usize).min(file.text.len());
        while !file.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = file.text.get(..end)?;
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |last| last.chars().count())
            + 1;
        Some((file, LineColumn { line, column }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_find_their_file_line_and_text() {
        let mut map = SourceMap::new();
        map.add("a", "one\ntwo");
        let base = map.add("b", "drei\nvier").unwrap_or_default();
        let span = Span::new(base + 5, base + 9);
        assert_eq!(map.text(span), "vier");
        let (file, at) = map.line_column(span.start).map_or_else(
            || (String::new(), LineColumn { line: 0, column: 0 }),
            |(f, at)| (f.name.clone(), at),
        );
        assert_eq!((file.as_str(), at.line, at.column), ("b", 2, 1));
    }
}
