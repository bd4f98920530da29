//! `aturan compare`: two rounds of data joined by key, or three to see who returns.

mod text;

use std::path::{Path, PathBuf};

use aturan::Checked;
use aturan::check::tree::EntityId;
use aturan::data::bind::Bound;
use aturan::data::output::Personal;
use aturan::data::verified::Verified;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::Date;
use aturan::report::Rounds as Reported;
use aturan::simulate::rounds::{Compared, RoundData, Rounds, Settled};
use aturan::source::SourceMap;
use rayon::ThreadPool;
use schemars::JsonSchema;
use serde::Serialize;

use super::evaluate::{evaluation_date, read_and_bind, unusable};
use super::faults::overflows;
use super::findings::{show, show_text, verdict};
use super::load::load_varied;
use super::policy::shown;
use super::progress::Progress;
use super::report::{ReportArgs, Stands, Subject};
use super::terminal::Terminal;
use super::{CompareArgs, Fault, Format, TableFormat, Verdict, pool};
use crate::io::dataset::{self, DatasetSpec};
use crate::io::write::{self, TableForm};

/// Counts below this are hidden in a report, unless the command says otherwise.
const SMALL: u64 = 5;

/// What is printed, and written as `comparison.json`.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Comparison {
    format_version: &'static str,
    policy: String,
    label: String,
    currency: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    what_if: Vec<String>,
    /// The smallest cell that is shown; 0 where all are.
    min_cell: u64,
    rounds: Vec<RoundSummary>,
    #[serde(flatten)]
    compared: Compared,
    /// The lists of the rows that changed, by level.
    lists: Vec<List>,
}

/// One round.
#[derive(Debug, Serialize, JsonSchema)]
struct RoundSummary {
    /// `before`, `from`, `to`.
    #[schemars(extend("enum" = ["before", "from", "to"]))]
    role: &'static str,
    label: Option<String>,
    date: String,
    /// Rejected rows by level.
    rejected: Vec<u64>,
}

/// The rows of a level that changed.
#[derive(Debug, Serialize, JsonSchema)]
struct List {
    entity: String,
    label: String,
    rows: usize,
    /// The list, within the folder of the results.
    file: String,
}

/// A data set as described, and its day.
struct Round {
    role: &'static str,
    spec: DatasetSpec,
    date: Date,
}

pub(super) fn run(args: &CompareArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    publishable(args)?;
    let policy = load_varied(&args.policy, &args.what_if)?;
    let mut sources = policy.sources;
    let Some(checked) = policy.checked else {
        show(&policy.findings, &sources, terminal);
        return Ok(Verdict::Findings);
    };
    show_text(&policy.findings, &sources, terminal);
    let rounds = match open(args, &checked, &mut sources)? {
        Ok(rounds) => rounds,
        Err(found) => return Ok(unusable(&found, &sources, terminal)),
    };
    if let Some(found) = not_in_force(&checked, &rounds) {
        show(&found, &sources, terminal);
        return Ok(Verdict::Findings);
    }
    in_order(&rounds)?;
    let pool = pool(args.threads)?;
    Comparing {
        policy_hash: &policy.hash,
        args,
        checked: &checked,
        sources: &sources,
        terminal,
        pool: &pool,
    }
    .through(&rounds)
}

/// Lists of rows are not for publication.
fn publishable(args: &CompareArgs) -> Result<(), Fault> {
    if args.min_cell.is_some() && args.out.is_some() {
        return Err(Fault::new(
            "`--min-cell` is for figures that are published, `--out` writes lists of single rows",
        )
        .with_help("run the command twice: with `--out`, and with `--min-cell` for publication"));
    }
    Ok(())
}

