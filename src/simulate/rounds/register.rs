//! A register over two rounds: stock, ways out, ways in, returns.

use std::collections::{BTreeMap, BTreeSet};

use rayon::ThreadPool;

use super::pairs::Pairs;
use super::report::{Entries, Exits, Ground, Homes, RegisterRounds, Stock};
use super::subject::{Of, Subject, is_on};
use super::{Rounds, Settled, area, causes, home};
use crate::check::tree::{Outcome, Register, RegisterId};
use crate::data::matching::by_key;
use crate::data::results::{RegisterResult, Results};
use crate::data::table::{Dataset, NO_ROW, Values};
use crate::number::Truth;
use crate::outcome::Levels;
use crate::simulate::clause;

/// The figures of a register.
pub(super) fn report(
    settled: &Settled<'_>,
    subject: &Subject,
    id: RegisterId,
    levels: &(Levels<'_>, Levels<'_>),
) -> Option<RegisterRounds> {
    let program = &settled.rounds.program;
    let register = program.registers.get(id.index())?;
    let is_exit = |row: usize| subject.is(row) == 0;
    let count = |places: &[u16]| places.iter().filter(|it| **it == 1).count() as u64;
    let flows = flows(settled, subject);
    Some(RegisterRounds {
        name: register.about.name.clone(),
        label: register.about.label.clone(),
        entity: program
            .entities
            .get(register.entity.index())?
            .about
            .name
            .clone(),
        stock: Stock {
            before: Some(count(&subject.before)),
            entries: Some(flows.iter().filter(|it| it.is_entry()).count() as u64),
            exits: Some(flows.iter().filter(|it| !it.is_entry()).count() as u64),
            after: Some(count(&subject.after)),
        },
        homes: homes(settled, subject, levels),
        exits: exits(settled, register, id, &flows),
        entries: entries(settled, register, id, &flows),
        causes: causes(subject, Some(&is_exit)),
        made_by: settled.made_by(subject, levels, Some(&is_exit)),
        areas: area::stocks(settled, subject, levels),
    })
}

/// A row on the register at the end of one round alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// Its later row, and its earlier one.
    Entry(usize, Option<usize>),
    /// Its later row, if it has one.
    Exit(Option<usize>),
}

impl Flow {
    fn is_entry(self) -> bool {
        matches!(self, Self::Entry(..))
    }
}

fn flows(settled: &Settled<'_>, subject: &Subject) -> Vec<Flow> {
    let rows = settled.pairs.rows(subject.entity);
    rows.filter_map(|(old, new)| {
        let was = old.is_some_and(|row| subject.was(row) == 1);
        let is = new.is_some_and(|row| subject.is(row) == 1);
        match (was, is, new) {
            (false, true, Some(new)) => Some(Flow::Entry(new, old)),
            (true, false, new) => Some(Flow::Exit(new)),
            _ => None,
        }
    })
    .collect()
}

fn exits(settled: &Settled<'_>, register: &Register, id: RegisterId, flows: &[Flow]) -> Exits {
    let result = settled.new.registers.get(id.index());
    let mut left = vec![0; register.leave.len() + 1];
    let (mut unlisted, mut vanished) = (0, 0);
    for flow in flows {
        match flow {
            Flow::Entry(..) => {}
            Flow::Exit(None) => vanished += 1,
            Flow::Exit(Some(row)) => match result.and_then(|it| ground_of(it, *row)) {
                Some(ground) => add(&mut left, usize::from(ground)),
                None => unlisted += 1,
            },
        }
    }
    Exits {
        left: grounds(register, &left),
        unlisted: Some(unlisted),
        vanished: Some(vanished),
    }
}

fn entries(settled: &Settled<'_>, register: &Register, id: RegisterId, flows: &[Flow]) -> Entries {
    let result = settled.new.registers.get(id.index());
    let earlier = settled.earlier.get(id.index());
    let (mut entered, mut entered_new, mut listed, mut listed_new) = (0u64, 0u64, 0u64, 0u64);
    let mut returns = 0;
    let mut had_left = vec![0; register.leave.len() + 1];
    let mut kept_out = BTreeMap::new();
    for flow in flows {
        let Flow::Entry(row, old) = *flow else {
            continue;
        };
        let enters = result.and_then(|it| it.outcome.get(row)) == Some(&Outcome::Enters);
        let count = match (enters, old.is_none()) {
            (true, false) => &mut entered,
            (true, true) => &mut entered_new,
            (false, false) => &mut listed,
            (false, true) => &mut listed_new,
        };
        *count += 1;
        if let Some(Some(ground)) = earlier.and_then(|it| it.get(row)) {
            returns += 1;
            add(&mut had_left, usize::from(*ground));
        }
        for place in old
            .into_iter()
            .flat_map(|old| barred(settled, register, id, old))
        {
            *kept_out.entry(place).or_insert(0u64) += 1;
        }
    }
    let mut kept_out_by: Vec<Ground> = kept_out
        .into_iter()
        .map(|((_, ground, label), rows)| Ground {
            ground,
            label,
            rows: Some(rows),
        })
        .collect();
    kept_out_by.sort_by_key(|it| std::cmp::Reverse(it.rows));
    Entries {
        entered: Some(entered),
        entered_new: Some(entered_new),
        listed: Some(listed),
        listed_new: Some(listed_new),
        kept_out_by,
        returns: Some(returns),
        had_left: grounds(register, &had_left),
    }
}

