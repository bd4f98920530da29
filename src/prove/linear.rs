//! Linear arithmetic over exact fractions: forms, comparisons with zero, elimination.

use std::collections::BTreeMap;

use super::formula::NumberVar;
use crate::number::Rational;

/// `Σ factor · variable + constant`, no factor zero, variables ascending.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Linear {
    /// The variables and their factors.
    pub(super) terms: Vec<(NumberVar, Rational)>,
    /// The constant.
    pub(super) constant: Rational,
}

impl Linear {
    pub(super) fn constant(constant: Rational) -> Self {
        Self {
            terms: Vec::new(),
            constant,
        }
    }

    pub(super) fn variable(var: NumberVar) -> Self {
        Self {
            terms: vec![(var, Rational::one())],
            constant: Rational::zero(),
        }
    }

    /// The constant, if it is nothing else.
    pub(super) fn as_constant(&self) -> Option<Rational> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// `self + factor · other`; nothing where a number is too large.
    pub(super) fn plus(&self, other: &Self, factor: Rational) -> Option<Self> {
        let mut terms: BTreeMap<NumberVar, Rational> = self.terms.iter().copied().collect();
        for (var, own) in &other.terms {
            let more = own.checked_mul(factor)?;
            let sum = match terms.get(var) {
                Some(before) => before.checked_add(more)?,
                None => more,
            };
            terms.insert(*var, sum);
        }
        terms.retain(|_, factor| *factor != Rational::zero());
        Some(Self {
            terms: terms.into_iter().collect(),
            constant: self
                .constant
                .checked_add(other.constant.checked_mul(factor)?)?,
        })
    }

    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(other, Rational::from_integer(-1))
    }

    pub(super) fn times(&self, factor: Rational) -> Option<Self> {
        Self::constant(Rational::zero()).plus(self, factor)
    }

    pub(super) fn factor(&self, var: NumberVar) -> Option<Rational> {
        let found = self.terms.iter().find(|(it, _)| *it == var);
        found.map(|(_, factor)| *factor)
    }

    /// The form with a variable replaced.
    pub(super) fn replace(&self, var: NumberVar, by: &Self) -> Option<Self> {
        let Some(factor) = self.factor(var) else {
            return Some(self.clone());
        };
        let mut rest = self.clone();
        rest.terms.retain(|(it, _)| *it != var);
        rest.plus(by, factor)
    }
}

/// How a form stands to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Relation {
    /// `= 0`
    Zero,
    /// `< 0`
    Below,
    /// `<= 0`
    AtMost,
}

impl Relation {
    pub(super) fn holds(self, value: Rational) -> bool {
        match self {
            Self::Zero => value == Rational::zero(),
            Self::Below => value < Rational::zero(),
            Self::AtMost => value <= Rational::zero(),
        }
    }
}

/// A form compared with zero, the first factor one or minus one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Constraint {
    /// The form.
    pub(super) linear: Linear,
    /// The comparison.
    pub(super) relation: Relation,
}

impl Constraint {
    /// Scaled to one shape; nothing where a number is too large.
    pub(super) fn new(linear: Linear, relation: Relation) -> Option<Self> {
        let Some((_, first)) = linear.terms.first() else {
            return Some(Self { linear, relation });
        };
        let size = if *first < Rational::zero() && relation != Relation::Zero {
            first.checked_neg()?
        } else {
            *first
        };
        let linear = linear.times(Rational::one().checked_div(size)?)?;
        Some(Self { linear, relation })
    }
}

/// The values that a number may have.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Span {
    /// Lowest, and whether it is left out.
    pub(super) low: Option<(Rational, bool)>,
    /// Highest, and whether it is left out.
    pub(super) high: Option<(Rational, bool)>,
}

impl Span {
    /// Keeps what is at most (below, if `open`) a value; whether that changed anything.
    pub(super) fn cap(&mut self, value: Rational, open: bool) -> bool {
        let narrower = self
            .high
            .is_none_or(|(high, was)| value < high || value == high && open && !was);
        if narrower {
            self.high = Some((value, open));
        }
        narrower
    }

    /// Keeps what is at least (above, if `open`) a value; whether that changed anything.
    pub(super) fn lift(&mut self, value: Rational, open: bool) -> bool {
        let narrower = self
            .low
            .is_none_or(|(low, was)| value > low || value == low && open && !was);
        if narrower {
            self.low = Some((value, open));
        }
        narrower
    }

