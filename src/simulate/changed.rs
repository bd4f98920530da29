//! The rows of a level whose class, status, amount or outcome changes, as an Arrow batch.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::{ArrowError, Field, Schema};
use rayon::prelude::*;

use super::Side;
use super::change::pairs;
use super::moves::{Classes, aid_of, register_of, status_at};
use crate::check::tree::{Aid, EntityId, Outcome, Program, Status, ValueKind};
use crate::data::output::{Personal, key_text, reason_codes};
use crate::data::reject::mask;
use crate::data::results::{AidResult, RegisterResult};
use crate::data::table::Dataset;
use crate::outcome::Levels;

/// Digits and decimals of money.
const MONEY: (u8, i8) = (19, 4);

/// Statuses of rows that have no part in an aid.
const KEPT_OUT: [Status; 4] = [
    Status::NotInForce,
    Status::NotEligible,
    Status::Excluded,
    Status::NotTakenUp,
];

/// One column before and after.
struct Pair<'a> {
    name: String,
    before: Cells<'a>,
    after: Cells<'a>,
}

/// The cells of a column by row of the level, read as they are asked for.
enum Cells<'a> {
    /// None where the side has no such classification.
    Class(Option<Classes<'a>>),
    /// None where the side has no such aid.
    Status(Option<(&'a Aid, &'a AidResult)>),
    Amount(Option<(&'a Aid, &'a AidResult)>),
    Reason(&'a Program, Option<(&'a Aid, &'a AidResult)>),
    Outcome(Option<&'a RegisterResult>),
}

impl Pair<'_> {
    /// Whether a row changes where this column does: not by its reason alone, and not where it is kept
    /// out on both sides, whatever the ground.
    fn changes(&self, row: usize) -> bool {
        match (&self.before, &self.after) {
            (Cells::Status(before), Cells::Status(after)) => {
                let (before, after) = (status_at(*before, row), status_at(*after, row));
                let out = |status: Status| KEPT_OUT.contains(&status);
                before != after && !(out(before) && out(after))
            }
            (Cells::Reason(..), _) => false,
            (Cells::Class(_) | Cells::Status(_) | Cells::Amount(_) | Cells::Outcome(_), _) => {
                self.differs(row)
            }
        }
    }

    fn differs(&self, row: usize) -> bool {
        let words = || self.before.word(row) != self.after.word(row);
        words() || self.before.money(row) != self.after.money(row)
    }
}

impl Cells<'_> {
    fn word(&self, row: usize) -> Option<Cow<'_, str>> {
        match self {
            Self::Class(classes) => {
                let classes = classes.as_ref()?;
                let (name, _) = classes.names.get(classes.place(row))?;
                Some(Cow::Borrowed(name))
            }
            Self::Status(of) => Some(Cow::Borrowed(status_at(*of, row).word())),
            Self::Reason(program, of) => {
                let (aid, result) = (*of)?;
                let bits = result.grounds.get(row).unwrap_or(0);
                let codes = reason_codes(program, aid, status_at(*of, row), bits);
                (!codes.is_empty()).then(|| Cow::Owned(codes.join(";")))
            }
            Self::Outcome(result) => {
                let outcome: Outcome = *result.as_ref()?.outcome.get(row)?;
                Some(Cow::Borrowed(outcome.word()))
            }
            Self::Amount(_) => None,
        }
    }

    fn money(&self, row: usize) -> Option<i128> {
        match self {
            Self::Amount(Some((_, result))) => result.granted_amount(row).map(i128::from),
            Self::Amount(None) => Some(0),
            Self::Class(_) | Self::Status(_) | Self::Reason(..) | Self::Outcome(_) => None,
        }
    }

    fn take(&self, rows: &[usize]) -> Result<ArrayRef, ArrowError> {
        if let Self::Amount(_) = self {
            let taken = rows.iter().map(|row| self.money(*row));
            let array = taken.collect::<Decimal128Array>();
            return Ok(Arc::new(array.with_precision_and_scale(MONEY.0, MONEY.1)?));
        }
        let taken = rows.iter().map(|row| self.word(*row));
        Ok(Arc::new(taken.collect::<StringArray>()))
    }
}

