//! Whom the changes move: both policies over the same data, and each change alone.

use std::ops::ControlFlow;

use aturan::Checked;
use aturan::diagnostic::Diagnostics;
use aturan::difference::{Difference, Kind, Mixed, mixed};
use aturan::number::Date;
use aturan::outcome::{Amount, LevelSummary, Summary};
use aturan::resolve::Layered;
use aturan::simulate::{Comparison, NamedFigure, PeriodEffect, Side, compare, difference, figures};
use schemars::JsonSchema;
use serde::Serialize;

use super::super::bench::{Bench, Evaluation};
use super::super::evaluate::{self, unusable};
use super::super::findings::{show, show_text};
use super::super::policy::shown;
use super::super::progress::Progress;
use super::super::terminal::Terminal;
use super::super::{DiffArgs, Fault, Verdict, pool};
use super::Sides;

/// What the changes do over a data set.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Population {
    /// The data set.
    pub(super) data: String,
    pub(super) date: String,
    pub(super) currency: String,
    pub(super) levels: Vec<LevelSummary>,
    /// Whether types or entities changed: both policies were taken with the newer ones.
    pub(super) data_changed: bool,
    /// The figures that change.
    pub(super) figures: Vec<FigureChange>,
    #[serde(flatten)]
    pub(super) comparison: Comparison,
    /// Each change alone over the older policy.
    pub(super) by_edit: Vec<EditEffect>,
    /// What the changes do only in combination: all together less each alone. `None` where one cannot
    /// stand alone.
    pub(super) in_combination: Option<Vec<FigureStep>>,
    /// What the older policy is summed up to; for the terminal.
    #[serde(skip)]
    pub(super) baseline: Summary,
    /// All figures, before and after.
    #[serde(skip)]
    pub(super) all: Vec<FigureChange>,
}

/// A figure of both policies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FigureChange {
    pub(super) name: String,
    pub(super) label: String,
    /// Which figure of an aid or a register: `cost`, `granted`.
    pub(super) part: Option<&'static str>,
    /// The period of an amount.
    pub(super) money: Option<String>,
    pub(super) before: Option<Amount>,
    pub(super) after: Option<Amount>,
    pub(super) change: Option<Amount>,
}

/// How much of a figure's change comes from somewhere.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FigureStep {
    pub(super) name: String,
    pub(super) change: Amount,
}

/// One change alone.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EditEffect {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) label: String,
    /// Whether it can stand alone over the older policy.
    pub(super) alone: bool,
    /// Rows whose class changes.
    pub(super) moved: u64,
    /// Rows that get more money.
    pub(super) winners: u64,
    /// Rows that get less.
    pub(super) losers: u64,
    /// Rows that get more in one period and less in another.
    pub(super) mixed: u64,
    /// Gains and losses, by period.
    pub(super) periods: Vec<PeriodEffect>,
    /// The figures that change.
    pub(super) figures: Vec<FigureStep>,
}

/// Rows whose class changes, over all classifications.
pub(super) fn moved(it: &Comparison) -> u64 {
    it.classes.iter().map(|it| it.moves.moved()).sum()
}

/// Evaluates both policies and each change alone.
pub(super) fn population(
    sides: &Sides,
    of: &Difference,
    args: &DiffArgs,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, Option<Population>>, Fault> {
    let Some(data) = &args.data else {
        return Ok(ControlFlow::Continue(None));
    };
    let mixed = mixed(
        sides.old.resolved().layered(),
        sides.new.resolved().layered(),
        of,
    );
    let mut sources = sides.new.sources.clone();
    let (old, found) = sides.mixed(&mixed.old);
    let opened = evaluate::open(old, &found, &mut sources, data, args.on, terminal)?;
    let (base, spec, date) = match opened {
        ControlFlow::Continue(opened) => opened,
        ControlFlow::Break(verdict) => return Ok(ControlFlow::Break(verdict)),
    };
    let (new, found) = on(sides, &mixed.new, date);
    let Some(new) = new else {
        show(&found, &sources, terminal);
        return Ok(ControlFlow::Break(Verdict::Findings));
    };
    let edits = edits(sides, &mixed, date);
    let pool = pool(args.threads)?;
    let mut work = Work {
        bench: Bench::new(&spec, &base, date, &pool),
        progress: Progress::new(edits.len() as u64 + 3, terminal),
        faults: Diagnostics::new(),
    };
    work.progress.step(terminal.say("reading", "membaca"));
    let done = work.through(&base, &new, &edits, of);
    let Work {
        progress, faults, ..
    } = work;
    drop(progress);
    match done {
        Ok(mut population) => {
            population.data = shown(data);
            population.data_changed = mixed.data_changed;
            show_text(&faults, &sources, terminal);
            Ok(ControlFlow::Continue(Some(population)))
        }
        Err(found) => Ok(ControlFlow::Break(unusable(&found, &sources, terminal))),
    }
}

/// A mixed policy on the day, with the errors in it.
fn on(sides: &Sides, layered: &Layered, date: Date) -> (Option<Checked>, Diagnostics) {
    let (checked, mut found) = sides.mixed(layered);
    let Some(checked) = checked.map(|it| it.on(date)) else {
        return (None, found);
    };
    found.append(aturan::check::dates(&checked, date));
    let sound = !found.has_errors();
    (sound.then_some(checked), found)
}

/// Each change that can move someone, with the policy in which it stands alone.
fn edits(sides: &Sides, mixed: &Mixed, date: Date) -> Vec<(usize, Option<Checked>)> {
    let alone = mixed.edits.iter().map(|edit| {
        let layered = edit.layered.as_ref();
        (edit.change, layered.and_then(|it| on(sides, it, date).0))
    });
    alone.collect()
}

/// Evaluations under way.
struct Work<'a> {
    bench: Bench<'a>,
    progress: Progress,
    faults: Diagnostics,
}

