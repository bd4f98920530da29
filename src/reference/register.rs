//! Registers: who stays, enters, leaves.

use super::{Evaluator, Row};
use crate::check::tree::{Ground, Outcome, Register, RegisterId};
use crate::data::results::{RegisterResult, Rule};
use crate::number::Truth;

impl Evaluator<'_> {
    /// Decides a register for every row of its level.
    pub(super) fn decide_register(&mut self, id: RegisterId) {
        let Some(register) = self.program.registers.get(id.index()) else {
            return;
        };
        let mut result = RegisterResult::default();
        for index in 0..self.rows(register.entity) {
            let row = Row {
                entity: register.entity,
                index,
            };
            let (current, enter, leave) =
                self.for_rule(Rule::Register(id), row, |it| it.register_row(register, row));
            let outcome = outcome(current, &enter, &leave);
            let ground = leave.iter().position(|truth| *truth == Truth::True);
            let ground = ground.filter(|_| outcome == Outcome::Leaves);
            result.current.push(current);
            result.outcome.push(outcome);
            result.ground.push(
                ground
                    .and_then(|it| u16::try_from(it + 1).ok())
                    .unwrap_or(0),
            );
        }
        if let Some(place) = self.registers.get_mut(id.index()) {
            *place = Some(result);
        }
    }

    fn register_row(&mut self, it: &Register, row: Row) -> (Truth, Vec<Truth>, Vec<Truth>) {
        (
            self.truth(&it.current, row),
            self.grounds(&it.enter, row),
            self.grounds(&it.leave, row),
        )
    }

    /// The conditions of grounds, all of them evaluated.
    pub(super) fn grounds(&mut self, grounds: &[Ground], row: Row) -> Vec<Truth> {
        grounds
            .iter()
            .map(|ground| self.truth(&ground.condition, row))
            .collect()
    }
}

fn outcome(current: Truth, enter: &[Truth], leave: &[Truth]) -> Outcome {
    let leaves = Truth::any(leave.iter().copied());
    let enters = Truth::all(enter.iter().copied());
    match (current, leaves) {
        (Truth::True, Truth::True) => Outcome::Leaves,
        (Truth::True, Truth::False) => Outcome::Stays,
        (Truth::False, Truth::True) => Outcome::Outside,
        (Truth::False, _) if enters == Truth::False => Outcome::Outside,
        (Truth::False, Truth::False) if enters == Truth::True => Outcome::Enters,
        (Truth::Unknown, _) | (_, Truth::Unknown) | (Truth::False, Truth::False) => {
            Outcome::NeedsVerification
        }
    }
}
