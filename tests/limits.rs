//! What a run may take, what it leaves when it is stopped, and rows that come from the standard input.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::Desk;

#[test]
fn a_run_that_would_need_too_much_is_refused_at_the_start() {
    let desk = Desk::glance();
    let done = desk.run(&["--memory-limit", "1M"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert!(done.err.contains("data::memory_limit"), "{}", done.err);
    assert!(done.err.contains("1 MiB"), "{}", done.err);
    assert!(!desk.path("out").exists(), "nothing is written");
    assert_eq!(done.out, "");
    let done = desk.run(&["--memory-limit", "2G"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let done = desk.run(&["--memory-limit", "much"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert!(done.err.contains("`800M` or `4G`"), "{}", done.err);
}

#[test]
fn other_commands_keep_to_it() {
    let desk = Desk::glance();
    for command in ["simulate", "sweep"] {
        let more: &[&str] = match command {
            "simulate" => &["--set", "poverty_line = poverty_line * 110%"],
            _ => &["poverty_line = poverty_line * 90% .. 110% step 10%"],
        };
        let base = [command, "policy.aturan"];
        let data = ["--data", "data", "--memory-limit", "1M"];
        let words: Vec<&str> = base.iter().chain(more).chain(&data).copied().collect();
        let done = desk.aturan(&words);
        assert_eq!(done.code, Some(2), "{command}: {}", done.err);
        assert!(done.err.contains("data::memory_limit"), "{}", done.err);
    }
}

#[test]
fn the_configuration_may_set_the_limit() {
    let desk = Desk::glance();
    desk.write("aturan.toml", "memory_limit = \"1M\"\n");
    let done = desk.run(&[]);
    assert!(done.err.contains("data::memory_limit"), "{}", done.err);
    let done = desk.run(&["--memory-limit", "2G"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    desk.write("aturan.toml", "memory_limit = 4\n");
    let done = desk.run(&[]);
    assert!(done.err.contains("config::wrong_value"), "{}", done.err);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_says_so() {
    use std::io::Read as _;
    use std::process::{Command, Stdio};

    let desk = Desk::glance();
    // A pipe that nobody writes to: the run waits for its rows.
    std::fs::remove_file(desk.path("data/member.csv")).unwrap();
    let made = Command::new("mkfifo")
        .arg(desk.path("data/member.csv"))
        .status();
    assert!(made.unwrap().success());
    let mut run = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .env("ATURAN_LANGUAGE", "en")
        .args(["run", "policy.aturan", "--data", "data"])
        .current_dir(desk.path(""))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let asked = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(asked.unwrap().success());
    assert_eq!(run.wait().unwrap().code(), Some(130));
    let mut said = String::new();
    run.stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(said.contains("stopped"), "{said}");
    assert!(!desk.path("out").exists());
}

#[test]
fn rows_may_come_from_the_standard_input() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let desk = Desk::glance();
    let whole = desk.run(&[]);
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    let families = desk.read("out/family.csv");
    let members = desk.read("data/member.csv");
    desk.edit("data/dataset.toml", "\"member.csv\"", "\"-\"");
    let mut run = Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(["run", "policy.aturan", "--data", "data", "--out", "piped"])
        .args(["--out-format", "csv"])
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let packed = zstd::stream::encode_all(members.as_bytes(), 3).unwrap();
    run.stdin.take().unwrap().write_all(&packed).unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(0));
    assert_eq!(desk.read("piped/family.csv"), families);
    let done = desk.aturan(&["run", "policy.aturan", "--data", "-"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert!(done.err.contains("data::standard_input"), "{}", done.err);
}
