//! Proofs about tables and classes: what no row covers, which rows overlap, which can never be first.
//!
//! Each column is cut at the constants of its cells into atoms, stretches on which every cell is
//! either true or false; a table is then a finite set of combinations, searched column by column.
//! Bounds that are parameters are read on every day on which one of them changes.

use std::cmp::Ordering;

use super::Checker;
use super::fold::order;
use super::tree::{AggregateOp, CompareOp, Constant, Expr, ExprKind, Function, Type};
use super::walk::placeless;
use crate::number::{Date, Rational};

/// Rows looked at in a search, after which a proof is given up.
const MOST_STEPS: usize = 2_000_000;
/// Days on which a table with parameters is looked at.
const MOST_DAYS: usize = 40;

/// What a cell asks of the value of its column.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// Nothing.
    Any,
    /// That it is missing.
    Missing,
    /// One of these; `negated`: none of these.
    Tests { any: Vec<Test>, negated: bool },
    /// Something that cannot be reasoned about: may hold, may not.
    Unclear,
}

/// One alternative of a cell.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// A comparison with a value of constants and parameters.
    Compare(CompareOp, Expr),
    /// Two of them, both to hold.
    Between((CompareOp, Expr), (CompareOp, Expr)),
    /// The blank that is a known fact.
    Fact,
}

/// Rows of cells, over columns given by their expressions.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<Expr>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Whether a cell is beyond the proof.
    pub(super) fn is_unclear(&self) -> bool {
        self.rows
            .iter()
            .flatten()
            .any(|cell| matches!(cell, Cell::Unclear))
    }
}

/// The outcome of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// There is none.
    Nothing,
    /// An example: one value a column, in words.
    Example(Vec<String>),
    /// Too large to tell.
    TooLarge,
}

/// A stretch of values of a column.
#[derive(Clone, Debug, PartialEq)]
enum Atom {
    Value(Constant),
    Between(Option<Constant>, Option<Constant>),
    OtherText,
    Fact,
    Missing,
}

/// A table on one day: its atoms, and which rows each may match.
struct Grid {
    atoms: Vec<Vec<Atom>>,
    /// By column, atom and row: whether the row surely matches.
    sure: Vec<Vec<Vec<bool>>>,
    /// By column, atom and row: whether the row possibly matches.
    possible: Vec<Vec<Vec<bool>>>,
    /// By column and atom: the rows that surely match, and those that possibly do, a bit each.
    sure_rows: Vec<Vec<Bits>>,
    possible_rows: Vec<Vec<Bits>>,
    /// By row: the first column from which on every cell is free.
    free_from: Vec<usize>,
    rows: usize,
}

/// Rows, a bit each.
type Bits = Vec<u64>;

/// A table on every day on which its bounds may change.
pub(super) struct Grids(Vec<Grid>);

