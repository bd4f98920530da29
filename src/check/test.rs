//! Tests: fixtures become rows of a small data set, expectations become conditions on a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fold::order;
use super::scope::{Attribute, Level, Scope};
use super::tree::{
    Blank, Constant, EntityId, Expr, ExprKind, FieldId, Test, TestAssume, TestExpect, TestRow,
    ValueKind,
};
use super::{Checker, Reported};
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Span;
use crate::syntax::ast::{self, Assignment, DeclarationKind, Fixture};

/// More rows than this are no small data set.
const MOST_ROWS: usize = 100_000;

/// Values by field, `None` for `missing`.
type Cells = BTreeMap<FieldId, Option<Constant>>;

/// The rows of a test so far.
#[derive(Default)]
struct Rows {
    all: Vec<TestRow>,
    named: BTreeMap<String, (usize, Span)>,
    defaults: BTreeMap<EntityId, Cells>,
}

impl Checker<'_> {
    pub(super) fn tests(&mut self) {
        for (_, declaration) in self.declarations() {
            if let DeclarationKind::Test(it) = &declaration.kind {
                self.test(it);
            }
        }
    }

    fn test(&mut self, it: &ast::Test) {
        if it.is_example {
            self.example_rows(it);
            return;
        }
        let Some(whole) = self.with_example(it) else {
            return;
        };
        match &whole.table {
            Some(table) => {
                for case in self.cases_of(&whole, table) {
                    self.one_test(&case);
                }
            }
            None => self.one_test(&whole),
        }
    }

    /// Holds that the lines of an example fit, though no test starts from it.
    fn example_rows(&mut self, it: &ast::Test) {
        let Some(whole) = self.with_example(it) else {
            return;
        };
        let rows = self.rows(&whole);
        if whole.fixtures.is_empty() {
            self.report(Diagnostic::at(&codes::TEST_WITHOUT_ROWS, it.title.span));
        }
        self.assumes(&whole, &rows);
    }

    fn rows(&mut self, it: &ast::Test) -> Rows {
        let mut rows = Rows::default();
        for each in &it.each {
            let Some(entity) = self.entity_named(&each.entity) else {
                continue;
            };
            let cells = self.cells(&each.values, entity);
            rows.defaults.entry(entity).or_default().extend(cells);
        }
        let mut before: Option<&Fixture> = None;
        for fixture in &it.fixtures {
            self.beside(fixture, before);
            if before.is_none_or(|it| it.entity.node != fixture.entity.node) {
                before = before
                    .filter(|it| self.is_home(it, fixture))
                    .or(Some(fixture));
            }
            self.fixture(fixture, None, &mut rows);
        }
        rows
    }

    /// A test in which nothing is left to be taken from elsewhere.
    pub(super) fn one_test(&mut self, it: &ast::Test) {
        let rows = self.rows(it);
        self.report_empty(it);
        let (mut expects, mut assumes) = (Vec::new(), Vec::new());
        if !rows.all.is_empty() {
            assumes = self.assumes(it, &rows);
            expects = it
                .expects
                .iter()
                .filter_map(|expect| self.expect(expect, &rows))
                .collect();
        }
        self.program.tests.push(Test {
            title: it.title.node.clone(),
            span: it.title.span,
            on: it.on.map(|it| (it.node, it.span)),
            names: rows
                .named
                .into_iter()
                .map(|(name, (row, _))| (name, row))
                .collect(),
            rows: rows.all,
            expects,
            assumes,
        });
    }

    /// `assume X = V`, of all rows that have X or of a named one.
    fn assumes(&mut self, it: &ast::Test, rows: &Rows) -> Vec<TestAssume> {
        let mut all: Vec<TestAssume> = Vec::new();
        for assume in &it.assumes {
            let Some(own) = self.assume(assume, rows) else {
                continue;
            };
            // A later one, of the test itself, replaces that of its example.
            all.retain(|it| (it.value, it.row) != (own.value, own.row));
            all.push(own);
        }
        all
    }

    fn assume(&mut self, it: &ast::Assume, rows: &Rows) -> Option<TestAssume> {
        let mut alias = None;
        named_rows(&it.target, &mut |name| {
            if rows.named.contains_key(name) {
                alias = Some(name.to_owned());
            }
        });
        let named = alias.as_ref().and_then(|name| rows.named.get(name));
        let row = named.map(|(row, _)| *row);
        let entity = match row {
            Some(row) => rows.all.get(row)?.entity,
            None => self.level_of(&it.target, rows)?,
        };
        let scope = Scope {
            alias,
            ..Scope::row(entity)
        };
        let target = self.expr(&it.target, &scope, None)?;
        let ExprKind::Value(value) = target.kind else {
            let finding = Diagnostic::at(&codes::ASSUME_WHAT, it.target.span);
            let is_parameter = matches!(target.kind, ExprKind::Parameter(..));
            self.report(match is_parameter {
                true => finding.help("help.parameter"),
                false => finding,
            });
            return None;
        };
        let kind = self.program.values.get(value.index()).map(|it| &it.kind);
        if row.is_some() && matches!(kind, Some(ValueKind::Select(_))) {
            let finding = Diagnostic::at(&codes::ASSUME_WHAT, it.target.span);
            self.report(finding.help("help.select"));
            return None;
        }
        let constant = match &it.value {
            Some(given) => Some(self.constant(given, target.ty)?),
            None => None,
        };
        Some(TestAssume {
            value,
            row,
            constant,
        })
    }

    /// The level, among those of the rows, that has what an assumption names; else the outermost.
    fn level_of(&self, target: &ast::Expr, rows: &Rows) -> Option<EntityId> {
        let mut name = None;
        super::define::ast_names(target, &mut |it| {
            name.get_or_insert(it);
        });
        let first = match &target.kind {
            ast::ExprKind::Dot(base, _) => match &base.kind {
                ast::ExprKind::Name(set) => Some(set.as_str()),
                _ => None,
            },
            _ => name,
        };
        let levels = || rows.all.iter().map(|row| row.entity);
        let has = |it: &EntityId| {
            first.is_some_and(|name| self.attribute(name, Level::Row(*it)).is_some())
        };
        levels().find(has).or_else(|| levels().next())
    }

    /// Whether rows like the first are the home of rows like the second.
    fn is_home(&self, above: &Fixture, it: &Fixture) -> bool {
        let entity = self.names.entities.get(&it.entity.node);
        let entity = entity.and_then(|it| self.program.entities.get(it.index()));
        let home = entity.and_then(|it| it.parent).map(|(home, _)| home);
        home.is_some_and(|home| self.entity_name(home) == above.entity.node)
    }

    /// Reports a row that is not indented under the row above that is its home.
    fn beside(&mut self, it: &Fixture, above: Option<&Fixture>) {
        let Some(above) = above.filter(|above| self.is_home(above, it)) else {
            return;
        };
        let mut finding = Diagnostic::at(&codes::NOT_NESTED, it.entity.span)
            .with("entity", &it.entity.node)
            .with("parent", &above.entity.node)
            .help("help.beside");
        finding.labels = vec![Label {
            span: it.entity.span,
            slot: "label.beside",
        }];
        self.report(if it.children.is_empty() {
            let start = Span::new(it.span.start, it.span.start);
            finding.fix(start, "  ")
        } else {
            finding
        });
    }

    fn fixture(&mut self, it: &Fixture, parent: Option<(usize, EntityId)>, rows: &mut Rows) {
        let Some(entity) = self.entity_named(&it.entity) else {
            return;
        };
        if let Some((_, above)) = parent {
            let home = self
                .program
                .entities
                .get(entity.index())
                .and_then(|it| it.parent)
                .map(|(home, _)| home);
            if home != Some(above) {
                let finding = Diagnostic::at(&codes::NOT_NESTED, it.entity.span)
                    .with("entity", &it.entity.node)
                    .with("parent", self.entity_name(above));
                self.report(finding);
                return;
            }
        }
        let mut cells = rows.defaults.get(&entity).cloned().unwrap_or_default();
        cells.extend(self.cells(&it.values, entity));
        let cells = Arc::new(cells);
        let count = it.count.map_or(1, |count| count.node) as usize;
        if rows.all.len().saturating_add(count) > MOST_ROWS {
            self.report(Diagnostic::at(&codes::TOO_MANY_ROWS, it.span).with("most", MOST_ROWS));
            return;
        }
        if let Some(name) = &it.name {
            if let (Some(count), true) = (it.count, count != 1) {
                self.report(
                    Diagnostic::at(&codes::NAMED_ROWS, name.span).with("count", count.node),
                );
            }
            if let Some((_, first)) = rows.named.get(&name.node) {
                let finding =
                    Diagnostic::at(&names::DUPLICATE_NAME, name.span).with("name", &name.node);
                self.report(
                    finding
                        .with_noun("kind", "a row of this test")
                        .label(*first, "label.first"),
                );
            } else {
                rows.named
                    .insert(name.node.clone(), (rows.all.len(), name.span));
            }
        }
        for _ in 0..count {
            let place = rows.all.len();
            rows.all.push(TestRow {
                entity,
                parent: parent.map(|(row, _)| row),
                cells: Arc::clone(&cells),
                span: it.span,
            });
            for child in &it.children {
                self.fixture(child, Some((place, entity)), rows);
            }
        }
    }

    fn cells(&mut self, values: &[Assignment], entity: EntityId) -> Cells {
        let mut cells = Cells::new();
        let mut seen: BTreeMap<FieldId, Span> = BTreeMap::new();
        for it in values {
            let Some(field) = self.assigned_field(&it.field, entity) else {
                continue;
            };
            if let Some(first) = seen.insert(field, it.field.span) {
                let finding = Diagnostic::at(&codes::ASSIGNED_TWICE, it.field.span)
                    .with("name", &it.field.node);
                self.report(finding.label(first, "label.first"));
                continue;
            }
            if let Ok(value) = self.cell_value(it, field) {
                cells.insert(field, value);
            }
        }
        cells
    }

    fn assigned_field(&mut self, name: &ast::Name, entity: EntityId) -> Option<FieldId> {
        match self.attribute(&name.node, Level::Row(entity)) {
            Some(Attribute::Field(id) | Attribute::Link(id, _)) => return Some(id),
            Some(_) => {
                let finding =
                    Diagnostic::at(&codes::COMPUTED_ASSIGNED, name.span).with("name", &name.node);
                self.report(finding);
            }
            None if self.poisoned.contains(&name.node) => {}
            None => {
                let fields: Vec<String> = self
                    .attributes_of(entity)
                    .filter(|(_, it)| matches!(it, Attribute::Field(_)))
                    .map(|(name, _)| name.clone())
                    .collect();
                let near =
                    crate::diagnostic::suggest::near(&name.node, fields.iter().map(String::as_str));
                let finding = Diagnostic::at(&names::UNKNOWN_NAME, name.span)
                    .with("name", &name.node)
                    .with_words("place", {
                        let entity = self.entity_name(entity);
                        (
                            format!("among the fields of `{entity}`"),
                            format!("di antara kolom `{entity}`"),
                        )
                    });
                self.report(super::scope::suggested(finding, name.span, near));
            }
        }
        None
    }

    /// The value of a cell: `Some(None)` is a blank.
    fn cell_value(&mut self, it: &Assignment, id: FieldId) -> Result<Option<Constant>, Reported> {
        let field = self.program.fields.get(id.index()).ok_or(Reported)?;
        let (ty, blank, name) = (field.ty, field.blank.clone(), field.about.name.clone());
        let missing = matches!(
            &it.value,
            None | Some(ast::Expr {
                kind: ast::ExprKind::Missing,
                ..
            })
        );
        if missing {
            if matches!(blank, Blank::Rejected) {
                self.report(Diagnostic::at(&codes::MISSING_REQUIRED, it.span).with("name", name));
                return Err(Reported);
            }
            return Ok(None);
        }
        let value = it.value.as_ref().ok_or(Reported)?;
        if let (Blank::Means { marker, .. }, ast::ExprKind::Name(word)) = (&blank, &value.kind)
            && word == marker
        {
            return Ok(None);
        }
        let constant = self.constant(value, ty).ok_or(Reported)?;
        if let Constant::Text(text) = &constant
            && !self.fits_pattern(text, id, value.span).ok_or(Reported)?
        {
            return Ok(None);
        }
        self.in_field_range(&constant, id, value.span)
            .ok_or(Reported)?;
        Ok(Some(constant))
    }

    /// Whether a text fits the field's pattern; where it does not, it is read as unknown, or such a
    /// row would be rejected.
    fn fits_pattern(&mut self, text: &str, id: FieldId, span: Span) -> Option<bool> {
        let field = self.program.fields.get(id.index())?;
        let Some((pattern, otherwise_unknown)) = &field.matching else {
            return Some(true);
        };
        // A pattern that cannot be read is reported where it stands.
        let whole = self.patterns.entry(id);
        let whole = whole.or_insert_with(|| regex::Regex::new(&format!("^(?:{pattern})$")).ok());
        if whole.as_ref()?.is_match(text) {
            return Some(true);
        }
        if *otherwise_unknown {
            return Some(false);
        }
        let finding = Diagnostic::at(&codes::BREAKS_PATTERN, span).with("name", &field.about.name);
        let finding = finding.with("pattern", pattern);
        self.report(finding);
        None
    }

    fn in_field_range(&mut self, value: &Constant, id: FieldId, span: Span) -> Option<()> {
        let field = self.program.fields.get(id.index())?;
        let Some(range) = &field.range else {
            return Some(());
        };
        let below = range
            .low
            .as_ref()
            .and_then(|low| order(value, low))
            .is_some_and(std::cmp::Ordering::is_lt);
        let above = range
            .high
            .as_ref()
            .and_then(|high| order(value, high))
            .is_some_and(|it| it.is_gt() || range.exclusive && it.is_eq());
        if below || above {
            let word = |end: &Option<Constant>| {
                end.as_ref()
                    .map_or(String::new(), |end| self.constant_word(end, field.ty))
            };
            let dots = if range.exclusive { " ..< " } else { ".." };
            let shown = format!("{}{dots}{}", word(&range.low), word(&range.high));
            let name = field.about.name.clone();
            self.report(
                Diagnostic::at(&codes::OUT_OF_RANGE, span)
                    .with("name", name)
                    .with("range", shown),
            );
            return None;
        }
        Some(())
    }

    fn expect(&mut self, it: &ast::Expect, rows: &Rows) -> Option<TestExpect> {
        let mut mentioned: Vec<String> = Vec::new();
        named_rows(&it.condition, &mut |name| {
            if rows.named.contains_key(name) && !mentioned.iter().any(|it| it == name) {
                mentioned.push(name.to_owned());
            }
        });
        if mentioned.len() > 1 {
            return self.between_rows(it, rows);
        }
        let alias = mentioned.pop();
        let row = alias
            .as_ref()
            .and_then(|name| rows.named.get(name))
            .map_or(0, |(row, _)| *row);
        let entity = rows.all.get(row)?.entity;
        if alias.is_none() && self.report_unnamed_row(it, entity, rows) {
            return None;
        }
        let scope = expecting(it, alias, entity);
        let condition = self.condition(&it.condition, &scope)?;
        let sides = sides(&condition);
        Some(TestExpect {
            row,
            other: None,
            condition,
            sides,
            span: it.span,
        })
    }
}

