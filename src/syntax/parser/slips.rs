//! Words and signs that stand where another belongs, told by what the row is about.

use super::Reader;
use super::habits::begins;
use super::misplaced::{NAMED, Stop};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax::{self as codes, parts};
use crate::source::Span;
use crate::syntax::rows::first_word;
use crate::words;

/// Rows that hold a condition.
const CONDITIONS: &[&str] = &[
    "when",
    "unless",
    "verify when",
    "leave when",
    "enter when",
    "criterion",
    "class",
];

impl Reader<'_> {
    /// The finding for a slip.
    pub(super) fn slip(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        self.equals_list(stop)
            .or_else(|| self.or_in_cell(stop))
            .or_else(|| self.direction(stop))
            .or_else(|| self.reason_after_comma(stop))
            .or_else(|| self.second_per(stop))
            .or_else(|| self.per_in_set(stop))
            .or_else(|| self.kind_after_set(stop))
            .or_else(|| self.if_after_when(stop))
            .or_else(|| self.title_last(stop))
            .or_else(|| self.known_name_in_pieces(stop))
    }

    fn superfluous(&self, start: usize, end: usize) -> Diagnostic {
        let place = crate::syntax::span(self.base, start, end);
        let text = self.source.get(start..end).unwrap_or_default();
        let finding = Diagnostic::at(&parts::SUPERFLUOUS, place).with("text", text.trim());
        finding.fix(place, "")
    }

    /// `when floor = earth, bamboo`.
    fn equals_list(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        if !CONDITIONS.contains(&stop.form.what) || stop.found != "," {
            return None;
        }
        let before = stop.before();
        let last = before.rfind(char::is_whitespace)? + 1;
        let sign = before.get(..last)?.trim_end().strip_suffix('=')?;
        if sign.ends_with(['!', '<', '>', '=']) {
            return None;
        }
        let sign = sign.len();
        let mut values = vec![before.get(last..)?];
        let mut end = 0;
        let rest = stop.here.text;
        while let Some(more) = rest.get(end..).and_then(|it| it.strip_prefix(',')) {
            let word = first_word(more.trim_start());
            if !word.starts_with(char::is_alphanumeric) {
                break;
            }
            end += 1 + (more.len() - more.trim_start().len()) + word.len();
            values.push(word);
        }
        let is_plain = |it: &&str| it.chars().all(words::is_name_character);
        if values.len() < 2 || !values.iter().all(is_plain) {
            return None;
        }
        let list = format!("{} ({})", self.shown("in"), values.join(", "));
        let (start, end) = (stop.text.at + sign, stop.here.at + end);
        let text = self.source.get(start..end)?;
        let place = crate::syntax::span(self.base, start, end);
        Some(instead(place, text, &list))
    }

    /// `| surface or rain || …`.
    fn or_in_cell(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let is_cell = stop.form.what.starts_with("table");
        let is_or = ["or", "atau"].contains(&stop.found);
        if !is_cell || !is_or {
            return None;
        }
        let start = stop.text.at + stop.before().len();
        let end = stop.here.at + stop.found.len();
        let place = crate::syntax::span(self.base, start, end);
        Some(instead(place, stop.found, ","))
    }

    /// `rank by per_capita asc`, `rank by score desc`.
    fn direction(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        if stop.form.what != "rank by" {
            return None;
        }
        let (start, end) = (stop.here.at, stop.here.at + stop.found.len());
        let lower = stop.found.to_lowercase();
        if ["asc", "ascending", "naik", "menaik"].contains(&&*lower) {
            return Some(self.superfluous(stop.text.at + stop.before().len(), end));
        }
        let place = crate::syntax::span(self.base, start, end);
        let is_down = ["desc", "turun"].contains(&&*lower);
        is_down.then(|| instead(place, stop.found, self.shown("descending")))
    }

    /// `verify when nutrition = no_record, "…"`.
    fn reason_after_comma(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let takes_reason = ["unless", "verify when", "leave when", "not together with"];
        let rest = stop.here.text.strip_prefix([',', ':', '-'])?.trim_start();
        if !takes_reason.contains(&stop.form.what) || !rest.starts_with('"') {
            return None;
        }
        let start = stop.text.at + stop.before().len();
        let end = stop.here.at + 1;
        let place = crate::syntax::span(self.base, start, end);
        let sign = stop.here.text.get(..1)?;
        let because = self.shown("because");
        let finding = Diagnostic::at(&codes::OPERATOR_FORM, place).with("text", sign);
        let finding = finding.with("instead", because);
        Some(finding.fix(place, format!(" {because}")))
    }

    /// `budget business_budget per village per year`.
    fn second_per(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let shares = ["quota", "budget", "limit"].contains(&stop.form.what);
        if !shares || stop.found != "per" || !stop.before().contains(" per ") {
            return None;
        }
        let period = first_word(stop.here.text.get(3..)?.trim_start());
        let end = stop.here.at + stop.here.text.find(period)? + period.len();
        Some(self.superfluous(stop.text.at + stop.before().len(), end))
    }

    /// `set pkh.quota = 5 per village`.
    fn per_in_set(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let (target, value) = stop.before().split_once('=')?;
        let (aid, part) = target.trim().split_once('.')?;
        let is_part = |it: &&str| *it == part || words::indonesian(it) == Some(part);
        let clause = ["quota", "budget"].iter().find(|it| is_part(it))?;
        // After an amount a period is awaited: there reading stops behind the `per`.
        let value = value.strip_suffix(" per").unwrap_or(value).trim();
        let at = match stop.before().strip_suffix("per") {
            Some(before) => stop.text.at + before.len(),
            None if stop.found == "per" => stop.here.at,
            None => return None,
        };
        if stop.form.what != "set" {
            return None;
        }
        let written = stop.text.text.get(at - stop.text.at..)?.trim_end();
        let place = crate::syntax::span(self.base, at, at + written.len());
        let amend = format!("{} {} {aid}", self.shown("amend"), self.shown("aid"));
        let clause = format!("{} {} {written}", self.shown(clause), value);
        let finding = Diagnostic::at(&parts::PER_IN_SET, place).with("amend", amend);
        Some(finding.with("clause", clause))
    }

    /// `set parameter poverty_line = …`.
    fn kind_after_set(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let kinds = ["parameter", "aid", "bantuan"];
        let before = stop.before();
        if stop.form.what != "set" || !kinds.contains(&before) {
            return None;
        }
        Some(self.superfluous(stop.text.at, stop.here.at))
    }

    /// `when if village.livelihood = fishery`: `when` says it already.
    fn if_after_when(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        if !CONDITIONS.contains(&stop.form.what) || !stop.found.is_empty() {
            return None;
        }
        let row = stop.text.text;
        let starts = [(0, row)]
            .into_iter()
            .chain([" when ", " jika "].iter().filter_map(|word| {
                let at = row.find(word)? + word.len();
                Some((at, row.get(at..)?))
            }));
        let (at, len) = starts
            .filter_map(|(at, rest)| {
                let blank = rest.len() - rest.trim_start().len();
                let rest = rest.trim_start();
                let words = ["if ", "bila ", "jika ", "kalau "];
                let word = words.iter().find(|it| rest.starts_with(**it))?;
                Some((at + blank, word.len()))
            })
            .next_back()?;
        let start = stop.text.at + at;
        Some(self.superfluous(start, start + len))
    }

    /// `aid pkh of family "Program Keluarga Harapan"`.
    fn title_last(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let before = stop.before();
        if !NAMED.contains(&stop.form.what) || !stop.found.starts_with('"') || before.contains('"')
        {
            return None;
        }
        let name = before.split_whitespace().next()?;
        let rest = before.get(name.len()..)?.trim_start();
        led_by_level(rest)?;
        let start = stop.text.at;
        let end = stop.here.at + stop.found.len();
        let place = crate::syntax::span(self.base, start, end);
        let instead = format!("{name} {} {rest}", stop.found);
        let finding = Diagnostic::at(&parts::TITLE_FIRST, place).with("instead", &instead);
        Some(finding.fix(place, instead))
    }

    /// `amount fishery_amount * family size`, where `family_size` stands elsewhere in the file.
    fn known_name_in_pieces(&self, stop: &Stop<'_>) -> Option<Diagnostic> {
        let last = stop.last();
        let is_word = |it: &str| it.starts_with(char::is_alphabetic);
        if !is_word(last) || !is_word(stop.found) || stop.found.contains(' ') {
            return None;
        }
        let joined = format!("{last}_{}", stop.found);
        let mut places = self.source.match_indices(&joined);
        let is_whole = |at: usize| {
            let before = self.source.get(..at).and_then(|it| it.chars().next_back());
            let rest = self.source.get(at + joined.len()..);
            let after = rest.and_then(|it| it.chars().next());
            ![before, after]
                .into_iter()
                .flatten()
                .any(words::is_name_character)
        };
        places.find(|(at, _)| is_whole(*at))?;
        let start = stop.text.at + stop.before().len() - last.len();
        let end = stop.here.at + stop.found.len();
        let place = crate::syntax::span(self.base, start, end);
        let finding = Diagnostic::at(&parts::NAME_IN_PIECES, place);
        let finding = finding.with("written", format!("{last} {}", stop.found));
        Some(finding.with("name", &joined).fix(place, joined))
    }
}

/// What is written instead of a text.
fn instead(place: Span, text: &str, instead: &str) -> Diagnostic {
    let finding = Diagnostic::at(&codes::OPERATOR_FORM, place)
        .with("text", text)
        .with("instead", instead);
    finding.fix(place, instead)
}

/// `of family`, `untuk keluarga`.
fn led_by_level(text: &str) -> Option<()> {
    let words = ["of", "untuk"];
    words.iter().find_map(|word| begins(text, word)).map(|_| ())
}
