//! Allocation: who among the candidates is granted, under quota, budget and limits.
//!
//! Works on compact entries of the candidates alone; groups are numbered once, so that the pass over
//! the order only counts.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::collections::BTreeMap;

use super::cells::{Cells, Part, key_part, order};
use super::rank::Ranked;
use super::shape::Shape;
use super::store::Store;
use crate::check::tree::{EntityId, Status, Type};
use crate::data::bitmap::Bitmap;
use crate::data::numbers::Numbers;
use crate::data::results::{Grounds, GroupResult, TIED, UNKNOWN_RANK};
use crate::data::table::{Column, NO_ROW, Values};
use crate::number::{Date, Rational};
use crate::plan::Plan;
use crate::plan::aid::{Allocation, GroupBy};
use crate::plan::op::{Key, NodeId, Op, Scalar};

/// The outcome of an allocation.
pub(super) struct Outcome {
    /// Final codes of [`Status`].
    pub(super) status: Vec<u16>,
    /// Final grounds, turned as [`Grounds`] stores them.
    pub(super) grounds: Numbers,
    /// Rows and their places in the order, from 1.
    pub(super) rank: Vec<(u32, i64)>,
    /// The groups in order of their keys.
    pub(super) groups: Vec<GroupResult>,
}

/// Full-length columns, read by row.
pub(super) struct Whole<'a> {
    pub(super) plan: &'a Plan,
    pub(super) store: &'a Store<'a>,
}

/// Decides the candidates.
pub(super) fn allocate(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &Store<'_>,
    it: &Allocation,
) -> Outcome {
    let mut ranked = Ranked::new(shape.rows(it.entity));
    allocate_in(plan, shape, store, (it, &mut ranked))
}

/// The same in an order that is kept: candidates are added to it, whose keys must be as they were.
pub(super) fn allocate_in(
    plan: &Plan,
    shape: &Shape<'_>,
    store: &Store<'_>,
    (it, ranked): (&Allocation, &mut Ranked),
) -> Outcome {
    let whole = Whole { plan, store };
    let rows = shape.rows(it.entity);
    let mut outcome = Outcome {
        status: whole.codes(it.status, rows),
        grounds: whole.raws(it.grounds, rows),
        rank: Vec::new(),
        groups: Vec::new(),
    };
    let statuses = outcome.status.iter().enumerate();
    let candidates = statuses.filter(|(_, status)| **status == Status::Granted as u16);
    let candidates: Vec<usize> = candidates.map(|(row, _)| row).collect();
    ranked.add(&candidates, &it.rank, &whole);
    let mut contest = Contest::new(plan, shape, &whole, it, candidates);
    contest.run(ranked, &whole, &mut outcome);
    outcome.groups = contest.groups();
    outcome
}

/// The key of a group; the order of the variants' values is that of the groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum GroupKey {
    /// All rows.
    All,
    /// An ancestor's key and row.
    Ancestor(Name, usize),
    /// A value.
    Value(Name),
}

/// Which group a row belongs to; without the names, which are read once for each group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seated {
    /// All rows.
    All,
    /// An ancestor's row.
    Ancestor(usize),
    /// A value.
    Value(Name),
}

/// A value of any storage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Number(i64),
    Text(String),
}

/// How far a group is filled.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// Places or raw money; `None` if unknown.
    allowed: Option<i128>,
    candidates: u64,
    asked: i128,
    granted: u64,
    spent: i128,
    stopped: bool,
    last: Option<usize>,
    /// The row granted last, once a waiting row differs from it on more than the last key.
    parted: Option<usize>,
}

/// The groups of one clause.
struct Clause {
    kind: Kind,
    /// The group of each candidate: not covered, unknown, or a place in `tallies`; empty where all are one
    /// group.
    seats: Vec<Seat>,
    tallies: Vec<Tally>,
    keys: Vec<GroupKey>,
    ty: Option<Type>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Limit,
    Quota,
    Budget,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seat {
    NotCovered,
    Unknown,
    Group(u32),
}

struct Contest<'a> {
    plan: &'a Plan,
    it: &'a Allocation,
    /// Rows of the candidates.
    rows: Vec<usize>,
    amounts: Vec<i64>,
    /// Limits, then the quota, then the budget.
    clauses: Vec<Clause>,
}

