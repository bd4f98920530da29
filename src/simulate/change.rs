//! Figures of both sides, side by side.

use rayon::prelude::*;

use super::Side;
use super::digits::difference;
use super::moves::{class_moves, eligibility, outcome_moves, status_moves};
use super::report::{
    AidChange, AmountChange, AreaChange, ClassChange, ClassRow, CountChange, GroundChange,
    IndicatorChange, IndicatorGroupChange, RegisterChange, StatusChange, TargetChange,
};
use crate::check::tree::Status;
use crate::outcome::{
    AidSummary, Amount, AreaSummary, ClassSummary, GroundCount, Levels, RegisterSummary, Summary,
};

/// What both sides have, in the order of the second, then what the first alone has.
pub(super) fn pairs<'a, T>(
    before: &'a [T],
    after: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let find = |list: &'a [T], wanted: &str| list.iter().find(|it| name(it) == wanted);
    let mut out: Vec<_> = before
        .iter()
        .map(|it| (Some(it), find(after, name(it))))
        .collect();
    let new = after.iter().filter(|it| find(before, name(it)).is_none());
    out.extend(new.map(|it| (None, Some(it))));
    out
}

/// The amounts of both sides and their difference.
pub(super) fn amounts(before: Option<&Amount>, after: Option<&Amount>) -> AmountChange {
    AmountChange {
        before: before.cloned(),
        after: after.cloned(),
        change: before
            .zip(after)
            .and_then(|(before, after)| difference(before, after)),
    }
}

pub(super) fn classes(before: Side<'_>, after: Side<'_>) -> Vec<ClassChange> {
    let (old, new) = (&before.summary.classes, &after.summary.classes);
    pairs(old, new, |it| &it.name)
        .into_iter()
        .filter_map(|(old, new)| {
            let about = old.or(new)?;
            Some(ClassChange {
                name: about.name.clone(),
                label: about.label.clone(),
                entity: about.entity.clone(),
                classes: class_rows(old, new),
                moves: class_moves(before, after, &about.name),
            })
        })
        .collect()
}

fn class_rows(old: Option<&ClassSummary>, new: Option<&ClassSummary>) -> Vec<ClassRow> {
    let of = |it: Option<&ClassSummary>| it.map_or_else(Vec::new, |it| it.classes.clone());
    let (before, after) = (of(old), of(new));
    let mut rows: Vec<ClassRow> = pairs(&before, &after, |it| &it.class)
        .into_iter()
        .filter_map(|(before, after)| {
            let about = before.or(after)?;
            let count = |it: Option<&crate::outcome::ClassCount>| {
                it.map_or((0, 0), |it| (it.rows, it.members))
            };
            let (before, after) = (count(before), count(after));
            Some(ClassRow {
                class: about.class.clone(),
                label: about.label.clone(),
                rows: CountChange::new(before.0, after.0),
                members: CountChange::new(before.1, after.1),
            })
        })
        .collect();
    let unknown =
        |it: Option<&ClassSummary>| it.map_or((0, 0), |it| (it.unknown, it.unknown_members));
    let (before, after) = (unknown(old), unknown(new));
    rows.push(ClassRow {
        class: "unknown".to_owned(),
        label: "unknown".to_owned(),
        rows: CountChange::new(before.0, after.0),
        members: CountChange::new(before.1, after.1),
    });
    rows
}

pub(super) fn aids(before: Side<'_>, after: Side<'_>, levels: &Levels<'_>) -> Vec<AidChange> {
    let (old, new) = (&before.summary.aids, &after.summary.aids);
    pairs(old, new, |it| &it.name)
        .into_par_iter()
        .filter_map(|(old, new)| aid(before, after, old, new, levels))
        .collect()
}

fn aid(
    before: Side<'_>,
    after: Side<'_>,
    old: Option<&AidSummary>,
    new: Option<&AidSummary>,
    levels: &Levels<'_>,
) -> Option<AidChange> {
    let about = new.or(old)?;
    let zero: Amount = "0".to_owned();
    let cost = |it: Option<&AidSummary>| match it {
        Some(it) => it.cost.as_ref().map(|cost| cost.decided.clone()),
        None => Some(zero.clone()),
    };
    let count = |it: Option<&AidSummary>, status: &str| {
        let mut all = it.iter().flat_map(|it| &it.statuses);
        all.find(|it| it.status == status).map_or(0, |it| it.rows)
    };
    let (cost_before, cost_after) = (cost(old), cost(new));
    let (newly_eligible, no_longer_eligible) = eligibility(before, after, &about.name);
    Some(AidChange {
        name: about.name.clone(),
        label: about.label.clone(),
        entity: about.entity.clone(),
        period: about.period.clone(),
        granted: CountChange::new(
            old.map_or(0, |it| it.count.decided),
            new.map_or(0, |it| it.count.decided),
        ),
        members: CountChange::new(
            old.map_or(0, |it| it.members),
            new.map_or(0, |it| it.members),
        ),
        cost: about
            .cost
            .is_some()
            .then(|| amounts(cost_before.as_ref(), cost_after.as_ref())),
        statuses: Status::ALL
            .into_iter()
            .map(|status| StatusChange {
                status: status.word(),
                rows: CountChange::new(count(old, status.word()), count(new, status.word())),
            })
            .collect(),
        moves: status_moves(before, after, &about.name, levels),
        newly_eligible,
        no_longer_eligible,
        areas: areas(old, new),
    })
}

