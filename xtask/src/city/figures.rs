//! The figures of a round as the shadow rules give them.
use super::places::{KAMELOH_BARU, Place};
use super::record::Family;
use super::rounds::{Lines, Round};
use super::shadow::{
    Ground, OnRegister, Outcome, Welfare, criteria, listed_after, outcomes, welfare,
};
use std::collections::BTreeMap;
use std::fmt;

/// Head-counts of one round, in persons unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) families: i64,
    pub(crate) rows: i64,
    pub(crate) residents: i64,
    pub(crate) welfare_unknown: i64,
    pub(crate) extreme: i64,
    pub(crate) extreme_kameloh_baru: i64,
    /// Below the poverty line, the extreme poor among them.
    pub(crate) poor: i64,
    pub(crate) vulnerable: i64,
    /// Vulnerable persons whose family meets each of the eight criteria.
    pub(crate) criteria: [i64; 8],
    pub(crate) stock_start: i64,
    pub(crate) enters: i64,
    pub(crate) leaves: BTreeMap<Ground, i64>,
    pub(crate) verify_listed: i64,
    pub(crate) verify_outside: i64,
    pub(crate) stock_end: i64,
    /// Register at the end with the poverty line at 90 % and 110 %.
    pub(crate) stock_moved: [i64; 2],
    /// Below the poverty line at 90 % and 110 % of it.
    pub(crate) poor_moved: [i64; 2],
    /// Extreme poor with the extreme line at 90 % and 110 %.
    pub(crate) extreme_moved: [i64; 2],
    /// Kelurahan, its residents, on the register at the end.
    pub(crate) places: Vec<(&'static str, i64, i64)>,
}

/// Counts a round.
pub(crate) fn count(families: &[Family], places: &[Place], round: &Round) -> Figures {
    let mut figures = Figures {
        places: places.iter().map(|place| (place.name, 0, 0)).collect(),
        ..Figures::default()
    };
    for family in families.iter().filter(|family| family.spoilt.is_none()) {
        let in_kameloh_baru = places[family.place].code == KAMELOH_BARU;
        figures.add_welfare(family, round, in_kameloh_baru);
        figures.add_register(family, round);
    }
    for (at, percent) in [(0, 90), (1, 110)] {
        figures.move_lines(families, round, at, percent);
    }
    figures
}

impl Figures {
    fn add_welfare(&mut self, family: &Family, round: &Round, in_kameloh_baru: bool) {
        let size = family.size();
        self.families += 1;
        self.residents += size;
        match welfare(family, round.lines) {
            None => self.welfare_unknown += size,
            Some(Welfare::ExtremePoor) => {
                self.extreme += size;
                self.poor += size;
                self.extreme_kameloh_baru += if in_kameloh_baru { size } else { 0 };
            }
            Some(Welfare::Poor) => self.poor += size,
            Some(Welfare::Vulnerable) => {
                self.vulnerable += size;
                for (count, met) in self.criteria.iter_mut().zip(criteria(family, round.on)) {
                    *count += if met == Some(true) { size } else { 0 };
                }
            }
            Some(Welfare::NotPoor) => {}
        }
    }

    fn add_register(&mut self, family: &Family, round: &Round) {
        let accepted = family
            .members
            .iter()
            .filter(|person| person.spoilt.is_none());
        for (person, outcome) in accepted.zip(outcomes(family, round)) {
            self.rows += 1;
            self.stock_start += i64::from(person.listed);
            self.stock_end += i64::from(outcome.listed());
            match outcome {
                Outcome::Enters => self.enters += 1,
                Outcome::Leaves(ground) => *self.leaves.entry(ground).or_insert(0) += 1,
                Outcome::NeedsVerification(OnRegister::Yes) => self.verify_listed += 1,
                Outcome::NeedsVerification(OnRegister::No) => self.verify_outside += 1,
                Outcome::Stays | Outcome::Outside => {}
            }
        }
        let place = &mut self.places[family.place];
        place.1 += family.size();
        place.2 += listed_after(family, round);
    }

    fn move_lines(&mut self, families: &[Family], round: &Round, at: usize, percent: i64) {
        let lines = round.lines;
        let moved = |line: i64| line * percent / 100;
        let poverty = Lines {
            poverty: moved(lines.poverty),
            ..lines
        };
        let extreme = Lines {
            extreme: moved(lines.extreme),
            ..lines
        };
        for family in families.iter().filter(|family| family.spoilt.is_none()) {
            let (size, below) = (family.size(), [Welfare::ExtremePoor, Welfare::Poor]);
            self.stock_moved[at] += listed_after(
                family,
                &Round {
                    lines: poverty,
                    ..*round
                },
            );
            if welfare(family, poverty).is_some_and(|class| below.contains(&class)) {
                self.poor_moved[at] += size;
            }
            if welfare(family, extreme) == Some(Welfare::ExtremePoor) {
                self.extreme_moved[at] += size;
            }
        }
    }

    /// Persons who left the register.
    pub(crate) fn left(&self) -> i64 {
        self.leaves.values().sum()
    }

    /// The poor in hundredths of a per cent of all residents, and of those with a known welfare.
    pub(crate) fn poor_share(&self) -> [i64; 2] {
        let share = |of: i64| (self.poor * 20_000 / of + 1) / 2;
        [
            share(self.residents),
            share(self.residents - self.welfare_unknown),
        ]
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [share, known] = self.poor_share();
        writeln!(
            f,
            "  families {}, accepted member rows {}, residents {} (welfare unknown {})",
            self.families, self.rows, self.residents, self.welfare_unknown
        )?;
        writeln!(
            f,
            "  below the poverty line {} = {}.{:02} % (of known {}.{:02} %), vulnerable {}",
            self.poor,
            share / 100,
            share % 100,
            known / 100,
            known % 100,
            self.vulnerable
        )?;
        writeln!(
            f,
            "  extreme poor {}, in Kameloh Baru {}",
            self.extreme, self.extreme_kameloh_baru
        )?;
        writeln!(f, "  vulnerable by criterion a to h {:?}", self.criteria)?;
        writeln!(
            f,
            "  register {} + {} - {} = {}, to verify {} listed, {} outside",
            self.stock_start,
            self.enters,
            self.left(),
            self.stock_end,
            self.verify_listed,
            self.verify_outside
        )?;
        writeln!(f, "  leaves by ground {:?}", self.leaves)?;
        writeln!(
            f,
            "  line at 90 % and 110 %: below {:?}, register {:?}, extreme poor {:?}",
            self.poor_moved, self.stock_moved, self.extreme_moved
        )
    }
}
