//! Targets and assertions, and how they stand.

use maud::{Markup, html};

use super::page::Section;
use super::table::{Item, Kind, Table};
use super::{Edition, Reporter};
use crate::outcome::{Summary, TargetState};

/// How a target stands: words, and colour as help.
pub(super) fn state(edition: &Edition<'_>, state: TargetState) -> Markup {
    let (class, words) = match state {
        TargetState::Met => ("met", edition.say("met", "tercapai")),
        TargetState::Open => (
            "open",
            edition.say("open: hangs on unknowns", "terbuka: tergantung verifikasi"),
        ),
        TargetState::NotMet => ("missed", edition.say("not met yet", "belum tercapai")),
    };
    html! { span class=(format!("state {class}")) { (words) } }
}

impl Reporter<'_> {
    pub(super) fn targets(&self, summary: &Summary) -> Option<Section> {
        if summary.targets.is_empty() && summary.assertions.is_empty() {
            return None;
        }
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("target", "sasaran"), Kind::Words),
            (edition.say("figure", "angka"), Kind::Number),
            (edition.say("goal", "yang dituju"), Kind::Words),
            (edition.say("by", "paling lambat"), Kind::Words),
            ("", Kind::Words),
        ]);
        for it in &summary.targets {
            table.row(vec![
                Item::marked(
                    &it.label,
                    html! { (it.label) (self.sources.mark(&it.name)) },
                ),
                Item::perhaps(
                    &format!("{}.figure", it.name),
                    it.figure.as_deref(),
                    |plain| edition.reading(plain),
                ),
                Item::words(&it.goal),
                Item::marked(&it.by, html! { (edition.day(&it.by)) }),
                Item::marked("", state(edition, it.state)),
            ]);
        }
        let mut promises = Table::new(&[
            (
                edition.say("what must hold", "yang harus berlaku"),
                Kind::Words,
            ),
            (edition.say("breached by", "dilanggar"), Kind::Number),
            ("", Kind::Words),
        ]);
        for it in &summary.assertions {
            let (class, words) = match it.state {
                TargetState::Met => ("met", edition.say("holds", "berlaku")),
                TargetState::Open => (
                    "open",
                    edition.say("open: hangs on unknowns", "terbuka: tergantung verifikasi"),
                ),
                TargetState::NotMet => ("missed", edition.say("does not hold", "tidak berlaku")),
            };
            promises.row(vec![
                Item::words(&it.text),
                Item::lone(edition, "", it.breaches),
                Item::marked(
                    "",
                    html! { span class=(format!("state {class}")) { (words) } },
                ),
            ]);
        }
        let body = html! { (table.html(edition)) (promises.html(edition)) };
        Some(Section::new(
            "targets",
            edition.say("Targets", "Sasaran"),
            body,
        ))
    }
}