/// The data sets in the order of time, with their days.
fn open(
    args: &CompareArgs,
    checked: &Checked,
    sources: &mut SourceMap,
) -> Result<Result<Vec<Round>, Diagnostics>, Fault> {
    let before = args.before.iter().map(|path| ("before", path));
    let paths: Vec<(&'static str, &PathBuf)> = before
        .chain([("from", &args.from), ("to", &args.to)])
        .collect();
    if !args.on.is_empty() && args.on.len() != paths.len() {
        return Err(Fault::new(format!(
            "{} rounds need as many evaluation dates, not {}",
            paths.len(),
            args.on.len()
        ))
        .with_help("say `--on DATE` once for each round, the earliest first, or not at all"));
    }
    let mut rounds = Vec::new();
    for (place, (role, path)) in paths.into_iter().enumerate() {
        let spec = match dataset::open(path, checked, sources) {
            Ok(spec) => spec,
            Err(found) => return Ok(Err(found)),
        };
        let date = evaluation_date(args.on.get(place).copied(), &spec, path)?;
        rounds.push(Round { role, spec, date });
    }
    Ok(Ok(rounds))
}

/// What is not in force on the day of a round.
fn not_in_force(checked: &Checked, rounds: &[Round]) -> Option<Diagnostics> {
    rounds.iter().find_map(|round| {
        let found = aturan::check::dates(&checked.on(round.date), round.date);
        found.has_errors().then_some(found)
    })
}

fn in_order(rounds: &[Round]) -> Result<(), Fault> {
    let late = rounds.windows(2).find_map(|two| match two {
        [first, second] if first.date > second.date => Some((first, second)),
        _ => None,
    });
    match late {
        Some((first, second)) => Err(Fault::new(format!(
            "the round of `--{}` is of {}, after that of `--{}`, {}",
            first.role, first.date, second.role, second.date
        ))
        .with_help("name the earlier round in `--from`, the later one in `--to`")),
        None => Ok(()),
    }
}

/// A comparison under way.
struct Comparing<'a> {
    policy_hash: &'a str,
    args: &'a CompareArgs,
    checked: &'a Checked,
    sources: &'a SourceMap,
    terminal: &'a Terminal,
    pool: &'a ThreadPool,
}

