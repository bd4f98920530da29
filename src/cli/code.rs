//! `aturan code`: the page of a code, or the list of all.

use aturan::diagnostic::catalogue;
use aturan::diagnostic::{Diagnostic, Entry, Language, Severity};

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

/// The words of a code: what it means and what to do.
fn page(entry: &'static Entry, language: Language) -> String {
    let finding = Diagnostic::new(entry);
    let mut text = format!("{}\n\n{}\n", entry.code, finding.message(language));
    for (slot, ..) in entry
        .texts
        .iter()
        .filter(|(slot, ..)| slot.starts_with("help"))
    {
        if let Some(advice) = finding.text(slot, language) {
            text.push_str(&format!("  {advice}\n"));
        }
    }
    text
}
