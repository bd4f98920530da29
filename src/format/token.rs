//! A text as tokens: the words that the parser knows, and numbers, texts and signs between them.

use std::borrow::Cow;

use crate::syntax::{Layout, Word, WordKind};
use crate::words::{Pair, Role, is_name_character};

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// How it is written from now on.
    pub(super) text: Cow<'a, str>,
    /// What it is.
    pub(super) kind: Kind,
    /// Offset of its first byte.
    pub(super) start: usize,
    /// Offset after its last byte.
    pub(super) end: usize,
}

/// What a token is, as far as the blanks around it depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of the language.
    Keyword(&'static Pair),
    /// The name of a function.
    Function(&'static Pair),
    /// A name that is declared.
    Declared,
    /// A name that is used.
    Name,
    /// A name after a dot.
    Part,
    /// A number, a date, a currency.
    Literal,
    /// A text in quotes.
    Text,
    /// `(` or `[`.
    Open,
    /// `)` or `]`.
    Close,
    /// `,`.
    Comma,
    /// `.`.
    Dot,
    /// `..`.
    Dots,
    /// `%`.
    Percent,
    /// `-` before a value.
    Minus,
    /// `|` or `||`.
    Bar,
    /// `=`.
    Equals,
    /// `:`.
    Colon,
    /// Any other sign.
    Operator,
}

/// Cuts a text into tokens; comments are left out.
pub(super) fn tokens<'a>(source: &'a str, layout: &Layout) -> Vec<Token<'a>> {
    let mut cutter = Cutter {
        source,
        words: &layout.words,
        comments: &layout.comments,
        at: 0,
        out: Vec::new(),
    };
    while cutter.step() {}
    cutter.out
}

struct Cutter<'a, 'l> {
    source: &'a str,
    words: &'l [Word],
    comments: &'l [(usize, usize)],
    at: usize,
    out: Vec<Token<'a>>,
}

impl Cutter<'_, '_> {
    /// Takes one token, comment or blank; false at the end.
    fn step(&mut self) -> bool {
        let rest = self.source.get(self.at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            return false;
        };
        if let [(start, end), later @ ..] = self.comments
            && *start <= self.at
        {
            self.at = self.at.max(*end);
            self.comments = later;
        } else if first.is_whitespace() || first == '\u{feff}' {
            self.at += first.len_utf8();
        } else if !self.word() {
            let (kind, len) = sign(rest, self.out.last().map(|it| it.kind));
            self.push(kind, len);
        }
        true
    }

    /// Takes a word that the parser knows, if one begins here.
    fn word(&mut self) -> bool {
        while let [word, later @ ..] = self.words
            && word.start < self.at
        {
            self.words = later;
        }
        let [word, later @ ..] = self.words else {
            return false;
        };
        if word.start > self.at {
            return false;
        }
        self.words = later;
        let kind = match word.kind {
            WordKind::Keyword(pair) => Kind::Keyword(pair),
            WordKind::Function(pair) => Kind::Function(pair),
            WordKind::Currency => Kind::Literal,
            WordKind::Declared => Kind::Declared,
            WordKind::Name => Kind::Name,
            WordKind::Part => Kind::Part,
        };
        self.push(kind, word.end - word.start);
        true
    }

    fn push(&mut self, kind: Kind, len: usize) {
        let (start, end) = (self.at, self.at + len);
        let text = self.source.get(start..end).unwrap_or_default();
        self.at = end;
        // `*` alone in a cell is any value, as `-` is.
        if kind == Kind::Bar
            && let [.., before, cell] = self.out.as_mut_slice()
            && before.kind == Kind::Bar
            && cell.text == "*"
        {
            cell.text = Cow::Borrowed("-");
        }
        self.out.push(Token {
            text: written(text, kind),
            kind,
            start,
            end,
        });
    }
}

/// A token in its one form: words of the language with one blank between them, signs in ASCII.
fn written(text: &str, kind: Kind) -> Cow<'_, str> {
    let sign = match (text, kind) {
        (_, Kind::Keyword(pair)) if !text.is_empty() => {
            let first = text.split_whitespace().next().unwrap_or_default();
            // `dari` where `untuk` is meant, and `days` after one, are put right.
            let is_english = pair.english.split(' ').next() == Some(first)
                || ["day", "days", "month", "months", "year", "years"].contains(&first);
            if is_english {
                pair.english
            } else {
                pair.indonesian
            }
        }
        ("×", _) => "*",
        ("÷", _) => "/",
        ("…", _) => "..",
        ("−" | "–" | "—", _) => "-",
        (";", _) => ",",
        ("==", _) => "=",
        _ => text,
    };
    Cow::Borrowed(sign)
}

