//! A simulation as a head of section reads it: all scenarios side by side, then each by itself.

use std::collections::BTreeSet;

use aturan::outcome::{AidSummary, Summary, TargetState};
use aturan::simulate::{
    AidChange, AmountChange, ClassChange, Comparison, CountChange, Effect, GroupEffect, Newly,
};

use super::super::summary::{Page, sign};
use super::super::terminal::Terminal;
use super::{Simulated, Simulation, contributions, marginal, margins_text};

/// Scenarios side by side in one table.
const BESIDE: usize = 3;
/// Groups of indicators and areas that are shown, those with the largest change first.
const SHOWN: usize = 10;

/// Lays the simulation out; `baseline` is the summary of the policy as it is.
pub(in super::super) fn text(
    it: &Simulation,
    baseline: &Summary,
    out: Option<&str>,
    terminal: &Terminal,
) -> String {
    let sheet = Sheet {
        page: Page::new(terminal),
        currency: &it.currency,
        before: &it.before,
        baseline,
    };
    let page = &sheet.page;
    let title = page.title(&format!("{} · {}", it.label, it.date));
    let mut text = format!("{title}\n\n{}\n", sheet.rows(baseline));
    for scenario in &it.scenarios {
        text.push_str(&format!("  {}", scenario.name));
        if scenario.label.is_empty() {
            text.push('\n');
        } else {
            text.push_str(&format!(": {}\n", scenario.label));
        }
    }
    for beside in it.scenarios.chunks(BESIDE) {
        text.push_str(&sheet.beside(beside));
    }
    for scenario in &it.scenarios {
        text.push_str(&sheet.alone(scenario));
    }
    if let Some(margins) = &it.margins {
        if !it.scenarios.is_empty() {
            text.push('\n');
        }
        text.push_str(&margins_text::text(margins, &it.currency, page));
    }
    if let Some(found) = &it.marginal {
        text.push_str(&marginal::text(found, &it.currency, page));
    }
    if let Some(out) = out {
        let all = page.say("All results are in", "Semua hasil ada di");
        text.push_str(&format!("\n{all} {out}/\n"));
    }
    text
}

/// How a simulation is set.
struct Sheet<'a> {
    page: Page<'a>,
    currency: &'a str,
    /// What the policy is called that all are compared with.
    before: &'a str,
    baseline: &'a Summary,
}

/// A line of a table of all scenarios: its title, and the figure under each.
type Line = (String, Vec<Cell>);

/// A figure before, after, and its change, as they are shown.
struct Cell {
    before: String,
    after: String,
    change: String,
}

