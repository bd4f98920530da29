//! How a value came about: an expression, its value, and the same for what it was computed from.

use super::{Evaluator, Row};
use std::collections::BTreeSet;

use crate::check::tree::{
    Aggregate, AggregateOp, BestRow, Expr, ExprKind, FieldId, Hop, ValueId, ValueKind,
};
use crate::data::reject::mask;
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
    /// What it is called, where the text names only the set it belongs to.
    pub name: Option<String>,
    /// The key of the row, where it is another than that of the trace above.
    pub row: Option<String>,
    /// The value in words.
    pub value: String,
    /// What it was computed from, in the order of the text; constants are left out.
    pub parts: Vec<Trace>,
}

impl Trace {
    /// One line for each step, indented; `text` gives the words under a span. Steps that stand
    /// above already are not unfolded again.
    pub fn lines(&self, text: &dyn Fn(Span) -> String) -> Vec<String> {
        let mut writer = Writer {
            text,
            lines: Vec::new(),
            seen: BTreeSet::new(),
        };
        writer.write(self, 0, None);
        writer.lines
    }
}

/// Writes the lines of a trace.
struct Writer<'t> {
    text: &'t dyn Fn(Span) -> String,
    lines: Vec<String>,
    /// What was unfolded: words and value, the row they are of, into how many parts.
    seen: BTreeSet<(String, Option<String>, usize)>,
}

impl Writer<'_> {
    fn write(&mut self, it: &Trace, depth: usize, above: Option<&str>) {
        let words = it.name.clone().unwrap_or_else(|| (self.text)(it.span));
        let row = it
            .row
            .as_ref()
            .map_or_else(String::new, |row| format!("[{row}] "));
        let line = format!("{words} = {}", it.value);
        // A definition whose text is its own name says no more than the name.
        if let [only] = it.parts.as_slice()
            && only.row.is_none()
            && only.value == it.value
            && only.name.is_none()
            && (self.text)(only.span) == words
            && !only.parts.is_empty()
        {
            let only = Trace {
                row: it.row.clone(),
                name: it.name.clone(),
                ..only.clone()
            };
            self.write(&only, depth, above);
            return;
        }
        self.lines
            .push(format!("{}{row}{line}", "  ".repeat(depth)));
        let at = it.row.as_deref().or(above);
        let step = (line, at.map(str::to_owned), it.parts.len());
        if it.parts.is_empty() || !self.seen.insert(step) {
            return;
        }
        for part in &it.parts {
            self.write(part, depth + 1, at);
        }
    }
}

