//! Schooling, health, health cover and outside lists of a person.
use super::chance::{Chance, exp, logistic};
use super::places::Place;
use super::record::Person;
use super::words::{Attendance, Difficulty, HealthCover, JobStatus, Nutrition, SchoolLevel, Sex};
use super::work;
use jiff::civil::Date;

/// What surrounds a person: the day, the family's wealth and the kelurahan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    pub(crate) on: Date,
    pub(crate) wealth: f64,
    pub(crate) place: &'a Place,
}

/// Gives a person new to the data their schooling, job and health.
pub(crate) fn settle(person: &mut Person, around: Around, chance: &mut Chance) {
    let age = person.age(around.on);
    (person.attendance, person.level) = schooling(age, around.wealth, chance);
    work::find(person, around, chance);
    person.difficulty = difficulty(age, chance);
    if age < 5 {
        person.nutrition = nutrition(around.wealth, chance);
    }
    person.pension_list = age >= 58 && chance.happens(0.10 * logistic(0.5 + 1.2 * around.wealth));
    let in_business = (25..65).contains(&age);
    person.company_list = in_business && chance.happens(0.006 * logistic(2.0 * around.wealth));
}

/// One more year: school goes on or ends, health changes.
pub(crate) fn grow(person: &mut Person, around: Around, chance: &mut Chance) {
    let age = person.age(around.on);
    let before = person.attendance;
    go_to_school(person, age, around.wealth, chance);
    let left_school = before == Attendance::Attending && person.attendance != before;
    if (left_school && age >= 15) || chance.happens(work::turnover(age)) {
        work::find(person, around, chance);
    }
    if chance.happens(0.03 + f64::from(age) * 0.001) {
        person.difficulty = worse(person.difficulty, difficulty(age, chance));
    }
    if age < 5 && chance.happens(0.2) {
        person.nutrition = nutrition(around.wealth, chance);
    }
}

/// The health cover of a family as a whole, by its wealth and its head's job.
pub(crate) fn family_cover(wealth: f64, head_job: JobStatus, chance: &mut Chance) -> HealthCover {
    if chance.happens(logistic(-1.1 - 1.45 * wealth)) {
        return HealthCover::Pbi;
    }
    let formal = matches!(head_job, JobStatus::CivilServant | JobStatus::Employee);
    if formal && chance.happens(0.75) {
        return HealthCover::Employer;
    }
    let self_paid = logistic(0.3 + 0.5 * wealth);
    chance.pick(&[
        (HealthCover::SelfPaid, self_paid),
        (HealthCover::None, 1.0 - self_paid),
        (HealthCover::Other, 0.015),
    ])
}

fn schooling(age: i32, wealth: f64, chance: &mut Chance) -> (Attendance, SchoolLevel) {
    let (attends, at, left) = match age {
        5..7 if chance.happens(0.45) => return (Attendance::Attending, SchoolLevel::None),
        ..7 => return (Attendance::Never, SchoolLevel::None),
        7..13 => (
            logistic(4.4 + 0.8 * wealth),
            SchoolLevel::Sd,
            SchoolLevel::None,
        ),
        13..16 => (
            logistic(3.1 + 0.8 * wealth),
            SchoolLevel::Smp,
            SchoolLevel::Sd,
        ),
        16..19 => (
            logistic(1.9 + 0.7 * wealth),
            SchoolLevel::Sma,
            SchoolLevel::Smp,
        ),
        19..24 => (
            logistic(-0.9 + 0.8 * wealth),
            SchoolLevel::Higher,
            SchoolLevel::Sma,
        ),
        _ => return ended(highest_level(age, wealth, chance)),
    };
    if chance.happens(attends) {
        (Attendance::Attending, at)
    } else {
        ended(left)
    }
}

