//! Rows to declarations: the one place that knows the grammar and its parser.

mod amend;
mod bracketing;
mod brackets;
mod call;
mod cases;
mod clauses;
mod declaration;
mod entity;
mod expression;
mod failure;
mod fixture;
mod guard;
mod habits;
mod literal;
mod marks;
mod measure;
mod misplaced;
mod near;
mod node;
mod parameter;
mod position;
mod rows_file;
mod rules;
mod scenario;
mod slips;
mod table;
mod update;
mod value_table;

use std::cell::{Cell, RefCell};

use pest::Parser as _;
use rayon::prelude::*;

use self::node::Node;
use super::ast::{Declaration, Expr, ExprKind, Set};
use super::layout::Notes;
use super::rows::{Block, Row};
use crate::diagnostic::{Diagnostic, Diagnostics, Language};
use crate::source::Span;

/// The grammar of `grammar/*.pest`, and the rules it names.
mod grammar {
    #![expect(unreachable_pub, reason = "made by the parser generator")]

    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/words.pest"]
    #[grammar = "grammar/lexical.pest"]
    #[grammar = "grammar/expression.pest"]
    #[grammar = "grammar/declaration.pest"]
    pub struct Grammar;
}

use grammar::{Grammar, Rule};

/// Reads the declarations of a file, and adds what is wrong with them to the findings.
pub(super) fn declarations(
    source: &str,
    base: u32,
    blocks: &[Block],
    findings: Diagnostics,
    notes: Option<&RefCell<Notes>>,
) -> (Vec<Declaration>, Diagnostics) {
    let total: usize = blocks.iter().map(|it| it.head.end - it.head.start).sum();
    if notes.is_some() || total < ALONE {
        return each(source, base, blocks, findings, notes);
    }
    let parts = blocks.par_chunks(BLOCKS_AT_ONCE);
    let parts: Vec<_> = parts
        .map(|blocks| each(source, base, blocks, Diagnostics::new(), None))
        .collect();
    let (mut out, mut all) = (Vec::with_capacity(blocks.len()), findings);
    for (declarations, findings) in parts {
        out.extend(declarations);
        all.append(findings);
    }
    (out, all)
}

/// Below so many bytes of heads a text is read by one thread: a second one would come too late.
const ALONE: usize = 4 * 1024;

/// How many declarations a thread takes on at a time.
const BLOCKS_AT_ONCE: usize = 16;

/// Reads one declaration after the other.
fn each(
    source: &str,
    base: u32,
    blocks: &[Block],
    findings: Diagnostics,
    notes: Option<&RefCell<Notes>>,
) -> (Vec<Declaration>, Diagnostics) {
    guard::limit_calls();
    let findings = RefCell::new(findings);
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        let Some(word) = block.word else { continue };
        let language = if word.is_indonesian {
            Language::Indonesian
        } else {
            Language::English
        };
        let mended = Cell::new(block.is_mended);
        let reader = Reader {
            source,
            base,
            language,
            findings: &findings,
            mended,
            notes,
        };
        out.extend(reader.declaration(block, word));
    }
    (out, findings.into_inner())
}

pub(in crate::syntax) use rows_file::fill;

/// Reads what a scenario states after `set`.
pub(super) fn setting(source: &str, base: u32) -> (Option<Set>, Diagnostics) {
    alone(source, base, |reader, text| {
        reader.set(text, reader.span(text))
    })
}

/// Reads an expression that stands for itself.
pub(super) fn lone_expression(source: &str, base: u32) -> (Option<Expr>, Diagnostics) {
    let form = Form {
        what: "value",
        sample: "Rp 3 juta",
    };
    alone(source, base, |reader, text| {
        let node = reader.read(Rule::row_expression, text, form)?;
        reader
            .expression_in(&node)
            .filter(|it| it.kind != ExprKind::Broken)
    })
}

/// Reads a text that is no file of a policy.
fn alone<T>(
    source: &str,
    base: u32,
    read: impl FnOnce(&Reader<'_>, Text<'_>) -> Option<T>,
) -> (Option<T>, Diagnostics) {
    guard::limit_calls();
    let findings = RefCell::new(Diagnostics::new());
    let reader = Reader {
        source,
        base,
        language: Language::English,
        findings: &findings,
        mended: Cell::new(false),
        notes: None,
    };
    let text = Text {
        text: source.trim_end(),
        at: 0,
    };
    let found = read(&reader, text.after(0));
    (found, findings.into_inner())
}

/// A slice of the source that knows where it stands.
#[derive(Clone, Copy, Debug)]
struct Text<'a> {
    text: &'a str,
    /// Offset of its first byte in the file.
    at: usize,
}

