//! Rule sets from outside, written in Aturan: their tests pass by both evaluators.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and stops at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};

use aturan::number::Date;
use aturan::plan::{Outputs, plan};
use aturan::source::SourceMap;
use aturan::{LayerInput, eval, load, reference, testing};

const TEMPLATE: &str = "openfisca_template/rules";

/// A policy, what it extends, and how many tests it has.
const RULESETS: &[(&str, Option<&str>, usize)] = &[
    (TEMPLATE, None, 47),
    (
        "openfisca_template/reforms/new_tax.aturan",
        Some(TEMPLATE),
        2,
    ),
    (
        "openfisca_template/reforms/lower_housing_allowance.aturan",
        Some(TEMPLATE),
        1,
    ),
    (
        "openfisca_template/reforms/social_security.aturan",
        Some(TEMPLATE),
        1,
    ),
    ("us_snap", None, 72),
    ("mpi", None, 9),
];

#[test]
fn their_published_cases_pass_by_both_evaluators() {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .unwrap();
    let columnar =
        |program: &_, data: &_, date| eval::run(&plan(program, date, &Outputs::All), data, &pool);
    let evaluators: [testing::Evaluate; 2] = [&reference::evaluate, &columnar];
    let day = Date::new(2023, 11, 30).unwrap();
    for (path, base, wanted) in RULESETS {
        let layers = base.iter().copied().chain([*path]).map(layer).collect();
        let (parsed, mut findings) = load(layers, &mut SourceMap::new());
        let (resolved, found) = parsed.resolve();
        findings.append(found);
        let (checked, found) = resolved.check();
        findings.append(found);
        let codes: Vec<_> = findings.iter().map(|it| it.code.name()).collect();
        assert!(codes.is_empty(), "{path}: {codes:?}");
        let program = checked.unwrap();
        for run in evaluators {
            let (reports, _) = testing::run(&program, day, run, &|_| true);
            let failed: Vec<_> = reports.iter().filter(|it| !it.passed).collect();
            assert!(failed.is_empty(), "{path}: {failed:?}");
            assert_eq!(reports.len(), *wanted, "{path}");
        }
    }
}

fn layer(path: &str) -> LayerInput {
    let place = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/rulesets")
        .join(path);
    let mut files: Vec<PathBuf> = match fs::read_dir(&place) {
        Ok(entries) => entries
            .map(|it| it.unwrap().path())
            .filter(|it| it.extension().is_some_and(|it| it == "aturan"))
            .collect(),
        Err(_) => vec![place],
    };
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        (file.to_string_lossy().into_owned(), text)
    };
    LayerInput {
        name: path.to_owned(),
        files: files.into_iter().map(read).collect(),
    }
}
