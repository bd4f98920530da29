//! `aturan code`: the page of a code, or the list of all.

use aturan::diagnostic::catalogue;
use aturan::diagnostic::{Diagnostic, Severity};

use super::terminal::Terminal;
use super::{Fault, Verdict};

pub(super) fn run(code: Option<&str>, terminal: &Terminal) -> Result<Verdict, Fault> {
    match code {
        None => list(terminal),
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
            let page = aturan::diagnostic::pages::page(entry.code).unwrap_or(entry.summary);
            terminal.print(page);
            if !page.ends_with('\n') {
                terminal.print("\n");
            }
        }
    }
    Ok(Verdict::Clean)
}

fn list(terminal: &Terminal) {
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
        terminal.print(&format!(
            "{:width$}  {severity:7}  {}\n",
            entry.code, entry.summary
        ));
    }
}
