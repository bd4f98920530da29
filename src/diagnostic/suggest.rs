//! "Did you mean": the nearest of some words.

/// The candidate that a mistyped word most likely stands for; `None` where none is near.
///
/// Near means: at most a third of the letters (but at least one) differ, by insertions, deletions,
/// replacements and swaps of neighbours. Case does not count. Of equals the first wins, so the
/// answer depends on the order of the candidates alone.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    search(word, candidates).map(|(candidate, _)| candidate)
}

/// The nearest word, and whether it is the only one so near: what only one word can mean is mended
/// by `check --fix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The word.
    pub word: String,
    /// Whether no other candidate is as near.
    pub is_alone: bool,
}

/// The candidate that a mistyped word most likely stands for, as by [`nearest`].
pub fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Near> {
    search(word, candidates).map(|(candidate, is_alone)| Near {
        word: candidate.to_owned(),
        is_alone,
    })
}

/// The nearest candidate, and whether it is alone.
fn search<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<(&'a str, bool)> {
    let wanted: Vec<char> = word.to_lowercase().chars().take(LONGEST).collect();
    let mut best: Option<(usize, &'a str, bool)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.to_lowercase().chars().take(LONGEST).collect();
        let allowed = (wanted.len().max(letters.len()) / 3).max(1);
        if wanted.len().abs_diff(letters.len()) > allowed {
            continue;
        }
        let distance = distance(&wanted, &letters);
        let shares_nothing = distance >= wanted.len().min(letters.len());
        if distance > allowed || shares_nothing {
            continue;
        }
        best = match best {
            Some((least, first, is_alone)) if least <= distance => {
                let rival = least == distance && first != candidate;
                Some((least, first, is_alone && !rival))
            }
            Some(_) | None => Some((distance, candidate, true)),
        };
    }
    best.map(|(_, candidate, is_alone)| (candidate, is_alone))
}

/// Longer words are compared by their beginning, which bounds the work.
const LONGEST: usize = 64;

/// Damerau–Levenshtein distance (optimal string alignment), by three rolling rows.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut current = Vec::with_capacity(b.len() + 1);
        current.push(i + 1);
        for (j, other) in b.iter().enumerate() {
            let cost = usize::from(letter != other);
            let at =
                |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&previous, j) + cost)
                .min(at(&previous, j + 1) + 1)
                .min(at(&current, j) + 1);
            let swapped =
                i > 0 && j > 0 && a.get(i - 1) == Some(other) && b.get(j - 1) == Some(letter);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found() {
        let words = ["poverty_line", "per_capita", "size", "when", "welfare"];
        assert_eq!(nearest("povrety_line", words), Some("poverty_line"));
        assert_eq!(nearest("welfar", words), Some("welfare"));
        assert_eq!(nearest("wehn", words), Some("when"));
        assert_eq!(nearest("Size", words), Some("size"));
    }

    #[test]
    fn far_words_are_not() {
        let words = ["poverty_line", "size", "a"];
        assert_eq!(nearest("register", words), None);
        assert_eq!(nearest("b", words), None);
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn the_first_of_equals_wins() {
        assert_eq!(nearest("cat", ["bat", "car"]), Some("bat"));
        let is_alone = |words| near("cat", words).map(|it| it.is_alone);
        assert_eq!(is_alone(["bat", "car"]), Some(false));
        assert_eq!(is_alone(["bat", "bat"]), Some(true));
        assert_eq!(is_alone(["bat", "cut_off"]), Some(true));
    }
}
