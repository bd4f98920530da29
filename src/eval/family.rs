//! The storages whose registers are plain slices: numbers, dates, codes.

use super::chunk::Registers;
use super::register::Plain;
use super::store::Sink;
use crate::data::table::Values;
use crate::plan::op::Scalar;
use crate::plan::table::Cells;

/// A plain storage.
pub(super) trait Family: Copy + Ord + Default + Send + Sync + 'static {
    /// Its registers.
    fn registers(all: &Registers) -> &[Plain<Self>];
    /// Its registers, to take one out.
    fn registers_mut(all: &mut Registers) -> &mut [Plain<Self>];
    /// Its constants.
    fn constants(all: &Registers) -> &[Plain<Self>];
    /// The values of a column of this storage.
    fn values(values: &Values) -> Option<&[Self]>;
    /// The cells of a table of this storage.
    fn cells(cells: &Cells) -> Option<&[Option<Self>]>;
    /// A constant of this storage.
    fn scalar(scalar: &Scalar) -> Option<Self>;
    /// The place for results of this storage.
    fn sink<'s>(sink: &'s mut Sink<'_>) -> Option<&'s mut [Self]>;
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
            Some(values)
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

    fn sink<'s>(sink: &'s mut Sink<'_>) -> Option<&'s mut [Self]> {
        if let Sink::Number(values) = sink {
            Some(values)
        } else {
            None
        }
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

    fn sink<'s>(sink: &'s mut Sink<'_>) -> Option<&'s mut [Self]> {
        if let Sink::Date(values) = sink {
            Some(values)
        } else {
            None
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

    fn sink<'s>(sink: &'s mut Sink<'_>) -> Option<&'s mut [Self]> {
        if let Sink::Enum(values) = sink {
            Some(values)
        } else {
            None
        }
    }
}
