//! When a condition is true, and when it is false.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not named is not followed"
)]

use super::super::formula::{NO, NodeId, YES};
use super::super::linear::Relation;
use super::aggregate::Every;
use super::choice::Outcome;
use super::{Encoder, Limit, Number, RowId, Variable, constant_number, place, saying};
use crate::check::tree::{AggregateOp, CompareOp, Constant, Expr, ExprKind, Type, ValueKind};

impl<'p> Encoder<'p> {
    /// A condition is known and `want`.
    pub(in super::super) fn truth(&mut self, expr: &'p Expr, row: RowId, want: bool) -> NodeId {
        let key = (place(expr), row, want);
        if let Some(known) = self.truths.get(&key) {
            return *known;
        }
        let made = self.make_truth(expr, row, want);
        self.truths.insert(key, made);
        made
    }

    fn make_truth(&mut self, expr: &'p Expr, row: RowId, want: bool) -> NodeId {
        match &expr.kind {
            ExprKind::Constant(Constant::Boolean(value)) => yes(*value == want),
            ExprKind::Field(_) => self.within(expr, row, 1 << u32::from(want)),
            ExprKind::Filled(field) => self.filled(*field, row, want),
            ExprKind::Value(id) => match self.program.values.get(id.index()).map(|it| &it.kind) {
                Some(ValueKind::Select(select)) => {
                    let competes = self.truth(&select.when, row, want);
                    if want || !self.is_any() || select.limits.is_empty() {
                        return competes;
                    }
                    let full = self.free(format!("select {} {}", id.0, row.0), false);
                    self.formulas.or([competes, full])
                }
                Some(
                    ValueKind::Define(it)
                    | ValueKind::Class(it)
                    | ValueKind::Decide(it)
                    | ValueKind::Criterion { condition: it, .. },
                ) => self.truth(it, row, want),
                None => NO,
            },
            ExprKind::Aid(id, part) => self.aid_truth(*id, *part, row, want),
            ExprKind::At(hop, inner) => {
                let rows = self.reach(*hop, row);
                let ways: Vec<NodeId> = rows
                    .into_iter()
                    .map(|(reached, when)| {
                        let holds = self.truth(inner, reached, want);
                        self.formulas.and([when, holds])
                    })
                    .collect();
                self.formulas.or(ways)
            }
            ExprKind::Parameter(..)
            | ExprKind::If(..)
            | ExprKind::FirstMatch { .. }
            | ExprKind::BestMatch { .. } => {
                self.chosen(expr, row, &mut |it, result| match result {
                    Outcome::Of(result) => it.truth(result, row, want),
                    Outcome::Fixed(constant) => yes(*constant == Constant::Boolean(want)),
                })
            }
            ExprKind::Compare(op, left, right) => {
                let op = if want { *op } else { op.negated() };
                self.comparison(op, left, right, row)
            }
            ExprKind::OneOf(inner, constants) => self.one_of(inner, constants, row, want),
            ExprKind::Not(inner) => self.truth(inner, row, !want),
            ExprKind::And(parts) => self.all_or_one(parts, row, want, want),
            ExprKind::Or(parts) => self.all_or_one(parts, row, want, !want),
            ExprKind::IsKnown(inner) => self.known(inner, row, want),
            ExprKind::IfMissing(first, second) => {
                let given = self.truth(first, row, want);
                let blank = self.known(first, row, false);
                let supplied = self.truth(second, row, want);
                let supplied = self.formulas.and([blank, supplied]);
                self.formulas.or([given, supplied])
            }
            ExprKind::AtLeast { count, most, of } => {
                let count = self.number(count, row);
                self.at_least(&count, *most, of, row, want)
            }
            ExprKind::Aggregate(it) => self.aggregate_truth(it, row, want),
            ExprKind::Constant(_)
            | ExprKind::EvaluationDate
            | ExprKind::Register(_)
            | ExprKind::Negate(_)
            | ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Divide(..)
            | ExprKind::Retype(_)
            | ExprKind::CountTrue(_)
            | ExprKind::Position(_)
            | ExprKind::Call(..) => {
                self.gives_up(Limit::Text);
                self.free(saying(expr, row), want)
            }
        }
    }

