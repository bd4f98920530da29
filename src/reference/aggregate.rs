//! Aggregates over the rows below a row, as `docs/language/unknown.md`, section 4, defines them.
//!
//! The rows that meet the condition are *sure*, those with an unknown condition *unsure*; an aggregate
//! is known if no unsure row and no unknown value can change it. An incomplete family has one more
//! unsure row with an unknown value.

use std::cmp::Ordering;

use super::choice::agreed;
use super::expression::count_of;
use super::rank::Place;
use super::{Datum, Evaluator, Row};
use crate::check::tree::{Aggregate, AggregateOp, Best, RankKey, Type};
use crate::number::{Fault, Fraction, INTEGER, Truth};

/// A row that meets the condition, or may.
#[derive(Clone)]
struct Entry {
    /// Its row, which decides ties.
    index: usize,
    value: Datum,
    /// Its place under the order of `first`.
    place: Option<Place>,
}

/// The rows that an aggregate is over.
#[derive(Default)]
struct Entries {
    /// The condition is true.
    sure: Vec<Entry>,
    /// The condition is unknown.
    unsure: Vec<Entry>,
}

impl Evaluator<'_> {
    /// An aggregate over the rows below `row`; `ty` is the type of its result.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate, ty: Type, row: Row) -> Datum {
        let best = aggregate
            .best
            .as_ref()
            .map(|best| (best, self.exact(&best.count, row).number()));
        let Some(entries) = self.entries(aggregate, row) else {
            return Datum::Unknown;
        };
        let scale = value_scale(aggregate);
        let result = match (aggregate.op, best) {
            (AggregateOp::Count, _) => Ok(count(&entries)),
            (AggregateOp::Sum, Some((best, count))) => best_sum(entries, best, count, scale),
            (AggregateOp::Sum, None) => sum(&entries, scale),
            (AggregateOp::Min, _) => Ok(extreme(&entries, Ordering::Less)),
            (AggregateOp::Max, _) => Ok(extreme(&entries, Ordering::Greater)),
            (AggregateOp::Average | AggregateOp::Share, _) => average(&entries, scale),
            (AggregateOp::Any, _) => Ok(any(&entries).into()),
            (AggregateOp::Every, _) => Ok(every(&entries, aggregate.no_rows).into()),
            (AggregateOp::First, _) => Ok(first(&entries, &aggregate.by)),
            (AggregateOp::Only, _) => Ok(only(&entries)),
        };
        let result = self.unless_fault(result);
        self.store(result, ty)
    }

    /// The rows, sure and unsure; those that do not meet the condition are evaluated and left out.
    fn entries(&mut self, aggregate: &Aggregate, row: Row) -> Option<Entries> {
        let below = self.below(row, aggregate.over)?;
        let mut entries = Entries::default();
        for index in below.rows {
            let child = Row {
                entity: aggregate.over,
                index,
            };
            let condition = aggregate.condition.as_ref();
            let condition = condition.map_or(Truth::True, |it| self.truth(it, child));
            let value = aggregate.value.as_ref();
            let value = value.map_or(Datum::Boolean(true), |it| self.stored(it, child));
            let entry = Entry {
                index,
                value,
                place: self.place(&aggregate.by, child),
            };
            match condition {
                Truth::True => entries.sure.push(entry),
                Truth::Unknown => entries.unsure.push(entry),
                Truth::False => {}
            }
        }
        if below.incomplete {
            entries.unsure.push(Entry {
                index: usize::MAX,
                value: Datum::Unknown,
                place: None,
            });
        }
        Some(entries)
    }
}

impl Entries {
    fn all(&self) -> impl Iterator<Item = &Entry> {
        self.sure.iter().chain(&self.unsure)
    }
}

/// Raw units per one of the aggregated values; truth values count as 0 and 1.
fn value_scale(aggregate: &Aggregate) -> i64 {
    aggregate
        .value
        .as_ref()
        .and_then(|value| value.ty.scale())
        .unwrap_or(INTEGER)
}

fn count(entries: &Entries) -> Datum {
    if entries.unsure.is_empty() {
        count_of(entries.sure.iter())
    } else {
        Datum::Unknown
    }
}

fn sum(entries: &Entries, scale: i64) -> Result<Datum, Fault> {
    if entries
        .unsure
        .iter()
        .all(|entry| entry.value == Datum::integer(0))
    {
        quotient_of(total(&entries.sure, scale), i128::from(scale))
    } else {
        Ok(Datum::Unknown)
    }
}

fn average(entries: &Entries, scale: i64) -> Result<Datum, Fault> {
    let rows = i128::try_from(entries.sure.len()).map_err(|_| Fault::Overflow)?;
    if entries.unsure.is_empty() && rows > 0 {
        quotient_of(total(&entries.sure, scale), rows * i128::from(scale))
    } else {
        Ok(Datum::Unknown)
    }
}

/// The sum of the raw values, if all are known.
fn total(entries: &[Entry], scale: i64) -> Option<i128> {
    entries.iter().map(|entry| raw(&entry.value, scale)).sum()
}

