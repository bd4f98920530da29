//! The single edits of a what-if, so that some of them can be applied and others not.

use super::Layered;
use super::scenario::{Variation, apply, of_settings, scenario_named, vary};
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::syntax::ast::{Common, Declaration, Name, Scenario, Set};

/// One edit: a scenario, a setting, or a clause of the only scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The words that show it.
    pub span: Span,
    which: Which,
}

#[derive(Clone, Debug, PartialEq)]
enum Which {
    Scenario(String),
    Setting(Set),
    Set(Set),
    Repeal(Name),
    Amend(Declaration),
    Declare(Declaration),
}

/// The edits of a what-if in the order in which they apply: its scenarios and settings, or the clauses
/// of the scenario where it is one alone.
pub fn edits(layered: &Layered, variation: &Variation) -> Vec<Edit> {
    if let ([name], []) = (&variation.scenarios[..], &variation.settings[..]) {
        return scenario_named(layered, name).map_or_else(Vec::new, |(it, _)| clauses(it));
    }
    let scenarios = variation.scenarios.iter().filter_map(|name| {
        let (scenario, _) = scenario_named(layered, name)?;
        Some(Edit {
            span: scenario.name.span,
            which: Which::Scenario(name.clone()),
        })
    });
    let settings = variation.settings.iter().map(|set| Edit {
        span: set.span,
        which: Which::Setting(set.clone()),
    });
    scenarios.chain(settings).collect()
}

fn clauses(scenario: &Scenario) -> Vec<Edit> {
    let edit = |span: Span, which: Which| Edit { span, which };
    let mut all = Vec::new();
    for it in &scenario.sets {
        all.push(edit(it.span, Which::Set(it.clone())));
    }
    for it in &scenario.amendments {
        all.push(edit(it.head, Which::Amend(it.clone())));
    }
    for it in &scenario.repeals {
        all.push(edit(it.span, Which::Repeal(it.clone())));
    }
    for it in &scenario.declarations {
        all.push(edit(it.head, Which::Declare(it.clone())));
    }
    all.sort_by_key(|it| it.span.start);
    all
}

/// The policy under some of the edits of a what-if.
pub fn vary_by(layered: &Layered, variation: &Variation, kept: &[&Edit]) -> (Layered, Diagnostics) {
    let mut some = Variation::default();
    let mut own = of_settings(&[]);
    for edit in kept {
        match &edit.which {
            Which::Scenario(name) => some.scenarios.push(name.clone()),
            Which::Setting(set) => some.settings.push(set.clone()),
            Which::Set(it) => own.sets.push(it.clone()),
            Which::Repeal(it) => own.repeals.push(it.clone()),
            Which::Amend(it) => own.amendments.push(it.clone()),
            Which::Declare(it) => own.declarations.push(it.clone()),
        }
    }
    let (mut varied, mut findings) = vary(layered, &some);
    let alone = variation
        .scenarios
        .first()
        .and_then(|name| scenario_named(layered, name));
    if let Some((scenario, common)) = alone.filter(|_| !is_empty(&own)) {
        own.name = scenario.name.clone();
        let Common { sources, .. } = common;
        apply(&mut varied, &own, sources, &mut findings);
    }
    (varied, findings)
}

fn is_empty(it: &Scenario) -> bool {
    it.sets.is_empty()
        && it.repeals.is_empty()
        && it.amendments.is_empty()
        && it.declarations.is_empty()
}
