//! `aturan run`: reads a data set, evaluates a policy over it, writes the results.

use std::ops::ControlFlow;
use std::time::Instant;

use aturan::check::tree::{AidId, Entity, EntityId, Program};
use aturan::data::bind::Bound;
use aturan::data::output::{Personal, Sheet};
use aturan::data::results::Results;
use aturan::diagnostic::catalogue::{data, eval as words};
use aturan::diagnostic::{Diagnostic, Diagnostics};
use aturan::eval;
use aturan::number::Date;
use aturan::outcome::{
    self, DrawnTakeUp, MadeCurrent, Prepared, Summary, TargetState, Verification,
};
use aturan::plan::{Plan, plan};
use aturan::source::SourceMap;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::evaluate::{read_and_bind, ready_varied, unusable};
use super::faults::overflows;
use super::findings::{show, show_text, verdict};
use super::outputs::Narrowed;
use super::policy::shown;
use super::progress::Progress;
use super::receipt::Receipt;
use super::report::{Stands, Subject};
use super::terminal::Terminal;
use super::verified::{self, Given, Lister};
use super::{Fault, Format, RunArgs, TableFormat, Verdict, pool, summary};
use crate::io::dataset::DatasetSpec;
use crate::io::read::FileReceipt;
use crate::io::verify;
use crate::io::write::{self, TableForm, Written};

/// How many rejected rows `--strict` shows.
const SHOWN: usize = 10;

/// What a run was given.
pub(super) struct Inputs<'a> {
    pub(super) args: &'a RunArgs,
    pub(super) program: &'a Program,
    pub(super) given: &'a Given,
    pub(super) policy_hash: String,
    pub(super) data_label: Option<String>,
    pub(super) date: Date,
    pub(super) started: jiff::Timestamp,
    pub(super) clock: Instant,
    /// What the result tables are narrowed to.
    pub(super) narrowed: Option<Narrowed>,
}

/// What a run found.
struct Evaluated {
    bound: Bound,
    results: Results,
    verification: Verification,
    summary: Summary,
    made_current: Vec<MadeCurrent>,
    take_up: Vec<DrawnTakeUp>,
}

pub(super) fn run(args: &RunArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let (started, clock) = (jiff::Timestamp::now(), Instant::now());
    let mut ready = match ready_varied(&args.policy, &args.what_if, &args.data, args.on, terminal)?
    {
        ControlFlow::Continue(ready) => ready,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let given = match verified::read(args.verified.as_deref(), &ready.checked) {
        Ok(given) => given,
        Err(found) => return Ok(unusable(&found, &ready.sources, terminal)),
    };
    show_text(&given.notes, &ready.sources, terminal);
    let program = given.program.as_ref().unwrap_or(&ready.checked);
    let inputs = Inputs {
        args,
        program,
        given: &given,
        policy_hash: ready.policy_hash.clone(),
        data_label: ready.spec.label.clone(),
        date: ready.date,
        started,
        clock,
        narrowed: Narrowed::new(&args.outputs, program)?,
    };
    let pool = pool(args.threads)?;
    let mut spec = std::mem::take(&mut ready.spec);
    let run = Run {
        inputs: &inputs,
        checked: program,
        sources: &ready.sources,
        terminal,
        pool: &pool,
    };
    let plan = || run.plan(&mut outcome::prepare(program));
    spec.memory = args.memory.of(plan, 1, terminal);
    run.through(&spec)
}

/// A run under way.
struct Run<'a> {
    inputs: &'a Inputs<'a>,
    checked: &'a Program,
    sources: &'a SourceMap,
    terminal: &'a Terminal,
    pool: &'a ThreadPool,
}

