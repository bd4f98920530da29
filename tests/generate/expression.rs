//! Generated expressions of every kind, well typed at their level.

use aturan::check::tree::*;

use super::choices::Choices;
use super::schema::{Schema, YEARLY};
use crate::build::{MONTHLY, aggregate, by, compare, expr, int, lit, over, truth};

/// Generates expressions for rows of one entity.
pub(crate) struct Writer<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) level: EntityId,
    /// Fields only: for what must not depend on rules.
    pub(crate) fields_only: bool,
}

type Make<'a> = fn(&Writer<'a>, Type, usize, &mut Choices) -> Expr;

impl<'a> Writer<'a> {
    /// An expression of a type, at most so deep.
    pub(crate) fn expr(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        if depth == 0 || choices.chance(15) {
            return self.leaf(ty, choices);
        }
        let kinds: &[Make<'a>] = match ty {
            Type::Boolean => &[
                Self::leaf_at,
                Self::comparison,
                Self::comparison,
                Self::logic,
                Self::logic,
                Self::at_least,
                Self::one_of,
                Self::known,
                Self::quantifier,
                Self::choice,
                Self::hop,
                Self::text_test,
            ],
            Type::Integer => &[
                Self::leaf_at,
                Self::sum,
                Self::product,
                Self::count,
                Self::aggregated,
                Self::choice,
                Self::function,
                Self::date_part,
                Self::count_true,
                Self::position,
                Self::hop,
            ],
            Type::Decimal | Type::Money(_) => &[
                Self::leaf_at,
                Self::sum,
                Self::product,
                Self::quotient,
                Self::retyped,
                Self::aggregated,
                Self::aggregated,
                Self::choice,
                Self::function,
                Self::hop,
            ],
            Type::Date => &[
                Self::leaf_at,
                Self::moved,
                Self::aggregated,
                Self::choice,
                Self::hop,
            ],
            Type::Text | Type::Enum(_) => {
                &[Self::leaf_at, Self::aggregated, Self::choice, Self::hop]
            }
        };
        choices.pick(kinds)(self, ty, depth - 1, choices)
    }

    /// A condition.
    pub(crate) fn condition(&self, depth: usize, choices: &mut Choices) -> Expr {
        self.expr(Type::Boolean, depth, choices)
    }

    /// A condition, or none.
    pub(crate) fn maybe_condition(&self, depth: usize, choices: &mut Choices) -> Option<Expr> {
        choices.chance(60).then(|| self.condition(depth, choices))
    }

    /// Rank keys that end in the key of the level.
    pub(crate) fn rank(&self, count: usize, choices: &mut Choices) -> Vec<RankKey> {
        let types = [
            Type::Integer,
            MONTHLY,
            Type::Date,
            Type::Enum(self.schema.color),
            Type::Decimal,
        ];
        let mut keys: Vec<RankKey> = (0..count)
            .map(|_| RankKey {
                descending: choices.chance(40),
                filled: None,
                value: self.expr(choices.pick(&types), 1, choices),
            })
            .collect();
        if choices.chance(25) {
            let listed = self.listed();
            let value = self.schema.policy.read(listed);
            let filled = Some(truth(ExprKind::Filled(listed)));
            keys.push(RankKey {
                value,
                descending: choices.chance(50),
                filled,
            });
        }
        keys.push(by(self.schema.key_from(self.level, self.level)));
        keys
    }

    /// The field of the level whose blank is a known fact.
    fn listed(&self) -> FieldId {
        let policy = &self.schema.policy.program;
        let fields = &policy.entities[self.level.index()].fields;
        let means = |id: &&FieldId| {
            let field = &policy.fields[id.index()];
            field.refers_to.is_none() && matches!(field.blank, Blank::Means { .. })
        };
        *fields.iter().find(means).unwrap()
    }

    /// At another level; at that of the rows that are seen, for a view.
    fn at(&self, level: EntityId) -> Self {
        let view = self.schema.policy.program.views.get(&level);
        let level = view.map_or(level, |view| view.of);
        Writer {
            schema: self.schema,
            level,
            fields_only: self.fields_only,
        }
    }

    fn leaf_at(&self, ty: Type, _: usize, choices: &mut Choices) -> Expr {
        self.leaf(ty, choices)
    }

