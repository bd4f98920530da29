//! A value of a field as text, as data files write it.

use arrow_array::Array as _;

use super::super::table::{Column, Values};
use crate::check::tree::{Program, Type};
use crate::number::{Date, format_decimal};

/// The value of a row; blank where nothing is known.
pub(super) fn text(program: &Program, ty: Type, column: &Column, row: usize) -> String {
    if !column.is_valid(row) {
        return String::new();
    }
    match &column.values {
        Values::Number(values) => {
            let raw = values.get(row).unwrap_or_default();
            ty.scale()
                .map_or(raw.to_string(), |scale| format_decimal(raw, scale))
        }
        Values::Date(values) => {
            let date = values.get(row).and_then(|days| Date::from_days(*days));
            date.map_or(String::new(), |date| date.to_string())
        }
        Values::Enum(codes) => {
            let of = program.enumeration(ty);
            let code = codes.get(row).map(|code| usize::from(*code));
            let word = of.zip(code).and_then(|(of, code)| of.values.get(code));
            word.map_or(String::new(), |(name, _)| name.clone())
        }
        Values::Boolean(bits) => bits.get(row).to_string(),
        Values::Text(texts) => {
            if row < texts.len() {
                texts.value(row).to_owned()
            } else {
                String::new()
            }
        }
    }
}
