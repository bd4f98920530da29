//! `aturan.toml`, the nearest one upward from a policy: where things are, and how much each lint weighs.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else TOML holds is of the wrong kind where one kind is meant"
)]

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use aturan::diagnostic::catalogue::{self, config as words};
use aturan::diagnostic::levels::{Level, Levels, is_lint};
use aturan::diagnostic::suggest::near;
use aturan::diagnostic::{Diagnostic, Diagnostics, Entry};
use aturan::source::{SourceMap, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::baseline;
use super::memory;
use super::policy::shown;

/// The name of the file.
const NAME: &str = "aturan.toml";

/// What the file may say.
const KEYS: [&str; 8] = [
    "policy",
    "data",
    "format",
    "language",
    "memory_limit",
    "baseline",
    "lints",
    "paths",
];

/// What a configuration says; nothing where there is none.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The policy of commands that are given none.
    pub(super) policy: Option<PathBuf>,
    /// The data of commands that are given none.
    pub(super) data: Option<PathBuf>,
    /// The form of what is printed.
    pub(super) format: Option<String>,
    /// The language of messages.
    pub(super) language: Option<String>,
    /// The memory that commands may take, as written.
    pub(super) memory_limit: Option<String>,
    /// The levels of the lints, and what the baseline knows.
    pub(super) levels: Levels,
    /// What is wrong in the file, and its text.
    pub(super) findings: Diagnostics,
    pub(super) sources: SourceMap,
}

impl Config {
    /// The configuration for a policy; where it is in no folder with one, that of the folder above.
    pub(super) fn of(policy: &Path) -> Self {
        let mut config = Self::default();
        let start = policy
            .canonicalize()
            .unwrap_or_else(|_| policy.to_path_buf());
        let found = start
            .ancestors()
            .map(|folder| folder.join(NAME))
            .find(|it| it.is_file());
        if let Some(path) = found {
            config.read(&from_here(&path));
        }
        config
    }

    fn read(&mut self, path: &Path) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let finding = Diagnostic::new(&words::UNREADABLE).with("file", shown(path));
                self.findings.push(finding.with("cause", error));
                return;
            }
        };
        let base = self.sources.add(shown(path), text.clone()).unwrap_or(0);
        let mut reader = Reader {
            folder: path.parent().unwrap_or(Path::new("")),
            base,
            config: self,
        };
        match DeTable::parse(&text) {
            Ok(table) => reader.document(table.get_ref()),
            Err(error) => {
                let place = reader.span(error.span().unwrap_or_default());
                let finding = Diagnostic::at(&words::TOML_SYNTAX, place);
                reader.report(finding.with("cause", error.message()));
            }
        }
    }
}

/// A path as seen from the folder of the command, where it is in it.
fn from_here(path: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|it| it.canonicalize());
    let inside = here.ok().and_then(|here| {
        let inside = path.strip_prefix(here).ok()?;
        Some(inside.to_path_buf())
    });
    inside.unwrap_or_else(|| path.to_path_buf())
}

/// Reads the file, going on after a mistake.
struct Reader<'a> {
    folder: &'a Path,
    base: u32,
    config: &'a mut Config,
}

