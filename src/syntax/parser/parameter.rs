//! Parameters: keys, and values by date.

use super::node::Node;
use super::{Form, Reader, Rule, Text, literal};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::syntax::ast::{
    Common, DatedValue, KeyPattern, KeyedValue, Parameter, ParameterKey, ParameterValue, TypeExpr,
    TypeKind,
};
use crate::syntax::rows::{Block, Row};
use crate::words;

impl<'a> Reader<'a> {
    pub(super) fn parameter(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Parameter> {
        let sample = "parameter poverty_line \"Garis kemiskinan\" : money per month";
        let head = self.read(
            Rule::head_parameter,
            rest,
            Form {
                what: "parameter",
                sample,
            },
        );
        let head = head.or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let name = head.get(Rule::name)?.name();
        let ty = head.get(Rule::type_expr).map(|ty| literal::type_expr(&ty));
        let ty = ty.unwrap_or(TypeExpr {
            kind: TypeKind::Broken,
            span: name.span,
        });
        let keys = head
            .get(Rule::parameter_keys)
            .map_or_else(Vec::new, |keys| self.parameter_keys(&keys));
        let mut values = Vec::new();
        for row in &block.head.children {
            if self.text(row).text.starts_with('|') {
                self.not_yet("| … |", self.row_span(row));
            } else if let Some(clause) =
                self.clause_or_common(row, "parameter", &["from"], &["from file"], common)
            {
                values.extend(self.dated_value(row, clause.rest));
            }
        }
        Some(Parameter {
            name,
            label: self.label(&head),
            keys,
            ty,
            values,
        })
    }

    fn parameter_keys(&self, node: &Node<'_>) -> Vec<ParameterKey> {
        let key = |node: Node<'_>| {
            let range = node
                .get(Rule::range)
                .map(|range| self.range_or_value(&range).0);
            Some(ParameterKey {
                name: node.get(Rule::name)?.name(),
                range,
            })
        };
        node.all(Rule::parameter_key).filter_map(key).collect()
    }

    /// `from DATE [until DATE] = VALUE`, or keyed rows under it. The word `from` is taken off.
    pub(super) fn dated_value(&self, row: &Row, rest: Text<'a>) -> Option<DatedValue> {
        let form = Form {
            what: "from",
            sample: "from 2023-03-01 = Rp 596_184",
        };
        let node = self.read(Rule::row_from, rest, form)?;
        let dates: Vec<_> = node.all(Rule::date).map(|date| self.date(&date)).collect();
        let mut sources = self.sources(&node);
        let single = node.get(Rule::sum).map(|sum| self.expression(&sum));
        let mut keyed = Vec::new();
        let mut common = Common::default();
        for child in &row.children {
            if self.common(child, &mut common) {
                continue;
            }
            keyed.extend(self.keyed_value(child));
        }
        sources.append(&mut common.sources);
        let from = dates.first().copied().flatten()?;
        let until = dates.get(1).copied().flatten();
        let span = self.row_span(row);
        if single.is_none() && row.children.is_empty() {
            self.report(Diagnostic::at(&codes::NO_VALUE, span));
        }
        let value = single.map_or_else(|| ParameterValue::Keyed(keyed), ParameterValue::Single);
        Some(DatedValue {
            from,
            until,
            value,
            span,
            sources,
        })
    }

    /// `primary = Rp 900 ribu`.
    fn keyed_value(&self, row: &Row) -> Option<KeyedValue> {
        let text = self.text(row);
        let span = self.span(text);
        if let Some(lead) = words::lead(text.text, &["each further"]) {
            self.not_yet("each further", self.head_span(text, lead.len));
            return None;
        }
        if text.text.starts_with('|') {
            self.not_yet("| … |", span);
            return None;
        }
        let form = Form {
            what: "keyed value",
            sample: "primary = Rp 900 ribu",
        };
        let node = self.read(Rule::row_keyed, text, form)?;
        let key = self.key_pattern(&node.get(Rule::key_pattern)?);
        Some(KeyedValue {
            key,
            value: self.value_of(&node, text),
            span,
        })
    }

    fn key_pattern(&self, node: &Node<'_>) -> KeyPattern {
        if let Some(word) = node.get(Rule::kw_otherwise) {
            return KeyPattern::Otherwise(word.span());
        }
        let items: Vec<_> = node
            .all(Rule::key_item)
            .map(|item| self.range_or_value(&item))
            .collect();
        let is_one = items.len() == 1;
        let mut values = Vec::new();
        for (range, _, is_range) in items {
            match range.low {
                Some(value) if !is_range => values.push(*value),
                _ if is_one => return KeyPattern::Range(range),
                _ => self.report(Diagnostic::at(&codes::KEY_MIX, range.span)),
            }
        }
        KeyPattern::Values(values)
    }
}