impl Checker<'_> {
    /// What the proofs about a table are made from.
    pub(super) fn grids(&self, table: &Table) -> Grids {
        let days = self.days(table).into_iter();
        Grids(days.map(|day| self.grid(table, day)).collect())
    }

    /// Values that no row covers.
    pub(super) fn gap(&self, table: &Table, grids: &Grids) -> Search {
        for grid in &grids.0 {
            let rows: Vec<usize> = (0..grid.rows).collect();
            match grid.uncovered(&rows, None) {
                Ok(None) => {}
                Ok(Some(atoms)) => return Search::Example(self.words(table, grid, &atoms)),
                Err(()) => return Search::TooLarge,
            }
        }
        Search::Nothing
    }

    /// The first row that may match where a later one may too, and values of which both do.
    pub(super) fn overlap(
        &self,
        table: &Table,
        grids: &Grids,
        second: usize,
    ) -> Option<(usize, Vec<String>)> {
        let clash = |grid: &Grid| {
            let first = grid
                .meeting(&grid.possible_rows, second)
                .into_iter()
                .next()?;
            let common: Option<Vec<usize>> = (0..grid.atoms.len())
                .map(|column| grid.common(column, first, second))
                .collect();
            Some((first, self.words(table, grid, &common?)))
        };
        let clashes = grids.0.iter().filter_map(clash);
        clashes.min_by_key(|(first, _)| *first)
    }

    /// The days on which the bounds of a table may change; `None` where no parameter stands in it.
    fn days(&self, table: &Table) -> Vec<Option<Date>> {
        let mut days = std::collections::BTreeSet::new();
        let mut named = Vec::new();
        for bound in table.rows.iter().flatten().flat_map(bounds) {
            named.extend(Self::parameters_in(bound).into_iter().map(|(id, _)| id));
        }
        if named.is_empty() {
            return vec![None];
        }
        named.sort_unstable();
        named.dedup();
        let parameters: Vec<_> = named
            .iter()
            .filter_map(|id| self.program.parameters.get(id.index()))
            .collect();
        for parameter in &parameters {
            days.extend(parameter.intervals.iter().map(|it| it.from));
        }
        let complete = |day: &Date| parameters.iter().all(|it| it.on(*day).is_some());
        days.into_iter()
            .filter(complete)
            .take(MOST_DAYS)
            .map(Some)
            .collect()
    }

    fn grid(&self, table: &Table, day: Option<Date>) -> Grid {
        let rows = table.rows.len();
        let mut grid = Grid {
            atoms: Vec::new(),
            sure: Vec::new(),
            possible: Vec::new(),
            sure_rows: Vec::new(),
            possible_rows: Vec::new(),
            free_from: vec![0; rows],
            rows,
        };
        for (place, column) in table.columns.iter().enumerate() {
            let cells: Vec<Tests> = table
                .rows
                .iter()
                .map(|row| {
                    row.get(place)
                        .map_or(Tests::Any, |cell| self.cell_tests(cell, day))
                })
                .collect();
            let atoms = self.atoms(column, &cells);
            // Long tables say the same few things of a column again and again.
            let mut distinct: Vec<&Tests> = Vec::new();
            let kinds: Vec<usize> = cells
                .iter()
                .map(|cell| {
                    let known = distinct.iter().position(|it| *it == cell);
                    known.unwrap_or_else(|| {
                        distinct.push(cell);
                        distinct.len() - 1
                    })
                })
                .collect();
            let matches = |hold: fn(&Tests, &Atom) -> bool| -> Vec<Vec<bool>> {
                let of_atom = |atom: &Atom| {
                    let held: Vec<bool> = distinct.iter().map(|it| hold(it, atom)).collect();
                    let rows = kinds.iter();
                    rows.map(|kind| held.get(*kind) == Some(&true)).collect()
                };
                atoms.iter().map(of_atom).collect()
            };
            let (sure, possible) = (matches(Tests::surely), matches(Tests::possibly));
            grid.sure_rows
                .push(sure.iter().map(|it| bits(it)).collect());
            grid.possible_rows
                .push(possible.iter().map(|it| bits(it)).collect());
            grid.sure.push(sure);
            grid.possible.push(possible);
            for (cell, free) in cells.iter().zip(&mut grid.free_from) {
                if !matches!(cell, Tests::Any) {
                    *free = place + 1;
                }
            }
            grid.atoms.push(atoms);
        }
        grid
    }

    /// A cell with its bounds computed.
    fn cell_tests(&self, cell: &Cell, day: Option<Date>) -> Tests {
        let (any, negated) = match cell {
            Cell::Any => return Tests::Any,
            Cell::Missing => return Tests::Missing,
            Cell::Unclear => return Tests::Unclear,
            Cell::Tests { any, negated } => (any, *negated),
        };
        let value = |bound: &Expr| match day {
            Some(day) => self.fold_on(bound, day),
            None => self.fold_constant(bound),
        };
        let mut tests = Vec::new();
        for test in any {
            let known = match test {
                Test::Fact => Some(Known::Fact),
                Test::Compare(op, bound) => value(bound).map(|bound| Known::Compare(*op, bound)),
                Test::Between(low, high) => value(&low.1)
                    .zip(value(&high.1))
                    .map(|(a, b)| Known::Between((low.0, a), (high.0, b))),
            };
            match known {
                Some(known) => tests.push(known),
                None => return Tests::Unclear,
            }
        }
        Tests::Known {
            any: tests,
            negated,
        }
    }

    /// The stretches of a column on which no cell changes.
    fn atoms(&self, column: &Expr, cells: &[Tests]) -> Vec<Atom> {
        let mut atoms = match column.ty {
            Type::Boolean => [true, false]
                .map(|it| Atom::Value(Constant::Boolean(it)))
                .to_vec(),
            Type::Enum(id) => (0_u32..)
                .take(self.enum_words(id).len())
                .map(|it| Atom::Value(Constant::Enum(it)))
                .collect(),
            Type::Text => {
                let mut texts: Vec<Atom> = cuts(cells).into_iter().map(Atom::Value).collect();
                texts.push(Atom::OtherText);
                texts
            }
            Type::Integer | Type::Decimal | Type::Money(_) | Type::Date => {
                self.stretches(column, cells)
            }
        };
        if self.fact_field(column).is_some() {
            atoms.push(Atom::Fact);
        }
        if cells.iter().any(|it| matches!(it, Tests::Missing)) {
            atoms.push(Atom::Missing);
        }
        atoms
    }

    fn stretches(&self, column: &Expr, cells: &[Tests]) -> Vec<Atom> {
        let cuts = cuts(cells);
        let (low, high) = self.value_limits(column);
        let discrete = matches!(column.ty, Type::Integer | Type::Date);
        let mut atoms = Vec::new();
        let mut before: Option<Constant> = None;
        for cut in cuts {
            atoms.push(Atom::Between(before, Some(cut.clone())));
            atoms.push(Atom::Value(cut.clone()));
            before = Some(cut);
        }
        atoms.push(Atom::Between(before, None));
        atoms.retain(|atom| {
            allowed(atom, low.as_ref(), high.as_ref()) && !(discrete && is_hollow(atom))
        });
        atoms
    }

    /// The lowest and highest value a column can have, where that is known.
    fn value_limits(&self, column: &Expr) -> (Option<Constant>, Option<Constant>) {
        let zero = Some(Constant::Number(Rational::zero()));
        match &column.kind {
            ExprKind::Field(id) => {
                let range = self
                    .program
                    .fields
                    .get(id.index())
                    .and_then(|it| it.range.as_ref());
                range.map_or((None, None), |it| (it.low.clone(), it.high.clone()))
            }
            ExprKind::At(_, inner) => self.value_limits(inner),
            ExprKind::Call(
                Function::Age | Function::AgeMonths | Function::Length | Function::Abs,
                _,
            )
            | ExprKind::CountTrue(_) => (zero, None),
            ExprKind::Aggregate(it) if it.op == AggregateOp::Count => (zero, None),
            ExprKind::Position(it) => {
                let one = Some(Constant::Number(Rational::one()));
                let groups = it.groups.as_ref();
                (one, groups.and_then(|groups| self.fold_constant(groups)))
            }
            _ => (None, None),
        }
    }

    fn words(&self, table: &Table, grid: &Grid, atoms: &[usize]) -> Vec<String> {
        let word = |(place, column): (usize, &Expr)| {
            let atom = grid
                .atoms
                .get(place)
                .and_then(|it| it.get(atoms.get(place).copied().unwrap_or(0)));
            atom.map_or_else(String::new, |atom| self.atom_word(column, atom))
        };
        table.columns.iter().enumerate().map(word).collect()
    }

    fn atom_word(&self, column: &Expr, atom: &Atom) -> String {
        match atom {
            Atom::Value(constant) => self.constant_word(constant, column.ty),
            Atom::Between(low, high) => {
                self.constant_word(&between(low.as_ref(), high.as_ref(), column.ty), column.ty)
            }
            Atom::OtherText => "any other text".to_owned(),
            Atom::Fact => self
                .fact_field(column)
                .and_then(|it| self.marker(it))
                .unwrap_or_default(),
            Atom::Missing => "missing".to_owned(),
        }
    }

    /// A constant in the words of the language.
    pub(super) fn constant_word(&self, constant: &Constant, ty: Type) -> String {
        match (constant, ty) {
            (Constant::Number(number), Type::Money(_)) => format!("Rp {number}"),
            (Constant::Number(number), _) => number.to_string(),
            (Constant::Boolean(value), _) => value.to_string(),
            (Constant::Date(date), _) => date.to_string(),
            (Constant::Text(text), _) => format!("\"{text}\""),
            (Constant::Enum(code), Type::Enum(id)) => self
                .enum_words(id)
                .get(*code as usize)
                .cloned()
                .unwrap_or_default(),
            (Constant::Enum(code), _) => code.to_string(),
        }
    }
}