impl<'a> Contest<'a> {
    fn new(
        plan: &'a Plan,
        shape: &Shape<'_>,
        whole: &Whole<'_>,
        it: &'a Allocation,
        rows: Vec<usize>,
    ) -> Self {
        let amount = |row: &usize| whole.raw(it.amount, *row).unwrap_or(0);
        let amounts: Vec<i64> = rows.iter().map(amount).collect();
        let mut clauses = Vec::new();
        for limit in &it.limits {
            let seat = |row: usize| {
                let covered = limit
                    .condition
                    .map_or(Some(true), |it| whole.truth(it, row));
                let group = shape.ancestor(plan, (it.entity, row), limit.per);
                let covered = group.filter(|_| covered != Some(false));
                covered.map(|group| Some(Seated::Ancestor(group)))
            };
            let allowed = |row| whole.raw(limit.count, row).map(|it| i128::from(it.max(0)));
            let name = |seat: &Seated| match seat {
                Seated::Ancestor(row) => GroupKey::Ancestor(Name::Number(0), *row),
                Seated::All | Seated::Value(_) => GroupKey::All,
            };
            let of = (rows.as_slice(), amounts.as_slice());
            clauses.push(Clause::new(Kind::Limit, of, seat, name, allowed));
        }
        if let Some((count, group)) = &it.quota {
            let seat = |row| Some(seated(plan, shape, whole, (it.entity, row), *group));
            let name = |seat: &Seated| group_key(plan, shape, seat, *group);
            let of = (rows.as_slice(), amounts.as_slice());
            let allowed = |row| whole.raw(*count, row).map(|it| i128::from(it.max(0)));
            if group.is_none() {
                clauses.push(Clause::of_all(Kind::Quota, of, allowed));
            } else {
                clauses.push(Clause::new(Kind::Quota, of, seat, name, allowed).of(*group));
            }
        }
        if let Some((ceiling, group)) = &it.budget {
            let seat = |row| Some(seated(plan, shape, whole, (it.entity, row), *group));
            let name = |seat: &Seated| group_key(plan, shape, seat, *group);
            let of = (rows.as_slice(), amounts.as_slice());
            let allowed = |row| whole.raw(*ceiling, row).map(i128::from);
            if group.is_none() {
                clauses.push(Clause::of_all(Kind::Budget, of, allowed));
            } else {
                clauses.push(Clause::new(Kind::Budget, of, seat, name, allowed).of(*group));
            }
        }
        Self {
            plan,
            it,
            rows,
            amounts,
            clauses,
        }
    }

    fn run(&mut self, ranked: &Ranked, whole: &Whole<'_>, outcome: &mut Outcome) {
        let keys = &self.it.rank;
        let is_placed: Vec<bool> = self
            .rows
            .iter()
            .enumerate()
            .map(|(candidate, row)| {
                ranked.is_placed(*row) && self.clauses.iter().all(|it| it.settled(candidate))
            })
            .collect();
        let unplaced = is_placed.iter().enumerate().filter(|(_, placed)| !**placed);
        let unplaced: Vec<usize> = unplaced.map(|(candidate, _)| candidate).collect();
        // What binds is read before anything is granted.
        let free = |it: &&usize| {
            let mut clauses = self.clauses.iter();
            clauses.all(|clause| clause.settled(**it) && !clause.binds(**it))
        };
        let granted: Vec<usize> = unplaced.iter().filter(free).copied().collect();
        for candidate in &unplaced {
            if granted.binary_search(candidate).is_err() {
                let row = self.rows[*candidate];
                outcome.status[row] = Status::NeedsVerification as u16;
                outcome.grounds.set(row, Grounds::turned(UNKNOWN_RANK));
            }
        }
        for candidate in granted {
            self.grant(candidate, None);
        }
        let order = self.in_order(ranked, &is_placed);
        for candidate in &order {
            let row = self.rows[*candidate];
            let Some(full) = self.full(*candidate) else {
                self.grant(*candidate, Some(row));
                continue;
            };
            let tied = self.ties(*candidate, full, whole);
            outcome.status[row] = Status::Waitlisted as u16;
            let grounds = if tied { Grounds::turned(TIED) } else { 0 };
            outcome.grounds.set(row, grounds);
        }
        if !keys.is_empty() {
            self.number(&order, outcome);
        }
    }

