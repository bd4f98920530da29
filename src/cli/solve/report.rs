//! What a search found, as text and as JSON.

use std::collections::BTreeMap;

use aturan::check::tree::Program;
use aturan::number::{Date, Grouping, Rational};
use aturan::simulate::{NamedFigure, Probe, Solved};
use schemars::JsonSchema;
use serde::Serialize;

use super::super::range::{Range, digits};
use super::super::summary::{Page, sign};
use super::super::sweep::figure_words;
use super::super::terminal::Terminal;
use super::super::{Format, SolveArgs, Verdict};
use super::goal::Wanted;

/// What a search found.
pub(super) enum Answer {
    Solved(Solved),
    NotMonotone(Box<[Probe; 3]>),
    OutOfReach {
        holds: bool,
        low: Probe,
        high: Probe,
    },
}

/// What is printed as JSON.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::cli) struct Solution {
    format_version: &'static str,
    policy: String,
    label: String,
    date: String,
    currency: String,
    /// Scenarios and settings that hold at every value.
    what_if: Vec<String>,
    /// What was sought.
    name: String,
    /// The goal as written.
    so_that: String,
    /// `solved`, `not_monotone`, `always`, `never`.
    #[schemars(extend("enum" = ["solved", "not_monotone", "always", "never"]))]
    outcome: &'static str,
    /// The last value at which the goal holds.
    holds: Option<Tried>,
    /// The next value, at which it does not.
    fails: Option<Tried>,
    /// Everything that was tried, in ascending order.
    tried: Vec<Tried>,
}

/// A value and the figure there.
#[derive(Debug, Serialize, JsonSchema)]
struct Tried {
    value: String,
    figure: String,
}

/// What there is to report.
pub(super) struct Report<'a> {
    pub(super) args: &'a SolveArgs,
    pub(super) program: &'a Program,
    pub(super) range: &'a Range,
    pub(super) step: Rational,
    pub(super) wanted: &'a Wanted,
    pub(super) known: &'a BTreeMap<i64, NamedFigure>,
    pub(super) date: Date,
}

