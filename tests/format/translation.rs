//! Keywords in the other language: nothing is lost, and the policy does the same.

use std::collections::BTreeSet;

use aturan::format::{Names, Target};
use aturan::number::Date;
use aturan::source::SourceMap;
use aturan::syntax::{self, WordKind};
use aturan::words::{PAIRS, Role};
use aturan::{LayerInput, load, reference, testing};

use crate::meaning::tree;
use crate::texts::{self, Text};
use crate::{formatted, translated, with};

#[test]
fn there_and_back_is_the_same_text() {
    for Text { place, text } in texts::all() {
        let mut names = Names::default();
        names.add(text);
        let english = with(text, Target::English, &names);
        let indonesian = with(&english, Target::Indonesian, &names);
        assert_eq!(
            with(&indonesian, Target::English, &names),
            english,
            "{place}"
        );
        if only_english(text) {
            assert_eq!(english, formatted(text), "{place}");
            assert_eq!(tree(&english), tree(text), "{place}");
        }
    }
}

/// Whether no keyword of a text is Indonesian.
fn only_english(text: &str) -> bool {
    let (layout, _) = syntax::layout(text, 0);
    layout.words.iter().all(|word| match word.kind {
        WordKind::Keyword(pair) | WordKind::Function(pair) => {
            word.end > word.start
                && text[word.start..].starts_with(pair.english.split(' ').next().unwrap())
                || pair.role == Role::Scale
        }
        WordKind::Currency | WordKind::Declared | WordKind::Name | WordKind::Part => true,
    })
}

/// The texts above are worth something only if every word of the language stands in one of them.
#[test]
fn every_word_stands_in_a_text() {
    let mut seen = BTreeSet::new();
    for Text { text, .. } in texts::all() {
        let (layout, _) = syntax::layout(text, 0);
        for word in &layout.words {
            if let WordKind::Keyword(pair) | WordKind::Function(pair) = word.kind {
                seen.insert((pair.english, pair.indonesian));
            }
        }
        let values = PAIRS.iter().filter(|pair| pair.role == Role::Value);
        seen.extend(
            values
                .filter(|pair| text.contains(pair.english))
                .map(|pair| (pair.english, pair.indonesian)),
        );
    }
    let missing: Vec<_> = PAIRS
        .iter()
        .filter(|pair| !seen.contains(&(pair.english, pair.indonesian)))
        .map(|pair| (pair.english, pair.role))
        .collect();
    assert!(missing.is_empty(), "no text has {missing:?}");
}

#[test]
fn every_keyword_is_translated() {
    for Text { place, text } in texts::all() {
        for (target, is_indonesian) in [(Target::English, false), (Target::Indonesian, true)] {
            let text = translated(text, target);
            let (layout, _) = syntax::layout(&text, 0);
            for word in &layout.words {
                let (WordKind::Keyword(pair) | WordKind::Function(pair)) = word.kind else {
                    continue;
                };
                let written = &text[word.start..word.end];
                let wanted = if is_indonesian {
                    pair.indonesian
                } else {
                    pair.english
                };
                let stays = pair.role == Role::Scale || (is_indonesian && pair.english == "is");
                assert!(
                    stays || written == wanted,
                    "{place}: `{written}` is not `{wanted}`"
                );
            }
        }
    }
}

#[test]
fn words_that_need_their_place_find_it() {
    let english = "\
entity family
  key id : text matching \"[0-9]+\" otherwise unknown

define a of family = count(member) + sum(x of member where not y) + 1
define b of family = x is missing or y is not missing or z is known
define c of family = (x if missing 0) + min(a, b) - max(a of member)
define d of family = evaluation_date + 1 day + 2 days - 1 month
define e of family = round up(a, to Rp 1_000) + steps(b, of Rp 3 juta) + year(d)
define f of family = any of g or at least 2 of g or every(member has true, if no rows false)

indicator n = share(family where a, of those where b) by village

target t
  n = 0 by 2024-12-31

aid pkh of family
  when   granted
  amount sum(amount of member) for 3 months

test \"t\"
  each family x = missing
  expect pkh.status = granted and pkh.amount = Rp 1 and family.amount = 2
";
    let indonesian = "\
entitas family
  kunci id : teks berpola \"[0-9]+\" selebihnya tidak_diketahui

definisi a untuk family = banyaknya(member) + total(x dari member yang tidak y) + 1
definisi b untuk family = x kosong atau y tidak kosong atau z diketahui
definisi c untuk family = (x bila kosong 0) + terendah(a, b) - tertinggi(a dari member)
definisi d untuk family = tanggal_evaluasi + 1 hari + 2 hari - 1 bulan
definisi e untuk family = bulatkan ke atas(a, ke Rp 1_000) + kelipatan(b, dari Rp 3 juta) + tahun(d)
definisi f untuk family = salah satu dari g atau paling sedikit 2 dari g atau setiap(member memenuhi benar, bila tanpa baris salah)

indikator n = bagian(family yang a, dari yang b) menurut village

sasaran t
  n = 0 paling lambat 2024-12-31

bantuan pkh untuk family
  jika    diberikan
  besaran total(amount dari member) selama 3 bulan

uji \"t\"
  setiap family x = kosong
  diharapkan pkh.status = diberikan dan pkh.besaran = Rp 1 dan family.amount = 2
";
    assert_eq!(translated(english, Target::Indonesian), indonesian);
    assert_eq!(translated(indonesian, Target::English), english);
}

