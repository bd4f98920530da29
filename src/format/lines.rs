//! The lines of a text: what each holds, how deep it stands, where blank lines belong.

use super::token::{Kind, Token};
use crate::syntax::{Layout, RowPlace};

/// A step of indentation.
const STEP: usize = 2;

/// One line of the formatted text.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// Blanks before it.
    pub(super) indent: usize,
    /// Whether an empty line stands before it.
    pub(super) after_blank: bool,
    /// What it holds besides a comment.
    pub(super) tokens: Vec<Token<'a>>,
    /// Its comment, `#` included.
    pub(super) comment: Option<&'a str>,
    /// The row that begins here, as a place in [`Layout::rows`].
    pub(super) row: Option<usize>,
}

impl Line<'_> {
    /// Whether it is a comment alone.
    fn is_comment(&self) -> bool {
        self.tokens.is_empty()
    }
}

/// Puts tokens and comments on the lines they stood on.
pub(super) fn lines<'a>(source: &'a str, layout: &Layout, tokens: Vec<Token<'a>>) -> Vec<Line<'a>> {
    let mut tokens = tokens.into_iter().peekable();
    let mut comments = layout.comments.iter().peekable();
    let mut writer = Writer {
        layout,
        next_row: 0,
        depth: 0,
        steps: 1,
        out: Vec::new(),
    };
    let (mut end, mut after_blank) = (0, false);
    for raw in source.split_inclusive('\n') {
        end += raw.len();
        let mut line = Line {
            indent: indent_of(raw),
            after_blank,
            tokens: Vec::new(),
            comment: None,
            row: None,
        };
        while let Some(token) = tokens.next_if(|token| token.start < end) {
            line.tokens.push(token);
        }
        if let Some((from, to)) = comments.next_if(|(start, _)| *start < end) {
            line.comment = source.get(*from..*to).map(str::trim_end);
        }
        if line.tokens.is_empty() && line.comment.is_none() {
            after_blank = true;
        } else {
            after_blank = false;
            writer.add(line);
        }
    }
    let mut out = writer.out;
    place_comments(&mut out, layout);
    separate_declarations(&mut out, layout);
    if let Some(first) = out.first_mut() {
        first.after_blank = false;
    }
    out
}

/// The columns before the first character that is no blank.
fn indent_of(raw: &str) -> usize {
    let content = raw.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    raw.strip_suffix(content)
        .unwrap_or_default()
        .chars()
        .filter(|c| *c != '\u{feff}')
        .count()
}

struct Writer<'a, 'l> {
    layout: &'l Layout,
    /// The first row that has not begun yet.
    next_row: usize,
    /// Brackets open at the end of the last line.
    depth: usize,
    /// How much deeper the row at hand goes on.
    steps: usize,
    out: Vec<Line<'a>>,
}

impl<'a> Writer<'a, '_> {
    fn add(&mut self, mut line: Line<'a>) {
        if let Some(first) = line.tokens.first() {
            let begins = self
                .layout
                .rows
                .get(self.next_row)
                .is_some_and(|row| row.start == first.start);
            if begins {
                line.row = Some(self.next_row);
                self.next_row += 1;
                self.depth = 0;
                let row = self.layout.rows.get(self.next_row - 1);
                let holds_rows = row.is_some_and(|row| may_hold_rows(row, first.kind));
                self.steps = if holds_rows { 2 } else { 1 };
            }
            let row = self.layout.rows.get(self.next_row.saturating_sub(1));
            line.indent = row.map_or(0, |row| self.indent(row, &line));
            for token in &line.tokens {
                self.depth += usize::from(token.kind == Kind::Open);
                self.depth = self
                    .depth
                    .saturating_sub(usize::from(token.kind == Kind::Close));
            }
        }
        self.out.push(line);
    }

    fn indent(&self, row: &RowPlace, line: &Line<'_>) -> usize {
        if line.row.is_some() {
            return row.level * STEP;
        }
        let closed = line
            .tokens
            .iter()
            .take_while(|token| token.kind == Kind::Close)
            .count();
        (row.level + self.steps + self.depth.saturating_sub(closed)) * STEP
    }
}

/// Whether rows may stand under a row, as under `family …` in a test: if it goes on over several lines,
/// these stand deeper than such rows.
fn may_hold_rows(row: &RowPlace, first: Kind) -> bool {
    let is_fixture = !matches!(first, Kind::Keyword(_));
    row.level > 0 && is_fixture && matches!(row.declaration, Some("test" | "example"))
}

/// Puts a comment over the line that follows it; at the end of a declaration it stays where it was,
/// inside or outside.
fn place_comments(lines: &mut [Line<'_>], layout: &Layout) {
    let first = lines.iter().position(|line| !line.is_comment());
    let mut next: Option<(usize, bool)> = None;
    for (at, line) in lines.iter_mut().enumerate().rev() {
        if !line.is_comment() {
            let is_head = line.row.is_some_and(|row| is_head(layout, row));
            next = Some((line.indent, is_head));
            continue;
        }
        line.indent = match next {
            _ if first.is_none_or(|first| at < first) => 0,
            Some((indent, false)) => indent,
            Some((_, true)) | None => line.indent.min(STEP),
        };
        if line.indent > 0 && next.is_none_or(|(_, is_head)| is_head) {
            line.indent = STEP;
            next = Some((STEP, false));
        }
    }
}

fn is_head(layout: &Layout, row: usize) -> bool {
    layout.rows.get(row).is_some_and(|row| row.level == 0)
}

/// Puts an empty line between declarations, save between two of one line each.
fn separate_declarations(lines: &mut [Line<'_>], layout: &Layout) {
    let heads: Vec<usize> = (0..lines.len())
        .filter(|at| {
            let row = lines.get(*at).and_then(|line| line.row);
            row.is_some_and(|row| is_head(layout, row))
        })
        .collect();
    let is_inside = |line: &Line<'_>| !line.is_comment() || line.indent > 0;
    for (place, head) in heads.iter().enumerate() {
        let Some(before) = place.checked_sub(1).and_then(|it| heads.get(it)) else {
            continue;
        };
        let next = heads.get(place + 1).copied().unwrap_or(lines.len());
        let inside = |from: usize, to: usize| {
            let between = lines.get(from..to).unwrap_or_default();
            between.iter().filter(|line| is_inside(line)).count()
        };
        if inside(*before, *head) < 2 && inside(*head, next) < 2 {
            continue;
        }
        let mut first = *head;
        while let Some(above) = first.checked_sub(1)
            && above > *before
            && lines.get(first).is_some_and(|line| !line.after_blank)
            && lines.get(above).is_some_and(|line| !is_inside(line))
        {
            first = above;
        }
        if let Some(line) = lines.get_mut(first) {
            line.after_blank = true;
        }
    }
}