impl Report<'_> {
    /// Prints the answer; a search that found nothing is a finding.
    pub(super) fn print(&self, answer: &Answer, terminal: &Terminal) -> Verdict {
        let solved = matches!(answer, Answer::Solved(_));
        match terminal.format {
            Format::Json => Terminal::print_json(&self.solution(answer)),
            _ if solved => Terminal::print(&self.text(answer, terminal)),
            Format::Text | Format::Github | Format::Sarif | Format::Junit | Format::Markdown => {
                Terminal::note(&self.text(answer, terminal));
            }
        }
        if solved {
            Verdict::Clean
        } else {
            Verdict::Findings
        }
    }

    fn solution(&self, answer: &Answer) -> Solution {
        let (outcome, solved) = match answer {
            Answer::Solved(solved) => ("solved", Some(solved)),
            Answer::NotMonotone(_) => ("not_monotone", None),
            Answer::OutOfReach { holds: true, .. } => ("always", None),
            Answer::OutOfReach { holds: false, .. } => ("never", None),
        };
        let tried = |probe: &Probe| Tried {
            value: self.value(probe.0, Grouping::Plain),
            figure: digits(probe.1, Grouping::Plain),
        };
        Solution {
            format_version: "1.0",
            policy: self.program.name.clone(),
            label: self.program.label.clone(),
            date: self.date.to_string(),
            currency: self.program.currency.clone(),
            what_if: self.args.what_if.names(),
            name: self.args.name.clone(),
            so_that: self.args.so_that.clone(),
            outcome,
            holds: solved.map(|it| tried(&it.holds)),
            fails: solved.map(|it| tried(&it.fails)),
            tried: self
                .known
                .iter()
                .map(|(step, figure)| Tried {
                    value: self.value(*step, Grouping::Plain),
                    figure: figure.value.clone().unwrap_or_default(),
                })
                .collect(),
        }
    }

    /// The digits of a number of steps.
    fn value(&self, step: i64, grouping: Grouping) -> String {
        let value = Rational::from_integer(step).checked_mul(self.step);
        digits(value.unwrap_or_else(Rational::zero), grouping)
    }

    fn text(&self, answer: &Answer, terminal: &Terminal) -> String {
        let page = Page::new(terminal);
        let title = page.title(&format!("{} · {}", self.program.label, self.date));
        let mut text = format!("{title}\n");
        if !self.args.what_if.is_empty() {
            let what_if = page.say("What if", "Pengandaian");
            let names = self.args.what_if.names().join("; ");
            text.push_str(&format!("{what_if}: {names}\n"));
        }
        let figure = self.known.values().next();
        let label = figure.map_or_else(String::new, |it| figure_words(&page, &it.label, it.part));
        text.push_str(&format!("{label}: {}\n\n", self.goal(terminal)));
        let words = match answer {
            Answer::Solved(solved) => self.solved(solved, &page, terminal),
            Answer::NotMonotone(three) => {
                let why = page.say(
                    "the figure goes up and down with the value, so no single value is the answer; `aturan sweep` shows the whole range",
                    "angka ini naik turun mengikuti nilainya, sehingga tidak ada satu jawaban; `aturan sweep` menunjukkan seluruh rentang",
                );
                format!("{}\n  {why}\n", self.lines(&three[..], terminal))
            }
            Answer::OutOfReach { holds, low, high } => {
                let why = if *holds {
                    page.say(
                        "the goal holds from one end to the other: the figure never reaches the bound between them; `--between 'A .. B'` searches elsewhere",
                        "sasaran terpenuhi dari ujung ke ujung: angkanya tidak pernah mencapai batas itu; `--between 'A .. B'` mencari di tempat lain",
                    )
                } else {
                    page.say(
                        "the goal is out of reach between these ends; `--between 'A .. B'` searches elsewhere",
                        "sasaran tidak terjangkau di antara kedua ujung ini; `--between 'A .. B'` mencari di tempat lain",
                    )
                };
                format!("{}\n  {why}\n", self.lines(&[*low, *high], terminal))
            }
        };
        text + &words
    }

    fn solved(&self, it: &Solved, page: &Page<'_>, terminal: &Terminal) -> String {
        let mut both = [it.holds, it.fails];
        both.sort_by_key(|probe| probe.0);
        let answer = self
            .range
            .moved
            .shown(&self.value(it.holds.0, terminal.grouping()));
        let answer = page.title(&format!("{} = {answer}", self.args.name));
        let tried = page.count(self.known.len() as u64);
        let words = page.say("values were tried", "nilai dicoba");
        format!(
            "{answer}\n\n{}\n  {tried} {words}\n",
            self.lines(&both, terminal)
        )
    }

    /// Values with the figure at each, and whether the goal holds there.
    fn lines(&self, probes: &[Probe], terminal: &Terminal) -> String {
        let rows = probes
            .iter()
            .map(|(step, figure)| {
                let value = self.value(*step, terminal.grouping());
                let state = if self.wanted.goal.holds(*figure) {
                    terminal.say("the goal holds", "sasaran terpenuhi")
                } else {
                    terminal.say("the goal does not hold", "sasaran tidak terpenuhi")
                };
                vec![
                    self.range.moved.shown(&value),
                    self.amount(*figure, terminal),
                    state.to_owned(),
                ]
            })
            .collect();
        let head = [self.args.name.as_str(), self.wanted.name.as_str(), ""];
        Page::table(&head, rows, &[2])
    }

    /// A figure, as an amount where it is one.
    fn amount(&self, figure: Rational, terminal: &Terminal) -> String {
        let digits = digits(figure, terminal.grouping());
        let is_money = self.known.values().any(|it| it.money.is_some());
        if is_money {
            format!("{} {digits}", sign(&self.program.currency))
        } else {
            digits
        }
    }

    fn goal(&self, terminal: &Terminal) -> String {
        let op = self.wanted.goal.op.sign();
        let page = Page::new(terminal);
        let money = self.known.values().find_map(|it| it.money.as_deref());
        let period = money.map_or_else(String::new, |it| format!(" {}", page.period(it)));
        let given = match self.wanted.is_converted {
            true => format!(" ({})", self.args.so_that),
            false => String::new(),
        };
        let bound = self.amount(self.wanted.goal.bound, terminal);
        format!("{op} {bound}{period}{given}")
    }
}
