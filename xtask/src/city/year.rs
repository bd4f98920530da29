//! One year in the life of a family: births, deaths, moves, school, work, wealth.
use super::calendar::days_before;
use super::chance::{Chance, Topic};
use super::families::Composer;
use super::housing;
use super::identity::Registry;
use super::people::{Around, grow, pregnancy_rate};
use super::places::Place;
use super::record::{Blanks, Family, Person};
use super::succession::ensure_head;
use super::words::{Marital, Presence, Relation, Sex};
use jiff::civil::Date;

/// Share of families that move away as a whole, or are not found, in a year.
const MOVES_AWAY: f64 = 0.010;
const NOT_FOUND: f64 = 0.001_2;
/// Share of deaths that only the civil registry knows: the field list still says "present".
const DEATH_UNSEEN: f64 = 0.15;
/// Size of the change of wealth in a quiet and in an eventful year, in standard deviations.
const QUIET: f64 = 0.03;
const EVENTFUL: f64 = 0.38;

/// Takes a family from the last round to the day of the next; false where nobody is left.
pub(crate) fn pass(family: &mut Family, on: Date, place: &Place, registry: &mut Registry) -> bool {
    let mut chance = Chance::new(Topic::Year, on.year(), family.number);
    clear_last_round(family, &mut chance);
    if family.members.is_empty() {
        return false;
    }
    ensure_head(family, on);
    if chance.happens(MOVES_AWAY) {
        leave_together(family, Presence::Moved);
    } else if chance.happens(NOT_FOUND) {
        leave_together(family, Presence::NotFound);
    } else {
        stay(family, on, place, registry, &mut chance);
    }
    true
}

/// Those who were gone in the last round are no longer in the list; a few turn up again.
fn clear_last_round(family: &mut Family, chance: &mut Chance) {
    family.members.retain(|person| {
        let found_again = person.presence == Presence::NotFound && chance.happens(0.3);
        (person.resident() || found_again) && person.death.is_none()
    });
    for person in &mut family.members {
        person.presence = Presence::Present;
        person.blanks = Blanks::default();
        person.spoilt = None;
    }
    family.blanks = Blanks::default();
    family.spoilt = None;
    family.business_group = None;
}

fn leave_together(family: &mut Family, presence: Presence) {
    for person in &mut family.members {
        depart(person, presence);
    }
}

fn stay(
    family: &mut Family,
    on: Date,
    place: &Place,
    registry: &mut Registry,
    chance: &mut Chance,
) {
    let before = family.members.len();
    for index in 0..before {
        let around = Around {
            on,
            wealth: family.wealth,
            place,
        };
        live_a_year(&mut family.members[index], around, chance);
    }
    widow(family);
    ensure_head(family, on);
    let mut composer = Composer {
        on,
        place,
        registry,
        chance,
    };
    for index in 0..before {
        bear(family, index, &mut composer);
    }
    marry(family, &mut composer);
    join(family, &mut composer);
    share_wealth(family, before, chance);
    house(family, place, chance);
}

fn live_a_year(person: &mut Person, around: Around, chance: &mut Chance) {
    let age = person.age(around.on);
    if chance.happens(death_rate(age)) {
        die(person, around.on, chance);
        return;
    }
    let leaves_home = match person.relation {
        Relation::Head | Relation::Spouse => 0.001_5,
        Relation::Servant => 0.1,
        Relation::Child
        | Relation::InLaw
        | Relation::Grandchild
        | Relation::Parent
        | Relation::Other => match age {
            17..30 => 0.055,
            30..40 => 0.03,
            _ => 0.002,
        },
    };
    let to = chance.pick(&[
        (Presence::Moved, leaves_home),
        (Presence::Abroad, leaves_home * 0.02),
        (Presence::NotFound, 0.000_7),
        (Presence::Present, 1.0 - leaves_home),
    ]);
    if to == Presence::Present {
        grow(person, around, chance);
    } else {
        depart(person, to);
    }
}

fn death_rate(age: i32) -> f64 {
    match age {
        0 => 0.012,
        1..50 => 0.001_3,
        50..60 => 0.007,
        60..70 => 0.02,
        70..80 => 0.05,
        _ => 0.12,
    }
}

fn die(person: &mut Person, on: Date, chance: &mut Chance) {
    let day = days_before(on, chance.between(15, 360)).max(person.birth);
    if chance.happens(DEATH_UNSEEN) {
        person.death = Some(day);
        person.pregnant = false;
        return;
    }
    depart(person, Presence::Died);
    person.death = chance.happens(0.8).then_some(day);
}

