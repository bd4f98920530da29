//! The distribution over the classes: one bar, and the table behind it.

use maud::{Markup, html};

use super::Reporter;
use super::cells::{Cell, line};
use super::glance::level;
use super::numbers::length;
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::{ClassSummary, Summary};

impl Reporter<'_> {
    pub(super) fn class(&self, summary: &Summary, class: &ClassSummary) -> Option<Section> {
        let edition = &self.edition;
        let rows: u64 = class.classes.iter().map(|it| it.rows).sum::<u64>() + class.unknown;
        if rows == 0 {
            return None;
        }
        let cells = self.class_cells(class);
        let level = level(summary, &class.entity);
        let mut table = Table::new(&[
            ("", Kind::Words),
            (&level, Kind::Number),
            (edition.say("share", "bagian"), Kind::Number),
            (edition.say("members", "anggota"), Kind::Number),
        ]);
        let unknown = edition.say(
            "unknown: needs verification",
            "belum diketahui: perlu verifikasi",
        );
        let listed = class
            .classes
            .iter()
            .enumerate()
            .map(|(at, it)| {
                (
                    class_ink(at),
                    it.class.as_str(),
                    it.label.as_str(),
                    it.rows,
                    it.members,
                )
            })
            .chain([(
                "ku",
                "unknown",
                unknown,
                class.unknown,
                class.unknown_members,
            )]);
        for ((ink, name, label, count, members), cell) in listed.zip(&cells) {
            if name == "unknown" && count == 0 {
                continue;
            }
            let title = Item::marked(label, html! { i.k.(ink) {} (label) });
            let key = |part: &str| format!("{}.{name}.{part}", class.name);
            table.row(if *cell == Cell::Shown {
                vec![
                    title,
                    Item::number(&key("rows"), &count.to_string(), &edition.count(count)),
                    Item::marked(&count.to_string(), html! { (edition.percent(count, rows)) }),
                    Item::number(
                        &key("members"),
                        &members.to_string(),
                        &edition.count(members),
                    ),
                ]
            } else {
                let hidden = || Item::hidden(edition, *cell);
                vec![title, hidden(), hidden(), hidden()]
            });
        }
        let body = html! {
            (stack(class, &cells, rows))
            (table.html(edition))
        };
        let title = html! { (class.label) (self.sources.mark(&class.name)) };
        Some(Section::new(&format!("class-{}", class.name), &class.label, body).marked(title))
    }

    /// Which classes may be shown, unknown last.
    pub(super) fn class_cells(&self, class: &ClassSummary) -> Vec<Cell> {
        let mut counts: Vec<u64> = class.classes.iter().map(|it| it.rows).collect();
        counts.push(class.unknown);
        line(&counts, self.edition.min_cell)
    }
}

/// One bar of all classes, unknown last.
fn stack(class: &ClassSummary, cells: &[Cell], rows: u64) -> Markup {
    let parts = class
        .classes
        .iter()
        .enumerate()
        .map(|(at, it)| (class_ink(at), it.rows))
        .chain([("ku", class.unknown)]);
    let parts: Vec<_> = parts
        .zip(cells)
        .filter(|((_, count), _)| *count > 0)
        .map(|((ink, count), cell)| match cell {
            Cell::Shown => (ink, length(count, rows)),
            // As long as any small one, so that the bar tells nothing either.
            Cell::Few | Cell::Kept => (ink, 0.3),
        })
        .collect();
    html! {
        div.stack aria-hidden="true" { @for (ink, part) in parts {
            i class=(ink) style=(format!("flex:{part:.2} 0 0")) {}
        } }
    }
}

/// The colour of a class by its place.
pub(super) fn class_ink(at: usize) -> &'static str {
    const INKS: [&str; 5] = ["k0", "k1", "k2", "k3", "k4"];
    INKS.get(at).copied().unwrap_or("k4")
}
