//! The command line: one file per command; exit 0 clean, 1 findings, 2 usage or fault.

#![expect(
    clippy::disallowed_methods,
    reason = "the shell is where files, clock and environment are read"
)]

mod baseline;
mod bench;
mod check;
mod code;
mod compare;
mod config;
mod coverage;
mod data;
mod defaults;
mod diff;
mod evaluate;
mod explain;
mod faults;
mod findings;
mod fix;
mod fmt;
mod load;
mod memory;
mod new;
mod outputs;
mod policy;
mod progress;
mod prove;
mod range;
mod receipt;
mod replace;
mod report;
mod revision;
mod run;
mod schemas;
mod series;
mod session;
mod simulate;
mod snapshot;
mod solve;
mod stop;
mod summary;
mod sweep;
mod terminal;
mod test;
mod trail;
mod verified;
mod what_if;

use std::path::PathBuf;
use std::process::ExitCode;

use aturan::diagnostic::Language;
use aturan::number::Date;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use report::ReportArgs;
use terminal::Terminal;
use what_if::WhatIf;

/// A policy language for poverty criteria and social-aid rules, and its evaluator.
///
/// Exit status: 0 clean; 1 findings (errors in the policy, failed tests); 2 usage, unreadable files.
#[derive(Debug, Parser)]
#[command(name = "aturan", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
struct Global {
    /// Form of what is printed.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// When to use colour; `auto` follows the terminal and `NO_COLOR`.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Language of messages; else the locale decides.
    #[arg(long, global = true, value_enum, env = "ATURAN_LANGUAGE")]
    language: Option<Tongue>,
    /// Print results and errors only.
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs; carries `format_version`.
    Json,
    /// Findings as workflow commands that annotate a pull request on GitHub.
    Github,
    /// Findings as a SARIF 2.1.0 log for code scanning.
    Sarif,
    /// Findings and tests as JUnit XML.
    Junit,
    /// For a pull request.
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Tongue {
    /// English.
    En,
    /// Bahasa Indonesia.
    Id,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a policy folder to start from: it checks, tests and runs on ten made-up families.
    New(NewArgs),
    /// Check a policy: spelling, names, types, periods, dates, tables; all findings in one run.
    Check(CheckArgs),
    /// Put policies into the one layout, or translate their keywords; comments and meaning stay.
    Fmt(FmtArgs),
    /// Run the tests of a policy; a failed expectation shows how its value came about.
    Test(TestArgs),
    /// Evaluate a policy over data: a summary on the terminal, results in a folder.
    Run(RunArgs),
    /// Explain why a row got its outcome: rule, condition, values, source, what would have to change.
    Explain(ExplainArgs),
    /// Compare the policy as it is with scenarios over the same data: who gains, who loses, what it costs.
    Simulate(SimulateArgs),
    /// Move a number through a range: all figures at each of its values.
    Sweep(SweepArgs),
    /// Find the value of a number that meets a goal, such as a budget.
    Solve(SolveArgs),
    /// Data sets: whether one fits a policy, what a policy needs, a made-up one to try it on.
    #[command(subcommand)]
    Data(DataCommand),
    /// Compare two rounds of data: who enters, leaves, returns or moves, what caused it, what made it.
    Compare(CompareArgs),
    /// Explain a code of a finding, or list all codes.
    Code {
        /// The code, for instance `check::type_mismatch`.
        code: Option<String>,
    },
    /// Say what changed in meaning between two versions of a policy, and with data whom that moves.
    Diff(DiffArgs),
    /// Print the JSON schema of what a command prints with `--format json`, or list all schemas.
    Schema {
        /// The form, for instance `simulate`.
        name: Option<String>,
    },
    /// Print what makes a shell complete the words of this command, for its start-up file.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// Options of `new`.
#[derive(Debug, Args)]
struct NewArgs {
    /// The folder to make; its name becomes that of the policy.
    #[arg(value_name = "NAME")]
    folder: PathBuf,
}

/// Options of `check`.
#[derive(Debug, Args)]
struct CheckArgs {
    /// A policy file or folder.
    #[arg(default_value = ".")]
    policy: PathBuf,
    /// Also check that everything is in force on this day (YYYY-MM-DD).
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    /// `warnings`: warnings count as errors.
    #[arg(long, value_parser = ["warnings"])]
    deny: Option<String>,
    /// Write into the files what the findings themselves know to mend; the rest is reported.
    #[arg(long, conflicts_with_all = ["scenarios", "settings"])]
    fix: bool,
    /// With `--fix`: write nothing; print what would change; exit 1 if anything would.
    #[arg(long, requires = "fix")]
    diff: bool,
    /// Write the lints there are now into a file: with `baseline = "FILE"` in `aturan.toml` they are
    /// counted, and new ones are shown.
    #[arg(long, value_name = "FILE", conflicts_with = "fix")]
    write_baseline: Option<PathBuf>,
    /// Also prove across rules, as on `--on` or today: what no family can meet, what every family
    /// meets, rules with the same condition, and where a little more money costs aid.
    #[arg(long)]
    prove: bool,
    #[command(flatten)]
    what_if: WhatIf,
}

/// Options of `fmt`.
#[derive(Debug, Args)]
struct FmtArgs {
    /// Policy files and folders; `-` reads standard input and writes standard output.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Write nothing; exit 1 if a file would change.
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change; exit 1 if anything would.
    #[arg(long)]
    diff: bool,
    /// Put all keywords into English or Indonesian.
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    to: Option<Tongue>,
}

/// What is done with data sets.
#[derive(Debug, Subcommand)]
enum DataCommand {
    /// Read a data set as a run would: rows rejected and why, answers that are blank.
    Check(DataCheckArgs),
    /// The columns that a policy needs, and what may stand in them.
    Schema(DataSchemaArgs),
    /// Make a data set up: rows that fit the policy, spread around its own figures; nobody's.
    Sample(DataSampleArgs),
}

/// Options of `data check`.
#[derive(Debug, Args)]
struct DataCheckArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// The folder of the data.
    #[arg(long)]
    data: PathBuf,
    /// The evaluation date (YYYY-MM-DD); else that of the data set.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    /// Show identifying data instead of masking it.
    #[arg(long)]
    show_personal: bool,
}

/// Options of `data schema`.
#[derive(Debug, Args)]
struct DataSchemaArgs {
    /// A policy file or folder.
    #[arg(default_value = ".")]
    policy: PathBuf,
    /// What is needed on this day (YYYY-MM-DD); else today.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    /// Print a `dataset.toml` to fill in.
    #[arg(long)]
    toml: bool,
}

/// Options of `data sample`.
#[derive(Debug, Args)]
struct DataSampleArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// Rows at the level of most aids, for instance families.
    #[arg(long, default_value_t = 1_000)]
    rows: u32,
    /// Another seed gives other rows; the same seed the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The evaluation date (YYYY-MM-DD) of the data; else today.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    /// The folder to make.
    #[arg(long)]
    out: PathBuf,
}

