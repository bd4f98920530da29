//! Faults of the data: answers left blank, visits that failed, rows that must be rejected.
use super::chance::{Chance, Topic};
use super::record::{Blanks, Family, Question, Spoilt};
use super::rounds::Round;
use super::words::{Interview, Presence};

/// Share of blank answers to a question that was asked, family questions.
const FAMILY_BLANKS: &[(Question, f64)] = &[
    (Question::Home, 0.000_2),
    (Question::FloorArea, 0.006),
    (Question::Floor, 0.001),
    (Question::Wall, 0.001),
    (Question::Water, 0.002),
    (Question::Lighting, 0.000_5),
    (Question::Power, 0.008),
    (Question::Fuel, 0.002),
    (Question::Toilet, 0.001),
    (Question::FoodShare, 0.004),
    (Question::Savings, 0.03),
    (Question::WorriedFood, 0.003),
    (Question::Clothes, 0.003),
    (Question::Meat, 0.006),
    (Question::Meals, 0.003),
    (Question::PaysHealth, 0.005),
];
/// The same for questions about members.
const MEMBER_BLANKS: &[(Question, f64)] = &[
    (Question::Attendance, 0.002),
    (Question::SchoolLevel, 0.003),
    (Question::Job, 0.002),
    (Question::Income, 0.02),
    (Question::Pregnant, 0.002),
    (Question::PregnancyNumber, 0.02),
    (Question::Difficulty, 0.002),
    (Question::Nutrition, 0.005),
    (Question::HealthCover, 0.006),
];
/// What an interview that broke off leaves open.
const BROKEN_OFF: &[Question] = &[
    Question::Expenditure,
    Question::FoodShare,
    Question::Savings,
    Question::PaysHealth,
];
/// Rows spoilt in a round: members by kind, and families.
const SPOILT_MEMBERS: &[(Spoilt, usize)] = &[
    (Spoilt::Sex, 8),
    (Spoilt::Presence, 6),
    (Spoilt::Pregnancy, 6),
    (Spoilt::SameKey, 1),
];
const SPOILT_FAMILIES: usize = 2;

/// Sets the result of the visit and the answers left blank in this round.
pub(crate) fn leave_blanks(family: &mut Family, round: &Round) {
    let mut chance = Chance::new(Topic::Blanks, round.on.year(), family.number);
    family.interview = visit(family, round, &mut chance);
    let mut blanks = Blanks::default();
    for &(question, rate) in FAMILY_BLANKS {
        let all = !matches!(
            family.interview,
            Interview::Complete | Interview::Incomplete
        );
        if all || chance.happens(rate) {
            blanks.add(question);
        }
    }
    for &question in BROKEN_OFF {
        if family.interview != Interview::Complete {
            blanks.add(question);
        }
    }
    if chance.happens(round.blanks.expenditure) {
        blanks.add(Question::Expenditure);
    }
    family.blanks = blanks;
    for person in &mut family.members {
        person.blanks = Blanks::default();
        for &(question, rate) in MEMBER_BLANKS {
            if chance.happens(rate) {
                person.blanks.add(question);
            }
        }
    }
}

fn visit(family: &Family, round: &Round, chance: &mut Chance) -> Interview {
    if family.residents().next().is_none() {
        let moved = family
            .members
            .iter()
            .any(|person| person.presence == Presence::Moved);
        return if moved {
            Interview::Moved
        } else {
            Interview::NoRespondent
        };
    }
    let failed = round.blanks.interviews;
    chance.pick(&[
        (Interview::Complete, 1.0 - failed),
        (Interview::Incomplete, failed * 0.5),
        (Interview::NoRespondent, failed * 0.3),
        (Interview::Refused, failed * 0.2),
    ])
}

/// Spoils a few rows of families that are far from the register and from the poverty line, so
/// that their unknown state moves no figure.
pub(crate) fn spoil(families: &mut [Family], round: &Round) {
    let mut order: Vec<(u32, usize)> = (0..families.len())
        .filter(|&index| far_from_the_register(&families[index]))
        .map(|index| (draw(&families[index], round), index))
        .collect();
    order.sort_unstable();
    let mut free = order
        .into_iter()
        .map(|(_, index)| index)
        .collect::<Vec<usize>>();
    for &(kind, count) in SPOILT_MEMBERS {
        for _ in 0..count {
            let Some(at) = free
                .iter()
                .position(|&index| can_spoil(&families[index], kind))
            else {
                return;
            };
            spoil_member(&mut families[free.remove(at)], kind);
        }
    }
    for &index in free.iter().take(SPOILT_FAMILIES) {
        families[index].spoilt = Some(Spoilt::FloorArea);
    }
}

fn far_from_the_register(family: &Family) -> bool {
    family.wealth > 1.2
        && family.members.len() >= 3
        && family.members.len() <= 5
        && family.interview == Interview::Complete
        && family.members.iter().all(|person| {
            !person.listed && person.presence == Presence::Present && person.death.is_none()
        })
}

fn draw(family: &Family, round: &Round) -> u32 {
    Chance::new(Topic::Spoilt, round.on.year(), family.number)
        .between(0, 1_000_000)
        .unsigned_abs()
}

fn can_spoil(family: &Family, kind: Spoilt) -> bool {
    match kind {
        Spoilt::Pregnancy => family.members.iter().any(|person| person.pregnant),
        Spoilt::Sex | Spoilt::Presence | Spoilt::SameKey | Spoilt::FloorArea => true,
    }
}

fn spoil_member(family: &mut Family, kind: Spoilt) {
    family.blanks = Blanks::default();
    let last = family.members.len() - 1;
    match kind {
        Spoilt::Pregnancy => {
            if let Some(person) = family.members.iter_mut().find(|person| person.pregnant) {
                person.blanks = Blanks::default();
                person.spoilt = Some(kind);
            }
        }
        Spoilt::SameKey => {
            // Every copy of a key is rejected, so two rows are lost.
            for person in &mut family.members[last - 1..] {
                person.spoilt = Some(kind);
            }
        }
        Spoilt::Sex | Spoilt::Presence | Spoilt::FloorArea => {
            family.members[last].spoilt = Some(kind);
        }
    }
}
