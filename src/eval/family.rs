//! The storages whose registers are plain slices: numbers, dates, codes.

use super::chunk::Registers;
use super::register::Plain;
use super::store::Sink;
use crate::data::numbers::Numbers;
use crate::data::table::Values;
use crate::plan::op::Scalar;
use crate::plan::table::Cells;

/// A plain storage.
pub(super) trait Family: Copy + Ord + Default + Send + Sync + Into<i64> + 'static {
    /// Its registers.
    fn registers(all: &Registers) -> &[Plain<Self>];
    /// Its registers, to take one out.
    fn registers_mut(all: &mut Registers) -> &mut [Plain<Self>];
    /// Its constants.
    fn constants(all: &Registers) -> &[Plain<Self>];
    /// The values of a column of this storage, if they stand in full width.
    fn values(values: &Values) -> Option<&[Self]>;
    /// The rows of the chunk, of a column that had to be widened.
    fn widened<'a>(values: &Values, numbers: &'a [i64]) -> Option<&'a [Self]>;
    /// A cell of a column of this storage.
    fn cell(values: &Values, row: usize) -> Option<Self>;
    /// The cells of a table of this storage.
    fn cells(cells: &Cells) -> Option<&[Option<Self>]>;
    /// A constant of this storage.
    fn scalar(scalar: &Scalar) -> Option<Self>;
    /// Puts results in their place.
    fn put(sink: &mut Sink<'_>, values: &[Self]);
}

impl Family for i64 {
    fn registers(all: &Registers) -> &[Plain<Self>] {
        &all.numbers
    }

    fn registers_mut(all: &mut Registers) -> &mut [Plain<Self>] {
        &mut all.numbers
    }

    fn constants(all: &Registers) -> &[Plain<Self>] {
        &all.constant_numbers
    }

    fn values(values: &Values) -> Option<&[Self]> {
        if let Values::Number(values) = values {
            values.as_wide()
        } else {
            None
        }
    }

    fn widened<'a>(values: &Values, numbers: &'a [i64]) -> Option<&'a [Self]> {
        matches!(values, Values::Number(_)).then_some(numbers)
    }

    fn cell(values: &Values, row: usize) -> Option<Self> {
        if let Values::Number(values) = values {
            values.get(row)
        } else {
            None
        }
    }

    fn cells(cells: &Cells) -> Option<&[Option<Self>]> {
        if let Cells::Number(cells) = cells {
            Some(cells)
        } else {
            None
        }
    }

    fn scalar(scalar: &Scalar) -> Option<Self> {
        scalar.number()
    }

    fn put(sink: &mut Sink<'_>, values: &[Self]) {
        *sink = Sink::Number(Numbers::packed_from(values));
    }
}

impl Family for i32 {
    fn registers(all: &Registers) -> &[Plain<Self>] {
        &all.dates
    }

    fn registers_mut(all: &mut Registers) -> &mut [Plain<Self>] {
        &mut all.dates
    }

    fn constants(all: &Registers) -> &[Plain<Self>] {
        &all.constant_dates
    }

    fn values(values: &Values) -> Option<&[Self]> {
        if let Values::Date(values) = values {
            Some(values)
        } else {
            None
        }
    }

    fn widened<'a>(_: &Values, _: &'a [i64]) -> Option<&'a [Self]> {
        None
    }

    fn cell(values: &Values, row: usize) -> Option<Self> {
        if let Values::Date(values) = values {
            values.get(row).copied()
        } else {
            None
        }
    }

    fn cells(cells: &Cells) -> Option<&[Option<Self>]> {
        if let Cells::Date(cells) = cells {
            Some(cells)
        } else {
            None
        }
    }

    fn scalar(scalar: &Scalar) -> Option<Self> {
        scalar.date()
    }

    fn put(sink: &mut Sink<'_>, values: &[Self]) {
        if let Sink::Date(out) = sink {
            out.iter_mut().zip(values).for_each(|(out, it)| *out = *it);
        }
    }
}

impl Family for u16 {
    fn registers(all: &Registers) -> &[Plain<Self>] {
        &all.enums
    }

    fn registers_mut(all: &mut Registers) -> &mut [Plain<Self>] {
        &mut all.enums
    }

    fn constants(all: &Registers) -> &[Plain<Self>] {
        &all.constant_enums
    }

    fn values(values: &Values) -> Option<&[Self]> {
        if let Values::Enum(values) = values {
            Some(values)
        } else {
            None
        }
    }

    fn widened<'a>(_: &Values, _: &'a [i64]) -> Option<&'a [Self]> {
        None
    }

    fn cell(values: &Values, row: usize) -> Option<Self> {
        if let Values::Enum(values) = values {
            values.get(row).copied()
        } else {
            None
        }
    }

    fn cells(cells: &Cells) -> Option<&[Option<Self>]> {
        if let Cells::Enum(cells) = cells {
            Some(cells)
        } else {
            None
        }
    }

    fn scalar(scalar: &Scalar) -> Option<Self> {
        scalar.code()
    }

    fn put(sink: &mut Sink<'_>, values: &[Self]) {
        if let Sink::Enum(out) = sink {
            out.iter_mut().zip(values).for_each(|(out, it)| *out = *it);
        }
    }
}