    fn leaf(&self, ty: Type, choices: &mut Choices) -> Expr {
        let program = &self.schema.policy.program;
        let mut leaves: Vec<ExprKind> = Vec::new();
        for id in &program.entities[self.level.index()].fields {
            let field = &program.fields[id.index()];
            let plain = field.ty == ty && !matches!(field.blank, Blank::Means { .. });
            if plain && field.refers_to.is_none() {
                leaves.push(ExprKind::Field(*id));
            }
        }
        leaves.push(ExprKind::Constant(self.schema.constant(ty, choices)));
        if ty == Type::Date {
            leaves.push(ExprKind::EvaluationDate);
        }
        for id in &self.schema.parameters {
            if program.parameters[id.index()].ty == ty {
                leaves.push(self.parameter(*id, choices));
            }
        }
        if !self.fields_only {
            leaves.extend(self.outcomes(ty));
        }
        expr(leaves[choices.below(leaves.len())].clone(), ty)
    }

    fn parameter(&self, id: ParameterId, choices: &mut Choices) -> ExprKind {
        let program = &self.schema.policy.program;
        let keys = program.parameters[id.index()]
            .keys
            .iter()
            .map(|key| match key {
                ParameterKey::Enum(key) => self.fields_of(Type::Enum(*key), choices),
                ParameterKey::Integer { .. } => self.fields_of(Type::Integer, choices),
                ParameterKey::Entity(entity) => self.schema.key_from(*entity, self.level),
            });
        ExprKind::Parameter(id, keys.collect())
    }

    /// A field of a type that every entity has.
    fn fields_of(&self, ty: Type, choices: &mut Choices) -> Expr {
        let program = &self.schema.policy.program;
        let fields = program.entities[self.level.index()].fields.iter();
        let found: Vec<FieldId> = fields
            .copied()
            .filter(|id| program.fields[id.index()].ty == ty)
            .collect();
        self.schema.policy.read(found[choices.below(found.len())])
    }

    /// Values, and outcomes of aids and registers, that stand before.
    fn outcomes(&self, ty: Type) -> Vec<ExprKind> {
        let program = &self.schema.policy.program;
        let mut leaves = Vec::new();
        for (id, value) in (0..).map(ValueId).zip(&program.values) {
            if value.entity == self.level && value.ty == ty {
                leaves.push(ExprKind::Value(id));
            }
        }
        for (id, aid) in (0..).map(AidId).zip(&program.aids) {
            let parts = match (&aid.benefit, ty) {
                _ if aid.entity != self.level => vec![],
                (_, Type::Boolean) => vec![AidPart::Granted, AidPart::Eligible],
                (_, Type::Integer) => vec![AidPart::Rank],
                (_, Type::Enum(STATUS)) => vec![AidPart::Status],
                (Benefit::Service(service), _) if service.ty == ty => vec![AidPart::Service],
                (Benefit::Amount { value, .. }, _) if value.ty == ty => vec![AidPart::Amount],
                _ => vec![],
            };
            leaves.extend(parts.into_iter().map(|part| ExprKind::Aid(id, part)));
        }
        for (id, register) in (0..).map(RegisterId).zip(&program.registers) {
            if register.entity == self.level && ty == Type::Enum(OUTCOME) {
                leaves.push(ExprKind::Register(id));
            }
        }
        leaves
    }

    fn comparison(&self, _: Type, depth: usize, choices: &mut Choices) -> Expr {
        use CompareOp::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let types = [
            Type::Integer,
            MONTHLY,
            Type::Decimal,
            MONTHLY,
            Type::Date,
            Type::Enum(self.schema.color),
            Type::Text,
            Type::Enum(STATUS),
            Type::Enum(OUTCOME),
            Type::Boolean,
        ];
        let ty = choices.pick(&types);
        let ops: &[CompareOp] = match ty {
            Type::Boolean => &[Equal, NotEqual],
            Type::Integer
            | Type::Decimal
            | Type::Money(_)
            | Type::Date
            | Type::Text
            | Type::Enum(_) => &[Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual],
        };
        let op = choices.pick(ops);
        compare(
            op,
            self.expr(ty, depth, choices),
            self.expr(ty, depth, choices),
        )
    }

