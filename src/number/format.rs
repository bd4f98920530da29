//! Digits of fixed-point values: plain for files, grouped for people.

use super::scale;

/// How the digits of a number are grouped and which sign parts whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grouping {
    /// `1234567.5`, for files and machines.
    Plain,
    /// `1,234,567.5`
    English,
    /// `1.234.567,5`
    Indonesian,
}

/// An amount of money from its raw (`i64`, or `i128` for totals), without trailing zeros.
pub fn format_money(raw: impl Into<i128>, grouping: Grouping) -> String {
    format_grouped(raw, scale::MONEY, grouping)
}

/// The plain digits of a raw at a scale that is a power of ten, without trailing zeros: `1234.5`.
pub fn format_decimal(raw: impl Into<i128>, scale: i64) -> String {
    format_grouped(raw, scale, Grouping::Plain)
}

/// Plain digits with their thousands marked as policies write them: `1_234_567.25`.
pub fn with_thousands(plain: &str) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let (whole, rest) = digits.split_at(end.unwrap_or(digits.len()));
    let mut out = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out + rest
}

/// The digits of a raw at a scale that is a power of ten, without trailing zeros.
pub fn format_grouped(raw: impl Into<i128>, scale: i64, grouping: Grouping) -> String {
    let raw: i128 = raw.into();
    debug_assert!(scale > 0, "a scale is positive");
    let scale = scale.max(1).unsigned_abs();
    let (whole, part) = (
        raw.unsigned_abs() / u128::from(scale),
        raw.unsigned_abs() % u128::from(scale),
    );
    let (separator, point) = match grouping {
        Grouping::Plain => (None, '.'),
        Grouping::English => (Some(','), '.'),
        Grouping::Indonesian => (Some('.'), ','),
    };
    let mut text = String::new();
    if raw < 0 {
        text.push('-');
    }
    push_grouped(&mut text, whole, separator);
    if part != 0 {
        let width = usize::try_from(scale.ilog10()).unwrap_or_default();
        let digits = format!("{part:0width$}");
        text.push(point);
        text.push_str(digits.trim_end_matches('0'));
    }
    text
}

/// Writes a whole number, parted from the right in groups of three where there is a separator.
fn push_grouped(text: &mut String, whole: u128, separator: Option<char>) {
    let digits = whole.to_string();
    for (position, digit) in digits.char_indices() {
        let ends_a_group = position > 0 && (digits.len() - position).is_multiple_of(3);
        text.extend(separator.filter(|_| ends_a_group));
        text.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailing_zeros_are_left_out() {
        assert_eq!(format_decimal(1_234_500_000, scale::DECIMAL), "1234.5");
        assert_eq!(format_decimal(1_000_000, scale::DECIMAL), "1");
        assert_eq!(format_decimal(1, scale::DECIMAL), "0.000001");
        assert_eq!(format_decimal(-1, scale::DECIMAL), "-0.000001");
        assert_eq!(format_decimal(0, scale::MONEY), "0");
        assert_eq!(format_decimal(-120, scale::INTEGER), "-120");
    }

    #[test]
    fn groups_follow_the_language() {
        let raw = 12_345_675_000_i64;
        assert_eq!(format_money(raw, Grouping::Plain), "1234567.5");
        assert_eq!(format_money(raw, Grouping::English), "1,234,567.5");
        assert_eq!(format_money(raw, Grouping::Indonesian), "1.234.567,5");
        assert_eq!(format_money(9_990_000, Grouping::Indonesian), "999");
        assert_eq!(format_money(-10_000_000, Grouping::Indonesian), "-1.000");
    }

    #[test]
    fn the_ends_of_both_ranges_are_written_whole() {
        assert_eq!(
            format_money(i64::MAX, Grouping::English),
            "922,337,203,685,477.5807"
        );
        assert_eq!(
            format_money(i64::MIN, Grouping::Plain),
            "-922337203685477.5808"
        );
        assert_eq!(
            format_decimal(i128::MIN, scale::INTEGER),
            i128::MIN.to_string()
        );
    }
}
