//! The levels of a generated policy: village ⊃ family ⊃ member, fields of every type.

use std::collections::BTreeMap;

use aturan::check::tree::*;
use aturan::number::Period;

use super::choices::Choices;
use crate::build::{MONTHLY, Policy, boolean, expr, less, lit, number, truth};

/// A policy that is being generated.
pub(crate) struct Schema {
    pub(crate) policy: Policy,
    pub(crate) color: EnumId,
    pub(crate) village: EntityId,
    pub(crate) family: EntityId,
    pub(crate) member: EntityId,
    /// From a member to another.
    pub(crate) mother: FieldId,
    /// The members that lead to a member as their mother: a view.
    pub(crate) children: EntityId,
    /// Lookups that a leaf of a type may be, without keys.
    pub(crate) parameters: Vec<ParameterId>,
}

impl Schema {
    pub(crate) fn new(choices: &mut Choices) -> Self {
        let mut policy = Policy::new();
        let color = policy.enumeration("color", &["red", "green", "blue"]);
        let village = policy.entity("village", None);
        let family = policy.entity("family", Some(village));
        let member = policy.entity("member", Some(family));
        let nobody = Blank::Means {
            marker: "nobody".to_owned(),
            label: "nobody".to_owned(),
        };
        let blank = if choices.chance(30) {
            Blank::Unknown
        } else {
            nobody
        };
        let mother = policy.field(member, "mother", Type::Text, blank);
        policy.program.fields[mother.index()].refers_to = Some(member);
        let children = policy.view(member, mother);
        let parameters = Vec::new();
        let mut it = Self {
            policy,
            color,
            village,
            family,
            member,
            mother,
            children,
            parameters,
        };
        for entity in [village, family, member] {
            it.fields(entity, choices);
        }
        it.parameters();
        it.roles(choices);
        it
    }

    /// The types that fields and values have.
    pub(crate) fn types(&self) -> [Type; 8] {
        [
            Type::Boolean,
            Type::Integer,
            MONTHLY,
            Type::Decimal,
            Type::Enum(self.color),
            Type::Date,
            Type::Text,
            Type::Money(None),
        ]
    }

    /// The entity above.
    pub(crate) fn parent(&self, entity: EntityId) -> Option<EntityId> {
        self.policy.program.entities[entity.index()]
            .parent
            .map(|(parent, _)| parent)
    }

    /// The entities below, at any depth.
    pub(crate) fn below(&self, entity: EntityId) -> Vec<EntityId> {
        [self.family, self.member]
            .into_iter()
            .filter(|it| *it > entity)
            .collect()
    }

    /// The entity and those above it.
    pub(crate) fn upwards(&self, entity: EntityId) -> Vec<EntityId> {
        [self.village, self.family, self.member]
            .into_iter()
            .filter(|it| *it <= entity)
            .collect()
    }

    /// A constant of a type, near those in the data.
    pub(crate) fn constant(&self, ty: Type, choices: &mut Choices) -> Constant {
        match ty {
            Type::Boolean => Constant::Boolean(choices.chance(50)),
            Type::Integer => {
                number(choices.pick(&["0", "1", "2", "3", "-1", "7", "4611686018427387904"]))
            }
            Type::Decimal => number(choices.pick(&[
                "0",
                "1",
                "0.5",
                "1/3",
                "1.5",
                "-0.25",
                "2",
                "0.000001",
                "500001/1000001",
            ])),
            Type::Money(_) => number(choices.pick(&[
                "0",
                "1000",
                "1500",
                "999.9999",
                "333.3333",
                "-1000",
                "3000",
                "0.0001",
                "900000000000000",
            ])),
            Type::Date => {
                let days = [
                    "2005-06-01",
                    "2023-06-01",
                    "2000-02-29",
                    "2023-05-31",
                    "1990-12-31",
                    "9999-12-31",
                ];
                Constant::Date(crate::build::day(choices.pick(&days)))
            }
            Type::Text => Constant::Text(choices.pick(&["", "a", "ab", "Ab", "b", "é"]).to_owned()),
            Type::Enum(id) => {
                let values = self.policy.program.enums[id.index()].values.len();
                Constant::Enum(u32::try_from(choices.below(values)).unwrap())
            }
        }
    }

