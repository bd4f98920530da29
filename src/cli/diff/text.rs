//! Changes as a person reads them on the terminal: one declaration after the other, its parts aligned.

use aturan::difference::{Change, ItemChange, PartChange};

use super::super::terminal::Terminal;
use super::{Report, words};

/// Columns that the slots of a declaration take at most before texts are set under them.
const SLOT: usize = 32;

pub(super) fn text(report: &Report, terminal: &Terminal) -> String {
    let ink = Ink::new(terminal);
    let mut out = format!(
        "{} → {}: {}\n",
        report.old,
        report.new,
        ink.bold(&words::count(&report.changes, terminal))
    );
    for item in &report.changes {
        out.push('\n');
        out.push_str(&declaration(item, &ink, terminal));
    }
    out
}

fn declaration(item: &ItemChange, ink: &Ink, terminal: &Terminal) -> String {
    let head = format!(
        "{} {}",
        words::sign(item.change),
        words::head(item, terminal)
    );
    let mut out = format!("{}\n", ink.bold(&ink.of(item.change, &head)));
    let slots: Vec<String> = item
        .parts
        .iter()
        .map(|it| words::slot(it, terminal))
        .collect();
    let widths = slots.iter().map(|it| it.chars().count());
    let width = widths.filter(|it| *it <= SLOT).max().unwrap_or(0);
    for (part, slot) in item.parts.iter().zip(&slots) {
        // A whole declaration is new or gone: its parts need no sign of their own.
        let lines = match item.change {
            Change::Added | Change::Removed => vec![(item.change, ' ', whole(part, slot, width))],
            Change::Changed | Change::Renamed => lines(part, slot, width),
        };
        for (change, sign, line) in lines {
            let line = format!("  {sign} {line}");
            out.push_str(ink.of(change, line.trim_end()).trim_end());
            out.push('\n');
        }
    }
    out
}

fn whole(part: &PartChange, slot: &str, width: usize) -> String {
    let text = part.after.as_ref().or(part.before.as_ref());
    set(slot, text.map_or("", String::as_str), width)
}

/// A changed part: what it said above what it says, in one line where it is short.
fn lines(part: &PartChange, slot: &str, width: usize) -> Vec<(Change, char, String)> {
    let before = part.before.as_deref().unwrap_or_default();
    let after = part.after.as_deref().unwrap_or_default();
    match part.change {
        Change::Added => vec![(Change::Added, '+', set(slot, after, width))],
        Change::Removed => vec![(Change::Removed, '-', set(slot, before, width))],
        Change::Renamed => {
            let line = format!("{before} → {after}");
            vec![(Change::Renamed, '→', line)]
        }
        Change::Changed => {
            let line = set(slot, &format!("{before} → {after}"), width);
            if line.chars().count() + 4 <= Terminal::width() {
                return vec![(Change::Changed, '~', line)];
            }
            vec![
                (Change::Removed, '-', set(slot, before, width)),
                (Change::Added, '+', set(slot, after, width)),
            ]
        }
    }
}

fn set(slot: &str, text: &str, width: usize) -> String {
    match width {
        0 => text.to_owned(),
        _ => format!("{slot:width$}  {text}"),
    }
}

/// Colours, where the terminal shows them.
struct Ink {
    shown: bool,
}

impl Ink {
    fn new(terminal: &Terminal) -> Self {
        Self {
            shown: terminal.color_on_stdout(),
        }
    }

    fn bold(&self, text: &str) -> String {
        match self.shown {
            true => format!("\u{1b}[1m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }

    fn of(&self, change: Change, text: &str) -> String {
        let color = match change {
            Change::Added => "32",
            Change::Removed => "31",
            Change::Changed => "33",
            Change::Renamed => "36",
        };
        match self.shown {
            true => format!("\u{1b}[{color}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}
