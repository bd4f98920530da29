//! Generated rules: definitions, criteria, classes, decisions, selections, aids, registers.

use aturan::check::tree::*;
use aturan::number::Rational;
use aturan::source::Span;

use super::choices::Choices;
use super::expression::Writer;
use super::schema::Schema;
use crate::build::{MONTHLY, boolean, day, expr, ground, lit, multiply};

/// How deep expressions go.
const DEPTH: usize = 3;

/// Adds some rules, each over those that stand before it.
pub(crate) fn add(schema: &mut Schema, choices: &mut Choices) {
    for number in 0..2 + choices.below(7) {
        let levels = [schema.family, schema.member, schema.village];
        let level = choices.pick(&levels);
        match choices.below(10) {
            0..3 => define(schema, level, number, choices),
            3 => criteria(schema, level, choices),
            4 => class(schema, level, choices),
            5 => select(schema, choices),
            6..9 => aid(schema, level, number, choices),
            _ => register(schema, level, choices),
        }
    }
}

fn writer(schema: &Schema, level: EntityId) -> Writer<'_> {
    Writer {
        schema,
        level,
        fields_only: false,
    }
}

fn define(schema: &mut Schema, level: EntityId, number: usize, choices: &mut Choices) {
    let ty = choices.pick(&schema.types());
    let value = writer(schema, level).expr(ty, DEPTH, choices);
    let chain = matches!(
        value.kind,
        ExprKind::Multiply(..) | ExprKind::Divide(..) | ExprKind::Negate(_) | ExprKind::Retype(_)
    );
    let id = schema
        .policy
        .define(level, &format!("define_{number}"), value);
    schema.policy.program.values[id.index()].exact = chain && !choices.chance(25);
}

fn criteria(schema: &mut Schema, level: EntityId, choices: &mut Choices) {
    let set = CriteriaId(u32::try_from(schema.policy.program.criteria.len()).unwrap());
    let mut criteria = Vec::new();
    for _ in 0..=choices.below(3) {
        let condition = writer(schema, level).condition(DEPTH - 1, choices);
        let kind = ValueKind::Criterion { set, condition };
        criteria.push(schema.policy.value(level, "criterion", Type::Boolean, kind));
    }
    let about = About::default();
    schema.policy.program.criteria.push(CriteriaSet {
        about,
        entity: level,
        criteria,
    });
}

fn class(schema: &mut Schema, level: EntityId, choices: &mut Choices) {
    let ty = Type::Enum(schema.color);
    let of = writer(schema, level);
    let kind = if choices.chance(50) {
        ValueKind::Decide(expr(of.best_match(ty, DEPTH - 1, choices), ty))
    } else {
        ValueKind::Class(expr(of.first_match(ty, DEPTH - 1, choices), ty))
    };
    schema.policy.value(level, "class", ty, kind);
}

fn select(schema: &mut Schema, choices: &mut Choices) {
    let level = choices.pick(&[schema.member, schema.family]);
    let of = writer(schema, level);
    let select = Select {
        when: of.condition(DEPTH - 1, choices),
        rank: of.rank(1, choices),
        limits: (0..=choices.below(2))
            .map(|_| limit(schema, level, choices))
            .collect(),
    };
    schema
        .policy
        .value(level, "select", Type::Boolean, ValueKind::Select(select));
}

fn limit(schema: &Schema, level: EntityId, choices: &mut Choices) -> Limit {
    let of = writer(schema, level);
    let mut above = schema.upwards(level);
    above.pop();
    above.reverse();
    Limit {
        count: of.few(choices),
        per: choices.pick(&above),
        condition: choices.chance(40).then(|| of.condition(1, choices)),
        span: Span::default(),
    }
}

fn grounds(of: &Writer, most: usize, choices: &mut Choices) -> Vec<Ground> {
    (0..choices.below(most + 1))
        .map(|_| ground("ground", of.condition(2, choices)))
        .collect()
}

fn aid(schema: &mut Schema, level: EntityId, number: usize, choices: &mut Choices) {
    let of = writer(schema, level);
    let program = &schema.policy.program;
    let benefit = match choices.below(4) {
        0 | 1 => Benefit::Amount {
            value: amount(&of, choices),
            months: None,
        },
        2 => Benefit::Service(of.expr(Type::Enum(schema.color), 2, choices)),
        _ => Benefit::Nothing,
    };
    let others = (0..).map(AidId).zip(&program.aids);
    let others: Vec<AidId> = others
        .filter(|(_, aid)| aid.entity == level)
        .map(|(id, _)| id)
        .collect();
    let not_together = others.into_iter().filter(|_| choices.chance(40));
    let not_together: Vec<(AidId, String, Span)> = not_together
        .map(|id| (id, "other".to_owned(), Span::default()))
        .collect();
    let own = AidId(u32::try_from(program.aids.len()).unwrap());
    let key = program.entities[level.index()].key;
    let take_up = choices
        .chance(25)
        .then(|| take_up(key, of.expr(Type::Decimal, 1, choices)));
    let made = Aid {
        about: About::default(),
        entity: level,
        agency: None,
        in_force: choices.chance(10).then(|| (day("2023-06-01"), None)),
        // Mostly few clauses, so that the allocation has candidates to choose from.
        when: grounds(&of, choices.pick(&[0, 1, 2]), choices),
        unless: grounds(&of, choices.pick(&[0, 0, 1, 2]), choices),
        verify: grounds(&of, choices.pick(&[0, 0, 0, 1, 2]), choices),
        take_up,
        quota: choices
            .chance(60)
            .then(|| quota(schema, &of, own, &benefit, choices)),
        budget: choices
            .chance(40)
            .then(|| budget(schema, &of, own, &benefit, choices)),
        limits: if choices.chance(30) && level != schema.village {
            vec![limit(schema, level, choices)]
        } else {
            Vec::new()
        },
        rank: if choices.chance(85) {
            of.rank(choices.below(2), choices)
        } else {
            Vec::new()
        },
        benefit,
        not_together,
    };
    schema.policy.aid(level, &format!("aid_{number}"), |aid| {
        let about = aid.about.clone();
        *aid = Aid { about, ..made };
    });
}

