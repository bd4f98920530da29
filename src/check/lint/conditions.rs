//! Lints of expressions that say in a roundabout way what can be said plainly.

use super::visit::expressions;
use crate::check::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::lint as codes;
use crate::source::Span;
use crate::syntax::ast::{CompareOp, Declaration, Expr, ExprKind};

/// Conversions that divide, and so round.
const DIVIDING: [&str; 2] = ["monthly", "quarterly"];

impl Checker<'_> {
    /// Comparisons and choices of a declaration.
    pub(super) fn condition_lints(&mut self, declaration: &Declaration) {
        let mut found = Vec::new();
        expressions(declaration, &mut |expr| match &expr.kind {
            ExprKind::Compare(op, left, right) => {
                found.extend(self.with_truth(expr, *op, left, right));
                found.extend(self.same_sides(expr, left, right));
                found.extend(digits_lost(left).or_else(|| digits_lost(right)));
            }
            ExprKind::Not(inner) => found.extend(self.double_negation(expr, inner)),
            ExprKind::If(condition, then, other) => {
                found.extend(self.choice_of_truth(expr, condition, then, other));
            }
            _ => {}
        });
        for finding in found {
            self.report(finding);
        }
    }

    /// The text of an expression, blanks made even.
    pub(super) fn even_text(&self, span: Span) -> String {
        let words: Vec<&str> = self.text.text(span).split_whitespace().collect();
        words.join(" ")
    }

    /// `x = true`.
    fn with_truth(
        &self,
        expr: &Expr,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
    ) -> Option<Diagnostic> {
        let ExprKind::Boolean(value) = right.kind else {
            return None;
        };
        let holds = match op {
            CompareOp::Equal => value,
            CompareOp::NotEqual => !value,
            CompareOp::Less
            | CompareOp::LessOrEqual
            | CompareOp::Greater
            | CompareOp::GreaterOrEqual => return None,
        };
        let plain = self.even_text(left.span);
        let instead = if holds {
            plain
        } else {
            format!("{} {plain}", self.word_like(expr.span, "not", "tidak"))
        };
        let finding = Diagnostic::at(&codes::conditions::COMPARES_WITH_TRUTH, expr.span)
            .with("instead", &instead);
        Some(if is_name(left) {
            finding.fix(expr.span, instead)
        } else {
            finding
        })
    }

    /// A word in the language that the text around it is written in.
    fn word_like(&self, at: Span, english: &'static str, indonesian: &'static str) -> &'static str {
        let text = self.even_text(at);
        let is_indonesian = text
            .split_whitespace()
            .any(|word| ["benar", "salah"].contains(&word));
        if is_indonesian { indonesian } else { english }
    }

    fn same_sides(&self, expr: &Expr, left: &Expr, right: &Expr) -> Option<Diagnostic> {
        let text = self.even_text(left.span);
        (text == self.even_text(right.span))
            .then(|| Diagnostic::at(&codes::conditions::SAME_SIDES, expr.span).with("text", text))
    }

    /// `not not x`.
    fn double_negation(&self, expr: &Expr, inner: &Expr) -> Option<Diagnostic> {
        let ExprKind::Not(twice) = &inner.kind else {
            return None;
        };
        let instead = self.even_text(twice.span);
        let finding = Diagnostic::at(&codes::conditions::DOUBLE_NEGATION, expr.span)
            .with("instead", &instead);
        Some(if is_name(twice) {
            finding.fix(expr.span, instead)
        } else {
            finding
        })
    }

    /// `if C then true else false`.
    fn choice_of_truth(
        &self,
        expr: &Expr,
        condition: &Expr,
        then: &Expr,
        other: &Expr,
    ) -> Option<Diagnostic> {
        let (ExprKind::Boolean(then), ExprKind::Boolean(other)) = (&then.kind, &other.kind) else {
            return None;
        };
        if then == other {
            return None;
        }
        let text = self.even_text(condition.span);
        let instead = if *then {
            format!("({text})")
        } else {
            let not = self.word_like(expr.span, "not", "tidak");
            format!("{not} ({text})")
        };
        let finding = Diagnostic::at(&codes::conditions::CHOICE_OF_TRUTH, expr.span);
        Some(finding.with("instead", &instead).fix(expr.span, instead))
    }
}

/// `monthly(x)` on one side of a comparison: what it rounds away may decide.
fn digits_lost(side: &Expr) -> Option<Diagnostic> {
    match &side.kind {
        ExprKind::Call {
            function,
            arguments,
        } if DIVIDING.contains(&function.node.as_str())
            && arguments.iter().any(|it| !is_literal(it)) =>
        {
            let finding = Diagnostic::at(&codes::conditions::DIGITS_LOST, side.span);
            Some(finding.with("function", &function.node))
        }
        ExprKind::Binary(_, left, right) => digits_lost(left).or_else(|| digits_lost(right)),
        _ => None,
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Number(_) | ExprKind::Money { .. })
}

fn is_name(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Name(_) | ExprKind::Dot(..))
}
