//! Laws of the exact numbers, against a 256-bit reference and an independent calendar.

#![expect(
    clippy::unwrap_used,
    reason = "a missing value in a test is a failed test"
)]

use std::cmp::Ordering;

use aturan::number::{
    AgeOn, Date, Fault, Fraction, Grouping, Mode, Rational, format_decimal, format_grouped, scale,
};
use jiff::ToSpan;
use jiff::civil;
use proptest::prelude::*;

/// A signed 256-bit integer in two halves: the reference for every product of two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wide {
    high: i128,
    low: u128,
}

impl Wide {
    fn product(left: i128, right: i128) -> Wide {
        let word = u128::from(u64::MAX);
        let (a, b) = (left.unsigned_abs(), right.unsigned_abs());
        let (a1, a0, b1, b0) = (a >> 64, a & word, b >> 64, b & word);
        let middle = a1 * b0 + ((a0 * b0) >> 64);
        let (middle, carried) = middle.overflowing_add(a0 * b1);
        let magnitude = Wide {
            high: (a1 * b1 + (middle >> 64) + (u128::from(carried) << 64)).cast_signed(),
            low: (middle << 64) | ((a0 * b0) & word),
        };
        if (left < 0) == (right < 0) {
            magnitude
        } else {
            magnitude.negated()
        }
    }

    fn negated(self) -> Wide {
        let (low, carry) = (!self.low).overflowing_add(1);
        Wide {
            high: !self.high + i128::from(carry),
            low,
        }
    }

    fn plus(self, other: Wide) -> Wide {
        let (low, carry) = self.low.overflowing_add(other.low);
        Wide {
            high: self.high + other.high + i128::from(carry),
            low,
        }
    }

    fn minus(self, other: Wide) -> Wide {
        self.plus(other.negated())
    }

    fn magnitude(self) -> Wide {
        if self.high < 0 { self.negated() } else { self }
    }
}

/// Any sign, every size from one bit to all, and the ends of the ranges.
fn term() -> impl Strategy<Value = i128> {
    prop_oneof![
        6 => (any::<i128>(), 0_u32..127).prop_map(|(value, bits)| (value >> bits).max(-i128::MAX)),
        1 => (-3_i128..=3).prop_map(|near| near.signum() * (i128::MAX - near.abs())),
        1 => (-3_i128..=3).prop_map(|near| i128::from(i64::MAX) + near),
        1 => (-3_i128..=3).prop_map(|near| i128::from(i64::MIN) + near),
        1 => -3_i128..=3,
    ]
}

fn positive() -> impl Strategy<Value = i128> {
    term().prop_map(|value| value.abs().max(1))
}

fn fraction() -> impl Strategy<Value = Fraction> {
    (term(), positive()).prop_map(|(num, den)| Fraction::new(num, den).unwrap())
}

/// Two fractions, often so close that only exact arithmetic tells them apart.
fn pair() -> impl Strategy<Value = (Fraction, Fraction)> {
    let near = (term(), positive(), -2_i128..=2, -2_i128..=2).prop_map(|(num, den, up, right)| {
        let (near_num, near_den) = (num.saturating_add(up), den.saturating_add(right).max(1));
        let near_num = near_num.max(-i128::MAX);
        (
            Fraction::new(num, den).unwrap(),
            Fraction::new(near_num, near_den).unwrap(),
        )
    });
    prop_oneof![(fraction(), fraction()), near]
}

fn raw() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => (any::<i64>(), 0_u32..63).prop_map(|(value, bits)| value >> bits),
        1 => prop_oneof![Just(i64::MIN), Just(i64::MIN + 1), Just(i64::MAX), Just(0)],
    ]
}

fn any_scale() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(scale::INTEGER),
        Just(scale::DECIMAL),
        Just(scale::MONEY)
    ]
}

