//! The three tables of a round as Arrow columns, in the names and types of the data schema.
use super::calendar::epoch_days;
use super::places::Place;
use super::record::{Family, Person, Spoilt};
use super::rounds::Round;
use super::words::{Livelihood, Presence, Sex, Word};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array, Int64Array,
    RecordBatch, StringArray,
};
use arrow_schema::{ArrowError, Field, Schema};
use jiff::civil::Date;
use std::sync::Arc;

/// Member rows in a round whose family is not in the family file.
const ORPHANS: usize = 5;

/// The tables of one round.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) village: RecordBatch,
    pub(crate) family: RecordBatch,
    pub(crate) member: RecordBatch,
}

/// Builds the tables; families and members come in the order of their keys.
pub(crate) fn tables(
    families: &[Family],
    places: &[Place],
    round: &Round,
) -> Result<Tables, ArrowError> {
    let rows = member_rows(families, places);
    Ok(Tables {
        village: village_table(places)?,
        family: family_table(families, places)?,
        member: member_table(&rows, round.on)?,
    })
}

/// A member with the keys that its row shows.
struct MemberRow {
    family_id: String,
    person_id: String,
    person: Person,
}

fn family_id(family: &Family, places: &[Place]) -> String {
    format!("{}.{:05}", places[family.place].short_code(), family.serial)
}

fn member_rows(families: &[Family], places: &[Place]) -> Vec<MemberRow> {
    let mut rows = Vec::new();
    for family in families {
        let family_id = family_id(family, places);
        let same_key = |person: &&Person| person.spoilt == Some(Spoilt::SameKey);
        let shared = family
            .members
            .iter()
            .find(same_key)
            .map_or(0, |person| person.line);
        for person in &family.members {
            let line = if same_key(&person) {
                shared
            } else {
                person.line
            };
            let person_id = format!("{family_id}.{line:02}");
            rows.push(MemberRow {
                family_id: family_id.clone(),
                person_id,
                person: person.clone(),
            });
        }
    }
    let strangers = (1..).zip(families.iter().step_by(7_919)).take(ORPHANS);
    rows.extend(strangers.map(orphan));
    rows
}

/// A row that refers to a family that does not exist.
fn orphan((number, family): (u32, &Family)) -> MemberRow {
    let mut person = family.members[0].clone();
    (person.listed, person.nik) = (false, None);
    let family_id = format!("05.1007.9{number:04}");
    MemberRow {
        person_id: format!("{family_id}.01"),
        family_id,
        person,
    }
}

fn village_table(places: &[Place]) -> Result<RecordBatch, ArrowError> {
    let mut columns = Columns::default();
    columns.add(
        "village_code",
        strings(places.iter().map(|place| place.code)),
        Blank::Never,
    );
    columns.add(
        "village_name",
        strings(places.iter().map(|place| place.name)),
        Blank::Never,
    );
    columns.add(
        "district",
        strings(places.iter().map(|place| place.district)),
        Blank::Never,
    );
    let livelihoods = places.iter().map(|place| Some(place.livelihood.word()));
    columns.add(
        "livelihood",
        words(Livelihood::WORDS, livelihoods),
        Blank::Never,
    );
    columns.batch()
}

