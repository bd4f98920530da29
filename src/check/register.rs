//! Registers: who is on them now, who enters, who leaves and why.

use super::scope::Scope;
use super::{Checker, Slot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::syntax::ast;

impl Checker<'_> {
    pub(super) fn register(&mut self, index: usize, it: &ast::Register) {
        let Some(Slot::Register(id)) = self.slots_of(index).first().copied() else {
            return;
        };
        let Some(entity) = self.program.registers.get(id.index()).map(|it| it.entity) else {
            return;
        };
        let scope = Scope::row(entity);
        let current = if let Some(current) = &it.current {
            self.condition(current, &scope)
        } else {
            self.report(
                Diagnostic::at(&codes::REGISTER_WITHOUT_CURRENT, it.name.span)
                    .with("name", &it.name.node),
            );
            None
        };
        let mut enter = Vec::new();
        for (place, condition) in it.enter.iter().enumerate() {
            enter.extend(self.ground(
                condition,
                None,
                format!("enter_{}", place + 1),
                condition.span,
                &scope,
            ));
        }
        let mut leave = Vec::new();
        for (place, it) in it.leave.iter().enumerate() {
            let code = format!("leave_{}", place + 1);
            leave.extend(self.grounds(&it.condition, it.because.as_ref(), &code, it.span, entity));
        }
        let Some(register) = self.program.registers.get_mut(id.index()) else {
            return;
        };
        if let Some(current) = current {
            register.current = current;
        }
        register.enter = enter;
        register.leave = leave;
    }
}