impl Work<'_> {
    fn through(
        &mut self,
        base: &Checked,
        new: &Checked,
        edits: &[(usize, Option<Checked>)],
        of: &Difference,
    ) -> Result<Population, Diagnostics> {
        let alone = edits.iter().filter_map(|(_, it)| it.as_ref());
        self.bench.read_for(alone.chain([base, new]))?;
        let before = self.evaluate(base)?;
        let after = self.evaluate(new)?;
        let comparison = self.compare(&before, &after)?;
        let all = changes(&before, &after);
        let mut by_edit = Vec::new();
        for (place, checked) in edits {
            let Some(change) = of.changes.get(*place) else {
                continue;
            };
            self.progress.step(&change.name);
            let mut effect = EditEffect {
                kind: change.kind,
                name: change.name.clone(),
                label: change.label.clone(),
                alone: checked.is_some(),
                moved: 0,
                winners: 0,
                losers: 0,
                mixed: 0,
                periods: Vec::new(),
                figures: Vec::new(),
            };
            if let Some(checked) = checked {
                let evaluation = self.evaluate(checked)?;
                let comparison = self.compare(&before, &evaluation)?;
                effect.moved = moved(&comparison);
                if let Some(money) = comparison.effect {
                    (effect.winners, effect.losers) = (money.winners, money.losers);
                    (effect.mixed, effect.periods) = (money.mixed, money.periods);
                }
                effect.figures = steps(&changes(&before, &evaluation));
            }
            by_edit.push(effect);
        }
        let summary = &after.summary;
        Ok(Population {
            data: String::new(),
            date: summary.date.clone(),
            currency: summary.currency.clone(),
            levels: summary.levels.clone(),
            data_changed: false,
            figures: all.iter().filter(|it| differs(it)).cloned().collect(),
            in_combination: in_combination(&all, &by_edit),
            comparison,
            by_edit,
            baseline: before.summary,
            all,
        })
    }

    fn evaluate(&mut self, checked: &Checked) -> Result<Evaluation, Diagnostics> {
        let evaluation = self.bench.evaluate(checked)?;
        for fault in &evaluation.faults {
            self.faults.push(fault.clone());
        }
        Ok(evaluation)
    }

    fn compare(&self, before: &Evaluation, after: &Evaluation) -> Result<Comparison, Diagnostics> {
        let bound = self.bench.bound().ok_or_else(Diagnostics::new)?;
        Ok(compare(side(before), side(after), &bound.dataset))
    }
}

fn side(of: &Evaluation) -> Side<'_> {
    Side {
        prepared: &of.prepared,
        program: &of.prepared.program,
        results: &of.results,
        summary: &of.summary,
    }
}

/// All figures of both sides, those of the newer policy first.
fn changes(before: &Evaluation, after: &Evaluation) -> Vec<FigureChange> {
    let (before, after) = (figures(&before.summary), figures(&after.summary));
    let find = |all: &[NamedFigure], name: &str| {
        let found = all.iter().find(|it| it.name == name);
        found.and_then(|it| it.value.clone())
    };
    let gone = before
        .iter()
        .filter(|it| after.iter().all(|other| other.name != it.name));
    let told = after.iter().chain(gone);
    let one = |it: &NamedFigure| {
        let is_there = |all: &[NamedFigure]| all.iter().any(|other| other.name == it.name);
        // What one policy does not have gives nothing there.
        let zero = |all: &[NamedFigure]| (!is_there(all)).then(|| "0".to_owned());
        let was = find(&before, &it.name).or_else(|| zero(&before));
        let is = find(&after, &it.name).or_else(|| zero(&after));
        FigureChange {
            name: it.name.clone(),
            label: it.label.clone(),
            part: it.part,
            money: it.money.clone(),
            change: was
                .as_deref()
                .zip(is.as_deref())
                .and_then(|(was, is)| difference(was, is)),
            before: was,
            after: is,
        }
    };
    told.map(one).collect()
}

fn differs(it: &FigureChange) -> bool {
    it.before != it.after
}

fn steps(all: &[FigureChange]) -> Vec<FigureStep> {
    let changed = all.iter().filter(|it| differs(it));
    let steps = changed.filter_map(|it| {
        Some(FigureStep {
            name: it.name.clone(),
            change: it.change.clone()?,
        })
    });
    steps.collect()
}

/// The change of each figure less what each change alone does.
fn in_combination(all: &[FigureChange], by_edit: &[EditEffect]) -> Option<Vec<FigureStep>> {
    if by_edit.iter().any(|it| !it.alone) {
        return None;
    }
    let mut out = Vec::new();
    for figure in all {
        let Some(mut rest) = figure.change.clone() else {
            continue;
        };
        for edit in by_edit {
            let step = edit.figures.iter().find(|it| it.name == figure.name);
            if let Some(step) = step {
                rest = difference(&step.change, &rest)?;
            }
        }
        if rest != "0" {
            out.push(FigureStep {
                name: figure.name.clone(),
                change: rest,
            });
        }
    }
    Some(out)
}
