//! A row that the grammar refuses: where it stopped, and what could have stood there.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::rules::{is_everywhere, words_for};
use super::{Form, Reader, Rule, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::words::is_name_character;

/// How many alternatives a message lists.
const SHOWN: usize = 5;

/// The finding of a row that could not be read.
pub(super) fn explain(
    error: &Error<Rule>,
    reader: &Reader<'_>,
    text: Text<'_>,
    form: Form,
) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(text.text.len()),
    };
    let rest = text.text.get(at..).unwrap_or_default();
    if let Some(finding) = open_quote(reader, text, at) {
        return finding;
    }
    let expected = expected(error);
    let finding = match rest.trim_start() {
        "" => Diagnostic::at(&codes::UNFINISHED, reader.head_span(text, text.text.len())),
        found => {
            let skipped = rest.len() - found.len();
            let word = token(found);
            let place = reader.head_span(
                Text {
                    text: word,
                    at: text.at + at + skipped,
                },
                word.len(),
            );
            Diagnostic::at(&codes::UNEXPECTED, place).with("found", word)
        }
    };
    let finding = finding
        .with("what", reader.shown_form(form.what))
        .with("sample", form.sample);
    match expected.as_str() {
        "" => finding.with("expected", "something else"),
        list => finding.with("expected", list),
    }
}

/// A quote that is opened and not closed on its line.
fn open_quote(reader: &Reader<'_>, text: Text<'_>, at: usize) -> Option<Diagnostic> {
    let rest = text.text.get(at..)?;
    let skipped = rest.len() - rest.trim_start().len();
    let line = rest.trim_start().lines().next()?;
    let opens = line.starts_with(['"', '“', '”', '„']);
    let closed = line.chars().skip(1).any(|c| matches!(c, '"' | '“' | '”'));
    if !opens || closed {
        return None;
    }
    let place = Text {
        text: line,
        at: text.at + at + skipped,
    };
    let end = reader.span(place);
    let insert = crate::source::Span::new(end.end, end.end);
    Some(Diagnostic::at(&codes::OPEN_QUOTE, reader.head_span(place, line.len())).fix(insert, "\""))
}

/// The first word or sign of a text.
fn token(text: &str) -> &str {
    let word = text
        .find(|c: char| !is_name_character(c))
        .unwrap_or(text.len());
    let end = if word > 0 {
        word
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    };
    text.get(..end).unwrap_or_default()
}

/// What the grammar would have taken: `a name, a number or `otherwise``.
fn expected(error: &Error<Rule>) -> String {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return String::new();
    };
    let mut names: Vec<String> = Vec::new();
    for rule in positives.iter().filter(|rule| !is_everywhere(**rule)) {
        if let Some(name) = words_for(*rule)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.extend(positives.iter().filter_map(|rule| words_for(*rule)).take(1));
    }
    names.truncate(SHOWN);
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
    }
}

impl Reader<'_> {
    /// The word of a clause in the language of its declaration.
    fn shown_form(&self, what: &'static str) -> &'static str {
        self.shown(what)
    }
}
