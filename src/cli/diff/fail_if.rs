//! `--fail-if`: a figure that must not go where it would go.

use aturan::diagnostic::suggest::nearest;
use aturan::number::{Period, Rational};
use aturan::syntax::ast::{CompareOp, ExprKind};
use aturan::syntax::parse_expression;
use schemars::JsonSchema;
use serde::Serialize;

use super::super::Fault;
use super::population::{FigureChange, Population, moved};

/// A condition, read.
#[derive(Debug)]
pub(super) struct Condition {
    written: String,
    name: String,
    op: CompareOp,
    bound: Rational,
    of: Of,
    bound_is: Bound,
}

/// What kind of number the bound is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Plain,
    Money(Option<Period>),
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// The figure of the newer policy.
    After,
    /// What it changed by.
    Change,
    /// What it changed by, in percent of what it was.
    Percent,
}

/// What came of a condition.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Judged {
    pub(super) condition: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) change: Option<String>,
    /// Whether it holds, and so fails the command; so does a figure that is undefined.
    pub(super) fails: bool,
}

const HELP: &str = "write a figure, a comparison and a number: `pkh.cost > +5%`, `pkh.granted < -100`, `losers > 0`, `poverty_rate > 10%`; a sign means the change";

/// Reads a condition: `pkh.cost > +5%`.
pub(super) fn read(text: &str) -> Result<Condition, Fault> {
    parsed(text).ok_or_else(|| Fault::new(format!("`{text}` is no condition")).with_help(HELP))
}

fn parsed(text: &str) -> Option<Condition> {
    const SIGNS: [(&str, CompareOp); 6] = [
        ("<=", CompareOp::LessOrEqual),
        (">=", CompareOp::GreaterOrEqual),
        ("!=", CompareOp::NotEqual),
        ("<", CompareOp::Less),
        (">", CompareOp::Greater),
        ("=", CompareOp::Equal),
    ];
    let at = text.find(['<', '>', '!', '='])?;
    let (name, rest) = text.split_at(at);
    let (sign, op) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
    let bound = rest.get(sign.len()..)?.trim();
    let (direction, number) = match bound.chars().next()? {
        '+' => (Some(1), bound.get(1..)?),
        '-' => (Some(-1), bound.get(1..)?),
        _ => (None, bound),
    };
    let (expr, found) = parse_expression(number.trim(), 0);
    let expr = expr.filter(|_| !found.has_errors())?;
    let (value, is_percent, bound_is) = if let ExprKind::Number(value) = expr.kind {
        (value, false, Bound::Plain)
    } else if let ExprKind::Percent(value) = expr.kind {
        (value, true, Bound::Plain)
    } else if let ExprKind::Money { amount, period, .. } = expr.kind {
        (amount, false, Bound::Money(period))
    } else {
        return None;
    };
    let of = match (direction, is_percent) {
        (None, _) => Of::After,
        (Some(_), false) => Of::Change,
        (Some(_), true) => Of::Percent,
    };
    let value = match (of, is_percent) {
        (Of::After, true) => value.checked_div(Rational::from_integer(100))?,
        (Of::After | Of::Change | Of::Percent, _) => value,
    };
    Some(Condition {
        written: text.trim().to_owned(),
        name: figure_name(name.trim())?,
        op: *op,
        bound: match direction {
            Some(-1) => value.checked_neg()?,
            _ => value,
        },
        of,
        bound_is,
    })
}

/// `pkh.biaya` is `pkh.cost`.
fn figure_name(written: &str) -> Option<String> {
    let is_name = |it: &str| !it.is_empty() && it.chars().all(aturan::words::is_name_character);
    let parts: Vec<&str> = written.split('.').collect();
    if !parts.iter().all(|it| is_name(it)) {
        return None;
    }
    let english = parts.iter().enumerate().map(|(place, part)| match *part {
        "biaya" if place > 0 => "cost",
        "diberikan" if place > 0 => "granted",
        part => part,
    });
    Some(english.collect::<Vec<_>>().join("."))
}

/// Judges a condition over what came out.
pub(super) fn judge(it: &Condition, population: &Population) -> Result<Judged, Fault> {
    let figures = figures(population);
    let Some(figure) = figures.iter().find(|known| known.name == it.name) else {
        let names = figures.iter().map(|it| it.name.as_str());
        let near = nearest(&it.name, names);
        let fault = Fault::new(format!("there is no figure `{}`", it.name));
        return Err(match near {
            Some(near) => fault.with_help(format!("did you mean `{near}`?")),
            None => fault.with_help(HELP),
        });
    };
    fits(it, figure)?;
    Ok(Judged {
        condition: it.written.clone(),
        before: figure.before.clone(),
        after: figure.after.clone(),
        change: figure.change.clone(),
        // What cannot be told must not pass.
        fails: holds(it, figure).unwrap_or(true),
    })
}

