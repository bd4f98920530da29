//! What is still to be found out, and what the aids can cost once it is.

use maud::html;

use super::Reporter;
use super::cells::Cell;
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::{AidSummary, Summary};

impl Reporter<'_> {
    pub(super) fn verification(&self, summary: &Summary) -> Option<Section> {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("aid", "bantuan"), Kind::Words),
            (edition.say("to verify", "perlu verifikasi"), Kind::Number),
            (
                edition.say(
                    "once settled: lowest … highest",
                    "setelah selesai: terendah … tertinggi",
                ),
                Kind::Number,
            ),
            (edition.say("because of", "karena"), Kind::Words),
        ]);
        for aid in &summary.aids {
            let found = aid
                .statuses
                .iter()
                .find(|it| it.status == "needs_verification");
            let open = found.map_or(0, |it| it.rows);
            if open == 0 {
                continue;
            }
            let title = html! { (aid.label) (self.sources.mark(&aid.name)) };
            table.row(vec![
                Item::marked(&aid.label, title),
                Item::lone(edition, &format!("{}.needs_verification", aid.name), open),
                Item::marked("", html! { (self.settled(aid)) }),
                Item::marked("", self.because(aid)),
            ]);
        }
        if table.is_empty() {
            return None;
        }
        let body = html! {
            p.note { (edition.say(
                "A row counts under everything that keeps it open. The list of rows, with the money that hangs on each, is in to_verify.csv of the run.",
                "Satu baris dihitung pada semua yang menahannya. Daftarnya, dengan uang yang bergantung padanya, ada di to_verify.csv.")) }
            (table.html(edition))
        };
        Some(Section::new(
            "verification",
            edition.say("Needs verification", "Perlu verifikasi"),
            body,
        ))
    }

    fn settled(&self, aid: &AidSummary) -> String {
        let edition = &self.edition;
        if edition.is_few(aid.count.decided) {
            return edition.few();
        }
        let ends = |low: Option<String>, high: Option<String>| {
            let none = edition.say("no upper bound", "tanpa batas atas");
            format!(
                "{} … {}",
                low.unwrap_or_else(|| "?".to_owned()),
                high.unwrap_or_else(|| none.to_owned())
            )
        };
        if let Some(cost) = &aid.cost {
            let money = |it: &Option<String>| it.as_deref().map(|plain| edition.brief_money(plain));
            return ends(money(&cost.lowest), money(&cost.highest));
        }
        let count = |it: Option<u64>| it.map(|count| edition.count(count));
        ends(count(aid.count.lowest), count(aid.count.highest))
    }

    fn because(&self, aid: &AidSummary) -> maud::Markup {
        let edition = &self.edition;
        let mut reasons: Vec<(u64, &str)> =
            (aid.blocking.iter().map(|it| (it.rows, it.label.as_str())))
                .chain(
                    aid.verifications
                        .iter()
                        .map(|it| (it.rows, it.label.as_str())),
                )
                .filter(|(rows, _)| *rows > 0)
                .collect();
        reasons.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        html! {
            @for (at, (rows, label)) in reasons.into_iter().take(3).enumerate() {
                @if at > 0 { br; }
                (label) " "
                span.muted { "(" @if edition.cell(rows) == Cell::Shown { (edition.count(rows)) } @else { (edition.few()) } ")" }
            }
        }
    }
}
