//! The last value at which a goal holds, by bisection over the steps of a number, sped up by where a
//! straight line between the ends would meet the bound.

use crate::number::Rational;
use crate::syntax::ast::CompareOp;

/// A figure is to be so: `<= 30`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// The comparison.
    pub op: CompareOp,
    /// The bound.
    pub bound: Rational,
}

/// What a step gave: how many steps, and the figure.
pub type Probe = (i64, Rational);

/// Where a goal stops to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// The last step at which it holds.
    pub holds: Probe,
    /// The next one, at which it does not.
    pub fails: Probe,
    /// Everything that was tried, in ascending order.
    pub probes: Vec<Probe>,
}

/// Why no value was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Unsolved<E> {
    /// The figure goes up and down: these three in their order.
    NotMonotone(Box<[Probe; 3]>),
    /// The goal holds everywhere, or nowhere: the figures at both ends.
    OutOfReach {
        /// Whether it holds everywhere.
        holds: bool,
        /// The lower end.
        low: Probe,
        /// The upper end.
        high: Probe,
    },
    /// An evaluation failed.
    Failed(E),
}

impl Goal {
    /// Whether a figure meets it.
    pub fn holds(&self, figure: Rational) -> bool {
        self.op.holds(figure.cmp(&self.bound))
    }
}

/// Finds the step between `low` and `high` at which the goal stops to hold. `figure` gives the figure
/// at a step.
///
/// # Errors
/// The figure goes up and down, the goal holds at both ends or at none, an evaluation failed.
pub fn solve<E>(
    goal: Goal,
    low: i64,
    high: i64,
    figure: &mut dyn FnMut(i64) -> Result<Rational, E>,
) -> Result<Solved, Unsolved<E>> {
    let mut search = Search {
        probes: Vec::new(),
        figure,
    };
    let ends = [search.at(low)?, search.at(high)?];
    // Between the ends first: what goes up and down must not be found by luck alone.
    for quarter in 1..4 {
        let step = i128::from(low) + (i128::from(high) - i128::from(low)) * quarter / 4;
        search.at(i64::try_from(step).unwrap_or(low))?;
    }
    let [first, last] = ends;
    let holds = goal.holds(first.1);
    if holds == goal.holds(last.1) {
        return Err(Unsolved::OutOfReach {
            holds,
            low: first,
            high: last,
        });
    }
    let (mut here, mut there) = search.bracket(goal, holds).unwrap_or((first, last));
    let mut narrowing = Narrowing::new(goal.bound, there.0 - here.0);
    while there.0 - here.0 > 1 {
        let middle = search.at(narrowing.next(here, there))?;
        if goal.holds(middle.1) == holds {
            here = middle;
        } else {
            there = middle;
        }
    }
    let (holds, fails) = if holds { (here, there) } else { (there, here) };
    Ok(Solved {
        holds,
        fails,
        probes: search.probes,
    })
}

/// Which step comes next: interpolation, truncation and projection as in Oliveira and Takahashi,
/// "An enhancement of the bisection method average performance preserving minmax optimality" (2021).
/// The guess of a straight line is moved towards the middle, so that both ends come nearer, and kept so
/// near to it that the search never takes more than one step longer than bisection.
struct Narrowing {
    bound: Rational,
    /// The width at the start.
    first: i128,
    /// Twice the farthest that the ends may be apart after the next step, so that bisection from there
    /// is done in time.
    reach: i128,
}

impl Narrowing {
    fn new(bound: Rational, width: i64) -> Self {
        let width = i128::from(width).max(1);
        let halvings = 128 - (width - 1).leading_zeros();
        Self {
            bound,
            first: width,
            reach: 2 << halvings,
        }
    }

    /// A step between two neighbours more than one step apart.
    fn next(&mut self, here: Probe, there: Probe) -> i64 {
        let (low, high) = (i128::from(here.0), i128::from(there.0));
        let (width, middle) = (high - low, low + (high - low) / 2);
        let room = (self.reach - width) / 2;
        self.reach /= 2;
        let guess = self.line(here, there).map_or(middle, |it| low + it);
        let inward = width * width / (50 * self.first).max(1) + 1;
        let moved = match (middle - guess).abs() <= inward {
            true => middle,
            false => guess + (middle - guess).signum() * inward,
        };
        let near = moved.clamp(middle - room.max(0), middle + room.max(0));
        i64::try_from(near.clamp(low + 1, high - 1)).unwrap_or(here.0)
    }

    /// How many steps after the first of two a straight line through both meets the bound.
    fn line(&self, here: Probe, there: Probe) -> Option<i128> {
        let rise = there.1.checked_sub(here.1)?;
        let wanted = self.bound.checked_sub(here.1)?;
        let width = Rational::from_integer(there.0.checked_sub(here.0)?);
        let steps = wanted.checked_div(rise)?.checked_mul(width)?;
        Some(steps.num().div_euclid(steps.den()))
    }
}

/// A search under way.
struct Search<'a, E> {
    /// In ascending order of their steps.
    probes: Vec<Probe>,
    figure: &'a mut dyn FnMut(i64) -> Result<Rational, E>,
}

