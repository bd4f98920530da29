//! Why a row could not be read, in the words of its writer.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use pest::error::{Error, ErrorVariant, InputLocation};

use super::misplaced::Stop;
use super::rules::{Expected, expected, keyword};
use super::{Form, Reader, Rule, Text, guard, habits};
use crate::diagnostic::catalogue::syntax as codes;
use crate::diagnostic::suggest::{Near, near, nearest};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Span;
use crate::syntax::rows::first_word;
use crate::words;

/// The finding for a row that its rule does not take.
pub(super) fn explain(
    error: &Error<Rule>,
    reader: &Reader<'_>,
    text: Text<'_>,
    form: Form,
) -> Diagnostic {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return guard::too_deep(reader.span(text));
    };
    let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
    if let Some(quote) = unterminated(text.text) {
        let rest = line_from(text.text, quote);
        let place = Text {
            text: rest,
            at: text.at + quote,
        };
        let inner = closing(rest);
        let end = crate::syntax::span(reader.base, place.at + inner.len(), place.at + inner.len());
        let finding = Diagnostic::at(&codes::OPEN_QUOTE, reader.span(place));
        return finding.with("text", inner).fix(end, "\"");
    }
    let here = text.after(at);
    let found = found(here.text);
    let place = place_of(reader, text, here, found);
    let wanted = Wanted::of(positives);
    let finding = match special(reader, text, here, found, place, &wanted, form) {
        Some(finding) => return finding,
        None if found.is_empty() => Diagnostic::new(&codes::UNFINISHED),
        None => Diagnostic::new(&codes::UNEXPECTED),
    };
    if found.is_empty()
        && form.what == "field"
        && let Some(finding) = mistyped_end(reader, text)
    {
        return finding;
    }
    let slot = wanted.slot();
    let pair = near_pair(text, here, found);
    let mut finding = finding
        .with("what", reader.shown(form.what))
        .with("sample", reader.sample(form.sample))
        .with("found", pair.map_or(found, |(pair, _)| pair.text))
        .with_words("words", wanted.words(reader));
    finding.labels.push(Label { span: place, slot });
    if let Some(near) = near_word(positives, found) {
        return finding
            .with("near", &near.word)
            .help("help.near")
            .fix_near(place, &near);
    }
    if let Some((pair, words)) = pair {
        let (place, slot) = (reader.span(pair), "label.extra");
        finding.labels = vec![Label { span: place, slot }];
        return finding
            .with("near", words)
            .help("help.near")
            .fix(place, words);
    }
    if starts_deeper_clause(text, here) {
        finding.help("help.deeper")
    } else if slot == "label.extra" && two_names(text, here, found) {
        finding.help("help.joined")
    } else {
        finding
    }
}

/// The word of the language that a mistyped one stands for, where it could stand at this place.
fn near_word(positives: &[Rule], found: &str) -> Option<Near> {
    if found.len() < 3 {
        return None;
    }
    let mut wanted: Vec<&str> = positives.iter().filter_map(|rule| keyword(*rule)).collect();
    for rule in positives {
        wanted.extend(words_of(*rule));
    }
    // Where no value is awaited one may have ended, and an operator could follow. The grammar tries
    // them only where it sees their first letters, so that a mistyped one is not among its rules.
    if !positives
        .iter()
        .any(|rule| expected(*rule) == Expected::Value)
    {
        wanted.extend(OPERATORS);
    }
    let pairs = words::PAIRS
        .iter()
        .filter(|pair| wanted.contains(&pair.english));
    let near = near(
        found,
        pairs.flat_map(|pair| [pair.english, pair.indonesian]),
    )?;
    // What stands there already is no advice.
    (near.word != found).then_some(near)
}

/// `boleh ksong`, `asked wen`: a clause of two words whose second is mistyped, its place in the row
/// and what it stands for.
fn near_pair<'a>(text: Text<'a>, here: Text<'a>, found: &str) -> Option<(Text<'a>, &'static str)> {
    let at = here.at - text.at;
    let before = text.text.get(..at)?.trim_end();
    let last = before.split_whitespace().next_back().map_or(0, str::len);
    [before.len() - last, at].into_iter().find_map(|start| {
        let pair = two_words(text.text.get(start..)?)?;
        let (first, second) = pair.split_once(char::is_whitespace)?;
        let second = second.trim_start();
        let forms = words::PAIRS
            .iter()
            .flat_map(|pair| [pair.english, pair.indonesian]);
        let mut near = forms.filter(|form| {
            form.split_once(' ').is_some_and(|(own, rest)| {
                own == first && rest != second && nearest(second, [rest]).is_some()
            })
        });
        let (words, None) = (near.next()?, near.next()) else {
            return None;
        };
        let place = Text {
            text: pair,
            at: text.at + start,
        };
        (!found.is_empty()).then_some((place, words))
    })
}

