//! `run.json`: what went in, with which settings, and what came out; times stand apart.

use std::path::Path;

use aturan::check::tree::Program;
use aturan::data::bind::Bound;
use schemars::JsonSchema;
use serde::Serialize;

use super::Fault;
use super::policy::shown;
use super::run::Inputs;
use super::verified::VerifiedReceipt;
use crate::io::dataset::DESCRIPTION;
use crate::io::read::FileReceipt;
use crate::io::write::Written;
use aturan::outcome::{DrawnTakeUp, MadeCurrent};

/// The receipt of a run. Two runs over the same inputs differ in `times` only.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Receipt {
    format_version: &'static str,
    tool: Tool,
    policy: PolicyReceipt,
    data: DataReceipt,
    evaluation_date: String,
    settings: Settings,
    inputs: Vec<InputReceipt>,
    /// Old answers that the policy makes current; absent where it makes none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    made_current: Vec<MadeCurrent>,
    /// Aids whose take-up is drawn; absent where none is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    take_up: Vec<DrawnTakeUp>,
    /// Field verification that came back; absent where none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<VerifiedReceipt>,
    outputs: Vec<OutputReceipt>,
    times: Times,
}

/// The tool that ran it.
#[derive(Debug, Serialize, JsonSchema)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// The policy that was run.
#[derive(Debug, Serialize, JsonSchema)]
struct PolicyReceipt {
    name: String,
    /// BLAKE3 of its texts.
    hash: String,
}

/// The data as described.
#[derive(Debug, Serialize, JsonSchema)]
struct DataReceipt {
    label: Option<String>,
    /// BLAKE3 of `dataset.toml`, where there is one.
    description: Option<String>,
}

/// The options that results hang on.
#[derive(Debug, Serialize, JsonSchema)]
struct Settings {
    strict: bool,
    show_personal: bool,
    /// Scenarios in the order in which they apply.
    scenarios: Vec<String>,
    /// What is set after them, as written.
    set: Vec<String>,
}

/// The rows of an entity. Read = evaluated + rejected + outside.
#[derive(Debug, Serialize, JsonSchema)]
struct InputReceipt {
    entity: String,
    files: Vec<InputFile>,
    read: u64,
    evaluated: u64,
    rejected: u64,
    /// Outside the universe of the policy, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    outside: Option<u64>,
}

/// A file that was read.
#[derive(Debug, Serialize, JsonSchema)]
struct InputFile {
    name: String,
    /// BLAKE3 of its bytes.
    hash: String,
    bytes: u64,
    rows: u64,
}

/// A file that was written.
#[derive(Debug, Serialize, JsonSchema)]
struct OutputReceipt {
    name: String,
    /// BLAKE3 of its bytes.
    hash: String,
    bytes: u64,
}

/// The clock: all that differs between two runs over the same inputs.
#[derive(Debug, Serialize, JsonSchema)]
struct Times {
    started: String,
    seconds: f64,
}

impl Receipt {
    pub(super) fn new(
        inputs: &Inputs<'_>,
        bound: &Bound,
        files: &[FileReceipt],
        (made_current, take_up): (&[MadeCurrent], &[DrawnTakeUp]),
        outputs: &[Written],
    ) -> Result<Self, Fault> {
        let args = inputs.args;
        Ok(Self {
            format_version: "1.0",
            tool: Tool {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
            },
            policy: PolicyReceipt {
                name: inputs.program.name.clone(),
                hash: inputs.policy_hash.clone(),
            },
            data: DataReceipt {
                label: inputs.data_label.clone(),
                description: description(&args.data)?,
            },
            evaluation_date: inputs.date.to_string(),
            settings: Settings {
                strict: args.strict,
                show_personal: args.show_personal,
                scenarios: args.what_if.scenarios.clone(),
                set: args.what_if.settings.clone(),
            },
            inputs: rows(inputs.program, bound, files),
            made_current: made_current.to_vec(),
            take_up: take_up.to_vec(),
            verified: inputs.given.receipt(bound),
            outputs: outputs.iter().map(output).collect(),
            times: Times {
                started: inputs.started.to_string(),
                seconds: inputs.clock.elapsed().as_secs_f64(),
            },
        })
    }
}

fn description(folder: &Path) -> Result<Option<String>, Fault> {
    let path = folder.join(DESCRIPTION);
    if !path.exists() {
        return Ok(None);
    }
    let bytes = std::fs::read(&path)
        .map_err(|error| Fault::new(format!("cannot read `{}`: {error}", shown(&path))))?;
    Ok(Some(blake3::hash(&bytes).to_hex().to_string()))
}

fn rows(program: &Program, bound: &Bound, files: &[FileReceipt]) -> Vec<InputReceipt> {
    let entities = program.declared().zip(&bound.counts);
    entities
        .map(|((entity, id), counts)| InputReceipt {
            entity: entity.about.name.clone(),
            files: files
                .iter()
                .filter(|file| file.entity == id)
                .map(|file| InputFile {
                    name: file.name.clone(),
                    hash: file.hash.clone(),
                    bytes: file.bytes,
                    rows: file.rows,
                })
                .collect(),
            read: counts.read,
            evaluated: counts.evaluated,
            rejected: counts.rejected,
            outside: Some(counts.outside).filter(|count| *count > 0),
        })
        .collect()
}

fn output(file: &Written) -> OutputReceipt {
    OutputReceipt {
        name: file.name.clone(),
        hash: file.hash.clone(),
        bytes: file.bytes,
    }
}