fn ended(level: SchoolLevel) -> (Attendance, SchoolLevel) {
    match level {
        SchoolLevel::None => (Attendance::Never, level),
        SchoolLevel::Sd | SchoolLevel::Smp | SchoolLevel::Sma | SchoolLevel::Higher => {
            (Attendance::NoLonger, level)
        }
    }
}

fn highest_level(age: i32, wealth: f64, chance: &mut Chance) -> SchoolLevel {
    let (none, sd, smp, sma, higher) = match age {
        ..46 => (0.01, 0.16, 0.18, 0.42, 0.23),
        46..65 => (0.04, 0.34, 0.17, 0.32, 0.13),
        _ => (0.20, 0.49, 0.10, 0.15, 0.06),
    };
    let (poor, rich) = (exp(-0.5 * wealth), exp(0.8 * wealth));
    chance.pick(&[
        (SchoolLevel::None, none * poor),
        (SchoolLevel::Sd, sd * poor),
        (SchoolLevel::Smp, smp),
        (SchoolLevel::Sma, sma),
        (SchoolLevel::Higher, higher * rich),
    ])
}

fn go_to_school(person: &mut Person, age: i32, wealth: f64, chance: &mut Chance) {
    let attending = person.attendance == Attendance::Attending;
    let (next, goes_on) = match (person.level, age) {
        (SchoolLevel::None, 5..7) if !attending => (SchoolLevel::None, 0.55),
        (SchoolLevel::None, 7..9) => (SchoolLevel::Sd, 0.993),
        (SchoolLevel::Sd, 13..) if attending => (SchoolLevel::Smp, logistic(3.5 + 0.7 * wealth)),
        (SchoolLevel::Smp, 16..) if attending => (SchoolLevel::Sma, logistic(2.4 + 0.6 * wealth)),
        (SchoolLevel::Sma, 19..) if attending => {
            (SchoolLevel::Higher, logistic(-0.6 + 0.8 * wealth))
        }
        (SchoolLevel::Higher, 24..) if attending => (SchoolLevel::Higher, 0.0),
        _ if attending => (person.level, 0.996),
        _ => return,
    };
    if chance.happens(goes_on) {
        (person.attendance, person.level) = (Attendance::Attending, next);
    } else if attending {
        (person.attendance, person.level) = ended(person.level);
    }
}

fn difficulty(age: i32, chance: &mut Chance) -> Difficulty {
    let years = match age {
        ..18 => 0.5,
        18..60 => 1.0,
        60..75 => 4.0,
        _ => 11.0,
    };
    chance.pick(&[
        (Difficulty::Cannot, 0.25 * years),
        (Difficulty::Much, 0.55 * years),
        (Difficulty::Little, 2.6 * years),
        (Difficulty::None, 100.0 - 3.4 * years),
    ])
}

fn worse(one: Difficulty, other: Difficulty) -> Difficulty {
    one.min(other)
}

fn nutrition(wealth: f64, chance: &mut Chance) -> Nutrition {
    let stunted = logistic(-1.03 - 0.32 * wealth);
    let wasted = 0.055;
    chance.pick(&[
        (Nutrition::NoRecord, 0.12),
        (Nutrition::Stunting, 0.88 * stunted),
        (Nutrition::Wasting, 0.88 * wasted),
        (Nutrition::Normal, 0.88 * (1.0 - stunted - wasted)),
    ])
}

/// The chance that a woman of this age, married, carries a child on a given day.
pub(crate) fn pregnancy_rate(person: &Person, on: Date) -> f64 {
    if person.sex == Sex::Male {
        return 0.0;
    }
    let by_age = match person.age(on) {
        16..20 => 0.13,
        20..25 => 0.17,
        25..30 => 0.15,
        30..35 => 0.11,
        35..40 => 0.06,
        40..46 => 0.015,
        _ => 0.0,
    };
    match person.births {
        0 => by_age * 1.7,
        1 => by_age * 1.15,
        2 => by_age * 0.6,
        _ => by_age * 0.35,
    }
}
