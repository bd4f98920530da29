//! The files of `examples/ci`: the workflow is sound YAML, and the commands in it and in the hook run.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

#[expect(dead_code, reason = "another test runs policies over data")]
mod command;

use std::path::Path;
use std::process::{Command, Output};

use command::Desk;
use yaml_rust2::{Yaml, YamlLoader};

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/ci")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

fn workflow() -> Yaml {
    let mut all = YamlLoader::load_from_str(&example("policy.yml")).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Its keys are those that steps have, and each action names its version.
#[test]
fn the_workflow_is_one_that_github_takes() {
    let workflow = workflow();
    assert!(workflow["name"].as_str().is_some());
    let on = workflow["on"].as_hash().unwrap();
    assert!(on.contains_key(&Yaml::String("pull_request".to_owned())));
    assert_eq!(workflow["permissions"]["contents"].as_str(), Some("read"));
    for (name, job) in workflow["jobs"].as_hash().unwrap() {
        assert!(job["runs-on"].as_str().is_some(), "{name:?}");
        for step in job["steps"].as_vec().unwrap() {
            let (uses, run) = (step["uses"].as_str(), step["run"].as_str());
            assert!(uses.is_some() != run.is_some(), "one of both: {step:?}");
            assert!(uses.is_none_or(|it| it.contains("@v")), "{step:?}");
            for (key, _) in step.as_hash().unwrap() {
                let key = key.as_str().unwrap();
                assert!(
                    ["name", "id", "if", "uses", "with", "run"].contains(&key),
                    "{key}"
                );
            }
        }
    }
}

/// Each step of a job that runs commands: its name and the commands.
fn steps(job: &str) -> Vec<(String, String)> {
    let workflow = workflow();
    let steps = workflow["jobs"][job]["steps"].as_vec().unwrap().clone();
    let named = |it: &Yaml| {
        let name = it["name"].as_str()?;
        Some((name.to_owned(), it["run"].as_str()?.to_owned()))
    };
    steps.iter().filter_map(named).collect()
}

/// A repository with the policy at a glance under `policies/city` and its data under `data/sample`.
fn repository() -> Desk {
    let desk = Desk::glance();
    std::fs::create_dir_all(desk.path("policies/city")).unwrap();
    std::fs::rename(
        desk.path("policy.aturan"),
        desk.path("policies/city/city.aturan"),
    )
    .unwrap();
    std::fs::rename(desk.path("data"), desk.path("sample")).unwrap();
    std::fs::create_dir(desk.path("data")).unwrap();
    std::fs::rename(desk.path("sample"), desk.path("data/sample")).unwrap();
    shell(
        &desk,
        "git init -q -b main && git add . && git commit -q -m first",
    );
    desk
}

/// Runs commands as a step of the workflow does, the tool on the path.
fn shell(desk: &Desk, commands: &str) -> Output {
    let tool = Path::new(env!("CARGO_BIN_EXE_aturan")).parent().unwrap();
    let path = format!("{}:{}", tool.display(), std::env::var("PATH").unwrap());
    let workflow = workflow();
    let of = |name: &str| workflow["env"][name].as_str().unwrap().to_owned();
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", commands])
        .env("PATH", path)
        .env("POLICY", of("POLICY"))
        .env("DATA", of("DATA"))
        .env("BASE", "main")
        .env("ATURAN_LANGUAGE", "en")
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_COMMITTER_NAME", "a")])
        .envs([
            ("GIT_AUTHOR_EMAIL", "a@example.org"),
            ("GIT_COMMITTER_EMAIL", "a@example.org"),
        ])
        .current_dir(desk.path(""))
        .output()
        .unwrap()
}

fn said(done: &Output) -> String {
    let both = [done.stdout.as_slice(), done.stderr.as_slice()].concat();
    String::from_utf8(both).unwrap()
}

#[test]
fn every_command_of_the_workflow_runs_over_a_sound_policy() {
    let desk = repository();
    let mut ran = 0;
    for job in ["check", "diff"] {
        for (name, commands) in steps(job) {
            // The network is not there: what installs the tool and what writes the comment.
            if commands.starts_with("cargo install") || commands.starts_with("gh ") {
                continue;
            }
            assert!(
                commands.starts_with("aturan "),
                "{name} is not tried: {commands}"
            );
            // The little policy has fewer tests than a city's should have.
            let commands = commands.replace("--threshold 80", "--threshold 20");
            let done = shell(&desk, &commands);
            assert!(done.status.success(), "{name}: {}", said(&done));
            ran += 1;
        }
    }
    assert_eq!(ran, 5);
    assert!(desk.read("aturan.sarif").contains("\"2.1.0\""));
    assert!(desk.read("diff.md").contains("no change in meaning"));
}

#[test]
fn the_workflow_fails_on_what_it_is_for() {
    let desk = repository();
    let find = |job: &str, name: &str| steps(job).into_iter().find(|it| it.0 == name).unwrap().1;
    desk.edit(
        "policies/city/city.aturan",
        "  currency IDR",
        "  currency   IDR",
    );
    assert!(!shell(&desk, &find("check", "Layout")).status.success());
    desk.edit(
        "policies/city/city.aturan",
        "expenditure / size",
        "expenditur / size",
    );
    let done = shell(&desk, &find("check", "Mistakes"));
    assert_eq!(done.status.code(), Some(1));
    assert!(said(&done).contains("::error file=policies/city/city.aturan,line="));
    desk.edit(
        "policies/city/city.aturan",
        "expenditur / size",
        "expenditure / size",
    );
    desk.edit("policies/city/city.aturan", "Rp 596_184", "Rp 1_000");
    let diff = find("diff", "What changes, and whom it moves").replace("1_000'", "0'");
    assert_eq!(shell(&desk, &diff).status.code(), Some(1));
    assert!(
        desk.read("diff.md").contains("poverty_line"),
        "the comment is there all the same"
    );
}

#[test]
fn the_hook_holds_back_what_is_not_sound() {
    let desk = repository();
    desk.write(".git/hooks/pre-commit", example("pre-commit"));
    let made = shell(&desk, "chmod +x .git/hooks/pre-commit");
    assert!(made.status.success());
    let commit = "git add . && git commit -q -m change";
    desk.edit("policies/city/city.aturan", "Rp 596_184", "Rp 600_000");
    let done = shell(&desk, commit);
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains("aturan: policies/city"));
    desk.edit(
        "policies/city/city.aturan",
        "expenditure / size",
        "expenditur / size",
    );
    let done = shell(&desk, commit);
    assert!(!done.status.success());
    assert!(said(&done).contains("expenditur"), "{}", said(&done));
    let status = said(&shell(&desk, "git log --oneline"));
    assert_eq!(status.lines().count(), 2, "{status}");
}
