//! Types, periods, levels, dates and tables: from the tree as written to the typed tree.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the checker looks for single forms of the trees; the walks that must know every form list them"
)]

pub mod tree;

mod aggregate;
mod aid;
mod alkire_foster;
mod arithmetic;
mod assertion;
mod brackets;
mod call;
mod classify;
mod compare;
mod criteria;
mod dates;
mod decide;
mod declare;
mod define;
pub mod draw;
mod duration;
mod elsewhere;
mod entity;
mod example;
mod expression;
mod fold;
mod foreign;
mod history;
mod indicator;
mod keys;
mod lint;
mod look_up;
mod lost;
mod meant;
mod measure;
mod order;
mod parameter;
mod points;
mod position;
mod register;
pub mod ruled;
mod scope;
mod select;
mod settled;
mod table;
mod test;
pub mod thresholds;
mod types;
mod update;
mod values_by_key;
mod versions;
mod view;
pub(crate) mod walk;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::resolve::Layered;
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{self, Declaration, DeclarationKind};

pub use dates::{dates, fields};
use scope::Names;
use tree::{About, EntityId, Program, ValueId};
pub(crate) use walk::{children as walk_children, placeless, same, walk};

/// What the phases before found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// No error.
    Sound,
    /// An error: what seems unused may be named in what was lost.
    Broken,
}

/// Checks a policy: the typed tree, unusable where an error is found, and all findings.
///
/// `text` is read for the words of conditions that state no ground of their own.
pub fn check(layered: &Layered, text: &SourceMap, earlier: Earlier) -> (Program, Diagnostics) {
    let mut checker = Checker::new(layered, text, earlier);
    checker.lost();
    checker.declare();
    checker.parameters();
    checker.entities();
    checker.universes();
    checker.updates();
    checker.values();
    checker.decisions();
    checker.indicators();
    checker.tests();
    checker.versions();
    checker.timeless();
    checker.order();
    checker.lints();
    checker.allowances();
    checker.take_versions();
    (checker.program, checker.findings)
}

/// A finding was made: nothing more is said.
#[derive(Clone, Copy, Debug)]
struct Reported;

/// One run of the checker over a policy.
struct Checker<'a> {
    layered: &'a Layered,
    text: &'a SourceMap,
    findings: Diagnostics,
    program: Program,
    names: Names,
    /// How far each computed value is; by [`ValueId`].
    progress: Vec<Progress>,
    /// The untyped definitions being typed, outermost first.
    pending: Vec<ValueId>,
    /// How far each parameter is; by [`tree::ParameterId`].
    parameter_progress: Vec<Progress>,
    /// How far each figure is.
    figure_progress: BTreeMap<tree::IndicatorId, Progress>,
    /// How parameters are looked up whose tables do not hold every key.
    lookups: BTreeMap<tree::ParameterId, look_up::Lookup>,
    /// Progressive scales.
    brackets: BTreeMap<tree::ParameterId, brackets::Bands>,
    /// Parameters that the text does not name, with those whose values they hold.
    hidden: BTreeMap<tree::ParameterId, tree::ParameterId>,
    /// Parameters as they are from a day on, by parameter and day.
    pinned: BTreeMap<(tree::ParameterId, crate::number::Date), tree::ParameterId>,
    /// Parameters whose value on another day than that of the run is asked for.
    asked_on: BTreeSet<tree::ParameterId>,
    /// The points of criteria sets, as far as they were asked for.
    points: BTreeMap<tree::CriteriaId, points::Points>,
    /// Where later versions begin in the arenas.
    named: versions::Named,
    /// Where each declaration's place in the tree is, by its index in the layers.
    slots: BTreeMap<usize, Vec<Slot>>,
    /// Indices of the declarations of values, by [`ValueId`].
    value_sources: Vec<usize>,
    /// What each aid gives, as far as it was asked: which part, and its type.
    benefits: BTreeMap<tree::AidId, (Progress, Option<(tree::AidPart, tree::Type)>)>,
    /// The aids whose benefit is being typed, outermost first.
    pending_aids: Vec<tree::AidId>,
    /// The days since which the rows of an entity are complete.
    complete: BTreeMap<EntityId, crate::number::Date>,
    /// The patterns of fields that tests give texts for.
    patterns: BTreeMap<tree::FieldId, Option<regex::Regex>>,
    /// Whether an earlier phase found an error.
    earlier: Earlier,
    /// The values of the fields that are made current.
    current: BTreeMap<tree::FieldId, ValueId>,
    /// The fields that are made current, in the order of the text.
    updates: Vec<update::Pending>,
    /// Above zero, a field means what was answered, made current or not.
    as_answered: u32,
    /// The question that is being typed, and of which level it is asked.
    asked: Option<(Span, scope::Level)>,
    /// How an amount without a period is read where an expression is being typed.
    money: scope::Money,
    /// Names whose declaration failed: nothing more is said about them.
    poisoned: BTreeSet<String>,
    /// The places of the allowances that silenced a lint.
    allowed: BTreeSet<Span>,
}

