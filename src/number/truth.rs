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