    /// The candidates that have a place, in order.
    fn in_order(&self, ranked: &Ranked, is_placed: &[bool]) -> Vec<usize> {
        let mut by_row = vec![NO_ROW; self.rows.last().map_or(0, |last| last + 1)];
        for (candidate, row) in (0_u32..).zip(&self.rows) {
            if let Some(slot) = by_row.get_mut(*row) {
                *slot = candidate;
            }
        }
        let of_row = |row: usize| {
            let candidate = by_row.get(row).copied().filter(|it| *it != NO_ROW);
            candidate.map(|it| it as usize)
        };
        let candidates = ranked.rows().filter_map(of_row);
        let placed = |it: &usize| is_placed.get(*it).is_some_and(|placed| *placed);
        candidates.filter(placed).collect()
    }

    /// The first clause that has no room for a candidate; a budget without room stops for good.
    fn full(&mut self, candidate: usize) -> Option<usize> {
        let amount = i128::from(self.amounts[candidate]);
        for (place, clause) in self.clauses.iter_mut().enumerate() {
            let kind = clause.kind;
            let Some(tally) = clause.tally(candidate) else {
                continue;
            };
            let allowed = tally.allowed.unwrap_or(0);
            let room = match kind {
                Kind::Limit | Kind::Quota => i128::from(tally.granted) < allowed,
                Kind::Budget => !tally.stopped && tally.spent + amount <= allowed,
            };
            if !room {
                tally.stopped = kind == Kind::Budget;
                return Some(place);
            }
        }
        None
    }

    /// Whether a candidate equals the one that its group of a clause granted last on all keys before
    /// the last. What follows it in the order is no nearer.
    fn ties(&mut self, candidate: usize, clause: usize, whole: &Whole<'_>) -> bool {
        let row = self.rows[candidate];
        let keys = &self.it.rank;
        let tally = self.clauses.get_mut(clause);
        let Some(tally) = tally.and_then(|it| it.tally(candidate)) else {
            return false;
        };
        let Some(last) = tally.last.filter(|last| tally.parted != Some(*last)) else {
            return false;
        };
        let tied = alike(row, last, keys, whole);
        if !tied {
            tally.parted = Some(last);
        }
        tied
    }

    fn grant(&mut self, candidate: usize, last: Option<usize>) {
        let amount = i128::from(self.amounts[candidate]);
        for clause in &mut self.clauses {
            if let Some(tally) = clause.tally(candidate) {
                tally.granted += 1;
                tally.spent += amount;
                tally.last = last.or(tally.last);
            }
        }
    }

    /// Numbers the placed candidates within the quota's groups, else the budget's, else all.
    fn number(&self, order: &[usize], outcome: &mut Outcome) {
        let of = |kind| self.clauses.iter().find(|clause| clause.kind == kind);
        let clause = of(Kind::Quota).or_else(|| of(Kind::Budget));
        let mut last: Vec<i64> = vec![0; clause.map_or(1, |it| it.tallies.len())];
        for candidate in order {
            let group = match clause.map(|it| it.seat(*candidate)) {
                Some(Seat::Group(group)) => group as usize,
                _ => 0,
            };
            let row = u32::try_from(self.rows[*candidate]);
            if let (Some(rank), Ok(row)) = (last.get_mut(group), row) {
                *rank += 1;
                outcome.rank.push((row, *rank));
            }
        }
    }

    fn groups(&self) -> Vec<GroupResult> {
        let of = |kind| self.clauses.iter().find(move |clause| clause.kind == kind);
        let list = |clause: &Clause| -> Vec<GroupResult> {
            let mut order: Vec<usize> = (0..clause.keys.len()).collect();
            order.sort_by(|a, b| clause.keys[*a].cmp(&clause.keys[*b]));
            order
                .into_iter()
                .map(|group| self.result(clause, group))
                .collect()
        };
        match (of(Kind::Quota), of(Kind::Budget)) {
            (Some(quota), Some(budget)) if self.shared(quota, budget) => {
                let pairs = list(quota).into_iter().zip(list(budget));
                pairs
                    .map(|(quota, it)| GroupResult {
                        budget: it.budget,
                        ..quota
                    })
                    .collect()
            }
            (quota, budget) => quota.into_iter().chain(budget).flat_map(list).collect(),
        }
    }