/// Whether `rounded` is what `num / den` rounds to, by the definition alone: no further than a half,
/// and even where it is a half; or, for a fault, whether that integer is outside `i64`.
fn is_half_even(num: Wide, den: i128, rounded: Result<i64, Fault>) -> bool {
    let twice = num.plus(num);
    match rounded {
        Ok(value) => {
            let distance = num.minus(Wide::product(i128::from(value), den)).magnitude();
            match distance.plus(distance).cmp(&Wide::product(1, den)) {
                Ordering::Less => true,
                Ordering::Equal => value % 2 == 0,
                Ordering::Greater => false,
            }
        }
        // The last odd and the first even value of `i64`: a half above and below goes to even.
        Err(Fault::Overflow) => {
            twice >= Wide::product(2 * i128::from(i64::MAX) + 1, den)
                || twice < Wide::product(2 * i128::from(i64::MIN) - 1, den)
        }
        Err(Fault::DivisionByZero) => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(1_000)
    })]

    #[test]
    fn comparison_is_the_wide_cross_product((left, right) in pair()) {
        let expected = Wide::product(left.num(), right.den()).cmp(&Wide::product(right.num(), left.den()));
        prop_assert_eq!(left.cmp(&right), expected);
        prop_assert_eq!(right.cmp(&left), expected.reverse());
        prop_assert_eq!(left.to_rational().cmp(&right.to_rational()), expected);
        prop_assert_eq!(left.to_rational() == right.to_rational(), expected.is_eq());
        prop_assert_eq!(left.neg().cmp(&right.neg()), expected.reverse());
    }

    #[test]
    fn comparison_is_transitive((left, middle) in pair(), right in fraction()) {
        let mut sorted = [left, middle, right];
        sorted.sort();
        prop_assert!(sorted[0] <= sorted[1] && sorted[1] <= sorted[2] && sorted[0] <= sorted[2]);
        if left == middle {
            prop_assert_eq!(left.cmp(&right), middle.cmp(&right));
        }
    }

    #[test]
    fn storing_is_half_even(value in fraction(), scale in any_scale()) {
        let exact = Wide::product(value.num(), i128::from(scale));
        prop_assert!(is_half_even(exact, value.den(), value.to_raw(scale)));
        prop_assert_eq!(value.to_rational().round_to_scale(scale), value.to_raw(scale).ok());
    }

    #[test]
    fn halves_are_stored_as_the_even_one(whole in raw(), scale in any_scale()) {
        let num = 2 * i128::from(whole) + 1;
        let half = Fraction::new(num, 2 * i128::from(scale)).unwrap();
        let even = i128::from(whole) + i128::from(whole & 1);
        prop_assert_eq!(half.to_raw(scale).ok(), i64::try_from(even).ok());
    }

    #[test]
    fn raw_products_and_quotients_are_half_even(left in raw(), right in raw(), scale in any_scale()) {
        let product = Wide::product(i128::from(left), i128::from(right));
        prop_assert!(is_half_even(product, i128::from(scale), scale::mul_raw(left, right, scale)));
        let quotient = scale::div_raw(left, right, scale);
        if right == 0 {
            prop_assert_eq!(quotient, Err(Fault::DivisionByZero));
        } else {
            let num = Wide::product(i128::from(left) * i128::from(right.signum()), i128::from(scale));
            prop_assert!(is_half_even(num, i128::from(right).abs(), quotient));
        }
    }

    #[test]
    fn raw_sums_are_exact_or_a_fault(left in raw(), right in raw()) {
        let (left_wide, right_wide) = (i128::from(left), i128::from(right));
        prop_assert_eq!(scale::add(left, right).ok(), i64::try_from(left_wide + right_wide).ok());
        prop_assert_eq!(scale::sub(left, right).ok(), i64::try_from(left_wide - right_wide).ok());
    }

    #[test]
    fn a_stored_value_comes_back(value in raw(), scale in any_scale()) {
        prop_assert_eq!(Fraction::from_raw(value, scale).to_raw(scale), Ok(value));
    }

    #[test]
    fn chains_of_fractions_are_chains_of_rationals(
        steps in prop::collection::vec((any::<bool>(), raw(), any_scale()), 1..12),
    ) {
        let mut kept = Fraction::from(Rational::one());
        for (divides, raw, scale) in steps {
            let operand = Fraction::from_raw(raw, scale);
            let (next, constant) = if divides {
                (kept.div(operand), kept.to_rational().checked_div(operand.to_rational()))
            } else {
                (kept.mul(operand), kept.to_rational().checked_mul(operand.to_rational()))
            };
            prop_assert_eq!(next.ok().map(Fraction::to_rational), constant);
            match next {
                Ok(next) => kept = next,
                Err(Fault::DivisionByZero) => { prop_assert!(divides && raw == 0); break; }
                Err(Fault::Overflow) => break,
            }
        }
    }

    #[test]
    fn rational_arithmetic_is_the_school_rule(
        (a, b) in (-(1_i128 << 62)..1 << 62, 1_i128..1 << 62),
        (c, d) in (-(1_i128 << 62)..1 << 62, 1_i128..1 << 62),
    ) {
        let (left, right) = (Rational::new(a, b).unwrap(), Rational::new(c, d).unwrap());
        let is = |result: Option<Rational>, num: i128, den: i128| {
            let result = result.unwrap();
            Wide::product(result.num(), den) == Wide::product(num, result.den())
        };
        prop_assert!(is(left.checked_add(right), a * d + c * b, b * d));
        prop_assert!(is(left.checked_sub(right), a * d - c * b, b * d));
        prop_assert!(is(left.checked_mul(right), a * c, b * d));
        prop_assert!(is(left.checked_neg(), -a, b));
        if c == 0 {
            prop_assert_eq!(left.checked_div(right), None);
        } else {
            prop_assert!(is(left.checked_div(right), a * d, b * c));
        }
    }

    #[test]
    fn written_rounding_takes_the_multiple_it_says(
        value in raw(), widest_step in 1..=i64::MAX, bits in 0_u32..63, scale in any_scale(),
    ) {
        let step = (widest_step >> bits).max(1);
        let (number, to) = (Fraction::from_raw(value, scale), Fraction::from_raw(step, scale));
        let multiple = |mode| number.round(mode, to).unwrap().div(to).unwrap().to_rational();
        let (value, step) = (i128::from(value), i128::from(step));
        let down = multiple(Mode::Down);
        prop_assert!(down.is_integer() && down.num() * step <= value && value < (down.num() + 1) * step);
        prop_assert_eq!(number.steps(to).ok(), i64::try_from(down.num()).ok());
        let up = multiple(Mode::Up);
        prop_assert!(up.is_integer() && (up.num() - 1) * step < value && value <= up.num() * step);
        let nearest = multiple(Mode::Nearest);
        let distance = (value - nearest.num() * step).abs() * 2;
        let away = (nearest.num() * step).abs() >= value.abs();
        prop_assert!(nearest.is_integer() && (distance < step || distance == step && away));
    }

    #[test]
    fn written_digits_read_back(value in raw(), scale in any_scale()) {
        let text = format_decimal(value, scale);
        let read = Rational::parse_decimal(&text).unwrap();
        prop_assert_eq!(read, Fraction::from_raw(value, scale).to_rational());
        prop_assert_eq!(read.to_string(), text.clone());
        let english = format_grouped(value, scale, Grouping::English);
        prop_assert_eq!(english.replace(',', ""), text);
        let swapped: String = english.chars().map(|c| match c { ',' => '.', '.' => ',', c => c }).collect();
        prop_assert_eq!(format_grouped(value, scale, Grouping::Indonesian), swapped);
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in prop_oneof!["[-+0-9.,_ e٣]{0,12}", "[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]"],
    ) {
        let plain = text.strip_prefix('-').unwrap_or(&text);
        let is_number = plain.split('.').count() <= 2
            && plain.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        prop_assert_eq!(Rational::parse_decimal(&text).is_some(), is_number);
        let is_date = text.len() == 10
            && text.parse::<civil::Date>().is_ok_and(|date| date.to_string() == text && date.year() > 0);
        prop_assert_eq!(Date::parse_iso(&text).is_some(), is_date);
    }

    #[test]
    fn months_and_years_clamp_as_the_calendar_does(
        days in Date::MIN.days()..=Date::MAX.days(), months in -130_000_i64..130_000, years in -11_000_i64..11_000,
    ) {
        let (date, other) = both(days);
        prop_assert_eq!(date.to_string(), other.to_string());
        let in_range = |date: &civil::Date| date.year() > 0;
        let later = other.checked_add(months.months()).ok().filter(in_range);
        prop_assert_eq!(date.add_months(months), later.map(ours));
        let later = other.checked_add(years.years()).ok().filter(in_range);
        prop_assert_eq!(date.add_years(years), later.map(ours));
    }

    #[test]
    fn ages_are_the_most_that_fits(birth in 0_i32..60_000, on in 0_i32..60_000) {
        let ((born, born_other), (on, on_other)) = (both(birth - 20_000), both(on - 20_000));
        prop_assert_eq!(Date::age_years(born, on), completed(born_other, on_other, 12));
        prop_assert_eq!(Date::age_months(born, on), completed(born_other, on_other, 1));
    }
}

