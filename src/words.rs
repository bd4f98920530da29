//! The words of the language: one table of English and Indonesian pairs, and what is made from it.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word does, which also says where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Begins a declaration.
    Declaration,
    /// Begins a row of a declaration.
    Clause,
    /// Links the parts of a row or an expression.
    Link,
    /// Names a type.
    Type,
    /// A period or a unit of time.
    Time,
    /// Scales a number: thousand, million.
    Scale,
    /// A truth value.
    Truth,
    /// Names a function or an aggregation.
    Function,
    /// A status or another value that the language itself gives.
    Value,
}

/// A word of the language in English and Indonesian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The English words, one space between them.
    pub english: &'static str,
    /// The Indonesian words; the same as the English ones where both languages share them.
    pub indonesian: &'static str,
    /// What it does.
    pub role: Role,
}

/// All words of the language. An English word may stand in several rows (`by`, `of`, `when`).
pub const PAIRS: &[Pair] = &{
    use Role::{Clause, Declaration, Function, Link, Scale, Time, Truth, Type, Value};
    [
        pair("policy", "kebijakan", Declaration),
        pair("type", "jenis", Declaration),
        pair("entity", "entitas", Declaration),
        pair("role", "peran", Declaration),
        pair("parameter", "parameter", Declaration),
        pair("brackets", "lapisan", Declaration),
        pair("define", "definisi", Declaration),
        pair("criteria", "kriteria", Declaration),
        pair("classify", "klasifikasi", Declaration),
        pair("decide", "keputusan", Declaration),
        pair("select", "pilih", Declaration),
        pair("aid", "bantuan", Declaration),
        pair("register", "daftar", Declaration),
        pair("poverty", "kemiskinan", Declaration),
        pair("indicator", "indikator", Declaration),
        pair("target", "sasaran", Declaration),
        pair("assert", "pastikan", Declaration),
        pair("scenario", "skenario", Declaration),
        pair("amend", "ubah", Declaration),
        pair("uprate", "mutakhirkan", Declaration),
        pair("shift", "geser", Declaration),
        pair("test", "uji", Declaration),
        pair("example", "contoh", Declaration),
        pair("universe", "semesta", Declaration),
        pair("edition", "edisi", Clause),
        pair("extends", "memperluas", Clause),
        pair("currency", "mata uang", Clause),
        pair("key", "kunci", Clause),
        pair("belongs to", "bagian dari", Clause),
        pair("complete since", "lengkap sejak", Clause),
        pair("from", "sejak", Clause),
        pair("from file", "dari berkas", Clause),
        pair("each further", "setiap tambahan", Clause),
        pair("when", "jika", Clause),
        pair("unless", "kecuali", Clause),
        pair("verify when", "periksa jika", Clause),
        pair("agency", "instansi", Clause),
        pair("source", "sumber", Clause),
        pair("url", "tautan", Clause),
        pair("note", "catatan", Clause),
        pair("in force", "berlaku", Clause),
        pair("allow", "izinkan", Clause),
        pair("take up", "pengambilan", Clause),
        pair("amount", "besaran", Clause),
        pair("service", "layanan", Clause),
        pair("quota", "kuota", Clause),
        pair("budget", "pagu", Clause),
        pair("limit", "batas", Clause),
        pair("rank by", "diurutkan menurut", Clause),
        pair("not together with", "tidak bersama", Clause),
        pair("current", "saat ini", Clause),
        pair("enter when", "masuk jika", Clause),
        pair("leave when", "keluar jika", Clause),
        pair("convention", "konvensi", Clause),
        pair("set", "tetapkan", Clause),
        pair("repeal", "cabut", Clause),
        pair("add", "tambah", Clause),
        pair("like", "seperti", Clause),
        pair("assume", "andaikan", Clause),
        pair("on", "pada", Clause),
        pair("each", "setiap", Clause),
        pair("expect", "diharapkan", Clause),
        pair("refers to", "merujuk ke", Link),
        pair("reverse", "balikan", Link),
        pair("by", "menurut", Link),
        pair("by", "paling lambat", Link),
        pair("optional", "boleh kosong", Link),
        pair("asked when", "ditanyakan jika", Link),
        pair("blank means", "kosong berarti", Link),
        pair("unique", "unik", Link),
        pair("personal", "pribadi", Link),
        pair("weight", "bobot", Link),
        pair("stratum", "strata", Link),
        pair("cluster", "klaster", Link),
        pair("times", "kali", Link),
        pair("matching", "berpola", Link),
        pair("until", "sampai dengan", Link),
        pair("up to", "sampai dengan", Link),
        pair("below", "di bawah", Link),
        pair("at or below", "paling tinggi", Link),
        pair("above", "di atas", Link),
        pair("of", "untuk", Link),
        pair("of", "dari", Link),
        pair("of those where", "dari yang", Link),
        pair("any of", "salah satu dari", Link),
        pair("points", "poin", Link),
        pair("first match", "cocok pertama", Link),
        pair("one match", "cocok tunggal", Link),
        pair("otherwise", "selebihnya", Link),
        pair("because", "karena", Link),
        pair("for", "selama", Link),
        pair("per", "per", Link),
        pair("seed", "benih", Link),
        pair("descending", "menurun", Link),
        pair("if", "bila", Link),
        pair("then", "maka", Link),
        pair("else", "sebaliknya", Link),
        pair("and", "dan", Link),
        pair("or", "atau", Link),
        pair("not", "tidak", Link),
        pair("in", "termasuk", Link),
        pair("is", "adalah", Link),
        pair("missing", "kosong", Link),
        pair("known", "diketahui", Link),
        pair("unknown", "tidak_diketahui", Link),
        pair("if missing", "bila kosong", Link),
        pair("if no rows", "bila tanpa baris", Link),
        pair("as", "sebagai", Link),
        pair("where", "yang", Link),
        pair("has", "memenuhi", Link),
        pair("at least", "paling sedikit", Link),
        pair("at most", "paling banyak", Link),
        pair("but not less than", "tetapi paling sedikit", Link),
        pair("but not more than", "tetapi paling banyak", Link),
        pair("largest", "terbesar", Link),
        pair("smallest", "terkecil", Link),
        pair("within", "dalam", Link),
        pair("weighted by", "berbobot", Link),
        pair("persons", "jiwa", Link),
        pair("up", "ke atas", Link),
        pair("down", "ke bawah", Link),
        pair("to", "ke", Link),
        pair("starts with", "diawali", Link),
        pair("contains", "memuat", Link),
        pair("each row", "setiap baris", Link),
        pair("row", "baris", Link),
        pair("integer", "bulat", Type),
        pair("decimal", "desimal", Type),
        pair("money", "uang", Type),
        pair("boolean", "ya_tidak", Type),
        pair("date", "tanggal", Type),
        pair("text", "teks", Type),
        pair("day", "hari", Time),
        pair("week", "minggu", Time),
        pair("month", "bulan", Time),
        pair("quarter", "triwulan", Time),
        pair("year", "tahun", Time),
        pair("days", "hari", Time),
        pair("months in", "bulan dalam", Link),
        pair("within last", "dalam kurun", Link),
        pair("months", "bulan", Time),
        pair("years", "tahun", Time),
        pair("thousand", "ribu", Scale),
        pair("million", "juta", Scale),
        pair("billion", "miliar", Scale),
        pair("trillion", "triliun", Scale),
        pair("true", "benar", Truth),
        pair("false", "salah", Truth),
        pair("count", "banyaknya", Function),
        pair("sum", "total", Function),
        pair("min", "terendah", Function),
        pair("max", "tertinggi", Function),
        pair("average", "rata_rata", Function),
        pair("any", "ada", Function),
        pair("every", "setiap", Function),
        pair("first", "pertama", Function),
        pair("only", "satu_satunya", Function),
        pair("share", "bagian", Function),
        pair("fgt", "fgt", Function),
        pair("gap", "kedalaman", Function),
        pair("severity", "keparahan", Function),
        pair("watts", "watts", Function),
        pair("sen", "sen", Function),
        pair("sst", "sst", Function),
        pair("gini", "gini", Function),
        pair("mld", "mld", Function),
        pair("theil", "theil", Function),
        pair("atkinson", "atkinson", Function),
        pair("quantile", "kuantil", Function),
        pair("lorenz", "lorenz", Function),
        pair("quintile_ratio", "rasio_kuintil", Function),
        pair("concentration", "konsentrasi", Function),
        pair("alkire_foster", "alkire_foster", Function),
        pair("alkire_foster_headcount", "alkire_foster_miskin", Function),
        pair(
            "alkire_foster_intensity",
            "alkire_foster_intensitas",
            Function,
        ),
        pair(
            "alkire_foster_contribution",
            "alkire_foster_sumbangan",
            Function,
        ),
        pair("score", "skor", Function),
        pair("round", "bulatkan", Function),
        pair("steps", "kelipatan", Function),
        pair("clamp", "antara", Function),
        pair("abs", "mutlak", Function),
        pair("age", "usia", Function),
        pair("age_months", "usia_bulan", Function),
        pair("yearly", "setahun", Function),
        pair("monthly", "sebulan", Function),
        pair("quarterly", "setriwulan", Function),
        pair("lower", "huruf_kecil", Function),
        pair("length", "panjang", Function),
        pair("rank", "peringkat", Function),
        pair("decile", "desil", Function),
        pair("quintile", "kuintil", Function),
        pair("quantile_group", "kelompok_kuantil", Function),
        pair("evaluation_date", "tanggal_evaluasi", Value),
        pair("population", "penduduk", Value),
        pair("status", "status", Value),
        pair("outcome", "hasil", Value),
        pair("eligible", "layak", Value),
        pair("cost", "biaya", Value),
        pair("granted", "diberikan", Value),
        pair("waitlisted", "daftar_tunggu", Value),
        pair("excluded", "dikecualikan", Value),
        pair("not_eligible", "tidak_layak", Value),
        pair("needs_verification", "perlu_verifikasi", Value),
        pair("not_taken_up", "tidak_diambil", Value),
        pair("not_in_force", "tidak_berlaku", Value),
        pair("stays", "tetap", Value),
        pair("enters", "masuk", Value),
        pair("leaves", "keluar", Value),
        pair("outside", "di_luar", Value),
    ]
};

