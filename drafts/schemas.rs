//! What programs read: every JSON output fits its schema in `docs/schemas`, the other forms their own rules.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

#[expect(dead_code, reason = "another test runs policies over data")]
mod command;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use command::Desk;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas")
}

fn schema(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("{name}.schema.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What is wrong with a value, a line each.
fn errors(name: &str, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema(name)).unwrap();
    let one = |it: jsonschema::ValidationError<'_>| format!("{}: {it}", it.instance_path());
    validator.iter_errors(value).map(one).collect()
}

fn assert_fits(name: &str, value: &Value, about: &str) {
    let wrong = errors(name, value);
    assert!(wrong.is_empty(), "{about} does not fit {name}:\n{}", wrong.join("\n"));
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Names of all schemas.
fn names() -> BTreeSet<String> {
    let files = std::fs::read_dir(folder()).unwrap().flatten();
    let names = files.filter_map(|it| it.file_name().into_string().ok());
    names.filter_map(|it| Some(it.strip_suffix(".schema.json")?.to_owned())).collect()
}

/// A desk with the policy at a glance, a changed copy, and one with mistakes.
fn desk() -> Desk {
    let desk = Desk::glance();
    let text = desk.read("policy.aturan");
    desk.write("new.aturan", text.replace("Rp 596_184", "Rp 655_802"));
    desk.write("wrong.aturan", text.replace("expenditure / size", "expenditur / size"));
    desk.write("untidy.aturan", text.replace("currency IDR", "currency   IDR"));
    let fails = "\ntest \"gagal\"\n  on 2023-06-01\n  family expenditure = Rp 1_600_000\n    member relation = head\n  expect size = 2\n";
    desk.write("failing.aturan", text + fails);
    desk
}

/// Each schema with the commands whose output it describes.
const OUTPUTS: &[(&str, &[&str])] = &[
    ("check", &["check", "policy.aturan"]),
    ("check", &["check", "wrong.aturan"]),
    ("fmt", &["fmt", "untidy.aturan", "policy.aturan", "--diff"]),
    ("fmt", &["fmt", "policy.aturan", "--check"]),
    ("test", &["test", "policy.aturan", "--coverage"]),
    ("test", &["test", "failing.aturan"]),
    ("summary", &["run", "policy.aturan", "--data", "data", "--out", "one"]),
    ("summary", &["run", "policy.aturan", "--data", "data", "--out", "two", "--scenario", "line_up_10", "--set", "pkh.quota = 1"]),
    ("explain", &["explain", "policy.aturan", "--data", "data", "KEY"]),
    ("explain", &["explain", "policy.aturan", "--data", "data", "KEY", "pkh", "--all"]),
    ("explain", &["explain", "policy.aturan", "--data", "data", "KEY", "welfare"]),
    ("simulate", &["simulate", "policy.aturan", "--data", "data", "--scenario", "line_up_10", "--set", "pkh.quota = 1"]),
    ("simulate", &["simulate", "policy.aturan", "--data", "data", "--out", "three"]),
    ("sweep", &["sweep", "policy.aturan", "poverty_line = poverty_line * 90% .. 110% step 10%", "--data", "data"]),
    ("solve", &["solve", "policy.aturan", "poverty_line", "--so-that", "pkh.granted <= 1", "--data", "data"]),
    ("compare", &["compare", "policy.aturan", "--from", "data", "--to", "data"]),
    ("diff", &["diff", "policy.aturan", "new.aturan"]),
    ("diff", &["diff", "policy.aturan", "new.aturan", "--data", "data", "--fail-if", "pkh.granted > 0"]),
];

#[test]
fn every_output_fits_its_schema() {
    let desk = desk();
    let family = desk.read("data/family.csv");
    let key = family.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let mut tried = BTreeSet::new();
    for (name, arguments) in OUTPUTS {
        let mut arguments: Vec<&str> = arguments
            .iter()
            .map(|it| if *it == "KEY" { key.as_str() } else { it })
            .collect();
        arguments.extend(["--format", "json"]);
        let done = desk.aturan(&arguments);
        assert!(matches!(done.code, Some(0 | 1)), "{arguments:?}: {}", done.err);
        let value = read(&done.out);
        assert_eq!(value["format_version"], "1.0", "{arguments:?}");
        assert_fits(name, &value, &arguments.join(" "));
        assert_closed(name, &value);
        tried.insert((*name).to_owned());
    }
    for run in ["one", "two"] {
        let receipt = read(&desk.read(&format!("{run}/run.json")));
        assert_fits("run", &receipt, run);
        assert_closed("run", &receipt);
        assert_fits("summary", &read(&desk.read(&format!("{run}/summary.json"))), run);
    }
    assert_fits("simulate", &read(&desk.read("three/simulation.json")), "simulation.json");
    tried.extend(["run", "sarif"].map(str::to_owned));
    assert_eq!(tried, names(), "a schema is for an output that is tried");
}

/// Holds that a schema says no to a key that it does not know, and to a missing one.
fn assert_closed(name: &str, value: &Value) {
    let mut more = value.clone();
    more["surplus"] = Value::Null;
    assert!(!errors(name, &more).is_empty(), "{name} takes any key");
    let mut less = value.clone();
    less.as_object_mut().unwrap().remove("format_version");
    assert!(!errors(name, &less).is_empty(), "{name} asks for no version");
}

#[test]
fn sarif_holds_what_code_scanning_reads() {
    let desk = desk();
    for arguments in [["check", "wrong.aturan"], ["test", "failing.aturan"], ["check", "policy.aturan"]] {
        let done = desk.aturan(&[&arguments[..], &["--format", "sarif"]].concat());
        let log = read(&done.out);
        assert_fits("sarif", &log, arguments[1]);
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let place = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[place]["id"], result["ruleId"], "the index leads to the rule");
        }
    }
}

#[test]
fn github_reads_a_command_in_every_line() {
    let desk = desk();
    let command = regex::Regex::new(
        r"^::(error|warning|notice) [a-zA-Z]+=[^,:]+(,[a-zA-Z]+=[^,:]+)*::.+$",
    )
    .unwrap();
    for arguments in [["check", "wrong.aturan"], ["test", "failing.aturan"]] {
        let done = desk.aturan(&[&arguments[..], &["--format", "github"]].concat());
        assert!(!done.out.is_empty());
        for line in done.out.lines() {
            assert!(command.is_match(line), "no workflow command: {line}");
        }
    }
}

#[test]
fn junit_is_sound_xml_whose_counts_are_right() {
    let desk = desk();
    for arguments in [["check", "wrong.aturan"], ["test", "failing.aturan"], ["test", "policy.aturan"]] {
        let done = desk.aturan(&[&arguments[..], &["--format", "junit"]].concat());
        let mut reader = quick_xml::Reader::from_str(&done.out);
        let (mut cases, mut failures, mut told, mut depth) = (0, 0, None, 0);
        loop {
            use quick_xml::events::Event;
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(it) | Event::Empty(it) if it.name().as_ref() == b"testsuite" => {
                    let count = |name: &str| -> u64 {
                        let value = it.try_get_attribute(name).unwrap().unwrap().value;
                        String::from_utf8(value.to_vec()).unwrap().parse().unwrap()
                    };
                    told = Some((count("tests"), count("failures")));
                    depth += 1;
                }
                Event::Start(it) | Event::Empty(it) if it.name().as_ref() == b"testcase" => cases += 1,
                Event::Start(it) | Event::Empty(it) if it.name().as_ref() == b"failure" => failures += 1,
                _ => {}
            }
        }
        assert_eq!((told, depth), (Some((cases, failures)), 1), "{arguments:?}");
    }
}
