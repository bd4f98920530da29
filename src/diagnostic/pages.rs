//! The page of each code: what it means, an example, the fix, and why it matters.

mod table;

/// The page of a code, in Markdown, as it stands in `docs/diagnostics/`; `None` for no known code.
pub fn page(code: &str) -> Option<&'static str> {
    let at = table::PAGES
        .binary_search_by(|(name, _)| (*name).cmp(code))
        .ok()?;
    table::PAGES.get(at).map(|(_, page)| *page)
}
