//! How a value came about: an expression, its value, and the same for what it was computed from.

use super::{Evaluator, Row};
use crate::check::tree::{Aggregate, BestRow, Expr, ExprKind, ValueId, ValueKind};
use crate::number::Truth;
use crate::source::Span;

/// How deep a trace goes: deeper causes are rarely read.
const DEPTH: usize = 12;
/// How many rows of an aggregate a trace shows.
const ROWS: usize = 20;

/// An expression, its value for a row, and what it was computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The text it came from.
    pub span: Span,
    /// The key of the row, where it is another than that of the trace above.
    pub row: Option<String>,
    /// The value in words.
    pub value: String,
    /// What it was computed from, in the order of the text; constants are left out.
    pub parts: Vec<Trace>,
}

impl Trace {
    /// One line for each step, indented; `text` gives the words under a span.
    pub fn lines(&self, text: &dyn Fn(Span) -> String) -> Vec<String> {
        let mut lines = Vec::new();
        self.write(0, text, &mut lines);
        lines
    }

    fn write(&self, depth: usize, text: &dyn Fn(Span) -> String, lines: &mut Vec<String>) {
        let row = self
            .row
            .as_ref()
            .map_or_else(String::new, |row| format!("[{row}] "));
        let words = text(self.span);
        lines.push(format!(
            "{}{row}{words} = {}",
            "  ".repeat(depth),
            self.value
        ));
        for part in &self.parts {
            part.write(depth + 1, text, lines);
        }
    }
}

impl Evaluator<'_> {
    /// How the value of an expression for a row came about.
    pub fn trace(&mut self, expr: &Expr, row: impl Into<Row>) -> Trace {
        self.traced(expr, row.into(), DEPTH)
    }

    fn traced(&mut self, expr: &Expr, row: Row, depth: usize) -> Trace {
        let datum = self.exact(expr, row);
        let parts = match depth.checked_sub(1) {
            Some(depth) => self.parts(expr, row, depth),
            None => Vec::new(),
        };
        Trace {
            span: expr.span,
            row: None,
            value: datum.describe(expr.ty, self.program),
            parts,
        }
    }

    /// Adds the trace of an operand, unless it is plain from the text.
    fn push(&mut self, parts: &mut Vec<Trace>, expr: &Expr, row: Row, depth: usize) {
        if let ExprKind::Retype(inner) = &expr.kind {
            self.push(parts, inner, row, depth);
        } else if !matches!(expr.kind, ExprKind::Constant(_)) {
            parts.push(self.traced(expr, row, depth));
        }
    }

    fn parts(&mut self, expr: &Expr, row: Row, depth: usize) -> Vec<Trace> {
        let mut parts = Vec::new();
        match &expr.kind {
            ExprKind::Value(id) => return self.definition(*id, row, depth),
            ExprKind::At(hop, inner) => {
                if let Some(reached) = self.reach(*hop, row) {
                    let mut part = self.traced(inner, reached, depth);
                    part.row = self.row_key(reached);
                    parts.push(part);
                }
            }
            ExprKind::FirstMatch { rows, otherwise } => {
                for (condition, result) in rows {
                    self.push(&mut parts, condition, row, depth);
                    if self.truth(condition, row) != Truth::False {
                        self.push(&mut parts, result, row, depth);
                    }
                    if self.truth(condition, row) == Truth::True {
                        return parts;
                    }
                }
                if let Some(otherwise) = otherwise {
                    self.push(&mut parts, otherwise, row, depth);
                }
            }
            ExprKind::BestMatch { rows, .. } => self.matching(&mut parts, rows, row, depth),
            ExprKind::If(condition, then, otherwise) => {
                let truth = self.truth(condition, row);
                self.push(&mut parts, condition, row, depth);
                if truth != Truth::False {
                    self.push(&mut parts, then, row, depth);
                }
                if truth != Truth::True {
                    self.push(&mut parts, otherwise, row, depth);
                }
            }
            ExprKind::Aggregate(aggregate) => self.children(&mut parts, aggregate, row, depth),
            ExprKind::Constant(_)
            | ExprKind::EvaluationDate
            | ExprKind::Field(_)
            | ExprKind::Filled(_)
            | ExprKind::Aid(..)
            | ExprKind::Register(_)
            | ExprKind::Parameter(..)
            | ExprKind::Negate(_)
            | ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Divide(..)
            | ExprKind::Retype(_)
            | ExprKind::Compare(..)
            | ExprKind::OneOf(..)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::IsKnown(_)
            | ExprKind::IfMissing(..)
            | ExprKind::AtLeast { .. }
            | ExprKind::CountTrue(_)
            | ExprKind::Call(..) => {
                for operand in super::operands(expr) {
                    self.push(&mut parts, operand, row, depth);
                }
            }
        }
        parts
    }

    /// What the definition of a value was computed from, the definition itself skipped.
    fn definition(&mut self, id: ValueId, row: Row, depth: usize) -> Vec<Trace> {
        let Some(value) = self.program.values.get(id.index()) else {
            return Vec::new();
        };
        match &value.kind {
            ValueKind::Define(expr)
            | ValueKind::Criterion {
                condition: expr, ..
            }
            | ValueKind::Class(expr)
            | ValueKind::Decide(expr) => vec![self.traced(expr, row, depth)],
            ValueKind::Select(select) => {
                let mut parts = Vec::new();
                self.push(&mut parts, &select.when, row, depth);
                for key in &select.rank {
                    self.push(&mut parts, &key.value, row, depth);
                }
                parts
            }
        }
    }

    fn matching(&mut self, parts: &mut Vec<Trace>, rows: &[BestRow], row: Row, depth: usize) {
        for it in rows {
            self.push(parts, &it.condition, row, depth);
            if self.truth(&it.condition, row) != Truth::False {
                self.push(parts, &it.key, row, depth);
                self.push(parts, &it.result, row, depth);
            }
        }
    }

    /// The rows of an aggregate that count, or may.
    fn children(&mut self, parts: &mut Vec<Trace>, it: &Aggregate, row: Row, depth: usize) {
        let Some(below) = self.below(row, it.over) else {
            return;
        };
        for index in below.rows {
            let child = Row {
                entity: it.over,
                index,
            };
            let counts = it
                .condition
                .as_ref()
                .map_or(Truth::True, |all| self.truth(all, child));
            let shown = it.value.as_ref().or(it.condition.as_ref());
            if counts == Truth::False || parts.len() >= ROWS {
                continue;
            }
            if let Some(shown) = shown {
                let mut part = self.traced(shown, child, depth);
                part.row = self.row_key(child);
                parts.push(part);
            }
        }
    }

    /// The key of a row, in words, unless the field is personal.
    fn row_key(&self, row: Row) -> Option<String> {
        let entity = self.program.entities.get(row.entity.index())?;
        let field = self.program.fields.get(entity.key.index())?;
        let key = self.cell(entity.key, row);
        (!field.personal && key.is_known()).then(|| key.to_string())
    }
}
