//! Tests spelled out: what `like` takes from an example, and one test for each case of a table.

use super::scope::Level;
use super::{Checker, Earlier};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::diagnostic::suggest::{Near, near};
use crate::source::Span;
use crate::syntax::ast::{
    self, Assignment, Cell, CellKind, CellTest, CompareOp, DeclarationKind, Expect, Expr, ExprKind,
    Fixture, InSet, Test, TestCase, TestTable,
};

impl Checker<'_> {
    /// The test with all that it takes from its example, and from that one's.
    pub(super) fn with_example(&mut self, it: &Test) -> Option<Test> {
        let mut whole = it.clone();
        let mut path: Vec<(String, Span)> = Vec::new();
        while let Some(like) = whole.like.take() {
            let Some(example) = self.example_of(&like.node) else {
                self.report_unknown_example(&like.node, like.span);
                return None;
            };
            let again = path.iter().position(|(title, _)| *title == like.node);
            if let Some(from) = again {
                // From the first by title, so that a circle is told once wherever one enters it.
                let mut circle = path.split_off(from);
                let first = (0..circle.len()).min_by_key(|place| circle.get(*place).cloned());
                circle.rotate_left(first.unwrap_or(0));
                self.report_cycle(&circle);
                return None;
            }
            path.push((like.node.clone(), example.title.span));
            whole = start_from(&example, whole);
        }
        Some(whole)
    }

    fn example_of(&self, title: &str) -> Option<Test> {
        self.declarations().find_map(|(_, it)| match &it.kind {
            DeclarationKind::Test(test) if test.is_example && test.title.node == title => {
                Some(test.clone())
            }
            _ => None,
        })
    }

    fn report_unknown_example(&mut self, title: &str, at: Span) {
        let titles: Vec<String> = self
            .declarations()
            .filter_map(|(_, it)| match &it.kind {
                DeclarationKind::Test(test) if test.is_example => Some(test.title.node.clone()),
                _ => None,
            })
            .collect();
        let near = near(title, titles.iter().map(String::as_str));
        let finding = Diagnostic::at(&names::UNKNOWN_EXAMPLE, at).with("name", title);
        let quoted = near.map(|it| Near {
            word: format!("\"{}\"", it.word),
            ..it
        });
        self.report(match &quoted {
            Some(near) => finding
                .with("suggestion", near.word.trim_matches('"'))
                .help("help.suggest")
                .fix_near(at, near),
            None => finding,
        });
    }

    /// One test for each case of the table.
    pub(super) fn cases_of(&mut self, it: &Test, table: &TestTable) -> Vec<Test> {
        let names = self.case_names(it, table);
        let mut tests = Vec::new();
        for (number, case) in (1..).zip(&table.rows) {
            let mut test = it.clone();
            test.table = None;
            let mut inputs = table.inputs.iter().zip(&case.inputs);
            let name = if names { inputs.next() } else { None };
            test.title.node = match name {
                Some((
                    _,
                    Some(Expr {
                        kind: ExprKind::Text(name),
                        ..
                    }),
                )) => {
                    format!("{}: {name}", it.title.node)
                }
                _ => format!("{}: {number}", it.title.node),
            };
            let given = inputs.filter_map(|(field, value)| {
                let value = value.clone()?;
                Some(Assignment {
                    field: field.clone(),
                    span: value.span,
                    value: (value.kind != ExprKind::Missing).then_some(value),
                })
            });
            if let Some(outermost) = test.fixtures.first_mut() {
                assign(&mut outermost.values, given);
            }
            test.expects.extend(expected(table, case));
            tests.push(test);
        }
        tests
    }

    /// Whether the first column names the cases: texts under a word that is no field.
    fn case_names(&self, it: &Test, table: &TestTable) -> bool {
        let (Some(head), Some(outermost)) = (table.inputs.first(), it.fixtures.first()) else {
            return false;
        };
        let entity = self.names.entities.get(&outermost.entity.node);
        let is_field =
            entity.is_some_and(|it| self.attribute(&head.node, Level::Row(*it)).is_some());
        let is_text = |case: &TestCase| {
            let first = case.inputs.first().and_then(Option::as_ref);
            first.is_none_or(|it| matches!(it.kind, ExprKind::Text(_)))
        };
        !is_field && table.rows.iter().all(is_text)
    }

    /// A test that expects nothing, or has nothing to expect it of.
    pub(super) fn report_empty(&mut self, it: &Test) {
        if it.fixtures.is_empty() {
            self.report(Diagnostic::at(&codes::TEST_WITHOUT_ROWS, it.title.span));
        }
        // What could not be read may be what it expects.
        if it.expects.is_empty() && self.earlier == Earlier::Sound {
            self.report(Diagnostic::at(&codes::TEST_WITHOUT_EXPECT, it.title.span));
        }
    }
}

