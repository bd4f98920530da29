//! What the rules of the grammar are called in messages.

use super::Rule;

/// A name for what a rule reads, in the words of the user: `a name`, a keyword in back-ticks.
/// `None` for rules that would only confuse: separators inside what is named already.
pub(super) fn words_for(rule: Rule) -> Option<String> {
    let name = match rule {
        Rule::name | Rule::any_name | Rule::fixture_name => "a name",
        Rule::label | Rule::string => "a text in \"quotes\"",
        Rule::number | Rule::number_literal => "a number",
        Rule::date => "a date such as 2023-03-01",
        Rule::expression
        | Rule::sum
        | Rule::paren
        | Rule::reference
        | Rule::value_segment
        | Rule::if_expression
        | Rule::any_of
        | Rule::at_least
        | Rule::percent_first
        | Rule::money
        | Rule::boolean
        | Rule::missing_word
        | Rule::plain => "a value",
        Rule::type_expr | Rule::money_type => "a type",
        Rule::range | Rule::range_tail | Rule::dots => "a range such as 18..45",
        Rule::op_compare => "a comparison (`=`, `<`, `>=`, …)",
        Rule::op_add | Rule::op_subtract | Rule::op_multiply | Rule::op_divide => {
            "`+`, `-`, `*` or `/`"
        }
        Rule::op_and | Rule::op_or => "`and` or `or`",
        Rule::equals => "`=`",
        Rule::colon => "`:`",
        Rule::comma => "a comma",
        Rule::close => "`)`",
        Rule::open | Rule::call | Rule::in_list | Rule::criteria_list => "`(`",
        Rule::index_close => "`]`",
        Rule::in_set => "a range or a list in parentheses",
        Rule::level => "`of` and a level",
        Rule::hit_policy | Rule::hit_best => {
            "`first match`, `one match`, `largest …` or `smallest …`"
        }
        Rule::per_part => "`per`",
        Rule::because => "`because`",
        Rule::assignments | Rule::assignment => "values such as `sex = female`",
        Rule::EOI => "the end of the row",
        _ => return keyword(rule),
    };
    Some(name.to_owned())
}

/// `kw_asked_when` is shown as `asked when`.
fn keyword(rule: Rule) -> Option<String> {
    let name = format!("{rule:?}");
    let words = name.strip_prefix("kw_")?.replace('_', " ");
    Some(format!("`{words}`"))
}

/// Keywords that may follow nearly any value; naming them all would hide what matters.
pub(super) fn is_everywhere(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::op_dot
            | Rule::op_index
            | Rule::op_percent
            | Rule::op_unit
            | Rule::op_if_missing
            | Rule::op_on
            | Rule::op_as
            | Rule::op_in
            | Rule::op_is
            | Rule::op_floor
            | Rule::op_cap
            | Rule::op_starts
            | Rule::op_contains
            | Rule::call
            | Rule::kw_if_missing
            | Rule::kw_as
            | Rule::kw_is
            | Rule::kw_in
            | Rule::kw_not
            | Rule::kw_days
            | Rule::kw_months
            | Rule::kw_years
            | Rule::kw_day
            | Rule::kw_month
            | Rule::kw_year
    )
}
