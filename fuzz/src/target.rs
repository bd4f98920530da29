//! What is held of every text.

use aturan::diagnostic::Diagnostics;
use aturan::format::{Names, Target as Words, format};
use aturan::number::Date;
use aturan::source::SourceMap;
use aturan::{LayerInput, load, prove, syntax};

/// A part of the front end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Text to tree.
    Parse,
    /// One layout.
    Format,
    /// All findings.
    Check,
    /// Proofs across rules.
    Prove,
}

/// A promise that a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nothing panics.
    Panic,
    /// Every place of a finding lies in the text, between characters.
    Place,
    /// Formatting twice is formatting once.
    Unstable,
    /// A formatted text can be read again.
    Unreadable,
    /// The same text gives the same findings.
    Moody,
    /// It ends soon.
    Slow,
}

impl Target {
    pub(crate) const ALL: [Self; 4] = [Self::Parse, Self::Format, Self::Check, Self::Prove];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Format => "format",
            Self::Check => "check",
            Self::Prove => "prove",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether the text is without an error.
    pub(crate) fn run(self, text: &str) -> Result<bool, Failure> {
        match self {
            Self::Parse => {
                let (_, findings) = syntax::parse(text, 0);
                places(text, &findings)?;
                Ok(!findings.has_errors())
            }
            Self::Format => formatted(text),
            Self::Check => {
                let (first, second) = (checked(text), checked(text));
                places(text, &first.1)?;
                let same = first.1.iter().eq(second.1.iter());
                if same {
                    Ok(first.0.is_some())
                } else {
                    Err(Failure::Moody)
                }
            }
            Self::Prove => {
                let (Some(program), _) = checked(text) else {
                    return Ok(false);
                };
                let day = Date::new(2024, 6, 1).ok_or(Failure::Moody)?;
                let proof = prove::prove(&program, day);
                places(text, &proof.findings)?;
                Ok(true)
            }
        }
    }
}

fn formatted(text: &str) -> Result<bool, Failure> {
    let mut names = Names::default();
    names.add(text);
    for words in [Words::AsWritten, Words::Indonesian] {
        let Ok(once) = format(text, 0, words, &names) else {
            return Ok(false);
        };
        match format(&once, 0, words, &names) {
            Ok(twice) if twice == once => {}
            Ok(_) => return Err(Failure::Unstable),
            Err(_) => return Err(Failure::Unreadable),
        }
    }
    Ok(true)
}

fn checked(text: &str) -> (Option<aturan::Checked>, Diagnostics) {
    let layer = LayerInput {
        name: "text".to_owned(),
        files: vec![("text.aturan".to_owned(), text.to_owned())],
    };
    let (parsed, mut findings) = load(vec![layer], &mut SourceMap::new());
    let (resolved, found) = parsed.resolve();
    findings.append(found);
    let (checked, found) = resolved.check();
    findings.append(found);
    (checked, findings)
}

fn places(text: &str, findings: &Diagnostics) -> Result<(), Failure> {
    for finding in findings.iter() {
        let labels = finding.labels.iter().map(|it| it.span);
        for span in labels.chain(finding.fixes.iter().map(|it| it.span)) {
            let (start, end) = (span.start as usize, span.end as usize);
            let fits = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
            if !fits {
                return Err(Failure::Place);
            }
        }
    }
    Ok(())
}
