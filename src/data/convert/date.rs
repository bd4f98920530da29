//! Civil days.

use super::{Cell, NoteKind, Problem, Read};
use crate::check::tree::{Constant, Field};
use crate::number::Date;

/// Reads dates within the range of a field.
pub(super) struct Reader {
    low: Date,
    high: Date,
    /// Later ones are noted.
    on: Date,
}

impl Reader {
    pub(super) fn new(field: &Field, on: Date) -> Self {
        let bound = |constant: Option<&Constant>| match constant {
            Some(Constant::Date(date)) => Some(*date),
            _ => None,
        };
        let range = field.range.as_ref();
        let low = bound(range.and_then(|range| range.low.as_ref())).unwrap_or(Date::MIN);
        let mut high = bound(range.and_then(|range| range.high.as_ref())).unwrap_or(Date::MAX);
        if range.is_some_and(|range| range.exclusive && range.high.is_some()) {
            high = high.add_days(-1).unwrap_or(Date::MIN);
        }
        Self { low, high, on }
    }

    pub(super) fn read(&self, cell: Cell<'_>) -> Result<Read<i32>, Problem> {
        let date = match cell {
            Cell::Blank => return Ok(Read::BLANK),
            Cell::Day(days) => Date::from_days(days).ok_or(Problem::NotADate)?,
            Cell::Text(text) => parse(text.trim_ascii())?,
            Cell::Whole(_) | Cell::Decimal(..) | Cell::Float(_) | Cell::Boolean(_) => {
                return Err(Problem::NotADate);
            }
        };
        if date < self.low || date > self.high {
            return Err(Problem::OutOfRange);
        }
        let note = (date > self.on).then_some(NoteKind::AfterEvaluation);
        Ok(Read {
            value: Some(date.days()),
            note,
        })
    }
}

/// A date as `2023-03-01`, also with a time of day that is all zeros, as exports of tables write it.
fn parse(text: &str) -> Result<Date, Problem> {
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, time),
        None => (text, ""),
    };
    let no_time = time
        .bytes()
        .all(|byte| matches!(byte, b'0' | b':' | b'.' | b'Z'));
    match Date::parse_iso(day) {
        Some(date) if no_time => Ok(date),
        _ if day.contains('/') || day.contains('.') => Err(Problem::DateForm),
        _ => Err(Problem::NotADate),
    }
}