/// The draws of an aid whose share is any number, also outside 0 to 1.
fn take_up(key: FieldId, share: Expr) -> TakeUp {
    let at = |kind, ty| Expr {
        kind,
        ty,
        span: Span::default(),
    };
    let constant = |it, ty| at(ExprKind::Constant(it), ty);
    let seed = Constant::Number(Rational::from_integer(7));
    let operands = vec![
        at(ExprKind::Field(key), Type::Text),
        constant(Constant::Text("aid".to_owned()), Type::Text),
        constant(seed, Type::Integer),
    ];
    let draw = at(ExprKind::Call(Function::Draw, operands), Type::Decimal);
    let less = ExprKind::Compare(CompareOp::Less, Box::new(draw), Box::new(share.clone()));
    TakeUp {
        share,
        seed: 7,
        takes: at(less, Type::Boolean),
        span: Span::default(),
    }
}

fn amount(of: &Writer, choices: &mut Choices) -> Expr {
    if choices.chance(50) {
        return lit(choices.pick(&["1000", "1500", "0.0001", "0"]), MONTHLY);
    }
    of.expr(MONTHLY, 2, choices)
}

/// A group, and something that is the same for all its rows.
fn group(
    schema: &Schema,
    of: &Writer,
    own: AidId,
    benefit: &Benefit,
    choices: &mut Choices,
) -> (Option<Group>, Option<Expr>) {
    let ancestors = schema.upwards(of.level);
    let color = Type::Enum(schema.color);
    match choices.below(6) {
        0..3 => (None, None),
        3 => (Some(Group::Ancestor(choices.pick(&ancestors))), None),
        4 if matches!(benefit, Benefit::Service(_)) => {
            let service = expr(ExprKind::Aid(own, AidPart::Service), color);
            (Some(Group::Value(service.clone())), Some(service))
        }
        _ => {
            let types = [
                color,
                Type::Boolean,
                Type::Integer,
                MONTHLY,
                Type::Text,
                Type::Date,
            ];
            let ty = choices.pick(&types);
            let value = of.expr(ty, 1, choices);
            let key = (ty == color).then(|| value.clone());
            (Some(Group::Value(value)), key)
        }
    }
}

fn quota(
    schema: &Schema,
    of: &Writer,
    own: AidId,
    benefit: &Benefit,
    choices: &mut Choices,
) -> Quota {
    let (per, key) = group(schema, of, own, benefit, choices);
    let keyed = schema.parameters[3];
    let share_of = choices
        .chance(15)
        .then_some(choices.pick(&[schema.family, schema.member]));
    let count = match (&per, key) {
        _ if share_of.is_some() => lit(choices.pick(&["0.5", "1/3", "0.1"]), Type::Decimal),
        (Some(Group::Value(_)), Some(key)) if choices.chance(60) => {
            let lookup = expr(ExprKind::Parameter(keyed, vec![key]), Type::Integer);
            multiply(of.few(choices), lookup, Type::Integer)
        }
        _ if choices.chance(20) => lit(choices.pick(&["1.5", "2.999999"]), Type::Decimal),
        _ => of.few(choices),
    };
    Quota {
        count,
        share_of,
        per,
        span: Span::default(),
    }
}

fn budget(
    schema: &Schema,
    of: &Writer,
    own: AidId,
    benefit: &Benefit,
    choices: &mut Choices,
) -> Budget {
    let (per, _) = group(schema, of, own, benefit, choices);
    let ceilings = ["2000", "3000", "0.0002", "0", "-1", "999999999"];
    let ceiling = lit(choices.pick(&ceilings), MONTHLY);
    Budget {
        ceiling,
        per,
        span: Span::default(),
    }
}

fn register(schema: &mut Schema, level: EntityId, choices: &mut Choices) {
    let of = writer(schema, level);
    let current = of.condition(1, choices);
    let mut enter = grounds(&of, 2, choices);
    enter.push(ground("enter", boolean(true)));
    let leave = grounds(&of, 3, choices);
    schema.policy.register(level, current, enter, leave);
}
