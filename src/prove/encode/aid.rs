//! Outcomes of aids and registers.

use super::super::formula::{NO, NodeId, YES};
use super::super::linear::Relation;
use super::{Encoder, Limit, Number, RowId};
use crate::check::tree::{AidId, AidPart, Benefit, CompareOp, Ground, Outcome, RegisterId, Status};
use crate::number::Rational;

/// When the clauses of an aid hold, and when they do not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clauses {
    when: NodeId,
    not_when: NodeId,
    excluded: NodeId,
    not_excluded: NodeId,
    verify: NodeId,
    no_verify: NodeId,
    takes: NodeId,
    skips: NodeId,
    positive: NodeId,
    not_positive: NodeId,
    /// Of every family: no `when` is false and no `unless` is true.
    in_doubt: NodeId,
}

impl<'p> Encoder<'p> {
    /// All of some grounds are `want`.
    fn all_grounds(&mut self, grounds: &'p [Ground], row: RowId, want: bool) -> NodeId {
        let parts: Vec<NodeId> = grounds
            .iter()
            .map(|it| self.truth(&it.condition, row, want))
            .collect();
        self.formulas.and(parts)
    }

    /// One of some grounds is `want`.
    fn one_ground(&mut self, grounds: &'p [Ground], row: RowId, want: bool) -> NodeId {
        let parts: Vec<NodeId> = grounds
            .iter()
            .map(|it| self.truth(&it.condition, row, want))
            .collect();
        self.formulas.or(parts)
    }

    /// The clauses of an aid; `None` where they rest on the aid itself.
    ///
    /// They are made once for a row: aids that exclude each other in a chain would else be gone through
    /// anew from each of its links.
    fn clauses(&mut self, id: AidId, row: RowId) -> Option<Clauses> {
        if let Some(known) = self.clauses.get(&(id, row)) {
            return Some(*known);
        }
        if !self.deciding.insert(id) {
            self.circles += 1;
            self.gives_up(Limit::Aggregate);
            return None;
        }
        let circles = self.circles;
        let made = self.make_clauses(id, row);
        self.deciding.remove(&id);
        // What was cut off in a circle is so only from where it was entered.
        if let Some(made) = made.filter(|_| circles == self.circles) {
            self.clauses.insert((id, row), made);
        }
        made
    }

    fn make_clauses(&mut self, id: AidId, row: RowId) -> Option<Clauses> {
        let aid = self.program.aids.get(id.index())?;
        let mut excluded = vec![self.one_ground(&aid.unless, row, true)];
        let mut not_excluded = vec![self.all_grounds(&aid.unless, row, false)];
        for (other, _, _) in &aid.not_together {
            excluded.push(self.aid_truth(*other, AidPart::Granted, row, true));
            not_excluded.push(self.not_granted(*other, row));
        }
        let (positive, not_positive) = match &aid.benefit {
            Benefit::Amount { value, .. } => {
                let amount = self.stored(value, row);
                let zero = Number::constant(Rational::zero());
                (
                    self.compare_numbers(CompareOp::Greater, &amount, &zero),
                    self.compare_numbers(CompareOp::LessOrEqual, &amount, &zero),
                )
            }
            Benefit::Service(_) | Benefit::Nothing => (YES, NO),
        };
        let in_doubt = if self.is_any() {
            let when = aid.when.iter().map(|it| (it, false));
            let unless = aid.unless.iter().map(|it| (it, true));
            let parts: Vec<NodeId> = when
                .chain(unless)
                .map(|(it, bars)| self.is_not(&it.condition, row, bars))
                .collect();
            self.formulas.and(parts)
        } else {
            YES
        };
        let (takes, skips) = match &aid.take_up {
            Some(it) => (
                self.truth(&it.takes, row, true),
                self.truth(&it.takes, row, false),
            ),
            None => (YES, NO),
        };
        Some(Clauses {
            in_doubt,
            takes,
            skips,
            when: self.all_grounds(&aid.when, row, true),
            not_when: self.one_ground(&aid.when, row, false),
            excluded: self.formulas.or(excluded),
            not_excluded: self.formulas.and(not_excluded),
            verify: self.one_ground(&aid.verify, row, true),
            no_verify: self.all_grounds(&aid.verify, row, false),
            positive,
            not_positive,
        })
    }

    /// The other aid does not exclude: it is decided and not granted.
    fn not_granted(&mut self, id: AidId, row: RowId) -> NodeId {
        self.aid_truth(id, AidPart::Granted, row, false)
    }

