//! `set …` of scenarios: parameters and clauses of aids, from their values before the change.

mod parameter;

use std::collections::BTreeSet;

use super::amend::{Once, Seen, key_text};
use super::before::{Before, values_mut};
use super::keys::pattern_of;
use super::part::{clause, clause_value, is_part, part_word};
use crate::diagnostic::catalogue::scenario as codes;
use crate::diagnostic::suggest::near;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::syntax::ast::{
    Aid, AidClause, Declaration, DeclarationKind, Expr, ExprKind, Name, Set, Source,
};
use crate::syntax::walk;

/// What an expression may call its own old value by.
#[derive(Clone, Copy)]
enum Own<'a> {
    /// Nothing: an old value itself.
    None,
    /// `poverty_line`, or `pkh_amount[primary]`: the value of a parameter under a key.
    Parameter(&'a str, &'a str, Option<&'a Expr>),
    /// Clauses of aids are found by their name, those of the aid at this place first.
    Clause(usize),
}

/// Sets parameters and clauses; gives the parameters that are kept, under names that no policy can
/// write, because a new value needs them as they were.
pub(super) fn settings(
    declarations: &mut [Declaration],
    before: &Before,
    sets: &[Set],
    sources: &[Source],
    seen: &mut Seen,
    findings: &mut Diagnostics,
) -> Vec<Declaration> {
    let mut setting = Setting {
        before,
        sources,
        seen,
        findings,
        kept: BTreeSet::new(),
    };
    for set in sets {
        setting.one(declarations, set);
    }
    setting.kept_parameters()
}

/// Settings of one scenario under way.
struct Setting<'a> {
    before: &'a Before,
    sources: &'a [Source],
    seen: &'a mut Seen,
    findings: &'a mut Diagnostics,
    /// Parameters that are needed as they were.
    kept: BTreeSet<String>,
}