/// How far a declaration is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// Its type is not known yet.
    Open,
    /// Its type is being found.
    Running,
    /// Its type is known.
    Typed,
    /// It has an error, reported already.
    Failed,
}

/// A declaration's place in the typed tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Enum(tree::EnumId),
    Entity(EntityId),
    Parameter(tree::ParameterId),
    Role(tree::RoleId),
    Value(ValueId),
    Criteria(tree::CriteriaId),
    Aid(tree::AidId),
    Register(tree::RegisterId),
    Indicator(tree::IndicatorId),
}

impl<'a> Checker<'a> {
    fn new(layered: &'a Layered, text: &'a SourceMap, earlier: Earlier) -> Self {
        Self {
            layered,
            text,
            findings: Diagnostics::new(),
            program: Program::default(),
            names: Names::default(),
            progress: Vec::new(),
            pending: Vec::new(),
            parameter_progress: Vec::new(),
            figure_progress: BTreeMap::new(),
            lookups: BTreeMap::new(),
            brackets: BTreeMap::new(),
            hidden: BTreeMap::new(),
            pinned: BTreeMap::new(),
            asked_on: BTreeSet::new(),
            points: BTreeMap::new(),
            named: versions::Named::default(),
            slots: BTreeMap::new(),
            value_sources: Vec::new(),
            benefits: BTreeMap::new(),
            pending_aids: Vec::new(),
            complete: BTreeMap::new(),
            patterns: BTreeMap::new(),
            earlier,
            current: BTreeMap::new(),
            updates: Vec::new(),
            as_answered: 0,
            asked: None,
            money: scope::Money::AsWritten,
            poisoned: BTreeSet::new(),
            allowed: BTreeSet::new(),
        }
    }

    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The declarations with their indices, for loops that change the checker.
    fn declarations(&self) -> impl Iterator<Item = (usize, &'a Declaration)> + use<'a> {
        self.layered.declarations.iter().enumerate()
    }

    /// The places of a declaration in the typed tree.
    fn slots_of(&self, declaration: usize) -> &[Slot] {
        self.slots.get(&declaration).map_or(&[], Vec::as_slice)
    }

    /// Types everything computed per row: roles, definitions, criteria, classes, tables, selections.
    fn values(&mut self) {
        self.roles();
        self.definitions();
        for (index, declaration) in self.declarations() {
            match &declaration.kind {
                DeclarationKind::Criteria(it) => self.criteria(index, it),
                DeclarationKind::Classify(it) => self.classify(index, it),
                DeclarationKind::Decide(it) => self.decide(index, it),
                DeclarationKind::Select(it) => self.select(index, it),
                DeclarationKind::Policy(_)
                | DeclarationKind::Type(_)
                | DeclarationKind::Entity(_)
                | DeclarationKind::Role(_)
                | DeclarationKind::Parameter(_)
                | DeclarationKind::Define(_)
                | DeclarationKind::Aid(_)
                | DeclarationKind::Register(_)
                | DeclarationKind::Indicator(_)
                | DeclarationKind::Poverty(_)
                | DeclarationKind::Target(_)
                | DeclarationKind::Update(_)
                | DeclarationKind::Assert(_)
                | DeclarationKind::Universe(_)
                | DeclarationKind::Test(_)
                | DeclarationKind::Amend(_)
                | DeclarationKind::Scenario(_) => {}
            }
        }
    }

    /// Types what is given and listed: aids and registers.
    fn decisions(&mut self) {
        for (index, declaration) in self.declarations() {
            if let DeclarationKind::Aid(it) = &declaration.kind {
                self.aid(index, it, &declaration.common);
            } else if let DeclarationKind::Register(it) = &declaration.kind {
                self.register(index, it);
            }
        }
    }
}

/// Name, title, sources and place of a declaration.
fn about(name: &ast::Name, label: Option<&ast::Label>, declaration: &Declaration) -> About {
    About {
        name: name.node.clone(),
        label: label_text(name, label),
        sources: declaration.common.sources.clone(),
        notes: declaration
            .common
            .notes
            .iter()
            .map(|note| note.node.clone())
            .collect(),
        span: declaration.head,
    }
}

/// Name, title and place of a row.
fn about_row(name: &ast::Name, label: Option<&ast::Label>, span: Span) -> About {
    About {
        name: name.node.clone(),
        label: label_text(name, label),
        span,
        ..About::default()
    }
}

/// The title; the name where none is written.
fn label_text(name: &ast::Name, label: Option<&ast::Label>) -> String {
    label.map_or_else(|| name.node.clone(), |label| label.text.node.clone())
}
