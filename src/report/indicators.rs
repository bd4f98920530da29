//! Indicators: as decided, between which bounds, by which convention.

use maud::html;

use super::Reporter;
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::{Figure, Summary};

impl Reporter<'_> {
    pub(super) fn indicators(&self, summary: &Summary) -> Option<Section> {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("indicator", "indikator"), Kind::Words),
            (edition.say("as decided", "ditetapkan"), Kind::Number),
            (
                edition.say("lowest … highest", "terendah … tertinggi"),
                Kind::Number,
            ),
            (
                edition.say("unknown rows", "baris belum diketahui"),
                Kind::Number,
            ),
            (edition.say("convention", "konvensi"), Kind::Words),
        ]);
        for it in &summary.indicators {
            let key = |part: &str| format!("{}.{part}", it.name);
            let title = html! { (it.label) (self.sources.mark(&it.name)) };
            let mut row = vec![Item::marked(&it.label, title)];
            if self.few_in(&it.total, it.convention) {
                row.push(Item::hidden(edition, super::Cell::Few));
                row.push(Item::none());
            } else {
                let decided = it.total.decided.as_deref();
                row.push(Item::perhaps(&key("decided"), decided, |plain| {
                    self.reading_of(&it.name, plain)
                }));
                row.push(Item::marked(
                    it.total.highest.as_deref().unwrap_or_default(),
                    html! { (self.between(&it.name, &it.total)) },
                ));
            }
            row.push(match it.total.unknown {
                0 => Item::number(&key("unknown"), "0", "–"),
                unknown => Item::lone(edition, &key("unknown"), unknown),
            });
            row.push(Item::words(it.convention.unwrap_or("–")));
            table.row(row);
        }
        if table.is_empty() {
            return None;
        }
        let body = html! { (table.html(edition)) };
        Some(Section::new(
            "indicators",
            edition.say("Indicators", "Indikator"),
            body,
        ))
    }

    /// A figure as people read it: a share as a percentage.
    pub(super) fn reading_of(&self, name: &str, plain: &str) -> String {
        if self.sources.is_share(name) {
            self.edition.fine_share(plain)
        } else {
            self.edition.reading(plain)
        }
    }

    /// Whether a figure is a count of few; a measure counts nobody.
    fn few_in(&self, figure: &Figure, convention: Option<&str>) -> bool {
        let count = figure.decided.as_deref().and_then(|it| it.parse().ok());
        convention.is_none() && count.is_some_and(|count| self.edition.is_few(count))
    }

    fn between(&self, name: &str, figure: &Figure) -> String {
        if figure.lowest == figure.highest && figure.lowest == figure.decided {
            return "–".to_owned();
        }
        if figure.lowest.is_none() && figure.highest.is_none() {
            return self.edition.say("not known", "tidak diketahui").to_owned();
        }
        let end = |value: &Option<String>| {
            value
                .as_deref()
                .map_or_else(|| "?".to_owned(), |it| self.reading_of(name, it))
        };
        format!("{} … {}", end(&figure.lowest), end(&figure.highest))
    }
}