    fn logic(&self, _: Type, depth: usize, choices: &mut Choices) -> Expr {
        let operands = (0..2 + choices.below(2))
            .map(|_| self.condition(depth, choices))
            .collect();
        truth(match choices.below(3) {
            0 => ExprKind::And(operands),
            1 => ExprKind::Or(operands),
            _ => ExprKind::Not(Box::new(operands[0].clone())),
        })
    }

    fn conditions(&self, depth: usize, choices: &mut Choices) -> Vec<Expr> {
        (0..=choices.below(4))
            .map(|_| self.condition(depth, choices))
            .collect()
    }

    fn at_least(&self, _: Type, depth: usize, choices: &mut Choices) -> Expr {
        truth(ExprKind::AtLeast {
            count: Box::new(self.few(choices)),
            most: choices.chance(40),
            of: self.conditions(depth, choices),
        })
    }

    /// A small number from constants and parameters, as a count.
    pub(crate) fn few(&self, choices: &mut Choices) -> Expr {
        let program = &self.schema.policy.program;
        if choices.chance(15) {
            let id = self.schema.parameters[0];
            return expr(
                ExprKind::Parameter(id, Vec::new()),
                program.parameters[id.index()].ty,
            );
        }
        int(choices.pick(&[1, 2, 0, 3, -1, 5]))
    }

    fn one_of(&self, _: Type, depth: usize, choices: &mut Choices) -> Expr {
        let ty = choices.pick(&self.schema.types());
        let constants = (0..=choices.below(3))
            .map(|_| self.schema.constant(ty, choices))
            .collect();
        truth(ExprKind::OneOf(
            Box::new(self.expr(ty, depth, choices)),
            constants,
        ))
    }

    fn known(&self, _: Type, depth: usize, choices: &mut Choices) -> Expr {
        if choices.chance(20) {
            return truth(ExprKind::Filled(self.listed()));
        }
        let ty = choices.pick(&self.schema.types());
        truth(ExprKind::IsKnown(Box::new(self.expr(ty, depth, choices))))
    }

    fn choice(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let one = |choices: &mut Choices| self.expr(ty, depth, choices);
        let kind = match choices.below(4) {
            0 => {
                let condition = Box::new(self.condition(depth, choices));
                ExprKind::If(condition, Box::new(one(choices)), Box::new(one(choices)))
            }
            1 => ExprKind::IfMissing(Box::new(one(choices)), Box::new(one(choices))),
            2 => self.first_match(ty, depth, choices),
            _ => self.best_match(ty, depth, choices),
        };
        expr(kind, ty)
    }

    pub(crate) fn first_match(&self, ty: Type, depth: usize, choices: &mut Choices) -> ExprKind {
        let rows = (0..=choices.below(3))
            .map(|_| {
                (
                    self.condition(depth, choices),
                    self.expr(ty, depth.min(1), choices),
                )
            })
            .collect();
        let otherwise = (!choices.chance(20)).then(|| Box::new(self.leaf(ty, choices)));
        ExprKind::FirstMatch { rows, otherwise }
    }

    pub(crate) fn best_match(&self, ty: Type, depth: usize, choices: &mut Choices) -> ExprKind {
        let key = choices.pick(&[MONTHLY, Type::Integer, Type::Date]);
        let rows = (0..=choices.below(3))
            .map(|_| BestRow {
                condition: self.condition(depth, choices),
                key: self.expr(key, depth, choices),
                result: self.expr(ty, depth.min(1), choices),
            })
            .collect();
        ExprKind::BestMatch {
            rows,
            smallest: choices.chance(40),
        }
    }

    fn hop(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let parent = self
            .schema
            .parent(self.level)
            .map(|parent| (Hop::Parent, parent));
        let mut hops: Vec<(Hop, EntityId)> = parent.into_iter().collect();
        if self.level == self.schema.member {
            hops.push((Hop::Link(self.schema.mother), self.schema.member));
        }
        if self.level == self.schema.family {
            hops.push((Hop::Role(RoleId(0)), self.schema.member));
        }
        if hops.is_empty() {
            return self.leaf(ty, choices);
        }
        let (hop, level) = choices.pick(&hops);
        let inner = self.at(level).expr(ty, depth, choices);
        expr(ExprKind::At(hop, Box::new(inner)), ty)
    }

