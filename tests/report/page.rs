//! The page: built of sound parts, whole without a network, with the figures of the summary.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use serde_json::Value;

use super::{DATA, Desk, POLICY, aturan};

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// What the page says of a figure by its name; every place must say the same.
fn figures(page: &Html) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for it in page.select(&select("data[data-figure]")) {
        let key = it.attr("data-figure").unwrap().to_owned();
        let value = it.attr("value").unwrap().to_owned();
        if key.is_empty() {
            continue;
        }
        let before = found.insert(key.clone(), value.clone());
        assert!(
            before.as_ref().is_none_or(|before| *before == value),
            "{key} is {before:?} and {value}"
        );
    }
    found
}

/// Digits without signs and separators, as both sides write them.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn every_figure_is_that_of_the_summary() {
    let desk = Desk::new();
    let (page, summary) = desk.run(&["--min-cell", "0"]);
    let found = figures(&Html::parse_document(&page));
    let mut compared = 0;
    let mut same = |key: String, value: &Value| {
        assert_eq!(found.get(&key), Some(&plain(value)), "{key}");
        compared += 1;
    };
    for class in summary["classes"].as_array().unwrap() {
        let name = class["name"].as_str().unwrap();
        for row in class["classes"].as_array().unwrap() {
            let key = |part: &str| format!("{name}.{}.{part}", row["class"].as_str().unwrap());
            same(key("rows"), &row["rows"]);
            same(key("members"), &row["members"]);
        }
    }
    for aid in summary["aids"].as_array().unwrap() {
        let name = aid["name"].as_str().unwrap();
        same(format!("{name}.granted"), &aid["count"]["decided"]);
        if !aid["cost"].is_null() {
            same(format!("{name}.cost"), &aid["cost"]["decided"]);
        }
        for status in aid["statuses"].as_array().unwrap() {
            let word = status["status"].as_str().unwrap();
            if ["waitlisted", "excluded", "needs_verification"].contains(&word) {
                same(format!("{name}.{word}"), &status["rows"]);
            }
        }
    }
    for register in summary["registers"].as_array().unwrap() {
        let name = register["name"].as_str().unwrap();
        for part in ["start", "enters", "leaves", "end"] {
            same(format!("{name}.{part}"), &register[part]);
        }
    }
    for indicator in summary["indicators"].as_array().unwrap() {
        let name = indicator["name"].as_str().unwrap();
        same(format!("{name}.decided"), &indicator["total"]["decided"]);
        for group in indicator["groups"].as_array().unwrap() {
            let key = group["keys"][0].as_str().unwrap();
            same(format!("{name}.{key}"), &group["decided"]);
        }
    }
    for target in summary["targets"].as_array().unwrap() {
        let name = target["name"].as_str().unwrap();
        same(format!("{name}.figure"), &target["figure"]);
    }
    for level in summary["levels"].as_array().unwrap() {
        let name = level["entity"].as_str().unwrap();
        same(format!("level.{name}.evaluated"), &level["evaluated"]);
    }
    assert!(compared > 25, "only {compared} figures were compared");
}

