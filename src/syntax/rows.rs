//! The split of a text into declarations and rows, by layout alone, before the grammar sees it.
//!
//! A line that begins with a letter in column 0 starts a declaration; every other line is indented
//! and is either a row or goes on with the line above. A deeper line is a row where the line above
//! opens rows ([`opens`]) and a continuation everywhere else. A row's text is one contiguous slice
//! of the source; line ends and comments inside it are white space to the grammar.

use crate::diagnostic::catalogue::syntax as codes;
use crate::diagnostic::suggest::near;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::words::{self, Lead, PAIRS, Role};

/// One row: its slice of the source and the rows under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Offset of the first byte.
    pub(super) start: usize,
    /// Offset after the last byte, comments and blanks at the end left out.
    pub(super) end: usize,
    /// The deeper rows.
    pub(super) children: Vec<Row>,
}

/// One declaration: its head, and its rows as the children of the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The word it begins with, mended where it was mistyped; `None` where it is nothing known.
    pub(super) word: Option<Lead>,
    /// Whether the word was mistyped, and reported.
    pub(super) is_mended: bool,
    /// The head and the rows.
    pub(super) head: Row,
}

/// A text cut into declarations.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// The declarations in the order of the text.
    pub(super) blocks: Vec<Block>,
    /// Start and end of every comment, `#` included.
    pub(super) comments: Vec<(usize, usize)>,
    /// What is wrong with the layout.
    pub(super) findings: Diagnostics,
}

/// Declarations that are one expression: an indented line belongs to it unless it is a clause.
const EXPRESSIONS: &[&str] = &[
    "define",
    "role",
    "indicator",
    "poverty",
    "target",
    "uprate",
    "shift",
    "assert",
    "decide",
];
/// The clauses that may stand under such a declaration.
const EXPRESSION_CLAUSES: &[&str] = &["source", "url", "note", "in force", "allow", "convention"];

/// What a row of a scenario may begin with, declarations left out.
pub(super) const CHANGES: &[&str] = &["set", "repeal"];

/// Words of clauses, in English, that tell an unindented clause from an unknown declaration.
fn clause_words() -> Vec<&'static str> {
    PAIRS
        .iter()
        .filter(|pair| pair.role == Role::Clause)
        .map(|pair| pair.english)
        .collect()
}

/// Words that begin a declaration, in English.
pub(super) fn declaration_words() -> Vec<&'static str> {
    PAIRS
        .iter()
        .filter(|pair| pair.role == Role::Declaration)
        .map(|pair| pair.english)
        .collect()
}

/// Cuts a text into declarations and rows. `base` is the global offset of its first byte.
pub(super) fn split(source: &str, base: u32) -> Split {
    let mut splitter = Splitter {
        source,
        base,
        out: Split::default(),
        declarations: declaration_words(),
        clauses: clause_words(),
        block: None,
        stray: false,
        tabs: Vec::new(),
    };
    for line in lines(source, &mut splitter.out.comments, &mut splitter.tabs) {
        splitter.line(line);
    }
    splitter.close();
    splitter.report_tabs();
    splitter.out
}

/// The text of one line without its indentation, comment and trailing blanks.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    end: usize,
    /// Columns before it.
    indent: usize,
}

/// How other languages begin a comment.
fn comment_of_others(text: &str) -> Option<&'static str> {
    let signs = ["//", "--", "/*"];
    signs.into_iter().find(|sign| text.starts_with(sign))
}

/// A declaration in the making: the rows still open, outermost (the head) first.
struct Open {
    word: Option<Lead>,
    is_mended: bool,
    path: Vec<(usize, Row)>,
    /// The declaration or change under way inside a scenario, with its indentation.
    inner: Option<(usize, Box<Open>)>,
}

struct Splitter<'a> {
    source: &'a str,
    base: u32,
    out: Split,
    declarations: Vec<&'static str>,
    clauses: Vec<&'static str>,
    block: Option<Open>,
    /// Whether lines before the first declaration were reported already.
    stray: bool,
    /// Indentations that hold a tab, with their columns.
    tabs: Vec<(usize, usize, usize)>,
}

