//! Random policies, as typed trees, and random data for them, from a seed.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a kind is told apart from all others"
)]

use std::collections::BTreeMap;

use arrow_array::StringArray;
use aturan::check::tree::*;
use aturan::data::bitmap::Bitmap;
use aturan::data::table::{Column, Dataset, NO_ROW, Table, Values};
use aturan::number::{Date, Rational};
use aturan::source::Span;

pub(crate) const VILLAGE: EntityId = EntityId(0);
pub(crate) const FAMILY: EntityId = EntityId(1);
pub(crate) const MEMBER: EntityId = EntityId(2);
const LEVELS: [EntityId; 3] = [VILLAGE, FAMILY, MEMBER];
const COLOUR: EnumId = EnumId(2);
const MONEY: Type = Type::Money(None);

/// A small generator of random numbers.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % bound as u64).unwrap()
    }

    pub(crate) fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

pub(crate) fn today() -> Date {
    Date::new(2023, 3, 28).unwrap()
}

/// A policy being made.
pub(crate) struct Maker {
    pub program: Program,
    pub dice: Dice,
}

fn about(name: &str) -> About {
    About {
        name: name.to_owned(),
        label: name.to_owned(),
        ..About::default()
    }
}

fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr {
        kind,
        ty,
        span: Span::default(),
    }
}

fn boxed(kind: ExprKind, ty: Type) -> Box<Expr> {
    Box::new(expr(kind, ty))
}

pub(crate) fn program(seed: u64) -> Program {
    let mut it = Maker {
        program: Program::default(),
        dice: Dice::new(seed),
    };
    it.declare();
    let count = 6 + it.dice.below(10);
    for _ in 0..count {
        it.value();
        if it.dice.one_in(4) {
            it.aid();
        }
        if it.dice.one_in(6) {
            it.register();
        }
    }
    it.aid();
    it.program
}

