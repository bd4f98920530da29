//! Changes as Markdown, for the description of a pull request or a comment on it.

use aturan::difference::{Change, ItemChange, PartChange};

use super::super::terminal::Terminal;
use super::{Report, words};

pub(super) fn text(report: &Report, terminal: &Terminal) -> String {
    let title = terminal.say("What changes in the policy", "Yang berubah pada kebijakan");
    let mut out = format!(
        "### {title}\n\n{} → {}: **{}**\n",
        code(&report.old),
        code(&report.new),
        words::count(&report.changes, terminal)
    );
    if report.changes.is_empty() {
        return out;
    }
    out.push_str("\n```diff\n");
    for (place, item) in report.changes.iter().enumerate() {
        if place > 0 {
            out.push('\n');
        }
        declaration(item, terminal, &mut out);
    }
    out.push_str("```\n");
    out
}

/// The lines of a declaration: those that begin with a sign are coloured.
fn declaration(item: &ItemChange, terminal: &Terminal, out: &mut String) {
    let head = words::head(item, terminal);
    let sign = match item.change {
        Change::Added => '+',
        Change::Removed => '-',
        // Of a hunk: where the reader is.
        Change::Changed | Change::Renamed => '@',
    };
    match sign {
        '@' => out.push_str(&format!("@@ {head} @@\n")),
        sign => out.push_str(&format!("{sign} {head}\n")),
    }
    for part in &item.parts {
        let slot = words::slot(part, terminal);
        lines(part, &slot, out);
    }
}

fn lines(part: &PartChange, slot: &str, out: &mut String) {
    let mut push = |sign: char, text: &str| {
        // A fence inside would end the block.
        let line = format!("{sign}   {slot} {text}").replace("```", "'''");
        out.push_str(line.trim_end());
        out.push('\n');
    };
    let before = part.before.as_deref();
    let after = part.after.as_deref();
    if let (Some(was), Some(is), Change::Renamed) = (before, after, part.change) {
        return out.push_str(&format!("!   {was} → {is}\n"));
    }
    if let Some(before) = before {
        push('-', before);
    }
    if let Some(after) = after {
        push('+', after);
    }
}

/// Text as code, whatever back-ticks it holds.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}
