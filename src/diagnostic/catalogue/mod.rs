//! The registry of codes: one table per phase, in one list.

pub mod check;
pub mod config;
pub mod data;
pub mod eval;
pub mod lint;
pub mod prove;
pub mod resolve;
pub mod scenario;
pub mod syntax;
pub mod test;

use super::{Entry, Severity};

/// All entries, phase by phase.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    let phases = [
        syntax::ENTRIES,
        syntax::parts::ENTRIES,
        resolve::ENTRIES,
        scenario::ENTRIES,
        lint::ENTRIES,
        lint::conditions::ENTRIES,
        lint::rules::ENTRIES,
        lint::texts::ENTRIES,
        lint::unused::ENTRIES,
        config::ENTRIES,
        prove::ENTRIES,
        data::ENTRIES,
        eval::ENTRIES,
        test::ENTRIES,
    ];
    phases
        .into_iter()
        .chain(check::TABLES)
        .flat_map(|table| table.iter().copied())
}

/// The entry of a code.
pub fn find(code: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.code == code)
}

/// Words of one entry: `(slot, English, Indonesian)`.
type Texts = &'static [(&'static str, &'static str, &'static str)];

/// An entry that makes a policy unusable.
const fn error(code: &'static str, summary: &'static str, texts: Texts) -> Entry {
    Entry {
        code,
        severity: Severity::Error,
        since: "0.1.0",
        summary,
        texts,
    }
}

/// A lint that says nothing unless the configuration switches it on.
const fn quiet(code: &'static str, summary: &'static str, texts: Texts) -> Entry {
    Entry {
        code,
        severity: Severity::Advice,
        since: "0.1.0",
        summary,
        texts,
    }
}

/// An entry that warns.
const fn warning(code: &'static str, summary: &'static str, texts: Texts) -> Entry {
    Entry {
        code,
        severity: Severity::Warning,
        since: "0.1.0",
        summary,
        texts,
    }
}

/// An entry that is worth knowing.
const fn advice(code: &'static str, summary: &'static str, texts: Texts) -> Entry {
    Entry {
        code,
        severity: Severity::Advice,
        since: "0.1.0",
        summary,
        texts,
    }
}
