//! The words of the grammar are those of the one table of words.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads the grammar"
)]

use aturan::words::Role;

#[test]
fn the_grammar_file_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/words.pest");
    if std::env::var_os("ATURAN_REWRITE").is_some() {
        std::fs::write(path, aturan::words::grammar()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        written,
        aturan::words::grammar(),
        "run `ATURAN_REWRITE=1 cargo test --test words` and build again"
    );
}

/// The one page that has the whole language shows each word, in both languages.
#[test]
fn the_cheat_sheet_has_every_word() {
    let sheet = include_str!("../docs/language/cheat_sheet.md");
    let (shown, words) = sheet.split_once("## Words in both languages").unwrap();
    let missing: Vec<&str> = aturan::words::PAIRS
        .iter()
        .filter(|it| !words.contains(&format!("{}|{}", it.english, it.indonesian)))
        .map(|it| it.english)
        .collect();
    assert!(missing.is_empty(), "not among its words: {missing:?}");
    // What can be said stands in use above; other words of the same construct are found beside it.
    let roles = [Role::Declaration, Role::Clause];
    let unused: Vec<&str> = aturan::words::PAIRS
        .iter()
        .filter(|it| roles.contains(&it.role) && !shown.contains(it.english))
        .map(|it| it.english)
        .collect();
    assert!(unused.is_empty(), "never used on it: {unused:?}");
}
