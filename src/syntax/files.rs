//! The files that parameters, and amendments of parameters, read their values from.

use super::ast::{
    AmendTarget, DatedValue, Declaration, DeclarationKind, File, FileContent, Parameter,
    ParameterValue, RowsFile,
};
use super::parser;
use crate::diagnostic::Diagnostics;
use crate::source::Spanned;

/// The files that parameters read their values from, as written: paths from the folder of the policy.
pub fn wanted_files(file: &File) -> Vec<Spanned<String>> {
    let mut wanted = Vec::new();
    for declaration in &file.declarations {
        let files = if let DeclarationKind::Parameter(it) = &declaration.kind {
            named(&it.values, &it.files)
        } else {
            amended(declaration)
        };
        wanted.extend(files.into_iter().map(|it| it.path.clone()));
    }
    wanted
}

/// Puts the rows of a file that [`wanted_files`] names in its place, or, of an amendment, keeps its text
/// until what is amended is known. A path that is not filled is reported by the checker. Spans are
/// global: `base` is the offset of the text's first byte.
pub fn fill(file: &mut File, path: &str, text: &str, base: u32) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for declaration in &mut file.declarations {
        if let DeclarationKind::Parameter(it) = &mut declaration.kind {
            findings.append(parser::fill(it, path, text, base));
        } else {
            keep(declaration, path, text, base);
        }
    }
    findings
}

/// The values of an amendment as those of the parameter that it amends, the rows of files in their
/// place.
pub(crate) fn filled(
    parameter: &Parameter,
    values: &[DatedValue],
    files: &[RowsFile],
) -> (Parameter, Diagnostics) {
    let mut findings = Diagnostics::new();
    let mut amendment = Parameter {
        values: values.to_vec(),
        files: files.to_vec(),
        ..parameter.clone()
    };
    let mut read: Vec<(&str, &FileContent)> = Vec::new();
    for file in named(values, files) {
        let path = file.path.node.as_str();
        if let Some(content) = &file.content
            && read.iter().all(|(known, _)| *known != path)
        {
            read.push((path, content));
        }
    }
    for (path, content) in read {
        findings.append(parser::fill(
            &mut amendment,
            path,
            &content.text,
            content.base,
        ));
    }
    (amendment, findings)
}

/// The files of some values, and of the parameter itself.
fn named<'a>(values: &'a [DatedValue], files: &'a [RowsFile]) -> Vec<&'a RowsFile> {
    let under = values.iter().filter_map(|dated| match &dated.value {
        ParameterValue::File(file) => Some(file),
        ParameterValue::Single(_) | ParameterValue::Keyed(_) => None,
    });
    files.iter().chain(under).collect()
}

/// The files of an amendment, and of those of a scenario.
fn amended(declaration: &Declaration) -> Vec<&RowsFile> {
    if let DeclarationKind::Scenario(it) = &declaration.kind {
        return it.amendments.iter().flat_map(amended).collect();
    }
    if let DeclarationKind::Amend(it) = &declaration.kind
        && let AmendTarget::Parameter { values, files } = &it.target
    {
        return named(values, files);
    }
    Vec::new()
}

/// Keeps the text of a file with the amendments that name it.
fn keep(declaration: &mut Declaration, path: &str, text: &str, base: u32) {
    if let DeclarationKind::Scenario(it) = &mut declaration.kind {
        for inside in &mut it.amendments {
            keep(inside, path, text, base);
        }
    } else if let DeclarationKind::Amend(it) = &mut declaration.kind
        && let AmendTarget::Parameter { values, files } = &mut it.target
    {
        let under = values
            .iter_mut()
            .filter_map(|dated| match &mut dated.value {
                ParameterValue::File(file) => Some(file),
                ParameterValue::Single(_) | ParameterValue::Keyed(_) => None,
            });
        for file in files.iter_mut().chain(under) {
            if file.path.node == path {
                let text = text.to_owned();
                file.content = Some(FileContent { text, base });
            }
        }
    }
}
