//! Whole numbers, decimals and money, from digits or from stored numbers, never misread.

use super::bulk::Scaled;
use super::{Cell, NoteKind, Problem, Read};
use crate::check::tree::{Constant, Field, Type};
use crate::number::{INTEGER, Period, Rational};

/// Reads numbers of the type of a field, within its range.
pub(super) struct Reader {
    scale: i64,
    /// Three digits after the point are nothing odd.
    fine: bool,
    comma: bool,
    /// What an amount is multiplied with and divided by to be one of the field's period.
    factor: (i128, i128),
    low: i64,
    high: i64,
}

/// So many units of ten to the power of minus `decimals`.
struct Digits {
    units: i128,
    decimals: u32,
}

impl Reader {
    pub(super) fn new(field: &Field, comma: bool, per: Option<Period>) -> Self {
        let scale = field.ty.scale().unwrap_or(INTEGER);
        let range = field.range.as_ref();
        let exclusive = range.is_some_and(|range| range.exclusive);
        let low = range.and_then(|range| number(range.low.as_ref()));
        let high = range.and_then(|range| number(range.high.as_ref()));
        Self {
            scale,
            fine: field.ty == Type::Decimal,
            comma,
            factor: factor(field.ty, per),
            low: low.map_or(i64::MIN, |low| least_raw(low, scale)),
            high: high.map_or(i64::MAX, |high| greatest_raw(high, scale, exclusive)),
        }
    }

    /// How numbers are taken as they stand; `None` where they are amounts of another period.
    pub(super) fn scaled(&self) -> Option<Scaled> {
        (self.factor == (1, 1)).then_some(Scaled {
            scale: self.scale,
            low: self.low,
            high: self.high,
        })
    }

    #[inline]
    pub(super) fn read(&self, cell: Cell<'_>) -> Result<Read<i64>, Problem> {
        let (raw, rounded) = match cell {
            Cell::Blank => return Ok(Read::BLANK),
            Cell::Whole(value) if self.factor == (1, 1) => {
                let raw = value
                    .checked_mul(i128::from(self.scale))
                    .ok_or(Problem::TooLarge)?;
                (i64::try_from(raw).map_err(|_| Problem::TooLarge)?, false)
            }
            Cell::Whole(units) => self.store(&Digits { units, decimals: 0 })?,
            Cell::Decimal(units, decimals) => self.store(&Digits { units, decimals })?,
            Cell::Float(value) => self.float(value)?,
            Cell::Text(text) => match self.plain_digits(text.trim_ascii()) {
                Some(raw) => (raw, false),
                None => self.store(&self.digits(text.trim_ascii())?)?,
            },
            Cell::Boolean(_) | Cell::Day(_) => return Err(Problem::NotANumber),
        };
        if raw < self.low || raw > self.high {
            return Err(Problem::OutOfRange);
        }
        Ok(Read {
            value: Some(raw),
            note: rounded.then_some(NoteKind::Rounded),
        })
    }

    /// Rounds half-even to the scale, and says whether that changed the number.
    fn store(&self, digits: &Digits) -> Result<(i64, bool), Problem> {
        let (times, by) = self.factor;
        let one = 10_i128
            .checked_pow(digits.decimals)
            .and_then(|one| one.checked_mul(by))
            .ok_or(Problem::TooLarge)?;
        let scaled = digits
            .units
            .checked_mul(i128::from(self.scale))
            .and_then(|scaled| scaled.checked_mul(times))
            .ok_or(Problem::TooLarge)?;
        let rest = scaled % one;
        if rest != 0 && self.scale == INTEGER {
            return Err(Problem::NotWhole);
        }
        let raw = half_even(scaled / one, rest, one);
        Ok((
            i64::try_from(raw).map_err(|_| Problem::TooLarge)?,
            rest != 0,
        ))
    }

