//! Scenarios and settings: what a varied policy holds, and what it leaves as it was.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;

use aturan::check::tree::{Constant, Program};
use aturan::diagnostic::Diagnostics;
use aturan::number::Date;
use aturan::resolve::Variation;
use aturan::source::SourceMap;
use aturan::syntax::parse_set;
use aturan::{LayerInput, Resolved, load, testing};

const POLICY: &str = r#"
policy contoh "Contoh"
  edition 1
  currency IDR

type school none, primary, junior

entity family "Keluarga"
  key family_id : text
  income : money per month
  school : school
  persons : integer 1..8

parameter line "Garis" : money per month
  source "BPS"
  from 2022-01-01 = Rp 500_000
  from 2023-01-01 = Rp 600_000

parameter extreme "Garis ekstrem" : money per month
  source "BPS"
  from 2022-01-01 = line * 50%

parameter by_school "Menurut sekolah" by school : money
  source "Permensos"
  from 2022-01-01
    primary, junior = Rp 100
    none = Rp 10

parameter by_size "Menurut banyaknya" by persons 1..8 : money
  source "Perwali"
  from 2022-01-01
    1..4 = Rp 1
    5..8 = Rp 2

parameter ended "Berakhir" : integer
  source "Perwali"
  from 2022-01-01 until 2024-12-31 = 7

define near of family = income < line and income >= extreme

aid cash "Tunai" of family
  source  "Perwali"
  when    near
  amount  by_school[school] + by_size[persons]
  quota   ended
  rank by family_id

aid gone "Dicabut" of family
  source "Perwali"
  when   income < line
  amount Rp 5

scenario up "Naik"
  set line = line * 110%

scenario swapped "Ditukar"
  set extreme = line - Rp 1
  set line = extreme * 3

scenario narrow "Sebagian"
  set line from 2023-07-01 = line + Rp 1
  set by_school[junior] = by_school[junior] * 2
  set by_size[3] = Rp 9
  set ended from 2024-01-01 = ended * 2

scenario without "Tanpa"
  repeal gone
  set cash.quota = cash.quota + 1
  set cash.amount = cash.amount * 2
  amend aid cash
    when income < line

test "tepat di bawah garis"
  on 2023-11-30
  family income = Rp 620_000, school = none, persons = 1
  expect cash.status = granted
  expect gone.status = granted
"#;

/// The policy, resolved, and its texts.
fn policy() -> (Resolved, SourceMap) {
    policy_of(POLICY)
}

fn policy_of(text: &str) -> (Resolved, SourceMap) {
    let mut sources = SourceMap::new();
    let files = vec![("contoh.aturan".to_owned(), text.to_owned())];
    let name = "contoh".to_owned();
    let (parsed, findings) = load(vec![LayerInput { name, files }], &mut sources);
    assert!(findings.is_empty());
    let (resolved, findings) = parsed.resolve();
    assert!(findings.is_empty(), "{findings:?}");
    (resolved, sources)
}

fn varied(scenarios: &[&str], settings: &[&str]) -> (Option<aturan::Checked>, Diagnostics) {
    let (resolved, mut sources) = policy();
    let mut variation = Variation {
        scenarios: scenarios.iter().map(|&it| it.to_owned()).collect(),
        settings: Vec::new(),
    };
    for text in settings {
        let base = sources.add("--set".to_owned(), (*text).to_owned()).unwrap();
        let (set, findings) = parse_set(text, base);
        assert!(findings.is_empty(), "{findings:?}");
        variation.settings.extend(set);
    }
    let (resolved, mut findings) = resolved.vary(&variation);
    let (checked, found) = resolved.check();
    findings.append(found);
    (checked, findings)
}

fn sound(scenarios: &[&str], settings: &[&str]) -> Program {
    let (checked, findings) = varied(scenarios, settings);
    assert!(!findings.has_errors(), "{findings:?}");
    checked.unwrap().into_program()
}

/// The values of a parameter: `2022-01-01 500000`, keyed ones by their code.
fn values(program: &Program, name: &str) -> String {
    let parameter = program.parameters.iter().find(|it| it.about.name == name);
    let mut out = String::new();
    for interval in &parameter.unwrap().intervals {
        write!(out, "{}", interval.from).unwrap();
        for value in interval.values.values() {
            let Constant::Number(number) = value else {
                continue;
            };
            write!(out, " {number}").unwrap();
        }
        let until = interval.until.map_or(String::new(), |it| format!(" -{it}"));
        out.push_str(&until);
        out.push('\n');
    }
    out
}

