//! Differences of figures that are written as plain digits.

use crate::number::format_decimal;
use crate::outcome::Amount;

/// Digits after the point that a figure has at most.
const DIGITS: usize = 6;
/// One, in the last of these digits.
const ONE: i64 = 1_000_000;

/// `after` less `before`, exactly; `None` where either is no plain number.
pub fn difference(before: &str, after: &str) -> Option<Amount> {
    let change = raw(after)?.checked_sub(raw(before)?)?;
    Some(plain(change))
}

/// Millionths as plain digits.
pub(super) fn plain(raw: i128) -> Amount {
    format_decimal(raw, ONE)
}

/// Plain digits in millionths.
pub(super) fn raw(plain: &str) -> Option<i128> {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    if part.len() > DIGITS {
        return None;
    }
    let digits = format!("{whole}{part:0<DIGITS$}");
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_exact_with_their_sign() {
        let of = |before, after| difference(before, after).unwrap_or_default();
        assert_eq!(of("0.1", "0.3"), "0.2");
        assert_eq!(of("2", "-0.5"), "-2.5");
        assert_eq!(of("-0.000001", "0"), "0.000001");
        assert_eq!(of("99999999999999999999.5", "100000000000000000000"), "0.5");
        assert_eq!(difference("?", "1"), None);
    }
}