    fn sum(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let (left, right) = (self.expr(ty, depth, choices), self.expr(ty, depth, choices));
        let (left, right) = (Box::new(left), Box::new(right));
        let minus = choices.chance(40);
        expr(
            if minus {
                ExprKind::Subtract(left, right)
            } else {
                ExprKind::Add(left, right)
            },
            ty,
        )
    }

    fn product(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let left = Box::new(self.expr(ty, depth, choices));
        if choices.chance(15) {
            return expr(ExprKind::Negate(left), ty);
        }
        let factor = if ty == Type::Integer {
            Type::Integer
        } else {
            choices.pick(&[Type::Integer, Type::Decimal])
        };
        expr(
            ExprKind::Multiply(left, Box::new(self.expr(factor, depth, choices))),
            ty,
        )
    }

    fn quotient(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let ratios = [
            (Type::Integer, Type::Integer),
            (MONTHLY, MONTHLY),
            (Type::Decimal, Type::Integer),
            (Type::Decimal, Type::Decimal),
        ];
        let shares = [(ty, Type::Integer), (ty, Type::Decimal)];
        let pairs: &[(Type, Type)] = if ty == Type::Decimal {
            &ratios
        } else {
            &shares
        };
        let (left, right) = choices.pick(pairs);
        let left = Box::new(self.expr(left, depth, choices));
        expr(
            ExprKind::Divide(left, Box::new(self.expr(right, depth, choices))),
            ty,
        )
    }

    fn retyped(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let from = if ty == Type::Decimal {
            Type::Integer
        } else if ty == MONTHLY {
            choices.pick(&[Type::Money(None), YEARLY])
        } else {
            MONTHLY
        };
        expr(
            ExprKind::Retype(Box::new(self.expr(from, depth, choices))),
            ty,
        )
    }

    fn function(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let one = self.expr(ty, depth, choices);
        let (function, operands) = match choices.below(5) {
            0 => (Function::Min, vec![one, self.expr(ty, depth, choices)]),
            1 => (Function::Max, vec![one, self.expr(ty, depth, choices)]),
            2 => (Function::Abs, vec![one]),
            _ if ty == Type::Integer => {
                let step = self.step(MONTHLY, choices);
                (
                    Function::Steps,
                    vec![self.expr(MONTHLY, depth, choices), step],
                )
            }
            _ => {
                let ways = [RoundWay::Nearest, RoundWay::Up, RoundWay::Down];
                let way = choices.pick(&ways);
                (Function::Round(way), vec![one, self.step(ty, choices)])
            }
        };
        expr(ExprKind::Call(function, operands), ty)
    }

    /// What `round` and `steps` go by: positive constants, and now and then anything.
    fn step(&self, ty: Type, choices: &mut Choices) -> Expr {
        if choices.chance(15) {
            return self.leaf(ty, choices);
        }
        lit(choices.pick(&["1", "1000", "0.5", "1/3", "0"]), ty)
    }

    fn date_part(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let one = |choices: &mut Choices| self.expr(Type::Date, depth, choices);
        let on = expr(ExprKind::EvaluationDate, Type::Date);
        let (function, operands) = match choices.below(8) {
            0 | 1 => (Function::Age, vec![one(choices), on]),
            2 => (Function::AgeMonths, vec![one(choices), on]),
            3 => (Function::Year, vec![one(choices)]),
            4 => (Function::Month, vec![one(choices)]),
            5 => (Function::Day, vec![one(choices)]),
            6 => (Function::DaysBetween, vec![one(choices), one(choices)]),
            _ => (Function::Length, vec![self.leaf(Type::Text, choices)]),
        };
        expr(ExprKind::Call(function, operands), ty)
    }

    fn moved(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let functions = [
            Function::AddDays,
            Function::AddMonths,
            Function::AddYears,
            Function::Min,
            Function::Max,
        ];
        let function = choices.pick(&functions);
        let second = if matches!(function, Function::Min | Function::Max) {
            self.expr(Type::Date, depth, choices)
        } else {
            self.expr(Type::Integer, depth.min(1), choices)
        };
        expr(
            ExprKind::Call(
                function,
                vec![self.expr(Type::Date, depth, choices), second],
            ),
            ty,
        )
    }

