//! The General Decimal Arithmetic vectors that ship inside Python's own tests, as far as they lie in
//! our scale: sums, differences, products, quotients, comparisons, roundings.
//!
//! The files are read from an installed Python and are not part of the project; where none is
//! installed the test says so, and nothing is compared.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test asks Python, reads files and says what it did"
)]

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use aturan::number::{DECIMAL, Fault, Fraction, Mode, Rational, scale};

/// Sections of the vectors; `dd` and `dq` are the same with 16 and 34 digits.
const FILES: &[&str] = &[
    "add",
    "subtract",
    "multiply",
    "divide",
    "compare",
    "quantize",
    "rounding",
    "tointegral",
    "tointegralx",
    "ddAdd",
    "ddSubtract",
    "ddMultiply",
    "ddDivide",
    "ddCompare",
    "ddQuantize",
    "ddToIntegral",
    "dqAdd",
    "dqSubtract",
    "dqMultiply",
    "dqDivide",
    "dqCompare",
    "dqQuantize",
    "dqToIntegral",
];

/// A way of rounding that the language has.
#[derive(Clone, Copy)]
enum Way {
    /// How values are stored.
    HalfEven,
    /// `round`, `round up`, `round down`.
    Written(Mode),
}

/// A number as a vector writes it, with the power of ten of its last digit.
#[derive(Clone, Copy)]
struct Number {
    value: Rational,
    last: i32,
}

/// What was compared.
#[derive(Default)]
struct Tally {
    passed: BTreeMap<String, u32>,
    skipped: BTreeMap<&'static str, u32>,
    failed: Vec<String>,
}

#[test]
fn arithmetic_agrees_with_the_published_vectors() {
    let Some(folder) = folder() else {
        eprintln!(
            "SKIPPED: no decimal vectors: Python's test data are not installed (on Debian: \
             apt-get install libpython3-testsuite)"
        );
        return;
    };
    let mut tally = Tally::default();
    for name in FILES {
        let path = folder.join(format!("{name}.decTest"));
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        file(&text, &mut tally);
    }
    let passed: u32 = tally.passed.values().sum();
    eprintln!("{passed} vectors passed: {:?}", tally.passed);
    for (reason, count) in &tally.skipped {
        eprintln!("{count} skipped: {reason}");
    }
    assert!(
        tally.failed.is_empty(),
        "{} failed\n{}",
        tally.failed.len(),
        tally.failed.join("\n")
    );
    assert!(passed > 3_000, "only {passed} vectors lie in our scale");
}

/// The folder of the vectors in an installed Python.
fn folder() -> Option<PathBuf> {
    let ask =
        "import os, test; print(os.path.join(os.path.dirname(test.__file__), 'decimaltestdata'))";
    let found = Command::new("python3").args(["-c", ask]).output().ok();
    let told = found.map(|it| PathBuf::from(String::from_utf8_lossy(&it.stdout).trim()));
    told.filter(|it| it.join("add.decTest").exists())
}

fn file(text: &str, tally: &mut Tally) {
    let mut rounding = "half_even".to_owned();
    for line in text.lines() {
        let line = line.split(" --").next().unwrap_or_default().trim();
        if let Some((name, value)) = line.split_once(':')
            && !line.contains("->")
        {
            if name.eq_ignore_ascii_case("rounding") {
                rounding = value.trim().to_ascii_lowercase();
            }
        } else if !line.is_empty() && !line.starts_with("--") {
            vector(line, &rounding, tally);
        }
    }
}

fn vector(line: &str, rounding: &str, tally: &mut Tally) {
    let Some((left, right)) = line.split_once("->") else {
        return;
    };
    let mut left = left.split_whitespace().map(unquoted);
    let (Some(id), Some(operation)) = (left.next(), left.next()) else {
        return;
    };
    let operands: Vec<&str> = left.collect();
    let mut right = right.split_whitespace().map(unquoted);
    let result = right.next().unwrap_or_default();
    let conditions: Vec<String> = right.map(str::to_ascii_lowercase).collect();
    let operation = operation.to_ascii_lowercase();
    match judge(&operation, &operands, result, &conditions, rounding) {
        Ok(true) => *tally.passed.entry(operation).or_default() += 1,
        Ok(false) => tally
            .failed
            .push(format!("{id}: {line} (rounding {rounding})")),
        Err(reason) => *tally.skipped.entry(reason).or_default() += 1,
    }
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['\'', '"'])
}

