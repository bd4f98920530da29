//! Amendments: `amend KIND NAME` changes what a base declares.

use std::collections::BTreeMap;

use super::amended;
use crate::diagnostic::catalogue::resolve as codes;
use crate::diagnostic::suggest::near;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax;
use crate::syntax::ast::{
    AidClause, AidClauseKind, Amend, AmendTarget, Common, DatedValue, Declaration, DeclarationKind,
    ExprKind, KeyPattern, KeyedValue, Name, ParameterValue,
};

/// The clauses amended so far in a layer: declaration, clause and the place of its first amendment.
pub(super) type Seen = BTreeMap<(usize, String), Span>;

/// Applies the amendments of a layer to the declarations before `base`, those of its bases. `seen`
/// holds what the layer changed already.
pub(super) fn apply(
    declarations: &mut [Declaration],
    base: usize,
    amendments: &[Declaration],
    seen: &mut Seen,
    findings: &mut Diagnostics,
) {
    for amendment in amendments {
        let DeclarationKind::Amend(amend) = &amendment.kind else {
            continue;
        };
        let Some(first) = target(declarations, base, amend, findings) else {
            continue;
        };
        for place in versions(declarations, base, first, amendment, findings) {
            change(declarations, place, amendment, seen, findings);
        }
    }
}

/// The places of all versions of what is amended, the first one first; a finding where the amendment
/// says when they are in force, which cannot be the same for all.
fn versions(
    declarations: &[Declaration],
    base: usize,
    first: usize,
    amendment: &Declaration,
    findings: &mut Diagnostics,
) -> Vec<usize> {
    let DeclarationKind::Amend(amend) = &amendment.kind else {
        return Vec::new();
    };
    let all = declarations.iter().enumerate().take(base).skip(first);
    let places: Vec<usize> = all
        .filter(|(_, it)| name_for(it, &amend.target).is_some_and(|name| *name == amend.name))
        .map(|(place, _)| place)
        .collect();
    match amendment.common.in_force {
        Some(in_force) if places.len() > 1 => {
            findings.push(
                Diagnostic::at(&codes::AMEND_VERSIONS, in_force.from.span)
                    .with("name", &amend.name.node)
                    .with("count", places.len()),
            );
            Vec::new()
        }
        _ => places,
    }
}

/// Changes one declaration.
fn change(
    declarations: &mut [Declaration],
    place: usize,
    amendment: &Declaration,
    seen: &mut Seen,
    findings: &mut Diagnostics,
) {
    if let (DeclarationKind::Amend(amend), Some(declaration)) =
        (&amendment.kind, declarations.get_mut(place))
    {
        let mut once = Once {
            place,
            name: &amend.name,
            seen: &mut *seen,
            findings: &mut *findings,
        };
        if !amendment.common.sources.is_empty() {
            amended::keep_sources(declaration);
        }
        amend_common(&mut declaration.common, &amendment.common, &mut once);
        match (&mut declaration.kind, &amend.target) {
            (DeclarationKind::Parameter(parameter), AmendTarget::Parameter { values, files }) => {
                let (amendment, found) = syntax::filled(parameter, values, files);
                once.findings.append(found);
                for row in &amendment.values {
                    amend_interval(&mut parameter.values, row, &mut once);
                }
                parameter.files.extend(amendment.files);
            }
            (DeclarationKind::Aid(aid), AmendTarget::Aid { replace, add }) => {
                amend_clauses(&mut aid.clauses, replace, add, &mut once);
            }
            (kind, AmendTarget::Rule(rule)) => amended::change(kind, rule, &mut once),
            _ => {}
        }
    }
}

/// The place of what is amended, or a finding.
fn target(
    declarations: &[Declaration],
    base: usize,
    amend: &Amend,
    findings: &mut Diagnostics,
) -> Option<usize> {
    let found = declarations
        .iter()
        .position(|it| name_for(it, &amend.target).is_some_and(|name| *name == amend.name));
    let Some(place) = found else {
        let names = declarations
            .iter()
            .take(base)
            .filter_map(|it| name_for(it, &amend.target));
        let near = near(&amend.name.node, names.map(|name| name.node.as_str()));
        let kind = match &amend.target {
            AmendTarget::Parameter { .. } => "parameter",
            AmendTarget::Aid { .. } => "aid",
            AmendTarget::Rule(rule) => word_of(&rule.replace),
        };
        let finding = Diagnostic::at(&codes::AMEND_UNKNOWN, amend.name.span)
            .with_code("kind", kind)
            .with("name", &amend.name.node);
        findings.push(match near {
            Some(near) => finding
                .with("suggestion", &near.word)
                .help("help.suggest")
                .fix_near(amend.name.span, &near),
            None => finding,
        });
        return None;
    };
    if place >= base {
        let first = declarations
            .get(place)
            .map_or(amend.name.span, |it| it.head);
        findings.push(
            Diagnostic::at(&codes::AMEND_WITHOUT_BASE, amend.name.span)
                .with("name", &amend.name.node)
                .label(first, "label.first"),
        );
        return None;
    }
    Some(place)
}

