//! Multidimensional poverty by the method of Alkire and Foster.

use super::run;

const HEAD: &str = r#"policy measured "Ukuran"
  edition 1
  currency IDR

entity village "Kelurahan"
  key village_code : text

entity family "Keluarga"
  key family_id : text
  belongs to village by village_code
  size  : integer optional
  a     : boolean optional
  b     : boolean optional
  c     : boolean optional

criteria mpi of family
  source "Contoh"
  first  weight 1/2 when a
  second weight 1/3 when b
  third  weight 1/6 when c
"#;

fn figures(indicators: &str, families: &str) -> super::Ran {
    let families = format!("family_id,village_code,size,a,b,c\n{families}");
    run(
        &format!("{HEAD}\n{indicators}"),
        &[("village", "village_code\nv\nw\n"), ("family", &families)],
    )
}

const FIGURES: &str = r"
indicator h = alkire_foster_headcount(50%, mpi of family weighted by size) by village
indicator a = alkire_foster_intensity(50%, mpi of family weighted by size)
indicator m = alkire_foster(50%, mpi of family weighted by size) by village
indicator h1 = alkire_foster_headcount(50%, mpi.first of family weighted by size)
indicator c1 = alkire_foster_contribution(50%, mpi.first of family weighted by size)
indicator c2 = alkire_foster_contribution(50%, mpi.second of family weighted by size)
indicator c3 = alkire_foster_contribution(50%, mpi.third of family weighted by size)
indicator all = c1 + c2 + c3
indicator wide = alkire_foster(1/6, mpi of family where size > 1)
define union of population = alkire_foster_headcount(1/100, mpi of family)
";

#[test]
fn headcount_intensity_and_contributions() {
    // Of six: 3 + 2 = 5, 2 + 1 = 3 (exactly half: poor), 2, 0. Persons 2, 1, 3, 4: ten.
    let it = figures(
        FIGURES,
        "f1,v,2,true,true,false\nf2,v,1,false,true,true\nf3,w,3,false,true,false\nf4,w,4,false,false,false\n",
    );
    assert_eq!(it.total("h"), "0.3"); // (2 + 1) / 10
    assert_eq!(it.total("m"), "0.216667"); // (5 * 2 + 3 * 1) / (6 * 10) = 13 / 60
    assert_eq!(it.total("a"), "0.722222"); // 13 / 18
    assert_eq!(it.total("h1"), "0.2"); // f1 alone
    assert_eq!(it.total("c1"), "0.461538"); // 3 * 2 / 13
    assert_eq!(it.total("c2"), "0.461538"); // 2 * (2 + 1) / 13
    assert_eq!(it.total("c3"), "0.076923"); // 1 * 1 / 13
    assert_eq!(it.total("all"), "1");
    assert_eq!(it.total("wide"), "0.388889"); // families f1, f3, f4: (5 + 2 + 0) / (6 * 3)
    assert_eq!(it.total("union"), "0.75");
    let village = |name: &str, key: &str| {
        let groups = it.groups(name);
        let found = groups.into_iter().find(|(own, _)| own == key);
        found.map(|(_, figure)| figure).unwrap_or_default()
    };
    assert_eq!(village("h", "v"), "1");
    assert_eq!(village("m", "v"), "0.722222"); // 13 / 18
    assert_eq!(village("h", "w"), "0");
}

#[test]
fn nobody_poor_and_unknown_answers() {
    let it = figures(
        FIGURES,
        "f1,v,2,false,false,false\nf2,v,1,,false,true\nf3,v,1,,false,false\n",
    );
    // f2 has 1 of 6 for sure and perhaps 4; f3 perhaps 3: both are open.
    assert_eq!(it.total("h"), "0");
    assert_eq!(it.indicator("h")["total"]["unknown"], 2);
    assert_eq!(it.bounds("h"), ("0", "0.5")); // (1 + 1) / 4
    assert_eq!(it.total("m"), "0");
    assert_eq!(it.total("a"), "null");
    assert_eq!(it.total("c1"), "null");
}

#[test]
fn values_of_the_population_stand_under_their_own_title() {
    let it = figures(FIGURES, "f1,v,2,true,true,false\n");
    assert_eq!(it.indicator("union")["population"], true);
    assert!(it.indicator("m").get("population").is_none());
    let title = it.terminal.find("Population").unwrap();
    assert!(title < it.terminal.find("Indicators").unwrap());
}

#[test]
fn four_households_with_ten_indicators() {
    for command in [&["check", "--deny", "warnings"][..], &["test"]] {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_aturan"))
            .args(command)
            .arg("examples/rulesets/mpi")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_aturan"))
        .args(["run", "examples/rulesets/mpi", "--on", "2023-11-30"])
        .args(["--data", "examples/rulesets/mpi/data", "--out"])
        .arg(folder.path())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    let summary = std::fs::read_to_string(folder.path().join("summary.json")).unwrap();
    let it = super::Ran {
        summary: serde_json::from_str(&summary).unwrap(),
        terminal: String::new(),
    };
    // Persons 4, 7, 5, 4 with 4, 13, 7 and 9 of 18; the first is not poor.
    assert_eq!(it.total("incidence"), "0.8"); // 16 / 20
    assert_eq!(it.total("index"), "0.45"); // (13 * 7 + 7 * 5 + 9 * 4) / (18 * 20)
    assert_eq!(it.total("intensity"), "0.5625"); // 162 / (18 * 16)
    assert_eq!(it.total("severe_share"), "0.55"); // (7 + 4) / 20
    assert_eq!(it.total("without_schooling"), "0.55");
    assert_eq!(it.total("from_nutrition"), "0.092593"); // 1/6 * 5/20 / 0.45
    assert_eq!(it.total("from_schooling"), "0.203704"); // 1/6 * 11/20 / 0.45
    assert_eq!(it.total("from_cooking"), "0.098765"); // 1/18 * 16/20 / 0.45
    assert_eq!(it.total("from_all"), "1");
}
