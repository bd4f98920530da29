//! Aggregates over the rows below a row.
//!
//! Of every family: that some row meets a condition gives a row of its own, and that every row meets
//! one holds of all rows that are spoken of. In one family the rows are listed.

use super::super::formula::{ForallId, NO, NodeId, NumberInfo, YES};
use super::super::linear::{Linear, Relation};
use super::{Encoder, Limit, MOST_ROWS, Number, RowId, saying};
use crate::check::tree::{Aggregate, AggregateOp, CompareOp, EntityId, Expr};
use crate::number::Rational;

/// What holds of every row below a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Every {
    /// It does not meet the condition.
    Out,
    /// It does not meet the condition, or its value is true.
    True,
    /// It does not meet the condition, or its value is false.
    False,
    /// It is not known to meet the condition with a true value.
    NotTrue,
}

/// A claim about every row below a row.
#[derive(Debug)]
pub(super) struct Forall<'p> {
    id: ForallId,
    above: RowId,
    every: Every,
    aggregate: &'p Aggregate,
    /// How many rows have been looked at.
    seen: usize,
}

impl<'p> Encoder<'p> {
    fn meets(&mut self, it: &'p Aggregate, row: RowId, want: bool) -> NodeId {
        match &it.condition {
            Some(condition) => self.truth(condition, row, want),
            None if want => YES,
            None => NO,
        }
    }

    fn value_is(&mut self, it: &'p Aggregate, row: RowId, want: bool) -> NodeId {
        match &it.value {
            Some(value) => self.truth(value, row, want),
            None if want => YES,
            None => NO,
        }
    }

    /// What `every` says of one row.
    fn holds_of(&mut self, it: &'p Aggregate, every: Every, row: RowId) -> NodeId {
        let out = self.meets(it, row, false);
        let value = match every {
            Every::Out => return out,
            Every::True => self.value_is(it, row, true),
            Every::False => self.value_is(it, row, false),
            Every::NotTrue => {
                let mut ways = Vec::new();
                for part in [&it.condition, &it.value].into_iter().flatten() {
                    ways.push(self.is_not(part, row, true));
                }
                return self.formulas.or(ways);
            }
        };
        self.formulas.or([out, value])
    }

    pub(super) fn forall(&mut self, it: &'p Aggregate, every: Every, above: RowId) -> NodeId {
        if !self.is_any() {
            let rows = self.rows_below(above, it.over);
            let parts: Vec<NodeId> = rows
                .into_iter()
                .map(|row| self.holds_of(it, every, row))
                .collect();
            return self.formulas.and(parts);
        }
        let (id, node) = self.formulas.new_forall();
        self.foralls.push(Forall {
            id,
            above,
            every,
            aggregate: it,
            seen: 0,
        });
        node
    }

