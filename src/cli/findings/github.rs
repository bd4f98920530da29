//! Findings as workflow commands of GitHub Actions: each becomes a note at its line of the change.

use aturan::diagnostic::{Diagnostic, Language, Severity};
use aturan::source::SourceMap;

/// One command a finding.
pub(super) fn text(findings: &[&Diagnostic], sources: &SourceMap, language: Language) -> String {
    findings
        .iter()
        .map(|it| command(it, sources, language))
        .collect()
}

fn command(finding: &Diagnostic, sources: &SourceMap, language: Language) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let mut properties = Vec::new();
    if let Some(label) = finding.labels.first()
        && let Some((file, start)) = sources.line_column(label.span.start)
        && let Some((_, end)) = sources.line_column(label.span.end)
    {
        properties.push(format!("file={}", property(&file.name)));
        properties.push(format!("line={}", start.line));
        properties.push(format!("endLine={}", end.line));
        // Columns are only understood within one line.
        if start.line == end.line {
            properties.push(format!("col={}", start.column));
            properties.push(format!("endColumn={}", end.column));
        }
    }
    properties.push(format!("title={}", property(finding.code.name())));
    let mut message = finding.message(language);
    if let Some(advice) = finding.advice(language) {
        message = format!("{message}\n{advice}");
    }
    if let Some(example) = finding.example() {
        message = format!("{message}\n\n{example}");
    }
    format!("::{level} {}::{}\n", properties.join(","), data(&message))
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
