//! Keys of rows of parameters as written: which row holds a key, and what is left without it.

use super::amend::key_text;
use crate::number::Rational;
use crate::syntax::ast::{Expr, ExprKind, KeyPattern, Range};

/// Whether a row of keys holds the key of this text.
pub(super) fn holds(pattern: &KeyPattern, key: &str) -> bool {
    match pattern {
        KeyPattern::Values(values) => {
            key_text(pattern) == key
                || values
                    .iter()
                    .any(|it| key_text(&KeyPattern::Values(vec![it.clone()])) == key)
        }
        KeyPattern::Range(range) => {
            let (Ok(key), Some((low, high))) = (key.parse::<i64>(), bounds(range)) else {
                return key_text(pattern) == key;
            };
            low.is_none_or(|low| low <= key) && high.is_none_or(|high| key <= high)
        }
        KeyPattern::Otherwise(_) => key == "otherwise",
        KeyPattern::EachFurther(_)
        | KeyPattern::Several(_)
        | KeyPattern::Text(_)
        | KeyPattern::UpTo(_)
        | KeyPattern::Below(_)
        | KeyPattern::Above(_) => key_text(pattern) == key,
    }
}

/// Both ends of a range of written numbers, included.
fn bounds(range: &Range) -> Option<(Option<i64>, Option<i64>)> {
    let end = |it: &Option<Box<Expr>>| match it.as_deref().map(|it| &it.kind) {
        None => Some(None),
        Some(ExprKind::Number(number)) if number.is_integer() => {
            i64::try_from(number.num()).ok().map(Some)
        }
        Some(_) => None,
    };
    let high = end(&range.high)?.map(|high| high - i64::from(range.exclusive));
    Some((end(&range.low)?, high))
}

/// What is left of a row of keys without one of them.
pub(super) fn without(pattern: &KeyPattern, key: &Expr, text: &str) -> Vec<KeyPattern> {
    match pattern {
        KeyPattern::Values(values) => {
            let rest: Vec<Expr> = values
                .iter()
                .filter(|it| key_text(&KeyPattern::Values(vec![(*it).clone()])) != text)
                .cloned()
                .collect();
            let left = !rest.is_empty() && rest.len() < values.len();
            left.then_some(KeyPattern::Values(rest))
                .into_iter()
                .collect()
        }
        KeyPattern::Range(range) => {
            let (Some((low, high)), Ok(cut)) = (bounds(range), text.parse::<i64>()) else {
                return Vec::new();
            };
            let number = |value: i64| {
                Some(Box::new(Expr {
                    kind: ExprKind::Number(Rational::from_integer(value)),
                    span: key.span,
                }))
            };
            let part = |low: Option<i64>, high: Option<i64>| {
                KeyPattern::Range(Range {
                    low: low.and_then(number),
                    high: high.and_then(number),
                    exclusive: false,
                    span: range.span,
                })
            };
            let mut rest = Vec::new();
            if low.is_none_or(|low| low < cut) {
                rest.push(part(low, Some(cut - 1)));
            }
            if high.is_none_or(|high| cut < high) {
                rest.push(part(Some(cut + 1), high));
            }
            rest
        }
        KeyPattern::Otherwise(_)
        | KeyPattern::EachFurther(_)
        | KeyPattern::Several(_)
        | KeyPattern::Text(_)
        | KeyPattern::UpTo(_)
        | KeyPattern::Below(_)
        | KeyPattern::Above(_) => Vec::new(),
    }
}
