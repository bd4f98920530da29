//! Which sides of each condition the tests have seen, as text and as JSON.

use aturan::source::SourceMap;
use aturan::testing::{Coverage, Covered};
use schemars::JsonSchema;
use serde::Serialize;

use super::terminal::Terminal;

/// Sides seen, and all sides: two for each condition.
fn sides(coverage: &Coverage) -> (usize, usize) {
    let seen = |it: &Covered| usize::from(it.seen_true > 0) + usize::from(it.seen_false > 0);
    let seen = coverage.conditions.iter().map(seen).sum();
    (seen, coverage.conditions.len() * 2)
}

/// Whether the tests see at least this percentage of all sides.
pub(super) fn reaches(coverage: &Coverage, percent: u8) -> bool {
    let (seen, all) = sides(coverage);
    seen * 100 >= all * usize::from(percent)
}

/// The percentage of sides seen, rounded down so that 100 means all.
fn percentage(coverage: &Coverage) -> usize {
    let (seen, all) = sides(coverage);
    (seen * 100).checked_div(all).unwrap_or(100)
}

/// The conditions that were not seen on both sides, and the count.
pub(super) fn text(coverage: &Coverage, sources: &SourceMap, terminal: &Terminal) -> String {
    let mut text = String::new();
    let missing = coverage.conditions.iter().filter(|it| !it.both_sides());
    for it in missing {
        let never = match (it.seen_true > 0, it.seen_false > 0) {
            (false, false) => terminal.say("never seen", "tidak pernah diuji"),
            (false, true) => terminal.say("never true", "tidak pernah benar"),
            (true, _) => terminal.say("never false", "tidak pernah salah"),
        };
        let place = sources
            .line_column(it.span.start)
            .map_or_else(String::new, |(file, at)| {
                format!("{}:{}", file.name, at.line)
            });
        text.push_str(&format!("{place}  {}, {}: {never}\n", it.rule, it.name));
    }
    let (seen, all) = sides(coverage);
    let words = terminal.say("coverage", "cakupan");
    let of = terminal.say("sides of conditions", "sisi syarat");
    text.push_str(&format!(
        "{words}: {seen} / {all} {of} ({} %)\n",
        percentage(coverage)
    ));
    text
}

/// Why a threshold fails.
pub(super) fn below(coverage: &Coverage, threshold: Option<u8>, terminal: &Terminal) -> String {
    let wanted = threshold.unwrap_or(0);
    let found = percentage(coverage);
    match terminal.say("en", "id") {
        "id" => format!("cakupan {found} % di bawah ambang {wanted} %\n"),
        _ => format!("coverage {found} % is below the threshold of {wanted} %\n"),
    }
}

/// What the tests exercise.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Coverage")]
pub(super) struct JsonCoverage {
    /// Sides that some test sees.
    seen: usize,
    /// All sides: two for each condition.
    sides: usize,
    /// The conditions in the order of the policy.
    conditions: Vec<JsonCondition>,
}

/// A condition and how often the tests see each side.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Condition")]
struct JsonCondition {
    rule: String,
    /// What it is in the rule: the code of a ground, the row of a class or table.
    condition: String,
    file: Option<String>,
    line: Option<usize>,
    seen_true: u32,
    seen_false: u32,
    seen_unknown: u32,
}

pub(super) fn json(coverage: &Coverage, sources: &SourceMap) -> JsonCoverage {
    let (seen, all) = sides(coverage);
    let conditions = coverage.conditions.iter().map(|it| {
        let place = sources.line_column(it.span.start);
        JsonCondition {
            rule: it.rule.clone(),
            condition: it.name.clone(),
            file: place.map(|(file, _)| file.name.clone()),
            line: place.map(|(_, at)| at.line),
            seen_true: it.seen_true,
            seen_false: it.seen_false,
            seen_unknown: it.seen_unknown,
        }
    });
    JsonCoverage {
        seen,
        sides: all,
        conditions: conditions.collect(),
    }
}
