//! Operations that give texts.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "an operation is told apart from all others"
)]

use super::chunk::Worker;
use super::kernels::{choice, level, lookup};
use super::register::{TextView, Texts};
use crate::plan::op::{NodeId, Op};

impl Worker<'_> {
    pub(super) fn text_op(&self, id: NodeId, op: &Op, rows: usize, out: &mut Texts) {
        use std::borrow::Cow;
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
                        crate::plan::table::Cells::Text(cells) => {
                            cells.get(place)?.as_deref().map(Cow::Borrowed)
                        }
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
                level::text(rows, self.text(*from), out, self.players(*row, *from, rows));
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
}
