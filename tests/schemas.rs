//! What programs read: every JSON output fits its schema in `docs/schemas`, the other forms their own rules.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

#[expect(dead_code, reason = "another test edits and reads its files")]
mod command;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use command::Desk;
use jsonschema::Validator;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas")
}

fn schema(name: &str) -> Value {
    read(&std::fs::read_to_string(folder().join(format!("{name}.schema.json"))).unwrap())
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What is wrong with a value, a line each.
fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    let found = validator.iter_errors(value);
    found
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect()
}

fn assert_fits(name: &str, value: &Value, about: &str) {
    let validator = jsonschema::validator_for(&schema(name)).unwrap();
    let wrong = errors(&validator, value);
    assert!(
        wrong.is_empty(),
        "{about} does not fit {name}:\n{}",
        wrong.join("\n")
    );
}

/// The names that the tool lists.
fn names(desk: &Desk) -> BTreeSet<String> {
    let list = desk.aturan(&["schema"]).out;
    let names = list.lines().filter_map(|it| it.split_whitespace().next());
    names.map(str::to_owned).collect()
}

/// With `ATURAN_REWRITE` the files are written; `cargo xtask schemas` does so.
#[test]
fn published_schemas_are_those_of_the_tool() {
    let desk = Desk::glance();
    let rewrite = std::env::var_os("ATURAN_REWRITE").is_some();
    let names = names(&desk);
    for name in &names {
        let file = folder().join(format!("{name}.schema.json"));
        let text = desk.aturan(&["schema", name]).out;
        if rewrite {
            std::fs::write(&file, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept.replace('\r', "") == text,
            "{name} is not as published; run `cargo xtask schemas`"
        );
    }
    let files = std::fs::read_dir(folder()).unwrap().flatten();
    let files = files.filter_map(|it| it.file_name().into_string().ok());
    let files = files.filter_map(|it| Some(it.strip_suffix(".schema.json")?.to_owned()));
    assert_eq!(files.collect::<BTreeSet<_>>(), names);
}

/// A desk with the policy at a glance, changed copies of it, and later data.
fn desk() -> Desk {
    let desk = Desk::glance();
    let text = format!("{}{MORE}", desk.read("policy.aturan"));
    desk.write("policy.aturan", &text);
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "the policy holds no `{from}`");
        text.replace(from, to)
    };
    desk.write("new.aturan", with("Rp 596_184", "Rp 655_802"));
    desk.write(
        "wrong.aturan",
        with("expenditure / size", "expenditur / size"),
    );
    desk.write("untidy.aturan", with("currency IDR", "currency   IDR"));
    desk.write("failing.aturan", format!("{text}{FAILS}"));
    desk.write("doubtful.aturan", format!("{text}{DOUBTFUL}"));
    desk.write("failing.sample.snapshot.toml", "data = \"data\"\n");
    std::fs::create_dir(desk.path("later")).unwrap();
    for name in ["dataset.toml", "village.csv", "family.csv", "member.csv"] {
        let text = desk.read(&format!("data/{name}"));
        desk.write(&format!("later/{name}"), text);
    }
    desk.edit("later/family.csv", "F01;V01;1600000;", "F01;V01;3600000;");
    desk.edit("later/family.csv", "F02;V01;2384736;", "F02;V01;much;");
    desk
}

/// What the policy at a glance does not have.
const MORE: &str = r#"
register list "Daftar penerima" of member
  source "Contoh"
  current birth_date < 2015-01-01
  enter when family.welfare in (extreme_poor, poor)
  leave when family.welfare = not_poor because "Sudah mampu"

poverty consumption "Kemiskinan" of family = per_capita below poverty_line, persons size

assert "bantuan untuk yang miskin" every(family where pkh.granted has welfare = poor, if no rows true)

scenario line_up_10 "Garis kemiskinan naik 10 persen"
  note "illustrative: a question, not a plan"
  set poverty_line = poverty_line * 110%
  set pkh.quota = 1
"#;

const FAILS: &str = r#"
test "gagal"
  on 2023-06-01
  family expenditure = Rp 1_600_000
    member relation = head
  expect size = 2
"#;
const DOUBTFUL: &str = r"
define never of family = expenditure < Rp 1 per month and expenditure > Rp 2 per month
define ever of family = (expenditure > Rp 1 per month) if missing false
";

