//! The registry of codes: one table per phase, in one list.

pub mod check;
pub mod data;
pub mod eval;
pub mod resolve;
pub mod syntax;

use super::Entry;

/// All entries, phase by phase.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    [
        syntax::ENTRIES,
        resolve::ENTRIES,
        check::ENTRIES,
        data::ENTRIES,
        eval::ENTRIES,
    ]
    .into_iter()
    .flat_map(|table| table.iter().copied())
}

/// The entry of a code.
pub fn find(code: &str) -> Option<&'static Entry> {
    entries().find(|entry| entry.code == code)
}