impl Grids {
    /// Whether the rows above cover everything that a row covers, on every day.
    pub(super) fn is_dead(&self, row: usize) -> bool {
        let dead = |grid: &Grid| {
            // A row that nowhere covers what this one covers tells nothing.
            let above = grid.meeting(&grid.sure_rows, row);
            grid.uncovered(&above, Some(row)) == Ok(None)
        };
        !self.0.is_empty() && self.0.iter().all(dead)
    }
}

fn bits(rows: &[bool]) -> Bits {
    let word = |chunk: &[bool]| {
        let set = (0..).zip(chunk).filter(|(_, it)| **it);
        set.fold(0_u64, |word, (place, _): (u32, _)| word | 1 << place)
    };
    rows.chunks(64).map(word).collect()
}

/// A cell with its bounds computed.
#[derive(Clone, Debug, PartialEq)]
enum Tests {
    Any,
    Missing,
    Unclear,
    Known { any: Vec<Known>, negated: bool },
}

#[derive(Clone, Debug, PartialEq)]
enum Known {
    Compare(CompareOp, Constant),
    Between((CompareOp, Constant), (CompareOp, Constant)),
    Fact,
}

impl Tests {
    fn surely(&self, atom: &Atom) -> bool {
        match self {
            Self::Any => true,
            Self::Missing => *atom == Atom::Missing,
            Self::Unclear => false,
            Self::Known { .. } if *atom == Atom::Missing => false,
            Self::Known { any, negated } => any.iter().any(|test| test.holds(atom)) != *negated,
        }
    }

