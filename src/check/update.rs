//! Old answers made current: `uprate FIELD of LEVEL by PARAMETER from DATE`, `shift FIELD of LEVEL from DATE`.
//!
//! The field gets a computed value of its own, and every rule that names the field means that value:
//! the answer times the index now over the index then, or the date moved by the days in between.
//! Evaluators know nothing of it. Skip patterns ask what was asked at the time: they keep the answer.

use super::Checker;
use super::declare::nothing;
use super::scope::{Attribute, Scope};
use super::tree::{EntityId, Expr, ExprKind, FieldId, Function, Type, Update, ValueId, ValueKind};
use super::types::is_number;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::{check as codes, resolve as names};
use crate::diagnostic::suggest::near;
use crate::source::Span;
use crate::syntax::ast::{self, Declaration, DeclarationKind, UpdateKind};

/// A field made current, before its value is typed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    /// The declaration, by its index in the layers.
    index: usize,
    field: FieldId,
    value: ValueId,
}

impl Checker<'_> {
    /// Gives each field that is made current the place of its value.
    pub(super) fn declare_update(&mut self, index: usize, declaration: &Declaration) {
        let DeclarationKind::Update(it) = &declaration.kind else {
            return;
        };
        let Some(level) = self.entity_named(&it.level) else {
            return;
        };
        let Some((field, ty)) = self.updated_field(it, level) else {
            return;
        };
        if let Some(first) = self.current.get(&field).copied() {
            self.report_second(it, first);
            return;
        }
        let mut about = super::about(&it.field, None, declaration);
        if let Some(own) = self.program.fields.get(field.index()) {
            about.label.clone_from(&own.about.label);
        }
        let progress = super::Progress::Typed;
        let value = self.add_value(index, about, level, ty, progress);
        self.program.in_force.remove(&value);
        self.current.insert(field, value);
        self.updates.push(Pending {
            index,
            field,
            value,
        });
    }

    fn report_second(&mut self, it: &ast::Update, first: ValueId) {
        let finding = Diagnostic::at(&codes::UPDATED_TWICE, it.field.span);
        let finding = finding.with("name", &it.field.node);
        let first = self.program.values.get(first.index());
        self.report(match first {
            Some(first) => finding.label(first.about.span, "label.first"),
            None => finding,
        });
    }

    /// The field, of a type that can be made current so.
    fn updated_field(&mut self, it: &ast::Update, level: EntityId) -> Option<(FieldId, Type)> {
        let name = &it.field;
        if self.poisoned.contains(&name.node) {
            return None;
        }
        let found = self
            .attributes_of(level)
            .find(|(own, _)| **own == name.node);
        let Some((_, attribute)) = found else {
            let known: Vec<String> = self
                .attributes_of(level)
                .map(|(own, _)| own.clone())
                .collect();
            let near = near(&name.node, known.iter().map(String::as_str));
            let place = format!("at the level of `{}`", self.entity_name(level));
            let finding = Diagnostic::at(&names::UNKNOWN_NAME, name.span)
                .with("name", &name.node)
                .with("place", place);
            self.report(super::scope::suggested(finding, name.span, near));
            return None;
        };
        let id = match attribute {
            Attribute::Field(id) => Some(*id),
            _ => None,
        };
        let key = self.program.entities.get(level.index()).map(|it| it.key);
        let field = id.and_then(|id| self.program.fields.get(id.index()));
        let fits = field.is_some_and(|field| {
            let fits = match it.how {
                UpdateKind::Uprate { .. } => is_number(field.ty),
                UpdateKind::Shift { .. } => field.ty == Type::Date,
            };
            fits && field.refers_to.is_none() && id != key
        });
        if let (Some(id), Some(field), true) = (id, field, fits) {
            return Some((id, field.ty));
        }
        let finding = Diagnostic::at(&codes::UPDATE_FIELD, name.span)
            .with("name", &name.node)
            .with("word", it.word());
        self.report(match it.how {
            UpdateKind::Uprate { .. } => finding,
            UpdateKind::Shift { .. } => finding.help("help.shift"),
        });
        None
    }

    /// Types the values of all fields made current.
    pub(super) fn updates(&mut self) {
        for pending in self.updates.clone() {
            let declaration = self.layered.declarations.get(pending.index);
            let Some(declaration) = declaration else {
                continue;
            };
            let DeclarationKind::Update(it) = &declaration.kind else {
                continue;
            };
            self.as_answered += 1;
            let typed = self.update(it, pending, declaration);
            self.as_answered -= 1;
            if let Some(value) = self.program.values.get_mut(pending.value.index()) {
                value.kind = ValueKind::Define(typed.unwrap_or_else(|| nothing(declaration.head)));
            }
        }
    }

    fn update(&mut self, it: &ast::Update, pending: Pending, at: &Declaration) -> Option<Expr> {
        let span = at.head;
        let value = self.program.values.get(pending.value.index())?;
        let (entity, ty) = (value.entity, value.ty);
        let scope = Scope::row(entity);
        let answer = Expr {
            kind: ExprKind::Field(pending.field),
            ty,
            span: it.field.span,
        };
        let old = Box::new(answer.clone());
        let (kind, by) = match &it.how {
            UpdateKind::Uprate { by, from } => {
                let factor = self.factor(by, from, &scope)?;
                (ExprKind::Multiply(old, Box::new(factor.clone())), factor)
            }
            UpdateKind::Shift { from } => {
                let days = self.days_since(from, &scope, span)?;
                let all = vec![*old, days.clone()];
                (ExprKind::Call(Function::AddDays, all), days)
            }
        };
        self.program.updates.push(Update {
            field: pending.field,
            value: pending.value,
            by,
        });
        let made = Expr { kind, ty, span };
        Some(match at.common.in_force {
            None => made,
            Some(in_force) => while_in_force(in_force, made, answer),
        })
    }

    /// The index now over the index then.
    fn factor(&mut self, by: &ast::Expr, from: &ast::Expr, scope: &Scope) -> Option<Expr> {
        let base = match &by.kind {
            ast::ExprKind::Index(base, _) => base,
            _ => by,
        };
        let is_parameter = matches!(&base.kind, ast::ExprKind::Name(name)
            if self.names.parameters.contains_key(name) || self.poisoned.contains(name));
        if !is_parameter {
            if base.kind != ast::ExprKind::Broken {
                self.report(Diagnostic::at(&codes::UPRATE_INDEX, by.span));
            }
            return None;
        }
        let now = self.expr(by, scope, None)?;
        if !is_number(now.ty) {
            self.report(Diagnostic::at(&codes::UPRATE_INDEX, by.span));
            return None;
        }
        let span = by.span.to(from.span);
        let then = self.on_date(by, from, span, scope)?;
        Some(Expr {
            kind: ExprKind::Divide(Box::new(now), Box::new(then)),
            ty: Type::Decimal,
            span,
        })
    }

    /// The days from a day to that of the run.
    fn days_since(&mut self, from: &ast::Expr, scope: &Scope, span: Span) -> Option<Expr> {
        let from = self.typed(from, scope, Type::Date)?;
        let today = Expr {
            kind: ExprKind::EvaluationDate,
            ty: Type::Date,
            span,
        };
        Some(Expr {
            kind: ExprKind::Call(Function::DaysBetween, vec![today, from]),
            ty: Type::Integer,
            span,
        })
    }

    /// The day that an age counts on where a skip pattern asks for one: a date that is moved to the
    /// day of the run was as old on the day of its answer.
    pub(super) fn counted_on(&mut self, date: &Expr, scope: &Scope) -> Option<Expr> {
        let ExprKind::Field(field) = date.kind else {
            return None;
        };
        let pending = self.updates.iter().find(|it| it.field == field)?;
        let declaration = self.layered.declarations.get(pending.index)?;
        let DeclarationKind::Update(it) = &declaration.kind else {
            return None;
        };
        match &it.how {
            UpdateKind::Shift { from } if self.as_answered > 0 => {
                self.typed(from, scope, Type::Date)
            }
            UpdateKind::Shift { .. } | UpdateKind::Uprate { .. } => None,
        }
    }
}

/// The first while it is in force, else the second.
fn while_in_force(in_force: ast::InForce, made: Expr, answer: Expr) -> Expr {
    let (ty, span) = (made.ty, made.span);
    let today = Expr {
        kind: ExprKind::EvaluationDate,
        ty: Type::Date,
        span,
    };
    let from = (ast::CompareOp::GreaterOrEqual, in_force.from.node);
    let until = in_force
        .until
        .map(|it| (ast::CompareOp::LessOrEqual, it.node));
    let all = std::iter::once(from).chain(until);
    let all = all.map(|(op, day)| super::look_up::compared(op, &today, day, span));
    let holds = super::expression::truth(ExprKind::And(all.collect()), span);
    Expr {
        kind: ExprKind::If(Box::new(holds), Box::new(made), Box::new(answer)),
        ty,
        span,
    }
}
