//! How long each phase takes for the flagship policy, and a whole run over the city's example data.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark fails by panicking, and reads files of the repository"
)]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aturan::number::Date;
use aturan::plan::{self, Outputs};
use aturan::source::SourceMap;
use aturan::{Checked, LayerInput, outcome, syntax};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The layers of the flagship, those that others extend first.
const LAYERS: [&str; 2] = ["policies/nasional", "policies/palangka_raya"];
const POLICY: &str = "policies/palangka_raya";
const DATA: &str = "examples/palangka_raya/2023";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a layer, in the order of their names.
fn texts(layer: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let folders = [root().join(layer), root().join(layer).join("tests")];
    for folder in folders.into_iter().filter(|it| it.is_dir()) {
        let entries = fs::read_dir(folder).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| path.extension().is_some_and(|it| it == "aturan"));
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path.display().to_string(), text)
    };
    paths.into_iter().map(read).collect()
}

fn layers() -> Vec<LayerInput> {
    let layer = |name: &&str| LayerInput {
        name: (*name).to_owned(),
        files: texts(name),
    };
    LAYERS.iter().map(layer).collect()
}

fn checked(layers: &[LayerInput]) -> Checked {
    let mut sources = SourceMap::default();
    let (parsed, _) = aturan::load(layers.to_vec(), &mut sources);
    let (checked, _) = parsed.resolve().0.check();
    checked.unwrap()
}

fn front(criterion: &mut Criterion) {
    let layers = layers();
    let texts: Vec<_> = layers.iter().flat_map(|it| &it.files).collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let mut group = criterion.benchmark_group("front");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("parse", |it| {
        it.iter(|| {
            let mut base = 0;
            for (_, text) in &texts {
                black_box(syntax::parse(text, base));
                base += u32::try_from(text.len()).unwrap();
            }
        });
    });
    group.bench_function("parse, resolve and check", |it| {
        it.iter(|| checked(black_box(&layers)));
    });
    group.finish();
    let prepared = outcome::prepare(&checked(&layers));
    let day = Date::new(2023, 11, 30).unwrap();
    criterion.bench_function("plan", |it| {
        it.iter(|| plan::plan(black_box(&prepared.program), day, &Outputs::All));
    });
}

/// The command from its start to the last file written.
fn whole(criterion: &mut Criterion) {
    let out = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("command");
    group.sample_size(10);
    group.bench_function("run", |it| {
        it.iter(|| {
            let status = Command::new(env!("CARGO_BIN_EXE_aturan"))
                .args(["run", POLICY, "--data", DATA, "--quiet", "--out"])
                .arg(out.path())
                .current_dir(root())
                .stderr(Stdio::null())
                .status();
            assert!(status.unwrap().success());
        });
    });
    group.finish();
}

criterion_group!(benches, front, whole);
criterion_main!(benches);