    pub(super) fn is_empty(&self) -> bool {
        match (self.low, self.high) {
            (Some((low, low_open)), Some((high, high_open))) => {
                low > high || low == high && (low_open || high_open)
            }
            (None, _) | (_, None) => false,
        }
    }

    /// Moves the ends to multiples of one over the grid.
    pub(super) fn snap(&mut self, grid: i64) -> Option<()> {
        let unit = Rational::new(1, i128::from(grid))?;
        if let Some((low, open)) = self.low {
            let up = ceil(low, grid)?;
            let up = if open && up == low {
                up.checked_add(unit)?
            } else {
                up
            };
            self.low = Some((up, false));
        }
        if let Some((high, open)) = self.high {
            let down = floor(high, grid)?;
            let down = if open && down == high {
                down.checked_sub(unit)?
            } else {
                down
            };
            self.high = Some((down, false));
        }
        Some(())
    }

    /// A plain value inside: whole before broken, at the end that conditions set.
    pub(super) fn pick(&self, grid: Option<i64>) -> Option<Rational> {
        let zero = Rational::zero();
        if self.low.is_none() && self.high.is_none() {
            return Some(zero);
        }
        let mut grids = vec![1];
        grids.extend(grid.filter(|it| *it != 1));
        for grid in grids {
            let mut inside = *self;
            inside.snap(grid)?;
            if inside.is_empty() {
                continue;
            }
            // A limit that a condition set is near; the lowest value of a field often is zero.
            let (low, high) = (inside.low.map(|it| it.0), inside.high.map(|it| it.0));
            return match (low, high) {
                (Some(low), Some(high)) => Some(if low > zero { low } else { high }),
                (one, other) => one.or(other),
            };
        }
        match (self.low, self.high) {
            (Some((low, false)), _) => Some(low),
            (_, Some((high, false))) => Some(high),
            (Some((low, _)), Some((high, _))) => low
                .checked_add(high)?
                .checked_div(Rational::from_integer(2)),
            (Some((low, _)), None) => low.checked_add(Rational::one()),
            (None, Some((high, _))) => high.checked_sub(Rational::one()),
            (None, None) => Some(zero),
        }
    }
}

/// The largest multiple of one over the grid that is not above.
pub(super) fn floor(value: Rational, grid: i64) -> Option<Rational> {
    let grid = i128::from(grid);
    let scaled = value.num().checked_mul(grid)?;
    Rational::new(scaled.div_euclid(value.den()), grid)
}

/// The smallest multiple of one over the grid that is not below.
pub(super) fn ceil(value: Rational, grid: i64) -> Option<Rational> {
    floor(value.checked_neg()?, grid)?.checked_neg()
}

/// What elimination says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Nothing meets all, over the fractions.
    Impossible,
    /// These values do.
    Possible(BTreeMap<NumberVar, Rational>),
    /// Too many, or a number too large.
    GaveUp,
}

/// Comparisons kept at once before elimination gives up.
const MOST: usize = 2_000;

/// Whether all comparisons can hold at once: Gauss for equations, Fourier and Motzkin for the rest.
pub(super) fn eliminate(
    constraints: Vec<Constraint>,
    grid: &dyn Fn(NumberVar) -> Option<i64>,
) -> Verdict {
    solve(constraints, grid).unwrap_or(Verdict::GaveUp)
}

/// A variable that was taken out, and what told its value.
enum Step {
    Equal(NumberVar, Linear),
    Between(NumberVar, Vec<Constraint>),
}

fn solve(mut open: Vec<Constraint>, grid: &dyn Fn(NumberVar) -> Option<i64>) -> Option<Verdict> {
    let mut steps = Vec::new();
    loop {
        open.retain(|it| !(it.linear.terms.is_empty() && it.relation.holds(it.linear.constant)));
        if open.iter().any(|it| it.linear.terms.is_empty()) {
            return Some(Verdict::Impossible);
        }
        if open.is_empty() {
            return back(steps, grid).map(Verdict::Possible);
        }
        let equation = open.iter().position(|it| it.relation == Relation::Zero);
        if let Some(place) = equation {
            let equation = open.swap_remove(place);
            let (var, value) = solved(&equation.linear, grid)?;
            for it in &mut open {
                let linear = it.linear.replace(var, &value)?;
                *it = Constraint::new(linear, it.relation)?;
            }
            steps.push(Step::Equal(var, value));
        } else {
            let var = cheapest(&open)?;
            let (with, mut without): (Vec<_>, Vec<_>) = open
                .into_iter()
                .partition(|it| it.linear.factor(var).is_some());
            without.extend(combined(&with, var)?);
            if without.len() > MOST {
                return None;
            }
            steps.push(Step::Between(var, with));
            let mut seen = std::collections::HashSet::new();
            without.retain(|it| seen.insert(it.clone()));
            open = without;
        }
    }
}