/// A row of [`PAIRS`], short enough for one line.
const fn pair(english: &'static str, indonesian: &'static str, role: Role) -> Pair {
    Pair {
        english,
        indonesian,
        role,
    }
}

/// The English words that are no names; their Indonesian partners are none either.
const RESERVED: &[&str] = &[
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "then",
    "else",
    "as",
    "of",
    "where",
    "has",
    "when",
    "unless",
    "because",
    "otherwise",
    "true",
    "false",
];

/// Reserved in Indonesian alone: there they ask a question without a word for `is`.
const RESERVED_INDONESIAN: &[&str] = &["kosong", "diketahui"];

/// Words that are no names unless they stand in back-ticks, both languages, in a fixed order.
pub fn reserved() -> Vec<&'static str> {
    let mut all: Vec<&'static str> = RESERVED.to_vec();
    all.extend(RESERVED_INDONESIAN);
    let partners = PAIRS.iter().filter(|pair| RESERVED.contains(&pair.english));
    all.extend(
        partners
            .map(|pair| pair.indonesian)
            .filter(|word| !word.contains(' ')),
    );
    all.sort_unstable();
    all.dedup();
    all
}

/// The Indonesian for an English word, the first where there are several.
pub fn indonesian(english: &str) -> Option<&'static str> {
    PAIRS
        .iter()
        .find(|pair| pair.english == english)
        .map(|pair| pair.indonesian)
}

