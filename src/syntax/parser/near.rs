//! The clause that mistyped words at the beginning of a row stand for.

use crate::diagnostic::suggest::nearest;
use crate::syntax::rows::first_word;
use crate::words::PAIRS;

/// A clause that the first words of a row come near to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Near {
    /// Its words, written right, in the language of the mistyped ones.
    pub(super) form: &'static str,
    /// Its words in English.
    pub(super) english: &'static str,
    /// The bytes that the mistyped words take.
    pub(super) len: usize,
}

/// The clause that the first words of a row come near to: all words of one (`verfy when`), else a
/// single word (`amuont`), else the first words of one (`rank x` for `rank by x`).
pub(super) fn near_clause(text: &str, clauses: &[&'static str]) -> Option<Near> {
    let pairs = PAIRS.iter().filter(|pair| clauses.contains(&pair.english));
    let forms: Vec<_> = pairs
        .flat_map(|pair| {
            [
                (pair.english, pair.english),
                (pair.indonesian, pair.english),
            ]
        })
        .collect();
    let near = |(form, english): (&'static str, &'static str), count| Near {
        form,
        english,
        len: bytes_of_words(text, count),
    };
    let several = forms
        .iter()
        .find(|(form, _)| form.contains(' ') && all_near(text, form));
    if let Some(form) = several {
        return Some(near(*form, form.0.split(' ').count()));
    }
    let singles = forms.iter().filter(|(form, _)| !form.contains(' '));
    if let Some(word) = nearest(first_word(text), singles.map(|(form, _)| *form)) {
        let form = forms.iter().find(|(form, _)| *form == word)?;
        return Some(Near {
            len: first_word(text).len(),
            ..near(*form, 1)
        });
    }
    let begun = forms.iter().map(|form| (begun_words(text, form.0), *form));
    let (count, form) = begun.rev().max_by_key(|(count, _)| *count)?;
    (count > 0).then(|| near(form, count))
}

/// Whether each word of a form is near to the word of the text in its place.
fn all_near(text: &str, form: &str) -> bool {
    let mut words = text.split_whitespace();
    form.split(' ').all(|part| {
        words
            .next()
            .is_some_and(|word| nearest(word, [part]).is_some())
    })
}

/// How many words of a form the text begins with.
fn begun_words(text: &str, form: &str) -> usize {
    let pairs = form.split(' ').zip(text.split_whitespace());
    pairs.take_while(|(part, word)| part == word).count()
}

/// The bytes that the first `count` words of a text take.
fn bytes_of_words(text: &str, count: usize) -> usize {
    let mut rest = text;
    for _ in 0..count {
        let trimmed = rest.trim_start();
        let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
        rest = trimmed.get(end..).unwrap_or_default();
    }
    text.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAUSES: &[&str] = &[
        "when",
        "amount",
        "verify when",
        "rank by",
        "not together with",
    ];

    fn found(text: &str) -> Option<(&'static str, usize)> {
        near_clause(text, CLAUSES).map(|near| (near.form, near.len))
    }

    #[test]
    fn mistyped_words_find_their_clause() {
        assert_eq!(found("verfy wehn a"), Some(("verify when", 10)));
        assert_eq!(found("amuont Rp 3"), Some(("amount", 6)));
        assert_eq!(found("besarn Rp 3"), Some(("besaran", 6)));
        assert_eq!(found("rank x"), Some(("rank by", 4)));
        assert_eq!(found("not together pkh"), Some(("not together with", 12)));
        assert_eq!(found("bonus Rp 3"), None);
        assert_eq!(found(""), None);
    }
}
