//! The movements of registers: start + enters - leaves = end.

use crate::check::tree::{Outcome, Program, Register};
use crate::data::results::{RegisterResult, Results};
use crate::number::Truth;

use super::summary::{GroundCount, RegisterSummary};

pub(super) fn summarize(program: &Program, results: &Results) -> Vec<RegisterSummary> {
    program
        .registers
        .iter()
        .zip(&results.registers)
        .map(|(register, result)| one(program, register, result))
        .collect()
}

fn one(program: &Program, register: &Register, result: &RegisterResult) -> RegisterSummary {
    let count = |wanted: Outcome| result.outcome.iter().filter(|it| **it == wanted).count() as u64;
    let start = result
        .current
        .iter()
        .filter(|it| **it == Truth::True)
        .count() as u64;
    let unverified = |on: bool| {
        let rows = result.outcome.iter().zip(&result.current);
        rows.filter(|(outcome, current)| {
            **outcome == Outcome::NeedsVerification && (**current == Truth::True) == on
        })
        .count() as u64
    };
    let (enters, leaves) = (count(Outcome::Enters), count(Outcome::Leaves));
    RegisterSummary {
        name: register.about.name.clone(),
        label: register.about.label.clone(),
        entity: program
            .entities
            .get(register.entity.index())
            .map_or_else(String::new, |entity| entity.about.name.clone()),
        start,
        enters,
        leaves,
        end: (start + enters).saturating_sub(leaves),
        stays: count(Outcome::Stays),
        unverified_on: unverified(true),
        unverified_off: unverified(false),
        grounds: grounds(register, result),
    }
}

fn grounds(register: &Register, result: &RegisterResult) -> Vec<GroundCount> {
    let mut rows = vec![0u64; register.leave.len()];
    for (ground, outcome) in result.ground.iter().zip(&result.outcome) {
        if *outcome == Outcome::Leaves
            && let Some(count) = (*ground as usize)
                .checked_sub(1)
                .and_then(|at| rows.get_mut(at))
        {
            *count += 1;
        }
    }
    register
        .leave
        .iter()
        .zip(rows)
        .map(|(ground, rows)| GroundCount {
            ground: ground.code.clone(),
            label: ground.label.clone(),
            rows,
        })
        .collect()
}
