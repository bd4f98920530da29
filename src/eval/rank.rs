//! The order of an allocation: rows sorted by compact keys, exact values only where those are equal.

use std::cmp::Ordering;

use rayon::slice::ParallelSliceMut;

use super::cells::{Part, exact, key_part};
use super::whole::{Access, Whole};
use crate::number::Fraction;
use crate::plan::chain::{Chain, Flat};
use crate::plan::op::{Key, KeyValue};

/// Keys that are held compactly; further ones are compared exactly.
const COMPACT: usize = 3;

/// Fractions are compared by this many parts of a whole before they are compared exactly.
const PARTS: i128 = 1 << 12;

/// A candidate and its first keys, each as a number in the order of the key.
#[derive(Clone, Copy, Debug)]
struct Entry {
    compact: [u64; COMPACT],
    candidate: u32,
}

/// The candidates (places in `rows`) in rank order, and those without a place, by row.
///
/// A candidate has a place if all keys are known and `settled` says so.
pub(super) fn order(
    whole: &Whole<'_>,
    keys: &[Key],
    rows: &[usize],
    settled: impl Fn(usize) -> bool,
) -> (Vec<usize>, Vec<usize>) {
    let mut placed: Vec<bool> = (0..rows.len()).map(settled).collect();
    let mut entries: Vec<Entry> = (0..)
        .zip(rows)
        .map(|(candidate, _)| Entry {
            compact: [0; COMPACT],
            candidate,
        })
        .collect();
    // Whether equal compact keys are equal keys.
    let mut final_keys = Vec::with_capacity(keys.len());
    for (place, key) in keys.iter().enumerate() {
        let column = compact(whole, key, rows);
        for ((entry, placed), value) in entries.iter_mut().zip(&mut placed).zip(&column.values) {
            match value {
                Some(value) => {
                    if let Some(slot) = entry.compact.get_mut(place) {
                        *slot = *value;
                    }
                }
                None => *placed = false,
            }
        }
        final_keys.push(column.is_final && place < COMPACT);
    }
    let unplaced = (0..rows.len()).filter(|it| !placed[*it]).collect();
    entries.retain(|entry| placed[entry.candidate as usize]);
    let part = |key: &Key, entry: &Entry| {
        // Placed candidates have a value on every key.
        key_part(key, rows[entry.candidate as usize], whole).unwrap_or(Part::Last)
    };
    entries.par_sort_unstable_by(|a, b| {
        for (place, key) in keys.iter().enumerate() {
            let first = match (a.compact.get(place), b.compact.get(place)) {
                (Some(a), Some(b)) => a.cmp(b),
                (None, _) | (_, None) => Ordering::Equal,
            };
            let order = if first.is_eq() && !final_keys[place] {
                part(key, a).order(&part(key, b), key.descending)
            } else {
                first
            };
            if order.is_ne() {
                return order;
            }
        }
        a.candidate.cmp(&b.candidate)
    });
    (
        entries
            .into_iter()
            .map(|entry| entry.candidate as usize)
            .collect(),
        unplaced,
    )
}

/// The compact values of one key.
struct Compact {
    /// By candidate; none where the key is unknown.
    values: Vec<Option<u64>>,
    /// Equal compact values are equal values.
    is_final: bool,
}

fn compact(whole: &Whole<'_>, key: &Key, rows: &[usize]) -> Compact {
    let turned = |value: u64| if key.descending { !value } else { value };
    let by_part = |row: &usize| key_part(key, *row, whole).map(|part| turned(of_part(&part)));
    match &key.value {
        // A blank that ranks last, or a text: the first bytes decide most pairs.
        _ if key.filled.is_some() => Compact {
            values: rows
                .iter()
                .map(|row| {
                    let part = key_part(key, *row, whole)?;
                    let last = matches!(part, Part::Last);
                    Some(if last {
                        u64::MAX
                    } else {
                        turned(of_part(&part))
                    })
                })
                .collect(),
            is_final: false,
        },
        KeyValue::Node(node) if whole.is_text(*node) => Compact {
            values: rows.iter().map(by_part).collect(),
            is_final: false,
        },
        KeyValue::Node(node) => {
            let access = whole.access(*node);
            let value = |row: &usize| access.get(*row).map(|raw| turned(of_number(raw)));
            Compact {
                values: rows.iter().map(value).collect(),
                is_final: true,
            }
        }
        KeyValue::Chain(chain, _) => {
            let fractions = fractions(whole, chain, rows);
            // All rows in the same parts, or their order would not be that of the values.
            let fits = |value: &Fraction| value.num().checked_mul(PARTS).is_some();
            let parts = if fractions.iter().flatten().all(fits) {
                PARTS
            } else {
                1
            };
            let value = |it: &Option<Fraction>| it.map(|it| turned(of_fraction(it, parts)));
            Compact {
                values: fractions.iter().map(value).collect(),
                is_final: false,
            }
        }
    }
}

