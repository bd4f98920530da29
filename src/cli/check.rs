//! `aturan check`: all findings of a policy in one run, and with `--fix` the mending of them.

<<<<<<< HEAD
use super::findings::{show_checked, verdict};
use super::fix::{Mended, mend};
=======
use super::findings::{show_with, verdict};
>>>>>>> main
use super::load::load_varied;
use super::prove::{self, JsonProof};
use super::terminal::Terminal;
<<<<<<< HEAD
use super::{CheckArgs, Fault, Format, Verdict};
=======
use super::{CheckArgs, Fault, Format, Verdict, today};
>>>>>>> main

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
<<<<<<< HEAD
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
=======
    let mut proved: Option<JsonProof> = None;
    if let (Some(checked), true) = (&policy.checked, args.prove) {
        let day = args.on.or_else(today).ok_or_else(|| {
            Fault::new("the clock gives no date").with_help("name one with `--on`")
        })?;
        let proof = aturan::prove::prove(checked, day);
        proved = Some(prove::to_json(
            &proof,
            day,
            &policy.sources,
            terminal.language,
        ));
        policy.findings.append(proof.findings);
    }
    show_with(&policy.findings, &policy.sources, terminal, proved.as_ref());
    if let Some(proof) = &proved
        && terminal.format == Format::Text
    {
        Terminal::note(&prove::text(proof, terminal));
    }
    Ok(verdict(&policy.findings, args.deny.is_some()))
>>>>>>> main
}
