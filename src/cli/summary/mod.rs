//! The summary of a run as a head of section reads it: aligned, with the reader's separators.

mod agencies;
mod aids;
mod first;
mod goals;
mod indicators;
mod measures;
mod page;
mod registers;
mod rows;

use aturan::outcome::Summary;

use super::terminal::Terminal;

pub(super) use page::Page;
pub(in crate::cli) use page::{group_plain, sign};

/// Lays the summary out; `out` is the folder of the results.
pub(super) fn text(summary: &Summary, out: &str, terminal: &Terminal) -> String {
    let page = Page::new(terminal);
    let parts = [
        page.rows(summary),
        page.classes(summary),
        page.registers(summary),
        page.targets(summary),
        page.assertions(summary),
        page.aids(summary),
        page.verification(summary),
        page.first(summary),
        page.indicators(summary),
        page.poverty(summary),
        page.agencies(summary),
        page.served(summary),
    ];
    let title = page.title(&format!("{} · {}", summary.label, summary.date));
    let mut text = format!("{title}\n");
    if !summary.what_if.is_empty() {
        let what_if = page.say("What if", "Pengandaian");
        text.push_str(&format!("{what_if}: {}\n", summary.what_if.join("; ")));
    }
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        text.push('\n');
        text.push_str(&part);
    }
    let all = page.say("All results are in", "Semua hasil ada di");
    text.push_str(&format!("\n{all} {out}/\n"));
    text
}
