//! The rounds of the city: dates, lines and the figures that each must give.
use jiff::civil::{Date, date};

/// The lines in force, rupiah per person per month.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    pub(crate) poverty: i64,
    pub(crate) extreme: i64,
}

/// How much was left unanswered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlankRates {
    /// Share of visits that did not end in a complete interview.
    pub(crate) interviews: f64,
    /// Share of complete interviews without an expenditure.
    pub(crate) expenditure: f64,
}

/// Head-counts that the calibration must meet exactly, in persons.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goals {
    pub(crate) residents: i64,
    /// Below the poverty line, the extreme poor among them.
    pub(crate) poor: i64,
    pub(crate) extreme_kameloh_baru: i64,
    pub(crate) extreme_elsewhere: i64,
    /// On the register when the round has been decided.
    pub(crate) register: Option<i64>,
}

/// One round of the survey.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    pub(crate) on: Date,
    pub(crate) label: &'static str,
    /// The folder that holds it; the first round stays hidden.
    pub(crate) folder: Option<&'static str>,
    pub(crate) lines: Lines,
    /// The city's minimum wage (UMK), rounded up to whole rupiah.
    pub(crate) minimum_wage: i64,
    pub(crate) blanks: BlankRates,
    pub(crate) goals: Goals,
}

/// The hidden year that gives the first register, then the two rounds of the example.
///
/// Lines: BPS Kalimantan Tengah, September 2021, March 2022, March 2023; P3KE. Poor in 2021 and
/// 2022: 3.75 % and 3.61 % of the residents (BPS); in 2023 10,388 of 302,310, which prints as
/// 3.44 % also where residents with an unknown expenditure are left out below the line.
pub(crate) const ROUNDS: [Round; 3] = [
    Round {
        on: date(2021, 11, 30),
        label: "hidden",
        folder: None,
        lines: Lines {
            poverty: 522_879,
            extreme: 322_170,
        },
        minimum_wage: 2_903_145,
        blanks: BlankRates {
            interviews: 0.0,
            expenditure: 0.0,
        },
        goals: Goals {
            residents: 297_800,
            poor: 11_168,
            extreme_kameloh_baru: 48,
            extreme_elsewhere: 60,
            register: None,
        },
    },
    Round {
        on: date(2022, 11, 30),
        label: "Palangka Raya (sintetis), November 2022",
        folder: Some("2022"),
        lines: Lines {
            poverty: 548_816,
            extreme: 322_170,
        },
        minimum_wage: 2_972_542,
        blanks: BlankRates {
            interviews: 0.008,
            expenditure: 0.003,
        },
        goals: Goals {
            residents: 300_060,
            poor: 10_832,
            extreme_kameloh_baru: 40,
            extreme_elsewhere: 48,
            register: Some(65_000),
        },
    },
    Round {
        on: date(2023, 11, 30),
        label: "Palangka Raya (sintetis), November 2023",
        folder: Some("2023"),
        lines: Lines {
            poverty: 596_184,
            extreme: 322_170,
        },
        minimum_wage: 3_226_753,
        blanks: BlankRates {
            interviews: 0.001_3,
            expenditure: 0.000_5,
        },
        goals: Goals {
            residents: 302_310,
            poor: 10_388,
            extreme_kameloh_baru: 33,
            extreme_elsewhere: 36,
            register: Some(64_000),
        },
    },
];
