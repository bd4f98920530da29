//! `aturan check`: all findings of a policy in one run, and with `--fix` the mending of them.

use super::findings::{show_checked, verdict};
use super::fix::{Mended, mend};
use super::load::load_varied;
use super::terminal::Terminal;
use super::{CheckArgs, Fault, Format, Verdict};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let (mut policy, mended) = if args.fix {
        let (policy, mended) = mend(&args.policy, args.diff)?;
        (policy, Some(mended))
    } else {
        (load_varied(&args.policy, &args.what_if)?, None)
    };
    if let (Some(checked), Some(day)) = (&policy.checked, args.on) {
        policy.findings.append(aturan::check::dates(checked, day));
    }
    if let Some(mended) = &mended {
        show_mended(mended, terminal);
    }
    show_checked(
        &policy.findings,
        &policy.sources,
        mended.as_deref(),
        terminal,
    );
    let would_change = args.diff && mended.is_some_and(|it| !it.is_empty());
    Ok(if would_change {
        Verdict::Findings
    } else {
        verdict(&policy.findings, args.deny.is_some())
    })
}

/// Says which files were mended, or how they would be. JSON says it beside the findings.
fn show_mended(mended: &[Mended], terminal: &Terminal) {
    if terminal.format != Format::Text {
        return;
    }
    for file in mended {
        match &file.diff {
            Some(diff) => Terminal::print(diff),
            None => Terminal::print(&format!(
                "{} {}: {}\n",
                terminal.say("mended", "diperbaiki"),
                file.file,
                count(file.findings, terminal),
            )),
        }
    }
}

fn count(findings: usize, terminal: &Terminal) -> String {
    let word = match findings {
        1 => terminal.say("finding", "temuan"),
        _ => terminal.say("findings", "temuan"),
    };
    format!("{findings} {word}")
}
