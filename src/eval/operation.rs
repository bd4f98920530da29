//! Which kernel computes which operation.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the operations of one storage; all others belong to another function"
)]

use std::borrow::Cow;

use super::aggregate;
use super::aid;
use super::chunk::Worker;
use super::family::Family;
use super::kernels::chain::Times;
use super::kernels::lookup::KeyView;
use super::kernels::number::Overflows;
use super::kernels::{bits, chain, choice, compare, date, level, logic, lookup, number};
use super::register::{Plain, TextView, Texts, TruthView, Truths, View};
use crate::check::tree::FieldId;
use crate::data::table::Column;
use crate::number::Date;
use crate::plan::op::{self, DateSpan, NodeId, Op, Storage};
use crate::plan::table::Cells;

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
                let shape = self.job.shape;
                let times = match share.map(|entity| (shape.delivered(entity), shape.rows(entity)))
                {
                    None => Times::Once,
                    Some((true, rows)) => i64::try_from(rows).map_or(Times::Unknown, Times::Rows),
                    Some((false, _)) => Times::Unknown,
                };
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
    fn plain_op<T: Family>(&self, id: NodeId, op: &Op, rows: usize, out: &mut Plain<T>) {
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
                    for row in 0..rows {
                        let place = lookup::place(table, &keys, row);
                        if let Some(Some(value)) = place.and_then(|it| cells.get(it)) {
                            out.values[row] = *value;
                            bits::set(known, row);
                        }
                    }
                }
                out.known.settle(rows);
            }
            Op::Lift(from) => {
                let (base, whole) = self.above(id, *from);
                let view = if whole {
                    self.whole(*from)
                } else {
                    self.plain(*from, usize::MAX)
                };
                level::plain(rows, view, out, self.parents(id, base));
            }
            Op::Link(field, from) => {
                level::plain(rows, self.whole(*from), out, self.linked(*field, id, *from));
            }
            Op::Role(row, from) => {
                let (view, row_of) = (
                    self.plain(*from, usize::MAX),
                    self.players(*row, rows),
                );
                level::plain(rows, view, out, row_of);
            }
            Op::Aggregate(it) => self.plain_aggregate(id, it, rows, out),
            _ => {
                out.reset(rows);
                out.known.set_none(rows);
            }
        }
    }

    pub(super) fn truth_op(&self, id: NodeId, op: &Op, rows: usize, out: &mut Truths) -> Overflows {
        match op {
            Op::ChainKnown(of) => return chain::is_known(rows, of, self, out),
            Op::Compare(comparison) => return chain::compared(rows, comparison, self, out),
            Op::Filled(field) => self.filled(*field, id, rows, out),
            Op::CompareRaw(op, a, b) => match self.storage(*a) {
                Storage::Date => compare::raw(
                    rows,
                    *op,
                    (self.plain::<i32>(*a, rows), self.plain(*b, rows)),
                    out,
                ),
                Storage::Enum => compare::raw(
                    rows,
                    *op,
                    (self.plain::<u16>(*a, rows), self.plain(*b, rows)),
                    out,
                ),
                _ => compare::raw(
                    rows,
                    *op,
                    (self.plain::<i64>(*a, rows), self.plain(*b, rows)),
                    out,
                ),
            },
            Op::CompareConstant(op, of, bound) => match self.storage(*of) {
                Storage::Date => {
                    compare::with_constant(rows, *op, self.plain::<i32>(*of, rows), *bound, out);
                }
                Storage::Enum => {
                    compare::with_constant(rows, *op, self.plain::<u16>(*of, rows), *bound, out);
                }
                _ => compare::with_constant(rows, *op, self.plain::<i64>(*of, rows), *bound, out),
            },
            Op::CompareText(op, a, b) => {
                compare::texts(rows, *op, (self.text(*a), self.text(*b)), out);
            }
            Op::SameTruth(a, b) => {
                logic::same(
                    rows,
                    self.truths_of(*a, rows),
                    self.truths_of(*b, rows),
                    out,
                );
            }
            Op::EnumIn(of, marks) => compare::enum_in(rows, self.plain(*of, rows), marks, out),
            Op::TextIn(of, texts) => {
                let of = self.text(*of);
                compare::by_row(rows, out, |row| {
                    let text = of.get(row)?;
                    Some(texts.iter().any(|it| it == text))
                });
            }
            Op::Not(of) => logic::not(rows, self.truths_of(*of, rows), out),
            Op::And(of) => logic::and(rows, &self.truths(of, rows), out),
            Op::Or(of) => logic::or(rows, &self.truths(of, rows), out),
            Op::IsKnown(of) => logic::is_known(rows, self.known_of(*of, rows), out),
            Op::AtLeast { count, most, of } => {
                let count: View<'_, i64> = self.plain(*count, rows);
                logic::at_least(
                    rows,
                    |row| count.get(row),
                    *most,
                    &self.truths(of, rows),
                    out,
                );
            }
            Op::TextTest(test, a, b) => {
                let (a, b) = (self.text(*a), self.text(*b));
                compare::by_row(rows, out, |row| {
                    let (a, b) = (a.get(row)?, b.get(row)?);
                    Some(match test {
                        op::TextTest::StartsWith => a.starts_with(b),
                        op::TextTest::Contains => a.contains(b),
                    })
                });
            }
            Op::AidGranted(status) => aid::granted(rows, self.plain(*status, rows), out),
            Op::Select(select) => self.select(id, select, rows, out),
            _ => self.truth_choice(id, op, rows, out),
        }
        Overflows::new()
    }

    fn truth_choice(&self, id: NodeId, op: &Op, rows: usize, out: &mut Truths) {
        match op {
            Op::Otherwise {
                field,
                asked,
                otherwise,
            } => {
                let operands = (
                    self.truths_of(*field, rows),
                    self.truths_of(*asked, rows),
                    self.truths_of(*otherwise, rows),
                );
                level::otherwise_truth(rows, operands, out);
            }
            Op::FirstMatch {
                conditions,
                results,
                otherwise,
            } => {
                let all: Vec<TruthView<'_>> = results
                    .iter()
                    .chain(otherwise)
                    .map(|it| self.truths_of(*it, rows))
                    .collect();
                choice::first_truth(rows, &self.truths(conditions, rows), &all, out);
            }
            Op::BestMatch {
                conditions,
                keys,
                results,
                direction,
            } => {
                let results = self.truths(results, rows);
                let found = self.best(rows, (conditions, keys, *direction), results.as_slice());
                compare::by_row(rows, out, |row| results[found[row]?].get(row));
            }
            Op::IfMissing(of, supplied) => {
                let operands = (self.truths_of(*of, rows), self.truths_of(*supplied, rows));
                choice::if_missing_truth(rows, operands, out);
            }
            Op::Lookup(table, keys) => {
                let keys = self.keys(keys, rows);
                let table = self.job.plan.tables.get(table.index());
                compare::by_row(rows, out, |row| {
                    let table = table?;
                    let place = lookup::place(table, &keys, row)?;
                    match &table.cells {
                        Cells::Truth(cells) => *cells.get(place)?,
                        _ => None,
                    }
                });
            }
            Op::Lift(from) => {
                let (base, whole) = self.above(id, *from);
                let view = if whole {
                    self.whole_truth(*from)
                } else {
                    self.truths_of(*from, usize::MAX)
                };
                level::truth(rows, view, out, self.parents(id, base));
            }
            Op::Link(field, from) => {
                level::truth(
                    rows,
                    self.whole_truth(*from),
                    out,
                    self.linked(*field, id, *from),
                );
            }
            Op::Role(row, from) => {
                let view = self.truths_of(*from, usize::MAX);
                level::truth(rows, view, out, self.players(*row, rows));
            }
            Op::Aggregate(it) => self.truth_aggregate(id, it, rows, out),
            _ => {
                out.words.clear();
                out.words.resize(bits::words(rows), 0);
                out.known.set_none(rows);
            }
        }
    }

    pub(super) fn text_op(&self, id: NodeId, op: &Op, rows: usize, out: &mut Texts) {
        match op {
            Op::Otherwise {
                field,
                asked,
                otherwise,
            } => {
                let (field, otherwise) = (self.text(*field), self.text(*otherwise));
                let asked = self.truths_of(*asked, rows);
                choice::texts_by_row(rows, out, |row| match field.get(row) {
                    Some(text) => Some(Cow::Borrowed(text)),
                    None if asked.get(row) == Some(false) => otherwise.get(row).map(Cow::Borrowed),
                    None => None,
                });
            }
            Op::FirstMatch {
                conditions,
                results,
                otherwise,
            } => {
                let all: Vec<TextView<'_>> = results
                    .iter()
                    .chain(otherwise)
                    .map(|it| self.text(*it))
                    .collect();
                choice::first_text(rows, &self.truths(conditions, rows), &all, out);
            }
            Op::BestMatch {
                conditions,
                keys,
                results,
                direction,
            } => {
                let results: Vec<TextView<'_>> = results.iter().map(|it| self.text(*it)).collect();
                let found = self.best(rows, (conditions, keys, *direction), results.as_slice());
                choice::texts_by_row(rows, out, |row| {
                    results[found[row]?].get(row).map(Cow::Borrowed)
                });
            }
            Op::IfMissing(of, supplied) => {
                let (of, supplied) = (self.text(*of), self.text(*supplied));
                choice::texts_by_row(rows, out, |row| {
                    of.get(row).or_else(|| supplied.get(row)).map(Cow::Borrowed)
                });
            }
            Op::Lookup(table, keys) => {
                let keys = self.keys(keys, rows);
                let table = self.job.plan.tables.get(table.index());
                choice::texts_by_row(rows, out, |row| {
                    let table = table?;
                    let place = lookup::place(table, &keys, row)?;
                    match &table.cells {
                        Cells::Text(cells) => cells.get(place)?.as_deref().map(Cow::Borrowed),
                        _ => None,
                    }
                });
            }
            Op::Lower(of) => {
                let of = self.text(*of);
                choice::texts_by_row(rows, out, |row| {
                    of.get(row).map(|it| Cow::Owned(it.to_lowercase()))
                });
            }
            Op::Lift(from) => {
                let (base, whole) = self.above(id, *from);
                let view = if whole {
                    self.whole_text(*from)
                } else {
                    self.text(*from)
                };
                level::text(rows, view, out, self.parents(id, base));
            }
            Op::Link(field, from) => {
                level::text(
                    rows,
                    self.whole_text(*from),
                    out,
                    self.linked(*field, id, *from),
                );
            }
            Op::Role(row, from) => {
                level::text(rows, self.text(*from), out, self.players(*row, rows));
            }
            Op::Aggregate(it) => {
                let values = it.value.map(|value| self.text(value));
                let picks = self.picks(id, it, rows, |a, b| {
                    values.is_some_and(|values| values.get(a) == values.get(b))
                });
                choice::texts_by_row(rows, out, |row| values?.get(picks[row]?).map(Cow::Borrowed));
            }
            _ => choice::texts_by_row(rows, out, |_| None),
        }
    }

    fn date_span(
        &self,
        span: DateSpan,
        (a, b): (NodeId, NodeId),
        rows: usize,
        out: &mut Plain<i64>,
    ) {
        let node = self.job.plan.node(b);
        let constant = node.and_then(|node| Date::from_days(node.constant()?.date()?));
        match (span, constant) {
            (DateSpan::Years, Some(on)) => date::ages_on(rows, self.plain(a, rows), on, out),
            _ => date::span(rows, span, (self.plain(a, rows), self.plain(b, rows)), out),
        }
    }

    fn filled(&self, field: FieldId, id: NodeId, rows: usize, out: &mut Truths) {
        let start = self.range(id).start;
        out.known.set_all();
        match self.job.shape.column(field) {
            None => {
                out.words.clear();
                out.words.resize(bits::words(rows), 0);
            }
            Some(Column { valid: None, .. }) => {
                out.words.clear();
                out.words.resize(bits::words(rows), u64::MAX);
            }
            Some(Column {
                valid: Some(valid), ..
            }) => {
                bits::copy(valid.words(), start, rows, &mut out.words);
            }
        }
        out.settle(rows);
    }

    fn clauses(&self, of: &op::Clauses, rows: usize) -> aid::Clauses<'_> {
        aid::Clauses {
            when: self.truths(&of.when, rows),
            unless: self.truths(&of.unless, rows),
            verify: self.truths(&of.verify, rows),
            amount: of.amount.map(|it| self.plain(it, rows)),
            service: of.service.map(|it| self.known_of(it, rows)),
        }
    }

    fn roll(&self, of: &op::Roll, rows: usize) -> aid::Roll<'_> {
        aid::Roll {
            current: self.truths_of(of.current, rows),
            enter: self.truths(&of.enter, rows),
            leave: self.truths(&of.leave, rows),
        }
    }

    fn keys(&self, keys: &[NodeId], rows: usize) -> Vec<KeyView<'_>> {
        let view = |key: &NodeId| match self.storage(*key) {
            Storage::Enum => KeyView::Enum(self.plain(*key, rows)),
            Storage::Number => KeyView::Integer(self.plain(*key, rows)),
            Storage::Text => KeyView::Text(self.text(*key)),
            Storage::Truth | Storage::Date => KeyView::None,
        };
        keys.iter().map(view).collect()
    }
}
