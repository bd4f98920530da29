//! Aids: the status of every row before allocation.

use super::{Datum, Evaluator, Row, datum};
use crate::check::tree::{Aid, AidId, Benefit, Status};
use crate::data::numbers::Numbers;
use crate::data::results::{AidResult, Rule, UNKNOWN, ZERO_AMOUNT};
use crate::number::{MONEY, Truth};

/// Bits of grounds below those with a meaning of their own; clauses past them share the last.
const LAST_CLAUSE: usize = 61;

/// What the clauses of an aid say of one row.
struct Clauses {
    when: Vec<Truth>,
    /// `unless`, then `not together with`.
    unless: Vec<Truth>,
    verify: Vec<Truth>,
    /// Whether the row asks for it; true where nothing is said.
    takes: Truth,
    /// Of a service: known zero.
    amount: Datum,
    /// Of an amount: `None`.
    service: Option<Datum>,
    /// Whether an amount is said, so that zero decides.
    paid: bool,
}

impl Evaluator<'_> {
    /// Decides an aid for all rows of its level.
    pub(super) fn decide_aid(&mut self, id: AidId) {
        let Some(aid) = self.program.aids.get(id.index()) else {
            return;
        };
        let rows = self.rows(aid.entity);
        if !self.in_force(aid) {
            self.put_aid(id, not_in_force(aid, rows));
            return;
        }
        let outer = self.deciding.replace(id);
        let mut result = AidResult {
            rank: vec![0; rows],
            ..AidResult::default()
        };
        let mut services = Vec::with_capacity(rows);
        for index in 0..rows {
            let row = Row {
                entity: aid.entity,
                index,
            };
            let clauses = self.for_rule(Rule::Aid(id), row, |it| it.clauses(aid, row));
            clauses.write(&mut result);
            services.push(clauses.service);
        }
        if let Benefit::Service(service) = &aid.benefit {
            result.service = Some(datum::column(services.into_iter().flatten(), service.ty));
        }
        self.put_aid(id, result);
        self.allocate(id, aid);
        self.deciding = outer;
    }

    pub(super) fn put_aid(&mut self, id: AidId, result: AidResult) {
        if let Some(place) = self.aids.get_mut(id.index()) {
            *place = Some(result);
        }
    }

    fn in_force(&self, aid: &Aid) -> bool {
        aid.in_force.is_none_or(|(from, until)| {
            from <= self.date && until.is_none_or(|until| self.date <= until)
        })
    }

    fn clauses(&mut self, aid: &Aid, row: Row) -> Clauses {
        let when = self.grounds(&aid.when, row);
        let mut unless = self.grounds(&aid.unless, row);
        for (other, _, _) in &aid.not_together {
            let status = self
                .aid_result(*other)
                .and_then(|it| it.status.get(row.index));
            unless.push(status.map_or(Truth::Unknown, |status| granted(*status)));
        }
        let verify = self.grounds(&aid.verify, row);
        let takes = match &aid.take_up {
            Some(it) => self.stored(&it.takes, row).truth(),
            None => Truth::True,
        };
        let zero = Datum::integer(0);
        let (amount, service) = match &aid.benefit {
            Benefit::Amount { value, .. } => (self.stored(value, row), None),
            Benefit::Service(service) => (zero, Some(self.stored(service, row))),
            Benefit::Nothing => (zero, None),
        };
        let paid = matches!(aid.benefit, Benefit::Amount { .. });
        Clauses {
            when,
            unless,
            verify,
            takes,
            amount,
            service,
            paid,
        }
    }
}

impl Clauses {
    /// Appends the row to the result; candidates stand as granted until they are allocated.
    fn write(&self, result: &mut AidResult) {
        let (status, grounds) = self.status();
        let amount = self
            .amount
            .number()
            .and_then(|amount| amount.to_raw(MONEY).ok());
        let when = Truth::all(self.when.iter().copied());
        let unless = Truth::any(self.unless.iter().copied());
        result.status.push(status);
        result.grounds.push(grounds);
        result.amount.push(amount.unwrap_or(0));
        result.amount_known.push(amount.is_some());
        result.eligible.push(when.and(unless.not()));
    }

    fn status(&self) -> (Status, u64) {
        let refused = bits(&self.when, Truth::False);
        let excluded = bits(&self.unless, Truth::True);
        let to_verify = bits(&self.verify, Truth::True);
        if refused != 0 {
            (Status::NotEligible, refused)
        } else if excluded != 0 {
            (Status::Excluded, excluded)
        } else if self.takes == Truth::False {
            self.gives_nothing().unwrap_or((Status::NotTakenUp, 0))
        } else if self.undecided() {
            (Status::NeedsVerification, UNKNOWN | to_verify)
        } else if to_verify != 0 {
            (Status::NeedsVerification, to_verify)
        } else {
            self.gives_nothing().unwrap_or((Status::Granted, 0))
        }
    }

    /// A known amount of zero or less keeps the row out.
    fn gives_nothing(&self) -> Option<(Status, u64)> {
        let known = self.paid && self.amount.is_known();
        (known && self.amount <= Datum::integer(0)).then_some((Status::NotEligible, ZERO_AMOUNT))
    }

    fn undecided(&self) -> bool {
        let mut conditions = self.when.iter().chain(&self.unless).chain(&self.verify);
        conditions.any(|truth| *truth == Truth::Unknown)
            || self.takes == Truth::Unknown
            || !self.amount.is_known()
            || self.service == Some(Datum::Unknown)
    }
}

/// Whether a row with this status is given the aid.
pub(super) fn granted(status: Status) -> Truth {
    match status {
        Status::Granted => Truth::True,
        Status::NeedsVerification => Truth::Unknown,
        Status::NotInForce
        | Status::NotEligible
        | Status::Excluded
        | Status::NotTakenUp
        | Status::Waitlisted => Truth::False,
    }
}

/// The clauses with a truth value, as bits.
fn bits(clauses: &[Truth], wanted: Truth) -> u64 {
    let found = clauses
        .iter()
        .enumerate()
        .filter(|(_, truth)| **truth == wanted);
    found.fold(0, |bits, (clause, _)| bits | 1 << clause.min(LAST_CLAUSE))
}

fn not_in_force(aid: &Aid, rows: usize) -> AidResult {
    AidResult {
        status: vec![Status::NotInForce; rows],
        amount: Numbers::same(0, rows),
        amount_known: vec![true; rows],
        service: match &aid.benefit {
            Benefit::Service(service) => Some(datum::column(
                vec![Datum::Unknown; rows].into_iter(),
                service.ty,
            )),
            Benefit::Amount { .. } | Benefit::Nothing => None,
        },
        eligible: vec![Truth::False; rows],
        grounds: (0..rows).map(|_| 0).collect(),
        rank: vec![0; rows],
        groups: Vec::new(),
    }
}