/// Options of `test`.
#[derive(Debug, Args)]
struct TestArgs {
    /// A policy file or folder.
    #[arg(default_value = ".")]
    policy: PathBuf,
    #[command(flatten)]
    what_if: WhatIf,
    /// Only tests whose title matches this regular expression.
    #[arg(long, value_name = "REGEX", value_parser = pattern)]
    run: Option<regex::Regex>,
    /// The day for tests that name none (YYYY-MM-DD); else today.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    /// Show which conditions, table rows and exclusions the tests exercise on both sides.
    #[arg(long)]
    coverage: bool,
    /// Fail if fewer than this percentage of all sides are exercised; also of one kind, as in
    /// `80,exclusions=100`: `conditions`, `rows`, `exclusions`.
    #[arg(long, value_name = "PERCENT", value_parser = coverage::threshold)]
    threshold: Option<coverage::Threshold>,
    /// Keep the results of now as the golden ones, for every `NAME.snapshot.toml` beside the policy.
    #[arg(long, conflicts_with_all = ["scenarios", "settings"])]
    accept: bool,
}

/// Options of `run`.
#[derive(Debug, Args)]
struct RunArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// The folder of the data.
    #[arg(long)]
    data: PathBuf,
    /// The evaluation date (YYYY-MM-DD); else that of the data set.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    /// A list of field verification that comes back, filled in (`to_verify.csv` of a run before).
    #[arg(long, value_name = "FILE")]
    verified: Option<PathBuf>,
    /// The folder of the results.
    #[arg(long, default_value = "out")]
    out: PathBuf,
    /// The form of the result tables.
    #[arg(long, value_enum, default_value_t = TableFormat::Parquet)]
    out_format: TableFormat,
    /// What the result tables hold besides keys: names of values, criteria sets, aids and registers;
    /// all if left out.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    outputs: Vec<String>,
    /// Stop if any row is rejected.
    #[arg(long)]
    strict: bool,
    /// Show identifying data in lists instead of masking it.
    #[arg(long)]
    show_personal: bool,
    /// Worker threads; all cores if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    #[command(flatten)]
    memory: memory::MemoryArgs,
    #[command(flatten)]
    what_if: WhatIf,
    #[command(flatten)]
    report: ReportArgs,
}

