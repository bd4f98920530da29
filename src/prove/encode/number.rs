//! Numbers and dates as linear forms, with what must hold for them to be known.

use super::super::formula::{NO, NodeId, NumberInfo, NumberVar, YES};
use super::super::linear::{Linear, Relation};
use super::date::DateFunction;
use super::{Encoder, Limit, Number, RowId, Variable, constant_number, place, saying};
use crate::check::tree::{
    AidPart, CompareOp, Expr, ExprKind, FieldId, Function, RoundWay, Type, ValueId,
};
use crate::number::Rational;

/// Values that one factor of a product, or a divisor, is tried with in one family.
const TRIED: [i64; 9] = [1, 2, 3, 4, 5, 10, 50, 100, 1_000];

/// Whole divisors up to which a quotient is followed exactly.
const SMALL: i64 = 4;

impl<'p> Encoder<'p> {
    /// A number in its exact form, or the day of a date.
    pub(in super::super) fn number(&mut self, expr: &'p Expr, row: RowId) -> Number {
        let key = (place(expr), row);
        if let Some(known) = self.numbers.get(&key) {
            return known.clone();
        }
        let made = self.make_number(expr, row);
        self.numbers.insert(key, made.clone());
        made
    }

    /// A number rounded to the scale of its type.
    pub(in super::super) fn stored(&mut self, expr: &'p Expr, row: RowId) -> Number {
        let key = (place(expr), row);
        if let Some(known) = self.stored.get(&key) {
            return known.clone();
        }
        let exact = self.number(expr, row);
        let made = self.rounded(exact, expr.ty);
        self.stored.insert(key, made.clone());
        made
    }

    /// A number rounded to the scale of a type: within half a unit of it.
    fn rounded(&mut self, exact: Number, ty: Type) -> Number {
        let Some(scale) = ty.scale() else {
            return exact;
        };
        if self.is_on_grid(&exact.linear, scale) {
            return exact;
        }
        if let Some(constant) = exact.linear.as_constant() {
            let raw = constant.round_to_scale(scale);
            let rounded = raw.and_then(|raw| Rational::new(i128::from(raw), i128::from(scale)));
            return match rounded {
                Some(it) => Number::plain(Linear::constant(it), exact.side),
                None => Number::unknown(),
            };
        }
        let (low, high) = self.bounds(&exact.linear);
        let info = NumberInfo {
            grid: Some(scale),
            low: low.and_then(|it| super::super::linear::floor(it, scale)),
            high: high.and_then(|it| super::super::linear::ceil(it, scale)),
        };
        let what = format!("rounded {scale} {:?}", exact.linear);
        let rounded = self.free_number(what, info);
        let Some(half) = Rational::new(1, 2 * i128::from(scale)) else {
            return exact;
        };
        let near = self.within_of(&rounded, &exact, half);
        let mut side = vec![exact.side, near];
        if let Some((function, date)) = &exact.date {
            return Number {
                date: Some((*function, date.clone())),
                ..Number::plain(rounded.linear, exact.side)
            };
        }
        let side = self.formulas.and(side.drain(..));
        Number::plain(rounded.linear, side)
    }

    /// Two numbers are at most so far apart.
    fn within_of(&mut self, one: &Number, other: &Number, most: Rational) -> NodeId {
        let Some(difference) = one.linear.minus(&other.linear) else {
            self.gives_up(Limit::Size);
            return YES;
        };
        let most = Linear::constant(most);
        let above = difference.minus(&most);
        let below = difference
            .times(Rational::from_integer(-1))
            .and_then(|it| it.minus(&most));
        let (Some(above), Some(below)) = (above, below) else {
            self.gives_up(Limit::Size);
            return YES;
        };
        let parts = [
            self.formulas.compare(above, Relation::AtMost),
            self.formulas.compare(below, Relation::AtMost),
        ];
        self.formulas.and(parts)
    }

