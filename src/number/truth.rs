//! Three-valued logic after Kleene: a blank answer is unknown, never a silent yes or no.

/// The value of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Known not to hold.
    False,
    /// Known to hold.
    True,
    /// It may hold or not.
    Unknown,
}

impl Truth {
    /// Every value.
    pub const ALL: [Truth; 3] = [Truth::False, Truth::True, Truth::Unknown];

    /// False where one side is, whatever the other.
    #[must_use]
    pub const fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        }
    }

    /// True where one side is, whatever the other.
    #[must_use]
    pub const fn or(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (Truth::False, Truth::False) => Truth::False,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        }
    }

    /// The opposite; unknown stays unknown.
    #[must_use]
    pub const fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::True => Truth::False,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// The value, unless it is unknown.
    pub const fn known(self) -> Option<bool> {
        match self {
            Truth::False => Some(false),
            Truth::True => Some(true),
            Truth::Unknown => None,
        }
    }

    /// Whether one of the rows holds; false over no rows.
    pub fn any(rows: impl IntoIterator<Item = Truth>) -> Truth {
        Truth::at_least(1, rows)
    }

    /// Whether every row holds; true over no rows.
    pub fn all(rows: impl IntoIterator<Item = Truth>) -> Truth {
        Truth::any(rows.into_iter().map(Truth::not)).not()
    }

    /// Whether `n` rows or more hold, decided as soon as the known rows suffice: true once `n` are
    /// true, false if the unknown ones could not make up the rest.
    pub fn at_least(n: i64, rows: impl IntoIterator<Item = Truth>) -> Truth {
        // Rows still wanted if no unknown one holds, and if all of them do.
        let (mut wanted, mut wanted_at_best) = (n, n);
        let mut rows = rows.into_iter();
        while wanted > 0 {
            match rows.next() {
                None if wanted_at_best > 0 => return Truth::False,
                None => return Truth::Unknown,
                Some(Truth::False) => {}
                Some(Truth::Unknown) => wanted_at_best -= 1,
                Some(Truth::True) => {
                    wanted -= 1;
                    wanted_at_best -= 1;
                }
            }
        }
        Truth::True
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Truth {
        value.map_or(Truth::Unknown, Truth::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{False, True, Unknown};
    use super::*;

    /// The values a condition may still turn out to have.
    fn settled(value: Truth) -> &'static [bool] {
        match value {
            False => &[false],
            True => &[true],
            Unknown => &[false, true],
        }
    }

    /// Known only if every settling of the unknowns gives the same.
    fn agreed(outcomes: impl IntoIterator<Item = bool>) -> Truth {
        let outcomes: Vec<bool> = outcomes.into_iter().collect();
        match (outcomes.contains(&true), outcomes.contains(&false)) {
            (true, false) => True,
            (false, true) => False,
            (true, true) | (false, false) => Unknown,
        }
    }

    #[test]
    fn connectives_are_what_every_settling_agrees_on() {
        for left in Truth::ALL {
            assert_eq!(left.not(), agreed(settled(left).iter().map(|value| !value)));
            assert_eq!(Truth::from(left.known()), left);
            for right in Truth::ALL {
                let pairs = || {
                    let rights = settled(right);
                    settled(left)
                        .iter()
                        .flat_map(move |a| rights.iter().map(move |b| (*a, *b)))
                };
                assert_eq!(left.and(right), agreed(pairs().map(|(a, b)| a && b)));
                assert_eq!(left.or(right), agreed(pairs().map(|(a, b)| a || b)));
            }
        }
    }

    #[test]
    fn counts_are_what_every_settling_agrees_on() {
        for rows in every_triple() {
            let sure = rows.iter().filter(|row| **row == True).count();
            let unsure = rows.iter().filter(|row| **row == Unknown).count();
            for n in -1..=4_i64 {
                let reached = |count: usize| i64::try_from(count).is_ok_and(|count| count >= n);
                let expected = agreed((sure..=sure + unsure).map(reached));
                assert_eq!(Truth::at_least(n, rows), expected, "{n} of {rows:?}");
            }
            let [a, b, c] = rows;
            assert_eq!(Truth::any(rows), a.or(b).or(c));
            assert_eq!(Truth::all(rows), a.and(b).and(c));
        }
    }

    #[test]
    fn over_no_rows_and_at_the_ends() {
        assert_eq!(Truth::any([]), False);
        assert_eq!(Truth::all([]), True);
        assert_eq!(Truth::at_least(0, []), True);
        assert_eq!(Truth::at_least(i64::MIN, [False]), True);
        assert_eq!(Truth::at_least(i64::MAX, [True, Unknown]), False);
    }

    #[test]
    fn rows_after_the_decision_are_not_read() {
        let mut read = 0;
        let rows = [True, Unknown, True, False]
            .into_iter()
            .inspect(|_| read += 1);
        assert_eq!(Truth::at_least(2, rows), True);
        assert_eq!(read, 3);
    }

    fn every_triple() -> impl Iterator<Item = [Truth; 3]> {
        let all = Truth::ALL;
        all.into_iter().flat_map(move |a| {
            all.into_iter()
                .flat_map(move |b| all.into_iter().map(move |c| [a, b, c]))
        })
    }
}
