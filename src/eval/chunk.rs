//! The interpreter: runs the nodes of a stage over one chunk of rows.

use std::ops::Range;

use super::family::Family;
use super::kernels::bits;
use super::kernels::number::Overflows;
use super::layout::{Layout, Source};
use super::register::{Mask, Plain, Texts, Truths};
use super::shape::Shape;
use super::store::{Piece, Store};
use crate::check::tree::EntityId;
use crate::data::table::Values;
use crate::plan::Plan;
use crate::plan::op::{NodeId, Scalar, Storage};
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
#[derive(Debug, Default)]
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
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub(super) known: Mask,
    pub(super) truth: Vec<u64>,
    /// Numbers that do not stand in full width, widened.
    pub(super) numbers: Vec<i64>,
}

/// One worker's state; used for many chunks.
pub(super) struct Worker<'a> {
    pub(super) job: Job<'a>,
    pub(super) ranges: Vec<Range<usize>>,
    pub(super) registers: Registers,
    pub(super) cuts: Vec<Cut>,
    /// Rows that overflowed, in their tables.
    faults: Vec<(NodeId, usize)>,
}

/// The buffers of a worker that rests.
#[derive(Debug, Default)]
pub(super) struct Spare {
    ranges: Vec<Range<usize>>,
    registers: Registers,
    cuts: Vec<Cut>,
    faults: Vec<(NodeId, usize)>,
}

impl Spare {
    /// Empty buffers for a layout.
    pub(super) fn new(plan: &Plan, layout: &Layout) -> Self {
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
        Self {
            ranges: vec![0..0; plan.entities.len()],
            registers,
            cuts,
            faults: Vec::new(),
        }
    }
}

impl<'a> Worker<'a> {
    /// A worker with empty registers.
    pub(super) fn new(job: Job<'a>) -> Self {
        Self::with(job, Spare::new(job.plan, job.layout))
    }

    /// A worker with buffers of one before that did the same job.
    pub(super) fn with(job: Job<'a>, spare: Spare) -> Self {
        Self {
            job,
            ranges: spare.ranges,
            registers: spare.registers,
            cuts: spare.cuts,
            faults: spare.faults,
        }
    }

    /// Lets it rest.
    pub(super) fn rest(self) -> Spare {
        Spare {
            ranges: self.ranges,
            registers: self.registers,
            cuts: self.cuts,
            faults: self.faults,
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

    pub(super) fn set_ranges(&mut self, top: &Range<usize>) {
        let stream_top = self.job.stream.top;
        for (index, range) in self.ranges.iter_mut().enumerate() {
            let entity = EntityId(u32::try_from(index).unwrap_or(u32::MAX));
            *range = rows_under(self.job.shape, stream_top, top, entity);
        }
    }

    pub(super) fn fill_constants(&mut self) {
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

    pub(super) fn cut_columns(&mut self) {
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
            if let Values::Number(numbers) = &column.values
                && numbers.as_wide().is_none()
            {
                numbers.read(range.clone(), &mut cut.numbers);
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

    pub(super) fn compute(&mut self, id: NodeId) {
        let job = self.job;
        let Some(node) = job.plan.node(id) else {
            return;
        };
        let Some(Source::Register(place)) = job.layout.source(id).copied() else {
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

    pub(super) fn fill_plain<T: Family>(
        &mut self,
        place: usize,
        run: impl FnOnce(&Self, &mut Plain<T>) -> Overflows,
    ) -> Overflows {
        let mut out = std::mem::take(&mut T::registers_mut(&mut self.registers)[place]);
        let over = run(self, &mut out);
        T::registers_mut(&mut self.registers)[place] = out;
        over
    }

    /// The rows of the chunk at a node's level.
    pub(super) fn range(&self, id: NodeId) -> Range<usize> {
        let level = self.job.plan.node(id).and_then(|node| node.level);
        level.map_or(0..0, |level| self.level(level))
    }

    pub(super) fn level(&self, level: EntityId) -> Range<usize> {
        self.ranges.get(level.index()).cloned().unwrap_or(0..0)
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
