//! Visits every node of typed expressions, in the order of the tree.

use super::tree::{Aggregate, Expr, ExprKind, RankKey};
use crate::source::Span;

/// Calls `visit` for the expression and everything inside it.
pub(crate) fn walk(expr: &Expr, visit: &mut impl FnMut(&Expr)) {
    visit(expr);
    children(expr, &mut |child| walk(child, visit));
}

/// Calls `visit` for each direct part of an expression.
pub(crate) fn children(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    match &expr.kind {
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
        | ExprKind::Call(_, all) => all.iter().for_each(visit),
        ExprKind::AtLeast { count, of, .. } => {
            visit(count);
            of.iter().for_each(visit);
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
                visit(&row.condition);
                visit(&row.key);
                visit(&row.result);
            }
        }
        ExprKind::Aggregate(it) => aggregate(it, visit),
        ExprKind::Position(it) => {
            keys(&it.keys, visit);
            let parts = [&it.condition, &it.weight, &it.groups];
            parts.into_iter().flatten().for_each(visit);
        }
    }
}

/// Calls `visit` for each expression of an aggregate.
pub(super) fn aggregate(it: &Aggregate, visit: &mut dyn FnMut(&Expr)) {
    for part in [&it.condition, &it.value].into_iter().flatten() {
        visit(part);
    }
    if let Some(best) = &it.best {
        visit(&best.count);
    }
    keys(&it.by, visit);
}

/// Calls `visit` for each expression of an order.
pub(super) fn keys(all: &[RankKey], visit: &mut dyn FnMut(&Expr)) {
    for key in all {
        visit(&key.value);
        if let Some(filled) = &key.filled {
            visit(filled);
        }
    }
}

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
    match &mut expr.kind {
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
        | ExprKind::OneOf(inner, _) => erase(inner),
        ExprKind::Add(a, b)
        | ExprKind::Subtract(a, b)
        | ExprKind::Multiply(a, b)
        | ExprKind::Divide(a, b)
        | ExprKind::Compare(_, a, b)
        | ExprKind::IfMissing(a, b) => {
            erase(a);
            erase(b);
        }
        ExprKind::If(a, b, c) => {
            erase(a);
            erase(b);
            erase(c);
        }
        ExprKind::Parameter(_, all)
        | ExprKind::And(all)
        | ExprKind::Or(all)
        | ExprKind::CountTrue(all)
        | ExprKind::Call(_, all) => all.iter_mut().for_each(erase),
        ExprKind::AtLeast { count, of, .. } => {
            erase(count);
            of.iter_mut().for_each(erase);
        }
        ExprKind::FirstMatch { rows, otherwise } => {
            for (condition, result) in rows {
                erase(condition);
                erase(result);
            }
            if let Some(otherwise) = otherwise {
                erase(otherwise);
            }
        }
        ExprKind::BestMatch { rows, .. } => {
            for row in rows {
                erase(&mut row.condition);
                erase(&mut row.key);
                erase(&mut row.result);
            }
        }
        ExprKind::Aggregate(it) => {
            for part in [&mut it.condition, &mut it.value].into_iter().flatten() {
                erase(part);
            }
            if let Some(best) = &mut it.best {
                erase(&mut best.count);
            }
            erase_keys(&mut it.by);
        }
        ExprKind::Position(it) => {
            erase_keys(&mut it.keys);
            let parts = [&mut it.condition, &mut it.weight, &mut it.groups];
            parts.into_iter().flatten().for_each(erase);
        }
    }
}

fn erase_keys(keys: &mut [RankKey]) {
    for key in keys {
        erase(&mut key.value);
        if let Some(filled) = &mut key.filled {
            erase(filled);
        }
    }
}
