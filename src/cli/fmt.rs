//! `aturan fmt`: one layout for every policy text, and keywords in either language.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use aturan::diagnostic::Diagnostics;
use aturan::format::{self, Names, Refusal, Target};
use aturan::resolve;
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::Serialize;
use similar::TextDiff;

use super::findings::{show, to_json};
use super::policy::{base_path, files_of, read_text, seen_before, shown};
use super::replace::replace;
use super::terminal::Terminal;
use super::{Fault, FmtArgs, Format, Tongue, Verdict};

/// Lines shown before and after a change.
const CONTEXT: usize = 3;

/// A text to format.
struct Text {
    name: String,
    /// Where it is written back to; `None` for standard input.
    path: Option<PathBuf>,
    old: String,
    /// `None` where it cannot be read.
    new: Option<String>,
}

impl Text {
    fn changes(&self) -> bool {
        self.new.as_ref().is_some_and(|new| *new != self.old)
    }

    fn diff(&self) -> String {
        let new = self.new.as_deref().unwrap_or_default();
        let names = (format!("a/{}", self.name), format!("b/{}", self.name));
        TextDiff::from_lines(self.old.as_str(), new)
            .unified_diff()
            .context_radius(CONTEXT)
            .header(&names.0, &names.1)
            .to_string()
    }
}

pub(super) fn run(args: &FmtArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let from_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    if from_stdin && args.paths.len() > 1 {
        return Err(Fault::new("`-` stands alone: it is the one text to format")
            .with_help("name files and folders, or `-`, not both"));
    }
    let mut texts = if from_stdin {
        vec![stdin()?]
    } else {
        texts(&args.paths)?
    };
    let names = names(&texts, args)?;
    let mut sources = SourceMap::new();
    let mut findings = Diagnostics::new();
    for text in &mut texts {
        findings.append(format_one(text, args, &names, &mut sources)?);
    }
    if !args.check && !args.diff {
        for text in texts.iter().filter(|text| text.changes()) {
            write(text)?;
        }
    }
    report(&texts, &findings, &sources, args, terminal);
    let would_change = (args.check || args.diff) && texts.iter().any(Text::changes);
    Ok(if would_change || findings.has_errors() {
        Verdict::Findings
    } else {
        Verdict::Clean
    })
}

fn stdin() -> Result<Text, Fault> {
    let mut old = String::new();
    std::io::stdin()
        .read_to_string(&mut old)
        .map_err(|error| Fault::new(format!("cannot read standard input: {error}")))?;
    Ok(Text {
        name: "stdin".to_owned(),
        path: None,
        old,
        new: None,
    })
}

/// The texts of files and folders, each once.
fn texts(paths: &[PathBuf]) -> Result<Vec<Text>, Fault> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for path in paths {
        let files = if path.is_dir() {
            files_of(path)?
        } else {
            vec![path.clone()]
        };
        if files.is_empty() {
            return Err(
                Fault::new(format!("`{}` holds no policy", shown(path))).with_help(
                    "a policy is a file that ends in `.aturan`, or a folder of such files",
                ),
            );
        }
        for path in files {
            if seen_before(&mut seen, &path) {
                continue;
            }
            let (name, old) = read_text(&path)?;
            out.push(Text {
                name,
                path: Some(path),
                old,
                new: None,
            });
        }
    }
    Ok(out)
}

/// The names that tell what a word is in a translation: those of the texts, of the files beside
/// them, and of the layers they extend.
fn names(texts: &[Text], args: &FmtArgs) -> Result<Names, Fault> {
    let mut names = Names::default();
    if args.to.is_none() {
        return Ok(names);
    }
    let mut seen = BTreeSet::new();
    let mut open: Vec<PathBuf> = Vec::new();
    for text in texts {
        names.add(&text.old);
        if let Some(path) = &text.path {
            seen_before(&mut seen, path);
            open.extend(beside(path)?);
            open.extend(bases(path, &text.old));
        }
    }
    while let Some(path) = open.pop() {
        if seen_before(&mut seen, &path) || !path.exists() {
            continue;
        }
        if path.is_dir() {
            open.extend(files_of(&path)?);
        } else {
            let (_, text) = read_text(&path)?;
            names.add(&text);
            open.extend(bases(&path, &text));
        }
    }
    Ok(names)
}

