//! Tests: the day, the fixture's rows, what is expected.

use super::node::Node;
use super::{Form, Reader, Rule, Text};
use crate::source::Spanned;
use crate::syntax::ast::{Assignment, Common, EachRow, Expect, ExprKind, Fixture, Test};
use crate::syntax::rows::{Block, Row};
use crate::words;

/// Rows of a test that this version does not know yet.
const LATER: &[&str] = &["like", "assume"];

impl<'a> Reader<'a> {
    pub(super) fn test(&self, block: &Block, rest: Text<'a>, common: &mut Common) -> Option<Test> {
        let form = Form {
            what: "test",
            sample: "test \"keluarga tepat di garis\"",
        };
        let head = self.read(Rule::head_test, rest, form)?;
        let title = self.string_in(&head)?;
        if let Some(each_row) = head.get(Rule::kw_each_row) {
            self.not_yet("each row", each_row.span());
            return None;
        }
        let (each, fixtures, expects) = (Vec::new(), Vec::new(), Vec::new());
        let mut test = Test {
            title,
            on: None,
            each,
            fixtures,
            expects,
        };
        for row in &block.head.children {
            if !self.common(row, common) {
                self.test_row(row, &mut test);
            }
        }
        Some(test)
    }

    fn test_row(&self, row: &Row, test: &mut Test) {
        let text = self.text(row);
        if let Some(lead) = words::lead(text.text, LATER) {
            return self.not_yet(lead.english, self.head_span(text, lead.len));
        }
        let lead = words::lead(text.text, &["on", "each", "expect"]);
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
            Some(("each", rest)) => test.each.extend(self.each_row(rest, text)),
            Some((_, rest)) => test.expects.extend(self.expect(rest, text)),
            None => test.fixtures.extend(self.fixture(row)),
        }
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
        let form = Form {
            what: "expect",
            sample: "expect pkh.status = granted",
        };
        let node = self.read(Rule::row_expression, rest, form)?;
        Some(Expect {
            condition: self.value_of(&node, rest),
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
