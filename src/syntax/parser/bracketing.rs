//! Conditions that lack their parentheses: the readings they allow, in their own words.

use super::node::Node;
use super::{Reader, Rule};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind};

/// As long as the two readings may be to be shown.
const LONGEST: usize = 160;

impl Reader<'_> {
    /// The finding for `and` beside `or`; the choice between the readings is the writer's.
    pub(super) fn mixed(&self, left: &Expr, op: &Node<'_>, right: &Expr) -> Diagnostic {
        let finding = Diagnostic::at(&codes::MIXED_AND_OR, op.span());
        let (ExprKind::And(items) | ExprKind::Or(items)) = &left.kind else {
            return finding;
        };
        let [.., before, last] = items.as_slice() else {
            return finding;
        };
        let lead = self.written(Span::new(left.span.start, before.span.end));
        let joint = self.written(Span::new(before.span.end, last.span.start));
        let (last, right) = (self.written(last.span), self.written(right.span));
        let (whole, word) = (self.written(left.span), op.text().trim());
        let early = format!("({whole}) {word} {right}");
        let late = format!("{lead} {joint} ({last} {word} {right})");
        if early.len() + late.len() > LONGEST {
            return finding;
        }
        let finding = finding.with("early", early).with("late", late);
        if op.rule() == Rule::op_or {
            let finding = finding.with("alone", right).with("always", lead);
            finding.help("help.or")
        } else {
            let finding = finding.with("alone", lead).with("always", right);
            finding.help("help.and")
        }
    }

    /// The finding for what stands after `in` and is neither a range nor a list: `2-5` is a range.
    pub(super) fn list_wanted(&self, at: Span, value: Option<&ExprKind>) -> Diagnostic {
        let finding = Diagnostic::at(&codes::IN_NEEDS_LIST, at);
        let word = self.shown("in");
        if let Some(ExprKind::Binary(BinaryOp::Subtract, low, high)) = value {
            let range = format!("{}..{}", self.written(low.span), self.written(high.span));
            let finding = finding.with("instead", format!("{word} {range}"));
            return finding.help("help.range").fix(at, range);
        }
        let list = format!("{word} ({})", self.written(at));
        let ends = [(at.start, "("), (at.end, ")")];
        ends.into_iter()
            .fold(finding.with("list", list), |it, (at, sign)| {
                it.fix(Span::new(at, at), sign)
            })
    }

    /// The text of a place on one line, blanks drawn together.
    pub(super) fn written(&self, span: Span) -> String {
        let at =
            |global: u32| usize::try_from(global.saturating_sub(self.base)).unwrap_or(usize::MAX);
        let text = self
            .source
            .get(at(span.start)..at(span.end))
            .unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
