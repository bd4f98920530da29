//! Civil days and ages, counted as the language counts them.
use jiff::Span;
use jiff::civil::Date;

/// Completed years of age on a day; the birthday counts, 29 February completes on the 28th.
pub(crate) fn age(birth: Date, on: Date) -> i32 {
    let years = i32::from(on.year()) - i32::from(birth.year());
    let last_of_month = on.day() == on.days_in_month();
    let birthday_day = if birth.month() == on.month() && last_of_month {
        birth.day().min(on.day())
    } else {
        birth.day()
    };
    if (on.month(), on.day()) < (birth.month(), birthday_day) {
        years - 1
    } else {
        years
    }
}

/// The day a number of days before another.
pub(crate) fn days_before(day: Date, days: i32) -> Date {
    day.saturating_sub(Span::new().days(days))
}

/// A birth day that makes a person `age` years old on `on`, `into` days (0 to 364) past the
/// birthday.
pub(crate) fn born(on: Date, age: i32, into: i32) -> Date {
    days_before(on.saturating_sub(Span::new().years(age)), into)
}

/// Days since 1 January 1970, as Parquet stores a date.
pub(crate) fn epoch_days(day: Date) -> i32 {
    let hours = day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{age, born, epoch_days};
    use jiff::civil::date;

    #[test]
    fn the_birthday_counts() {
        assert_eq!(age(date(2000, 11, 30), date(2023, 11, 30)), 23);
        assert_eq!(age(date(2000, 12, 1), date(2023, 11, 30)), 22);
        assert_eq!(age(date(2000, 2, 29), date(2023, 2, 28)), 23);
        assert_eq!(age(date(2000, 11, 29), date(2023, 2, 28)), 22);
    }

    #[test]
    fn a_birth_day_gives_the_age_asked_for() {
        for years in [0, 4, 17, 60] {
            for into in [0, 100, 364] {
                let on = date(2023, 11, 30);
                assert_eq!(age(born(on, years, into), on), years);
            }
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(epoch_days(date(1970, 1, 2)), 1);
        assert_eq!(epoch_days(date(1969, 12, 31)), -1);
        assert_eq!(epoch_days(date(2023, 11, 30)), 19_691);
    }
}