/// Whether our arithmetic gives the result, or why it is not asked.
fn judge(
    operation: &str,
    operands: &[&str],
    result: &str,
    conditions: &[String],
    rounding: &str,
) -> Result<bool, &'static str> {
    let numbers: Vec<Number> = operands
        .iter()
        .map(|it| number(it))
        .collect::<Result<_, _>>()?;
    if conditions
        .iter()
        .any(|it| it.starts_with("division_by_zero"))
    {
        let [a, b] = *numbers else {
            return Err("another form");
        };
        return Ok(fraction(a).div(fraction(b)) == Err(Fault::DivisionByZero));
    }
    let limits = [
        "overflow",
        "underflow",
        "subnormal",
        "invalid_operation",
        "clamped",
    ];
    if conditions.iter().any(|it| limits.contains(&it.as_str())) {
        return Err("at a limit of the format of the vector, not ours");
    }
    if conditions
        .iter()
        .any(|it| it.starts_with("division_undefined"))
    {
        return Err("zero by zero: unknown, as any division by zero");
    }
    let expected = number(result)?;
    let way = match rounding {
        "half_even" => Some(Way::HalfEven),
        "half_up" => Some(Way::Written(Mode::Nearest)),
        "ceiling" => Some(Way::Written(Mode::Up)),
        "floor" => Some(Way::Written(Mode::Down)),
        _ => None,
    };
    let is_rounded = conditions.iter().any(|it| it == "inexact") || operation.starts_with("toint");
    let way = match (way, is_rounded || operation == "quantize") {
        (Some(way), true) => Some(way),
        (None, true) => return Err("a rounding that the language does not have"),
        (_, false) => None,
    };
    let exact = match (operation, numbers.as_slice()) {
        ("add", [a, b]) => a.value.checked_add(b.value).ok_or(BEYOND)?,
        ("subtract", [a, b]) => a.value.checked_sub(b.value).ok_or(BEYOND)?,
        ("multiply", [a, b]) => {
            let product = fraction(*a).mul(fraction(*b)).map_err(|_| BEYOND)?;
            if !stored_product_holds(*a, *b, product) {
                return Ok(false);
            }
            product.to_rational()
        }
        ("divide", [a, b]) => {
            let quotient = fraction(*a).div(fraction(*b)).map_err(|_| BEYOND)?;
            quotient.to_rational()
        }
        ("compare", [a, b]) => {
            let order = fraction(*a).cmp(&fraction(*b));
            let wanted = expected.value.num().cmp(&0);
            return Ok(order == wanted && a.value.cmp(&b.value) == wanted);
        }
        ("quantize" | "tointegral" | "tointegralx", [a, ..]) => a.value,
        _ => return Err("another operation"),
    };
    if !sums_hold(operation, &numbers, exact) {
        return Ok(false);
    }
    match way {
        None => Ok(exact == expected.value),
        Some(way) => Ok(rounded(exact, way, expected.last)? == expected.value),
    }
}

const BEYOND: &str = "beyond our scale";

/// A number in our scale: at most six digits after the point, a raw of 64 bits.
fn number(text: &str) -> Result<Number, &'static str> {
    if !text.starts_with(|it: char| it.is_ascii_digit() || "+-.".contains(it)) || text.contains('#')
    {
        return Err("not a finite number");
    }
    let lower = text.trim_start_matches('+').to_ascii_lowercase();
    let (digits, power) = match lower.split_once('e') {
        Some((digits, power)) => (
            digits,
            power.parse::<i32>().map_err(|_| "not a finite number")?,
        ),
        None => (lower.as_str(), 0),
    };
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, digits),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let last = power - i32::try_from(part.len()).map_err(|_| BEYOND)?;
    let all = format!("{whole}{part}");
    let all: i128 = all.parse().map_err(|_| "not a finite number")?;
    let value = if all == 0 {
        Rational::zero()
    } else {
        let shift = 10_i128.checked_pow(last.unsigned_abs()).ok_or(BEYOND)?;
        let value = if last < 0 {
            Rational::new(sign * all, shift)
        } else {
            sign.checked_mul(all)
                .and_then(|it| it.checked_mul(shift))
                .and_then(|it| Rational::new(it, 1))
        };
        value.ok_or(BEYOND)?
    };
    let raw = value.num().checked_mul(i128::from(DECIMAL)).ok_or(BEYOND)?;
    if raw % value.den() != 0 || i64::try_from(raw / value.den()).is_err() {
        return Err(BEYOND);
    }
    Ok(Number { value, last })
}

fn fraction(of: Number) -> Fraction {
    Fraction::new(of.value.num(), of.value.den()).unwrap()
}

/// The value at a power of ten.
fn rounded(value: Rational, way: Way, last: i32) -> Result<Rational, &'static str> {
    let power = 10_i64.checked_pow(last.unsigned_abs()).ok_or(BEYOND)?;
    let of = Fraction::new(value.num(), value.den()).map_err(|_| BEYOND)?;
    let step = if last < 0 {
        Fraction::new(1, i128::from(power))
    } else {
        Fraction::new(i128::from(power), 1)
    };
    let step = step.map_err(|_| BEYOND)?;
    let found = match way {
        Way::Written(mode) => of.round(mode, step),
        Way::HalfEven if last <= 0 => of
            .to_raw(power)
            .and_then(|raw| Fraction::new(i128::from(raw), i128::from(power))),
        Way::HalfEven => of
            .div(step)
            .and_then(|it| it.to_raw(1))
            .and_then(|raw| Fraction::new(i128::from(raw), 1).and_then(|it| it.mul(step))),
    };
    found.map(Fraction::to_rational).map_err(|_| BEYOND)
}

fn raw(of: Number) -> i64 {
    of.value.round_to_scale(DECIMAL).unwrap()
}

/// A product of stored values is the fraction, stored.
fn stored_product_holds(a: Number, b: Number, product: Fraction) -> bool {
    scale::mul_raw(raw(a), raw(b), DECIMAL) == product.to_raw(DECIMAL)
}

/// Sums of stored values are exact.
fn sums_hold(operation: &str, numbers: &[Number], exact: Rational) -> bool {
    let (a, b) = match numbers {
        [a, b] => (raw(*a), raw(*b)),
        _ => return true,
    };
    let sum = match operation {
        "add" => a.checked_add(b),
        "subtract" => a.checked_sub(b),
        _ => return true,
    };
    sum.is_none_or(|sum| {
        let sum = Fraction::from_raw(sum, DECIMAL);
        sum.cmp(&Fraction::new(exact.num(), exact.den()).unwrap()) == Ordering::Equal
    })
}
