//! Rows in the order of an allocation. Most pairs are told apart by floats close to their keys; only
//! where these are too near are the keys themselves compared.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::allocate::Whole;
use super::cells::{Part, key_part, order};
use crate::data::bitmap::Bitmap;
use crate::plan::op::Key;

/// So many keys have a float.
const LEADS: usize = 2;

/// Floats that differ by less than this part of them say nothing: they are off by a few parts in 2^53.
const NEAR: f64 = 1e-14;

/// Rows in order; further rows can be added as long as the keys of all stay as they are.
#[derive(Debug)]
pub(super) struct Ranked {
    entries: Vec<Entry>,
    leads: Leads,
    /// The rows that were added.
    seen: Bitmap,
    /// Those of them whose keys are all known.
    placed: Bitmap,
}

/// A row and what is close to its first keys, smaller first.
#[derive(Clone, Copy, Debug)]
struct Entry {
    leads: [f64; LEADS],
    row: u32,
}

/// How close the floats of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// Equal where the keys are.
    Exact,
    /// A few parts in 2^53 off.
    Close,
    /// They say nothing.
    None,
}

/// What the floats of all rows say together.
type Leads = [Nearness; LEADS];

impl Ranked {
    /// No rows, of a level of so many.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            entries: Vec::new(),
            leads: [Nearness::Exact; LEADS],
            seen: Bitmap::zeros(rows),
            placed: Bitmap::zeros(rows),
        }
    }

    /// Puts those of the rows into the order that are not in it.
    pub(super) fn add(&mut self, rows: &[usize], keys: &[Key], whole: &Whole<'_>) {
        let new: Vec<usize> = rows
            .iter()
            .copied()
            .filter(|row| !self.seen.get(*row))
            .collect();
        let entry = |row: &usize| Entry::new(*row, keys, whole);
        let found: Vec<(Entry, Leads)> = new.par_iter().filter_map(entry).collect();
        for (_, leads) in &found {
            for (own, lead) in self.leads.iter_mut().zip(leads) {
                *own = (*own).max(*lead);
            }
        }
        let mut entries: Vec<Entry> = found.into_iter().map(|(entry, _)| entry).collect();
        for row in &new {
            self.seen.set(*row, true);
        }
        for entry in &entries {
            self.placed.set(entry.row as usize, true);
        }
        let order = Order {
            leads: self.leads,
            keys,
            whole,
        };
        order.sort(&mut entries);
        if self.entries.is_empty() {
            self.entries = entries;
        } else if !entries.is_empty() {
            self.merge(&entries, &order);
        }
    }

    /// Puts sorted entries between those that are there.
    fn merge(&mut self, new: &[Entry], order: &Order<'_>) {
        let old = std::mem::take(&mut self.entries);
        let place = |it: &Entry| old.partition_point(|old| order.of(old, it).is_lt());
        let places: Vec<usize> = new.par_iter().map(place).collect();
        let mut merged = Vec::with_capacity(old.len() + new.len());
        let mut from = 0;
        for (entry, place) in new.iter().zip(places) {
            merged.extend(old.get(from..place).into_iter().flatten());
            merged.push(*entry);
            from = place;
        }
        merged.extend(old.get(from..).into_iter().flatten());
        self.entries = merged;
    }

    /// Whether a row has its place in the order: all its keys are known.
    pub(super) fn is_placed(&self, row: usize) -> bool {
        self.placed.get(row)
    }

    /// Whether every row that was added has its place.
    pub(super) fn all_placed(&self) -> bool {
        self.seen == self.placed
    }

    /// The rows in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.entries.iter().map(|entry| entry.row as usize)
    }
}

impl Entry {
    /// A row whose keys are all known, and how near its floats are.
    fn new(row: usize, keys: &[Key], whole: &Whole<'_>) -> Option<(Self, Leads)> {
        let mut leads = [0.0; LEADS];
        let mut near = [Nearness::Exact; LEADS];
        for (place, key) in keys.iter().enumerate() {
            let part = key_part(key, row, whole)?;
            if let (Some(lead), Some(near)) = (leads.get_mut(place), near.get_mut(place)) {
                (*lead, *near) = lead_of(&part, key.descending);
            }
        }
        let row = u32::try_from(row).ok()?;
        Some((Self { leads, row }, near))
    }

    /// The bits of the floats, in their order.
    fn bits(&self) -> u128 {
        let bits = |lead: f64| {
            let bits = lead.to_bits();
            u128::from(if bits >> 63 == 1 {
                !bits
            } else {
                bits | 1 << 63
            })
        };
        self.leads
            .iter()
            .fold(0, |all, lead| all << 64 | bits(*lead))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "small whole numbers are floats, and fractions need be close only"
)]
fn lead_of(part: &Part<'_>, descending: bool) -> (f64, Nearness) {
    const WHOLE: u64 = 1 << f64::MANTISSA_DIGITS;
    // There is one zero.
    let turned = |value: f64| if descending { -value } else { value } + 0.0;
    match part {
        // Last, whichever way the key goes.
        Part::Last => (f64::INFINITY, Nearness::Exact),
        Part::Number(raw) if raw.unsigned_abs() <= WHOLE => (turned(*raw as f64), Nearness::Exact),
        Part::Fraction(it) => (turned(it.num() as f64 / it.den() as f64), Nearness::Close),
        Part::Number(_) | Part::Text(_) => (0.0, Nearness::None),
    }
}

/// The order of entries.
struct Order<'a> {
    leads: Leads,
    keys: &'a [Key],
    whole: &'a Whole<'a>,
}

impl Order<'_> {
    /// Sorts by the bits of the floats, then what these do not tell apart.
    fn sort(&self, entries: &mut [Entry]) {
        entries.par_sort_unstable_by_key(|it| (it.bits(), it.row));
        let told = self.leads == [Nearness::Exact; LEADS] && self.keys.len() <= LEADS;
        if !told {
            let near = entries.chunk_by_mut(|a, b| self.by_leads(a, b).is_none_or(Ordering::is_eq));
            near.filter(|it| it.len() > 1)
                .for_each(|it| it.par_sort_unstable_by(|a, b| self.of(a, b)));
        }
    }

    /// The order as far as the floats tell it; equal where they are and say all of it.
    fn by_leads(&self, a: &Entry, b: &Entry) -> Option<Ordering> {
        for ((one, other), near) in a.leads.iter().zip(&b.leads).zip(self.leads) {
            let order = one.partial_cmp(other);
            match near {
                Nearness::Exact if order == Some(Ordering::Equal) => {}
                Nearness::Exact => return order,
                Nearness::Close => {
                    let apart = (one - other).abs() > NEAR * one.abs().max(other.abs());
                    return order.filter(|_| apart);
                }
                Nearness::None => return None,
            }
        }
        Some(Ordering::Equal)
    }

    fn of(&self, a: &Entry, b: &Entry) -> Ordering {
        match self.by_leads(a, b) {
            Some(Ordering::Equal) if self.keys.len() <= LEADS => a.row.cmp(&b.row),
            None | Some(Ordering::Equal) => self.exactly(a, b),
            Some(order) => order,
        }
    }

    fn exactly(&self, a: &Entry, b: &Entry) -> Ordering {
        let parts = |it: &Entry| -> Vec<Part<'_>> {
            let row = it.row as usize;
            let parts = self.keys.iter().map(|key| key_part(key, row, self.whole));
            parts.flatten().collect()
        };
        order(&parts(a), &parts(b), self.keys).then(a.row.cmp(&b.row))
    }
}
