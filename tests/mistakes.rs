//! Mistakes as people make them who write policies: each gives one finding, in words they understand,
//! in both languages.
//!
//! Every case stands on `mistakes/schema.aturan`.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and stops at the first surprise"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use aturan::diagnostic::{Diagnostic, Diagnostics, Language};
use aturan::format::{Names, Target, format};
use aturan::source::SourceMap;
use aturan::{LayerInput, load, reference, testing, words};

/// As many as the folder must hold.
const LEAST: usize = 120;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

/// Names of the cases, in their order.
fn cases() -> Vec<String> {
    let files = fs::read_dir(root()).unwrap().flatten();
    let mut names: Vec<String> = files
        .filter_map(|it| Some(it.file_name().to_str()?.strip_suffix(".aturan")?.to_owned()))
        .filter(|name| name != "schema")
        .collect();
    names.sort();
    names
}

/// The text of a case, or of the schema.
fn text(name: &str) -> String {
    fs::read_to_string(root().join(format!("{name}.aturan"))).unwrap()
}

/// The findings of a case; those of its tests too, where it has no error.
fn findings(name: &str) -> (SourceMap, Diagnostics) {
    findings_of(name, [text(name), text("schema")])
}

/// The findings of the text of a case and of its schema.
fn findings_of(name: &str, [case, schema]: [String; 2]) -> (SourceMap, Diagnostics) {
    let layer = LayerInput {
        name: "policy".to_owned(),
        files: vec![
            (format!("{name}.aturan"), case),
            ("schema.aturan".to_owned(), schema),
        ],
    };
    let mut map = SourceMap::new();
    let (parsed, mut findings) = load(vec![layer], &mut map);
    let (resolved, found) = parsed.resolve();
    findings.append(found);
    let (checked, found) = resolved.check();
    findings.append(found);
    if let Some(program) = checked {
        let day = aturan::number::Date::new(2024, 1, 1).unwrap();
        let (reports, _) = testing::run(&program, day, &reference::evaluate, &|_| true);
        for failure in reports.iter().flat_map(|report| &report.failures) {
            findings.push(failure.finding(&program).in_words_of(&map));
        }
    }
    (map, findings)
}

/// The finding as a user reads it: the line with its place marked, what is wrong, what to do.
fn shown(finding: &Diagnostic, map: &SourceMap, language: Language) -> String {
    let mut out = format!("{}\n", finding.message(language));
    for label in &finding.labels {
        let (file, at) = map.line_column(label.span.start).unwrap();
        let line = file.text.lines().nth(at.line - 1).unwrap_or_default();
        let line = line.replace('\t', "→");
        let rest = line.chars().count().saturating_sub(at.column - 1);
        let width = map.text(label.span).chars().take_while(|c| *c != '\n');
        let marks = "^".repeat(width.count().min(rest).max(1));
        let text = finding.text(label.slot, language).unwrap_or_default();
        let number = at.line;
        let _ = writeln!(out, "{number:4} | {line}");
        let _ = writeln!(out, "     | {}{marks} {text}", " ".repeat(at.column - 1));
    }
    if let Some(advice) = finding.advice(language) {
        let word = match language {
            Language::English => "help",
            Language::Indonesian => "kiat",
        };
        let _ = writeln!(out, "  {word}: {advice}");
    }
    out
}

#[test]
fn each_mistake_has_one_finding_in_both_languages() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() >= LEAST, "{} cases", cases.len());
    for name in cases {
        let (map, findings) = findings(&name);
        if findings.len() != 1 {
            let codes: Vec<&str> = findings.iter().map(|it| it.code.name()).collect();
            wrong.push(format!("{name}: {codes:?}"));
        }
        let mut text = String::new();
        for finding in findings.sorted() {
            let _ = writeln!(text, "{}\n", finding.code.name());
            let _ = writeln!(text, "{}", shown(finding, &map, Language::English));
            let _ = writeln!(text, "{}", shown(finding, &map, Language::Indonesian));
            for fix in &finding.fixes {
                let _ = writeln!(
                    text,
                    "fix: `{}` -> `{}`",
                    map.text(fix.span),
                    fix.replacement
                );
            }
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(root().join("snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, text.trim_end()));
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Codes with their lines and the marked texts, put into Indonesian words.
fn places(name: &str, texts: [String; 2]) -> Vec<(&'static str, usize, String)> {
    let (map, findings) = findings_of(name, texts);
    let place = |finding: &Diagnostic| {
        let span = finding.labels.first().unwrap().span;
        let (_, at) = map.line_column(span.start).unwrap();
        let words = words::in_indonesian(map.text(span));
        let marked: Vec<&str> = words.split_whitespace().collect();
        (finding.code.name(), at.line, marked.join(" "))
    };
    findings.sorted().into_iter().map(place).collect()
}

#[test]
fn a_mistake_is_the_same_in_indonesian_words() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for name in cases() {
        let texts = [text(&name), text("schema")];
        let mut names = Names::default();
        for text in &texts {
            names.add(text);
        }
        let into = |target| {
            let made = texts
                .each_ref()
                .map(|it| format(it, 0, target, &names).ok());
            let [case, schema] = made;
            Some([case?, schema?])
        };
        let (Some(english), Some(indonesian)) = (into(Target::English), into(Target::Indonesian))
        else {
            continue;
        };
        compared += 1;
        let (english, indonesian) = (places(&name, english), places(&name, indonesian));
        if english != indonesian {
            wrong.push(format!("{name}: {english:?}\n  {indonesian:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(compared >= 90, "{compared} compared");
}

/// The text of a case with the mendings of its findings in it; `None` where there are none.
fn mended(name: &str) -> Option<String> {
    let (map, findings) = findings(name);
    let mut text = text(name);
    let mut fixes: Vec<_> = findings.iter().flat_map(|it| &it.fixes).collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse((fix.span.start, fix.span.end)));
    for fix in &fixes {
        let (base, file) = map.file_at(fix.span.start).map(|it| (it.base, &it.name))?;
        assert!(file.starts_with(name), "{name} is mended in {file}");
        let range = (fix.span.start - base) as usize..(fix.span.end - base) as usize;
        text.replace_range(range, &fix.replacement);
    }
    (!fixes.is_empty()).then_some(text)
}

#[test]
fn each_mending_leaves_no_finding() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for name in cases() {
        let Some(text) = mended(&name) else { continue };
        tried += 1;
        let (_, left) = findings_of(&name, [text.clone(), self::text("schema")]);
        // That nobody uses a value was hidden behind the mistake; the cases are short.
        let codes = left.iter().map(|it| it.code.name());
        let codes: Vec<&str> = codes.filter(|it| !it.starts_with("lint::unused")).collect();
        if !codes.is_empty() {
            wrong.push(format!("{name}: {codes:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(tried >= 100, "{tried} mended");
}
