//! Incomes and reported wages, derived from what a family spends.
use super::chance::{Chance, Topic, float, rupiah};
use super::record::Family;
use super::rounds::Round;
use super::words::JobStatus;

/// Share of insured employees whose employer reports a wage above the minimum wage, whatever
/// the family spends.
const WAGE_ABOVE_MINIMUM: f64 = 0.03;

/// Sets the income of each member and the wage of each insured employee.
pub(crate) fn incomes(family: &mut Family, round: &Round) {
    let mut chance = Chance::new(Topic::Standing, round.on.year(), family.number);
    let saves = 0.98 + 0.28 * chance.unit();
    let total = float(family.living.expenditure) * saves;
    let shares: Vec<f64> = family
        .members
        .iter()
        .map(|person| {
            if person.resident() {
                earning(person.job)
            } else {
                0.0
            }
        })
        .map(|weight| weight * (0.7 + 0.6 * chance.unit()))
        .collect();
    let all: f64 = shares.iter().sum();
    for (person, share) in family.members.iter_mut().zip(shares) {
        person.income = if share > 0.0 {
            rupiah(total * share / all, 10_000)
        } else {
            0
        };
        if person.wage.is_some() {
            person.wage = Some(wage(person.income, round, &mut chance));
        }
    }
    // Without an earner the family lives on a pension or on what relatives send to the head.
    if all <= 0.0
        && let Some(head) = family.members.iter_mut().find(|person| person.resident())
    {
        head.income = rupiah(total * 0.9, 10_000);
    }
}

fn earning(job: JobStatus) -> f64 {
    match job {
        JobStatus::None | JobStatus::UnpaidFamily => 0.0,
        JobStatus::CivilServant => 1.6,
        JobStatus::WithHelpers => 1.4,
        JobStatus::Employee => 1.1,
        JobStatus::OwnAccount => 1.0,
        JobStatus::CasualFarm | JobStatus::CasualOther => 0.7,
    }
}

fn wage(income: i64, round: &Round, chance: &mut Chance) -> i64 {
    let near = rupiah(float(income) * (0.94 + 0.1 * chance.unit()), 1_000);
    if chance.happens(WAGE_ABOVE_MINIMUM) {
        near.max(rupiah(
            float(round.minimum_wage) * (1.02 + 0.3 * chance.unit()),
            1_000,
        ))
    } else {
        near
    }
}
