//! What is printed where: data on stdout, findings and progress on stderr, colour only as help.

use std::io::{IsTerminal as _, Write as _};

use aturan::diagnostic::Language;
use aturan::number::Grouping;

use super::{Color, Fault, Format, Global};

/// Characters in a line where no terminal says how many.
const PAGE: u16 = 120;

/// The terminal as this run may use it.
#[derive(Debug, Clone)]
pub(super) struct Terminal {
    pub(super) format: Format,
    pub(super) language: Language,
    pub(super) quiet: bool,
    color: Color,
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        let language = global.language.map_or_else(locale, super::Tongue::language);
        Self {
            format: global.format,
            language,
            quiet: global.quiet,
            color: global.color,
        }
    }

    /// The words in the language of the run.
    pub(super) fn say<'a>(&self, english: &'a str, indonesian: &'a str) -> &'a str {
        match self.language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }

    /// Whether stderr may show colour.
    pub(super) fn color_on_stderr(&self) -> bool {
        self.color_on(std::io::stderr().is_terminal())
    }

    /// Whether stdout may show colour.
    pub(super) fn color_on_stdout(&self) -> bool {
        self.color_on(std::io::stdout().is_terminal())
    }

    /// How numbers for people are grouped.
    pub(super) fn grouping(&self) -> Grouping {
        match self.language {
            Language::English => Grouping::English,
            Language::Indonesian => Grouping::Indonesian,
        }
    }

    fn color_on(&self, is_terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                is_terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
            }
        }
    }

    /// The width of the terminal; of a file or pipe, `COLUMNS`, or a page's.
    pub(super) fn columns() -> u16 {
        let given = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
        let seen = || comfy_table::Table::new().width();
        given.or_else(seen).unwrap_or(PAGE).clamp(60, 200)
    }

    /// The width to lay running text out in.
    pub(super) fn width() -> usize {
        usize::from(Self::columns().min(120))
    }

    /// Prints data. A closed pipe is no fault: the reader has seen enough.
    pub(super) fn print(text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints data as JSON; what is printed has a schema.
    pub(super) fn print_json(data: &(impl serde::Serialize + schemars::JsonSchema)) {
        // Our own structures always have a JSON form.
        let text = serde_json::to_string_pretty(data).unwrap_or_default();
        Self::print(&format!("{text}\n"));
    }

    /// Prints findings and progress.
    pub(super) fn note(text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Prints why the command stops.
    pub(super) fn fault(&self, fault: &Fault) {
        let (red, bold, plain) = if self.color_on_stderr() {
            ("\u{1b}[31m", "\u{1b}[1m", "\u{1b}[0m")
        } else {
            ("", "", "")
        };
        let error = self.say("error", "galat");
        Self::note(&format!(
            "{red}{error}:{plain} {bold}{}{plain}\n",
            fault.message
        ));
        if let Some(help) = &fault.help {
            Self::note(&format!("  {}: {help}\n", self.say("help", "bantuan")));
        }
    }
}

/// Indonesian where the locale says so, else English.
fn locale() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match set {
        Some(value) if value.starts_with("id") => Language::Indonesian,
        _ => Language::English,
    }
}
