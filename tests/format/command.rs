//! `aturan fmt` as a user runs it.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::texts::root;

const MESSY: &str = "define a   of family = 1\n";
const TIDY: &str = "define a of family = 1\n";
const BROKEN: &str = "define a   of family = = 1\n";

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aturan"));
    command
        .args(["--language", "en", "--color", "never", "fmt"])
        .current_dir(folder);
    command
}

fn fmt(folder: &Path, arguments: &[&str]) -> Output {
    command(folder).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A folder with a messy, a tidy and a broken text.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("messy", MESSY), ("tidy", TIDY), ("broken", BROKEN)] {
        fs::write(folder.path().join(format!("{name}.aturan")), text).unwrap();
    }
    folder
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn files_are_written_in_place_and_broken_ones_left_alone() {
    let folder = folder();
    let done = fmt(folder.path(), &["."]);
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(stdout(&done), "formatted ./messy.aturan\n");
    let notes = String::from_utf8_lossy(&done.stderr);
    assert!(
        notes.contains("broken.aturan") && notes.contains("syntax::"),
        "{notes}"
    );
    assert!(
        notes.ends_with("1 formatted, 1 as they were, 1 left alone because of errors\n"),
        "{notes}"
    );
    assert_eq!(text(folder.path(), "messy.aturan"), TIDY);
    assert_eq!(text(folder.path(), "broken.aturan"), BROKEN);
    let again = fmt(folder.path(), &["messy.aturan", "tidy.aturan", "--check"]);
    assert!(again.status.success());
    assert_eq!(stdout(&again), "");
}

#[test]
fn check_and_diff_write_nothing() {
    let folder = folder();
    let checked = fmt(folder.path(), &["messy.aturan", "--check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(stdout(&checked), "would change messy.aturan\n");
    let differs = fmt(folder.path(), &["messy.aturan", "--diff"]);
    assert_eq!(differs.status.code(), Some(1));
    let wanted = "\
--- a/messy.aturan
+++ b/messy.aturan
@@ -1 +1 @@
-define a   of family = 1
+define a of family = 1
";
    assert_eq!(stdout(&differs), wanted);
    assert_eq!(text(folder.path(), "messy.aturan"), MESSY);
    assert!(
        fmt(folder.path(), &["tidy.aturan", "--diff"])
            .status
            .success()
    );
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], text: &str| {
        let mut child = command(folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        child.wait_with_output().unwrap()
    };
    let done = run(&["-"], MESSY);
    assert_eq!(
        (done.status.code(), stdout(&done).as_str()),
        (Some(0), TIDY)
    );
    let done = run(&["-", "--to", "id"], MESSY);
    assert_eq!(stdout(&done), "definisi a untuk family = 1\n");
    let done = run(&["-", "--check"], MESSY);
    assert_eq!(
        (done.status.code(), stdout(&done).as_str()),
        (Some(1), "would change stdin\n")
    );
    let done = run(&["-"], BROKEN);
    assert_eq!((done.status.code(), stdout(&done).as_str()), (Some(1), ""));
    let done = run(&["-", "a.aturan"], MESSY);
    assert_eq!(done.status.code(), Some(2));
}

#[test]
fn json_says_what_became_of_each_file() {
    let folder = folder();
    let done = fmt(folder.path(), &[".", "--check", "--format", "json"]);
    assert_eq!(done.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_str(&stdout(&done)).unwrap();
    let outcomes: Vec<_> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["outcome"])
        .collect();
    assert_eq!(outcomes, ["unreadable", "changed", "unchanged"]);
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn the_policies_of_the_project_stand_formatted() {
    let done = fmt(root(), &["policies", "examples", "--check"]);
    assert_eq!(stdout(&done), "");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// Everything a run writes but its receipt, which holds times and the hash of the policy's text.
fn results(folder: &Path, policy: &str) -> Vec<(String, Vec<u8>)> {
    let out = folder.join(format!("out of {policy}"));
    let done = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(["run", policy, "--out-format", "csv", "--quiet", "--data"])
        .arg(root().join("examples/glance"))
        .arg("--out")
        .arg(&out)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let mut all: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .flatten()
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .filter(|(name, _)| name != "run.json")
        .collect();
    all.sort();
    all
}

#[test]
fn a_policy_gives_the_same_results_in_indonesian() {
    let folder = tempfile::tempdir().unwrap();
    let english = fs::read_to_string(root().join("examples/glance/glance.aturan")).unwrap();
    for name in ["english", "indonesian"] {
        let policy = folder.path().join(name);
        fs::create_dir(&policy).unwrap();
        fs::write(policy.join("glance.aturan"), &english).unwrap();
    }
    assert!(
        fmt(folder.path(), &["indonesian", "--to", "id"])
            .status
            .success()
    );
    let indonesian = text(folder.path(), "indonesian/glance.aturan");
    assert!(indonesian.contains("bantuan pkh") && !indonesian.contains("\naid "));
    let found = results(folder.path(), "indonesian");
    assert!(found.len() > 3);
    assert_eq!(found, results(folder.path(), "english"));
    assert!(
        fmt(folder.path(), &["indonesian", "--to", "en"])
            .status
            .success()
    );
    assert_eq!(text(folder.path(), "indonesian/glance.aturan"), english);
}
