//! A classification over two rounds: the matrix of moves and the stock of each class.

use super::report::{ClassRounds, ClassStock};
use super::subject::{Subject, names};
use super::{Settled, area, causes};
use crate::check::tree::ValueId;
use crate::outcome::Levels;

/// The figures of a classification.
pub(super) fn report(
    settled: &Settled<'_>,
    subject: &Subject,
    id: ValueId,
    levels: &(Levels<'_>, Levels<'_>),
) -> Option<ClassRounds> {
    let program = &settled.rounds.program;
    let value = program.values.get(id.index())?;
    let mut classes = names(id, program).to_vec();
    classes.push(("unknown".to_owned(), "unknown".to_owned()));
    let moves = moves(settled, subject, classes.len());
    let areas = area::classes(settled, subject, levels, classes.len());
    Some(ClassRounds {
        name: value.about.name.clone(),
        label: value.about.label.clone(),
        entity: program
            .entities
            .get(value.entity.index())?
            .about
            .name
            .clone(),
        classes: stocks(subject, classes, &moves, levels),
        moves: moves
            .into_iter()
            .map(|line| line.into_iter().map(Some).collect())
            .collect(),
        moved: Some(subject.changed.len() as u64),
        causes: causes(subject, None),
        made_by: settled.made_by(subject, levels, None),
        areas,
    })
}

/// Rows by class before and after; new rows in the last line, vanished ones in the last column.
fn moves(settled: &Settled<'_>, subject: &Subject, classes: usize) -> Vec<Vec<u64>> {
    let mut moves = vec![vec![0; classes + 1]; classes + 1];
    for (old, new) in settled.pairs.rows(subject.entity) {
        let line = old.map_or(classes, |row| usize::from(subject.was(row)));
        let place = new.map_or(classes, |row| usize::from(subject.is(row)));
        if let Some(cell) = moves.get_mut(line).and_then(|line| line.get_mut(place)) {
            *cell += 1;
        }
    }
    moves
}

fn stocks(
    subject: &Subject,
    classes: Vec<(String, String)>,
    moves: &[Vec<u64>],
    (old, new): &(Levels<'_>, Levels<'_>),
) -> Vec<ClassStock> {
    let cell = |line: usize, place: usize| {
        let line = moves.get(line);
        line.and_then(|line| line.get(place)).copied().unwrap_or(0)
    };
    let count = classes.len();
    let members_before = members(&subject.before, count, old.members(subject.entity));
    let members_after = members(&subject.after, count, new.members(subject.entity));
    let each = classes.into_iter().enumerate();
    each.map(|(place, (class, label))| {
        let others = |of: &dyn Fn(usize) -> u64| -> u64 {
            (0..count).filter(|other| *other != place).map(of).sum()
        };
        let (went, came) = (
            others(&|other| cell(place, other)),
            others(&|other| cell(other, place)),
        );
        let (same, fresh, vanished) = (cell(place, place), cell(count, place), cell(place, count));
        ClassStock {
            class,
            label,
            before: Some(same + went + vanished),
            came: Some(came),
            new: Some(fresh),
            went: Some(went),
            vanished: Some(vanished),
            after: Some(same + came + fresh),
            members_before: members_before.get(place).copied(),
            members_after: members_after.get(place).copied(),
        }
    })
    .collect()
}

fn members(places: &[u16], classes: usize, of: impl Fn(usize) -> u64) -> Vec<u64> {
    let mut counts = vec![0; classes];
    for (row, place) in places.iter().enumerate() {
        if let Some(count) = counts.get_mut(usize::from(*place)) {
            *count += of(row);
        }
    }
    counts
}
