//! The groups of an allocation and how far they are filled.

use std::collections::BTreeMap;

use super::Datum;
use super::allocate::Candidate;

/// The clause that makes a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Clause {
    /// `limit`, by its place.
    Limit(usize),
    /// `quota`.
    Quota,
    /// `budget`.
    Budget,
}

/// What a group is known by: the ancestor's key and row, or the value of an expression and 0.
pub(super) type GroupKey = (Datum, usize);

/// A candidate's seat in a group.
pub(super) struct Seat {
    pub(super) clause: Clause,
    /// `None` if unknown.
    pub(super) group: Option<GroupKey>,
    /// What the clause says at this row, places or raw money; `None` if unknown.
    pub(super) allowed: Option<i128>,
}

/// How far a group is filled.
#[derive(Clone, Default)]
pub(super) struct Tally {
    /// What the clause allows the group; `None` if unknown.
    pub(super) allowed: Option<i128>,
    pub(super) candidates: u64,
    /// The amounts of all candidates.
    asked: i128,
    pub(super) granted: u64,
    pub(super) spent: i128,
    /// The budget met an amount that did not fit.
    stopped: bool,
    pub(super) last: Option<usize>,
}

/// The groups of one allocation that have a candidate.
pub(super) struct Groups {
    tallies: BTreeMap<(Clause, GroupKey), Tally>,
}

impl Groups {
    /// Counts the candidates, given by row; the first of a group says what the group is allowed.
    pub(super) fn new(candidates: &[Candidate]) -> Self {
        let mut groups = Self {
            tallies: BTreeMap::new(),
        };
        for it in candidates {
            for seat in &it.seats {
                if let Some(group) = &seat.group {
                    let empty = Tally {
                        allowed: seat.allowed,
                        ..Tally::default()
                    };
                    let tally = groups
                        .tallies
                        .entry((seat.clause, group.clone()))
                        .or_insert(empty);
                    tally.candidates += 1;
                    tally.asked += it.amount;
                }
            }
        }
        groups
    }

    /// The groups of a clause by key.
    pub(super) fn of(&self, clause: Clause) -> impl Iterator<Item = (&GroupKey, &Tally)> {
        let all = self
            .tallies
            .iter()
            .filter(move |((of, _), _)| *of == clause);
        all.map(|((_, key), tally)| (key, tally))
    }

    /// Whether the groups of a candidate are known, and what they are allowed.
    pub(super) fn all_known(&self, it: &Candidate) -> bool {
        let mut seats = it.seats.iter();
        seats.all(|seat| {
            self.tally(seat)
                .is_some_and(|tally| tally.allowed.is_some())
        })
    }

    /// Whether one of the groups of a candidate has more candidates than it can hold.
    pub(super) fn any_binds(&self, it: &Candidate) -> bool {
        let tallies = it
            .seats
            .iter()
            .filter_map(|seat| Some((seat.clause, self.tally(seat)?)));
        tallies.into_iter().any(|(clause, tally)| {
            let asked = match clause {
                Clause::Limit(_) | Clause::Quota => i128::from(tally.candidates),
                Clause::Budget => tally.asked,
            };
            tally.allowed.is_none_or(|allowed| asked > allowed)
        })
    }

    /// Whether all groups of a candidate have room; a budget without room stops for good. Where one
    /// has none, the row that it granted last.
    pub(super) fn admits(&mut self, it: &Candidate) -> Result<(), Option<usize>> {
        for seat in &it.seats {
            let Some(tally) = self.tally_mut(seat) else {
                return Err(None);
            };
            let allowed = tally.allowed.unwrap_or(0);
            let room = match seat.clause {
                Clause::Limit(_) | Clause::Quota => i128::from(tally.granted) < allowed,
                Clause::Budget => !tally.stopped && tally.spent + it.amount <= allowed,
            };
            if !room {
                tally.stopped = seat.clause == Clause::Budget;
                return Err(tally.last);
            }
        }
        Ok(())
    }

    /// Counts a candidate in all its groups; `last` is its row if it was granted in its turn.
    pub(super) fn grant(&mut self, it: &Candidate, last: Option<usize>) {
        for seat in &it.seats {
            if let Some(tally) = self.tally_mut(seat) {
                tally.granted += 1;
                tally.spent += it.amount;
                tally.last = last.or(tally.last);
            }
        }
    }

    fn tally(&self, seat: &Seat) -> Option<&Tally> {
        self.tallies.get(&(seat.clause, seat.group.clone()?))
    }

    fn tally_mut(&mut self, seat: &Seat) -> Option<&mut Tally> {
        self.tallies.get_mut(&(seat.clause, seat.group.clone()?))
    }
}
