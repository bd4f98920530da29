//! Findings: what is wrong, where, why, and what to write instead.
//!
//! A [`Diagnostic`] is data: a [`Code`], the places, and the arguments of its texts.
//! The words stand in the [`catalogue`], one entry per code, in English and Indonesian.

pub mod catalogue;
pub mod levels;
mod nouns;
pub mod pages;
pub mod suggest;
pub mod wording;

use std::collections::HashMap;
use std::fmt;

use crate::source::Span;
use wording::Given;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The policy or the data cannot be used as they stand.
    Error,
    /// Allowed, but likely a mistake; `--deny warnings` makes it count as an error.
    Warning,
    /// Worth knowing.
    Advice,
}

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Indonesian.
    Indonesian,
}

/// One entry of the catalogue: a stable code and its words.
///
/// `texts` holds `(slot, English, Indonesian)`. Slots: `message` (always), `message.NAME` (in its place
/// where the advice is `help.NAME`), `label` (the text at the
/// primary span), `label.NAME` (at further spans), `help`, `help.NAME`. `{name}` in a text is
/// replaced by the argument of that name. An empty Indonesian text falls back to English.
#[derive(Debug)]
pub struct Entry {
    /// `phase::snake_name`, never reused.
    pub code: &'static str,
    /// Severity unless the configuration says otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// One sentence for lists of codes.
    pub summary: &'static str,
    /// The words by slot.
    pub texts: &'static [(&'static str, &'static str, &'static str)],
}

/// A stable, readable code: a reference to its catalogue entry.
#[derive(Clone, Copy)]
pub struct Code(pub &'static Entry);

impl Code {
    /// `phase::snake_name`.
    pub fn name(self) -> &'static str {
        self.0.code
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for Code {}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

/// A replacement of text that mends the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced; empty spans insert.
    pub span: Span,
    /// The new text.
    pub replacement: String,
    /// Whether it holds English words of the language, which become those of the policy.
    pub is_code: bool,
}

/// A place and the slot of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// Slot in the catalogue entry, `label` or `label.NAME`.
    pub slot: &'static str,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding it is.
    pub code: Code,
    /// How much it weighs here.
    pub severity: Severity,
    /// The places, the primary one first. Empty for findings about no text (a missing file).
    pub labels: Vec<Label>,
    /// Arguments of the texts, by name.
    pub arguments: Vec<(&'static str, Given)>,
    /// Slot of the advice, where another than `help` applies; `None` takes `help` if there is one.
    pub help: Option<&'static str>,
    /// One machine-applicable mending: all replacements together.
    pub fixes: Vec<Fix>,
    /// The language of the words of the policy that it is about.
    pub keywords: Language,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn at(code: &'static Entry, span: Span) -> Self {
        let mut it = Self::new(code);
        it.labels.push(Label {
            span,
            slot: "label",
        });
        it
    }

    /// A finding about no text.
    pub fn new(code: &'static Entry) -> Self {
        Self {
            code: Code(code),
            severity: code.severity,
            labels: Vec::new(),
            arguments: Vec::new(),
            help: None,
            fixes: Vec::new(),
            keywords: Language::English,
        }
    }

    /// Gives an argument of the texts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push((name, Given::Text(value.to_string())));
        self
    }

    /// Gives a text of the policy language, with English words, as an argument.
    #[must_use]
    pub fn with_code(mut self, name: &'static str, code: impl Into<String>) -> Self {
        self.arguments.push((name, Given::Code(code.into())));
        self
    }

    /// Gives an argument.
    #[must_use]
    pub fn given(mut self, name: &'static str, value: Given) -> Self {
        self.arguments.push((name, value));
        self
    }

    /// Gives words of a sentence as an argument, in English and Indonesian.
    #[must_use]
    pub fn with_words(
        mut self,
        name: &'static str,
        (english, indonesian): (impl Into<String>, impl Into<String>),
    ) -> Self {
        let words = Given::Words(english.into(), indonesian.into());
        self.arguments.push((name, words));
        self
    }

    /// Adds a further place, with the text of `slot` (`label.NAME`).
    #[must_use]
    pub fn label(mut self, span: Span, slot: &'static str) -> Self {
        self.labels.push(Label { span, slot });
        self
    }

    /// Chooses the advice (`help.NAME`).
    #[must_use]
    pub fn help(mut self, slot: &'static str) -> Self {
        self.help = Some(slot);
        self
    }

    /// Attaches a replacement that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fixes.push(Fix {
            span,
            replacement: replacement.into(),
            is_code: false,
        });
        self
    }

    /// Attaches a replacement with English words of the language: the policy gets its own.
    #[must_use]
    pub fn fix_code(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fixes.push(Fix {
            span,
            replacement: replacement.into(),
            is_code: true,
        });
        self
    }

    /// Attaches a word as the mending, unless another is as near to what is written.
    #[must_use]
    pub fn fix_near(self, span: Span, near: &suggest::Near) -> Self {
        if near.is_alone {
            self.fix(span, near.word.clone())
        } else {
            self
        }
    }

    /// The message in a language.
    pub fn message(&self, language: Language) -> String {
        let chosen = self.help.and_then(|it| it.strip_prefix("help."));
        let mut slots = self.code.0.texts.iter().map(|(slot, _, _)| *slot);
        let own = slots.find(|slot| {
            let name = slot.strip_prefix("message.");
            name.is_some() && name == chosen
        });
        self.text(own.unwrap_or("message"), language)
            .unwrap_or_else(|| self.code.0.summary.to_owned())
    }

    /// The advice in a language.
    pub fn advice(&self, language: Language) -> Option<String> {
        self.text(self.help.unwrap_or("help"), language)
    }

    /// An example of it as a declaration that can be pasted into the policy.
    pub fn example(&self) -> Option<&str> {
        let mut arguments = self.arguments.iter();
        let found = arguments
            .find(|(name, _)| *name == "example" && self.code.name().starts_with("prove::"));
        found.and_then(|(_, given)| match given {
            Given::Text(text) => Some(text.as_str()),
            Given::Code(_) | Given::Words(..) => None,
        })
    }

    /// The text of a slot with its arguments put in; `None` where the entry has no such slot.
    pub fn text(&self, slot: &str, language: Language) -> Option<String> {
        let (_, english, indonesian) = self
            .code
            .0
            .texts
            .iter()
            .find(|(name, _, _)| *name == slot)?;
        let template = match language {
            Language::Indonesian if !indonesian.is_empty() => indonesian,
            Language::English | Language::Indonesian => english,
        };
        let texts = wording::fill(template, &self.arguments, language, self.keywords);
        Some(texts)
    }
}