impl Run<'_> {
    fn through(&self, spec: &DatasetSpec) -> Result<Verdict, Fault> {
        let terminal = self.terminal;
        let progress = Progress::of_stages(3, terminal);
        let mut prepared = outcome::prepare(self.checked);
        let plan = self.plan(&mut prepared);
        progress.step(terminal.say("reading", "membaca"));
        let mut needed = plan.needed_fields();
        needed.extend(prepared.group_fields());
        needed.extend(outcome::fields_to_settle(self.checked, self.inputs.date));
        let (date, given) = (self.inputs.date, &self.inputs.given.verified);
        let read = self
            .pool
            .install(|| read_and_bind(spec, &prepared.program, &needed, date, given));
        let (mut bound, files) = match read {
            Ok(read) => read,
            Err(found) => {
                drop(progress);
                return Ok(unusable(&found, self.sources, terminal));
            }
        };
        if self.inputs.args.strict && !bound.rejected.is_empty() {
            drop(progress);
            return Ok(self.refuse(&bound));
        }
        bound.dataset.keep(&prepared.program, &needed);
        progress.step(terminal.say("evaluating", "menghitung"));
        let Some(program) = self.settled(&bound) else {
            return self.finish((prepared, plan), bound, &files, progress);
        };
        let run = Run {
            checked: &program,
            ..*self
        };
        prepared = outcome::prepare(&program);
        let plan = run.plan(&mut prepared);
        run.finish((prepared, plan), bound, &files, progress)
    }

    /// The policy with the values that its rules read of the population, where they read any.
    fn settled(&self, bound: &Bound) -> Option<Program> {
        let (date, dataset) = (self.inputs.date, &bound.dataset);
        outcome::settled(self.checked, dataset, date, &|program, outputs| {
            eval::run(&plan(program, date, outputs), dataset, self.pool)
        })
    }

    fn plan(&self, prepared: &mut Prepared) -> Plan {
        match &self.inputs.narrowed {
            Some(it) => prepared.plan_showing(self.inputs.date, &it.values),
            None => prepared.plan(self.inputs.date),
        }
    }

    /// Evaluates the rows and says and writes what comes of it.
    fn finish(
        &self,
        (prepared, plan): (Prepared, Plan),
        bound: Bound,
        files: &[FileReceipt],
        progress: Progress,
    ) -> Result<Verdict, Fault> {
        let terminal = self.terminal;
        let results = eval::run(&plan, &bound.dataset, self.pool);
        drop(plan);
        let evaluated = self
            .pool
            .install(|| summarize(&prepared, bound, results, self));
        progress.step(terminal.say("writing", "menulis"));
        let written = self.pool.install(|| self.write(&evaluated, files));
        drop(progress);
        if let Err(found) = written? {
            return Ok(unusable(&found, self.sources, terminal));
        }
        let reported = match self.page(&evaluated) {
            Ok(reported) => reported,
            Err(finding) => return Ok(unusable(&only(finding), self.sources, terminal)),
        };
        Ok(self.report(&evaluated, &reported.unwrap_or_default()))
    }

    /// `--strict`: the first rejected rows, and no evaluation.
    fn refuse(&self, bound: &Bound) -> Verdict {
        let mut findings = Diagnostics::new();
        for it in bound.rejected.iter().take(SHOWN) {
            let files = bound.files.get(it.entity.index());
            let file = files.and_then(|files| files.get(it.file as usize));
            let mut it = it.clone();
            it.personal &= !self.inputs.args.show_personal;
            let reason = it.finding(self.checked);
            let language = self.terminal.language;
            findings.push(
                Diagnostic::new(&data::REJECTED)
                    .with("file", file.map_or("", String::as_str))
                    .with("number", it.number)
                    .with("reason", reason.message(language))
                    .with("code", reason.code.name())
                    .with("cure", reason.advice(language).unwrap_or_default()),
            );
        }
        show(&findings, self.sources, self.terminal);
        let rest = bound.rejected.len().saturating_sub(SHOWN);
        if rest > 0 && self.terminal.format == Format::Text {
            let more = self.terminal.say("more rejected", "lagi ditolak");
            Terminal::note(&format!("{rest} {more}\n"));
        }
        Verdict::Findings
    }

    /// Writes all results; the inner error is about files that cannot be written.
    fn write(
        &self,
        it: &Evaluated,
        files: &[FileReceipt],
    ) -> Result<Result<(), Diagnostics>, Fault> {
        let (tables, lists) = rayon::join(|| self.tables(it), || self.lists(it));
        let mut written = match tables.and_then(|tables| Ok((tables, lists?))) {
            Ok((tables, lists)) => [tables, lists].concat(),
            Err(finding) => return Ok(Err(only(finding))),
        };
        written.sort_by(|a, b| a.name.cmp(&b.name));
        let counted = (&*it.made_current, &*it.take_up);
        let receipt = Receipt::new(self.inputs, &it.bound, files, counted, &written)?;
        let text = json(&receipt)?;
        let out = &self.inputs.args.out;
        Ok(write::text(out, "run.json", &text)
            .map(|_| ())
            .map_err(only))
    }

    /// The result tables, for the entities that have results.
    fn tables(&self, it: &Evaluated) -> Result<Vec<Written>, Diagnostic> {
        let form = match self.inputs.args.out_format {
            TableFormat::Parquet => TableForm::Parquet,
            TableFormat::Csv => TableForm::Csv,
            TableFormat::Xlsx => TableForm::Xlsx,
        };
        let program: &Program = self.checked;
        let missing = |aid: AidId, row: usize| it.verification.missing_names(program, aid, row);
        let entities = program.declared();
        let delivered: Vec<_> = entities
            .filter(|(_, id)| {
                let table = it.bound.dataset.table(*id);
                table.is_some_and(|table| table.delivered)
            })
            .collect();
        let write = |(entity, id): (&Entity, EntityId)| {
            let out = &self.inputs.args.out;
            let sheet = Sheet::new(
                program,
                &it.bound.dataset,
                &it.results,
                id,
                self.personal(),
                &missing,
            );
            let sheet = sheet.map_err(|error| write::failed(out, &entity.about.name, &error))?;
            let sheet = match &self.inputs.narrowed {
                Some(it) => sheet.narrowed(&|name| it.wants(name)),
                None => Some(sheet),
            };
            sheet
                .map(|sheet| write::table(out, &entity.about.name, &sheet, form))
                .transpose()
        };
        let written: Result<Vec<_>, _> = delivered.into_par_iter().map(write).collect();
        Ok(written?.into_iter().flatten().collect())
    }

    /// The summary and the lists of rows.
    fn lists(&self, it: &Evaluated) -> Result<Vec<Written>, Diagnostic> {
        let out = &self.inputs.args.out;
        let program: &Program = self.checked;
        let summary = serde_json::to_string_pretty(&it.summary)
            .map_err(|error| write::failed(out, "summary.json", &error))?;
        let rows = outcome::to_verify(program, &it.results, &it.verification);
        let language = self.terminal.language;
        let lister = Lister::new(program, &it.bound, self.personal(), language);
        let rows = rows.iter().map(|row| lister.row(row));
        let mut written = vec![
            write::text(out, "summary.json", &(summary + "\n"))?,
            write::rejected(out, program, &it.bound, self.personal(), language)?,
            verify::to_verify(out, rows)?,
        ];
        let given = self.inputs.given;
        if given.file.is_some() {
            let taken = given.taken(program, &it.bound, self.personal());
            written.push(verify::taken(out, taken)?);
        }
        Ok(written)
    }

    fn personal(&self) -> Personal {
        if self.inputs.args.show_personal {
            Personal::Shown
        } else {
            Personal::Masked
        }
    }

    /// The report for people, where one is asked for; the sentence that says where it is.
    fn page(&self, it: &Evaluated) -> Result<Option<String>, Diagnostic> {
        let stands = Stands {
            program: self.checked,
            policy_hash: &self.inputs.policy_hash,
            data: self.inputs.data_label.as_deref(),
        };
        let subject = Subject::Run(&it.summary);
        self.inputs
            .args
            .report
            .write(subject, stands, self.terminal)
    }

    /// The summary on the terminal, then what is worth knowing about the data.
    fn report(&self, it: &Evaluated, reported: &str) -> Verdict {
        let terminal = self.terminal;
        let out = shown(&self.inputs.args.out);
        match terminal.format {
            Format::Json => Terminal::print_json(&it.summary),
            _ if terminal.quiet => {}
            Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
                let text = summary::text(&it.summary, &out, terminal);
                let verified = self.inputs.given.sentence(&it.bound, terminal);
                Terminal::print(&(text + &verified + reported));
            }
        }
        let mut findings = Diagnostics::new();
        for note in &it.bound.notes {
            findings.push(note.finding(self.checked));
        }
        let given = &self.inputs.given.verified;
        let taken = &it.bound.verified;
        let personal = self.personal();
        for finding in given.contradictions(self.checked, taken, personal) {
            findings.push(finding);
        }
        let overflows = overflows(self.checked, &it.bound.dataset, &it.results, personal);
        for finding in overflows.into_iter().chain(self.broken(it)) {
            findings.push(finding);
        }
        show_text(&findings, self.sources, terminal);
        verdict(&findings, false)
    }

    /// One finding for each assertion that does not hold.
    fn broken(&self, it: &Evaluated) -> Vec<Diagnostic> {
        let assertions = self.checked.assertions.iter().zip(&it.summary.assertions);
        let broken = assertions.filter(|(_, found)| found.state == TargetState::NotMet);
        broken
            .map(|(assertion, found)| {
                let finding = Diagnostic::at(&words::ASSERTION_BROKEN, assertion.span)
                    .with("text", &assertion.text);
                if found.broken_by.is_empty() {
                    return finding;
                }
                let named = found.broken_by.iter().take(SHOWN).cloned();
                let mut rows = named.collect::<Vec<_>>().join(", ");
                if found.breaches > SHOWN as u64 {
                    rows.push_str(" …");
                }
                finding.with("rows", rows).help("help.rows")
            })
            .collect()
    }
}