    fn possibly(&self, atom: &Atom) -> bool {
        matches!(self, Self::Unclear) && *atom != Atom::Missing || self.surely(atom)
    }
}

impl Known {
    fn holds(&self, atom: &Atom) -> bool {
        match self {
            Self::Fact => *atom == Atom::Fact,
            Self::Compare(op, bound) => meets(*op, bound, atom),
            Self::Between((low_op, low), (high_op, high)) => {
                meets(*low_op, low, atom) && meets(*high_op, high, atom)
            }
        }
    }

    fn bounds(&self) -> Vec<&Constant> {
        match self {
            Self::Fact => Vec::new(),
            Self::Compare(_, bound) => vec![bound],
            Self::Between(low, high) => vec![&low.1, &high.1],
        }
    }
}

/// Whether all values of an atom satisfy a comparison; none of them does otherwise.
fn meets(op: CompareOp, bound: &Constant, atom: &Atom) -> bool {
    match atom {
        Atom::Value(value) => order(value, bound).is_some_and(|it| op.holds(it)),
        Atom::Between(low, high) => {
            let above = low
                .as_ref()
                .and_then(|low| order(low, bound))
                .is_some_and(Ordering::is_ge);
            let below = high
                .as_ref()
                .and_then(|high| order(high, bound))
                .is_some_and(Ordering::is_le);
            match op {
                CompareOp::Less | CompareOp::LessOrEqual => below,
                CompareOp::Greater | CompareOp::GreaterOrEqual => above,
                CompareOp::Equal => false,
                CompareOp::NotEqual => true,
            }
        }
        Atom::OtherText | Atom::Fact => op == CompareOp::NotEqual,
        Atom::Missing => false,
    }
}

