//! Who gains and who loses money: at the household level, by period, class and area.

use std::collections::BTreeMap;

use super::Side;
use super::moves::Classes;
use super::report::{Effect, GroupEffect, PeriodEffect};
use super::tenths::{Tenths, UNRANKED, tenths};
use crate::check::tree::{EntityId, Program, ValueKind};
use crate::data::output::key_text;
use crate::data::results::AidResult;
use crate::data::table::Dataset;
use crate::number::{Grouping, format_money};
use crate::outcome::{Amount, Levels, period, title_text};

/// The change of every household row in one period, raw money.
type Changes = BTreeMap<String, Vec<i128>>;

/// The effect of a variation on what households get; `None` where no aid gives money.
pub(super) fn effect(
    before: Side<'_>,
    after: Side<'_>,
    dataset: &Dataset,
    levels: &Levels<'_>,
) -> Option<Effect> {
    let aids = before.program.aids.iter().chain(&after.program.aids);
    let entities: Vec<EntityId> = aids.map(|aid| aid.entity).collect();
    let household = levels.common(&entities)?;
    let mut changes = Changes::new();
    add(before, -1, household, levels, &mut changes);
    add(after, 1, household, levels, &mut changes);
    if changes.is_empty() {
        return None;
    }
    let rows = levels.rows(household);
    let about = &before.program.entities.get(household.index())?.about;
    let signs: Vec<(bool, bool)> = (0..rows).map(|row| sign(&changes, row)).collect();
    let count = |wanted: (bool, bool)| signs.iter().filter(|it| **it == wanted).count() as u64;
    let class = class_of(before.program, household);
    let classes = class.and_then(|name| Classes::find(before, name));
    let tenths = tenths(before, household, levels);
    Some(Effect {
        entity: about.name.clone(),
        label: about.label.clone(),
        winners: count((true, false)),
        losers: count((false, true)),
        mixed: count((true, true)),
        unchanged: count((false, false)),
        periods: changes
            .iter()
            .map(|(period, of)| in_period(period, of))
            .collect(),
        classification: classes.as_ref().and(class).map(str::to_owned),
        by_class: classes.map_or_else(Vec::new, |it| by_class(&it, &changes, &signs)),
        by_area: by_area(before.program, household, dataset, levels, &changes, &signs),
        ranked_by: tenths.as_ref().map(|it| it.label.clone()),
        by_tenth: tenths.map_or_else(Vec::new, |it| by_tenth(&it, &changes, &signs)),
    })
}

/// Adds what one side grants to the changes of its period, with a sign.
fn add(
    side: Side<'_>,
    sign: i128,
    household: EntityId,
    levels: &Levels<'_>,
    changes: &mut Changes,
) {
    for (aid, result) in side.program.aids.iter().zip(&side.results.aids) {
        let Some(period) = period(aid) else { continue };
        let rows = levels.rows(household);
        let of = changes.entry(period).or_insert_with(|| vec![0; rows]);
        let up = levels.ancestor_rows(aid.entity, household);
        for (row, amount) in granted(result) {
            let above = up.get(row).and_then(|at| of.get_mut(*at as usize));
            if let Some(sum) = above {
                *sum += sign * i128::from(amount);
            }
        }
    }
}

fn granted(result: &AidResult) -> impl Iterator<Item = (usize, i64)> + '_ {
    (0..result.status.len()).filter_map(|row| {
        let amount = result.granted_amount(row)?;
        (amount != 0).then_some((row, amount))
    })
}

/// Whether a row gains in some period, and whether it loses in some.
fn sign(changes: &Changes, row: usize) -> (bool, bool) {
    let of = |row: usize| changes.values().filter_map(move |it| it.get(row));
    (of(row).any(|it| *it > 0), of(row).any(|it| *it < 0))
}

