//! Holds the laws of the house that the compiler does not: ranks, purity, heads of files, words.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by rank; imports go to a lower rank only. See docs/architecture.md.
const RANKS: &[(u8, &[&str])] = &[
    (0, &["source", "words", "number"]),
    (1, &["measure", "diagnostic"]),
    (2, &["syntax"]),
    (3, &["format", "resolve"]),
    (4, &["check"]),
    (5, &["difference", "translate", "plan"]),
    (6, &["data"]),
    (7, &["eval", "reference"]),
    (8, &["outcome", "sample"]),
    (9, &["explain", "testing"]),
    (10, &["simulate", "prove"]),
    (11, &["report", "ide"]),
    // The front end in one door; it hands out what the phases give.
    (12, &["facade"]),
];

/// The shell: reads files and the terminal, uses only what `lib.rs` shows.
const SHELL: &[&str] = &["main", "cli", "io"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The top module a file of `src/` belongs to.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The top modules that a text names after `crate::`, in its code (comments left out).
fn imports(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    for after in code.split("crate::").skip(1) {
        if let Some(group) = after.strip_prefix('{') {
            let inside = group.split('}').next().unwrap_or_default();
            found.extend(inside.split(',').map(|path| first_word(path.trim())));
        } else {
            found.push(first_word(after));
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn imports_go_to_a_lower_rank() {
    let ranks: BTreeMap<&str, u8> = RANKS
        .iter()
        .flat_map(|(rank, names)| names.iter().map(move |name| (*name, *rank)))
        .collect();
    let mut wrong = Vec::new();
    for path in rust_files(&root().join("src")) {
        let module = module_of(&path);
        if SHELL.contains(&module.as_str()) || module == "lib" {
            continue;
        }
        let Some(rank) = ranks.get(module.as_str()) else {
            wrong.push(format!("{} has no rank", path.display()));
            continue;
        };
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            if import != module
                && ranks
                    .get(import.as_str())
                    .is_some_and(|other| other >= rank)
            {
                wrong.push(format!("{} imports `{import}`", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "imports against the ranks:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn pest_stays_in_the_parser_and_files_in_the_shell() {
    let mut wrong = Vec::new();
    for path in rust_files(&root().join("src")) {
        let module = module_of(&path);
        let text = fs::read_to_string(&path).unwrap();
        let name = path.display().to_string().replace('\\', "/");
        if (text.contains("use pest") || text.contains("pest::")) && !name.contains("syntax/parser")
        {
            wrong.push(format!("{name} uses pest"));
        }
        if !SHELL.contains(&module.as_str()) {
            for forbidden in [
                "std::fs",
                "std::env",
                "std::process",
                "println!",
                "eprintln!",
                "Instant::now",
            ] {
                if text.contains(forbidden) {
                    wrong.push(format!("{name} uses {forbidden}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_opens_with_a_sentence() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches", "xtask", "examples"] {
        for path in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            if !text.starts_with("//! ") {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "files without a first `//!` sentence:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
    ];
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches", "xtask"] {
        for path in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            for mark in marks {
                if text.contains(mark) {
                    wrong.push(format!("{}: {mark}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_are_named_by_phase_and_stand_once() {
    let mut seen = BTreeSet::new();
    for entry in aturan::diagnostic::catalogue::entries() {
        let (phase, name) = entry.code.split_once("::").unwrap_or(("", ""));
        assert!(
            !phase.is_empty() && !name.is_empty(),
            "{} is not `phase::name`",
            entry.code
        );
        assert!(
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
            "{}",
            entry.code
        );
        assert!(seen.insert(entry.code), "{} stands twice", entry.code);
        assert!(
            entry.texts.iter().any(|(slot, ..)| *slot == "message"),
            "{} has no message",
            entry.code
        );
    }
}
