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
    /// Examples, by title.
    Examples,
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
    /// The times of later versions, with their places.
    later: Vec<(InForce, Span)>,
}

struct Names<'a> {
    held: BTreeMap<(Space, &'a str), Holder>,
    findings: &'a mut Diagnostics,
    base: usize,
    versions: BTreeMap<usize, usize>,
}

/// Kinds of declarations that may have versions with times of their own.
const VERSIONED: [&str; 7] = [
    "a definition",
    "a criteria set",
    "a classification",
    "a decision",
    "a selection",
    "an aid",
    "a register",
];

/// Reports the names of the declarations from `base` on that are taken already. Gives the later
/// versions of declarations with the first of each.
pub(super) fn check(
    declarations: &[Declaration],
    base: usize,
    findings: &mut Diagnostics,
) -> BTreeMap<usize, usize> {
    let mut names = Names {
        held: BTreeMap::new(),
        findings,
        base,
        versions: BTreeMap::new(),
    };
    // Names seen everywhere come first: an attribute may hide none of them.
    for (place, declaration) in declarations.iter().enumerate() {
        names.everywhere(place, declaration);
    }
    for (place, declaration) in declarations.iter().enumerate() {
        names.at_level(place, declaration);
        names.inside(place, declaration);
    }
    names.versions
}

/// Holds that each scenario has a name of its own.
pub(super) fn scenarios(scenarios: &[Declaration], findings: &mut Diagnostics) {
    let mut names = Names {
        held: BTreeMap::new(),
        findings,
        base: 0,
        versions: BTreeMap::new(),
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
        let key = match (&space, self.held.get(&everywhere)) {
            (Space::Level(_) | Space::Indicators, Some(_)) => everywhere,
            _ => (space, name.node.as_str()),
        };
        let Some(first) = self.held.get_mut(&key) else {
            let holder = Holder {
                span: name.span,
                kind,
                declaration: place,
                in_force,
                later: Vec::new(),
            };
            self.held.insert(key, holder);
            return;
        };
        let finding = match first.second(name, kind, in_force) {
            Second::Version => {
                self.versions.insert(place, first.declaration);
                return;
            }
            Second::Wrong(finding) => finding,
            Second::Duplicate => {
                let finding = Diagnostic::at(&codes::DUPLICATE_NAME, name.span)
                    .with("name", &name.node)
                    .with_noun("kind", first.kind)
                    .label(first.span, "label.first");
                if first.declaration < self.base {
                    finding.help("help.amend")
                } else {
                    finding
                }
            }
        };
        if place >= self.base {
            self.findings.push(finding);
        }
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
                        EntityRow::Period { from, until, .. } => {
                            hold(&it.name, from, "a field");
                            hold(&it.name, until, "a field");
                        }
                        EntityRow::Keys { fields, .. } => {
                            let names = fields.iter().map(|field| &field.name);
                            let own = names.filter(|name| !is_reference(&it.rows, name));
                            own.for_each(|name| hold(&it.name, name, "a key"));
                        }
                        EntityRow::CompleteSince { .. } | EntityRow::RowKey(_) => {}
                        EntityRow::RefersTo {
                            name,
                            field,
                            target,
                            reverse,
                            ..
                        } => {
                            hold(&it.name, name, "a link");
                            hold(&it.name, field, "a field");
                            if let Some(reverse) = reverse {
                                hold(target, reverse, "a link");
                            }
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
                let is_version = self.versions.contains_key(&place);
                if is_version
                    || self
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
            DeclarationKind::Test(it) if it.is_example => {
                self.hold(Space::Examples, &it.title, "an example", place, declaration);
            }
            DeclarationKind::Policy(_)
            | DeclarationKind::Type(_)
            | DeclarationKind::Parameter(_)
            | DeclarationKind::Update(_)
            | DeclarationKind::Assert(_)
            | DeclarationKind::Universe(_)
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

/// A second declaration of a name.
enum Second {
    /// A version with a time of its own.
    Version,
    /// A version whose time is wrong, or whose kind has none.
    Wrong(Diagnostic),
    /// No version.
    Duplicate,
}

impl Holder {
    /// What another declaration of the same name is.
    fn second(&mut self, name: &Name, kind: &'static str, in_force: Option<InForce>) -> Second {
        let (Some(first), Some(own)) = (self.in_force, in_force) else {
            return Second::Duplicate;
        };
        if self.kind != kind {
            return Second::Duplicate;
        }
        let earlier = std::iter::once((first, self.span)).chain(self.later.iter().copied());
        let mut clash = earlier.filter(|(it, _)| !(before(*it, own) || before(own, *it)));
        if let Some((_, at)) = clash.next() {
            let finding = Diagnostic::at(&codes::VERSIONS_OVERLAP, own.from.span)
                .with("name", &name.node)
                .label(at, "label.first");
            return Second::Wrong(finding);
        }
        if !VERSIONED.contains(&kind) {
            let finding = Diagnostic::at(&codes::VERSIONS, name.span)
                .with("name", &name.node)
                .label(self.span, "label.first");
            return Second::Wrong(finding);
        }
        self.later.push((own, name.span));
        Second::Version
    }
}

/// Whether the first ends before the second begins.
fn before(a: InForce, b: InForce) -> bool {
    a.until.is_some_and(|until| until.node < b.from.node)
}

/// Whether a column of a key is the one that leads to another row.
fn is_reference(rows: &[EntityRow], name: &Name) -> bool {
    rows.iter().any(|row| match row {
        EntityRow::BelongsTo { field, .. } | EntityRow::RefersTo { field, .. } => {
            field.node == name.node
        }
        EntityRow::Key(_)
        | EntityRow::Keys { .. }
        | EntityRow::RowKey(_)
        | EntityRow::Field(_)
        | EntityRow::Period { .. }
        | EntityRow::CompleteSince { .. } => false,
    })
}
