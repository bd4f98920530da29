//! Golden results: what a policy gives over a data set, kept as text beside it, so that a change shows.
//!
//! A file `NAME.snapshot.toml` in the folder of the policy names the data; `NAME.snapshot.txt` beside it
//! holds the results, and `aturan test --accept` writes it.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use aturan::Checked;
use aturan::diagnostic::Diagnostics;
use aturan::number::{Date, Rational};
use aturan::outcome::{Summary, TargetState};
use aturan::simulate::figures;
use serde::{Deserialize, Serialize};
use similar::TextDiff;

use super::bench::Bench;
use super::evaluate::{self, unusable};
use super::findings::Case;
use super::load::{Policy, load_varied};
use super::policy::{read_text, shown};
use super::terminal::Terminal;
use super::what_if::WhatIf;
use super::{Fault, TestArgs, Verdict, pool};
use crate::io::write;

/// Lines shown before and after a change.
const CONTEXT: usize = 2;
/// How a description ends.
const DESCRIPTION: &str = ".snapshot.toml";

/// A description as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    snapshot: Wanted,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The folder of the data, from that of the description.
    data: PathBuf,
    /// The evaluation date; else that of the data set.
    on: Option<toml::value::Datetime>,
    #[serde(default)]
    scenarios: Vec<String>,
    #[serde(default)]
    set: Vec<String>,
}

/// A snapshot that was compared.
#[derive(Debug, Serialize)]
pub(super) struct Snapshot {
    /// The path of the description without its ending.
    pub(super) name: String,
    pub(super) outcome: Outcome,
    /// What differs, as a unified diff from the kept results to those of now.
    pub(super) diff: Option<String>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// The results are those that are kept.
    Passed,
    /// They are others.
    Failed,
    /// None are kept yet.
    New,
    /// They were written.
    Accepted,
}

impl Snapshot {
    pub(super) fn fails(&self) -> bool {
        matches!(self.outcome, Outcome::Failed | Outcome::New)
    }

    /// The snapshot in a test report.
    pub(super) fn case(&self) -> Case {
        let failure = self.fails().then(|| {
            let details = self.diff.clone().unwrap_or_default();
            ("snapshot".to_owned(), "the results changed".to_owned(), details)
        });
        Case {
            name: self.name.clone(),
            class: format!("{}{DESCRIPTION}", self.name),
            failure,
        }
    }

    fn text(&self, terminal: &Terminal) -> String {
        let word = match self.outcome {
            Outcome::Passed => terminal.say("ok  ", "lulus"),
            Outcome::Failed | Outcome::New => terminal.say("FAIL", "GAGAL"),
            Outcome::Accepted => terminal.say("kept", "disimpan"),
        };
        let name = &self.name;
        let mut out = format!("{word}  {}: {name}\n", terminal.say("results", "hasil"));
        if let Some(diff) = self.diff.as_ref().filter(|_| self.fails()) {
            diff.lines().for_each(|line| out.push_str(&format!("      {line}\n")));
        }
        out
    }
}

/// What is wrong with the snapshots, for people.
pub(super) fn text(all: &[Snapshot], terminal: &Terminal) -> String {
    let shown = all.iter().filter(|it| !terminal.quiet || it.fails());
    let mut out: String = shown.map(|it| it.text(terminal)).collect();
    if all.iter().any(Snapshot::fails) {
        let help = terminal.say(
            "      if the change is meant, `aturan test --accept` keeps the new results\n",
            "      bila perubahan disengaja, `aturan test --accept` menyimpan hasil baru\n",
        );
        out.push_str(help);
    }
    out
}

/// Compares the snapshots of a policy whose names the options want.
pub(super) fn run(
    args: &TestArgs,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, Vec<Snapshot>>, Fault> {
    let mut out = Vec::new();
    for path in descriptions(&args.policy)? {
        let whole = shown(&path);
        let name = whole.strip_suffix(DESCRIPTION).unwrap_or(&whole).to_owned();
        if args.run.as_ref().is_some_and(|it| !it.is_match(&name)) {
            continue;
        }
        let results = match results(&path, &args.policy, terminal)? {
            ControlFlow::Continue(results) => results,
            ControlFlow::Break(verdict) => return Ok(ControlFlow::Break(verdict)),
        };
        out.push(compared(name, &results, args, terminal)?);
    }
    Ok(ControlFlow::Continue(out))
}

fn compared(
    name: String,
    results: &str,
    args: &TestArgs,
    terminal: &Terminal,
) -> Result<Snapshot, Fault> {
    let path = PathBuf::from(format!("{name}.snapshot.txt"));
    let kept = match path.exists() {
        true => Some(read_text(&path)?.1.replace("\r\n", "\n")),
        false => None,
    };
    let is_same = kept.as_deref() == Some(results);
    let outcome = match (is_same, args.accept, &kept) {
        (true, _, _) => Outcome::Passed,
        (false, true, _) => Outcome::Accepted,
        (false, false, Some(_)) => Outcome::Failed,
        (false, false, None) => Outcome::New,
    };
    if outcome == Outcome::Accepted {
        keep(&path, results)?;
    }
    let now = terminal.say("now", "kini");
    let diff = (!is_same).then(|| {
        TextDiff::from_lines(kept.as_deref().unwrap_or_default(), results)
            .unified_diff()
            .context_radius(CONTEXT)
            .header(&shown(&path), now)
            .to_string()
    });
    Ok(Snapshot {
        name,
        outcome,
        diff,
    })
}

fn keep(path: &Path, results: &str) -> Result<(), Fault> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    write::text(folder, &name.unwrap_or_default(), results)
        .map(|_| ())
        .map_err(|_| Fault::new(format!("cannot write `{}`", shown(path))))
}

