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
    /// The rows that were added.
    seen: Bitmap,
    /// Those of them whose keys are all known.
    placed: Bitmap,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    row: u32,
    leads: [Lead; LEADS],
}

/// What is close to a key, smaller first.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lead {
    /// Equal where the key is.
    Exact(f64),
    /// A few parts in 2^53 off.
    Close(f64),
    /// Nothing is.
    None,
}

impl Ranked {
    /// No rows, of a level of so many.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            entries: Vec::new(),
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
        let mut entries: Vec<Entry> = new.par_iter().filter_map(entry).collect();
        for row in &new {
            self.seen.set(*row, true);
        }
        for entry in &entries {
            self.placed.set(entry.row as usize, true);
        }
        entries.par_sort_unstable_by(|a, b| a.order(b, keys, whole));
        if self.entries.is_empty() {
            self.entries = entries;
        } else if !entries.is_empty() {
            self.merge(&entries, keys, whole);
        }
    }

    /// Puts sorted entries between those that are there.
    fn merge(&mut self, new: &[Entry], keys: &[Key], whole: &Whole<'_>) {
        let old = std::mem::take(&mut self.entries);
        let place = |it: &Entry| old.partition_point(|old| old.order(it, keys, whole).is_lt());
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
    /// A row whose keys are all known.
    fn new(row: usize, keys: &[Key], whole: &Whole<'_>) -> Option<Self> {
        let mut leads = [Lead::Exact(0.0); LEADS];
        for (place, key) in keys.iter().enumerate() {
            let part = key_part(key, row, whole)?;
            if let Some(lead) = leads.get_mut(place) {
                *lead = Lead::new(&part, key.descending);
            }
        }
        Some(Self {
            row: u32::try_from(row).ok()?,
            leads,
        })
    }

    fn order(&self, other: &Self, keys: &[Key], whole: &Whole<'_>) -> Ordering {
        for (a, b) in self.leads.iter().zip(&other.leads) {
            match a.order(*b) {
                Some(Ordering::Equal) => {}
                Some(order) => return order,
                None => return self.exactly(other, keys, whole),
            }
        }
        if keys.len() > LEADS {
            return self.exactly(other, keys, whole);
        }
        self.row.cmp(&other.row)
    }

    fn exactly(&self, other: &Self, keys: &[Key], whole: &Whole<'_>) -> Ordering {
        let parts = |it: &Self| -> Vec<Part<'_>> {
            let parts = keys.iter().map(|key| key_part(key, it.row as usize, whole));
            parts.flatten().collect()
        };
        order(&parts(self), &parts(other), keys).then(self.row.cmp(&other.row))
    }
}

impl Lead {
    #[expect(
        clippy::cast_precision_loss,
        reason = "small whole numbers are floats, and fractions need be close only"
    )]
    fn new(part: &Part<'_>, descending: bool) -> Self {
        const WHOLE: u64 = 1 << f64::MANTISSA_DIGITS;
        let turned = |value: f64| if descending { -value } else { value };
        match part {
            // Last, whichever way the key goes.
            Part::Last => Self::Exact(f64::INFINITY),
            Part::Number(raw) if raw.unsigned_abs() <= WHOLE => Self::Exact(turned(*raw as f64)),
            Part::Fraction(it) => Self::Close(turned(it.num() as f64 / it.den() as f64)),
            Part::Number(_) | Part::Text(_) => Self::None,
        }
    }

    /// The order of the keys; nothing where they are too near.
    fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => a.partial_cmp(&b),
            (Self::Exact(a) | Self::Close(a), Self::Exact(b) | Self::Close(b)) => {
                let apart = (a - b).abs() > NEAR * a.abs().max(b.abs());
                a.partial_cmp(&b).filter(|_| apart)
            }
            (Self::None, _) | (_, Self::None) => None,
        }
    }
}
