//! `aturan test`, golden results: what a policy gives over a data set, kept beside it, so that a change
//! shows.
//!
//! `NAME.snapshot.toml` beside a policy names the data; `NAME.snapshot.txt` holds the results, and
//! `aturan test --accept` writes it.

mod text;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use aturan::diagnostic::catalogue::test as words;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::Date;
use aturan::source::{SourceMap, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similar::TextDiff;

use super::bench::Bench;
use super::evaluate::{self, unusable};
use super::findings::{Case, show, verdict};
use super::load::{Policy, load_varied};
use super::policy::{read_text, shown};
use super::terminal::Terminal;
use super::what_if::WhatIf;
use super::{Fault, TestArgs, Verdict, pool};
use crate::io::write;

/// Lines shown before and after a change.
const CONTEXT: usize = 1;
/// How a description ends.
const DESCRIPTION: &str = ".snapshot.toml";
/// How the results end that are kept.
const RESULTS: &str = ".snapshot.txt";

/// A description as it is written.
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

/// Golden results that were compared.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Snapshot {
    /// The path of the description without its ending.
    name: String,
    outcome: Outcome,
    /// What differs, as a unified diff from the kept results to those of now.
    diff: Option<String>,
    /// The place of the description among the texts.
    #[serde(skip)]
    at: Option<Span>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Outcome {
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

    /// What fails, at the description.
    pub(super) fn finding(&self) -> Option<Diagnostic> {
        let entry = match self.outcome {
            Outcome::Failed => &words::RESULTS_CHANGED,
            Outcome::New => &words::RESULTS_NOT_KEPT,
            Outcome::Passed | Outcome::Accepted => return None,
        };
        let finding = match self.at {
            Some(span) => Diagnostic::at(entry, span),
            None => Diagnostic::new(entry),
        };
        let (gone, new) = self.counted();
        let finding = finding.with("name", &self.name);
        Some(finding.with("gone", gone).with("new", new))
    }

    /// Lines that are gone and lines that are new.
    fn counted(&self) -> (usize, usize) {
        let diff = self.diff.as_deref().unwrap_or_default();
        let lines = || diff.lines().skip(2);
        let of = |sign| lines().filter(|it| it.starts_with(sign)).count();
        (of('-'), of('+'))
    }

    /// The snapshot in a test report.
    pub(super) fn case(&self, terminal: &Terminal) -> Case {
        let failure = self.finding().map(|it| {
            let details = self.diff.clone().unwrap_or_default();
            let message = it.message(terminal.language);
            (it.code.name().to_owned(), message, details)
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
        let mut out = format!("{word}  {} {name}\n", terminal.say("results", "hasil"));
        for line in self.diff.iter().flat_map(|it| it.lines()) {
            out.push_str(format!("      {line}").trim_end());
            out.push('\n');
        }
        out
    }
}

/// What came of the golden results, for people.
pub(super) fn text(all: &[Snapshot], terminal: &Terminal) -> String {
    let shown = all.iter().filter(|it| !terminal.quiet || it.fails());
    let mut out: String = shown.map(|it| it.text(terminal)).collect();
    if all.iter().any(Snapshot::fails) {
        let help = terminal.say(
            "      `-` is what is kept, `+` what comes out now; if that is meant: `aturan test --accept`\n",
            "      `-` yang disimpan, `+` yang sekarang; bila memang dimaksud: `aturan test --accept`\n",
        );
        out.push_str(help);
    }
    out
}

/// Compares the golden results of a policy whose names the options want.
///
/// Under scenarios and settings of the command none are: they are kept for the policy as it is.
pub(super) fn run(
    args: &TestArgs,
    sources: &mut SourceMap,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, Vec<Snapshot>>, Fault> {
    let mut out = Vec::new();
    if !args.what_if.is_empty() {
        return Ok(ControlFlow::Continue(out));
    }
    let all = descriptions(&args.policy)?;
    if all.is_empty() && args.accept {
        let message = format!("no results of `{}` are to be kept", shown(&args.policy));
        return Err(Fault::new(message).with_help(
            "write `NAME.snapshot.toml` beside the policy, with `data = \"FOLDER\"` in it",
        ));
    }
    for path in all {
        let whole = shown(&path);
        let name = whole.strip_suffix(DESCRIPTION).unwrap_or(&whole).to_owned();
        if args.run.as_ref().is_some_and(|it| !it.is_match(&name)) {
            continue;
        }
        let (file, text) = read_text(&path)?;
        let results = match results(&path, &text, &args.policy, terminal)? {
            ControlFlow::Continue(results) => results,
            ControlFlow::Break(verdict) => return Ok(ControlFlow::Break(verdict)),
        };
        let line = text.lines().next().unwrap_or_default().len();
        let at = sources.add(file, text).and_then(|start| {
            let end = start.checked_add(u32::try_from(line).ok()?)?;
            Some(Span::new(start, end))
        });
        out.push(compared(name, at, &results, args)?);
    }
    Ok(ControlFlow::Continue(out))
}

fn compared(
    name: String,
    at: Option<Span>,
    results: &str,
    args: &TestArgs,
) -> Result<Snapshot, Fault> {
    let path = PathBuf::from(format!("{name}{RESULTS}"));
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
    let diff = (!is_same).then(|| {
        let file = shown(&path);
        TextDiff::from_lines(kept.as_deref().unwrap_or_default(), results)
            .unified_diff()
            .context_radius(CONTEXT)
            .header(&file, &file)
            .to_string()
    });
    Ok(Snapshot {
        name,
        outcome,
        diff,
        at,
    })
}

fn keep(path: &Path, results: &str) -> Result<(), Fault> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    let folder = folder.unwrap_or(Path::new("."));
    write::text(folder, &name.unwrap_or_default(), results)
        .map(|_| ())
        .map_err(|_| Fault::new(format!("cannot write `{}`", shown(path))))
}

/// The descriptions of a policy, sorted: all in its folder; of a policy that is one file, those that
/// begin with its name.
fn descriptions(policy: &Path) -> Result<Vec<PathBuf>, Fault> {
    let (folder, begin) = if policy.is_dir() {
        (policy, String::new())
    } else {
        let stem = policy
            .file_stem()
            .map(|it| it.to_string_lossy().into_owned());
        let folder = policy.parent().filter(|it| !it.as_os_str().is_empty());
        (
            folder.unwrap_or(Path::new(".")),
            format!("{}.", stem.unwrap_or_default()),
        )
    };
    let unreadable =
        |error: std::io::Error| Fault::new(format!("cannot read `{}`: {error}", shown(folder)));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&begin) && name.ends_with(DESCRIPTION) {
            let here = folder == Path::new(".");
            found.push(if here {
                PathBuf::from(name)
            } else {
                folder.join(name)
            });
        }
    }
    found.sort();
    Ok(found)
}

/// The results that a description asks for, as text.
fn results(
    path: &Path,
    text: &str,
    policy: &Path,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, String>, Fault> {
    let wrong = |error: &str| {
        let message = format!(
            "`{}` does not describe golden results: {error}",
            shown(path)
        );
        Fault::new(message).with_help(
            "write `data = \"FOLDER\"`, and `on = 2023-11-30`, `scenarios = [\"…\"]` or `set = [\"…\"]` where they are wanted",
        )
    };
    let wanted: Wanted = toml::from_str(text).map_err(|error| wrong(error.message()))?;
    let on = match wanted.on {
        Some(on) => {
            let date = Date::parse_iso(&on.to_string());
            Some(date.ok_or_else(|| wrong("a date is written 2023-11-30"))?)
        }
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
    if checked.is_none() {
        show(&findings, &sources, terminal);
        return Ok(ControlFlow::Break(verdict(&findings, false)));
    }
    let data = path.parent().unwrap_or(Path::new("")).join(&wanted.data);
    // Doubts about the policy have been shown.
    let told = Diagnostics::new();
    let opened = evaluate::open(checked, &told, &mut sources, &data, on, terminal)?;
    let (checked, spec, date) = match opened {
        ControlFlow::Continue(opened) => opened,
        ControlFlow::Break(verdict) => return Ok(ControlFlow::Break(verdict)),
    };
    let pool = pool(None)?;
    let mut bench = Bench::new(&spec, &checked, date, &pool).of_totals();
    Ok(match bench.evaluate(&checked) {
        Ok(it) => ControlFlow::Continue(text::laid_out(
            &it.summary,
            &what_if,
            it.faults.len(),
            &checked,
        )),
        Err(found) => ControlFlow::Break(unusable(&found, &sources, terminal)),
    })
}
