//! A small policy's schema, as the checker would give it: village, family, member.

use aturan::check::tree::{
    About, Blank, Constant, Entity, EntityId, Enum, EnumId, Field, FieldId, FieldRange, Program,
    Type,
};
use aturan::number::{Period, Rational};

pub(crate) const VILLAGE: EntityId = EntityId(0);
pub(crate) const FAMILY: EntityId = EntityId(1);
pub(crate) const MEMBER: EntityId = EntityId(2);

/// Builds a program of data declarations.
#[derive(Default)]
pub(crate) struct Schema {
    program: Program,
}

impl Schema {
    fn enumeration(&mut self, name: &str, values: &[&str]) -> EnumId {
        let id = EnumId(u32::try_from(self.program.enums.len()).unwrap());
        let values = values.iter().map(|it| ((*it).to_owned(), (*it).to_owned()));
        self.program.enums.push(Enum {
            about: about(name),
            values: values.collect(),
        });
        id
    }

    fn entity(&mut self, name: &str) -> EntityId {
        let id = EntityId(u32::try_from(self.program.entities.len()).unwrap());
        let key = FieldId(u32::try_from(self.program.fields.len()).unwrap());
        let it = Entity {
            about: about(name),
            key,
            parent: None,
            fields: Vec::new(),
        };
        self.program.entities.push(it);
        id
    }

    fn field(&mut self, entity: EntityId, name: &str, ty: Type, blank: Blank) -> &mut Field {
        let id = FieldId(u32::try_from(self.program.fields.len()).unwrap());
        self.program.entities[entity.index()].fields.push(id);
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
        &mut self.program.fields[id.index()]
    }

    fn belongs(&mut self, child: EntityId, parent: EntityId, by: &str) {
        self.field(child, by, Type::Text, Blank::Rejected);
        let field = FieldId(u32::try_from(self.program.fields.len() - 1).unwrap());
        self.program.entities[child.index()].parent = Some((parent, field));
    }
}

/// village, family and member, with fields of every type.
pub(crate) fn program() -> Program {
    let mut it = Schema::default();
    it.enumeration("status", &[]);
    it.enumeration("outcome", &[]);
    let livelihood = it.enumeration("livelihood", &["fishing", "farming", "trade"]);
    let floor = it.enumeration("floor", &["ceramic", "cement", "wood", "earth"]);
    let sex = it.enumeration("sex", &["male", "female"]);

    let village = it.entity("village");
    it.field(village, "village_code", Type::Text, Blank::Rejected);
    it.field(village, "name", Type::Text, Blank::Rejected);
    it.field(
        village,
        "livelihood",
        Type::Enum(livelihood),
        Blank::Rejected,
    );

    let family = it.entity("family");
    it.field(family, "family_id", Type::Text, Blank::Rejected);
    it.belongs(family, village, "village_code");
    it.field(
        family,
        "expenditure",
        Type::Money(Some(Period::Month)),
        Blank::Unknown,
    );
    it.field(family, "floor_area", Type::Decimal, Blank::Unknown)
        .range = Some(range(1, 10_000));
    it.field(family, "floor", Type::Enum(floor), Blank::Unknown);
    it.field(family, "refuses_aid", Type::Boolean, Blank::Rejected);

    let member = it.entity("member");
    it.field(member, "person_id", Type::Text, Blank::Rejected);
    it.belongs(member, family, "family_id");
    let nik = it.field(member, "nik", Type::Text, Blank::Unknown);
    nik.matching = Some(("[0-9]{16}".to_owned(), true));
    nik.personal = true;
    it.field(member, "birth_date", Type::Date, Blank::Rejected);
    it.field(member, "sex", Type::Enum(sex), Blank::Rejected);
    it.field(member, "meals", Type::Integer, Blank::Unknown)
        .range = Some(range(0, 6));
    it.field(member, "mother", Type::Text, Blank::Unknown)
        .refers_to = Some(member);
    let card = it.field(member, "card", Type::Text, Blank::Unknown);
    card.unique = true;
    card.personal = true;
    card.matching = Some(("K-[0-9]+".to_owned(), false));
    it.program
}

pub(crate) const MONTH: EntityId = EntityId(3);

/// The same with the months in which a member worked: a child of `member`.
pub(crate) fn program_with_months() -> Program {
    let mut it = Schema { program: program() };
    let month = it.entity("work_month");
    it.field(month, "month_key", Type::Text, Blank::Rejected);
    it.belongs(month, MEMBER, "person_id");
    it.field(month, "worked", Type::Boolean, Blank::Unknown);
    it.field(month, "month", Type::Integer, Blank::Rejected);
    it.program
}

fn range(low: i64, high: i64) -> FieldRange {
    let number = |it| Some(Constant::Number(Rational::from_integer(it)));
    FieldRange {
        low: number(low),
        high: number(high),
        exclusive: false,
    }
}

fn about(name: &str) -> About {
    About {
        name: name.to_owned(),
        label: name.to_owned(),
        ..About::default()
    }
}
