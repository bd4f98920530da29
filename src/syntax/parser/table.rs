//! Decision tables: rows in pipes, cut into cells before the grammar reads each cell.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use super::node::Node;
use super::{Form, Reader, Rule, Text, literal};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;
use crate::syntax::ast::{
    Cell, CellKind, CellTest, Common, Decide, Expr, HitPolicy, Name, TableRow, TypeExpr, TypeKind,
};
use crate::syntax::rows::{Block, Row};

/// The cells of a row, left and right of `||`.
struct Cells<'a> {
    inputs: Vec<Text<'a>>,
    outputs: Vec<Text<'a>>,
}

impl<'a> Reader<'a> {
    pub(super) fn decide(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Decide> {
        let sample = "decide component of member : component, first match";
        let node = self.read(
            Rule::head_decide,
            rest,
            Form {
                what: "decide",
                sample,
            },
        );
        let is_read = node.is_some();
        let node = node.or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let head = self.head_of(&node)?;
        let names: Vec<Name> = node.all(Rule::name).map(|name| name.name()).collect();
        let mut types: Vec<TypeExpr> = node
            .all(Rule::type_expr)
            .map(|ty| literal::type_expr(&ty))
            .collect();
        if types.is_empty() {
            types = names
                .iter()
                .map(|name| TypeExpr {
                    kind: TypeKind::Broken,
                    span: name.span,
                })
                .collect();
        }
        let policy = self
            .hit_policy(&node)
            .unwrap_or(HitPolicy::First(self.span(rest)));
        let (label, level) = (head.label, head.level);
        let (inputs, outputs, rows) = (Vec::new(), Vec::new(), Vec::new());
        let mut decide = Decide {
            names,
            label,
            level,
            types,
            policy,
            inputs,
            outputs,
            rows,
        };
        let has_header = self.table_rows(block, &mut decide, common);
        if is_read && !has_header {
            let place = self.span(self.text(&block.head));
            self.report(Diagnostic::at(&codes::TABLE_MISSING, place));
        }
        Some(decide)
    }

    /// The rows of a table; whether its first line, the names of its columns, is there.
    pub(super) fn table_rows(
        &self,
        block: &Block,
        decide: &mut Decide,
        common: &mut Common,
    ) -> bool {
        let mut has_header = false;
        for row in &block.head.children {
            if self.text(row).text.starts_with('|') {
                self.table_row(row, decide, &mut has_header);
            } else {
                self.clause_or_common(row, "decide", &[], common);
            }
        }
        has_header
    }

    pub(super) fn hit_policy(&self, head: &Node<'_>) -> Option<HitPolicy> {
        let policy = head.get(Rule::hit_policy)?;
        let inner = policy.first()?;
        Some(match inner.rule() {
            Rule::kw_first_match => HitPolicy::First(inner.span()),
            Rule::kw_one_match => HitPolicy::One(inner.span()),
            _ => {
                let value = self.expression_in(&inner)?;
                if inner.has(Rule::kw_largest) {
                    HitPolicy::Largest(value)
                } else {
                    HitPolicy::Smallest(value)
                }
            }
        })
    }

    /// Reads one row of the table: the first is its header.
    fn table_row(&self, row: &Row, decide: &mut Decide, has_header: &mut bool) {
        let span = self.row_span(row);
        if *has_header && decide.inputs.is_empty() && decide.outputs.is_empty() {
            // What the rows mean is not known without the first, which is reported.
            return;
        }
        let cells = self.cells(self.text(row));
        let Some(cells) = cells else {
            *has_header = true;
            return;
        };
        if !*has_header {
            *has_header = true;
            decide.inputs = cells
                .inputs
                .iter()
                .map(|cell| self.header_cell(*cell))
                .collect();
            decide.outputs = cells
                .outputs
                .iter()
                .filter_map(|cell| self.output_name(*cell))
                .collect();
            return;
        }
        if !self.has_shape(&cells, decide, span) {
            return;
        }
        let inputs = cells.inputs.iter().map(|cell| self.cell(*cell)).collect();
        let outputs = cells
            .outputs
            .iter()
            .map(|cell| self.output_cell(*cell))
            .collect();
        decide.rows.push(TableRow {
            inputs,
            outputs,
            span,
        });
    }

    /// Whether a row has as many cells as the header; reported where not.
    fn has_shape(&self, cells: &Cells<'_>, decide: &Decide, span: Span) -> bool {
        let wanted = (decide.inputs.len(), decide.outputs.len());
        self.has_cells((cells.inputs.len(), cells.outputs.len()), wanted, span)
    }

    /// Whether a row has as many inputs and outputs as are wanted; reported where not.
    pub(super) fn has_cells(
        &self,
        found: (usize, usize),
        wanted: (usize, usize),
        span: Span,
    ) -> bool {
        if wanted == found {
            return true;
        }
        let finding = Diagnostic::at(&codes::TABLE_SHAPE, span)
            .with("inputs", found.0)
            .with("outputs", found.1)
            .with("wanted_inputs", wanted.0)
            .with("wanted_outputs", wanted.1);
        self.report(finding);
        false
    }

    pub(super) fn header_cell(&self, cell: Text<'a>) -> Expr {
        let form = Form {
            what: "table header",
            sample: "| age(birth_date) | school || component |",
        };
        let node = self.read(Rule::row_expression, cell, form);
        node.map_or_else(|| self.broken(cell), |node| self.value_of(&node, cell))
    }

    fn output_name(&self, cell: Text<'a>) -> Option<Name> {
        let form = Form {
            what: "table header",
            sample: "| age(birth_date) | school || component |",
        };
        self.read(Rule::row_name, cell, form)?
            .get(Rule::name)
            .map(|name| name.name())
    }

    fn output_cell(&self, cell: Text<'a>) -> Expr {
        let form = Form {
            what: "table row",
            sample: "| true | 0..6 | - || early_childhood |",
        };
        let node = self.read(Rule::row_expression, cell, form);
        node.map_or_else(|| self.broken(cell), |node| self.value_of(&node, cell))
    }

    pub(super) fn cell(&self, text: Text<'a>) -> Cell {
        let span = self.span(text);
        let form = Form {
            what: "table row",
            sample: "| true | 0..6 | - || early_childhood |",
        };
        let kind = self
            .read(Rule::cell, text, form)
            .and_then(|node| self.cell_kind(&node));
        let broken = || CellKind::OneOf(vec![CellTest::Value(self.broken(text))]);
        Cell {
            kind: kind.unwrap_or_else(broken),
            span,
        }
    }

    fn cell_kind(&self, node: &Node<'_>) -> Option<CellKind> {
        if node.has(Rule::cell_any) {
            return Some(CellKind::Any);
        }
        if node.has(Rule::cell_missing) {
            return Some(CellKind::Missing);
        }
        let list = node.get(Rule::cell_tests)?;
        let tests = list
            .all(Rule::cell_test)
            .map(|test| self.cell_test(&test))
            .collect();
        Some(if list.has(Rule::kw_not) {
            CellKind::NoneOf(tests)
        } else {
            CellKind::OneOf(tests)
        })
    }

    fn cell_test(&self, node: &Node<'_>) -> CellTest {
        if let (Some(op), Some(value)) = (node.get(Rule::op_compare), node.get(Rule::sum)) {
            return CellTest::Compare(self.compare_op(&op), self.expression(&value));
        }
        let (range, _, is_range) = self.range_or_value(node);
        match range.low {
            Some(value) if !is_range => CellTest::Value(*value),
            _ => CellTest::Range(range),
        }
    }

    /// The cells of a row, left and right of `||`.
    pub(super) fn cells_of(&self, row: Text<'a>) -> Option<(Vec<Text<'a>>, Vec<Text<'a>>)> {
        self.cells(row).map(|cells| (cells.inputs, cells.outputs))
    }

    /// Cuts a row at its pipes, those in quotes left out.
    fn cells(&self, row: Text<'a>) -> Option<Cells<'a>> {
        let mut cells = Cells {
            inputs: Vec::new(),
            outputs: Vec::new(),
        };
        let mut in_outputs = false;
        let bars = bars(row.text);
        for pair in bars.windows(2) {
            let [(_, _, from), (to, is_double, _)] = pair else {
                continue;
            };
            let cell = Text {
                text: row.text.get(*from..*to).unwrap_or_default(),
                at: row.at + from,
            }
            .trimmed();
            if cell.text.is_empty() {
                let blank = row.text.get(*from..).and_then(|it| it.chars().next());
                let sign = blank.map_or(0, char::len_utf8);
                self.report(
                    Diagnostic::at(&codes::EMPTY_CELL, self.head_span(cell, sign))
                        .fix(self.span(cell), "-"),
                );
                return None;
            }
            if in_outputs {
                cells.outputs.push(cell);
            } else {
                cells.inputs.push(cell);
            }
            if *is_double && std::mem::replace(&mut in_outputs, true) {
                self.report(Diagnostic::at(&codes::TABLE_BARS, self.span(row)));
                return None;
            }
        }
        let closed = bars
            .last()
            .is_some_and(|(_, is_double, end)| *end == row.text.len() && !is_double);
        if !closed || !in_outputs {
            self.report(Diagnostic::at(&codes::TABLE_BARS, self.span(row)));
            return None;
        }
        Some(cells)
    }
}

impl Text<'_> {
    /// The text without blanks around it; an empty one keeps its place.
    pub(super) fn trimmed(self) -> Self {
        let text = self.text.trim();
        let lead = if text.is_empty() {
            0
        } else {
            self.text.len() - self.text.trim_start().len()
        };
        Self {
            text,
            at: self.at + lead,
        }
    }
}

/// Start of every `|` or `||` outside quotes, whether it is double, and its end.
pub(super) fn bars(row: &str) -> Vec<(usize, bool, usize)> {
    let mut out: Vec<(usize, bool, usize)> = Vec::new();
    let mut quoted = false;
    for (at, c) in row.char_indices() {
        quoted ^= c == '"';
        if c != '|' || quoted {
            continue;
        }
        match out.last_mut() {
            Some((_, is_double, end)) if *end == at && !*is_double => {
                (*is_double, *end) = (true, at + 1);
            }
            _ => out.push((at, false, at + 1)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_in_quotes_do_not_count() {
        assert_eq!(
            bars("| a || \"x|y\" |"),
            [(0, false, 1), (4, true, 6), (13, false, 14)]
        );
    }
}