    /// Whether a form is always a multiple of one over the scale.
    fn is_on_grid(&self, linear: &Linear, scale: i64) -> bool {
        let whole = |it: Option<Rational>| it.is_some_and(Rational::is_integer);
        let scaled = |it: Rational, own: i64| {
            it.checked_mul(Rational::from_integer(scale))?
                .checked_div(Rational::from_integer(own))
        };
        whole(scaled(linear.constant, 1))
            && linear.terms.iter().all(|(var, factor)| {
                let grid = self.formulas.number(*var).and_then(|it| it.grid);
                grid.is_some_and(|grid| whole(scaled(*factor, grid)))
            })
    }

    /// The lowest and highest value of a form, before any condition.
    pub(super) fn bounds(&self, linear: &Linear) -> (Option<Rational>, Option<Rational>) {
        let end = |lowest: bool| {
            let mut sum = linear.constant;
            for (var, factor) in &linear.terms {
                let info = self.formulas.number(*var)?;
                let up = *factor > Rational::zero();
                let end = if up == lowest { info.low } else { info.high };
                sum = sum.checked_add(end?.checked_mul(*factor)?)?;
            }
            Some(sum)
        };
        (end(true), end(false))
    }

    /// A new number between the lowest and highest of some.
    pub(super) fn new_between(&mut self, results: &[Number]) -> NumberVar {
        let bounds: Vec<_> = results.iter().map(|it| self.bounds(&it.linear)).collect();
        let lows: Option<Vec<Rational>> = bounds.iter().map(|it| it.0).collect();
        let highs: Option<Vec<Rational>> = bounds.iter().map(|it| it.1).collect();
        let grid = [1, 10_000, 1_000_000]
            .into_iter()
            .find(|grid| results.iter().all(|it| self.is_on_grid(&it.linear, *grid)));
        self.formulas.new_number(NumberInfo {
            grid,
            low: lows.and_then(|it| it.into_iter().min()),
            high: highs.and_then(|it| it.into_iter().max()),
        })
    }

    fn make_number(&mut self, expr: &'p Expr, row: RowId) -> Number {
        match &expr.kind {
            ExprKind::Constant(constant) => {
                constant_number(constant).map_or_else(Number::unknown, Number::constant)
            }
            ExprKind::EvaluationDate => {
                Number::constant(Rational::from_integer(i64::from(self.date.days())))
            }
            ExprKind::Field(id) => self.field_number(*id, row),
            ExprKind::Value(id) => self.value_number(*id, row),
            ExprKind::Aid(id, part) => match part {
                AidPart::Amount => self.aid_amount(*id, row),
                AidPart::Status
                | AidPart::Service
                | AidPart::Granted
                | AidPart::Eligible
                | AidPart::Rank => self.aggregate_free(expr, row),
            },
            ExprKind::At(hop, inner) => {
                let rows = self.reach(*hop, row);
                let cases: Vec<(NodeId, Number)> = rows
                    .into_iter()
                    .map(|(reached, when)| (when, self.number(inner, reached)))
                    .collect();
                self.cases(&cases)
            }
            ExprKind::Parameter(..)
            | ExprKind::If(..)
            | ExprKind::FirstMatch { .. }
            | ExprKind::BestMatch { .. } => self.chosen_number(expr, row),
            ExprKind::Negate(inner) => {
                let number = self.number(inner, row);
                self.linear(number.linear.times(Rational::from_integer(-1)), number.side)
            }
            ExprKind::Add(left, right) => {
                let (left, right) = (self.stored(left, row), self.stored(right, row));
                let side = self.formulas.and([left.side, right.side]);
                self.linear(left.linear.plus(&right.linear, Rational::one()), side)
            }
            ExprKind::Subtract(left, right) => {
                let (left, right) = (self.stored(left, row), self.stored(right, row));
                let side = self.formulas.and([left.side, right.side]);
                self.linear(left.linear.minus(&right.linear), side)
            }
            ExprKind::Multiply(left, right) => {
                let (left, right) = (self.number(left, row), self.number(right, row));
                self.product(&left, &right)
            }
            ExprKind::Divide(left, right) => {
                let (left, right) = (self.number(left, row), self.number(right, row));
                self.quotient(&left, &right)
            }
            ExprKind::Retype(inner) => self.number(inner, row),
            ExprKind::IfMissing(first, second) => {
                let given = self.stored(first, row);
                let blank = self.known(first, row, false);
                let supplied = self.stored(second, row);
                self.cases(&[(YES, given), (blank, supplied)])
            }
            ExprKind::CountTrue(of) => {
                let ones: Vec<Number> = of
                    .iter()
                    .map(|it| {
                        let (holds, fails) =
                            (self.truth(it, row, true), self.truth(it, row, false));
                        self.of_options(vec![(fails, Rational::zero()), (holds, Rational::one())])
                    })
                    .collect();
                self.total(&ones)
            }
            ExprKind::Aggregate(it) => self.aggregate_number(expr, it, row),
            ExprKind::Position(_) => self.aggregate_free(expr, row),
            ExprKind::Call(function, operands) => self.call(expr, *function, operands, row),
            ExprKind::Filled(_)
            | ExprKind::Register(_)
            | ExprKind::Compare(..)
            | ExprKind::OneOf(..)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::IsKnown(_)
            | ExprKind::AtLeast { .. } => Number::unknown(),
        }
    }

