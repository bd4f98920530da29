//! `dataset.toml`, or a folder with one file per entity: which files hold what.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use aturan::check::tree::{EntityId, FieldId, Program, Type};
use aturan::data::columns::ColumnChoice;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::suggest::nearest;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::Date;
use aturan::source::{SourceMap, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file that describes a data set.
const DESCRIPTION: &str = "dataset.toml";
/// Endings of files that are read.
const FORMATS: [&str; 2] = ["parquet", "csv"];

/// A data set as described: its files and how their columns are read.
#[derive(Debug, Default)]
pub(crate) struct DatasetSpec {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its title.
    pub(crate) label: Option<String>,
    /// The evaluation date unless the command says otherwise.
    pub(crate) date: Option<Date>,
    /// The entities that have files, in the order of the policy.
    pub(crate) entities: Vec<EntitySpec>,
}

/// The files of an entity.
#[derive(Debug)]
pub(crate) struct EntitySpec {
    /// Which entity.
    pub(crate) entity: EntityId,
    /// Its files, within the folder, in order.
    pub(crate) files: Vec<FileSpec>,
    /// Between the cells of CSV files.
    pub(crate) delimiter: u8,
    /// Where columns are not simply named as their fields.
    pub(crate) columns: BTreeMap<FieldId, ColumnChoice>,
}

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct FileSpec {
    /// Its name within the folder, with `/`.
    pub(crate) name: String,
    /// Where `dataset.toml` names it.
    pub(crate) span: Option<Span>,
}

/// Finds the description of a data set; `dataset.toml` joins the sources, so that findings show it.
///
/// # Errors
/// Everything that is wrong with the folder or the description.
pub(crate) fn open(
    folder: &Path,
    program: &Program,
    sources: &mut SourceMap,
) -> Result<DatasetSpec, Diagnostics> {
    let mut findings = Diagnostics::new();
    let known: Vec<_> = program
        .entities
        .iter()
        .map(|it| it.about.name.as_str())
        .collect();
    let known = known.join(", ");
    if !folder.is_dir() {
        findings.push(
            Diagnostic::new(&words::NO_FOLDER)
                .with("folder", folder.display())
                .with("entities", known),
        );
        return Err(findings);
    }
    let description = folder.join(DESCRIPTION);
    let mut spec = if description.exists() {
        described(&description, program, sources, &mut findings)
    } else {
        by_names(folder, program, &mut findings)
    };
    spec.folder = folder.to_path_buf();
    spec.entities.sort_by_key(|it| it.entity);
    expand_patterns(&mut spec, &mut findings);
    if spec.entities.is_empty() && !findings.has_errors() {
        findings.push(
            Diagnostic::new(&words::NO_DATA)
                .with("folder", folder.display())
                .with("entities", known),
        );
    }
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(spec)
    }
}

/// The names of the files of a folder, sorted.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// One file per entity, named after it.
fn by_names(folder: &Path, program: &Program, findings: &mut Diagnostics) -> DatasetSpec {
    let mut spec = DatasetSpec::default();
    for (entity, id) in program.entities.iter().zip((0..).map(EntityId)) {
        let name = &entity.about.name;
        let candidates = FORMATS.map(|format| format!("{name}.{format}"));
        let mut found = candidates
            .into_iter()
            .filter(|file| folder.join(file).exists());
        let Some(first) = found.next() else { continue };
        if let Some(second) = found.next() {
            findings.push(
                Diagnostic::new(&words::TWO_FILES)
                    .with("first", &first)
                    .with("second", second)
                    .with("entity", name),
            );
        }
        spec.entities.push(EntitySpec {
            entity: id,
            files: vec![FileSpec {
                name: first,
                span: None,
            }],
            delimiter: b',',
            columns: BTreeMap::new(),
        });
    }
    spec
}