/// Holds that the bound is of the kind of the figure.
fn fits(it: &Condition, figure: &FigureChange) -> Result<(), Fault> {
    let wrong =
        |is: &str, help: String| Err(Fault::new(format!("`{}` is {is}", it.name)).with_help(help));
    match (&figure.money, it.bound_is, it.of) {
        (Some(period), Bound::Plain, Of::After | Of::Change) => wrong(
            &format!("an amount, {period}"),
            format!(
                "write `{} … Rp …`, or the change in percent, `+5%`",
                it.name
            ),
        ),
        (Some(period), Bound::Money(Some(given)), _)
            if *period != format!("per {}", given.word()) =>
        {
            wrong(period, "give the bound in this period".to_owned())
        }
        (None, Bound::Money(_), _) if figure.part.is_some() => {
            wrong("a number of rows", format!("write `{} … 1_000`", it.name))
        }
        _ => Ok(()),
    }
}

/// `None` where the figure is undefined.
fn holds(it: &Condition, figure: &FigureChange) -> Option<bool> {
    let number = |of: &Option<String>| Rational::parse_decimal(of.as_deref()?);
    let value = match it.of {
        Of::After => number(&figure.after)?,
        Of::Change => number(&figure.change)?,
        Of::Percent => {
            let change = number(&figure.change)?;
            let whole = number(&figure.before)?;
            let whole = match whole < Rational::zero() {
                true => whole.checked_neg()?,
                false => whole,
            };
            // Without a division: what was nothing and is something has grown beyond every percentage.
            let left = change.checked_mul(Rational::from_integer(100))?;
            let right = it.bound.checked_mul(whole)?;
            return Some(it.op.holds(left.cmp(&right)));
        }
    };
    Some(it.op.holds(value.cmp(&it.bound)))
}

/// The figures by name, and those of the comparison itself: `winners`, `losers`, `mixed`, `moved`.
fn figures(population: &Population) -> Vec<FigureChange> {
    let comparison = &population.comparison;
    let effect = comparison.effect.as_ref();
    let own = [
        ("winners", effect.map_or(0, |it| it.winners)),
        ("losers", effect.map_or(0, |it| it.losers)),
        ("mixed", effect.map_or(0, |it| it.mixed)),
        ("moved", moved(comparison)),
    ];
    let own = own.map(|(name, count)| FigureChange {
        name: name.to_owned(),
        label: String::new(),
        part: Some("granted"),
        money: None,
        before: Some("0".to_owned()),
        after: Some(count.to_string()),
        change: Some(count.to_string()),
    });
    population.all.iter().cloned().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(before: &str, after: &str) -> FigureChange {
        FigureChange {
            name: "x".to_owned(),
            label: String::new(),
            part: None,
            money: None,
            before: Some(before.to_owned()),
            after: Some(after.to_owned()),
            change: aturan::simulate::difference(before, after),
        }
    }

    #[test]
    fn a_sign_means_the_change_and_a_percentage_is_of_what_was() {
        let fails = |condition: &str, before: &str, after: &str| {
            let condition = parsed(condition).map(|it| holds(&it, &figure(before, after)));
            condition.flatten()
        };
        assert_eq!(fails("x > +5%", "100", "105"), Some(false));
        assert_eq!(fails("x > +5%", "100", "105.000001"), Some(true));
        assert_eq!(fails("x < -5%", "100", "94"), Some(true));
        assert_eq!(fails("x > +5%", "0", "1"), Some(true));
        assert_eq!(fails("x > +5%", "0", "0"), Some(false));
        assert_eq!(fails("x >= +3", "10", "13"), Some(true));
        assert_eq!(fails("x < -3", "10", "7"), Some(false));
        assert_eq!(fails("x > 12", "10", "13"), Some(true));
        assert_eq!(fails("x > 5%", "0.01", "0.06"), Some(true));
        assert_eq!(fails("x != +0", "10", "10"), Some(false));
        assert_eq!(fails("x > +Rp 1 juta", "0", "1000001"), Some(true));
        for wrong in ["x", "x >", "> 5", "x > y", "x + 1 > 2", "x > 5 %%"] {
            assert!(parsed(wrong).is_none(), "{wrong}");
        }
    }
}