impl Splitter<'_> {
    fn text(&self, line: Line) -> &str {
        self.source.get(line.start..line.end).unwrap_or_default()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        super::span(self.base, start, end)
    }

    fn line(&mut self, line: Line) {
        let text = self.text(line);
        if let Some(sign) = comment_of_others(text) {
            return self.foreign_comment(line, sign);
        }
        if matches!(text, "{" | "}") {
            return self.brace(line);
        }
        let begins_with_letter = text.chars().next().is_some_and(char::is_alphabetic);
        if line.indent > 0 {
            match self.indented_declaration(line) {
                Some(word) => self.open_indented(line, word),
                None => self.inner(line),
            }
        } else if !begins_with_letter {
            self.unindented(line);
        } else if let Some(word) = words::lead(text, &self.declarations) {
            self.open(line, Some(word));
        } else if self.block.is_some() && self.looks_like_a_row(text) {
            self.unindented(line);
        } else {
            self.unknown_declaration(line);
        }
    }

    /// Whether a line in column 0 is a row of the declaration above that lost its indentation.
    fn looks_like_a_row(&self, text: &str) -> bool {
        if words::lead(text, &self.clauses).is_some() {
            return true;
        }
        let word = self
            .block
            .as_ref()
            .and_then(|open| open.word)
            .map(|word| word.english);
        let rest = after_label(after_word(text));
        match word {
            Some("entity") => rest.starts_with(':'),
            Some("criteria" | "classify") => {
                words::lead(rest, &["when", "otherwise", "weight"]).is_some()
            }
            _ => false,
        }
    }

    /// The declaration word of an indented line that has the shape of a head, outside scenarios.
    fn indented_declaration(&self, line: Line) -> Option<Lead> {
        let inside = self.block.as_ref().and_then(|open| open.word);
        if inside
            .is_some_and(|word| ["scenario", "amend", "test", "example"].contains(&word.english))
        {
            return None;
        }
        let text = self.text(line);
        let word = words::lead(text, &self.declarations)?;
        let rest = text.get(word.len..)?.trim_start();
        let named =
            rest.chars().next().is_some_and(char::is_alphabetic) && !is_reserved(first_word(rest));
        let tail = after_label(after_word(rest));
        let linked = words::lead(tail, &["of", "by"]).is_some() || tail.starts_with(['=', ':']);
        let bare = tail.is_empty() && ["entity", "policy", "type"].contains(&word.english);
        (named && (linked || bare)).then_some(word)
    }

    fn open(&mut self, line: Line, word: Option<Lead>) {
        self.close();
        self.block = Some(Open::new(line, word));
    }

    fn open_indented(&mut self, line: Line, word: Lead) {
        let start = line_start(self.source, line.start);
        let found = self
            .text(line)
            .get(..word.len)
            .unwrap_or_default()
            .to_owned();
        let finding = Diagnostic::at(
            &codes::INDENTED_DECLARATION,
            self.span(line.start, line.start + word.len),
        )
        .with("word", found)
        .fix(self.span(start, line.start), "");
        self.out.findings.push(finding);
        self.open(line, Some(word));
    }

    fn unindented(&mut self, line: Line) {
        let text = self.text(line);
        let sign = text.chars().next().map_or(0, char::len_utf8);
        let end = line.start + first_word(text).len().max(sign);
        let text = self
            .source
            .get(line.start..end)
            .unwrap_or_default()
            .to_owned();
        if self.block.is_none() {
            return self.outside(line);
        }
        let at = self.span(line.start, line.start);
        let finding = Diagnostic::at(&codes::UNINDENTED_ROW, self.span(line.start, end))
            .with("word", text)
            .fix(at, "  ");
        self.out.findings.push(finding);
        let indent = self
            .block
            .as_ref()
            .map_or(0, |open| open.path.get(1).map_or(2, |(indent, _)| *indent));
        self.inner(Line { indent, ..line });
    }

    fn unknown_declaration(&mut self, line: Line) {
        let text = self.text(line);
        let found = first_word(text).to_owned();
        let pairs = PAIRS.iter().filter(|pair| pair.role == Role::Declaration);
        let near = near(
            &found,
            pairs.flat_map(|pair| [pair.english, pair.indonesian]),
        );
        let place = self.span(line.start, line.start + found.len());
        let finding = Diagnostic::at(&codes::UNKNOWN_DECLARATION, place).with("word", &found);
        let start = self.span(line.start, line.start);
        let finding = match &near {
            _ if is_remark(text) => finding.help("help.remark").fix(start, "# "),
            Some(near) => finding
                .with("near", &near.word)
                .help("help.near")
                .fix_near(place, near),
            None => finding,
        };
        self.out.findings.push(finding);
        let word = near.and_then(|near| words::lead(&near.word, &self.declarations));
        self.open(
            line,
            word.map(|word| Lead {
                len: found.len(),
                ..word
            }),
        );
        if let Some(open) = &mut self.block {
            open.is_mended = true;
        }
    }

    /// A comment as other languages mark it; what it says is none of the policy.
    fn foreign_comment(&mut self, line: Line, sign: &str) {
        let place = self.span(line.start, line.start + sign.len());
        let finding = Diagnostic::at(&codes::COMMENT_SIGN, place).with("sign", sign);
        // What `/*` opens may go on below.
        self.out.findings.push(if sign == "/*" {
            finding
        } else {
            finding.fix(place, "#")
        });
    }

    /// A brace on a line of its own. One that closes what the head opens goes with the finding there.
    fn brace(&mut self, line: Line) {
        let head = self.block.as_ref().and_then(|open| open.path.first());
        let head = head.and_then(|(_, row)| self.source.get(row.start..row.end));
        if !head.is_some_and(|text| text.contains('{')) {
            let place = self.span(line.start, line.start + 1);
            let finding = Diagnostic::at(&codes::FOREIGN_SIGN, place);
            self.out
                .findings
                .push(finding.with("sign", self.text(line)));
        }
    }

    /// A line before the first declaration.
    fn outside(&mut self, line: Line) {
        if !self.stray {
            self.stray = true;
            self.out.findings.push(Diagnostic::at(
                &codes::OUTSIDE_DECLARATION,
                self.span(line.start, line.end),
            ));
        }
    }

    /// Puts a line into the declaration above: as a row, or as more of the row above.
    fn inner(&mut self, line: Line) {
        let Some(mut open) = self.block.take() else {
            return self.outside(line);
        };
        open.add(self.source, line);
        self.block = Some(open);
    }

    fn close(&mut self) {
        if let Some(open) = self.block.take() {
            let (word, is_mended) = (open.word, open.is_mended);
            if let Some(head) = open.finish() {
                self.out.blocks.push(Block {
                    word,
                    is_mended,
                    head,
                });
            }
        }
    }

    fn report_tabs(&mut self) {
        let tabs = std::mem::take(&mut self.tabs);
        let Some(&(start, end, _)) = tabs.first() else {
            return;
        };
        let mut finding =
            Diagnostic::at(&codes::TAB, self.span(start, end)).with("count", tabs.len());
        for (start, end, columns) in tabs {
            finding = finding.fix(self.span(start, end), " ".repeat(columns));
        }
        self.out.findings.push(finding);
    }
}

