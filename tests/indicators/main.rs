//! Figures over the population as a user gets them: a policy and a few rows in, `summary.json` out.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

mod assertions;
mod measures;
mod multidimensional;
mod places;
mod poverty;
mod sampling;

use std::fs;
use std::process::Command;

use serde_json::Value;

/// What `aturan run` did with a policy over tables of CSV.
struct Ran {
    summary: Value,
    terminal: String,
}

fn run(policy: &str, tables: &[(&str, &str)]) -> Ran {
    let (ran, status, errors) = ran(policy, tables);
    assert_eq!(status, Some(0), "{errors}");
    ran
}

/// The same with the exit status and what stands on the error stream.
fn ran(policy: &str, tables: &[(&str, &str)]) -> (Ran, Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("data")).unwrap();
    for (name, rows) in tables {
        fs::write(path(&format!("data/{name}.csv")), rows).unwrap();
    }
    fs::write(path("policy.aturan"), policy).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(["run", "policy.aturan", "--data", "data", "--out", "out"])
        .args(["--on", "2024-01-01", "--language", "en", "--color", "never"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    let summary = fs::read_to_string(path("out/summary.json")).unwrap_or_else(|_| errors.clone());
    let ran = Ran {
        summary: serde_json::from_str(&summary).unwrap(),
        terminal: String::from_utf8_lossy(&done.stdout).into_owned(),
    };
    (ran, done.status.code(), errors)
}

impl Ran {
    fn indicator(&self, name: &str) -> &Value {
        let all = self.summary["indicators"].as_array().unwrap();
        all.iter().find(|it| it["name"] == name).unwrap()
    }

    /// As decided, over all rows; `null` where it is undefined.
    fn total(&self, name: &str) -> &str {
        let figure = &self.indicator(name)["total"]["decided"];
        figure.as_str().unwrap_or("null")
    }

    /// Lowest and highest, over all rows.
    fn bounds(&self, name: &str) -> (&str, &str) {
        let total = &self.indicator(name)["total"];
        let end = |end: &str| total[end].as_str().unwrap_or("null");
        (end("lowest"), end("highest"))
    }

    /// Keys and figures of the groups.
    fn groups(&self, name: &str) -> Vec<(String, String)> {
        let groups = self.indicator(name)["groups"].as_array().unwrap();
        let shown = |group: &Value| {
            let keys: Vec<&str> = group["keys"]
                .as_array()
                .unwrap()
                .iter()
                .map(|key| key.as_str().unwrap())
                .collect();
            let figure = group["decided"].as_str().unwrap_or("null");
            (keys.join(" "), figure.to_owned())
        };
        groups.iter().map(shown).collect()
    }
}
