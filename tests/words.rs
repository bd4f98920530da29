//! The words of the grammar are those of the one table of words.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads the grammar"
)]

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
