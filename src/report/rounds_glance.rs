//! The first screen of two rounds: the register, who left, who came, who is poor, what made the change.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::Reporter;
use super::glance::{Answer, answers};
use super::page::Section;
use super::rounds::Rounds;
use crate::simulate::rounds::{Count, Ground, RegisterRounds};

/// Lines under an answer.
const SHOWN: usize = 3;

impl Reporter<'_> {
    pub(super) fn rounds_glance(&self, it: &Rounds<'_>) -> Section {
        let edition = &self.edition;
        let mut all = Vec::new();
        if let Some(register) = it.compared.registers.first() {
            let more =
                |title: &str| Some((format!("register-{}", register.name), title.to_owned()));
            let stock = &register.stock;
            all.push(Answer {
                id: "stock",
                question: format!(
                    "{}?",
                    edition.say("How many are on the register", "Berapa yang terdaftar")
                ),
                body: html! {
                    p.big { (self.some(stock.after)) " " small { (register.label) } }
                    p.muted { (self.sum(stock)) }
                },
                more: more(&register.label),
            });
            let left = register.exits.left.clone();
            all.push(Answer {
                id: "who-left",
                question: edition.say("Who left, and why?", "Siapa yang keluar, dan mengapa?").to_owned(),
                body: html! {
                    p.big { (self.some(stock.exits)) " " small { (edition.say("exits", "keluar")) } }
                    (self.foremost(&left, Some(&stock.exits)))
                },
                more: more(edition.say("All reasons", "Semua alasan")),
            });
            all.push(Answer {
                id: "who-came",
                question: edition.say("Who came, and what kept them out before?", "Siapa yang masuk, dan apa yang dulu menahannya?").to_owned(),
                body: html! {
                    p.big { (self.some(stock.entries)) " " small { (edition.say("entries", "masuk")) } }
                    (self.foremost(&register.entries.kept_out_by, None))
                    ul { @for (words, count) in self.ways_in(register) {
                        @if count != Some(0) { li { span.muted { (words) } span { (self.some(count)) } } }
                    } }
                },
                more: more(edition.say("All ways in", "Semua jalan masuk")),
            });
        }
        if let Some(class) = it.compared.classes.first() {
            all.push(Answer {
                id: "classes",
                question: edition.say("Who is poor now?", "Siapa yang miskin sekarang?").to_owned(),
                body: html! { ul { @for row in class.classes.iter().take(class.classes.len().saturating_sub(2).max(1)) {
                    li { span { (row.label) } span { (self.some(row.before)) " → " (self.some(row.after)) } }
                } } },
                more: Some((format!("class-{}", class.name), class.label.clone())),
            });
        }
        let causes = it.compared.registers.first().map(|it| &it.causes).or(it
            .compared
            .classes
            .first()
            .map(|it| &it.causes));
        if let Some(causes) = causes {
            all.push(Answer {
                id: "causes",
                question: edition
                    .say(
                        "What made the change: data or rules?",
                        "Apa penyebabnya: data atau aturan?",
                    )
                    .to_owned(),
                body: html! {
                @if let Some([_, (_, fresh)]) = it.compared.registers.first().map(|one| self.ways_in(one)) {
                    p.muted { (edition.say("+ entries of those in both rounds, − exits", "+ masuk (ada di kedua putaran), − keluar"))
                        @if fresh != Some(0) { "; " (edition.say("new in the data besides: ", "selain itu baru dalam data: ")) (self.some(fresh)) } }
                }
                ul { @for cause in causes {
                    li { span { (self.cause(cause.cause)) } span {
                        "+" (self.some(cause.entries))
                        @if !it.compared.registers.is_empty() { " −" (self.some(cause.exits)) }
                    } }
                } } },
                more: None,
            });
        }
        all.push(self.elsewhere());
        answers(edition.say("At a glance", "Sekilas"), &all)
    }

    /// What two rounds do not answer, and where it stands.
    fn elsewhere(&self) -> Answer {
        let edition = &self.edition;
        let words = edition.say(
            "Two rounds compare registers and classes. What aid costs, who gets it and whether targets are met stand in the report of each round (`aturan run … --report`).",
            "Dua putaran membandingkan daftar dan golongan. Biaya bantuan, penerimanya, dan sasaran ada dalam laporan tiap putaran (`aturan run … --report`).",
        );
        Answer {
            id: "elsewhere",
            question: edition
                .say("Cost, aid, targets?", "Biaya, bantuan, sasaran?")
                .to_owned(),
            body: html! { p.muted { (words) } },
            more: None,
        }
    }

    /// The grounds with the most rows, and how many the others make: the rest of a whole, where each row
    /// has one ground.
    fn foremost(&self, grounds: &[Ground], whole: Option<&Count>) -> Markup {
        let others = self.edition.say("other reasons", "alasan lain");
        let mut all: Vec<_> = grounds.iter().filter(|it| it.rows != Some(0)).collect();
        all.sort_by_key(|it| Reverse(it.rows));
        let sum: Count = all.iter().take(SHOWN).map(|it| it.rows).sum();
        let rest = match whole {
            Some(whole) => whole.zip(sum).map(|(whole, sum)| whole.saturating_sub(sum)),
            None => all.iter().skip(SHOWN).map(|it| it.rows).sum(),
        };
        let rest = rest.filter(|rest| *rest > 0 && !self.edition.is_few(*rest));
        html! { ul { @for it in all.into_iter().take(SHOWN) {
            li {
                span {
                    @if it.ground.starts_with("enter_") { (self.edition.say("not met", "tidak terpenuhi")) ": " }
                    (it.label)
                }
                span { (self.some(it.rows)) }
            }
        }
        @if let Some(rest) = rest { li { span.muted { (others) } span { (self.some(Some(rest))) } } }
        } }
    }

    /// Entries by whether they were in the data before.
    fn ways_in(&self, it: &RegisterRounds) -> [(&'static str, Count); 2] {
        let (entries, edition) = (&it.entries, &self.edition);
        let fresh = entries
            .entered_new
            .zip(entries.listed_new)
            .map(|(a, b)| a + b);
        let known = entries.entered.zip(entries.listed).map(|(a, b)| a + b);
        [
            (
                edition.fixed(
                    "of them in the data before too",
                    "di antaranya ada dalam data lama",
                ),
                known,
            ),
            (
                edition.fixed("of them new in the data", "di antaranya baru dalam data"),
                fresh,
            ),
        ]
    }
}
