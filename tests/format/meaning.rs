//! What formatting must not touch, over every policy text of the project.

use std::sync::LazyLock;

use aturan::syntax;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use regex::Regex;

use crate::formatted as format;
use crate::texts::{self, Text};

/// Every text, and what it is formatted.
fn all() -> &'static [(&'static Text, String)] {
    static ALL: LazyLock<Vec<(&Text, String)>> = LazyLock::new(|| {
        let all = texts::all().iter();
        all.map(|it| (it, format(&it.text))).collect()
    });
    &ALL
}

/// The tree of a text without the places of its parts.
pub(crate) fn tree(text: &str) -> String {
    let (file, findings) = syntax::parse(text, 0);
    assert!(!findings.has_errors(), "{text}");
    let debug = format!("{:?}", file.declarations);
    Regex::new(r"\b\d+\.\.\d+\b")
        .unwrap()
        .replace_all(&debug, "_")
        .into_owned()
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<String> {
    let (layout, _) = syntax::layout(text, 0);
    let comments = layout.comments.iter();
    comments
        .map(|&(start, end)| text[start..end].trim_end().to_owned())
        .collect()
}

#[test]
fn formatting_twice_is_formatting_once() {
    for (it, once) in all() {
        assert_eq!(&format(once), once, "{}", it.place);
    }
}

#[test]
fn the_tree_stays_as_it_is() {
    for (it, once) in all() {
        assert_eq!(tree(once), tree(&it.text), "{}", it.place);
    }
}

#[test]
fn comments_stay_in_order() {
    for (it, once) in all() {
        assert_eq!(comments(once), comments(&it.text), "{}", it.place);
    }
}

/// A text with more blanks, deeper indentation and more empty lines than before: `noise` says how
/// many. Texts in quotes and comments stay.
fn disarranged(text: &str, noise: &[u8]) -> String {
    let mut noise = noise.iter().copied().cycle();
    let mut next = move || usize::from(noise.next().unwrap_or(0));
    let step = 1 + next() % 3;
    let (mut out, mut quoted, mut is_comment) = (String::new(), false, false);
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let depth = line.len() - content.len();
        if content.trim().is_empty() {
            out.push_str(&"\n".repeat(1 + next() % 2));
            continue;
        }
        out.push_str(&" ".repeat(depth * step));
        for character in content.chars() {
            quoted ^= character == '"' && !is_comment;
            is_comment |= character == '#' && !quoted;
            is_comment &= character != '\n';
            out.push(character);
            if character == ' ' && !quoted && !is_comment {
                out.push_str(&" ".repeat(next() % 3));
            }
        }
    }
    out
}

#[test]
fn blanks_of_the_writer_leave_no_trace() {
    let config = ProptestConfig {
        cases: 4,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let noise = proptest::collection::vec(any::<u8>(), 1..200);
    let run = |noise: Vec<u8>| {
        for (it, wanted) in all() {
            let found = format(&disarranged(wanted, &noise));
            prop_assert_eq!(&found, wanted, "{}", it.place);
        }
        Ok(())
    };
    if let Err(failure) = TestRunner::new(config).run(&noise, run) {
        unreachable!("{failure}");
    }
}