    fn text_test(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let text = self.expr(Type::Text, depth, choices);
        let lower = expr(
            ExprKind::Call(Function::Lower, vec![text.clone()]),
            Type::Text,
        );
        let text = if choices.chance(40) { lower } else { text };
        let piece = self.leaf(Type::Text, choices);
        let function = choices.pick(&[Function::StartsWith, Function::Contains]);
        expr(ExprKind::Call(function, vec![text, piece]), ty)
    }

    fn count_true(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        expr(ExprKind::CountTrue(self.conditions(depth, choices)), ty)
    }

    /// The place of the row among others, now and then within a row above.
    fn position(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let groups = choices
            .chance(60)
            .then(|| int(1 + i64::try_from(choices.below(12)).unwrap()));
        let number = choices.pick(&[Type::Integer, MONTHLY, Type::Decimal]);
        let keys = match groups {
            Some(_) => vec![by(self.expr(number, depth, choices))],
            None => self.rank(1, choices),
        };
        let weight = (groups.is_some() && choices.chance(50))
            .then(|| self.expr(Type::Decimal, depth.min(1), choices));
        let mut above = self.schema.upwards(self.level);
        above.retain(|it| *it != self.level);
        let within = (!above.is_empty() && choices.chance(50)).then(|| choices.pick(&above));
        let place = Position {
            keys,
            condition: self.maybe_condition(depth.min(1), choices),
            weight,
            within,
            groups,
        };
        expr(ExprKind::Position(Box::new(place)), ty)
    }

    fn count(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let Some(below) = self.some_below(choices) else {
            return self.leaf(ty, choices);
        };
        let condition = self.at(below).maybe_condition(depth, choices);
        let it = Aggregate {
            condition,
            ..over(AggregateOp::Count, below)
        };
        aggregate(self.seen(it), ty)
    }

    /// An aggregate over a view, its parts read at the rows that are seen.
    fn seen(&self, mut it: Aggregate) -> Aggregate {
        let Some(view) = self.schema.policy.program.views.get(&it.over) else {
            return it;
        };
        let there = |of: Expr| {
            let ty = of.ty;
            expr(ExprKind::At(Hop::Link(view.origin), Box::new(of)), ty)
        };
        it.condition = it.condition.map(there);
        it.value = it.value.map(there);
        for key in &mut it.by {
            key.value = there(key.value.clone());
            key.filled = key.filled.take().map(there);
        }
        it
    }

    fn some_below(&self, choices: &mut Choices) -> Option<EntityId> {
        let mut below = self.schema.below(self.level);
        if self.level == self.schema.member {
            below.push(self.schema.children);
        }
        (!below.is_empty()).then(|| choices.pick(&below))
    }

    fn quantifier(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        let Some(below) = self.some_below(choices) else {
            return self.leaf(ty, choices);
        };
        let op = choices.pick(&[AggregateOp::Any, AggregateOp::Every]);
        let it = Aggregate {
            condition: self.at(below).maybe_condition(depth, choices),
            value: Some(self.at(below).condition(depth, choices)),
            no_rows: (op == AggregateOp::Every).then(|| choices.chance(50)),
            ..over(op, below)
        };
        aggregate(self.seen(it), ty)
    }

    fn aggregated(&self, ty: Type, depth: usize, choices: &mut Choices) -> Expr {
        use AggregateOp::{Average, First, Max, Min, Only, Sum};
        let Some(below) = self.some_below(choices) else {
            return self.leaf(ty, choices);
        };
        let ops: &[AggregateOp] = match ty {
            Type::Integer => &[Sum, Sum, Min, Max, First, Only],
            Type::Decimal | Type::Money(_) => &[Sum, Sum, Min, Max, Average, First, Only],
            Type::Date => &[Min, Max, First, Only],
            Type::Boolean | Type::Text | Type::Enum(_) => &[First, Only],
        };
        let op = choices.pick(ops);
        let view = below;
        let below = self.at(below);
        let of = if op == Average && ty == Type::Decimal && choices.chance(50) {
            Type::Integer
        } else {
            ty
        };
        let best = (op == Sum && choices.chance(40)).then(|| Best {
            count: self.few(choices),
            smallest: choices.chance(40),
        });
        let it = Aggregate {
            condition: below.maybe_condition(depth, choices),
            value: Some(below.expr(of, depth, choices)),
            best,
            by: if op == First {
                below.rank(1, choices)
            } else {
                Vec::new()
            },
            ..over(op, view)
        };
        aggregate(self.seen(it), ty)
    }
}
