//! Lints of names, titles and texts.

use std::collections::BTreeMap;

use crate::check::Checker;
use crate::diagnostic::catalogue::lint as codes;
use crate::diagnostic::{Diagnostic, Entry};
use crate::source::Spanned;
use crate::syntax::ast::{
    AidClauseKind, Declaration, DeclarationKind, EntityRow, Field, Label, Name, TypeKind,
};

/// Names of fields that identify a person or a family in Indonesian registers.
const IDENTIFYING: [&str; 12] = [
    "nik",
    "no_kk",
    "nkk",
    "nomor_kk",
    "no_ktp",
    "nomor_ktp",
    "id_card",
    "no_hp",
    "nomor_hp",
    "telepon",
    "phone",
    "phone_number",
];

impl Checker<'_> {
    /// Names, titles and texts of a declaration.
    pub(super) fn text_lints(&mut self, declaration: &Declaration) {
        for name in names(&declaration.kind) {
            self.name_form(name);
        }
        self.empty_texts(declaration);
        for list in titles(&declaration.kind) {
            self.same_titles(&list);
            for (name, label) in list {
                self.title(name, label);
            }
        }
        if let DeclarationKind::Entity(it) = &declaration.kind {
            for row in &it.rows {
                if let EntityRow::Key(field) | EntityRow::Field(field) = row {
                    self.not_personal(field);
                }
            }
        }
    }

    fn name_form(&mut self, name: &Name) {
        let is_odd = name.node.chars().any(char::is_uppercase)
            || name.node.contains("__")
            || name.node.ends_with('_');
        if is_odd {
            let finding = Diagnostic::at(&codes::texts::NAME_FORM, name.span)
                .with("name", &name.node)
                .with("instead", snake(&name.node));
            self.report(finding);
        }
    }

    fn empty_texts(&mut self, declaration: &Declaration) {
        let common = &declaration.common;
        let mut all: Vec<&Spanned<String>> = Vec::new();
        all.extend(common.sources.iter().map(|it| &it.text));
        all.extend(&common.notes);
        all.extend(common.allows.iter().map(|it| &it.because));
        match &declaration.kind {
            DeclarationKind::Parameter(it) => {
                let sources = it.values.iter().flat_map(|row| &row.sources);
                all.extend(sources.map(|it| &it.text));
            }
            DeclarationKind::Criteria(it) => {
                let sources = it.rows.iter().flat_map(|row| &row.sources);
                all.extend(sources.map(|it| &it.text));
            }
            DeclarationKind::Aid(it) => {
                for clause in &it.clauses {
                    match &clause.kind {
                        AidClauseKind::Agency(text) => all.push(text),
                        AidClauseKind::Unless { because, .. }
                        | AidClauseKind::Verify { because, .. }
                        | AidClauseKind::NotTogether { because, .. } => all.extend(because),
                        _ => {}
                    }
                }
            }
            DeclarationKind::Register(it) => {
                all.extend(it.leave.iter().filter_map(|leave| leave.because.as_ref()));
            }
            _ => {}
        }
        let labels = titles(&declaration.kind).into_iter().flatten();
        all.extend(labels.filter_map(|(_, label)| Some(&label?.text)));
        for text in all {
            if text.node.trim().is_empty() {
                self.report(Diagnostic::at(&codes::texts::EMPTY_TEXT, text.span));
            }
        }
    }

    /// Two rows of a list that people cannot tell apart.
    fn same_titles(&mut self, list: &[(&Name, Option<&Label>)]) {
        let mut first: BTreeMap<&str, &Label> = BTreeMap::new();
        for (_, label) in list {
            let Some(label) = label else { continue };
            let text = label.text.node.trim();
            if text.is_empty() {
                continue;
            }
            match first.get(text) {
                Some(before) => self.report(
                    Diagnostic::at(&codes::texts::SAME_TITLE, label.text.span)
                        .with("title", text)
                        .label(before.text.span, "label.first"),
                ),
                None => {
                    first.insert(text, label);
                }
            }
        }
    }

    fn title(&mut self, name: &Name, label: Option<&Label>) {
        if label.is_none() {
            self.report(
                Diagnostic::at(&codes::texts::NO_TITLE, name.span).with("name", &name.node),
            );
        }
    }

    fn not_personal(&mut self, field: &Field) {
        let is_text = matches!(field.ty.kind, TypeKind::Text | TypeKind::Integer);
        let name = field.name.node.to_lowercase();
        if is_text && field.personal.is_none() && IDENTIFYING.contains(&name.as_str()) {
            self.report_name(&codes::texts::NOT_PERSONAL, &field.name);
        }
    }

    fn report_name(&mut self, code: &'static Entry, name: &Name) {
        self.report(Diagnostic::at(code, name.span).with("name", &name.node));
    }
}