    fn fields(&mut self, entity: EntityId, choices: &mut Choices) {
        for (number, ty) in self.types().into_iter().enumerate() {
            let blank = self.blank(entity, ty, choices);
            self.policy
                .field(entity, &format!("field_{number}"), ty, blank);
        }
        let means = Blank::Means {
            marker: "none".to_owned(),
            label: "none".to_owned(),
        };
        let listed = self.policy.field(entity, "listed", MONTHLY, means);
        // Its blank is a known fact: what reads it asks first whether it is filled.
        let filled = truth(ExprKind::Filled(listed));
        let below = less(self.policy.read(listed), lit("1500", MONTHLY));
        self.policy.define(
            entity,
            "listed_below",
            truth(ExprKind::And(vec![filled, below])),
        );
    }

    fn blank(&self, entity: EntityId, ty: Type, choices: &mut Choices) -> Blank {
        match choices.below(4) {
            0 => Blank::Unknown,
            1 => Blank::Rejected,
            _ => Blank::AskedWhen {
                condition: self.asked(entity),
                otherwise: self.constant(ty, choices),
            },
        }
    }

    /// A condition over the fields that stand before.
    fn asked(&self, entity: EntityId) -> Expr {
        let fields = &self.policy.program.entities[entity.index()].fields;
        let read = fields.iter().map(|field| self.policy.read(*field));
        let mut last =
            read.filter(|read| matches!(read.ty, Type::Boolean | Type::Integer | Type::Money(_)));
        match last.next_back() {
            Some(read) if read.ty == Type::Boolean => read,
            Some(read) => {
                let ty = read.ty;
                less(lit("1", ty), read)
            }
            None => boolean(true),
        }
    }

    fn parameters(&mut self) {
        let plain = [
            (Type::Integer, "2"),
            (Type::Decimal, "1/18"),
            (MONTHLY, "1000"),
        ];
        for (ty, value) in plain {
            self.policy.parameter("single", ty, number(value));
            self.parameters.push(self.last_parameter());
        }
        let enumeration = vec![ParameterKey::Enum(self.color)];
        let values = [
            (Key::Enum(0), "1"),
            (Key::Enum(1), "2"),
            (Key::Enum(2), "2"),
        ];
        self.keyed(Type::Integer, enumeration.clone(), &values, None);
        let values = [
            (Key::Enum(0), "1000"),
            (Key::Enum(1), "1500"),
            (Key::Enum(2), "0"),
        ];
        self.keyed(MONTHLY, enumeration, &values, None);
        let integer = vec![ParameterKey::Integer { low: 0, high: None }];
        let values = [(Key::Integer(1), "0.5"), (Key::Integer(2), "1/3")];
        self.keyed(Type::Decimal, integer.clone(), &values, None);
        self.keyed(
            Type::Money(None),
            integer,
            &[(Key::Integer(0), "3000")],
            Some("0"),
        );
        let village = vec![ParameterKey::Entity(self.village)];
        let values = [
            (Key::Text("v1".to_owned()), "1"),
            (Key::Text("v2".to_owned()), "3"),
        ];
        self.keyed(Type::Integer, village, &values, None);
    }

    fn last_parameter(&self) -> ParameterId {
        ParameterId(u32::try_from(self.policy.program.parameters.len() - 1).unwrap())
    }

    fn keyed(
        &mut self,
        ty: Type,
        keys: Vec<ParameterKey>,
        values: &[(Key, &str)],
        otherwise: Option<&str>,
    ) {
        let values: BTreeMap<Vec<Key>, Constant> = values
            .iter()
            .map(|(key, value)| (vec![key.clone()], number(value)))
            .collect();
        self.policy
            .keyed_parameter("keyed", ty, keys, values, otherwise.map(number));
        self.parameters.push(self.last_parameter());
    }

    fn roles(&mut self, choices: &mut Choices) {
        let fields = &self.policy.program.entities[self.member.index()].fields;
        let of_type = |ty| {
            fields
                .iter()
                .copied()
                .find(|it| self.policy.program.fields[it.index()].ty == ty)
        };
        let color = self.policy.read(of_type(Type::Enum(self.color)).unwrap());
        let red = self.constant(Type::Enum(self.color), choices);
        let condition = truth(ExprKind::OneOf(Box::new(color), vec![red]));
        self.policy.program.roles.push(Role {
            about: About::default(),
            entity: self.family,
            of: self.member,
            condition,
        });
    }

    /// The key of an entity, read from a row at or below it.
    pub(crate) fn key_from(&self, entity: EntityId, from: EntityId) -> Expr {
        let key = self
            .policy
            .read(self.policy.program.entities[entity.index()].key);
        let hops = from.index() - entity.index();
        (0..hops).fold(key, |inner, _| {
            expr(ExprKind::At(Hop::Parent, Box::new(inner)), Type::Text)
        })
    }
}

/// Money per year, for a change of type.
pub(crate) const YEARLY: Type = Type::Money(Some(Period::Year));
