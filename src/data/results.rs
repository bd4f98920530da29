//! What an evaluation gives: columns of computed values, outcomes of aids and registers, faults.

use super::numbers::Numbers;
use super::table::Column;
pub use crate::check::tree::Rule;
#[expect(unused_imports, reason = "named in the documentation")]
use crate::check::tree::{AidId, RegisterId, ValueId};
use crate::check::tree::{EntityId, Outcome, Status};
use crate::number::{Date, Truth};

/// The results of one evaluation; rows stand as in the [`super::table::Table`] of their entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// The evaluation date.
    pub date: Date,
    /// Computed values by [`ValueId`], stored (rounded to the scale of their type); `None` where the
    /// outputs asked for did not need it.
    pub values: Vec<Option<Column>>,
    /// Outcomes of aids by [`AidId`].
    pub aids: Vec<AidResult>,
    /// Outcomes of registers by [`RegisterId`].
    pub registers: Vec<RegisterResult>,
    /// Faults, by rule, then row.
    pub faults: Vec<RowFault>,
}

/// The outcome of an aid for every row of its level.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AidResult {
    /// Status by row.
    pub status: Vec<Status>,
    /// The amount before allocation, raw money (0 for a service): what a row would get if granted.
    /// Valid where known. [`AidResult::granted_amount`] gives the granted one.
    pub amount: Numbers,
    /// Whether the amount is known.
    pub amount_known: Vec<bool>,
    /// The service by row, where the aid is one.
    pub service: Option<Column>,
    /// Eligibility by row: all `when`, no `unless`, nothing of `not together with`.
    pub eligible: Vec<Truth>,
    /// Why, as bits: of `not_eligible` the `when` clauses that are false ([`ZERO_AMOUNT`] if the
    /// amount decided); of `excluded` the grounds that are true, `unless` grounds first, then
    /// `not together with`; of `needs_verification` the `verify` grounds that are true, and
    /// [`UNKNOWN`] / [`UNKNOWN_RANK`]; of `waitlisted` [`TIED`].
    pub grounds: Grounds,
    /// Place in the order of allocation, from 1, within the quota's or budget's group; 0 for rows
    /// that took no part or where the aid has no order.
    pub rank: Vec<u32>,
    /// Groups of the allocation: how many places or how much money there was and was used.
    pub groups: Vec<GroupResult>,
}

/// Grounds by row, as bits.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Grounds(Numbers);

/// The two highest bits are common, and narrow where they stand lowest.
const TURN: u32 = 2;

impl FromIterator<u64> for Grounds {
    fn from_iter<I: IntoIterator<Item = u64>>(bits: I) -> Self {
        let bits = bits.into_iter().map(Self::turned);
        Self(Numbers::packed(bits.collect()))
    }
}

impl Grounds {
    /// Of bits that are [turned](Self::turned) already.
    pub(crate) fn of_turned(numbers: Numbers) -> Self {
        Self(numbers)
    }

    /// Bits as they are stored.
    pub(crate) fn turned(bits: u64) -> i64 {
        bits.rotate_left(TURN).cast_signed()
    }

    /// The bits of a row.
    pub fn get(&self, row: usize) -> Option<u64> {
        let turned = self.0.get(row)?;
        Some(turned.cast_unsigned().rotate_right(TURN))
    }

    /// Puts the bits of a row behind those that are there.
    pub fn push(&mut self, bits: u64) {
        self.0.push(Self::turned(bits));
    }

    /// Changes the bits of a row; nothing past the end.
    pub fn set(&mut self, row: usize, bits: u64) {
        self.0.set(row, Self::turned(bits));
    }

    /// The bits of all rows.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        let all = self.0.iter();
        all.map(|it| it.cast_unsigned().rotate_right(TURN))
    }
}

/// Bit of [`AidResult::grounds`]: the amount is zero or negative.
pub const ZERO_AMOUNT: u64 = 1 << 63;
/// Bit of [`AidResult::grounds`]: a condition, a `verify`, the amount or the service is unknown.
pub const UNKNOWN: u64 = 1 << 63;
/// Bit of [`AidResult::grounds`]: a rank key or the group is unknown where quota, budget or limit binds.
pub const UNKNOWN_RANK: u64 = 1 << 62;
/// Bit of [`AidResult::grounds`]: a waiting row that only the last rank key parts from a granted one.
pub const TIED: u64 = 1;

impl AidResult {
    /// The amount given to a row: known zero unless granted, `None` under needs verification.
    pub fn granted_amount(&self, row: usize) -> Option<i64> {
        match self.status.get(row)? {
            Status::Granted => self.amount.get(row),
            Status::NeedsVerification => None,
            Status::NotInForce
            | Status::NotEligible
            | Status::Excluded
            | Status::NotTakenUp
            | Status::Waitlisted => Some(0),
        }
    }
}

/// One group of an allocation, in ascending order of its key.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GroupResult {
    /// The key as text: the ancestor's key or the value; empty for the one group of all rows.
    pub key: String,
    /// Places of the quota.
    pub quota: Option<u64>,
    /// The ceiling of the budget, raw money.
    pub budget: Option<i128>,
    /// Rows granted.
    pub granted: u64,
    /// Money granted, raw.
    pub spent: i128,
    /// Rows that competed.
    pub candidates: u64,
    /// The row granted last.
    pub last: Option<u32>,
}

/// The outcome of a register for every row of its level.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RegisterResult {
    /// Outcome by row.
    pub outcome: Vec<Outcome>,
    /// The first true ground of `leave`, from 1; 0 for none.
    pub ground: Vec<u16>,
    /// Whether the row is on the register at the start.
    pub current: Vec<Truth>,
}

/// A number too large for its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowFault {
    /// Which rule.
    pub rule: Rule,
    /// The rule's level.
    pub entity: EntityId,
    /// The row.
    pub row: u32,
}
