//! The worked example of the targeting literature (ten incomes, four ways to pay a budget of 30), and
//! what must hold of every measure whatever the rows.

use aturan::measure::concentration::Concentration;
use aturan::measure::poverty::{Case, Poverty};
use aturan::measure::targeting::{Recipient, Targeting};
use aturan::measure::{Convention, Distribution, Share};
use aturan::number::Rational;

/// Incomes of the example; the line is 20, four are poor.
const INCOMES: [i64; 10] = [6, 8, 11, 15, 21, 25, 30, 40, 50, 100];
const LINE: i64 = 20;
/// Digits are kept: an income of 6 is `60_000`.
const SCALE: i64 = 10_000;

/// The budget of 30 as paid to each.
const SCHEMES: [[i64; 10]; 4] = [
    [15, 15, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 15, 15, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 15, 15, 0, 0, 0, 0, 0, 0],
    [3, 3, 3, 3, 3, 3, 3, 3, 3, 3],
];

fn case(income: i64, is_poor: impl Fn(i64) -> bool) -> Case {
    Case {
        value: income * SCALE,
        line: LINE * SCALE,
        weight: 1,
        poor: is_poor(income),
    }
}

fn targeting(scheme: [i64; 10], is_poor: impl Fn(i64) -> bool) -> Targeting {
    Targeting::new(
        INCOMES
            .into_iter()
            .zip(scheme)
            .map(|(income, transfer)| Recipient {
                before: case(income, &is_poor),
                reached: transfer > 0,
                transfer: transfer * SCALE,
            }),
    )
}

fn after(scheme: [i64; 10]) -> Vec<i64> {
    INCOMES
        .into_iter()
        .zip(scheme)
        .map(|(a, b)| a + b)
        .collect()
}

fn gini(incomes: &[i64]) -> Option<f64> {
    Distribution::new(incomes.iter().map(|it| (it * SCALE, 1))).gini()
}

/// Holds a figure of each scheme against what is printed, to the printed digits.
fn printed(name: &str, wanted: [&str; 4], figure: impl Fn(&Targeting) -> Option<f64>) {
    for (scheme, wanted) in SCHEMES.into_iter().zip(wanted) {
        let found = figure(&targeting(scheme, |income| income < LINE));
        shown(name, found, wanted);
    }
}

fn shown(name: &str, found: Option<f64>, wanted: &str) {
    let digits = wanted.split_once('.').map_or(0, |(_, digits)| digits.len());
    let text = found.map(|it| format!("{it:.digits$}").replace("-0.000000", "0.000000"));
    assert_eq!(text.as_deref(), Some(wanted), "{name}");
}

fn share(num: i128, den: i128) -> Share {
    let found = Rational::new(num, den).and_then(Share::new);
    assert!(found.is_some());
    found.unwrap_or_else(|| unreachable!())
}

#[test]
fn the_printed_targeting_figures() {
    printed("coverage", ["0.5", "0.5", "0.5", "1"], Targeting::coverage);
    printed(
        "exclusion",
        ["0.5", "0.5", "0.5", "0"],
        Targeting::exclusion_error,
    );
    printed(
        "inclusion",
        ["0", "0", "0", "0.6"],
        Targeting::inclusion_error,
    );
    printed("leakage", ["0", "0", "0", "0.6"], Targeting::leakage);
    printed(
        "to the poor",
        ["1", "1", "1", "0.4"],
        Targeting::share_to_poor,
    );
    printed(
        "spillover",
        ["0.133333", "0.3", "0.533333", "0"],
        Targeting::spillover,
    );
    printed(
        "efficiency",
        ["0.866667", "0.70", "0.466667", "0.40"],
        Targeting::reduction_efficiency,
    );
    printed(
        "gap efficiency",
        ["0.65", "0.525", "0.35", "0.30"],
        Targeting::gap_efficiency,
    );
    printed(
        "differential",
        ["0.5", "0.5", "0.5", "0"],
        Targeting::differential,
    );
}

#[test]
fn the_printed_figures_against_the_poorest_fifth() {
    let wanted = [("0", "0"), ("0.5", "0.5"), ("1", "1"), ("0", "0.8")];
    for (scheme, (exclusion, inclusion)) in SCHEMES.into_iter().zip(wanted) {
        let it = targeting(scheme, |income| income <= 8);
        shown("exclusion", it.exclusion_error(), exclusion);
        shown("inclusion", it.inclusion_error(), inclusion);
    }
}

#[test]
fn the_printed_incidence() {
    printed("CGH of a fifth", ["5", "2.5", "0", "1"], |it| {
        it.cgh(share(1, 5))
    });
    printed("CGH of two fifths", ["2.5", "2.5", "2.5", "1"], |it| {
        it.cgh(share(2, 5))
    });
    printed("lowest fifth", ["1", "0.5", "0", "0.2"], |it| {
        it.along().by_fifth().map(|parts| parts[0])
    });
    printed(
        "concentration",
        ["-0.8", "-0.6", "-0.4", "0.000000"],
        |it| it.along().index(),
    );
    printed(
        "distributional characteristic",
        ["2.916667", "2.159091", "1.575758", "1.250390"],
        |it| it.characteristic(Rational::one()),
    );
}

