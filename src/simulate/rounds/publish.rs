//! Small counts hidden, and as many others as it takes that none can be worked out from a sum.

use super::super::suppress::{Fate, Place, Sign, Suppression};
use super::report::{ClassRounds, Compared, Count, Ground, MadeBy, RegisterRounds, Stock};

/// Hides all counts below `smallest` but zero, and what would give one away: all tables that share a total
/// are one plan.
pub(super) fn hide(it: &mut Compared, smallest: u64) {
    if smallest <= 1 {
        return;
    }
    let mut plan = Suppression::new(smallest, Sign::Same);
    let mut sums = Sums::default();
    let mut take = |count: &mut Count| plan.count(count.unwrap_or(0));
    everything(it, &mut take, &mut sums);
    sums.totals.iter().for_each(|it| plan.publish(*it));
    for (whole, parts) in &sums.sums {
        plan.sum(whole, parts);
    }
    plan.settle();
    let mut again = Suppression::new(smallest, Sign::Same);
    let mut give = |count: &mut Count| {
        let place = again.count(count.unwrap_or(0));
        if plan.fate(place) != Fate::Shown {
            *count = None;
        }
        place
    };
    everything(it, &mut give, &mut Sums::default());
    for class in &mut it.classes {
        // Persons of a hidden group of families would tell of it.
        for of in &mut class.classes {
            let pairs = [
                (of.before, &mut of.members_before),
                (of.after, &mut of.members_after),
            ];
            for (rows, members) in pairs {
                let small = members.is_some_and(|it| it > 0 && it < smallest);
                if rows.is_none() || small {
                    *members = None;
                }
            }
        }
    }
}

/// Takes one count after the other, always in the same order.
type Take<'t> = dyn FnMut(&mut Count) -> Place + 't;
/// How the counts hang together.
#[derive(Default)]
struct Sums {
    /// What each whole is made of.
    sums: Vec<(Vec<Place>, Vec<Place>)>,
    /// Stocks of one round, which the report of that round shows too.
    totals: Vec<Place>,
}

impl Sums {
    fn push(&mut self, sum: (Vec<Place>, Vec<Place>)) {
        self.sums.push(sum);
    }
}

fn everything(it: &mut Compared, take: &mut Take<'_>, sums: &mut Sums) {
    for level in &mut it.levels {
        let [before, new, vanished, after, _] = [
            &mut level.before,
            &mut level.new,
            &mut level.vanished,
            &mut level.after,
            &mut level.moved,
        ]
        .map(&mut *take);
        sums.push((vec![after, vanished], vec![before, new]));
        for class in it.classes.iter_mut().filter(|it| it.entity == level.entity) {
            let parts = each(class.classes.iter_mut().map(|it| &mut it.new), take);
            sums.push((vec![new], parts.clone()));
            let gone = each(class.classes.iter_mut().map(|it| &mut it.vanished), take);
            sums.push((vec![vanished], gone.clone()));
            class_moves(class, (&parts, &gone), take, sums);
        }
    }
    for register in &mut it.registers {
        self::register(register, take, sums);
    }
}

fn each<'c>(all: impl Iterator<Item = &'c mut Count>, take: &mut Take<'_>) -> Vec<Place> {
    all.map(take).collect()
}

/// Before and what came in; after and what went out.
fn stock(it: &mut Stock, take: &mut Take<'_>, sums: &mut Sums) -> [Place; 4] {
    let all = [
        &mut it.before,
        &mut it.entries,
        &mut it.exits,
        &mut it.after,
    ]
    .map(take);
    let [before, entries, exits, after] = all;
    sums.push((vec![after, exits], vec![before, entries]));
    sums.totals.extend([before, after]);
    all
}

fn grounds(all: &mut [Ground], take: &mut Take<'_>) -> Vec<Place> {
    each(all.iter_mut().map(|it| &mut it.rows), take)
}

/// These overlap, and so tell nothing about each other.
fn made_by(all: &mut [MadeBy], take: &mut Take<'_>) {
    for it in all {
        take(&mut it.entries);
        take(&mut it.exits);
    }
}