impl Maker {
    fn declare(&mut self) {
        let colours = ["red", "green", "blue", "black"];
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|it| ((*it).to_owned(), String::new()))
                .collect()
        };
        let status: Vec<&str> = Status::ALL.iter().map(|it| it.word()).collect();
        let outcome: Vec<&str> = Outcome::ALL.iter().map(|it| it.word()).collect();
        for (name, values) in [
            ("status", status),
            ("outcome", outcome),
            ("colour", colours.to_vec()),
        ] {
            self.program.enums.push(Enum {
                about: about(name),
                values: names(&values),
            });
        }
        for (level, name) in LEVELS.into_iter().zip(["village", "family", "member"]) {
            self.entity(level, name);
        }
        let low = Some(Constant::Number(Rational::zero()));
        let _ = low;
        for (keys, ty) in [
            (vec![], MONEY),
            (vec![ParameterKey::Enum(COLOUR)], MONEY),
            (vec![ParameterKey::Enum(COLOUR)], Type::Decimal),
            (vec![ParameterKey::Entity(VILLAGE)], Type::Enum(COLOUR)),
            (
                vec![
                    ParameterKey::Integer {
                        low: 0,
                        high: Some(3),
                    },
                    ParameterKey::Enum(COLOUR),
                ],
                Type::Integer,
            ),
            (vec![], Type::Integer),
        ] {
            self.parameter(keys, ty);
        }
        for (entity, of) in [(FAMILY, MEMBER), (VILLAGE, FAMILY)] {
            let condition = self.truth(of, 1);
            self.program.roles.push(Role {
                about: about("role"),
                entity,
                of,
                condition,
            });
        }
    }

    fn entity(&mut self, level: EntityId, name: &str) {
        let types = [
            Type::Text,
            Type::Text,
            Type::Integer,
            Type::Decimal,
            MONEY,
            Type::Boolean,
            Type::Date,
            Type::Enum(COLOUR),
            Type::Text,
            Type::Boolean,
            MONEY,
            Type::Enum(COLOUR),
            Type::Date,
        ];
        let first = u32::try_from(self.program.fields.len()).unwrap();
        let ids: Vec<FieldId> = (first..).map(FieldId).take(types.len()).collect();
        let parent = level.0.checked_sub(1).map(|it| (EntityId(it), ids[1]));
        self.program.entities.push(Entity {
            about: about(name),
            key: ids[0],
            parent,
            fields: ids.clone(),
        });
        for (place, ty) in types.into_iter().enumerate() {
            let blank = match place {
                0 | 1 => Blank::Rejected,
                9..=11 => Blank::AskedWhen {
                    condition: self.truth(level, 1),
                    // A field holds what its type can store.
                    otherwise: self.storable(ty),
                },
                12 => Blank::Means {
                    marker: "none".to_owned(),
                    label: String::new(),
                },
                _ => Blank::Unknown,
            };
            // The member's second text is a link.
            let refers_to = (place == 8 && level == MEMBER).then_some(MEMBER);
            self.program.fields.push(Field {
                about: about(&format!("{name}_{place}")),
                entity: level,
                ty,
                range: None,
                matching: None,
                blank,
                unique: false,
                personal: false,
                refers_to,
            });
        }
    }

    fn parameter(&mut self, keys: Vec<ParameterKey>, ty: Type) {
        let mut values = BTreeMap::new();
        let mut keyed: Vec<Vec<Key>> = vec![vec![]];
        for key in &keys {
            let places: Vec<Key> = match key {
                ParameterKey::Enum(_) => (0..4).map(Key::Enum).collect(),
                ParameterKey::Entity(_) => (0..3).map(|it| Key::Text(format!("v{it}"))).collect(),
                ParameterKey::Integer { .. } => (0..4).map(Key::Integer).collect(),
            };
            keyed = keyed
                .iter()
                .flat_map(|head| {
                    places
                        .iter()
                        .map(|it| [head.as_slice(), std::slice::from_ref(it)].concat())
                })
                .collect();
        }
        for key in keyed {
            if keys.is_empty() || !self.dice.one_in(5) {
                values.insert(key, self.constant(ty));
            }
        }
        let otherwise = self.dice.one_in(2).then(|| self.constant(ty));
        let from = Date::new(if self.dice.one_in(12) { 2024 } else { 2020 }, 1, 1).unwrap();
        let interval = Interval {
            from,
            until: None,
            values,
            otherwise,
            span: Span::default(),
            sources: vec![],
        };
        self.program.parameters.push(Parameter {
            about: about("parameter"),
            ty,
            keys,
            intervals: vec![interval],
        });
    }

    fn constant(&mut self, ty: Type) -> Constant {
        match ty {
            Type::Integer => Constant::Number(Rational::from_integer(self.small())),
            Type::Decimal | Type::Money(_) => {
                let den = self.dice.pick(&[1, 2, 4, 10, 3, 18]);
                Constant::Number(Rational::new(i128::from(self.small()), den).unwrap())
            }
            Type::Boolean => Constant::Boolean(self.dice.one_in(2)),
            Type::Date => Constant::Date(self.date()),
            Type::Text => Constant::Text(self.dice.pick(&["", "a", "ab", "Ba", "v1"]).to_owned()),
            Type::Enum(id) => {
                let count = self.program.enums[id.index()].values.len();
                Constant::Enum(u32::try_from(self.dice.below(count)).unwrap())
            }
        }
    }

    fn storable(&mut self, ty: Type) -> Constant {
        match self.constant(ty) {
            Constant::Number(value) if value.den() % 3 == 0 => Constant::Number(Rational::one()),
            constant => constant,
        }
    }

    fn small(&mut self) -> i64 {
        if self.dice.one_in(25) {
            return self
                .dice
                .pick(&[i64::MAX / 20_000, -90_000_000_000_000, 3_037_000_499]);
        }
        i64::try_from(self.dice.below(12)).unwrap() - 3
    }

    fn date(&mut self) -> Date {
        let day = 1 + u32::try_from(self.dice.below(28)).unwrap();
        let month = 1 + u32::try_from(self.dice.below(12)).unwrap();
        let year = 1950 + i32::try_from(self.dice.below(75)).unwrap();
        if self.dice.one_in(30) {
            Date::MAX
        } else {
            Date::new(year, month, day).unwrap()
        }
    }

    fn number_type(&mut self) -> Type {
        self.dice.pick(&[Type::Integer, Type::Decimal, MONEY])
    }

    fn any_type(&mut self) -> Type {
        let number = self.number_type();
        self.dice.pick(&[
            number,
            number,
            Type::Boolean,
            Type::Boolean,
            Type::Enum(COLOUR),
            Type::Date,
            Type::Text,
        ])
    }

    fn truth(&mut self, level: EntityId, depth: usize) -> Expr {
        self.expr(Type::Boolean, level, depth)
    }

    /// An expression of a type at a level.
    pub(crate) fn expr(&mut self, ty: Type, level: EntityId, depth: usize) -> Expr {
        let made = self.of_kind(ty, level, depth);
        if made.ty == ty {
            made
        } else {
            expr(ExprKind::Retype(Box::new(made)), ty)
        }
    }

    /// An expression of a type, or a number of another.
    fn of_kind(&mut self, ty: Type, level: EntityId, depth: usize) -> Expr {
        if depth == 0 || self.dice.one_in(6) {
            return self.leaf(ty, level);
        }
        let depth = depth - 1;
        match self.dice.below(14) {
            0 => {
                let (c, a, b) = (
                    Box::new(self.truth(level, depth)),
                    Box::new(self.expr(ty, level, depth)),
                    Box::new(self.expr(ty, level, depth)),
                );
                expr(ExprKind::If(c, a, b), ty)
            }
            1 => {
                let count = 1 + self.dice.below(3);
                let rows = (0..count)
                    .map(|_| (self.truth(level, depth), self.expr(ty, level, depth)))
                    .collect();
                let otherwise =
                    (!self.dice.one_in(3)).then(|| Box::new(self.expr(ty, level, depth)));
                expr(ExprKind::FirstMatch { rows, otherwise }, ty)
            }
            2 => {
                let key = self.number_type();
                let count = 1 + self.dice.below(3);
                let rows = (0..count)
                    .map(|_| BestRow {
                        condition: self.truth(level, depth),
                        key: self.expr(key, level, depth),
                        result: self.expr(ty, level, depth),
                    })
                    .collect();
                expr(
                    ExprKind::BestMatch {
                        rows,
                        smallest: self.dice.one_in(2),
                    },
                    ty,
                )
            }
            3 => {
                let (a, b) = (
                    Box::new(self.expr(ty, level, depth)),
                    Box::new(self.expr(ty, level, depth)),
                );
                expr(ExprKind::IfMissing(a, b), ty)
            }
            4 | 5 => self.at(ty, level, depth),
            _ if ty == Type::Integer && self.dice.one_in(6) => self.position(level, depth),
            6 | 7 if level != MEMBER => self.aggregate(ty, level, depth),
            _ => self.typed(ty, level, depth),
        }
    }

    fn position(&mut self, level: EntityId, depth: usize) -> Expr {
        let groups = self.dice.one_in(2);
        let keys = if groups {
            let ty = self.number_type();
            vec![RankKey {
                value: self.expr(ty, level, depth),
                descending: false,
                filled: None,
            }]
        } else {
            self.rank(level, depth)
        };
        let count = self.constant(Type::Integer);
        let place = Position {
            keys,
            condition: (!self.dice.one_in(3)).then(|| self.truth(level, depth)),
            weight: (groups && self.dice.one_in(2)).then(|| self.expr(Type::Decimal, level, depth)),
            within: (level != VILLAGE && self.dice.one_in(2)).then_some(VILLAGE),
            groups: groups.then(|| expr(ExprKind::Constant(count), Type::Integer)),
        };
        expr(ExprKind::Position(Box::new(place)), Type::Integer)
    }

    fn at(&mut self, ty: Type, level: EntityId, depth: usize) -> Expr {
        let up = LEVELS[level.index().saturating_sub(1)];
        let down = LEVELS[(level.index() + 1).min(2)];
        let link = self
            .program
            .entities
            .get(MEMBER.index())
            .map(|it| it.fields[8]);
        let role = RoleId(u32::from(level == VILLAGE));
        let (hop, target) = match (level, self.dice.below(3), link) {
            (MEMBER, 0, Some(link)) => (Hop::Link(link), MEMBER),
            (VILLAGE | FAMILY, _, _) if self.program.roles.len() > role.index() => {
                if level == VILLAGE || self.dice.one_in(2) {
                    (Hop::Role(role), down)
                } else {
                    (Hop::Parent, up)
                }
            }
            (VILLAGE, _, _) => return self.typed(ty, level, depth),
            _ => (Hop::Parent, up),
        };
        let inner = self.expr(ty, target, depth);
        expr(ExprKind::At(hop, Box::new(inner)), ty)
    }

    fn rank(&mut self, level: EntityId, depth: usize) -> Vec<RankKey> {
        let count = self.dice.below(3);
        (0..count)
            .map(|_| {
                let ty = self.any_type();
                RankKey {
                    value: self.expr(ty, level, depth),
                    descending: self.dice.one_in(2),
                    filled: self.dice.one_in(4).then(|| self.truth(level, depth)),
                }
            })
            .collect()
    }

    fn aggregate(&mut self, ty: Type, level: EntityId, depth: usize) -> Expr {
        let over = if level == FAMILY || self.dice.one_in(2) {
            MEMBER
        } else {
            FAMILY
        };
        let condition = (!self.dice.one_in(3)).then(|| self.truth(over, depth));
        let op = match ty {
            Type::Boolean => self.dice.pick(&[
                AggregateOp::Any,
                AggregateOp::Every,
                AggregateOp::First,
                AggregateOp::Only,
            ]),
            Type::Integer | Type::Decimal | Type::Money(_) => self.dice.pick(&[
                AggregateOp::Count,
                AggregateOp::Sum,
                AggregateOp::Sum,
                AggregateOp::Sum,
                AggregateOp::Min,
                AggregateOp::Max,
                AggregateOp::Average,
                AggregateOp::First,
                AggregateOp::Share,
            ]),
            Type::Date => self
                .dice
                .pick(&[AggregateOp::Min, AggregateOp::Max, AggregateOp::Only]),
            Type::Enum(_) | Type::Text => self.dice.pick(&[AggregateOp::First, AggregateOp::Only]),
        };
        let (op, ty) = match op {
            AggregateOp::Count => (op, Type::Integer),
            AggregateOp::Share => (op, Type::Decimal),
            op => (op, ty),
        };
        let value = match op {
            AggregateOp::Count => None,
            AggregateOp::Share => Some(self.truth(over, depth)),
            _ => Some(self.expr(ty, over, depth)),
        };
        let best = (op == AggregateOp::Sum && self.dice.one_in(2)).then(|| Best {
            count: self.expr(Type::Integer, level, 0),
            smallest: self.dice.one_in(2),
        });
        let by = if op == AggregateOp::First {
            self.rank(over, depth)
        } else {
            vec![]
        };
        expr(
            ExprKind::Aggregate(Box::new(Aggregate {
                op,
                over,
                condition,
                value,
                best,
                no_rows: (op == AggregateOp::Every).then(|| self.dice.one_in(2)),
                by,
            })),
            ty,
        )
    }

    fn leaf(&mut self, ty: Type, level: EntityId) -> Expr {
        let values: Vec<ValueId> = (0..)
            .map(ValueId)
            .zip(&self.program.values)
            .filter(|(_, value)| value.entity == level && value.ty == ty)
            .map(|(id, _)| id)
            .collect();
        if !values.is_empty() && !self.dice.one_in(3) {
            return expr(ExprKind::Value(self.dice.pick(&values)), ty);
        }
        let fields: Vec<FieldId> = self
            .program
            .entities
            .get(level.index())
            .map(|it| it.fields.clone())
            .unwrap_or_default()
            .into_iter()
            .filter(|id| {
                self.program
                    .fields
                    .get(id.index())
                    .is_some_and(|it| it.ty == ty)
            })
            .collect();
        if fields.is_empty() || self.dice.one_in(4) {
            return expr(ExprKind::Constant(self.constant(ty)), ty);
        }
        expr(ExprKind::Field(self.dice.pick(&fields)), ty)
    }

    fn typed(&mut self, ty: Type, level: EntityId, depth: usize) -> Expr {
        match ty {
            Type::Integer | Type::Decimal | Type::Money(_) => self.number(ty, level, depth),
            Type::Boolean => self.condition(level, depth),
            Type::Date => self.day(level, depth),
            Type::Text => {
                let of = self.expr(Type::Text, level, depth);
                expr(ExprKind::Call(Function::Lower, vec![of]), ty)
            }
            Type::Enum(_) => {
                let keys = vec![self.leaf(Type::Text, level)];
                expr(ExprKind::Parameter(ParameterId(3), keys), ty)
            }
        }
    }

    fn number(&mut self, ty: Type, level: EntityId, depth: usize) -> Expr {
        let other = self.number_type();
        let same = |it: &mut Self| Box::new(it.expr(ty, level, depth));
        match self.dice.below(14) {
            0 | 1 => expr(ExprKind::Add(same(self), same(self)), ty),
            2 => expr(ExprKind::Subtract(same(self), same(self)), ty),
            3 | 4 => {
                let b = Box::new(self.expr(other, level, depth));
                expr(ExprKind::Multiply(same(self), b), ty)
            }
            5..=7 => {
                let b = Box::new(self.expr(other, level, depth));
                expr(ExprKind::Divide(same(self), b), ty)
            }
            8 => expr(ExprKind::Negate(same(self)), ty),
            9 => {
                let inner = Box::new(self.expr(other, level, depth));
                expr(ExprKind::Retype(inner), ty)
            }
            10 => {
                let functions = [Function::Min, Function::Max, Function::Abs];
                let function = self.dice.pick(&functions);
                let mut operands = vec![*same(self)];
                if function != Function::Abs {
                    operands.push(*same(self));
                }
                expr(ExprKind::Call(function, operands), ty)
            }
            11 => {
                let way = self
                    .dice
                    .pick(&[RoundWay::Nearest, RoundWay::Up, RoundWay::Down]);
                let operands = vec![*same(self), *same(self)];
                let function = self.dice.pick(&[Function::Round(way), Function::Steps]);
                let ty = if function == Function::Steps {
                    Type::Integer
                } else {
                    ty
                };
                expr(ExprKind::Call(function, operands), ty)
            }
            12 => self.whole_number(level, depth),
            _ => self.looked_up(level, depth),
        }
    }

    fn looked_up(&mut self, level: EntityId, depth: usize) -> Expr {
        let key = self.expr(Type::Enum(COLOUR), level, depth);
        match self.dice.below(5) {
            0 => expr(ExprKind::Parameter(ParameterId(0), vec![]), MONEY),
            1 => expr(ExprKind::Parameter(ParameterId(1), vec![key]), MONEY),
            2 => expr(
                ExprKind::Parameter(ParameterId(2), vec![key]),
                Type::Decimal,
            ),
            3 => {
                let number = self.expr(Type::Integer, level, depth);
                expr(
                    ExprKind::Parameter(ParameterId(4), vec![number, key]),
                    Type::Integer,
                )
            }
            _ => expr(ExprKind::Parameter(ParameterId(5), vec![]), Type::Integer),
        }
    }

    fn whole_number(&mut self, level: EntityId, depth: usize) -> Expr {
        let date = |it: &mut Self| it.expr(Type::Date, level, depth);
        let kind = match self.dice.below(6) {
            0 => ExprKind::Call(
                Function::Age,
                vec![date(self), expr(ExprKind::EvaluationDate, Type::Date)],
            ),
            1 => ExprKind::Call(Function::AgeMonths, vec![date(self), date(self)]),
            2 => ExprKind::Call(
                self.dice
                    .pick(&[Function::Year, Function::Month, Function::Day]),
                vec![date(self)],
            ),
            3 => ExprKind::Call(Function::DaysBetween, vec![date(self), date(self)]),
            4 => ExprKind::Call(Function::Length, vec![self.expr(Type::Text, level, depth)]),
            _ => {
                let of = (0..=self.dice.below(3))
                    .map(|_| self.truth(level, depth))
                    .collect();
                ExprKind::CountTrue(of)
            }
        };
        expr(kind, Type::Integer)
    }

    fn day(&mut self, level: EntityId, depth: usize) -> Expr {
        let date = self.expr(Type::Date, level, depth);
        let by = self.expr(Type::Integer, level, depth);
        match self.dice.below(4) {
            0 => expr(ExprKind::EvaluationDate, Type::Date),
            1 => {
                let other = self.expr(Type::Date, level, depth);
                let function = self.dice.pick(&[Function::Min, Function::Max]);
                expr(ExprKind::Call(function, vec![date, other]), Type::Date)
            }
            _ => {
                let function =
                    self.dice
                        .pick(&[Function::AddDays, Function::AddMonths, Function::AddYears]);
                expr(ExprKind::Call(function, vec![date, by]), Type::Date)
            }
        }
    }

    fn condition(&mut self, level: EntityId, depth: usize) -> Expr {
        let truths = |it: &mut Self| -> Vec<Expr> {
            (0..=it.dice.below(3))
                .map(|_| it.truth(level, depth))
                .collect()
        };
        let kind = match self.dice.below(13) {
            0 => ExprKind::Not(Box::new(self.truth(level, depth))),
            1 => ExprKind::And(truths(self)),
            2 => ExprKind::Or(truths(self)),
            3 => ExprKind::AtLeast {
                count: boxed(
                    ExprKind::Constant(self.constant(Type::Integer)),
                    Type::Integer,
                ),
                most: self.dice.one_in(2),
                of: truths(self),
            },
            4 => {
                let ty = self.any_type();
                ExprKind::IsKnown(Box::new(self.expr(ty, level, depth)))
            }
            5 => {
                let ty = self.any_type();
                let of = Box::new(self.expr(ty, level, depth));
                let count = 1 + self.dice.below(3);
                ExprKind::OneOf(of, (0..count).map(|_| self.constant(ty)).collect())
            }
            6 => {
                let test = self.dice.pick(&[Function::StartsWith, Function::Contains]);
                let operands = vec![
                    self.expr(Type::Text, level, depth),
                    self.expr(Type::Text, level, depth),
                ];
                ExprKind::Call(test, operands)
            }
            7 => {
                let fields = self
                    .program
                    .entities
                    .get(level.index())
                    .map(|it| it.fields[12]);
                match fields {
                    Some(field) => ExprKind::Filled(field),
                    None => ExprKind::Constant(Constant::Boolean(true)),
                }
            }
            _ => {
                let ty = self.any_type();
                let ops = [
                    CompareOp::Equal,
                    CompareOp::NotEqual,
                    CompareOp::Less,
                    CompareOp::LessOrEqual,
                    CompareOp::Greater,
                    CompareOp::GreaterOrEqual,
                ];
                let few = if ty == Type::Boolean {
                    &ops[..2]
                } else {
                    &ops[..]
                };
                let op = self.dice.pick(few);
                let (a, b) = (self.expr(ty, level, depth), self.expr(ty, level, depth));
                ExprKind::Compare(op, Box::new(a), Box::new(b))
            }
        };
        expr(kind, Type::Boolean)
    }

    fn level(&mut self) -> EntityId {
        self.dice
            .pick(&[VILLAGE, FAMILY, FAMILY, FAMILY, MEMBER, MEMBER])
    }

    fn value(&mut self) {
        let level = self.level();
        let ty = self.any_type();
        let depth = 1 + self.dice.below(3);
        let (kind, ty) = if level != VILLAGE && self.dice.one_in(5) {
            (ValueKind::Select(self.select(level)), Type::Boolean)
        } else {
            let body = self.expr(ty, level, depth);
            let ty = body.ty;
            (self.named(body, level), ty)
        };
        let chain = match &kind {
            ValueKind::Define(it) => is_chain(it),
            _ => false,
        };
        let exact = chain && self.dice.one_in(2);
        let id = ValueId(u32::try_from(self.program.values.len()).unwrap());
        let name = format!("value_{}", id.0);
        self.program.values.push(Value {
            about: about(&name),
            entity: level,
            ty,
            kind,
            exact,
        });
        self.program.order.push(Step::Value(id));
    }

    /// A definition, or what else has one expression.
    fn named(&mut self, body: Expr, level: EntityId) -> ValueKind {
        match self.dice.below(6) {
            0 => ValueKind::Class(body),
            1 => ValueKind::Decide(body),
            2 | 3 if body.ty == Type::Boolean => {
                let set = CriteriaId(u32::try_from(self.program.criteria.len()).unwrap());
                let own = ValueId(u32::try_from(self.program.values.len()).unwrap());
                self.program.criteria.push(CriteriaSet {
                    about: about("criteria"),
                    entity: level,
                    criteria: vec![own],
                });
                let condition = body;
                ValueKind::Criterion { set, condition }
            }
            _ => ValueKind::Define(body),
        }
    }

    fn limits(&mut self, level: EntityId) -> Vec<Limit> {
        let count = self.dice.below(3);
        (0..count)
            .map(|_| Limit {
                count: self.expr(Type::Integer, level, 0),
                per: LEVELS[self.dice.below(level.index() + 1)],
                condition: self.dice.one_in(2).then(|| self.truth(level, 1)),
                span: Span::default(),
            })
            .collect()
    }

    fn select(&mut self, level: EntityId) -> Select {
        Select {
            when: self.truth(level, 2),
            rank: self.rank(level, 1),
            limits: self.limits(level),
        }
    }

    fn grounds(&mut self, level: EntityId, most: usize) -> Vec<Ground> {
        let count = self.dice.below(most + 1);
        (0..count)
            .map(|_| Ground {
                code: String::new(),
                label: String::new(),
                condition: self.truth(level, 2),
                sources: vec![],
                span: Span::default(),
            })
            .collect()
    }

    fn group(&mut self, level: EntityId) -> Option<Group> {
        match self.dice.below(4) {
            0 | 1 => None,
            2 => Some(Group::Ancestor(LEVELS[self.dice.below(level.index() + 1)])),
            _ => {
                let ty = self.any_type();
                Some(Group::Value(self.expr(ty, level, 1)))
            }
        }
    }

    fn aid(&mut self) {
        let level = self.dice.pick(&[FAMILY, FAMILY, MEMBER]);
        let id = AidId(u32::try_from(self.program.aids.len()).unwrap());
        let earlier: Vec<AidId> = (0..)
            .map(AidId)
            .zip(&self.program.aids)
            .filter(|(_, aid)| aid.entity == level)
            .map(|(id, _)| id)
            .collect();
        let not_together = (!earlier.is_empty() && self.dice.one_in(2))
            .then(|| (self.dice.pick(&earlier), String::new(), Span::default()));
        let benefit = match self.dice.below(4) {
            0 => Benefit::Nothing,
            1 => {
                let ty = self.any_type();
                Benefit::Service(self.expr(ty, level, 1))
            }
            _ => Benefit::Amount {
                value: self.expr(MONEY, level, 1),
                months: None,
            },
        };
        let service = match &benefit {
            Benefit::Service(it) => Some((AidPart::Service, it.ty)),
            Benefit::Amount { .. } | Benefit::Nothing => None,
        };
        let quota = self.dice.one_in(2).then(|| Quota {
            count: self.expr(Type::Integer, level, 0),
            share_of: None,
            per: self.group(level),
            span: Span::default(),
        });
        let share = Expr {
            kind: ExprKind::Constant(Constant::Number(Rational::new(1, 5).unwrap())),
            ty: Type::Decimal,
            span: Span::default(),
        };
        let quota = quota.map(|quota| {
            if self.dice.one_in(3) {
                Quota {
                    count: share,
                    share_of: Some(level),
                    ..quota
                }
            } else {
                quota
            }
        });
        let budget = self.dice.one_in(3).then(|| Budget {
            ceiling: self.expr(MONEY, level, 0),
            per: self.group(level),
            span: Span::default(),
        });
        let take_up = self.dice.one_in(4).then(|| {
            let key = self.program.entities[level.index()].key;
            let text = |text: &str| ExprKind::Constant(Constant::Text(text.to_owned()));
            let seed = ExprKind::Constant(Constant::Number(Rational::from_integer(3)));
            let draw = ExprKind::Call(
                Function::Draw,
                vec![
                    expr(ExprKind::Field(key), self.program.fields[key.index()].ty),
                    expr(text("aid"), Type::Text),
                    expr(seed, Type::Integer),
                ],
            );
            let draw = Box::new(expr(draw, Type::Decimal));
            let share = self.expr(Type::Decimal, level, 1);
            let less = ExprKind::Compare(CompareOp::Less, draw, Box::new(share.clone()));
            TakeUp {
                share,
                seed: 3,
                takes: expr(less, Type::Boolean),
                span: Span::default(),
            }
        });
        let in_force = self.dice.one_in(4).then(|| (self.date(), None));
        let aid = Aid {
            about: about(&format!("aid_{}", id.0)),
            entity: level,
            agency: None,
            in_force,
            when: self.grounds(level, 2),
            unless: self.grounds(level, 1),
            verify: self.grounds(level, 1),
            take_up,
            benefit,
            quota,
            budget,
            limits: self.limits(level),
            rank: self.rank(level, 1),
            not_together: not_together.into_iter().collect(),
        };
        self.program.aids.push(aid);
        self.program.order.push(Step::Aid(id));
        let parts = [
            (AidPart::Amount, MONEY),
            (AidPart::Status, Type::Enum(STATUS)),
            (AidPart::Granted, Type::Boolean),
            (AidPart::Eligible, Type::Boolean),
            (AidPart::Rank, Type::Integer),
        ];
        for (part, ty) in parts.into_iter().chain(service) {
            if self.dice.one_in(2) {
                let kind = ValueKind::Define(expr(ExprKind::Aid(id, part), ty));
                let value = ValueId(u32::try_from(self.program.values.len()).unwrap());
                let about = about(&format!("{part:?}_{}", value.0));
                self.program.values.push(Value {
                    about,
                    entity: level,
                    ty,
                    kind,
                    exact: false,
                });
                self.program.order.push(Step::Value(value));
            }
        }
    }

    fn register(&mut self) {
        let level = self.dice.pick(&[FAMILY, MEMBER]);
        let id = RegisterId(u32::try_from(self.program.registers.len()).unwrap());
        let register = Register {
            about: about("register"),
            entity: level,
            current: self.truth(level, 1),
            enter: self.grounds(level, 2),
            leave: self.grounds(level, 2),
        };
        self.program.registers.push(register);
        self.program.order.push(Step::Register(id));
        let kind = ValueKind::Define(expr(ExprKind::Register(id), Type::Enum(OUTCOME)));
        let value = ValueId(u32::try_from(self.program.values.len()).unwrap());
        let ty = Type::Enum(OUTCOME);
        self.program.values.push(Value {
            about: about("outcome"),
            entity: level,
            ty,
            kind,
            exact: false,
        });
        self.program.order.push(Step::Value(value));
    }
}

