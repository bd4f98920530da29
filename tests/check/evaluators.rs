//! The tests of sound cases and of the pages about the language pass, by both evaluators.

use std::fs;
use std::path::Path;

use aturan::diagnostic::Diagnostics;
use aturan::eval;
use aturan::number::Date;
use aturan::plan::{Outputs, plan};
use aturan::{LayerInput, reference, testing};

use crate::{cases, check_layers, layer, layers};

/// What fails by either evaluator, or does not check.
fn failures(name: &str, layers: Vec<LayerInput>) -> Vec<String> {
    let (map, findings, checked) = check_layers(layers);
    let Some(program) = checked else {
        return vec![format!(
            "{name}\n{}",
            crate::render::findings(&findings, &map)
        )];
    };
    let day = Date::new(2023, 11, 30).unwrap();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .unwrap();
    let columnar =
        |program: &_, data: &_, date| eval::run(&plan(program, date, &Outputs::All), data, &pool);
    let evaluators: [(&str, testing::Evaluate); 2] =
        [("reference", &reference::evaluate), ("columnar", &columnar)];
    let mut failed = Vec::new();
    for (evaluator, run) in evaluators {
        let (reports, _) = testing::run(&program, day, run, &|_| true);
        for failure in reports.iter().flat_map(|it| &it.failures) {
            let finding = failure.finding(&program);
            let mut findings = Diagnostics::new();
            findings.push(finding);
            let shown = crate::render::findings(&findings, &map);
            failed.push(format!("{name} by the {evaluator} evaluator\n{shown}"));
        }
    }
    failed
}

#[test]
fn sound_policies_pass_their_tests_by_both_evaluators() {
    let mut failed = Vec::new();
    for case in cases("ok") {
        failed.extend(failures(&case.to_string_lossy(), layers(&case)));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn pages_of_the_language_show_policies_that_hold() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language");
    let mut failed = Vec::new();
    for page in fs::read_dir(pages).unwrap() {
        let path = page.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let blocks = text.split("```aturan\n").skip(1);
        let policies = blocks
            .map(|block| block.split("```").next().unwrap_or_default())
            .filter(|block| block.starts_with("policy ") || block.starts_with("kebijakan "))
            .filter(|block| !block.contains("\n  extends") && !block.contains("\n  memperluas"));
        for policy in policies {
            let own = layer(policy.to_owned());
            failed.extend(failures(&path.to_string_lossy(), vec![own]));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
