//! Civil days, proleptic Gregorian, years 1 to 9999; ages.
//!
//! A date is one number of days. The calendar in it is found by counting years from 1 March, so that
//! the leap day is the last of its year and every 146 097 days (400 years) repeat.

use std::fmt;

/// Days from 1 March of the year 0 to 1 January 1970.
const EPOCH: i32 = 719_468;
/// 1 January of the year 1.
const FIRST: i32 = -719_162;
/// 31 December 9999.
const LAST: i32 = 2_932_896;
/// Bits of a [civil key](Date::civil_key) below the year; the highest month and day need 416 of 512.
const YEAR_SHIFT: u32 = 9;

/// A civil day, as days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(i32);

/// A reference date made ready for the ages of many persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgeOn {
    key: i32,
}

impl Date {
    /// The first day, 0001-01-01.
    pub const MIN: Date = Date(FIRST);
    /// The last day, 9999-12-31.
    pub const MAX: Date = Date(LAST);

    /// The day of that year (1 to 9999), month and day of the month, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        exists.then(|| Date(days_of(year, month, day)))
    }

    /// The date written as `2023-03-01`, with four, two and two digits and nothing else.
    pub fn parse_iso(text: &str) -> Option<Date> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return None;
        };
        let year = number_of(&[y1, y2, y3, y4])?;
        Date::new(
            i32::try_from(year).ok()?,
            number_of(&[m1, m2])?,
            number_of(&[d1, d2])?,
        )
    }

    /// The day that many days after 1970-01-01, within the years 1 to 9999.
    pub fn from_days(days: impl Into<i64>) -> Option<Date> {
        let days = i32::try_from(days.into()).ok()?;
        (FIRST..=LAST).contains(&days).then_some(Date(days))
    }

    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.civil().0
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.civil().1
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.civil().2
    }

    /// The date so many days later (earlier if negative).
    pub fn add_days(self, days: i64) -> Option<Date> {
        Date::from_days(i64::from(self.0).checked_add(days)?)
    }

    /// The same day so many months later (earlier if negative), or the last day of a shorter month.
    pub fn add_months(self, months: i64) -> Option<Date> {
        let (year, month, day) = self.civil();
        let count = (i64::from(year) * 12 + i64::from(month) - 1).checked_add(months)?;
        let year = i32::try_from(count.div_euclid(12)).ok()?;
        let month = u32::try_from(count.rem_euclid(12)).ok()? + 1;
        Date::new(year, month, day.min(days_in_month(year, month)))
    }

    /// The same day so many years later (earlier if negative); 29 February becomes 28 in a common year.
    pub fn add_years(self, years: i64) -> Option<Date> {
        self.add_months(years.checked_mul(12)?)
    }

    /// Completed years of a person born on `birth`, on the day `on`; nothing before birth.
    ///
    /// The birthday counts, and who is born on 29 February completes a year on 28 February of a common
    /// year. For many persons and one `on`, see [`AgeOn`].
    pub fn age_years(birth: Date, on: Date) -> Option<i64> {
        AgeOn::new(on).years(birth)
    }

    /// Completed months of a person born on `birth`, on the day `on`; nothing before birth.
    ///
    /// A month is completed on the same day of the month, or on the last day of a shorter one.
    pub fn age_months(birth: Date, on: Date) -> Option<i64> {
        if on < birth {
            return None;
        }
        let ((year, month, day), (on_year, on_month, on_day)) = (birth.civil(), on.civil());
        let begun = i64::from(on_year - year) * 12 + i64::from(on_month) - i64::from(month);
        let completed = on_day >= day.min(days_in_month(on_year, on_month));
        Some(if completed { begun } else { begun - 1 })
    }

    /// Year, month and day packed as `year * 512 + month * 32 + day`: ordered as the dates are.
    pub fn civil_key(self) -> i32 {
        let (year, month, day) = self.civil();
        (year << YEAR_SHIFT) + (month * 32 + day).cast_signed()
    }

    /// Year, month and day; unsigned divisions by constants only, since no date lies before [`FIRST`].
    fn civil(self) -> (i32, u32, u32) {
        let quarter_days = 4 * (self.0 + EPOCH).cast_unsigned() + 3;
        let (century, day_of_century) = (quarter_days / 146_097, quarter_days % 146_097 / 4);
        let quarter_days = 4 * day_of_century + 3;
        let (year_of_century, day_of_year) = (quarter_days / 1_461, quarter_days % 1_461 / 4);
        // Months from March have 31, 30, 31, 30, 31 days, again and again: 153 days in five.
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let year = 100 * century + year_of_century;
        if month < 10 {
            (year.cast_signed(), month + 3, day)
        } else {
            (year.cast_signed() + 1, month - 9, day)
        }
    }
}

impl AgeOn {
    /// Ages on that day.
    pub fn new(on: Date) -> AgeOn {
        let (year, month, day) = on.civil();
        // Who is born on 29 February completes a year on 28 February of a common year: on that day
        // the reference reads as the 29th, which no birth date of that year can be.
        let stands_for_leap_day = month == 2 && day == 28 && !is_leap(year);
        AgeOn {
            key: on.civil_key() + i32::from(stands_for_leap_day),
        }
    }

