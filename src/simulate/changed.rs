//! The rows of a level whose class, status, amount or outcome changes, as an Arrow batch.

use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, RecordBatchOptions, StringArray};
use arrow_schema::{ArrowError, Field, Schema};

use super::Side;
use super::change::pairs;
use super::moves::{Classes, aid_of, register_of, status_at};
use crate::check::tree::{Aid, EntityId, Outcome, Program, ValueKind};
use crate::data::output::{Personal, key_text, reason_codes};
use crate::data::reject::mask;
use crate::data::results::AidResult;
use crate::data::table::Dataset;
use crate::outcome::Levels;

/// Digits and decimals of money.
const MONEY: (u8, i8) = (19, 4);

/// Statuses of rows that have no part in an aid.
const KEPT_OUT: [&str; 3] = ["not_in_force", "not_eligible", "excluded"];

/// One column before and after, by row of the level.
struct Pair {
    name: String,
    /// What it decides.
    decides: Decides,
    before: Cells,
    after: Cells,
}

/// Whether a row changes where a column does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decides {
    /// Every difference is a change.
    All,
    /// Of a status: not where the row is kept out on both sides, whatever the ground.
    Standing,
    /// A reason alone is no change.
    Nothing,
}

impl Pair {
    fn changes(&self, row: usize) -> bool {
        let out = |cells: &Cells| match cells {
            Cells::Words(all) => all
                .get(row)
                .and_then(Option::as_deref)
                .is_some_and(|word| KEPT_OUT.contains(&word)),
            Cells::Money(_) => false,
        };
        match self.decides {
            Decides::All => self.before.differ(&self.after, row),
            Decides::Standing => {
                self.before.differ(&self.after, row) && !(out(&self.before) && out(&self.after))
            }
            Decides::Nothing => false,
        }
    }
}

enum Cells {
    Words(Vec<Option<String>>),
    Money(Vec<Option<i128>>),
}

impl Cells {
    fn differ(&self, other: &Self, row: usize) -> bool {
        match (self, other) {
            (Self::Words(a), Self::Words(b)) => a.get(row) != b.get(row),
            (Self::Money(a), Self::Money(b)) => a.get(row) != b.get(row),
            (Self::Words(_), Self::Money(_)) | (Self::Money(_), Self::Words(_)) => true,
        }
    }

    fn take(&self, rows: &[usize]) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Words(all) => {
                let taken = rows.iter().map(|row| all.get(*row).cloned().flatten());
                Arc::new(taken.collect::<StringArray>())
            }
            Self::Money(all) => {
                let taken = rows.iter().map(|row| all.get(*row).copied().flatten());
                let array = taken.collect::<Decimal128Array>();
                Arc::new(array.with_precision_and_scale(MONEY.0, MONEY.1)?)
            }
        })
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
    let mut columns = classes(before, after, entity, count);
    columns.extend(aids(before, after, entity, count));
    columns.extend(registers(before, after, entity, count));
    let rows: Vec<usize> = (0..count)
        .filter(|row| columns.iter().any(|pair| pair.changes(*row)))
        .collect();
    columns.retain(|pair| rows.iter().any(|row| pair.before.differ(&pair.after, *row)));
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
fn classes(before: Side<'_>, after: Side<'_>, entity: EntityId, count: usize) -> Vec<Pair> {
    let names = |program: &Program| -> Vec<String> {
        let values = program.values.iter();
        values
            .filter(|it| it.entity == entity && matches!(it.kind, ValueKind::Class(_)))
            .map(|it| it.about.name.clone())
            .collect()
    };
    let (old, new) = (names(before.program), names(after.program));
    let words = |side: Side<'_>, name: &str| {
        let classes = Classes::find(side, name);
        let word = |row: usize| {
            let classes = classes.as_ref()?;
            let (name, _) = classes.names.get(classes.place(row))?;
            Some(name.clone())
        };
        Cells::Words((0..count).map(word).collect())
    };
    pairs(&old, &new, String::as_str)
        .into_iter()
        .filter_map(|(old, new)| old.or(new))
        .map(|name| Pair {
            name: name.clone(),
            decides: Decides::All,
            before: words(before, name),
            after: words(after, name),
        })
        .collect()
}

fn aids(before: Side<'_>, after: Side<'_>, entity: EntityId, count: usize) -> Vec<Pair> {
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
            decides: Decides::Standing,
            before: statuses(old, count),
            after: statuses(new, count),
        });
        out.push(Pair {
            name: format!("{name}_amount"),
            decides: Decides::All,
            before: amounts(old, count),
            after: amounts(new, count),
        });
        out.push(Pair {
            name: format!("{name}_reason"),
            decides: Decides::Nothing,
            before: reasons(before.program, old, count),
            after: reasons(after.program, new, count),
        });
    }
    out
}

fn statuses(of: Option<(&Aid, &AidResult)>, count: usize) -> Cells {
    let word = |row| Some(status_at(of, row).word().to_owned());
    Cells::Words((0..count).map(word).collect())
}

fn amounts(of: Option<(&Aid, &AidResult)>, count: usize) -> Cells {
    let amount = |row| match of {
        Some((_, result)) => result.granted_amount(row).map(i128::from),
        None => Some(0),
    };
    Cells::Money((0..count).map(amount).collect())
}

fn reasons(program: &Program, of: Option<(&Aid, &AidResult)>, count: usize) -> Cells {
    let reason = |row: usize| {
        let (aid, result) = of?;
        let bits = result.grounds.get(row).unwrap_or(0);
        let codes = reason_codes(program, aid, status_at(of, row), bits);
        (!codes.is_empty()).then(|| codes.join(";"))
    };
    Cells::Words((0..count).map(reason).collect())
}

fn registers(before: Side<'_>, after: Side<'_>, entity: EntityId, count: usize) -> Vec<Pair> {
    let of = &before.program.registers;
    of.iter()
        .filter(|it| it.entity == entity)
        .map(|it| {
            let name = &it.about.name;
            let words = |side: Side<'_>| {
                let result = register_of(side, name);
                let word = |row: usize| {
                    let outcome: Outcome = *result?.outcome.get(row)?;
                    Some(outcome.word().to_owned())
                };
                Cells::Words((0..count).map(word).collect())
            };
            Pair {
                name: format!("{name}_outcome"),
                decides: Decides::All,
                before: words(before),
                after: words(after),
            }
        })
        .collect()
}
