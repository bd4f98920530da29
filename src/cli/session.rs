//! A policy and its data at hand, before any variation of it is evaluated.

use std::ops::ControlFlow;
use std::path::Path;

use aturan::number::Date;
use aturan::resolve::{Edit, Variation};
use aturan::{Checked, check};

use super::evaluate;
use super::load::{Unchecked, read};
use super::terminal::Terminal;
use super::{Fault, Verdict};
use crate::io::dataset::DatasetSpec;

/// The policy as it is, checked, and the data set as described.
pub(super) struct Session {
    /// The policy, to be varied; its findings are those that were not shown yet.
    pub(super) unchecked: Unchecked,
    pub(super) base: Checked,
    pub(super) spec: DatasetSpec,
    pub(super) date: Date,
}

/// Reads and checks a policy, opens a data set; what is wrong has been shown where it breaks off.
pub(super) fn open(
    policy: &Path,
    data: &Path,
    on: Option<Date>,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, Session>, Fault> {
    let mut unchecked = read(policy)?;
    let checked = unchecked.check();
    let findings = std::mem::take(&mut unchecked.findings);
    let sources = &mut unchecked.sources;
    let opened = evaluate::open(checked, &findings, sources, data, on, terminal)?;
    Ok(opened.map_continue(|(base, spec, date)| Session {
        unchecked,
        base,
        spec,
        date,
    }))
}

/// A variation that holds on the day; what is wrong with it is among the findings.
pub(super) fn varied(
    unchecked: &mut Unchecked,
    variation: &Variation,
    date: Date,
) -> Option<Checked> {
    let checked = unchecked.varied(variation)?;
    on_the_day(unchecked, &checked, date)
}

/// The same under some of the edits of a variation.
pub(super) fn varied_by(
    unchecked: &mut Unchecked,
    variation: &Variation,
    kept: &[&Edit],
    date: Date,
) -> Option<Checked> {
    let checked = unchecked.varied_by(variation, kept)?;
    on_the_day(unchecked, &checked, date)
}

fn on_the_day(unchecked: &mut Unchecked, checked: &Checked, date: Date) -> Option<Checked> {
    let checked = checked.on(date);
    let found = check::dates(&checked, date);
    let sound = !found.has_errors();
    unchecked.findings.append(found);
    sound.then_some(checked)
}
