//! Findings as a SARIF 2.1.0 log, the form that code scanning reads.
//!
//! Only the properties that we fill are spelled out; the names are those of the standard.

use aturan::diagnostic::{Diagnostic, Language, Severity};
use aturan::source::{SourceMap, Span};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    #[schemars(extend("const" = "2.1.0"))]
    version: &'static str,
    runs: Vec<Run>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<ResultItem>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Configuration {
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    level: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Text {
    text: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ResultItem {
    rule_id: &'static str,
    rule_index: usize,
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    level: &'static str,
    message: Text,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Fix {
    artifact_changes: Vec<Change>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// The log of one run of the tool.
pub(super) fn log(findings: &[&Diagnostic], sources: &SourceMap, language: Language) -> Log {
    let mut codes: Vec<_> = findings.iter().map(|it| it.code).collect();
    codes.sort_by_key(|code| code.name());
    codes.dedup();
    let rules = codes.iter().map(|code| Rule {
        id: code.name(),
        short_description: Text {
            text: code.0.summary.to_owned(),
        },
        default_configuration: Configuration {
            level: level(code.0.severity),
        },
    });
    let results = findings.iter().map(|it| {
        let place = codes.iter().position(|code| *code == it.code);
        result(it, place.unwrap_or(0), sources, language)
    });
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: vec![Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    rules: rules.collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(
    it: &Diagnostic,
    rule_index: usize,
    sources: &SourceMap,
    language: Language,
) -> ResultItem {
    let mut text = it.message(language);
    if let Some(advice) = it.advice(language) {
        text = format!("{text}. {advice}");
    }
    if let Some(example) = it.example() {
        text = format!("{text}\n\n{example}");
    }
    let mut locations = it.labels.iter().filter_map(|label| {
        let words = it
            .text(label.slot, language)
            .filter(|text| !text.is_empty());
        Some(Location {
            physical_location: physical(sources, label.span)?,
            message: words.map(|text| Text { text }),
        })
    });
    let first = locations.next();
    ResultItem {
        rule_id: it.code.name(),
        rule_index,
        level: level(it.severity),
        message: Text { text },
        locations: first.into_iter().collect(),
        related_locations: locations.collect(),
        fixes: it
            .fixes
            .iter()
            .filter_map(|it| fix(sources, it.span, &it.replacement))
            .collect(),
    }
}

fn fix(sources: &SourceMap, span: Span, replacement: &str) -> Option<Fix> {
    let place = physical(sources, span)?;
    Some(Fix {
        artifact_changes: vec![Change {
            artifact_location: place.artifact_location,
            replacements: vec![Replacement {
                deleted_region: place.region,
                inserted_content: Text {
                    text: replacement.to_owned(),
                },
            }],
        }],
    })
}

fn physical(sources: &SourceMap, span: Span) -> Option<PhysicalLocation> {
    let (file, start) = sources.line_column(span.start)?;
    let (_, end) = sources.line_column(span.end)?;
    Some(PhysicalLocation {
        artifact_location: Artifact {
            uri: file.name.replace(' ', "%20"),
        },
        region: Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        },
    })
}
