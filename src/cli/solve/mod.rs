//! `aturan solve`: the value of a number that meets a goal, found by bisection.

mod goal;
pub(super) mod report;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use aturan::Checked;
use aturan::check::tree::{Constant, Program, Type};
use aturan::diagnostic::Diagnostics;
use aturan::number::{Date, Grouping, Rational};
use aturan::resolve::Variation;
use aturan::simulate::{NamedFigure, Unsolved, figures, solve};

use super::bench::Bench;
use super::evaluate::unusable;
use super::findings::show;
use super::load::Unchecked;
use super::progress::Progress;
use super::range::{self, Range, digits};
use super::session::{self, Session};
use super::sweep::at;
use super::terminal::Terminal;
use super::trail::Trail;
use super::{Fault, SolveArgs, Verdict, pool};
use goal::Wanted;
use report::{Answer, Report};

/// How many times the value of today a search goes up to, and which part of it down to.
const REACH: i64 = 16;

/// Why an evaluation gave no figure.
enum Trouble {
    /// The findings of the policy say so.
    Policy,
    /// The data cannot be used.
    Data(Diagnostics),
    /// The figure is undefined at this value.
    Undefined(i64),
}

pub(super) fn run(args: &SolveArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    args.what_if.once()?;
    let session = match session::open(&args.policy, &args.data, args.on, terminal)? {
        ControlFlow::Continue(session) => session,
        ControlFlow::Break(verdict) => return Ok(verdict),
    };
    let Session {
        mut unchecked,
        base,
        spec,
        date,
    } = session;
    let wanted = goal::read(&args.so_that, &mut unchecked)?;
    let written = ends(args, &base, date)?;
    let range = range::read(&written, &mut unchecked, "number")?;
    let variation = unchecked.variation(&args.what_if)?;
    let (Some(wanted), Some(range)) = (wanted, range) else {
        show(&unchecked.findings, &unchecked.sources, terminal);
        return Ok(Verdict::Findings);
    };
    let pool = pool(args.threads)?;
    let step = range.step.unwrap_or_else(Rational::one);
    let bench = || Bench::new(&spec, &base, date, &pool).of_totals();
    let mut walked = bench();
    let mut search = Search {
        program: &base,
        trail: None,
        spare: bench(),
        variation,
        step,
        progress: Progress::new(expected(&range, step), terminal),
        range,
        date,
        wanted,
        unchecked,
        known: BTreeMap::new(),
    };
    search.through(args, &mut walked, terminal)
}

/// The range of the search as a text: as asked for, else around the value of today.
fn ends(args: &SolveArgs, base: &Program, date: Date) -> Result<String, Fault> {
    let name = &args.name;
    if let Some(between) = &args.between {
        let step = args.step.as_deref().map(|step| format!(" step {step}"));
        return Ok(format!("{name} = {between}{}", step.unwrap_or_default()));
    }
    let found = base.parameters.iter().find(|it| it.about.name == *name);
    let today = found.and_then(|it| match it.on(date)?.values.get(&Vec::new())? {
        Constant::Number(number) => Some((it.ty, *number)),
        Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => None,
    });
    let reach = today.and_then(|(ty, now)| {
        let most = now.checked_mul(Rational::from_integer(REACH))?;
        let least = now.checked_div(Rational::from_integer(REACH))?;
        (most > Rational::zero()).then_some((ty, least, most))
    });
    let Some((ty, least, most)) = reach else {
        return Err(
            Fault::new(format!("between which values of `{name}`?")).with_help(
                "say `--between 'A .. B'`; only a parameter with one value, more than zero, has ends of its own",
            ),
        );
    };
    let of = |value: Rational| {
        let digits = digits(value, Grouping::Plain);
        match ty {
            Type::Money(period) => {
                let period = period.map_or_else(String::new, |it| format!(" per {}", it.word()));
                format!("{} {digits}{period}", currency(base))
            }
            Type::Integer
            | Type::Decimal
            | Type::Boolean
            | Type::Date
            | Type::Text
            | Type::Enum(_) => digits,
        }
    };
    let step = match (&args.step, ty) {
        (Some(step), _) => step.clone(),
        (None, Type::Decimal) => "0.01".to_owned(),
        (None, _) => of(Rational::one()),
    };
    Ok(format!(
        "{name} = {} .. {} step {step}",
        of(least),
        of(most)
    ))
}

