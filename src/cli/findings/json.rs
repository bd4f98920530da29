//! Findings as JSON.

use aturan::diagnostic::{Diagnostic, Language, Severity};
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::Beside;

/// All findings.
pub(super) fn all<'a>(
    findings: &[&Diagnostic],
    sources: &SourceMap,
    beside: Beside<'a>,
    language: Language,
) -> JsonFindings<'a> {
    let findings = findings.iter().map(|it| to_json(it, sources, language));
    JsonFindings {
        format_version: "1.0",
        findings: findings.collect(),
        beside,
    }
}

/// The word of a severity.
pub(super) fn severity(of: Severity) -> &'static str {
    match of {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

/// The findings of a policy.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Findings")]
pub(in crate::cli) struct JsonFindings<'a> {
    format_version: &'static str,
    findings: Vec<JsonFinding>,
    #[serde(flatten)]
    beside: Beside<'a>,
}

/// A finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(crate) struct JsonFinding {
    /// Its code; `aturan code CODE` explains it.
    code: &'static str,
    /// `error`, `warning` or `advice`.
    #[schemars(extend("enum" = ["error", "warning", "advice"]))]
    severity: &'static str,
    /// What is wrong, in the language that was asked for.
    message: String,
    /// What to write instead.
    help: Option<String>,
    /// A family that shows it, as a test to paste.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
    /// Where, the main place first.
    places: Vec<JsonPlace>,
    /// What `check --fix` writes; all of them together.
    fixes: Vec<JsonFix>,
}

/// A part of a file. Lines and columns count from 1, columns in characters; the end is the place behind it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct JsonPlace {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// What stands there, in words.
    text: Option<String>,
}

/// A text to be put in the place of another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Fix")]
struct JsonFix {
    place: Option<JsonPlace>,
    replacement: String,
}

pub(crate) fn to_json(
    finding: &Diagnostic,
    sources: &SourceMap,
    language: Language,
) -> JsonFinding {
    JsonFinding {
        code: finding.code.name(),
        severity: severity(finding.severity),
        message: finding.message(language),
        help: finding.advice(language),
        example: finding.example().map(str::to_owned),
        places: finding
            .labels
            .iter()
            .filter_map(|label| place(sources, label.span, finding.text(label.slot, language)))
            .collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| JsonFix {
                place: place(sources, fix.span, None),
                replacement: fix.replacement.clone(),
            })
            .collect(),
    }
}

fn place(
    sources: &SourceMap,
    span: aturan::source::Span,
    text: Option<String>,
) -> Option<JsonPlace> {
    let (file, start) = sources.line_column(span.start)?;
    let (_, end) = sources.line_column(span.end)?;
    Some(JsonPlace {
        file: file.name.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text: text.filter(|text| !text.is_empty()),
    })
}
