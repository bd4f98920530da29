//! The columnar evaluator gives what the reference gives, whatever the chunks and threads.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod build;
mod generate;

use aturan::eval::{self, Settings};
use aturan::plan::{self, Outputs};
use aturan::reference;
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn columnar_and_reference_agree(case in generate::case()) {
        let expected = reference::evaluate(&case.program, &case.dataset, case.date);
        let plan = plan::plan(&case.program, case.date, &Outputs::All);
        for (chunk_rows, threads) in [(1, 1), (7, 2), (1024, 3)] {
            let settings = Settings { chunk_rows };
            let found = eval::run_with(&plan, &case.dataset, &pool(threads), settings);
            prop_assert_eq!(&found, &expected, "chunks of {} on {} threads", chunk_rows, threads);
        }
    }
}
