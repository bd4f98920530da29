//! The texts that are formatted, translated and changed at random hold every construct: the kinds and
//! the parts are read from the syntax tree's own file, so that a new one is asked for.

use std::collections::BTreeSet;

use regex::Regex;

use crate::meaning::tree;
use crate::texts;

const TREE: &str = include_str!("../../src/syntax/ast.rs");

/// What stands only where a text is broken, beside its declarations, or after a file beside it is read.
const ELSEWHERE: [&str; 3] = ["ExprKind::Broken", "comments", "content"];

/// What all texts are made of, without what stands in quotes.
fn shown() -> String {
    let quoted = Regex::new(r#""(\\.|[^"\\])*""#).unwrap();
    let all = texts::all().iter().map(|it| tree(&it.text));
    all.map(|it| quoted.replace_all(&it, "_").into_owned())
        .collect()
}

/// The kinds of every enumeration.
fn kinds() -> Vec<(String, String)> {
    let heads = Regex::new(r"(?s)pub enum (\w+) \{\n(.*?)\n\}").unwrap();
    let kind = Regex::new(r"(?m)^    ([A-Z]\w*)").unwrap();
    let mut found = Vec::new();
    for head in heads.captures_iter(TREE) {
        for kind in kind.captures_iter(&head[2]) {
            found.push((head[1].to_owned(), kind[1].to_owned()));
        }
    }
    assert!(found.len() > 100, "only {} kinds are read", found.len());
    found
}

#[test]
fn every_kind_and_every_part_stands_in_a_text() {
    let shown = shown();
    let words = Regex::new(r"\b[A-Z]\w*").unwrap();
    let words: BTreeSet<&str> = words.find_iter(&shown).map(|it| it.as_str()).collect();
    let kinds = kinds().into_iter();
    let missing = kinds.filter(|(_, kind)| !words.contains(kind.as_str()));
    let mut missing: Vec<String> = missing.map(|(of, kind)| format!("{of}::{kind}")).collect();
    // A part that may be left out, or that may be said several times.
    let parts = Regex::new(r"(?m)^    +(?:pub )?(\w+): (Option|Vec)<").unwrap();
    for part in parts.captures_iter(TREE) {
        let name = &part[1];
        let filled = match &part[2] {
            "Option" => shown.contains(&format!("{name}: Some(")),
            _ => Regex::new(&format!(r"\b{name}: \[[^\]]"))
                .unwrap()
                .is_match(&shown),
        };
        if !filled {
            missing.push(name.to_owned());
        }
    }
    missing.retain(|it| !ELSEWHERE.contains(&it.as_str()));
    assert!(missing.is_empty(), "no text has {missing:?}");
}