/// The titles that reports show, list by list.
fn titles(kind: &DeclarationKind) -> Vec<Vec<(&Name, Option<&Label>)>> {
    match kind {
        DeclarationKind::Criteria(it) => {
            let rows = it.rows.iter();
            vec![rows.map(|row| (&row.name, row.label.as_ref())).collect()]
        }
        DeclarationKind::Classify(it) => {
            let mut rows: Vec<(&Name, Option<&Label>)> = Vec::new();
            for row in &it.rows {
                // A class may have several rows; its title stands at one of them.
                let known = rows
                    .iter_mut()
                    .find(|(name, _)| name.node == row.class.node);
                match known {
                    Some((_, label)) => *label = label.or(row.label.as_ref()),
                    None => rows.push((&row.class, row.label.as_ref())),
                }
            }
            vec![rows]
        }
        DeclarationKind::Aid(it) => vec![vec![(&it.name, it.label.as_ref())]],
        DeclarationKind::Indicator(it) => vec![vec![(&it.name, it.label.as_ref())]],
        DeclarationKind::Register(it) => vec![vec![(&it.name, it.label.as_ref())]],
        _ => Vec::new(),
    }
}

/// The names that a declaration gives.
fn names(kind: &DeclarationKind) -> Vec<&Name> {
    match kind {
        DeclarationKind::Type(it) => {
            let values = it.values.iter().map(|value| &value.name);
            values.chain(std::iter::once(&it.name)).collect()
        }
        DeclarationKind::Entity(it) => {
            let rows = it.rows.iter().filter_map(|row| match row {
                EntityRow::Key(field) | EntityRow::Field(field) => Some(&field.name),
                EntityRow::BelongsTo { field, .. } => Some(field),
                EntityRow::RefersTo { name, .. } => Some(name),
                EntityRow::Period { .. }
                | EntityRow::Keys { .. }
                | EntityRow::RowKey(_)
                | EntityRow::CompleteSince { .. } => None,
            });
            rows.chain(std::iter::once(&it.name)).collect()
        }
        DeclarationKind::Role(it) => vec![&it.name],
        DeclarationKind::Parameter(it) => vec![&it.name],
        DeclarationKind::Define(it) => vec![&it.name],
        DeclarationKind::Criteria(it) => {
            let rows = it.rows.iter().map(|row| &row.name);
            rows.chain(std::iter::once(&it.name)).collect()
        }
        DeclarationKind::Classify(it) => {
            let rows = it.rows.iter().map(|row| &row.class);
            rows.chain(std::iter::once(&it.name)).collect()
        }
        DeclarationKind::Decide(it) => it.names.iter().collect(),
        DeclarationKind::Select(it) => vec![&it.name],
        DeclarationKind::Aid(it) => vec![&it.name],
        DeclarationKind::Register(it) => vec![&it.name],
        DeclarationKind::Indicator(it) => vec![&it.name],
        DeclarationKind::Poverty(it) => vec![&it.name],
        DeclarationKind::Target(it) => vec![&it.name],
        DeclarationKind::Scenario(it) => vec![&it.name],
        DeclarationKind::Policy(it) => vec![&it.name],
        DeclarationKind::Update(_)
        | DeclarationKind::Assert(_)
        | DeclarationKind::Universe(_)
        | DeclarationKind::Test(_)
        | DeclarationKind::Amend(_) => Vec::new(),
    }
}

/// A name in small letters with single underscores.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push('_');
        }
        if c != '_' || !out.ends_with('_') {
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    out.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn names_become_small_letters_with_underscores() {
        assert_eq!(snake("GarisKemiskinan"), "garis_kemiskinan");
        assert_eq!(snake("PKH_2024"), "pkh_2024");
        assert_eq!(snake("a__b_"), "a_b");
    }
}
