//! Each lint on the example of its page: it warns, is switched off, denied, allowed in the text with a
//! reason, and known by a baseline.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "another test runs policies over data")]
mod command;

use aturan::diagnostic::{catalogue, pages};
use command::Desk;
use serde_json::Value;

/// What says that an allowance is of no use cannot be allowed itself.
const NEVER_ALLOWED: &str = "lint::unused_allow";

/// The lines on which a lint is raised, and how the check ends.
fn raised(desk: &Desk, code: &str, toml: &str, policy: &str) -> (Vec<usize>, Option<i32>) {
    desk.write("aturan.toml", toml);
    desk.write("p.aturan", policy);
    let done = desk.aturan(&["check", "p.aturan", "--format", "json"]);
    let json: Value = serde_json::from_str(&done.out).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let own = findings.iter().filter(|it| it["code"] == code);
    let lines = own.map(|it| it["places"][0]["line"].as_u64().unwrap());
    let lines = lines.map(|line| usize::try_from(line).unwrap()).collect();
    (lines, done.code)
}

/// The policy with a line after the first of the declaration that a line belongs to, or after its last.
fn with_line(policy: &str, line: usize, added: &str, is_first: bool) -> String {
    let mut lines: Vec<&str> = policy.lines().collect();
    let begins = |at: &usize| lines[*at].starts_with(char::is_alphabetic);
    let start = (0..line).rev().find(begins).unwrap();
    let end = (start + 1..lines.len()).find(begins).unwrap_or(lines.len());
    let last = (start..end).rev().find(|at| !lines[*at].trim().is_empty());
    let at = if is_first { start } else { last.unwrap() };
    lines.insert(at + 1, added);
    lines.join("\n") + "\n"
}

#[test]
fn each_lint_has_its_levels_its_allowance_and_its_place_in_a_baseline() {
    let desk = Desk::glance();
    let mut wrong = Vec::new();
    let lints = catalogue::entries().filter(|it| it.code.starts_with("lint::"));
    for code in lints.map(|it| it.code) {
        let name = code.trim_start_matches("lint::");
        let page = pages::page(code).unwrap();
        let (_, example) = page.split_once("\n## Example\n").unwrap();
        let (_, example) = example.split_once("```aturan\n").unwrap();
        let (policy, _) = example.split_once("```").unwrap();
        let level = |level: &str| format!("[lints]\n{name} = \"{level}\"\n");
        let (lines, ended) = raised(&desk, code, &level("warn"), policy);
        if lines.is_empty() || ended != Some(0) {
            wrong.push(format!("{code} does not warn"));
            continue;
        }
        if !raised(&desk, code, &level("allow"), policy).0.is_empty() {
            wrong.push(format!("{code} is not switched off"));
        }
        if raised(&desk, code, &level("deny"), policy).1 != Some(1) {
            wrong.push(format!("{code} is not denied"));
        }
        let allow = format!("  allow {code} because \"contoh\"");
        let allowed = |is_first| {
            let policy = with_line(policy, lines[0], &allow, is_first);
            raised(&desk, code, &level("warn"), &policy).0.len() < lines.len()
        };
        if code != NEVER_ALLOWED && !allowed(false) && !allowed(true) {
            wrong.push(format!("{code} is not allowed"));
        }
        desk.write("aturan.toml", level("warn"));
        desk.write("p.aturan", policy);
        let kept = desk.aturan(&["check", "p.aturan", "--write-baseline", "known.json"]);
        assert_eq!(kept.code, Some(0), "{code}: {}", kept.err);
        let known = format!("baseline = \"known.json\"\n{}", level("deny"));
        if raised(&desk, code, &known, policy) != (Vec::new(), Some(0)) {
            wrong.push(format!("{code} is not known by the baseline"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
