//! How changes are named: kinds and parts by the words of the language, counts in a sentence.

use aturan::diagnostic::Language;
use aturan::difference::{Change, ItemChange, Kind, Part, PartChange, Weight};
use aturan::words::indonesian;

use super::super::terminal::Terminal;

/// What begins a declaration, in the language of the reader.
pub(super) fn kind(kind: Kind, terminal: &Terminal) -> &'static str {
    translated(kind.word(), terminal)
}

/// `aid pkh "Program Keluarga Harapan"`.
pub(super) fn head(item: &ItemChange, terminal: &Terminal) -> String {
    let mut out = kind(item.kind, terminal).to_owned();
    let is_title = matches!(item.kind, Kind::Test | Kind::Example | Kind::Assertion);
    match (&item.from, is_title) {
        (_, true) => out.push_str(&format!(" \"{}\"", item.name)),
        (Some(from), false) => out.push_str(&format!(" {from} → {}", item.name)),
        (None, false) => out.push_str(&format!(" {}", item.name)),
    }
    if !item.label.is_empty() {
        out.push_str(&format!(" \"{}\"", item.label));
    }
    if !item.version.is_empty() {
        let from = terminal.say("from", "sejak");
        out.push_str(&format!(", {from} {}", item.version));
    }
    out
}

/// What leads a part: `when`, `from 2023-03-01`, the name of a class.
pub(super) fn slot(part: &PartChange, terminal: &Terminal) -> String {
    let is_dated = matches!(part.part, Part::Value | Part::Source) && !part.key.is_empty();
    let lead = match is_dated {
        true => terminal.say("from", "sejak"),
        false => translated(part.part.word(), terminal),
    };
    match (lead.is_empty(), part.key.is_empty()) {
        (true, _) => part.key.clone(),
        (false, true) => lead.to_owned(),
        (false, false) => format!("{lead} {}", part.key),
    }
}

/// The sign that a change has in a list of changes.
pub(super) fn sign(change: Change) -> &'static str {
    match change {
        Change::Added => "+",
        Change::Removed => "-",
        Change::Changed => "~",
        Change::Renamed => "→",
    }
}

/// Parts that no word of the language leads.
const UNLED: [(&str, &str); 7] = [
    ("order", "urutan"),
    ("columns", "kolom"),
    ("takes", "mengambil"),
    ("title", "judul"),
    ("name", "nama"),
    ("deadline", "tenggat"),
    ("type", "tipe"),
];

fn translated(english: &'static str, terminal: &Terminal) -> &'static str {
    let unled = UNLED.iter().find(|(it, _)| *it == english);
    match terminal.language {
        Language::English => english,
        Language::Indonesian => {
            let word = unled.map(|(_, it)| *it).or_else(|| indonesian(english));
            word.unwrap_or(english)
        }
    }
}

/// How many changes there are, and of which weight.
pub(super) fn count(changes: &[ItemChange], terminal: &Terminal) -> String {
    let of = |wanted: fn(&ItemChange) -> bool| changes.iter().filter(|it| wanted(it)).count();
    let is_test = |it: &ItemChange| matches!(it.kind, Kind::Test | Kind::Example);
    let meaning = of(ItemChange::changes_meaning);
    let words = of(is_worded);
    let tests = changes.iter().filter(|it| is_test(it)).count();
    let mut parts = vec![match (meaning, terminal.language) {
        (0, _) => terminal
            .say("no change in meaning", "tidak ada perubahan makna")
            .to_owned(),
        (1, Language::English) => "1 change in meaning".to_owned(),
        (_, Language::English) => format!("{meaning} changes in meaning"),
        (_, Language::Indonesian) => format!("{meaning} perubahan makna"),
    }];
    if words > 0 {
        let of = terminal.say(
            "in titles, grounds or sources alone",
            "hanya pada judul, alasan, atau sumber",
        );
        parts.push(format!("{words} {of}"));
    }
    if tests > 0 {
        let of = terminal.say("in tests", "pada uji");
        parts.push(format!("{tests} {of}"));
    }
    parts.join(", ")
}

/// Whether only what people read of a rule changed.
fn is_worded(item: &ItemChange) -> bool {
    !matches!(item.kind, Kind::Test | Kind::Example)
        && !item.changes_meaning()
        && item.parts.iter().all(|it| it.weight == Weight::Words)
}
