//! Who heads a family when its head is gone, and what the others then are to the new head.
use super::record::{Family, Person};
use super::words::{Marital, Relation};
use jiff::civil::Date;

/// Makes sure that a family with residents is headed by one of them.
pub(crate) fn ensure_head(family: &mut Family, on: Date) {
    let headed = |person: &Person| person.relation == Relation::Head && person.resident();
    if family.members.iter().any(headed) {
        return;
    }
    let Some(heir) = heir(family, on) else {
        return keep_one_head(family);
    };
    let was = family.members[heir].relation;
    for person in &mut family.members {
        person.relation = towards(was, person);
    }
    family.members[heir].relation = Relation::Head;
}

/// The spouse, else the oldest grown child, else the oldest resident.
fn heir(family: &Family, on: Date) -> Option<usize> {
    let order = |person: &Person| match person.relation {
        Relation::Spouse => 0,
        Relation::Child if person.age(on) >= 17 => 1,
        Relation::Head
        | Relation::Child
        | Relation::InLaw
        | Relation::Grandchild
        | Relation::Parent
        | Relation::Servant
        | Relation::Other => 2,
    };
    let residents = family
        .members
        .iter()
        .enumerate()
        .filter(|(_, person)| person.resident());
    residents
        .min_by_key(|(_, person)| (order(person), person.birth))
        .map(|(index, _)| index)
}

/// Where nobody lives here any more, the first of the list stands as head, so that one does.
fn keep_one_head(family: &mut Family) {
    if family
        .members
        .iter()
        .any(|person| person.relation == Relation::Head)
    {
        return;
    }
    if let Some(first) = family.members.first_mut() {
        first.relation = Relation::Head;
    }
}

/// The relation of a person to a new head who was `heir` to the old one.
fn towards(heir: Relation, person: &Person) -> Relation {
    match (heir, person.relation) {
        (Relation::Spouse, Relation::Head) => Relation::Spouse,
        (Relation::Spouse, same) => same,
        (Relation::Child, Relation::Head | Relation::Spouse) => Relation::Parent,
        (Relation::Child, Relation::InLaw) if person.marital == Marital::Married => Relation::Other,
        (Relation::Parent, Relation::Head) => Relation::Child,
        (Relation::Parent, Relation::Spouse) => Relation::InLaw,
        (Relation::Parent, Relation::Child) => Relation::Grandchild,
        (_, Relation::Servant) => Relation::Servant,
        _ => Relation::Other,
    }
}
