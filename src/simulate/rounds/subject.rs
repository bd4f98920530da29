//! What is compared between rounds: where each row of a register or of a classification stands.

use super::cause::Cause;
use super::pairs::Pairs;
use crate::check::tree::{EntityId, Outcome, Program, RegisterId, Type, ValueId, ValueKind};
use crate::data::results::{RegisterResult, Results};
use crate::data::table::Values;
use crate::number::Truth;

/// A register or a classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Register(RegisterId),
    Class(ValueId),
}

/// A register or a classification, and the rows of both rounds that stand elsewhere in the later.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) of: Of,
    pub(super) entity: EntityId,
    /// The place of each earlier row: off (0) or on (1) a register; a class, unknown last.
    pub(super) before: Vec<u16>,
    /// The place of each later row.
    pub(super) after: Vec<u16>,
    /// In the order of the later rows.
    pub(super) changed: Vec<Changed>,
}

/// A row that stands elsewhere.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) cause: Cause,
    /// The places of what made it, in the list of what can be put back.
    pub(super) by: Vec<usize>,
}

/// All registers and classifications of a policy.
pub(super) fn all(program: &Program) -> Vec<(Of, EntityId)> {
    let registers = program.registers.iter().zip((0..).map(RegisterId));
    let registers = registers.map(|(it, id)| (Of::Register(id), it.entity));
    let classes = program.values.iter().zip((0..).map(ValueId));
    let classes = classes.filter(|(it, _)| matches!(it.kind, ValueKind::Class(_)));
    registers
        .chain(classes.map(|(it, id)| (Of::Class(id), it.entity)))
        .collect()
}

impl Subject {
    /// Finds the rows that stand elsewhere.
    pub(super) fn new(
        (of, entity): (Of, EntityId),
        program: &Program,
        old: &Results,
        new: &Results,
        pairs: &Pairs,
    ) -> Self {
        let before = places(of, program, old);
        let after = places(of, program, new);
        let both = pairs.rows(entity).filter_map(|(a, b)| Some((a?, b?)));
        let changed = both
            .filter(|(a, b)| before.get(*a) != after.get(*b))
            .map(|(old, new)| Changed {
                old,
                new,
                cause: Cause::Data,
                by: Vec::new(),
            })
            .collect();
        Self {
            of,
            entity,
            before,
            after,
            changed,
        }
    }

    pub(super) fn was(&self, row: usize) -> u16 {
        self.before.get(row).copied().unwrap_or(0)
    }

    pub(super) fn is(&self, row: usize) -> u16 {
        self.after.get(row).copied().unwrap_or(0)
    }
}

/// Where each row stands.
pub(super) fn places(of: Of, program: &Program, results: &Results) -> Vec<u16> {
    match of {
        Of::Register(id) => results
            .registers
            .get(id.index())
            .map_or_else(Vec::new, |it| {
                (0..it.outcome.len())
                    .map(|row| u16::from(is_on(it, row)))
                    .collect()
            }),
        Of::Class(id) => classes(id, program, results),
    }
}

fn classes(id: ValueId, program: &Program, results: &Results) -> Vec<u16> {
    let unknown = names(id, program).len();
    let unknown = u16::try_from(unknown).unwrap_or(u16::MAX);
    let column = results.values.get(id.index()).and_then(Option::as_ref);
    let Some(column) = column else {
        return Vec::new();
    };
    let Values::Enum(codes) = &column.values else {
        return Vec::new();
    };
    let rows = codes.iter().enumerate();
    rows.map(|(row, code)| if column.is_valid(row) { *code } else { unknown })
        .collect()
}

/// Name and title of each class.
pub(super) fn names(id: ValueId, program: &Program) -> &[(String, String)] {
    let ty = program.values.get(id.index()).map(|it| it.ty);
    match ty {
        Some(Type::Enum(id)) => program
            .enums
            .get(id.index())
            .map_or(&[][..], |it| &it.values),
        _ => &[],
    }
}

/// Whether a row is on a register at the end of a round; what is open keeps its place.
pub(super) fn is_on(it: &RegisterResult, row: usize) -> bool {
    match it.outcome.get(row) {
        Some(Outcome::Stays | Outcome::Enters) => true,
        Some(Outcome::NeedsVerification) => it.current.get(row) == Some(&Truth::True),
        Some(Outcome::Outside | Outcome::Leaves) | None => false,
    }
}
