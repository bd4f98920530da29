//! The words of a clause for people: the title of what it names, where it names one value.

use crate::check::tree::{ExprKind, Ground, Program};

/// The words of a clause: what it says because of, else the title of the one value that it names, else its
/// text.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a name is told apart from all other conditions"
)]
pub(super) fn words(program: &Program, ground: &Ground) -> String {
    let mut named = &ground.condition;
    while let ExprKind::At(_, inner) = &named.kind {
        named = inner;
    }
    let about = match &named.kind {
        ExprKind::Value(id) => program.values.get(id.index()).map(|it| &it.about),
        ExprKind::Field(id) => program.fields.get(id.index()).map(|it| &it.about),
        _ => None,
    };
    let own = about.filter(|it| {
        let path = ground.label.rsplit('.').next();
        path == Some(it.name.as_str()) && !it.label.is_empty()
    });
    own.map_or_else(|| ground.label.clone(), |it| it.label.clone())
}
