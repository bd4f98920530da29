//! A check that was made settles a `verify` clause: the clause holds no longer for the rows it names.

use super::{Check, Verified};
use crate::check::tree::{About, Blank, Expr, ExprKind, Field, FieldId, Program, Type};
use crate::source::Span;

impl Verified {
    /// The program with one more field per check, and clauses that give way where it is filled;
    /// `None` where no line speaks of a check.
    ///
    /// **Invariant:** ids of the program stay what they were; added fields come last.
    pub fn program(&self, program: &Program) -> Option<Program> {
        if self.checks.is_empty() {
            return None;
        }
        let mut program = program.clone();
        for check in &self.checks {
            add(&mut program, *check);
        }
        Some(program)
    }
}

fn add(program: &mut Program, check: Check) {
    let Some(aid) = program.aids.get_mut(check.aid.index()) else {
        return;
    };
    let Some(ground) = aid.verify.get_mut(check.clause) else {
        return;
    };
    let span = ground.condition.span;
    let boolean = |kind| Expr {
        kind,
        ty: Type::Boolean,
        span,
    };
    let checked = boolean(ExprKind::Filled(check.field));
    let open = boolean(ExprKind::Not(Box::new(checked)));
    let condition = std::mem::replace(&mut ground.condition, boolean(ExprKind::And(Vec::new())));
    ground.condition.kind = ExprKind::And(vec![open, condition]);
    let (entity, name) = (aid.entity, format!("{}.{}", aid.about.name, ground.code));
    program.fields.push(Field {
        about: About {
            label: name.clone(),
            name,
            sources: Vec::new(),
            notes: Vec::new(),
            span: Span::default(),
        },
        entity,
        ty: Type::Boolean,
        range: None,
        matching: None,
        blank: Blank::Unknown,
        unique: false,
        personal: false,
        refers_to: None,
    });
    if let Some(of) = program.entities.get_mut(entity.index()) {
        of.fields.push(check.field);
    }
}

/// The field of the check at a place among the checks.
pub(super) fn field(program: &Program, place: usize) -> FieldId {
    FieldId(u32::try_from(program.fields.len() + place).unwrap_or(u32::MAX))
}
