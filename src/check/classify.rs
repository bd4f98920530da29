//! Classes: the first row whose condition holds; unreachable rows and gaps are shown.

use super::scope::Scope;
use super::table::{Search, from_conditions};
use super::tree::{Expr, ExprKind, Type, ValueKind};
use super::{Checker, Earlier, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::syntax::ast::Classify;

impl Checker<'_> {
    pub(super) fn classify(&mut self, index: usize, it: &Classify) {
        let Some(id) = self.slots_of(index).iter().find_map(|slot| match slot {
            Slot::Value(id) => Some(*id),
            _ => None,
        }) else {
            return;
        };
        let Some((entity, ty)) = self
            .program
            .values
            .get(id.index())
            .map(|it| (it.entity, it.ty))
        else {
            return;
        };
        let Type::Enum(classes) = ty else { return };
        let mut rows = Vec::new();
        let mut otherwise = None;
        let mut failed = false;
        for row in &it.rows {
            let Some(code) = self.value_code(classes, &row.class.node) else {
                continue;
            };
            let class = Self::enum_constant(classes, code, row.class.span);
            let Some(condition) = &row.condition else {
                otherwise = Some((class, row.span));
                continue;
            };
            if let Some((_, earlier)) = &otherwise {
                self.report(
                    Diagnostic::at(&codes::AFTER_OTHERWISE, row.span)
                        .label(*earlier, "label.first"),
                );
            }
            match self.condition(condition, &Scope::row(entity)) {
                Some(condition) => rows.push((condition, class)),
                None => failed = true,
            }
        }
        if !failed {
            self.prove_classes(it, &rows, otherwise.is_some());
        }
        let expr = Expr {
            kind: ExprKind::FirstMatch {
                rows,
                otherwise: otherwise.map(|(class, _)| Box::new(class)),
            },
            ty,
            span: it.name.span,
        };
        if let Some(value) = self.program.values.get_mut(id.index()) {
            value.kind = ValueKind::Class(expr);
        }
    }

    fn prove_classes(&mut self, it: &Classify, rows: &[(Expr, Expr)], has_otherwise: bool) {
        let conditions: Vec<Expr> = rows
            .iter()
            .map(|(condition, _)| condition.clone())
            .collect();
        let (table, owners) = from_conditions(&conditions);
        let grids = self.grids(&table);
        let written: Vec<_> = it
            .rows
            .iter()
            .filter(|row| row.condition.is_some())
            .collect();
        for (owner, row) in written.iter().enumerate() {
            let own = owners
                .iter()
                .enumerate()
                .filter(|(_, it)| **it == owner)
                .map(|(place, _)| place);
            let mut own = own.peekable();
            if own.peek().is_some() && own.all(|place| grids.is_dead(place)) {
                let finding = Diagnostic::at(&codes::UNREACHABLE_CLASS, row.span)
                    .with("name", &row.class.node);
                self.report(finding);
            }
        }
        if has_otherwise {
            return;
        }
        if self.earlier == Earlier::Broken && self.ends_otherwise(it) {
            return;
        }
        let at = it.rows.last().map_or(it.name.span, |row| row.span);
        let finding = Diagnostic::at(&codes::MISSING_OTHERWISE, at).with("name", &it.name.node);
        match self.gap(&table, &grids) {
            Search::Nothing => {}
            // Where a condition is beyond the proof, the example may be covered by it.
            Search::Example(values) if !table.is_unclear() => {
                let shown = self.example(&table.columns, &values, &conditions);
                self.report(finding.with("example", shown).help("help.example"));
            }
            Search::Example(_) | Search::TooLarge => self.report(finding),
        }
    }

    /// Whether a row of the text says `otherwise`, though it could not be read.
    fn ends_otherwise(&self, it: &Classify) -> bool {
        let start = it.name.span.start;
        let Some((file, _)) = self.text.line_column(start) else {
            return false;
        };
        let from = usize::try_from(start.saturating_sub(file.base)).unwrap_or(usize::MAX);
        let rest = file.text.get(from..).unwrap_or_default();
        let rows = rest.lines().skip(1);
        let mut rows = rows.take_while(|line| !line.starts_with(char::is_alphabetic));
        rows.any(|line| {
            let mut words = line.split_whitespace();
            words.any(|word| ["otherwise", "selebihnya"].contains(&word))
        })
    }

    /// `per_capita = Rp 3`, column by column, for what stands in the text.
    fn example(&self, columns: &[Expr], values: &[String], conditions: &[Expr]) -> String {
        let shown = columns.iter().zip(values).map(|(column, value)| {
            let mut span = None;
            for condition in conditions {
                super::walk::walk(condition, &mut |it| {
                    if span.is_none() && super::walk::placeless(it) == *column {
                        span = Some(it.span);
                    }
                });
            }
            format!(
                "{} = {value}",
                span.map_or("it", |span| self.text.text(span))
            )
        });
        shown.collect::<Vec<_>>().join(", ")
    }
}
