//! The value of an expression for one row, or unknown.

use std::cmp::Ordering;
use std::fmt;

use arrow_array::{Array, StringArray};

use crate::check::tree::{Constant, Program, Type};
use crate::data::bitmap::Bitmap;
use crate::data::table::{Column, Values};
use crate::number::{Date, Fault, Fraction, Grouping, Truth, format_grouped};

/// The value of an expression for one row.
///
/// The order of the type is that of group keys: unknown first, numbers by size, texts by bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    /// Not known.
    Unknown,
    /// A number in whole units (rupiah, not raw), exact.
    Number(Fraction),
    /// A truth value.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A text.
    Text(String),
    /// The code of an enumeration's value.
    Enum(u32),
}

impl Datum {
    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Self::Number(Fraction::from_raw(value, crate::number::INTEGER))
    }

    /// A constant's value.
    pub fn from_constant(constant: &Constant) -> Self {
        match constant {
            Constant::Number(number) => Self::Number(Fraction::from(*number)),
            Constant::Boolean(truth) => Self::Boolean(*truth),
            Constant::Date(date) => Self::Date(*date),
            Constant::Text(text) => Self::Text(text.clone()),
            Constant::Enum(code) => Self::Enum(*code),
        }
    }

    /// A cell of a column of values of type `ty`; unknown where it is not valid.
    pub fn from_column(column: &Column, row: usize, ty: Type) -> Self {
        if !column.is_valid(row) {
            return Self::Unknown;
        }
        let cell = match &column.values {
            Values::Number(raws) => raws
                .get(row)
                .zip(ty.scale())
                .map(|(raw, scale)| Self::Number(Fraction::from_raw(raw, scale))),
            Values::Date(days) => days
                .get(row)
                .and_then(|day| Date::from_days(*day))
                .map(Self::Date),
            Values::Enum(codes) => codes.get(row).map(|code| Self::Enum(u32::from(*code))),
            Values::Boolean(bits) => (row < bits.len()).then(|| Self::Boolean(bits.get(row))),
            Values::Text(texts) => {
                (row < texts.len()).then(|| Self::Text(texts.value(row).to_owned()))
            }
        };
        cell.unwrap_or(Self::Unknown)
    }

    /// Whether there is a value.
    pub fn is_known(&self) -> bool {
        *self != Self::Unknown
    }

    /// As a truth value; unknown for all that is none.
    pub fn truth(&self) -> Truth {
        match self {
            Self::Boolean(truth) => Truth::from(*truth),
            Self::Unknown | Self::Number(_) | Self::Date(_) | Self::Text(_) | Self::Enum(_) => {
                Truth::Unknown
            }
        }
    }

    /// The number, if it is a known one.
    pub fn number(&self) -> Option<Fraction> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Unknown | Self::Boolean(_) | Self::Date(_) | Self::Text(_) | Self::Enum(_) => {
                None
            }
        }
    }

    /// The day, if it is a known one.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Unknown | Self::Number(_) | Self::Boolean(_) | Self::Text(_) | Self::Enum(_) => {
                None
            }
        }
    }

    /// The text, if it is a known one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Unknown | Self::Number(_) | Self::Boolean(_) | Self::Date(_) | Self::Enum(_) => {
                None
            }
        }
    }

    /// The order of two known values of one kind.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let same = std::mem::discriminant(self) == std::mem::discriminant(other);
        (same && self.is_known()).then(|| self.cmp(other))
    }

    /// Rounded half-even to the scale of a type.
    pub fn stored(self, ty: Type) -> Result<Self, Fault> {
        match (self.number(), ty.scale()) {
            (Some(number), Some(scale)) => Ok(Self::Number(Fraction::from_raw(
                number.to_raw(scale)?,
                scale,
            ))),
            (None, _) | (_, None) => Ok(self),
        }
    }

    /// In words for people, English digits, with the names of enumerations.
    pub fn describe(&self, ty: Type, program: &Program) -> String {
        match (self, ty) {
            (Self::Number(number), Type::Money(_) | Type::Decimal | Type::Integer) => {
                let scale = ty.scale().unwrap_or(crate::number::INTEGER);
                match number.to_raw(scale) {
                    Ok(raw) => format_grouped(raw, scale, Grouping::English),
                    Err(_) => number.to_rational().to_string(),
                }
            }
            (Self::Text(text), _) => format!("\"{text}\""),
            _ => self
                .name(ty, program)
                .map_or_else(|| self.to_string(), str::to_owned),
        }
    }

    /// In words for people, an amount with its currency.
    pub fn told(&self, ty: Type, program: &Program) -> String {
        let words = self.describe(ty, program);
        match (self, ty, program.currency.as_str()) {
            (Self::Number(_), Type::Money(_), "IDR") => format!("Rp {words}"),
            (Self::Number(_), Type::Money(_), "") => words,
            (Self::Number(_), Type::Money(_), currency) => format!("{currency} {words}"),
            _ => words,
        }
    }

    /// The name of an enumeration's value.
    pub fn name<'p>(&self, ty: Type, program: &'p Program) -> Option<&'p str> {
        let (Self::Enum(code), Type::Enum(id)) = (self, ty) else {
            return None;
        };
        let (name, _) = program
            .enums
            .get(id.index())?
            .values
            .get(usize::try_from(*code).ok()?)?;
        Some(name)
    }
}

impl fmt::Display for Datum {
    /// Plain digits, ISO dates, bare texts, `unknown`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Number(number) => write!(f, "{}", number.to_rational()),
            Self::Boolean(truth) => write!(f, "{truth}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Text(text) => f.write_str(text),
            Self::Enum(code) => write!(f, "{code}"),
        }
    }
}

impl From<Truth> for Datum {
    fn from(truth: Truth) -> Self {
        truth.known().map_or(Self::Unknown, Self::Boolean)
    }
}

/// The stored column of these cells; what does not fit is unknown.
pub(super) fn column(cells: impl Iterator<Item = Datum>, ty: Type) -> Column {
    let stored: Vec<Datum> = cells
        .map(|cell| cell.stored(ty).unwrap_or(Datum::Unknown))
        .collect();
    let values = match ty {
        Type::Integer | Type::Decimal | Type::Money(_) => {
            let scale = ty.scale().unwrap_or(crate::number::INTEGER);
            let raw = |cell: &Datum| cell.number().and_then(|number| number.to_raw(scale).ok());
            Values::Number(stored.iter().map(|cell| raw(cell).unwrap_or(0)).collect())
        }
        Type::Boolean => Values::Boolean(Bitmap::collect(
            stored.iter().map(|cell| cell.truth() == Truth::True),
        )),
        Type::Date => Values::Date(
            stored
                .iter()
                .map(|cell| cell.date().map_or(0, Date::days))
                .collect(),
        ),
        Type::Text => Values::Text(StringArray::from_iter_values(
            stored.iter().map(|cell| cell.text().unwrap_or_default()),
        )),
        Type::Enum(_) => Values::Enum(stored.iter().map(code).collect()),
    };
    let valid = stored.iter().any(|cell| !cell.is_known());
    let valid = valid.then(|| Bitmap::collect(stored.iter().map(Datum::is_known)));
    Column { values, valid }
}

fn code(cell: &Datum) -> u16 {
    match cell {
        Datum::Enum(code) => u16::try_from(*code).unwrap_or(0),
        Datum::Unknown | Datum::Number(_) | Datum::Boolean(_) | Datum::Date(_) | Datum::Text(_) => {
            0
        }
    }
}
