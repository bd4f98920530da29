//! `aturan check --fix`: what the findings themselves know to mend, written into the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aturan::diagnostic::{Diagnostic, Fix};
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::Serialize;
use similar::TextDiff;

use super::Fault;
use super::load::{Drafts, Policy, read_with};
use super::policy::{read_layer, shown};
use super::replace::replace;

/// How often a policy is mended and checked anew; each round brings to light what stood behind a mistake.
const ROUNDS: usize = 30;

/// Lines shown before and after a change.
const CONTEXT: usize = 3;

/// A file that was mended, or would be.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Mended {
    /// The file.
    pub(super) file: String,
    /// How many findings were mended in it.
    pub(super) findings: usize,
    /// The change, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) diff: Option<String>,
}

/// Mends the files of a policy, not those of the layers it extends; gives the policy as it is then.
///
/// With `preview` no file is written.
pub(super) fn mend(path: &Path, preview: bool) -> Result<(Policy, Vec<Mended>), Fault> {
    let own: BTreeMap<String, String> = read_layer(path)?.files.into_iter().collect();
    let mut drafts = Drafts::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::from([drafts.clone()]);
    let mut policy = read_with(path, &drafts)?.into_policy();
    for _ in 0..ROUNDS {
        let round = Round::of(&policy, &own);
        if round.edits.is_empty() {
            break;
        }
        let next = round.drafts(&policy.sources, &drafts);
        // What comes back to a text that was there before would go round for ever.
        if !seen.insert(next.clone()) {
            break;
        }
        for (file, count) in round.counts {
            *counts.entry(file).or_default() += count;
        }
        drafts = next;
        policy = read_with(path, &drafts)?.into_policy();
    }
    let mut mended = Vec::new();
    for (file, new) in &drafts {
        let old = own.get(file).map_or("", String::as_str);
        if old == new {
            continue;
        }
        if !preview {
            replace(Path::new(file), new)
                .map_err(|error| Fault::new(format!("cannot write `{file}`: {error}")))?;
        }
        mended.push(Mended {
            file: shown(Path::new(file)),
            findings: counts.get(file).copied().unwrap_or_default(),
            diff: preview.then(|| diff(file, old, new)),
        });
    }
    Ok((policy, mended))
}

/// The mendings of one round that do not get in each other's way.
#[derive(Default)]
struct Round {
    edits: Vec<Fix>,
    counts: BTreeMap<String, usize>,
}

impl Round {
    fn of(policy: &Policy, own: &BTreeMap<String, String>) -> Self {
        let mut it = Self::default();
        for finding in policy.findings.sorted() {
            let file = file_of(finding, &policy.sources);
            if let Some(file) = file.filter(|file| own.contains_key(*file))
                && !finding.fixes.iter().any(|fix| it.touches(fix))
            {
                it.edits.extend(finding.fixes.iter().cloned());
                *it.counts.entry(file.to_owned()).or_default() += 1;
            }
        }
        it
    }

    /// Whether a mending meets one that was taken already.
    fn touches(&self, fix: &Fix) -> bool {
        let meets = |it: &Fix| it.span.start <= fix.span.end && fix.span.start <= it.span.end;
        self.edits.iter().any(meets)
    }

    /// The texts with the mendings in them.
    fn drafts(&self, sources: &SourceMap, before: &Drafts) -> Drafts {
        let mut drafts = before.clone();
        let mut edits: Vec<&Fix> = self.edits.iter().collect();
        // From the end, so that the places of the others stay.
        edits.sort_by_key(|fix| std::cmp::Reverse(fix.span));
        for fix in edits {
            let Some(file) = sources.file_at(fix.span.start) else {
                continue;
            };
            let text = drafts
                .entry(file.name.clone())
                .or_insert_with(|| file.text.clone());
            let at = |offset: u32| (offset - file.base) as usize;
            let range = at(fix.span.start)..at(fix.span.end);
            if text.get(range.clone()).is_some() {
                text.replace_range(range, &fix.replacement);
            }
        }
        drafts
    }
}

/// The one file that all mendings of a finding are in; `None` where there is none to do.
fn file_of<'a>(finding: &Diagnostic, sources: &'a SourceMap) -> Option<&'a str> {
    let mut files = finding
        .fixes
        .iter()
        .map(|fix| sources.file_at(fix.span.start).map(|it| it.name.as_str()));
    let first = files.next()??;
    files.all(|it| it == Some(first)).then_some(first)
}

fn diff(name: &str, old: &str, new: &str) -> String {
    let names = (format!("a/{name}"), format!("b/{name}"));
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(CONTEXT)
        .header(&names.0, &names.1)
        .to_string()
}
