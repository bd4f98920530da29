//! Decision tables: cells become conditions; gaps, overlaps and dead rows are shown.

use super::aggregate::all;
use super::expression::truth;
use super::scope::Scope;
use super::table::{Cell, Grids, Search, Table, Test};
use super::tree::{BestRow, CompareOp, EntityId, Expr, ExprKind, Type, ValueId, ValueKind};
use super::types::boolean;
use super::{Checker, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::source::Span;
use crate::syntax::ast::{self, CellKind, CellTest, Decide, HitPolicy, TableRow};

/// A row with its cells typed.
struct Row {
    condition: Expr,
    cells: Vec<Cell>,
    outputs: Vec<Expr>,
    span: Span,
}

impl Checker<'_> {
    pub(super) fn decide(&mut self, index: usize, it: &Decide) {
        let values: Vec<ValueId> = self
            .slots_of(index)
            .iter()
            .filter_map(|slot| match slot {
                Slot::Value(id) => Some(*id),
                _ => None,
            })
            .collect();
        let Some(entity) = values
            .first()
            .and_then(|id| self.program.values.get(id.index()))
            .map(|it| it.entity)
        else {
            return;
        };
        if values.len() != it.names.len() {
            return;
        }
        let types: Vec<Type> = values
            .iter()
            .filter_map(|id| self.program.values.get(id.index()))
            .map(|it| it.ty)
            .collect();
        let Some(places) = self.output_places(it) else {
            return;
        };
        let headers: Vec<Option<Expr>> = it
            .inputs
            .iter()
            .map(|header| self.raw(header, &Scope::row(entity), None))
            .collect();
        let rows: Vec<Option<Row>> = it
            .rows
            .iter()
            .map(|row| self.table_row(it, row, &headers, &types, &places, entity))
            .collect();
        let headers: Option<Vec<Expr>> = headers.into_iter().collect();
        let rows: Option<Vec<Row>> = rows.into_iter().collect();
        let (Some(headers), Some(rows)) = (headers, rows) else {
            return;
        };
        self.prove_table(it, &headers, &rows);
        for (place, id) in values.iter().enumerate() {
            let Some(expr) = self.hit(it, &rows, place, &types, entity) else {
                continue;
            };
            if let Some(value) = self.program.values.get_mut(id.index()) {
                value.kind = ValueKind::Decide(expr);
            }
        }
    }

    /// For each output name, its place right of `||`.
    fn output_places(&mut self, it: &Decide) -> Option<Vec<usize>> {
        // A decision without a table was reported when it was read.
        if it.inputs.is_empty() && it.outputs.is_empty() {
            return None;
        }
        let mut places = Vec::new();
        for name in &it.names {
            if let Some(place) = it
                .outputs
                .iter()
                .position(|output| output.node == name.node)
            {
                places.push(place);
            } else {
                self.report(
                    Diagnostic::at(&codes::OUTPUT_MISSING, name.span).with("name", &name.node),
                );
                return None;
            }
        }
        let extra = it.outputs.iter().find(|output| !it.names.contains(output));
        if let Some(extra) = extra {
            self.report(
                Diagnostic::at(&codes::OUTPUT_UNKNOWN, extra.span).with("name", &extra.node),
            );
            return None;
        }
        if it.rows.is_empty() {
            self.report(Diagnostic::at(
                &codes::NO_ROWS_IN_TABLE,
                it.names.first().map(|it| it.span).unwrap_or_default(),
            ));
            return None;
        }
        Some(places)
    }

    fn table_row(
        &mut self,
        it: &Decide,
        row: &TableRow,
        headers: &[Option<Expr>],
        types: &[Type],
        places: &[usize],
        entity: EntityId,
    ) -> Option<Row> {
        if row.inputs.len() != it.inputs.len() || row.outputs.len() != it.outputs.len() {
            let finding = Diagnostic::at(&codes::CELL_COUNT, row.span)
                .with("found", row.inputs.len() + row.outputs.len())
                .with("wanted", it.inputs.len() + it.outputs.len());
            self.report(finding);
            return None;
        }
        let scope = Scope::row(entity).declared();
        let mut conditions = Vec::new();
        let mut cells = Vec::new();
        let mut failed = false;
        for (cell, header) in row.inputs.iter().zip(headers) {
            let Some(header) = header else {
                failed = true;
                continue;
            };
            match self.cell(cell, header, &scope) {
                Some((condition, cell)) => {
                    conditions.extend(condition);
                    cells.push(cell);
                }
                None => failed = true,
            }
        }
        let mut outputs = Vec::new();
        for (place, ty) in places.iter().zip(types) {
            match row
                .outputs
                .get(*place)
                .and_then(|output| self.typed(output, &scope, *ty))
            {
                Some(output) => outputs.push(output),
                None => failed = true,
            }
        }
        (!failed).then(|| Row {
            condition: all(conditions, row.span),
            cells,
            outputs,
            span: row.span,
        })
    }

    /// A cell as a condition on its header (`None` for `-`) and as what it asks.
    fn cell(
        &mut self,
        cell: &ast::Cell,
        header: &Expr,
        scope: &Scope,
    ) -> Option<(Option<Expr>, Cell)> {
        let (tests, negated) = match &cell.kind {
            CellKind::Any => return Some((None, Cell::Any)),
            CellKind::Missing => {
                if self.fact_field(header).is_some() {
                    self.report(Diagnostic::at(&codes::MISSING_FACT_CELL, cell.span));
                    return None;
                }
                let known = truth(ExprKind::IsKnown(Box::new(header.clone())), cell.span);
                return Some((
                    Some(truth(ExprKind::Not(Box::new(known)), cell.span)),
                    Cell::Missing,
                ));
            }
            CellKind::OneOf(tests) => (tests, false),
            CellKind::NoneOf(tests) => (tests, true),
        };
        let typed: Vec<Option<(Expr, Option<Test>)>> = tests
            .iter()
            .map(|test| self.cell_test(test, header, scope))
            .collect();
        let typed: Option<Vec<(Expr, Option<Test>)>> = typed.into_iter().collect();
        let (mut conditions, asked): (Vec<Expr>, Vec<Option<Test>>) = typed?.into_iter().unzip();
        let asked: Option<Vec<Test>> = asked.into_iter().collect();
        let asked = asked.map_or(Cell::Unclear, |any| Cell::Tests { any, negated });
        let any = if conditions.len() == 1 {
            conditions.remove(0)
        } else {
            truth(ExprKind::Or(conditions), cell.span)
        };
        let condition = if negated {
            truth(ExprKind::Not(Box::new(any)), cell.span)
        } else {
            any
        };
        Some((Some(condition), asked))
    }

    fn cell_test(
        &mut self,
        test: &CellTest,
        header: &Expr,
        scope: &Scope,
    ) -> Option<(Expr, Option<Test>)> {
        match test {
            CellTest::Value(value) if matches!(value.kind, ast::ExprKind::Missing) => {
                let finding = Diagnostic::at(&codes::LOOSE_MISSING, value.span);
                self.report(finding.help("help.cell"));
                None
            }
            CellTest::Value(value) => {
                let condition = self.item(header, value, scope)?;
                let asked = asked(&condition, header);
                Some((self.plain_truth(condition, header), asked))
            }
            CellTest::Range(range) => {
                let condition = self.in_range(header, range, scope)?;
                let asked = asked(&condition, header);
                Some((condition, asked))
            }
            CellTest::Compare(op, bound) => {
                let bound = self.expr(bound, scope, Some(header.ty))?;
                let span = bound.span;
                let condition = self.comparison(*op, header.clone(), bound, span)?;
                let asked = asked(&condition, header);
                Some((condition, asked))
            }
        }
    }

    /// `true` under a condition is the condition itself.
    fn plain_truth(&self, condition: Expr, header: &Expr) -> Expr {
        if header.ty != Type::Boolean || self.fact_field(header).is_some() {
            return condition;
        }
        match &condition.kind {
            ExprKind::Compare(CompareOp::Equal, _, right)
                if **right == boolean(true, right.span) =>
            {
                header.clone()
            }
            ExprKind::Compare(CompareOp::Equal, _, right)
                if **right == boolean(false, right.span) =>
            {
                truth(ExprKind::Not(Box::new(header.clone())), condition.span)
            }
            _ => condition,
        }
    }

    fn prove_table(&mut self, it: &Decide, headers: &[Expr], rows: &[Row]) {
        let table = Table {
            columns: headers.to_vec(),
            rows: rows.iter().map(|row| row.cells.clone()).collect(),
        };
        let grids = self.grids(&table);
        let name = it.names.first().map_or("", |it| it.node.as_str());
        let at = it.names.first().map(|it| it.span).unwrap_or_default();
        match self.gap(&table, &grids) {
            Search::Nothing => {}
            Search::Example(values) => {
                let shown = self.cells_shown(&it.inputs, &values);
                self.report(
                    Diagnostic::at(&codes::TABLE_GAP, at)
                        .with("name", name)
                        .with_code("example", shown)
                        .with_code("row", row_shown(&values, it.names.len())),
                );
            }
            Search::TooLarge => {
                self.report(Diagnostic::at(&codes::TABLE_TOO_LARGE, at).with("name", name));
            }
        }
        match &it.policy {
            HitPolicy::First(_) => {
                for (place, row) in rows.iter().enumerate().skip(1) {
                    if grids.is_dead(place) {
                        self.report(Diagnostic::at(&codes::UNREACHABLE_ROW, row.span));
                    }
                }
            }
            HitPolicy::One(_) => self.prove_apart(it, &table, &grids, rows),
            HitPolicy::Largest(_) | HitPolicy::Smallest(_) => {}
        }
    }

    fn prove_apart(&mut self, it: &Decide, table: &Table, grids: &Grids, rows: &[Row]) {
        for (second, row) in rows.iter().enumerate() {
            let Some((first, values)) = self.overlap(table, grids, second) else {
                continue;
            };
            let earlier = rows.get(first).map_or(row.span, |it| it.span);
            let shown = self.cells_shown(&it.inputs, &values);
            self.report(
                Diagnostic::at(&codes::TABLE_OVERLAP, row.span)
                    .with("example", shown)
                    .label(earlier, "label.first"),
            );
        }
    }

    fn cells_shown(&self, headers: &[ast::Expr], values: &[String]) -> String {
        let shown = headers
            .iter()
            .zip(values)
            .map(|(header, value)| format!("{} = {value}", self.text.text(header.span)));
        shown.collect::<Vec<_>>().join(", ")
    }

    /// The expression of one output.
    fn hit(
        &mut self,
        it: &Decide,
        rows: &[Row],
        place: usize,
        types: &[Type],
        entity: EntityId,
    ) -> Option<Expr> {
        let ty = types.get(place).copied()?;
        let span = it.names.get(place)?.span;
        let (key, smallest) = match &it.policy {
            HitPolicy::First(_) | HitPolicy::One(_) => {
                let mut rows: Vec<&Row> = rows.iter().collect();
                if matches!(it.policy, HitPolicy::One(_)) {
                    // Rows that exclude each other have no order: one that asks for what is missing
                    // is decided before those for which that is unknown.
                    let asks = |row: &Row| row.cells.iter().any(|it| matches!(it, Cell::Missing));
                    rows.sort_by_key(|row| !asks(row));
                }
                let rows = rows.iter().filter_map(|row| {
                    Some((row.condition.clone(), row.outputs.get(place)?.clone()))
                });
                return Some(Expr {
                    kind: ExprKind::FirstMatch {
                        rows: rows.collect(),
                        otherwise: None,
                    },
                    ty,
                    span,
                });
            }
            HitPolicy::Largest(key) => (key, false),
            HitPolicy::Smallest(key) => (key, true),
        };
        let mut best = Vec::new();
        for row in rows {
            let mut scope = Scope::row(entity);
            scope.locals = it
                .names
                .iter()
                .zip(&row.outputs)
                .map(|(name, output)| (name.node.clone(), output.clone()))
                .collect();
            let key = self.expr(key, &scope, None)?;
            if !super::types::is_number(key.ty) && !matches!(key.ty, Type::Date | Type::Enum(_)) {
                self.report_not_number(&key);
                return None;
            }
            best.push(BestRow {
                condition: row.condition.clone(),
                key,
                result: row.outputs.get(place)?.clone(),
            });
        }
        Some(Expr {
            kind: ExprKind::BestMatch {
                rows: best,
                smallest,
            },
            ty,
            span,
        })
    }
}

