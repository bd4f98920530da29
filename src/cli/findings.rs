//! Findings on the terminal: drawn by miette, or as JSON.

use std::fmt;

use aturan::diagnostic::{Diagnostic, Diagnostics, Language, Severity};
use aturan::source::SourceMap;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceCode, SourceSpan,
    SpanContents,
};
use serde::Serialize;

use super::terminal::Terminal;
use super::{Format, Verdict};

/// Prints the findings of a policy and counts them.
pub(super) fn show(findings: &Diagnostics, sources: &SourceMap, terminal: &Terminal) {
    let sorted = findings.sorted();
    match terminal.format {
        Format::Text => {
            for finding in &sorted {
                Terminal::note(&draw(finding, sources, terminal));
            }
            let count = count_line(findings, terminal.language);
            if !count.is_empty() && !terminal.quiet {
                Terminal::note(&format!("{count}\n"));
            }
        }
        Format::Json => {
            let list: Vec<_> = sorted
                .iter()
                .map(|it| to_json(it, sources, terminal.language))
                .collect();
            Terminal::print_json(&JsonFindings {
                format_version: "1.0",
                findings: list,
            });
        }
    }
}

/// Prints findings where a person reads; with JSON, only the data of the command are printed.
pub(super) fn show_text(findings: &Diagnostics, sources: &SourceMap, terminal: &Terminal) {
    if terminal.format == Format::Text && !findings.is_empty() {
        show(findings, sources, terminal);
    }
}

/// Whether these findings make a command fail.
pub(super) fn verdict(findings: &Diagnostics, deny_warnings: bool) -> Verdict {
    let counts = |it: &Diagnostic| match it.severity {
        Severity::Error => true,
        Severity::Warning => deny_warnings,
        Severity::Advice => false,
    };
    if findings.iter().any(counts) {
        Verdict::Findings
    } else {
        Verdict::Clean
    }
}

fn count_line(findings: &Diagnostics, language: Language) -> String {
    let of = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (errors + warnings, language) {
        (0, _) => String::new(),
        (_, Language::English) => format!(
            "{}, {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
        (_, Language::Indonesian) => format!("{errors} kesalahan, {warnings} peringatan"),
    }
}

/// A finding with the text around its places.
pub(super) fn draw(finding: &Diagnostic, sources: &SourceMap, terminal: &Terminal) -> String {
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
        Ok(()) => text + "\n",
        Err(_) => format!("{}: {drawn}\n", finding.code.name()),
    }
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

#[derive(Debug, Serialize)]
struct JsonFindings {
    format_version: &'static str,
    findings: Vec<JsonFinding>,
}

#[derive(Debug, Serialize)]
pub(super) struct JsonFinding {
    code: &'static str,
    severity: &'static str,
    message: String,
    help: Option<String>,
    places: Vec<JsonPlace>,
    fixes: Vec<JsonFix>,
}

#[derive(Debug, Serialize)]
struct JsonPlace {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonFix {
    place: Option<JsonPlace>,
    replacement: String,
}

pub(super) fn to_json(
    finding: &Diagnostic,
    sources: &SourceMap,
    language: Language,
) -> JsonFinding {
    JsonFinding {
        code: finding.code.name(),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        },
        message: finding.message(language),
        help: finding.advice(language),
        places: finding
            .labels
            .iter()
            .filter_map(|label| place(sources, label.span, finding.text(label.slot, language)))
            .collect(),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| JsonFix {
                place: place(sources, fix.span, None),
                replacement: fix.replacement.clone(),
            })
            .collect(),
    }
}

fn place(
    sources: &SourceMap,
    span: aturan::source::Span,
    text: Option<String>,
) -> Option<JsonPlace> {
    let (file, start) = sources.line_column(span.start)?;
    let (_, end) = sources.line_column(span.end)?;
    Some(JsonPlace {
        file: file.name.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text: text.filter(|text| !text.is_empty()),
    })
}
