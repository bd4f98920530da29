//! A measurement of poverty: before and after aid, the Lorenz curve, and who gets the money.

use maud::{Markup, html};

use super::Reporter;
use super::curve::{Curve, Plane, chart};
use super::numbers::float;
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::{Figure, PovertyAid, PovertyFigures, PovertySummary};

/// A measure: its title, what it is in a phrase, and where it stands.
type Line = (&'static str, &'static str, fn(&PovertyFigures) -> &Figure);

impl Reporter<'_> {
    pub(super) fn poverty(&self, it: &PovertySummary) -> Option<Section> {
        if it.rows == 0 {
            return None;
        }
        let edition = &self.edition;
        let body = html! {
            p.note {
                (edition.digits(&it.persons)) " " (edition.say("persons", "jiwa")) ", "
                (edition.say("poor", "miskin")) " " (self.line_words(it.line)) ". "
                (edition.say("Convention", "Konvensi")) ": " (it.convention) ". "
                @if it.unknown > 0 {
                    (edition.count(it.unknown)) " " (edition.say("rows with unknown values are left out.", "baris dengan nilai yang belum diketahui tidak dihitung.")) " "
                }
                (edition.say("Ranked by what persons have before aid, which is taken as the data give it; aid is spread over the persons of a row, a one-off as a twelfth of a year's.",
                    "Diurutkan menurut keadaan sebelum bantuan seperti dalam data; bantuan dibagi rata per orang, yang sekali sebagai seperduabelas setahun."))
            }
            div.columns {
                div { (self.before_after(it)) }
                div { (self.lorenz(it)) }
            }
            (self.incidence(it))
            (self.targeting(it))
        };
        let title = html! { (it.label) (self.sources.mark(&it.name)) };
        Some(Section::new(&format!("poverty-{}", it.name), &it.label, body).marked(title))
    }

    fn before_after(&self, it: &PovertySummary) -> Markup {
        let edition = &self.edition;
        let lines: [Line; 6] = [
            (
                edition.fixed("head-count", "persentase miskin"),
                "P0",
                |it| &it.headcount,
            ),
            (edition.fixed("gap", "kedalaman"), "P1", |it| &it.gap),
            (edition.fixed("severity", "keparahan"), "P2", |it| {
                &it.severity
            }),
            ("Watts", "", |it| &it.watts),
            ("Sen", "", |it| &it.sen),
            ("Gini", "", |it| &it.gini),
        ];
        let mut table = Table::new(&[
            (edition.say("measure", "ukuran"), Kind::Words),
            (edition.say("before aid", "sebelum bantuan"), Kind::Number),
            (edition.say("after aid", "sesudah bantuan"), Kind::Number),
        ]);
        let key = |side: &str, part: &str| format!("poverty.{}.{side}.{part}", it.name);
        let persons = |side: &str, rows: u64, plain: &String| {
            if edition.is_few(rows) {
                Item::hidden(edition, super::Cell::Few)
            } else {
                Item::number(&key(side, "poor_persons"), plain, &edition.digits(plain))
            }
        };
        table.row(vec![
            Item::words(edition.say("poor persons", "jiwa miskin")),
            persons("before", it.before.poor_rows, &it.before.poor_persons),
            persons("after", it.after.poor_rows, &it.after.poor_persons),
        ]);
        for (title, symbol, of) in lines {
            let is_headcount = symbol == "P0";
            let cell = |side: &str, figures: &PovertyFigures| {
                if edition.is_few(figures.poor_rows) && title != "Gini" {
                    return Item::hidden(edition, super::Cell::Few);
                }
                let part = if symbol.is_empty() { title } else { symbol };
                Item::perhaps(&key(side, part), of(figures).decided.as_deref(), |plain| {
                    if is_headcount {
                        edition.fine_share(plain)
                    } else {
                        edition.reading(plain)
                    }
                })
            };
            let shown = html! { (title) @if !symbol.is_empty() { span.muted { " " (symbol) } } };
            table.row(vec![
                Item::marked(title, shown),
                cell("before", &it.before),
                cell("after", &it.after),
            ]);
        }
        table.html(edition)
    }

    fn lorenz(&self, it: &PovertySummary) -> Markup {
        let edition = &self.edition;
        let points = |figures: &PovertyFigures| -> Vec<(f64, f64)> {
            let parts = figures.lorenz.iter().flatten();
            let points = (1..)
                .zip(parts)
                .map(|(at, part)| (f64::from(at) * 5.0, float(part) * 100.0));
            [(0.0, 0.0)].into_iter().chain(points).collect()
        };
        if it.before.lorenz.is_none() {
            return html! {};
        }
        let percent = |value: &f64| format!("{value:.0} %");
        let curves = [
            Curve {
                points: vec![(0.0, 0.0), (100.0, 100.0)],
                place: 2,
                is_marked: false,
            },
            Curve {
                points: points(&it.after),
                place: 1,
                is_marked: false,
            },
            Curve {
                points: points(&it.before),
                place: 0,
                is_marked: false,
            },
        ];
        let gini = |figure: &Figure| {
            figure
                .decided
                .as_deref()
                .map_or_else(|| "–".to_owned(), |plain| edition.reading(plain))
        };
        let title = edition.say("Lorenz curve", "Kurva Lorenz");
        let description = format!(
            "{} Gini {}, {} {}",
            edition.say(
                "What part of all the poorest persons have together, before and after aid.",
                "Bagian dari seluruhnya yang dimiliki penduduk termiskin, sebelum dan sesudah bantuan."
            ),
            gini(&it.before.gini),
            edition.say("after aid", "sesudah bantuan"),
            gini(&it.after.gini),
        );
        let plane = Plane {
            x: &percent,
            y: &percent,
            x_ends: (0.0, 100.0),
            y_ends: (0.0, 100.0),
        };
        html! {
            figure {
                figcaption { (title) }
                (chart(&format!("lorenz-{}", it.name), title, &description, &plane, &curves))
                ul.legend {
                    (key_line(0, edition.say("before aid", "sebelum bantuan")))
                    (key_line(1, edition.say("after aid", "sesudah bantuan")))
                    (key_line(2, edition.say("all equal", "semua sama")))
                }
                p.note { (edition.say("Across: persons from the poorest. Up: the part of all that they have together.",
                    "Mendatar: penduduk dari yang termiskin. Tegak: bagian yang mereka miliki bersama.")) }
            }
        }
    }

    /// The money of each aid by tenths of persons.
    fn incidence(&self, it: &PovertySummary) -> Markup {
        let edition = &self.edition;
        let tenths: Vec<String> = (1..=10).map(|at| at.to_string()).collect();
        let mut head = vec![(edition.say("aid", "bantuan"), Kind::Words)];
        head.extend(tenths.iter().map(|at| (at.as_str(), Kind::Number)));
        let caption = edition.say(
            "Incidence: each aid's money by tenths of persons, 1 the poorest",
            "Insidensi: uang tiap bantuan menurut persepuluh penduduk, 1 yang termiskin",
        );
        let mut table = Table::new(&head).caption(caption);
        for aid in it.aids.iter().filter(|aid| !edition.is_few(aid.rows)) {
            let Some(parts) = &aid.by_tenth else { continue };
            let mut row = vec![Item::words(&aid.label)];
            row.extend((1..).zip(parts).map(|(at, part)| {
                let key = format!("poverty.{}.{}.tenth_{at}", it.name, aid.aid);
                let shown = if float(part) == 0.0 {
                    "–".to_owned()
                } else {
                    edition.share(part)
                };
                Item::number(&key, part, &shown).with_bar(float(part) * 100.0)
            }));
            table.row(row);
        }
        table.html(edition)
    }

    fn targeting(&self, it: &PovertySummary) -> Markup {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("aid", "bantuan"), Kind::Words),
            (
                edition.say("persons reached", "jiwa terjangkau"),
                Kind::Number,
            ),
            (
                edition.say("poor reached", "miskin terjangkau"),
                Kind::Number,
            ),
            (edition.say("poor missed", "miskin terlewat"), Kind::Number),
            (
                edition.say("reached, not poor", "terjangkau, tidak miskin"),
                Kind::Number,
            ),
            (
                edition.say("money not to poor", "uang ke bukan miskin"),
                Kind::Number,
            ),
        ])
        .caption(edition.say(
            "How well each aid finds the poor, counted in persons",
            "Seberapa tepat tiap bantuan menemukan yang miskin, dihitung per orang",
        ));
        for aid in &it.aids {
            if aid.rows == 0 {
                continue;
            }
            table.row(self.found(it, aid));
        }
        table.html(edition)
    }

    fn found(&self, it: &PovertySummary, aid: &PovertyAid) -> Vec<Item> {
        let edition = &self.edition;
        let title = Item::words(&aid.label);
        if edition.is_few(aid.rows) {
            let mut row = vec![title];
            row.resize_with(6, || Item::hidden(edition, super::Cell::Few));
            return row;
        }
        let key = |part: &str| format!("poverty.{}.{}.{part}", it.name, aid.aid);
        let share = |part: &str, plain: &Option<String>| {
            Item::perhaps(&key(part), plain.as_deref(), |plain| edition.share(plain))
        };
        vec![
            title,
            Item::number(&key("persons"), &aid.persons, &edition.digits(&aid.persons)),
            share("coverage", &aid.coverage),
            share("exclusion_error", &aid.exclusion_error),
            share("inclusion_error", &aid.inclusion_error),
            share("leakage", &aid.leakage),
        ]
    }
}

/// A line of the legend, drawn as its curve is.
pub(super) fn key_line(place: u8, title: &str) -> Markup {
    html! { li {
        svg.chart viewBox="0 0 26 8" aria-hidden="true" {
            line class=(format!("curve c{place}")) x1="0" y1="4" x2="26" y2="4" {}
        }
        (title)
    } }
}
