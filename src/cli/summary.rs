//! The summary of a run as a head of section reads it: aligned, with the reader's separators.

use aturan::number::{DECIMAL, Grouping, Rational, format_grouped};
use aturan::outcome::{AidSummary, Bounds, Figure, RegisterSummary, Summary, TargetState};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::terminal::Terminal;

/// Characters that a column of words has at least.
const WORDS: u16 = 10;

/// Lays the summary out; `out` is the folder of the results.
pub(super) fn text(summary: &Summary, out: &str, terminal: &Terminal) -> String {
    let page = Page::new(terminal);
    let parts = [
        page.rows(summary),
        page.classes(summary),
        page.registers(summary),
        page.targets(summary),
        page.assertions(summary),
        page.aids(summary),
        page.verification(summary),
        page.indicators(summary),
        page.poverty(summary),
        page.agencies(summary),
        page.served(summary),
    ];
    let title = page.title(&format!("{} · {}", summary.label, summary.date));
    let mut text = format!("{title}\n");
    if !summary.what_if.is_empty() {
        let what_if = page.say("What if", "Pengandaian");
        text.push_str(&format!("{what_if}: {}\n", summary.what_if.join("; ")));
    }
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        text.push('\n');
        text.push_str(&part);
    }
    let all = page.say("All results are in", "Semua hasil ada di");
    text.push_str(&format!("\n{all} {out}/\n"));
    text
}

/// How tables and numbers are set.
pub(super) struct Page<'a> {
    terminal: &'a Terminal,
    bold: bool,
}

impl<'p> Page<'p> {
    pub(super) fn new(terminal: &'p Terminal) -> Self {
        Self {
            terminal,
            bold: terminal.color_on_stdout(),
        }
    }

