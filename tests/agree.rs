//! The columnar evaluator gives what the reference gives, whatever the chunks and threads.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod build;
mod generate;

use aturan::data::results::Results;
use aturan::data::table::Dataset;
use aturan::eval::{self, Settings};
use aturan::plan::{self, Outputs, Plan};
use aturan::reference;
use generate::Case;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Rows of a chunk, and how many threads share them.
const RUNS: [(usize, usize); 4] = [(1, 1), (7, 2), (1024, 3), (2, 8)];

#[test]
fn columnar_and_reference_agree() {
    let pools = RUNS.map(|(_, threads)| pool(threads));
    let config = ProptestConfig {
        cases: 600,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let run = |case| agree(&case, &pools);
    if let Err(failure) = TestRunner::new(config).run(&generate::case(), run) {
        unreachable!("{failure}");
    }
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
}

fn agree(case: &Case, pools: &[ThreadPool]) -> TestCaseResult {
    let expected = reference::evaluate(&case.program, &case.dataset, case.date);
    let plan = plan::plan(&case.program, case.date, &Outputs::All);
    for ((chunk_rows, threads), pool) in RUNS.into_iter().zip(pools) {
        let found = eval::run_with(&plan, &case.dataset, pool, Settings { chunk_rows });
        let run = format!("chunks of {chunk_rows} on {threads} threads");
        same(&found, &expected, &run)?;
    }
    again(&plan, &case.dataset, &pools[0], &expected)
}

/// A prepared plan gives the same for these data, for others with fewer columns, and for these again.
fn again(plan: &Plan, data: &Dataset, pool: &ThreadPool, expected: &Results) -> TestCaseResult {
    let mut prepared = eval::Prepared::new(plan);
    same(&prepared.run(data), expected, "prepared")?;
    let mut fewer = data.clone();
    let columns = fewer.tables.iter_mut().flat_map(|it| &mut it.columns);
    columns.skip(1).step_by(2).for_each(|it| *it = None);
    let other = eval::run(plan, &fewer, pool);
    same(&prepared.run(&fewer), &other, "prepared, fewer columns")?;
    same(&prepared.run(data), expected, "prepared, once more")
}

/// Compares rule by rule, so that a failure names the first that differs.
fn same(found: &Results, expected: &Results, run: &str) -> TestCaseResult {
    for (id, (found, expected)) in found.values.iter().zip(&expected.values).enumerate() {
        prop_assert_eq!(found, expected, "value {}, {}", id, run);
    }
    for (id, (found, expected)) in found.aids.iter().zip(&expected.aids).enumerate() {
        prop_assert_eq!(found, expected, "aid {}, {}", id, run);
    }
    for (id, (found, expected)) in found.registers.iter().zip(&expected.registers).enumerate() {
        prop_assert_eq!(found, expected, "register {}, {}", id, run);
    }
    prop_assert_eq!(&found.faults, &expected.faults, "faults, {}", run);
    prop_assert_eq!(found, expected, "{}", run);
    Ok(())
}