impl Grid {
    /// One atom a column that none of `rows` surely matches, within what `inside` may match.
    fn uncovered(&self, rows: &[usize], inside: Option<usize>) -> Result<Option<Vec<usize>>, ()> {
        let mut steps = 0;
        let mut chosen = Vec::new();
        let found = self.search(0, rows, inside, &mut chosen, &mut steps)?;
        Ok(found.then_some(chosen))
    }

    fn search(
        &self,
        column: usize,
        rows: &[usize],
        inside: Option<usize>,
        chosen: &mut Vec<usize>,
        steps: &mut usize,
    ) -> Result<bool, ()> {
        *steps += 1 + rows.len();
        if *steps > MOST_STEPS {
            return Err(());
        }
        if rows
            .iter()
            .any(|row| self.free_from.get(*row).is_some_and(|free| *free <= column))
        {
            return Ok(false);
        }
        let Some(atoms) = self.atoms.get(column) else {
            return Ok(rows.is_empty());
        };
        let holds = |grid: &[Vec<Vec<bool>>], atom: usize, row: usize| {
            grid.get(column)
                .and_then(|it| it.get(atom))
                .and_then(|it| it.get(row))
                .copied()
                .unwrap_or(false)
        };
        let mut tried: Vec<Vec<usize>> = Vec::new();
        for atom in 0..atoms.len() {
            if inside.is_some_and(|row| !holds(&self.possible, atom, row)) {
                continue;
            }
            let left: Vec<usize> = rows
                .iter()
                .copied()
                .filter(|row| holds(&self.sure, atom, *row))
                .collect();
            if tried.contains(&left) {
                continue;
            }
            chosen.push(atom);
            if self.search(column + 1, &left, inside, chosen, steps)? {
                return Ok(true);
            }
            chosen.pop();
            tried.push(left);
        }
        Ok(false)
    }

    /// The rows above a row that match, in every column, some atom which that row may match.
    fn meeting(&self, rows: &[Vec<Bits>], row: usize) -> Vec<usize> {
        let mut all: Option<Bits> = None;
        for (atoms, possible) in rows.iter().zip(&self.possible) {
            let mut some: Bits = vec![0; self.rows.div_ceil(64)];
            for (bits, rows) in atoms.iter().zip(possible) {
                if rows.get(row) == Some(&true) {
                    some.iter_mut().zip(bits).for_each(|(one, two)| *one |= two);
                }
            }
            all = Some(match all {
                Some(mut all) => {
                    all.iter_mut().zip(&some).for_each(|(one, two)| *one &= two);
                    all
                }
                None => some,
            });
        }
        let all = all.unwrap_or_else(|| vec![u64::MAX; self.rows.div_ceil(64)]);
        let is_in = |place: &usize| {
            let word = all.get(place / 64).copied().unwrap_or(0);
            word >> (place % 64) & 1 == 1
        };
        (0..row).filter(is_in).collect()
    }

    /// An atom of a column that two rows both may match.
    fn common(&self, column: usize, first: usize, second: usize) -> Option<usize> {
        let possible = self.possible.get(column)?;
        possible
            .iter()
            .position(|rows| rows.get(first) == Some(&true) && rows.get(second) == Some(&true))
    }
}

/// The expressions that a cell compares with.
fn bounds(cell: &Cell) -> Vec<&Expr> {
    let Cell::Tests { any, .. } = cell else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for test in any {
        match test {
            Test::Compare(_, bound) => all.push(bound),
            Test::Between(low, high) => all.extend([&low.1, &high.1]),
            Test::Fact => {}
        }
    }
    all
}

