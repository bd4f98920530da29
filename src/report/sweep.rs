//! A number moved through a range: where each figure begins and ends, its curve, and all values.

use maud::html;

use super::Reporter;
use super::curve::{Curve, Plane, chart, ends};
use super::glance::{Answer, answers};
use super::numbers::{figure, float};
use super::page::Section;
use super::table::{Item, Kind, Table};
use crate::outcome::Summary;

/// Curves on a page; the table has all figures that move.
const CURVES: usize = 12;
/// Figures on the first screen.
const FIRST: usize = 6;

/// What a sweep found.
#[derive(Clone, Copy, Debug)]
pub struct Sweep<'a> {
    /// The figures at the first value, for titles and levels.
    pub first: &'a Summary,
    /// The range as written.
    pub range: &'a str,
    /// Scenarios and settings that hold at every value.
    pub what_if: &'a [String],
    /// Each value: plain digits, and as people write it.
    pub values: &'a [(String, String)],
    /// The figures that move, those that matter most first.
    pub figures: &'a [Swept],
}

/// A figure at each value.
#[derive(Clone, Debug)]
pub struct Swept {
    /// `sembako.cost`
    pub name: String,
    /// What people call it.
    pub label: String,
    /// The period of an amount; `None` for a count or a share.
    pub money: Option<String>,
    /// Plain digits at each value; `None` where undefined.
    pub values: Vec<Option<String>>,
}

