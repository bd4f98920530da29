//! Amounts and numbers of an explanation, as its reader writes them.

use std::borrow::Cow;

use aturan::check::tree::{Benefit, Type};

use super::Page;
use crate::cli::summary::{group_plain, sign};

/// Digits behind the point that a value may have.
const PLACES: usize = 6;

impl Page<'_> {
    fn is_indonesian(&self) -> bool {
        self.terminal.say("en", "id") == "id"
    }

    /// A value of a trace: a number in the notation of the reader's language.
    pub(super) fn number<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let (currency, digits) = parted(text);
        if !currency.is_empty() {
            return Cow::Owned(format!("{currency}{}", self.number(digits)));
        }
        let is_number = text.contains(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || "-.,".contains(c));
        if !is_number || !self.is_indonesian() {
            return Cow::Borrowed(text);
        }
        let swapped = text.chars().map(|c| match c {
            '.' => ',',
            ',' => '.',
            other => other,
        });
        Cow::Owned(swapped.collect())
    }

    /// Plain digits with their thousands marked.
    pub(super) fn grouped(&self, plain: &str) -> String {
        group_plain(plain, self.terminal.grouping())
    }

    /// What an aid gives: an amount in plain digits with its currency and for how long it is, or a
    /// service in words.
    pub(super) fn given(&self, what: &str, aid: &str) -> String {
        let per = self.per(aid);
        if per.is_empty() {
            return self.number(what).into_owned();
        }
        let amount = format!("{} {}", sign(&self.program.currency), self.grouped(what));
        format!("{}{per}", amount.trim_start())
    }

    /// For how long the amount of an aid is, with a blank before it; nothing for what is no amount.
    fn per(&self, aid: &str) -> String {
        let mut aids = self.program.aids.iter();
        let found = aids.find(|it| it.about.name == aid).map(|it| &it.benefit);
        let Some(Benefit::Amount { value, .. }) = found else {
            return String::new();
        };
        match value.ty {
            Type::Money(None) => format!(" {}", self.terminal.say("one-off", "sekali")),
            Type::Money(Some(period)) => {
                let word = aturan::words::indonesian(period.word()).unwrap_or(period.word());
                format!(" per {}", self.terminal.say(period.word(), word))
            }
            Type::Boolean
            | Type::Integer
            | Type::Decimal
            | Type::Date
            | Type::Text
            | Type::Enum(_) => String::new(),
        }
    }

    /// How far two numbers of a trace lie apart; `None` where one is no number.
    pub(super) fn apart(&self, own: &str, last: &str) -> Option<String> {
        let ((currency, own), (_, last)) = (parted(own), parted(last));
        let apart = millionths(own)?.abs_diff(millionths(last)?);
        let (whole, part) = (apart / 1_000_000, apart % 1_000_000);
        let part = format!("{part:06}");
        let part = part.trim_end_matches('0');
        let point = if part.is_empty() { "" } else { "." };
        let digits = self.grouped(&format!("{whole}{point}{part}"));
        Some(format!("{currency}{digits}"))
    }
}

/// The currency of an amount with the blank after it, and its digits.
fn parted(text: &str) -> (&str, &str) {
    let end = text.find(' ').map_or(0, |at| at + 1);
    let (currency, digits) = text.split_at(end);
    let is_currency = currency.trim_end().chars().all(char::is_alphabetic);
    let is_amount = digits
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    if is_currency && is_amount {
        (currency, digits)
    } else {
        ("", text)
    }
}

/// A number with its thousands marked, in millionths.
fn millionths(text: &str) -> Option<i128> {
    let plain = text.replace(',', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = part.len() <= PLACES && part.chars().all(|c| c.is_ascii_digit());
    digits.then(|| format!("{whole}{part:0<PLACES$}").parse().ok())?
}