#[test]
fn a_parameter_is_set_at_every_date_and_what_is_made_of_it_follows() {
    let program = sound(&["up"], &[]);
    assert_eq!(
        values(&program, "line"),
        "2022-01-01 550000 -2022-12-31\n2023-01-01 660000\n"
    );
    assert_eq!(
        values(&program, "extreme"),
        "2022-01-01 275000 -2022-12-31\n2023-01-01 330000\n"
    );
}

#[test]
fn names_on_the_right_mean_the_values_before_the_scenario() {
    let program = sound(&["swapped"], &[]);
    assert_eq!(
        values(&program, "extreme"),
        "2022-01-01 499999 -2022-12-31\n2023-01-01 599999\n"
    );
    assert_eq!(
        values(&program, "line"),
        "2022-01-01 750000 -2022-12-31\n2023-01-01 900000\n"
    );
}

#[test]
fn scenarios_apply_in_order_and_settings_last() {
    let program = sound(&["up", "swapped"], &["line = line + Rp 1"]);
    // 500_000 * 1.1 = 550_000; extreme 275_000; line = 275_000 * 3 + 1.
    assert_eq!(
        values(&program, "line"),
        "2022-01-01 825001 -2022-12-31\n2023-01-01 990001\n"
    );
}

#[test]
fn a_date_and_a_key_narrow_what_is_set() {
    let program = sound(&["narrow"], &[]);
    assert_eq!(
        values(&program, "line"),
        "2022-01-01 500000 -2022-12-31\n2023-01-01 600000 -2023-06-30\n2023-07-01 600001\n"
    );
    assert_eq!(values(&program, "by_school"), "2022-01-01 10 100 200\n");
    assert_eq!(values(&program, "by_size"), "2022-01-01 1 1 9 1 2 2 2 2\n");
    assert_eq!(
        values(&program, "ended"),
        "2022-01-01 7 -2023-12-31\n2024-01-01 14 -2024-12-31\n"
    );
}

#[test]
fn the_policy_itself_stays_as_it_is() {
    let base = sound(&[], &[]);
    let varied = sound(&["up", "narrow"], &[]);
    assert_eq!(
        values(&base, "line"),
        "2022-01-01 500000 -2022-12-31\n2023-01-01 600000\n"
    );
    assert_eq!(format!("{:?}", base.fields), format!("{:?}", varied.fields));
    assert_eq!(format!("{:?}", base.enums), format!("{:?}", varied.enums));
}

/// The titles of failed expectations of the policy's one test.
fn failures(program: &Program) -> usize {
    let on = Date::parse_iso("2023-11-30").unwrap();
    let (reports, _) = testing::run(program, on, &aturan::reference::evaluate, &|_| true);
    reports.iter().map(|it| it.failures.len()).sum()
}

#[test]
fn decisions_follow() {
    // Rp 620_000 is above the line of Rp 600_000: neither aid is granted.
    assert_eq!(failures(&sound(&[], &[])), 2);
    assert_eq!(failures(&sound(&["up"], &[])), 0);
    assert_eq!(failures(&sound(&["up", "without"], &[])), 1);
    assert_eq!(failures(&sound(&["up"], &["cash.quota = 0"])), 1);
}

/// Tables, numbers without an end, versions: each with an expectation of the value as it would be.
const WIDER: &str = r#"
policy contoh "Contoh"
  edition 1
  currency IDR

type zone urban, rural

entity family "Keluarga"
  key family_id : text
  zone : zone
  persons : integer 1..20

parameter need "Kebutuhan" by zone, persons 1.. : money
  source "Perwali"
  from 2022-01-01
    | zone  | 1          | 2..3       | each further |
    | urban | Rp 500_000 | Rp 900_000 | Rp 300_000   |
    | rural | Rp 400_000 | Rp 700_000 | Rp 250_000   |

define need_of of family = need[zone, persons]

aid cash "Tunai" of family
  in force from 2022-01-01 until 2022-12-31
  source  "Perwali"
  when    persons > 1
  amount  Rp 10
  quota   1
  rank by family_id

aid cash "Tunai" of family
  in force from 2023-01-01
  source  "Perwali"
  when    persons > 1
  amount  Rp 20
  quota   3
  rank by family_id

