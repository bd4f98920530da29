//! The pages of the codes: one for each, and what they show is true.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aturan::check;
use aturan::diagnostic::levels::{Level, Levels};
use aturan::diagnostic::{catalogue, pages};
use aturan::number::Date;
use aturan::source::SourceMap;
use aturan::{LayerInput, load, prove, reference, testing};

const HEADINGS: [&str; 4] = [
    "What it means",
    "Example",
    "Fix",
    "Why it matters for a policy",
];

/// Phases whose findings come from data: their pages show data, which no test here reads.
const OF_DATA: [&str; 3] = ["data", "eval", "config"];

/// Pages whose example is not run.
const NOT_RUN: [&str; 9] = [
    // A run over data raises them.
    "test::results_changed",
    "test::results_not_kept",
    // Files on a disk raise it, not texts.
    "resolve::import_cycle",
    // A command names it, not a policy.
    "resolve::scenario_unknown",
    // Too long for a page.
    "syntax::too_long",
    "check::table_too_large",
    "check::too_deep",
    // A policy that is read from text never comes so far: the parser speaks first.
    "check::aggregate_form",
    "check::cell_count",
];

/// Before the day that a page's example is run on.
const ON: &str = "# run on ";

/// The codes of the pages in `docs/diagnostics/`.
fn on_disk() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics");
    let mut codes = BTreeSet::new();
    for phase in fs::read_dir(root).unwrap() {
        let phase = phase.unwrap();
        for page in fs::read_dir(phase.path()).into_iter().flatten() {
            let name = page.unwrap().file_name().into_string().unwrap();
            let name = name.strip_suffix(".md").unwrap_or(&name);
            codes.insert(format!("{}::{name}", phase.file_name().display()));
        }
    }
    codes
}

/// The text under a heading of the second level.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.split_once(&format!("\n## {heading}\n"));
    let (_, rest) = start.unwrap_or(("", ""));
    rest.split("\n## ").next().unwrap_or_default().trim()
}

/// The policies in a text: several blocks are layers, base first.
fn policies(text: &str) -> Vec<&str> {
    let blocks = text.split("```aturan\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap_or_default())
        .collect()
}

/// Name and text of the tables in a text, which stand beside its last layer.
fn tables(text: &str) -> Vec<(String, String)> {
    let blocks = text.split("```csv ").skip(1);
    let named = blocks.filter_map(|block| block.split("```").next()?.split_once('\n'));
    named
        .map(|(name, table)| (name.to_owned(), table.to_owned()))
        .collect()
}

/// The levels that a page is shown at: its own lint is on, if it is a quiet one.
fn levels(code: &str) -> Levels {
    let mut levels = Levels::default();
    if let Some(entry) = catalogue::find(code) {
        levels.set(entry.code, None, Level::Warn);
    }
    levels
}

/// The codes that a policy raises, each as often as it does.
fn raised(code: &str, text: &str, proves: bool) -> Vec<&'static str> {
    let layers = policies(text);
    let last = layers.len().saturating_sub(1);
    let named = |(place, layer): (usize, &&str)| {
        let mut files = vec![(format!("{place}.aturan"), (*layer).to_owned())];
        if place == last {
            files.extend(tables(text));
        }
        LayerInput {
            name: format!("layer {place}"),
            files,
        }
    };
    let mut sources = SourceMap::new();
    let (parsed, mut findings) = load(layers.iter().enumerate().map(named).collect(), &mut sources);
    let (resolved, found) = parsed.resolve();
    findings.append(found);
    let (checked, found) = resolved.check_at(&levels(code));
    findings.append(found);
    let day = layers
        .iter()
        .flat_map(|text| text.lines())
        .find_map(|line| line.strip_prefix(ON));
    if let (Some(checked), Some(day)) = (&checked, day) {
        findings.append(check::dates(checked, Date::parse_iso(day).unwrap()));
    }
    if let Some(program) = checked {
        let day = Date::new(2023, 11, 30).unwrap();
        let (reports, _) = testing::run(&program, day, &reference::evaluate, &|_| true);
        for failure in reports.iter().flat_map(|report| &report.failures) {
            findings.push(failure.finding(&program));
        }
        if proves {
            findings.append(prove::prove(&program, day).findings);
        }
    }
    findings.iter().map(|it| it.code.name()).collect()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages = on_disk();
    let codes: BTreeSet<String> = catalogue::entries()
        .map(|entry| entry.code.to_owned())
        .collect();
    let without_page: Vec<_> = codes.difference(&pages).collect();
    let without_code: Vec<_> = pages.difference(&codes).collect();
    assert!(
        without_page.is_empty() && without_code.is_empty(),
        "codes without a page: {without_page:#?}\npages without a code: {without_code:#?}"
    );
}

#[test]
fn the_table_holds_every_page() {
    let missing: Vec<_> = on_disk()
        .into_iter()
        .filter(|code| pages::page(code).is_none())
        .collect();
    assert!(
        missing.is_empty(),
        "not in the table, run `cargo xtask codegen`: {missing:#?}"
    );
    assert_eq!(pages::page("syntax::no_such_code"), None);
}

#[test]
fn pages_have_their_headings_in_order() {
    let mut wrong = Vec::new();
    for code in on_disk() {
        let page = pages::page(&code).unwrap_or_default();
        let headings: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        if !page.starts_with(&format!("# {code}\n")) || headings != HEADINGS {
            wrong.push(code);
            continue;
        }
        if HEADINGS.iter().any(|it| section(page, it).is_empty()) {
            wrong.push(code);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn examples_raise_their_code_and_fixes_raise_nothing() {
    let mut wrong = Vec::new();
    for code in on_disk() {
        let phase = code.split("::").next().unwrap_or_default();
        if OF_DATA.contains(&phase) || NOT_RUN.contains(&code.as_str()) {
            continue;
        }
        let page = pages::page(&code).unwrap_or_default();
        let proves = phase == "prove";
        let example = raised(&code, section(page, "Example"), proves);
        if example != [code.as_str()] {
            wrong.push(format!("{code}: the example raises {example:?}"));
        }
        let fix = section(page, "Fix");
        if policies(fix).is_empty() || !raised(&code, fix, proves).is_empty() {
            wrong.push(format!(
                "{code}: the fix raises {:?}",
                raised(&code, fix, proves)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
