//! Blanks between the tokens of a line.

use super::token::{Kind, Token, ends_value};

/// The tokens with the blanks that belong between them.
pub(super) fn join(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut before: Option<&Token<'_>> = None;
    for token in tokens.iter().filter(|token| !token.text.is_empty()) {
        if before.is_some_and(|before| is_apart(before, token)) {
            out.push(' ');
        }
        out.push_str(&token.text);
        before = Some(token);
    }
    out
}

/// Whether a blank stands between two tokens.
fn is_apart(left: &Token<'_>, right: &Token<'_>) -> bool {
    match (left.kind, right.kind) {
        (Kind::Open | Kind::Dot | Kind::Minus, _)
        | (_, Kind::Close | Kind::Comma | Kind::Dot | Kind::Percent) => false,
        (_, Kind::Open) => is_apart_from_open(left, &right.text),
        (_, Kind::Dots) => follows_sign(left.kind),
        (Kind::Dots, _) => !begins_value(right.kind),
        _ => true,
    }
}

/// `count(`, `round up(` and `amount[` are one; `in (`, `= (` and `"Miskin" (` are not.
fn is_apart_from_open(left: &Token<'_>, bracket: &str) -> bool {
    match left.kind {
        Kind::Function(_) | Kind::Name | Kind::Part | Kind::Declared => false,
        Kind::Keyword(pair) => !["up", "down"].contains(&pair.english),
        Kind::Close => bracket != "[",
        Kind::Literal
        | Kind::Text
        | Kind::Open
        | Kind::Comma
        | Kind::Dot
        | Kind::Dots
        | Kind::Percent
        | Kind::Minus
        | Kind::Bar
        | Kind::Equals
        | Kind::Colon
        | Kind::Operator => true,
    }
}

/// Whether an open lower end stands here: `in ..5`, `= ..5`.
fn follows_sign(left: Kind) -> bool {
    match left {
        Kind::Keyword(pair) => !ends_value(pair),
        Kind::Comma | Kind::Bar | Kind::Equals | Kind::Colon | Kind::Operator => true,
        Kind::Function(_)
        | Kind::Declared
        | Kind::Name
        | Kind::Part
        | Kind::Literal
        | Kind::Text
        | Kind::Open
        | Kind::Close
        | Kind::Dot
        | Kind::Dots
        | Kind::Percent
        | Kind::Minus => false,
    }
}

/// Whether the upper end of a range stands here.
fn begins_value(right: Kind) -> bool {
    match right {
        Kind::Function(_)
        | Kind::Declared
        | Kind::Name
        | Kind::Part
        | Kind::Literal
        | Kind::Text
        | Kind::Open
        | Kind::Minus => true,
        Kind::Keyword(_)
        | Kind::Close
        | Kind::Comma
        | Kind::Dot
        | Kind::Dots
        | Kind::Percent
        | Kind::Bar
        | Kind::Equals
        | Kind::Colon
        | Kind::Operator => false,
    }
}
