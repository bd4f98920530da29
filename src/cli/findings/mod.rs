//! Findings in the form that was asked for.
//!
//! | file | form |
//! |---|---|
//! | `draw` | text for people, drawn by miette |
//! | `json` | JSON with `format_version` |
//! | `github` | workflow commands that annotate a pull request |
//! | `sarif` | SARIF 2.1.0 for code scanning |
//! | `junit` | JUnit XML for test reports |

mod draw;
mod github;
pub(super) mod json;
mod junit;
pub(super) mod sarif;

use aturan::diagnostic::{Diagnostic, Diagnostics, Language, Severity};
use aturan::source::SourceMap;

use super::fix::Mended;
use super::prove::JsonProof;
use super::terminal::Terminal;
use super::{Format, Verdict};

pub(super) use draw::draw;
pub(super) use json::{JsonFinding, to_json};
pub(super) use junit::{Case, junit};

/// Prints the findings of a policy and counts them.
pub(super) fn show(findings: &Diagnostics, sources: &SourceMap, terminal: &Terminal) {
    show_beside(findings, sources, Beside::default(), terminal);
}

/// What `check` did besides: it stands beside the findings in JSON.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, schemars::JsonSchema)]
pub(super) struct Beside<'a> {
    /// With `--fix`: the files that were mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mended: Option<&'a [Mended]>,
    /// With `--prove`: the sums of the proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) proof: Option<&'a JsonProof>,
}

/// The same, and in JSON what else was done.
pub(super) fn show_beside(
    findings: &Diagnostics,
    sources: &SourceMap,
    beside: Beside<'_>,
    terminal: &Terminal,
) {
    let mut findings = findings.clone();
    findings.in_words_of(sources);
    let sorted = findings.sorted();
    match terminal.format {
        Format::Text | Format::Markdown => {
            for finding in &sorted {
                Terminal::note(&draw(finding, sources, terminal));
            }
            let count = count_line(&findings, terminal.language);
            if !count.is_empty() && !terminal.quiet {
                Terminal::note(&format!("{count}\n"));
            }
        }
        Format::Json => {
            let all = json::all(&sorted, sources, beside, terminal.language);
            Terminal::print_json(&all);
        }
        Format::Github => Terminal::print(&github::text(&sorted, sources, terminal.language)),
        Format::Sarif => Terminal::print_json(&sarif::log(&sorted, sources, terminal.language)),
        Format::Junit => {
            let cases = sorted
                .iter()
                .map(|it| Case::of_finding(it, sources, terminal.language));
            Terminal::print(&junit("check", cases.collect()));
        }
    }
}

/// Prints findings beside the data of a command; with JSON, only the data are printed.
pub(super) fn show_text(findings: &Diagnostics, sources: &SourceMap, terminal: &Terminal) {
    if matches!(terminal.format, Format::Text | Format::Github) && !findings.is_empty() {
        show(findings, sources, terminal);
    }
}

/// Whether these findings make a command fail.
pub(super) fn verdict(findings: &Diagnostics, deny_warnings: bool) -> Verdict {
    let counts = |it: &Diagnostic| match it.severity {
        Severity::Error => true,
        Severity::Warning => deny_warnings,
        Severity::Advice => false,
    };
    if findings.iter().any(counts) {
        Verdict::Findings
    } else {
        Verdict::Clean
    }
}

fn count_line(findings: &Diagnostics, language: Language) -> String {
    let of = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let known = findings.known();
    match (errors + warnings + known, language) {
        (0, _) => String::new(),
        (_, Language::English) => {
            let known = match known {
                0 => String::new(),
                _ => format!(", {known} known by the baseline"),
            };
            let (errors, warnings) = (plural(errors, "error"), plural(warnings, "warning"));
            format!("{errors}, {warnings}{known}")
        }
        (_, Language::Indonesian) => {
            let known = match known {
                0 => String::new(),
                _ => format!(", {known} dikenal baseline"),
            };
            format!("{errors} kesalahan, {warnings} peringatan{known}")
        }
    }
}
