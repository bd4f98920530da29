//! Tests, examples and the changes of scenarios as parts.

use super::outline::{Part, inside};
use super::report::{Kind, Part as P};
use super::text::{Printer, joined, quoted, sources};
use crate::syntax::ast::{
    Amend, AmendRule, AmendTarget, Assignment, Assume, Declaration, DeclarationKind, EachRow,
    Expect, Expr, Fixture, Set, Test, TestCase, TestTable,
};

impl Printer<'_> {
    pub(super) fn test(&self, it: &Test) -> Vec<Part> {
        let Test {
            title: _,
            on,
            each,
            fixtures,
            expects,
            is_example: _,
            like,
            assumes,
            table,
        } = it;
        let mut parts = Vec::new();
        parts.extend(on.iter().map(|on| Part::new(P::On, on.node.to_string())));
        parts.extend(like.iter().map(|it| Part::new(P::Like, quoted(&it.node))));
        for row in each {
            let EachRow {
                entity,
                values,
                span: _,
            } = row;
            let values = self.assignments(values);
            let text = format!("{} {values}", self.name(&entity.node));
            parts.push(Part::new(P::Each, text));
        }
        for assume in assumes {
            let Assume {
                target,
                value,
                span: _,
            } = assume;
            let text = format!(
                "{} = {}",
                self.expression(target),
                self.given(value.as_ref())
            );
            parts.push(Part::new(P::Assume, text));
        }
        for fixture in fixtures {
            self.fixture(fixture, 0, &mut parts);
        }
        for expect in expects {
            let Expect {
                condition,
                is_cell: _,
                span: _,
            } = expect;
            parts.push(Part::new(P::Expect, self.expression(condition)));
        }
        if let Some(table) = table {
            self.cases(table, &mut parts);
        }
        parts
    }

    fn fixture(&self, it: &Fixture, depth: usize, parts: &mut Vec<Part>) {
        let Fixture {
            count,
            entity,
            name,
            values,
            children,
            span: _,
        } = it;
        let count = count.map_or_else(String::new, |it| it.node.to_string());
        let name = name.as_ref().map_or("", |it| it.node.as_str());
        let head = [count.as_str(), &self.name(&entity.node), name];
        let text = joined([joined(head).as_str(), &self.assignments(values)]);
        parts.push(Part::new(
            P::Fixture,
            format!("{}{text}", "  ".repeat(depth)),
        ));
        for child in children {
            self.fixture(child, depth + 1, parts);
        }
    }

    fn cases(&self, table: &TestTable, parts: &mut Vec<Part>) {
        let TestTable {
            inputs,
            outputs,
            rows,
        } = table;
        let inputs: Vec<String> = inputs.iter().map(|it| self.name(&it.node)).collect();
        let columns = format!("{} || {}", inputs.join(", "), self.list(outputs));
        parts.push(Part::new(P::Columns, columns));
        for case in rows {
            let TestCase {
                inputs,
                outputs,
                span: _,
            } = case;
            let given = inputs.iter().map(|it| match it {
                Some(value) => self.expression(value),
                None => "-".to_owned(),
            });
            let expected: Vec<String> = outputs.iter().map(|it| self.cell(it)).collect();
            let given: Vec<String> = given.collect();
            let part = Part::new(P::Row, expected.join(" | "));
            parts.push(part.key(given.join(" | ")));
        }
    }

    fn assignments(&self, all: &[Assignment]) -> String {
        let one = |it: &Assignment| {
            let Assignment {
                field,
                value,
                span: _,
            } = it;
            format!(
                "{} = {}",
                self.name(&field.node),
                self.given(value.as_ref())
            )
        };
        all.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn given(&self, value: Option<&Expr>) -> String {
        value.map_or_else(|| self.word("missing").to_owned(), |it| self.expression(it))
    }

    /// `set poverty_line = poverty_line * 110%`.
    pub(super) fn set(&self, set: &Set) -> Part {
        let Set {
            name,
            part,
            keys,
            from,
            value,
            of,
            months,
            sources: all,
            span: _,
        } = set;
        let mut target = self.name(&name.node);
        if let Some(part) = part {
            target.push_str(&format!(".{}", self.part_name(&name.node, &part.node)));
        }
        if let Some(keys) = keys {
            target.push_str(&format!("[{}]", self.list(keys)));
        }
        if let Some(from) = from {
            target.push_str(&format!(" {} {}", self.word("from"), from.node));
        }
        let mut text = self.expression(value);
        if let Some(of) = of {
            text.push_str(&format!(" {} {}", self.of_rows(), self.name(&of.node)));
        }
        if let Some(months) = months {
            let (of, word) = (self.word("for"), self.word("months"));
            text.push_str(&format!(" {of} {} {word}", self.expression(months)));
        }
        Part::new(P::Set, text).key(target).words(sources(all))
    }

    fn amended_rule(&self, rule: &AmendRule) -> Vec<Part> {
        let AmendRule {
            replace,
            add,
            hit_policy,
        } = rule;
        let mut parts = self.parts(replace);
        let added = add.iter().flat_map(|it| self.parts(it));
        parts.extend(added.map(|it| inside(self.word("add"), it)));
        parts.extend(hit_policy.iter().map(|it| self.hit_policy(it)));
        parts
    }

    /// The parts of an amendment inside a scenario.
    pub(super) fn amendment(&self, it: &Declaration) -> Vec<Part> {
        let DeclarationKind::Amend(Amend { target, name }) = &it.kind else {
            return Vec::new();
        };
        let kind = match target {
            AmendTarget::Parameter { .. } => Kind::Parameter.word(),
            AmendTarget::Aid { .. } => Kind::Aid.word(),
            AmendTarget::Rule(rule) => self.kind(&rule.replace).map_or("", Kind::word),
        };
        let in_force = it.common.in_force;
        let from = in_force.map_or_else(String::new, |it| {
            format!("{} {}", self.word("in force"), it.from.node)
        });
        let name = self.name(&name.node);
        let head = joined([self.word("amend"), self.word(kind), &name, &from]);
        let parts: Vec<Part> = match target {
            AmendTarget::Parameter { values, files } => {
                let files = files.iter().map(|it| Self::file("", it));
                let values = values.iter().flat_map(|it| self.dated(it));
                files.chain(values).collect()
            }
            AmendTarget::Aid { replace, add } => {
                let mut parts: Vec<Part> = replace.iter().map(|it| self.clause(it)).collect();
                let add = add.iter().map(|it| self.clause(it));
                parts.extend(add.map(|it| inside(self.word("add"), it)));
                parts
            }
            AmendTarget::Rule(rule) => self.amended_rule(rule),
        };
        parts.into_iter().map(|it| inside(&head, it)).collect()
    }
}
