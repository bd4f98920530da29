//! Bound data: one table per entity, rows of a child clustered by their parent.

use std::collections::BTreeSet;

use arrow_array::{Array as _, StringArray};

use super::bitmap::Bitmap;
use super::numbers::Numbers;
use crate::check::tree::{EntityId, FieldId, Program};

/// The data of a run, bound to a policy.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// One table per entity, by [`EntityId`].
    pub tables: Vec<Table>,
}

impl Dataset {
    /// The table of an entity.
    pub fn table(&self, entity: EntityId) -> Option<&Table> {
        self.tables.get(entity.index())
    }

    /// Lets go of all columns but the keys, once nothing is computed from them any more.
    pub fn keep_keys(&mut self, program: &Program) {
        self.keep(program, &BTreeSet::new());
    }

    /// Lets go of all columns but the keys and these fields, such as those that led to parents only.
    pub fn keep(&mut self, program: &Program, fields: &BTreeSet<FieldId>) {
        for (entity, table) in program.entities.iter().zip(&mut self.tables) {
            for (field, column) in entity.fields.iter().zip(&mut table.columns) {
                if *field != entity.key && !fields.contains(field) {
                    *column = None;
                }
            }
        }
    }
}

/// The evaluated rows of one entity.
///
/// **Invariant:** rows stand in the order of their parent rows (and, within a parent, of the input),
/// so that the children of parent row `p` are the rows `offsets[p] .. offsets[p + 1]`.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The number of rows.
    pub rows: usize,
    /// Columns by the field's place in [`crate::check::tree::Entity::fields`]; `None` where not read.
    pub columns: Vec<Option<Column>>,
    /// The parent's row of each row; empty for an entity without parent.
    pub parents: Vec<u32>,
    /// First child row by parent row, one more than there are parent rows; empty without parent.
    pub offsets: Vec<u32>,
    /// Parent rows some of whose rows of this entity were rejected: one more row with all values
    /// unknown. `None` where there are none.
    pub incomplete: Option<Bitmap>,
    /// The row reached by each `refers to` field, [`NO_ROW`] where blank.
    pub links: Vec<(FieldId, Vec<u32>)>,
    /// By `refers to` field the rows that rejected rows of this entity lead to, [`NO_ROW`] where a
    /// blank leaves open which.
    pub lost: Vec<(FieldId, Vec<u32>)>,
    /// The input order: for each input position (of evaluated rows) the row here; `None` where rows
    /// stand as they came.
    pub input_order: Option<Vec<u32>>,
    /// Whether the file of this entity was delivered at all; aggregates over it are unknown if not.
    pub delivered: bool,
}

impl Table {
    /// The rows that rejected rows lead to by a link.
    pub(super) fn lost_rows(&self, link: FieldId) -> impl Iterator<Item = u32> + '_ {
        let lost = self.lost.iter().filter(move |(field, _)| *field == link);
        lost.flat_map(|(_, rows)| rows.iter().copied().filter(|row| *row != NO_ROW))
    }

    /// Whether a rejected row may lead anywhere by a link.
    pub(super) fn lost_anywhere(&self, link: FieldId) -> bool {
        let mut lost = self.lost.iter().filter(|(field, _)| *field == link);
        lost.any(|(_, rows)| rows.contains(&NO_ROW))
    }
}

/// No row at the end of a link.
pub const NO_ROW: u32 = u32::MAX;

/// The values of a field or of a computed value, one per row.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The values; anything (but no garbage that breaks determinism: zero) where not valid.
    pub values: Values,
    /// Which values are known (of a field: filled); `None` where all are.
    pub valid: Option<Bitmap>,
}

/// Values by storage.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers, raw in the scale of their type.
    Number(Numbers),
    /// Days since 1970-01-01.
    Date(Vec<i32>),
    /// Codes of an enumeration.
    Enum(Vec<u16>),
    /// Truth values.
    Boolean(Bitmap),
    /// Texts.
    Text(StringArray),
}

impl Values {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Enum(values) => values.len(),
            Self::Boolean(bits) => bits.len(),
            Self::Text(texts) => texts.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Column {
    /// Whether the value of a row is known.
    #[inline]
    pub fn is_valid(&self, row: usize) -> bool {
        self.valid.as_ref().is_none_or(|valid| valid.get(row))
    }
}
