//! Jobs: who works, in which status and sector, and which outside lists follow from it.
use super::chance::{Chance, exp};
use super::people::Around;
use super::record::Person;
use super::words::{Attendance, JobSector, JobStatus, Livelihood, SchoolLevel, Sex};

/// The chance in a year that a person's work is decided anew.
pub(crate) fn turnover(age: i32) -> f64 {
    match age {
        ..15 => 0.0,
        30..60 => 0.03,
        _ => 0.08,
    }
}

/// Finds a person work, or none, and sets what the outside lists know of it.
pub(crate) fn find(person: &mut Person, around: Around, chance: &mut Chance) {
    let works = chance.happens(works_chance(person, around));
    person.job = if works {
        status(person, around, chance)
    } else {
        JobStatus::None
    };
    person.sector = sector(person.job, around, chance);
    let listed = match person.job {
        JobStatus::CivilServant => 0.88,
        JobStatus::None
        | JobStatus::OwnAccount
        | JobStatus::WithHelpers
        | JobStatus::Employee
        | JobStatus::CasualFarm
        | JobStatus::CasualOther
        | JobStatus::UnpaidFamily => 0.000_4,
    };
    person.in_civil_list = person.age(around.on) >= 18 && chance.happens(listed);
    let insured = person.job == JobStatus::Employee && chance.happens(0.45);
    person.wage = insured.then_some(0);
}

fn works_chance(person: &Person, around: Around) -> f64 {
    let age = person.age(around.on);
    let male = person.sex == Sex::Male;
    if person.attendance == Attendance::Attending {
        return if age < 10 { 0.0 } else { 0.03 };
    }
    match age {
        ..10 => 0.0,
        10..15 => 0.08,
        15..18 => 0.35,
        18..60 if male => 0.925,
        18..60 => 0.48,
        60..70 if male => 0.62,
        60..70 => 0.30,
        _ if male => 0.28,
        _ => 0.10,
    }
}

fn status(person: &Person, around: Around, chance: &mut Chance) -> JobStatus {
    let age = person.age(around.on);
    if age < 15 {
        return JobStatus::UnpaidFamily;
    }
    let wealth = around.wealth;
    let (poor, rich) = (exp(-0.7 * wealth), exp(0.9 * wealth));
    let official = match (person.level, age) {
        (SchoolLevel::Higher, 21..60) => 30.0 * rich,
        (SchoolLevel::Sma, 21..60) => 8.0 * rich,
        _ => 0.0,
    };
    let farm = if around.place.urban() { 1.5 } else { 12.0 };
    let unpaid = if person.sex == Sex::Female || age < 25 {
        6.0
    } else {
        0.5
    };
    chance.pick(&[
        (JobStatus::OwnAccount, 30.0),
        (JobStatus::WithHelpers, 5.0 * exp(0.5 * wealth)),
        (JobStatus::Employee, 32.0 * exp(0.2 * wealth)),
        (JobStatus::CivilServant, official),
        (JobStatus::CasualFarm, farm * poor),
        (JobStatus::CasualOther, 9.0 * poor),
        (JobStatus::UnpaidFamily, unpaid),
    ])
}

fn sector(job: JobStatus, around: Around, chance: &mut Chance) -> JobSector {
    let urban = around.place.urban();
    let land = if urban { 0.3 } else { 4.0 };
    let river = match around.place.livelihood {
        Livelihood::Fishery => 14.0,
        Livelihood::Farming | Livelihood::Crafts | Livelihood::Tourism => 1.0,
        Livelihood::Trade | Livelihood::Services => 0.2,
    };
    match job {
        JobStatus::None => JobSector::None,
        JobStatus::CivilServant => JobSector::Government,
        JobStatus::CasualFarm => chance.pick(&[
            (JobSector::Farming, 5.0),
            (JobSector::Plantation, 3.0),
            (JobSector::Fishery, river),
        ]),
        JobStatus::CasualOther => chance.pick(&[
            (JobSector::Construction, 5.0),
            (JobSector::Services, 3.0),
            (JobSector::Trade, 2.0),
            (JobSector::Mining, 0.8),
        ]),
        JobStatus::OwnAccount
        | JobStatus::WithHelpers
        | JobStatus::Employee
        | JobStatus::UnpaidFamily => chance.pick(&[
            (JobSector::Trade, 7.0),
            (JobSector::Services, 6.0),
            (JobSector::Construction, 1.5),
            (JobSector::Mining, 0.5),
            (JobSector::Plantation, 0.7),
            (JobSector::Farming, land),
            (JobSector::Fishery, river),
        ]),
    }
}
