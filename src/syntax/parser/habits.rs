//! What people write who come from spreadsheets, databases or plain sentences, and how it is written
//! here: looked for only where a row could not be read.

use super::misplaced::NAMED;
use super::{Form, Reader, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;
use crate::syntax::rows::first_word;
use crate::words;

/// Words for a comparison, longest first, and its sign.
const COMPARISONS: &[(&str, &str)] = &[
    ("is greater than or equal to", ">="),
    ("is less than or equal to", "<="),
    ("greater than or equal to", ">="),
    ("less than or equal to", "<="),
    ("lebih besar atau sama dengan", ">="),
    ("lebih kecil atau sama dengan", "<="),
    ("is not equal to", "!="),
    ("is greater than", ">"),
    ("is more than", ">"),
    ("is less than", "<"),
    ("is equal to", "="),
    ("is at least", ">="),
    ("is at most", "<="),
    ("is above", ">"),
    ("is below", "<"),
    ("not equal to", "!="),
    ("greater than", ">"),
    ("more than", ">"),
    ("fewer than", "<"),
    ("less than", "<"),
    ("equal to", "="),
    ("equals", "="),
    ("at least", ">="),
    ("at most", "<="),
    ("above", ">"),
    ("below", "<"),
    ("under", "<"),
    ("over", ">"),
    ("adalah lebih dari", ">"),
    ("adalah kurang dari", "<"),
    ("tidak sama dengan", "!="),
    ("lebih besar dari", ">"),
    ("lebih kecil dari", "<"),
    ("paling sedikit", ">="),
    ("paling banyak", "<="),
    ("paling tinggi", "<="),
    ("lebih dari", ">"),
    ("kurang dari", "<"),
    ("sama dengan", "="),
    ("di atas", ">"),
    ("di bawah", "<"),
    ("minimal", ">="),
    ("maksimal", "<="),
    ("bukan", "!="),
];

/// Other words between two values, after one, or in place of one.
const WORDS: &[(&str, &str)] = &[
    ("is not null", "is not missing"),
    ("is not empty", "is not missing"),
    ("is not blank", "is not missing"),
    ("is null", "is missing"),
    ("is empty", "is missing"),
    ("is blank", "is missing"),
    ("is unknown", "is missing"),
    ("is not in", "not in"),
    ("is in", "in"),
    ("is one of", "in"),
    ("like", "contains"),
    ("x", "*"),
    ("multiplied by", "*"),
    ("times", "*"),
    ("dikali", "*"),
    ("kali", "*"),
    ("divided by", "/"),
    ("dibagi", "/"),
    ("plus", "+"),
    ("ditambah", "+"),
    ("minus", "-"),
    ("dikurangi", "-"),
    (":", "/"),
];

/// Words for a hundredth.
const PERCENT: &[&str] = &["percent", "per cent", "persen", "pct", "prosen"];

/// Short and other forms of the scale of a number.
const SCALES: &[(&str, &str)] = &[
    ("rb", "ribu"),
    ("jt", "juta"),
    ("jta", "juta"),
    ("mio", "juta"),
    ("milyar", "miliar"),
    ("milyard", "miliar"),
    ("mlyr", "miliar"),
    ("bn", "miliar"),
    ("trilyun", "triliun"),
];

/// Words for all the rest.
const OTHERWISE: &[&str] = &[
    "selain itu",
    "selain dari itu",
    "jika tidak",
    "if not",
    "in all other cases",
    "everything else",
    "all others",
    "lainnya",
    "sisanya",
    "else",
    "default",
];

/// A habit found in a row: its place, what is written, and what to write instead.
struct Habit {
    start: usize,
    end: usize,
    instead: String,
}

/// A row and the place where reading it stopped.
struct Stop<'a> {
    /// The row, without the blanks at its end.
    row: &'a str,
    /// Where it stopped, in the row.
    at: usize,
}

impl<'a> Stop<'a> {
    fn before(&self) -> &'a str {
        self.row.get(..self.at).unwrap_or_default().trim_end()
    }

    fn here(&self) -> &'a str {
        self.row.get(self.at..).unwrap_or_default()
    }
}

