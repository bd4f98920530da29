//! A plan made ready for many small calls, one family after the other: stages, places and buffers are
//! arranged once and kept, and all is done where it is asked for, without a pool.

use super::chunk::{Job, Spare, Worker};
use super::layout::Layout;
use super::outcome;
use super::run::{Ran, at_barrier};
use super::shape::Shape;
use super::store::{Piece, Sink, Store, column};
use crate::check::tree::EntityId;
use crate::data::bitmap::Bitmap;
use crate::data::results::Results;
use crate::data::table::{Column, Dataset, Values};
use crate::plan::Plan;
use crate::plan::op::{NodeId, Storage};
use crate::plan::stage::{Arrangement, Stage, Stream, arrange};

/// A plan ready to be run over a few rows at a time, as often as there are such rows.
///
/// It gives what [`run`](super::run) gives, and is meant for data of one family or a few: a web form, a
/// registration desk. All rows go through in one piece, so for a whole population use
/// [`run`](super::run).
///
/// ```no_run
/// use aturan::data::results::Results;
/// use aturan::data::table::Dataset;
/// use aturan::eval::Prepared;
/// use aturan::plan::Plan;
///
/// fn decide(plan: &Plan, families: &[Dataset]) -> Vec<Results> {
///     let mut prepared = Prepared::new(plan);
///     families.iter().map(|family| prepared.run(family)).collect()
/// }
/// ```
#[derive(Debug)]
pub struct Prepared<'p> {
    plan: &'p Plan,
    arrangement: Arrangement,
    /// The fields that had a column when the streams were laid out.
    read: Vec<bool>,
    /// By stage, what a stream needs.
    streams: Vec<Option<Ready>>,
    /// The places of columns, empty between calls.
    columns: Vec<Option<Column>>,
}

/// A stream laid out, with its buffers.
#[derive(Debug)]
struct Ready {
    layout: Layout,
    kept: Vec<NodeId>,
    spare: Spare,
}

impl<'p> Prepared<'p> {
    /// Arranges a plan.
    pub fn new(plan: &'p Plan) -> Self {
        let levels = (0..).map(EntityId).take(plan.entities.len());
        let tops: Vec<EntityId> = levels
            .map(|id| plan.upwards(id).last().copied().unwrap_or(id))
            .collect();
        Self {
            plan,
            arrangement: arrange(plan, &tops),
            read: Vec::new(),
            streams: Vec::new(),
            columns: vec![None; plan.nodes.len()],
        }
    }

    /// Evaluates the plan over data.
    pub fn run(&mut self, data: &Dataset) -> Results {
        let plan = self.plan;
        let shape = Shape::new(plan, data);
        self.lay_out(&shape);
        let mut store = Store::with(plan, &shape, std::mem::take(&mut self.columns));
        let mut ran = Ran::default();
        let stages = self.arrangement.stages.iter().zip(&mut self.streams);
        for ((stage, ready), finished) in stages.zip(&self.arrangement.finished) {
            match (stage, ready) {
                (Stage::Stream(stream), Some(ready)) => {
                    let columns = stream_alone((plan, &shape, &store), stream, ready, &mut ran);
                    for (id, column) in ready.kept.iter().zip(columns) {
                        store.put(*id, column);
                    }
                }
                (stage, _) => at_barrier((plan, &shape), &mut store, stage, &mut ran),
            }
            for id in finished {
                store.take(*id);
            }
        }
        let results = outcome::results(plan, &shape, &mut store, ran);
        self.columns = store.into_columns();
        self.columns.iter_mut().for_each(|it| *it = None);
        results
    }

