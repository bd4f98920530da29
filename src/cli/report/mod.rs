//! `--report FILE`: the figures of a command for people, as one page or as a workbook.

mod asked;
mod book;
mod compared;
mod figures;
mod rounds;

use std::path::{Path, PathBuf};

use aturan::check::tree::Program;
use aturan::diagnostic::Diagnostic;
use aturan::outcome::Summary;
use aturan::report::{self, Asked, Basis, Edition, Rounds, Scenario, Sweep};
use clap::Args;

use super::terminal::Terminal;
use crate::io::write;

use book::Book;

/// Options of a report.
#[derive(Clone, Debug, Args)]
pub(super) struct ReportArgs {
    /// A report for people: one page that opens offline (FILE.html), or a workbook (FILE.xlsx).
    #[arg(long, value_name = "FILE", value_parser = file)]
    report: Option<PathBuf>,
    /// Groups of fewer than this are hidden in the report; 0 hides none.
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    min_cell: u64,
}

/// What is reported.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Run(&'a Summary),
    Simulation(&'a Summary, &'a [Scenario<'a>], Asked<'a>),
    Sweep(&'a Sweep<'a>),
    Rounds(&'a Rounds<'a>),
}

/// What the figures stand on.
#[derive(Clone, Copy)]
pub(super) struct Stands<'a> {
    pub(super) program: &'a Program,
    pub(super) policy_hash: &'a str,
    pub(super) data: Option<&'a str>,
}

/// The form that a file name asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Workbook,
}

fn form(path: &Path) -> Option<Form> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => Some(Form::Page),
        "xlsx" => Some(Form::Workbook),
        _ => None,
    }
}

pub(super) fn file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match form(&path) {
        Some(_) => Ok(path),
        None => {
            Err("a report is a page or a workbook: end the name in `.html` or `.xlsx`".to_owned())
        }
    }
}

impl ReportArgs {
    /// A report of figures in which small groups are hidden already.
    pub(super) fn published(report: Option<PathBuf>, min_cell: u64) -> Self {
        Self { report, min_cell }
    }

    /// Writes the report, where one is asked for, and says where it is.
    pub(super) fn write(
        &self,
        subject: Subject<'_>,
        stands: Stands<'_>,
        terminal: &Terminal,
    ) -> Result<Option<String>, Diagnostic> {
        let Some(path) = &self.report else {
            return Ok(None);
        };
        let (folder, name) = place(path);
        let edition = Edition {
            language: terminal.language,
            min_cell: self.min_cell,
            currency: &stands.program.currency,
        };
        let basis = Basis {
            program: stands.program,
            policy_hash: stands.policy_hash,
            data: stands.data,
            version: env!("CARGO_PKG_VERSION"),
        };
        let bytes = if form(path) == Some(Form::Workbook) {
            let mut book = Book::new(edition);
            match subject {
                Subject::Run(summary) => figures::run(&mut book, summary, basis),
                Subject::Simulation(before, all, asked) => {
                    compared::simulation(&mut book, before, all, asked, basis);
                }
                Subject::Sweep(sweep) => compared::sweep(&mut book, sweep, basis),
                Subject::Rounds(found) => rounds::sheets(&mut book, found, basis),
            }
            let bytes = book.bytes();
            bytes.map_err(|error| write::failed(folder, &name, &error))?
        } else {
            let page = match subject {
                Subject::Run(summary) => report::run(summary, basis, edition),
                Subject::Simulation(before, all, asked) => {
                    report::simulation(before, all, asked, basis, edition)
                }
                Subject::Sweep(sweep) => report::sweep(sweep, basis, edition),
                Subject::Rounds(found) => report::rounds(found, basis, edition),
            };
            page.into_bytes()
        };
        write::bytes(folder, &name, &bytes)?;
        let words = terminal.say("The report is", "Laporannya");
        Ok(Some(format!("{words} {}\n", super::policy::shown(path))))
    }
}

/// Folder and name of a file.
fn place(path: &Path) -> (&Path, String) {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
    (folder, name.unwrap_or_default())
}
