//! The interpreter: runs the nodes of a stage over one chunk of rows.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::ops::Range;

use super::aggregate::{self, Segments};
use super::aid;
use super::cells::{Cells, Part};
use super::family::Family;
use super::kernels::chain::Operands;
use super::kernels::lookup::KeyView;
use super::kernels::number::Overflows;
use super::kernels::{bits, chain, choice, compare, date, level, logic, lookup, number};
use super::layout::{Layout, Source};
use super::register::{Known, Mask, Plain, TextSource, TextView, Texts, TruthView, Truths, View};
use super::select::{self, Bound, Contest};
use super::shape::Shape;
use super::store::{Piece, Sink, Store};
use crate::check::tree::{AggregateOp, EntityId, FieldId};
use crate::data::table::{Column, NO_ROW, Values};
use crate::number::Date;
use crate::plan::Plan;
use crate::plan::op::{self, DateSpan, Direction, NodeId, Op, Scalar, Storage};
use crate::plan::stage::Stream;

/// What all chunks of a stage share.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) plan: &'a Plan,
    pub(super) shape: &'a Shape<'a>,
    pub(super) store: &'a Store<'a>,
    pub(super) stream: &'a Stream,
    pub(super) layout: &'a Layout,
    /// The nodes whose results are kept, in order.
    pub(super) kept: &'a [NodeId],
}

/// The registers of a worker.
#[derive(Default)]
pub(super) struct Registers {
    pub(super) numbers: Vec<Plain<i64>>,
    pub(super) dates: Vec<Plain<i32>>,
    pub(super) enums: Vec<Plain<u16>>,
    pub(super) truths: Vec<Truths>,
    pub(super) texts: Vec<Texts>,
    pub(super) constant_numbers: Vec<Plain<i64>>,
    pub(super) constant_dates: Vec<Plain<i32>>,
    pub(super) constant_enums: Vec<Plain<u16>>,
    pub(super) constant_truths: Vec<Truths>,
}

/// The bits of a column, cut to the chunk.
#[derive(Default)]
struct Cut {
    known: Mask,
    truth: Vec<u64>,
}

/// One worker's state; used for many chunks.
pub(super) struct Worker<'a> {
    job: Job<'a>,
    ranges: Vec<Range<usize>>,
    registers: Registers,
    cuts: Vec<Cut>,
    /// Rows that overflowed, in their tables.
    faults: Vec<(NodeId, usize)>,
}

impl<'a> Worker<'a> {
    /// A worker with empty registers.
    pub(super) fn new(job: Job<'a>) -> Self {
        let layout = job.layout;
        let count = |storage| layout.registers.get(&storage).copied().unwrap_or(0);
        let constants = layout.constants.len();
        let registers = Registers {
            numbers: vec![Plain::default(); count(Storage::Number)],
            dates: vec![Plain::default(); count(Storage::Date)],
            enums: vec![Plain::default(); count(Storage::Enum)],
            truths: vec![Truths::default(); count(Storage::Truth)],
            texts: vec![Texts::default(); count(Storage::Text)],
            constant_numbers: vec![Plain::default(); constants],
            constant_dates: vec![Plain::default(); constants],
            constant_enums: vec![Plain::default(); constants],
            constant_truths: vec![Truths::default(); constants],
        };
        let cuts = layout.columns.iter().map(|_| Cut::default()).collect();
        let ranges = vec![0..0; job.plan.entities.len()];
        Self {
            job,
            ranges,
            registers,
            cuts,
            faults: Vec::new(),
        }
    }

