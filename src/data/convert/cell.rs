//! One cell, whatever the Arrow type it is stored in.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of Arrow's many types some hold values of fields, and all others do not"
)]

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};

use super::Reading;
use crate::check::tree::Type;
use crate::number::Date;

/// The longest text of a cell that is kept for a message, in characters.
const SHOWN_CHARACTERS: usize = 60;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::data) enum Cell<'a> {
    /// Nothing.
    Blank,
    /// Text, not empty.
    Text(&'a str),
    /// A whole number.
    Whole(i128),
    /// So many units of ten to the power of minus the second.
    Decimal(i128, u32),
    /// A binary fraction, finite.
    Float(f64),
    /// A truth value.
    Boolean(bool),
    /// Days since 1970-01-01.
    Day(i64),
}

impl<'a> Cell<'a> {
    /// A text; an empty one, or one of spaces, is a blank.
    #[inline]
    pub(super) fn text(text: &'a str) -> Self {
        if text.trim_ascii().is_empty() {
            Self::Blank
        } else {
            Self::Text(text)
        }
    }
}

/// The kind of values a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::data) enum Shape {
    /// Nothing but blanks.
    Blank,
    /// Texts.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers with decimals.
    Fraction,
    /// Truth values.
    Boolean,
    /// Dates.
    Date,
    /// Anything that no field can hold: lists, structures, times.
    Other,
}

impl Shape {
    /// The kind of values of an Arrow type.
    pub(in crate::data) fn of(data_type: &DataType) -> Self {
        match data_type {
            DataType::Null => Self::Blank,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Self::Text,
            DataType::Boolean => Self::Boolean,
            DataType::Date32 | DataType::Date64 => Self::Date,
            DataType::Timestamp(_, zone) if offset_seconds(zone.as_deref()).is_some() => Self::Date,
            DataType::Float32 | DataType::Float64 => Self::Fraction,
            DataType::Decimal32(_, scale)
            | DataType::Decimal64(_, scale)
            | DataType::Decimal128(_, scale) => match scale {
                0 => Self::Whole,
                1..=38 => Self::Fraction,
                _ => Self::Other,
            },
            DataType::Dictionary(_, value) => Self::of(value),
            whole if whole.is_integer() => Self::Whole,
            _ => Self::Other,
        }
    }

    /// Whether a field of the type can be read from such a column.
    pub(super) fn fits(self, ty: Type, reading: &Reading) -> bool {
        // A list is looked up by whatever can be written.
        let coded = !reading.codes.is_empty() || reading.list.is_some();
        match self {
            Self::Other => false,
            Self::Blank | Self::Text => true,
            Self::Whole => coded || ty != Type::Date,
            Self::Fraction => coded || !matches!(ty, Type::Date | Type::Text),
            Self::Boolean => coded || ty == Type::Boolean,
            Self::Date => coded || ty == Type::Date,
        }
    }

    /// Its name for people, in English and Indonesian.
    pub(in crate::data) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Blank => ("blanks", "sel kosong"),
            Self::Text => ("texts", "teks"),
            Self::Whole => ("whole numbers", "bilangan bulat"),
            Self::Fraction => ("numbers with decimals", "bilangan desimal"),
            Self::Boolean => ("truth values", "nilai ya/tidak"),
            Self::Date => ("dates", "tanggal"),
            Self::Other => ("lists, times or structures", "daftar, waktu, atau struktur"),
        }
    }
}