    /// A float stands for its shortest decimal: 0.1 is one tenth, not the float next to it.
    fn float(&self, value: f64) -> Result<(i64, bool), Problem> {
        /// Up to here every whole number has a float of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if !value.is_finite() {
            return Err(Problem::NotANumber);
        }
        #[expect(clippy::cast_precision_loss, reason = "scales are small powers of ten")]
        let scale = self.scale as f64;
        let nearest = (value * scale).round();
        // Division rounds correctly, so the raw over its scale is this float only if the decimal is.
        #[expect(clippy::float_cmp, reason = "asks for the very same float")]
        if self.factor == (1, 1) && nearest.abs() < EXACT && nearest / scale == value {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a whole number within 53 bits"
            )]
            return Ok((nearest as i64, false));
        }
        self.store(&plain(&format!("{value}"), '.')?)
    }

    /// The raw of short and plain digits, which nearly all cells hold; `None` leaves the text to
    /// [`Self::digits`] and [`Self::store`], which give the same raw or say what is wrong.
    #[inline]
    fn plain_digits(&self, text: &str) -> Option<i64> {
        /// So many digits fit into 64 bits.
        const MOST: usize = 18;
        if self.factor != (1, 1) || text.len() > MOST {
            return None;
        }
        let (whole, part) = match text.as_bytes().iter().position(|byte| *byte == b'.') {
            Some(_) if self.comma => return None,
            Some(at) => (text.get(..at)?, text.get(at + 1..)?),
            None => (text, "0"),
        };
        // Three digits after a mark may be thousands.
        if whole.is_empty() || part.is_empty() || part.len() == 3 && !self.fine {
            return None;
        }
        let units = |digits: &str| {
            digits.bytes().try_fold(0_i64, |units, byte| {
                let digit = byte.wrapping_sub(b'0');
                (digit < 10).then(|| units * 10 + i64::from(digit))
            })
        };
        let (whole, part) = (units(whole)?, (units(part)?, part.len()));
        let raw = whole.checked_mul(self.scale)?;
        if part.0 == 0 {
            return Some(raw);
        }
        let one = 10_i64.checked_pow(u32::try_from(part.1).ok()?)?;
        let step = self.scale / one;
        (self.scale % one == 0).then(|| raw.checked_add(part.0.checked_mul(step)?))?
    }

    /// Reads digits as written by people and by programs.
    fn digits(&self, text: &str) -> Result<Digits, Problem> {
        if let Some(problem) = self.misleading(text) {
            return Err(problem);
        }
        plain(text, if self.comma { ',' } else { '.' })
    }

    /// Marks between digits that could be taken for something else.
    fn misleading(&self, text: &str) -> Option<Problem> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let numeric = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
        if !digits.bytes().all(numeric) {
            return None;
        }
        let (point, other) = if self.comma { (',', '.') } else { ('.', ',') };
        let points = digits.matches(point).count();
        let others = digits.matches(other).count();
        // One mark before three last digits is a thousand to one people and a decimal to another.
        let ambiguous = points == 1 && !self.fine && grouped(digits, point);
        match (points, others) {
            (0 | 1, 0) if ambiguous => Some(Problem::TwoReadings),
            (0 | 1, 0) => None,
            (0, 1) if !grouped(digits, other) && !self.comma => Some(Problem::DecimalComma),
            (0, 1) if grouped(digits, other) => Some(Problem::TwoReadings),
            _ => Some(Problem::Grouped),
        }
    }
}

/// Whether text is one to three digits, not a lone zero, and then a mark and exactly three more.
fn grouped(text: &str, mark: char) -> bool {
    let Some((head, tail)) = text.split_once(mark) else {
        return false;
    };
    (1..=3).contains(&head.len()) && head != "0" && tail.len() == 3
}

/// Digits with an optional sign, part after `point`, and power of ten (`1e+05`, as R writes).
fn plain(text: &str, point: char) -> Result<Digits, Problem> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => {
            let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
            (
                number,
                exponent.parse::<i32>().map_err(|_| Problem::NotANumber)?,
            )
        }
        None => (text, 0),
    };
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, part) = number.split_once(point).unwrap_or((number, ""));
    let digits = || whole.bytes().chain(part.bytes());
    if digits().next().is_none() || !digits().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotANumber);
    }
    let part = part.trim_end_matches('0');
    let units = whole
        .bytes()
        .chain(part.bytes())
        .try_fold(0_i128, |units, byte| {
            units.checked_mul(10)?.checked_add(i128::from(byte - b'0'))
        });
    let units = units.ok_or(Problem::TooLarge)?;
    let units = if negative { -units } else { units };
    let decimals = i32::try_from(part.len()).map_err(|_| Problem::TooLarge)?;
    shifted(
        units,
        decimals.checked_sub(exponent).ok_or(Problem::TooLarge)?,
    )
}