    fn all_or_one(&mut self, parts: &'p [Expr], row: RowId, want: bool, all: bool) -> NodeId {
        let parts: Vec<NodeId> = parts.iter().map(|it| self.truth(it, row, want)).collect();
        if all {
            self.formulas.and(parts)
        } else {
            self.formulas.or(parts)
        }
    }

    fn comparison(&mut self, op: CompareOp, left: &'p Expr, right: &'p Expr, row: RowId) -> NodeId {
        match left.ty {
            Type::Integer | Type::Decimal | Type::Money(_) | Type::Date => {
                let (left, right) = (self.number(left, row), self.number(right, row));
                self.compare_numbers(op, &left, &right)
            }
            Type::Boolean | Type::Enum(_) => self.compare_codes(op, left, right, row),
            Type::Text => {
                let equal = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
                let (side, constant) = match (&left.kind, &right.kind) {
                    (_, ExprKind::Constant(Constant::Text(text))) if equal => (left, text),
                    (ExprKind::Constant(Constant::Text(text)), _) if equal => (right, text),
                    _ => {
                        self.gives_up(Limit::Text);
                        let what = format!("{} {}", saying(left, row), saying(right, row));
                        let (op, want) = match op {
                            CompareOp::NotEqual
                            | CompareOp::GreaterOrEqual
                            | CompareOp::Greater => (op.negated(), false),
                            CompareOp::Equal | CompareOp::Less | CompareOp::LessOrEqual => {
                                (op, true)
                            }
                        };
                        return self.free(format!("{} {what}", op.sign()), want);
                    }
                };
                let Some(code) = self.text_code(constant) else {
                    return YES;
                };
                let values = 1_u128 << code;
                let values = if op == CompareOp::Equal {
                    values
                } else {
                    !values
                };
                self.within(side, row, values)
            }
        }
    }

    fn compare_codes(
        &mut self,
        op: CompareOp,
        left: &'p Expr,
        right: &'p Expr,
        row: RowId,
    ) -> NodeId {
        let size = self.size(left.ty);
        let values = |op: CompareOp, bound: u32| {
            let codes = (0..size).filter(|code| op.holds(code.cmp(&bound)));
            codes.fold(0_u128, |all, code| all | 1 << code)
        };
        if let Some(code) = constant_code(right) {
            return self.within(left, row, values(op, code));
        }
        if let Some(code) = constant_code(left) {
            return self.within(right, row, values(op.flipped(), code));
        }
        let ways: Vec<NodeId> = (0..size)
            .map(|code| {
                let other = self.within(right, row, 1 << code);
                let own = self.within(left, row, values(op, code));
                self.formulas.and([other, own])
            })
            .collect();
        self.formulas.or(ways)
    }

    /// How many values a type of words has.
    fn size(&self, ty: Type) -> u32 {
        let size = match ty {
            Type::Boolean => 2,
            Type::Enum(_) => self.program.enumeration(ty).map_or(0, |it| it.values.len()),
            Type::Text | Type::Integer | Type::Decimal | Type::Money(_) | Type::Date => 128,
        };
        u32::try_from(size).unwrap_or(128).min(128)
    }

    fn one_of(
        &mut self,
        inner: &'p Expr,
        constants: &'p [Constant],
        row: RowId,
        want: bool,
    ) -> NodeId {
        if matches!(inner.ty, Type::Enum(_) | Type::Boolean | Type::Text) {
            let mut values = 0_u128;
            for constant in constants {
                match self.code(constant) {
                    Some(code) => values |= 1 << code,
                    None => return YES,
                }
            }
            return self.within(inner, row, if want { values } else { !values });
        }
        let number = self.number(inner, row);
        let op = if want {
            CompareOp::Equal
        } else {
            CompareOp::NotEqual
        };
        let parts: Vec<NodeId> = constants
            .iter()
            .filter_map(constant_number)
            .map(|it| self.compare_numbers(op, &number, &Number::constant(it)))
            .collect();
        if want {
            self.formulas.or(parts)
        } else {
            self.formulas.and(parts)
        }
    }

    /// The place of a word, a truth value or a text among its kind.
    fn code(&mut self, constant: &Constant) -> Option<u32> {
        match constant {
            Constant::Boolean(value) => Some(u32::from(*value)),
            Constant::Enum(code) if *code < 128 => Some(*code),
            Constant::Text(text) => self.text_code(text),
            Constant::Enum(_) | Constant::Number(_) | Constant::Date(_) => None,
        }
    }