impl Evaluator<'_> {
    /// How the value of an expression for a row came about.
    pub fn trace(&mut self, expr: &Expr, row: impl Into<Row>) -> Trace {
        self.traced(expr, row.into(), DEPTH)
    }

    pub(super) fn traced(&mut self, expr: &Expr, row: Row, depth: usize) -> Trace {
        let datum = self.exact(expr, row);
        let parts = match depth.checked_sub(1) {
            Some(depth) => self.parts(expr, row, depth),
            None => Vec::new(),
        };
        let value = datum.told(expr.ty, self.program);
        let value = match self.hides(expr) && datum.is_known() {
            true => mask(&value),
            false => value,
        };
        Trace {
            span: expr.span,
            name: self.criterion_name(expr),
            row: None,
            value,
            parts,
        }
    }

    /// Whether an expression reads a field that identifies a person and must not be shown.
    fn hides(&self, expr: &Expr) -> bool {
        let ExprKind::Field(id) = expr.kind else {
            return false;
        };
        let field = self.program.fields.get(id.index());
        !self.shows_personal && field.is_some_and(|field| field.personal)
    }

    /// Adds the trace of an operand, unless it is plain from the text.
    fn push(&mut self, parts: &mut Vec<Trace>, expr: &Expr, row: Row, depth: usize) {
        if let ExprKind::Retype(inner) = &expr.kind {
            self.push(parts, inner, row, depth);
        } else if !matches!(expr.kind, ExprKind::Constant(_) | ExprKind::EvaluationDate) {
            parts.push(self.traced(expr, row, depth));
        }
    }

    fn parts(&mut self, expr: &Expr, row: Row, depth: usize) -> Vec<Trace> {
        let mut parts = Vec::new();
        match &expr.kind {
            ExprKind::Value(id) => return self.definition(*id, row, depth),
            ExprKind::Aid(id, part) => return self.aid_trace(*id, *part, row, depth),
            ExprKind::Register(id) => return self.register_trace(*id, row, depth),
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
            ExprKind::CountTrue(months) if months.iter().all(|it| it.span == expr.span) => {
                parts = self.spells(months, row);
            }
            // A comparison with a value whose blank is a fact is one step, whatever it is made of.
            ExprKind::And(of) if let Some(compared) = compared(of, expr.span) => {
                return self.parts(compared, row, depth);
            }
            ExprKind::Not(inner) if inner.span == expr.span => {
                return self.parts(inner, row, depth);
            }
            // Where some operands decide, the others are left out.
            ExprKind::And(of) => self.deciding(&mut parts, of, Truth::False, row, depth),
            ExprKind::Or(of) => self.deciding(&mut parts, of, Truth::True, row, depth),
            ExprKind::Constant(_)
            | ExprKind::EvaluationDate
            | ExprKind::Field(_)
            | ExprKind::Filled(_)
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
            | ExprKind::IsKnown(_)
            | ExprKind::IfMissing(..)
            | ExprKind::AtLeast { .. }
            | ExprKind::CountTrue(_)
            | ExprKind::Position(_)
            | ExprKind::Call(..) => {
                for operand in super::operands(expr) {
                    self.push(&mut parts, operand, row, depth);
                }
            }
        }
        parts
    }

    /// The spells that lie in any of the months of `months in (…)`, each with its first and last day.
    fn spells(&mut self, months: &[Expr], row: Row) -> Vec<Trace> {
        let aggregates: Vec<&Aggregate> = months.iter().filter_map(aggregate_of).collect();
        let Some(over) = aggregates.first().map(|it| it.over) else {
            return Vec::new();
        };
        let view = self.program.views.get(&over).copied();
        let seen = view.map_or(over, |view| view.of);
        let Some((from, until)) = self.program.periods.get(&seen).copied() else {
            return Vec::new();
        };
        let mut spells = Vec::new();
        for index in self.below(row, over).into_iter().flat_map(|it| it.rows) {
            let child = Row {
                entity: over,
                index,
            };
            let mut values = aggregates.iter().filter_map(|it| it.value.as_ref());
            let lies_in = values.any(|it| self.truth(it, child) == Truth::True);
            let spell = match view {
                Some(view) => self.reach(Hop::Link(view.origin), child),
                None => Some(child),
            };
            if let Some(spell) = spell.filter(|_| lies_in && spells.len() < ROWS) {
                let last = self.cell(until, spell);
                let last = if last.is_known() {
                    last.to_string()
                } else {
                    String::new()
                };
                let (first, last) = (self.cell(from, spell).to_string(), last);
                spells.push(Trace {
                    span: months.first().map_or(Span::default(), |it| it.span),
                    name: Some(format!("{} .. {}", self.name_of(from), self.name_of(until))),
                    row: self.row_key(child),
                    value: format!("{first} .. {last}").trim_end().to_owned(),
                    parts: Vec::new(),
                });
            }
        }
        spells
    }

    fn name_of(&self, field: FieldId) -> &str {
        let field = self.program.fields.get(field.index());
        field.map_or("", |it| it.about.name.as_str())
    }

    /// The operands that decide a conjunction or disjunction: those that have the deciding truth, else
    /// all.
    fn deciding(
        &mut self,
        parts: &mut Vec<Trace>,
        of: &[Expr],
        decides: Truth,
        row: Row,
        depth: usize,
    ) {
        let found: Vec<&Expr> = of
            .iter()
            .filter(|it| self.truth(it, row) == decides)
            .collect();
        let all = || of.iter().collect();
        let shown: Vec<&Expr> = if found.is_empty() { all() } else { found };
        for it in shown {
            self.push(parts, it, row, depth);
        }
    }

    /// The name of a criterion, of which the text may name the set alone.
    fn criterion_name(&self, expr: &Expr) -> Option<String> {
        let ExprKind::Value(id) = expr.kind else {
            return None;
        };
        let value = self.program.values.get(id.index())?;
        matches!(value.kind, ValueKind::Criterion { .. }).then(|| value.about.name.clone())
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
        // One row decides `any` or `every`; the others are left out.
        let whole = Expr {
            kind: ExprKind::Aggregate(Box::new(it.clone())),
            ty: crate::check::tree::Type::Boolean,
            span: Span::default(),
        };
        let decides = match it.op {
            AggregateOp::Any if self.truth(&whole, row) == Truth::True => Some(Truth::True),
            AggregateOp::Every if self.truth(&whole, row) == Truth::False => Some(Truth::False),
            AggregateOp::Any
            | AggregateOp::Every
            | AggregateOp::Count
            | AggregateOp::Sum
            | AggregateOp::Min
            | AggregateOp::Max
            | AggregateOp::Average
            | AggregateOp::First
            | AggregateOp::Only
            | AggregateOp::Share => None,
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
            let other = decides.is_some_and(|decides| {
                shown.is_some_and(|shown| self.truth(shown, child) != decides)
            });
            if counts == Truth::False || other || parts.len() >= ROWS {
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
    pub(crate) fn row_key(&self, row: Row) -> Option<String> {
        if let Some(name) = self.names.get(&row) {
            return Some(name.clone());
        }
        let entity = self.program.entities.get(row.entity.index())?;
        let field = self.program.fields.get(entity.key.index())?;
        let key = self.cell(entity.key, row);
        ((self.shows_personal || !field.personal) && key.is_known()).then(|| key.to_string())
    }
}

/// The comparison among the conditions that stand for one in the text.
fn compared(of: &[Expr], whole: Span) -> Option<&Expr> {
    let is_whole = |it: &&Expr| matches!(it.kind, ExprKind::Compare(..)) && it.span == whole;
    of.iter().find(is_whole)
}

/// The aggregate of a month, which may stand beside what is unknown of it.
fn aggregate_of(month: &Expr) -> Option<&Aggregate> {
    if let ExprKind::Or(all) = &month.kind {
        return all.iter().find_map(aggregate_of);
    }
    let ExprKind::Aggregate(it) = &month.kind else {
        return None;
    };
    Some(it)
}
