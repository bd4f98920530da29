//! `aturan code`: the page of a code, or the list of all.

use aturan::diagnostic::{Diagnostic, Entry, Language, Severity};
use aturan::diagnostic::{catalogue, pages};

use super::terminal::Terminal;
use super::{Fault, Verdict};

pub(super) fn run(code: Option<&str>, terminal: &Terminal) -> Result<Verdict, Fault> {
    match code {
        None => list(),
        Some(code) => {
            let Some(entry) = catalogue::find(code) else {
                let near = aturan::diagnostic::suggest::nearest(
                    code,
                    catalogue::entries().map(|it| it.code),
                );
                let fault = Fault::new(format!("there is no code `{code}`"));
                return Err(match near {
                    Some(near) => fault.with_help(format!("did you mean `{near}`?")),
                    None => fault.with_help("`aturan code` lists all codes"),
                });
            };
            Terminal::print(&page(entry, terminal.language));
        }
    }
    Ok(Verdict::Clean)
}

fn list() {
    let width = catalogue::entries()
        .map(|entry| entry.code.len())
        .max()
        .unwrap_or(0);
    for entry in catalogue::entries() {
        let severity = match Diagnostic::new(entry).severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        Terminal::print(&format!(
            "{:width$}  {severity:7}  {}\n",
            entry.code, entry.summary
        ));
    }
}

/// The page of a code; in Indonesian its words stand before it.
fn page(entry: &'static Entry, language: Language) -> String {
    let page = pages::page(entry.code).unwrap_or_default();
    match language {
        Language::English => page.to_owned(),
        Language::Indonesian => format!("{}\n{page}", words(entry, language)),
    }
}

/// What a code says: the message and its advice.
fn words(entry: &'static Entry, language: Language) -> String {
    let finding = Diagnostic::new(entry);
    let mut text = format!("{}\n", finding.message(language));
    for (slot, ..) in entry.texts {
        let advice = slot
            .starts_with("help")
            .then(|| finding.text(slot, language));
        if let Some(advice) = advice.flatten() {
            text.push_str(&format!("  {advice}\n"));
        }
    }
    text
}
