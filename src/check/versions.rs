//! Versions: several declarations of one name, each in force at its own time.
//!
//! While the policy is checked, a later version is a declaration of its own that no name leads to.
//! Then it is taken out of the arenas and kept beside them: see [`super::tree::Program::on`].

use std::collections::BTreeMap;

use super::points::Days;
use super::tree::{
    AidId, Benefit, CriteriaId, Expr, RegisterId, Step, Type, Value, ValueId, ValueKind, Version,
};
use super::{Checker, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, lint};
use crate::source::Span;
use crate::syntax::ast::{Criteria, Criterion, Declaration, DeclarationKind, InForce};

/// How much of each arena the declarations that names lead to take up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named {
    values: usize,
    criteria: usize,
    aids: usize,
    registers: usize,
}

impl Checker<'_> {
    /// Whether a declaration is a later version of another.
    pub(super) fn is_later(&self, index: usize) -> bool {
        self.layered.versions.contains_key(&index)
    }

    /// The first version of a declaration, itself where it has one only.
    fn first_version(&self, index: usize) -> usize {
        self.layered.versions.get(&index).copied().unwrap_or(index)
    }

    /// Notes that all that follows is later versions.
    pub(super) fn named_end_here(&mut self) {
        self.named = Named {
            values: self.program.values.len(),
            criteria: self.program.criteria.len(),
            aids: self.program.aids.len(),
            registers: self.program.registers.len(),
        };
    }

    /// The rows that later versions of a criteria set have and the first has not.
    pub(super) fn later_rows(&self, first: usize, it: &Criteria) -> Vec<Criterion> {
        let mut rows: Vec<Criterion> = Vec::new();
        for (later, _) in self.layered.versions.iter().filter(|(_, it)| **it == first) {
            let Some(DeclarationKind::Criteria(version)) =
                self.layered.declarations.get(*later).map(|it| &it.kind)
            else {
                continue;
            };
            for row in &version.rows {
                let mut known = it.rows.iter().chain(&rows);
                if !known.any(|it| it.name.node == row.name.node) {
                    rows.push(row.clone());
                }
            }
        }
        rows
    }

    /// Rules with versions, each with a later one: the first needs all that any of them needs.
    pub(super) fn version_steps(&self) -> Vec<(Step, Step)> {
        let mut steps = Vec::new();
        for (later, first) in &self.layered.versions {
            for (own, taken) in self.version_values(*later, *first) {
                steps.push((Step::Value(taken), Step::Value(own)));
            }
            if let (Some(own), Some(taken)) = (self.aid_of(*later), self.aid_of(*first)) {
                steps.push((Step::Aid(taken), Step::Aid(own)));
            }
            if let (Some(own), Some(taken)) = (self.register_of(*later), self.register_of(*first)) {
                steps.push((Step::Register(taken), Step::Register(own)));
            }
        }
        steps
    }

    /// Whether a step is a later version, which the order leaves out.
    pub(super) fn is_later_step(&self, step: Step) -> bool {
        match step {
            Step::Value(id) => id.index() >= self.named.values,
            Step::Aid(id) => id.index() >= self.named.aids,
            Step::Register(id) => id.index() >= self.named.registers,
        }
    }

    /// The values of a later version, each with the one whose place it takes.
    fn version_values(&self, later: usize, first: usize) -> Vec<(ValueId, ValueId)> {
        let (own, taken) = (self.values_of(later), self.values_of(first));
        if self.criteria_of(later).is_none() {
            return own.into_iter().zip(taken).collect();
        }
        let name = |id: &ValueId| self.program.values.get(id.index()).map(|it| &it.about.name);
        let place = |own: ValueId| {
            let taken = taken.iter().find(|it| name(it) == name(&own))?;
            Some((own, *taken))
        };
        own.into_iter().filter_map(place).collect()
    }

    /// The versions of a criteria set with their days, each under its own id.
    pub(super) fn set_versions(&self, id: CriteriaId) -> Vec<(Days, CriteriaId)> {
        let indices = 0..self.layered.declarations.len();
        let mut own = indices.filter(|index| self.criteria_of(*index) == Some(id));
        let Some(first) = own.next() else {
            return vec![(None, id)];
        };
        let later = self.layered.versions.iter();
        let later = later.filter(|(_, it)| **it == first).map(|(it, _)| *it);
        let all: Vec<(Days, CriteriaId)> = std::iter::once(first)
            .chain(later)
            .filter_map(|index| {
                let days = self.layered.declarations.get(index)?.common.in_force;
                let days = days.map(|it| (it.from.node, it.until.map(|until| until.node)));
                Some((days, self.criteria_of(index)?))
            })
            .collect();
        match all.as_slice() {
            [(_, only)] => vec![(None, *only)],
            _ => all,
        }
    }

    /// The points of a version of a set, each under the criterion that names lead to.
    pub(super) fn under_names(
        &self,
        first: CriteriaId,
        points: Vec<(ValueId, Expr)>,
    ) -> Vec<(ValueId, Expr)> {
        let set = self.program.criteria.get(first.index());
        let named = set.map_or(&[][..], |set| set.criteria.as_slice());
        let name = |id: &ValueId| self.program.values.get(id.index()).map(|it| &it.about.name);
        let under = |(own, points): (ValueId, Expr)| {
            let taken = named.iter().find(|it| name(it) == name(&own));
            (taken.copied().unwrap_or(own), points)
        };
        points.into_iter().map(under).collect()
    }

    fn values_of(&self, index: usize) -> Vec<ValueId> {
        let slots = self.slots_of(index).iter();
        slots
            .filter_map(|slot| match slot {
                Slot::Value(id) => Some(*id),
                _ => None,
            })
            .collect()
    }

    fn aid_of(&self, index: usize) -> Option<AidId> {
        self.slots_of(index).iter().find_map(|slot| match slot {
            Slot::Aid(id) => Some(*id),
            _ => None,
        })
    }

    fn register_of(&self, index: usize) -> Option<RegisterId> {
        self.slots_of(index).iter().find_map(|slot| match slot {
            Slot::Register(id) => Some(*id),
            _ => None,
        })
    }

    fn criteria_of(&self, index: usize) -> Option<CriteriaId> {
        self.slots_of(index).iter().find_map(|slot| match slot {
            Slot::Criteria(id) => Some(*id),
            _ => None,
        })
    }

    /// Holds that versions give the same types, and reports the days between them.
    pub(super) fn versions(&mut self) {
        let all: Vec<(usize, usize)> = self
            .layered
            .versions
            .iter()
            .map(|(a, b)| (*a, *b))
            .collect();
        for (later, first) in &all {
            let (Some(own), Some(base)) = (
                self.layered.declarations.get(*later),
                self.layered.declarations.get(*first),
            ) else {
                continue;
            };
            self.same_types(*later, *first, own.head, base.head);
        }
        let firsts: std::collections::BTreeSet<usize> = all.iter().map(|(_, it)| *it).collect();
        for first in firsts {
            self.version_gaps(first);
        }
    }

    fn same_types(&mut self, later: usize, first: usize, at: Span, base: Span) {
        let mut pairs = Vec::new();
        for (own, taken) in self.version_values(later, first) {
            let ty = |id: ValueId| self.program.values.get(id.index()).map(|it| it.ty);
            let failed = [own, taken]
                .iter()
                .any(|id| self.progress.get(id.index()) == Some(&super::Progress::Failed));
            if !failed {
                pairs.extend(ty(own).zip(ty(taken)));
            }
        }
        if let (Some(own), Some(taken)) = (self.aid_of(later), self.aid_of(first)) {
            pairs.extend(self.given(own).zip(self.given(taken)));
        }
        for (found, wanted) in pairs {
            if found != wanted {
                let finding = self.other_type(later, found, wanted, at);
                self.report(finding.label(base, "label.first"));
            }
        }
    }

    /// The type of what an aid gives.
    fn given(&self, id: AidId) -> Option<Type> {
        match &self.program.aids.get(id.index())?.benefit {
            Benefit::Amount { value, .. } | Benefit::Service(value) => Some(value.ty),
            Benefit::Nothing => None,
        }
    }

    fn other_type(&self, later: usize, found: Type, wanted: Type, at: Span) -> Diagnostic {
        let value = self.values_of(later).first().copied();
        let value = value.and_then(|id| self.program.values.get(id.index()));
        let aid = self.aid_of(later);
        let aid = aid.and_then(|id| self.program.aids.get(id.index()));
        let about = value.map(|it| &it.about).or(aid.map(|it| &it.about));
        Diagnostic::at(&codes::VERSION_TYPE, at)
            .with("name", about.map_or("", |it| it.name.as_str()))
            .given("found", self.type_given(found))
            .given("wanted", self.type_given(wanted))
    }

    fn version_gaps(&mut self, first: usize) {
        let later = self.layered.versions.iter();
        let later = later.filter(|(_, it)| **it == first).map(|(it, _)| *it);
        let mut times: Vec<(InForce, &Declaration)> = std::iter::once(first)
            .chain(later)
            .filter_map(|index| self.layered.declarations.get(index))
            .filter_map(|it| Some((it.common.in_force?, it)))
            .collect();
        times.sort_by_key(|(time, _)| time.from.node);
        for pair in times.windows(2) {
            let [(before, _), (after, declaration)] = pair else {
                continue;
            };
            let next = before.until.and_then(|until| until.node.add_days(1));
            let Some(next) = next.filter(|next| *next < after.from.node) else {
                continue;
            };
            let until = after.from.node.add_days(-1).unwrap_or(next);
            let name = name_of(declaration);
            let finding = Diagnostic::at(&lint::VERSIONS_GAP, after.from.span)
                .with("name", name)
                .with("from", next)
                .with("until", until)
                .label(before.from.span, "label.first");
            self.lint(declaration, &lint::VERSIONS_GAP, finding);
        }
    }

    /// Takes the later versions out of the arenas.
    pub(super) fn take_versions(&mut self) {
        let mut versions = Vec::new();
        for (later, first) in &self.layered.versions {
            let declaration = self.layered.declarations.get(*later);
            let Some(time) = declaration.and_then(|it| it.common.in_force) else {
                continue;
            };
            let aid = self.aid_of(*later).zip(self.aid_of(*first));
            let aid = aid.and_then(|(own, taken)| {
                let own = self.program.aids.get(own.index())?;
                Some((taken, Box::new(own.clone())))
            });
            let register = self.register_of(*later).zip(self.register_of(*first));
            let register = register.and_then(|(own, taken)| {
                let own = self.program.registers.get(own.index())?;
                Some((taken, Box::new(own.clone())))
            });
            versions.push(Version {
                from: time.from.node,
                until: time.until.map(|it| it.node),
                values: self.taken_values(*later, *first),
                aid,
                register,
            });
        }
        let named = self.named;
        self.program.versions = versions;
        self.program.values.truncate(named.values);
        self.program.criteria.truncate(named.criteria);
        self.program.aids.truncate(named.aids);
        self.program.registers.truncate(named.registers);
        self.program
            .registers_in_force
            .retain(|id, _| id.index() < named.registers);
        self.program
            .in_force
            .retain(|id, _| id.index() < named.values);
    }

    /// The values of a later version under the ids of the first; a criterion that it does not list
    /// is never met.
    fn taken_values(&self, later: usize, first: usize) -> Vec<(ValueId, Value)> {
        let own: BTreeMap<ValueId, ValueId> = self
            .version_values(later, first)
            .into_iter()
            .map(|(own, taken)| (taken, own))
            .collect();
        let set = self.criteria_of(first);
        let mut values = Vec::new();
        for id in self.values_of(first) {
            let found = own.get(&id).unwrap_or(&id);
            let Some(mut value) = self.program.values.get(found.index()).cloned() else {
                continue;
            };
            if let (Some(set), ValueKind::Criterion { condition, .. }) = (set, &value.kind) {
                let condition = if own.contains_key(&id) {
                    condition.clone()
                } else {
                    super::declare::nothing(value.about.span)
                };
                value.kind = ValueKind::Criterion { set, condition };
            }
            values.push((id, value));
        }
        values
    }

    /// The classes of a later version are those of the first, whose type it shares.
    pub(super) fn share_classes(&mut self, index: usize, declaration: &Declaration) {
        let first = self.first_version(index);
        let Some(Slot::Enum(id)) = self.slots_of(first).first().copied() else {
            return;
        };
        self.slots.entry(index).or_default().push(Slot::Enum(id));
        let DeclarationKind::Classify(it) = &declaration.kind else {
            return;
        };
        let mut own: Vec<&str> = Vec::new();
        for row in &it.rows {
            if !own.contains(&row.class.node.as_str()) {
                own.push(&row.class.node);
            }
        }
        let classes = self.enum_words(id).clone();
        if classes.iter().map(String::as_str).ne(own) {
            let base = self.layered.declarations.get(first).map(|it| it.head);
            let finding = Diagnostic::at(&codes::VERSION_CLASSES, it.name.span)
                .with("name", &it.name.node)
                .with("classes", classes.join(", "))
                .label(base.unwrap_or(it.name.span), "label.first");
            self.report(finding);
        }
    }
}

