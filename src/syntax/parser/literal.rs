//! Numbers, money, dates, texts and types, with the notations that people write by mistake.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use super::node::Node;
use super::{Reader, Rule, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::number::{Date, Period, Rational};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{ExprKind, Label, TypeExpr, TypeKind};
use crate::words;

impl Reader<'_> {
    /// `1_000`, `3 juta`: the value; reported and `None` where the notation is wrong.
    pub(super) fn number(&self, node: &Node<'_>) -> Option<Rational> {
        let number = node.get(Rule::number)?;
        let value = self.digits(number.text(), number.span())?;
        let Some(scale) = node.get(Rule::scale).and_then(|scale| scale.first()) else {
            return Some(value);
        };
        let times = match scale.rule() {
            Rule::kw_thousand => 1_000,
            Rule::kw_million => 1_000_000,
            Rule::kw_billion => 1_000_000_000,
            _ => 1_000_000_000_000,
        };
        let scaled = value.checked_mul(Rational::from_integer(times));
        scaled.or_else(|| self.too_large(node.text(), node.span()))
    }

    /// Digits with `_` and one point; other notations are reported with the readings they allow.
    pub(super) fn digits(&self, text: &str, span: Span) -> Option<Rational> {
        if let Some(readings) = readings(text) {
            self.report(misread(text, span, readings));
            return None;
        }
        let plain: String = text.chars().filter(|c| *c != '_').collect();
        Rational::parse_decimal(&plain).or_else(|| self.too_large(text, span))
    }

    /// Reports the thousands with points of a row that could not be read, so that they are told together
    /// with what stopped the reading.
    pub(super) fn unread_thousands(&self, text: Text<'_>, told: &Diagnostic) {
        let mut is_text = false;
        let mut before = ' ';
        let mut end = 0;
        for (at, c) in text.text.char_indices() {
            let stands_first = !(words::is_name_character(before) || ".,".contains(before));
            match c {
                '"' => is_text = !is_text,
                '#' if !is_text => break,
                _ if at < end || is_text || !c.is_ascii_digit() || !stands_first => {}
                _ => {
                    let number = thousands(text.text.get(at..).unwrap_or_default());
                    end = at + number.len();
                    let place = crate::syntax::span(self.base, text.at + at, text.at + end);
                    let is_told = told
                        .labels
                        .iter()
                        .any(|it| it.span.start < place.end && place.start < it.span.end);
                    let (start, rest) = text.text.split_at(at);
                    let is_amount = start.trim_end().ends_with("Rp") && !is_scaled(rest);
                    if let (Some(readings), false) = (readings(number), is_told) {
                        self.report(if is_amount {
                            misread_amount("Rp", number, place, readings)
                        } else {
                            misread(number, place, readings)
                        });
                    }
                }
            }
            before = c;
        }
    }

    fn too_large<T>(&self, text: &str, span: Span) -> Option<T> {
        self.report(Diagnostic::at(&codes::NUMBER_TOO_LARGE, span).with("text", text));
        None
    }

    /// `Rp 200_000 [per month]`.
    pub(super) fn money(&self, node: &Node<'_>) -> ExprKind {
        let amount = node
            .get(Rule::number_literal)
            .and_then(|number| self.amount_number(&number, node));
        let period = node.get(Rule::per_period).and_then(|per| period(&per));
        let Some(currency) = node.get(Rule::currency) else {
            return ExprKind::Broken;
        };
        let written = currency.text();
        let is_rupiah = written
            .get(..2)
            .is_some_and(|begin| begin.eq_ignore_ascii_case("rp"));
        if is_rupiah && written != "Rp" {
            let finding =
                Diagnostic::at(&codes::CURRENCY_FORM, currency.span()).with("text", written);
            self.report(finding.fix(currency.span(), "Rp"));
        }
        if node.get(Rule::late_minus).is_some() {
            return self.late_minus(node, &currency);
        }
        let currency = if is_rupiah { "Rp" } else { written }.to_owned();
        match amount {
            Some(amount) => ExprKind::Money {
                amount,
                currency,
                period,
            },
            None => ExprKind::Broken,
        }
    }

    /// `Rp -1_000`, which is written `-Rp 1_000`.
    fn late_minus(&self, node: &Node<'_>, currency: &Node<'_>) -> ExprKind {
        if let Some(number) = node.get(Rule::number_literal) {
            let place = currency.span().to(number.span());
            let amount = number.text().trim_end();
            let text = format!("{} -{amount}", currency.text());
            let instead = format!("-{} {amount}", currency.text());
            let finding = Diagnostic::at(&codes::OPERATOR_FORM, place).with("text", text);
            let finding = finding.with("instead", &instead);
            self.report(finding.fix(place, instead));
        }
        ExprKind::Broken
    }

    /// The number of an amount, which has no thousandths.
    fn amount_number(&self, node: &Node<'_>, amount: &Node<'_>) -> Option<Rational> {
        let number = node.get(Rule::number)?;
        match readings(number.text()) {
            Some(readings) if node.get(Rule::scale).is_none() => {
                let currency = amount.get(Rule::currency);
                let currency = currency.map_or("Rp", |it| it.text());
                self.report(misread_amount(
                    currency,
                    number.text(),
                    number.span(),
                    readings,
                ));
                None
            }
            Some(_) | None => self.number(node),
        }
    }

    /// A date; other notations are reported, and read where they can be.
    pub(super) fn date(&self, node: &Node<'_>) -> Option<Spanned<Date>> {
        let (text, span) = (node.text(), node.span());
        if let Some(date) = Date::parse_iso(text) {
            return Some(Spanned::new(date, span));
        }
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let (year, month, day) = match parts.as_slice() {
            [year, month, day] if year.len() == 4 => (*year, *month, *day),
            [day, month, year] => (*year, *month, *day),
            _ => return None,
        };
        let iso = format!("{year:0>4}-{month:0>2}-{day:0>2}");
        let date = Date::parse_iso(&iso);
        if date.is_some() && iso != text {
            let finding = Diagnostic::at(&codes::DATE_NOTATION, span)
                .with("text", text)
                .with("date", &iso);
            let finding = if text.starts_with(year) {
                finding.help("help.iso")
            } else {
                finding
            };
            self.report(finding.fix(span, iso));
        } else {
            self.report(Diagnostic::at(&codes::NO_SUCH_DATE, span).with("text", text));
        }
        date.map(|date| Spanned::new(date, span))
    }

    /// A text in quotes, without them.
    pub(super) fn string(&self, node: &Node<'_>) -> Spanned<String> {
        let (text, span) = (node.text(), node.span());
        let mut inner = text.chars();
        let opening = inner.next();
        let closing = inner.next_back();
        let inner = inner.as_str().to_owned();
        if opening != Some('"') || closing != Some('"') {
            let finding = Diagnostic::at(&codes::QUOTES, span).with("text", text);
            self.report(finding.fix(span, format!("\"{inner}\"")));
        }
        Spanned::new(inner, span)
    }

    /// The first text of a row.
    pub(super) fn string_in(&self, node: &Node<'_>) -> Option<Spanned<String>> {
        node.get(Rule::string).map(|string| self.string(&string))
    }

    /// The title of a thing: `"Miskin" (en "Poor")`.
    pub(super) fn label(&self, node: &Node<'_>) -> Option<Label> {
        let label = node.get(Rule::label)?;
        let text = self.string_in(&label)?;
        let translations = label.all(Rule::translation).filter_map(|translation| {
            let language = translation.get(Rule::any_name)?.name();
            Some((language, self.string_in(&translation)?))
        });
        Some(Label {
            text,
            translations: translations.collect(),
        })
    }
}

