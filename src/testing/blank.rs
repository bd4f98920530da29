//! Whether an expression rests on an answer that may be blank, so that it can be unknown.

use std::collections::BTreeSet;

use crate::check::tree::{Blank, Expr, ExprKind, Program, ValueId, ValueKind};
use crate::reference::operands;

/// Whether a blank answer can reach the expression. What is said of a blank (`is missing`, `if missing`)
/// takes it up; aids and registers, which a blank sends to verification, are not looked into.
pub(super) fn may_be_unknown(program: &Program, expr: &Expr, seen: &mut BTreeSet<ValueId>) -> bool {
    match &expr.kind {
        ExprKind::Field(id) => {
            let field = program.fields.get(id.index());
            field.is_some_and(|it| matches!(it.blank, Blank::Unknown | Blank::AskedWhen { .. }))
        }
        ExprKind::Value(id) => seen.insert(*id) && value(program, *id, seen),
        ExprKind::At(_, inner) => may_be_unknown(program, inner, seen),
        ExprKind::IsKnown(_)
        | ExprKind::Filled(_)
        | ExprKind::Constant(_)
        | ExprKind::EvaluationDate
        | ExprKind::Aid(..)
        | ExprKind::Register(_) => false,
        ExprKind::IfMissing(_, instead) => may_be_unknown(program, instead, seen),
        ExprKind::Aggregate(it) => {
            let mut inner = it.condition.iter().chain(&it.value);
            inner.any(|it| may_be_unknown(program, it, seen))
        }
        ExprKind::Parameter(..)
        | ExprKind::Negate(_)
        | ExprKind::Add(..)
        | ExprKind::Subtract(..)
        | ExprKind::Multiply(..)
        | ExprKind::Divide(..)
        | ExprKind::Retype(_)
        | ExprKind::Compare(..)
        | ExprKind::OneOf(..)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::If(..)
        | ExprKind::FirstMatch { .. }
        | ExprKind::BestMatch { .. }
        | ExprKind::AtLeast { .. }
        | ExprKind::CountTrue(_)
        | ExprKind::Position(_)
        | ExprKind::Call(..) => operands(expr)
            .into_iter()
            .any(|it| may_be_unknown(program, it, seen)),
    }
}

fn value(program: &Program, id: ValueId, seen: &mut BTreeSet<ValueId>) -> bool {
    let Some(value) = program.values.get(id.index()) else {
        return false;
    };
    match &value.kind {
        ValueKind::Define(expr)
        | ValueKind::Criterion {
            condition: expr, ..
        }
        | ValueKind::Class(expr)
        | ValueKind::Decide(expr) => may_be_unknown(program, expr, seen),
        ValueKind::Select(select) => {
            let keys = select.rank.iter().map(|it| &it.value);
            let mut all = std::iter::once(&select.when).chain(keys);
            all.any(|it| may_be_unknown(program, it, seen))
        }
    }
}