/// Hands over the cells in order.
///
/// A dictionary is not taken apart here, and a type that [`Shape`] refuses gives no cells.
pub(in crate::data) fn each<'a>(array: &'a ArrayRef, mut take: impl FnMut(Cell<'a>)) {
    let whole = |it: i128| Cell::Whole(it);
    match array.data_type() {
        DataType::Utf8 => texts(array.as_string::<i32>().iter(), take),
        DataType::LargeUtf8 => texts(array.as_string::<i64>().iter(), take),
        DataType::Utf8View => texts(array.as_string_view().iter(), take),
        DataType::Boolean => {
            let bits = array.as_boolean();
            bits.iter()
                .for_each(|bit| take(bit.map_or(Cell::Blank, Cell::Boolean)));
        }
        DataType::Int8 => values::<Int8Type>(array, |it| whole(it.into()), take),
        DataType::Int16 => values::<Int16Type>(array, |it| whole(it.into()), take),
        DataType::Int32 => values::<Int32Type>(array, |it| whole(it.into()), take),
        DataType::Int64 => values::<Int64Type>(array, |it| whole(it.into()), take),
        DataType::UInt8 => values::<UInt8Type>(array, |it| whole(it.into()), take),
        DataType::UInt16 => values::<UInt16Type>(array, |it| whole(it.into()), take),
        DataType::UInt32 => values::<UInt32Type>(array, |it| whole(it.into()), take),
        DataType::UInt64 => values::<UInt64Type>(array, |it| whole(it.into()), take),
        DataType::Float32 => values::<Float32Type>(array, single, take),
        DataType::Float64 => values::<Float64Type>(array, float, take),
        DataType::Decimal32(_, scale) => {
            values::<Decimal32Type>(array, |it| decimal(it.into(), *scale), take);
        }
        DataType::Decimal64(_, scale) => {
            values::<Decimal64Type>(array, |it| decimal(it.into(), *scale), take);
        }
        DataType::Decimal128(_, scale) => {
            values::<Decimal128Type>(array, |it| decimal(it, *scale), take);
        }
        DataType::Date32 => values::<Date32Type>(array, |it| Cell::Day(it.into()), take),
        DataType::Date64 => {
            values::<Date64Type>(array, |it| Cell::Day(it.div_euclid(86_400_000)), take);
        }
        DataType::Timestamp(unit, zone) => {
            let offset = offset_seconds(zone.as_deref()).unwrap_or(0);
            moments(array, *unit, offset, take);
        }
        _ => (0..array.len()).for_each(|_| take(Cell::Blank)),
    }
}

/// The keys of a dictionary as places in its values; zero where blank.
pub(in crate::data) fn keys(keys: &dyn Array) -> Vec<usize> {
    fn of<T: ArrowPrimitiveType>(keys: &dyn Array) -> Vec<usize>
    where
        usize: TryFrom<T::Native>,
    {
        let values = keys.as_primitive::<T>().values();
        values
            .iter()
            .map(|key| usize::try_from(*key).unwrap_or(0))
            .collect()
    }
    match keys.data_type() {
        DataType::Int8 => of::<Int8Type>(keys),
        DataType::Int16 => of::<Int16Type>(keys),
        DataType::Int32 => of::<Int32Type>(keys),
        DataType::Int64 => of::<Int64Type>(keys),
        DataType::UInt8 => of::<UInt8Type>(keys),
        DataType::UInt16 => of::<UInt16Type>(keys),
        DataType::UInt32 => of::<UInt32Type>(keys),
        DataType::UInt64 => of::<UInt64Type>(keys),
        _ => vec![0; keys.len()],
    }
}

/// What a cell holds, as text for people; cut where it is long.
pub(in crate::data) fn shown(array: &ArrayRef, index: usize) -> String {
    let one = array.slice(index, 1);
    if let Some(dictionary) = one.as_any_dictionary_opt() {
        let place = keys(dictionary.keys()).first().copied();
        return match place {
            Some(place) if !one.is_null(0) && place < dictionary.values().len() => {
                shown(dictionary.values(), place)
            }
            _ => String::new(),
        };
    }
    let mut text = String::new();
    each(&one, |cell| text = written(cell));
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A cell as text.
pub(in crate::data) fn written(cell: Cell<'_>) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Whole(value) => value.to_string(),
        Cell::Decimal(units, scale) => written_decimal(units, scale),
        Cell::Float(value) => value.to_string(),
        Cell::Boolean(value) => value.to_string(),
        Cell::Day(days) => match Date::from_days(days) {
            Some(date) => date.to_string(),
            None => format!("day {days}"),
        },
    }
}