/// Leaves the family's list of residents; the outside lists are matched for residents only.
fn depart(person: &mut Person, presence: Presence) {
    person.presence = presence;
    person.pregnant = false;
    person.in_civil_list = false;
    person.wage = None;
}

/// The partner of a head or spouse who died is a widow or widower.
fn widow(family: &mut Family) {
    let couple = |person: &Person| matches!(person.relation, Relation::Head | Relation::Spouse);
    let lost = family
        .members
        .iter()
        .any(|person| couple(person) && person.presence == Presence::Died);
    if lost {
        for person in &mut family.members {
            if couple(person) && person.resident() && person.marital == Marital::Married {
                person.marital = Marital::Widowed;
            }
        }
    }
}

/// A birth, mostly to a woman who was pregnant in the last round; then the new pregnancy.
fn bear(family: &mut Family, index: usize, composer: &mut Composer) {
    let mother = &family.members[index];
    let in_union =
        mother.resident() && mother.death.is_none() && mother.marital == Marital::Married;
    if !in_union {
        family.members[index].pregnant = false;
        return;
    }
    let rate = pregnancy_rate(mother, composer.on);
    let relation = match mother.relation {
        Relation::Head | Relation::Spouse => Relation::Child,
        Relation::Child | Relation::InLaw => Relation::Grandchild,
        Relation::Grandchild | Relation::Parent | Relation::Servant | Relation::Other => {
            Relation::Other
        }
    };
    let cover = mother.cover;
    let expected = if mother.pregnant { 0.95 } else { rate * 0.28 };
    let gives_birth = composer.chance.happens(expected);
    family.members[index].pregnant = !gives_birth && composer.chance.happens(rate);
    if gives_birth {
        family.members[index].births += 1;
        let sex = composer.any_sex();
        composer.add(family, 0, sex, relation, Marital::Single);
        welcome(family, cover);
    }
}

fn marry(family: &mut Family, composer: &mut Composer) {
    for index in 0..family.members.len() {
        let person = &family.members[index];
        let marriageable = person.relation == Relation::Child
            && person.marital == Marital::Single
            && person.resident()
            && (20..34).contains(&person.age(composer.on));
        if marriageable && composer.chance.happens(0.02) {
            let age = person.age(composer.on);
            let (sex, cover) = (person.sex, person.cover);
            family.members[index].marital = Marital::Married;
            let partner = if sex == Sex::Male {
                Sex::Female
            } else {
                Sex::Male
            };
            composer.add(family, age, partner, Relation::InLaw, Marital::Married);
            welcome(family, cover);
        }
    }
}

/// Now and then a relative comes to live with the family.
fn join(family: &mut Family, composer: &mut Composer) {
    let alive = family.residents().next().map(|person| person.cover);
    if let Some(cover) = alive
        && composer.chance.happens(0.009)
    {
        let age = composer.chance.between(3, 40);
        let sex = composer.any_sex();
        composer.add(family, age, sex, Relation::Other, Marital::Single);
        welcome(family, cover);
    }
}

fn welcome(family: &mut Family, cover: super::words::HealthCover) {
    if let Some(person) = family.members.last_mut() {
        person.presence = Presence::NewMember;
        person.cover = cover;
    }
}

/// Wealth drifts in a quiet year, jumps in an eventful one, and is shared by more or fewer.
fn share_wealth(family: &mut Family, before: usize, chance: &mut Chance) {
    let spread = if chance.happens(0.82) {
        QUIET
    } else {
        EVENTFUL
    };
    family.wealth += spread * chance.normal();
    let now = family.residents().count();
    let more = i32::try_from(now).unwrap_or(0) - i32::try_from(before).unwrap_or(0);
    family.wealth -= 0.22 * f64::from(more.clamp(-2, 2));
}

fn house(family: &mut Family, place: &Place, chance: &mut Chance) {
    housing::live_on(&mut family.living, family.wealth, chance);
    if chance.happens(0.03) {
        family.housing = housing::build(family.wealth, place, chance);
    }
    if chance.happens(0.001) {
        family.refuses_aid = true;
    }
    if chance.happens(0.2) {
        family.other_aid = chance.happens(if family.wealth < -0.5 { 0.03 } else { 0.005 });
    }
}
