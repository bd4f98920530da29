//! The page around the figures: head, way through it, style and the little script that sorts tables.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Edition;
use crate::diagnostic::Language;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing is loaded from anywhere: the page says so to the browser.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// A report on its way.
pub(super) struct Page<'a> {
    pub(super) edition: Edition<'a>,
    pub(super) title: &'a str,
    /// The evaluation date.
    pub(super) date: &'a str,
    /// Scenarios and settings under which the figures hold.
    pub(super) what_if: &'a [String],
    /// What the data set is called.
    pub(super) data: Option<&'a str>,
    pub(super) sections: Vec<Section>,
}

/// A part of a report.
pub(super) struct Section {
    id: String,
    title: String,
    /// The title with its marks.
    head: Markup,
    body: Markup,
}

impl Section {
    pub(super) fn new(id: &str, title: &str, body: Markup) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            head: html! { (title) },
            body,
        }
    }

    /// With marks in its title.
    pub(super) fn marked(mut self, head: Markup) -> Self {
        self.head = head;
        self
    }
}

impl Page<'_> {
    pub(super) fn html(&self) -> String {
        let edition = &self.edition;
        let language = match edition.language {
            Language::English => "en",
            Language::Indonesian => "id",
        };
        let page = html! {
            (DOCTYPE)
            html lang=(language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content="aturan";
                    title { (self.title) " · " (edition.day(self.date)) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#main" { (edition.say("To the figures", "Ke angka-angka")) }
                    (self.head())
                    main id="main" { @for section in &self.sections { (section.html()) } }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        page.into_string() + "\n"
    }

    fn head(&self) -> Markup {
        let edition = &self.edition;
        html! {
            header.top {
                div.wide {
                    h1 { (self.title) }
                    p.lead {
                        (edition.day(self.date))
                        @if let Some(data) = self.data { " · " (data) }
                    }
                    @if self.data.is_some_and(is_made_up) {
                        p.made-up { strong { (edition.say("Synthetic data.", "Data sintetis.")) } " "
                            (edition.say("These people do not exist, and no figure here describes a real place.",
                                "Orang-orang ini tidak ada, dan angka di sini tidak menggambarkan tempat yang nyata.")) }
                    }
                    @if !self.what_if.is_empty() {
                        p.what-if { strong { (edition.say("What if", "Pengandaian")) ": " }
                            (self.what_if.join("; ")) }
                    }
                    nav aria-label=(edition.say("Sections", "Bagian")) {
                        ul { @for section in self.sections.iter().skip(1) {
                            li { a href=(format!("#{}", section.id)) { (section.title) } }
                        } }
                    }
                }
            }
        }
    }
}

/// Whether the title of the data says that they are made up.
fn is_made_up(data: &str) -> bool {
    let data = data.to_lowercase();
    ["synthetic", "sintetis", "made-up", "rekaan"]
        .iter()
        .any(|word| data.contains(word))
}

impl Section {
    fn html(&self) -> Markup {
        let title_id = format!("{}-title", self.id);
        html! {
            section id=(self.id) aria-labelledby=(title_id) {
                div.wide {
                    h2 id=(title_id) { (self.head) }
                    (self.body)
                }
            }
        }
    }
}