/// Whether an expression is a chain that a `define` passes on exactly.
fn is_chain(it: &Expr) -> bool {
    match &it.kind {
        ExprKind::Multiply(a, b) | ExprKind::Divide(a, b) => is_chain(a) && is_chain(b),
        ExprKind::Negate(a) | ExprKind::Retype(a) => is_chain(a),
        ExprKind::Constant(Constant::Number(_)) | ExprKind::Field(_) | ExprKind::Value(_) => {
            it.ty.scale().is_some()
        }
        _ => false,
    }
}

/// Data for a made policy.
pub(crate) fn dataset(program: &Program, seed: u64) -> Dataset {
    let mut dice = Dice::new(seed ^ 0x5151);
    let villages = dice.below(4);
    let mut counts = vec![vec![villages]];
    for most in [9, 5] {
        let parents: usize = counts.last().unwrap().iter().sum();
        counts.push((0..parents).map(|_| dice.below(most)).collect());
    }
    let many = dice.one_in(8);
    if many && let Some(first) = counts[2].first_mut() {
        *first = 150;
    }
    let tables = LEVELS.map(|level| {
        let counts = &counts[level.index()];
        let rows = counts.iter().sum();
        table(program, level, (rows, counts), &mut dice)
    });
    Dataset {
        tables: tables.into(),
    }
}

