//! The words of a clause for people: the title of what it names, where it names one value.

use crate::check::tree::{AggregateOp, Expr, ExprKind, Ground, Program};

/// The words of a clause: what it says because of, else the title of the one value that it names (of its
/// rows, in brackets whose), else its text.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a name is told apart from all other conditions"
)]
pub(super) fn words(program: &Program, ground: &Ground) -> String {
    let of_rows = match &ground.condition.kind {
        ExprKind::Aggregate(it) if it.op == AggregateOp::Any => {
            it.value.as_ref().zip(program.entities.get(it.over.index()))
        }
        _ => None,
    };
    // The text of a clause, as it is written: a reason in words stands instead of it.
    let is_text = ground.label.starts_with("any(") || ground.label.starts_with("ada(");
    let found = match of_rows {
        Some((value, rows)) if is_text => {
            title(program, value).map(|(_, label)| format!("{label} ({})", rows.about.label))
        }
        _ => title(program, &ground.condition)
            .filter(|(name, _)| ground.label.rsplit('.').next() == Some(*name))
            .map(|(_, label)| label.to_owned()),
    };
    found.unwrap_or_else(|| ground.label.clone())
}

/// The name and the title of the one value that a condition is.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a name is told apart from all other conditions"
)]
fn title<'p>(program: &'p Program, condition: &Expr) -> Option<(&'p str, &'p str)> {
    let mut named = condition;
    while let ExprKind::At(_, inner) = &named.kind {
        named = inner;
    }
    let about = match &named.kind {
        ExprKind::Value(id) => program.values.get(id.index()).map(|it| &it.about),
        ExprKind::Field(id) => program.fields.get(id.index()).map(|it| &it.about),
        _ => None,
    };
    about
        .filter(|it| !it.label.is_empty())
        .map(|it| (it.name.as_str(), it.label.as_str()))
}