impl Setting<'_> {
    fn one(&mut self, declarations: &mut [Declaration], set: &Set) {
        // An aid may have versions.
        let own = self.before.declarations.len();
        let named = |it: &Declaration| settable(it).is_some_and(|it| it.node == set.name.node);
        let all = declarations.iter_mut().take(own).enumerate();
        let mut found: Vec<_> = all.filter(|(_, it)| named(it)).collect();
        if found.is_empty() {
            let finding = self.not_settable(set);
            self.findings.push(finding);
        }
        let has_part = |it: &Declaration| match (&it.kind, &set.part) {
            (DeclarationKind::Aid(aid), Some(part)) => aid
                .clauses
                .iter()
                .any(|it| part_word(&part.node).is_some_and(|word| is_part(&it.kind, word))),
            _ => false,
        };
        if found.iter().any(|(_, it)| has_part(it)) {
            found.retain(|(_, it)| has_part(it));
        }
        for (place, declaration) in found {
            self.declaration(place, declaration, set);
        }
    }

    fn declaration(&mut self, place: usize, declaration: &mut Declaration, set: &Set) {
        match (&mut declaration.kind, &set.part) {
            (DeclarationKind::Parameter(parameter), None) => {
                if self.fits_parameter(set, parameter) {
                    self.parameter(place, parameter, set);
                }
            }
            (DeclarationKind::Aid(aid), Some(part)) => self.aid(place, aid, set, part),
            (DeclarationKind::Parameter(_), Some(part)) => {
                let what = format!("`.{}`", part.node);
                let finding = Diagnostic::at(&codes::SET_FORM, part.span)
                    .with("what", what)
                    .with("name", &set.name.node);
                self.findings
                    .push(finding.with("part", &part.node).help("help.part"));
            }
            _ => {
                let finding = not_parameter(set, "aid", declaration);
                self.findings.push(finding.help("help.aid"));
            }
        }
    }

    /// The finding for a name that is no parameter and no aid.
    fn not_settable(&self, set: &Set) -> Diagnostic {
        let all = &self.before.declarations;
        let other = all
            .iter()
            .find_map(|it| named(&it.kind, &set.name.node).map(|word| (it, word)));
        if let Some((declaration, word)) = other {
            return not_parameter(set, word, declaration);
        }
        let near = near(
            &set.name.node,
            all.iter().filter_map(settable).map(|it| it.node.as_str()),
        );
        let finding =
            Diagnostic::at(&codes::SET_UNKNOWN, set.name.span).with("name", &set.name.node);
        match near {
            Some(near) => finding
                .with("suggestion", &near.word)
                .help("help.suggest")
                .fix_near(set.name.span, &near),
            None => finding,
        }
    }

    fn aid(&mut self, place: usize, aid: &mut Aid, set: &Set, part: &Name) {
        let Some(word) = part_word(&part.node) else {
            let finding = Diagnostic::at(&codes::SET_PART, part.span)
                .with("name", &set.name.node)
                .with("part", &part.node);
            self.findings.push(finding);
            return;
        };
        if !self.fits_aid(set, word) {
            return;
        }
        if !self.admits(place, format!("`{word}`"), set) {
            return;
        }
        let value = self.rewritten(&set.value, Own::Clause(place));
        let old = aid
            .clauses
            .iter()
            .position(|clause| is_part(&clause.kind, word));
        let kept = old.and_then(|at| aid.clauses.get(at)).map(|it| &it.kind);
        let kind = clause(word, value, set, kept);
        let new = AidClause {
            span: set.span,
            kind,
        };
        match old.and_then(|at| aid.clauses.get_mut(at)) {
            Some(old) => *old = new,
            None => aid.clauses.push(new),
        }
    }

    fn fits_aid(&mut self, set: &Set, word: &str) -> bool {
        let form = |what: &str, span, help| {
            let finding = Diagnostic::at(&codes::SET_FORM, span);
            finding
                .with("what", what)
                .with("name", format!("{}.{word}", set.name.node))
                .help(help)
        };
        let finding = match (&set.from, &set.of, &set.months) {
            (Some(from), ..) => form("`from`", from.span, "help.from"),
            (_, Some(of), _) if word != "quota" => form("`of`", of.span, "help.of"),
            (.., Some(months)) if word != "amount" => {
                form("`for … months`", months.span, "help.months")
            }
            _ => return true,
        };
        self.findings.push(finding);
        false
    }

    fn admits(&mut self, place: usize, clause: String, set: &Set) -> bool {
        let mut once = Once {
            place,
            name: &set.name,
            seen: self.seen,
            findings: self.findings,
        };
        once.admits(clause, set.span)
    }

    /// The sources of a new value, where any is stated.
    fn sources_of(&self, set: &Set) -> Option<Vec<Source>> {
        let own = if set.sources.is_empty() {
            self.sources
        } else {
            set.sources.as_slice()
        };
        (!own.is_empty()).then(|| own.to_vec())
    }

    /// An expression in which names mean the values before the scenario.
    fn rewritten(&mut self, expr: &Expr, own: Own<'_>) -> Expr {
        let mut out = expr.clone();
        self.rewrite(&mut out, own);
        out
    }

    fn rewrite(&mut self, expr: &mut Expr, own: Own<'_>) {
        if let Some(old) = self.own_value(expr, own) {
            *expr = old;
            return;
        }
        if let ExprKind::Name(name) = &mut expr.kind
            && self.before.stale.contains(name.as_str())
        {
            self.kept.insert(name.clone());
            *name = self.before.kept_name(name);
            return;
        }
        walk::parts_mut(expr, &mut |part| self.rewrite(part, own));
    }

    /// The old value that an expression names, reported where there is none.
    fn own_value(&mut self, expr: &Expr, own: Own<'_>) -> Option<Expr> {
        let (name, old) = match (&expr.kind, own) {
            (ExprKind::Name(name), Own::Parameter(own, _, old)) if name == own => {
                (name.clone(), old.cloned())
            }
            (ExprKind::Index(base, keys), Own::Parameter(own, key, old)) => {
                let same = matches!(&base.kind, ExprKind::Name(name) if name == own)
                    && key_text(&pattern_of(keys)) == key;
                if !same {
                    return None;
                }
                (own.to_owned(), old.cloned())
            }
            (ExprKind::Dot(base, part), Own::Parameter(..) | Own::Clause(_)) => {
                let ExprKind::Name(name) = &base.kind else {
                    return None;
                };
                let place = match own {
                    Own::Clause(place) => Some(place),
                    Own::None | Own::Parameter(..) => None,
                };
                let (aid, word) = (self.before.aid(name, place)?, part_word(&part.node)?);
                if word == "amount" && place.is_none() {
                    return None;
                }
                let mut clauses = aid.clauses.iter();
                let old = clauses.find_map(|clause| clause_value(&clause.kind, word));
                let old = old.map(|old| self.rewritten(old, Own::None));
                (format!("{name}.{}", part.node), old)
            }
            _ => return None,
        };
        if old.is_none() {
            let finding = Diagnostic::at(&codes::SET_BEFORE, expr.span).with("name", name);
            self.findings.push(finding);
            return Some(Expr {
                kind: ExprKind::Broken,
                span: expr.span,
            });
        }
        old
    }

    /// The parameters that new values need as they were, and those that these are made of.
    fn kept_parameters(&mut self) -> Vec<Declaration> {
        let mut done = BTreeSet::new();
        let mut out = Vec::new();
        while let Some(name) = self.kept.pop_first() {
            if !done.insert(name.clone()) {
                continue;
            }
            let found = self.before.declarations.iter().find(
                |it| matches!(&it.kind, DeclarationKind::Parameter(it) if it.name.node == name),
            );
            let Some(mut declaration) = found.cloned() else {
                continue;
            };
            if let DeclarationKind::Parameter(parameter) = &mut declaration.kind {
                parameter.name.node = self.before.kept_name(&name);
                for value in values_mut(parameter) {
                    self.rewrite(value, Own::None);
                }
            }
            out.push(declaration);
        }
        out
    }
}

