//! Tables of values under `from DATE`: the keys left and above, one value where they meet.

use super::{Form, Reader, Rule, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::syntax::ast::{Expr, KeyPattern, KeyedValue};
use crate::syntax::rows::Row;
use crate::words;

/// A row of a table as written.
const SAMPLE: &str = "| urban | Rp 100_000 | Rp 150_000 |";

impl<'a> Reader<'a> {
    /// The values of a table with two keys, each with both of its keys.
    pub(super) fn value_table(&self, rows: &[&Row]) -> Vec<KeyedValue> {
        let mut rows = rows.iter();
        let Some(columns) = rows.next().and_then(|row| self.table_head(row)) else {
            return Vec::new();
        };
        let mut values = Vec::new();
        for row in rows {
            let text = self.text(row);
            let cells = bare_cells(text);
            let Some((first, cells)) = cells.split_first().filter(|_| cells.len() > 1) else {
                self.report(Diagnostic::at(&codes::VALUE_TABLE, self.span(text)));
                continue;
            };
            if cells.len() != columns.len() {
                let finding = Diagnostic::at(&codes::VALUE_TABLE_SHAPE, self.span(text))
                    .with("found", cells.len() + 1)
                    .with("wanted", columns.len() + 1);
                self.report(finding);
                continue;
            }
            let Some(key) = self.key_cell(*first) else {
                continue;
            };
            values.extend(cells.iter().zip(&columns).map(|(cell, column)| KeyedValue {
                key: KeyPattern::Several(vec![key.clone(), column.clone()]),
                value: self.value_cell(*cell),
                span: self.span(*cell),
            }));
        }
        values
    }

    /// The keys above the columns; the first cell names the keys for the reader and is free.
    fn table_head(&self, row: &Row) -> Option<Vec<KeyPattern>> {
        let text = self.text(row);
        let cells = bare_cells(text);
        let Some((_, columns)) = cells.split_first().filter(|_| cells.len() > 1) else {
            self.report(Diagnostic::at(&codes::VALUE_TABLE, self.span(text)));
            return None;
        };
        let keys: Vec<Option<KeyPattern>> = columns.iter().map(|it| self.key_cell(*it)).collect();
        keys.into_iter().collect()
    }

    fn key_cell(&self, cell: Text<'a>) -> Option<KeyPattern> {
        if let Some(lead) = words::lead(cell.text, &["each further"])
            && cell.after(lead.len).text.is_empty()
        {
            return Some(KeyPattern::EachFurther(self.span(cell)));
        }
        let form = Form {
            what: "key",
            sample: SAMPLE,
        };
        let node = self.read(Rule::row_key_cell, cell, form)?;
        Some(self.key_pattern(&node.get(Rule::key_pattern)?))
    }

    /// The value in a cell of a table or file.
    pub(super) fn value_cell(&self, cell: Text<'a>) -> Expr {
        let form = Form {
            what: "value",
            sample: SAMPLE,
        };
        let node = self.read(Rule::row_value, cell, form);
        node.map_or_else(|| self.broken(cell), |node| self.value_of(&node, cell))
    }
}

/// The cells between single bars; none where the row is not closed by them or has an empty one.
fn bare_cells(row: Text<'_>) -> Vec<Text<'_>> {
    let bars = super::table::bars(row.text);
    let closed = bars
        .last()
        .is_some_and(|(_, _, end)| *end == row.text.len());
    if !closed || bars.iter().any(|(_, is_double, _)| *is_double) {
        return Vec::new();
    }
    let cell = |pair: &[(usize, bool, usize)]| {
        let [(_, _, from), (to, _, _)] = pair else {
            return None;
        };
        let text = row.text.get(*from..*to)?;
        let cell = Text {
            text,
            at: row.at + from,
        };
        Some(cell.trimmed())
    };
    let cells: Vec<Text<'_>> = bars.windows(2).filter_map(cell).collect();
    if cells.iter().skip(1).any(|cell| cell.text.is_empty()) {
        return Vec::new();
    }
    cells
}
