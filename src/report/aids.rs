//! Aids: who is granted what, what it costs against the budget, who waits.

use maud::{Markup, html};

use super::Reporter;
use super::cells::{Cell, line};
use super::numbers::{figure, float};
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::{AidSummary, Summary};

impl Reporter<'_> {
    pub(super) fn aids(&self, summary: &Summary) -> Option<Section> {
        let edition = &self.edition;
        let mut head = vec![
            (edition.say("aid", "bantuan"), Kind::Words),
            (edition.say("granted", "diberikan"), Kind::Number),
            (edition.say("cost", "biaya"), Kind::Number),
            ("", Kind::Words),
            (
                edition.say("of budget or quota", "dari pagu atau kuota"),
                Kind::Number,
            ),
            (edition.say("waiting", "menunggu"), Kind::Number),
            (edition.say("excluded", "dikecualikan"), Kind::Number),
            (edition.say("to verify", "perlu verifikasi"), Kind::Number),
        ];
        let drawn = summary
            .aids
            .iter()
            .flat_map(|it| &it.statuses)
            .any(|it| it.status == "not_taken_up");
        if drawn {
            head.push((edition.say("not taken up", "tidak diambil"), Kind::Number));
        }
        let mut table = Table::new(&head);
        for aid in &summary.aids {
            let mut row = self.aid(aid);
            row.resize_with(head.len(), Item::empty);
            table.row(row);
        }
        if table.is_empty() {
            return None;
        }
        let reading = edition.say(
            "Cost as decided, in the period of each aid; money of one period is never added to that of another. Where neither budget nor quota limits an aid, a dash stands.",
            "Biaya yang sudah ditetapkan, menurut periode tiap bantuan; uang dari periode berbeda tidak dijumlahkan. Tanda pisah: tanpa pagu dan tanpa kuota.",
        );
        let body = html! { p.note { (reading) } (table.html(edition)) };
        Some(Section::new("aids", edition.say("Aid", "Bantuan"), body))
    }

    fn aid(&self, aid: &AidSummary) -> Vec<Item> {
        let edition = &self.edition;
        let title = html! {
            (aid.label) (self.sources.mark(&aid.name))
            @if let Some(agency) = &aid.agency { br; span.muted { (agency) } }
        };
        let title = Item::marked(&aid.label, title);
        let counts: Vec<u64> = aid.statuses.iter().map(|it| it.rows).collect();
        let cells = line(&counts, edition.min_cell);
        let of = |status: &str| {
            let mut both = aid.statuses.iter().zip(&cells);
            let found = both.find(|(it, _)| it.status == status);
            found.map_or((0, Cell::Shown), |(it, cell)| (it.rows, *cell))
        };
        let in_force = aid
            .statuses
            .iter()
            .any(|it| it.status != "not_in_force" && it.rows > 0);
        if !in_force {
            let words = edition.say("not in force", "tidak berlaku");
            let row = vec![
                title,
                Item::none(),
                Item::marked("", html! { span.muted { (words) } }),
            ];
            return row;
        }
        let (granted, granted_cell) = of("granted");
        let status = |status: &str| {
            let (rows, cell) = of(status);
            if rows == 0 {
                return Item::number(&format!("{}.{status}", aid.name), "0", "–");
            }
            Item::counted(edition, &format!("{}.{status}", aid.name), rows, cell)
        };
        let cost = match (&aid.cost, granted_cell) {
            (Some(cost), Cell::Shown) => Item::number(
                &format!("{}.cost", aid.name),
                &cost.decided,
                &edition.money(&cost.decided),
            ),
            (Some(_), cell) => Item::hidden(edition, cell),
            (None, _) => Item::none(),
        };
        let period = aid
            .period
            .as_deref()
            .map_or_else(String::new, |it| edition.period(it));
        vec![
            title,
            Item::counted(
                edition,
                &format!("{}.granted", aid.name),
                granted,
                granted_cell,
            ),
            cost,
            Item::words(&period),
            self.limit(aid, granted, granted_cell),
            status("waitlisted"),
            status("excluded"),
            status("needs_verification"),
            status("not_taken_up"),
        ]
    }

    /// How much of budget and quota is used: the fuller of the two.
    fn limit(&self, aid: &AidSummary, granted: u64, cell: Cell) -> Item {
        let edition = &self.edition;
        if cell != Cell::Shown {
            return Item::hidden(edition, cell);
        }
        let mut best: Option<(f64, Markup)> = None;
        if let (Some(budget), Some(cost)) = (&aid.budget, &aid.cost) {
            let shown = html! {
                span.muted { (edition.say("budget", "pagu")) " " } (figure(&format!("{}.budget", aid.name), budget, &edition.brief_money(budget)))
            };
            best = used(float(&cost.decided), float(budget)).map(|part| (part, shown));
        }
        if let Some(quota) = aid.quota {
            #[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
            let part = used(granted as f64, quota as f64);
            let shown = html! {
                span.muted { (edition.say("quota", "kuota")) " " } (figure(&format!("{}.quota", aid.name), &quota.to_string(), &edition.count(quota)))
            };
            if let Some(part) =
                part.filter(|part| best.as_ref().is_none_or(|(other, _)| part > other))
            {
                best = Some((part, shown));
            }
        }
        match best {
            Some((part, shown)) => {
                let percent = edition.share(&format!("{part:.4}"));
                let cell = html! { (percent) br; (shown) };
                Item::marked(&format!("{part:.6}"), cell).with_bar(part * 100.0)
            }
            None => Item::none(),
        }
    }
}

fn used(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