/// The first two words of a text, as written.
fn two_words(text: &str) -> Option<&str> {
    let first = first_word(text);
    let rest = text.get(first.len()..)?;
    let second = first_word(rest.trim_start());
    let blanks = rest.len() - rest.trim_start().len();
    let both = text.get(..first.len() + blanks + second.len())?;
    (!first.is_empty() && !second.is_empty()).then_some(both)
}

/// Operators that are told by their words.
const OPERATORS: [&str; 7] = ["and", "or", "in", "contains", "days", "months", "years"];

/// The words that a part of a row begins with.
fn words_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::op_not => &["not"],
        Rule::scale => &["thousand", "million", "billion", "trillion"],
        Rule::because => &["because"],
        Rule::where_part => &["where"],
        Rule::for_months => &["for"],
        Rule::when_part => &["when"],
        _ => &[],
    }
}

/// Whether two words stand side by side that nothing joins.
fn two_names(text: Text<'_>, here: Text<'_>, found: &str) -> bool {
    let before = text.text.get(..here.at - text.at).unwrap_or_default();
    let ends_in_name = before.trim_end().ends_with(words::is_name_character);
    ends_in_name && before.ends_with(' ') && found.starts_with(char::is_alphabetic)
}

/// The last word of a field, where it is one of a field's words mistyped.
fn mistyped_end(reader: &Reader<'_>, text: Text<'_>) -> Option<Diagnostic> {
    let row = text.text.trim_end();
    let word = row.split_whitespace().next_back()?;
    let links = ["optional", "unique", "personal"].into_iter();
    let near = near(word, links.map(|link| reader.shown(link)))?;
    let place = Text {
        text: word,
        at: text.at + row.len() - word.len(),
    };
    let place = reader.span(place);
    let mut finding = Diagnostic::new(&codes::UNEXPECTED)
        .with("what", reader.shown("field"))
        .with("found", word)
        .with("near", &near.word)
        .help("help.near");
    finding.labels.push(Label {
        span: place,
        slot: "label.extra",
    });
    Some(finding.fix_near(place, &near))
}

/// Mistakes that have a finding of their own.
fn special(
    reader: &Reader<'_>,
    text: Text<'_>,
    here: Text<'_>,
    found: &str,
    place: Span,
    wanted: &Wanted,
    form: Form,
) -> Option<Diagnostic> {
    if wanted.has(Expected::Name)
        && !wanted.has(Expected::Value)
        && words::reserved().contains(&found)
    {
        let finding = Diagnostic::at(&codes::RESERVED_WORD, place).with("word", found);
        return Some(finding.fix(place, format!("`{found}`")));
    }
    if found.starts_with('/') && (here.text.starts_with("/*") || here.text.starts_with("//"))
        || text
            .text
            .get(..here.at - text.at)
            .is_some_and(|it| it.ends_with('/') && found == "*")
    {
        return Some(Diagnostic::at(&codes::COMMENT_SIGN, place).with("sign", "/*"));
    }
    if let Some(list) = bare_list(reader, text, here) {
        return Some(reader.list_wanted(list, None));
    }
    if let Some(finding) = habits::habit(reader, text, here, form) {
        return Some(finding);
    }
    let stop = Stop {
        text,
        here,
        found,
        form,
        wanted: &wanted.all,
    };
    if let Some(finding) = reader.misplaced(&stop) {
        return Some(finding);
    }
    // `a = b ? c : d`, `{`, `;` and other signs of programming languages.
    let sign = found.chars().next().filter(|c| "{}?;@$^~\\".contains(*c))?;
    let place = reader.head_span(here, sign.len_utf8());
    let finding = Diagnostic::at(&codes::FOREIGN_SIGN, place).with("sign", sign);
    Some(match sign {
        ';' => finding.help("help.end").fix(place, ""),
        '$' => finding.help("help.money"),
        '{' | '}' => finding.help("help.braces"),
        '?' => finding.help("help.choice"),
        _ => finding.help("help.other"),
    })
}

/// The list after `in` that lacks its parentheses, where reading stopped at its first comma.
fn bare_list(reader: &Reader<'_>, text: Text<'_>, here: Text<'_>) -> Option<Span> {
    if !here.text.starts_with(',') {
        return None;
    }
    let before = text.text.get(..here.at - text.at)?.trim_end();
    let first = before.rfind(|c: char| c.is_whitespace())? + 1;
    let leading = before.get(..first)?.trim_end();
    let is_in = |word: &str| leading.split_whitespace().next_back() == Some(word);
    if !is_in("in") && !words::indonesian("in").is_some_and(is_in) {
        return None;
    }
    let mut end = 0;
    while let Some(rest) = here.text.get(end..).and_then(|it| it.strip_prefix(',')) {
        let word = first_word(rest.trim_start());
        if word.is_empty() {
            break;
        }
        end += 1 + (rest.len() - rest.trim_start().len()) + word.len();
    }
    let place = crate::syntax::span(reader.base, text.at + first, here.at + end);
    (end > 0).then_some(place)
}

/// What the grammar would have taken.
struct Wanted {
    all: Vec<Expected>,
}

