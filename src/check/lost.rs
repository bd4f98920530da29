//! Names that stand in heads that could not be read: nothing more is said about them.

use std::collections::BTreeSet;

use super::{Checker, Earlier};
use crate::syntax::ast::DeclarationKind;

impl Checker<'_> {
    /// Notes every word of the heads that could not be read, also two words as one name.
    pub(super) fn lost(&mut self) {
        if self.earlier == Earlier::Sound {
            return;
        }
        let all = self.declarations().map(|(_, it)| it);
        let read: BTreeSet<u32> = all
            .chain(&self.layered.scenarios)
            .filter(|it| !is_half_read(&it.kind))
            .map(|it| it.head.start)
            .collect();
        let policies = self.text.files().iter();
        for file in policies.filter(|file| file.name.ends_with(".aturan")) {
            let mut at = file.base;
            for line in file.text.split_inclusive('\n') {
                if line.starts_with(char::is_alphabetic) && !read.contains(&at) {
                    self.poisoned.extend(names(line));
                }
                at = at.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
            }
        }
    }
}

/// Whether the level of a declaration could not be read, nor perhaps its name.
fn is_half_read(kind: &DeclarationKind) -> bool {
    let level = match kind {
        DeclarationKind::Role(it) => &it.level,
        DeclarationKind::Define(it) => &it.level,
        DeclarationKind::Criteria(it) => &it.level,
        DeclarationKind::Classify(it) => &it.level,
        DeclarationKind::Decide(it) => &it.level,
        DeclarationKind::Select(it) => &it.level,
        DeclarationKind::Aid(it) => &it.level,
        DeclarationKind::Register(it) => &it.level,
        DeclarationKind::Poverty(it) => &it.level,
        DeclarationKind::Update(it) => &it.level,
        DeclarationKind::Policy(_)
        | DeclarationKind::Type(_)
        | DeclarationKind::Entity(_)
        | DeclarationKind::Parameter(_)
        | DeclarationKind::Indicator(_)
        | DeclarationKind::Target(_)
        | DeclarationKind::Assert(_)
        | DeclarationKind::Universe(_)
        | DeclarationKind::Test(_)
        | DeclarationKind::Amend(_)
        | DeclarationKind::Scenario(_) => return false,
    };
    level.node.is_empty()
}

/// The words of a line that can be names, and neighbours joined as the name they were meant to be.
fn names(line: &str) -> Vec<String> {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.windows(2).map(|pair| pair.join("_"));
    joined
        .chain(words.iter().map(|&word| word.to_owned()))
        .collect()
}
