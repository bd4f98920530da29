//! The benchmark policy as a typed tree: classes, fourteen criteria, five aids, one of them by rank.

pub(crate) mod data;

use std::collections::BTreeMap;

use aturan::check::tree::{
    About, Aggregate, AggregateOp, Aid, AidId, AidPart, Benefit, Best, BestRow, Blank, CompareOp,
    Constant, Entity, EntityId, Enum, EnumId, Expr, ExprKind, Field, FieldId, Ground, Interval,
    Key, Outcome, Parameter, ParameterId, ParameterKey, Program, Quota, RankKey, Status, Step,
    Type, Value, ValueId, ValueKind,
};
use aturan::number::{Date, Rational};
use aturan::source::Span;

/// The level of households.
pub(crate) const HOUSEHOLD: EntityId = EntityId(0);
/// The level of persons.
pub(crate) const PERSON: EntityId = EntityId(1);

const MONEY: Type = Type::Money(None);

/// The enumerations, after the two of the language.
pub(crate) const ENUMS: [(&str, &[&str]); 8] = [
    ("floor", &["soil", "wood", "cement", "ceramic"]),
    ("wall", &["bamboo", "low_wood", "bare_brick", "plastered"]),
    (
        "water",
        &["piped", "protected_well", "unprotected_well", "river"],
    ),
    ("sanitation", &["private", "shared", "none"]),
    ("fuel", &["lpg", "kerosene", "wood"]),
    ("sex", &["m", "f"]),
    ("school", &["none", "sd", "smp", "sma", "pt"]),
    (
        "livelihood",
        &["farming", "fishing", "trade", "craft", "services"],
    ),
];

/// The classes.
pub(crate) const CLASSES: [&str; 5] = [
    "extreme_poor",
    "poor",
    "vulnerable",
    "not_poor",
    "undetermined",
];

/// Fields of households, then of persons: name, type, may be blank.
pub(crate) const FIELDS: [(&str, Type, bool); 21] = [
    ("household_id", Type::Integer, false),
    ("kelurahan", Type::Integer, false),
    ("floor_m2", Type::Decimal, false),
    ("floor_material", Type::Enum(EnumId(2)), false),
    ("wall_material", Type::Enum(EnumId(3)), false),
    ("water_source", Type::Enum(EnumId(4)), false),
    ("sanitation", Type::Enum(EnumId(5)), false),
    ("electricity_va", Type::Integer, true),
    ("cooking_fuel", Type::Enum(EnumId(6)), false),
    ("monthly_expenditure", MONEY, true),
    ("food_share", Type::Decimal, false),
    ("household_id", Type::Integer, false),
    ("age", Type::Integer, false),
    ("sex", Type::Enum(EnumId(7)), false),
    ("is_disabled", Type::Boolean, false),
    ("is_pregnant", Type::Boolean, false),
    ("school_level", Type::Enum(EnumId(8)), false),
    ("is_working", Type::Boolean, false),
    ("monthly_income", MONEY, true),
    ("is_civil_servant", Type::Boolean, false),
    ("has_bpjs", Type::Boolean, false),
];

/// Fields of households in [`FIELDS`]; the others are of persons.
pub(crate) const HOUSEHOLD_FIELDS: usize = 11;

const CLASS: EnumId = EnumId(10);

/// The day of the run; the policy does not depend on it.
pub(crate) fn day() -> Date {
    Date::MIN
}

/// The policy; `livelihoods` by kelurahan.
pub(crate) fn program(livelihoods: &[u32]) -> Program {
    let mut it = Policy {
        program: Program::default(),
    };
    it.declare(livelihoods);
    it.classes();
    it.criteria();
    it.aids();
    it.program
}