    /// Spells out the claims about every row for all rows that are spoken of by now.
    pub(in super::super) fn spell_out(&mut self) {
        loop {
            let mut changed = false;
            for place in 0..self.foralls.len() {
                let Some(forall) = self.foralls.get_mut(place) else {
                    continue;
                };
                let (id, above, every, it) =
                    (forall.id, forall.above, forall.every, forall.aggregate);
                let seen = std::mem::replace(&mut forall.seen, self.rows.len());
                if seen == self.rows.len() {
                    continue;
                }
                if self.rows.len() > MOST_ROWS {
                    self.gives_up(Limit::Steps);
                    return;
                }
                changed = true;
                for row in self.rows_below(above, it.over) {
                    if (row.0 as usize) < seen {
                        continue;
                    }
                    let exists = self.row(row).map_or(YES, |it| it.exists);
                    let holds = self.holds_of(it, every, row);
                    let instance = if exists == YES {
                        holds
                    } else {
                        self.absent_or(exists, holds)
                    };
                    self.formulas.add_instance(id, instance);
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// A row is not there, or something holds.
    fn absent_or(&mut self, exists: NodeId, holds: NodeId) -> NodeId {
        use super::super::formula::Node;
        let absent = match self.formulas.get(exists) {
            Node::In(var, values) => {
                let (var, values) = (*var, *values);
                self.formulas.within(var, !values)
            }
            Node::Yes
            | Node::No
            | Node::Linear(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Forall(_) => NO,
        };
        self.formulas.or([absent, holds])
    }

    /// Rows that may be the one that is spoken of, each with when it is there.
    fn candidates(&mut self, over: EntityId, above: RowId, what: String) -> Vec<(RowId, NodeId)> {
        if !self.is_any() {
            let rows = self.rows_below(above, over);
            return rows.into_iter().map(|row| (row, YES)).collect();
        }
        let key = (what, above);
        let row = if let Some(row) = self.witnesses.get(&key) {
            *row
        } else {
            let made = self.row_below(above, over);
            self.witnesses.insert(key, made);
            made
        };
        let exists = self.row(row).map_or(YES, |it| it.exists);
        vec![(row, exists)]
    }

    fn names(it: &Aggregate, what: &str) -> String {
        let say = |expr: &Option<Expr>| {
            expr.as_ref()
                .map_or(String::new(), |it| saying(it, RowId(0)))
        };
        format!(
            "{what} {:?} {} {}",
            it.over,
            say(&it.condition),
            say(&it.value)
        )
    }

    /// Some row below meets the condition, and its value is `value`, where that is asked.
    fn some(&mut self, it: &'p Aggregate, above: RowId, value: Option<bool>) -> NodeId {
        let what = Self::names(it, &format!("some {value:?}"));
        let ways: Vec<NodeId> = self
            .candidates(it.over, above, what)
            .into_iter()
            .map(|(row, exists)| {
                let meets = self.meets(it, row, true);
                let has = match value {
                    Some(value) => self.value_is(it, row, value),
                    None => YES,
                };
                self.formulas.and([exists, meets, has])
            })
            .collect();
        self.formulas.or(ways)
    }

    /// `any`, `every`, and truth values of one row.
    pub(super) fn aggregate_truth(
        &mut self,
        it: &'p Aggregate,
        above: RowId,
        want: bool,
    ) -> NodeId {
        match it.op {
            AggregateOp::Any if want => self.some(it, above, Some(true)),
            AggregateOp::Any => self.forall(it, Every::False, above),
            AggregateOp::Every => {
                let rows = if want {
                    self.forall(it, Every::True, above)
                } else {
                    self.some(it, above, Some(false))
                };
                match (it.no_rows, want) {
                    (Some(true), true) => rows,
                    (Some(false), false) => {
                        let empty = self.forall(it, Every::False, above);
                        self.formulas.or([rows, empty])
                    }
                    (_, true) => {
                        let some = self.some(it, above, None);
                        self.formulas.and([rows, some])
                    }
                    (_, false) => rows,
                }
            }
            AggregateOp::First | AggregateOp::Only => {
                self.picked(it, above, &mut |encoder, value, row| {
                    encoder.truth(value, row, want)
                })
            }
            AggregateOp::Count
            | AggregateOp::Sum
            | AggregateOp::Min
            | AggregateOp::Max
            | AggregateOp::Average
            | AggregateOp::Share => {
                self.gives_up(Limit::Aggregate);
                YES
            }
        }
    }

    /// A word of one row is one of these.
    pub(super) fn picked_within(
        &mut self,
        it: &'p Aggregate,
        above: RowId,
        values: u128,
    ) -> NodeId {
        self.picked(it, above, &mut |encoder, value, row| {
            encoder.within(value, row, values)
        })
    }

    /// Some row meets the condition and what is asked of it; of `only`, no other does.
    fn picked(
        &mut self,
        it: &'p Aggregate,
        above: RowId,
        asks: &mut dyn FnMut(&mut Self, &'p Expr, RowId) -> NodeId,
    ) -> NodeId {
        let Some(value) = &it.value else { return NO };
        let what = Self::names(it, &format!("picked {:?} {:?}", it.op, it.by));
        let rows = self.candidates(it.over, above, what);
        let ways: Vec<NodeId> = rows
            .iter()
            .map(|(row, exists)| {
                let mut parts = vec![*exists, self.meets(it, *row, true)];
                parts.push(asks(self, value, *row));
                if it.op == AggregateOp::Only {
                    for (other, _) in rows.iter().filter(|(other, _)| other != row) {
                        parts.push(self.meets(it, *other, false));
                    }
                }
                self.formulas.and(parts)
            })
            .collect();
        self.formulas.or(ways)
    }

    /// A number over the rows below.
    pub(super) fn aggregate_number(
        &mut self,
        expr: &'p Expr,
        it: &'p Aggregate,
        above: RowId,
    ) -> Number {
        match it.op {
            AggregateOp::Count => self.count(it, above),
            AggregateOp::Sum if self.is_any() => self.any_sum(expr, it, above),
            AggregateOp::Sum => self.listed_sum(it, above),
            AggregateOp::Min | AggregateOp::Max | AggregateOp::First | AggregateOp::Only => {
                self.picked_number(it, above)
            }
            AggregateOp::Average if !self.is_any() => {
                let count = self.count(it, above);
                let sum = self.listed_sum(it, above);
                let Some(options) = count
                    .options
                    .clone()
                    .or_else(|| Some(vec![(count.side, count.linear.as_constant()?)]))
                else {
                    return Number::unknown();
                };
                let cases: Vec<(NodeId, Number)> = options
                    .into_iter()
                    .filter_map(|(when, count)| {
                        let factor = Rational::one().checked_div(count)?;
                        let linear = sum.linear.times(factor)?;
                        Some((when, Number::plain(linear, sum.side)))
                    })
                    .collect();
                self.cases(&cases)
            }
            AggregateOp::Average | AggregateOp::Share | AggregateOp::Any | AggregateOp::Every => {
                self.aggregate_free(expr, above)
            }
        }
    }

    /// A number that is not followed.
    pub(super) fn aggregate_free(&mut self, expr: &'p Expr, row: RowId) -> Number {
        self.gives_up(Limit::Aggregate);
        self.free_number(saying(expr, row), NumberInfo::default())
    }

    fn count(&mut self, it: &'p Aggregate, above: RowId) -> Number {
        if !self.is_any() {
            let rows = self.rows_below(above, it.over);
            let ones: Vec<Number> = rows
                .into_iter()
                .map(|row| {
                    let (meets, out) = (self.meets(it, row, true), self.meets(it, row, false));
                    self.of_options(vec![(out, Rational::zero()), (meets, Rational::one())])
                })
                .collect();
            let mut count = self.total(&ones);
            if count.linear.as_constant().is_none() {
                let plain = Number::plain(count.linear.clone(), YES);
                let options = (0..).take(ones.len() + 1).map(|number: i64| {
                    let number = Rational::from_integer(number);
                    let is = self.relate(&plain, Relation::Zero, &Number::constant(number));
                    (is, number)
                });
                count.options = Some(options.collect());
            }
            return count;
        }
        let info = NumberInfo {
            grid: Some(1),
            low: Some(Rational::zero()),
            high: None,
        };
        let number = self.free_number(format!("{} {}", Self::names(it, "count"), above.0), info);
        let (one, zero) = (
            Number::constant(Rational::one()),
            Number::constant(Rational::zero()),
        );
        let some = self.some(it, above, None);
        let none = self.forall(it, Every::Out, above);
        let at_least_one = self.compare_numbers(CompareOp::GreaterOrEqual, &number, &one);
        let is_zero = self.compare_numbers(CompareOp::Equal, &number, &zero);
        let ways = [
            self.formulas.and([at_least_one, some]),
            self.formulas.and([is_zero, none]),
        ];
        let side = self.formulas.or(ways);
        number.and(&mut self.formulas, side)
    }

    fn any_sum(&mut self, expr: &'p Expr, it: &'p Aggregate, above: RowId) -> Number {
        let Some(value) = &it.value else {
            return Number::unknown();
        };
        let rows = self.candidates(it.over, above, Self::names(it, "some None"));
        let low = rows.first().and_then(|(row, _)| {
            let number = self.stored(value, *row);
            self.bounds(&number.linear).0
        });
        let grid = expr.ty.scale();
        let positive = low.is_some_and(|low| low >= Rational::zero());
        let info = NumberInfo {
            grid,
            low: positive.then(Rational::zero),
            high: None,
        };
        let number = self.free_number(format!("{} {}", Self::names(it, "sum"), above.0), info);
        let some = self.some(it, above, None);
        let none = self.forall(it, Every::Out, above);
        let zero = Number::constant(Rational::zero());
        let is_zero = self.compare_numbers(CompareOp::Equal, &number, &zero);
        let empty = self.formulas.and([is_zero, none]);
        // A sum of nothing but zeros is zero too, whatever is unknown about the rows.
        let side = self.formulas.or([some, empty, is_zero]);
        number.and(&mut self.formulas, side)
    }

    fn listed_sum(&mut self, it: &'p Aggregate, above: RowId) -> Number {
        let Some(value) = &it.value else {
            return Number::unknown();
        };
        let rows = self.rows_below(above, it.over);
        if let Some(best) = &it.best {
            let most = self.number(&best.count, above).linear.as_constant();
            let rows = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            if most.is_none_or(|most| most < Rational::from_integer(rows)) {
                self.gives_up(Limit::Aggregate);
            }
        }
        let parts: Vec<Number> = rows
            .into_iter()
            .map(|row| {
                let (meets, out) = (self.meets(it, row, true), self.meets(it, row, false));
                let number = self.stored(value, row);
                self.cases(&[(out, Number::constant(Rational::zero())), (meets, number)])
            })
            .collect();
        self.total(&parts)
    }

    fn picked_number(&mut self, it: &'p Aggregate, above: RowId) -> Number {
        let Some(value) = &it.value else {
            return Number::unknown();
        };
        let op = match it.op {
            AggregateOp::Min => Some(CompareOp::LessOrEqual),
            AggregateOp::Max => Some(CompareOp::GreaterOrEqual),
            AggregateOp::First
            | AggregateOp::Only
            | AggregateOp::Count
            | AggregateOp::Sum
            | AggregateOp::Average
            | AggregateOp::Any
            | AggregateOp::Every
            | AggregateOp::Share => None,
        };
        let rows = self.candidates(
            it.over,
            above,
            Self::names(it, &format!("picked {:?} {:?}", it.op, it.by)),
        );
        let numbers: Vec<Number> = rows
            .iter()
            .map(|(row, _)| self.stored(value, *row))
            .collect();
        let mut cases = Vec::new();
        for ((row, exists), number) in rows.iter().zip(&numbers) {
            let mut parts = vec![*exists, self.meets(it, *row, true)];
            for ((other, _), other_number) in rows.iter().zip(&numbers) {
                if other == row {
                    continue;
                }
                let out = self.meets(it, *other, false);
                match (op, it.op) {
                    (Some(op), _) => {
                        let better = self.compare_numbers(op, number, other_number);
                        parts.push(self.formulas.or([out, better]));
                    }
                    (None, AggregateOp::Only) => parts.push(out),
                    (None, _) => {}
                }
            }
            cases.push((self.formulas.and(parts), number.clone()));
        }
        if self.is_any()
            && let [(when, number)] = cases.as_slice()
        {
            // The value is that of some row: a name of its own, for the row may be another next time.
            let own = Linear::variable(self.new_between(std::slice::from_ref(number)));
            let own = Number::plain(own, YES);
            let equal = self.relate(&own, Relation::Zero, number);
            let side = self.formulas.and([*when, equal]);
            return own.and(&mut self.formulas, side);
        }
        self.cases(&cases)
    }
}
