//! The texts of a finding: arguments put in their places, words of the policy in its own language.

use super::{Diagnostic, Diagnostics, Language};
use crate::source::{SourceFile, SourceMap};
use crate::words;

/// An argument of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// The same in every language: a name, a number, a text of the policy.
    Text(String),
    /// A text of the policy language with English words; shown with the words of the policy.
    Code(String),
    /// Words of a sentence in English and Indonesian, policy text in back-ticks.
    Words(String, String),
}

impl Given {
    /// The argument in a language, for a policy with the words of another.
    fn text(&self, language: Language, keywords: Language) -> String {
        match (self, language, keywords) {
            (Self::Text(text), _, _) | (Self::Code(text), _, Language::English) => text.clone(),
            (Self::Words(text, _), Language::English, _)
            | (Self::Words(_, text), Language::Indonesian, _) => {
                let mut out = String::new();
                let mut code = Code {
                    is_inside: false,
                    keywords,
                };
                code.put(text, &mut out);
                out
            }
            (Self::Code(text), _, Language::Indonesian) => words::in_indonesian(text),
        }
    }
}

/// Puts the arguments in place of `{name}`, and what stands in back-ticks into the words of the
/// policy; braces that name no argument stay as they are.
pub(super) fn fill(
    template: &str,
    arguments: &[(&'static str, Given)],
    language: Language,
    keywords: Language,
) -> String {
    let mut out = String::with_capacity(template.len());
    let mut code = Code {
        is_inside: false,
        keywords,
    };
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        code.put(before, &mut out);
        let value = from.find('}').and_then(|close| {
            let name = from.get(1..close)?;
            let (_, value) = arguments.iter().find(|(given, _)| *given == name)?;
            Some((value, close + 1))
        });
        let taken = if let Some((value, taken)) = value {
            out.push_str(&value.text(language, keywords));
            taken
        } else {
            out.push('{');
            1
        };
        rest = from.get(taken..).unwrap_or_default();
    }
    code.put(rest, &mut out);
    out
}

/// A walk over the fixed parts of a text.
struct Code {
    /// Whether the walk is between two back-ticks.
    is_inside: bool,
    keywords: Language,
}

impl Code {
    /// Adds a fixed part.
    fn put(&mut self, part: &str, out: &mut String) {
        let mut pieces = part.split('`').peekable();
        while let Some(piece) = pieces.next() {
            match self.keywords {
                Language::Indonesian if self.is_inside && !is_command(piece) => {
                    out.push_str(&words::in_indonesian(piece));
                }
                Language::English | Language::Indonesian => out.push_str(piece),
            }
            if pieces.peek().is_some() {
                out.push('`');
                self.is_inside = !self.is_inside;
            }
        }
    }
}

/// Whether a text in back-ticks is a command line, not policy text.
fn is_command(text: &str) -> bool {
    text.starts_with("aturan ") || text.starts_with("--")
}

impl Diagnostics {
    /// The findings in the words of the files that they are about.
    pub fn in_words_of(&mut self, sources: &SourceMap) {
        let mut known: Option<(u32, Language)> = None;
        for finding in &mut self.list {
            let Some(file) = finding.file(sources) else {
                continue;
            };
            let keywords = match known {
                Some((base, keywords)) if base == file.base => keywords,
                Some(_) | None => keywords_of(file),
            };
            known = Some((file.base, keywords));
            finding.speak(keywords);
        }
    }
}

impl Diagnostic {
    /// The finding in the words of the file that it is about.
    #[must_use]
    pub fn in_words_of(mut self, sources: &SourceMap) -> Self {
        if let Some(file) = self.file(sources) {
            self.speak(keywords_of(file));
        }
        self
    }

    /// Takes over the language of the words of a policy.
    fn speak(&mut self, keywords: Language) {
        self.keywords = keywords;
        if keywords == Language::Indonesian {
            for fix in self.fixes.iter_mut().filter(|fix| fix.is_code) {
                fix.replacement = words::in_indonesian(&fix.replacement);
                fix.is_code = false;
            }
        }
    }

    /// The file of its first place.
    fn file<'a>(&self, sources: &'a SourceMap) -> Option<&'a SourceFile> {
        sources.file_at(self.labels.first()?.span.start)
    }
}

/// The language of the words of a policy; what is no policy has English ones.
fn keywords_of(file: &SourceFile) -> Language {
    if file.name.ends_with(".aturan") && words::is_indonesian(&file.text) {
        Language::Indonesian
    } else {
        Language::English
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(keywords: Language) -> String {
        let arguments = [
            ("name", Given::Text("when".to_owned())),
            ("type", Given::Code("money per month".to_owned())),
            (
                "kind",
                Given::Words("an aid".to_owned(), "bantuan".to_owned()),
            ),
        ];
        let template = "{kind} `{name}`: `{type}`, when `a in ({name}, {other})`";
        fill(template, &arguments, Language::English, keywords)
    }

    #[test]
    fn arguments_and_words_of_the_policy_are_put_in() {
        let english = "an aid `when`: `money per month`, when `a in (when, {other})`";
        assert_eq!(filled(Language::English), english);
        let indonesian = "an aid `when`: `uang per bulan`, when `a termasuk (when, {other})`";
        assert_eq!(filled(Language::Indonesian), indonesian);
    }
}