#[test]
fn a_name_of_the_policy_is_no_word_of_the_language() {
    let english = "\
type answer granted, refused

aid pkh of family
  when answer = granted and population = 1
";
    let found = translated(english, Target::Indonesian);
    assert!(
        found.contains("jika answer = granted dan penduduk = 1"),
        "{found}"
    );
    let mut names = Names::default();
    names.add("define population of family = 1\n");
    let found = with(
        "define a of family = population\n",
        Target::Indonesian,
        &names,
    );
    assert_eq!(found, "definisi a untuk family = population\n");
}

#[test]
fn a_text_in_both_languages_becomes_one() {
    let mixed = "aid a untuk family\n  jika x is missing\n  amount total(x of member)\n";
    let indonesian = "bantuan a untuk family\n  jika    x kosong\n  besaran total(x dari member)\n";
    assert_eq!(translated(mixed, Target::Indonesian), indonesian);
}

/// Every word of the language has a partner, and none but names that people say in both languages
/// are the same.
#[test]
fn the_table_of_words_is_whole() {
    let same: Vec<&str> = PAIRS
        .iter()
        .filter(|pair| pair.english == pair.indonesian)
        .map(|pair| pair.english)
        .collect();
    // The measures are called after their authors, or by their letters.
    let measures = [
        "fgt", "watts", "sen", "sst", "gini", "mld", "theil", "atkinson", "lorenz",
    ];
    let same: Vec<&str> = same
        .into_iter()
        .filter(|it| !measures.contains(it))
        .collect();
    let same: Vec<&str> = same
        .into_iter()
        .filter(|it| !it.starts_with("alkire_foster"))
        .collect();
    assert_eq!(same, ["parameter", "per", "status"]);
}

/// The layers of the flagship in Indonesian, base first.
fn indonesian_flagship() -> Vec<LayerInput> {
    let folders = ["policies/nasional", "policies/palangka_raya"];
    let layers = folders.map(|folder| (folder, texts::policy(folder)));
    let mut names = Names::default();
    for (_, files) in &layers {
        for (_, text) in files {
            names.add(text);
        }
    }
    let in_indonesian = |(name, text): (String, String)| {
        let indonesian = with(&text, Target::Indonesian, &names);
        assert_eq!(with(&indonesian, Target::English, &names), text, "{name}");
        (name, indonesian)
    };
    layers
        .into_iter()
        .map(|(folder, files)| LayerInput {
            name: folder.to_owned(),
            files: files.into_iter().map(in_indonesian).collect(),
        })
        .collect()
}

#[test]
fn the_flagship_in_indonesian_passes_its_tests_and_comes_back_the_same() {
    let layers = indonesian_flagship();
    for count in 1..=layers.len() {
        let mut sources = SourceMap::new();
        let (parsed, mut findings) = load(layers[..count].to_vec(), &mut sources);
        let (resolved, found) = parsed.resolve();
        findings.append(found);
        let (checked, found) = resolved.check();
        findings.append(found);
        assert!(findings.is_empty(), "{findings:?}");
        let day = Date::new(2023, 11, 30).unwrap();
        let (reports, _) = testing::run(&checked.unwrap(), day, &reference::evaluate, &|_| true);
        assert!(reports.len() > 40);
        for report in reports {
            assert!(report.passed, "{}", report.name);
        }
    }
}