impl Open {
    fn new(line: Line, word: Option<Lead>) -> Self {
        let head = Row {
            start: line.start,
            end: line.end,
            children: Vec::new(),
        };
        Self {
            word,
            is_mended: false,
            path: vec![(0, head)],
            inner: None,
        }
    }

    /// The head with all rows under it.
    fn finish(mut self) -> Option<Row> {
        self.close_inner();
        while self.path.len() > 1 {
            self.close_row();
        }
        self.path.pop().map(|(_, head)| head)
    }

    fn add(&mut self, source: &str, line: Line) {
        let text = source.get(line.start..line.end).unwrap_or_default();
        let kind = self.word.map(|word| word.english);
        if kind == Some("scenario") {
            return self.add_change(text, source, line);
        }
        if kind.is_some_and(|kind| CHANGES.contains(&kind)) {
            return self.continue_row(line.end);
        }
        let is_expression = kind.is_some_and(|kind| EXPRESSIONS.contains(&kind));
        if is_expression
            && self.path.len() == 1
            && !is_clause_of_expression(text)
            && let Some((_, head)) = self.path.first_mut()
            && head.children.is_empty()
        {
            head.end = line.end;
            return;
        }
        let mut indent = line.indent;
        if let Some((above, row)) = self.path.get(1..).and_then(<[_]>::last) {
            let row_text = source.get(row.start..row.end).unwrap_or_default();
            let both_table = text.starts_with('|') && row_text.starts_with('|');
            if both_table {
                indent = *above;
            } else if indent > *above && !opens(kind, row_text, text, self.path.len() > 2) {
                return self.continue_row(line.end);
            } else if is_expression && is_clause_of_expression(text) {
                indent = indent.min(*above);
            }
        }
        while self.path.len() > 1 && self.path.last().is_some_and(|(above, _)| *above >= indent) {
            self.close_row();
        }
        self.path.push((
            indent,
            Row {
                start: line.start,
                end: line.end,
                children: Vec::new(),
            },
        ));
    }

