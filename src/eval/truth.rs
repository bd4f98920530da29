//! Operations that give truth values.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use std::ops::Range;

use super::aid;
use super::chunk::Worker;
use super::kernels::number::Overflows;
use super::kernels::{bits, chain, choice, compare, level, logic, lookup};
use super::register::{TruthView, Truths, View};
use super::select::{self, Bound, Contest};
use crate::check::tree::{EntityId, FieldId};
use crate::data::table::Column;
use crate::plan::op::{self, NodeId, Op, Storage};

impl Worker<'_> {
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

    pub(super) fn truth_choice(&self, id: NodeId, op: &Op, rows: usize, out: &mut Truths) {
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
                        crate::plan::table::Cells::Truth(cells) => *cells.get(place)?,
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
                level::truth(rows, view, out, self.players(*row, *from, rows));
            }
            Op::Aggregate(it) => self.truth_aggregate(id, it, rows, out),
            _ => {
                out.words.clear();
                out.words.resize(bits::words(rows), 0);
                out.known.set_none(rows);
            }
        }
    }

    pub(super) fn select(&self, id: NodeId, it: &op::Select, rows: usize, out: &mut Truths) {
        let Some(level) = self.job.plan.node(id).and_then(|node| node.level) else {
            return;
        };
        let own = self.level(level);
        let groups = if it.within == level {
            (0..rows).map(|row| row..row + 1).collect()
        } else {
            let span = self.job.shape.span(it.within, level);
            let of = |row| span.map_or(0..0, |span| span.below(row));
            let shift = |range: Range<usize>| range.start - own.start..range.end - own.start;
            self.level(it.within).map(of).map(shift).collect()
        };
        let above = |per: EntityId, row: usize| {
            self.job
                .shape
                .ancestor(self.job.plan, (level, own.start + row), per)
        };
        let limits = it.limits.iter().map(|limit| Bound {
            count: self.plain(limit.count, rows),
            condition: limit.condition.map(|it| self.truths_of(it, rows)),
            group: (0..rows).map(|row| above(limit.per, row)).collect(),
        });
        let contest = Contest {
            groups,
            rows,
            when: self.truths_of(it.when, rows),
            keys: &it.rank,
            limits: limits.collect(),
        };
        select::select(&contest, self, out);
    }

    pub(super) fn filled(&self, field: FieldId, id: NodeId, rows: usize, out: &mut Truths) {
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
}