impl Checker<'_> {
    /// Reports `in force` in declarations that have no time of their own.
    pub(super) fn timeless(&mut self) {
        // Two of one name were reported before, as versions that their kind does not have.
        if self.earlier == super::Earlier::Broken {
            return;
        }
        for (_, declaration) in self.declarations() {
            let has_time = match &declaration.kind {
                DeclarationKind::Define(_)
                | DeclarationKind::Criteria(_)
                | DeclarationKind::Classify(_)
                | DeclarationKind::Decide(_)
                | DeclarationKind::Select(_)
                | DeclarationKind::Aid(_)
                | DeclarationKind::Register(_)
                | DeclarationKind::Update(_)
                | DeclarationKind::Amend(_) => true,
                DeclarationKind::Policy(_)
                | DeclarationKind::Type(_)
                | DeclarationKind::Entity(_)
                | DeclarationKind::Role(_)
                | DeclarationKind::Parameter(_)
                | DeclarationKind::Indicator(_)
                | DeclarationKind::Poverty(_)
                | DeclarationKind::Target(_)
                | DeclarationKind::Assert(_)
                | DeclarationKind::Universe(_)
                | DeclarationKind::Test(_)
                | DeclarationKind::Scenario(_) => false,
            };
            if let (Some(time), false) = (declaration.common.in_force, has_time) {
                let span = time
                    .until
                    .map_or(time.from.span, |it| time.from.span.to(it.span));
                self.report(Diagnostic::at(&codes::NO_TIME, span));
            }
        }
    }
}

fn name_of(declaration: &Declaration) -> &str {
    match &declaration.kind {
        DeclarationKind::Define(it) => &it.name.node,
        DeclarationKind::Criteria(it) => &it.name.node,
        DeclarationKind::Classify(it) => &it.name.node,
        DeclarationKind::Decide(it) => it.names.first().map_or("", |it| &it.node),
        DeclarationKind::Select(it) => &it.name.node,
        DeclarationKind::Aid(it) => &it.name.node,
        DeclarationKind::Register(it) => &it.name.node,
        _ => "",
    }
}
