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

/// The policy texts of the repository.
fn texts() -> Vec<String> {
    let mut folders = ["policies", "examples", "tests", "fuzz/cases"]
        .map(|it| root().join(it))
        .to_vec();
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "aturan") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let read = paths
        .into_iter()
        .filter_map(|it| fs::read_to_string(it).ok());
    read.filter(|it| !it.is_empty()).collect()
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

    #[test]
    fn a_failure_is_made_small() {
        let text = "a\nb\nneedle in hay\nc\n".to_owned();
        let small = change::smaller(text, &|it| it.contains("needle"));
        assert_eq!(small.trim(), "needle");
    }
}
