//! The formatter: one layout, the same meaning, comments in place; keywords there and back again.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

mod command;
mod constructs;
mod layout;
mod meaning;
mod texts;
mod translation;

use aturan::format::{Names, Refusal, Target, format};

/// A text in the one layout, its keywords as they are.
fn formatted(text: &str) -> String {
    translated(text, Target::AsWritten)
}

/// A text in the one layout, its keywords in a language. It stands for its whole policy.
fn translated(text: &str, target: Target) -> String {
    let mut names = Names::default();
    names.add(text);
    with(text, target, &names)
}

#[expect(clippy::panic, reason = "shows the text that was refused")]
fn with(text: &str, target: Target, names: &Names) -> String {
    match format(text, 0, target, names) {
        Ok(text) => text,
        Err(Refusal::Changed) => panic!("the meaning would change:\n{text}"),
        Err(Refusal::Unreadable(findings)) => panic!("{findings:?}\n{text}"),
    }
}
