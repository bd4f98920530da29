//! Operations that give numbers, dates and codes.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use super::aggregate::{self};
use super::aid;
use super::cells::Part;
use super::chunk::Worker;
use super::family::Family;
use super::kernels::lookup::KeyView;
use super::kernels::number::Overflows;
use super::kernels::{bits, chain, choice, date, level, logic, lookup, number};
use super::register::{Plain, View};
use crate::number::{Date, Draws};
use crate::plan::op::{self, DateSpan, Direction, NodeId, Op, Storage};

impl Worker<'_> {
    pub(super) fn number(
        &self,
        id: NodeId,
        op: &Op,
        rows: usize,
        out: &mut Plain<i64>,
    ) -> Overflows {
        match op {
            Op::Stored(of, scale) => return chain::stored(rows, (of, *scale), self, out),
            Op::Whole(of, whole, share) => {
                let times = share.map(|entity| {
                    let shape = self.job.shape;
                    let rows = i64::try_from(shape.rows(entity)).ok();
                    rows.filter(|_| shape.delivered(entity))
                });
                return chain::whole(rows, (of, *whole, times), self, out);
            }
            Op::Arithmetic(op, a, b) => {
                let operands = (self.plain::<i64>(*a, rows), self.plain(*b, rows));
                return number::arithmetic(rows, *op, operands, out);
            }
            Op::Absolute(of) => return number::absolute(rows, self.plain(*of, rows), out),
            Op::RoundTo(way, of, to, scale) => {
                return chain::round_to(rows, (*way, of, to, *scale), self, out);
            }
            Op::Steps(of, step, scale) => {
                return chain::steps(rows, (of, step, *scale), self, out);
            }
            Op::CountTrue(of) => logic::count_true(rows, &self.truths(of, rows), out),
            Op::DatePart(part, of) => date::part(rows, *part, self.plain(*of, rows), out),
            Op::DateSpan(span, a, b) => self.date_span(*span, (*a, *b), rows, out),
            Op::Length(of) => {
                let texts = self.text(*of);
                date::numbers(rows, out, |row| {
                    i64::try_from(texts.get(row)?.chars().count()).ok()
                });
            }
            Op::Draw(key, name, seed) => self.draws(*key, (name, *seed), rows, out),
            Op::RoleRow { of, condition } => {
                let Some(it) = self.segments(id, *of, Some(*condition)) else {
                    out.reset(rows);
                    out.known.set_none(rows);
                    return Overflows::new();
                };
                let start = self.level(*of).start;
                date::numbers(rows, out, |row| {
                    i64::try_from(aggregate::only(&it, row)? + start).ok()
                });
            }
            Op::Aggregate(it) => return self.number_aggregate(id, it, rows, out),
            Op::AidGrounds(status, clauses) => {
                let clauses = self.clauses(clauses, rows);
                aid::grounds(rows, self.plain(*status, rows), &clauses, out);
            }
            Op::AidAmount(status, amount) => {
                let (status, amount) = (self.plain(*status, rows), self.plain(*amount, rows));
                aid::amount(rows, status, amount, out);
            }
            Op::RegisterGround(outcome, roll) => {
                aid::ground(
                    rows,
                    self.plain(*outcome, rows),
                    &self.roll(roll, rows),
                    out,
                );
            }
            _ => self.plain_op(id, op, rows, out),
        }
        Overflows::new()
    }

    pub(super) fn date(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<i32>) -> Overflows {
        match op {
            Op::Arithmetic(op, a, b) => {
                let operands = (self.plain(*a, rows), self.plain(*b, rows));
                number::ordered(rows, *op, operands, out);
            }
            Op::DateStep(step, of, by) => {
                let operands = (self.plain(*of, rows), self.plain(*by, rows));
                return date::step(rows, *step, operands, out);
            }
            _ => self.plain_op(id, op, rows, out),
        }
        Overflows::new()
    }

    pub(super) fn code(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<u16>) -> Overflows {
        match op {
            Op::AidStatus(clauses) => aid::status(rows, &self.clauses(clauses, rows), out),
            Op::RegisterOutcome(roll) => aid::outcome(rows, &self.roll(roll, rows), out),
            _ => self.plain_op(id, op, rows, out),
        }
        Overflows::new()
    }

    /// The operations that work alike on all plain storages.
    pub(super) fn plain_op<T: Family>(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<T>) {
        match op {
            Op::Otherwise {
                field,
                asked,
                otherwise,
            } => {
                let (field, otherwise) = (self.plain(*field, rows), self.plain(*otherwise, rows));
                level::otherwise(rows, (field, self.truths_of(*asked, rows), otherwise), out);
            }
            Op::FirstMatch {
                conditions,
                results,
                otherwise,
            } => {
                let all: Vec<View<'_, T>> = results
                    .iter()
                    .chain(otherwise)
                    .map(|it| self.plain(*it, rows))
                    .collect();
                choice::first_plain(rows, &self.truths(conditions, rows), &all, out);
            }
            Op::BestMatch {
                conditions,
                keys,
                results,
                direction,
            } => {
                let results: Vec<View<'_, T>> =
                    results.iter().map(|it| self.plain(*it, rows)).collect();
                let found = self.best(rows, (conditions, keys, *direction), results.as_slice());
                out.reset(rows);
                let known = out.known.clear(rows);
                for (row, result) in found.into_iter().enumerate() {
                    if let Some(result) = result {
                        out.values[row] = results[result].values[row];
                        bits::set(known, row);
                    }
                }
                out.known.settle(rows);
            }
            Op::IfMissing(of, supplied) => {
                let operands = (self.plain(*of, rows), self.plain(*supplied, rows));
                choice::if_missing(rows, operands, out);
            }
            Op::Lookup(table, keys) => {
                let keys = self.keys(keys, rows);
                let table = self.job.plan.tables.get(table.index());
                let cells = table.and_then(|it| T::cells(&it.cells).map(|cells| (it, cells)));
                out.reset(rows);
                let known = out.known.clear(rows);
                if let Some((table, cells)) = cells {
                    let values = &mut out.values;
                    lookup::each(rows, table, &keys, |row, place| {
                        if let Some(Some(value)) = cells.get(place) {
                            values[row] = *value;
                            bits::set(known, row);
                        }
                    });
                }
                out.known.settle(rows);
            }
            Op::Lift(from) => {
                let (base, whole) = self.above(id, *from);
                let parents = self.parents(id, base);
                if whole {
                    level::plain(rows, self.whole(*from), out, parents);
                } else {
                    let view: View<'_, T> = self.plain(*from, usize::MAX);
                    level::plain(rows, |row| view.get(row), out, parents);
                }
            }
            Op::Link(field, from) => {
                level::plain(rows, self.whole(*from), out, self.linked(*field, id, *from));
            }
            Op::Role(row, from) => {
                let view: View<'_, T> = self.plain(*from, usize::MAX);
                let row_of = self.players(*row, *from, rows);
                level::plain(rows, |row| view.get(row), out, row_of);
            }
            Op::Aggregate(it) => self.plain_aggregate(id, it, rows, out),
            _ => {
                out.reset(rows);
                out.known.set_none(rows);
            }
        }
    }

    pub(super) fn best<R: choice::Results + ?Sized>(
        &self,
        rows: usize,
        (conditions, keys, direction): (&[NodeId], &[op::KeyValue], Direction),
        results: &R,
    ) -> Vec<Option<usize>> {
        let conditions = self.truths(conditions, rows);
        let found = |row| {
            let keys: Vec<Option<Part<'_>>> = keys
                .iter()
                .map(|key| super::cells::value_part(key, row, self))
                .collect();
            choice::best(row, &conditions, &keys, direction, results)
        };
        (0..rows).map(found).collect()
    }

    pub(super) fn date_span(
        &self,
        span: DateSpan,
        (a, b): (NodeId, NodeId),
        rows: usize,
        out: &mut Plain<i64>,
    ) {
        let constant = self.job.plan.node(b).and_then(|node| match &node.op {
            Op::Constant(scalar) => Date::from_days(scalar.date()?),
            _ => None,
        });
        match (span, constant) {
            (DateSpan::Years, Some(on)) => date::ages_on(rows, self.plain(a, rows), on, out),
            _ => date::span(rows, span, (self.plain(a, rows), self.plain(b, rows)), out),
        }
    }

    /// The draw of each key, raw; see [`crate::number::Draws`].
    fn draws(&self, key: NodeId, (name, seed): (&str, u32), rows: usize, out: &mut Plain<i64>) {
        let mut draws = Draws::new(seed, name);
        if self.storage(key) == Storage::Text {
            let keys = self.text(key);
            date::numbers(rows, out, |row| Some(draws.of_text(keys.get(row)?)));
        } else {
            let keys = self.plain(key, rows);
            date::numbers(rows, out, |row| Some(draws.of_number(keys.get(row)?)));
        }
    }

    pub(super) fn clauses(&self, of: &op::Clauses, rows: usize) -> aid::Clauses<'_> {
        aid::Clauses {
            when: self.truths(&of.when, rows),
            unless: self.truths(&of.unless, rows),
            verify: self.truths(&of.verify, rows),
            takes: of.takes.map(|it| self.truths_of(it, rows)),
            amount: of.amount.map(|it| self.plain(it, rows)),
            service: of.service.map(|it| self.known_of(it, rows)),
        }
    }

    pub(super) fn roll(&self, of: &op::Roll, rows: usize) -> aid::Roll<'_> {
        aid::Roll {
            current: self.truths_of(of.current, rows),
            enter: self.truths(&of.enter, rows),
            leave: self.truths(&of.leave, rows),
        }
    }

    pub(super) fn keys(&self, keys: &[NodeId], rows: usize) -> Vec<KeyView<'_>> {
        let view = |key: &NodeId| match self.storage(*key) {
            Storage::Enum => KeyView::Enum(self.plain(*key, rows)),
            Storage::Number => KeyView::Integer(self.plain(*key, rows)),
            Storage::Text => KeyView::Text(self.text(*key)),
            Storage::Truth | Storage::Date => KeyView::None,
        };
        keys.iter().map(view).collect()
    }
}
