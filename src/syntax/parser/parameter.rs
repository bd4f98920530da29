//! Parameters: keys, and values by date.

use super::node::Node;
use super::{Form, Reader, Rule, Text, literal};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::source::Span;
use crate::syntax::ast::{
    Common, DatedValue, KeyPattern, KeyedValue, Parameter, ParameterKey, ParameterValue, RowsFile,
    TypeExpr, TypeKind,
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
        let (mut values, mut files) = (Vec::new(), Vec::new());
        for row in &block.head.children {
            if self.text(row).text.starts_with('|') {
                self.report(Diagnostic::at(&codes::VALUE_TABLE, self.row_span(row)));
                continue;
            }
            match self.clause_or_common(row, "parameter", &["from", "from file"], common) {
                Some(clause) if clause.word == "from file" => {
                    files.extend(self.rows_file(clause.rest, clause.span));
                }
                Some(clause) => values.extend(self.dated_value(row, clause.rest)),
                None => {}
            }
        }
        Some(Parameter {
            name,
            label: self.label(&head),
            keys,
            ty,
            values,
            files,
            brackets: None,
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
        let mut common = Common::default();
        let rows: Vec<&Row> = row
            .children
            .iter()
            .filter(|child| !self.common(child, &mut common))
            .collect();
        sources.append(&mut common.sources);
        let from = dates.first().copied().flatten()?;
        let until = dates.get(1).copied().flatten();
        let span = self.row_span(row);
        if single.is_none() && row.children.is_empty() {
            self.report(Diagnostic::at(&codes::NO_VALUE, span));
        }
        let value = single.map_or_else(|| self.values_under(&rows), ParameterValue::Single);
        Some(DatedValue {
            from,
            until,
            value,
            span,
            sources,
        })
    }

    /// The rows under `from DATE`: keyed values, a table of them, or the file that holds them.
    fn values_under(&self, rows: &[&Row]) -> ParameterValue {
        let mut keyed = Vec::new();
        let mut table: Vec<&Row> = Vec::new();
        for row in rows {
            let text = self.text(row);
            if text.text.starts_with('|') {
                table.push(row);
                continue;
            }
            match words::lead(text.text, &["from file", "each further"]) {
                Some(lead) if lead.english == "from file" => {
                    let rest = text.after(lead.len);
                    if let Some(file) = self.rows_file(rest, self.span(text)) {
                        return ParameterValue::File(file);
                    }
                }
                Some(lead) => keyed.extend(self.each_further(text, lead.len)),
                None => keyed.extend(self.keyed_value(row)),
            }
        }
        keyed.extend(self.value_table(&table));
        ParameterValue::Keyed(keyed)
    }

    /// `from file "livelihood.csv"`, the words taken off.
    pub(super) fn rows_file(&self, rest: Text<'a>, span: Span) -> Option<RowsFile> {
        let form = Form {
            what: "from file",
            sample: "from file \"livelihood.csv\"",
        };
        let node = self.read(Rule::row_text, rest, form)?;
        let path = self.string_in(&node)?;
        if leaves_its_folder(&path.node) {
            self.report(Diagnostic::at(&codes::FILE_OUTSIDE, path.span).with("path", &path.node));
            return None;
        }
        Some(RowsFile {
            path,
            span,
            content: None,
        })
    }

    /// `each further = Rp 50_000`.
    fn each_further(&self, text: Text<'a>, word: usize) -> Option<KeyedValue> {
        let form = Form {
            what: "each further",
            sample: "each further = Rp 50_000",
        };
        let node = self.read(Rule::row_further, text.after(word), form)?;
        Some(KeyedValue {
            key: KeyPattern::EachFurther(self.head_span(text, word)),
            value: self.value_of(&node, text),
            span: self.span(text),
        })
    }

    /// `primary = Rp 900 ribu`.
    fn keyed_value(&self, row: &Row) -> Option<KeyedValue> {
        let text = self.text(row);
        let form = Form {
            what: "keyed value",
            sample: "primary = Rp 900 ribu",
        };
        let node = self.read(Rule::row_keyed, text, form)?;
        let key = self.key_pattern(&node.get(Rule::key_pattern)?);
        Some(KeyedValue {
            key,
            value: self.value_of(&node, text),
            span: self.span(text),
        })
    }

    pub(super) fn key_pattern(&self, node: &Node<'_>) -> KeyPattern {
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

/// Whether a path could lead out of the folder of the policy.
fn leaves_its_folder(path: &str) -> bool {
    path.starts_with(['/', '\\', '~'])
        || path.contains(':')
        || path.split(['/', '\\']).any(|part| part == "..")
}