#[test]
fn the_wide_reference_multiplies() {
    let top = Wide::product(i128::MAX, i128::MAX);
    let high = i128::MAX / 2;
    assert_eq!(top, Wide { high, low: 1 });
    let bottom = Wide::product(i128::MIN, i128::MAX);
    let low = 1 << 127;
    assert_eq!(
        bottom,
        Wide {
            high: -(1 << 126),
            low
        }
    );
    assert_eq!(
        Wide::product(-3, 5),
        Wide {
            high: -1,
            low: (-15_i128).cast_unsigned()
        }
    );
}

#[test]
fn every_day_is_the_day_of_the_calendar() {
    let mut other = civil::date(1, 1, 1);
    let mut last_key = 0;
    for days in Date::MIN.days()..=Date::MAX.days() {
        let date = Date::from_days(days).unwrap();
        let (year, month, day) = (date.year(), date.month(), date.day());
        let expected = (
            i32::from(other.year()),
            other.month().unsigned_abs().into(),
            other.day().unsigned_abs().into(),
        );
        assert_eq!((year, month, day), expected);
        assert_eq!(Date::new(year, month, day), Some(date));
        assert!(date.civil_key() > last_key, "{date}");
        last_key = date.civil_key();
        other = other.tomorrow().unwrap_or(other);
    }
    assert_eq!(other, civil::date(9999, 12, 31));
}

