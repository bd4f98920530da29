//! Roles and definitions: their types are found in the order of their needs.

use std::collections::BTreeMap;

use super::scope::Scope;
use super::tree::{Expr, ExprKind, ValueId, ValueKind};
use super::types::is_number;
use super::{Checker, Progress, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::syntax::ast::{DeclarationKind, Define};
pub(super) use crate::syntax::walk::{names as ast_names, parts as ast_parts};

/// Untyped definitions that need each other deeper than this are refused, so that the stack is bounded.
const DEEPEST: usize = 100;

impl Checker<'_> {
    pub(super) fn roles(&mut self) {
        for (index, declaration) in self.declarations() {
            let DeclarationKind::Role(it) = &declaration.kind else {
                continue;
            };
            let Some(Slot::Role(id)) = self.slots_of(index).first().copied() else {
                continue;
            };
            let Some(level) = self.program.roles.get(id.index()).map(|it| it.entity) else {
                continue;
            };
            match self.role_rows(it, level) {
                Some((of, condition)) => {
                    if let Some(role) = self.program.roles.get_mut(id.index()) {
                        role.of = of;
                        role.condition = condition;
                    }
                }
                None => {
                    self.poisoned.insert(it.name.node.clone());
                }
            }
        }
    }

    /// Types all definitions, those first that others name, so that little is typed on demand.
    pub(super) fn definitions(&mut self) {
        let defines: Vec<(ValueId, &Define)> = (0_u32..)
            .zip(&self.value_sources)
            .filter_map(|(id, index)| {
                match self.layered.declarations.get(*index).map(|it| &it.kind) {
                    Some(DeclarationKind::Define(it)) => Some((ValueId(id), it)),
                    _ => None,
                }
            })
            .collect();
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, (_, it)) in defines.iter().enumerate() {
            places.entry(it.name.node.as_str()).or_default().push(place);
        }
        let needs: Vec<Vec<usize>> = defines
            .iter()
            .map(|(_, it)| {
                let mut named = Vec::new();
                ast_names(&it.value, &mut |name| {
                    named.extend(places.get(name).into_iter().flatten().copied());
                });
                named
            })
            .collect();
        for place in super::order::sort(&needs).0 {
            let Some((id, _)) = defines.get(place) else {
                continue;
            };
            self.definition(*id);
        }
    }

    /// Types one definition, unless that is done or under way.
    pub(super) fn definition(&mut self, id: ValueId) {
        let Some(index) = self.value_sources.get(id.index()).copied() else {
            return;
        };
        let Some(DeclarationKind::Define(it)) =
            self.layered.declarations.get(index).map(|it| &it.kind)
        else {
            return;
        };
        let written = it.ty.is_some();
        let Some(before) = self.progress.get(id.index()).copied() else {
            return;
        };
        let is_done = self
            .program
            .values
            .get(id.index())
            .is_none_or(|it| !is_placeholder(&it.kind, it.about.span));
        if is_done || matches!(before, Progress::Running | Progress::Failed) {
            return;
        }
        if self.pending.len() >= DEEPEST {
            self.report(Diagnostic::at(&codes::TOO_DEEP, it.name.span).with("name", &it.name.node));
            return;
        }
        if !written {
            self.set_progress(id, Progress::Running);
        }
        self.pending.push(id);
        let typed = self.define_value(id, it);
        self.pending.pop();
        match typed {
            Some(expr) => {
                let exact = !written && is_number(expr.ty) && is_chain(&expr);
                if let Some(value) = self.program.values.get_mut(id.index()) {
                    value.ty = expr.ty;
                    value.exact = exact;
                    value.kind = ValueKind::Define(expr);
                }
                self.set_progress(id, Progress::Typed);
            }
            // A written type stands though its expression failed: nothing more is said elsewhere.
            None if !written => self.set_progress(id, Progress::Failed),
            None => {}
        }
    }

    fn define_value(&mut self, id: ValueId, it: &Define) -> Option<Expr> {
        let value = self.program.values.get(id.index())?;
        let (scope, want) = (Scope::row(value.entity), value.ty);
        if it.ty.is_some() {
            self.typed(&it.value, &scope, want)
        } else {
            self.expr(&it.value, &scope, None)
        }
    }

    fn set_progress(&mut self, id: ValueId, progress: Progress) {
        if let Some(it) = self.progress.get_mut(id.index()) {
            *it = progress;
        }
    }

    /// The untyped definitions under way that lead back to one of them.
    pub(super) fn report_pending_cycle(&mut self, id: ValueId) {
        let from = self.pending.iter().position(|it| *it == id).unwrap_or(0);
        let path: Vec<_> = self
            .pending
            .iter()
            .skip(from)
            .filter_map(|it| self.program.values.get(it.index()))
            .map(|it| (it.about.name.clone(), it.about.span))
            .collect();
        self.report_cycle(&path);
    }
}

/// Whether a value still holds what [`super::declare::nothing`] put there.
fn is_placeholder(kind: &ValueKind, span: crate::source::Span) -> bool {
    match kind {
        ValueKind::Define(expr) => *expr == super::declare::nothing(span),
        ValueKind::Criterion { .. }
        | ValueKind::Class(_)
        | ValueKind::Decide(_)
        | ValueKind::Select(_) => false,
    }
}

/// Whether an expression keeps an exact form beyond the digits it is stored with.
fn is_chain(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(_)
        | ExprKind::Parameter(..)
        | ExprKind::Field(_)
        | ExprKind::Value(_)
        | ExprKind::Negate(_)
        | ExprKind::Retype(_)
        | ExprKind::Multiply(..)
        | ExprKind::Divide(..) => true,
        ExprKind::At(_, inner) => is_chain(inner),
        _ => false,
    }
}
