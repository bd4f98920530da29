//! The policy as it was before a scenario: old values of parameters, and which of them change.

use std::collections::BTreeSet;

use super::keys::{covers, holds};
use crate::number::Date;
use crate::syntax::ast::{
    Aid, AmendTarget, Declaration, DeclarationKind, Expr, Parameter, ParameterValue, Scenario,
};
use crate::syntax::walk;

/// The policy before a scenario.
pub(super) struct Before {
    pub(super) declarations: Vec<Declaration>,
    /// Parameters that the scenario changes, and those made of them: on the right of a `set` their
    /// names mean the values before.
    pub(super) stale: BTreeSet<String>,
    /// The name of the scenario.
    scenario: String,
}

impl Before {
    pub(super) fn new(declarations: &[Declaration], scenario: &Scenario) -> Self {
        let mut stale: BTreeSet<String> = scenario
            .sets
            .iter()
            .filter(|set| set.part.is_none())
            .map(|set| set.name.node.clone())
            .collect();
        stale.extend(scenario.amendments.iter().filter_map(|it| match &it.kind {
            DeclarationKind::Amend(amend) => match amend.target {
                AmendTarget::Parameter { .. } => Some(amend.name.node.clone()),
                AmendTarget::Aid { .. } | AmendTarget::Rule(_) => None,
            },
            _ => None,
        }));
        let mut grown = true;
        while grown {
            let found: Vec<String> = parameters(declarations)
                .filter(|it| !stale.contains(&it.name.node) && names_any(it, &stale))
                .map(|it| it.name.node.clone())
                .collect();
            grown = !found.is_empty();
            stale.extend(found);
        }
        Self {
            declarations: declarations.to_vec(),
            stale,
            scenario: scenario.name.node.clone(),
        }
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&Parameter> {
        parameters(&self.declarations).find(|it| it.name.node == name)
    }

    /// An aid: the version at a place if it is one of this name, else the first.
    pub(super) fn aid(&self, name: &str, place: Option<usize>) -> Option<&Aid> {
        let own = place.and_then(|place| match &self.declarations.get(place)?.kind {
            DeclarationKind::Aid(aid) if aid.name.node == name => Some(aid),
            _ => None,
        });
        own.or_else(|| self.first_aid(name))
    }

    fn first_aid(&self, name: &str) -> Option<&Aid> {
        self.declarations.iter().find_map(|it| match &it.kind {
            DeclarationKind::Aid(aid) if aid.name.node == name => Some(aid),
            _ => None,
        })
    }

    /// The old value of a parameter on a day, under the text of a key.
    pub(super) fn value(&self, name: &str, day: Date, key: &str) -> Option<&Expr> {
        let rows = &self.parameter(name)?.values;
        let row = rows
            .iter()
            .filter(|row| row.from.node <= day)
            .max_by_key(|row| row.from.node)?;
        match &row.value {
            ParameterValue::Single(value) => Some(value),
            ParameterValue::Keyed(rows) => {
                let own = rows.iter().find(|row| holds(&row.key, key));
                let rest = || rows.iter().find(|row| covers(&row.key, key));
                own.or_else(rest).map(|row| &row.value)
            }
            ParameterValue::File(_) => None,
        }
    }

    /// The name under which a parameter is kept as it was.
    pub(super) fn kept_name(&self, name: &str) -> String {
        format!("{name} (before {})", self.scenario)
    }
}

fn parameters(declarations: &[Declaration]) -> impl Iterator<Item = &Parameter> {
    declarations.iter().filter_map(|it| match &it.kind {
        DeclarationKind::Parameter(parameter) => Some(parameter),
        _ => None,
    })
}

/// Whether the values of a parameter name any of these.
fn names_any(parameter: &Parameter, names: &BTreeSet<String>) -> bool {
    let mut any = false;
    let mut note = |value: &Expr| walk::names(value, &mut |name| any |= names.contains(name));
    for row in &parameter.values {
        match &row.value {
            ParameterValue::Single(value) => note(value),
            ParameterValue::Keyed(rows) => rows.iter().for_each(|row| note(&row.value)),
            ParameterValue::File(_) => {}
        }
    }
    any
}

pub(super) fn values_mut(parameter: &mut Parameter) -> Vec<&mut Expr> {
    let mut out = Vec::new();
    for row in &mut parameter.values {
        match &mut row.value {
            ParameterValue::Single(value) => out.push(value),
            ParameterValue::Keyed(rows) => out.extend(rows.iter_mut().map(|row| &mut row.value)),
            ParameterValue::File(_) => {}
        }
    }
    out
}
