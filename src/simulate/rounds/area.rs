//! Registers and classes by row of the top level, matched by key between the rounds.

use std::collections::BTreeMap;

use super::Settled;
use super::report::{AreaClasses, AreaStock, Stock};
use super::subject::Subject;
use crate::check::tree::{EntityId, Program};
use crate::data::output::key_text;
use crate::data::table::Dataset;
use crate::outcome::{Levels, title_text};

/// The areas of both rounds, and for each row of a level its area.
struct Areas {
    /// Key and title, in the order of the keys.
    names: Vec<(String, String)>,
    /// The area of each earlier row.
    old: Vec<usize>,
    /// The area of each later row.
    new: Vec<usize>,
}

fn areas(
    settled: &Settled<'_>,
    entity: EntityId,
    (old, new): &(Levels<'_>, Levels<'_>),
) -> Option<Areas> {
    let top = new.path(entity).last().copied()?;
    if top == entity {
        return None;
    }
    let program = &settled.rounds.program;
    let mut names = BTreeMap::new();
    for data in [&settled.from, &settled.to] {
        names.extend(titles(program, data, top));
    }
    let places: BTreeMap<&String, usize> = names.keys().zip(0..).collect();
    let of = |data: &Dataset, levels: &Levels<'_>| -> Vec<usize> {
        let by_top: Vec<usize> = titles(program, data, top)
            .map(|(key, _)| places.get(&key).copied().unwrap_or(usize::MAX))
            .collect();
        let up = levels.ancestor_rows(entity, top);
        up.into_iter()
            .map(|row| by_top.get(row as usize).copied().unwrap_or(usize::MAX))
            .collect()
    };
    let (old, new) = (of(&settled.from, old), of(&settled.to, new));
    Some(Areas {
        names: names.into_iter().collect(),
        old,
        new,
    })
}

fn titles<'a>(
    program: &'a Program,
    data: &'a Dataset,
    top: EntityId,
) -> impl Iterator<Item = (String, String)> + 'a {
    let rows = data.table(top).map_or(0, |table| table.rows);
    (0..rows).map(move |row| {
        let key = key_text(program, data, top, row);
        let title = title_text(program, data, top, row);
        (key.clone(), title.unwrap_or(key))
    })
}

/// A register by area.
pub(super) fn stocks(
    settled: &Settled<'_>,
    subject: &Subject,
    levels: &(Levels<'_>, Levels<'_>),
) -> Vec<AreaStock> {
    let Some(areas) = areas(settled, subject.entity, levels) else {
        return Vec::new();
    };
    // Before, entries, exits, after, arrived, departed.
    let mut counts = vec![[0u64; 6]; areas.names.len()];
    let mut add = |area: Option<&usize>, what: usize| {
        if let Some(count) = area
            .and_then(|area| counts.get_mut(*area))
            .and_then(|counts| counts.get_mut(what))
        {
            *count += 1;
        }
    };
    for (old, new) in settled.pairs.rows(subject.entity) {
        let old = old.filter(|row| subject.was(*row) == 1);
        let new = new.filter(|row| subject.is(*row) == 1);
        let was = old.and_then(|row| areas.old.get(row));
        let is = new.and_then(|row| areas.new.get(row));
        add(was, 0);
        add(is, 3);
        match (was, is) {
            (None, is) => add(is, 1),
            (was, None) => add(was, 2),
            (was, is) if was != is => {
                add(is, 4);
                add(was, 5);
            }
            _ => {}
        }
    }
    let named = areas.names.into_iter().zip(counts);
    named
        .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
        .map(
            |((key, label), [before, entries, exits, after, arrived, departed])| AreaStock {
                key,
                label,
                stock: Stock {
                    before: Some(before),
                    entries: Some(entries),
                    exits: Some(exits),
                    after: Some(after),
                },
                arrived: Some(arrived),
                departed: Some(departed),
            },
        )
        .collect()
}

/// A classification by area, of so many classes.
pub(super) fn classes(
    settled: &Settled<'_>,
    subject: &Subject,
    levels: &(Levels<'_>, Levels<'_>),
    classes: usize,
) -> Vec<AreaClasses> {
    let Some(areas) = areas(settled, subject.entity, levels) else {
        return Vec::new();
    };
    let count = |places: &[u16], of: &[usize]| {
        let mut counts = vec![vec![0u64; classes]; areas.names.len()];
        for (place, area) in places.iter().zip(of) {
            let cell = counts
                .get_mut(*area)
                .and_then(|counts| counts.get_mut(usize::from(*place)));
            if let Some(cell) = cell {
                *cell += 1;
            }
        }
        counts
    };
    let before = count(&subject.before, &areas.old);
    let after = count(&subject.after, &areas.new);
    let shown = |counts: Vec<u64>| counts.into_iter().map(Some).collect();
    let named = areas.names.iter().zip(before.into_iter().zip(after));
    named
        .map(|((key, label), (before, after))| AreaClasses {
            key: key.clone(),
            label: label.clone(),
            before: shown(before),
            after: shown(after),
        })
        .collect()
}
