//! Expressions: fields, parameters, arithmetic, comparison, logic.

use super::{Datum, Evaluator, Row};
use crate::check::tree::{
    AidId, AidPart, Benefit, Blank, Expr, ExprKind, FieldId, Key, ParameterId, Type,
};
use crate::data::table::Column;
use crate::number::{Fault, Fraction, INTEGER, Truth};

impl Evaluator<'_> {
    /// The value of an expression in its exact form if it has one, else stored.
    pub(super) fn exact(&mut self, expr: &Expr, row: Row) -> Datum {
        match &expr.kind {
            ExprKind::Constant(constant) => Datum::from_constant(constant),
            ExprKind::EvaluationDate => Datum::Date(self.date),
            ExprKind::Field(field) => self.field(*field, row),
            ExprKind::Filled(field) => Datum::Boolean(self.cell(*field, row).is_known()),
            ExprKind::Value(value) => self.value_at(*value, row),
            ExprKind::Aid(aid, part) => self.aid_part(*aid, *part, row),
            ExprKind::Register(register) => {
                let result = self.register_result(*register);
                let outcome = result.and_then(|it| it.outcome.get(row.index));
                outcome.map_or(Datum::Unknown, |outcome| Datum::Enum(*outcome as u32))
            }
            ExprKind::At(hop, inner) => {
                let reached = self.reach(*hop, row);
                reached.map_or(Datum::Unknown, |row| self.exact(inner, row))
            }
            ExprKind::Parameter(parameter, keys) => self.parameter(*parameter, keys, row),
            ExprKind::Negate(inner) => {
                let number = self.exact(inner, row).number();
                number.map_or(Datum::Unknown, |number| Datum::Number(number.neg()))
            }
            ExprKind::Add(left, right) => self.sum(expr.ty, (left, right), row, i64::checked_add),
            ExprKind::Subtract(left, right) => {
                self.sum(expr.ty, (left, right), row, i64::checked_sub)
            }
            ExprKind::Multiply(left, right) => self.chain((left, right), row, Fraction::mul),
            ExprKind::Divide(left, right) => self.chain((left, right), row, Fraction::div),
            ExprKind::Retype(inner) => self.exact(inner, row),
            ExprKind::Compare(op, left, right) => {
                let (left, right) = (self.exact(left, row), self.exact(right, row));
                let order = left.compare(&right);
                Truth::from(order.map(|order| op.holds(order))).into()
            }
            ExprKind::OneOf(inner, constants) => {
                let datum = self.exact(inner, row);
                let mut constants = constants.iter().map(Datum::from_constant);
                let found = datum.is_known().then(|| constants.any(|it| it == datum));
                Truth::from(found).into()
            }
            ExprKind::Not(inner) => self.truth(inner, row).not().into(),
            ExprKind::And(operands) => Truth::all(self.truths(operands, row)).into(),
            ExprKind::Or(operands) => Truth::any(self.truths(operands, row)).into(),
            ExprKind::If(condition, then, otherwise) => {
                self.branch((condition, then, otherwise), row)
            }
            ExprKind::FirstMatch { rows, otherwise } => {
                self.first_match(rows, otherwise.as_deref(), row)
            }
            ExprKind::BestMatch { rows, smallest } => self.best_match(rows, *smallest, row),
            ExprKind::IsKnown(inner) => Datum::Boolean(self.exact(inner, row).is_known()),
            ExprKind::IfMissing(inner, supplied) => {
                let (datum, supplied) = (self.stored(inner, row), self.stored(supplied, row));
                if datum.is_known() { datum } else { supplied }
            }
            ExprKind::AtLeast { count, most, of } => {
                let (count, truths) = (self.exact(count, row), self.truths(of, row));
                at_least(&count, *most, &truths).into()
            }
            ExprKind::CountTrue(operands) => {
                let truths = self.truths(operands, row);
                let counted: Option<Vec<bool>> = truths.into_iter().map(Truth::known).collect();
                counted.map_or(Datum::Unknown, |all| {
                    count_of(all.into_iter().filter(|it| *it))
                })
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, expr.ty, row),
            ExprKind::Position(position) => self.position(position, row),
            ExprKind::Call(function, operands) => self.call(*function, operands, expr.ty, row),
        }
    }

    /// The value of an expression, rounded to the scale of its type.
    pub(super) fn stored(&mut self, expr: &Expr, row: Row) -> Datum {
        let exact = self.exact(expr, row);
        self.store(exact, expr.ty)
    }

    /// Rounds to the scale of a type; what does not fit is a fault.
    pub(super) fn store(&mut self, datum: Datum, ty: Type) -> Datum {
        let stored = datum.stored(ty);
        self.unless_fault(stored)
    }

    /// The raw number of an expression at a scale, where it is known and fits.
    pub(super) fn raw(&mut self, expr: &Expr, scale: i64, row: Row) -> Option<i64> {
        let number = self.exact(expr, row).number()?;
        self.known(number.to_raw(scale))
    }

    /// A condition.
    pub(super) fn truth(&mut self, expr: &Expr, row: Row) -> Truth {
        self.exact(expr, row).truth()
    }

    /// Conditions, all of them evaluated.
    pub(super) fn truths(&mut self, exprs: &[Expr], row: Row) -> Vec<Truth> {
        exprs.iter().map(|expr| self.truth(expr, row)).collect()
    }

    /// The result, or unknown; an overflow is a fault of the present row.
    pub(super) fn unless_fault(&mut self, result: Result<Datum, Fault>) -> Datum {
        self.known(result).unwrap_or(Datum::Unknown)
    }

    /// The result, if there is one; an overflow is a fault of the present row.
    pub(super) fn known<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        if matches!(result, Err(Fault::Overflow)) {
            self.overflowed = true;
        }
        result.ok()
    }

    fn field(&mut self, id: FieldId, row: Row) -> Datum {
        let cell = self.cell(id, row);
        let Some(field) = self.program.fields.get(id.index()) else {
            return Datum::Unknown;
        };
        match &field.blank {
            Blank::AskedWhen {
                condition,
                otherwise,
            } if !cell.is_known() => match self.truth(condition, row) {
                Truth::False => self.store(Datum::from_constant(otherwise), field.ty),
                Truth::True | Truth::Unknown => Datum::Unknown,
            },
            Blank::Rejected | Blank::Unknown | Blank::AskedWhen { .. } | Blank::Means { .. } => {
                cell
            }
        }
    }

    /// What stands in the cell, blank or not.
    pub(super) fn cell(&self, id: FieldId, row: Row) -> Datum {
        let found = self.column(id).zip(self.program.fields.get(id.index()));
        found.map_or(Datum::Unknown, |(column, field)| {
            Datum::from_column(column, row.index, field.ty)
        })
    }

    fn column(&self, id: FieldId) -> Option<&Column> {
        let field = self.program.fields.get(id.index())?;
        let entity = self.program.entities.get(field.entity.index())?;
        let place = entity.fields.iter().position(|it| *it == id)?;
        self.dataset
            .table(field.entity)?
            .columns
            .get(place)?
            .as_ref()
    }

    fn aid_part(&mut self, id: AidId, part: AidPart, row: Row) -> Datum {
        let Some(aid) = self.program.aids.get(id.index()) else {
            return Datum::Unknown;
        };
        let scale = crate::number::MONEY;
        let service_type = match &aid.benefit {
            Benefit::Service(service) => service.ty,
            Benefit::Amount { .. } | Benefit::Nothing => Type::Boolean,
        };
        let undecided = self.deciding == Some(id);
        let Some(result) = self.aid_result(id) else {
            return Datum::Unknown;
        };
        let index = row.index;
        let datum = match part {
            AidPart::Status => result
                .status
                .get(index)
                .map(|status| Datum::Enum(*status as u32)),
            AidPart::Amount if undecided => result
                .amount
                .get(index)
                .filter(|_| result.amount_known.get(index) == Some(&true))
                .map(|raw| Datum::Number(Fraction::from_raw(raw, scale))),
            AidPart::Amount => result
                .granted_amount(index)
                .map(|raw| Datum::Number(Fraction::from_raw(raw, scale))),
            AidPart::Service => result
                .service
                .as_ref()
                .map(|column| Datum::from_column(column, index, service_type)),
            AidPart::Granted => result
                .status
                .get(index)
                .map(|status| Datum::from(super::aid::granted(*status))),
            AidPart::Eligible => result.eligible.get(index).map(|truth| Datum::from(*truth)),
            AidPart::Rank => result
                .rank
                .get(index)
                .filter(|rank| **rank > 0)
                .map(|rank| Datum::integer(i64::from(*rank))),
        };
        datum.unwrap_or(Datum::Unknown)
    }

    fn parameter(&mut self, id: ParameterId, keys: &[Expr], row: Row) -> Datum {
        // All keys are evaluated before one that is unknown decides.
        let keys: Vec<Datum> = keys.iter().map(|key| self.stored(key, row)).collect();
        let keys: Option<Vec<Key>> = keys.iter().map(parameter_key).collect();
        let parameter = self.program.parameters.get(id.index());
        let interval = parameter.and_then(|parameter| parameter.on(self.date));
        keys.zip(interval)
            .and_then(|(keys, interval)| interval.values.get(&keys).or(interval.otherwise.as_ref()))
            .map_or(Datum::Unknown, Datum::from_constant)
    }

    /// `+` and `-`, on stored operands.
    fn sum(
        &mut self,
        ty: Type,
        (left, right): (&Expr, &Expr),
        row: Row,
        apply: fn(i64, i64) -> Option<i64>,
    ) -> Datum {
        let Some(scale) = ty.scale() else {
            return Datum::Unknown;
        };
        let (left, right) = (self.raw(left, scale, row), self.raw(right, scale, row));
        let Some((left, right)) = left.zip(right) else {
            return Datum::Unknown;
        };
        let raw = apply(left, right).ok_or(Fault::Overflow);
        self.unless_fault(raw.map(|raw| Datum::Number(Fraction::from_raw(raw, scale))))
    }

    /// `*` and `/`, on exact operands.
    fn chain(
        &mut self,
        (left, right): (&Expr, &Expr),
        row: Row,
        apply: fn(Fraction, Fraction) -> Result<Fraction, Fault>,
    ) -> Datum {
        let (left, right) = (
            self.exact(left, row).number(),
            self.exact(right, row).number(),
        );
        let Some((left, right)) = left.zip(right) else {
            return Datum::Unknown;
        };
        self.unless_fault(apply(left, right).map(Datum::Number))
    }
}

