//! A family and a person as the generator keeps them, and the answers that the files show.
//!
//! The records hold what is true; a set of blanks says which questions got no answer in this
//! round. The `…_answer` functions apply blanks and skip patterns: the files and the shadow
//! rules read through them alone.
use super::calendar::age;
use super::words::{
    Attendance, Difficulty, Floor, Fuel, HealthCover, HomeStatus, Interview, JobSector, JobStatus,
    Lighting, Marital, Nutrition, Power, Presence, Relation, SchoolLevel, Sex, Toilet, Wall, Water,
};
use jiff::civil::Date;

/// A question that may be left blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    Home,
    FloorArea,
    Floor,
    Wall,
    Water,
    Lighting,
    Power,
    Fuel,
    Toilet,
    Expenditure,
    FoodShare,
    Savings,
    WorriedFood,
    Clothes,
    Meat,
    Meals,
    PaysHealth,
    Attendance,
    SchoolLevel,
    Job,
    Income,
    Pregnant,
    PregnancyNumber,
    Difficulty,
    Nutrition,
    HealthCover,
}

/// The questions without an answer in this round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blanks(u32);

impl Blanks {
    pub(crate) fn add(&mut self, question: Question) {
        self.0 |= 1 << question as u32;
    }

    /// The answer, or nothing where the question was left blank.
    fn keep<T>(self, question: Question, answer: T) -> Option<T> {
        (self.0 & (1 << question as u32) == 0).then_some(answer)
    }
}

/// What makes a row one that the reader must reject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spoilt {
    /// A member: the sex column holds a word that is not in the enumeration.
    Sex,
    /// A member: the presence column holds a questionnaire code.
    Presence,
    /// A member: a pregnancy number far outside its range.
    Pregnancy,
    /// A member: the person number of another member.
    SameKey,
    /// A family: a floor area of zero.
    FloorArea,
}

/// The housing answers of a family.
#[derive(Clone, Debug)]
pub(crate) struct Housing {
    pub(crate) home: HomeStatus,
    /// Tenths of a square metre.
    pub(crate) floor_area: i64,
    pub(crate) floor: Floor,
    pub(crate) wall: Wall,
    pub(crate) water: Water,
    pub(crate) lighting: Lighting,
    pub(crate) power: Power,
    pub(crate) fuel: Fuel,
    pub(crate) toilet: Toilet,
}

/// The answers of a family about its living.
#[derive(Clone, Debug)]
pub(crate) struct Living {
    /// Rupiah a month.
    pub(crate) expenditure: i64,
    /// Thousandths of the expenditure.
    pub(crate) food_share: i64,
    pub(crate) savings: i64,
    pub(crate) worried_food: bool,
    pub(crate) clothes_a_year: i32,
    pub(crate) meat_a_week: i32,
    pub(crate) meals_a_day: i32,
    pub(crate) pays_health: bool,
}

/// A family with its members.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    /// Running number over the whole city; seeds the family's draws.
    pub(crate) number: u32,
    /// Index into the list of places.
    pub(crate) place: usize,
    /// Running number within the place.
    pub(crate) serial: u32,
    /// Hidden wealth in standard deviations of the city.
    pub(crate) wealth: f64,
    /// The family card number as the register shows it: faults included.
    pub(crate) kk_number: Option<String>,
    pub(crate) interview: Interview,
    pub(crate) housing: Housing,
    pub(crate) living: Living,
    pub(crate) refuses_aid: bool,
    pub(crate) other_aid: bool,
    pub(crate) business_group: Option<String>,
    pub(crate) blanks: Blanks,
    pub(crate) spoilt: Option<Spoilt>,
    /// Number of the last person added.
    pub(crate) lines: u32,
    pub(crate) members: Vec<Person>,
}

impl Family {
    pub(crate) fn residents(&self) -> impl Iterator<Item = &Person> {
        self.members.iter().filter(|person| person.resident())
    }

    /// Residents in rows that the reader accepts.
    pub(crate) fn size(&self) -> i64 {
        i64::try_from(
            self.residents()
                .filter(|person| person.spoilt.is_none())
                .count(),
        )
        .unwrap_or(0)
    }

    pub(crate) fn has_spoilt_member(&self) -> bool {
        self.members.iter().any(|person| person.spoilt.is_some())
    }

    pub(crate) fn home_answer(&self) -> Option<HomeStatus> {
        self.blanks.keep(Question::Home, self.housing.home)
    }

    pub(crate) fn floor_area_answer(&self) -> Option<i64> {
        match self.spoilt {
            Some(_) => Some(0),
            None => self.housed(Question::FloorArea, self.housing.floor_area),
        }
    }

    pub(crate) fn floor_answer(&self) -> Option<Floor> {
        self.housed(Question::Floor, self.housing.floor)
    }

    pub(crate) fn wall_answer(&self) -> Option<Wall> {
        self.housed(Question::Wall, self.housing.wall)
    }

    pub(crate) fn water_answer(&self) -> Option<Water> {
        self.blanks.keep(Question::Water, self.housing.water)
    }

    pub(crate) fn lighting_answer(&self) -> Option<Lighting> {
        self.housed(Question::Lighting, self.housing.lighting)
    }

    /// The power of the meter; asked only where there is one.
    pub(crate) fn power_answer(&self) -> Option<Power> {
        let metered = self.lighting_answer() == Some(Lighting::PlnMetered);
        self.blanks
            .keep(Question::Power, self.housing.power)
            .filter(|_| metered)
    }

    pub(crate) fn fuel_answer(&self) -> Option<Fuel> {
        self.blanks.keep(Question::Fuel, self.housing.fuel)
    }