/// `money per month`.
pub(super) fn type_expr(node: &Node<'_>) -> TypeExpr {
    let kind = node
        .first()
        .map_or(TypeKind::Broken, |inner| match inner.rule() {
            Rule::kw_integer => TypeKind::Integer,
            Rule::kw_decimal => TypeKind::Decimal,
            Rule::kw_boolean => TypeKind::Boolean,
            Rule::kw_date => TypeKind::Date,
            Rule::kw_text => TypeKind::Text,
            Rule::money_type => {
                TypeKind::Money(inner.get(Rule::per_period).and_then(|per| period(&per)))
            }
            _ => TypeKind::Named(inner.name().node),
        });
    TypeExpr {
        kind,
        span: node.span(),
    }
}

/// `per month`.
fn period(per: &Node<'_>) -> Option<Period> {
    per.inner().find_map(|word| match word.rule() {
        Rule::kw_day => Some(Period::Day),
        Rule::kw_week => Some(Period::Week),
        Rule::kw_month => Some(Period::Month),
        Rule::kw_quarter => Some(Period::Quarter),
        Rule::kw_year => Some(Period::Year),
        _ => None,
    })
}

/// What a number in a wrong notation may have meant.
#[derive(Debug, PartialEq, Eq)]
struct Readings {
    first: String,
    second: Option<String>,
    help: &'static str,
}

impl Readings {
    /// What they are where money is meant: `596.184` is no rupiah and thousandths.
    fn of_amount(self) -> Self {
        let second = self.second.filter(|_| self.help != "help");
        Self { second, ..self }
    }
}

/// Whether a word such as `million` follows the digits.
fn is_scaled(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || "._,".contains(c));
    let word = rest.split_whitespace().next().unwrap_or_default();
    let scales = [
        "thousand", "million", "billion", "trillion", "ribu", "juta", "miliar", "triliun",
    ];
    scales.contains(&word)
}