fn in_period(period: &str, of: &[i128]) -> PeriodEffect {
    let gains = of.iter().filter(|it| **it > 0);
    let losses = of.iter().filter(|it| **it < 0);
    let (gain, loss): (i128, i128) = (gains.clone().sum(), losses.clone().sum());
    PeriodEffect {
        period: period.to_owned(),
        winners: gains.count() as u64,
        gain: money(gain),
        losers: losses.count() as u64,
        loss: money(-loss),
        change: money(gain + loss),
    }
}

fn money(raw: i128) -> Amount {
    format_money(raw, Grouping::Plain)
}

/// The first classification of a level.
fn class_of(program: &Program, entity: EntityId) -> Option<&str> {
    let mut values = program.values.iter();
    let found =
        values.find(|value| value.entity == entity && matches!(value.kind, ValueKind::Class(_)))?;
    Some(&found.about.name)
}

fn by_class(classes: &Classes<'_>, changes: &Changes, signs: &[(bool, bool)]) -> Vec<GroupEffect> {
    let places: Vec<usize> = (0..signs.len()).map(|row| classes.place(row)).collect();
    let unknown = ("unknown".to_owned(), "unknown".to_owned());
    let names: Vec<(String, String)> = classes.names.iter().cloned().chain([unknown]).collect();
    grouped(&places, &names, changes, signs)
}

fn by_tenth(tenths: &Tenths, changes: &Changes, signs: &[(bool, bool)]) -> Vec<GroupEffect> {
    let ranked = (1..=UNRANKED).map(|tenth| tenth.to_string());
    let names: Vec<(String, String)> = ranked
        .chain(["unknown".to_owned()])
        .map(|name| (name.clone(), name))
        .collect();
    grouped(&tenths.of, &names, changes, signs)
}

fn by_area(
    program: &Program,
    household: EntityId,
    dataset: &Dataset,
    levels: &Levels<'_>,
    changes: &Changes,
    signs: &[(bool, bool)],
) -> Vec<GroupEffect> {
    let path = levels.path(household);
    let Some(top) = path.last().copied().filter(|top| *top != household) else {
        return Vec::new();
    };
    let up = levels.ancestor_rows(household, top);
    let places: Vec<usize> = up.into_iter().map(|row| row as usize).collect();
    let names: Vec<(String, String)> = (0..levels.rows(top))
        .map(|row| {
            let key = key_text(program, dataset, top, row);
            let title = title_text(program, dataset, top, row);
            (key.clone(), title.unwrap_or(key))
        })
        .collect();
    grouped(&places, &names, changes, signs)
}

/// Gains and losses by the group of each row; groups without a change are left out.
fn grouped(
    places: &[usize],
    names: &[(String, String)],
    changes: &Changes,
    signs: &[(bool, bool)],
) -> Vec<GroupEffect> {
    let mut counts = vec![(0u64, 0u64); names.len()];
    for (place, (gains, loses)) in places.iter().zip(signs) {
        if let Some(count) = counts.get_mut(*place) {
            count.0 += u64::from(*gains);
            count.1 += u64::from(*loses);
        }
    }
    let sums: Vec<(&String, Vec<i128>)> = changes
        .iter()
        .map(|(period, of)| {
            let mut sums = vec![0; names.len()];
            for (place, change) in places.iter().zip(of) {
                if let Some(sum) = sums.get_mut(*place) {
                    *sum += *change;
                }
            }
            (period, sums)
        })
        .collect();
    let groups = names.iter().zip(counts).enumerate();
    groups
        .filter(|(_, (_, (winners, losers)))| winners + losers > 0)
        .map(|(place, ((key, label), (winners, losers)))| GroupEffect {
            key: key.clone(),
            label: label.clone(),
            winners,
            losers,
            change: sums
                .iter()
                .map(|(period, sums)| {
                    let sum = sums.get(place).copied().unwrap_or(0);
                    ((*period).clone(), money(sum))
                })
                .collect(),
        })
        .collect()
}
