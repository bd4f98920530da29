//! `aturan check`: all findings of a policy in one run, and with `--fix` the mending of them.

use super::findings::{Beside, show_beside, verdict};
use super::fix::{Mended, mend};
use super::load::load_varied;
use super::prove;
use super::terminal::Terminal;
use super::{CheckArgs, Fault, Format, Verdict, today};

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
