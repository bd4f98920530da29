//! The allocation of an aid: who among the candidates is granted, under quota, budget and limits.

use super::groups::{Clause, GroupKey, Groups, Seat, Tally};
use super::rank::Place;
use super::select::rounded_down;
use super::{Datum, Evaluator, Row};
use crate::check::tree::{Aid, AidId, Budget, EntityId, Group, Limit, Quota, RankKey, Status};
use crate::data::results::{AidResult, GroupResult, Rule, TIED, UNKNOWN_RANK};
use crate::number::{Fraction, INTEGER, MONEY};

/// What an aid's allocation clauses say of one row.
pub(super) struct Candidate {
    index: usize,
    /// Under the rank keys; `None` if one is unknown.
    place: Option<Place>,
    /// What it would get, raw money.
    pub(super) amount: i128,
    /// In the order in which they are asked: limits, quota, budget.
    pub(super) seats: Vec<Seat>,
}

impl Evaluator<'_> {
    /// Decides the candidates of an aid, which stand as granted in its result.
    pub(super) fn allocate(&mut self, id: AidId, aid: &Aid) {
        let candidates = self.candidates(id, aid);
        let Some(mut result) = self.aids.get_mut(id.index()).and_then(Option::take) else {
            return;
        };
        let mut groups = Groups::new(&candidates);
        let (placed, unplaced): (Vec<&Candidate>, Vec<&Candidate>) = candidates
            .iter()
            .partition(|it| it.place.is_some() && groups.all_known(it));
        for it in unplaced {
            if groups.all_known(it) && !groups.any_binds(it) {
                groups.grant(it, None);
            } else {
                set(&mut result, it, Status::NeedsVerification, UNKNOWN_RANK);
            }
        }
        let placed = in_order(placed, aid);
        for it in &placed {
            match groups.admits(it) {
                Ok(()) => groups.grant(it, Some(it.index)),
                Err(last) => {
                    let last = last.and_then(|row| candidate_at(&candidates, row));
                    let tied = last.is_some_and(|last| ties(it, last, &aid.rank));
                    set(
                        &mut result,
                        it,
                        Status::Waitlisted,
                        if tied { TIED } else { 0 },
                    );
                }
            }
        }
        if !aid.rank.is_empty() {
            number(&placed, &mut result);
        }
        result.groups = self.group_results(aid, &candidates, &groups);
        self.put_aid(id, result);
    }

    /// Evaluates the allocation clauses for every row, and keeps the candidates.
    fn candidates(&mut self, id: AidId, aid: &Aid) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for index in 0..self.rows(aid.entity) {
            let row = Row {
                entity: aid.entity,
                index,
            };
            let candidate = self.for_rule(Rule::Aid(id), row, |it| Candidate {
                index,
                place: it.place(&aid.rank, row),
                amount: 0,
                seats: it.seats(aid, row),
            });
            let stands = self
                .aid_result(id)
                .and_then(|result| standing(result, index));
            if let Some(amount) = stands {
                candidates.push(Candidate {
                    amount,
                    ..candidate
                });
            }
        }
        candidates
    }

    fn seats(&mut self, aid: &Aid, row: Row) -> Vec<Seat> {
        let mut seats = Vec::new();
        for (number, limit) in aid.limits.iter().enumerate() {
            seats.extend(self.limit_seat(number, limit, row));
        }
        seats.extend(aid.quota.as_ref().map(|quota| self.quota_seat(quota, row)));
        seats.extend(
            aid.budget
                .as_ref()
                .map(|budget| self.budget_seat(budget, row)),
        );
        seats
    }

    fn limit_seat(&mut self, number: usize, limit: &Limit, row: Row) -> Option<Seat> {
        let count = self.exact(&limit.count, row).number();
        let condition = limit.condition.as_ref();
        let covered = condition.and_then(|condition| self.truth(condition, row).known());
        let group = self.ancestor(row, limit.per)?.index;
        (covered != Some(false)).then(|| Seat {
            clause: Clause::Limit(number),
            group: Some((Datum::Unknown, group)),
            allowed: count.map(rounded_down),
        })
    }

    fn quota_seat(&mut self, quota: &Quota, row: Row) -> Seat {
        let group = self.group_key(quota.per.as_ref(), row);
        let mut count = self.exact(&quota.count, row).number();
        if let Some(entity) = quota.share_of {
            let share = count.zip(self.evaluated_rows(entity));
            count = share.and_then(|(count, rows)| self.known(count.mul(rows)));
        }
        Seat {
            clause: Clause::Quota,
            group,
            allowed: count.map(rounded_down),
        }
    }

    fn budget_seat(&mut self, budget: &Budget, row: Row) -> Seat {
        let group = self.group_key(budget.per.as_ref(), row);
        let ceiling = self.raw(&budget.ceiling, MONEY, row);
        Seat {
            clause: Clause::Budget,
            group,
            allowed: ceiling.map(i128::from),
        }
    }

    fn evaluated_rows(&self, entity: EntityId) -> Option<Fraction> {
        let table = self.dataset.table(entity).filter(|table| table.delivered)?;
        Some(Fraction::from_raw(i64::try_from(table.rows).ok()?, INTEGER))
    }

    /// The group of a row; `None` if the value that makes the groups is unknown.
    fn group_key(&mut self, per: Option<&Group>, row: Row) -> Option<GroupKey> {
        match per {
            None => Some((Datum::Text(String::new()), 0)),
            Some(Group::Ancestor(entity)) => {
                let ancestor = self.ancestor(row, *entity)?;
                let key = self.program.entities.get(entity.index())?.key;
                let key = self.cell(key, ancestor);
                let unread = Datum::Text(String::new());
                let key = if key.is_known() { key } else { unread };
                Some((key, ancestor.index))
            }
            Some(Group::Value(value)) => {
                let value = self.stored(value, row);
                value.is_known().then_some((value, 0))
            }
        }
    }

    fn group_results(
        &self,
        aid: &Aid,
        candidates: &[Candidate],
        groups: &Groups,
    ) -> Vec<GroupResult> {
        let per = |clause| match clause {
            Clause::Quota => aid.quota.as_ref()?.per.as_ref(),
            Clause::Budget => aid.budget.as_ref()?.per.as_ref(),
            Clause::Limit(_) => None,
        };
        let of = |clause| {
            let tallies = groups.of(clause);
            tallies.map(move |(key, tally)| self.group_result(clause, per(clause), key, tally))
        };
        let (quota, budget) = (of(Clause::Quota), of(Clause::Budget));
        if shared(aid, candidates) {
            let pairs = quota.zip(budget);
            pairs
                .map(|(quota, it)| GroupResult {
                    budget: it.budget,
                    ..quota
                })
                .collect()
        } else {
            quota.chain(budget).collect()
        }
    }

    fn group_result(
        &self,
        clause: Clause,
        per: Option<&Group>,
        (key, _): &GroupKey,
        tally: &Tally,
    ) -> GroupResult {
        let name = match per {
            Some(Group::Value(value)) => key.name(value.ty, self.program),
            Some(Group::Ancestor(_)) | None => None,
        };
        let places = tally
            .allowed
            .map(|places| u64::try_from(places).unwrap_or(u64::MAX));
        GroupResult {
            key: name.map_or_else(|| key.to_string(), str::to_owned),
            quota: places.filter(|_| clause == Clause::Quota),
            budget: tally.allowed.filter(|_| clause == Clause::Budget),
            granted: tally.granted,
            spent: tally.spent,
            candidates: tally.candidates,
            last: tally.last.and_then(|row| u32::try_from(row).ok()),
        }
    }
}

