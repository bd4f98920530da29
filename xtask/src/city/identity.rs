//! Numbers of the civil registry, from a district that does not exist, with the register's faults.
use super::calendar::days_before;
use super::chance::Chance;
use super::words::Sex;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// District 62.71.99 is not assigned, so no number here can be a real person's.
const DISTRICT: &str = "627199";
const NIK_BLANK: f64 = 0.010;
const NIK_INVALID: f64 = 0.025;
/// Share of persons who carry another person's number; about twice as many rows are duplicates.
const NIK_COPIED: f64 = 0.000_5;
const CARD_BLANK: f64 = 0.005;
const CARD_INVALID: f64 = 0.040;

/// Hands out numbers; counts the serials of each day.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    serials: BTreeMap<String, u32>,
    issued: u32,
    /// A number issued to an earlier family, for the copies.
    earlier: String,
}

impl Registry {
    /// A NIK as the register shows it: mostly right, sometimes blank, malformed or another's.
    pub(crate) fn nik(&mut self, chance: &mut Chance, birth: Date, sex: Sex) -> Option<String> {
        let number = self.issue(&nik_stem(birth, sex));
        self.issued += 1;
        if self.issued.is_multiple_of(40) {
            self.earlier.clone_from(&number);
        } else if chance.happens(NIK_COPIED) && !self.earlier.is_empty() {
            return Some(self.earlier.clone());
        }
        with_faults(chance, number, NIK_BLANK, NIK_INVALID)
    }

    /// A family card number: district, day of issue, serial.
    pub(crate) fn card(&mut self, chance: &mut Chance, on: Date) -> Option<String> {
        let day = days_before(on, chance.between(60, 4_200));
        let number = self.issue(&stem(day, i16::from(day.day())));
        with_faults(chance, number, CARD_BLANK, CARD_INVALID)
    }

    fn issue(&mut self, stem: &str) -> String {
        let serial = self.serials.entry(stem.to_owned()).or_insert(0);
        *serial += 1;
        format!("{stem}{serial:04}")
    }
}

/// District and birth day of a NIK; the day of a woman counts from 41.
fn nik_stem(birth: Date, sex: Sex) -> String {
    let day = match sex {
        Sex::Male => i16::from(birth.day()),
        Sex::Female => i16::from(birth.day()) + 40,
    };
    stem(birth, day)
}

fn stem(date: Date, day: i16) -> String {
    format!(
        "{DISTRICT}{day:02}{:02}{:02}",
        date.month(),
        date.year() % 100
    )
}

fn with_faults(chance: &mut Chance, number: String, blank: f64, invalid: f64) -> Option<String> {
    let draw = chance.unit();
    if draw < blank {
        return None;
    }
    if draw >= blank + invalid {
        return Some(number);
    }
    Some(match chance.between(1, 10) {
        1..=4 => number[..15].to_owned(),
        5..=6 => number[..12].to_owned(),
        7..=8 => format!("{number}0"),
        9 => number.replacen('0', "O", 2),
        _ => "belum ada".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::chance::{Chance, Topic};
    use super::super::words::Sex;
    use super::Registry;
    use jiff::civil::date;

    #[test]
    fn numbers_of_one_day_differ_and_women_count_from_41() {
        let mut registry = Registry::default();
        let mut chance = Chance::new(Topic::Composition, 1, 1);
        let day = date(1990, 3, 7);
        let numbers: Vec<String> = (0..40)
            .filter_map(|_| registry.nik(&mut chance, day, Sex::Female))
            .collect();
        let whole = |number: &&String| number.len() == 16 && number.starts_with("627199470390");
        assert!(numbers.iter().filter(whole).count() > 30, "{numbers:?}");
        assert!(numbers.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
