//! How the front end grows: long texts, deep nesting, long tables, many rules to prove.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::fmt::Write;
use std::hint::black_box;

use aturan::number::Date;
use aturan::source::SourceMap;
use aturan::{Checked, LayerInput, load, plan, prove, syntax};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const HEAD: &str = r#"policy besar "Besar"
  edition 1
  currency IDR

type floor ceramic, cement, wood, earth, other

entity family "Keluarga"
  key family_id : text
  expenditure : money per month optional
  size   : integer 1..2000
  rooms  : integer 0..40
  floor  : floor
  owned  : boolean

entity member "Anggota"
  key person_id : text
  belongs to family by family_id
  birth_date : date
  works      : boolean optional
"#;

fn checked(text: &str) -> Checked {
    let layer = LayerInput {
        name: "policy".to_owned(),
        files: vec![("policy.aturan".to_owned(), text.to_owned())],
    };
    let (parsed, _) = load(vec![layer], &mut SourceMap::new());
    let (checked, _) = parsed.resolve().0.check();
    checked.unwrap()
}

/// A text of about so many bytes.
fn long(bytes: usize) -> String {
    let mut text = HEAD.to_owned();
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        write!(
            text,
            "\ndefine d_{number} \"Nilai\" of family = if rooms > {number} and not owned then size * 2 else size\n  source \"Contoh\"\n"
        )
        .unwrap();
    }
    text
}

/// A condition in so many parentheses.
fn deep(depth: usize) -> String {
    let (open, close) = ("(".repeat(depth), ")".repeat(depth));
    format!("{HEAD}\ndefine d of family = {open}rooms{close} > 1\n")
}

/// A table of four inputs with so many rows, a multiple of forty.
fn table(rows: usize) -> String {
    let mut text = format!(
        "{HEAD}\ndecide help of family : money, first match\n  | size | rooms | floor | owned || help |\n"
    );
    let bands = rows / 40;
    let step = 2_000 / bands;
    for band in 0..bands {
        let last = if band + 1 == bands {
            2_000
        } else {
            (band + 1) * step
        };
        for rooms in ["0..2", "3..5", "6..9", ">= 10"] {
            for floor in ["ceramic", "cement", "wood", "earth", "other"] {
                for owned in [true, false] {
                    let first = band * step + 1;
                    writeln!(
                        text,
                        "  | {first}..{last} | {rooms} | {floor} | {owned} || Rp {first}_000 |"
                    )
                    .unwrap();
                }
            }
        }
    }
    text
}

/// A policy of three hundred declarations that rest on each other.
fn rules() -> String {
    let mut text = format!(
        "{HEAD}\ndefine people of family = count(member)\n\ndefine per_capita of family = expenditure / people\n"
    );
    for number in 0..60 {
        let (line, age, rooms) = (400_000 + number * 1_000, 20 + number, number % 20 + 1);
        let (class, exclusion) = (number % 58, (number + 7) % 60);
        write!(
            text,
            "\nparameter line_{number} : money per month\n  source \"x\"\n  from 2020-01-01 = Rp {line}\n\
             \ndefine old_{number} of member = age(birth_date) >= {age} and works\n\
             \ndefine has_{number} of family = any(member where old_{number}) or rooms < {rooms}\n\
             \naid aid_{number} \"B\" of family\n  agency \"x\"\n  source \"x\"\n  when class_{class} in (poor, near)\n  when floor in (wood, earth)\n  unless has_{exclusion} because \"y\"\n  amount Rp 100_000 per month\n"
        )
        .unwrap();
    }
    for number in 0..58 {
        write!(
            text,
            "\nclassify class_{number} of family\n  poor  when per_capita < line_{number} and has_{number}\n  near  when per_capita < line_{number} * 1.2\n  other otherwise\n"
        )
        .unwrap();
    }
    text
}

fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10);
    for kilobytes in [100, 1_000, 10_000] {
        let text = long(kilobytes * 1_000);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("kB", kilobytes), &text, |it, text| {
            it.iter(|| black_box(syntax::parse(text, 0)));
        });
    }
    for depth in [25, 50, 100, 200] {
        let text = deep(depth);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("deep", depth), &text, |it, text| {
            it.iter(|| black_box(syntax::parse(text, 0)));
        });
    }
    group.finish();
}

fn proving(criterion: &mut Criterion) {
    let day = Date::new(2024, 6, 1).unwrap();
    let mut group = criterion.benchmark_group("prove");
    group.sample_size(10);
    let text = table(4_000);
    group.bench_function("a table of 4,000 rows, checked and proved", |it| {
        it.iter(|| prove::prove(&checked(black_box(&text)), day));
    });
    let text = rules();
    group.bench_function("300 declarations, checked and proved", |it| {
        it.iter(|| prove::prove(&checked(black_box(&text)), day));
    });
    group.finish();
}

/// From text to plan, for a policy of 100 KB.
fn planning(criterion: &mut Criterion) {
    let text = long(100_000);
    let mut group = criterion.benchmark_group("front");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("100 kB parsed and checked", |it| {
        it.iter(|| black_box(checked(&text)));
    });
    let day = Date::new(2024, 6, 1).unwrap();
    group.bench_function("100 kB parsed, checked and planned", |it| {
        it.iter(|| plan::plan(black_box(&checked(&text)), day, &plan::Outputs::All));
    });
    group.finish();
}

criterion_group!(benches, parsing, planning, proving);
criterion_main!(benches);
