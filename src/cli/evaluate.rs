//! What every command that evaluates does first: a policy, a data set, a date, bound rows.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use aturan::Checked;
use aturan::check::tree::{FieldId, Program};
use aturan::data::bind::{Bound, bind_verified};
use aturan::data::verified::Verified;
use aturan::diagnostic::Diagnostics;
use aturan::number::Date;
use aturan::source::SourceMap;

use super::findings::{show, show_text};
use super::load::load_varied;
use super::memory;
use super::policy::shown;
use super::terminal::Terminal;
use super::what_if::WhatIf;
use super::{Fault, Verdict};
use crate::io::dataset::{self, DatasetSpec};
use crate::io::read::{self, FileReceipt};

/// A policy without errors, a data set as described, and the day.
pub(super) struct Ready {
    pub(super) checked: Checked,
    pub(super) policy_hash: String,
    /// The policy's texts, and `dataset.toml`.
    pub(super) sources: SourceMap,
    pub(super) spec: DatasetSpec,
    pub(super) date: Date,
}

/// Reads and checks a policy under scenarios and settings, opens a data set; what is wrong has been
/// shown where it breaks off.
pub(super) fn ready_varied(
    policy: &Path,
    what_if: &WhatIf,
    data: &Path,
    on: Option<Date>,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, Ready>, Fault> {
    let policy = load_varied(policy, what_if)?;
    let (mut sources, hash) = (policy.sources, policy.hash);
    let opened = open(
        policy.checked,
        &policy.findings,
        &mut sources,
        data,
        on,
        terminal,
    )?;
    Ok(opened.map_continue(|(checked, spec, date)| Ready {
        checked,
        policy_hash: hash,
        sources,
        spec,
        date,
    }))
}

/// Opens the data set of a policy and takes the policy as it is on the day; what is wrong is shown,
/// and what is worth knowing.
pub(super) fn open(
    checked: Option<Checked>,
    findings: &Diagnostics,
    sources: &mut SourceMap,
    data: &Path,
    on: Option<Date>,
    terminal: &Terminal,
) -> Result<ControlFlow<Verdict, (Checked, DatasetSpec, Date)>, Fault> {
    let Some(checked) = checked else {
        show(findings, sources, terminal);
        return Ok(ControlFlow::Break(Verdict::Findings));
    };
    show_text(findings, sources, terminal);
    let spec = match dataset::open(data, &checked, sources) {
        Ok(spec) => spec,
        Err(found) => return Ok(ControlFlow::Break(unusable(&found, sources, terminal))),
    };
    let date = evaluation_date(on, &spec, data)?;
    let checked = checked.on(date);
    let found = aturan::check::dates(&checked, date);
    if found.has_errors() {
        show(&found, sources, terminal);
        return Ok(ControlFlow::Break(Verdict::Findings));
    }
    show_text(&found, sources, terminal);
    Ok(ControlFlow::Continue((checked, spec, date)))
}

/// The day of the evaluation: that of the command, else that of the data set.
pub(super) fn evaluation_date(
    on: Option<Date>,
    spec: &DatasetSpec,
    data: &Path,
) -> Result<Date, Fault> {
    on.or(spec.date).ok_or_else(|| {
        Fault::new(format!("no evaluation date: `{}` names none", shown(data))).with_help(
            "say `--on 2023-11-30`, or write `date = 2023-11-30` into its `dataset.toml`",
        )
    })
}

/// Data that cannot be used: what is wrong, and the exit status of a fault.
pub(super) fn unusable(
    findings: &Diagnostics,
    sources: &SourceMap,
    terminal: &Terminal,
) -> Verdict {
    show(findings, sources, terminal);
    Verdict::Unusable
}

/// Reads the columns that are needed and binds their rows, field verification laid over them; the
/// files with their fingerprints.
pub(super) fn read_and_bind(
    spec: &DatasetSpec,
    program: &Program,
    needed: &BTreeSet<FieldId>,
    date: Date,
    given: &Verified,
) -> Result<(Bound, Vec<FileReceipt>), Diagnostics> {
    // What says that a check was made stands in no file.
    let mut needed = needed.clone();
    needed.retain(|field| given.checks.iter().all(|check| check.field != *field));
    memory::before_reading(spec)?;
    let loaded = read::read(spec, program, &needed)?;
    memory::before_evaluating(spec, program, &needed, &loaded.inputs)?;
    let bound = bind_verified(program, loaded.inputs, date, given)?;
    Ok((bound, loaded.files))
}
