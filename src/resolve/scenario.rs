//! Scenarios: a policy as it would be, the declarations changed before anything is checked.

use super::amend::{self, Seen, rule_name};
use super::before::Before;
use super::set::settings;
use super::{Layered, names};
use crate::diagnostic::catalogue::scenario as codes;
use crate::diagnostic::suggest::{near, nearest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::number::Date;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Common, Declaration, DeclarationKind, InForce, Name, Scenario, Set, Source,
};
use crate::syntax::walk;

/// A what-if: scenarios in the order in which they apply, then single settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variation {
    /// Names of scenarios of the policy.
    pub scenarios: Vec<String>,
    /// What is set after them, all at once.
    pub settings: Vec<Set>,
}

/// The policy as it would be. What is unknown or does not fit is reported and left as it is.
///
/// Entities, fields and enumerations keep their places, and what is new stands after what was there:
/// data that were bound to the policy are bound to each variation of it.
pub fn vary(layered: &Layered, variation: &Variation) -> (Layered, Diagnostics) {
    let mut varied = layered.clone();
    let mut findings = Diagnostics::new();
    for name in &variation.scenarios {
        match scenario_named(layered, name) {
            Some((scenario, common)) => {
                apply(&mut varied, scenario, &common.sources, &mut findings);
            }
            None => findings.push(unknown(layered, name)),
        }
    }
    if !variation.settings.is_empty() {
        let scenario = of_settings(&variation.settings);
        apply(&mut varied, &scenario, &[], &mut findings);
    }
    varied.scenarios.clear();
    (varied, findings)
}

/// Each scenario of a policy applied alone, with its findings.
pub fn each_alone(layered: &Layered) -> impl Iterator<Item = (Layered, Diagnostics)> {
    layered.scenarios.iter().filter_map(|declaration| {
        let DeclarationKind::Scenario(scenario) = &declaration.kind else {
            return None;
        };
        let (mut varied, mut findings) = (layered.clone(), Diagnostics::new());
        apply(
            &mut varied,
            scenario,
            &declaration.common.sources,
            &mut findings,
        );
        varied.scenarios.clear();
        Some((varied, findings))
    })
}

pub(super) fn scenario_named<'a>(
    layered: &'a Layered,
    name: &str,
) -> Option<(&'a Scenario, &'a Common)> {
    let mut all = layered.scenarios.iter();
    all.find_map(|declaration| match &declaration.kind {
        DeclarationKind::Scenario(it) if it.name.node == name => Some((it, &declaration.common)),
        _ => None,
    })
}

fn unknown(layered: &Layered, name: &str) -> Diagnostic {
    let all: Vec<&str> = layered.scenarios().map(|(name, _)| name).collect();
    let finding = Diagnostic::new(&codes::SCENARIO_UNKNOWN).with("name", name);
    match nearest(name, all.iter().copied()) {
        Some(near) => finding.with("suggestion", near).help("help.suggest"),
        None if all.is_empty() => finding.help("help.none"),
        None => finding.with("all", all.join(", ")),
    }
}

/// Single settings as a scenario without a name that a policy could write.
pub(super) fn of_settings(sets: &[Set]) -> Scenario {
    Scenario {
        name: Name::new("settings".to_owned(), Span::default()),
        label: None,
        sets: sets.to_vec(),
        repeals: Vec::new(),
        amendments: Vec::new(),
        declarations: Vec::new(),
    }
}

/// Applies one scenario: what is set starts from the values before, then the amendments and the
/// repeals; names of new declarations are held apart.
pub(super) fn apply(
    layered: &mut Layered,
    scenario: &Scenario,
    sources: &[Source],
    findings: &mut Diagnostics,
) {
    let base = layered.declarations.len();
    let before = Before::new(&layered.declarations, scenario);
    layered
        .declarations
        .extend(scenario.declarations.iter().cloned());
    let mut seen = Seen::new();
    let kept = settings(
        &mut layered.declarations,
        &before,
        &scenario.sets,
        sources,
        &mut seen,
        findings,
    );
    layered.declarations.extend(kept);
    amend::apply(
        &mut layered.declarations,
        base,
        &scenario.amendments,
        &mut seen,
        findings,
    );
    super::population::settle(&mut layered.declarations);
    names::check(&layered.declarations, base, findings);
    repeal(&mut layered.declarations, &scenario.repeals, findings);
    // Places may have changed; what is wrong with names was told.
    let told = &mut Diagnostics::new();
    layered.versions = names::check(&layered.declarations, base, told);
}

/// Ends what is repealed: an aid is never in force, any other rule is taken out.
fn repeal(declarations: &mut Vec<Declaration>, repeals: &[Name], findings: &mut Diagnostics) {
    for name in repeals {
        let names = |it: &Declaration| repealable(it).is_some_and(|known| known.node == name.node);
        let place = declarations.iter().position(names);
        match place.and_then(|place| declarations.get_mut(place)) {
            Some(declaration) if matches!(declaration.kind, DeclarationKind::Aid(_)) => {
                declaration.common.in_force = never(name.span);
                // Of several versions one is left, to say that the aid is not in force.
                let mut at = 0..;
                declarations.retain(|it| at.next() == place || !names(it));
            }
            Some(_) => {
                declarations
                    .retain(|it| repealable(it).is_none_or(|known| known.node != name.node));
            }
            None => findings.push(not_repealable(declarations, name)),
        }
    }
    for name in repeals {
        if let Some(finding) = still_used(declarations, name) {
            findings.push(finding);
        }
    }
}

/// The name of what can be repealed.
fn repealable(declaration: &Declaration) -> Option<&Name> {
    match &declaration.kind {
        // The levels of the data stay.
        DeclarationKind::Entity(_) => None,
        kind => rule_name(kind),
    }
}

/// Dates that no evaluation falls into.
fn never(span: Span) -> Option<InForce> {
    let last = Date::new(9999, 12, 31)?;
    Some(InForce {
        from: Spanned::new(last, span),
        until: Some(Spanned::new(last, span)),
    })
}

fn not_repealable(declarations: &[Declaration], name: &Name) -> Diagnostic {
    let names = declarations.iter().filter_map(repealable);
    let near = near(&name.node, names.map(|it| it.node.as_str()));
    let finding = Diagnostic::at(&codes::REPEAL_UNKNOWN, name.span).with("name", &name.node);
    match near {
        Some(near) => finding
            .with("suggestion", &near.word)
            .help("help.suggest")
            .fix_near(name.span, &near),
        None => finding,
    }
}

/// A target or an indicator that names a repealed indicator.
fn still_used(declarations: &[Declaration], name: &Name) -> Option<Diagnostic> {
    let is_there = |it: &Declaration| repealable(it).is_some_and(|known| known.node == name.node);
    if declarations.iter().any(is_there) {
        return None;
    }
    declarations.iter().find_map(|declaration| {
        let user = match &declaration.kind {
            DeclarationKind::Target(it) if it.indicator.node == name.node => &it.name,
            DeclarationKind::Indicator(it) => {
                let mut uses = false;
                walk::names(&it.value, &mut |used| uses |= used == name.node);
                if !uses {
                    return None;
                }
                &it.name
            }
            _ => return None,
        };
        let finding = Diagnostic::at(&codes::REPEAL_USED, name.span)
            .with("name", &name.node)
            .with("user", &user.node);
        Some(finding.label(user.span, "label.used"))
    })
}
