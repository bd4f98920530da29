//! Hand-built policies and data for the tests of the evaluators.

#![expect(dead_code, reason = "every test binary takes what it needs")]

use std::collections::BTreeMap;
use std::sync::Arc;

use aturan::check::tree::*;
use aturan::data::table::Dataset;
use aturan::number::{Date, Period, Rational};
use aturan::source::Span;
use aturan::testing::fixture;

/// Money per month.
pub(crate) const MONTHLY: Type = Type::Money(Some(Period::Month));

/// A day, from ISO digits.
pub(crate) fn day(text: &str) -> Date {
    Date::parse_iso(text).unwrap()
}

/// A number constant, from plain digits or `n/d`.
pub(crate) fn number(text: &str) -> Constant {
    let rational = match text.split_once('/') {
        Some((num, den)) => Rational::new(num.parse().unwrap(), den.parse().unwrap()),
        None => Rational::parse_decimal(text),
    };
    Constant::Number(rational.unwrap())
}

/// An expression without a place.
pub(crate) fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr {
        kind,
        ty,
        span: Span::default(),
    }
}

/// A boolean expression.
pub(crate) fn truth(kind: ExprKind) -> Expr {
    expr(kind, Type::Boolean)
}

/// A number of a type.
pub(crate) fn lit(text: &str, ty: Type) -> Expr {
    expr(ExprKind::Constant(number(text)), ty)
}

/// A whole number.
pub(crate) fn int(value: i64) -> Expr {
    lit(&value.to_string(), Type::Integer)
}

/// `true` or `false`.
pub(crate) fn boolean(value: bool) -> Expr {
    truth(ExprKind::Constant(Constant::Boolean(value)))
}

/// A comparison.
pub(crate) fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
    truth(ExprKind::Compare(op, Box::new(left), Box::new(right)))
}

/// `left < right`.
pub(crate) fn less(left: Expr, right: Expr) -> Expr {
    compare(CompareOp::Less, left, right)
}

/// `left = right`.
pub(crate) fn equal(left: Expr, right: Expr) -> Expr {
    compare(CompareOp::Equal, left, right)
}

/// `left / right` of a type.
pub(crate) fn divide(left: Expr, right: Expr, ty: Type) -> Expr {
    expr(ExprKind::Divide(Box::new(left), Box::new(right)), ty)
}

/// `left * right` of a type.
pub(crate) fn multiply(left: Expr, right: Expr, ty: Type) -> Expr {
    expr(ExprKind::Multiply(Box::new(left), Box::new(right)), ty)
}

/// `left + right`, of the type of the left.
pub(crate) fn add(left: Expr, right: Expr) -> Expr {
    let ty = left.ty;
    expr(ExprKind::Add(Box::new(left), Box::new(right)), ty)
}

/// `left and right`.
pub(crate) fn and(left: Expr, right: Expr) -> Expr {
    truth(ExprKind::And(vec![left, right]))
}

/// The expression at the parent.
pub(crate) fn parent(inner: Expr) -> Expr {
    let ty = inner.ty;
    expr(ExprKind::At(Hop::Parent, Box::new(inner)), ty)
}

/// An aggregate with nothing but its operation and rows.
pub(crate) fn over(op: AggregateOp, entity: EntityId) -> Aggregate {
    Aggregate {
        op,
        over: entity,
        condition: None,
        value: None,
        best: None,
        no_rows: None,
        by: Vec::new(),
    }
}

/// An aggregate as an expression.
pub(crate) fn aggregate(it: Aggregate, ty: Type) -> Expr {
    expr(ExprKind::Aggregate(Box::new(it)), ty)
}

/// `count(entity where condition)`.
pub(crate) fn count(entity: EntityId, condition: Option<Expr>) -> Expr {
    let it = Aggregate {
        condition,
        ..over(AggregateOp::Count, entity)
    };
    aggregate(it, Type::Integer)
}

/// `sum(value of entity where condition)`.
pub(crate) fn sum(value: Expr, entity: EntityId, condition: Option<Expr>) -> Expr {
    let ty = value.ty;
    let it = Aggregate {
        condition,
        value: Some(value),
        ..over(AggregateOp::Sum, entity)
    };
    aggregate(it, ty)
}