struct Policy {
    program: Program,
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

fn truth(kind: ExprKind) -> Expr {
    expr(kind, Type::Boolean)
}

fn number(value: i64, ty: Type) -> Expr {
    expr(
        ExprKind::Constant(Constant::Number(Rational::from_integer(value))),
        ty,
    )
}

fn rational(num: i128, den: i128) -> Expr {
    let value = Rational::new(num, den).unwrap_or(Rational::zero());
    expr(ExprKind::Constant(Constant::Number(value)), Type::Decimal)
}

fn field(name: &str, level: EntityId) -> Expr {
    let within = if level == HOUSEHOLD {
        0..HOUSEHOLD_FIELDS
    } else {
        HOUSEHOLD_FIELDS..FIELDS.len()
    };
    let place = within
        .clone()
        .find(|it| FIELDS[*it].0 == name)
        .unwrap_or(within.start);
    let id = FieldId(u32::try_from(place).unwrap_or(0));
    expr(ExprKind::Field(id), FIELDS[place].1)
}

fn own(name: &str) -> Expr {
    field(name, HOUSEHOLD)
}

fn person(name: &str) -> Expr {
    field(name, PERSON)
}

fn compare(left: Expr, op: CompareOp, right: Expr) -> Expr {
    truth(ExprKind::Compare(op, Box::new(left), Box::new(right)))
}

fn not(of: Expr) -> Expr {
    truth(ExprKind::Not(Box::new(of)))
}

fn and(of: Vec<Expr>) -> Expr {
    truth(ExprKind::And(of))
}

fn or(of: Vec<Expr>) -> Expr {
    truth(ExprKind::Or(of))
}

fn one_of(of: Expr, codes: &[u32]) -> Expr {
    let codes = codes.iter().map(|code| Constant::Enum(*code)).collect();
    truth(ExprKind::OneOf(Box::new(of), codes))
}

fn divide(left: Expr, right: Expr, ty: Type) -> Expr {
    expr(ExprKind::Divide(Box::new(left), Box::new(right)), ty)
}

fn aggregate(op: AggregateOp, condition: Option<Expr>, value: Option<Expr>, ty: Type) -> Expr {
    let aggregate = Aggregate {
        op,
        over: PERSON,
        condition,
        value,
        best: None,
        no_rows: None,
        by: vec![],
    };
    expr(ExprKind::Aggregate(Box::new(aggregate)), ty)
}

fn any(condition: Expr) -> Expr {
    aggregate(AggregateOp::Any, None, Some(condition), Type::Boolean)
}

fn count(condition: Option<Expr>) -> Expr {
    aggregate(AggregateOp::Count, condition, None, Type::Integer)
}

fn age(op: CompareOp, years: i64) -> Expr {
    compare(person("age"), op, number(years, Type::Integer))
}

fn ages(low: i64, high: i64) -> Expr {
    and(vec![
        age(CompareOp::GreaterOrEqual, low),
        age(CompareOp::LessOrEqual, high),
    ])
}

fn ground(condition: Expr) -> Ground {
    Ground {
        code: String::new(),
        label: String::new(),
        condition,
        sources: vec![],
        span: Span::default(),
    }
}

impl Policy {
    fn declare(&mut self, livelihoods: &[u32]) {
        let named = |names: Vec<&str>| {
            names
                .into_iter()
                .map(|name| (name.to_owned(), name.to_owned()))
                .collect()
        };
        let status = Status::ALL.iter().map(|it| it.word()).collect();
        let outcome = Outcome::ALL.iter().map(|it| it.word()).collect();
        let own = ENUMS.iter().map(|(name, values)| (*name, values.to_vec()));
        let all = [("status", status), ("outcome", outcome)]
            .into_iter()
            .chain(own);
        let classes = ("class", CLASSES.to_vec());
        self.program.enums = all
            .chain([classes])
            .map(|(name, values)| Enum {
                about: about(name),
                values: named(values),
            })
            .collect();
        let ids: Vec<FieldId> = (0..).map(FieldId).take(FIELDS.len()).collect();
        let (own, persons) = ids.split_at(HOUSEHOLD_FIELDS);
        for (name, fields, parent) in [
            ("household", own, None),
            ("person", persons, Some((HOUSEHOLD, persons[0]))),
        ] {
            self.program.entities.push(Entity {
                about: about(name),
                key: fields[0],
                parent,
                fields: fields.to_vec(),
            });
        }
        for (place, (name, ty, optional)) in FIELDS.iter().enumerate() {
            self.program.fields.push(Field {
                about: about(name),
                entity: if place < HOUSEHOLD_FIELDS {
                    HOUSEHOLD
                } else {
                    PERSON
                },
                ty: *ty,
                range: None,
                matching: None,
                blank: if *optional {
                    Blank::Unknown
                } else {
                    Blank::Rejected
                },
                unique: false,
                personal: false,
                refers_to: None,
            });
        }
        let values = livelihoods
            .iter()
            .zip(0..)
            .map(|(code, key)| (vec![Key::Integer(key)], Constant::Enum(*code)))
            .collect::<BTreeMap<_, _>>();
        self.program.parameters.push(Parameter {
            about: about("livelihood"),
            ty: Type::Enum(EnumId(9)),
            keys: vec![ParameterKey::Integer {
                low: 0,
                high: Some(29),
            }],
            intervals: vec![Interval {
                from: Date::MIN,
                until: None,
                values,
                otherwise: None,
                span: Span::default(),
                sources: vec![],
            }],
        });
    }