    /// Whether quota and budget have the same groups.
    fn shared(&self, quota: &Clause, budget: &Clause) -> bool {
        let (Some((_, left)), Some((_, right))) = (&self.it.quota, &self.it.budget) else {
            return false;
        };
        match (left, right) {
            (None, None) => true,
            (Some(GroupBy::Ancestor(left)), Some(GroupBy::Ancestor(right))) => left == right,
            (Some(GroupBy::Value(..)), Some(GroupBy::Value(..))) => {
                let key = |clause: &Clause, seat: &Seat| match seat {
                    Seat::Group(group) => clause.keys.get(*group as usize).cloned(),
                    Seat::NotCovered | Seat::Unknown => None,
                };
                let pairs = quota.seats.iter().zip(&budget.seats);
                let mut pairs = pairs.into_iter();
                quota.ty == budget.ty && pairs.all(|(a, b)| key(quota, a) == key(budget, b))
            }
            (None | Some(_), _) => false,
        }
    }

    fn result(&self, clause: &Clause, group: usize) -> GroupResult {
        let tally = &clause.tallies[group];
        let key = match &clause.keys[group] {
            GroupKey::All => String::new(),
            GroupKey::Ancestor(name, _) => self.text(name, self.key_type()),
            GroupKey::Value(name) => self.text(name, clause.ty),
        };
        let places = tally
            .allowed
            .map(|it| u64::try_from(it).unwrap_or(u64::MAX));
        GroupResult {
            key,
            quota: places.filter(|_| clause.kind == Kind::Quota),
            budget: tally.allowed.filter(|_| clause.kind == Kind::Budget),
            granted: tally.granted,
            spent: tally.spent,
            candidates: tally.candidates,
            last: tally.last.and_then(|row| u32::try_from(row).ok()),
        }
    }

    /// The type of the key of the ancestor that makes groups; a number if it is one.
    fn key_type(&self) -> Option<Type> {
        let ancestor = self.it.ancestors().next()?;
        let key = self.plan.entities.get(ancestor.index())?.key;
        Some(self.plan.fields.get(key.index())?.ty)
    }

    fn text(&self, name: &Name, ty: Option<Type>) -> String {
        match (name, ty) {
            (Name::Text(text), _) => text.clone(),
            (Name::Number(code), Some(Type::Enum(id))) => {
                let names = self.plan.enums.get(id.index());
                let name = names.and_then(|names| names.get(usize::try_from(*code).ok()?));
                name.map_or_else(|| code.to_string(), Clone::clone)
            }
            (Name::Number(days), Some(Type::Date)) => {
                Date::from_days(*days).map_or_else(String::new, |date| date.to_string())
            }
            (Name::Number(truth), Some(Type::Boolean)) => (*truth != 0).to_string(),
            (Name::Number(raw), ty) => {
                let scale = ty.and_then(Type::scale).unwrap_or(1);
                Rational::new(i128::from(*raw), i128::from(scale))
                    .map_or_else(String::new, |number| number.to_string())
            }
        }
    }
}

impl Clause {
    /// Counts the candidates; the first of a group by row says what the group is allowed.
    fn new(
        kind: Kind,
        (rows, amounts): (&[usize], &[i64]),
        seat: impl Fn(usize) -> Option<Option<Seated>>,
        name: impl Fn(&Seated) -> GroupKey,
        allowed: impl Fn(usize) -> Option<i128>,
    ) -> Self {
        let mut clause = Self {
            kind,
            seats: Vec::with_capacity(rows.len()),
            tallies: Vec::new(),
            keys: Vec::new(),
            ty: None,
        };
        let mut places: BTreeMap<Seated, u32> = BTreeMap::new();
        for (row, amount) in rows.iter().zip(amounts) {
            let seat = match seat(*row) {
                None => Seat::NotCovered,
                Some(None) => Seat::Unknown,
                Some(Some(key)) => Seat::Group(if let Some(place) = places.get(&key) {
                    *place
                } else {
                    let place = u32::try_from(clause.tallies.len()).unwrap_or(u32::MAX);
                    clause.tallies.push(Tally {
                        allowed: allowed(*row),
                        ..Tally::default()
                    });
                    clause.keys.push(name(&key));
                    places.insert(key, place);
                    place
                }),
            };
            clause.seats.push(seat);
            if let Seat::Group(group) = seat
                && let Some(tally) = clause.tallies.get_mut(group as usize)
            {
                tally.candidates += 1;
                tally.asked += i128::from(*amount);
            }
        }
        clause
    }