impl Sheet<'_> {
    fn say<'b>(&self, english: &'b str, indonesian: &'b str) -> &'b str {
        self.page.say(english, indonesian)
    }

    fn count(&self, it: CountChange) -> Cell {
        Cell {
            before: self.page.count(it.before),
            after: self.page.count(it.after),
            change: self.signed(&it.change.to_string()),
        }
    }

    fn amount(&self, it: &AmountChange) -> Cell {
        let show = |it: &Option<String>| {
            it.as_ref()
                .map_or_else(|| "-".to_owned(), |plain| self.page.digits(plain))
        };
        Cell {
            before: show(&it.before),
            after: show(&it.after),
            change: it
                .change
                .as_ref()
                .map_or_else(String::new, |plain| self.signed(plain)),
        }
    }

    /// A change with its sign; nothing where there is none.
    fn signed(&self, plain: &str) -> String {
        match plain {
            "0" => String::new(),
            _ if plain.starts_with('-') => self.page.digits(plain),
            _ => format!("+{}", self.page.digits(plain)),
        }
    }

    /// The rows that were evaluated, and how many were left out.
    fn rows(&self, baseline: &Summary) -> String {
        let mut text = String::new();
        for level in &baseline.levels {
            let rows = self.page.count(level.evaluated);
            text.push_str(&format!("  {rows} {}", level.label));
            if level.rejected > 0 {
                let rejected = self.page.count(level.rejected);
                let words = self.say("rejected", "ditolak");
                text.push_str(&format!(", {rejected} {words}"));
            }
            text.push('\n');
        }
        text
    }

    // --- all scenarios side by side

    fn beside(&self, all: &[Simulated]) -> String {
        let Some(first) = all.first().map(|it| &it.comparison) else {
            return String::new();
        };
        let mut parts = Vec::new();
        for class in &first.classes {
            let lines = self.class_lines(all, class);
            parts.push(self.side_by_side(&class.label, all, lines));
        }
        let currency = sign(self.currency);
        let granted = self.say("Aid: granted", "Bantuan: diberikan");
        parts.push(self.side_by_side(
            granted,
            all,
            Self::lines(all, |it| {
                let aids = it.aids.iter();
                aids.map(|aid| (aid.label.clone(), self.count(aid.granted)))
                    .collect()
            }),
        ));
        let cost = format!("{}, {currency}", self.say("Aid: cost", "Bantuan: biaya"));
        parts.push(self.side_by_side(
            &cost,
            all,
            Self::lines(all, |it| {
                let aids = it.aids.iter();
                aids.filter_map(|aid| Some((self.paid(aid), self.amount(aid.cost.as_ref()?))))
                    .collect()
            }),
        ));
        let registers = self.register_lines(all);
        parts.push(self.side_by_side(self.say("Registers", "Daftar"), all, registers));
        let indicators = Self::lines(all, |it| {
            it.indicators
                .iter()
                .map(|it| (it.label.clone(), self.amount(&it.total)))
                .collect()
        });
        parts.push(self.side_by_side(self.say("Indicators", "Indikator"), all, indicators));
        parts.retain(|part| !part.is_empty());
        let mut text = String::new();
        for part in &parts {
            text.push('\n');
            text.push_str(part);
        }
        text
    }

    /// The lines that every scenario has, by their titles.
    fn lines(all: &[Simulated], of: impl Fn(&Comparison) -> Vec<(String, Cell)>) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (place, scenario) in all.iter().enumerate() {
            for (title, cell) in of(&scenario.comparison) {
                let at = lines.iter().position(|(known, _)| *known == title);
                let at = at.unwrap_or_else(|| {
                    lines.push((title, Vec::new()));
                    lines.len() - 1
                });
                let Some((_, cells)) = lines.get_mut(at) else {
                    continue;
                };
                while cells.len() < place {
                    cells.push(Cell::none());
                }
                cells.push(cell);
            }
        }
        lines
    }

    fn class_lines(&self, all: &[Simulated], class: &ClassChange) -> Vec<Line> {
        let unknown = self.say("unknown", "belum diketahui");
        Self::lines(all, |it| {
            let found = it.classes.iter().find(|it| it.name == class.name);
            found.map_or_else(Vec::new, |it| {
                let rows = it
                    .classes
                    .iter()
                    .filter(|row| row.class != "unknown" || row.rows != CountChange::default());
                rows.map(|row| {
                    let label = match row.class.as_str() {
                        "unknown" => unknown.to_owned(),
                        _ => row.label.clone(),
                    };
                    (label, self.count(row.rows))
                })
                .collect()
            })
        })
    }

    /// An aid and the period of its amounts.
    fn paid(&self, aid: &AidChange) -> String {
        let period = aid.period.as_deref().unwrap_or_default();
        format!("{}, {}", aid.label, self.page.period(period))
    }

    fn register_lines(&self, all: &[Simulated]) -> Vec<Line> {
        Self::lines(all, |it| {
            it.registers
                .iter()
                .flat_map(|it| {
                    let line = |words: &str, count| (format!("{}: {words}", it.label), count);
                    [
                        line(self.say("enter", "masuk"), self.count(it.enters)),
                        line(self.say("leave", "keluar"), self.count(it.leaves)),
                        line(self.say("at the end", "pada akhir"), self.count(it.end)),
                    ]
                })
                .collect()
        })
    }

    fn side_by_side(&self, title: &str, all: &[Simulated], lines: Vec<Line>) -> String {
        if lines.is_empty() {
            return String::new();
        }
        let mut head = vec![String::new(), self.before.to_owned()];
        for scenario in all {
            head.push(scenario.name.clone());
            head.push("±".to_owned());
        }
        let rows = lines
            .into_iter()
            .map(|(label, cells)| {
                let before = cells
                    .first()
                    .map_or_else(String::new, |it| it.before.clone());
                let mut row = vec![label, before];
                for cell in cells {
                    row.extend([cell.after, cell.change]);
                }
                row.resize(head.len(), String::new());
                row
            })
            .collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        format!(
            "{}\n{}",
            self.page.title(title),
            Page::table(&head, rows, &[0])
        )
    }

    // --- one scenario by itself

    fn alone(&self, scenario: &Simulated) -> String {
        let it = &scenario.comparison;
        let mut parts: Vec<String> = it.classes.iter().map(|it| self.moves(it)).collect();
        parts.push(
            it.effect
                .as_ref()
                .map_or_else(String::new, |it| self.effect(it)),
        );
        parts.push(self.doors(&it.aids));
        if let Some(effect) = &it.effect {
            let title = self.say("By class as it is", "Menurut kelas kini");
            parts.push(self.groups(title, &effect.by_class, usize::MAX));
            if let Some(ranked_by) = &effect.ranked_by {
                let words = self.say(
                    "By tenth of persons, from the poorest",
                    "Menurut persepuluhan penduduk, dari yang termiskin",
                );
                let title = format!("{words} ({ranked_by})");
                parts.push(self.groups(&title, &effect.by_tenth, usize::MAX));
            }
            let title = self.say("By area", "Menurut wilayah");
            parts.push(self.groups(title, &effect.by_area, SHOWN));
        }
        parts.push(self.targets(it));
        let attribution = scenario.attribution.as_ref();
        parts.extend(attribution.map(|it| contributions::text(it, self.currency, &self.page)));
        parts.push(self.changed(scenario));
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() {
            let nothing = self.say("no row changes", "tidak ada baris yang berubah");
            parts.push(format!("  {nothing}\n{}", self.places_left()));
        }
        let rule = "─".repeat(4);
        let title = format!("{rule} {} {rule}", scenario.name);
        format!("\n{}\n{}", self.page.title(&title), parts.join("\n"))
    }

    /// Aids whose places are not all taken as it is: more places change nothing there.
    fn places_left(&self) -> String {
        let line = |aid: &AidSummary| {
            let rows = |status: &str| {
                let mut found = aid.statuses.iter();
                found.find(|it| it.status == status).map_or(0, |it| it.rows)
            };
            let (quota, granted) = (aid.quota?, rows("granted"));
            (rows("waitlisted") == 0).then(|| {
                let words = self.say(
                    "nobody waits: the quota is not reached, granted",
                    "tidak ada yang menunggu: kuota belum tercapai, diberikan",
                );
                let of = self.say("of", "dari");
                let (granted, quota) = (self.page.count(granted), self.page.count(quota));
                format!("  {}: {words} {granted} {of} {quota}\n", aid.label)
            })
        };
        self.baseline.aids.iter().filter_map(line).collect()
    }

    fn moves(&self, it: &ClassChange) -> String {
        if it.moves.moved() == 0 {
            return String::new();
        }
        let label = |name: &String| match name.as_str() {
            "unknown" => self.say("unknown", "belum diketahui").to_owned(),
            _ => it
                .classes
                .iter()
                .find(|row| row.class == *name)
                .map_or_else(|| name.clone(), |row| row.label.clone()),
        };
        let mut head = vec![format!(
            "{} ↓  {} →",
            self.say("from", "dari"),
            self.say("to", "ke")
        )];
        head.extend(it.moves.to.iter().map(label));
        let rows = it
            .moves
            .from
            .iter()
            .zip(&it.moves.rows)
            .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
            .map(|(from, counts)| {
                let cells = counts.iter().map(|count| match count {
                    0 => "-".to_owned(),
                    count => self.page.count(*count),
                });
                [label(from)].into_iter().chain(cells).collect()
            })
            .collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let title = format!(
            "{}: {} {}",
            it.label,
            self.page.count(it.moves.moved()),
            self.say("move", "berpindah")
        );
        format!(
            "{}\n{}",
            self.page.title(&title),
            Page::table(&head, rows, &[0])
        )
    }

    fn effect(&self, it: &Effect) -> String {
        if it.winners + it.losers + it.mixed == 0 {
            return String::new();
        }
        let title = format!(
            "{}: {} {}, {} {}, {} {}",
            it.label,
            self.page.count(it.winners),
            self.say("gain", "bertambah"),
            self.page.count(it.losers),
            self.say("lose", "berkurang"),
            self.page.count(it.mixed),
            self.say("both", "keduanya"),
        );
        let currency = sign(self.currency);
        let amount = |english, indonesian| format!("{}, {currency}", self.say(english, indonesian));
        let (gain, loss) = (amount("gain", "tambahan"), amount("loss", "pengurangan"));
        let change = amount("change", "perubahan");
        let head = [
            "",
            self.say("gain", "bertambah"),
            &gain,
            self.say("lose", "berkurang"),
            &loss,
            &change,
        ];
        let rows = it
            .periods
            .iter()
            .filter(|it| it.winners + it.losers > 0)
            .map(|it| {
                vec![
                    self.page.period(&it.period),
                    self.page.count(it.winners),
                    self.page.digits(&it.gain),
                    self.page.count(it.losers),
                    self.page.digits(&it.loss),
                    self.signed(&it.change),
                ]
            })
            .collect();
        format!(
            "{}\n{}",
            self.page.title(&title),
            Page::table(&head, rows, &[0])
        )
    }

    /// Who comes in and who drops out of each aid, and the clause that is the door.
    fn doors(&self, aids: &[AidChange]) -> String {
        let mut rows = Vec::new();
        let mut add = |aid: &AidChange, newly: &Newly, words: &str| {
            for (place, ground) in newly.because.iter().enumerate() {
                let first = place == 0;
                rows.push(vec![
                    if first {
                        aid.label.clone()
                    } else {
                        String::new()
                    },
                    if first {
                        words.to_owned()
                    } else {
                        String::new()
                    },
                    if first {
                        self.page.count(newly.rows)
                    } else {
                        String::new()
                    },
                    ground.label.clone(),
                    self.page.count(ground.rows),
                ]);
            }
        };
        for aid in aids {
            add(aid, &aid.newly_eligible, self.say("in", "masuk"));
            add(aid, &aid.no_longer_eligible, self.say("out", "keluar"));
        }
        if rows.is_empty() {
            return String::new();
        }
        let head = [
            self.say("aid", "bantuan"),
            "",
            "",
            self.say("by the clause", "menurut klausa"),
            "",
        ];
        let title = self.say(
            "Newly eligible and no longer eligible",
            "Menjadi layak dan tidak lagi layak",
        );
        format!(
            "{}\n{}",
            self.page.title(title),
            Page::table(&head, rows, &[0, 1, 3])
        )
    }

    fn groups(&self, title: &str, groups: &[GroupEffect], shown: usize) -> String {
        if groups.is_empty() {
            return String::new();
        }
        let mut order: Vec<&GroupEffect> = groups.iter().collect();
        if groups.len() > shown {
            order.sort_by_key(|it| std::cmp::Reverse(it.winners + it.losers));
            order.truncate(shown);
        }
        let all = groups.iter().flat_map(|it| &it.change);
        let changed = all.filter(|(_, amount)| amount != "0");
        let periods: BTreeSet<&str> = changed.map(|(period, _)| period.as_str()).collect();
        let mut head = vec![
            String::new(),
            self.say("gain", "bertambah").to_owned(),
            self.say("lose", "berkurang").to_owned(),
        ];
        let currency = sign(self.currency);
        head.extend(
            periods
                .iter()
                .map(|it| format!("{currency} {}", self.page.period(it))),
        );
        let rows = order
            .into_iter()
            .map(|it| {
                let label = match it.key.as_str() {
                    "unknown" => self.say("unknown", "belum diketahui"),
                    _ => &it.label,
                };
                let mut row = vec![
                    label.to_owned(),
                    self.page.count(it.winners),
                    self.page.count(it.losers),
                ];
                row.extend(periods.iter().map(|period| {
                    let found = it.change.iter().find(|(of, _)| of == period);
                    found.map_or_else(String::new, |(_, amount)| self.signed(amount))
                }));
                row
            })
            .collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let mut text = format!(
            "{}\n{}",
            self.page.title(title),
            Page::table(&head, rows, &[0])
        );
        if groups.len() > shown {
            let more = self.say("more", "lagi");
            text.push_str(&format!("  … {} {more}\n", groups.len() - shown));
        }
        text
    }

    fn targets(&self, it: &Comparison) -> String {
        let changed = it.targets.iter().filter(|it| it.before != it.after);
        let rows: Vec<Vec<String>> = changed
            .map(|it| {
                let figure = self.amount(&it.figure);
                vec![
                    it.label.clone(),
                    format!("{} → {}", figure.before, figure.after),
                    format!("{} {}", self.say("goal", "sasaran"), it.goal),
                    format!("{} → {}", self.state(it.before), self.state(it.after)),
                ]
            })
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        let title = self.page.title(self.say("Targets", "Sasaran"));
        format!(
            "{title}\n{}",
            Page::table(&["", "", "", ""], rows, &[0, 1, 2, 3])
        )
    }

    fn state(&self, state: Option<TargetState>) -> &'static str {
        match state {
            Some(TargetState::Met) => self.say("met", "tercapai"),
            Some(TargetState::Open) => self.say("open", "terbuka"),
            Some(TargetState::NotMet) => self.say("not met yet", "belum tercapai"),
            None => self.say("not measured", "tidak diukur"),
        }
    }

    /// How many rows of each level change, and where their list is.
    fn changed(&self, scenario: &Simulated) -> String {
        let mut text = String::new();
        for it in &scenario.changed {
            let rows = self.page.count(it.rows as u64);
            let change = self.say("change", "berubah");
            text.push_str(&format!("  {rows} {} {change}", it.label));
            if let Some(file) = &it.file {
                text.push_str(&format!(": {file}"));
            }
            text.push('\n');
        }
        text
    }
}

impl Cell {
    /// The figure of a scenario that has none.
    fn none() -> Self {
        Self {
            before: "-".to_owned(),
            after: "-".to_owned(),
            change: String::new(),
        }
    }
}