fn family_table(families: &[Family], places: &[Place]) -> Result<RecordBatch, ArrowError> {
    let mut columns = Columns::default();
    let all = || families.iter();
    let ids = all().map(|family| family_id(family, places));
    columns.add("family_id", strings(ids), Blank::Never);
    let codes = all().map(|family| places[family.place].code);
    columns.add("village_code", strings(codes), Blank::Never);
    let cards = all().map(|family| family.kk_number.as_deref());
    columns.add(
        "kk_number",
        Arc::new(cards.collect::<StringArray>()),
        Blank::Allowed,
    );
    columns.words(
        "interview",
        Blank::Never,
        all().map(|family| Some(family.interview)),
    );
    columns.words(
        "home_status",
        Blank::Allowed,
        all().map(Family::home_answer),
    );
    let areas = all().map(|family| family.floor_area_answer().map(i128::from));
    columns.add("floor_area", decimals(areas, 1)?, Blank::Allowed);
    columns.words("floor", Blank::Allowed, all().map(Family::floor_answer));
    columns.words("wall", Blank::Allowed, all().map(Family::wall_answer));
    columns.words("water", Blank::Allowed, all().map(Family::water_answer));
    columns.words(
        "lighting",
        Blank::Allowed,
        all().map(Family::lighting_answer),
    );
    columns.words("power", Blank::Allowed, all().map(Family::power_answer));
    columns.words("fuel", Blank::Allowed, all().map(Family::fuel_answer));
    columns.words("toilet", Blank::Allowed, all().map(Family::toilet_answer));
    columns.amounts("expenditure", all().map(Family::expenditure_answer));
    let shares = all().map(|family| family.food_share_answer().map(i128::from));
    columns.add("food_share", decimals(shares, 3)?, Blank::Allowed);
    columns.amounts("savings", all().map(Family::savings_answer));
    columns.truths("worried_food", all().map(Family::worried_food_answer));
    columns.truths("bought_clothes", all().map(Family::bought_clothes_answer));
    columns.counts("clothes_a_year", all().map(Family::clothes_answer));
    columns.counts("meat_a_week", all().map(Family::meat_answer));
    columns.counts("meals_a_day", all().map(Family::meals_answer));
    columns.truths("pays_health", all().map(Family::pays_health_answer));
    columns.facts("refuses_aid", all().map(|family| family.refuses_aid));
    columns.facts("other_aid", all().map(|family| family.other_aid));
    let groups = all().map(|family| family.business_group.as_deref());
    columns.add(
        "business_group",
        Arc::new(groups.collect::<StringArray>()),
        Blank::Allowed,
    );
    columns.batch()
}

fn member_table(rows: &[MemberRow], on: Date) -> Result<RecordBatch, ArrowError> {
    let mut columns = Columns::default();
    let all = || rows.iter().map(|row| &row.person);
    columns.add(
        "person_id",
        strings(rows.iter().map(|row| &row.person_id)),
        Blank::Never,
    );
    columns.add(
        "family_id",
        strings(rows.iter().map(|row| &row.family_id)),
        Blank::Never,
    );
    let niks = all().map(|person| person.nik.as_deref());
    columns.add(
        "nik",
        Arc::new(niks.collect::<StringArray>()),
        Blank::Allowed,
    );
    let births = all().map(|person| Some(epoch_days(person.birth)));
    columns.add(
        "birth_date",
        Arc::new(births.collect::<Date32Array>()),
        Blank::Never,
    );
    columns.add(
        "sex",
        words(Sex::WORDS, all().map(|person| Some(sex(person)))),
        Blank::Never,
    );
    columns.words(
        "relation",
        Blank::Never,
        all().map(|person| Some(person.relation)),
    );
    columns.words(
        "marital",
        Blank::Never,
        all().map(|person| Some(person.marital)),
    );
    let presences = all().map(|person| Some(presence(person)));
    columns.add("presence", words(Presence::WORDS, presences), Blank::Never);
    columns.words(
        "attendance",
        Blank::Allowed,
        all().map(|person| person.attendance_answer(on)),
    );
    columns.words(
        "school_level",
        Blank::Allowed,
        all().map(|person| person.level_answer(on)),
    );
    columns.words(
        "job_status",
        Blank::Allowed,
        all().map(|person| person.job_answer(on)),
    );
    columns.words(
        "job_sector",
        Blank::Allowed,
        all().map(|person| person.sector_answer(on)),
    );
    columns.amounts("income", all().map(|person| person.income_answer(on)));
    columns.truths(
        "is_pregnant",
        all().map(|person| person.pregnant_answer(on)),
    );
    let numbers = all().map(|person| person.pregnancy_number_answer(on));
    columns.counts("pregnancy_number", numbers);
    columns.words(
        "difficulty",
        Blank::Allowed,
        all().map(|person| person.difficulty_answer(on)),
    );
    columns.words(
        "nutrition",
        Blank::Allowed,
        all().map(|person| person.nutrition_answer(on)),
    );
    columns.words(
        "health_cover",
        Blank::Allowed,
        all().map(Person::cover_answer),
    );
    columns.facts("dtks_listed", all().map(|person| person.listed));
    let deaths = all().map(|person| person.death.map(epoch_days));
    columns.add(
        "death_date",
        Arc::new(deaths.collect::<Date32Array>()),
        Blank::Allowed,
    );
    columns.facts("in_civil_list", all().map(|person| person.in_civil_list));
    columns.facts("pension_list", all().map(|person| person.pension_list));
    columns.facts("company_list", all().map(|person| person.company_list));
    columns.amounts("wage_reported", all().map(|person| person.wage));
    columns.batch()
}