/// Options of `simulate`.
#[derive(Debug, Args)]
struct SimulateArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// The folder of the data.
    #[arg(long)]
    data: PathBuf,
    /// The evaluation date (YYYY-MM-DD); else that of the data set.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    #[command(flatten)]
    what_if: WhatIf,
    /// Say how much each edit contributes where several act together (at most 8 edits): the scenarios of
    /// `a+b`, the `--set`s, or the clauses of one scenario.
    #[arg(long)]
    attribute: bool,
    /// Also count the rows within so much of each threshold, and show how the figures move if a field is
    /// misreported by that much; for instance `5%`.
    #[arg(long, value_name = "PERCENT", value_parser = simulate::margins::percent)]
    margins: Option<aturan::number::Rational>,
    /// Also say what a little more of a field takes away in aid, row by row; for instance
    /// `--marginal 'Rp 100_000 of income'`.
    #[arg(long, value_name = "AMOUNT of FIELD")]
    marginal: Option<String>,
    /// A folder for `simulation.json` and the lists of the rows that change.
    #[arg(long)]
    out: Option<PathBuf>,
    /// The form of these lists.
    #[arg(long, value_enum, default_value_t = TableFormat::Parquet)]
    out_format: TableFormat,
    /// Show identifying data in lists instead of masking it.
    #[arg(long)]
    show_personal: bool,
    /// Worker threads; all cores if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    #[command(flatten)]
    memory: memory::MemoryArgs,
    #[command(flatten)]
    report: ReportArgs,
}

impl SimulateArgs {
    /// Whether a question about margins is asked, for which no scenario need be named.
    fn asks_of_margins(&self) -> bool {
        self.margins.is_some() || self.marginal.is_some()
    }
}

/// Options of `sweep`.
#[derive(Debug, Args)]
struct SweepArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// What is moved: `NAME = A .. B step C`, for instance
    /// `poverty_line = Rp 500_000 .. Rp 700_000 step Rp 50_000` or
    /// `poverty_line = poverty_line * 80% .. 120% step 5%`.
    range: String,
    /// The folder of the data.
    #[arg(long)]
    data: PathBuf,
    /// The evaluation date (YYYY-MM-DD); else that of the data set.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    #[command(flatten)]
    what_if: WhatIf,
    /// A figure to show: an indicator, `AID.cost`, `AID.granted`, `CLASSIFICATION.CLASS`; repeatable.
    #[arg(long, value_name = "NAME")]
    show: Vec<String>,
    /// A CSV file for all figures.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Worker threads; all cores if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    #[command(flatten)]
    memory: memory::MemoryArgs,
    #[command(flatten)]
    report: ReportArgs,
}