/// What a test makes of its example: its own lines change those of the same name, and its line of
/// the outermost row changes that row.
fn start_from(example: &Test, own: Test) -> Test {
    let mut whole = example.clone();
    whole.each.extend(own.each);
    whole.assumes.extend(own.assumes);
    for fixture in own.fixtures {
        change(&mut whole.fixtures, fixture, true);
    }
    Test {
        title: own.title,
        on: own.on.or(whole.on),
        expects: own.expects,
        is_example: own.is_example,
        table: own.table,
        ..whole
    }
}

/// Puts a line of a test into the lines of its example.
fn change(lines: &mut Vec<Fixture>, own: Fixture, outermost: bool) {
    let place = match &own.name {
        Some(name) => named(lines, &name.node),
        None if outermost && own.count.is_none() => one_of(lines, &own.entity.node),
        None => None,
    };
    let Some(line) = place else {
        lines.push(own);
        return;
    };
    assign(&mut line.values, own.values.into_iter());
    for child in own.children {
        change(&mut line.children, child, false);
    }
}

/// The line of an entity, which is the outermost one or the only one below it.
fn one_of<'f>(lines: &'f mut [Fixture], entity: &str) -> Option<&'f mut Fixture> {
    let place = lines.iter().position(|it| it.entity.node == entity);
    if let Some(place) = place {
        return lines.get_mut(place);
    }
    let holds = |it: &Fixture| rows_of(std::slice::from_ref(it), entity) == 1;
    if rows_of(lines, entity) != 1 {
        return None;
    }
    let line = lines.iter_mut().find(|it| holds(it))?;
    one_of(&mut line.children, entity)
}

/// How many rows of an entity the lines stand for; those of a line with a count are several.
fn rows_of(lines: &[Fixture], entity: &str) -> u64 {
    let of = |it: &Fixture| {
        let count = it.count.map_or(1, |count| u64::from(count.node));
        let own = u64::from(it.entity.node == entity);
        count.saturating_mul(own.saturating_add(rows_of(&it.children, entity)))
    };
    lines.iter().map(of).fold(0, u64::saturating_add)
}

/// The line of a name, at any depth.
fn named<'f>(lines: &'f mut [Fixture], name: &str) -> Option<&'f mut Fixture> {
    lines.iter_mut().find_map(|line| {
        if line.name.as_ref().is_some_and(|it| it.node == name) {
            Some(line)
        } else {
            named(&mut line.children, name)
        }
    })
}

/// Gives fields their values, those given before left out.
fn assign(values: &mut Vec<Assignment>, given: impl Iterator<Item = Assignment>) {
    for own in given {
        match values.iter_mut().find(|it| it.field.node == own.field.node) {
            Some(value) => *value = own,
            None => values.push(own),
        }
    }
}

/// What a case expects: each cell that says something, of what stands above it.
fn expected(table: &TestTable, case: &TestCase) -> Vec<Expect> {
    let cells = table.outputs.iter().zip(&case.outputs);
    let expect = |(header, cell): (&Expr, &Cell)| {
        Some(Expect {
            condition: asked(header, cell)?,
            is_cell: true,
            span: cell.span,
        })
    };
    cells.filter_map(expect).collect()
}

/// A cell as a condition on its header; nothing for `-`.
fn asked(header: &Expr, cell: &Cell) -> Option<Expr> {
    let span = cell.span;
    let any = |tests: &[CellTest]| match tests {
        [one] => one_test(header, one, span),
        tests => {
            let all = tests.iter().map(|it| one_test(header, it, span)).collect();
            Expr {
                kind: ExprKind::Or(all),
                span,
            }
        }
    };
    match &cell.kind {
        CellKind::Any => None,
        CellKind::Missing => Some(is_missing(header, span)),
        CellKind::OneOf(tests) => Some(any(tests)),
        CellKind::NoneOf(tests) => Some(Expr {
            kind: ExprKind::Not(Box::new(any(tests))),
            span,
        }),
    }
}

fn one_test(header: &Expr, test: &CellTest, span: Span) -> Expr {
    if let CellTest::Value(value) = test
        && matches!(value.kind, ExprKind::Missing)
    {
        return is_missing(header, span);
    }
    let header = Box::new(header.clone());
    let kind = match test {
        CellTest::Value(value) => {
            ExprKind::Compare(CompareOp::Equal, header, Box::new(value.clone()))
        }
        CellTest::Compare(op, value) => ExprKind::Compare(*op, header, Box::new(value.clone())),
        CellTest::Range(range) => ExprKind::In {
            value: header,
            set: InSet::Range(ast::Range::clone(range)),
            negated: false,
        },
    };
    Expr { kind, span }
}

fn is_missing(header: &Expr, span: Span) -> Expr {
    let kind = ExprKind::Is {
        value: Box::new(header.clone()),
        missing: true,
        negated: false,
    };
    Expr { kind, span }
}
