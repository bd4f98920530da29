//! Who serves whom, and how many aids reach a row.

use maud::html;

use super::Reporter;
use super::cells::settle;
use super::glance::level;
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::Summary;

impl Reporter<'_> {
    pub(super) fn served(&self, summary: &Summary) -> Option<Section> {
        let edition = &self.edition;
        let served = summary.served.as_ref()?;
        let mut table = Table::new(&[
            (&level(summary, &served.entity), Kind::Words),
            (edition.say("no aid", "tanpa bantuan"), Kind::Number),
            (edition.say("one aid", "satu bantuan"), Kind::Number),
            (edition.say("two or more", "dua atau lebih"), Kind::Number),
            (
                edition.say("by two or more agencies", "dari dua instansi atau lebih"),
                Kind::Number,
            ),
        ]);
        let listed: Vec<_> = served
            .rows
            .iter()
            .filter(|it| it.none + it.one + it.several > 0)
            .collect();
        let counts: Vec<Vec<u64>> = listed
            .iter()
            .map(|it| vec![it.none, it.one, it.several])
            .collect();
        for (it, cells) in listed.into_iter().zip(settle(&counts, edition.min_cell)) {
            let label = match it.class.as_str() {
                "unknown" => edition.say("unknown", "belum diketahui"),
                "all" => edition.say("all", "semua"),
                _ => &it.label,
            };
            let key = |part: &str| format!("served.{}.{part}", it.class);
            let mut row = vec![Item::words(label)];
            for ((part, count), cell) in
                [("none", it.none), ("one", it.one), ("several", it.several)]
                    .into_iter()
                    .zip(cells)
            {
                row.push(Item::counted(edition, &key(part), count, cell));
            }
            row.push(Item::lone(
                edition,
                &key("several_agencies"),
                it.several_agencies,
            ));
            if it.class == "all" {
                table.total(row);
            } else {
                table.row(row);
            }
        }
        if table.is_empty() {
            return None;
        }
        let title = edition.say("Reached by aid", "Terjangkau bantuan");
        Some(Section::new(
            "served",
            title,
            html! {
                p.note { (edition.say("Every aid of the policy counts, services and documents too; an indicator may count fewer.",
                    "Semua bantuan dihitung, juga layanan dan dokumen; sebuah indikator dapat menghitung lebih sedikit.")) }
                (table.html(edition))
            },
        ))
    }

    pub(super) fn agencies(&self, summary: &Summary) -> Option<Section> {
        let edition = &self.edition;
        let household = summary
            .served
            .as_ref()
            .map_or_else(String::new, |it| level(summary, &it.entity));
        let mut table = Table::new(&[
            (edition.say("agency", "instansi"), Kind::Words),
            (edition.say("aids", "bantuan"), Kind::Number),
            (&household, Kind::Number),
            (edition.say("members", "anggota"), Kind::Number),
            (edition.say("money", "uang"), Kind::Number),
        ]);
        for it in &summary.agencies {
            let key = |part: &str| format!("agency.{}.{part}", it.agency);
            let few = edition.is_few(it.families) || edition.is_few(it.members);
            let money = html! {
                @if few { (edition.few()) }
                @else if it.amounts.is_empty() { "–" }
                @else { @for (at, (period, amount)) in it.amounts.iter().enumerate() {
                    @if at > 0 { br; }
                    (edition.money(amount)) " " span.muted { (edition.period(period)) }
                } }
            };
            table.row(vec![
                Item::words(&it.agency),
                Item::number(
                    &key("aids"),
                    &it.aids.len().to_string(),
                    &edition.count(it.aids.len() as u64),
                ),
                Item::lone(edition, &key("families"), it.families),
                Item::lone(edition, &key("members"), it.members),
                Item::marked(
                    if few {
                        "0"
                    } else {
                        it.amounts.first().map_or("0", |it| it.1.as_str())
                    },
                    money,
                ),
            ]);
        }
        if table.is_empty() {
            return None;
        }
        let title = edition.say("Who serves whom", "Siapa melayani siapa");
        Some(Section::new(
            "agencies",
            title,
            html! { (table.html(edition)) },
        ))
    }
}