fn summarize(prepared: &Prepared, bound: Bound, results: Results, run: &Run<'_>) -> Evaluated {
    let program: &Program = run.checked;
    let verification = outcome::verification(program, &bound.dataset, &results);
    let blocking = |aid: AidId| verification.blocking(program, aid);
    let mut summary = outcome::summarize(prepared, &bound.dataset, &results, &blocking);
    summary.count_rows(&bound.counts);
    summary.what_if = run.inputs.args.what_if.names();
    summary.verify_first = outcome::verify_first(program, &bound.dataset, &verification);
    let made_current = outcome::made_current(program, &bound.dataset, &results);
    let take_up = outcome::drawn_take_up(program, &results);
    let (mut bound, mut results) = (bound, results);
    // What the indicators count is nobody's result, and of the data only keys are written.
    results.values.truncate(prepared.declared_values);
    bound.dataset.keep_keys(program);
    Evaluated {
        bound,
        results,
        verification,
        summary,
        made_current,
        take_up,
    }
}

fn json(receipt: &Receipt) -> Result<String, Fault> {
    serde_json::to_string_pretty(receipt)
        .map(|text| text + "\n")
        .map_err(|error| Fault::new(format!("cannot write the receipt: {error}")))
}

fn only(finding: Diagnostic) -> Diagnostics {
    let mut findings = Diagnostics::new();
    findings.push(finding);
    findings
}
