//! All outcomes of a row and of the rows under it, in short.

use crate::check::tree::{
    Aid, AidId, Expr, ExprKind, Outcome, Program, RegisterId, Status, ValueId, ValueKind,
};
use crate::data::output::reason_codes;
use crate::outcome::{Missing, missing_for_aid, missing_for_register};
use crate::reference::{Evaluator, Row};

/// The outcomes of a row.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The row.
    pub row: Row,
    /// Classes, tables and definitions.
    pub values: Vec<ValueLine>,
    /// Aids.
    pub aids: Vec<AidLine>,
    /// Registers.
    pub registers: Vec<RegisterLine>,
    /// The rows that belong to it.
    pub below: Vec<Overview>,
}

/// A computed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueLine {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its value.
    pub value: String,
    /// It is a class: worth reading first.
    pub is_class: bool,
}

/// The outcome of an aid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AidLine {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// Its status.
    pub status: Status,
    /// Granted amount, raw money; `None` for a service or where it is unknown.
    pub amount: Option<i64>,
    /// What decided, and what is missing.
    pub reasons: Vec<Reason>,
}

/// The outcome of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterLine {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The ground of leaving, or what is missing.
    pub reasons: Vec<Reason>,
}

/// Why a row has an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As result files name it.
    pub code: String,
    /// In words.
    pub label: String,
}

/// The outcomes of a row and of all rows that belong to it.
pub fn overview(evaluator: &mut Evaluator, row: Row) -> Overview {
    let program = evaluator.program();
    let mut below = Vec::new();
    let children = program.declared();
    for (_, child) in children.filter(|(entity, _)| {
        entity
            .parent
            .is_some_and(|(parent, _)| parent == row.entity)
    }) {
        let rows = evaluator.below(row, child).map(|it| it.rows);
        for index in rows.into_iter().flatten() {
            below.push(overview(
                evaluator,
                Row {
                    entity: child,
                    index,
                },
            ));
        }
    }
    Overview {
        row,
        values: values(evaluator, program, row),
        aids: aids(evaluator, program, row),
        registers: registers(evaluator, program, row),
        below,
    }
}

fn values(evaluator: &mut Evaluator, program: &Program, row: Row) -> Vec<ValueLine> {
    let all = program.values.iter().zip((0..).map(ValueId));
    all.filter(|(value, _)| value.entity == row.entity)
        .map(|(value, id)| {
            let expr = Expr {
                kind: ExprKind::Value(id),
                ty: value.ty,
                span: value.about.span,
            };
            let found = evaluator.evaluate_stored(&expr, row);
            ValueLine {
                name: value.about.name.clone(),
                label: value.about.label.clone(),
                value: found.describe(value.ty, program),
                is_class: matches!(value.kind, ValueKind::Class(_)),
            }
        })
        .collect()
}

fn aids(evaluator: &mut Evaluator, program: &Program, row: Row) -> Vec<AidLine> {
    let all = program.aids.iter().zip((0..).map(AidId));
    let mut lines = Vec::new();
    for (aid, id) in all.filter(|(aid, _)| aid.entity == row.entity) {
        let Some(result) = evaluator.aid_result(id) else {
            continue;
        };
        let status = result.status.get(row.index).copied();
        let status = status.unwrap_or(Status::NotInForce);
        let bits = result.grounds.get(row.index).unwrap_or(0);
        let amount = result.granted_amount(row.index);
        let codes = reason_codes(program, aid, status, bits);
        let mut reasons: Vec<Reason> = codes.into_iter().map(|it| words(aid, it)).collect();
        let missing = missing_for_aid(evaluator, id, row);
        reasons.extend(missing.iter().map(|it| lacking(program, *it)));
        lines.push(AidLine {
            name: aid.about.name.clone(),
            label: aid.about.label.clone(),
            status,
            amount,
            reasons,
        });
    }
    lines
}

fn registers(evaluator: &mut Evaluator, program: &Program, row: Row) -> Vec<RegisterLine> {
    let all = program.registers.iter().zip((0..).map(RegisterId));
    let mut lines = Vec::new();
    for (register, id) in all.filter(|(register, _)| register.entity == row.entity) {
        let Some(result) = evaluator.register_result(id) else {
            continue;
        };
        let outcome = result.outcome.get(row.index).copied();
        let ground = result.ground.get(row.index).copied().unwrap_or(0);
        let ground = usize::from(ground)
            .checked_sub(1)
            .and_then(|place| register.leave.get(place));
        let left = ground.map(|it| Reason {
            code: it.code.clone(),
            label: it.label.clone(),
        });
        let mut reasons: Vec<Reason> = left.into_iter().collect();
        let missing = missing_for_register(evaluator, id, row);
        reasons.extend(missing.iter().map(|it| lacking(program, *it)));
        lines.push(RegisterLine {
            name: register.about.name.clone(),
            label: register.about.label.clone(),
            outcome: outcome.unwrap_or(Outcome::NeedsVerification),
            reasons,
        });
    }
    lines
}

/// A code with the words of its ground.
fn words(aid: &Aid, code: String) -> Reason {
    let mut grounds = aid.when.iter().chain(&aid.unless).chain(&aid.verify);
    let ground = grounds.find(|ground| ground.code == code);
    let label = ground.map_or_else(|| code.clone(), |ground| ground.label.clone());
    Reason { code, label }
}

fn lacking(program: &Program, missing: Missing) -> Reason {
    Reason {
        code: missing.name(program),
        label: missing.label(program),
    }
}
