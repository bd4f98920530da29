//! The period of a flow of money: `money per month`.

use std::fmt;

use super::exact;

/// The period that a flow of money is counted in, from the shortest to the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// `per day`
    Day,
    /// `per week`
    Week,
    /// `per month`
    Month,
    /// `per quarter`
    Quarter,
    /// `per year`
    Year,
}

impl Period {
    /// Every period, from the shortest to the longest.
    pub const ALL: [Period; 5] = [
        Period::Day,
        Period::Week,
        Period::Month,
        Period::Quarter,
        Period::Year,
    ];

    /// Its length in months; a day and a week have none.
    pub const fn months(self) -> Option<i64> {
        match self {
            Period::Day | Period::Week => None,
            Period::Month => Some(1),
            Period::Quarter => Some(3),
            Period::Year => Some(12),
        }
    }

    /// How many of it a year has.
    pub const fn times_a_year(self) -> i64 {
        match self {
            Period::Day => 365,
            Period::Week => 52,
            Period::Month => 12,
            Period::Quarter => 4,
            Period::Year => 1,
        }
    }

    /// The exact factor, as numerator and denominator in lowest terms, that turns an amount per `from`
    /// into the same flow per `to`; among month, quarter and year only.
    ///
    /// Per month to per year is `(12, 1)`; per year to per quarter is `(1, 4)`.
    pub fn convert_factor(from: Period, to: Period) -> Option<(i64, i64)> {
        let (num, den) = exact::reduced(i128::from(to.months()?), i128::from(from.months()?));
        Some((i64::try_from(num).ok()?, i64::try_from(den).ok()?))
    }

    /// The English word, as in `per month`.
    pub const fn word(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_known_among_month_quarter_and_year_only() {
        let factor = Period::convert_factor;
        assert_eq!(factor(Period::Month, Period::Year), Some((12, 1)));
        assert_eq!(factor(Period::Year, Period::Month), Some((1, 12)));
        assert_eq!(factor(Period::Year, Period::Quarter), Some((1, 4)));
        assert_eq!(factor(Period::Quarter, Period::Month), Some((1, 3)));
        assert_eq!(factor(Period::Quarter, Period::Quarter), Some((1, 1)));
        for short in [Period::Day, Period::Week] {
            for other in Period::ALL {
                assert_eq!(factor(short, other), None);
                assert_eq!(factor(other, short), None);
            }
        }
    }

    #[test]
    fn periods_are_ordered_by_length() {
        assert!(Period::ALL.is_sorted());
        assert_eq!(
            Period::ALL.map(Period::word).join(" "),
            "day week month quarter year"
        );
        assert_eq!(format!("{:>6}", Period::Day), "   day");
    }
}
