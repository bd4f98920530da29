//! A policy as a list of things and their parts, each part one text: what two policies are compared by.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Kind, Part as PartKind};
use super::text::{Printer, joined, label, quoted, sources};
use crate::resolve::Layered;
use crate::syntax::ast::{
    Common, Declaration, DeclarationKind as D, InForce, Label, Policy, Scenario, UpdateKind,
};

/// One declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What it is.
    pub(super) kind: Kind,
    /// What it is called in the newer policy; a title where it has no name; empty for the header.
    pub(super) name: String,
    /// Its first day, where several declarations have the name.
    pub(super) version: String,
    /// Its level, where several have the name, each at its own.
    pub(super) level: String,
    /// What it is called where it stands.
    pub(super) written: String,
    /// Its title.
    pub(super) title: String,
    /// Its parts, in the order of the text.
    pub(super) parts: Vec<Part>,
    /// Its place among the declarations; `None` for the header and a scenario.
    pub(super) place: Option<usize>,
}

/// One part of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Which part.
    pub(super) slot: PartKind,
    /// What tells it from others of its kind: a date, a name, the left side of a row.
    pub(super) key: String,
    /// The key where it stands, if that is a name.
    pub(super) written: Option<String>,
    /// What it says.
    pub(super) text: String,
    /// Titles, grounds and sources: what people read of it.
    pub(super) words: String,
}

impl Part {
    /// A part of which there is one, or that is told from others by what it says.
    pub(super) fn new(part: PartKind, text: impl Into<String>) -> Self {
        Self {
            slot: part,
            key: String::new(),
            written: None,
            text: text.into(),
            words: String::new(),
        }
    }

    pub(super) fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// A part that has a name.
    pub(super) fn named(mut self, printer: &Printer<'_>, name: &str) -> Self {
        self.key = printer.name(name);
        self.written = Some(name.to_owned());
        self
    }

    pub(super) fn words(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }
}

/// All declarations of a policy.
pub(super) fn outline(layered: &Layered, printer: &Printer<'_>) -> Vec<Item> {
    let mut out: Vec<Item> = layered
        .policy
        .iter()
        .map(|it| header(it, layered))
        .collect();
    for (place, declaration) in layered.declarations.iter().enumerate() {
        if let Some(item) = item(declaration, Some(place), printer) {
            put(&mut out, item);
        }
    }
    for declaration in &layered.scenarios {
        out.extend(item(declaration, None, printer));
    }
    tell_versions_apart(&mut out, layered);
    out
}

/// Adds an item; a universe may be bounded several times, and is one thing with several conditions.
fn put(out: &mut Vec<Item>, item: Item) {
    let is_same = |it: &&mut Item| it.kind == Kind::Universe && it.name == item.name;
    match out.iter_mut().find(is_same) {
        Some(known) if item.kind == Kind::Universe => known.parts.extend(item.parts),
        _ => out.push(item),
    }
}

/// The names that a policy declares. Its own name is none of them: no rule can say it.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Names of everything that is declared.
    pub(super) all: BTreeSet<String>,
    /// Those of aids and registers, after whose dot words of the language stand.
    pub(super) owners: BTreeSet<String>,
}

pub(super) fn declared(layered: &Layered) -> Names {
    let (none, names) = (BTreeMap::new(), Names::default());
    let printer = Printer {
        language: crate::diagnostic::Language::English,
        declared: &names,
        renamed: &none,
    };
    let mut out = Names::default();
    for item in outline(layered, &printer) {
        let parts = item.parts.into_iter();
        out.all.extend(parts.filter_map(|it| it.written));
        if matches!(item.kind, Kind::Aid | Kind::Register) {
            out.owners.insert(item.written.clone());
        }
        if item.kind != Kind::Policy {
            out.all.insert(item.written);
        }
    }
    out
}

