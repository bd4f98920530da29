//! Scenarios: what a what-if sets, repeals, amends and adds.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an amendment is told apart from all other declarations"
)]

use super::{Form, Reader, Rule, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::scenario as codes;
use crate::diagnostic::catalogue::syntax::AMEND_WHAT;
use crate::source::Span;
use crate::syntax::ast::{
    Amend, AmendTarget, Common, DeclarationKind, ExprKind, Name, Scenario, Set,
};
use crate::syntax::rows::{Block, Row, declaration_words};
use crate::words;

/// Declarations that no scenario can hold: the data and the tests stay as they are.
const OUTSIDE: &[&str] = &["policy", "entity", "test", "example", "scenario"];

impl<'a> Reader<'a> {
    pub(super) fn scenario(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Scenario> {
        let form = Form {
            what: "scenario",
            sample: "scenario line_up_10 \"Garis kemiskinan naik 10 persen\"",
        };
        let head = self
            .read(Rule::head_named, rest, form)
            .or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let mut scenario = Scenario {
            name: head.get(Rule::name)?.name(),
            label: self.label(&head),
            sets: Vec::new(),
            repeals: Vec::new(),
            amendments: Vec::new(),
            declarations: Vec::new(),
        };
        let mut changes = 0;
        for row in &block.head.children {
            if !self.common(row, common) {
                changes += 1;
                self.change(row, &mut scenario);
            }
        }
        if changes == 0 {
            let finding = Diagnostic::at(&codes::EMPTY_SCENARIO, scenario.name.span);
            self.report(finding.with("name", &scenario.name.node));
        }
        Some(scenario)
    }

    /// One row of a scenario, with the rows under it.
    fn change(&self, row: &Row, scenario: &mut Scenario) {
        let text = self.text(row);
        if let Some(word) = words::lead(text.text, &declaration_words()) {
            if OUTSIDE.contains(&word.english) {
                let place = self.head_span(text, word.len);
                let finding = Diagnostic::at(&codes::NOT_IN_SCENARIO, place);
                self.report(finding.with("construct", self.shown(word.english)));
                return;
            }
            let block = Block {
                word: Some(word),
                is_mended: false,
                head: row.clone(),
            };
            let Some(declaration) = self.declaration(&block, word) else {
                return;
            };
            match &declaration.kind {
                DeclarationKind::Amend(amend) if amends_entity(amend) => {
                    let place = self.head_span(text, text.text.len());
                    let finding = Diagnostic::at(&AMEND_WHAT, place);
                    self.report(finding.help("help.scenario"));
                }
                DeclarationKind::Amend(_) => scenario.amendments.push(declaration),
                _ => scenario.declarations.push(declaration),
            }
            return;
        }
        let Some(clause) = self.clause(row, "scenario", &["set", "repeal", "amend"]) else {
            return;
        };
        match clause.word {
            "set" => scenario.sets.extend(self.set(clause.rest, clause.span)),
            "repeal" => scenario.repeals.extend(self.repeal(clause.rest)),
            // A mistyped `amend`, reported already.
            _ => {}
        }
    }

    /// `poverty_line = poverty_line * 110%`, the word `set` taken off.
    pub(super) fn set(&self, rest: Text<'a>, span: Span) -> Option<Set> {
        let form = Form {
            what: "set",
            sample: "set poverty_line = poverty_line * 110%",
        };
        let node = self.read(Rule::row_set, rest, form)?;
        let target = node.get(Rule::set_target)?;
        let part = target
            .get(Rule::op_dot)
            .and_then(|dot| dot.get(Rule::any_name))
            .map(|part| part.name());
        let keys = target.get(Rule::op_index).map(|index| {
            index
                .all(Rule::expression)
                .map(|key| self.expression(&key))
                .collect()
        });
        let from = target.get(Rule::date).map(|date| self.date(&date));
        let value = self.value_of(&node, rest);
        if value.kind == ExprKind::Broken || from == Some(None) {
            return None;
        }
        Some(Set {
            name: target.get(Rule::name)?.name(),
            part,
            keys,
            from: from.flatten(),
            value,
            of: node
                .get(Rule::of_rows)
                .and_then(|of| of.get(Rule::name))
                .map(|name| name.name()),
            months: node
                .get(Rule::for_months)
                .and_then(|part| self.months(&part)),
            sources: self.sources(&node),
            span,
        })
    }

    fn repeal(&self, rest: Text<'a>) -> Option<Name> {
        let form = Form {
            what: "repeal",
            sample: "repeal bst",
        };
        let node = self.read(Rule::row_repeal, rest, form)?;
        Some(node.get(Rule::name)?.name())
    }
}

/// Whether an amendment changes what the data hold.
fn amends_entity(amend: &Amend) -> bool {
    match &amend.target {
        AmendTarget::Rule(rule) => matches!(rule.replace, DeclarationKind::Entity(_)),
        AmendTarget::Parameter { .. } | AmendTarget::Aid { .. } => false,
    }
}