type Key<'i> = Spanned<Cow<'i, str>>;
type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn report(&mut self, finding: Diagnostic) {
        self.config.findings.push(finding);
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let at = |offset: usize| {
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            self.base.saturating_add(offset)
        };
        Span::new(at(range.start), at(range.end))
    }

    fn document(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "policy" => self.config.policy = self.path(key, value),
                "data" => self.config.data = self.path(key, value),
                "format" => self.config.format = self.word(key, value, &["text", "json", "github"]),
                "language" => self.config.language = self.word(key, value, &["en", "id"]),
                "memory_limit" => self.memory_limit(key, value),
                "baseline" => self.baseline(key, value),
                "lints" => self.lints(key, value, None),
                "paths" => self.paths(key, value),
                _ => self.unknown(&words::UNKNOWN_KEY, key, &KEYS),
            }
        }
    }

    fn path(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<PathBuf> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(self.folder.join(text.as_ref()));
        }
        self.wrong(key, value, "a path in quotes", "jalur dalam tanda kutip");
        None
    }

    fn word(&mut self, key: &Key<'_>, value: &Value<'_>, all: &[&str]) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) if all.contains(&text.as_ref()) => Some(text.to_string()),
            _ => {
                let quoted: Vec<String> = all.iter().map(|it| format!("`\"{it}\"`")).collect();
                self.wrong(
                    key,
                    value,
                    &format!("one of {}", quoted.join(", ")),
                    &format!("salah satu dari {}", quoted.join(", ")),
                );
                None
            }
        }
    }

    fn memory_limit(&mut self, key: &Key<'_>, value: &Value<'_>) {
        match value.get_ref() {
            DeValue::String(text) if memory::size(text).is_ok() => {
                self.config.memory_limit = Some(text.to_string());
            }
            _ => self.wrong(
                key,
                value,
                "a size such as `\"4G\"`",
                "ukuran seperti `\"4G\"`",
            ),
        }
    }

    fn baseline(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let Some(path) = self.path(key, value) else {
            return;
        };
        match baseline::read(&path) {
            Ok(known) => self.config.levels.know(known),
            Err(cause) => {
                let place = self.span(value.span());
                let finding = Diagnostic::at(&words::UNREADABLE, place);
                self.report(finding.with("file", shown(&path)).with("cause", cause));
            }
        }
    }

    /// The levels of lints, by their codes with or without `lint::`.
    fn lints(&mut self, key: &Key<'_>, value: &Value<'_>, files: Option<&str>) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(key, value, "a table of lints", "tabel lint");
            return;
        };
        for (name, level) in table {
            let Some(entry) = self.lint(name) else {
                continue;
            };
            let found = match level.get_ref() {
                DeValue::String(word) => Level::of(word),
                _ => None,
            };
            if let Some(level) = found {
                self.config.levels.set(entry.code, files, level);
                continue;
            }
            let all = "`\"allow\"`, `\"warn\"`, `\"deny\"`";
            let english = format!("one of {all}");
            self.wrong(name, level, &english, &format!("salah satu dari {all}"));
        }
    }

    fn lint(&mut self, name: &Key<'_>) -> Option<&'static Entry> {
        let word = name.get_ref().as_ref();
        let whole = if word.contains("::") {
            word.to_owned()
        } else {
            format!("lint::{word}")
        };
        match catalogue::find(&whole) {
            Some(entry) if is_lint(entry) => Some(entry),
            Some(_) => {
                let place = self.span(name.span());
                self.report(Diagnostic::at(&words::NOT_A_LINT, place).with("code", word));
                None
            }
            None => {
                let lints: Vec<&str> = catalogue::entries()
                    .filter(|it| is_lint(it))
                    .map(|it| it.code.trim_start_matches("lint::"))
                    .collect();
                self.unknown(&words::UNKNOWN_LINT, name, &lints);
                None
            }
        }
    }

    /// `[paths."arsip/**"]`: levels for some files.
    fn paths(&mut self, key: &Key<'_>, value: &Value<'_>) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(key, value, "tables by path", "tabel menurut jalur");
            return;
        };
        for (files, lints) in table {
            self.lints(files, lints, Some(files.get_ref().as_ref()));
        }
    }

    fn unknown(&mut self, entry: &'static Entry, key: &Key<'_>, known: &[&str]) {
        let word = key.get_ref().as_ref();
        let place = self.span(key.span());
        let finding = Diagnostic::at(entry, place)
            .with("key", word)
            .with("all", known.join(", "));
        let bare = word.trim_start_matches("lint::");
        self.report(match near(bare, known.iter().copied()) {
            Some(near) => finding.with("suggestion", near.word).help("help.suggest"),
            None => finding,
        });
    }

    fn wrong(&mut self, key: &Key<'_>, value: &Value<'_>, english: &str, indonesian: &str) {
        let place = self.span(value.span());
        let finding = Diagnostic::at(&words::WRONG_VALUE, place)
            .with("key", key.get_ref())
            .with("wanted", english)
            .with("diminta", indonesian);
        self.report(finding);
    }
}