    fn is_in_force(&self, id: AidId) -> bool {
        let aid = self.program.aids.get(id.index());
        aid.is_some_and(|aid| match aid.in_force {
            Some((from, until)) => {
                from <= self.date && until.is_none_or(|until| self.date <= until)
            }
            None => true,
        })
    }

    /// The status of an aid for a row is known to be this one.
    pub(in super::super) fn status(&mut self, id: AidId, row: RowId, status: Status) -> NodeId {
        if !self.is_in_force(id) {
            return if status == Status::NotInForce {
                YES
            } else {
                NO
            };
        }
        let Some(it) = self.clauses(id, row) else {
            return YES;
        };
        let aid = self.program.aids.get(id.index());
        let allocates = aid
            .is_some_and(|it| it.quota.is_some() || it.budget.is_some() || !it.limits.is_empty());
        let candidate = [
            it.when,
            it.not_excluded,
            it.no_verify,
            it.takes,
            it.positive,
        ];
        match status {
            Status::NotInForce => NO,
            Status::NotEligible => {
                let zero = [it.when, it.not_excluded, it.no_verify, it.not_positive];
                let zero = self.formulas.and(zero);
                let doubt = if self.is_any() { it.in_doubt } else { it.when };
                let skipped = [doubt, it.not_excluded, it.skips, it.not_positive];
                let skipped = self.formulas.and(skipped);
                self.formulas.or([it.not_when, zero, skipped])
            }
            Status::Excluded if self.is_any() => it.excluded,
            Status::Excluded => self.formulas.and([it.excluded, it.when]),
            Status::NotTakenUp if self.is_any() => self.formulas.and([it.in_doubt, it.skips]),
            Status::NotTakenUp => {
                let all = [it.when, it.not_excluded, it.skips, it.positive];
                self.formulas.and(all)
            }
            Status::NeedsVerification if self.is_any() => it.in_doubt,
            Status::NeedsVerification => {
                let all = [it.when, it.not_excluded, it.takes, it.verify];
                self.formulas.and(all)
            }
            // In one family there is room.
            Status::Waitlisted if !allocates || !self.is_any() => NO,
            Status::Granted if !allocates || !self.is_any() => self.formulas.and(candidate),
            Status::Waitlisted | Status::Granted => {
                let room = self.free(
                    format!("room {} {}", id.0, row.0),
                    status == Status::Granted,
                );
                let candidate = self.formulas.and(candidate);
                self.formulas.and([candidate, room])
            }
        }
    }

    /// All `when` hold and no `unless`.
    pub(in super::super) fn apart(&mut self, id: AidId, row: RowId) -> NodeId {
        let Some(aid) = self.program.aids.get(id.index()) else {
            return NO;
        };
        let when = self.all_grounds(&aid.when, row, true);
        let unless = self.all_grounds(&aid.unless, row, false);
        self.formulas.and([when, unless])
    }

    fn statuses(&mut self, id: AidId, row: RowId, all: &[Status]) -> NodeId {
        let ways: Vec<NodeId> = all.iter().map(|it| self.status(id, row, *it)).collect();
        self.formulas.or(ways)
    }

    pub(super) fn aid_truth(&mut self, id: AidId, part: AidPart, row: RowId, want: bool) -> NodeId {
        match (part, want) {
            (AidPart::Granted, true) => self.status(id, row, Status::Granted),
            (AidPart::Granted, false) => self.statuses(
                id,
                row,
                &[
                    Status::NotInForce,
                    Status::NotEligible,
                    Status::Excluded,
                    Status::NotTakenUp,
                    Status::Waitlisted,
                ],
            ),
            (AidPart::Eligible, _) => {
                if !self.is_in_force(id) {
                    return if want { NO } else { YES };
                }
                let Some(it) = self.clauses(id, row) else {
                    return YES;
                };
                if want {
                    self.formulas.and([it.when, it.not_excluded])
                } else {
                    self.formulas.or([it.not_when, it.excluded])
                }
            }
            (AidPart::Service | AidPart::Status | AidPart::Amount | AidPart::Rank, _) => {
                match self.service(id) {
                    Some(service) => self.truth(service, row, want),
                    None => YES,
                }
            }
        }
    }

