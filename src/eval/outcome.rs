//! From stored columns to the results of a run.

use arrow_array::StringArray;
use rayon::prelude::*;

use super::faults;
use super::run::Ran;
use super::shape::Shape;
use super::store::Store;
use crate::check::tree::{EntityId, Outcome, Status};
use crate::data::bitmap::Bitmap;
use crate::data::numbers::Numbers;
use crate::data::results::{AidResult, Grounds, RegisterResult, Results};
use crate::data::table::{Column, Values};
use crate::number::Truth;
use crate::plan::Plan;
use crate::plan::aid::{AidPlan, RegisterPlan};
use crate::plan::op::{NodeId, Op, Scalar, Storage};

/// Collects the results.
pub(super) fn results(plan: &Plan, shape: &Shape<'_>, store: &mut Store<'_>, ran: Ran) -> Results {
    let faults = if ran.overflows.is_empty() {
        Vec::new()
    } else {
        faults::attribute(plan, shape, store, &ran.overflows)
    };
    let mut left = Left::new(plan);
    let few = shape.levels.iter().all(|level| level.rows <= FEW);
    let at_once = if few { usize::MAX } else { 1 };
    let mut aids: Vec<AidResult> = Vec::with_capacity(plan.aids.len());
    for several in plan.aids.chunks(rayon::current_num_threads().max(1)) {
        let columns = several.iter().map(|aid| {
            let aid = aid.as_ref()?;
            Some((
                aid,
                AidColumns::new(plan, shape, (&mut *store, &mut left), aid),
            ))
        });
        let columns: Vec<_> = columns.collect();
        aids.par_extend(columns.into_par_iter().with_min_len(at_once).map(|it| {
            let read = it.map(|(aid, columns)| columns.result(shape.rows(aid.entity)));
            read.unwrap_or_default()
        }));
    }
    for (id, groups) in ran.groups {
        if let Some(aid) = aids.get_mut(id.index()) {
            aid.groups = groups;
        }
    }
    let registers = plan.registers.par_iter().with_min_len(at_once);
    let registers = registers.map(|register| {
        let read = register
            .as_ref()
            .map(|it| register_result(plan, shape, store, it));
        read.unwrap_or_default()
    });
    let registers = registers.collect();
    let values = values(plan, shape, store, &mut left);
    Results {
        date: plan.date,
        values,
        aids,
        registers,
        faults,
    }
}

/// So few rows are not worth a second thread.
const FEW: usize = 1024;

/// How many results still read each column.
struct Left(Vec<u32>);

impl Left {
    fn new(plan: &Plan) -> Self {
        let mut left = vec![0; plan.nodes.len()];
        let mut count = |node: NodeId| {
            if let Some(left) = left.get_mut(node.index()) {
                *left += 1;
            }
        };
        plan.values.iter().flatten().for_each(|it| count(it.node));
        for aid in plan.aids.iter().flatten() {
            aid.outputs(&mut count);
        }
        for register in plan.registers.iter().flatten() {
            register.inputs(&mut count);
        }
        Self(left)
    }

    /// The column of a node over all rows of a level; moved out of the store by its last reader.
    fn read(
        &mut self,
        plan: &Plan,
        shape: &Shape<'_>,
        store: &mut Store<'_>,
        (node, level): (NodeId, EntityId),
    ) -> Column {
        let mut last = false;
        if let Some(left) = self.0.get_mut(node.index()) {
            *left = left.saturating_sub(1);
            last = *left == 0;
        }
        let moved = if last { store.take(node) } else { None };
        moved.unwrap_or_else(|| whole(plan, shape, store, node, level))
    }
}

/// The columns of values.
fn values(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &mut Store<'_>,
    left: &mut Left,
) -> Vec<Option<Column>> {
    let mut column =
        |value: &crate::plan::ValuePlan| left.read(plan, shape, store, (value.node, value.entity));
    plan.values
        .iter()
        .map(|value| value.as_ref().map(&mut column))
        .collect()
}

/// The column of a node over all rows of a level.
fn whole(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &Store<'_>,
    node: NodeId,
    level: EntityId,
) -> Column {
    if let Some(column) = store.column(node) {
        return clean(column);
    }
    let rows = shape.rows(level);
    let known = plan.node(node).map(|node| (&node.op, node.storage));
    let (scalar, storage) = match known {
        Some((Op::Constant(scalar), storage)) => (scalar, storage),
        Some((_, storage)) => (&Scalar::Unknown, storage),
        None => (&Scalar::Unknown, Storage::Number),
    };
    let values = match storage {
        Storage::Number => Values::Number(Numbers::same(scalar.number().unwrap_or(0), rows)),
        Storage::Date => Values::Date(vec![scalar.date().unwrap_or(0); rows]),
        Storage::Enum => Values::Enum(vec![scalar.code().unwrap_or(0); rows]),
        Storage::Truth if scalar.truth() == Some(true) => Values::Boolean(Bitmap::ones(rows)),
        Storage::Truth => Values::Boolean(Bitmap::zeros(rows)),
        Storage::Text => {
            let text = scalar.text().unwrap_or_default();
            Values::Text(StringArray::from_iter_values(std::iter::repeat_n(
                text, rows,
            )))
        }
    };
    let unknown = *scalar == Scalar::Unknown && rows > 0;
    Column {
        values,
        valid: unknown.then(|| Bitmap::zeros(rows)),
    }
}