/// A rank key.
pub(crate) fn by(value: Expr) -> RankKey {
    RankKey {
        value,
        descending: false,
        filled: None,
    }
}

/// A rank key, larger first.
pub(crate) fn descending(value: Expr) -> RankKey {
    RankKey {
        value,
        descending: true,
        filled: None,
    }
}

/// A ground with a code.
pub(crate) fn ground(code: &str, condition: Expr) -> Ground {
    Ground {
        code: code.to_owned(),
        label: code.to_owned(),
        condition,
        sources: Vec::new(),
        span: Span::default(),
    }
}

fn about(name: &str) -> About {
    About {
        name: name.to_owned(),
        label: name.to_owned(),
        ..About::default()
    }
}

/// A policy that is being built.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) program: Program,
}

impl Policy {
    /// A policy with the two enumerations that every policy has.
    pub(crate) fn new() -> Self {
        let mut it = Self {
            program: Program::default(),
        };
        it.enumeration("status", &Status::ALL.map(Status::word));
        it.enumeration("outcome", &Outcome::ALL.map(Outcome::word));
        it
    }

    /// An enumeration.
    pub(crate) fn enumeration(&mut self, name: &str, values: &[&str]) -> EnumId {
        let values = values
            .iter()
            .map(|it| ((*it).to_owned(), (*it).to_owned()))
            .collect();
        self.program.enums.push(Enum {
            about: about(name),
            values,
        });
        EnumId(u32::try_from(self.program.enums.len() - 1).unwrap())
    }

    /// An entity with a text key and, under a parent, the parent's key.
    pub(crate) fn entity(&mut self, name: &str, parent: Option<EntityId>) -> EntityId {
        let id = EntityId(u32::try_from(self.program.entities.len()).unwrap());
        self.program.entities.push(Entity {
            about: about(name),
            key: FieldId(0),
            parent: None,
            fields: Vec::new(),
        });
        let key = self.field(id, &format!("{name}_id"), Type::Text, Blank::Rejected);
        self.program.entities[id.index()].key = key;
        if let Some(parent) = parent {
            let link = self.field(id, &format!("{name}_of"), Type::Text, Blank::Rejected);
            self.program.entities[id.index()].parent = Some((parent, link));
        }
        id
    }

    /// The rows of an entity under the rows that a link leads to.
    pub(crate) fn view(&mut self, of: EntityId, link: FieldId) -> EntityId {
        let id = EntityId(u32::try_from(self.program.entities.len()).unwrap());
        let target = self.program.fields[link.index()].refers_to.unwrap();
        self.program.entities.push(Entity {
            about: about("view"),
            key: FieldId(0),
            parent: Some((target, link)),
            fields: Vec::new(),
        });
        let origin = self.field(id, "origin", Type::Text, Blank::Rejected);
        self.program.fields[origin.index()].refers_to = Some(of);
        self.program.entities[id.index()].key = origin;
        self.program.views.insert(id, View { of, link, origin });
        id
    }

    /// A field.
    pub(crate) fn field(
        &mut self,
        entity: EntityId,
        name: &str,
        ty: Type,
        blank: Blank,
    ) -> FieldId {
        let id = FieldId(u32::try_from(self.program.fields.len()).unwrap());
        self.program.fields.push(Field {
            about: about(name),
            entity,
            ty,
            range: None,
            matching: None,
            blank,
            unique: false,
            personal: false,
            refers_to: None,
        });
        self.program.entities[entity.index()].fields.push(id);
        id
    }

    /// A field that may be blank.
    pub(crate) fn optional(&mut self, entity: EntityId, name: &str, ty: Type) -> FieldId {
        self.field(entity, name, ty, Blank::Unknown)
    }

    /// A field's value.
    pub(crate) fn read(&self, field: FieldId) -> Expr {
        expr(
            ExprKind::Field(field),
            self.program.fields[field.index()].ty,
        )
    }

    /// The key of an entity, as a last rank key.
    pub(crate) fn key(&self, entity: EntityId) -> RankKey {
        by(self.read(self.program.entities[entity.index()].key))
    }

