//! Keys that no single column holds, and the weight of the rows of a survey.

use super::Checker;
use super::scope::{Level, Scope};
use super::tree::{Blank, EntityId, Expr, ExprKind, Field, FieldId, Hop, MadeKey, Type};
use super::types::retype;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::source::Span;
use crate::syntax::ast::{self, DeclarationKind};

impl Checker<'_> {
    /// `key a, b : text`: the columns, and the key that is made of them.
    pub(super) fn declare_keys(&mut self, id: EntityId, fields: &[ast::Field]) -> FieldId {
        let parts: Vec<FieldId> = fields
            .iter()
            .map(|it| match self.held(id, &it.name.node) {
                Some(field) => field,
                None => self.declare_field(id, it),
            })
            .collect();
        let names: Vec<&str> = fields.iter().map(|it| it.name.node.as_str()).collect();
        let span = fields.first().map(|it| it.name.span).unwrap_or_default();
        let made = self.made_key(id, names.join("/"), Type::Text, span);
        if let Some(key) = self.program.fields.get_mut(made.index()) {
            key.personal = fields.iter().any(|it| it.personal.is_some());
        }
        self.program.made_keys.insert(id, MadeKey::Columns(parts));
        made
    }

    /// A field of that name that another row of the entity declares, such as `belongs to`.
    fn held(&self, entity: EntityId, name: &str) -> Option<FieldId> {
        let fields = &self.program.entities.get(entity.index())?.fields;
        let mut fields = fields.iter().copied();
        fields.find(|it| {
            let field = self.program.fields.get(it.index());
            field.is_some_and(|it| it.about.name == name)
        })
    }

    /// `key row`: the number of the row, which the rules may name.
    pub(super) fn declare_row_key(&mut self, id: EntityId, span: Span) -> FieldId {
        let made = self.made_key(id, "row".to_owned(), Type::Integer, span);
        self.program.made_keys.insert(id, MadeKey::Row);
        made
    }

    fn made_key(&mut self, entity: EntityId, name: String, ty: Type, span: Span) -> FieldId {
        let about = super::tree::About {
            label: name.clone(),
            name,
            span,
            ..super::tree::About::default()
        };
        self.add_field(Field {
            about,
            entity,
            ty,
            range: None,
            matching: None,
            blank: Blank::Rejected,
            unique: false,
            personal: false,
            refers_to: None,
        })
    }

    /// Holds that what a field refers to has a key that one field can hold.
    pub(super) fn referred_key(&mut self, field: FieldId, target: EntityId) {
        let Some(made) = self.program.made_keys.get(&target) else {
            return;
        };
        let help = match made {
            MadeKey::Row => "help",
            MadeKey::Columns(_) => "help.columns",
        };
        let span = self.program.fields.get(field.index());
        let span = span.map_or_else(Span::default, |it| it.about.span);
        let entity = self.entity_name(target);
        self.report(
            Diagnostic::at(&codes::KEY_NOT_HELD, span)
                .with("entity", entity)
                .help(help),
        );
    }

    /// The columns that an order must end in, so that no two rows are equal.
    pub(super) fn key_columns(&self, entity: EntityId) -> Vec<FieldId> {
        match self.program.made_keys.get(&entity) {
            Some(MadeKey::Columns(parts)) => parts.clone(),
            Some(MadeKey::Row) | None => {
                let entity = self.program.entities.get(entity.index());
                entity.map(|it| it.key).into_iter().collect()
            }
        }
    }

    /// `weight`: one field of a level, a number that every row has.
    pub(super) fn declare_weight(&mut self, field: &ast::Field, id: FieldId) {
        let Some(span) = field.weight else { return };
        let Some(it) = self.program.fields.get(id.index()) else {
            return;
        };
        let is_number = matches!(it.ty, Type::Integer | Type::Decimal);
        let is_there = matches!(it.blank, Blank::Rejected);
        let entity = it.entity;
        let is_first = !self.program.weights.contains_key(&entity);
        if is_number && is_there && is_first {
            self.program.weights.insert(entity, id);
        } else if !self.poisoned.contains(&field.name.node) {
            self.report(Diagnostic::at(&codes::SURVEY_WEIGHT, span).with("name", &field.name.node));
        }
    }

    /// How many rows of the population a row stands for: its own weight, else that of the nearest level
    /// above it. A [`Type::Decimal`] at the level of the row.
    pub(super) fn survey_weight(&self, entity: EntityId, span: Span) -> Option<Expr> {
        let mut at = entity;
        let mut hops = 0;
        let field = loop {
            if let Some(field) = self.program.weights.get(&at) {
                break *field;
            }
            let (parent, _) = self.program.entities.get(at.index())?.parent?;
            hops += 1;
            if hops > self.program.entities.len() {
                return None;
            }
            at = parent;
        };
        let ty = self.program.fields.get(field.index())?.ty;
        let own = Expr {
            kind: ExprKind::Field(field),
            ty,
            span,
        };
        let reached = (0..hops).fold(own, |inner, _| Expr {
            kind: ExprKind::At(Hop::Parent, Box::new(inner)),
            ty,
            span,
        });
        Some(retype(reached, Type::Decimal))
    }

    /// `universe member where …`: which rows are evaluated and counted. Several hold together.
    pub(super) fn universes(&mut self) {
        for (_, declaration) in self.declarations() {
            let DeclarationKind::Universe(it) = &declaration.kind else {
                continue;
            };
            let Some(entity) = self.entity_named(&it.entity) else {
                continue;
            };
            let scope = Scope {
                level: Level::Row(entity),
                ..Scope::row(entity)
            };
            let Some(condition) = self.condition(&it.condition, &scope) else {
                continue;
            };
            if !self.is_told_by_fields(&condition, 8) {
                let finding = Diagnostic::at(&codes::UNIVERSE_OF_FIELDS, it.condition.span);
                self.report(finding.with("entity", &it.entity.node));
                continue;
            }
            let all = self.program.universe.entry(entity).or_default();
            all.push(condition);
        }
    }

    /// Whether a condition compares fields of the row, and ages from them, with constants and each
    /// other: what can be told of a row before anything is computed.
    fn is_told_by_fields(&self, expr: &Expr, depth: u8) -> bool {
        let all = |of: &[Expr]| of.iter().all(|it| self.is_told_by_fields(it, depth));
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::EvaluationDate | ExprKind::Filled(_) => {
                expr.ty != Type::Text
            }
            ExprKind::Field(id) => expr.ty != Type::Text && self.is_asked_by_fields(*id, depth),
            ExprKind::Not(inner) | ExprKind::OneOf(inner, _) => {
                self.is_told_by_fields(inner, depth)
            }
            ExprKind::And(of) | ExprKind::Or(of) => all(of),
            ExprKind::Compare(_, left, right) => {
                let is_truth = left.ty == Type::Boolean;
                !is_truth
                    && left.ty == right.ty
                    && self.is_told_by_fields(left, depth)
                    && self.is_told_by_fields(right, depth)
            }
            ExprKind::Call(
                super::tree::Function::Age | super::tree::Function::AgeMonths,
                operands,
            ) => {
                let on = operands.get(1).map(|it| &it.kind);
                on == Some(&ExprKind::EvaluationDate) && all(operands)
            }
            _ => false,
        }
    }

    fn is_asked_by_fields(&self, id: FieldId, depth: u8) -> bool {
        let field = self.program.fields.get(id.index());
        match field.map(|it| &it.blank) {
            Some(Blank::AskedWhen { condition, .. }) => {
                depth > 1 && self.is_told_by_fields(condition, depth - 1)
            }
            Some(Blank::Rejected | Blank::Unknown | Blank::Means { .. }) => true,
            None => false,
        }
    }
}
