//! Dates: parts, ages, steps on the calendar.

use super::bits;
use super::number::Overflows;
use crate::eval::register::{Plain, View};
use crate::number::{AgeOn, Date};
use crate::plan::fold;
use crate::plan::op::{DatePart, DateSpan, DateStep};

/// A part of a date.
pub(in crate::eval) fn part(rows: usize, part: DatePart, of: View<'_, i32>, out: &mut Plain<i64>) {
    numbers(rows, out, |row| Some(fold::date_part(part, date(of, row)?)));
}

/// Completed years up to one day for all rows.
pub(in crate::eval) fn ages_on(rows: usize, birth: View<'_, i32>, on: Date, out: &mut Plain<i64>) {
    let on = AgeOn::new(on);
    numbers(rows, out, |row| on.years(date(birth, row)?));
}

/// The distance between two dates.
pub(in crate::eval) fn span(
    rows: usize,
    span: DateSpan,
    (a, b): (View<'_, i32>, View<'_, i32>),
    out: &mut Plain<i64>,
) {
    numbers(rows, out, |row| {
        fold::date_span(span, date(a, row)?, date(b, row)?)
    });
}

/// A date so many steps later; outside the calendar is an overflow.
pub(in crate::eval) fn step(
    rows: usize,
    step: DateStep,
    (of, by): (View<'_, i32>, View<'_, i64>),
    out: &mut Plain<i32>,
) -> Overflows {
    out.reset(rows);
    let mut over = Overflows::new();
    let known = out.known.clear(rows);
    for row in 0..rows {
        let Some((from, by)) = date(of, row).zip(by.get(row)) else {
            continue;
        };
        match fold::date_step(step, from, by) {
            Some(date) => {
                out.values[row] = date.days();
                bits::set(known, row);
            }
            None => over.push(row),
        }
    }
    out.known.settle(rows);
    over
}

fn date(of: View<'_, i32>, row: usize) -> Option<Date> {
    Date::from_days(of.get(row)?)
}

/// Numbers found row by row, without faults.
pub(in crate::eval) fn numbers(
    rows: usize,
    out: &mut Plain<i64>,
    mut find: impl FnMut(usize) -> Option<i64>,
) {
    out.reset(rows);
    let known = out.known.clear(rows);
    for (index, (known, values)) in known.iter_mut().zip(out.values.chunks_mut(64)).enumerate() {
        for (place, value) in values.iter_mut().enumerate() {
            if let Some(found) = find(index * 64 + place) {
                *value = found;
                *known |= 1 << place;
            }
        }
    }
    out.known.settle(rows);
}
