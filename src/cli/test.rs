//! `aturan test`: the tests of a policy, and how the values of failed expectations came about.

use std::ops::ControlFlow;

use aturan::check::tree::Program;
use aturan::diagnostic::Diagnostics;
use aturan::eval;
use aturan::plan::{Outputs, plan};
use aturan::source::SourceMap;
use aturan::testing::{self, Failure, FailureKind, TestReport};
use schemars::JsonSchema;
use serde::Serialize;

use super::coverage::{self, JsonCoverage};
use super::findings::{Case, JsonFinding, draw, junit, show, to_json, verdict};
use super::load::{Policy, load_varied};
use super::snapshot::{self, Snapshot};
use super::terminal::Terminal;
use super::{Fault, Format, TestArgs, Verdict, pool, today};

pub(super) fn run(args: &TestArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let Policy {
        mut sources,
        findings,
        checked,
        ..
    } = load_varied(&args.policy, &args.what_if)?;
    let Some(program) = checked else {
        show(&findings, &sources, terminal);
        return Ok(verdict(&findings, false));
    };
    let pool = pool(None)?;
    let day = args
        .on
        .or_else(today)
        .ok_or_else(|| Fault::new("the clock gives no date").with_help("name one with `--on`"))?;
    let wanted = |title: &str| args.run.as_ref().is_none_or(|it| it.is_match(title));
    let (reports, covered) = testing::run(
        &program,
        day,
        &|program, data, date| eval::run(&plan(program, date, &Outputs::All), data, &pool),
        &wanted,
    );
    let kept = match snapshot::run(args, &mut sources, terminal)? {
        ControlFlow::Continue(kept) => kept,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let page = Page {
        program: &program,
        sources: &sources,
        terminal,
    };
    match terminal.format {
        Format::Text | Format::Markdown => {
            show(&findings, &sources, terminal);
            Terminal::print(&args.what_if.sentence(terminal));
            page.text(&reports, &kept);
            if args.coverage {
                Terminal::print(&coverage::text(&covered, &sources, terminal));
            }
        }
        Format::Json => {
            let covered = args.coverage.then_some(&covered);
            page.json(&reports, &findings, covered, args.what_if.names(), &kept);
        }
        Format::Github | Format::Sarif => {
            let failures = reports.iter().flat_map(|it| &it.failures);
            let mut findings = findings;
            for failure in failures {
                findings.push(failure.finding(&program));
            }
            for finding in kept.iter().filter_map(Snapshot::finding) {
                findings.push(finding);
            }
            show(&findings, &sources, terminal);
        }
        Format::Junit => Terminal::print(&page.junit(&reports, &kept)),
    }
    let failed = reports.iter().any(|it| !it.passed) || kept.iter().any(Snapshot::fails);
    let below = args
        .threshold
        .as_ref()
        .map(|it| coverage::below(&covered, it, terminal))
        .unwrap_or_default();
    Terminal::note(&below);
    let low = !below.is_empty();
    Ok(if failed || low {
        Verdict::Findings
    } else {
        Verdict::Clean
    })
}

/// What the reports are drawn with.
struct Page<'a> {
    program: &'a Program,
    sources: &'a SourceMap,
    terminal: &'a Terminal,
}

impl Page<'_> {
    fn text(&self, reports: &[TestReport], kept: &[Snapshot]) {
        let terminal = self.terminal;
        if reports.is_empty() && kept.is_empty() {
            let none = terminal.say(
                "no test was run: the policy has none, or `--run` matches none\n",
                "tidak ada uji yang dijalankan: kebijakan tidak memilikinya, atau `--run` tidak cocok\n",
            );
            Terminal::note(none);
            return;
        }
        for report in reports {
            let state = if report.passed {
                terminal.say("ok  ", "lulus")
            } else {
                terminal.say("FAIL", "GAGAL")
            };
            if !(terminal.quiet && report.passed) {
                Terminal::print(&format!("{state}  {}\n", report.name));
            }
            for failure in &report.failures {
                self.failure(failure);
            }
        }
        Terminal::print(&snapshot::text(kept, terminal));
        let failed = reports.iter().filter(|it| !it.passed).count()
            + kept.iter().filter(|it| it.fails()).count();
        let passed = reports.len() + kept.len() - failed;
        let line = match terminal.say("en", "id") {
            "id" => format!("{passed} lulus, {failed} gagal\n"),
            _ => format!("{passed} passed, {failed} failed\n"),
        };
        Terminal::print(&line);
    }

    fn failure(&self, failure: &Failure) {
        let finding = failure.finding(self.program).in_words_of(self.sources);
        Terminal::note(&draw(&finding, self.sources, self.terminal));
        if matches!(failure.kind, FailureKind::Unmet { .. }) {
            for line in failure
                .trace
                .lines(&|span| one_line(self.sources.text(span)))
            {
                Terminal::note(&format!("    {line}\n"));
            }
            Terminal::note("\n");
        }
    }

    fn junit(&self, reports: &[TestReport], kept: &[Snapshot]) -> String {
        let case = |report: &TestReport| {
            let place = self.sources.line_column(report.span.start);
            let failure = report.failures.first().map(|failure| {
                let finding = failure.finding(self.program).in_words_of(self.sources);
                let trace = failure
                    .trace
                    .lines(&|span| one_line(self.sources.text(span)));
                (
                    finding.code.name().to_owned(),
                    finding.message(self.terminal.language),
                    trace.join("\n"),
                )
            });
            Case {
                name: report.name.clone(),
                class: place.map_or_else(String::new, |(file, _)| file.name.clone()),
                failure,
            }
        };
        let kept = kept.iter().map(|it| it.case(self.terminal));
        junit("test", reports.iter().map(case).chain(kept).collect())
    }

    fn json(
        &self,
        reports: &[TestReport],
        findings: &Diagnostics,
        covered: Option<&testing::Coverage>,
        what_if: Vec<String>,
        snapshots: &[Snapshot],
    ) {
        let language = self.terminal.language;
        let tests = reports
            .iter()
            .map(|report| JsonTest {
                name: report.name.clone(),
                passed: report.passed,
                failures: report
                    .failures
                    .iter()
                    .map(|failure| JsonFailure {
                        finding: to_json(&failure.finding(self.program), self.sources, language),
                        trace: failure
                            .trace
                            .lines(&|span| one_line(self.sources.text(span))),
                    })
                    .collect(),
            })
            .collect();
        let findings = findings
            .sorted()
            .into_iter()
            .map(|it| to_json(it, self.sources, language))
            .collect();
        Terminal::print_json(&JsonTests {
            format_version: "1.0",
            what_if,
            findings,
            tests,
            snapshots,
            coverage: covered.map(|it| coverage::json(it, self.sources)),
        });
    }
}

/// A text over several lines as one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tests of a policy.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Tests")]
pub(super) struct JsonTests<'a> {
    format_version: &'static str,
    /// Scenarios and settings under which they were run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    what_if: Vec<String>,
    /// What is doubtful about the policy.
    findings: Vec<JsonFinding>,
    tests: Vec<JsonTest>,
    /// Golden results that were compared.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    snapshots: &'a [Snapshot],
    /// With `--coverage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<JsonCoverage>,
}

/// A test.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Test")]
struct JsonTest {
    /// Its title.
    name: String,
    passed: bool,
    failures: Vec<JsonFailure>,
}

/// An expectation that was not met.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Failure")]
struct JsonFailure {
    #[serde(flatten)]
    finding: JsonFinding,
    /// How the value came about, a line for each step, indented.
    trace: Vec<String>,
}