#[test]
fn the_first_screen_answers_five_questions() {
    let desk = Desk::new();
    let (page, summary) = desk.run(&["--min-cell", "0"]);
    let page = Html::parse_document(&page);
    let answer = |id: &str| {
        let found = page.select(&select(&format!("#glance #{id}"))).next();
        let text: String = found.unwrap().text().collect::<Vec<_>>().join(" ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // Who is poor, in the words of the policy.
    assert!(answer("who-is-poor").contains("Sangat miskin"));
    // What it costs: 6 places at Rp 100,000 a month at most, and rice once; never added together.
    let costs = answer("what-it-costs");
    assert!(
        costs.contains("per month") && costs.contains("one-off"),
        "{costs}"
    );
    assert!(answer("who-gains").contains("at least one aid"));
    // Who left and why: the ground as the policy words it.
    let left = summary["registers"][0]["leaves"].to_string();
    let answered = answer("who-left");
    assert!(
        answered.contains(&left) && answered.contains("Tidak miskin lagi"),
        "{answered}"
    );
    let answered = answer("is-the-target-met");
    assert!(
        answered.contains("<= 4") && answered.contains("31 December 2025"),
        "{answered}"
    );
}

#[test]
fn a_page_loads_nothing_and_its_parts_are_sound() {
    let desk = Desk::new();
    let (run, _) = desk.run(&[]);
    let simulation = desk.report("s.html", &["simulate", POLICY, "--data", DATA]);
    let range = "line = Rp 400_000 .. Rp 600_000 step Rp 50_000";
    let sweep = desk.report("w.html", &["sweep", POLICY, range, "--data", DATA]);
    for page in [
        run,
        String::from_utf8(simulation).unwrap(),
        String::from_utf8(sweep).unwrap(),
    ] {
        let lower = page.to_lowercase();
        for loads in [
            "src=", "<link", "@import", "url(", "<iframe", "<img", "fetch(", "xmlhttp",
        ] {
            assert!(!lower.contains(loads), "the page holds `{loads}`");
        }
        let page = Html::parse_document(&page);
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        let policy = page.select(&select("meta[http-equiv]")).next().unwrap();
        assert!(
            policy
                .attr("content")
                .unwrap()
                .starts_with("default-src 'none'")
        );
        let mut ids = BTreeSet::new();
        for it in page.select(&select("[id]")) {
            let id = it.attr("id").unwrap();
            assert!(ids.insert(id.to_owned()), "`{id}` stands twice");
            assert!(!id.contains(' '), "`{id}`");
        }
        for it in page.select(&select("a[href^='#']")) {
            let to = it.attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains(to), "`#{to}` leads nowhere");
        }
        for it in page.select(&select("svg[role=img]")) {
            let named = it.attr("aria-labelledby").unwrap();
            assert!(named.split(' ').all(|id| ids.contains(id)), "{named}");
            assert!(it.select(&select("title")).next().is_some());
            assert!(it.select(&select("desc")).next().is_some());
        }
        for table in page.select(&select("table")) {
            let head = table.select(&select("thead th")).count();
            for row in table.select(&select("tbody tr")) {
                assert_eq!(row.select(&select("td, th")).count(), head);
            }
        }
        assert_eq!(page.select(&select("h1")).count(), 1);
    }
}

#[test]
fn the_texts_of_a_policy_are_words_not_marks() {
    let desk = Desk::new();
    let evil = r"<script>alert(1)</script> & 'friends'";
    let policy = std::fs::read_to_string(POLICY).unwrap();
    let policy = policy
        .replace("Menolak bantuan", evil)
        .replace("Bantuan tunai", evil);
    let file = desk.path("policy.aturan");
    std::fs::write(&file, policy).unwrap();
    let out = desk.path("out");
    let arguments = [
        "run",
        file.to_str().unwrap(),
        "--data",
        DATA,
        "--out",
        out.to_str().unwrap(),
    ];
    let page = String::from_utf8(desk.report("evil.html", &arguments)).unwrap();
    assert!(!page.contains("<script>alert"));
    let parsed = Html::parse_document(&page);
    assert_eq!(parsed.select(&select("script")).count(), 1);
    let text: String = parsed.root_element().text().collect();
    assert!(text.contains(evil));
}

#[test]
fn small_groups_are_hidden_everywhere() {
    let desk = Desk::new();
    let (page, summary) = desk.run(&["--min-cell", "6"]);
    let page = Html::parse_document(&page);
    // Twelve families: any count of families from 1 to 5 that showed would be told.
    for (key, value) in figures(&page) {
        let counts = [
            ".rows",
            ".members",
            ".granted",
            ".waitlisted",
            ".excluded",
            ".leaves",
            ".enters",
        ];
        if counts.iter().any(|part| key.ends_with(part)) {
            let count: u64 = value.parse().unwrap();
            assert!(count == 0 || count >= 6, "{key} shows {count}");
        }
    }
    for it in page.select(&select("tbody [data-order]")) {
        let hidden = it.select(&select(".hidden")).next().is_some();
        assert!(
            !hidden || it.attr("data-order") == Some("1"),
            "a hidden figure sorts by its value"
        );
    }
    let poor = summary["classes"][0]["classes"][0]["rows"]
        .as_u64()
        .unwrap();
    assert!(
        poor > 0 && poor < 6,
        "the town has few very poor families: {poor}"
    );
    assert!(page.select(&select("#glance .hidden")).next().is_some());
    // The keys of the families are personal and nowhere.
    let keys = std::fs::read_to_string(format!("{DATA}/family.csv")).unwrap();
    let text: String = page.root_element().text().collect();
    for key in keys
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
    {
        assert!(!text.split_whitespace().any(|word| word == key), "{key}");
    }
}

#[test]
fn a_page_is_the_same_twice_and_speaks_both_languages() {
    let desk = Desk::new();
    let (english, _) = desk.run(&[]);
    assert_eq!(desk.run(&[]).0, english);
    let (indonesian, _) = desk.run(&["--language", "id"]);
    let page = Html::parse_document(&indonesian);
    assert_eq!(page.root_element().attr("lang"), Some("id"));
    for words in [
        "Siapa yang miskin?",
        "Berapa biayanya?",
        "Apakah sasaran tercapai?",
    ] {
        assert!(indonesian.contains(words), "{words}");
        assert!(!english.contains(words));
    }
}

#[test]
fn a_simulation_shows_who_moves_and_a_sweep_its_curves() {
    let desk = Desk::new();
    let arguments = [
        "simulate",
        POLICY,
        "--data",
        DATA,
        "--scenario",
        "up",
        "--min-cell",
        "0",
    ];
    let page = String::from_utf8(desk.report("s.html", &arguments)).unwrap();
    let page = Html::parse_document(&page);
    assert!(page.select(&select("svg.flow path.band")).next().is_some());
    let simulation = aturan(&[
        "simulate",
        POLICY,
        "--data",
        DATA,
        "--scenario",
        "up",
        "--format",
        "json",
    ]);
    let json: Value = serde_json::from_slice(&simulation.stdout).unwrap();
    let effect = &json["scenarios"][0]["effect"];
    let found = figures(&page);
    assert_eq!(found["up.winners"], effect["winners"].to_string());
    assert_eq!(found["up.losers"], effect["losers"].to_string());
    let range = "line = Rp 400_000 .. Rp 600_000 step Rp 50_000";
    let arguments = [
        "sweep",
        POLICY,
        range,
        "--data",
        DATA,
        "--show",
        "poor_families",
        "--min-cell",
        "0",
    ];
    let page = String::from_utf8(desk.report("w.html", &arguments)).unwrap();
    let page = Html::parse_document(&page);
    assert_eq!(page.select(&select("svg.chart polyline.curve")).count(), 1);
    // A row for the figure, a column for each value.
    assert_eq!(page.select(&select("#values tbody tr")).count(), 1);
    assert_eq!(page.select(&select("#values tbody td")).count(), 5);
}

#[test]
fn what_was_asked_beside_the_scenarios_stands_on_the_page() {
    let desk = Desk::new();
    let mut arguments = vec!["simulate", POLICY, "--data", DATA, "--attribute"];
    arguments.extend([
        "--set",
        "line = Rp 450_000 per month",
        "--set",
        "places = 1",
    ]);
    arguments.extend(["--marginal", "Rp 100_000 of per_capita", "--margins", "10%"]);
    let json = aturan(&[&arguments[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    let open = [&arguments[..], &["--min-cell", "0"]].concat();
    let page = String::from_utf8(desk.report("a.html", &open)).unwrap();
    let page = Html::parse_document(&page);
    let found = figures(&page);
    let scenario = &json["scenarios"][0];
    let name = scenario["name"].as_str().unwrap();
    let all = scenario["attribution"]["figures"].as_array().unwrap();
    let cost = all.iter().find(|it| it["name"] == "cash.cost").unwrap();
    for (place, edit) in cost["edits"].as_array().unwrap().iter().enumerate() {
        let key = format!("{name}.cash.cost.edit{place}");
        let shown = found.get(&key).map_or("0", String::as_str);
        assert_eq!(shown, edit.as_str().unwrap(), "{key}");
    }
    assert_eq!(found["marginal.rate"], plain(&json["marginal"]["rate"]));
    assert_eq!(
        found["marginal.cliff"],
        json["marginal"]["bands"][4]["rows"].to_string()
    );
    let near = json["margins"]["thresholds"].as_array().unwrap();
    let near: Vec<_> = near
        .iter()
        .filter(|it| it["below"] != 0 || it["above"] != 0)
        .collect();
    assert_eq!(found["margins.0.below"], near[0]["below"].to_string());
    // Small groups stay hidden here too: the data have a dozen families.
    let page = String::from_utf8(desk.report("b.html", &arguments)).unwrap();
    let found = figures(&Html::parse_document(&page));
    assert!(!found.contains_key(&format!("{name}.cash.cost.edit0")));
    assert!(!found.contains_key("marginal.cliff"));
}

#[test]
fn another_ending_is_refused_before_anything_is_read() {
    let done = aturan(&["run", POLICY, "--data", DATA, "--report", "report.pdf"]);
    assert_eq!(done.status.code(), Some(2));
    let text = String::from_utf8(done.stderr).unwrap();
    assert!(text.contains("`.html` or `.xlsx`"), "{text}");
}

#[test]
fn two_rounds_have_a_page_too() {
    let desk = Desk::new();
    let (from, to) = (desk.path("from"), desk.path("to"));
    for (folder, date) in [(&from, "2023-06-30"), (&to, "2024-06-30")] {
        std::fs::create_dir(folder).unwrap();
        for name in ["family.csv", "village.csv"] {
            std::fs::copy(format!("{DATA}/{name}"), folder.join(name)).unwrap();
        }
        let description = std::fs::read_to_string(format!("{DATA}/dataset.toml")).unwrap();
        let description = description.replace("2023-11-30", date);
        std::fs::write(folder.join("dataset.toml"), description).unwrap();
    }
    let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
    let arguments = ["compare", POLICY, "--from", from, "--to", to];
    let page = String::from_utf8(desk.report("c.html", &arguments)).unwrap();
    let page = Html::parse_document(&page);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    for section in ["glance", "register-dtks", "class-welfare", "basis"] {
        assert!(
            page.select(&select(&format!("section#{section}")))
                .next()
                .is_some(),
            "{section}"
        );
    }
    for title in page.select(&select("tbody th[scope=row]")) {
        assert!(
            title.text().any(|text| !text.trim().is_empty()),
            "a row has no title"
        );
    }
    // The same families twice: nobody comes and nobody goes.
    let found = figures(&page);
    assert_eq!(found["level.family.before"], found["level.family.after"]);
    assert!(!desk.report("c.xlsx", &arguments).is_empty());
}