/// Options of `solve`.
#[derive(Debug, Args)]
struct SolveArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// What is sought: a parameter, one key of it, or the quota, amount or budget of an aid.
    name: String,
    /// The goal: an indicator, `AID.cost`, `AID.granted`, `CLASSIFICATION.CLASS` and its bound, for
    /// instance `sembako.cost <= Rp 3 miliar`.
    #[arg(long, value_name = "GOAL")]
    so_that: String,
    /// The folder of the data.
    #[arg(long)]
    data: PathBuf,
    /// The ends of the search, `A .. B`; else, for a parameter, a sixteenth and sixteen times its value.
    #[arg(long, value_name = "A .. B")]
    between: Option<String>,
    /// What the value is a multiple of; else 1, Rp 1, or 0.01 of a decimal number.
    #[arg(long)]
    step: Option<String>,
    /// The evaluation date (YYYY-MM-DD); else that of the data set.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    #[command(flatten)]
    what_if: WhatIf,
    /// Worker threads; all cores if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

/// Options of `compare`.
#[derive(Debug, Args)]
struct CompareArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// The folder of a round before the earlier one, to see who returns.
    #[arg(long, value_name = "DATA")]
    before: Option<PathBuf>,
    /// The folder of the earlier round.
    #[arg(long, value_name = "DATA")]
    from: PathBuf,
    /// The folder of the later round.
    #[arg(long, value_name = "DATA")]
    to: PathBuf,
    /// The evaluation date of each round, the earliest first (YYYY-MM-DD); else those of the data sets.
    #[arg(long, value_parser = date)]
    on: Vec<Date>,
    #[command(flatten)]
    what_if: WhatIf,
    /// A folder for `comparison.json` and the lists of the rows that changed.
    #[arg(long)]
    out: Option<PathBuf>,
    /// The form of these lists.
    #[arg(long, value_enum, default_value_t = TableFormat::Parquet)]
    out_format: TableFormat,
    /// For publication: hide counts below this one, and others from which they could be told.
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "5")]
    min_cell: Option<u32>,
    /// A report for people: one page that opens offline (FILE.html), or a workbook (FILE.xlsx); in it,
    /// groups of fewer than 5 are hidden unless `--min-cell` says otherwise.
    #[arg(long, value_name = "FILE", value_parser = report::file)]
    report: Option<PathBuf>,
    /// Show identifying data in lists instead of masking it.
    #[arg(long)]
    show_personal: bool,
    /// Worker threads; all cores if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

/// Options of `explain`.
#[derive(Debug, Args)]
struct ExplainArgs {
    /// A policy file or folder.
    policy: PathBuf,
    /// The folder of the data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Instead of data, the rows of the test whose title is, or holds, this.
    #[arg(long, value_name = "TITLE", conflicts_with_all = ["data", "verified"])]
    test: Option<String>,
    /// The key of a row, for instance of a family or a person; of a test also the name of a row.
    key: String,
    /// An aid, a register or a value; without it, all outcomes of the row in short.
    rule: Option<String>,
    /// A list of field verification that comes back, filled in.
    #[arg(long, value_name = "FILE")]
    verified: Option<PathBuf>,
    /// The level of the row, where several levels have the key.
    #[arg(long, value_name = "ENTITY")]
    entity: Option<String>,
    /// The evaluation date (YYYY-MM-DD); else that of the data set.
    #[arg(long, value_parser = date)]
    on: Option<Date>,
    #[command(flatten)]
    what_if: WhatIf,
    /// Show the steps of every condition, not only of those that decided.
    #[arg(long)]
    all: bool,
    /// Show identifying data instead of masking it.
    #[arg(long)]
    show_personal: bool,
}

/// Options of `diff`.
#[derive(Debug, Args)]
struct DiffArgs {
    /// The older policy: a file, a folder, or `REV:path` of a git repository.
    old: String,
    /// The newer policy, in the same way.
    new: String,
    /// Exit 1 if the meaning changed.
    #[arg(long)]
    exit_code: bool,
    /// The folder of the data: whom the changes move, each alone and all together.
    #[arg(long)]
    data: Option<PathBuf>,
    /// The evaluation date (YYYY-MM-DD); else that of the data set.
    #[arg(long, value_parser = date, requires = "data")]
    on: Option<Date>,
    /// Exit 1 if this holds: a figure, a comparison and a number, for instance `pkh.cost > +5%`,
    /// `losers > 0`; a sign means the change. Repeatable.
    #[arg(long, value_name = "CONDITION", requires = "data")]
    fail_if: Vec<String>,
    /// In Markdown, hide counts below this.
    #[arg(long, value_name = "N", default_value_t = 5)]
    min_cell: u32,
    /// Worker threads; all cores if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    Parquet,
    Csv,
    /// A sheet for a spreadsheet, of a million rows at most.
    Xlsx,
}

