//! The tables of `dataset.toml`, read with their places so that every finding shows the text.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else TOML holds is of the wrong kind where one kind is meant"
)]

mod column;
mod entity;
mod rows;
mod value;

use std::borrow::Cow;
use std::path::Path;

use aturan::check::tree::{EntityId, Program};
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::source::{SourceMap, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::dataset::{DESCRIPTION, DatasetSpec};

/// Reads `dataset.toml`, which joins the sources.
pub(super) fn read(
    path: &Path,
    program: &Program,
    sources: &mut SourceMap,
    findings: &mut Diagnostics,
) -> DatasetSpec {
    let unreadable = |cause: String| {
        Diagnostic::new(&words::UNREADABLE_FILE)
            .with("file", DESCRIPTION)
            .with("cause", cause)
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            findings.push(unreadable(error.to_string()));
            return DatasetSpec::default();
        }
    };
    let text = text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned);
    let name = path.display().to_string().replace('\\', "/");
    let Some(base) = sources.add(name, text.clone()) else {
        findings.push(unreadable("too long".to_owned()));
        return DatasetSpec::default();
    };
    let mut reader = Reader {
        program,
        base,
        findings,
    };
    match DeTable::parse(&text) {
        Ok(table) => reader.document(table.get_ref()),
        Err(error) => {
            let span = reader.span(error.span().unwrap_or_default());
            let cause = error.message().to_owned();
            reader
                .findings
                .push(Diagnostic::at(&words::TOML_SYNTAX, span).with("cause", cause));
            DatasetSpec::default()
        }
    }
}

/// Reads the tables of `dataset.toml`, going on after a mistake.
struct Reader<'a> {
    program: &'a Program,
    base: u32,
    findings: &'a mut Diagnostics,
}

/// A key and its value.
type Entry<'t, 'i> = (&'t Key<'i>, &'t Spanned<DeValue<'i>>);
type Key<'i> = Spanned<Cow<'i, str>>;

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let at = |offset: usize| {
            self.base
                .saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        Span::new(at(range.start), at(range.end))
    }

    /// The entries of a table in the order of the text.
    fn entries<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Entry<'t, 'i>> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
    }

    fn document(&mut self, table: &DeTable<'_>) -> DatasetSpec {
        let mut spec = DatasetSpec::default();
        for (key, value) in Self::entries(table) {
            match key.get_ref().as_ref() {
                "label" => spec.label = self.text(key, value),
                "date" => spec.date = self.date(key, value),
                name => match (self.entity_named(name), value.get_ref()) {
                    (Some(id), DeValue::Table(table)) => {
                        spec.entities.extend(self.entity(id, key, table));
                    }
                    (Some(_), _) => {
                        self.wrong(key, value, ("a table of its own", "tabel tersendiri"));
                    }
                    (None, _) => self.unknown_entity(key),
                },
            }
        }
        spec
    }

    fn entity_named(&self, name: &str) -> Option<EntityId> {
        let mut entities = self.program.declared();
        let (_, id) = entities.find(|(it, _)| it.about.name == name)?;
        Some(id)
    }
}