    fn linear(&mut self, linear: Option<Linear>, side: NodeId) -> Number {
        if let Some(linear) = linear {
            Number::plain(linear, side)
        } else {
            self.gives_up(Limit::Size);
            let var = self.formulas.new_number(NumberInfo::default());
            Number::plain(Linear::variable(var), side)
        }
    }

    /// A sum of numbers.
    pub(super) fn total(&mut self, parts: &[Number]) -> Number {
        let mut sum = Some(Linear::constant(Rational::zero()));
        for part in parts {
            sum = sum.and_then(|sum| sum.plus(&part.linear, Rational::one()));
        }
        let side = self.formulas.and(parts.iter().map(|it| it.side));
        self.linear(sum, side)
    }

    fn field_number(&mut self, id: FieldId, row: RowId) -> Number {
        if let Some(linear) = self.shifted.get(&(row, id)) {
            return Number::plain(linear.clone(), YES);
        }
        if let Some(twin) = self.row(row).and_then(|it| it.twin_of) {
            return self.field_number(id, twin);
        }
        let Some(cell) = self.cell(id, row) else {
            return Number::unknown();
        };
        let Variable::Number(var) = cell.value else {
            return Number::unknown();
        };
        let linear = Linear::variable(var);
        let value = Number::plain(linear.clone(), YES);
        let side = self.field_meets(id, row, YES, |it, stated| match constant_number(stated) {
            Some(stated) => it.relate(&value, Relation::Zero, &Number::constant(stated)),
            None => NO,
        });
        Number::plain(linear, side)
    }

    fn value_number(&mut self, id: ValueId, row: RowId) -> Number {
        let Some(expr) = self.value_expr(id) else {
            return Number::unknown();
        };
        match self.program.values.get(id.index()) {
            Some(value) if !value.exact => {
                let exact = self.number(expr, row);
                self.rounded(exact, value.ty)
            }
            Some(_) => self.number(expr, row),
            None => Number::unknown(),
        }
    }

    fn product(&mut self, left: &Number, right: &Number) -> Number {
        let side = self.formulas.and([left.side, right.side]);
        if let Some(factor) = right.linear.as_constant() {
            return self.linear(left.linear.times(factor), side);
        }
        if let Some(factor) = left.linear.as_constant() {
            return self.linear(right.linear.times(factor), side);
        }
        let (options, other) = match (self.options(right), self.options(left)) {
            (Some(options), _) => (options, left),
            (None, Some(options)) => (options, right),
            (None, None) => {
                let info = self.product_info(left, right);
                return self.opaque(left, right, true, info, side);
            }
        };
        let cases: Vec<(NodeId, Number)> = options
            .into_iter()
            .map(|(when, factor)| {
                let number = self.linear(other.linear.times(factor), side);
                (when, number)
            })
            .collect();
        self.cases(&cases)
    }

