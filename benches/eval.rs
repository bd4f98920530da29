//! How long the columnar evaluator takes for the benchmark policy, over households made from a seed.
//!
//! With `ATURAN_BENCH_DATA` naming a folder of the benchmark's own files it is measured on those too,
//! and with `ATURAN_BENCH_EXPECTED` naming the results of another program they are compared first.
#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

mod policy;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use aturan::check::tree::{AidId, Status, ValueId};
use aturan::data::results::Results;
use aturan::data::table::{Dataset, Values};
use aturan::eval;
use aturan::plan::{self, Outputs, Plan};
use criterion::{Criterion, criterion_group, criterion_main};
use policy::data;

fn planned(livelihoods: &[u32]) -> Plan {
    let program = policy::program(livelihoods);
    let wanted = ["class", "score", "is_fakir", "trainees", "total_aid"];
    let values = (0..)
        .map(ValueId)
        .zip(&program.values)
        .filter(|(_, value)| wanted.contains(&value.about.name.as_str()))
        .map(|(id, _)| id)
        .collect();
    let aids = (0..).map(AidId).take(program.aids.len()).collect();
    let outputs = Outputs::Some {
        values,
        aids,
        registers: BTreeSet::new(),
    };
    plan::plan(&program, policy::day(), &outputs)
}

fn evaluate(criterion: &mut Criterion) {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .unwrap();
    on_files(criterion, &pool);
    let livelihoods: Vec<u32> = (0..30).map(|it| it % 5).collect();
    let plan = planned(&livelihoods);
    let data = data::generated(20_000, 20_240_917);
    criterion.bench_function("plan", |it| it.iter(|| planned(black_box(&livelihoods))));
    criterion.bench_function("eval 20,000 households", |it| {
        it.iter(|| eval::run(black_box(&plan), black_box(&data), &pool));
    });
}

/// The benchmark's own files, where the environment names them.
fn on_files(criterion: &mut Criterion, pool: &rayon::ThreadPool) {
    if let Ok(folder) = std::env::var("ATURAN_BENCH_DATA") {
        let folder = Path::new(&folder);
        let plan = planned(&data::livelihoods(folder).unwrap());
        let data = data::read(folder).unwrap();
        if let Ok(expected) = std::env::var("ATURAN_BENCH_EXPECTED") {
            compare(
                &plan,
                &data,
                &eval::run(&plan, &data, pool),
                Path::new(&expected),
            );
        }
        if let Some(runs) = std::env::var("ATURAN_BENCH_RUNS")
            .ok()
            .and_then(|it| it.parse().ok())
        {
            return print_times(runs, || eval::run(black_box(&plan), black_box(&data), pool));
        }
        criterion.bench_function("eval files", |it| {
            it.iter(|| eval::run(black_box(&plan), black_box(&data), pool));
        });
    }
}

/// One line as the benchmark's other programs print it, for measurements in turns.
fn print_times<T>(runs: usize, run: impl Fn() -> T) {
    let time = || {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64()
    };
    let mut times: Vec<f64> = (0..runs).map(|_| time()).collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{{\"evaluate\": {:.5}, \"best\": {:.5}}}",
        times[runs / 2],
        times[0]
    );
}

/// Every result is that of the other program.
fn compare(_plan: &Plan, data: &Dataset, found: &Results, expected: &Path) {
    let batches = data::batches(expected).unwrap();
    let numbers = |name: &str| -> Vec<i64> {
        let parts = batches
            .iter()
            .map(|batch| batch.column_by_name(name).unwrap());
        parts
            .flat_map(|it| match it.as_primitive_opt::<Int64Type>() {
                Some(values) => values.values().to_vec(),
                None => match it.as_primitive_opt::<Int32Type>() {
                    Some(values) => values.values().iter().map(|it| i64::from(*it)).collect(),
                    None => it
                        .as_primitive::<arrow_array::types::Int8Type>()
                        .values()
                        .iter()
                        .map(|it| i64::from(*it))
                        .collect(),
                },
            })
            .collect()
    };
    let program = policy::program(&[]);
    let value = |name: &str| -> Vec<i64> {
        let place = program
            .values
            .iter()
            .position(|it| it.about.name == name)
            .unwrap();
        match &found.values[place].as_ref().unwrap().values {
            Values::Number(values) => values.clone(),
            Values::Enum(codes) => codes.iter().map(|it| i64::from(*it)).collect(),
            Values::Boolean(bits) => bits.iter().map(i64::from).collect(),
            Values::Date(_) | Values::Text(_) => vec![],
        }
    };
    let rows = data.tables[0].rows;
    let aid = |id: usize| -> Vec<i64> {
        (0..rows)
            .map(|row| found.aids[id].granted_amount(row).unwrap() / 10_000)
            .collect()
    };
    assert_eq!(value("score"), numbers("score"));
    let total: Vec<i64> = value("total_aid").iter().map(|it| it / 10_000).collect();
    assert_eq!(aid(0), numbers("pkh"), "pkh");
    assert_eq!(aid(1), numbers("sembako"), "sembako");
    assert_eq!(aid(2), numbers("pbi"), "pbi");
    assert_eq!(aid(4), numbers("kube"), "kube");
    assert_eq!(value("trainees"), numbers("trainees"), "trainees");
    assert_eq!(total, numbers("total_aid"), "total");
    let granted = found.aids[4]
        .status
        .iter()
        .filter(|it| **it == Status::Granted)
        .count();
    eprintln!("{rows} households as expected, {granted} in the ranked aid");
}

criterion_group!(benches, evaluate);
criterion_main!(benches);