    /// Completed years of a person born on `birth`; nothing before birth.
    pub fn years(self, birth: Date) -> Option<i64> {
        let years = self.years_of_key(birth.civil_key());
        (years >= 0).then_some(i64::from(years))
    }

    /// Completed years of a person whose birth date has that [civil key](Date::civil_key), negative
    /// before birth: one subtraction and one shift, for columns that keep the keys.
    pub const fn years_of_key(self, birth_key: i32) -> i32 {
        (self.key - birth_key) >> YEAR_SHIFT
    }
}

impl fmt::Display for Date {
    /// As in `2023-03-01`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The length of a month, 1 to 12.
const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of an existing date.
const fn days_of(year: i32, month: u32, day: u32) -> i32 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let before_year = 365 * year + year / 4 - year / 100 + year / 400;
    before_year + ((153 * month + 2) / 5 + day - 1).cast_signed() - EPOCH
}

fn number_of(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + u32::from(byte - b'0'))
    })
}

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "a missing date in a test is a failed test"
)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    #[test]
    fn only_strict_iso_dates_that_exist_are_read() {
        assert_eq!(date("1970-01-01").days(), 0);
        assert_eq!(date("2000-02-29").to_string(), "2000-02-29");
        assert_eq!(date("0001-01-01"), Date::MIN);
        assert_eq!(date("9999-12-31"), Date::MAX);
        for text in [
            "",
            "2023-3-1",
            "2023-03-1",
            "23-03-01",
            "31/12/2024",
            "2023/03/01",
            "2023-03-01 ",
            "2023-02-29",
            "1900-02-29",
            "2023-13-01",
            "2023-00-01",
            "2023-01-00",
            "2023-04-31",
            "0000-01-01",
            "+023-01-01",
            "12023-01-01",
            "2023-03-0١",
        ] {
            assert_eq!(Date::parse_iso(text), None, "{text:?}");
        }
    }

    #[test]
    fn days_outside_the_calendar_do_not_exist() {
        assert_eq!(Date::from_days(i64::from(FIRST) - 1), None);
        assert_eq!(Date::from_days(i64::from(LAST) + 1), None);
        assert_eq!(Date::from_days(i64::MIN), None);
        assert_eq!(Date::MAX.add_days(1), None);
        assert_eq!(Date::MIN.add_days(i64::MIN), None);
        assert_eq!(Date::MAX.add_months(1), None);
        assert_eq!(Date::MIN.add_months(-1), None);
        assert_eq!(Date::MIN.add_years(i64::MAX), None);
        assert_eq!(Date::MIN.add_months(i64::MAX), None);
        assert_eq!(Date::MIN.add_years(9_998), Some(date("9999-01-01")));
        assert_eq!(Date::MAX.add_days(-3_652_058), Some(Date::MIN));
    }

    #[test]
    fn the_end_of_the_month_clamps() {
        assert_eq!(date("2023-01-31").add_months(1), Some(date("2023-02-28")));
        assert_eq!(date("2024-01-31").add_months(1), Some(date("2024-02-29")));
        assert_eq!(date("2024-03-31").add_months(-1), Some(date("2024-02-29")));
        assert_eq!(date("2023-12-31").add_months(2), Some(date("2024-02-29")));
        assert_eq!(date("2024-02-29").add_years(1), Some(date("2025-02-28")));
        assert_eq!(date("2024-02-29").add_years(4), Some(date("2028-02-29")));
    }

    #[test]
    fn the_birthday_counts() {
        let age = |birth, on| Date::age_years(date(birth), date(on));
        assert_eq!(age("2000-06-15", "2010-06-14"), Some(9));
        assert_eq!(age("2000-06-15", "2010-06-15"), Some(10));
        assert_eq!(age("2000-06-15", "2000-06-15"), Some(0));
        assert_eq!(age("2000-06-15", "2000-06-14"), None);
        assert_eq!(age("2000-12-31", "2001-01-01"), Some(0));
        assert_eq!(age("2001-01-01", "2000-12-31"), None);
    }

    #[test]
    fn the_leap_day_completes_on_28_february() {
        let age = |birth, on| Date::age_years(date(birth), date(on));
        assert_eq!(age("2004-02-29", "2023-02-27"), Some(18));
        assert_eq!(age("2004-02-29", "2023-02-28"), Some(19));
        assert_eq!(age("2004-02-29", "2024-02-28"), Some(19));
        assert_eq!(age("2004-02-29", "2024-02-29"), Some(20));
        assert_eq!(age("2004-02-28", "2023-02-28"), Some(19));
        assert_eq!(age("2004-03-01", "2023-02-28"), Some(18));
    }

    #[test]
    fn months_complete_on_the_last_day_of_a_shorter_month() {
        let age = |birth, on| Date::age_months(date(birth), date(on));
        assert_eq!(age("2023-01-31", "2023-02-27"), Some(0));
        assert_eq!(age("2023-01-31", "2023-02-28"), Some(1));
        assert_eq!(age("2024-01-31", "2024-02-28"), Some(0));
        assert_eq!(age("2024-01-31", "2024-02-29"), Some(1));
        assert_eq!(age("2023-01-31", "2023-01-31"), Some(0));
        assert_eq!(age("2023-01-31", "2023-01-30"), None);
        assert_eq!(age("0001-01-01", "9999-12-31"), Some(119_987));
    }
}
