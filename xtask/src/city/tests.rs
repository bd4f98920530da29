//! The city as a whole: its figures, its columns and words, its faults.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

use super::check::compare_rounds;
use super::words::ALL;
use super::write::home;
use super::{Published, build};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int32Type};
use arrow_array::{Array, RecordBatch, StringArray};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static CITY: LazyLock<Vec<Published>> = LazyLock::new(|| build().unwrap());

fn schema_text() -> String {
    let path = home().join("../../policies/nasional/data.aturan");
    std::fs::read_to_string(path).unwrap()
}

/// The first words of the indented lines below the declaration `head`.
fn rows_of(text: &str, head: &str) -> Vec<String> {
    let start = |line: &&str| {
        line.strip_prefix(head)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    text.lines()
        .skip_while(|line| !start(line))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .map(|line| line.trim().to_owned())
        .collect()
}

fn first_word(row: &str) -> &str {
    row.split_whitespace().next().unwrap()
}

fn texts<'a>(batch: &'a RecordBatch, name: &str) -> &'a StringArray {
    batch.column_by_name(name).unwrap().as_string()
}

/// The words of a dictionary column, blank as an empty word.
fn words<'a>(batch: &'a RecordBatch, name: &str) -> Vec<&'a str> {
    let column = batch
        .column_by_name(name)
        .unwrap()
        .as_dictionary::<Int32Type>();
    let words: &StringArray = column.values().as_string();
    let word = |key: Option<i32>| key.map_or("", |key| words.value(usize::try_from(key).unwrap()));
    column.keys().iter().map(word).collect()
}

fn truths(batch: &RecordBatch, name: &str) -> Vec<bool> {
    let column = batch.column_by_name(name).unwrap().as_boolean();
    column.iter().map(|value| value.unwrap_or(false)).collect()
}

#[test]
fn the_rounds_meet_their_goals() {
    let [before, after] = CITY.as_slice() else {
        panic!("two rounds are published")
    };
    assert_eq!(before.figures.residents, 300_060);
    assert_eq!(after.figures.residents, 302_310);
    assert_eq!(before.figures.stock_end, 65_000);
    assert_eq!(after.figures.stock_start, 65_000);
    assert_eq!(after.figures.stock_end, 64_000);
    assert_eq!(after.figures.extreme, 69);
    assert_eq!(after.figures.extreme_kameloh_baru, 33);
    assert_eq!(before.figures.poor_share()[0], 361);
    assert_eq!(after.figures.poor_share(), [344, 344]);
}

#[test]
fn stock_and_flows_close_and_every_exit_has_a_ground() {
    for round in CITY.iter() {
        let figures = &round.figures;
        assert_eq!(
            figures.stock_start + figures.enters - figures.left(),
            figures.stock_end
        );
        assert_eq!(figures.leaves.len(), 7, "{:?}", figures.leaves);
        assert!(
            (4_000..9_000).contains(&figures.enters),
            "{}",
            figures.enters
        );
        assert!(
            (5_000..10_000).contains(&figures.left()),
            "{}",
            figures.left()
        );
        assert!(figures.verify_listed > 0 && figures.verify_outside > 0);
    }
}

#[test]
fn ten_percent_on_a_line_moves_its_figure_both_ways() {
    for round in CITY.iter() {
        let figures = &round.figures;
        let pairs = [
            (figures.poor_moved, figures.poor),
            (figures.stock_moved, figures.stock_end),
            (figures.extreme_moved, figures.extreme),
        ];
        for ([low, high], middle) in pairs {
            assert!(low * 10 < middle * 9, "{low} {middle}");
            assert!(high * 9 > middle * 10, "{high} {middle}");
        }
    }
}

#[test]
fn columns_are_the_fields_of_the_schema_in_its_order() {
    let text = schema_text();
    for round in CITY.iter() {
        for (file, batch) in round.tables.named() {
            let entity = file.trim_end_matches(".parquet");
            let rows = rows_of(&text, &format!("entity {entity}"));
            let fields: Vec<&str> = rows
                .iter()
                .map(|row| row.strip_prefix("key ").unwrap_or(row))
                .map(|row| {
                    row.split_once(" by ")
                        .filter(|_| row.starts_with("belongs to"))
                        .map_or(row, |(_, field)| field)
                })
                .map(first_word)
                .collect();
            let schema = batch.schema();
            let columns: Vec<&str> = schema
                .fields()
                .iter()
                .map(|field| field.name().as_str())
                .collect();
            assert_eq!(columns, fields, "{entity}");
        }
    }
}

