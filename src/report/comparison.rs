//! All variations beside the policy as it is: the five questions, then every figure.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::Reporter;
use super::cells::Cell;
use super::glance::{Answer, answers, by_period};
use super::numbers::figure;
use super::page::Section;
use super::scenario::Scenario;
use super::table::{Item, Kind, Table};
use super::targets::state;
use crate::outcome::Summary;
use crate::simulate::{AmountChange, Comparison, CountChange, difference};

/// Variations in one table.
const BESIDE: usize = 3;

/// A figure of every variation under one title.
struct Line {
    title: String,
    /// What the sources know it by.
    name: String,
    cells: Vec<Change>,
}

/// A figure on both sides.
#[derive(Clone, Default)]
struct Change {
    before: Option<String>,
    after: Option<String>,
    difference: Option<String>,
    /// Whether it counts rows, so that a small one is hidden.
    counts: bool,
    money: bool,
}

impl From<CountChange> for Change {
    fn from(it: CountChange) -> Self {
        Self {
            before: Some(it.before.to_string()),
            after: Some(it.after.to_string()),
            difference: Some(it.change.to_string()),
            counts: true,
            money: false,
        }
    }
}

impl Change {
    fn figure(it: &AmountChange) -> Self {
        Self {
            before: it.before.clone(),
            after: it.after.clone(),
            difference: it.change.clone(),
            counts: true,
            money: false,
        }
    }

    fn money(it: &AmountChange) -> Self {
        Self {
            money: true,
            counts: false,
            ..Self::figure(it)
        }
    }
}

