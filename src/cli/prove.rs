//! What `check --prove` says beside its findings: how much is proved, and what is not decided.

use aturan::diagnostic::Language;
use aturan::number::Date;
use aturan::prove::{Limit, Proof, Undecided};
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::terminal::Terminal;

/// Claims not decided that are listed by place.
const MOST_LISTED: usize = 10;

/// The sums of a proof.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Proof")]
pub(super) struct JsonProof {
    /// The day of the rules.
    date: String,
    /// Claims that are proved.
    proved: usize,
    /// Claims that are refuted, each a finding.
    findings: usize,
    /// Claims that are neither.
    not_decided: Vec<JsonUndecided>,
}

/// A claim that is not decided.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Undecided")]
struct JsonUndecided {
    name: String,
    file: String,
    line: usize,
    /// Why, for programs.
    reason: &'static str,
    /// Why, in words.
    text: &'static str,
}

/// The sums of a proof, with the places of what is not decided.
pub(super) fn to_json(
    proof: &Proof,
    date: Date,
    sources: &SourceMap,
    language: Language,
) -> JsonProof {
    let undecided = |it: &Undecided| {
        let place = sources.line_column(it.span.start);
        let (reason, english, indonesian) = words(it.limit);
        JsonUndecided {
            name: it.name.clone(),
            file: place.map_or_else(String::new, |(file, _)| file.name.clone()),
            line: place.map_or(0, |(_, at)| at.line),
            reason,
            text: match language {
                Language::English => english,
                Language::Indonesian => indonesian,
            },
        }
    };
    JsonProof {
        date: date.to_string(),
        proved: proof.proved,
        findings: proof.findings.len(),
        not_decided: proof.undecided.iter().map(undecided).collect(),
    }
}

/// The closing lines for people.
pub(super) fn text(proof: &JsonProof, terminal: &Terminal) -> String {
    let (proved, findings) = (proof.proved, proof.findings);
    let open = proof.not_decided.len();
    let date = &proof.date;
    let mut out = match terminal.language {
        Language::English => {
            let word = if findings == 1 { "finding" } else { "findings" };
            format!("as on {date}: {proved} proved, {findings} {word}, {open} not decided\n")
        }
        Language::Indonesian => {
            format!(
                "pada {date}: {proved} terbukti, {findings} temuan, {open} tidak dapat diputuskan\n"
            )
        }
    };
    if terminal.quiet {
        return out;
    }
    for it in proof.not_decided.iter().take(MOST_LISTED) {
        out.push_str(&format!(
            "  {}:{} `{}`: {}\n",
            it.file, it.line, it.name, it.text
        ));
    }
    if open > MOST_LISTED {
        let rest = open - MOST_LISTED;
        out.push_str(&match terminal.language {
            Language::English => format!("  and {rest} more; `--format json` lists all\n"),
            Language::Indonesian => {
                format!("  dan {rest} lagi; `--format json` mendaftar semuanya\n")
            }
        });
    }
    out
}

/// The name of a reason, and its words.
fn words(limit: Limit) -> (&'static str, &'static str, &'static str) {
    match limit {
        Limit::Text => (
            "text",
            "it compares texts by a part or by order",
            "membandingkan teks menurut bagian atau urutan",
        ),
        Limit::Link => (
            "link",
            "it follows a link to another row",
            "mengikuti rujukan ke baris lain",
        ),
        Limit::Product => (
            "product",
            "it multiplies or divides answers by each other",
            "mengalikan atau membagi jawaban satu sama lain",
        ),
        Limit::Aggregate => (
            "aggregate",
            "it rests on a figure over many rows",
            "bergantung pada angka atas banyak baris",
        ),
        Limit::Size => (
            "size",
            "its numbers are too large",
            "angkanya terlalu besar",
        ),
        Limit::Dates => (
            "dates",
            "it calculates with parts of dates",
            "menghitung dengan bagian tanggal",
        ),
        Limit::Parameter => (
            "parameter",
            "a parameter has no value on this day",
            "sebuah parameter tidak mempunyai nilai pada hari ini",
        ),
        Limit::Steps => ("steps", "the search was cut off", "pencarian dihentikan"),
        Limit::Members => (
            "members",
            "no family of up to three members was found, and none is ruled out",
            "tidak ditemukan keluarga hingga tiga anggota, dan tidak dapat disangkal",
        ),
    }
}
