//! The flagship, as a user runs it: its tests pass, and over the synthetic city it computes the figures
//! of the founding article from what families report.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Decimal128Type, Int32Type};
use arrow_array::{Array as _, RecordBatch, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

const FLAGSHIP: &str = "policies/palangka_raya";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn aturan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(arguments)
        .args(["--language", "en", "--color", "never"])
        .current_dir(root())
        .output()
        .unwrap()
}

/// Runs a policy over a round and gives the folder of results.
fn run(policy: &str, round: &str, out: &Path) -> PathBuf {
    let data = format!("examples/palangka_raya/{round}");
    let done = aturan(&[
        "run",
        policy,
        "--data",
        &data,
        "--out",
        out.to_str().unwrap(),
        "--quiet",
    ]);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    out.to_path_buf()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn summary(policy: &str, round: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    json(&run(policy, round, folder.path()).join("summary.json"))
}

fn named<'a>(list: &'a Value, name: &str) -> &'a Value {
    list.as_array()
        .unwrap()
        .iter()
        .find(|it| it["name"] == name)
        .unwrap_or_else(|| panic_named(name))
}

#[expect(clippy::panic, reason = "names what is missing")]
fn panic_named(name: &str) -> ! {
    panic!("the summary has no `{name}`")
}

fn number(value: &Value) -> f64 {
    value
        .as_str()
        .map_or_else(|| value.as_f64().unwrap(), |text| text.parse().unwrap())
}

