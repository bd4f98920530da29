//! Who stops getting an aid under a variation, and what they are then: why some lose.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::Reporter;
use super::table::{Item, Kind, Table};
use crate::simulate::AidChange;

/// Rows that get an aid no longer: the aid, how many, and their status then.
pub(super) struct Loss<'a> {
    pub(super) aid: &'a AidChange,
    pub(super) rows: u64,
    status: &'static str,
}

/// All losses, the largest first.
pub(super) fn losses(aids: &[AidChange]) -> Vec<Loss<'_>> {
    let each = aids.iter().flat_map(|aid| {
        let gone = aid.moves.iter().filter(|it| it.from == "granted");
        gone.map(move |it| Loss {
            aid,
            rows: it.rows,
            status: it.to,
        })
    });
    let mut all: Vec<Loss<'_>> = each.collect();
    all.sort_by_key(|it| Reverse(it.rows));
    all
}

impl Reporter<'_> {
    pub(super) fn lost(&self, aids: &[AidChange]) -> Markup {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("aid", "bantuan"), Kind::Words),
            (
                edition.say("no longer get it", "tidak lagi menerima"),
                Kind::Number,
            ),
            (edition.say("because", "karena"), Kind::Words),
        ])
        .caption(edition.say(
            "Who gets an aid today and would not then",
            "Siapa yang kini menerima bantuan dan nanti tidak",
        ));
        for it in losses(aids) {
            let title = html! { (it.aid.label) (self.sources.mark(&it.aid.name)) };
            table.row(vec![
                Item::marked(&it.aid.label, title),
                Item::lone(
                    edition,
                    &format!("{}.lost.{}", it.aid.name, it.status),
                    it.rows,
                ),
                Item::words(self.why_lost(&it)),
            ]);
        }
        table.html(edition)
    }

    pub(super) fn why_lost(&self, it: &Loss<'_>) -> &'static str {
        let edition = &self.edition;
        match it.status {
            "waitlisted" => edition.fixed(
                "the places or the money go to others; they wait",
                "tempat atau dananya untuk yang lebih didahulukan; mereka menunggu",
            ),
            "excluded" => edition.fixed("an exclusion applies to them", "terkena pengecualian"),
            "needs_verification" => edition.fixed(
                "it hangs on something unknown",
                "tergantung hal yang belum diketahui",
            ),
            "not_taken_up" => edition.fixed("they do not ask for it", "tidak mengambilnya"),
            "not_in_force" => edition.fixed("the aid is not in force", "bantuan tidak berlaku"),
            _ => edition.fixed(
                "they no longer meet its conditions",
                "tidak lagi memenuhi syaratnya",
            ),
        }
    }
}
