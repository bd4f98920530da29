//! Lints of tests: what they do not say, and what no test speaks of.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::names_in;
use crate::check::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::lint as codes;
use crate::source::Span;
use crate::syntax::ast::{DeclarationKind, Name};

impl Checker<'_> {
    /// Tests of one title, rules of which no test expects anything.
    pub(super) fn test_lints(&mut self) {
        let mut titles: BTreeMap<&str, Span> = BTreeMap::new();
        let mut expected = BTreeSet::new();
        for (_, declaration) in self.declarations() {
            let DeclarationKind::Test(it) = &declaration.kind else {
                continue;
            };
            for expect in &it.expects {
                names_in(&expect.condition, &mut expected);
            }
            for output in it.table.iter().flat_map(|table| &table.outputs) {
                names_in(output, &mut expected);
            }
            if it.is_example {
                continue;
            }
            let title = it.title.node.as_str();
            match titles.get(title) {
                Some(first) => {
                    let finding = Diagnostic::at(&codes::texts::SAME_TEST, it.title.span);
                    self.report(finding.with("title", title).label(*first, "label.first"));
                }
                None => {
                    titles.insert(title, it.title.span);
                }
            }
        }
        for (index, declaration) in self.declarations().skip(self.layered.own) {
            let (kind, name): (&str, &Name) = match &declaration.kind {
                DeclarationKind::Aid(it) => ("aid", &it.name),
                DeclarationKind::Classify(it) => ("classification", &it.name),
                DeclarationKind::Criteria(it) => {
                    let rows = it.rows.iter().map(|row| &row.name.node);
                    if rows.into_iter().any(|row| expected.contains(row)) {
                        continue;
                    }
                    ("criteria set", &it.name)
                }
                _ => continue,
            };
            if !expected.contains(&name.node) && !self.is_later(index) {
                let finding = Diagnostic::at(&codes::unused::UNTESTED, name.span)
                    .with_noun("kind", kind)
                    .with("name", &name.node);
                self.report(finding);
            }
        }
    }
}
