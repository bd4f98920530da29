//! Conditions of the policy as formulas, for one row of a level and the rows around it.
//!
//! There are two shapes of the rows around. [`Shape::Any`] stands for every family there can be: what
//! the formula leaves out only makes it easier to meet, so what nothing meets never happens.
//! [`Shape::Few`] is one family with so many members: what is found there is laid out as data and
//! evaluated before anything is said of it.

mod aggregate;
mod aid;
mod choice;
mod date;
mod number;
mod truth;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::formula::{CodeVar, Formulas, NO, NodeId, NumberInfo, NumberVar, YES};
use super::linear::{Linear, Relation};
use crate::check::tree::{
    AidId, Blank, Constant, EntityId, Expr, FieldId, Hop, Program, RegisterId, Type, ValueId,
};
use crate::number::{Date, Rational};

use aggregate::Forall;
use date::DateFunction;

/// Which rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Every family there can be.
    Any,
    /// One family with so many rows of each level right below it.
    Few(usize),
}

/// A row that is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RowId(pub(super) u32);

#[derive(Debug)]
pub(super) struct RowInfo {
    pub(super) entity: EntityId,
    pub(super) parent: Option<RowId>,
    /// When it is there.
    exists: NodeId,
    /// The row whose fields it has, those in [`Encoder::shifted`] excepted.
    pub(super) twin_of: Option<RowId>,
}

/// A number, if `side` holds; where it does not, the number is unknown.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) linear: Linear,
    pub(super) side: NodeId,
    /// The few values that it may have, and when.
    options: Option<Vec<(NodeId, Rational)>>,
    /// The date that it is read off.
    date: Option<(DateFunction, Linear)>,
}

impl Number {
    fn plain(linear: Linear, side: NodeId) -> Self {
        Self {
            linear,
            side,
            options: None,
            date: None,
        }
    }

    fn constant(value: Rational) -> Self {
        Self::plain(Linear::constant(value), YES)
    }

    fn unknown() -> Self {
        Self::plain(Linear::constant(Rational::zero()), NO)
    }

    fn and(mut self, formulas: &mut Formulas, more: NodeId) -> Self {
        self.side = formulas.and([more, self.side]);
        self
    }
}

/// The variables of a field of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) value: Variable,
    /// One where the cell is filled; `None` where it cannot be blank.
    pub(super) filled: Option<CodeVar>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Variable {
    Number(NumberVar),
    Code(CodeVar),
}

/// The place of a text that no rule names.
pub(super) const OTHER_TEXT: u32 = 127;
/// Rows spoken of before a proof is given up.
const MOST_ROWS: usize = 400;

/// What cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Texts compared by order or by a part.
    Text,
    /// A row reached by a link.
    Link,
    /// A product or quotient of two answers.
    Product,
    /// A figure over many rows.
    Aggregate,
    /// A number too large for exact arithmetic.
    Size,
    /// A calculation with dates.
    Dates,
    /// A parameter that has no value on the day.
    Parameter,
    /// The search was cut off.
    Steps,
    /// No family of up to three members was found, and none is ruled out.
    Members,
}

/// Makes formulas of conditions.
#[derive(Debug)]
pub(super) struct Encoder<'p> {
    pub(super) program: &'p Program,
    date: Date,
    pub(super) shape: Shape,
    pub(super) formulas: Formulas,
    pub(super) rows: Vec<RowInfo>,
    pub(super) cells: BTreeMap<(RowId, FieldId), Cell>,
    pub(super) texts: Vec<String>,
    /// Fields of twin rows that differ from those of the other.
    pub(super) shifted: BTreeMap<(RowId, FieldId), Linear>,
    truths: HashMap<(usize, RowId, bool), NodeId>,
    numbers: HashMap<(usize, RowId), Number>,
    stored: HashMap<(usize, RowId), Number>,
    withins: HashMap<(usize, RowId, u128), NodeId>,
    flags: HashMap<String, CodeVar>,
    shared: HashMap<String, NumberVar>,
    products: HashMap<(Linear, Linear, bool), NumberVar>,
    reached: HashMap<(RowId, Hop), RowId>,
    witnesses: HashMap<(String, RowId), RowId>,
    foralls: Vec<Forall<'p>>,
    /// The clauses of aids that are made already.
    clauses: HashMap<(AidId, RowId), aid::Clauses>,
    /// Aids whose clauses are being made.
    deciding: BTreeSet<AidId>,
    /// How often one was met again while it was being made.
    circles: usize,
    registering: BTreeSet<RegisterId>,
    /// The first thing that could not be followed.
    pub(super) limit: Option<Limit>,
}

