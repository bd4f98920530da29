//! `aturan diff`: what changed in meaning between two policies, and whom it moves.

mod markdown;
mod text;
mod words;

use aturan::Checked;
use aturan::diagnostic::Language;
use aturan::difference::{Difference, ItemChange, difference};
use serde::Serialize;

use super::findings::show;
use super::load::{self, Unchecked};
use super::revision::Place;
use super::terminal::Terminal;
use super::{DiffArgs, Fault, Format, Verdict};

/// What is printed.
#[derive(Debug, Serialize)]
struct Report {
    format_version: &'static str,
    /// The older policy, as it was named.
    old: String,
    /// The newer policy.
    new: String,
    /// Whether a result may follow from what changed.
    changes_meaning: bool,
    changes: Vec<ItemChange>,
}

/// Both policies, without errors.
struct Sides {
    old: Unchecked,
    /// Its texts are those of both.
    new: Unchecked,
    _checked: (Checked, Checked),
}

pub(super) fn run(args: &DiffArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let (old, new) = (Place::open(&args.old)?, Place::open(&args.new)?);
    let Some(sides) = open(&old, &new, terminal)? else {
        return Ok(Verdict::Findings);
    };
    // What programs read is in one language.
    let language = match terminal.format {
        Format::Json => Language::English,
        Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
            terminal.language
        }
    };
    let Difference { changes } = difference(
        sides.old.resolved().layered(),
        sides.new.resolved().layered(),
        language,
    );
    let report = Report {
        format_version: "1.0",
        old: old.name,
        new: new.name,
        changes_meaning: changes.iter().any(ItemChange::changes_meaning),
        changes,
    };
    match terminal.format {
        Format::Json => Terminal::print_json(&report),
        Format::Markdown => Terminal::print(&markdown::text(&report, terminal)),
        Format::Text | Format::Github | Format::Sarif | Format::Junit => {
            Terminal::print(&text::text(&report, terminal));
        }
    }
    Ok(match args.exit_code && report.changes_meaning {
        true => Verdict::Findings,
        false => Verdict::Clean,
    })
}

/// Reads and checks both; `None` where one has an error, which has been shown.
fn open(old: &Place, new: &Place, terminal: &Terminal) -> Result<Option<Sides>, Fault> {
    let mut older = load::read_place(old, aturan::source::SourceMap::new())?;
    let mut newer = load::read_place(new, older.sources.clone())?;
    let checked = (older.check(), newer.check());
    let mut sound = true;
    for side in [&older, &newer] {
        if side.findings.has_errors() {
            show(&side.findings, &side.sources, terminal);
            sound = false;
        }
    }
    Ok(match checked {
        (Some(before), Some(after)) if sound => Some(Sides {
            old: older,
            new: newer,
            _checked: (before, after),
        }),
        _ => None,
    })
}
