//! Effective marginal rates: what a little more money takes away in aid, row by row.

use serde::Serialize;

use super::Side;
use crate::check::tree::{EntityId, Field, FieldId, Program, Type, ValueKind};
use crate::data::output::{Personal, key_text};
use crate::data::reject::mask;
use crate::data::table::{Column, Dataset, Values};
use crate::number::{MONEY, Rational, format_decimal};
use crate::outcome::{Amount, Levels};

/// Cliffs that are named.
const CLIFFS: usize = 10;
/// The bands of rates, from aid that grows to aid that falls by more than was earned.
const BANDS: [&str; 5] = ["gains", "unchanged", "under_half", "half_or_more", "cliff"];

/// What every row would have in aid with a little more of one field.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Marginal {
    /// The field.
    pub field: String,
    /// Its title.
    pub label: String,
    /// Its level.
    pub entity: String,
    /// The title of the level.
    pub entity_label: String,
    /// How much more every answer is.
    pub amount: Amount,
    /// The period of the amount.
    pub period: String,
    /// Rows with an answer whose aid is decided before and after.
    pub rows: u64,
    /// The other rows: no answer, or aid that needs verification.
    pub open: u64,
    /// The share of what is earned that is lost in aid, over these rows, in percent.
    pub rate: Option<Amount>,
    /// Rows by what they lose of it.
    pub bands: Vec<MarginalBand>,
    /// The same by class, for every classification of the level.
    pub classes: Vec<MarginalClass>,
    /// The rows that lose most.
    pub cliffs: Vec<Cliff>,
}

/// Rows that lose a like part of what they earn.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct MarginalBand {
    /// `gains`, `unchanged`, `under_half`, `half_or_more`, `cliff` (as much as is earned, or more).
    pub name: &'static str,
    /// Rows.
    pub rows: u64,
    /// Their aid of a year after, less that before.
    pub change: Amount,
}

/// The rows of a class.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct MarginalClass {
    /// The classification.
    pub classification: String,
    /// The class.
    pub class: String,
    /// Its title.
    pub label: String,
    /// Rows.
    pub rows: u64,
    /// Rows that lose aid.
    pub losers: u64,
    /// Rows that lose as much as they earn, or more.
    pub cliffs: u64,
    /// The share of what they earn that is lost in aid, in percent.
    pub rate: Option<Amount>,
}

/// A row that loses much.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Cliff {
    /// The key, masked where it is personal.
    pub key: String,
    /// Aid of a year as it is.
    pub before: Amount,
    /// Aid of a year with a little more.
    pub after: Amount,
    /// What is lost of what is earned, in percent.
    pub rate: Amount,
}

/// A column with so much more in every answer; `None` where one grows beyond what the type holds.
pub fn raised(column: &Column, by: i64) -> Option<Column> {
    let Values::Number(all) = &column.values else {
        return None;
    };
    let more = all.iter().map(|raw| raw.checked_add(by));
    Some(Column {
        values: Values::Number(more.collect::<Option<_>>()?),
        valid: column.valid.clone(),
    })
}

/// What is lost in aid between an evaluation and the same with `by` (raw) more of a field.
pub fn marginal(
    (before, after): (Side<'_>, Side<'_>),
    dataset: &Dataset,
    id: FieldId,
    by: i64,
    personal: Personal,
) -> Option<Marginal> {
    let program = before.program;
    let field = program.fields.get(id.index())?;
    let entity = program.entities.get(field.entity.index())?;
    let levels = Levels::new(program, dataset);
    let place = entity.fields.iter().position(|it| *it == id)?;
    let answers = dataset.table(field.entity)?.columns.get(place)?.as_ref()?;
    let totals = [before, after].map(|it| aid_of_a_year(it, field.entity, &levels));
    let earned = i128::from(by) * field.ty.times_a_year();
    let rows = (0..levels.rows(field.entity)).filter(|row| answers.is_valid(*row));
    let rows: Vec<Row> = rows
        .filter_map(|row| {
            let [before, after] = [0, 1].map(|it: usize| totals.get(it)?.get(row).copied()?);
            Some(Row {
                at: row,
                before: before?,
                after: after?,
            })
        })
        .collect();
    let open = levels.rows(field.entity) - rows.len();
    Some(Marginal {
        field: field.about.name.clone(),
        label: field.about.label.clone(),
        entity: entity.about.name.clone(),
        entity_label: entity.about.label.clone(),
        amount: money(i128::from(by)),
        period: period(field.ty),
        rows: rows.len() as u64,
        open: open as u64,
        rate: rate(&rows, earned),
        bands: bands(&rows, earned),
        classes: classes(before, field, &rows, earned),
        cliffs: cliffs(program, dataset, field, (&rows, earned), personal),
    })
}