/// Each schema with commands whose output it describes. `KEY` is that of a family.
const OUTPUTS: &[(&str, &str)] = &[
    ("check", "check policy.aturan"),
    ("check", "check wrong.aturan"),
    ("check", "check wrong.aturan --fix --diff"),
    ("check", "check doubtful.aturan --prove --on 2023-06-01"),
    ("check", "check policy.aturan --prove --on 2023-06-01"),
    ("fmt", "fmt untidy.aturan policy.aturan --diff --check"),
    ("fmt", "fmt wrong.aturan --check"),
    ("test", "test policy.aturan --coverage"),
    ("test", "test failing.aturan"),
    ("test", "test failing.aturan --scenario line_up_10"),
    ("run", "run policy.aturan --data data --out one"),
    (
        "run",
        "run policy.aturan --data data --out two --scenario line_up_10 --verified to_verify.csv",
    ),
    (
        "run",
        "run policy.aturan --data later --on 2024-06-01 --out three",
    ),
    ("explain", "explain policy.aturan --data data KEY pkh"),
    ("explain", "explain policy.aturan --data data KEY pkh --all"),
    ("explain", "explain policy.aturan --data data KEY welfare"),
    ("explain-row", "explain policy.aturan --data data KEY"),
    (
        "explain-row",
        "explain policy.aturan --data data KEY --scenario line_up_10",
    ),
    (
        "simulate",
        "simulate policy.aturan --data data --scenario line_up_10 --margins 5% --out four",
    ),
    (
        "simulate",
        "simulate policy.aturan --data data --set poverty_line=Rp_700_000 --set pkh.quota=1 --attribute",
    ),
    (
        "sweep",
        "sweep policy.aturan poverty_line=poverty_line*90%..110%_step_10% --data data",
    ),
    (
        "solve",
        "solve policy.aturan poverty_line --so-that pkh.granted<=1 --data data",
    ),
    (
        "solve",
        "solve policy.aturan poverty_line --so-that pkh.granted<=1000 --data data",
    ),
    (
        "compare",
        "compare policy.aturan --from data --to later --on 2023-12-01 --on 2024-06-01 --out five",
    ),
    (
        "compare",
        "compare policy.aturan --before data --from data --to later --on 2023-12-01 --on 2024-03-01 --on 2024-06-01 --min-cell 3",
    ),
    ("diff", "diff policy.aturan new.aturan"),
    (
        "diff",
        "diff policy.aturan new.aturan --data data --fail-if pkh.granted>0",
    ),
    ("data-check", "data check policy.aturan --data data"),
    (
        "data-check",
        "data check policy.aturan --data later --on 2024-06-01",
    ),
    ("data-schema", "data schema policy.aturan"),
];

#[test]
fn every_output_fits_its_schema() {
    let desk = desk();
    let families = desk.read("data/family.csv");
    let key = families.lines().nth(1).unwrap().split(';').next().unwrap();
    desk.aturan(&["run", "policy.aturan", "--data", "data", "--out", "zero"]);
    desk.write("to_verify.csv", desk.read("zero/to_verify.csv"));
    let mut tried = BTreeSet::new();
    for (name, command) in OUTPUTS {
        let words = command.split(' ').map(|it| match it {
            "KEY" => key.to_owned(),
            _ => it.replace("Rp_", "Rp ").replace("%_step_", "% step "),
        });
        let words: Vec<String> = words.chain(["--format".into(), "json".into()]).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        for language in ["en", "id"] {
            let done = desk.aturan_in(language, &words);
            assert!(
                matches!(done.code, Some(0 | 1)),
                "{command}: {:?} {}",
                done.code,
                done.err
            );
            let value = read(&done.out);
            assert_fits(name, &value, command);
            assert_closed(name, &value);
        }
        tried.insert((*name).to_owned());
    }
    for (name, file) in [
        ("receipt", "one/run.json"),
        ("receipt", "two/run.json"),
        ("run", "one/summary.json"),
        ("simulate", "four/simulation.json"),
        ("compare", "five/comparison.json"),
    ] {
        let value = read(&desk.read(file));
        assert_fits(name, &value, file);
        assert_closed(name, &value);
        tried.insert(name.to_owned());
    }
    desk.aturan(&["check", "doubtful.aturan", "--write-baseline", "known.json"]);
    assert_fits("baseline", &read(&desk.read("known.json")), "a baseline");
    tried.extend(["baseline", "sarif"].map(str::to_owned));
    assert_eq!(
        tried,
        names(&desk),
        "a schema is for an output that is tried"
    );
}

/// Holds that a schema says no to a key that it does not know, at any depth, and to a missing version.
fn assert_closed(name: &str, value: &Value) {
    let validator = jsonschema::validator_for(&schema(name)).unwrap();
    let mut less = value.clone();
    less.as_object_mut().unwrap().remove("format_version");
    assert!(
        !errors(&validator, &less).is_empty(),
        "{name} asks for no version"
    );
    for place in objects(value, "") {
        let mut more = value.clone();
        let inner = more.pointer_mut(&place).unwrap().as_object_mut().unwrap();
        inner.insert("surplus".to_owned(), Value::Bool(true));
        let taken = errors(&validator, &more).is_empty();
        assert!(!taken, "{name} takes any key at `{place}`");
    }
}