    /// Runs all nodes over the chunk of these rows of the top, and writes what is kept.
    pub(super) fn run(
        &mut self,
        top: &Range<usize>,
        pieces: &mut [Piece<'_>],
    ) -> Vec<(NodeId, usize)> {
        self.set_ranges(top);
        self.fill_constants();
        self.cut_columns();
        let mut next = 0;
        for id in &self.job.stream.nodes {
            self.compute(*id);
            if self.job.kept.get(next) == Some(id) {
                if let Some(piece) = pieces.get_mut(next) {
                    self.write(*id, piece);
                }
                next += 1;
            }
        }
        std::mem::take(&mut self.faults)
    }

    fn set_ranges(&mut self, top: &Range<usize>) {
        let stream_top = self.job.stream.top;
        for (index, range) in self.ranges.iter_mut().enumerate() {
            let entity = EntityId(u32::try_from(index).unwrap_or(u32::MAX));
            *range = rows_under(self.job.shape, stream_top, top, entity);
        }
    }

    fn fill_constants(&mut self) {
        let most = self.ranges.iter().map(Range::len).max().unwrap_or(0);
        let registers = &mut self.registers;
        for (index, (scalar, storage)) in self.job.layout.constants.iter().enumerate() {
            match storage {
                Storage::Number => fill(&mut registers.constant_numbers[index], scalar, most),
                Storage::Date => fill(&mut registers.constant_dates[index], scalar, most),
                Storage::Enum => fill(&mut registers.constant_enums[index], scalar, most),
                Storage::Truth => {
                    let out = &mut registers.constant_truths[index];
                    if out.words.len() < bits::words(most) {
                        let word = if scalar.truth() == Some(true) {
                            u64::MAX
                        } else {
                            0
                        };
                        out.words.resize(bits::words(most), word);
                        set_known(&mut out.known, scalar, most);
                    }
                }
                Storage::Text => {}
            }
        }
    }

    fn cut_columns(&mut self) {
        for (index, id) in self.job.layout.columns.iter().enumerate() {
            let range = self.range(*id);
            let cut = &mut self.cuts[index];
            let Some(column) = self.job.store.column(*id) else {
                continue;
            };
            match &column.valid {
                None => cut.known.set_all(),
                Some(valid) => {
                    let words = cut.known.clear(range.len());
                    for (index, word) in words.iter_mut().enumerate() {
                        let start = index * 64;
                        let count = (range.len() - start).min(64);
                        *word = bits::take(valid.words(), range.start + start, count);
                    }
                    cut.known.settle(range.len());
                }
            }
            if let Values::Boolean(truth) = &column.values {
                bits::copy(truth.words(), range.start, range.len(), &mut cut.truth);
                // A truth register never says true where it is not known.
                if let Some(known) = cut.known.known().0 {
                    cut.truth
                        .iter_mut()
                        .zip(known)
                        .for_each(|(own, known)| *own &= known);
                }
            }
        }
    }

    fn compute(&mut self, id: NodeId) {
        let job = self.job;
        let Some(node) = job.plan.node(id) else {
            return;
        };
        let Some(Source::Register(place)) = job.layout.sources.get(&id).copied() else {
            return;
        };
        let rows = self.range(id).len();
        let over = match node.storage {
            Storage::Number => self.fill_plain(place, |it, out| it.number(id, &node.op, rows, out)),
            Storage::Date => self.fill_plain(place, |it, out| it.date(id, &node.op, rows, out)),
            Storage::Enum => self.fill_plain(place, |it, out| it.code(id, &node.op, rows, out)),
            Storage::Truth => {
                let mut out = std::mem::take(&mut self.registers.truths[place]);
                let over = self.truth_op(id, &node.op, rows, &mut out);
                self.registers.truths[place] = out;
                over
            }
            Storage::Text => {
                let mut out = std::mem::take(&mut self.registers.texts[place]);
                self.text_op(id, &node.op, rows, &mut out);
                self.registers.texts[place] = out;
                Overflows::new()
            }
        };
        let start = self.range(id).start;
        self.faults
            .extend(over.into_iter().map(|row| (id, start + row)));
    }

    fn fill_plain<T: Family>(
        &mut self,
        place: usize,
        run: impl FnOnce(&Self, &mut Plain<T>) -> Overflows,
    ) -> Overflows {
        let mut out = std::mem::take(&mut T::registers_mut(&mut self.registers)[place]);
        let over = run(self, &mut out);
        T::registers_mut(&mut self.registers)[place] = out;
        over
    }

    fn number(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<i64>) -> Overflows {
        match op {
            Op::Stored(of, scale) => return chain::stored(rows, (of, *scale), self, out),
            Op::Whole(of, whole, share) => {
                let times = share.map(|entity| {
                    let shape = self.job.shape;
                    let rows = i64::try_from(shape.rows(entity)).ok();
                    rows.filter(|_| shape.delivered(entity))
                });
                return chain::whole(rows, (of, *whole, times), self, out);
            }
            Op::Arithmetic(op, a, b) => {
                let operands = (self.plain::<i64>(*a, rows), self.plain(*b, rows));
                return number::arithmetic(rows, *op, operands, out);
            }
            Op::Absolute(of) => return number::absolute(rows, self.plain(*of, rows), out),
            Op::RoundTo(way, of, to, scale) => {
                return chain::round_to(rows, (*way, of, to, *scale), self, out);
            }
            Op::Steps(of, step, scale) => {
                return chain::steps(rows, (of, step, *scale), self, out);
            }
            Op::CountTrue(of) => logic::count_true(rows, &self.truths(of, rows), out),
            Op::DatePart(part, of) => date::part(rows, *part, self.plain(*of, rows), out),
            Op::DateSpan(span, a, b) => self.date_span(*span, (*a, *b), rows, out),
            Op::Length(of) => {
                let texts = self.text(*of);
                date::numbers(rows, out, |row| {
                    i64::try_from(texts.get(row)?.chars().count()).ok()
                });
            }
            Op::RoleRow { of, condition } => {
                let Some(it) = self.segments(id, *of, Some(*condition)) else {
                    out.reset(rows);
                    out.known.set_none(rows);
                    return Overflows::new();
                };
                let start = self.level(*of).start;
                date::numbers(rows, out, |row| {
                    i64::try_from(aggregate::only(&it, row)? + start).ok()
                });
            }
            Op::Aggregate(it) => return self.number_aggregate(id, it, rows, out),
            Op::AidGrounds(status, clauses) => {
                let clauses = self.clauses(clauses, rows);
                aid::grounds(rows, self.plain(*status, rows), &clauses, out);
            }
            Op::AidAmount(status, amount) => {
                let (status, amount) = (self.plain(*status, rows), self.plain(*amount, rows));
                aid::amount(rows, status, amount, out);
            }
            Op::RegisterGround(outcome, roll) => {
                aid::ground(
                    rows,
                    self.plain(*outcome, rows),
                    &self.roll(roll, rows),
                    out,
                );
            }
            _ => self.plain_op(id, op, rows, out),
        }
        Overflows::new()
    }

    fn date(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<i32>) -> Overflows {
        match op {
            Op::Arithmetic(op, a, b) => {
                let operands = (self.plain(*a, rows), self.plain(*b, rows));
                number::ordered(rows, *op, operands, out);
            }
            Op::DateStep(step, of, by) => {
                let operands = (self.plain(*of, rows), self.plain(*by, rows));
                return date::step(rows, *step, operands, out);
            }
            _ => self.plain_op(id, op, rows, out),
        }
        Overflows::new()
    }

    fn code(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<u16>) -> Overflows {
        match op {
            Op::AidStatus(clauses) => aid::status(rows, &self.clauses(clauses, rows), out),
            Op::RegisterOutcome(roll) => aid::outcome(rows, &self.roll(roll, rows), out),
            _ => self.plain_op(id, op, rows, out),
        }
        Overflows::new()
    }

    /// The operations that work alike on all plain storages.
    fn plain_op<T: Family>(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<T>) {
        match op {
            Op::Otherwise {
                field,
                asked,
                otherwise,
            } => {
                let (field, otherwise) = (self.plain(*field, rows), self.plain(*otherwise, rows));
                level::otherwise(rows, (field, self.truths_of(*asked, rows), otherwise), out);
            }
            Op::FirstMatch {
                conditions,
                results,
                otherwise,
            } => {
                let all: Vec<View<'_, T>> = results
                    .iter()
                    .chain(otherwise)
                    .map(|it| self.plain(*it, rows))
                    .collect();
                choice::first_plain(rows, &self.truths(conditions, rows), &all, out);
            }
            Op::BestMatch {
                conditions,
                keys,
                results,
                direction,
            } => {
                let results: Vec<View<'_, T>> =
                    results.iter().map(|it| self.plain(*it, rows)).collect();
                let found = self.best(rows, (conditions, keys, *direction), results.as_slice());
                out.reset(rows);
                let known = out.known.clear(rows);
                for (row, result) in found.into_iter().enumerate() {
                    if let Some(result) = result {
                        out.values[row] = results[result].values[row];
                        bits::set(known, row);
                    }
                }
                out.known.settle(rows);
            }
            Op::IfMissing(of, supplied) => {
                let operands = (self.plain(*of, rows), self.plain(*supplied, rows));
                choice::if_missing(rows, operands, out);
            }
            Op::Lookup(table, keys) => {
                let keys = self.keys(keys, rows);
                let table = self.job.plan.tables.get(table.index());
                let cells = table.and_then(|it| T::cells(&it.cells).map(|cells| (it, cells)));
                out.reset(rows);
                let known = out.known.clear(rows);
                if let Some((table, cells)) = cells {
                    for row in 0..rows {
                        let place = lookup::place(table, &keys, row);
                        if let Some(Some(value)) = place.and_then(|it| cells.get(it)) {
                            out.values[row] = *value;
                            bits::set(known, row);
                        }
                    }
                }
                out.known.settle(rows);
            }
            Op::Lift(from) => {
                let (base, whole) = self.above(id, *from);
                let view = if whole {
                    self.whole(*from)
                } else {
                    self.plain(*from, usize::MAX)
                };
                level::plain(rows, view, out, self.parents(id, base));
            }
            Op::Link(field, from) => {
                level::plain(rows, self.whole(*from), out, self.linked(*field, id, *from));
            }
            Op::Role(row, from) => {
                let (view, row_of) = (
                    self.plain(*from, usize::MAX),
                    self.players(*row, *from, rows),
                );
                level::plain(rows, view, out, row_of);
            }
            Op::Aggregate(it) => self.plain_aggregate(id, it, rows, out),
            _ => {
                out.reset(rows);
                out.known.set_none(rows);
            }
        }
    }

    fn truth_op(&self, id: NodeId, op: &Op, rows: usize, out: &mut Truths) -> Overflows {
        match op {
            Op::ChainKnown(of) => return chain::is_known(rows, of, self, out),
            Op::Compare(comparison) => return chain::compared(rows, comparison, self, out),
            Op::Filled(field) => self.filled(*field, id, rows, out),
            Op::CompareRaw(op, a, b) => match self.storage(*a) {
                Storage::Date => compare::raw(
                    rows,
                    *op,
                    (self.plain::<i32>(*a, rows), self.plain(*b, rows)),
                    out,
                ),
                Storage::Enum => compare::raw(
                    rows,
                    *op,
                    (self.plain::<u16>(*a, rows), self.plain(*b, rows)),
                    out,
                ),
                _ => compare::raw(
                    rows,
                    *op,
                    (self.plain::<i64>(*a, rows), self.plain(*b, rows)),
                    out,
                ),
            },
            Op::CompareConstant(op, of, bound) => match self.storage(*of) {
                Storage::Date => {
                    compare::with_constant(rows, *op, self.plain::<i32>(*of, rows), *bound, out);
                }
                Storage::Enum => {
                    compare::with_constant(rows, *op, self.plain::<u16>(*of, rows), *bound, out);
                }
                _ => compare::with_constant(rows, *op, self.plain::<i64>(*of, rows), *bound, out),
            },
            Op::CompareText(op, a, b) => {
                compare::texts(rows, *op, (self.text(*a), self.text(*b)), out);
            }
            Op::SameTruth(a, b) => {
                logic::same(
                    rows,
                    self.truths_of(*a, rows),
                    self.truths_of(*b, rows),
                    out,
                );
            }
            Op::EnumIn(of, marks) => compare::enum_in(rows, self.plain(*of, rows), marks, out),
            Op::TextIn(of, texts) => {
                let of = self.text(*of);
                compare::by_row(rows, out, |row| {
                    let text = of.get(row)?;
                    Some(texts.iter().any(|it| it == text))
                });
            }
            Op::Not(of) => logic::not(rows, self.truths_of(*of, rows), out),
            Op::And(of) => logic::and(rows, &self.truths(of, rows), out),
            Op::Or(of) => logic::or(rows, &self.truths(of, rows), out),
            Op::IsKnown(of) => logic::is_known(rows, self.known_of(*of, rows), out),
            Op::AtLeast { count, most, of } => {
                let count: View<'_, i64> = self.plain(*count, rows);
                logic::at_least(
                    rows,
                    |row| count.get(row),
                    *most,
                    &self.truths(of, rows),
                    out,
                );
            }
            Op::TextTest(test, a, b) => {
                let (a, b) = (self.text(*a), self.text(*b));
                compare::by_row(rows, out, |row| {
                    let (a, b) = (a.get(row)?, b.get(row)?);
                    Some(match test {
                        op::TextTest::StartsWith => a.starts_with(b),
                        op::TextTest::Contains => a.contains(b),
                    })
                });
            }
            Op::AidGranted(status) => aid::granted(rows, self.plain(*status, rows), out),
            Op::Select(select) => self.select(id, select, rows, out),
            _ => self.truth_choice(id, op, rows, out),
        }
        Overflows::new()
    }

    fn truth_choice(&self, id: NodeId, op: &Op, rows: usize, out: &mut Truths) {
        match op {
            Op::Otherwise {
                field,
                asked,
                otherwise,
            } => {
                let operands = (
                    self.truths_of(*field, rows),
                    self.truths_of(*asked, rows),
                    self.truths_of(*otherwise, rows),
                );
                level::otherwise_truth(rows, operands, out);
            }
            Op::FirstMatch {
                conditions,
                results,
                otherwise,
            } => {
                let all: Vec<TruthView<'_>> = results
                    .iter()
                    .chain(otherwise)
                    .map(|it| self.truths_of(*it, rows))
                    .collect();
                choice::first_truth(rows, &self.truths(conditions, rows), &all, out);
            }
            Op::BestMatch {
                conditions,
                keys,
                results,
                direction,
            } => {
                let results = self.truths(results, rows);
                let found = self.best(rows, (conditions, keys, *direction), results.as_slice());
                compare::by_row(rows, out, |row| results[found[row]?].get(row));
            }
            Op::IfMissing(of, supplied) => {
                let operands = (self.truths_of(*of, rows), self.truths_of(*supplied, rows));
                choice::if_missing_truth(rows, operands, out);
            }
            Op::Lookup(table, keys) => {
                let keys = self.keys(keys, rows);
                let table = self.job.plan.tables.get(table.index());
                compare::by_row(rows, out, |row| {
                    let table = table?;
                    let place = lookup::place(table, &keys, row)?;
                    match &table.cells {
                        crate::plan::table::Cells::Truth(cells) => *cells.get(place)?,
                        _ => None,
                    }
                });
            }
            Op::Lift(from) => {
                let (base, whole) = self.above(id, *from);
                let view = if whole {
                    self.whole_truth(*from)
                } else {
                    self.truths_of(*from, usize::MAX)
                };
                level::truth(rows, view, out, self.parents(id, base));
            }
            Op::Link(field, from) => {
                level::truth(
                    rows,
                    self.whole_truth(*from),
                    out,
                    self.linked(*field, id, *from),
                );
            }
            Op::Role(row, from) => {
                let view = self.truths_of(*from, usize::MAX);
                level::truth(rows, view, out, self.players(*row, *from, rows));
            }
            Op::Aggregate(it) => self.truth_aggregate(id, it, rows, out),
            _ => {
                out.words.clear();
                out.words.resize(bits::words(rows), 0);
                out.known.set_none(rows);
            }
        }
    }

    fn text_op(&self, id: NodeId, op: &Op, rows: usize, out: &mut Texts) {
        use std::borrow::Cow;
        match op {
            Op::Otherwise {
                field,
                asked,
                otherwise,
            } => {
                let (field, otherwise) = (self.text(*field), self.text(*otherwise));
                let asked = self.truths_of(*asked, rows);
                choice::texts_by_row(rows, out, |row| match field.get(row) {
                    Some(text) => Some(Cow::Borrowed(text)),
                    None if asked.get(row) == Some(false) => otherwise.get(row).map(Cow::Borrowed),
                    None => None,
                });
            }
            Op::FirstMatch {
                conditions,
                results,
                otherwise,
            } => {
                let all: Vec<TextView<'_>> = results
                    .iter()
                    .chain(otherwise)
                    .map(|it| self.text(*it))
                    .collect();
                choice::first_text(rows, &self.truths(conditions, rows), &all, out);
            }
            Op::BestMatch {
                conditions,
                keys,
                results,
                direction,
            } => {
                let results: Vec<TextView<'_>> = results.iter().map(|it| self.text(*it)).collect();
                let found = self.best(rows, (conditions, keys, *direction), results.as_slice());
                choice::texts_by_row(rows, out, |row| {
                    results[found[row]?].get(row).map(Cow::Borrowed)
                });
            }
            Op::IfMissing(of, supplied) => {
                let (of, supplied) = (self.text(*of), self.text(*supplied));
                choice::texts_by_row(rows, out, |row| {
                    of.get(row).or_else(|| supplied.get(row)).map(Cow::Borrowed)
                });
            }
            Op::Lookup(table, keys) => {
                let keys = self.keys(keys, rows);
                let table = self.job.plan.tables.get(table.index());
                choice::texts_by_row(rows, out, |row| {
                    let table = table?;
                    let place = lookup::place(table, &keys, row)?;
                    match &table.cells {
                        crate::plan::table::Cells::Text(cells) => {
                            cells.get(place)?.as_deref().map(Cow::Borrowed)
                        }
                        _ => None,
                    }
                });
            }
            Op::Lower(of) => {
                let of = self.text(*of);
                choice::texts_by_row(rows, out, |row| {
                    of.get(row).map(|it| Cow::Owned(it.to_lowercase()))
                });
            }
            Op::Lift(from) => {
                let (base, whole) = self.above(id, *from);
                let view = if whole {
                    self.whole_text(*from)
                } else {
                    self.text(*from)
                };
                level::text(rows, view, out, self.parents(id, base));
            }
            Op::Link(field, from) => {
                level::text(
                    rows,
                    self.whole_text(*from),
                    out,
                    self.linked(*field, id, *from),
                );
            }
            Op::Role(row, from) => {
                level::text(rows, self.text(*from), out, self.players(*row, *from, rows));
            }
            Op::Aggregate(it) => {
                let values = it.value.map(|value| self.text(value));
                let picks = self.picks(id, it, rows, |a, b| {
                    values.is_some_and(|values| values.get(a) == values.get(b))
                });
                choice::texts_by_row(rows, out, |row| values?.get(picks[row]?).map(Cow::Borrowed));
            }
            _ => choice::texts_by_row(rows, out, |_| None),
        }
    }

    fn number_aggregate(
        &self,
        id: NodeId,
        it: &op::Aggregate,
        rows: usize,
        out: &mut Plain<i64>,
    ) -> Overflows {
        let below = self.level(it.over).len();
        let Some(segments) = self.segments(id, it.over, it.condition) else {
            out.reset(rows);
            out.known.set_none(rows);
            return Overflows::new();
        };
        let converted;
        let values = match it.value {
            Some(value) if self.storage(value) == Storage::Truth => {
                converted = aggregate::as_numbers(below, self.truths_of(value, below));
                Some(converted.view())
            }
            Some(value) => Some(self.plain::<i64>(value, below)),
            None => None,
        };
        match (it.op, values) {
            (AggregateOp::Count, _) => aggregate::count(&segments, out),
            (AggregateOp::Sum, Some(values)) => {
                if let Some((count, direction)) = it.best {
                    let best = (self.plain(count, rows), direction);
                    return aggregate::best_sum(&segments, values, best, it.scales, out);
                }
                return aggregate::sum(&segments, values, (it.op, it.scales), out);
            }
            (AggregateOp::Average | AggregateOp::Share, Some(values)) => {
                return aggregate::sum(&segments, values, (it.op, it.scales), out);
            }
            _ => self.plain_aggregate(id, it, rows, out),
        }
        Overflows::new()
    }

    fn plain_aggregate<T: Family>(
        &self,
        id: NodeId,
        it: &op::Aggregate,
        rows: usize,
        out: &mut Plain<T>,
    ) {
        out.reset(rows);
        out.known.set_none(rows);
        let below = self.level(it.over).len();
        let (Some(value), Some(segments)) = (it.value, self.segments(id, it.over, it.condition))
        else {
            return;
        };
        let values: View<'_, T> = self.plain(value, below);
        match it.op {
            AggregateOp::Min => aggregate::extreme(&segments, values, Direction::Smallest, out),
            AggregateOp::Max => aggregate::extreme(&segments, values, Direction::Largest, out),
            _ => {
                let picks = self.picks(id, it, rows, |a, b| values.get(a) == values.get(b));
                level::plain(rows, values, out, |row| picks[row]);
            }
        }
    }

    fn truth_aggregate(&self, id: NodeId, it: &op::Aggregate, rows: usize, out: &mut Truths) {
        let below = self.level(it.over).len();
        let value = it.value.map(|value| self.truths_of(value, below));
        let Some(segments) = self.segments(id, it.over, it.condition) else {
            return compare::by_row(rows, out, |_| None);
        };
        match it.op {
            AggregateOp::Any => aggregate::any(&segments, value, out),
            AggregateOp::Every => aggregate::every(&segments, value, it.no_rows, out),
            AggregateOp::Min | AggregateOp::Max => {
                // Of truth values: false before true.
                let numbers = value.map(|value| aggregate::as_numbers(below, value));
                let mut best = Plain::default();
                if let Some(numbers) = &numbers {
                    let largest = it.op == AggregateOp::Max;
                    let direction = if largest {
                        Direction::Largest
                    } else {
                        Direction::Smallest
                    };
                    aggregate::extreme(&segments, numbers.view(), direction, &mut best);
                }
                compare::by_row(rows, out, |row| best.view().get(row).map(|it: i64| it != 0));
            }
            _ => {
                let picks = self.picks(id, it, rows, |a, b| {
                    value.is_some_and(|value| value.get(a) == value.get(b))
                });
                compare::by_row(rows, out, |row| value?.get(picks[row]?));
            }
        }
    }

    /// The row that `first` or `only` takes for each row, in the chunk.
    fn picks(
        &self,
        id: NodeId,
        it: &op::Aggregate,
        rows: usize,
        same: impl Fn(usize, usize) -> bool,
    ) -> Vec<Option<usize>> {
        let below = self.level(it.over).len();
        let segments = self.segments(id, it.over, it.condition);
        let (Some(segments), Some(value)) = (segments, it.value) else {
            return vec![None; rows];
        };
        let known = self.known_of(value, below);
        let pick = |row| match it.op {
            AggregateOp::First => {
                aggregate::first(&segments, row, &it.by, self, &same, |row| known.get(row))
            }
            AggregateOp::Only => aggregate::only(&segments, row),
            _ => None,
        };
        (0..rows).map(pick).collect()
    }

    fn segments(
        &self,
        id: NodeId,
        over: EntityId,
        condition: Option<NodeId>,
    ) -> Option<Segments<'_>> {
        let at = self.job.plan.node(id)?.level?;
        let span = self.job.shape.span(at, over).filter(|it| it.delivered)?;
        let range = self.level(at);
        let below = self.level(over);
        Some(Segments {
            span,
            start: range.start,
            rows: range.len(),
            base: below.start,
            condition: condition.map(|it| self.truths_of(it, below.len())),
        })
    }

