//! Two rounds compared account for every row, and agree with what the reference says of each round.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod build;
mod generate;

use std::collections::BTreeMap;

use aturan::check::tree::{Constant, EntityId, Outcome, Program, ValueKind};
use aturan::data::output::key_text;
use aturan::data::results::Results;
use aturan::data::table::{Dataset, Values};
use aturan::number::{Rational, Truth};
use aturan::reference;
use aturan::simulate::rounds::{ClassRounds, Compared, Count, RegisterRounds, RoundData, Rounds};
use build::day;
use generate::{Case, case};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use rayon::ThreadPoolBuilder;

/// The same policy over two sets of rows, on days between which every number doubles.
fn two() -> impl Strategy<Value = (Case, Case)> {
    let choices = || vec(any::<u32>(), 0..1200);
    (choices(), choices(), choices()).prop_map(|(policy, old, new)| {
        let mut old = Case::from_choices(policy.clone(), old);
        let mut new = Case::from_choices(policy, new);
        double(&mut old.program);
        new.program = old.program.clone();
        (old.date, new.date) = (day("2023-06-01"), day("2024-02-29"));
        (old, new)
    })
}

/// Doubles the numbers of all parameters from 2024 on.
fn double(program: &mut Program) {
    let twice = Rational::new(2, 1).unwrap();
    let double = |it: &mut Constant| {
        if let Constant::Number(number) = it {
            *number = number.checked_mul(twice).unwrap_or(*number);
        }
    };
    for parameter in &mut program.parameters {
        let Some(first) = parameter.intervals.first_mut() else {
            continue;
        };
        first.until = Some(day("2023-12-31"));
        let mut second = first.clone();
        second.from = day("2024-01-01");
        second.until = None;
        second.values.values_mut().for_each(double);
        second.otherwise.iter_mut().for_each(double);
        parameter.intervals = vec![parameter.intervals.swap_remove(0), second];
    }
}

fn compared(old: &Case, new: &Case, smallest: u64) -> Option<Compared> {
    let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let rounds = Rounds::new(&old.program, old.date, new.date, None)?;
    let data = RoundData {
        before: None,
        from: old.dataset.clone(),
        to: new.dataset.clone(),
    };
    Some(rounds.settle(data, &pool).compared(smallest))
}

/// Where each key stands: off 0, on 1, or the code of a class, none where unknown.
type Places = BTreeMap<String, Option<u32>>;

fn keyed(
    program: &Program,
    data: &Dataset,
    entity: EntityId,
    place: impl Fn(usize) -> Option<u32>,
) -> Places {
    let rows = 0..data.tables[entity.index()].rows;
    rows.map(|row| (key_text(program, data, entity, row), place(row)))
        .collect()
}

fn on_register(program: &Program, data: &Dataset, results: &Results, id: usize) -> Places {
    let it = &results.registers[id];
    keyed(program, data, program.registers[id].entity, |row| {
        let listed = it.current[row] == Truth::True;
        Some(u32::from(match it.outcome[row] {
            Outcome::Stays | Outcome::Enters => true,
            Outcome::NeedsVerification => listed,
            Outcome::Outside | Outcome::Leaves => false,
        }))
    })
}

fn in_class(program: &Program, data: &Dataset, results: &Results, id: usize) -> Places {
    let column = results.values[id].as_ref().unwrap();
    keyed(program, data, program.values[id].entity, |row| {
        let Values::Enum(codes) = &column.values else {
            return None;
        };
        column.is_valid(row).then(|| u32::from(codes[row]))
    })
}

fn sum<'a>(counts: impl IntoIterator<Item = &'a Count>) -> u64 {
    counts.into_iter().map(|it| it.unwrap()).sum()
}

/// Both rounds, the earlier data under the later rules, the later data under the earlier rules.
struct Four<'a> {
    program: &'a Program,
    sides: [(&'a Dataset, Results); 4],
}

impl<'a> Four<'a> {
    fn new(old: &'a Case, new: &'a Case) -> Self {
        let program = &old.program;
        let run = |program: &Program, of: &Case| reference::evaluate(program, &of.dataset, of.date);
        let ruled = run(&program.ruled(new.date, old.date), old);
        let kept = run(&program.ruled(old.date, new.date), new);
        Self {
            program,
            sides: [
                (&old.dataset, run(program, old)),
                (&new.dataset, run(program, new)),
                (&old.dataset, ruled),
                (&new.dataset, kept),
            ],
        }
    }

    fn places(
        &self,
        of: fn(&Program, &Dataset, &Results, usize) -> Places,
        id: usize,
    ) -> [Places; 4] {
        let side = |place: usize| {
            let (data, results) = &self.sides[place];
            of(self.program, data, results, id)
        };
        [side(0), side(1), side(2), side(3)]
    }
}

/// Changes of rows of both rounds by cause, as entries (or moves) and exits.
fn causes([old, new, ruled, kept]: &[Places; 4]) -> BTreeMap<&'static str, (u64, u64)> {
    let mut counts = BTreeMap::new();
    for (key, place) in new {
        let Some(before) = old.get(key) else { continue };
        if before == place {
            continue;
        }
        let cause = match (kept[key] == *place, ruled[key] == *place) {
            (true, false) => "data",
            (false, true) => "rule",
            (false, false) => "both",
            (true, true) => "either",
        };
        let count: &mut (u64, u64) = counts.entry(cause).or_default();
        if *place == Some(0) {
            count.1 += 1;
        } else {
            count.0 += 1;
        }
    }
    counts
}

