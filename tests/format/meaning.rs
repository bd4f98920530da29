//! What formatting must not touch, over every policy text of the project.

use aturan::syntax;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use regex::Regex;

use crate::formatted;
use crate::texts::{self, Text};

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
    for Text { place, text } in texts::all() {
        let once = formatted(&text);
        assert_eq!(formatted(&once), once, "{place}");
    }
}

#[test]
fn the_tree_stays_as_it_is() {
    for Text { place, text } in texts::all() {
        assert_eq!(tree(&formatted(&text)), tree(&text), "{place}");
    }
}

#[test]
fn comments_stay_in_order() {
    for Text { place, text } in texts::all() {
        assert_eq!(comments(&formatted(&text)), comments(&text), "{place}");
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
    let all: Vec<(Text, String)> = texts::all()
        .into_iter()
        .map(|it| {
            let wanted = formatted(&it.text);
            (it, wanted)
        })
        .collect();
    let noise = proptest::collection::vec(any::<u8>(), 1..200);
    let run = |noise: Vec<u8>| {
        for (it, wanted) in &all {
            let found = formatted(&disarranged(wanted, &noise));
            prop_assert_eq!(&found, wanted, "{}", it.place);
        }
        Ok(())
    };
    if let Err(failure) = TestRunner::new(config).run(&noise, run) {
        unreachable!("{failure}");
    }
}