/// The finding for a row that is written by a habit of somewhere else.
pub(super) fn habit(
    reader: &Reader<'_>,
    text: Text<'_>,
    here: Text<'_>,
    form: Form,
) -> Option<Diagnostic> {
    let stop = Stop {
        row: text.text.trim_end(),
        at: here.at - text.at,
    };
    let found = otherwise(reader, &stop, form)
        .or_else(|| day_of_test(reader, &stop, form))
        .or_else(|| closing(&stop))
        .or_else(|| scale(&stop))
        .or_else(|| rupiah(&stop))
        .or_else(|| percent(&stop))
        .or_else(|| between(reader, &stop))
        .or_else(|| range(reader, &stop))
        .or_else(|| square_list(&stop))
        .or_else(|| row_sign(&stop, form))
        .or_else(|| phrase(reader, &stop, form))?;
    let place = crate::syntax::span(reader.base, text.at + found.start, text.at + found.end);
    let written = stop.row.get(found.start..found.end).unwrap_or_default();
    let entry = if found.instead.is_empty() {
        &codes::parts::SUPERFLUOUS
    } else {
        &codes::OPERATOR_FORM
    };
    let finding = Diagnostic::at(entry, place).with("text", written.trim());
    let finding = finding.with("instead", found.instead.trim());
    let finding = match ends(found.instead.trim()) {
        Some((low, high)) => finding
            .with("low", low)
            .with("high", high)
            .help("help.range"),
        None => finding,
    };
    Some(finding.fix(place, found.instead))
}

/// The ends of a range that is closed on both sides: `in 2..5`.
fn ends(range: &str) -> Option<(&str, &str)> {
    let (before, high) = range.split_once("..")?;
    let low = before.split_once(' ').map_or(before, |(_, low)| low);
    (!low.is_empty() && !high.is_empty() && !high.starts_with('<')).then_some((low, high))
}

/// The last row of classes: `otherwise`.
fn otherwise(reader: &Reader<'_>, stop: &Stop<'_>, form: Form) -> Option<Habit> {
    if !["class", "key", "keyed value", "criterion"].contains(&form.what) {
        return None;
    }
    let len = OTHERWISE.iter().find_map(|it| begins(stop.here(), it))?;
    (len == stop.here().len()).then(|| Habit {
        start: stop.at,
        end: stop.at + len,
        instead: reader.shown("otherwise").to_owned(),
    })
}

/// `date 2023-06-01` in a test.
fn day_of_test(reader: &Reader<'_>, stop: &Stop<'_>, form: Form) -> Option<Habit> {
    let words = ["date", "tanggal", "at", "per", "as of"];
    let is_day = form.what == "fixture row" && words.contains(&stop.before());
    (is_day && stop.here().starts_with(|c: char| c.is_ascii_digit())).then(|| Habit {
        start: 0,
        end: stop.before().len(),
        instead: reader.shown("on").to_owned(),
    })
}

/// A parenthesis that closes nothing.
fn closing(stop: &Stop<'_>) -> Option<Habit> {
    let before = stop.before();
    let is_open = before.matches('(').count() > before.matches(')').count();
    (stop.here().starts_with(')') && !is_open).then(|| Habit {
        start: stop.at,
        end: stop.at + 1,
        instead: String::new(),
    })
}

/// `3 jt`, after a number.
fn scale(stop: &Stop<'_>) -> Option<Habit> {
    stop.before().strip_suffix(|c: char| c.is_ascii_digit())?;
    let (short, long) = SCALES
        .iter()
        .find(|(short, _)| begins(stop.here(), short).is_some())?;
    let dot = usize::from(stop.here().get(short.len()..)?.starts_with('.'));
    Some(Habit {
        start: stop.at,
        end: stop.at + short.len() + dot,
        instead: (*long).to_owned(),
    })
}

/// `596_184 rupiah`, `596_184 Rp`, `Rp 596_184,-`.
fn rupiah(stop: &Stop<'_>) -> Option<Habit> {
    let before = stop.before();
    if let Some(len) = [",-", ",00", ",--"]
        .iter()
        .find_map(|it| stop.here().starts_with(it).then_some(it.len()))
        && before.ends_with(|c: char| c.is_ascii_digit())
    {
        return Some(Habit {
            start: stop.at,
            end: stop.at + len,
            instead: String::new(),
        });
    }
    let word = ["rupiah", "rp", "idr"]
        .iter()
        .find_map(|it| begins(stop.here(), it))?;
    let after = stop.here().get(word..)?.trim_start_matches(['.', ' ']);
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = last_number(before)?;
    let written = before.get(number..)?;
    Some(Habit {
        start: number,
        end: stop.at + word,
        instead: format!("Rp {written}"),
    })
}

/// Where the number at the end of a text begins, its scale counted.
fn last_number(text: &str) -> Option<usize> {
    let scales = words::PAIRS
        .iter()
        .filter(|pair| pair.role == words::Role::Scale);
    let bare = scales
        .flat_map(|pair| [pair.english, pair.indonesian])
        .find_map(|word| text.strip_suffix(word))
        .map_or(text, str::trim_end);
    let start = bare
        .rfind(|c: char| !(c.is_ascii_digit() || "_.,".contains(c)))
        .map_or(0, |at| {
            at + bare
                .get(at..)
                .map_or(0, |it| it.chars().next().map_or(0, char::len_utf8))
        });
    let begins = bare.get(start..)?.starts_with(|c: char| c.is_ascii_digit());
    begins.then_some(start)
}

