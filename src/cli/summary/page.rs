//! How tables, numbers and bars are set on the terminal.

use aturan::number::{DECIMAL, Grouping, Rational, format_grouped};
use aturan::outcome::{Figure, Summary};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::cli::terminal::Terminal;

/// Characters that a column of words has at least.
const WORDS: u16 = 10;
/// Characters of a bar.
const BAR: u16 = 16;

/// How tables and numbers are set.
pub(in crate::cli) struct Page<'a> {
    terminal: &'a Terminal,
    bold: bool,
}

impl<'p> Page<'p> {
    pub(in crate::cli) fn new(terminal: &'p Terminal) -> Self {
        Self {
            terminal,
            bold: terminal.color_on_stdout(),
        }
    }

    pub(in crate::cli) fn title(&self, text: &str) -> String {
        if self.bold {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(in crate::cli) fn say<'a>(&self, english: &'a str, indonesian: &'a str) -> &'a str {
        self.terminal.say(english, indonesian)
    }

    pub(in crate::cli) fn count(&self, count: u64) -> String {
        format_grouped(i128::from(count), 1, self.terminal.grouping())
    }

    /// Plain digits with the reader's separators.
    pub(in crate::cli) fn digits(&self, plain: &str) -> String {
        let raw = Rational::parse_decimal(plain).and_then(|it| it.round_to_scale(DECIMAL));
        match raw {
            Some(raw) => format_grouped(i128::from(raw), DECIMAL, self.terminal.grouping()),
            // Totals beyond the range of a single value keep their digits, grouped by hand.
            None => group_plain(plain, self.terminal.grouping()),
        }
    }

    pub(super) fn money(&self, currency: &str, plain: &str) -> String {
        format!("{} {}", sign(currency), self.digits(plain))
    }

    /// Two digits after the point, in the reader's form; an empty whole has no percentage.
    pub(in crate::cli) fn percent(&self, part: u64, whole: u64) -> String {
        percent(part, whole, self.terminal.grouping())
    }

    /// A bar as long as the part is of the whole, in eighths of a character.
    pub(super) fn bar(part: u64, whole: u64) -> String {
        const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
        let most = u128::from(BAR) * 8;
        let long = (u128::from(part.min(whole)) * most)
            .checked_div(u128::from(whole))
            .unwrap_or(0);
        // What is there at all is seen.
        let long = usize::try_from(long.max(u128::from(part > 0))).unwrap_or(0);
        let last = EIGHTHS.get(long % 8).copied().unwrap_or_default();
        "█".repeat(long / 8) + last
    }

    /// A table without lines: the first column to the left, the others as told.
    pub(in crate::cli) fn table(head: &[&str], rows: Vec<Vec<String>>, left: &[usize]) -> String {
        let mut table = Table::new();
        table
            .load_preset(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(Terminal::columns());
        table.set_header(
            head.iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>(),
        );
        let least: Vec<u16> = (0..head.len()).map(|at| least(head, &rows, at)).collect();
        for row in rows {
            table.add_row(row);
        }
        for (at, column) in table.column_iter_mut().enumerate() {
            let padding = (if at == 0 { 2 } else { 1 }, 1);
            column.set_padding(padding);
            // Words may wrap in a narrow terminal, numbers never, the words above them may.
            if left.contains(&at) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(WORDS)));
            } else {
                column.set_cell_alignment(CellAlignment::Right);
                let least = least.get(at).map_or(0, |it| it + padding.0 + padding.1);
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
        let lines: Vec<String> = table
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.join("\n") + "\n"
    }

    /// Which figure of an aid or a register.
    pub(in crate::cli) fn part(&self, part: &'static str) -> &'static str {
        let indonesian = match part {
            "cost" => "biaya",
            "granted" => "diberikan",
            "members" => "anggota",
            "waitlisted" => return self.say("waiting", "menunggu"),
            "not_taken_up" => return self.say("not taken up", "tidak diambil"),
            "needs_verification" => return self.say("needs verification", "perlu verifikasi"),
            "enters" => return self.say("enter", "masuk"),
            "leaves" => return self.say("leave", "keluar"),
            "end" => return self.say("at the end", "pada akhir"),
            other => other,
        };
        self.say(part, indonesian)
    }

    pub(in crate::cli) fn period(&self, period: &str) -> String {
        let indonesian = match period {
            "one-off" => "sekali",
            "per day" => "per hari",
            "per week" => "per minggu",
            "per month" => "per bulan",
            "per quarter" => "per triwulan",
            "per year" => "per tahun",
            other => other,
        };
        self.say(period, indonesian).to_owned()
    }

    pub(in crate::cli) fn decided(&self, figure: &Figure) -> String {
        figure
            .decided
            .as_ref()
            .map_or_else(|| "-".to_owned(), |plain| self.digits(plain))
    }
}

/// How a currency is written before an amount.
pub(in crate::cli) fn sign(currency: &str) -> &str {
    match currency {
        "IDR" => "Rp",
        other => other,
    }
}

pub(super) fn level(summary: &Summary, entity: &str) -> String {
    let found = summary.levels.iter().find(|level| level.entity == entity);
    found.map_or_else(|| entity.to_owned(), |level| level.label.clone())
}

/// Two digits after the point, in the reader's form; an empty whole has no percentage.
fn percent(part: u64, whole: u64, grouping: Grouping) -> String {
    let share = Rational::new(i128::from(part) * 10_000, i128::from(whole))
        .and_then(|it| it.round_to_scale(1));
    let Some(hundredths) = share else {
        return "-".to_owned();
    };
    let point = if grouping == Grouping::Indonesian {
        ','
    } else {
        '.'
    };
    format!("{}{point}{:02}", hundredths / 100, hundredths % 100)
}

/// Plain digits with their thousands marked, however many they are.
pub(in crate::cli) fn group_plain(plain: &str, grouping: Grouping) -> String {
    let (sign, plain) = match plain.strip_prefix('-') {
        Some(plain) => ("-", plain),
        None => ("", plain),
    };
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let whole = whole
        .parse::<i128>()
        .map_or_else(|_| whole.to_owned(), |it| format_grouped(it, 1, grouping));
    let point = if grouping == Grouping::Indonesian {
        ','
    } else {
        '.'
    };
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}{point}{part}")
    }
}

/// Characters that a column of numbers has at least: its widest cell, and the longest word above it.
fn least(head: &[&str], rows: &[Vec<String>], at: usize) -> u16 {
    let words = head.get(at).into_iter().flat_map(|it| it.split(' '));
    let cells = rows.iter().filter_map(|row| row.get(at));
    let widths = words.chain(cells.map(String::as_str));
    let widest = widths.map(|it| it.chars().count()).max();
    u16::try_from(widest.unwrap_or(0)).unwrap_or(u16::MAX)
}
