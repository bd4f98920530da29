//! A text that fits a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Most repetitions of what may repeat without end.
const MOST: u32 = 8;

/// A text that matches a pattern as a whole; `None` where the pattern is not one.
///
/// Digits of what identifies a person begin with 99: no Indonesian province has this code.
pub(super) fn matching(pattern: &str, personal: bool, rng: &mut fastrand::Rng) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, rng, &mut text);
    if personal && text.chars().all(|it| it.is_ascii_digit()) && text.len() > 2 {
        text.replace_range(..2, "99");
    }
    Some(text)
}

fn write(hir: &Hir, rng: &mut fastrand::Rng, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(character(class, rng)),
        HirKind::Repetition(repetition) => {
            let most = repetition
                .max
                .unwrap_or(repetition.min.saturating_add(MOST));
            for _ in 0..rng.u32(repetition.min..=most.max(repetition.min)) {
                write(&repetition.sub, rng, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, rng, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, rng, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = rng.choice(parts) {
                write(part, rng, text);
            }
        }
    }
}

/// A character of a class: one of its first range, which people read best.
fn character(class: &Class, rng: &mut fastrand::Rng) -> Option<char> {
    match class {
        Class::Unicode(class) => {
            let range = class.ranges().first()?;
            Some(rng.char(range.start()..=range.end()))
        }
        Class::Bytes(class) => {
            let range = class.ranges().first()?;
            Some(char::from(rng.u8(range.start()..=range.end())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_their_patterns() {
        let mut rng = fastrand::Rng::with_seed(1);
        for pattern in [
            "[0-9]{16}",
            "K-[0-9]+",
            "(RT|RW) [0-9]{2}",
            "a?b*c",
            "[A-Z][a-z]{2,5}",
        ] {
            let whole = regex::Regex::new(&format!("^(?:{pattern})$"));
            for _ in 0..50 {
                let text = matching(pattern, false, &mut rng).unwrap_or_default();
                assert!(
                    whole.as_ref().is_ok_and(|it| it.is_match(&text)),
                    "{pattern}: {text}"
                );
            }
        }
        let nik = matching("[0-9]{16}", true, &mut rng).unwrap_or_default();
        assert!(nik.starts_with("99") && nik.len() == 16, "{nik}");
    }
}
