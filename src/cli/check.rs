//! `aturan check`: all findings of a policy in one run.

use super::findings::{show_with, verdict};
use super::load::load_varied;
use super::prove::{self, JsonProof};
use super::terminal::Terminal;
use super::{CheckArgs, Fault, Format, Verdict, today};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Verdict, Fault> {
    let mut policy = load_varied(&args.policy, &args.what_if)?;
    if let (Some(checked), Some(day)) = (&policy.checked, args.on) {
        policy.findings.append(aturan::check::dates(checked, day));
    }
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
}
