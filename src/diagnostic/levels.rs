//! How much each lint weighs, by its code and its file, and the findings that a baseline knows.

use std::collections::BTreeMap;

use regex::Regex;

use super::{Diagnostic, Diagnostics, Entry, Severity, catalogue};
use crate::source::SourceMap;

/// What happens to the findings of a lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// They are not shown.
    Allow,
    /// They warn.
    Warn,
    /// They are errors.
    Deny,
}

impl Level {
    /// The level of a word.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "allow" => Some(Self::Allow),
            "warn" => Some(Self::Warn),
            "deny" => Some(Self::Deny),
            _ => None,
        }
    }
}

/// A finding as a baseline knows it: the last part of its file's name, its code, its English words.
///
/// Lines are not among it, so that a finding is known wherever its text moves.
pub type Known = (String, String, String);

/// The levels of all lints. By default every lint warns, save those that are quiet.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    rules: Vec<Rule>,
    known: BTreeMap<Known, usize>,
}

#[derive(Clone, Debug)]
struct Rule {
    code: &'static str,
    /// The files it is for; all where it names none.
    files: Option<Regex>,
    level: Level,
}

impl Levels {
    /// Every lint warns, the quiet ones too.
    pub fn all() -> Self {
        let mut levels = Self::default();
        for entry in catalogue::entries().filter(|it| is_lint(it)) {
            levels.set(entry.code, None, Level::Warn);
        }
        levels
    }

    /// Sets the level of a lint, for files that a pattern is of. What is set later counts.
    pub fn set(&mut self, code: &'static str, files: Option<&str>, level: Level) {
        let files = files.and_then(pattern);
        self.rules.push(Rule { code, files, level });
    }

    /// Takes findings as known, each as often as is said.
    pub fn know(&mut self, known: BTreeMap<Known, usize>) {
        self.known = known;
    }

    /// The findings at their levels, without those that are allowed or known.
    #[must_use]
    pub fn apply(&self, findings: &Diagnostics, sources: &SourceMap) -> Diagnostics {
        let mut left = self.known.clone();
        let mut out = Diagnostics::new();
        for finding in findings.sorted() {
            let Some(finding) = self.levelled(finding, sources) else {
                continue;
            };
            let known = (!left.is_empty()).then(|| known(&finding, sources));
            match known.flatten().and_then(|it| left.get_mut(&it)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    out.known += 1;
                }
                Some(_) | None => out.push(finding),
            }
        }
        out.known += findings.known;
        out
    }

    fn levelled(&self, finding: &Diagnostic, sources: &SourceMap) -> Option<Diagnostic> {
        if !is_lint(finding.code.0) {
            return Some(finding.clone());
        }
        let file = finding.labels.first();
        let file = file.and_then(|label| sources.file_at(label.span.start));
        let file = file.map_or("", |file| file.name.as_str());
        let applies = |rule: &&Rule| {
            rule.code == finding.code.name()
                && rule.files.as_ref().is_none_or(|files| files.is_match(file))
        };
        let level = match self.rules.iter().rev().find(applies) {
            Some(rule) => rule.level,
            None if is_quiet(finding.code.0) => Level::Allow,
            None => Level::Warn,
        };
        let severity = match level {
            Level::Allow => return None,
            Level::Warn => Severity::Warning,
            Level::Deny => Severity::Error,
        };
        Some(Diagnostic {
            severity,
            ..finding.clone()
        })
    }
}

/// Whether a finding can be switched: lints alone.
pub fn is_lint(entry: &Entry) -> bool {
    entry.code.starts_with("lint::")
}

/// Whether a lint says nothing unless it is switched on.
pub fn is_quiet(entry: &Entry) -> bool {
    is_lint(entry) && entry.severity == Severity::Advice
}

/// A finding as a baseline knows it; `None` for what is no lint.
pub fn known(finding: &Diagnostic, sources: &SourceMap) -> Option<Known> {
    if !is_lint(finding.code.0) {
        return None;
    }
    let label = finding.labels.first()?;
    let file = &sources.file_at(label.span.start)?.name;
    let file = file.rsplit('/').next().unwrap_or(file);
    let words = finding.message(super::Language::English);
    Some((file.to_owned(), finding.code.name().to_owned(), words))
}

/// The pattern of paths as an expression that the end of a path fits: `*` is any name, `**` any
/// folders, `?` any letter.
fn pattern(glob: &str) -> Option<Regex> {
    let mut text = String::from("^(?:.*/)?");
    let mut rest = glob.strip_prefix("./").unwrap_or(glob);
    while let Some(next) = rest.chars().next() {
        let (taken, part) = if rest.starts_with("**/") {
            (3, "(?:.*/)?".to_owned())
        } else if rest.starts_with("**") {
            (2, ".*".to_owned())
        } else if next == '*' {
            (1, "[^/]*".to_owned())
        } else if next == '?' {
            (1, "[^/]".to_owned())
        } else {
            (next.len_utf8(), regex::escape(&next.to_string()))
        };
        text.push_str(&part);
        rest = rest.get(taken..).unwrap_or_default();
    }
    text.push('$');
    Regex::new(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_the_end_of_a_path() {
        let fits = |glob, path| pattern(glob).is_some_and(|it| it.is_match(path));
        assert!(fits("arsip/**", "kota/arsip/2019/lama.aturan"));
        assert!(fits("**/lama.aturan", "lama.aturan"));
        assert!(fits("arsip/*.aturan", "./arsip/lama.aturan"));
        assert!(!fits("arsip/*.aturan", "arsip/2019/lama.aturan"));
        assert!(!fits("arsip/**", "kota/arsipnya/lama.aturan"));
        assert!(fits("lama?.aturan", "lama2.aturan"));
    }
}
