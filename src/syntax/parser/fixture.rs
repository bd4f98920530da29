//! Tests: the day, the fixture's rows, what is expected.

use super::node::Node;
use super::{Form, Reader, Rule, Text};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Spanned;
use crate::syntax::ast::{
    Assignment, Assume, Common, EachRow, Expect, Expr, ExprKind, Fixture, Test,
};
use crate::syntax::rows::{Block, Row};
use crate::words;

impl<'a> Reader<'a> {
    pub(super) fn test(&self, block: &Block, rest: Text<'a>, common: &mut Common) -> Option<Test> {
        let form = Form {
            what: "test",
            sample: "test \"keluarga tepat di garis\"",
        };
        let head = self.read(Rule::head_test, rest, form)?;
        let mut test = Test {
            title: self.string_in(&head)?,
            on: None,
            each: Vec::new(),
            fixtures: Vec::new(),
            expects: Vec::new(),
            is_example: false,
            like: None,
            assumes: Vec::new(),
            table: None,
        };
        let each_row = head.get(Rule::kw_each_row).map(|word| word.span());
        let mut cases: Vec<&Row> = Vec::new();
        for row in &block.head.children {
            if self.text(row).text.starts_with('|') {
                cases.push(row);
            } else if !self.common(row, common) {
                self.test_row(row, &mut test);
            }
        }
        self.cases(each_row, &cases, &mut test);
        Some(test)
    }

    /// `example "keluarga dasar"`: what a test says, but for what is expected.
    pub(super) fn example(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Test> {
        let mut example = self.test(block, rest, common)?;
        example.is_example = true;
        if let Some(expect) = example.expects.first() {
            self.report(Diagnostic::at(&codes::EXAMPLE_EXPECTS, expect.span));
        }
        Some(example)
    }

    fn test_row(&self, row: &Row, test: &mut Test) {
        let text = self.text(row);
        let lead = words::lead(text.text, &["on", "each", "expect", "like", "assume"]);
        match lead.map(|lead| (lead.english, text.after(lead.len))) {
            Some(("on", rest)) => {
                let form = Form {
                    what: "on",
                    sample: "on 2023-06-01",
                };
                let node = self.read(Rule::row_date, rest, form);
                test.on = node
                    .and_then(|node| node.get(Rule::date))
                    .and_then(|date| self.date(&date));
            }
            Some(("like", rest)) => {
                let form = Form {
                    what: "like",
                    sample: "like \"keluarga dasar\"",
                };
                let node = self.read(Rule::row_like, rest, form);
                test.like = node
                    .and_then(|node| self.string_in(&node))
                    .or(test.like.take());
            }
            Some(("assume", rest)) => test.assumes.extend(self.assume(rest, text)),
            Some(("each", rest)) => test.each.extend(self.each_row(rest, text)),
            Some((_, rest)) => test.expects.extend(self.expect(rest, text)),
            None => test.fixtures.extend(self.fixture(row)),
        }
    }

    /// `assume per_capita = Rp 300_000 per month`.
    fn assume(&self, rest: Text<'a>, text: Text<'a>) -> Option<Assume> {
        let form = Form {
            what: "assume",
            sample: "assume per_capita = Rp 300_000 per month",
        };
        let node = self.read(Rule::row_assume, rest, form)?;
        let name = node.get(Rule::any_name)?.name();
        let mut target = Expr {
            span: name.span,
            kind: ExprKind::Name(name.node),
        };
        for dot in node.all(Rule::op_dot) {
            let part = dot.get(Rule::any_name)?.name();
            let span = target.span.to(part.span);
            let kind = ExprKind::Dot(Box::new(target), part);
            target = Expr { kind, span };
        }
        let value = self.value_of(&node, rest);
        Some(Assume {
            target,
            value: (value.kind != ExprKind::Missing).then_some(value),
            span: self.span(text),
        })
    }

    fn each_row(&self, rest: Text<'a>, text: Text<'a>) -> Option<EachRow> {
        let form = Form {
            what: "each",
            sample: "each member job_status = none, school = none",
        };
        let node = self.read(Rule::row_each, rest, form)?;
        let entity = node.get(Rule::name)?.name();
        Some(EachRow {
            entity,
            values: self.assignments(&node),
            span: self.span(text),
        })
    }

    fn expect(&self, rest: Text<'a>, text: Text<'a>) -> Option<Expect> {
        let several = rest.text.contains(',') && !rest.text.contains(['(', '"']);
        let form = Form {
            what: "expect",
            sample: match several {
                true => "expect pkh.status in (granted, waitlisted)",
                false => "expect pkh.status = granted",
            },
        };
        let node = self.read(Rule::row_expression, rest, form)?;
        Some(Expect {
            condition: self.value_of(&node, rest),
            is_cell: false,
            span: self.span(text),
        })
    }

    /// `3 member ani relation = child` and the rows under it.
    fn fixture(&self, row: &Row) -> Option<Fixture> {
        let text = self.text(row);
        let form = Form {
            what: "fixture row",
            sample: "member ani relation = child, birth_date = 2015-01-01",
        };
        let node = self.read(Rule::row_fixture, text, form)?;
        let count = node
            .get(Rule::number)
            .and_then(|number| self.whole(&number));
        let entity = node.get(Rule::name)?.name();
        let name = node
            .get(Rule::fixture_name)
            .and_then(|it| it.get(Rule::name))
            .map(|name| name.name());
        let children = row
            .children
            .iter()
            .filter_map(|child| self.fixture(child))
            .collect();
        let span = self.span(text);
        Some(Fixture {
            count: count.map(|it| Spanned::new(it.node, it.span)),
            entity,
            name,
            values: self.assignments(&node),
            children,
            span,
        })
    }

    fn assignments(&self, node: &Node<'_>) -> Vec<Assignment> {
        let Some(list) = node.get(Rule::assignments) else {
            return Vec::new();
        };
        let read = |assignment: Node<'_>| {
            let field = assignment.get(Rule::any_name)?.name();
            let value = self.expression(&assignment.get(Rule::sum)?);
            let value = (value.kind != ExprKind::Missing).then_some(value);
            Some(Assignment {
                field,
                value,
                span: assignment.span(),
            })
        };
        list.all(Rule::assignment).filter_map(read).collect()
    }
}
