//! One name, one thing: duplicates within each name space, with the place of the first.

use std::collections::BTreeMap;

use crate::diagnostic::catalogue::resolve as codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::ast::{Declaration, DeclarationKind, EntityRow, InForce, Name};

/// Where a name must be the only one of its spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    /// Types: `type`, `classify`.
    Types,
    /// Seen everywhere: entities and parameters.
    Everywhere,
    /// Attributes of one level.
    Level(String),
    /// Indicators.
    Indicators,
    /// Targets.
    Targets,
    /// Scenarios.
    Scenarios,
    /// Values of a type, rows of a criteria set.
    Inside(String),
}

/// The first holder of a name.
struct Holder {
    span: Span,
    kind: &'static str,
    declaration: usize,
    in_force: Option<InForce>,
}

struct Names<'a> {
    held: BTreeMap<(Space, &'a str), Holder>,
    findings: &'a mut Diagnostics,
    base: usize,
}

/// Reports the names of the declarations from `base` on that are taken already.
pub(super) fn check(declarations: &[Declaration], base: usize, findings: &mut Diagnostics) {
    let mut names = Names {
        held: BTreeMap::new(),
        findings,
        base,
    };
    // Names seen everywhere come first: an attribute may hide none of them.
    for (place, declaration) in declarations.iter().enumerate() {
        names.everywhere(place, declaration);
    }
    for (place, declaration) in declarations.iter().enumerate() {
        names.at_level(place, declaration);
        names.inside(place, declaration);
    }
}

/// Holds that each scenario has a name of its own.
pub(super) fn scenarios(scenarios: &[Declaration], findings: &mut Diagnostics) {
    let mut names = Names {
        held: BTreeMap::new(),
        findings,
        base: 0,
    };
    for (place, declaration) in scenarios.iter().enumerate() {
        if let DeclarationKind::Scenario(it) = &declaration.kind {
            names.hold(Space::Scenarios, &it.name, "a scenario", place, declaration);
        }
    }
}

impl<'a> Names<'a> {
    fn hold(
        &mut self,
        space: Space,
        name: &'a Name,
        kind: &'static str,
        place: usize,
        declaration: &Declaration,
    ) {
        let in_force = declaration.common.in_force;
        let everywhere = (Space::Everywhere, name.node.as_str());
        let clash = match (&space, self.held.get(&everywhere)) {
            (Space::Level(_) | Space::Indicators, Some(first)) => Some(first),
            _ => self.held.get(&(space.clone(), name.node.as_str())),
        };
        if let Some(first) = clash {
            if place >= self.base {
                self.findings
                    .push(duplicate(name, first, in_force, self.base));
            }
            return;
        }
        self.held.insert(
            (space, &name.node),
            Holder {
                span: name.span,
                kind,
                declaration: place,
                in_force,
            },
        );
    }

    fn everywhere(&mut self, place: usize, declaration: &'a Declaration) {
        match &declaration.kind {
            DeclarationKind::Type(it) => {
                self.hold(Space::Types, &it.name, "a type", place, declaration);
            }
            DeclarationKind::Classify(it) => {
                self.hold(
                    Space::Types,
                    &it.name,
                    "a classification",
                    place,
                    declaration,
                );
            }
            DeclarationKind::Entity(it) => {
                self.hold(Space::Everywhere, &it.name, "an entity", place, declaration);
            }
            DeclarationKind::Parameter(it) => {
                self.hold(
                    Space::Everywhere,
                    &it.name,
                    "a parameter",
                    place,
                    declaration,
                );
            }
            _ => {}
        }
    }

