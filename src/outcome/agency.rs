//! Who serves whom: agencies, families that no aid reaches, families that several reach.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use std::collections::BTreeMap;

use crate::check::tree::{Aid, EntityId, Program, Status, Type, ValueKind};
use crate::data::results::{AidResult, Results};
use crate::data::table::{Column, Values};
use crate::number::{Grouping, format_money};

use super::aid::{granted_rows, period};
use super::bounds::pays;
use super::levels::Levels;
use super::summary::{AgencySummary, ServedRow, ServedSummary};

/// The household level: the lowest one at or above all aids.
fn household(program: &Program, levels: &Levels<'_>) -> Option<EntityId> {
    levels.common(
        &program
            .aids
            .iter()
            .map(|aid| aid.entity)
            .collect::<Vec<_>>(),
    )
}

/// The aids of each agency, agencies in alphabetical order.
fn by_agency<'a>(
    program: &'a Program,
    results: &'a Results,
) -> BTreeMap<&'a str, Vec<(&'a Aid, &'a AidResult)>> {
    let mut found: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (aid, result) in program.aids.iter().zip(&results.aids) {
        if let Some(agency) = &aid.agency {
            found.entry(agency).or_default().push((aid, result));
        }
    }
    found
}

pub(super) fn summarize(
    program: &Program,
    results: &Results,
    levels: &Levels<'_>,
) -> Vec<AgencySummary> {
    let Some(household) = household(program, levels) else {
        return Vec::new();
    };
    by_agency(program, results)
        .into_iter()
        .map(|(agency, aids)| one(agency, &aids, household, levels))
        .collect()
}

fn one(
    agency: &str,
    aids: &[(&Aid, &AidResult)],
    household: EntityId,
    levels: &Levels<'_>,
) -> AgencySummary {
    let mut families = vec![false; levels.rows(household)];
    let lowest = levels.lowest().unwrap_or(household);
    let mut members = vec![false; levels.rows(lowest)];
    let mut amounts: BTreeMap<String, i128> = BTreeMap::new();
    for (aid, result) in aids {
        let under = levels.under(aid.entity, lowest);
        for row in granted_rows(result) {
            reach(levels, aid.entity, row, household, &mut families);
            let rows = if aid.entity == lowest {
                row..row + 1
            } else {
                under(row)
            };
            members
                .get_mut(rows)
                .into_iter()
                .flatten()
                .for_each(|it| *it = true);
        }
        if let (true, Some(period)) = (pays(aid), period(aid)) {
            let sum: i128 = granted_rows(result)
                .filter_map(|row| result.amount.get(row))
                .map(i128::from)
                .sum();
            *amounts.entry(period).or_default() += sum;
        }
    }
    let count = |flags: &[bool]| flags.iter().filter(|flag| **flag).count() as u64;
    AgencySummary {
        agency: agency.to_owned(),
        aids: aids.iter().map(|(aid, _)| aid.about.name.clone()).collect(),
        families: count(&families),
        members: count(&members),
        amounts: amounts
            .into_iter()
            .map(|(period, raw)| (period, format_money(raw, Grouping::Plain)))
            .collect(),
    }
}

fn reach(
    levels: &Levels<'_>,
    entity: EntityId,
    row: usize,
    household: EntityId,
    flags: &mut [bool],
) {
    let above = levels.ancestor_row(entity, row, household);
    if let Some(flag) = above.and_then(|at| flags.get_mut(at)) {
        *flag = true;
    }
}

