//! `define … of population`: one value of all rows, which is an indicator without groups.

use crate::syntax::ast::{Declaration, DeclarationKind, Indicator};
use crate::words;

/// Turns the definitions of the population into indicators. A policy may have an entity of that name.
pub(super) fn settle(declarations: &mut [Declaration]) {
    let is_entity = |it: &Declaration| match &it.kind {
        DeclarationKind::Entity(entity) => is_population(&entity.name.node),
        _ => false,
    };
    if declarations.iter().any(is_entity) {
        return;
    }
    for declaration in declarations {
        if let DeclarationKind::Define(it) = &declaration.kind
            && is_population(&it.level.node)
        {
            declaration.kind = DeclarationKind::Indicator(Indicator {
                name: it.name.clone(),
                label: it.label.clone(),
                value: it.value.clone(),
                by: Vec::new(),
                convention: None,
                of_population: true,
                ty: it.ty.clone(),
            });
        }
    }
}

fn is_population(name: &str) -> bool {
    words::value(name).is_some_and(|pair| pair.english == "population")
}