/// A row and its aid of a year, raw.
#[derive(Clone, Copy)]
struct Row {
    at: usize,
    before: i128,
    after: i128,
}

impl Row {
    fn lost(&self) -> i128 {
        self.before - self.after
    }

    fn band(&self, earned: i128) -> usize {
        match self.lost() {
            lost if lost < 0 => 0,
            0 => 1,
            lost if lost * 2 < earned => 2,
            lost if lost < earned => 3,
            _ => 4,
        }
    }
}

/// The aid of every row of a level and below it in a year; `None` where some of it is undecided.
fn aid_of_a_year(side: Side<'_>, entity: EntityId, levels: &Levels<'_>) -> Vec<Option<i128>> {
    let mut totals = vec![Some(0_i128); levels.rows(entity)];
    for (aid, result) in side.program.aids.iter().zip(&side.results.aids) {
        let times = aid.times_a_year();
        if times == 0 || !levels.path(aid.entity).contains(&entity) {
            continue;
        }
        let owners = levels.ancestor_rows(aid.entity, entity);
        for (row, owner) in owners.iter().enumerate() {
            let Some(total) = totals.get_mut(*owner as usize) else {
                continue;
            };
            let amount = result.granted_amount(row).map(i128::from);
            *total = total.zip(amount).map(|(total, more)| total + more * times);
        }
    }
    totals
}

fn period(ty: Type) -> String {
    ty.period()
        .map_or_else(|| "one-off".to_owned(), |it| format!("per {it}"))
}

fn bands(rows: &[Row], earned: i128) -> Vec<MarginalBand> {
    let band = |(place, name): (usize, &'static str)| {
        let own = rows.iter().filter(|it| it.band(earned) == place);
        let change = own.clone().map(|it| -it.lost()).sum();
        MarginalBand {
            name,
            rows: own.count() as u64,
            change: money(change),
        }
    };
    BANDS.into_iter().enumerate().map(band).collect()
}

fn classes(side: Side<'_>, field: &Field, rows: &[Row], earned: i128) -> Vec<MarginalClass> {
    let mut all = Vec::new();
    for (value, column) in side.program.values.iter().zip(&side.results.values) {
        let (Type::Enum(id), ValueKind::Class(_), Some(column)) = (value.ty, &value.kind, column)
        else {
            continue;
        };
        let Values::Enum(codes) = &column.values else {
            continue;
        };
        if value.entity != field.entity {
            continue;
        }
        let names = side.program.enums.get(id.index());
        for ((class, label), code) in names.iter().flat_map(|it| &it.values).zip(0_u16..) {
            let is_own = |it: &&Row| column.is_valid(it.at) && codes.get(it.at) == Some(&code);
            let own: Vec<Row> = rows.iter().filter(is_own).copied().collect();
            all.push(MarginalClass {
                classification: value.about.name.clone(),
                class: class.clone(),
                label: label.clone(),
                rows: own.len() as u64,
                losers: own.iter().filter(|it| it.lost() > 0).count() as u64,
                cliffs: own.iter().filter(|it| it.band(earned) == 4).count() as u64,
                rate: rate(&own, earned),
            });
        }
    }
    all
}

fn cliffs(
    program: &Program,
    dataset: &Dataset,
    field: &Field,
    (rows, earned): (&[Row], i128),
    personal: Personal,
) -> Vec<Cliff> {
    let mut losers: Vec<&Row> = rows.iter().filter(|it| it.lost() > 0).collect();
    losers.sort_by_key(|it| (-it.lost(), it.at));
    let key = program.entities.get(field.entity.index());
    let key = key.and_then(|it| program.fields.get(it.key.index()));
    let masked = personal == Personal::Masked && key.is_some_and(|it| it.personal);
    let cliff = |it: &&Row| {
        let key = key_text(program, dataset, field.entity, it.at);
        Some(Cliff {
            key: if masked { mask(&key) } else { key },
            before: money(it.before),
            after: money(it.after),
            rate: rate(&[**it], earned)?,
        })
    };
    losers.iter().take(CLIFFS).filter_map(cliff).collect()
}

/// What is lost of what is earned, in percent with two digits; `None` over no rows.
fn rate(rows: &[Row], earned: i128) -> Option<Amount> {
    let lost: i128 = rows.iter().map(Row::lost).sum();
    let all = earned.checked_mul(rows.len() as i128)?;
    let rate = Rational::new(lost.checked_mul(100)?, all)?;
    Some(format_decimal(rate.round_to_scale(100)?, 100))
}

fn money(raw: i128) -> Amount {
    format_decimal(raw, MONEY)
}
