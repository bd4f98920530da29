//! `aturan sweep`: a number moved through a range, and every figure at each of its values.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use aturan::diagnostic::suggest::nearest;
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::number::{Grouping, Rational};
use aturan::outcome::{self, Summary};
use aturan::report;
use aturan::resolve::Variation;
use aturan::simulate::NamedFigure;
use schemars::JsonSchema;
use serde::Serialize;

use super::bench::Bench;
use super::evaluate::unusable;
use super::findings::{show, show_text, verdict};
use super::load::Unchecked;
use super::progress::Progress;
use super::range::{self, Range, digits};
use super::report::{Stands, Subject};
use super::session::{self, Session};
use super::summary::Page;
use super::terminal::Terminal;
use super::{Fault, Format, SweepArgs, Verdict, pool};
use crate::io::write;

/// Figures in the table on the terminal, unless `--show` names them.
const SHOWN: usize = 6;

/// What is printed as JSON.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Sweep {
    format_version: &'static str,
    policy: String,
    label: String,
    date: String,
    currency: String,
    /// Scenarios and settings that hold at every value.
    what_if: Vec<String>,
    /// The range as written.
    range: String,
    figures: Vec<Head>,
    /// In ascending order.
    values: Vec<Step>,
}

/// What a figure is.
#[derive(Debug, Serialize, JsonSchema)]
struct Head {
    name: String,
    label: String,
    /// Which figure of an aid or a register: `cost`, `granted`.
    part: Option<&'static str>,
    /// The period of an amount.
    money: Option<String>,
}

/// The figures at one value.
#[derive(Debug, Serialize, JsonSchema)]
struct Step {
    /// Plain digits.
    value: String,
    /// By name.
    figures: BTreeMap<String, Option<String>>,
}