    /// A computed value.
    pub(crate) fn value(
        &mut self,
        entity: EntityId,
        name: &str,
        ty: Type,
        kind: ValueKind,
    ) -> ValueId {
        let id = ValueId(u32::try_from(self.program.values.len()).unwrap());
        self.program.values.push(Value {
            about: about(name),
            entity,
            ty,
            kind,
            exact: false,
        });
        self.program.order.push(Step::Value(id));
        id
    }

    /// A `define`.
    pub(crate) fn define(&mut self, entity: EntityId, name: &str, value: Expr) -> ValueId {
        let ty = value.ty;
        self.value(entity, name, ty, ValueKind::Define(value))
    }

    /// A `define` whose consumers use the exact form.
    pub(crate) fn define_exact(&mut self, entity: EntityId, name: &str, value: Expr) -> ValueId {
        let id = self.define(entity, name, value);
        self.program.values[id.index()].exact = true;
        id
    }

    /// A computed value, read.
    pub(crate) fn of(&self, id: ValueId) -> Expr {
        expr(ExprKind::Value(id), self.program.values[id.index()].ty)
    }

    /// A single-valued parameter in force from the year 1.
    pub(crate) fn parameter(&mut self, name: &str, ty: Type, value: Constant) -> Expr {
        let values = BTreeMap::from([(Vec::new(), value)]);
        self.keyed_parameter(name, ty, Vec::new(), values, None);
        let id = ParameterId(u32::try_from(self.program.parameters.len() - 1).unwrap());
        expr(ExprKind::Parameter(id, Vec::new()), ty)
    }

    /// A keyed parameter in force from the year 1.
    pub(crate) fn keyed_parameter(
        &mut self,
        name: &str,
        ty: Type,
        keys: Vec<ParameterKey>,
        values: BTreeMap<Vec<Key>, Constant>,
        otherwise: Option<Constant>,
    ) -> ParameterId {
        self.program.parameters.push(Parameter {
            about: about(name),
            ty,
            keys,
            intervals: vec![Interval {
                from: Date::MIN,
                until: None,
                values,
                otherwise,
                span: Span::default(),
                sources: Vec::new(),
            }],
        });
        ParameterId(u32::try_from(self.program.parameters.len() - 1).unwrap())
    }

    /// An aid, changed by `with`.
    pub(crate) fn aid(
        &mut self,
        entity: EntityId,
        name: &str,
        with: impl FnOnce(&mut Aid),
    ) -> AidId {
        let id = AidId(u32::try_from(self.program.aids.len()).unwrap());
        let mut aid = Aid {
            about: about(name),
            entity,
            agency: None,
            in_force: None,
            when: Vec::new(),
            unless: Vec::new(),
            verify: Vec::new(),
            take_up: None,
            benefit: Benefit::Nothing,
            quota: None,
            budget: None,
            limits: Vec::new(),
            rank: Vec::new(),
            not_together: Vec::new(),
        };
        with(&mut aid);
        self.program.aids.push(aid);
        self.program.order.push(Step::Aid(id));
        id
    }

    /// A register.
    pub(crate) fn register(
        &mut self,
        entity: EntityId,
        current: Expr,
        enter: Vec<Ground>,
        leave: Vec<Ground>,
    ) -> RegisterId {
        let id = RegisterId(u32::try_from(self.program.registers.len()).unwrap());
        let about = about("register");
        self.program.registers.push(Register {
            about,
            entity,
            current,
            enter,
            leave,
        });
        self.program.order.push(Step::Register(id));
        id
    }
}

/// Rows that are being written down.
#[derive(Debug, Default, Clone)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<TestRow>,
}

impl Rows {
    /// A row under a parent; cells that are not given are blank. Gives its place among all rows.
    pub(crate) fn row(
        &mut self,
        entity: EntityId,
        parent: Option<usize>,
        cells: &[(FieldId, Constant)],
    ) -> usize {
        let cells: BTreeMap<_, _> = cells
            .iter()
            .map(|(field, cell)| (*field, Some(cell.clone())))
            .collect();
        self.rows.push(TestRow {
            entity,
            parent,
            cells: Arc::new(cells),
            span: Span::default(),
        });
        self.rows.len() - 1
    }

    /// The rows as data.
    pub(crate) fn dataset(&self, policy: &Policy) -> Dataset {
        fixture::dataset(&policy.program, &self.rows).dataset
    }
}
