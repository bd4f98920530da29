//! Whom the changes move, as Markdown; counts of few rows are hidden, and the money that goes with them.

use aturan::outcome::Amount;
use aturan::simulate::{GroupEffect, PeriodEffect};

use super::super::summary::{Page, sign};
use super::super::terminal::Terminal;
use super::effect_text::{notes, periods, signed, title};
use super::fail_if::Judged;
use super::population::{FigureChange, Population, moved};
use super::words;

/// How figures are set, and the smallest count that is shown.
struct Sheet<'a> {
    page: Page<'a>,
    terminal: &'a Terminal,
    currency: &'a str,
    min_cell: u64,
}

pub(super) fn text(
    it: &Population,
    conditions: &[Judged],
    min_cell: u64,
    terminal: &Terminal,
) -> String {
    let sheet = Sheet {
        page: Page::new(terminal),
        terminal,
        currency: sign(&it.currency),
        min_cell,
    };
    let say = |english, indonesian| terminal.say(english, indonesian);
    let mut out = format!("\n#### {}\n\n", say("Whom it moves", "Siapa yang berubah"));
    let levels: Vec<String> = it
        .levels
        .iter()
        .map(|it| format!("{} {}", sheet.page.count(it.evaluated), cell(&it.label)))
        .collect();
    out.push_str(&format!(
        "`{}`, {}: {}\n",
        it.data,
        it.date,
        levels.join(", ")
    ));
    for condition in conditions {
        let (mark, word) = match condition.fails {
            true => ("❌", say("fails", "gagal")),
            false => ("✅", say("passes", "lolos")),
        };
        out.push_str(&format!("\n{mark} {word}: `{}`\n", condition.condition));
    }
    out.push_str(&sheet.figures(&it.figures));
    out.push_str(&sheet.moves(it));
    out.push_str(&sheet.money(it));
    out.push_str(&sheet.by_class(it));
    out.push_str(&sheet.edits(it));
    for note in notes(it, terminal) {
        out.push_str(&format!("\n_{note}_\n"));
    }
    if min_cell > 1 {
        let words = say(
            "counts below this are hidden, and what would give them away:",
            "jumlah di bawah ini disembunyikan, juga yang dapat membukanya:",
        );
        out.push_str(&format!("\n_{words} {min_cell}_\n"));
    }
    out
}

