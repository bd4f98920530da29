//! Small policies, one behaviour each: those under `ok` check without a finding, those under `err`
//! give the findings in their snapshot.
//!
//! A case without a `policy` line of its own stands on `prelude.aturan`. Where a file of the same
//! name ends in `.base`, it is the policy that the case extends.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and stops at the first surprise"
)]

mod evaluators;
mod generated;
mod render;

use std::fs;
use std::path::{Path, PathBuf};

use aturan::diagnostic::Diagnostics;
use aturan::source::SourceMap;
use aturan::{Checked, LayerInput, load};

#[test]
fn sound_policies_check_without_a_finding() {
    let mut failed = Vec::new();
    for case in cases("ok") {
        let (map, findings) = check(&case);
        if !findings.is_empty() {
            failed.push(format!(
                "{}\n{}",
                case.display(),
                render::findings(&findings, &map)
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn mistakes_are_reported_as_their_snapshots_say() {
    for case in cases("err") {
        let (map, findings) = check(&case);
        assert!(!findings.is_empty(), "{} has no finding", case.display());
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        let feature = case.parent().unwrap().parent().unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(feature.join("snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let text = fs::read_to_string(&case).unwrap();
        let shown = format!(
            "{}\n----\n{}",
            text.trim_end(),
            render::findings(&findings, &map)
        );
        settings.bind(|| insta::assert_snapshot!(name, shown));
    }
}

/// Every finding of the checker is shown by one case at least.
#[test]
fn every_code_has_a_case() {
    let mut seen = std::collections::BTreeSet::new();
    for case in cases("err") {
        let (_, findings) = check(&case);
        seen.extend(findings.iter().map(|it| it.code.name()));
    }
    // Shown by tests of their own, or raised for trees that the parser refuses before.
    let elsewhere = [
        "check::not_in_force",
        "check::table_too_large",
        "check::too_deep",
        "resolve::import_cycle",
        "resolve::scenario_unknown",
        "check::aggregate_form",
        "check::cell_count",
        "check::equals_missing",
    ];
    let phases = ["resolve::", "check::", "lint::"];
    // A quiet lint is shown by its page, where it is switched on.
    let missing: Vec<&str> = aturan::diagnostic::catalogue::entries()
        .filter(|entry| !aturan::diagnostic::levels::is_quiet(entry))
        .map(|entry| entry.code)
        .filter(|code| phases.iter().any(|phase| code.starts_with(phase)))
        .filter(|code| !elsewhere.contains(code) && !seen.contains(code))
        .collect();
    assert!(missing.is_empty(), "no case raises {missing:?}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

/// The cases of a kind, in the order of their paths.
fn cases(kind: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for feature in fs::read_dir(root()).unwrap() {
        let folder = feature.unwrap().path().join(kind);
        if !folder.is_dir() {
            continue;
        }
        let files = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path());
        found.extend(files.filter(|file| file.extension().is_some_and(|end| end == "aturan")));
    }
    found.sort();
    assert!(!found.is_empty(), "no cases of kind {kind}");
    found
}

fn check(case: &Path) -> (SourceMap, Diagnostics) {
    let (map, findings, _) = check_layers(layers(case));
    (map, findings)
}

/// A case with what it extends, and the tables of values of the same name beside it.
fn layers(case: &Path) -> Vec<LayerInput> {
    let mut layers = Vec::new();
    if let Ok(base) = fs::read_to_string(case.with_extension("base")) {
        let files = vec![("base.aturan".to_owned(), base)];
        layers.push(LayerInput {
            name: "base".to_owned(),
            files,
        });
    }
    let mut own = layer(fs::read_to_string(case).unwrap());
    let table = case.with_extension("csv");
    if let Ok(text) = fs::read_to_string(&table) {
        let name = table.file_name().unwrap().to_string_lossy().into_owned();
        own.files.push((name, text));
    }
    layers.push(own);
    layers
}

/// A text as a policy: on the prelude where it has no header of its own.
pub(crate) fn layer(text: String) -> LayerInput {
    let is_header = |line: &str| line.starts_with("policy ") || line.starts_with("kebijakan ");
    let own_header = text.lines().any(is_header);
    let mut files = vec![("case.aturan".to_owned(), text)];
    if !own_header {
        let prelude = fs::read_to_string(root().join("prelude.aturan")).unwrap();
        files.push(("prelude.aturan".to_owned(), prelude));
    }
    LayerInput {
        name: "case".to_owned(),
        files,
    }
}

/// Runs all phases; the checked policy where there is no error.
pub(crate) fn check_layers(layers: Vec<LayerInput>) -> (SourceMap, Diagnostics, Option<Checked>) {
    let mut map = SourceMap::new();
    let (parsed, mut findings) = load(layers, &mut map);
    let (resolved, more) = parsed.resolve();
    findings.append(more);
    let (checked, more) = resolved.check();
    findings.append(more);
    assert_eq!(checked.is_none(), findings.has_errors());
    (map, findings, checked)
}