impl Checker<'_> {
    /// An expectation on what rows below the outermost have, of which none is named.
    fn report_unnamed_row(&mut self, it: &ast::Expect, outermost: EntityId, rows: &Rows) -> bool {
        let asked = match &it.condition.kind {
            ast::ExprKind::Compare(_, left, _) | ast::ExprKind::Is { value: left, .. } => left,
            _ => &it.condition,
        };
        let name = match &asked.kind {
            ast::ExprKind::Name(name) => name,
            ast::ExprKind::Dot(base, _) => match &base.kind {
                ast::ExprKind::Name(name) => name,
                _ => return false,
            },
            _ => return false,
        };
        let has = |level: EntityId| self.attribute(name, Level::Row(level)).is_some();
        let mut levels = rows.all.iter().map(|row| row.entity);
        let Some(below) = levels.find(|it| has(*it)).filter(|_| !has(outermost)) else {
            return false;
        };
        let entity = self.entity_name(below);
        let finding = Diagnostic::at(&codes::WRONG_LEVEL, asked.span)
            .with("name", name)
            .with("level", self.entity_name(outermost))
            .with("row", format!("{entity} ani"))
            .with("asked", format!("ani.{}", self.written(asked.span)))
            .with("entity", entity);
        self.report(finding.help("help.row"));
        true
    }

    /// `expect ani.share < budi.share`: a comparison whose sides are about different rows.
    fn between_rows(&mut self, it: &ast::Expect, rows: &Rows) -> Option<TestExpect> {
        let ast::ExprKind::Compare(op, left, right) = &it.condition.kind else {
            self.report(Diagnostic::at(&codes::EXPECT_ROWS, it.condition.span));
            return None;
        };
        let (Some(left_row), Some(right_row)) = (one_row(left, rows), one_row(right, rows)) else {
            self.report(Diagnostic::at(&codes::EXPECT_ROWS, it.condition.span));
            return None;
        };
        let mut side = |expr: &ast::Expr, (alias, row): &(Option<String>, usize), want| {
            let entity = rows.all.get(*row)?.entity;
            let scope = expecting(it, alias.clone(), entity);
            self.expr(expr, &scope, want)
        };
        let left = side(left, &left_row, None)?;
        let right = side(right, &right_row, Some(left.ty))?;
        let condition = self.comparison(*op, left, right, it.condition.span)?;
        let sides = sides(&condition);
        if sides.is_none() {
            self.report(Diagnostic::at(&codes::EXPECT_ROWS, it.condition.span));
            return None;
        }
        Some(TestExpect {
            row: left_row.1,
            other: Some(right_row.1),
            condition,
            sides,
            span: it.span,
        })
    }
}

