//! Distributions over classes and criteria.

use crate::check::tree::{Program, Type, Value, ValueId, ValueKind};
use crate::data::results::Results;
use crate::data::table::{Column, Values};

use super::levels::Levels;
use super::summary::{ClassCount, ClassSummary, CriteriaSummary, CriterionCount};

pub(super) fn summarize_classes(
    program: &Program,
    results: &Results,
    levels: &Levels<'_>,
) -> Vec<ClassSummary> {
    program
        .values
        .iter()
        .zip(&results.values)
        .filter(|(value, _)| matches!(value.kind, ValueKind::Class(_)))
        .filter_map(|(value, column)| classes(program, value, column.as_ref()?, levels))
        .collect()
}

fn classes(
    program: &Program,
    value: &Value,
    column: &Column,
    levels: &Levels<'_>,
) -> Option<ClassSummary> {
    let (Type::Enum(id), Values::Enum(codes)) = (value.ty, &column.values) else {
        return None;
    };
    let names = &program.enums.get(id.index())?.values;
    let mut counts = vec![(0u64, 0u64); names.len()];
    let mut unknown = (0, 0);
    let members_of = levels.members(value.entity);
    for (row, code) in codes.iter().enumerate() {
        let members = members_of(row);
        let count = match counts.get_mut(*code as usize) {
            Some(count) if column.is_valid(row) => count,
            _ => &mut unknown,
        };
        count.0 += 1;
        count.1 += members;
    }
    Some(ClassSummary {
        name: value.about.name.clone(),
        label: value.about.label.clone(),
        entity: program
            .entities
            .get(value.entity.index())?
            .about
            .name
            .clone(),
        classes: names
            .iter()
            .zip(counts)
            .map(|((class, label), (rows, members))| ClassCount {
                class: class.clone(),
                label: label.clone(),
                rows,
                members,
            })
            .collect(),
        unknown: unknown.0,
        unknown_members: unknown.1,
    })
}

pub(super) fn summarize_criteria(program: &Program, results: &Results) -> Vec<CriteriaSummary> {
    program
        .criteria
        .iter()
        .map(|set| CriteriaSummary {
            name: set.about.name.clone(),
            label: set.about.label.clone(),
            criteria: set
                .criteria
                .iter()
                .filter_map(|id| criterion(program, results, *id))
                .collect(),
        })
        .collect()
}

fn criterion(program: &Program, results: &Results, id: ValueId) -> Option<CriterionCount> {
    let value = program.values.get(id.index())?;
    let column = results.values.get(id.index())?.as_ref()?;
    let Values::Boolean(bits) = &column.values else {
        return None;
    };
    let (met, unknown) = match &column.valid {
        None => (bits.count_ones(), 0),
        Some(valid) => {
            let both = bits.words().iter().zip(valid.words());
            let met: u32 = both.map(|(met, known)| (met & known).count_ones()).sum();
            (met as usize, bits.len().saturating_sub(valid.count_ones()))
        }
    };
    let name = value
        .about
        .name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_owned();
    Some(CriterionCount {
        name,
        label: value.about.label.clone(),
        met: met as u64,
        unknown: unknown as u64,
    })
}