    fn best<R: choice::Results + ?Sized>(
        &self,
        rows: usize,
        (conditions, keys, direction): (&[NodeId], &[op::KeyValue], Direction),
        results: &R,
    ) -> Vec<Option<usize>> {
        let conditions = self.truths(conditions, rows);
        let found = |row| {
            let keys: Vec<Option<Part<'_>>> = keys
                .iter()
                .map(|key| super::cells::value_part(key, row, self))
                .collect();
            choice::best(row, &conditions, &keys, direction, results)
        };
        (0..rows).map(found).collect()
    }

    fn select(&self, id: NodeId, it: &op::Select, rows: usize, out: &mut Truths) {
        let Some(level) = self.job.plan.node(id).and_then(|node| node.level) else {
            return;
        };
        let own = self.level(level);
        let groups = if it.within == level {
            (0..rows).map(|row| row..row + 1).collect()
        } else {
            let span = self.job.shape.span(it.within, level);
            let of = |row| span.map_or(0..0, |span| span.below(row));
            let shift = |range: Range<usize>| range.start - own.start..range.end - own.start;
            self.level(it.within).map(of).map(shift).collect()
        };
        let above = |per: EntityId, row: usize| {
            self.job
                .shape
                .ancestor(self.job.plan, (level, own.start + row), per)
        };
        let limits = it.limits.iter().map(|limit| Bound {
            count: self.plain(limit.count, rows),
            condition: limit.condition.map(|it| self.truths_of(it, rows)),
            group: (0..rows).map(|row| above(limit.per, row)).collect(),
        });
        let contest = Contest {
            groups,
            rows,
            when: self.truths_of(it.when, rows),
            keys: &it.rank,
            limits: limits.collect(),
        };
        select::select(&contest, self, out);
    }