/// The clauses that kept an earlier row out: conditions of entry that were not true, else the ground on
/// which it left.
fn barred(
    settled: &Settled<'_>,
    register: &Register,
    id: RegisterId,
    old: usize,
) -> Vec<(usize, String, String)> {
    let result = settled.old.registers.get(id.index());
    let ground = result
        .and_then(|it| ground_of(it, old))
        .and_then(|it| register.leave.get(usize::from(it).checked_sub(1)?));
    if let Some(ground) = ground {
        return vec![(usize::MAX, ground.code.clone(), ground.label.clone())];
    }
    let conditions = settled.rounds.enter.get(id.index()).into_iter().flatten();
    let clauses = register.enter.iter().zip(conditions).enumerate();
    clauses
        .filter(|(_, (_, value))| !holds(&settled.old, value.index(), old))
        .map(|(place, (ground, _))| {
            let words = clause::words(&settled.rounds.old, ground);
            (place, ground.code.clone(), words)
        })
        .collect()
}

fn holds(results: &Results, value: usize, row: usize) -> bool {
    let column = results.values.get(value).and_then(Option::as_ref);
    column.is_some_and(|it| match &it.values {
        Values::Boolean(bits) => it.is_valid(row) && bits.get(row),
        Values::Number(_) | Values::Date(_) | Values::Enum(_) | Values::Text(_) => false,
    })
}

/// The ground on which a row leaves, from 1.
fn ground_of(result: &RegisterResult, row: usize) -> Option<u16> {
    let leaves = result.outcome.get(row) == Some(&Outcome::Leaves);
    result.ground.get(row).copied().filter(|_| leaves)
}

fn add(counts: &mut [u64], place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}

/// Counts by ground, the first those without one; grounds of no row are left out.
fn grounds(register: &Register, counts: &[u64]) -> Vec<Ground> {
    let named = register.leave.iter().zip(counts.iter().skip(1));
    named
        .filter(|(_, rows)| **rows > 0)
        .map(|(ground, rows)| Ground {
            ground: ground.code.clone(),
            label: ground.label.clone(),
            rows: Some(*rows),
        })
        .collect()
}

/// The families with at least one person on the register.
fn homes(
    settled: &Settled<'_>,
    subject: &Subject,
    (old, new): &(Levels<'_>, Levels<'_>),
) -> Option<Homes> {
    let home = home(subject.entity, new)?;
    let about = &settled.rounds.program.entities.get(home.index())?.about;
    let on = |places: &[u16], levels: &Levels<'_>| -> BTreeSet<u32> {
        let up = levels.ancestor_rows(subject.entity, home);
        let rows = up.into_iter().zip(places).filter(|(_, place)| **place == 1);
        rows.map(|(row, _)| row).collect()
    };
    let (was, is) = (on(&subject.before, old), on(&subject.after, new));
    let has = |set: &BTreeSet<u32>, row: Option<usize>| {
        row.and_then(|row| u32::try_from(row).ok())
            .is_some_and(|row| set.contains(&row))
    };
    let later = |row: &u32| !has(&was, settled.pairs.old_of(home, *row as usize));
    let earlier = |row: &u32| !has(&is, settled.pairs.new_of(home, *row as usize));
    Some(Homes {
        entity: about.name.clone(),
        label: about.label.clone(),
        stock: Stock {
            before: Some(was.len() as u64),
            entries: Some(is.iter().copied().filter(later).count() as u64),
            exits: Some(was.iter().copied().filter(earlier).count() as u64),
            after: Some(is.len() as u64),
        },
    })
}

/// For every register and row of the later round, whether it was on the register before the end of the
/// earlier round, and the ground on which it left it, 0 where it did not leave on one.
pub(super) fn earlier(
    rounds: &Rounds,
    old: &Results,
    before: Option<&Dataset>,
    (pairs, to): (&Pairs, &Dataset),
    pool: &ThreadPool,
) -> Vec<Vec<Option<u16>>> {
    let third = before.zip(rounds.before.as_ref());
    let third = third.map(|(data, (program, day))| (data, rounds.run(program, *day, data, pool)));
    let registers = rounds.program.registers.iter().zip((0..).map(RegisterId));
    registers
        .map(|(register, id)| {
            let rows = to.table(register.entity).map_or(0, |table| table.rows);
            let old = old.registers.get(id.index());
            let first = third.as_ref().and_then(|(data, results)| {
                let rows = by_key(&rounds.program, register.entity, data, to);
                Some((rows, results.registers.get(id.index())?))
            });
            let one = |row: usize| {
                let was = pairs.old_of(register.entity, row).zip(old);
                let was = was.and_then(|(at, it)| was_on(it, at, false));
                let first = first.as_ref().and_then(|(rows, it)| {
                    let at = rows.get(row).copied().filter(|at| *at != NO_ROW)?;
                    was_on(it, at as usize, true)
                });
                was.or(first)
            };
            (0..rows).map(one).collect()
        })
        .collect()
}

/// Whether a row was on a register at the start of a round, or (`end`) at its end, and how it left.
fn was_on(it: &RegisterResult, row: usize, end: bool) -> Option<u16> {
    let start = it.current.get(row) == Some(&Truth::True);
    (start || (end && is_on(it, row))).then(|| ground_of(it, row).unwrap_or(0))
}

impl Settled<'_> {
    /// Whether an entry returns to a register.
    pub(super) fn returns(&self, of: Of, row: usize) -> bool {
        match of {
            Of::Register(id) => self
                .earlier
                .get(id.index())
                .and_then(|it| it.get(row))
                .is_some_and(Option::is_some),
            Of::Class(_) => false,
        }
    }

    /// The ground on which a row leaves a register in the later round.
    pub(super) fn left_on(&self, id: RegisterId, row: usize) -> Option<&str> {
        let ground = ground_of(self.new.registers.get(id.index())?, row)?;
        let register = self.rounds.program.registers.get(id.index())?;
        let ground = register.leave.get(usize::from(ground).checked_sub(1)?)?;
        Some(&ground.code)
    }
}
