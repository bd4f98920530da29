//! Which counts to hide so that no small one follows from those that are shown.
//!
//! The rule stands in docs/report.md: a small count is hidden, and with it as many others as it takes until
//! all sums that tie them together leave the small one open between at least as many values as the smallest
//! count that is shown.

/// A count of a [`Suppression`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(usize);

/// What becomes of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is shown.
    Shown,
    /// It is small.
    Small,
    /// It is not small, but with it a small one could be worked out.
    Withheld,
}

/// What a reader is told of a hidden count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// One sign for all: whether it is small is not told.
    Same,
    /// `< 5`: that it is small.
    Small,
}

/// Counts, and the sums that tie them together.
#[derive(Clone, Debug)]
pub struct Suppression {
    min: u64,
    sign: Sign,
    counts: Vec<u64>,
    fates: Vec<Fate>,
    /// Known to the reader from elsewhere: never hidden.
    fixed: Vec<bool>,
    /// Counts times their factors add up to zero.
    sums: Vec<Vec<(usize, f64)>>,
}

/// Between which values a count can be.
#[derive(Clone, Copy, Debug)]
struct Between {
    low: f64,
    high: f64,
}

/// How open a small count is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// Between as many values as the rule asks for.
    Wide,
    /// Between two at least.
    AtAll,
    /// Nothing helps.
    Unheeded,
}

impl Open {
    fn less(self) -> Self {
        match self {
            Self::Wide => Self::AtAll,
            Self::AtAll | Self::Unheeded => Self::Unheeded,
        }
    }
}

/// What rounding of the arithmetic cannot reach.
const NEAR: f64 = 1e-6;
/// Counts hidden for one small one before it is given up.
const TRIES: usize = 24;
/// Passes of narrowing; each is sound, and more find little.
const PASSES: usize = 12;