impl<E> Search<'_, E> {
    /// The figure at a step, evaluated once.
    fn at(&mut self, step: i64) -> Result<Probe, Unsolved<E>> {
        let place = match self.probes.binary_search_by_key(&step, |(step, _)| *step) {
            Ok(place) => {
                return Ok(self
                    .probes
                    .get(place)
                    .copied()
                    .unwrap_or((step, Rational::zero())));
            }
            Err(place) => place,
        };
        let probe = (step, (self.figure)(step).map_err(Unsolved::Failed)?);
        self.probes.insert(place, probe);
        match self.turn() {
            Some(turn) => Err(Unsolved::NotMonotone(Box::new(turn))),
            None => Ok(probe),
        }
    }

    /// Three probes between which the figure turns.
    fn turn(&self) -> Option<[Probe; 3]> {
        let mut distinct: Vec<Probe> = Vec::new();
        for probe in &self.probes {
            if distinct.last().is_none_or(|last| last.1 != probe.1) {
                distinct.push(*probe);
            }
        }
        distinct.windows(3).find_map(|three| match *three {
            [a, b, c] if (a.1 < b.1) != (b.1 < c.1) => Some([a, b, c]),
            _ => None,
        })
    }

    /// The neighbours between which the goal turns.
    fn bracket(&self, goal: Goal, holds: bool) -> Option<(Probe, Probe)> {
        self.probes.windows(2).find_map(|two| match *two {
            [a, b] if goal.holds(a.1) == holds && goal.holds(b.1) != holds => Some((a, b)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_most(bound: i64) -> Goal {
        Goal {
            op: CompareOp::LessOrEqual,
            bound: Rational::from_integer(bound),
        }
    }

    fn solved(
        goal: Goal,
        low: i64,
        high: i64,
        figure: impl Fn(i64) -> i64,
    ) -> Result<(i64, i64), Unsolved<()>> {
        let mut of = |step| Ok(Rational::from_integer(figure(step)));
        solve(goal, low, high, &mut of).map(|it| (it.holds.0, it.fails.0))
    }

    #[test]
    fn the_last_step_at_which_the_goal_holds() {
        for bound in [0, 1, 17, 99, 100, 299] {
            let largest = bound / 3;
            let rising = solved(at_most(bound), 0, 100, |step| step * 3);
            assert_eq!(rising, Ok((largest, largest + 1)));
            let falling = solved(at_most(bound), -100, 0, |step| -step * 3);
            assert_eq!(falling, Ok((-largest, -largest - 1)));
        }
    }

    /// How many values a search tries.
    fn tried(goal: Goal, high: i64, figure: impl Fn(i64) -> i64) -> usize {
        let mut count = 0;
        let found = solved(goal, 0, high, &figure);
        let mut of = |step| {
            count += 1;
            Ok::<_, ()>(Rational::from_integer(figure(step)))
        };
        let again = solve(goal, 0, high, &mut of).map(|it| (it.holds.0, it.fails.0));
        assert_eq!(found, again);
        assert!(found.is_ok_and(|(holds, fails)| {
            let is_so = |step| goal.holds(Rational::from_integer(figure(step)));
            is_so(holds) && !is_so(fails) && (holds - fails).abs() == 1
        }));
        count
    }

    #[test]
    fn a_smooth_figure_takes_few_values_and_no_figure_more_than_bisection() {
        // Ends and quarters are five values, and bisection halves what is left of 2^20 steps 18 times.
        let (high, bisection) = (1 << 20, 5 + 18 + 1);
        for bound in [1, 1_000, 77_777, 500_000, 1_000_000] {
            assert!(tried(at_most(bound), high, |step| step) <= 12);
            let flat_at_first = tried(at_most(bound), high, |step| step * step / high);
            assert!(flat_at_first <= if bound == 1 { bisection } else { 16 });
        }
        for edge in [1, 2, 300_000, 800_000, high - 1, high] {
            let cliff = |step: i64| {
                if step >= edge {
                    1_000_000_000
                } else {
                    step / 1_000
                }
            };
            assert!(tried(at_most(2_000_000), high, |step| cliff(step) * 3) <= bisection);
            assert!(tried(at_most(5_000), high, cliff) <= bisection);
        }
    }

    #[test]
    fn plateaus_are_no_turns() {
        let found = solved(at_most(2), 0, 1000, |step| step / 250);
        assert_eq!(found, Ok((749, 750)));
    }

    #[test]
    fn a_figure_that_turns_is_refused() {
        let found = solved(at_most(50), 0, 100, |step| (step - 50).abs());
        assert!(matches!(found, Err(Unsolved::NotMonotone(_))), "{found:?}");
    }

    #[test]
    fn a_goal_out_of_reach_tells_both_ends() {
        let found = solved(at_most(5), 10, 20, |step| step);
        let (low, high) = (
            (10, Rational::from_integer(10)),
            (20, Rational::from_integer(20)),
        );
        let holds = false;
        assert_eq!(found, Err(Unsolved::OutOfReach { holds, low, high }));
    }

    #[test]
    fn a_failure_stops_the_search() {
        let mut fails = |_| Err("no");
        let found = solve(at_most(5), 0, 9, &mut fails);
        assert_eq!(found, Err(Unsolved::Failed("no")));
    }
}