impl Reporter<'_> {
    /// The figures at both ends of the range.
    pub(super) fn ends(&self, it: &Sweep<'_>) -> Option<Section> {
        let edition = &self.edition;
        let (low, high) = (it.values.first()?, it.values.last()?);
        let body = html! {
            p.big { (low.1) " … " (high.1) }
            p.muted { (self.sources.parameter(it.range.split('=').next().unwrap_or_default().trim())) br; code { (it.range) } }
            p { (edition.count(it.values.len() as u64)) " " (edition.say("values", "nilai")) ", "
                (edition.count(it.figures.len() as u64)) " " (edition.say("figures move", "angka bergerak")) }
        };
        let mut all = vec![Answer {
            id: "range",
            question: edition
                .say("What is moved?", "Apa yang digerakkan?")
                .to_owned(),
            body,
            more: None,
        }];
        let first = html! {
            @if it.figures.is_empty() { p { (edition.say("No figure changes.", "Tidak ada angka yang berubah.")) } }
            ul { @for swept in it.figures.iter().take(FIRST) {
                li { span { (self.title_of(swept)) } span {
                    (self.at(swept, 0)) " → " (self.at(swept, it.values.len().saturating_sub(1)))
                } }
            } }
        };
        all.push(Answer {
            id: "what-moves",
            question: edition
                .say(
                    "What does it move, from end to end?",
                    "Apa yang ikut bergerak, dari ujung ke ujung?",
                )
                .to_owned(),
            body: first,
            more: Some((
                "values".to_owned(),
                edition.say("All values", "Semua nilai").to_owned(),
            )),
        });
        Some(answers(edition.say("At a glance", "Sekilas"), &all))
    }

    fn title_of(&self, it: &Swept) -> String {
        match &it.money {
            Some(period) => format!("{}, {}", it.label, self.edition.period(period)),
            None => it.label.clone(),
        }
    }

    /// Whether a figure is a count of few.
    fn is_few_at(&self, it: &Swept, plain: &str) -> bool {
        let count = plain.parse::<u64>().ok();
        it.money.is_none() && count.is_some_and(|count| self.edition.is_few(count))
    }

    fn at(&self, it: &Swept, place: usize) -> maud::Markup {
        let edition = &self.edition;
        match it.values.get(place).and_then(Option::as_ref) {
            None => html! { "–" },
            Some(plain) if self.is_few_at(it, plain) => edition.hidden(super::Cell::Few),
            Some(plain) => {
                let shown = if it.money.is_some() {
                    edition.brief_money(plain)
                } else {
                    self.reading_of(&it.name, plain)
                };
                figure(&format!("{}.{place}", it.name), plain, &shown)
            }
        }
    }

    pub(super) fn curves(&self, it: &Sweep<'_>) -> Option<Section> {
        let edition = &self.edition;
        if it.figures.is_empty() || it.values.len() < 2 {
            return None;
        }
        let body = html! {
            div.curves { @for swept in it.figures.iter().take(CURVES) { (self.curve(it, swept)) } }
        };
        Some(Section::new("curves", edition.say("Curves", "Kurva"), body))
    }

    fn curve(&self, it: &Sweep<'_>, swept: &Swept) -> maud::Markup {
        let edition = &self.edition;
        let values = it.values.iter().zip(&swept.values);
        let points: Vec<(f64, f64)> = values
            .filter_map(|((value, _), figure)| {
                let figure = figure
                    .as_ref()
                    .filter(|plain| !self.is_few_at(swept, plain))?;
                Some((float(value), float(figure)))
            })
            .collect();
        let title = self.title_of(swept);
        let short = |value: f64| {
            let plain = plain(value);
            if swept.money.is_some() {
                edition.brief_money(&plain)
            } else {
                self.reading_of(&swept.name, &plain)
            }
        };
        let (before, behind) = around(it.values.first().map_or("", |value| value.1.as_str()));
        let x = |value: &f64| format!("{before}{}{behind}", edition.digits(&plain(*value)));
        let y = |value: &f64| short(*value);
        let plane = Plane {
            x: &x,
            y: &y,
            x_ends: (
                it.values.first().map_or(0.0, |it| float(&it.0)),
                it.values.last().map_or(1.0, |it| float(&it.0)),
            ),
            y_ends: ends(points.iter().map(|it| it.1)),
        };
        let ends = |at: Option<&(f64, f64)>| {
            at.map_or_else(String::new, |it| format!("{} ↦ {}", x(&it.0), y(&it.1)))
        };
        let description = format!(
            "{}; {}; {}",
            it.range,
            ends(points.first()),
            ends(points.last())
        );
        let curve = Curve {
            points,
            place: 0,
            is_marked: it.values.len() <= 40,
        };
        html! { figure {
            figcaption { (title) (self.sources.mark(swept.name.split('.').next().unwrap_or_default())) }
            @if plane.y_ends.0 > 0.0 { p.note { (edition.say("the axis does not begin at zero", "sumbu tidak mulai dari nol")) } }
            (chart(&format!("curve-{}", swept.name.replace('.', "-")), &title, &description, &plane, &[curve]))
        } }
    }

    /// Every figure a row, every value a column; the figures of a kind in one table.
    pub(super) fn values(&self, it: &Sweep<'_>) -> Option<Section> {
        let edition = &self.edition;
        if it.figures.is_empty() {
            return None;
        }
        let mut parts: Vec<(&str, Vec<&Swept>)> = Vec::new();
        for swept in it.figures {
            let theme = self.theme(swept);
            match parts.iter_mut().find(|(known, _)| *known == theme) {
                Some((_, of)) => of.push(swept),
                None => parts.push((theme, vec![swept])),
            }
        }
        let body = html! { @for (at, (theme, part)) in parts.into_iter().enumerate() {
            @if at == 0 { h3 { (theme) } (self.value_table(it, &part)) }
            @else { details {
                summary { (theme) " (" (edition.count(part.len() as u64)) ")" }
                (self.value_table(it, &part))
            } }
        } };
        let title = edition.say("All values", "Semua nilai");
        Some(Section::new("values", title, body))
    }

    fn value_table(&self, it: &Sweep<'_>, part: &[&Swept]) -> maud::Markup {
        let mut head = vec![(self.edition.say("figure", "angka"), Kind::Words)];
        head.extend(it.values.iter().map(|it| (it.1.as_str(), Kind::Number)));
        let mut table = Table::new(&head);
        for swept in part {
            let mut row = vec![Item::words(&self.title_of(swept))];
            for (place, value) in swept.values.iter().enumerate() {
                row.push(match value {
                    None => Item::none(),
                    Some(plain) => Item::marked(plain, self.at(swept, place)),
                });
            }
            table.row(row);
        }
        table.html(&self.edition)
    }

    /// What a figure is about, by its name.
    fn theme(&self, it: &Swept) -> &'static str {
        let edition = &self.edition;
        match it.name.split_once('.').map(|(_, part)| part) {
            None => edition.fixed("Indicators", "Indikator"),
            Some("cost") => edition.fixed("Cost of aid", "Biaya bantuan"),
            Some("granted" | "members") => edition.fixed("Who gets aid", "Penerima bantuan"),
            Some("waitlisted" | "needs_verification" | "excluded" | "not_taken_up") => edition
                .fixed(
                    "Waiting, excluded, to be verified",
                    "Menunggu, dikecualikan, perlu verifikasi",
                ),
            Some("enters" | "leaves" | "end") => edition.fixed("Registers", "Daftar"),
            Some(_) => edition.fixed("Classes", "Golongan"),
        }
    }
}

/// A tick of an axis in plain digits.
fn plain(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What stands before and behind the digits of a value: `Rp `, `%`.
fn around(shown: &str) -> (&str, &str) {
    let first = shown.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let behind = shown
        .rfind(|c: char| c.is_ascii_digit())
        .map_or(0, |at| at + 1);
    (
        shown.get(..first).unwrap_or_default(),
        shown.get(behind..).unwrap_or_default(),
    )
}