fn table(
    program: &Program,
    level: EntityId,
    (rows, counts): (usize, &[usize]),
    dice: &mut Dice,
) -> Table {
    let entity = &program.entities[level.index()];
    let columns = entity.fields.iter().enumerate().map(|(place, field)| {
        let unread = place > 1 && dice.one_in(40);
        (!unread).then(|| column(program, (*field, place), rows, dice))
    });
    let columns = columns.collect();
    let root = level == VILLAGE;
    let mut offsets = vec![0_u32];
    let mut parents = Vec::new();
    for (parent, count) in counts.iter().enumerate() {
        parents.extend(std::iter::repeat_n(u32::try_from(parent).unwrap(), *count));
        offsets.push(u32::try_from(parents.len()).unwrap());
    }
    let incomplete = Bitmap::collect(counts.iter().map(|_| dice.one_in(12)));
    let link = |dice: &mut Dice| {
        if rows == 0 || dice.one_in(4) {
            NO_ROW
        } else {
            u32::try_from(dice.below(rows)).unwrap()
        }
    };
    let links = if level == MEMBER {
        vec![(entity.fields[8], (0..rows).map(|_| link(dice)).collect())]
    } else {
        vec![]
    };
    Table {
        rows,
        columns,
        parents: if root { vec![] } else { parents },
        offsets: if root { vec![] } else { offsets },
        incomplete: (!root && dice.one_in(2)).then_some(incomplete),
        links,
        lost: Vec::new(),
        input_order: None,
        delivered: root || !dice.one_in(30),
    }
}