fn areas(old: Option<&AidSummary>, new: Option<&AidSummary>) -> Vec<AreaChange> {
    let of = |it: Option<&AidSummary>| it.map_or_else(Vec::new, |it| it.areas.clone());
    let (before, after) = (of(old), of(new));
    let mut changes: Vec<AreaChange> = pairs(&before, &after, |it| &it.key)
        .into_iter()
        .filter_map(|(before, after)| {
            let about = before.or(after)?;
            let granted = |it: Option<&AreaSummary>| it.map_or(0, |it| it.granted);
            let zero = "0".to_owned();
            let amount = |it: Option<&AreaSummary>| it.map_or(zero.clone(), |it| it.amount.clone());
            let (money_before, money_after) = (amount(before), amount(after));
            Some(AreaChange {
                key: about.key.clone(),
                name: about.name.clone(),
                granted: CountChange::new(granted(before), granted(after)),
                amount: amounts(Some(&money_before), Some(&money_after)),
            })
        })
        .collect();
    changes.sort_by(|a, b| a.key.cmp(&b.key));
    changes
}

pub(super) fn registers(before: Side<'_>, after: Side<'_>) -> Vec<RegisterChange> {
    let (old, new) = (&before.summary.registers, &after.summary.registers);
    pairs(old, new, |it| &it.name)
        .into_iter()
        .filter_map(|(old, new)| {
            let about = old.or(new)?;
            let count = |of: fn(&RegisterSummary) -> u64| {
                CountChange::new(old.map_or(0, of), new.map_or(0, of))
            };
            Some(RegisterChange {
                name: about.name.clone(),
                label: about.label.clone(),
                entity: about.entity.clone(),
                enters: count(|it| it.enters),
                leaves: count(|it| it.leaves),
                end: count(|it| it.end),
                needs_verification: count(|it| it.unverified_on + it.unverified_off),
                grounds: grounds(
                    old.map_or(&[], |it| &it.grounds),
                    new.map_or(&[], |it| &it.grounds),
                ),
                moves: outcome_moves(before, after, &about.name),
            })
        })
        .collect()
}

/// Grounds with rows on either side.
fn grounds(old: &[GroundCount], new: &[GroundCount]) -> Vec<GroundChange> {
    let both = pairs(old, new, |it| &it.ground).into_iter();
    let all = both.filter_map(|(old, new)| {
        let about = old.or(new)?;
        let rows = CountChange::new(old.map_or(0, |it| it.rows), new.map_or(0, |it| it.rows));
        Some(GroundChange {
            ground: about.ground.clone(),
            label: about.label.clone(),
            rows,
        })
    });
    all.filter(|it| it.rows.before + it.rows.after > 0)
        .collect()
}

pub(super) fn indicators(before: &Summary, after: &Summary) -> Vec<IndicatorChange> {
    pairs(&before.indicators, &after.indicators, |it| &it.name)
        .into_iter()
        .filter_map(|(old, new)| {
            let about = old.or(new)?;
            let total = amounts(
                old.and_then(|it| it.total.decided.as_ref()),
                new.and_then(|it| it.total.decided.as_ref()),
            );
            let none = Vec::new();
            let before = old.map_or(&none, |it| &it.groups);
            let after = new.map_or(&none, |it| &it.groups);
            Some(IndicatorChange {
                name: about.name.clone(),
                label: about.label.clone(),
                by: about.by.clone(),
                total,
                groups: groups(before, after),
            })
        })
        .collect()
}

fn groups(
    before: &[crate::outcome::IndicatorGroup],
    after: &[crate::outcome::IndicatorGroup],
) -> Vec<IndicatorGroupChange> {
    let mut all: Vec<&crate::outcome::IndicatorGroup> = before.iter().collect();
    let known = |keys: &[String]| before.iter().any(|it| it.keys == keys);
    all.extend(after.iter().filter(|it| !known(&it.keys)));
    all.into_iter()
        .filter_map(|about| {
            let find = |list: &[crate::outcome::IndicatorGroup]| {
                let found = list.iter().find(|it| it.keys == about.keys);
                found.and_then(|it| it.figure.decided.clone())
            };
            let (before, after) = (find(before), find(after));
            (before != after).then(|| IndicatorGroupChange {
                keys: about.keys.clone(),
                names: about.names.clone(),
                figure: amounts(before.as_ref(), after.as_ref()),
            })
        })
        .collect()
}

pub(super) fn targets(before: &Summary, after: &Summary) -> Vec<TargetChange> {
    pairs(&before.targets, &after.targets, |it| &it.name)
        .into_iter()
        .filter_map(|(old, new)| {
            let about = new.or(old)?;
            Some(TargetChange {
                name: about.name.clone(),
                label: about.label.clone(),
                goal: about.goal.clone(),
                figure: amounts(
                    old.and_then(|it| it.figure.as_ref()),
                    new.and_then(|it| it.figure.as_ref()),
                ),
                before: old.map(|it| it.state),
                after: new.map(|it| it.state),
            })
        })
        .collect()
}
