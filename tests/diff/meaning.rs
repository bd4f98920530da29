//! The library: which changes are found, and that layout, files, words of either language change nothing.

use std::fs;
use std::path::{Path, PathBuf};

use aturan::format::{Names, Target, format};

use crate::{POLICY, between, edited, told};

#[test]
fn layout_order_and_ways_of_writing_change_nothing() {
    let new = edited(&[
        ("Rp 550_000", "Rp 550 ribu # seribu lagi"),
        ("line * 1.5", "(line * (1.50))"),
        ("floor in (wood, earth)", "(floor in (wood,\n    earth))"),
        ("currency IDR", "currency   IDR"),
    ]);
    let (head, rest) = new.split_once("\n\n").unwrap();
    let mut declarations: Vec<&str> = rest.trim().split("\n\n").collect();
    declarations.reverse();
    let new = format!("{head}\n\n{}\n", declarations.join("\n\n\n"));
    assert_eq!(told(&between(POLICY, &new)), "");
}

/// The policy texts of the project.
fn texts() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["policies", "examples", "tests"]
        .iter()
        .map(|it| root.join(it))
        .collect();
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "aturan") {
                let text = fs::read_to_string(&path).unwrap();
                out.push((path, text));
            }
        }
    }
    out.sort();
    out
}

#[test]
fn formatting_and_translating_change_no_meaning_of_any_policy() {
    let mut compared = 0;
    for (path, text) in texts() {
        // Of two things of one name, which is a mistake, nothing can be told.
        let mistaken =
            |it: std::path::Component<'_>| it.as_os_str() == "err" || it.as_os_str() == "mistakes";
        if path.components().any(mistaken) {
            continue;
        }
        let mut names = Names::default();
        names.add(&text);
        for target in [Target::AsWritten, Target::Indonesian, Target::English] {
            let Ok(new) = format(&text, 0, target, &names) else {
                continue;
            };
            compared += 1;
            let difference = between(&text, &new);
            assert_eq!(told(&difference), "", "{} {target:?}", path.display());
        }
    }
    assert!(compared > 200, "only {compared} texts were compared");
}

#[test]
fn every_declaration_says_what_changed_of_it() {
    let new = edited(&[
        (
            "from 2023-03-01 = Rp 550_000",
            "from 2023-03-01 = Rp 600_000\n  from 2024-03-01 = Rp 620_000",
        ),
        ("    wood  = Rp 100_000\n", ""),
        (
            "size \"Jumlah anggota\" : integer 1..30",
            "size \"Jumlah anggota\" : integer 1..40\n  rooms \"Kamar\" : integer",
        ),
        ("size >= 6", "size >= 7"),
        ("  near_poor \"Rentan\" when per_head < line * 1.5\n", ""),
        (
            "when welfare = poor\n",
            "when welfare = poor\n  when size >= 2\n",
        ),
        ("quota 100", "quota 120"),
        (
            "because \"lantai keramik\"",
            "because \"lantai dari keramik\"",
        ),
        (
            "source \"Contoh\"\n  agency \"Dinas Sosial\"",
            "source \"Keputusan contoh\"\n  agency \"Dinas Sosial\"",
        ),
        ("<= 10 by", "<= 5 by"),
        (
            "indicator poor_families",
            "define is_large of family = size > 8\n\nindicator poor_families",
        ),
    ]);
    insta::assert_snapshot!(told(&between(POLICY, &new)));
    insta::assert_snapshot!(told(&between(&new, POLICY)));
}

#[test]
fn what_is_renamed_is_no_change_where_it_is_used() {
    let new = edited(&[
        ("per_head", "income_per_person"),
        ("benefit", "rice_value"),
        ("earth", "soil"),
        ("near_poor", "vulnerable"),
        ("aid rice \"Beras\"", "aid rice_aid \"Beras\""),
    ]);
    insta::assert_snapshot!(told(&between(POLICY, &new)));
}

#[test]
fn the_order_counts_where_the_first_that_fits_is_taken() {
    let table = "\ndecide help of family : integer, first match\n  | floor | size || help |\n";
    let (a, b) = (
        "  | earth | -    || 2    |\n",
        "  | -     | > 4  || 1    |\n",
    );
    let rest = "  | -     | -    || 0    |\n";
    let first = format!("{POLICY}{table}{a}{b}{rest}");
    let second = format!("{POLICY}{table}{b}{a}{rest}");
    insta::assert_snapshot!(told(&between(&first, &second)), @"
    ~ decide help
      ~ order [] earth | - > - | > 4 > - | - -> - | > 4 > earth | - > - | - (meaning)
    ");
    let criteria = |it: &str| it.replace("first match", "largest size");
    assert_eq!(told(&between(&criteria(&first), &criteria(&second))), "");
    let classes = edited(&[(
        "tile \"Keramik\"\n  wood \"Kayu\"",
        "wood \"Kayu\"\n  tile \"Keramik\"",
    )]);
    assert!(between(POLICY, &classes).changes_meaning());
}

#[test]
fn titles_sources_and_tests_are_told_and_change_no_meaning() {
    let new = edited(&[("\"Beras\"", "\"Beras untuk keluarga miskin\"")]);
    let new = format!(
        "{new}\ntest \"batas\"\n  on 2023-06-01\n  family income = Rp 1_000_000, size = 2, floor = wood\n  expect welfare = poor\n"
    );
    let difference = between(POLICY, &new);
    assert!(!difference.changes_meaning());
    insta::assert_snapshot!(told(&difference), @r#"
    ~ aid rice
      ~ title [] "Beras" -> "Beras untuk keluarga miskin" (words)
    + test batas
      + on [] · -> 2023-06-01 (meaning)
      +  [] · -> family income = Rp 1_000_000, size = 2, floor = wood (meaning)
      + expect [] · -> welfare = poor (meaning)
    "#);
}

#[test]
fn a_name_like_a_part_of_an_aid_hides_no_word_from_translation() {
    for own in ["amount", "diberikan", "cost"] {
        let named = POLICY.replacen("policy town", &format!("policy {own}"), 1);
        let text = format!(
            "{named}\n\
             define {own} \"Contoh\" of family = 2\n\n\
             define paid \"Contoh\" of family = rice.amount\n\n\
             define taken \"Contoh\" of family = rice.granted and {own} = 2\n\n\
             indicator spent \"Contoh\" = rice.cost\n"
        );
        let mut names = Names::default();
        names.add(&text);
        let new = format(&text, 0, Target::Indonesian, &names).unwrap();
        for part in ["rice.besaran", "rice.diberikan", "rice.biaya"] {
            assert!(new.contains(part), "{own}: {new}");
        }
        assert_eq!(told(&between(&text, &new)), "", "{own}");
    }
}