fn register(it: &mut RegisterRounds, take: &mut Take<'_>, sums: &mut Sums) {
    let [before, entries, exits, after] = stock(&mut it.stock, take, sums);
    if let Some(homes) = &mut it.homes {
        stock(&mut homes.stock, take, sums);
    }
    let mut out = grounds(&mut it.exits.left, take);
    out.push(take(&mut it.exits.unlisted));
    let vanished = take(&mut it.exits.vanished);
    out.push(vanished);
    sums.push((vec![exits], out));
    let way_in = &mut it.entries;
    let [entered, entered_new, listed, listed_new, returns] = [
        &mut way_in.entered,
        &mut way_in.entered_new,
        &mut way_in.listed,
        &mut way_in.listed_new,
        &mut way_in.returns,
    ]
    .map(&mut *take);
    sums.push((
        vec![entries],
        vec![entered, entered_new, listed, listed_new],
    ));
    // These may overlap: a sum that is not true is none.
    let kept_out = grounds(&mut way_in.kept_out_by, take);
    sums.push((vec![entered], kept_out.clone()));
    sums.push((vec![entered, listed], kept_out));
    let had_left = grounds(&mut way_in.had_left, take);
    sums.push((vec![returns], had_left));
    let causes_in = each(it.causes.iter_mut().map(|it| &mut it.entries), take);
    sums.push((vec![entered, listed], causes_in));
    let causes_out = each(it.causes.iter_mut().map(|it| &mut it.exits), take);
    // Those who vanished have no cause, or are the data's.
    sums.push((vec![exits], causes_out.clone()));
    sums.push((vec![exits], [causes_out, vec![vanished]].concat()));
    made_by(&mut it.made_by, take);
    let mut columns: [Vec<Place>; 6] = Default::default();
    for area in &mut it.areas {
        let [from, came, went, to] = stock_of_area(&mut area.stock, take);
        let [arrived, departed] = [&mut area.arrived, &mut area.departed].map(&mut *take);
        sums.push((vec![to, went, departed], vec![from, came, arrived]));
        for (column, place) in columns
            .iter_mut()
            .zip([from, came, went, to, arrived, departed])
        {
            column.push(place);
        }
    }
    let [from, came, went, to, arrived, departed] = columns;
    sums.push((vec![before], from));
    sums.push((vec![entries], came));
    sums.push((vec![exits], went));
    sums.push((vec![after], to));
    sums.push((departed, arrived));
}

/// An area has its own balance, with those who come from other areas.
fn stock_of_area(it: &mut Stock, take: &mut Take<'_>) -> [Place; 4] {
    [
        &mut it.before,
        &mut it.entries,
        &mut it.exits,
        &mut it.after,
    ]
    .map(take)
}

fn class_moves(
    it: &mut ClassRounds,
    (new, gone): (&[Place], &[Place]),
    take: &mut Take<'_>,
    sums: &mut Sums,
) {
    let lines: Vec<Vec<Place>> = it
        .moves
        .iter_mut()
        .map(|line| each(line.iter_mut(), take))
        .collect();
    let moved = take(&mut it.moved);
    let mut all_came = Vec::new();
    let mut totals = Vec::new();
    for (at, class) in it.classes.iter_mut().enumerate() {
        let [before, after, came, went] = [
            &mut class.before,
            &mut class.after,
            &mut class.came,
            &mut class.went,
        ]
        .map(&mut *take);
        totals.push([before, after]);
        sums.totals.extend([before, after]);
        let line = lines.get(at).cloned().unwrap_or_default();
        let column: Vec<Place> = lines.iter().filter_map(|it| it.get(at)).copied().collect();
        let (Some(fresh), Some(lost)) = (new.get(at), gone.get(at)) else {
            continue;
        };
        // The last line are the new, the last column the vanished; the own class is in neither way.
        let inner = |all: &[Place]| -> Vec<Place> {
            let cut = all.len().saturating_sub(1);
            let inner = all.iter().take(cut).enumerate();
            inner
                .filter(|(place, _)| *place != at)
                .map(|(_, it)| *it)
                .collect()
        };
        sums.push((vec![came], inner(&column)));
        sums.push((vec![went], inner(&line)));
        if let (Some(last), Some(end)) = (column.last(), line.last()) {
            sums.push((vec![*fresh], vec![*last]));
            sums.push((vec![*lost], vec![*end]));
        }
        sums.push((vec![before], line));
        sums.push((vec![after], column));
        sums.push((vec![after, went, *lost], vec![before, came, *fresh]));
        all_came.push(came);
    }
    sums.push((vec![moved], all_came));
    let causes = each(it.causes.iter_mut().map(|it| &mut it.entries), take);
    sums.push((vec![moved], causes));
    made_by(&mut it.made_by, take);
    areas(it, totals, take, sums);
}

