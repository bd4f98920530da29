//! Small cells hidden, and one more where a hidden cell could be told from a sum.

use super::report::{ClassRounds, Compared, Count, Ground, MadeBy, RegisterRounds, Stock};

/// Hides all counts below `smallest` but zero, and among counts that add up to a figure that is shown
/// one more where one alone is hidden.
pub(super) fn hide(it: &mut Compared, smallest: u64) {
    if smallest <= 1 {
        return;
    }
    for level in &mut it.levels {
        together(&mut [&mut level.vanished, &mut level.new], smallest);
        for count in [&mut level.before, &mut level.after, &mut level.moved] {
            alone(count, smallest);
        }
    }
    for register in &mut it.registers {
        hide_register(register, smallest);
    }
    for class in &mut it.classes {
        hide_class(class, smallest);
    }
}

fn hide_register(it: &mut RegisterRounds, smallest: u64) {
    stock(&mut it.stock, smallest);
    if let Some(homes) = &mut it.homes {
        stock(&mut homes.stock, smallest);
    }
    let out = &mut it.exits;
    let mut ways: Vec<&mut Count> = out.left.iter_mut().map(|it| &mut it.rows).collect();
    ways.extend([&mut out.unlisted, &mut out.vanished]);
    together(&mut ways, smallest);
    let way_in = &mut it.entries;
    together(
        &mut [
            &mut way_in.entered,
            &mut way_in.entered_new,
            &mut way_in.listed,
            &mut way_in.listed_new,
        ],
        smallest,
    );
    alone(&mut way_in.returns, smallest);
    grounds(&mut way_in.kept_out_by, smallest);
    grounds(&mut way_in.had_left, smallest);
    causes(
        it.causes
            .iter_mut()
            .map(|it| (&mut it.entries, &mut it.exits)),
        smallest,
    );
    made_by(&mut it.made_by, smallest);
    // Along the areas, then across them, until nothing more is hidden.
    loop {
        let before = it.areas.clone();
        for area in &mut it.areas {
            alone(&mut area.stock.before, smallest);
            alone(&mut area.stock.after, smallest);
            together(
                &mut [
                    &mut area.stock.entries,
                    &mut area.stock.exits,
                    &mut area.arrived,
                    &mut area.departed,
                ],
                smallest,
            );
        }
        let of: [fn(&mut super::AreaStock) -> &mut Count; 6] = [
            |it| &mut it.stock.before,
            |it| &mut it.stock.entries,
            |it| &mut it.stock.exits,
            |it| &mut it.stock.after,
            |it| &mut it.arrived,
            |it| &mut it.departed,
        ];
        for part in of {
            together(
                &mut it.areas.iter_mut().map(part).collect::<Vec<_>>(),
                smallest,
            );
        }
        if it.areas == before {
            break;
        }
    }
}

fn hide_class(it: &mut ClassRounds, smallest: u64) {
    loop {
        let before = it.moves.clone();
        for line in &mut it.moves {
            together(&mut line.iter_mut().collect::<Vec<_>>(), smallest);
        }
        for place in 0..it.moves.len() {
            let column = it.moves.iter_mut().filter_map(|line| line.get_mut(place));
            together(&mut column.collect::<Vec<_>>(), smallest);
        }
        if it.moves == before {
            break;
        }
    }
    for class in &mut it.classes {
        for count in [
            &mut class.before,
            &mut class.after,
            &mut class.members_before,
            &mut class.members_after,
        ] {
            alone(count, smallest);
        }
        together(
            &mut [
                &mut class.came,
                &mut class.new,
                &mut class.went,
                &mut class.vanished,
            ],
            smallest,
        );
    }
    alone(&mut it.moved, smallest);
    let mut counts: Vec<&mut Count> = it.causes.iter_mut().map(|it| &mut it.entries).collect();
    together(&mut counts, smallest);
    made_by(&mut it.made_by, smallest);
    for area in &mut it.areas {
        for counts in [&mut area.before, &mut area.after] {
            together(&mut counts.iter_mut().collect::<Vec<_>>(), smallest);
        }
    }
}

fn stock(it: &mut Stock, smallest: u64) {
    alone(&mut it.before, smallest);
    alone(&mut it.after, smallest);
    together(&mut [&mut it.entries, &mut it.exits], smallest);
}

fn grounds(all: &mut [Ground], smallest: u64) {
    together(
        &mut all.iter_mut().map(|it| &mut it.rows).collect::<Vec<_>>(),
        smallest,
    );
}

fn causes<'a>(all: impl Iterator<Item = (&'a mut Count, &'a mut Count)>, smallest: u64) {
    let (mut entries, mut exits): (Vec<&mut Count>, Vec<&mut Count>) = all.unzip();
    together(&mut entries, smallest);
    together(&mut exits, smallest);
}

/// These overlap, and so tell nothing about each other.
fn made_by(all: &mut [MadeBy], smallest: u64) {
    for it in all {
        alone(&mut it.entries, smallest);
        alone(&mut it.exits, smallest);
    }
}

fn alone(count: &mut Count, smallest: u64) {
    if count.is_some_and(|rows| rows > 0 && rows < smallest) {
        *count = None;
    }
}

/// Hides the small counts of a sum; where that is one alone, the smallest of the others too.
fn together(all: &mut [&mut Count], smallest: u64) {
    for count in all.iter_mut() {
        alone(count, smallest);
    }
    if all.iter().filter(|it| it.is_none()).count() != 1 {
        return;
    }
    let next = all.iter_mut().filter(|it| it.is_some_and(|rows| rows > 0));
    if let Some(next) = next.min_by_key(|it| ***it) {
        **next = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_cell_is_never_the_only_one_of_its_sum() {
        let hidden = |counts: [u64; 4]| {
            let mut cells = counts.map(Some);
            let [a, b, c, d] = &mut cells;
            together(&mut [a, b, c, d], 5);
            cells
        };
        assert_eq!(hidden([9, 0, 4, 7]), [Some(9), Some(0), None, None]);
        assert_eq!(hidden([9, 1, 4, 7]), [Some(9), None, None, Some(7)]);
        assert_eq!(hidden([9, 5, 0, 7]), [Some(9), Some(5), Some(0), Some(7)]);
    }
}