/// The constants at which a column is cut, ascending.
fn cuts(cells: &[Tests]) -> Vec<Constant> {
    let mut all: Vec<Constant> = Vec::new();
    for cell in cells {
        if let Tests::Known { any, .. } = cell {
            all.extend(any.iter().flat_map(Known::bounds).cloned());
        }
    }
    all.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
    all.dedup();
    all
}

/// Whether a stretch reaches into the allowed range.
fn allowed(atom: &Atom, low: Option<&Constant>, high: Option<&Constant>) -> bool {
    let (from, to) = match atom {
        Atom::Value(value) => (Some(value), Some(value)),
        Atom::Between(from, to) => (from.as_ref(), to.as_ref()),
        Atom::OtherText | Atom::Fact | Atom::Missing => return true,
    };
    let is_point = matches!(atom, Atom::Value(_));
    let fits = |nearer: Option<&Constant>, limit: Option<&Constant>, wrong: Ordering| match (
        nearer, limit,
    ) {
        (Some(nearer), Some(limit)) => match order(nearer, limit) {
            Some(Ordering::Equal) => is_point,
            Some(it) => it != wrong,
            None => true,
        },
        _ => true,
    };
    fits(to, low, Ordering::Less) && fits(from, high, Ordering::Greater)
}

/// Whether no whole number or day lies inside an open stretch.
fn is_hollow(atom: &Atom) -> bool {
    match atom {
        Atom::Between(Some(Constant::Number(low)), Some(Constant::Number(high))) => {
            let next = low
                .num()
                .div_euclid(low.den())
                .checked_add(1)
                .and_then(|it| Rational::new(it, 1));
            next.is_some_and(|next| next >= *high)
        }
        Atom::Between(Some(Constant::Date(low)), Some(Constant::Date(high))) => {
            low.add_days(1).is_none_or(|next| next >= *high)
        }
        Atom::Value(Constant::Number(value)) => !value.is_integer(),
        Atom::Value(_) | Atom::Between(..) | Atom::OtherText | Atom::Fact | Atom::Missing => false,
    }
}

/// A value inside an open stretch, for the example.
fn between(low: Option<&Constant>, high: Option<&Constant>, ty: Type) -> Constant {
    let one = Rational::one();
    match (low, high) {
        (Some(Constant::Number(low)), Some(Constant::Number(_))) if ty == Type::Integer => {
            let next = low
                .num()
                .div_euclid(low.den())
                .checked_add(1)
                .and_then(|it| Rational::new(it, 1));
            Constant::Number(next.unwrap_or(*low))
        }
        (Some(Constant::Number(low)), Some(Constant::Number(high))) => {
            let sum = low
                .checked_add(*high)
                .and_then(|it| it.checked_div(Rational::from_integer(2)));
            Constant::Number(sum.unwrap_or(*low))
        }
        (Some(Constant::Number(low)), _) => Constant::Number(low.checked_add(one).unwrap_or(*low)),
        (_, Some(Constant::Number(high))) => {
            Constant::Number(high.checked_sub(one).unwrap_or(*high))
        }
        (Some(Constant::Date(low)), _) => Constant::Date(low.add_days(1).unwrap_or(*low)),
        (_, Some(Constant::Date(high))) => Constant::Date(high.add_days(-1).unwrap_or(*high)),
        (Some(other), _) | (_, Some(other)) => other.clone(),
        (None, None) if ty == Type::Date => Constant::Date(Date::MIN),
        (None, None) => Constant::Number(Rational::zero()),
    }
}

/// Conditions as rows of one table: each part of an `and` is a cell of the column it tests.
///
/// An `or` gives several rows for one condition; the second list says whose each row is.
pub(super) fn from_conditions(conditions: &[Expr]) -> (Table, Vec<usize>) {
    let mut table = Table::default();
    let mut owners = Vec::new();
    for (owner, condition) in conditions.iter().enumerate() {
        let alternatives = match &condition.kind {
            ExprKind::Or(parts) => parts.iter().collect(),
            _ => vec![condition],
        };
        for alternative in alternatives {
            let mut row = Vec::new();
            parts(alternative, &mut |part| {
                add_part(part, &mut table, &mut row);
            });
            table.rows.push(row);
            owners.push(owner);
        }
    }
    let width = table.columns.len();
    for row in &mut table.rows {
        row.resize(width, Cell::Any);
    }
    (table, owners)
}

