//! What is made from tables and folders: the table of diagnostic pages, the words of the grammar.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::test::cargo;

const TABLE: &str = "src/diagnostic/pages/table.rs";
const PAGES: &str = "docs/diagnostics";

#[expect(clippy::disallowed_methods, reason = "a chore writes files")]
/// Remakes the generated files; running it twice changes nothing.
pub(crate) fn write() -> Result<String, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let codes = codes(&root.join(PAGES))?;
    fs::write(root.join(TABLE), table(&codes))?;
    let words = ["test", "--quiet", "--test", "words"];
    cargo(&words, &[("ATURAN_REWRITE", "1")])?;
    Ok(format!(
        "{TABLE}: {} pages\ngrammar/words.pest: remade from src/words.rs",
        codes.len()
    ))
}

/// Remakes the schemas of JSON outputs from the types that commands print.
pub(crate) fn schemas() -> Result<String, Box<dyn Error>> {
    let test = ["test", "--quiet", "--test", "schemas", "published"];
    cargo(&test, &[("ATURAN_REWRITE", "1")])?;
    Ok("docs/schemas: remade from the types".to_owned())
}

/// `phase::name` of each page, sorted.
fn codes(pages: &Path) -> io::Result<Vec<String>> {
    let mut codes = Vec::new();
    for phase in fs::read_dir(pages)? {
        let phase = phase?;
        if !phase.file_type()?.is_dir() {
            continue;
        }
        for page in fs::read_dir(phase.path())? {
            let name = page?.file_name().to_string_lossy().into_owned();
            if let Some(name) = name.strip_suffix(".md") {
                codes.push(format!("{}::{name}", phase.file_name().to_string_lossy()));
            }
        }
    }
    codes.sort();
    Ok(codes)
}

/// The source of the table.
fn table(codes: &[String]) -> String {
    let mut out = String::from(
        "//! The pages by code, sorted. Made from `docs/diagnostics/` by `cargo xtask codegen`; do not edit.\n\n\
         #[rustfmt::skip]\n\
         pub(super) const PAGES: &[(&str, &str)] = &[\n",
    );
    for code in codes {
        let path = code.replace("::", "/");
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            out,
            "    (\"{code}\", include_str!(\"../../../{PAGES}/{path}.md\")),"
        );
    }
    out.push_str("];\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_line_for_each_code() {
        let text = table(&["check::a".to_owned(), "syntax::b".to_owned()]);
        let lines: Vec<&str> = text
            .lines()
            .filter(|it| it.contains("include_str!"))
            .collect();
        assert_eq!(
            lines,
            [
                "    (\"check::a\", include_str!(\"../../../docs/diagnostics/check/a.md\")),",
                "    (\"syntax::b\", include_str!(\"../../../docs/diagnostics/syntax/b.md\")),",
            ]
        );
    }
}