impl Wanted {
    fn of(positives: &[Rule]) -> Self {
        let mut all: Vec<Expected> = positives.iter().map(|rule| expected(*rule)).collect();
        all.sort_unstable();
        all.dedup();
        Self { all }
    }

    fn has(&self, what: Expected) -> bool {
        self.all.contains(&what)
    }

    /// The text of the catalogue that says what was expected.
    fn slot(&self) -> &'static str {
        let has_words = self
            .all
            .iter()
            .any(|it| matches!(it, Expected::Word(word) if *word != ","));
        if self.has(Expected::End) && self.has(Expected::Word(",")) && !self.has(Expected::Value) {
            return "label.comma";
        }
        let kind = if self.has(Expected::Value) {
            Expected::Value
        } else if self.has(Expected::Date) {
            Expected::Date
        } else if self.has(Expected::Type) {
            Expected::Type
        } else if self.has(Expected::End) {
            Expected::End
        } else if self.has(Expected::Name) && !has_words {
            Expected::Name
        } else if has_words {
            Expected::Word("")
        } else {
            self.all.first().copied().unwrap_or(Expected::End)
        };
        match kind {
            Expected::Value => "label.value",
            Expected::Type => "label.type",
            Expected::Name => "label.name",
            Expected::Text => "label.text",
            Expected::Date => "label.date",
            Expected::Number => "label.number",
            Expected::Word(_) => "label.words",
            Expected::Operator | Expected::End | Expected::Nothing => "label.extra",
        }
    }

    /// The words and signs that could stand there, in the language of the declaration.
    fn words(&self, reader: &Reader<'_>) -> (String, String) {
        let words = self.all.iter().filter_map(|it| match it {
            Expected::Word(word) => Some(*word),
            _ => None,
        });
        let mut words: Vec<&'static str> = words.collect();
        // An open bracket is what is missing, whatever else might stand inside it.
        if let Some(closing) = words.iter().copied().find(|word| [")", "]"].contains(word)) {
            words = vec![closing];
        } else if words.len() > 1 {
            words.retain(|word| *word != ",");
        }
        let words = words.iter().map(|word| format!("`{}`", reader.shown(word)));
        let words: Vec<String> = words.collect();
        (words.join(" or "), words.join(" atau "))
    }
}

/// The word, number or sign at the beginning of a text.
fn found(text: &str) -> &str {
    let word = first_word(text);
    if !word.is_empty() {
        return word;
    }
    if text.starts_with('"') {
        let end = text
            .get(1..)
            .and_then(|inner| inner.find('"'))
            .map_or(text.len(), |end| end + 2);
        return text.get(..end).unwrap_or_default();
    }
    let end = text.chars().next().map_or(0, char::len_utf8);
    text.get(..end).unwrap_or_default()
}

/// The place of what was found; the last letter of the row where it ended too early.
fn place_of(reader: &Reader<'_>, text: Text<'_>, here: Text<'_>, found: &str) -> Span {
    if !found.is_empty() {
        return reader.head_span(here, found.len());
    }
    let trimmed = text.text.trim_end();
    let last = trimmed.chars().next_back().map_or(0, char::len_utf8);
    let from = text.at + trimmed.len() - last;
    let from = if last == 0 {
        text.at.saturating_sub(1)
    } else {
        from
    };
    crate::syntax::span(reader.base, from, from + last.max(1))
}

/// Offset of a quote that is not closed on its line.
fn unterminated(text: &str) -> Option<usize> {
    let mut open: Option<usize> = None;
    let mut in_comment = false;
    for (at, c) in text.char_indices() {
        match c {
            '\n' if open.is_some() => return open,
            '\n' => in_comment = false,
            '#' if open.is_none() => in_comment = true,
            '"' if !in_comment => open = if open.is_some() { None } else { Some(at) },
            _ => {}
        }
    }
    open
}

/// The rest of the line from an offset, without trailing blanks.
fn line_from(text: &str, at: usize) -> &str {
    text.get(at..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default()
        .trim_end()
}

/// Whether the place begins a deeper line with a clause word: then the indentation is to blame.
fn starts_deeper_clause(text: Text<'_>, here: Text<'_>) -> bool {
    let before = text.text.get(..here.at - text.at).unwrap_or_default();
    let Some(blanks) = before.rsplit('\n').next().filter(|_| before.contains('\n')) else {
        return false;
    };
    let clauses: Vec<&'static str> = words::PAIRS
        .iter()
        .filter(|pair| pair.role == words::Role::Clause)
        .map(|pair| pair.english)
        .collect();
    blanks.trim().is_empty() && words::lead(here.text, &clauses).is_some()
}

/// The part of a text without its closing quote mark that was meant to be in quotes: up to what goes on
/// with the row after a title.
fn closing(rest: &str) -> &str {
    let first = |signs: &[&str]| signs.iter().filter_map(|it| rest.find(it)).min();
    let end = first(&[
        " : ",
        " when ",
        " jika ",
        " otherwise",
        " selebihnya",
        " = ",
    ])
    .or_else(|| first(&[" of ", " untuk "]));
    let inner = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
    inner.trim_end()
}
