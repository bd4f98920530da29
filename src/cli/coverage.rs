//! Which sides of each condition the tests have seen, as text and as JSON.

use std::collections::BTreeMap;

use aturan::source::SourceMap;
use aturan::testing::{Coverage, Covered, CoveredKind};
use schemars::JsonSchema;
use serde::Serialize;

use super::terminal::Terminal;

/// Sides seen, and all sides, of some of the conditions: true and false, and unknown where an answer that
/// it rests on may be blank.
fn sides<'a>(conditions: impl Iterator<Item = &'a Covered>) -> (usize, usize) {
    let all: Vec<bool> = conditions
        .flat_map(|it| it.sides().into_iter().flatten())
        .collect();
    (all.iter().filter(|it| **it).count(), all.len())
}

/// How many sides tests must see: of all, and of each kind.
#[derive(Clone, Debug)]
pub(super) struct Threshold(Vec<(Option<CoveredKind>, u8)>);

/// `80`, `80,exclusions=100`.
pub(super) fn threshold(text: &str) -> Result<Threshold, String> {
    let parts = text.split(',').map(|part| {
        let (kind, percent) = match part.trim().split_once('=') {
            None => (None, part.trim()),
            Some((kind, percent)) => {
                let kinds = CoveredKind::ALL.into_iter();
                let found = kinds.zip(KINDS).find(|(_, word)| *word == kind.trim());
                let (kind, _) = found.ok_or_else(|| format!("one of {}", KINDS.join(", ")))?;
                (Some(kind), percent.trim())
            }
        };
        let percent = percent.parse::<u8>().ok().filter(|it| *it <= 100);
        let percent = percent.ok_or("a percentage from 0 to 100")?;
        Ok((kind, percent))
    });
    parts.collect::<Result<_, String>>().map(Threshold)
}

/// What the kinds are called in a threshold, in the order of [`CoveredKind::ALL`].
const KINDS: [&str; 3] = ["conditions", "rows", "exclusions"];

/// The percentage of sides seen of a kind, or of all, rounded down so that 100 means all.
fn percentage(coverage: &Coverage, kind: Option<CoveredKind>) -> usize {
    let counted = |it: &&Covered| kind.is_none_or(|kind| it.kind == kind);
    let (seen, all) = sides(coverage.conditions.iter().filter(counted));
    (seen * 100).checked_div(all).unwrap_or(100)
}

/// Rules that have a condition: all of them, and those of which some side was seen.
fn rules(coverage: &Coverage) -> (usize, usize) {
    let mut all: BTreeMap<&str, bool> = BTreeMap::new();
    for it in &coverage.conditions {
        *all.entry(&it.rule).or_default() |= it.seen_true > 0;
    }
    (all.values().filter(|it| **it).count(), all.len())
}

/// The sides that were not seen, and the counts.
pub(super) fn text(coverage: &Coverage, sources: &SourceMap, terminal: &Terminal) -> String {
    let mut text = String::new();
    for it in coverage.conditions.iter().filter(|it| !it.whole()) {
        let place = sources
            .line_column(it.span.start)
            .map_or_else(String::new, |(file, at)| {
                format!("{}:{}", file.name, at.line)
            });
        let never = never(it, terminal);
        text.push_str(&format!("{place}  {}, {}: {never}\n", it.rule, it.name));
    }
    let of = |kind: CoveredKind| sides(coverage.conditions.iter().filter(|it| it.kind == kind));
    for kind in CoveredKind::ALL {
        let (seen, all) = of(kind);
        if all > 0 {
            text.push_str(&count(words(kind, terminal), seen, all));
        }
    }
    let (seen, all) = rules(coverage);
    text.push_str(&count(terminal.say("rules", "aturan"), seen, all));
    let (seen, all) = sides(coverage.conditions.iter());
    let name = terminal.say("coverage", "cakupan");
    let of = terminal.say("sides", "sisi");
    text.push_str(&format!(
        "{name}: {seen} / {all} {of} ({} %)\n",
        percentage(coverage, None)
    ));
    text
}

