//! `aturan check`: all findings of a policy in one run.

use super::findings::{show, verdict};
use super::load::load_varied;
use super::terminal::Terminal;
use super::{CheckArgs, Fault, Verdict};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let mut policy = load_varied(&args.policy, &args.what_if)?;
    if let (Some(checked), Some(day)) = (&policy.checked, args.on) {
        policy.findings.append(aturan::check::dates(checked, day));
    }
    show(&policy.findings, &policy.sources, terminal);
    Ok(verdict(&policy.findings, args.deny.is_some()))
}
