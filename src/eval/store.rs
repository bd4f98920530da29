//! Full-length columns of computed nodes: filled chunk by chunk, each chunk its own slice.

use arrow_array::StringArray;
use arrow_array::builder::StringBuilder;

use super::kernels::bits;
use super::shape::Shape;
use crate::data::bitmap::Bitmap;
use crate::data::numbers::Numbers;
use crate::data::table::{Column, Values};
use crate::plan::Plan;
use crate::plan::op::{NodeId, Op};

/// Computed columns, and those of the data.
pub(super) struct Store<'a> {
    plan: &'a Plan,
    shape: &'a Shape<'a>,
    columns: Vec<Option<Column>>,
    /// Columns computed before, which stay when results read them.
    given: Vec<Option<Column>>,
}

/// Where one chunk writes one node.
#[derive(Debug)]
pub(super) enum Sink<'a> {
    /// Numbers: joined afterwards, each chunk as narrow as it can be.
    Number(Numbers),
    /// Dates.
    Date(&'a mut [i32]),
    /// Codes.
    Enum(&'a mut [u16]),
    /// Truth: joined afterwards, since chunks need not end at a word.
    Truth(Vec<u64>),
    /// Texts: joined afterwards.
    Text(Vec<Option<String>>),
}

/// A node's result of one chunk.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// How many rows.
    pub(super) rows: usize,
    /// The values.
    pub(super) sink: Sink<'a>,
    /// The known rows, all where `None`.
    pub(super) known: Option<Vec<u64>>,
}

impl<'a> Store<'a> {
    /// Nothing computed yet.
    pub(super) fn new(plan: &'a Plan, shape: &'a Shape<'a>) -> Self {
        Self {
            plan,
            shape,
            columns: vec![None; plan.nodes.len()],
            given: Vec::new(),
        }
    }

    /// Nothing computed yet, with the places of a store before.
    pub(super) fn with(plan: &'a Plan, shape: &'a Shape<'a>, columns: Vec<Option<Column>>) -> Self {
        Self {
            plan,
            shape,
            columns,
            given: Vec::new(),
        }
    }

    /// The places, with what was not taken out.
    pub(super) fn into_columns(self) -> Vec<Option<Column>> {
        self.columns
    }

    /// The full-length column of a node, computed or of the data.
    pub(super) fn column(&self, node: NodeId) -> Option<&Column> {
        if let Op::Field(field) = &self.plan.node(node)?.op {
            return self.shape.column(*field);
        }
        let own = self.columns.get(node.index())?.as_ref();
        own.or_else(|| self.given.get(node.index())?.as_ref())
    }

    /// Puts a column in that was computed before.
    pub(super) fn give(&mut self, node: NodeId, column: Column) {
        if self.given.is_empty() {
            self.given = vec![None; self.plan.nodes.len()];
        }
        if let Some(place) = self.given.get_mut(node.index()) {
            *place = Some(column);
        }
    }

    /// Takes out the columns that were put in by [`Self::give`].
    pub(super) fn given(&mut self) -> impl Iterator<Item = (NodeId, Column)> + use<> {
        let given = std::mem::take(&mut self.given);
        let given = (0..).map(NodeId).zip(given);
        given.filter_map(|(id, column)| Some((id, column?)))
    }

    /// Puts a column in.
    pub(super) fn put(&mut self, node: NodeId, column: Column) {
        if let Some(place) = self.columns.get_mut(node.index()) {
            *place = Some(column);
        }
    }

    /// Takes a computed column out, for the results.
    pub(super) fn take(&mut self, node: NodeId) -> Option<Column> {
        self.columns.get_mut(node.index())?.take()
    }
}

/// A validity bitmap joined from pieces; `None` where all rows are known.
pub(super) fn join_known(pieces: &[(usize, Option<Vec<u64>>)]) -> Option<Bitmap> {
    if pieces.iter().all(|(_, known)| known.is_none()) {
        return None;
    }
    let (mut words, mut len) = (Vec::new(), 0);
    for (rows, known) in pieces {
        match known {
            Some(known) => bits::append(&mut words, len, known, *rows),
            None => bits::append(&mut words, len, &vec![u64::MAX; bits::words(*rows)], *rows),
        }
        len += rows;
    }
    let valid = Bitmap::from_words(words, len);
    (valid.count_ones() < len).then_some(valid)
}

/// Truth values joined from pieces.
pub(super) fn join_truth(pieces: &[(usize, Vec<u64>)]) -> Bitmap {
    let (mut words, mut len) = (Vec::new(), 0);
    for (rows, truth) in pieces {
        bits::append(&mut words, len, truth, *rows);
        len += rows;
    }
    Bitmap::from_words(words, len)
}

/// Texts joined from pieces; empty where unknown.
pub(super) fn join_texts(pieces: &[Vec<Option<String>>]) -> StringArray {
    let mut builder = StringBuilder::new();
    for text in pieces.iter().flatten() {
        builder.append_value(text.as_deref().unwrap_or_default());
    }
    builder.finish()
}

/// A column of one storage, whole.
pub(super) fn column(values: Values, valid: Option<Bitmap>) -> Column {
    Column { values, valid }
}
