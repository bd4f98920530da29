//! `poverty` declarations: figures before and after aid, and the targeting of each aid.

use serde_json::Value;

use super::{Ran, run};

const HEAD: &str = r#"policy measured "Ukuran"
  edition 1
  currency IDR

entity village "Kelurahan"
  key village_code : text

entity family "Keluarga"
  key family_id : text
  belongs to village by village_code
  place  : integer
  size   : integer
  income : money per month optional

entity member "Anggota"
  key person_id : text
  belongs to family by family_id
  old : boolean

parameter line "Garis" : money per month
  source "Contoh"
  from 2020-01-01 = Rp 20
"#;

/// The example economy of the targeting literature: ten persons, each a family.
const TEN: &str = "\
family_id,village_code,place,size,income
f01,a,1,1,6
f02,a,2,1,8
f03,a,3,1,11
f04,a,4,1,15
f05,a,5,1,21
f06,a,6,1,25
f07,a,7,1,30
f08,a,8,1,40
f09,a,9,1,50
f10,a,10,1,100
";

fn measured(rules: &str, families: &str, members: &str) -> Ran {
    run(
        &format!("{HEAD}\n{rules}"),
        &[
            ("village", "village_code\na\nb\n"),
            ("family", families),
            ("member", &format!("person_id,family_id,old\n{members}")),
        ],
    )
}

fn subject(it: &Ran) -> &Value {
    &it.summary["poverty"][0]
}

fn aid<'a>(it: &'a Ran, name: &str) -> &'a Value {
    let all = subject(it)["aids"].as_array().unwrap();
    all.iter().find(|it| it["aid"] == name).unwrap()
}

fn figure<'a>(it: &'a Ran, when: &str, name: &str) -> &'a str {
    let figure = &subject(it)[when][name];
    figure["decided"].as_str().unwrap_or("null")
}

/// One scheme as the only aid; the budget of 30 goes to these places.
fn scheme(places: &str, amount: u32) -> Ran {
    measured(
        &format!(
            r#"aid scheme "Bantuan" of family
  source "Contoh"
  when place in ({places})
  amount Rp {amount} per month

poverty consumption "Kemiskinan" of family = income below line, persons size
"#
        ),
        TEN,
        "",
    )
}

#[test]
fn the_printed_example_through_the_whole_tool() {
    let all = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10";
    let schemes = [("1, 2", 15), ("2, 3", 15), ("3, 4", 15), (all, 3)];
    let wanted: [(&str, [&str; 4]); 15] = [
        ("coverage", ["0.5", "0.5", "0.5", "1"]),
        ("exclusion_error", ["0.5", "0.5", "0.5", "0"]),
        ("inclusion_error", ["0", "0", "0", "0.6"]),
        ("differential", ["0.5", "0.5", "0.5", "0"]),
        ("leakage", ["0", "0", "0", "0.6"]),
        ("share_to_poor", ["1", "1", "1", "0.4"]),
        ("spillover", ["0.133333", "0.3", "0.533333", "0"]),
        (
            "reduction_efficiency",
            ["0.866667", "0.7", "0.466667", "0.4"],
        ),
        ("gap_efficiency", ["0.65", "0.525", "0.35", "0.3"]),
        ("lowest_fifth_ratio", ["5", "2.5", "0", "1"]),
        ("lowest_two_fifths_ratio", ["2.5", "2.5", "2.5", "1"]),
        (
            "distributional_characteristic",
            ["2.916667", "2.159091", "1.575758", "1.25039"],
        ),
        ("concentration", ["-0.8", "-0.6", "-0.4", "0"]),
        ("gini", ["0.348214", "0.359524", "0.373214", "0.397024"]),
        ("sen", ["0.08", "0.1175", "0.135", "0.1775"]),
    ];
    for (at, (places, amount)) in schemes.into_iter().enumerate() {
        let it = scheme(places, amount);
        for (name, printed) in &wanted {
            let found = if matches!(*name, "gini" | "sen") {
                figure(&it, "after", name)
            } else {
                aid(&it, "scheme")[name].as_str().unwrap_or("null")
            };
            assert_eq!(found, printed[at], "{name} of scheme {}", at + 1);
        }
        let lowest = aid(&it, "scheme")["by_fifth"][0].as_str().unwrap();
        assert_eq!(lowest, ["1", "0.5", "0", "0.2"][at]);
        assert_eq!(figure(&it, "before", "gini"), "0.435948");
        assert_eq!(figure(&it, "before", "sen"), "0.2375");
        assert_eq!(figure(&it, "before", "headcount"), "0.4");
    }
}