impl<'p> Encoder<'p> {
    /// An encoder of a policy on a day, and the row of a level that is spoken of.
    pub(super) fn new(
        program: &'p Program,
        date: Date,
        shape: Shape,
        entity: EntityId,
    ) -> (Self, RowId) {
        let mut it = Self {
            program,
            date,
            shape,
            formulas: Formulas::new(),
            rows: Vec::new(),
            cells: BTreeMap::new(),
            texts: Vec::new(),
            shifted: BTreeMap::new(),
            truths: HashMap::new(),
            numbers: HashMap::new(),
            stored: HashMap::new(),
            withins: HashMap::new(),
            flags: HashMap::new(),
            shared: HashMap::new(),
            products: HashMap::new(),
            reached: HashMap::new(),
            witnesses: HashMap::new(),
            foralls: Vec::new(),
            clauses: HashMap::new(),
            deciding: BTreeSet::new(),
            circles: 0,
            registering: BTreeSet::new(),
            limit: None,
        };
        let subject = match shape {
            Shape::Any => it.add_row(entity, None, YES),
            Shape::Few(count) => it.family(entity, count),
        };
        (it, subject)
    }

    pub(super) fn add_row(
        &mut self,
        entity: EntityId,
        parent: Option<RowId>,
        exists: NodeId,
    ) -> RowId {
        self.rows.push(RowInfo {
            entity,
            parent,
            exists,
            twin_of: None,
        });
        RowId(u32::try_from(self.rows.len() - 1).unwrap_or(u32::MAX))
    }

    /// One household around a row of a level: its ancestors, and `count` rows of each level below.
    fn family(&mut self, entity: EntityId, count: usize) -> RowId {
        let parent_of = |id: EntityId| {
            let entity = self.program.entities.get(id.index());
            entity.and_then(|it| it.parent).map(|(parent, _)| parent)
        };
        let mut ids = (0..).map(EntityId).take(self.program.entities.len());
        let has_rows_below = ids.any(|id| parent_of(id) == Some(entity));
        let household = if has_rows_below {
            entity
        } else {
            parent_of(entity).unwrap_or(entity)
        };
        let mut above = vec![household];
        while let Some(parent) = above.last().and_then(|id| parent_of(*id)) {
            above.push(parent);
        }
        let mut row = None;
        for id in above.into_iter().rev() {
            row = Some(self.add_row(id, row, YES));
        }
        let top = row.unwrap_or(RowId(0));
        self.below(top, household, count);
        let mut places = self.rows.iter().enumerate();
        let found = places.find(|(_, it)| it.entity == entity);
        found.map_or(top, |(place, _)| RowId(u32::try_from(place).unwrap_or(0)))
    }

    fn below(&mut self, row: RowId, entity: EntityId, count: usize) {
        let children: Vec<EntityId> = (0..)
            .map(EntityId)
            .zip(&self.program.entities)
            .filter(|(_, it)| it.parent.is_some_and(|(parent, _)| parent == entity))
            .map(|(id, _)| id)
            .collect();
        for child in children {
            for _ in 0..count {
                let made = self.add_row(child, Some(row), YES);
                self.below(made, child, 1);
            }
        }
    }

    pub(super) fn row(&self, row: RowId) -> Option<&RowInfo> {
        self.rows.get(row.0 as usize)
    }

    /// Notes that something could not be followed.
    pub(super) fn gives_up(&mut self, limit: Limit) {
        self.limit.get_or_insert(limit);
    }

    fn is_any(&self) -> bool {
        self.shape == Shape::Any
    }

    /// The rows that a hop may reach, and when it reaches each.
    fn reach(&mut self, hop: Hop, row: RowId) -> Vec<(RowId, NodeId)> {
        match (hop, self.shape) {
            (Hop::Parent, _) => self.parent(row).map(|it| (it, YES)).into_iter().collect(),
            (Hop::Link(_), Shape::Few(_)) => {
                self.gives_up(Limit::Link);
                Vec::new()
            }
            (Hop::Link(field), Shape::Any) => {
                let field = self.program.fields.get(field.index());
                let Some(target) = field.and_then(|it| it.refers_to) else {
                    return Vec::new();
                };
                let found = self.reached.get(&(row, hop)).copied();
                let found = found.unwrap_or_else(|| {
                    let made = self.add_row(target, None, YES);
                    self.reached.insert((row, hop), made);
                    made
                });
                vec![(found, YES)]
            }
            (Hop::Role(id), shape) => {
                let Some(role) = self.program.roles.get(id.index()) else {
                    return Vec::new();
                };
                if shape == Shape::Any {
                    let found = self.reached.get(&(row, hop)).copied();
                    let found = found.unwrap_or_else(|| {
                        let made = self.row_below(row, role.of);
                        self.reached.insert((row, hop), made);
                        made
                    });
                    let exists = self.row(found).map_or(NO, |it| it.exists);
                    let plays = self.truth(&role.condition, found, true);
                    return vec![(found, self.formulas.and([exists, plays]))];
                }
                let rows = self.rows_below(row, role.of);
                rows.iter()
                    .map(|one| {
                        let mut parts = vec![self.truth(&role.condition, *one, true)];
                        for other in rows.iter().filter(|it| *it != one) {
                            parts.push(self.truth(&role.condition, *other, false));
                        }
                        (*one, self.formulas.and(parts))
                    })
                    .collect()
            }
        }
    }

