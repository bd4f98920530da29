//! Visits every node of typed expressions, in the order of the tree.

use super::tree::{Aggregate, Expr, ExprKind, RankKey};
use crate::source::Span;

/// Calls `visit` for the expression and everything inside it.
pub(crate) fn walk(expr: &Expr, visit: &mut impl FnMut(&Expr)) {
    visit(expr);
    children(expr, &mut |child| walk(child, visit));
}

/// Makes a visitor of the direct parts of an expression, to read them or to change them.
macro_rules! visitor {
    ($(#[$text:meta])* $children:ident, $aggregate:ident, $keys:ident, $iter:ident $(, $mut:tt)?) => {
$(#[$text])*
 pub(crate) fn $children(expr: &$($mut)? Expr, visit: &mut dyn FnMut(&$($mut)? Expr)) {
    match &$($mut)? expr.kind {
        ExprKind::Constant(_)
        | ExprKind::EvaluationDate
        | ExprKind::Field(_)
        | ExprKind::Filled(_)
        | ExprKind::Value(_)
        | ExprKind::Aid(..)
        | ExprKind::Register(_) => {}
        ExprKind::At(_, inner)
        | ExprKind::Negate(inner)
        | ExprKind::Retype(inner)
        | ExprKind::Not(inner)
        | ExprKind::IsKnown(inner)
        | ExprKind::OneOf(inner, _) => visit(inner),
        ExprKind::Add(a, b)
        | ExprKind::Subtract(a, b)
        | ExprKind::Multiply(a, b)
        | ExprKind::Divide(a, b)
        | ExprKind::Compare(_, a, b)
        | ExprKind::IfMissing(a, b) => {
            visit(a);
            visit(b);
        }
        ExprKind::If(a, b, c) => {
            visit(a);
            visit(b);
            visit(c);
        }
        ExprKind::Parameter(_, all)
        | ExprKind::And(all)
        | ExprKind::Or(all)
        | ExprKind::CountTrue(all)
        | ExprKind::Call(_, all) => all.$iter().for_each(visit),
        ExprKind::AtLeast { count, of, .. } => {
            visit(count);
            of.$iter().for_each(visit);
        }
        ExprKind::FirstMatch { rows, otherwise } => {
            for (condition, result) in rows {
                visit(condition);
                visit(result);
            }
            if let Some(otherwise) = otherwise {
                visit(otherwise);
            }
        }
        ExprKind::BestMatch { rows, .. } => {
            for row in rows {
                visit(&$($mut)? row.condition);
                visit(&$($mut)? row.key);
                visit(&$($mut)? row.result);
            }
        }
        ExprKind::Aggregate(it) => $aggregate(it, visit),
        ExprKind::Position(it) => {
            let it = &$($mut)? **it;
            $keys(&$($mut)? it.keys, visit);
            let parts = [&$($mut)? it.condition, &$($mut)? it.weight, &$($mut)? it.groups];
            parts.into_iter().flatten().for_each(visit);
        }
    }
}

/// Calls `visit` for each expression of an aggregate.
pub(super) fn $aggregate(it: &$($mut)? Aggregate, visit: &mut dyn FnMut(&$($mut)? Expr)) {
    for part in [&$($mut)? it.condition, &$($mut)? it.value].into_iter().flatten() {
        visit(part);
    }
    if let Some(best) = &$($mut)? it.best {
        visit(&$($mut)? best.count);
    }
    $keys(&$($mut)? it.by, visit);
}

/// Calls `visit` for each expression of an order.
pub(super) fn $keys(all: &$($mut)? [RankKey], visit: &mut dyn FnMut(&$($mut)? Expr)) {
    for key in all {
        visit(&$($mut)? key.value);
        if let Some(filled) = &$($mut)? key.filled {
            visit(filled);
        }
    }
}
    };
}

visitor!(
    /// Calls `visit` for each direct part of an expression.
    children, aggregate, keys, iter
);
visitor!(
    /// Calls `visit` for each direct part of an expression, to change it.
    children_mut, aggregate_mut, keys_mut, iter_mut, mut
);

/// Whether two expressions say the same, wherever they stand in the text.
pub(crate) fn same(a: &Expr, b: &Expr) -> bool {
    placeless(a) == placeless(b)
}

/// The expression with all places set to nothing.
pub(crate) fn placeless(expr: &Expr) -> Expr {
    let mut copy = expr.clone();
    erase(&mut copy);
    copy
}

fn erase(expr: &mut Expr) {
    expr.span = Span::default();
    children_mut(expr, &mut erase);
}