/// What a typed test asks of its header; `None` where that cannot be reasoned about.
fn asked(condition: &Expr, header: &Expr) -> Option<Test> {
    let compare = |it: &Expr| match &it.kind {
        ExprKind::Compare(op, left, right)
            if super::walk::same(left, header) || left.span == header.span =>
        {
            Some((*op, (**right).clone()))
        }
        _ => None,
    };
    match &condition.kind {
        ExprKind::Compare(..) => compare(condition).map(|(op, bound)| Test::Compare(op, bound)),
        ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Filled(_) | ExprKind::At(..)) => {
            Some(Test::Fact)
        }
        ExprKind::And(parts) => {
            let tests: Vec<&Expr> = parts
                .iter()
                .flat_map(flat)
                .filter(|it| !matches!(it.kind, ExprKind::Filled(_)))
                .collect();
            match tests.as_slice() {
                [one] => compare(one).map(|(op, bound)| Test::Compare(op, bound)),
                [low, high] => Some(Test::Between(compare(low)?, compare(high)?)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The parts of nested `and`s.
fn flat(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().flat_map(flat).collect(),
        _ => vec![expr],
    }
}

/// A row with these inputs, its outputs left open.
fn row_shown(inputs: &[String], outputs: usize) -> String {
    let outputs = vec!["…"; outputs].join(" | ");
    format!("| {} || {outputs} |", inputs.join(" | "))
}