/// A text of the language with its English words put into Indonesian: texts in quotes, codes and words
/// that are no words of the language stay. For samples in messages; a policy is translated by meaning.
pub fn in_indonesian(text: &str) -> String {
    let all: Vec<&'static str> = PAIRS.iter().map(|pair| pair.english).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (taken, put) = match lead(rest, &all) {
            _ if first == '"' => (quoted(rest), None),
            _ if out.ends_with("::") => (word_length(rest), None),
            Some(found) if !found.is_indonesian => (found.len, partner(found.english, &out, rest)),
            _ => (word_length(rest), None),
        };
        let (word, after) = rest.split_at(taken);
        out.push_str(put.unwrap_or(word));
        rest = after;
    }
    out
}

/// The Indonesian for an English word that stands after some text: `of` before a level is another
/// word than `of` before the rows that are counted, and `from` of a file than `from` of a date.
fn partner(english: &'static str, before: &str, here: &str) -> Option<&'static str> {
    let opened = before.matches('(').count() > before.matches(')').count();
    let counted = opened || before.trim_end().ends_with(['%', ')']);
    match english {
        "of" if counted => Some("dari"),
        "by" if here.contains(" <= ") => Some("paling lambat"),
        "if" if here.starts_with("if no") => indonesian("if no rows"),
        _ => indonesian(english),
    }
}

/// Whether a policy is written with Indonesian words: more of its rows begin with one than with an
/// English one.
pub fn is_indonesian(text: &str) -> bool {
    let mut lead = 0_i32;
    for line in text.lines() {
        let Some((pair, len)) = leading(line.trim_start(), &[Role::Declaration, Role::Clause])
        else {
            continue;
        };
        if pair.english == pair.indonesian {
            continue;
        }
        let words = line.trim_start().get(..len).unwrap_or_default();
        lead += if words.split_whitespace().eq(pair.indonesian.split(' ')) {
            1
        } else {
            -1
        };
        if lead.abs() >= CLEAR {
            break;
        }
    }
    lead > 0
}

/// A lead by which the language of a policy is clear.
const CLEAR: i32 = 20;

/// The bytes of a text in quotes, both quotes counted.
fn quoted(text: &str) -> usize {
    text.get(1..)
        .and_then(|inner| inner.find('"'))
        .map_or(text.len(), |end| end + 2)
}

/// The bytes of the word at the beginning, or of the sign there.
fn word_length(text: &str) -> usize {
    let word = text
        .find(|c: char| !is_name_character(c))
        .unwrap_or(text.len());
    if word > 0 {
        word
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    }
}

/// The pair of a function that is written in either language: units of time are functions too,
/// `year(birth_date)`.
pub fn function(written: &str) -> Option<&'static Pair> {
    named(written, &[Role::Function, Role::Time])
}

