//! What a long command is doing, on stderr: a bar where a person watches, one line where none does.

#![expect(
    clippy::disallowed_methods,
    reason = "rates and the time left are told by the clock"
)]

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aturan::diagnostic::Language;
use aturan::number::{Grouping, format_grouped};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::terminal::Terminal;
use crate::io::tally;

/// Work shorter than this shows nothing.
const QUIET: Duration = Duration::from_secs(1);

/// Where no person watches, one line is said of work longer than this.
const LONG: Duration = Duration::from_secs(10);

/// The steps of a command: which one runs, how many rows there are, how fast they go, what is left.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    /// When the present step began.
    step: Arc<Mutex<Instant>>,
    line: Option<Words>,
}

/// How numbers and times are said.
#[derive(Clone, Copy)]
struct Words {
    language: Language,
    grouping: Grouping,
    /// All steps take about as long.
    even: bool,
}

impl Progress {
    /// Steps to come, of about the same length.
    pub(super) fn new(steps: u64, terminal: &Terminal) -> Self {
        Self::of(steps, true, terminal)
    }

    /// Steps to come that differ: reading, evaluating, writing.
    pub(super) fn of_stages(steps: u64, terminal: &Terminal) -> Self {
        Self::of(steps, false, terminal)
    }

    fn of(steps: u64, even: bool, terminal: &Terminal) -> Self {
        let watched = std::io::stderr().is_terminal();
        let shown = watched && !terminal.quiet;
        let bar = if shown {
            ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden())
        } else {
            ProgressBar::hidden()
        };
        let words = Words {
            language: terminal.language,
            grouping: terminal.grouping(),
            even,
        };
        let step = Arc::new(Mutex::new(Instant::now()));
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {pos}/{len} {msg}{amount} {elapsed}")
        {
            let since = Arc::clone(&step);
            bar.set_style(style.with_key(
                "amount",
                move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                    let since = since.lock().unwrap_or_else(PoisonError::into_inner);
                    // A bar that cannot be drawn is no reason to stop.
                    let _ = out.write_str(&words.amount(state, since.elapsed()));
                },
            ));
        }
        if shown {
            appear_later(&bar);
        }
        Self {
            bar,
            begun: Instant::now(),
            step,
            line: (!watched && !terminal.quiet).then_some(words),
        }
    }

    /// Names the next step.
    pub(super) fn step(&self, words: &str) {
        tally::next_step();
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.bar.inc(1);
        self.bar.set_message(words.to_owned());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        let taken = self.begun.elapsed();
        if let Some(words) = self.line.filter(|_| taken >= LONG) {
            Terminal::note(&words.whole(taken));
        }
    }
}

impl Words {
    fn say<'a>(self, english: &'a str, indonesian: &'a str) -> &'a str {
        match self.language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }

    fn number(self, number: u64) -> String {
        format_grouped(number, 1, self.grouping)
    }

    /// Behind the name of a step: the rows, how fast they go, the time left.
    fn amount(self, state: &ProgressState, since: Duration) -> String {
        let mut out = String::new();
        let rows = tally::rows();
        if rows > 0 {
            let _ = write!(out, ", {} {}", self.number(rows), self.say("rows", "baris"));
        }
        let (done, total) = tally::cells();
        let (done, total, since) = match (total, state.len()) {
            (0, Some(len)) if self.even => (state.pos().saturating_sub(1), len, state.elapsed()),
            (0, _) => return out,
            (total, _) => (done, total, since),
        };
        if let Some(share) = share(done, total) {
            let rate = share * as_float(rows) / since.as_secs_f64().max(0.001);
            if !self.even {
                let rate = self.number(rounded(rate));
                let _ = write!(out, ", {rate} {}", self.say("a second", "per detik"));
            }
            let left = since.mul_f64((1.0 - share) / share).as_secs();
            let _ = write!(out, ", {left} s {}", self.say("left", "lagi"));
        }
        out
    }

    /// One line for a log.
    fn whole(self, taken: Duration) -> String {
        let rows = tally::rows();
        let rate = rounded(as_float(rows) / taken.as_secs_f64().max(0.001));
        format!(
            "{} {} {} s, {} {}\n",
            self.number(rows),
            self.say("rows in", "baris dalam"),
            taken.as_secs(),
            self.number(rate),
            self.say("a second", "per detik"),
        )
    }
}

/// What part is done; `None` while nothing is.
fn share(done: u64, total: u64) -> Option<f64> {
    let share = as_float(done) / as_float(total.max(1));
    (done > 0).then(|| share.min(1.0))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a rate for people, of a few digits"
)]
fn as_float(number: u64) -> f64 {
    number as f64
}

/// A rate in three digits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate for people; what is too large stays the largest"
)]
fn rounded(rate: f64) -> u64 {
    let whole = rate as u64;
    let unit = 10_u64.pow(whole.checked_ilog10().unwrap_or(0).saturating_sub(2));
    whole / unit * unit
}

/// Shows a bar once its work has gone on for a while.
fn appear_later(bar: &ProgressBar) {
    let bar = bar.clone();
    std::thread::spawn(move || {
        std::thread::sleep(QUIET);
        if !bar.is_finished() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(200));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{rounded, share};

    #[test]
    fn rates_have_three_digits() {
        assert_eq!(rounded(1_234_567.0), 1_230_000);
        assert_eq!(rounded(12.7), 12);
        assert_eq!(rounded(0.0), 0);
        assert_eq!(share(0, 10), None);
        assert_eq!(share(5, 10), Some(0.5));
    }
}