    /// Puts a line into a scenario: it begins a change, or belongs to the one above.
    fn add_change(&mut self, text: &str, source: &str, line: Line) {
        if let Some((indent, inner)) = &mut self.inner
            && line.indent > *indent
        {
            return inner.add(source, line);
        }
        self.close_inner();
        let mut words = declaration_words();
        words.extend(CHANGES);
        let inner = Self::new(line, words::lead(text, &words));
        self.inner = Some((line.indent, Box::new(inner)));
    }

    fn close_inner(&mut self) {
        if let Some((indent, inner)) = self.inner.take()
            && let Some(row) = inner.finish()
        {
            self.path.push((indent, row));
            self.close_row();
        }
    }

    fn continue_row(&mut self, end: usize) {
        if let Some((_, row)) = self.path.last_mut() {
            row.end = end;
        }
    }

    /// Closes the innermost open row and hands it to the one that holds it.
    fn close_row(&mut self) {
        if let Some((_, row)) = self.path.pop()
            && let Some((_, parent)) = self.path.last_mut()
        {
            parent.children.push(row);
        }
    }
}

/// Whether a line goes on with `until DATE`.
fn closes_interval(line: &str) -> bool {
    words::lead(line, &["until"]).is_some_and(|lead| {
        let rest = line.get(lead.len..).unwrap_or_default().trim_start();
        let year: Vec<char> = rest.chars().take(5).collect();
        matches!(year.as_slice(), [a, b, c, d, '-'] if [a, b, c, d].into_iter().all(char::is_ascii_digit))
    })
}

/// Whether a deeper line is a row under `row`, rather than more of it. Two rows open: `from DATE`
/// without a value, and a row of a fixture in a test, where the line begins another fixture row.
fn opens(kind: Option<&str>, row: &str, line: &str, is_nested: bool) -> bool {
    match kind {
        // Parameters and scales are amended alike: `sampai dengan` before a date closes an interval.
        Some("amend") if words::lead(row, &["from"]).is_some() => {
            !has_equals(row) && !line.starts_with('=') && !closes_interval(line)
        }
        Some("parameter") if words::lead(row, &["from"]).is_some() => {
            !has_equals(row) && !line.starts_with('=') && words::lead(line, &["until"]).is_none()
        }
        // `sampai dengan` closes an interval, or is the `up to` of a band, which has a value.
        Some("brackets") if words::lead(row, &["from"]).is_some() => {
            words::lead(line, &["until"]).is_none() || has_equals(line)
        }
        Some("test" | "example") => {
            let is_clause = !is_nested
                && words::lead(row, &["on", "each", "expect", "assume", "like"]).is_some();
            !is_clause && begins_fixture_row(row, line)
        }
        _ => false,
    }
}

/// Whether a line under a fixture row is a row of its own: `member …`, `member` or `3 member …`, as
/// against `income = …`, which goes on with the values of the row above. Names of entities are not
/// known here, so the shape decides: a word that is followed by `=` is a field; a value that the
/// row above still waits for, a linking word (`per month`) and a scaled number (`3 juta`) go on.
fn begins_fixture_row(row: &str, line: &str) -> bool {
    if row.ends_with(['=', '+', '-', '*', '/', '(', '<', '>']) {
        return false;
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after_count = line.get(digits..).unwrap_or_default();
    let rest = after_count.trim_start();
    if digits > 0 && rest.len() == after_count.len() {
        return false;
    }
    let word = first_word(rest);
    let is_scale = PAIRS
        .iter()
        .any(|pair| pair.role == Role::Scale && [pair.english, pair.indonesian].contains(&word));
    let is_link = is_reserved(word) || word == "per";
    let is_field = rest
        .get(word.len()..)
        .unwrap_or_default()
        .trim_start()
        .starts_with('=');
    !(word.is_empty() || is_link || is_field || (digits > 0 && is_scale))
}

/// Whether an indented line under a declaration that is one expression is a clause or a table row.
fn is_clause_of_expression(line: &str) -> bool {
    if line.starts_with('|') {
        return true;
    }
    let Some(lead) = words::lead(line, EXPRESSION_CLAUSES) else {
        return false;
    };
    let rest = line.get(lead.len..).unwrap_or_default().trim_start();
    let follows_text = rest.starts_with(['"', '“', '”', '„', '\'', '‘']);
    match lead.english {
        "source" | "url" | "note" => follows_text || rest.is_empty(),
        "convention" if rest.is_empty() => true,
        "allow" | "convention" => {
            rest.chars().next().is_some_and(char::is_alphabetic) && !is_reserved(first_word(rest))
        }
        _ => true,
    }
}

/// Whether a word is no name.
fn is_reserved(word: &str) -> bool {
    words::reserved().contains(&word)
}

/// The letters, digits and `_` at the beginning of a text.
pub(super) fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !words::is_name_character(c))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// What follows the first word, or the name in back-ticks.
fn after_word(text: &str) -> &str {
    let text = text.strip_prefix('`').unwrap_or(text);
    let rest = text.get(first_word(text).len()..).unwrap_or_default();
    rest.strip_prefix('`').unwrap_or(rest).trim_start()
}