    /// Adds a value and gives the expression that reads it.
    fn define(&mut self, name: &str, entity: EntityId, body: Expr) -> Expr {
        let ty = body.ty;
        let exact = matches!(body.kind, ExprKind::Divide(..));
        let id = ValueId(u32::try_from(self.program.values.len()).unwrap_or(u32::MAX));
        let kind = ValueKind::Define(body);
        self.program.values.push(Value {
            about: about(name),
            entity,
            ty,
            kind,
            exact,
        });
        self.program.order.push(Step::Value(id));
        expr(ExprKind::Value(id), ty)
    }

    /// A value by name.
    fn value(&self, name: &str) -> Expr {
        let mut values = self.program.values.iter().zip(0..);
        let found = values.find(|(value, _)| value.about.name == name);
        let (id, ty) = found.map_or((0, Type::Boolean), |(value, id)| (id, value.ty));
        expr(ExprKind::Value(ValueId(id)), ty)
    }

    fn classes(&mut self) {
        let size = self.define("size", HOUSEHOLD, count(None));
        let pce = divide(own("monthly_expenditure"), size, MONEY);
        let pce = self.define("pce", HOUSEHOLD, pce);
        let known = truth(ExprKind::IsKnown(Box::new(pce.clone())));
        let line = number(585_000, MONEY);
        let higher = expr(
            ExprKind::Multiply(Box::new(line.clone()), Box::new(rational(3, 2))),
            MONEY,
        );
        let class = |code| expr(ExprKind::Constant(Constant::Enum(code)), Type::Enum(CLASS));
        let below = |line| compare(pce.clone(), CompareOp::Less, line);
        let rows = vec![
            (not(known), class(4)),
            (below(number(322_170, MONEY)), class(0)),
            (below(line), class(1)),
            (below(higher), class(2)),
        ];
        let otherwise = Some(Box::new(class(3)));
        let class = expr(ExprKind::FirstMatch { rows, otherwise }, Type::Enum(CLASS));
        let class = self.define("class", HOUSEHOLD, class);
        self.define("poor", HOUSEHOLD, one_of(class, &[0, 1]));
    }

    fn criteria(&mut self) {
        let size = self.value("size");
        let per_person = divide(own("floor_m2"), size.clone(), Type::Decimal);
        let power = own("electricity_va");
        let unknown = not(truth(ExprKind::IsKnown(Box::new(power.clone()))));
        let weak = compare(power, CompareOp::Equal, number(450, Type::Integer));
        let income = person("monthly_income");
        let has_income = truth(ExprKind::IsKnown(Box::new(income.clone())));
        let highest = aggregate(AggregateOp::Max, Some(has_income), Some(income), MONEY);
        let low = compare(highest, CompareOp::Less, number(600_000, MONEY));
        let never = truth(ExprKind::Constant(Constant::Boolean(false)));
        let young = age(CompareOp::Less, 15);
        let dependents = count(Some(or(vec![young, age(CompareOp::Greater, 64)])));
        let others = expr(
            ExprKind::Subtract(Box::new(size), Box::new(dependents.clone())),
            Type::Integer,
        );
        let schooled = and(vec![
            age(CompareOp::Greater, 15),
            one_of(person("school_level"), &[2, 3, 4]),
        ]);
        let adult = age(CompareOp::GreaterOrEqual, 18);
        let man = one_of(person("sex"), &[0]);
        let rows = vec![
            compare(per_person, CompareOp::Less, number(8, Type::Decimal)),
            one_of(own("floor_material"), &[0, 1]),
            one_of(own("wall_material"), &[0, 1]),
            not(one_of(own("sanitation"), &[0])),
            one_of(own("water_source"), &[2, 3]),
            or(vec![unknown, weak]),
            one_of(own("cooking_fuel"), &[2]),
            compare(own("food_share"), CompareOp::Greater, rational(7, 10)),
            not(any(schooled)),
            truth(ExprKind::IfMissing(Box::new(low), Box::new(never))),
            compare(dependents, CompareOp::Greater, others),
            any(person("is_disabled")),
            not(any(and(vec![adult.clone(), person("is_working")]))),
            and(vec![any(adult.clone()), not(any(and(vec![adult, man])))]),
        ];
        let criteria: Vec<Expr> = rows
            .into_iter()
            .zip(1..)
            .map(|(row, place)| self.define(&format!("criterion_{place}"), HOUSEHOLD, row))
            .collect();
        let score = expr(ExprKind::CountTrue(criteria.clone()), Type::Integer);
        self.define("score", HOUSEHOLD, score);
        let fakir = ExprKind::AtLeast {
            count: Box::new(number(9, Type::Integer)),
            most: false,
            of: criteria,
        };
        self.define("is_fakir", HOUSEHOLD, truth(fakir));
    }