    fn service(&self, id: AidId) -> Option<&'p crate::check::tree::Expr> {
        let aid = self.program.aids.get(id.index())?;
        match &aid.benefit {
            Benefit::Service(service) => Some(service),
            Benefit::Amount { .. } | Benefit::Nothing => None,
        }
    }

    pub(super) fn aid_within(
        &mut self,
        id: AidId,
        part: AidPart,
        row: RowId,
        values: u128,
    ) -> NodeId {
        match part {
            AidPart::Status => {
                let all = Status::ALL.into_iter();
                let wanted: Vec<Status> = all.filter(|it| values >> (*it as u8) & 1 == 1).collect();
                self.statuses(id, row, &wanted)
            }
            AidPart::Service => match self.service(id) {
                Some(service) => self.within(service, row, values),
                None => NO,
            },
            AidPart::Granted | AidPart::Eligible => {
                let mut ways = Vec::new();
                for want in [false, true] {
                    if values >> u32::from(want) & 1 == 1 {
                        ways.push(self.aid_truth(id, part, row, want));
                    }
                }
                self.formulas.or(ways)
            }
            AidPart::Amount | AidPart::Rank => YES,
        }
    }

    /// The granted amount; zero where nothing is given.
    pub(in super::super) fn aid_amount(&mut self, id: AidId, row: RowId) -> Number {
        let Some(aid) = self.program.aids.get(id.index()) else {
            return Number::unknown();
        };
        let amount = match &aid.benefit {
            Benefit::Amount { value, .. } => self.stored(value, row),
            Benefit::Service(_) | Benefit::Nothing => Number::constant(Rational::zero()),
        };
        if self.deciding.contains(&id) {
            return amount;
        }
        let granted = self.status(id, row, Status::Granted);
        let not = self.aid_truth(id, AidPart::Granted, row, false);
        let zero = Number::constant(Rational::zero());
        self.cases(&[(granted, amount), (not, zero)])
    }

    /// Whether the same formulas say of two rows whether an aid is granted, and how much.
    pub(in super::super) fn is_alike(&mut self, id: AidId, rows: [RowId; 2]) -> bool {
        let aid = self.program.aids.get(id.index());
        let Some(Benefit::Amount { value, .. }) = aid.map(|it| &it.benefit) else {
            return true;
        };
        let [one, other] = rows.map(|row| {
            let amount = self.stored(value, row);
            let granted = [true, false].map(|it| self.aid_truth(id, AidPart::Granted, row, it));
            (granted, amount.linear, amount.side)
        });
        one == other
    }

    pub(super) fn register_within(&mut self, id: RegisterId, row: RowId, values: u128) -> NodeId {
        let Some(it) = self.program.registers.get(id.index()) else {
            return NO;
        };
        if !self.registering.insert(id) {
            self.gives_up(Limit::Aggregate);
            return YES;
        }
        let (on, off) = (
            self.truth(&it.current, row, true),
            self.truth(&it.current, row, false),
        );
        let leave = self.one_ground(&it.leave, row, true);
        let stay = self.all_grounds(&it.leave, row, false);
        let enter = self.all_grounds(&it.enter, row, true);
        let no_entry = self.one_ground(&it.enter, row, false);
        let doubt = if self.is_any() {
            let unknown = self.known(&it.current, row, false);
            let parts: Vec<NodeId> = it
                .leave
                .iter()
                .map(|ground| self.is_not(&ground.condition, row, true))
                .collect();
            let none_true = self.formulas.and(parts);
            self.formulas.or([unknown, none_true])
        } else {
            let mut ways = vec![self.known(&it.current, row, false)];
            for (place, ground) in it.leave.iter().enumerate() {
                let mut parts = vec![on, self.known(&ground.condition, row, false)];
                for (other, rest) in it.leave.iter().enumerate() {
                    if other != place {
                        parts.push(self.truth(&rest.condition, row, false));
                    }
                }
                ways.push(self.formulas.and(parts));
            }
            self.formulas.or(ways)
        };
        self.registering.remove(&id);
        let mut ways = Vec::new();
        for outcome in Outcome::ALL {
            if values >> (outcome as u8) & 1 == 0 {
                continue;
            }
            let way = match outcome {
                Outcome::Outside => {
                    let why = self.formulas.or([leave, no_entry]);
                    self.formulas.and([off, why])
                }
                Outcome::Stays => self.formulas.and([on, stay]),
                Outcome::Enters => self.formulas.and([off, enter, stay]),
                Outcome::Leaves => self.formulas.and([on, leave]),
                Outcome::NeedsVerification => doubt,
            };
            ways.push(way);
        }
        self.formulas.or(ways)
    }

    /// One number is larger than another by more than so much.
    pub(in super::super) fn exceeds(
        &mut self,
        larger: &Number,
        smaller: &Number,
        by: Rational,
    ) -> NodeId {
        let by = super::Linear::constant(by);
        match smaller.linear.plus(&by, Rational::one()) {
            Some(linear) => {
                let least = Number::plain(linear, smaller.side);
                self.relate(&least, Relation::Below, larger)
            }
            None => NO,
        }
    }
}