/// How many things there are, as a number.
pub(super) fn count_of<T>(things: impl Iterator<Item = T>) -> Datum {
    i64::try_from(things.count()).map_or(Datum::Unknown, Datum::integer)
}

fn at_least(count: &Datum, most: bool, truths: &[Truth]) -> Truth {
    let number_of =
        |wanted: &[Truth]| count_of(truths.iter().filter(|truth| wanted.contains(truth))).number();
    let fewest = number_of(&[Truth::True]);
    let highest = number_of(&[Truth::True, Truth::Unknown]);
    let (Some(count), Some(fewest), Some(highest)) = (count.number(), fewest, highest) else {
        return Truth::Unknown;
    };
    let decided = if most {
        (highest <= count, fewest > count)
    } else {
        (fewest >= count, highest < count)
    };
    match decided {
        (true, _) => Truth::True,
        (_, true) => Truth::False,
        (false, false) => Truth::Unknown,
    }
}

fn parameter_key(datum: &Datum) -> Option<Key> {
    match datum {
        Datum::Enum(code) => Some(Key::Enum(*code)),
        Datum::Text(text) => Some(Key::Text(text.clone())),
        Datum::Number(number) => number.to_raw(INTEGER).ok().map(Key::Integer),
        Datum::Unknown | Datum::Boolean(_) | Datum::Date(_) => None,
    }
}
