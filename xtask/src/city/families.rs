//! Composition of families: who lives together, of which age, in which relation.
use super::calendar::born;
use super::chance::{Chance, floor};
use super::housing;
use super::identity::Registry;
use super::people::{Around, family_cover, pregnancy_rate, settle};
use super::places::Place;
use super::record::{Blanks, Family, Person};
use super::words::{
    Attendance, Difficulty, HealthCover, Interview, JobSector, JobStatus, Marital, Nutrition,
    Presence, Relation, SchoolLevel, Sex,
};
use jiff::civil::Date;

/// Where a new family stands in the city.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) number: u32,
    pub(crate) place: usize,
    pub(crate) serial: u32,
}

/// Composes families and adds persons to them on one day.
#[derive(Debug)]
pub(crate) struct Composer<'a> {
    pub(crate) on: Date,
    pub(crate) place: &'a Place,
    pub(crate) registry: &'a mut Registry,
    pub(crate) chance: &'a mut Chance,
}

impl Composer<'_> {
    /// A whole family with house, living, members, jobs and health.
    pub(crate) fn family(&mut self, slot: Slot) -> Family {
        let wealth = self.chance.normal() + self.place.wealth;
        let mut family = self.empty(slot, wealth);
        self.fill(&mut family);
        let head_job = family.members[0].job;
        let cover = family_cover(wealth, head_job, self.chance);
        for person in &mut family.members {
            person.cover = if self.chance.happens(0.95) {
                cover
            } else {
                HealthCover::None
            };
            person.pregnant = person.marital == Marital::Married
                && self.chance.happens(pregnancy_rate(person, self.on));
        }
        family
    }

    /// Adds a person of this age with all attributes and a number.
    pub(crate) fn add(
        &mut self,
        family: &mut Family,
        age: i32,
        sex: Sex,
        relation: Relation,
        marital: Marital,
    ) {
        let birth = born(self.on, age, self.chance.between(0, 364));
        family.lines += 1;
        let mut person = blank_person(family.lines, birth, sex, relation, marital);
        person.nik = self.registry.nik(self.chance, birth, sex);
        let around = Around {
            on: self.on,
            wealth: family.wealth,
            place: self.place,
        };
        settle(&mut person, around, self.chance);
        family.members.push(person);
    }

    fn empty(&mut self, slot: Slot, wealth: f64) -> Family {
        Family {
            number: slot.number,
            place: slot.place,
            serial: slot.serial,
            wealth,
            kk_number: self.registry.card(self.chance, self.on),
            interview: Interview::Complete,
            housing: housing::build(wealth, self.place, self.chance),
            living: housing::live(wealth, self.chance),
            refuses_aid: self.chance.happens(0.001_5),
            other_aid: self
                .chance
                .happens(if wealth < -0.5 { 0.03 } else { 0.005 }),
            business_group: None,
            blanks: Blanks::default(),
            spoilt: None,
            lines: 0,
            members: Vec::new(),
        }
    }

    fn fill(&mut self, family: &mut Family) {
        match self
            .chance
            .pick(&[(0, 0.776), (1, 0.116), (2, 0.082), (3, 0.026)])
        {
            0 => self.couple(family),
            1 => self.lone_parent(family),
            2 => self.alone(family),
            _ => self.kin(family),
        }
    }

    fn couple(&mut self, family: &mut Family) {
        let age = self.head_age(21);
        let younger = floor(3.0 + 3.0 * self.chance.normal());
        let wife = (age - younger).clamp(18, 90);
        self.add(family, age, Sex::Male, Relation::Head, Marital::Married);
        self.add(
            family,
            wife,
            Sex::Female,
            Relation::Spouse,
            Marital::Married,
        );
        let births = self.children(family, wife);
        family.members[1].births = births;
        self.kinfolk(family, age);
    }

    fn lone_parent(&mut self, family: &mut Family) {
        let age = self.head_age(26);
        let sex = if self.chance.happens(0.85) {
            Sex::Female
        } else {
            Sex::Male
        };
        let widowed = if age < 45 { 0.35 } else { 0.8 };
        let marital = if self.chance.happens(widowed) {
            Marital::Widowed
        } else {
            Marital::Divorced
        };
        self.add(family, age, sex, Relation::Head, marital);
        let births = self.children(family, age - 1);
        family.members[0].births = births;
        self.kinfolk(family, age);
    }

    fn alone(&mut self, family: &mut Family) {
        let old = self.chance.happens(0.45);
        let age = if old {
            self.chance.between(55, 84)
        } else {
            self.chance.between(19, 38)
        };
        let sex = if self.chance.happens(if old { 0.72 } else { 0.33 }) {
            Sex::Female
        } else {
            Sex::Male
        };
        let marital = if old {
            Marital::Widowed
        } else {
            Marital::Single
        };
        self.add(family, age, sex, Relation::Head, marital);
    }

    fn kin(&mut self, family: &mut Family) {
        let age = self.chance.between(20, 40);
        let sex = self.any_sex();
        self.add(family, age, sex, Relation::Head, Marital::Single);
        for _ in 0..self.chance.between(1, 3) {
            let age = self.chance.between(15, 32);
            let sex = self.any_sex();
            self.add(family, age, sex, Relation::Other, Marital::Single);
        }
    }

    fn head_age(&mut self, youngest: i32) -> i32 {
        let band = self.chance.pick(&[
            (20, 0.04),
            (25, 0.11),
            (30, 0.15),
            (35, 0.15),
            (40, 0.14),
            (45, 0.12),
            (50, 0.10),
            (55, 0.075),
            (60, 0.05),
            (65, 0.035),
            (70, 0.02),
            (75, 0.012),
            (80, 0.006),
        ]);
        self.chance.between(band, band + 4).max(youngest)
    }

    /// Adds the children still at home; gives the number born.
    fn children(&mut self, family: &mut Family, mother: i32) -> i32 {
        let wanted = self.wanted_children(family.wealth);
        let mut at = floor(23.5 + 3.5 * self.chance.normal()).clamp(17, 38);
        let mut births = 0;
        while births < wanted && at <= mother.min(44) {
            births += 1;
            let age = mother - at;
            let at_home = match age {
                ..18 => 0.975,
                18..22 => 0.90,
                22..26 => 0.72,
                26..31 => 0.42,
                _ => 0.16,
            };
            if self.chance.happens(at_home) {
                self.child(family, age);
            }
            at += self.chance.between(2, 6);
        }
        births
    }

    fn wanted_children(&mut self, wealth: f64) -> i32 {
        let wanted = self.chance.pick(&[
            (0, 0.05),
            (1, 0.14),
            (2, 0.36),
            (3, 0.26),
            (4, 0.12),
            (5, 0.05),
            (6, 0.02),
        ]);
        let more = i32::from(wealth < -0.6 && self.chance.happens(0.35));
        let fewer = i32::from(wealth > 0.8 && wanted > 2 && self.chance.happens(0.35));
        wanted + more - fewer
    }

    fn child(&mut self, family: &mut Family, age: i32) {
        let sex = self.any_sex();
        let married = age >= 21 && self.chance.happens(0.28);
        let marital = if married {
            Marital::Married
        } else {
            Marital::Single
        };
        self.add(family, age, sex, Relation::Child, marital);
        if !married {
            return;
        }
        let partner = match sex {
            Sex::Male => Sex::Female,
            Sex::Female => Sex::Male,
        };
        self.add(family, age, partner, Relation::InLaw, Marital::Married);
        let mother = if sex == Sex::Female { 2 } else { 1 };
        if age >= 22 && self.chance.happens(0.7) {
            let sex = self.any_sex();
            let grandchild = self.chance.between(0, (age - 20).min(9));
            self.add(
                family,
                grandchild,
                sex,
                Relation::Grandchild,
                Marital::Single,
            );
            let mother = family.members.len() - 1 - mother;
            family.members[mother].births = 1;
        }
    }

    fn kinfolk(&mut self, family: &mut Family, head: i32) {
        if (24..62).contains(&head) && self.chance.happens(0.13) {
            let age = (head + self.chance.between(19, 32)).min(92);
            let sex = if self.chance.happens(0.68) {
                Sex::Female
            } else {
                Sex::Male
            };
            self.add(family, age, sex, Relation::Parent, Marital::Widowed);
        }
        if self.chance.happens(0.05) {
            let age = self.chance.between(6, 27);
            let sex = self.any_sex();
            self.add(family, age, sex, Relation::Other, Marital::Single);
        }
        if family.wealth > 1.3 && self.chance.happens(0.05) {
            let age = self.chance.between(19, 50);
            self.add(family, age, Sex::Female, Relation::Servant, Marital::Single);
        }
    }

    pub(crate) fn any_sex(&mut self) -> Sex {
        if self.chance.happens(0.519) {
            Sex::Male
        } else {
            Sex::Female
        }
    }
}

fn blank_person(line: u32, birth: Date, sex: Sex, relation: Relation, marital: Marital) -> Person {
    Person {
        line,
        nik: None,
        birth,
        sex,
        relation,
        marital,
        presence: Presence::Present,
        attendance: Attendance::Never,
        level: SchoolLevel::None,
        job: JobStatus::None,
        sector: JobSector::None,
        income: 0,
        pregnant: false,
        births: 0,
        difficulty: Difficulty::None,
        nutrition: Nutrition::Normal,
        cover: HealthCover::None,
        listed: false,
        death: None,
        in_civil_list: false,
        pension_list: false,
        company_list: false,
        wage: None,
        blanks: Blanks::default(),
        spoilt: None,
    }
}
