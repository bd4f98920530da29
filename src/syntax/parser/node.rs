//! A piece of a parsed row, with its place in the file.

use pest::iterators::Pair;

use super::Rule;
use crate::source::Span;
use crate::syntax::ast::Name;

/// A matched rule and the offsets that turn its place into a global span.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) pair: Pair<'a, Rule>,
    /// Offset of the row in the file.
    pub(super) at: usize,
    /// Global offset of the file.
    pub(super) base: u32,
}

impl<'a> Node<'a> {
    pub(super) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    pub(super) fn text(&self) -> &'a str {
        self.pair.as_str()
    }

    /// The global span, trailing white space left out.
    pub(super) fn span(&self) -> Span {
        let span = self.pair.as_span();
        let end = span.start() + self.text().trim_end().len();
        crate::syntax::span(self.base, self.at + span.start(), self.at + end)
    }

    /// All pieces directly inside.
    pub(super) fn inner(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let (at, base) = (self.at, self.base);
        self.pair
            .clone()
            .into_inner()
            .map(move |pair| Node { pair, at, base })
    }

    /// The pieces of one rule.
    pub(super) fn all(&self, rule: Rule) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.inner().filter(move |node| node.rule() == rule)
    }

    /// The first piece of a rule.
    pub(super) fn get(&self, rule: Rule) -> Option<Node<'a>> {
        self.all(rule).next()
    }

    /// The first piece.
    pub(super) fn first(&self) -> Option<Node<'a>> {
        self.inner().next()
    }

    /// Whether a piece of a rule is there.
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.get(rule).is_some()
    }

    /// Its text as a name, without back-ticks.
    pub(super) fn name(&self) -> Name {
        Name::new(self.text().trim_matches('`').to_owned(), self.span())
    }
}
