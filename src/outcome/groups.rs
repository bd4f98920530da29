//! Groups of rows by the keys of an indicator: a dense number per row.

use std::collections::BTreeMap;

use arrow_array::Array as _;

use crate::check::tree::{EntityId, Field, FieldId, Program, Type, ValueId};
use crate::data::results::Results;
use crate::data::table::{Column, Dataset, Values};
use crate::number::{Date, format_decimal};

use super::levels::Levels;

/// What rows are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GroupKey {
    /// A field of the row itself or of an ancestor.
    Field(EntityId, FieldId),
    /// A computed value of the row.
    Value(ValueId),
}

/// The groups of an entity's rows.
pub(super) struct Groups {
    /// The group of each row.
    pub(super) of_row: Vec<u32>,
    /// The texts of the keys of each group, ascending.
    pub(super) keys: Vec<Vec<String>>,
}

/// The word for a key that is unknown.
const UNKNOWN: &str = "unknown";

/// Groups the rows of `over` by the keys; groups without rows do not appear.
pub(super) fn group(
    program: &Program,
    dataset: &Dataset,
    results: &Results,
    levels: &Levels<'_>,
    over: EntityId,
    keys: &[GroupKey],
) -> Groups {
    let rows = levels.rows(over);
    let mut of_row = vec![0u32; rows];
    let mut texts: Vec<Vec<String>> = vec![Vec::new()];
    for key in keys {
        let codes = codes(program, dataset, results, levels, over, key);
        (of_row, texts) = refine(&of_row, &texts, &codes);
    }
    if rows == 0 {
        texts.clear();
    }
    Groups {
        of_row,
        keys: texts,
    }
}

/// Codes of one key by row, and the texts of the codes in ascending order.
struct Codes {
    of_row: Vec<u32>,
    texts: Vec<String>,
}

/// Splits each group by the codes of a further key; only pairs that occur become groups.
fn refine(of_row: &[u32], texts: &[Vec<String>], codes: &Codes) -> (Vec<u32>, Vec<Vec<String>>) {
    let width = codes.texts.len().max(1) as u64;
    let pair = |row: usize| {
        let (group, code) = (of_row.get(row).copied(), codes.of_row.get(row).copied());
        u64::from(group.unwrap_or(0)) * width + u64::from(code.unwrap_or(0))
    };
    let mut present: Vec<u64> = Vec::new();
    let mut slots: BTreeMap<u64, u32> = BTreeMap::new();
    let possible = texts.len() as u64 * width;
    let dense = possible <= 1 << 22;
    let mut seen = vec![
        false;
        if dense {
            usize::try_from(possible).unwrap_or(0)
        } else {
            0
        }
    ];
    for row in 0..of_row.len() {
        let pair = pair(row);
        match usize::try_from(pair).ok().and_then(|at| seen.get_mut(at)) {
            Some(flag) => *flag = true,
            None => {
                slots.insert(pair, 0);
            }
        }
    }
    present.extend(
        (0u64..)
            .zip(&seen)
            .filter(|(_, flag)| **flag)
            .map(|(pair, _)| pair),
    );
    present.extend(slots.keys());
    let mut numbers = vec![0u32; seen.len()];
    for (number, pair) in (0u32..).zip(&present) {
        match usize::try_from(*pair)
            .ok()
            .and_then(|at| numbers.get_mut(at))
        {
            Some(slot) => *slot = number,
            None => {
                slots.insert(*pair, number);
            }
        }
    }
    let number = |pair: u64| {
        let small = usize::try_from(pair).ok().and_then(|at| numbers.get(at));
        small.or_else(|| slots.get(&pair)).copied().unwrap_or(0)
    };
    let split = (0..of_row.len()).map(|row| number(pair(row))).collect();
    let named = present
        .iter()
        .map(|pair| name(texts, codes, *pair, width))
        .collect();
    (split, named)
}

fn name(texts: &[Vec<String>], codes: &Codes, pair: u64, width: u64) -> Vec<String> {
    let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut keys = texts.get(at(pair / width)).cloned().unwrap_or_default();
    keys.push(
        codes
            .texts
            .get(at(pair % width))
            .cloned()
            .unwrap_or_default(),
    );
    keys
}

fn codes(
    program: &Program,
    dataset: &Dataset,
    results: &Results,
    levels: &Levels<'_>,
    over: EntityId,
    key: &GroupKey,
) -> Codes {
    match key {
        GroupKey::Value(id) => {
            let ty = program
                .values
                .get(id.index())
                .map_or(Type::Text, |value| value.ty);
            match results.values.get(id.index()).and_then(Option::as_ref) {
                Some(column) => column_codes(program, column, ty, levels.rows(over)),
                None => Codes {
                    of_row: vec![0; levels.rows(over)],
                    texts: vec![UNKNOWN.to_owned()],
                },
            }
        }
        GroupKey::Field(entity, field) => {
            let here = field_codes(program, dataset, *entity, *field);
            if *entity == over {
                return here;
            }
            let up = levels.ancestor_rows(over, *entity);
            let of_row = up
                .iter()
                .map(|row| here.of_row.get(*row as usize).copied().unwrap_or(0));
            Codes {
                of_row: of_row.collect(),
                texts: here.texts,
            }
        }
    }
}

