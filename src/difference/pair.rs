//! Parts of one declaration against each other: what is the same, what says something else, what came and went.

use super::outline::{Item, Part};
use super::rename::says_the_same;
use super::report::{Change, Part as P, PartChange, Weight};
use super::text::joined;

/// What of one declaration changed.
pub(super) fn parts(old: &Item, new: &Item) -> Vec<PartChange> {
    let mut pairing = Pairing::new(&old.parts, &new.parts);
    // What is equal goes first, so that a change is told of as few parts as can be.
    pairing.take(|a, b| a.key == b.key && a.text == b.text && a.words == b.words);
    pairing.take(|a, b| a.key == b.key && a.text == b.text);
    pairing.take(|a, b| a.key == b.key);
    pairing.take(|a, b| a.written.is_some() && b.written.is_some() && says_the_same(a, b));
    let mut changes = pairing.changes();
    changes.extend(order(old, new));
    changes
}

/// All parts of what was added or removed.
pub(super) fn all(item: &Item, change: Change) -> Vec<PartChange> {
    let told = item.parts.iter().filter(|it| it.slot != P::Title);
    let one = |part: &Part| match change {
        Change::Removed => told_of(part, change, Some(part), None),
        Change::Added | Change::Changed | Change::Renamed => {
            told_of(part, change, None, Some(part))
        }
    };
    told.map(one).collect()
}

/// Parts of both sides, and who belongs to whom.
struct Pairing<'a> {
    old: &'a [Part],
    new: &'a [Part],
    /// For each new part the old one.
    partner: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'a> Pairing<'a> {
    fn new(old: &'a [Part], new: &'a [Part]) -> Self {
        Self {
            old,
            new,
            partner: vec![None; new.len()],
            taken: vec![false; old.len()],
        }
    }

    /// Pairs what is free on both sides and of the same kind, in order, where `fits`.
    fn take(&mut self, fits: impl Fn(&Part, &Part) -> bool) {
        for (part, partner) in self.new.iter().zip(&mut self.partner) {
            if partner.is_some() {
                continue;
            }
            let mut free = self.old.iter().zip(&mut self.taken).enumerate();
            let found =
                free.find(|(_, (it, taken))| !**taken && it.slot == part.slot && fits(it, part));
            if let Some((place, (_, taken))) = found {
                *taken = true;
                *partner = Some(place);
            }
        }
    }

    /// What changed: what is gone stands before what followed it.
    fn changes(&self) -> Vec<PartChange> {
        let mut out = Vec::new();
        let mut told = 0;
        for (part, partner) in self.new.iter().zip(&self.partner) {
            let Some(place) = *partner else {
                out.push(told_of(part, Change::Added, None, Some(part)));
                continue;
            };
            if place >= told {
                self.push_gone(told, place, &mut out);
                told = place + 1;
            }
            out.extend(self.old.get(place).and_then(|old| changed(old, part)));
        }
        self.push_gone(told, self.old.len(), &mut out);
        out
    }

    fn push_gone(&self, from: usize, to: usize, out: &mut Vec<PartChange>) {
        let all = self.old.iter().zip(&self.taken).take(to).skip(from);
        let gone = all.filter(|(_, taken)| !**taken);
        out.extend(gone.map(|(part, _)| told_of(part, Change::Removed, Some(part), None)));
    }
}

fn changed(old: &Part, new: &Part) -> Option<PartChange> {
    if let (Some(was), Some(is)) = (&old.written, &new.written)
        && was != is
    {
        return Some(PartChange {
            part: new.slot,
            key: new.key.clone(),
            change: Change::Renamed,
            weight: Weight::Meaning,
            before: Some(was.clone()),
            after: Some(is.clone()),
        });
    }
    (old.text != new.text || old.words != new.words)
        .then(|| told_of(new, Change::Changed, Some(old), Some(new)))
}

fn told_of(about: &Part, change: Change, old: Option<&Part>, new: Option<&Part>) -> PartChange {
    let is_words = match (old, new) {
        (Some(old), Some(new)) => old.text == new.text,
        (Some(one), None) | (None, Some(one)) => is_read_only(one),
        (None, None) => true,
    };
    let text = |it: &Part| joined([it.text.as_str(), &it.words]);
    PartChange {
        part: about.slot,
        key: about.key.clone(),
        change,
        weight: match is_words {
            true => Weight::Words,
            false => Weight::Meaning,
        },
        before: old.map(text),
        after: new.map(text),
    }
}

/// Whether a part is read by people alone.
fn is_read_only(part: &Part) -> bool {
    matches!(
        part.slot,
        P::Title | P::Source | P::Note | P::Allow | P::Agency
    )
}

/// The order of the rows that both sides have, where it decides and is another.
fn order(old: &Item, new: &Item) -> Option<PartChange> {
    let counts = |slot: P| {
        let first = slot == P::Row && takes_the_first(old) && takes_the_first(new);
        first || matches!(slot, P::Member | P::Class)
    };
    let keys = |of: &Item, other: &Item| -> Vec<String> {
        let is_there = |it: &&Part| {
            other
                .parts
                .iter()
                .any(|at| at.slot == it.slot && at.key == it.key)
        };
        let all = of.parts.iter().filter(|it| counts(it.slot));
        all.filter(is_there).map(|it| it.key.clone()).collect()
    };
    let (before, after) = (keys(old, new), keys(new, old));
    (before != after).then(|| PartChange {
        part: P::Order,
        key: String::new(),
        change: Change::Changed,
        weight: Weight::Meaning,
        before: Some(before.join(" > ")),
        after: Some(after.join(" > ")),
    })
}

/// Whether a table takes the first row that fits.
fn takes_the_first(item: &Item) -> bool {
    let hit = item.parts.iter().find(|it| it.slot == P::HitPolicy);
    hit.is_some_and(|it| ["first match", "cocok pertama"].contains(&it.text.as_str()))
}