fn written_decimal(units: i128, scale: u32) -> String {
    let Some(one) = 10_u128.checked_pow(scale) else {
        return units.to_string();
    };
    let (whole, part) = (units.unsigned_abs() / one, units.unsigned_abs() % one);
    let sign = if units < 0 { "-" } else { "" };
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{part:0width$}", width = scale as usize);
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

fn texts<'a>(cells: impl Iterator<Item = Option<&'a str>>, mut take: impl FnMut(Cell<'a>)) {
    for cell in cells {
        take(cell.map_or(Cell::Blank, Cell::text));
    }
}

fn values<'a, T: ArrowPrimitiveType>(
    array: &'a ArrayRef,
    cell: impl Fn(T::Native) -> Cell<'a>,
    mut take: impl FnMut(Cell<'a>),
) {
    let array = array.as_primitive::<T>();
    if array.null_count() == 0 {
        array.values().iter().for_each(|value| take(cell(*value)));
    } else {
        array
            .iter()
            .for_each(|value| take(value.map_or(Cell::Blank, &cell)));
    }
}

/// Whole floats are whole numbers: tools that lack a blank for whole numbers store them so.
fn float<'a>(value: f64) -> Cell<'a> {
    /// Up to here every whole number has a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::float_cmp, reason = "asks for the very same float")]
    let whole = value.trunc() == value;
    if value.is_nan() {
        Cell::Blank
    } else if whole && value.abs() <= EXACT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number within 53 bits"
        )]
        Cell::Whole(i128::from(value as i64))
    } else {
        Cell::Float(value)
    }
}

/// A single float stands for its shortest decimal, `0.1`, not for the double next to it.
fn single<'a>(value: f32) -> Cell<'a> {
    float(value.to_string().parse().unwrap_or(f64::NAN))
}

fn decimal<'a>(units: i128, scale: i8) -> Cell<'a> {
    match u32::try_from(scale) {
        Ok(0) | Err(_) => Cell::Whole(units),
        Ok(scale) => Cell::Decimal(units, scale),
    }
}

fn moments<'a>(array: &'a ArrayRef, unit: TimeUnit, offset: i64, take: impl FnMut(Cell<'a>)) {
    let day = |seconds: i64| Cell::Day(seconds.saturating_add(offset).div_euclid(86_400));
    match unit {
        TimeUnit::Second => values::<TimestampSecondType>(array, day, take),
        TimeUnit::Millisecond => {
            values::<TimestampMillisecondType>(array, |it| day(it.div_euclid(1_000)), take);
        }
        TimeUnit::Microsecond => {
            values::<TimestampMicrosecondType>(array, |it| day(it.div_euclid(1_000_000)), take);
        }
        TimeUnit::Nanosecond => {
            values::<TimestampNanosecondType>(array, |it| day(it.div_euclid(1_000_000_000)), take);
        }
    }
}

/// Seconds east of Greenwich of a time zone; `None` for named ones, whose rules are not at hand.
fn offset_seconds(zone: Option<&str>) -> Option<i64> {
    let Some(zone) = zone else { return Some(0) };
    if matches!(zone, "UTC" | "Etc/UTC" | "Z" | "GMT") {
        return Some(0);
    }
    let (sign, rest) = match zone.as_bytes() {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let digits = match rest {
        [h1, h2, b':', m1, m2] | [h1, h2, m1, m2] => [*h1, *h2, *m1, *m2],
        [h1, h2] => [*h1, *h2, b'0', b'0'],
        _ => return None,
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [h1, h2, m1, m2] = digits.map(|digit| i64::from(digit - b'0'));
    Some(sign * ((h1 * 10 + h2) * 3_600 + (m1 * 10 + m2) * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_zones() {
        assert_eq!(offset_seconds(None), Some(0));
        assert_eq!(offset_seconds(Some("+07:00")), Some(25_200));
        assert_eq!(offset_seconds(Some("-0930")), Some(-34_200));
        assert_eq!(offset_seconds(Some("Asia/Jakarta")), None);
    }

    #[test]
    fn whole_floats_are_whole_numbers() {
        assert_eq!(float(2.0), Cell::Whole(2));
        assert_eq!(float(2.5), Cell::Float(2.5));
        assert_eq!(float(f64::NAN), Cell::Blank);
        assert_eq!(single(0.1), Cell::Float(0.1));
    }
}