    fn quotient(&mut self, left: &Number, right: &Number) -> Number {
        let side = self.formulas.and([left.side, right.side]);
        if let Some(divisor) = right.linear.as_constant() {
            let factor = Rational::one().checked_div(divisor);
            return match factor {
                Some(factor) => self.linear(left.linear.times(factor), side),
                None => Number::unknown(),
            };
        }
        if let Some(options) = self.options(right) {
            let cases: Vec<(NodeId, Number)> = options
                .into_iter()
                .filter_map(|(when, divisor)| {
                    let factor = Rational::one().checked_div(divisor)?;
                    Some((when, self.linear(left.linear.times(factor), side)))
                })
                .collect();
            return self.cases(&cases);
        }
        let zero = Number::constant(Rational::zero());
        let divides = self.compare_numbers(CompareOp::NotEqual, right, &zero);
        let side = self.formulas.and([side, divides]);
        let (low, _) = self.bounds(&left.linear);
        let (divisor_low, _) = self.bounds(&right.linear);
        let positive = |it: Option<Rational>| it.is_some_and(|it| it >= Rational::zero());
        let info = NumberInfo {
            grid: None,
            low: (positive(low) && positive(divisor_low)).then(Rational::zero),
            high: None,
        };
        let number = self.opaque(left, right, false, info, side);
        let near = self.divided(&number, left, right);
        number.and(&mut self.formulas, near)
    }

    /// What a quotient by a whole number from zero up is: by a small one exactly, by others at most.
    fn divided(&mut self, quotient: &Number, left: &Number, right: &Number) -> NodeId {
        let (low, _) = self.bounds(&right.linear);
        if !self.is_on_grid(&right.linear, 1) || low.is_none_or(|low| low < Rational::zero()) {
            return YES;
        }
        let plain = |linear: Linear| Number::plain(linear, YES);
        let (left, right) = (plain(left.linear.clone()), plain(right.linear.clone()));
        let zero = Number::constant(Rational::zero());
        let quotient = plain(quotient.linear.clone());
        let mut ways = Vec::new();
        for small in 1..=SMALL {
            let small = Rational::from_integer(small);
            let Some(times) = quotient.linear.times(small) else {
                return YES;
            };
            let is = self.relate(&right, Relation::Zero, &Number::constant(small));
            let exact = self.relate(&plain(times), Relation::Zero, &left);
            ways.push(self.formulas.and([is, exact]));
        }
        let more = Rational::from_integer(SMALL + 1);
        let Some(times) = quotient.linear.times(more).map(plain) else {
            return YES;
        };
        let large = self.relate(&Number::constant(more), Relation::AtMost, &right);
        let above = [
            self.relate(&zero, Relation::AtMost, &quotient),
            self.relate(&times, Relation::AtMost, &left),
        ];
        let below = [
            self.relate(&quotient, Relation::AtMost, &zero),
            self.relate(&left, Relation::AtMost, &times),
        ];
        let signs = [self.formulas.and(above), self.formulas.and(below)];
        let signs = self.formulas.or(signs);
        ways.push(self.formulas.and([large, signs]));
        self.formulas.or(ways)
    }

    /// The few values of a number; in one family, some that are tried.
    fn options(&mut self, number: &Number) -> Option<Vec<(NodeId, Rational)>> {
        if let Some(options) = &number.options {
            return Some(options.clone());
        }
        if self.is_any() {
            return None;
        }
        let (low, high) = self.bounds(&number.linear);
        let mut tried: Vec<Rational> = TRIED.iter().map(|it| Rational::from_integer(*it)).collect();
        tried.extend(low);
        tried.extend(high);
        tried.retain(|it| low.is_none_or(|low| *it >= low) && high.is_none_or(|high| *it <= high));
        tried.dedup();
        let plain = Number::plain(number.linear.clone(), YES);
        let options = tried.into_iter().map(|it| {
            let is = self.relate(&plain, Relation::Zero, &Number::constant(it));
            (is, it)
        });
        Some(options.collect())
    }