fn column(
    program: &Program,
    (id, place): (FieldId, usize),
    rows: usize,
    dice: &mut Dice,
) -> Column {
    let field = &program.fields[id.index()];
    let known: Vec<bool> = (0..rows).map(|_| place <= 1 || !dice.one_in(5)).collect();
    let or = |known: bool, value: i64| if known { value } else { 0 };
    let values = match field.ty {
        Type::Integer | Type::Decimal | Type::Money(_) => {
            let scale = field.ty.scale().unwrap();
            Values::Number(known.iter().map(|it| or(*it, raw(scale, dice))).collect())
        }
        Type::Boolean => Values::Boolean(Bitmap::collect(
            known.iter().map(|it| *it && dice.one_in(2)),
        )),
        Type::Date => Values::Date(
            known
                .iter()
                .map(|it| {
                    if *it {
                        i32::try_from(dice.below(26_000)).unwrap() - 7_000
                    } else {
                        0
                    }
                })
                .collect(),
        ),
        Type::Enum(_) => Values::Enum(
            known
                .iter()
                .map(|it| {
                    if *it {
                        u16::try_from(dice.below(4)).unwrap()
                    } else {
                        0
                    }
                })
                .collect(),
        ),
        Type::Text => Values::Text(StringArray::from_iter_values(known.iter().enumerate().map(
            |(row, known)| match (place, known) {
                (0, _) => format!("v{row}"),
                (_, true) => dice.pick(&["", "a", "ab", "Ba", "v1", "v2"]).to_owned(),
                (_, false) => String::new(),
            },
        ))),
    };
    let valid = known
        .iter()
        .any(|it| !it)
        .then(|| Bitmap::collect(known.iter().copied()));
    Column { values, valid }
}

fn raw(scale: i64, dice: &mut Dice) -> i64 {
    let near = i64::try_from(dice.below(14)).unwrap() - 4;
    match dice.below(12) {
        0 => dice.pick(&[i64::MAX, i64::MIN, i64::MAX / 2, 4_000_000_000_000_000_000]),
        1 => near,
        2 => near * scale + 1,
        3 => near * scale / 2,
        _ => near * scale,
    }
}