#[test]
fn ages_hold_for_every_birth_date_of_two_centuries() {
    let references = [
        "1999-12-31",
        "2000-02-28",
        "2000-02-29",
        "2000-03-01",
        "2023-02-27",
        "2023-02-28",
        "2023-03-01",
        "2023-11-30",
        "2024-02-28",
        "2024-02-29",
        "2100-02-28",
        "2100-12-31",
    ];
    let first = Date::new(1900, 1, 1).unwrap().days();
    let last = Date::new(2100, 12, 31).unwrap().days();
    for text in references {
        let (on, on_other) = (Date::parse_iso(text).unwrap(), text.parse().unwrap());
        let ages = AgeOn::new(on);
        for days in first..=last {
            let (birth, birth_other) = both(days);
            let expected = completed(birth_other, on_other, 12);
            assert_eq!(ages.years(birth), expected, "{birth} on {text}");
            let by_key = i64::from(ages.years_of_key(birth.civil_key()));
            assert_eq!(
                Some(by_key).filter(|years| *years >= 0),
                expected,
                "{birth} on {text}"
            );
        }
    }
}

#[test]
fn months_hold_for_every_birth_date_of_three_years() {
    let first = Date::new(2022, 1, 1).unwrap().days();
    for text in [
        "2023-02-28",
        "2024-02-28",
        "2024-02-29",
        "2024-04-30",
        "2024-12-31",
    ] {
        let (on, on_other) = (Date::parse_iso(text).unwrap(), text.parse().unwrap());
        for days in first..first + 1_096 {
            let (birth, birth_other) = both(days);
            let expected = completed(birth_other, on_other, 1);
            assert_eq!(Date::age_months(birth, on), expected, "{birth} on {text}");
        }
    }
}

/// Completed units of so many months: the most that, added to the birth date, is not after `on`.
fn completed(birth: civil::Date, on: civil::Date, unit: i64) -> Option<i64> {
    let months = i64::from(on.year() - birth.year()) * 12 + i64::from(on.month() - birth.month());
    let most = months.div_euclid(unit) + 1;
    let fits = |units: &i64| birth.checked_add((units * unit).months()).unwrap() <= on;
    (most - 3..=most)
        .rev()
        .find(fits)
        .filter(|units| *units >= 0)
}

fn both(days: i32) -> (Date, civil::Date) {
    let other = civil::date(1970, 1, 1)
        .checked_add(i64::from(days).days())
        .unwrap();
    (Date::from_days(days).unwrap(), other)
}

fn ours(other: civil::Date) -> Date {
    Date::parse_iso(&other.to_string()).unwrap()
}
