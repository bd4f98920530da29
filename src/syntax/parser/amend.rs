//! Amendments: `amend KIND NAME` and what is said anew of it.

use super::clauses::AID;
use super::declaration::{Clause, Head};
use super::{Form, Reader, Rule, Text, literal};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::syntax as codes;
use crate::syntax::ast::{
    Amend, AmendRule, AmendTarget, Brackets, Common, Decide, DeclarationKind, Define, Entity,
    HitPolicy, Name, Parameter, Role, TypeExpr, TypeKind,
};
use crate::syntax::rows::{Block, Row, declaration_words, first_word};
use crate::words;

impl<'a> Reader<'a> {
    /// `amend KIND NAME` and its rows.
    pub(super) fn amend(
        &self,
        block: &Block,
        rest: Text<'a>,
        common: &mut Common,
    ) -> Option<Amend> {
        let Some(kind) = words::lead(rest.text, &declaration_words()) else {
            let place = self.head_span(rest, first_word(rest.text).len());
            self.report(Diagnostic::at(&codes::AMEND_WHAT, place));
            return None;
        };
        let head = rest.after(kind.len);
        match kind.english {
            "parameter" => Some(Amend {
                name: self.amended_name(head)?,
                target: self.amend_parameter(block, common),
            }),
            "aid" => Some(Amend {
                name: self.amended_name(head)?,
                target: self.amend_aid(block, common),
            }),
            "criteria" | "classify" => self.amend_rows(block, head, kind.english, common),
            "select" | "register" => self.amend_clauses(block, head, kind.english, common),
            "define" | "role" => self.amend_value(block, head, kind.english, common),
            "indicator" => {
                let indicator = self.indicator(block, head, common)?;
                let DeclarationKind::Indicator(it) = &indicator else {
                    return None;
                };
                Some(rule(it.name.clone(), indicator))
            }
            "decide" => self.amend_decide(block, head, common),
            "brackets" => self.amend_brackets(block, head, common),
            "entity" => self.amend_entity(block, head, common),
            "target" => {
                let target = self.target(block, head, common)?;
                let DeclarationKind::Target(it) = &target else {
                    return None;
                };
                Some(rule(it.name.clone(), target))
            }
            "poverty" => {
                let poverty = self.poverty(block, head, common)?;
                Some(rule(
                    poverty.name.clone(),
                    DeclarationKind::Poverty(poverty),
                ))
            }
            other => {
                let place = self.head_span(rest, kind.len);
                let finding = Diagnostic::at(&codes::AMEND_WHAT, place);
                self.report(finding.with("kind", other).help("help.never"));
                None
            }
        }
    }

    /// The head `NAME`.
    fn amended_name(&self, head: Text<'a>) -> Option<Name> {
        let form = Form {
            what: "amend",
            sample: "amend aid pkh",
        };
        let node = self
            .read(Rule::head_amend, head, form)
            .or_else(|| self.rescue(Rule::head_rescue, head))?;
        Some(node.get(Rule::name)?.name())
    }

    /// The head `NAME ["label"]`; the level is that of what is amended.
    fn amended_head(&self, head: Text<'a>) -> Option<Head> {
        let form = Form {
            what: "amend",
            sample: "amend criteria grounds",
        };
        let node = self
            .read(Rule::head_amend_rows, head, form)
            .or_else(|| self.rescue(Rule::head_rescue, head))?;
        self.head_of(&node)
    }

    fn amend_parameter(&self, block: &Block, common: &mut Common) -> AmendTarget {
        let (mut values, mut files) = (Vec::new(), Vec::new());
        for row in &block.head.children {
            match self.clause_or_common(row, "amend", &["from", "from file"], common) {
                Some(clause) if clause.word == "from file" => {
                    files.extend(self.rows_file(clause.rest, clause.span));
                }
                Some(clause) => values.extend(self.dated_value(row, clause.rest)),
                None => {}
            }
        }
        AmendTarget::Parameter { values, files }
    }

    fn amend_aid(&self, block: &Block, common: &mut Common) -> AmendTarget {
        let (mut replace, mut add) = (Vec::new(), Vec::new());
        for row in &block.head.children {
            let text = self.text(row);
            let Some(inner) = self.added(row) else {
                if let Some(clause) = self.clause_or_common(row, "amend", AID, common) {
                    replace.extend(self.aid_clause(clause));
                }
                continue;
            };
            if let Some(clause) = self.clause(&inner, "amend", AID) {
                let span = self.span(text);
                add.extend(self.aid_clause(Clause { span, ..clause }));
            }
        }
        AmendTarget::Aid { replace, add }
    }

    /// The row after `add`.
    fn added(&self, row: &Row) -> Option<Row> {
        let text = self.text(row);
        let added = words::lead(text.text, &["add"])?;
        let rest = text.after(added.len);
        Some(Row {
            start: rest.at,
            end: rest.end(),
            children: row.children.clone(),
        })
    }

