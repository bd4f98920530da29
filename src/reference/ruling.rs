//! What decided an aid or a register for a row: the clauses of a trace.

use super::trace::Trace;
use super::{Evaluator, Row};
use crate::check::tree::{Aid, AidId, AidPart, Benefit, Expr, ExprKind, Ground, RegisterId, Type};
use crate::number::Truth;

impl Evaluator<'_> {
    /// The clauses that decide the status of an aid, and the amount where that is asked for.
    pub(super) fn aid_trace(
        &mut self,
        id: AidId,
        part: AidPart,
        row: Row,
        depth: usize,
    ) -> Vec<Trace> {
        let program = self.program;
        let Some(aid) = program.aids.get(id.index()) else {
            return Vec::new();
        };
        let mut parts = Vec::new();
        match part {
            AidPart::Amount => {
                self.status_trace(&mut parts, aid, row, depth);
                if let Benefit::Amount { value, .. } = &aid.benefit
                    && parts.iter().all(|it| it.span != value.span)
                {
                    parts.push(self.traced(value, row, depth));
                }
            }
            AidPart::Service => {
                if let Benefit::Service(value) = &aid.benefit {
                    parts.push(self.traced(value, row, depth));
                }
            }
            AidPart::Status | AidPart::Granted | AidPart::Eligible => {
                self.status_trace(&mut parts, aid, row, depth);
            }
            AidPart::Rank => {
                for key in &aid.rank {
                    parts.push(self.traced(&key.value, row, depth));
                }
            }
        }
        parts
    }

    /// In the order in which an aid is decided: a `when` that fails, else a ground of exclusion that
    /// holds, else what is not known, else what is to be verified; all clauses where none stands in the way.
    fn status_trace(&mut self, parts: &mut Vec<Trace>, aid: &Aid, row: Row, depth: usize) {
        let mut unless: Vec<Expr> = conditions(&aid.unless);
        unless.extend(aid.not_together.iter().map(|(other, _, span)| Expr {
            kind: ExprKind::Aid(*other, AidPart::Granted),
            ty: Type::Boolean,
            span: *span,
        }));
        let when = conditions(&aid.when);
        let verify = conditions(&aid.verify);
        let before = parts.len();
        let takes: Vec<Expr> = aid.take_up.iter().map(|it| it.takes.clone()).collect();
        let steps: [&[(&[Expr], Truth)]; 5] = [
            &[(&when, Truth::False)],
            &[(&unless, Truth::True)],
            &[(&takes, Truth::False)],
            &[
                (&when, Truth::Unknown),
                (&unless, Truth::Unknown),
                (&takes, Truth::Unknown),
            ],
            &[(&verify, Truth::True), (&verify, Truth::Unknown)],
        ];
        for step in steps {
            for (clauses, decides) in step {
                self.clauses_that(parts, clauses, *decides, row, depth);
            }
            if parts.len() > before {
                return;
            }
        }
        if let Benefit::Amount { value, .. } = &aid.benefit {
            let amount = self.exact(value, row);
            if amount.number().is_none_or(|it| it.num() == 0) {
                parts.push(self.traced(value, row, depth));
                return;
            }
        }
        // Nothing stands in the way: each condition in one line.
        for clause in when.iter().chain(&unless) {
            parts.push(self.traced(clause, row, depth.min(1)));
        }
    }

    fn clauses_that(
        &mut self,
        parts: &mut Vec<Trace>,
        clauses: &[Expr],
        truth: Truth,
        row: Row,
        depth: usize,
    ) {
        for clause in clauses {
            if self.truth(clause, row) == truth {
                parts.push(self.traced(clause, row, depth));
            }
        }
    }

    /// Whether the row is on a register now, and the clauses that enter it, keep it out or take it off.
    pub(super) fn register_trace(&mut self, id: RegisterId, row: Row, depth: usize) -> Vec<Trace> {
        let program = self.program;
        let Some(register) = program.registers.get(id.index()) else {
            return Vec::new();
        };
        let mut parts = vec![self.traced(&register.current, row, depth)];
        let leave = conditions(&register.leave);
        for decides in [Truth::True, Truth::Unknown] {
            let before = parts.len();
            self.clauses_that(&mut parts, &leave, decides, row, depth);
            if parts.len() > before {
                return parts;
            }
        }
        let enter = conditions(&register.enter);
        for decides in [Truth::False, Truth::Unknown, Truth::True] {
            let before = parts.len();
            self.clauses_that(&mut parts, &enter, decides, row, depth);
            if parts.len() > before {
                break;
            }
        }
        parts
    }
}

fn conditions(grounds: &[Ground]) -> Vec<Expr> {
    grounds.iter().map(|it| it.condition.clone()).collect()
}