impl Reporter<'_> {
    // --- the five questions

    pub(super) fn compared_glance(&self, baseline: &Summary, all: &[Scenario<'_>]) -> Section {
        let questions = [
            self.poor_compared(all),
            self.cost_compared(all),
            self.gain_compared(all),
            self.left_compared(baseline, all),
            self.targets_compared(all),
        ];
        let title = self.edition.say("At a glance", "Sekilas");
        answers(title, &questions)
    }

    fn answer(&self, id: &'static str, question: (&str, &str), body: Markup) -> Answer {
        Answer {
            id,
            question: self.edition.say(question.0, question.1).to_owned(),
            body,
            more: Some((
                "beside".to_owned(),
                self.edition.say("All figures", "Semua angka").to_owned(),
            )),
        }
    }

    fn poor_compared(&self, all: &[Scenario<'_>]) -> Answer {
        let edition = &self.edition;
        let body = html! { @for scenario in all {
            p.scenario { (scenario.title()) }
            ul { @for class in scenario.comparison.classes.iter().take(1) {
                @for row in class.classes.iter().take(class.classes.len().saturating_sub(2).clamp(1, 3)) {
                    li { span { (row.label) } span {
                        (self.count_change(&format!("{}.{}", class.name, row.class), row.rows))
                    } }
                }
                @if let Some(row) = class.classes.first() {
                    li { span.muted { (row.label) ", " (edition.say("members", "anggota")) } span {
                        (self.count_change(&format!("{}.{}.members", class.name, row.class), row.members))
                    } }
                }
            } }
        } };
        self.answer("who-is-poor", ("Who is poor?", "Siapa yang miskin?"), body)
    }

    /// Before and after; where few move, what they move to is hidden.
    fn count_change(&self, key: &str, it: CountChange) -> Markup {
        let edition = &self.edition;
        let moved = u64::try_from(it.change.unsigned_abs()).unwrap_or(u64::MAX);
        html! {
            (edition.lone(&format!("{key}.before"), it.before))
            @if it.change == 0 {
                " " span.change { (edition.say("as it is", "tetap")) }
            } @else if edition.is_few(moved) && !edition.is_few(it.after) {
                " → " (edition.hidden(Cell::Kept))
            } @else {
                " → " (edition.lone(&format!("{key}.after"), it.after))
                @if !edition.is_few(it.before) && !edition.is_few(it.after) {
                    " " span.change { "(" (edition.signed(&it.change.to_string())) ")" }
                }
            }
        }
    }

    fn cost_compared(&self, all: &[Scenario<'_>]) -> Answer {
        let edition = &self.edition;
        let body = html! { @for scenario in all {
            p.scenario { (scenario.title()) }
            ul { @for (period, before, after) in costs(scenario.comparison) {
                li {
                    span { (edition.period(&period)) }
                    span {
                        (figure(&format!("{}.cost.{period}.before", scenario.name), &before, &edition.brief_money(&before)))
                        " → "
                        (figure(&format!("{}.cost.{period}.after", scenario.name), &after, &edition.brief_money(&after)))
                        @if let Some(change) = difference(&before, &after).filter(|it| it != "0") {
                            br; span.change { (self.change_of_money(&change)) }
                        }
                    }
                }
            } }
        } };
        self.answer(
            "what-it-costs",
            ("What does it cost?", "Berapa biayanya?"),
            body,
        )
    }

    fn gain_compared(&self, all: &[Scenario<'_>]) -> Answer {
        let edition = &self.edition;
        let body = html! { @for scenario in all {
            p.scenario { (scenario.title()) }
            @match &scenario.comparison.effect {
                Some(effect) => {
                    ul {
                        li { span { (edition.say("gain", "untung")) } span {
                            (edition.lone(&format!("{}.winners", scenario.name), effect.winners)) " " span.muted { (effect.label) } } }
                        li { span { (edition.say("lose", "rugi")) } span {
                            (edition.lone(&format!("{}.losers", scenario.name), effect.losers)) " " span.muted { (effect.label) } } }
                    }
                }
                None => { p { (edition.say("No aid gives money.", "Tidak ada bantuan berupa uang.")) } }
            }
        } };
        self.answer(
            "who-gains",
            (
                "Who gains, who loses?",
                "Siapa yang untung, siapa yang rugi?",
            ),
            body,
        )
    }

    fn left_compared(&self, baseline: &Summary, all: &[Scenario<'_>]) -> Answer {
        let edition = &self.edition;
        let why = baseline
            .registers
            .first()
            .map(|it| self.first_grounds(&it.grounds, Some(it.leaves)));
        let body = html! {
            @for scenario in all {
                p.scenario { (scenario.title()) }
                ul {
                    @for it in scenario.comparison.registers.iter().take(1) {
                        li { span { (it.label) ": " (edition.say("leave", "keluar")) } span { (self.count_change(&format!("{}.leaves", it.name), it.leaves)) } }
                        li { span { (edition.say("enter", "masuk")) } span { (self.count_change(&format!("{}.enters", it.name), it.enters)) } }
                    }
                    @for (aid, rows, clause) in fallen(scenario.comparison) {
                        li { span { (aid) ": " span.muted { (self.clause(clause)) } } span { (edition.lone("", rows)) } }
                    }
                }
            }
            @if let Some(why) = why {
                p.muted { (edition.say("Reasons as it is", "Alasan kini")) }
                (why)
            }
        };
        self.answer(
            "who-left",
            ("Who left, and why?", "Siapa yang keluar, dan mengapa?"),
            body,
        )
    }

    /// A clause in the reader's language, where it is not the policy's own.
    pub(super) fn clause<'t>(&self, clause: &'t str) -> &'t str {
        match clause {
            "not in force" | "not_in_force" => self.edition.fixed("not in force", "tidak berlaku"),
            other => other,
        }
    }

    fn targets_compared(&self, all: &[Scenario<'_>]) -> Answer {
        let edition = &self.edition;
        let none = all.iter().all(|it| it.comparison.targets.is_empty());
        let body = html! {
            @if none { p { (edition.say("The policy sets no target.", "Kebijakan ini tidak menetapkan sasaran.")) } }
            @else { @for scenario in all {
                p.scenario { (scenario.title()) }
                ul { @for it in &scenario.comparison.targets {
                    li {
                        span { (it.label) " " span.muted { (it.goal) } }
                        span {
                            (it.figure.before.as_deref().map_or_else(|| "–".to_owned(), |plain| edition.digits(plain)))
                            " → "
                            (it.figure.after.as_deref().map_or_else(|| "–".to_owned(), |plain| edition.digits(plain)))
                            " " @if let Some(after) = it.after { (state(edition, after)) }
                        }
                    }
                } }
            } }
        };
        self.answer(
            "is-the-target-met",
            ("Is the target met?", "Apakah sasaran tercapai?"),
            body,
        )
    }

    // --- every figure side by side

    pub(super) fn beside(&self, all: &[Scenario<'_>]) -> Option<Section> {
        let edition = &self.edition;
        let body = html! { @for part in all.chunks(BESIDE) {
            @for (title, lines) in self.lines(part) { (self.side_by_side(&title, part, &lines)) }
        } };
        let title = edition.say("All figures", "Semua angka");
        (!all.is_empty()).then(|| Section::new("beside", title, body))
    }

    fn lines(&self, all: &[Scenario<'_>]) -> Vec<(String, Vec<Line>)> {
        let edition = &self.edition;
        let say = |english: &str, indonesian: &str| edition.say(english, indonesian).to_owned();
        let unknown = edition.say("unknown", "belum diketahui");
        let mut parts = Vec::new();
        for class in all.first().iter().flat_map(|it| &it.comparison.classes) {
            parts.push((
                class.label.clone(),
                gathered(all, |it| {
                    let found = it.classes.iter().find(|it| it.name == class.name);
                    let rows = found.into_iter().flat_map(|it| &it.classes);
                    rows.map(|row| {
                        let label = if row.class == "unknown" {
                            unknown
                        } else {
                            &row.label
                        };
                        (label.to_owned(), class.name.clone(), row.rows.into())
                    })
                    .collect()
                }),
            ));
        }
        parts.push((
            say("Aid: granted", "Bantuan: diberikan"),
            gathered(all, |it| {
                let aids = it.aids.iter();
                aids.map(|aid| (aid.label.clone(), aid.name.clone(), aid.granted.into()))
                    .collect()
            }),
        ));
        parts.push((
            say("Aid: cost", "Bantuan: biaya"),
            gathered(all, |it| {
                let paid = it.aids.iter().filter_map(|aid| {
                    let period = edition.period(aid.period.as_deref()?);
                    let cost = aid.cost.as_ref()?;
                    let few =
                        edition.is_few(aid.granted.before) || edition.is_few(aid.granted.after);
                    let cost = Change {
                        counts: few,
                        ..Change::money(cost)
                    };
                    Some((format!("{}, {period}", aid.label), aid.name.clone(), cost))
                });
                paid.collect()
            }),
        ));
        parts.push((
            say("Registers", "Daftar"),
            gathered(all, |it| {
                let lines = it.registers.iter().flat_map(|it| {
                    [
                        (edition.say("enter", "masuk"), it.enters),
                        (edition.say("leave", "keluar"), it.leaves),
                        (edition.say("at the end", "pada akhir"), it.end),
                    ]
                    .map(|(words, count)| {
                        (
                            format!("{}: {words}", it.label),
                            it.name.clone(),
                            count.into(),
                        )
                    })
                });
                lines.collect()
            }),
        ));
        parts.push((
            say("Indicators", "Indikator"),
            gathered(all, |it| {
                let lines = it
                    .indicators
                    .iter()
                    .map(|it| (it.label.clone(), it.name.clone(), Change::figure(&it.total)));
                lines.collect()
            }),
        ));
        parts
    }

    fn side_by_side(&self, title: &str, all: &[Scenario<'_>], lines: &[Line]) -> Markup {
        let edition = &self.edition;
        let mut head = vec![
            (title, Kind::Words),
            (edition.say("as it is", "kini"), Kind::Number),
        ];
        for scenario in all {
            head.push((scenario.title(), Kind::Number));
            head.push(("±", Kind::Number));
        }
        let mut table = Table::new(&head);
        for line in lines {
            let label = html! { (line.title) (self.sources.mark(&line.name)) };
            let mut row = vec![Item::marked(&line.title, label)];
            let first = line.cells.first().cloned().unwrap_or_default();
            row.push(self.side(&first, first.before.as_ref()));
            for cell in &line.cells {
                let few = |plain: Option<&String>| self.few_of(cell, plain);
                let moved = cell
                    .difference
                    .as_ref()
                    .map(|it| it.trim_start_matches('-').to_owned());
                let is_told = !few(moved.as_ref()) && !few(cell.before.as_ref());
                row.push(if is_told || few(cell.after.as_ref()) {
                    self.side(cell, cell.after.as_ref())
                } else {
                    Item::hidden(edition, Cell::Kept)
                });
                row.push(match cell.difference.as_deref() {
                    Some("0") | None => Item::empty(),
                    Some(plain) if is_told && !few(cell.after.as_ref()) => {
                        let shown = if cell.money {
                            self.change_of_money(plain)
                        } else {
                            html! { (edition.signed(plain)) }
                        };
                        Item::marked(plain, html! { span.change { (shown) } })
                    }
                    Some(_) => Item::hidden(edition, Cell::Kept),
                });
            }
            row.resize_with(head.len(), Item::empty);
            table.row(row);
        }
        table.html(edition)
    }

    fn few_of(&self, cell: &Change, plain: Option<&String>) -> bool {
        let count = plain.and_then(|it| it.parse::<u64>().ok());
        cell.counts && (cell.money || count.is_some_and(|count| self.edition.is_few(count)))
    }

    fn side(&self, cell: &Change, plain: Option<&String>) -> Item {
        let edition = &self.edition;
        match plain {
            None => Item::none(),
            Some(_) if self.few_of(cell, plain) => Item::hidden(edition, Cell::Few),
            Some(plain) if cell.money => Item::number("", plain, &edition.brief_money(plain)),
            Some(plain) => Item::number("", plain, &edition.digits(plain)),
        }
    }
}

/// The lines that the variations have, by their titles; a variation without one has an empty figure.
fn gathered(
    all: &[Scenario<'_>],
    of: impl Fn(&Comparison) -> Vec<(String, String, Change)>,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (place, scenario) in all.iter().enumerate() {
        for (title, name, cell) in of(scenario.comparison) {
            let at = lines
                .iter()
                .position(|it| it.title == title)
                .unwrap_or_else(|| {
                    lines.push(Line {
                        title,
                        name,
                        cells: Vec::new(),
                    });
                    lines.len() - 1
                });
            let Some(line) = lines.get_mut(at) else {
                continue;
            };
            line.cells.resize(place, Change::default());
            line.cells.push(cell);
        }
    }
    lines
}

/// What all aids cost together, by period, on both sides.
fn costs(it: &Comparison) -> Vec<(String, String, String)> {
    let zero = || "0".to_owned();
    let of =
        |pick: fn(&AmountChange) -> Option<&String>| {
            by_period(it.aids.iter().filter_map(|aid| {
                Some((aid.period.as_deref()?, pick(aid.cost.as_ref()?)?.as_str()))
            }))
        };
    let (before, after) = (of(|it| it.before.as_ref()), of(|it| it.after.as_ref()));
    let mut periods: Vec<&String> = before
        .iter()
        .chain(&after)
        .map(|(period, _)| period)
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    periods.retain(|period| seen.insert(*period));
    let at = |sums: &[(String, String)], period: &String| {
        let found = sums.iter().find(|(known, _)| known == period);
        found.map_or_else(zero, |(_, sum)| sum.clone())
    };
    periods
        .into_iter()
        .map(|period| (period.clone(), at(&before, period), at(&after, period)))
        .filter(|(_, before, after)| before != "0" || after != "0")
        .collect()
}

/// The aids from which most fall out, with the clause that keeps most of them out now.
fn fallen(it: &Comparison) -> Vec<(&str, u64, &str)> {
    let mut all: Vec<_> = it
        .aids
        .iter()
        .filter(|aid| aid.no_longer_eligible.rows > 0)
        .map(|aid| {
            let because = aid.no_longer_eligible.because.iter();
            let first = because.max_by_key(|ground| ground.rows);
            let clause = first.map_or("", |ground| ground.label.as_str());
            (aid.label.as_str(), aid.no_longer_eligible.rows, clause)
        })
        .collect();
    all.sort_by_key(|it| Reverse(it.1));
    all.truncate(2);
    all
}