fn header(policy: &Policy, layered: &Layered) -> Item {
    let Policy {
        name,
        label: title,
        edition,
        currency: _,
        // What is extended is part of what is compared.
        extends: _,
    } = policy;
    let mut parts = vec![Part::new(PartKind::Name, &name.node)];
    push_title(&mut parts, title.as_ref());
    if let Some(edition) = edition {
        parts.push(Part::new(PartKind::Edition, edition.node.to_string()));
    }
    if let Some(currency) = &layered.currency {
        parts.push(Part::new(PartKind::Currency, currency));
    }
    Item {
        kind: Kind::Policy,
        name: String::new(),
        version: String::new(),
        level: String::new(),
        written: name.node.clone(),
        title: plain_title(title.as_ref()),
        parts,
        place: None,
    }
}

/// One declaration; `None` for what the resolved policy does not hold.
pub(super) fn item(
    declaration: &Declaration,
    place: Option<usize>,
    printer: &Printer<'_>,
) -> Option<Item> {
    let Named {
        kind,
        name,
        title,
        mut parts,
    } = named(&declaration.kind, printer)?;
    push_title(&mut parts, title);
    push_common(&mut parts, &declaration.common);
    let has_name = !matches!(kind, Kind::Test | Kind::Example | Kind::Assertion);
    Some(Item {
        kind,
        name: match has_name {
            true => printer.name(&name),
            false => name.clone(),
        },
        version: String::new(),
        level: String::new(),
        written: name,
        title: plain_title(title),
        parts,
        place,
    })
}

impl Printer<'_> {
    /// What a declaration is; `None` for a header and an amendment.
    pub(super) fn kind(&self, kind: &D) -> Option<Kind> {
        named(kind, self).map(|it| it.kind)
    }

    /// The parts of a declaration without its title and its common clauses.
    pub(super) fn parts(&self, kind: &D) -> Vec<Part> {
        named(kind, self).map_or_else(Vec::new, |it| it.parts)
    }
}

struct Named<'a> {
    kind: Kind,
    name: String,
    title: Option<&'a Label>,
    parts: Vec<Part>,
}

fn named<'a>(kind: &'a D, printer: &Printer<'_>) -> Option<Named<'a>> {
    let some = |kind, name: &str, title: &'a Option<Label>, parts| {
        Some(Named {
            kind,
            name: name.to_owned(),
            title: title.as_ref(),
            parts,
        })
    };
    match kind {
        D::Policy(_) | D::Amend(_) => None,
        D::Type(it) => some(
            Kind::Type,
            &it.name.node,
            &it.label,
            printer.enumeration(it),
        ),
        D::Entity(it) => some(Kind::Entity, &it.name.node, &it.label, printer.entity(it)),
        D::Role(it) => some(Kind::Role, &it.name.node, &it.label, printer.role(it)),
        D::Parameter(it) => {
            let kind = match it.brackets {
                Some(_) => Kind::Brackets,
                None => Kind::Parameter,
            };
            some(kind, &it.name.node, &it.label, printer.parameter(it))
        }
        D::Define(it) => some(Kind::Define, &it.name.node, &it.label, printer.define(it)),
        D::Criteria(it) => some(
            Kind::Criteria,
            &it.name.node,
            &it.label,
            printer.criteria(it),
        ),
        D::Classify(it) => some(
            Kind::Classify,
            &it.name.node,
            &it.label,
            printer.classify(it),
        ),
        D::Decide(it) => {
            let names: Vec<&str> = it.names.iter().map(|it| it.node.as_str()).collect();
            some(
                Kind::Decide,
                &names.join(", "),
                &it.label,
                printer.decide(it),
            )
        }
        D::Select(it) => some(Kind::Select, &it.name.node, &it.label, printer.select(it)),
        D::Aid(it) => some(Kind::Aid, &it.name.node, &it.label, printer.aid(it)),
        D::Register(it) => some(
            Kind::Register,
            &it.name.node,
            &it.label,
            printer.register(it),
        ),
        D::Indicator(it) => {
            let parts = printer.indicator(it);
            some(Kind::Indicator, &it.name.node, &it.label, parts)
        }
        D::Poverty(it) => some(Kind::Poverty, &it.name.node, &it.label, printer.poverty(it)),
        D::Target(it) => some(Kind::Target, &it.name.node, &it.label, printer.target(it)),
        D::Update(it) => {
            let kind = match &it.how {
                UpdateKind::Uprate { .. } => Kind::Uprate,
                UpdateKind::Shift { .. } => Kind::Shift,
            };
            some(kind, &it.field.node, &None, printer.update(it))
        }
        D::Assert(it) => {
            let condition = printer.expression(&it.condition);
            let parts = vec![Part::new(PartKind::Value, condition)];
            some(Kind::Assertion, &it.text.node, &None, parts)
        }
        D::Universe(it) => {
            let condition = printer.expression(&it.condition);
            let parts = vec![Part::new(PartKind::Value, condition)];
            some(Kind::Universe, &it.entity.node, &None, parts)
        }
        D::Test(it) => {
            let kind = match it.is_example {
                true => Kind::Example,
                false => Kind::Test,
            };
            some(kind, &it.title.node, &None, printer.test(it))
        }
        D::Scenario(it) => some(
            Kind::Scenario,
            &it.name.node,
            &it.label,
            scenario(it, printer),
        ),
    }
}

