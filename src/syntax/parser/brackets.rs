//! Progressive scales: bands of a number, each with its rate or value.

use super::{Form, Reader, Rule, Text, literal};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::syntax::ast::{
    Brackets, Common, DatedValue, KeyPattern, KeyedValue, Parameter, ParameterValue,
};
use crate::syntax::rows::{Block, Row};

impl<'a> Reader<'a> {
    pub(super) fn brackets(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Parameter> {
        let form = Form {
            what: "brackets",
            sample: "brackets contribution \"Iuran\" : money per month",
        };
        let head = self.read(Rule::head_brackets, rest, form)?;
        let mut types = head.all(Rule::type_expr).map(|ty| literal::type_expr(&ty));
        let (name, ty) = (head.get(Rule::name)?.name(), types.next()?);
        let brackets = Some(Brackets { to: types.next() });
        let mut values = Vec::new();
        for row in &block.head.children {
            if let Some(clause) = self.clause_or_common(row, "brackets", &["from"], common) {
                values.extend(self.dated_bands(row, clause.rest));
            }
        }
        Some(Parameter {
            name,
            label: self.label(&head),
            keys: Vec::new(),
            ty,
            values,
            files: Vec::new(),
            brackets,
        })
    }

    pub(super) fn dated_bands(&self, row: &Row, rest: Text<'a>) -> Option<DatedValue> {
        let form = Form {
            what: "from",
            sample: "from 2023-01-01",
        };
        let node = self.read(Rule::row_from, rest, form)?;
        let dates: Vec<_> = node.all(Rule::date).map(|date| self.date(&date)).collect();
        let span = self.row_span(row);
        let mut common = Common::default();
        let mut bands = Vec::new();
        for child in &row.children {
            if !self.common(child, &mut common) {
                bands.extend(self.band(child));
            }
        }
        if row.children.is_empty() || node.has(Rule::sum) {
            self.report(Diagnostic::at(&codes::NO_VALUE, span).help("help.brackets"));
        }
        let mut sources = self.sources(&node);
        sources.append(&mut common.sources);
        Some(DatedValue {
            from: dates.first().copied().flatten()?,
            until: dates.get(1).copied().flatten(),
            value: ParameterValue::Keyed(bands),
            span,
            sources,
        })
    }

    /// `up to Rp 5 juta = 5%`, `below Rp 5 juta = 5%`, `above = 15%`.
    fn band(&self, row: &Row) -> Option<KeyedValue> {
        let text = self.text(row);
        let form = Form {
            what: "band",
            sample: "up to Rp 5 juta = 5%",
        };
        let node = self.read(Rule::row_band, text, form)?;
        let mut sums = node.all(Rule::sum).map(|sum| self.expression(&sum));
        let key = if let Some(word) = node.get(Rule::kw_above) {
            KeyPattern::Above(word.span())
        } else if node.has(Rule::kw_below) {
            KeyPattern::Below(sums.next()?)
        } else {
            KeyPattern::UpTo(sums.next()?)
        };
        Some(KeyedValue {
            key,
            value: sums.next()?,
            span: self.span(text),
        })
    }
}
