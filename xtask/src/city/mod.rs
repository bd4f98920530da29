//! The synthetic city: Palangka Raya's families, invented, in two rounds a year apart.
//!
//! Founded in a hidden round of 2021, taken through one year twice by the same rules of life,
//! and calibrated in each round so that the policy computes the published head-counts from what
//! the families report. See `examples/palangka_raya/README.md` for the method.
mod calendar;
mod calibrate;
mod chance;
#[expect(
    clippy::disallowed_methods,
    reason = "a chore reads the files of the example"
)]
mod check;
mod families;
mod faults;
mod figures;
mod groups;
mod housing;
mod identity;
mod money;
mod people;
mod places;
mod record;
mod rounds;
mod shadow;
mod succession;
mod tables;
#[cfg(test)]
mod tests;
mod words;
mod work;
#[expect(
    clippy::disallowed_methods,
    reason = "a chore writes the files of the example"
)]
mod write;
mod year;

pub(crate) use check::check;
pub(crate) use write::write;

use chance::{Chance, Topic};
use families::{Composer, Slot};
use figures::Figures;
use identity::Registry;
use places::Place;
use record::Family;
use rounds::{ROUNDS, Round};
use tables::Tables;

/// The seed of the whole city.
const SEED: u64 = 6271_2023;

/// A published round: its files' contents and the figures that the shadow rules give.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) folder: &'static str,
    pub(crate) settings: String,
    pub(crate) tables: Tables,
    pub(crate) figures: Figures,
    pub(crate) changes: Changes,
}

/// How many families the calibration of a round changed one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Changes {
    /// Amount moved over a line.
    pub(crate) amounts: usize,
    /// Answer about clothes or food changed.
    pub(crate) answers: usize,
}

/// Builds the city and gives its published rounds.
pub(crate) fn build() -> Result<Vec<Published>, arrow_schema::ArrowError> {
    let mut city = City::new();
    let mut published = Vec::new();
    for round in &ROUNDS {
        let changes = city.reach(round);
        if let Some(folder) = round.folder {
            published.push(Published {
                folder,
                settings: write::settings(round),
                tables: tables::tables(&city.families, &city.places, round)?,
                figures: figures::count(&city.families, &city.places, round),
                changes,
            });
        }
        city.close(round);
    }
    Ok(published)
}

/// The families of the city and what hands out their numbers.
#[derive(Debug)]
struct City {
    places: Vec<Place>,
    families: Vec<Family>,
    registry: Registry,
    /// Families ever seen, in all and by place.
    numbers: u32,
    serials: Vec<u32>,
}

impl City {
    fn new() -> Self {
        let places = places::all();
        let serials = vec![0; places.len()];
        Self {
            places,
            families: Vec::new(),
            registry: Registry::default(),
            numbers: 0,
            serials,
        }
    }

    /// Takes the city to the day of a round: life, blanks, faults, arrivals, calibration.
    fn reach(&mut self, round: &Round) -> Changes {
        let (places, registry) = (&self.places, &mut self.registry);
        self.families
            .retain_mut(|family| year::pass(family, round.on, &places[family.place], registry));
        for family in &mut self.families {
            faults::leave_blanks(family, round);
        }
        if round.folder.is_some() {
            faults::spoil(&mut self.families, round);
        }
        self.admit(round);
        let amounts = calibrate::amounts(&mut self.families, &self.places, round);
        for family in &mut self.families {
            money::incomes(family, round);
        }
        let answers = calibrate::register(&mut self.families, round);
        groups::propose(&mut self.families, &self.places, round);
        Changes { amounts, answers }
    }

    /// Lets families arrive until the city has the residents of the round.
    fn admit(&mut self, round: &Round) {
        let accepted = self
            .families
            .iter()
            .filter(|family| family.spoilt.is_none());
        let mut missing = round.goals.residents - accepted.map(Family::size).sum::<i64>();
        let shares: Vec<(usize, f64)> = self
            .places
            .iter()
            .map(|place| place.share)
            .enumerate()
            .collect();
        while missing > 0 {
            let mut chance = Chance::new(Topic::Arrival, round.on.year(), self.numbers);
            let place = chance.pick(&shares);
            let mut family = self.arrive(place, round);
            family
                .members
                .truncate(usize::try_from(missing).unwrap_or(usize::MAX));
            faults::leave_blanks(&mut family, round);
            missing -= family.size();
            self.families.push(family);
        }
        self.families
            .sort_by_key(|family| (family.place, family.serial));
    }

    fn arrive(&mut self, place: usize, round: &Round) -> Family {
        let mut chance = Chance::new(Topic::Composition, round.on.year(), self.numbers);
        self.numbers += 1;
        self.serials[place] += 1;
        let slot = Slot {
            number: self.numbers,
            place,
            serial: self.serials[place],
        };
        Composer {
            on: round.on,
            place: &self.places[place],
            registry: &mut self.registry,
            chance: &mut chance,
        }
        .family(slot)
    }

    /// Carries the outcome of the round into the register with which the next one starts.
    fn close(&mut self, round: &Round) {
        for family in &mut self.families {
            let mut outcomes = shadow::outcomes(family, round).into_iter();
            let mut chance = Chance::new(Topic::Register, round.on.year(), family.number);
            let missed = round.folder.is_none() && chance.happens(0.012);
            let mistaken = round.folder.is_none() && chance.happens(0.006);
            for person in family
                .members
                .iter_mut()
                .filter(|person| person.spoilt.is_none())
            {
                let listed = outcomes.next().is_some_and(shadow::Outcome::listed);
                let forgotten = round.folder.is_none() && chance.happens(0.006);
                person.listed = (listed && !missed && !forgotten) || mistaken;
            }
        }
    }
}