fn parts<'e>(condition: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    match &condition.kind {
        ExprKind::And(all) => all.iter().for_each(|it| parts(it, visit)),
        _ => visit(condition),
    }
}

/// Puts one test into the row, in the column of what it tests.
fn add_part(part: &Expr, table: &mut Table, row: &mut Vec<Cell>) {
    let (subject, cell) = subject_of(part);
    let subject = placeless(&subject);
    let place = table
        .columns
        .iter()
        .position(|it| *it == subject)
        .unwrap_or_else(|| {
            table.columns.push(subject);
            table.columns.len() - 1
        });
    if row.len() <= place {
        row.resize(place + 1, Cell::Any);
    }
    if let Some(slot) = row.get_mut(place) {
        // Two tests of one subject: the second is kept apart, as something unclear.
        *slot = if matches!(slot, Cell::Any) {
            cell
        } else {
            both(slot, &cell)
        };
    }
}

fn both(first: &Cell, second: &Cell) -> Cell {
    match (first, second) {
        (
            Cell::Tests {
                any: a,
                negated: false,
            },
            Cell::Tests {
                any: b,
                negated: false,
            },
        ) => match (a.as_slice(), b.as_slice()) {
            ([Test::Compare(op, x)], [Test::Compare(other, y)]) => Cell::Tests {
                any: vec![Test::Between((*op, x.clone()), (*other, y.clone()))],
                negated: false,
            },
            _ => Cell::Unclear,
        },
        _ => Cell::Unclear,
    }
}

/// What a condition tests, and how.
fn subject_of(part: &Expr) -> (Expr, Cell) {
    let is = |value: bool| {
        let constant = Expr {
            kind: ExprKind::Constant(Constant::Boolean(value)),
            ty: Type::Boolean,
            span: part.span,
        };
        Cell::Tests {
            any: vec![Test::Compare(CompareOp::Equal, constant)],
            negated: false,
        }
    };
    match &part.kind {
        ExprKind::Compare(op, left, right) if is_bound(right) && !is_bound(left) => (
            (**left).clone(),
            Cell::Tests {
                any: vec![Test::Compare(*op, (**right).clone())],
                negated: false,
            },
        ),
        ExprKind::OneOf(value, constants) => {
            let test = |it: &Constant| Expr {
                kind: ExprKind::Constant(it.clone()),
                ty: value.ty,
                span: part.span,
            };
            let any = constants
                .iter()
                .map(|it| Test::Compare(CompareOp::Equal, test(it)))
                .collect();
            (
                (**value).clone(),
                Cell::Tests {
                    any,
                    negated: false,
                },
            )
        }
        ExprKind::Not(inner) => match subject_of(inner) {
            (subject, Cell::Tests { any, negated }) => (
                subject,
                Cell::Tests {
                    any,
                    negated: !negated,
                },
            ),
            (subject, _) => (subject, Cell::Unclear),
        },
        ExprKind::Field(_) | ExprKind::Value(_) | ExprKind::At(..) => (part.clone(), is(true)),
        _ => (part.clone(), Cell::Unclear),
    }
}

/// Whether an expression is made of constants and unkeyed parameters.
fn is_bound(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant(_) => true,
        ExprKind::Parameter(_, keys) => keys.is_empty(),
        ExprKind::Negate(a) | ExprKind::Retype(a) => is_bound(a),
        ExprKind::Add(a, b)
        | ExprKind::Subtract(a, b)
        | ExprKind::Multiply(a, b)
        | ExprKind::Divide(a, b) => is_bound(a) && is_bound(b),
        _ => false,
    }
}