/// Rows of the household level by how many aids and agencies reach them, by its first classification.
pub(super) fn served(
    program: &Program,
    results: &Results,
    levels: &Levels<'_>,
) -> Option<ServedSummary> {
    let household = household(program, levels)?;
    let rows = levels.rows(household);
    let (mut aids, mut agencies) = (vec![0u32; rows], vec![0u32; rows]);
    for (aid, result) in program.aids.iter().zip(&results.aids) {
        add_reached(&mut aids, &[(aid, result)], household, levels);
    }
    for list in by_agency(program, results).values() {
        add_reached(&mut agencies, list, household, levels);
    }
    let class = program
        .values
        .iter()
        .zip(&results.values)
        .find(|(value, _)| value.entity == household && matches!(value.kind, ValueKind::Class(_)));
    let classes = class.and_then(|(value, column)| Some((value.ty, column.as_ref()?)));
    Some(ServedSummary {
        entity: program.entities.get(household.index())?.about.name.clone(),
        classification: class.map(|(value, _)| value.about.name.clone()),
        rows: cross(program, classes, &aids, &agencies),
    })
}

fn add_reached(
    counts: &mut [u32],
    list: &[(&Aid, &AidResult)],
    household: EntityId,
    levels: &Levels<'_>,
) {
    if let [(aid, result)] = list
        && aid.entity == household
    {
        for (count, status) in counts.iter_mut().zip(&result.status) {
            *count += u32::from(*status == Status::Granted);
        }
        return;
    }
    let mut flags = vec![false; counts.len()];
    for (aid, result) in list {
        for row in granted_rows(result) {
            reach(levels, aid.entity, row, household, &mut flags);
        }
    }
    for (count, flag) in counts.iter_mut().zip(flags) {
        *count += u32::from(flag);
    }
}

fn cross(
    program: &Program,
    classes: Option<(Type, &Column)>,
    aids: &[u32],
    agencies: &[u32],
) -> Vec<ServedRow> {
    let names: &[(String, String)] = match classes {
        Some((Type::Enum(id), _)) => program.enums.get(id.index()).map_or(&[], |it| &it.values),
        _ => &[],
    };
    let mut lines: Vec<ServedRow> = names
        .iter()
        .map(|(name, label)| line(name, label))
        .collect();
    lines.push(line("unknown", "unknown"));
    lines.push(line("all", "all"));
    let found = counted(classes, names.len(), aids, agencies);
    let all = found.iter().fold([[0; 2]; 3], plus);
    for (line, counts) in lines.iter_mut().zip(found.iter().chain([&all])) {
        let [none, one, several] = counts.map(|it| it.iter().sum());
        (line.none, line.one, line.several) = (none, one, several);
        line.several_agencies = counts.iter().map(|[_, several]| several).sum();
    }
    lines
}

/// Rows by none, one or several aids, and by whether several agencies reach them.
type Counts = [[u64; 2]; 3];

fn plus(mut sum: Counts, more: &Counts) -> Counts {
    let both = sum.iter_mut().flatten().zip(more.iter().flatten());
    both.for_each(|(sum, more)| *sum += more);
    sum
}

/// The rows of each class, then of those of unknown class.
fn counted(
    classes: Option<(Type, &Column)>,
    known: usize,
    aids: &[u32],
    agencies: &[u32],
) -> Vec<Counts> {
    let mut found = vec![Counts::default(); known + 1];
    let codes = classes.and_then(|(_, column)| match &column.values {
        Values::Enum(codes) => Some((codes.as_slice(), column)),
        _ => None,
    });
    for (row, (aids, agencies)) in aids.iter().zip(agencies).enumerate() {
        let class = codes.and_then(|(codes, column)| {
            let code = codes.get(row).filter(|_| column.is_valid(row));
            code.map(|code| usize::from(*code))
        });
        let counts = found.get_mut(class.unwrap_or(known));
        let several = usize::from(*agencies > 1);
        let of_aids = counts.and_then(|it| it.get_mut((*aids).min(2) as usize));
        if let Some(count) = of_aids.and_then(|it| it.get_mut(several)) {
            *count += 1;
        }
    }
    found
}

fn line(class: &str, label: &str) -> ServedRow {
    ServedRow {
        class: class.to_owned(),
        label: label.to_owned(),
        none: 0,
        one: 0,
        several: 0,
        several_agencies: 0,
    }
}
