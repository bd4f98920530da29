//! Parts of a row that stand in another order, are cut in two or are left out, told by what they are.

use super::rules::Expected;
use super::{Form, Reader, Text, habits};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax::{self as codes, parts};
use crate::source::Span;
use crate::syntax::rows::first_word;
use crate::words;

/// Declarations and rows that begin with a name.
pub(super) const NAMED: &[&str] = &[
    "type",
    "entity",
    "role",
    "parameter",
    "brackets",
    "define",
    "criteria",
    "classify",
    "decide",
    "select",
    "aid",
    "register",
    "indicator",
    "target",
    "poverty",
    "field",
    "key",
    "criterion",
    "class",
];

/// Months by their names in both languages.
const MONTHS: &[&[&str]] = &[
    &["januari", "january", "jan"],
    &["februari", "february", "pebruari", "feb"],
    &["maret", "march", "mar"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "june", "jun"],
    &["juli", "july", "jul"],
    &["agustus", "august", "agu", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "october", "okt", "oct"],
    &["november", "nopember", "nov"],
    &["desember", "december", "des", "dec"],
];

/// The row, what was found where reading it stopped, and what was wanted there.
pub(super) struct Stop<'a> {
    pub(super) text: Text<'a>,
    pub(super) here: Text<'a>,
    pub(super) found: &'a str,
    pub(super) form: Form,
    pub(super) wanted: &'a [Expected],
}

impl<'a> Stop<'a> {
    fn wants(&self, what: Expected) -> bool {
        self.wanted.contains(&what)
    }

    pub(super) fn before(&self) -> &'a str {
        let at = self.here.at.saturating_sub(self.text.at);
        self.text.text.get(..at).unwrap_or_default().trim_end()
    }

    /// The last word before the place.
    pub(super) fn last(&self) -> &'a str {
        let before = self.before();
        let start = before
            .rfind(|c: char| !words::is_name_character(c))
            .map_or(0, |at| at + 1);
        before.get(start..).unwrap_or_default()
    }
}

/// The bytes that a name in several words takes at the beginning of a row, and the name as one word;
/// `None` where it is the one word of `first` bytes.
pub(super) fn pieces(row: &str, first: usize, form: Form) -> Option<(usize, String)> {
    let ends = |c: char| !(words::is_name_character(c) || c == '-' || c == ' ');
    let mut head = row.get(..row.find(ends).unwrap_or(row.len()))?;
    for word in LINKS {
        let at = head.find(word).unwrap_or(head.len());
        head = head.get(..at)?;
    }
    let head = head.trim_end();
    let is_row = ["criterion", "class", "field", "key"].contains(&form.what);
    let after = row.get(first..)?.trim_start();
    if head.len() <= first || (is_row && !after.starts_with('-')) {
        return None;
    }
    let name: Vec<&str> = head.split([' ', '-']).filter(|it| !it.is_empty()).collect();
    let rest = row.get(head.len()..)?.trim_start();
    let has_level = ![
        "type",
        "entity",
        "parameter",
        "brackets",
        "indicator",
        "target",
    ]
    .contains(&form.what);
    let goes_on = rest.starts_with('"')
        || (!has_level && rest.starts_with([':', '=']))
        || LINKS.iter().any(|it| format!(" {rest}").starts_with(it));
    let is_word = |it: &&str| {
        let mut pairs = words::PAIRS.iter();
        pairs.any(|pair| pair.english == *it || pair.indonesian == *it)
    };
    let joined = after.starts_with('-') && !head.contains(' ');
    if !joined && (!goes_on || name.iter().skip(1).any(|it| it != &"per" && is_word(it))) {
        return None;
    }
    Some((head.len(), name.join("_")))
}

/// Words that follow a name.
const LINKS: &[&str] = &[
    " of ",
    " untuk ",
    " by ",
    " menurut ",
    " when ",
    " jika ",
    " otherwise ",
    " selebihnya ",
];

