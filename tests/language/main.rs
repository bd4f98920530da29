//! Small policies, each for one behaviour: what they say when they are right, and when they are wrong.
//!
//! `tests/language/<feature>/ok/*.aturan` raise no finding; of some, whose name begins with `tree`,
//! the tree is the point and is shown. `tests/language/<feature>/err/*.aturan` raise findings, which
//! stand under the source in the snapshot, as text.

#![expect(clippy::disallowed_methods, reason = "cases are files")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod robust;
mod tree;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use aturan::diagnostic::{Diagnostic, Diagnostics, Language, catalogue};
use aturan::source::SourceMap;
use aturan::syntax::{self, ast::File};

/// Runs the stages on one file.
fn read(name: &str, text: &str) -> (SourceMap, File, Diagnostics) {
    let mut sources = SourceMap::new();
    let base = sources.add(name, text).unwrap();
    let (file, findings) = syntax::parse(text, base);
    (sources, file, findings)
}

/// A finding as text: `code line:column message`, its places, its advice, its fix.
fn write_finding(sources: &SourceMap, finding: &Diagnostic, out: &mut String) {
    let place = |span: aturan::source::Span| {
        let (_, at) = sources.line_column(span.start).unwrap();
        format!("{}:{}", at.line, at.column)
    };
    writeln!(
        out,
        "{} {}",
        finding.code.name(),
        finding.message(Language::English)
    )
    .unwrap();
    for label in &finding.labels {
        let text = finding
            .text(label.slot, Language::English)
            .unwrap_or_default();
        writeln!(
            out,
            "  {} `{}` {text}",
            place(label.span),
            sources.text(label.span)
        )
        .unwrap();
    }
    if let Some(help) = finding.advice(Language::English) {
        writeln!(out, "  help: {help}").unwrap();
    }
    for fix in &finding.fixes {
        writeln!(
            out,
            "  fix: {} `{}` -> `{}`",
            place(fix.span),
            sources.text(fix.span),
            fix.replacement
        )
        .unwrap();
    }
}

fn findings_as_text(sources: &SourceMap, findings: &Diagnostics) -> String {
    let mut out = String::new();
    for finding in findings.sorted() {
        write_finding(sources, finding, &mut out);
    }
    out
}

/// Compares with `tests/language/<feature>/snapshots/<case>.snap`.
fn compare(path: &Path, shown: &str) {
    let feature = path.parent().and_then(Path::parent).unwrap();
    let case = path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(feature.join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.remove_snapshot_suffix();
    settings.remove_input_file();
    settings.bind(|| insta::assert_snapshot!(case, shown));
}

#[test]
fn right_policies_raise_nothing() {
    insta::glob!("*/ok/*.aturan", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (sources, file, findings) = read(&path.to_string_lossy(), &text);
        assert_eq!(
            findings_as_text(&sources, &findings),
            "",
            "{}",
            path.display()
        );
        if path
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .starts_with("tree")
        {
            compare(path, &format!("{text}\n----\n{}", tree::short(&file)));
        }
    });
}

#[test]
fn wrong_policies_say_what_is_wrong() {
    insta::glob!("*/err/*.aturan", |path| {
        let text = fs::read_to_string(path).unwrap();
        let (sources, _, findings) = read(&path.to_string_lossy(), &text);
        assert!(findings.has_errors(), "{}", path.display());
        compare(
            path,
            &format!("{text}\n----\n{}", findings_as_text(&sources, &findings)),
        );
    });
}

/// The names in braces of a text.
fn arguments(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn findings_say_the_same_in_both_languages() {
    for entry in catalogue::syntax::ENTRIES {
        assert!(
            entry.texts.iter().any(|(slot, ..)| *slot == "message"),
            "{}",
            entry.code
        );
        for (slot, english, indonesian) in entry.texts {
            assert!(
                !indonesian.is_empty(),
                "{} {slot} has no Indonesian",
                entry.code
            );
            assert_eq!(
                arguments(english),
                arguments(indonesian),
                "{} {slot}",
                entry.code
            );
            assert!(
                !english.ends_with('.') && !indonesian.ends_with('.'),
                "{} {slot} ends with a stop",
                entry.code
            );
        }
    }
}

#[test]
fn spans_are_global() {
    let text = "define a of family = 1\n";
    let (near, _) = syntax::parse(text, 0);
    let (far, _) = syntax::parse(text, 1_000);
    let (near, far) = (near.declarations[0].span, far.declarations[0].span);
    assert_eq!((near.start + 1_000, near.end + 1_000), (far.start, far.end));
    assert_eq!((near.start, near.end), (0, 22));
}