#[test]
fn the_printed_gini_and_sen_before_and_after() {
    shown("before", gini(&INCOMES), "0.435948");
    let wanted = [
        ("0.348214", "20.12", "0.08"),
        ("0.359524", "17.53", "0.1175"),
        ("0.373214", "14.39", "0.135"),
        ("0.397024", "8.93", "0.1775"),
    ];
    let sen = |incomes: &[i64]| {
        Poverty::new(incomes.iter().map(|it| case(*it, |income| income < LINE))).sen()
    };
    shown("sen before", sen(&INCOMES), "0.2375");
    for (scheme, (gini_after, fall, sen_after)) in SCHEMES.into_iter().zip(wanted) {
        let incomes = after(scheme);
        shown("gini after", gini(&incomes), gini_after);
        let fallen = gini(&INCOMES)
            .zip(gini(&incomes))
            .map(|(before, after)| (1.0 - after / before) * 100.0);
        shown("gini falls", fallen, fall);
        shown("sen after", sen(&incomes), sen_after);
    }
}

#[test]
fn the_printed_conventions_of_one_to_ten() {
    let it = Distribution::new((1..=10).map(|value| (value, 1)));
    let line = |convention| {
        let median = it.quantile(share(1, 2), convention);
        median.and_then(|it| it.checked_mul(Rational::new(3, 5)?))
    };
    assert_eq!(line(Convention::Laeken), Rational::new(36, 10));
    assert_eq!(line(Convention::Convey), Rational::new(3, 1));
    assert_eq!(line(Convention::Eurostat), Rational::new(33, 10));
    shown("laeken", it.quintile_ratio(Convention::Laeken), "1.66667");
    shown("convey", it.quintile_ratio(Convention::Convey), "6.33333");
}

#[test]
fn no_money_and_no_poor_leave_ratios_undefined() {
    let nothing = targeting([0; 10], |income| income < LINE);
    assert_eq!(nothing.coverage(), Some(0.0));
    assert_eq!((nothing.leakage(), nothing.inclusion_error()), (None, None));
    assert_eq!((nothing.spillover(), nothing.along().index()), (None, None));
    let no_poor = targeting(SCHEMES[3], |_| false);
    assert_eq!(
        (no_poor.coverage(), no_poor.exclusion_error()),
        (None, None)
    );
    assert_eq!(no_poor.leakage(), Some(1.0));
}

/// A few hundred rows with ties, zeros, negatives and weights; the same numbers on every machine.
fn rows() -> Vec<(i64, i64)> {
    let mut state = 20_260_101_u64;
    let mut next = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        i64::try_from((state >> 33) % below).unwrap_or(0)
    };
    (0..500)
        .map(|_| (next(60) * 10_000 - 20_000, next(4) + 1))
        .collect()
}

fn figures(rows: &[(i64, i64)]) -> Vec<Option<u64>> {
    let spread = Distribution::new(rows.iter().copied());
    let poverty = Poverty::new(rows.iter().map(|(value, weight)| Case {
        value: *value,
        line: 200_000 + (*weight % 2) * 50_000,
        weight: *weight,
        poor: *value < 200_000,
    }));
    let along = Concentration::new(
        rows.iter()
            .map(|(value, weight)| (*value, *weight * 3, *weight)),
    );
    [
        spread.gini(),
        spread.theil(Convention::Eurostat).value,
        spread
            .mean_log_deviation(Convention::Eurostat, 10_000)
            .value,
        spread.atkinson(Rational::one(), Convention::Eurostat).value,
        spread.quintile_ratio(Convention::Eurostat),
        spread.lorenz(share(1, 3)),
        poverty.gap(),
        poverty.severity(),
        poverty.watts(Convention::Eurostat).value,
        poverty.sen(),
        poverty.sst(),
        along.index(),
    ]
    .into_iter()
    .map(|figure| figure.map(f64::to_bits))
    .collect()
}

#[test]
fn no_figure_follows_the_order_of_rows_to_the_last_bit() {
    let mut rows = rows();
    let wanted = figures(&rows);
    assert!(wanted.iter().all(Option::is_some));
    rows.reverse();
    assert_eq!(figures(&rows), wanted);
    rows.rotate_left(123);
    assert_eq!(figures(&rows), wanted);
}

#[test]
fn a_weight_stands_for_so_many_rows() {
    let rows = rows();
    let spread: Vec<(i64, i64)> = rows
        .iter()
        .flat_map(|(value, weight)| (0..*weight).map(|_| (*value, 1)))
        .collect();
    let weighted = Distribution::new(rows);
    let repeated = Distribution::new(spread);
    assert_eq!(
        weighted.gini().map(f64::to_bits),
        repeated.gini().map(f64::to_bits)
    );
    assert_eq!(
        weighted.quantile(share(3, 10), Convention::Laeken),
        repeated.quantile(share(3, 10), Convention::Laeken)
    );
}
