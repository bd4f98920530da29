//! Running a plan: stage after stage, the chunks of a stage in parallel.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::Settings;
use super::allocate::{self, Outcome};
use super::chunk::{Job, Worker, rows_under};
use super::layout::Layout;
use super::position;
use super::shape::Shape;
use super::store::{Piece, Sink, Store, column, join_known, join_texts, join_truth};
use crate::check::tree::{AidId, EntityId};
use crate::data::numbers::Numbers;
use crate::data::results::GroupResult;
use crate::data::table::{Column, Values};
use crate::plan::Plan;
use crate::plan::op::{Allocated, NodeId, Op, Storage};
use crate::plan::stage::{Arrangement, Stage};

/// A zone may hold this many descendants of a row of its top on average.
const FEW: usize = 256;

/// What a run leaves in the store, besides columns.
#[derive(Default)]
pub(super) struct Ran {
    /// Rows that overflowed.
    pub(super) overflows: Vec<(NodeId, usize)>,
    /// The groups of allocations.
    pub(super) groups: BTreeMap<AidId, Vec<GroupResult>>,
}

/// Divides the levels into zones by how many rows stand under each.
pub(super) fn tops(plan: &Plan, shape: &Shape<'_>) -> Vec<EntityId> {
    let ids = || (0..).map(EntityId).take(plan.entities.len());
    let under = |top: EntityId| -> usize {
        let below = ids().filter(|it| *it != top && plan.upwards(*it).contains(&top));
        below.map(|it| shape.rows(it)).sum()
    };
    let small = |top: EntityId| under(top) <= FEW.saturating_mul(shape.rows(top));
    ids()
        .map(|id| {
            // The highest ancestor below which rows are few.
            let small = plan
                .upwards(id)
                .into_iter()
                .take_while(|it| *it == id || small(*it));
            small.last().unwrap_or(id)
        })
        .collect()
}