/// How many evaluations a search takes: its ends and quarters, then half of what is left each time.
fn expected(range: &Range, step: Rational) -> u64 {
    let width = range.to.checked_sub(range.from);
    let steps = width.and_then(|width| width.checked_div(step));
    let steps = steps.map_or(1, |it| (it.num() / it.den()).unsigned_abs().max(1));
    u64::from(steps.ilog2()) + 4
}

/// How a currency is written before an amount.
fn currency(program: &Program) -> &str {
    super::summary::sign(&program.currency)
}

/// A search under way; values are counted in steps.
struct Search<'b, 'a> {
    program: &'a Program,
    /// The way by steps, while there is one.
    trail: Option<Trail<'b, 'a>>,
    /// Where values are evaluated to which no step leads; it reads nothing before.
    spare: Bench<'a>,
    variation: Variation,
    range: Range,
    step: Rational,
    date: Date,
    wanted: Wanted,
    unchecked: Unchecked,
    progress: Progress,
    /// The figure at each value that was tried.
    known: BTreeMap<i64, NamedFigure>,
}

impl<'b, 'a> Search<'b, 'a> {
    fn through(
        &mut self,
        args: &SolveArgs,
        walked: &'b mut Bench<'a>,
        terminal: &Terminal,
    ) -> Result<Verdict, Fault> {
        let too_far = || {
            Fault::new("the ends of the search are too far apart")
                .with_help("take ends that are nearer, or a larger `--step`")
        };
        let mut low = self.steps(self.range.from, Round::Up).ok_or_else(too_far)?;
        let mut high = self.steps(self.range.to, Round::Down).ok_or_else(too_far)?;
        if args.between.is_none() {
            (low, high) = self.sound_ends(low, high);
        }
        if low >= high {
            return Err(too_far().with_help("there is no step between the ends"));
        }
        // The first evaluation shows whether the figure is there, before a goal is judged.
        let first = self
            .start(walked, low, high)
            .and_then(|()| self.figure(low));
        if let Some(fault) = self.wanted.unknown() {
            return Err(fault);
        }
        if let Some(figure) = self.known.get(&low) {
            self.wanted.fit(figure)?;
        }
        let goal = self.wanted.goal;
        let solved = match first {
            Ok(_) => solve(goal, low, high, &mut |step| self.figure(step)),
            Err(trouble) => Err(Unsolved::Failed(trouble)),
        };
        let answer = match solved {
            Ok(solved) => Answer::Solved(solved),
            Err(Unsolved::NotMonotone(three)) => Answer::NotMonotone(three),
            Err(Unsolved::OutOfReach { holds, low, high }) => {
                Answer::OutOfReach { holds, low, high }
            }
            Err(Unsolved::Failed(trouble)) => return self.failed(trouble, terminal),
        };
        let report = Report {
            args,
            program: self.program,
            range: &self.range,
            step: self.step,
            wanted: &self.wanted,
            known: &self.known,
            date: self.date,
        };
        Ok(report.print(&answer, terminal))
    }

    /// The ends of its own that the policy bears: nobody asked for those at which a class, say, could
    /// not be reached any more. Each comes halfway to the value of today until it does.
    fn sound_ends(&mut self, low: i64, high: i64) -> (i64, i64) {
        let reach = Rational::from_integer(REACH);
        let today = self.range.from.checked_mul(reach);
        let Some(today) = today.and_then(|today| self.steps(today, Round::Down)) else {
            return (low, high);
        };
        let mut sound = |mut end: i64| {
            while end != today && self.checked(end).is_err() {
                self.unchecked.findings = Diagnostics::new();
                end = today + (end - today) / 2;
            }
            end
        };
        (sound(low), sound(high))
    }