/// The descriptions in the folder of a policy, sorted.
fn descriptions(policy: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    let mut folders = vec![policy.to_path_buf()];
    while let Some(folder) = folders.pop().filter(|it| it.is_dir()) {
        let unreadable =
            |error: std::io::Error| Fault::new(format!("cannot read `{}`: {error}", shown(&folder)));
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            if path.is_dir() && !name.starts_with('.') {
                folders.push(path);
            } else if name.ends_with(DESCRIPTION) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The results that a description asks for, as text.
fn results(
    path: &Path,
    policy: &Path,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, String>, Fault> {
    let (name, text) = read_text(path)?;
    let wrong = |error: &str| {
        let message = format!("`{name}` does not describe a snapshot: {error}");
        Fault::new(message).with_help("write `[snapshot]` and `data = \"…\"`, and `on`, `scenarios` or `set` where they are wanted")
    };
    let Described { snapshot: wanted } =
        toml::from_str(&text).map_err(|error| wrong(error.message()))?;
    let on = match wanted.on {
        Some(on) => Some(
            Date::parse_iso(&on.to_string())
                .ok_or_else(|| wrong("a date is written 2023-11-30"))?,
        ),
        None => None,
    };
    let what_if = WhatIf {
        scenarios: wanted.scenarios,
        settings: wanted.set,
    };
    let Policy {
        mut sources,
        checked,
        findings,
        ..
    } = load_varied(policy, &what_if)?;
    let data = path.parent().unwrap_or(Path::new(".")).join(&wanted.data);
    // Warnings about the policy have been shown.
    let told = match checked {
        Some(_) => Diagnostics::new(),
        None => findings,
    };
    let opened = evaluate::open(checked, &told, &mut sources, &data, on, terminal)?;
    let (checked, spec, date) = match opened {
        ControlFlow::Continue(opened) => opened,
        ControlFlow::Break(verdict) => return Ok(ControlFlow::Break(verdict)),
    };
    let pool = pool(None)?;
    let mut bench = Bench::new(&spec, &checked, date, &pool);
    Ok(match bench.evaluate(&checked) {
        Ok(evaluation) => ControlFlow::Continue(laid_out(&evaluation.summary, &what_if, &checked)),
        Err(found) => ControlFlow::Break(unusable(&found, &sources, terminal)),
    })
}

/// The results in lines, the same in every language.
fn laid_out(summary: &Summary, what_if: &WhatIf, checked: &Checked) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    for level in &summary.levels {
        lines.push((level.entity.clone(), digits(&level.evaluated.to_string())));
        if level.rejected > 0 {
            let rejected = digits(&level.rejected.to_string());
            lines.push((format!("{} rejected", level.entity), rejected));
        }
    }
    lines.push((String::new(), String::new()));
    for figure in figures(summary) {
        let value = figure.value.as_deref().map_or_else(|| "undefined".to_owned(), digits);
        let unit = figure.money.map_or_else(String::new, |it| format!(" {it}"));
        lines.push((figure.name, value + &unit));
    }
    lines.push((String::new(), String::new()));
    for target in &summary.targets {
        lines.push((format!("target {}", target.name), state(target.state).to_owned()));
    }
    for promise in &summary.assertions {
        lines.push((format!("assert \"{}\"", promise.text), state(promise.state).to_owned()));
    }
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let mut out = format!("{} on {}\n", checked.name, summary.date);
    for what in what_if.names() {
        out.push_str(&format!("{what}\n"));
    }
    out.push('\n');
    for (name, value) in lines {
        let line = format!("{name:width$}  {value}");
        out.push_str(line.trim_end());
        out.push('\n');
    }
    format!("{}\n", out.trim_end())
}

fn state(state: TargetState) -> &'static str {
    match state {
        TargetState::Met => "met",
        TargetState::Open => "open",
        TargetState::NotMet => "not met",
    }
}

/// Plain digits with their thousands marked, as policies write them.
fn digits(plain: &str) -> String {
    if Rational::parse_decimal(plain).is_none() {
        return plain.to_owned();
    }
    let (sign, rest) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain),
    };
    let (whole, part) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    let mut out = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out + part
}
