//! `aturan new`: what it makes checks, tests and runs at once, in either language; nothing is overwritten.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Exit status and all that was printed.
fn aturan(folder: &Path, language: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(arguments)
        .args(["--language", language, "--color", "never"])
        .current_dir(folder)
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(printed).unwrap())
}

#[test]
fn a_new_policy_checks_tests_and_runs() {
    for (language, keyword, passed) in [
        ("en", "entity village", "7 passed, 0 failed"),
        ("id", "entitas village", "7 lulus, 0 gagal"),
    ] {
        let desk = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| aturan(desk.path(), language, arguments);
        assert_eq!(run(&["new", "bantuan"]).0, Some(0));
        let text = fs::read_to_string(desk.path().join("bantuan/policy.aturan")).unwrap();
        assert!(text.contains(keyword), "{text}");
        assert_eq!(text.contains("illustrative"), language == "en", "{text}");
        for steps in [
            &[
                "check",
                "bantuan",
                "--on",
                "2023-11-30",
                "--deny",
                "warnings",
            ][..],
            &["fmt", "bantuan", "--check"],
            &["run", "bantuan", "--data", "bantuan/data"],
            &[
                "simulate",
                "bantuan",
                "--data",
                "bantuan/data",
                "--scenario",
                "line_up_10",
            ],
            &["explain", "bantuan", "--data", "bantuan/data", "F03"],
        ] {
            let (code, printed) = run(steps);
            assert_eq!(code, Some(0), "{steps:?}: {printed}");
        }
        let inside = desk.path().join("bantuan");
        for steps in [
            &["check"][..],
            &["test"],
            &["run"],
            &["explain", "F03"],
            &["explain", "F03", "rice"],
            &["simulate", "--scenario", "line_up_10"],
        ] {
            let (code, printed) = aturan(&inside, language, steps);
            assert_eq!(code, Some(0), "{steps:?}: {printed}");
        }
        let (code, printed) = run(&["test", "bantuan", "--coverage", "--threshold", "100"]);
        assert_eq!(code, Some(0), "{printed}");
        assert!(printed.contains(passed), "{printed}");
    }
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let desk = tempfile::tempdir().unwrap();
    fs::create_dir(desk.path().join("mine")).unwrap();
    fs::write(desk.path().join("mine/notes.txt"), "x").unwrap();
    let (code, printed) = aturan(desk.path(), "en", &["new", "mine"]);
    assert_eq!(code, Some(2));
    assert!(
        printed.contains("`mine` is there already and not empty"),
        "{printed}"
    );
    assert_eq!(fs::read_dir(desk.path().join("mine")).unwrap().count(), 1);
}

#[test]
fn a_folder_that_is_no_name_is_refused_with_one_that_is() {
    let desk = tempfile::tempdir().unwrap();
    let (code, printed) = aturan(desk.path(), "en", &["new", "bantuan-beras 2024"]);
    assert_eq!(code, Some(2));
    assert!(
        printed.contains("`aturan new bantuan_beras_2024`"),
        "{printed}"
    );
    assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 0);
}