/// The places of one object of each kind: of a list, its first element.
fn objects(value: &Value, place: &str) -> Vec<String> {
    match value {
        Value::Object(map) => {
            let inner = map.iter();
            let inner = inner.flat_map(|(key, it)| objects(it, &format!("{place}/{key}")));
            std::iter::once(place.to_owned()).chain(inner).collect()
        }
        Value::Array(all) => all
            .first()
            .map_or_else(Vec::new, |it| objects(it, &format!("{place}/0"))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// The official schema of SARIF 2.1.0, which the package `serde-sarif` carries. It is a dependency that
/// is never built; cargo fetches it where it is not there yet.
fn official() -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    let arguments = ["metadata", "--format-version", "1", "--locked"];
    let root = env!("CARGO_MANIFEST_DIR");
    let done = cargo.args(arguments).current_dir(root).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success(),
        "cargo cannot say where the schema is: {said}"
    );
    let metadata: Value = serde_json::from_slice(&done.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|it| it["name"] == "serde-sarif")
        .unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json"));
    let mut schema = read(&text.unwrap());
    // A pattern of it is no regular expression of JSON Schema; it is of a key that we do not write.
    for of in ["run", "toolComponent"] {
        let place = format!("/definitions/{of}/properties/language");
        let language = schema.pointer_mut(&place).unwrap();
        language.as_object_mut().unwrap().remove("pattern");
    }
    schema
}

#[test]
fn sarif_fits_the_official_schema_and_ours() {
    let desk = desk();
    let official = official();
    assert!(official["title"].as_str().unwrap().contains("2.1.0"));
    let official = jsonschema::draft7::new(&official).unwrap();
    for (command, least) in [
        ("check wrong.aturan", 1),
        ("check doubtful.aturan --prove --on 2023-06-01", 1),
        ("test failing.aturan", 1),
        ("check policy.aturan", 0),
    ] {
        let words: Vec<&str> = command.split(' ').chain(["--format", "sarif"]).collect();
        for language in ["en", "id"] {
            let log = read(&desk.aturan_in(language, &words).out);
            let wrong = errors(&official, &log);
            assert!(wrong.is_empty(), "{command}:\n{}", wrong.join("\n"));
            assert_fits("sarif", &log, command);
            let run = &log["runs"][0];
            let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
            let results = run["results"].as_array().unwrap();
            assert!(results.len() >= least, "{command}: {log}");
            for result in results {
                let place = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                assert_eq!(rules[place]["id"], result["ruleId"]);
            }
        }
    }
    // The official schema is one that can say no.
    let mut log = read(
        &desk
            .aturan(&["check", "wrong.aturan", "--format", "sarif"])
            .out,
    );
    log["runs"][0]["results"][0]["level"] = Value::from("fatal");
    assert!(!errors(&official, &log).is_empty());
}

#[test]
fn every_line_for_github_is_a_workflow_command() {
    let desk = desk();
    let form = r"^::(error|warning|notice)( [a-zA-Z]+=[^,:]*(,[a-zA-Z]+=[^,:]*)*)?::.+$";
    let form = regex::Regex::new(form).unwrap();
    for command in ["check wrong.aturan", "test failing.aturan"] {
        let words: Vec<&str> = command.split(' ').chain(["--format", "github"]).collect();
        let done = desk.aturan(&words);
        assert_eq!(done.code, Some(1));
        assert!(done.out.lines().count() > 0, "{command}");
        assert!(done.out.contains("file="), "{command}: {}", done.out);
        for line in done.out.lines() {
            assert!(form.is_match(line), "no workflow command: {line}");
        }
    }
}

#[test]
fn junit_is_sound_xml_whose_counts_are_right() {
    use quick_xml::events::Event;
    let desk = desk();
    for (command, failing) in [
        ("check wrong.aturan", true),
        ("test failing.aturan", true),
        ("test policy.aturan", false),
    ] {
        let words: Vec<&str> = command.split(' ').chain(["--format", "junit"]).collect();
        let done = desk.aturan(&words);
        let mut reader = quick_xml::Reader::from_str(&done.out);
        let (mut cases, mut failures, mut told) = (0_u64, 0_u64, None);
        loop {
            let event = reader.read_event().unwrap();
            let (Event::Start(it) | Event::Empty(it)) = event else {
                if matches!(event, Event::Eof) {
                    break;
                }
                continue;
            };
            match it.name().as_ref() {
                "testsuite" => {
                    let count = |name: &str| -> u64 {
                        let value = it.try_get_attribute(name).unwrap().unwrap().value;
                        value.parse().unwrap()
                    };
                    assert_eq!(told, None, "one suite");
                    told = Some((count("tests"), count("failures") + count("errors")));
                }
                "testcase" => cases += 1,
                "failure" | "error" => failures += 1,
                _ => {}
            }
        }
        assert_eq!(told, Some((cases, failures)), "{command}: {}", done.out);
        assert_eq!(failures > 0, failing, "{command}");
        assert!(cases > 0, "{command}");
    }
}
