//! Findings and tests as JUnit XML, the form that CI servers show as a test report.

use aturan::diagnostic::{Diagnostic, Language, Severity};
use aturan::source::SourceMap;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// A case of the report.
pub(crate) struct Case {
    /// Its name.
    pub(crate) name: String,
    /// The file it stands in.
    pub(crate) class: String,
    /// Code, message and details of why it failed; `None` where it passed.
    pub(crate) failure: Option<(String, String, String)>,
}

impl Case {
    /// A finding as a case that fails; a warning or advice passes with its words as the name.
    pub(super) fn of_finding(it: &Diagnostic, sources: &SourceMap, language: Language) -> Self {
        let place = it
            .labels
            .first()
            .and_then(|label| sources.line_column(label.span.start));
        let class = place.map_or_else(String::new, |(file, _)| file.name.clone());
        let line = place.map_or_else(String::new, |(_, at)| format!(" (line {})", at.line));
        let message = it.message(language);
        let failure = (it.severity == Severity::Error).then(|| {
            let advice = it.advice(language).unwrap_or_default();
            (it.code.name().to_owned(), message.clone(), advice)
        });
        Self {
            name: format!("{}{line}: {message}", it.code.name()),
            class,
            failure,
        }
    }
}

/// The report of a suite; a suite without cases gets one that passes, so that it is seen.
pub(crate) fn junit(suite: &str, mut cases: Vec<Case>) -> String {
    if cases.is_empty() {
        cases.push(Case {
            name: suite.to_owned(),
            class: String::new(),
            failure: None,
        });
    }
    let mut test_suite = TestSuite::new(suite);
    for case in cases {
        let status = match case.failure {
            None => TestCaseStatus::success(),
            Some((code, message, details)) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status
                    .set_type(code)
                    .set_message(message)
                    .set_description(details);
                status
            }
        };
        let mut test_case = TestCase::new(case.name, status);
        if !case.class.is_empty() {
            test_case.set_classname(case.class);
        }
        test_suite.add_test_case(test_case);
    }
    let mut report = Report::new(env!("CARGO_PKG_NAME"));
    report.add_test_suite(test_suite);
    // Writing to memory fails for no report.
    report.to_string().unwrap_or_default()
}