/// Where an expectation stands: in a cell of a table, amounts take the period of their column.
fn expecting(it: &ast::Expect, alias: Option<String>, entity: EntityId) -> Scope {
    let scope = Scope {
        alias,
        ..Scope::row(entity)
    };
    if it.is_cell { scope.declared() } else { scope }
}

/// The one row that an expression is about, the outermost where it names none; `None` for several.
fn one_row(expr: &ast::Expr, rows: &Rows) -> Option<(Option<String>, usize)> {
    let mut found: Vec<(Option<String>, usize)> = Vec::new();
    named_rows(expr, &mut |name| {
        if let Some((row, _)) = rows.named.get(name)
            && !found.iter().any(|(_, known)| known == row)
        {
            found.push((Some(name.to_owned()), *row));
        }
    });
    match found.len() {
        0 => Some((None, 0)),
        1 => found.pop(),
        _ => None,
    }
}

/// The two sides of a comparison, for the message.
fn sides(condition: &Expr) -> Option<(Expr, Expr)> {
    match &condition.kind {
        ExprKind::Compare(_, left, right) => Some(((**left).clone(), (**right).clone())),
        _ => None,
    }
}

/// Calls `visit` for the first name of each path in an expression.
fn named_rows<'e>(expr: &'e ast::Expr, visit: &mut dyn FnMut(&'e str)) {
    if let ast::ExprKind::Dot(base, _) = &expr.kind
        && let ast::ExprKind::Name(name) = &base.kind
    {
        visit(name);
    }
    super::define::ast_parts(expr, &mut |part| named_rows(part, visit));
}
