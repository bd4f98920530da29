//! The goal of a search: `sembako.cost <= Rp 3 miliar`.

use std::cell::RefCell;

use aturan::number::{Period, Rational};
use aturan::simulate::{Goal, NamedFigure};
use aturan::syntax::ast::{CompareOp, Expr, ExprKind};
use aturan::syntax::parse_expression;

use super::super::Fault;
use super::super::load::Unchecked;
use super::super::sweep::unknown_figure;

/// A figure by name, and what it is to be.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) goal: Goal,
    bound: Bound,
    /// Whether the bound was given in another period than that of the figure.
    pub(super) is_converted: bool,
    /// The names of all figures, once they are known.
    names: RefCell<Vec<String>>,
}

/// What kind of number the bound is.
enum Bound {
    Plain,
    Money(Option<Period>),
}

/// Reads a goal. `None` where the findings say what is wrong.
pub(super) fn read(text: &str, unchecked: &mut Unchecked) -> Result<Option<Wanted>, Fault> {
    let base = unchecked
        .sources
        .add("--so-that".to_owned(), text.to_owned());
    let base = base.ok_or_else(|| Fault::new("the policy is larger than 4 GiB"))?;
    let (expr, found) = parse_expression(text, base);
    unchecked.findings.append(found);
    let Some(expr) = expr.filter(|_| !unchecked.findings.has_errors()) else {
        return Ok(None);
    };
    wanted(&expr).map(Some).ok_or_else(|| {
        Fault::new(format!("`{text}` is no goal")).with_help(
            "write a figure, `<=`, `<`, `>=` or `>`, and a number: `sembako.cost <= Rp 3 miliar`, `poverty_rate <= 5%`",
        )
    })
}

fn wanted(expr: &Expr) -> Option<Wanted> {
    let ExprKind::Compare(op, left, right) = &expr.kind else {
        return None;
    };
    if matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
        return None;
    }
    let (bound, kind) = number(right)?;
    Some(Wanted {
        name: name(left)?,
        goal: Goal { op: *op, bound },
        bound: kind,
        is_converted: false,
        names: RefCell::new(Vec::new()),
    })
}

fn name(expr: &Expr) -> Option<String> {
    if let ExprKind::Name(name) = &expr.kind {
        return Some(name.clone());
    }
    let ExprKind::Dot(owner, part) = &expr.kind else {
        return None;
    };
    let part = match part.node.as_str() {
        "biaya" => "cost",
        "diberikan" => "granted",
        part => part,
    };
    Some(format!("{}.{part}", name(owner)?))
}

fn number(expr: &Expr) -> Option<(Rational, Bound)> {
    if let ExprKind::Number(value) = &expr.kind {
        return Some((*value, Bound::Plain));
    }
    if let ExprKind::Percent(value) = &expr.kind {
        let share = value.checked_div(Rational::from_integer(100))?;
        return Some((share, Bound::Plain));
    }
    if let ExprKind::Money { amount, period, .. } = &expr.kind {
        return Some((*amount, Bound::Money(*period)));
    }
    None
}

impl Wanted {
    /// The figure of this name.
    pub(super) fn of(&self, all: Vec<NamedFigure>) -> Option<NamedFigure> {
        *self.names.borrow_mut() = all.iter().map(|it| it.name.clone()).collect();
        all.into_iter().find(|it| it.name == self.name)
    }

    /// The fault of a figure that is none, once an evaluation has shown what there is.
    pub(super) fn unknown(&self) -> Option<Fault> {
        let names = self.names.borrow();
        let missing = !names.is_empty() && !names.contains(&self.name);
        missing.then(|| unknown_figure(&self.name, names.iter().map(String::as_str)))
    }

    /// Holds that the bound is of the kind of the figure: an amount, or a number. An amount of another
    /// period is counted in that of the figure, among months, quarters and years.
    pub(super) fn fit(&mut self, figure: &NamedFigure) -> Result<(), Fault> {
        let wrong = |is: &str, help: String| {
            let message = format!("`{}` is {is}", self.name);
            Err(Fault::new(message).with_help(help))
        };
        match (&figure.money, &self.bound) {
            (Some(period), Bound::Plain) => wrong(
                &format!("an amount, {period}"),
                format!("write `{} … Rp …`", self.name),
            ),
            (Some(period), Bound::Money(Some(given)))
                if *period != format!("per {}", given.word()) =>
            {
                let Some(bound) = in_period(self.goal.bound, *given, period) else {
                    return wrong(period, "give the bound in this period".to_owned());
                };
                self.goal.bound = bound;
                self.is_converted = true;
                Ok(())
            }
            (None, Bound::Money(_)) if figure.part.is_some() => {
                wrong("a number of rows", format!("write `{} … 1_000`", self.name))
            }
            _ => Ok(()),
        }
    }
}

/// An amount in the period of a figure, as its words name it: twelve months are four quarters and a year.
fn in_period(bound: Rational, given: Period, wanted: &str) -> Option<Rational> {
    let times = |period: Period| match period {
        Period::Month => Some(12),
        Period::Quarter => Some(4),
        Period::Year => Some(1),
        Period::Day | Period::Week => None,
    };
    let all = [Period::Month, Period::Quarter, Period::Year];
    let mut all = all.into_iter();
    let own = all.find(|it| wanted == format!("per {}", it.word()))?;
    let yearly = bound.checked_mul(Rational::from_integer(times(given)?))?;
    yearly.checked_div(Rational::from_integer(times(own)?))
}