/// The name of a declaration of the kind that is amended.
fn name_for<'a>(declaration: &'a Declaration, target: &AmendTarget) -> Option<&'a Name> {
    match (&declaration.kind, target) {
        (DeclarationKind::Parameter(it), AmendTarget::Parameter { .. }) => Some(&it.name),
        (DeclarationKind::Aid(it), AmendTarget::Aid { .. }) => Some(&it.name),
        (kind, AmendTarget::Rule(rule)) if word_of(kind) == word_of(&rule.replace) => {
            rule_name(kind)
        }
        _ => None,
    }
}

/// The word that declares a rule.
fn word_of(kind: &DeclarationKind) -> &'static str {
    match kind {
        DeclarationKind::Policy(_) => "policy",
        DeclarationKind::Type(_) => "type",
        DeclarationKind::Entity(_) => "entity",
        DeclarationKind::Role(_) => "role",
        DeclarationKind::Parameter(it) if it.brackets.is_some() => "brackets",
        DeclarationKind::Parameter(_) => "parameter",
        DeclarationKind::Define(_) => "define",
        DeclarationKind::Criteria(_) => "criteria",
        DeclarationKind::Classify(_) => "classify",
        DeclarationKind::Decide(_) => "decide",
        DeclarationKind::Select(_) => "select",
        DeclarationKind::Aid(_) => "aid",
        DeclarationKind::Register(_) => "register",
        DeclarationKind::Indicator(_) => "indicator",
        DeclarationKind::Poverty(_) => "poverty",
        DeclarationKind::Target(_) => "target",
        DeclarationKind::Update(it) => it.word(),
        DeclarationKind::Assert(_) => "assert",
        DeclarationKind::Universe(_) => "universe",
        DeclarationKind::Test(_) => "test",
        DeclarationKind::Amend(_) => "amend",
        DeclarationKind::Scenario(_) => "scenario",
    }
}

/// The name of what can be amended or repealed; of a table its first output.
pub(super) fn rule_name(kind: &DeclarationKind) -> Option<&Name> {
    match kind {
        DeclarationKind::Entity(it) => Some(&it.name),
        DeclarationKind::Role(it) => Some(&it.name),
        DeclarationKind::Parameter(it) => Some(&it.name),
        DeclarationKind::Define(it) => Some(&it.name),
        DeclarationKind::Criteria(it) => Some(&it.name),
        DeclarationKind::Classify(it) => Some(&it.name),
        DeclarationKind::Decide(it) => it.names.first(),
        DeclarationKind::Select(it) => Some(&it.name),
        DeclarationKind::Aid(it) => Some(&it.name),
        DeclarationKind::Register(it) => Some(&it.name),
        DeclarationKind::Indicator(it) => Some(&it.name),
        DeclarationKind::Poverty(it) => Some(&it.name),
        DeclarationKind::Target(it) => Some(&it.name),
        DeclarationKind::Policy(_)
        | DeclarationKind::Type(_)
        | DeclarationKind::Update(_)
        | DeclarationKind::Assert(_)
        | DeclarationKind::Universe(_)
        | DeclarationKind::Test(_)
        | DeclarationKind::Amend(_)
        | DeclarationKind::Scenario(_) => None,
    }
}

/// Holds that a clause is amended once in a layer.
pub(super) struct Once<'a> {
    pub(super) place: usize,
    pub(super) name: &'a Name,
    pub(super) seen: &'a mut Seen,
    pub(super) findings: &'a mut Diagnostics,
}

impl Once<'_> {
    /// Whether the clause was not changed before; else a finding.
    pub(super) fn admits(&mut self, clause: String, span: Span) -> bool {
        let key = (self.place, clause);
        if let Some(first) = self.seen.get(&key) {
            self.findings.push(
                Diagnostic::at(&codes::AMENDED_TWICE, span)
                    .with("name", &self.name.node)
                    .with("clause", key.1)
                    .label(*first, "label.first"),
            );
            return false;
        }
        self.seen.insert(key, span);
        true
    }
}

fn amend_common(common: &mut Common, change: &Common, once: &mut Once<'_>) {
    if let Some(source) = change.sources.first()
        && once.admits("`source`".to_owned(), source.text.span)
    {
        common.sources.clone_from(&change.sources);
    }
    if let Some(note) = change.notes.first()
        && once.admits("`note`".to_owned(), note.span)
    {
        common.notes.clone_from(&change.notes);
    }
    if let Some(in_force) = change.in_force
        && once.admits("`in force`".to_owned(), in_force.from.span)
    {
        common.in_force = Some(in_force);
    }
    common.allows.extend(change.allows.iter().cloned());
}