    fn product_info(&self, left: &Number, right: &Number) -> NumberInfo {
        let positive = |it: &Number| {
            let (low, _) = self.bounds(&it.linear);
            low.is_some_and(|low| low >= Rational::zero())
        };
        NumberInfo {
            grid: None,
            low: (positive(left) && positive(right)).then(Rational::zero),
            high: None,
        }
    }

    fn opaque(
        &mut self,
        left: &Number,
        right: &Number,
        is_product: bool,
        info: NumberInfo,
        side: NodeId,
    ) -> Number {
        self.gives_up(Limit::Product);
        let key = (left.linear.clone(), right.linear.clone(), is_product);
        let var = if let Some(var) = self.products.get(&key) {
            *var
        } else {
            let var = self.formulas.new_number(info);
            self.products.insert(key, var);
            var
        };
        Number::plain(Linear::variable(var), side)
    }

    fn call(
        &mut self,
        expr: &'p Expr,
        function: Function,
        operands: &'p [Expr],
        row: RowId,
    ) -> Number {
        match (function, operands) {
            (Function::Min | Function::Max, [left, right]) => {
                let (left, right) = (self.stored(left, row), self.stored(right, row));
                let side = self.formulas.and([left.side, right.side]);
                let smaller = self.compare_numbers(CompareOp::LessOrEqual, &left, &right);
                let larger = self.compare_numbers(CompareOp::GreaterOrEqual, &left, &right);
                let (first, second) = if function == Function::Min {
                    (smaller, larger)
                } else {
                    (larger, smaller)
                };
                let number = self.cases(&[(first, left), (second, right)]);
                number.and(&mut self.formulas, side)
            }
            (Function::Abs, [inner]) => {
                let number = self.stored(inner, row);
                let zero = Number::constant(Rational::zero());
                let negated =
                    self.linear(number.linear.times(Rational::from_integer(-1)), number.side);
                let above = self.compare_numbers(CompareOp::GreaterOrEqual, &number, &zero);
                let below = self.compare_numbers(CompareOp::Less, &number, &zero);
                self.cases(&[(above, number), (below, negated)])
            }
            (Function::Age | Function::AgeMonths, [date, rest @ ..]) => {
                let date = self.number(date, row);
                let on = rest.first().map(|it| self.number(it, row));
                let day = on.as_ref().map_or(Some(self.date), |it| {
                    let days = it.linear.as_constant()?;
                    crate::number::Date::from_days(i64::try_from(days.num()).ok()?)
                });
                let Some(day) = day else {
                    return self.dates_free(expr, row);
                };
                let made = if function == Function::Age {
                    DateFunction::Age(day)
                } else {
                    DateFunction::AgeMonths(day)
                };
                let number = self.read_off(made, &date);
                let known = on.map_or(YES, |it| it.side);
                let side = self.formulas.and([known, date.side]);
                number.and(&mut self.formulas, side)
            }
            (Function::Year, [date]) => {
                let date = self.number(date, row);
                let number = self.read_off(DateFunction::Year, &date);
                number.and(&mut self.formulas, date.side)
            }
            (Function::AddMonths | Function::AddYears, [date, by]) => {
                let (date, by) = (self.number(date, row), self.stored(by, row));
                let by = by
                    .linear
                    .as_constant()
                    .and_then(|it| i64::try_from(it.num()).ok());
                let Some(by) = by else {
                    return self.dates_free(expr, row);
                };
                let made = if function == Function::AddMonths {
                    DateFunction::AddMonths(by)
                } else {
                    DateFunction::AddYears(by)
                };
                let number = self.read_off(made, &date);
                number.and(&mut self.formulas, date.side)
            }
            (Function::AddDays, [date, days]) => {
                let parts = [self.number(date, row), self.stored(days, row)];
                self.total(&parts)
            }
            (Function::DaysBetween, [later, earlier]) => {
                let (later, earlier) = (self.number(later, row), self.number(earlier, row));
                let side = self.formulas.and([later.side, earlier.side]);
                self.linear(later.linear.minus(&earlier.linear), side)
            }
            (Function::Round(way), [value, step]) => {
                let (value, step) = (self.number(value, row), self.step(step, row));
                self.multiple(&value, &step, Some(way))
            }
            (Function::Steps, [value, step]) => {
                let (value, step) = (self.number(value, row), self.step(step, row));
                self.multiple(&value, &step, None)
            }
            (Function::Month | Function::Day, _) => {
                let high = if function == Function::Month { 12 } else { 31 };
                self.gives_up(Limit::Dates);
                let info = NumberInfo {
                    grid: Some(1),
                    low: Some(Rational::one()),
                    high: Some(Rational::from_integer(high)),
                };
                self.free_number(saying(expr, row), info)
            }
            _ => {
                self.gives_up(Limit::Text);
                self.free_number(saying(expr, row), NumberInfo::default())
            }
        }
    }