#[test]
fn money_is_shared_among_persons_and_a_one_off_counts_as_a_twelfth() {
    // Two families of 4 and 1 persons at 10 and 19, one of 5 at 40; the line is 20.
    let families = "\
family_id,village_code,place,size,income
f1,a,1,4,10
f2,a,2,1,19
f3,b,3,5,40
";
    let members = "m1,f1,true\nm2,f1,true\nm3,f2,true\nm4,f3,false\n";
    let it = measured(
        r#"aid monthly "Bulanan" of family
  source "Contoh"
  when place = 1
  amount Rp 20 per month

aid once "Sekali" of family
  source "Contoh"
  when place <= 2
  amount Rp 12

aid elderly "Lansia" of member
  source "Contoh"
  when old
  amount Rp 24 per year

aid road "Jalan" of village
  source "Contoh"
  when village_code = "a"
  amount Rp 1000

aid course "Kursus" of family
  source "Contoh"
  when place = 3
  service 1

poverty consumption "Kemiskinan" of family = income below line, persons size
"#,
        families,
        members,
    );
    // f1 gets (240 + 12 + 48) / 12 / 4 = 6.25, f2 (12 + 24) / 12 = 3: 16.25 and 22.
    assert_eq!(figure(&it, "before", "headcount"), "0.5"); // 5 of 10 persons
    assert_eq!(figure(&it, "after", "headcount"), "0.4");
    assert_eq!(figure(&it, "before", "gap"), "0.205"); // (4 * 10/20 + 1/20) / 10
    assert_eq!(figure(&it, "after", "gap"), "0.075"); // 4 * 3.75/20 / 10
    assert_eq!(subject(&it)["after"]["poor_persons"], "4");
    assert_eq!(subject(&it)["persons"], "10");
    assert_eq!(aid(&it, "monthly")["persons"], "4");
    assert_eq!(aid(&it, "monthly")["coverage"], "0.8");
    assert_eq!(aid(&it, "elderly")["persons"], "5"); // all of the families reached
    // f1 and f2 get 1 a month each; f1's 4 persons are the poorest 40 %, the fifth is two of them.
    assert_eq!(aid(&it, "once")["by_fifth"][0], "0.25");
    assert_eq!(aid(&it, "course")["inclusion_error"], "1");
    assert_eq!(aid(&it, "course")["leakage"], Value::Null);
    assert_eq!(subject(&it)["elsewhere"][0], "road");
}

#[test]
fn a_family_lifted_exactly_to_the_line_is_no_longer_below_it() {
    let rules = |line: &str| {
        format!(
            r#"aid cash "Tunai" of family
  source "Contoh"
  when place = 1
  amount Rp 30 per month

poverty consumption "Kemiskinan" of family = income {line} line, persons size
"#
        )
    };
    // 10 + 30 / 3 = 20.
    let families = "family_id,village_code,place,size,income\nf1,a,1,3,10\nf2,a,2,1,50\n";
    let it = measured(&rules("below"), families, "");
    assert_eq!(figure(&it, "after", "headcount"), "0");
    let it = measured(&rules("at or below"), families, "");
    assert_eq!(figure(&it, "after", "headcount"), "0.75");
    assert_eq!(subject(&it)["line"], "at or below");
}

#[test]
fn unknown_families_are_counted_and_bound_the_figures_before() {
    let families = "\
family_id,village_code,place,size,income
f1,a,1,3,10
f2,a,2,1,
f3,a,3,1,50
";
    let it = measured(
        "poverty consumption \"Kemiskinan\" of family = income below line, persons size\n  convention pip\n",
        families,
        "",
    );
    assert_eq!(subject(&it)["unknown"], 1);
    assert_eq!(subject(&it)["convention"], "pip");
    let before = &subject(&it)["before"]["headcount"];
    // 3 of 4 persons known; the fifth is poor or not.
    assert_eq!(before["decided"], "0.75");
    assert_eq!(
        (&before["lowest"], &before["highest"]),
        (&"0.6".into(), &"0.8".into())
    );
    assert_eq!(subject(&it)["after"]["headcount"]["highest"], Value::Null);
    assert!(it.terminal.contains("1 rows unknown"), "{}", it.terminal);
    assert!(it.terminal.contains("convention pip"), "{}", it.terminal);
}

#[test]
fn nobody_leaves_every_figure_undefined() {
    let it = measured(
        "poverty consumption \"Kemiskinan\" of family = income below line\n",
        "family_id,village_code,place,size,income\n",
        "",
    );
    for name in ["headcount", "gap", "severity", "watts", "sen", "gini"] {
        assert_eq!(figure(&it, "before", name), "null", "{name}");
        assert_eq!(figure(&it, "after", name), "null", "{name}");
    }
}