    /// A word, truth value or text is known and one of `values`.
    pub(in super::super) fn within(&mut self, expr: &'p Expr, row: RowId, values: u128) -> NodeId {
        let key = (place(expr), row, values);
        if let Some(known) = self.withins.get(&key) {
            return *known;
        }
        let made = self.make_within(expr, row, values);
        self.withins.insert(key, made);
        made
    }

    fn make_within(&mut self, expr: &'p Expr, row: RowId, values: u128) -> NodeId {
        let has = |code: u32| values >> code & 1 == 1;
        match &expr.kind {
            ExprKind::Constant(constant) => match self.code(constant) {
                Some(code) => yes(has(code)),
                None => YES,
            },
            ExprKind::Field(id) => {
                if let Some(twin) = self.row(row).and_then(|it| it.twin_of) {
                    return self.within(expr, twin, values);
                }
                let Some(cell) = self.cell(*id, row) else {
                    return if self.is_any() { YES } else { NO };
                };
                let meets = match cell.value {
                    Variable::Code(var) => self.formulas.within(var, values),
                    Variable::Number(_) => YES,
                };
                self.field_meets(*id, row, meets, |it, stated| match it.code(stated) {
                    Some(code) => yes(has(code)),
                    None => YES,
                })
            }
            ExprKind::Value(id) => {
                if let Some(inner) = self.value_expr(*id) {
                    self.within(inner, row, values)
                } else {
                    let (yes, no) = (has(1), has(0));
                    let holds = self.truth(expr, row, true);
                    let fails = self.truth(expr, row, false);
                    let ways = [(yes, holds), (no, fails)];
                    let ways: Vec<NodeId> = ways
                        .into_iter()
                        .filter(|(wanted, _)| *wanted)
                        .map(|(_, way)| way)
                        .collect();
                    self.formulas.or(ways)
                }
            }
            ExprKind::Aid(id, part) => self.aid_within(*id, *part, row, values),
            ExprKind::Register(id) => self.register_within(*id, row, values),
            ExprKind::At(hop, inner) => {
                let rows = self.reach(*hop, row);
                let ways: Vec<NodeId> = rows
                    .into_iter()
                    .map(|(reached, when)| {
                        let holds = self.within(inner, reached, values);
                        self.formulas.and([when, holds])
                    })
                    .collect();
                self.formulas.or(ways)
            }
            ExprKind::Parameter(..)
            | ExprKind::If(..)
            | ExprKind::FirstMatch { .. }
            | ExprKind::BestMatch { .. } => {
                self.chosen(expr, row, &mut |it, result| match result {
                    Outcome::Of(result) => it.within(result, row, values),
                    Outcome::Fixed(constant) => match it.code(constant) {
                        Some(code) => yes(values >> code & 1 == 1),
                        None => YES,
                    },
                })
            }
            ExprKind::IfMissing(first, second) => {
                let given = self.within(first, row, values);
                let blank = self.known(first, row, false);
                let supplied = self.within(second, row, values);
                let supplied = self.formulas.and([blank, supplied]);
                self.formulas.or([given, supplied])
            }
            ExprKind::Aggregate(it) if expr.ty != Type::Boolean => {
                self.picked_within(it, row, values)
            }
            _ if expr.ty == Type::Boolean => {
                let mut ways = Vec::new();
                for want in [false, true] {
                    if has(u32::from(want)) {
                        ways.push(self.truth(expr, row, want));
                    }
                }
                self.formulas.or(ways)
            }
            _ => {
                self.gives_up(Limit::Text);
                YES
            }
        }
    }

    /// At least, or at most, so many of the conditions hold.
    fn at_least(
        &mut self,
        count: &Number,
        most: bool,
        of: &'p [Expr],
        row: RowId,
        want: bool,
    ) -> NodeId {
        let options = match (count.linear.as_constant(), &count.options) {
            (Some(one), _) => vec![(count.side, one)],
            (None, Some(options)) => options.clone(),
            (None, None) => {
                self.gives_up(Limit::Product);
                return YES;
            }
        };
        let mut ways = Vec::new();
        for (when, count) in options {
            let Some(floor) = super::super::linear::floor(count, 1) else {
                continue;
            };
            let size = i128::try_from(of.len()).unwrap_or(i128::MAX);
            let up = if floor == count {
                floor.num()
            } else {
                floor.num() + 1
            };
            // How many must be true, or false.
            let (truth, needed) = match (most, want) {
                (false, true) => (true, up),
                (false, false) => (false, size - up + 1),
                (true, true) => (false, size - floor.num()),
                (true, false) => (true, floor.num() + 1),
            };
            let parts: Vec<NodeId> = of.iter().map(|it| self.truth(it, row, truth)).collect();
            let enough = self.enough(&parts, needed);
            ways.push(self.formulas.and([when, enough]));
        }
        self.formulas.or(ways)
    }

