//! What a simulation was asked beside its scenarios: what each edit contributes, what a little more income
//! takes away, who stands near a threshold.

use maud::{Markup, html};

use super::Reporter;
use super::cells::{Cell, settle};
use super::numbers::{figure, length};
use super::page::Section;
use super::table::{Item, Kind, Table};
use super::told::{contributes_few, misreports_few};
use crate::simulate::{Attribution, Contributions, Marginal, MarginalBand, Margins, Misreported};

/// Figures of a misreported field that are shown.
const SHOWN: usize = 8;

/// The answers to questions about the policy as it is, where they were asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// Rows near thresholds, and misreported fields.
    pub margins: Option<&'a Margins>,
    /// What a little more of a field takes away in aid.
    pub marginal: Option<&'a Marginal>,
}

impl Reporter<'_> {
    /// What each of several edits contributes to the change of the main figures.
    pub(super) fn contributions(&self, scenario: &str, it: &Attribution) -> Markup {
        let edition = &self.edition;
        let mut head = vec![(
            edition.say("contribution of", "sumbangan dari"),
            Kind::Words,
        )];
        head.extend(it.edits.iter().map(|edit| (edit.as_str(), Kind::Number)));
        head.push((edition.say("together", "bersama"), Kind::Number));
        let caption = edition.say(
            "What each edit contributes: its mean effect over all orders of the edits (Shapley value); they add up",
            "Sumbangan tiap perubahan: rata-rata pengaruhnya dalam semua urutan (nilai Shapley); jumlahnya tepat",
        );
        let mut table = Table::new(&head).caption(caption);
        for of in it.figures.iter().filter(|of| is_main(of.part)) {
            let hidden = contributes_few(it, of, edition.min_cell);
            let mut row = vec![Item::words(&self.figure_words(&of.label, of.part))];
            for (place, plain) in of.edits.iter().chain([&of.change]).enumerate() {
                let key = format!("{scenario}.{}.edit{place}", of.name);
                row.push(match (hidden, plain.as_str()) {
                    (true, _) => Item::hidden(edition, Cell::Kept),
                    (false, "0") => Item::none(),
                    (false, plain) => Item::number(&key, plain, &self.moved(of, plain)),
                });
            }
            table.row(row);
        }
        table.html(edition)
    }

    fn moved(&self, of: &Contributions, plain: &str) -> String {
        match (&of.money, plain.starts_with('-')) {
            (Some(_), true) => self.edition.brief_money(plain),
            (Some(_), false) => format!("+{}", self.edition.brief_money(plain)),
            (None, _) => self.edition.signed_reading(plain),
        }
    }

    fn figure_words(&self, label: &str, part: Option<&'static str>) -> String {
        let edition = &self.edition;
        let words = match part {
            None => return label.to_owned(),
            Some("cost") => edition.say("cost", "biaya"),
            Some("granted") => edition.say("granted", "diberikan"),
            Some("enters") => edition.say("enter", "masuk"),
            Some("leaves") => edition.say("leave", "keluar"),
            Some("end") => edition.say("at the end", "pada akhir"),
            Some(other) => other,
        };
        format!("{label}: {words}")
    }

    /// What a little more of a field takes away in aid.
    pub(super) fn marginal(&self, it: &Marginal) -> Section {
        let edition = &self.edition;
        let all: Vec<u64> = it.bands.iter().map(|band| band.rows).collect();
        let most = all.iter().max().copied().unwrap_or(0);
        let cells = settle(&[all], edition.min_cell).pop().unwrap_or_default();
        let mut bands = Table::new(&[
            ("", Kind::Words),
            (&it.entity_label, Kind::Number),
            (edition.say("share", "bagian"), Kind::Number),
            (
                edition.say("aid of a year", "bantuan setahun"),
                Kind::Number,
            ),
        ]);
        for (band, cell) in it.bands.iter().zip(cells) {
            let is_shown = cell == Cell::Shown;
            let count = Item::counted(edition, &format!("marginal.{}", band.name), band.rows, cell);
            let count = if is_shown {
                count.with_bar(length(band.rows, most))
            } else {
                count
            };
            let (share, change) = if is_shown {
                (
                    Item::words(&edition.percent(band.rows, it.rows)),
                    Item::marked(&band.change, self.change_of_money(&band.change)),
                )
            } else {
                (Item::hidden(edition, cell), Item::hidden(edition, cell))
            };
            bands.row(vec![Item::words(self.band(band)), count, share, change]);
        }
        let title = format!(
            "{} {} {}: {}",
            edition.money(&it.amount),
            edition.period(&it.period),
            edition.say("more", "lebih banyak"),
            it.label
        );
        let body = html! {
            p { (edition.say("What a family keeps when it reports a little more: aid that falls away counts against what is earned.",
                "Yang tersisa bila keluarga melaporkan sedikit lebih banyak: bantuan yang hilang dihitung terhadap tambahannya.")) }
            @if let Some(rate) = &it.rate {
                p { strong { (figure("marginal.rate", rate, &format!("{} %", edition.digits(rate)))) } " "
                    (edition.say("of what is earned is lost in aid, over all", "dari tambahan hilang dari bantuan, seluruhnya")) }
            }
            (bands.html(edition))
            (self.marginal_classes(it))
            p.note { (edition.say("Not counted: no answer, or aid that is not decided", "Tidak dihitung: tanpa jawaban, atau bantuan belum diputuskan"))
                ": " (edition.lone("marginal.open", it.open)) }
        };
        Section::new("marginal", &title, body)
    }

    fn band(&self, band: &MarginalBand) -> &'static str {
        let edition = &self.edition;
        match band.name {
            "gains" => edition.fixed("aid grows", "bantuan bertambah"),
            "unchanged" => edition.fixed("aid stays", "bantuan tetap"),
            "under_half" => edition.fixed("loses less than half", "hilang kurang dari setengah"),
            "half_or_more" => edition.fixed("loses half or more", "hilang setengah atau lebih"),
            _ => edition.fixed("loses all of it or more", "hilang seluruhnya atau lebih"),
        }
    }

    fn marginal_classes(&self, it: &Marginal) -> Markup {
        let edition = &self.edition;
        let mut table = Table::new(&[
            (edition.say("by class", "menurut golongan"), Kind::Words),
            (&it.entity_label, Kind::Number),
            (edition.say("lose aid", "kehilangan"), Kind::Number),
            (
                edition.say("all of it or more", "seluruhnya atau lebih"),
                Kind::Number,
            ),
            (edition.say("rate", "tingkat"), Kind::Number),
        ]);
        let classes: Vec<_> = it.classes.iter().filter(|class| class.rows > 0).collect();
        for class in classes {
            let few = edition.is_few(class.rows)
                || edition.is_few(class.losers)
                || edition.is_few(class.cliffs);
            let key = |part: &str| format!("marginal.{}.{part}", class.class);
            let rate = match &class.rate {
                Some(_) if few => Item::hidden(edition, Cell::Kept),
                Some(rate) => {
                    Item::number(&key("rate"), rate, &format!("{} %", edition.digits(rate)))
                }
                None => Item::none(),
            };
            table.row(vec![
                Item::words(&class.label),
                Item::lone(edition, &key("rows"), class.rows),
                Item::lone(edition, &key("losers"), class.losers),
                Item::lone(edition, &key("cliffs"), class.cliffs),
                rate,
            ]);
        }
        table.html(edition)
    }

    /// Who stands near a threshold, and what a misreported field does.
    pub(super) fn margins(&self, it: &Margins) -> Section {
        let edition = &self.edition;
        let percent = edition.digits(&it.percent);
        let mut table = Table::new(&[
            (edition.say("threshold", "ambang"), Kind::Words),
            (edition.say("rule", "aturan"), Kind::Words),
            (edition.say("rows", "baris"), Kind::Words),
            (edition.say("below", "di bawah"), Kind::Number),
            (
                edition.say("at or above", "pada atau di atas"),
                Kind::Number,
            ),
        ]);
        let near = it.thresholds.iter().filter(|it| it.below + it.above > 0);
        for (place, near) in near.enumerate() {
            let key = |part: &str| format!("margins.{place}.{part}");
            table.row(vec![
                Item::marked(&near.condition, html! { code { (near.condition) } }),
                Item::words(&near.rule),
                Item::words(&near.label),
                Item::lone(edition, &key("below"), near.below),
                Item::lone(edition, &key("above"), near.above),
            ]);
        }
        let title = format!(
            "{} {percent} %",
            edition.say("Near a threshold, within", "Di sekitar ambang, dalam")
        );
        let body = html! {
            p { (edition.say("Rows whose outcome a small error of measurement could turn.",
                "Baris yang hasilnya dapat berbalik oleh kesalahan pengukuran kecil.")) }
            (table.html(edition))
            @for field in &it.fields { (self.misreported(field, &percent)) }
        };
        Section::new("margins", &title, body)
    }

    fn misreported(&self, it: &Misreported, percent: &str) -> Markup {
        let edition = &self.edition;
        let caption = format!(
            "{}: {}",
            it.label,
            edition.say(
                "if every answer were wrong by so much",
                "jika setiap jawaban meleset sebesar itu"
            ),
        );
        let (less, more) = (format!("−{percent} %"), format!("+{percent} %"));
        let mut table = Table::new(&[
            (edition.say("figure", "angka"), Kind::Words),
            (less.as_str(), Kind::Number),
            (
                edition.say("as reported", "seperti dilaporkan"),
                Kind::Number,
            ),
            (more.as_str(), Kind::Number),
        ])
        .caption(&caption);
        let main = it.figures.iter().filter(|of| is_main(of.part));
        for of in main.take(SHOWN) {
            let few = misreports_few(of, edition.min_cell);
            let mut row = vec![Item::words(&self.figure_words(&of.label, of.part))];
            for (place, plain) in [&of.lower, &of.as_reported, &of.higher]
                .into_iter()
                .enumerate()
            {
                let key = format!("margins.{}.{}.{place}", it.name, of.name);
                let show = |plain: &str| match of.money {
                    Some(_) => edition.brief_money(plain),
                    None => self.reading_of(&of.name, plain),
                };
                row.push(match few && place != 1 {
                    true => Item::hidden(edition, Cell::Kept),
                    false => Item::perhaps(&key, plain.as_deref(), show),
                });
            }
            table.row(row);
        }
        table.html(edition)
    }
}

/// Figures that a head of section asks for first: indicators, classes, costs, grants, what a register
/// comes to.
pub fn is_main(part: Option<&str>) -> bool {
    part.is_none_or(|part| ["cost", "granted", "enters", "leaves", "end"].contains(&part))
}
