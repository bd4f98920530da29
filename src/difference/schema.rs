//! Types, entities, roles, parameters and definitions as parts.

use super::outline::Part;
use super::report::Part as P;
use super::text::{Printer, joined, label, quoted, sources};
use crate::syntax::ast::{
    Blank, Brackets, DatedValue, Define, Design, Entity, EntityRow, EnumValue, Expr, ExprKind,
    Field, KeyPattern, KeyedValue, Matching, Optional, Parameter, ParameterKey, ParameterValue,
    Role, RowsFile, TypeDeclaration,
};

impl Printer<'_> {
    pub(super) fn enumeration(&self, it: &TypeDeclaration) -> Vec<Part> {
        let TypeDeclaration {
            name: _,
            label: _,
            values,
        } = it;
        let one = |EnumValue { name, label: title }: &EnumValue| {
            Part::new(P::Member, "")
                .named(self, &name.node)
                .words(label(title.as_ref()))
        };
        values.iter().map(one).collect()
    }

    pub(super) fn entity(&self, it: &Entity) -> Vec<Part> {
        let Entity {
            name: _,
            label: _,
            rows,
        } = it;
        rows.iter().map(|it| self.entity_row(it)).collect()
    }

    fn entity_row(&self, row: &EntityRow) -> Part {
        match row {
            EntityRow::Key(field) => self.field(P::Key, field),
            EntityRow::Field(field) => self.field(P::Field, field),
            EntityRow::BelongsTo {
                parent,
                field,
                span: _,
            } => {
                let (parent, field) = (self.name(&parent.node), self.name(&field.node));
                let belongs = self.word("belongs to");
                Part::new(
                    P::BelongsTo,
                    format!("{belongs} {parent} {} {field}", self.word("by")),
                )
            }
            EntityRow::Period {
                name,
                from,
                until,
                span: _,
            } => {
                let (from, until) = (self.name(&from.node), self.name(&until.node));
                let (first, last) = (self.word("from"), self.word("until"));
                Part::new(P::Field, format!("{first} {from} {last} {until}"))
                    .named(self, &name.node)
            }
            EntityRow::Keys { fields, span: _ } => {
                let names: Vec<String> = fields.iter().map(|it| self.name(&it.name.node)).collect();
                let ty = fields.first().map_or(String::new(), |it| self.ty(&it.ty));
                Part::new(P::Key, ty).key(names.join(", "))
            }
            EntityRow::RowKey(_) => Part::new(P::Key, self.word("row")),
            EntityRow::CompleteSince { day, span: _ } => {
                let word = self.word("complete since");
                Part::new(P::Field, format!("{word} {}", day.node))
            }
            EntityRow::RefersTo {
                name,
                label: title,
                target,
                field,
                optional,
                reverse,
                span: _,
            } => {
                let reverse = reverse.as_ref().map_or_else(String::new, |it| {
                    format!("{} {}", self.word("reverse"), self.name(&it.node))
                });
                let (blank, words) = self.optional(optional.as_ref());
                let text = [
                    self.word("refers to"),
                    &self.name(&target.node),
                    self.word("by"),
                    &self.name(&field.node),
                    &blank,
                    &reverse,
                ];
                Part::new(P::RefersTo, joined(text))
                    .named(self, &name.node)
                    .words(joined([label(title.as_ref()).as_str(), &words]))
            }
        }
    }

    fn field(&self, part: P, field: &Field) -> Part {
        let Field {
            name,
            label: title,
            ty,
            range,
            matching,
            optional,
            unique,
            personal,
            design,
            weight,
            span: _,
        } = field;
        let range = range.as_ref().map_or_else(String::new, |it| self.range(it));
        let matching = matching.as_ref().map_or_else(String::new, |it| {
            let Matching {
                pattern,
                otherwise_unknown,
            } = it;
            let text = format!("{} {}", self.word("matching"), quoted(&pattern.node));
            match otherwise_unknown {
                true => {
                    let otherwise = [self.word("otherwise"), self.word("unknown")];
                    format!("{text} {}", joined(otherwise))
                }
                false => text,
            }
        });
        let flag = |it: Option<crate::source::Span>, word| it.map_or("", |_| self.word(word));
        let (blank, words) = self.optional(optional.as_ref());
        let design = design.as_ref().map_or("", |it| match it.node {
            Design::Stratum => self.word("stratum"),
            Design::Cluster => self.word("cluster"),
        });
        let text = [
            &self.ty(ty),
            &range,
            &matching,
            flag(*unique, "unique"),
            flag(*personal, "personal"),
            design,
            flag(*weight, "weight"),
            &blank,
        ];
        Part::new(part, joined(text))
            .named(self, &name.node)
            .words(joined([label(title.as_ref()).as_str(), &words]))
    }

    /// What a blank means, and the title of the fact that it means.
    fn optional(&self, optional: Option<&Optional>) -> (String, String) {
        let Some(Optional { span: _, blank }) = optional else {
            return (String::new(), String::new());
        };
        let word = self.word("optional");
        match blank {
            Blank::Unknown => (word.to_owned(), String::new()),
            Blank::AskedWhen {
                condition,
                otherwise,
            } => {
                let asked = self.led("asked when", Some(condition));
                let otherwise = self.led("otherwise", Some(otherwise));
                (format!("{word},{asked}{otherwise}"), String::new())
            }
            Blank::Means {
                marker,
                label: title,
            } => {
                let means = self.word("blank means");
                let text = format!("{word}, {means} {}", self.name(&marker.node));
                (text, label(title.as_ref()))
            }
        }
    }

    pub(super) fn level(&self, name: &str) -> Part {
        Part::new(P::Level, self.value_name(name))
    }

    pub(super) fn role(&self, it: &Role) -> Vec<Part> {
        let Role {
            name: _,
            label: _,
            level,
            value,
        } = it;
        vec![
            self.level(&level.node),
            Part::new(P::Value, self.expression(value)),
        ]
    }

    pub(super) fn define(&self, it: &Define) -> Vec<Part> {
        let Define {
            name: _,
            label: _,
            level,
            ty,
            value,
        } = it;
        let mut parts = vec![self.level(&level.node)];
        parts.extend(ty.iter().map(|ty| Part::new(P::Type, self.ty(ty))));
        parts.push(Part::new(P::Value, self.expression(value)));
        parts
    }

    pub(super) fn parameter(&self, it: &Parameter) -> Vec<Part> {
        let Parameter {
            name: _,
            label: _,
            keys,
            ty,
            values,
            files,
            brackets,
        } = it;
        let mut parts = Vec::new();
        if !keys.is_empty() {
            let keys: Vec<String> = keys.iter().map(|it| self.parameter_key(it)).collect();
            parts.push(Part::new(P::By, keys.join(", ")));
        }
        let to = brackets.as_ref().and_then(|Brackets { to }| to.as_ref());
        let to = to.map_or_else(String::new, |to| {
            format!(" {} {}", self.word("to"), self.ty(to))
        });
        parts.push(Part::new(P::Type, self.ty(ty) + &to));
        parts.extend(files.iter().map(|it| Self::file("", it)));
        parts.extend(values.iter().flat_map(|it| self.dated(it)));
        parts
    }

    fn parameter_key(&self, key: &ParameterKey) -> String {
        let ParameterKey { name, range } = key;
        let range = range.as_ref().map_or_else(String::new, |it| self.range(it));
        joined([self.name(&name.node).as_str(), &range])
    }

    pub(super) fn file(key: &str, file: &RowsFile) -> Part {
        let RowsFile {
            path,
            span: _,
            content: _,
        } = file;
        Part::new(P::File, quoted(&path.node)).key(key)
    }

    /// The value, or values by key, from a date on.
    pub(super) fn dated(&self, it: &DatedValue) -> Vec<Part> {
        let DatedValue {
            from,
            until,
            value,
            span: _,
            sources: all,
        } = it;
        let key = match until {
            Some(until) => format!("{} … {}", from.node, until.node),
            None => from.node.to_string(),
        };
        let mut parts = match value {
            ParameterValue::Single(value) => {
                vec![Part::new(P::Value, self.expression(value)).key(&key)]
            }
            ParameterValue::Keyed(rows) => {
                let row = |it: &KeyedValue| {
                    let KeyedValue {
                        key: pattern,
                        value,
                        span: _,
                    } = it;
                    let at = format!("{key}: {}", self.pattern(pattern));
                    Part::new(P::Value, self.expression(value)).key(at)
                };
                rows.iter().map(row).collect()
            }
            ParameterValue::File(file) => vec![Self::file(&key, file)],
        };
        if !all.is_empty() {
            parts.push(Part::new(P::Source, "").key(&key).words(sources(all)));
        }
        parts
    }

    fn pattern(&self, pattern: &KeyPattern) -> String {
        match pattern {
            KeyPattern::Values(values) => match values.as_slice() {
                // As it stands in a file.
                [
                    Expr {
                        kind: ExprKind::Text(text),
                        ..
                    },
                ] => self.name(text),
                values => self.list(values),
            },
            KeyPattern::Range(range) => self.range(range),
            KeyPattern::Otherwise(_) => self.word("otherwise").to_owned(),
            KeyPattern::EachFurther(_) => self.word("each further").to_owned(),
            KeyPattern::Several(all) => {
                let all: Vec<String> = all.iter().map(|it| self.pattern(it)).collect();
                all.join(" | ")
            }
            KeyPattern::Text(text) => self.name(&text.node),
            KeyPattern::UpTo(limit) => format!("{} {}", self.word("up to"), self.expression(limit)),
            KeyPattern::Below(limit) => {
                format!("{} {}", self.word("below"), self.expression(limit))
            }
            KeyPattern::Above(_) => self.word("above").to_owned(),
        }
    }
}
