//! Texts that are nearly policies: pieces of real ones, cut, doubled, mixed and nested.

/// `SplitMix64`: the same texts for the same seed.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let place = self.below(all.len());
        all.get(place)
    }
}

/// Words, marks and numbers that decide how a text is read.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "|",
    "||",
    "\"",
    "“",
    "`",
    "#",
    "=",
    "!=",
    "<",
    "<=",
    ",",
    ".",
    "..",
    "..<",
    "%",
    "-",
    "*",
    "/",
    "\n",
    "\n  ",
    "\n    ",
    "\t",
    "\r\n",
    "\u{a0}",
    "\u{feff}",
    "é",
    "𝟙",
    "0",
    "1",
    "7",
    "1_000",
    "0.5",
    "1.000",
    "Rp 1 juta",
    "Rp",
    "9223372036854775807",
    "1e9",
    "2023-02-30",
    "2024-02-29",
    "9999-12-31",
    "if",
    "then",
    "else",
    "not",
    "and",
    "or",
    "in",
    "of",
    "where",
    "when",
    "unless",
    "because",
    "otherwise",
    "is missing",
    "is known",
    "if missing",
    "as",
    "per month",
    "per year",
    "by",
    "from",
    "until",
    "rank by",
    "limit 1 per family",
    "any(",
    "every(",
    "count(",
    "sum(",
    "min(",
    "first(",
    "round up(",
    "age(",
    "true",
    "false",
    "jika",
    "kecuali",
    "dan",
    "atau",
    "karena",
    "selebihnya",
    "expect",
    "on 2023-06-01",
    "missing",
    "granted",
    "component",
    "family",
    "member",
    "welfare",
    "amend",
    "scenario x\n",
    "define x of family = 1\n",
    "test \"x\"\n",
    "family.",
];
/// Longest text that is made.
const LONGEST: usize = 6_000;

/// A piece of a text of the repository, changed a few times.
pub(crate) fn changed(texts: &[String], random: &mut Random) -> String {
    let mut text = random.of(texts).cloned().unwrap_or_default();
    if text.len() > LONGEST {
        let start = border(&text, random.below(text.len()));
        let start = text
            .get(..start)
            .and_then(|it| it.rfind("\n\n"))
            .map_or(0, |at| at + 2);
        let end = border(&text, start + LONGEST);
        text = text.get(start..end).unwrap_or_default().to_owned();
    }
    for _ in 0..=random.below(5) {
        change(&mut text, texts, random);
    }
    text.truncate(border(&text, 2 * LONGEST));
    text
}

fn change(text: &mut String, texts: &[String], random: &mut Random) {
    let at = border(text, random.below(text.len() + 1));
    match random.below(9) {
        0 => text.insert_str(at, random.of(PIECES).copied().unwrap_or_default()),
        1 => {
            let end = border(text, at + 1 + random.below(12));
            text.replace_range(at..end, "");
        }
        2 => {
            let end = border(text, at + 1 + random.below(6));
            text.replace_range(at..end, random.of(PIECES).copied().unwrap_or_default());
        }
        3 => {
            let end = border(text, at + random.below(80));
            let piece = text.get(at..end).unwrap_or_default().to_owned();
            let to = border(text, random.below(text.len() + 1));
            text.insert_str(to, &piece);
        }
        4 => lines(text, random),
        5 => {
            let other = random.of(texts).map_or("", String::as_str);
            let start = border(other, random.below(other.len() + 1));
            let end = border(other, start + random.below(200));
            text.insert_str(at, other.get(start..end).unwrap_or_default());
        }
        6 => word(text, at, random),
        7 => {
            let depth = 1 + random.below(60);
            let (open, close) = [
                ("(", ")"),
                ("not (", ")"),
                ("if a then (", ") else b"),
                ("-", ""),
            ][random.below(4)];
            let end = border(text, at + random.below(20));
            text.insert_str(end, &close.repeat(depth));
            text.insert_str(at, &open.repeat(depth));
        }
        _ => {
            let byte = u8::try_from(random.below(128)).unwrap_or(b' ');
            text.insert(at, char::from(byte));
        }
    }
}

/// Two lines exchanged, one dropped, or one doubled.
fn lines(text: &mut String, random: &mut Random) {
    let mut all: Vec<&str> = text.split_inclusive('\n').collect();
    let (one, two) = (random.below(all.len()), random.below(all.len()));
    if all.is_empty() {
        return;
    }
    match random.below(3) {
        0 => all.swap(one, two),
        1 => {
            all.remove(one);
        }
        _ => {
            let line = all.get(one).copied().unwrap_or_default();
            all.insert(two, line);
        }
    }
    *text = all.concat();
}

/// One word put in the place of another.
fn word(text: &mut String, at: usize, random: &mut Random) {
    let words: Vec<(usize, &str)> = text
        .split(|it: char| !it.is_alphanumeric() && it != '_')
        .filter(|it| !it.is_empty())
        .map(|it| (it.as_ptr() as usize - text.as_ptr() as usize, it))
        .collect();
    let own = words.iter().find(|(start, _)| *start >= at);
    let other = words.get(random.below(words.len()));
    if let (Some((start, own)), Some((_, other))) = (own, other) {
        let range = *start..start + own.len();
        let other = (*other).to_owned();
        text.replace_range(range, &other);
    }
}

/// The border of a character at or before a place.
fn border(text: &str, place: usize) -> usize {
    let mut at = place.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The text with lines, then characters, left out as long as it still fails.
pub(crate) fn smaller(mut text: String, fails: &dyn Fn(&str) -> bool) -> String {
    for by_line in [true, false] {
        let parts = |text: &str| -> Vec<String> {
            if by_line {
                text.split_inclusive('\n').map(str::to_owned).collect()
            } else {
                text.chars().map(String::from).collect()
            }
        };
        let mut size = parts(&text).len().div_ceil(2);
        while size > 0 {
            let mut at = 0;
            loop {
                let all = parts(&text);
                if at >= all.len() {
                    break;
                }
                let kept = all.iter().take(at).chain(all.iter().skip(at + size));
                let less: String = kept.map(String::as_str).collect();
                if fails(&less) {
                    text = less;
                } else {
                    at += size;
                }
            }
            size /= 2;
        }
    }
    text
}
