//! What a rule of the grammar means to the writer of a policy: a kind of thing, or a word.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Rule;
use crate::words::PAIRS;

/// What could stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// A value or a condition.
    Value,
    /// A type.
    Type,
    /// A name.
    Name,
    /// Text in quotes.
    Text,
    /// A date.
    Date,
    /// A number.
    Number,
    /// A word or sign, in English.
    Word(&'static str),
    /// An operator; says little, since one could stand almost anywhere.
    Operator,
    /// The end of the row.
    End,
    /// Nothing worth saying.
    Nothing,
}

/// Words that join values or follow one: naming them all would hide what matters.
const OPERATORS: &[&str] = &[
    "and",
    "or",
    "not",
    "in",
    "is",
    "missing",
    "known",
    "as",
    "on",
    "if missing",
    "but not less than",
    "but not more than",
    "starts with",
    "contains",
    "up",
    "down",
    "days",
    "months",
    "years",
];

/// What a rule stands for.
pub(super) fn expected(rule: Rule) -> Expected {
    match rule {
        Rule::EOI => Expected::End,
        Rule::expression
        | Rule::sum
        | Rule::plain
        | Rule::paren
        | Rule::reference
        | Rule::number_literal
        | Rule::money
        | Rule::if_expression
        | Rule::any_of
        | Rule::at_least
        | Rule::months_in
        | Rule::boolean
        | Rule::percent_first
        | Rule::missing_word
        | Rule::in_set
        | Rule::in_item
        | Rule::range
        | Rule::segment
        | Rule::value_segment
        | Rule::rank_key
        | Rule::key_item
        | Rule::key_pattern
        | Rule::row_key_cell
        | Rule::row_value
        | Rule::cell_test
        | Rule::cell_tests => Expected::Value,
        Rule::type_expr | Rule::money_type | Rule::field_body => Expected::Type,
        Rule::name
        | Rule::any_name
        | Rule::enum_value
        | Rule::enum_values
        | Rule::parameter_key
        | Rule::assignment
        | Rule::assignments => Expected::Name,
        Rule::string | Rule::source_text => Expected::Text,
        Rule::date => Expected::Date,
        Rule::number | Rule::digits => Expected::Number,
        // A bracket could open after almost any name or title.
        Rule::open | Rule::call | Rule::label | Rule::range_tail | Rule::dots => Expected::Operator,
        Rule::close => Expected::Word(")"),
        Rule::index_close => Expected::Word("]"),
        Rule::colon => Expected::Word(":"),
        Rule::equals => Expected::Word("="),
        Rule::comma => Expected::Word(","),
        Rule::level | Rule::of_rows => Expected::Word("of"),
        Rule::because => Expected::Word("because"),
        Rule::per_part => Expected::Word("per"),
        Rule::when_part => Expected::Word("when"),
        Rule::hit_policy => Expected::Word("first match"),
        _ => by_name(rule),
    }
}

/// Words and operators are told by the name of their rule.
fn by_name(rule: Rule) -> Expected {
    match keyword(rule) {
        Some(word) if OPERATORS.contains(&word) => Expected::Operator,
        Some(word) => Expected::Word(word),
        None if format!("{rule:?}").starts_with("op_") => Expected::Operator,
        None => Expected::Nothing,
    }
}

/// The word that a keyword rule reads, in English.
pub(super) fn keyword(rule: Rule) -> Option<&'static str> {
    static WORDS: LazyLock<BTreeMap<Rule, &'static str>> = LazyLock::new(|| {
        let all = Rule::all_rules().iter();
        all.filter_map(|rule| Some((*rule, named(*rule)?)))
            .collect()
    });
    WORDS.get(&rule).copied()
}

/// The word that the name of a rule tells.
fn named(rule: Rule) -> Option<&'static str> {
    let name = format!("{rule:?}");
    let english = name.strip_prefix("kw_")?.replace('_', " ");
    PAIRS
        .iter()
        .find(|pair| pair.english == english)
        .map(|pair| pair.english)
}
