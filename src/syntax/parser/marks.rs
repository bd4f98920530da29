//! The words of a row that the grammar has read, noted down for work on the text itself.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use pest::iterators::Pair as Piece;

use super::rules::keyword;
use super::{Reader, Rule};
use crate::syntax::layout::{Word, WordKind};
use crate::words::{self, PAIRS, Pair, Role};

/// A walk over the pieces of a row.
struct Walk<'o> {
    /// Offset of the row in the file.
    at: usize,
    /// Whether the number read last is one: one day, two days.
    is_one: bool,
    out: &'o mut Vec<Word>,
}

impl Reader<'_> {
    /// Notes the words of a row, where the reader was asked to.
    pub(super) fn note(&self, piece: &Piece<'_, Rule>, at: usize) {
        let Some(notes) = self.notes else { return };
        let mut notes = notes.borrow_mut();
        notes.reads.push(at);
        let mut walk = Walk {
            at,
            is_one: false,
            out: &mut notes.words,
        };
        walk.piece(piece, Rule::EOI);
    }
}

impl Walk<'_> {
    fn piece(&mut self, piece: &Piece<'_, Rule>, parent: Rule) {
        let rule = piece.as_rule();
        if let Some(english) = keyword(rule) {
            let pair = self.pair(english, parent);
            return self.push(piece, pair.map(WordKind::Keyword));
        }
        self.is_one &= rule == Rule::op_unit;
        match rule {
            Rule::number => self.is_one = piece.as_str() == "1",
            Rule::currency => self.push(piece, Some(WordKind::Currency)),
            Rule::any_name if parent == Rule::op_dot => self.push(piece, Some(WordKind::Part)),
            Rule::name | Rule::any_name => self.push(piece, Some(name_kind(parent))),
            Rule::op_is => self.left_out_is(piece),
            _ => {}
        }
        let mut inner = piece.clone().into_inner().peekable();
        if rule == Rule::reference
            && let Some(name) = inner.next()
        {
            let is_call = inner.peek().is_some();
            let function = is_call.then(|| function(name.as_str())).flatten();
            self.push(&name, Some(function.unwrap_or(WordKind::Name)));
        }
        for piece in inner {
            self.piece(&piece, rule);
        }
    }

    /// The pair of a word. English has one word for a unit's singular where Indonesian has none for
    /// its plural, and one word where Indonesian has two.
    fn pair(&self, english: &'static str, parent: Rule) -> Option<&'static Pair> {
        let english = match (english, parent) {
            ("day" | "days", Rule::op_unit) => ["days", "day"][usize::from(self.is_one)],
            ("month" | "months", Rule::op_unit) => ["months", "month"][usize::from(self.is_one)],
            ("year" | "years", Rule::op_unit) => ["years", "year"][usize::from(self.is_one)],
            _ => english,
        };
        let indonesian = match (english, parent) {
            ("by", Rule::head_target) => Some("paling lambat"),
            ("of", Rule::level) => Some("untuk"),
            ("of", _) => Some("dari"),
            _ => None,
        };
        PAIRS.iter().find(|pair| {
            let is_word = !matches!(pair.role, Role::Function | Role::Value);
            let fits = indonesian.is_none_or(|wanted| wanted == pair.indonesian);
            is_word && fits && pair.english == english
        })
    }

    /// `x kosong` leaves out the word that `x is missing` needs: it is noted in its place, empty.
    fn left_out_is(&mut self, piece: &Piece<'_, Rule>) {
        let has_is = piece
            .clone()
            .into_inner()
            .any(|inner| inner.as_rule() == Rule::kw_is);
        if !has_is {
            let at = self.at + piece.as_span().start();
            self.out
                .extend(self.pair("is", Rule::op_is).map(|pair| Word {
                    start: at,
                    end: at,
                    kind: WordKind::Keyword(pair),
                }));
        }
    }

    fn push(&mut self, piece: &Piece<'_, Rule>, kind: Option<WordKind>) {
        let span = piece.as_span();
        self.out.extend(kind.map(|kind| Word {
            start: self.at + span.start(),
            end: self.at + span.end(),
            kind,
        }));
    }
}

/// Whether a name is used or declared where it stands.
fn name_kind(parent: Rule) -> WordKind {
    match parent {
        Rule::reference
        | Rule::level
        | Rule::any_of
        | Rule::at_least
        | Rule::of_rows
        | Rule::type_expr
        | Rule::row_limit
        | Rule::row_together => WordKind::Name,
        _ => WordKind::Declared,
    }
}

/// The function that a called name is.
fn function(name: &str) -> Option<WordKind> {
    let pair = words::function(name).or_else(|| words::value(name));
    pair.map(WordKind::Function)
}
