//! Values of parameters in a file of comma-separated cells, as a spreadsheet writes it.

use std::cell::{Cell, RefCell};

use super::{Form, Reader, Rule, Text};
use crate::diagnostic::catalogue::syntax as codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Language};
use crate::number::Date;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    DatedValue, Expr, ExprKind, KeyPattern, KeyedValue, Parameter, ParameterValue, RowsFile,
    TypeKind,
};

/// Columns that say no key: what they are called, in English and Indonesian.
const FROM: [&str; 2] = ["from", "sejak"];
const UNTIL: [&str; 2] = ["until", "sampai dengan"];
const VALUE: [&str; 2] = ["value", "nilai"];
const NOTE: [&str; 2] = ["note", "catatan"];

/// Puts the rows of a file in the place of `from file "PATH"`.
pub(in crate::syntax) fn fill(
    parameter: &mut Parameter,
    path: &str,
    text: &str,
    base: u32,
) -> Diagnostics {
    let findings = RefCell::new(Diagnostics::new());
    let reader = Reader {
        source: text,
        base,
        language: Language::English,
        findings: &findings,
        mended: Cell::new(false),
        notes: None,
    };
    let names = |file: &RowsFile| file.path.node == path;
    let lines = lines(text);
    for place in 0..parameter.values.len() {
        let rows = match parameter.values.get(place).map(|it| &it.value) {
            Some(ParameterValue::File(file)) if names(file) => {
                reader.file_rows(&lines, parameter, path, Dates::Elsewhere)
            }
            _ => continue,
        };
        if let Some(dated) = parameter.values.get_mut(place) {
            let keyed = rows.into_iter().map(|row| row.value).collect();
            dated.value = values(keyed, parameter.keys.is_empty());
        }
    }
    if parameter.files.iter().any(names) {
        let before = reader.findings.borrow().len();
        let rows = reader.file_rows(&lines, parameter, path, Dates::InFile);
        let is_single = parameter.keys.is_empty();
        parameter.values.extend(by_date(rows, is_single));
        if parameter.values.is_empty() && reader.findings.borrow().len() > before {
            // That it has no values was told.
            parameter.ty.kind = TypeKind::Broken;
        }
        parameter.files.retain(|file| !names(file));
    }
    findings.into_inner()
}

/// Where the dates of the values stand.
#[derive(Clone, Copy, PartialEq)]
enum Dates {
    /// In a column `from` of the file.
    InFile,
    /// In the row `from DATE` above `from file`.
    Elsewhere,
}

/// A line of the file.
struct Line {
    from: Option<Spanned<Date>>,
    until: Option<Spanned<Date>>,
    value: KeyedValue,
}

/// Which column holds what.
struct Columns {
    keys: Vec<usize>,
    value: usize,
    from: Option<usize>,
    until: Option<usize>,
    count: usize,
}

