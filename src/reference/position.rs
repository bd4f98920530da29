//! The place of a row among the rows of its level: `rank`, `decile` and the like.

use std::cmp::Ordering;
use std::rc::Rc;

use super::rank::Place;
use super::{Datum, Evaluator, Row};
use crate::check::tree::Position;
use crate::number::{DECIMAL, INTEGER, Truth};

/// How the rows of a level stand, `None` for those that take no part.
pub(super) type Standings = Rc<Vec<Option<Standing>>>;

/// How a row stands.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    place: Place,
    weight: i128,
    /// The row of the level within which it stands.
    home: Option<usize>,
}

impl Evaluator<'_> {
    pub(super) fn position(&mut self, it: &Position, row: Row) -> Datum {
        // What is too large in the row's own keys is a fault of the row; others answer for theirs.
        let own = self.standing(it, row);
        let groups = it
            .groups
            .as_ref()
            .map(|groups| self.raw(groups, INTEGER, row));
        let Some(own) = own else {
            return Datum::Unknown;
        };
        let all = self.standings(it, row);
        let meets = all.iter().flatten().filter(|other| other.home == own.home);
        let before = |other: &&Standing| other.place.order(&own.place, &it.keys) == Ordering::Less;
        let Some(groups) = groups else {
            return super::expression::count_of(
                std::iter::once(()).chain(meets.filter(before).map(|_| ())),
            );
        };
        let total: i128 = meets.clone().map(|other| other.weight).sum();
        let below: i128 = meets.filter(before).map(|other| other.weight).sum();
        let group = groups
            .filter(|groups| *groups > 0)
            .and_then(|groups| below.checked_mul(i128::from(groups))?.checked_div(total))
            .and_then(|group| i64::try_from(group + 1).ok());
        group.map_or(Datum::Unknown, Datum::integer)
    }

    /// How a row stands; all its parts are evaluated.
    fn standing(&mut self, it: &Position, row: Row) -> Option<Standing> {
        let place = self.place(&it.keys, row);
        let condition = it.condition.as_ref();
        let meets = condition.map_or(Truth::True, |condition| self.truth(condition, row));
        let weight = match &it.weight {
            Some(weight) => self.raw(weight, DECIMAL, row),
            None => Some(1),
        };
        let home = match it.within {
            Some(within) => Some(self.ancestor(row, within)?.index),
            None => None,
        };
        let weight = weight.filter(|weight| *weight > 0 && meets == Truth::True)?;
        Some(Standing {
            place: place?,
            weight: i128::from(weight),
            home,
        })
    }

    /// How all rows of a level stand, found once.
    fn standings(&mut self, it: &Position, row: Row) -> Standings {
        let known = self.standings.iter();
        let mut known = known.filter(|(own, entity, _)| *entity == row.entity && own == it);
        if let Some((_, _, all)) = known.next() {
            return Rc::clone(all);
        }
        let overflowed = self.overflowed;
        let rows = 0..self.rows(row.entity);
        let all = rows.map(|index| self.standing(it, Row { index, ..row }));
        let all: Standings = Rc::new(all.collect());
        self.overflowed = overflowed;
        self.standings
            .push((it.clone(), row.entity, Rc::clone(&all)));
        all
    }
}