scenario more "Lebih"
  set need = need + Rp 5
  set cash.amount = cash.amount * 3

scenario fixed "Tetap"
  set need = Rp 7

scenario one "Satu"
  set need[rural, 2] = need[rural, 2] * 2

scenario beyond "Lewat"
  set need[rural, 9] = Rp 1

test "lima orang di kota"
  on 2022-06-01
  family zone = urban, persons = 5
  expect need_of = Rp 1_500_005
  expect cash.amount = Rp 30

test "versi kedua"
  on 2023-06-01
  family zone = rural, persons = 3
  expect need_of = Rp 700_005
  expect cash.amount = Rp 60

test "tetap, berapa pun orangnya"
  on 2023-06-01
  family zone = rural, persons = 15
  expect need_of = Rp 7

test "satu kunci"
  on 2023-06-01
  family zone = rural, persons = 2
  expect need_of = Rp 1_400_000

test "sel di sebelahnya tetap"
  on 2023-06-01
  family zone = rural, persons = 3
  expect need_of = Rp 700_000
"#;

#[test]
fn tables_numbers_without_an_end_and_versions_are_set_whole() {
    let (resolved, _) = policy_of(WIDER);
    let passed = |name: &str| {
        let variation = Variation {
            scenarios: vec![name.to_owned()],
            settings: Vec::new(),
        };
        let (varied, findings) = resolved.vary(&variation);
        assert!(!findings.has_errors(), "{findings:?}");
        let (checked, findings) = varied.check();
        assert!(!findings.has_errors(), "{findings:?}");
        let program = checked.unwrap();
        let on = Date::parse_iso("2023-11-30").unwrap();
        let (reports, _) = testing::run(&program, on, &aturan::reference::evaluate, &|_| true);
        reports.iter().map(|it| it.passed).collect::<Vec<bool>>()
    };
    assert_eq!(passed("more"), [true, true, false, false, false]);
    assert_eq!(passed("fixed"), [false, false, true, false, false]);
    assert_eq!(passed("one"), [false, false, false, true, true]);
    let beyond = Variation {
        scenarios: vec!["beyond".to_owned()],
        settings: Vec::new(),
    };
    let (_, findings) = resolved.vary(&beyond);
    let codes: Vec<_> = findings.iter().map(|it| it.code.name()).collect();
    assert_eq!(codes, ["resolve::set_form"]);
}

#[test]
fn a_setting_that_does_not_fit_is_shown_where_it_is_written() {
    let (resolved, mut sources) = policy();
    let text = "lien = Rp 1";
    let base = sources.add("--set".to_owned(), text.to_owned()).unwrap();
    let settings = parse_set(text, base).0.into_iter().collect();
    let variation = Variation {
        scenarios: vec!["upp".to_owned()],
        settings,
    };
    let (_, findings) = resolved.vary(&variation);
    let codes: Vec<_> = findings.iter().map(|it| it.code.name()).collect();
    assert_eq!(codes, ["resolve::scenario_unknown", "resolve::set_unknown"]);
    let label = findings.iter().last().unwrap().labels.first().unwrap();
    assert_eq!(sources.text(label.span), "lien");
}

#[test]
fn the_page_of_the_language_says_what_is_true() {
    let page = include_str!("../docs/language/scenario.md");
    let text = page.split("```aturan\n").nth(1).unwrap();
    let text = text.split("```").next().unwrap();
    let mut sources = SourceMap::new();
    let files = vec![("page.aturan".to_owned(), text.to_owned())];
    let name = "page".to_owned();
    let (parsed, mut findings) = load(vec![LayerInput { name, files }], &mut sources);
    let (resolved, found) = parsed.resolve();
    findings.append(found);
    let names: Vec<_> = resolved
        .scenarios()
        .map(|(name, _)| name.to_owned())
        .collect();
    assert_eq!(names, ["line_up_10", "for_school", "rent"]);
    let mut failed = Vec::new();
    for name in names {
        let variation = Variation {
            scenarios: vec![name],
            settings: Vec::new(),
        };
        let (varied, found) = resolved.vary(&variation);
        assert!(found.is_empty(), "{found:?}");
        failed.push(failures(&varied.check().0.unwrap()));
    }
    let (checked, found) = resolved.check();
    findings.append(found);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(failures(&checked.unwrap()), 0);
    // Rp 600_000 is under the line of the first scenario.
    assert_eq!(failed, [1, 0, 0]);
}
