//! Limits on a row: its size, its nesting, and the work of the parser.

use std::num::NonZeroUsize;
use std::sync::Once;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;

/// How deep brackets, `if`s and chains of operators may nest.
pub(super) const DEPTH: usize = 200;

/// The largest row, in bytes.
const SIZE: usize = 64 * 1024;

/// Calls that the parser may make for one row; the largest row of ordinary text needs a tenth.
const CALLS: usize = 20_000_000;

/// Sets the parser's call limit, once for the process.
pub(super) fn limit_calls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| pest::set_call_limit(NonZeroUsize::new(CALLS)));
}

/// The finding for a row that is too long or nests too deep to be read.
pub(super) fn too_much(text: &str, span: Span) -> Option<Diagnostic> {
    if text.len() > SIZE {
        return Some(Diagnostic::at(&codes::TOO_LONG, span).with("limit", SIZE / 1024));
    }
    (nesting(text) > DEPTH).then(|| too_deep(span))
}

/// The finding for an expression that nests too deep.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::at(&codes::TOO_DEEP, span).with("limit", DEPTH)
}

/// How deep a row makes the parser go, before it is parsed: open brackets, `if`s, and runs of
/// prefixes (`not not`, `- -`). Never less than the true depth.
fn nesting(text: &str) -> usize {
    let mut scan = Scan::default();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                scan.end_run();
                while characters
                    .next_if(|(_, c)| *c != '"' && *c != '\n')
                    .is_some()
                {}
                characters.next();
            }
            '#' => while characters.next_if(|(_, c)| *c != '\n').is_some() {},
            '(' | '[' => scan.open(),
            ')' | ']' => scan.close(),
            '-' | '!' | '−' => scan.prefix(),
            c if c.is_alphabetic() => {
                let mut end = at + c.len_utf8();
                while let Some((next, c)) =
                    characters.next_if(|(_, c)| crate::words::is_name_character(*c))
                {
                    end = next + c.len_utf8();
                }
                scan.word(text.get(at..end).unwrap_or_default());
            }
            c if c.is_whitespace() => {}
            _ => scan.end_run(),
        }
    }
    scan.deepest
}

/// The state of the count.
#[derive(Default)]
struct Scan {
    brackets: usize,
    /// Every `if` so far: each may hold all that follows.
    ifs: usize,
    run: usize,
    deepest: usize,
}

impl Scan {
    fn open(&mut self) {
        self.brackets += 1;
        self.run = 0;
        self.note();
    }

    fn close(&mut self) {
        self.brackets = self.brackets.saturating_sub(1);
        self.run = 0;
    }

    fn prefix(&mut self) {
        self.run += 1;
        self.note();
    }

    fn end_run(&mut self) {
        self.run = 0;
    }

    fn word(&mut self, word: &str) {
        match word {
            "not" | "tidak" => self.prefix(),
            "if" | "bila" => {
                self.ifs += 1;
                self.run = 0;
                self.note();
            }
            _ => self.run = 0,
        }
    }

    fn note(&mut self) {
        self.deepest = self.deepest.max(self.brackets + self.ifs + self.run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_counts_what_nests() {
        assert_eq!(nesting("a + (b * (c))"), 2);
        assert_eq!(nesting("\"((((\" # ((("), 0);
        assert_eq!(nesting("not not - - a"), 4);
        assert_eq!(nesting("if a then if b then c else d else e"), 2);
        assert_eq!(nesting(&"(".repeat(300)), 300);
    }
}