    fn at_level(&mut self, place: usize, declaration: &'a Declaration) {
        let mut hold = |level: &Name, name: &'a Name, kind: &'static str| {
            self.hold(
                Space::Level(level.node.clone()),
                name,
                kind,
                place,
                declaration,
            );
        };
        match &declaration.kind {
            DeclarationKind::Entity(it) => {
                for row in &it.rows {
                    match row {
                        EntityRow::Key(field) => hold(&it.name, &field.name, "a key"),
                        EntityRow::Field(field) => hold(&it.name, &field.name, "a field"),
                        EntityRow::BelongsTo { field, .. } => hold(&it.name, field, "a field"),
                        EntityRow::RefersTo { name, field, .. } => {
                            hold(&it.name, name, "a link");
                            hold(&it.name, field, "a field");
                        }
                    }
                }
            }
            DeclarationKind::Role(it) => hold(&it.level, &it.name, "a role"),
            DeclarationKind::Define(it) => hold(&it.level, &it.name, "a definition"),
            DeclarationKind::Criteria(it) => hold(&it.level, &it.name, "a criteria set"),
            // A classification whose type clashes is reported there, once.
            DeclarationKind::Classify(it) => {
                let types = (Space::Types, it.name.node.as_str());
                if self
                    .held
                    .get(&types)
                    .is_some_and(|first| first.declaration == place)
                {
                    self.hold(
                        Space::Level(it.level.node.clone()),
                        &it.name,
                        "a classification",
                        place,
                        declaration,
                    );
                }
            }
            DeclarationKind::Decide(it) => it
                .names
                .iter()
                .for_each(|name| hold(&it.level, name, "a decision")),
            DeclarationKind::Select(it) => hold(&it.level, &it.name, "a selection"),
            DeclarationKind::Aid(it) => hold(&it.level, &it.name, "an aid"),
            DeclarationKind::Register(it) => hold(&it.level, &it.name, "a register"),
            DeclarationKind::Indicator(it) => self.hold(
                Space::Indicators,
                &it.name,
                "an indicator",
                place,
                declaration,
            ),
            DeclarationKind::Poverty(it) => self.hold(
                Space::Indicators,
                &it.name,
                "a poverty measurement",
                place,
                declaration,
            ),
            DeclarationKind::Target(it) => {
                self.hold(Space::Targets, &it.name, "a target", place, declaration);
            }
            DeclarationKind::Policy(_)
            | DeclarationKind::Type(_)
            | DeclarationKind::Parameter(_)
            | DeclarationKind::Assert(_)
            | DeclarationKind::Test(_)
            | DeclarationKind::Amend(_)
            | DeclarationKind::Scenario(_) => {}
        }
    }

    /// Values of a type and rows of a set, each apart from the next declaration of the same name.
    fn inside(&mut self, place: usize, declaration: &'a Declaration) {
        match &declaration.kind {
            DeclarationKind::Type(it) => {
                let space = Space::Inside(format!("{place}"));
                for value in &it.values {
                    self.hold(space.clone(), &value.name, "a value", place, declaration);
                }
            }
            DeclarationKind::Criteria(it) => {
                let space = Space::Inside(format!("{place}"));
                for row in &it.rows {
                    self.hold(space.clone(), &row.name, "a criterion", place, declaration);
                }
            }
            _ => {}
        }
    }
}

fn duplicate(name: &Name, first: &Holder, in_force: Option<InForce>, base: usize) -> Diagnostic {
    let disjoint = match (first.in_force, in_force) {
        (Some(a), Some(b)) => before(a, b) || before(b, a),
        _ => false,
    };
    if disjoint {
        return Diagnostic::at(&codes::VERSIONS, name.span)
            .with("name", &name.node)
            .label(first.span, "label.first");
    }
    let finding = Diagnostic::at(&codes::DUPLICATE_NAME, name.span)
        .with("name", &name.node)
        .with("kind", first.kind)
        .label(first.span, "label.first");
    if first.declaration < base {
        finding.help("help.amend")
    } else {
        finding
    }
}

/// Whether the first ends before the second begins.
fn before(a: InForce, b: InForce) -> bool {
    a.until.is_some_and(|until| until.node < b.from.node)
}