/// The pair of a value that the language gives, written in either language.
pub fn value(written: &str) -> Option<&'static Pair> {
    named(written, &[Role::Value])
}

/// The pair of what stands after the dot of an aid or a register, written in either language:
/// `status`, and also `amount`, which is a clause as well.
pub fn part(written: &str) -> Option<&'static Pair> {
    named(written, &[Role::Value, Role::Clause]).or_else(|| {
        let rank = named(written, &[Role::Function]);
        rank.filter(|pair| pair.english == "rank")
    })
}

/// The first pair of the first role that has one.
fn named(written: &str, roles: &[Role]) -> Option<&'static Pair> {
    let of = |role| PAIRS.iter().filter(move |pair| pair.role == role);
    let mut all = roles.iter().copied().flat_map(of);
    all.find(|pair| pair.english == written || pair.indonesian == written)
}

/// The English name of a function or a value that is written in either language.
pub fn english_name(written: &str) -> Option<&'static str> {
    let pair = function(written).or_else(|| value(written));
    pair.map(|pair| pair.english)
}

/// A word found at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The word in English.
    pub english: &'static str,
    /// The bytes it takes.
    pub len: usize,
    /// Whether it is written in Indonesian, which the English text is not.
    pub is_indonesian: bool,
}

/// The longest of `candidates` (English words) that the text begins with, in either language.
pub fn lead(text: &str, candidates: &[&'static str]) -> Option<Lead> {
    let mut best: Option<(usize, Lead)> = None;
    for (pair, written, is_indonesian) in beginning_like(text) {
        let Some(place) = candidates.iter().position(|it| *it == pair.english) else {
            continue;
        };
        let Some(len) = begins_with(text, written) else {
            continue;
        };
        // Of two words of the same length the first candidate is meant.
        let is_better = |(known, it): (usize, Lead)| (len, known) > (it.len, place);
        if best.is_none_or(is_better) {
            let lead = Lead {
                english: pair.english,
                len,
                is_indonesian: *is_indonesian,
            };
            best = Some((place, lead));
        }
    }
    best.map(|(_, lead)| lead)
}

/// The pair of the longest word of some roles that a text begins with, and the bytes it takes.
pub fn leading(text: &str, roles: &[Role]) -> Option<(&'static Pair, usize)> {
    let mut best: Option<(&'static Pair, usize)> = None;
    let of_roles = beginning_like(text).iter();
    for (pair, written, _) in of_roles.filter(|(pair, ..)| roles.contains(&pair.role)) {
        if let Some(len) = begins_with(text, written)
            && best.is_none_or(|(_, known)| len > known)
        {
            best = Some((pair, len));
        }
    }
    best
}

/// A pair, one of its two forms, and whether that is the Indonesian one.
type Written = (&'static Pair, &'static str, bool);

/// The words whose first word a text begins with, in the order of [`PAIRS`].
fn beginning_like(text: &str) -> &'static [Written] {
    static BY_WORD: LazyLock<HashMap<&'static str, Vec<Written>>> = LazyLock::new(|| {
        let mut all: HashMap<_, Vec<Written>> = HashMap::new();
        for pair in PAIRS {
            for (written, is_indonesian) in [(pair.english, false), (pair.indonesian, true)] {
                let first = written.split(' ').next().unwrap_or_default();
                all.entry(first)
                    .or_default()
                    .push((pair, written, is_indonesian));
            }
        }
        all
    });
    let end = text.find(|it| !is_name_character(it));
    let first = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    BY_WORD.get(first).map_or(&[], Vec::as_slice)
}

