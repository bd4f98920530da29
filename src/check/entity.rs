//! Entities: types of references, ranges and patterns of fields, what a blank means, circles of parents.

use super::scope::Scope;
use super::tree::{Blank, Constant, EntityId, ExprKind, FieldId, FieldRange, Type};
use super::{Checker, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::syntax::ast::{self, DeclarationKind, EntityRow};

impl Checker<'_> {
    /// The second pass over the entities, once all names are known.
    pub(super) fn entities(&mut self) {
        self.reference_types();
        for (index, declaration) in self.declarations() {
            let DeclarationKind::Entity(it) = &declaration.kind else {
                continue;
            };
            let Some(Slot::Entity(id)) = self.slots_of(index).first().copied() else {
                continue;
            };
            for row in &it.rows {
                match row {
                    EntityRow::Key(field) | EntityRow::Field(field) => self.field(id, field),
                    EntityRow::Keys { fields, .. } => {
                        for field in fields {
                            self.field(id, field);
                        }
                    }
                    EntityRow::RefersTo {
                        optional:
                            Some(ast::Optional {
                                blank: ast::Blank::AskedWhen { .. },
                                span,
                            }),
                        ..
                    } => self.report(Diagnostic::at(&codes::LINK_ASKED_WHEN, *span)),
                    EntityRow::CompleteSince { day, .. } => self.complete_since(id, *day),
                    EntityRow::RefersTo { .. }
                    | EntityRow::BelongsTo { .. }
                    | EntityRow::RowKey(_)
                    | EntityRow::Period { .. } => {}
                }
            }
        }
    }

    /// A reference has the type of the key it refers to.
    fn reference_types(&mut self) {
        for place in 0..self.program.fields.len() {
            let target = self.program.fields.get(place).and_then(|it| it.refers_to);
            if let (Some(target), Ok(field)) = (target, u32::try_from(place)) {
                self.referred_key(FieldId(field), target);
            }
            let key = target
                .and_then(|it| self.program.entities.get(it.index()))
                .map(|it| it.key);
            let ty = key
                .and_then(|it| self.program.fields.get(it.index()))
                .map(|it| it.ty);
            if let (Some(ty), Some(field)) = (ty, self.program.fields.get_mut(place)) {
                field.ty = ty;
            }
        }
    }

    fn field(&mut self, entity: EntityId, field: &ast::Field) {
        let Some(id) = self.field_id(entity, field) else {
            return;
        };
        let Some(ty) = self.program.fields.get(id.index()).map(|it| it.ty) else {
            return;
        };
        if let Some(range) = &field.range {
            let range = self.field_range(range, ty);
            if let Some(it) = self.program.fields.get_mut(id.index()) {
                it.range = range;
            }
        }
        if let Some(matching) = &field.matching {
            self.pattern(matching, field, ty);
        }
        if let Some(ast::Blank::AskedWhen {
            condition,
            otherwise,
        }) = field.optional.as_ref().map(|it| &it.blank)
        {
            self.as_answered += 1;
            let condition = self.condition(condition, &Scope::row(entity));
            self.as_answered -= 1;
            let otherwise = self.constant(otherwise, ty);
            if let (Some(condition), Some(otherwise), Some(it)) = (
                condition,
                otherwise,
                self.program.fields.get_mut(id.index()),
            ) {
                it.blank = Blank::AskedWhen {
                    condition,
                    otherwise,
                };
            }
        }
    }

    /// The field's place: the one written at the same span.
    fn field_id(&self, entity: EntityId, field: &ast::Field) -> Option<FieldId> {
        let fields = &self.program.entities.get(entity.index())?.fields;
        let same = |id: &&FieldId| {
            self.program
                .fields
                .get(id.index())
                .is_some_and(|it| it.about.span == field.span)
        };
        let id = fields.iter().find(same).copied()?;
        (!self.poisoned.contains(&field.name.node)).then_some(id)
    }

    fn field_range(&mut self, range: &ast::Range, ty: Type) -> Option<FieldRange> {
        if !matches!(
            ty,
            Type::Integer | Type::Decimal | Type::Money(_) | Type::Date
        ) {
            let finding = Diagnostic::at(&codes::RANGE_OF_TYPE, range.span);
            self.report(finding.given("type", self.type_given(ty)));
            return None;
        }
        let low = match &range.low {
            Some(low) => Some(self.constant(low, ty)?),
            None => None,
        };
        let high = match &range.high {
            Some(high) => Some(self.constant(high, ty)?),
            None => None,
        };
        let empty = match (&low, &high) {
            (Some(Constant::Number(low)), Some(Constant::Number(high))) => low > high,
            (Some(Constant::Date(low)), Some(Constant::Date(high))) => low > high,
            _ => false,
        };
        if empty {
            self.empty_range(range);
        }
        Some(FieldRange {
            low,
            high,
            exclusive: range.exclusive,
        })
    }

    fn pattern(&mut self, matching: &ast::Matching, field: &ast::Field, ty: Type) {
        if ty != Type::Text {
            let finding = Diagnostic::at(&codes::PATTERN_OF_TYPE, matching.pattern.span);
            self.report(
                finding
                    .with("name", &field.name.node)
                    .given("type", self.type_given(ty)),
            );
        } else if let Err(error) = regex::Regex::new(&format!("^(?:{})$", matching.pattern.node)) {
            let reason = error.to_string();
            let reason = reason
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned();
            self.report(
                Diagnostic::at(&codes::BAD_PATTERN, matching.pattern.span).with("reason", reason),
            );
        }
    }

    /// A constant expression of a type, computed: constants alone.
    pub(super) fn constant(&mut self, expr: &ast::Expr, ty: Type) -> Option<Constant> {
        let typed = self.typed(expr, &Scope::constant(), ty)?;
        match typed.kind {
            ExprKind::Constant(constant) => Some(constant),
            _ => {
                if let Some(constant) = self.fold_constant(&typed) {
                    Some(constant)
                } else {
                    self.report(Diagnostic::at(&codes::NOT_FIXED, expr.span));
                    None
                }
            }
        }
    }

    /// Entities that belong to each other in a circle.
    pub(super) fn parent_cycles(&mut self) {
        let count = self.program.entities.len();
        for start in (0_u32..).map(EntityId).take(count) {
            let mut path = vec![start];
            let mut at = start;
            while let Some((parent, _)) = self
                .program
                .entities
                .get(at.index())
                .and_then(|it| it.parent)
            {
                if parent == start {
                    self.report_parent_cycle(&path);
                    for it in &path {
                        if let Some(entity) = self.program.entities.get_mut(it.index()) {
                            entity.parent = None;
                        }
                    }
                    break;
                }
                if path.contains(&parent) {
                    break;
                }
                path.push(parent);
                at = parent;
            }
        }
    }

    fn report_parent_cycle(&mut self, path: &[EntityId]) {
        let words: Vec<String> = path
            .iter()
            .chain(path.first())
            .map(|it| self.entity_name(*it))
            .collect();
        let span = path
            .first()
            .and_then(|it| self.program.entities.get(it.index()))
            .map(|it| it.about.span)
            .unwrap_or_default();
        self.report(
            Diagnostic::at(&names::CYCLE, span)
                .with("path", words.join(" → "))
                .with("first", words.first().cloned().unwrap_or_default())
                .with("second", words.get(1).cloned().unwrap_or_default()),
        );
    }
}