/// The finding for a notation that could be misread.
fn misread(text: &str, span: Span, readings: Readings) -> Diagnostic {
    let finding = Diagnostic::at(&codes::INDONESIAN_NUMBER, span).with("text", text);
    let finding = finding.with("first", &readings.first);
    match readings.second {
        Some(second) => finding.with("second", second).help(readings.help),
        None => finding.help("help.one").fix(span, readings.first),
    }
}

/// The finding for an amount of money that could be misread: the advice shows it with its currency.
fn misread_amount(currency: &str, text: &str, span: Span, readings: Readings) -> Diagnostic {
    let amount = format!("{} {}", currency.trim(), readings.first);
    let finding = misread(text, span, readings.of_amount()).with("amount", amount);
    if finding.help == Some("help.one") {
        finding.help("help.amount")
    } else {
        finding
    }
}

/// The number at the beginning of a text, where points part its thousands; empty where it is another.
fn thousands(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.'));
    let number = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    let number = number.trim_end_matches('.');
    let mut groups = number.split('.');
    let first = groups.next().unwrap_or_default();
    let is_grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let goes_on = text
        .get(number.len()..)
        .is_some_and(|it| it.starts_with(words::is_name_character));
    if is_grouped && !goes_on { number } else { "" }
}

/// The readings of a notation that the language refuses; `None` where it is right.
///
/// `1.500` is groups of three (`1_500`) or a decimal (1.5000); `3,44` a decimal comma or a list.
fn readings(text: &str) -> Option<Readings> {
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let (whole, rest) = plain.split_once(['.', ','])?;
    let parts: Vec<&str> = plain.split(['.', ',']).collect();
    let separators: Vec<char> = plain.chars().filter(|c| matches!(c, '.' | ',')).collect();
    let (last, groups) = parts.split_last()?;
    let is_grouped = |groups: &[&str]| groups.iter().skip(1).all(|group| group.len() == 3);
    let short_start = whole.len() <= 3 && whole != "0";
    match separators.as_slice() {
        ['.'] if short_start && rest.len() == 3 && !text.contains('_') => Some(Readings {
            first: format!("{whole}_{rest}"),
            second: Some(format!("{whole}.{rest}0")),
            help: "help",
        }),
        ['.'] => None,
        [','] => {
            let decimal = format!("{whole}.{rest}");
            if short_start && rest.len() == 3 {
                let second = Some(format!("{decimal}0"));
                return Some(Readings {
                    first: format!("{whole}_{rest}"),
                    second,
                    help: "help",
                });
            }
            Some(Readings {
                first: decimal,
                second: Some(format!("{whole}, {rest}")),
                help: "help.comma",
            })
        }
        // 1.500.000 or 1,500,000
        [first, others @ ..]
            if short_start && is_grouped(&parts) && others.iter().all(|c| c == first) =>
        {
            let first_reading = parts.join("_");
            let second = (*first == ',').then(|| parts.join(", "));
            Some(Readings {
                first: first_reading,
                second,
                help: "help.comma",
            })
        }
        // 1.500.000,50 or 1,500,000.50
        [first @ .., end]
            if short_start && is_grouped(groups) && first.iter().all(|c| c != end) =>
        {
            Some(Readings {
                first: format!("{}.{last}", groups.join("_")),
                second: None,
                help: "help.one",
            })
        }
        _ => Some(Readings {
            first: parts.join(", "),
            second: None,
            help: "help.one",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> Option<(String, Option<String>)> {
        readings(text).map(|it| (it.first, it.second))
    }

    #[test]
    fn a_thousand_fold_misreading_is_impossible() {
        let pair = |first: &str, second: &str| Some((first.to_owned(), Some(second.to_owned())));
        assert_eq!(both("200.000"), pair("200_000", "200.0000"));
        assert_eq!(both("1.500"), pair("1_500", "1.5000"));
        assert_eq!(both("3,44"), pair("3.44", "3, 44"));
        assert_eq!(both("1,500"), pair("1_500", "1.5000"));
        assert_eq!(both("1.500.000"), Some(("1_500_000".to_owned(), None)));
        assert_eq!(
            both("1.500.000,50"),
            Some(("1_500_000.50".to_owned(), None))
        );
        assert_eq!(both("1,2,3"), Some(("1, 2, 3".to_owned(), None)));
    }

    #[test]
    fn plain_numbers_stand() {
        for text in [
            "0.125", "0.75", "1_000", "1.5000", "1.5", "1234.500", "548_816", "12",
        ] {
            assert_eq!(readings(text), None, "{text}");
        }
    }
}