pub(super) fn run(args: &SweepArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    args.what_if.once()?;
    let session = match session::open(&args.policy, &args.data, args.on, terminal)? {
        ControlFlow::Continue(session) => session,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let Session {
        mut unchecked,
        base,
        mut spec,
        date,
    } = session;
    let range = range::read(&args.range, &mut unchecked, "range")?;
    let variation = unchecked.variation(&args.what_if)?;
    let Some(range) = range.filter(|_| !unchecked.findings.has_errors()) else {
        show(&unchecked.findings, &unchecked.sources, terminal);
        return Ok(Verdict::Findings);
    };
    let values = range.values()?;
    let pool = pool(args.threads)?;
    let plan = || outcome::prepare(&base).plan_of_figures(date);
    spec.memory = args.memory.of(plan, 2, terminal);
    let mut bench = Bench::new(&spec, &base, date, &pool).of_totals();
    let progress = Progress::new(values.len() as u64, terminal);
    let mut sweep: Option<Sweep> = None;
    let mut first: Option<Summary> = None;
    let mut faults = Diagnostics::new();
    let mut all = Vec::new();
    for value in &values {
        let varied = session::varied(&mut unchecked, &at(&variation, &range, *value), date);
        let Some(checked) = varied else {
            drop(progress);
            show(&unchecked.findings, &unchecked.sources, terminal);
            return Ok(Verdict::Findings);
        };
        all.push(checked);
    }
    let read = bench.series(&all, |place, read| {
        for fault in read.faults {
            faults.push(fault);
        }
        let sweep = sweep.get_or_insert_with(|| {
            let summary = &read.summary;
            Sweep {
                format_version: "1.0",
                policy: summary.policy.clone(),
                label: summary.label.clone(),
                date: summary.date.clone(),
                currency: summary.currency.clone(),
                what_if: args.what_if.names(),
                range: args.range.clone(),
                figures: read.figures.iter().map(head).collect(),
                values: Vec::new(),
            }
        });
        first.get_or_insert(read.summary);
        let value = values.get(place).copied().unwrap_or_else(Rational::zero);
        progress.step(&range.moved.shown(&digits(value, terminal.grouping())));
        sweep.values.push(Step {
            value: digits(value, Grouping::Plain),
            figures: read
                .figures
                .into_iter()
                .map(|it| (it.name, it.value))
                .collect(),
        });
    });
    if let Err(found) = read {
        drop(progress);
        return Ok(unusable(&found, &unchecked.sources, terminal));
    }
    drop(progress);
    let (Some(sweep), Some(first)) = (sweep, first) else {
        return Ok(Verdict::Clean);
    };
    let stands = Stands {
        program: &base,
        policy_hash: &unchecked.hash,
        data: spec.label.as_deref(),
    };
    let reported = match page(&sweep, &first, &range, args, stands, terminal) {
        Ok(reported) => reported?.unwrap_or_default(),
        Err(found) => return Ok(unusable(&only(&found), &unchecked.sources, terminal)),
    };
    report(&sweep, &range, args, &unchecked, &reported, terminal)?;
    show_text(&faults, &unchecked.sources, terminal);
    Ok(verdict(&faults, false))
}

/// A variation with the number at a value.
pub(super) fn at(variation: &Variation, range: &Range, value: Rational) -> Variation {
    let mut variation = variation.clone();
    variation.settings.push(range.moved.at(value));
    variation
}

fn head(of: &NamedFigure) -> Head {
    Head {
        name: of.name.clone(),
        label: of.label.clone(),
        part: of.part,
        money: of.money.clone(),
    }
}

/// The report for people, where one is asked for; the sentence that says where it is. The inner
/// error is about a name that is no figure.
fn page(
    sweep: &Sweep,
    first: &Summary,
    range: &Range,
    args: &SweepArgs,
    stands: Stands<'_>,
    terminal: &Terminal,
) -> Result<Result<Option<String>, Fault>, Diagnostic> {
    let words = Page::new(terminal);
    let heads = match chosen(sweep, &args.show) {
        Ok(heads) => heads,
        Err(fault) => return Ok(Err(fault)),
    };
    let figures: Vec<report::Swept> = heads
        .iter()
        .map(|head| report::Swept {
            name: head.name.clone(),
            label: figure_words(&words, &head.label, head.part),
            money: head.money.clone(),
            values: sweep
                .values
                .iter()
                .map(|step| step.figures.get(&head.name).cloned().flatten())
                .collect(),
        })
        .collect();
    let values: Vec<(String, String)> = sweep
        .values
        .iter()
        .map(|step| {
            let shown = range.moved.shown(&words.digits(&step.value));
            (step.value.clone(), shown)
        })
        .collect();
    let swept = report::Sweep {
        first,
        range: &sweep.range,
        what_if: &sweep.what_if,
        values: &values,
        figures: &figures,
    };
    let written = args
        .report
        .write(Subject::Sweep(&swept), stands, terminal)?;
    Ok(Ok(written))
}

fn report(
    sweep: &Sweep,
    range: &Range,
    args: &SweepArgs,
    unchecked: &Unchecked,
    reported: &str,
    terminal: &Terminal,
) -> Result<(), Fault> {
    let chosen = chosen(sweep, &args.show)?;
    if let Some(out) = &args.out {
        write_csv(sweep, out).map_err(|finding| {
            show_text(&only(&finding), &unchecked.sources, terminal);
            Fault::new(format!("`{}` was not written", out.display()))
        })?;
    }
    match terminal.format {
        Format::Json => Terminal::print_json(sweep),
        Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
            let text = text(sweep, range, &chosen, args, terminal);
            Terminal::print(&(text + reported));
        }
    }
    Ok(())
}

/// The figures of the table: those named, else those that change.
fn chosen<'a>(sweep: &'a Sweep, show: &[String]) -> Result<Vec<&'a Head>, Fault> {
    if show.is_empty() {
        let changes = |head: &&Head| {
            let mut values = sweep.values.iter().map(|it| it.figures.get(&head.name));
            let first = values.next();
            values.any(|it| Some(it) != first)
        };
        let mut chosen: Vec<&Head> = sweep.figures.iter().filter(changes).collect();
        chosen.sort_by_key(|head| weight(head.part));
        return Ok(chosen);
    }
    show.iter()
        .map(|name| {
            let found = sweep.figures.iter().find(|it| it.name == *name);
            found.ok_or_else(|| unknown_figure(name, sweep.figures.iter().map(|it| &*it.name)))
        })
        .collect()
}

