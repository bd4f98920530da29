//! Where figures come from: the sources and notes of the policy, numbered, and the marks that lead there.

use maud::{Markup, html};

use super::numbers::figure;
use super::page::Section;
use super::{Basis, Reporter};
use crate::check::tree::{
    About, AggregateOp, Indicator, MeasureKind, Program, TermExpr, TermFigure, Value, ValueKind,
};
use crate::outcome::Summary;
use crate::syntax::ast::BinaryOp;

/// The declarations that name a source or carry a note.
pub(super) struct Sources<'p> {
    pub(super) program: &'p Program,
    entries: Vec<Entry>,
    /// Indicators that are shares of a whole.
    shares: Vec<String>,
    /// Parameters and their titles.
    parameters: Vec<(String, String)>,
}

struct Entry {
    name: String,
    label: String,
    /// Text and address.
    sources: Vec<(String, Option<String>)>,
    notes: Vec<String>,
}

impl<'p> Sources<'p> {
    pub(super) fn new(program: &'p Program) -> Self {
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
        let shares = program.indicators.iter().filter(|it| is_share(program, it));
        let parameters = program.parameters.iter().map(|it| &it.about);
        Self {
            program,
            entries: cited.map(Entry::new).collect(),
            shares: shares.map(|it| it.about.name.clone()).collect(),
            parameters: parameters
                .map(|it| (it.name.clone(), it.label.clone()))
                .collect(),
        }
    }

    /// Whether an indicator is a share of a whole, so that it reads as a percentage.
    pub(super) fn is_share(&self, name: &str) -> bool {
        self.shares.iter().any(|it| it == name)
    }

    /// What people call a parameter.
    pub(super) fn parameter<'n>(&'n self, name: &'n str) -> &'n str {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map_or(name, |(_, label)| label)
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

/// A share, a point of the Lorenz curve, or one count over another.
fn is_share(program: &Program, it: &Indicator) -> bool {
    let term = |at: &usize| it.terms.get(*at).map(|term| &term.figure);
    let counts = |of: &TermExpr| match of {
        TermExpr::Indicator(id) => program.indicators.get(id.index()).is_some_and(is_count),
        TermExpr::Term(_)
        | TermExpr::Constant(_)
        | TermExpr::Cost(_)
        | TermExpr::Binary(..)
        | TermExpr::Rounded(..) => counts_rows(it, of),
    };
    match &it.value {
        TermExpr::Term(at) => match term(at) {
            Some(TermFigure::Aggregate(of)) => of.op == AggregateOp::Share,
            Some(TermFigure::Measure(of)) => of.kind == MeasureKind::Lorenz,
            Some(TermFigure::Cost(_)) | None => false,
        },
        TermExpr::Binary(BinaryOp::Divide, part, whole) => counts(part) && counts(whole),
        TermExpr::Constant(_)
        | TermExpr::Indicator(_)
        | TermExpr::Cost(_)
        | TermExpr::Binary(..)
        | TermExpr::Rounded(..) => false,
    }
}

fn is_count(it: &Indicator) -> bool {
    counts_rows(it, &it.value)
}

fn counts_rows(it: &Indicator, of: &TermExpr) -> bool {
    let TermExpr::Term(at) = of else { return false };
    let figure = it.terms.get(*at).map(|term| &term.figure);
    matches!(figure, Some(TermFigure::Aggregate(of)) if of.op == AggregateOp::Count)
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