    fn date_span(
        &self,
        span: DateSpan,
        (a, b): (NodeId, NodeId),
        rows: usize,
        out: &mut Plain<i64>,
    ) {
        let constant = self.job.plan.node(b).and_then(|node| match &node.op {
            Op::Constant(scalar) => Date::from_days(scalar.date()?),
            _ => None,
        });
        match (span, constant) {
            (DateSpan::Years, Some(on)) => date::ages_on(rows, self.plain(a, rows), on, out),
            _ => date::span(rows, span, (self.plain(a, rows), self.plain(b, rows)), out),
        }
    }

    fn filled(&self, field: FieldId, id: NodeId, rows: usize, out: &mut Truths) {
        let start = self.range(id).start;
        out.known.set_all();
        match self.job.shape.column(field) {
            None => {
                out.words.clear();
                out.words.resize(bits::words(rows), 0);
            }
            Some(Column { valid: None, .. }) => {
                out.words.clear();
                out.words.resize(bits::words(rows), u64::MAX);
            }
            Some(Column {
                valid: Some(valid), ..
            }) => {
                bits::copy(valid.words(), start, rows, &mut out.words);
            }
        }
        out.settle(rows);
    }

    fn clauses(&self, of: &op::Clauses, rows: usize) -> aid::Clauses<'_> {
        aid::Clauses {
            when: self.truths(&of.when, rows),
            unless: self.truths(&of.unless, rows),
            verify: self.truths(&of.verify, rows),
            amount: of.amount.map(|it| self.plain(it, rows)),
            service: of.service.map(|it| self.known_of(it, rows)),
        }
    }

    fn roll(&self, of: &op::Roll, rows: usize) -> aid::Roll<'_> {
        aid::Roll {
            current: self.truths_of(of.current, rows),
            enter: self.truths(&of.enter, rows),
            leave: self.truths(&of.leave, rows),
        }
    }

    fn keys(&self, keys: &[NodeId], rows: usize) -> Vec<KeyView<'_>> {
        let view = |key: &NodeId| match self.storage(*key) {
            Storage::Enum => KeyView::Enum(self.plain(*key, rows)),
            Storage::Number => KeyView::Integer(self.plain(*key, rows)),
            Storage::Text => KeyView::Text(self.text(*key)),
            Storage::Truth | Storage::Date => KeyView::None,
        };
        keys.iter().map(view).collect()
    }

    /// The first parent row of what [`Op::Lift`] reads, and whether it reads the whole column.
    fn above(&self, id: NodeId, from: NodeId) -> (usize, bool) {
        let plan = self.job.plan;
        let level = plan.node(id).and_then(|node| node.level);
        let parent = level
            .and_then(|level| plan.entities.get(level.index()))
            .and_then(|level| level.parent);
        let readable = self.job.layout.sources.contains_key(&from);
        match parent {
            Some(parent) if readable && self.job.layout.has(parent) => {
                (self.level(parent).start, false)
            }
            _ => (0, true),
        }
    }

    /// The parent's place, counted from `base`, of each row.
    fn parents(&self, id: NodeId, base: usize) -> impl Fn(usize) -> Option<usize> {
        let level = self.job.plan.node(id).and_then(|node| node.level);
        let parents = level.map_or(&[][..], |level| self.job.shape.parents(level));
        let start = self.range(id).start;
        move |row| {
            let parent = *parents.get(start + row)?;
            (parent != NO_ROW).then(|| (parent as usize).wrapping_sub(base))
        }
    }

    /// The row at the end of a link of each row; the first for a constant, which is as long as the chunk.
    fn linked(
        &self,
        field: FieldId,
        id: NodeId,
        from: NodeId,
    ) -> impl Fn(usize) -> Option<usize> + use<'a> {
        let constant = self.is_constant(from);
        let links = self.job.shape.link(field);
        let start = self.range(id).start;
        move |row| {
            let target = *links.get(start + row)?;
            (target != NO_ROW).then_some(if constant { 0 } else { target as usize })
        }
    }

    /// The place in the chunk of the row that plays a role.
    fn players(
        &self,
        row: NodeId,
        from: NodeId,
        rows: usize,
    ) -> impl Fn(usize) -> Option<usize> + use<'_, 'a> {
        let players: View<'_, i64> = self.plain(row, rows);
        let of = self.job.plan.node(row).and_then(|node| match &node.op {
            Op::RoleRow { of, .. } => Some(*of),
            _ => None,
        });
        let _ = from;
        let base = of.map_or(0, |of| self.level(of).start);
        move |row| usize::try_from(players.get(row)?).ok()?.checked_sub(base)
    }

    /// A plain node over the rows of the chunk.
    fn plain<T: Family>(&self, id: NodeId, rows: usize) -> View<'_, T> {
        match self.job.layout.sources.get(&id) {
            Some(Source::Register(place)) => T::registers(&self.registers)[*place].view(),
            Some(Source::Column(place)) => {
                let range = self.range(id);
                let column = self.job.store.column(id);
                let values = column.and_then(|column| T::values(&column.values));
                let values = values.and_then(|values| values.get(range));
                match values {
                    Some(values) => View {
                        values,
                        known: self.cuts[*place].known.known(),
                    },
                    None => View {
                        values: &[],
                        known: Known(Some(&[])),
                    },
                }
            }
            Some(Source::Constant(place)) => {
                let all = T::constants(&self.registers)[*place].view();
                let rows = rows.min(all.values.len());
                View {
                    values: &all.values[..rows],
                    known: all.known,
                }
            }
            None => View {
                values: &[],
                known: Known(Some(&[])),
            },
        }
    }

    /// A truth node over the rows of the chunk.
    fn truths_of(&self, id: NodeId, rows: usize) -> TruthView<'_> {
        match self.job.layout.sources.get(&id) {
            Some(Source::Register(place)) => self.registers.truths[*place].view(),
            Some(Source::Column(place)) => {
                let cut = &self.cuts[*place];
                TruthView {
                    words: &cut.truth,
                    known: cut.known.known(),
                }
            }
            Some(Source::Constant(place)) => {
                let all = self.registers.constant_truths[*place].view();
                let words = bits::words(rows).min(all.words.len());
                TruthView {
                    words: &all.words[..words],
                    known: all.known,
                }
            }
            None => TruthView {
                words: &[],
                known: Known(Some(&[])),
            },
        }
    }

    fn truths(&self, ids: &[NodeId], rows: usize) -> Vec<TruthView<'_>> {
        ids.iter().map(|id| self.truths_of(*id, rows)).collect()
    }

    /// A text node over the rows of the chunk.
    fn text(&self, id: NodeId) -> TextView<'_> {
        match self.job.layout.sources.get(&id) {
            Some(Source::Register(place)) => self.registers.texts[*place].view(),
            Some(Source::Column(place)) => {
                let known = self.cuts[*place].known.known();
                match self.job.store.column(id).map(|column| &column.values) {
                    Some(Values::Text(texts)) => TextView {
                        texts: TextSource::Column(texts, self.range(id).start),
                        known,
                    },
                    _ => TextView {
                        texts: TextSource::Nothing,
                        known: Known(Some(&[])),
                    },
                }
            }
            Some(Source::Constant(place)) => {
                let scalar = self.job.layout.constants.get(*place);
                match scalar.and_then(|(scalar, _)| scalar.text()) {
                    Some(text) => TextView {
                        texts: TextSource::Constant(text),
                        known: Known(None),
                    },
                    None => TextView {
                        texts: TextSource::Nothing,
                        known: Known(Some(&[])),
                    },
                }
            }
            None => TextView {
                texts: TextSource::Nothing,
                known: Known(Some(&[])),
            },
        }
    }

    /// The known rows of a node of any storage.
    fn known_of(&self, id: NodeId, rows: usize) -> Known<'_> {
        match self.storage(id) {
            Storage::Number => self.plain::<i64>(id, rows).known,
            Storage::Date => self.plain::<i32>(id, rows).known,
            Storage::Enum => self.plain::<u16>(id, rows).known,
            Storage::Truth => self.truths_of(id, rows).known,
            Storage::Text => match self.job.layout.sources.get(&id) {
                Some(Source::Constant(place)) => match self.job.layout.constants.get(*place) {
                    Some((Scalar::Text(_), _)) => Known(None),
                    _ => self.registers.constant_truths[*place].known.known(),
                },
                _ => self.text(id).known,
            },
        }
    }

    /// A plain node over the whole of its table.
    fn whole<T: Family>(&self, id: NodeId) -> View<'_, T> {
        if self.is_constant(id) {
            return self.plain(id, usize::MAX);
        }
        let column = self.job.store.column(id);
        match column.and_then(|column| Some((column, T::values(&column.values)?))) {
            Some((column, values)) => View {
                values,
                known: whole_known(column),
            },
            None => View {
                values: &[],
                known: Known(Some(&[])),
            },
        }
    }

    fn whole_truth(&self, id: NodeId) -> TruthView<'_> {
        if self.is_constant(id) {
            return self.truths_of(id, usize::MAX);
        }
        match self.job.store.column(id) {
            Some(column) => match &column.values {
                Values::Boolean(bits) => TruthView {
                    words: bits.words(),
                    known: whole_known(column),
                },
                _ => TruthView {
                    words: &[],
                    known: Known(Some(&[])),
                },
            },
            None => TruthView {
                words: &[],
                known: Known(Some(&[])),
            },
        }
    }

    fn whole_text(&self, id: NodeId) -> TextView<'_> {
        if self.is_constant(id) {
            return self.text(id);
        }
        match self.job.store.column(id) {
            Some(column) => match &column.values {
                Values::Text(texts) => TextView {
                    texts: TextSource::Column(texts, 0),
                    known: whole_known(column),
                },
                _ => TextView {
                    texts: TextSource::Nothing,
                    known: Known(Some(&[])),
                },
            },
            None => TextView {
                texts: TextSource::Nothing,
                known: Known(Some(&[])),
            },
        }
    }

    fn is_constant(&self, id: NodeId) -> bool {
        self.job
            .plan
            .node(id)
            .is_some_and(|node| matches!(node.op, Op::Constant(_)))
    }

    fn storage(&self, id: NodeId) -> Storage {
        self.job
            .plan
            .node(id)
            .map_or(Storage::Number, |node| node.storage)
    }

    /// The rows of the chunk at a node's level.
    fn range(&self, id: NodeId) -> Range<usize> {
        let level = self.job.plan.node(id).and_then(|node| node.level);
        level.map_or(0..0, |level| self.level(level))
    }

    fn level(&self, level: EntityId) -> Range<usize> {
        self.ranges.get(level.index()).cloned().unwrap_or(0..0)
    }

    /// Writes a node's register to its place; zero, clear or empty where unknown.
    fn write(&self, id: NodeId, piece: &mut Piece<'_>) {
        let rows = piece.rows;
        match self.storage(id) {
            Storage::Number => self.write_plain::<i64>(id, piece),
            Storage::Date => self.write_plain::<i32>(id, piece),
            Storage::Enum => self.write_plain::<u16>(id, piece),
            Storage::Truth => {
                let view = self.truths_of(id, rows);
                piece.known = view.known.0.map(<[u64]>::to_vec);
                piece.sink = Sink::Truth(view.words.to_vec());
            }
            Storage::Text => {
                let view = self.text(id);
                let texts: Vec<Option<String>> = (0..rows)
                    .map(|row| view.get(row).map(str::to_owned))
                    .collect();
                let mut known = vec![0; bits::words(rows)];
                for (row, _) in texts.iter().enumerate().filter(|(_, text)| text.is_some()) {
                    bits::set(&mut known, row);
                }
                piece.known = (!bits::all(&known, rows)).then_some(known);
                piece.sink = Sink::Text(texts);
            }
        }
    }

    fn write_plain<T: Family>(&self, id: NodeId, piece: &mut Piece<'_>) {
        let view: View<'_, T> = self.plain(id, piece.rows);
        let Some(out) = T::sink(&mut piece.sink) else {
            return;
        };
        debug_assert_eq!(
            out.len(),
            view.values.len(),
            "a register has a value for every row"
        );
        out.iter_mut()
            .zip(view.values)
            .for_each(|(out, value)| *out = *value);
        if let Some(known) = view.known.0 {
            for (index, (values, known)) in out.chunks_mut(64).zip(known).enumerate() {
                let unknown = !known & bits::tail(piece.rows, index);
                for place in bits::ones(unknown) {
                    values[place] = T::default();
                }
            }
            piece.known = Some(known.to_vec());
        }
    }
}

