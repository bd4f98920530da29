//! Where figures come from: the sources and notes of the policy, numbered, and the marks that lead there.

use maud::{Markup, html};

use super::numbers::figure;
use super::page::Section;
use super::{Basis, Reporter};
use crate::check::tree::{About, Program, Value, ValueKind};
use crate::outcome::Summary;

/// The declarations that name a source or carry a note.
pub(super) struct Sources {
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    label: String,
    /// Text and address.
    sources: Vec<(String, Option<String>)>,
    notes: Vec<String>,
}

impl Sources {
    pub(super) fn new(program: &Program) -> Self {
        // What the figures are called by comes first, what they are made of after it.
        let is_class = |it: &&Value| matches!(it.kind, ValueKind::Class(_));
        let (classes, others): (Vec<_>, Vec<_>) = program.values.iter().partition(is_class);
        let all = (classes.into_iter().map(|it| &it.about))
            .chain(program.targets.iter().map(|it| &it.about))
            .chain(program.aids.iter().map(|it| &it.about))
            .chain(program.registers.iter().map(|it| &it.about))
            .chain(program.poverty.iter().map(|it| &it.about))
            .chain(program.indicators.iter().map(|it| &it.about))
            .chain(program.parameters.iter().map(|it| &it.about))
            .chain(program.criteria.iter().map(|it| &it.about))
            .chain(others.into_iter().map(|it| &it.about));
        let cited = all.filter(|it| !it.sources.is_empty() || !it.notes.is_empty());
        Self {
            entries: cited.map(Entry::new).collect(),
        }
    }

    /// The mark behind the title of a declaration: where its source stands.
    pub(super) fn mark(&self, name: &str) -> Markup {
        let Some(at) = self.entries.iter().position(|it| it.name == name) else {
            return html! {};
        };
        let (number, label) = (at + 1, self.entries.get(at).map_or("", |it| &it.label));
        html! { sup { a.mark href=(format!("#source-{number}"))
        aria-label=(format!("{label}: {number}")) { (number) } } }
    }
}

impl Entry {
    fn new(about: &About) -> Self {
        let sources = about.sources.iter().map(|it| {
            let url = it.url.as_ref().map(|url| url.node.clone());
            (it.text.node.clone(), url)
        });
        Self {
            name: about.name.clone(),
            label: about.label.clone(),
            sources: sources.collect(),
            notes: about.notes.clone(),
        }
    }
}

/// An address that may be followed: the web alone, never a script.
fn address(url: Option<&String>) -> Option<&str> {
    url.map(String::as_str)
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

impl Reporter<'_> {
    /// What the figures stand on: rows, conventions, small cells, sources, and the versions of it all.
    pub(super) fn basis(&self, summary: &Summary, basis: Basis<'_>) -> Section {
        let edition = &self.edition;
        let say = |english, indonesian| edition.say(english, indonesian);
        let body = html! {
            div.columns {
                div {
                    h3 { (say("How to read this", "Cara membaca")) }
                    ul.plain { @for line in self.reading(summary) { li { (line) } } }
                }
                div {
                    h3 { (say("What went in", "Bahan")) }
                    dl.facts {
                        @for level in &summary.levels {
                            dt { (level.label) }
                            dd {
                                (figure(&format!("level.{}.evaluated", level.entity), &level.evaluated.to_string(), &edition.count(level.evaluated)))
                                @if level.rejected > 0 {
                                    span.muted { " · " (edition.count(level.read)) " " (say("read", "dibaca"))
                                        ", " (edition.count(level.rejected)) " " (say("rejected", "ditolak")) }
                                }
                            }
                        }
                        dt { (say("Data", "Data")) }
                        dd { (basis.data.unwrap_or("–")) }
                        dt { (say("Evaluation date", "Tanggal perhitungan")) }
                        dd { (edition.day(&summary.date)) }
                        dt { (say("Policy", "Kebijakan")) }
                        dd { (summary.policy) " " code { (basis.policy_hash.get(..12).unwrap_or(basis.policy_hash)) } }
                        dt { (say("Tool", "Alat")) }
                        dd { "Aturan " (basis.version) }
                    }
                }
            }
            (self.cited())
        };
        Section::new("basis", say("Basis and sources", "Dasar dan sumber"), body)
    }

    /// The sources and notes of the policy, numbered.
    pub(super) fn cited(&self) -> Markup {
        let say = |english, indonesian| self.edition.say(english, indonesian);
        html! {
            @if !self.sources.entries.is_empty() {
                h3 { (say("Sources and notes, as the policy states them", "Sumber dan catatan menurut kebijakan")) }
                ol.sources {
                    @for (at, entry) in self.sources.entries.iter().enumerate() {
                        li id=(format!("source-{}", at + 1)) { (entry.html()) }
                    }
                }
            }
        }
    }

    fn reading(&self, summary: &Summary) -> Vec<String> {
        let edition = &self.edition;
        let say = |english: &'static str, indonesian: &'static str| {
            edition.say(english, indonesian).to_owned()
        };
        let mut lines = vec![
            say(
                "Figures are as decided: what hangs on an unknown answer is left out and counted as needing verification.",
                "Angka adalah yang sudah ditetapkan: yang tergantung jawaban yang belum diketahui tidak dihitung, melainkan masuk perlu verifikasi.",
            ),
            say(
                "“Lowest … highest” is where a figure can end once all unknowns are settled.",
                "“Terendah … tertinggi” adalah batas angka setelah semua yang belum diketahui diselesaikan.",
            ),
            say(
                "A figure without a number behind its title is computed by the policy, which names no outside source for it.",
                "Angka tanpa nomor di belakang judulnya dihitung oleh kebijakan, yang tidak menyebut sumber luar untuknya.",
            ),
        ];
        let mut conventions: Vec<&str> = (summary.indicators.iter().filter_map(|it| it.convention))
            .chain(summary.poverty.iter().map(|it| it.convention))
            .collect();
        conventions.sort_unstable();
        conventions.dedup();
        if !conventions.is_empty() {
            lines.push(format!(
                "{}: {}.",
                edition.say(
                    "Measures of poverty and inequality follow the convention",
                    "Ukuran kemiskinan dan ketimpangan menurut konvensi"
                ),
                conventions.join(", ")
            ));
        }
        if edition.min_cell > 1 {
            lines.push(match edition.language {
                crate::diagnostic::Language::English => format!(
                    "Groups of fewer than {} are hidden (“{}”), and with “•” what would give them away.",
                    edition.min_cell, edition.few()
                ),
                crate::diagnostic::Language::Indonesian => format!(
                    "Kelompok di bawah {} disembunyikan (“{}”), dan dengan “•” angka yang dapat mengungkapnya.",
                    edition.min_cell, edition.few()
                ),
            });
        }
        lines
    }
}

impl Entry {
    fn html(&self) -> Markup {
        html! {
            strong { (self.label) } ": "
            @for (at, (text, url)) in self.sources.iter().enumerate() {
                @if at > 0 { "; " }
                @match address(url.as_ref()) {
                    Some(url) => a href=(url) rel="noreferrer" { (text) },
                    None => (text),
                }
            }
            @for (at, note) in self.notes.iter().enumerate() {
                @if at > 0 || !self.sources.is_empty() { ". " }
                em { (note) }
            }
        }
    }
}