fn sex(person: &Person) -> &'static str {
    if person.spoilt == Some(Spoilt::Sex) {
        "x"
    } else {
        person.sex.word()
    }
}

fn presence(person: &Person) -> &'static str {
    if person.spoilt == Some(Spoilt::Presence) {
        "8"
    } else {
        person.presence.word()
    }
}

/// Whether a column may be blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    Allowed,
    Never,
}

/// The columns of a table, collected in the order of the schema.
#[derive(Default)]
struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn add(&mut self, name: &str, array: ArrayRef, blank: Blank) {
        self.fields.push(Field::new(
            name,
            array.data_type().clone(),
            blank == Blank::Allowed,
        ));
        self.arrays.push(array);
    }

    fn words<W: Word>(
        &mut self,
        name: &str,
        blank: Blank,
        answers: impl Iterator<Item = Option<W>>,
    ) {
        self.add(
            name,
            words(W::WORDS, answers.map(|answer| answer.map(Word::word))),
            blank,
        );
    }

    fn amounts(&mut self, name: &str, answers: impl Iterator<Item = Option<i64>>) {
        self.add(
            name,
            Arc::new(answers.collect::<Int64Array>()),
            Blank::Allowed,
        );
    }

    fn counts(&mut self, name: &str, answers: impl Iterator<Item = Option<i32>>) {
        self.add(
            name,
            Arc::new(answers.collect::<Int32Array>()),
            Blank::Allowed,
        );
    }

    fn truths(&mut self, name: &str, answers: impl Iterator<Item = Option<bool>>) {
        self.add(
            name,
            Arc::new(answers.collect::<BooleanArray>()),
            Blank::Allowed,
        );
    }

    fn facts(&mut self, name: &str, facts: impl Iterator<Item = bool>) {
        self.add(
            name,
            Arc::new(facts.map(Some).collect::<BooleanArray>()),
            Blank::Never,
        );
    }

    fn batch(self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)
    }
}

fn strings<S: AsRef<str>>(values: impl Iterator<Item = S>) -> ArrayRef {
    Arc::new(values.map(Some).collect::<StringArray>())
}

fn decimals(values: impl Iterator<Item = Option<i128>>, scale: i8) -> Result<ArrayRef, ArrowError> {
    let array = values
        .collect::<Decimal128Array>()
        .with_precision_and_scale(9, scale)?;
    Ok(Arc::new(array))
}

/// Dictionary-encoded words; a word outside the enumeration (a spoilt row) joins the dictionary.
fn words(known: &[&'static str], values: impl Iterator<Item = Option<&'static str>>) -> ArrayRef {
    let mut dictionary = known.to_vec();
    let mut keys: Vec<Option<i32>> = Vec::new();
    for value in values {
        keys.push(value.map(|word| key_of(&mut dictionary, word)));
    }
    let keys = Int32Array::from(keys);
    Arc::new(DictionaryArray::<Int32Type>::new(
        keys,
        Arc::new(StringArray::from(dictionary)),
    ))
}

fn key_of(dictionary: &mut Vec<&'static str>, word: &'static str) -> i32 {
    let at = dictionary
        .iter()
        .position(|known| *known == word)
        .unwrap_or_else(|| {
            dictionary.push(word);
            dictionary.len() - 1
        });
    i32::try_from(at).unwrap_or(i32::MAX)
}
