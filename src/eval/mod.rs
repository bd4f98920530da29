//! The columnar evaluator: a plan over bound data, chunk by chunk, the same bytes on any machine.
//!
//! | file | holds |
//! |---|---|
//! | `prepared` | a plan kept ready for one family after the other |
//! | `run` | stages and barriers, chunks in parallel, results at their places |
//! | `shape` | the data with proved lengths, spans from levels to those below |
//! | `layout` | where the nodes of a stage stand |
//! | `chunk` | the interpreter: a worker runs the nodes of a stage over a chunk |
//! | `operation`, `truth`, `text`, `below` | its operations by what they give; aggregates |
//! | `views`, `write` | what operations read; what is kept |
//! | `register`, `family` | buffers and views |
//! | `kernels` | loops, by family |
//! | `aggregate`, `sure`, `select`, `aid` | rows below a row, rows in order, statuses |
//! | `allocate`, `position` | the barrier of an aid, and that of the places of rows |
//! | `rank` | the order of candidates |
//! | `cells` | single rows, for slow paths and orders |
//! | `shared` | what several plans over the same data compute once |
//! | `steps` | plans that differ by a number: only rows that change are computed |
//! | `store`, `outcome`, `faults` | full columns, results, whose fault an overflow is |

mod aggregate;
mod aid;
mod allocate;
mod below;
mod cells;
mod chunk;
mod family;
mod faults;
mod kernels;
mod layout;
mod operation;
mod outcome;
mod position;
mod prepared;
mod rank;
mod register;
mod run;
mod select;
mod shape;
mod shared;
mod steps;
mod store;
mod sure;
mod text;
mod truth;
mod views;
mod write;

use rayon::ThreadPool;

use crate::data::results::Results;
use crate::data::table::Dataset;
use crate::plan::print::fingerprints;
use crate::plan::{Plan, stage};

pub use prepared::Prepared;
pub use shared::Shared;
pub use steps::{Change, Rows, Steps};

use shape::Shape;
use store::Store;

/// How a run is cut into pieces; never seen in its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Rows of a stage's top level in a chunk.
    pub chunk_rows: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { chunk_rows: 1024 }
    }
}

/// Evaluates a plan over data.
pub fn run(plan: &Plan, data: &Dataset, pool: &ThreadPool) -> Results {
    run_with(plan, data, pool, Settings::default())
}

/// As [`run`], with chunks of another size.
pub fn run_with(plan: &Plan, data: &Dataset, pool: &ThreadPool, settings: Settings) -> Results {
    let shape = Shape::new(plan, data);
    let arrangement = stage::arrange(plan, &run::tops(plan, &shape));
    let mut store = Store::new(plan, &shape);
    let ran = run::stages((plan, &shape), &arrangement, &mut store, (pool, settings));
    pool.install(|| outcome::results(plan, &shape, &mut store, ran))
}

/// As [`run`], one of several plans over the same data: what they have in common is computed once.
pub fn run_shared(
    plan: &Plan,
    data: &Dataset,
    pool: &ThreadPool,
    settings: Settings,
    shared: &mut Shared,
) -> Results {
    let prints = fingerprints(plan);
    let plan = shared.cut(plan, &prints);
    let plan = plan.as_ref();
    let shape = Shape::new(plan, data);
    let mut arrangement = stage::arrange(plan, &run::tops(plan, &shape));
    let mut store = Store::new(plan, &shape);
    shared.lend(plan, &prints, (&mut arrangement, &mut store));
    let ran = run::stages((plan, &shape), &arrangement, &mut store, (pool, settings));
    let overflowed = !ran.overflows.is_empty();
    shared.keep(plan, &prints, &mut store);
    let results = pool.install(|| outcome::results(plan, &shape, &mut store, ran));
    shared.take_back(&prints, &mut store, overflowed);
    results
}