fn described(
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
type Entry<'t, 'i> = (
    &'t Spanned<std::borrow::Cow<'i, str>>,
    &'t Spanned<DeValue<'i>>,
);

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
                        (Some(_), _) => self.wrong(key, value, "a table: `[family]`"),
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
        const KEYS: [&str; 4] = ["file", "delimiter", "decimal_comma", "columns"];
        let entity = self.program.entities.get(id.index())?;
        let mut spec = EntitySpec {
            entity: id,
            files: Vec::new(),
            delimiter: b',',
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
                        self.later(key, "turning columns into rows of a child entity");
                        elsewhere = true;
                    }
                    _ => self.wrong(key, value, "a table: `[family.columns]`"),
                },
                "from" => {
                    self.later(key, "an entity derived from the file of another");
                    elsewhere = true;
                }
                "distinct" => elsewhere = true,
                "sheet" => self.later(key, "reading Excel files"),
                _ => self.unknown_key(key, "an entity", &KEYS),
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
                    "a column, `\"b3r302\"`, or `{ column = \"b3r302\" }`",
                ),
            }
        }
    }

    fn field(&mut self, id: EntityId, key: &Spanned<std::borrow::Cow<'_, str>>) -> Option<FieldId> {
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
                "per" => self.later(key, "converting amounts between periods while reading"),
                "list" => self.later(key, "looking rows up in an outside list"),
                "on" => {}
                _ => self.unknown_key(key, "a column", &KEYS),
            }
        }
    }

    fn codes(
        &mut self,
        field: FieldId,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        codes: &mut BTreeMap<String, String>,
    ) {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(key, value, "a table: `{ 1 = \"first\", 2 = \"second\" }`");
            return;
        };
        for (code, value) in Self::entries(table) {
            let Some(word) = plain(value.get_ref()) else {
                self.wrong(code, value, "the value that the code stands for");
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

    fn marks(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<String> {
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong(key, value, "a list: `[\"98\", \"99\"]`");
            return Vec::new();
        };
        let marks: Vec<_> = list.iter().filter_map(|it| plain(it.get_ref())).collect();
        if marks.len() < list.len() {
            self.wrong(key, value, "a list of texts or numbers: `[\"98\", \"99\"]`");
        }
        marks
    }

    fn bit(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<u64> {
        let bit = plain(value.get_ref()).and_then(|text| text.parse::<u64>().ok());
        let bit = bit.filter(|bit| bit.is_power_of_two());
        if bit.is_none() {
            self.wrong(key, value, "the value of one bit: 1, 2, 4, 8, …");
        }
        bit
    }

    fn files(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<FileSpec> {
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
                _ => self.wrong(key, it, "the name of a file, or a list of names"),
            }
        }
        if files.is_empty() && matches!(value.get_ref(), DeValue::Array(list) if list.is_empty()) {
            self.wrong(key, value, "the name of a file, or a list of names");
        }
        files
    }

    fn delimiter(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<u8> {
        let text = self.text(key, value)?;
        match text.as_bytes() {
            [one] if *one != b'"' && *one != b'\n' && *one != b'\r' => Some(*one),
            _ => {
                self.wrong(
                    key,
                    value,
                    "one character: `\";\"`, `\",\"`, `\"|\"` or `\"\\t\"`",
                );
                None
            }
        }
    }

    fn text(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(key, value, "a text in double quotes");
        }
        text
    }

    fn flag(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, value, "`true` or `false`");
        }
        flag
    }

    fn date(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Date> {
        let date = plain(value.get_ref()).and_then(|text| Date::parse_iso(&text));
        if date.is_none() {
            self.wrong(key, value, "a date: `2023-11-30`");
        }
        date
    }

    fn wrong(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
    ) {
        let found = plain(value.get_ref());
        let found = found.map_or(value.get_ref().type_str().to_owned(), |it| {
            format!("`{it}`")
        });
        self.findings.push(
            Diagnostic::at(&words::TOML_WRONG_VALUE, self.span(value.span()))
                .with("key", key.get_ref())
                .with("found", found)
                .with("expected", expected),
        );
    }

    fn later(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, what: &str) {
        self.findings.push(
            Diagnostic::at(&words::NOT_SUPPORTED_YET, self.span(key.span()))
                .with("what", what)
                .with(
                    "cure",
                    "prepare the files so that each entity has its own, and remove this",
                ),
        );
    }

    fn unknown_key(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        place: &str,
        known: &[&str],
    ) {
        let it = Diagnostic::at(&words::TOML_UNKNOWN_KEY, self.span(key.span()))
            .with("key", key.get_ref())
            .with("place", place)
            .with("known", known.join(", "));
        self.findings
            .push(near(it, key.get_ref(), known.iter().copied()));
    }

    fn unknown_entity(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>) {
        let entities = self.program.entities.iter();
        let names: Vec<_> = entities.map(|it| it.about.name.as_str()).collect();
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

/// Puts the files that fit a pattern in its place: `*` in the last part of a name.
fn expand_patterns(spec: &mut DatasetSpec, findings: &mut Diagnostics) {
    for entity in &mut spec.entities {
        let mut files = Vec::new();
        for file in std::mem::take(&mut entity.files) {
            if !file.name.contains('*') {
                files.push(file);
                continue;
            }
            let (inside, pattern) = match file.name.rsplit_once('/') {
                Some((inside, pattern)) => (format!("{inside}/"), pattern),
                None => (String::new(), file.name.as_str()),
            };
            let names = names_in(&spec.folder.join(&inside));
            let before = files.len();
            let fitting = names.iter().filter(|name| fits(name, pattern));
            files.extend(fitting.map(|name| FileSpec {
                name: format!("{inside}{name}"),
                span: file.span,
            }));
            if files.len() == before {
                let it = match file.span {
                    Some(span) => Diagnostic::at(&words::NO_PATTERN_MATCH, span),
                    None => Diagnostic::new(&words::NO_PATTERN_MATCH),
                };
                findings.push(
                    it.with("file", &file.name)
                        .with("available", names.join(", ")),
                );
            }
        }
        entity.files = files;
    }
}

/// Whether a name fits a pattern in which `*` stands for any characters.
fn fits(name: &str, pattern: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return name == pattern;
    };
    let Some(name) = name.strip_prefix(head) else {
        return false;
    };
    let Some((middle, last)) = rest.rsplit_once('*') else {
        return name.ends_with(rest);
    };
    let Some(mut name) = name.strip_suffix(last) else {
        return false;
    };
    for part in middle.split('*') {
        match name.find(part) {
            Some(at) => name = name.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names() {
        assert!(fits("family_01.csv", "family_*.csv"));
        assert!(fits("a-b-c.csv", "*b*.csv"));
        assert!(fits("abc", "***"));
        assert!(!fits("family.csv", "family_*.csv"));
        assert!(!fits("a.csv", "a*.parquet"));
    }
}