impl<'a> Reader<'a> {
    fn file_rows(
        &self,
        lines: &[Vec<Text<'a>>],
        parameter: &Parameter,
        path: &str,
        dates: Dates,
    ) -> Vec<Line> {
        let empty = Vec::new();
        let (head, lines) = lines.split_first().unwrap_or((&empty, &[]));
        let Some(columns) = columns(head, parameter, dates) else {
            let mut wanted: Vec<&str> = parameter.keys.iter().map(|it| &*it.name.node).collect();
            if dates == Dates::InFile {
                wanted.push("from");
            }
            wanted.push("value");
            let finding = Diagnostic::at(&codes::FILE_COLUMNS, self.line_span(head))
                .with("path", path)
                .with("wanted", wanted.join(", "));
            self.report(finding);
            return Vec::new();
        };
        let mut rows = Vec::new();
        for line in lines {
            if line.len() == columns.count {
                rows.extend(self.line(line, &columns, parameter));
            } else {
                let finding = Diagnostic::at(&codes::FILE_ROW, self.line_span(line))
                    .with("found", line.len())
                    .with("wanted", columns.count);
                self.report(finding);
            }
        }
        rows
    }

    fn line(&self, line: &[Text<'a>], columns: &Columns, parameter: &Parameter) -> Option<Line> {
        let text = |place: usize| {
            let cell = *line.get(place)?;
            Some(Spanned::new(cell.text.to_owned(), self.span(cell)))
        };
        let mut keys = Vec::new();
        for place in &columns.keys {
            keys.push(KeyPattern::Text(text(*place)?));
        }
        let key = match <[KeyPattern; 1]>::try_from(keys) {
            Ok([key]) => key,
            Err(keys) => KeyPattern::Several(keys),
        };
        let value = self.file_value(*line.get(columns.value)?, &parameter.ty.kind);
        let from = match columns.from {
            Some(place) => Some(self.file_date(*line.get(place)?)?),
            None => None,
        };
        let until = match columns.until.and_then(|place| line.get(place)) {
            Some(cell) if !cell.text.is_empty() => Some(self.file_date(*cell)?),
            _ => None,
        };
        let span = self.line_span(line);
        Some(Line {
            from,
            until,
            value: KeyedValue { key, value, span },
        })
    }

    /// A value as the type wants it: an amount may stand without its currency.
    fn file_value(&self, cell: Text<'a>, ty: &TypeKind) -> Expr {
        let span = self.span(cell);
        if *ty == TypeKind::Text {
            let kind = ExprKind::Text(cell.text.to_owned());
            return Expr { kind, span };
        }
        let value = self.value_cell(cell);
        match (value.kind, ty) {
            (ExprKind::Number(amount), TypeKind::Money(_)) => Expr {
                kind: ExprKind::Money {
                    amount,
                    currency: String::new(),
                    period: None,
                },
                span,
            },
            (kind, _) => Expr { kind, span },
        }
    }

    fn file_date(&self, cell: Text<'a>) -> Option<Spanned<Date>> {
        let form = Form {
            what: "date",
            sample: "2023-03-01",
        };
        let node = self.read(Rule::row_date, cell, form)?;
        self.date(&node.get(Rule::date)?)
    }

    fn line_span(&self, line: &[Text<'a>]) -> Span {
        match (line.first(), line.last()) {
            (Some(first), Some(last)) => self.span(*first).to(self.span(*last)),
            _ => Span::new(self.base, self.base),
        }
    }
}

/// The columns by the names in the first line; `None` where one is missing or nothing known.
fn columns(head: &[Text<'_>], parameter: &Parameter, dates: Dates) -> Option<Columns> {
    let names: Vec<String> = head.iter().map(|it| it.text.to_lowercase()).collect();
    let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    let mut keys = Vec::new();
    for key in &parameter.keys {
        keys.push(place(&[&key.name.node.to_lowercase()])?);
    }
    let columns = Columns {
        keys,
        value: place(&VALUE)?,
        from: place(&FROM),
        until: place(&UNTIL),
        count: names.len(),
    };
    let known = columns.keys.len()
        + 1
        + [columns.from, columns.until, place(&NOTE)]
            .iter()
            .flatten()
            .count();
    let dated = columns.from.is_some() == (dates == Dates::InFile);
    let closed = columns.until.is_none() || dates == Dates::InFile;
    (known == names.len() && dated && closed).then_some(columns)
}

/// The first and last day of a date's values, and these.
type OneDate = (Spanned<Date>, Option<Spanned<Date>>, Vec<KeyedValue>);

/// The rows of each date, in the order in which the dates first stand.
fn by_date(rows: Vec<Line>, is_single: bool) -> Vec<DatedValue> {
    let mut dated: Vec<OneDate> = Vec::new();
    for row in rows {
        let Some(from) = row.from else { continue };
        match dated.iter_mut().find(|(day, _, _)| day.node == from.node) {
            Some((_, until, values)) => {
                *until = until.or(row.until);
                values.push(row.value);
            }
            None => dated.push((from, row.until, vec![row.value])),
        }
    }
    let value = |(from, until, keyed): OneDate| DatedValue {
        from,
        until,
        span: keyed.first().map_or(from.span, |it| it.span),
        value: values(keyed, is_single),
        sources: Vec::new(),
    };
    dated.into_iter().map(value).collect()
}

/// Keyed rows, or the value of the one row of a parameter without keys.
fn values(mut keyed: Vec<KeyedValue>, is_single: bool) -> ParameterValue {
    match keyed.pop() {
        Some(only) if is_single && keyed.is_empty() => ParameterValue::Single(only.value),
        last => {
            keyed.extend(last);
            ParameterValue::Keyed(keyed)
        }
    }
}

/// The cells of each line that is not blank, the quotes around them taken off.
fn lines(text: &str) -> Vec<Vec<Text<'_>>> {
    let skip = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let first = text.lines().next().unwrap_or_default();
    let separator = [';', '\t']
        .into_iter()
        .find(|it| first.contains(*it))
        .unwrap_or(',');
    let (mut lines, mut line, mut start, mut quoted) = (Vec::new(), Vec::new(), skip, false);
    let ends = text.char_indices().skip_while(|(at, _)| *at < skip);
    for (at, c) in ends.chain([(text.len(), '\n')]) {
        quoted ^= c == '"';
        let is_end = at == text.len() || (c == '\n' && !quoted);
        if !is_end && (quoted || c != separator) {
            continue;
        }
        line.push(unquoted(text, start, at));
        start = at + c.len_utf8();
        if is_end {
            let done = std::mem::take(&mut line);
            if done.iter().any(|cell: &Text<'_>| !cell.text.is_empty()) {
                lines.push(done);
            }
        }
    }
    lines
}

/// A cell without blanks and quotes around it.
fn unquoted(text: &str, start: usize, end: usize) -> Text<'_> {
    let cell = Text {
        text: text.get(start..end).unwrap_or_default(),
        at: start,
    }
    .trimmed();
    let inner = cell
        .text
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'));
    match inner {
        Some(inner) => Text {
            text: inner,
            at: cell.at + 1,
        },
        None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<&str>> {
        let cells = |line: Vec<Text<'_>>| -> Vec<String> {
            line.iter()
                .map(|cell| {
                    assert_eq!(text.get(cell.at..cell.end()), Some(cell.text));
                    cell.text.to_owned()
                })
                .collect()
        };
        let found: Vec<Vec<String>> = lines(text).into_iter().map(cells).collect();
        found
            .into_iter()
            .map(|line| line.into_iter().map(|cell| &*cell.leak()).collect())
            .collect()
    }

    #[test]
    fn cells_know_their_place_whatever_a_spreadsheet_writes() {
        assert_eq!(
            cells("\u{feff}village,value\r\n\"62.71, A\", 3\r\n\r\n"),
            [["village", "value"], ["62.71, A", "3"]]
        );
        assert_eq!(cells("a;b\n1;2"), [["a", "b"], ["1", "2"]]);
        assert!(cells("\n  \n").is_empty());
    }
}
