//! What a long command is doing, on stderr where a person watches.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// Work shorter than this shows nothing.
const QUIET: Duration = Duration::from_secs(1);

/// The steps of a command: which one runs, how many there are, how long it has taken.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Steps to come.
    pub(super) fn new(steps: u64, terminal: &Terminal) -> Self {
        let shown = std::io::stderr().is_terminal() && !terminal.quiet;
        let bar = if shown {
            ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden())
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {msg} {elapsed}") {
            bar.set_style(style);
        }
        if shown {
            appear_later(&bar);
        }
        Self { bar }
    }

    /// Names the next step.
    pub(super) fn step(&self, words: &str) {
        self.bar.inc(1);
        self.bar.set_message(words.to_owned());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
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
