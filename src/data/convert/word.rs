//! Values of enumerations.

use std::collections::BTreeMap;

use super::{Cell, Problem, Read};
use crate::check::tree::{Constant, Enum, Field};

/// Reads the values of an enumeration by their names.
pub(super) struct Reader<'a> {
    codes: BTreeMap<&'a str, u16>,
    low: u16,
    high: u16,
}

impl<'a> Reader<'a> {
    pub(super) fn new(of: Option<&'a Enum>, field: &Field) -> Self {
        let values = of.map_or(&[][..], |it| it.values.as_slice());
        let names = values.iter().map(|(name, _)| name.as_str());
        let code = |constant: &Constant| match constant {
            Constant::Enum(code) => u16::try_from(*code).ok(),
            Constant::Number(_) | Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) => {
                None
            }
        };
        let range = field.range.as_ref();
        let exclusive = range.is_some_and(|range| range.exclusive);
        let high = range.and_then(|range| range.high.as_ref()).and_then(code);
        Self {
            codes: names.zip(0..=u16::MAX).collect(),
            low: range
                .and_then(|range| range.low.as_ref())
                .and_then(code)
                .unwrap_or(0),
            high: high.map_or(u16::MAX, |code| code.saturating_sub(u16::from(exclusive))),
        }
    }

    pub(super) fn read(&self, cell: Cell<'_>) -> Result<Read<u16>, Problem> {
        let code = match cell {
            Cell::Blank => return Ok(Read::BLANK),
            Cell::Text(text) => self.codes.get(text.trim_ascii()).copied(),
            Cell::Boolean(true) => self.codes.get("true").copied(),
            Cell::Boolean(false) => self.codes.get("false").copied(),
            Cell::Whole(_) | Cell::Decimal(..) | Cell::Float(_) | Cell::Day(_) => None,
        };
        let code = code.ok_or(Problem::UnknownWord)?;
        if code < self.low || code > self.high {
            return Err(Problem::OutOfRange);
        }
        Ok(Read::value(code))
    }
}