impl Candidate {
    /// Its group of the quota, of the budget where there is no quota, of all rows without both.
    fn numbered_in(&self) -> Option<&GroupKey> {
        let seat = |clause| self.seats.iter().find(|seat| seat.clause == clause);
        seat(Clause::Quota)
            .or_else(|| seat(Clause::Budget))?
            .group
            .as_ref()
    }
}

/// The amount of a row that is a candidate.
fn standing(result: &AidResult, row: usize) -> Option<i128> {
    let stands = result.status.get(row) == Some(&Status::Granted);
    result.amount.get(row).filter(|_| stands).map(i128::from)
}

fn in_order<'c>(mut placed: Vec<&'c Candidate>, aid: &Aid) -> Vec<&'c Candidate> {
    placed.sort_by(|left, right| match (&left.place, &right.place) {
        (Some(a), Some(b)) => a.order(b, &aid.rank).then(left.index.cmp(&right.index)),
        (_, _) => left.index.cmp(&right.index),
    });
    placed
}

/// The candidate of a row; they stand by row.
fn candidate_at(candidates: &[Candidate], row: usize) -> Option<&Candidate> {
    let at = candidates.binary_search_by_key(&row, |it| it.index).ok()?;
    candidates.get(at)
}

/// Whether two candidates are equal on all keys before the last, which there must be.
fn ties(one: &Candidate, other: &Candidate, keys: &[RankKey]) -> bool {
    let before = keys.split_last().map_or(&[][..], |(_, before)| before);
    let places = one.place.as_ref().zip(other.place.as_ref());
    !before.is_empty() && places.is_some_and(|(one, other)| one.order(other, before).is_eq())
}

fn set(result: &mut AidResult, it: &Candidate, status: Status, ground: u64) {
    if let Some(slot) = result.status.get_mut(it.index) {
        *slot = status;
    }
    result.grounds.set(it.index, ground);
}

/// Numbers the placed candidates within their groups, from 1.
fn number(placed: &[&Candidate], result: &mut AidResult) {
    let mut last = std::collections::BTreeMap::new();
    for it in placed {
        let rank = last.entry(it.numbered_in()).or_insert(0);
        *rank += 1;
        if let Some(slot) = result.rank.get_mut(it.index) {
            *slot = *rank;
        }
    }
}

/// Whether quota and budget have the same groups, so that one list shows both.
fn shared(aid: &Aid, candidates: &[Candidate]) -> bool {
    let (Some(quota), Some(budget)) = (&aid.quota, &aid.budget) else {
        return false;
    };
    let group = |it: &Candidate, clause| {
        it.seats
            .iter()
            .find(|seat| seat.clause == clause)
            .map(|seat| seat.group.clone())
    };
    match (&quota.per, &budget.per) {
        (None, None) => true,
        (Some(Group::Ancestor(left)), Some(Group::Ancestor(right))) => left == right,
        (Some(Group::Value(left)), Some(Group::Value(right))) => {
            let mut candidates = candidates.iter();
            left.ty == right.ty
                && candidates.all(|it| group(it, Clause::Quota) == group(it, Clause::Budget))
        }
        (_, _) => false,
    }
}