/// A copy with zero, clear or empty values where unknown.
fn clean(column: &Column) -> Column {
    let valid = column
        .valid
        .clone()
        .filter(|valid| valid.count_ones() < valid.len());
    let Some(known) = &valid else {
        return Column {
            values: column.values.clone(),
            valid,
        };
    };
    let values = match &column.values {
        Values::Number(values) => Values::Number(values.clone().cleared(known)),
        Values::Date(values) => Values::Date(cleaned(values, known)),
        Values::Enum(values) => Values::Enum(cleaned(values, known)),
        Values::Boolean(bits) => {
            let words = bits
                .words()
                .iter()
                .zip(known.words())
                .map(|(bits, known)| bits & known);
            Values::Boolean(Bitmap::from_words(words.collect(), bits.len()))
        }
        Values::Text(texts) => Values::Text(StringArray::from_iter_values(
            (0..arrow_array::Array::len(texts))
                .map(|row| if known.get(row) { texts.value(row) } else { "" }),
        )),
    };
    Column { values, valid }
}

fn cleaned<T: Copy + Default>(values: &[T], known: &Bitmap) -> Vec<T> {
    let pairs = values.iter().zip(known.iter());
    pairs
        .map(|(value, known)| if known { *value } else { T::default() })
        .collect()
}

/// The columns that make the result of an aid.
struct AidColumns {
    status: Column,
    grounds: Column,
    eligible: Column,
    amount: Column,
    rank: Option<Column>,
    service: Option<Column>,
}

impl AidColumns {
    fn new(
        plan: &Plan,
        shape: &Shape<'_>,
        (store, left): (&mut Store<'_>, &mut Left),
        aid: &AidPlan,
    ) -> Self {
        let mut read = |node| left.read(plan, shape, store, (node, aid.entity));
        Self {
            status: read(aid.status),
            grounds: read(aid.grounds),
            eligible: read(aid.eligible),
            amount: read(aid.amount),
            rank: aid.rank.map(&mut read),
            service: aid.service.map(&mut read),
        }
    }

    fn result(self, rows: usize) -> AidResult {
        let known = known(&self.amount, rows);
        let amount = amounts(self.amount, rows);
        let all = Status::ALL;
        let status = |code| all.get(usize::from(code)).copied();
        AidResult {
            status: codes(self.status)
                .into_iter()
                .map(|code| status(code).unwrap_or(Status::NotInForce))
                .collect(),
            amount,
            amount_known: known,
            service: self.service,
            eligible: truths(&self.eligible, rows),
            grounds: Grounds::of_turned(amounts(self.grounds, rows)),
            rank: match self.rank {
                Some(rank) => amounts(rank, rows)
                    .iter()
                    .map(|rank| u32::try_from(rank).unwrap_or(0))
                    .collect(),
                None => vec![0; rows],
            },
            groups: Vec::new(),
        }
    }
}

fn register_result(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &Store<'_>,
    register: &RegisterPlan,
) -> RegisterResult {
    let read = |node| whole(plan, shape, store, node, register.entity);
    let rows = shape.rows(register.entity);
    let all = Outcome::ALL;
    RegisterResult {
        outcome: codes(read(register.outcome))
            .into_iter()
            .map(|code| {
                all.get(usize::from(code))
                    .copied()
                    .unwrap_or(Outcome::Outside)
            })
            .collect(),
        ground: amounts(read(register.ground), rows)
            .iter()
            .map(|ground| u16::try_from(ground).unwrap_or(0))
            .collect(),
        current: truths(&read(register.current), rows),
    }
}

fn known(column: &Column, rows: usize) -> Vec<bool> {
    match (&column.valid, &column.values) {
        (Some(valid), _) => valid.to_bools(),
        (None, Values::Number(_)) => vec![true; rows],
        (None, _) => vec![false; rows],
    }
}

/// The numbers of a column; zero where it is none.
fn amounts(column: Column, rows: usize) -> Numbers {
    match column.values {
        Values::Number(values) => values,
        Values::Date(_) | Values::Enum(_) | Values::Boolean(_) | Values::Text(_) => {
            Numbers::same(0, rows)
        }
    }
}

fn codes(column: Column) -> Vec<u16> {
    if let Values::Enum(codes) = column.values {
        codes
    } else {
        Vec::new()
    }
}

fn truths(column: &Column, rows: usize) -> Vec<Truth> {
    let Values::Boolean(bits) = &column.values else {
        return vec![Truth::Unknown; rows];
    };
    let mut truths: Vec<Truth> = bits.to_bools().into_iter().map(Truth::from).collect();
    truths.resize(rows, Truth::Unknown);
    if let Some(valid) = &column.valid {
        for (truth, known) in truths.iter_mut().zip(valid.to_bools()) {
            *truth = if known { *truth } else { Truth::Unknown };
        }
    }
    truths
}