/// The name of a parameter or an aid.
fn settable(declaration: &Declaration) -> Option<&Name> {
    match &declaration.kind {
        DeclarationKind::Parameter(it) => Some(&it.name),
        DeclarationKind::Aid(it) => Some(&it.name),
        _ => None,
    }
}

/// The word that declares the name, where it is neither a parameter nor an aid.
fn named(kind: &DeclarationKind, wanted: &str) -> Option<&'static str> {
    let (word, name) = match kind {
        DeclarationKind::Type(it) => ("type", &it.name),
        DeclarationKind::Entity(it) => ("entity", &it.name),
        DeclarationKind::Role(it) => ("role", &it.name),
        DeclarationKind::Define(it) => ("define", &it.name),
        DeclarationKind::Criteria(it) => ("criteria", &it.name),
        DeclarationKind::Classify(it) => ("classify", &it.name),
        DeclarationKind::Decide(it) => {
            return it
                .names
                .iter()
                .any(|name| name.node == wanted)
                .then_some("decide");
        }
        DeclarationKind::Select(it) => ("select", &it.name),
        DeclarationKind::Register(it) => ("register", &it.name),
        DeclarationKind::Indicator(it) => ("indicator", &it.name),
        DeclarationKind::Target(it) => ("target", &it.name),
        DeclarationKind::Poverty(it) => ("poverty", &it.name),
        DeclarationKind::Policy(_)
        | DeclarationKind::Parameter(_)
        | DeclarationKind::Aid(_)
        | DeclarationKind::Update(_)
        | DeclarationKind::Assert(_)
        | DeclarationKind::Universe(_)
        | DeclarationKind::Test(_)
        | DeclarationKind::Amend(_)
        | DeclarationKind::Scenario(_) => return None,
    };
    (name.node == wanted).then_some(word)
}

fn not_parameter(set: &Set, kind: &str, declaration: &Declaration) -> Diagnostic {
    Diagnostic::at(&codes::SET_NOT_PARAMETER, set.name.span)
        .with("name", &set.name.node)
        .with_code("kind", kind)
        .label(declaration.head, "label.declared")
}

fn unchanged(set: &Set) -> Diagnostic {
    Diagnostic::at(&codes::SET_CHANGES_NOTHING, set.span).with("name", &set.name.node)
}
