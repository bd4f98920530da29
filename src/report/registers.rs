//! The movements of a register: where it began, who came, who left and why, where it ends.

use std::cmp::Reverse;

use maud::html;

use super::Reporter;
use super::cells::{Cell, line};
use super::numbers::length;
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::RegisterSummary;

impl Reporter<'_> {
    pub(super) fn register(&self, it: &RegisterSummary) -> Section {
        let edition = &self.edition;
        let key = |part: &str| format!("{}.{part}", it.name);
        // With entries or exits the end would tell what is hidden of them.
        let end = if edition.is_few(it.enters) || edition.is_few(it.leaves) {
            Cell::Kept
        } else {
            edition.cell(it.end)
        };
        let sum = |title: &str, part: &str, count: u64, cell: Cell| {
            html! { div { span { (title) } strong { (edition.counted(&key(part), count, cell)) } } }
        };
        let counts: Vec<u64> = it.grounds.iter().map(|ground| ground.rows).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let mut table = Table::new(&[
            (edition.say("leave because", "keluar karena"), Kind::Words),
            (edition.say("rows", "banyaknya"), Kind::Number),
            ("", Kind::Bar),
        ]);
        let cells = line(&counts, edition.min_cell);
        let mut grounds: Vec<_> = it.grounds.iter().zip(cells).collect();
        grounds.sort_by_key(|it| Reverse(it.0.rows));
        for (ground, cell) in grounds {
            if ground.rows == 0 {
                continue;
            }
            let bar = match cell {
                Cell::Shown => length(ground.rows, most),
                Cell::Few | Cell::Kept => 0.0,
            };
            table.row(vec![
                Item::words(&ground.label),
                Item::counted(edition, &key(&ground.ground), ground.rows, cell),
                Item::bar(bar),
            ]);
        }
        let body = html! {
            div.equation {
                (sum(edition.say("at the start", "pada awal"), "start", it.start, edition.cell(it.start)))
                i { "+" } (sum(edition.say("enter", "masuk"), "enters", it.enters, edition.cell(it.enters)))
                i { "−" } (sum(edition.say("leave", "keluar"), "leaves", it.leaves, edition.cell(it.leaves)))
                i { "=" } (sum(edition.say("at the end", "pada akhir"), "end", it.end, end))
            }
            @if it.unverified_on + it.unverified_off > 0 {
                p.note {
                    (edition.say("Needs verification", "Perlu verifikasi")) ": "
                    (edition.lone(&key("unverified_on"), it.unverified_on)) " "
                    (edition.say("on the register, where they stay until then", "di dalam daftar, tetap tercatat sampai selesai")) "; "
                    (edition.lone(&key("unverified_off"), it.unverified_off)) " "
                    (edition.say("off it", "di luar daftar")) "."
                }
            }
            (table.html(edition))
        };
        let title = html! { (it.label) (self.sources.mark(&it.name)) };
        Section::new(&format!("register-{}", it.name), &it.label, body).marked(title)
    }
}
