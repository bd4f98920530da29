//! The documents speak of what exists, and show it as it is.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The Markdown files of the project, by path from its root.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = ["docs", "policies", "examples", "grammar"]
        .map(PathBuf::from)
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap().flatten() {
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                found.push(path);
            }
        }
    }
    found.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from));
    found.sort();
    found
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let parts = text.split(open).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(close)?.0))
        .collect()
}

/// A text without its fenced blocks.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        let folder = root().join(&document).parent().unwrap().to_path_buf();
        for link in between(&prose(&read(&document)), "](", ")") {
            let path = link.split('#').next().unwrap_or_default();
            let outside = link.starts_with("http") || path.is_empty();
            if !outside && !folder.join(path).exists() {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What stands in back-ticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn laws_name_what_holds_them() {
    let mut wrong = Vec::new();
    let architecture = read("docs/architecture.md");
    for law in architecture
        .lines()
        .filter(|it| it.contains("**Invariant:**"))
    {
        let (_, holders) = law.split_once("Held by ").unwrap_or_default();
        let (mut text, mut is_rust) = (String::new(), false);
        for name in quoted(holders) {
            let held = if is_rust {
                format!("fn {name}(")
            } else {
                name.to_owned()
            };
            if root().join(name).is_file() {
                is_rust = name.starts_with("tests/");
                text = read(name);
            } else if !text.contains(&held) {
                wrong.push(format!("there is no `{name}`: {law}"));
            }
        }
        if text.is_empty() {
            wrong.push(format!("nothing holds it: {law}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_stands_in_the_table_with_its_rank() {
    let (architecture, ranks) = (read("docs/architecture.md"), read("tests/tidy.rs"));
    for module in between(&read("src/lib.rs"), "mod ", ";") {
        let rank = architecture
            .lines()
            .filter_map(|row| row.strip_prefix("| ")?.split_once(" | "))
            .find(|(_, rest)| rest.starts_with(&format!("`{module}`")))
            .map(|(rank, _)| format!("({rank}, "));
        let held = ranks.lines().any(|it| {
            it.contains(&format!("\"{module}\""))
                && rank.as_ref().is_some_and(|rank| it.contains(rank))
        });
        assert!(
            held,
            "`{module}` is not in docs/architecture.md with its rank"
        );
    }
}

#[test]
fn the_readme_shows_the_policies_as_they_stand() {
    let readme = read("README.md");
    for (place, block) in between(&readme, "```aturan\n", "```")
        .into_iter()
        .enumerate()
    {
        let before = readme.split("```aturan\n").nth(place).unwrap();
        let path = between(before, "from `", "`").pop().unwrap();
        assert!(read(path).contains(block), "{path} does not hold:\n{block}");
    }
    let changed = between(&readme, "\n-  ", "\n");
    let path = between(&readme, "Open `", "`").pop().unwrap();
    assert!(!changed.is_empty());
    for line in changed {
        assert!(read(path).contains(line), "{path} does not hold `{line}`");
    }
}