    /// So many of the formulas hold.
    fn enough(&mut self, parts: &[NodeId], needed: i128) -> NodeId {
        let Ok(needed) = usize::try_from(needed.max(0)) else {
            return NO;
        };
        if needed > parts.len() {
            return NO;
        }
        // For each number still needed: whether the parts seen so far, from the last, suffice.
        let mut ways = vec![NO; needed + 1];
        if let Some(first) = ways.first_mut() {
            *first = YES;
        }
        for part in parts.iter().rev() {
            for left in (1..=needed).rev() {
                let one_less = ways.get(left - 1).copied().unwrap_or(NO);
                let same = ways.get(left).copied().unwrap_or(NO);
                let taken = self.formulas.and([*part, one_less]);
                let both = self.formulas.or([taken, same]);
                if let Some(place) = ways.get_mut(left) {
                    *place = both;
                }
            }
        }
        ways.get(needed).copied().unwrap_or(NO)
    }

    /// A condition is not known to be `want`: it is the other, or unknown. Of every family only.
    pub(super) fn is_not(&mut self, expr: &'p Expr, row: RowId, want: bool) -> NodeId {
        match &expr.kind {
            ExprKind::Constant(Constant::Boolean(value)) => yes(*value != want),
            ExprKind::Not(inner) => self.is_not(inner, row, !want),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let all = matches!(expr.kind, ExprKind::And(_)) == want;
                let parts: Vec<NodeId> =
                    parts.iter().map(|it| self.is_not(it, row, want)).collect();
                if all {
                    self.formulas.or(parts)
                } else {
                    self.formulas.and(parts)
                }
            }
            ExprKind::Value(id) => match self.value_expr(*id) {
                Some(inner) => self.is_not(inner, row, want),
                None => YES,
            },
            ExprKind::At(crate::check::tree::Hop::Parent, inner) => match self.parent(row) {
                Some(parent) => self.is_not(inner, parent, want),
                None => YES,
            },
            ExprKind::Aggregate(it) if it.op == AggregateOp::Any && want => {
                self.forall(it, Every::NotTrue, row)
            }
            ExprKind::Field(_)
            | ExprKind::Filled(_)
            | ExprKind::Compare(..)
            | ExprKind::OneOf(..) => {
                let other = self.truth(expr, row, !want);
                let blank = self.known(expr, row, false);
                self.formulas.or([other, blank])
            }
            _ => YES,
        }
    }

    /// Whether the value of an expression is known, or is not.
    pub(super) fn known(&mut self, expr: &'p Expr, row: RowId, want: bool) -> NodeId {
        if want {
            return match expr.ty {
                Type::Boolean => {
                    let (holds, fails) =
                        (self.truth(expr, row, true), self.truth(expr, row, false));
                    self.formulas.or([holds, fails])
                }
                Type::Text | Type::Enum(_) => self.within(expr, row, u128::MAX),
                Type::Integer | Type::Decimal | Type::Money(_) | Type::Date => {
                    self.number(expr, row).side
                }
            };
        }
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::EvaluationDate | ExprKind::Filled(_) => NO,
            ExprKind::Field(id) => self.blank(*id, row),
            ExprKind::Value(id) => match self.value_expr(*id) {
                Some(inner) => self.known(inner, row, false),
                None => YES,
            },
            ExprKind::At(hop, inner) if !self.is_any() => {
                let rows = self.reach(*hop, row);
                let ways: Vec<NodeId> = rows
                    .into_iter()
                    .map(|(reached, when)| {
                        let blank = self.known(inner, reached, false);
                        self.formulas.and([when, blank])
                    })
                    .collect();
                self.formulas.or(ways)
            }
            ExprKind::At(crate::check::tree::Hop::Parent, inner) => match self.parent(row) {
                Some(parent) => self.known(inner, parent, false),
                None => YES,
            },
            ExprKind::Retype(inner) | ExprKind::Negate(inner) | ExprKind::Not(inner) => {
                self.known(inner, row, false)
            }
            ExprKind::OneOf(inner, _) => self.known(inner, row, false),
            ExprKind::Compare(_, left, right) => {
                let parts = [self.known(left, row, false), self.known(right, row, false)];
                self.formulas.or(parts)
            }
            // What else makes it unknown, too large a number among it, is not followed.
            _ if self.is_any() => YES,
            _ => self.left_open(expr, row),
        }
    }

    /// In one family: some way in which a condition or number is left unknown by blank answers.
    fn left_open(&mut self, expr: &'p Expr, row: RowId) -> NodeId {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let neutral = matches!(expr.kind, ExprKind::And(_));
                let parts: Vec<(&'p Expr, RowId)> = parts.iter().map(|it| (it, row)).collect();
                self.one_open(&parts, neutral)
            }
            ExprKind::Aggregate(it) if it.op == AggregateOp::Any && it.condition.is_none() => {
                let rows = self.rows_below(row, it.over);
                let Some(value) = &it.value else { return NO };
                let parts: Vec<(&'p Expr, RowId)> =
                    rows.into_iter().map(|row| (value, row)).collect();
                self.one_open(&parts, false)
            }
            ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Divide(..)
            | ExprKind::Call(..) => {
                let operands = crate::reference::operands(expr);
                let ways: Vec<NodeId> = operands
                    .into_iter()
                    .map(|it| self.known(it, row, false))
                    .collect();
                self.formulas.or(ways)
            }
            _ => NO,
        }
    }

    /// One part is unknown and the others have a truth that decides nothing.
    fn one_open(&mut self, parts: &[(&'p Expr, RowId)], neutral: bool) -> NodeId {
        let mut ways = Vec::new();
        for (place, (part, row)) in parts.iter().enumerate() {
            let mut all = vec![self.known(part, *row, false)];
            for (other, (rest, row)) in parts.iter().enumerate() {
                if other != place {
                    all.push(self.truth(rest, *row, neutral));
                }
            }
            ways.push(self.formulas.and(all));
        }
        self.formulas.or(ways)
    }

    fn blank(&mut self, id: crate::check::tree::FieldId, row: RowId) -> NodeId {
        use crate::check::tree::Blank;
        let blank = self.filled(id, row, false);
        let field = self.program.fields.get(id.index());
        if let Some(Blank::AskedWhen { condition, .. }) = field.map(|it| &it.blank) {
            if self.is_any() {
                return blank;
            }
            let asked = self.truth(condition, row, true);
            return self.formulas.and([blank, asked]);
        }
        blank
    }

    /// A comparison of numbers, both known.
    pub(in super::super) fn compare_numbers(
        &mut self,
        op: CompareOp,
        left: &Number,
        right: &Number,
    ) -> NodeId {
        let compared = match op {
            CompareOp::Less => self.relate(left, Relation::Below, right),
            CompareOp::LessOrEqual => self.relate(left, Relation::AtMost, right),
            CompareOp::Greater => self.relate(right, Relation::Below, left),
            CompareOp::GreaterOrEqual => self.relate(right, Relation::AtMost, left),
            CompareOp::Equal => self.relate(left, Relation::Zero, right),
            CompareOp::NotEqual => {
                let below = self.compare_numbers(CompareOp::Less, left, right);
                let above = self.compare_numbers(CompareOp::Greater, left, right);
                return self.formulas.or([below, above]);
            }
        };
        let dated = match (&left.date, right.linear.as_constant()) {
            (Some((function, date)), Some(bound)) => self.date_compared(*function, date, op, bound),
            _ => match (&right.date, left.linear.as_constant()) {
                (Some((function, date)), Some(bound)) => {
                    self.date_compared(*function, date, op.flipped(), bound)
                }
                _ => YES,
            },
        };
        self.formulas.and([compared, dated])
    }
}

fn yes(holds: bool) -> NodeId {
    if holds { YES } else { NO }
}

fn constant_code(expr: &Expr) -> Option<u32> {
    match &expr.kind {
        ExprKind::Constant(Constant::Boolean(value)) => Some(u32::from(*value)),
        ExprKind::Constant(Constant::Enum(code)) => Some(*code),
        _ => None,
    }
}