    pub(super) fn title(&self, text: &str) -> String {
        if self.bold {
            format!("\u{1b}[1m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(super) fn say<'a>(&self, english: &'a str, indonesian: &'a str) -> &'a str {
        self.terminal.say(english, indonesian)
    }

    pub(super) fn count(&self, count: u64) -> String {
        format_grouped(i128::from(count), 1, self.terminal.grouping())
    }

    /// Plain digits with the reader's separators.
    pub(super) fn digits(&self, plain: &str) -> String {
        let raw = Rational::parse_decimal(plain).and_then(|it| it.round_to_scale(DECIMAL));
        match raw {
            Some(raw) => format_grouped(i128::from(raw), DECIMAL, self.terminal.grouping()),
            // Totals beyond the range of a single value keep their digits, grouped by hand.
            None => group_plain(plain, self.terminal.grouping()),
        }
    }

    fn money(&self, currency: &str, plain: &str) -> String {
        format!("{} {}", sign(currency), self.digits(plain))
    }

    /// A table without lines: the first column to the left, the others as told.
    pub(super) fn table(head: &[&str], rows: Vec<Vec<String>>, left: &[usize]) -> String {
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
        for row in rows {
            table.add_row(row);
        }
        for (at, column) in table.column_iter_mut().enumerate() {
            column.set_padding((if at == 0 { 2 } else { 1 }, 1));
            // Words may wrap in a narrow terminal, numbers never.
            if left.contains(&at) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(WORDS)));
            } else {
                column.set_cell_alignment(CellAlignment::Right);
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        let lines: Vec<String> = table
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.join("\n") + "\n"
    }

    /// What was read, and what of it was left out.
    fn rows(&self, summary: &Summary) -> String {
        let mut text = String::new();
        for level in &summary.levels {
            text.push_str(&format!(
                "  {} {}",
                self.count(level.evaluated),
                level.label
            ));
            if level.rejected > 0 {
                text.push_str(&format!(
                    " ({} {}, {} {})",
                    self.count(level.read),
                    self.say("read", "dibaca"),
                    self.count(level.rejected),
                    self.say("rejected, see rejected.csv", "ditolak, lihat rejected.csv"),
                ));
            }
            text.push('\n');
        }
        text
    }

    fn classes(&self, summary: &Summary) -> String {
        let mut text = String::new();
        for class in &summary.classes {
            let all: u64 = class.classes.iter().map(|it| it.rows).sum::<u64>() + class.unknown;
            let mut rows: Vec<Vec<String>> = class
                .classes
                .iter()
                .map(|it| {
                    vec![
                        it.label.clone(),
                        self.count(it.rows),
                        percent(it.rows, all, self.terminal.grouping()),
                        self.count(it.members),
                    ]
                })
                .collect();
            if class.unknown > 0 {
                let label = self.say(
                    "unknown: needs verification",
                    "belum diketahui: perlu verifikasi",
                );
                rows.push(vec![
                    label.to_owned(),
                    self.count(class.unknown),
                    percent(class.unknown, all, self.terminal.grouping()),
                    self.count(class.unknown_members),
                ]);
            }
            text.push_str(&self.title(&class.label));
            text.push('\n');
            let members = self.say("members", "anggota");
            text.push_str(&Self::table(
                &["", &level(summary, &class.entity), "%", members],
                rows,
                &[0],
            ));
        }
        text
    }

    fn registers(&self, summary: &Summary) -> String {
        summary
            .registers
            .iter()
            .map(|register| self.register(register))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn register(&self, it: &RegisterSummary) -> String {
        let mut text = format!(
            "{}\n  {} {} + {} {} - {} {} = {} {}\n",
            self.title(&it.label),
            self.count(it.start),
            self.say("at the start", "pada awal"),
            self.count(it.enters),
            self.say("enter", "masuk"),
            self.count(it.leaves),
            self.say("leave", "keluar"),
            self.title(&self.count(it.end)),
            self.say("at the end", "pada akhir"),
        );
        let rows: Vec<_> = it
            .grounds
            .iter()
            .filter(|ground| ground.rows > 0)
            .map(|ground| vec![ground.label.clone(), self.count(ground.rows)])
            .collect();
        if !rows.is_empty() {
            text.push_str(&Self::table(
                &[self.say("leave because", "keluar karena"), ""],
                rows,
                &[0],
            ));
        }
        if it.unverified_on + it.unverified_off > 0 {
            text.push_str(&format!(
                "  {}: {} {}, {} {}\n",
                self.say("needs verification", "perlu verifikasi"),
                self.count(it.unverified_on),
                self.say("on the register", "di dalam daftar"),
                self.count(it.unverified_off),
                self.say("off it", "di luar daftar"),
            ));
        }
        text
    }

    fn aids(&self, summary: &Summary) -> String {
        if summary.aids.is_empty() {
            return String::new();
        }
        let amount = format!(
            "{}, {}",
            self.say("amount", "besaran"),
            sign(&summary.currency)
        );
        let head = [
            self.say("aid", "bantuan"),
            self.say("granted", "diberikan"),
            &amount,
            "",
            self.say("quota", "kuota"),
            self.say("budget", "pagu"),
            self.say("waiting", "menunggu"),
            self.say("excluded", "dikecualikan"),
            self.say("verify", "verifikasi"),
        ];
        let rows = summary.aids.iter().map(|aid| self.aid(aid)).collect();
        let title = self.title(self.say("Aid", "Bantuan"));
        format!("{title}\n{}", Self::table(&head, rows, &[0, 3]))
    }

    fn aid(&self, aid: &AidSummary) -> Vec<String> {
        let rows = |status: &str| {
            let found = aid.statuses.iter().find(|it| it.status == status);
            found.map_or_else(String::new, |it| {
                if it.rows == 0 {
                    "-".to_owned()
                } else {
                    self.count(it.rows)
                }
            })
        };
        let money = |plain: &String| self.digits(plain);
        if aid
            .statuses
            .iter()
            .all(|it| it.status == "not_in_force" || it.rows == 0)
        {
            let mut row = vec![aid.label.clone(), "-".to_owned(), String::new()];
            row.push(self.say("not in force", "tidak berlaku").to_owned());
            row.resize(9, String::new());
            return row;
        }
        vec![
            aid.label.clone(),
            self.count(aid.count.decided),
            aid.cost
                .as_ref()
                .map_or_else(|| "-".to_owned(), |cost| money(&cost.decided)),
            aid.period
                .clone()
                .map_or_else(String::new, |it| self.period(&it)),
            aid.quota
                .map_or_else(String::new, |quota| self.count(quota)),
            aid.budget.as_ref().map_or_else(String::new, money),
            rows("waitlisted"),
            rows("excluded"),
            rows("needs_verification"),
        ]
    }

    pub(super) fn period(&self, period: &str) -> String {
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

    /// Why rows need verification, and what the aids can cost once they are settled.
    fn verification(&self, summary: &Summary) -> String {
        let mut rows = Vec::new();
        for aid in &summary.aids {
            let open = aid
                .statuses
                .iter()
                .find(|it| it.status == "needs_verification")
                .map_or(0, |it| it.rows);
            if open == 0 {
                continue;
            }
            let range = aid.cost.as_ref().map_or_else(
                || self.range(&aid.count, |count| self.count(*count)),
                |cost| {
                    let sign = sign(&summary.currency);
                    format!("{sign} {}", self.range(cost, |plain| self.digits(plain)))
                },
            );
            rows.push(vec![
                aid.label.clone(),
                self.count(open),
                range,
                why(self, aid),
            ]);
        }
        if rows.is_empty() {
            return String::new();
        }
        let head = [
            self.say("aid", "bantuan"),
            self.say("open", "terbuka"),
            self.say("once settled", "setelah selesai"),
            self.say("because of", "karena"),
        ];
        let title = self.title(self.say("Needs verification", "Perlu verifikasi"));
        format!("{title}\n{}", Self::table(&head, rows, &[0, 3]))
    }

    fn range<T>(&self, bounds: &Bounds<T>, show: impl Fn(&T) -> String) -> String {
        let low = bounds.lowest.as_ref().map_or_else(|| "?".to_owned(), &show);
        let none = self.say("no upper bound", "tanpa batas atas");
        let high = bounds
            .highest
            .as_ref()
            .map_or_else(|| none.to_owned(), &show);
        format!("{low} .. {high}")
    }

    fn indicators(&self, summary: &Summary) -> String {
        if summary.indicators.is_empty() {
            return String::new();
        }
        let rows = summary
            .indicators
            .iter()
            .map(|it| {
                vec![
                    it.label.clone(),
                    self.decided(&it.total),
                    self.between(&it.total),
                    self.peak(it),
                ]
            })
            .collect();
        let head = [
            "",
            self.say("as decided", "ditetapkan"),
            self.say("lowest .. highest", "terendah .. tertinggi"),
            self.say("most", "terbanyak"),
        ];
        format!(
            "{}\n{}{}",
            self.title(self.say("Indicators", "Indikator")),
            Self::table(&head, rows, &[0, 3]),
            self.measured(summary)
        )
    }

    pub(super) fn decided(&self, figure: &Figure) -> String {
        figure
            .decided
            .as_ref()
            .map_or_else(|| "-".to_owned(), |plain| self.digits(plain))
    }

    fn between(&self, figure: &Figure) -> String {
        if figure.lowest == figure.highest && figure.lowest == figure.decided {
            return String::new();
        }
        let end = |value: &Option<String>| {
            value
                .as_ref()
                .map_or_else(|| "?".to_owned(), |it| self.digits(it))
        };
        format!("{} .. {}", end(&figure.lowest), end(&figure.highest))
    }

    /// The group with the largest figure.
    fn peak(&self, it: &aturan::outcome::IndicatorSummary) -> String {
        let number = |figure: &Figure| figure.decided.as_deref().and_then(Rational::parse_decimal);
        let mut best: Option<&aturan::outcome::IndicatorGroup> = None;
        for group in &it.groups {
            if best.is_none_or(|best| number(&group.figure) > number(&best.figure)) {
                best = Some(group);
            }
        }
        best.filter(|group| number(&group.figure) > Some(Rational::zero()))
            .map_or_else(String::new, |group| {
                format!(
                    "{} {}",
                    group.names.join(" / "),
                    self.decided(&group.figure)
                )
            })
    }

    fn targets(&self, summary: &Summary) -> String {
        if summary.targets.is_empty() {
            return String::new();
        }
        let rows = summary
            .targets
            .iter()
            .map(|it| {
                let state = match it.state {
                    TargetState::Met => self.say("met", "tercapai"),
                    TargetState::Open => self.say(
                        "open: depends on unknowns",
                        "terbuka: tergantung verifikasi",
                    ),
                    TargetState::NotMet => self.say("not met yet", "belum tercapai"),
                };
                let figure = it
                    .figure
                    .as_ref()
                    .map_or_else(|| "-".to_owned(), |plain| self.digits(plain));
                vec![
                    it.label.clone(),
                    format!("{figure}, {} {}", self.say("goal", "sasaran"), it.goal),
                    it.by.clone(),
                    state.to_owned(),
                ]
            })
            .collect();
        let head = ["", "", self.say("by", "paling lambat"), ""];
        format!(
            "{}\n{}",
            self.title(self.say("Targets", "Sasaran")),
            Self::table(&head, rows, &[0, 1, 3])
        )
    }

    fn assertions(&self, summary: &Summary) -> String {
        if summary.assertions.is_empty() {
            return String::new();
        }
        let rows = summary
            .assertions
            .iter()
            .map(|it| {
                let state = match it.state {
                    TargetState::Met => self.say("holds", "berlaku"),
                    TargetState::Open => self.say(
                        "open: depends on unknowns",
                        "terbuka: tergantung verifikasi",
                    ),
                    TargetState::NotMet => self.say("does not hold", "tidak berlaku"),
                };
                vec![it.text.clone(), state.to_owned()]
            })
            .collect();
        format!(
            "{}\n{}",
            self.title(self.say("Assertions", "Pernyataan")),
            Self::table(&["", ""], rows, &[0, 1])
        )
    }

    fn agencies(&self, summary: &Summary) -> String {
        if summary.agencies.is_empty() {
            return String::new();
        }
        let rows = summary
            .agencies
            .iter()
            .map(|it| {
                let amounts: Vec<_> = it
                    .amounts
                    .iter()
                    .map(|(period, amount)| {
                        format!(
                            "{} {}",
                            self.money(&summary.currency, amount),
                            self.period(period)
                        )
                    })
                    .collect();
                vec![
                    it.agency.clone(),
                    self.count(it.aids.len() as u64),
                    self.count(it.families),
                    self.count(it.members),
                    amounts.join(" + "),
                ]
            })
            .collect();
        let household = summary
            .served
            .as_ref()
            .map_or_else(String::new, |it| level(summary, &it.entity));
        let head = [
            self.say("agency", "instansi"),
            self.say("aids", "bantuan"),
            &household,
            self.say("members", "anggota"),
            self.say("money", "uang"),
        ];
        format!(
            "{}\n{}",
            self.title(self.say("Who serves whom", "Siapa melayani siapa")),
            Self::table(&head, rows, &[0, 4])
        )
    }

    fn served(&self, summary: &Summary) -> String {
        let Some(served) = &summary.served else {
            return String::new();
        };
        let rows = served
            .rows
            .iter()
            .filter(|it| it.none + it.one + it.several > 0)
            .map(|it| {
                let label = match it.class.as_str() {
                    "unknown" => self.say("unknown", "belum diketahui").to_owned(),
                    "all" => self.say("all", "semua").to_owned(),
                    _ => it.label.clone(),
                };
                [
                    vec![label],
                    [it.none, it.one, it.several, it.several_agencies]
                        .iter()
                        .map(|n| self.count(*n))
                        .collect(),
                ]
                .concat()
            })
            .collect();
        let head = [
            "",
            self.say("no aid", "tanpa bantuan"),
            self.say("one aid", "satu bantuan"),
            self.say("two or more", "dua atau lebih"),
            self.say("by two or more agencies", "dari dua instansi atau lebih"),
        ];
        let title = self.say("Reached by aid", "Terjangkau bantuan");
        format!(
            "{}: {}\n{}",
            self.title(title),
            level(summary, &served.entity),
            Self::table(&head, rows, &[0])
        )
    }
}

/// How a currency is written before an amount.
pub(super) fn sign(currency: &str) -> &str {
    match currency {
        "IDR" => "Rp",
        other => other,
    }
}

/// The field that blocks most rows, or the ground that asks for verification most often.
fn why(page: &Page<'_>, aid: &AidSummary) -> String {
    let mut reasons: Vec<(u64, String)> = aid
        .blocking
        .iter()
        .map(|it| (it.rows, it.label.clone()))
        .collect();
    reasons.extend(
        aid.verifications
            .iter()
            .filter(|it| it.rows > 0)
            .map(|it| (it.rows, it.label.clone())),
    );
    reasons.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let shown: Vec<_> = reasons
        .iter()
        .take(2)
        .map(|(rows, label)| format!("{label} ({})", page.count(*rows)))
        .collect();
    shown.join(", ")
}

fn level(summary: &Summary, entity: &str) -> String {
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

fn group_plain(plain: &str, grouping: Grouping) -> String {
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
        whole
    } else {
        format!("{whole}{point}{part}")
    }
}