impl Cells for Worker<'_> {
    fn raw(&self, node: NodeId, row: usize) -> Option<i64> {
        self.plain::<i64>(node, usize::MAX).get(row)
    }

    fn truth(&self, node: NodeId, row: usize) -> Option<bool> {
        self.truths_of(node, usize::MAX).get(row)
    }

    fn known(&self, node: NodeId, row: usize) -> bool {
        match self.storage(node) {
            Storage::Text => self.text(node).get(row).is_some(),
            _ => self.known_of(node, usize::MAX).get(row),
        }
    }

    fn part(&self, node: NodeId, row: usize) -> Option<Part<'_>> {
        Some(match self.storage(node) {
            Storage::Number => Part::Number(self.plain::<i64>(node, usize::MAX).get(row)?),
            Storage::Date => Part::Number(self.plain::<i32>(node, usize::MAX).get(row)?.into()),
            Storage::Enum => Part::Number(self.plain::<u16>(node, usize::MAX).get(row)?.into()),
            Storage::Truth => Part::Number(self.truth(node, row)?.into()),
            Storage::Text => Part::Text(self.text(node).get(row)?),
        })
    }
}

impl Operands for Worker<'_> {
    fn numbers(&self, node: NodeId, rows: usize) -> View<'_, i64> {
        self.plain(node, rows)
    }

    fn known_rows(&self, node: NodeId) -> Known<'_> {
        self.known_of(node, usize::MAX)
    }
}

/// The rows of a level under rows of the top; none for levels elsewhere.
pub(super) fn rows_under(
    shape: &Shape<'_>,
    top: EntityId,
    rows: &Range<usize>,
    level: EntityId,
) -> Range<usize> {
    if level == top {
        return rows.clone();
    }
    shape.span(top, level).map_or(0..0, |span| {
        let bound = |row: usize| span.offsets.get(row).map_or(0, |it| *it as usize);
        bound(rows.start)..bound(rows.end)
    })
}

fn whole_known(column: &Column) -> Known<'_> {
    Known(
        column
            .valid
            .as_ref()
            .map(crate::data::bitmap::Bitmap::words),
    )
}

fn fill<T: Family>(out: &mut Plain<T>, scalar: &Scalar, rows: usize) {
    if out.values.len() < rows {
        out.values
            .resize(rows, T::scalar(scalar).unwrap_or_default());
        set_known(&mut out.known, scalar, rows);
    }
}

fn set_known(known: &mut Mask, scalar: &Scalar, rows: usize) {
    if *scalar == Scalar::Unknown {
        known.set_none(rows);
    } else {
        known.set_all();
    }
}
