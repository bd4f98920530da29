//! Lints: what is allowed but likely a mistake; `allow CODE because "…"` silences one where it stands.

mod allow;
mod conditions;
mod examples;
mod language;
mod rules;
mod texts;
mod unused;
mod visit;

use std::collections::BTreeSet;

use super::Checker;
use super::order::{aid_expressions, value_expressions};
use super::tree::{Constant, Expr, ExprKind, Interval, ParameterId, Type, ValueId, ValueKind};
use super::walk::walk;
use super::{Earlier, Slot};
use crate::diagnostic::catalogue::lint as codes;
use crate::diagnostic::{Diagnostic, Entry};
use crate::number::Rational;
use crate::source::Span;
use crate::syntax::ast::{Declaration, DeclarationKind, Name};

impl Checker<'_> {
    pub(super) fn lints(&mut self) {
        let allows = self.declarations().flat_map(|(_, it)| {
            let codes = it.common.allows.iter();
            codes.map(|allow| (it.span, allow.code.node.clone()))
        });
        self.program.allows = allows.collect();
        if !self.is_broken() {
            self.of_the_text();
        }
        let (parameters, values) = self.used_names();
        // What a base holds is linted where the base stands.
        for (index, declaration) in self.declarations().skip(self.layered.own) {
            self.no_source(declaration);
            for slot in self.slots_of(index).to_vec() {
                match slot {
                    Slot::Parameter(id) => {
                        self.unused_parameter(declaration, id, &parameters);
                        self.jumps(declaration, id);
                    }
                    Slot::Value(id) => {
                        if !self.is_later(index) {
                            self.unused_definition(declaration, id, &values);
                        }
                        self.constant_conditions(declaration, slot);
                    }
                    Slot::Aid(_) => self.constant_conditions(declaration, slot),
                    Slot::Enum(_)
                    | Slot::Entity(_)
                    | Slot::Role(_)
                    | Slot::Criteria(_)
                    | Slot::Register(_)
                    | Slot::Indicator(_) => {}
                }
            }
        }
    }

    /// What the text says in an odd way; only of a policy without errors.
    fn of_the_text(&mut self) {
        self.language_lints();
        self.unused_lints();
        self.test_lints();
        for (index, declaration) in self.declarations().skip(self.layered.own) {
            self.text_lints(declaration);
            self.rule_lints(index, declaration);
            self.condition_lints(declaration);
        }
    }

    /// Reports a lint unless the declaration allows it.
    pub(super) fn lint(
        &mut self,
        declaration: &Declaration,
        entry: &'static Entry,
        finding: Diagnostic,
    ) {
        let mut allows = declaration.common.allows.iter();
        match allows.find(|it| it.code.node == entry.code) {
            Some(allow) => {
                self.allowed.insert(allow.code.span);
            }
            None => self.report(finding),
        }
    }

    /// Whether there is an error: what a failed rule names is not known, so nothing is said to be unused.
    pub(super) fn is_broken(&self) -> bool {
        self.earlier == Earlier::Broken || self.findings.has_errors()
    }

    fn no_source(&mut self, declaration: &Declaration) {
        let (name, kind): (&Name, &str) = match &declaration.kind {
            DeclarationKind::Parameter(it)
                if it.values.iter().any(|row| row.sources.is_empty()) =>
            {
                (&it.name, "parameter")
            }
            DeclarationKind::Criteria(it) if it.rows.iter().any(|row| row.sources.is_empty()) => {
                (&it.name, "criteria set")
            }
            DeclarationKind::Aid(it) => (&it.name, "aid"),
            _ => return,
        };
        // A declaration that was not read to its end may name its source in what was lost.
        if declaration.common.sources.is_empty() && self.earlier == Earlier::Sound {
            let finding = Diagnostic::at(&codes::NO_SOURCE, name.span)
                .with("name", &name.node)
                .with_noun("kind", kind);
            self.lint(declaration, &codes::NO_SOURCE, finding);
        }
    }

    /// Parameters and values that any rule, figure or test names.
    fn used_names(&self) -> (BTreeSet<ParameterId>, BTreeSet<ValueId>) {
        let mut parameters = BTreeSet::new();
        let mut values = BTreeSet::new();
        let mut note = |it: &Expr| match &it.kind {
            ExprKind::Parameter(id, _) => {
                parameters.insert(*id);
            }
            ExprKind::Value(id) => {
                values.insert(*id);
            }
            _ => {}
        };
        self.all_expressions(&mut |expr| walk(expr, &mut note));
        for expect in self.program.tests.iter().flat_map(|it| &it.expects) {
            walk(&expect.condition, &mut note);
        }
        let owners: Vec<ParameterId> = parameters
            .iter()
            .filter_map(|id| self.hidden.get(id).copied())
            .collect();
        parameters.extend(owners);
        parameters.extend(&self.asked_on);
        parameters.extend(self.parameters_in_values());
        (parameters, values)
    }

    /// Parameters that the values of others are made of.
    fn parameters_in_values(&self) -> BTreeSet<ParameterId> {
        let mut named = BTreeSet::new();
        for (_, declaration) in self.declarations() {
            if let DeclarationKind::Parameter(it) = &declaration.kind {
                named.extend(
                    self.parameters_named(it)
                        .into_iter()
                        .filter_map(|it| u32::try_from(it).ok())
                        .map(ParameterId),
                );
            }
        }
        named
    }

    fn unused_parameter(
        &mut self,
        declaration: &Declaration,
        id: ParameterId,
        used: &BTreeSet<ParameterId>,
    ) {
        let DeclarationKind::Parameter(it) = &declaration.kind else {
            return;
        };
        if used.contains(&id) || self.is_broken() {
            return;
        }
        let finding =
            Diagnostic::at(&codes::UNUSED_PARAMETER, it.name.span).with("name", &it.name.node);
        self.lint(declaration, &codes::UNUSED_PARAMETER, finding);
    }

    fn unused_definition(
        &mut self,
        declaration: &Declaration,
        id: ValueId,
        used: &BTreeSet<ValueId>,
    ) {
        let DeclarationKind::Define(it) = &declaration.kind else {
            return;
        };
        if used.contains(&id) || self.is_broken() {
            return;
        }
        let finding =
            Diagnostic::at(&codes::UNUSED_DEFINITION, it.name.span).with("name", &it.name.node);
        self.lint(declaration, &codes::UNUSED_DEFINITION, finding);
    }

    /// A value ten times, or a tenth of, the one before it.
    fn jumps(&mut self, declaration: &Declaration, id: ParameterId) {
        let Some(parameter) = self.program.parameters.get(id.index()).cloned() else {
            return;
        };
        for pair in parameter.intervals.windows(2) {
            let [before, after] = pair else { continue };
            let Some((old, new)) = jump(before, after) else {
                continue;
            };
            let finding = Diagnostic::at(&codes::TENFOLD_JUMP, after.span)
                .with("name", &parameter.about.name)
                .with(
                    "before",
                    self.constant_word(&Constant::Number(old), parameter.ty),
                )
                .with(
                    "after",
                    self.constant_word(&Constant::Number(new), parameter.ty),
                )
                .label(before.span, "label.before");
            self.lint(declaration, &codes::TENFOLD_JUMP, finding);
        }
    }

    /// Conditions that are true, or false, of every row.
    fn constant_conditions(&mut self, declaration: &Declaration, slot: Slot) {
        let mut found: Vec<(Span, bool)> = Vec::new();
        let mut note = |expr: &Expr| {
            walk(expr, &mut |it| {
                let is_condition = it.ty == Type::Boolean
                    && !matches!(it.kind, ExprKind::Constant(_) | ExprKind::Parameter(..));
                if let (true, Some(Constant::Boolean(value))) =
                    (is_condition, self.fold_constant(it))
                {
                    found.push((it.span, value));
                }
            });
        };
        match slot {
            Slot::Value(id) => match self.program.values.get(id.index()).map(|it| &it.kind) {
                Some(
                    kind @ (ValueKind::Define(_)
                    | ValueKind::Criterion { .. }
                    | ValueKind::Class(_)
                    | ValueKind::Decide(_)
                    | ValueKind::Select(_)),
                ) => {
                    value_expressions(kind, &mut note);
                }
                None => {}
            },
            Slot::Aid(id) => {
                if let Some(aid) = self.program.aids.get(id.index()) {
                    aid_expressions(aid, &mut note);
                }
            }
            _ => {}
        }
        for (span, value) in found {
            let finding = Diagnostic::at(&codes::CONDITION_CONSTANT, span).with("value", value);
            self.lint(declaration, &codes::CONDITION_CONSTANT, finding);
        }
    }
}

/// The first value that changes tenfold between two intervals.
fn jump(before: &Interval, after: &Interval) -> Option<(Rational, Rational)> {
    let ten = Rational::from_integer(10);
    before.values.iter().find_map(|(key, old)| {
        let (Constant::Number(old), Constant::Number(new)) = (old, after.values.get(key)?) else {
            return None;
        };
        let positive = *old > Rational::zero() && *new > Rational::zero();
        let far = |small: &Rational, large: &Rational| {
            small.checked_mul(ten).is_some_and(|it| it <= *large)
        };
        (positive && (far(old, new) || far(new, old))).then_some((*old, *new))
    })
}
