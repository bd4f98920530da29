//! The tables of `dataset.toml`, read with their places so that every finding shows the text.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else TOML holds is of the wrong kind where one kind is meant"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use aturan::check::tree::{EntityId, FieldId, Program, Type};
use aturan::data::columns::ColumnChoice;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::suggest::nearest;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::Date;
use aturan::source::{SourceMap, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::dataset::{DESCRIPTION, DatasetSpec, EntitySpec, FileSpec};

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
                name => {
                    let entity = self
                        .program
                        .entities
                        .iter()
                        .position(|it| it.about.name == name);
                    let id = entity.and_then(|index| u32::try_from(index).ok());
                    match (id, value.get_ref()) {
                        (Some(id), DeValue::Table(table)) => {
                            spec.entities
                                .extend(self.entity(EntityId(id), key.span(), table));
                        }
                        (Some(_), _) => {
                            self.wrong(key, value, ("a table of its own", "tabel tersendiri"));
                        }
                        (None, _) => self.unknown_entity(key),
                    }
                }
            }
        }
        spec
    }

    fn entity(
        &mut self,
        id: EntityId,
        head: std::ops::Range<usize>,
        table: &DeTable<'_>,
    ) -> Option<EntitySpec> {
        const KEYS: [&str; 5] = ["file", "sheet", "delimiter", "decimal_comma", "columns"];
        let entity = self.program.entities.get(id.index())?;
        let mut spec = EntitySpec {
            entity: id,
            files: Vec::new(),
            delimiter: b',',
            sheet: None,
            columns: BTreeMap::new(),
        };
        let mut comma = false;
        let mut columns = None;
        let mut elsewhere = false;
        for (key, value) in Self::entries(table) {
            match key.get_ref().as_ref() {
                "file" => spec.files = self.files(key, value),
                "delimiter" => spec.delimiter = self.delimiter(key, value).unwrap_or(b','),
                "decimal_comma" => comma = self.flag(key, value).unwrap_or(false),
                "columns" => match value.get_ref() {
                    DeValue::Table(table) => columns = Some(table),
                    DeValue::String(_) => {
                        self.later(
                            key,
                            (
                                "turning columns into rows of a child entity",
                                "mengubah kolom menjadi baris entitas anak",
                            ),
                        );
                        elsewhere = true;
                    }
                    _ => self.wrong(key, value, ("a table of its own", "tabel tersendiri")),
                },
                "from" => {
                    self.later(
                        key,
                        (
                            "an entity derived from the file of another",
                            "entitas yang diturunkan dari berkas entitas lain",
                        ),
                    );
                    elsewhere = true;
                }
                "distinct" => elsewhere = true,
                "sheet" => spec.sheet = self.text(key, value),
                _ => self.unknown_key(key, &KEYS),
            }
        }
        if comma {
            let fields = entity.fields.iter().copied();
            spec.columns = fields
                .map(|field| (field, ColumnChoice::default()))
                .collect();
            for choice in spec.columns.values_mut() {
                choice.reading.decimal_comma = true;
            }
        }
        if let Some(columns) = columns {
            self.columns(id, columns, &mut spec.columns);
        }
        if spec.files.is_empty()
            && !elsewhere
            && !table.iter().any(|(key, _)| key.get_ref() == "file")
        {
            let span = self.span(head);
            let name = &entity.about.name;
            self.findings
                .push(Diagnostic::at(&words::TOML_NO_FILE, span).with("entity", name));
        }
        Some(spec)
    }

    fn columns(
        &mut self,
        id: EntityId,
        table: &DeTable<'_>,
        choices: &mut BTreeMap<FieldId, ColumnChoice>,
    ) {
        for (key, value) in Self::entries(table) {
            let Some(field) = self.field(id, key) else {
                continue;
            };
            let choice = choices.entry(field).or_default();
            match value.get_ref() {
                DeValue::String(column) => choice.column = Some(column.to_string()),
                DeValue::Table(table) => self.column(field, table, choice),
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

    fn field(&mut self, id: EntityId, key: &Key<'_>) -> Option<FieldId> {
        let entity = self.program.entities.get(id.index())?;
        let fields = entity.fields.iter().filter_map(|field| {
            let it = self.program.fields.get(field.index())?;
            Some((it.about.name.as_str(), *field))
        });
        let fields: Vec<_> = fields.collect();
        if let Some((_, field)) = fields.iter().find(|(name, _)| name == key.get_ref()) {
            return Some(*field);
        }
        let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        let it = Diagnostic::at(&words::TOML_UNKNOWN_FIELD, self.span(key.span()))
            .with("entity", &entity.about.name)
            .with("key", key.get_ref())
            .with("known", names.join(", "));
        self.findings.push(near(it, key.get_ref(), names));
        None
    }

    fn column(&mut self, field: FieldId, table: &DeTable<'_>, choice: &mut ColumnChoice) {
        const KEYS: [&str; 5] = ["column", "codes", "missing", "bit", "decimal_comma"];
        for (key, value) in Self::entries(table) {
            match key.get_ref().as_ref() {
                "column" => choice.column = self.text(key, value),
                "codes" => self.codes(field, key, value, &mut choice.reading.codes),
                "missing" => choice.reading.missing = self.marks(key, value),
                "bit" => choice.reading.bit = self.bit(key, value),
                "decimal_comma" => {
                    choice.reading.decimal_comma = self.flag(key, value).unwrap_or(false);
                }
                "per" => self.later(
                    key,
                    (
                        "converting amounts between periods while reading",
                        "mengubah periode jumlah uang saat membaca",
                    ),
                ),
                "list" => self.later(
                    key,
                    (
                        "looking rows up in an outside list",
                        "mencocokkan baris dengan daftar luar",
                    ),
                ),
                "on" => {}
                _ => self.unknown_key(key, &KEYS),
            }
        }
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

    fn files(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Vec<FileSpec> {
        let one = std::slice::from_ref(value);
        let list = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect::<Vec<_>>(),
            _ => one.iter().collect(),
        };
        let mut files = Vec::new();
        for it in list {
            match it.get_ref() {
                DeValue::String(name) => files.push(FileSpec {
                    name: name.replace('\\', "/"),
                    span: Some(self.span(it.span())),
                }),
                _ => self.wrong(
                    key,
                    it,
                    (
                        "the name of a file, or a list of names",
                        "nama berkas, atau daftar nama",
                    ),
                ),
            }
        }
        if files.is_empty() && matches!(value.get_ref(), DeValue::Array(list) if list.is_empty()) {
            self.wrong(
                key,
                value,
                (
                    "the name of a file, or a list of names",
                    "nama berkas, atau daftar nama",
                ),
            );
        }
        files
    }

    fn delimiter(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<u8> {
        let text = self.text(key, value)?;
        match text.as_bytes() {
            [one] if *one != b'"' && *one != b'\n' && *one != b'\r' => Some(*one),
            _ => {
                self.wrong(
                    key,
                    value,
                    (
                        "one character: `\";\"`, `\",\"`, `\"|\"` or `\"\\t\"`",
                        "satu karakter: `\";\"`, `\",\"`, `\"|\"` atau `\"\\t\"`",
                    ),
                );
                None
            }
        }
    }

    fn text(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(
                key,
                value,
                ("a text in double quotes", "teks dalam tanda kutip lurus"),
            );
        }
        text
    }

    fn flag(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, value, ("`true` or `false`", "`true` atau `false`"));
        }
        flag
    }

    fn date(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<Date> {
        let date = plain(value.get_ref()).and_then(|text| Date::parse_iso(&text));
        if date.is_none() {
            self.wrong(
                key,
                value,
                ("a date: `2023-11-30`", "tanggal: `2023-11-30`"),
            );
        }
        date
    }

    fn wrong(
        &mut self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        (expected, expected_id): (&str, &str),
    ) {
        let found = plain(value.get_ref());
        let found = found.map_or(value.get_ref().type_str().to_owned(), |it| {
            format!("`{it}`")
        });
        self.findings.push(
            Diagnostic::at(&words::TOML_WRONG_VALUE, self.span(value.span()))
                .with("key", key.get_ref())
                .with("found", found)
                .with("expected", expected)
                .with("expected_id", expected_id),
        );
    }

    fn later(&mut self, key: &Key<'_>, (what, what_id): (&str, &str)) {
        self.findings.push(
            Diagnostic::at(&words::NOT_SUPPORTED_YET, self.span(key.span()))
                .with("what", what)
                .with("what_id", what_id)
                .help("help.prepare"),
        );
    }

    fn unknown_key(&mut self, key: &Key<'_>, known: &[&str]) {
        let it = Diagnostic::at(&words::TOML_UNKNOWN_KEY, self.span(key.span()))
            .with("key", key.get_ref())
            .with("known", known.join(", "));
        self.findings
            .push(near(it, key.get_ref(), known.iter().copied()));
    }

    fn unknown_entity(&mut self, key: &Key<'_>) {
        let entities = self.program.declared();
        let names: Vec<_> = entities.map(|(it, _)| it.about.name.as_str()).collect();
        let it = Diagnostic::at(&words::TOML_UNKNOWN_ENTITY, self.span(key.span()))
            .with("key", key.get_ref())
            .with("known", names.join(", "));
        let candidates = names.into_iter().chain(["label", "date"]);
        self.findings.push(near(it, key.get_ref(), candidates));
    }
}

/// Names the nearest of the candidates, if one is near.
fn near<'a>(
    it: Diagnostic,
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    match nearest(word, candidates) {
        Some(near) => it.with("near", near).help("help.near"),
        None => it,
    }
}

/// A value that is one word, as text.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
