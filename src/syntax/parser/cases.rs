//! Cases of a test in a table: inputs left of `||`, what is expected right of it.

use super::{Form, Reader, Rule, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;
use crate::syntax::ast::{Expr, Test, TestCase, TestTable};
use crate::syntax::rows::Row;

/// A row of such a table.
const SAMPLE: Form = Form {
    what: "table row",
    sample: "| \"di garis\" | Rp 500_000 || not_poor |",
};

impl<'a> Reader<'a> {
    /// Reads the table of `test "…" each row`.
    pub(super) fn cases(&self, each_row: Option<Span>, rows: &[&Row], test: &mut Test) {
        let (each_row, head) = match (each_row, rows.first()) {
            (None, None) => return,
            (Some(span), None) => {
                return self.report(Diagnostic::at(&codes::CASES_MISSING, span));
            }
            (None, Some(row)) => {
                let place = self.row_span(row);
                return self.report(Diagnostic::at(&codes::CASES_WITHOUT_EACH, place));
            }
            (Some(each_row), Some(head)) => (each_row, head),
        };
        let Some((inputs, outputs)) = self.cells_of(self.text(head)) else {
            return;
        };
        let names = inputs.iter().filter_map(|cell| {
            let node = self.read(Rule::row_name, *cell, SAMPLE)?;
            Some(node.get(Rule::name)?.name())
        });
        let mut table = TestTable {
            inputs: names.collect(),
            outputs: outputs.iter().map(|cell| self.header_cell(*cell)).collect(),
            rows: Vec::new(),
        };
        if table.inputs.len() != inputs.len() {
            return;
        }
        for row in rows.iter().skip(1) {
            table.rows.extend(self.case(row, &table));
        }
        if table.rows.is_empty() {
            self.report(Diagnostic::at(&codes::CASES_MISSING, each_row));
        }
        test.table = Some(table);
    }

    fn case(&self, row: &Row, table: &TestTable) -> Option<TestCase> {
        let (inputs, outputs) = self.cells_of(self.text(row))?;
        let span = self.row_span(row);
        let wanted = (table.inputs.len(), table.outputs.len());
        if !self.has_cells((inputs.len(), outputs.len()), wanted, span) {
            return None;
        }
        Some(TestCase {
            inputs: inputs.iter().map(|cell| self.input_cell(*cell)).collect(),
            outputs: outputs.iter().map(|cell| self.cell(*cell)).collect(),
            span,
        })
    }

    /// The value of a field; nothing for `-`.
    fn input_cell(&self, cell: Text<'a>) -> Option<Expr> {
        match self.read(Rule::row_input, cell, SAMPLE) {
            Some(node) if node.has(Rule::cell_any) => None,
            Some(node) => Some(self.value_of(&node, cell)),
            None => Some(self.broken(cell)),
        }
    }
}
