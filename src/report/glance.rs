//! The first screen: who is poor, what it costs, who gains, who left and why, is the target met.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::Reporter;
use super::cells::{Cell, line};
use super::classes::class_ink;
use super::numbers::figure;
use super::page::Section;
use super::targets::state;
use crate::number::Rational;
use crate::outcome::{ClassSummary, GroundCount, ServedRow, Summary};

/// Lines under an answer.
const SHOWN: usize = 3;

/// One question and its answer.
pub(super) struct Answer {
    pub(super) id: &'static str,
    pub(super) question: String,
    pub(super) body: Markup,
    /// Where more stands: the section, and its title.
    pub(super) more: Option<(String, String)>,
}

/// Questions with their answers, side by side.
pub(super) fn answers(title: &str, answers: &[Answer]) -> Section {
    let class = if answers.len() == 2 {
        "answers few"
    } else {
        "answers"
    };
    let body = html! {
        div class=(class) { @for it in answers {
            div.answer id=(it.id) {
                h3 { (it.question) }
                (it.body)
                @if let Some((to, title)) = &it.more {
                    p.more { a href=(format!("#{to}")) { (title) " →" } }
                }
            }
        } }
    };
    Section::new("glance", title, body)
}

/// Money added up by period, in the order in which the periods appear: a flow never adds to another.
pub(super) fn by_period<'a>(
    amounts: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    let mut sums: Vec<(String, Rational)> = Vec::new();
    for (period, amount) in amounts {
        let Some(amount) = Rational::parse_decimal(amount) else {
            continue;
        };
        match sums.iter_mut().find(|(known, _)| known == period) {
            Some((_, sum)) => *sum = sum.checked_add(amount).unwrap_or(*sum),
            None => sums.push((period.to_owned(), amount)),
        }
    }
    let shown = sums.into_iter().map(|(period, sum)| (period, plain(sum)));
    shown.collect()
}

/// Plain digits of an amount, to the ten-thousandth.
fn plain(amount: Rational) -> String {
    let scaled = amount.checked_mul(Rational::from_integer(10_000));
    let raw = scaled.map_or(0, |it| it.num() / it.den());
    crate::number::format_decimal(raw, 10_000)
}