fn field_codes(program: &Program, dataset: &Dataset, entity: EntityId, field: FieldId) -> Codes {
    let table = dataset.table(entity);
    let rows = table.map_or(0, |table| table.rows);
    let ty = program
        .fields
        .get(field.index())
        .map_or(Type::Text, |field: &Field| field.ty);
    match column_of(program, dataset, entity, field) {
        Some(column) => column_codes(program, column, ty, rows),
        None => Codes {
            of_row: vec![0; rows],
            texts: vec![UNKNOWN.to_owned()],
        },
    }
}

/// The column of a field, where it was read.
pub(super) fn column_of<'a>(
    program: &Program,
    dataset: &'a Dataset,
    entity: EntityId,
    field: FieldId,
) -> Option<&'a Column> {
    let place = program
        .entities
        .get(entity.index())?
        .fields
        .iter()
        .position(|it| *it == field)?;
    dataset.table(entity)?.columns.get(place)?.as_ref()
}

/// Numbers the distinct values in ascending order, unknown last.
fn column_codes(program: &Program, column: &Column, ty: Type, rows: usize) -> Codes {
    if let (Values::Enum(codes), Type::Enum(id)) = (&column.values, ty) {
        let names = program
            .enums
            .get(id.index())
            .map_or(&[][..], |it| &it.values);
        let unknown = u32::try_from(names.len()).unwrap_or(0);
        let of_row = codes.iter().enumerate().map(|(row, code)| {
            if column.is_valid(row) {
                u32::from(*code)
            } else {
                unknown
            }
        });
        let mut texts: Vec<String> = names.iter().map(|(name, _)| name.clone()).collect();
        texts.push(UNKNOWN.to_owned());
        return Codes {
            of_row: of_row.collect(),
            texts,
        };
    }
    if let Values::Number(raws) = &column.values {
        return number_codes(&raws.to_wide(), column, ty);
    }
    let sort_key = |row: usize| {
        column
            .is_valid(row)
            .then(|| sort_key(column, ty, row))
            .flatten()
    };
    let mut numbers: BTreeMap<(bool, i64, String), u32> = BTreeMap::new();
    let keys: Vec<_> = (0..rows)
        .map(|row| {
            sort_key(row).map_or((true, 0, UNKNOWN.to_owned()), |(order, text)| {
                (false, order, text)
            })
        })
        .collect();
    for key in &keys {
        if !numbers.contains_key(key) {
            numbers.insert(key.clone(), 0);
        }
    }
    for (number, slot) in (0u32..).zip(numbers.values_mut()) {
        *slot = number;
    }
    let of_row = keys
        .iter()
        .map(|key| numbers.get(key).copied().unwrap_or(0))
        .collect();
    Codes {
        of_row,
        texts: numbers.into_keys().map(|(_, _, text)| text).collect(),
    }
}

/// The same for numbers, each of which is written once.
fn number_codes(raws: &[i64], column: &Column, ty: Type) -> Codes {
    let known = || {
        let rows = raws.iter().enumerate();
        rows.filter(|(row, _)| column.is_valid(*row))
            .map(|(_, raw)| *raw)
    };
    let (low, high) = known().fold((i64::MAX, i64::MIN), |(low, high), raw| {
        (low.min(raw), high.max(raw))
    });
    let span = i128::from(high) - i128::from(low) + 1;
    let dense = usize::try_from(span).ok().filter(|it| *it <= 1 << 16);
    let place = |raw: i64| usize::try_from(raw.wrapping_sub(low)).unwrap_or(usize::MAX);
    let mut values: Vec<i64> = Vec::new();
    let mut codes: Vec<u32> = vec![0; dense.unwrap_or(0)];
    if dense.is_some() {
        for raw in known() {
            if let Some(seen) = codes.get_mut(place(raw)) {
                *seen = 1;
            }
        }
        values.extend(
            (low..)
                .zip(&codes)
                .filter(|(_, seen)| **seen == 1)
                .map(|(raw, _)| raw),
        );
        for (raw, code) in values.iter().zip(0..) {
            if let Some(slot) = codes.get_mut(place(*raw)) {
                *slot = code;
            }
        }
    } else {
        values.extend(known());
        values.sort_unstable();
        values.dedup();
    }
    let unknown = u32::try_from(values.len()).unwrap_or(u32::MAX);
    let code = |raw: i64| match dense {
        Some(_) => codes.get(place(raw)).copied(),
        None => values
            .binary_search(&raw)
            .ok()
            .and_then(|it| u32::try_from(it).ok()),
    };
    let of_row = raws.iter().enumerate().map(|(row, raw)| {
        let known = column.is_valid(row).then(|| code(*raw)).flatten();
        known.unwrap_or(unknown)
    });
    let scale = ty.scale().unwrap_or(1);
    let texts = values.iter().map(|raw| format_decimal(*raw, scale));
    Codes {
        of_row: of_row.collect(),
        texts: texts.chain([UNKNOWN.to_owned()]).collect(),
    }
}

/// A number that sorts the value where one does, and its text.
fn sort_key(column: &Column, ty: Type, row: usize) -> Option<(i64, String)> {
    match &column.values {
        Values::Number(raws) => {
            let raw = raws.get(row)?;
            Some((raw, format_decimal(raw, ty.scale().unwrap_or(1))))
        }
        Values::Date(days) => {
            let day = *days.get(row)?;
            Some((i64::from(day), Date::from_days(day)?.to_string()))
        }
        Values::Boolean(bits) => {
            let bit = bits.get(row);
            Some((i64::from(bit), bit.to_string()))
        }
        Values::Enum(codes) => Some((i64::from(*codes.get(row)?), codes.get(row)?.to_string())),
        Values::Text(texts) => (row < texts.len()).then(|| (0, texts.value(row).to_owned())),
    }
}