/// The kind and length of what is no known word.
fn sign(rest: &str, before: Option<Kind>) -> (Kind, usize) {
    const SIGNS: &[(&str, Kind)] = &[
        ("..<", Kind::Operator),
        ("..", Kind::Dots),
        ("…", Kind::Dots),
        (".", Kind::Dot),
        ("||", Kind::Bar),
        ("|", Kind::Bar),
        ("==", Kind::Equals),
        ("<=", Kind::Operator),
        (">=", Kind::Operator),
        ("!=", Kind::Operator),
        ("=", Kind::Equals),
        (":", Kind::Colon),
        (",", Kind::Comma),
        (";", Kind::Comma),
        ("(", Kind::Open),
        ("[", Kind::Open),
        (")", Kind::Close),
        ("]", Kind::Close),
        ("%", Kind::Percent),
    ];
    let first = rest.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() {
        return (Kind::Literal, number(rest));
    }
    if first.is_alphabetic() || first == '`' {
        return (Kind::Name, name(rest));
    }
    if let Some(len) = text(rest) {
        return (Kind::Text, len);
    }
    if ['-', '−', '–', '—'].contains(&first) {
        let is_sign = before.is_none_or(begins_value);
        let kind = if is_sign { Kind::Minus } else { Kind::Operator };
        return (kind, first.len_utf8());
    }
    let known = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
    known.map_or((Kind::Operator, first.len_utf8()), |(sign, kind)| {
        (*kind, sign.len())
    })
}

/// Whether a value begins after a token, so that a `-` there belongs to the value.
fn begins_value(before: Kind) -> bool {
    match before {
        Kind::Keyword(pair) => !ends_value(pair),
        Kind::Open
        | Kind::Comma
        | Kind::Dots
        | Kind::Minus
        | Kind::Bar
        | Kind::Equals
        | Kind::Colon
        | Kind::Operator => true,
        Kind::Function(_)
        | Kind::Declared
        | Kind::Name
        | Kind::Part
        | Kind::Literal
        | Kind::Text
        | Kind::Close
        | Kind::Dot
        | Kind::Percent => false,
    }
}

/// Whether a word of the language is a value or the end of one: `30 days`, `Rp 3 juta`, `true`.
pub(super) fn ends_value(pair: &Pair) -> bool {
    match pair.role {
        Role::Time | Role::Scale | Role::Truth | Role::Type | Role::Value => true,
        Role::Declaration | Role::Clause | Role::Function => false,
        Role::Link => ["missing", "known", "unknown"].contains(&pair.english),
    }
}

/// The bytes of a number or a date: `1_000`, `0.75`, `2023-03-01`.
fn number(text: &str) -> usize {
    if let Some(date) = text.get(..10)
        && crate::number::Date::parse_iso(date).is_some()
    {
        return 10;
    }
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        let is_digit = |c: char| c.is_ascii_digit() || c == '_';
        from + rest.find(|c| !is_digit(c)).unwrap_or(rest.len())
    };
    let mut end = digits(0);
    while let Some(after) = text.get(end..).and_then(|rest| rest.strip_prefix('.'))
        && after.starts_with(|c: char| c.is_ascii_digit())
    {
        end = digits(end + 1);
    }
    end
}

/// The bytes of a name: also one in back-ticks, and the code of a finding (`lint::no_source`).
fn name(text: &str) -> usize {
    if let Some(inner) = text.strip_prefix('`') {
        return inner.find('`').map_or(text.len(), |end| end + 2);
    }
    let word = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.find(|c| !is_name_character(c)).unwrap_or(rest.len())
    };
    let mut end = word(0);
    while let Some(after) = text.get(end..).and_then(|rest| rest.strip_prefix("::"))
        && after.starts_with(char::is_alphabetic)
    {
        end = word(end + 2);
    }
    end
}

/// The bytes of a text in quotes, if one begins here.
fn text(text: &str) -> Option<usize> {
    let ends: &[char] = match text.chars().next()? {
        '"' => &['"'],
        '“' | '”' | '„' | '«' => &['”', '“', '»', '"'],
        '\'' | '‘' | '’' => &['\'', '’', '‘'],
        _ => return None,
    };
    let line = text.lines().next().unwrap_or_default();
    let mut inner = line.char_indices().skip(1);
    let close = inner.find(|(_, c)| ends.contains(c));
    // What is not closed ends with its line.
    Some(close.map_or(line.trim_end().len(), |(at, c)| at + c.len_utf8()))
}
