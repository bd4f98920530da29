//! Whose rule is taken where the field's tools disagree.

/// A tool whose rules are followed.
///
/// | | quantile at `p` | S80/S20 | incomes of zero or less |
/// |---|---|---|---|
/// | `Eurostat` | mean of the two neighbours where the cumulative share is `p` | the row on the bound is split | left out, and counted |
/// | `Laeken` | smallest value whose cumulative share is above `p` | sums above `q80` over sums up to `q20` | left out, and counted |
/// | `Convey` | smallest value whose cumulative share is at least `p` | as `Laeken`, by its own quantiles | the figure is undefined |
/// | `Pip` | as `Eurostat` | the row on the bound is split | left out of Watts; one unit of money in the mean log deviation |
///
/// The last column is about Watts, mean log deviation, Theil and Atkinson, which take logarithms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Convention {
    /// Eurostat's quantiles; the rest as Aturan's default.
    #[default]
    Eurostat,
    /// The R package laeken.
    Laeken,
    /// The R package convey.
    Convey,
    /// The World Bank's Poverty and Inequality Platform.
    Pip,
}

impl Convention {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Eurostat, Self::Laeken, Self::Convey, Self::Pip];

    /// The word in policies and summaries.
    pub fn word(self) -> &'static str {
        match self {
            Self::Eurostat => "eurostat",
            Self::Laeken => "laeken",
            Self::Convey => "convey",
            Self::Pip => "pip",
        }
    }
}