/// `150 percent`.
fn percent(stop: &Stop<'_>) -> Option<Habit> {
    let before = stop.before();
    if !before.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let len = PERCENT.iter().find_map(|it| begins(stop.here(), it))?;
    Some(Habit {
        start: before.len(),
        end: stop.at + len,
        instead: "%".to_owned(),
    })
}

/// `size between 2 and 5`, `antara 2 dan 5`.
fn between(reader: &Reader<'_>, stop: &Stop<'_>) -> Option<Habit> {
    let start = stop.at - led(stop.before(), &["is", "adalah"]).map_or(0, |at| stop.at - at);
    let rest = stop.here();
    let word = ["between", "antara"]
        .iter()
        .find_map(|it| begins(rest, it))?;
    let low = skip_blanks(rest, word);
    let low_end = low + operand(rest.get(low..)?)?;
    let join = skip_blanks(rest, low_end);
    let joint = ["and", "dan", "to", "sampai dengan", "sampai", "hingga", "-"]
        .iter()
        .find_map(|it| begins(rest.get(join..)?, it))?;
    let high = skip_blanks(rest, join + joint);
    let high_end = high + operand(rest.get(high..)?)?;
    let (low, high) = (rest.get(low..low_end)?, rest.get(high..high_end)?);
    Some(Habit {
        start,
        end: stop.at + high_end,
        instead: format!("{} {low}..{high}", reader.shown("in")),
    })
}

/// `in 2 to 5`, and `= 2..5`.
fn range(reader: &Reader<'_>, stop: &Stop<'_>) -> Option<Habit> {
    let (before, rest) = (stop.before(), stop.here());
    let last = before.rfind(char::is_whitespace)? + 1;
    let leading = before.get(..last)?.trim_end();
    if rest.starts_with("..") {
        let sign = leading.strip_suffix('=')?;
        let high = operand(rest.trim_start_matches(['.', '<']))?;
        let dots = rest.len() - rest.trim_start_matches(['.', '<']).len();
        let low = before.get(last..)?;
        return Some(Habit {
            start: sign.len(),
            end: stop.at + dots + high,
            instead: format!("{} {low}{}", reader.shown("in"), rest.get(..dots + high)?),
        });
    }
    led(leading, &["in", "termasuk"])?;
    let joint = [
        "to",
        "sampai dengan",
        "sampai",
        "hingga",
        "s.d.",
        "s/d",
        "sd",
        "–",
        "—",
    ]
    .iter()
    .find_map(|it| begins(rest, it))?;
    let high = skip_blanks(rest, joint);
    let high_end = high + operand(rest.get(high..)?)?;
    Some(Habit {
        start: last,
        end: stop.at + high_end,
        instead: format!("{}..{}", before.get(last..)?, rest.get(high..high_end)?),
    })
}

/// `in [earth, wood]`.
fn square_list(stop: &Stop<'_>) -> Option<Habit> {
    led(stop.before(), &["in", "termasuk"])?;
    let inner = stop.here().strip_prefix(['[', '{'])?;
    let len = inner.find([']', '}'])?;
    Some(Habit {
        start: stop.at,
        end: stop.at + len + 2,
        instead: format!("({})", inner.get(..len)?),
    })
}

/// The sign before the value of a row: `from 2023-03-01 : Rp 5`, `from 2023-03-01 Rp 5`, `when: a`.
fn row_sign(stop: &Stop<'_>, form: Form) -> Option<Habit> {
    let rest = stop.here();
    if stop.at == 0 {
        let is_value = !["field", "key"].contains(&form.what);
        return (is_value && rest.starts_with(':') && !rest.starts_with("::")).then(|| Habit {
            start: 0,
            end: 1,
            instead: String::new(),
        });
    }
    if form.what != "from" || stop.before().contains('=') {
        return None;
    }
    let sign = [":=", ":", "->", "→"]
        .iter()
        .find_map(|it| rest.starts_with(it).then_some(it.len()));
    let begins_value = rest.starts_with(|c: char| c.is_ascii_digit())
        || ["rp", "idr"]
            .iter()
            .any(|it| rest.to_lowercase().starts_with(it));
    match sign {
        Some(len) => Some(Habit {
            start: stop.at,
            end: stop.at + len,
            instead: "=".to_owned(),
        }),
        None if begins_value && stop.before().len() > 5 => {
            let word = first_word(rest);
            Some(Habit {
                start: stop.at,
                end: stop.at + word.len(),
                instead: format!("= {word}"),
            })
        }
        None => None,
    }
}

