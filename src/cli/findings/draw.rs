//! A finding as text for people, with the lines it is about.

use std::fmt;

use aturan::diagnostic::{Diagnostic, Language, Severity};
use aturan::source::SourceMap;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan,
    SpanContents,
};

use crate::cli::terminal::Terminal;

/// A finding with the text around its places.
pub(crate) fn draw(finding: &Diagnostic, sources: &SourceMap, terminal: &Terminal) -> String {
    let theme = if terminal.color_on_stderr() {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(Terminal::width())
        .with_links(false);
    let drawn = Drawn {
        finding,
        sources: Sources(sources),
        language: terminal.language,
    };
    let mut text = String::new();
    match handler.render_report(&mut text, &drawn) {
        Ok(()) => helped(text, &drawn) + "\n" + &example(finding, terminal),
        Err(_) => format!("{}: {drawn}\n", finding.code.name()),
    }
}

/// The text with the word before the advice in the language of the reader: as wide as miette's own,
/// so that the lines under it stay in their column.
fn helped(text: String, drawn: &Drawn<'_>) -> String {
    const ENGLISH: &str = "  help: ";
    let place = match drawn.language {
        Language::Indonesian => text.rfind(ENGLISH),
        Language::English => None,
    };
    match place.and_then(|at| text.split_at_checked(at)) {
        Some((before, after)) => before.to_owned() + &after.replacen(ENGLISH, "  kiat: ", 1),
        None => text,
    }
}

/// The example of a finding, unbroken, so that it can be pasted.
fn example(finding: &Diagnostic, terminal: &Terminal) -> String {
    let Some(example) = finding.example() else {
        return String::new();
    };
    let head = match terminal.language {
        Language::English => "an example of it, to be pasted into the policy:",
        Language::Indonesian => "contohnya, untuk ditempel dalam kebijakan:",
    };
    format!("{head}\n\n{example}\n")
}

/// A finding with the texts it points into, as miette wants it.
#[derive(Debug)]
struct Drawn<'a> {
    finding: &'a Diagnostic,
    sources: Sources<'a>,
    language: Language,
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message(self.language))
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.code.name()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding
            .advice(self.language)
            .map(|text| Box::new(text) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.finding.labels.is_empty()).then_some(&self.sources as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self
            .finding
            .labels
            .iter()
            .enumerate()
            .map(|(place, label)| {
                let text = self
                    .finding
                    .text(label.slot, self.language)
                    .filter(|text| !text.is_empty());
                let span = SourceSpan::new(
                    (label.span.start as usize).into(),
                    label.span.len() as usize,
                );
                match place {
                    0 => LabeledSpan::new_primary_with_span(text, span),
                    _ => LabeledSpan::new_with_span(text, span),
                }
            });
        Some(Box::new(labels))
    }
}

/// All files of a policy as one source with global offsets.
#[derive(Debug)]
struct Sources<'a>(&'a SourceMap);

impl SourceCode for Sources<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let offset = u32::try_from(span.offset()).map_err(|_| MietteError::OutOfBounds)?;
        let file = self.0.file_at(offset).ok_or(MietteError::OutOfBounds)?;
        let base = file.base as usize;
        let local = SourceSpan::new((span.offset() - base).into(), span.len());
        let found = file.text.read_span(&local, before, after)?;
        let global = SourceSpan::new((found.span().offset() + base).into(), found.span().len());
        Ok(Box::new(miette::MietteSpanContents::new_named(
            file.name.clone(),
            found.data(),
            global,
            found.line(),
            found.column(),
            found.line_count(),
        )))
    }
}
