//! The columnar evaluator gives what the reference gives, whatever the chunks and threads.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test fails by panicking, and shows a failing case on demand"
)]

#[path = "../held/mod.rs"]
mod held;
mod make;

use aturan::data::results::Results;
use aturan::data::table::Dataset;
use aturan::eval::{self, Settings, Shared};
use aturan::plan::{self, Outputs};
use aturan::reference;

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
}

fn cases() -> u64 {
    std::env::var("ATURAN_CASES")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(300)
}

fn first_case() -> u64 {
    std::env::var("ATURAN_CASE")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(1)
}

#[test]
fn generated_policies_agree_with_the_reference() {
    let pools = [pool(1), pool(2), pool(3)];
    for seed in first_case()..first_case() + cases() {
        let program = make::program(seed);
        let plan = plan::plan(&program, make::today(), &Outputs::All);
        for data_seed in 0..3 {
            let data = make::dataset(&program, seed * 10 + data_seed);
            let expected = reference::evaluate(&program, &data, make::today());
            let runs = [(1, 0), (7, 1), (1024, 2), (3, 2), (1024, 0)];
            // The same plan again: what was kept of the first run gives all of the second.
            let mut shared = Shared::new([&plan, &plan]);
            for again in 0..2 {
                let settings = Settings { chunk_rows: 7 };
                let found = eval::run_shared(&plan, &data, &pools[1], settings, &mut shared);
                let place = format!("seed {seed}/{data_seed}, shared run {again}");
                same(&program, &data, &found, &expected, &place);
            }
            for (chunk_rows, threads) in runs {
                let settings = Settings { chunk_rows };
                let found = eval::run_with(&plan, &data, &pools[threads], settings);
                same(
                    &program,
                    &data,
                    &found,
                    &expected,
                    &format!("seed {seed}/{data_seed}, chunks of {chunk_rows}"),
                );
            }
        }
    }
}

#[test]
fn generated_policies_hold_every_construct() {
    let mut shown = String::new();
    for seed in 1..=300 {
        held::show(&make::program(seed), &mut shown);
    }
    let missing = held::missing(&shown);
    assert!(missing.is_empty(), "never generated: {missing:?}");
}

fn same(
    program: &aturan::check::tree::Program,
    data: &Dataset,
    found: &Results,
    expected: &Results,
    case: &str,
) {
    if found == expected {
        return;
    }
    if std::env::var("ATURAN_SHOW").is_ok() {
        eprintln!(
            "{case}: expected {:?}\nfound {:?}\ndata {data:?}",
            expected.faults, found.faults
        );
    }
    for (index, (found, expected)) in found.registers.iter().zip(&expected.registers).enumerate() {
        assert_eq!(
            found, expected,
            "{case}: register {index}: {:?}",
            program.registers[index]
        );
    }
    for (index, (found, expected)) in found.values.iter().zip(&expected.values).enumerate() {
        assert_eq!(
            found, expected,
            "{case}: value {index}: {:?}",
            program.values[index]
        );
    }
    for (index, (found, expected)) in found.aids.iter().zip(&expected.aids).enumerate() {
        assert_eq!(
            found, expected,
            "{case}: aid {index}: {:?}",
            program.aids[index]
        );
    }
    assert_eq!(found.faults, expected.faults, "{case}: faults");
    assert_eq!(found, expected, "{case}");
}