/// What follows a title in quotes, where there is one.
fn after_label(text: &str) -> &str {
    let Some(inner) = text.strip_prefix(['"', '“', '”']) else {
        return text;
    };
    match inner.split_once(['"', '”']) {
        Some((_, rest)) => rest.trim_start(),
        None => "",
    }
}

/// Whether an `=` stands outside quotes.
fn has_equals(text: &str) -> bool {
    let mut quoted = false;
    text.chars().any(|c| {
        quoted ^= c == '"';
        c == '=' && !quoted
    })
}

/// Offset of the first byte of the line that holds `at`.
fn line_start(source: &str, at: usize) -> usize {
    source
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1)
}

/// The lines that hold more than blanks and comments; comments and tabs in indentations are noted.
fn lines(
    source: &str,
    comments: &mut Vec<(usize, usize)>,
    tabs: &mut Vec<(usize, usize, usize)>,
) -> Vec<Line> {
    let mut out = Vec::new();
    let mut at = 0;
    for raw in source.split_inclusive('\n') {
        let begin = at;
        at += raw.len();
        let (body, comment) = without_comment(raw);
        if let Some((start, end)) = comment {
            comments.push((begin + start, begin + end));
        }
        let content = body.trim_start_matches(is_blank);
        let trimmed = content.trim_end_matches(is_blank);
        if trimmed.is_empty() {
            continue;
        }
        let blanks = body.get(..body.len() - content.len()).unwrap_or_default();
        let indent = blanks.chars().fold(0, |column, c| match c {
            // One level of the layout.
            '\t' => (column / 2 + 1) * 2,
            '\u{feff}' => column,
            _ => column + 1,
        });
        let start = begin + blanks.len();
        if blanks.contains('\t') {
            tabs.push((begin, start, indent));
        }
        out.push(Line {
            start,
            end: start + trimmed.len(),
            indent,
        });
    }
    out
}

/// White space, also that of Windows and of word processors.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// A line up to its comment, and the comment's place in it. A `#` in quotes begins no comment.
fn without_comment(line: &str) -> (&str, Option<(usize, usize)>) {
    let mut closing: Option<[char; 2]> = None;
    for (at, c) in line.char_indices() {
        match closing {
            Some(ends) if ends.contains(&c) => closing = None,
            Some(_) => {}
            None => match c {
                '"' => closing = Some(['"', '"']),
                '“' | '”' | '„' => closing = Some(['”', '“']),
                '#' => {
                    let end = line.trim_end_matches(is_blank).len();
                    return (line.get(..at).unwrap_or_default(), Some((at, end)));
                }
                _ => {}
            },
        }
    }
    (line, None)
}

/// Whether a line reads as prose: a capital letter, then words alone, none of which leads a part.
fn is_remark(text: &str) -> bool {
    let words = text.split_whitespace();
    let is_word = |it: &str| {
        let is_plain = it.chars().all(|c| c.is_alphabetic() || ",.".contains(c));
        is_plain && !["of", "untuk", "per"].contains(&it)
    };
    text.starts_with(char::is_uppercase)
        && words.clone().count() > 1
        && words.into_iter().all(is_word)
}

#[cfg(test)]
mod tests;