    fn parent(&mut self, row: RowId) -> Option<RowId> {
        let info = self.row(row)?;
        if info.parent.is_some() {
            return info.parent;
        }
        let entity = self.program.entities.get(info.entity.index())?;
        let (parent, _) = entity.parent?;
        if !self.is_any() {
            return None;
        }
        let made = self.add_row(parent, None, YES);
        if let Some(info) = self.rows.get_mut(row.0 as usize) {
            info.parent = Some(made);
        }
        Some(made)
    }

    /// A new row of a level below a row, with the rows between.
    fn row_below(&mut self, row: RowId, entity: EntityId) -> RowId {
        let top = self.row(row).map(|it| it.entity);
        let mut between = Vec::new();
        let mut at = Some(entity);
        while let Some(id) = at.filter(|id| Some(*id) != top) {
            between.push(id);
            let parent = self.program.entities.get(id.index());
            at = parent.and_then(|it| it.parent).map(|(parent, _)| parent);
        }
        let flag = self.formulas.new_code(2);
        let exists = self.formulas.within(flag, 0b10);
        let mut made = row;
        for id in between.into_iter().rev() {
            made = self.add_row(id, Some(made), exists);
        }
        made
    }

    /// The rows of a level below a row.
    fn rows_below(&self, row: RowId, entity: EntityId) -> Vec<RowId> {
        let is_below = |mut at: RowId| {
            while let Some(parent) = self.row(at).and_then(|it| it.parent) {
                if parent == row {
                    return true;
                }
                at = parent;
            }
            false
        };
        let rows = (0..).map(RowId).zip(&self.rows);
        rows.filter(|(id, it)| it.entity == entity && is_below(*id))
            .map(|(id, _)| id)
            .collect()
    }

    /// The variables of a field of a row.
    fn cell(&mut self, id: FieldId, row: RowId) -> Option<Cell> {
        if let Some(cell) = self.cells.get(&(row, id)) {
            return Some(*cell);
        }
        let field = self.program.fields.get(id.index())?;
        // A row holds the key of its parent.
        let entity = self.program.entities.get(field.entity.index())?;
        if let Some((parent, own)) = entity.parent
            && own == id
        {
            let key = self.program.entities.get(parent.index())?.key;
            let parent = self.parent(row)?;
            return self.cell(key, parent);
        }
        let filled = match field.blank {
            Blank::Rejected => None,
            Blank::Unknown | Blank::AskedWhen { .. } | Blank::Means { .. } => {
                Some(self.formulas.new_code(2))
            }
        };
        let value = match field.ty {
            Type::Boolean => Variable::Code(self.formulas.new_code(2)),
            Type::Text => Variable::Code(self.formulas.new_code(128)),
            Type::Enum(_) => {
                let size = self.program.enumeration(field.ty)?.values.len();
                if size > 127 {
                    self.gives_up(Limit::Size);
                    return None;
                }
                Variable::Code(self.formulas.new_code(size))
            }
            Type::Integer | Type::Decimal | Type::Money(_) | Type::Date => {
                Variable::Number(self.formulas.new_number(self.field_info(id)))
            }
        };
        let cell = Cell { value, filled };
        self.cells.insert((row, id), cell);
        Some(cell)
    }

    /// A field of a row has an answer.
    pub(super) fn is_given(&mut self, id: FieldId, row: RowId) -> NodeId {
        self.filled(id, row, true)
    }

    /// The number that a field of a row holds.
    pub(super) fn field_value(&mut self, id: FieldId, row: RowId) -> Option<Linear> {
        match self.cell(id, row)?.value {
            Variable::Number(var) => Some(Linear::variable(var)),
            Variable::Code(_) => None,
        }
    }