fn of_part(part: &Part<'_>) -> u64 {
    match part {
        Part::Number(value) => of_number(*value),
        Part::Text(text) => {
            let mut first = [0; 8];
            first
                .iter_mut()
                .zip(text.bytes())
                .for_each(|(slot, byte)| *slot = byte);
            u64::from_be_bytes(first)
        }
        Part::Fraction(value) => of_fraction(*value, 1),
        Part::Last => u64::MAX,
    }
}

/// The order of signed numbers as one of unsigned ones.
fn of_number(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

/// A number that does not fall as the fraction rises.
fn of_fraction(value: Fraction, parts: i128) -> u64 {
    let scaled = value.num().saturating_mul(parts);
    // Nearly always words, where a division costs a fraction of a 128-bit one.
    if let (Ok(num), Ok(den)) = (i64::try_from(scaled), i64::try_from(value.den())) {
        return of_number(num.div_euclid(den));
    }
    let scaled = scaled.div_euclid(value.den());
    of_number(i64::try_from(scaled).unwrap_or(if scaled < 0 { i64::MIN } else { i64::MAX }))
}

fn fractions(whole: &Whole<'_>, chain: &Chain, rows: &[usize]) -> Vec<Option<Fraction>> {
    let slow = |row: usize| exact(&chain.tree, row, whole).ok().flatten();
    let Some(flat) = &chain.flat else {
        return rows.iter().map(|row| slow(*row)).collect();
    };
    let flat = Terms::new(whole, flat);
    rows.iter()
        .map(|row| flat.value(*row).or_else(|| slow(*row)))
        .collect()
}

/// A flat chain with its columns found.
struct Terms<'a> {
    num: Vec<Access<'a>>,
    den: Vec<Access<'a>>,
    known: Vec<Access<'a>>,
    factor: (i128, i128),
}

impl<'a> Terms<'a> {
    fn new(whole: &Whole<'a>, flat: &Flat) -> Self {
        let find = |nodes: &[_]| nodes.iter().map(|node| whole.access(*node)).collect();
        Self {
            num: find(&flat.num),
            den: find(&flat.den),
            known: find(&flat.known),
            factor: (flat.factor.num(), flat.factor.den()),
        }
    }

    /// The value of a row, where it is known and its terms fit.
    fn value(&self, row: usize) -> Option<Fraction> {
        if !self.known.iter().all(|it| it.get(row).is_some()) {
            return None;
        }
        let product = |start: i128, of: &[Access<'_>]| {
            of.iter().try_fold(start, |product, it| {
                product.checked_mul(i128::from(it.get(row)?))
            })
        };
        Fraction::new(
            product(self.factor.0, &self.num)?,
            product(self.factor.1, &self.den)?,
        )
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compact_fractions_follow_the_order_of_their_values() {
        let terms = [-7, -1, 0, 1, 2, 3, 9_000_000_000];
        let all: Vec<Fraction> = terms
            .iter()
            .flat_map(|num| [1, 2, 3, 7].map(|den| Fraction::new(*num, den)))
            .flatten()
            .collect();
        for a in &all {
            for b in &all {
                if a < b {
                    assert!(
                        of_fraction(*a, PARTS) <= of_fraction(*b, PARTS),
                        "{a:?} {b:?}"
                    );
                }
            }
        }
    }
}
