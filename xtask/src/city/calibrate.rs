//! Calibration: amounts and answers are set so that the rules give the goals of the round.
//!
//! Amounts: one factor for the whole city puts the right share below the poverty line; two
//! exponents, one for Kameloh Baru and one for the rest, stretch the part below the line so that
//! the right number is extremely poor. Both keep the order of families and leave the densities
//! smooth. Then a few families next to a line are moved over it, and a few answers about clothes
//! or food are changed, until the head-counts are exact.
use super::chance::{Chance, Topic, exp, float, rupiah};
use super::places::{KAMELOH_BARU, Place};
use super::record::Family;
use super::rounds::Round;
use super::shadow::{Welfare, criteria, fakir_miskin, listed_after, welfare};

/// Spread of the logarithm of expenditure per person, below and above the middle.
const SPREAD_BELOW: f64 = 0.33;
const SPREAD_ABOVE: f64 = 0.55;
/// Amounts are reported in full steps of this many rupiah.
const STEP: i64 = 5_000;

/// A family whose class is known: place in the list, raw amount per person, size.
#[derive(Clone, Copy, Debug)]
struct Known {
    index: usize,
    raw: f64,
    size: i64,
}

/// Sets the expenditure of every family and meets the goals for the poor and extreme poor; gives
/// the number of families moved over a line.
pub(crate) fn amounts(families: &mut [Family], places: &[Place], round: &Round) -> usize {
    let in_pocket = |family: &Family| places[family.place].code == KAMELOH_BARU;
    let known = known(families);
    let poverty = float(round.lines.poverty);
    let factor = poverty / raw_at(&known, round.goals.poor);
    let below: Vec<Known> = known
        .into_iter()
        .filter(|one| one.raw * factor < poverty)
        .collect();
    let stretch = |pocket: bool, goal| {
        let there = |one: &&Known| in_pocket(&families[one.index]) == pocket;
        let group: Vec<Known> = below.iter().filter(there).copied().collect();
        let at_goal = raw_at(&group, goal) * factor;
        libm::log(float(round.lines.extreme) / poverty) / libm::log(at_goal / poverty)
    };
    let in_kameloh_baru = stretch(true, round.goals.extreme_kameloh_baru);
    let elsewhere = stretch(false, round.goals.extreme_elsewhere);
    for family in families.iter_mut() {
        let exponent = if in_pocket(family) {
            in_kameloh_baru
        } else {
            elsewhere
        };
        let mut each = spending(family.wealth) * factor;
        if each < poverty {
            each = poverty * exp(exponent * libm::log(each / poverty));
        }
        let size = family.residents().count().max(1);
        family.living.expenditure = rupiah(each * float(i64::try_from(size).unwrap_or(1)), STEP);
    }
    let goals = round.goals;
    let (extreme, line) = (round.lines.extreme, round.lines.poverty);
    meet(families, extreme, goals.extreme_kameloh_baru, in_pocket)
        + meet(families, extreme, goals.extreme_elsewhere, |family| {
            !in_pocket(family)
        })
        + meet(families, line, goals.poor, |_| true)
}

/// Changes answers about clothes and food until the register closes at its goal; gives the
/// number of families changed.
pub(crate) fn register(families: &mut [Family], round: &Round) -> usize {
    let Some(goal) = round.goals.register else {
        return 0;
    };
    let stock: i64 = families
        .iter()
        .map(|family| listed_after(family, round))
        .sum();
    let mut missing = goal - stock;
    let mut order: Vec<(i32, usize)> = (0..families.len())
        .filter(|&index| on_the_edge(&families[index], round, missing > 0))
        .map(|index| (draw(&families[index], round), index))
        .collect();
    order.sort_unstable();
    let mut changed = 0;
    for (_, index) in order {
        if missing == 0 {
            break;
        }
        let before = listed_after(&families[index], round);
        let answers = families[index].living.clone();
        change_answer(&mut families[index], missing > 0);
        let gain = listed_after(&families[index], round) - before;
        if gain != 0 && gain.signum() == missing.signum() && gain.abs() <= missing.abs() {
            missing -= gain;
            changed += 1;
        } else {
            families[index].living = answers;
        }
    }
    changed
}

