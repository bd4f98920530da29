//! Changes policy texts at random and holds that no phase of the front end panics, hangs or lies.
//!
//! `cargo run --release -p fuzz -- parse 1000000 7` runs one target so many times from a seed; targets
//! are `parse`, `format`, `check` and `prove`. It runs on the stable compiler, in one process. A text
//! that fails is made small and written to `fuzz/cases/`, where a test keeps it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a program of the repository: it reads and writes its files and speaks"
)]

mod change;
mod target;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs, panic};

use change::Random;
use target::{Failure, Target};

/// Longer than this for one text is a failure.
const SLOW: Duration = Duration::from_secs(5);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let target = arguments.first().and_then(|it| Target::named(it));
    let count = arguments.get(1).and_then(|it| it.parse::<u64>().ok());
    let seed = arguments
        .get(2)
        .map_or(Some(1), |it| it.parse::<u64>().ok());
    let (Some(target), Some(count), Some(seed)) = (target, count, seed) else {
        println!("fuzz parse|format|check|prove COUNT [SEED]");
        return ExitCode::from(2);
    };
    let texts = texts();
    panic::set_hook(Box::new(|_| {}));
    match run(target, count, seed, &texts) {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err((text, failure)) => {
            let small = change::smaller(text, &|it| attempt(target, it) == Err(failure));
            let path = root()
                .join("fuzz/cases")
                .join(format!("{}_{seed}.aturan", target.name()));
            let written = fs::write(&path, &small);
            println!("{failure:?} in {}: {written:?}\n{small}", path.display());
            ExitCode::FAILURE
        }
    }
}

/// The policy texts of the repository, those of its pages among them.
fn texts() -> Vec<String> {
    let mut folders = ["policies", "examples", "tests", "docs", "fuzz/cases"]
        .map(|it| root().join(it))
        .to_vec();
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|it| it == "aturan" || it == "md")
            {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let mut out = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap_or_default();
        if path.extension().is_some_and(|it| it == "md") {
            let blocks = text.split("```aturan\n").skip(1);
            out.extend(blocks.filter_map(|it| it.split("```").next().map(str::to_owned)));
        } else {
            out.push(text);
        }
    }
    out.retain(|it| !it.is_empty());
    out
}

fn run(
    target: Target,
    count: u64,
    seed: u64,
    texts: &[String],
) -> Result<String, (String, Failure)> {
    let mut random = Random::new(seed);
    let start = Instant::now();
    let (mut read, mut slowest) = (0_u64, Duration::ZERO);
    for _ in 0..count {
        let text = change::changed(texts, &mut random);
        let before = Instant::now();
        match attempt(target, &text) {
            Ok(sound) => read += u64::from(sound),
            Err(failure) => return Err((text, failure)),
        }
        let taken = before.elapsed();
        slowest = slowest.max(taken);
        if taken > SLOW {
            return Err((text, Failure::Slow));
        }
    }
    let name = target.name();
    let seconds = start.elapsed().as_secs();
    let slowest = slowest.as_millis();
    Ok(format!(
        "{name}: {count} texts from seed {seed} in {seconds} s, {read} without an error, slowest {slowest} ms"
    ))
}

/// Whether the text is without an error; a failure where a promise of the target is broken.
fn attempt(target: Target, text: &str) -> Result<bool, Failure> {
    panic::catch_unwind(|| target.run(text)).unwrap_or(Err(Failure::Panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_cases_hold() {
        for text in texts() {
            for target in Target::ALL {
                assert!(attempt(target, &text).is_ok(), "{}: {text}", target.name());
            }
        }
    }

    #[test]
    fn a_few_changed_texts_hold() {
        let texts = texts();
        for target in Target::ALL {
            let told = run(target, 150, 3, &texts);
            assert!(told.is_ok(), "{told:?}");
        }
    }

    /// The kinds of every enumeration of the syntax tree, read from its own file, so that a new
    /// construct is asked for.
    fn kinds() -> Vec<String> {
        let tree = include_str!("../../src/syntax/ast.rs");
        let mut found = Vec::new();
        for body in tree.split("pub enum ").skip(1) {
            let body = body.split("\n}").next().unwrap_or_default();
            let rows = body
                .lines()
                .skip(1)
                .filter_map(|it| it.strip_prefix("    "));
            let heads = rows.filter(|it| it.starts_with(|c: char| c.is_ascii_uppercase()));
            let name = |it: &str| it.chars().take_while(char::is_ascii_alphanumeric).collect();
            found.extend(heads.map(name));
        }
        assert!(found.len() > 100, "only {} kinds are read", found.len());
        found
    }

    #[test]
    fn the_texts_hold_every_construct() {
        let mut seen = std::collections::BTreeSet::new();
        for text in texts() {
            let (file, findings) = aturan::syntax::parse(&text, 0);
            if findings.has_errors() {
                continue;
            }
            let shown = format!("{file:?}");
            // Every second piece stands in quotes.
            for piece in shown.replace("\\\"", "").split('"').step_by(2) {
                let words = piece.split(|c: char| !c.is_ascii_alphanumeric());
                seen.extend(words.map(str::to_owned));
            }
        }
        let mut missing = kinds();
        // A text without an error has no broken part.
        missing.retain(|it| it != "Broken" && !seen.contains(it));
        assert!(missing.is_empty(), "no text has {missing:?}");
    }

    #[test]
    fn a_failure_is_made_small() {
        let text = "a\nb\nneedle in hay\nc\n".to_owned();
        let small = change::smaller(text, &|it| it.contains("needle"));
        assert_eq!(small.trim(), "needle");
    }
}
