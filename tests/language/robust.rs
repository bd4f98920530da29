//! Whatever the text, parsing ends, does not panic, and its time grows with the length alone.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use std::fs;
use std::path::Path;

use aturan::diagnostic::Diagnostics;
use aturan::syntax::{self, ast::DeclarationKind, ast::ExprKind};

/// The policy of the language's first page.
fn at_a_glance() -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/glance/ok/at_a_glance.aturan");
    fs::read_to_string(path).unwrap()
}

/// Its declarations, as texts.
fn declarations() -> Vec<String> {
    let text = at_a_glance();
    let mut all: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with(char::is_alphabetic);
        match all.last_mut() {
            Some(last) if !begins => last.push_str(line),
            _ => all.push(line.to_owned()),
        }
    }
    all
}

/// Every span of a finding must lie in the text, on the borders of characters.
fn check_spans(text: &str, findings: &Diagnostics) {
    for finding in findings.iter() {
        let labels = finding.labels.iter().map(|label| label.span);
        for span in labels.chain(finding.fixes.iter().map(|fix| fix.span)) {
            let (start, end) = (span.start as usize, span.end as usize);
            let fits =
                end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end);
            assert!(fits, "{} at {span:?} of {text:?}", finding.code.name());
        }
    }
}

fn parse(text: &str) {
    let (_, findings) = syntax::parse(text, 0);
    check_spans(text, &findings);
}

/// `SplitMix64`: the same changes on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

#[test]
fn half_typed_declarations_are_read() {
    for declaration in declarations() {
        for (at, _) in declaration.char_indices() {
            parse(&declaration[..at]);
        }
    }
}

#[test]
fn every_prefix_of_whole_lines_is_read() {
    let text = at_a_glance();
    let ends: Vec<usize> = text
        .match_indices('\n')
        .map(|(at, _)| at + 1)
        .step_by(7)
        .collect();
    for end in ends {
        let (_, findings) = syntax::parse(&text[..end], 0);
        assert!(!findings.has_errors(), "{:?}", findings.sorted().first());
    }
}

#[test]
fn changed_declarations_are_read() {
    const PIECES: &[&str] = &[
        "(",
        ")",
        "[",
        "]",
        "|",
        "||",
        "\"",
        "“",
        "`",
        "#",
        "=",
        "==",
        ",",
        ".",
        "..",
        "..<",
        "%",
        "-",
        "!",
        "\n",
        "\n  ",
        "\t",
        "\u{a0}",
        "é",
        "𝟙",
        "if",
        "not",
        "of",
        "where",
        "when",
        " and ",
        " or ",
        "1.000",
        "3,4",
        "31/12/2024",
        "Rp",
        "…",
    ];
    let mut random = Random(2);
    for declaration in declarations() {
        for _ in 0..12 {
            let mut text: Vec<char> = declaration.chars().collect();
            for _ in 0..=random.below(3) {
                let at = random.below(text.len());
                match random.below(3) {
                    0 if !text.is_empty() => drop(text.remove(at)),
                    1 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
                    _ => text.truncate(at),
                }
            }
            parse(&text.into_iter().collect::<String>());
        }
    }
}

/// `define` whose value is nested `depth` times by one form.
fn nested(form: (&str, &str), depth: usize) -> String {
    format!(
        "define a of family = {}1{}\n",
        form.0.repeat(depth),
        form.1.repeat(depth)
    )
}

/// Whether a definition was read whole.
fn is_read(text: &str) -> bool {
    let (file, findings) = syntax::parse(text, 0);
    let is_value = file.declarations.iter().all(|it| match &it.kind {
        DeclarationKind::Define(define) => define.value.kind != ExprKind::Broken,
        _ => false,
    });
    is_value && findings.is_empty()
}

#[test]
fn deep_nesting_is_read_and_deeper_is_refused() {
    // Each of these forms, read twice at each level, would not end before the sun burns out.
    let forms = [
        ("(", ")"),
        ("max(1, ", ")"),
        ("count(member where 1 = ", ")"),
        ("(if a then 2 else ", ")"),
        ("at least 1 of (b, ", ")"),
    ];
    for form in forms {
        for depth in [5, 50, 95] {
            assert!(is_read(&nested(form, depth)), "{form:?} {depth}");
        }
    }
    assert!(is_read(&nested(("(", ")"), 190)));
    for text in [
        nested(("(", ")"), 201),
        nested(("-", ""), 300),
        nested(("not ", ""), 5_000),
        nested(("[", ""), 9_000),
    ] {
        let (_, findings) = syntax::parse(&text, 0);
        let codes: Vec<_> = findings.iter().map(|it| it.code.name()).collect();
        assert_eq!(codes, ["syntax::too_deep"]);
    }
}

#[test]
fn long_chains_are_flat_or_refused() {
    let logic = format!("define a of family = b{}\n", " and b".repeat(2_000));
    assert!(is_read(&logic));
    let sum = format!("define a of family = b{}\n", " + b".repeat(150));
    assert!(is_read(&sum));
    let too_long = format!("define a of family = b{}\n", " + b".repeat(5_000));
    let (_, findings) = syntax::parse(&too_long, 0);
    assert!(
        findings
            .iter()
            .any(|it| it.code.name() == "syntax::too_deep")
    );
    let too_large = format!("define a of family = {}\n", "b + ".repeat(20_000));
    let (_, findings) = syntax::parse(&too_large, 0);
    assert_eq!(
        findings.iter().map(|it| it.code.name()).collect::<Vec<_>>(),
        ["syntax::too_long"]
    );
}
