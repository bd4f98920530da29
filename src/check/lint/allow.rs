//! `allow CODE because "…"`: silences a lint in its declaration, and says so where it silences none.

use std::collections::BTreeSet;

use crate::check::Checker;
use crate::diagnostic::catalogue::{self, check as errors, lint as codes};
use crate::diagnostic::levels::is_lint;
use crate::diagnostic::suggest::near;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::ast::{Allow, Declaration};

/// The codes of findings across rules.
const PROVED: &str = "prove::";

impl Checker<'_> {
    /// Takes out the findings that the declarations they stand in allow, and reports allowances
    /// that are of no use.
    pub(in crate::check) fn allowances(&mut self) {
        let all: Vec<&Declaration> = self
            .declarations()
            .map(|(_, it)| it)
            .filter(|it| !it.common.allows.is_empty())
            .collect();
        let mut used = std::mem::take(&mut self.allowed);
        let mut kept = Diagnostics::new();
        for finding in std::mem::take(&mut self.findings).iter() {
            match all.iter().find_map(|it| allowance(it, finding)) {
                Some(place) => {
                    used.insert(place);
                }
                None => kept.push(finding.clone()),
            }
        }
        self.findings = kept;
        // What a base allows is judged where the base stands.
        for (_, declaration) in self.declarations().skip(self.layered.own) {
            for allow in &declaration.common.allows {
                self.allowance(allow, &used);
            }
        }
    }

    /// Reports an allowance of what is no lint, or of a lint that says nothing here.
    fn allowance(&mut self, allow: &Allow, used: &BTreeSet<Span>) {
        let (code, place) = (allow.code.node.as_str(), allow.code.span);
        let Some(entry) = catalogue::find(code) else {
            let lints = catalogue::entries().filter(|it| is_lint(it));
            let near = near(code, lints.map(|it| it.code));
            let finding = Diagnostic::at(&errors::ALLOW_UNKNOWN, place).with("code", code);
            self.report(crate::check::scope::suggested(finding, place, near));
            return;
        };
        if code.starts_with(PROVED) {
            // Said by `check --prove` alone, which looks for its allowances itself.
        } else if !is_lint(entry) {
            self.report(Diagnostic::at(&errors::ALLOW_ERROR, place).with("code", code));
        } else if !used.contains(&place) && !self.is_broken() {
            let row = self.row_of(allow);
            let finding = Diagnostic::at(&codes::unused::UNUSED_ALLOW, place).with("code", code);
            self.report(match row {
                Some(row) => finding.fix(row, ""),
                None => finding,
            });
        }
    }

    /// The whole line of an allowance, with its end.
    fn row_of(&self, allow: &Allow) -> Option<Span> {
        let file = self.text.file_at(allow.code.span.start)?;
        let at = (allow.code.span.start - file.base) as usize;
        let before = file.text.get(..at)?;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let because = (allow.because.span.end - file.base) as usize;
        let rest = file.text.get(because..)?;
        let end = because + rest.find('\n')? + 1;
        let global = |at: usize| u32::try_from(at).ok().map(|at| at + file.base);
        Some(Span::new(global(start)?, global(end)?))
    }
}

/// The place of the allowance in a declaration that a finding falls under.
fn allowance(declaration: &Declaration, finding: &Diagnostic) -> Option<Span> {
    let place = finding.labels.first()?.span;
    let inside = declaration.span.start <= place.start && place.end <= declaration.span.end;
    let mut allows = declaration.common.allows.iter();
    let allow = allows.find(|it| it.code.node == finding.code.name() && is_lint(finding.code.0))?;
    inside.then_some(allow.code.span)
}