/// An equation solved for one variable: one without a grid if there is one, so that the others keep theirs.
fn solved(
    equation: &Linear,
    grid: &dyn Fn(NumberVar) -> Option<i64>,
) -> Option<(NumberVar, Linear)> {
    let free = equation.terms.iter().find(|(var, _)| grid(*var).is_none());
    let last = equation.terms.last();
    let (var, factor) = *free.or(last)?;
    let mut rest = equation.clone();
    rest.terms.retain(|(it, _)| *it != var);
    let value = rest.times(Rational::from_integer(-1).checked_div(factor)?)?;
    Some((var, value))
}

/// The variable whose elimination makes fewest new comparisons.
fn cheapest(open: &[Constraint]) -> Option<NumberVar> {
    let mut counts: BTreeMap<NumberVar, (usize, usize)> = BTreeMap::new();
    for (var, factor) in open.iter().flat_map(|it| &it.linear.terms) {
        let count = counts.entry(*var).or_default();
        if *factor > Rational::zero() {
            count.0 += 1;
        } else {
            count.1 += 1;
        }
    }
    let cheapest = counts.into_iter().min_by_key(|(_, (up, down))| up * down);
    cheapest.map(|(var, _)| var)
}

/// Every upper limit of a variable against every lower one.
fn combined(with: &[Constraint], var: NumberVar) -> Option<Vec<Constraint>> {
    let (upper, lower): (Vec<_>, Vec<_>) = with.iter().partition(|it| {
        it.linear
            .factor(var)
            .is_some_and(|factor| factor > Rational::zero())
    });
    let mut made = Vec::new();
    for up in &upper {
        for low in &lower {
            let (a, b) = (up.linear.factor(var)?, low.linear.factor(var)?);
            let linear = low
                .linear
                .plus(&up.linear, b.checked_div(a)?.checked_neg()?)?;
            let strict = up.relation == Relation::Below || low.relation == Relation::Below;
            let relation = if strict {
                Relation::Below
            } else {
                Relation::AtMost
            };
            made.push(Constraint::new(linear, relation)?);
        }
        if made.len() > MOST {
            return None;
        }
    }
    Some(made)
}

/// Values for the variables, the last taken out first.
fn back(
    steps: Vec<Step>,
    grid: &dyn Fn(NumberVar) -> Option<i64>,
) -> Option<BTreeMap<NumberVar, Rational>> {
    let mut values = BTreeMap::new();
    for step in steps.into_iter().rev() {
        match step {
            Step::Equal(var, linear) => {
                let value = at(&linear, &mut values)?;
                values.insert(var, value);
            }
            Step::Between(var, with) => {
                let mut span = Span::default();
                for it in with {
                    let factor = it.linear.factor(var)?;
                    let mut rest = it.linear.clone();
                    rest.terms.retain(|(other, _)| *other != var);
                    let bound = at(&rest, &mut values)?.checked_div(factor)?.checked_neg()?;
                    let open = it.relation == Relation::Below;
                    if factor > Rational::zero() {
                        span.cap(bound, open);
                    } else {
                        span.lift(bound, open);
                    }
                }
                values.insert(var, span.pick(grid(var))?);
            }
        }
    }
    Some(values)
}

/// The value of a form; variables that nothing limits are zero.
fn at(linear: &Linear, values: &mut BTreeMap<NumberVar, Rational>) -> Option<Rational> {
    let mut sum = linear.constant;
    for (var, factor) in &linear.terms {
        let value = *values.entry(*var).or_insert_with(Rational::zero);
        sum = sum.checked_add(factor.checked_mul(value)?)?;
    }
    Some(sum)
}
