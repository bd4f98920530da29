//! Findings as plain text: code, place, message, labels, advice, fixes.

use std::fmt::Write as _;

use aturan::diagnostic::{Diagnostic, Diagnostics, Language};
use aturan::source::{SourceMap, Span};

/// All findings in the order of the text.
pub(crate) fn findings(all: &Diagnostics, map: &SourceMap) -> String {
    let mut out = String::new();
    for finding in all.sorted() {
        one(finding, map, &mut out);
    }
    out
}

fn one(finding: &Diagnostic, map: &SourceMap, out: &mut String) {
    let at = finding
        .labels
        .first()
        .map_or_else(String::new, |label| place(label.span, map));
    let _ = writeln!(
        out,
        "{} {at}{}",
        finding.code.name(),
        finding.message(Language::English)
    );
    for label in &finding.labels {
        let text = finding.text(label.slot, Language::English);
        let text = text.unwrap_or_else(|| format!("(no text for {})", label.slot));
        let _ = writeln!(
            out,
            "  {}`{}`: {text}",
            place(label.span, map),
            map.text(label.span)
        );
    }
    if let Some(advice) = finding.advice(Language::English) {
        let _ = writeln!(out, "  help: {advice}");
    }
    for fix in &finding.fixes {
        let _ = writeln!(
            out,
            "  fix: `{}` -> `{}`",
            map.text(fix.span),
            fix.replacement
        );
    }
}

fn place(span: Span, map: &SourceMap) -> String {
    map.line_column(span.start)
        .map_or_else(String::new, |(file, at)| {
            let file = if file.name == "case.aturan" {
                ""
            } else {
                file.name.as_str()
            };
            format!("{file}{}:{} ", at.line, at.column)
        })
}
