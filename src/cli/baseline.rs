//! The baseline: lints that a policy had when it took up the tool. They are counted, new ones are shown.

use std::collections::BTreeMap;
use std::path::Path;

use aturan::diagnostic::Diagnostics;
use aturan::diagnostic::levels::{Known, known};
use aturan::source::SourceMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fault;
use super::policy::shown;

/// The version of the form.
const VERSION: &str = "1.0";

/// The file as it is written.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    format_version: String,
    findings: Vec<FormFinding>,
}

/// A finding that is known, as often as is said.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FormFinding {
    file: String,
    code: String,
    message: String,
    count: usize,
}

/// The findings that a baseline knows; else why it cannot be read.
pub(super) fn read(path: &Path) -> Result<BTreeMap<Known, usize>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let form: Form = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if form.format_version != VERSION {
        return Err(format!(
            "its form is `{}`, not `{VERSION}`",
            form.format_version
        ));
    }
    let all = form.findings.into_iter();
    Ok(all
        .map(|it| ((it.file, it.code, it.message), it.count))
        .collect())
}

/// Writes the lints among the findings as a baseline; gives their number.
pub(super) fn write(
    path: &Path,
    findings: &Diagnostics,
    sources: &SourceMap,
) -> Result<usize, Fault> {
    let mut counts: BTreeMap<Known, usize> = BTreeMap::new();
    for it in findings.iter().filter_map(|it| known(it, sources)) {
        *counts.entry(it).or_default() += 1;
    }
    let total = counts.values().sum();
    let findings = counts
        .into_iter()
        .map(|((file, code, message), count)| FormFinding {
            file,
            code,
            message,
            count,
        });
    let form = Form {
        format_version: VERSION.to_owned(),
        findings: findings.collect(),
    };
    // Our own structures always have a JSON form.
    let text = serde_json::to_string_pretty(&form).unwrap_or_default();
    std::fs::write(path, text + "\n")
        .map_err(|error| Fault::new(format!("cannot write `{}`: {error}", shown(path))))?;
    Ok(total)
}