/// Raw expenditure per person of a family of this wealth; the middle of the city is 1.
fn spending(wealth: f64) -> f64 {
    exp(wealth
        * if wealth < 0.0 {
            SPREAD_BELOW
        } else {
            SPREAD_ABOVE
        })
}

fn known(families: &[Family]) -> Vec<Known> {
    let decided = |family: &Family| {
        family.spoilt.is_none()
            && !family.has_spoilt_member()
            && family.size() > 0
            && family.expenditure_answer().is_some()
    };
    let mut known: Vec<Known> = families
        .iter()
        .enumerate()
        .filter(|(_, family)| decided(family))
        .map(|(index, family)| Known {
            index,
            raw: spending(family.wealth),
            size: family.size(),
        })
        .collect();
    known.sort_by(|one, other| {
        one.raw
            .total_cmp(&other.raw)
            .then(one.index.cmp(&other.index))
    });
    known
}

/// The raw amount below which the lowest families together hold about `goal` persons.
fn raw_at(sorted: &[Known], goal: i64) -> f64 {
    let mut persons = 0;
    for pair in sorted.windows(2) {
        persons += pair[0].size;
        if persons >= goal {
            return f64::midpoint(pair[0].raw, pair[1].raw);
        }
    }
    sorted.last().map_or(1.0, |last| last.raw)
}

/// Moves the families nearest to a line over it until exactly `goal` persons are below; gives the
/// number of families moved.
///
/// Where the last one too many lives in a larger family, that family is lifted too and smaller
/// ones are lowered in its place.
fn meet(families: &mut [Family], line: i64, goal: i64, within: impl Fn(&Family) -> bool) -> usize {
    let all = known(families).into_iter();
    let gap = |one: &Known| families[one.index].living.expenditure - line * one.size;
    let (mut lower, mut upper): (Vec<Known>, Vec<Known>) = all
        .filter(|one| within(&families[one.index]))
        .partition(|one| gap(one) < 0);
    for side in [&mut lower, &mut upper] {
        side.sort_by_key(|one| (gap(one).abs() / one.size, one.index));
    }
    let mut below: i64 = lower.iter().map(|one| one.size).sum();
    let mut moved = 0;
    for one in lower {
        if below > goal {
            families[one.index].living.expenditure = (line * one.size / STEP + 1) * STEP;
            below -= one.size;
            moved += 1;
        }
    }
    for one in upper {
        if below + one.size <= goal {
            families[one.index].living.expenditure = (line * one.size / STEP - 1) * STEP;
            below += one.size;
            moved += 1;
        }
    }
    moved
}

/// A vulnerable family for which one answer more, or less, decides.
fn on_the_edge(family: &Family, round: &Round, wanted: bool) -> bool {
    let truths = criteria(family, round.on);
    let met = truths.iter().filter(|truth| **truth == Some(true)).count();
    family.spoilt.is_none()
        && welfare(family, round.lines) == Some(Welfare::Vulnerable)
        && truths.iter().all(Option::is_some)
        && fakir_miskin(family, round) == Some(!wanted)
        && met == if wanted { 2 } else { 3 }
}

fn change_answer(family: &mut Family, worse: bool) {
    let living = &mut family.living;
    if worse && living.clothes_a_year > 0 {
        living.clothes_a_year = 0;
    } else if worse {
        living.worried_food = true;
    } else if living.clothes_a_year == 0 {
        living.clothes_a_year = 1;
    } else {
        living.worried_food = false;
    }
}

fn draw(family: &Family, round: &Round) -> i32 {
    Chance::new(Topic::Flips, round.on.year(), family.number).between(0, 1_000_000)
}
