//! The conditions of a rule for one row, and which of them decided.

use crate::check::tree::{
    Aid, AidId, AidPart, Benefit, Expr, ExprKind, Ground, Outcome, Register, STATUS, Status, Type,
};
use crate::data::results::ZERO_AMOUNT;
use crate::number::Truth;
use crate::reference::{Evaluator, Row, Trace};
use crate::source::Span;
use crate::syntax::ast::Source;

/// One condition of a rule.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What it does in the rule.
    pub kind: ClauseKind,
    /// Its code, as result files name it.
    pub code: String,
    /// Its words.
    pub label: String,
    /// Its place.
    pub span: Span,
    /// Its own sources.
    pub sources: Vec<Source>,
    /// Whether it holds; `None` where it is no condition.
    pub truth: Option<Truth>,
    /// Whether the outcome hangs on it.
    pub decided: bool,
    /// How its value came about.
    pub trace: Trace,
}

impl Clause {
    /// Whether its code is a name from the policy, not a number such as `when_2`.
    pub fn is_named(&self) -> bool {
        let numbered = |word: &str| {
            let rest = self.code.strip_prefix(word);
            rest.is_some_and(|rest| rest.starts_with('_'))
        };
        let words = ["when", "unless", "verify", "enter", "leave", "take"];
        !words.into_iter().any(numbered) && !["amount", "current"].contains(&self.code.as_str())
    }
}

/// What a condition does in its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// Must hold.
    When,
    /// Must not hold.
    Unless,
    /// Must not hold: another aid is granted.
    NotTogether,
    /// Asks for a check in the field.
    Verify,
    /// Whether the row asks for the aid: its draw against the share.
    TakeUp,
    /// The amount.
    Amount,
    /// Whether the row is on the register at the start.
    Current,
    /// Must hold to enter.
    Enter,
    /// Makes the row leave, and bars it from entering.
    Leave,
    /// The definition of a value.
    Definition,
}

impl ClauseKind {
    /// The word in the policy.
    pub fn word(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Unless => "unless",
            Self::NotTogether => "not together with",
            Self::Verify => "verify when",
            Self::TakeUp => "take up",
            Self::Amount => "amount",
            Self::Current => "current",
            Self::Enter => "enter when",
            Self::Leave => "leave when",
            Self::Definition => "define",
        }
    }
}

/// A clause with its condition, and what the condition would have to be.
pub(super) struct Judged {
    pub(super) clause: Clause,
    pub(super) condition: Expr,
    /// What it must be for the better outcome.
    pub(super) wanted: bool,
}

/// The clauses of an aid; those that its status hangs on are marked.
pub(super) fn of_aid(
    evaluator: &mut Evaluator,
    id: AidId,
    aid: &Aid,
    status: Status,
    row: Row,
) -> Vec<Judged> {
    let mut list = Vec::new();
    let unknown = status == Status::NeedsVerification;
    for ground in &aid.when {
        let decides = |truth| match status {
            Status::NotEligible => truth == Truth::False,
            Status::NeedsVerification => truth == Truth::Unknown,
            Status::Granted | Status::Waitlisted => true,
            Status::NotInForce | Status::Excluded | Status::NotTakenUp => false,
        };
        list.push(judge(evaluator, ClauseKind::When, ground, row, &decides));
    }
    for ground in &aid.unless {
        let decides = |truth| {
            (status == Status::Excluded && truth == Truth::True)
                || (unknown && truth == Truth::Unknown)
        };
        list.push(judge(evaluator, ClauseKind::Unless, ground, row, &decides));
    }
    for (other, because, span) in &aid.not_together {
        let condition = granted(*other, *span);
        let ground = Ground {
            code: not_together_code(evaluator, *other),
            label: because.clone(),
            condition,
            sources: Vec::new(),
            span: *span,
        };
        let decides = |truth| {
            (status == Status::Excluded && truth == Truth::True)
                || (unknown && truth == Truth::Unknown)
        };
        let kind = ClauseKind::NotTogether;
        list.push(judge(evaluator, kind, &ground, row, &decides));
    }
    for ground in &aid.verify {
        let decides = |truth| unknown && truth != Truth::False;
        list.push(judge(evaluator, ClauseKind::Verify, ground, row, &decides));
    }
    if let Some(take_up) = &aid.take_up {
        let ground = Ground {
            code: "take_up".to_owned(),
            label: String::new(),
            condition: take_up.takes.clone(),
            sources: Vec::new(),
            span: take_up.span,
        };
        let decides = |truth| match status {
            Status::NotTakenUp => truth == Truth::False,
            Status::NeedsVerification => truth == Truth::Unknown,
            Status::Granted | Status::Waitlisted => true,
            Status::NotInForce | Status::NotEligible | Status::Excluded => false,
        };
        list.push(judge(evaluator, ClauseKind::TakeUp, &ground, row, &decides));
    }
    if let Benefit::Amount { value, .. } = &aid.benefit {
        let bits = evaluator
            .aid_result(id)
            .and_then(|it| it.grounds.get(row.index));
        let zero =
            status == Status::NotEligible && bits.is_some_and(|bits| bits & ZERO_AMOUNT != 0);
        let trace = evaluator.trace(value, row);
        let known = evaluator.evaluate(value, row).is_known();
        list.push(Judged {
            clause: Clause {
                kind: ClauseKind::Amount,
                code: "amount".to_owned(),
                label: String::new(),
                span: value.span,
                sources: Vec::new(),
                truth: None,
                decided: zero || status == Status::Granted || (unknown && !known),
                trace,
            },
            condition: value.clone(),
            wanted: true,
        });
    }
    list
}

