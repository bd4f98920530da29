//! Truth values.

use super::{Cell, Problem, Read};

/// The words for true and false, whatever their case; of languages and of common exports.
const WORDS: [(&str, bool); 12] = [
    ("true", true),
    ("false", false),
    ("1", true),
    ("0", false),
    ("ya", true),
    ("tidak", false),
    ("y", true),
    ("n", false),
    ("yes", true),
    ("no", false),
    ("benar", true),
    ("salah", false),
];

/// Reads a truth value.
pub(super) fn read(cell: Cell<'_>) -> Result<Read<bool>, Problem> {
    let value = match cell {
        Cell::Blank => return Ok(Read::BLANK),
        Cell::Boolean(value) => Some(value),
        Cell::Whole(0) => Some(false),
        Cell::Whole(1) => Some(true),
        Cell::Text(text) => word(text.trim_ascii()),
        Cell::Whole(_) | Cell::Decimal(..) | Cell::Float(_) | Cell::Day(_) => None,
    };
    value.map(Read::value).ok_or(Problem::NotABoolean)
}

/// Reads one bit of a sum of bits.
pub(super) fn read_bit(cell: Cell<'_>, bit: u64) -> Result<Read<bool>, Problem> {
    let sum = match cell {
        Cell::Blank => return Ok(Read::BLANK),
        Cell::Whole(value) => u64::try_from(value).ok(),
        Cell::Text(text) => text.trim_ascii().parse().ok(),
        Cell::Decimal(..) | Cell::Float(_) | Cell::Boolean(_) | Cell::Day(_) => None,
    };
    sum.map(|sum: u64| Read::value(sum & bit != 0))
        .ok_or(Problem::NotABitSum)
}

fn word(text: &str) -> Option<bool> {
    // As programs write them.
    match text {
        "true" | "1" => return Some(true),
        "false" | "0" => return Some(false),
        _ => {}
    }
    let (_, value) = WORDS
        .iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word))?;
    Some(*value)
}
