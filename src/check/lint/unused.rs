//! Lints of what is declared and used by nothing.

use std::collections::BTreeSet;

use super::visit::names;
use crate::check::Checker;
use crate::diagnostic::catalogue::lint as codes;
use crate::diagnostic::{Diagnostic, Entry};
use crate::syntax::ast::{
    AmendTarget, Declaration, DeclarationKind, EntityRow, Name, TypeExpr, TypeKind,
};

impl Checker<'_> {
    /// Types, roles, criteria, fields and examples that nothing names.
    pub(super) fn unused_lints(&mut self) {
        let mut said = BTreeSet::new();
        let mut types = BTreeSet::new();
        let mut likes = BTreeSet::new();
        let scenarios = &self.layered.scenarios;
        for declaration in self.layered.declarations.iter().chain(scenarios) {
            names(declaration, &mut said);
            types_of(declaration, &mut types);
            if let DeclarationKind::Test(it) = &declaration.kind {
                likes.extend(it.like.iter().map(|like| like.node.clone()));
            }
        }
        for (_, declaration) in self.declarations().skip(self.layered.own) {
            match &declaration.kind {
                DeclarationKind::Type(it)
                    if !types.contains(&it.name.node) && !said.contains(&it.name.node) =>
                {
                    self.unused_name(&codes::unused::UNUSED_TYPE, &it.name);
                }
                DeclarationKind::Role(it) if !said.contains(&it.name.node) => {
                    self.unused_name(&codes::unused::UNUSED_ROLE, &it.name);
                }
                DeclarationKind::Criteria(it) => {
                    let rows = it.rows.iter().map(|row| &row.name.node);
                    let mut all = rows.chain(std::iter::once(&it.name.node));
                    if !all.any(|name| said.contains(name)) {
                        self.unused_name(&codes::unused::UNUSED_CRITERIA, &it.name);
                    }
                }
                DeclarationKind::Entity(it) => {
                    for name in it.rows.iter().filter_map(field_name) {
                        if !said.contains(&name.node) {
                            self.unused_name(&codes::unused::UNUSED_FIELD, name);
                        }
                    }
                }
                DeclarationKind::Test(it) if it.is_example && !likes.contains(&it.title.node) => {
                    self.unused_name(&codes::unused::UNUSED_EXAMPLE, &it.title);
                }
                _ => {}
            }
        }
    }

    fn unused_name(&mut self, code: &'static Entry, name: &Name) {
        self.report(Diagnostic::at(code, name.span).with("name", &name.node));
    }
}

/// The name of a row that holds an answer: keys and links carry the structure of the data.
fn field_name(row: &EntityRow) -> Option<&Name> {
    match row {
        EntityRow::Field(field) => Some(&field.name),
        EntityRow::Key(_)
        | EntityRow::BelongsTo { .. }
        | EntityRow::RefersTo { .. }
        | EntityRow::Period { .. }
        | EntityRow::Keys { .. }
        | EntityRow::RowKey(_)
        | EntityRow::CompleteSince { .. } => None,
    }
}

/// The named types that a declaration uses.
fn types_of(declaration: &Declaration, into: &mut BTreeSet<String>) {
    let mut note = |ty: &TypeExpr| {
        if let TypeKind::Named(name) = &ty.kind {
            into.insert(name.clone());
        }
    };
    match &declaration.kind {
        DeclarationKind::Entity(it) => it.rows.iter().for_each(|row| {
            if let EntityRow::Key(field) | EntityRow::Field(field) = row {
                note(&field.ty);
            } else if let EntityRow::Keys { fields, .. } = row {
                for it in fields {
                    note(&it.ty);
                }
            }
        }),
        DeclarationKind::Parameter(it) => {
            note(&it.ty);
            let to = it.brackets.as_ref().and_then(|it| it.to.as_ref());
            to.into_iter().for_each(&mut note);
        }
        DeclarationKind::Define(it) => it.ty.iter().for_each(note),
        DeclarationKind::Decide(it) => it.types.iter().for_each(note),
        DeclarationKind::Scenario(it) => {
            let inside = it.amendments.iter().chain(&it.declarations);
            inside.for_each(|it| types_of(it, into));
        }
        DeclarationKind::Amend(it) => {
            if let AmendTarget::Rule(rule) = &it.target
                && let DeclarationKind::Entity(entity) = &rule.replace
            {
                entity.rows.iter().for_each(|row| {
                    if let EntityRow::Key(field) | EntityRow::Field(field) = row {
                        note(&field.ty);
                    }
                });
            }
        }
        _ => {}
    }
}