    fn amend_rows(
        &self,
        block: &Block,
        head: Text<'a>,
        kind: &str,
        common: &mut Common,
    ) -> Option<Amend> {
        let head = self.amended_head(head)?;
        let name = head.name.clone();
        let replace = if kind == "criteria" {
            DeclarationKind::Criteria(self.criteria_rows(block, head, common))
        } else {
            DeclarationKind::Classify(self.class_rows(block, head, common))
        };
        Some(rule(name, replace))
    }

    fn amend_clauses(
        &self,
        block: &Block,
        head: Text<'a>,
        kind: &str,
        common: &mut Common,
    ) -> Option<Amend> {
        let head = self.amended_head(head)?;
        let name = head.name.clone();
        let (mut own, mut added) = (Vec::new(), Vec::new());
        for row in &block.head.children {
            match self.added(row) {
                Some(row) => added.push(row),
                None => own.push(row.clone()),
            }
        }
        let read = |rows: &[Row], common: &mut Common| {
            let head = Head {
                name: head.name.clone(),
                label: head.label.clone(),
                level: head.level.clone(),
            };
            if kind == "select" {
                DeclarationKind::Select(self.select_rows(rows, head, common))
            } else {
                DeclarationKind::Register(self.register_rows(rows, head, common))
            }
        };
        let replace = read(&own, common);
        let add = (!added.is_empty()).then(|| read(&added, common));
        let mut amend = rule(name, replace);
        if let AmendTarget::Rule(rule) = &mut amend.target {
            rule.add = add;
        }
        Some(amend)
    }

    fn amend_value(
        &self,
        block: &Block,
        rest: Text<'a>,
        kind: &'static str,
        common: &mut Common,
    ) -> Option<Amend> {
        self.only_common(block, kind, common);
        let (grammar, sample) = if kind == "define" {
            (Rule::head_amend_define, "amend define size = count(member)")
        } else {
            let sample = "amend role family_head = only(member where relation = head)";
            (Rule::head_amend_role, sample)
        };
        let form = Form {
            what: "amend",
            sample,
        };
        let node = self
            .read(grammar, rest, form)
            .or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let Head { name, label, level } = self.head_of(&node)?;
        let value = self.value_of(&node, rest);
        let ty = node.get(Rule::type_expr).map(|ty| literal::type_expr(&ty));
        let own = name.clone();
        let replace = if kind == "define" {
            DeclarationKind::Define(Define {
                name,
                label,
                level,
                ty,
                value,
            })
        } else {
            DeclarationKind::Role(Role {
                name,
                label,
                level,
                value,
            })
        };
        Some(rule(own, replace))
    }

    fn amend_decide(&self, block: &Block, rest: Text<'a>, common: &mut Common) -> Option<Amend> {
        let form = Form {
            what: "amend",
            sample: "amend decide component",
        };
        let node = self
            .read(Rule::head_amend_decide, rest, form)
            .or_else(|| self.rescue(Rule::head_rescue, rest))?;
        let Head { name, label, level } = self.head_of(&node)?;
        let hit_policy = self.hit_policy(&node);
        let mut decide = Decide {
            names: node.all(Rule::name).map(|name| name.name()).collect(),
            label,
            level,
            types: Vec::new(),
            policy: HitPolicy::First(self.span(rest)),
            inputs: Vec::new(),
            outputs: Vec::new(),
            rows: Vec::new(),
        };
        self.table_rows(block, &mut decide, common);
        let mut amend = rule(name, DeclarationKind::Decide(decide));
        if let AmendTarget::Rule(rule) = &mut amend.target {
            rule.hit_policy = hit_policy;
        }
        Some(amend)
    }

    fn amend_brackets(&self, block: &Block, head: Text<'a>, common: &mut Common) -> Option<Amend> {
        let name = self.amended_name(head)?;
        let mut values = Vec::new();
        for row in &block.head.children {
            if let Some(clause) = self.clause_or_common(row, "amend", &["from"], common) {
                values.extend(self.dated_bands(row, clause.rest));
            }
        }
        let replace = DeclarationKind::Parameter(Parameter {
            name: name.clone(),
            label: None,
            keys: Vec::new(),
            ty: TypeExpr {
                kind: TypeKind::Broken,
                span: name.span,
            },
            values,
            files: Vec::new(),
            brackets: Some(Brackets { to: None }),
        });
        Some(rule(name, replace))
    }

    fn amend_entity(&self, block: &Block, head: Text<'a>, common: &mut Common) -> Option<Amend> {
        let Head { name, label, .. } = self.amended_head(head)?;
        let mut rows = Vec::new();
        for row in &block.head.children {
            if !self.common(row, common) {
                rows.extend(self.entity_row(row));
            }
        }
        let replace = DeclarationKind::Entity(Entity {
            name: name.clone(),
            label,
            rows,
        });
        Some(rule(name, replace))
    }
}

fn rule(name: Name, replace: DeclarationKind) -> Amend {
    Amend {
        target: AmendTarget::Rule(Box::new(AmendRule {
            replace,
            add: None,
            hit_policy: None,
        })),
        name,
    }
}
