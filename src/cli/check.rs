//! `aturan check`: all findings of a policy in one run, and with `--fix` the mending of them.

use std::path::Path;

use aturan::diagnostic::Diagnostics;
use aturan::diagnostic::levels::is_lint;

use super::baseline;
use super::findings::{Beside, show, show_beside, verdict};
use super::fix::{Mended, mend};
use super::load::{load_varied, read};
use super::policy::shown;
use super::prove;
use super::terminal::Terminal;
use super::{CheckArgs, Fault, Format, Verdict, today};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    if let Some(path) = &args.write_baseline {
        return write_baseline(args, path, terminal);
    }
    let (mut policy, mended) = if args.fix {
        let (policy, mended) = mend(&args.policy, args.diff)?;
        (policy, Some(mended))
    } else {
        (load_varied(&args.policy, &args.what_if)?, None)
    };
    if let (Some(checked), Some(day)) = (&policy.checked, args.on) {
        policy.findings.append(aturan::check::dates(checked, day));
    }
    let proof = match &policy.checked {
        Some(checked) if args.prove => {
            let day = args.on.or_else(today).ok_or_else(|| {
                Fault::new("the clock gives no date").with_help("name one with `--on`")
            })?;
            let proof = aturan::prove::prove(checked, day);
            let json = prove::to_json(&proof, day, &policy.sources, terminal.language);
            policy.findings.append(proof.findings);
            Some(json)
        }
        Some(_) | None => None,
    };
    if let Some(mended) = &mended {
        show_mended(mended, terminal);
    }
    let beside = Beside {
        mended: mended.as_deref(),
        proof: proof.as_ref(),
    };
    show_beside(&policy.findings, &policy.sources, beside, terminal);
    if let Some(proof) = &proof
        && terminal.format == Format::Text
    {
        Terminal::note(&prove::text(proof, terminal));
    }
    let would_change = args.diff && mended.is_some_and(|it| !it.is_empty());
    Ok(if would_change {
        Verdict::Findings
    } else {
        verdict(&policy.findings, args.deny.is_some())
    })
}

/// Writes the lints of a policy down as known; errors are shown as ever.
fn write_baseline(args: &CheckArgs, path: &Path, terminal: &Terminal) -> Result<Verdict, Fault> {
    let mut unchecked = read(&args.policy)?;
    unchecked.forget_baseline();
    let policy = unchecked.into_policy();
    let count = baseline::write(path, &policy.findings, &policy.sources)?;
    let mut errors = Diagnostics::new();
    for finding in policy.findings.iter().filter(|it| !is_lint(it.code.0)) {
        errors.push(finding.clone());
    }
    show(&errors, &policy.sources, terminal);
    if terminal.format == Format::Text {
        let known = terminal.say("known from now on", "dikenal mulai sekarang");
        Terminal::print(&format!(
            "{}: {} {known}\n",
            shown(path),
            self::count(count, terminal)
        ));
    }
    Ok(verdict(&errors, false))
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