/// The rows of a level that change: the key, masked where it is personal, and of every class, aid and
/// register that changes for any row `NAME_before`, `NAME_after`. `None` where no row changes.
///
/// # Errors
/// Only if columns do not belong together, which results over the same data exclude.
pub fn changed_rows(
    before: Side<'_>,
    after: Side<'_>,
    dataset: &Dataset,
    entity: EntityId,
    personal: Personal,
) -> Result<Option<RecordBatch>, ArrowError> {
    let count = Levels::new(before.program, dataset).rows(entity);
    let mut columns = classes(before, after, entity);
    columns.extend(aids(before, after, entity));
    columns.extend(registers(before, after, entity));
    let rows: Vec<usize> = (0..count)
        .into_par_iter()
        .filter(|row| columns.iter().any(|pair| pair.changes(*row)))
        .collect();
    columns.retain(|pair| rows.iter().any(|row| pair.differs(*row)));
    if rows.is_empty() {
        return Ok(None);
    }
    let key = key_column(before.program, dataset, entity, &rows, personal);
    let mut named = vec![key];
    for pair in &columns {
        named.push((format!("{}_before", pair.name), pair.before.take(&rows)?));
        named.push((format!("{}_after", pair.name), pair.after.take(&rows)?));
    }
    let fields: Vec<Field> = named
        .iter()
        .map(|(name, column)| Field::new(name, column.data_type().clone(), true))
        .collect();
    let arrays = named.into_iter().map(|(_, column)| column).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options).map(Some)
}

fn key_column(
    program: &Program,
    dataset: &Dataset,
    entity: EntityId,
    rows: &[usize],
    personal: Personal,
) -> (String, ArrayRef) {
    let field = program
        .entities
        .get(entity.index())
        .and_then(|it| program.fields.get(it.key.index()));
    let masked = personal == Personal::Masked && field.is_some_and(|it| it.personal);
    let keys = rows.iter().map(|row| {
        let key = key_text(program, dataset, entity, *row);
        Some(if masked { mask(&key) } else { key })
    });
    let name = field.map_or_else(String::new, |it| it.about.name.clone());
    (name, Arc::new(keys.collect::<StringArray>()))
}

/// The classifications of a level on either side.
fn classes<'a>(before: Side<'a>, after: Side<'a>, entity: EntityId) -> Vec<Pair<'a>> {
    let names = |program: &Program| -> Vec<String> {
        let values = program.values.iter();
        values
            .filter(|it| it.entity == entity && matches!(it.kind, ValueKind::Class(_)))
            .map(|it| it.about.name.clone())
            .collect()
    };
    let (old, new) = (names(before.program), names(after.program));
    pairs(&old, &new, String::as_str)
        .into_iter()
        .filter_map(|(old, new)| old.or(new))
        .map(|name| Pair {
            name: name.clone(),
            before: Cells::Class(Classes::find(before, name)),
            after: Cells::Class(Classes::find(after, name)),
        })
        .collect()
}

fn aids<'a>(before: Side<'a>, after: Side<'a>, entity: EntityId) -> Vec<Pair<'a>> {
    let mut out = Vec::new();
    for (old, new) in pairs(&before.program.aids, &after.program.aids, |it| {
        &it.about.name
    }) {
        let Some(about) = old.or(new).filter(|it| it.entity == entity) else {
            continue;
        };
        let name = &about.about.name;
        let (old, new) = (aid_of(before, name), aid_of(after, name));
        out.push(Pair {
            name: format!("{name}_status"),
            before: Cells::Status(old),
            after: Cells::Status(new),
        });
        out.push(Pair {
            name: format!("{name}_amount"),
            before: Cells::Amount(old),
            after: Cells::Amount(new),
        });
        out.push(Pair {
            name: format!("{name}_reason"),
            before: Cells::Reason(before.program, old),
            after: Cells::Reason(after.program, new),
        });
    }
    out
}

fn registers<'a>(before: Side<'a>, after: Side<'a>, entity: EntityId) -> Vec<Pair<'a>> {
    let of = before.program.registers.iter();
    of.filter(|it| it.entity == entity)
        .map(|it| {
            let name = &it.about.name;
            Pair {
                name: format!("{name}_outcome"),
                before: Cells::Outcome(register_of(before, name)),
                after: Cells::Outcome(register_of(after, name)),
            }
        })
        .collect()
}