/// How a command ended, short of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Clean,
    Findings,
    /// Files that cannot be used; shown already.
    Unusable,
}

/// Why a command could not do its work: usage, configuration, files.
#[derive(Debug)]
struct Fault {
    message: String,
    help: Option<String>,
}

impl Fault {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

pub(crate) fn run() -> ExitCode {
    let (cli, config) = defaults::parse();
    let terminal = Terminal::new(&cli.global);
    if !config.findings.is_empty() {
        findings::show(&config.findings, &config.sources, &terminal);
        return ExitCode::from(2);
    }
    stop::on_request(terminal.language);
    let done = suits(&cli).and_then(|()| match &cli.command {
        Command::New(args) => new::run(args, &terminal),
        Command::Check(args) => check::run(args, &terminal),
        Command::Fmt(args) => fmt::run(args, &terminal),
        Command::Test(args) => test::run(args, &terminal),
        Command::Run(args) => run::run(args, &terminal),
        Command::Explain(args) => explain::run(args, &terminal),
        Command::Simulate(args) => simulate::run(args, &terminal),
        Command::Sweep(args) => sweep::run(args, &terminal),
        Command::Solve(args) => solve::run(args, &terminal),
        Command::Data(command) => data::run(command, &terminal),
        Command::Compare(args) => compare::run(args, &terminal),
        Command::Code { code } => code::run(code.as_deref(), &terminal),
        Command::Diff(args) => diff::run(args, &terminal),
        Command::Schema { name } => schemas::run(name.as_deref()),
        Command::Completions { shell } => Ok(completions(*shell)),
    });
    match done {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Ok(Verdict::Unusable) => ExitCode::from(2),
        Err(fault) => {
            terminal.fault(&fault);
            ExitCode::from(2)
        }
    }
}

/// Prints the completions of a shell.
fn completions(shell: Shell) -> Verdict {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "aturan", &mut script);
    Terminal::print(&String::from_utf8_lossy(&script));
    Verdict::Clean
}

/// SARIF and JUnit hold findings and tests, no figures.
fn suits(cli: &Cli) -> Result<(), Fault> {
    let findings = matches!(cli.command, Command::Check(_) | Command::Test(_));
    match cli.global.format {
        Format::Sarif | Format::Junit if !findings => Err(Fault::new(
            "this form is for findings and tests: `check` and `test` print it",
        )
        .with_help("take `--format text` or `--format json` here")),
        Format::Markdown if !matches!(cli.command, Command::Diff(_)) => {
            Err(Fault::new("Markdown is what `diff` prints")
                .with_help("take `--format text` or `--format json` here"))
        }
        Format::Text
        | Format::Json
        | Format::Github
        | Format::Sarif
        | Format::Junit
        | Format::Markdown => Ok(()),
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse_iso(text)
        .ok_or_else(|| "a date is written YYYY-MM-DD, for instance 2023-11-30".to_owned())
}

fn pattern(text: &str) -> Result<regex::Regex, String> {
    regex::Regex::new(text).map_err(|error| error.to_string())
}

/// The worker threads of a command.
fn pool(threads: Option<u16>) -> Result<rayon::ThreadPool, Fault> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.map_or(0, usize::from))
        .build()
        .map_err(|error| Fault::new(format!("cannot start worker threads: {error}")))
}

/// The day of today in UTC.
fn today() -> Option<Date> {
    let now = jiff::Timestamp::now().to_string();
    Date::parse_iso(now.get(..10)?)
}

impl Tongue {
    fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Id => Language::Indonesian,
        }
    }
}