/// A scenario: what it sets and repeals, and the parts of what it amends and declares.
fn scenario(it: &Scenario, printer: &Printer<'_>) -> Vec<Part> {
    let Scenario {
        name: _,
        label: _,
        sets,
        repeals,
        amendments,
        declarations,
    } = it;
    let mut parts: Vec<Part> = sets.iter().map(|it| printer.set(it)).collect();
    let repeals = repeals.iter();
    parts.extend(repeals.map(|it| Part::new(PartKind::Repeal, printer.name(&it.node))));
    parts.extend(amendments.iter().flat_map(|it| printer.amendment(it)));
    for item in declarations.iter().filter_map(|it| item(it, None, printer)) {
        let head = format!("{} {}", item.kind.word(), item.name);
        parts.extend(item.parts.into_iter().map(|it| inside(&head, it)));
    }
    parts
}

/// A part of a declaration inside another.
pub(super) fn inside(head: &str, part: Part) -> Part {
    let words = [head, part.slot.word(), &part.key];
    let key = joined(words);
    Part {
        slot: PartKind::Inside,
        key,
        written: None,
        ..part
    }
}

fn push_title(parts: &mut Vec<Part>, title: Option<&Label>) {
    if title.is_some() {
        parts.push(Part::new(PartKind::Title, "").words(label(title)));
    }
}

fn plain_title(title: Option<&Label>) -> String {
    title.map_or_else(String::new, |it| it.text.node.clone())
}

fn push_common(parts: &mut Vec<Part>, common: &Common) {
    let Common {
        sources: all,
        notes,
        in_force,
        allows,
    } = common;
    if let Some(InForce { from, until }) = in_force {
        let until = until.map_or_else(String::new, |it| format!(" … {}", it.node));
        parts.push(Part::new(
            PartKind::InForce,
            format!("{}{until}", from.node),
        ));
    }
    if !all.is_empty() {
        parts.push(Part::new(PartKind::Source, "").words(sources(all)));
    }
    for note in notes {
        parts.push(Part::new(PartKind::Note, "").words(quoted(&note.node)));
    }
    for allow in allows {
        let because = quoted(&allow.because.node);
        let words = format!("{} {because}", allow.code.node);
        parts.push(Part::new(PartKind::Allow, "").words(words));
    }
}

/// Declarations that share a kind and a name are told apart by their level and their first day.
fn tell_versions_apart(items: &mut [Item], layered: &Layered) {
    let heads: Vec<(Kind, String)> = items.iter().map(|it| (it.kind, it.name.clone())).collect();
    for (item, head) in items.iter_mut().zip(&heads) {
        let alike = heads.iter().filter(|it| *it == head).count();
        if alike < 2 {
            continue;
        }
        let level = item.parts.iter().find(|it| it.slot == PartKind::Level);
        item.level = level.map_or_else(String::new, |it| it.text.clone());
        let declaration = item.place.and_then(|place| layered.declarations.get(place));
        let in_force = declaration.and_then(|it| it.common.in_force);
        if let Some(in_force) = in_force {
            item.version = in_force.from.node.to_string();
        }
    }
}