impl<'a> Text<'a> {
    /// The text after the first `bytes` bytes and the blanks there.
    fn after(self, bytes: usize) -> Text<'a> {
        let rest = self.text.get(bytes..).unwrap_or_default();
        let trimmed = rest.trim_start();
        Text {
            text: trimmed,
            at: self.at + bytes + (rest.len() - trimmed.len()),
        }
    }

    /// Offset after its last byte in the file.
    fn end(self) -> usize {
        self.at + self.text.len()
    }
}

/// What a row is, for the words of a finding: the clause or declaration, and a sample of it.
#[derive(Clone, Copy, Debug)]
struct Form {
    /// `quota`, `aid`.
    what: &'static str,
    /// `quota 100 per village`.
    sample: &'static str,
}

/// Reads the rows of one declaration.
struct Reader<'a> {
    source: &'a str,
    base: u32,
    /// The language of the declaration's first word, in which expected words are shown.
    language: Language,
    findings: &'a RefCell<Diagnostics>,
    /// Whether the first word of the row at hand was mistyped and mended: that is its one finding,
    /// and where the rest does not fit the guess nothing more is said.
    mended: Cell<bool>,
    /// Where the words of every row are noted, if anyone wants them.
    notes: Option<&'a RefCell<Notes>>,
}

impl<'a> Reader<'a> {
    /// Adds a finding.
    fn report(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    /// The text of a row.
    fn text(&self, row: &Row) -> Text<'a> {
        Text {
            text: self.source.get(row.start..row.end).unwrap_or_default(),
            at: row.start,
        }
    }

    /// The global span of a text.
    fn span(&self, text: Text<'_>) -> Span {
        super::span(self.base, text.at, text.end())
    }

    /// The global span of a row's own text.
    fn row_span(&self, row: &Row) -> Span {
        super::span(self.base, row.start, row.end)
    }

    /// The global span of the first `bytes` bytes of a text.
    fn head_span(&self, text: Text<'_>, bytes: usize) -> Span {
        super::span(self.base, text.at, text.at + bytes)
    }

    /// Reads a row by its rule; one finding and `None` where that fails.
    fn read(&self, rule: Rule, text: Text<'a>, form: Form) -> Option<Node<'a>> {
        if let Some(finding) = guard::too_much(text.text, self.span(text)) {
            self.report(finding);
            return None;
        }
        match Grammar::parse(rule, text.text) {
            Ok(pairs) => pairs.into_iter().next().map(|pair| {
                self.note(&pair, text.at);
                Node {
                    pair,
                    at: text.at,
                    base: self.base,
                }
            }),
            Err(_) if self.mended.get() => None,
            Err(error) => {
                let finding = failure::explain(&error, self, text, form);
                self.unread_thousands(text, &finding);
                self.report(finding);
                None
            }
        }
    }

    /// Reads what it can of a row that is reported already.
    fn rescue(&self, rule: Rule, text: Text<'a>) -> Option<Node<'a>> {
        if guard::too_much(text.text, self.span(text)).is_some() {
            return None;
        }
        let pair = Grammar::parse(rule, text.text).ok()?.next()?;
        Some(Node {
            pair,
            at: text.at,
            base: self.base,
        })
    }

    /// The expression of a row that failed.
    fn broken(&self, text: Text<'_>) -> Expr {
        Expr {
            kind: ExprKind::Broken,
            span: self.span(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::PAIRS;

    /// The words behind each lookahead of the grammar.
    const BEHIND: &[(Rule, &[&str])] = &[
        (Rule::prefix_start, &["not"]),
        (
            Rule::infix_start,
            &[
                "and",
                "or",
                "but not less than",
                "but not more than",
                "starts with",
                "contains",
            ],
        ),
        (
            Rule::postfix_start,
            &[
                "if missing",
                "on",
                "as",
                "not",
                "in",
                "is",
                "missing",
                "known",
                "days",
                "months",
                "years",
                "day",
                "month",
                "year",
            ],
        ),
        (
            Rule::word_start,
            &[
                "if",
                "any of",
                "at least",
                "at most",
                "months in",
                "true",
                "false",
                "missing",
            ],
        ),
        (Rule::call_start, &["up", "down"]),
        (
            Rule::led_start,
            &[
                "if no rows",
                "to",
                "of those where",
                "of",
                "on",
                "at or below",
                "below",
            ],
        ),
        (
            Rule::scale_start,
            &["thousand", "million", "billion", "trillion"],
        ),
    ];

    #[test]
    fn every_word_passes_the_lookahead_before_it() {
        for (rule, words) in BEHIND {
            for word in *words {
                let pairs = PAIRS.iter().filter(|pair| pair.english == *word);
                let forms: Vec<&str> = pairs.flat_map(|it| [it.english, it.indonesian]).collect();
                assert!(!forms.is_empty(), "{word} is no word of the language");
                for form in forms {
                    assert!(
                        Grammar::parse(*rule, form).is_ok(),
                        "{rule:?} forgets {form}"
                    );
                }
            }
        }
    }
}