/// Which figures come first where there is no room for all.
fn weight(part: Option<&str>) -> u8 {
    match part {
        None => 0,
        Some("cost") => 1,
        Some("granted") => 2,
        Some("end") => 3,
        Some(_) => 4,
    }
}

/// The fault of a name that is no figure.
pub(super) fn unknown_figure<'a>(name: &str, all: impl Iterator<Item = &'a str>) -> Fault {
    let fault = Fault::new(format!("there is no figure `{name}`"));
    match nearest(name, all) {
        Some(near) => fault.with_help(format!("did you mean `{near}`?")),
        None => fault.with_help(
            "name an indicator, or `AID.cost`, `AID.granted`, `CLASSIFICATION.CLASS`, `REGISTER.end`",
        ),
    }
}

fn write_csv(sweep: &Sweep, out: &Path) -> Result<(), Diagnostic> {
    let names: Vec<&str> = sweep.figures.iter().map(|it| it.name.as_str()).collect();
    let mut csv = format!("value,{}\n", names.join(","));
    for step in &sweep.values {
        csv.push_str(&step.value);
        for name in &names {
            csv.push(',');
            let value = step.figures.get(*name).and_then(Option::as_ref);
            csv.push_str(value.map_or("", String::as_str));
        }
        csv.push('\n');
    }
    let folder = match out.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = out
        .file_name()
        .map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    write::text(folder, &name, &csv).map(|_| ())
}

fn text(
    sweep: &Sweep,
    range: &Range,
    chosen: &[&Head],
    args: &SweepArgs,
    terminal: &Terminal,
) -> String {
    let page = Page::new(terminal);
    let title = page.title(&format!("{} · {}", sweep.label, sweep.date));
    let mut text = format!("{title}\n{}\n", sweep.range);
    if !sweep.what_if.is_empty() {
        let what_if = page.say("What if", "Pengandaian");
        text.push_str(&format!("{what_if}: {}\n", sweep.what_if.join("; ")));
    }
    if chosen.is_empty() {
        let same = page.say("no figure changes", "tidak ada angka yang berubah");
        return text + &format!("\n  {same}\n");
    }
    let most = if args.show.is_empty() {
        SHOWN
    } else {
        chosen.len()
    };
    let shown = chosen.get(..most.min(chosen.len())).unwrap_or_default();
    let mut names = vec![String::new()];
    names.extend(
        shown
            .iter()
            .map(|head| figure_words(&page, &head.label, head.part)),
    );
    let rows = sweep
        .values
        .iter()
        .map(|step| {
            let value = page.digits(&step.value);
            let mut row = vec![range.moved.shown(&value)];
            row.extend(shown.iter().map(|head| {
                let value = step.figures.get(&head.name).and_then(Option::as_ref);
                value.map_or_else(|| "-".to_owned(), |plain| page.digits(plain))
            }));
            row
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    text.push_str(&format!("\n{}", Page::table(&names, rows, &[])));
    let more = chosen.len() - shown.len();
    if more > 0 {
        let words = page.say(
            "more figures change: --show NAME, --out FILE.csv",
            "angka lagi berubah: --show NAMA, --out BERKAS.csv",
        );
        text.push_str(&format!("\n  {more} {words}\n"));
    }
    text
}

/// A figure as people call it.
pub(super) fn figure_words(page: &Page<'_>, label: &str, part: Option<&'static str>) -> String {
    let Some(part) = part else {
        return label.to_owned();
    };
    let words = match part {
        "cost" => page.say("cost", "biaya"),
        "granted" => page.say("granted", "diberikan"),
        "members" => page.say("members", "anggota"),
        "waitlisted" => page.say("waiting", "menunggu"),
        "not_taken_up" => page.say("not taken up", "tidak diambil"),
        "needs_verification" => page.say("needs verification", "perlu verifikasi"),
        "enters" => page.say("enter", "masuk"),
        "leaves" => page.say("leave", "keluar"),
        "end" => page.say("at the end", "pada akhir"),
        other => other,
    };
    format!("{label}: {words}")
}

fn only(finding: &Diagnostic) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(finding.clone());
    findings
}
