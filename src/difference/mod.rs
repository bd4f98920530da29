//! What changed in meaning between two policies: declarations and their parts, not how they are laid out.
//!
//! Both are compared with all layers applied: what moves between files, or from an amendment into the
//! base, changes nothing.

mod cases;
mod expression;
mod mixed;
mod outline;
mod pair;
mod rename;
mod report;
mod rules;
mod schema;
mod text;

pub use mixed::{Edit, Mixed, mixed};
pub use report::{Change, Difference, ItemChange, Kind, Part, PartChange, Weight};

use std::collections::BTreeMap;

use crate::diagnostic::Language;
use crate::resolve::Layered;
use outline::{Item, Names, declared, outline};
use text::Printer;

/// What changed from the older policy to the newer one, its texts with the keywords of a language.
pub fn difference(old: &Layered, new: &Layered, language: Language) -> Difference {
    let sides = Sides {
        old,
        new,
        language,
        old_names: declared(old),
        new_names: declared(new),
    };
    let (before, after) = sides.matched();
    let mut changes = Vec::new();
    let mut told = 0;
    for item in &after {
        let place = before.iter().position(|it| is_same(it, item));
        let Some(place) = place else {
            changes.push(whole(item, Change::Added));
            continue;
        };
        if place >= told {
            push_gone(&before, &after, told..place, &mut changes);
            told = place + 1;
        }
        changes.extend(before.get(place).and_then(|old| changed(old, item)));
    }
    push_gone(&before, &after, told..before.len(), &mut changes);
    Difference { changes }
}

/// Two policies to be compared.
struct Sides<'a> {
    old: &'a Layered,
    new: &'a Layered,
    language: Language,
    old_names: Names,
    new_names: Names,
}

impl Sides<'_> {
    /// Both outlines, the older one under the names of the newer.
    fn matched(&self) -> (Vec<Item>, Vec<Item>) {
        let none = BTreeMap::new();
        let after = outline(self.new, &self.printer(&self.new_names, &none));
        let mut renamed = BTreeMap::new();
        loop {
            let before = outline(self.old, &self.printer(&self.old_names, &renamed));
            let found = rename::found(&before, &after, &self.old_names.all, &self.new_names.all);
            let known = renamed.len();
            renamed.extend(found);
            // What is renamed changes what names it: further pairs may be found.
            if renamed.len() == known {
                return (before, after);
            }
        }
    }

    fn printer<'p>(
        &self,
        declared: &'p Names,
        renamed: &'p BTreeMap<String, String>,
    ) -> Printer<'p> {
        Printer {
            language: self.language,
            declared,
            renamed,
        }
    }
}

fn is_same(a: &Item, b: &Item) -> bool {
    (a.kind, &a.name, &a.level, &a.version) == (b.kind, &b.name, &b.level, &b.version)
}

/// What the newer policy does not have of a stretch of the older one.
fn push_gone(
    before: &[Item],
    after: &[Item],
    stretch: std::ops::Range<usize>,
    changes: &mut Vec<ItemChange>,
) {
    let gone = before.get(stretch).unwrap_or_default().iter();
    let gone = gone.filter(|item| !after.iter().any(|it| is_same(it, item)));
    changes.extend(gone.map(|it| whole(it, Change::Removed)));
}

fn whole(item: &Item, change: Change) -> ItemChange {
    let is_new = change == Change::Added;
    ItemChange {
        kind: item.kind,
        name: item.written.clone(),
        label: item.title.clone(),
        version: item.version.clone(),
        change,
        from: None,
        parts: pair::all(item, change),
        old_place: item.place.filter(|_| !is_new),
        new_place: item.place.filter(|_| is_new),
    }
}

/// What changed of a declaration that both policies have.
fn changed(old: &Item, new: &Item) -> Option<ItemChange> {
    let parts = pair::parts(old, new);
    let is_renamed = old.written != new.written && new.kind != Kind::Policy;
    if parts.is_empty() && !is_renamed {
        return None;
    }
    Some(ItemChange {
        kind: new.kind,
        name: new.written.clone(),
        label: new.title.clone(),
        version: new.version.clone(),
        change: match is_renamed {
            true => Change::Renamed,
            false => Change::Changed,
        },
        from: is_renamed.then(|| old.written.clone()),
        parts,
        old_place: old.place,
        new_place: new.place,
    })
}
