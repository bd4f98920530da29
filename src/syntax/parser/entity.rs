//! Entities: keys, belongings, links and fields.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a rule of the grammar is told apart from all others"
)]

use super::node::Node;
use super::{Form, Reader, Rule, Text, literal};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Blank, Common, Design, Entity, EntityRow, Expr, ExprKind, Field, Label, Matching, Name,
    Optional, Range, TypeExpr, TypeKind,
};
use crate::syntax::rows::{Block, Row};
use crate::words;

impl<'a> Reader<'a> {
    pub(super) fn entity(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Entity> {
        let form = Form {
            what: "entity",
            sample: "entity family \"Keluarga\"",
        };
        let head = self
            .read(Rule::head_named, rest, form)
            .or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let name = head.get(Rule::name)?.name();
        let mut rows = Vec::new();
        for row in &block.head.children {
            if !self.common(row, common) {
                rows.extend(self.entity_row(row));
            }
        }
        Some(Entity {
            name,
            label: self.label(&head),
            rows,
        })
    }

    pub(super) fn entity_row(&self, row: &Row) -> Option<EntityRow> {
        let text = self.text(row);
        let span = self.span(text);
        // A word that is followed by `:` or a title is the name of a field, whatever else it means.
        let clause = words::lead(text.text, &["key", "belongs to", "complete since"]);
        let clause = clause.filter(|lead| !text.after(lead.len).text.starts_with([':', '"']));
        match clause.map(|lead| (lead.english, text.after(lead.len))) {
            Some(("key", rest)) => self.key(rest, span),
            Some(("belongs to", rest)) => self.belongs(rest, span),
            Some(("complete since", rest)) => self.complete_since(rest, span),
            Some(_) | None => self.field_row(text, span),
        }
    }

    fn key(&self, rest: Text<'a>, span: Span) -> Option<EntityRow> {
        let form = Form {
            what: "key",
            sample: "key family_id : text",
        };
        if rest.text.trim() == "row" || rest.text.trim() == "baris" {
            return Some(EntityRow::RowKey(span));
        }
        let Some(node) = self.read(Rule::row_key, rest, form) else {
            return self.rescued_field(rest, span).map(EntityRow::Key);
        };
        let name = node.get(Rule::name)?.name();
        let body = node.get(Rule::field_body)?;
        if let Some(more) = node.get(Rule::key_more) {
            let names = std::iter::once(name).chain(more.all(Rule::name).map(|it| it.name()));
            let label = self.label(&node);
            // Each column has its own place, that of its name.
            let fields = names.map(|name| {
                let own = name.span;
                self.field(name, label.clone(), &body, own)
            });
            return Some(EntityRow::Keys {
                fields: fields.collect(),
                span,
            });
        }
        Some(EntityRow::Key(self.field(
            name,
            self.label(&node),
            &body,
            span,
        )))
    }

    fn belongs(&self, rest: Text<'a>, span: Span) -> Option<EntityRow> {
        let form = Form {
            what: "belongs to",
            sample: "belongs to family by family_id",
        };
        let node = self.read(Rule::row_belongs, rest, form)?;
        let mut names = node.all(Rule::name).map(|name| name.name());
        Some(EntityRow::BelongsTo {
            parent: names.next()?,
            field: names.next()?,
            span,
        })
    }

    fn complete_since(&self, rest: Text<'a>, span: Span) -> Option<EntityRow> {
        let form = Form {
            what: "complete since",
            sample: "complete since 2020-01-01",
        };
        let node = self.read(Rule::row_complete, rest, form)?;
        let day = self.date(&node.get(Rule::date)?)?;
        Some(EntityRow::CompleteSince { day, span })
    }

    fn field_row(&self, text: Text<'a>, span: Span) -> Option<EntityRow> {
        let form = Form {
            what: "field",
            sample: "expenditure \"Pengeluaran sebulan\" : money per month optional",
        };
        let Some(node) = self.read(Rule::row_field, text, form) else {
            return self.rescued_field(text, span).map(EntityRow::Field);
        };
        let name = node.get(Rule::name)?.name();
        let label = self.label(&node);
        if let Some(refers) = node.get(Rule::refers) {
            return self.refers(name, label, &refers, span);
        }
        if let Some(period) = node.get(Rule::period_body) {
            let mut names = period.all(Rule::name).map(|name| name.name());
            let (from, until) = (names.next()?, names.next()?);
            return Some(EntityRow::Period {
                name,
                from,
                until,
                span,
            });
        }
        let body = node.get(Rule::field_body)?;
        Some(EntityRow::Field(self.field(name, label, &body, span)))
    }

    fn refers(
        &self,
        name: Name,
        label: Option<Label>,
        node: &Node<'_>,
        span: Span,
    ) -> Option<EntityRow> {
        let mut names = node.all(Rule::name).map(|name| name.name());
        let (target, field) = (names.next()?, names.next()?);
        let reverse = node.get(Rule::reverse);
        let reverse = reverse.and_then(|it| it.get(Rule::name).map(|name| name.name()));
        let optional = node.get(Rule::optional).map(|it| self.optional(&it));
        Some(EntityRow::RefersTo {
            name,
            label,
            target,
            field,
            optional,
            reverse,
            span,
        })
    }

    /// The field of a row that could not be read: its name stands, so that no use of it is blamed.
    fn rescued_field(&self, text: Text<'a>, span: Span) -> Option<Field> {
        let node = self.rescue(Rule::row_rescue, text)?;
        let name = node.get(Rule::name)?.name();
        let ty = TypeExpr {
            kind: TypeKind::Broken,
            span,
        };
        let (range, matching, optional, unique, personal) = (None, None, None, None, None);
        Some(Field {
            name,
            label: self.label(&node),
            ty,
            range,
            matching,
            optional,
            unique,
            personal,
            design: None,
            weight: None,
            span,
        })
    }

    fn field(&self, name: Name, label: Option<Label>, body: &Node<'_>, span: Span) -> Field {
        let ty = body.get(Rule::type_expr).map(|ty| literal::type_expr(&ty));
        let range = body.get(Rule::range).or_else(|| body.get(Rule::open_range));
        let range = range.map(|range| Range {
            span: span_of_range(&range),
            ..self.range_or_value(&range).0
        });
        let ty = ty.unwrap_or(TypeExpr {
            kind: TypeKind::Broken,
            span,
        });
        let (matching, optional, unique, personal) = (None, None, None, None);
        let mut field = Field {
            name,
            label,
            ty,
            range,
            matching,
            optional,
            unique,
            personal,
            design: None,
            weight: None,
            span,
        };
        for flag in body.all(Rule::flag) {
            for part in flag.inner() {
                self.flag(&part, &mut field);
            }
        }
        field
    }

    fn flag(&self, part: &Node<'_>, field: &mut Field) {
        match part.rule() {
            Rule::matching => {
                let otherwise_unknown = part.has(Rule::kw_otherwise);
                field.matching = self.string_in(part).map(|pattern| Matching {
                    pattern,
                    otherwise_unknown,
                });
            }
            Rule::optional => field.optional = Some(self.optional(part)),
            Rule::kw_unique => field.unique = Some(part.span()),
            Rule::kw_personal => field.personal = Some(part.span()),
            Rule::kw_stratum => field.design = Some(Spanned::new(Design::Stratum, part.span())),
            Rule::kw_cluster => field.design = Some(Spanned::new(Design::Cluster, part.span())),
            Rule::kw_weight => field.weight = Some(part.span()),
            _ => {}
        }
    }

    fn optional(&self, node: &Node<'_>) -> Optional {
        let span = node
            .get(Rule::kw_optional)
            .map_or(node.span(), |word| word.span());
        let blank = if let Some(asked) = node.get(Rule::asked_when) {
            let broken = || Expr {
                kind: ExprKind::Broken,
                span: asked.span(),
            };
            let part = |rule| asked.get(rule).map(|it| self.expression(&it));
            Blank::AskedWhen {
                condition: part(Rule::expression).unwrap_or_else(broken),
                otherwise: part(Rule::sum).unwrap_or_else(broken),
            }
        } else if let Some(means) = node.get(Rule::blank_means)
            && let Some(marker) = means.get(Rule::name)
        {
            Blank::Means {
                marker: marker.name(),
                label: self.label(&means),
            }
        } else {
            Blank::Unknown
        };
        Optional { span, blank }
    }
}

/// The place of a range, blanks after it left out.
fn span_of_range(range: &Node<'_>) -> Span {
    let dots = range.get(Rule::dots);
    dots.map_or_else(|| range.span(), |dots| range.span().to(dots.span()))
}
