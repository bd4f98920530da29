//! Values of `dataset.toml`: texts, flags, dates, names of files; what is wrong is said at its place.

use aturan::diagnostic::Diagnostic;
use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::suggest::nearest;
use aturan::number::Date;
use toml::Spanned;
use toml::de::DeValue;

use super::{Key, Reader};
use crate::io::dataset::FileSpec;

impl Reader<'_> {
    pub(super) fn files(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Vec<FileSpec> {
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

    pub(super) fn delimiter(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<u8> {
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

    pub(super) fn text(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<String> {
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

    pub(super) fn flag(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, value, ("`true` or `false`", "`true` atau `false`"));
        }
        flag
    }

    pub(super) fn date(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Option<Date> {
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

    pub(super) fn wrong(
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

    /// A key that needs another beside it.
    pub(super) fn incomplete(&mut self, key: &Key<'_>, (needs, needs_id): (&str, &str)) {
        self.findings.push(
            Diagnostic::at(&words::TOML_INCOMPLETE, self.span(key.span()))
                .with("key", key.get_ref())
                .with("needs", needs)
                .with("needs_id", needs_id),
        );
    }

    /// A key that fits another kind of thing than it stands with.
    pub(super) fn unfit(&mut self, key: &Key<'_>, (fits, fits_id): (&str, &str)) {
        self.findings.push(
            Diagnostic::at(&words::TOML_UNFIT, self.span(key.span()))
                .with("key", key.get_ref())
                .with("fits", fits)
                .with("fits_id", fits_id),
        );
    }

    pub(super) fn unknown_key(&mut self, key: &Key<'_>, known: &[&str]) {
        let it = Diagnostic::at(&words::TOML_UNKNOWN_KEY, self.span(key.span()))
            .with("key", key.get_ref())
            .with("known", known.join(", "));
        self.findings
            .push(near(it, key.get_ref(), known.iter().copied()));
    }

    pub(super) fn unknown_entity(&mut self, key: &Key<'_>) {
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
pub(super) fn near<'a>(
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
pub(super) fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