    /// All candidates as one group.
    fn of_all(
        kind: Kind,
        (rows, amounts): (&[usize], &[i64]),
        allowed: impl Fn(usize) -> Option<i128>,
    ) -> Self {
        let tally = rows.first().map(|first| Tally {
            allowed: allowed(*first),
            candidates: rows.len() as u64,
            asked: amounts.iter().map(|it| i128::from(*it)).sum(),
            ..Tally::default()
        });
        Self {
            kind,
            seats: Vec::new(),
            keys: tally.iter().map(|_| GroupKey::All).collect(),
            tallies: tally.into_iter().collect(),
            ty: None,
        }
    }

    #[inline]
    fn seat(&self, candidate: usize) -> Seat {
        let seat = self.seats.get(candidate);
        seat.copied().unwrap_or(Seat::Group(0))
    }

    /// With the type of its groups' values.
    fn of(mut self, group: Option<GroupBy>) -> Self {
        if let Some(GroupBy::Value(_, ty)) = group {
            self.ty = Some(ty);
        }
        self
    }

    /// Whether the candidate's group is known, and what it is allowed.
    fn settled(&self, candidate: usize) -> bool {
        match self.seat(candidate) {
            Seat::NotCovered => true,
            Seat::Unknown => false,
            Seat::Group(group) => self.tallies[group as usize].allowed.is_some(),
        }
    }

    fn binds(&self, candidate: usize) -> bool {
        let Seat::Group(group) = self.seat(candidate) else {
            return false;
        };
        let tally = &self.tallies[group as usize];
        let asked = match self.kind {
            Kind::Limit | Kind::Quota => i128::from(tally.candidates),
            Kind::Budget => tally.asked,
        };
        tally.allowed.is_none_or(|allowed| asked > allowed)
    }

    fn tally(&mut self, candidate: usize) -> Option<&mut Tally> {
        match self.seat(candidate) {
            Seat::Group(group) => self.tallies.get_mut(group as usize),
            Seat::NotCovered | Seat::Unknown => None,
        }
    }
}

/// Whether two rows whose keys are known are equal on all keys before the last, which there must be.
fn alike(one: usize, other: usize, keys: &[Key], whole: &Whole<'_>) -> bool {
    let before = keys.split_last().map_or(&[][..], |(_, before)| before);
    let parts = |row: usize| -> Vec<Part<'_>> {
        let parts = before.iter().map(|key| key_part(key, row, whole));
        parts.flatten().collect()
    };
    !before.is_empty() && order(&parts(one), &parts(other), before).is_eq()
}

/// The group of a row; nothing if the value that makes the groups is unknown.
fn seated(
    plan: &Plan,
    shape: &Shape<'_>,
    whole: &Whole<'_>,
    (level, row): (EntityId, usize),
    group: Option<GroupBy>,
) -> Option<Seated> {
    match group {
        None => Some(Seated::All),
        Some(GroupBy::Ancestor(ancestor)) => shape
            .ancestor(plan, (level, row), ancestor)
            .map(Seated::Ancestor),
        Some(GroupBy::Value(node, _)) => match whole.part(node, row)? {
            Part::Number(value) => Some(Seated::Value(Name::Number(value))),
            Part::Text(text) => Some(Seated::Value(Name::Text(text.to_owned()))),
            Part::Fraction(_) | Part::Last => None,
        },
    }
}