    /// A value as a number of steps; `None` beyond what can be counted.
    fn steps(&self, value: Rational, round: Round) -> Option<i64> {
        let exact = value.checked_div(self.step)?;
        let floor = exact.num().div_euclid(exact.den());
        let up = i128::from(round == Round::Up && !exact.is_integer());
        // Twice this many must still be countable.
        i64::try_from(floor + up)
            .ok()
            .filter(|it| it.unsigned_abs() < 1 << 60)
    }

    fn figure(&mut self, step: i64) -> Result<Rational, Trouble> {
        if !self.known.contains_key(&step) {
            let found = self.evaluate(step)?;
            self.known.insert(step, found);
        }
        let value = self.known.get(&step).and_then(|it| it.value.as_deref());
        value
            .and_then(Rational::parse_decimal)
            .ok_or(Trouble::Undefined(step))
    }

    /// Goes from one end to the other by steps, where they can be made.
    fn start(&mut self, walked: &'b mut Bench<'a>, low: i64, high: i64) -> Result<(), Trouble> {
        let both = [self.checked(low)?, self.checked(high)?];
        let Some((trail, figures)) = Trail::start(walked, &both).map_err(Trouble::Data)? else {
            return Ok(());
        };
        self.trail = Some(trail);
        for (step, all) in [low, high].into_iter().zip(figures) {
            self.progress.step(&self.shown(step));
            let found = self.wanted.of(all).ok_or(Trouble::Undefined(step))?;
            self.known.insert(step, found);
        }
        Ok(())
    }

    /// The policy at a value.
    fn checked(&mut self, step: i64) -> Result<Checked, Trouble> {
        let value = Rational::from_integer(step)
            .checked_mul(self.step)
            .ok_or(Trouble::Undefined(step))?;
        let variation = at(&self.variation, &self.range, value);
        session::varied(&mut self.unchecked, &variation, self.date).ok_or(Trouble::Policy)
    }

    fn evaluate(&mut self, step: i64) -> Result<NamedFigure, Trouble> {
        let checked = self.checked(step)?;
        self.progress.step(&self.shown(step));
        let walked = self.trail.as_mut().and_then(|it| it.next(&checked));
        let all = if let Some(all) = walked {
            all
        } else {
            self.trail = None;
            let evaluation = self.spare.evaluate(&checked).map_err(Trouble::Data)?;
            figures(&evaluation.summary)
        };
        self.wanted.of(all).ok_or(Trouble::Undefined(step))
    }

    fn shown(&self, step: i64) -> String {
        let value = Rational::from_integer(step).checked_mul(self.step);
        let value = value.unwrap_or_else(Rational::zero);
        self.range.moved.shown(&digits(value, Grouping::Plain))
    }

    fn failed(&self, trouble: Trouble, terminal: &Terminal) -> Result<Verdict, Fault> {
        match trouble {
            Trouble::Policy => {
                show(&self.unchecked.findings, &self.unchecked.sources, terminal);
                Ok(Verdict::Findings)
            }
            Trouble::Data(found) => Ok(unusable(&found, &self.unchecked.sources, terminal)),
            Trouble::Undefined(step) => {
                let value = Rational::from_integer(step).checked_mul(self.step);
                let value = digits(value.unwrap_or_else(Rational::zero), Grouping::Plain);
                let name = &self.wanted.name;
                Err(Fault::new(format!(
                    "`{name}` has no value at {}",
                    self.range.moved.shown(&value)
                ))
                .with_help("choose ends with `--between` at which the figure is defined"))
            }
        }
    }
}

/// Which step a value between two belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    Up,
    Down,
}
