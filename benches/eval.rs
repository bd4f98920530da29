//! How long the columnar evaluator takes for the benchmark policy, over households made from a seed.
//!
//! With `ATURAN_BENCH_DATA` naming a folder of the benchmark's own files it is measured on those too,
//! and with `ATURAN_BENCH_EXPECTED` naming the results of another program they are compared first.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a benchmark fails by panicking, and its files are named by the environment"
)]

mod policy;

use std::hint::black_box;
use std::path::Path;

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
    plan::plan(&policy::program(livelihoods), policy::day(), &Outputs::All)
}

/// Everything that is decided of a family alone: all but the aid under a quota, and the total with it.
fn alone() -> Outputs {
    let program = policy::program(&[]);
    let values = (0..).map(ValueId).zip(&program.values);
    let aids = (0..).map(AidId).zip(&program.aids);
    Outputs::Some {
        values: values
            .filter(|(_, it)| it.about.name != "total_aid")
            .map(|(id, _)| id)
            .collect(),
        aids: aids
            .filter(|(_, it)| it.quota.is_none())
            .map(|(id, _)| id)
            .collect(),
        registers: std::collections::BTreeSet::new(),
    }
}

fn evaluate(criterion: &mut Criterion) {
    let livelihoods: Vec<u32> = (0..30).map(|it| it % 5).collect();
    let plan = planned(&livelihoods);
    let data = data::generated(20_000, 20_240_917);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .unwrap();
    criterion.bench_function("plan", |it| it.iter(|| planned(black_box(&livelihoods))));
    criterion.bench_function("eval 20,000 households", |it| {
        it.iter(|| eval::run(black_box(&plan), black_box(&data), &pool));
    });
    let one = data::generated(1, 20_240_917);
    criterion.bench_function("eval one household", |it| {
        it.iter(|| eval::run(black_box(&plan), black_box(&one), &pool));
    });
    let alone = plan::plan(&policy::program(&livelihoods), policy::day(), &alone());
    let mut prepared = eval::Prepared::new(&alone);
    let families: Vec<Dataset> = (0..64).map(|it| data::generated(1, 77 * it + 1)).collect();
    let mut next = families.iter().cycle();
    criterion.bench_function("eval one household, prepared", |it| {
        it.iter(|| next.next().map(|family| prepared.run(black_box(family))));
    });
    if let Ok(folder) = std::env::var("ATURAN_BENCH_DATA") {
        let folder = Path::new(&folder);
        let plan = planned(&data::livelihoods(folder).unwrap());
        let data = data::read(folder).unwrap();
        if let Ok(expected) = std::env::var("ATURAN_BENCH_EXPECTED") {
            compare(
                &plan,
                &data,
                &eval::run(&plan, &data, &pool),
                Path::new(&expected),
            );
        }
        criterion.bench_function("eval files", |it| {
            it.iter(|| eval::run(black_box(&plan), black_box(&data), &pool));
        });
    }
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
            Values::Number(values) => values.iter().collect(),
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