    pub(crate) fn toilet_answer(&self) -> Option<Toilet> {
        self.housed(Question::Toilet, self.housing.toilet)
    }

    pub(crate) fn expenditure_answer(&self) -> Option<i64> {
        self.blanks
            .keep(Question::Expenditure, self.living.expenditure)
    }

    pub(crate) fn food_share_answer(&self) -> Option<i64> {
        self.blanks
            .keep(Question::FoodShare, self.living.food_share)
    }

    pub(crate) fn savings_answer(&self) -> Option<i64> {
        self.blanks.keep(Question::Savings, self.living.savings)
    }

    pub(crate) fn worried_food_answer(&self) -> Option<bool> {
        self.blanks
            .keep(Question::WorriedFood, self.living.worried_food)
    }

    pub(crate) fn bought_clothes_answer(&self) -> Option<bool> {
        self.clothes_answer().map(|clothes| clothes > 0)
    }

    pub(crate) fn clothes_answer(&self) -> Option<i32> {
        self.blanks
            .keep(Question::Clothes, self.living.clothes_a_year)
    }

    pub(crate) fn meat_answer(&self) -> Option<i32> {
        self.blanks.keep(Question::Meat, self.living.meat_a_week)
    }

    pub(crate) fn meals_answer(&self) -> Option<i32> {
        self.blanks.keep(Question::Meals, self.living.meals_a_day)
    }

    pub(crate) fn pays_health_answer(&self) -> Option<bool> {
        self.blanks
            .keep(Question::PaysHealth, self.living.pays_health)
    }

    /// An answer about the building; there is none where the family has no shelter.
    fn housed<T>(&self, question: Question, answer: T) -> Option<T> {
        self.blanks
            .keep(question, answer)
            .filter(|_| self.housing.home != HomeStatus::None)
    }
}

/// A person in a family.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one yes-or-no column of the member file"
)]
pub(crate) struct Person {
    /// Number within the family, which closes the person number.
    pub(crate) line: u32,
    /// The NIK as the register shows it: faults included.
    pub(crate) nik: Option<String>,
    pub(crate) birth: Date,
    pub(crate) sex: Sex,
    pub(crate) relation: Relation,
    pub(crate) marital: Marital,
    pub(crate) presence: Presence,
    pub(crate) attendance: Attendance,
    pub(crate) level: SchoolLevel,
    pub(crate) job: JobStatus,
    pub(crate) sector: JobSector,
    pub(crate) income: i64,
    pub(crate) pregnant: bool,
    /// Children born so far (women).
    pub(crate) births: i32,
    pub(crate) difficulty: Difficulty,
    pub(crate) nutrition: Nutrition,
    pub(crate) cover: HealthCover,
    /// On the register at the start of the round.
    pub(crate) listed: bool,
    pub(crate) death: Option<Date>,
    pub(crate) in_civil_list: bool,
    pub(crate) pension_list: bool,
    pub(crate) company_list: bool,
    pub(crate) wage: Option<i64>,
    pub(crate) blanks: Blanks,
    pub(crate) spoilt: Option<Spoilt>,
}

impl Person {
    pub(crate) fn age(&self, on: Date) -> i32 {
        age(self.birth, on)
    }

    /// Lives in the family by what the field worker wrote down.
    pub(crate) fn resident(&self) -> bool {
        matches!(self.presence, Presence::Present | Presence::NewMember)
    }

    pub(crate) fn attendance_answer(&self, on: Date) -> Option<Attendance> {
        self.asked_from(5, on, Question::Attendance, self.attendance)
    }

    pub(crate) fn level_answer(&self, on: Date) -> Option<SchoolLevel> {
        self.asked_from(5, on, Question::SchoolLevel, self.level)
    }

    pub(crate) fn job_answer(&self, on: Date) -> Option<JobStatus> {
        self.asked_from(10, on, Question::Job, self.job)
    }

    pub(crate) fn sector_answer(&self, on: Date) -> Option<JobSector> {
        self.asked_from(10, on, Question::Job, self.sector)
    }

    pub(crate) fn income_answer(&self, on: Date) -> Option<i64> {
        self.asked_from(10, on, Question::Income, self.income)
    }

    pub(crate) fn pregnant_answer(&self, on: Date) -> Option<bool> {
        let asked = self.sex == Sex::Female && (10..=54).contains(&self.age(on));
        self.blanks
            .keep(Question::Pregnant, self.pregnant)
            .filter(|_| asked)
    }

    pub(crate) fn pregnancy_number_answer(&self, on: Date) -> Option<i32> {
        let number = if self.spoilt == Some(Spoilt::Pregnancy) {
            88
        } else {
            self.births + 1
        };
        let pregnant = self.pregnant_answer(on) == Some(true);
        self.blanks
            .keep(Question::PregnancyNumber, number)
            .filter(|_| pregnant)
    }

    pub(crate) fn difficulty_answer(&self, on: Date) -> Option<Difficulty> {
        self.asked_from(2, on, Question::Difficulty, self.difficulty)
    }

    pub(crate) fn nutrition_answer(&self, on: Date) -> Option<Nutrition> {
        self.blanks
            .keep(Question::Nutrition, self.nutrition)
            .filter(|_| self.age(on) < 5)
    }

    pub(crate) fn cover_answer(&self) -> Option<HealthCover> {
        self.blanks.keep(Question::HealthCover, self.cover)
    }

    fn asked_from<T>(&self, years: i32, on: Date, question: Question, answer: T) -> Option<T> {
        self.blanks
            .keep(question, answer)
            .filter(|_| self.age(on) >= years)
    }
}
