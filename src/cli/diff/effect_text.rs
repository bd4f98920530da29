//! Whom the changes move, as a person reads it on the terminal: the comparison, then each change alone.

use super::super::simulate::{Simulated, Simulation, text};
use super::super::summary::{Page, sign};
use super::super::terminal::Terminal;
use super::fail_if::Judged;
use super::population::{EditEffect, Population};
use super::{Report, words};

/// The comparison, the changes one by one, and what was asked with `--fail-if`.
pub(super) fn text(it: &Population, report: &Report, terminal: &Terminal) -> String {
    let scenario = Simulated {
        name: terminal.say("new", "baru").to_owned(),
        edits: Vec::new(),
        label: String::new(),
        comparison: it.comparison.clone(),
        revised: Vec::new(),
        attribution: None,
        changed: Vec::new(),
    };
    let simulation = Simulation {
        format_version: "1.0",
        policy: it.baseline.policy.clone(),
        label: it.data.clone(),
        date: it.date.clone(),
        currency: it.currency.clone(),
        levels: it.levels.clone(),
        scenarios: vec![scenario],
        margins: None,
        marginal: None,
        before: terminal.say("old", "lama").to_owned(),
    };
    let mut out = format!(
        "\n{}",
        text::text(&simulation, &it.baseline, None, terminal)
    );
    let page = Page::new(terminal);
    if !it.by_edit.is_empty() {
        out.push_str(&format!(
            "\n{}\n{}",
            page.title(title(terminal)),
            edits(it, &page, terminal)
        ));
    }
    for line in notes(it, terminal) {
        out.push_str(&format!("\n  {line}\n"));
    }
    out + &judged(&report.conditions, &page)
}

/// What stands over the table of changes.
pub(super) fn title(terminal: &Terminal) -> &'static str {
    match terminal.language {
        aturan::diagnostic::Language::English => "Each change alone",
        aturan::diagnostic::Language::Indonesian => "Setiap perubahan sendiri-sendiri",
    }
}

/// What must be known to read the figures.
pub(super) fn notes(it: &Population, terminal: &Terminal) -> Vec<&'static str> {
    let mut out = Vec::new();
    let mut say = |english, indonesian| {
        out.push(match terminal.language {
            aturan::diagnostic::Language::English => english,
            aturan::diagnostic::Language::Indonesian => indonesian,
        });
    };
    if it.data_changed {
        say(
            "types or entities changed: both versions were evaluated with the newer ones",
            "jenis atau entitas berubah: kedua versi dihitung dengan yang baru",
        );
    }
    if it.by_edit.iter().any(|edit| !edit.alone) {
        say(
            "a change marked `·` cannot stand alone over the older version",
            "perubahan bertanda `·` tidak dapat berdiri sendiri di atas versi lama",
        );
    }
    out
}

/// The periods in which any change gives or takes money.
pub(super) fn periods(it: &Population) -> Vec<String> {
    let all = it.comparison.effect.iter().flat_map(|it| &it.periods);
    let edits = it.by_edit.iter().flat_map(|it| &it.periods);
    let mut out: Vec<String> = Vec::new();
    for period in all.chain(edits).filter(|it| it.winners + it.losers > 0) {
        if !out.contains(&period.period) {
            out.push(period.period.clone());
        }
    }
    out
}

fn edits(it: &Population, page: &Page<'_>, terminal: &Terminal) -> String {
    let periods = periods(it);
    let currency = sign(&it.currency);
    let mut head = vec![
        String::new(),
        page.say("move", "berpindah").to_owned(),
        page.say("gain", "bertambah").to_owned(),
        page.say("lose", "berkurang").to_owned(),
        page.say("both", "keduanya").to_owned(),
    ];
    head.extend(
        periods
            .iter()
            .map(|it| format!("{currency} {}", page.period(it))),
    );
    let mut rows: Vec<Vec<String>> = it
        .by_edit
        .iter()
        .map(|edit| row(edit, &periods, page, terminal))
        .collect();
    rows.push(total(it, &periods, page));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    Page::table(&head, rows, &[0])
}

fn row(edit: &EditEffect, periods: &[String], page: &Page<'_>, terminal: &Terminal) -> Vec<String> {
    let mut row = vec![format!(
        "{} {}",
        words::kind(edit.kind, terminal),
        edit.name
    )];
    if !edit.alone {
        row.resize(5 + periods.len(), "·".to_owned());
        return row;
    }
    let counts = [edit.moved, edit.winners, edit.losers, edit.mixed];
    row.extend(counts.map(|count| some(count, page)));
    row.extend(periods.iter().map(|period| {
        let found = edit.periods.iter().find(|it| it.period == *period);
        signed(found.map_or("0", |it| &it.change), page)
    }));
    row
}

fn total(it: &Population, periods: &[String], page: &Page<'_>) -> Vec<String> {
    let effect = it.comparison.effect.as_ref();
    let counts = [
        super::population::moved(&it.comparison),
        effect.map_or(0, |it| it.winners),
        effect.map_or(0, |it| it.losers),
        effect.map_or(0, |it| it.mixed),
    ];
    let mut row = vec![page.say("all together", "semuanya bersama").to_owned()];
    row.extend(counts.map(|count| some(count, page)));
    row.extend(periods.iter().map(|period| {
        let mut all = effect.iter().flat_map(|it| &it.periods);
        let found = all.find(|it| it.period == *period);
        signed(found.map_or("0", |it| &it.change), page)
    }));
    row
}

fn some(count: u64, page: &Page<'_>) -> String {
    match count {
        0 => "-".to_owned(),
        count => page.count(count),
    }
}

/// An amount with its sign.
pub(super) fn signed(plain: &str, page: &Page<'_>) -> String {
    match plain {
        "0" => "-".to_owned(),
        _ if plain.starts_with('-') => page.digits(plain),
        _ => format!("+{}", page.digits(plain)),
    }
}

fn judged(all: &[Judged], page: &Page<'_>) -> String {
    let mut out = String::new();
    for it in all {
        let (mark, word) = match it.fails {
            true => ("✗", page.say("fails", "gagal")),
            false => ("✓", page.say("passes", "lolos")),
        };
        let show = |it: &Option<String>| match it {
            Some(plain) => page.digits(plain),
            None => page.say("undefined", "tidak terdefinisi").to_owned(),
        };
        let (before, after) = (show(&it.before), show(&it.after));
        out.push_str(&format!(
            "\n{mark} {word}: {} ({before} → {after})",
            it.condition
        ));
    }
    match out.is_empty() {
        true => out,
        false => out + "\n",
    }
}