#[test]
fn words_are_those_of_the_schema_in_its_order() {
    let text = schema_text();
    for (name, words) in ALL {
        let rows = rows_of(&text, &format!("type {name}"));
        let written: Vec<&str> = rows.iter().map(|row| first_word(row)).collect();
        assert_eq!(*words, written, "{name}");
    }
    let types = text
        .lines()
        .filter(|line| line.starts_with("type "))
        .count();
    assert_eq!(types, ALL.len());
}

#[test]
fn every_family_has_one_head() {
    for round in CITY.iter() {
        let families = round.tables.family.num_rows();
        let member = &round.tables.member;
        let owners = texts(member, "family_id");
        let relations = words(member, "relation");
        let heads: Vec<&str> = (0..member.num_rows())
            .filter(|&row| relations[row] == "head" && !owners.value(row).starts_with("05.1007.9"))
            .map(|row| owners.value(row))
            .collect();
        assert_eq!(heads.len(), families);
        assert_eq!(heads.iter().collect::<BTreeSet<_>>().len(), families);
    }
}

#[test]
fn rejected_rows_are_few_and_counted() {
    for round in CITY.iter() {
        let member = &round.tables.member;
        let known: BTreeSet<&str> = texts(&round.tables.family, "family_id")
            .iter()
            .flatten()
            .collect();
        let owners = texts(member, "family_id");
        let orphans = owners
            .iter()
            .flatten()
            .filter(|owner| !known.contains(owner))
            .count();
        let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
        for key in texts(member, "person_id").iter().flatten() {
            *keys.entry(key).or_default() += 1;
        }
        let strange =
            |name: &str, word: &str| words(member, name).iter().filter(|it| **it == word).count();
        let numbers = member
            .column_by_name("pregnancy_number")
            .unwrap()
            .as_primitive::<Int32Type>();
        assert_eq!(orphans, 5);
        assert_eq!(keys.values().filter(|count| **count == 2).count(), 1);
        assert!(keys.values().all(|count| *count <= 2));
        assert_eq!(strange("sex", "x"), 8);
        assert_eq!(strange("presence", "8"), 6);
        assert_eq!(
            numbers
                .iter()
                .flatten()
                .filter(|number| *number > 15)
                .count(),
            6
        );
    }
}

#[test]
fn those_on_the_register_in_2022_are_all_in_the_second_round() {
    let listed = |round: &Published| -> BTreeSet<String> {
        let ids = texts(&round.tables.member, "person_id");
        let listed = truths(&round.tables.member, "dtks_listed");
        (0..ids.len())
            .filter(|&row| listed[row])
            .map(|row| ids.value(row).to_owned())
            .collect()
    };
    let ids = |round: &Published| -> BTreeSet<String> {
        texts(&round.tables.member, "person_id")
            .iter()
            .flatten()
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(listed(&CITY[1]).len(), 65_000);
    assert!(listed(&CITY[1]).is_subset(&ids(&CITY[0])));
}

#[test]
fn faults_have_about_their_rates() {
    for round in CITY.iter() {
        let member = &round.tables.member;
        let niks = texts(member, "nik");
        let rows = niks.len();
        let per_mille = |count: usize| count * 1_000 / rows;
        let whole = |nik: &&str| nik.len() == 16 && nik.bytes().all(|byte| byte.is_ascii_digit());
        let valid: Vec<&str> = niks.iter().flatten().filter(whole).collect();
        assert!(valid.iter().all(|nik| nik.starts_with("627199")));
        assert!((8..13).contains(&per_mille(niks.null_count())));
        assert!((21..30).contains(&per_mille(rows - niks.null_count() - valid.len())));
        let copied = valid.len() - valid.iter().collect::<BTreeSet<_>>().len();
        assert!((90..220).contains(&copied), "{copied}");
        let deaths = member
            .column_by_name("death_date")
            .unwrap()
            .as_primitive::<Date32Type>();
        let present = words(member, "presence");
        let unseen = (0..rows)
            .filter(|&row| deaths.is_valid(row) && present[row] == "present")
            .count();
        assert!((100..400).contains(&unseen), "{unseen}");
    }
}

#[test]
fn the_committed_files_hold_the_same_rows() {
    compare_rounds(&CITY).unwrap();
}