/// A row of a parameter replaces the row of its date, key by key where both are keyed.
fn amend_interval(values: &mut Vec<DatedValue>, row: &DatedValue, once: &mut Once<'_>) {
    if let ParameterValue::Keyed(_) = row.value {
        // Checked key by key below: two amendments may share a date.
    } else if !once.admits(format!("the value from {}", row.from.node), row.span) {
        return;
    }
    let Some(old) = values.iter_mut().find(|it| it.from == row.from) else {
        values.push(row.clone());
        return;
    };
    if let (ParameterValue::Keyed(kept), ParameterValue::Keyed(new)) = (&mut old.value, &row.value)
    {
        for keyed in new {
            amend_key(kept, keyed, row, once);
        }
        if !row.sources.is_empty() {
            old.sources.clone_from(&row.sources);
        }
        old.until = row.until.or(old.until);
    } else {
        *old = row.clone();
    }
}

fn amend_key(
    kept: &mut Vec<KeyedValue>,
    keyed: &KeyedValue,
    row: &DatedValue,
    once: &mut Once<'_>,
) {
    let key = key_text(&keyed.key);
    if !once.admits(format!("`{key}` from {}", row.from.node), keyed.span) {
        return;
    }
    match kept.iter_mut().find(|it| key_text(&it.key) == key) {
        Some(old) => *old = keyed.clone(),
        None => kept.push(keyed.clone()),
    }
}

/// The left side of a keyed row as text, to find its fellow.
pub(super) fn key_text(key: &KeyPattern) -> String {
    let one = |kind: &ExprKind| match kind {
        ExprKind::Name(name) => name.clone(),
        ExprKind::Text(text) => text.clone(),
        ExprKind::Number(number) => number.to_string(),
        ExprKind::Money { amount, .. } => amount.to_string(),
        _ => String::new(),
    };
    match key {
        KeyPattern::Values(values) => values
            .iter()
            .map(|it| one(&it.kind))
            .collect::<Vec<_>>()
            .join(", "),
        KeyPattern::Range(range) => {
            let end = |it: &Option<Box<crate::syntax::ast::Expr>>| {
                it.as_ref().map_or(String::new(), |it| one(&it.kind))
            };
            format!("{}..{}", end(&range.low), end(&range.high))
        }
        KeyPattern::Otherwise(_) => "otherwise".to_owned(),
        KeyPattern::EachFurther(_) => "each further".to_owned(),
        KeyPattern::Several(all) => all.iter().map(key_text).collect::<Vec<_>>().join(" | "),
        KeyPattern::Text(text) => text.node.clone(),
        KeyPattern::UpTo(limit) => format!("up to {}", one(&limit.kind)),
        KeyPattern::Below(limit) => format!("below {}", one(&limit.kind)),
        KeyPattern::Above(_) => "above".to_owned(),
    }
}

/// A clause replaces all of its kind; those after `add` are added.
fn amend_clauses(
    clauses: &mut Vec<AidClause>,
    replace: &[AidClause],
    add: &[AidClause],
    once: &mut Once<'_>,
) {
    let mut replaced: Vec<&'static str> = Vec::new();
    for clause in replace {
        let kind = clause_word(&clause.kind);
        if replaced.contains(&kind) && repeatable(&clause.kind) {
            clauses.push(clause.clone());
            continue;
        }
        if !once.admits(format!("`{kind}`"), clause.span) {
            continue;
        }
        clauses.retain(|it| !same_slot(&it.kind, &clause.kind));
        clauses.push(clause.clone());
        replaced.push(kind);
    }
    clauses.extend(add.iter().cloned());
}

/// Whether the second takes the place of the first: the same clause, or the other kind of benefit.
fn same_slot(old: &AidClauseKind, new: &AidClauseKind) -> bool {
    let benefit =
        |it: &AidClauseKind| matches!(it, AidClauseKind::Amount { .. } | AidClauseKind::Service(_));
    clause_word(old) == clause_word(new) || (benefit(old) && benefit(new))
}

fn repeatable(kind: &AidClauseKind) -> bool {
    matches!(
        kind,
        AidClauseKind::When(_)
            | AidClauseKind::Unless { .. }
            | AidClauseKind::Verify { .. }
            | AidClauseKind::Limit(_)
            | AidClauseKind::NotTogether { .. }
    )
}

/// The words that lead a clause.
pub(crate) fn clause_word(kind: &AidClauseKind) -> &'static str {
    match kind {
        AidClauseKind::Agency(_) => "agency",
        AidClauseKind::When(_) => "when",
        AidClauseKind::Unless { .. } => "unless",
        AidClauseKind::Verify { .. } => "verify when",
        AidClauseKind::TakeUp { .. } => "take up",
        AidClauseKind::Amount { .. } => "amount",
        AidClauseKind::Service(_) => "service",
        AidClauseKind::Quota { .. } => "quota",
        AidClauseKind::Budget { .. } => "budget",
        AidClauseKind::Limit(_) => "limit",
        AidClauseKind::RankBy(_) => "rank by",
        AidClauseKind::NotTogether { .. } => "not together with",
    }
}