/// What turns an amount of one period into one of the type's.
fn factor(ty: Type, per: Option<Period>) -> (i128, i128) {
    let (Type::Money(Some(to)), Some(from)) = (ty, per) else {
        return (1, 1);
    };
    let (times, by) = Period::convert_factor(from, to).unwrap_or((1, 1));
    (times.into(), by.into())
}

/// Units with so many decimals, or, where negative, zeros to append.
fn shifted(units: i128, decimals: i32) -> Result<Digits, Problem> {
    match u32::try_from(decimals) {
        Ok(decimals) => Ok(Digits { units, decimals }),
        Err(_) if units == 0 => Ok(Digits { units, decimals: 0 }),
        Err(_) => {
            let factor = 10_i128.checked_pow(decimals.unsigned_abs());
            let units = factor.and_then(|factor| units.checked_mul(factor));
            Ok(Digits {
                units: units.ok_or(Problem::TooLarge)?,
                decimals: 0,
            })
        }
    }
}

/// `quotient`, cut towards zero, moved to the nearest given the rest; a half goes to the even one.
fn half_even(quotient: i128, rest: i128, divisor: i128) -> i128 {
    let twice = rest.unsigned_abs().saturating_mul(2);
    let away = match twice.cmp(&divisor.unsigned_abs()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    if away {
        quotient.saturating_add(rest.signum())
    } else {
        quotient
    }
}

fn number(constant: Option<&Constant>) -> Option<Rational> {
    match constant? {
        Constant::Number(number) => Some(*number),
        Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => None,
    }
}

/// The smallest raw that is not below a number.
fn least_raw(low: Rational, scale: i64) -> i64 {
    let Some(scaled) = low.num().checked_mul(i128::from(scale)) else {
        return i64::MIN;
    };
    let floor = scaled.div_euclid(low.den());
    let exact = scaled.rem_euclid(low.den()) == 0;
    clamped(if exact {
        floor
    } else {
        floor.saturating_add(1)
    })
}

/// The largest raw that is not above a number, or, of an exclusive end, below it.
fn greatest_raw(high: Rational, scale: i64, exclusive: bool) -> i64 {
    let Some(scaled) = high.num().checked_mul(i128::from(scale)) else {
        return i64::MAX;
    };
    let floor = scaled.div_euclid(high.den());
    let exact = scaled.rem_euclid(high.den()) == 0;
    clamped(if exact && exclusive {
        floor.saturating_sub(1)
    } else {
        floor
    })
}

fn clamped(raw: i128) -> i64 {
    let limit = if raw < 0 { i64::MIN } else { i64::MAX };
    i64::try_from(raw).unwrap_or(limit)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn reader(scale: i64, comma: bool) -> Reader {
        Reader {
            scale,
            fine: scale == 1_000_000,
            comma,
            factor: (1, 1),
            low: i64::MIN,
            high: i64::MAX,
        }
    }

    fn money(text: &str) -> Result<i64, Problem> {
        Ok(reader(10_000, false).read(Cell::Text(text))?.value.unwrap())
    }

    fn decimal(text: &str) -> Result<i64, Problem> {
        Ok(reader(1_000_000, false)
            .read(Cell::Text(text))?
            .value
            .unwrap())
    }

    #[test]
    fn plain_digits_are_read() {
        assert_eq!(money("1234.5"), Ok(12_345_000));
        assert_eq!(money("-7"), Ok(-70_000));
        assert_eq!(money(" 596184.000 "), Ok(5_961_840_000));
        assert_eq!(money("0.125"), Ok(1_250));
        assert_eq!(money("1e+05"), Ok(1_000_000_000));
        assert_eq!(decimal("36.125"), Ok(36_125_000));
        assert_eq!(decimal("1.5e-1"), Ok(150_000));
    }

    #[test]
    fn the_short_way_reads_what_the_long_way_reads() {
        let signs = ["", "0", "7", "42", "007", "200", "123456789012345678"];
        for scale in [1, 10_000, 1_000_000] {
            for comma in [false, true] {
                let it = reader(scale, comma);
                let texts = signs.iter().flat_map(|whole| {
                    signs.iter().flat_map(move |part| {
                        [".", ",", "", "-", "e"].map(|mark| format!("{whole}{mark}{part}"))
                    })
                });
                for text in texts {
                    let Some(raw) = it.plain_digits(&text) else {
                        continue;
                    };
                    let long = it.store(&it.digits(&text).unwrap()).unwrap();
                    assert_eq!((raw, false), long, "{text} at {scale}");
                }
            }
        }
        assert_eq!(
            reader(10_000, false).plain_digits("1234.5"),
            Some(12_345_000)
        );
        assert_eq!(reader(1, false).plain_digits("1437000"), Some(1_437_000));
        assert_eq!(reader(10_000, false).plain_digits("1.500"), None);
    }

    #[test]
    fn marks_that_may_mean_thousands_are_refused() {
        assert_eq!(money("200.000"), Err(Problem::TwoReadings));
        assert_eq!(money("596,184"), Err(Problem::TwoReadings));
        assert_eq!(money("1.234.567"), Err(Problem::Grouped));
        assert_eq!(money("1.234.567,50"), Err(Problem::Grouped));
        assert_eq!(money("1,234.50"), Err(Problem::Grouped));
        assert_eq!(money("3,44"), Err(Problem::DecimalComma));
        let comma = reader(10_000, true);
        assert_eq!(comma.read(Cell::Text("3,44")).unwrap().value, Some(34_400));
        assert_eq!(comma.read(Cell::Text("596,184")), Err(Problem::TwoReadings));
        assert_eq!(comma.read(Cell::Text("596.184")), Err(Problem::TwoReadings));
        assert_eq!(comma.read(Cell::Text("1234.5")), Err(Problem::Grouped));
        assert_eq!(
            reader(1, false).read(Cell::Text("1.500")),
            Err(Problem::TwoReadings)
        );
    }

    #[test]
    fn other_texts_are_not_numbers() {
        for text in [
            "abc",
            "Rp 5",
            "--1",
            "1e",
            ".",
            "1 000",
            "0x10",
            "1e999999999999",
        ] {
            assert_eq!(money(text), Err(Problem::NotANumber), "{text}");
        }
        assert_eq!(money("1e40"), Err(Problem::TooLarge));
        assert_eq!(money("1e-40"), Err(Problem::TooLarge));
    }

    #[test]
    fn decimals_beyond_the_scale_round_half_even() {
        let it = reader(10_000, false);
        let read = |text| it.read(Cell::Text(text)).unwrap();
        assert_eq!(read("0.00005").value, Some(0));
        assert_eq!(read("0.00015").value, Some(2));
        assert_eq!(read("-0.00015").value, Some(-2));
        assert_eq!(read("0.000051").value, Some(1));
        assert_eq!(read("0.00005").note, Some(NoteKind::Rounded));
        assert_eq!(read("0.5000000").note, None);
    }

    #[test]
    fn floats_stand_for_their_shortest_decimal() {
        let it = reader(1_000_000, false);
        for (value, raw, rounded) in [
            (0.1, 100_000, false),
            (0.3, 300_000, false),
            (0.123_456_789, 123_457, true),
        ] {
            let read = it.read(Cell::Float(value)).unwrap();
            assert_eq!((read.value, read.note.is_some()), (Some(raw), rounded));
        }
        assert_eq!(it.read(Cell::Float(1e300)), Err(Problem::TooLarge));
        assert_eq!(
            it.read(Cell::Float(f64::INFINITY)),
            Err(Problem::NotANumber)
        );
    }

    #[test]
    fn amounts_of_another_period_are_converted_once() {
        let it = Reader {
            factor: factor(Type::Money(Some(Period::Month)), Some(Period::Year)),
            ..reader(10_000, false)
        };
        let read = |cell| {
            let read = it.read(cell).unwrap();
            (read.value, read.note.is_some())
        };
        assert_eq!(read(Cell::Whole(1_200)), (Some(1_000_000), false));
        // A twelfth of 1000 is 83.3333 and a third of a ten-thousandth.
        assert_eq!(read(Cell::Whole(1_000)), (Some(833_333), true));
        assert_eq!(read(Cell::Text("1000.00")), (Some(833_333), true));
        assert_eq!(read(Cell::Float(0.12)), (Some(100), false));
        assert_eq!(read(Cell::Decimal(1_200_006, 4)), (Some(100_000), true));
    }

    #[test]
    fn ranges_are_exact() {
        let third = Rational::new(1, 3).unwrap();
        assert_eq!(least_raw(third, 10), 4);
        assert_eq!(greatest_raw(third, 10, false), 3);
        assert_eq!(greatest_raw(Rational::from_integer(2), 10, true), 19);
    }
}