/// Of which languages there may be words of the language in a text, English and Indonesian: what
/// looks like one outside texts and comments, be it a name in truth.
pub fn languages(text: &str) -> (bool, bool) {
    let (mut english, mut indonesian) = (false, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => rest
                .get(1..)
                .and_then(|it| it.find(['"', '\n']))
                .map(|it| it + 2),
            '#' => rest.find('\n'),
            '“' | '”' | '„' | '«' | '\'' | '‘' | '’' => return (true, true),
            _ if is_name_character(first) => {
                for (pair, _, is_indonesian) in beginning_like(rest) {
                    let is_both = pair.english == pair.indonesian;
                    english |= !is_both && !is_indonesian;
                    indonesian |= !is_both && *is_indonesian;
                }
                rest.find(|it| !is_name_character(it))
            }
            _ => Some(first.len_utf8()),
        };
        rest = end.and_then(|end| rest.get(end..)).unwrap_or_default();
    }
    (english, indonesian)
}

/// The bytes that `words` take at the beginning of `text`, with any blanks between them.
fn begins_with(text: &str, words: &str) -> Option<usize> {
    let mut rest = text;
    for (index, word) in words.split(' ').enumerate() {
        if index > 0 {
            let trimmed = rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']);
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        rest = rest.strip_prefix(word)?;
    }
    let ends = !rest.chars().next().is_some_and(is_name_character);
    ends.then(|| text.len() - rest.len())
}

/// Whether a character may stand inside a name.
pub fn is_name_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The text of `grammar/words.pest`: a rule per linking word, and the reserved words.
pub fn grammar() -> String {
    let mut out = String::from(
        "// Made from the table in src/words.rs; do not edit. A test holds it fresh, and rewrites it\n\
         // when the environment variable ATURAN_REWRITE is set.\n\n",
    );
    let mut done: Vec<&str> = Vec::new();
    for pair in PAIRS.iter().filter(|pair| in_grammar(pair)) {
        if done.contains(&pair.english) {
            continue;
        }
        done.push(pair.english);
        let same = PAIRS.iter().filter(|other| other.english == pair.english);
        let mut forms: Vec<&str> = same
            .flat_map(|other| [other.english, other.indonesian])
            .collect();
        put_longest_first(&mut forms);
        let alternatives: Vec<String> = forms.iter().map(|form| sequence(form)).collect();
        out.push_str(&rule(&rule_name(pair.english), &alternatives));
    }
    let mut words = reserved();
    put_longest_first(&mut words);
    out.push_str(&rule("reserved", &by_first_letter(&words)));
    out
}

/// Every name is held against the reserved words, so that only those of its part of the alphabet are tried.
fn by_first_letter(words: &[&str]) -> Vec<String> {
    let parts = [('a', 'c'), ('d', 'i'), ('j', 'o'), ('p', 's'), ('t', 'z')];
    let part = |(first, last): (char, char)| {
        let inside = words
            .iter()
            .filter(|word| word.starts_with(|letter| (first..=last).contains(&letter)));
        let inside: Vec<String> = inside.map(|word| sequence(word)).collect();
        format!("&('{first}'..'{last}') ~ ({})", inside.join(" | "))
    };
    parts.into_iter().map(part).collect()
}

/// Whether the grammar knows a word: names of functions and values are names to it, and words that
/// begin a declaration or a clause are taken off before it sees the row.
fn in_grammar(pair: &Pair) -> bool {
    match pair.role {
        Role::Link | Role::Type | Role::Time | Role::Scale | Role::Truth => true,
        Role::Clause => {
            ["source", "url", "when", "from", "on", "each", "in force"].contains(&pair.english)
        }
        Role::Declaration | Role::Function | Role::Value => false,
    }
}

/// `up to` becomes `kw_up_to`.
pub fn rule_name(english: &str) -> String {
    format!("kw_{}", english.replace(' ', "_"))
}

/// Longer words first, since the first that fits is taken; equal lengths by letter.
fn put_longest_first(words: &mut Vec<&str>) {
    words.sort_unstable_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    words.dedup();
}

/// `up to` becomes `"up" ~ gap+ ~ "to"`.
fn sequence(words: &str) -> String {
    let quoted: Vec<String> = words.split(' ').map(|word| format!("\"{word}\"")).collect();
    quoted.join(" ~ gap+ ~ ")
}

/// One rule that takes any of the alternatives as a whole word.
fn rule(name: &str, alternatives: &[String]) -> String {
    format!(
        "{name} = @{{ ({}) ~ !name_character }}\n",
        alternatives.join(" | ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_leads() {
        let found = lead("from file \"x\"", &["from", "from file"]);
        assert_eq!(found.map(|it| (it.english, it.len)), Some(("from file", 9)));
        let found = lead("jika  a", &["when"]);
        assert_eq!(
            found,
            Some(Lead {
                english: "when",
                len: 4,
                is_indonesian: true
            })
        );
        assert_eq!(lead("whenever", &["when"]), None);
        assert_eq!(lead("rank  by x", &["rank by"]).map(|it| it.len), Some(8));
    }

    #[test]
    fn samples_are_put_into_indonesian() {
        let english = "unless any(member where age >= 3) because \"if not\" at least";
        let wanted = "kecuali ada(member yang usia >= 3) karena \"if not\" paling sedikit";
        assert_eq!(in_indonesian(english), wanted);
    }

    /// Words that stand in the same places: one Indonesian word for two of them could not be put
    /// back into English.
    const GROUPS: &[&[Role]] = &[
        &[Role::Declaration, Role::Clause],
        &[Role::Function],
        &[Role::Value, Role::Clause],
        &[Role::Type],
        &[Role::Scale],
        &[Role::Truth],
    ];

    #[test]
    fn words_of_the_same_places_are_told_apart() {
        for roles in GROUPS {
            let mut seen: Vec<&Pair> = Vec::new();
            for pair in PAIRS.iter().filter(|pair| roles.contains(&pair.role)) {
                let twin = seen
                    .iter()
                    .find(|it| it.english == pair.english || it.indonesian == pair.indonesian);
                assert_eq!(twin, None, "{} | {}", pair.english, pair.indonesian);
                seen.push(pair);
            }
        }
    }

    #[test]
    fn no_pair_stands_twice() {
        for (index, pair) in PAIRS.iter().enumerate() {
            let rest = PAIRS.get(index + 1..).unwrap_or_default();
            let twin = rest
                .iter()
                .any(|it| it.english == pair.english && it.indonesian == pair.indonesian);
            assert!(!twin, "{} stands twice", pair.english);
            assert!(!pair.english.is_empty() && !pair.indonesian.is_empty());
        }
    }
}