impl Reporter<'_> {
    /// The five questions of a run.
    pub(super) fn glance(&self, summary: &Summary) -> Section {
        let all = [
            self.who_is_poor(summary),
            self.what_it_costs(summary),
            self.who_gains(summary),
            self.who_left(summary),
            self.is_it_met(summary),
        ];
        let title = self.edition.say("At a glance", "Sekilas");
        answers(title, &all)
    }

    fn who_is_poor(&self, summary: &Summary) -> Answer {
        let edition = &self.edition;
        let first = summary.classes.first();
        let body = html! {
            @if let Some(measured) = summary.poverty.first() {
                p.big {
                    (figure(&format!("poverty.{}.poor_persons", measured.name), &measured.before.poor_persons, &edition.digits(&measured.before.poor_persons)))
                    " " small {
                        (edition.say("persons", "jiwa"))
                        @if let Some(share) = &measured.before.headcount.decided {
                            ", " (figure(&format!("poverty.{}.headcount", measured.name), share, &edition.fine_share(share)))
                        }
                    }
                }
                p.muted {
                    (self.line_words(measured.line))
                    @if let Some(line) = self.line_of(&measured.name, &summary.date) { " " (edition.say("of ", "")) (line) }
                    ", " (edition.say("before aid", "sebelum bantuan"))
                }
            }
            @if let Some(class) = first {
                (self.lowest_classes(summary, class))
                @if !summary.poverty.is_empty() {
                    p.muted { (edition.say(
                        "persons: only those the policy counts",
                        "jiwa: hanya yang dihitung kebijakan")) }
                }
            }
            @else if summary.poverty.is_empty() {
                p { (edition.say("The policy sorts nobody into classes.", "Kebijakan ini tidak membagi siapa pun ke dalam kelas.")) }
            }
        };
        Answer {
            id: "who-is-poor",
            question: edition.say("Who is poor?", "Siapa yang miskin?").to_owned(),
            body,
            more: first.map(|class| (format!("class-{}", class.name), class.label.clone())),
        }
    }

    pub(super) fn line_words(&self, line: &str) -> &'static str {
        match line {
            "below" => self.edition.fixed("below the line", "di bawah garis"),
            _ => self
                .edition
                .fixed("at or below the line", "paling tinggi di garis"),
        }
    }

    /// All classes but the last, which is for those whom no rule picks.
    fn lowest_classes(&self, summary: &Summary, class: &ClassSummary) -> Markup {
        let edition = &self.edition;
        let cells = self.class_cells(class);
        let named = class.classes.len().saturating_sub(1).clamp(1, 4);
        html! {
            ul {
                li.units { span {} span { (level(summary, &class.entity)) " · " (edition.say("members", "anggota")) } }
                @for (at, (it, cell)) in class.classes.iter().zip(&cells).take(named).enumerate() {
                li {
                    span { i.k.(class_ink(at)) {} (it.label) }
                    span {
                        @if *cell == Cell::Shown {
                            (figure(&format!("{}.{}.rows", class.name, it.class), &it.rows.to_string(), &edition.count(it.rows)))
                            span.muted { " · " (edition.count(it.members)) }
                        } @else { (edition.hidden(*cell)) }
                    }
                }
            } }
        }
    }

    fn what_it_costs(&self, summary: &Summary) -> Answer {
        let edition = &self.edition;
        let costs = summary.aids.iter().filter_map(|aid| {
            let cost = aid.cost.as_ref()?;
            Some((aid.period.as_deref()?, cost.decided.as_str()))
        });
        let sums = by_period(costs.filter(|(_, cost)| *cost != "0"));
        let body = html! {
            @for (period, sum) in &sums {
                p.big.listed[sums.len() > 1] {
                    (figure(&format!("cost.{period}"), sum, &edition.brief_money(sum)))
                    " " small { (edition.period(period)) }
                }
            }
            @if sums.is_empty() {
                p.big { (edition.money("0")) }
            }
            (self.against_budget(summary))
            (self.without_amount(summary))
        };
        Answer {
            id: "what-it-costs",
            question: edition
                .say("What does it cost?", "Berapa biayanya?")
                .to_owned(),
            body,
            more: (!summary.aids.is_empty()).then(|| {
                (
                    "aids".to_owned(),
                    edition
                        .say(
                            "Aid, with cost against budget",
                            "Bantuan, biaya terhadap pagu",
                        )
                        .to_owned(),
                )
            }),
        }
    }

    fn who_gains(&self, summary: &Summary) -> Answer {
        let edition = &self.edition;
        let served = summary.served.as_ref();
        let all = served.and_then(|it| it.rows.iter().find(|row| row.class == "all"));
        let body = html! {
            @if let (Some(served), Some(all)) = (served, all) {
                @let reached = all.one + all.several;
                p.big {
                    (edition.lone("served.reached", reached)) " "
                    small { (level(summary, &served.entity))
                        @if !edition.is_few(reached) && !edition.is_few(all.none) {
                            ", " (edition.percent(reached, reached + all.none))
                        } }
                }
                p.muted { (edition.say("get at least one aid", "menerima paling sedikit satu bantuan")) }
                (self.reached_by_class(&served.rows))
            } @else {
                p { (edition.say("The policy grants no aid.", "Kebijakan ini tidak memberi bantuan.")) }
            }
        };
        Answer {
            id: "who-gains",
            question: edition.say("Who gains?", "Siapa yang menerima?").to_owned(),
            body,
            more: all.map(|_| {
                let title = edition.say("Reached by aid", "Terjangkau bantuan");
                ("served".to_owned(), title.to_owned())
            }),
        }
    }

    /// The classes, and as the last row those of the other classes and of none, so that the rows add up;
    /// where a row is hidden, the last is too.
    fn reached_by_class(&self, rows: &[ServedRow]) -> Markup {
        let edition = &self.edition;
        let classes = rows.iter().filter(|it| it.class != "all");
        let (known, unknown): (Vec<_>, Vec<_>) = classes.partition(|it| it.class != "unknown");
        let (shown, rest) = known.split_at(known.len().min(SHOWN + 1));
        let counts = |it: &ServedRow| [it.one + it.several, it.none];
        let open = |counts: &[u64]| {
            let cells = line(counts, edition.min_cell);
            cells.iter().all(|cell| *cell == Cell::Shown)
        };
        let last = rest.iter().chain(&unknown).fold([0, 0], |sum, it| {
            let [got, none] = counts(it);
            [sum[0] + got, sum[1] + none]
        });
        let title = match rest {
            [] => edition.say("unknown", "belum diketahui"),
            _ => edition.say("others", "lainnya"),
        };
        let adds_up = shown.iter().all(|it| open(&counts(it))) && open(&last);
        let of = |[got, none]: [u64; 2]| {
            html! {
                (edition.count(got)) span.muted { " " (edition.say("of", "dari")) " " (edition.count(got + none)) }
            }
        };
        html! { ul {
            @for row in shown {
                li { span { (row.label) } span {
                    @if open(&counts(row)) { (of(counts(row))) }
                    @else if edition.is_few(row.none) {
                        span.muted { (edition.say("all but", "semua kecuali")) " " (edition.few()) }
                    } @else { (edition.hidden(Cell::Few)) }
                } }
            }
            @if last != [0, 0] {
                li { span.muted { (title) } span {
                    @if adds_up { (of(last)) } @else { (edition.hidden(Cell::Kept)) }
                } }
            }
        } }
    }

    fn who_left(&self, summary: &Summary) -> Answer {
        let edition = &self.edition;
        let register = summary.registers.first();
        let body = match register {
            Some(it) => html! {
                p.big {
                    (edition.lone(&format!("{}.leaves", it.name), it.leaves))
                    " " small { (edition.say("leave", "keluar dari")) " " (it.label) }
                }
                p.muted {
                    @if !edition.is_few(it.enters) && !edition.is_few(it.leaves) {
                        (edition.count(it.start)) " + " (edition.count(it.enters)) " − " (edition.count(it.leaves)) " = "
                        (edition.lone(&format!("{}.end", it.name), it.end))
                    }
                }
                (self.first_grounds(&it.grounds, Some(it.leaves)))
            },
            None => self.kept_out(summary),
        };
        Answer {
            id: "who-left",
            question: edition
                .say("Who left, and why?", "Siapa yang keluar, dan mengapa?")
                .to_owned(),
            body,
            more: register.map(|it| {
                (
                    format!("register-{}", it.name),
                    edition.say("All reasons", "Semua alasan").to_owned(),
                )
            }),
        }
    }

    /// The grounds with the most rows; of all rows, those of the others, where each row has one ground.
    pub(super) fn first_grounds(&self, grounds: &[GroundCount], of: Option<u64>) -> Markup {
        let edition = &self.edition;
        let counts: Vec<u64> = grounds.iter().map(|it| it.rows).collect();
        let cells = line(&counts, edition.min_cell);
        let mut all: Vec<_> = grounds
            .iter()
            .zip(cells)
            .filter(|(it, _)| it.rows > 0)
            .collect();
        all.sort_by_key(|it| Reverse(it.0.rows));
        let partition = of == Some(counts.iter().sum());
        let rest: u64 = all.iter().skip(SHOWN).map(|(it, _)| it.rows).sum();
        let open = all.iter().take(SHOWN).all(|(_, cell)| *cell == Cell::Shown);
        html! {
            ul {
                @for (it, cell) in all.into_iter().take(SHOWN) {
                    li { span { (it.label) } span { (edition.counted("", it.rows, cell)) } }
                }
                @if partition && open && rest > 0 {
                    li { span.muted { (edition.say("others", "lainnya")) } span { (edition.lone("", rest)) } }
                }
            }
        }
    }

    /// Without a register: whom the aids exclude, and why.
    fn kept_out(&self, summary: &Summary) -> Markup {
        let edition = &self.edition;
        let mut grounds: Vec<GroundCount> = Vec::new();
        for ground in summary.aids.iter().flat_map(|aid| &aid.exclusions) {
            match grounds.iter_mut().find(|it| it.label == ground.label) {
                Some(known) => known.rows += ground.rows,
                None => grounds.push(ground.clone()),
            }
        }
        html! {
            p.muted { (edition.say("The policy keeps no register. Most often kept out of an aid because of:",
                "Kebijakan ini tidak memiliki daftar. Paling sering dikecualikan dari bantuan karena:")) }
            (self.first_grounds(&grounds, None))
        }
    }

    fn is_it_met(&self, summary: &Summary) -> Answer {
        let edition = &self.edition;
        let body = html! {
            @if summary.targets.is_empty() {
                p { (edition.say("The policy sets no target.", "Kebijakan ini tidak menetapkan sasaran.")) }
            }
            @for it in summary.targets.iter().take(SHOWN) {
                p { strong { (it.label) } " " (state(edition, it.state)) }
                p.big {
                    @match &it.figure {
                        Some(plain) => (figure(&format!("{}.figure", it.name), plain, &edition.reading(plain))),
                        None => "–",
                    }
                    " " small { (edition.say("goal", "sasaran")) " " (it.goal) ", "
                        (edition.say("by", "paling lambat")) " " (edition.day(&it.by)) }
                }
                (self.measured_by(summary, &it.indicator))
            }
        };
        Answer {
            id: "is-the-target-met",
            question: edition
                .say("Is the target met?", "Apakah sasaran tercapai?")
                .to_owned(),
            body,
            more: (!summary.targets.is_empty()).then(|| {
                (
                    "targets".to_owned(),
                    edition.say("Targets", "Sasaran").to_owned(),
                )
            }),
        }
    }

    /// What a target counts, between which bounds, and where most of it is.
    fn measured_by(&self, summary: &Summary, indicator: &str) -> Markup {
        let edition = &self.edition;
        let Some(it) = summary.indicators.iter().find(|it| it.name == indicator) else {
            return html! {};
        };
        let most = it
            .groups
            .iter()
            .filter(|group| !edition.is_few(group.rows))
            .filter_map(|group| {
                let figure = Rational::parse_decimal(group.figure.decided.as_deref()?)?;
                Some((figure, group))
            })
            .max_by_key(|(figure, _)| *figure)
            .filter(|(figure, _)| *figure > Rational::zero());
        let bounds = (it.total.lowest.as_deref(), it.total.highest.as_deref());
        html! {
            ul {
                li { span { (it.label) } span {} }
                @if let (Some(low), Some(high)) = bounds { @if low != high {
                    li {
                        span { (edition.say("once all is verified", "setelah semua diverifikasi")) }
                        span { (edition.reading(low)) " … " (edition.reading(high)) }
                    }
                } }
                @if let Some((_, group)) = most {
                    li {
                        span { (edition.say("most of them", "terbanyak")) ": " (group.names.join(" / ")) }
                        span { (group.figure.decided.as_deref().map_or_else(String::new, |plain| edition.reading(plain))) }
                    }
                }
            }
        }
    }
}

/// What people call a level.
pub(super) fn level(summary: &Summary, entity: &str) -> String {
    let found = summary.levels.iter().find(|level| level.entity == entity);
    found.map_or_else(|| entity.to_owned(), |level| level.label.clone())
}
