//! Numbers that are moved, as they are written at the command: `line = Rp 500_000 .. Rp 700_000 step Rp 50_000`.

use aturan::number::{DECIMAL, Grouping, Rational, format_grouped};
use aturan::simulate::Moved;
use aturan::syntax::{parse_expression, parse_set};

use super::Fault;
use super::load::Unchecked;

/// Values that a sweep has at most.
const MOST: usize = 1_000;

/// A number between two ends.
pub(super) struct Range {
    pub(super) moved: Moved,
    pub(super) from: Rational,
    pub(super) to: Rational,
    pub(super) step: Option<Rational>,
}

/// Reads `NAME = A .. B [step C]`. `None` where the findings say what is wrong.
pub(super) fn read(
    text: &str,
    unchecked: &mut Unchecked,
    argument: &str,
) -> Result<Option<Range>, Fault> {
    let base = unchecked.sources.add(argument.to_owned(), text.to_owned());
    let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
    let Some((first, rest)) = text.split_once("..") else {
        return Err(no_range(text));
    };
    let last_at = first.len() + 2;
    let word = step_word(rest);
    let last = word.map_or(Some(rest), |(place, _)| rest.get(..place));
    let step = word.and_then(|(place, length)| {
        let at = place + length;
        Some((last_at + at, rest.get(at..)?))
    });
    let (set, found) = parse_set(first, base);
    unchecked.findings.append(found);
    let mut literal = |(at, part): (usize, &str)| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let (expr, found) = parse_expression(part, base.saturating_add(at));
        unchecked.findings.append(found);
        expr
    };
    let to = last.and_then(|last| literal((last_at, last)));
    let by = step.map(&mut literal);
    if unchecked.findings.has_errors() {
        return Ok(None);
    }
    let (Some(set), Some(to)) = (set, to) else {
        return Err(no_range(text));
    };
    let Some((moved, from)) = Moved::new(set) else {
        return Err(no_range(text));
    };
    let end = |expr: &aturan::syntax::ast::Expr| {
        moved.read(expr).ok_or_else(|| {
            Fault::new(format!("`{text}`: the numbers are not of one kind"))
                .with_help("write both ends and the step alike: three amounts, three percentages or three plain numbers")
        })
    };
    let to = end(&to)?;
    let step = match by.flatten() {
        Some(by) => Some(end(&by)?),
        None => None,
    };
    if from > to || step.is_some_and(|step| step <= Rational::zero()) {
        return Err(Fault::new(format!("`{text}` leads nowhere"))
            .with_help("the first number is the smaller one, and the step is more than zero"));
    }
    Ok(Some(Range {
        moved,
        from,
        to,
        step,
    }))
}

impl Range {
    /// The values from the first on, as far as the last.
    pub(super) fn values(&self) -> Result<Vec<Rational>, Fault> {
        let too_many = || {
            Fault::new(format!("more than {MOST} values are asked for"))
                .with_help("take a larger step, or ends that are nearer")
        };
        let step = self.step.ok_or_else(|| {
            Fault::new("the range has no step")
                .with_help("write `… .. … step …`, for instance `step Rp 50_000`")
        })?;
        let mut values = Vec::new();
        let mut value = self.from;
        while value <= self.to {
            if values.len() >= MOST {
                return Err(too_many());
            }
            values.push(value);
            value = value.checked_add(step).ok_or_else(too_many)?;
        }
        Ok(values)
    }
}

/// The digits of a value.
pub(super) fn digits(value: Rational, grouping: Grouping) -> String {
    let raw = value.round_to_scale(DECIMAL).map_or(0, i128::from);
    format_grouped(raw, DECIMAL, grouping)
}

/// Where the word `step` stands, and its length, in either language.
fn step_word(text: &str) -> Option<(usize, usize)> {
    ["step", "langkah"].into_iter().find_map(|word| {
        let place = text.find(word)?;
        let before = text.get(..place)?.chars().next_back();
        let after = text.get(place + word.len()..)?.chars().next();
        let apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
        (apart(before) && apart(after)).then_some((place, word.len()))
    })
}

fn no_range(text: &str) -> Fault {
    Fault::new(format!("`{text}` is no range of a number")).with_help(
        "write `poverty_line = Rp 500_000 .. Rp 700_000 step Rp 50_000`, or `poverty_line = poverty_line * 80% .. 120% step 5%`",
    )
}
