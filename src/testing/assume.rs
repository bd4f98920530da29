//! What a test assumes: constants in the place of what the policy computes.

use std::borrow::Cow;

use super::fixture::Fixture;
use crate::check::tree::{
    CompareOp, Constant, Expr, ExprKind, Program, Test, TestAssume, Type, Value, ValueKind,
};
use crate::reference::Datum;

/// The policy with the assumptions of a test.
pub(super) fn assumed<'p>(
    program: &'p Program,
    test: &Test,
    fixture: &Fixture,
) -> Cow<'p, Program> {
    if test.assumes.is_empty() {
        return Cow::Borrowed(program);
    }
    let mut assumed = program.clone();
    for it in &test.assumes {
        let Some(value) = assumed.values.get(it.value.index()) else {
            continue;
        };
        let stated = stated(it.constant.as_ref(), value);
        let expr = match it.row {
            None => Some(stated),
            Some(row) => one_row(program, test, fixture, row, value, stated),
        };
        if let (Some(expr), Some(value)) = (expr, assumed.values.get_mut(it.value.index())) {
            value.kind = match &value.kind {
                ValueKind::Criterion { set, .. } => ValueKind::Criterion {
                    set: *set,
                    condition: expr,
                },
                ValueKind::Class(_) => ValueKind::Class(expr),
                ValueKind::Decide(_) => ValueKind::Decide(expr),
                ValueKind::Define(_) | ValueKind::Select(_) => ValueKind::Define(expr),
            };
            value.exact = false;
        }
        note(&mut assumed, it);
    }
    Cow::Owned(assumed)
}

/// An assumed value is in force whatever its dates say.
fn note(program: &mut Program, it: &TestAssume) {
    program.in_force.remove(&it.value);
}

/// A value, or an unknown one.
fn stated(constant: Option<&Constant>, value: &Value) -> Expr {
    let kind = match constant {
        Some(constant) => ExprKind::Constant(constant.clone()),
        None => unknown(),
    };
    Expr {
        kind,
        ty: value.ty,
        span: value.about.span,
    }
}

/// No row of a choice matches, and there is no other result.
fn unknown() -> ExprKind {
    ExprKind::FirstMatch {
        rows: Vec::new(),
        otherwise: None,
    }
}

/// The stated value for the row with one key, the computed one for all others.
fn one_row(
    program: &Program,
    test: &Test,
    fixture: &Fixture,
    row: usize,
    value: &Value,
    stated: Expr,
) -> Option<Expr> {
    let computed = match &value.kind {
        ValueKind::Define(expr) | ValueKind::Class(expr) | ValueKind::Decide(expr) => expr,
        ValueKind::Criterion { condition, .. } => condition,
        ValueKind::Select(_) => return None,
    };
    let written = test.rows.get(row)?;
    let entity = program.entities.get(written.entity.index())?;
    let column = entity.fields.iter().position(|it| *it == entity.key)?;
    let table = fixture.dataset.tables.get(written.entity.index())?;
    let ty = program.fields.get(entity.key.index())?.ty;
    let datum = Datum::from_column(
        table.columns.get(column)?.as_ref()?,
        *fixture.places.get(row)?,
        ty,
    );
    let span = stated.span;
    let key = Expr {
        kind: ExprKind::Field(entity.key),
        ty,
        span,
    };
    let own = constant(&datum, &key);
    let is_own = Expr {
        kind: ExprKind::Compare(CompareOp::Equal, Box::new(key), Box::new(own)),
        ty: Type::Boolean,
        span,
    };
    Some(Expr {
        kind: ExprKind::FirstMatch {
            rows: vec![(is_own, stated)],
            otherwise: Some(Box::new(computed.clone())),
        },
        ty: value.ty,
        span,
    })
}

/// What was found for an expression, as a constant of its type.
pub(super) fn constant(found: &Datum, of: &Expr) -> Expr {
    let constant = match found {
        Datum::Unknown => None,
        Datum::Number(number) => Some(Constant::Number(number.to_rational())),
        Datum::Boolean(truth) => Some(Constant::Boolean(*truth)),
        Datum::Date(date) => Some(Constant::Date(*date)),
        Datum::Text(text) => Some(Constant::Text(text.clone())),
        Datum::Enum(code) => Some(Constant::Enum(*code)),
    };
    Expr {
        kind: constant.map_or_else(unknown, ExprKind::Constant),
        ty: of.ty,
        span: of.span,
    }
}