    /// What is known of the values of a field.
    fn field_info(&self, id: FieldId) -> NumberInfo {
        let Some(field) = self.program.fields.get(id.index()) else {
            return NumberInfo::default();
        };
        let grid = field.ty.scale().unwrap_or(1);
        let end = |it: &Option<Constant>| it.as_ref().and_then(constant_number);
        let range = field.range.as_ref();
        let low = range.and_then(|it| end(&it.low));
        let mut high = range.and_then(|it| end(&it.high));
        if range.is_some_and(|it| it.exclusive) {
            let unit = Rational::new(1, i128::from(grid));
            high = high
                .zip(unit)
                .and_then(|(high, unit)| high.checked_sub(unit));
        }
        NumberInfo {
            grid: Some(grid),
            low,
            high,
        }
    }

    /// A cell is filled, or not.
    fn filled(&mut self, id: FieldId, row: RowId, want: bool) -> NodeId {
        if let Some(twin) = self.row(row).and_then(|it| it.twin_of) {
            return self.filled(id, twin, want);
        }
        let Some(cell) = self.cell(id, row) else {
            return if self.is_any() { YES } else { NO };
        };
        match cell.filled {
            Some(filled) => self.formulas.within(filled, 1 << u32::from(want)),
            None if want => YES,
            None => NO,
        }
    }

    /// The value of a field is known and meets `meets`; `stated` is that of a question not asked.
    fn field_meets(
        &mut self,
        id: FieldId,
        row: RowId,
        meets: NodeId,
        stated: impl FnOnce(&mut Self, &Constant) -> NodeId,
    ) -> NodeId {
        let program = self.program;
        let Some(field) = program.fields.get(id.index()) else {
            return NO;
        };
        let filled = self.filled(id, row, true);
        let given = self.formulas.and([filled, meets]);
        let Blank::AskedWhen {
            condition,
            otherwise,
        } = &field.blank
        else {
            return given;
        };
        let (asked, not) = (
            self.truth(condition, row, true),
            self.truth(condition, row, false),
        );
        let stated = stated(self, otherwise);
        let blank = self.filled(id, row, false);
        let stated = self.formulas.and([blank, not, stated]);
        let given = if self.is_any() {
            given
        } else {
            self.formulas.and([asked, given])
        };
        self.formulas.or([given, stated])
    }

    /// The code of a text.
    fn text_code(&mut self, text: &str) -> Option<u32> {
        let place = self.texts.iter().position(|it| it == text);
        let place = place.unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        let code = u32::try_from(place).ok()?;
        if code >= OTHER_TEXT {
            self.gives_up(Limit::Text);
            return None;
        }
        Some(code)
    }

    /// A condition that is not followed: it may hold, may not, the same each time.
    fn free(&mut self, what: String, want: bool) -> NodeId {
        let flag = if let Some(flag) = self.flags.get(&what) {
            *flag
        } else {
            let flag = self.formulas.new_code(2);
            self.flags.insert(what, flag);
            flag
        };
        self.formulas.within(flag, 1 << u32::from(want))
    }

    /// A number that is not followed, the same each time.
    fn free_number(&mut self, what: String, info: NumberInfo) -> Number {
        let var = if let Some(var) = self.shared.get(&what) {
            *var
        } else {
            let var = self.formulas.new_number(info);
            self.shared.insert(what, var);
            var
        };
        Number::plain(Linear::variable(var), YES)
    }

    /// `left RELATION right`, both known.
    pub(super) fn relate(&mut self, left: &Number, relation: Relation, right: &Number) -> NodeId {
        let sides = [left.side, right.side];
        let compared = if let Some(difference) = left.linear.minus(&right.linear) {
            self.formulas.compare(difference, relation)
        } else {
            self.gives_up(Limit::Size);
            YES
        };
        self.formulas.and([compared, sides[0], sides[1]])
    }

    /// A computed value's expression; a selection has none.
    fn value_expr(&self, id: ValueId) -> Option<&'p Expr> {
        use crate::check::tree::ValueKind;
        match &self.program.values.get(id.index())?.kind {
            ValueKind::Define(expr)
            | ValueKind::Criterion {
                condition: expr, ..
            }
            | ValueKind::Class(expr)
            | ValueKind::Decide(expr) => Some(expr),
            ValueKind::Select(_) => None,
        }
    }
}

/// The number of a constant, a date as its day.
pub(super) fn constant_number(constant: &Constant) -> Option<Rational> {
    match constant {
        Constant::Number(number) => Some(*number),
        Constant::Date(date) => Some(Rational::from_integer(i64::from(date.days()))),
        Constant::Boolean(_) | Constant::Text(_) | Constant::Enum(_) => None,
    }
}

/// Where an expression stands in memory: one policy, one place.
fn place(expr: &Expr) -> usize {
    std::ptr::from_ref(expr) as usize
}

/// What an expression says, wherever it stands.
fn saying(expr: &Expr, row: RowId) -> String {
    format!("{:?} {}", crate::check::placeless(expr), row.0)
}
