//! `[ENTITY]`: its files, or the entity that its rows are made from.

use aturan::check::tree::EntityId;
use aturan::data::columns::ColumnChoice;
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Key, Reader};
use crate::io::dataset::{Derivation, EntitySpec};

/// The keys of the table of an entity.
const KEYS: [&str; 10] = [
    "file",
    "sheet",
    "delimiter",
    "decimal_comma",
    "columns",
    "from",
    "distinct",
    "value",
    "number",
    "skip_blank",
];

impl Reader<'_> {
    pub(super) fn entity(
        &mut self,
        id: EntityId,
        head: &Key<'_>,
        table: &DeTable<'_>,
    ) -> Option<EntitySpec> {
        let mut spec = EntitySpec::new(id);
        let mut columns = None;
        for (key, value) in Self::entries(table) {
            match key.get_ref().as_ref() {
                "file" => spec.files = self.files(key, value),
                "sheet" => spec.sheet = self.text(key, value),
                "delimiter" => spec.delimiter = self.delimiter(key, value).unwrap_or(b','),
                "decimal_comma" => {
                    spec.decimal_comma = self.flag(key, value).unwrap_or(false);
                }
                "columns" => match value.get_ref() {
                    DeValue::Table(table) => columns = Some(table),
                    DeValue::String(_) | DeValue::Array(_) => {}
                    _ => self.wrong(key, value, ("a table of its own", "tabel tersendiri")),
                },
                "from" | "distinct" | "value" | "number" | "skip_blank" => {}
                _ => self.unknown_key(key, &KEYS),
            }
        }
        if spec.decimal_comma {
            self.comma_everywhere(&mut spec)?;
        }
        if let Some(columns) = columns {
            self.columns(columns, &mut spec);
        }
        let named = |name: &str| table.iter().any(|(key, _)| key.get_ref() == name);
        if named("from") {
            spec.from = self.derivation(&spec, table);
        } else if !named("file") {
            let name = &self.program.entities.get(id.index())?.about.name;
            let it = Diagnostic::at(&words::TOML_NO_FILE, self.span(head.span()));
            self.findings.push(it.with("entity", name));
        } else {
            self.only_with_from(table);
        }
        Some(spec)
    }

    fn comma_everywhere(&mut self, spec: &mut EntitySpec) -> Option<()> {
        for field in &self.program.entities.get(spec.entity.index())?.fields {
            let mut choice = ColumnChoice::default();
            choice.reading.decimal_comma = true;
            spec.columns.insert(*field, choice);
        }
        Some(())
    }

    /// Keys that say how rows are made from those of another entity mean nothing without one.
    fn only_with_from(&mut self, table: &DeTable<'_>) {
        for (key, value) in Self::entries(table) {
            let derives = match key.get_ref().as_ref() {
                "distinct" | "value" | "number" | "skip_blank" => true,
                "columns" => !matches!(value.get_ref(), DeValue::Table(_)),
                _ => false,
            };
            if derives {
                self.incomplete(
                    key,
                    (
                        "`from = \"member\"`, the entity whose rows it is made from",
                        "`from = \"member\"`, entitas yang menjadi sumber barisnya",
                    ),
                );
            }
        }
    }

    /// The entity that the rows are made from, and how.
    fn derivation(&mut self, spec: &EntitySpec, table: &DeTable<'_>) -> Option<Derivation> {
        let named = |name: &str| table.iter().find(|(key, _)| key.get_ref() == name);
        let (key, value) = named("from")?;
        if let Some((file, _)) = named("file") {
            self.unfit(file, ("an entity without `from`", "entitas tanpa `from`"));
        }
        let from = self.source(spec.entity, key, value)?;
        let rows =
            named("columns").filter(|(_, value)| !matches!(value.get_ref(), DeValue::Table(_)));
        match (named("distinct"), rows) {
            (Some((key, value)), None) => {
                let distinct = self.flag(key, value)?;
                if !distinct {
                    self.wrong(key, value, ("`true`", "`true`"));
                }
                distinct.then_some(Derivation::Distinct { from })
            }
            (None, Some((key, value))) => self.column_rows(spec.entity, from, table, (key, value)),
            (Some((key, _)), Some(_)) => {
                self.unfit(
                    key,
                    (
                        "an entity without `columns = …`",
                        "entitas tanpa `columns = …`",
                    ),
                );
                None
            }
            (None, None) => {
                self.incomplete(
                    key,
                    (
                        "`distinct = true`, one row for each key, or `columns = \"m01..m12\"`, one row for each column",
                        "`distinct = true`, satu baris per kunci, atau `columns = \"m01..m12\"`, satu baris per kolom",
                    ),
                );
                None
            }
        }
    }

    /// The entity that `from` names: another one.
    fn source(
        &mut self,
        own: EntityId,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<EntityId> {
        let name = self.text(key, value)?;
        let found = self.entity_named(&name).filter(|it| *it != own);
        if found.is_none() {
            let entities = self.program.declared();
            let names: Vec<_> = entities.map(|(it, _)| it.about.name.as_str()).collect();
            let names = names.join(", ");
            let expected = format!("another entity of the policy ({names})");
            let expected_id = format!("entitas lain dalam kebijakan ({names})");
            self.wrong(key, value, (&expected, &expected_id));
        }
        found
    }
}