/// The findings of a run, in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Where in the list those of a code and first place stand.
    places: HashMap<(&'static str, Option<Span>), Vec<usize>>,
    /// How many more a baseline knows.
    known: usize,
}

impl Diagnostics {
    /// No findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding, unless the same one stands there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.labels.first().map(|label| label.span);
        let alike = self.places.entry((diagnostic.code.name(), place));
        let alike = alike.or_default();
        let is_same = |at: &usize| self.list.get(*at) == Some(&diagnostic);
        if !alike.iter().any(is_same) {
            alike.push(self.list.len());
            self.list.push(diagnostic);
        }
    }

    /// Takes over the findings of another phase.
    pub fn append(&mut self, other: Self) {
        self.known += other.known;
        for it in other.list {
            self.push(it);
        }
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|it| it.severity == Severity::Error)
    }

    /// The findings in the order of the text: by first place, then by code.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.list.iter().collect();
        all.sort_by_key(|it| (it.labels.first().map(|label| label.span), it.code.name()));
        all
    }

    /// The findings as made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many are not among them because a baseline knows them.
    pub fn known(&self) -> usize {
        self.known
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SAMPLE: Entry = Entry {
        code: "check::sample",
        severity: Severity::Error,
        since: "0.1.0",
        summary: "a sample",
        texts: &[("message", "`{name}` is {what}, not {braces}", "")],
    };

    #[test]
    fn arguments_replace_their_names_only() {
        let it = Diagnostic::new(&SAMPLE)
            .with("name", "{what}")
            .with("what", "odd");
        assert_eq!(
            it.message(Language::Indonesian),
            "`{what}` is odd, not {braces}"
        );
    }
}