fn count(name: &str, seen: usize, all: usize) -> String {
    format!("  {name:16} {seen:>5} / {all}\n")
}

fn words(kind: CoveredKind, terminal: &Terminal) -> &'static str {
    match kind {
        CoveredKind::Condition => terminal.say("conditions", "syarat"),
        CoveredKind::Row => terminal.say("table rows", "baris tabel"),
        CoveredKind::Exclusion => terminal.say("exclusions", "pengecualian"),
    }
}

/// Which sides of a condition were not seen.
fn never(it: &Covered, terminal: &Terminal) -> String {
    let is_row = it.kind == CoveredKind::Row;
    if it.seen_true + it.seen_false + it.seen_unknown == 0 && it.can_fail {
        return terminal.say("never seen", "tidak pernah diuji").to_owned();
    }
    let words = [
        match is_row {
            true => terminal.say("never decides", "tidak pernah menentukan"),
            false => terminal.say("never true", "tidak pernah benar"),
        },
        terminal.say("never false", "tidak pernah salah"),
        terminal.say("never unknown", "tidak pernah tak diketahui"),
    ];
    let sides = it.sides().into_iter().zip(words);
    let missing = sides.filter(|(side, _)| *side == Some(false));
    missing
        .map(|(_, words)| words)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Why a threshold fails, a line for each kind; empty where it is reached.
pub(super) fn below(coverage: &Coverage, wanted: &Threshold, terminal: &Terminal) -> String {
    let mut text = String::new();
    for (kind, wanted) in &wanted.0 {
        let found = percentage(coverage, *kind);
        if found >= usize::from(*wanted) {
            continue;
        }
        let of = kind.map_or("", |kind| words(kind, terminal));
        let line = match (terminal.say("en", "id"), of) {
            ("id", "") => format!("cakupan {found} % di bawah ambang {wanted} %\n"),
            ("id", of) => format!("cakupan {of} {found} % di bawah ambang {wanted} %\n"),
            (_, "") => format!("coverage {found} % is below the threshold of {wanted} %\n"),
            (_, of) => format!("coverage of {of} {found} % is below the threshold of {wanted} %\n"),
        };
        text.push_str(&line);
    }
    text
}

/// What the tests exercise.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Coverage")]
pub(super) struct JsonCoverage {
    /// Sides that some test sees.
    seen: usize,
    /// All sides: true and false of each condition, and unknown where it can be.
    sides: usize,
    /// Rules with a condition of which tests see the true side.
    rules_seen: usize,
    /// Rules with a condition.
    rules: usize,
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
    /// `condition`, `row` of a class or table, `exclusion`.
    #[schemars(extend("enum" = ["condition", "row", "exclusion"]))]
    kind: &'static str,
    file: Option<String>,
    line: Option<usize>,
    /// Rows for which it is true; of a row of a table, for which it decides.
    seen_true: u32,
    seen_false: u32,
    seen_unknown: u32,
    /// Whether it has a false side: what takes the rest of a table has none.
    can_fail: bool,
    /// Whether it rests on an answer that may be blank, and so has an unknown side.
    can_be_unknown: bool,
}

pub(super) fn json(coverage: &Coverage, sources: &SourceMap) -> JsonCoverage {
    let (seen, all) = sides(coverage.conditions.iter());
    let (rules_seen, rules) = rules(coverage);
    let conditions = coverage.conditions.iter().map(|it| {
        let place = sources.line_column(it.span.start);
        JsonCondition {
            rule: it.rule.clone(),
            condition: it.name.clone(),
            kind: match it.kind {
                CoveredKind::Condition => "condition",
                CoveredKind::Row => "row",
                CoveredKind::Exclusion => "exclusion",
            },
            file: place.map(|(file, _)| file.name.clone()),
            line: place.map(|(_, at)| at.line),
            seen_true: it.seen_true,
            seen_false: it.seen_false,
            seen_unknown: it.seen_unknown,
            can_fail: it.can_fail,
            can_be_unknown: it.can_be_unknown,
        }
    });
    JsonCoverage {
        seen,
        sides: all,
        rules_seen,
        rules,
        conditions: conditions.collect(),
    }
}