    fn dates_free(&mut self, expr: &'p Expr, row: RowId) -> Number {
        self.gives_up(Limit::Dates);
        self.free_number(saying(expr, row), NumberInfo::default())
    }

    /// The step of a `round`, which is taken exact: one that its type cannot hold is not followed.
    fn step(&mut self, step: &'p Expr, row: RowId) -> Number {
        let (exact, stored) = (self.number(step, row), self.stored(step, row));
        if exact.linear == stored.linear {
            return stored;
        }
        self.free_number(saying(step, row), NumberInfo::default())
    }

    /// `round` to a multiple of a step, or the number of full steps.
    fn multiple(&mut self, value: &Number, step: &Number, way: Option<RoundWay>) -> Number {
        let zero = Rational::zero();
        let Some(size) = step.linear.as_constant().filter(|it| *it > zero) else {
            self.gives_up(Limit::Product);
            let side = self.formulas.and([value.side, step.side]);
            let what = format!("multiple {way:?} {:?} {:?}", value.linear, step.linear);
            let number = self.free_number(what, NumberInfo::default());
            return number.and(&mut self.formulas, side);
        };
        let (low, high) = self.bounds(&value.linear);
        let steps = |end: Option<Rational>, more: i64| {
            let steps = super::super::linear::floor(end?.checked_div(size)?, 1)?;
            steps.checked_add(Rational::from_integer(more))
        };
        let info = NumberInfo {
            grid: Some(1),
            low: steps(low, 0),
            high: steps(high, 1),
        };
        let what = format!("steps {way:?} {size} {:?}", value.linear);
        let count = self.free_number(what, info);
        let Some(multiple) = count.linear.times(size) else {
            self.gives_up(Limit::Size);
            return count.and(&mut self.formulas, value.side);
        };
        let rounded = Number::plain(multiple, YES);
        let shifted = |it: &Linear, by: Option<Rational>| {
            by.and_then(|by| it.plus(&Linear::constant(by), Rational::one()))
        };
        let near = match way {
            Some(RoundWay::Nearest) => match size.checked_div(Rational::from_integer(2)) {
                Some(half) => self.within_of(&rounded, value, half),
                None => YES,
            },
            Some(RoundWay::Up) => {
                let above = self.relate(value, Relation::AtMost, &rounded);
                let next = shifted(&value.linear, Some(size));
                match next {
                    Some(next) => {
                        let next = Number::plain(next, YES);
                        let below = self.relate(&rounded, Relation::Below, &next);
                        self.formulas.and([above, below])
                    }
                    None => above,
                }
            }
            Some(RoundWay::Down) | None => {
                let below = self.relate(&rounded, Relation::AtMost, value);
                let next = shifted(&rounded.linear, Some(size));
                match next {
                    Some(next) => {
                        let next = Number::plain(next, YES);
                        let above = self.relate(value, Relation::Below, &next);
                        self.formulas.and([below, above])
                    }
                    None => below,
                }
            }
        };
        let side = self.formulas.and([value.side, step.side, near]);
        let linear = if way.is_none() {
            count.linear
        } else {
            rounded.linear
        };
        Number::plain(linear, side)
    }
}
