//! A small shadow of the policy's rules, kept only to calibrate and to test the city.
//!
//! It follows the register rules of `policies/` to the letter, unknown answers by Kleene's
//! logic (`None` is unknown). No result of it is written to a file as such.
use super::record::{Family, Person};
use super::rounds::{Lines, Round};
use super::words::{
    Floor, HomeStatus, JobStatus, Lighting, Power, Presence, Relation, Toilet, Wall,
};
use jiff::civil::Date;

/// Unknown, or a known truth.
pub(crate) type Truth = Option<bool>;

/// Where a family stands by its expenditure per person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Welfare {
    ExtremePoor,
    Poor,
    Vulnerable,
    NotPoor,
}

/// Why a person leaves the register, in the order of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ground {
    DeadByList,
    Died,
    Moved,
    NotFound,
    CivilServant,
    Refuses,
    NoLongerPoor,
}

/// What the register says of a person after the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Stays,
    Enters,
    Leaves(Ground),
    Outside,
    NeedsVerification(OnRegister),
}

/// Whether a person whose state is undecided was on the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnRegister {
    Yes,
    No,
}

impl Outcome {
    /// On the register once the round is closed.
    pub(crate) fn listed(self) -> bool {
        match self {
            Outcome::Stays | Outcome::Enters | Outcome::NeedsVerification(OnRegister::Yes) => true,
            Outcome::Leaves(_) | Outcome::Outside | Outcome::NeedsVerification(OnRegister::No) => {
                false
            }
        }
    }
}

/// The class of a family; unknown without an expenditure, a resident, or with a rejected member.
pub(crate) fn welfare(family: &Family, lines: Lines) -> Option<Welfare> {
    let size = family.size();
    if family.has_spoilt_member() || size == 0 {
        return None;
    }
    let expenditure = family.expenditure_answer()?;
    Some(if expenditure < lines.extreme * size {
        Welfare::ExtremePoor
    } else if expenditure < lines.poverty * size {
        Welfare::Poor
    } else if expenditure * 2 < lines.poverty * 3 * size {
        Welfare::Vulnerable
    } else {
        Welfare::NotPoor
    })
}

/// The eight criteria of Kepmensos 262/HUK/2022, a to h.
pub(crate) fn criteria(family: &Family, on: Date) -> [Truth; 8] {
    let bad_floor = |floor| matches!(floor, Floor::Earth | Floor::Cement);
    let bad_wall = |wall| {
        matches!(
            wall,
            Wall::Bamboo | Wall::Woven | Wall::Wood | Wall::Plastered | Wall::Other
        )
    };
    let dark = family
        .lighting_answer()
        .map(|lighting| lighting == Lighting::NotElectric);
    [
        head_not_working(family, on),
        family.worried_food_answer(),
        family.food_share_answer().map(|share| share > 500),
        family.bought_clothes_answer().map(|bought| !bought),
        family.floor_answer().map(bad_floor),
        family.wall_answer().map(bad_wall),
        family.toilet_answer().map(|toilet| toilet != Toilet::Own),
        or(dark, weak_power(family)),
    ]
}

/// Fakir miskin: no shelter, poor, or vulnerable with at least three criteria.
pub(crate) fn fakir_miskin(family: &Family, round: &Round) -> Truth {
    let class = welfare(family, round.lines);
    let no_shelter = family.home_answer().map(|home| home == HomeStatus::None);
    let poor = class.map(|class| matches!(class, Welfare::ExtremePoor | Welfare::Poor));
    let vulnerable = class.map(|class| class == Welfare::Vulnerable);
    let burdened = and(vulnerable, at_least(3, &criteria(family, round.on)));
    or(or(no_shelter, poor), burdened)
}

/// The outcome of each member, in the order of the family; nothing for a rejected family.
pub(crate) fn outcomes(family: &Family, round: &Round) -> Vec<Outcome> {
    if family.spoilt.is_some() {
        return Vec::new();
    }
    let fakir = fakir_miskin(family, round);
    let civil = civil_servant(family);
    let accepted = family
        .members
        .iter()
        .filter(|person| person.spoilt.is_none());
    accepted
        .map(|person| outcome(person, family, fakir, civil, round.on))
        .collect()
}

