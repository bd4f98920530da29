//! Commands that are stopped from outside: by a person, or because they reach a limit.

use aturan::diagnostic::catalogue::data as words;
use aturan::diagnostic::{Diagnostic, Diagnostics, Language};
use aturan::source::SourceMap;

use super::findings::show;
use super::memory;
use super::terminal::Terminal;
use crate::io::passing;

/// The exit status of a command that a person stopped, as shells have it.
const STOPPED: i32 = 130;

/// Ctrl-C, or a request to end: files that are not whole are removed, and the command says so.
pub(super) fn on_request(language: Language) {
    let stop = move || {
        let words = match language {
            Language::English => "stopped: files that were not whole yet are removed",
            Language::Indonesian => "dihentikan: berkas yang belum utuh dihapus",
        };
        Terminal::note(&format!("\n{words}\n"));
        let _held = passing::remove_all();
        std::process::exit(STOPPED);
    };
    // Where requests cannot be heard, the command ends as any other would.
    drop(ctrlc::set_handler(stop));
}

/// Ends the command when it takes more memory than it may, as far as the system tells.
pub(super) fn over(limit: u64, terminal: &Terminal) {
    if memory::taken().is_none() {
        return;
    }
    let terminal = terminal.clone();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(memory::LOOK);
            let Some(taken) = memory::taken().filter(|taken| *taken > limit) else {
                continue;
            };
            let finding = Diagnostic::new(&words::MEMORY_REACHED)
                .with_words("taken", memory::shown(taken))
                .with_words("limit", memory::shown(limit));
            let mut findings = Diagnostics::new();
            findings.push(finding);
            show(&findings, &SourceMap::new(), &terminal);
            let _held = passing::remove_all();
            std::process::exit(2);
        }
    });
}
