//! Arithmetic on stored numbers, checked.

use crate::eval::register::{Mask, Plain, View};
use crate::plan::op::Arithmetic;

/// Rows that overflowed, local to the chunk.
pub(in crate::eval) type Overflows = Vec<usize>;

/// `+`, `-`, `min`, `max` of two numbers or dates.
pub(in crate::eval) fn ordered<T: Copy + Ord + Default>(
    rows: usize,
    op: Arithmetic,
    (a, b): (View<'_, T>, View<'_, T>),
    out: &mut Plain<T>,
) {
    out.values.clear();
    let pairs = a.values.iter().zip(b.values);
    match op {
        Arithmetic::Min => out.values.extend(pairs.map(|(a, b)| *a.min(b))),
        Arithmetic::Max => out.values.extend(pairs.map(|(a, b)| *a.max(b))),
        // Dates have no sums.
        Arithmetic::Add | Arithmetic::Subtract => out.values.resize(rows, T::default()),
    }
    out.known.set_all_of(rows, &[a.known, b.known]);
}

/// Arithmetic on two numbers.
pub(in crate::eval) fn arithmetic(
    rows: usize,
    op: Arithmetic,
    (a, b): (View<'_, i64>, View<'_, i64>),
    out: &mut Plain<i64>,
) -> Overflows {
    match op {
        Arithmetic::Min | Arithmetic::Max => {
            ordered(rows, op, (a, b), out);
            Overflows::new()
        }
        // The sign bit of the mask is set where both operands lie on the other side of the result.
        Arithmetic::Add => {
            let wraps = wrapping((a, b), out, i64::wrapping_add, |a, b, sum| {
                (a ^ sum) & (b ^ sum)
            });
            out.known.set_all_of(rows, &[a.known, b.known]);
            overflows(wraps, rows, (a, b), out, i64::checked_add)
        }
        Arithmetic::Subtract => {
            let wraps = wrapping((a, b), out, i64::wrapping_sub, |a, b, rest| {
                (a ^ b) & (a ^ rest)
            });
            out.known.set_all_of(rows, &[a.known, b.known]);
            overflows(wraps, rows, (a, b), out, i64::checked_sub)
        }
    }
}

fn wrapping(
    (a, b): (View<'_, i64>, View<'_, i64>),
    out: &mut Plain<i64>,
    apply: impl Fn(i64, i64) -> i64,
    sign: impl Fn(i64, i64, i64) -> i64,
) -> bool {
    out.values.clear();
    out.values
        .extend(a.values.iter().zip(b.values).map(|(a, b)| apply(*a, *b)));
    let triples = a.values.iter().zip(b.values).zip(&out.values);
    triples.fold(0, |seen, ((a, b), result)| seen | sign(*a, *b, *result)) < 0
}

fn overflows(
    wraps: bool,
    rows: usize,
    (a, b): (View<'_, i64>, View<'_, i64>),
    out: &mut Plain<i64>,
    checked: impl Fn(i64, i64) -> Option<i64>,
) -> Overflows {
    if !wraps {
        return Overflows::new();
    }
    let over = |row: &usize| {
        let pair = a.get(*row).zip(b.get(*row));
        pair.is_some_and(|(a, b)| checked(a, b).is_none())
    };
    let over: Overflows = (0..rows).filter(over).collect();
    forget(&mut out.known, &over, rows);
    over
}

/// The absolute value.
pub(in crate::eval) fn absolute(rows: usize, of: View<'_, i64>, out: &mut Plain<i64>) -> Overflows {
    out.values.clear();
    out.values
        .extend(of.values.iter().map(|value| value.wrapping_abs()));
    out.known.set_all_of(rows, &[of.known]);
    let over: Overflows = (0..rows)
        .filter(|row| of.get(*row) == Some(i64::MIN))
        .collect();
    forget(&mut out.known, &over, rows);
    over
}

/// Makes rows unknown.
pub(in crate::eval) fn forget(known: &mut Mask, of: &[usize], rows: usize) {
    for row in of {
        known.forget(*row, rows);
    }
}
