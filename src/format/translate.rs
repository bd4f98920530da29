//! Keywords from one language into the other: names, texts, numbers and comments stay.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::token::{Kind, Token};
use crate::syntax::{self, WordKind};
use crate::words::{self, Pair, Role};

/// The language of the keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// As they are written.
    AsWritten,
    /// English.
    English,
    /// Indonesian.
    Indonesian,
}

/// Names that a policy declares. They decide what a word is that could be a name or a word of the
/// language: `granted`, and the `amount` of `pkh.amount`.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// All names.
    declared: BTreeSet<String>,
    /// The aids and registers, after whose dot words of the language stand.
    owners: BTreeSet<String>,
}

impl Names {
    /// Adds the names that a text of the policy declares.
    pub fn add(&mut self, source: &str) {
        let (layout, _) = syntax::layout(source, 0);
        let declared = layout
            .words
            .iter()
            .filter(|word| word.kind == WordKind::Declared);
        let name = |start: usize, end: usize| {
            let text = source.get(start..end).unwrap_or_default();
            text.trim_matches('`').to_owned()
        };
        let mut policy = None;
        for row in layout.rows.iter().filter(|row| row.level == 0) {
            if row.declaration == Some("policy") {
                policy = declared.clone().find(|word| word.start >= row.start);
            }
            if matches!(row.declaration, Some("aid" | "register")) {
                let own = declared.clone().find(|word| word.start >= row.start);
                self.owners
                    .extend(own.map(|word| name(word.start, word.end)));
            }
        }
        // No rule can say the name of the policy.
        let declared = declared.filter(|word| policy.is_none_or(|it| it.start != word.start));
        self.declared
            .extend(declared.map(|word| name(word.start, word.end)));
    }
}

/// Puts the words of the language into the target.
pub(super) fn translate(tokens: &mut [Token<'_>], target: Target, names: &Names) {
    let written = |pair: &'static Pair| match target {
        Target::AsWritten => None,
        Target::English => Some(pair.english),
        Target::Indonesian => Some(pair.indonesian),
    };
    let mut owner = String::new();
    for token in tokens {
        let text = match token.kind {
            Kind::Keyword(pair) => keyword(pair, target),
            Kind::Function(pair) => written(pair),
            Kind::Name => value(&token.text, names).and_then(written),
            Kind::Part if names.owners.contains(&owner) => {
                words::part(&token.text).and_then(written)
            }
            Kind::Declared
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
            | Kind::Operator => None,
        };
        if token.kind != Kind::Dot {
            token.text.trim_matches('`').clone_into(&mut owner);
        }
        if let Some(text) = text {
            token.text = Cow::Borrowed(text);
        }
    }
}

/// A word of the language. Scale words are part of how an amount is written, `Rp 3 juta` in both
/// languages; `x is missing` is `x kosong`.
fn keyword(pair: &'static Pair, target: Target) -> Option<&'static str> {
    match target {
        Target::AsWritten => None,
        _ if pair.role == Role::Scale => None,
        Target::English => Some(pair.english),
        Target::Indonesian if pair.english == "is" => Some(""),
        Target::Indonesian => Some(pair.indonesian),
    }
}

/// The value of the language that a name is, unless the policy declares such a name.
fn value(name: &str, names: &Names) -> Option<&'static Pair> {
    let pair = words::value(name)?;
    let is_declared =
        names.declared.contains(pair.english) || names.declared.contains(pair.indonesian);
    (!is_declared).then_some(pair)
}