/// The key of a group.
fn group_key(plan: &Plan, shape: &Shape<'_>, seat: &Seated, group: Option<GroupBy>) -> GroupKey {
    match (seat, group) {
        (Seated::Value(name), _) => GroupKey::Value(name.clone()),
        (Seated::Ancestor(row), Some(GroupBy::Ancestor(ancestor))) => {
            let key = plan.entities.get(ancestor.index()).map(|it| it.key);
            let column = key.and_then(|key| shape.column(key));
            let name = column.and_then(|column| name_in(column, *row));
            GroupKey::Ancestor(name.unwrap_or_else(|| Name::Text(String::new())), *row)
        }
        (Seated::All | Seated::Ancestor(_), _) => GroupKey::All,
    }
}

fn name_in(column: &Column, row: usize) -> Option<Name> {
    if !column.is_valid(row) {
        return None;
    }
    Some(match part_in(column, row)? {
        Part::Number(value) => Name::Number(value),
        Part::Text(text) => Name::Text(text.to_owned()),
        Part::Fraction(_) | Part::Last => return None,
    })
}

fn part_in(column: &Column, row: usize) -> Option<Part<'_>> {
    if !column.is_valid(row) {
        return None;
    }
    Some(match &column.values {
        Values::Number(values) => Part::Number(values.get(row)?),
        Values::Date(values) => Part::Number(i64::from(*values.get(row)?)),
        Values::Enum(values) => Part::Number(i64::from(*values.get(row)?)),
        Values::Boolean(truth) => Part::Number(i64::from(truth.get(row))),
        Values::Text(texts) => {
            (row < arrow_array::Array::len(texts)).then(|| Part::Text(texts.value(row)))?
        }
    })
}

impl Whole<'_> {
    /// The codes of a status by row.
    fn codes(&self, node: NodeId, rows: usize) -> Vec<u16> {
        let constant = self.scalar(node).and_then(Scalar::code);
        match self.store.column(node).map(|it| &it.values) {
            Some(Values::Enum(codes)) if codes.len() == rows && constant.is_none() => codes.clone(),
            _ => vec![constant.unwrap_or(Status::NotInForce as u16); rows],
        }
    }

    /// Raw numbers by row, zero where unknown.
    fn raws(&self, node: NodeId, rows: usize) -> Numbers {
        let column = self.store.column(node);
        match column.map(|it| (&it.values, &it.valid)) {
            Some((Values::Number(raws), None)) if raws.len() == rows => raws.clone(),
            _ => (0..rows)
                .map(|row| self.raw(node, row).unwrap_or(0))
                .collect(),
        }
    }

    fn scalar(&self, node: NodeId) -> Option<&Scalar> {
        match &self.plan.node(node)?.op {
            Op::Constant(scalar) => Some(scalar),
            _ => None,
        }
    }
}

impl Cells for Whole<'_> {
    fn raw(&self, node: NodeId, row: usize) -> Option<i64> {
        match self.part(node, row)? {
            Part::Number(raw) => Some(raw),
            Part::Text(_) | Part::Fraction(_) | Part::Last => None,
        }
    }

    fn truth(&self, node: NodeId, row: usize) -> Option<bool> {
        self.raw(node, row).map(|raw| raw != 0)
    }

    fn known(&self, node: NodeId, row: usize) -> bool {
        self.part(node, row).is_some()
    }

    fn part(&self, node: NodeId, row: usize) -> Option<Part<'_>> {
        match self.scalar(node) {
            Some(Scalar::Unknown) => None,
            Some(Scalar::Number(raw)) => Some(Part::Number(*raw)),
            Some(Scalar::Truth(truth)) => Some(Part::Number(i64::from(*truth))),
            Some(Scalar::Date(days)) => Some(Part::Number(i64::from(*days))),
            Some(Scalar::Enum(code)) => Some(Part::Number(i64::from(*code))),
            Some(Scalar::Text(text)) => Some(Part::Text(text)),
            None => part_in(self.store.column(node)?, row),
        }
    }
}

/// The places of rows, unknown where there is none.
pub(super) fn rank_column(rows: usize, places: &[(u32, i64)]) -> Column {
    let mut valid = Bitmap::zeros(rows);
    for (row, _) in places {
        valid.set(*row as usize, true);
    }
    let valid = (places.len() < rows).then_some(valid);
    Column {
        values: Values::Number(Numbers::scattered(rows, places)),
        valid,
    }
}
