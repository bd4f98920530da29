//! `aturan diff`: what changed in meaning between two policies, and whom it moves.

mod effect_markdown;
mod effect_text;
mod fail_if;
mod markdown;
mod population;
mod text;
mod words;

use std::ops::ControlFlow;

use aturan::Checked;
use aturan::diagnostic::{Diagnostics, Language};
use aturan::difference::{Difference, ItemChange, difference};
use aturan::resolve::Layered;
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::findings::show;
use super::load::{self, Unchecked};
use super::revision::Place;
use super::terminal::Terminal;
use super::{DiffArgs, Fault, Format, Verdict};
use fail_if::Judged;
use population::Population;

/// What is printed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Report {
    format_version: &'static str,
    /// The older policy, as it was named.
    old: String,
    /// The newer policy.
    new: String,
    /// Whether a result may follow from what changed.
    changes_meaning: bool,
    changes: Vec<ItemChange>,
    /// What the changes do over data.
    population: Option<Population>,
    /// What `--fail-if` asked.
    conditions: Vec<Judged>,
}

/// Both policies, without errors.
struct Sides {
    old: Unchecked,
    /// Its texts are those of both.
    new: Unchecked,
}

pub(super) fn run(args: &DiffArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let conditions: Vec<fail_if::Condition> = args
        .fail_if
        .iter()
        .map(|it| fail_if::read(it))
        .collect::<Result<_, _>>()?;
    let (old, new) = (Place::open(&args.old)?, Place::open(&args.new)?);
    let Some(sides) = open(&old, &new, terminal)? else {
        return Ok(Verdict::Findings);
    };
    // What programs read is in one language.
    let language = match terminal.format {
        Format::Json => Language::English,
        Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
            terminal.language
        }
    };
    let found = difference(
        sides.old.resolved().layered(),
        sides.new.resolved().layered(),
        language,
    );
    let population = match population::population(&sides, &found, args, terminal)? {
        ControlFlow::Continue(population) => population,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let mut judged = Vec::new();
    for condition in &conditions {
        if let Some(population) = &population {
            judged.push(fail_if::judge(condition, population)?);
        }
    }
    let Difference { changes } = found;
    let report = Report {
        format_version: "1.0",
        old: old.name,
        new: new.name,
        changes_meaning: changes.iter().any(ItemChange::changes_meaning),
        changes,
        population,
        conditions: judged,
    };
    print(&report, args, terminal);
    let fails = report.conditions.iter().any(|it| it.fails);
    Ok(match fails || (args.exit_code && report.changes_meaning) {
        true => Verdict::Findings,
        false => Verdict::Clean,
    })
}

fn print(report: &Report, args: &DiffArgs, terminal: &Terminal) {
    match terminal.format {
        Format::Json => Terminal::print_json(report),
        Format::Markdown => {
            let mut out = markdown::text(report, terminal);
            if let Some(population) = &report.population {
                let min_cell = u64::from(args.min_cell);
                let conditions = &report.conditions;
                out += &effect_markdown::text(population, conditions, min_cell, terminal);
            }
            Terminal::print(&out);
        }
        Format::Text | Format::Github | Format::Sarif | Format::Junit => {
            let mut out = text::text(report, terminal);
            if let Some(population) = &report.population {
                out += &effect_text::text(population, report, terminal);
            }
            Terminal::print(&out);
        }
    }
}

/// Reads and checks both; `None` where one has an error, which has been shown.
fn open(old: &Place, new: &Place, terminal: &Terminal) -> Result<Option<Sides>, Fault> {
    let mut older = load::read_place(old, SourceMap::new())?;
    let mut newer = load::read_place(new, older.sources.clone())?;
    let checked = (older.check(), newer.check());
    let mut sound = true;
    for side in [&older, &newer] {
        if side.findings.has_errors() {
            show(&side.findings, &side.sources, terminal);
            sound = false;
        }
    }
    Ok(match checked {
        (Some(_), Some(_)) if sound => Some(Sides {
            old: older,
            new: newer,
        }),
        _ => None,
    })
}

impl Sides {
    /// A mixed policy, checked, with the errors in it.
    fn mixed(&self, layered: &Layered) -> (Option<Checked>, Diagnostics) {
        let resolved = self.new.resolved().with(layered.clone(), &self.new.sources);
        let (checked, found) = resolved.check();
        let mut errors = Diagnostics::new();
        let severe = aturan::diagnostic::Severity::Error;
        let found = found.iter().filter(|it| it.severity == severe);
        found.for_each(|it| errors.push(it.clone()));
        (checked, errors)
    }
}
