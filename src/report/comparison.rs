//! All variations beside the policy as it is: the five questions.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::Reporter;
use super::cells::Cell;
use super::glance::{Answer, answers, by_period};
use super::lost::losses;
use super::numbers::{figure, rounded};
use super::page::Section;
use super::scenario::{Scenario, effect_cells};
use super::targets::state;
use crate::outcome::Summary;
use crate::simulate::{AmountChange, Comparison, CountChange, RegisterChange, difference};

/// Reasons under a register on the first screen.
const REASONS: usize = 3;
impl Reporter<'_> {
    pub(super) fn compared_glance(&self, baseline: &Summary, all: &[Scenario<'_>]) -> Section {
        let questions = [
            self.poor_compared(all),
            self.cost_compared(all),
            self.gain_compared(all),
            self.left_compared(baseline, all),
            self.targets_compared(baseline, all),
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
                @for row in class.classes.iter().take(class.classes.len().saturating_sub(2).clamp(1, 2)) {
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
                // Rounded, a total tells nothing of the few.
                @let is_told = self.told(scenario.comparison).is_by_period(&period);
                @let (before, after) = if is_told { (rounded(&before), rounded(&after)) } else { (before, after) };
                li {
                    span { (edition.period(&period)) }
                    span {
                        (figure(&format!("{}.cost.{period}.before", scenario.name), &before, &edition.brief_money(&before)))
                        " → "
                        (figure(&format!("{}.cost.{period}.after", scenario.name), &after, &edition.brief_money(&after)))
                        @if is_told { br; span.change { (edition.say("rounded", "dibulatkan")) } }
                        @else if let Some(change) = difference(&before, &after).filter(|it| it != "0") {
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
                        @if effect.mixed > 0 {
                            li { span { (edition.say("both: gain in one period, lose in another", "keduanya: untung di satu masa, rugi di masa lain")) } span {
                                (edition.lone(&format!("{}.mixed", scenario.name), effect.mixed)) } }
                        }
                    }
                    @if effect.losers + effect.mixed > 0 { (self.why_some_lose(scenario)) }
                    @if !effect.by_class.is_empty() {
                        p.muted { (edition.say("Who gains, by class as it is", "Yang untung menurut golongan kini")) @if effect.mixed > 0 {
                            " " (edition.say("(with those who gain and lose)", "(termasuk yang untung dan rugi)")) } }
                        ul { @for (group, cells) in effect.by_class.iter().zip(effect_cells(&effect.by_class, edition.min_cell)) {
                            @if group.winners > 0 { li { span { (self.unknown_or(&group.label)) } span {
                                (edition.counted("", group.winners, cells.first().copied().unwrap_or(Cell::Kept))) } } }
                        } }
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

    /// The aids that most stop getting, and why.
    fn why_some_lose(&self, scenario: &Scenario<'_>) -> Markup {
        let edition = &self.edition;
        let all = losses(&scenario.comparison.aids);
        html! { @if !all.is_empty() {
            p.muted { (edition.say("No longer get an aid", "Tidak lagi menerima bantuan")) }
            ul { @for it in all.iter().take(2) {
                li { span { (it.aid.label) ": " span.muted { (self.why_lost(it)) } } span { (edition.lone("", it.rows)) } }
            } }
        } }
    }

    fn left_compared(&self, baseline: &Summary, all: &[Scenario<'_>]) -> Answer {
        let edition = &self.edition;
        let has_register = !baseline.registers.is_empty();
        let body = html! {
            @for scenario in all {
                p.scenario { (scenario.title()) }
                ul {
                    @for it in scenario.comparison.registers.iter().take(1) {
                        li { span { (it.label) ": " (edition.say("leave", "keluar")) } span { (self.count_change(&format!("{}.leaves", it.name), it.leaves)) } }
                        li { span { (edition.say("enter", "masuk")) } span { (self.count_change(&format!("{}.enters", it.name), it.enters)) } }
                    }
                    @for it in scenario.comparison.registers.iter().take(1) { (self.reasons(it)) }
                    @for (aid, rows, clause) in fallen(scenario.comparison) {
                        li { span { (aid) ": " span.muted { (self.clause(clause)) } } span { (edition.lone("", rows)) } }
                    }
                }
            }
            @if has_register {
                p.muted { (edition.say("Left of the arrow as it is, right of it under what is tried.", "Kiri panah: kini; kanan panah: bila dicoba.")) }
            }
        };
        self.answer(
            "who-left",
            ("Who left, and why?", "Siapa yang keluar, dan mengapa?"),
            body,
        )
    }

    /// Why rows leave a register, on both sides: the grounds with the most rows, then the others.
    fn reasons(&self, it: &RegisterChange) -> Markup {
        let edition = &self.edition;
        let mut all: Vec<_> = it.grounds.iter().collect();
        all.sort_by_key(|it| Reverse(it.rows.before.max(it.rows.after)));
        let rest = all.split_off(all.len().min(REASONS));
        let sum = |of: fn(&CountChange) -> u64| rest.iter().map(|it| of(&it.rows)).sum();
        let others = CountChange::new(sum(|it| it.before), sum(|it| it.after));
        html! {
            @for it in all {
                li { span.muted { (it.label) } span { (self.count_change("", it.rows)) } }
            }
            @if !rest.is_empty() {
                li { span.muted { (edition.say("others", "lainnya")) } span { (self.count_change("", others)) } }
            }
        }
    }

    /// A clause in the reader's language, where it is not the policy's own.
    pub(super) fn clause<'t>(&self, clause: &'t str) -> &'t str {
        match clause {
            "not in force" | "not_in_force" => self.edition.fixed("not in force", "tidak berlaku"),
            other => other,
        }
    }

    fn targets_compared(&self, baseline: &Summary, all: &[Scenario<'_>]) -> Answer {
        let edition = &self.edition;
        let none = all.iter().all(|it| it.comparison.targets.is_empty());
        let body = html! {
            @if none { p { (edition.say("The policy sets no target.", "Kebijakan ini tidak menetapkan sasaran.")) } }
            @else { @for scenario in all {
                p.scenario { (scenario.title()) }
                ul { @for it in &scenario.comparison.targets {
                    li {
                        span { (it.label) " " span.muted { (edition.say("goal", "sasaran")) " " (it.goal)
                            @if let Some(by) = day(baseline, &it.name) { ", " (edition.say("by", "paling lambat")) " " (edition.day(by)) } } }
                        span {
                            (it.figure.before.as_deref().map_or_else(|| "–".to_owned(), |plain| edition.reading(plain)))
                            " → "
                            (it.figure.after.as_deref().map_or_else(|| "–".to_owned(), |plain| edition.reading(plain)))
                        }
                    }
                    li {
                        span.muted { (edition.say("as it is", "kini")) " " @if let Some(before) = it.before { (state(edition, before)) } }
                        span { span.muted { (edition.say("then", "nanti")) " " } @if let Some(after) = it.after { (state(edition, after)) } }
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

/// The day by which a target is to be met.
fn day<'s>(baseline: &'s Summary, target: &str) -> Option<&'s str> {
    let found = baseline.targets.iter().find(|it| it.name == target);
    found.map(|it| it.by.as_str())
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
