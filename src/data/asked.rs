//! Answers to questions that were not asked: the skip patterns of the schema over whole columns.
//!
//! This only counts answers for a note; what a blank means is for the evaluators. Skip patterns
//! compare fields of the row, and ages from them, with constants; a pattern that says more is not
//! counted.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "whatever else an expression may say is not followed here"
)]

use super::table::{Column, Values};
use crate::check::tree::{
    Blank, CompareOp, Constant, Expr, ExprKind, Field, FieldId, Function, Program, Type,
};
use crate::number::{AgeOn, Date, Truth};

/// The columns of an entity, and how far unfolding a pattern into the patterns of its fields may go.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    program: &'a Program,
    rows: usize,
    date: Date,
    column: &'a dyn Fn(FieldId) -> Option<&'a Column>,
    depth: u8,
}

/// Numbers, days or codes, one per row or one for all.
enum Numbers {
    One(i64),
    Each(Vec<Option<i64>>),
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        program: &'a Program,
        rows: usize,
        date: Date,
        column: &'a dyn Fn(FieldId) -> Option<&'a Column>,
    ) -> Self {
        Self {
            program,
            rows,
            date,
            column,
            depth: 8,
        }
    }

    /// The rows that answer a question which is known not to be asked of them, and are not left out.
    pub(super) fn unasked(&self, id: FieldId, left_out: impl Fn(usize) -> bool) -> Vec<usize> {
        let find = || {
            let Blank::AskedWhen { condition, .. } = &self.field(id)?.blank else {
                return None;
            };
            let column = (self.column)(id)?;
            let asked = self.truth(condition)?;
            let rows = asked
                .iter()
                .enumerate()
                .filter(|(_, asked)| **asked == Truth::False);
            let rows = rows.map(|(row, _)| row);
            Some(
                rows.filter(|row| column.is_valid(*row) && !left_out(*row))
                    .collect(),
            )
        };
        find().unwrap_or_default()
    }

    /// The rows of which a question is asked, unless it is known not to be; `None` where all are.
    pub(super) fn asked(&self, id: FieldId) -> Option<Vec<usize>> {
        let Blank::AskedWhen { condition, .. } = &self.field(id)?.blank else {
            return None;
        };
        let asked = self.truth(condition)?.into_iter().enumerate();
        let asked = asked.filter(|(_, asked)| *asked != Truth::False);
        Some(asked.map(|(row, _)| row).collect())
    }

    fn field(&self, id: FieldId) -> Option<&'a Field> {
        self.program.fields.get(id.index())
    }

    /// A condition by row; `None` for what skip patterns do not say.
    pub(super) fn truth(&self, expr: &Expr) -> Option<Vec<Truth>> {
        match &expr.kind {
            ExprKind::Constant(Constant::Boolean(value)) => {
                Some(vec![Truth::from(*value); self.rows])
            }
            ExprKind::Field(id) => self.truth_field(*id),
            ExprKind::Filled(id) => {
                let column = (self.column)(*id)?;
                Some(
                    (0..self.rows)
                        .map(|row| Truth::from(column.is_valid(row)))
                        .collect(),
                )
            }
            ExprKind::Not(inner) => {
                let mut all = self.truth(inner)?;
                for it in &mut all {
                    *it = it.not();
                }
                Some(all)
            }
            ExprKind::And(parts) => self.fold(parts, Truth::True, Truth::and),
            ExprKind::Or(parts) => self.fold(parts, Truth::False, Truth::or),
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right),
            ExprKind::OneOf(value, among) => {
                let among: Vec<i64> = among
                    .iter()
                    .map(|it| raw(it, value.ty))
                    .collect::<Option<_>>()?;
                let values = self.numbers(value)?;
                let is = |it: i64| Truth::from(among.contains(&it));
                Some(
                    self.rows_of(&values)
                        .map(|it| it.map_or(Truth::Unknown, is))
                        .collect(),
                )
            }
            _ => None,
        }
    }

    fn fold(
        &self,
        parts: &[Expr],
        start: Truth,
        join: impl Fn(Truth, Truth) -> Truth,
    ) -> Option<Vec<Truth>> {
        let mut all = vec![start; self.rows];
        for part in parts {
            let part = self.truth(part)?;
            all.iter_mut()
                .zip(part)
                .for_each(|(it, part)| *it = join(*it, part));
        }
        Some(all)
    }

    fn compare(&self, op: CompareOp, left: &Expr, right: &Expr) -> Option<Vec<Truth>> {
        if left.ty != right.ty {
            return None;
        }
        let (left, right) = (self.numbers(left)?, self.numbers(right)?);
        let holds = |(left, right): (Option<i64>, Option<i64>)| match (left, right) {
            (Some(left), Some(right)) => Truth::from(op.holds(left.cmp(&right))),
            _ => Truth::Unknown,
        };
        Some(
            self.rows_of(&left)
                .zip(self.rows_of(&right))
                .map(holds)
                .collect(),
        )
    }

    fn rows_of<'n>(&self, numbers: &'n Numbers) -> impl Iterator<Item = Option<i64>> + 'n {
        let rows = self.rows;
        (0..rows).map(move |row| match numbers {
            Numbers::One(value) => Some(*value),
            Numbers::Each(values) => values.get(row).copied().flatten(),
        })
    }

    fn numbers(&self, expr: &Expr) -> Option<Numbers> {
        match &expr.kind {
            ExprKind::Constant(constant) => raw(constant, expr.ty).map(Numbers::One),
            ExprKind::EvaluationDate => Some(Numbers::One(i64::from(self.date.days()))),
            ExprKind::Field(id) => self.numbers_field(*id).map(Numbers::Each),
            ExprKind::Call(function, operands) => self.age(*function, operands).map(Numbers::Each),
            _ => None,
        }
    }

    /// Ages on the evaluation date or a fixed one.
    fn age(&self, function: Function, operands: &[Expr]) -> Option<Vec<Option<i64>>> {
        let [birth, on] = operands else { return None };
        let births = self.numbers(birth)?;
        let on = match self.numbers(on)? {
            Numbers::One(day) => Date::from_days(i32::try_from(day).ok()?)?,
            Numbers::Each(_) => return None,
        };
        let births = self.rows_of(&births).map(|days| Date::from_days(days?));
        match function {
            Function::Age => {
                let on = AgeOn::new(on);
                Some(births.map(|birth| on.years(birth?)).collect())
            }
            Function::AgeMonths => Some(births.map(|birth| Date::age_months(birth?, on)).collect()),
            _ => None,
        }
    }

    /// The values of a field, its own skip pattern applied.
    fn numbers_field(&self, id: FieldId) -> Option<Vec<Option<i64>>> {
        let column = (self.column)(id)?;
        let cell = |row: usize| match &column.values {
            Values::Number(values) => values.get(row),
            Values::Date(values) => values.get(row).map(|it| i64::from(*it)),
            Values::Enum(values) => values.get(row).map(|it| i64::from(*it)),
            Values::Boolean(_) | Values::Text(_) => None,
        };
        let skipped = self.skipped(id)?;
        let value = |row: usize| match &skipped {
            _ if column.is_valid(row) => cell(row),
            Some((asked, otherwise)) => asked
                .get(row)
                .filter(|it| **it == Truth::False)
                .and(raw(otherwise, self.field(id)?.ty)),
            None => None,
        };
        Some((0..self.rows).map(value).collect())
    }

    fn truth_field(&self, id: FieldId) -> Option<Vec<Truth>> {
        let column = (self.column)(id)?;
        let Values::Boolean(bits) = &column.values else {
            return None;
        };
        let skipped = self.skipped(id)?;
        let value = |row: usize| match &skipped {
            _ if column.is_valid(row) => Truth::from(bits.get(row)),
            Some((asked, Constant::Boolean(otherwise)))
                if asked.get(row) == Some(&Truth::False) =>
            {
                Truth::from(*otherwise)
            }
            _ => Truth::Unknown,
        };
        Some((0..self.rows).map(value).collect())
    }

    /// Where a field is asked, and its value elsewhere; the outer `None` where that is not known.
    #[expect(
        clippy::option_option,
        reason = "no skip pattern is not a pattern that is not followed"
    )]
    fn skipped(&self, id: FieldId) -> Option<Option<(Vec<Truth>, &'a Constant)>> {
        let Blank::AskedWhen {
            condition,
            otherwise,
        } = &self.field(id)?.blank
        else {
            return Some(None);
        };
        let depth = self.depth.checked_sub(1)?;
        let asked = Self { depth, ..*self }.truth(condition)?;
        Some(Some((asked, otherwise)))
    }
}

/// A constant as it is stored; `None` where it is not stored exactly, or not as a number.
fn raw(constant: &Constant, ty: Type) -> Option<i64> {
    match constant {
        Constant::Number(number) => {
            let scaled = number.num().checked_mul(i128::from(ty.scale()?))?;
            (scaled % number.den() == 0).then(|| i64::try_from(scaled / number.den()).ok())?
        }
        Constant::Date(date) => Some(i64::from(date.days())),
        Constant::Enum(code) => Some(i64::from(*code)),
        Constant::Boolean(_) | Constant::Text(_) => None,
    }
}