fn not_together_code(evaluator: &Evaluator, other: AidId) -> String {
    let aid = evaluator.program().aids.get(other.index());
    format!("not_together_{}", aid.map_or("", |it| &it.about.name))
}

/// `OTHER.status = granted`.
fn granted(other: AidId, span: Span) -> Expr {
    let status = Expr {
        kind: ExprKind::Aid(other, AidPart::Status),
        ty: Type::Enum(STATUS),
        span,
    };
    let constant = crate::check::tree::Constant::Enum(Status::Granted as u32);
    Expr {
        kind: ExprKind::OneOf(Box::new(status), vec![constant]),
        ty: Type::Boolean,
        span,
    }
}

/// The clauses of a register; those that its outcome hangs on are marked.
pub(super) fn of_register(
    evaluator: &mut Evaluator,
    register: &Register,
    outcome: Outcome,
    row: Row,
) -> Vec<Judged> {
    let unknown = outcome == Outcome::NeedsVerification;
    let ground = Ground {
        code: "current".to_owned(),
        label: String::new(),
        condition: register.current.clone(),
        sources: Vec::new(),
        span: register.current.span,
    };
    let decides = |truth| !unknown || truth == Truth::Unknown;
    let mut list = vec![judge(
        evaluator,
        ClauseKind::Current,
        &ground,
        row,
        &decides,
    )];
    for ground in &register.enter {
        let decides = |truth| match outcome {
            Outcome::Enters => true,
            Outcome::Outside => truth == Truth::False,
            Outcome::NeedsVerification => truth == Truth::Unknown,
            Outcome::Stays | Outcome::Leaves => false,
        };
        list.push(judge(evaluator, ClauseKind::Enter, ground, row, &decides));
    }
    let mut first = true;
    for ground in &register.leave {
        let decides = |truth| match outcome {
            Outcome::Leaves => first && truth == Truth::True,
            Outcome::Outside => truth == Truth::True,
            Outcome::NeedsVerification => truth == Truth::Unknown,
            Outcome::Stays | Outcome::Enters => false,
        };
        let judged = judge(evaluator, ClauseKind::Leave, ground, row, &decides);
        first &= judged.clause.truth != Some(Truth::True);
        list.push(judged);
    }
    list
}

fn judge(
    evaluator: &mut Evaluator,
    kind: ClauseKind,
    ground: &Ground,
    row: Row,
    decides: &dyn Fn(Truth) -> bool,
) -> Judged {
    let truth = evaluator.evaluate(&ground.condition, row).truth();
    let wanted = match kind {
        ClauseKind::When | ClauseKind::TakeUp | ClauseKind::Enter | ClauseKind::Current => true,
        ClauseKind::Unless
        | ClauseKind::NotTogether
        | ClauseKind::Verify
        | ClauseKind::Leave
        | ClauseKind::Amount
        | ClauseKind::Definition => false,
    };
    Judged {
        clause: Clause {
            kind,
            code: ground.code.clone(),
            label: ground.label.clone(),
            span: ground.span,
            sources: ground.sources.clone(),
            truth: Some(truth),
            decided: decides(truth),
            trace: evaluator.trace(&ground.condition, row),
        },
        condition: ground.condition.clone(),
        wanted,
    }
}