/// The policy files in the folder of a file.
fn beside(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let unreadable = |error| Fault::new(format!("cannot read `{}`: {error}", shown(folder)));
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && path.extension().is_some_and(|ending| ending == "aturan") {
            out.push(path);
        }
    }
    Ok(out)
}

/// The layers that a text extends.
fn bases(path: &Path, text: &str) -> Vec<PathBuf> {
    let (file, _) = aturan::syntax::parse(text, 0);
    let wanted = resolve::wanted(&file);
    wanted
        .into_iter()
        .map(|it| base_path(path, &it.node))
        .collect()
}

/// Formats one text; gives what keeps it from being read.
fn format_one(
    text: &mut Text,
    args: &FmtArgs,
    names: &Names,
    sources: &mut SourceMap,
) -> Result<Diagnostics, Fault> {
    let target = match args.to {
        None => Target::AsWritten,
        Some(Tongue::En) => Target::English,
        Some(Tongue::Id) => Target::Indonesian,
    };
    let base = sources.add(text.name.clone(), text.old.clone());
    let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
    match format::format(&text.old, base, target, names) {
        Ok(new) => text.new = Some(new),
        Err(Refusal::Unreadable(findings)) => return Ok(findings),
        Err(Refusal::Changed) => {
            let message = format!("`{}` would not mean the same once formatted", text.name);
            return Err(Fault::new(message).with_help(
                "nothing was written; this is a mistake of `aturan fmt`: please report it with the file",
            ));
        }
    }
    Ok(Diagnostics::new())
}

fn write(text: &Text) -> Result<(), Fault> {
    let (Some(path), Some(new)) = (&text.path, &text.new) else {
        return Ok(());
    };
    replace(path, new).map_err(|error| Fault::new(format!("cannot write `{}`: {error}", text.name)))
}

/// What was done, or would be.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Report {
    format_version: &'static str,
    files: Vec<FileReport>,
    findings: Vec<super::findings::JsonFinding>,
}

/// A file.
#[derive(Debug, Serialize, JsonSchema)]
struct FileReport {
    file: String,
    /// `changed`, `unchanged` or `unreadable`.
    #[schemars(extend("enum" = ["changed", "unchanged", "unreadable"]))]
    outcome: &'static str,
    /// With `--diff`: the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

fn report(
    texts: &[Text],
    findings: &Diagnostics,
    sources: &SourceMap,
    args: &FmtArgs,
    terminal: &Terminal,
) {
    if terminal.format == Format::Json {
        let files = texts.iter().map(|text| FileReport {
            file: text.name.clone(),
            outcome: match (&text.new, text.changes()) {
                (None, _) => "unreadable",
                (Some(_), true) => "changed",
                (Some(_), false) => "unchanged",
            },
            diff: (args.diff && text.changes()).then(|| text.diff()),
        });
        let sorted = findings.sorted();
        let findings = sorted
            .iter()
            .map(|it| to_json(it, sources, terminal.language));
        return Terminal::print_json(&Report {
            format_version: "1.0",
            files: files.collect(),
            findings: findings.collect(),
        });
    }
    if !findings.is_empty() {
        show(findings, sources, terminal);
    }
    for text in texts {
        if args.diff {
            if text.changes() {
                Terminal::print(&text.diff());
            }
        } else if text.path.is_none() && !args.check {
            Terminal::print(text.new.as_deref().unwrap_or_default());
        } else if text.changes() {
            let done = match args.check {
                true => terminal.say("would change", "akan berubah"),
                false => terminal.say("formatted", "dirapikan"),
            };
            Terminal::print(&format!("{done} {}\n", text.name));
        }
    }
    if !terminal.quiet && texts.iter().any(|text| text.path.is_some()) {
        Terminal::note(&count_line(texts, args, terminal));
    }
}

fn count_line(texts: &[Text], args: &FmtArgs, terminal: &Terminal) -> String {
    let changed = texts.iter().filter(|text| text.changes()).count();
    let unreadable = texts.iter().filter(|text| text.new.is_none()).count();
    let rest = texts.len() - changed - unreadable;
    let does = match args.check || args.diff {
        true => terminal.say("would change", "akan berubah"),
        false => terminal.say("formatted", "dirapikan"),
    };
    let mut line = format!(
        "{changed} {does}, {rest} {}",
        terminal.say("as they were", "tetap")
    );
    if unreadable > 0 {
        let left = terminal.say("left alone because of errors", "dibiarkan karena kesalahan");
        line.push_str(&format!(", {unreadable} {left}"));
    }
    line.push('\n');
    line
}
