//! Where the nodes of a stage stand: registers reused once they are read for the last time, columns
//! of earlier stages and of the data, constants.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::collections::BTreeMap;

use super::shape::Shape;
use crate::check::tree::EntityId;
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op, Scalar, Storage};
use crate::plan::stage::Stream;

/// Where a node is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A register of its storage.
    Register(usize),
    /// A column, cut to the chunk.
    Column(usize),
    /// A constant, an index into [`Layout::constants`].
    Constant(usize),
}

/// The layout of one stage.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// By node.
    sources: Vec<Option<Source>>,
    /// The columns read, by [`Source::Column`].
    pub(super) columns: Vec<NodeId>,
    /// Constants and blank columns, by [`Source::Constant`].
    pub(super) constants: Vec<(Scalar, Storage)>,
    /// How many registers of each storage.
    pub(super) registers: BTreeMap<Storage, usize>,
    /// The levels under the top, and the top.
    pub(super) inside: Vec<bool>,
}

impl Layout {
    /// Lays out a stage.
    pub(super) fn new(plan: &Plan, shape: &Shape<'_>, stream: &Stream) -> Self {
        let inside = (0..).map(EntityId).take(plan.entities.len());
        let inside = inside
            .map(|it| plan.upwards(it).contains(&stream.top))
            .collect();
        let mut layout = Self {
            sources: vec![None; plan.nodes.len()],
            columns: Vec::new(),
            constants: Vec::new(),
            registers: BTreeMap::new(),
            inside,
        };
        layout.place_registers(plan, stream);
        for id in &stream.nodes {
            if let Some(node) = plan.node(*id) {
                node.op
                    .inputs(&mut |input| layout.place_input(plan, shape, input));
            }
        }
        layout
    }

    fn place_registers(&mut self, plan: &Plan, stream: &Stream) {
        let mut last: BTreeMap<NodeId, usize> = BTreeMap::new();
        for (place, id) in stream.nodes.iter().enumerate() {
            last.insert(*id, place);
            if let Some(node) = plan.node(*id) {
                node.op.inputs(&mut |input| {
                    last.insert(input, place);
                });
            }
        }
        let mut ends: BTreeMap<usize, Vec<NodeId>> = BTreeMap::new();
        for id in &stream.nodes {
            let end = last.get(id).copied().unwrap_or(usize::MAX);
            ends.entry(end).or_default().push(*id);
        }
        let mut free: BTreeMap<Storage, Vec<usize>> = BTreeMap::new();
        for (place, id) in stream.nodes.iter().enumerate() {
            let Some(node) = plan.node(*id) else { continue };
            let count = self.registers.entry(node.storage).or_insert(0);
            let register = free
                .entry(node.storage)
                .or_default()
                .pop()
                .unwrap_or_else(|| {
                    *count += 1;
                    *count - 1
                });
            self.put(*id, Source::Register(register));
            for done in ends.get(&place).into_iter().flatten() {
                if let (Some(node), Some(Source::Register(register))) =
                    (plan.node(*done), self.source(*done))
                {
                    free.entry(node.storage).or_default().push(*register);
                }
            }
        }
    }

    fn place_input(&mut self, plan: &Plan, shape: &Shape<'_>, id: NodeId) {
        if self.source(id).is_some() {
            return;
        }
        let Some(node) = plan.node(id) else { return };
        let source = match &node.op {
            Op::Constant(scalar) => self.constant(scalar.clone(), node.storage),
            Op::Field(field) if shape.column(*field).is_none() => {
                self.constant(Scalar::Unknown, node.storage)
            }
            _ if node.level.is_some_and(|level| self.has(level)) => {
                self.columns.push(id);
                Source::Column(self.columns.len() - 1)
            }
            // Of another zone: read by row, over its whole length.
            _ => return,
        };
        self.put(id, source);
    }

    /// Where a node is read from; `None` for one of another zone, and for one that is not read.
    #[inline]
    pub(super) fn source(&self, id: NodeId) -> Option<&Source> {
        self.sources.get(id.index())?.as_ref()
    }

    fn put(&mut self, id: NodeId, source: Source) {
        if let Some(slot) = self.sources.get_mut(id.index()) {
            *slot = Some(source);
        }
    }

    /// Whether the rows of a level are cut into the chunks.
    pub(super) fn has(&self, level: EntityId) -> bool {
        self.inside.get(level.index()).copied().unwrap_or(false)
    }

    fn constant(&mut self, scalar: Scalar, storage: Storage) -> Source {
        self.constants.push((scalar, storage));
        Source::Constant(self.constants.len() - 1)
    }
}