    /// Lays out the streams, where that was not done for data with the same columns.
    fn lay_out(&mut self, shape: &Shape<'_>) {
        let is_read = shape.columns.iter().map(Option::is_some);
        if !self.streams.is_empty() && is_read.clone().eq(self.read.iter().copied()) {
            return;
        }
        self.read = is_read.collect();
        let kept = &self.arrangement.kept;
        let is_kept = |id: &NodeId| kept.get(id.index()).copied().unwrap_or(false);
        let ready = |stage: &Stage| match stage {
            Stage::Stream(stream) => {
                let layout = Layout::new(self.plan, shape, stream);
                Some(Ready {
                    spare: Spare::new(self.plan, &layout),
                    layout,
                    kept: stream.nodes.iter().copied().filter(is_kept).collect(),
                })
            }
            Stage::Allocate(_) | Stage::Place(_) => None,
        };
        self.streams = self.arrangement.stages.iter().map(ready).collect();
    }
}

/// Runs a stream over all rows in one piece: the columns that are kept.
fn stream_alone(
    (plan, shape, store): (&Plan, &Shape<'_>, &Store<'_>),
    stream: &Stream,
    ready: &mut Ready,
    ran: &mut Ran,
) -> Vec<Column> {
    let job = Job {
        plan,
        shape,
        store,
        stream,
        layout: &ready.layout,
        kept: &ready.kept,
    };
    let mut worker = Worker::with(job, std::mem::take(&mut ready.spare));
    let mut buffers: Vec<Buffer> = ready
        .kept
        .iter()
        .map(|id| Buffer::new(plan, shape, *id))
        .collect();
    let mut pieces: Vec<Piece<'_>> = buffers.iter_mut().map(Buffer::piece).collect();
    ran.overflows
        .extend(worker.run(&(0..shape.rows(stream.top)), &mut pieces));
    ready.spare = worker.rest();
    let filled: Vec<_> = pieces.into_iter().map(filled).collect();
    let all = buffers.into_iter().zip(filled);
    all.map(|(buffer, filled)| buffer.finish(filled)).collect()
}

/// The values of a kept node that are written in place.
struct Buffer {
    rows: usize,
    dates: Vec<i32>,
    codes: Vec<u16>,
    storage: Storage,
}

/// What a piece holds once it is written.
type Filled = (Option<Values>, Option<Vec<u64>>);

impl Buffer {
    fn new(plan: &Plan, shape: &Shape<'_>, id: NodeId) -> Self {
        let node = plan.node(id);
        let storage = node.map_or(Storage::Truth, |node| node.storage);
        let rows = node.and_then(|node| node.level);
        let rows = rows.map_or(0, |level| shape.rows(level));
        let of = |wanted: Storage| if storage == wanted { rows } else { 0 };
        Self {
            rows,
            dates: vec![0; of(Storage::Date)],
            codes: vec![0; of(Storage::Enum)],
            storage,
        }
    }

    fn piece(&mut self) -> Piece<'_> {
        let sink = match self.storage {
            Storage::Date => Sink::Date(&mut self.dates),
            Storage::Enum => Sink::Enum(&mut self.codes),
            Storage::Number | Storage::Truth | Storage::Text => Sink::Truth(Vec::new()),
        };
        Piece {
            rows: self.rows,
            sink,
            known: None,
        }
    }

    fn finish(self, (values, known): Filled) -> Column {
        let values = values.unwrap_or(match self.storage {
            Storage::Date => Values::Date(self.dates),
            Storage::Enum => Values::Enum(self.codes),
            Storage::Number | Storage::Truth | Storage::Text => {
                Values::Boolean(Bitmap::zeros(self.rows))
            }
        });
        let known = known.map(|words| Bitmap::from_words(words, self.rows));
        column(values, known.filter(|it| it.count_ones() < self.rows))
    }
}

/// What was written; values that stand in their buffer are left there.
fn filled(piece: Piece<'_>) -> Filled {
    let values = match piece.sink {
        Sink::Number(numbers) => Some(Values::Number(numbers)),
        Sink::Truth(words) => Some(Values::Boolean(Bitmap::from_words(words, piece.rows))),
        Sink::Text(texts) => Some(Values::Text(super::store::join_texts(&[texts]))),
        Sink::Date(_) | Sink::Enum(_) => None,
    };
    (values, piece.known)
}
