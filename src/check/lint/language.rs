//! The lint of files that mix English and Indonesian words of the language.

use std::collections::BTreeSet;

use crate::check::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::lint as codes;
use crate::source::{SourceFile, Span};
use crate::syntax::{WordKind, layout};
use crate::words::{self, Pair, Role};

impl Checker<'_> {
    /// Files of the policy itself, each looked at as a whole.
    pub(super) fn language_lints(&mut self) {
        let own = self.declarations().skip(self.layered.own);
        let starts: BTreeSet<u32> = own
            .filter_map(|(_, it)| Some(self.text.file_at(it.head.start)?.base))
            .collect();
        for base in starts {
            let finding = self.text.file_at(base).and_then(mixed);
            if let Some(finding) = finding {
                self.report(finding);
            }
        }
    }
}

/// The finding at the first word of the language that fewer words are of.
fn mixed(file: &SourceFile) -> Option<Diagnostic> {
    if words::languages(&file.text) != (true, true) {
        return None;
    }
    let (mut english, mut indonesian) = (Vec::new(), Vec::new());
    let (layout, _) = layout(&file.text, file.base);
    for word in &layout.words {
        let (WordKind::Keyword(pair) | WordKind::Function(pair)) = word.kind else {
            continue;
        };
        let text = file.text.get(word.start..word.end).unwrap_or_default();
        match language(pair, text) {
            Some(true) => indonesian.push((word.start, word.end)),
            Some(false) => english.push((word.start, word.end)),
            None => {}
        }
    }
    let (few, slot) = if english.len() < indonesian.len() {
        (&english, "help.to_indonesian")
    } else {
        (&indonesian, "help")
    };
    if english.is_empty() || indonesian.is_empty() {
        return None;
    }
    let (start, end) = *few.first()?;
    let at = |place: usize| u32::try_from(place).ok().map(|it| it + file.base);
    let finding = Diagnostic::at(
        &codes::texts::MIXED_LANGUAGES,
        Span::new(at(start)?, at(end)?),
    )
    .with("word", file.text.get(start..end).unwrap_or_default())
    .with("few", few.len())
    .with("many", english.len().max(indonesian.len()))
    .with("file", &file.name);
    Some(finding.help(slot))
}

/// Whether a word is Indonesian; `None` where it is of both languages.
fn language(pair: &Pair, text: &str) -> Option<bool> {
    let both = [Role::Scale, Role::Value].contains(&pair.role) || pair.english == pair.indonesian;
    let is = |words: &str| words.split(' ').eq(text.split_whitespace());
    match (both, is(pair.english), is(pair.indonesian)) {
        (false, true, false) => Some(false),
        (false, false, true) => Some(true),
        _ => None,
    }
}
