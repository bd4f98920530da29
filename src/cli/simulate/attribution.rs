//! How much each of several edits contributes: the policy under every subset of them.

use aturan::Checked;
use aturan::diagnostic::Diagnostics;
use aturan::number::Date;
use aturan::resolve::{Edit, Variation};
use aturan::simulate::{Attribution, EDITS, attribute, figures};

use super::super::bench::{Bench, Evaluation};
use super::super::load::Unchecked;
use super::super::progress::Progress;
use super::super::{Fault, session};

/// The edits of a variation, and the policy under every subset of them but none and all.
pub(super) struct Parts {
    names: Vec<String>,
    /// By the bits of their places, from 1.
    pub(super) checked: Vec<Checked>,
}

/// Takes a variation apart; `None` where it is one edit alone, or has an error that is told elsewhere.
pub(super) fn parts(
    name: &str,
    unchecked: &mut Unchecked,
    variation: &Variation,
    date: Date,
) -> Result<Option<Parts>, Fault> {
    let edits = unchecked.edits(variation);
    if edits.len() > EDITS {
        return Err(Fault::new(format!(
            "`{name}` makes {} edits; contributions are told apart for at most {EDITS}",
            edits.len()
        ))
        .with_help("put edits that belong together into a scenario each, and join these: `a+b`"));
    }
    if edits.len() < 2 {
        return Ok(None);
    }
    let names: Vec<String> = edits.iter().map(|it| words(unchecked, it)).collect();
    let mut checked = Vec::new();
    for subset in 1..(1_usize << edits.len()) - 1 {
        let kept: Vec<&Edit> = edits
            .iter()
            .enumerate()
            .filter(|(place, _)| subset >> place & 1 == 1)
            .map(|(_, edit)| edit)
            .collect();
        match session::varied_by(unchecked, variation, &kept, date) {
            Some(part) => checked.push(part),
            None => return Err(inseparable(name, &names, subset)),
        }
    }
    Ok(Some(Parts { names, checked }))
}

/// What a variation changes, an edit a line.
pub(super) fn edits(unchecked: &Unchecked, variation: &Variation) -> Vec<String> {
    let edits = unchecked.edits(variation);
    edits.iter().map(|it| words(unchecked, it)).collect()
}

/// The first line of an edit, its spaces as one.
fn words(unchecked: &Unchecked, edit: &Edit) -> String {
    let text = unchecked.sources.text(edit.span);
    let line = text.lines().next().unwrap_or_default();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn inseparable(name: &str, names: &[String], subset: usize) -> Fault {
    let without: Vec<String> = names
        .iter()
        .enumerate()
        .filter(|(place, _)| subset >> place & 1 == 0)
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    Fault::new(format!(
        "the contributions to `{name}` cannot be told apart: without {} the rest does not hold",
        without.join(" and ")
    ))
    .with_help("put edits that need each other into one scenario, or leave out `--attribute`")
}

impl Parts {
    /// Evaluates the subsets and attributes the change.
    pub(super) fn attribute(
        &self,
        bench: &mut Bench<'_>,
        (before, after): (&Evaluation, &Evaluation),
        progress: &Progress,
    ) -> Result<Attribution, Diagnostics> {
        let mut subsets = vec![figures(&before.summary)];
        for part in &self.checked {
            progress.step(&self.names.join(", "));
            subsets.push(figures(&bench.evaluate(part)?.summary));
        }
        subsets.push(figures(&after.summary));
        Ok(attribute(self.names.clone(), &subsets))
    }
}