/// Classes by area: each class adds up over the areas.
fn areas(it: &mut ClassRounds, totals: Vec<[Place; 2]>, take: &mut Take<'_>, sums: &mut Sums) {
    let mut columns: Vec<[Vec<Place>; 2]> = totals.iter().map(|_| Default::default()).collect();
    for area in &mut it.areas {
        for (side, counts) in [&mut area.before, &mut area.after].into_iter().enumerate() {
            for (count, column) in counts.iter_mut().zip(&mut columns) {
                if let Some(column) = column.get_mut(side) {
                    column.push(take(count));
                }
            }
        }
    }
    for (total, column) in totals.into_iter().zip(columns) {
        for (total, column) in total.into_iter().zip(column) {
            sums.push((vec![total], column));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::ClassStock;
    use super::*;

    fn classes(moves: [[u64; 4]; 4]) -> Compared {
        let at = |from: usize, to: usize| moves[from][to];
        let stocks = (0..3).map(|own| {
            let others = |of: &dyn Fn(usize) -> u64| (0..3).filter(|it| *it != own).map(of).sum();
            ClassStock {
                class: own.to_string(),
                label: String::new(),
                before: Some(moves[own].iter().sum()),
                came: Some(others(&|from| at(from, own))),
                new: Some(at(3, own)),
                went: Some(others(&|to| at(own, to))),
                vanished: Some(at(own, 3)),
                after: Some((0..4).map(|from| at(from, own)).sum()),
                members_before: Some(0),
                members_after: Some(0),
            }
        });
        let sum = |of: &dyn Fn(usize) -> u64| Some((0..3).map(of).sum());
        let level = super::super::report::LevelRounds {
            entity: "family".to_owned(),
            label: String::new(),
            before: sum(&|it| moves[it].iter().sum()),
            vanished: sum(&|it| at(it, 3)),
            new: sum(&|it| at(3, it)),
            after: sum(&|to| (0..4).map(|from| at(from, to)).sum()),
            moved: Some(0),
        };
        let class = ClassRounds {
            name: String::new(),
            label: String::new(),
            entity: "family".to_owned(),
            classes: stocks.collect(),
            moves: moves.map(|line| line.map(Some).to_vec()).to_vec(),
            moved: Some(
                (0..3)
                    .map(|from| {
                        (0..3)
                            .filter(|to| *to != from)
                            .map(|to| at(from, to))
                            .sum::<u64>()
                    })
                    .sum(),
            ),
            causes: Vec::new(),
            made_by: Vec::new(),
            areas: Vec::new(),
        };
        Compared {
            levels: vec![level],
            rules: Vec::new(),
            registers: Vec::new(),
            classes: vec![class],
        }
    }

    /// 4 of the middle class vanished: the balance of the class must not tell them, in whichever of the
    /// two tables its parts stand.
    #[test]
    fn what_two_tables_share_is_hidden_in_both() {
        let mut it = classes([
            [20, 8, 0, 0],
            [10, 900, 80, 4],
            [0, 70, 3000, 30],
            [0, 40, 90, 0],
        ]);
        hide(&mut it, 5);
        let class = &it.classes[0];
        let middle = &class.classes[1];
        assert_eq!((middle.vanished, class.moves[1][3]), (None, None));
        assert_eq!(middle.new, class.moves[3][1]);
        // Alone in its balance it would follow from the others.
        let balance = [middle.came, middle.new, middle.went, middle.vanished];
        assert!(balance.iter().filter(|it| it.is_none()).count() > 1);
        for (at, of) in class.classes.iter().enumerate() {
            assert_eq!(of.new, class.moves[3][at]);
            assert_eq!(of.vanished, class.moves[at][3]);
        }
    }
}