impl Comparing<'_> {
    fn through(&self, all: &[Round]) -> Result<Verdict, Fault> {
        let terminal = self.terminal;
        let day = |role| all.iter().find(|it| it.role == role).map(|it| it.date);
        let days = day("from").zip(day("to"));
        let rounds = days.and_then(|(from, to)| Rounds::new(self.checked, from, to, day("before")));
        let Some(rounds) = rounds else {
            return Err(Fault::new(
                "nothing to compare: the policy has neither a register nor a classification",
            )
            .with_help("declare a `register` or `classify` rows, and compare again"));
        };
        let progress = Progress::new(3, terminal);
        progress.step(terminal.say("reading", "membaca"));
        let mut bound = match self.read(&rounds, all) {
            Ok(bound) => bound,
            Err(found) => {
                drop(progress);
                return Ok(unusable(&found, self.sources, terminal));
            }
        };
        progress.step(terminal.say("comparing", "membandingkan"));
        let summaries = all
            .iter()
            .zip(&bound)
            .map(|(round, bound)| summary(round, bound));
        let summaries = summaries.collect();
        let (to, from) = (bound.pop(), bound.pop());
        let data = RoundData {
            before: bound.pop().map(|it| it.dataset),
            from: from.map(|it| it.dataset).unwrap_or_default(),
            to: to.map(|it| it.dataset).unwrap_or_default(),
        };
        let settled = rounds.settle(data, self.pool);
        progress.step(terminal.say("writing", "menulis"));
        let lists = self.lists(&settled);
        drop(progress);
        let lists = match lists {
            Ok(lists) => lists,
            Err(found) => return Ok(unusable(&only(found), self.sources, terminal)),
        };
        self.report(&settled, summaries, lists)
    }

    fn read(&self, rounds: &Rounds, all: &[Round]) -> Result<Vec<Bound>, Diagnostics> {
        let fields = rounds.fields();
        let none = Verified::default();
        let read = |round: &Round| {
            let (spec, date) = (&round.spec, round.date);
            read_and_bind(spec, rounds.program(), &fields, date, &none).map(|(bound, _)| bound)
        };
        self.pool.install(|| all.iter().map(read).collect())
    }

    fn personal(&self) -> Personal {
        if self.args.show_personal {
            Personal::Shown
        } else {
            Personal::Masked
        }
    }

    /// Writes the lists of the rows that changed.
    fn lists(&self, settled: &Settled<'_>) -> Result<Vec<List>, Diagnostic> {
        let Some(out) = &self.args.out else {
            return Ok(Vec::new());
        };
        let form = match self.args.out_format {
            TableFormat::Parquet => TableForm::Parquet,
            TableFormat::Csv => TableForm::Csv,
            TableFormat::Xlsx => TableForm::Xlsx,
        };
        let mut lists = Vec::new();
        for (entity, id) in self.checked.entities.iter().zip((0..).map(EntityId)) {
            let name = &entity.about.name;
            let batch = settled
                .rows(id, self.personal())
                .map_err(|error| write::failed(out, name, &error))?;
            let Some(batch) = batch else { continue };
            let written = write::table(out, &format!("changed.{name}"), &batch, form)?;
            lists.push(List {
                entity: name.clone(),
                label: entity.about.label.clone(),
                rows: batch.num_rows(),
                file: written.name,
            });
        }
        Ok(lists)
    }

    /// The report for people, where one is asked for; the sentence that says where it is.
    fn page(&self, settled: &Settled<'_>, it: &Comparison) -> Result<Option<String>, Diagnostic> {
        if self.args.report.is_none() {
            return Ok(None);
        }
        let min_cell = self.args.min_cell.map_or(SMALL, u64::from);
        let compared = settled.compared(min_cell);
        let rounds = it.rounds.iter();
        let rounds: Vec<_> = rounds
            .map(|it| (it.label.clone(), it.date.clone()))
            .collect();
        let found = Reported {
            label: &it.label,
            rounds: &rounds,
            what_if: &it.what_if,
            compared: &compared,
        };
        let stands = Stands {
            program: self.checked,
            policy_hash: self.policy_hash,
            data: None,
        };
        let report = ReportArgs::published(self.args.report.clone(), min_cell);
        report.write(Subject::Rounds(&found), stands, self.terminal)
    }

    fn report(
        &self,
        settled: &Settled<'_>,
        rounds: Vec<RoundSummary>,
        lists: Vec<List>,
    ) -> Result<Verdict, Fault> {
        let min_cell = u64::from(self.args.min_cell.unwrap_or(0));
        let comparison = Comparison {
            format_version: "1.0",
            policy: self.checked.name.clone(),
            label: self.checked.label.clone(),
            currency: self.checked.currency.clone(),
            what_if: self.args.what_if.names(),
            min_cell,
            rounds,
            compared: settled.compared(min_cell),
            lists,
        };
        if let Some(out) = &self.args.out {
            let text = serde_json::to_string_pretty(&comparison)
                .map_err(|error| Fault::new(format!("cannot write the comparison: {error}")))?;
            if let Err(found) = write::text(out, "comparison.json", &(text + "\n")) {
                return Ok(unusable(&only(found), self.sources, self.terminal));
            }
        }
        let reported = match self.page(settled, &comparison) {
            Ok(reported) => reported.unwrap_or_default(),
            Err(found) => return Ok(unusable(&only(found), self.sources, self.terminal)),
        };
        match self.terminal.format {
            Format::Json => Terminal::print_json(&comparison),
            Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
                let out = self.args.out.as_deref().map(|it: &Path| shown(it));
                let text = text::text(&comparison, out.as_deref(), self.terminal);
                Terminal::print(&(text + &reported));
            }
        }
        let mut faults = Diagnostics::new();
        for (program, dataset, results) in settled.sides() {
            let found = overflows(program, dataset, results, self.personal());
            for it in found {
                faults.push(it);
            }
        }
        show_text(&faults, self.sources, self.terminal);
        Ok(verdict(&faults, false))
    }
}

fn summary(round: &Round, bound: &Bound) -> RoundSummary {
    RoundSummary {
        role: round.role,
        label: round.spec.label.clone(),
        date: round.date.to_string(),
        rejected: bound.counts.iter().map(|it| it.rejected).collect(),
    }
}

fn only(finding: Diagnostic) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(finding);
    findings
}