impl Suppression {
    /// Nothing yet; counts from one to below `min` are small.
    pub fn new(min: u64, sign: Sign) -> Self {
        Self {
            min,
            sign,
            counts: Vec::new(),
            fates: Vec::new(),
            fixed: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// A count that the reader sees unless it is hidden.
    pub fn count(&mut self, count: u64) -> Place {
        let small = count > 0 && count < self.min;
        self.counts.push(count);
        self.fates
            .push(if small { Fate::Small } else { Fate::Shown });
        self.fixed.push(false);
        Place(self.counts.len() - 1)
    }

    /// A count that the reader knows, such as the total of a table.
    pub fn known(&mut self, count: u64) -> Place {
        let place = self.count(count);
        if let (Some(fixed), Some(fate)) =
            (self.fixed.get_mut(place.0), self.fates.get_mut(place.0))
        {
            (*fixed, *fate) = (true, Fate::Shown);
        }
        place
    }

    /// Says that a count is published elsewhere too, so that it cannot be hidden unless it is small.
    pub fn publish(&mut self, of: Place) {
        if self.fate(of) == Fate::Shown {
            self.fixed
                .get_mut(of.0)
                .into_iter()
                .for_each(|it| *it = true);
        }
    }

    /// Says that a whole is the sum of its parts; a reader can only use what is true.
    pub fn sum(&mut self, whole: &[Place], parts: &[Place]) {
        let terms: Vec<(usize, f64)> = whole
            .iter()
            .map(|it| (it.0, -1.0))
            .chain(parts.iter().map(|it| (it.0, 1.0)))
            .collect();
        if self.total(&terms) == Some(0) && !parts.is_empty() {
            self.sums.push(terms);
        }
    }

    fn total(&self, terms: &[(usize, f64)]) -> Option<i128> {
        let each = terms.iter().map(|(at, factor)| {
            let count = i128::from(*self.counts.get(*at)?);
            Some(if *factor < 0.0 { -count } else { count })
        });
        each.sum()
    }

    /// A count itself.
    pub fn value(&self, of: Place) -> u64 {
        self.counts.get(of.0).copied().unwrap_or(0)
    }

    /// What becomes of a count.
    pub fn fate(&self, of: Place) -> Fate {
        self.fates.get(of.0).copied().unwrap_or(Fate::Withheld)
    }

    /// Hides one count after the other until no small one follows from the rest, then shows again what
    /// need not be hidden.
    pub fn settle(&mut self) {
        if self.min <= 1 {
            return;
        }
        let mut wanted = vec![Open::Wide; self.counts.len()];
        while let Some(told) = self.first_told(&wanted) {
            let before = self.fates.clone();
            let want = wanted.get(told).copied().unwrap_or(Open::Unheeded);
            let mut tries = 0;
            while self.is_told(told, want, &self.between()) {
                tries += 1;
                let next = self.beside(told).filter(|_| tries <= TRIES);
                if let Some(fate) = next.and_then(|next| self.fates.get_mut(next)) {
                    *fate = Fate::Withheld;
                    continue;
                }
                // Zeros are shown, so that some counts can be helped no further; less is asked for them.
                self.fates = before;
                if let Some(want) = wanted.get_mut(told) {
                    *want = want.less();
                }
                break;
            }
        }
        self.show_again(&wanted);
    }

    /// The first small count that follows from what is shown.
    fn first_told(&self, wanted: &[Open]) -> Option<usize> {
        let between = self.between();
        let mut small = (0..self.counts.len()).zip(wanted);
        let found = small.find(|(at, want)| {
            self.fates.get(*at) == Some(&Fate::Small) && self.is_told(*at, **want, &between)
        });
        found.map(|(at, _)| at)
    }

    /// What was hidden on the way and is not needed is shown, the largest first.
    fn show_again(&mut self, wanted: &[Open]) {
        let all = 0..self.counts.len();
        let mut hidden: Vec<usize> = all
            .filter(|at| self.fates.get(*at) == Some(&Fate::Withheld))
            .collect();
        hidden.sort_by_key(|at| std::cmp::Reverse(self.value(Place(*at))));
        for at in hidden {
            let needed = self.fates.clone();
            if let Some(fate) = self.fates.get_mut(at) {
                *fate = Fate::Shown;
            }
            if self.first_told(wanted).is_some() {
                self.fates = needed;
            }
        }
    }

    /// Whether the values that a small count can have are fewer than is wanted.
    fn is_told(&self, at: usize, want: Open, between: &[Between]) -> bool {
        let Some(it) = between.get(at) else {
            return false;
        };
        let least = whole(self.min);
        match (want, self.sign) {
            (Open::Wide, Sign::Same) => it.high - it.low < least - 1.0 - NEAR,
            // That it is from one to below the least is said anyway.
            (Open::Wide, Sign::Small) => it.low > 1.0 + NEAR || it.high < least - 1.0 - NEAR,
            (Open::AtAll, _) => it.high - it.low < 1.0 - NEAR,
            (Open::Unheeded, _) => false,
        }
    }

    /// The smallest shown count in a sum with this one, or with what is hidden beside it: of the sums that
    /// hide least, since these tell most.
    fn beside(&self, at: usize) -> Option<usize> {
        let mut reached = vec![at];
        let mut best: Option<(usize, u64, usize)> = None;
        let mut seen = vec![false; self.sums.len()];
        while let Some(own) = reached.pop() {
            for (terms, seen) in self.sums.iter().zip(seen.iter_mut()) {
                if *seen || !terms.iter().any(|(of, _)| *of == own) {
                    continue;
                }
                *seen = true;
                let is_shown = |of: &usize| self.fates.get(*of) == Some(&Fate::Shown);
                let hidden = terms.iter().map(|term| term.0).filter(|of| !is_shown(of));
                let hidden: Vec<usize> = hidden.collect();
                let open = terms.iter().map(|term| term.0).filter(is_shown);
                let open = open.filter(|of| self.fixed.get(*of) == Some(&false));
                let counted = open.map(|of| (self.value(Place(of)), of));
                let next = counted.filter(|(count, _)| *count > 0).min();
                let next = next.map(|(count, of)| (hidden.len(), count, of));
                best = best.into_iter().chain(next).min();
                reached.extend(hidden);
            }
        }
        best.map(|(_, _, of)| of)
    }

    /// Between which values each count can be for one who knows what is shown.
    fn between(&self) -> Vec<Between> {
        let mut all: Vec<Between> = self
            .counts
            .iter()
            .zip(&self.fates)
            .map(|(count, fate)| {
                let count = whole(*count);
                let (low, high) = match (fate, self.sign) {
                    (Fate::Shown, _) => (count, count),
                    // Zero is never hidden.
                    (Fate::Small, Sign::Small) => (1.0, whole(self.min) - 1.0),
                    (Fate::Withheld, Sign::Small) => (whole(self.min), f64::INFINITY),
                    (Fate::Small | Fate::Withheld, Sign::Same) => (1.0, f64::INFINITY),
                };
                Between { low, high }
            })
            .collect();
        let open: Vec<Vec<(usize, f64)>> = self
            .sums
            .iter()
            .filter(|terms| {
                let hidden = |at: &usize| self.fates.get(*at) != Some(&Fate::Shown);
                terms.iter().any(|(at, _)| hidden(at))
            })
            .cloned()
            .collect();
        let mut sums = reduced(&open, |at| self.fates.get(at) != Some(&Fate::Shown));
        sums.extend(open);
        for _ in 0..PASSES {
            if !narrow(&mut all, &sums) {
                break;
            }
        }
        all
    }
}

/// Sums from which all that is hidden but one has been taken away as far as it goes.
fn reduced(
    sums: &[Vec<(usize, f64)>],
    is_hidden: impl Fn(usize) -> bool,
) -> Vec<Vec<(usize, f64)>> {
    let mut hidden: Vec<usize> = sums.iter().flatten().map(|term| term.0).collect();
    hidden.sort_unstable();
    hidden.dedup();
    let width = hidden.len();
    // Hidden counts stand first, so that they are the ones taken away.
    hidden.sort_by_key(|at| (!is_hidden(*at), *at));
    let many = hidden.iter().take_while(|at| is_hidden(**at)).count();
    let mut rows: Vec<Vec<f64>> = sums
        .iter()
        .map(|terms| {
            let mut row = vec![0.0; width];
            for (at, factor) in terms {
                let place = hidden.iter().position(|it| it == at);
                if let Some(cell) = place.and_then(|place| row.get_mut(place)) {
                    *cell += factor;
                }
            }
            row
        })
        .collect();
    let at = |row: &[f64], place: usize| row.get(place).copied().unwrap_or(0.0);
    let mut done = 0;
    for column in 0..many {
        let found = rows
            .iter()
            .skip(done)
            .position(|row| at(row, column).abs() > NEAR);
        let Some(found) = found else { continue };
        rows.swap(done, done + found);
        let Some(pivot) = rows.get(done).map(|row| {
            let by = at(row, column);
            row.iter().map(|it| it / by).collect::<Vec<f64>>()
        }) else {
            continue;
        };
        for row in &mut rows {
            let by = at(row, column);
            for (cell, taken) in row.iter_mut().zip(&pivot) {
                *cell -= by * taken;
            }
        }
        if let Some(row) = rows.get_mut(done) {
            *row = pivot;
        }
        done += 1;
    }
    rows.into_iter()
        .map(|row| {
            let terms = row.into_iter().zip(&hidden);
            terms
                .filter(|(factor, _)| factor.abs() > NEAR)
                .map(|(factor, at)| (*at, factor))
                .collect()
        })
        .collect()
}

/// Narrows what each count of a sum can be by what the others can; whether that changed anything.
fn narrow(all: &mut [Between], sums: &[Vec<(usize, f64)>]) -> bool {
    let mut changed = false;
    for terms in sums {
        for (own, factor) in terms {
            let (mut low, mut high) = (0.0, 0.0);
            for (at, by) in terms.iter().filter(|(at, _)| at != own) {
                let Some(it) = all.get(*at) else { continue };
                let ends = (by * it.low, by * it.high);
                low += ends.0.min(ends.1);
                high += ends.0.max(ends.1);
            }
            let ends = (-low / factor, -high / factor);
            let (low, high) = (ends.0.min(ends.1), ends.0.max(ends.1));
            let Some(it) = all.get_mut(*own) else {
                continue;
            };
            let (low, high) = ((low - NEAR).ceil(), (high + NEAR).floor());
            if low > it.low {
                (it.low, changed) = (low, true);
            }
            if high < it.high {
                (it.high, changed) = (high, true);
            }
        }
    }
    changed
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below")]
fn whole(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{Fate, Place, Sign, Suppression};

    fn line(counts: &[u64], sign: Sign) -> Vec<Fate> {
        let mut plan = Suppression::new(5, sign);
        let places: Vec<Place> = counts.iter().map(|it| plan.count(*it)).collect();
        let total = plan.known(counts.iter().sum());
        plan.sum(&[total], &places);
        plan.settle();
        places.into_iter().map(|it| plan.fate(it)).collect()
    }

    use Fate::{Shown, Small, Withheld};

    #[test]
    fn one_small_count_takes_the_smallest_other_with_it() {
        let hidden = [Small, Withheld, Shown, Shown];
        assert_eq!(line(&[3, 40, 900, 0], Sign::Small), hidden);
        assert_eq!(line(&[3, 40, 900, 0], Sign::Same), hidden);
    }

    #[test]
    fn five_of_at_least_one_that_make_five_are_one_each() {
        let hidden = line(&[1, 1, 1, 1, 1, 70, 0], Sign::Small);
        assert_eq!(hidden, [Small, Small, Small, Small, Small, Withheld, Shown]);
    }

    #[test]
    fn small_counts_that_leave_each_other_open_are_enough() {
        let hidden = line(&[2, 3, 1, 4, 900], Sign::Small);
        assert_eq!(hidden, [Small, Small, Small, Small, Shown]);
    }

    #[test]
    fn the_same_count_in_two_tables_is_hidden_in_both() {
        let mut plan = Suppression::new(5, Sign::Same);
        let (one, other) = (plan.count(300), plan.count(300));
        let small = plan.count(4);
        let total = plan.known(304);
        plan.sum(&[one], &[other]);
        plan.sum(&[total], &[one, small]);
        plan.settle();
        assert_eq!(
            [one, other, small].map(|it| plan.fate(it)),
            [Withheld, Withheld, Small]
        );
    }

    /// All that a hidden cell of a table with known totals can be, by trying everything.
    fn all_values(table: [[u64; 3]; 3], hidden: &[(usize, usize)], min: u64) -> Vec<Vec<u64>> {
        fn fill(
            now: &mut [[u64; 3]; 3],
            table: &[[u64; 3]; 3],
            rest: &[((usize, usize), bool)],
            min: u64,
            found: &mut dyn FnMut(&[[u64; 3]; 3]),
        ) {
            let row = |of: &[[u64; 3]; 3], at: usize| of[at].iter().sum::<u64>();
            let column = |of: &[[u64; 3]; 3], at: usize| of.iter().map(|it| it[at]).sum::<u64>();
            let Some((((at, of), small), rest)) = rest.split_first() else {
                if (0..3).all(|it| {
                    row(now, it) == row(table, it) && column(now, it) == column(table, it)
                }) {
                    found(now);
                }
                return;
            };
            let (low, high) = if *small {
                (1, min - 1)
            } else {
                (min, row(table, *at))
            };
            for value in low..=high {
                now[*at][*of] = value;
                if row(now, *at) > row(table, *at) || column(now, *of) > column(table, *of) {
                    break;
                }
                let row_ends = rest.first().is_none_or(|((next, _), _)| next != at);
                if !row_ends || row(now, *at) == row(table, *at) {
                    fill(now, table, rest, min, found);
                }
            }
            now[*at][*of] = 0;
        }
        let mut start = table;
        for (at, of) in hidden {
            start[*at][*of] = 0;
        }
        let rest: Vec<_> = hidden
            .iter()
            .map(|it| (*it, table[it.0][it.1] < min))
            .collect();
        let mut values = vec![Vec::new(); hidden.len()];
        fill(&mut start, &table, &rest, min, &mut |now| {
            for ((at, of), values) in hidden.iter().zip(&mut values) {
                if !values.contains(&now[*at][*of]) {
                    values.push(now[*at][*of]);
                }
            }
        });
        values
    }

    #[test]
    fn whoever_tries_all_tables_with_these_totals_learns_little() {
        let min = 4;
        let mut draw = fastrand::Rng::with_seed(6);
        let (mut tried, mut wide, mut told) = (0, 0, 0);
        for _ in 0..150 {
            let table = [(); 3].map(|()| [(); 3].map(|()| draw.u64(0..14)));
            let mut plan = Suppression::new(min, Sign::Small);
            let places = table.map(|row| row.map(|it| plan.count(it)));
            for at in 0..3 {
                for line in [places[at], places.map(|row| row[at])] {
                    let total = plan.known(line.iter().map(|it| plan.value(*it)).sum());
                    plan.sum(&[total], &line);
                }
            }
            plan.settle();
            let all = (0..9).map(|it| (it / 3, it % 3));
            let hidden: Vec<_> = all
                .filter(|(at, of)| plan.fate(places[*at][*of]) != Shown)
                .collect();
            // Where all is hidden there is nothing more to hide.
            let is_spent = hidden.len() == table.iter().flatten().filter(|it| **it > 0).count();
            for ((at, of), values) in hidden.iter().zip(all_values(table, &hidden, min)) {
                if !is_spent && table[*at][*of] < min {
                    tried += 1;
                    wide += usize::from(values.len() == 3);
                    told += usize::from(values.len() == 1);
                }
            }
        }
        // Where little stands in a line, nothing helps: a total of 2 in two cells is 1 and 1.
        assert!(
            tried > 100 && wide * 100 >= tried * 85 && told * 100 <= tried * 4,
            "{tried} {wide} {told}"
        );
    }
}