#[test]
fn policies_check_without_a_finding() {
    for policy in [
        "policies/nasional",
        FLAGSHIP,
        "examples/glance/glance.aturan",
        "examples/bench",
    ] {
        let done = aturan(&["check", policy, "--deny", "warnings"]);
        assert!(
            done.status.success(),
            "{policy}:\n{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

#[test]
fn policies_pass_their_tests() {
    for policy in [
        "policies/nasional",
        FLAGSHIP,
        "examples/glance/glance.aturan",
        "examples/bench",
    ] {
        let done = aturan(&["test", policy]);
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        assert!(done.status.success(), "{policy}:\n{text}");
    }
}

#[test]
fn the_articles_figures_are_computed() {
    let before = summary(FLAGSHIP, "2022");
    let after = summary(FLAGSHIP, "2023");
    let (old, new) = (
        named(&before["registers"], "dtks"),
        named(&after["registers"], "dtks"),
    );
    assert_eq!(old["end"], 65_000, "the register at the end of 2022");
    assert_eq!(new["start"], 65_000, "the register that 2023 takes over");
    assert_eq!(new["end"], 64_000, "the register at the end of 2023");
    for register in [old, new] {
        let count = |name: &str| register[name].as_u64().unwrap();
        assert_eq!(
            count("start") + count("enters") - count("leaves"),
            count("end")
        );
        let grounds: u64 = register["grounds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|ground| ground["rows"].as_u64().unwrap())
            .sum();
        assert_eq!(grounds, count("leaves"), "each exit has its ground");
        assert!(
            count("leaves") > 1_000 && count("enters") > 1_000,
            "gross flows, not only the net one"
        );
    }
    let extreme = named(&after["indicators"], "extreme_poor_persons");
    assert_eq!(extreme["total"]["decided"], "69");
    let kameloh = extreme["groups"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["names"][0] == "Kameloh Baru")
        .unwrap();
    assert_eq!(
        kameloh["decided"], "33",
        "nearly half of them in Kameloh Baru"
    );
    let rate = number(&named(&after["indicators"], "poverty_rate")["total"]["decided"]);
    assert_eq!(format!("{:.2}", rate * 100.0), "3.44");
    assert_eq!(
        after["agencies"].as_array().unwrap().len(),
        13,
        "thirteen agencies"
    );
}

/// What is measured of a family: spending per head, persons, whether it gets sembako.
fn measured_families(folder: &Path) -> Vec<(f64, f64, bool)> {
    let text = fs::read_to_string(folder.join("family.csv")).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let place = |name: &str| head.iter().position(|it| *it == name).unwrap();
    let (spending, size) = (place("per_capita"), place("size"));
    let sembako = place("sembako_status");
    lines
        .filter_map(|row| {
            let (spending, size) = (row[spending].parse().ok()?, row[size].parse().ok()?);
            Some((spending, size, row[sembako] == "granted"))
        })
        .collect()
}

/// The measures once more, by their formulas in plain floats over the results of the same run.
#[test]
fn the_measures_of_poverty_are_those_of_the_formulas() {
    const LINE: f64 = 596_184.0;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let data = "examples/palangka_raya/2023";
    let done = aturan(&[
        "run",
        FLAGSHIP,
        "--data",
        data,
        "--out",
        out,
        "--out-format",
        "csv",
        "--quiet",
    ]);
    assert!(done.status.success());
    let mut families = measured_families(folder.path());
    families.sort_by(|a, b| a.0.total_cmp(&b.0));
    let sum = |term: &dyn Fn(f64, bool) -> f64| -> f64 {
        families.iter().map(|(y, w, got)| w * term(*y, *got)).sum()
    };
    let share = |holds: bool| if holds { 1.0 } else { 0.0 };
    let persons = sum(&|_, _| 1.0);
    let poor = sum(&|y, _| share(y < LINE));
    let gap = |power: i32| sum(&|y, _| ((LINE - y).max(0.0) / LINE).powi(power)) / persons;
    let (mut cumulative, mut ranked) = (0.0, 0.0);
    for (y, w, _) in &families {
        cumulative += w;
        ranked += w * y * (2.0 * cumulative - w);
    }
    let gini = ranked / (persons * sum(&|y, _| y)) - 1.0;
    let reached = sum(&|_, got| share(got));
    let poor_reached = sum(&|y, got| share(got && y < LINE));
    let it = json(&folder.path().join("summary.json"));
    let subject = named(&it["poverty"], "consumption");
    let before = |name: &str| number(&subject["before"][name]["decided"]);
    let aids = subject["aids"].as_array().unwrap();
    let sembako = aids.iter().find(|it| it["aid"] == "sembako").unwrap();
    let indicator = |name: &str| number(&named(&it["indicators"], name)["total"]["decided"]);
    for (name, found, wanted) in [
        ("persons", number(&subject["persons"]), persons),
        ("head-count", before("headcount"), poor / persons),
        ("gap", before("gap"), gap(1)),
        ("gap", indicator("poverty_gap"), gap(1)),
        ("severity", indicator("poverty_severity"), gap(2)),
        ("gini", before("gini"), gini),
        ("gini", indicator("gini_ratio"), gini),
        (
            "coverage",
            number(&sembako["coverage"]),
            poor_reached / poor,
        ),
        (
            "inclusion error",
            number(&sembako["inclusion_error"]),
            (reached - poor_reached) / reached,
        ),
    ] {
        assert!(
            (found - wanted).abs() < 1e-6,
            "{name}: {found}, not {wanted}"
        );
    }
}

/// The policy with one line of the parameters changed, as an officer would layer it.
fn with_lines(folder: &Path, percent: i64) -> String {
    let base = root()
        .join(FLAGSHIP)
        .display()
        .to_string()
        .replace('\\', "/");
    let poverty = 596_184 * percent / 100;
    let extreme = 322_170 * percent / 100;
    let text = format!(
        "policy what_if \"Garis {percent} persen\"\n  edition 1\n  currency IDR\n  extends \"{base}\"\n\n\
         amend parameter poverty_line\n  source \"uji\"\n  from 2023-03-01 = Rp {poverty}\n\n\
         amend parameter extreme_poverty_line\n  source \"uji\"\n  from 2022-01-01 = Rp {extreme}\n"
    );
    let path = folder.join("what_if.aturan");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn ten_percent_on_the_lines_moves_every_figure() {
    let folder = tempfile::tempdir().unwrap();
    let figures: Vec<[f64; 3]> = [90, 100, 110]
        .into_iter()
        .map(|percent| {
            let it = summary(&with_lines(folder.path(), percent), "2023");
            let total = |name: &str| number(&named(&it["indicators"], name)["total"]["decided"]);
            let register = number(&named(&it["registers"], "dtks")["end"]);
            [
                total("extreme_poor_persons"),
                total("poverty_rate"),
                register,
            ]
        })
        .collect();
    let [low, middle, high] = figures[..] else {
        unreachable!("three runs")
    };
    for (at, ((low, middle), high)) in low.iter().zip(middle).zip(high).enumerate() {
        assert!(
            *low < middle && middle < high,
            "figure {at}: {low} {middle} {high}"
        );
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (
        run(FLAGSHIP, "2023", one.path()),
        run(FLAGSHIP, "2023", two.path()),
    );
    for name in [
        "village.parquet",
        "family.parquet",
        "member.parquet",
        "summary.json",
        "rejected.csv",
        "to_verify.csv",
    ] {
        assert!(
            fs::read(first.join(name)).unwrap() == fs::read(second.join(name)).unwrap(),
            "{name} differs"
        );
    }
    let (first, second) = (
        json(&first.join("run.json")),
        json(&second.join("run.json")),
    );
    assert_eq!(first["outputs"], second["outputs"]);
    assert_eq!(first["policy"]["hash"], second["policy"]["hash"]);
    let rows = |it: &Value, name: &str| {
        it["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file[name].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(
        rows(&first, "read"),
        rows(&first, "evaluated") + rows(&first, "rejected"),
        "nothing is lost"
    );
}

/// The texts of two columns of a Parquet file, in pairs.
fn pairs(path: &Path, key: &str, value: &str) -> BTreeMap<String, String> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap())
        .unwrap()
        .build()
        .unwrap();
    let mut found = BTreeMap::new();
    for batch in reader {
        let batch = batch.unwrap();
        let (keys, values) = (texts(&batch, key), texts(&batch, value));
        found.extend(keys.into_iter().zip(values));
    }
    found
}

fn texts(batch: &RecordBatch, column: &str) -> Vec<String> {
    let column = batch.column_by_name(column).unwrap();
    if let Some(bits) = column.as_boolean_opt() {
        return bits
            .iter()
            .map(|bit| bit.map_or_else(String::new, |bit| bit.to_string()))
            .collect();
    }
    if let Some(plain) = column.as_any().downcast_ref::<StringArray>() {
        return plain
            .iter()
            .map(|text| text.unwrap_or_default().to_owned())
            .collect();
    }
    let dictionary = column.as_any_dictionary_opt().unwrap();
    let values = dictionary.values().as_string::<i32>();
    dictionary
        .normalized_keys()
        .iter()
        .map(|key| values.value(*key).to_owned())
        .collect()
}

#[test]
fn the_second_round_takes_over_the_register_of_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let out = run(FLAGSHIP, "2022", folder.path());
    let outcomes = pairs(&out.join("member.parquet"), "person_id", "dtks_outcome");
    let before = pairs(
        &root().join("examples/palangka_raya/2022/member.parquet"),
        "person_id",
        "dtks_listed",
    );
    let after = pairs(
        &root().join("examples/palangka_raya/2023/member.parquet"),
        "person_id",
        "dtks_listed",
    );
    let mut wrong = Vec::new();
    for (person, listed) in &after {
        let expected = match outcomes.get(person).map(String::as_str) {
            Some("stays" | "enters") => "true",
            Some("needs_verification") => before[person].as_str(),
            _ => "false",
        };
        if listed != expected {
            wrong.push(person);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} persons, the first {:?}",
        wrong.len(),
        wrong.first()
    );
}

#[test]
fn no_column_holds_what_a_rule_computes() {
    let computed = [
        "welfare", "poor", "class", "decile", "score", "eligible", "granted", "status", "amount",
        "rank",
    ];
    let allowed = ["home_status", "job_status"];
    for round in ["2022", "2023"] {
        for entity in ["village", "family", "member"] {
            let path = root().join(format!("examples/palangka_raya/{round}/{entity}.parquet"));
            let reader =
                ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap()).unwrap();
            for field in reader.schema().fields() {
                let name = field.name().as_str();
                let suspicious =
                    computed.iter().any(|word| name.contains(word)) && !allowed.contains(&name);
                assert!(!suspicious, "{entity}.{name} looks computed");
            }
        }
    }
}

#[test]
fn a_wrong_type_fails_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.aturan");
    let text = "policy wrong \"Salah\"\n  edition 1\n  currency IDR\n\n\
                entity family \"Keluarga\"\n  key family_id \"Nomor\" : text\n\
                \x20 expenditure \"Pengeluaran\" : money per month\n\n\
                define high \"Tinggi\" of family = expenditure > 5\n";
    std::fs::write(&path, text).unwrap();
    let done = aturan(&["check", path.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("check::type_mismatch"), "{said}");
}

/// A table of values is read from the folder of the policy, and from nowhere else.
#[test]
fn values_are_read_from_a_file_inside_the_policy_alone() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy");
    fs::create_dir(&policy).unwrap();
    let text = "policy kota \"Kota\"\n  edition 1\n  currency IDR\n\n\
        entity family \"Keluarga\"\n  key family_id : text\n  size : integer\n\n\
        parameter rice \"Beras\" by persons 1.. : integer\n  source \"Contoh\"\n  \
        from file \"rice.csv\"\n\n\
        define rice_of \"Beras\" of family = rice[size]\n\n\
        test \"beras\"\n  on 2023-06-01\n  family size = 3\n  expect rice_of = 14\n";
    fs::write(policy.join("policy.aturan"), text).unwrap();
    let tested = || aturan(&["test", policy.to_str().unwrap()]);
    let missing = tested();
    assert!(!missing.status.success());
    assert!(String::from_utf8_lossy(&missing.stderr).contains("resolve::no_such_file"));
    let table = "from,persons,value\n2023-01-01,1,10\n2023-01-01,each further,2\n";
    fs::write(folder.path().join("rice.csv"), table).unwrap();
    #[cfg(unix)]
    {
        let link = policy.join("rice.csv");
        std::os::unix::fs::symlink(folder.path().join("rice.csv"), &link).unwrap();
        assert!(!tested().status.success());
        fs::remove_file(link).unwrap();
    }
    fs::write(policy.join("rice.csv"), table).unwrap();
    let found = tested();
    let shown = String::from_utf8_lossy(&found.stdout);
    assert!(found.status.success(), "{shown}");
}

#[test]
fn tables_say_what_the_summary_says() {
    let folder = tempfile::tempdir().unwrap();
    let out = run(FLAGSHIP, "2023", folder.path());
    let summary = json(&out.join("summary.json"));
    for aid in summary["aids"].as_array().unwrap() {
        let table = out.join(format!("{}.parquet", aid["entity"].as_str().unwrap()));
        let name = aid["name"].as_str().unwrap();
        let (mut rows, mut amounts) = (BTreeMap::<String, u64>::new(), 0_i128);
        let file = fs::File::open(table).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        for batch in reader.with_batch_size(50_000).build().unwrap() {
            let batch = batch.unwrap();
            let column = |part: &str| batch.column_by_name(&format!("{name}_{part}"));
            let words = column("status").unwrap().as_dictionary::<Int32Type>();
            for word in words.downcast_dict::<StringArray>().unwrap() {
                *rows.entry(word.unwrap().to_owned()).or_default() += 1;
            }
            if let Some(amount) = column("amount") {
                let amount = amount.as_primitive::<Decimal128Type>();
                amounts += amount.iter().flatten().sum::<i128>();
            }
        }
        for status in aid["statuses"].as_array().unwrap() {
            let found = rows.get(status["status"].as_str().unwrap());
            let expected = status["rows"].as_u64().unwrap();
            assert_eq!(found.copied().unwrap_or(0), expected, "{name}: {status}");
            if status["status"] == "granted" && !status["amount"].is_null() {
                let expected: f64 = number(&status["amount"]);
                #[expect(clippy::cast_precision_loss, reason = "sums below 2^53")]
                let found = amounts as f64 / 10_000.0;
                assert!(
                    (found - expected).abs() < 0.01,
                    "{name}: {found}, {expected}"
                );
            }
        }
    }
}
