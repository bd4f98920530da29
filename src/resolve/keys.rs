//! Keys of rows of parameters as written: which row holds a key, and what is left without it.

use super::amend::key_text;
use crate::number::Rational;
use crate::syntax::ast::{Expr, ExprKind, KeyPattern, KeyedValue, Range};

/// Between the keys of a parameter that has several, in their text.
const BETWEEN: &str = " | ";

/// A pattern that holds these keys alone, one for each key of the parameter.
pub(super) fn pattern_of(keys: &[Expr]) -> KeyPattern {
    let one = |key: &Expr| KeyPattern::Values(vec![key.clone()]);
    match keys {
        [key] => one(key),
        several => KeyPattern::Several(several.iter().map(one).collect()),
    }
}

/// Whether a row holds the key of this text, or holds it as one of all others.
pub(super) fn covers(pattern: &KeyPattern, key: &str) -> bool {
    match pattern {
        KeyPattern::Otherwise(_) => true,
        KeyPattern::Several(all) => each(all, key, covers),
        _ => holds(pattern, key),
    }
}

/// Whether each pattern fits its part of a text of several keys.
fn each(all: &[KeyPattern], key: &str, fits: fn(&KeyPattern, &str) -> bool) -> bool {
    let parts: Vec<&str> = key.split(BETWEEN).collect();
    parts.len() == all.len() && all.iter().zip(parts).all(|(it, part)| fits(it, part))
}

/// Whether a row says what each further whole number adds.
pub(super) fn is_further(pattern: &KeyPattern) -> bool {
    match pattern {
        KeyPattern::EachFurther(_) => true,
        KeyPattern::Several(all) => all.iter().any(is_further),
        _ => false,
    }
}

/// The row of the highest whole number, to which a row of each further one adds.
pub(super) fn last<'a>(rows: &'a [KeyedValue], further: &KeyPattern) -> Option<&'a KeyedValue> {
    let numbered = rows
        .iter()
        .filter_map(|row| Some((highest(&row.key, further)?, row)));
    numbered.max_by_key(|(high, _)| *high).map(|(_, row)| row)
}

/// The highest whole number of a row where the other row says `each further`; `None` where the two
/// differ in another key.
fn highest(pattern: &KeyPattern, further: &KeyPattern) -> Option<i64> {
    match (pattern, further) {
        (KeyPattern::Range(range), KeyPattern::EachFurther(_)) => bounds(range)?.1,
        (KeyPattern::Values(values), KeyPattern::EachFurther(_)) => {
            values.iter().filter_map(whole).max()
        }
        (KeyPattern::Several(own), KeyPattern::Several(other)) => {
            let mut high = None;
            for (own, other) in own.iter().zip(other) {
                if is_further(other) {
                    high = Some(highest(own, other)?);
                } else if key_text(own) != key_text(other) {
                    return None;
                }
            }
            high
        }
        _ => None,
    }
}

fn whole(expr: &Expr) -> Option<i64> {
    match &expr.kind {
        ExprKind::Number(number) if number.is_integer() => i64::try_from(number.num()).ok(),
        _ => None,
    }
}

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
        KeyPattern::Several(all) => each(all, key, holds),
        KeyPattern::EachFurther(_)
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

/// What is left of a row of keys without those given, one for each key of the parameter.
pub(super) fn without(pattern: &KeyPattern, keys: &[Expr]) -> Vec<KeyPattern> {
    let KeyPattern::Several(all) = pattern else {
        return keys
            .first()
            .map_or_else(Vec::new, |key| without_one(pattern, key));
    };
    let mut rest = Vec::new();
    for (at, (own, key)) in all.iter().zip(keys).enumerate() {
        for left in without_one(own, key) {
            let given = keys
                .iter()
                .take(at)
                .map(|key| pattern_of(std::slice::from_ref(key)));
            let later = all.iter().skip(at + 1).cloned();
            let parts = given.chain([left]).chain(later);
            rest.push(KeyPattern::Several(parts.collect()));
        }
    }
    rest
}

fn without_one(pattern: &KeyPattern, key: &Expr) -> Vec<KeyPattern> {
    let text = &key_text(&KeyPattern::Values(vec![key.clone()]));
    match pattern {
        KeyPattern::Values(values) => {
            let rest: Vec<Expr> = values
                .iter()
                .filter(|it| key_text(&KeyPattern::Values(vec![(*it).clone()])) != *text)
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
