//! Parts of a policy as one canonical text: equal texts mean the same, however they were laid out.

use std::collections::BTreeMap;

use super::outline::Names;
use crate::diagnostic::Language;
use crate::number::{Period, Rational, with_thousands};
use crate::syntax::ast::{Label, Range, RankKey, Source, TypeExpr, TypeKind};
use crate::words;

/// Prints the parts of one policy.
#[derive(Debug)]
pub(super) struct Printer<'a> {
    /// The language of the keywords.
    pub(super) language: Language,
    /// Names that the policy declares: they are no words of the language.
    pub(super) declared: &'a Names,
    /// Names under which things go on in the other policy.
    pub(super) renamed: &'a BTreeMap<String, String>,
}

impl Printer<'_> {
    /// A keyword in the language of the text.
    pub(super) fn word(&self, english: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::Indonesian => words::indonesian(english).unwrap_or(english),
        }
    }

    /// `of` before rows: English has one word for it, Indonesian another than before a level.
    pub(super) fn of_rows(&self) -> &'static str {
        match self.language {
            Language::English => "of",
            Language::Indonesian => "dari",
        }
    }

    /// A name, as it is called in the newer policy.
    pub(super) fn name(&self, name: &str) -> String {
        let name = self.renamed.get(name).map_or(name, String::as_str);
        match words::reserved().contains(&name) {
            true => format!("`{name}`"),
            false => name.to_owned(),
        }
    }

    /// A name that may be a value of the language, `evaluation_date`, in either language.
    pub(super) fn value_name(&self, name: &str) -> String {
        self.translated(name, words::value(name))
    }

    /// What stands after the dot of an owner: a part of an aid or a register, or a field.
    pub(super) fn part_name(&self, owner: &str, name: &str) -> String {
        match words::part(name) {
            Some(pair) if self.declared.owners.contains(owner) => {
                self.word(pair.english).to_owned()
            }
            Some(_) | None => self.name(name),
        }
    }

    fn translated(&self, name: &str, pair: Option<&'static words::Pair>) -> String {
        let is_declared = |pair: &words::Pair| {
            let both = [pair.english, pair.indonesian];
            both.iter().any(|it| self.declared.all.contains(*it))
        };
        match pair {
            Some(pair) if !is_declared(pair) => self.word(pair.english).to_owned(),
            Some(_) | None => self.name(name),
        }
    }

    /// The name of a function.
    pub(super) fn function(&self, written: &str) -> String {
        let pair = words::function(written);
        pair.map_or_else(|| written.to_owned(), |it| self.word(it.english).to_owned())
    }

    /// A number with its thousands marked: `1_500.25`.
    pub(super) fn number(number: Rational) -> String {
        with_thousands(&number.to_string())
    }

    /// `Rp 596_184 per month`.
    pub(super) fn money(&self, amount: Rational, currency: &str, period: Option<Period>) -> String {
        let currency = match currency {
            "IDR" => "Rp",
            other => other,
        };
        let amount = Self::number(amount);
        match period {
            Some(period) => format!("{currency} {amount} {}", self.period(period)),
            None => format!("{currency} {amount}"),
        }
    }

    fn period(&self, period: Period) -> String {
        format!("{} {}", self.word("per"), self.word(period.word()))
    }

    /// A type.
    pub(super) fn ty(&self, ty: &TypeExpr) -> String {
        match &ty.kind {
            TypeKind::Integer => self.word("integer").to_owned(),
            TypeKind::Decimal => self.word("decimal").to_owned(),
            TypeKind::Money(None) => self.word("money").to_owned(),
            TypeKind::Money(Some(period)) => {
                format!("{} {}", self.word("money"), self.period(*period))
            }
            TypeKind::Boolean => self.word("boolean").to_owned(),
            TypeKind::Date => self.word("date").to_owned(),
            TypeKind::Text => self.word("text").to_owned(),
            TypeKind::Named(name) => self.name(name),
            TypeKind::Broken => "?".to_owned(),
        }
    }

    /// `18..45`, `8 ..< 20`.
    pub(super) fn range(&self, range: &Range) -> String {
        let end = |it: &Option<Box<crate::syntax::ast::Expr>>| {
            it.as_ref().map_or_else(String::new, |it| self.tight(it))
        };
        let (low, high) = (end(&range.low), end(&range.high));
        match range.exclusive {
            true => format!("{low} ..< {high}").trim_start().to_owned(),
            false => format!("{low}..{high}"),
        }
    }

    /// `birth_date descending, person_id`.
    pub(super) fn rank(&self, keys: &[RankKey]) -> String {
        let one = |key: &RankKey| {
            let RankKey { value, descending } = key;
            match descending {
                Some(_) => format!("{} {}", self.expression(value), self.word("descending")),
                None => self.expression(value),
            }
        };
        keys.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A title with its translations; empty where there is none.
pub(super) fn label(label: Option<&Label>) -> String {
    let Some(Label { text, translations }) = label else {
        return String::new();
    };
    let mut out = quoted(&text.node);
    for (language, text) in translations {
        out.push_str(&format!(" ({} {})", language.node, quoted(&text.node)));
    }
    out
}

/// Legal sources, one after the other.
pub(super) fn sources(sources: &[Source]) -> String {
    let all = sources.iter().map(|Source { text, url }| match url {
        Some(url) => format!("{} ({})", quoted(&text.node), url.node),
        None => quoted(&text.node),
    });
    all.collect::<Vec<_>>().join(", ")
}

/// Texts with blanks between them; empty ones are left out.
pub(super) fn joined<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(" ")
}