impl Reader<'_> {
    /// The finding for a row whose parts are misplaced.
    pub(super) fn misplaced(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        self.slip(stop)
            .or_else(|| self.name_in_pieces(stop))
            .or_else(|| self.title_first(stop))
            .or_else(|| self.digit_first(stop))
            .or_else(|| self.level_left_out(stop))
            .or_else(|| self.when_left_out(stop))
            .or_else(|| self.date_in_words(stop))
            .or_else(|| self.period_after_name(stop))
            .or_else(|| self.rows_outside(stop))
            .or_else(|| self.condition_of_rows(stop))
            .or_else(|| self.unit_of_quota(stop))
            .or_else(|| self.open_parenthesis(stop))
    }

    fn place(&self, start: usize, end: usize) -> Span {
        crate::syntax::span(self.base, start, end)
    }

    /// `define per-capita of family`, `aid bantuan sembako of family`.
    fn name_in_pieces(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let before = stop.before();
        let is_name = !before.is_empty() && before.chars().all(words::is_name_character);
        let joins = stop.found == "-" || stop.found.starts_with(char::is_alphabetic);
        if !NAMED.contains(&stop.form.what) || !is_name || !joins {
            return None;
        }
        let (len, name) = pieces(stop.text.text, before.len(), stop.form)?;
        let head = stop.text.text.get(..len)?;
        let place = self.place(stop.text.at, stop.text.at + head.len());
        let finding = Diagnostic::at(&parts::NAME_IN_PIECES, place).with("written", head);
        let mut finding = finding.with("name", &name).fix(place, &name);
        for start in uses(self.source, head) {
            if start != stop.text.at {
                finding = finding.fix(self.place(start, start + head.len()), &name);
            }
        }
        Some(finding)
    }

    /// `parameter "Garis kemiskinan" poverty_line : money`.
    fn title_first(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let row = stop.text.text;
        if !stop.before().is_empty() || !stop.found.starts_with('"') || !stop.wants(Expected::Name)
        {
            return None;
        }
        let after = row.get(stop.found.len()..)?;
        let name = first_word(after.trim_start());
        if name.is_empty() {
            return None;
        }
        let end = stop.found.len() + (after.len() - after.trim_start().len()) + name.len();
        let place = self.place(stop.text.at, stop.text.at + end);
        let instead = format!("{name} {}", stop.found);
        let finding = Diagnostic::at(&parts::TITLE_FIRST, place).with("instead", &instead);
        Some(finding.fix(place, instead))
    }

    /// `define 2nd_size of family`.
    fn digit_first(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let is_name = stop.found.starts_with(|c: char| c.is_ascii_digit())
            && stop.found.contains(|c: char| c.is_alphabetic());
        if !is_name || !stop.wants(Expected::Name) || stop.wants(Expected::Value) {
            return None;
        }
        let place = self.head_span(stop.here, stop.found.len());
        let finding = Diagnostic::at(&parts::DIGIT_FIRST, place).with("name", stop.found);
        Some(finding)
    }

    /// `define size = count(member)`.
    fn level_left_out(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let wants = stop.wants(Expected::Word("of")) && NAMED.contains(&stop.form.what);
        let ends = stop.found.is_empty() || [":", "="].contains(&stop.found);
        if !wants || !ends || stop.before().is_empty() {
            return None;
        }
        let start = stop.text.at;
        let place = self.place(start, start + stop.before().len());
        let before = format!("{} {}", self.shown(stop.form.what), stop.before());
        let finding = Diagnostic::at(&parts::LEVEL_LEFT_OUT, place)
            .with("before", before)
            .with_code("what", stop.form.what);
        let mut entities = self.entities();
        let finding = match entities.next() {
            Some(level) => finding.with("level", level),
            None => finding.with_words("level", ("family", "keluarga")),
        };
        Some(match entities.next() {
            Some(other) => finding.with("other", other).help("help.either"),
            None => finding,
        })
    }

    /// The entities that this file declares, in its order.
    pub(super) fn entities(&self) -> impl Iterator<Item = &str> {
        let lines = self.source.lines();
        lines.filter_map(|line| {
            let rest = line
                .strip_prefix("entity ")
                .or_else(|| line.strip_prefix("entitas "))?;
            let name = first_word(rest.trim_start());
            (!name.is_empty()).then_some(name)
        })
    }

    /// `poor_floor "Lantai tanah" floor = earth`.
    fn when_left_out(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let is_row = ["criterion", "class"].contains(&stop.form.what);
        if !is_row || !stop.before().ends_with('"') || stop.found.is_empty() {
            return None;
        }
        let name = first_word(stop.text.text);
        let place = self.head_span(stop.here, stop.found.len());
        let at = self.place(stop.here.at, stop.here.at);
        let word = self.shown("when");
        let finding = Diagnostic::at(&parts::WHEN_LEFT_OUT, place)
            .with("name", name)
            .with("found", stop.found);
        let begins = stop.found.starts_with(char::is_alphabetic)
            && first_word(stop.here.text).len() < stop.here.text.trim().len();
        Some(if begins {
            finding.fix(at, format!("{word} "))
        } else {
            finding
        })
    }

    /// `from 1 Maret 2023`, `from Maret 2023`, `from 2023`.
    fn date_in_words(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        if !stop.wants(Expected::Date) || stop.wants(Expected::Value) {
            return None;
        }
        let parts = stop
            .here
            .text
            .split_whitespace()
            .map(|it| it.trim_matches([',', '=', ':']));
        let parts: Vec<&str> = parts.take(3).collect();
        let month = |word: &str| {
            let word = word.to_lowercase();
            MONTHS.iter().position(|names| names.contains(&&*word))
        };
        let year = |word: &str| {
            let is_year = word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
            is_year.then(|| word.to_owned())
        };
        let (count, date) = match parts.as_slice() {
            [day, name, last] if month(name).is_some() && day.parse::<u8>().is_ok() => {
                let number = month(name)? + 1;
                (
                    3,
                    format!("{}-{number:02}-{:02}", year(last)?, day.parse::<u8>().ok()?),
                )
            }
            [name, last, ..] if month(name).is_some() => {
                (2, format!("{}-{:02}-01", year(last)?, month(name)? + 1))
            }
            [first, ..] if year(first).is_some() => (1, format!("{first}-01-01")),
            _ => return None,
        };
        let mut len = 0;
        for _ in 0..count {
            let rest = stop.here.text.get(len..)?;
            len += rest.len() - rest.trim_start().len();
            len += first_word(rest.trim_start()).len();
        }
        let place = self.head_span(stop.here, len);
        let finding = Diagnostic::at(&codes::DATE_NOTATION, place)
            .with("text", stop.here.text.get(..len)?)
            .with("date", &date);
        Some(match count {
            3 => finding.help("help.iso").fix(place, date),
            _ => finding.help("help.day"),
        })
    }

    /// `mony per month`, `amount rice_amount per month`.
    fn period_after_name(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        if stop.found != "per" {
            return None;
        }
        let name = stop.last();
        let period = first_word(stop.here.text.get(3..)?.trim_start());
        if !name.starts_with(char::is_alphabetic) || period.is_empty() {
            return None;
        }
        let start = stop.text.at + stop.before().len() - name.len();
        let written = self.place(start, stop.text.at + stop.before().len());
        if ["parameter", "field", "define", "brackets"].contains(&stop.form.what)
            && stop.before().contains(':')
            && !stop.before().contains('=')
        {
            let money = self.shown("money");
            let finding = Diagnostic::at(&parts::PERIOD_OF_TYPE, written)
                .with("name", name)
                .with("period", period);
            return Some(finding.fix(written, money));
        }
        let end = stop.here.at + stop.here.text.find(period)? + period.len();
        let place = self.place(stop.here.at, end);
        let finding = Diagnostic::at(&parts::PERIOD_AFTER_NAME, place)
            .with("name", name)
            .with("period", period);
        Some(finding)
    }

    /// `count member where …`.
    fn rows_outside(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let pair = words::function(stop.last())?;
        let all = [
            "count", "sum", "any", "every", "average", "min", "max", "only", "first",
        ];
        if !all.contains(&pair.english) || !stop.found.starts_with(char::is_alphabetic) {
            return None;
        }
        let rest = stop.here.text.trim_end();
        let start = stop.text.at + stop.before().len();
        let name = stop.last();
        let place = self.place(start - name.len(), stop.here.at + stop.found.len());
        let finding = Diagnostic::at(&codes::CALL_FORM, place).with("name", name);
        let open = self.place(start, stop.here.at);
        let close = self.place(stop.here.at + rest.len(), stop.here.at + rest.len());
        let alone = !rest.contains('(') && !rest.contains('"') && !rest.contains('\n');
        let finding = finding.with("sample", format!("{name}({rest})"));
        Some(if alone {
            finding.fix(open, "(").fix(close, ")")
        } else {
            finding
        })
    }

    /// `count(member if school = primary)`.
    fn condition_of_rows(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let is_condition = ["if", "when", "bila", "jika", "with", "dengan"].contains(&stop.found);
        let before = stop.before();
        let opened = before.matches('(').count() > before.matches(')').count();
        if !is_condition || !opened {
            return None;
        }
        let place = self.head_span(stop.here, stop.found.len());
        let instead = self.shown("where");
        let finding = Diagnostic::at(&codes::OPERATOR_FORM, place)
            .with("text", stop.found)
            .with("instead", instead);
        Some(finding.fix(place, instead))
    }

    /// `quota 100 families`.
    fn unit_of_quota(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let is_count = ["quota", "limit"].contains(&stop.form.what);
        let is_unit = stop.found.starts_with(char::is_alphabetic)
            && stop.before().ends_with(|c: char| c.is_ascii_digit());
        if !is_count || !is_unit {
            return None;
        }
        let end = stop.here.at + stop.found.len();
        let place = self.place(stop.here.at, end);
        let finding = Diagnostic::at(&parts::QUOTA_UNIT, place).with("unit", stop.found);
        Some(finding.fix(self.place(stop.text.at + stop.before().len(), end), ""))
    }

    /// `(size > 3 and listed`.
    fn open_parenthesis(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        if !stop.found.is_empty() || !stop.wants(Expected::Word(")")) {
            return None;
        }
        let mut open = Vec::new();
        let mut is_text = false;
        for (at, c) in stop.text.text.char_indices() {
            match c {
                '"' => is_text = !is_text,
                '(' if !is_text => open.push(at),
                ')' if !is_text => {
                    open.pop();
                }
                _ => {}
            }
        }
        let at = stop.text.at + open.pop()?;
        let row = stop.text.text.trim_end();
        let end = stop.text.at + row.len();
        let last = row.chars().next_back().map_or(0, char::len_utf8);
        let finding = Diagnostic::at(&parts::OPEN_PARENTHESIS, self.place(at, at + 1));
        let finding = finding.label(self.place(end - last, end), "label.end");
        Some(if open.is_empty() {
            finding.fix(habits::before(self, end), ")")
        } else {
            finding
        })
    }
}

/// Where a text stands as words of its own, outside texts in quotes and comments.
fn uses<'s>(source: &'s str, head: &'s str) -> impl Iterator<Item = usize> {
    let is_part = |c: char| words::is_name_character(c) || c == '-';
    source.match_indices(head).filter_map(move |(at, _)| {
        let (before, rest) = source.split_at_checked(at)?;
        let after = rest.get(head.len()..)?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        let is_quoted = line.matches('"').count() % 2 == 1 || line.contains('#');
        let is_whole = !before.ends_with(is_part) && !after.starts_with(is_part);
        (is_whole && !is_quoted).then_some(at)
    })
}
