//! Why a row has its outcome: rule, condition, values, source, and what would have to change.
//!
//! | file | holds |
//! |---|---|
//! | `clause` | the conditions of an aid or register for one row, and which of them decided |
//! | `need` | what would have to be different for a condition to come out the other way |
//! | `place` | where a row stood in the order of an allocation |
//! | `overview` | all outcomes of a row and of the rows under it |

mod clause;
mod need;
mod overview;
mod place;

use crate::check::tree::{
    About, Aid, AidId, Benefit, EntityId, Outcome, Program, Register, RegisterId, Status, ValueId,
};
use crate::number::{Grouping, format_money};
use crate::outcome::{Missing, missing, missing_for_aid, missing_for_register};
use crate::reference::{Evaluator, Row, Trace};
use crate::syntax::ast::Source;

pub use clause::{Clause, ClauseKind};
pub use need::Need;
pub use overview::{AidLine, Overview, Reason, RegisterLine, ValueLine, overview};
pub use place::{KeyValue, Place};

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The status of an aid.
    Aid(AidId),
    /// The outcome of a register.
    Register(RegisterId),
    /// A computed value.
    Value(ValueId),
}

/// Why a row has its outcome.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Name, title, sources and notes of the rule.
    pub about: About,
    /// Who gives the aid.
    pub agency: Option<String>,
    /// The status, outcome or value, as policies write it.
    pub outcome: String,
    /// What the row gets, or would get if granted.
    pub amount: Option<String>,
    /// The conditions, in the order of the text.
    pub clauses: Vec<Clause>,
    /// Where the row stood, for an aid with a quota, a budget or a limit.
    pub place: Option<Place>,
    /// What is missing, where the outcome needs verification or the value is unknown.
    pub missing: Vec<Missing>,
    /// What would have to change for an aid to be granted or a register to take the row.
    pub needs: Vec<Need>,
}

/// The aid, register or value of a level by its name.
pub fn find(program: &Program, name: &str) -> Option<(Subject, EntityId)> {
    let aids = program.aids.iter().zip((0..).map(AidId));
    let registers = program.registers.iter().zip((0..).map(RegisterId));
    let values = program.values.iter().zip((0..).map(ValueId));
    let aids = aids.map(|(it, id)| (&it.about, Subject::Aid(id), it.entity));
    let registers = registers.map(|(it, id)| (&it.about, Subject::Register(id), it.entity));
    let values = values.map(|(it, id)| (&it.about, Subject::Value(id), it.entity));
    aids.chain(registers)
        .chain(values)
        .find(|(about, ..)| about.name == name)
        .map(|(_, subject, entity)| (subject, entity))
}

/// The names that [`find`] knows.
pub fn names(program: &Program) -> impl Iterator<Item = &str> {
    let aids = program.aids.iter().map(|it| &it.about);
    let registers = program.registers.iter().map(|it| &it.about);
    let values = program.values.iter().map(|it| &it.about);
    aids.chain(registers)
        .chain(values)
        .map(|about| about.name.as_str())
}

/// Explains an outcome of a row; the evaluator holds the results of a whole evaluation.
/// `None` where there is no such rule.
pub fn explain(evaluator: &mut Evaluator, subject: Subject, row: Row) -> Option<Explanation> {
    let program = evaluator.program();
    match subject {
        Subject::Aid(id) => aid(evaluator, id, program.aids.get(id.index())?, row),
        Subject::Register(id) => register(evaluator, id, program.registers.get(id.index())?, row),
        Subject::Value(id) => value(evaluator, id, row),
    }
}

fn aid(evaluator: &mut Evaluator, id: AidId, aid: &Aid, row: Row) -> Option<Explanation> {
    let result = evaluator.aid_result(id)?;
    let status = *result.status.get(row.index)?;
    let known = result.amount_known.get(row.index).copied().unwrap_or(false);
    let raw = result.amount.get(row.index).filter(|_| known);
    let program = evaluator.program();
    let amount = match &aid.benefit {
        Benefit::Amount { .. } => raw.map(|raw| format_money(raw, Grouping::Plain)),
        Benefit::Service(service) => {
            let found = evaluator.evaluate_stored(service, row);
            Some(found.describe(service.ty, program))
        }
        Benefit::Nothing => None,
    };
    let clauses = clause::of_aid(evaluator, id, aid, status, row);
    let needs = match status {
        Status::NotEligible | Status::Excluded => need::of_clauses(evaluator, &clauses, row),
        Status::NotInForce
        | Status::NotTakenUp
        | Status::NeedsVerification
        | Status::Waitlisted
        | Status::Granted => Vec::new(),
    };
    let clauses = clauses.into_iter().map(|it| it.clause).collect();
    Some(Explanation {
        about: aid.about.clone(),
        agency: aid.agency.clone(),
        outcome: status.word().to_owned(),
        amount,
        clauses,
        place: place::of_aid(evaluator, id, aid, row),
        missing: missing_for_aid(evaluator, id, row).into_iter().collect(),
        needs,
    })
}

fn register(
    evaluator: &mut Evaluator,
    id: RegisterId,
    register: &Register,
    row: Row,
) -> Option<Explanation> {
    let outcome = *evaluator.register_result(id)?.outcome.get(row.index)?;
    let clauses = clause::of_register(evaluator, register, outcome, row);
    let needs = match outcome {
        Outcome::Outside | Outcome::Leaves => need::of_clauses(evaluator, &clauses, row),
        Outcome::Stays | Outcome::Enters | Outcome::NeedsVerification => Vec::new(),
    };
    Some(Explanation {
        about: register.about.clone(),
        agency: None,
        outcome: outcome.word().to_owned(),
        amount: None,
        clauses: clauses.into_iter().map(|it| it.clause).collect(),
        place: None,
        missing: missing_for_register(evaluator, id, row)
            .into_iter()
            .collect(),
        needs,
    })
}

fn value(evaluator: &mut Evaluator, id: ValueId, row: Row) -> Option<Explanation> {
    let program = evaluator.program();
    let value = program.values.get(id.index())?;
    let expr = crate::check::tree::Expr {
        kind: crate::check::tree::ExprKind::Value(id),
        ty: value.ty,
        span: value.about.span,
    };
    let found = evaluator.evaluate(&expr, row);
    let trace: Trace = evaluator.trace(&expr, row);
    let clause = Clause {
        kind: ClauseKind::Definition,
        code: value.about.name.clone(),
        label: value.about.label.clone(),
        span: value.about.span,
        sources: value.about.sources.clone(),
        truth: None,
        decided: true,
        trace,
    };
    Some(Explanation {
        about: value.about.clone(),
        agency: None,
        outcome: found.describe(value.ty, program),
        amount: None,
        clauses: vec![clause],
        place: None,
        missing: missing(evaluator, &expr, row).into_iter().collect(),
        needs: Vec::new(),
    })
}

/// The rows of a level above or below a row, or the row itself.
pub fn related(evaluator: &Evaluator, row: Row, entity: EntityId) -> Vec<Row> {
    if let Some(above) = evaluator.ancestor(row, entity) {
        return vec![above];
    }
    let below = evaluator.below(row, entity);
    let rows = below.map(|it| it.rows).into_iter().flatten();
    rows.map(|index| Row { entity, index }).collect()
}

/// A source in one line.
pub fn source_line(source: &Source) -> String {
    match &source.url {
        Some(url) => format!("{}, {}", source.text.node, url.node),
        None => source.text.node.clone(),
    }
}