/// Words in place of an operator; `is`, where a value follows, is a sign too.
fn phrase(reader: &Reader<'_>, stop: &Stop<'_>, form: Form) -> Option<Habit> {
    let lead = ["is not", "is", "adalah", "tidak", "not"];
    let start = led(stop.before(), &lead).unwrap_or(stop.at);
    let text = stop.row.get(start..)?;
    let is_row = ["criterion", "class", "field", "key"].contains(&form.what);
    let has_value = if is_row {
        [" when ", " jika "].iter().any(|it| stop.row.contains(it))
    } else {
        !NAMED.contains(&form.what) || stop.before().contains('=')
    };
    if form.what == "policy" || start == 0 || !has_value {
        return None;
    }
    let all = COMPARISONS.iter().chain(WORDS);
    let found = all
        .filter_map(|(written, instead)| Some((begins(text, written)?, *instead)))
        .max_by_key(|(len, _)| *len)
        .or_else(|| is_value(text, stop.at > start));
    let (len, instead) = found?;
    let reaches = start + len > stop.at || (start < stop.at && start + len + 1 >= stop.at);
    let (words, blank) = match instead {
        "is missing" | "is not missing" => (true, ""),
        _ => (
            false,
            text.get(len..)
                .map_or("", |it| if it.starts_with(' ') { "" } else { " " }),
        ),
    };
    let shown = match (words, instead) {
        (_, "in" | "not in" | "contains") | (true, _) => reader.sample(instead),
        (false, sign) => format!("{sign}{blank}"),
    };
    reaches.then(|| Habit {
        start,
        end: start + len,
        instead: shown,
    })
}

/// `is earth`, `adalah tanah`, `is not earth`: the word for `=` before a value.
fn is_value(text: &str, is_led: bool) -> Option<(usize, &'static str)> {
    let signs = [("is not", "!="), ("is", "="), ("adalah", "=")];
    let (len, sign) = signs
        .iter()
        .find_map(|(word, sign)| Some((begins(text, word)?, *sign)))?;
    let next = text.get(len..)?.trim_start().chars().next()?;
    (is_led && (next.is_alphanumeric() || next == '"')).then_some((len, sign))
}

/// Where one of some words begins that a text ends with.
fn led(text: &str, all: &[&str]) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    all.iter().find_map(|word| {
        let start = lower.strip_suffix(word)?.len();
        let before = text.get(..start)?.chars().next_back();
        let stands_alone = !before.is_some_and(words::is_name_character);
        stands_alone.then_some(start)
    })
}

/// The bytes that some words take at the beginning of a text, whatever their case.
pub(super) fn begins(text: &str, wanted: &str) -> Option<usize> {
    let mut rest = text;
    for (index, word) in wanted.split(' ').enumerate() {
        if index > 0 {
            rest = rest.trim_start();
        }
        let head = rest.get(..word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = rest.get(word.len()..)?;
    }
    let is_word = wanted.ends_with(|c: char| c.is_alphanumeric());
    let goes_on = is_word && rest.chars().next().is_some_and(words::is_name_character);
    (!goes_on).then_some(text.len() - rest.len())
}

/// The next place in a text that is no blank.
fn skip_blanks(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + (rest.len() - rest.trim_start().len())
}

/// The bytes of one number, amount or name at the beginning of a text.
fn operand(text: &str) -> Option<usize> {
    let ends = |c: char| !(words::is_name_character(c) || ".,-".contains(c));
    let word = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        let end = rest.find(ends).unwrap_or(rest.len());
        from + rest
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches([',', '.'])
            .len()
    };
    let mut end = word(0);
    let first = text.get(..end)?;
    if first.eq_ignore_ascii_case("rp") || first == "IDR" {
        end = word(skip_blanks(text, end));
    }
    let scale = skip_blanks(text, end);
    let roles = [words::Role::Scale];
    if let Some((_, len)) = words::leading(text.get(scale..)?, &roles) {
        end = scale + len;
    }
    let per = skip_blanks(text, end);
    if let Some(len) = begins(text.get(per..)?, "per") {
        end = word(skip_blanks(text, per + len));
    }
    (end > 0).then_some(end)
}

/// The empty place before a byte of a row.
pub(super) fn before(reader: &Reader<'_>, at: usize) -> Span {
    crate::syntax::span(reader.base, at, at)
}