fn check_register(it: &RegisterRounds, places: &[Places; 4]) -> TestCaseResult {
    let [old, new, ..] = places;
    let on = |of: &Places, key: &String| of.get(key) == Some(&Some(1));
    let count = |of: &Places, other: &Places| {
        of.keys()
            .filter(|key| on(of, key) && !on(other, key))
            .count() as u64
    };
    let stock = |of: &Places| of.keys().filter(|key| on(of, key)).count() as u64;
    prop_assert_eq!(it.stock.before, Some(stock(old)));
    prop_assert_eq!(it.stock.after, Some(stock(new)));
    let (entries, exits) = (count(new, old), count(old, new));
    prop_assert_eq!(it.stock.entries, Some(entries));
    prop_assert_eq!(it.stock.exits, Some(exits));
    prop_assert_eq!(stock(old) + entries, stock(new) + exits);
    let ways = &it.entries;
    let fresh = sum([&ways.entered_new, &ways.listed_new]);
    prop_assert_eq!(sum([&ways.entered, &ways.listed]) + fresh, entries);
    let left = sum(it.exits.left.iter().map(|it| &it.rows));
    let vanished = it.exits.vanished.unwrap();
    prop_assert_eq!(left + sum([&it.exits.unlisted]) + vanished, exits);
    prop_assert!(ways.returns.unwrap() <= entries);
    let expected = causes(places);
    for cause in &it.causes {
        let (entries, exits) = expected.get(cause.cause).copied().unwrap_or_default();
        prop_assert_eq!(cause.entries, Some(entries), "{}", cause.cause);
        prop_assert_eq!(cause.exits, Some(exits), "{}", cause.cause);
    }
    prop_assert_eq!(sum(it.causes.iter().map(|it| &it.entries)) + fresh, entries);
    let of_rows: Vec<Count> = it
        .causes
        .iter()
        .filter_map(|it| it.exits.map(Some))
        .collect();
    prop_assert_eq!(sum(&of_rows) + vanished, exits);
    if let Some(homes) = &it.homes {
        let it = &homes.stock;
        prop_assert_eq!(sum([&it.before, &it.entries]), sum([&it.after, &it.exits]));
    }
    for area in &it.areas {
        let stock = &area.stock;
        let up = sum([&stock.before, &stock.entries, &area.arrived]);
        prop_assert_eq!(up, sum([&stock.after, &stock.exits, &area.departed]));
    }
    if !it.areas.is_empty() {
        prop_assert_eq!(sum(it.areas.iter().map(|it| &it.stock.entries)), entries);
        prop_assert_eq!(sum(it.areas.iter().map(|it| &it.stock.exits)), exits);
    }
    Ok(())
}

fn check_class(it: &ClassRounds, places: &[Places; 4]) -> TestCaseResult {
    let [old, new, ..] = places;
    prop_assert_eq!(sum(it.moves.iter().flatten()), {
        let both = old.keys().filter(|key| new.contains_key(*key)).count();
        (old.len() + new.len() - both) as u64
    });
    let moved = new
        .iter()
        .filter(|(key, place)| old.get(*key).is_some_and(|it| it != *place));
    let moved = moved.count() as u64;
    prop_assert_eq!(it.moved, Some(moved));
    prop_assert_eq!(sum(it.causes.iter().map(|it| &it.entries)), moved);
    for (code, class) in it.classes.iter().enumerate() {
        let place = u32::try_from(code)
            .ok()
            .filter(|_| class.class != "unknown");
        let count = |of: &Places| of.values().filter(|it| **it == place).count() as u64;
        prop_assert_eq!(class.before, Some(count(old)), "{}", class.class);
        prop_assert_eq!(class.after, Some(count(new)), "{}", class.class);
        let up = sum([&class.before, &class.came, &class.new]);
        prop_assert_eq!(up, sum([&class.after, &class.went, &class.vanished]));
    }
    let expected: u64 = causes(places).values().map(|(a, b)| a + b).sum();
    prop_assert_eq!(expected, moved);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250,
        failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for((old, new) in two()) {
        let Some(found) = compared(&old, &new, 0) else { return Ok(()) };
        let four = Four::new(&old, &new);
        for level in &found.levels {
            let up = sum([&level.before, &level.new]);
            prop_assert_eq!(up, sum([&level.after, &level.vanished]));
        }
        for (id, it) in found.registers.iter().enumerate() {
            check_register(it, &four.places(on_register, id))?;
        }
        let values = old.program.values.iter().enumerate();
        let classes = values.filter(|(_, it)| matches!(it.kind, ValueKind::Class(_)));
        for ((id, _), it) in classes.zip(&found.classes) {
            check_class(it, &four.places(in_class, id))?;
        }
    }

    #[test]
    fn a_round_beside_itself_changes_nothing(case in case()) {
        let Some(found) = compared(&case, &case, 0) else { return Ok(()) };
        for it in &found.registers {
            prop_assert_eq!(sum([&it.stock.entries, &it.stock.exits]), 0);
            prop_assert!(it.made_by.is_empty());
        }
        for it in &found.classes {
            prop_assert_eq!(it.moved, Some(0));
        }
    }

    #[test]
    fn no_small_cell_is_published((old, new) in two()) {
        let Some(found) = compared(&old, &new, 5) else { return Ok(()) };
        let text = serde_json::to_value(&found).unwrap();
        prop_assert_eq!(small(&text), None);
    }
}

/// A count that is small and shown.
fn small(value: &serde_json::Value) -> Option<u64> {
    match value {
        serde_json::Value::Number(it) => it.as_u64().filter(|it| (1..5).contains(it)),
        serde_json::Value::Array(all) => all.iter().find_map(small),
        serde_json::Value::Object(all) => all.values().find_map(small),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::String(_) => None,
    }
}