impl Sheet<'_> {
    fn say<'b>(&self, english: &'b str, indonesian: &'b str) -> &'b str {
        self.terminal.say(english, indonesian)
    }

    /// Whether a count is too small to be shown.
    fn is_small(&self, count: u64) -> bool {
        count > 0 && count < self.min_cell
    }

    fn few(&self) -> String {
        format!("< {}", self.min_cell)
    }

    fn count(&self, count: u64) -> String {
        match count {
            0 => "-".to_owned(),
            _ if self.is_small(count) => self.few(),
            count => self.page.count(count),
        }
    }

    /// Money that so many rows get; hidden where they are few.
    fn amount(&self, amount: &Amount, rows: u64) -> String {
        match self.is_small(rows) {
            true => "…".to_owned(),
            false => self.page.digits(amount),
        }
    }

    /// The change of a period, hidden where those who gain or those who lose are few.
    fn change(&self, it: Option<&PeriodEffect>) -> String {
        match it {
            Some(it) if self.is_small(it.winners) || self.is_small(it.losers) => "…".to_owned(),
            Some(it) => signed(&it.change, &self.page),
            None => "-".to_owned(),
        }
    }

    fn table(title: &str, head: &[String], rows: &[Vec<String>]) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let mut out = format!("\n**{title}**\n\n{}", line(head));
        let rule = head.iter().enumerate().map(|(at, _)| match at {
            0 => "---".to_owned(),
            _ => "--:".to_owned(),
        });
        out.push_str(&line(&rule.collect::<Vec<_>>()));
        for row in rows {
            out.push_str(&line(row));
        }
        out
    }

    fn head(&self, words: &[(&str, &str)]) -> Vec<String> {
        let words = words
            .iter()
            .map(|(english, indonesian)| self.say(english, indonesian));
        words.map(str::to_owned).collect()
    }

    fn figures(&self, all: &[FigureChange]) -> String {
        let rows: Vec<Vec<String>> = all.iter().map(|it| self.figure(it, all)).collect();
        let head = [("", ""), ("old", "lama"), ("new", "baru"), ("±", "±")];
        let title = self.say("Figures that change", "Angka yang berubah");
        Self::table(title, &self.head(&head), &rows)
    }

    fn figure(&self, it: &FigureChange, all: &[FigureChange]) -> Vec<String> {
        let show = |plain: &Option<Amount>| match plain {
            Some(plain) => self.page.digits(plain),
            None => "-".to_owned(),
        };
        let name = format!("{} `{}`", cell(&it.label), it.name);
        let is_few = |it: &FigureChange| {
            let small = |plain: &Option<Amount>| {
                let digits = plain.as_deref().map(|it| it.trim_start_matches('-'));
                let count = digits.and_then(|it| it.parse::<u64>().ok());
                count.is_some_and(|it| self.is_small(it))
            };
            small(&it.before) || small(&it.after) || small(&it.change)
        };
        // An indicator may be no count; what is none is too large or has a part, or hides no one.
        let hidden = if it.money.is_some() {
            let owner = it.name.split('.').next().unwrap_or_default();
            let granted = format!("{owner}.granted");
            all.iter()
                .any(|other| other.name == granted && is_few(other))
        } else {
            is_few(it)
        };
        if hidden {
            return vec![name, "…".to_owned(), "…".to_owned(), self.few()];
        }
        let change = it
            .change
            .as_deref()
            .map_or_else(String::new, |it| signed(it, &self.page));
        vec![name, show(&it.before), show(&it.after), change]
    }

    fn moves(&self, it: &Population) -> String {
        let mut out = String::new();
        for class in &it.comparison.classes {
            if class.moves.moved() == 0 {
                continue;
            }
            let label = |name: &String| {
                if name == "unknown" {
                    return self.say("unknown", "belum diketahui").to_owned();
                }
                let found = class.classes.iter().find(|row| row.class == *name);
                found.map_or_else(|| name.clone(), |row| cell(&row.label))
            };
            let mut rows = Vec::new();
            for (from, counts) in class.moves.from.iter().zip(&class.moves.rows) {
                for (to, count) in class.moves.to.iter().zip(counts) {
                    if from != to && *count > 0 {
                        rows.push(vec![
                            format!("{} → {}", label(from), label(to)),
                            self.count(*count),
                        ]);
                    }
                }
            }
            let head = self.head(&[("", ""), ("move", "berpindah")]);
            out.push_str(&Self::table(&cell(&class.label), &head, &rows));
        }
        out
    }

    fn money(&self, it: &Population) -> String {
        let Some(effect) = &it.comparison.effect else {
            return String::new();
        };
        let rows: Vec<Vec<String>> = effect
            .periods
            .iter()
            .filter(|it| it.winners + it.losers > 0)
            .map(|it| {
                vec![
                    self.page.period(&it.period),
                    self.count(it.winners),
                    self.amount(&it.gain, it.winners),
                    self.count(it.losers),
                    self.amount(&it.loss, it.losers),
                    self.change(Some(it)),
                ]
            })
            .collect();
        let currency = self.currency;
        let mut head = self.head(&[
            ("", ""),
            ("gain", "bertambah"),
            ("they gain", "tambahannya"),
            ("lose", "berkurang"),
            ("they lose", "pengurangannya"),
            ("change", "perubahan"),
        ]);
        for place in [2, 4, 5] {
            if let Some(cell) = head.get_mut(place) {
                cell.push_str(&format!(", {currency}"));
            }
        }
        let title = format!(
            "{}: {}",
            self.say("Who gains and who loses", "Siapa bertambah dan berkurang"),
            cell(&effect.label)
        );
        Self::table(&title, &head, &rows)
    }

    fn by_class(&self, it: &Population) -> String {
        let groups = it.comparison.effect.iter().flat_map(|it| &it.by_class);
        let groups: Vec<&GroupEffect> = groups.collect();
        let periods = periods(it);
        let mut head = self.head(&[("", ""), ("gain", "bertambah"), ("lose", "berkurang")]);
        let currency = self.currency;
        head.extend(
            periods
                .iter()
                .map(|it| format!("{currency} {}", self.page.period(it))),
        );
        let rows: Vec<Vec<String>> = groups
            .into_iter()
            .map(|it| {
                let label = match it.key.as_str() {
                    "unknown" => self.say("unknown", "belum diketahui").to_owned(),
                    _ => cell(&it.label),
                };
                let mut row = vec![label, self.count(it.winners), self.count(it.losers)];
                let hidden = self.is_small(it.winners) || self.is_small(it.losers);
                row.extend(periods.iter().map(|period| {
                    let found = it.change.iter().find(|(of, _)| of == period);
                    match found {
                        Some(_) if hidden => "…".to_owned(),
                        Some((_, amount)) => signed(amount, &self.page),
                        None => "-".to_owned(),
                    }
                }));
                row
            })
            .collect();
        let title = self.say("By class before", "Menurut kelas sebelumnya");
        Self::table(title, &head, &rows)
    }

    fn edits(&self, it: &Population) -> String {
        let periods = periods(it);
        let currency = self.currency;
        let mut head = self.head(&[
            ("", ""),
            ("move", "berpindah"),
            ("gain", "bertambah"),
            ("lose", "berkurang"),
            ("both", "keduanya"),
        ]);
        head.extend(
            periods
                .iter()
                .map(|it| format!("{currency} {}", self.page.period(it))),
        );
        let mut rows = Vec::new();
        for edit in &it.by_edit {
            let kind = words::kind(edit.kind, self.terminal);
            let mut row = vec![format!("{kind} `{}`", edit.name)];
            if !edit.alone {
                row.resize(head.len(), "·".to_owned());
                rows.push(row);
                continue;
            }
            let counts = [edit.moved, edit.winners, edit.losers, edit.mixed];
            row.extend(counts.map(|it| self.count(it)));
            row.extend(
                periods
                    .iter()
                    .map(|period| self.change(edit.periods.iter().find(|it| it.period == *period))),
            );
            rows.push(row);
        }
        if rows.is_empty() {
            return String::new();
        }
        let effect = it.comparison.effect.as_ref();
        let counts = [
            moved(&it.comparison),
            effect.map_or(0, |it| it.winners),
            effect.map_or(0, |it| it.losers),
            effect.map_or(0, |it| it.mixed),
        ];
        let mut row = vec![self.say("all together", "semuanya bersama").to_owned()];
        row.extend(counts.map(|it| self.count(it)));
        row.extend(periods.iter().map(|period| {
            let mut all = effect.iter().flat_map(|it| &it.periods);
            self.change(all.find(|it| it.period == *period))
        }));
        rows.push(row);
        Self::table(title(self.terminal), &head, &rows)
    }
}

/// Text for a cell: a bar would end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