/// A stored value as a raw number; a truth value counts as 0 or 1.
fn raw(value: &Datum, scale: i64) -> Option<i128> {
    match value {
        Datum::Boolean(truth) => Some(i128::from(*truth)),
        Datum::Number(number) => number.to_raw(scale).ok().map(i128::from),
        Datum::Unknown | Datum::Date(_) | Datum::Text(_) | Datum::Enum(_) => None,
    }
}

fn quotient_of(total: Option<i128>, by: i128) -> Result<Datum, Fault> {
    total.map_or(Ok(Datum::Unknown), |total| {
        Fraction::new(total, by).map(Datum::Number)
    })
}

/// The total of the best so many values of the sure rows.
fn best_sum(
    entries: Entries,
    best: &Best,
    count: Option<Fraction>,
    scale: i64,
) -> Result<Datum, Fault> {
    let Some(count) = count else {
        return Ok(Datum::Unknown);
    };
    let count = usize::try_from(count.num().div_euclid(count.den()).max(0)).unwrap_or(usize::MAX);
    if count == 0 {
        return Ok(Datum::integer(0));
    }
    if !entries.all().all(|entry| entry.value.is_known()) {
        return Ok(Datum::Unknown);
    }
    let better = |left: &Datum, right: &Datum| {
        if best.smallest {
            left < right
        } else {
            left > right
        }
    };
    let mut sure = entries.sure;
    sure.sort_by(|left, right| {
        let order = left.value.cmp(&right.value);
        if best.smallest {
            order
        } else {
            order.reverse()
        }
    });
    let zero = Datum::integer(0);
    let unchanged = match sure.get(count - 1) {
        Some(last) => !entries
            .unsure
            .iter()
            .any(|entry| better(&entry.value, &last.value)),
        None => {
            entries.unsure.is_empty()
                || entries.unsure.iter().all(|entry| entry.value == zero)
                    && !sure.iter().any(|entry| better(&zero, &entry.value))
        }
    };
    sure.truncate(count);
    let total = total(&sure, scale).filter(|_| unchanged);
    quotient_of(total, i128::from(scale))
}

/// The sure value furthest in a direction, if nothing unsure lies further.
fn extreme(entries: &Entries, direction: Ordering) -> Datum {
    let mut best = Datum::Unknown;
    for entry in &entries.sure {
        if !entry.value.is_known() {
            return Datum::Unknown;
        }
        if !best.is_known() || entry.value.cmp(&best) == direction {
            best = entry.value.clone();
        }
    }
    let harmless = |entry: &Entry| {
        entry
            .value
            .compare(&best)
            .is_some_and(|order| order != direction)
    };
    if entries.unsure.iter().all(harmless) {
        best
    } else {
        Datum::Unknown
    }
}

fn any(entries: &Entries) -> Truth {
    let sure = entries.sure.iter().map(|entry| entry.value.truth());
    let unsure = entries
        .unsure
        .iter()
        .map(|entry| Truth::Unknown.and(entry.value.truth()));
    Truth::any(sure.chain(unsure))
}

fn every(entries: &Entries, no_rows: Option<bool>) -> Truth {
    let no_rows = Truth::from(no_rows);
    let all_unsure = |wanted| {
        entries
            .unsure
            .iter()
            .all(|entry| entry.value.truth() == wanted)
    };
    if !entries.sure.is_empty() {
        let sure = entries.sure.iter().map(|entry| entry.value.truth());
        let unsure = entries
            .unsure
            .iter()
            .map(|entry| Truth::Unknown.or(entry.value.truth()));
        Truth::all(sure.chain(unsure))
    } else if entries.unsure.is_empty() || all_unsure(no_rows) {
        no_rows
    } else {
        Truth::Unknown
    }
}

/// The value of the first sure row, if all rows that may stand before it have the same.
fn first(entries: &Entries, keys: &[RankKey]) -> Datum {
    let before = |left: &Entry, right: &Entry| match (&left.place, &right.place) {
        (Some(a), Some(b)) => a.order(b, keys).then(left.index.cmp(&right.index)).is_lt(),
        // A row without a place may stand before any other.
        (None, _) | (_, None) => left.place.is_none(),
    };
    let mut leading: Option<&Entry> = None;
    for entry in entries.sure.iter().filter(|entry| entry.place.is_some()) {
        if leading.is_none_or(|leading| before(entry, leading)) {
            leading = Some(entry);
        }
    }
    let Some(leading) = leading else {
        return Datum::Unknown;
    };
    let ahead = entries.all().filter(|entry| before(entry, leading));
    let mut values: Vec<Datum> = ahead.map(|entry| entry.value.clone()).collect();
    values.push(leading.value.clone());
    agreed(&values)
}

fn only(entries: &Entries) -> Datum {
    match (entries.sure.as_slice(), entries.unsure.as_slice()) {
        ([entry], []) => entry.value.clone(),
        _ => Datum::Unknown,
    }
}