/// Runs all stages.
pub(super) fn stages(
    (plan, shape): (&Plan, &Shape<'_>),
    arrangement: &Arrangement,
    store: &mut Store<'_>,
    (pool, settings): (&ThreadPool, Settings),
) -> Ran {
    let mut ran = Ran::default();
    for (stage, finished) in arrangement.stages.iter().zip(&arrangement.finished) {
        match stage {
            Stage::Stream(it) => {
                let kept: Vec<NodeId> = it
                    .nodes
                    .iter()
                    .copied()
                    .filter(|id| arrangement.kept.get(id.index()).copied().unwrap_or(false))
                    .collect();
                let layout = Layout::new(plan, shape, it);
                let job = Job {
                    plan,
                    shape,
                    store,
                    stream: it,
                    layout: &layout,
                    kept: &kept,
                };
                let (columns, overflows) = stream(job, pool, settings);
                ran.overflows.extend(overflows);
                for (id, column) in kept.iter().zip(columns) {
                    store.put(*id, column);
                }
            }
            Stage::Allocate(_) | Stage::Place(_) => {
                pool.install(|| at_barrier((plan, shape), store, stage, &mut ran));
            }
        }
        for id in finished {
            store.take(*id);
        }
    }
    ran
}

/// What is computed for all rows together.
pub(super) fn at_barrier(
    (plan, shape): (&Plan, &Shape<'_>),
    store: &mut Store<'_>,
    stage: &Stage,
    ran: &mut Ran,
) {
    match stage {
        Stage::Stream(_) => {}
        Stage::Allocate(id) => {
            let aid = plan.aids.get(id.index()).and_then(Option::as_ref);
            if let Some(allocation) = aid.and_then(|it| it.allocation.as_ref()) {
                let outcome = allocate::allocate(plan, shape, store, allocation);
                ran.groups.insert(*id, put(plan, store, *id, outcome));
            }
        }
        Stage::Place(id) => {
            if let Some(column) = position::places(plan, shape, store, *id) {
                store.put(*id, column);
            }
        }
    }
}

/// Puts the parts of an allocation where their nodes are read.
pub(super) fn put(
    plan: &Plan,
    store: &mut Store<'_>,
    id: AidId,
    outcome: Outcome,
) -> Vec<GroupResult> {
    let node = |part| {
        let place = plan
            .nodes
            .iter()
            .position(|node| node.op == Op::Allocated(id, part));
        place
            .and_then(|place| u32::try_from(place).ok())
            .map(NodeId)
    };
    let Outcome {
        status,
        grounds,
        rank,
        groups,
    } = outcome;
    let rows = status.len();
    if let Some(node) = node(Allocated::Status) {
        store.put(node, column(Values::Enum(status), None));
    }
    if let Some(node) = node(Allocated::Grounds) {
        store.put(node, column(Values::Number(grounds), None));
    }
    if let Some(node) = node(Allocated::Rank) {
        store.put(node, allocate::rank_column(rows, &rank));
    }
    groups
}

/// The columns that a stage keeps, and the rows that overflowed.
pub(super) fn stream(
    job: Job<'_>,
    pool: &ThreadPool,
    settings: Settings,
) -> (Vec<Column>, Vec<(NodeId, usize)>) {
    let rows = job.shape.rows(job.stream.top);
    let step = settings.chunk_rows.max(1);
    let chunks: Vec<Range<usize>> = (0..rows)
        .step_by(step)
        .map(|start| start..rows.min(start + step))
        .collect();
    let mut buffers: Vec<Buffer> = job.kept.iter().map(|id| Buffer::new(job, *id)).collect();
    let (overflows, joins) = {
        let pieces = pieces(job, &chunks, &mut buffers);
        let mut tasks: Vec<Task<'_>> = chunks
            .into_iter()
            .zip(pieces)
            .map(|(top, pieces)| Task { top, pieces })
            .collect();
        let overflows: Vec<Vec<(NodeId, usize)>> = pool.install(|| {
            tasks
                .par_iter_mut()
                .map_init(
                    || Worker::new(job),
                    |worker, task| worker.run(&task.top, &mut task.pieces),
                )
                .collect()
        });
        (overflows, joins(job, tasks))
    };
    let columns = pool.install(|| {
        let parts = buffers.into_par_iter().zip(joins);
        parts.map(|(buffer, join)| buffer.finish(&join)).collect()
    });
    (columns, overflows.into_iter().flatten().collect())
}

/// One chunk and where it writes.
struct Task<'a> {
    top: Range<usize>,
    pieces: Vec<Piece<'a>>,
}

/// The values of a kept node, whole; numbers, truth and texts are joined afterwards.
enum Buffer {
    Date(Vec<i32>),
    Enum(Vec<u16>),
    Joined,
}

/// What is joined from the chunks of a node.
#[derive(Default)]
struct Join {
    known: Vec<(usize, Option<Vec<u64>>)>,
    truth: Vec<(usize, Vec<u64>)>,
    numbers: Vec<Numbers>,
    texts: Vec<Vec<Option<String>>>,
    storage: Option<Storage>,
}

impl Buffer {
    fn new(job: Job<'_>, id: NodeId) -> Self {
        let Some(node) = job.plan.node(id) else {
            return Self::Joined;
        };
        let rows = node.level.map_or(0, |level| job.shape.rows(level));
        match node.storage {
            Storage::Date => Self::Date(vec![0; rows]),
            Storage::Enum => Self::Enum(vec![0; rows]),
            Storage::Number | Storage::Truth | Storage::Text => Self::Joined,
        }
    }

    fn finish(self, join: &Join) -> Column {
        let valid = join_known(&join.known);
        let values = match self {
            Self::Date(values) => Values::Date(values),
            Self::Enum(values) => Values::Enum(values),
            Self::Joined if join.storage == Some(Storage::Text) => {
                Values::Text(join_texts(&join.texts))
            }
            Self::Joined if join.storage == Some(Storage::Number) => {
                Values::Number(Numbers::joined(&join.numbers))
            }
            Self::Joined => Values::Boolean(join_truth(&join.truth)),
        };
        column(values, valid)
    }
}

/// Cuts the buffers into the slices of the chunks.
fn pieces<'b>(
    job: Job<'_>,
    chunks: &[Range<usize>],
    buffers: &'b mut [Buffer],
) -> Vec<Vec<Piece<'b>>> {
    let mut pieces: Vec<Vec<Piece<'b>>> = chunks.iter().map(|_| Vec::new()).collect();
    for (id, buffer) in job.kept.iter().zip(buffers) {
        let level = job.plan.node(*id).and_then(|node| node.level);
        let rows = chunks.iter().map(|top| {
            level.map_or(0, |level| {
                rows_under(job.shape, job.stream.top, top, level).len()
            })
        });
        let rows: Vec<usize> = rows.collect();
        let sinks: Vec<Sink<'b>> = match buffer {
            Buffer::Date(values) => cut(values, &rows).into_iter().map(Sink::Date).collect(),
            Buffer::Enum(values) => cut(values, &rows).into_iter().map(Sink::Enum).collect(),
            Buffer::Joined => rows.iter().map(|_| Sink::Truth(Vec::new())).collect(),
        };
        for ((of, sink), rows) in pieces.iter_mut().zip(sinks).zip(rows) {
            of.push(Piece {
                rows,
                sink,
                known: None,
            });
        }
    }
    pieces
}

fn cut<'b, T>(values: &'b mut [T], rows: &[usize]) -> Vec<&'b mut [T]> {
    let mut rest = values;
    let mut parts = Vec::with_capacity(rows.len());
    for rows in rows {
        let (first, others) = rest.split_at_mut(rest.len().min(*rows));
        parts.push(first);
        rest = others;
    }
    parts
}

fn joins(job: Job<'_>, tasks: Vec<Task<'_>>) -> Vec<Join> {
    let storage = |id: &NodeId| job.plan.node(*id).map(|node| node.storage);
    let mut joins: Vec<Join> = job
        .kept
        .iter()
        .map(|id| Join {
            storage: storage(id),
            ..Join::default()
        })
        .collect();
    for task in tasks {
        for (join, piece) in joins.iter_mut().zip(task.pieces) {
            join.known.push((piece.rows, piece.known));
            match piece.sink {
                Sink::Truth(words) => join.truth.push((piece.rows, words)),
                Sink::Text(texts) => join.texts.push(texts),
                Sink::Number(numbers) => join.numbers.push(numbers),
                Sink::Date(_) | Sink::Enum(_) => {}
            }
        }
    }
    joins
}
