//! `[ENTITY.columns]`: which column fills a field, and how its cells are read.

use std::collections::BTreeMap;

use aturan::check::tree::{EntityId, FieldId, Type};
use aturan::data::columns::ColumnChoice;
use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;
use aturan::number::Period;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::{near, plain};
use super::{Key, Reader};
use crate::io::dataset::{EntitySpec, FileSpec, ListSpec};

/// What was said about an outside list, until it is known to be whole.
#[derive(Default)]
struct List {
    file: Option<FileSpec>,
    on: Option<String>,
    column: Option<String>,
}

impl Reader<'_> {
    pub(super) fn columns(&mut self, table: &DeTable<'_>, spec: &mut EntitySpec) {
        let id = spec.entity;
        for (key, value) in Self::entries(table) {
            let Some(field) = self.field(id, key.get_ref(), key.span()) else {
                continue;
            };
            let choice = spec.columns.entry(field).or_default();
            match value.get_ref() {
                DeValue::String(column) => choice.column = Some(column.to_string()),
                DeValue::Table(table) => self.column(field, table, choice, &mut spec.lists),
                _ => self.wrong(
                    key,
                    value,
                    (
                        "a column, `\"b3r302\"`, or `{ column = \"b3r302\" }`",
                        "satu kolom, `\"b3r302\"`, atau `{ column = \"b3r302\" }`",
                    ),
                ),
            }
        }
    }

    /// The field of an entity that a key names.
    pub(super) fn field(
        &mut self,
        id: EntityId,
        name: &str,
        place: std::ops::Range<usize>,
    ) -> Option<FieldId> {
        let entity = self.program.entities.get(id.index())?;
        let fields = entity.fields.iter().filter_map(|field| {
            let it = self.program.fields.get(field.index())?;
            Some((it.about.name.as_str(), *field))
        });
        let fields: Vec<_> = fields.collect();
        if let Some((_, field)) = fields.iter().find(|(it, _)| *it == name) {
            return Some(*field);
        }
        let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        let it = Diagnostic::at(&words::TOML_UNKNOWN_FIELD, self.span(place))
            .with("entity", &entity.about.name)
            .with("key", name)
            .with("known", names.join(", "));
        self.findings.push(near(it, name, names));
        None
    }

    /// The keys of the column of one field.
    pub(super) fn column(
        &mut self,
        field: FieldId,
        table: &DeTable<'_>,
        choice: &mut ColumnChoice,
        lists: &mut BTreeMap<FieldId, ListSpec>,
    ) {
        const KEYS: [&str; 9] = [
            "column",
            "codes",
            "missing",
            "bit",
            "decimal_comma",
            "per",
            "list",
            "on",
            "list_column",
        ];
        let mut list = List::default();
        for (key, value) in Self::entries(table) {
            match key.get_ref().as_ref() {
                "column" => choice.column = self.text(key, value),
                "codes" => self.codes(field, key, value, &mut choice.reading.codes),
                "missing" => choice.reading.missing = self.marks(key, value),
                "bit" => choice.reading.bit = self.bit(key, value),
                "decimal_comma" => {
                    choice.reading.decimal_comma = self.flag(key, value).unwrap_or(false);
                }
                "per" => choice.reading.per = self.per(field, key, value),
                "list" => list.file = self.list(field, key, value),
                "on" => list.on = self.text(key, value),
                "list_column" => list.column = self.text(key, value),
                _ => self.unknown_key(key, &KEYS),
            }
        }
        if let Some(list) = self.whole_list(table, list) {
            choice.column = Some(list.on.clone());
            lists.insert(field, list);
        }
    }

    /// The list that a field is looked up in needs a file and the column that is looked up.
    fn whole_list(&mut self, table: &DeTable<'_>, list: List) -> Option<ListSpec> {
        let named = |name: &str| table.iter().find(|(key, _)| key.get_ref() == name);
        if let (Some((key, _)), None) = (named("list"), named("on")) {
            self.incomplete(
                key,
                (
                    "`on = \"nik\"`, the column that is looked up in the list",
                    "`on = \"nik\"`, kolom yang dicocokkan dengan daftar",
                ),
            );
        }
        if let (Some((key, _)), None) = (named("on").or(named("list_column")), named("list")) {
            self.incomplete(
                key,
                (
                    "`list = \"bkn.csv\"`, the list that is looked up",
                    "`list = \"bkn.csv\"`, daftar yang dicocokkan",
                ),
            );
        }
        Some(ListSpec {
            file: list.file?,
            on: list.on?,
            column: list.column,
        })
    }

    /// The file of an outside list, of a field that is true or false.
    fn list(
        &mut self,
        field: FieldId,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<FileSpec> {
        if self.program.fields.get(field.index())?.ty != Type::Boolean {
            self.unfit(
                key,
                ("a field that is true or false", "isian bertipe ya_tidak"),
            );
            return None;
        }
        let name = self.text(key, value)?;
        Some(FileSpec {
            name: name.replace('\\', "/"),
            span: Some(self.span(value.span())),
        })
    }

    /// The period of the amounts in the file, of a field that is an amount per month, quarter or year.
    fn per(
        &mut self,
        field: FieldId,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Period> {
        let Type::Money(Some(to)) = self.program.fields.get(field.index())?.ty else {
            self.unfit(
                key,
                (
                    "an amount per month, quarter or year",
                    "jumlah uang per bulan, triwulan, atau tahun",
                ),
            );
            return None;
        };
        let word = self.text(key, value)?;
        let from = Period::ALL.into_iter().find(|it| it.word() == word);
        let fits = from.filter(|from| Period::convert_factor(*from, to).is_some());
        if fits.is_none() {
            self.wrong(
                key,
                value,
                (
                    "`\"month\"`, `\"quarter\"` or `\"year\"`, of a field that is counted in one of these",
                    "`\"month\"`, `\"quarter\"` atau `\"year\"`, untuk isian yang dihitung dalam salah satunya",
                ),
            );
        }
        fits
    }

    fn codes(
        &mut self,
        field: FieldId,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        codes: &mut BTreeMap<String, String>,
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(
                key,
                value,
                (
                    "a table: `{ 1 = \"first\", 2 = \"second\" }`",
                    "tabel: `{ 1 = \"pertama\", 2 = \"kedua\" }`",
                ),
            );
            return;
        };
        for (code, value) in Self::entries(table) {
            let Some(word) = plain(value.get_ref()) else {
                self.wrong(
                    code,
                    value,
                    (
                        "the value that the code stands for",
                        "nilai yang diwakili kode itu",
                    ),
                );
                continue;
            };
            self.check_word(field, &word, value);
            codes.insert(code.get_ref().to_string(), word);
        }
    }

    /// A code must stand for a value that the field can have.
    fn check_word(&mut self, field: FieldId, word: &str, value: &Spanned<DeValue<'_>>) {
        let Some(field) = self.program.fields.get(field.index()) else {
            return;
        };
        let Type::Enum(id) = field.ty else { return };
        let of = self.program.enums.get(id.index());
        let names: Vec<&str> = of.map_or(Vec::new(), |it| {
            it.values.iter().map(|(name, _)| name.as_str()).collect()
        });
        if names.contains(&word) {
            return;
        }
        let it = Diagnostic::at(&words::TOML_UNKNOWN_VALUE, self.span(value.span()))
            .with("value", word)
            .with("field", &field.about.name)
            .with("values", names.join(", "));
        self.findings.push(near(it, word, names));
    }

    fn marks(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong(
                key,
                value,
                ("a list: `[\"98\", \"99\"]`", "daftar: `[\"98\", \"99\"]`"),
            );
            return Vec::new();
        };
        let marks: Vec<_> = list.iter().filter_map(|it| plain(it.get_ref())).collect();
        if marks.len() < list.len() {
            self.wrong(
                key,
                value,
                (
                    "a list of texts or numbers: `[\"98\", \"99\"]`",
                    "daftar teks atau angka: `[\"98\", \"99\"]`",
                ),
            );
        }
        marks
    }

    fn bit(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<u64> {
        let bit = plain(value.get_ref()).and_then(|text| text.parse::<u64>().ok());
        let bit = bit.filter(|bit| bit.is_power_of_two());
        if bit.is_none() {
            self.wrong(
                key,
                value,
                (
                    "the value of one bit: 1, 2, 4, 8, …",
                    "nilai satu bit: 1, 2, 4, 8, …",
                ),
            );
        }
        bit
    }
}