    fn aids(&mut self) {
        let servant = any(person("is_civil_servant"));
        let servant = self.define("has_civil_servant", HOUSEHOLD, servant);
        let (class, score, poor) = (self.value("class"), self.value("score"), self.value("poor"));
        let component = Self::component();
        let component = self.define("component", PERSON, component);
        let mut best = aggregate(AggregateOp::Sum, None, Some(component), MONEY);
        if let ExprKind::Aggregate(aggregate) = &mut best.kind {
            aggregate.best = Some(Best {
                count: number(4, Type::Integer),
                smallest: false,
            });
        }
        self.aid("pkh", vec![poor.clone()], &servant, Some(best));
        let near = one_of(class, &[0, 1, 2]);
        let scored = compare(
            score.clone(),
            CompareOp::GreaterOrEqual,
            number(3, Type::Integer),
        );
        self.aid(
            "sembako",
            vec![near, scored],
            &servant,
            Some(number(2_400_000, MONEY)),
        );
        let uninsured = count(Some(not(person("has_bpjs"))));
        let premium = expr(
            ExprKind::Multiply(Box::new(uninsured), Box::new(number(504_000, MONEY))),
            MONEY,
        );
        self.aid("pbi", vec![poor.clone()], &servant, Some(premium));
        let idle = count(Some(and(vec![ages(18, 45), not(person("is_working"))])));
        let idle = self.define("idle", HOUSEHOLD, idle);
        let some = compare(idle.clone(), CompareOp::Greater, number(0, Type::Integer));
        let training = self.aid("training", vec![poor.clone(), some], &servant, None);
        let course = expr(
            ExprKind::Parameter(ParameterId(0), vec![own("kelurahan")]),
            Type::Enum(EnumId(9)),
        );
        self.program.aids[training].benefit = Benefit::Service(course);
        let granted = |id: usize| AidId(u32::try_from(id).unwrap_or(u32::MAX));
        let given = truth(ExprKind::Aid(granted(training), AidPart::Granted));
        let none = number(0, Type::Integer);
        let trainees = ExprKind::If(Box::new(given), Box::new(idle), Box::new(none));
        self.define("trainees", HOUSEHOLD, expr(trainees, Type::Integer));
        let kube = self.aid("kube", vec![poor], &servant, Some(number(2_000_000, MONEY)));
        let key = |value, descending| RankKey {
            value,
            descending,
            filled: None,
        };
        let aid = &mut self.program.aids[kube];
        aid.quota = Some(Quota {
            count: rational(1, 10),
            share_of: Some(HOUSEHOLD),
            per: None,
            span: Span::default(),
        });
        let pce = self.value("pce");
        self.program.aids[kube].rank = vec![
            key(score, true),
            key(pce, false),
            key(own("household_id"), false),
        ];
        let amount = |id| expr(ExprKind::Aid(granted(id), AidPart::Amount), MONEY);
        let add = |a, b| expr(ExprKind::Add(Box::new(a), Box::new(b)), MONEY);
        let total = add(add(add(amount(0), amount(1)), amount(2)), amount(kube));
        self.define("total_aid", HOUSEHOLD, total);
    }

    fn component() -> Expr {
        let schooled = |level| and(vec![ages(6, 21), one_of(person("school_level"), &[level])]);
        let rows = [
            (person("is_pregnant"), 3_000_000),
            (age(CompareOp::LessOrEqual, 6), 3_000_000),
            (schooled(1), 900_000),
            (schooled(2), 1_500_000),
            (schooled(3), 2_000_000),
            (person("is_disabled"), 2_400_000),
            (age(CompareOp::GreaterOrEqual, 60), 2_400_000),
            (truth(ExprKind::Constant(Constant::Boolean(true))), 0),
        ];
        let rows = rows
            .into_iter()
            .map(|(condition, amount)| BestRow {
                condition,
                key: number(amount, MONEY),
                result: number(amount, MONEY),
            })
            .collect();
        expr(
            ExprKind::BestMatch {
                rows,
                smallest: false,
            },
            MONEY,
        )
    }

    /// Adds an aid and gives its place.
    fn aid(&mut self, name: &str, when: Vec<Expr>, servant: &Expr, amount: Option<Expr>) -> usize {
        let id = self.program.aids.len();
        self.program.aids.push(Aid {
            about: about(name),
            entity: HOUSEHOLD,
            agency: None,
            in_force: None,
            when: when.into_iter().map(ground).collect(),
            unless: vec![ground(servant.clone())],
            verify: vec![],
            benefit: amount.map_or(Benefit::Nothing, |value| Benefit::Amount {
                value,
                months: None,
            }),
            quota: None,
            budget: None,
            limits: vec![],
            rank: vec![],
            not_together: vec![],
            take_up: None,
        });
        self.program
            .order
            .push(Step::Aid(AidId(u32::try_from(id).unwrap_or(u32::MAX))));
        id
    }
}