/// Persons of a family on the register once the round is closed.
pub(crate) fn listed_after(family: &Family, round: &Round) -> i64 {
    let listed = outcomes(family, round)
        .into_iter()
        .filter(|outcome| outcome.listed())
        .count();
    i64::try_from(listed).unwrap_or(0)
}

fn outcome(person: &Person, family: &Family, fakir: Truth, civil: Truth, on: Date) -> Outcome {
    let presence = person.presence;
    let grounds = [
        (
            Ground::DeadByList,
            Some(person.death.is_some_and(|day| day <= on)),
        ),
        (Ground::Died, Some(presence == Presence::Died)),
        (
            Ground::Moved,
            Some(matches!(presence, Presence::Moved | Presence::Abroad)),
        ),
        (Ground::NotFound, Some(presence == Presence::NotFound)),
        (Ground::CivilServant, civil),
        (Ground::Refuses, Some(family.refuses_aid)),
        (Ground::NoLongerPoor, fakir.map(|fakir| !fakir)),
    ];
    let ground = grounds
        .iter()
        .find(|(_, truth)| *truth == Some(true))
        .map(|(ground, _)| *ground);
    let open = grounds.iter().any(|(_, truth)| truth.is_none());
    match (person.listed, ground) {
        (true, Some(ground)) => Outcome::Leaves(ground),
        (false, Some(_)) => Outcome::Outside,
        (true, None) if open => Outcome::NeedsVerification(OnRegister::Yes),
        (false, None) if open => Outcome::NeedsVerification(OnRegister::No),
        (true, None) => Outcome::Stays,
        (false, None) => Outcome::Enters,
    }
}

fn head_not_working(family: &Family, on: Date) -> Truth {
    let heads = family
        .members
        .iter()
        .filter(|person| person.spoilt.is_none() && person.relation == Relation::Head)
        .map(|person| person.job_answer(on).map(|job| job == JobStatus::None));
    any(heads, family)
}

fn civil_servant(family: &Family) -> Truth {
    let residents = family.residents().filter(|person| person.spoilt.is_none());
    any(residents.map(|person| Some(person.in_civil_list)), family)
}

fn weak_power(family: &Family) -> Truth {
    match (family.lighting_answer(), family.power_answer()) {
        (_, Some(power)) => Some(power == Power::Va450),
        // Not asked where there is no meter; a blank to an asked question is unknown.
        (Some(lighting), None) if lighting != Lighting::PlnMetered => Some(false),
        (_, None) => None,
    }
}

/// True as soon as one is; a rejected member counts as one more unknown.
fn any(truths: impl Iterator<Item = Truth>, family: &Family) -> Truth {
    let start = if family.has_spoilt_member() {
        None
    } else {
        Some(false)
    };
    truths.fold(start, or)
}

fn or(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn and(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn at_least(needed: usize, truths: &[Truth]) -> Truth {
    let met = truths.iter().filter(|truth| **truth == Some(true)).count();
    let open = truths.iter().filter(|truth| truth.is_none()).count();
    if met >= needed {
        Some(true)
    } else if met + open < needed {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{and, at_least, or};

    #[test]
    fn unknown_follows_kleene() {
        assert_eq!(or(None, Some(true)), Some(true));
        assert_eq!(or(None, Some(false)), None);
        assert_eq!(and(None, Some(false)), Some(false));
        assert_eq!(and(None, Some(true)), None);
    }

    #[test]
    fn a_count_decides_as_soon_as_the_known_answers_suffice() {
        let (yes, no, open) = (Some(true), Some(false), None);
        assert_eq!(at_least(2, &[yes, yes, open]), Some(true));
        assert_eq!(at_least(2, &[yes, no, open]), None);
        assert_eq!(at_least(2, &[no, no, open]), Some(false));
    }
}
