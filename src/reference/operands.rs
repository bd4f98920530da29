//! The operands of an expression that stand at the same row.

use crate::check::tree::{Expr, ExprKind};

/// The operands that are evaluated for the same row, in the order of the text; those behind a hop or
/// in an aggregate stand at other rows and are left out.
pub fn operands(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Constant(_)
        | ExprKind::EvaluationDate
        | ExprKind::Field(_)
        | ExprKind::Filled(_)
        | ExprKind::Value(_)
        | ExprKind::Aid(..)
        | ExprKind::Register(_)
        | ExprKind::At(..)
        | ExprKind::Aggregate(_) => Vec::new(),
        ExprKind::Negate(inner)
        | ExprKind::Retype(inner)
        | ExprKind::Not(inner)
        | ExprKind::IsKnown(inner)
        | ExprKind::OneOf(inner, _) => vec![inner],
        ExprKind::Add(left, right)
        | ExprKind::Subtract(left, right)
        | ExprKind::Multiply(left, right)
        | ExprKind::Divide(left, right)
        | ExprKind::Compare(_, left, right)
        | ExprKind::IfMissing(left, right) => vec![left, right],
        ExprKind::If(condition, then, otherwise) => vec![condition, then, otherwise],
        ExprKind::Parameter(_, operands)
        | ExprKind::And(operands)
        | ExprKind::Or(operands)
        | ExprKind::CountTrue(operands)
        | ExprKind::Call(_, operands) => operands.iter().collect(),
        ExprKind::Position(it) => {
            let keys = it.keys.iter().map(|key| &key.value);
            keys.chain(&it.condition).chain(&it.weight).collect()
        }
        ExprKind::AtLeast { count, of, .. } => [count.as_ref()].into_iter().chain(of).collect(),
        ExprKind::FirstMatch { rows, otherwise } => {
            let rows = rows
                .iter()
                .flat_map(|(condition, result)| [condition, result]);
            rows.chain(otherwise.as_deref()).collect()
        }
        ExprKind::BestMatch { rows, .. } => rows
            .iter()
            .flat_map(|it| [&it.condition, &it.key, &it.result])
            .collect(),
    }
}
